//! Pages: up to 256 consecutive entries as a C2SP tlog-tiles *entry bundle*.
//!
//! ```text
//! ┌─────────────┬─────────────┬─────────────┬─────────────┬──
//! │ u16 BE  len │ len bytes   │ u16 BE  len │ len bytes   │ …    at most 256 times
//! └─────────────┴─────────────┴─────────────┴─────────────┴──
//! ```
//!
//! Page `n` holds the entries `256·n` to `256·n+255`; only the last may hold fewer. The same bytes
//! serve on disk, in a backup and in a static publication. Reading is strict: no trailing bytes,
//! no empty entry, no 257th (docs/format.md §5).

use thiserror::Error;

use crate::entry::MAX_ENTRY_BYTES;

/// Entries in a full page.
pub const PAGE_ENTRIES: usize = 256;
/// Bytes of the length that stands before each entry.
const LENGTH_BYTES: usize = size_of::<u16>();

// The two-byte length and the limit of an entry are one decision.
const _: () = assert!(MAX_ENTRY_BYTES == u16::MAX as usize);

/// Why bytes are not a bundle, or entries do not fit one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BundleError {
    /// An entry of zero bytes.
    #[error("entry {index} of the bundle is empty")]
    EmptyEntry {
        /// Place in the bundle, from 0.
        index: usize,
    },
    /// An entry too long for its length to be written.
    #[error("entry {index} of the bundle is {len} bytes long; the limit is 65535")]
    EntryTooLong {
        /// Place in the bundle, from 0.
        index: usize,
        /// Its length in bytes.
        len: usize,
    },
    /// More entries than a page holds.
    #[error("the bundle holds more than 256 entries")]
    TooMany,
    /// The bytes end inside a length or an entry, or go on after the last whole entry.
    #[error("the bundle breaks off inside entry {index}, at byte {at}")]
    Truncated {
        /// The entry that is not whole, from 0.
        index: usize,
        /// Byte offset at which it (its length) begins.
        at: usize,
    },
}

/// A strictly read bundle that borrows its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle<'a> {
    entries: Vec<&'a [u8]>,
}

impl<'a> Bundle<'a> {
    /// Reads a whole bundle.
    ///
    /// # Errors
    /// [`BundleError`] when the bytes are not exactly up to 256 non-empty entries.
    pub fn parse(bytes: &'a [u8]) -> Result<Bundle<'a>, BundleError> {
        Ok(Bundle { entries: iter(bytes).collect::<Result<_, _>>()? })
    }

    /// Number of entries.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The bytes of the entry at `index`.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&'a [u8]> {
        self.entries.get(index).copied()
    }

    /// The bytes of each entry in order.
    #[must_use]
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &'a [u8]> + '_ {
        self.entries.iter().copied()
    }
}

/// Walks a bundle without keeping a list; stops after the first error.
#[must_use]
pub const fn iter(bytes: &[u8]) -> Iter<'_> {
    Iter { bytes, at: 0, index: 0 }
}

/// The iterator of [`iter`].
#[derive(Clone, Debug)]
pub struct Iter<'a> {
    bytes: &'a [u8],
    at: usize,
    index: usize,
}

impl<'a> Iter<'a> {
    fn step(&mut self) -> Result<&'a [u8], BundleError> {
        let (index, at) = (self.index, self.at);
        if index == PAGE_ENTRIES {
            return Err(BundleError::TooMany);
        }
        let rest = self.bytes.get(at..).unwrap_or_default();
        let truncated = BundleError::Truncated { index, at };
        let (length, rest) = rest.split_first_chunk::<LENGTH_BYTES>().ok_or(truncated)?;
        let length = usize::from(u16::from_be_bytes(*length));
        if length == 0 {
            return Err(BundleError::EmptyEntry { index });
        }
        let entry = rest.get(..length).ok_or(truncated)?;
        self.at += LENGTH_BYTES + length;
        self.index += 1;
        Ok(entry)
    }
}

