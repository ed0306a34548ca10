//! Tables in: published tables of grants and deliberations (SCDL and its relatives), and receipts of
//! transmission, become facts that each keep the row they come from.
//!
//! bytes → [`read`] (encoding; a workbook's sheet as a CSV) → [`Table::of`] (delimiter and header)
//! → [`Table::rows`] (one at a time: rows of their own, blanks, totals, notes) →
//! [`TableReader::read`] (held against a published schema, and read into events) → facts and
//! [`Defect`]s. [`Profile`] counts what a table holds; [`Rejects`] writes what could not be recorded.
//!
//! Columns are recognised by their labels, never by a version that a file claims. A row's identity is
//! its file and its number: rows that look alike are never merged. What cannot be read beyond doubt
//! is a defect with its row, column, value, rule and remedy, and is not guessed.
//!
//! It must not know: the store, content hashes (that of the text is handed in), the terminal. It
//! reads no file; bytes arrive as arguments.
//!
//! ```
//! use greffe_tables::{Table, TableReader, read};
//!
//! let file = "nomAttribuant;nomBeneficiaire;idBeneficiaire;objet;montant\n\
//!             Métropole de Vauclaire;Les Ateliers du Pont;;Atelier;60 000,00\n\
//!             TOTAL;;;;60 000,00\n";
//! let text = read(file.as_bytes(), None)?;
//! let reader = TableReader::new(Table::of(text.text())?, &"0".repeat(64), None);
//! let rows = reader.table().rows().collect::<Result<Vec<_>, _>>()?;
//! let first = reader.read(&rows[0]);
//! assert_eq!(first.facts[0].event.kind(), "SubsidyGranted");
//! assert!(reader.read(&rows[1]).facts.is_empty());
//! # Ok::<(), greffe_tables::TableError>(())
//! ```
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod column;
mod defect;
mod deliberations;
mod delimiter;
mod error;
mod far_cells;
mod grants;
mod header;
mod profile;
mod reading;
mod receipt;
mod records;
mod rejects;
mod rows;
mod schema;
mod text;
pub mod value;
mod workbook;

pub use column::Column;
pub use defect::{Defect, Rule, Words};
pub use error::TableError;
pub use header::{Header, Subject};
pub use profile::{Counts, Profile};
pub use reading::{Origin, RowFact, RowReading, TableReader};
pub use receipt::{MAX_RECEIPT, Receipt, ReceiptError, receipt, receipt_text};
pub use records::{Record, Records};
pub use rejects::Rejects;
pub use rows::{Row, RowClass, Table};
pub use schema::{Field, Kind, Limit, SCHEMAS, Schema};
pub use text::{MAX_BYTES, TableText, read};
