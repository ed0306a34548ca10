//! The state of every convention, at any date, as known at any date.
//!
//! [`ConventionStates`] folds the entries of convention and beneficiary streams, and what takes acts
//! back, into a set of facts; [`ConventionView::of`] reads a convention's state from that set. Shares, balance,
//! obligations and what is missing are computed in the view from believed fields, and every
//! figure keeps the entries and passages it rests on.
//!
//! It must not know: bytes, the store, the terminal, the law beyond the convention's own rules
//! (findings are the audit trail's), save the due date of the financial report.
//!
//! Start with [`ConventionView`].
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod alike;
mod balance;
mod claims;
mod evidence;
mod figures;
mod grounds;
mod occurrences;
mod payments;
mod shares;
mod taken_back;
#[cfg(test)]
mod tests;
mod undone;
mod view;

pub use alike::{Alike, GrantTold, GrantsAlike};
pub use balance::{
    Assumption, Balance, BudgetScenario, DueOnBudget, RuleOtherwise, Supposed, WithoutLastAvenant,
};
pub use claims::Unfigured;
pub use evidence::{Contradiction, Missing, Obligation, ObligationKind};
pub use grounds::{Grounds, told};
pub use occurrences::Occurrence;
pub use payments::{PaymentTold, PaymentView, told_once, unanswered};
pub use shares::{ShareView, Uncomputed};
pub use taken_back::{TakenBack, Undoing, taken_back, undoings_of};
pub use undone::{UndoneAct, acts_of, undoings};
pub use view::{BeneficiaryView, ConventionTerms, ConventionView, InstrumentView};

use greffe_domain::{Content, Event, Facts, Projection, Recorded, StreamKind};

/// The projection: facts of convention and beneficiary streams, with voids, corrections, and what takes
/// acts back.
#[derive(Debug, Clone, Copy)]
pub struct ConventionStates;

impl Projection for ConventionStates {
    const NAME: &'static str = "convention-state";
    const VERSION: u32 = 2;
    type State = Facts;

    fn apply(state: &mut Facts, recorded: &Recorded) {
        let of_stream = matches!(
            recorded.meta.stream.kind(),
            StreamKind::Convention | StreamKind::Beneficiary | StreamKind::Ledger
        );
        // A void or a correction counts wherever it was recorded, and an act that is taken back takes what
        // stands on it with it.
        let bears = match &recorded.content {
            Content::Known(fact) => matches!(
                fact.event,
                Event::EntryVoided(_)
                    | Event::EntryCorrected(_)
                    | Event::ActWithdrawn(_)
                    | Event::ActAnnulled(_)
            ),
            Content::Unknown { .. } | Content::Odd { .. } => false,
        };
        if of_stream || bears {
            state.insert(recorded);
        }
    }
}
