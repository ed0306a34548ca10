//! In which encoding the characters of a page are: what its bytes are, else what it states.

use crate::error::ReadError;
use crate::text::not_broken_utf8;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// The characters of a page, and the name of their encoding.
pub(super) fn decode(bytes: &[u8]) -> Result<(String, &'static str), ReadError> {
    let stated = stated(bytes);
    if stated.is_none() {
        not_broken_utf8(bytes)?;
    }
    if let Some(bare) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        let html = UTF_8.decode_without_bom_handling(bare).0.into_owned();
        return Ok((html, "UTF-8 with BOM"));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((text.to_owned(), UTF_8.name()));
    }
    let encoding = stated.unwrap_or(WINDOWS_1252);
    Ok((encoding.decode_without_bom_handling(bytes).0.into_owned(), encoding.name()))
}

/// The encoding that the page states.
fn stated(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let head: String = head.iter().map(|b| char::from(b.to_ascii_lowercase())).collect();
    let (_, rest) = head.split_once("charset")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'));
    let label = rest.get(..end.unwrap_or(rest.len()))?;
    Encoding::for_label(label.as_bytes()).filter(|encoding| encoding.is_ascii_compatible())
}
