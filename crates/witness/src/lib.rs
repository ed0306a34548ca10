//! # greffe-witness: whoever sees that a log goes on
//!
//! Two people who are shown two histories of one ledger cannot notice it, each by himself. A *witness* is
//! a party besides: it remembers the last checkpoint of each log that it saw, and cosigns a later one only
//! if that continues it. It needs no ledger and no greffe on the other side: it follows what any log
//! publishes as C2SP tlog-tiles ([`follow`]), from a directory or over HTTP, and answers the
//! C2SP tlog-witness call ([`Server`]).
//!
//! What it may know: the forms of proof ([`greffe_proof`]) and the tree. What it must not know: entries,
//! and what they mean. The clock is the caller's: instants arrive as arguments. What is measured here is how long
//! somebody else keeps a connection open.
//!
//! [`Witness::add_checkpoint`] compares and stores under one lock, across threads and processes, and what
//! it stores is on disk before it answers: two calls at once cannot both be cosigned against the same past.
//!
//! Only plain HTTP is spoken. Everything is signed, so a connection needs no secrecy to be believed; who
//! wants it puts a proxy in front.
//!
//! Where to start reading: `state`, then `follow`.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod client;
mod conflicts;
mod connections;
mod files;
mod follow;
mod http;
mod server;
mod source;
mod state;

pub use client::{CallError, call, remembered};
pub use conflicts::{Conflict, MOST_CONFLICTS};
pub use follow::{FollowError, Followed, follow};
pub use server::{Answered, Server};
pub use source::{Source, SourceError};
pub use state::{StateError, Witness, WitnessError};
