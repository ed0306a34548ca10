//! The seal of the index: what its files were when they were closed.
//!
//! The engine may drop rows without a word when its files are damaged. So their lengths and hashes
//! are written down when it has closed them, and compared before it opens them again. The seal is
//! removed while the index is in use: an index without one was not closed in order.

use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::documents::hash_file;
use crate::error::StoreError;

/// What the seal says of the files.
pub(crate) enum State {
    /// They are as they were closed.
    Whole,
    /// They are not, and how.
    Differs(String),
    /// There is no seal.
    Absent,
}

/// Writes the seal of the files in `dir`. Not synced: a lost seal costs a rebuild, nothing else.
pub(crate) fn write(dir: &Path, seal: &Path) -> Result<(), StoreError> {
    let text = text(dir)?;
    fs::write(seal, text).map_err(StoreError::io("write", seal))
}

/// Compares the files in `dir` with the seal.
pub(crate) fn check(dir: &Path, seal: &Path) -> Result<State, StoreError> {
    let sealed = match fs::read(seal) {
        Ok(sealed) => sealed,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(State::Absent),
        Err(error) => return Err(StoreError::io("read", seal)(error)),
    };
    Ok(if text(dir)?.as_bytes() == sealed {
        State::Whole
    } else {
        State::Differs("its files are not as they were closed".into())
    })
}

pub(crate) fn remove(seal: &Path) -> Result<(), StoreError> {
    match fs::remove_file(seal) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(StoreError::io("remove", seal)(error))
        }
        _ => Ok(()),
    }
}

/// A line a file, in the order of names: hash, length, name.
fn text(dir: &Path) -> Result<String, StoreError> {
    let mut files = Vec::new();
    walk(dir, &mut files)?;
    files.sort();
    let mut text = String::new();
    for path in files {
        let (hash, length) = hash_file(&path)?;
        let name = path.strip_prefix(dir).unwrap_or(&path);
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{hash} {length} {}", name.display());
    }
    Ok(text)
}

fn walk(dir: &Path, files: &mut Vec<PathBuf>) -> Result<(), StoreError> {
    let wrong = |error| StoreError::io("read", dir)(error);
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(wrong(error)),
    };
    for entry in entries {
        let path = entry.map_err(wrong)?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
