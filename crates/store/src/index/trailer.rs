//! What stands at the end of a part, and tells where everything else is.

use greffe_chain::{Hash, Head};

use super::filter::{self, BLOCK_LENGTH};
use super::piece::Place;
use super::which::Which;

/// Bytes of the trailer.
pub(crate) const TRAILER: usize = 128;
const MAGIC: &[u8; 8] = b"greffeI1";
/// More fence levels than any part has.
const MOST_LEVELS: u64 = 16;

/// What the trailer of a part says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Trailer {
    pub(crate) which: Which,
    pub(crate) rows: u64,
    pub(crate) leaves: u64,
    pub(crate) levels: u64,
    pub(crate) root: Place,
    pub(crate) filter: u64,
    pub(crate) filter_blocks: u64,
    pub(crate) head: Head,
}

impl Trailer {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let numbers = [
            u64::from(self.which.level),
            self.which.number,
            self.rows,
            self.leaves,
            self.levels,
            self.root.at,
            self.root.length as u64,
            self.filter,
            self.filter_blocks,
            self.head.count,
        ];
        bytes.extend(numbers.into_iter().flat_map(u64::to_be_bytes));
        bytes.extend_from_slice(self.head.hash.as_bytes());
        bytes
    }

    /// None where it is of no form.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Trailer> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (numbers, hash) = rest.split_at_checked(80)?;
        let mut numbers = numbers.as_chunks::<8>().0.iter().map(|n| u64::from_be_bytes(*n));
        let mut next = || numbers.next();
        Some(Trailer {
            which: Which { level: u32::try_from(next()?).ok()?, number: next()? },
            rows: next()?,
            leaves: next()?,
            levels: next().filter(|levels| *levels < MOST_LEVELS)?,
            root: Place { at: next()?, length: usize::try_from(next()?).ok()? },
            filter: next()?,
            filter_blocks: next()?,
            head: Head { count: next()?, hash: Hash(hash.try_into().ok()?) },
        })
    }

    /// Where the trailer begins, if all that it names has a place in front of it. Whoever forges a part
    /// can make the sums right: no place or number of it is believed beyond the file's length.
    pub(crate) fn start(&self) -> Option<u64> {
        let root = self.root.at.checked_add(self.root.length as u64)?;
        let filter = self.filter_blocks.checked_mul(BLOCK_LENGTH as u64)?;
        let ordered = self.leaves <= self.filter && root <= self.filter;
        let due = self.filter_blocks == filter::blocks(self.rows);
        self.filter.checked_add(filter).filter(|_| ordered && due)
    }
}
