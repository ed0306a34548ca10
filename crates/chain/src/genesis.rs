//! Entry 0: the entry that opens a ledger and gives it its identity.
//!
//! The ledger's id is the hash of entry 0. What its `data` holds (format version, hash algorithms,
//! name, institution, a random nonce) is the business of whoever writes it; the chain only asks
//! that entry 0 be recognisable (docs/format.md §4).

use thiserror::Error;

use crate::entry::Entry;
use crate::hash::Hash;

/// The stream of entry 0 and of every entry about the ledger itself.
pub const GENESIS_STREAM: &str = "ledger";
/// The kind of entry 0.
pub const GENESIS_KIND: &str = "LedgerOpened";

/// The identity of a ledger, read from its entry 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Genesis {
    /// The ledger's id: the hash of entry 0.
    pub ledger: Hash,
}

/// An entry that does not open a ledger.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("entry 0 must have {rule}")]
pub struct NotGenesis {
    /// The rule it breaks.
    pub rule: &'static str,
}

impl Genesis {
    /// Checks that `entry` opens a ledger, and names that ledger.
    ///
    /// # Errors
    /// [`NotGenesis`] with the first rule of docs/format.md §4 that it breaks.
    pub fn of(entry: &Entry<'_>) -> Result<Genesis, NotGenesis> {
        let rule = if entry.seq() != 0 {
            "seq 0"
        } else if entry.prev() != Hash::ZERO {
            "64 zeros as prev"
        } else if entry.stream() != GENESIS_STREAM {
            "the stream `ledger`"
        } else if entry.version() != 1 {
            "version 1 in its stream"
        } else if entry.kind() != GENESIS_KIND {
            "the kind `LedgerOpened`"
        } else {
            return Ok(Genesis { ledger: entry.hash() });
        };
        Err(NotGenesis { rule })
    }
}
