//! The young end of the log, on disk: two files of frames, of which one is in use.
//!
//! A commit is one frame, written with one call and synced before it is acknowledged:
//!
//! ```text
//! offset  bytes
//!      0     32   blake3 of everything behind it in the frame
//!     32      8   "greffeT1"
//!     40      8   generation, u64 BE
//!     48      8   number of the first entry, u64 BE
//!     56      8   length of what follows, u64 BE
//!     64      …   the entries, each behind its length (docs/format.md §5)
//! ```
//!
//! When pages have been sealed, the entries left over begin a new generation in the other file. So
//! the first frame of the newest whole generation says how far pages are sealed and synced, and
//! the generation before it stays whole until the new one is on disk. Room is written in advance,
//! full of zeros: a commit then changes no length, and the disk is asked for its data alone.
//!
//! Reading stops at the first frame that is not whole: a commit that a crash cut off, which nobody
//! was told of. But a whole frame of the same generation behind it proves that the broken one was
//! once followed, hence acknowledged: that is damage. docs/format.md §11.3.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use greffe_chain::Hash;

use crate::error::{StoreError, past_damage};
use crate::files;
use crate::layout::tail_path;
use crate::loose::{self, Loose, frame};
use crate::page::{LENGTH, frames};

/// Bytes of a frame before its entries.
pub(crate) const HEADER: usize = 64;
const MAGIC: &[u8; 8] = b"greffeT1";
const CHECK: usize = 32;
/// The room a new tail begins with; it doubles from there.
pub(crate) const FIRST_ROOM: u64 = 64 * 1024;
/// A file that a large commit made longer than this is cut back when it is begun anew.
pub(crate) const MOST_ROOM: u64 = 16 * 1024 * 1024;

/// Consecutive entries as one commit wrote them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) first: u64,
    /// Where its entries begin in the file.
    pub(crate) at: u64,
    pub(crate) bytes: Vec<u8>,
}

impl Run {
    pub(crate) fn count(&self) -> u64 {
        frames(&self.bytes).count() as u64
    }
}

/// What the files of a tail hold.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) generation: u64,
    /// Everything below is in sealed pages, on disk.
    pub(crate) base: u64,
    pub(crate) runs: Vec<Run>,
    /// Which of the two files.
    pub(crate) file: usize,
    /// Whether it is the file to write over: see [`Tail::read`].
    pub(crate) again: bool,
    /// What is wrong with the file that was not taken, though nothing is missing for it.
    pub(crate) other: Option<String>,
}

impl Found {
    /// Whether it holds every entry that another generation holds.
    fn covers(&self, other: &Found) -> bool {
        self.base <= other.base && self.reach() >= other.reach()
    }

    /// The number behind that of its last entry.
    fn reach(&self) -> u64 {
        let ends = self.runs.iter().map(|run| run.first.saturating_add(run.count()));
        ends.max().unwrap_or(self.base)
    }
}

/// The tail, open for writing.
#[derive(Debug)]
pub(crate) struct Tail {
    files: [(PathBuf, File); 2],
    used: usize,
    generation: u64,
    end: u64,
    room: u64,
    frame: Vec<u8>,
}

/// What one of the two files holds.
enum Read {
    /// Its frames, up to where they end.
    Whole(Found),
    /// Frames of this generation, one of which is not whole though others follow it.
    Broken(u64, StoreError),
    /// Bytes that do not begin with a whole frame: a new generation that a crash cut off, or damage.
    Torn,
    /// No byte but zeros.
    Nothing,
}

impl Read {
    const fn generation(&self) -> u64 {
        match self {
            Read::Whole(found) => found.generation,
            Read::Broken(generation, _) => *generation,
            Read::Torn | Read::Nothing => 0,
        }
    }

    /// What is wrong with a file that is not taken.
    fn fault(&self) -> Option<String> {
        match self {
            Read::Whole(_) | Read::Nothing => None,
            Read::Broken(_, error) => Some(error.to_string()),
            Read::Torn => {
                Some("its first frame is not whole: cut off by a crash, or damaged".into())
            }
        }
    }
}

