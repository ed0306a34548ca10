//! Verification of a whole store: every byte of the log and of every document, the head mark, and
//! the indexes.
//!
//! Blocks of 4 096 entries are independent but for their borders, so several threads can take one
//! each: every entry is read in full, its link, number and instant are held against the entry
//! before, its page against its row, its rows against the index. Once each entry of the log is found
//! in the index under its own id and version, no two can share one: so nothing that grows with the
//! ledger is kept. As soon as anything is wrong, the log is read once more, by the verifier that
//! names the entry at fault ([`Verifier`]) and needs some 40 bytes an entry. What could not be
//! checked is said: silence never means *sound*.

use std::collections::BTreeMap;
use std::sync::Arc;

use greffe_chain::{ChainReport, ExpectedHead, Fault, Hash, Verifier};

use crate::documents::DocumentsReport;
use crate::error::StoreError;
use crate::index::{Check, IndexFault};
use crate::layout::HeadMark;
use crate::page::{LENGTH, PAGE, frames};
use crate::quick::{self, Quick};
use crate::read::Core;

/// How a store is verified.
#[derive(Clone, Copy, Debug, Default)]
pub struct VerifyOptions {
    /// A head known from outside. Only it can show that the log was cut off together with its
    /// mark, or rewritten.
    pub expect_head: Option<ExpectedHead>,
    /// How many threads read; 0 and 1 are the same.
    pub threads: usize,
}

/// A stored value of the log that is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockFault {
    /// The first entry concerned.
    pub first: u64,
    /// The last entry concerned.
    pub last: u64,
    /// What is wrong.
    pub what: String,
}

/// What a verification has read and found.
#[derive(Clone, Debug)]
pub struct StoreReport {
    /// The chain of entries.
    pub chain: ChainReport,
    /// Sealed pages read.
    pub pages: u64,
    /// Entries read that no sealed page holds yet.
    pub young: u64,
    /// Stored values of the log that are not what they should be.
    pub blocks: Vec<BlockFault>,
    /// Every document, hashed again.
    pub documents: DocumentsReport,
    /// Indexes that differ from the log.
    pub indexes: Vec<IndexFault>,
    /// What was wrong with the index files that were found: they were thrown away and made anew.
    pub index_remade: Option<String>,
    /// What keeps rows of the index from being written, as a full disk does: they are in memory, answer
    /// as the others do, and are tried again.
    pub index_late: Option<String>,
    /// What is wrong with the high-water mark, or with the log against it.
    pub head_mark: Option<String>,
    /// Which file of the tail was used, and what was wrong with the other, though nothing is missing
    /// for it.
    pub tail_note: Option<String>,
    /// What was wrong when the ledger was opened for reading only.
    pub opening: Option<StoreError>,
    /// What this verification could not check, and why.
    pub not_checked: Vec<String>,
}

impl StoreReport {
    /// Whether nothing is wrong with what was checked.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.is_truth_sound() && self.indexes.is_empty()
    }

    /// Whether nothing is wrong with the truth: all but the indexes, which can be made anew.
    #[must_use]
    pub fn is_truth_sound(&self) -> bool {
        self.chain.is_sound()
            && self.blocks.is_empty()
            && self.documents.is_sound()
            && self.head_mark.is_none()
            && self.opening.is_none()
    }
}

pub(crate) fn verify(core: &Arc<Core>, options: &VerifyOptions) -> Result<StoreReport, StoreError> {
    // The mark first: it never runs ahead of a head that is read later.
    let mark = core.mark();
    // Then the rows of this moment, which are none of an entry that is recorded later; the follower
    // may write more meanwhile.
    let open = core.indexes();
    let check = Check::new(&open);
    let count = core.published.borrow().head.count;
    let marked = mark.as_ref().ok().map(|mark| mark.head.count);
    let mut not_checked = Vec::new();
    let quick = check.ok().and_then(|check| quick::read(core, check, count, marked, options));
    let (log, indexes) = match quick {
        Some(sound) => (sound, vec![]),
        None => (slow(core, count, marked, options)?, indexes(core, count, &mut not_checked)?),
    };
    let Quick { chain, pages, young, mut blocks, at_mark } = log;
    broken_pages(&chain, pages, |page| core.log.volumes.place(page), &mut blocks);
    let head_mark = against_mark(mark, &chain, at_mark, &mut not_checked);
    Ok(StoreReport {
        chain,
        pages,
        young,
        blocks,
        documents: core.documents.verify()?,
        indexes,
        index_remade: core.index.remade(),
        index_late: core.index.late(),
        head_mark,
        tail_note: core.tail_note.clone(),
        opening: core.opening.clone(),
        not_checked,
    })
}

fn indexes(
    core: &Arc<Core>,
    count: u64,
    not_checked: &mut Vec<String>,
) -> Result<Vec<IndexFault>, StoreError> {
    match core.indexes().check(&core.log, count) {
        Ok(faults) => Ok(faults),
        Err(error) if error.is_shortage() => Err(error),
        Err(error) => {
            not_checked.push(format!("the indexes: {error}"));
            Ok(vec![])
        }
    }
}

