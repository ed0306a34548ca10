//! Which format a file has, told by what it holds.

use crate::error::ReadError;
use crate::package::Package;
use crate::{Extractor, html};
use serde::{Deserialize, Serialize};

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Format {
    /// Plain text.
    Text,
    /// A page of the web, or a fragment of one.
    Html,
    /// Office Open XML.
    Docx,
    /// `OpenDocument`.
    Odt,
    /// PDF.
    Pdf,
}

/// The first bytes of what people give for a text, and what to do with it.
const OTHER_FORMATS: &[(&[u8], &str, &str)] = &[
    (
        b"\xd0\xcf\x11\xe0",
        "an old Office document, or one with a password",
        "save it as DOCX or ODT, without a password",
    ),
    (b"{\\rtf", "an RTF document", "save it as DOCX or ODT"),
    (b"\x89PNG", "a PNG image", "make a PDF of it and read that with --ocr"),
    (b"\xff\xd8\xff", "a JPEG image", "make a PDF of it and read that with --ocr"),
    (b"II*\x00", "a TIFF image", "make a PDF of it and read that with --ocr"),
    (b"MM\x00*", "a TIFF image", "make a PDF of it and read that with --ocr"),
    (b"\xff\xfe", "UTF-16 text", "save it as UTF-8"),
    (b"\xfe\xff", "UTF-16 text", "save it as UTF-8"),
    (b"\x1f\x8b", "a gzip file", "unpack it first"),
];

impl Format {
    /// The format of a file.
    pub(crate) fn of(bytes: &[u8]) -> Result<Format, ReadError> {
        if is_pdf(bytes) {
            return Ok(Format::Pdf);
        }
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            let mut package = Package::open(bytes, "package")?;
            let odt = crate::odt::is_odt(&mut package)?;
            return Ok(if odt { Format::Odt } else { Format::Docx });
        }
        let other = OTHER_FORMATS.iter().find(|(magic, ..)| bytes.starts_with(magic));
        if let Some((_, format, remedy)) = other {
            return Err(other_format(format, remedy));
        }
        Ok(if html::is_html(bytes) { Format::Html } else { Format::Text })
    }

    /// The media type of the format (IANA).
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Format::Text => "text/plain",
            Format::Html => "text/html",
            Format::Docx => {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            }
            Format::Odt => "application/vnd.oasis.opendocument.text",
            Format::Pdf => "application/pdf",
        }
    }

    /// Whether a line of its text is a whole paragraph, however long, and not a line of a page.
    #[must_use]
    pub const fn whole_paragraphs(self) -> bool {
        matches!(self, Format::Html | Format::Docx | Format::Odt)
    }

    /// What takes the text out of it. A version goes up whenever a text could come out otherwise:
    /// with code of this crate, or with a library that decides it.
    pub(crate) fn extractor(self) -> Option<Extractor> {
        let (name, version) = match self {
            Format::Text => return None,
            Format::Html => ("greffe-html", "2"),
            Format::Docx => ("greffe-docx", "2"),
            Format::Odt => ("greffe-odt", "2"),
            Format::Pdf => ("greffe-pdf", "1 (hayro 0.9)"),
        };
        Some(Extractor { name: name.to_owned(), version: version.to_owned() })
    }
}

/// Whether a file can only be plain text, which needs no limits on time and memory to be read.
#[must_use]
pub fn is_plain_text(bytes: &[u8]) -> bool {
    !(is_pdf(bytes) || bytes.starts_with(b"PK") || html::is_html(bytes))
}

/// A PDF says so near its beginning; mail programs and scanners put something before it.
fn is_pdf(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let Some(at) = head.windows(5).position(|window| window == b"%PDF-") else { return false };
    let before = head.get(..at).unwrap_or_default();
    let blank = before.iter().all(|b| b.is_ascii_whitespace() || matches!(b, 0xef | 0xbb | 0xbf));
    // A text about the format may name it; it does not list objects.
    blank || bytes.windows(9).any(|window| window == b"startxref")
}

fn other_format(format: &'static str, remedy: &'static str) -> ReadError {
    ReadError::OtherFormat { format: format.into(), remedy: remedy.into() }
}

/// What a package is that holds no text document.
pub(crate) fn other_package(package: &Package<'_>) -> ReadError {
    let sheet = ["xl/workbook.xml", "xl/workbook.bin"].iter().any(|name| package.holds(name));
    if sheet {
        return other_format("a workbook", "record tables with greffe import");
    }
    if package.holds("content.xml") {
        return other_format(
            "an OpenDocument file, and no text document",
            "record tables with greffe import",
        );
    }
    other_format("a ZIP archive", "unpack it first")
}
