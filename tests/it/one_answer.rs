//! Whoever asks, the answer is one: the same payments, the same figures and the same refusal from
//! every verb.

use crate::program::{arg, expect, json, repository, run};
use greffe::chain::Hash;
use greffe::domain::{Decoded, Event, Grade};
use greffe::{Ledger, NewFact};
use serde_json::{Value, json as value};
use std::fs;
use std::path::Path;

const X: &str = "convention/vauclaire/2023/x";
const TOUR: &str = "convention/metropole-de-vauclaire/2023/les-ateliers-du-pont";

/// Records what a document tells: each event with its kind, date, grade and data. Every one rests on a
/// line of its own.
fn tell(ledger: &Path, name: &str, events: &[(&str, &str, &str, Value)]) {
    let folder = ledger.parent().unwrap();
    let lines: Vec<String> = (0..events.len()).map(|n| format!("{name} {n}")).collect();
    let text = lines.join("\n");
    let mut from = 0;
    let events: Vec<Value> = events
        .iter()
        .zip(text.lines())
        .map(|((kind, effective, grade, data), line)| {
            let span = [from, from + line.len()];
            from = span[1] + 1;
            value!({ "kind": kind, "stream": X, "effective": effective, "grade": grade, "schema": 1,
                "data": data, "record": true, "confidence": "sure",
                "sources": [{ "span": span }], "quote": line })
        })
        .collect();
    let hash = Hash::of(text.as_bytes()).to_string();
    let draft = value!({ "greffe_draft": 1, "events": events, "document": {
        "name": format!("{name}.txt"), "original": hash, "original_bytes": text.len(), "text": hash,
        "text_bytes": text.len(), "media_type": "text/plain", "encoding": "UTF-8" } });
    let (document, path) =
        (folder.join(format!("{name}.txt")), folder.join(format!("{name}.json")));
    fs::write(&document, text).unwrap();
    fs::write(&path, draft.to_string()).unwrap();
    if !ledger.exists() {
        expect(0, &["init", "--name", "Vauclaire", "--ledger", &arg(ledger)]);
    }
    let ledger = arg(ledger);
    expect(0, &["record", &arg(&path), "--document", &arg(&document), "--ledger", &ledger]);
}

/// 100 € on 200 € under a pro rata, 300 € spent.
fn terms() -> Vec<(&'static str, &'static str, &'static str, Value)> {
    let rule = value!({ "rule": "pro_rata", "words": "au prorata", "instrument": "initial" });
    vec![
        (
            "SubsidyGranted",
            "2023-01-01",
            "act",
            value!({ "amount_cents": 10_000, "beneficiary": { "name": "X" }, "exercise": 2023,
                "budget_cents": 20_000 }),
        ),
        ("BalanceRuleStated", "2023-01-01", "act", rule),
        (
            "FinancialReportFiled",
            "2024-06-01",
            "act",
            value!({ "exercise": 2023, "realised_cents": 30_000 }),
        ),
    ]
}

fn asked(ledger: &Path, words: &[&str]) -> Value {
    json(&[words, &["--format", "json", "--ledger", &arg(ledger)]].concat())
}

fn read(ledger: &Path, words: &[&str]) -> String {
    expect(0, &[words, &["--ledger", &arg(ledger)]].concat()).out.replace('\u{a0}', " ")
}

/// The same on one line, where a page breaks is no matter: without the number of an avenant, which may
/// stand in the next line of a label.
fn folded(ledger: &Path, words: &[&str]) -> String {
    let page = read(ledger, words).split_whitespace().collect::<Vec<_>>().join(" ");
    page.replace(" no. 1", "")
}

