//! The tests of a witness, as one program.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed expectation is the test's own message"
)]

mod remembering;
mod requests;
mod scene;
