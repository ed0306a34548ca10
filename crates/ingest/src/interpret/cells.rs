//! Tables whose cells were printed one a line, in the order of reading: a name, what for, a cost, a rate, a grant,
//! and the next name. The kinds of the cells come back in a cycle, and that shows how wide the table is.

use super::rows::{Block, Row, named, total};
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::Money;
use std::ops::Range;

/// What a line may be as a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Amount,
    Share,
    /// What became of a demand in place of an amount: *rejet*, *ajourné*, a dash.
    Nothing,
    /// A sentence, or cells side by side.
    Else,
}

struct Cell<'a> {
    kind: Kind,
    words: &'a str,
    range: Range<usize>,
}

/// So many rows show a cycle; fewer may be chance.
const LEAST: usize = 3;
/// As wide are tables that are printed so. Two columns are a name with its figure below it.
const WIDTHS: std::ops::RangeInclusive<usize> = 3..=8;
/// A cell is not longer.
const LONGEST: usize = 110;

pub(super) static AMOUNT: Pattern = Pattern::new(|| {
    compile(
        r"^(?P<sum>\d{1,3}(?:[ .]\d{3})+(?:,\d{1,2})?|\d+(?:,\d{1,2})?) ?(?P<unit>€|(?i:euros?))?(?: ?(?:HT|TTC))?$",
    )
});

pub(super) static SHARE: Pattern = Pattern::new(|| compile(r"^\d{1,3}(?:[.,]\d{1,2})? ?%$"));

static NOTHING: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:[-–—]|n[ée]ant|rejet(?:[ée]e?)?|refus(?:[ée]e?)?|ajourn[ée]e?|report[ée]e?|retir[ée]e?|d[ée]favorable|sans (?:objet|suite))$",
    )
});

/// What the column of those who receive is headed by.
pub(super) static RECEIVER: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:noms?|b[ée]n[ée]ficiaires?|associations?|organismes?|structures?|tiers|porteurs?|demandeurs?|ma[îi]tres? d'ouvrage)\b",
    )
});

/// The tables of a stretch whose cells stand one a line.
pub(super) fn blocks(rows: &str, within: &Range<usize>) -> Vec<Block> {
    let cells = cells(rows, within);
    let mut out = Vec::new();
    let mut at = 0;
    while at < cells.len() {
        let Some((width, count)) = cycle(cells.get(at..).unwrap_or_default()) else {
            at += 1;
            continue;
        };
        let end = at + width * count;
        out.extend(block(&cells, at, width, count));
        at = end;
    }
    out
}

fn cells<'a>(rows: &'a str, within: &Range<usize>) -> Vec<Cell<'a>> {
    let mut at = within.start;
    let mut out = Vec::new();
    for raw in rows.get(within.clone()).unwrap_or_default().split_inclusive('\n') {
        let words = raw.trim();
        let start = at + (raw.len() - raw.trim_start().len());
        at += raw.len();
        if !words.is_empty() {
            out.push(Cell { kind: kind(words), words, range: start..start + words.len() });
        }
    }
    out
}

fn kind(words: &str) -> Kind {
    if AMOUNT.is_match(words) {
        return Kind::Amount;
    }
    if SHARE.is_match(words) {
        return Kind::Share;
    }
    if NOTHING.is_match(words) {
        return Kind::Nothing;
    }
    let sentence = words.contains('\t')
        || words.ends_with(['.', ';', ':', ','])
        || words.chars().count() > LONGEST
        || !words.chars().any(char::is_alphabetic);
    if sentence || total(words) { Kind::Else } else { Kind::Text }
}

