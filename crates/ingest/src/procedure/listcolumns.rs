//! Lists of members that stand in columns of their own: *Présents*, *Absents excusés*, *Pouvoirs* head one each,
//! beside columns that say something else (*Collège*), and the members stand one below the other.
//!
//! Where a cell is printed tells its column, so only a text that kept its layout is read. What is read so is for a
//! person to look at.

use super::marks::{Cell, cells};
use super::person::{Names, Power, is_power, names};
use super::sidelists::{Side, lines};
use crate::annotated::Printed;
use crate::recognise::{Found, Pattern, compile};
use std::ops::Range;

/// So many rows hold members at least.
const LEAST: usize = 2;

/// So many columns to the left or the right of its heading a cell may begin.
const APART: usize = 14;

/// The heading of a column of members.
static LABEL: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)^(?:(?:[ée]taient |membres? |[ée]lus? |conseillers? |d[ée]l[ée]gu[ée]e?s? |titulaires? |suppl[ée]ante?s? |administrateurs? )*(?:pr[ée]sente?s?|absente?s?|excus[ée]e?s?|repr[ée]sent[ée]e?s?)(?:(?: et| ou|,)? (?:excus[ée]e?s?|repr[ée]sent[ée]e?s?|non excus[ée]e?s?|ayant donn[ée] (?:pouvoir|procuration)))?(?: ?\(?(?:avec|sans) (?:pouvoir|procuration|mandat|d[ée]l[ée]gation)s?\)?)?",
        r"|(?P<power>(?:ayant donn[ée] |(?:a |ont )?donn[ée] )?(?:pouvoirs?|procurations?|mandats?|mandataires?)(?: (?:[àa]|de vote|donn[ée]s?))?))(?: ?\(\d{1,3}\))? ?:?$"
    ))
});

/// A label with its colon, and its members behind it.
static LISTS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:(?:est|sont|[ée]tai(?:en)?t) )?(?:pr[ée]sent|absent|excus|repr[ée]sent|pouvoir|procuration)[^:,;]{0,40}: ?\p{Lu}",
    )
});

/// So many blanks part two columns; justified text has narrower gaps.
const GAP: usize = 4;

/// What a label heads that no members stand below.
static OTHER: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:secr[ée]taire|quorum|votants|pr[ée]sidente?|invit[ée]s?|assist)[^:]{0,30}(?: ?:|$)",
    )
});

/// A heading: where it is printed, and the label, if it heads members.
#[derive(Clone)]
struct Head {
    from: usize,
    label: Option<String>,
    power: bool,
}

/// The lists of a stretch that stand in columns under a heading each; none where there are not two.
pub(super) fn in_columns(folded: &str, printed: Printed<'_>, within: &Range<usize>) -> Vec<Side> {
    let lines = lines(folded, printed, within);
    let table = (0..lines.len()).find_map(|at| {
        let heads = heads(folded, &wide(cells(folded, printed, lines.get(at)?)))?;
        table(folded, printed, lines.get(at..)?, &heads)
    });
    table.unwrap_or_default()
}

/// The cells of a line that columns part.
fn wide(cells: Vec<Cell>) -> Vec<Cell> {
    let mut out: Vec<Cell> = Vec::new();
    for cell in cells {
        match out.last_mut().filter(|last| cell.from < last.to + GAP) {
            Some(last) => {
                last.range.end = cell.range.end;
                last.to = cell.to;
            }
            None => out.push(cell),
        }
    }
    out
}

/// What a line heads: two columns of members at least.
fn heads(folded: &str, cells: &[Cell]) -> Option<Vec<Head>> {
    let heads = cells.iter().map(|cell| {
        let words = folded.get(cell.range.clone()).unwrap_or_default();
        let hit = LABEL.captures(words);
        let power = hit.as_ref().is_some_and(|hit| hit.name("power").is_some());
        Head { from: cell.from, label: hit.map(|_| words.to_owned()), power }
    });
    let heads: Vec<Head> = heads.collect();
    let members = heads.iter().filter(|head| head.label.is_some()).count();
    let others = heads.iter().filter(|head| head.label.is_some() && !head.power).count();
    (members > 1 && others > 0).then_some(heads)
}

fn table(
    folded: &str,
    printed: Printed<'_>,
    lines: &[Range<usize>],
    heads: &[Head],
) -> Option<Vec<Side>> {
    let first = lines.first()?;
    let mut heads: Vec<Head> = heads.to_vec();
    let mut lists: Vec<Names> = heads.iter().map(|_| Names::default()).collect();
    let mut end = first.end;
    let mut rows = 0;
    let mut wrapped = Wrapped::default();
    for line in lines.iter().skip(1) {
        let text = folded.get(line.clone()).unwrap_or_default();
        if !text.contains(char::is_alphanumeric) {
            continue;
        }
        let cells = below(folded, wide(cells(folded, printed, line)), &mut heads);
        lists.resize_with(heads.len(), Names::default);
        if cells.is_empty() {
            end = line.end;
            continue;
        }
        let Some(read) = row(folded, &cells, &heads, &mut wrapped) else { break };
        for (column, names) in read {
            let list = lists.get_mut(column)?;
            list.listed.extend(names.listed);
            list.powers.extend(names.powers);
            list.excused.extend(names.excused);
        }
        end = line.end;
        rows += 1;
    }
    if let Some(list) = lists.get_mut(wrapped.column) {
        list.powers.extend(wrapped.powers(folded));
    }
    let whole = first.start..end;
    let sides = heads.iter().zip(lists).filter_map(|(head, names)| {
        let label = head.label.clone()?;
        Some(Side { label, names, lines: whole.clone() })
    });
    (rows >= LEAST).then(|| sides.collect())
}

