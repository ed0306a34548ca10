//! The tests of what an outsider is given, as one program.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed expectation is the test's own message"
)]

mod evidence;
mod ledger;
mod notes;
#[path = "../../../chain/tests/it/reference.rs"]
mod reference;
mod timestamps;
mod vectors;
mod witness;