/// Sealed pages inside which the chain breaks: their bytes could be read, and are not what was sealed.
pub(crate) fn broken_pages(
    chain: &ChainReport,
    pages: u64,
    place: impl Fn(u64) -> String,
    blocks: &mut Vec<BlockFault>,
) {
    let sealed = chain.faults.iter().filter(|fault| fault.seq / PAGE < pages);
    let broken: BTreeMap<u64, &Fault> = sealed.rev().map(|f| (f.seq / PAGE, f)).collect();
    for (page, fault) in broken {
        let known = |block: &BlockFault| block.first / PAGE <= page && page <= block.last / PAGE;
        if !blocks.iter().any(known) {
            let what = format!("the chain breaks inside {}", place(page));
            blocks.push(BlockFault { first: fault.seq, last: fault.seq, what });
        }
    }
}

/// What is wrong with the mark, or with the log against it; `at_mark` is the hash found at its place.
pub(crate) fn against_mark(
    mark: Result<HeadMark, StoreError>,
    chain: &ChainReport,
    at_mark: Option<Hash>,
    not_checked: &mut Vec<String>,
) -> Option<String> {
    let HeadMark { ledger, head } = match mark {
        Ok(mark) => mark,
        Err(error) => return Some(error.to_string()),
    };
    // The ledger's name is the hash of entry 0: of one that is lost or altered, it says nothing.
    let lost = chain.ledger.is_none() || chain.faults.iter().any(|fault| fault.seq == 0);
    if lost {
        not_checked.push("whether the head mark is of this ledger: entry 0 is not whole".into());
    } else if Some(ledger) != chain.ledger {
        return Some(format!("the head mark is that of another ledger, {ledger}"));
    }
    match at_mark {
        None if head.count > chain.entries => Some(format!(
            "the log is below its mark: {} entries were once on disk, {} are there",
            head.count, chain.entries
        )),
        None => {
            not_checked.push("the entry that the head mark names: it cannot be read".into());
            None
        }
        Some(hash) if hash != head.hash => Some(format!(
            "entry {} hashes to {hash}, the head mark records {}",
            head.count.saturating_sub(1),
            head.hash
        )),
        Some(_) => None,
    }
}

/// Reads the whole log again, page by page, whatever is wrong with it, and names what is.
fn slow(
    core: &Arc<Core>,
    count: u64,
    marked: Option<u64>,
    options: &VerifyOptions,
) -> Result<Quick, StoreError> {
    let mut verifier = Verifier::new();
    if let Some(expected) = options.expect_head {
        verifier = verifier.expect_head(expected);
    }
    let mut walk =
        Walk { verifier, marked, at_mark: None, next: 0, pages: 0, young: 0, blocks: vec![] };
    let mut page = 0;
    loop {
        // Pages may be sealed while the log is read: what was young is then found there.
        while page < core.log.volumes.sealed().min(count.div_ceil(PAGE)) {
            match walk.sealed(core, page, count) {
                Ok(()) => {}
                Err(error) if error.is_shortage() => return Err(error),
                Err(error) => {
                    let error = core.log.volumes.blame(page, error);
                    walk.fault(page, count, error.to_string());
                }
            }
            walk.pages += 1;
            page += 1;
        }
        if walk.next >= count {
            break;
        }
        match core.log.young(walk.next, count) {
            Some(young) => {
                walk.young += young.len() as u64;
                walk.push(young.bytes(), count);
            }
            None if page < core.log.volumes.sealed() => {}
            None => break,
        }
    }
    Ok(Quick {
        chain: walk.verifier.finish(),
        pages: walk.pages,
        young: walk.young,
        blocks: walk.blocks,
        at_mark: walk.at_mark,
    })
}

struct Walk {
    verifier: Verifier,
    marked: Option<u64>,
    at_mark: Option<Hash>,
    next: u64,
    pages: u64,
    young: u64,
    blocks: Vec<BlockFault>,
}

impl Walk {
    /// Notes what is wrong with the rest of a page, and goes on behind it.
    fn fault(&mut self, page: u64, count: u64, what: String) {
        let end = ((page + 1) * PAGE).min(count);
        let first = self.next.min(end.saturating_sub(1));
        let last = end.saturating_sub(1).max(first);
        self.blocks.push(BlockFault { first, last, what });
        self.next = self.next.max(end);
    }

    fn sealed(&mut self, core: &Arc<Core>, page: u64, count: u64) -> Result<(), StoreError> {
        let volume = core.log.volumes.open(page)?;
        let mut bytes = Vec::new();
        volume.read(page, &mut bytes)?;
        self.push(&bytes, count);
        let end = ((page + 1) * PAGE).min(count);
        let whole = frames(&bytes).map(|entry| LENGTH + entry.len()).sum::<usize>() == bytes.len();
        let last = match volume.check(page, &bytes, None) {
            Ok((_, last)) => last,
            // The entries are all there: which of them are altered, the chain has told.
            Err(_) if whole && self.next == end => {
                frames(&bytes).last().map_or(Hash::ZERO, Hash::of)
            }
            Err(error) => return Err(error),
        };
        volume.hold(page, last)?;
        self.next = end;
        Ok(())
    }

    fn push(&mut self, bytes: &[u8], count: u64) {
        for entry in frames(bytes) {
            if self.next == count {
                return;
            }
            self.verifier.push(entry);
            self.next += 1;
            if self.marked == Some(self.next) {
                self.at_mark = Some(Hash::of(entry));
            }
        }
    }
}
