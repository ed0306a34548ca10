//! The vectors under `tests/vectors/v1`, which any implementation can check itself against.

use std::collections::BTreeSet;
use std::path::Path;

use greffe_chain::{
    Entry, EntryFields, Evidence, ExpectedHead, Genesis, Hash, Head, Verifier, bundle, encode,
};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Valid {
    about: String,
    entries: Vec<String>,
    hashes: Vec<Hash>,
    /// Hash of the bundle of the entries.
    bundle: Hash,
    /// Whether the entries are as greffe itself would write them.
    canonical: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Invalid {
    about: String,
    entries: Vec<String>,
    expected_head: Option<Head>,
    faults: Vec<Named>,
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(deny_unknown_fields)]
struct Named {
    seq: u64,
    code: String,
}

fn files<T: for<'de> Deserialize<'de>>(folder: &str) -> Vec<(String, T)> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/v1").join(folder);
    let mut files = Vec::new();
    for file in std::fs::read_dir(dir).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let vector = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        files.push((name, vector));
    }
    assert!(files.len() >= 4, "{folder} holds its vectors");
    files
}

fn rewritten(entry: &Entry<'_>) -> Vec<u8> {
    let fields = EntryFields {
        prev: entry.prev(),
        seq: entry.seq(),
        id: entry.id(),
        stream: entry.stream().into(),
        version: entry.version(),
        kind: entry.kind().into(),
        schema: entry.schema(),
        effective: entry.effective().into(),
        recorded_at: entry.recorded_at().into(),
        recorded_by: entry.recorded_by().into(),
        evidence: Evidence { grade: entry.grade().into(), sources: entry.sources().into() },
        causes: entry.causes().into(),
        data: serde_json::value::RawValue::from_string(entry.data().into()).unwrap(),
    };
    encode(&fields).unwrap()
}

#[test]
fn valid_vectors_verify_and_are_written_the_same() {
    for (name, vector) in files::<Valid>("valid") {
        assert!(!vector.about.is_empty());
        let last = *vector.hashes.last().unwrap();
        let head = Head { count: vector.entries.len() as u64, hash: last };
        let mut verifier = Verifier::new().expect_head(head);
        for (text, hash) in vector.entries.iter().zip(&vector.hashes) {
            verifier.push(text.as_bytes());
            let entry = Entry::parse(text.as_bytes()).unwrap();
            assert_eq!(entry.hash(), *hash, "{name}");
            assert_eq!(rewritten(&entry) == text.as_bytes(), vector.canonical, "{name}: {text}");
        }
        let report = verifier.finish();
        assert!(report.is_sound(), "{name}: {:?}", report.faults);
        assert_eq!(report.head, Some(head), "{name}");
        let first = Entry::parse(vector.entries[0].as_bytes()).unwrap();
        assert_eq!(Genesis::of(&first).unwrap().ledger, vector.hashes[0], "{name}");
        let page = bundle::encode(vector.entries.iter().map(String::as_bytes)).unwrap();
        assert_eq!(Hash::of(&page), vector.bundle, "{name}");
    }
}

#[test]
fn invalid_vectors_are_refused_with_their_code_and_place() {
    let mut codes = BTreeSet::new();
    for (name, vector) in files::<Invalid>("invalid") {
        assert!(!vector.about.is_empty());
        let mut verifier = Verifier::new();
        if let Some(head) = vector.expected_head {
            verifier = verifier.expect_head(ExpectedHead::Head(head));
        }
        vector.entries.iter().for_each(|text| verifier.push(text.as_bytes()));
        let report = verifier.finish();
        let found: Vec<_> = report
            .faults
            .iter()
            .map(|fault| Named { seq: fault.seq, code: fault.kind.code().into() })
            .collect();
        assert_eq!(found, vector.faults, "{name}: {:?}", report.faults);
        codes.extend(vector.faults.into_iter().map(|fault| fault.code));
    }
    // Codes that text in a JSON file cannot show, or that unit tests show better.
    let shown_elsewhere = ["not-utf8", "head-absent", "altered-here-or-next"];
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/format.md");
    let document = std::fs::read_to_string(document).unwrap();
    let table = document.split("## 8.").nth(1).unwrap().split("## 9.").next().unwrap();
    let documented: BTreeSet<_> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .map(str::to_owned)
        .collect();
    codes.extend(shown_elsewhere.map(str::to_owned));
    assert_eq!(codes, documented, "every code of docs/format.md §8 has a vector");
}
