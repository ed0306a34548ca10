//! Files in: the bytes of a document become its text, with the place of every word on its page.
//!
//! Text, HTML, DOCX, ODT and PDF, told by what they hold and never by their name. The text is what
//! is registered and cited; the file itself stays the original. Text and the pages of a PDF are
//! lines as they were broken; the paragraphs of the other formats are one line each, and what a
//! table shows side by side stands side by side.
//!
//! Nothing is trusted: sizes, depth and counts have limits, lengths that a file states are not
//! believed, no entity is expanded and nothing outside the file is read. What goes beyond is a
//! [`ReadError`]. Time and memory have no limit here: a program that reads files of strangers does
//! so in a process of its own, as `greffe` does (`docs/decisions/0015-documents-in-a-child.md`).
//!
//! It must not know: acts, the ledger, hashes, files, processes. Start reading at [`read`].
//!
//! ```
//! let page = "<html><body><p>Article&nbsp;1 : la subvention est de 61&nbsp;300&nbsp;€.</p></body></html>";
//! let document = greffe_documents::read(page.as_bytes())?;
//! assert_eq!(document.text(), "Article\u{a0}1 : la subvention est de 61\u{a0}300\u{a0}€.\n\n");
//! assert_eq!(document.media_type(), "text/html");
//! # Ok::<(), greffe_documents::ReadError>(())
//! ```
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod deceptive;
mod docx;
mod error;
mod flow;
mod format;
mod html;
mod limits;
mod lists;
mod odt;
mod package;
mod pdf;
mod places;
mod text;
mod unseen;
mod xml;

pub use error::ReadError;
pub use format::{Format, is_plain_text};
pub use limits::{MAX_BYTES, MAX_TEXT_BYTES};
pub use pdf::{Picture, Placement, Recognised, picture};
pub use places::{Area, OnPage, PLACES_FORMAT, Placed, Places};
pub use text::{BrokenUtf8, NotText, broken_utf8, plain_text};
pub use unseen::{Unseen, WhyUnseen};

use package::Package;
use serde::{Deserialize, Serialize};

/// A document that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    text: String,
    format: Format,
    encoding: String,
    places: Option<Places>,
    textless: Vec<u32>,
    unseen: Vec<Unseen>,
    extractor: Option<Extractor>,
}

/// Which program took the text out of a file. The same file, extractor and version give the same
/// text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extractor {
    /// Its name.
    pub name: String,
    /// Its version, which changes whenever a text could come out otherwise.
    pub version: String,
}

/// What a reader of one format gives.
pub(crate) struct Extracted {
    text: String,
    places: Option<Places>,
    /// The numbers of pages that show something and hold no text.
    textless: Vec<u32>,
    /// What a reader of it does not see.
    unseen: Vec<Unseen>,
}

impl Extracted {
    fn flowing(text: String) -> Extracted {
        Extracted { text, places: None, textless: Vec::new(), unseen: Vec::new() }
    }
}

/// The name of the program that recognises characters.
const RECOGNISER: &str = "tesseract";

impl Document {
    fn of(
        extracted: Extracted,
        format: Format,
        encoding: &str,
        extractor: Option<Extractor>,
    ) -> Result<Document, ReadError> {
        deceptive::check(&extracted.text)?;
        if extracted.text.chars().all(is_space) {
            return Err(ReadError::Empty);
        }
        let Extracted { text, places, textless, unseen } = extracted;
        let encoding = encoding.to_owned();
        Ok(Document { text, format, encoding, places, textless, unseen, extractor })
    }

    /// The UTF-8 text that is registered and that spans point into.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The format of the file.
    #[must_use]
    pub const fn format(&self) -> Format {
        self.format
    }

    /// The media type of the file.
    #[must_use]
    pub const fn media_type(&self) -> &'static str {
        self.format.media_type()
    }

    /// The encoding of the file: that of its characters (`UTF-8`, `UTF-8 with BOM`,
    /// `windows-1252`…), or `binary`.
    #[must_use]
    pub fn encoding(&self) -> &str {
        &self.encoding
    }

    /// Where its words stand on its pages, if it has pages.
    #[must_use]
    pub const fn places(&self) -> Option<&Places> {
        self.places.as_ref()
    }

    /// The numbers of pages that show a picture and hold no text, from 1: what they say is not in
    /// the text.
    #[must_use]
    pub fn textless_pages(&self) -> &[u32] {
        &self.textless
    }

    /// What a reader of the document does not see: left out of the text, but where nobody can tell.
    #[must_use]
    pub fn unseen(&self) -> &[Unseen] {
        &self.unseen
    }

    /// Whether its text was recognised in pictures, so that any letter of it may be another.
    #[must_use]
    pub fn is_recognised(&self) -> bool {
        self.extractor.as_ref().is_some_and(|extractor| extractor.name == RECOGNISER)
    }

    /// What took the text out of the file; `None` for a file that is its text.
    #[must_use]
    pub const fn extractor(&self) -> Option<&Extractor> {
        self.extractor.as_ref()
    }
}

/// Reads the bytes of a file. Its name plays no part: content decides.
///
/// # Errors
/// [`ReadError`] when the file is empty, too large, of another format, damaged, encrypted, without
/// text, beyond a limit, or made to deceive.
pub fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::too_large());
    }
    let format = Format::of(bytes)?;
    let plain = matches!(format, Format::Text | Format::Html);
    if plain && bytes.len() > MAX_TEXT_BYTES {
        return Err(ReadError::too_long());
    }
    let (extracted, encoding) = match format {
        Format::Text => {
            text::not_broken_utf8(bytes)?;
            let (text, encoding) = text::extracted_text(bytes)
                .map_err(|found| ReadError::NotText { at: found.at, byte: found.byte })?;
            (Extracted::flowing(text.into_owned()), encoding)
        }
        Format::Html => html::read(bytes)?,
        Format::Docx | Format::Odt => (packaged(bytes)?, "binary"),
        Format::Pdf => (pdf::read(bytes)?, "binary"),
    };
    Document::of(extracted, format, encoding, format.extractor())
}

fn packaged(bytes: &[u8]) -> Result<Extracted, ReadError> {
    let mut package = Package::open(bytes, "package")?;
    if odt::is_odt(&mut package)? {
        return odt::read(package.named(odt::ODT));
    }
    match docx::main_part(&mut package)? {
        Some(main) => docx::read(package.named(docx::DOCX), &main),
        None => Err(format::other_package(&package)),
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}
