//! From the bytes of a file to the text that is registered and that rows are cited from.
//!
//! A CSV is its own text: UTF-8 as it is, without its mark, and anything else that can be a text as
//! Windows-1252; what is UTF-8 but in a few places is refused. The text of a workbook is one sheet of
//! it, written as a CSV (`;`, quoted where needed), each cell as the value that it holds; so a row has
//! a passage whatever the file was.

use crate::error::TableError;
use crate::workbook;
use greffe_documents::BrokenUtf8;
use std::borrow::Cow;

/// The largest file that is read as a table, and the longest text of one, in bytes.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// A file read as a table: its text, and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableText<'f> {
    text: Cow<'f, str>,
    encoding: &'static str,
    media_type: &'static str,
    sheet: Option<String>,
    sheets: Vec<String>,
}

impl<'f> TableText<'f> {
    /// The UTF-8 text that is registered and that spans point into.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The encoding of the file: `UTF-8`, `UTF-8 with BOM`, `windows-1252`, or `binary` for a
    /// workbook.
    #[must_use]
    pub const fn encoding(&self) -> &'static str {
        self.encoding
    }

    /// The media type of the file.
    #[must_use]
    pub const fn media_type(&self) -> &'static str {
        self.media_type
    }

    /// The sheet that was read, in a workbook.
    #[must_use]
    pub fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }

    /// The names of all sheets, in a workbook.
    #[must_use]
    pub fn sheets(&self) -> &[String] {
        &self.sheets
    }

    fn plain(text: Cow<'f, str>, encoding: &'static str) -> TableText<'f> {
        TableText { text, encoding, media_type: "text/csv", sheet: None, sheets: Vec::new() }
    }
}

/// The first bytes of what people give for a table.
const OTHER_FORMATS: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\xff\xfe", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 text"),
    (b"\x1f\x8b", "a gzip file"),
];

/// Reads the bytes of a file as a table. The name plays no part: content decides. Of a workbook,
/// the sheet named is read, else the first in which a header is recognised.
///
/// # Errors
/// [`TableError`] when the file is empty, too large, of another format, or no table.
pub fn read<'f>(bytes: &'f [u8], sheet: Option<&str>) -> Result<TableText<'f>, TableError> {
    if bytes.len() > MAX_BYTES {
        return Err(TableError::TooLarge { limit: MAX_BYTES });
    }
    if let Some((_, format)) = OTHER_FORMATS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(TableError::OtherFormat { format });
    }
    if let Some(format) = workbook::Format::of(bytes) {
        if let Some(format) = format.text_document(bytes) {
            return Err(TableError::OtherFormat { format });
        }
        let read = workbook::read(bytes, format, sheet)?;
        return Ok(TableText {
            text: Cow::Owned(read.text),
            encoding: "binary",
            media_type: format.media_type(),
            sheet: Some(read.name),
            sheets: read.all,
        });
    }
    if let Some(asked) = sheet {
        return Err(TableError::NoSheet { asked: asked.to_owned(), there: Vec::new() });
    }
    let broken = greffe_documents::broken_utf8(bytes).or_else(|| rows_of_two_encodings(bytes));
    if let Some(BrokenUtf8 { at, byte, line }) = broken {
        return Err(TableError::BrokenUtf8 { at, byte, line });
    }
    let (text, encoding) = greffe_documents::plain_text(bytes)
        .map_err(|found| TableError::NotText { at: found.at, byte: found.byte })?;
    let read = TableText::plain(text, encoding);
    if read.text.chars().all(greffe_domain::is_space) {
        return Err(TableError::Empty);
    }
    Ok(read)
}

/// The first byte that is no UTF-8, where as many lines or more are UTF-8 beyond doubt as are none: a line of an older
/// encoding with accents is UTF-8 by chance alone.
fn rows_of_two_encodings(bytes: &[u8]) -> Option<BrokenUtf8> {
    let (mut whole, mut broken, mut first, mut start) = (0usize, 0usize, None, 0usize);
    for (line, text) in (1usize..).zip(bytes.split(|byte| *byte == b'\n')) {
        match std::str::from_utf8(text) {
            Ok(text) => whole += usize::from(!text.is_ascii()),
            Err(error) => {
                broken += 1;
                let (at, byte) = (error.valid_up_to(), text.get(error.valid_up_to()));
                let found = byte.map(|byte| BrokenUtf8 { at: start + at, byte: *byte, line });
                first = first.or(found);
            }
        }
        start += text.len() + 1;
    }
    first.filter(|_| whole >= broken)
}
