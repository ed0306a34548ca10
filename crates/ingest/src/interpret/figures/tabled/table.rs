//! A table of figures without unit: its columns, what heads them, and what of it is money.

use super::super::super::{rows, thousands};
use super::Tabled;
use super::line::{Figure, Line, Shape};
use super::words::{self, Heading};
use crate::draft::Seems;
use crate::recognise::Found;
use greffe_domain::Money;
use std::collections::BTreeSet;
use std::ops::Range;

/// The figures that stand one below the other.
#[derive(Debug, Default)]
struct Column {
    place: Range<usize>,
    heading: String,
    plain: usize,
    cents: usize,
    marked: usize,
    /// What its rows come to, and what its rows of totals say.
    sum: i64,
    totals: Vec<Money>,
    told: Told,
}

/// What its heading tells of a column.
#[derive(Debug, Default)]
struct Told {
    says: Heading,
    /// What the whole of it is, if the heading says so.
    whole: Option<Seems>,
    /// The year whose budget it is.
    year: Option<i32>,
}

/// A table as it is drawn.
pub(super) struct Table<'a> {
    heads: &'a [Line<'a>],
    body: &'a [Line<'a>],
    columns: Vec<Column>,
    /// The last year whose budget heads a column.
    latest: Option<i32>,
    /// Whether some column has its unit.
    marked: bool,
    /// Whether it is the plan of what somebody else does.
    plan: bool,
    /// Whether words above it say that its figures are euros.
    counted: bool,
    /// Where its rows are two states of the same sums, whether these are costs.
    states: Option<bool>,
}

/// A heading may stand so far beside its column.
const BESIDE: usize = 6;
/// So many lines above the rows may head their columns.
const HEADINGS: usize = 4;
/// The heading of a column is no longer, in bytes.
const LONGEST: usize = 300;

