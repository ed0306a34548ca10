//! Words of a document that a reader of it does not see: left out of the text, counted and told.
//!
//! What nobody sees must not become a fact in silence, and a page that hides an amount must not look as if it had
//! none. So each format leaves such words out and says how many characters they had, and why.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Why a reader does not see some words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WhyUnseen {
    /// They are marked as hidden.
    Hidden,
    /// They are struck out, or were deleted under revision marks.
    Struck,
    /// Their letters have no size, or next to none.
    Tiny,
    /// They are transparent, or white on nothing that has a colour.
    Pale,
    /// They are placed outside the page, or cut off.
    Outside,
    /// Nobody can tell here: a rule of a stylesheet may hide them, or a colour behind them may show them. They are kept
    /// in the text.
    Unsure,
}

/// How many characters of a document are not seen for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unseen {
    /// Why.
    pub why: WhyUnseen,
    /// How many characters, white space aside.
    pub characters: usize,
}

/// What was counted so far.
#[derive(Debug, Default)]
pub(crate) struct Tally(BTreeMap<WhyUnseen, usize>);

impl Tally {
    /// Counts some words.
    pub(crate) fn add(&mut self, why: WhyUnseen, words: &str) {
        let characters = words.chars().filter(|c| !c.is_whitespace()).count();
        if characters > 0 {
            *self.0.entry(why).or_default() += characters;
        }
    }

    /// What was counted, by reason.
    pub(crate) fn told(self) -> Vec<Unseen> {
        self.0.into_iter().map(|(why, characters)| Unseen { why, characters }).collect()
    }
}

/// The number that a value begins with.
pub(crate) fn number(value: &str) -> Option<f64> {
    let end = value.find(|c: char| !(c.is_ascii_digit() || "+-.".contains(c)));
    value.get(..end.unwrap_or(value.len()))?.parse().ok()
}

/// White, or so near to it that nobody sees the difference.
pub(crate) fn white(colour: &str) -> bool {
    let hex = colour.strip_prefix('#').unwrap_or_default();
    let bright = |pair: &[u8]| {
        std::str::from_utf8(pair)
            .is_ok_and(|pair| u8::from_str_radix(pair, 16).is_ok_and(|n| n >= 0xf8))
    };
    let of_hex = match hex.len() {
        3 => hex.bytes().all(|digit| digit == b'f'),
        6 => hex.as_bytes().chunks(2).all(bright),
        _ => false,
    };
    let inside = colour.strip_prefix("rgb(").and_then(|rest| rest.strip_suffix(')'));
    let of_parts = inside.is_some_and(|parts| {
        let parts: Vec<f64> =
            parts.split([',', ' ']).filter_map(|part| number(part.trim())).collect();
        parts.len() == 3 && parts.iter().all(|part| *part >= 248.0)
    });
    of_hex
        || of_parts
        || matches!(colour, "white" | "snow" | "ghostwhite" | "floralwhite" | "ivory" | "mintcream")
}
