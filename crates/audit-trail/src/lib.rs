//! The audit trail: for every act and convention, in order, who did what under which authority,
//! where a text says so; then findings.
//!
//! [`AuditTrail`] folds all entries into a set of facts. [`Trail::of`] reads it at two clocks:
//! the steps of every act and convention, and what the rules of the catalogue ([`rules`]) say of
//! them. A rule is one small file with its legal source in dated versions, the facts it needs,
//! and a pure function from a dossier to a verdict. A [`RulePack`] leaves rules out or sets their
//! [`Parameter`]s to an institution's own, stricter values.
//!
//! It must not know: bytes, the store, the terminal. No finding is stored in the log; a finding is
//! computed whenever it is asked for.
//!
//! Start with [`Trail`], then [`Rule`] and any file of `rules/`.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod dossier;
mod finding;
mod pack;
mod rule;
mod rules;
mod trail;

pub use dossier::{
    ActDossier, Attendance, ConventionDossier, Execution, ExecutionKind, InstitutionKind,
    OrganKind, Told, UndoneDelegation, YearOfBeneficiary,
};
pub use finding::{Finding, Lacking, LegalSource, LocalRule, Outcome, Severity, Text};
pub use pack::{BUREAU_FOLLOWS_COUNCIL, PackError, PackFault, RulePack, Setting};
pub use rule::{Applicable, Check, Parameter, Rule, Verdict, Version};
pub use rules::{findings, findings_under, rules};
pub use trail::{SubjectTrail, Trail, TrailStep};

use greffe_domain::{Facts, Projection, Recorded};

/// The projection: the facts of every stream.
#[derive(Debug, Clone, Copy)]
pub struct AuditTrail;

impl Projection for AuditTrail {
    const NAME: &'static str = "audit-trail";
    const VERSION: u32 = 1;
    type State = Facts;

    fn apply(state: &mut Facts, recorded: &Recorded) {
        state.insert(recorded);
    }
}