/// The cells of a line but those that head what stands below them in their column: *Absente :* under the excused.
fn below(folded: &str, cells: Vec<Cell>, heads: &mut Vec<Head>) -> Vec<Cell> {
    let mut out = Vec::new();
    for cell in cells {
        let words = folded.get(cell.range.clone()).unwrap_or_default();
        let hit = LABEL.captures(words);
        if hit.is_none() && !OTHER.is_match(words) {
            out.push(cell);
            continue;
        }
        let power = hit.as_ref().is_some_and(|hit| hit.name("power").is_some());
        heads.push(Head { from: cell.from, label: hit.map(|_| words.to_owned()), power });
    }
    out
}

/// The members of a row, each with its column; `None` where a cell under the heading of members holds none.
fn row(
    folded: &str,
    cells: &[Cell],
    heads: &[Head],
    wrapped: &mut Wrapped,
) -> Option<Vec<(usize, Names)>> {
    let mut out: Vec<(usize, Names)> = Vec::new();
    let mut goes_on = false;
    for cell in cells {
        // *Absent : M. A*, on a line below the columns, is a list of its own.
        if folded.get(cell.range.clone()).is_some_and(|words| LISTS.is_match(words)) {
            return None;
        }
        // Of several headings in one column the last one holds.
        let nearest =
            heads.iter().enumerate().rev().min_by_key(|(_, head)| head.from.abs_diff(cell.from));
        let (column, head) = nearest?;
        if head.label.is_none() {
            continue;
        }
        let mut read = names(folded.get(cell.range.clone())?, cell.range.start);
        let holds = read.listed.len() + read.powers.len();
        let near = head.from.abs_diff(cell.from) <= APART;
        if near && head.power && (wrapped.is_open(column) || holds == 0 || read.odd.is_some()) {
            wrapped.add(folded, column, cell.range.clone());
            goes_on = true;
            continue;
        }
        if !near || read.odd.is_some() || holds == 0 {
            return None;
        }
        // *M. A* among the absent, and beside him under *Pouvoirs* who votes for him.
        if head.power
            && let ([to], Some(from)) = (read.listed.as_slice(), last(&out))
        {
            read.powers.push(Power { from, to: to.clone() });
            read.listed.clear();
        }
        out.push((column, read));
    }
    (goes_on || !out.is_empty()).then_some(out)
}

/// A column of powers whose cells go on over several lines: *M. A donne* / *procuration à Mme Zita* / *B*.
#[derive(Default)]
struct Wrapped {
    column: usize,
    /// The lines of each power.
    cells: Vec<Vec<Range<usize>>>,
}

impl Wrapped {
    fn is_open(&self, column: usize) -> bool {
        self.column == column && !self.cells.is_empty()
    }

    /// Adds a line: to the power above it, until that names both; and a surname in capitals alone even then.
    fn add(&mut self, folded: &str, column: usize, line: Range<usize>) {
        static SURNAME: Pattern = Pattern::new(|| compile(r"^\p{Lu}[\p{Lu}' -]+$"));
        self.column = column;
        let alone = folded.get(line.clone()).is_some_and(|words| SURNAME.is_match(words.trim()));
        match self.cells.last_mut().filter(|last| alone || !is_power(&together(folded, last))) {
            Some(last) => last.push(line),
            None => self.cells.push(vec![line]),
        }
    }

    fn powers(&self, folded: &str) -> Vec<Power> {
        let power = |lines: &Vec<Range<usize>>| {
            let mut read = names(&together(folded, lines), 0);
            let Power { from, to } = read.powers.pop().filter(|_| read.odd.is_none())?;
            Some(Power { from: placed(lines, from)?, to: placed(lines, to)? })
        };
        self.cells.iter().filter_map(power).collect()
    }
}

/// The words of several lines as one, a blank between them.
fn together(folded: &str, lines: &[Range<usize>]) -> String {
    let words = lines.iter().map(|line| folded.get(line.clone()).unwrap_or_default());
    words.collect::<Vec<_>>().join(" ")
}

/// A name found in the words of several lines, at its place in the text.
fn placed(lines: &[Range<usize>], found: Found<String>) -> Option<Found<String>> {
    let place = |at: usize| {
        let mut from = 0;
        lines.iter().find_map(|line| {
            let here = (from..=from + line.len()).contains(&at).then(|| line.start + at - from);
            from += line.len() + 1;
            here
        })
    };
    Some(Found::new(place(found.range.start)?..place(found.range.end)?, found.value))
}

/// The member named alone in the cell before.
fn last(row: &[(usize, Names)]) -> Option<Found<String>> {
    match row.last()?.1.listed.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}
