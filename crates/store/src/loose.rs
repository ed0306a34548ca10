//! Entries out of bytes whose frames are damaged: each is found by how it begins, and read alone.
//!
//! A flipped bit in a length, or in the header of a commit, hides everything behind it from whoever
//! reads frame by frame, though the entries themselves are whole. They are found by the key that
//! every entry of this program begins with; its length, or else the end of its JSON, says where it
//! ends. What is found reads well and may still not be what was recorded: it counts only when
//! something vouches for it.

use std::collections::BTreeSet;

use greffe_chain::{Entry, Hash, MAX_ENTRY_BYTES};
use serde::de::IgnoredAny;

use crate::page::LENGTH;

/// How an entry begins, as this program writes it (docs/format.md §2.4).
const BEGIN: &[u8] = b"{\"prev\":\"";

/// An entry, and where it was found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Loose<'a> {
    /// Its first byte.
    pub(crate) at: usize,
    pub(crate) seq: u64,
    /// The hash that it names as that of the entry before.
    pub(crate) prev: Hash,
    pub(crate) bytes: &'a [u8],
}

/// Every entry that can be read somewhere in `bytes`, in their order.
pub(crate) fn entries(bytes: &[u8]) -> impl Iterator<Item = Loose<'_>> {
    memchr::memmem::find_iter(bytes, BEGIN).filter_map(|at| {
        let found = framed(bytes, at).or_else(|| ended(bytes, at))?;
        let entry = Entry::parse(found).ok()?;
        Some(Loose { at, seq: entry.seq(), prev: entry.prev(), bytes: found })
    })
}

/// Those hashes that one of the entries names: what has one of them is what was recorded.
pub(crate) fn named<'a>(entries: impl IntoIterator<Item = &'a Loose<'a>>) -> BTreeSet<Hash> {
    entries.into_iter().map(|entry| entry.prev).collect()
}

/// The entry at `at`, as long as the length before it says.
fn framed(bytes: &[u8], at: usize) -> Option<&[u8]> {
    let length = bytes.get(at.checked_sub(LENGTH)?..at)?.first_chunk::<LENGTH>()?;
    let found = bytes.get(at..at + usize::from(u16::from_be_bytes(*length)))?;
    Entry::parse(found).is_ok().then_some(found)
}

/// The entry at `at`, up to the end of its object.
fn ended(bytes: &[u8], at: usize) -> Option<&[u8]> {
    let rest = bytes.get(at..)?;
    let rest = rest.get(..rest.len().min(MAX_ENTRY_BYTES))?;
    let mut values = serde_json::Deserializer::from_slice(rest).into_iter::<IgnoredAny>();
    values.next()?.ok()?;
    rest.get(..values.byte_offset())
}

/// Adds an entry, which came out of a frame or has at most its length, behind its length.
pub(crate) fn frame(bytes: &mut Vec<u8>, entry: &[u8]) {
    let length = u16::try_from(entry.len()).unwrap_or(u16::MAX);
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(entry);
}
