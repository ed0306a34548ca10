//! Pieces: what the files of the index are made of, each with a sum of its own.
//!
//! ```text
//! 8 bytes   the first of blake3 over: level, count and hash of the part ‖ u64 BE place ‖ content
//! …         the content
//! ```
//!
//! The sum holds a piece to its bytes, its place, its part and its log: bytes that changed, or that
//! belong elsewhere, are found before they are read.

use std::fs::File;
use std::io::ErrorKind;
use std::os::unix::fs::FileExt;

use greffe_chain::{Hash, Head};

/// Bytes of the sum.
pub(crate) const SUM: usize = 8;
/// Bytes of what tells a part from all others.
const IDENTITY: usize = 48;

/// What tells a part from all others.
pub(crate) type Identity = [u8; IDENTITY];

/// Where a piece is in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) at: u64,
    /// Its bytes, with the sum.
    pub(crate) length: usize,
}

/// The identity of the part of a level that ends at `head`.
pub(crate) fn identity(level: u32, head: Head) -> Identity {
    let mut identity = [0; IDENTITY];
    let (numbers, hash) = identity.split_at_mut(16);
    let (level_bytes, count) = numbers.split_at_mut(8);
    level_bytes.copy_from_slice(&u64::from(level).to_be_bytes());
    count.copy_from_slice(&head.count.to_be_bytes());
    hash.copy_from_slice(head.hash.as_bytes());
    identity
}

/// A piece in memory, behind the identity of its part: so that one run of bytes is hashed.
#[derive(Clone, Debug)]
pub(crate) struct Piece(Vec<u8>);

impl Piece {
    /// A piece without content.
    pub(crate) fn new(identity: &Identity) -> Piece {
        let mut bytes = Vec::with_capacity(IDENTITY + SUM + 4608);
        bytes.extend_from_slice(identity);
        bytes.extend_from_slice(&[0; SUM]);
        Piece(bytes)
    }

    /// A piece of this content.
    pub(crate) fn of(identity: &Identity, content: &[u8]) -> Piece {
        let mut piece = Piece::new(identity);
        piece.0.extend_from_slice(content);
        piece
    }

    /// Reads a piece; None when it is not what was written there. Where the index is taken as it is
    /// found (`trusting`), it is not looked at so closely.
    pub(crate) fn read(
        file: &File,
        identity: &Identity,
        place: Place,
        trusting: bool,
    ) -> std::io::Result<Option<Piece>> {
        let mut bytes = vec![0; IDENTITY + place.length];
        let (head, stored) = bytes.split_at_mut(IDENTITY);
        head.copy_from_slice(identity);
        match file.read_exact_at(stored, place.at) {
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(None),
            other => other?,
        }
        let Some(due) = stored.first_chunk::<SUM>().copied() else { return Ok(None) };
        let mut piece = Piece(bytes);
        Ok((piece.sum(place.at) == due || trusting).then_some(piece))
    }

    /// What the sum is of this piece at `at`.
    fn sum(&mut self, at: u64) -> [u8; SUM] {
        if let Some(place) = self.0.get_mut(IDENTITY..IDENTITY + SUM) {
            place.copy_from_slice(&at.to_be_bytes());
        }
        let hash = Hash::of(&self.0);
        hash.as_bytes().first_chunk().copied().unwrap_or_default()
    }

    /// Its bytes as they are stored at `at`.
    pub(crate) fn sealed(&mut self, at: u64) -> &[u8] {
        let sum = self.sum(at);
        if let Some(place) = self.0.get_mut(IDENTITY..IDENTITY + SUM) {
            place.copy_from_slice(&sum);
        }
        self.0.get(IDENTITY..).unwrap_or_default()
    }

    pub(crate) fn content(&self) -> &[u8] {
        self.0.get(IDENTITY + SUM..).unwrap_or_default()
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// Writes the length of what follows into the first four bytes of its content.
    pub(crate) fn set_length(&mut self) {
        let length = u32::try_from(self.content().len().saturating_sub(4)).unwrap_or(u32::MAX);
        if let Some(place) = self.0.get_mut(IDENTITY + SUM..IDENTITY + SUM + 4) {
            place.copy_from_slice(&length.to_be_bytes());
        }
    }

    /// Empties it.
    pub(crate) fn clear(&mut self) {
        self.0.truncate(IDENTITY + SUM);
    }
}
