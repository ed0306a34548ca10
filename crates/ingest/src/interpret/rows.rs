//! Rows: the lines of a table or list that name somebody and give amounts.
//!
//! A row is one line (`Name : 1 500 €`, cells parted by wide gaps, `1 500 € à Name`) or a name
//! with figures on the lines below it. What stands between rows (page feet, repeated heads, blank
//! lines) ends no block; a sentence does.

mod alone;
mod formulae;
mod naming;
mod pairs;
mod places;
mod spaced;

pub(super) use formulae::PAGE_FOOT;
pub(super) use naming::{form, is_aside, named};
pub(super) use places::without_places;
pub(super) use spaced::blocks as spaced_blocks;

use crate::draft::Seems;
use crate::recognise::{Found, Pattern, compile, in_figures, unread_figures};
use alone::{NAME, aside, below, calculated};
use formulae::{
    BEGINS_WITH_FIGURE, BETWEEN, BY_THE_HEAD, CELL, COMES_TO, COSTS, DEMANDED, ENDS_BEHIND_WORDS,
    ENDS_IN_EUROS, ENDS_IN_FIGURES, FIGURES_ALONE, HOLDS_A_FIGURE, HOLDS_A_SIRET, HOLDS_WHAT_FOR,
    IN_BRACKETS, ITEM_NAME, RECKONS, SIRET, TELLS, TO_NAMED, TOTAL,
};
use greffe_domain::Money;
use naming::{behind_commas, for_what, formed, name_and_object, part, without_object};
use pairs::pairs;
use std::ops::Range;

/// A row as read: who, for what, how much in each column.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) line: Range<usize>,
    pub(super) name: Vec<Found<String>>,
    pub(super) siret: Option<Found<String>>,
    /// The legal form in brackets behind the name.
    pub(super) form: Option<Found<String>>,
    pub(super) object: Option<Found<String>>,
    pub(super) sums: Vec<Found<Money>>,
}

impl Row {
    /// The name, whose parts may stand on several lines.
    pub(super) fn full_name(&self) -> String {
        let parts: Vec<&str> = self.name.iter().map(|part| part.value.as_str()).collect();
        parts.join(" ")
    }
}

/// What the headings of a table tell of its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Headings {
    /// Nothing is known of them.
    #[default]
    Unknown,
    /// Which column is the decision.
    Decision,
    /// Which it is, and that another may be.
    Doubtful,
    /// That all figures are parts of what is paid, or given in kind.
    Parts,
    /// No heading stands there; a dash parts who receives and what for in each row.
    Dashed,
}

/// Rows that follow each other, the words before them, and the figures of their total.
#[derive(Debug, Clone, Default)]
pub(super) struct Block {
    /// The lines just before the first row.
    pub(super) lead: Range<usize>,
    pub(super) rows: Vec<Row>,
    /// Every figure of a row of totals.
    pub(super) totals: Vec<Found<Money>>,
    /// Whether one sentence holds all of them.
    pub(super) in_a_sentence: bool,
    /// Whether each row is a record of several lines that calls its amount a grant.
    pub(super) recorded: bool,
    /// Whether it stands in an annex behind the act.
    pub(super) annexed: bool,
    /// What heads the columns of figures, where the table was printed one cell a line.
    pub(super) heads: Vec<String>,
    /// What stands in other columns than that of the decision, where headings tell them apart; a row holds
    /// then the figure that was decided, and no other.
    pub(super) others: Vec<(Found<Money>, Seems)>,
    /// What heads the column of those who receive.
    pub(super) receivers: Option<Found<String>>,
    /// The year in the heading of the decision.
    pub(super) year: Option<Found<i32>>,
    /// What headings tell of the columns.
    pub(super) headings: Headings,
}

impl Block {
    /// Moves what [`blocks`] found in a stretch to its place in the text.
    pub(super) fn shift(&mut self, by: usize) {
        let moved = |range: &mut Range<usize>| *range = range.start + by..range.end + by;
        moved(&mut self.lead);
        self.totals.iter_mut().for_each(|total| moved(&mut total.range));
        for row in &mut self.rows {
            moved(&mut row.line);
            let words = row.name.iter_mut().chain(&mut row.siret).chain(&mut row.form);
            words.chain(&mut row.object).for_each(|words| moved(&mut words.range));
            row.sums.iter_mut().for_each(|sum| moved(&mut sum.range));
        }
    }
}

/// Whether some words begin a row of totals.
pub(super) fn total(words: &str) -> bool {
    TOTAL.is_match(words)
}

/// Whether a line between rows is none: the foot of a page, headings that stand again.
pub(super) fn between(words: &str) -> bool {
    BETWEEN.is_match(words) || PAGE_FOOT.is_match(words)
}

