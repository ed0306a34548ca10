//! Rows whose cells only a space parts: `Chorale 300 1 500 350`. A space may stand inside a figure, too, so how many figures
//! a row has shows only where several rows are read together.

use super::naming::named;
use super::{Block, Row};
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::Money;
use std::ops::Range;

/// So many rows, one below the other, show that they are a table.
const LEAST: usize = 3;

/// A name and behind it the pieces of its figures.
static ROW: Pattern = Pattern::new(|| {
    compile(
        r"^(?P<name>[^\t\d]*\p{L}[^\t\d]*?) (?P<pieces>(?:\d{1,5}(?:,\d{2})?|-)(?: (?:\d{1,5}(?:,\d{2})?|-))*)$",
    )
});

struct Spaced<'a> {
    line: Range<usize>,
    name: Vec<Found<String>>,
    /// The pieces between spaces, and where they stand.
    pieces: Vec<(&'a str, usize)>,
}

/// The tables of a stretch whose cells only spaces part.
pub(in super::super) fn blocks(rows: &str, within: &Range<usize>) -> Vec<Block> {
    let mut out = Vec::new();
    let mut open: Vec<Spaced<'_>> = Vec::new();
    let mut lead = within.start..within.start;
    let mut at = within.start;
    for raw in rows.get(within.clone()).unwrap_or_default().split_inclusive('\n') {
        let start = at + (raw.len() - raw.trim_start().len());
        at += raw.len();
        let line = raw.trim();
        match spaced(line, start) {
            Some(row) => open.push(row),
            None if line.is_empty() => {}
            None => {
                out.extend(block(&open, lead.clone()));
                open.clear();
                lead = start..start + line.len();
            }
        }
    }
    out.extend(block(&open, lead));
    out
}

fn spaced(line: &str, at: usize) -> Option<Spaced<'_>> {
    let hit = ROW.captures(line)?;
    let (name, pieces) = (hit.name("name")?, hit.name("pieces")?);
    let mut from = at + pieces.start();
    let pieces = line.get(pieces.range())?.split(' ').map(|piece| {
        let place = from;
        from += piece.len() + 1;
        (piece, place)
    });
    let pieces = pieces.collect();
    let name = named(line.get(name.range())?, at + name.start());
    (!name.is_empty()).then(|| Spaced { line: at..at + line.len(), name, pieces })
}

/// The rows as a block, where all of them have one number of figures.
fn block(rows: &[Spaced<'_>], lead: Range<usize>) -> Option<Block> {
    let width = rows.iter().map(|row| row.pieces.len()).min()?;
    // One figure alone is an amount where it has cents.
    let with_cents =
        |row: &Spaced<'_>| row.pieces.last().is_some_and(|(said, _)| said.contains(','));
    let told = (2..=6).contains(&width) || width == 1 && rows.iter().all(with_cents);
    if rows.len() < LEAST || !told {
        return None;
    }
    let read = |row: &Spaced<'_>| {
        let sums = figures(&row.pieces, width)?;
        Some(Row {
            line: row.line.clone(),
            name: row.name.clone(),
            siret: None,
            form: None,
            object: None,
            sums,
        })
    };
    let rows: Option<Vec<Row>> = rows.iter().map(read).collect();
    Some(Block { lead, rows: rows?, ..Block::default() })
}

/// The pieces as so many figures; none where they may be so in more than one way.
fn figures(pieces: &[(&str, usize)], width: usize) -> Option<Vec<Found<Money>>> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut spare = pieces.len().checked_sub(width)?;
    while at < pieces.len() {
        let (piece, from) = pieces.get(at)?;
        let next = pieces.get(at + 1);
        // *1 500*: one or two digits, and three behind them.
        let thousands = piece.len() < 3
            && *piece != "-"
            && next.is_some_and(|(next, _)| {
                next.split(',').next().is_some_and(|whole| whole.len() == 3)
            });
        let joined = thousands && spare > 0;
        let last = if joined { next? } else { pieces.get(at)? };
        let end = last.1 + last.0.len();
        let said = if joined { format!("{piece}{}", last.0) } else { (*piece).to_owned() };
        let value = if said == "-" { Money::ZERO } else { Money::parse(&said).ok()? };
        found.push(Found::new(*from..end, value));
        spare -= usize::from(joined);
        at += 1 + usize::from(joined);
    }
    (found.len() == width).then_some(found)
}
