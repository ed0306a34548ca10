//! The one place for what the store is about to offer.
//!
//! Snapshots, backups, restoring and the seeded bugs are asked for through these functions only, so
//! that the campaigns are written once. Each says whether the store offers it yet.

use std::path::Path;

use greffe_store::{Options, Reader, StoreError};

/// The seeded bugs, by name: each must be caught by the suite that claims to catch it.
pub const PLANTS: [&str; 5] = [
    "ack-before-flush",
    "runs-gone-before-page",
    "trust-index",
    "skip-page-on-open",
    "lose-last-run",
];

/// How the driver opens a store, with a seeded bug if one is named.
///
/// # Errors
/// A bug that this store cannot be given.
pub fn options(plant: Option<&str>) -> Result<Options, String> {
    let options = Options { cache_bytes: 16 * 1024 * 1024, ..Options::default() };
    match plant {
        None => Ok(options),
        // PENDING: `options.plant = Some(name.parse()?)` once the store has `Plant`.
        Some(name) if PLANTS.contains(&name) => Err(format!("no store with the bug {name} yet")),
        Some(name) => Err(format!("unknown bug {name}; there are {}", PLANTS.join(", "))),
    }
}

/// Whether the store can be given seeded bugs.
// PENDING: true once the store has `Plant`.
pub const CAN_PLANT: bool = false;

/// Stores a snapshot of what a projection might hold at the head; false where none can be stored.
///
/// # Errors
/// Those of the store.
#[allow(clippy::unnecessary_wraps, reason = "the call that is due here can fail")]
pub fn snapshot(reader: &Reader) -> Result<bool, StoreError> {
    // PENDING: `reader.put_snapshot("faults", 1, reader.head(), &bytes)`, and read it back.
    let _ = reader.head();
    Ok(false)
}

/// Makes or continues a backup; the number of entries it holds, None where none can be made.
///
/// # Errors
/// Those of the store.
#[allow(clippy::unnecessary_wraps, reason = "the call that is due here can fail")]
pub fn backup(reader: &Reader, into: &Path) -> Result<Option<u64>, StoreError> {
    // PENDING: `reader.backup(into)`, and the count of its report.
    let _ = (reader.head(), into);
    Ok(None)
}

/// Restores a backup into a new directory; false where that cannot be done yet.
///
/// # Errors
/// Those of the store.
#[allow(clippy::unnecessary_wraps, reason = "the call that is due here can fail")]
pub fn restore(backup: &Path, dir: &Path, options: &Options) -> Result<bool, StoreError> {
    // PENDING: `greffe_store::restore(backup, dir, options)`.
    let _ = (backup, dir, options);
    Ok(false)
}

/// Whether the store takes snapshots.
// PENDING: true once `put_snapshot` is there.
pub const CAN_SNAPSHOT: bool = false;

/// Whether the store makes backups.
// PENDING: true once `backup` is there.
pub const CAN_BACK_UP: bool = false;
