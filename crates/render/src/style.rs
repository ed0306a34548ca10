//! How a page is laid out, and what it asks of its caller.

use greffe_domain::{Passage, StreamId};

/// The language of a page. Nothing but words, figures and dates depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// French.
    #[default]
    Fr,
    /// English.
    En,
}

/// How a page is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// The language.
    pub lang: Lang,
    /// The width in terminal columns; a page is never narrower than [`Style::NARROWEST`].
    pub width: usize,
    /// Whether ANSI colours are written. Whatever colour says, a word or a sign says too.
    pub colour: bool,
}

impl Style {
    /// The narrowest page, in columns.
    pub const NARROWEST: usize = 60;

    /// The width that is used.
    #[must_use]
    pub fn columns(self) -> usize {
        self.width.max(Style::NARROWEST)
    }
}

/// Gives the short references that stand in brackets after figures, and the passages they open.
pub trait References {
    /// The reference: `12` for entry 12, `12.3` for its third source. A passage that is not among
    /// the sources of the entry gives the reference of the entry.
    fn reference(&self, entry: u64, passage: Option<&Passage>) -> String;

    /// The words of a passage on one line, when the text is at hand.
    fn quote(&self, passage: &Passage) -> Option<String>;

    /// The name of the document whose registered text has this hash.
    fn document_name(&self, hash: &str) -> Option<String>;

    /// The entry that an entry corrects, and why; nothing where it corrects none.
    fn correction(&self, _entry: u64) -> Option<(u64, String)> {
        None
    }

    /// How many facts of a subject were read with doubt and wait for review: they are not recorded.
    fn waiting(&self, _subject: &StreamId) -> usize {
        0
    }
}
