//! What is kept of a backup, of a damaged ledger, or of both: one notion, for the examination that
//! says it and for the restoration that does it.
//!
//! First the beginning of the history, page by page from whichever source continues the chain; then,
//! behind the place where none does, every entry that something vouches for, in ranges that the chain
//! links. docs/format.md §12.

use std::collections::BTreeSet;
use std::path::Path;

use greffe_chain::{Hash, Head, Peek, Verifier};

use crate::candidates::{Candidate, Due, Source, candidates};
use crate::error::StoreError;
use crate::layout::{self, BACKUP, HeadMark};
use crate::page::{PAGE, frames};
use crate::tiles;

/// The sources of a restoration, and what their marks say.
pub(crate) struct Sources {
    pub(crate) all: Vec<Source>,
    pub(crate) marks: Vec<HeadMark>,
    /// What could not be verified of them, and why.
    pub(crate) not_verified: Vec<String>,
}

const FOREIGN_MARK: &str = "how far the ledger once reached: its head mark is that of another \
                            ledger, or its first entry is not what it was";

impl Sources {
    /// Looks at a backup and at a damaged ledger. Either may be absent.
    ///
    /// # Errors
    /// [`StoreError`]: a source that is none, or two that are not of one ledger.
    pub(crate) fn open(
        backup: Option<&Path>,
        damaged: Option<&Path>,
    ) -> Result<Sources, StoreError> {
        let mut sources = Sources { all: vec![], marks: vec![], not_verified: vec![] };
        if let Some(dir) = damaged {
            sources.add_ledger(dir)?;
        }
        if let Some(dir) = backup {
            sources.add_backup(dir)?;
        }
        Ok(sources)
    }

    fn add_ledger(&mut self, dir: &Path) -> Result<(), StoreError> {
        let unmarked = layout::check_damaged(dir)?;
        self.not_verified.extend(unmarked.map(|why| format!("the format of the ledger: {why}")));
        let mark = HeadMark::read(dir);
        let known: Vec<Hash> = mark.iter().map(|mark| mark.head.hash).collect();
        let source = Source::ledger(dir, &known);
        let own = openings(&source);
        match mark {
            Ok(mark) if own.is_empty() || own.contains(&mark.ledger) => self.marks.push(mark),
            Ok(_) => self.not_verified.push(FOREIGN_MARK.into()),
            Err(error) => {
                self.not_verified.push(format!("how far the ledger once reached: {error}"));
            }
        }
        self.all.push(source);
        Ok(())
    }

    fn add_backup(&mut self, dir: &Path) -> Result<(), StoreError> {
        layout::check_marker(dir, BACKUP)?;
        let head = match HeadMark::read(dir) {
            Ok(mark) => {
                if self.marks.iter().any(|other| other.ledger != mark.ledger) {
                    let why = "it is the backup of another ledger than the damaged one; restore \
                               each apart";
                    return Err(StoreError::NotALedger { dir: dir.into(), why: why.into() });
                }
                self.marks.push(mark);
                mark.head
            }
            Err(error) => {
                self.not_verified.push(format!("how far the backup reaches: {error}"));
                tiles::reach(dir)
            }
        };
        self.all.push(Source::Backup { dir: dir.into(), head });
        Ok(())
    }
}

/// What the first entry of a source may hash to.
fn openings(source: &Source) -> BTreeSet<Hash> {
    let first = candidates(std::slice::from_ref(source), 0);
    first.iter().filter_map(|page| page.opening().map(Hash::of)).collect()
}

/// What has been taken so far.
pub(crate) struct Kept<'a> {
    sources: &'a Sources,
    verifier: Verifier,
    /// The hash of the first entry taken.
    pub(crate) ledger: Option<Hash>,
    /// The last entry taken, and how many there are.
    pub(crate) head: Head,
    /// A page, and what the sources hold for it: it was read to vouch for the page before.
    ahead: Option<(u64, Vec<Candidate>)>,
    done: bool,
}

impl<'a> Kept<'a> {
    pub(crate) fn of(sources: &'a Sources) -> Kept<'a> {
        Kept {
            sources,
            verifier: Verifier::links_only(),
            ledger: None,
            head: Head { count: 0, hash: Hash::ZERO },
            ahead: None,
            done: false,
        }
    }

    /// The next page of the beginning, 256 entries or, at its end, fewer; None behind it.
    pub(crate) fn next_page(&mut self) -> Option<Vec<u8>> {
        if self.done {
            return None;
        }
        let page = self.head.count / PAGE;
        let found = match self.ahead.take() {
            Some((ahead, found)) if ahead == page => found,
            _ => candidates(&self.sources.all, page),
        };
        let next = candidates(&self.sources.all, page + 1);
        let due = Due {
            first: self.head.count,
            before: self.head.hash,
            next: &next,
            marks: &self.sources.marks,
        };
        let all = found.iter().map(|candidate| due.vouched(candidate));
        let mut best = all.max_by_key(|(count, _)| *count);
        // Where no source has the whole page, all of them together may.
        if found.len() > 1 && best.as_ref().is_some_and(|(count, _)| *count < PAGE) {
            let merged = due.vouched(&due.merged(&found));
            best = best.filter(|(count, _)| *count >= merged.0).or(Some(merged));
        }
        let (taken, bytes) = best.filter(|(count, _)| *count > 0)?;
        for entry in frames(&bytes) {
            let hash = Hash::of(entry);
            self.ledger.get_or_insert(hash);
            self.verifier.push(entry);
            self.head = Head { count: self.head.count + 1, hash };
        }
        self.done = taken < PAGE;
        self.ahead = Some((page + 1, next));
        Some(bytes)
    }

    /// Hands over every entry behind the beginning that something vouches for, in order, and whether
    /// it begins a range of its own.
    pub(crate) fn islands(
        &self,
        mut take: impl FnMut(u64, &[u8], bool) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let pages: BTreeSet<u64> = self.sources.all.iter().flat_map(Source::pages).collect();
        let mut last: Option<(u64, Hash)> = None;
        for page in pages.range(self.head.count / PAGE..) {
            let next = candidates(&self.sources.all, page + 1);
            let found = candidates(&self.sources.all, *page);
            let due = Due {
                first: page * PAGE,
                before: Hash::ZERO,
                next: &next,
                marks: &self.sources.marks,
            };
            for (seq, entry) in due.whole(&found) {
                if seq < self.head.count {
                    continue;
                }
                let follows = |(before, hash): (u64, Hash)| {
                    before + 1 == seq && Peek::at(&entry).is_ok_and(|peek| peek.follows(&hash))
                };
                take(seq, &entry, !last.is_some_and(follows))?;
                last = Some((seq, Hash::of(&entry)));
            }
        }
        Ok(())
    }

    /// Ranges of entries, first and last, without keeping any of them.
    pub(crate) fn ranges(mut self) -> Vec<(u64, u64)> {
        while self.next_page().is_some() {}
        let mut ranges: Vec<(u64, u64)> = Vec::new();
        ranges.extend(self.head.count.checked_sub(1).map(|last| (0, last)));
        let counted = self.islands(|seq, _, begins| {
            match ranges.last_mut() {
                Some((_, last)) if !begins => *last = seq,
                _ => ranges.push((seq, seq)),
            }
            Ok(())
        });
        // Nothing is written here, so nothing can fail.
        debug_assert!(counted.is_ok());
        ranges
    }

    /// Holds everything that was taken against the chain once more.
    pub(crate) fn check(self) -> Result<(), String> {
        match self.verifier.finish().faults.first() {
            Some(fault) => Err(fault.to_string()),
            None => Ok(()),
        }
    }
}
