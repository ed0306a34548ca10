//! Rows that were written with another delimiter than their table.
//!
//! Files that were put together by hand hold such rows. Cut by the table's delimiter, all of the row stands
//! in its first cell or two, and what it grants is read nowhere. Prose has commas as well: what tells a
//! row from it is that its cells are as many as the columns, and that no space follows its marks or a cell is a
//! day or a number.

use crate::column::Column;
use crate::header::{DELIMITERS, Header};
use crate::records::{Record, Records, ends};
use crate::value::{Amounted, DateForm, IdForm, is_blank};
use csv::StringRecord;
use greffe_domain::is_space;

/// The most cells into which the table's delimiter cuts such a row: decimals may hold it.
const CUT_INTO: usize = 3;
/// How many cells a row may have more or fewer than the columns, where it has an amount.
const NEAR: usize = 2;

/// The cells of a row that are the table's own: not those that a rejects file puts before them.
pub(crate) fn own_cells<'r>(
    header: &'r Header,
    record: &'r Record,
) -> impl Iterator<Item = &'r str> {
    let front = |place: usize| {
        header.columns.get(place).copied().flatten().is_some_and(Column::is_of_rejects)
    };
    let cells = record.cells.iter().enumerate();
    cells.filter(move |(place, _)| !front(*place)).map(|(_, cell)| cell)
}

/// The other delimiter with which a row was written, if one cuts it into what the columns ask for. Where
/// the row as it stands states an amount (`has_amount`), more must speak for it.
pub(crate) fn other_delimiter(header: &Header, record: &Record, has_amount: bool) -> Option<char> {
    let mut own: Vec<&str> = own_cells(header, record).collect();
    while own.last().is_some_and(|cell| is_blank(cell)) {
        own.pop();
    }
    let columns = Columns::of(header);
    let most = if header.delimiter == b',' || has_amount { CUT_INTO } else { 1 };
    if own.is_empty() || own.len() > most || own.len() >= columns.own.len() {
        return None;
    }
    let joined = own.join(&header.delimiter().to_string()).replace(['\n', '\r'], " ");
    let others = DELIMITERS.iter().filter(|delimiter| **delimiter != header.delimiter);
    let mut cut = others.filter_map(|delimiter| {
        let cells = Records::new(&joined, *delimiter).next()?.ok()?.cells;
        (cells.len() > own.len() && columns.take(&cells, *delimiter, has_amount))
            .then_some(char::from(*delimiter))
    });
    cut.next()
}

/// Whether the row was quoted as a whole: what stands in its only cell is, cut by the table's own delimiter, what the
/// columns ask for.
pub(crate) fn is_quoted_whole(header: &Header, record: &Record) -> bool {
    let mut filled = own_cells(header, record).filter(|cell| !is_blank(cell));
    let (Some(only), None) = (filled.next(), filled.next()) else { return false };
    let joined = only.replace(['\n', '\r'], " ");
    let cut = Records::new(&joined, header.delimiter).next();
    let Some(cells) = cut.and_then(Result::ok).map(|cut| cut.cells) else { return false };
    let columns = Columns::of(header);
    // Prose has commas; as many semicolons as there are columns it has not, with a figure behind one.
    let figure = || cells.iter().skip(1).any(|cell| Amounted::of(cell).amount().is_some());
    let spaced = || header.delimiter != b',' && cells.len() == columns.own.len() && figure();
    cells.len() > 1 && (columns.take(&cells, header.delimiter, false) || spaced())
}

/// Rows that a cell of a record has taken in, by a quotation that was closed some lines later only: the lines on which
/// it opens and is closed. What stands before the cell with its first line is a whole row then, and so is its last line
/// with what stands behind it. Of an address on two lines neither is.
pub(crate) fn swallowed(header: &Header, record: &Record) -> Option<(u64, u64)> {
    let columns = Columns { own: header.columns.clone() };
    let of_lines = |cell: &&str| cell.contains(['\n', '\r']);
    let held = record.cells.iter().enumerate().filter(|(_, cell)| of_lines(cell));
    let mut found = held.filter_map(|(place, cell)| {
        let first = cell.split(['\n', '\r']).next()?;
        let last = cell.rsplit(['\n', '\r']).next()?;
        let (before, behind) =
            (record.cells.iter().take(place), record.cells.iter().skip(place + 1));
        let delimiter = header.delimiter();
        let begun: StringRecord = before.chain(first.split(delimiter)).collect();
        let ended: StringRecord = last.split(delimiter).chain(behind).collect();
        let marks = cell.matches(delimiter).count();
        let rows = [&begun, &ended];
        let whole = rows.iter().all(|row| columns.are_cut_as(row));
        // Where rows lack their last cells, the marks inside are as many as a row has all the same.
        let ragged = || marks + NEAR + 1 >= columns.own.len() && marks > NEAR;
        let near = ragged() && rows.iter().all(|row| columns.take(row, header.delimiter, false));
        (whole || near).then(|| {
            let above: u64 = record.cells.iter().take(place).map(ends).sum();
            let line = record.line.saturating_add(above);
            (line, line.saturating_add(ends(cell)))
        })
    });
    found.next()
}

