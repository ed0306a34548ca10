use super::*;
use crate::fixture;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

/// Variables with given values.
struct Given(Json);

impl Subject for Given {
    fn get(&self, name: &str) -> Json {
        self.0.get(name).cloned().unwrap_or_default()
    }
}

fn parse(text: &str) -> Result<Expression, ExpressionError> {
    Expression::parse(Scope::Entry, text)
}

fn ask(text: &str, subject: Json) -> Answer {
    parse(text).unwrap_or_else(|e| panic!("{text}: {e}")).ask(&Given(subject)).unwrap()
}

#[test]
fn whole_numbers_texts_lists_and_objects() {
    let entry = json!({
        "seq": 12, "kind": "VoteCast", "grade": "act", "causes": [3, 7],
        "data": { "outcome": "adopted", "amount_cents": 7_350_000, "named": [{ "name": "A" }] },
    });
    for text in [
        "seq == 12 && kind == 'VoteCast'",
        "seq + 1 == 13 && seq % 5 == 2",
        "data.amount_cents > euros(73000)",
        "data.amount_cents == euros('73 500,00 €')",
        "data.amount_cents * 10 / 3 == 24500000",
        "7 in causes && size(causes) == 2",
        "causes.exists(c, c > 5) && !causes.all(c, c > 5)",
        "causes.filter(c, c > 5).map(c, c * 2) == [14]",
        "causes.exists_one(c, c == 3)",
        "has(data.outcome) && !has(data.tally)",
        "kind.startsWith('Vote') && kind.contains('Cas') && kind.endsWith('t')",
        "kind.matches('^[A-Z].*Cast$')",
        "data.named[0].name == \"A\"",
        "grade in ['act', 'record']",
        "int('12') == seq && string(seq) == '12'",
        "(seq > 100 ? 'late' : 'early') == 'early'",
        "data.nothing > 3 || seq == 12",
    ] {
        assert_eq!(ask(text, entry.clone()), Answer::Yes, "{text}");
    }
}

#[test]
fn what_a_subject_does_not_have_is_untold_and_counts_as_no() {
    let entry = json!({ "seq": 1, "latest": null, "data": { "flag": null, "big": i64::MAX } });
    for (text, why) in [
        ("data.amount_cents > 3", Untold::Lacks("amount_cents".into())),
        ("data.flag", Untold::Unsuitable),
        ("latest < '2023-01-01'", Untold::Unsuitable),
        ("data.big + 1 > 0", Untold::Arithmetic),
        ("seq / 0 == 1", Untold::Arithmetic),
        ("causes[0] == 1", Untold::Unsuitable),
        ("euros('beaucoup') == 1", Untold::Failed),
    ] {
        assert_eq!(ask(text, entry.clone()), Answer::Untold(why), "{text}");
    }
    let long = json!({ "causes": vec![1; 1_001] });
    assert_eq!(ask("causes.all(c, c == 1)", long), Answer::Untold(Untold::TooMany));
}

#[test]
fn a_question_that_is_none_is_an_error() {
    let asked = parse("seq").unwrap().ask(&Given(json!({ "seq": 3 })));
    assert_eq!(asked, Err(ExpressionError::NotAQuestion { found: "3".into() }));
}

