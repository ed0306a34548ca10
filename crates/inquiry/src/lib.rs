//! Questions to a history: what made a figure what it is, what would have been without an act,
//! since when something has been so.
//!
//! [`ConventionRecord`] is everything recorded that bears on one convention. Its state at two clocks is
//! flattened into [`Fields`]: every value under a stable path, with the entries and passages it
//! rests on. The questions are views of that one mechanism: [`blame`] (who set it, and what it
//! replaced), [`explain`] (from a figure down to the sentences of the acts), [`diff`] (field by
//! field, between two states), [`what_if`] (the same history with something left out, added or
//! replaced; never recorded). [`Expression`] is a yes-or-no question in the language CEL,
//! [`bisect`](first) the first place of a history at which one is true. [`Matching`] asks which subjects of the whole ledger may be one.
//!
//! It must not know: bytes, the store, the terminal.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod beliefs;
mod bisect;
mod blame;
mod diff;
mod explain;
mod explainer;
mod expression;
mod field;
mod fields;
#[cfg(test)]
mod fixture;
mod matching;
mod named;
mod no_balance;
mod record;
mod sample;
mod setting;
mod suppose;
#[cfg(test)]
mod tests;
mod timeline;
mod what_if;

pub use beliefs::{BeliefChange, FieldHistory, Held, Moved};
pub use bisect::{
    Bisection, Order, Place, Search, Searched, Turn, answer_at, decisive, first, folded, places,
};
pub use blame::{Blame, Replaced, blame};
pub use diff::{Change, ChangeKind, Diff, changes, diff};
pub use explain::{Basis, Explanation, Node, Operation, Part, explain};
pub use expression::{
    Answer, BareAmount, Expression, ExpressionError, FUNCTIONS, FindingSubject, JudgedSubject,
    MOST_STEPS, Scope, StateSubject, StepSubject, StoredEntry, Subject, Tally, Untold,
};
pub use field::{Field, FieldKind, FieldValue, is_scenario};
pub use fields::Fields;
pub use matching::{
    Likelihood, LinkDecision, MatchProposal, MatchReason, MatchSubject, Matching, ReasonCode,
};
pub use named::NameError;
pub use no_balance::{NoBalance, why_no_balance};
pub use record::{ConventionRecord, Testimony};
pub use sample::{
    Cents, OnlyOrdered, Plan, Population, Sample, SampleError, SampleSize, Selected, Stratum,
    Total, Unit, units,
};
pub use setting::{Assignation, ExpectedValue, Setting, SettingError, stated_amount};
pub use suppose::{LeftOut, Silence, Supposition, Without};
pub use timeline::{Learned, Timeline, TimelineEvent, acts_named_by};
pub use what_if::{FindingChange, Hypothesis, MoneyChange, WhatIf, WhatIfError, what_if};
