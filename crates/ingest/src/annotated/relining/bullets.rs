//! Bullets that character recognition took for a letter: *e Subvention au club. Le club …*.

use super::BODY;
use crate::recognise::{Pattern, compile};

/// The letter *e* alone before a word with a capital: no French word.
static BULLET: Pattern = Pattern::new(|| compile(r" (?P<glyph>e) (?P<item>\p{Lu}[\p{L}'’]+ )"));

/// A heading behind such a bullet is no longer.
const LONGEST: usize = 120;

/// Nor shorter.
const SHORTEST: usize = 8;

/// The text with a dash for each such letter, and the places before and behind the items.
pub(super) fn dashed(folded: String) -> (String, Vec<usize>) {
    let mut bytes = folded.clone().into_bytes();
    let mut breaks = Vec::new();
    for hit in BULLET.captures_iter(&folded) {
        let (Some(glyph), Some(item)) = (hit.name("glyph"), hit.name("item")) else { continue };
        let rest = folded.get(item.start()..).unwrap_or_default();
        let stop = rest.find(". ").filter(|at| *at < LONGEST);
        let title = rest.get(..rest.floor_char_boundary(LONGEST)).unwrap_or_default();
        let body = BODY.find_iter(title).map(|found| found.start()).find(|at| *at >= SHORTEST);
        let body = body.filter(|at| stop.is_none_or(|stop| *at < stop));
        if let Some(byte) = bytes.get_mut(glyph.start()) {
            *byte = b'-';
        }
        breaks.push(glyph.start() - 1);
        if let Some(body) = body {
            breaks.push(item.start() + body);
        } else if let Some(stop) = stop {
            // The full stop behind a heading is none of its words.
            if let Some(byte) = bytes.get_mut(item.start() + stop) {
                *byte = b' ';
            }
            breaks.push(item.start() + stop + 1);
        }
    }
    (String::from_utf8(bytes).unwrap_or(folded), breaks)
}
