//! The log as readers see it: sealed pages in files, the young entries behind them in memory.
//!
//! Every entry below the last seal is in a sealed page, every later one in a run that a commit
//! wrote, kept in memory until its page is sealed. A page is held against its chain whenever it is
//! read, so bytes that changed on the disk are an error and never an answer. A few pages that were
//! read last stay in memory.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use greffe_chain::{Entry, Hash};

use crate::error::StoreError;
use crate::page::{EntryBytes, LENGTH, PAGE, Page, frames};
use crate::volumes::{Row, Sealed, Volumes};

/// The entries that no sealed page holds yet.
#[derive(Debug, Default)]
struct Young {
    runs: VecDeque<YoungRun>,
    end: u64,
}

/// A run with the places of its entries.
#[derive(Debug)]
struct YoungRun {
    first: u64,
    bytes: Arc<Vec<u8>>,
    /// Where each entry ends.
    ends: Vec<usize>,
}

impl YoungRun {
    fn end(&self) -> u64 {
        self.first + self.ends.len() as u64
    }

    /// The frame of entry `seq`: its length and its bytes.
    fn frame(&self, seq: u64) -> Option<&[u8]> {
        let place = usize::try_from(seq.checked_sub(self.first)?).ok()?;
        let end = *self.ends.get(place)?;
        let start = match place.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.bytes.get(start..end)
    }
}

/// The log of one ledger.
#[derive(Debug)]
pub(crate) struct Log {
    pub(crate) volumes: Volumes,
    young: RwLock<Young>,
    cache: Mutex<VecDeque<Page>>,
    /// The most bytes that its pages have together, but for a single longer one.
    cache_bytes: u64,
}

impl Log {
    /// The log in `dir`, of which `sealed` pages are whole; young entries come with
    /// [`push`](Log::push).
    pub(crate) fn new(dir: &Path, sealed: u64, cache_bytes: u64) -> Log {
        Log::of(Volumes::new(dir, sealed), cache_bytes)
    }

    /// The log of these sealed pages.
    pub(crate) fn of(volumes: Volumes, cache_bytes: u64) -> Log {
        let end = volumes.sealed() * PAGE;
        Log {
            volumes,
            young: RwLock::new(Young { runs: VecDeque::new(), end }),
            cache: Mutex::default(),
            cache_bytes,
        }
    }

    /// Where the log is, for messages.
    pub(crate) fn place(&self) -> String {
        self.volumes.place(0)
    }

    /// Adds framed entries behind the last one. They may be ahead of the disk: what readers see is
    /// bounded by the published head.
    pub(crate) fn push(&self, first: u64, bytes: Arc<Vec<u8>>) {
        let mut ends = Vec::new();
        let mut end = 0;
        for entry in frames(&bytes) {
            end += LENGTH + entry.len();
            ends.push(end);
        }
        let run = YoungRun { first, bytes, ends };
        let mut young = self.young.write().unwrap_or_else(PoisonError::into_inner);
        young.end = run.end();
        young.runs.push_back(run);
    }

    /// The number of entries that are readable.
    pub(crate) fn end(&self) -> u64 {
        self.young.read().unwrap_or_else(PoisonError::into_inner).end
    }

    /// The bytes of entry `seq`.
    pub(crate) fn entry(&self, seq: u64) -> Result<EntryBytes, StoreError> {
        let entry = self.page(seq / PAGE)?.and_then(|page| page.entry(seq));
        entry.ok_or_else(|| self.absent(seq))
    }

