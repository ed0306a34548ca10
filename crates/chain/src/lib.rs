//! # greffe-chain: how the record is written and proved
//!
//! A ledger is a list of *entries*. An entry is one line of JSON; its hash is the blake3 hash of
//! its stored bytes and nothing more; every entry names the hash of the one before. So the whole
//! history hangs on one hash, and a person with `b3sum` and `jq` can check it. This room writes
//! entries ([`encode`]), reads them ([`Entry`]), packs them into pages ([`bundle`]), verifies a
//! log ([`Verifier`]), naming the entry at fault, and grows a Merkle tree over the same bytes
//! ([`merkle`]), from which one entry can be proved without the others.
//!
//! It is pure: no files, no clock, no randomness, no async, and it builds for `wasm32`. It does not
//! know what a convention or a subsidy is: it moves bytes and a small header, and verifies entries
//! of kinds it has never heard of. The byte format is `docs/format.md`, which is written so that a
//! stranger can reimplement it; the vectors are under `tests/vectors`.
//!
//! ```
//! use greffe_chain::{Entry, EntryFields, Evidence, Hash, Verifier, encode};
//!
//! let fields = EntryFields {
//!     prev: Hash::ZERO,
//!     seq: 0,
//!     id: "018f2b9a-0000-7000-8000-000000000000".parse()?,
//!     stream: "ledger".into(),
//!     version: 1,
//!     kind: "LedgerOpened".into(),
//!     schema: 1,
//!     effective: "2024-03-01".into(),
//!     recorded_at: "2024-03-01T09:30:00.000001Z".into(),
//!     recorded_by: "greffe".into(),
//!     evidence: Evidence { grade: "record".into(), sources: vec![] },
//!     causes: vec![],
//!     data: serde_json::value::RawValue::from_string(r#"{"format": 1}"#.into())?,
//! };
//! let bytes = encode(&fields)?;
//! assert_eq!(Entry::parse(&bytes)?.data(), r#"{"format":1}"#);
//!
//! let mut verifier = Verifier::new();
//! verifier.push(&bytes);
//! let report = verifier.finish();
//! assert!(report.is_sound());
//! assert_eq!(report.head.unwrap().hash, Hash::of(&bytes));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Where to start reading: `entry`, then `verify`, whose module text explains how a broken link is
//! attributed to the right entry.

pub mod bundle;
pub mod merkle;

mod encode;
mod entry;
mod error;
mod fault;
mod fields;
mod genesis;
mod hash;
mod json;
mod peek;
mod timestamp;
mod verify;

pub use encode::encode;
pub use entry::{Entry, EntryFields, Evidence, MAX_ENTRY_BYTES, Source};
pub use error::{EncodeError, ParseError};
pub use fault::{ChainReport, ExpectedHead, Fault, FaultKind, Head};
pub use genesis::{GENESIS_KIND, GENESIS_STREAM, Genesis, NotGenesis};
pub use hash::{Hash, HashForm, Hasher};
pub use peek::Peek;
pub use timestamp::{Timestamp, TimestampForm};
pub use verify::{MAX_FAULTS, Verifier};
