//! Files as they may be found: somebody, or a broken disk, may have put something else in the place
//! of one.
//!
//! Nothing is read before it is known to be a regular file: a pipe would wait for its writer for
//! ever, a device has no end. Where a file has a greatest length, no more than that is read; where it
//! has none, one that claims far more than the disk holds of it (a sparse file) is refused, since it
//! would fill the memory with nothing. What stands there instead is damage, with its place.
//!
//! What is made is for its owner alone, files 600 and folders 700: a ledger holds personal data, and
//! who else may read it is for the owner to say. docs/format.md §11.1.

use std::fs::{DirBuilder, File, Metadata, OpenOptions};
use std::io::{ErrorKind, Read};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::Path;

use crate::error::StoreError;

/// The mode of files, and of folders.
const FILE_MODE: u32 = 0o600;
const DIR_MODE: u32 = 0o700;
/// A file up to this length is read whatever the disk holds of it.
const SMALL: u64 = 64 * 1024 * 1024;
/// A longer one claims at most so many times what the disk holds of it, as one that a file system
/// compresses may.
const MOST_CLAIMED: u64 = 64;
/// Opens at once whatever is there; without effect on regular files.
const AT_ONCE: i32 = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();

/// Opens a regular file for reading, without waiting for anybody; None when there is none.
///
/// # Errors
/// [`StoreError::Damaged`] when something else is there (a pipe, a device, a folder, a file that claims
/// far more than the disk holds), [`StoreError::Io`] when it cannot be opened.
pub fn open(path: &Path) -> Result<Option<File>, StoreError> {
    let mut options = OpenOptions::new();
    match options.read(true).custom_flags(AT_ONCE).open(path) {
        Ok(file) => {
            let found = file.metadata().map_err(StoreError::io("read", path))?;
            check(path, &found)?;
            Ok(Some(file))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        // A socket cannot be opened at all.
        Err(error) => match std::fs::metadata(path) {
            Ok(found) if !found.is_file() => Err(no_file(path)),
            _ => Err(StoreError::io("read", path)(error)),
        },
    }
}

/// Opens a file for writing, without a change to what is in it; it is made where there is none.
pub(crate) fn open_for_writing(path: &Path) -> Result<File, StoreError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    let wrong = |error| StoreError::io("open", path)(error);
    if std::fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        return Err(no_file(path));
    }
    options.mode(FILE_MODE).custom_flags(AT_ONCE).open(path).map_err(wrong)
}

/// The next bytes of a file, none at its end. A signal that came in between is no fault of it.
pub(crate) fn read_piece<'a>(file: &mut File, piece: &'a mut [u8]) -> std::io::Result<&'a [u8]> {
    loop {
        match file.read(piece) {
            Ok(read) => return Ok(piece.get(..read).unwrap_or_default()),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Reads a whole file of at most `most` bytes; None when there is none.
pub(crate) fn read(path: &Path, most: u64) -> Result<Option<Vec<u8>>, StoreError> {
    let Some(file) = open(path)? else { return Ok(None) };
    let mut bytes = Vec::new();
    let read = file.take(most.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(StoreError::io("read", path))?;
    if bytes.len() as u64 > most {
        let what = format!("the file is longer than the {most} bytes that it may have");
        return Err(StoreError::damaged(what, path.display().to_string()));
    }
    Ok(Some(bytes))
}

/// Leaves nothing of a file: writes over it, lets that reach the disk, and removes it. Whether there was
/// one. What no program can reach is not promised: copies of the medium, and what a disk keeps of
/// blocks that were written over.
///
/// # Errors
/// [`StoreError`] when it cannot be written over or removed; what was not removed can be erased again.
pub fn wipe(path: &Path) -> Result<bool, StoreError> {
    let length = match std::fs::symlink_metadata(path) {
        Ok(found) if found.is_file() => found.len(),
        Ok(_) => return Err(no_file(path)),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(StoreError::io("erase", path)(error)),
    };
    let wrong = StoreError::io("erase", path);
    let flags = AT_ONCE | rustix::fs::OFlags::NOFOLLOW.bits().cast_signed();
    let mut file = match OpenOptions::new().write(true).custom_flags(flags).open(path) {
        Ok(file) => file,
        Err(error) => return Err(wrong(error)),
    };
    let written = std::io::copy(&mut std::io::repeat(0).take(length), &mut file);
    let removed = written.and_then(|_| file.sync_all()).and_then(|()| std::fs::remove_file(path));
    removed.map_err(wrong)?;
    crate::layout::sync_dir(path.parent().unwrap_or(Path::new(".")))?;
    Ok(true)
}

fn check(path: &Path, found: &Metadata) -> Result<(), StoreError> {
    if !found.is_file() {
        return Err(no_file(path));
    }
    let (claimed, held) = (found.len(), found.blocks().saturating_mul(512));
    if claimed > SMALL && claimed / MOST_CLAIMED > held {
        let what = format!("the file claims {claimed} bytes, the disk holds {held} of them");
        return Err(StoreError::damaged(what, path.display().to_string()));
    }
    Ok(())
}

fn no_file(path: &Path) -> StoreError {
    StoreError::damaged("what stands there is not a regular file", path.display().to_string())
}

/// Makes a folder, for its owner alone.
pub(crate) fn create_dir(dir: &Path) -> Result<(), StoreError> {
    DirBuilder::new().mode(DIR_MODE).create(dir).map_err(StoreError::io("create", dir))
}

/// Makes a folder and those above it that are missing, for their owner alone.
pub(crate) fn create_dirs(dir: &Path) -> Result<(), StoreError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true).mode(DIR_MODE).create(dir).map_err(StoreError::io("create", dir))
}
