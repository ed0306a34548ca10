//! The tests of the store. They live inside the crate because some of them plant faults in stored
//! values, which nobody outside can reach.

mod append;
mod backing_up;
mod crash;
mod damage;
mod examining;
mod files;
mod following;
mod hostile;
mod keeping;
mod limits;
mod queue;
mod reading;
mod restoring;
mod shortage;
mod snapshots;
mod tail;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use greffe_chain::{Entry, Hash};
use serde_json::value::RawValue;
use tempfile::TempDir;
use uuid::Uuid;
use walkdir::WalkDir;

use crate::{Clock, IdSource, NewEntry, Options, Reader, Receipt, Store};

/// A clock that a test sets; it stands still by itself.
#[derive(Default)]
pub struct SetClock(pub AtomicI64);

impl Clock for SetClock {
    fn now_micros(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Ids that count.
#[derive(Default)]
pub struct CountingIds(AtomicU64);

impl IdSource for CountingIds {
    fn next_id(&self) -> Uuid {
        id(0xffff_0000 + self.0.fetch_add(1, Ordering::Relaxed))
    }
}

pub fn id(number: u64) -> Uuid {
    Uuid::from_u128(0x018f_2b9a_0000_7000_8000_0000_0000_0000 + u128::from(number))
}

pub fn options() -> Options {
    Options {
        clock: Arc::new(SetClock(AtomicI64::new(1_709_285_400_000_000))),
        ids: Arc::new(CountingIds::default()),
        cache_bytes: 16 * 1024 * 1024,
        ..Options::default()
    }
}

pub fn genesis() -> NewEntry {
    NewEntry { kind: "LedgerOpened".into(), ..entry("ledger", r#"{"format":1}"#) }
}

pub fn entry(stream: &str, data: &str) -> NewEntry {
    NewEntry {
        id: None,
        stream: stream.into(),
        kind: "SubsidyGranted".into(),
        schema: 1,
        effective: "2024-03".into(),
        recorded_by: "greffe de Vauclaire".into(),
        grade: "act".into(),
        sources: vec![],
        causes: vec![],
        data: RawValue::from_string(data.into()).unwrap(),
    }
}

/// Entries with ids, spread over three streams.
pub fn entries(from: u64, count: u64) -> Vec<NewEntry> {
    let streams = ["act/vauclaire/2024-017", "convention/vauclaire/2024/pont", "beneficiary/pont"];
    let one = |number: u64| NewEntry {
        id: Some(id(number)),
        ..entry(streams[(number % 3) as usize], &format!(r#"{{"amount_cents":{number}}}"#))
    };
    (from..from + count).map(one).collect()
}

/// A directory for a ledger, and the directory that holds it.
pub fn place() -> (TempDir, PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("vauclaire.ledger");
    (temp, dir)
}

pub fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

pub fn append(store: &Store, entries: Vec<NewEntry>) -> Receipt {
    wait(store.append(entries, vec![])).unwrap()
}

/// A closed ledger of `count` entries, entry 0 included, appended in calls of `call` entries.
pub fn ledger(count: u64, call: u64) -> (TempDir, PathBuf) {
    let (temp, dir) = place();
    let store = Store::create(&dir, genesis(), &options()).unwrap();
    let mut next = 1;
    while next < count {
        let now = call.min(count - next);
        append(&store, entries(next, now));
        next += now;
    }
    assert_eq!(store.head().count, count);
    store.close().unwrap();
    (temp, dir)
}

pub fn seq_of(bytes: &[u8]) -> u64 {
    Entry::parse(bytes).unwrap().seq()
}

/// Every file below `dir`, by the hash of its bytes.
pub fn tree(dir: &Path) -> BTreeMap<PathBuf, Hash> {
    let files = WalkDir::new(dir).into_iter().map(Result::unwrap);
    let files = files.filter(|file| file.file_type().is_file());
    files.map(|file| (file.path().into(), Hash::of(&fs::read(file.path()).unwrap()))).collect()
}

/// Copies a folder as it is at this moment.
pub fn copy_tree(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for file in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(file.file_name());
        if file.path().is_dir() {
            copy_tree(&file.path(), &to);
        } else {
            fs::copy(file.path(), to).unwrap();
        }
    }
}

/// The bytes of all entries, in order.
pub fn all(reader: &Reader) -> Vec<Vec<u8>> {
    reader.scan(..).map(|entry| entry.unwrap().to_vec()).collect()
}
