//! Reading: from the bytes of a file to the text that is registered and cited.
//!
//! UTF-8, with or without its mark, is kept byte for byte without the mark; anything else that
//! can be a text is read as Windows-1252, the encoding of older archives. What is no text is
//! refused with what it seems to be and what to do.

use thiserror::Error;

/// The largest file that is read as an act, in bytes.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;

/// A text read from a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadText {
    text: String,
    encoding: &'static str,
}

/// Why a file cannot be read as the text of an act.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// Nothing in it but white space.
    #[error("the file is empty; give the text of an act")]
    Empty,
    /// Larger than [`MAX_BYTES`].
    #[error("the file is larger than {} MiB; no act is: split it, or give its text alone", MAX_BYTES / 1024 / 1024)]
    TooLarge,
    /// Some other format, told by its first bytes.
    #[error("this is {format}, not a text; extract its text first (for a PDF: pdftotext -layout)")]
    OtherFormat {
        /// The format that its first bytes tell.
        format: &'static str,
    },
    /// Bytes that no text has.
    #[error("byte {at} is {byte:#04x}, which no text has; is this really a text file?")]
    NotText {
        /// Where, from 0.
        at: usize,
        /// The byte.
        byte: u8,
    },
}

impl ReadText {
    /// The UTF-8 text that is registered and that spans point into.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The encoding of the file: `UTF-8`, `UTF-8 with BOM` or `windows-1252`.
    #[must_use]
    pub const fn encoding(&self) -> &'static str {
        self.encoding
    }

    /// The media type of the file.
    #[must_use]
    pub const fn media_type(&self) -> &'static str {
        "text/plain"
    }
}

/// The first bytes of what people give for a text.
const OTHER_FORMATS: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive (docx, odt, xlsx)"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\xff\xfe", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 text"),
    (b"\x1f\x8b", "a gzip file"),
];

/// Reads the bytes of a file as the text of an act. The name plays no part: content decides.
///
/// # Errors
/// [`ReadError`] when the file is empty, too large, of another format, or no text.
pub fn read(bytes: &[u8]) -> Result<ReadText, ReadError> {
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLarge);
    }
    if let Some((_, format)) = OTHER_FORMATS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(ReadError::OtherFormat { format });
    }
    let control = |b: &u8| *b < 0x20 && !matches!(*b, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c);
    if let Some((at, byte)) = bytes.iter().enumerate().find(|(_, b)| control(b)) {
        return Err(ReadError::NotText { at, byte: *byte });
    }
    let read = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(bare) => utf8(bare, "UTF-8 with BOM"),
        None => utf8(bytes, "UTF-8"),
    };
    let read = read.unwrap_or_else(|| windows_1252(bytes));
    if read.text.chars().all(greffe_domain::is_space) {
        return Err(ReadError::Empty);
    }
    Ok(read)
}

fn utf8(bytes: &[u8], encoding: &'static str) -> Option<ReadText> {
    let text = std::str::from_utf8(bytes).ok()?.to_owned();
    Some(ReadText { text, encoding })
}

fn windows_1252(bytes: &[u8]) -> ReadText {
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
    ReadText { text: text.into_owned(), encoding: "windows-1252" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_archives_are_read() {
        let utf8 = read("Délibération n° 3".as_bytes()).unwrap();
        assert_eq!((utf8.text(), utf8.encoding()), ("Délibération n° 3", "UTF-8"));
        let marked = read("\u{feff}Délibération".as_bytes()).unwrap();
        assert_eq!((marked.text(), marked.encoding()), ("Délibération", "UTF-8 with BOM"));
        let old = read(b"D\xe9lib\xe9ration n\xb0 3 \x96 61 300 \x80").unwrap();
        assert_eq!((old.text(), old.encoding()), ("Délibération n° 3 – 61 300 €", "windows-1252"));
    }

    #[test]
    fn what_is_no_text_is_named() {
        assert_eq!(read(b""), Err(ReadError::Empty));
        assert_eq!(read(" \n\t\u{a0} ".as_bytes()), Err(ReadError::Empty));
        assert_eq!(read(b"%PDF-1.7 abc"), Err(ReadError::OtherFormat { format: "a PDF" }));
        assert_eq!(read(b"abc\0def"), Err(ReadError::NotText { at: 3, byte: 0 }));
        assert_eq!(read(&vec![b'a'; MAX_BYTES + 1]), Err(ReadError::TooLarge));
    }
}
