//! Tables printed in columns under headings: who receives, what was asked, what it costs, what was decided.
//!
//! Which column a figure stands in is told by its place on the page, so that a cell may be empty and a name
//! may go on below; what the column is, its heading tells. A table whose headings do not say which
//! column is the decision is left to [`super::rows`], which takes the last.

mod apart;
mod column;
mod heading;
mod line;

use super::rows::{Block, Headings, Row, between, form, is_aside, named, total};
use crate::annotated::Printed;
use crate::draft::Seems;
use crate::recognise::{Found, Pattern, compile};
use apart::apart;
use column::{Column, Plan, column_of, columns, doubtful, head, plan};
use heading::{Says, says};
use line::{Cell, Kind, Line, lines};
use std::ops::Range;

/// So many rows make a table.
const LEAST: usize = 2;
/// So many lines may head it.
const HEADINGS: usize = 5;
/// A line of one cell that is longer is a sentence.
const LONGEST: usize = 70;

/// Whether words that head a figure say that it was decided, or proposed.
pub(super) fn decides(label: &str) -> bool {
    matches!(says(label), Says::Decided(_))
}

/// The tables of a stretch whose headings tell what was decided. In `cells` every gap is a tab.
pub(super) fn blocks(cells: &str, printed: Printed<'_>, within: &Range<usize>) -> Vec<Block> {
    let lines = lines(cells, printed, within);
    let mut out = Vec::new();
    let mut at = 0;
    let mut from = 0;
    while at < lines.len() {
        // The first rows may lack a cell; where all do, none of these lines begins a table.
        let rows = lines.iter().skip(at).take_while(|line| line.tells());
        let (count, begins) = rows
            .fold((0, false), |(count, begins), line| (count + 1, begins || line.cells.len() > 2));
        if !begins {
            at += count.max(1);
            continue;
        }
        let end = end_of_table(&lines, at);
        if end > at {
            let above = lines.get(from..at).unwrap_or_default();
            out.extend(table(above, lines.get(at..end).unwrap_or_default()));
            from = end;
        }
        at = end.max(at + 1);
    }
    out
}

/// Where the table ends that begins with this line.
fn end_of_table(lines: &[Line<'_>], at: usize) -> usize {
    let mut end = at;
    for (n, line) in lines.iter().enumerate().skip(at) {
        if line.has(Kind::Amount) && !sentence(line) {
            end = n + 1;
        } else if sentence(line) || n > end + HEADINGS {
            break;
        }
    }
    // The name of the last row may go on, too.
    let below = lines.get(end..).unwrap_or_default().iter();
    end + below.take_while(|line| !line.apart && !sentence(line)).count()
}

/// Whether a line is prose: one cell that is long or ends like a sentence.
fn sentence(line: &Line<'_>) -> bool {
    let [cell] = line.cells.as_slice() else { return false };
    let stop = cell.words.ends_with(['.', ':', ';']) && cell.words.contains(' ');
    stop || cell.words.chars().count() > LONGEST
}

fn table(above: &[Line<'_>], body: &[Line<'_>]) -> Option<Block> {
    let body = &apart(above, body);
    let rows: Vec<&Line<'_>> = body.iter().filter(|line| line.tells()).collect();
    let sums: Vec<&Line<'_>> = rows.iter().copied().filter(|line| !is_total(line)).collect();
    if sums.len() < LEAST {
        return None;
    }
    let mut columns = columns(&rows);
    let headings = headings(above, &columns);
    head(&mut columns, headings);
    let plan = plan(&columns)?;
    if columns.len() < 3 || sums.iter().any(|line| doubled(line, &columns)) {
        return None;
    }
    let lead = above.len().checked_sub(headings.len() + 1).and_then(|at| above.get(at));
    let begins = headings.first().or(body.first())?.range.start;
    let mut block = Block {
        lead: lead.map_or(begins..begins, |line| line.range.clone()),
        year: plan.decided.and_then(|at| columns.get(at)?.year.clone()),
        receivers: columns.get(plan.receiver).and_then(|column| column.headed_by.clone()),
        headings: match plan.decided {
            None => Headings::Parts,
            Some(decided) if doubtful(&columns, decided) => Headings::Doubtful,
            Some(_) => Headings::Decision,
        },
        ..Block::default()
    };
    for (n, line) in body.iter().enumerate() {
        if is_total(line) {
            block.totals.extend(line.cells.iter().filter_map(Cell::amount));
        } else if line.tells() {
            block.rows.extend(row(line, &columns, plan));
            others(&mut block, line, &columns, plan);
        } else if let Some(row) = block.rows.last_mut() {
            let before = n.checked_sub(1).and_then(|n| body.get(n));
            go_on(row, line, before, &columns, plan);
        }
    }
    Some(block)
}

fn is_total(line: &Line<'_>) -> bool {
    line.cells.iter().find(|cell| cell.kind == Kind::Words).is_some_and(|cell| total(cell.words))
}

/// The lines just above the rows that head their columns: words in cells, none of them a sentence.
fn headings<'a, 'b>(above: &'a [Line<'b>], columns: &[Column]) -> &'a [Line<'b>] {
    let heads = |line: &&Line<'_>| {
        let placed = line.cells.iter().all(|cell| column_of(columns, cell).is_some());
        let wide = line.cells.len() == 1
            && line.cells.iter().any(|cell| {
                columns.iter().filter(|column| cell.meets(column.from, column.to)).count() > 2
            });
        placed && !wide && !sentence(line) && !line.tells()
    };
    let count = above.iter().rev().take(HEADINGS).take_while(heads).count();
    above.get(above.len() - count..).unwrap_or_default()
}

