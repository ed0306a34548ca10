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

mod anchors;
mod checkpoint;
mod error;
mod keys;
mod prove;
mod publish;
#[cfg(test)]
mod tests;
mod tiles;
mod verify;

pub use anchors::{KeptCheckpoint, anchor_of};
pub use checkpoint::{Signed, Stamped};
pub use error::ProofError;
pub use keys::{KeyRecord, new_key};
pub use prove::{Proved, ProvedAlone};
pub use publish::Published;
pub use verify::{Against, AnchorReport, NotAnchored, OutsideAnchor, ProofCheck, Reach};

pub(crate) use anchors::Anchors;
pub(crate) use keys::{KINDS as KEY_KINDS, follow as follow_key};
pub(crate) use verify::{LeavesOf, Roots, hold};

use crate::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The folder of anchors and tiles in a ledger's directory, and of anchors in a backup's.
pub(crate) fn folder(dir: &Path) -> PathBuf {
    dir.join("proof")
}

/// Writes a file whole or not at all, in place of an earlier one; on disk when this returns, if
/// `synced`.
pub(crate) fn write_whole(path: &Path, bytes: &[u8], synced: bool) -> Result<(), Error> {
    let failed = |source| Error::Unwritten { path: path.to_owned(), source };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut file =
        tempfile::Builder::new().prefix(".greffe-").tempfile_in(folder).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    if synced {
        file.as_file().sync_all().map_err(failed)?;
    }
    // A temporary file is for its owner alone; what is written here is for whoever may read the
    // ledger.
    open_to_readers(file.as_file()).map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    if synced {
        std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
    }
    Ok(())
}

#[cfg(unix)]
fn open_to_readers(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn open_to_readers(_: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}

/// Reads a file of which no more than `most` bytes can be of use; None where there is none.
pub(crate) fn read_small(path: &Path, most: u64) -> Result<Option<Vec<u8>>, Error> {
    use std::io::Read as _;
    let failed = |source| Error::File { path: path.to_owned(), source };
    let file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    let mut bytes = Vec::new();
    file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    Ok(Some(bytes))
}
