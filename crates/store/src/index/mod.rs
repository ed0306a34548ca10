//! The index of an open ledger, which is opened when it is first asked.
//!
//! What reads the log alone (a scan, a backup, a projection of everything) needs no index, and is
//! spared what opening one costs: making what is missing, and reading the entries of the last block.

mod check;
mod cursor;
mod filter;
mod indexes;
mod lookup;
mod maker;
mod part;
mod piece;
mod recent;
mod rows;
#[cfg(test)]
mod tests;
mod trailer;
mod walk;
mod which;
mod writing;

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use greffe_chain::Head;

use crate::log::Log;
use crate::options::Options;

pub use check::IndexFault;
pub(crate) use check::{Check, Tally};
pub(crate) use indexes::Indexes;
pub(crate) use lookup::{Names, Seqs};
pub(crate) use recent::{BLOCK, Block, Note};
pub(crate) use rows::{KIND, STREAM};

#[cfg(test)]
pub(crate) use {
    filter::{BITS, BLOCK_LENGTH},
    trailer::TRAILER,
    which::FAN,
    writing::FULL,
};

/// An index that may not be open yet.
#[derive(Debug)]
pub(crate) struct Index {
    /// One that could not be opened for a shortage of the system is not kept: the next to ask tries again.
    open: RwLock<Option<Arc<Indexes>>>,
    /// The ledger's directory, where parts are looked for.
    found: PathBuf,
    /// The directory where they are made: another one, where the ledger must stay as it is.
    made: PathBuf,
    trusting: bool,
}

impl Index {
    /// The index of the ledger in `found`, whose missing parts are made in `made`.
    pub(crate) fn new(found: &Path, made: &Path, options: &Options) -> Index {
        Index {
            open: RwLock::default(),
            found: found.into(),
            made: made.into(),
            trusting: options.planted().trusts_index(),
        }
    }

    /// The open index. One that cannot be opened answers every question with the reason.
    pub(crate) fn get(&self, log: &Arc<Log>, head: impl FnOnce() -> Head) -> Arc<Indexes> {
        if let Some(open) = self.opened() {
            return open;
        }
        let mut open = self.open.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = &*open {
            return open.clone();
        }
        let made = Indexes::open(&self.found, &self.made, log, head(), self.trusting);
        let made = Arc::new(made);
        if !made.failed_for_shortage() {
            *open = Some(made.clone());
        }
        made
    }

    fn opened(&self) -> Option<Arc<Indexes>> {
        self.open.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes note of entries that were chained: the index is open then, since their streams were
    /// looked up in it before.
    pub(crate) fn note(&self, notes: Vec<Note>) {
        if let Some(open) = self.opened() {
            open.push(notes);
        }
    }

    /// Writes the rows of full blocks of the first `count` entries, if the index is open.
    pub(crate) fn follow(&self, count: u64) {
        if let Some(open) = self.opened() {
            open.follow(count);
        }
    }

    /// How many blocks wait for their rows.
    pub(crate) fn waiting(&self) -> usize {
        self.opened().and_then(|open| open.waiting().ok()).unwrap_or(0)
    }

    /// What keeps rows of the index from being written, if anything does.
    pub(crate) fn late(&self) -> Option<String> {
        self.opened().and_then(|open| open.late())
    }

    /// What was wrong with index files that were found, if they were made anew.
    pub(crate) fn remade(&self) -> Option<String> {
        self.opened().and_then(|open| open.remade())
    }
}
