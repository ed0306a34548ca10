//! Roll calls: tables that say of each member, in a cell of his row, whether he was there.
//!
//! A row counts where one cell is a name and another says nothing but a presence. Rows that say so
//! only by a mark under a heading are not read: what column a mark stands in is lost with the layout.

use super::flaws::without_number;
use super::marks::likely;
use super::person::{Names, Power, name, named_with_office};
use super::replacing::in_place;
use super::scan::{CIVILITY, NAME, trimmed};
use crate::recognise::{Found, Pattern, compile};
use std::ops::Range;

/// What the rows of a roll call say.
#[derive(Debug, Default)]
pub(super) struct RollCall {
    pub(super) present: Vec<Found<String>>,
    pub(super) excused: Vec<Found<String>>,
    pub(super) absent: Vec<Found<String>>,
    pub(super) powers: Vec<Power>,
    pub(super) lines: Vec<Range<usize>>,
    /// Whether a column is headed by the word for powers: *Procuration donnée à*.
    holders: bool,
    /// Who gives a power to somebody whom the next line names, as a narrow cell wraps.
    wrapped: Option<Found<String>>,
}

impl RollCall {
    /// A giver below whom no holder stands was still not there.
    fn without_holder(&mut self, giver: Found<String>) {
        if !self.excused.contains(&giver) {
            self.absent.push(giver);
        }
    }
}

/// *excusée, pouvoir* at the end of a line of its cell; who holds it stands below.
static WRAPS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:(?P<excused>(?:absente?,? )?excus[ée]e?)[ ,:–-]+)?(?:a |ayant )?(?:donn[ée]e? )?(?:(?:pouvoir|procuration|mandat)(?: à)?|repr[ée]sent[ée]e?(?: par)?)$",
    )
});

static HOLDER: Pattern = Pattern::new(|| {
    compile(&format!(r"^(?i:(?:pouvoir |procuration )?(?:à|par) )?(?:{CIVILITY} )?(?P<to>{NAME})$"))
});

/// The head of a column that says who holds a power.
static HEADS_HOLDERS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:(?:a )?donn[ée]e? |ayant donn[ée] )?(?:pouvoirs?|procurations?|mandats?|mandataires?|repr[ée]sent[ée]e?s?)(?: (?:donn[ée]{1,2}s?|de vote|[àa]|par|au profit de))*(?: ?:)?$",
    )
});

/// *Mme Anne DUVAL P*: a mark that stands so near its name that no gap parts them.
static NAME_AND_MARK: Pattern =
    Pattern::new(|| compile(&format!(r"^(?P<name>{CIVILITY} {NAME}) (?P<mark>[PEA])$")));

static STATUS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:(?P<present>pr[ée]sente?(?:\(e\))?|(?-i:P))|(?P<excused>(?:absente?,? )?excus[ée]e?(?:\(e\))?|(?-i:E))|(?P<absent>absente?(?:\(e\))?|(?-i:A)))(?: ?\([^()]{1,30}\))?$",
    )
});

static POWER: Pattern = Pattern::new(|| {
    compile(&format!(
        concat!(
            r"^(?:R )?\(?(?:(?:(?P<excused>(?i:(?:absente?,? )?excus[ée]e?))|(?P<absent>(?i:absente?)))[ ,:–-]+)?(?i:(?:a |ayant )?(?:donn[ée]e? )?(?:pouvoir|procuration|mandat)|repr[ée]sent[ée]e?) ",
            r"(?i:à|par) (?:{c} )?(?P<to>{n})\)?$"
        ),
        c = CIVILITY,
        n = NAME
    ))
});

/// What parts the cells of a row: a wide gap, or a row of dots; two are enough where blanks stand around them. So do a
/// box that is ticked, and an empty one with the words behind it, which are not said of the member.
static GAP: Pattern = Pattern::new(|| {
    compile(
        r"\t| ?(?:\.{4,}|…{2,}|_{4,}) ?| \.{2,3} |[ \t]*[☒☑✅✔🗹] ?|[ \t]*[☐□❑❏][^☐□❑❏☒☑✅✔🗹\t\n]*",
    )
});

/// So many rows make a roll call; fewer may be anything.
const LEAST: usize = 3;

