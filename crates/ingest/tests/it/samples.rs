//! Whole acts: the sample acts of the tour and the acts of other layouts beside this file, which are
//! part of the project, and a corpus of acts beside it, where there is one. What is read in them is
//! held against labels elsewhere (`tests/it/calibration.rs` of the workspace); here each field must
//! stand on words that say it.
//!
//! The corpus is looked for in `GREFFE_CORPUS`, else in `../shared/corpus` beside the workspace.
//! On a continuous integration machine (`CI` set) its absence is a failure.

use crate::passages::{misshapen, unsound};
use greffe_documents::read;
use greffe_ingest::{Draft, Options, draft};
use std::fs;
use std::path::{Path, PathBuf};

const HASH: &str = "00000000000000000000000000000000000000000000000000000000000000aa";

/// A text and what was read in it.
struct Sample {
    name: String,
    text: String,
    draft: Draft,
}

fn sample(text: &Path) -> Sample {
    let bytes = fs::read(text).unwrap();
    let read = read(&bytes).unwrap();
    let name = text.file_name().unwrap().to_string_lossy().into_owned();
    let draft = draft(read.text(), HASH, &Options::default());
    Sample { name, text: read.text().to_owned(), draft }
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn tour() -> Vec<Sample> {
    let texts =
        ["1-attribution", "2-avenant", "3-solde", "breach/1-sans-quorum", "clean/1-conforme"];
    let one = |text: &&str| sample(&workspace().join("docs/tour").join(format!("{text}.txt")));
    texts.iter().map(one).collect()
}

/// The texts of a folder, in the order of their names.
fn folder(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut texts: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    texts.sort();
    texts
}

/// Acts of invented bodies in other layouts.
fn fixtures() -> Vec<Sample> {
    let texts = folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures"));
    assert!(!texts.is_empty(), "the fixtures are part of the project");
    texts.iter().map(|text| sample(text)).collect()
}

/// The texts of the corpus; none where there is no corpus, which on a continuous integration machine
/// is a failure. An empty folder is no corpus.
fn corpus() -> Vec<Sample> {
    let beside = workspace().join("../shared/corpus");
    let place = std::env::var_os("GREFFE_CORPUS").map_or(beside, PathBuf::from);
    let texts = folder(&place);
    if texts.is_empty() {
        assert!(std::env::var_os("CI").is_none(), "no corpus in {}", place.display());
        eprintln!("skipped: no corpus in {}", place.display());
    }
    texts.iter().map(|text| sample(text)).collect()
}

/// What may be recorded unattended has the shape that its kind demands.
#[test]
fn nothing_sure_is_misshapen() {
    let mut wrong = Vec::new();
    for sample in tour().iter().chain(&fixtures()).chain(&corpus()) {
        let found = misshapen(&sample.draft);
        wrong.extend(found.into_iter().map(|told| format!("{}: {told}", sample.name)));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_field_stands_on_words_that_say_it() {
    let mut wrong = Vec::new();
    for sample in tour().iter().chain(&fixtures()).chain(&corpus()) {
        let found = unsound(&sample.draft, &sample.text, HASH);
        wrong.extend(found.into_iter().map(|told| format!("{}: {told}", sample.name)));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The check of the passages is tried: a passage moved by a line no longer says its value.
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
