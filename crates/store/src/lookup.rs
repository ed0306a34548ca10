//! Walks over the index: the rows that it holds, and what they do not reach yet.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use crate::error::StoreError;
use crate::indexes::Lookup;
use crate::read::Core;
use crate::recent::BLOCK;
use crate::rows::{KIND, STREAM};

/// The seqs of a stream or kind, in order. Ends after the first error.
pub(crate) struct Seqs {
    found: Result<Option<Lookup>, StoreError>,
    ready: VecDeque<u64>,
    /// The first seq that is asked for.
    first: u64,
    /// Dropped after the rows: the index stays open as long as anything reads it.
    core: Arc<Core>,
}

impl Seqs {
    pub(crate) fn stream(core: Arc<Core>, stream: &str, count: u64) -> Seqs {
        let found = core.indexes().rows_of(STREAM, stream, 0, count).map(Some);
        Seqs { found, ready: VecDeque::new(), first: 0, core }
    }

    /// The seqs of a kind from `first` on.
    pub(crate) fn kind(core: Arc<Core>, kind: &str, first: u64, count: u64) -> Seqs {
        let found = core.indexes().rows_of(KIND, kind, first / BLOCK, count).map(Some);
        Seqs { found, ready: VecDeque::new(), first, core }
    }
}

impl Iterator for Seqs {
    type Item = Result<u64, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            while let Some(seq) = self.ready.pop_front() {
                if seq >= self.first {
                    return Some(Ok(seq));
                }
            }
            let lookup = match &mut self.found {
                Ok(lookup) => lookup.as_mut()?,
                Err(error) => {
                    let error = error.clone();
                    self.found = Ok(None);
                    return Some(Err(error));
                }
            };
            let row = lookup.rows.next();
            // What was read before the index was emptied is whole; what follows may not be.
            if let Err(error) = self.core.indexes().still(lookup.emptied) {
                self.found = Err(error);
                continue;
            }
            match row {
                Some(Ok((key, value))) => match self.core.indexes().row(&key, &value) {
                    Ok((_, seqs)) => {
                        let followed = lookup.followed;
                        self.ready.extend(seqs.into_iter().filter(|seq| *seq < followed));
                    }
                    Err(error) => self.found = Err(error),
                },
                Some(Err(error)) => self.found = Err(error),
                None => {
                    self.ready = std::mem::take(&mut lookup.waiting);
                    self.found = Ok(None);
                }
            }
        }
    }
}

/// The distinct names of streams or kinds, in order: those of rows, skipping from one to the next,
/// and among them those of entries that the rows do not reach.
pub(crate) struct Names {
    sort: u8,
    from: Vec<u8>,
    recent: BTreeSet<String>,
    failed: Option<StoreError>,
    emptied: u64,
    core: Arc<Core>,
}

impl Names {
    pub(crate) fn new(core: Arc<Core>, sort: u8, count: u64) -> Names {
        let emptied = core.indexes().emptied();
        let (recent, failed) = match core.indexes().recent_names(sort, count) {
            Ok(names) => (names.into_iter().collect(), None),
            Err(error) => (BTreeSet::new(), Some(error)),
        };
        Names { sort, from: vec![sort, 1], recent, failed, emptied, core }
    }
}

impl Iterator for Names {
    type Item = Result<String, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = || {
            let next = self.core.indexes().next_name(self.sort, &self.from)?;
            self.core.indexes().still(self.emptied)?;
            Ok(next)
        };
        let indexed = match self.failed.take().map_or_else(next, Err) {
            Ok(indexed) => indexed,
            Err(error) => {
                self.from = vec![self.sort + 1];
                self.recent.clear();
                return Some(Err(error));
            }
        };
        let name = match (indexed, self.recent.first()) {
            (None, None) => return None,
            (Some(name), Some(recent)) => name.min(recent.clone()),
            (Some(name), None) => name,
            (None, Some(recent)) => recent.clone(),
        };
        self.recent.remove(&name);
        self.from = [&[self.sort][..], name.as_bytes(), &[1]].concat();
        Some(Ok(name))
    }
}
