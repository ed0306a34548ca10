//! The pages that the sources of a restoration hold, and what of them can be believed.
//!
//! Bytes that continue the chain may still end with an entry that was altered: the hash of the
//! last entry is in nothing that was read with it. So an entry counts only when something else
//! vouches for it: the entry behind it, in whichever source; the row of its page, or the check of
//! its commit; or the mark of a source.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use greffe_chain::{Hash, Head, Peek};

use crate::backup::tile_path;
use crate::layout::HeadMark;
use crate::page::{LENGTH, PAGE, frames};
use crate::tail::Run;
use crate::volumes::{VOLUME, Volumes};

/// Where entries are taken from.
pub(crate) enum Source {
    /// A ledger's directory: its tail's whole frames are read once.
    Ledger { dir: PathBuf, runs: Vec<Run> },
    /// A backup, and how far it reaches.
    Backup { dir: PathBuf, head: Head },
}

impl Source {
    /// How many pages it may hold something of.
    pub(crate) fn pages(&self) -> u64 {
        match self {
            Source::Ledger { dir, runs } => {
                let volumes = Volumes::new(dir, 0);
                let there = |volume: &u64| volumes.bundles_path(*volume).exists();
                let sealed = (0..u64::MAX).find(|volume| !there(volume)).unwrap_or(0) * VOLUME;
                let end = |run: &Run| run.first + frames(&run.bytes).count() as u64;
                let young = runs.iter().map(end).max().unwrap_or(0);
                sealed.max(young.div_ceil(PAGE))
            }
            Source::Backup { head, .. } => head.count.div_ceil(PAGE),
        }
    }
}

/// What one source holds for a page.
pub(crate) struct Candidate {
    /// Frames, as far as they are whole.
    pub(crate) bytes: Vec<u8>,
    /// Entries that the source itself vouches for, by a row or by the check of a commit.
    pub(crate) sure: BTreeSet<Hash>,
}

/// What the sources hold for a page.
pub(crate) fn candidates(sources: &[Source], page: u64) -> Vec<Candidate> {
    let mut found = Vec::new();
    for source in sources {
        match source {
            Source::Ledger { dir, runs } => {
                let volumes = Volumes::new(dir, (page / VOLUME + 1) * VOLUME);
                let row: BTreeSet<_> = volumes.row(page).map(|row| row.last).into_iter().collect();
                let stored = volumes.stored(page).into_iter();
                found.extend(stored.map(|bytes| Candidate { bytes, sure: row.clone() }));
                found.extend(from_runs(runs, page).map(|bytes| {
                    let sure = frames(&bytes).map(Hash::of).collect();
                    Candidate { bytes, sure }
                }));
            }
            Source::Backup { dir, head } => {
                let count = head.count.saturating_sub(page * PAGE).min(PAGE);
                if count > 0 {
                    let tile = fs::read(tile_path(dir, page, count));
                    found.extend(tile.map(|bytes| Candidate { bytes, sure: BTreeSet::new() }));
                }
            }
        }
    }
    found
}

/// The entries of a page in frames of the tail, from its first on.
fn from_runs(runs: &[Run], page: u64) -> Option<Vec<u8>> {
    let (first, end) = (page * PAGE, (page + 1) * PAGE);
    let mut bytes = Vec::new();
    let mut next = first;
    for run in runs {
        for (seq, entry) in (run.first..).zip(frames(&run.bytes)) {
            if seq == next && next < end {
                frame(&mut bytes, entry);
                next += 1;
            }
        }
    }
    (next > first).then_some(bytes)
}

/// Adds an entry, which came out of a frame, behind its length.
fn frame(bytes: &mut Vec<u8>, entry: &[u8]) {
    let length = u16::try_from(entry.len()).unwrap_or(u16::MAX);
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(entry);
}

/// The page that comes next, and what is known of its surroundings.
pub(crate) struct Due<'a> {
    pub(crate) first: u64,
    /// The hash of the entry before it.
    pub(crate) before: Hash,
    pub(crate) next: &'a [Candidate],
    pub(crate) marks: &'a [HeadMark],
}

impl Due<'_> {
    /// The entries at the start of a candidate that continue the chain and are vouched for: each
    /// but the last by the one after it, the last by the page behind, by its source, or by a mark.
    /// An entry that a mark contradicts ends them.
    pub(crate) fn vouched(&self, candidate: &Candidate) -> (u64, Vec<u8>) {
        let mut last = self.before;
        let mut ends = Vec::new();
        let mut at = 0;
        let mut named = false;
        for (seq, entry) in (self.first..self.first + PAGE).zip(frames(&candidate.bytes)) {
            if !follows(entry, seq, last) {
                break;
            }
            let hash = Hash::of(entry);
            if self.mark(seq + 1).is_some_and(|mark| mark != hash) {
                // It names the entry before it, though it is not what it was itself.
                named = true;
                break;
            }
            last = hash;
            at += LENGTH + entry.len();
            ends.push((at, last));
        }
        let count = self.first + ends.len() as u64;
        let marked = self.mark(count) == Some(last);
        let follower = self.next.iter().any(|page| frames(&page.bytes).next().is_some());
        // Whoever altered an entry may have altered its row as well: a page behind it knows better.
        let sure = candidate.sure.contains(&last) && !(follower && count == self.first + PAGE);
        if !named && !marked && !sure && !self.continued(last) {
            ends.pop();
        }
        let end = ends.last().map_or(0, |(end, _)| *end);
        (ends.len() as u64, candidate.bytes.get(..end).unwrap_or_default().to_vec())
    }

    /// What a mark says of the entry that is the last of `count`.
    fn mark(&self, count: u64) -> Option<Hash> {
        self.marks
            .iter()
            .map(|mark| mark.head)
            .find(|head| head.count == count)
            .map(|head| head.hash)
    }

    /// Whether a page behind this one names `last` as the entry before it.
    fn continued(&self, last: Hash) -> bool {
        let heads = self.next.iter().filter_map(|page| frames(&page.bytes).next());
        heads.filter_map(|entry| Peek::at(entry).ok()).any(|peek| peek.follows(&last))
    }

    /// One page out of several: each entry from a source that has it whole.
    pub(crate) fn merged(&self, found: &[Candidate]) -> Candidate {
        let sources: Vec<Vec<&[u8]>> =
            found.iter().map(|candidate| frames(&candidate.bytes).collect()).collect();
        let sure: BTreeSet<Hash> = found.iter().flat_map(|c| c.sure.iter().copied()).collect();
        let at = |place: usize| sources.iter().filter_map(move |source| source.get(place).copied());
        let mut bytes = Vec::new();
        let mut last = self.before;
        for (place, seq) in (self.first..self.first + PAGE).enumerate() {
            let good = |entry: &[u8]| {
                let hash = Hash::of(entry);
                let named = at(place + 1).any(|next| follows(next, seq + 1, hash));
                named
                    || sure.contains(&hash)
                    || self.mark(seq + 1) == Some(hash)
                    || self.continued(hash)
            };
            let mut here = at(place).filter(|entry| follows(entry, seq, last));
            let Some(first) = here.next() else { break };
            let entry =
                std::iter::once(first).chain(here).find(|entry| good(entry)).unwrap_or(first);
            frame(&mut bytes, entry);
            last = Hash::of(entry);
        }
        Candidate { bytes, sure }
    }
}

/// Whether an entry is number `seq` and names the one before it.
fn follows(entry: &[u8], seq: u64, last: Hash) -> bool {
    Peek::at(entry).is_ok_and(|peek| peek.seq == seq && peek.follows(&last))
}
