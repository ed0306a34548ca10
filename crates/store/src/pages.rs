//! The truth: the trees `pages` and `runs`, and how entries lie in them.
//!
//! ```text
//! tree `pages`   u64 BE page number        a page: 256 consecutive entries, immutable
//! tree `runs`    u64 BE first entry's seq  a run: the entries of one commit, or a part of them
//! ```
//!
//! Both values are bundles (docs/format.md §5). A commit writes runs, in one atomic batch. A run never
//! crosses a page boundary; when a page is full it is written to `pages`, and only after it are its
//! runs removed (`tail`). So every entry is in a page, or in a run, or for a moment in both, with
//! the same bytes; readers look for the page first. Two trees, because the engine rewrites
//! neighbouring values together: small young runs must not drag large old pages along.

use std::fmt;
use std::ops::Deref;

use greffe_chain::bundle::{self, PAGE_ENTRIES};

use crate::engine::{Engine, Table, Value};
use crate::error::StoreError;

/// Entries of a page, as a sequence number.
pub(crate) const PAGE: u64 = PAGE_ENTRIES as u64;
/// Bytes of the length before each entry of a bundle.
const LENGTH: usize = 2;

/// The bytes of one stored entry; cloning shares them with the page they were read from.
#[derive(Clone)]
pub struct EntryBytes {
    block: Value,
    from: usize,
    to: usize,
}

impl Deref for EntryBytes {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        self.block.get(self.from..self.to).unwrap_or_default()
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

/// One stored value of the truth: a page or a run.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) first: u64,
    pub(crate) sealed: bool,
    bytes: Value,
}

impl Block {
    /// What the block is called in messages.
    pub(crate) fn name(&self) -> String {
        if self.sealed {
            format!("page {}", self.first / PAGE)
        } else {
            format!("the run from entry {}", self.first)
        }
    }

    /// The whole entries at the start of the block, and what is wrong after them.
    pub(crate) fn read(&self) -> (Vec<EntryBytes>, Option<String>) {
        let mut entries = Vec::new();
        let mut at = 0;
        for entry in bundle::iter(&self.bytes) {
            match entry {
                Ok(entry) => {
                    let from = at + LENGTH;
                    at = from + entry.len();
                    entries.push(EntryBytes { block: self.bytes.clone(), from, to: at });
                }
                Err(error) => return (entries, Some(error.to_string())),
            }
        }
        let wrong = match entries.len() {
            0 => Some("it holds no entry".into()),
            PAGE_ENTRIES => None,
            n if self.sealed => Some(format!("it holds {n} entries, a page holds 256")),
            n if self.first % PAGE + n as u64 > PAGE => {
                Some("it goes beyond the end of its page".into())
            }
            _ => None,
        };
        (entries, wrong)
    }

    /// The entries of the block; damaged when it is not whole.
    pub(crate) fn entries(&self, place: &str) -> Result<Vec<EntryBytes>, StoreError> {
        match self.read() {
            (entries, None) => Ok(entries),
            (_, Some(wrong)) => {
                Err(StoreError::damaged(wrong, format!("{} of {place}", self.name())))
            }
        }
    }
}

/// The key of a page or run.
pub(crate) fn key(number: u64) -> [u8; 8] {
    number.to_be_bytes()
}

/// Reads a key back.
pub(crate) fn parse_key(key: &[u8]) -> Option<u64> {
    Some(u64::from_be_bytes(key.try_into().ok()?))
}

/// The trees of the log.
#[derive(Clone, Debug)]
pub(crate) struct Truth {
    pub(crate) pages: Table,
    pub(crate) runs: Table,
}

impl Truth {
    pub(crate) fn open(engine: &Engine) -> Result<Truth, StoreError> {
        Ok(Truth { pages: engine.table("pages")?, runs: engine.table("runs")? })
    }

    /// Where the log is, for messages.
    pub(crate) fn place(&self) -> String {
        self.pages.place()
    }

