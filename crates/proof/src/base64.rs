//! Base64 with one spelling for each value: standard alphabet, padded, no bits left over.

use ::base64::Engine as _;
use ::base64::engine::general_purpose::STANDARD;

pub(crate) fn encode(bytes: impl AsRef<[u8]>) -> String {
    STANDARD.encode(bytes)
}

/// The bytes, if `text` is exactly what [`encode`] would write for them.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok().filter(|bytes| encode(bytes) == text)
}
