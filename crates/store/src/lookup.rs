//! Walks over an index: the rows that it holds, and what it has not followed yet.

use std::collections::{BTreeSet, VecDeque};

use crate::engine::{Rows, Table};
use crate::error::StoreError;
use crate::indexes::{row_seq, split};

/// Seqs from the rows of an index, then from the entries that it had not followed.
pub(crate) struct Seqs {
    pub(crate) rows: Option<Rows>,
    pub(crate) followed: u64,
    pub(crate) recent: VecDeque<Result<u64, StoreError>>,
    pub(crate) place: String,
}

impl Iterator for Seqs {
    type Item = Result<u64, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(row) = self.rows.as_mut().and_then(Iterator::next) {
            match row.map(|(key, value)| row_seq(&key, &value)) {
                Ok(Some(seq)) if seq < self.followed => return Some(Ok(seq)),
                Ok(Some(_)) => {}
                Ok(None) => {
                    let error = StoreError::damaged("a row that is no entry's", &*self.place);
                    self.recent = VecDeque::from([Err(error)]);
                }
                Err(error) => self.recent = VecDeque::from([Err(error)]),
            }
        }
        self.rows = None;
        self.recent.pop_front()
    }
}

/// The distinct names of an index, in order: those of its rows, skipping from one to the next, and
/// among them those of entries it has not followed.
pub(crate) struct Names {
    pub(crate) table: Table,
    pub(crate) from: Vec<u8>,
    pub(crate) recent: BTreeSet<String>,
    pub(crate) failed: Option<StoreError>,
}

impl Names {
    fn indexed(&mut self) -> Result<Option<String>, StoreError> {
        let Some((key, _)) = self.table.range(&self.from, &[0xff]).next().transpose()? else {
            return Ok(None);
        };
        let name = split(&key).map(|(name, _)| name.to_owned());
        let place = || self.table.place();
        name.map(Some).ok_or_else(|| StoreError::damaged("a key that is no name's", place()))
    }
}

impl Iterator for Names {
    type Item = Result<String, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let indexed = match self.failed.take().map_or_else(|| self.indexed(), Err) {
            Ok(indexed) => indexed,
            Err(error) => {
                self.from = vec![0xff];
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
        self.from = [name.as_bytes(), &[1]].concat();
        Some(Ok(name))
    }
}
