//! The way of a verification that finds nothing wrong: blocks in any order, on several threads, in
//! memory that does not grow with the ledger.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use greffe_chain::{ChainReport, Entry, ExpectedHead, Genesis, Hash, Head, Timestamp};

use crate::index::{BLOCK, Block, Check, Note, Tally};
use crate::page::{PAGE, Page};
use crate::read::Core;
use crate::scan::Pages;
use crate::verify::{BlockFault, VerifyOptions};

/// What was read of the log and found in it.
pub(crate) struct Quick {
    pub(crate) chain: ChainReport,
    pub(crate) pages: u64,
    pub(crate) young: u64,
    pub(crate) blocks: Vec<BlockFault>,
    /// The hash of the entry at the head mark's place.
    pub(crate) at_mark: Option<Hash>,
}

/// What a block shows at its borders.
#[derive(Clone, Copy)]
struct Borders {
    prev: Hash,
    first: Timestamp,
    head: Head,
    last: Timestamp,
}

/// What all threads share.
struct Work<'a> {
    core: &'a Arc<Core>,
    count: u64,
    check: Check,
    marked: Option<u64>,
    expected: Option<ExpectedHead>,
    next: AtomicU64,
    bytes: AtomicU64,
    /// The part of the index that is read next.
    part: AtomicUsize,
    /// The rows that the log gives, and those that are stored.
    due: Mutex<Tally>,
    stored: Mutex<Tally>,
    stopped: AtomicBool,
    seen: AtomicBool,
    at_mark: Mutex<Option<Hash>>,
    ledger: Mutex<Option<Hash>>,
    borders: Mutex<Vec<Option<Borders>>>,
}

/// Reads the log up to `count`. None as soon as anything is not as it should be, the indexes
/// included: whoever wants to know what must read again.
pub(crate) fn read(
    core: &Arc<Core>,
    check: Check,
    count: u64,
    marked: Option<u64>,
    options: &VerifyOptions,
) -> Option<Quick> {
    let blocks = usize::try_from(count.div_ceil(BLOCK)).ok()?;
    let work = Work {
        core,
        count,
        check,
        marked,
        expected: options.expect_head,
        next: AtomicU64::new(0),
        bytes: AtomicU64::new(0),
        part: AtomicUsize::new(0),
        due: Mutex::default(),
        stored: Mutex::default(),
        stopped: AtomicBool::new(count == 0),
        seen: AtomicBool::new(false),
        at_mark: Mutex::default(),
        ledger: Mutex::default(),
        borders: Mutex::new(vec![None; blocks]),
    };
    std::thread::scope(|scope| {
        for _ in 1..options.threads.max(1) {
            // Where the system gives no more threads, this one does all.
            let _ = std::thread::Builder::new().spawn_scoped(scope, || work.all());
        }
        work.all();
    });
    work.conclude()
}

