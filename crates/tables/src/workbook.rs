//! Workbooks: one sheet of an `.xlsx`, `.xls` or `.ods` file as the text of a CSV.
//!
//! A cell is written as the value that it holds, not as it is shown: a number with the digits that
//! tell it from every other and never with an exponent, a date as ISO 8601. Files are not trusted:
//! what a package unpacks to is counted before it is unpacked, cells that lie far apart are counted
//! before room is made for them, and a panic of the reader becomes an error.

use crate::error::TableError;
use crate::header::Header;
use crate::text::MAX_BYTES;
use calamine::{Data, DataRef, ExcelDateTime, Ods, Range, Reader, SheetVisible, Xls, Xlsx};
use std::fmt::Display;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The most bytes that all parts of a package may unpack to.
const MAX_UNPACKED: u64 = 256 * 1024 * 1024;
/// The most cells of a sheet, empty ones between them counted.
const MAX_CELLS: u64 = 16 * 1024 * 1024;

/// The format of a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Xlsx,
    Xls,
    Ods,
}

/// A sheet as text.
pub(crate) struct Sheet {
    pub(crate) text: String,
    pub(crate) name: String,
    /// The names of all.
    pub(crate) all: Vec<String>,
}

impl Format {
    /// The format that the first bytes tell; a package is an `OpenDocument` when it says so in its
    /// first part, as that standard asks for.
    pub(crate) fn of(bytes: &[u8]) -> Option<Format> {
        if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
            return Some(Format::Xls);
        }
        if !bytes.starts_with(b"PK\x03\x04") {
            return None;
        }
        let head = bytes.get(..bytes.len().min(128)).unwrap_or_default();
        let open = b"application/vnd.oasis.opendocument";
        let found = head.windows(open.len()).any(|window| window == open);
        Some(if found { Format::Ods } else { Format::Xlsx })
    }

    /// The text document that a package is instead of a workbook, if it is one.
    pub(crate) fn text_document(self, bytes: &[u8]) -> Option<&'static str> {
        let head = bytes.get(..bytes.len().min(128)).unwrap_or_default();
        let says = |word: &[u8]| head.windows(word.len()).any(|window| window == word);
        match self {
            Format::Ods => says(b"opendocument.text").then_some("a text document (ODT)"),
            Format::Xlsx => {
                let package = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
                let holds = |part: &str| package.index_for_name(part).is_some();
                let text = holds("word/document.xml") && !holds("xl/workbook.xml");
                text.then_some("a text document (DOCX)")
            }
            Format::Xls => None,
        }
    }

    /// The media type of the file.
    pub(crate) const fn media_type(self) -> &'static str {
        match self {
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format::Xls => "application/vnd.ms-excel",
            Format::Ods => "application/vnd.oasis.opendocument.spreadsheet",
        }
    }
}

/// Reads a sheet: the one named, else the first visible one in which a header is recognised, else
/// the first that holds anything.
pub(crate) fn read(bytes: &[u8], format: Format, asked: Option<&str>) -> Result<Sheet, TableError> {
    match format {
        Format::Xls => crate::far_cells::xls(bytes, MAX_CELLS)?,
        Format::Xlsx => drop(unpacked(bytes, None)?),
        Format::Ods => {
            let content = unpacked(bytes, Some("content.xml"))?;
            crate::far_cells::ods(&content, MAX_CELLS)?;
        }
    }
    // The reader is other people's code on other people's bytes: its panic must not be ours.
    catch_unwind(AssertUnwindSafe(|| match format {
        Format::Xlsx => choose(Xlsx::new(Cursor::new(bytes)).map_err(broken)?, asked),
        Format::Xls => choose(Xls::new(Cursor::new(bytes)).map_err(broken)?, asked),
        Format::Ods => choose(Ods::new(Cursor::new(bytes)).map_err(broken)?, asked),
    }))
    .unwrap_or_else(|_| Err(broken("it is not built as its format asks for")))
}

