//! Dossiers: the facts that rules look at, gathered by subject.
//!
//! A dossier holds believed values with their sources, never raw text. What no source states is
//! `None`; rules turn that into *cannot conclude*.

mod act;
mod convention;
mod decisions;
mod delegations;
mod execution;
mod formality;
mod institution;
mod linked;
mod year;

pub use act::{ActDossier, Attendance, Told};
pub use convention::ConventionDossier;
pub use delegations::UndoneDelegation;
pub(crate) use delegations::given_after;
pub use execution::{Execution, ExecutionKind};
pub use institution::{InstitutionKind, OrganKind};
pub use year::YearOfBeneficiary;

use greffe_domain::{AsOf, Facts, Known, Standing, StreamId};

/// The facts of a stream that are in force on the day asked about. What only may be in force then
/// is shown by the trail and judged by no rule.
fn in_force<'a>(facts: &'a Facts, stream: &StreamId, as_of: AsOf) -> Vec<Known<'a>> {
    let known = facts.known(stream, as_of).into_iter();
    known.filter(|k| k.standing == Standing::InForce).collect()
}
