//! Every altered byte is noticed, and the entry at fault is named.

use crate::program::{arg, expect, repository, run};
use std::fs;
use std::path::{Path, PathBuf};

/// A small ledger (its opening, a document, and two facts of it) and its exported log.
fn small() -> (tempfile::TempDir, PathBuf, Vec<Vec<u8>>) {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("small.ledger");
    let act = repository("docs/tour/breach/1-sans-quorum.txt");
    let mut draft: serde_json::Value =
        serde_json::from_str(&expect(0, &["draft", &act, "--format", "json"]).out).unwrap();
    for event in draft["events"].as_array_mut().unwrap() {
        let kept = ["QuorumDeclared", "ConvocationSent"].iter().any(|kind| event["kind"] == *kind);
        event["record"] = kept.into();
    }
    // As if no machine had read it: what is left out is nobody's decision.
    draft.as_object_mut().unwrap().remove("reading");
    let path = folder.path().join("draft.json");
    fs::write(&path, draft.to_string()).unwrap();
    expect(0, &["init", "--ledger", &arg(&dir)]);
    expect(0, &["record", &arg(&path), "--document", &act, "--ledger", &arg(&dir)]);
    let log = expect(0, &["log", "--raw", "--ledger", &arg(&dir)]).out;
    (folder, dir, log.lines().map(|l| l.as_bytes().to_vec()).collect())
}

fn head(lines: &[Vec<u8>]) -> String {
    format!("{}:{}", lines.len(), blake3::hash(lines.last().unwrap()).to_hex())
}

fn write(path: &Path, lines: &[Vec<u8>]) {
    fs::write(path, lines.iter().flat_map(|l| [l.as_slice(), b"\n"].concat()).collect::<Vec<u8>>())
        .unwrap();
}

/// The entries that `verify` names as faulty, with its exit code.
fn faults(path: &Path, head: Option<&str>) -> (i32, Vec<u64>) {
    let mut arguments = vec!["verify".to_owned(), arg(path), "--format".into(), "json".into()];
    if let Some(head) = head {
        arguments.extend(["--expect-head".to_owned(), head.to_owned()]);
    }
    let run = run(&arguments);
    let report: serde_json::Value = serde_json::from_str(&run.out).unwrap_or_default();
    let checks = report["checks"].as_array().cloned().unwrap_or_default();
    let faults = checks.iter().flat_map(|c| c["faults"].as_array().cloned().unwrap_or_default());
    (run.code, faults.filter_map(|f| f["entry"].as_u64()).collect())
}

/// Every byte of every entry of a small ledger, through the real program.
#[test]
fn every_flipped_byte_is_found_and_named() {
    let (folder, _, lines) = small();
    assert_eq!(lines.len(), 4);
    let head = head(&lines);
    let file = folder.path().join("flipped.jsonl");
    write(&file, &lines);
    assert_eq!(faults(&file, Some(&head)), (0, vec![]), "untouched, it is sound");
    let work: Vec<(usize, usize)> =
        lines.iter().enumerate().flat_map(|(e, l)| (0..l.len()).map(move |b| (e, b))).collect();
    let half = work.len().div_ceil(2);
    std::thread::scope(|scope| {
        for (worker, part) in work.chunks(half).enumerate() {
            let (lines, head, folder) = (&lines, &head, folder.path());
            scope.spawn(move || {
                let file = folder.join(format!("flipped-{worker}.jsonl"));
                for (entry, byte) in part {
                    let mut flipped = lines.clone();
                    flipped[*entry][*byte] ^= 1 << (byte % 8);
                    write(&file, &flipped);
                    let (code, named) = faults(&file, Some(head));
                    let seq = u64::try_from(*entry).unwrap();
                    assert_eq!(code, 1, "entry {entry}, byte {byte}");
                    assert!(named.contains(&seq), "entry {entry}, byte {byte}: named {named:?}");
                }
            });
        }
    });
}

#[test]
fn deleting_inserting_swapping_and_truncating_are_found() {
    let (folder, _, lines) = small();
    let head = head(&lines);
    let file = folder.path().join("changed.jsonl");
    let check = |what: &str, changed: Vec<Vec<u8>>, seq: u64, head: Option<&str>| {
        write(&file, &changed);
        let (code, named) = faults(&file, head);
        assert_eq!(code, 1, "{what}");
        assert!(named.contains(&seq), "{what}: named {named:?}");
    };
    let mut deleted = lines.clone();
    deleted.remove(2);
    check("deleted", deleted, 2, None);
    let mut inserted = lines.clone();
    inserted.insert(3, lines[1].clone());
    check("inserted", inserted, 1, None);
    let mut swapped = lines.clone();
    swapped.swap(2, 3);
    check("swapped", swapped, 2, None);
    let last = u64::try_from(lines.len()).unwrap() - 1;
    check("truncated", lines[..lines.len() - 1].to_vec(), last, Some(&head));
    // Without a head kept outside, a log cut at its end is whole in itself: verify says so.
    write(&file, &lines[..lines.len() - 1]);
    let run = expect(0, &["verify", &arg(&file)]);
    assert!(run.out.contains("rewrite of the whole ledger"), "{}", run.out);
}

/// The same in the store's own files: the bytes of one entry are replaced in a closed ledger.
#[test]
fn an_entry_altered_in_the_store_is_named() {
    let (_folder, dir, lines) = small();
    for (seq, line) in (0u64..).zip(&lines) {
        let mut altered = line.clone();
        let at = altered.len() / 2;
        altered[at] ^= 1;
        greffe_store::tamper::replace_entry(&dir, seq, &altered).unwrap();
        let (code, named) = faults(&dir, None);
        assert_eq!(code, 1, "entry {seq}");
        assert!(named.contains(&seq), "entry {seq}: named {named:?}");
        greffe_store::tamper::replace_entry(&dir, seq, line).unwrap();
    }
    assert_eq!(faults(&dir, None), (0, vec![]), "put back, it is sound");
}
