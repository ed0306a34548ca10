//! A table of grants that a page break set below the heading of the next matter.

use crate::recognise::{Pattern, compile};
use std::ops::Range;

/// Words beside which figures count votes or are prices, and grant nothing.
static COUNTS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:pour|contre|abstentions?|votants?|exprim|pr[ée]sents?|tarifs?|prix|d[ée]penses?|recettes?)\b",
    )
});

/// So many figures make a table.
const LEAST: usize = 4;

/// A line longer than this is prose.
const CELL: usize = 60;

/// Whether a line holds an amount and nothing else; a year is none.
pub(super) fn figure(line: Option<&str>) -> bool {
    let words = line.unwrap_or_default().trim();
    let figures = words.starts_with(|c: char| c.is_ascii_digit())
        && words.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | ',' | '.' | '€'));
    let year = words.len() == 4 && (words.starts_with("19") || words.starts_with("20"));
    figures && !year
}

/// Where the table ends with which a matter begins, right below its heading; `None` where prose or nothing
/// stands there.
pub(super) fn table(folded: &str, matter: &Range<usize>) -> Option<usize> {
    let text = folded.get(matter.clone())?;
    let heading = text.find('\n')? + 1;
    let mut at = heading;
    let mut end = None;
    let mut figures = 0;
    for raw in text.get(heading..)?.split_inclusive('\n') {
        let line = raw.trim();
        let prose = line.chars().count() > CELL || line.ends_with(['.', ':', ';']);
        if prose || COUNTS.is_match(line) {
            break;
        }
        at += raw.len();
        if figure(Some(line)) {
            figures += 1;
            end = Some(at);
        }
    }
    let behind = text.get(end?..)?.trim();
    (figures >= LEAST && !behind.is_empty()).then_some(matter.start + end?)
}