impl<'a> Table<'a> {
    pub(super) fn new(heads: &'a [Line<'a>], body: &'a [Line<'a>]) -> Self {
        let mut columns = columns(body);
        let near = heads.get(heads.len().saturating_sub(HEADINGS)..).unwrap_or_default();
        // Above the first line in columns stands what the whole table is called.
        let in_columns = near.iter().position(|line| line.words.len() > 1).unwrap_or(0);
        let near = near.get(in_columns..).unwrap_or_default();
        let bare = |line: &&Line<'_>| line.figures.is_empty() && !line.is_sentence();
        for line in near.iter().chain(body).filter(bare) {
            head(&mut columns, line);
        }
        for line in body {
            add_up(&mut columns, line);
        }
        for column in &mut columns {
            column.told = told(&column.heading);
        }
        Table {
            heads,
            body,
            latest: columns.iter().filter_map(|column| column.told.year).max(),
            marked: columns.iter().any(|column| column.marked > 0),
            plan: heads.iter().any(|line| words::plan(line.said)),
            counted: heads.iter().any(|line| words::in_euros(line.said)),
            states: states(heads, body),
            columns,
        }
    }

    /// The sums of the table that are money, where it is one of money.
    pub(super) fn sums(&self, known: &BTreeSet<Money>) -> Vec<Tabled> {
        let of_money = self.is_of_money(known);
        let factor = self.heads.iter().rev().find_map(|line| thousands::factor(line.said));
        let mut out = Vec::new();
        for line in self.body {
            let twice = if self.plan && is_total(line) { twice(line) } else { BTreeSet::new() };
            for figure in &line.figures {
                let column = column_of(&self.columns, figure).and_then(|at| self.columns.get(at));
                let given = figure.shape == Shape::Marked || figure.sum.value == Money::ZERO;
                if given
                    || !self.takes(figure, column, of_money)
                    || words::counts(line.label(figure))
                {
                    continue;
                }
                let seems = self
                    .state(line, column)
                    .unwrap_or_else(|| self.seems(line, column, twice.contains(&figure.sum.value)));
                let cents = figure.sum.value.cents().checked_mul(factor.unwrap_or(1));
                let value = cents.map_or(figure.sum.value, Money::from_cents);
                out.push(Tabled { sum: Found::new(figure.sum.range.clone(), value), seems });
            }
        }
        out
    }

    /// Whether a figure is money, in a table that is one of money or not.
    fn takes(&self, figure: &Figure, column: Option<&Column>, of_money: bool) -> bool {
        let Some(column) = column else { return of_money && figure.is_plain() };
        match column.told.says {
            Heading::Else => false,
            Heading::Money => self.counted || figure.is_plain() || column.plain + column.marked > 0,
            // Where another column has its unit, what has none is something else.
            Heading::Unknown if self.counted => true,
            Heading::Unknown => {
                let plain = figure.is_plain() || column.plain > 1;
                plain && (column.marked > 0 || of_money && !self.marked)
            }
        }
    }

    /// Whether something says of the whole table that it is one of money.
    fn is_of_money(&self, known: &BTreeSet<Money>) -> bool {
        let rows = || self.body.iter().filter(|line| line.is_row());
        let totals = || rows().filter(|line| is_total(line));
        let stated = totals()
            .flat_map(|line| &line.figures)
            .any(|figure| figure.is_plain() && known.contains(&figure.sum.value));
        if stated || self.columns.iter().any(Column::comes_to_its_total) {
            return true;
        }
        let least = if totals().next().is_some() { 2 } else { 3 };
        if rows().count() < least && self.columns.is_empty() {
            return false;
        }
        let above = || self.heads.iter().chain(self.body.iter().filter(|line| !line.is_row()));
        if above().any(|line| words::leads_to_counts(line.said)) {
            return false;
        }
        let accounts = rows().filter(|line| {
            line.figures.first().is_some_and(|figure| words::account(line.label(figure)))
        });
        accounts.count() > 1 || above().any(|line| words::leads_to_money(line.said))
    }

    /// Whether one row is all of it.
    fn is_single(&self) -> bool {
        self.body.iter().filter(|line| line.is_row()).take(2).count() == 1
    }

    /// What a sum is in a table of two states of the same sums.
    fn state(&self, line: &Line<'_>, column: Option<&Column>) -> Option<Seems> {
        let of_costs = self.states?;
        let replaces = words::replaces(line.words.first()?.said)?;
        let whole = column.is_some_and(|column| rows::total(column.heading.trim()));
        Some(match (of_costs, replaces) {
            _ if whole => Seems::Other,
            (true, true) => Seems::RevisedBudget,
            (true, false) => Seems::Budget,
            (false, true) => Seems::Subsidy,
            (false, false) => Seems::Other,
        })
    }

    /// What a sum of the table seems to be; `twice` where its line holds it on both sides.
    fn seems(&self, line: &Line<'_>, column: Option<&Column>, twice: bool) -> Seems {
        let total = is_total(line);
        let told = column.map(|column| &column.told);
        // What a heading says of a whole is said of the total, where there is one.
        if let Some(whole) = told.and_then(|told| told.whole).filter(|_| total || self.is_single())
        {
            return whole;
        }
        let voted = told.is_some_and(|told| told.year.is_some() && told.year == self.latest);
        if total && (voted || twice) { Seems::Budget } else { Seems::Other }
    }
}

impl Column {
    /// Cents that come to the total below them.
    fn comes_to_its_total(&self) -> bool {
        let comes = self.totals.iter().any(|total| total.cents() == self.sum);
        self.cents > 2 && comes && self.told.says != Heading::Else
    }
}

/// Whether the rows of a table are two states of the same sums, and these costs: below *Budget du programme (en k€)* the
/// rows *Contrat initial* and *Avenant n° 1*.
fn states(heads: &[Line<'_>], body: &[Line<'_>]) -> Option<bool> {
    let rows = body.iter().filter(|line| line.is_row());
    let told: Vec<bool> =
        rows.filter_map(|line| words::replaces(line.words.first()?.said)).collect();
    if !(told.contains(&true) && told.contains(&false)) {
        return None;
    }
    heads.iter().rev().find_map(|line| words::of_costs(line.said))
}

