//! Writing a part: its rows, in the order of keys, become the one file that they can become.

use std::io::{self, Write};

use greffe_chain::Head;

use super::filter::{self, BITS, Probe};
use super::part::{LENGTH, place_bytes};
use super::piece::{Identity, Piece, Place, identity};
use super::rows;
use super::trailer::{TRAILER, Trailer};
use super::which::Which;

/// A leaf or fence ends with the row that brings its rows to so many bytes.
pub(crate) const FULL: usize = 4096;

/// A part that is being written.
pub(crate) struct Writing<W> {
    out: W,
    at: u64,
    which: Which,
    head: Head,
    identity: Identity,
    rows: u64,
    leaf: Level,
    filter: Vec<[u8; BITS]>,
}

/// The pieces of one level: the one that is being filled, and the fences of those that are written.
struct Level {
    piece: Piece,
    first: Vec<u8>,
    fences: Vec<(Vec<u8>, Place)>,
}

impl Level {
    fn new(identity: &Identity) -> Level {
        Level { piece: Piece::of(identity, &[0; LENGTH]), first: vec![], fences: vec![] }
    }

    fn is_empty(&self) -> bool {
        self.piece.content().len() <= LENGTH
    }

    /// Adds a row; whether the piece is full then.
    fn push(&mut self, key: &[u8], value: &[u8]) -> io::Result<bool> {
        let length = |bytes: &[u8]| u16::try_from(bytes.len()).map_err(io::Error::other);
        if self.is_empty() {
            key.clone_into(&mut self.first);
        }
        self.piece.push(&length(key)?.to_be_bytes());
        self.piece.push(&length(value)?.to_be_bytes());
        self.piece.push(key);
        self.piece.push(value);
        Ok(self.piece.content().len() >= LENGTH + FULL)
    }

    /// Writes the piece at `at`, and begins the next one; returns where that is.
    fn close(&mut self, out: &mut impl Write, at: u64) -> io::Result<u64> {
        self.piece.set_length();
        let sealed = self.piece.sealed(at);
        out.write_all(sealed)?;
        let place = Place { at, length: sealed.len() };
        self.fences.push((std::mem::take(&mut self.first), place));
        self.piece.clear();
        self.piece.push(&[0; LENGTH]);
        Ok(at + place.length as u64)
    }
}

impl<W: Write> Writing<W> {
    /// Begins a part of `rows` rows.
    pub(crate) fn new(out: W, which: Which, head: Head, rows: u64) -> Writing<W> {
        let identity = identity(which.level, head);
        let blocks = usize::try_from(filter::blocks(rows)).unwrap_or(usize::MAX);
        let filter = vec![[0; BITS]; blocks];
        let leaf = Level::new(&identity);
        Writing { out, at: 0, which, head, identity, rows: 0, leaf, filter }
    }

    /// Adds the next row.
    pub(crate) fn push(&mut self, key: &[u8], value: &[u8]) -> io::Result<()> {
        let probe = Probe::of(rows::subject(key), self.filter.len() as u64);
        let block = usize::try_from(probe.block).ok().and_then(|block| self.filter.get_mut(block));
        if let Some(block) = block {
            probe.set(block);
        }
        self.rows += 1;
        if self.leaf.push(key, value)? {
            self.at = self.leaf.close(&mut self.out, self.at)?;
        }
        Ok(())
    }

    /// Writes what stands behind the leaves.
    pub(crate) fn finish(mut self) -> io::Result<W> {
        if !self.leaf.is_empty() {
            self.at = self.leaf.close(&mut self.out, self.at)?;
        }
        let leaves = self.at;
        let mut below = self.leaf.fences;
        let mut levels = 0;
        while below.len() > 1 {
            let mut level = Level::new(&self.identity);
            for (first, place) in below {
                if level.push(&first, &place_bytes(place))? {
                    self.at = level.close(&mut self.out, self.at)?;
                }
            }
            if !level.is_empty() {
                self.at = level.close(&mut self.out, self.at)?;
            }
            below = level.fences;
            levels += 1;
        }
        let root = below.first().map_or(Place { at: 0, length: 0 }, |(_, place)| *place);
        let filter = self.at;
        for block in &self.filter {
            let mut piece = Piece::of(&self.identity, block);
            let sealed = piece.sealed(self.at);
            self.out.write_all(sealed)?;
            self.at += sealed.len() as u64;
        }
        let trailer = Trailer {
            which: self.which,
            rows: self.rows,
            leaves,
            levels,
            root,
            filter,
            filter_blocks: self.filter.len() as u64,
            head: self.head,
        };
        let mut piece = Piece::of(&self.identity, &trailer.bytes());
        let sealed = piece.sealed(self.at);
        debug_assert_eq!(sealed.len(), TRAILER);
        self.out.write_all(sealed)?;
        Ok(self.out)
    }
}
