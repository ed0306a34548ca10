//! What a person seals of a draft, or leaves out of it, is told by no entry: not by the reading that the
//! draft replaces either.

use crate::program::{arg, expect, json, repository};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

const NAME: &str = "Madame Zoraïde Quenouillard";
const OTHER: &str = "Monsieur Barnabé Tricotel";

/// What a person does to the event at a place of a draft.
type Change = fn(&mut Value, usize);

/// A draft of an act that was notified to somebody, and the place of that event in it.
fn drafted(folder: &Path) -> (Value, usize) {
    let act = fs::read_to_string(repository("docs/tour/1-attribution.txt")).unwrap();
    let act = act.replace("Notifié à l'association", &format!("Notifié à {NAME}"));
    assert!(act.contains(NAME));
    fs::write(folder.join("act.txt"), act).unwrap();
    let draft = json(&["draft", &arg(&folder.join("act.txt")), "--format", "json"]);
    let events = draft["events"].as_array().unwrap();
    let at = events.iter().position(|event| event["data"]["addressee"] == NAME).unwrap();
    (draft, at)
}

/// Records a draft; gives the log.
fn recorded(folder: &Path, draft: &Value) -> String {
    let ledger = arg(&folder.join("ledger"));
    fs::write(folder.join("draft.json"), draft.to_string()).unwrap();
    expect(0, &["init", "--ledger", &ledger]);
    let (draft, act) = (arg(&folder.join("draft.json")), arg(&folder.join("act.txt")));
    expect(0, &["record", &draft, "--document", &act, "--ledger", &ledger]);
    expect(0, &["log", "--raw", "--ledger", &ledger]).out
}

#[test]
fn what_a_draft_seals_or_leaves_out_is_told_by_no_decision() {
    fn left_out(draft: &mut Value, at: usize) {
        draft["events"][at]["record"] = json!(false);
    }
    fn sealed(draft: &mut Value, at: usize) {
        draft["events"][at]["seal"] = json!(["/addressee"]);
    }
    fn both(draft: &mut Value, at: usize) {
        left_out(draft, at);
        sealed(draft, at);
    }
    fn said_otherwise(draft: &mut Value, at: usize) {
        let mut own = draft["events"][at].clone();
        own["sources"] = json!([{ "span": [0, 10] }]);
        own["seal"] = json!(["/addressee"]);
        let events = draft["events"].as_array_mut().unwrap();
        events.remove(at);
        events.push(own);
    }
    let ways: [(&str, Change); 4] = [
        ("left out", left_out),
        ("sealed", sealed),
        ("left out, and sealed", both),
        ("taken out, and said otherwise", said_otherwise),
    ];
    for (way, change) in ways {
        let folder = tempfile::tempdir().unwrap();
        let (mut draft, at) = drafted(folder.path());
        change(&mut draft, at);
        let log = recorded(folder.path(), &draft);
        assert!(!log.contains("Quenouillard"), "{way}: {log}");
        // The decision itself is told.
        assert!(way == "sealed" || log.contains("ReadingReviewed"), "{way}: {log}");
    }
}

#[test]
fn facts_that_differ_in_what_is_sealed_alone_are_each_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let (mut draft, at) = drafted(folder.path());
    draft["events"][at]["seal"] = json!(["/addressee"]);
    let mut second = draft["events"][at].clone();
    second["data"]["addressee"] = json!(OTHER);
    let again = second.clone();
    draft["events"].as_array_mut().unwrap().extend([second, again]);
    let log = recorded(folder.path(), &draft);
    assert!(!log.contains("Quenouillard") && !log.contains("Tricotel"), "{log}");
    assert_eq!(log.matches("\"addressee\":{\"sealed\"").count(), 2, "{log}");
    // Recorded once more, nothing is new.
    let (file, act) = (arg(&folder.path().join("draft.json")), arg(&folder.path().join("act.txt")));
    let ledger = arg(&folder.path().join("ledger"));
    expect(0, &["record", &file, "--document", &act, "--ledger", &ledger]);
    assert_eq!(expect(0, &["log", "--raw", "--ledger", &ledger]).out, log);
}
