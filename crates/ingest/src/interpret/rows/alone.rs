//! Figures alone on their lines: below the name of a row, which may go over two lines, or below figures of the same row.

use super::formulae::{CALCULATED, ITEM_NAME, TOTAL};
use super::naming::named;
use super::{Block, Row, figures, grow};
use crate::recognise::Found;
use greffe_domain::Money;
use std::ops::Range;

/// A line of figures below a name, or below figures of the same row.
pub(super) fn below(
    rows: &str,
    out: &mut Vec<Block>,
    open: &mut bool,
    before: &Range<usize>,
    name: Option<Range<usize>>,
    line: Range<usize>,
) {
    let words = rows.get(line.clone()).unwrap_or_default();
    let sums = figures(words, line.start);
    let touching = |end: usize| rows.get(end..line.start).is_some_and(|gap| gap.trim().is_empty());
    // Below the last row what each column comes to may stand without a word.
    let totals = out.last().filter(|_| *open).and_then(columns_come_to);
    let same = |totals: &Vec<Money>, sums: &[Found<Money>]| {
        totals.len() == sums.len() && totals.iter().zip(sums).all(|(a, b)| *a == b.value)
    };
    if let Some(last) = out.last_mut().filter(|_| *open)
        && let Some((row, earlier)) =
            last.rows.split_last_mut().filter(|(row, _)| touching(row.line.end))
    {
        if totals.is_some_and(|totals| same(&totals, &sums)) {
            last.totals.extend(sums);
            return;
        }
        // Behind as many figures as other rows have stands the number of a page.
        let widest = || earlier.iter().map(|row| row.sums.len()).max().unwrap_or(0);
        if words.trim().len() < 3 && earlier.len() > 1 && row.sums.len() >= widest() {
            return;
        }
        row.sums.extend(sums);
        row.line.end = line.end;
        return;
    }
    let Some(name) = name.filter(|name| touching(name.end)) else { return };
    let said = rows.get(name.clone()).unwrap_or_default();
    if TOTAL.is_match(said) {
        if let Some(block) = out.last_mut().filter(|_| *open) {
            block.totals.extend(sums);
        }
        return;
    }
    let named = named_over_lines(said, name.start);
    if named.is_empty() {
        return;
    }
    let row = Row {
        line: name.start..line.end,
        name: named,
        siret: None,
        form: None,
        object: None,
        sums,
    };
    grow(out, open, before, row);
}

/// `1 248 habitants x 34,50 € = 43 056 €` below the item that names who receives it.
pub(super) fn calculated(
    rows: &str,
    name: Option<Range<usize>>,
    line: &Range<usize>,
) -> Option<Row> {
    let hit = CALCULATED.captures(rows.get(line.clone())?)?;
    let sum = hit.name("figures")?;
    let item = name.filter(|name| {
        let touching = rows.get(name.end..line.start).is_some_and(|gap| gap.trim().is_empty());
        touching && rows.get(name.clone()).is_some_and(|said| ITEM_NAME.is_match(said))
    })?;
    let said = rows.get(item.clone())?;
    // The letter of the item is no part of the name.
    let lead = said.find(' ').map_or(0, |at| at + 1);
    let name = named(said.get(lead..)?, item.start + lead);
    let sums = figures(sum.as_str(), line.start + sum.start());
    let line = item.start..line.end;
    let row = Row { line, name, siret: None, form: None, object: None, sums };
    (!row.name.is_empty() && row.sums.len() == 1).then_some(row)
}

/// A line of a name is not longer.
pub(super) const NAME: usize = 60;

/// The name that some lines are, each a part of it.
fn named_over_lines(said: &str, at: usize) -> Vec<Found<String>> {
    let mut out: Vec<Found<String>> = Vec::new();
    let mut from = at;
    for line in said.split_inclusive('\n') {
        let start = from + (line.len() - line.trim_start().len());
        from += line.len();
        if out.is_empty() {
            out = named(line.trim(), start);
        } else if !line.trim().is_empty() && !aside(line.trim()) {
            out.push(Found::new(start..start + line.trim().len(), line.trim().to_owned()));
        }
    }
    out
}

/// *(Travaux)* below a name, a line of its own: what for or where, and no part of it.
pub(super) fn aside(line: &str) -> bool {
    line.starts_with('(') && line.ends_with(')')
}

/// What each column of a block comes to, where every row has as many.
fn columns_come_to(block: &Block) -> Option<Vec<Money>> {
    let width = block.rows.first()?.sums.len();
    let even = block.rows.len() > 1 && block.rows.iter().all(|row| row.sums.len() == width);
    let column = |n: usize| {
        let sums = block.rows.iter().filter_map(|row| row.sums.get(n));
        sums.map(|sum| sum.value).try_fold(Money::ZERO, Money::checked_add)
    };
    if even { (0..width).map(column).collect() } else { None }
}
