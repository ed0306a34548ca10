//! The lines of a page as cells, and the figures without unit that stand in them.

use super::Drawn;
use crate::annotated::Printed;
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::{Money, is_siren};
use std::ops::Range;

/// How a figure is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// With two decimals.
    Cents,
    /// In groups of three.
    Thousands,
    /// Digits alone, which may be anything.
    Bare,
    /// With its unit: found elsewhere, and a sign that its column is money.
    Marked,
}

/// A figure in its cell.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    pub(super) sum: Found<Money>,
    pub(super) shape: Shape,
    /// The columns of the page that it takes, where it is a cell of its own.
    pub(super) place: Option<Range<usize>>,
    /// What stands before it on its line, the nearest words.
    pub(super) label: Range<usize>,
}

impl Figure {
    /// Whether it is written as sums are, and as few other figures.
    pub(super) const fn is_plain(&self) -> bool {
        matches!(self.shape, Shape::Cents | Shape::Thousands)
    }
}

/// Some words between two gaps.
#[derive(Debug, Clone)]
pub(super) struct Words<'a> {
    pub(super) said: &'a str,
    pub(super) place: Range<usize>,
}

/// A line of the page that is not blank.
#[derive(Debug, Clone)]
pub(super) struct Line<'a> {
    /// The whole line.
    pub(super) said: &'a str,
    /// Its cells that hold words.
    pub(super) words: Vec<Words<'a>>,
    pub(super) figures: Vec<Figure>,
    /// Whether words above it say in what its figures are counted.
    pub(super) counted: bool,
    /// The line before it, where it holds figures alone.
    above: &'a str,
    at: usize,
}

/// So many lines reaches what is said above a table of what its figures count.
const BELOW: u8 = 12;
/// A cell of words that is longer is prose.
const LONGEST: usize = 90;

impl<'a> Line<'a> {
    /// Whether it holds a figure that is written as sums are, or two of any kind where words above say what they count.
    pub(super) fn is_row(&self) -> bool {
        let counted = self.counted && self.figures.len() > 1 && !self.words.is_empty();
        (counted
            || self.figures.iter().any(|figure| figure.is_plain() || figure.shape == Shape::Marked))
            && !self.words.iter().any(|words| words.said.chars().count() > LONGEST)
    }

    /// Whether it is prose.
    pub(super) fn is_sentence(&self) -> bool {
        let [one] = self.words.as_slice() else { return false };
        let stop = one.said.ends_with(['.', ':', ';']) && one.said.split(' ').count() > 3;
        self.figures.is_empty() && (stop || one.said.chars().count() > LONGEST)
    }

    /// The words that say what a figure of the line is.
    pub(super) fn label(&self, figure: &Figure) -> &'a str {
        let label =
            figure.label.start.saturating_sub(self.at)..figure.label.end.saturating_sub(self.at);
        let own = self.said.get(label).unwrap_or_default();
        if self.words.is_empty() { self.above } else { own }
    }
}

/// The lines of a text.
pub(super) fn lines(drawn: Drawn<'_>) -> Vec<Line<'_>> {
    let mut out: Vec<Line<'_>> = Vec::new();
    let mut at = 0;
    let mut above = "";
    // So many lines below the words that say what is counted may hold its figures.
    let mut counted = 0_u8;
    for raw in drawn.rows.split_inclusive('\n') {
        let start = at;
        at += raw.len();
        let said = raw.trim_end_matches('\n');
        if !said.chars().any(char::is_alphanumeric) {
            continue;
        }
        let mut line = line(said, start, above, drawn.printed);
        counted = if super::words::in_euros(said) { BELOW } else { counted.saturating_sub(1) };
        line.counted = counted > 0;
        if !line.words.is_empty() {
            above = said;
        }
        out.push(line);
    }
    out
}

fn line<'a>(said: &'a str, start: usize, above: &'a str, printed: Printed<'_>) -> Line<'a> {
    let mut line =
        Line { said, words: Vec::new(), figures: Vec::new(), counted: false, above, at: start };
    let mut label = start..start;
    let mut at = start;
    for part in said.split(['\t', '|']) {
        let cell = part.trim();
        let from = at + (part.len() - part.trim_start().len());
        at += part.len() + 1;
        if cell.is_empty() {
            continue;
        }
        let place = || {
            let column = printed.column(from);
            column..column + cell.chars().count()
        };
        if let Some((sum, shape)) = whole(cell, from) {
            let (place, label) = (Some(place()), label.clone());
            line.figures.push(Figure { sum, shape, place, label });
            continue;
        }
        let ending = ending(cell, from);
        let words = ending.first().map_or(cell, |(sum, _)| {
            cell.get(..sum.range.start - from).unwrap_or_default().trim_end()
        });
        label = from..from + words.len();
        let figures = ending.into_iter().map(|(sum, shape)| Figure {
            sum,
            shape,
            place: None,
            label: label.clone(),
        });
        line.figures.extend(figures);
        // Dashes and dots in place of a figure say nothing.
        if words.chars().any(char::is_alphabetic) {
            line.words.push(Words { said: words, place: place() });
        }
    }
    line
}

