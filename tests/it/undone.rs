//! An act that is annulled or withdrawn, told by every verb that speaks of the convention.

use crate::program::{arg, expect, json, repository};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

const CONVENTION: &str = "convention/metropole-de-vauclaire/2023/les-ateliers-du-pont";
const GRANT: &str = "act/metropole-de-vauclaire/3127-23-bm";
const AVENANT: &str = "act/metropole-de-vauclaire/4058-24-bm";

struct Told {
    folder: tempfile::TempDir,
    ledger: String,
    /// The instant of the last entry before.
    before: String,
    entry: u64,
}

/// The tour, then what takes one of its acts back, recorded from a text of its own.
fn tour_and(stream: &str, kind: &str, data: &Value) -> Told {
    let folder = tempfile::tempdir().unwrap();
    let ledger = arg(&folder.path().join("tour.ledger"));
    expect(0, &["reconstruct", &repository("docs/tour"), "--ledger", &ledger]);
    let log = expect(0, &["log", "--raw", "--ledger", &ledger]).out;
    let last: Value = serde_json::from_str(log.lines().last().unwrap()).unwrap();
    let entry = tell(folder.path(), &ledger, (stream, kind), data);
    let before = last["recorded_at"].as_str().unwrap().to_owned();
    Told { folder, ledger, before, entry }
}

/// Records one more fact, and gives its entry.
fn tell(folder: &Path, ledger: &str, (stream, kind): (&str, &str), data: &Value) -> u64 {
    // Any text that a draft can be made of may say it.
    let text = repository("docs/tour/breach/1-sans-quorum.txt");
    let draft = folder.join("draft.json");
    let mut drafted = json(&["draft", &text, "--format", "json"]);
    drafted["events"] = json!([{
        "record": true, "confidence": "sure", "stream": stream, "kind": kind, "schema": 1,
        "effective": "2025-02-03", "grade": "record",
        "sources": [{ "span": [0, 40] }], "data": data,
    }]);
    fs::write(&draft, drafted.to_string()).unwrap();
    expect(0, &["record", &arg(&draft), "--document", &text, "--ledger", ledger]);
    let log = expect(0, &["log", "--kind", kind, "--raw", "--ledger", ledger]).out;
    let entry: Value = serde_json::from_str(log.lines().last().unwrap()).unwrap();
    entry["seq"].as_u64().unwrap()
}

fn annulled(stream: &str, reference: &str) -> Told {
    let data = json!({ "act": { "reference": reference }, "on": "2025-02-03",
        "by": "tribunal administratif de Brumeval" });
    tour_and(stream, "ActAnnulled", &data)
}

impl Told {
    fn page(&self, verb: &[&str]) -> String {
        self.page_in("en", verb)
    }

