//! Where the words of a text stand on the pages of its document.
//!
//! A map from byte ranges of the text to areas of pages, so that a passage can be shown where a
//! person finds it. It is kept beside the text under its own hash, as JSON: integers only, in
//! hundredths of a point (1/72 inch), from the upper left corner of the page as it is shown.

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The version of the form in which places are kept.
pub const PLACES_FORMAT: u32 = 1;

/// An upright rectangle on a page: left, top, right, bottom, in hundredths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Area(pub [i32; 4]);

impl Area {
    /// The rectangle of some coordinates in points.
    #[expect(clippy::float_arithmetic, reason = "geometry of a page")]
    #[expect(clippy::cast_possible_truncation, reason = "saturates; no page is so large")]
    pub(crate) fn of_points(corners: [f64; 4]) -> Area {
        Area(corners.map(|at| (at * 100.0).round() as i32))
    }

    /// The smallest rectangle that holds both.
    #[must_use]
    pub fn with(self, other: Area) -> Area {
        let ([left, top, right, bottom], [l, t, r, b]) = (self.0, other.0);
        Area([left.min(l), top.min(t), right.max(r), bottom.max(b)])
    }
}

/// A word of the text and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(u32, u32, u32, Area)", into = "(u32, u32, u32, Area)")]
pub struct Placed {
    /// Its first byte in the text.
    pub from: u32,
    /// The byte behind its last one.
    pub to: u32,
    /// The number of its page, from 1.
    pub page: u32,
    /// Its rectangle.
    pub area: Area,
}

impl From<(u32, u32, u32, Area)> for Placed {
    fn from((from, to, page, area): (u32, u32, u32, Area)) -> Placed {
        Placed { from, to, page, area }
    }
}

impl From<Placed> for (u32, u32, u32, Area) {
    fn from(placed: Placed) -> (u32, u32, u32, Area) {
        (placed.from, placed.to, placed.page, placed.area)
    }
}

/// The places of a text's words, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Places {
    #[serde(rename = "greffe_places")]
    version: u32,
    /// The width and height of each page, in hundredths of a point.
    pages: Vec<[i32; 2]>,
    words: Vec<Placed>,
}

/// Where a passage stands on one page: one rectangle for each of its lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OnPage {
    /// The number of the page, from 1.
    pub page: u32,
    /// Its width and height, in hundredths of a point.
    pub size: [i32; 2],
    /// The rectangles, from the top.
    pub areas: Vec<Area>,
}

impl Places {
    /// The places of some words, which must come in the order of the text.
    pub(crate) const fn new(pages: Vec<[i32; 2]>, words: Vec<Placed>) -> Places {
        Places { version: PLACES_FORMAT, pages, words }
    }

    /// How many pages the document has.
    #[must_use]
    pub const fn pages(&self) -> usize {
        self.pages.len()
    }

    /// The form in which places are kept: one line of JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Numbers in arrays: nothing in it can fail to be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads places that were kept; `None` when it is none, or of another version.
    #[must_use]
    pub fn from_json(json: &[u8]) -> Option<Places> {
        let places: Places = serde_json::from_slice(json).ok()?;
        (places.version == PLACES_FORMAT).then_some(places)
    }

    /// Where a range of the text stands.
    #[must_use]
    pub fn of(&self, span: Range<u64>) -> Vec<OnPage> {
        let first = self.words.partition_point(|word| u64::from(word.to) <= span.start);
        let words = self.words.iter().skip(first).take_while(|w| u64::from(w.from) < span.end);
        let mut found: Vec<OnPage> = Vec::new();
        for word in words {
            let size =
                usize::try_from(word.page).ok().and_then(|n| self.pages.get(n.checked_sub(1)?));
            let Some(size) = size else { continue };
            match found.last_mut().filter(|on| on.page == word.page) {
                None => {
                    found.push(OnPage { page: word.page, size: *size, areas: vec![word.area] });
                }
                Some(on) => match on.areas.last_mut().filter(|area| one_line(**area, word.area)) {
                    Some(area) => *area = area.with(word.area),
                    None => on.areas.push(word.area),
                },
            }
        }
        found
    }
}

/// Whether a word goes on the line of a rectangle: it stands at the same height, further right.
fn one_line(line: Area, word: Area) -> bool {
    let ([_, top, right, bottom], [left, word_top, _, word_bottom]) = (line.0, word.0);
    word_top < bottom && top < word_bottom && left.saturating_add(200) >= right
}
