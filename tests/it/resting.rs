//! Facts that are kept without the grant that they follow from: recorded, since a person may mean so, and told.

use crate::program::{arg, expect, repository};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// The draft of an act of the tour, changed by hand.
fn draft(folder: &Path, act: &str, change: impl Fn(&mut Value)) -> (String, String) {
    let act = repository(&format!("docs/tour/{act}"));
    let read = expect(0, &["draft", &act, "--format", "json"]).out;
    let mut read: Value = serde_json::from_str(&read).unwrap();
    change(&mut read["events"]);
    let path = folder.join("acte.draft");
    fs::write(&path, read.to_string()).unwrap();
    (arg(&path), act)
}

fn leave_out_grants(events: &mut Value) {
    let events = events.as_array_mut().unwrap().iter_mut();
    for event in events.filter(|event| event["kind"] == "SubsidyGranted") {
        event["record"] = json!(false);
    }
}

fn take_out_grants(events: &mut Value) {
    let events = events.as_array_mut().unwrap();
    events.retain(|event| event["kind"] != "SubsidyGranted");
    for event in events {
        event.as_object_mut().unwrap().remove("causes");
    }
}

fn ledger(folder: &Path) -> String {
    let dir = arg(&folder.join("ledger"));
    expect(0, &["init", "--ledger", &dir]);
    dir
}

#[test]
fn what_a_grant_carried_is_told_when_the_grant_is_left_out() {
    for change in [leave_out_grants, take_out_grants] {
        let folder = tempfile::tempdir().unwrap();
        let (draft, act) = draft(folder.path(), "1-attribution.txt", change);
        let record = ["record", &draft, "--document", &act, "--ledger"];
        let dir = ledger(folder.path());
        let english = expect(0, &[&record[..], &[&dir]].concat()).err;
        for said in [
            "warning, 9 facts that are kept rest on nothing now, as their grant is left out:",
            "Payment agreed: advance of",
            "Convention approved",
            "Beneficiary identified: Les Ateliers du Pont",
            "greffe void ",
        ] {
            assert!(english.replace('\u{a0}', " ").contains(said), "{said}: {english}");
        }
        assert!(!english.contains("Sitting") && !english.contains("Adopted"), "{english}");
        // Each is named by its entry, which `greffe void` takes back.
        let entry = english.split(" [").nth(1).unwrap().split(']').next().unwrap();
        let shown = expect(0, &["show", entry, "--format", "json", "--ledger", &dir]).out;
        assert!(shown.contains("BeneficiaryIdentified"), "{shown}");

        // So it is when the draft is recorded once more, until the entry is taken back.
        let again = expect(0, &[&record[..], &[&dir]].concat()).err;
        assert!(
            again.contains("9\u{a0}facts") && again.contains(&format!(" [{entry}]")),
            "{again}"
        );
        expect(0, &["void", entry, "--reason", "no grant", "--ledger", &dir]);
        let fewer = expect(0, &[&record[..], &[&dir]].concat()).err;
        assert!(
            fewer.contains("8\u{a0}facts") && !fewer.contains(&format!("[{entry}]:")),
            "{fewer}"
        );

        let other = arg(&folder.path().join("other"));
        expect(0, &["init", "--ledger", &other]);
        let french = expect(0, &[&record[..], &[&other, "--lang", "fr"]].concat()).err;
        let said =
            "attention, 9 faits retenus ne reposent plus sur rien, leur subvention étant écartée :";
        assert!(french.replace('\u{a0}', " ").contains(said), "{french}");
        assert!(french.contains("Versement convenu"), "{french}");
    }
}

#[test]
fn nothing_is_told_where_the_grant_stands() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    let told = |(draft, act): (String, String)| {
        let record = ["record", &draft, "--document", &act, "--ledger", &dir, "--format", "json"];
        let done = expect(0, &record);
        assert!(!done.err.contains("rest on nothing"), "{}", done.err);
        let done: Value = serde_json::from_str(&done.out).unwrap();
        done["resting_on_nothing"].clone()
    };
    assert_eq!(told(draft(folder.path(), "1-attribution.txt", |_| {})), json!([]));
    // A later act recalls the grant; whoever leaves out the recalling leaves out no grant.
    assert_eq!(told(draft(folder.path(), "3-solde.txt", leave_out_grants)), json!([]));
}
