//! The seal of the index: what its files were when they were closed.
//!
//! The engine may drop rows without a word when its files are damaged. So their lengths and hashes
//! are written down when it has closed them, and compared before it opens them again. The seal is
//! removed while the index is in use: an index without one was not closed in order.

use std::fmt::Write as _;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use crate::documents::hash_file;
use crate::error::StoreError;
use crate::files;

/// More than the lines of any index: some hundred bytes for each 65 536 entries.
const MOST: u64 = 64 * 1024 * 1024;

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
    let mut file = files::open_for_writing(seal)?;
    let written = file.set_len(0).and_then(|()| file.write_all(text.as_bytes()));
    written.map_err(StoreError::io("write", seal))
}

/// Compares the files in `dir` with the seal: their names and lengths first, so that nothing is read
/// that cannot be what was closed.
pub(crate) fn check(dir: &Path, seal: &Path) -> Result<State, StoreError> {
    let Some(sealed) = read(seal)? else { return Ok(State::Absent) };
    let same = match sealed_files(dir, seal)? {
        Some(_) => text(dir).map(|text| text.as_bytes() == sealed),
        None => Ok(false),
    };
    match same {
        Ok(true) => Ok(State::Whole),
        // What stands in the place of a file is not what was closed either.
        Err(error) if !error.is_damage() => Err(error),
        _ => Ok(State::Differs("its files are not as they were closed".into())),
    }
}

/// The names of the files in `dir`, in order, if they and their lengths are those of the seal.
pub(crate) fn sealed_files(dir: &Path, seal: &Path) -> Result<Option<Vec<String>>, StoreError> {
    let Some(sealed) = read(seal)? else { return Ok(None) };
    let sealed = String::from_utf8_lossy(&sealed);
    let line = |line: &str| {
        let mut parts = line.splitn(3, ' ').skip(1);
        let length: u64 = parts.next()?.parse().ok()?;
        Some((parts.next()?.to_owned(), length))
    };
    let Some(due) = sealed.lines().map(line).collect::<Option<Vec<_>>>() else { return Ok(None) };
    let mut files = Vec::new();
    walk(dir, &mut files)?;
    files.sort();
    let named = files.iter().map(|path| {
        let about = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        Some((path.strip_prefix(dir).ok()?.display().to_string(), about.len()))
    });
    let same = named.collect::<Option<Vec<_>>>().is_some_and(|found| found == due);
    Ok(same.then(|| due.into_iter().map(|(name, _)| name).collect()))
}

/// The bytes of the seal; None where there is none, or something that cannot be one.
fn read(seal: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    match files::read(seal, MOST) {
        Err(error) if error.is_damage() => Ok(Some(Vec::new())),
        other => other,
    }
}

pub(crate) fn remove(seal: &Path) -> Result<(), StoreError> {
    let is_dir = fs::symlink_metadata(seal).is_ok_and(|found| found.is_dir());
    let removed = if is_dir { fs::remove_dir_all(seal) } else { fs::remove_file(seal) };
    match removed {
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
