//! Holding the index against the log: every row that the log gives is there, there is no other, and
//! each part is the file that its rows make.
//!
//! The rows of a block and those that are stored come in different orders. So both are added up, each
//! row as a hash under a key that is drawn for the occasion: two sums agree if the rows do, and nobody
//! can choose rows so that they agree otherwise. Only where they differ is each row looked for.

use std::fs::File;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufReader, Read, Write};
use std::os::unix::fs::FileExt;
use std::sync::Arc;

use greffe_chain::Hash;

use super::indexes::{Indexes, View};
use super::maker;
use super::part::{Body, Part};
use super::recent::{BLOCK, Block};
use super::rows::{self, ID, STREAM};
use super::walk::Walk;
use super::writing::Writing;
use crate::error::StoreError;
use crate::log::Log;

/// A part of the index that is not what the log says, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexFault {
    /// The index: `streams`, `kinds` or `ids`; `rows` where a row belongs to none.
    pub index: &'static str,
    /// What differs. Rebuilding the indexes sets it right.
    pub what: String,
}

/// The key of one check.
#[derive(Clone, Copy, Debug)]
struct Key([u8; 32]);

impl Key {
    fn draw() -> Key {
        let mut key = [0; 32];
        for (number, bytes) in (0_u64..).zip(key.as_chunks_mut::<8>().0) {
            *bytes = RandomState::new().hash_one(number).to_be_bytes();
        }
        Key(key)
    }
}

/// Rows, added up in any order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    rows: u64,
    sum: [u64; 4],
}

impl Tally {
    fn row(&mut self, key: Key, (name, value): (&[u8], &[u8]), together: &mut Vec<u8>) {
        together.clear();
        together.extend_from_slice(&key.0);
        together.extend_from_slice(&(name.len() as u64).to_be_bytes());
        together.extend_from_slice(name);
        together.extend_from_slice(value);
        let hash = Hash::of(together);
        self.rows += 1;
        for (sum, bytes) in self.sum.iter_mut().zip(hash.as_bytes().as_chunks::<8>().0) {
            *sum = sum.wrapping_add(u64::from_be_bytes(*bytes));
        }
    }

    /// Adds another tally.
    pub(crate) fn add(&mut self, other: Tally) {
        self.rows += other.rows;
        for (sum, other) in self.sum.iter_mut().zip(other.sum) {
            *sum = sum.wrapping_add(other);
        }
    }
}

/// One comparison of the index, as it is at one moment, with the log.
pub(crate) struct Check {
    key: Key,
    view: View,
}

impl Check {
    /// The comparison of the index of this moment.
    pub(crate) fn new(indexes: &Indexes) -> Result<Check, StoreError> {
        Ok(Check { key: Key::draw(), view: indexes.view()? })
    }

    /// How many entries have rows.
    pub(crate) const fn followed(&self) -> u64 {
        self.view.followed()
    }

    /// The rows that a block gives.
    pub(crate) fn block(&self, block: &Block) -> Tally {
        let (mut tally, mut together) = (Tally::default(), Vec::new());
        for (name, value) in rows::of_block(block) {
            tally.row(self.key, (&name, &value), &mut together);
        }
        tally
    }

    /// How many parts there are.
    pub(crate) fn parts(&self) -> usize {
        self.view.parts.len()
    }

    /// Reads a part whole: the sums of all its pieces, and its rows, of which it must be the file.
    /// Pieces that are not what was written are made anew first. None where it is another file.
    pub(crate) fn part(&self, number: usize) -> Result<Option<Tally>, StoreError> {
        let Some(part) = self.view.parts.get(number) else { return Ok(Some(Tally::default())) };
        pieces(part)?;
        let body = part.body();
        let tally = self.held(part, &body)?;
        // Where a leaf was made anew on the way, it is another file by now.
        let now = part.body();
        if tally.is_none() && !Arc::ptr_eq(&body, &now) { self.held(part, &now) } else { Ok(tally) }
    }

    /// The rows of a part, if they make this file.
    fn held(&self, part: &Arc<Part>, body: &Body) -> Result<Option<Tally>, StoreError> {
        let trailer = body.trailer;
        let stored = BufReader::with_capacity(64 * 1024, Stored { file: &body.file, at: 0 });
        let same = Same { stored, differs: false };
        let mut writing = Writing::new(same, part.which, part.head, trailer.rows);
        let (mut tally, mut together) = (Tally::default(), Vec::new());
        let mut cursor = part.all()?;
        let mut before: Option<Vec<u8>> = None;
        while let Some((name, value)) = cursor.peek() {
            if before.as_deref().is_some_and(|before| before > name) {
                return Ok(None);
            }
            tally.row(self.key, (name, value), &mut together);
            writing.push(name, value).map_err(StoreError::io("read", &body.path))?;
            before = Some(name.to_vec());
            cursor.advance()?;
        }
        let same = writing.finish().map_err(StoreError::io("read", &body.path))?;
        Ok(same.conclude().map_err(StoreError::io("read", &body.path))?.then_some(tally))
    }

