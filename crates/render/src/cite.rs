//! References after figures: what a page says of where a figure stands.
//!
//! Every figure is followed by the reference of the passage that states it, then by its grade in
//! a word; other entries that state the same are named after `dit aussi`. A computed figure is
//! followed by the entries that it rests on.

use crate::figures;
use crate::ink::{Ink, Tone};
use crate::style::{Lang, References, Style};
use crate::words::Words as _;
use greffe_domain::{Grade, Money, Passage, Sourced};

/// How many further references stand after a figure before they are counted.
const FURTHER: usize = 3;

/// What every part of a page needs.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) style: Style,
    pub(crate) refs: &'a dyn References,
}

impl Context<'_> {
    pub(crate) fn lang(&self) -> Lang {
        self.style.lang
    }

    /// One of two texts.
    pub(crate) fn pick<'t>(&self, fr: &'t str, en: &'t str) -> &'t str {
        self.style.lang.pick(fr, en)
    }

    /// Between the parts of an enumeration.
    pub(crate) fn semicolon(&self) -> &'static str {
        self.style.lang.pick(" ; ", "; ")
    }

    pub(crate) fn money(&self, amount: Money) -> String {
        figures::money(self.style.lang, amount)
    }

    /// `[12.3]`: the passage of the entry that states something, or the entry.
    pub(crate) fn cite(&self, entry: u64, passages: &[Passage]) -> Ink {
        let bare = self.refs.reference(entry, None);
        let of_entry = passages.iter().map(|p| self.refs.reference(entry, Some(p)));
        let found = of_entry.into_iter().find(|reference| *reference != bare);
        bracketed(&found.unwrap_or(bare))
    }

    /// The references of several entries, each with its own passage.
    pub(crate) fn cite_all(&self, entries: &[u64], passages: &[Passage]) -> Ink {
        few(entries, |entry| self.cite(*entry, passages))
    }

    /// `stated by a correction of [12]`: who says what no passage says; the reason, too, where it is asked for.
    pub(crate) fn correction(&self, entry: u64, passages: &[Passage], why: bool) -> Option<Ink> {
        if !passages.is_empty() {
            return None;
        }
        let (target, reason) = self.refs.correction(entry)?;
        let words = self.pick("dit par une rectification de", "stated by a correction of");
        let said = Ink::new(words).then(self.cite(target, &[]));
        let colon = self.pick(" : ", ": ");
        Some(if why { said.and(colon).and(reason) } else { said })
    }

    /// A text followed by the reference of the passage that states it.
    pub(crate) fn stated<T>(&self, text: impl Into<Ink>, sourced: &Sourced<T>) -> Ink {
        let reference = sourced.entries.first().map(|e| {
            let corrected = self.correction(*e, &sourced.passages, false);
            let corrected = corrected.map(|said| Ink::new("(").and(said).and(")"));
            self.cite(*e, &sourced.passages).then(corrected.unwrap_or_default())
        });
        text.into().then(reference.unwrap_or_default())
    }

    /// The same with the grade in a word.
    pub(crate) fn graded<T>(&self, text: impl Into<Ink>, sourced: &Sourced<T>) -> Ink {
        self.stated(text, sourced).then(self.grade(sourced.grade))
    }

    /// The same with every other source that says so, and those that say otherwise.
    pub(crate) fn in_full<T>(
        &self,
        text: impl Into<Ink>,
        sourced: &Sourced<T>,
        words: impl Fn(&T) -> String,
    ) -> Ink {
        self.graded(text, sourced).and(self.others(sourced, words))
    }

    /// The other sources of a value: `, dit aussi [30.1]`, and those that contradict it.
    pub(crate) fn others<T>(&self, sourced: &Sourced<T>, words: impl Fn(&T) -> String) -> Ink {
        let mut ink = Ink::default();
        let others = sourced.entries.get(1..).unwrap_or_default();
        if !others.is_empty() {
            ink = ink
                .and(self.pick(", dit aussi ", ", also said in "))
                .and(self.cite_all(others, &sourced.passages));
        }
        for rival in sourced.contradicted_by.iter().take(FURTHER) {
            let said = Ink::new(words(&rival.value)).then(self.cite(rival.entry, &rival.passages));
            ink = ink
                .and(self.semicolon())
                .and(Ink::toned(Tone::Doubt, self.pick("contredit :", "contradicted:")))
                .then(said)
                .then(self.grade(rival.grade));
        }
        ink.then(more(sourced.contradicted_by.len().saturating_sub(FURTHER)))
    }

    /// An amount with the reference of the passage that states it and its grade.
    pub(crate) fn figure(&self, sourced: &Sourced<Money>) -> Ink {
        self.graded(self.money(sourced.value), sourced)
    }

    /// A computed text, followed by the entries that it rests on.
    pub(crate) fn computed(&self, text: impl Into<Ink>, entries: &[u64]) -> Ink {
        text.into().then(self.cite_all(entries, &[]))
    }

    /// The word of a grade in parentheses; what is only inferred stands out.
    pub(crate) fn grade(&self, grade: Grade) -> Ink {
        let word = format!("({})", grade.words(self.style.lang));
        if grade == Grade::Inferred { Ink::toned(Tone::Doubt, word) } else { Ink::new(word) }
    }
}

fn bracketed(reference: &str) -> Ink {
    Ink::toned(Tone::Reference, format!("[{reference}]"))
}

/// References to the first few of some sources; the others are counted.
pub(crate) fn few<T>(all: &[T], cite: impl Fn(&T) -> Ink) -> Ink {
    let left = all.len().saturating_sub(FURTHER + 1);
    Ink::join(" ", all.iter().take(FURTHER + 1).map(cite)).then(more(left))
}

fn more(left: usize) -> Ink {
    if left == 0 { Ink::default() } else { Ink::new(format!("(+{left})")) }
}