/// One payment told by a statement of account with its day, and by an act without it.
#[test]
fn a_payment_told_twice_is_one_payment_to_every_verb() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("x.ledger");
    tell(&ledger, "terms", &terms());
    let paid = |on: Option<&str>| {
        let mut data = value!({ "amount_cents": 2_000, "role": "advance" });
        data.as_object_mut().unwrap().extend(on.map(|on| ("on".to_owned(), value!(on))));
        data
    };
    let day = Some("2023-05-01");
    tell(&ledger, "statement", &[("PaymentExecuted", "2023-05-01", "record", paid(day))]);
    tell(&ledger, "act", &[("PaymentExecuted", "../2024-10-10", "recital", paid(None))]);

    let state = &asked(&ledger, &["state", "x"])["conventions"][0];
    let payments = state["payments"].as_array().unwrap();
    assert_eq!(payments.len(), 1);
    assert_eq!(payments[0]["on"], "2023-05-01");
    assert_eq!(payments[0]["entries"].as_array().unwrap().len(), 2);
    assert_eq!(state["balance"]["paid_cents"], 2_000);
    for words in [&["state", "x"][..], &["timeline", "x"], &["trail", "x"]] {
        let page = read(&ledger, words);
        assert_eq!(page.matches("Payment of €20 made").count(), 1, "{words:?}: {page}");
        let (_, history) = page.rsplit_once("1 May 2023").unwrap();
        assert!(history.trim_start_matches([' ', '·', '●']).starts_with("Payment of"), "{page}");
    }
    let sample = asked(&ledger, &["sample", "--of", "payments", "--seed", "1", "--size", "5"]);
    assert_eq!(sample["population"]["items"], 1);
    assert_eq!(sample["selected"][0]["on"], "2023-05-01");
    let true_of = asked(&ledger, &["state", "--where", "paid == 2000"]);
    assert_eq!(true_of["conventions"].as_array().unwrap().len(), 1);

    // A second line of the same statement is a second payment, to all of them.
    tell(
        &ledger,
        "later",
        &[
            ("PaymentExecuted", "2023-06-01", "record", paid(Some("2023-06-01"))),
            ("PaymentExecuted", "2023-06-01", "record", paid(Some("2023-06-01"))),
        ],
    );
    let state = &asked(&ledger, &["state", "x"])["conventions"][0];
    assert_eq!(state["balance"]["paid_cents"], 6_000);
    let drawn = asked(&ledger, &["sample", "--of", "payments", "--seed", "1", "--size", "5"]);
    assert_eq!(drawn["population"]["cents"], 6_000);
    let page = read(&ledger, &["timeline", "x", "--format", "text"]);
    assert_eq!(page.matches("Payment of €20 made").count(), 3, "{page}");
}

/// An avenant that changed amount and budget: without it both are gone, whoever is asked.
#[test]
fn without_an_avenant_state_and_what_if_say_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("x.ledger");
    tell(&ledger, "terms", &terms());
    let revised = value!({ "to_cents": 40_000, "instrument": { "avenant": 1 } });
    tell(
        &ledger,
        "avenant",
        &[
            (
                "AvenantApproved",
                "2023-06-01",
                "act",
                value!({ "number": 1, "amount_cents": 15_000 }),
            ),
            ("BudgetRevised", "2023-06-01", "act", revised),
        ],
    );
    let state = &asked(&ledger, &["state", "x"])["conventions"][0];
    let without = &state["balance"]["without_last_avenant"];
    let counterfactual = asked(&ledger, &["what-if", "x", "--without", "avenant-1"]);
    let money = counterfactual["money"].as_array().unwrap();
    let due = money.iter().find(|m| m["path"] == "balance.entitlement_cents").unwrap();
    assert_eq!((&due["recorded_cents"], &due["supposed_cents"]), (&11_250.into(), &10_000.into()));
    assert_eq!(without["entitlement_cents"], due["supposed_cents"]);
    assert_eq!(without["difference_cents"], 1_250);
    let page = folded(&ledger, &["state", "x"]);
    assert!(page.contains("Without avenant €100 [2.1] × €300 [4.1] / €200 [2.1] = €100"), "{page}");
    assert!(page.contains("so the avenant makes €12.50 more for the beneficiary"), "{page}");
    let path = "balance.without_last_avenant.entitlement_cents";
    let tree = &asked(&ledger, &["explain", "x", path])["tree"];
    let operands = tree["operands"].as_array().unwrap();
    let granted = operands.iter().find(|node| node["part"] == "granted").unwrap();
    assert_eq!(
        (&granted["path"], &granted["value"]),
        (&"subsidy_cents.initial".into(), &10_000.into())
    );
}