/// How wide the table is that begins here, and how many rows it has: the narrowest cycle that begins with a
/// name, ends with an amount and comes back often enough.
fn cycle(cells: &[Cell<'_>]) -> Option<(usize, usize)> {
    WIDTHS.into_iter().find_map(|width| {
        let first = cells.get(..width)?;
        let kinds: Vec<Kind> = first.iter().map(|cell| cell.kind).collect();
        let sound = kinds.first() == Some(&Kind::Text)
            && kinds.last() == Some(&Kind::Amount)
            && !kinds.contains(&Kind::Else);
        if !sound {
            return None;
        }
        let same = |(cell, kind): (&Cell<'_>, &Kind)| {
            cell.kind == *kind || (cell.kind == Kind::Nothing && *kind == Kind::Amount)
        };
        let alike = |row: &&[Cell<'_>]| row.iter().zip(&kinds).all(same);
        let count = cells.chunks_exact(width).take_while(alike).count();
        // A name over its figures alone is read as such, and so are several of them.
        let figures_alone = kinds.iter().skip(1).all(|kind| *kind == Kind::Amount);
        let again = kinds
            .windows(2)
            .any(|two| two.last() == Some(&Kind::Text) && two.first() != two.last());
        (count >= LEAST && !figures_alone && !again).then_some((width, count))
    })
}

fn block(cells: &[Cell<'_>], at: usize, width: usize, count: usize) -> Option<Block> {
    let head = at.checked_sub(width).and_then(|from| cells.get(from..at));
    let head = head.filter(|head| head.iter().all(|cell| cell.kind == Kind::Text));
    let first = cells.get(at..at + width)?;
    let texts: Vec<usize> =
        (0..width).filter(|n| first.get(*n).is_some_and(|cell| cell.kind == Kind::Text)).collect();
    let receives = |n: &usize| head?.get(*n).map(|cell| RECEIVER.is_match(cell.words));
    let name =
        texts.iter().copied().find(|n| receives(n) == Some(true)).or(texts.first().copied())?;
    let object = texts.into_iter().find(|n| *n != name);
    let rows: Vec<Row> = cells
        .get(at..at + width * count)?
        .chunks_exact(width)
        .filter_map(|cells| row(cells, name, object))
        .collect();
    let lead = at.checked_sub(if head.is_some() { width + 1 } else { 1 });
    let lead = lead.and_then(|before| cells.get(before));
    let begins = cells.get(at)?.range.start;
    let heads = head.map(|head| {
        let amounts = head.iter().zip(first).filter(|(_, cell)| cell.kind == Kind::Amount);
        amounts.map(|(head, _)| head.words.to_owned()).collect()
    });
    Some(Block {
        lead: lead.map_or(begins..begins, |cell| cell.range.clone()),
        rows,
        totals: totals(cells.get(at + width * count..).unwrap_or_default()),
        heads: heads.unwrap_or_default(),
        ..Block::default()
    })
}

fn row(cells: &[Cell<'_>], name: usize, object: Option<usize>) -> Option<Row> {
    let who = cells.get(name)?;
    let what = object.and_then(|n| cells.get(n));
    let name = named(who.words, who.range.start);
    let sums = cells.iter().filter_map(amount).collect();
    let line = cells.first()?.range.start..cells.last()?.range.end;
    let object = what.map(|cell| Found::new(cell.range.clone(), cell.words.to_owned()));
    (!name.is_empty()).then_some(Row { line, name, siret: None, form: None, object, sums })
}

fn amount(cell: &Cell<'_>) -> Option<Found<Money>> {
    if cell.kind == Kind::Nothing {
        return Some(Found::new(cell.range.clone(), Money::ZERO));
    }
    amount_of(cell.words, cell.range.start)
}

/// The amount that a whole cell is, whose words begin at a place.
pub(super) fn amount_of(words: &str, at: usize) -> Option<Found<Money>> {
    let found = AMOUNT.captures(words)?;
    let sum = found.name("sum")?;
    let end = found.name("unit").map_or(sum.end(), |unit| unit.end());
    let money = Money::parse(sum.as_str()).ok()?;
    Some(Found::new(at..at + end, money))
}

/// The figures behind the word of the total.
fn totals(behind: &[Cell<'_>]) -> Vec<Found<Money>> {
    let Some((first, rest)) = behind.split_first() else { return Vec::new() };
    if !total(first.words) {
        return Vec::new();
    }
    let figures = rest.iter().take_while(|cell| matches!(cell.kind, Kind::Amount | Kind::Share));
    figures.filter_map(amount).collect()
}
