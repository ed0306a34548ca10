//! Tables of marks: a cross under *Présent*, *Excusé* or *Absent*, and who votes for whom beside it.
//!
//! The heading tells which column says what, and the place of a mark on the page tells its column; so
//! only a text that kept its layout is read. What it says is for a person to look at.

use super::person::{CIVIL, Power, name, power_of_last};
use super::rollcall::RollCall;
use crate::annotated::Printed;
use crate::recognise::{Found, Pattern, compile};
use std::ops::Range;

/// So many rows make a table; fewer may be anything.
const LEAST: usize = 3;
/// So many lines that are no row end it.
const OTHERS: usize = 3;
/// No row is longer, in bytes.
const WIDEST: usize = 600;
/// So many blanks part two cells.
const GAP: usize = 2;

static HEAD: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)^(?:(?P<present>pr[ée]sent\p{L}*(?:\(e?s\))*|(?-i:P|Pr\.?|Prés\.?))|(?P<excused>(?:absent\p{L}*(?:\(e?s\))* )?excus\p{L}*(?:\(e?s\))*|(?-i:E|Exc?\.?))|(?P<absent>absent\p{L}*(?:\(e?s\))*|(?-i:A|Abs?\.?))",
        r"|(?P<name>(?:noms?|pr[ée]noms?|membres?|d[ée]l[ée]gu[ée]\p{L}*|conseill\p{L}+|[ée]lue?s?|administrat\p{L}+|titulaires?)\b[^\n]{0,40})",
        r"|(?P<power>(?:(?:a )?donn[ée]e? |ayant donn[ée] )?(?:pouvoir|procuration|mandat\p{L}*|(?:absent\p{L}* )?repr[ée]sent[ée]\p{L}*)\b[^\n]{0,40}))$"
    ))
});

static MARK: Pattern = Pattern::new(|| compile(r"^(?i:x|oui|1)$|^[✓✔☒☑●■•*×√]$"));

/// What a column says of the members marked in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Present,
    Excused,
    Absent,
    Power,
    /// Who the row is about.
    Name,
}

/// A cell of a line: its words, and from where to where they are printed.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) range: Range<usize>,
    pub(super) from: usize,
    pub(super) to: usize,
}

impl Cell {
    /// Twice the middle of it, so that halves count.
    const fn middle(&self) -> usize {
        self.from + self.to
    }
}

/// The table of marks in a stretch of the text, if there is one.
pub(super) fn marked(
    folded: &str,
    printed: Printed<'_>,
    within: &Range<usize>,
) -> Option<RollCall> {
    let mut lines = Vec::new();
    let mut at = within.start;
    for raw in folded.get(within.clone())?.split_inclusive('\n') {
        lines.push(at..at + raw.trim_end().len());
        at += raw.len();
    }
    (0..lines.len()).find_map(|at| {
        let mut columns = head(folded, printed, lines.get(at)?)?;
        // *Absent*, and *excusé* on the line below it.
        let wraps =
            lines.get(at + 1).is_some_and(|line| goes_on(folded, printed, line, &mut columns));
        table(folded, printed, lines.get(at..)?, usize::from(wraps), &columns)
    })
}

/// Whether a line is the second of a heading, each cell of it below the words that it completes; the columns say then
/// what both lines say.
fn goes_on(
    folded: &str,
    printed: Printed<'_>,
    line: &Range<usize>,
    columns: &mut [(Kind, Cell)],
) -> bool {
    if line.is_empty() || line.len() > WIDEST {
        return false;
    }
    let words = |cell: &Cell| folded.get(cell.range.clone()).unwrap_or_default().to_owned();
    let below = cells(folded, printed, line);
    let whole = below.iter().map(|cell| {
        let at = columns.iter().position(|(_, head)| cell.from < head.to && head.from < cell.to)?;
        let (_, head) = columns.get(at)?;
        Some((at, kind(&format!("{} {}", words(head), words(cell)))?))
    });
    let Some(whole) = whole.collect::<Option<Vec<_>>>() else { return false };
    for (at, kind) in &whole {
        if let Some(column) = columns.get_mut(*at) {
            column.0 = *kind;
        }
    }
    !whole.is_empty()
}

/// What the words at the head of a column say of those marked in it.
fn kind(words: &str) -> Option<Kind> {
    let hit = HEAD.captures(words)?;
    let groups = [
        ("present", Kind::Present),
        ("excused", Kind::Excused),
        ("absent", Kind::Absent),
        ("power", Kind::Power),
        ("name", Kind::Name),
    ];
    groups.iter().find(|(group, _)| hit.name(group).is_some()).map(|(_, kind)| *kind)
}

