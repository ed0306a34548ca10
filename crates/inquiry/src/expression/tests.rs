use super::*;
use crate::fixture;
use greffe_convention_state::ConventionView;
use greffe_domain::{AsOf, Facts};
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
    let entry = json!({ "seq": 1, "latest": null, "data": { "flag": null, "big": i64::MAX,
        "huge": u64::MAX, "list": [1, 2], "word": "beaucoup", "bad": "(" } });
    for (text, why) in [
        ("data.amount_cents > 3", Untold::Lacks("amount_cents".into())),
        ("data.flag", Untold::Unsuitable),
        ("latest < '2023-01-01'", Untold::Unsuitable),
        ("data.big + 1 > 0", Untold::TooLarge),
        ("-(-data.big - 1) > 0", Untold::TooLarge),
        ("(-data.big - 1) / -1 > 0", Untold::TooLarge),
        ("(-data.big - 1) % -1 == 0", Untold::TooLarge),
        ("data.big * 2 > 0 || -data.big - 2 < 0", Untold::TooLarge),
        ("euros(data.big) > 0", Untold::TooLarge),
        ("data.huge > 0", Untold::TooLarge),
        ("seq / (seq - 1) == 1", Untold::DividedByZero),
        ("seq % (seq - 1) == 1", Untold::DividedByZero),
        ("causes[0] == 1", Untold::Unsuitable),
        ("data.list[2] == 1", Untold::Lacks("[]".into())),
        ("data.list[-1] == 1", Untold::Lacks("[]".into())),
        ("euros(data.word) == 1", Untold::NoFigure),
        ("int(data.word) == 1", Untold::NoFigure),
        ("data.word.matches(data.bad)", Untold::NoPattern),
        ("data.list.all(x, x.y == 1)", Untold::Unsuitable),
    ] {
        assert_eq!(ask(text, entry.clone()), Answer::Untold(why), "{text}");
    }
    // What is not asked about may be beyond what can be read.
    assert_eq!(ask("data.list[0] == seq", entry), Answer::Yes);
}

#[test]
fn texts_are_counted_in_characters() {
    let entry = json!({ "kind": "Théâtre à 10 € 🎭", "data": { "e": "e\u{301}" } });
    for text in [
        "size(kind) == 16 && kind.size() == 16",
        "size('é') == 1 && size('🎭') == 1 && size('') == 0",
        // Two scalar values that make one letter: the language counts the values.
        "size(data.e) == 2",
    ] {
        assert_eq!(ask(text, entry.clone()), Answer::Yes, "{text}");
    }
}

#[test]
fn loops_pass_over_what_cannot_be_told_when_another_item_decides() {
    let entry = json!({ "causes": [null, 7], "data": { "long": vec![1; 20_000] } });
    for text in [
        "causes.exists(c, c > 5)",
        "!causes.all(c, c < 5)",
        "data.long.all(x, x == 1)",
        "size(data.long.filter(x, x == 1).map(x, x + 1)) == 20000",
        "{'a': 1, 'b': 2}['b'] == 2 && 'a' in {'a': 1} && {'a': [1]} == {'a': [1]}",
        "{'a': 1}.all(k, k == 'a') && [[1], [2]] == [[1]] + [[2]]",
        "[1, 2].map(x, [x, x]).all(l, l[0] == l[1])",
        "[1, 2].exists(x, [3, 4].exists(y, x + y == 6))",
        "[3, 1].map(x, x > 1, x * 2) == [6]",
    ] {
        assert_eq!(ask(text, entry.clone()), Answer::Yes, "{text}");
    }
    let untold = ask("causes.filter(c, c > 5) == [7]", entry);
    assert_eq!(untold, Answer::Untold(Untold::Unsuitable));
}

#[test]
fn an_evaluation_has_a_budget() {
    let numbers: Vec<u32> = (0..100).collect();
    let entry = json!({ "causes": numbers, "kind": "a".repeat(1_000) });
    let nested = |depth: usize| {
        let open: Vec<_> = (0..depth).map(|n| format!("causes.all(v{n}, ")).collect();
        let open = open.concat();
        format!("{open}v0 >= 0{}", ")".repeat(depth))
    };
    let spent = Err(ExpressionError::TooManySteps { limit: MOST_STEPS });
    let asked = |text: &str| parse(text).unwrap().ask(&Given(entry.clone()));
    assert_eq!(asked(&nested(2)), Ok(Answer::Yes));
    assert_eq!(asked(&nested(6)), spent);
    // No other side decides what was never told.
    assert_eq!(asked(&format!("{} || true", nested(6))), spent);
    let doubled = |start: &str, twice: &str| {
        format!("[{start}]{}.size() == 1", format!(".map(x, {twice})").repeat(20))
    };
    assert_eq!(asked(&doubled("kind", "x + x")), spent);
    assert_eq!(asked(&doubled("causes", "x + x")), spent);
    // What is shared takes no room, and is paid for where it is looked through.
    assert_eq!(asked(&doubled("causes", "[x, x]")), Ok(Answer::Yes));
    let shared = doubled("causes", "[x, x]").replace(".size() == 1", ".all(x, x == x)");
    assert_eq!(asked(&shared), spent);
}

