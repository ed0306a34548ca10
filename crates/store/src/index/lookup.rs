//! Walks over the index: the rows that it holds, and what they do not reach yet.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use super::cursor::Cursor;
use super::indexes::View;
use super::part::Part;
use super::recent::BLOCK;
use super::rows::{self, KIND, STREAM};
use super::walk::Walk;
use crate::error::StoreError;
use crate::read::Core;

/// The seqs of a stream or kind, in order. Ends after the first error.
pub(crate) struct Seqs {
    subject: Vec<u8>,
    /// The first seq that is asked for.
    first: u64,
    /// The seqs below which what is recorded is shown.
    count: u64,
    /// The parts that were not asked yet.
    parts: VecDeque<Arc<Part>>,
    cursor: Option<Cursor>,
    ready: VecDeque<u64>,
    waiting: VecDeque<u64>,
    failed: Option<StoreError>,
    /// Dropped last: the ledger stays open as long as anything reads it.
    _core: Arc<Core>,
}

impl Seqs {
    pub(crate) fn stream(core: &Arc<Core>, stream: &str, count: u64) -> Seqs {
        Seqs::new(core, STREAM, stream, 0, count)
    }

    /// The seqs of a kind from `first` on.
    pub(crate) fn kind(core: &Arc<Core>, kind: &str, first: u64, count: u64) -> Seqs {
        Seqs::new(core, KIND, kind, first, count)
    }

    fn new(core: &Arc<Core>, sort: u8, name: &str, first: u64, count: u64) -> Seqs {
        let subject = rows::subject(&rows::named(sort, name, 0)).to_vec();
        let mut seqs = Seqs {
            subject,
            first,
            count,
            parts: VecDeque::new(),
            cursor: None,
            ready: VecDeque::new(),
            waiting: VecDeque::new(),
            failed: None,
            _core: core.clone(),
        };
        match core.indexes().view() {
            Ok(View { parts, recent }) => {
                seqs.waiting = match sort {
                    KIND => recent.kind(name, count),
                    _ => recent.stream(name, count),
                };
                let reaching = |part: &&Arc<Part>| part.head.count > first;
                seqs.parts = parts.iter().filter(reaching).cloned().collect();
            }
            Err(error) => seqs.failed = Some(error),
        }
        seqs
    }

    /// The seqs of the next row; None at the end of the rows.
    fn row(&mut self) -> Result<Option<Vec<u64>>, StoreError> {
        loop {
            if let Some(cursor) = &mut self.cursor
                && let Some((key, value)) = cursor.peek()
                && rows::subject(key) == self.subject
            {
                let seqs = rows::seqs(value).ok_or_else(|| cursor.part().malformed())?;
                cursor.advance()?;
                return Ok(Some(seqs));
            }
            self.cursor = None;
            let Some(part) = self.parts.pop_front() else { return Ok(None) };
            if part.may_hold(&self.subject)? {
                // Blocks of a kind are numbered, and those before the first are passed over.
                let from = match self.subject.first() {
                    Some(&KIND) => self.first / BLOCK,
                    _ => 0,
                };
                let from = [&self.subject[..], &from.to_be_bytes()].concat();
                self.cursor = Some(part.from(&from)?);
            }
        }
    }
}

impl Iterator for Seqs {
    type Item = Result<u64, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(error) = self.failed.take() {
                self.parts.clear();
                (self.cursor, self.ready) = (None, VecDeque::new());
                self.waiting.clear();
                return Some(Err(error));
            }
            while let Some(seq) = self.ready.pop_front() {
                if (self.first..self.count).contains(&seq) {
                    return Some(Ok(seq));
                }
            }
            match self.row() {
                Ok(Some(seqs)) => self.ready = seqs.into(),
                Ok(None) if self.waiting.is_empty() => return None,
                Ok(None) => self.ready = std::mem::take(&mut self.waiting),
                Err(error) => self.failed = Some(error),
            }
        }
    }
}

/// The distinct names of streams or kinds that begin as asked, in order: those of rows, and among
/// them those of entries that the rows do not reach. Ends after the first error.
pub(crate) struct Names {
    walk: Option<Walk>,
    recent: BTreeSet<String>,
    /// The next name of the rows.
    indexed: Option<String>,
    failed: Option<StoreError>,
    core: Arc<Core>,
}

impl Names {
    pub(crate) fn new(core: Arc<Core>, sort: u8, prefix: &str, count: u64) -> Names {
        let none = Names { walk: None, recent: BTreeSet::new(), indexed: None, failed: None, core };
        let begun = none.core.indexes().view().and_then(|View { parts, recent }| {
            let (streams, kinds) = recent.names(count);
            let recent = if sort == KIND { kinds } else { streams };
            let recent = recent.into_iter().filter(|name| name.starts_with(prefix)).collect();
            let from = [&[sort][..], prefix.as_bytes()].concat();
            // No byte of a name is 255: UTF-8 has none.
            let to = [&from[..], &[u8::MAX]].concat();
            // No name has a byte 0: behind it, a number would be taken for the rest of a name.
            let some = !prefix.contains('\0');
            let walk = some.then(|| Walk::new(&parts, &from, Some(to))).transpose()?;
            Ok((walk, recent))
        });
        match begun {
            Ok((walk, recent)) => Names { walk, recent, ..none }.ready(),
            Err(error) => Names { failed: Some(error), ..none },
        }
    }

    fn ready(mut self) -> Names {
        self.turn();
        self
    }

    /// Reads the next name of the rows.
    fn turn(&mut self) {
        let Some(walk) = &mut self.walk else { return };
        let next = walk.next_subject();
        let next = next.and_then(|subject| match subject {
            None => Ok(None),
            Some(subject) => {
                let name = rows::name(&subject).map(|name| Some(name.to_owned()));
                let place = || crate::layout::index_path(&self.core.dir).display().to_string();
                name.ok_or_else(|| StoreError::index("a row of no form", place()))
            }
        });
        match next {
            Ok(name) => self.indexed = name,
            Err(error) => {
                self.failed = Some(error);
                self.walk = None;
            }
        }
    }
}

impl Iterator for Names {
    type Item = Result<String, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(error) = self.failed.take() {
            self.recent.clear();
            (self.walk, self.indexed) = (None, None);
            return Some(Err(error));
        }
        let recent = self.recent.first();
        let name = match (&self.indexed, recent) {
            (None, None) => return None,
            (Some(name), Some(recent)) => name.min(recent).clone(),
            (Some(name), None) | (None, Some(name)) => name.clone(),
        };
        self.recent.remove(&name);
        if self.indexed.as_ref() == Some(&name) {
            self.indexed = None;
            self.turn();
        }
        Some(Ok(name))
    }
}