/// The roll call in a stretch of the text whose gaps between columns are tabs, if there is one.
pub(super) fn roll_call(columns: &str, within: &Range<usize>) -> Option<RollCall> {
    let mut out = RollCall::default();
    let mut at = within.start;
    for raw in columns.get(within.clone())?.split_inclusive('\n') {
        let line = at..at + raw.trim_end().len();
        at += raw.len();
        let mut cells = Vec::new();
        let mut from = line.start;
        let text = columns.get(line.clone())?;
        let gaps = GAP.find_iter(text).map(|gap| (gap.start(), gap.end()));
        for (end, next) in gaps.chain([(text.len(), text.len())]) {
            let cell = text.get(from - line.start..end).unwrap_or_default();
            let (lead, words) = trimmed(cell);
            let marked = NAME_AND_MARK.captures(words);
            let marked = marked.and_then(|hit| Some((hit.name("name")?, hit.name("mark")?)));
            if let Some((name, mark)) = marked {
                cells.push((from + lead, name.as_str()));
                cells.push((from + lead + mark.start(), mark.as_str()));
            } else if !words.is_empty() {
                cells.push((from + lead, words));
            }
            from = line.start + next;
        }
        out.holders |=
            cells.len() > 1 && cells.iter().any(|(_, words)| HEADS_HOLDERS.is_match(words));
        if let Some(giver) = out.wrapped.take() {
            if let Some(to) = wrapped(&cells) {
                out.powers.push(Power { from: giver, to });
                out.lines.push(line);
                continue;
            }
            out.without_holder(giver);
        }
        if row(&cells, &mut out) {
            out.lines.push(line);
        }
    }
    if let Some(giver) = out.wrapped.take() {
        out.without_holder(giver);
    }
    if out.lines.len() >= LEAST { Some(out) } else { by_cells(columns, within) }
}

/// A roll call whose cells were printed one a line: a name, for whom he sits, whether he was there, and the next
/// name. The words of presence come back in a cycle, which shows how wide the table is.
fn by_cells(columns: &str, within: &Range<usize>) -> Option<RollCall> {
    const WIDEST: usize = 5;
    let mut at = within.start;
    let mut cells: Vec<(usize, &str)> = Vec::new();
    for raw in columns.get(within.clone())?.split_inclusive('\n') {
        let (lead, words) = trimmed(raw);
        if !words.is_empty() {
            cells.push((at + lead, words));
        }
        at += raw.len();
    }
    let says = |cell: &(usize, &str)| STATUS.is_match(cell.1) || POWER.is_match(cell.1);
    let told: Vec<usize> =
        cells.iter().enumerate().filter_map(|(n, cell)| says(cell).then_some(n)).collect();
    let width = told.get(1)?.checked_sub(*told.first()?)?;
    let in_step = told.windows(2).take_while(|two| matches!(two, [a, b] if *b == *a + width));
    let rows = in_step.count() + 1;
    if !(2..=WIDEST).contains(&width) || rows < LEAST {
        return None;
    }
    // The names stand in the first column all cells of which are one.
    let cell = |status: usize, column: usize| cells.get((status + 1).checked_sub(width)? + column);
    let is_name = |column: &usize| {
        told.iter().take(rows).all(|status| {
            let found = cell(*status, *column).and_then(|(_, words)| name(words));
            found.is_some_and(|found| found.value.contains(' '))
        })
    };
    let column = (0..width - 1).find(is_name)?;
    let mut out = RollCall::default();
    for status in told.iter().take(rows) {
        let (Some(who), Some(said)) = (cell(*status, column), cells.get(*status)) else { continue };
        if row(&[*who, *said], &mut out) {
            out.lines.push(who.0..said.0 + said.1.len());
        }
    }
    (out.lines.len() >= LEAST).then_some(out)
}

/// The head of a table of seats: who holds them, and who stands in for whom.
static SEATS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^[^\n]{0,60}\b(?:titulaires?|d[ée]l[ée]gu[ée]s)\b[^\n]*\t[^\n]*\bsuppl[ée]ante?s?\b[^\n]*$",
    )
});

