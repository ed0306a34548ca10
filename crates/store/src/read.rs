//! Reading a ledger: by number, by stream, by kind, by id, forwards and backwards.
//!
//! A reader sees what is acknowledged and nothing else: everything below the published head. Since
//! numbers are given at the commit, whoever has seen entry N has seen everything before it. Readers
//! never wait for the writer's disk. Calls are synchronous and mostly served from memory.

use std::collections::VecDeque;
use std::ops::{Bound, RangeBounds};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use greffe_chain::{Hash, Head};
use tokio::sync::watch;
use uuid::Uuid;

use crate::documents::Documents;
use crate::engine::Engine;
use crate::error::StoreError;
use crate::indexes::{IndexFault, Indexes};
use crate::pages::{EntryBytes, Truth};
use crate::subscribe::Subscription;
use crate::verify::{StoreReport, VerifyOptions, verify};

/// What readers may see.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Published {
    pub(crate) ledger: Hash,
    pub(crate) head: Head,
    /// Whether more may come.
    pub(crate) open: bool,
}

/// Everything that readers and the writer share.
#[derive(Debug)]
pub(crate) struct Core {
    pub(crate) truth: Truth,
    pub(crate) indexes: Indexes,
    pub(crate) documents: Documents,
    pub(crate) published: watch::Sender<Published>,
    pub(crate) engine: Engine,
    /// The ledger's directory.
    pub(crate) dir: PathBuf,
    /// The directory of the files that are open: another one for a private copy.
    pub(crate) files: PathBuf,
    /// What was wrong when a private copy was opened.
    pub(crate) opening: Option<StoreError>,
}

impl Core {
    pub(crate) fn ledger(&self) -> Hash {
        self.published.borrow().ledger
    }

    pub(crate) fn publish(&self, ledger: Hash, head: Head) {
        self.published.send_replace(Published { ledger, head, open: true });
    }

    pub(crate) fn close(&self) {
        self.published.send_modify(|published| published.open = false);
    }
}

/// A view of a ledger; cloning is cheap, and every clone sees what is recorded meanwhile.
///
/// A ledger stays locked until its store, its readers and their iterators are dropped.
#[derive(Clone, Debug)]
pub struct Reader {
    pub(crate) core: Arc<Core>,
}

impl Reader {
    /// Number of entries and hash of the last.
    #[must_use]
    pub fn head(&self) -> Head {
        self.core.published.borrow().head
    }

    /// The ledger's id: the hash of entry 0.
    #[must_use]
    pub fn ledger(&self) -> Hash {
        self.core.ledger()
    }

