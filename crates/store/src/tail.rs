//! The end of the log: what a commit writes, and how runs become pages.
//!
//! A commit is one batch of runs. Once it is acknowledged, full pages are *sealed*: the page is
//! written, then its runs are removed; neither is flushed before the next commit. A crash in between
//! leaves a page with some or all of its runs beside it, or the runs alone, and opening ends what
//! was begun. A page whose bundle would be longer than the engine stores well stays as runs.

use greffe_chain::bundle::{self, PAGE_ENTRIES};
use greffe_chain::{Hash, Head, Verifier};

use crate::engine::{Change, MAX_VALUE};
use crate::error::StoreError;
use crate::pages::{PAGE, Truth, key};

/// Bytes of the length before each entry of a bundle.
const LENGTH: usize = 2;
/// Pages before the end among which runs may stand that a crash kept from being removed or sealed:
/// those of the largest call, and one more.
const RECENT: u64 = crate::MAX_CALL_ENTRIES as u64 / PAGE + 1;

/// The page being filled, and the full ones that are not sealed yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tail {
    pub(crate) head: Option<Head>,
    bundle: Vec<u8>,
    entries: usize,
    runs: Vec<u64>,
    full: Vec<Full>,
}

/// A full page and the runs that hold it.
#[derive(Clone, Debug)]
struct Full {
    page: u64,
    /// The page to write; None when it is written already.
    bundle: Option<Vec<u8>>,
    runs: Vec<u64>,
}

impl Tail {
    /// Finds the end of the log and checks the chain of what a crash can have touched.
    pub(crate) fn load(truth: &Truth) -> Result<Tail, StoreError> {
        let place = truth.place();
        let mut count = 0;
        for block in truth.last()? {
            let entries = block.entries(&place)?.len() as u64;
            count = count.max(block.first + entries);
        }
        let last = count.checked_sub(1);
        let last = last.ok_or_else(|| StoreError::damaged("the log holds no entry", &*place))?;
        let recent = (last / PAGE).saturating_sub(RECENT) * PAGE;
        let mut tail = Tail::default();
        let mut from = (last / PAGE).saturating_sub(1) * PAGE;
        for run in truth.runs.range(&key(recent), &key(u64::MAX)) {
            let (key, bytes) = run?;
            let first = truth.run(&key, bytes)?.first;
            if truth.page(first / PAGE)?.is_some() {
                tail.leave(first);
            } else {
                from = from.min(first / PAGE * PAGE);
            }
        }
        let mut verifier = if from == 0 {
            Verifier::links_only()
        } else {
            let before = truth.entry(from - 1)?;
            Verifier::after(Head { count: from, hash: Hash::of(&before) })
        };
        let mut seq = from;
        while seq < count {
            let block = truth.block(seq)?.ok_or_else(|| truth.absent(seq))?;
            for entry in truth.from(seq)? {
                verifier.push(&entry);
                if !block.sealed {
                    tail.extend(seq, &entry, block.first)?;
                }
                seq += 1;
            }
        }
        let report = verifier.finish();
        if let Some(fault) = report.faults.first() {
            return Err(StoreError::damaged(fault.to_string(), place));
        }
        let hash = report.head.map_or(Hash::ZERO, |head| head.hash);
        tail.head = Some(Head { count, hash });
        Ok(tail)
    }

    /// Notes a run that is left beside its page.
    fn leave(&mut self, first: u64) {
        let page = first / PAGE;
        match self.full.last_mut() {
            Some(full) if full.page == page => full.runs.push(first),
            _ => self.full.push(Full { page, bundle: None, runs: vec![first] }),
        }
    }

    /// Adds entry `seq`, held by the run that begins at `run`, to the page being filled.
    fn extend(&mut self, seq: u64, entry: &[u8], run: u64) -> Result<(), StoreError> {
        bundle::push(&mut self.bundle, self.entries, entry).map_err(|error| {
            StoreError::damaged(error.to_string(), format!("the page of entry {seq}"))
        })?;
        self.entries += 1;
        if self.runs.last() != Some(&run) {
            self.runs.push(run);
        }
        if self.entries == PAGE_ENTRIES {
            let (bundle, runs) = (std::mem::take(&mut self.bundle), std::mem::take(&mut self.runs));
            self.entries = 0;
            if bundle.len() <= MAX_VALUE {
                self.full.push(Full { page: seq / PAGE, bundle: Some(bundle), runs });
            }
        }
        Ok(())
    }

    /// The runs that hold `entries` from `first` on.
    pub(crate) fn commit(
        &mut self,
        mut first: u64,
        mut entries: &[Vec<u8>],
    ) -> Result<Vec<Change>, StoreError> {
        let mut changes = Vec::new();
        while !entries.is_empty() {
            let room = PAGE_ENTRIES - self.entries;
            let (run, rest) = entries.split_at(fitting(entries).min(room));
            let value = bundle::encode(run.iter().map(Vec::as_slice));
            let value = value.map_err(|error| {
                StoreError::damaged(error.to_string(), format!("the run from entry {first}"))
            })?;
            for (seq, entry) in (first..).zip(run) {
                self.extend(seq, entry, first)?;
            }
            changes.push((key(first).to_vec(), Some(value)));
            first += run.len() as u64;
            entries = rest;
        }
        Ok(changes)
    }

    /// Whether full pages wait to be sealed.
    pub(crate) const fn has_full(&self) -> bool {
        !self.full.is_empty()
    }

    /// Writes the full pages, each before its runs are removed. The caller flushes, at any time.
    pub(crate) fn seal(&mut self, truth: &Truth) -> Result<(), StoreError> {
        for full in self.full.drain(..) {
            if let Some(bundle) = &full.bundle {
                truth.pages.insert(&key(full.page), bundle)?;
            }
            let removed = full.runs.iter().map(|run| (key(*run).to_vec(), None));
            truth.runs.apply(removed.collect())?;
        }
        Ok(())
    }
}

/// How many of the first entries make a value that the engine stores well; at least one.
fn fitting(entries: &[Vec<u8>]) -> usize {
    let mut bytes = 0;
    let over = entries.iter().position(|entry| {
        bytes += LENGTH + entry.len();
        bytes > MAX_VALUE
    });
    over.unwrap_or(entries.len()).max(1)
}
