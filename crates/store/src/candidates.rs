//! The pages that the sources of a restoration hold, and what of them can be believed.
//!
//! Bytes that continue the chain may still end with an entry that was altered: the hash of the
//! last entry is in nothing that was read with it. So an entry counts only when something else
//! vouches for it: the entry behind it, in whichever source; the row of its page, or the check of
//! its commit; or the mark of a source. Where frames are damaged, what they held is looked for entry
//! by entry (`loose`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use greffe_chain::{Hash, Peek};

use crate::error::{StoreError, past_damage};
use crate::layout::HeadMark;
use crate::loose::{self, frame};
use crate::page::{LENGTH, PAGE, follow, frames};
use crate::tail::Tail;
use crate::tiles;
use crate::volumes::{VOLUME, Volumes};

/// No entry has this number, or a higher one (docs/format.md §2.2).
const MOST: u64 = 1 << 63;

/// How many tiles of a page are read, that of the head first, then the longest: a backup has two at most,
/// after a crash. A folder that somebody filled with more must not be held in memory.
const MOST_TILES: usize = 4;

/// Where entries are taken from.
pub(crate) enum Source {
    /// A ledger's directory. What its tail holds is read once: for each number the entries found, the
    /// newest generation first, all of them vouched for.
    Ledger { dir: PathBuf, volumes: Volumes, young: BTreeMap<u64, Vec<Vec<u8>>> },
    /// A backup, the tiles that are there (numbers of a page and of its entries), and how many entries its
    /// mark counts.
    Backup { dir: PathBuf, tiles: BTreeSet<(u64, u64)>, marked: Option<u64> },
}

impl Source {
    /// A ledger's directory; `known` are hashes of entries that its mark has.
    pub(crate) fn ledger(dir: &Path, known: &[Hash]) -> Result<Source, StoreError> {
        let mut young: BTreeMap<u64, Vec<Vec<u8>>> = BTreeMap::new();
        for run in Tail::salvage(dir, known)? {
            for (at, entry) in (0..).zip(frames(&run.bytes)) {
                // A number that no entry can have is none that was written.
                let Some(seq) = run.first.checked_add(at).filter(|seq| *seq < MOST) else { break };
                let here = young.entry(seq).or_default();
                if !here.iter().any(|known| known == entry) {
                    here.push(entry.to_vec());
                }
            }
        }
        // How many pages are sealed, nothing tells that is to be believed: whatever is asked for is looked at.
        Ok(Source::Ledger { dir: dir.into(), volumes: Volumes::new(dir, 0), young })
    }

    /// A backup's directory: every tile in it, whatever its head counts.
    pub(crate) fn backup(dir: &Path) -> Result<Source, StoreError> {
        let marked = past_damage(HeadMark::read(dir))?.map(|mark| mark.head.count);
        Ok(Source::Backup { dir: dir.into(), tiles: tiles::list(dir)?, marked })
    }

    /// The pages that it may hold something of: as many as its files, whatever they claim.
    pub(crate) fn pages(&self) -> Result<BTreeSet<u64>, StoreError> {
        match self {
            Source::Ledger { volumes, young, .. } => {
                let mut pages: BTreeSet<u64> = young.keys().map(|seq| seq / PAGE).collect();
                for volume in volumes.there()? {
                    let first = volume * VOLUME;
                    pages.extend(first..first + volumes.pages_in(volume)?);
                }
                Ok(pages)
            }
            Source::Backup { tiles, .. } => Ok(tiles.iter().map(|(page, _)| *page).collect()),
        }
    }
}

/// What one source holds for a page, or for a piece of it.
pub(crate) struct Candidate {
    /// How many entries of the page come before it.
    skip: usize,
    /// Frames, as far as they are whole.
    pub(crate) bytes: Vec<u8>,
    /// Entries that the source itself vouches for, by a row or by the check of a commit.
    sure: BTreeSet<Hash>,
}

impl Candidate {
    /// The first entry of the page.
    pub(crate) fn opening(&self) -> Option<&[u8]> {
        frames(&self.bytes).next().filter(|_| self.skip == 0)
    }

    /// The hash of the first entry, where the second one names it, or the source itself vouches for it.
    pub(crate) fn vouched_opening(&self) -> Option<Hash> {
        let hash = Hash::of(self.opening()?);
        let named = || frames(&self.bytes).nth(1).is_some_and(|next| follows(next, 1, hash));
        (self.sure.contains(&hash) || named()).then_some(hash)
    }
}

