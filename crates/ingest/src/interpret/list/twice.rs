//! Rows that two readers find in one table, and those whose name may go on below.

use super::super::rows::{Block, Headings, Row};
use crate::recognise::{Pattern, compile, lead};
use std::collections::BTreeMap;
use std::ops::Range;

/// Leaves each amount to one row: where a table is read in two ways and both names begin with the same cell, to that with
/// the shorter one, as the longer took in the next cell.
pub(super) fn once(blocks: &mut [(Block, bool)]) {
    let named = |row: &Row| {
        let at = (row.sums.last()?.range.start, row.name.first()?.range.start);
        Some((at, row.full_name().chars().count()))
    };
    let mut shortest: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let told = blocks.iter().filter(|(block, _)| block.rows.len() > 1);
    for (at, name) in told.flat_map(|(block, _)| &block.rows).filter_map(named) {
        let known = shortest.entry(at).or_insert(name);
        *known = name.min(*known);
    }
    let inner = under_headings(blocks);
    for (block, _) in blocks {
        block.rows.retain(|row| {
            let sum = row.sums.last().map(|sum| sum.range.start);
            let own = sum.and_then(|sum| inner.get(&sum));
            !own.is_some_and(|names| names.iter().any(|name| took_in(row, name)))
        });
        block.rows.retain(|row| {
            named(row).is_none_or(|(at, name)| shortest.get(&at).is_none_or(|short| *short >= name))
        });
    }
}

/// Where the names stand of rows whose columns headings tell, by the place of their sum.
fn under_headings(blocks: &[(Block, bool)]) -> BTreeMap<usize, Vec<Range<usize>>> {
    let mut out: BTreeMap<usize, Vec<Range<usize>>> = BTreeMap::new();
    let known = blocks.iter().filter(|(block, _)| block.headings != Headings::Unknown);
    for row in known.flat_map(|(block, _)| &block.rows) {
        if let (Some(sum), Some(name)) = (row.sums.last(), place_of_name(row)) {
            out.entry(sum.range.start).or_default().push(name);
        }
    }
    out
}

fn place_of_name(row: &Row) -> Option<Range<usize>> {
    Some(row.name.first()?.range.start..row.name.last()?.range.end)
}

/// Whether a row begins with another cell than the name that it took in.
fn took_in(row: &Row, name: &Range<usize>) -> bool {
    place_of_name(row).is_some_and(|own| own.start < name.start && name.end <= own.end)
}

/// Whether a figure of two or three digits stands alone right below a row, and more below it: the name may go on there.
pub(super) fn goes_on_in_figures(rows: &str, row: &Row) -> bool {
    static ALONE: Pattern = Pattern::new(|| compile(r"^[ \t|]*\n[ \t]*\d{2,3}[ \t]*\n[ \t]*\S"));
    rows.get(row.line.end..).is_some_and(|behind| ALONE.is_match(lead(behind, 80)))
}
