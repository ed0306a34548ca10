//! Looking at a store without touching it: a private copy of its files, opened for reading.
//!
//! The engine has no read-only mode and its recovery may write, so whoever must not change a byte
//! works on a copy. A copy needs no lock: it also serves while another process writes, and shows
//! the ledger as of some moment during the copying. Damage that would keep a store from opening is
//! kept for the report instead.

use std::fs;
use std::io::ErrorKind;
use std::ops::Deref;
use std::path::Path;
use std::time::SystemTime;

use tempfile::TempDir;

use crate::error::StoreError;
use crate::layout::{check_marker, engine_path, head_path, marker_path};
use crate::read::Reader;
use crate::store::open_copy;

/// How often a copy is taken anew because the original changed meanwhile.
const TRIES: u32 = 5;

/// A private copy of a ledger, for reading. Removed when dropped; its readers must not outlive it.
#[derive(Debug)]
pub struct Forensic {
    reader: Reader,
    _copy: TempDir,
}

impl Deref for Forensic {
    type Target = Reader;
    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl Forensic {
    pub(crate) fn open(dir: &Path, cache: u64) -> Result<Forensic, StoreError> {
        check_marker(dir)?;
        let mut tries = 1;
        loop {
            let before = fingerprint(&engine_path(dir));
            let copy = copy(dir)?;
            let opened = open_copy(copy.path(), dir, cache);
            let doubtful = match &opened {
                Ok(reader) => reader.core.opening.is_some(),
                Err(_) => true,
            };
            // Damage counts only if the original stood still while it was copied.
            if doubtful && tries < TRIES && before != fingerprint(&engine_path(dir)) {
                tries += 1;
                continue;
            }
            return Ok(Forensic { reader: opened?, _copy: copy });
        }
    }

    /// What keeps the original from being opened, if anything does.
    #[must_use]
    pub fn opening_fault(&self) -> Option<&StoreError> {
        self.reader.core.opening.as_ref()
    }
}

fn copy(dir: &Path) -> Result<TempDir, StoreError> {
    let temp = std::env::temp_dir();
    let copy = tempfile::Builder::new().prefix("greffe-copy-").tempdir();
    let copy = copy.map_err(StoreError::io("make a private copy in", &temp))?;
    copy_file(&marker_path(dir), &marker_path(copy.path()))?;
    // The mark before the log, so that the copied log is never below the copied mark.
    match copy_file(&head_path(dir), &head_path(copy.path())) {
        Err(StoreError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => {}
        other => other?,
    }
    copy_tree(&engine_path(dir), &engine_path(copy.path()))?;
    Ok(copy)
}

fn copy_file(from: &Path, to: &Path) -> Result<(), StoreError> {
    // Contents only: a copy of a read-only file must be writable.
    let mut source = fs::File::open(from).map_err(StoreError::io("read", from))?;
    let mut target = fs::File::create(to).map_err(StoreError::io("write", to))?;
    std::io::copy(&mut source, &mut target).map_err(StoreError::io("copy", from))?;
    Ok(())
}

fn copy_tree(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::create_dir(to).map_err(StoreError::io("write", to))?;
    let files = match fs::read_dir(from) {
        Ok(files) => files,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(StoreError::io("read", from)(error)),
    };
    for file in files {
        let file = file.map_err(StoreError::io("read", from))?;
        let (from, to) = (file.path(), to.join(file.file_name()));
        if from.is_dir() {
            copy_tree(&from, &to)?;
            continue;
        }
        // A pipe would never end; the engine has none.
        if !from.is_file() {
            continue;
        }
        match copy_file(&from, &to) {
            // A snapshot that the engine replaced meanwhile.
            Err(StoreError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => {}
            other => other?,
        }
    }
    Ok(())
}

/// Length and time of the engine's data file.
fn fingerprint(engine: &Path) -> Option<(u64, SystemTime)> {
    let data = fs::metadata(engine.join("db")).ok()?;
    Some((data.len(), data.modified().ok()?))
}
