//! Facts on their way to the draft: an event, the passages that say it, how sure the reading is.

use crate::recognise::Found;
use greffe_domain::{Edtf, Event, Grade, StreamId};
use std::ops::Range;

/// A fact read from the act.
#[derive(Debug, Clone)]
pub(crate) struct Fact {
    pub(crate) stream: StreamId,
    pub(crate) event: Event,
    pub(crate) effective: Edtf,
    pub(crate) grade: Grade,
    pub(crate) passages: Passages,
    /// The facts that caused it, by their place among the facts of this act.
    pub(crate) causes: Vec<usize>,
    /// Why a person should look at it; none when the reading is sure.
    pub(crate) doubt: Option<String>,
}

/// The passages of a fact: first the sentence as a whole, then one for each stated field.
#[derive(Debug, Clone)]
pub(crate) struct Passages(Vec<(Range<usize>, Vec<String>)>);

impl Passages {
    /// The sentence that states the fact.
    pub(crate) fn of(sentence: Range<usize>) -> Passages {
        Passages(vec![(sentence, Vec::new())])
    }

    /// Another sentence that states the fact, or part of it.
    pub(crate) fn also(&mut self, sentence: Range<usize>) {
        let known = self.0.iter().any(|(range, fields)| fields.is_empty() && *range == sentence);
        if !known {
            self.0.push((sentence, Vec::new()));
        }
    }

    /// The place of a field, by its JSON pointer.
    pub(crate) fn field(&mut self, range: Range<usize>, pointer: &str) {
        let same = self.0.iter_mut().find(|(known, fields)| *known == range && !fields.is_empty());
        match same {
            Some((_, fields)) => fields.push(pointer.to_owned()),
            None => self.0.push((range, vec![pointer.to_owned()])),
        }
    }

    /// The place of a field where another fact found it.
    pub(crate) fn copied(&mut self, range: Option<Range<usize>>, pointer: &str) {
        if let Some(range) = range {
            self.field(range, pointer);
        }
    }

    /// The place of a value, if there is one; gives the value back.
    pub(crate) fn value<T>(&mut self, found: Option<Found<T>>, pointer: &str) -> Option<T> {
        let found = found?;
        self.field(found.range, pointer);
        Some(found.value)
    }

    /// Where a field is stated.
    pub(crate) fn place(&self, pointer: &str) -> Option<Range<usize>> {
        let (range, _) = self.0.iter().find(|(_, fields)| fields.iter().any(|f| f == pointer))?;
        Some(range.clone())
    }

    /// The same passages, counted from the start of the whole text where they were counted from `base`.
    pub(super) fn shift(&mut self, base: usize) {
        for (range, _) in &mut self.0 {
            *range = range.start + base..range.end + base;
        }
    }

    /// Each passage with the pointers of the fields it supports.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &(Range<usize>, Vec<String>)> {
        self.0.iter()
    }
}
