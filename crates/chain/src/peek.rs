//! What an entry says of its place, read without reading the rest.
//!
//! A scan that only follows the chain needs two fields of each entry, `prev` and `seq`. In the
//! canonical order (docs/format.md §2.4) they stand first, at known places; any other order is read
//! in full. The price of the short way: what stands behind the two fields is not looked at, so an
//! entry that breaks another rule of the format passes. [`Verifier`](crate::Verifier) is for that.

use crate::entry::Entry;
use crate::error::ParseError;
use crate::hash::Hash;

const BEFORE_PREV: &[u8] = b"{\"prev\":\"";
const HEX: usize = 64;
const BEFORE_SEQ: &[u8] = b"\",\"seq\":";

/// The place that an entry claims in its ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peek {
    prev: [u8; HEX],
    /// Its number.
    pub seq: u64,
}

impl Peek {
    /// Looks at the stored bytes of an entry.
    ///
    /// # Errors
    /// [`ParseError`] when the entry is not in the canonical order and cannot be read either.
    pub fn at(bytes: &[u8]) -> Result<Peek, ParseError> {
        if let Some(peek) = canonical(bytes) {
            return Ok(peek);
        }
        let entry = Entry::parse(bytes)?;
        Ok(Peek { prev: entry.prev().to_hex(), seq: entry.seq() })
    }

    /// Whether the entry names `hash` as that of the one before.
    #[must_use]
    pub fn follows(&self, hash: &Hash) -> bool {
        self.prev == hash.to_hex()
    }

    /// The hash it names, None when it is not written as one.
    #[must_use]
    pub fn prev(&self) -> Option<Hash> {
        std::str::from_utf8(&self.prev).ok()?.parse().ok()
    }
}

fn canonical(bytes: &[u8]) -> Option<Peek> {
    let rest = bytes.strip_prefix(BEFORE_PREV)?;
    let (prev, rest) = rest.split_first_chunk::<HEX>()?;
    let rest = rest.strip_prefix(BEFORE_SEQ)?;
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = rest.split_at_checked(digits)?;
    // A leading zero or a missing digit is no number of JSON: the full reading says so.
    if rest.first() != Some(&b',')
        || digits.is_empty()
        || (digits.len() > 1 && digits.starts_with(b"0"))
    {
        return None;
    }
    let mut seq = 0u64;
    for digit in digits {
        seq = seq.checked_mul(10)?.checked_add(u64::from(digit - b'0'))?;
    }
    Some(Peek { prev: *prev, seq })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_of_reading_agree() {
        let prev = Hash::of(b"before");
        let rest = r#""id":"018f2b9a-0000-7000-8000-000000000000","stream":"ledger","version":1,"kind":"K","schema":1,"effective":"2024","recorded_at":"2024-03-01T09:30:00.000001Z","recorded_by":"g","evidence":{"grade":"act","sources":[]},"causes":[],"data":{}"#;
        let canonical = format!(r#"{{"prev":"{prev}","seq":17,{rest}}}"#);
        let other = format!(r#"{{"seq":17,"prev":"{prev}",{rest}}}"#);
        for text in [&canonical, &other] {
            let peek = Peek::at(text.as_bytes()).unwrap();
            assert_eq!((peek.prev(), peek.seq), (Some(prev), 17), "{text}");
            assert!(peek.follows(&prev) && !peek.follows(&Hash::ZERO));
        }
        for text in [
            canonical.replace(":17,", ":017,"),
            canonical.replace(":17,", ":-17,"),
            canonical.replace(":17,", ":99999999999999999999,"),
            canonical[..80].to_owned(),
        ] {
            assert!(Peek::at(text.as_bytes()).is_err(), "{text}");
        }
    }
}