/// What one file holds. One that cannot be read may be the newer one: that is an error.
fn read_file(path: &Path, file: usize) -> Result<Read, StoreError> {
    let Some(bytes) = files::read(path, u64::MAX)? else { return Ok(Read::Nothing) };
    let Some((generation, first)) = frame_at(&bytes, 0, None) else {
        return Ok(match first_lost(&bytes) {
            Some(generation) => Read::Broken(generation, broken(path, 0)),
            None if bytes.iter().any(|byte| *byte != 0) => Read::Torn,
            None => Read::Nothing,
        });
    };
    let mut found =
        Found { generation, base: first.first, runs: vec![], file, again: false, other: None };
    let (mut end, mut frames) = (0, 0);
    let mut next = Some(first);
    while let Some(run) = next {
        end += HEADER + run.bytes.len();
        frames += 1;
        if !run.bytes.is_empty() {
            found.runs.push(run);
        }
        next = frame_at(&bytes, end, Some(generation)).map(|(_, run)| run);
    }
    found.again = frames == 1;
    let follow = marks(&bytes, end + 1).any(|at| frame_at(&bytes, at, Some(generation)).is_some());
    Ok(if follow { Read::Broken(generation, broken(path, end)) } else { Read::Whole(found) })
}

fn broken(path: &Path, at: usize) -> StoreError {
    let what = format!("the frame at byte {at} is not whole, and whole frames follow it");
    StoreError::damaged(what, path.display().to_string())
}

fn at(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

/// The whole frame at `at`, of `generation` where one is asked for.
fn frame_at(bytes: &[u8], at: usize, generation: Option<u64>) -> Option<(u64, Run)> {
    let frame = bytes.get(at..)?;
    let (check, rest) = frame.split_first_chunk::<CHECK>()?;
    let (magic, fields) = rest.split_first_chunk::<8>()?;
    if magic != MAGIC {
        return None;
    }
    let (found, fields) = fields.split_first_chunk::<8>()?;
    let (first, fields) = fields.split_first_chunk::<8>()?;
    let (length, entries) = fields.split_first_chunk::<8>()?;
    let found = u64::from_be_bytes(*found);
    if generation.is_some_and(|due| due != found) {
        return None;
    }
    let length = usize::try_from(u64::from_be_bytes(*length)).ok()?;
    let entries = entries.get(..length)?;
    if Hash::of(rest.get(..HEADER - CHECK + length)?) != Hash(*check) {
        return None;
    }
    // What was written is whole entries; anything else has a check that nobody here wrote.
    let whole: usize = frames(entries).map(|entry| LENGTH + entry.len()).sum();
    let run = Run {
        first: u64::from_be_bytes(*first),
        at: (at + HEADER) as u64,
        bytes: entries.to_vec(),
    };
    (whole == length).then_some((found, run))
}

/// The generation whose first frame was once whole, followed by others, and is so no longer.
///
/// Behind a first frame that cannot be read may also stand frames of an older use of the file, left
/// when a crash cut the new first frame off. The two differ by what the first frame says of itself:
/// its generation, or its length, is that of the frames behind it only if they belong together.
fn first_lost(bytes: &[u8]) -> Option<u64> {
    let mut seen = marks(bytes, 1).filter_map(|at| Some((at, frame_at(bytes, at, None)?)));
    let (at, (generation, _)) = seen.next()?;
    let field = |from: usize| {
        let field = bytes.get(from..from + 8).and_then(|field| field.try_into().ok());
        field.map(u64::from_be_bytes)
    };
    let ends_there = field(56) == at.checked_sub(HEADER).map(|length| length as u64);
    (ends_there || field(40) == Some(generation)).then_some(generation)
}

/// The places from `from` on where a frame may begin.
fn marks(bytes: &[u8], from: usize) -> impl Iterator<Item = usize> {
    let rest = bytes.get(from + CHECK..).unwrap_or_default();
    memchr::memmem::find_iter(rest, MAGIC).map(move |place| place + from)
}

/// Adds entries as runs, those that continue each other as one.
fn joined<'a>(entries: impl Iterator<Item = &'a Loose<'a>>, runs: &mut Vec<Run>) {
    let mut before: Option<(u64, Hash)> = None;
    for entry in entries {
        let place = Some((entry.seq, entry.prev));
        if place != before {
            runs.push(Run { first: entry.seq, at: entry.at as u64, bytes: Vec::new() });
        }
        if let Some(run) = runs.last_mut() {
            frame(&mut run.bytes, entry.bytes);
        }
        before = entry.seq.checked_add(1).map(|next| (next, Hash::of(entry.bytes)));
    }
}

