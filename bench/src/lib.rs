//! What the ledger costs, beside what the disk and the hash cost anyway.
//!
//! Every figure is a ratio against a baseline that was measured in the same run, in rounds that
//! alternate between the two, on the same bytes: figures of two machines, or of two days, are not
//! comparable, their ratios are. Rows:
//!
//! - [`append`]: durable appends against a raw file that is written and synced as often;
//! - [`scan`]: verification against reading and hashing the same bytes, and typed replay against
//!   verification;
//! - [`state`]: the state of one convention in a large ledger;
//! - [`disk`] and [`memory`]: bytes, against the bytes of the entries.
//!
//! `benches/table.rs` runs them and prints one table ([`report`]). It must not know how the store
//! does anything: only what a program that embeds the ledger can see.
#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![allow(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "rates and ratios are figures for people, never data"
)]

pub mod append;
pub mod args;
pub mod disk;
pub mod ledger;
pub mod memory;
pub mod raw;
pub mod report;
pub mod rounds;
pub mod scan;
pub mod state;

/// Whatever stops a bench; its text is all that anybody needs.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;
