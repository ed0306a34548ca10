//! Indexes: ways to find entries, each of which can be thrown away and made anew from the log.
//!
//! ```text
//! tree `streams`   stream ‖ 00 ‖ u64 BE version   ->  u64 BE seq
//! tree `kinds`     kind ‖ 00 ‖ u64 BE seq         ->  (empty)
//! tree `ids`       16 bytes of the id             ->  u64 BE seq
//! each tree        00                             ->  u64 BE count ‖ hash: how far it has followed
//! ```
//!
//! Rows and progress of a tree move in one atomic batch, after the entries are on disk, and a little
//! behind them: a look into an index ends with a walk over the entries that it has not followed
//! yet. On opening, a tree that is behind catches up, and one that belongs to another history
//! starts anew. Nothing here is evidence: [`Indexes::check`] holds every row against the log.

use std::collections::{BTreeSet, VecDeque};

use greffe_chain::{Entry, Hash, Head};
use uuid::Uuid;

use crate::engine::{Change, Engine, Rows, Table};
use crate::error::StoreError;
use crate::lookup::{Names, Seqs};
use crate::pages::Truth;

const PROGRESS: [u8; 1] = [0];

type Row = (Vec<u8>, Vec<u8>);

/// One index: its tree and the row it keeps of an entry.
#[derive(Clone, Debug)]
struct Index {
    name: &'static str,
    table: Table,
    row: fn(&Entry<'_>) -> Row,
}

/// The three indexes.
#[derive(Clone, Debug)]
pub(crate) struct Indexes {
    streams: Index,
    kinds: Index,
    ids: Index,
}

/// A name of an index that is not what the log says, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexFault {
    /// The index: `streams`, `kinds` or `ids`.
    pub index: &'static str,
    /// What differs. Rebuilding the indexes sets it right.
    pub what: String,
}

fn named(name: &str, number: u64) -> Vec<u8> {
    [name.as_bytes(), &[0], &number.to_be_bytes()].concat()
}

fn number(bytes: &[u8]) -> Option<u64> {
    Some(u64::from_be_bytes(bytes.try_into().ok()?))
}

/// The entry that a row belongs to: its value, or the end of its key where that is empty.
pub(crate) fn row_seq(key: &[u8], value: &[u8]) -> Option<u64> {
    if value.is_empty() { split(key).map(|(_, seq)| seq) } else { number(value) }
}

fn parse<'a>(truth: &Truth, seq: u64, bytes: &'a [u8]) -> Result<Entry<'a>, StoreError> {
    Entry::parse(bytes).map_err(|error| {
        StoreError::damaged(format!("entry {seq} cannot be read: {error}"), truth.place())
    })
}

/// Splits `name ‖ 00 ‖ number`.
pub(crate) fn split(key: &[u8]) -> Option<(&str, u64)> {
    let (name, rest) = key.split_at_checked(key.len().checked_sub(9)?)?;
    let (zero, last) = rest.split_first()?;
    (*zero == 0).then_some((std::str::from_utf8(name).ok()?, number(last)?))
}

impl Indexes {
    pub(crate) fn open(engine: &Engine) -> Result<Indexes, StoreError> {
        Ok(Indexes {
            streams: Index {
                name: "streams",
                table: engine.table("streams")?,
                row: |entry| {
                    let key = named(entry.stream(), entry.version());
                    (key, entry.seq().to_be_bytes().to_vec())
                },
            },
            kinds: Index {
                name: "kinds",
                table: engine.table("kinds")?,
                row: |entry| (named(entry.kind(), entry.seq()), vec![]),
            },
            ids: Index {
                name: "ids",
                table: engine.table("ids")?,
                row: |entry| (entry.id().as_bytes().to_vec(), entry.seq().to_be_bytes().to_vec()),
            },
        })
    }

    fn all(&self) -> [&Index; 3] {
        [&self.streams, &self.kinds, &self.ids]
    }

