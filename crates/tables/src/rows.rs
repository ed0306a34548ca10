//! The rows of a table: which of its records say something of their own, and which are headings
//! repeated, totals, notes and blanks.

use crate::column::Column;
use crate::delimiter::{is_quoted_whole, other_delimiter, own_cells, swallowed};
use crate::error::TableError;
use crate::header::{Header, Subject};
use crate::records::{Record, Records};
use crate::value::{Amounted, is_blank};
use greffe_domain::{slug, unguarded};

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowClass {
    /// A row of its own: a grant, or a deliberation.
    Data,
    /// Every cell is blank.
    Blank,
    /// The header once more, as files that were put together have it.
    RepeatedHeader,
    /// A total of rows above it.
    Total {
        /// Whether it is the sum of the rows since the last total or header.
        adds_up: bool,
    },
    /// It begins with *total*, goes on as a name might, and is no sum of the rows above it: a person
    /// decides.
    DoubtfulTotal,
    /// It was written with this delimiter, which is not the table's, so it stands in one cell or two.
    OtherDelimiter(char),
    /// It was quoted as a whole, so it stands in one cell.
    QuotedWhole,
    /// One cell of text and nothing else: a heading, a footnote, or the end of the row above.
    Note,
}

impl RowClass {
    /// Whether it is recorded, or rejected for a person to mend or decide; the others say nothing of their own.
    #[must_use]
    pub const fn is_of_its_own(self) -> bool {
        matches!(
            self,
            RowClass::Data
                | RowClass::DoubtfulTotal
                | RowClass::OtherDelimiter(_)
                | RowClass::QuotedWhole
        )
    }
}

/// A row below the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The record.
    pub record: Record,
    /// What it is.
    pub class: RowClass,
}

impl Row {
    /// Its cells that are the table's own: not those that a rejects file puts before them.
    pub fn own_cells<'r>(&'r self, header: &'r Header) -> impl Iterator<Item = &'r str> {
        own_cells(header, &self.record)
    }
}

/// A table that was recognised: its text with its header.
#[derive(Debug, Clone)]
pub struct Table<'t> {
    text: &'t str,
    header: Header,
}

impl<'t> Table<'t> {
    /// Recognises a table in a text.
    ///
    /// # Errors
    /// [`TableError::NoHeader`] when no row names the columns of a known table.
    pub fn of(text: &'t str) -> Result<Table<'t>, TableError> {
        Ok(Table { text, header: Header::find(text)? })
    }

    /// The header.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// The text.
    #[must_use]
    pub const fn text(&self) -> &'t str {
        self.text
    }

    /// Whether every row can be cut, so that of a table that breaks off nothing need be recorded.
    ///
    /// # Errors
    /// The first row that cannot, as [`Table::rows`] gives it.
    pub fn check(&self) -> Result<(), TableError> {
        self.below().try_for_each(|record| record.map(drop))
    }

    /// The records below the header. A cell that holds rows of the table is a quotation that was closed too late.
    fn below(&self) -> impl Iterator<Item = Result<Record, TableError>> {
        let header = &self.header;
        Records::new(self.text, header.delimiter)
            .skip_while(|record| record.as_ref().is_ok_and(|r| r.number <= header.record))
            .map(move |record| match record.map(|record| (swallowed(header, &record), record))? {
                (Some((line, last)), _) => Err(TableError::SwallowedRows { line, last }),
                (None, record) => Ok(record),
            })
    }

    /// The rows below the header, in order, one at a time.
    pub fn rows(&self) -> impl Iterator<Item = Result<Row, TableError>> {
        let mut sums = Sums::default();
        let header = &self.header;
        self.below().map(move |record| {
            let mut record = record?;
            if header.is_of_rejects() {
                record.cells = record.cells.iter().map(unguarded).collect();
            }
            let class = sums.class(header, &record);
            Ok(Row { record, class })
        })
    }
}

/// The running sums by which a total is known.
#[derive(Default)]
struct Sums {
    /// Of the rows since the last total or header, and of all rows.
    part: i64,
    whole: i64,
}

impl Sums {
    fn class(&mut self, header: &Header, record: &Record) -> RowClass {
        let filled = || record.cells.iter().filter(|cell| !is_blank(cell));
        let count = filled().count();
        if count == 0 {
            return RowClass::Blank;
        }
        if is_header_again(header, record) {
            self.part = 0;
            return RowClass::RepeatedHeader;
        }
        if is_quoted_whole(header, record) {
            return RowClass::QuotedWhole;
        }
        if header.subject == Subject::Deliberations {
            return match other_delimiter(header, record, false) {
                Some(other) => RowClass::OtherDelimiter(other),
                None if count == 1 => RowClass::Note,
                None => RowClass::Data,
            };
        }
        let amount = amount(header, record);
        let adds_up = |sum: i64| sum != 0 && amount == Some(sum);
        // In a rejects file two cells stand before those of the table, and say nothing of totals.
        let own = || own_cells(header, record).filter(|cell| !is_blank(cell));
        let first = own().next().unwrap_or_default();
        if own().count() <= 4 && !is_identified(header, record) {
            let adds_up = adds_up(self.part) || adds_up(self.whole);
            let total = total_words(first);
            if total == Some(TotalWords::Only) || (total.is_some() && adds_up) {
                self.part = 0;
                return RowClass::Total { adds_up };
            }
            if total.is_some() && amount.is_some() {
                return RowClass::DoubtfulTotal;
            }
        }
        if let Some(other) = other_delimiter(header, record, amount.is_some()) {
            return RowClass::OtherDelimiter(other);
        }
        if count == 1 && amount.is_none() && !has_misgrouped(header, record) {
            return RowClass::Note;
        }
        let more = amount.unwrap_or_default();
        self.part = self.part.saturating_add(more);
        self.whole = self.whole.saturating_add(more);
        RowClass::Data
    }
}