fn broken(reason: impl Display) -> TableError {
    TableError::Workbook { reason: reason.to_string() }
}

/// Unpacks every part of a package to count its bytes, whatever sizes it declares; gives the bytes
/// of one part.
fn unpacked(bytes: &[u8], wanted: Option<&str>) -> Result<Vec<u8>, TableError> {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let inflated = |what: &str| TableError::Inflated { what: what.to_owned() };
    if package.len() > 10_000 {
        return Err(inflated("more than 10 000 parts"));
    }
    let (mut left, mut found) = (MAX_UNPACKED, Vec::new());
    for index in 0..package.len() {
        let part = package.by_index(index).map_err(broken)?;
        // A part whose name cannot be read is not the one wanted.
        let is_wanted = wanted.is_some_and(|w| part.name().is_ok_and(|name| name == w));
        let mut limited = part.take(left.saturating_add(1));
        let count = if is_wanted {
            let count = limited.read_to_end(&mut found).map_err(broken)?;
            u64::try_from(count).unwrap_or(u64::MAX)
        } else {
            std::io::copy(&mut limited, &mut std::io::sink()).map_err(broken)?
        };
        left = left
            .checked_sub(count)
            .ok_or_else(|| inflated("its parts unpack to more than 256 MiB"))?;
    }
    Ok(found)
}

/// A workbook that is open: its sheets, and each as text.
trait Book {
    /// The sheets in order, and whether each is shown.
    fn sheets(&self) -> Vec<(String, bool)>;
    /// A sheet as the text of a CSV.
    fn written(&mut self, sheet: &str) -> Result<String, TableError>;
}

fn choose(mut book: impl Book, asked: Option<&str>) -> Result<Sheet, TableError> {
    let shown = book.sheets();
    let sheets: Vec<String> = shown.iter().map(|(name, _)| name.clone()).collect();
    if let Some(asked) = asked {
        if !sheets.iter().any(|name| name == asked) {
            return Err(TableError::NoSheet { asked: asked.to_owned(), there: sheets });
        }
        return Ok(Sheet { text: book.written(asked)?, name: asked.to_owned(), all: sheets });
    }
    let (front, back): (Vec<_>, Vec<_>) = shown.into_iter().partition(|(_, visible)| *visible);
    let mut first = None;
    for (sheet, _) in front.into_iter().chain(back) {
        let text = book.written(&sheet)?;
        if Header::find(&text).is_ok() {
            return Ok(Sheet { text, name: sheet, all: sheets });
        }
        if first.is_none() && !text.is_empty() {
            first = Some((text, sheet));
        }
    }
    let (text, sheet) = first.ok_or(TableError::Empty)?;
    Ok(Sheet { text, name: sheet, all: sheets })
}

fn shown(sheets: &[calamine::Sheet]) -> Vec<(String, bool)> {
    let one = |s: &calamine::Sheet| (s.name.clone(), s.visible == SheetVisible::Visible);
    sheets.iter().map(one).collect()
}

impl Book for Xlsx<Cursor<&[u8]>> {
    fn sheets(&self) -> Vec<(String, bool)> {
        shown(self.sheets_metadata())
    }

    /// Cell by cell, twice: once for the width, once for the text, so that nothing is held that the
    /// text does not hold.
    fn written(&mut self, sheet: &str) -> Result<String, TableError> {
        let (mut width, mut height) = (0, 0);
        let mut cells = self.worksheet_cells_reader(sheet).map_err(broken)?;
        while let Some(cell) = cells.next_cell().map_err(broken)? {
            if *cell.get_value() != DataRef::Empty {
                let (row, column) = cell.get_position();
                width = width.max(u64::from(column) + 1);
                height = height.max(u64::from(row) + 1);
            }
        }
        drop(cells);
        crate::far_cells::area(width, height, MAX_CELLS)?;
        let mut lines = Lines::new(width);
        let mut cells = self.worksheet_cells_reader(sheet).map_err(broken)?;
        while let Some(cell) = cells.next_cell().map_err(broken)? {
            if *cell.get_value() != DataRef::Empty {
                lines.put(cell.get_position(), &streamed(cell.get_value()))?;
            }
        }
        lines.finish()
    }
}

