//! Entries in memory: a block of framed entries (docs/format.md §5), borrowed one by one.
//!
//! A [`Page`] is what a scan hands over: up to 256 consecutive entries of one page, in the bytes
//! in which they are stored. Nothing is copied or allocated for an entry; whoever wants to keep one
//! beyond the page takes [`EntryBytes`], which shares the page's bytes.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use greffe_chain::bundle::{self, PAGE_ENTRIES};
use greffe_chain::{Hash, Peek};

/// Entries of a page, as a sequence number.
pub(crate) const PAGE: u64 = PAGE_ENTRIES as u64;
/// Bytes of the length before each entry.
pub(crate) const LENGTH: usize = 2;

/// Consecutive entries in the bytes in which they are stored; cloning shares them.
#[derive(Clone)]
pub struct Page {
    first: u64,
    count: usize,
    bytes: Arc<Vec<u8>>,
}

impl Page {
    /// `bytes` must hold `count` whole entries, of which the first is number `first`.
    pub(crate) fn new(first: u64, count: usize, bytes: Arc<Vec<u8>>) -> Page {
        Page { first, count, bytes }
    }

    /// Its entries below number `end`.
    pub(crate) fn below(self, end: u64) -> Page {
        let due = usize::try_from(end.saturating_sub(self.first)).unwrap_or(usize::MAX);
        if due >= self.count {
            return self;
        }
        let length: usize = frames(&self.bytes).take(due).map(|entry| LENGTH + entry.len()).sum();
        let bytes = self.bytes.get(..length).unwrap_or_default().to_vec();
        Page::new(self.first, due, Arc::new(bytes))
    }

    /// The number of the first entry.
    #[must_use]
    pub const fn first(&self) -> u64 {
        self.first
    }

    /// How many entries there are; never 0.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none, which does not occur.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The stored bytes: an entry bundle.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Number and bytes of each entry, in order, borrowed.
    pub fn entries(&self) -> impl Iterator<Item = (u64, &[u8])> {
        (self.first..).zip(frames(&self.bytes))
    }

    /// The entry with this number, to keep.
    #[must_use]
    pub fn entry(&self, seq: u64) -> Option<EntryBytes> {
        let place = usize::try_from(seq.checked_sub(self.first)?).ok()?;
        let before = frames(&self.bytes).take(place).map(|entry| LENGTH + entry.len()).sum();
        self.entry_at(before)
    }

    /// The entry whose length stands at byte `at`, to keep.
    pub(crate) fn entry_at(&self, at: usize) -> Option<EntryBytes> {
        let entry = frames(self.bytes.get(at..)?).next()?;
        let from = at + LENGTH;
        Some(EntryBytes { bytes: self.bytes.clone(), from, to: from + entry.len() })
    }
}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "entries {} to {}", self.first, self.first + self.count as u64 - 1)
    }
}

/// The entries of whole frames, as far as they are whole.
pub(crate) fn frames(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    // A run may hold more than a page's 256 entries, hence not `bundle::iter`.
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (length, after) = rest.split_first_chunk::<LENGTH>()?;
        let (entry, after) = after.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        rest = after;
        Some(entry)
    })
}

impl EntryBytes {
    /// Where the entry ends in its page.
    pub(crate) const fn end(&self) -> usize {
        self.to
    }
}

/// The bytes of one stored entry; cloning shares them with the page they were read from.
#[derive(Clone)]
pub struct EntryBytes {
    bytes: Arc<Vec<u8>>,
    from: usize,
    to: usize,
}

impl Deref for EntryBytes {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        self.bytes.get(self.from..self.to).unwrap_or_default()
    }
}

impl AsRef<[u8]> for EntryBytes {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl fmt::Debug for EntryBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", String::from_utf8_lossy(self))
    }
}

/// Follows the chain through `bundle`, whose first entry must be number `first` and, where `before`
/// is known, name it. Returns how many entries there are and the hash of the last, or what is wrong.
pub(crate) fn follow(
    bundle: &[u8],
    first: u64,
    before: Option<Hash>,
) -> Result<(usize, Hash), String> {
    let mut last = before;
    let mut count = 0;
    for (seq, entry) in (first..).zip(bundle::iter(bundle)) {
        let entry = entry.map_err(|error| error.to_string())?;
        let peek = Peek::at(entry).map_err(|error| format!("entry {seq}: {error}"))?;
        if peek.seq != seq {
            return Err(format!("entry {} stands in the place of entry {seq}", peek.seq));
        }
        if last.is_some_and(|last| !peek.follows(&last)) {
            return Err(format!("entry {seq} does not name the hash of the entry before it"));
        }
        last = Some(Hash::of(entry));
        count += 1;
    }
    match last {
        Some(hash) if count > 0 => Ok((count, hash)),
        _ => Err("it holds no entry".into()),
    }
}
