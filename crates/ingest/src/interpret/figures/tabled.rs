//! Sums that stand in a table without a currency mark: the lines of a budget, of a plan of financing, of a decision that
//! changes credits.
//!
//! A column says its unit once, or not at all. What makes money of its figures is told by several signs, of which one is
//! enough: what heads the column, what leads to the table, rows that are accounts, a total that the text states in euros
//! elsewhere, cents that come to their total. Counts, places, rates and numbers are none, whatever stands beside them.

mod line;
mod table;
mod words;

use crate::annotated::Printed;
use crate::draft::Seems;
use crate::recognise::Found;
use greffe_domain::Money;
use line::{Line, lines};
use std::collections::BTreeSet;
use std::ops::Range;
use table::Table;

/// The text as it stands on its pages, with tabs between the cells of a row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Drawn<'a> {
    /// The text.
    pub(crate) rows: &'a str,
    /// Where each word was printed.
    pub(crate) printed: Printed<'a>,
}

/// A sum of a table, and what it seems to be.
pub(super) struct Tabled {
    pub(super) sum: Found<Money>,
    pub(super) seems: Seems,
}

/// Between two rows so many lines may stand that are none: headings, what a name goes on with, the foot of a page.
const BETWEEN: usize = 4;
/// So many lines above the first row may head the table.
const HEADS: usize = 7;

/// The sums of the tables of a text; `stated` are those that it states with their unit.
pub(super) fn sums(drawn: Drawn<'_>, stated: &[Found<Money>]) -> Vec<Tabled> {
    let known: BTreeSet<Money> = stated.iter().map(|sum| sum.value).collect();
    let lines = lines(drawn);
    let mut out = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while at < lines.len() {
        if !lines.get(at).is_some_and(Line::is_row) {
            at += 1;
            continue;
        }
        let end = end_of(&lines, at);
        let heads = heads(&lines, from, at);
        let table = Table::new(
            lines.get(heads).unwrap_or_default(),
            lines.get(at..end).unwrap_or_default(),
        );
        out.extend(table.sums(&known));
        from = end;
        at = end;
    }
    let stated: Vec<&Range<usize>> = stated.iter().map(|sum| &sum.range).collect();
    out.retain(|tabled| !meets(&stated, &tabled.sum.range));
    out
}

/// Whether a range overlaps one of several that stand in order.
fn meets(ranges: &[&Range<usize>], range: &Range<usize>) -> bool {
    let behind = ranges.partition_point(|one| one.end <= range.start);
    ranges.get(behind).is_some_and(|one| one.start < range.end)
}

/// Where the table ends whose first row is this line; words that say again what is counted head another.
fn end_of(lines: &[Line<'_>], at: usize) -> usize {
    let mut end = at + 1;
    for (n, line) in lines.iter().enumerate().skip(at) {
        if line.is_row() {
            end = n + 1;
        } else if line.is_sentence() || n >= end + BETWEEN || words::in_euros(line.said) {
            break;
        }
    }
    end
}

/// The lines that head a table: those above its first row up to a sentence, which leads to it and is one of them.
fn heads(lines: &[Line<'_>], from: usize, at: usize) -> Range<usize> {
    let least = from.max(at.saturating_sub(HEADS));
    let mut first = at;
    while first > least {
        first -= 1;
        if lines.get(first).is_some_and(Line::is_sentence) {
            break;
        }
    }
    first..at
}
