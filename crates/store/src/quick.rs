//! The way of a verification that finds nothing wrong: blocks in any order, on several threads, in
//! memory that does not grow with the ledger.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use greffe_chain::{ChainReport, Entry, ExpectedHead, Genesis, Hash, Head, Timestamp};

use crate::ids::{FILE, Record};
use crate::page::{PAGE, Page};
use crate::read::Core;
use crate::recent::{BLOCK, Block, Note};
use crate::rows;
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
    followed: u64,
    marked: Option<u64>,
    expected: Option<ExpectedHead>,
    next: AtomicU64,
    bytes: AtomicU64,
    rows: AtomicU64,
    stopped: AtomicBool,
    seen: AtomicBool,
    at_mark: Mutex<Option<Hash>>,
    ledger: Mutex<Option<Hash>>,
    borders: Mutex<Vec<Option<Borders>>>,
    /// The ids of files of which not all blocks are read yet.
    ids: Mutex<BTreeMap<u64, Vec<Record>>>,
}

/// Reads the log up to `count`. None as soon as anything is not as it should be, the indexes
/// included: whoever wants to know what must read again.
pub(crate) fn read(
    core: &Arc<Core>,
    count: u64,
    marked: Option<u64>,
    options: &VerifyOptions,
) -> Option<Quick> {
    let blocks = usize::try_from(count.div_ceil(BLOCK)).ok()?;
    let work = Work {
        core,
        count,
        // The rows of this moment; the follower may write more meanwhile.
        followed: core.indexes().followed().ok()?.min(count),
        marked,
        expected: options.expect_head,
        next: AtomicU64::new(0),
        bytes: AtomicU64::new(0),
        rows: AtomicU64::new(0),
        stopped: AtomicBool::new(count == 0),
        seen: AtomicBool::new(false),
        at_mark: Mutex::default(),
        ledger: Mutex::default(),
        borders: Mutex::new(vec![None; blocks]),
        ids: Mutex::default(),
    };
    std::thread::scope(|scope| {
        for _ in 1..options.threads.max(1) {
            scope.spawn(|| work.blocks());
        }
        work.blocks();
    });
    work.conclude()
}

impl Work<'_> {
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
        self.indexed(&mut block)?;
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
            block.push(Note::of(&entry, hash));
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

    /// The rows of a block must be those stored. Where they are not written yet, each version must
    /// follow the one before in its stream; for those that are, `continuous` looks at all rows.
    fn indexed(&self, block: &mut Block) -> Option<()> {
        let indexes = self.core.indexes();
        self.ids(block)?;
        if block.first + block.count <= self.followed && block.is_full() {
            self.rows.fetch_add(rows::of_block(block).len() as u64, Ordering::Relaxed);
            return indexes.check_block(block).ok()?.is_none().then_some(());
        }
        let follows = |(stream, entries): (&Arc<str>, &Vec<(u64, u64)>)| {
            let consecutive =
                entries.windows(2).all(|pair| matches!(pair, [(a, _), (b, _)] if a + 1 == *b));
            let before = indexes.version(stream, block.first).ok();
            let first = entries.first().map(|(version, _)| *version);
            consecutive && before.and_then(|before| before.checked_add(1)) == first
        };
        block.streams.iter().all(follows).then_some(())
    }

    /// Gathers the ids of a block; those of a whole file are held against it.
    fn ids(&self, block: &mut Block) -> Option<()> {
        let file = block.first / FILE;
        let due = FILE.min(self.count - file * FILE);
        let mut gathered = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        let records = gathered.entry(file).or_default();
        records.append(&mut block.ids);
        if (records.len() as u64) < due {
            return Some(());
        }
        let mut records = gathered.remove(&file)?;
        drop(gathered);
        records.sort_unstable();
        self.core.indexes().holds_ids(file, &records, file * FILE + due).ok()?.then_some(())
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
        let indexes = self.core.indexes();
        let due = self.rows.into_inner();
        if !indexes.are_continuous(self.followed, due).ok()?
            || indexes.reused_id(self.count).ok()?.is_some()
        {
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