/// The forms of a figure that is written as sums are.
const CENTS: &str = r"(?:[1-9]\d{0,2}(?:[ .']\d{3})+|\d+)[.,]\d{2}";
const THOUSANDS: &str = r"[1-9]\d{0,2}(?:(?: \d{3})+|(?:\.\d{3})+|(?:'\d{3})+)";

/// The figure that a whole cell is.
fn whole(cell: &str, at: usize) -> Option<(Found<Money>, Shape)> {
    static WHOLE: Pattern = Pattern::new(|| {
        compile(&format!(
            r"^(?:[-+−] ?)?(?:(?P<cents>{CENTS})|(?P<thousands>{THOUSANDS})|(?P<bare>\d{{1,8}}))(?P<unit> ?(?:€|(?i:euros?|EUR)\b)(?: ?(?:HT|TTC))?)?$"
        ))
    });
    let hit = WHOLE.captures(cell)?;
    let shapes = [("cents", Shape::Cents), ("thousands", Shape::Thousands), ("bare", Shape::Bare)];
    let (figure, shape) =
        shapes.into_iter().find_map(|(name, shape)| Some((hit.name(name)?, shape)))?;
    let shape = if hit.name("unit").is_some() { Shape::Marked } else { shape };
    let sum = money(figure.as_str(), at + figure.start())?;
    (!is_number(figure.as_str(), shape)).then_some((sum, shape))
}

/// The figures at the end of a cell that begins with words: `TOTAL : 2 698.00 2 698.00`, `Personnel 196 000`.
fn ending(cell: &str, at: usize) -> Vec<(Found<Money>, Shape)> {
    static ENDING: Pattern = Pattern::new(|| {
        compile(&format!(
            r"(?P<cents>(?: [-+−]?{CENTS})+)$|[\p{{L}})».:…] (?P<thousands>[-+−]?{THOUSANDS})$"
        ))
    });
    static CENT: Pattern = Pattern::new(|| compile(CENTS));
    if cell.chars().count() > LONGEST {
        return Vec::new();
    }
    let Some(hit) = ENDING.captures(cell) else { return Vec::new() };
    // What stands before is words, and may end with the letter with which the match begins.
    let words = hit.get(0).map_or("", |hit| hit.as_str());
    let before = cell.get(..cell.len() - words.len()).unwrap_or_default();
    if !before.contains(char::is_alphabetic) && !words.starts_with(char::is_alphabetic) {
        return Vec::new();
    }
    if let Some(cents) = hit.name("cents") {
        let from = at + cents.start();
        let each = CENT.find_iter(cents.as_str());
        return each
            .filter_map(|one| Some((money(one.as_str(), from + one.start())?, Shape::Cents)))
            .collect();
    }
    let Some(figure) = hit.name("thousands") else { return Vec::new() };
    let bare = figure.as_str().trim_start_matches(['-', '+', '−']);
    let from = at + figure.end() - bare.len();
    let sum = money(bare, from).filter(|_| !is_number(bare, Shape::Thousands));
    sum.map(|sum| (sum, Shape::Thousands)).into_iter().collect()
}

fn money(figure: &str, at: usize) -> Option<Found<Money>> {
    Some(Found::new(at..at + figure.len(), Money::parse(figure).ok()?))
}

/// Whether a figure is a year, or a number by which somebody is registered.
fn is_number(figure: &str, shape: Shape) -> bool {
    let digits: String = figure.chars().filter(char::is_ascii_digit).collect();
    let year = shape == Shape::Bare && digits.len() == 4 && digits.starts_with(['1', '2']);
    let nought = shape == Shape::Bare && digits.starts_with('0');
    let siren = shape == Shape::Thousands && digits.len() == 9 && is_siren(&digits);
    year || nought || siren
}