/// The blocks of rows in a stretch of the text, whose sums may be in words.
pub(super) fn blocks_in_figures(rows: &str, within: &Range<usize>) -> Vec<Block> {
    // Of the stretch alone a copy is made: a text may hold many.
    let figures = in_figures(rows.get(within.clone()).unwrap_or_default());
    let mut found = blocks(&figures.text, &(0..figures.text.len()));
    for block in &mut found {
        let sums = block.rows.iter_mut().flat_map(|row| &mut row.sums);
        sums.chain(&mut block.totals).for_each(|sum| figures.place(sum));
        block.shift(within.start);
    }
    found
}

/// The blocks of rows in a stretch of the text, whose gaps between cells are tabs.
fn blocks(rows: &str, within: &Range<usize>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let mut open = false;
    let mut name: Option<Range<usize>> = None;
    let mut before: Range<usize> = within.start..within.start;
    let mut at = within.start;
    for raw in rows.get(within.clone()).unwrap_or_default().split_inclusive('\n') {
        let start = at + (raw.len() - raw.trim_start().len());
        at += raw.len();
        // Bars part the cells of a drawn table; the line stays as long as it is.
        let drawn = raw.trim().starts_with('|') && raw.trim().ends_with('|');
        let cells = if drawn { raw.replace('|', "\t") } else { raw.to_owned() };
        let start =
            if drawn { start + (cells.trim_end().len() - cells.trim().len()) } else { start };
        let line = cells.trim();
        let range = start..start + line.len();
        if line.is_empty() {
            continue;
        }
        let side_by_side = pairs(line, start);
        if !side_by_side.is_empty() {
            for row in side_by_side {
                grow(&mut out, &mut open, &before, row);
            }
            name = None;
            continue;
        }
        if let Some(row) = row(line, start) {
            grow(&mut out, &mut open, &before, row);
            name = None;
            continue;
        }
        if TOTAL.is_match(line) && line.chars().any(|c| c.is_ascii_digit()) {
            if open && let Some(block) = out.last_mut() {
                block.totals.extend(figures(line, start));
            }
            name = None;
            continue;
        }
        if let Some(row) = calculated(rows, name.clone(), &range) {
            grow(&mut out, &mut open, &before, row);
            name = None;
            continue;
        }
        if FIGURES_ALONE.is_match(line) {
            below(rows, &mut out, &mut open, &before, name.clone(), range.clone());
            continue;
        }
        if open && (between(line) || continued(rows, out.last_mut(), line, start)) {
            continue;
        }
        if line.chars().count() > 100 || ends(line) {
            open = false;
        }
        if name.is_none() || !open {
            before = name.clone().map_or(range.clone(), |name| name.start..range.end);
        }
        // Between rows a name may go on over two lines.
        let goes_on = name.clone().filter(|name: &Range<usize>| {
            let touching = rows.get(name.end..range.start).is_some_and(|gap| gap.trim().is_empty());
            let short = |range: &Range<usize>| {
                range.len() < NAME && !ends(rows.get(range.clone()).unwrap_or_default())
            };
            let rows_above = out.last().map_or(0, |block| block.rows.len());
            open && rows_above > 2 && touching && short(name) && short(&range)
        });
        name = Some(goes_on.map_or(range.start, |name| name.start)..range.end);
    }
    for block in &mut out {
        for_what(&mut block.rows);
        if behind_commas(&mut block.rows) || part(&mut block.rows) {
            block.headings = Headings::Dashed;
        }
    }
    out
}

/// Whether a line ends a sentence; the full stop of an abbreviation (`S.P.A.`) ends nothing.
fn ends(line: &str) -> bool {
    let last = |word: &str| word.rsplit(['.', ' ']).next().is_some_and(|w| w.chars().count() <= 1);
    line.ends_with([':', ';']) || line.strip_suffix('.').is_some_and(|before| !last(before))
}

/// Puts a row into the open block, or into a new one behind the lines that lead to it.
fn grow(out: &mut Vec<Block>, open: &mut bool, before: &Range<usize>, row: Row) {
    match out.last_mut().filter(|_| *open) {
        Some(block) => block.rows.push(row),
        None => out.push(Block { lead: before.clone(), rows: vec![row], ..Block::default() }),
    }
    *open = true;
}

