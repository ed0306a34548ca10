//! Proof: what lets somebody who distrusts the keeper check a ledger.
//!
//! The ledger's directory has a folder `proof` for it, in plain files (docs/format.md §11.13):
//!
//! - *anchors*, which cannot be made anew: checkpoints that were signed, cosigned and time-stamped
//!   (`anchors.rs`);
//! - *tiles* of the Merkle tree, which can: they follow the log when a checkpoint, a proof or a
//!   publication needs them, so that appending costs nothing (`tiles.rs`).
//!
//! A tile is never believed: a checkpoint is signed over what continues a checkpoint that was signed
//! before, a proof is verified before it is handed out, and `verify` computes the tree anew from the
//! bytes that it hashes for the chain (`verify.rs`).

mod against;
mod anchors;
mod checkpoint;
mod clocks;
mod error;
mod keys;
mod prove;
mod publish;
mod remembered;
mod roots;
#[cfg(test)]
mod tests;
mod tiles;
mod verify;

pub use against::{
    Against, AnchorReport, HeldStamp, LONG_UNSTAMPED, NotAnchored, OutsideAnchor, ProofCheck, Reach,
};
pub use anchors::{KeptCheckpoint, anchor_of};
pub use checkpoint::{Signed, Stamped};
pub use error::ProofError;
pub use keys::{KeyRecord, new_key};
pub use prove::{Proved, ProvedAlone};
pub use publish::Published;
pub use remembered::Remembered;

pub(crate) use anchors::Anchors;
pub(crate) use keys::{KINDS as KEY_KINDS, follow as follow_key};
pub(crate) use roots::{LeavesOf, Roots};
pub(crate) use verify::hold;

use crate::error::Error;
use greffe_proof::evidence::Faults;
use greffe_store::StoreError;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The folder of anchors and tiles in a ledger's directory, and of anchors in a backup's.
pub(crate) fn folder(dir: &Path) -> PathBuf {
    dir.join("proof")
}

/// How many faults of a check on a ledger are told.
fn faults() -> Faults {
    Faults::telling(20)
}

/// How deep in a ledger or a backup a file lies at most that is written here.
const DEPTH: usize = 5;

/// The beginning of the names of files that are to become others.
pub(crate) const UNFINISHED: &str = ".greffe-";

/// Writes a file of a ledger or a backup whole or not at all, in place of an earlier one: for its owner
/// alone, in folders for their owner alone. On disk when this returns, if `synced`.
pub(crate) fn write_whole(path: &Path, bytes: &[u8], synced: bool) -> Result<(), Error> {
    let mut folders = std::fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        folders.mode(0o700);
    }
    write_in(&mut folders, path, bytes, synced, |_| Ok(()))
}

/// Writes a file that is published, whole or not at all; on disk when this returns.
fn write_published(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    write_in(&mut std::fs::DirBuilder::new(), path, bytes, true, open_to_readers)
}

fn write_in(
    folders: &mut std::fs::DirBuilder,
    path: &Path,
    bytes: &[u8],
    synced: bool,
    open: impl Fn(&File) -> std::io::Result<()>,
) -> Result<(), Error> {
    let failed = |source| Error::Unwritten { path: path.to_owned(), source };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let missing = |folder: &&Path| !folder.as_os_str().is_empty() && !folder.exists();
    let made = folder.ancestors().take_while(missing).count();
    folders.recursive(true).create(folder).map_err(failed)?;
    let mut file =
        tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder).map_err(failed)?;
    file.write_all(bytes).and_then(|()| open(file.as_file())).map_err(failed)?;
    if synced {
        file.as_file().sync_all().map_err(failed)?;
    }
    // An empty folder that stands there: no file can be renamed over it.
    if std::fs::symlink_metadata(path).is_ok_and(|found| found.is_dir()) {
        std::fs::remove_dir(path).map_err(failed)?;
    }
    file.persist(path).map_err(|error| failed(error.error))?;
    if synced { sync_names(folder, made).map_err(failed) } else { Ok(()) }
}

/// Makes the name of a file in a folder durable, and those of the folders above it: of those that were
/// made, and of all that lie in a ledger or a backup, which an earlier call may have made and left unsynced.
fn sync_names(folder: &Path, made: usize) -> std::io::Result<()> {
    let within = folder.ancestors().take(DEPTH).position(|dir| dir.join("greffe.json").is_file());
    for dir in folder.ancestors().take(1 + made.max(within.unwrap_or(0))) {
        // A bare name stands in the folder that the process works in.
        let dir = if dir.as_os_str().is_empty() { Path::new(".") } else { dir };
        File::open(dir)?.sync_all()?;
    }
    Ok(())
}

#[cfg(unix)]
fn open_to_readers(file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn open_to_readers(_: &File) -> std::io::Result<()> {
    Ok(())
}

/// Opens a regular file; None where there is none. A pipe or a device in its place is refused at once.
pub(crate) fn open_regular(path: &Path) -> Result<Option<File>, Error> {
    greffe_store::open_file(path).map_err(|error| {
        let source = match error {
            StoreError::Damaged(damage) => {
                std::io::Error::new(std::io::ErrorKind::InvalidData, damage.what.clone())
            }
            // The system's own words, and its number with them.
            StoreError::Io { source, .. } => match source.raw_os_error() {
                Some(number) => std::io::Error::from_raw_os_error(number),
                None => std::io::Error::new(source.kind(), source.to_string()),
            },
            other => return other.into(),
        };
        Error::File { path: path.to_owned(), source }
    })
}

/// Reads a file of which no more than `most` bytes can be of use; None where there is none.
pub(crate) fn read_small(path: &Path, most: u64) -> Result<Option<Vec<u8>>, Error> {
    use std::io::Read as _;
    let failed = |source| Error::File { path: path.to_owned(), source };
    let Some(file) = open_regular(path)? else { return Ok(None) };
    let mut bytes = Vec::new();
    file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    Ok(Some(bytes))
}