    /// The block that should hold entry `seq`, if there is one.
    pub(crate) fn block(&self, seq: u64) -> Result<Option<Block>, StoreError> {
        let page = seq / PAGE;
        if let Some(block) = self.page(page)? {
            return Ok(Some(block));
        }
        let before = self.runs.range(&key(page * PAGE), &key(seq + 1)).next_back();
        if let Some(run) = before {
            return run.and_then(|(key, bytes)| self.run(&key, bytes)).map(Some);
        }
        // The page may have been sealed between the two looks.
        self.page(page)
    }

    pub(crate) fn page(&self, page: u64) -> Result<Option<Block>, StoreError> {
        let bytes = self.pages.get(&key(page))?;
        Ok(bytes.map(|bytes| Block { first: page * PAGE, sealed: true, bytes }))
    }

    pub(crate) fn run(&self, key: &[u8], bytes: Value) -> Result<Block, StoreError> {
        let first = parse_key(key)
            .ok_or_else(|| StoreError::damaged("a key that is no run's", self.runs.place()))?;
        Ok(Block { first, sealed: false, bytes })
    }

    /// The first page from number `page` on, and the first run from entry `seq` on.
    pub(crate) fn next(&self, page: u64, seq: u64) -> Result<Option<u64>, StoreError> {
        let pages = self.pages.range(&key(page), &key(u64::MAX)).next().transpose()?;
        let runs = self.runs.range(&key(seq), &key(u64::MAX)).next().transpose()?;
        let page = pages.and_then(|(key, _)| parse_key(&key)).map(|page| page.saturating_mul(PAGE));
        let run = runs.and_then(|(key, _)| parse_key(&key));
        Ok(page.into_iter().chain(run).min())
    }

    /// The last page and the last run.
    pub(crate) fn last(&self) -> Result<Vec<Block>, StoreError> {
        let pages = self.pages.range(&key(0), &key(u64::MAX)).next_back().transpose()?;
        let runs = self.runs.range(&key(0), &key(u64::MAX)).next_back().transpose()?;
        let mut last = Vec::new();
        if let Some((key, bytes)) = pages
            && let Some(page) = parse_key(&key)
        {
            let first = page.saturating_mul(PAGE);
            last.push(Block { first, sealed: true, bytes });
        }
        if let Some((key, bytes)) = runs {
            last.push(self.run(&key, bytes)?);
        }
        Ok(last)
    }

    /// The bytes of entry `seq`.
    pub(crate) fn entry(&self, seq: u64) -> Result<EntryBytes, StoreError> {
        self.from(seq)?.into_iter().next().ok_or_else(|| self.absent(seq))
    }

    /// Entry `seq` and those that follow it in the same block; never empty.
    pub(crate) fn from(&self, seq: u64) -> Result<Vec<EntryBytes>, StoreError> {
        let (mut entries, place) = self.around(seq)?;
        entries.drain(..place);
        Ok(entries)
    }

    /// The entries up to `seq` in its block, in order; never empty.
    pub(crate) fn up_to(&self, seq: u64) -> Result<Vec<EntryBytes>, StoreError> {
        let (mut entries, place) = self.around(seq)?;
        entries.truncate(place + 1);
        Ok(entries)
    }

    /// The entries of the block of entry `seq`, and its place among them.
    fn around(&self, seq: u64) -> Result<(Vec<EntryBytes>, usize), StoreError> {
        let block = self.block(seq)?.ok_or_else(|| self.absent(seq))?;
        let entries = block.entries(&self.place())?;
        match usize::try_from(seq - block.first) {
            Ok(place) if place < entries.len() => Ok((entries, place)),
            _ => Err(self.absent(seq)),
        }
    }

    pub(crate) fn absent(&self, seq: u64) -> StoreError {
        StoreError::damaged(format!("entry {seq} is missing"), self.place())
    }
}
