//! Reading the rows of a part one by one, leaf after leaf.

use std::sync::Arc;

use super::part::{LENGTH, Part, split_row};
use super::piece::{Piece, Place};
use crate::error::StoreError;

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
    pub(crate) fn at(part: Arc<Part>, place: Place) -> Result<Cursor, StoreError> {
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

    /// Goes to the first row from `key` on, which is in a later leaf.
    pub(crate) fn advance_to(&mut self, key: &[u8]) -> Result<(), StoreError> {
        let before = self.next;
        *self = self.part.from(key)?;
        // Rows that are in no order would lead round and round.
        if self.leaf.is_some() && self.next <= before {
            return Err(self.part.malformed());
        }
        Ok(())
    }

    /// Goes to the next leaf.
    fn turn(&mut self) -> Result<(), StoreError> {
        self.leaf = None;
        if self.next < self.part.body().trailer.leaves {
            let (leaf, next) = self.part.piece_at(self.next, |trailer| trailer.leaves)?;
            (self.leaf, self.at, self.next) = (Some(leaf), LENGTH, next);
        }
        Ok(())
    }
}
