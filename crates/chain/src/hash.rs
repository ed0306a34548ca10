//! The one hash of the record: blake3 with 256 bits of output, written as 64 lower-case hex digits.
//!
//! The hash of a thing is the hash of its stored bytes and of nothing else: no length prefix, no
//! domain separator, no key. That is what lets `b3sum` check the ledger (docs/format.md §3).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

/// A blake3 hash of stored bytes: 32 bytes, shown as 64 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

/// A text that is not 64 lower-case hex digits where a hash must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not a hash: a hash is written as exactly 64 lower-case hex digits")]
pub struct HashForm;

impl Hash {
    /// 32 zero bytes: what entry 0 records as its predecessor.
    pub const ZERO: Hash = Hash([0; 32]);

    /// The hash of `bytes`; `b3sum` on the same bytes prints the same.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Hash {
        Hash(*blake3::hash(bytes).as_bytes())
    }

    /// The 32 bytes of the hash.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The 64 lower-case hex digits, as bytes of ASCII.
    #[must_use]
    pub fn to_hex(&self) -> [u8; 64] {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or(b'0');
        let mut hex = [0; 64];
        for (pair, byte) in hex.chunks_exact_mut(2).zip(self.0) {
            pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
        }
        hex
    }
}

/// A hash under way, of bytes that come in pieces.
#[derive(Clone, Debug, Default)]
pub struct Hasher(blake3::Hasher);

impl Hasher {
    /// A hash of nothing yet.
    #[must_use]
    pub fn new() -> Hasher {
        Hasher::default()
    }

    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash of all bytes taken, the same as that of [`Hash::of`] on them at once.
    #[must_use]
    pub fn finish(&self) -> Hash {
        Hash(*self.0.finalize().as_bytes())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.to_hex()).unwrap_or_default())
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

impl FromStr for Hash {
    type Err = HashForm;

    /// Reads exactly 64 lower-case hex digits; upper case is refused so that a hash has one spelling.
    fn from_str(text: &str) -> Result<Hash, HashForm> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err(HashForm);
        }
        let mut bytes = [0u8; 32];
        // Odd digits leave a mark that is looked at once, at the end.
        let mut odd = 0;
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let &[high, low] = pair else {
                return Err(HashForm);
            };
            let (high, low) = (nibble(high), nibble(low));
            odd |= high | low;
            *byte = high << 4 | low & 15;
        }
        if odd & 0xf0 == 0 { Ok(Hash(bytes)) } else { Err(HashForm) }
    }
}

/// The value of a lower-case hex digit; 255 where it is none.
const fn nibble(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        _ => 0xff,
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Hash, D::Error> {
        struct Text;
        impl de::Visitor<'_> for Text {
            type Value = Hash;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("64 lower-case hex digits")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Hash, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_hash_is_the_published_one() {
        // From the blake3 specification's own test vectors (input length 0).
        let published = "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262";
        assert_eq!(Hash::of(b"").to_string(), published);
        assert_eq!(published.parse(), Ok(Hash::of(b"")));
    }

    #[test]
    fn a_hash_has_one_spelling() {
        let text = Hash::of(b"x").to_string();
        assert_eq!(text.to_uppercase().parse::<Hash>(), Err(HashForm));
        assert_eq!(text[1..].parse::<Hash>(), Err(HashForm));
        assert_eq!(format!("{text}0").parse::<Hash>(), Err(HashForm));
        assert_eq!("é".repeat(32).parse::<Hash>(), Err(HashForm));
        let json = serde_json::to_string(&Hash::of(b"x")).unwrap();
        assert_eq!(serde_json::from_str::<Hash>(&json).unwrap(), Hash::of(b"x"));
    }
}
