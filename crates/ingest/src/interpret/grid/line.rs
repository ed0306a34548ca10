//! The lines of a page as cells, and where each of them was printed.

use super::super::cells::{AMOUNT, SHARE, amount_of};
use super::super::rows::PAGE_FOOT;
use super::heading::{Says, receives, says, year};
use crate::annotated::Printed;
use crate::recognise::Found;
use greffe_domain::Money;
use std::ops::Range;

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Words,
    Amount,
    Share,
    /// A dash, or dots: nothing.
    Blank,
}

/// Some words between two gaps, and the columns of the page that they take.
#[derive(Debug, Clone)]
pub(super) struct Cell<'a> {
    pub(super) words: &'a str,
    pub(super) range: Range<usize>,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) kind: Kind,
}

impl Cell<'_> {
    /// The amount that the cell is.
    pub(super) fn amount(&self) -> Option<Found<Money>> {
        amount_of(self.words, self.range.start)
    }

    /// Whether the cell takes some of these columns of the page.
    pub(super) const fn meets(&self, from: usize, to: usize) -> bool {
        self.from < to && from < self.to
    }
}

/// A line of the page.
#[derive(Debug, Clone)]
pub(super) struct Line<'a> {
    pub(super) cells: Vec<Cell<'a>>,
    pub(super) range: Range<usize>,
    /// Whether lines were left blank before it.
    pub(super) apart: bool,
}

impl Line<'_> {
    /// Whether some cell is of a kind.
    pub(super) fn has(&self, kind: Kind) -> bool {
        self.cells.iter().any(|cell| cell.kind == kind)
    }

    /// Whether the line names something and gives an amount. Years among headings are none.
    pub(super) fn tells(&self) -> bool {
        self.has(Kind::Amount) && self.has(Kind::Words) && !self.heads()
    }

    /// Whether the line heads columns, some of them by a year alone.
    fn heads(&self) -> bool {
        let mut figures = self.cells.iter().filter(|cell| cell.kind == Kind::Amount);
        let mut words = self.cells.iter().filter(|cell| cell.kind == Kind::Words);
        let known = |cell: &Cell<'_>| receives(cell.words) || says(cell.words) != Says::Unknown;
        figures.all(|cell| is_year(cell.words)) && words.any(known)
    }
}

/// The lines of a stretch, blank ones left out.
pub(super) fn lines<'a>(
    cells: &'a str,
    printed: Printed<'_>,
    within: &Range<usize>,
) -> Vec<Line<'a>> {
    let mut out: Vec<Line<'a>> = Vec::new();
    let mut at = within.start;
    let mut apart = false;
    for raw in cells.get(within.clone()).unwrap_or_default().split_inclusive('\n') {
        let start = at;
        at += raw.len();
        if is_rule(raw) || is_foot(raw) {
            continue;
        }
        let line = cells_of(raw, start, printed);
        let (Some(first), Some(last)) = (line.first(), line.last()) else {
            apart = true;
            continue;
        };
        let range = first.range.start..last.range.end;
        out.push(Line { cells: line, range, apart });
        apart = false;
    }
    out
}

/// *Département de la Rivelle – CP du 11/09/2031        2*: the foot of a page, with its number.
fn is_foot(raw: &str) -> bool {
    let words = raw.trim();
    words.contains('\t') && PAGE_FOOT.is_match(words)
}

/// *+-----+-----+*: a line that is drawn, and holds nothing.
fn is_rule(raw: &str) -> bool {
    let drawn = |c: char| c.is_whitespace() || "+-=_|".contains(c);
    raw.chars().all(drawn) && (raw.contains("---") || raw.contains("==="))
}

fn cells_of<'a>(raw: &'a str, start: usize, printed: Printed<'_>) -> Vec<Cell<'a>> {
    let mut at = start;
    let mut out = Vec::new();
    for part in raw.split('\t') {
        let words = part.trim_matches(|c: char| c.is_whitespace() || c == '|');
        let begins = at + part.find(words).unwrap_or(0);
        at += part.len() + 1;
        if words.is_empty() {
            continue;
        }
        let from = printed.column(begins);
        let to = from + words.chars().count();
        out.push(Cell { words, range: begins..begins + words.len(), from, to, kind: kind(words) });
    }
    out
}

fn is_year(words: &str) -> bool {
    words.len() == 4 && year(words).is_some_and(|(at, _)| at == 0)
}

fn kind(words: &str) -> Kind {
    if AMOUNT.is_match(words) {
        Kind::Amount
    } else if SHARE.is_match(words) {
        Kind::Share
    } else if words.chars().any(char::is_alphanumeric) {
        Kind::Words
    } else {
        Kind::Blank
    }
}
