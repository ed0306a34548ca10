//! Facts that the reader left for review: whoever says that something is missing says that they wait.

use crate::program::{arg, expect, json, repository};
use serde_json::{Value, json};
use std::fs;

const CONVENTION: &str = "convention/metropole-de-vauclaire/2023/les-ateliers-du-pont";
/// Who stood back is told over two sentences: a person decides.
const DOUBTFUL: &str = "M. Gilles NOIRTERRE et M. Bruno PÉRIGNEUX, intéressés à l’affaire, se retirent. \
                        Ils ne prennent pas part au vote.\n\n";

fn flat(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_waits_for_review_is_not_told_as_missing_alone() {
    let folder = tempfile::tempdir().unwrap();
    let act = arg(&folder.path().join("1-attribution.txt"));
    let text = fs::read_to_string(repository("docs/tour/1-attribution.txt")).unwrap();
    fs::write(
        &act,
        text.replacen("Membres  en  exercice", &format!("{DOUBTFUL}Membres  en  exercice"), 1),
    )
    .unwrap();
    let ledger = arg(&folder.path().join("ledger"));
    let page = flat(&expect(0, &["reconstruct", &act, "--lang", "en", "--ledger", &ledger]).out);
    assert!(page.contains("; 2 facts wait for review"), "{page}");
    let asked = ["state", CONVENTION, "--ledger", &ledger];
    let state = |more: &[&'static str]| [&asked[..], more].concat();
    let told = json(&state(&["--format", "json"]));
    let waiting = told["waiting"].as_array().unwrap();
    assert_eq!(waiting.len(), 2, "{told}");
    assert!(
        waiting.iter().all(|one| one["kind"] == "RecusalDeclared" && one["act"] == one["stream"])
    );
    let page = flat(&expect(0, &state(&["--lang", "en"])).out);
    assert!(
        page.contains("2 facts wait for review (recusal × 2): read with doubt, not recorded"),
        "{page}"
    );
    let page = flat(&expect(0, &state(&["--lang", "fr"])).out);
    assert!(
        page.contains("2 faits attendent une relecture (déport × 2) : lus avec doute"),
        "{page}"
    );
    let report = arg(&folder.path().join("report.html"));
    let written = json(&[
        "report", CONVENTION, "-o", &report, "--format", "json", "--lang", "en", "--ledger",
        &ledger,
    ]);
    assert_eq!(written["waiting"], 2);
    let html = flat(&fs::read_to_string(&report).unwrap());
    assert!(
        html.matches("2 facts wait for review").count() > 1,
        "in the gaps and beside a finding"
    );
    // Once one is recorded, the other waits.
    let draft = folder.path().join("draft.json");
    let mut drafted = json(&["draft", &act, "--format", "json"]);
    let doubtful = |event: &Value| event["confidence"] == "review";
    let events = drafted["events"].as_array_mut().unwrap();
    let at = events.iter().position(doubtful).unwrap();
    events[at]["record"] = json!(true);
    fs::write(&draft, drafted.to_string()).unwrap();
    expect(0, &["record", &arg(&draft), "--document", &act, "--ledger", &ledger]);
    let told = json(&state(&["--format", "json"]));
    assert_eq!(told["waiting"].as_array().unwrap().len(), 1, "{told}");
}
