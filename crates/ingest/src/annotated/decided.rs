//! Lists of what was decided, printed in columns: the number of a matter and its object on the left, what became of
//! it on the right. Where both go on over several lines they make no sense line by line; each matter is put in one
//! piece, its object first, then its outcome.

use super::columns::{Cell, cells};
use super::{Line, is_blank, width};
use crate::recognise::{Pattern, compile};
use std::collections::BTreeMap;

/// So many matters make a list.
const LEAST: usize = 3;

/// A reference, or a place, at the left edge of a row.
static MATTER: Pattern = Pattern::new(|| {
    compile(
        r"^(?:[nN] ?[°o] ?)?(?:(?:[A-Z]{1,6}[-_/. ]?)*\d{2,4}(?:[-_/.][A-Z]{0,3}\d{1,4}){1,3}|\d{1,3}(?: ?[.)°-])?)(?:\s|$)",
    )
});

/// What became of a matter.
static OUTCOME: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:adopt|approuv|accept|accord|rejet|refus|ajourn|report[ée]|retir[ée]|vot[ée]|favorable|unanim|[àa] l['’ ]?unanim|[àa] la major|prend acte|pris acte|dont acte|donn[ée] acte|pour ?:? ?\d|\d{1,3} (?:voix )?(?:pour|contre)|demande (?:rejet|accept)|(?:le|la) \p{L}+ (?:attribue|accorde|approuve|adopte)|une (?:subvention|aide)|pr[êe]t |montant )",
    )
});

/// The lines of a text, each matter of such a list put in one piece.
pub(super) fn in_one_piece<'a>(text: &str, lines: Vec<Line<'a>>) -> Vec<Line<'a>> {
    let rows: Vec<Vec<Cell<'a>>> = lines.iter().map(|line| cells(text, *line)).collect();
    let begins: Vec<bool> = rows.iter().map(|row| begins(row)).collect();
    let Some(column) = outcomes(&rows, &begins) else { return lines };
    let fits =
        |row: &[Cell<'a>]| row.iter().all(|cell| cell.column + 2 >= column || cell.end() < column);
    let mut out: Vec<Line<'a>> = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let matter = begins.get(at) == Some(&true) && rows.get(at).is_some_and(|row| fits(row));
        if !matter {
            out.push(*line);
            at += 1;
            continue;
        }
        let another = |next: &usize| begins.get(*next) == Some(&true);
        let goes_on =
            |next: &usize| rows.get(*next).is_some_and(|row| fits(row)) && !rule(&lines, *next);
        let end = (at + 1..lines.len()).find(|next| another(next) || !goes_on(next));
        let end = end.unwrap_or(lines.len());
        // Behind the last matter a blank line ends it: what stands below is no part of the list.
        let last = !begins.iter().skip(at + 1).any(|begins| *begins);
        let blank = (at + 1..end).find(|next| last && lines.get(*next).is_some_and(empty));
        let end = blank.unwrap_or(end);
        let (left, right) = sides(
            lines.get(at..end).unwrap_or_default(),
            rows.get(at..end).unwrap_or_default(),
            column,
        );
        let blank = Line { words: "", ..*line };
        out.extend(left);
        out.push(blank);
        out.extend(right);
        out.push(blank);
        at = end;
    }
    out
}

/// Whether a row begins a matter, with something to its right.
fn begins(row: &[Cell<'_>]) -> bool {
    let first = row.first().is_some_and(|cell| MATTER.is_match(cell.line.words));
    first && row.len() > 1
}

/// The column in which most rows that begin a matter tell what became of it.
fn outcomes(rows: &[Vec<Cell<'_>>], begins: &[bool]) -> Option<usize> {
    let begun = rows.iter().zip(begins).filter(|(_, begins)| **begins);
    let last: Vec<&Cell<'_>> = begun.filter_map(|(row, _)| row.last()).collect();
    let mut told: BTreeMap<usize, usize> = BTreeMap::new();
    for cell in last.iter().filter(|cell| OUTCOME.is_match(cell.line.words)) {
        *told.entry(cell.column).or_default() += 1;
    }
    let often = |column: usize| -> usize {
        told.range(column.saturating_sub(2)..=column + 2).map(|(_, count)| count).sum()
    };
    let column = told.keys().copied().max_by_key(|column| often(*column))?;
    let here = often(column);
    (here >= LEAST && here * 2 >= last.len()).then_some(column)
}

fn empty(line: &Line<'_>) -> bool {
    line.words.is_empty()
}

/// A line that a pen drew across the page.
fn rule(lines: &[Line<'_>], at: usize) -> bool {
    lines.get(at).is_some_and(|line| {
        width(line.words) > 20 && !line.words.chars().any(char::is_alphanumeric)
    })
}

/// What stands left of a column, and what stands right of it; blank lines at the end belong to neither.
fn sides<'a>(
    lines: &[Line<'a>],
    rows: &[Vec<Cell<'a>>],
    column: usize,
) -> (Vec<Line<'a>>, Vec<Line<'a>>) {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for (line, row) in lines.iter().zip(rows) {
        let cut = row.iter().find(|cell| cell.column + 2 >= column).map(|cell| cell.line.at);
        let cut = cut.map_or(line.words.len(), |at| at - line.at);
        let (words, behind) = line.words.split_at_checked(cut).unwrap_or((line.words, ""));
        let words = words.trim_end_matches(is_blank);
        if !words.is_empty() {
            left.push(Line { words, ..*line });
        }
        if !behind.is_empty() {
            right.push(Line { at: line.at + cut, words: behind, ..*line });
        }
    }
    let full = |lines: &[Line<'a>]| lines.iter().map(|line| width(line.words)).max();
    let (wide, narrow) = (full(&left), full(&right));
    for line in &mut left {
        line.full = wide;
    }
    for line in &mut right {
        line.full = narrow;
    }
    (left, right)
}