impl Tail {
    /// What the tail of the ledger in `dir` holds, without touching it.
    ///
    /// A generation of a single frame may be in the system's memory and not on the disk: nothing
    /// was ever committed behind it. The generation in the other file is then still whole, reaches as far,
    /// and is on disk; so it is the doubtful file that is written over, never the certain one, however many
    /// openings before this one were cut off while they wrote theirs.
    pub(crate) fn read(dir: &Path) -> Result<Found, StoreError> {
        let one = read_file(&tail_path(dir, 0), 0)?;
        let other = read_file(&tail_path(dir, 1), 1)?;
        let (newer, older) =
            if one.generation() > other.generation() { (one, other) } else { (other, one) };
        match newer {
            Read::Whole(mut found) => {
                found.again &= matches!(&older, Read::Whole(other) if other.covers(&found));
                found.other = older.fault().map(|fault| {
                    let name = |file| tail_path(dir, file).display().to_string();
                    let (used, other) = (name(found.file), name(1 - found.file));
                    format!("{used} was used; {other} was not: {fault}")
                });
                Ok(found)
            }
            Read::Broken(_, error) => Err(error),
            Read::Torn | Read::Nothing => {
                let place = tail_path(dir, 0).display().to_string();
                Err(StoreError::damaged("the tail of the log is missing", place))
            }
        }
    }

    /// What can be had of a tail that is damaged: every whole frame of both files, the newest
    /// generation first, each in the order of its entries; then every entry elsewhere in them that
    /// another one names as the entry before it, or that is one of those known from outside.
    ///
    /// # Errors
    /// [`StoreError::Io`] where the system had too little to give; what is damaged is passed over.
    pub(crate) fn salvage(dir: &Path, known: &[Hash]) -> Result<Vec<Run>, StoreError> {
        let read = |number| {
            let bytes = past_damage(files::read(&tail_path(dir, number), u64::MAX))?;
            Ok::<_, StoreError>(bytes.flatten().unwrap_or_default())
        };
        let both = [read(0)?, read(1)?];
        let mut runs = Vec::new();
        let mut spans = [Vec::new(), Vec::new()];
        for (bytes, spans) in both.iter().zip(&mut spans) {
            for at in marks(bytes, 0) {
                let Some((generation, run)) = frame_at(bytes, at, None) else { continue };
                spans.push(at..at + HEADER + run.bytes.len());
                runs.push((generation, run));
            }
        }
        runs.retain(|(_, run)| !run.bytes.is_empty());
        runs.sort_by_key(|(generation, run)| (std::cmp::Reverse(*generation), run.first));
        let mut runs: Vec<Run> = runs.into_iter().map(|(_, run)| run).collect();
        let loose = both.each_ref().map(|bytes| loose::entries(bytes).collect::<Vec<_>>());
        let mut named = loose::named(loose.iter().flatten());
        named.extend(known);
        for (entries, spans) in loose.iter().zip(&spans) {
            let outside = |entry: &&Loose<'_>| !spans.iter().any(|span| span.contains(&entry.at));
            let vouched = |entry: &&Loose<'_>| named.contains(&Hash::of(entry.bytes));
            joined(entries.iter().filter(outside).filter(vouched), &mut runs);
        }
        Ok(runs)
    }