/// A row on one line.
fn row(line: &str, at: usize) -> Option<Row> {
    if TOTAL.is_match(line) {
        return None;
    }
    let group = |hit: &regex::Captures<'_>, name: &str| {
        let found = hit.name(name)?;
        Some((found.as_str().to_owned(), at + found.start()))
    };
    let whole = at..at + line.len();
    for pattern in [&BEGINS_WITH_FIGURE, &HOLDS_A_FIGURE] {
        // *Cyclo ....... 500 € (2030 : 400 €)*: its own amount stands before what follows the colon.
        let another = |hit: &regex::Captures<'_>| {
            hit.name("name").is_some_and(|name| {
                name.as_str().contains(['€', '…']) || name.as_str().contains("....")
            })
        };
        if let Some(hit) = pattern.captures(line).filter(|hit| !another(hit)) {
            let (sum, sum_at) = group(&hit, "sum")?;
            let (name, name_at) = group(&hit, "name")?;
            if group(&hit, "object").is_some_and(|(said, _)| DEMANDED.is_match(&said)) {
                return None;
            }
            let sums = figures(&sum, sum_at);
            let named = named(without_object(&name).0, name_at);
            if named.is_empty() || sums.len() != 1 {
                return None;
            }
            return Some(Row {
                line: whole,
                name: named,
                siret: None,
                form: None,
                object: None,
                sums,
            });
        }
    }
    // A calculation is no row, but behind the name of whom it is for.
    let by_the_head = BY_THE_HEAD.captures(line);
    let reckoned =
        |line: &str| line.split_once(" = ").is_some_and(|(one, _)| RECKONS.is_match(one));
    if by_the_head.is_none() && reckoned(line) {
        return None;
    }
    let hit = by_the_head
        .or_else(|| ENDS_IN_FIGURES.captures(line))
        .or_else(|| HOLDS_A_SIRET.captures(line))
        .or_else(|| HOLDS_WHAT_FOR.captures(line))
        .or_else(|| ENDS_IN_EUROS.captures(line))
        .or_else(|| ENDS_BEHIND_WORDS.captures(line).filter(|_| !COSTS.is_match(line)))
        .or_else(|| COMES_TO.captures(line))
        .or_else(|| TO_NAMED.captures(line))
        .or_else(|| IN_BRACKETS.captures(line).filter(|_| !TELLS.is_match(line)))?;
    let (figures_said, figures_at) = group(&hit, "figures")?;
    let sums = figures(&figures_said, figures_at);
    if sums.is_empty() {
        return None;
    }
    let (words, words_at) = group(&hit, "words")?;
    let siret = SIRET.find(&words).map(|found| {
        let from = words_at + found.start();
        Found::new(from..from + found.len(), found.as_str().to_owned())
    });
    if let Some((name, form, object)) = formed(words.trim_end()) {
        let place = |part: &str| {
            let from = words_at + words.find(part).unwrap_or(0);
            Found::new(from..from + part.len(), part.to_owned())
        };
        let named = named(name, words_at);
        let (form, object) = (Some(place(form)), Some(place(object)));
        let row = Row { line: whole, name: named, siret, form, object, sums };
        return (!row.name.is_empty()).then_some(row);
    }
    let (name, object) = name_and_object(&words, words_at, siret.as_ref());
    let form = form(name, words_at);
    let named = named(name, words_at);
    (!named.is_empty()).then_some(Row { line: whole, name: named, siret, form, object, sums })
}

/// The figures of some words that are amounts, none where one of them is not read; a dash behind them is nought.
fn figures(words: &str, at: usize) -> Vec<Found<Money>> {
    /// *20.02.2031*: the figures of a day, which full stops part.
    static DAY: Pattern = Pattern::new(|| compile(r"\b\d{1,2}\.\d{1,2}\.(?:19|20)\d\d\b"));
    if !unread_figures(words).is_empty() {
        return Vec::new();
    }
    let dash = words.trim_end_matches([' ', '\t', '|']).strip_suffix(['-', '–', '—']);
    let dash = dash.filter(|before| before.ends_with([' ', '\t', '|']) || before.is_empty());
    let nought = dash.and_then(|before| {
        let wide = words.get(before.len()..)?.chars().next()?.len_utf8();
        let from = at + before.len();
        Some(Found::new(from..from + wide, Money::ZERO))
    });
    let days: Vec<Range<usize>> = DAY.find_iter(words).map(|day| day.range()).collect();
    let of_a_day = |at: Range<usize>| {
        let behind = days.partition_point(|day| day.end <= at.start);
        days.get(behind).is_some_and(|day| day.start < at.end)
    };
    CELL.captures_iter(words)
        .filter_map(|hit| hit.name("sum"))
        .filter(|found| !of_a_day(found.range()))
        .filter_map(|found| {
            let money = Money::parse(found.as_str()).ok()?;
            Some(Found::new(at + found.start()..at + found.end(), money))
        })
        .chain(nought)
        .collect()
}

/// Whether a line goes on with the name of the row before it: small letters, under its columns.
fn continued(rows: &str, block: Option<&mut Block>, line: &str, at: usize) -> bool {
    let Some(row) = block.and_then(|block| block.rows.last_mut()) else { return false };
    let touching = rows.get(row.line.end..at).is_some_and(|gap| gap.trim().is_empty());
    // *b) Syndicat du Parc* is an item of its own.
    let begins = (line.starts_with(char::is_lowercase) && !ITEM_NAME.is_match(line))
        || line.starts_with('(');
    let sound = touching
        && begins
        && line.chars().count() <= 60
        && !line.ends_with(['.', ':', ';'])
        && !line.chars().any(|c| c.is_ascii_digit());
    if sound && !aside(line) {
        row.name.push(Found::new(at..at + line.len(), line.replace('\t', " ")));
        row.line.end = at + line.len();
    }
    sound
}
