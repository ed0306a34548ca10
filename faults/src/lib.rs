//! # greffe-faults: what the store keeps when things go wrong
//!
//! Campaigns against a ledger's directory: every file system call of an operation fails or is the
//! last one, the process dies at random points, the power goes and takes what was not synced, the
//! disk is full or read-only. After each fault the ledger is opened again and held against a
//! witness of what was acknowledged.
//!
//! - [`plan`]: the calls of a run, fixed by its seed; [`witness`]: what was acknowledged;
//! - [`check`]: what must hold after any fault;
//! - [`disk`]: a disk in memory that knows what is durable and what is not, and draws what a power
//!   cut leaves; [`mount`]: the same disk as a file system (FUSE) that a process can work on;
//! - [`campaign`]: the campaigns and their tables; [`asked`]: what the store is about to offer.
//!
//! The driver and the check run as processes of their own (`greffe-driver`, `greffe-check`): what
//! dies or hangs there is counted here. Only tests may depend on this package.
#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::cast_possible_truncation,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a kit for tests: what it cannot do must stop the campaign, loudly and at once"
)]

pub mod asked;
pub mod campaign;
pub mod check;
pub mod disk;
pub mod driver;
pub mod mount;
pub mod plan;
pub mod witness;
