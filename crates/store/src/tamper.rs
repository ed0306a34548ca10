//! For tests that plant faults: changes the stored log of a *closed* store as somebody with access
//! to the files would. Off by default (feature `tamper`); never part of a program in use.
//!
//! Nothing is checked and no chain is mended. The head mark and the indexes stay as they were, as
//! they would under a clumsy forger.

use std::path::Path;

use greffe_chain::{Hash, bundle};

use crate::documents::Documents;
use crate::error::StoreError;
use crate::layout::{LEDGER, check_marker, index_path, tail_path};
use crate::lock::Lock;
use crate::opening::{self, Opened};
use crate::options::Options;
use crate::page::{PAGE, frames};
use crate::tail::Tail;
use crate::volumes::{Sealed, VOLUME, Volumes};

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

/// Changes one byte of the stored page, or of the commit, that holds entry `seq`: lengths can be
/// hit, too.
///
/// # Errors
/// As [`replace_entry`].
pub fn flip_stored_byte(dir: &Path, seq: u64, at: usize, mask: u8) -> Result<(), StoreError> {
    let (_lock, Opened { log, found, .. }) = open(dir)?;
    let page = seq / PAGE;
    let (path, start) = if page < log.volumes.sealed() {
        let start = match page % VOLUME {
            0 => 0,
            _ => log.volumes.row(page - 1)?.end,
        };
        (log.volumes.bundles_path(page / VOLUME), start)
    } else {
        let run = found.runs.iter().find(|run| seq < run.first + run.count());
        (tail_path(dir, found.file), run.map_or(0, |run| run.at))
    };
    flip(&path, start + at as u64, mask)
}

/// Changes one byte of a file.
fn flip(path: &Path, at: u64, mask: u8) -> Result<(), StoreError> {
    let mut bytes = std::fs::read(path).map_err(StoreError::io("read", path))?;
    if let Some(byte) = usize::try_from(at).ok().and_then(|at| bytes.get_mut(at)) {
        *byte ^= mask;
    }
    std::fs::write(path, bytes).map_err(StoreError::io("write", path))
}

/// Replaces the stored bytes of a document by others of the same length (every byte inverted).
///
/// # Errors
/// As [`replace_entry`].
pub fn damage_document(dir: &Path, hash: Hash) -> Result<(), StoreError> {
    let path = Documents::new(dir).path(hash);
    let bytes = std::fs::read(&path).map_err(StoreError::io("read", &path))?;
    let inverted: Vec<u8> = bytes.iter().map(|byte| !byte).collect();
    std::fs::write(&path, inverted).map_err(StoreError::io("write", &path))
}

/// Removes the index.
///
/// # Errors
/// As [`replace_entry`].
pub fn drop_indexes(dir: &Path) -> Result<(), StoreError> {
    let _lock = Lock::take(dir, String::new())?;
    let path = index_path(dir);
    match std::fs::remove_dir_all(&path) {
        // A ledger of less than a block has none.
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::io("remove", &path)(error))
        }
        _ => Ok(()),
    }
}

fn at(seq: u64) -> Option<usize> {
    usize::try_from(seq).ok()
}

fn open(dir: &Path) -> Result<(Lock, Opened), StoreError> {
    check_marker(dir, LEDGER)?;
    let lock = Lock::take(dir, String::new())?;
    Ok((lock, opening::open(dir, &Options::default(), false)?))
}

/// Writes the whole log anew, with the same documents, mark and index.
pub(crate) fn rewrite(
    dir: &Path,
    change: impl FnOnce(&mut Vec<Vec<u8>>),
) -> Result<(), StoreError> {
    check_marker(dir, LEDGER)?;
    let _lock = Lock::take(dir, String::new())?;
    // What a first planted fault made unreadable as a log can still be taken apart.
    let found = Tail::read(dir)?;
    let mut entries: Vec<Vec<u8>> = Vec::new();
    for volume in 0..(found.base / PAGE).div_ceil(VOLUME) {
        let path = Volumes::new(dir, 0).bundles_path(volume);
        let bytes = std::fs::read(&path).map_err(StoreError::io("read", &path))?;
        entries.extend(frames(&bytes).map(<[u8]>::to_vec));
    }
    entries.extend(found.runs.iter().flat_map(|run| frames(&run.bytes)).map(<[u8]>::to_vec));
    change(&mut entries);
    let volumes = Volumes::new(dir, 0);
    let (sealed, young) = entries.split_at(entries.len() / 256 * 256);
    let pages = sealed.chunks(256).map(|page| {
        let bundle = bundle::encode(page.iter().map(Vec::as_slice)).unwrap_or_default();
        Sealed { bundle, last: page.last().map_or(Hash::ZERO, |entry| Hash::of(entry)) }
    });
    volumes.write(0, &pages.collect::<Vec<_>>())?;
    let young = bundle::encode(young.iter().map(Vec::as_slice)).unwrap_or_default();
    Tail::open(dir, &found)?.begin(sealed.len() as u64, &young)
}
