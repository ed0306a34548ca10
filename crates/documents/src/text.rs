//! Plain text: UTF-8, with or without its mark, kept byte for byte without the mark; anything else
//! that can be a text is Windows-1252, the encoding of older archives.

use crate::error::ReadError;
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

/// A byte that is no UTF-8, in a file that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrokenUtf8 {
    /// Its offset.
    pub at: usize,
    /// Its value.
    pub byte: u8,
    /// Its line, from 1.
    pub line: usize,
}

/// The text of a file that is one, and its encoding: `UTF-8`, `UTF-8 with BOM` or `windows-1252`. A
/// file in UTF-8 is not copied.
///
/// # Errors
/// [`NotText`] when a control character stands in it that no text holds.
pub fn plain_text(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static str), NotText> {
    match controls(bytes).next() {
        Some((at, byte)) => Err(NotText { at, byte }),
        None => Ok(decoded(bytes)),
    }
}

/// The text of an act as [`plain_text`] reads it; an extractor may have left the glyph of a bullet as the control character by
/// which its font numbers it, so one is no fault where it leads a line and a blank follows.
pub(crate) fn extracted_text(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static str), NotText> {
    match controls(bytes).find(|(at, byte)| !leads_an_item(bytes, *at, *byte)) {
        Some((at, byte)) => Err(NotText { at, byte }),
        None => Ok(decoded(bytes)),
    }
}

/// The control characters that no text holds, each with its offset.
fn controls(bytes: &[u8]) -> impl Iterator<Item = (usize, u8)> + '_ {
    let control = |b: u8| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c);
    bytes.iter().copied().enumerate().filter(move |(_, byte)| control(*byte))
}

/// First of its line, a blank behind it. Those that move a cursor, ring a bell or begin a sequence are no bullets.
fn leads_an_item(bytes: &[u8], at: usize, byte: u8) -> bool {
    let blank = |b: &u8| matches!(*b, b' ' | b'\t');
    let before = bytes.get(..at).unwrap_or_default();
    let lead = before.iter().rfind(|b| !blank(b));
    let first =
        lead.is_none_or(|b| matches!(*b, b'\n' | b'\r' | 0x0c)) || before == b"\xef\xbb\xbf";
    let behind = bytes.get(at + 1).is_some_and(blank);
    matches!(byte, 0x01..=0x06 | 0x10..=0x1a) && first && behind
}

fn decoded(bytes: &[u8]) -> (Cow<'_, str>, &'static str) {
    let read = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(bare) => utf8(bare, "UTF-8 with BOM"),
        None => utf8(bytes, "UTF-8"),
    };
    read.unwrap_or_else(|| {
        let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
        (text, "windows-1252")
    })
}

fn utf8<'f>(bytes: &'f [u8], encoding: &'static str) -> Option<(Cow<'f, str>, &'static str)> {
    Some((Cow::Borrowed(std::str::from_utf8(bytes).ok()?), encoding))
}

/// Refuses a file that is UTF-8 but in a few places: read in an older encoding, all its accents would be others.
///
/// A text of an older encoding has sequences of UTF-8 by chance alone (`É»`): next to none for the bytes that are none.
pub(crate) fn not_broken_utf8(bytes: &[u8]) -> Result<(), ReadError> {
    broken_utf8(bytes).map_or(Ok(()), |BrokenUtf8 { at, byte, line }| {
        Err(ReadError::BrokenUtf8 { at, byte, line })
    })
}

/// The first byte that is no UTF-8, in a file that is UTF-8 but in a few places.
#[must_use]
pub fn broken_utf8(bytes: &[u8]) -> Option<BrokenUtf8> {
    let marked = bytes.starts_with(b"\xef\xbb\xbf");
    let (mut sequences, mut broken) = (0usize, 0usize);
    let mut first = None;
    let mut at = 0;
    let mut touching = false;
    for chunk in bytes.utf8_chunks() {
        let valid = chunk.valid();
        sequences += valid.chars().filter(|c| !c.is_ascii()).count();
        at += valid.len();
        if let Some(byte) = chunk.invalid().first() {
            // Bytes side by side are broken at one place.
            broken += usize::from(!(touching && valid.is_empty()));
            first.get_or_insert((at, *byte));
        }
        at += chunk.invalid().len();
        touching = true;
    }
    let (at, byte) = first?;
    let utf8 = marked || sequences >= broken || sequences > 1 && sequences >= broken / 4;
    let before = bytes.get(..at).unwrap_or_default();
    let line = before.split(|byte| *byte == b'\n').count();
    utf8.then_some(BrokenUtf8 { at, byte, line })
}