    /// Brings every index to `head`.
    pub(crate) fn catch_up(&self, truth: &Truth, head: Head) -> Result<(), StoreError> {
        for index in self.all() {
            let done = index.progress()?;
            let ours = match done {
                Some(done) if done.count == 0 || done.count > head.count => false,
                Some(done) => Hash::of(&truth.entry(done.count - 1)?) == done.hash,
                None => false,
            };
            if !ours {
                index.table.clear()?;
            }
            let mut seq = done.filter(|_| ours).map_or(0, |done| done.count);
            while seq < head.count {
                let entries = truth.from(seq)?;
                let mut parsed = Vec::with_capacity(entries.len());
                for (seq, bytes) in (seq..).zip(&entries) {
                    parsed.push(parse(truth, seq, bytes)?);
                }
                let hash = parsed.last().map_or(Hash::ZERO, Entry::hash);
                seq += entries.len() as u64;
                index.add(&parsed, Head { count: seq, hash })?;
            }
        }
        Ok(())
    }

    /// Empties every index and makes it anew.
    pub(crate) fn rebuild(&self, truth: &Truth, head: Head) -> Result<(), StoreError> {
        for index in self.all() {
            index.table.clear()?;
        }
        self.catch_up(truth, head)
    }

    /// Holds every row against the entries of the log up to `count`.
    pub(crate) fn check(&self, truth: &Truth, count: u64) -> Result<Vec<IndexFault>, StoreError> {
        let mut faults = Vec::new();
        for index in self.all() {
            if let Some(what) = index.check(truth, count)? {
                faults.push(IndexFault { index: index.name, what });
            }
        }
        Ok(faults)
    }

    /// The version of a stream as far as its index has followed; 0 when it has none.
    pub(crate) fn indexed_version(&self, stream: &str) -> Result<u64, StoreError> {
        let mut rows = self.streams.table.range(&named(stream, 0), &named(stream, u64::MAX));
        let last = rows.next_back().transpose()?;
        Ok(last.and_then(|(key, _)| split(&key).map(|(_, version)| version)).unwrap_or(0))
    }

    /// The seq of an id as far as its index has followed.
    pub(crate) fn indexed_id(&self, id: Uuid) -> Result<Option<u64>, StoreError> {
        let seq = self.ids.table.get(id.as_bytes())?;
        Ok(seq.and_then(|seq| number(&seq)))
    }

    /// The version of a stream, counting the entries below `count`; 0 when it has none.
    pub(crate) fn version(
        &self,
        truth: &Truth,
        stream: &str,
        count: u64,
    ) -> Result<u64, StoreError> {
        let mut version = None;
        let followed = self.streams.behind(truth, count, |entry| {
            if entry.stream() == stream {
                version = Some(entry.version());
            }
        })?;
        if let Some(version) = version {
            return Ok(version);
        }
        let rows = self.streams.table.range(&named(stream, 0), &named(stream, u64::MAX));
        for row in rows.rev() {
            let (key, seq) = row?;
            if number(&seq).is_some_and(|seq| seq < followed) {
                return Ok(split(&key).map_or(0, |(_, version)| version));
            }
        }
        Ok(0)
    }

    /// The seqs of a stream below `count`, in order.
    pub(crate) fn stream(&self, truth: &Truth, stream: &str, count: u64) -> Seqs {
        let rows = self.streams.table.range(&named(stream, 0), &named(stream, u64::MAX));
        self.streams.seqs(rows, truth, count, &|entry| entry.stream() == stream)
    }

    /// The seqs of a kind below `count`, in order.
    pub(crate) fn kind(&self, truth: &Truth, kind: &str, count: u64) -> Seqs {
        let rows = self.kinds.table.range(&named(kind, 0), &named(kind, u64::MAX));
        self.kinds.seqs(rows, truth, count, &|entry| entry.kind() == kind)
    }

    /// The names of all streams that have an entry below `count`.
    pub(crate) fn streams(&self, truth: &Truth, count: u64) -> Names {
        self.streams.names(truth, count, |entry| entry.stream().to_owned())
    }

    /// The kinds that occur below `count`.
    pub(crate) fn kinds(&self, truth: &Truth, count: u64) -> Names {
        self.kinds.names(truth, count, |entry| entry.kind().to_owned())
    }