/// What stands in the columns of amounts.
fn amounts(header: &Header, record: &Record) -> impl Iterator<Item = Amounted> {
    let columns = header.columns.iter().enumerate();
    let amounts = columns.filter(|(_, column)| column.is_some_and(Column::is_amount));
    amounts.map(|(place, _)| Amounted::of(record.cell(place)))
}

/// The sum of the amounts of a row, if it has any.
fn amount(header: &Header, record: &Record) -> Option<i64> {
    let read = amounts(header, record).filter_map(Amounted::amount);
    read.map(|amount| amount.value.cents()).reduce(i64::saturating_add)
}

/// Whether the row has figures in a column of amounts that are no amount: those are no note.
fn has_misgrouped(header: &Header, record: &Record) -> bool {
    amounts(header, record).any(|read| read == Amounted::Misgrouped)
}

/// Whether the labels stand in the row once more: most of those that mean something, each in its
/// column.
fn is_header_again(header: &Header, record: &Record) -> bool {
    let known =
        header.columns.iter().zip(&header.labels).enumerate().filter(|(_, (c, _))| c.is_some());
    let (mut same, mut all) = (0usize, 0usize);
    for (place, (_, label)) in known {
        all += 1;
        let cell = record.cell(place);
        same += usize::from(!is_blank(cell) && slug(cell) == slug(label));
    }
    all > 0 && same * 2 > all
}

/// How a cell speaks of a total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TotalWords {
    /// All its words are those of totals.
    Only,
    /// It begins with one, and goes on: a total of something, or somebody's name.
    First,
}

/// Words that stand beside *total* and name nobody.
const BESIDE_TOTAL: &[&str] = &[
    "sous",
    "total",
    "totaux",
    "general",
    "generale",
    "generaux",
    "cumule",
    "de",
    "des",
    "du",
    "la",
    "le",
    "les",
    "en",
    "l",
    "d",
    "et",
    "subvention",
    "subventions",
    "montant",
    "montants",
    "somme",
    "euros",
    "annee",
    "exercice",
    "colonne",
    "page",
    "annuel",
    "global",
];

/// What a cell says of a total, if it does.
fn total_words(cell: &str) -> Option<TotalWords> {
    let words = slug(cell);
    let parts: Vec<&str> = words.split('-').collect();
    let begins =
        matches!(parts.as_slice(), ["total" | "totaux", ..] | ["sous", "total" | "totaux", ..]);
    let names_nobody =
        |part: &&str| BESIDE_TOTAL.contains(part) || part.bytes().all(|b| b.is_ascii_digit());
    let only = parts.iter().all(names_nobody);
    begins.then_some(if only { TotalWords::Only } else { TotalWords::First })
}

/// Whether the row names somebody by number or a decision: then it is a row of its own, whatever
/// its first word.
fn is_identified(header: &Header, record: &Record) -> bool {
    [
        Column::BeneficiaryId,
        Column::BeneficiaryRna,
        Column::DecisionReference,
        Column::ConventionDate,
        Column::DecisionDate,
    ]
    .into_iter()
    .filter_map(|column| header.place(column))
    .any(|place| record.cell(place).bytes().any(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_are_none_are_told_apart() {
        let text = "Bénéficiaire;SIRET;Montant\nSport;;\nA;1;10\nB;2;20,50\n;;\nTOTAL;;30,50\n\
                    beneficiaire;siret;montant\nTotal Danse;3;5\nTotal général;;35,50\nSous-total;;9\n\
                    TOTAL Sport;;7\nEnsemble vocal;;8\n(1) note;;\n";
        let table = Table::of(text).unwrap();
        let classes: Vec<RowClass> = table.rows().map(|row| row.unwrap().class).collect();
        assert_eq!(
            classes,
            [
                RowClass::Note,
                RowClass::Data,
                RowClass::Data,
                RowClass::Blank,
                RowClass::Total { adds_up: true },
                RowClass::RepeatedHeader,
                RowClass::Data,
                RowClass::Total { adds_up: true },
                RowClass::Total { adds_up: false },
                RowClass::DoubtfulTotal,
                RowClass::Data,
                RowClass::Note,
            ]
        );
    }
}
