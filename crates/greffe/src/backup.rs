//! Backups, restoring, and the examination of a damaged ledger.

use crate::beside::{Copied, Told, readable};
use crate::decode::decode_entry;
use crate::error::{self, Error};
use crate::ledger::Ledger;
use crate::proof::Anchors;
use crate::vault::Vault;
use greffe_chain::{Entry, Hash};
use greffe_domain::{Content, DocumentRegistered, Event};
use greffe_store::{
    Backup, BackupReport, Diagnosis, Documents, Metrics, Page, Reader, RestoreReport, StoreError,
};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What a backup copied, and what it could not.
#[derive(Debug, Clone)]
pub struct BackedUp {
    /// Entries and documents.
    pub store: BackupReport,
    /// Documents, sealed values and proofs that the backup had once and held no longer, or not as they were:
    /// they were copied anew. What the store counts itself comes on top.
    pub repaired: u64,
    /// Sealed values and proofs of the ledger that are not what they were, or are lost: the backup keeps what
    /// it has of them.
    pub faults: Vec<String>,
}

/// What a restoration made, and what it could not.
#[derive(Debug, Clone)]
pub struct Restored {
    /// Entries and documents.
    pub store: RestoreReport,
    /// Sealed values and proofs that no source holds whole.
    pub faults: Vec<String>,
}

impl Restored {
    /// Whether everything is there that the sources speak of.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.store.is_complete() && self.faults.is_empty()
    }
}

impl Ledger {
    /// Copies into `dir` what has come since the last backup there; the ledger stays in use. Blocks.
    ///
    /// # Errors
    /// [`Error::Store`]: `dir` is something else or holds another history, or the ledger's own entries
    /// are damaged; the backup stays as it was. A document, a sealed value or a proof that is damaged is told
    /// in the report.
    pub fn backup(&self, dir: &Path) -> Result<BackedUp, Error> {
        let reader = self.reader()?;
        let (store, copied) = reader.backup_with(dir, |_| {
            // What was erased since the last backup is erased from it.
            let (erased, documents) = (self.erased()?, Documents::of(dir));
            for digest in &erased {
                documents.erase(*digest)?;
            }
            let mut copied = Vault::of(reader.dir()).copy_into(dir, &erased)?;
            // Checkpoints and time-stamps cannot be made anew; tiles can.
            copied.add(Anchors::of(reader.dir()).copy_into(dir)?);
            Ok::<_, Error>(copied)
        })?;
        let repaired = copied.repaired + self.had(&store)?;
        Ok(BackedUp {
            store,
            repaired,
            faults: copied.faults.into_values().chain(copied.odd).chain(copied.missing).collect(),
        })
    }

    /// How many of the documents that were copied the backup must have had: entries that it held before
    /// register them.
    fn had(&self, report: &BackupReport) -> Result<u64, Error> {
        let new: BTreeSet<Hash> = report.new_documents.iter().copied().collect();
        if new.is_empty() {
            return Ok(0);
        }
        let mut had = BTreeSet::new();
        for document in self.documents()?.iter().filter(|one| one.entry < report.before) {
            let held = document.registered.held();
            let hashes = held.into_iter().filter_map(|(_, hash)| hash.parse::<Hash>().ok());
            had.extend(hashes.filter(|hash| new.contains(hash)));
        }
        Ok(had.len() as u64)
    }

    /// Documents that entries register and the ledger does not hold, file or text, and which entry
    /// registers each.
    ///
    /// # Errors
    /// [`Error`] when the entries or the documents' folder cannot be read.
    pub fn missing_documents(&self) -> Result<Vec<(Hash, String)>, Error> {
        let reader = self.reader()?;
        let erased = self.erased()?;
        let documents = self.documents()?.into_iter();
        let registered = documents.map(|document| (document.entry, document.registered));
        let mut missing = missing(reader.documents(), registered, |hash| reader.document(hash))?;
        missing.retain(|(hash, _)| !erased.contains(hash));
        Ok(missing)
    }

    /// What the store has done since the ledger was opened; nothing for a private copy.
    #[must_use]
    pub fn metrics(&self) -> Metrics {
        self.store().map(greffe_store::Store::metrics).unwrap_or_default()
    }
}

/// Documents that are registered and not held. One that cannot be read is held, and damaged.
///
/// # Errors
/// A shortage of the system.
fn missing(
    listed: impl Iterator<Item = Result<(Hash, u64), StoreError>>,
    registered: impl Iterator<Item = (u64, DocumentRegistered)>,
    document: impl Fn(Hash) -> Result<Option<Vec<u8>>, StoreError>,
) -> Result<Vec<(Hash, String)>, Error> {
    let held: BTreeSet<Hash> = listed.filter_map(|held| Some(held.ok()?.0)).collect();
    let mut missing: BTreeMap<Hash, String> = BTreeMap::new();
    for (entry, registered) in registered {
        for (what, hash) in registered.held() {
            let Ok(hash) = hash.parse::<Hash>() else { continue };
            if held.contains(&hash) {
                continue;
            }
            if let Ok(None) = error::told(document(hash).map_err(Error::from))? {
                let name = &registered.name;
                let why = || format!("entry {entry}: the {what} of {name} is not held");
                missing.entry(hash).or_insert_with(why);
            }
        }
    }
    Ok(missing.into_iter().collect())
}

/// The same of a ledger, whatever its state: by its entries, page by page, and not by an index that may be
/// missing.
fn missing_of(reader: &Reader, told: &Told) -> Result<Vec<(Hash, String)>, Error> {
    let registered = registered(readable(reader))?.into_iter();
    let mut missing = missing(reader.documents(), registered, |hash| reader.document(hash))?;
    missing.retain(|(hash, _)| !told.erased.contains(hash));
    Ok(missing)
}