/// Avenant no. 2 is told with a date before that of no. 1: the columns follow the numbers, as the
/// values in force do.
#[test]
fn the_terms_follow_the_numbers_of_the_avenants() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("x.ledger");
    tell(&ledger, "terms", &terms());
    let revised = |number: u32, cents: i64| value!({ "to_cents": cents, "instrument": { "avenant": number } });
    tell(
        &ledger,
        "avenants",
        &[
            ("BudgetRevised", "2023-09-01", "act", revised(2, 50_000)),
            ("BudgetRevised", "2024-06-01", "act", revised(1, 40_000)),
        ],
    );
    let page = read(&ledger, &["state", "x"]);
    let header = page.lines().find(|line| line.trim_start().starts_with("Grant")).unwrap();
    let columns = header.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(columns, "Grant Avenant no. 1 Avenant no. 2");
    assert!(page.contains("then €500 [6.1] (act) by"), "{page}");
    let state = &asked(&ledger, &["state", "x"])["conventions"][0];
    assert_eq!(state["balance"]["budget_cents"], 50_000);
}

#[test]
fn a_budget_of_zero_says_why_nothing_is_computed_on_it() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("x.ledger");
    let mut given = terms();
    given[0].3["budget_cents"] = value!(0);
    tell(&ledger, "terms", &given);
    let page = folded(&ledger, &["state", "x"]);
    assert!(page.contains("cannot be computed: the budget in force is €0"), "{page}");
    assert!(page.contains("cannot be computed: the budget is not above €0"), "{page}");
    let revised = value!({ "to_cents": 40_000, "instrument": { "avenant": 1 } });
    tell(&ledger, "avenant", &[("BudgetRevised", "2023-06-01", "act", revised)]);
    let page = folded(&ledger, &["state", "x"]);
    let (_, without) = page.split_once("Without avenant").unwrap();
    let why = "/ €0 [2.1], cannot be computed: the budget is not above €0";
    assert!(without.contains(why), "{page}");
}

/// Why there is no balance is said of each case: nothing is missing where the budget is nought.
#[test]
fn explain_says_why_there_is_no_balance_and_knows_what_fields_are_called() {
    let folder = tempfile::tempdir().unwrap();
    let of = |name: &str, given: &[(&str, &str, &str, Value)]| {
        let ledger = folder.path().join(format!("{name}.ledger"));
        tell(&ledger, name, given);
        arg(&ledger)
    };
    let why = |ledger: &str, name: &str| {
        let run = expect(4, &["explain", "x", name, "--ledger", ledger]);
        run.err.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let mut nought = terms();
    nought[0].3["budget_cents"] = value!(0);
    let nought = of("nought", &nought);
    assert!(why(&nought, "balance").contains("not above €0"), "{}", why(&nought, "balance"));
    assert!(why(&nought, "solde").contains("not above €0"));
    let mut large = terms();
    large[0].3["amount_cents"] = value!(i64::MAX);
    large[0].3["budget_cents"] = value!(1);
    large[2].3["realised_cents"] = value!(i64::MAX);
    let large = of("large", &large);
    assert!(why(&large, "balance_due").contains("larger than any amount"));
    let silent = of("silent", &terms()[..1]);
    assert!(why(&silent, "balance").contains("the expense realised"));
    let known = of("known", &terms());
    for name in ["balance", "balance_due", "solde", "Solde", "Montant dû", "amount due", "paid"] {
        let run = expect(0, &["explain", "x", name, "--format", "json", "--ledger", &known]);
        let told: Value = serde_json::from_str(&run.out).unwrap();
        assert!(told["path"].as_str().unwrap().starts_with("balance."), "{name}: {told}");
    }
    expect(0, &["blame", "x", "montant dû", "--ledger", &known]);
    expect(2, &["explain", "x", "nonsense", "--ledger", &known]);
}

/// Before the grant nothing recalls it either, and of a day that a source gives as a month the range is said.
#[test]
fn what_is_not_known_to_the_day_is_not_said_to_the_day() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("x.ledger");
    let mut given = terms();
    given[0].1 = "2023-05";
    let requested = value!({ "by": "X" });
    given.push(("AvenantRequested", "2022-01-01", "act", requested));
    tell(&ledger, "terms", &given);
    let before = folded(&ledger, &["state", "x", "--at", "2022-06-01"]);
    assert!(
        before.contains("the granting act itself") && !before.contains("only recalled"),
        "{before}"
    );
    let turn = ["bisect", "x", "--when", "subsidy != null", "--order", "effective"];
    let page = folded(&ledger, &turn);
    assert!(page.contains("True from a day between 1 May 2023 and 31 May 2023 on:"), "{page}");
    let found = &asked(&ledger, &turn)["found"];
    assert_eq!((&found["at_earliest"], &found["at"]), (&"2023-05-01".into(), &"2023-05-31".into()));
}