#[test]
fn a_fault_that_no_subject_mends_is_an_error_at_once() {
    let no_value = |why| ExpressionError::NoValue { why };
    for (text, expected) in [
        ("-(-9223372036854775808) > seq", no_value(Untold::TooLarge)),
        ("seq == 1 || 9223372036854775807 + 1 > 0", no_value(Untold::TooLarge)),
        ("seq == -9223372036854775808 / -1", no_value(Untold::TooLarge)),
        ("euros(92233720368547759) > seq", no_value(Untold::TooLarge)),
        ("seq == 1 % 0", no_value(Untold::DividedByZero)),
        ("seq > euros('beaucoup')", no_value(Untold::NoFigure)),
        ("seq / 0 > 1", no_value(Untold::DividedByZero)),
        ("seq % (1 - 1) > 1", no_value(Untold::DividedByZero)),
        ("seq == 1 || int(true) == 1", no_value(Untold::Unsuitable)),
        ("string(null) == kind", no_value(Untold::Unsuitable)),
        ("kind == 'a' + 1", no_value(Untold::Unsuitable)),
        ("{'a': seq, 'b': {1: 2, 1: 3}}.size() > 1", no_value(Untold::KeyTwice)),
    ] {
        assert_eq!(parse(text).unwrap_err(), expected, "{text}");
    }
    let refused = |text: &str| parse(text).unwrap_err();
    assert!(matches!(refused("kind.matches('(')"), ExpressionError::NoPattern { .. }));
    assert!(matches!(
        refused("kind.matches('((a{500}){500}){500}')"),
        ExpressionError::NoPattern { .. }
    ));
    for (text, place) in [
        ("seq > size()", 6),
        ("size(kind, kind) > 1", 0),
        ("contains(kind, 'a')", 0),
        ("kind.contains()", 5),
        ("kind.euros() > 1", 5),
        ("causes.all(c)", 7),
        ("all(causes, c, c > 1)", 0),
    ] {
        let error = refused(text);
        assert!(matches!(error, ExpressionError::BadCall { .. }), "{text}: {error}");
        assert_eq!(error.place(), Some(place), "{text}");
    }
}

/// A sign before an amount in words is that of the figure.
#[test]
fn an_amount_may_be_below_zero() {
    for text in ["euros('-1 €')", "euros('\u{2212}1 €')", "euros(' -1')", "euros(-1)"] {
        assert!(parse(&format!("{text} == -100")).is_ok(), "{text}");
        let asked = parse(&format!("{text} == -100 + 0 * seq")).unwrap();
        assert_eq!(asked.ask(&Given(json!({ "seq": 3 }))), Ok(Answer::Yes), "{text}");
    }
    assert!(parse("euros('--1 €') < seq").is_err());
}

/// Two fields of one name that only the subject tells so leave it untold.
#[test]
fn an_object_has_one_field_of_a_name() {
    let asked = parse("{kind: 1, 'a': 2}.size() == 2").unwrap();
    let ask = |kind: &str| asked.ask(&Given(json!({ "kind": kind })));
    assert_eq!(ask("b"), Ok(Answer::Yes));
    assert_eq!(ask("a"), Ok(Answer::Untold(Untold::KeyTwice)));
}

#[test]
fn amounts_against_bare_numbers_are_found() {
    let bare = |text: &str| {
        let found = Expression::parse(Scope::State, text).unwrap().bare_amounts();
        found.into_iter().map(|b| (b.name, b.cents.cents())).collect::<Vec<_>>()
    };
    assert_eq!(
        bare("budget < 500000 && 3 < paid"),
        [("budget".into(), 500_000), ("paid".into(), 3)]
    );
    assert_eq!(bare("payments.exists(p, p.amount_cents == 12)"), [("amount_cents".into(), 12)]);
    for text in ["budget < euros(500000)", "balance_due > 0", "paid * 2 > budget", "year > 2020"] {
        assert_eq!(bare(text), [], "{text}");
    }
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

#[test]
fn what_a_subject_gives_is_paid_for_and_cut() {
    // A key as long as a text is no name to be told in full.
    let long = json!({ "data": { "word": "a".repeat(1_000) }, "kind": "7".repeat(1_000) });
    let told = ask("data[data.word] == 1", long);
    assert_eq!(told, Answer::Untold(Untold::Lacks("a".repeat(64))));
    // What membership does not come to is not paid for; what it goes through is.
    let numbers: Vec<u32> = (0..40_000).collect();
    let many = json!({ "causes": numbers });
    let asked = |text: &str| parse(text).unwrap().ask(&Given(many.clone()));
    let spent = Err(ExpressionError::TooManySteps { limit: MOST_STEPS });
    let among = |sought: &str| format!("causes.exists(c, !({sought} in causes))");
    assert_eq!(asked("causes.filter(c, c < 100).all(c, 0 in causes)"), Ok(Answer::Yes));
    assert_eq!(asked(&among("39999")), spent);
    // Digits are read, and that is paid for.
    let digits = json!({ "causes": (0..1_000).collect::<Vec<u32>>(), "kind": "0".repeat(100_000) });
    let read = parse("causes.all(c, int(kind) == 0)").unwrap().ask(&Given(digits));
    assert_eq!(read, spent);
}

#[test]
fn a_regular_expression_is_small() {
    assert_eq!(ask("kind.matches('^[A-Z][a-z]+$')", json!({ "kind": "Vote" })), Answer::Yes);
    let large = parse("kind.matches('(a{200}){20}')");
    assert!(matches!(large, Err(ExpressionError::NoPattern { .. })), "{large:?}");
}

#[test]
fn a_state_gives_the_year_of_its_stream_and_what_acts_fix() {
    let view = fixture::grant();
    let subject = StateSubject(&view);
    assert_eq!(subject.get("year"), json!(2023));
    for name in ["final_stated", "balance_stated"] {
        assert!(Scope::State.variables().iter().any(|(known, _)| *known == name), "{name}");
    }
    let empty = ConventionView::of(&Facts::default(), &fixture::stream(), AsOf::default());
    assert_eq!(StateSubject(&empty).get("year"), json!(2023));
}
