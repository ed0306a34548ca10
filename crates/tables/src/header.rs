//! Where a table begins: its delimiter, the row that names its columns, and what it is a table of.

use crate::column::{Column, recognise};
use crate::error::TableError;
use crate::reading::Origin;
use crate::records::Records;
use greffe_domain::{is_space, slug, unguarded};

/// How many records are looked at.
const LOOKED_AT: usize = 64;
/// The delimiters that publishers use.
pub(crate) const DELIMITERS: &[u8] = b";,\t|";

/// What a table lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Grants (SCDL Subventions).
    Grants,
    /// Deliberations (SCDL Délibérations).
    Deliberations,
}

/// The row that names the columns, and how the rows are cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    pub(crate) delimiter: u8,
    pub(crate) record: u64,
    pub(crate) labels: Vec<String>,
    pub(crate) columns: Vec<Option<Column>>,
    pub(crate) subject: Subject,
    /// The rows above it that hold anything, by their number.
    pub(crate) above: Vec<u64>,
    /// The label of the column of origins, where it is not the one that this program wrote.
    pub(crate) relabelled: Option<String>,
}

impl Header {
    /// Finds the delimiter and the row of labels: those under which most columns are recognised;
    /// among equals the delimiter that cuts more cells, and the first row.
    ///
    /// # Errors
    /// [`TableError::NoHeader`] when no row names the columns of a known table; where one of the rows looked
    /// at is too long to be cut, that.
    pub fn find(text: &str) -> Result<Header, TableError> {
        let mut best: Option<(usize, usize, Header)> = None;
        let mut uncut = None;
        for delimiter in DELIMITERS {
            let mut above = Vec::new();
            for record in Records::new(text, *delimiter).take(LOOKED_AT) {
                let record = match record {
                    Ok(record) => record,
                    Err(error) => {
                        uncut.get_or_insert(error);
                        break;
                    }
                };
                let columns = recognise(record.cells.iter());
                let known = columns.iter().flatten().count();
                if let Some(subject) = subject(&columns) {
                    let rank = (known, record.cells.len());
                    if best.as_ref().is_none_or(|(k, c, _)| rank > (*k, *c)) {
                        let labels = record.cells.iter();
                        let labels = if columns.contains(&Some(Column::Origin)) {
                            labels.map(|label| unguarded(label).to_owned()).collect()
                        } else {
                            labels.map(str::to_owned).collect()
                        };
                        let (delimiter, above) = (*delimiter, above.clone());
                        let number = record.number;
                        let header = Header {
                            delimiter,
                            record: number,
                            labels,
                            columns,
                            subject,
                            above,
                            relabelled: None,
                        };
                        best = Some((rank.0, rank.1, header));
                    }
                }
                if !record.is_blank() {
                    above.push(record.number);
                }
            }
        }
        best.map(|(_, _, header)| header.with_origins_of(text)).ok_or_else(|| {
            if let Some(error) = uncut {
                return error;
            }
            let first: String = text.lines().next().unwrap_or_default().chars().take(80).collect();
            TableError::NoHeader { first }
        })
    }

    /// The same with the column of origins known by its cells where it has another label than this program wrote:
    /// a hash and a row stand in no other column. A label that is nearly the one is that of the column as well.
    fn with_origins_of(mut self, text: &str) -> Header {
        if self.columns.contains(&Some(Column::Origin)) {
            return self;
        }
        let below = Records::new(text, self.delimiter).filter_map(Result::ok);
        let below = below.skip_while(|record| record.number <= self.record).take(LOOKED_AT);
        let mut held = below.filter_map(|record| record.cells.iter().position(is_origin));
        let near = || self.labels.iter().position(|label| is_nearly_origin(label));
        let place = held.next().or_else(near);
        if let Some(place) = place
            && let Some(column @ None) = self.columns.get_mut(place)
        {
            *column = Some(Column::Origin);
            self.relabelled = self.labels.get(place).cloned();
            self.labels.iter_mut().for_each(|label| *label = unguarded(label).to_owned());
        }
        self
    }

    /// The place of a column, from 0.
    #[must_use]
    pub fn place(&self, column: Column) -> Option<usize> {
        self.columns.iter().position(|found| *found == Some(column))
    }

    /// The label of a column as the file writes it.
    #[must_use]
    pub fn label(&self, column: Column) -> Option<&str> {
        self.labels.get(self.place(column)?).map(String::as_str)
    }

    /// Whether the table is a rejects file, whose cells were written for a spreadsheet.
    #[must_use]
    pub fn is_of_rejects(&self) -> bool {
        self.columns.iter().flatten().any(|column| column.is_of_rejects())
    }

    /// The delimiter.
    #[must_use]
    pub const fn delimiter(&self) -> char {
        self.delimiter as char
    }

    /// The number of the header's row, from 1.
    #[must_use]
    pub const fn row(&self) -> u64 {
        self.record
    }

    /// The labels as written.
    #[must_use]
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// The columns recognised, in the order of the labels.
    #[must_use]
    pub fn columns(&self) -> &[Option<Column>] {
        &self.columns
    }

    /// What the table lists.
    #[must_use]
    pub const fn subject(&self) -> Subject {
        self.subject
    }
}

/// Whether a cell says where a row comes from, as this program writes it.
pub(crate) fn is_origin(cell: &str) -> bool {
    cell.len() > 64 && Origin::parse(unguarded(cell).trim_matches(is_space)).is_some()
}

/// Whether a label is nearly the one of the column of origins: a letter lost, a word beside it.
fn is_nearly_origin(label: &str) -> bool {
    let label = slug(label);
    label.contains("greffe") && label.contains("orig")
}

/// What a row of these columns would be the header of, if it can be one.
fn subject(columns: &[Option<Column>]) -> Option<Subject> {
    let has = |column| columns.contains(&Some(column));
    let known: Vec<Column> = columns.iter().flatten().copied().collect();
    let deliberations = known.iter().filter(|c| c.is_of_deliberations()).count();
    if has(Column::DeliberationId) && deliberations >= 2 {
        return Some(Subject::Deliberations);
    }
    let party = has(Column::BeneficiaryName) || has(Column::BeneficiaryId);
    let amount = known.iter().any(|c| c.is_amount());
    let grants = known.len() - deliberations;
    ((party && amount) || grants >= 4).then_some(Subject::Grants)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_found_under_junk() {
        let text = "DEPARTEMENT;;\n;;\n\nBénéficiaire;Code SIRET;Montant \nA, B;1;2\n";
        let header = Header::find(text).unwrap();
        assert_eq!((header.delimiter(), header.row(), header.subject()), (';', 4, Subject::Grants));
        assert_eq!(header.above, [1]);
        assert_eq!(header.place(Column::Amount), Some(2));
    }

    #[test]
    fn what_is_no_table_is_refused() {
        assert!(matches!(Header::find("bonjour;monde\n1;2\n"), Err(TableError::NoHeader { .. })));
        let wide = format!("nomBeneficiaire;montant{}\n", ";x".repeat(20_000));
        let refused = Header::find(&wide);
        assert!(matches!(refused, Err(TableError::WideRow { row: 1, .. })), "{refused:?}");
    }
}
