//! Plain text: UTF-8, with or without its mark, kept byte for byte without the mark; anything else
//! that can be a text is Windows-1252, the encoding of older archives.

use std::borrow::Cow;
use thiserror::Error;

/// A byte that no text holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("byte {at} is {byte:#04x}, which no text holds; give the file as text")]
pub struct NotText {
    /// Its offset.
    pub at: usize,
    /// Its value.
    pub byte: u8,
}

/// The text of a file that is one, and its encoding: `UTF-8`, `UTF-8 with BOM` or `windows-1252`. A
/// file in UTF-8 is not copied.
///
/// # Errors
/// [`NotText`] when a control character stands in it that no text holds.
pub fn plain_text(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static str), NotText> {
    let control = |b: &u8| *b < 0x20 && !matches!(*b, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c);
    if let Some((at, byte)) = bytes.iter().enumerate().find(|(_, b)| control(b)) {
        return Err(NotText { at, byte: *byte });
    }
    let read = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(bare) => utf8(bare, "UTF-8 with BOM"),
        None => utf8(bytes, "UTF-8"),
    };
    Ok(read.unwrap_or_else(|| {
        let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
        (text, "windows-1252")
    }))
}

fn utf8<'f>(bytes: &'f [u8], encoding: &'static str) -> Option<(Cow<'f, str>, &'static str)> {
    Some((Cow::Borrowed(std::str::from_utf8(bytes).ok()?), encoding))
}
