//! Rows that two readers find in one table, and those whose name may go on below.

use super::super::rows::{Block, Row};
use crate::recognise::{Pattern, compile, lead};
use std::collections::BTreeMap;

/// Leaves each amount to one row: where a table is read in two ways, to that with the shorter name, as the longer one took in
/// the next cell.
pub(super) fn once(blocks: &mut [(Block, bool)]) {
    let named = |row: &Row| Some((row.sums.last()?.range.start, row.full_name().chars().count()));
    let mut shortest: BTreeMap<usize, usize> = BTreeMap::new();
    let told = blocks.iter().filter(|(block, _)| block.rows.len() > 1);
    for (sum, name) in told.flat_map(|(block, _)| &block.rows).filter_map(named) {
        let known = shortest.entry(sum).or_insert(name);
        *known = name.min(*known);
    }
    for (block, _) in blocks {
        block.rows.retain(|row| {
            let longer =
                |(sum, name): (usize, usize)| shortest.get(&sum).is_some_and(|s| *s < name);
            !named(row).is_some_and(longer)
        });
    }
}

/// Whether a figure of two or three digits stands alone right below a row, and more below it: the name may go on there.
pub(super) fn goes_on_in_figures(rows: &str, row: &Row) -> bool {
    static ALONE: Pattern = Pattern::new(|| compile(r"^[ \t|]*\n[ \t]*\d{2,3}[ \t]*\n[ \t]*\S"));
    rows.get(row.line.end..).is_some_and(|behind| ALONE.is_match(lead(behind, 80)))
}
