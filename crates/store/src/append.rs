//! What a caller hands in and gets back: new entries, expectations, receipts.

use std::fmt;

use greffe_chain::{Hash, Head, Source};
use serde_json::value::RawValue;
use uuid::Uuid;

/// The most entries one call may hold.
pub const MAX_CALL_ENTRIES: usize = 65_536;

/// The most bytes that the entries of one call may have: they are in memory and in one commit.
pub const MAX_CALL_BYTES: usize = 64 * 1024 * 1024;

/// An entry to be recorded. What the ledger adds: predecessor, numbers and instant.
///
/// Limits and meanings of the fields are those of docs/format.md §2.2.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// Identity, made before the first try so that a retry is recognised; None lets the ledger
    /// make one, and gives up that protection.
    pub id: Option<Uuid>,
    /// What the entry is about.
    pub stream: String,
    /// What happened.
    pub kind: String,
    /// Version of the kind's schema, from 1.
    pub schema: u32,
    /// When the fact holds (EDTF).
    pub effective: String,
    /// Who records it.
    pub recorded_by: String,
    /// Its standing.
    pub grade: String,
    /// The passages that say it.
    pub sources: Vec<Source>,
    /// The entries it follows from.
    pub causes: Vec<Cause>,
    /// The fact itself: a JSON object with integers only.
    pub data: Box<RawValue>,
}

/// An entry that another follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A recorded entry, by its sequence number.
    Seq(u64),
    /// An earlier entry of the same call, by its place in the call, from 0.
    InCall(usize),
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cause::Seq(seq) => write!(f, "entry {seq}"),
            Cause::InCall(index) => write!(f, "entry {index} of the call"),
        }
    }
}

/// What the caller believes of a stream before his entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Nothing in particular.
    Any,
    /// It has no entry yet.
    NoStream,
    /// Its last entry has this version.
    Version(u64),
}

impl Expected {
    /// Whether a stream at version `found` (0: no entry) is as expected.
    #[must_use]
    pub const fn holds(self, found: u64) -> bool {
        match self {
            Expected::Any => true,
            Expected::NoStream => found == 0,
            Expected::Version(version) => found == version,
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expected::Any => write!(f, "at any version"),
            Expected::NoStream => write!(f, "absent"),
            Expected::Version(version) => write!(f, "at version {version}"),
        }
    }
}

/// What the ledger acknowledges: these entries are on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The entries, in the order of the call.
    pub entries: Vec<Recorded>,
    /// The head of the ledger as of the last of them. Others may follow it already.
    pub head: Head,
    /// Whether the same entries had been recorded by an earlier call, to which this receipt belongs.
    pub replayed: bool,
}

/// One recorded entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Place in the ledger.
    pub seq: u64,
    /// Hash of the stored bytes.
    pub hash: Hash,
    /// Its id.
    pub id: Uuid,
    /// Place in its stream.
    pub version: u64,
}
