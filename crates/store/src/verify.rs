//! Verification of a whole store: every byte of the truth and of every document, the head mark,
//! and the indexes.
//!
//! The entries go through the same [`Verifier`] as a raw log. What stored values themselves can
//! show (a page that breaks off, a number for which no value exists) is reported with the seqs it
//! concerns. What could not be checked is said: silence never means *sound*.

use greffe_chain::{ChainReport, ExpectedHead, Hash, Verifier};

use crate::documents::DocumentsReport;
use crate::error::StoreError;
use crate::indexes::IndexFault;
use crate::layout::HeadMark;
use crate::pages::{Block, PAGE, parse_key};
use crate::read::Core;

/// How a store is verified.
#[derive(Clone, Copy, Debug, Default)]
pub struct VerifyOptions {
    /// A head known from outside. Only it can show that the log was cut off together with its
    /// mark, or rewritten.
    pub expect_head: Option<ExpectedHead>,
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
    /// Runs read.
    pub runs: u64,
    /// Stored values of the log that are not what they should be.
    pub blocks: Vec<BlockFault>,
    /// Every document, hashed again.
    pub documents: DocumentsReport,
    /// Indexes that differ from the log.
    pub indexes: Vec<IndexFault>,
    /// What is wrong with the high-water mark, or with the log against it.
    pub head_mark: Option<String>,
    /// What was wrong when a private copy was opened.
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
            && self.documents.faults.is_empty()
            && self.head_mark.is_none()
            && self.opening.is_none()
    }
}

pub(crate) fn verify(core: &Core, options: &VerifyOptions) -> Result<StoreReport, StoreError> {
    // The mark first: it never runs ahead of a head that is read later.
    let mark = HeadMark::read(&core.files);
    let count = core.published.borrow().head.count;
    let mut verifier = Verifier::new();
    if let Some(expected) = options.expect_head {
        verifier = verifier.expect_head(expected);
    }
    let marked = mark.as_ref().ok().map(|mark| mark.head.count);
    let mut walk =
        Walk { core, verifier, marked, at_mark: None, pages: 0, runs: 0, blocks: vec![] };
    if let Err(error) = walk.log(count) {
        walk.fault(0, count, format!("reading stopped: {error}"));
    }
    let Walk { verifier, at_mark, pages, runs, blocks, .. } = walk;
    let chain = verifier.finish();
    let head_mark = against_mark(mark, &chain, at_mark);
    let mut not_checked = Vec::new();
    let indexes = match core.indexes.check(&core.truth, count) {
        Ok(faults) => faults,
        Err(error) => {
            not_checked.push(format!("the indexes: {error}"));
            vec![]
        }
    };
    let documents = core.documents.verify()?;
    let opening = core.opening.clone();
    Ok(StoreReport {
        chain,
        pages,
        runs,
        blocks,
        documents,
        indexes,
        head_mark,
        opening,
        not_checked,
    })
}

/// What is wrong with the mark, or with the log against it; `at_mark` is the hash found at its place.
fn against_mark(
    mark: Result<HeadMark, StoreError>,
    chain: &ChainReport,
    at_mark: Option<Hash>,
) -> Option<String> {
    match mark {
        Err(error) => Some(error.to_string()),
        Ok(mark) if Some(mark.ledger) != chain.ledger => {
            Some(format!("the head mark is that of another ledger, {}", mark.ledger))
        }
        Ok(HeadMark { head, .. }) => match at_mark {
            None => Some(format!(
                "the log is below its mark: {} entries were once on disk, {} are there",
                head.count, chain.entries
            )),
            Some(hash) if hash != head.hash => Some(format!(
                "entry {} hashes to {hash}, the head mark records {}",
                head.count.saturating_sub(1),
                head.hash
            )),
            Some(_) => None,
        },
    }
}

struct Walk<'a> {
    core: &'a Core,
    verifier: Verifier,
    marked: Option<u64>,
    at_mark: Option<Hash>,
    pages: u64,
    runs: u64,
    blocks: Vec<BlockFault>,
}

impl Walk<'_> {
    fn fault(&mut self, first: u64, end: u64, what: String) {
        let last = end.saturating_sub(1).max(first);
        self.blocks.push(BlockFault { first, last, what });
    }

    /// Walks the numbers up to `count`, asking for the value that should hold each: so it never
    /// misses a page that is sealed meanwhile, nor takes an absent value for the end.
    fn log(&mut self, count: u64) -> Result<(), StoreError> {
        let mut seq = 0;
        while seq < count {
            let block = self.core.truth.block(seq)?;
            seq = match block {
                Some(block) => self.block(&block, seq, count)?,
                None => self.hole(seq, count)?,
            };
        }
        self.strays(count)
    }

    fn block(&mut self, block: &Block, seq: u64, count: u64) -> Result<u64, StoreError> {
        let (entries, wrong) = block.read();
        let end = block.first + entries.len() as u64;
        if end <= seq && wrong.is_none() {
            return self.hole(seq, count);
        }
        if block.sealed {
            self.pages += 1;
        } else {
            self.runs += 1;
        }
        let skip = usize::try_from(seq - block.first).unwrap_or(usize::MAX);
        for (number, entry) in (seq..count).zip(entries.iter().skip(skip)) {
            self.verifier.push(entry);
            if self.marked == Some(number + 1) {
                self.at_mark = Some(Hash::of(entry));
            }
        }
        let Some(wrong) = wrong else {
            return Ok(end);
        };
        let next = if block.sealed { block.first + PAGE } else { self.next_block(end, count)? };
        self.fault(end.max(seq), next.min(count), format!("{}: {wrong}", block.name()));
        Ok(next)
    }

    fn hole(&mut self, seq: u64, count: u64) -> Result<u64, StoreError> {
        let next = self.next_block(seq, count)?;
        self.fault(seq, next, "no stored value holds these entries".into());
        Ok(next)
    }

    /// The first number after `seq` at which a stored value begins.
    fn next_block(&self, seq: u64, count: u64) -> Result<u64, StoreError> {
        let next = self.core.truth.next(seq / PAGE + 1, seq + 1)?;
        Ok(next.map_or(count, |next| next.min(count)))
    }

    /// Values that the walk by numbers does not reach: keys that are no numbers, and runs beside
    /// the page that holds them. A crash may leave such runs, with the same bytes.
    fn strays(&mut self, count: u64) -> Result<(), StoreError> {
        let truth = &self.core.truth;
        let mut strays = Vec::new();
        for row in truth.pages.rows() {
            if parse_key(&row?.0).is_none() {
                strays.push((0, "a stored page has a key that is no number"));
            }
        }
        for row in truth.runs.rows() {
            let (key, bytes) = row?;
            let Some(first) = parse_key(&key) else {
                strays.push((0, "a stored run has a key that is no number"));
                continue;
            };
            let run = truth.run(&key, bytes)?;
            let page = truth.page(first / PAGE)?;
            if first < count
                && let Some(page) = page
            {
                let (ours, wrong) = run.read();
                let skip = usize::try_from(first % PAGE).unwrap_or(usize::MAX);
                let theirs = page.read().0;
                let same = theirs.iter().skip(skip).map(|entry| &**entry);
                let same = same.take(ours.len()).eq(ours.iter().map(|entry| &**entry));
                if !same || wrong.is_some() {
                    strays.push((first, "a run differs from the page that holds it"));
                }
            }
        }
        for (first, what) in strays {
            self.fault(first, first + 1, what.into());
        }
        Ok(())
    }
}
