//! Ledgers on disk, of histories and of loads.

use greffe::Ledger;
use greffe_store::{Cause, NewEntry, Options, Store};
use greffe_testkit::history::Line;
use greffe_testkit::load::{Load, LoadEntry};
use serde_json::value::RawValue;
use std::path::Path;

fn of_line(line: &Line) -> NewEntry {
    let draft = line.draft(1);
    NewEntry {
        id: Some(draft.id),
        stream: draft.stream,
        kind: draft.kind,
        schema: draft.schema,
        effective: draft.effective,
        recorded_by: draft.recorded_by,
        grade: draft.grade,
        sources: draft.sources,
        causes: line.causes.iter().copied().map(Cause::Seq).collect(),
        data: RawValue::from_string(draft.data).unwrap(),
    }
}

fn loaded(entry: LoadEntry) -> NewEntry {
    NewEntry {
        id: Some(entry.id),
        stream: entry.stream,
        kind: entry.kind.to_owned(),
        schema: entry.schema,
        effective: entry.effective,
        recorded_by: entry.recorded_by.to_owned(),
        grade: entry.grade.to_owned(),
        sources: entry.sources,
        causes: entry.causes.into_iter().map(Cause::Seq).collect(),
        data: RawValue::from_string(entry.data).unwrap(),
    }
}

fn recorded(dir: &Path, first: NewEntry, rest: Vec<NewEntry>) -> Ledger {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let store = Store::create(dir, first, &Options::default()).unwrap();
    runtime.block_on(store.append(rest, vec![])).unwrap();
    store.close().unwrap();
    Ledger::open(dir).unwrap()
}

/// The ledger of a history.
pub fn of_history(dir: &Path, log: &[Line]) -> Ledger {
    recorded(dir, of_line(&log[0]), log[1..].iter().map(of_line).collect())
}

/// The ledger of a load.
pub fn of_load(dir: &Path, seed: u64, entries: u64) -> Ledger {
    recorded(dir, loaded(Load::opening(seed)), Load::new(seed, entries).map(loaded).collect())
}
