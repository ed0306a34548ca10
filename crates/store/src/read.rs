//! Reading a ledger: by number, by stream, by kind, by id, forwards and backwards.
//!
//! A reader sees what is acknowledged and nothing else: everything below the published head. Since
//! numbers are given at the commit, whoever has seen entry N has seen everything before it. Readers
//! never wait for the writer's disk. Calls are synchronous and mostly served from memory.

use std::ops::{Bound, RangeBounds};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use greffe_chain::{Hash, Head};
use tokio::sync::watch;
use uuid::Uuid;

use crate::documents::Documents;
use crate::error::StoreError;
use crate::index::{Index, IndexFault, Indexes, KIND, Names, STREAM, Seqs};
use crate::layout::HeadMark;
use crate::lock::Lock;
use crate::log::Log;
use crate::metrics::Counters;
use crate::page::{EntryBytes, PAGE, Page};
use crate::scan::Pages;
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
    pub(crate) log: Arc<Log>,
    pub(crate) index: Index,
    pub(crate) documents: Documents,
    pub(crate) published: watch::Sender<Published>,
    pub(crate) counters: Counters,
    /// The ledger's directory.
    pub(crate) dir: PathBuf,
    /// What was wrong when the ledger was opened for reading only.
    pub(crate) opening: Option<StoreError>,
    /// What was wrong with one of the two files of the tail, though nothing is missing for it.
    pub(crate) tail_note: Option<String>,
    /// The head mark as it was before the log was looked at, where another process may rewrite it.
    pub(crate) mark: Option<Result<HeadMark, StoreError>>,
    /// Held as long as anything reads the ledger.
    pub(crate) lock: Option<Lock>,
}

impl Core {
    pub(crate) fn new(log: Log, index: Index, dir: &Path, lock: Option<Lock>) -> Core {
        let head = Head { count: 0, hash: Hash::ZERO };
        let published = Published { ledger: Hash::ZERO, head, open: true };
        Core {
            log: Arc::new(log),
            index,
            documents: Documents::new(dir),
            published: watch::Sender::new(published),
            counters: Counters::default(),
            dir: dir.into(),
            opening: None,
            tail_note: None,
            mark: None,
            lock,
        }
    }

    /// The index, which is opened when it is first asked.
    pub(crate) fn indexes(&self) -> Arc<Indexes> {
        self.index.get(&self.log, || self.published.borrow().head)
    }

    /// Whether the ledger's lock is held, and its files may be written.
    pub(crate) const fn is_held(&self) -> bool {
        self.lock.is_some()
    }

    pub(crate) fn ledger(&self) -> Hash {
        self.published.borrow().ledger
    }

    /// The head mark, never ahead of a head that is read later.
    pub(crate) fn mark(&self) -> Result<HeadMark, StoreError> {
        self.mark.clone().unwrap_or_else(|| HeadMark::settled(&self.dir))
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

    /// The ledger's directory.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.core.dir
    }

    /// Which file of the tail was used on opening, and what was wrong with the other, where anything
    /// was: nothing is missing for it, and opening for writing mends it.
    #[must_use]
    pub fn tail_note(&self) -> Option<&str> {
        self.core.tail_note.as_deref()
    }

    /// The stored bytes of entry `seq`; None beyond the head.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the entry should be there and is not.
    pub fn entry(&self, seq: u64) -> Result<Option<EntryBytes>, StoreError> {
        if seq >= self.head().count {
            return Ok(None);
        }
        self.core.log.entry(seq).map(Some)
    }

    /// The pages that hold a range of seqs, in order, up to the head of this moment. The cheapest
    /// way to read many entries: none is copied, and the chain is followed from page to page.
    #[must_use]
    pub fn pages(&self, range: impl RangeBounds<u64>) -> Pages {
        let (next, end) = self.bounds(&range);
        Pages::new(self.core.clone(), next, end)
    }

    /// The entries of a range of seqs, in order, up to the head of this moment. Ends after the
    /// first error.
    #[must_use]
    pub fn scan(&self, range: impl RangeBounds<u64>) -> Scan {
        let (next, end) = self.bounds(&range);
        Scan { pages: self.pages(next..end), page: None, at: 0, next, end }
    }

    /// The entries of a range of seqs, the last first. Ends after the first error.
    #[must_use]
    pub fn scan_back(&self, range: impl RangeBounds<u64>) -> ScanBack {
        let (start, end) = self.bounds(&range);
        ScanBack { core: self.core.clone(), start, end, page: None }
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
        Seqs::stream(&self.core, stream, self.head().count)
    }