/// What the sources hold for a page.
///
/// # Errors
/// [`StoreError::Io`] where the system had too little to give; what is damaged, or cannot be read, is not
/// there to be taken.
pub(crate) fn candidates(sources: &[Source], page: u64) -> Result<Vec<Candidate>, StoreError> {
    let mut found = Vec::new();
    for source in sources {
        match source {
            Source::Ledger { volumes, young, .. } => {
                let row = past_damage(volumes.row(page))?;
                let row: BTreeSet<_> = row.map(|row| row.last).into_iter().collect();
                for bytes in volumes.stored(page)? {
                    stored(bytes, page, &row, &mut found);
                }
                from_tail(young, page, &mut found);
            }
            Source::Backup { dir, tiles, marked } => {
                let here = || tiles.range((page, 0)..=(page, PAGE)).rev().map(|(_, count)| *count);
                let of_head = |count: &u64| page.checked_mul(PAGE).map(|at| at + count) == *marked;
                let others = here().filter(|count| !of_head(count));
                for count in here().filter(of_head).chain(others).take(MOST_TILES) {
                    if let Some(Some(bytes)) = past_damage(tiles::read(dir, page, count))? {
                        stored(bytes, page, &BTreeSet::new(), &mut found);
                    }
                }
            }
        }
    }
    Ok(found)
}

/// The stored bytes of a page and, where the chain inside them breaks, what can be read in them.
fn stored(bytes: Vec<u8>, page: u64, sure: &BTreeSet<Hash>, found: &mut Vec<Candidate>) {
    let first = page * PAGE;
    if follow(&bytes, first, None).is_err() {
        let loose = loose::entries(&bytes).map(|entry| (entry.seq, entry.bytes));
        pieces(loose, first, sure, found);
    }
    found.push(Candidate { skip: 0, bytes, sure: sure.clone() });
}

/// What the tail holds of a page. Numbers that were used twice give a candidate each time.
fn from_tail(young: &BTreeMap<u64, Vec<Vec<u8>>>, page: u64, found: &mut Vec<Candidate>) {
    let (first, end) = (page.saturating_mul(PAGE), page.saturating_add(1).saturating_mul(PAGE));
    let here = || young.range(first..end);
    let sure: BTreeSet<Hash> = here().flat_map(|(_, ways)| ways).map(|e| Hash::of(e)).collect();
    let most = here().map(|(_, ways)| ways.len()).max().unwrap_or(0);
    for way in 0..most {
        let entries = here().filter_map(|(seq, ways)| {
            let entry = ways.get(way).or_else(|| ways.last())?;
            Some((*seq, entry.as_slice()))
        });
        pieces(entries, first, &sure, found);
    }
}

