//! # greffe-store: where the ledger is kept
//!
//! An append-only store of chained entries, their documents and the indexes that find them, in one
//! directory, all in plain files. This room decides what *acknowledged* means: on disk. It gives
//! numbers and instants, keeps the chain, and refuses to guess about damage.
//!
//! What it may know: bytes and the header of an entry ([`greffe_chain`]). What it must not know: what
//! an entry means; nothing here has heard of a convention.
//!
//! - Writing: [`Store::create`], [`Store::open`], [`Store::append`], [`Store::put_document`].
//! - Reading: [`Reader`], which a [`Store`] and a [`Forensic`] view both are;
//!   [`Reader::subscribe`] follows.
//! - Doubting: [`Reader::verify`], [`Store::open_forensic`].
//!
//! ```
//! use greffe_store::{Expected, NewEntry, Options, Store};
//! use serde_json::value::RawValue;
//!
//! # let runtime = tokio::runtime::Builder::new_current_thread().build()?;
//! # runtime.block_on(async {
//! # let dir = tempfile::tempdir()?;
//! # let dir = dir.path().join("vauclaire.ledger");
//! let new = |stream: &str, kind: &str| NewEntry {
//!     id: None,
//!     stream: stream.into(),
//!     kind: kind.into(),
//!     schema: 1,
//!     effective: "2024-03-01".into(),
//!     recorded_by: "greffe".into(),
//!     grade: "record".into(),
//!     sources: vec![],
//!     causes: vec![],
//!     data: RawValue::from_string("{}".into()).unwrap(),
//! };
//! let store = Store::create(&dir, new("ledger", "LedgerOpened"), &Options::default())?;
//! let act = "act/vauclaire/2024-017";
//! let receipt = store
//!     .append(vec![new(act, "VoteCast")], vec![(act.into(), Expected::NoStream)])
//!     .await?;
//! assert_eq!(receipt.entries[0].seq, 1);
//! assert_eq!(store.head(), receipt.head);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Where to start reading: `tail` and `volumes` (how the log lies on the disk), then `writer` (what
//! a commit is). The layout and what a crash leaves are docs/format.md §11.

mod append;
mod backup;
mod backup_check;
mod candidates;
mod chaining;
mod commit;
mod doctor;
mod documents;
mod error;
mod files;
mod forensic;
mod index;
mod kept;
mod layout;
mod lock;
mod log;
mod loose;
mod metrics;
mod opening;
mod options;
mod page;
mod place;
mod plant;
mod private;
mod quick;
mod read;
mod restore;
mod scan;
mod snapshots;
mod store;
mod subscribe;
mod tail;
mod tiles;
mod verify;
mod volumes;
mod writer;

#[cfg(any(test, feature = "tamper"))]
pub mod tamper;

#[cfg(test)]
mod tests;

pub use append::{Cause, Expected, MAX_CALL_BYTES, MAX_CALL_ENTRIES, NewEntry, Receipt, Recorded};
pub use backup::BackupReport;
pub use backup_check::Backup;
pub use doctor::{Diagnosis, examine};
pub use documents::{Documents, DocumentsReport};
pub use error::{AppendError, Damage, StoreError, is_shortage};
pub use files::{open as open_file, wipe};
pub use forensic::Forensic;
pub use index::IndexFault;
pub use layout::{HeadMark, apart};
pub use lock::Holder;
pub use metrics::Metrics;
pub use options::{Clock, IdSource, Options, SystemClock, SystemIds};
pub use page::{EntryBytes, Page};
#[cfg(any(test, feature = "tamper"))]
pub use plant::Plant;
pub use read::{Reader, Scan, ScanBack};
pub use restore::{RestoreReport, restore, restore_with};
pub use scan::Pages;
pub use snapshots::SnapshotKey;
pub use store::Store;
pub use subscribe::Subscription;
pub use verify::{BlockFault, StoreReport, VerifyOptions};