    /// The ledger's directory; for a private copy, that of the original.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.core.dir
    }

    /// The stored bytes of entry `seq`; None beyond the head.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the entry should be there and is not.
    pub fn entry(&self, seq: u64) -> Result<Option<EntryBytes>, StoreError> {
        if seq >= self.head().count {
            return Ok(None);
        }
        self.core.truth.entry(seq).map(Some)
    }

    /// The entries of a range of seqs, in order, up to the head of this moment. Ends after the
    /// first error.
    #[must_use]
    pub fn scan(&self, range: impl RangeBounds<u64>) -> Scan {
        let (next, end) = self.bounds(&range);
        Scan { truth: self.core.truth.clone(), next, end, ready: VecDeque::new() }
    }

    /// The entries of a range of seqs, the last first. Ends after the first error.
    #[must_use]
    pub fn scan_back(&self, range: impl RangeBounds<u64>) -> ScanBack {
        let (start, end) = self.bounds(&range);
        ScanBack { truth: self.core.truth.clone(), start, end, ready: Vec::new() }
    }

    fn bounds(&self, range: &impl RangeBounds<u64>) -> (u64, u64) {
        let count = self.head().count;
        let start = match range.start_bound() {
            Bound::Included(&seq) => seq,
            Bound::Excluded(&seq) => seq.saturating_add(1),
            Bound::Unbounded => 0,
        };
        let end = match range.end_bound() {
            Bound::Included(&seq) => seq.saturating_add(1).min(count),
            Bound::Excluded(&seq) => seq.min(count),
            Bound::Unbounded => count,
        };
        (start.min(end), end)
    }

    /// The seqs of a stream's entries, in order.
    pub fn stream(&self, stream: &str) -> impl Iterator<Item = Result<u64, StoreError>> + use<> {
        self.core.indexes.stream(&self.core.truth, stream, self.head().count)
    }

    /// The number of entries of a stream, which is the version of its last; 0 when it has none.
    ///
    /// # Errors
    /// [`StoreError`] when the index cannot be read.
    pub fn stream_version(&self, stream: &str) -> Result<u64, StoreError> {
        self.core.indexes.version(&self.core.truth, stream, self.head().count)
    }

    /// The names of all streams, in the order of their bytes.
    pub fn streams(&self) -> impl Iterator<Item = Result<String, StoreError>> + use<> {
        self.core.indexes.streams(&self.core.truth, self.head().count)
    }

    /// The kinds of entries that occur, in the order of their bytes.
    pub fn kinds(&self) -> impl Iterator<Item = Result<String, StoreError>> + use<> {
        self.core.indexes.kinds(&self.core.truth, self.head().count)
    }

    /// The seqs of the entries of a kind, in order.
    pub fn by_kind(&self, kind: &str) -> impl Iterator<Item = Result<u64, StoreError>> + use<> {
        self.core.indexes.kind(&self.core.truth, kind, self.head().count)
    }

    /// The seq of the entry with this id.
    ///
    /// # Errors
    /// [`StoreError`] when the index cannot be read.
    pub fn find_id(&self, id: Uuid) -> Result<Option<u64>, StoreError> {
        self.core.indexes.id(&self.core.truth, id, self.head().count)
    }

    /// The document with this hash, hashed again; None when there is none.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when what is stored is not the document.
    pub fn document(&self, hash: Hash) -> Result<Option<Vec<u8>>, StoreError> {
        self.core.documents.get(hash)
    }

    /// Hash and length in bytes of every document, in the order of hashes.
    pub fn documents(&self) -> impl Iterator<Item = Result<(Hash, u64), StoreError>> + use<> {
        self.core.documents.list()
    }

    /// The entries from `from` on: first those recorded, then each as it is acknowledged, without
    /// gap or repetition.
    #[must_use]
    pub fn subscribe(&self, from: u64) -> Subscription {
        Subscription::new(self.clone(), from)
    }

    /// Reads every stored byte and holds it against the chain, the mark and the indexes.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read at all; damage is in the report.
    pub fn verify(&self, options: &VerifyOptions) -> Result<StoreReport, StoreError> {
        verify(&self.core, options)
    }

    /// Holds the indexes against the log. An empty list means that they are what a rebuild gives.
    ///
    /// # Errors
    /// [`StoreError`] when the log cannot be read.
    pub fn check_indexes(&self) -> Result<Vec<IndexFault>, StoreError> {
        self.core.indexes.check(&self.core.truth, self.head().count)
    }
}

/// The iterator of [`Reader::scan`].
#[derive(Debug)]
pub struct Scan {
    truth: Truth,
    next: u64,
    end: u64,
    ready: VecDeque<EntryBytes>,
}

impl Iterator for Scan {
    type Item = Result<EntryBytes, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.end {
            return None;
        }
        if self.ready.is_empty() {
            match self.truth.from(self.next) {
                Ok(entries) => self.ready = entries.into(),
                Err(error) => {
                    self.next = self.end;
                    return Some(Err(error));
                }
            }
        }
        self.next += 1;
        self.ready.pop_front().map(Ok)
    }
}

/// The iterator of [`Reader::scan_back`].
#[derive(Debug)]
pub struct ScanBack {
    truth: Truth,
    start: u64,
    end: u64,
    ready: Vec<EntryBytes>,
}

impl Iterator for ScanBack {
    type Item = Result<EntryBytes, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.start >= self.end {
            return None;
        }
        if self.ready.is_empty() {
            match self.truth.up_to(self.end - 1) {
                Ok(entries) => self.ready = entries,
                Err(error) => {
                    self.end = self.start;
                    return Some(Err(error));
                }
            }
        }
        self.end -= 1;
        self.ready.pop().map(Ok)
    }
}
