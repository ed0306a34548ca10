//! Why a file gives no text.

use crate::limits::{MAX_BYTES, MAX_TEXT_BYTES};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use thiserror::Error;

/// Why a file cannot be read as a document.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[non_exhaustive]
pub enum ReadError {
    /// Nothing in it but white space.
    #[error("the file is empty; give the text of an act")]
    Empty,
    /// Larger than a file of its format may be.
    #[error("the file is larger than {most} MiB; no act is: split it, or give its text alone")]
    TooLarge {
        /// The limit, in MiB.
        most: usize,
    },
    /// Some other format, told by its first bytes.
    #[error("this is {format}; greffe reads text, HTML, DOCX, ODT and PDF: {remedy}")]
    OtherFormat {
        /// The format that its first bytes tell.
        format: Cow<'static, str>,
        /// What to do with it.
        remedy: Cow<'static, str>,
    },
    /// Bytes that no text has.
    #[error("byte {at} is {byte:#04x}, which no text has; is this really a text file?")]
    NotText {
        /// Where, from 0.
        at: usize,
        /// The byte.
        byte: u8,
    },
    /// UTF-8 in which a few bytes are none.
    #[error(
        "line {line} holds byte {at}, {byte:#04x}, which is no UTF-8, though the rest of the file is: it was cut, or put \
         together from files of two encodings; correct it there, and save it as UTF-8"
    )]
    BrokenUtf8 {
        /// Where the first such byte is, from 0.
        at: usize,
        /// The byte.
        byte: u8,
        /// The line, from 1.
        line: usize,
    },
    /// Characters that make a person see something else than what is registered.
    #[error(
        "line {line} holds the invisible character U+{code:04X} {what}, so that what is shown is not \
         what is read; remove it, or find out who put it there"
    )]
    Deceptive {
        /// The line, from 1.
        line: usize,
        /// The code point.
        code: u32,
        /// What it does.
        what: Cow<'static, str>,
    },
    /// A document that is not well formed.
    #[error("this {format} is damaged: {reason}; open it and save it anew, or give its text")]
    Damaged {
        /// The format.
        format: Cow<'static, str>,
        /// What is wrong.
        reason: String,
    },
    /// A document that is locked.
    #[error("this {format} is encrypted; save it without a password first")]
    Encrypted {
        /// The format.
        format: Cow<'static, str>,
    },
    /// A document that asks for more than any act needs.
    #[error("this {format} goes beyond a limit: {what}; no act needs as much")]
    Limit {
        /// The format.
        format: Cow<'static, str>,
        /// Which limit, and how far it reaches.
        what: Cow<'static, str>,
    },
    /// Pages without any text: a scan.
    #[error(
        "this PDF has {pages} page{} and no text layer: it is a scan; read it with --ocr, or scan it \
         with character recognition",
        if *pages == 1 { "" } else { "s" }
    )]
    NoTextLayer {
        /// How many pages it has.
        pages: usize,
    },
    /// Scanned pages that cannot be read by character recognition.
    #[error("the characters of its pages cannot be recognised: {reason}")]
    NotRecognised {
        /// Why, and what to do.
        reason: Cow<'static, str>,
    },
    /// Text whose glyphs do not say which characters they are.
    #[error(
        "this PDF does not say which characters {unknown} of its {glyphs} glyphs are; read it with \
         --ocr, or have it made anew"
    )]
    NoCharacters {
        /// The glyphs without a character.
        unknown: usize,
        /// All glyphs.
        glyphs: usize,
    },
}

impl ReadError {
    /// A file of a format is damaged.
    #[must_use]
    pub fn damaged(format: &'static str, reason: impl Into<String>) -> ReadError {
        ReadError::Damaged { format: format.into(), reason: reason.into() }
    }

    /// A file of a format goes beyond a limit.
    #[must_use]
    pub fn limit(format: &'static str, what: &'static str) -> ReadError {
        ReadError::Limit { format: format.into(), what: what.into() }
    }

    /// A file of a format is locked.
    pub(crate) fn encrypted(format: &'static str) -> ReadError {
        ReadError::Encrypted { format: format.into() }
    }

    pub(crate) const fn too_large() -> ReadError {
        ReadError::TooLarge { most: MAX_BYTES / 1024 / 1024 }
    }

    pub(crate) const fn too_long() -> ReadError {
        ReadError::TooLarge { most: MAX_TEXT_BYTES / 1024 / 1024 }
    }
}
