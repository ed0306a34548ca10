//! The rows of several parts as one, in the order of keys.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use super::cursor::Cursor;
use super::part::Part;
use super::rows::{self, Row};
use crate::error::StoreError;

/// The rows of some parts in the order of keys; of equal keys, that of the earlier part first.
pub(crate) struct Walk {
    cursors: Vec<Cursor>,
    /// The key where each cursor stands that is not at its end.
    next: BinaryHeap<Reverse<(Vec<u8>, usize)>>,
    to: Option<Vec<u8>>,
}

impl Walk {
    /// The rows from a key on, up to but without another one.
    pub(crate) fn new(
        parts: &[Arc<Part>],
        from: &[u8],
        to: Option<Vec<u8>>,
    ) -> Result<Walk, StoreError> {
        let cursors = parts.iter().map(|part| part.from(from)).collect::<Result<Vec<_>, _>>()?;
        let mut walk = Walk { cursors, next: BinaryHeap::new(), to };
        (0..walk.cursors.len()).for_each(|source| walk.note(source));
        Ok(walk)
    }

    fn note(&mut self, source: usize) {
        let found = self.cursors.get(source).and_then(Cursor::peek);
        let within = |key: &[u8]| self.to.as_ref().is_none_or(|to| key < to.as_slice());
        if let Some((key, _)) = found.filter(|(key, _)| within(key)) {
            self.next.push(Reverse((key.to_vec(), source)));
        }
    }

    /// The next row, and the number of its part.
    pub(crate) fn next(&mut self) -> Result<Option<(Row, usize)>, StoreError> {
        let Some(Reverse((key, source))) = self.next.pop() else { return Ok(None) };
        let Some(cursor) = self.cursors.get_mut(source) else { return Ok(None) };
        let value = cursor.peek().map_or_else(Vec::new, |(_, value)| value.to_vec());
        cursor.advance()?;
        self.note(source);
        Ok(Some(((key, value), source)))
    }

    /// The next subject, and passes over its rows.
    pub(crate) fn next_subject(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(Reverse((key, _))) = self.next.peek() else { return Ok(None) };
        let subject = rows::subject(key).to_vec();
        while let Some(Reverse((key, source))) = self.next.peek() {
            if rows::subject(key) != subject {
                break;
            }
            let source = *source;
            self.next.pop();
            self.pass(source, &subject)?;
            self.note(source);
        }
        Ok(Some(subject))
    }

    /// Moves a cursor behind the rows of a subject: row by row in its leaf, from there by search.
    fn pass(&mut self, source: usize, subject: &[u8]) -> Result<(), StoreError> {
        let Some(cursor) = self.cursors.get_mut(source) else { return Ok(()) };
        while cursor.peek().is_some_and(|(key, _)| rows::subject(key) == subject) {
            if !cursor.is_within() {
                let behind = [subject, &[u8::MAX; 8], &[0]].concat();
                return cursor.advance_to(&behind);
            }
            cursor.advance()?;
        }
        Ok(())
    }
}
