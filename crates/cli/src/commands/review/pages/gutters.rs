//! Tables wider than the page: the white columns between their cells are narrowed, so that a row stays
//! on its line and its cells below one another.

use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// What parts two cells at least, in columns: words of a justified line stand closer.
const GAP: &str = "   ";

/// What is left of a narrowed gutter.
const LEFT: usize = 2;

/// Whether a line has cells.
pub fn has_cells(line: &str) -> bool {
    line.trim().contains(GAP)
}

/// The blanks of the rows of a table that are not to be shown, for its longest row to fit; none where
/// it fits or cannot fit.
pub fn narrowed(text: &str, rows: &[Range<usize>], width: usize) -> Option<Vec<Range<usize>>> {
    let chars = |row: &Range<usize>| text.get(row.clone()).unwrap_or_default().trim_end();
    let wide = |c: char| c.width().unwrap_or(1);
    let columns = |row: &Range<usize>| chars(row).chars().map(wide).sum::<usize>();
    let longest = rows.iter().map(columns).max()?;
    let excess = longest.checked_sub(width).filter(|excess| *excess > 0)?;
    let mut white = vec![true; longest];
    for row in rows {
        let mut column = 0;
        for c in chars(row).chars() {
            if !blank(c) {
                white.iter_mut().skip(column).take(wide(c)).for_each(|white| *white = false);
            }
            column += wide(c);
        }
    }
    let gutters = gutters(&white);
    let spare = |gutter: &Range<usize>| gutter.len().saturating_sub(LEFT);
    let total: usize = gutters.iter().map(spare).sum();
    if total < excess {
        return None;
    }
    let mut gone = vec![false; longest];
    for gutter in &gutters {
        let cut = (excess * spare(gutter)).div_ceil(total);
        gone.iter_mut().take(gutter.end).skip(gutter.end - cut).for_each(|gone| *gone = true);
    }
    let mut hidden: Vec<Range<usize>> = Vec::new();
    for row in rows {
        let mut column = 0;
        for (at, c) in chars(row).char_indices() {
            if gone.get(column).copied().unwrap_or(false) {
                let (from, to) = (row.start + at, row.start + at + c.len_utf8());
                match hidden.last_mut() {
                    Some(last) if last.end == from => last.end = to,
                    _ => hidden.push(from..to),
                }
            }
            column += wide(c);
        }
    }
    Some(hidden)
}

/// The runs of white columns that leave something to take.
fn gutters(white: &[bool]) -> Vec<Range<usize>> {
    let mut gutters = Vec::new();
    let mut from = 0;
    for run in white.chunk_by(|a, b| a == b) {
        let to = from + run.len();
        if run.first() == Some(&true) && run.len() > LEFT {
            gutters.push(from..to);
        }
        from = to;
    }
    gutters
}

fn blank(c: char) -> bool {
    matches!(c, ' ' | '\t')
}
