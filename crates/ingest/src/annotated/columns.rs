//! Two texts side by side at the head of a page: counts and dates on the left, the opening and the
//! members on the right. Line by line they make no sense; each is put behind the other.
//!
//! Only a stretch that holds both is taken apart. A table of amounts is one text.

use super::{Line, is_blank, width};
use crate::recognise::{Pattern, compile};
use std::ops::Range;

/// So many lines of a text may hold its head.
const HEAD: usize = 90;
/// So many spaces part two columns.
const GAP: usize = 3;
/// So many lines in two columns make a stretch.
const LEAST: usize = 3;

/// No margin is wider.
const MARGIN: usize = 34;

/// What stands on the left.
static LEFT: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?:\bnombre de\b|en exercice|^pr[ée]sents? ?:|\bvotants\b|^pouvoirs? ?:|\bdate d|convocation|affichage|^arrondissement|^d[ée]partement|^r[ée]publique|^canton|^membres",
        r"|^exprim[ée]s|qui ont pris|^le (?:maire|pr[ée]sident),|^la (?:maire|pr[ée]sidente),|^quorum|^objet)"
    ))
});

/// What stands on the right, in sentences or lists.
static RIGHT: Pattern = Pattern::new(|| {
    compile(
        r"(?i)(?:^l'an deux|^l’an deux|r[ée]unis?\b|r[ée]unies?\b|assembl[ée]s?\b|sous la pr[ée]sidence|^(?:[ée]taient )?pr[ée]sents? ?:|acte rendu ex[ée]cutoire|^le \p{L}+ \p{L}+ deux mil)",
    )
});

/// A cell: its place in the line, and where it begins on the page.
#[derive(Clone, Copy)]
pub(super) struct Cell<'a> {
    pub(super) line: Line<'a>,
    pub(super) column: usize,
}

impl Cell<'_> {
    /// The column behind it.
    pub(super) fn end(&self) -> usize {
        self.column + width(self.line.words)
    }
}

/// How a line stands to the column in which the right text begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Both,
    Left,
    Right,
    Blank,
    Across,
}

/// The lines of a text, its side-by-side stretches put one column behind the other.
pub(super) fn apart<'a>(text: &str, lines: Vec<Line<'a>>) -> Vec<Line<'a>> {
    let cells: Vec<Vec<Cell<'a>>> =
        lines.iter().take(HEAD).map(|line| counted(*line, cells(text, *line))).collect();
    let found = rights(&cells).into_iter().find_map(|column| {
        let range = stretch(&cells, column)?;
        both_sides(&cells, &range, column).then_some((range, column))
    });
    let Some((stretch, column)) = found else { return lines };
    let inside = cells.get(stretch.clone()).unwrap_or_default();
    let inside: Vec<Cell<'a>> =
        inside.iter().flatten().flat_map(|cell| split(cell, column)).collect();
    let of = |wanted: Side| {
        let cells = inside.iter();
        let there =
            cells.filter(move |cell| (cell.column + 2 >= column) == (wanted == Side::Right));
        there.map(|cell| cell.line).collect::<Vec<_>>()
    };
    let (left, right) = (of(Side::Left), of(Side::Right));
    let full = |lines: &[Line<'a>]| lines.iter().map(|line| width(line.words)).max();
    let measured = |lines: Vec<Line<'a>>| {
        let full = full(&lines);
        lines.into_iter().map(move |line| Line { full, ..line })
    };
    let blank = |near: &[Line<'a>]| near.last().map(|last| Line { words: "", ..*last });
    let (behind_left, behind_right) = (blank(&left), blank(&right));
    let mut out: Vec<Line<'a>> = lines.get(..stretch.start).unwrap_or_default().to_vec();
    out.extend(measured(left));
    out.extend(behind_left);
    out.extend(measured(right));
    out.extend(behind_right);
    out.extend(lines.get(stretch.end..).unwrap_or_default());
    out
}

/// The cells of a line, parted by wide gaps.
pub(super) fn cells<'a>(text: &str, line: Line<'a>) -> Vec<Cell<'a>> {
    let before = text.get(..line.at).unwrap_or_default();
    let indent = before.rsplit(['\n', '\u{c}']).next().map_or(0, width);
    let mut out = Vec::new();
    let (mut start, mut gap, mut column) = (0usize, 0usize, indent);
    let mut from = indent;
    let mut put = |range: Range<usize>, column: usize| {
        let words = line.words.get(range.clone()).unwrap_or_default().trim_end_matches(is_blank);
        if !words.is_empty() {
            out.push(Cell { line: Line { at: line.at + range.start, words, full: None }, column });
        }
    };
    for (at, c) in line.words.char_indices() {
        if is_blank(c) {
            gap += 1;
        } else {
            if gap >= GAP {
                put(start..at, from);
                (start, from) = (at, column);
            }
            gap = 0;
        }
        column += 1;
    }
    put(start..line.words.len(), from);
    out
}

/// The cells of a line, in which a label and the count behind its gap (*Présents :    9*) are one.
fn counted<'a>(line: Line<'a>, cells: Vec<Cell<'a>>) -> Vec<Cell<'a>> {
    let [label, count, ..] = cells.as_slice() else { return cells };
    let figure = count.line.words.len() <= 3
        && count.line.words.bytes().all(|byte| byte.is_ascii_digit())
        && (label.line.words.ends_with(':') || LEFT.is_match(label.line.words));
    let end = (count.line.at + count.line.words.len()).checked_sub(line.at);
    let words = label.line.at.checked_sub(line.at).zip(end);
    let words = words.and_then(|(from, to)| line.words.get(from..to)).filter(|_| figure);
    let Some(words) = words else { return cells };
    let whole = Cell { line: Line { words, ..label.line }, column: label.column };
    std::iter::once(whole).chain(cells.into_iter().skip(2)).collect()
}

