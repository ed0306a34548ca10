//! What verification finds: faults that name the entry at fault, and the report that holds them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::ParseError;
use crate::genesis::NotGenesis;
use crate::hash::Hash;

/// The state of a whole ledger in two values: how many entries, and the hash of the last.
///
/// Whoever keeps a head outside the ledger can later tell whether the ledger still holds the
/// history that the head stood for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Head {
    /// Number of entries.
    pub count: u64,
    /// Hash of the last one's bytes.
    pub hash: Hash,
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} entries, {}", self.count, self.hash)
    }
}

/// What the caller knows of the head from outside the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedHead {
    /// Number of entries and hash of the last; the log may have grown since.
    Head(Head),
    /// Only the hash; some entry of the log must have it.
    Hash(Hash),
}

impl From<Head> for ExpectedHead {
    fn from(head: Head) -> ExpectedHead {
        ExpectedHead::Head(head)
    }
}

impl From<Hash> for ExpectedHead {
    fn from(hash: Hash) -> ExpectedHead {
        ExpectedHead::Hash(hash)
    }
}

/// One fault of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Sequence number of the entry at fault; of the first absent one where entries are missing.
    pub seq: u64,
    /// Place in the stored order at which it was noticed, from 0. Differs from `seq` once entries
    /// are missing or too many.
    pub position: u64,
    /// What is wrong with it.
    pub kind: FaultKind,
}

/// What is wrong with an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FaultKind {
    /// The log holds nothing, not even entry 0.
    Empty,
    /// The bytes are not an entry.
    Unreadable(ParseError),
    /// The bytes are not those that the next entry was chained to.
    Altered {
        /// Hash of the bytes found.
        hash: Hash,
        /// Hash that the next entry records.
        recorded: Hash,
    },
    /// This entry or the next was altered, and nothing later vouches for the next.
    AlteredHereOrNext {
        /// Hash of the bytes found.
        hash: Hash,
        /// Hash that the next entry records.
        recorded: Hash,
    },
    /// Entries are missing: from the fault's `seq` to `last`.
    Missing {
        /// Last missing entry.
        last: u64,
    },
    /// Another entry stands in this one's place: it was moved, replaced or renumbered.
    Displaced {
        /// The number that the entry found there gives itself.
        found: u64,
    },
    /// This entry stands here a second time: it was copied or inserted.
    Repeated {
        /// The entry that belongs next.
        expected: u64,
    },
    /// Entry 0 does not open a ledger.
    NotGenesis(NotGenesis),
    /// The version in the stream is not the next one.
    Version {
        /// The stream.
        stream: String,
        /// The version that comes next in it.
        expected: u64,
        /// The version found.
        found: u64,
    },
    /// `recorded_at` is not later than that of the entry before.
    NotLater {
        /// This entry's instant.
        recorded_at: String,
        /// The latest instant before it.
        before: String,
    },
    /// The id was used by an earlier entry.
    IdReused {
        /// The entry that has it first.
        first: u64,
    },
    /// The entry is not the one that the expected head stands for.
    HeadMismatch {
        /// Hash of the bytes found.
        hash: Hash,
        /// Hash of the expected head.
        expected: Hash,
    },
    /// The log ends before the expected head.
    Truncated {
        /// The head that was expected.
        expected: Head,
    },
    /// No entry has the hash that was expected as head.
    HeadAbsent {
        /// Hash of the expected head.
        expected: Hash,
    },
}

impl FaultKind {
    /// The stable name of this fault (docs/format.md §8); that of [`ParseError::code`] for bytes
    /// that are not an entry.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            FaultKind::Empty => "empty",
            FaultKind::Unreadable(error) => error.code(),
            FaultKind::Altered { .. } => "altered",
            FaultKind::AlteredHereOrNext { .. } => "altered-here-or-next",
            FaultKind::Missing { .. } => "missing",
            FaultKind::Displaced { .. } => "displaced",
            FaultKind::Repeated { .. } => "repeated",
            FaultKind::NotGenesis(_) => "not-genesis",
            FaultKind::Version { .. } => "version",
            FaultKind::NotLater { .. } => "not-later",
            FaultKind::IdReused { .. } => "id-reused",
            FaultKind::HeadMismatch { .. } => "head-mismatch",
            FaultKind::Truncated { .. } => "truncated",
            FaultKind::HeadAbsent { .. } => "head-absent",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seq = self.seq;
        let next = seq.saturating_add(1);
        match &self.kind {
            FaultKind::Empty => write!(f, "the log is empty: a ledger has at least entry 0"),
            FaultKind::Unreadable(error) => write!(f, "entry {seq} cannot be read: {error}"),
            FaultKind::Altered { hash, recorded } => write!(
                f,
                "entry {seq} was altered: its bytes hash to {hash}, \
                 entry {next} recorded {recorded}"
            ),
            FaultKind::AlteredHereOrNext { hash, recorded } => write!(
                f,
                "entry {seq} or entry {next} was altered: entry {seq} hashes to {hash}, \
                 entry {next} recorded {recorded}, and nothing vouches for entry {next}; \
                 give the expected head to tell which"
            ),
            FaultKind::Missing { last } if *last == seq => write!(f, "entry {seq} is missing"),
            FaultKind::Missing { last } => write!(f, "entries {seq} to {last} are missing"),
            FaultKind::Displaced { found } => {
                write!(f, "entry {seq} is not in its place: an entry numbered {found} stands there")
            }
            FaultKind::Repeated { expected } => write!(
                f,
                "entry {seq} stands a second time, or was inserted, at place {} \
                 where entry {expected} belongs",
                self.position
            ),
            FaultKind::NotGenesis(error) => write!(f, "entry {seq} opens no ledger: {error}"),
            FaultKind::Version { stream, expected, found } => write!(
                f,
                "entry {seq} is numbered {found} in the stream {stream}, where {expected} comes next"
            ),
            FaultKind::NotLater { recorded_at, before } => write!(
                f,
                "entry {seq} is recorded at {recorded_at}, not later than {before} before it"
            ),
            FaultKind::IdReused { first } => {
                write!(f, "entry {seq} has the id of entry {first}")
            }
            FaultKind::HeadMismatch { hash, expected } => write!(
                f,
                "entry {seq} hashes to {hash} where the expected head is {expected}: \
                 it was altered, or the log was rewritten up to it"
            ),
            FaultKind::Truncated { expected } => write!(
                f,
                "the log ends before entry {seq}: the expected head is entry {}, {}",
                expected.count.saturating_sub(1),
                expected.hash
            ),
            FaultKind::HeadAbsent { expected } => write!(
                f,
                "the log ends at entry {seq} and no entry hashes to the expected head {expected}: \
                 it was cut off, altered at its end, or rewritten"
            ),
        }
    }
}

/// What a verification has read and found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChainReport {
    /// Entries read.
    pub entries: u64,
    /// Their bytes, without any framing.
    pub bytes: u64,
    /// The ledger's id: the hash of the first entry read. None for an empty log.
    pub ledger: Option<Hash>,
    /// Entries read and the hash of the last. None for an empty log.
    pub head: Option<Head>,
    /// The faults, in stored order.
    pub faults: Vec<Fault>,
    /// Faults found after the list was full.
    pub further_faults: u64,
}

impl ChainReport {
    /// Whether nothing is wrong.
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        self.faults.is_empty() && self.further_faults == 0
    }
}
