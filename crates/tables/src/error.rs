//! Why a file cannot be read as a table.

use thiserror::Error;

/// Why a file cannot be read as a table. What is wrong in a row of a table that can be read is no
/// error but a [`crate::Defect`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TableError {
    /// Nothing in it.
    #[error("the file is empty; give a table with a header row")]
    Empty,
    /// Larger than [`crate::MAX_BYTES`].
    #[error("the file is larger than {} MiB; split it by rows, the header in each part", limit / 1024 / 1024)]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// Some other format, told by its first bytes.
    #[error("this is {format}, not a table; give it as CSV, .xlsx, .xls or .ods")]
    OtherFormat {
        /// The format that its first bytes tell.
        format: &'static str,
    },
    /// Bytes that no text has.
    #[error("byte {at} is {byte:#04x}, which no text has; is this really a table?")]
    NotText {
        /// Where, from 0.
        at: usize,
        /// The byte.
        byte: u8,
    },
    /// UTF-8 in which a few bytes are none.
    #[error(
        "line {line} holds byte {at}, {byte:#04x}, which is no UTF-8, though the rest of the file is: a row of another \
         encoding was put into it, or it was cut; correct it there, and save it as UTF-8"
    )]
    BrokenUtf8 {
        /// Where the first such byte is, from 0.
        at: usize,
        /// The byte.
        byte: u8,
        /// The line, from 1.
        line: usize,
    },
    /// No row names the columns of a known table.
    #[error(
        "no row names the columns of a table of grants or deliberations; the first row is \
         « {first} »; name the columns as the SCDL schemas do (nomBeneficiaire, montant, \u{2026})"
    )]
    NoHeader {
        /// The first row, cut.
        first: String,
    },
    /// The sheet that was asked for is not there.
    #[error("{}", no_sheet(asked, there))]
    NoSheet {
        /// What was asked for.
        asked: String,
        /// The sheets of the workbook; none of a text, which has no sheets.
        there: Vec<String>,
    },
    /// A workbook that cannot be opened.
    #[error("the workbook cannot be read: {reason}; save it again, or save the sheet as CSV")]
    Workbook {
        /// What the reader says.
        reason: String,
    },
    /// A workbook that unpacks to more than it may, or whose cells lie too far apart.
    #[error("the workbook holds more than this program opens ({what}); save the sheet as CSV")]
    Inflated {
        /// Which limit.
        what: String,
    },
    /// A record that is longer than any row.
    #[error(
        "the row that begins on line {line} is longer than {} KiB, as no row of a table is; perhaps a \
         quotation mark is never closed there",
        limit / 1024
    )]
    LongRow {
        /// The line on which it begins, from 1.
        line: u64,
        /// The limit, in bytes.
        limit: usize,
    },
    /// A file that ends inside a quotation: it was cut, or a mark was forgotten, and nobody knows which rows are
    /// missing.
    #[error(
        "the quotation mark on line {line} is never closed: everything behind it would be one cell; was the file cut \
         off? give all of it, or close the quotation (a mark inside one is doubled)"
    )]
    OpenQuotation {
        /// The line on which it opens, from 1.
        line: u64,
    },
    /// A quotation that runs on over a line end to a mark that opens another: a mark was forgotten, and the rows
    /// between are in one cell.
    #[error(
        "the quotation that opens on line {line} is not closed in its cell and takes in the rows behind it, up to a \
         mark that opens another; close it there (a mark inside one is doubled)"
    )]
    TornQuotation {
        /// The line on which it opens, from 1.
        line: u64,
    },
    /// A quotation that is closed some lines later only, and holds whole rows of the table: they would be one cell.
    #[error(
        "the quotation that opens on line {line} is closed on line {last} only, and takes in the rows between: each of these \
         lines is a row of the table as it stands; close it in its cell on line {line}, and take away the mark on line {last} \
         (a mark inside one is doubled)"
    )]
    SwallowedRows {
        /// The line on which it opens, from 1.
        line: u64,
        /// The line on which it is closed.
        last: u64,
    },
    /// A row with more cells than any table has columns.
    #[error("row {row} has {cells} cells; no table has so many columns, is the delimiter right?")]
    WideRow {
        /// The row, from 1.
        row: u64,
        /// How many cells.
        cells: usize,
    },
}

fn no_sheet(asked: &str, there: &[String]) -> String {
    if there.is_empty() {
        return format!(
            "sheet « {asked} »: the file is a text and has no sheets; leave --sheet out"
        );
    }
    let there = there.join(", ");
    format!("the workbook has no sheet « {asked} »; give one of its sheets with --sheet: {there}")
}