/// A cell that goes over the column with a word that begins right there is two, a space apart.
fn split<'a>(cell: &Cell<'a>, column: usize) -> Vec<Cell<'a>> {
    let Cell { line, column: begin } = *cell;
    let whole = vec![Cell { line, column: begin }];
    let Some(before) = column.checked_sub(begin).filter(|n| *n > 0 && cell.end() > column) else {
        return whole;
    };
    let Some((at, first)) = line.words.char_indices().nth(before) else { return whole };
    let (left, right) = line.words.split_at(at);
    if is_blank(first) || !left.ends_with(is_blank) {
        return whole;
    }
    let left = Line { words: left.trim_end_matches(is_blank), ..line };
    let right = Line { at: line.at + at, words: right, full: None };
    vec![Cell { line: left, column: begin }, Cell { line: right, column }]
}

/// Whether a stretch holds on its left what stands there, and on its right.
fn both_sides(cells: &[Vec<Cell<'_>>], stretch: &Range<usize>, column: usize) -> bool {
    let inside = cells.get(stretch.clone()).unwrap_or_default().iter().flatten();
    let (mut left, mut right) = (false, false);
    let (mut widest, mut broadest, mut lefts, mut rights) = (0, 0, 0, 0);
    for cell in inside.flat_map(|cell| split(cell, column)) {
        let on_right = cell.column + 2 >= column;
        left |= !on_right && LEFT.is_match(cell.line.words);
        right |= on_right && RIGHT.is_match(cell.line.words);
        if on_right {
            rights += 1;
            broadest = broadest.max(width(cell.line.words));
        } else {
            lefts += 1;
            widest = widest.max(width(cell.line.words));
        }
    }
    // A margin, whatever stands in it: a few narrow lines beside the many of the main text.
    let margin = widest <= MARGIN && rights > lefts && broadest > widest * 2;
    right && (left || margin)
}

/// Two columns stand so near that they are one.
pub(super) const fn near(a: usize, b: usize) -> bool {
    a.abs_diff(b) <= 2
}

/// Where the right text of two may begin, in the order in which the lines show it.
fn rights(cells: &[Vec<Cell<'_>>]) -> Vec<usize> {
    let pairs = || {
        cells.iter().filter_map(|row| {
            if let [_, right] = row.as_slice() { Some(right.column) } else { None }
        })
    };
    let mut out: Vec<usize> = Vec::new();
    for column in pairs() {
        let often = pairs().filter(|c| near(*c, column)).count() >= LEAST;
        if often && !out.iter().any(|known| near(*known, column)) {
            out.push(column);
        }
    }
    out
}

/// The first stretch of lines that stand in two columns, the right one beginning at `column`.
fn stretch(cells: &[Vec<Cell<'_>>], column: usize) -> Option<Range<usize>> {
    let side = |row: &Vec<Cell<'_>>| match row.as_slice() {
        [] => Side::Blank,
        [left, right] if near(right.column, column) && left.end() < column => Side::Both,
        [one] if one.column + 2 >= column => Side::Right,
        [one] if one.end() + 1 < column => Side::Left,
        _ => Side::Across,
    };
    let parted =
        |row: &Vec<Cell<'_>>| row.len() == 1 && row.iter().all(|c| split(c, column).len() == 2);
    let mut sides: Vec<Side> = cells.iter().map(side).collect();
    // Between lines in two columns one may be as wide as its column, a space from the other.
    for at in 1..sides.len().saturating_sub(1) {
        let both = |at: usize| matches!(sides.get(at), Some(Side::Both | Side::Right));
        let inside = both(at - 1)
            && cells.get(at).is_some_and(parted)
            && sides.get(at + 1) != Some(&Side::Across);
        if inside
            && sides.get(at) == Some(&Side::Across)
            && let Some(side) = sides.get_mut(at)
        {
            *side = Side::Both;
        }
    }
    let first = sides.iter().position(|side| *side == Side::Both)?;
    // The lines around the first in two columns, up to one that goes across.
    let across = |at: &usize| sides.get(*at) == Some(&Side::Across);
    let begin = (0..first).rev().find(across).map_or(0, |at| at + 1);
    let end = (first..sides.len()).find(across).unwrap_or(sides.len());
    let mut range = begin..end;
    // Lines of one column at its ends stand for themselves; above, only those on the right belong.
    while range.start < first && sides.get(range.start) != Some(&Side::Right) {
        range.start += 1;
    }
    let held = |at: usize| matches!(sides.get(at), Some(Side::Both | Side::Right));
    while range.end > first && !held(range.end - 1) {
        range.end -= 1;
    }
    // Two blank lines end it.
    let gap = (range.start..range.end).find(|at| {
        *at > first
            && sides.get(*at) == Some(&Side::Blank)
            && sides.get(at + 1) == Some(&Side::Blank)
    });
    if let Some(gap) = gap {
        range.end = gap;
    }
    let both = sides.get(range.clone())?.iter().filter(|side| **side == Side::Both).count();
    (both >= LEAST).then_some(range)
}
