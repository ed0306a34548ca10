//! Cells between which the typesetter left one space: a name so long that it reaches the column behind it. Where that column
//! begins, its heading and the other rows tell.

use super::HEADINGS;
use super::line::{Cell, Kind, Line};
use std::collections::BTreeMap;

/// So many rows begin a cell there.
const LEAST: usize = 2;

/// The lines of a table, in which a cell of words is cut where a column of words begins below its heading.
pub(super) fn apart<'a>(above: &[Line<'a>], body: &[Line<'a>]) -> Vec<Line<'a>> {
    let heads: Vec<usize> = above
        .iter()
        .rev()
        .take(HEADINGS)
        .flat_map(|line| line.cells.iter().skip(1))
        .map(|cell| cell.from)
        .collect();
    let mut begun: BTreeMap<usize, usize> = BTreeMap::new();
    for cell in body.iter().flat_map(|line| line.cells.iter().skip(1)) {
        if cell.kind == Kind::Words && heads.contains(&cell.from) {
            *begun.entry(cell.from).or_default() += 1;
        }
    }
    begun.retain(|_, rows| *rows >= LEAST);
    let cut = |line: &Line<'a>| {
        let cells = line.cells.iter().flat_map(|cell| at_columns(cell, &begun)).collect();
        Line { cells, range: line.range.clone(), apart: line.apart }
    };
    body.iter().map(cut).collect()
}

/// The cell, or its two sides where one space stands before a column.
fn at_columns<'a>(cell: &Cell<'a>, begun: &BTreeMap<usize, usize>) -> Vec<Cell<'a>> {
    let sides = || {
        let (column, _) = begun.range(cell.from + 1..cell.to).next()?;
        let (at, _) = cell.words.char_indices().nth(column - cell.from)?;
        let before = cell.words.get(..at)?.strip_suffix(' ')?;
        let behind = cell.words.get(at..)?;
        let range = cell.range.start..cell.range.start + before.len();
        let one = Cell { words: before, range, to: column - 1, ..cell.clone() };
        let range = cell.range.start + at..cell.range.end;
        Some(vec![one, Cell { words: behind, range, from: *column, ..cell.clone() }])
    };
    let words = cell.kind == Kind::Words;
    words.then(sides).flatten().unwrap_or_else(|| vec![cell.clone()])
}