/// Whether two cells of a line that are not both words stand in one column: then places tell nothing.
fn doubled(line: &Line<'_>, columns: &[Column]) -> bool {
    line.cells.windows(2).any(|two| {
        let [one, other] = two else { return false };
        let same = column_of(columns, one) == column_of(columns, other);
        same && (one.kind != Kind::Words || other.kind != Kind::Words)
    })
}

/// The cells of a line that stand in a column.
fn within<'a, 'b>(
    line: &'a Line<'b>,
    columns: &'a [Column],
    at: usize,
) -> impl Iterator<Item = &'a Cell<'b>> {
    line.cells.iter().filter(move |cell| column_of(columns, cell) == Some(at))
}

fn row(line: &Line<'_>, columns: &[Column], plan: Plan) -> Option<Row> {
    let decided = plan.decided.and_then(|at| within(line, columns, at).find_map(Cell::amount));
    let name: Vec<Found<String>> = within(line, columns, plan.receiver)
        .flat_map(|cell| named(cell.words, cell.range.start))
        .collect();
    let object = plan.object.and_then(|at| within(line, columns, at).next());
    let object = object.map(|cell| Found::new(cell.range.clone(), cell.words.to_owned()));
    let digits = |cell: &&Cell<'_>| {
        let bare: String = cell.words.chars().filter(|c| !c.is_whitespace()).collect();
        bare.len() == 14 && bare.chars().all(|c| c.is_ascii_digit())
    };
    let siret = line.cells.iter().find(digits).map(|cell| {
        let bare = cell.words.chars().filter(|c| !c.is_whitespace()).collect();
        Found::new(cell.range.clone(), bare)
    });
    let range = line.range.clone();
    let mut own = within(line, columns, plan.receiver);
    let told = plan.form.and_then(|at| within(line, columns, at).next());
    let told = told.filter(|cell| cell.kind == Kind::Words);
    let told = told.map(|cell| Found::new(cell.range.clone(), cell.words.to_owned()));
    let form = told.or_else(|| own.find_map(|cell| form(cell.words, cell.range.start)));
    (!name.is_empty()).then_some(Row {
        line: range,
        name,
        siret,
        form,
        object,
        sums: decided.into_iter().collect(),
    })
}

/// What the other columns of figures hold.
fn others(block: &mut Block, line: &Line<'_>, columns: &[Column], plan: Plan) {
    for (at, column) in columns.iter().enumerate() {
        let seems = match says(&column.heading) {
            Says::Amount(seems) => seems,
            Says::Decided(_) => Seems::Other,
            Says::Else | Says::Unknown => continue,
        };
        if plan.decided.is_none_or(|decided| at != decided) && column.of_figures() {
            let sums = within(line, columns, at).filter_map(Cell::amount);
            block.others.extend(sums.map(|sum| (sum, seems)));
        }
    }
}

/// *98765 VALGENOIX*: below a name, where it has its seat.
static PLACE: Pattern = Pattern::new(|| compile(r"^\(?\d{5} \p{Lu}"));

/// *(0,17 × 2 290 hab)*: words between brackets and nothing else.
fn bracketed(words: &str) -> bool {
    words.starts_with('(') && words.ends_with(')')
}

/// Adds words below a row to its name, where the typesetter had no room for them beside it.
fn go_on(
    row: &mut Row,
    line: &Line<'_>,
    before: Option<&Line<'_>>,
    columns: &[Column],
    plan: Plan,
) {
    let Some(column) = columns.get(plan.receiver) else { return };
    let touching = !line.apart && before.is_some_and(|before| before.range.end == row.line.end);
    // How the sums of a row come about may stand in brackets below them.
    let beside = line.cells.iter().filter(|cell| !bracketed(cell.words)).count();
    let headed = beside > columns.len() / 2 || between(line.cells.first().map_or("", |c| c.words));
    if !touching || headed {
        return;
    }
    let Some(cell) = within(line, columns, plan.receiver).next() else { return };
    let first = cell.words.split(' ').next().unwrap_or_default();
    let width = row.name.last().map_or(0, |name| name.value.chars().count());
    let no_room = width + 1 + first.chars().count() > column.to - column.from;
    let goes_on = cell.words.starts_with(|c: char| c.is_lowercase() || c == '(');
    let words = cell.words.starts_with(|c: char| c.is_alphanumeric() || c == '(' || c == '«');
    // *(association)* below the name: what it is.
    if let Some(form) = form(&format!("x {}", cell.words), 0).filter(|_| goes_on) {
        let at = cell.range.start + cell.words.find(&form.value).unwrap_or(0);
        row.form = Some(Found::new(at..at + form.value.len(), form.value));
        row.line.end = line.range.end;
        return;
    }
    // *(Article 6574)* below the name: the account, which ends the row.
    if is_aside(cell.words) {
        row.line.end = line.range.end;
        return;
    }
    if (no_room || goes_on) && words && !PLACE.is_match(cell.words) && cell.kind == Kind::Words {
        row.name.push(Found::new(cell.range.clone(), cell.words.to_owned()));
        row.line.end = line.range.end;
    }
}