impl Work<'_> {
    fn all(&self) {
        self.blocks();
        self.parts();
    }

    /// Reads the parts of the index.
    fn parts(&self) {
        while !self.stopped.load(Ordering::Relaxed) {
            let part = self.part.fetch_add(1, Ordering::Relaxed);
            if part >= self.check.parts() {
                return;
            }
            match self.check.part(part) {
                Ok(Some(rows)) => {
                    self.stored.lock().unwrap_or_else(PoisonError::into_inner).add(rows);
                }
                _ => self.stopped.store(true, Ordering::Relaxed),
            }
        }
    }

    fn blocks(&self) {
        while !self.stopped.load(Ordering::Relaxed) {
            let block = self.next.fetch_add(1, Ordering::Relaxed);
            if block >= self.count.div_ceil(BLOCK) {
                return;
            }
            if self.block(block).is_none() {
                self.stopped.store(true, Ordering::Relaxed);
            }
        }
    }

    fn block(&self, number: u64) -> Option<()> {
        let first = number * BLOCK;
        let end = (first + BLOCK).min(self.count);
        let mut block = Block::new(first);
        let mut borders: Option<Borders> = None;
        let mut pages = Pages::unchecked(self.core.clone(), first, end);
        while let Some(page) = pages.next() {
            let page = page.ok()?;
            let last = self.page(&page, end, &mut block, &mut borders)?;
            // A page that fills while the log is read is not one of those asked about.
            let whole = page.len() as u64 == PAGE && page.first() + PAGE <= end;
            if whole && !pages.holds(&page, last) {
                return None;
            }
        }
        let borders = borders?;
        self.indexed(&block)?;
        let mut all = self.borders.lock().unwrap_or_else(PoisonError::into_inner);
        *all.get_mut(usize::try_from(number).ok()?)? = Some(borders);
        Some(())
    }

    /// Reads each entry in full and follows the chain through the page; returns its last hash.
    fn page(
        &self,
        page: &Page,
        end: u64,
        block: &mut Block,
        borders: &mut Option<Borders>,
    ) -> Option<Hash> {
        let mut read = 0;
        for (seq, bytes) in page.entries().take_while(|(seq, _)| *seq < end) {
            let entry = Entry::parse(bytes).ok()?;
            let (hash, at) = (Hash::of(bytes), entry.recorded());
            if seq == 0 {
                Genesis::of(&entry).ok()?;
                *self.ledger.lock().unwrap_or_else(PoisonError::into_inner) = Some(hash);
            }
            let head = Head { count: seq + 1, hash };
            match borders {
                None => *borders = Some(Borders { prev: entry.prev(), first: at, head, last: at }),
                Some(borders) if at > borders.last && entry.prev() == borders.head.hash => {
                    borders.head = head;
                    borders.last = at;
                }
                Some(_) => return None,
            }
            if entry.seq() != seq {
                return None;
            }
            self.outside(head)?;
            read += bytes.len() as u64;
            block.push(Note::of(seq, &entry, hash));
        }
        self.bytes.fetch_add(read, Ordering::Relaxed);
        borders.map(|borders| borders.head.hash)
    }

    /// What is known of this head from outside the log.
    fn outside(&self, head: Head) -> Option<()> {
        if self.marked == Some(head.count) {
            *self.at_mark.lock().unwrap_or_else(PoisonError::into_inner) = Some(head.hash);
        }
        match self.expected {
            Some(ExpectedHead::Head(due)) if due.count == head.count && due.hash != head.hash => {
                None
            }
            Some(ExpectedHead::Head(due)) if due.count == head.count => {
                self.seen.store(true, Ordering::Relaxed);
                Some(())
            }
            Some(ExpectedHead::Hash(due)) if due == head.hash => {
                self.seen.store(true, Ordering::Relaxed);
                Some(())
            }
            _ => Some(()),
        }
    }

    /// The rows of a block are added to those that are due. Where they are not written yet, each
    /// version must follow the one before in its stream, and each id must be that of its entry; for
    /// those that are, `is_continuous` looks at all rows.
    fn indexed(&self, block: &Block) -> Option<()> {
        if block.first + block.count <= self.check.followed() && block.is_full() {
            let due = self.check.block(block);
            self.due.lock().unwrap_or_else(PoisonError::into_inner).add(due);
            return Some(());
        }
        self.core.indexes().runs_on(block, self.count).ok()?.then_some(())
    }

    fn conclude(self) -> Option<Quick> {
        if self.stopped.load(Ordering::Relaxed) {
            return None;
        }
        if self.expected.is_some() && !self.seen.load(Ordering::Relaxed) {
            return None;
        }
        let borders = self.borders.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut before: Option<Borders> = None;
        for borders in borders {
            let borders = borders?;
            let prev = before.map_or(Hash::ZERO, |before| before.head.hash);
            let later = before.is_none_or(|before| borders.first > before.last);
            if borders.prev != prev || !later {
                return None;
            }
            before = Some(borders);
        }
        let due = self.due.into_inner().unwrap_or_else(PoisonError::into_inner);
        let stored = self.stored.into_inner().unwrap_or_else(PoisonError::into_inner);
        if due != stored || !self.check.is_continuous().ok()? {
            return None;
        }
        let sealed = self.core.log.volumes.sealed().min(self.count / PAGE);
        Some(Quick {
            chain: ChainReport {
                entries: self.count,
                bytes: self.bytes.into_inner(),
                ledger: self.ledger.into_inner().unwrap_or_else(PoisonError::into_inner),
                head: before.map(|before| before.head),
                faults: vec![],
                further_faults: 0,
            },
            pages: sealed,
            young: self.count - sealed * PAGE,
            blocks: vec![],
            at_mark: self.at_mark.into_inner().unwrap_or_else(PoisonError::into_inner),
        })
    }
}
