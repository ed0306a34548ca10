//! Facts that wait for review: how many, and what they are about.

use crate::figures::count;
use crate::ink::{Ink, Tone};
use crate::kinds::kind_words;
use crate::layout::Sheet;
use crate::style::{Lang, Style};
use std::collections::BTreeMap;

/// `2 facts wait for review`.
pub(crate) fn facts(lang: Lang, number: u64) -> String {
    count(
        lang,
        number,
        ("fait attend une relecture", "faits attendent une relecture"),
        ("fact waits for review", "facts wait for review"),
    )
}

/// How many facts wait, by their kinds, and what that means for what is said to be missing; nothing where
/// none does.
pub(crate) fn sentence<'k>(lang: Lang, kinds: impl Iterator<Item = &'k str>) -> Option<String> {
    let mut by_kind: BTreeMap<&str, u64> = BTreeMap::new();
    for kind in kinds {
        *by_kind.entry(kind).or_default() += 1;
    }
    let number: u64 = by_kind.values().sum();
    let one = |(kind, number): (&&str, &u64)| match number {
        1 => kind_words(lang, kind).to_owned(),
        _ => format!("{} × {number}", kind_words(lang, kind)),
    };
    let what: Vec<String> = by_kind.iter().map(one).collect();
    (number > 0).then(|| {
        lang.pick(
            format!(
                "{} ({}) : lus avec doute, non inscrits ; ce qui n'est pas montré peut en être",
                facts(lang, number),
                what.join(", ")
            ),
            format!(
                "{} ({}): read with doubt, not recorded; what is not shown may be among them",
                facts(lang, number),
                what.join(", ")
            ),
        )
    })
}

/// How many facts wait for review, given their kinds, on lines of their own; nothing where none does.
#[must_use]
pub fn waiting(style: Style, indent: usize, kinds: &[&str]) -> String {
    let mut sheet = Sheet::new(style);
    if let Some(sentence) = sentence(style.lang, kinds.iter().copied()) {
        sheet.blank();
        sheet.text(indent, &Ink::toned(Tone::Doubt, sentence));
    }
    sheet.finish()
}
