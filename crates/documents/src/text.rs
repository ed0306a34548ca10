//! Plain text: UTF-8, with or without its mark, kept byte for byte without the mark; anything else
//! that can be a text is Windows-1252, the encoding of older archives.

use crate::error::ReadError;

/// A text and the encoding of its file.
pub(crate) fn read(bytes: &[u8]) -> Result<(String, &'static str), ReadError> {
    let control = |b: &u8| *b < 0x20 && !matches!(*b, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c);
    if let Some((at, byte)) = bytes.iter().enumerate().find(|(_, b)| control(b)) {
        return Err(ReadError::NotText { at, byte: *byte });
    }
    let read = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(bare) => utf8(bare, "UTF-8 with BOM"),
        None => utf8(bytes, "UTF-8"),
    };
    Ok(read.unwrap_or_else(|| windows_1252(bytes)))
}

fn utf8(bytes: &[u8], encoding: &'static str) -> Option<(String, &'static str)> {
    let text = std::str::from_utf8(bytes).ok()?.to_owned();
    Some((text, encoding))
}

fn windows_1252(bytes: &[u8]) -> (String, &'static str) {
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
    (text.into_owned(), "windows-1252")
}
