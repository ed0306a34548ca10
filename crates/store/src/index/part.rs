//! A part of the index: the rows of 16ⁿ blocks in the order of keys, in one file that never changes.
//!
//! ```text
//! leaves     pieces: u32 BE length of the rows ‖ rows; a leaf ends with the row that brings it to
//!            4 096 bytes
//! fences     pieces of the same form, above the leaves and above each other up to one root: the
//!            first key of each piece below, with u64 BE place ‖ u32 BE length
//! filter     pieces of 64 bytes (`filter`)
//! trailer    a piece of 128 bytes
//!
//! row        u16 BE length of the key ‖ u16 BE length of the value ‖ key ‖ value
//! trailer    "greffeI1" ‖ u64 BE each: level, number, rows, end of the leaves, fence levels, place
//!            and length of the root, place of the filter, its pieces, count ‖ hash
//! ```
//!
//! A look-up asks the filter, then one piece of each fence level, then a leaf. Nothing of a part stays
//! in memory. All of it follows from the log (`writing`, `maker`), so a piece that is not what was
//! written is made anew, and the reader reads on in the new file. docs/format.md §11.5.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use greffe_chain::{Hash, Head};

use super::filter::{BLOCK_LENGTH, Probe};
use super::maker::Maker;
use super::piece::{Identity, Piece, Place, SUM, identity};
use super::recent::BLOCK;
use super::rows::Row;
use crate::error::StoreError;
use crate::files;

/// So many parts of a level make one of the next.
pub(crate) const FAN: u64 = 16;
/// Bytes of the trailer.
pub(crate) const TRAILER: usize = 128;
pub(crate) const MAGIC: &[u8; 8] = b"greffeI1";
/// Bytes before the rows in the content of a leaf or fence.
pub(crate) const LENGTH: usize = 4;
/// More fence levels than any part has.
const MOST_LEVELS: u64 = 16;

/// Which part: its level, and its number among those of its level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Which {
    pub(crate) level: u32,
    pub(crate) number: u64,
}

impl Which {
    /// The blocks of a part of this level.
    pub(crate) const fn blocks(self) -> u64 {
        FAN.saturating_pow(self.level)
    }

    /// Its first block.
    pub(crate) const fn first(self) -> u64 {
        self.number.saturating_mul(self.blocks())
    }

    /// The entries up to its end.
    pub(crate) const fn count(self) -> u64 {
        self.first().saturating_add(self.blocks()).saturating_mul(BLOCK)
    }

    /// The parts of the level below that it is made of, in order.
    pub(crate) fn below(self) -> impl Iterator<Item = Which> {
        let level = self.level.saturating_sub(1);
        (0..FAN).map(move |child| Which { level, number: self.number * FAN + child })
    }

    pub(crate) fn file_name(self) -> String {
        format!("{}-{:06}", self.level, self.number)
    }

    /// The parts of so many blocks: the largest first, in the order of the log.
    pub(crate) fn all(blocks: u64) -> Vec<Which> {
        let mut all = Vec::new();
        let mut done = 0;
        // 16¹⁵ blocks of the highest level are more than any log has.
        for level in (0..=15).rev() {
            let size = FAN.saturating_pow(level);
            while blocks - done >= size {
                all.push(Which { level, number: done / size });
                done += size;
            }
        }
        all
    }
}

/// What the trailer of a part says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Trailer {
    pub(crate) which: Which,
    pub(crate) rows: u64,
    pub(crate) leaves: u64,
    pub(crate) levels: u64,
    pub(crate) root: Place,
    pub(crate) filter: u64,
    pub(crate) filter_blocks: u64,
    pub(crate) head: Head,
}

impl Trailer {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let numbers = [
            u64::from(self.which.level),
            self.which.number,
            self.rows,
            self.leaves,
            self.levels,
            self.root.at,
            self.root.length as u64,
            self.filter,
            self.filter_blocks,
            self.head.count,
        ];
        bytes.extend(numbers.into_iter().flat_map(u64::to_be_bytes));
        bytes.extend_from_slice(self.head.hash.as_bytes());
        bytes
    }

    /// None where it is of no form.
    fn parse(bytes: &[u8]) -> Option<Trailer> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (numbers, hash) = rest.split_at_checked(80)?;
        let mut numbers = numbers.as_chunks::<8>().0.iter().map(|n| u64::from_be_bytes(*n));
        let mut next = || numbers.next();
        Some(Trailer {
            which: Which { level: u32::try_from(next()?).ok()?, number: next()? },
            rows: next()?,
            leaves: next()?,
            levels: next().filter(|levels| *levels < MOST_LEVELS)?,
            root: Place { at: next()?, length: usize::try_from(next()?).ok()? },
            filter: next()?,
            filter_blocks: next()?,
            head: Head { count: next()?, hash: Hash(hash.try_into().ok()?) },
        })
    }
}

/// The open file of a part.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) file: File,
    pub(crate) path: PathBuf,
    pub(crate) trailer: Trailer,
}

