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
//! in memory but a filter that is asked often and is not too long. All of it follows from the log
//! (`writing`, `maker`), so a piece that is not what was written is made anew, and the reader reads on
//! in the new file. docs/format.md §11.5.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use greffe_chain::Head;

use super::cursor::Cursor;
use super::filter::{BITS, BLOCK_LENGTH, Probe};
use super::maker::Maker;
use super::piece::{Identity, Piece, Place, SUM, identity};
use super::rows::Row;
use super::trailer::{TRAILER, Trailer};
use super::which::Which;
use crate::error::StoreError;
use crate::files;

/// Blocks of the largest filter that is kept in memory, 4 MiB: those of a million entries take half.
const KEPT: u64 = 75_000;
/// Bytes before the rows in the content of a leaf or fence.
pub(crate) const LENGTH: usize = 4;

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
    /// The system has too little to open it, which says nothing of what is there.
    Short(StoreError),
}

impl Body {
    /// Opens the file of a part of the log that has this head there. One that cannot be opened or
    /// read is as good as none: the log gives another.
    pub(crate) fn open(path: &Path, which: Which, head: Head, trusting: bool) -> Found {
        match files::open(path) {
            Ok(Some(file)) => Body::of(file, path, which, head, trusting),
            Ok(None) => Found::Absent,
            Err(error) if error.is_shortage() => Found::Short(error),
            Err(error) => Found::Other(error.to_string()),
        }
    }

    /// The file of a part, which is open.
    pub(crate) fn of(file: File, path: &Path, which: Which, head: Head, trusting: bool) -> Found {
        let other = |what: &str| Found::Other(format!("{} {what}", path.display()));
        let length = match file.metadata() {
            Ok(found) => found.len(),
            Err(error) => return other(&format!("cannot be read: {error}")),
        };
        let Some(at) = length.checked_sub(TRAILER as u64) else { return other("is cut off") };
        let place = Place { at, length: TRAILER };
        let piece = match Piece::read(&file, &identity(which.level, head), place, trusting) {
            Ok(Some(piece)) => piece,
            Ok(None) => return other("does not end as it was written, or is of another log"),
            Err(error) => return other(&format!("cannot be read: {error}")),
        };
        let due = |trailer: &Trailer| (trailer.which, trailer.head) == (which, head);
        match Trailer::parse(piece.content()) {
            Some(trailer) if due(&trailer) && trailer.start() == Some(at) => {
                Found::Whole(Body { file, path: path.into(), trailer })
            }
            _ => other("is of no form"),
        }
    }

    /// Reads a piece that is in front of the trailer; None when it is not what was written there.
    fn piece(
        &self,
        identity: &Identity,
        place: Place,
        trusting: bool,
    ) -> std::io::Result<Option<Piece>> {
        let end = place.at.checked_add(place.length as u64);
        if end.is_none_or(|end| self.trailer.start().is_none_or(|start| end > start)) {
            return Ok(None);
        }
        Piece::read(&self.file, identity, place, trusting)
    }

    /// Where the leaf or fence at `at` is, as long as it says itself, if it ends before `end`.
    fn place(&self, at: u64, end: u64) -> std::io::Result<Option<Place>> {
        const BEFORE: u64 = (SUM + LENGTH) as u64;
        let rest = end.saturating_sub(at);
        if rest <= BEFORE {
            return Ok(None);
        }
        let mut length = [0; LENGTH];
        self.file.read_exact_at(&mut length, at + SUM as u64)?;
        let length = BEFORE + u64::from(u32::from_be_bytes(length));
        let fits = (BEFORE + 1..=rest).contains(&length);
        let length = usize::try_from(length).ok().filter(|_| fits);
        Ok(length.map(|length| Place { at, length }))
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
    /// Whether it is made anew where it is not what was written.
    mends: bool,
    kept: Kept,
}

/// The filter of a part that was asked often. A part that is made anew has the same.
#[derive(Debug, Default)]
struct Kept {
    asked: AtomicU64,
    filter: OnceLock<Vec<[u8; BITS]>>,
}

impl Part {
    pub(crate) fn new(body: Body, maker: Arc<Maker>) -> Part {
        Part::of(body, maker, true)
    }

    /// A part that was just made to become part of another one. It is not mended: who makes it may be
    /// mending, and what is no good as soon as it is written will not be better the next time.
    pub(crate) fn passing(body: Body, maker: Arc<Maker>) -> Part {
        Part::of(body, maker, false)
    }