    /// The seq of an id, if it is below `count`.
    pub(crate) fn id(
        &self,
        truth: &Truth,
        id: Uuid,
        count: u64,
    ) -> Result<Option<u64>, StoreError> {
        let mut seq = None;
        self.ids.behind(truth, count, |entry| {
            if entry.id() == id {
                seq = Some(entry.seq());
            }
        })?;
        let seq = if seq.is_some() { seq } else { self.indexed_id(id)? };
        Ok(seq.filter(|&seq| seq < count))
    }
}

impl Index {
    fn progress(&self) -> Result<Option<Head>, StoreError> {
        let Some(value) = self.table.get(&PROGRESS)? else {
            return Ok(None);
        };
        let head = value.split_at_checked(8).and_then(|(count, hash)| {
            Some(Head { count: number(count)?, hash: Hash(hash.try_into().ok()?) })
        });
        Ok(head)
    }

    fn add(&self, entries: &[Entry<'_>], head: Head) -> Result<(), StoreError> {
        let mut changes: Vec<Change> = Vec::with_capacity(entries.len() + 1);
        for entry in entries {
            let (key, value) = (self.row)(entry);
            changes.push((key, Some(value)));
        }
        let progress = [&head.count.to_be_bytes()[..], head.hash.as_bytes()].concat();
        changes.push((PROGRESS.to_vec(), Some(progress)));
        self.table.apply(changes)
    }

    /// Shows `look` the entries below `count` that the index has not followed, and returns how far
    /// it had. To be called before the rows are read: rows beyond that number came in between.
    fn behind(
        &self,
        truth: &Truth,
        count: u64,
        mut look: impl FnMut(&Entry<'_>),
    ) -> Result<u64, StoreError> {
        let followed = self.progress()?.map_or(0, |done| done.count).min(count);
        let mut seq = followed;
        while seq < count {
            for bytes in truth.from(seq)? {
                if seq == count {
                    break;
                }
                look(&parse(truth, seq, &bytes)?);
                seq += 1;
            }
        }
        Ok(followed)
    }

    /// The seqs of `rows`, and after them of the entries not yet followed that are `wanted`.
    fn seqs(
        &self,
        rows: Rows,
        truth: &Truth,
        count: u64,
        wanted: &dyn Fn(&Entry<'_>) -> bool,
    ) -> Seqs {
        let mut recent = VecDeque::new();
        let followed = self.behind(truth, count, |entry| {
            if wanted(entry) {
                recent.push_back(Ok(entry.seq()));
            }
        });
        let followed = followed.unwrap_or_else(|error| {
            recent = VecDeque::from([Err(error)]);
            0
        });
        Seqs { rows: Some(rows), followed, recent, place: self.table.place() }
    }

    fn names(&self, truth: &Truth, count: u64, name: impl Fn(&Entry<'_>) -> String) -> Names {
        let mut recent = BTreeSet::new();
        let failed = self.behind(truth, count, |entry| {
            recent.insert(name(entry));
        });
        Names { table: self.table.clone(), from: vec![1], recent, failed: failed.err() }
    }

    /// What differs from the log. Every row of the log is looked up, and there are no others
    /// exactly if the numbers of rows agree.
    fn check(&self, truth: &Truth, count: u64) -> Result<Option<String>, StoreError> {
        // What the index has not followed yet, readers look up in the log itself.
        let count = self.progress()?.map_or(0, |done| done.count).min(count);
        let mut seq = 0;
        while seq < count {
            for bytes in truth.from(seq)? {
                let Ok(entry) = Entry::parse(&bytes) else {
                    return Ok(Some(format!("entry {seq} cannot be read")));
                };
                if seq == count {
                    break;
                }
                let (key, value) = (self.row)(&entry);
                if self.table.get(&key)?.as_deref() != Some(&*value) {
                    return Ok(Some(format!("the row of entry {seq} is missing or wrong")));
                }
                seq += 1;
            }
        }
        let mut rows = 0u64;
        for row in self.table.rows() {
            let (key, value) = row?;
            let seq = row_seq(&key, &value);
            // Rows of entries recorded since the check began are none of its business.
            rows += u64::from(*key != PROGRESS && seq.is_none_or(|seq| seq < count));
        }
        Ok((rows != count).then(|| format!("it has {rows} rows for {count} entries")))
    }
}
