//! `greffe timeline` as a person runs it: one subject, every form, both clocks.

use crate::program::{arg, expect, json, repository};
use greffe::audit_trail::AuditTrail;
use greffe::domain::{AsOf, Decoded, Event, Grade};
use greffe::inquiry::Timeline;
use greffe::{Ledger, NewFact};
use serde_json::json as value;
use std::collections::BTreeSet;

fn tour(folder: &tempfile::TempDir) -> String {
    let dir = arg(&folder.path().join("tour.ledger"));
    expect(0, &["reconstruct", &repository("docs/tour"), "--ledger", &dir]);
    dir
}

#[test]
fn every_form_tells_the_same_entries_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    let dir = tour(&folder);
    let of = |lang: &str, form: &str| {
        let run = expect(
            0,
            &[
                "timeline",
                "les-ateliers-du-pont",
                "--lang",
                lang,
                "--format",
                form,
                "--ledger",
                &dir,
            ],
        );
        run.out
    };
    for lang in ["fr", "en"] {
        let told: serde_json::Value = serde_json::from_str(&of(lang, "json")).unwrap();
        let events = told["events"].as_array().unwrap();
        let entries: BTreeSet<u64> = events.iter().map(|e| e["entry"].as_u64().unwrap()).collect();
        assert!(entries.len() > 25, "{entries:?}");
        assert!(
            events.iter().all(|e| e["label"]["fr"].is_string() && e["label"]["en"].is_string())
        );
        let lines = of(lang, "jsonl");
        let line = |l: &str| serde_json::from_str::<serde_json::Value>(l).unwrap();
        let of_lines: BTreeSet<u64> =
            lines.lines().map(|l| line(l)["entry"].as_u64().unwrap()).collect();
        assert_eq!(of_lines, entries);
        let csv = of(lang, "csv");
        assert!(csv.starts_with("entry,kind,stream,act,effective,earliest,latest,"), "{csv}");
        assert_eq!(csv.lines().count(), entries.len() + 1);
        assert!(of(lang, "svg").starts_with("<svg "));
    }
    // Keys, dates and order do not follow the language.
    assert_eq!(of("fr", "json"), of("en", "json"));
}

/// What Timesketch documents of a JSONL file (docs/guides/user/import-from-json-csv.md of
/// google/timesketch), and what its importer does with each line (`read_and_validate_jsonl` in
/// timesketch/lib/utils.py): one object a line, the three mandatory fields as texts, an instant in
/// ISO 8601 with its offset, from which it makes microseconds itself; fields of its index are taken
/// out, and `tag` is read as a list.
#[test]
fn timesketch_can_ingest_it() {
    let folder = tempfile::tempdir().unwrap();
    let dir = tour(&folder);
    for subject in ["les-ateliers-du-pont", "organ/metropole-de-vauclaire/bureau"] {
        let told = expect(
            0,
            &["timeline", subject, "--format", "jsonl", "--lang", "en", "--ledger", &dir],
        );
        assert!(told.out.ends_with('\n') && told.out.lines().count() > 30);
        let mut instants = Vec::new();
        for line in told.out.lines() {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            let fields = line.as_object().unwrap();
            for mandatory in ["message", "datetime", "timestamp_desc"] {
                assert!(!fields[mandatory].as_str().unwrap().is_empty(), "{line}");
            }
            for its_own in ["_id", "_type", "_index", "_source", "__ts_timeline_id", "tag"] {
                assert!(!fields.contains_key(its_own), "{line}");
            }
            assert!(!fields.contains_key("timestamp"), "it is made of datetime: {line}");
            // 2015-07-24T19:01:01+00:00, with a fraction or without.
            let at = fields["datetime"].as_str().unwrap();
            let (clock, offset) = at.split_at(at.len() - 6);
            assert_eq!(offset, "+00:00", "{at}");
            let shape: String =
                clock.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
            let shapes = ["0000-00-00T00:00:00", "0000-00-00T00:00:00.000000"];
            assert!(shapes.contains(&shape.as_str()), "{at}");
            instants.push(at.to_owned());
        }
        assert!(instants.is_sorted(), "in the order of their instants");
    }
}

