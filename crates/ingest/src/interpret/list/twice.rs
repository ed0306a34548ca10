//! Rows that two readers find in one table, and those whose name may go on below.

use super::super::rows::{Block, Row};
use crate::recognise::{Pattern, compile, lead};
use std::collections::BTreeMap;

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
    for (block, _) in blocks {
        block.rows.retain(|row| {
            named(row).is_none_or(|(at, name)| shortest.get(&at).is_none_or(|short| *short >= name))
        });
    }
}

/// Whether a figure of two or three digits stands alone right below a row, and more below it: the name may go on there.
pub(super) fn goes_on_in_figures(rows: &str, row: &Row) -> bool {
    static ALONE: Pattern = Pattern::new(|| compile(r"^[ \t|]*\n[ \t]*\d{2,3}[ \t]*\n[ \t]*\S"));
    rows.get(row.line.end..).is_some_and(|behind| ALONE.is_match(lead(behind, 80)))
}