/// What the columns say that a line heads; at least two, one of who was there.
fn head(folded: &str, printed: Printed<'_>, line: &Range<usize>) -> Option<Vec<(Kind, Cell)>> {
    // A line of prose heads no columns.
    if line.len() > WIDEST {
        return None;
    }
    let kinds = cells(folded, printed, line)
        .into_iter()
        .filter_map(|cell| Some((kind(folded.get(cell.range.clone())?)?, cell)));
    let kinds: Vec<(Kind, Cell)> = kinds.collect();
    let present = kinds.iter().filter(|(kind, _)| *kind == Kind::Present).count();
    let said = kinds.iter().filter(|(kind, _)| *kind != Kind::Name).count();
    (said > 1 && present == 1).then_some(kinds)
}

fn table(
    folded: &str,
    printed: Printed<'_>,
    lines: &[Range<usize>],
    wrapped: usize,
    columns: &[(Kind, Cell)],
) -> Option<RollCall> {
    let mut out = RollCall::default();
    out.lines.extend(lines.get(..=wrapped)?.iter().cloned());
    let (mut rows, mut others) = (0, 0);
    for line in
        lines.iter().skip(1 + wrapped).filter(|line| !line.is_empty() && line.len() <= WIDEST)
    {
        let cells = cells(folded, printed, line);
        if row(folded, &cells, columns, &mut out) {
            out.lines.push(line.clone());
            rows += 1;
            others = 0;
        } else {
            others += 1;
            if others >= OTHERS {
                break;
            }
        }
    }
    (rows >= LEAST && !out.present.is_empty()).then_some(out)
}

/// Adds what a row says; whether it says anything of a member.
fn row(folded: &str, cells: &[Cell], columns: &[(Kind, Cell)], out: &mut RollCall) -> bool {
    let words = |cell: &Cell| folded.get(cell.range.clone()).unwrap_or_default();
    // *Anne DUVAL, Maire*: her office is no part of the name.
    let bare = |cell: &Cell| words(cell).split(',').next().and_then(name);
    let person = |cell: &Cell| Some(bare(cell)?.shifted(cell.range.start));
    let mark = cells.iter().position(|cell| MARK.is_match(words(cell))).unwrap_or(cells.len());
    // Before the name may stand for whom the member sits.
    let named = cells.iter().enumerate().take(mark).filter_map(|(at, cell)| {
        let headed = column(cell, columns) == Some(Kind::Name);
        Some(((likely(words(cell)) + usize::from(headed) * 4, cells.len() - at), at, person(cell)?))
    });
    let Some((_, first, who)) = named.max_by_key(|(likely, ..)| *likely) else { return false };
    let (first, who) = with_first_name(folded, cells, columns, (first, who));
    let mut said = false;
    let mut giver = None;
    let (mut excused, mut missing) = (false, false);
    for cell in cells.iter().skip(first + 1) {
        // What stands beside the marks says more of the member, whatever heads it.
        match beside(words(cell)) {
            Some(Beside::Power(holder)) => {
                let to = holder.shifted(cell.range.start);
                giver.get_or_insert(Power { from: who.clone(), to });
                said = true;
                continue;
            }
            Some(Beside::Excused) => {
                excused = true;
                continue;
            }
            Some(Beside::Absent) => {
                missing = true;
                continue;
            }
            None => {}
        }
        let Some(kind) = column(cell, columns) else { continue };
        if MARK.is_match(words(cell)) {
            match kind {
                Kind::Present => out.present.push(who.clone()),
                Kind::Excused => out.excused.push(who.clone()),
                Kind::Absent => out.absent.push(who.clone()),
                Kind::Power | Kind::Name => continue,
            }
            said = true;
        } else if let (Kind::Power, Some(to)) = (kind, person(cell)) {
            giver.get_or_insert(Power { from: who.clone(), to });
            said = true;
        }
    }
    // *absent* in a column of remarks, where no mark says anything.
    if !said && excused {
        out.excused.push(who.clone());
        said = true;
    } else if !said && missing {
        out.absent.push(who.clone());
        said = true;
    }
    // The columns had none for the excused, where the mark stands under *Absent*.
    if let Some(at) = out.absent.iter().position(|known| excused && *known == who) {
        let was = out.absent.remove(at);
        out.excused.push(was);
    }
    out.powers.extend(giver);
    said
}

