//! Recognisers: values in running text.
//!
//! Each takes folded text (see [`crate::annotated`]) and gives what it found with the byte range
//! it stands on. They know how French administration writes a value, and nothing of what the value
//! is for: which amount is the subsidy is a question for `interpret`.
//!
//! Invariants: a range lies on character boundaries inside the text; ranges of one call come in
//! order and do not overlap; no input panics; a doubtful value is not found rather than guessed.

mod amount;
mod date;
mod identifier;
mod loose;
mod name;
mod numeral;
pub(crate) mod pattern;
mod reference;
mod share;
mod spelled;
#[cfg(test)]
mod tests;
mod unread;

pub(crate) use amount::{FILLERS, amounts};
pub(crate) use date::{
    date_below_its_year, date_in_words, dates, stamped_day, years_of_budget, years_of_exercise,
};
pub(crate) use identifier::{Identifier, failing, identifiers};
pub(crate) use loose::amounts_in_cells;
pub(crate) use name::{OrganisationName, is_common, is_kind, legal_form_at, organisation_name};
pub(crate) use numeral::{number_in_words, numbers_in_words, roman};
pub(crate) use pattern::{Pattern, compile};
pub(crate) use reference::{CitedAct, again, cited_acts, own_number, reference_token};
pub(crate) use share::shares;
pub(crate) use spelled::in_figures;
pub(crate) use unread::{Unread, unread_figures};

use std::ops::Range;

/// A value with the byte range of the text that says it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found<T> {
    /// Where it stands.
    pub(crate) range: Range<usize>,
    /// What it says.
    pub(crate) value: T,
}

/// The last bytes of a text, so many at most: what stands right before a place, however long its line.
pub(crate) fn tail(text: &str, most: usize) -> &str {
    let from = text.len().saturating_sub(most);
    let from = (from..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    text.get(from..).unwrap_or_default()
}

/// The first bytes of a text, so many at most: what stands right behind a place.
pub(crate) fn lead(text: &str, most: usize) -> &str {
    let to = (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(..to).unwrap_or_default()
}

/// The text around a place, so many bytes at most on either side: as far as what is said there may come back.
pub(crate) fn around<'t>(text: &'t str, place: &Range<usize>, most: usize) -> &'t str {
    let from = place.start - tail(text.get(..place.start).unwrap_or_default(), most).len();
    let to = place.end + lead(text.get(place.end..).unwrap_or_default(), most).len();
    text.get(from..to).unwrap_or_default()
}

impl<T> Found<T> {
    pub(crate) fn new(range: Range<usize>, value: T) -> Self {
        Found { range, value }
    }

    /// The same value at a place counted from the start of an enclosing text.
    pub(crate) fn shifted(self, by: usize) -> Self {
        let Range { start, end } = self.range;
        Found { range: start + by..end + by, value: self.value }
    }
}