    fn of(body: Body, maker: Arc<Maker>, mends: bool) -> Part {
        let Trailer { which, head, .. } = body.trailer;
        let identity = identity(which.level, head);
        Part {
            which,
            head,
            identity,
            body: RwLock::new(Arc::new(body)),
            maker,
            mends,
            kept: Kept::default(),
        }
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

    /// Reads a piece. One that is not what was written, or that the disk does not give, costs a part
    /// that is made anew, where it has the same place.
    pub(crate) fn piece(&self, place: Place) -> Result<Piece, StoreError> {
        self.read(|body| body.piece(&self.identity, place, self.maker.trusting))
    }

    /// Reads the leaf or fence at `at`, which ends before `end`; also returns where.
    pub(crate) fn piece_at(
        &self,
        at: u64,
        end: impl Fn(&Trailer) -> u64,
    ) -> Result<(Piece, u64), StoreError> {
        self.read(|body| {
            let Some(place) = body.place(at, end(&body.trailer))? else { return Ok(None) };
            let piece = body.piece(&self.identity, place, self.maker.trusting)?;
            Ok(piece.map(|piece| (piece, at + place.length as u64)))
        })
    }

    /// Reads what is there, or else what is there when the part was made anew.
    fn read<T>(&self, read: impl Fn(&Body) -> std::io::Result<Option<T>>) -> Result<T, StoreError> {
        let body = self.body();
        if let Ok(Some(found)) = read(&body) {
            return Ok(found);
        }
        if self.mends {
            self.maker.mend(self, &body)?;
        }
        let body = self.body();
        let found = read(&body).map_err(StoreError::io("read", &body.path))?;
        found.ok_or_else(|| self.wrong())
    }

    /// What a part is told of that cannot be read even when it was made anew.
    pub(crate) fn wrong(&self) -> StoreError {
        let what = "it is not what was just written, or was made anew meanwhile: ask again";
        StoreError::index(what, self.body().path.display().to_string())
    }

    /// A row that says nothing.
    pub(crate) fn malformed(&self) -> StoreError {
        StoreError::index("a row of no form", self.body().path.display().to_string())
    }

    /// Whether there may be rows of a subject; if not, there are none. A filter that is asked often is
    /// kept in memory: whoever records asks each part for each id.
    pub(crate) fn may_hold(&self, subject: &[u8]) -> Result<bool, StoreError> {
        let blocks = self.body().trailer.filter_blocks;
        if self.kept.filter.get().is_none() && blocks <= KEPT {
            // By then the questions have cost as much as reading all of it.
            let asked = self.kept.asked.fetch_add(1, Ordering::Relaxed);
            if asked > blocks / 4 {
                let filter = (0..blocks).map(|block| self.filter_block(block));
                let _ = self.kept.filter.set(filter.collect::<Result<_, _>>()?);
            }
        }
        let Some(filter) = self.kept.filter.get() else { return self.may_hold_stored(subject) };
        let probe = Probe::of(subject, blocks);
        let block = usize::try_from(probe.block).ok().and_then(|block| filter.get(block));
        Ok(block.is_none_or(|block| probe.is_set(block)))
    }

    /// The same, by the filter as it is stored.
    pub(crate) fn may_hold_stored(&self, subject: &[u8]) -> Result<bool, StoreError> {
        let probe = Probe::of(subject, self.body().trailer.filter_blocks);
        Ok(probe.is_set(&self.filter_block(probe.block)?))
    }

    /// The bits of a block of the filter.
    pub(crate) fn filter_block(&self, block: u64) -> Result<[u8; BITS], StoreError> {
        let filter = self.body().trailer.filter;
        let at = filter.saturating_add(block.saturating_mul(BLOCK_LENGTH as u64));
        let piece = self.piece(Place { at, length: BLOCK_LENGTH })?;
        piece.content().first_chunk().copied().ok_or_else(|| self.wrong())
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

    /// Looks at the sums of all fences, one behind the other: whoever follows what they name may
    /// come back to the same one.
    pub(crate) fn fences(&self) -> Result<(), StoreError> {
        let mut at = self.body().trailer.leaves;
        while at < self.body().trailer.filter {
            (_, at) = self.piece_at(at, |trailer| trailer.filter)?;
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
pub(crate) fn split_row(bytes: &[u8]) -> Option<((&[u8], &[u8]), &[u8])> {
    let (key, rest) = bytes.split_first_chunk::<2>()?;
    let (value, rest) = rest.split_first_chunk::<2>()?;
    let (key, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*key)))?;
    let (value, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*value)))?;
    Some(((key, value), rest))
}
