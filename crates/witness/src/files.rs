//! The files of a witness: read within bounds, written whole or not at all, and on disk before anybody is told.
//!
//! The facade writes what it keeps in the same way; no crate that touches files lies below both, and a witness holds
//! no store.

use crate::source;
use crate::state::StateError;
use greffe_proof::MAX_NOTE_BYTES;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

/// An error of the system, at a path.
pub(crate) fn io_at(path: &Path) -> impl Fn(io::Error) -> StateError + '_ {
    |source| StateError::Io { path: path.to_owned(), source }
}

/// The bytes of a file, as many as a note may have and one at most; None where there is none.
pub(crate) fn read(path: &Path) -> Result<Option<Vec<u8>>, StateError> {
    let Some(file) = source::open(path).map_err(io_at(path))? else { return Ok(None) };
    let mut bytes = Vec::new();
    file.take(MAX_NOTE_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(io_at(path))?;
    Ok(Some(bytes))
}

/// Writes a file whole or not at all; on disk when this returns, its name included.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), StateError> {
    let written = unfinished(path, bytes)?;
    written.persist(path).map_err(|error| io_at(path)(error.error))?;
    // The folder of the origin may be new as well.
    name_on_disk(path, 2)
}

/// The same for a file that is not there yet; one that is there stays.
pub(crate) fn keep(path: &Path, bytes: &[u8]) -> Result<(), StateError> {
    match unfinished(path, bytes)?.persist_noclobber(path) {
        Ok(_) => name_on_disk(path, 3),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(io_at(path)(error.error)),
    }
}

/// The bytes of a file, on disk beside the place where they belong.
fn unfinished(path: &Path, bytes: &[u8]) -> Result<tempfile::NamedTempFile, StateError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(io_at(folder))?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(io_at(folder))?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(io_at(path))?;
    Ok(file)
}

/// Makes the name of a file durable, in so many folders above it.
fn name_on_disk(path: &Path, folders: usize) -> Result<(), StateError> {
    for folder in path.ancestors().skip(1).take(folders) {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(io_at(folder))?;
    }
    Ok(())
}
