//! What the ledger talks about: public decisions, as events with exact values.
//!
//! This room gives meaning to entries. It holds the values ([`Money`], [`StatedShare`], [`Edtf`],
//! [`ActKey`]…), the events of every kind ([`Event`]), what a recorded event is to a projection
//! ([`Recorded`], [`Projection`]), and the one mechanism by which projections believe things:
//! facts visible at two clocks ([`Facts`]), their claims and what is believed of them
//! ([`history`], [`Sourced`]).
//!
//! It must not know: bytes, hashes, files, clocks, randomness, threads, the terminal. It is pure.
//!
//! Start with [`Event`] for what may happen, then [`Facts`] and [`history`] for how testimony
//! becomes belief.
//!
//! ```
//! use greffe_domain::{Decoded, Event, Money};
//!
//! let data = serde_json::json!({
//!     "amount_cents": 6_000_000,
//!     "beneficiary": { "name": "Les Ateliers du Pont" },
//!     "exercise": 2023
//! });
//! let Decoded::Known(event) = Event::decode("SubsidyGranted", 1, data)? else { panic!() };
//! let Event::SubsidyGranted(granted) = *event else { panic!() };
//! assert_eq!(granted.amount_cents, Money::parse("60 000 euros")?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod belief;
mod cell;
mod day;
mod edtf;
mod event;
mod evidence;
mod fact;
mod facts;
mod links;
mod money;
mod reference;
mod register;
mod share;
mod stream;
mod text;

pub use belief::{
    Agrees, Claim, History, Rival, Sourced, Step, believe, history, instruments_in_order,
};
pub use cell::{guarded, unguarded};
pub use day::{Day, DayError, Instant};
pub use edtf::{Edtf, EdtfError, Standing};
pub use event::*;
pub use evidence::{Grade, GradeError, Passage};
pub use fact::{Content, Fact, Meta, Projection, Recorded};
pub use facts::{AsOf, Facts, Known};
pub use links::links;
pub use money::{Money, MoneyError};
pub use reference::{ActKey, ActRef};
pub use register::{is_rna, is_siren, is_siret};
pub use share::{Agreement, Ratio, ShareError, StatedShare};
pub use stream::{StreamError, StreamId, StreamKind};
pub use text::{fold_spaces, is_hidden, is_ignorable, is_space, slug, telling_words};
