//! Evidence bundles: one file that a person takes away and checks years later, without a ledger, without
//! a network, and without trusting whoever made it (docs/proof-format.md §7).
//!
//! ```text
//! greffe-evidence/1
//! checkpoint LENGTH          the signed note
//! key VKEY                   every key that signed it, in order
//! timestamp LENGTH           RFC 3161 tokens over the checkpoint's text
//! entry SEQ LENGTH HASHES    stored bytes, then the proof of inclusion, a hash a line
//! document HASH LENGTH       texts that entries cite, and originals
//! sha256 SUM                 of everything before this line
//! ```
//!
//! The last line is no proof: whoever forges a bundle makes a new one. It notices what happened to
//! a file on its way. [`verify()`] proves: from the bytes of each entry up to what the user pinned.
//!
//! One content has one spelling: what is read is written again byte by byte.

mod faults;
mod read;
mod report;
mod verify;
mod write;

pub use faults::Faults;
pub use read::{EvidenceFault, parse};
pub use report::{Check, CheckName, NotChecked, Outcome, Proven, Report, Verdict};
pub use verify::{verify, verify_alone};
pub use write::{EvidenceForm, MAX_DOCUMENTS, MAX_ENTRIES, MAX_TIMESTAMPS};

use std::collections::BTreeMap;

use greffe_chain::Hash;
use greffe_chain::merkle::TreeHash;

use crate::key::VerifierKey;
use crate::note::Note;

/// The first line of a bundle: its form and the version of it.
pub const FIRST_LINE: &str = "greffe-evidence/1";

/// What is in a bundle. Nothing of it is verified yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The checkpoint, with the signatures of the keys below and no others.
    pub checkpoint: Note,
    /// The keys that signed it, by their written form. They show that the bundle is whole; nobody
    /// trusts them for being here.
    pub keys: Vec<VerifierKey>,
    /// Tokens of RFC 3161 over the text of the checkpoint.
    pub timestamps: Vec<Vec<u8>>,
    /// Entries by their numbers.
    pub entries: BTreeMap<u64, ProvedEntry>,
    /// Texts that entries cite, and originals, by their hashes.
    pub documents: BTreeMap<Hash, Vec<u8>>,
}

/// An entry with its proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvedEntry {
    /// Its stored bytes.
    pub bytes: Vec<u8>,
    /// The proof that it is in the tree of the checkpoint.
    pub proof: Vec<TreeHash>,
}