/// The table's own columns.
struct Columns {
    own: Vec<Option<Column>>,
}

impl Columns {
    fn of(header: &Header) -> Columns {
        let front = |column: &&Option<Column>| column.is_some_and(Column::is_of_rejects);
        Columns { own: header.columns.iter().filter(|column| !front(column)).copied().collect() }
    }

    /// Whether cells are a row of these columns.
    fn take(&self, cells: &StringRecord, delimiter: u8, has_amount: bool) -> bool {
        let (columns, most) = (self.own.len(), cells.len());
        // A comma of decimals cuts one cell into two.
        let least = if delimiter == b',' { most - decimals(cells) } else { most };
        if least < 2 {
            return false;
        }
        let exact = least <= columns && columns <= most;
        let amount = |cell: &str| Amounted::of(cell).amount().is_some();
        let amount_in_place = exact && self.any(cells, Column::is_amount, amount);
        if has_amount {
            return amount_in_place;
        }
        let tight = !cells.iter().any(|cell| cell.starts_with(is_space));
        let near = most + NEAR >= columns && least <= columns + NEAR;
        let figure = cells.iter().skip(1).any(amount);
        (exact && tight && (columns > 2 || amount_in_place))
            || (near && most > 2 && figure && (tight || cells.iter().any(is_day_or_number)))
    }

    /// Whether cells are as many as the columns, and cut as a row's are and no prose is.
    fn are_cut_as(&self, cells: &StringRecord) -> bool {
        let tight = !cells.iter().any(|cell| cell.starts_with(is_space));
        let amount = |cell: &str| Amounted::of(cell).amount().is_some();
        cells.len() == self.own.len()
            && (self.any(cells, Column::is_amount, amount)
                || cells.iter().any(is_day_or_number)
                || (tight && cells.len() > 2))
    }

    /// Whether a cell in one of some columns is as it should be.
    fn any(
        &self,
        cells: &StringRecord,
        of: fn(Column) -> bool,
        fits: impl Fn(&str) -> bool,
    ) -> bool {
        let columns = self.own.iter().enumerate().filter(|(_, column)| column.is_some_and(of));
        columns.filter_map(|(place, _)| cells.get(place)).any(fits)
    }
}

/// Whether a cell is a day or a number of the register of businesses and nothing else, as prose between commas is
/// not.
fn is_day_or_number(cell: &str) -> bool {
    let day = DateForm::of(cell).1.is_some_and(|date| date.day().is_some());
    day || matches!(IdForm::of(cell), IdForm::Siret | IdForm::Siren)
}

/// How many cells may be the decimals of the one before.
fn decimals(cells: &StringRecord) -> usize {
    let pairs = cells.iter().zip(cells.iter().skip(1));
    let ends = |before: &str| before.ends_with(|c: char| c.is_ascii_digit());
    let part = |cell: &str| {
        let figures = cell.trim_end_matches(|c: char| is_space(c) || c == '€');
        matches!(figures.len(), 1 | 2) && figures.bytes().all(|b| b.is_ascii_digit())
    };
    pairs.filter(|(before, cell)| ends(before) && part(cell)).count()
}

#[cfg(test)]
mod tests {
    use crate::{RowClass, Table};

    fn classes(text: &str) -> Vec<RowClass> {
        Table::of(text).unwrap().rows().map(|row| row.unwrap().class).collect()
    }

    #[test]
    fn a_row_is_told_from_prose() {
        use RowClass::{Data, Note, OtherDelimiter};
        let wide = "Bénéficiaire;SIRET;Objet;Montant\n";
        for (row, class) in [
            ("Chœur,73282932000074,Bal,1500", OtherDelimiter(',')),
            ("Chœur,,Bal,NC", OtherDelimiter(',')),
            ("Chœur,,Bal,1 500,50 €", OtherDelimiter(',')),
            ("Chœur, 73282932000074, Bal, 1500", OtherDelimiter(',')),
            ("Chœur,Bal,1500;;;", OtherDelimiter(',')),
            ("Chœur|1|Bal|1500", OtherDelimiter('|')),
            ("Chœur, danse, 73282932000074, Bal, 1500", OtherDelimiter(',')),
            ("Sport, culture, loisirs, 2023", Note),
            ("Sport,culture", Note),
            ("dont avance de 1 500,50", Note),
            ("Chœur;1;Danse,théâtre,cirque,bal;10", Data),
            ("Chœur;1;Danse,théâtre,cirque,10", Data),
        ] {
            assert_eq!(classes(&format!("{wide}{row}\n")), [class], "{row}");
        }
        let narrow = "Bénéficiaire,Objet,Montant\n";
        // The table's own delimiter stands in the decimals: the row states 50.
        assert_eq!(classes(&format!("{narrow}Chœur;Bal;1 200,50\n")), [OtherDelimiter(';')]);
        assert_eq!(
            classes("Bénéficiaire;Montant\nSport,culture\nChœur,1500\n"),
            [Note, OtherDelimiter(',')]
        );
    }
}
