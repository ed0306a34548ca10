//! For tests that plant faults: changes the stored log of a *closed* store as somebody with access
//! to the files would. Off by default (feature `tamper`); never part of a program in use.
//!
//! Nothing is checked and no chain is mended. The head mark and the indexes stay as they were, as
//! they would under a clumsy forger.

use std::path::Path;

use greffe_chain::{Hash, bundle};

use crate::engine::{Change, Engine};
use crate::error::StoreError;
use crate::layout::{check_marker, engine_path};
use crate::lock::Lock;
use crate::pages::{PAGE, Truth, key};

/// Replaces the bytes of entry `seq`.
///
/// # Errors
/// [`StoreError`] when the store is open, is no ledger, or has no such entry.
pub fn replace_entry(dir: &Path, seq: u64, bytes: &[u8]) -> Result<(), StoreError> {
    rewrite(dir, |entries| {
        if let Some(entry) = at(seq).and_then(|at| entries.get_mut(at)) {
            *entry = bytes.to_vec();
        }
    })
}

/// Removes entry `seq`; those after it move up.
///
/// # Errors
/// As [`replace_entry`].
pub fn delete_entry(dir: &Path, seq: u64) -> Result<(), StoreError> {
    rewrite(dir, |entries| {
        if let Some(at) = at(seq).filter(|&at| at < entries.len()) {
            entries.remove(at);
        }
    })
}

/// Puts `bytes` before entry `seq`.
///
/// # Errors
/// As [`replace_entry`].
pub fn insert_entry(dir: &Path, seq: u64, bytes: &[u8]) -> Result<(), StoreError> {
    rewrite(dir, |entries| {
        let at = at(seq).unwrap_or(usize::MAX).min(entries.len());
        entries.insert(at, bytes.to_vec());
    })
}

/// Exchanges two entries.
///
/// # Errors
/// As [`replace_entry`].
pub fn swap_entries(dir: &Path, one: u64, other: u64) -> Result<(), StoreError> {
    rewrite(dir, |entries| {
        if let (Some(one), Some(other)) = (at(one), at(other))
            && one.max(other) < entries.len()
        {
            entries.swap(one, other);
        }
    })
}

/// Cuts the log off after `count` entries.
///
/// # Errors
/// As [`replace_entry`].
pub fn truncate(dir: &Path, count: u64) -> Result<(), StoreError> {
    rewrite(dir, |entries| {
        entries.truncate(at(count).unwrap_or(usize::MAX));
    })
}

/// Changes one byte of the stored value that holds entry `seq`: lengths can be hit, too.
///
/// # Errors
/// As [`replace_entry`].
pub fn flip_stored_byte(dir: &Path, seq: u64, at: usize, mask: u8) -> Result<(), StoreError> {
    let engine = open(dir)?;
    let truth = Truth::open(&engine)?;
    if let Some(block) = truth.block(seq)? {
        let (table, number) =
            if block.sealed { (&truth.pages, seq / PAGE) } else { (&truth.runs, block.first) };
        if let Some(value) = table.get(&key(number))? {
            let mut value = value.to_vec();
            if let Some(byte) = value.get_mut(at) {
                *byte ^= mask;
            }
            table.insert(&key(number), &value)?;
        }
    }
    engine.flush()
}

/// Replaces the stored bytes of a document by others of the same length (every byte inverted).
///
/// # Errors
/// As [`replace_entry`].
pub fn damage_document(dir: &Path, hash: Hash) -> Result<(), StoreError> {
    let engine = open(dir)?;
    let table = engine.table("documents")?;
    let first_part = [&hash.as_bytes()[..], &[0; 4]].concat();
    if let Some(part) = table.get(&first_part)? {
        let inverted: Vec<u8> = part.iter().map(|byte| !byte).collect();
        table.insert(&first_part, &inverted)?;
    }
    engine.flush()
}

/// Empties the indexes.
///
/// # Errors
/// As [`replace_entry`].
pub fn drop_indexes(dir: &Path) -> Result<(), StoreError> {
    let engine = open(dir)?;
    for index in ["streams", "kinds", "ids"] {
        engine.table(index)?.clear()?;
    }
    engine.flush()
}

fn at(seq: u64) -> Option<usize> {
    usize::try_from(seq).ok()
}

fn open(dir: &Path) -> Result<Engine, StoreError> {
    check_marker(dir)?;
    let lock = Lock::take(dir, String::new())?;
    let engine = Engine::open(&engine_path(dir), false, 64 * 1024 * 1024, Some(lock))?;
    Ok(engine)
}

fn rewrite(dir: &Path, change: impl FnOnce(&mut Vec<Vec<u8>>)) -> Result<(), StoreError> {
    let engine = open(dir)?;
    let truth = Truth::open(&engine)?;
    let mut entries = all(&truth);
    change(&mut entries);
    for table in [&truth.pages, &truth.runs] {
        let mut changes: Vec<Change> = Vec::new();
        for row in table.rows() {
            changes.push((row?.0.to_vec(), None));
        }
        table.apply(changes)?;
    }
    for (page, entries) in (0u64..).zip(entries.chunks(256)) {
        let value = bundle::encode(entries.iter().map(Vec::as_slice))
            .map_err(|error| StoreError::damaged(error.to_string(), "the planted log"))?;
        if entries.len() == 256 {
            truth.pages.insert(&key(page), &value)?;
        } else {
            truth.runs.insert(&key(page * PAGE), &value)?;
        }
    }
    engine.flush()
}

fn all(truth: &Truth) -> Vec<Vec<u8>> {
    let mut entries: Vec<Vec<u8>> = Vec::new();
    while let Ok(more) = truth.from(entries.len() as u64) {
        entries.extend(more.iter().map(|entry| entry.to_vec()));
    }
    entries
}
