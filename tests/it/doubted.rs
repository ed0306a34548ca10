//! A payment that may be another one told again: every page that shows the sum says so.

use crate::program::{arg, expect, json, repository};
use serde_json::{Value, json};
use std::fs;

const CONVENTION: &str = "convention/metropole-de-vauclaire/2023/les-ateliers-du-pont";

/// The tour, and who says that the advance of May 2023 was paid « en 2023 », without calling it the advance.
fn tour_told_again() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = arg(&folder.path().join("tour.ledger"));
    expect(0, &["reconstruct", &repository("docs/tour"), "--ledger", &ledger]);
    let text = repository("docs/tour/breach/1-sans-quorum.txt");
    let draft = folder.path().join("draft.json");
    let mut drafted = json(&["draft", &text, "--format", "json"]);
    drafted["events"] = json!([{
        "record": true, "confidence": "sure", "stream": CONVENTION, "kind": "PaymentExecuted",
        "schema": 1, "effective": "2023", "grade": "declared", "sources": [{ "span": [0, 40] }],
        "data": { "amount_cents": 5_145_000 },
    }]);
    fs::write(&draft, drafted.to_string()).unwrap();
    expect(0, &["record", &arg(&draft), "--document", &text, "--ledger", &ledger]);
    (folder, ledger)
}

fn flat(page: &str) -> String {
    let tree = ["\u{2502} ", "\u{251c}\u{2500} ", "\u{2514}\u{2500} "];
    let page = tree.iter().fold(page.to_owned(), |page, branch| page.replace(branch, " "));
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn wherever_the_sum_is_shown_it_is_said_what_may_be_counted_twice() {
    let (folder, ledger) = tour_told_again();
    let log = expect(0, &["log", "--kind", "PaymentExecuted", "--raw", "--ledger", &ledger]).out;
    let seq = |line| serde_json::from_str::<Value>(line).unwrap()["seq"].as_u64().unwrap();
    let told: Vec<u64> = log.lines().map(seq).collect();
    let [first, again] = told[..] else { panic!("{told:?}") };
    let page = |verb: &[&str], lang: &str| {
        flat(&expect(0, &[verb, &["--lang", lang, "--ledger", &ledger]].concat()).out)
    };
    let doubt = format!("[{again}.1] may be the same payment as [{first}.2], each is counted");
    let state = page(&["state", CONVENTION], "en");
    assert_eq!(state.matches(&doubt).count(), 2, "beside the sum and in its computation: {state}");
    let assumed = "a payment may be another one, told again in vaguer words; each is counted";
    assert!(state.contains(&format!("assumption: {assumed}")), "{state}");
    let explained = page(&["explain", CONVENTION, "paid"], "en");
    assert!(explained.contains(&format!("{assumed} may be the same payment as")), "{explained}");
    let explained = page(&["explain", CONVENTION, "paid"], "fr");
    assert!(explained.contains("peut-être le même versement que"), "{explained}");
    // Where it is told among the facts, it says so, too.
    for verb in ["state", "trail"] {
        let told = page(&[verb, CONVENTION], "en");
        let words = format!("[{again}.1] (declared); may be the same payment as");
        assert_eq!(told.matches(&words).count(), 1, "{verb}: {told}");
    }
    // The picture of the timeline stands between the words of one line and of the next.
    let drawn = page(&["timeline", CONVENTION], "en").replace("\u{b7} ", "");
    assert!(drawn.contains("may be the same payment as"), "{drawn}");
    let report = arg(&folder.path().join("report.html"));
    expect(0, &["report", CONVENTION, "-o", &report, "--lang", "en", "--ledger", &ledger]);
    let html = fs::read_to_string(&report).unwrap();
    assert!(html.matches("may be the same payment as").count() > 2, "{}", html.len());
    let state: Value = json(&["state", CONVENTION, "--format", "json", "--ledger", &ledger]);
    let view = &state["conventions"][0];
    let vague = view["payments"].as_array().unwrap().iter().find(|p| p["on"] == "2023").unwrap();
    assert_eq!(vague["may_be"], json!([first]));
    let assumptions = view["balance"]["assumptions"].as_array().unwrap();
    assert!(assumptions.contains(&json!("payments_are_several")), "{assumptions:?}");
}
