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
use crate::layout::{self, BACKUP, HeadMark, LEDGER};
use crate::page::{PAGE, frames};

/// The sources of a restoration, and what their marks say.
pub(crate) struct Sources {
    pub(crate) all: Vec<Source>,
    pub(crate) marks: Vec<HeadMark>,
    /// What could not be verified of them, and why.
    pub(crate) not_verified: Vec<String>,
    /// Whether nothing tells how far the history once reached: the mark of the damaged ledger, or else
    /// of the backup, is lost.
    pub(crate) unmarked: bool,
    /// The ledgers that they are of, as far as entries or marks tell.
    ledgers: BTreeSet<Hash>,
}

const FOREIGN: &str = "its head mark is that of another ledger than its entries";

impl Sources {
    /// Looks at a backup and at a damaged ledger. Either may be absent.
    ///
    /// # Errors
    /// [`StoreError`]: a source that is none, or two that are not of one ledger.
    pub(crate) fn open(
        backup: Option<&Path>,
        damaged: Option<&Path>,
    ) -> Result<Sources, StoreError> {
        let mut sources = Sources {
            all: vec![],
            marks: vec![],
            not_verified: vec![],
            unmarked: false,
            ledgers: BTreeSet::new(),
        };
        if let Some(dir) = damaged {
            let unmarked = layout::check_damaged(dir, LEDGER)?;
            let why = unmarked.map(|why| format!("the format of the ledger: {why}"));
            sources.not_verified.extend(why);
            let mark = HeadMark::read(dir);
            let known: Vec<Hash> = mark.iter().map(|mark| mark.head.hash).collect();
            let source = Source::ledger(dir, &known)?;
            sources.add(dir, source, mark, "how far the ledger once reached")?;
        }
        if let Some(dir) = backup {
            let unmarked = layout::check_damaged(dir, BACKUP)?;
            let why = unmarked.map(|why| format!("the format of the backup: {why}"));
            sources.not_verified.extend(why);
            let source = Source::backup(dir)?;
            sources.add(dir, source, HeadMark::read(dir), "how far the backup reaches")?;
        }
        Ok(sources)
    }

    /// Takes in a source and its mark. Which ledger it is of, its first entry says where another one
    /// vouches for it; where none does, as in a page that is damaged, its mark says so, which carries
    /// its own check.
    fn add(
        &mut self,
        dir: &Path,
        source: Source,
        mark: Result<HeadMark, StoreError>,
        what: &str,
    ) -> Result<(), StoreError> {
        let mut ledgers = openings(&source)?;
        let mark = match mark {
            Ok(mark) if ledgers.is_empty() || ledgers.contains(&mark.ledger) => Some(mark),
            Ok(mark) => {
                // Somebody may have put another beginning under it: a copy of the ledger that it names is no
                // stranger, and is asked for its own beginning.
                ledgers.insert(mark.ledger);
                self.not_verified.push(format!("{what}: {FOREIGN}"));
                None
            }
            Err(error) if error.is_shortage() => return Err(error),
            Err(error) => {
                self.not_verified.push(format!("{what}: {error}"));
                None
            }
        };
        ledgers.extend(mark.map(|mark| mark.ledger));
        let known = !self.ledgers.is_empty() && !ledgers.is_empty();
        if known && self.ledgers.is_disjoint(&ledgers) {
            let why = "it is the backup of another ledger than the damaged one; restore each apart";
            return Err(StoreError::NotABackup { dir: dir.into(), why: why.into() });
        }
        self.ledgers.extend(ledgers);
        // A backup reaches no further than its ledger once did.
        self.unmarked |= mark.is_none() && self.all.is_empty();
        self.marks.extend(mark);
        self.all.push(source);
        Ok(())
    }
}

/// What the first entry of a source hashes to, where something vouches for it.
fn openings(source: &Source) -> Result<BTreeSet<Hash>, StoreError> {
    let first = candidates(std::slice::from_ref(source), 0)?;
    Ok(first.iter().filter_map(Candidate::vouched_opening).collect())
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
    ///
    /// # Errors
    /// [`StoreError::Io`] where the system had too little to give.
    pub(crate) fn next_page(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
        if self.done {
            return Ok(None);
        }
        let page = self.head.count / PAGE;
        let found = match self.ahead.take() {
            Some((ahead, found)) if ahead == page => found,
            _ => candidates(&self.sources.all, page)?,
        };
        let next = candidates(&self.sources.all, page + 1)?;
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
        let Some((taken, bytes)) = best.filter(|(count, _)| *count > 0) else { return Ok(None) };
        for entry in frames(&bytes) {
            let hash = Hash::of(entry);
            self.ledger.get_or_insert(hash);
            self.verifier.push(entry);
            self.head = Head { count: self.head.count + 1, hash };
        }
        self.done = taken < PAGE;
        self.ahead = Some((page + 1, next));
        Ok(Some(bytes))
    }

    /// Hands over every entry behind the beginning that something vouches for, in order, and whether
    /// it begins a range of its own.
    pub(crate) fn islands(
        &self,
        mut take: impl FnMut(u64, &[u8], bool) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut pages = BTreeSet::new();
        for source in &self.sources.all {
            pages.extend(source.pages()?);
        }
        let mut last: Option<(u64, Hash)> = None;
        for page in pages.range(self.head.count / PAGE..) {
            let next = candidates(&self.sources.all, page + 1)?;
            let found = candidates(&self.sources.all, *page)?;
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
    pub(crate) fn ranges(mut self) -> Result<Vec<(u64, u64)>, StoreError> {
        while self.next_page()?.is_some() {}
        let mut ranges: Vec<(u64, u64)> = Vec::new();
        ranges.extend(self.head.count.checked_sub(1).map(|last| (0, last)));
        self.islands(|seq, _, begins| {
            match ranges.last_mut() {
                Some((_, last)) if !begins => *last = seq,
                _ => ranges.push((seq, seq)),
            }
            Ok(())
        })?;
        Ok(ranges)
    }

    /// Holds everything that was taken against the chain once more.
    pub(crate) fn check(self) -> Result<(), String> {
        match self.verifier.finish().faults.first() {
            Some(fault) => Err(fault.to_string()),
            None => Ok(()),
        }
    }
}
