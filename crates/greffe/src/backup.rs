//! Backups, restoring, and the examination of a damaged ledger.

use crate::error::Error;
use crate::ledger::Ledger;
use greffe_store::{BackupReport, Diagnosis, Metrics, RestoreReport};
use std::path::Path;

impl Ledger {
    /// Copies into `dir` what has come since the last backup there; the ledger stays in use. Blocks.
    ///
    /// # Errors
    /// [`Error::Store`]: `dir` is something else or holds another history, or the ledger's own bytes
    /// are damaged; the backup stays as it was.
    pub fn backup(&self, dir: &Path) -> Result<BackupReport, Error> {
        Ok(self.reader()?.backup(dir)?)
    }

    /// What the store has done since the ledger was opened; nothing for a private copy.
    #[must_use]
    pub fn metrics(&self) -> Metrics {
        self.store().map(greffe_store::Store::metrics).unwrap_or_default()
    }
}

/// Makes a ledger in `dir` from a backup, from what is whole of a damaged ledger, or from both.
/// Everything is verified; the sources are not written to.
///
/// # Errors
/// [`Error::Store`]: a source that is none, a target that is not empty, or no entry that verifies.
pub fn restore(
    backup: Option<&Path>,
    damaged: Option<&Path>,
    dir: &Path,
) -> Result<RestoreReport, Error> {
    Ok(greffe_store::restore(backup, damaged, dir)?)
}

/// Examines a ledger, whatever its state, without a change to any of its files.
///
/// # Errors
/// [`Error::Store`]: missing, not a ledger, or files that cannot be read.
pub fn examine(dir: &Path) -> Result<Diagnosis, Error> {
    Ok(greffe_store::examine(dir)?)
}