impl Book for Xls<Cursor<&[u8]>> {
    fn sheets(&self) -> Vec<(String, bool)> {
        shown(self.sheets_metadata())
    }

    fn written(&mut self, sheet: &str) -> Result<String, TableError> {
        of_range(&self.worksheet_range(sheet).map_err(broken)?)
    }
}

impl Book for Ods<Cursor<&[u8]>> {
    fn sheets(&self) -> Vec<(String, bool)> {
        shown(self.sheets_metadata())
    }

    fn written(&mut self, sheet: &str) -> Result<String, TableError> {
        of_range(&self.worksheet_range(sheet).map_err(broken)?)
    }
}

fn of_range(range: &Range<Data>) -> Result<String, TableError> {
    let (Some((top, left)), Some((_, right))) = (range.start(), range.end()) else {
        return Ok(String::new());
    };
    let mut lines = Lines::new(u64::from(right) + 1);
    for (row, column, value) in range.used_cells() {
        let place = |at: usize, first: u32| u32::try_from(at).unwrap_or(u32::MAX) + first;
        lines.put((place(row, top), place(column, left)), &held(value))?;
    }
    lines.finish()
}

/// The lines of a CSV, written cell by cell; each row has the width of the sheet.
struct Lines {
    out: csv::Writer<Vec<u8>>,
    width: usize,
    row: u32,
    record: Vec<String>,
}

impl Lines {
    fn new(width: u64) -> Lines {
        let out = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
        let width = usize::try_from(width).unwrap_or(usize::MAX);
        Lines { out, width, row: 0, record: Vec::new() }
    }

    fn put(&mut self, (row, column): (u32, u32), value: &str) -> Result<(), TableError> {
        while self.row < row {
            self.line()?;
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        // A cell of an earlier row, which a well-built sheet never has, is no cell of this one.
        if self.row == row && column < self.width {
            while self.record.len() < column {
                self.record.push(String::new());
            }
            self.record.truncate(column);
            self.record.push(value.to_owned());
        }
        Ok(())
    }

    fn line(&mut self) -> Result<(), TableError> {
        while self.record.len() < self.width {
            self.record.push(String::new());
        }
        self.out.write_record(&self.record).map_err(broken)?;
        if self.out.get_ref().len() > MAX_BYTES {
            return Err(TableError::TooLarge { limit: MAX_BYTES });
        }
        self.record.clear();
        self.row = self.row.saturating_add(1);
        Ok(())
    }

    fn finish(mut self) -> Result<String, TableError> {
        if !self.record.is_empty() {
            self.line()?;
        }
        let bytes = self.out.into_inner().map_err(|e| broken(e.error().to_string()))?;
        String::from_utf8(bytes).map_err(broken)
    }
}

/// The value of a cell that was streamed.
fn streamed(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(n) => n.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(b) => b.to_string(),
        DataRef::DateTime(date) => day_of(date),
        DataRef::Error(e) => e.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// The value of a cell that is held.
fn held(value: &Data) -> String {
    match value {
        Data::Int(n) => n.to_string(),
        // Rust writes a number with the fewest digits that give it back, and without an exponent.
        Data::Float(n) => n.to_string(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(b) => b.to_string(),
        Data::DateTime(date) => day_of(date),
        Data::Error(e) => e.to_string(),
        Data::Empty => String::new(),
    }
}

/// A date as ISO 8601, with the time where there is one; a duration as the number it is.
fn day_of(date: &ExcelDateTime) -> String {
    if date.is_duration() {
        return date.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    let day = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) {
        return day;
    }
    format!("{day}T{hour:02}:{minute:02}:{second:02}")
}