/// The members of a list that is a table of seats (*Commune, Titulaires, Suppléants*): of each row the
/// cells behind the one that says for whom they sit.
pub(super) fn in_seats(columns: &str, start: usize) -> Option<Names> {
    let mut lines = columns.split_inclusive('\n');
    let mut at = start;
    let mut seats = false;
    let mut out = Names::default();
    for raw in lines.by_ref() {
        let from = at;
        at += raw.len();
        let line = raw.trim_end();
        if !seats {
            if SEATS.is_match(line.trim()) {
                seats = true;
            } else if !line.trim().is_empty() {
                return None;
            }
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let mut cell_at = from;
        for (n, cell) in cells.iter().enumerate() {
            let (lead, words) = trimmed(cell);
            let whom = n == 0 && cells.len() > 1;
            if let Some(found) = name(words).filter(|f| !whom && f.value.contains(' ')) {
                out.listed.push(found.shifted(cell_at + lead));
            }
            cell_at += cell.len() + 1;
        }
    }
    (seats && !out.listed.is_empty()).then_some(out)
}

/// Who holds the power that the line before tells of, where the rest of its cell stands alone on this one.
fn wrapped(cells: &[(usize, &str)]) -> Option<Found<String>> {
    let [(at, words)] = cells else { return None };
    let found = HOLDER.captures(words)?.name("to")?;
    Some(name(found.as_str())?.shifted(at + found.start()))
}

/// Adds what a row says, of one member or of several beside each other; whether it says who was there.
fn row(cells: &[(usize, &str)], out: &mut RollCall) -> bool {
    let mut who: Option<(usize, Found<String>)> = None;
    let mut told = false;
    let mut missing: Option<Found<String>> = None;
    for (at, words) in cells {
        if let Some((_, member)) = &who
            && says(member.clone(), (*at, words), out)
        {
            told = true;
            let there = out.present.last().is_some_and(|last| last.range == member.range);
            let gave = out.powers.last().is_some_and(|last| last.from.range == member.range);
            missing = Some(member.clone()).filter(|_| out.holders && !there && !gave);
            who = None;
            continue;
        }
        // *absent*, and in the next cell who holds the power, where a column is headed so.
        if let (Some(from), Some(holder)) = (missing.take(), HOLDER.captures(words))
            && let Some(to) = holder.name("to")
            && let Some(found) = name(to.as_str())
        {
            out.powers.push(Power { from, to: found.shifted(at + to.start()) });
            continue;
        }
        // *Mme A, présidente*: her office is no part of the name.
        let bare = words.split(',').next().unwrap_or(words);
        let (bare, at) = &without_number(bare, *at);
        // Before the member may stand for whom he sits, which looks less like a name.
        let sooner = who.as_ref().is_none_or(|(known, _)| *known < likely(bare));
        let found = name(bare).or_else(|| named_with_office(bare));
        if let Some(found) = found.filter(|_| sooner) {
            who = Some((likely(bare), found.shifted(*at)));
        }
    }
    told
}

/// Adds what a cell says of a member; whether it says that he was there or not.
fn says(who: Found<String>, (at, words): (usize, &str), out: &mut RollCall) -> bool {
    if let Some(status) = STATUS.captures(words) {
        let list = match (status.name("present"), status.name("excused")) {
            (Some(_), _) => &mut out.present,
            (None, Some(_)) => &mut out.excused,
            (None, None) => &mut out.absent,
        };
        list.push(who);
        return true;
    }
    if let Some(wraps) = WRAPS.captures(words) {
        if wraps.name("excused").is_some() {
            out.excused.push(who.clone());
        }
        out.wrapped = Some(who);
        return true;
    }
    // *suppléée par M. B*: he was there in the place of the member.
    if let Some(replaced) = in_place(words, at, std::slice::from_ref(&who)) {
        out.present.push(replaced.to);
        return true;
    }
    let Some(power) = POWER.captures(words) else { return false };
    let Some(to) = power.name("to") else { return false };
    let to = Found::new(at + to.start()..at + to.end(), to.as_str().to_owned());
    if power.name("excused").is_some() {
        out.excused.push(who.clone());
    } else if power.name("absent").is_some() {
        out.absent.push(who.clone());
    }
    out.powers.push(Power { from: who, to });
    true
}
