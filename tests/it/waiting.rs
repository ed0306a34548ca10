//! Facts that the reader left for review: whoever says that something is missing says that they wait.

use crate::program::{arg, expect, json, repository, run};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

const CONVENTION: &str = "convention/metropole-de-vauclaire/2023/les-ateliers-du-pont";
/// Who stood back is told over two sentences: a person decides.
const DOUBTFUL: &str = "M. Gilles NOIRTERRE et M. Bruno PÉRIGNEUX, intéressés à l’affaire, se retirent. \
                        Ils ne prennent pas part au vote.\n\n";

fn flat(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An act of which two facts are doubtful, and where a ledger may be.
fn doubtful_act(folder: &Path) -> (String, String) {
    let act = arg(&folder.join("1-attribution.txt"));
    let text = fs::read_to_string(repository("docs/tour/1-attribution.txt")).unwrap();
    let text =
        text.replacen("Membres  en  exercice", &format!("{DOUBTFUL}Membres  en  exercice"), 1);
    fs::write(&act, text).unwrap();
    (act, arg(&folder.join("ledger")))
}

#[test]
fn what_waits_for_review_is_not_told_as_missing_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (act, ledger) = doubtful_act(folder.path());
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
    let page = flat(&expect(0, &["reconstruct", &act, "--lang", "en", "--ledger", &ledger]).out);
    assert!(page.contains("; 1 fact waits for review"), "{page}");
}

/// Whoever finds that something is missing, or tells who did what, says what waits; a case cannot know.
#[test]
fn audit_and_trail_say_what_waits_and_a_case_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let (act, ledger) = doubtful_act(folder.path());
    expect(0, &["reconstruct", &act, "--ledger", &ledger]);
    for verb in ["audit", "trail"] {
        let told = |more: &[&str]| {
            let asked = [&[verb][..], more, &["--ledger", &ledger]].concat();
            run(&asked).out
        };
        let of = |more: &[&str]| -> Value {
            serde_json::from_str(&told(&[more, &["--format", "json"]].concat())).unwrap()
        };
        let named = of(&[CONVENTION]);
        assert_eq!(named["waiting"].as_array().unwrap().len(), 2, "{verb}");
        assert_eq!(named["waiting"][0]["kind"], "RecusalDeclared");
        let stream = named["waiting"][0]["act"].as_str().unwrap().to_owned();
        assert_eq!(of(&[&stream])["waiting"].as_array().unwrap().len(), 2, "{verb} {stream}");
        assert_eq!(of(&[]).get("waiting"), None, "{verb} of all");
        let known = of(&[CONVENTION, "--known-at", "2100-01-01T00:00:00Z"]);
        assert_eq!(known.get("waiting"), None, "{verb} as known then");
        let page = flat(&told(&[CONVENTION, "--lang", "en"]));
        assert!(page.contains("2 facts wait for review (recusal × 2)"), "{verb}: {page}");
        let page = flat(&told(&[CONVENTION, "--lang", "fr"]));
        assert!(page.contains("2 faits attendent une relecture (déport × 2)"), "{verb}: {page}");
    }
    let case = arg(&folder.path().join("case"));
    expect(0, &["case", "export", CONVENTION, "-o", &case, "--ledger", &ledger]);
    let told = json(&["state", CONVENTION, "--format", "json", "--ledger", &case]);
    assert_eq!(told["conventions"].as_array().unwrap().len(), 1);
    assert_eq!(told.get("waiting"), None, "a case does not know what waits");
}

/// What waits today may not have waited then.
#[test]
fn of_what_was_known_at_an_instant_nothing_is_said_to_wait() {
    let folder = tempfile::tempdir().unwrap();
    let (act, ledger) = doubtful_act(folder.path());
    let known = ["--known-at", "2100-01-01T00:00:00Z"];
    let all = ["reconstruct", &act, "--lang", "en", "--ledger", &ledger];
    let page = flat(&expect(0, &[&all[..], &known].concat()).out);
    assert!(!page.contains("facts wait for review"), "{page}");
    let state = ["state", CONVENTION, "--ledger", &ledger];
    let told = json(&[&state[..], &known, &["--format", "json"]].concat());
    assert_eq!(told["conventions"].as_array().unwrap().len(), 1);
    assert_eq!(told.get("waiting"), None);
    let report = arg(&folder.path().join("report.html"));
    let asked =
        ["report", CONVENTION, "-o", &report, "--format", "json", "--lang", "en", "--ledger"];
    let written = json(&[&asked[..], &[&ledger], &known].concat());
    assert_eq!(written["waiting"], Value::Null);
    assert!(!flat(&fs::read_to_string(&report).unwrap()).contains("wait for review"));
}

#[test]
fn what_one_act_says_of_two_conventions_waits_once() {
    let folder = tempfile::tempdir().unwrap();
    let (act, ledger) = doubtful_act(folder.path());
    expect(0, &["reconstruct", &act, "--ledger", &ledger]);
    // The same act decides another convention.
    let mut drafted = json(&["draft", &act, "--format", "json"]);
    for event in drafted["events"].as_array_mut().unwrap() {
        if event["stream"] == CONVENTION {
            event["stream"] = json!(CONVENTION.replace("2023", "2022"));
        }
    }
    let draft = folder.path().join("draft.json");
    fs::write(&draft, drafted.to_string()).unwrap();
    expect(0, &["record", &arg(&draft), "--document", &act, "--ledger", &ledger]);
    let told = json(&["state", "les-ateliers-du-pont", "--format", "json", "--ledger", &ledger]);
    assert_eq!(told["conventions"].as_array().unwrap().len(), 2);
    assert_eq!(told["waiting"].as_array().unwrap().len(), 2, "{told}");
}
