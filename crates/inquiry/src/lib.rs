//! Questions to a history: what made a figure what it is, what would have been without an act,
//! since when something has been so.
//!
//! Every answer is a view of the one mechanism below it: a state's fields, each with the entries
//! and passages it rests on. It must not know: bytes, the store, the terminal.
//!
//! [`Expression`] is a yes-or-no question in the language CEL, [`bisect`](first) the first place of a
//! history at which one is true, [`changes`] what differs between two states.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod bisect;
mod expression;
mod figures;
#[cfg(test)]
mod fixture;

pub use bisect::{Bisection, Order, Place, Search, Searched, Turn, decisive, first, places};
pub use expression::{
    Answer, Expression, ExpressionError, FUNCTIONS, FindingSubject, Scope, StateSubject,
    StepSubject, StoredEntry, Subject, Tally, Untold,
};
pub use figures::{Change, Figure, FigureValue, changes, figures};
