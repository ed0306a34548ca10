//! Whole acts against labels made by hand: the sample acts of the tour, which are part of the
//! project, and a corpus of acts beside it, where there is one.
//!
//! The corpus is looked for in `GREFFE_CORPUS`, else in `../shared/corpus` beside the workspace.
//! On a continuous integration machine (`CI` set) its absence is a failure.

use crate::labels::{Comparison, compare};
use crate::passages::{misshapen, unsound};
use greffe_ingest::{Draft, Options, draft, read};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

const HASH: &str = "00000000000000000000000000000000000000000000000000000000000000aa";

/// A text with its label and what was read in it.
struct Sample {
    name: String,
    text: String,
    label: Value,
    draft: Draft,
}

fn sample(text: &Path, label: &Path) -> Sample {
    let bytes = fs::read(text).unwrap();
    let read = read(&bytes).unwrap();
    let label = serde_json::from_slice(&fs::read(label).unwrap()).unwrap();
    let name = text.file_name().unwrap().to_string_lossy().into_owned();
    let draft = draft(&read, HASH, &Options::default());
    Sample { name, text: read.text().to_owned(), label, draft }
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn tour() -> Vec<Sample> {
    let texts =
        ["1-attribution", "2-avenant", "3-solde", "breach/1-sans-quorum", "clean/1-conforme"];
    let one = |text: &&str| {
        let path = workspace().join("docs/tour").join(format!("{text}.txt"));
        let label = Path::new(text).file_name().unwrap().to_string_lossy().into_owned();
        sample(&path, &workspace().join("tests/tour-labels").join(format!("{label}.json")))
    };
    texts.iter().map(one).collect()
}

/// The labelled texts of the corpus, in the order of their names; none where there is no corpus,
/// which on a continuous integration machine is a failure. An empty folder is no corpus.
fn corpus() -> Vec<Sample> {
    let beside = workspace().join("../shared/corpus");
    let folder = std::env::var_os("GREFFE_CORPUS").map_or(beside, PathBuf::from);
    let entries = fs::read_dir(&folder).into_iter().flatten();
    let mut texts: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .filter(|path| path.with_extension("json").exists())
        .collect();
    texts.sort();
    if texts.is_empty() {
        assert!(std::env::var_os("CI").is_none(), "no corpus in {}", folder.display());
        eprintln!("skipped: no corpus in {}", folder.display());
    }
    texts.iter().map(|text| sample(text, &text.with_extension("json"))).collect()
}

fn report(name: &str, comparison: &Comparison) -> String {
    let lines: Vec<String> = comparison.differences.iter().map(|d| format!("  {d}")).collect();
    let counts = format!("{} agree, {} differ", comparison.agreed, lines.len());
    format!("{name}: {counts}\n{}", lines.join("\n"))
}

/// What the sample acts say and no event holds, on purpose: a balance of *22 050 euros at most* is a
/// ceiling and not an amount, and the share that spending takes of a budget is a figure of the
/// report, to be computed and not believed.
const NOT_HELD: [(&str, &str); 2] =
    [("1-attribution.txt", "balance \"22 050 euros\""), ("3-solde.txt", "95,53%")];

#[test]
fn the_acts_of_the_tour_are_read_as_a_clerk_reads_them() {
    let tour = tour();
    let differing = tour.iter().flat_map(|sample| {
        let found = compare(&sample.label, &sample.draft, false).differences;
        found.into_iter().map(|d| (sample.name.clone(), d))
    });
    let (held, unheld): (Vec<_>, Vec<_>) =
        differing.partition(|(name, d)| !NOT_HELD.contains(&(name.as_str(), d.told.as_str())));
    let told: Vec<String> = held.iter().map(|(name, d)| format!("{name}: {d}")).collect();
    assert!(told.is_empty(), "\n{}", told.join("\n"));
    assert_eq!(unheld.len(), NOT_HELD.len(), "a gap is closed: take it off the list");
}

#[test]
fn the_first_act_of_the_corpus_is_read_as_a_clerk_reads_it() {
    for sample in corpus().iter().take(1) {
        let comparison = compare(&sample.label, &sample.draft, false);
        assert!(comparison.differences.is_empty(), "\n{}", report(&sample.name, &comparison));
    }
}

/// Whatever the layout, a fact that may be recorded unattended is true.
#[test]
fn nothing_sure_is_untrue() {
    let mut reports = Vec::new();
    for sample in tour().iter().chain(&corpus()) {
        let comparison = compare(&sample.label, &sample.draft, true);
        let mut untrue: Vec<String> =
            comparison.untrue().iter().map(|d| format!("  {d}")).collect();
        untrue.extend(misshapen(&sample.draft).iter().map(|told| format!("  Misshapen {told}")));
        if !untrue.is_empty() {
            reports.push(format!("{}:\n{}", sample.name, untrue.join("\n")));
        }
    }
    assert!(reports.is_empty(), "\n{}", reports.join("\n"));
}

#[test]
fn every_field_stands_on_words_that_say_it() {
    let mut wrong = Vec::new();
    for sample in tour().iter().chain(&corpus()) {
        let found = unsound(&sample.draft, &sample.text, HASH);
        wrong.extend(found.into_iter().map(|told| format!("{}: {told}", sample.name)));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The comparison itself is tried: every label that is made untrue must be seen.
#[test]
fn a_planted_error_is_seen() {
    let sample = tour().into_iter().next().unwrap();
    assert!(compare(&sample.label, &sample.draft, false).untrue().is_empty());
    let plants = [
        ("/amounts/0/cents", Value::from(7_350_001)),
        ("/amounts/1/role", Value::from("recovery")),
        ("/sitting_date", Value::from("2023-03-17")),
        ("/reference", Value::Null),
        ("/president", Value::from("Odile JONQUEROLLE")),
        ("/present_names/3", Value::from("Karim TRÉMOULINE")),
        ("/proxies/0/to", Value::from("Lucette HAUTEPIERRE")),
        ("/vote/for", Value::from(14)),
        ("/vote/adopted", Value::from(false)),
        ("/vote/recused", Value::Array(Vec::new())),
        ("/exercise", Value::from(2024)),
        ("/percentages/0/as_written", Value::from("13%")),
        ("/earlier_acts/0/date", Value::from("2020-07-17")),
        ("/published_on", Value::from("2023-03-23")),
        ("/beneficiaries/0/name", Value::from("Les Ateliers du Quai")),
    ];
    for (pointer, planted) in plants {
        let mut label = sample.label.clone();
        *label.pointer_mut(pointer).unwrap() = planted;
        let comparison = compare(&label, &sample.draft, false);
        assert!(!comparison.untrue().is_empty(), "{pointer} planted and not seen");
    }
}

/// So is the check of the passages: a passage moved by a line no longer says its value.
#[test]
fn a_moved_passage_is_seen() {
    let sample = tour().into_iter().next().unwrap();
    assert!(unsound(&sample.draft, &sample.text, HASH).is_empty());
    let stated = |draft: &Draft| {
        let all = draft.events.iter().enumerate();
        all.flat_map(|(e, event)| (0..event.sources.len()).map(move |s| (e, s))).collect::<Vec<_>>()
    };
    let amounts = stated(&sample.draft).into_iter().filter(|(event, source)| {
        let fields = &sample.draft.events[*event].sources[*source].fields;
        fields.iter().any(|field| field.ends_with("_cents") || field.ends_with("/name"))
    });
    let mut tried = 0;
    for (event, source) in amounts {
        let mut draft = sample.draft.clone();
        let (from, to) = draft.events[event].sources[source].span;
        draft.events[event].sources[source].span = (from - 90, to - 90);
        assert!(!unsound(&draft, &sample.text, HASH).is_empty(), "event {event} {source} moved");
        tried += 1;
    }
    assert!(tried > 5, "the sample states amounts and names");
}
