//! The tests of the record's format and proof, as one program.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed expectation is the test's own message"
)]

mod entries;
mod format_document;
mod ledger;
mod merkle;
mod reference;
mod tampering;
mod vectors;
