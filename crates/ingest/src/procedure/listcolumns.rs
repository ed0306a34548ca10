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
        r"(?i)^(?:(?:[ée]taient |membres? |[ée]lus? |conseillers? |d[ée]l[ée]gu[ée]e?s? |titulaires? |suppl[ée]ante?s? |administrateurs? )*(?:pr[ée]sente?s?|absente?s?|excus[ée]e?s?|repr[ée]sent[ée]e?s?)(?:(?: et| ou|,)? (?:excus[ée]e?s?|repr[ée]sent[ée]e?s?|non excus[ée]e?s?|ayant (?:donn[ée]|d[ée]l[ée]gu[ée]|confi[ée]) (?:leur |un )?(?:pouvoir|procuration|mandat|vote|voix)))?(?: ?\(?(?:avec|sans) (?:pouvoir|procuration|mandat|d[ée]l[ée]gation)s?\)?)?",
        r"|(?P<mixed>(?:pouvoirs?|procurations?) ?(?:et|ou|/|,|-) ?(?:absences?|absente?s?)(?: ?(?:et|ou|/|,) ?excus[ée]e?s?)?|absences?(?: ?(?:et|ou|/|,|-) ?(?:pouvoirs?|procurations?|excuses?))*)",
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

/// No table has more headings, beside each other and below.
const HEADS: usize = 24;

/// So many lines of headings may be no table of members before one is.
const TABLES: usize = 8;

/// No cell goes on over more lines.
const LONGEST: usize = 20;

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

/// The label of a column whose members say each which they are.
const ABSENCES: &str = "Absences";

/// A heading by its words. Below *Pouvoirs / absences* each member says himself which it is, and is absent where not.
fn head(from: usize, words: &str, label: Option<&regex::Captures<'_>>) -> Head {
    let says = |group: &str| label.is_some_and(|hit| hit.name(group).is_some());
    let label = label.map(|_| if says("mixed") { ABSENCES } else { words }.to_owned());
    Head { from, label, power: says("power") }
}

/// What a cell says that names nobody.
static NOBODY: Pattern =
    Pattern::new(|| compile(r"(?i)^(?:[^\p{L}\p{N}]*|[ØO0]|n[ée]ante?|aucune?|personne)[.]?$"));

/// The lists of a stretch that stand in columns under a heading each; none where there are not two.
pub(super) fn in_columns(folded: &str, printed: Printed<'_>, within: &Range<usize>) -> Vec<Side> {
    let lines = lines(folded, printed, within);
    let headed = (0..lines.len()).filter_map(|at| {
        let heads = heads(folded, &wide(cells(folded, printed, lines.get(at)?), &[]))?;
        Some((at, heads))
    });
    let table = headed
        .take(TABLES)
        .find_map(|(at, heads)| table(folded, printed, lines.get(at..)?, &heads));
    table.unwrap_or_default()
}