#[test]
fn a_repayment_ordered_stands_in_the_state_and_its_report() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("x.ledger");
    tell(&ledger, "terms", &terms());
    let order = value!({ "amount_cents": 3_000, "ground": "overpaid", "on": "2024-08-01" });
    tell(&ledger, "order", &[("RecoveryOrdered", "2024-08-01", "act", order)]);
    let state = &asked(&ledger, &["state", "x"])["conventions"][0];
    assert_eq!(state["recoveries"][0]["data"]["amount_cents"], 3_000);
    let entry = state["recoveries"][0]["entry"].to_string();
    let page = folded(&ledger, &["state", "x"]);
    let line = format!("Recovery €30 [{entry}.1] (act), ordered on 1 August 2024");
    assert!(page.contains(&line), "{page}");
    assert!(page.contains("Recoveries ordered"), "{page}");
    let report = folder.path().join("x.html");
    run(&["report", "x", "--output", &arg(&report), "--lang", "fr", "--ledger", &arg(&ledger)]);
    let html = fs::read_to_string(report).unwrap();
    assert!(html.contains("Reversements demandés"), "the report shows it");
    let found = asked(&ledger, &["state", "--where", "size(recoveries) == 1"]);
    assert_eq!(found["conventions"].as_array().unwrap().len(), 1);
}

/// A report on another year is no expense of this one, and the page says of which year it is.
#[test]
fn a_report_on_another_year_is_told_as_such() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("x.ledger");
    let mut given = terms();
    given[2].3["exercise"] = value!(2022);
    tell(&ledger, "terms", &given);
    let page = folded(&ledger, &["state", "x"]);
    assert!(page.contains("the expense realised is not stated (a report is about 2022)"), "{page}");
    assert!(page.contains("no source shows it (a report is about 2022)"), "{page}");
    // What a question sets is the expense of this year, not of the other.
    let answer = asked(&ledger, &["what-if", "x", "--set", "realised_cents=8000 cents"]);
    let changes = answer["changes"].as_array().unwrap();
    assert!(
        changes.iter().all(|c| !c["path"].as_str().unwrap().starts_with("reports")),
        "{answer}"
    );
    assert!(changes.iter().any(|c| c["path"] == "realised_cents"), "{answer}");
}

/// Nothing was known of the convention in 2000, or in force: every verb that is asked about it says so,
/// exit code 4.
#[test]
fn of_what_was_not_known_then_no_verb_concludes() {
    let folder = tempfile::tempdir().unwrap();
    let (tour, x) = (folder.path().join("tour.ledger"), folder.path().join("x.ledger"));
    expect(0, &["reconstruct", &repository("docs/tour"), "--ledger", &arg(&tour)]);
    tell(&x, "terms", &terms());
    let (known_at, at) = (["--known-at", "2000-01-01T00:00:00Z"], ["--at", "2000-01-01"]);
    for (ledger, subject, clock) in [(&tour, TOUR, known_at), (&x, X, known_at), (&x, X, at)] {
        none_concludes(ledger, subject, clock);
    }
    let dir = arg(&tour);
    // An act and an organ are subjects, too.
    for verb in ["audit", "trail", "timeline"] {
        let organ = "organ/metropole-de-vauclaire/bureau";
        let run = expect(4, &[&[verb, organ, "--ledger", &dir][..], &known_at].concat());
        assert!(run.err.contains("[not-known-then]"), "{verb}: {}", run.err);
    }
    // What the ledger does not hold at all is another answer.
    for verb in ["state", "blame", "explain", "timeline", "trail", "audit"] {
        let run = expect(3, &[verb, "nobody", "--ledger", &dir]);
        assert!(run.err.contains("[no-subject]"), "{verb}: {}", run.err);
    }
    // Known on one side, it is a difference.
    let both = ["--known-at", "2000-01-01T00:00:00Z", "--known-at", "2100-01-01T00:00:00Z"];
    expect(0, &[&["diff", TOUR, "--ledger", &dir][..], &both].concat());
}

