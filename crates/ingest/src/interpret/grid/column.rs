//! The columns of a table: cells of its rows that stand one below the other, with what heads them.

use super::heading::{Says, is_form, is_object, receives, says, year};
use super::line::{Cell, Kind, Line};
use crate::draft::Seems;
use crate::recognise::Found;

/// A column, by where on the page it stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Column {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) heading: String,
    /// Its first words, and where they stand.
    pub(super) headed_by: Option<Found<String>>,
    /// The last year in the heading.
    pub(super) year: Option<Found<i32>>,
    amounts: usize,
    words: usize,
    /// Cells that no amount of money would be: numbers without unit below a thousand.
    small: usize,
    /// Letters of its words.
    letters: usize,
    /// Cells that are the number of an account: *6574*.
    accounts: usize,
}

impl Column {
    /// Whether most of its cells are amounts.
    pub(super) const fn of_figures(&self) -> bool {
        self.amounts > self.words && !self.of_accounts()
    }

    /// Whether its figures are the accounts to which the rows are charged.
    pub(super) const fn of_accounts(&self) -> bool {
        self.accounts > 0 && self.accounts == self.amounts
    }

    /// Whether it holds numbers that may be counts, places or rates of anything.
    const fn of_small_numbers(&self) -> bool {
        self.small == self.amounts
    }
}

/// Cells of rows as columns: what overlaps is one. Words that reach over two columns of figures (*Subvention forfaitaire* in
/// place of a cost and a rate) make them no single one.
pub(super) fn columns(rows: &[&Line<'_>]) -> Vec<Column> {
    let cells = || rows.iter().flat_map(|line| &line.cells);
    let figures = merged(cells().filter(|cell| cell.kind != Kind::Words).collect());
    let bridges = |cell: &&Cell<'_>| {
        let met = figures.iter().skip_while(|column| column.to <= cell.from);
        cell.kind == Kind::Words && met.take_while(|column| column.from < cell.to).count() > 1
    };
    merged(cells().filter(|cell| !bridges(cell)).collect())
}

fn merged(mut cells: Vec<&Cell<'_>>) -> Vec<Column> {
    cells.sort_by_key(|cell| (cell.from, cell.to));
    let mut out: Vec<Column> = Vec::new();
    for cell in cells {
        match out.last_mut().filter(|column| cell.from < column.to) {
            Some(column) => column.to = column.to.max(cell.to),
            None => out.push(Column { from: cell.from, to: cell.to, ..Column::default() }),
        }
        if let Some(column) = out.last_mut() {
            count(column, cell);
        }
    }
    out
}

fn count(column: &mut Column, cell: &Cell<'_>) {
    match cell.kind {
        Kind::Amount => {
            column.amounts += 1;
            let bare = cell.words.chars().all(|c| c.is_ascii_digit());
            column.small += usize::from(bare && cell.words.len() <= 3);
            column.accounts += usize::from(is_account(cell.words));
        }
        Kind::Words => {
            column.words += 1;
            column.letters += cell.words.chars().filter(|c| c.is_alphabetic()).count();
        }
        Kind::Share | Kind::Blank => {}
    }
}

/// *6574*, *65748*, *657362*, *20421*: an account of grants; an amount of so many euros has its thousands apart or a unit.
fn is_account(words: &str) -> bool {
    let digits = words.chars().all(|c| c.is_ascii_digit());
    digits
        && (4..=8).contains(&words.len())
        && ["65", "67", "204"].iter().any(|a| words.starts_with(a))
}

/// A heading may stand so far beside its column.
const BESIDE: usize = 8;

/// The column in which a cell stands: that which it overlaps most, else the nearest.
pub(super) fn column_of(columns: &[Column], cell: &Cell<'_>) -> Option<usize> {
    let overlap =
        |column: &Column| cell.to.min(column.to).saturating_sub(cell.from.max(column.from));
    let beside = |column: &Column| {
        cell.from.saturating_sub(column.to).max(column.from.saturating_sub(cell.to))
    };
    let best =
        columns.iter().enumerate().max_by_key(|(at, column)| (overlap(column), usize::MAX - at));
    if let Some((at, _)) = best.filter(|(_, column)| overlap(column) > 0) {
        return Some(at);
    }
    let near = columns.iter().enumerate().min_by_key(|(_, column)| beside(column));
    near.filter(|(_, column)| beside(column) <= BESIDE).map(|(at, _)| at)
}