/// The cells of a line that columns part: a wide gap does, and a narrow one before words right below a heading.
fn wide(cells: Vec<Cell>, heads: &[Head]) -> Vec<Cell> {
    let mut out: Vec<Cell> = Vec::new();
    for cell in cells {
        let headed = heads.iter().any(|head| head.from == cell.from);
        match out.last_mut().filter(|last| !headed && cell.from < last.to + GAP) {
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
        head(cell.from, words, hit.as_ref())
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
    let mut groups: Vec<Group> = Vec::new();
    let mut last = 0;
    for (row, line) in lines.iter().enumerate().skip(1) {
        let text = folded.get(line.clone()).unwrap_or_default();
        if !text.contains(char::is_alphanumeric) {
            continue;
        }
        let cells = below(folded, wide(cells(folded, printed, line), &heads), &mut heads);
        let empty = cells.is_empty();
        let found = gather(folded, row, &cells, &heads, &mut groups);
        if !(empty || found) {
            break;
        }
        last = row;
    }
    let (lists, rows, end) = read(folded, &heads, &groups, last);
    let whole = first.start..lines.get(end)?.end;
    // *EXCUSÉS      ABSENTS*, and one member below each.
    let one = |(head, names): (&Head, &Names)| {
        head.label.is_some() && names.odd.is_none() && names.listed.len() == 1
    };
    let each = rows > 0 && heads.iter().zip(&lists).all(one);
    let sides = heads.iter().zip(lists).filter_map(|(head, names)| {
        let label = head.label.clone()?;
        Some(Side { label, names, lines: whole.clone() })
    });
    (rows >= LEAST || each).then(|| sides.collect())
}

/// The members of each column, on how many rows they stand, and the row with which the table ends: that before the
/// first with a cell that holds no members.
fn read(folded: &str, heads: &[Head], groups: &[Group], last: usize) -> (Vec<Names>, usize, usize) {
    let mut lists: Vec<Names> = heads.iter().map(|_| Names::default()).collect();
    let mut rows = 0;
    let mut at = 0;
    while let Some(first) = groups.get(at) {
        let many = groups.iter().skip(at).take_while(|group| group.row == first.row).count();
        let row = groups.get(at..at + many).unwrap_or_default();
        let Some(read) = members(folded, row, heads) else {
            return (lists, rows, first.row.saturating_sub(1));
        };
        for (column, names) in read {
            if let Some(list) = lists.get_mut(column) {
                list.listed.extend(names.listed);
                list.powers.extend(names.powers);
                list.excused.extend(names.excused);
            }
        }
        rows += 1;
        at += many;
    }
    (lists, rows, last)
}

/// The cells of a line but those that head what stands below them in their column: *Absente :* under the excused.
fn below(folded: &str, cells: Vec<Cell>, heads: &mut Vec<Head>) -> Vec<Cell> {
    let mut out = Vec::new();
    for cell in cells {
        let words = folded.get(cell.range.clone()).unwrap_or_default();
        let hit = LABEL.captures(words);
        if hit.is_none() && !OTHER.is_match(words) || heads.len() >= HEADS {
            out.push(cell);
            continue;
        }
        heads.push(head(cell.from, words, hit.as_ref()));
    }
    out
}

/// A cell of a column of members, with the lines over which it goes on.
struct Group {
    column: usize,
    /// The line on which it begins.
    row: usize,
    lines: Vec<Range<usize>>,
}

/// Puts the cells of a line into their columns; `false`, and nothing is put, where one is none of a table.
fn gather(
    folded: &str,
    row: usize,
    cells: &[Cell],
    heads: &[Head],
    groups: &mut Vec<Group>,
) -> bool {
    let mut placed: Vec<(usize, Range<usize>)> = Vec::new();
    for cell in cells {
        let words = folded.get(cell.range.clone()).unwrap_or_default();
        // *Absent : M. A*, on a line below the columns, is a list of its own.
        if LISTS.is_match(words) {
            return false;
        }
        // Of several headings in one column the last one holds.
        let nearest =
            heads.iter().enumerate().rev().min_by_key(|(_, head)| head.from.abs_diff(cell.from));
        let Some((column, head)) = nearest.filter(|_| !NOBODY.is_match(words)) else { continue };
        if head.label.is_none() {
            continue;
        }
        if head.from.abs_diff(cell.from) > APART {
            return false;
        }
        placed.push((column, cell.range.clone()));
    }
    for (column, line) in &placed {
        let power = heads.get(*column).is_some_and(|head| head.power);
        let before = groups.iter_mut().rev().find(|group| group.column == *column);
        match before.filter(|group| goes_on(folded, group, line, power)) {
            Some(group) => group.lines.push(line.clone()),
            None => groups.push(Group { column: *column, row, lines: vec![line.clone()] }),
        }
    }
    !placed.is_empty()
}

/// Whether a line goes on with the cell above it: that ended with a comma, inside brackets, or before both who
/// gives a power and who holds it were named; *M. A donne* / *procuration à Mme Zita* / *B*.
fn goes_on(folded: &str, group: &Group, line: &Range<usize>, power: bool) -> bool {
    static SURNAME: Pattern = Pattern::new(|| compile(r"^\p{Lu}[\p{Lu}' -]+$"));
    if group.lines.len() >= LONGEST {
        return false;
    }
    let above = together(folded, &group.lines);
    let words = folded.get(line.clone()).unwrap_or_default().trim();
    let open = above.matches('(').count() > above.matches(')').count();
    let begun = words.starts_with('(') || words.starts_with(char::is_lowercase);
    if open || above.ends_with([',', ';']) || begun {
        return true;
    }
    let named = names(&above, 0);
    let plain = named.odd.is_none() && !named.listed.is_empty() && named.powers.is_empty();
    power && !plain && (SURNAME.is_match(words) || !is_power(&above))
}

/// The members of a row, each with its column; `None` where a cell under the heading of members holds none.
fn members(folded: &str, row: &[Group], heads: &[Head]) -> Option<Vec<(usize, Names)>> {
    let mut out: Vec<(usize, Names)> = Vec::new();
    for group in row {
        let head = heads.get(group.column);
        let power = head.is_some_and(|head| head.power);
        let mut read = placed(&group.lines, names(&together(folded, &group.lines), 0))?;
        if read.odd.is_some()
            || read.listed.is_empty() && read.powers.is_empty() && read.excused.is_empty()
        {
            return None;
        }
        if head.and_then(|head| head.label.as_deref()) == Some(ABSENCES) {
            read.listed.retain(|name| !read.excused.contains(name));
        }
        // *M. A* among the absent, and beside him under *Pouvoirs* who votes for him.
        if power && let ([to], Some(from)) = (read.listed.as_slice(), last(&out)) {
            read.powers.push(Power { from, to: to.clone() });
            read.listed.clear();
        }
        out.push((group.column, read));
    }
    Some(out)
}

/// The words of several lines as one, a blank between them.
fn together(folded: &str, lines: &[Range<usize>]) -> String {
    let words = lines.iter().map(|line| folded.get(line.clone()).unwrap_or_default());
    words.collect::<Vec<_>>().join(" ")
}

/// What was read in the words of several lines, at its places in the text.
fn placed(lines: &[Range<usize>], read: Names) -> Option<Names> {
    let one = |found: Found<String>| place(lines, found);
    let power = |power: Power| Some(Power { from: one(power.from)?, to: one(power.to)? });
    let mut out = Names::default();
    out.listed = read.listed.into_iter().map(one).collect::<Option<_>>()?;
    out.excused = read.excused.into_iter().map(one).collect::<Option<_>>()?;
    out.powers = read.powers.into_iter().map(power).collect::<Option<_>>()?;
    out.odd = read.odd;
    Some(out)
}

/// A name found in the words of several lines, at its place in the text.
fn place(lines: &[Range<usize>], found: Found<String>) -> Option<Found<String>> {
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