#[test]
fn the_two_clocks_bound_it() {
    let folder = tempfile::tempdir().unwrap();
    let dir = tour(&folder);
    let count = |more: &[&str]| {
        let mut arguments = vec!["timeline", "les-ateliers-du-pont", "--format", "json"];
        arguments.extend(more);
        arguments.extend(["--ledger", &dir]);
        json(&arguments)["events"].as_array().unwrap().len()
    };
    assert!(count(&["--at", "2023-12-31"]) < count(&[]));
    let run = expect(
        4,
        &[
            "timeline",
            "les-ateliers-du-pont",
            "--known-at",
            "2000-01-01T00:00:00Z",
            "--ledger",
            &dir,
        ],
    );
    assert!(run.err.contains("[not-known-then]"), "{}", run.err);
}

#[test]
fn what_is_no_one_subject_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let dir = tour(&folder);
    let refused = |code: i32, word: &str, arguments: &[&str]| {
        let mut all = arguments.to_vec();
        all.extend(["--ledger", &dir]);
        let run = expect(code, &all);
        assert!(run.err.contains(word) && run.out.is_empty(), "{}", run.err);
    };
    refused(3, "[no-subject]", &["timeline", "nobody"]);
    refused(3, "[no-subject]", &["timeline", "convention/nobody/2023/nothing"]);
    refused(2, "[no-format]", &["state", "--format", "svg"]);
    refused(2, "[no-format]", &["log", "--format", "csv"]);
    // The same association, one year later: the end of the name no longer tells which.
    let again = folder.path().join("act.txt");
    let act = std::fs::read_to_string(repository("docs/tour/1-attribution.txt")).unwrap();
    let act = act.replace("2023", "2025").replace("3127", "3999").replace("/23/", "/25/");
    std::fs::write(&again, act).unwrap();
    expect(0, &["reconstruct", &arg(&again), "--ledger", &dir]);
    refused(2, "[several-subjects]", &["timeline", "les-ateliers-du-pont"]);
    expect(0, &["timeline", "2023/les-ateliers-du-pont", "--ledger", &dir]);
}

/// The timeline of a subject is read from its own entries and those around it, and is that of the
/// whole log, whatever was voided, or corrected into another stream.
#[tokio::test]
async fn what_is_read_for_it_is_enough() {
    let folder = tempfile::tempdir().unwrap();
    let dir = tour(&folder);
    let ledger = Ledger::open(dir.as_ref()).unwrap();
    let check = |ledger: &Ledger| {
        let facts = ledger.project::<AuditTrail>().unwrap();
        let mut told = 0;
        for stream in facts.streams() {
            for at in [None, Some("2023-03-20"), Some("2024-03-14")] {
                let as_of = AsOf { effective: at.map(|d| d.parse().unwrap()), known: None };
                let whole = Timeline::of(&facts, stream, as_of);
                let read = ledger.timeline(stream, as_of).unwrap();
                assert_eq!(read.as_ref().map_or(&[][..], |t| &t.events), whole.events, "{stream}");
                told += whole.events.len();
            }
        }
        told
    };
    let before = check(&ledger);
    let record = |kind: &str, data: serde_json::Value| {
        let Decoded::Known(event) = Event::decode(kind, 1, data).unwrap() else { panic!("{kind}") };
        NewFact::new(
            "ledger".parse().unwrap(),
            *event,
            "2024-11-04".parse().unwrap(),
            Grade::Record,
            "clerk",
        )
    };
    let vote = value!({ "outcome": "adopted" });
    let tabled = value!({ "reference": "Z-1", "institution": "Vauclaire", "organ": "Bureau",
        "title": "Autre", "sitting": "sitting/metropole-de-vauclaire/bureau/2023-03-16" });
    let facts = vec![
        record("EntryVoided", value!({ "entry": 13, "reason": "doublon" })),
        // The vote of the first act was that of the second.
        record(
            "EntryCorrected",
            value!({ "entry": 10, "reason": "autre acte", "kind": "VoteCast",
            "schema": 1, "stream": "act/metropole-de-vauclaire/4058-24-bm", "data": vote }),
        ),
        // An act that only a correction tables.
        record(
            "EntryCorrected",
            value!({ "entry": 11, "reason": "autre fait",
            "kind": "DeliberationTabled", "schema": 1, "stream": "act/metropole-de-vauclaire/z-1",
            "data": tabled }),
        ),
    ];
    ledger.append(facts, Vec::new()).await.unwrap();
    assert_ne!(check(&ledger), before, "something was voided and corrected");
}
