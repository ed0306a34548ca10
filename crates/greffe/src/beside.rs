//! What lies beside the log, in `vault/` and `proof/`: what entries say of it, what is wrong with it, and
//! what came of copying it into a backup or a new ledger.

use crate::decode::decode;
use crate::error::{self, Error};
use crate::fold::over_pages;
use crate::proof::Anchors;
use crate::vault::{self, sealed_in};
use greffe_chain::{Entry, Hash};
use greffe_domain::{Content, Event};
use greffe_store::{Backup, Page, Reader, StoreError};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};

/// Entries of a page.
const PAGE: u64 = 256;

/// What became of the files beside the log.
#[derive(Debug, Clone, Default)]
pub(crate) struct Copied {
    /// Files that were there and not what they should be: they were copied anew.
    pub(crate) repaired: u64,
    /// What could not be copied because it is not what it was, by its path below either directory: where
    /// another source gives that file, nothing is lost.
    pub(crate) faults: BTreeMap<PathBuf, String>,
    /// What is wrong whatever another source gives.
    pub(crate) odd: Vec<String>,
    /// What the copy holds and its source has lost.
    pub(crate) missing: Vec<String>,
}

impl Copied {
    pub(crate) fn add(&mut self, more: Copied) {
        self.repaired += more.repaired;
        self.faults.extend(more.faults);
        self.odd.extend(more.odd);
        self.missing.extend(more.missing);
    }

    /// Notes what is wrong with one file.
    pub(crate) fn fault(&mut self, path: impl Into<PathBuf>, what: &impl ToString) {
        self.faults.entry(path.into()).or_insert_with(|| what.to_string());
    }
}

/// The digests that entries hold in the place of values, and what they record as erased.
#[derive(Debug, Default)]
pub(crate) struct Told {
    pub(crate) sealed: BTreeSet<Hash>,
    pub(crate) erased: BTreeSet<Hash>,
}

/// The pages of a ledger, an error in the place of each that cannot be read, and on with the next.
pub(crate) fn readable(reader: &Reader) -> impl Iterator<Item = Result<Page, StoreError>> + '_ {
    let count = reader.head().count;
    (0..count.div_ceil(PAGE)).flat_map(move |page| {
        let range = page * PAGE..((page + 1) * PAGE).min(count);
        reader.pages(range)
    })
}

impl Told {
    /// What all entries of a ledger say.
    ///
    /// # Errors
    /// [`Error`] when one of them cannot be read.
    pub(crate) fn by_all(reader: &Reader) -> Result<Told, Error> {
        let mut told = Told::default();
        let work = |page: &Page| Ok(Told::of(page));
        over_pages(reader, ..reader.head().count, work, |page| told.add(page))?;
        Ok(told)
    }

    /// What the readable entries of a ledger say; what is behind damage says nothing.
    ///
    /// # Errors
    /// A shortage of the system.
    pub(crate) fn by(reader: &Reader) -> Result<Told, Error> {
        if let Ok(told) = error::told(Told::by_all(reader))? {
            return Ok(told);
        }
        Told::of_pages(readable(reader))
    }

    /// The same of a backup.
    pub(crate) fn by_backup(backup: &Backup) -> Result<Told, Error> {
        Told::of_pages(backup.pages())
    }

    fn of_pages(pages: impl Iterator<Item = Result<Page, StoreError>>) -> Result<Told, Error> {
        let mut told = Told::default();
        for page in pages {
            if let Ok(page) = error::told(page.map_err(Error::from))? {
                told.add(Told::of(&page));
            }
        }
        Ok(told)
    }

    /// Takes in what the entries of raw logs say, one a line.
    pub(crate) fn add_logs<'p>(
        &mut self,
        logs: impl Iterator<Item = &'p Path>,
    ) -> Result<(), Error> {
        for path in logs {
            let failed = |source| Error::File { path: path.to_owned(), source };
            for line in BufReader::new(File::open(path).map_err(failed)?).split(b'\n') {
                self.entry(&line.map_err(failed)?);
            }
        }
        Ok(())
    }

    fn of(page: &Page) -> Told {
        let mut told = Told::default();
        page.entries().for_each(|(_, bytes)| told.entry(bytes));
        told
    }

    fn add(&mut self, more: Told) {
        self.sealed.extend(more.sealed);
        self.erased.extend(more.erased);
    }

    fn entry(&mut self, bytes: &[u8]) {
        // Few entries seal or erase anything: the others are not parsed.
        if memchr::memmem::find(bytes, b"\"sealed\"").is_none() {
            return;
        }
        let Ok(entry) = Entry::parse(bytes) else { return };
        if entry.kind() != "PersonalDataErased" {
            self.sealed.extend(sealed_in(entry.data()));
            return;
        }
        let Ok(recorded) = decode(bytes) else { return };
        let Content::Known(fact) = &recorded.content else { return };
        if let Event::PersonalDataErased(event) = &fact.event {
            self.erased
                .extend(event.sealed.iter().filter_map(|digest| digest.parse::<Hash>().ok()));
        }
    }

    /// Everything that is wrong with the vault and with the proofs of a ledger or of a backup.
    ///
    /// # Errors
    /// A shortage of the system.
    pub(crate) fn faults(
        &self,
        dir: &Path,
        holds: impl Fn(Hash) -> bool,
    ) -> Result<Vec<String>, Error> {
        let mut faults = vault::check(dir, &self.sealed, &self.erased, false, holds)?.faults;
        faults.extend(Anchors::of(dir).faults()?);
        Ok(faults)
    }
}
