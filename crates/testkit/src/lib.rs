//! For tests only: made-up histories, and second opinions about what must become of them.
//!
//! Nothing in the house depends on this crate except as a dev-dependency. It holds
//!
//! - [`Prng`]: pseudo-random numbers from a printed seed, so that a failure can be had again;
//! - [`history`]: a seeded generator of what French public bodies write ([`history::Told`]), in any order of
//!   arrival, with several sources, grades, imprecise dates, avenants, corrections and voids;
//! - [`naive`]: the believed amounts and budgets of a convention, by sorting and folding plain JSON
//!   from scratch. It shares no code with the belief of `greffe-domain`: not the dates, not the
//!   order, not the grades. Where the two disagree, one of them is wrong;
//! - [`load`]: millions of entries of a realistic mix and size, for benches;
//! - [`MemoryLog`]: the store as a list in memory, chained with `greffe-chain`;
//! - [`Mutator`]: broken variants of good inputs, for parsers of outside bytes.
//!
//! It must not know: the engine of the store, files, clocks. All randomness comes from a seed.
//!
//! ```
//! use greffe_testkit::history::{Size, arrive, told};
//! use greffe_testkit::{Prng, naive};
//!
//! let told = told(7, Size::default());
//! let log = arrive(&told, &mut Prng::new(7));
//! let stream = &greffe_testkit::history::conventions(&told)[0];
//! let amounts = naive::amounts(&log, stream, naive::Question::default());
//! assert!(amounts.steps.iter().all(|step| !step.entries.is_empty()));
//! ```
#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::cast_possible_truncation,
    reason = "a kit for tests: what it cannot do must stop the test, loudly and at once"
)]

pub mod history;
pub mod load;
pub mod naive;

mod memory;
mod mutate;
mod prng;

pub use memory::{Cause, Draft, Expected, MemoryLog, Outcome, Refusal};
pub use mutate::Mutator;
pub use prng::{Prng, seed};