    /// Shows the entries from `seq` on and below `to` that the page of `seq` holds, each with its
    /// place in the log; returns the first number behind that page's entries.
    pub(crate) fn each_of_page(
        &self,
        seq: u64,
        to: u64,
        mut see: impl FnMut(u64, &Entry<'_>, &[u8]),
    ) -> Result<u64, StoreError> {
        let page = self.page(seq / PAGE)?.ok_or_else(|| self.absent(seq))?;
        for (at, bytes) in page.entries().filter(|(at, _)| (seq..to).contains(at)) {
            let entry = Entry::parse(bytes).map_err(|error| {
                let what = format!("entry {at} cannot be read: {error}");
                StoreError::damaged(what, self.place())
            })?;
            see(at, &entry, bytes);
        }
        Ok(page.first() + page.len() as u64)
    }

    /// The entries of a page that exist; None when there is none.
    pub(crate) fn page(&self, page: u64) -> Result<Option<Page>, StoreError> {
        // A page may be sealed between the two looks: then the second one finds it.
        for _ in 0..2 {
            if page < self.volumes.sealed() {
                return self.sealed(page).map(Some);
            }
            if let Some(young) = self.young(page * PAGE, (page + 1) * PAGE) {
                return Ok(Some(young));
            }
        }
        Ok(None)
    }

    fn sealed(&self, page: u64) -> Result<Page, StoreError> {
        let first = page * PAGE;
        let lock = || self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        let mut cache = lock();
        if let Some(at) = cache.iter().position(|page| page.first() == first)
            && let Some(found) = cache.remove(at)
        {
            cache.push_back(found.clone());
            return Ok(found);
        }
        drop(cache);
        let read = self.volumes.page(page)?;
        let mut cache = lock();
        cache.push_back(read.clone());
        let bytes = |page: &Page| page.bytes().len() as u64;
        let mut held: u64 = cache.iter().map(bytes).sum();
        while held > self.cache_bytes && cache.len() > 1 {
            held -= cache.pop_front().as_ref().map_or(0, bytes);
        }
        Ok(read)
    }

    /// The young entries from `first` to before `end`; None when entry `first` is not among them.
    pub(crate) fn young(&self, first: u64, end: u64) -> Option<Page> {
        let young = self.young.read().unwrap_or_else(PoisonError::into_inner);
        let end = end.min(young.end);
        let mut bytes = Vec::new();
        let mut seq = first;
        let from = young.runs.partition_point(|run| run.end() <= first);
        for run in young.runs.range(from..) {
            while seq < end
                && let Some(frame) = run.frame(seq)
            {
                bytes.extend_from_slice(frame);
                seq += 1;
            }
        }
        let count = usize::try_from(seq.checked_sub(first)?).ok()?;
        (count > 0).then(|| Page::new(first, count, Arc::new(bytes)))
    }

    /// Full pages from page `first` on, ready to be written.
    pub(crate) fn full_pages(&self, first: u64, full: u64) -> Vec<Sealed> {
        let pages = first..first + full;
        let young = pages.filter_map(|page| self.young(page * PAGE, (page + 1) * PAGE));
        let sealed = young.map(|page| {
            let last = page.entries().last().map_or(Hash::ZERO, |(_, entry)| Hash::of(entry));
            Sealed { bundle: page.bytes().to_vec(), last }
        });
        sealed.collect()
    }

    /// The frames of the young entries from `seq` to before `end`.
    pub(crate) fn young_frames(&self, seq: u64, end: u64) -> Vec<u8> {
        let young = self.young.read().unwrap_or_else(PoisonError::into_inner);
        let mut bytes = Vec::new();
        for run in &young.runs {
            for seq in run.first.max(seq)..run.end().min(end) {
                bytes.extend_from_slice(run.frame(seq).unwrap_or_default());
            }
        }
        bytes
    }

    /// Serves entries below `pages` from their sealed pages from now on, and forgets their runs.
    pub(crate) fn sealed_to(&self, pages: u64) {
        self.volumes.set_sealed(pages);
        let mut young = self.young.write().unwrap_or_else(PoisonError::into_inner);
        while young.runs.front().is_some_and(|run| run.end() <= pages * PAGE) {
            young.runs.pop_front();
        }
    }

    /// Hash of entry `seq`. Where it is the last of a sealed page, its row says so, and the page is not
    /// read: a row that changed gives a hash that nothing outside has, hence an error of whoever compares
    /// it, never an agreement. Whoever reads the entry holds it against that row.
    pub(crate) fn hash(&self, seq: u64) -> Result<Hash, StoreError> {
        let page = seq / PAGE;
        if (seq + 1).is_multiple_of(PAGE) && page < self.volumes.sealed() {
            let Row { last, .. } = self.volumes.row(page)?;
            return Ok(last);
        }
        Ok(Hash::of(&self.entry(seq)?))
    }

    pub(crate) fn absent(&self, seq: u64) -> StoreError {
        StoreError::damaged(format!("entry {seq} is missing"), self.place())
    }
}
