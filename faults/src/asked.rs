//! What the driver asks of the store beside appending: seeded bugs, snapshots, backups.

use std::path::Path;

use greffe_store::{Options, Plant, Reader, SnapshotKey, StoreError};

/// The key of the snapshot that the driver keeps.
const KEY: SnapshotKey<'_> = SnapshotKey { projection: "faults", version: 1, subject: "ledger" };

/// How the driver opens a store, with a seeded bug if one is named.
///
/// # Errors
/// A bug that there is not.
pub fn options(plant: Option<&str>) -> Result<Options, String> {
    let plant = plant.map(str::parse::<Plant>).transpose()?;
    Ok(Options { cache_bytes: 16 * 1024 * 1024, plant, ..Options::default() })
}

/// Keeps a snapshot of what a projection might hold at the head, and reads it back.
///
/// # Errors
/// Those of the store.
pub fn snapshot(reader: &Reader) -> Result<(), StoreError> {
    let head = reader.head();
    let state = head.hash.to_string().repeat(100);
    reader.put_snapshot(KEY, head, state.as_bytes())?;
    // Another thread may have kept a later one; what is read is whole or nothing.
    if let Some((at, kept)) = reader.snapshot(KEY)? {
        assert_eq!(kept, at.hash.to_string().repeat(100).as_bytes(), "a snapshot of {at:?}");
    }
    Ok(())
}

/// Makes or continues a backup; the number of entries it holds.
///
/// # Errors
/// Those of the store; a document that it could not copy is one.
pub fn backup(reader: &Reader, into: &Path) -> Result<u64, StoreError> {
    let report = reader.backup(into)?;
    match report.lost_documents.first() {
        None => Ok(report.head.count),
        Some((hash, why)) => Err(StoreError::Closed { reason: format!("document {hash}: {why}") }),
    }
}

/// Restores a backup into a new directory.
///
/// # Errors
/// Those of the store; what is not complete is one.
pub fn restore(backup: &Path, dir: &Path) -> Result<(), String> {
    let report = greffe_store::restore(Some(backup), None, dir);
    let report = report.map_err(|error| error.to_string())?;
    if report.is_complete() { Ok(()) } else { Err(format!("not complete: {report:?}")) }
}