/// What is found where a part should be.
pub(crate) enum Found {
    Whole(Body),
    Absent,
    /// Something else, and what.
    Other(String),
}

impl Body {
    /// Opens the file of a part of the log that has this head there.
    pub(crate) fn open(
        path: &Path,
        which: Which,
        head: Head,
        trusting: bool,
    ) -> Result<Found, StoreError> {
        let other = |what: &str| Ok(Found::Other(format!("{} {what}", path.display())));
        let file = match files::open(path) {
            Ok(Some(file)) => file,
            Ok(None) => return Ok(Found::Absent),
            Err(error) if error.is_damage() => return Ok(Found::Other(error.to_string())),
            Err(error) => return Err(error),
        };
        let length = file.metadata().map_err(StoreError::io("read", path))?.len();
        let Some(at) = length.checked_sub(TRAILER as u64) else { return other("is cut off") };
        let place = Place { at, length: TRAILER };
        let piece = Piece::read(&file, &identity(which.level, head), place, trusting);
        let Some(piece) = piece.map_err(StoreError::io("read", path))? else {
            return other("does not end as it was written, or is of another log");
        };
        match Trailer::parse(piece.content()) {
            Some(trailer) if trailer.which == which => {
                Ok(Found::Whole(Body { file, path: path.into(), trailer }))
            }
            _ => other("is of no form"),
        }
    }
}

/// A part of the index.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) which: Which,
    pub(crate) head: Head,
    identity: Identity,
    body: RwLock<Arc<Body>>,
    maker: Arc<Maker>,
}

impl Part {
    pub(crate) fn new(body: Body, maker: Arc<Maker>) -> Part {
        let Trailer { which, head, .. } = body.trailer;
        let identity = identity(which.level, head);
        Part { which, head, identity, body: RwLock::new(Arc::new(body)), maker }
    }

    pub(crate) fn body(&self) -> Arc<Body> {
        self.body.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set_body(&self, body: Body) {
        *self.body.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(body);
    }

    pub(crate) fn rows(&self) -> u64 {
        self.body().trailer.rows
    }

    /// Reads a piece. One that is not what was written costs a part that is made anew, where it has
    /// the same place.
    pub(crate) fn piece(&self, place: Place) -> Result<Piece, StoreError> {
        let body = self.body();
        let read = |body: &Body| {
            let trusting = self.maker.trusting;
            let piece = Piece::read(&body.file, &self.identity, place, trusting);
            piece.map_err(StoreError::io("read", &body.path))
        };
        if let Some(piece) = read(&body)? {
            return Ok(piece);
        }
        self.maker.mend(self, &body)?;
        let mended = self.body();
        read(&mended)?.ok_or_else(|| self.wrong())
    }

    /// What a part is told of that cannot be read even when it was made anew.
    pub(crate) fn wrong(&self) -> StoreError {
        let what = "it was made anew while it was read: ask again";
        StoreError::index(what, self.body().path.display().to_string())
    }

    /// A row that says nothing.
    pub(crate) fn malformed(&self) -> StoreError {
        StoreError::index("a row of no form", self.body().path.display().to_string())
    }

    /// Whether there may be rows of a subject; if not, there are none.
    pub(crate) fn may_hold(&self, subject: &[u8]) -> Result<bool, StoreError> {
        let trailer = self.body().trailer;
        let probe = Probe::of(subject, trailer.filter_blocks);
        let at = trailer.filter.saturating_add(probe.block * BLOCK_LENGTH as u64);
        let block = self.piece(Place { at, length: BLOCK_LENGTH })?;
        Ok(probe.is_set(block.content()))
    }

    /// The rows from a key on.
    pub(crate) fn from(self: &Arc<Part>, key: &[u8]) -> Result<Cursor, StoreError> {
        let place = self.leaf(|first| first <= key)?.unwrap_or(Place { at: 0, length: 0 });
        let mut cursor = Cursor::at(self.clone(), place)?;
        while cursor.peek().is_some_and(|(found, _)| found < key) {
            cursor.advance()?;
        }
        Ok(cursor)
    }

    /// All rows.
    pub(crate) fn all(self: &Arc<Part>) -> Result<Cursor, StoreError> {
        self.from(&[])
    }

    /// The last row whose key is less than this one.
    pub(crate) fn last_before(&self, key: &[u8]) -> Result<Option<Row>, StoreError> {
        let Some(place) = self.leaf(|first| first < key)? else { return Ok(None) };
        let leaf = self.piece(place)?;
        let below = rows(&leaf).take_while(|(found, _)| *found < key).last();
        Ok(below.map(|(key, value)| (key.to_vec(), value.to_vec())))
    }

    /// Reads the fences from this one down.
    pub(crate) fn fences(&self, place: Place, levels: u64) -> Result<(), StoreError> {
        let Some(below) = levels.checked_sub(1) else { return Ok(()) };
        let fence = self.piece(place)?;
        for (_, value) in rows(&fence) {
            self.fences(parse_place(value).ok_or_else(|| self.malformed())?, below)?;
        }
        Ok(())
    }

    /// The last leaf whose first key is as asked; the first keys that are so come before the others.
    /// None where the first leaf is not.
    fn leaf(&self, asked: impl Fn(&[u8]) -> bool) -> Result<Option<Place>, StoreError> {
        let Trailer { levels, root, .. } = self.body().trailer;
        let mut place = root;
        for _ in 0..levels {
            let fence = self.piece(place)?;
            let found = rows(&fence).take_while(|(first, _)| asked(first)).last();
            match found.map(|(_, value)| parse_place(value)) {
                Some(Some(below)) => place = below,
                Some(None) => return Err(self.wrong()),
                None => return Ok(None),
            }
        }
        Ok(Some(place))
    }
}

pub(crate) fn place_bytes(place: Place) -> Vec<u8> {
    let length = u32::try_from(place.length).unwrap_or(u32::MAX);
    [&place.at.to_be_bytes()[..], &length.to_be_bytes()].concat()
}

fn parse_place(bytes: &[u8]) -> Option<Place> {
    let (at, length) = bytes.split_first_chunk::<8>()?;
    let length = u32::from_be_bytes(length.try_into().ok()?);
    Some(Place { at: u64::from_be_bytes(*at), length: usize::try_from(length).ok()? })
}

/// The rows in the content of a leaf or fence.
fn rows(piece: &Piece) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = piece.content().get(LENGTH..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (row, after) = split_row(rest)?;
        rest = after;
        Some(row)
    })
}