    /// Whether the versions of each stream run on from row to row, from 1, and no id has two entries.
    pub(crate) fn is_continuous(&self) -> Result<bool, StoreError> {
        let mut walk = Walk::new(&self.view.parts, &[], None)?;
        let mut before: Option<(Vec<u8>, u64)> = None;
        while let Some(((key, value), _)) = walk.next()? {
            let subject = rows::subject(&key);
            let same = before.as_ref().filter(|(last, _)| last == subject);
            match subject.first() {
                Some(&ID) if same.is_some() => return Ok(false),
                Some(&ID) => before = Some((subject.to_vec(), 0)),
                Some(&STREAM) => {
                    let due = same.map_or(1, |(_, next)| *next);
                    let (Some(version), Some(seqs)) = (rows::number(&key), rows::seqs(&value))
                    else {
                        return Ok(false);
                    };
                    if version != due {
                        return Ok(false);
                    }
                    before = Some((subject.to_vec(), version + seqs.len() as u64));
                }
                _ => before = None,
            }
        }
        Ok(true)
    }

    /// What is wrong with the index of the first `count` entries, part by part: the log is read again.
    pub(crate) fn faults(
        &self,
        indexes: &Indexes,
        log: &Log,
        count: u64,
    ) -> Result<Vec<IndexFault>, StoreError> {
        for (number, part) in self.view.parts.iter().enumerate() {
            let mut due = Tally::default();
            let first = part.which.first();
            for block in first..first + part.which.blocks() {
                due.add(self.block(&maker::block(log, block * BLOCK, (block + 1) * BLOCK)?));
            }
            if self.part(number)? != Some(due) {
                return Ok(vec![fault(part, log)?]);
            }
        }
        let mut first = self.followed();
        let mut runs_on = self.is_continuous()?;
        while runs_on && first < count {
            let end = count.min(first + BLOCK);
            runs_on = indexes.runs_on(&maker::block(log, first, end)?, count)?;
            first = end;
        }
        let what = "the versions of a stream do not run on, or two entries have one id".to_owned();
        Ok(if runs_on { vec![] } else { vec![IndexFault { index: "rows", what }] })
    }
}

/// What is wrong with a part that is not what the log gives.
fn fault(part: &Arc<Part>, log: &Log) -> Result<IndexFault, StoreError> {
    let first = part.which.first();
    for number in first..first + part.which.blocks() {
        let block = maker::block(log, number * BLOCK, (number + 1) * BLOCK)?;
        for (key, value) in rows::of_block(&block) {
            let cursor = part.from(&key)?;
            // Who asks for a subject asks the filter first.
            let shown = part.may_hold_stored(rows::subject(&key))?;
            if shown && cursor.peek() == Some((&key, &value)) {
                continue;
            }
            let index = match key.first() {
                Some(&STREAM) => "streams",
                Some(&ID) => "ids",
                _ => "kinds",
            };
            let seq = match index {
                "ids" => rows::number(&key),
                _ => rows::seqs(&value).and_then(|seqs| seqs.first().copied()),
            };
            let seq = seq.unwrap_or(block.first);
            let what = format!("the row of entry {seq} is missing or wrong");
            return Ok(IndexFault { index, what });
        }
    }
    let path = part.body().path.display().to_string();
    let what = format!("{path} holds rows that no entry gives, or is not what its rows make");
    Ok(IndexFault { index: "rows", what })
}

/// Looks at the sums of all pieces behind the leaves, and at the length of the file.
fn pieces(part: &Part) -> Result<(), StoreError> {
    let trailer = part.body().trailer;
    for block in 0..trailer.filter_blocks {
        part.filter_block(block)?;
    }
    part.fences()
}

/// A file from its start, which others may read meanwhile.
struct Stored<'a> {
    file: &'a File,
    at: u64,
}

impl Read for Stored<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read_at(into, self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}

/// Takes what is written to it and holds it against what is stored.
struct Same<R> {
    stored: R,
    differs: bool,
}

impl<R: Read> Same<R> {
    /// Whether it was all the same, to the end.
    fn conclude(mut self) -> io::Result<bool> {
        let mut more = [0; 1];
        Ok(!self.differs && self.stored.read(&mut more)? == 0)
    }
}

impl<R: Read> Write for Same<R> {
    fn write(&mut self, due: &[u8]) -> io::Result<usize> {
        let mut found = vec![0; due.len()];
        if !self.differs {
            match self.stored.read_exact(&mut found) {
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => self.differs = true,
                other => other?,
            }
        }
        self.differs |= found != due;
        Ok(due.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Indexes {
    /// Holds the indexes of the first `count` entries against the log.
    pub(crate) fn check(&self, log: &Log, count: u64) -> Result<Vec<IndexFault>, StoreError> {
        Check::new(self)?.faults(self, log, count)
    }

    /// Whether each entry of a block has the version that follows the one before it in its stream, and
    /// an id of its own.
    pub(crate) fn runs_on(&self, block: &Block, count: u64) -> Result<bool, StoreError> {
        for (stream, entries) in &block.streams {
            let mut due = self.version(stream, block.first)?.checked_add(1);
            for (version, _) in entries {
                if Some(*version) != due {
                    return Ok(false);
                }
                due = version.checked_add(1);
            }
        }
        for (id, seq) in &block.ids {
            if self.id(*id, count)? != Some(*seq) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
