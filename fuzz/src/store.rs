//! Targets over the files of a ledger and of a backup: one file of a sound one is replaced by the
//! input, whose first byte says which.
//!
//! The ledger is made once a process. Whatever the file holds, nothing panics, and what is taken
//! for sound is what was recorded.

use super::targets::Target;
use greffe_chain::Head;
use greffe_store::{
    NewEntry, Options, Reader, SnapshotKey, Store, VerifyOptions, restore as restored,
};
use serde_json::value::RawValue;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use tempfile::TempDir;

/// Every target of this file.
pub const TARGETS: &[Target] = &[("ledger_file", ledger_file), ("backup_file", backup_file)];

const KEY: SnapshotKey<'_> = SnapshotKey { projection: "fuzz", version: 1, subject: "ledger" };

/// A sound ledger and its backup, with the bytes of their files.
struct Sound {
    root: TempDir,
    head: Head,
    ledger: Vec<(PathBuf, Vec<u8>)>,
    backup: Vec<(PathBuf, Vec<u8>)>,
}

/// One of them at a time is broken.
static SOUND: OnceLock<Mutex<Sound>> = OnceLock::new();

impl Sound {
    fn make() -> Sound {
        let root = tempfile::tempdir().expect("a folder");
        let ledger = root.path().join("ledger");
        let store = Store::create(&ledger, entry(0), &Options::default()).expect("a ledger");
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        for number in 1..300 {
            runtime.block_on(store.append(vec![entry(number)], vec![])).expect("an entry");
        }
        store.put_document(b"Le conseil approuve.").expect("a document");
        store.put_snapshot(KEY, store.head(), b"a state").expect("a snapshot");
        store.backup(&root.path().join("backup")).expect("a backup");
        let head = store.head();
        store.close().expect("it closes");
        let (ledger, backup) = (files(&ledger), files(&root.path().join("backup")));
        Sound { root, head, ledger, backup }
    }
}

fn entry(number: u64) -> NewEntry {
    let (stream, kind) = match number {
        0 => ("ledger".to_owned(), "LedgerOpened"),
        _ => (format!("act/vauclaire/{}", number % 7), "VoteCast"),
    };
    NewEntry {
        id: None,
        stream,
        kind: kind.into(),
        schema: 1,
        effective: "2024-03".into(),
        recorded_by: "greffe".into(),
        grade: "act".into(),
        sources: vec![],
        causes: vec![],
        data: RawValue::from_string(format!(r#"{{"n":{number}}}"#)).expect("JSON"),
    }
}

/// The files below a folder but the lock, which says nothing, in order.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for file in fs::read_dir(&folder).expect("a folder") {
            let path = file.expect("a file").path();
            if path.is_dir() {
                open.push(path);
            } else if !path.ends_with("lock") {
                let bytes = fs::read(&path).expect("its bytes");
                found.push((path, bytes));
            }
        }
    }
    found.sort();
    found
}

/// Good inputs: every file as it is.
#[must_use]
pub fn good(target: &str) -> Vec<Vec<u8>> {
    let sound = SOUND.get_or_init(|| Mutex::new(Sound::make()));
    let sound = sound.lock().unwrap_or_else(PoisonError::into_inner);
    let files = if target == "backup_file" { &sound.backup } else { &sound.ledger };
    let numbered = (0u8..).zip(files);
    // Room that is written in advance teaches a fuzzer nothing.
    let used = |bytes: &Vec<u8>| bytes.iter().rposition(|&byte| byte != 0).map_or(0, |at| at + 1);
    numbered.map(|(at, (_, bytes))| [&[at], &bytes[..used(bytes)]].concat()).collect()
}

/// Puts the input in the place of a file, looks, and puts the file back.
fn replaced(input: &[u8], files: impl Fn(&Sound) -> &[(PathBuf, Vec<u8>)], look: impl Fn(&Sound)) {
    let Some((which, content)) = input.split_first() else { return };
    let sound = SOUND.get_or_init(|| Mutex::new(Sound::make()));
    let sound = sound.lock().unwrap_or_else(PoisonError::into_inner);
    let files = files(&sound);
    let (path, bytes) = &files[usize::from(*which) % files.len()];
    fs::write(path, content).expect("a file can be written");
    look(&sound);
    fs::write(path, bytes).expect("a file can be written");
}

/// What is sound is what was recorded.
fn held(reader: &Reader, head: Head) {
    let Ok(report) = reader.verify(&VerifyOptions::default()) else { return };
    if report.is_truth_sound() {
        assert_eq!(reader.head(), head, "a ledger that verifies is the one that was written");
        let snapshot = reader.snapshot(KEY).ok().flatten();
        assert!(
            snapshot.is_none_or(|(_, state)| state == b"a state"),
            "a snapshot is what was kept"
        );
    }
}

/// A file of a ledger.
pub fn ledger_file(input: &[u8]) {
    replaced(
        input,
        |sound| &sound.ledger,
        |sound| {
            let dir = sound.root.path().join("ledger");
            if let Ok(reader) = Store::open_forensic(&dir) {
                held(&reader, sound.head);
            }
        },
    );
}

/// A file of a backup.
pub fn backup_file(input: &[u8]) {
    replaced(
        input,
        |sound| &sound.backup,
        |sound| {
            let dir = sound.root.path().join("restored");
            if let Ok(report) = restored(Some(&sound.root.path().join("backup")), None, &dir) {
                assert!(!report.is_complete() || report.head == sound.head, "{report:?}");
                if report.head.count > 0 {
                    let reader = Store::open_forensic(&dir).expect("what was restored opens");
                    let verified = reader.verify(&VerifyOptions::default()).expect("and verifies");
                    assert!(verified.is_truth_sound(), "{verified:?}");
                } else {
                    // Without its first entry it is no ledger.
                    assert!(Store::open_forensic(&dir).is_err() && !report.islands.is_empty());
                }
            }
            let _ = fs::remove_dir_all(&dir);
        },
    );
}