/// *DUVAL* below *Nom*, and *Anne* beside it below *Prénom*: the name of one member.
fn with_first_name(
    folded: &str,
    cells: &[Cell],
    columns: &[(Kind, Cell)],
    (at, who): (usize, Found<String>),
) -> (usize, Found<String>) {
    let one = |cell: &Cell| {
        let words = folded.get(cell.range.clone()).unwrap_or_default();
        let headed = columns.iter().filter(|(kind, _)| *kind == Kind::Name).count() > 1;
        let civil = CIVIL.is_match(&format!("{words} "));
        (headed && !civil && column(cell, columns) == Some(Kind::Name) && name(words).is_some())
            .then(|| (cell.range.clone(), words.to_owned()))
    };
    let halves: Vec<(usize, (Range<usize>, String))> =
        cells.iter().enumerate().filter_map(|(n, cell)| Some((n, one(cell)?))).collect();
    match halves.as_slice() {
        [(first, (from, a)), (last, (to, b))] if *last == first + 1 => {
            (*last, Found::new(from.start..to.end, format!("{a} {b}")))
        }
        _ => (at, who),
    }
}

/// What words beside the marks say of a member.
enum Beside {
    Power(Found<String>),
    Excused,
    Absent,
}

/// *pouvoir à Mme A*, *excusé*, in a column for remarks.
fn beside(words: &str) -> Option<Beside> {
    static SAID: Pattern = Pattern::new(|| {
        compile(r"(?i)^[(]?(?:absente?,? )?exc(?:us[ée]e?(?:\(e\))?|\.)(?: \([^()]{2,40}\))?[)]?$")
    });
    if let Some(holder) = power_of_last(words, 0) {
        return said_to_give(words).then_some(Beside::Power(holder));
    }
    if matches!(words.to_lowercase().as_str(), "absent" | "absente") {
        return Some(Beside::Absent);
    }
    SAID.is_match(words).then_some(Beside::Excused)
}

/// Whether words name a power, and not only *par* or *à* before a name.
fn said_to_give(words: &str) -> bool {
    let said = words.to_lowercase();
    ["pouvoir", "procuration", "mandat", "représent", "represent", "délégation", "delegation"]
        .iter()
        .any(|word| said.contains(word))
}

/// How much words look like the name of a person: by a civility, by a surname in capitals beside a
/// first name, by there being two.
pub(super) fn likely(words: &str) -> usize {
    let shouted = |word: &str| word.chars().count() > 1 && !word.contains(char::is_lowercase);
    let both = words.split(' ').any(shouted) && words.split(' ').any(|word| !shouted(word));
    usize::from(CIVIL.is_match(words)) * 2
        + usize::from(both) * 2
        + usize::from(words.contains(' '))
}

/// Below which heading a cell stands: the nearest.
fn column(cell: &Cell, columns: &[(Kind, Cell)]) -> Option<Kind> {
    // Names are printed from where their heading begins, marks in the middle of it.
    let apart = |head: &Cell| {
        let inside = cell.from < head.to && head.from < cell.to;
        let away = cell.middle().abs_diff(head.middle()).min(cell.from.abs_diff(head.from) * 2);
        if inside { 0 } else { away }
    };
    let nearest = columns.iter().min_by_key(|(_, head)| (apart(head), head.from))?;
    (apart(&nearest.1) < 40).then_some(nearest.0)
}

/// The cells of a line: words that stand at least two blanks, a tab or a bar apart.
pub(super) fn cells(folded: &str, printed: Printed<'_>, line: &Range<usize>) -> Vec<Cell> {
    let mut out: Vec<Cell> = Vec::new();
    let mut at = line.start;
    let mut apart = true;
    for word in folded.get(line.clone()).unwrap_or_default().split(' ') {
        let range = at..at + word.len();
        at = range.end + 1;
        if word.is_empty() || word.chars().all(|c| c == '|') {
            apart = true;
            continue;
        }
        let last = word.chars().next_back().map_or(0, char::len_utf8);
        let (from, to) = (printed.column(range.start), printed.column(range.end - last) + 1);
        match out.last_mut().filter(|cell| !apart && from < cell.to + GAP) {
            Some(cell) => {
                cell.range.end = range.end;
                cell.to = to;
            }
            None => out.push(Cell { range, from, to }),
        }
        apart = false;
    }
    out
}
