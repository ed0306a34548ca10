//! The kinds of fact that a text can say, and where each stands.

use greffe::domain::{StreamKind, slug};
use greffe_render::{Lang, kind_words};

/// A kind of fact, and in which streams it stands.
pub type Kind = (&'static str, StreamKind);

/// The kinds that hold what was typed, in their name or in the words of either language.
pub fn fitting(typed: &str) -> Vec<&'static Kind> {
    let typed = slug(typed);
    let fits = |(kind, _): &&Kind| {
        let names = [*kind, kind_words(Lang::Fr, kind), kind_words(Lang::En, kind)];
        names.iter().any(|words| slug(words).contains(&typed))
    };
    KINDS.iter().filter(fits).collect()
}

/// In which streams a kind stands first of all.
pub fn home(kind: &str) -> StreamKind {
    let known = KINDS.iter().find(|(known, _)| *known == kind);
    known.map_or(StreamKind::Ledger, |(_, home)| *home)
}

/// The kinds, those of the money first.
pub const KINDS: &[Kind] = &[
    ("SubsidyGranted", StreamKind::Convention),
    ("ConventionApproved", StreamKind::Convention),
    ("ConventionSigned", StreamKind::Convention),
    ("InstalmentAgreed", StreamKind::Convention),
    ("BalanceRuleStated", StreamKind::Convention),
    ("AvenantRequested", StreamKind::Convention),
    ("AvenantApproved", StreamKind::Convention),
    ("AvenantSigned", StreamKind::Convention),
    ("BudgetRevised", StreamKind::Convention),
    ("PaymentOrdered", StreamKind::Convention),
    ("PaymentExecuted", StreamKind::Convention),
    ("BalanceComputed", StreamKind::Convention),
    ("RecoveryOrdered", StreamKind::Convention),
    ("StateAsserted", StreamKind::Convention),
    ("BeneficiaryIdentified", StreamKind::Beneficiary),
    ("BeneficiaryRestructured", StreamKind::Convention),
    ("ActivityReported", StreamKind::Convention),
    ("FinancialReportFiled", StreamKind::Convention),
    ("DeliberationTabled", StreamKind::Act),
    ("ReportSubmitted", StreamKind::Act),
    ("VoteCast", StreamKind::Act),
    ("RecusalDeclared", StreamKind::Act),
    ("SignatureAuthorised", StreamKind::Act),
    ("CopyCertified", StreamKind::Act),
    ("ActTransmitted", StreamKind::Act),
    ("ActPublished", StreamKind::Act),
    ("ActWithdrawn", StreamKind::Act),
    ("ActAnnulled", StreamKind::Act),
    ("FormalityRecorded", StreamKind::Act),
    ("ConvocationSent", StreamKind::Sitting),
    ("SittingOpened", StreamKind::Sitting),
    ("SittingDated", StreamKind::Sitting),
    ("AttendanceRecorded", StreamKind::Sitting),
    ("QuorumDeclared", StreamKind::Sitting),
    ("OrganConstituted", StreamKind::Organ),
    ("DelegationGranted", StreamKind::Organ),
];