    fn page_in(&self, lang: &str, verb: &[&str]) -> String {
        let asked = [verb, &["--lang", lang, "--ledger", &self.ledger]].concat();
        expect(0, &asked).out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn state(&self, more: &[&str]) -> Value {
        let asked =
            [&["state", CONVENTION, "--format", "json", "--ledger", &self.ledger], more].concat();
        json(&asked)["conventions"][0].clone()
    }
}

#[test]
fn of_an_annulled_grant_nothing_is_said_to_be_due() {
    let told = annulled(GRANT, "DSOL-014-3127/23/BM");
    let cited = format!("[{}.1]", told.entry);
    let page = told.page(&["state", CONVENTION]);
    let said = format!(
        "Annulled Act DSOL-014-3127/23/BM of 16 March 2023 (grant, convention), annulled by tribunal \
         administratif de Brumeval on 3 February 2025 {cited} (record); it is taken never to have been"
    );
    assert!(page.contains(&said), "{page}");
    assert!(page.contains("€73,500 [16.2] (act) (act annulled)"), "{page}");
    assert!(page.contains("cannot be concluded, the act was withdrawn or annulled: €18,766.37 would remain due if it stood"), "{page}");
    assert!(!page.contains("remains due"), "{page}");
    assert!(page.contains("Amount due if the ") && page.contains("Balance if the act "), "{page}");
    let trail = told.page(&["trail", CONVENTION]);
    assert!(trail.contains("annulled by tribunal administratif de Brumeval"), "{trail}");
    assert!(trail.contains(&cited), "{trail}");
    let explained = told.page(&["explain", CONVENTION, "balance"]);
    // Lines are wrapped behind the branches of the tree.
    let explained = explained.replace("\u{2502} ", "").replace("\u{2514}\u{2500} ", "");
    let assumed = format!(
        "it is computed as if it stood Withdrawal or annulment: act DSOL-014-3127/23/BM of 16 March \
         2023 (grant, convention), annulled by tribunal administratif de Brumeval on 3 February 2025 \
         {cited} (record)"
    );
    assert!(explained.contains(&assumed), "{explained}");
    let granted = told.page(&["explain", CONVENTION, "subsidy_cents.initial"]);
    assert!(
        granted.contains("decided by an act that was since withdrawn or annulled"),
        "{granted}"
    );
    assert!(granted.contains(&cited), "{granted}");
    let blamed = told.page(&["blame", CONVENTION, "subsidy"]);
    assert!(blamed.contains(&format!("act taken back: {cited}")), "{blamed}");
    let turn = told.page(&["bisect", "--when", "size(undone) > 0"]);
    assert!(turn.contains(&format!("True from entry {} on", told.entry)), "{turn}");
    let turn = told.page(&[
        "bisect",
        "--when",
        "entitlement == null && paid > 0 && budget < initial_budget",
    ]);
    assert!(turn.contains(&format!("True from entry {} on", told.entry)), "{turn}");
    // What was known before stays as it was.
    let before = told.state(&["--known-at", &told.before]);
    assert_eq!(before["balance"]["balance_cents"], 1_876_637);
    assert!(before.get("undone").is_none() && before["balance"]["assumptions"] == json!([]));
    let replayed = told.page(&["replay", "--from", &told.entry.to_string(), "--format", "json"]);
    assert!(replayed.contains("undone.annulled.3127-23-bm"), "{replayed}");
}

#[test]
fn without_an_annulled_avenant_the_grant_holds_again() {
    let told = annulled(AVENANT, "DSOL-009-4058/24/BM");
    let state = told.state(&[]);
    // 73 500 × 401 236.40 / 612 500, less what was paid.
    assert_eq!(state["balance"]["balance_cents"], -330_163);
    assert_eq!(state["balance"]["assumptions"], json!([]));
    assert_eq!(state["budget_cents"]["steps"].as_array().unwrap().len(), 1);
    assert_eq!(state["budget_cents"]["undone"][0]["value"], 42_000_000);
    assert_eq!(state["undone"][0]["instruments"], json!([{ "avenant": 1 }]));
    assert_eq!(told.state(&["--known-at", &told.before])["balance"]["balance_cents"], 1_876_637);
    assert_eq!(
        told.state(&["--at", "2024-06-30"])["budget_cents"]["steps"].as_array().unwrap().len(),
        1
    );
    let page = told.page(&["state", CONVENTION]);
    assert!(page.contains("€612,500 [16.7] (act)"), "{page}");
    assert!(page.contains("€420,000 [43.7] (act) by avenant no. 1 (act annulled)"), "{page}");
    let diff = told.page(&[
        "diff",
        CONVENTION,
        "--before",
        &told.entry.to_string(),
        "--after",
        &told.entry.to_string(),
    ]);
    assert!(diff.contains("budget_cents.undone.avenant-1"), "{diff}");
}

#[test]
fn a_withdrawn_grant_is_told_with_the_act_that_withdraws() {
    let data = json!({ "act": { "reference": "DSOL-014-3127/23/BM" },
        "by": { "reference": "DSOL-001-5001/25/BM", "date": "2025-02-01" },
        "ground": "conditions non respectées" });
    let told = tour_and(GRANT, "ActWithdrawn", &data);
    let page = told.page(&["state", CONVENTION]);
    assert!(
        page.contains(
            "withdrawn by DSOL-001-5001/25/BM on 1 February 2025: conditions non respectées"
        ),
        "{page}"
    );
    let french = expect(0, &["state", CONVENTION, "--lang", "fr", "--ledger", &told.ledger]).out;
    let french = french.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(french.contains("Acte retiré Acte DSOL-014-3127/23/BM du 16 mars 2023"), "{french}");
    assert!(french.contains("18 766,37 € resteraient dus si l'acte tenait"), "{french}");
}

/// The steps of a trail that rest on something taken back, by kind, with the entries that say so.
fn marks(told: &Told, stream: &str) -> Vec<(String, Vec<u64>)> {
    let trail = json(&["trail", stream, "--format", "json", "--ledger", &told.ledger]);
    let steps = trail["subjects"][0]["steps"].as_array().unwrap().clone();
    let entries = |step: &Value| -> Vec<u64> {
        let by = step["taken_back"].as_array().into_iter().flatten();
        by.map(|one| one["entry"].as_u64().unwrap()).collect()
    };
    let marked = steps.iter().filter(|step| !entries(step).is_empty());
    marked.map(|step| (step["kind"].as_str().unwrap().to_owned(), entries(step))).collect()
}

#[test]
fn an_act_under_an_annulled_delegation_is_told_to_be() {
    let told = annulled("act/metropole-de-vauclaire/2215-20-cm", "ADM-002-2215/20/CM");
    let entry = told.entry;
    let english = told.page(&["trail", GRANT]);
    assert!(english.contains(&format!("(act annulled [{entry}.1]), 3 matters")), "{english}");
    let french = told.page_in("fr", &["trail", GRANT]);
    assert!(french.contains(&format!("(acte annulé [{entry}.1]), 3 matières")), "{french}");
    assert_eq!(marks(&told, GRANT), [("DeliberationTabled".to_owned(), vec![entry])]);
}

/// In trail and timeline alike, and no rule judges it.
#[test]
fn a_withdrawal_that_is_annulled_is_told_with_its_annulment() {
    let withdrawing = "act/metropole-de-vauclaire/5001-25-bm";
    let data = json!({ "act": { "reference": "DSOL-009-4058/24/BM" },
        "by": { "reference": "DSOL-001-5001/25/BM" } });
    let told = tour_and(AVENANT, "ActWithdrawn", &data);
    let annulment = json!({ "act": { "reference": "DSOL-001-5001/25/BM" }, "by": "la cour" });
    let at = (withdrawing, "ActAnnulled");
    let annulled = tell(told.folder.path(), &told.ledger, at, &annulment);
    let cited = format!("[{annulled}.1]");
    for verb in [["trail", CONVENTION], ["trail", AVENANT]] {
        let english = told.page(&verb);
        let mark = format!("(the withdrawal itself annulled {cited})");
        assert!(english.contains(&mark), "{verb:?}: {english}");
        assert!(english.contains("DSOL-001-5001/25/BM annulled by la cour"), "{english}");
        let french = told.page_in("fr", &verb);
        assert!(french.contains(&format!("(retrait lui-même annulé {cited})")), "{french}");
    }
    let timeline =
        json(&["timeline", CONVENTION, "--format", "json", "--ledger", &told.ledger]).to_string();
    assert!(timeline.contains(&format!("\"entry\":{annulled}")), "{timeline}");
    assert_eq!(marks(&told, CONVENTION), [("ActWithdrawn".to_owned(), vec![annulled])]);
    assert_eq!(told.state(&[])["balance"]["balance_cents"], 1_876_637);
}

/// What was ordered stays ordered, and every screen says that its act was annulled.
#[test]
fn what_an_annulled_act_ordered_and_fixed_is_marked_on_every_screen() {
    let balance = "act/metropole-de-vauclaire/4733-24-bm";
    let told = annulled(balance, "DSOL-021-4733/24/BM");
    let mark = format!("(act annulled [{}.1])", told.entry);
    let page = told.page(&["state", CONVENTION]);
    for words in [
        "(balance, payment), annulled",
        &format!("€18,766.37 [69.2] {mark} ordered, payment not shown"),
        &format!("ordered (act) {mark}"),
        &format!("final amount €70,216.37 [68.2] (act) {mark}"),
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let state = told.state(&[]);
    assert_eq!(state["final_stated"], Value::Null);
    assert_eq!(state["final_undone"]["value"], 7_021_637);
    assert_eq!(state["payments"][1]["taken_back"][0]["entry"], told.entry);
    assert_eq!(state["payments"][0].get("taken_back"), None);
    let sampled = json(&[
        "sample",
        "--size",
        "1",
        "--seed",
        "1",
        "--ledger",
        &told.ledger,
        "--format",
        "json",
    ]);
    assert_eq!(sampled["only_ordered"]["taken_back"]["cents"], 1_876_637);
    let folder = tempfile::tempdir().unwrap();
    let report = arg(&folder.path().join("report.html"));
    expect(0, &["report", CONVENTION, "-o", &report, "--lang", "fr", "--ledger", &told.ledger]);
    let html = fs::read_to_string(&report).unwrap();
    assert!(html.contains("acte annulé"), "the report marks it");
    let words = "ordonnés sur le fondement d'un acte retiré ou annulé, versement non montré";
    assert!(html.contains(words), "the report says what has lost its ground");
}