/// What a heading tells of its column.
fn told(heading: &str) -> Told {
    let whole = if words::revised_cost(heading) {
        Some(Seems::RevisedBudget)
    } else {
        words::revised_grant(heading).then_some(Seems::Subsidy)
    };
    Told { says: words::heading(heading), whole, year: words::budget_year(heading) }
}

/// The column that holds a figure.
fn column_of(columns: &[Column], figure: &Figure) -> Option<usize> {
    let place = figure.place.as_ref()?;
    let at = columns.partition_point(|column| column.place.end <= place.start);
    columns.get(at).is_some_and(|column| column.place.start < place.end).then_some(at)
}

/// Gives the columns what stands above them: each cell to the column below it, else to the nearest.
fn head(columns: &mut [Column], line: &Line<'_>) {
    for cell in &line.words {
        let behind = columns.partition_point(|column| column.place.end <= cell.place.start);
        let over = columns.get(behind..).unwrap_or_default().iter();
        let over = over.take_while(|column| column.place.start < cell.place.end).enumerate();
        let most = over.max_by_key(|(at, column)| {
            let end = column.place.end.min(cell.place.end);
            (end.saturating_sub(column.place.start.max(cell.place.start)), usize::MAX - at)
        });
        let beside = |at: &usize| {
            columns.get(*at).map(|column| {
                let before = column.place.start.saturating_sub(cell.place.end);
                before.max(cell.place.start.saturating_sub(column.place.end))
            })
        };
        let near = [behind.checked_sub(1), Some(behind)].into_iter().flatten();
        let nearest = || near.filter_map(|at| Some((beside(&at)?, at))).min();
        let at = match most {
            Some((at, _)) => Some(behind + at),
            None => nearest().filter(|(far, _)| *far <= BESIDE).map(|(_, at)| at),
        };
        if let Some(column) = at.and_then(|at| columns.get_mut(at))
            && column.heading.len() + cell.said.len() < LONGEST
        {
            column.heading.push(' ');
            column.heading.push_str(cell.said);
        }
    }
}

fn add_up(columns: &mut [Column], line: &Line<'_>) {
    let total = is_total(line);
    for figure in &line.figures {
        let column = column_of(columns, figure).and_then(|at| columns.get_mut(at));
        let Some(column) = column else { continue };
        column.plain += usize::from(figure.is_plain());
        column.cents += usize::from(figure.shape == Shape::Cents);
        column.marked += usize::from(figure.shape == Shape::Marked);
        if total {
            column.totals.push(figure.sum.value);
        } else {
            column.sum = column.sum.saturating_add(figure.sum.value.cents());
        }
    }
}

/// The sums that a line holds more than once.
fn twice(line: &Line<'_>) -> BTreeSet<Money> {
    let mut once = BTreeSet::new();
    let sums = line.figures.iter().map(|figure| figure.sum.value);
    sums.filter(|sum| !once.insert(*sum)).collect()
}

/// Whether a line is a row of totals.
fn is_total(line: &Line<'_>) -> bool {
    line.words.first().is_some_and(|words| rows::total(words.said))
}

/// The columns of figures, by their places on the page.
fn columns(body: &[Line<'_>]) -> Vec<Column> {
    let figures = body.iter().filter(|line| line.is_row()).flat_map(|line| &line.figures);
    let mut places: Vec<&Range<usize>> =
        figures.filter_map(|figure| figure.place.as_ref()).collect();
    places.sort_by_key(|place| (place.start, place.end));
    let mut out: Vec<Column> = Vec::new();
    for place in places {
        match out.last_mut().filter(|column| place.start < column.place.end) {
            Some(column) => column.place.end = column.place.end.max(place.end),
            None => out.push(Column { place: place.clone(), ..Column::default() }),
        }
    }
    out
}