/// Entries whose numbers follow each other, as one piece of their page each.
fn pieces<'a>(
    entries: impl Iterator<Item = (u64, &'a [u8])>,
    first: u64,
    sure: &BTreeSet<Hash>,
    found: &mut Vec<Candidate>,
) {
    let mut next = None;
    for (seq, entry) in entries {
        let place = seq.checked_sub(first).filter(|place| *place < PAGE);
        let Some(skip) = place.and_then(|place| usize::try_from(place).ok()) else { continue };
        if next != Some(seq) {
            found.push(Candidate { skip, bytes: Vec::new(), sure: sure.clone() });
        }
        if let Some(piece) = found.last_mut() {
            frame(&mut piece.bytes, entry);
        }
        next = seq.checked_add(1);
    }
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
        if candidate.skip > 0 {
            return (0, Vec::new());
        }
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
        let follower = self.next.iter().any(|page| page.opening().is_some());
        // Whoever altered an entry may have altered its row as well: a page behind it knows better.
        let sure = candidate.sure.contains(&last) && !(follower && count == self.first + PAGE);
        if !named && !marked && !sure && !self.continued(last) {
            ends.pop();
        }
        let end = ends.last().map_or(0, |(end, _)| *end);
        (ends.len() as u64, candidate.bytes.get(..end).unwrap_or_default().to_vec())
    }

    /// What a mark says of the entry that is the last of `count`: of the one it was written at, and of
    /// the first, after which it calls the ledger.
    fn mark(&self, count: u64) -> Option<Hash> {
        let at = |mark: &HeadMark| match count {
            1 => Some(mark.ledger),
            _ => (mark.head.count == count).then_some(mark.head.hash),
        };
        self.marks.iter().find_map(at)
    }

    /// Whether a page behind this one names `last` as the entry before it.
    fn continued(&self, last: Hash) -> bool {
        let heads = self.next.iter().filter_map(Candidate::opening);
        heads.filter_map(|entry| Peek::at(entry).ok()).any(|peek| peek.follows(&last))
    }

    /// One page out of several: each entry from a source that has it whole.
    pub(crate) fn merged(&self, found: &[Candidate]) -> Candidate {
        let choice = Choice::of(self, found);
        let mut bytes = Vec::new();
        let mut last = self.before;
        for (place, seq) in (0..).zip(self.first..self.first + PAGE) {
            let before = last;
            let mut here = choice.at(place).filter(move |entry| follows(entry, seq, before));
            let Some(first) = here.next() else { break };
            let mut here = std::iter::once(first).chain(here);
            let entry = here.find(|entry| choice.good(place, seq, entry)).unwrap_or(first);
            frame(&mut bytes, entry);
            last = Hash::of(entry);
        }
        Candidate { skip: 0, bytes, sure: choice.sure }
    }

    /// Every entry of the page that something vouches for, whether or not it continues the one
    /// before, in order.
    pub(crate) fn whole(&self, found: &[Candidate]) -> Vec<(u64, Vec<u8>)> {
        let choice = Choice::of(self, found);
        let mut last: Option<Hash> = None;
        let mut whole = Vec::new();
        for (place, seq) in (0..).zip(self.first..self.first + PAGE) {
            let numbered = |entry: &&[u8]| Peek::at(entry).is_ok_and(|peek| peek.seq == seq);
            let good: Vec<&[u8]> = choice
                .at(place)
                .filter(numbered)
                .filter(|entry| choice.good(place, seq, entry))
                .collect();
            // Of several, the one that continues what was chosen before it.
            let continues = |entry: &&&[u8]| last.is_some_and(|last| follows(entry, seq, last));
            let Some(entry) = good.iter().find(continues).or_else(|| good.first()) else {
                last = None;
                continue;
            };
            last = Some(Hash::of(entry));
            whole.push((seq, entry.to_vec()));
        }
        whole
    }
}

/// What there is at each place of a page.
struct Choice<'a> {
    due: &'a Due<'a>,
    sources: Vec<(usize, Vec<&'a [u8]>)>,
    sure: BTreeSet<Hash>,
}

impl<'a> Choice<'a> {
    fn of(due: &'a Due<'a>, found: &'a [Candidate]) -> Choice<'a> {
        let entries = |piece: &'a Candidate| (piece.skip, frames(&piece.bytes).collect());
        Choice {
            due,
            sources: found.iter().map(entries).collect(),
            sure: found.iter().flat_map(|piece| piece.sure.iter().copied()).collect(),
        }
    }

    fn at(&self, place: usize) -> impl Iterator<Item = &'a [u8]> {
        self.sources
            .iter()
            .filter_map(move |(skip, entries)| entries.get(place.checked_sub(*skip)?).copied())
    }

    /// Whether something vouches for an entry: the one behind it, its source, or a mark.
    fn good(&self, place: usize, seq: u64, entry: &[u8]) -> bool {
        let hash = Hash::of(entry);
        let marked = self.due.mark(seq + 1);
        if marked.is_some_and(|mark| mark != hash) {
            return false;
        }
        if marked == Some(hash) || self.at(place + 1).any(|next| follows(next, seq + 1, hash)) {
            return true;
        }
        // As in `vouched`: where a page follows, it knows better than the row.
        let end = seq + 1 == self.due.first + PAGE;
        let follower = end && self.due.next.iter().any(|page| page.opening().is_some());
        end && self.due.continued(hash) || !follower && self.sure.contains(&hash)
    }
}

/// Whether an entry is number `seq` and names the one before it.
fn follows(entry: &[u8], seq: u64, last: Hash) -> bool {
    Peek::at(entry).is_ok_and(|peek| peek.seq == seq && peek.follows(&last))
}
