//! Properties of the rooms, held against the models of the test kit. Every test prints its seed;
//! `GREFFE_SEED` repeats one run, `GREFFE_ROUNDS` multiplies the rounds.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed expectation is the test's own message"
)]

mod bitemporal;
mod circle;
mod fuzz;
mod history;
mod ledgers;
mod load;
mod questions;
mod since_when;
mod store;
mod views;

/// How many rounds a property runs: its own number, times `GREFFE_ROUNDS` where that is set.
fn rounds(number: u64) -> u64 {
    let factor = std::env::var("GREFFE_ROUNDS").ok().and_then(|factor| factor.parse::<u64>().ok());
    number * factor.unwrap_or(1)
}