    /// The number of entries of a stream, which is the version of its last; 0 when it has none.
    ///
    /// # Errors
    /// [`StoreError`] when the index cannot be read.
    pub fn stream_version(&self, stream: &str) -> Result<u64, StoreError> {
        self.core.indexes().version(stream, self.head().count)
    }

    /// The names of all streams, in the order of their bytes.
    pub fn streams(&self) -> impl Iterator<Item = Result<String, StoreError>> + use<> {
        self.streams_with("")
    }

    /// The names of the streams that begin as asked, in the order of their bytes: at a cost that
    /// follows from their number, not from that of all.
    pub fn streams_with(
        &self,
        prefix: &str,
    ) -> impl Iterator<Item = Result<String, StoreError>> + use<> {
        Names::new(self.core.clone(), STREAM, prefix, self.head().count)
    }

    /// The kinds of entries that occur, in the order of their bytes.
    pub fn kinds(&self) -> impl Iterator<Item = Result<String, StoreError>> + use<> {
        Names::new(self.core.clone(), KIND, "", self.head().count)
    }

    /// The seqs of the entries of a kind from entry `from` on, in order.
    pub fn by_kind(
        &self,
        kind: &str,
        from: u64,
    ) -> impl Iterator<Item = Result<u64, StoreError>> + use<> {
        Seqs::kind(&self.core, kind, from, self.head().count)
    }

    /// The seq of the entry with this id.
    ///
    /// # Errors
    /// [`StoreError`] when the index cannot be read.
    pub fn find_id(&self, id: Uuid) -> Result<Option<u64>, StoreError> {
        self.core.indexes().id(id, self.head().count)
    }

    /// The document with this hash, hashed again; None when there is none.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when what is stored is not the document.
    pub fn document(&self, hash: Hash) -> Result<Option<Vec<u8>>, StoreError> {
        self.core.documents.get(hash)
    }

    /// Whether a document of this hash is there, whatever is in its file.
    #[must_use]
    pub fn holds_document(&self, hash: Hash) -> bool {
        self.core.documents.holds(hash)
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

    /// Reads every stored byte and holds it against the chain, the mark and the indexes. Of a store that
    /// is open, entries that no sealed page holds yet are those that it has in memory, read when it was
    /// opened or written since: the tail is not read from the disk again.
    ///
    /// # Errors
    /// [`StoreError::Io`] where the system had too little to give (open files, memory); damage is in the
    /// report.
    pub fn verify(&self, options: &VerifyOptions) -> Result<StoreReport, StoreError> {
        verify(&self.core, options)
    }

    /// Holds the indexes against the log. An empty list means that they are what a rebuild gives.
    ///
    /// # Errors
    /// [`StoreError`] when the log cannot be read.
    pub fn check_indexes(&self) -> Result<Vec<IndexFault>, StoreError> {
        self.core.indexes().check(&self.core.log, self.head().count)
    }
}

/// The iterator of [`Reader::scan`].
#[derive(Debug)]
pub struct Scan {
    pages: Pages,
    page: Option<Page>,
    /// Where the next entry begins in the page.
    at: usize,
    next: u64,
    end: u64,
}

impl Scan {
    fn read(&mut self) -> Result<EntryBytes, StoreError> {
        if let Some(entry) = self.page.as_ref().and_then(|page| page.entry_at(self.at)) {
            return Ok(entry);
        }
        let page = self.pages.next().unwrap_or_else(|| Err(self.pages.absent(self.next)))?;
        let entry = page.entry(self.next).ok_or_else(|| self.pages.absent(self.next))?;
        self.page = Some(page);
        Ok(entry)
    }
}

impl Iterator for Scan {
    type Item = Result<EntryBytes, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.end {
            return None;
        }
        let entry = self.read();
        match &entry {
            Ok(entry) => {
                self.at = entry.end();
                self.next += 1;
            }
            Err(_) => self.next = self.end,
        }
        Some(entry)
    }
}

/// The iterator of [`Reader::scan_back`].
#[derive(Debug)]
pub struct ScanBack {
    core: Arc<Core>,
    start: u64,
    end: u64,
    page: Option<Page>,
}

impl Iterator for ScanBack {
    type Item = Result<EntryBytes, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.start >= self.end {
            return None;
        }
        let last = self.end - 1;
        if self.page.as_ref().is_none_or(|page| last < page.first()) {
            match self.core.log.page(last / PAGE) {
                Ok(page) => self.page = page,
                Err(error) => {
                    self.end = self.start;
                    return Some(Err(error));
                }
            }
        }
        let entry = self.page.as_ref().and_then(|page| page.entry(last));
        let entry = entry.ok_or_else(|| self.core.log.absent(last));
        self.end = if entry.is_ok() { last } else { self.start };
        Some(entry)
    }
}
