//! Ledgers for tests, as long as they need them, of entries that say nothing.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use crate::{Ledger, Opening};
use greffe_store::NewEntry;
use std::path::Path;

/// A new ledger in `dir`.
pub(crate) fn ledger(dir: &Path) -> Ledger {
    let opening = Opening { name: "a test".into(), institution: None, by: "a test".into() };
    Ledger::create(dir, opening).unwrap()
}

/// Lets a ledger grow to so many entries.
pub(crate) fn grow(ledger: &Ledger, size: u64) {
    let entry = || NewEntry {
        id: None,
        stream: "ledger".into(),
        kind: "NoteMade".into(),
        schema: 1,
        effective: "2024".into(),
        recorded_by: "a test".into(),
        grade: "record".into(),
        sources: vec![],
        causes: vec![],
        data: serde_json::value::RawValue::from_string("{}".into()).unwrap(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    while ledger.head().count < size {
        let count = usize::try_from((size - ledger.head().count).min(16_384)).unwrap();
        let entries = std::iter::repeat_with(entry).take(count).collect();
        runtime.block_on(ledger.store().unwrap().append(entries, vec![])).unwrap();
    }
}