    /// Whether no entry can be had of the tail, whole or not.
    pub(crate) fn is_blank(dir: &Path) -> Result<bool, StoreError> {
        for number in [0, 1] {
            let bytes = files::read(&tail_path(dir, number), u64::MAX)?.unwrap_or_default();
            let mut whole = marks(&bytes, 0).filter_map(|at| frame_at(&bytes, at, None));
            if whole.any(|(_, run)| !run.bytes.is_empty())
                || loose::entries(&bytes).next().is_some()
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Makes the two files of a new ledger; the caller begins the first generation.
    pub(crate) fn create(dir: &Path) -> Result<Tail, StoreError> {
        Tail::open_files(dir, 1, 0)
    }

    /// Opens the files for writing, after `found`, whose entries begin a new generation (see
    /// [`begin`](Tail::begin)). Nothing is ever added to what a crash left.
    pub(crate) fn open(dir: &Path, found: &Found) -> Result<Tail, StoreError> {
        let used = if found.again { 1 - found.file } else { found.file };
        Tail::open_files(dir, used, found.generation)
    }

    fn open_files(dir: &Path, used: usize, generation: u64) -> Result<Tail, StoreError> {
        let open = |number| {
            let path = tail_path(dir, number);
            let file = files::open_for_writing(&path)?;
            Ok::<_, StoreError>((path, file))
        };
        let files = [open(0)?, open(1)?];
        Ok(Tail { files, used, generation, end: 0, room: 0, frame: Vec::new() })
    }

    /// Begins a new generation in the other file, whose first frame holds `entries`, of which the
    /// first is number `first`: from now on everything below it is taken from sealed pages. On disk when this returns.
    pub(crate) fn begin(&mut self, first: u64, entries: &[u8]) -> Result<(), StoreError> {
        self.used = 1 - self.used;
        self.generation += 1;
        self.end = 0;
        let (path, file) = self.file();
        let length = file.metadata().map_err(StoreError::io("read", path))?.len();
        if length > MOST_ROOM {
            file.set_len(MOST_ROOM).map_err(StoreError::io("shorten", path))?;
        }
        self.room = length.min(MOST_ROOM);
        self.append(first, entries)
    }

    fn file(&self) -> (&Path, &File) {
        let [one, other] = &self.files;
        let (path, file) = if self.used == 0 { one } else { other };
        (path, file)
    }

    /// Writes one frame; it is on disk when this returns.
    pub(crate) fn append(&mut self, first: u64, entries: &[u8]) -> Result<(), StoreError> {
        self.write(first, entries)?;
        self.sync()
    }

    /// Writes one frame, which is nowhere safe before [`sync`](Tail::sync).
    pub(crate) fn write(&mut self, first: u64, entries: &[u8]) -> Result<(), StoreError> {
        let mut frame = std::mem::take(&mut self.frame);
        frame.clear();
        frame.extend_from_slice(&[0; CHECK]);
        frame.extend_from_slice(MAGIC);
        for field in [self.generation, first, entries.len() as u64] {
            frame.extend_from_slice(&field.to_be_bytes());
        }
        frame.extend_from_slice(entries);
        if let Some((check, rest)) = frame.split_first_chunk_mut::<CHECK>() {
            *check = Hash::of(rest).0;
        }
        self.make_room(frame.len() as u64)?;
        let (path, file) = self.file();
        file.write_all_at(&frame, self.end).map_err(StoreError::io("write", path))?;
        self.end += frame.len() as u64;
        self.frame = frame;
        Ok(())
    }

    pub(crate) fn sync(&self) -> Result<(), StoreError> {
        let (path, file) = self.file();
        file.sync_data().map_err(StoreError::io("sync", path))
    }

    /// Writes zeros where `more` bytes would go beyond the room: a length that stays as it is, and
    /// blocks that are there already, need no work of the file system at the next commits.
    fn make_room(&mut self, more: u64) -> Result<(), StoreError> {
        let need = self.end + more;
        if need <= self.room {
            return Ok(());
        }
        let room = (self.room * 2).max(FIRST_ROOM).max(need.next_multiple_of(FIRST_ROOM));
        let (path, file) = self.file();
        let zeros = vec![0; at(FIRST_ROOM)];
        let mut place = self.room.next_multiple_of(FIRST_ROOM).min(room);
        if place > self.room {
            let part = zeros.get(..at(place - self.room)).unwrap_or_default();
            file.write_all_at(part, self.room).map_err(StoreError::io("write", path))?;
        }
        while place < room {
            file.write_all_at(&zeros, place).map_err(StoreError::io("write", path))?;
            place += FIRST_ROOM;
        }
        self.room = room;
        Ok(())
    }
}