/// The first row of some, and what follows it.
#[allow(clippy::type_complexity, reason = "a row, and the bytes after it")]
fn split_row(bytes: &[u8]) -> Option<((&[u8], &[u8]), &[u8])> {
    let (key, rest) = bytes.split_first_chunk::<2>()?;
    let (value, rest) = rest.split_first_chunk::<2>()?;
    let (key, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*key)))?;
    let (value, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*value)))?;
    Some(((key, value), rest))
}

/// A place among the rows of a part.
#[derive(Debug)]
pub(crate) struct Cursor {
    part: Arc<Part>,
    leaf: Option<Piece>,
    /// Where the row is in the content of the leaf.
    at: usize,
    /// Where the next leaf is.
    next: u64,
}

impl Cursor {
    /// The first row of the leaf at `place`; of the first leaf where its length is not known.
    fn at(part: Arc<Part>, place: Place) -> Result<Cursor, StoreError> {
        let mut cursor = Cursor { part, leaf: None, at: LENGTH, next: place.at };
        if place.length == 0 {
            cursor.turn()?;
        } else {
            cursor.leaf = Some(cursor.part.piece(place)?);
            cursor.next = place.at + place.length as u64;
        }
        Ok(cursor)
    }

    /// The part that it stands in.
    pub(crate) const fn part(&self) -> &Arc<Part> {
        &self.part
    }

    /// The row where it stands; None at the end.
    pub(crate) fn peek(&self) -> Option<(&[u8], &[u8])> {
        let content = self.leaf.as_ref()?.content();
        split_row(content.get(self.at..)?).map(|(row, _)| row)
    }

    /// Whether another row stands behind this one in the same leaf.
    pub(crate) fn is_within(&self) -> bool {
        let rest = self.leaf.as_ref().and_then(|leaf| leaf.content().get(self.at..));
        rest.and_then(split_row).is_some_and(|(_, rest)| !rest.is_empty())
    }

    pub(crate) fn advance(&mut self) -> Result<(), StoreError> {
        let Some((key, value)) = self.peek() else { return Ok(()) };
        self.at += 4 + key.len() + value.len();
        if self.peek().is_none() {
            self.turn()?;
        }
        Ok(())
    }

    /// Goes to the next leaf.
    fn turn(&mut self) -> Result<(), StoreError> {
        self.leaf = None;
        let body = self.part.body();
        if self.next >= body.trailer.leaves {
            return Ok(());
        }
        let length = self.length(&body)?;
        let place = Place { at: self.next, length };
        let leaf = self.part.piece(place)?;
        self.next += length as u64;
        self.at = LENGTH;
        self.leaf = Some(leaf);
        Ok(())
    }

    /// The length of the next leaf. One that cannot be is that of a file which is made anew.
    fn length(&self, body: &Arc<Body>) -> Result<usize, StoreError> {
        let read = |body: &Body| {
            use std::os::unix::fs::FileExt;
            let mut length = [0; LENGTH];
            body.file.read_exact_at(&mut length, self.next + SUM as u64).ok()?;
            let length = u64::from(u32::from_be_bytes(length)) + (SUM + LENGTH) as u64;
            let fits = self.next + length <= body.trailer.leaves && length > (SUM + LENGTH) as u64;
            fits.then(|| usize::try_from(length).ok()).flatten()
        };
        if let Some(length) = read(body) {
            return Ok(length);
        }
        self.part.maker.mend(&self.part, body)?;
        read(&self.part.body()).ok_or_else(|| self.part.wrong())
    }
}