impl<'a> Iterator for Iter<'a> {
    type Item = Result<&'a [u8], BundleError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.bytes.len() {
            return None;
        }
        let step = self.step();
        if step.is_err() {
            self.at = self.bytes.len();
        }
        Some(step)
    }
}

/// Appends one entry to the bytes of a bundle; `index` is the place it takes there.
///
/// # Errors
/// [`BundleError`] when the entry is empty or too long, or the page is full.
pub fn push(bundle: &mut Vec<u8>, index: usize, entry: &[u8]) -> Result<(), BundleError> {
    if index >= PAGE_ENTRIES {
        return Err(BundleError::TooMany);
    }
    if entry.is_empty() {
        return Err(BundleError::EmptyEntry { index });
    }
    let Ok(length) = u16::try_from(entry.len()) else {
        return Err(BundleError::EntryTooLong { index, len: entry.len() });
    };
    bundle.extend_from_slice(&length.to_be_bytes());
    bundle.extend_from_slice(entry);
    Ok(())
}

/// The bytes of a bundle of the given entries.
///
/// # Errors
/// [`BundleError`] when there are more than 256 or one is empty or too long.
pub fn encode<'e>(entries: impl IntoIterator<Item = &'e [u8]>) -> Result<Vec<u8>, BundleError> {
    let mut bundle = Vec::new();
    for (index, entry) in entries.into_iter().enumerate() {
        push(&mut bundle, index, entry)?;
    }
    Ok(bundle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_bytes_are_the_ones_of_the_tiles_specification() {
        let bundle = encode([&b"a"[..], &[b'b'; 258]]).unwrap();
        assert_eq!(bundle[..5], [0, 1, b'a', 1, 2]);
        assert_eq!(bundle.len(), 2 + 1 + 2 + 258);
    }

    #[test]
    fn limits_are_refused_by_name() {
        let long = vec![0; 65_536];
        assert_eq!(encode([&long[..]]), Err(BundleError::EntryTooLong { index: 0, len: 65_536 }));
        assert_eq!(encode([&b""[..]]), Err(BundleError::EmptyEntry { index: 0 }));
        assert_eq!(encode([&b"x"[..]; 257]), Err(BundleError::TooMany));
        let full = encode([&b"x"[..]; 256]).unwrap();
        assert_eq!(Bundle::parse(&full).unwrap().len(), 256);
        let over = [&full[..], &[0, 1, b'x']].concat();
        assert_eq!(Bundle::parse(&over), Err(BundleError::TooMany));
        assert_eq!(Bundle::parse(&[0, 0]), Err(BundleError::EmptyEntry { index: 0 }));
        assert_eq!(Bundle::parse(&[0]), Err(BundleError::Truncated { index: 0, at: 0 }));
        assert_eq!(
            Bundle::parse(&[0, 1, b'x', 0, 2, b'y']),
            Err(BundleError::Truncated { index: 1, at: 3 })
        );
    }

    proptest! {
        #[test]
        fn writing_and_reading_are_inverse(
            entries in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..40), 0..20)
        ) {
            let bytes = encode(entries.iter().map(Vec::as_slice)).unwrap();
            let bundle = Bundle::parse(&bytes).unwrap();
            prop_assert!(bundle.entries().eq(entries.iter().map(Vec::as_slice)));
            // Any shorter form breaks off inside the last entry or ends before it.
            for cut in 0..bytes.len() {
                if let Ok(part) = Bundle::parse(&bytes[..cut]) {
                    prop_assert!(part.len() < entries.len());
                }
            }
        }

        #[test]
        fn accepted_bytes_are_written_the_same(bytes in prop::collection::vec(0u8..4, 0..60)) {
            if let Ok(bundle) = Bundle::parse(&bytes) {
                prop_assert_eq!(encode(bundle.entries()).unwrap(), bytes);
            }
        }
    }
}
