//! `greffe report` as a person runs it; `tests/web` opens what it writes in a browser.

use crate::program::{arg, expect, json, repository};
use greffe::audit_trail::RulePack;
use greffe::domain::{AsOf, Event, Grade, StreamId};
use greffe::{Ledger, NewFact};
use serde_json::json as value;
use std::collections::BTreeSet;
use std::fs;

fn tour(folder: &tempfile::TempDir) -> String {
    let dir = arg(&folder.path().join("tour.ledger"));
    expect(0, &["reconstruct", &repository("docs/tour"), "--ledger", &dir]);
    dir
}

#[test]
fn a_report_is_written_whole_and_never_over_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let dir = tour(&folder);
    let path = folder.path().join("rapport.html");
    let arguments =
        ["report", "les-ateliers-du-pont", "-o", &arg(&path), "--lang", "fr", "--ledger", &dir];
    expect(0, &arguments);
    let page = fs::read_to_string(&path).unwrap();
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"fr\">") && page.ends_with("</html>"));
    let run = expect(2, &arguments);
    assert!(run.err.contains("[already-exists]"), "{}", run.err);
    assert_eq!(fs::read_to_string(&path).unwrap(), page, "the first one stands");
    let nowhere = arg(&folder.path().join("nowhere/rapport.html"));
    let run = expect(3, &["report", "les-ateliers-du-pont", "-o", &nowhere, "--ledger", &dir]);
    assert!(run.err.contains("[output-file]"), "{}", run.err);
    // Nothing half written is left beside it.
    let left: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn the_same_ledger_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let dir = tour(&folder);
    let written = |name: &str| {
        let path = folder.path().join(name);
        expect(0, &["report", "les-ateliers-du-pont", "-o", &arg(&path), "--ledger", &dir]);
        fs::read(path).unwrap()
    };
    assert_eq!(written("one.html"), written("two.html"));
}

#[test]
fn its_findings_are_those_of_the_audit() {
    let folder = tempfile::tempdir().unwrap();
    let dir = tour(&folder);
    // Another body's acts beside them change nothing.
    expect(0, &["reconstruct", &repository("docs/tour/breach"), "--ledger", &dir]);
    let path = arg(&folder.path().join("r.html"));
    let said = json(&[
        "report",
        "2023/les-ateliers-du-pont",
        "-o",
        &path,
        "--format",
        "json",
        "--ledger",
        &dir,
    ]);
    let audit = expect(1, &["audit", "--format", "json", "--ledger", &dir]);
    let audit: serde_json::Value = serde_json::from_str(&audit.out).unwrap();
    let about = |subject: &str| {
        subject == "convention/metropole-de-vauclaire/2023/les-ateliers-du-pont"
            || subject.starts_with("act/metropole-de-vauclaire/")
    };
    let count = |outcome: &str| {
        let findings = audit["findings"].as_array().unwrap().iter();
        findings
            .filter(|f| f["outcome"] == outcome && about(f["subject"].as_str().unwrap()))
            .count() as u64
    };
    for (key, outcome) in [
        ("irregular", "irregular"),
        ("cannot_conclude", "cannot_conclude"),
        ("observations", "observation"),
        ("conforming", "conforming"),
    ] {
        assert_eq!(said[key].as_u64().unwrap(), count(outcome), "{key}");
    }
    assert_eq!(said["verified"], serde_json::Value::Null);
}