#[test]
fn faults_name_their_place() {
    let syntax =
        |at, found: Option<&str>| ExpressionError::Syntax { at, found: found.map(Into::into) };
    for (text, expected) in [
        ("  ", ExpressionError::Empty),
        ("seq > ", syntax(6, None)),
        ("seq >> 3", syntax(5, Some(">"))),
        ("seq = 3", syntax(4, Some("="))),
        ("(seq > 3", syntax(8, None)),
        ("seq > 3 seq", syntax(8, Some("seq"))),
        ("seq > 1.5", ExpressionError::NotWhole),
        ("seq > 1u", ExpressionError::NotWhole),
        ("Point{x: 1} == seq", ExpressionError::NoTypes),
    ] {
        assert_eq!(parse(text).unwrap_err(), expected, "{text}");
    }
    let unknown = |text: &str| parse(text).unwrap_err();
    let ExpressionError::UnknownVariable { at, name, nearest, .. } =
        unknown("seq > 3 && stram == 'ledger'")
    else {
        panic!("stram is known")
    };
    assert_eq!((at, name.as_str(), nearest), (11, "stram", Some("stream")));
    let ExpressionError::UnknownFunction { at, name, .. } = unknown("seq > euro(3)") else {
        panic!("euro is known")
    };
    assert_eq!((at, name.as_str()), (6, "euro"));
    // A variable that the expression binds is none of the scope; outside its loop it is unknown.
    assert!(parse("causes.all(x, x > 1)").is_ok());
    assert!(parse("causes.all(x, x > 1) && x > 1").is_err());
}

#[test]
fn what_is_hostile_is_refused_before_it_is_read() {
    let nested = |n: usize| format!("{}1{} == seq", "(".repeat(n), ")".repeat(n));
    for text in [
        "a".repeat(2_000),
        nested(65),
        format!("{} == seq", vec!["1"; 400].join("+")),
        format!("seq{} == 1", ".a".repeat(450)),
        format!("seq == {}1", "-".repeat(900)),
        format!("{}true", "!".repeat(900)),
        format!("seq == 1 {}", "? 1 : 1 ".repeat(100)),
        format!("{}?[{}{}l\u{0}?(-", "{".repeat(40), "(".repeat(11), "{".repeat(12)),
        format!(">{}", "[".repeat(63)),
        "'".repeat(999),
        "\"\\".repeat(400),
        "\u{202e}\u{0}\u{feff}".to_owned(),
    ] {
        let refused = parse(&text);
        // An even number of signs may fold to nothing; whatever is read must be answered.
        if let Ok(expression) = refused {
            let _ = expression.ask(&Given(json!({ "seq": 1 })));
        }
    }
    assert!(matches!(parse(&nested(65)), Err(ExpressionError::TooDeep { .. })));
    assert!(parse(&nested(20)).is_ok(), "what a person may write is read");
    let many = vec!["seq == 1"; 40].join(" || ");
    assert!(parse(&many).is_ok(), "a long enumeration is no depth");
}

#[test]
fn a_state_gives_its_figures_in_a_word() {
    let view = fixture::avenant();
    let yes = |text: &str| {
        let asked = Expression::parse(Scope::State, text).unwrap().ask(&StateSubject(&view));
        assert_eq!(asked, Ok(Answer::Yes), "{text}");
    };
    yes("subsidy == euros(73500) && initial_subsidy == subsidy");
    yes("budget == euros(420000) && initial_budget == euros(612500)");
    yes("share_basis_points == 1750 && avenants == 1");
    yes("paid == euros(51450) && ordered == 0 && year == 2023");
    yes("balance.balance_cents == balance_due && entitlement == euros(73500)");
    yes("'realised_expense' in missing && realised == null");
    yes("subsidy_cents.steps[0].grade == 'act'");
    yes("payments.exists(p, p.executed && p.role == 'advance')");
    yes("beneficiary.name.value.contains('Ateliers')");
}

#[test]
fn every_variable_of_a_scope_can_be_named() {
    for scope in [Scope::State, Scope::Entry, Scope::Step, Scope::Finding] {
        for (name, meaning) in scope.variables() {
            assert!(Expression::parse(scope, &format!("{name} == null")).is_ok(), "{name}");
            assert!(!meaning.is_empty(), "{name}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_is_read_or_refused(text in "[a-z0-9 .,'\"()\\[\\]{}?:!<>=&|+*/%-]{0,60}") {
        if let Ok(expression) = parse(&text) {
            let _ = expression.ask(&Given(json!({ "seq": 3, "data": {} })));
        }
    }
}