/// The documents that the entries of those pages register which can be read.
///
/// # Errors
/// A shortage of the system.
fn registered(
    pages: impl Iterator<Item = Result<Page, StoreError>>,
) -> Result<Vec<(u64, DocumentRegistered)>, Error> {
    let mut found = Vec::new();
    for page in pages {
        let Ok(page) = error::told(page.map_err(Error::from))? else { continue };
        for (seq, bytes) in page.entries() {
            let Ok(entry) = Entry::parse(bytes) else { continue };
            if entry.kind() != "DocumentRegistered" {
                continue;
            }
            if let Content::Known(fact) = decode_entry(&entry).content
                && let Event::DocumentRegistered(document) = &fact.event
            {
                found.push((seq, document.clone()));
            }
        }
    }
    Ok(found)
}

/// Whether a directory says of itself that it is a backup.
#[must_use]
pub fn is_backup(dir: &Path) -> bool {
    Backup::is_one(dir)
}

/// What is whole of a ledger or of a backup.
#[derive(Debug, Clone)]
pub struct Examination {
    /// What the store found: entries by ranges, and everything that is wrong.
    pub diagnosis: Diagnosis,
    /// Documents that entries register and the ledger does not hold, as far as its entries can be
    /// read.
    pub missing_documents: Vec<(Hash, String)>,
    /// What is wrong with the vault and with the proofs.
    pub beside: Vec<String>,
}

impl Examination {
    /// Whether nothing is damaged or missing.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.diagnosis.report.is_sound()
            && self.diagnosis.damaged.is_empty()
            && self.missing_documents.is_empty()
            && self.beside.is_empty()
    }
}

/// Makes a ledger in `dir` from a backup, from what is whole of a damaged ledger, or from both.
/// Everything is verified; the sources are not written to. What is damaged beside their logs, in the vault
/// or among the proofs, is told and keeps nothing else from coming back.
///
/// # Errors
/// [`Error::Store`]: a source that is none, a target that is not empty, or no entry that verifies.
pub fn restore(
    backup: Option<&Path>,
    damaged: Option<&Path>,
    dir: &Path,
) -> Result<Restored, Error> {
    // Under the lock of the new ledger: nobody opens it before what lies beside its log is there, and where
    // that fails nothing half made is left.
    greffe_store::restore_with(backup, damaged, dir, |store| {
        restore_beside(store, [damaged, backup], dir)
    })
}

/// What belongs beside the log of a ledger that was just restored.
fn restore_beside(
    mut store: RestoreReport,
    sources: [Option<&Path>; 2],
    dir: &Path,
) -> Result<Restored, Error> {
    let mut beside = Copied::default();
    // Without its first entry there is no ledger, and what is whole is kept beside.
    let ledger = if store.head.count > 0 { Some(Ledger::open_forensic(dir)?) } else { None };
    let mut told = match &ledger {
        // Just made, and whole: what cannot be read now must not bring back what it records as erased.
        Some(ledger) => Told::by_all(ledger.reader()?)?,
        None => Told::default(),
    };
    // What entries record as erased may still lie in an older source, whether or not they continue the
    // beginning.
    told.add_logs(store.islands.iter().map(|(_, _, path)| path.as_path()))?;
    for source in sources.into_iter().flatten() {
        // What cannot be written beside the log is told as what cannot be read is.
        for copied in
            [Anchors::of(source).copy_into(dir), Vault::of(source).copy_into(dir, &told.erased)]
        {
            match error::told(copied)? {
                Ok(copied) => beside.add(copied),
                Err(error) => beside.odd.push(error.to_string()),
            }
        }
    }
    let documents = Documents::of(dir);
    for digest in &told.erased {
        if documents.erase(*digest)? {
            store.documents = store.documents.saturating_sub(1);
        }
    }
    if let Some(ledger) = &ledger {
        // The store knows documents that a source lists; which ones there should be, entries say.
        let lost: BTreeSet<Hash> = store.lost_documents.iter().map(|(hash, _)| *hash).collect();
        let missing = missing_of(ledger.reader()?, &told)?.into_iter();
        store.lost_documents.extend(missing.filter(|(hash, _)| !lost.contains(hash)));
    }
    // What one source has damaged, the other may have given.
    beside.faults.retain(|path, _| !dir.join(path).is_file());
    let mut faults: Vec<String> = beside.faults.into_values().chain(beside.odd).collect();
    faults.extend(told.faults(dir, |digest| documents.holds(digest))?);
    Ok(Restored { store, faults })
}

/// Examines a ledger or a backup, whatever its state, without a change to any of its files.
///
/// # Errors
/// [`Error::Store`]: missing, neither of the two, or files that cannot be read.
pub fn examine(dir: &Path) -> Result<Examination, Error> {
    let diagnosis = greffe_store::examine(dir)?;
    if is_backup(dir) {
        let backup = Backup::open(dir)?;
        let document = |hash| backup.document(hash);
        let (told, registered) = (Told::by_backup(&backup)?, registered(backup.pages())?);
        let registered = registered.into_iter();
        let mut missing_documents = missing(backup.documents(), registered, document)?;
        missing_documents.retain(|(hash, _)| !told.erased.contains(hash));
        let beside = told.faults(dir, |digest| backup.holds_document(digest))?;
        return Ok(Examination { diagnosis, missing_documents, beside });
    }
    let ledger = Ledger::open_forensic(dir)?;
    let reader = ledger.reader()?;
    let told = Told::by(reader)?;
    let missing_documents = missing_of(reader, &told)?;
    let beside = told.faults(dir, |digest| reader.holds_document(digest))?;
    Ok(Examination { diagnosis, missing_documents, beside })
}