#[test]
fn a_verification_is_part_of_it_and_of_the_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let dir = tour(&folder);
    let path = folder.path().join("sound.html");
    let said = json(&[
        "report",
        "les-ateliers-du-pont",
        "-o",
        &arg(&path),
        "--verify",
        "--format",
        "json",
        "--ledger",
        &dir,
    ]);
    assert_eq!(said["verified"], true);
    assert!(fs::read_to_string(&path).unwrap().contains("Nothing wrong in what was checked."));
    let head = said["head"].as_str().unwrap();
    let (count, hash) = head.split_once(':').unwrap();
    let other = format!("{count}:{}", hash.chars().rev().collect::<String>());
    let path = folder.path().join("other.html");
    expect(
        1,
        &[
            "report",
            "les-ateliers-du-pont",
            "-o",
            &arg(&path),
            "--expect-head",
            &other,
            "--ledger",
            &dir,
        ],
    );
    assert!(fs::read_to_string(&path).unwrap().contains("Anomaly"));
}

/// A fact that no text of the tour tells.
fn fact(stream: &str, kind: &str, data: serde_json::Value, grade: Grade) -> NewFact {
    let greffe::domain::Decoded::Known(event) = Event::decode(kind, 1, data).unwrap() else {
        panic!("{kind} is known")
    };
    NewFact::new(stream.parse().unwrap(), *event, "2023-03-01".parse().unwrap(), grade, "clerk")
}

/// Rules look beyond the convention: at what else its acts decide, at other grants to the same
/// beneficiary. The report reads only what bears on it, and finds what the whole trail finds.
#[tokio::test]
async fn its_findings_are_those_of_the_whole_trail() {
    let folder = tempfile::tempdir().unwrap();
    let dir = tour(&folder);
    let ledger = Ledger::open(dir.as_ref()).unwrap();
    let stream: StreamId =
        "convention/metropole-de-vauclaire/2023/les-ateliers-du-pont".parse().unwrap();
    let about = |trail: &greffe::audit_trail::Trail| {
        let subject = |s: &StreamId| *s == stream || s.as_str().starts_with("act/metropole-de-v");
        let of = |f: &&greffe::audit_trail::Finding| subject(&f.subject);
        trail.findings.iter().filter(of).cloned().collect::<Vec<_>>()
    };
    let mut seen = BTreeSet::new();
    let sibling = "convention/metropole-de-vauclaire/2023/les-ateliers-du-pont/2";
    let other = "convention/metropole-de-vauclaire/2023/la-remise-du-quai";
    let grant = |amount: u64, name: &str, reference: &str| {
        value!({ "amount_cents": amount, "exercise": 2023, "beneficiary": { "name": name },
            "act": { "reference": reference } })
    };
    for facts in [
        vec![],
        // Another grant to the same beneficiary, in the same year, by an act that nobody has.
        vec![fact(
            sibling,
            "SubsidyGranted",
            grant(9_000_000, "LES ATELIERS DU PONT", "X-1"),
            Grade::Recital,
        )],
        // The first act decides something else, which is paid before the act was transmitted.
        vec![
            fact(
                other,
                "SubsidyGranted",
                grant(100_000, "La Remise", "014-3127-23-BM"),
                Grade::Act,
            ),
            fact(
                other,
                "PaymentExecuted",
                value!({ "amount_cents": 100_000, "on": "2023-03-17" }),
                Grade::Record,
            ),
        ],
    ] {
        if !facts.is_empty() {
            ledger.append(facts, Vec::new()).await.unwrap();
        }
        let reported =
            ledger.report(&stream, AsOf::default(), &RulePack::default()).unwrap().unwrap();
        let whole = ledger.trail(AsOf::default()).unwrap();
        assert_eq!(reported.trail.findings, about(&whole));
        let irregular = reported
            .trail
            .findings
            .iter()
            .filter(|f| f.outcome == greffe::audit_trail::Outcome::Irregular);
        seen.insert((irregular.count(), reported.trail.findings.len()));
        let own = whole.subjects.iter().find(|s| s.stream == stream);
        assert_eq!(reported.trail.subjects.iter().find(|s| s.stream == stream), own);
        assert_eq!(Some(reported.view), ledger.convention(&stream, AsOf::default()).unwrap());
    }
    assert!(seen.len() > 1, "what stands beside the convention changes what is found: {seen:?}");
}
