//! The index of an open ledger, which is opened when it is first asked.
//!
//! What reads the log alone (a scan, a backup, a projection of everything) needs no index, and is
//! spared what opening one costs: reading its files to hold them against their seal, and the
//! memory of the engine.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use greffe_chain::Head;

use crate::forensic::copy_index;
use crate::indexes::Indexes;
use crate::log::Log;
use crate::options::Options;
use crate::recent::Note;

/// An index that may not be open yet.
pub(crate) struct Index {
    open: OnceLock<Indexes>,
    /// The folder that holds the index and its seal.
    dir: PathBuf,
    options: Options,
    /// The ledger whose index is copied to `dir` before it is opened, where it must stay as it is.
    copied_from: Option<PathBuf>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index")
            .field("dir", &self.dir)
            .field("open", &self.open)
            .finish_non_exhaustive()
    }
}

impl Index {
    /// The index whose files are in `dir`, or are to be: a copy of that of `copied_from`, where that
    /// is given.
    pub(crate) fn new(dir: &Path, options: &Options, copied_from: Option<&Path>) -> Index {
        Index {
            open: OnceLock::new(),
            dir: dir.into(),
            options: options.clone(),
            copied_from: copied_from.map(Path::to_owned),
        }
    }

    /// The open index. One that cannot be opened answers every question with the reason.
    pub(crate) fn get(&self, log: &Log, head: impl FnOnce() -> Head) -> &Indexes {
        self.open.get_or_init(|| {
            if let Some(ledger) = &self.copied_from {
                copy_index(ledger, &self.dir);
            }
            let opened = Indexes::open(&self.dir, log, head(), &self.options);
            opened.unwrap_or_else(Indexes::failed)
        })
    }

    /// Takes note of entries that were chained: the index is open then, since their streams were
    /// looked up in it before.
    pub(crate) fn note(&self, notes: Vec<Note>) {
        if let Some(open) = self.open.get() {
            open.push(notes);
        }
    }

    /// Writes the rows of full blocks of the first `count` entries, if the index is open.
    pub(crate) fn follow(&self, count: u64) {
        if let Some(open) = self.open.get() {
            open.follow(count);
        }
    }

    /// How many blocks wait for their rows.
    pub(crate) fn waiting(&self) -> usize {
        self.open.get().and_then(|open| open.waiting().ok()).unwrap_or(0)
    }

    /// What was wrong with the index files that were found, if they were made anew.
    pub(crate) fn remade(&self) -> Option<&str> {
        self.open.get().and_then(Indexes::remade)
    }
}