/// Gives the columns what stands above them; a heading over several columns is that of each.
pub(super) fn head(columns: &mut [Column], lines: &[Line<'_>]) {
    for line in lines {
        let groups = groups(columns, line);
        for (n, cell) in line.cells.iter().enumerate() {
            let own = column_of(columns, cell).into_iter().collect();
            let under = groups.get(n).cloned().unwrap_or(own);
            for at in under {
                if let Some(column) = columns.get_mut(at) {
                    head_one(column, cell);
                }
            }
        }
    }
}

/// The columns of figures under each cell of a line that heads so many of them each: *Votés en 2030*, *Votés en 2031* over
/// two pairs. Empty where the line is none such.
fn groups(columns: &[Column], line: &Line<'_>) -> Vec<Vec<usize>> {
    let figures: Vec<usize> =
        (0..columns.len()).filter(|at| columns.get(*at).is_some_and(Column::of_figures)).collect();
    let wide = figures.len().checked_div(line.cells.len()).unwrap_or(0);
    if wide < 2 || wide * line.cells.len() != figures.len() {
        return Vec::new();
    }
    let groups: Vec<Vec<usize>> = figures.chunks_exact(wide).map(<[usize]>::to_vec).collect();
    let over = |(cell, group): (&Cell<'_>, &Vec<usize>)| {
        let place = |at: Option<&usize>| at.and_then(|at| columns.get(*at));
        let (Some(first), Some(last)) = (place(group.first()), place(group.last())) else {
            return false;
        };
        cell.kind == Kind::Words && cell.from + BESIDE >= first.from && cell.to <= last.to + BESIDE
    };
    if line.cells.iter().zip(&groups).all(over) { groups } else { Vec::new() }
}

fn head_one(column: &mut Column, cell: &Cell<'_>) {
    if let Some((from, said)) = year(cell.words) {
        let digits = cell.words.get(from..).unwrap_or_default();
        let wide = digits.chars().take_while(char::is_ascii_digit).count();
        let from = cell.range.start + from;
        column.year = Some(Found::new(from..from + wide, said));
    }
    column.headed_by.get_or_insert_with(|| Found::new(cell.range.clone(), cell.words.to_owned()));
    column.heading.push(' ');
    column.heading.push_str(cell.words);
}

/// Who receives, what for, and which column is the decision.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    pub(super) receiver: usize,
    pub(super) object: Option<usize>,
    /// What each of them is.
    pub(super) form: Option<usize>,
    /// None where all figures are parts of what is paid, or given in kind.
    pub(super) decided: Option<usize>,
}

/// The plan of a table, where its headings tell what its figures are.
pub(super) fn plan(columns: &[Column]) -> Option<Plan> {
    let texts = || {
        let columns = columns.iter().enumerate();
        columns.filter(|(_, column)| !column.of_figures() && !column.of_accounts())
    };
    let named = |column: &Column| column.words > 0 && column.letters >= 4 * column.words;
    let receiver = texts()
        .find(|(_, column)| receives(&column.heading))
        .or_else(|| texts().find(|(_, column)| named(column) && !is_object(&column.heading)))
        .or_else(|| texts().find(|(_, column)| named(column)))?
        .0;
    let object = texts().find(|(at, column)| *at != receiver && is_object(&column.heading));
    let decided = decided(columns);
    let parts = || columns.iter().filter(|column| column.of_figures() && of_part(column));
    let known = decided.is_some() || parts().next().is_some();
    let form = texts().find(|(at, column)| *at != receiver && is_form(&column.heading));
    let (object, form) = (object.map(|(at, _)| at), form.map(|(at, _)| at));
    known.then_some(Plan { receiver, object, form, decided })
}

/// Whether headings leave a doubt which column is the decision: another may be, too.
pub(super) fn doubtful(columns: &[Column], decided: usize) -> bool {
    let rival = |(at, column): (usize, &Column)| {
        let said = says(&column.heading);
        at != decided && column.of_figures() && matches!(said, Says::Decided(_) | Says::Unknown)
    };
    columns.iter().enumerate().any(rival)
}

/// Whether the figures of a column are parts of a grant.
fn of_part(column: &Column) -> bool {
    matches!(says(&column.heading), Says::Amount(seems) if !matches!(seems, Seems::Other | Seems::Budget))
}

/// The column whose heading says *decided* most plainly; of several the one of the latest year, then the last.
fn decided(columns: &[Column]) -> Option<usize> {
    let latest = columns.iter().filter_map(|column| Some(column.year.as_ref()?.value)).max();
    let units = columns.iter().any(|column| column.of_figures() && !column.of_small_numbers());
    // *Voté 2030 | Demandé | Proposé*: what no year heads, behind it, is of this year.
    let undated = columns.iter().rposition(|column| {
        let plain = matches!(says(&column.heading), Says::Decided(plain) if plain > 1);
        column.of_figures() && column.year.is_none() && plain
    });
    let rank = |(at, column): (usize, &Column)| {
        let known = column.of_figures() && !(units && column.of_small_numbers());
        let Says::Decided(plain) = says(&column.heading) else { return None };
        let year = column.year.as_ref().map(|year| year.value);
        // Where one column is of a year, another may be, too, without saying which.
        let current = year.is_none() || year == latest && undated.is_none_or(|other| other < at);
        (known && current).then_some((plain, at))
    };
    columns.iter().enumerate().filter_map(rank).max().map(|(_, at)| at)
}