fn none_concludes(ledger: &Path, subject: &str, clock: [&str; 2]) {
    let dir = arg(ledger);
    let made = |name: &str| arg(&ledger.with_extension(name));
    let (html, case) = (made("html"), made("case"));
    let verbs: &[&[&str]] = &[
        &["state", subject],
        &["blame", subject],
        &["blame", subject, "--history"],
        &["explain", subject, "balance"],
        &["timeline", subject],
        &["diff", subject, clock[0], clock[1]],
        &["what-if", subject, "--without", "avenant-1"],
        &["bisect", subject, "--when", "budget > 0"],
        &["trail", subject],
        &["audit", subject],
        &["report", subject, "--output", &html],
        &["case", "export", subject, "--output", &case],
    ];
    for verb in verbs {
        for how in [["text", "fr"], ["json", "en"]] {
            let how = ["--format", how[0], "--lang", how[1], "--ledger", &dir];
            let run = expect(4, &[verb, &clock[..], &how].concat());
            assert!(run.err.contains("[not-known-then]"), "{verb:?}: {}", run.err);
            assert!(run.err.contains(subject) && run.out.is_empty(), "{verb:?}: {}", run.err);
        }
    }
    assert!(!Path::new(&html).exists() && !Path::new(&case).exists(), "nothing is written");
    // A sample has no subject: there was nothing to draw from.
    let sample = ["sample", "--seed", "1", "--size", "1", "--ledger", &dir];
    let run = expect(4, &[&sample[..], &clock].concat());
    assert!(run.err.contains("[nothing-to-sample]"), "{}", run.err);
}

/// What was voided is not what was not known then, and without the void it can be asked about.
#[tokio::test]
async fn of_what_was_voided_nothing_holds_and_nothing_is_true() {
    let folder = tempfile::tempdir().unwrap();
    let x = folder.path().join("x.ledger");
    let dir = arg(&x);
    tell(&x, "terms", &terms()[..1]);
    let grant = json(&["log", "--kind", "SubsidyGranted", "--format", "json", "--ledger", &dir]);
    let void = value!({ "entry": grant[0]["seq"], "reason": "read twice" });
    let Decoded::Known(event) = Event::decode("EntryVoided", 1, void).unwrap() else { panic!() };
    let by = ("ledger".parse().unwrap(), "XXXX".parse().unwrap());
    let void = NewFact::new(by.0, *event, by.1, Grade::Record, "clerk");
    let ledger = Ledger::open(&x).unwrap();
    ledger.append(vec![void], Vec::new()).await.unwrap();
    drop(ledger);
    let voids = json(&["log", "--kind", "EntryVoided", "--format", "json", "--ledger", &dir]);
    let void = voids[0]["seq"].to_string();
    let told = |run: crate::program::Run, words: &str| {
        assert!(run.err.contains("[not-known-then]") && run.err.contains(words), "{}", run.err);
    };
    let verb = ["state", "x", "--lang", "en", "--ledger", &dir];
    told(expect(4, &verb), "all that is recorded of it is voided");
    told(expect(4, &[&verb[..], &["--at", "2000-01-01"]].concat()), "on that date");
    let found = asked(&x, &["bisect", "--when", "subsidy == null"]);
    assert!(found["found"].is_null(), "{found}");
    let answer = asked(&x, &["what-if", "x", "--without", &void]);
    let changes = answer["changes"].as_array().unwrap();
    let granted = changes.iter().find(|c| c["path"] == "subsidy_cents.initial").unwrap();
    assert_eq!((&granted["before"], &granted["after"]["value"]), (&Value::Null, &10_000.into()));
    told(
        expect(4, &["what-if", "x", "--without", "avenant-1", "--lang", "en", "--ledger", &dir]),
        "voided",
    );
}
