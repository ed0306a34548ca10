//! Backups, restoring, and the examination of a damaged ledger.

use crate::error::Error;
use crate::ledger::Ledger;
use greffe_chain::Hash;
use greffe_store::{BackupReport, Diagnosis, Metrics, RestoreReport};
use std::collections::{BTreeMap, BTreeSet};
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

    /// Documents that entries register and the ledger does not hold, file or text, and which entry
    /// registers each.
    ///
    /// # Errors
    /// [`Error`] when the entries or the documents' folder cannot be read.
    pub fn missing_documents(&self) -> Result<Vec<(Hash, String)>, Error> {
        let held = self.reader()?.documents().map(|held| held.map(|(hash, _)| hash));
        let held: BTreeSet<Hash> = held.collect::<Result<_, _>>()?;
        let mut missing: BTreeMap<Hash, String> = BTreeMap::new();
        for document in self.documents()? {
            let (entry, registered) = (document.entry, document.registered);
            for (what, hash) in [("file", &registered.original), ("text", &registered.text)] {
                let Ok(hash) = hash.parse::<Hash>() else { continue };
                if !held.contains(&hash) {
                    let name = &registered.name;
                    let why = || format!("entry {entry}: the {what} of {name} is not held");
                    missing.entry(hash).or_insert_with(why);
                }
            }
        }
        Ok(missing.into_iter().collect())
    }

    /// What the store has done since the ledger was opened; nothing for a private copy.
    #[must_use]
    pub fn metrics(&self) -> Metrics {
        self.store().map(greffe_store::Store::metrics).unwrap_or_default()
    }
}

/// What is whole of a ledger.
#[derive(Debug, Clone)]
pub struct Examination {
    /// What the store found: entries by ranges, and everything that is wrong.
    pub diagnosis: Diagnosis,
    /// Documents that entries register and the ledger does not hold, as far as its entries can be
    /// read.
    pub missing_documents: Vec<(Hash, String)>,
}

impl Examination {
    /// Whether nothing is damaged or missing.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.diagnosis.report.is_sound()
            && self.diagnosis.damaged.is_empty()
            && self.missing_documents.is_empty()
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
    let mut report = greffe_store::restore(backup, damaged, dir)?;
    // The store knows documents that a source lists; which ones there should be, entries say.
    let lost: BTreeSet<Hash> = report.lost_documents.iter().map(|(hash, _)| *hash).collect();
    let missing = Ledger::open_forensic(dir)?.missing_documents()?;
    report.lost_documents.extend(missing.into_iter().filter(|(hash, _)| !lost.contains(hash)));
    Ok(report)
}

/// Examines a ledger, whatever its state, without a change to any of its files.
///
/// # Errors
/// [`Error::Store`]: missing, not a ledger, or files that cannot be read.
pub fn examine(dir: &Path) -> Result<Examination, Error> {
    let diagnosis = greffe_store::examine(dir)?;
    // What keeps the entries from being read is in the diagnosis.
    let missing = Ledger::open_forensic(dir).and_then(|ledger| ledger.missing_documents());
    Ok(Examination { diagnosis, missing_documents: missing.unwrap_or_default() })
}
