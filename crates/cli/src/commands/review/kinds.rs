//! The kinds of fact that a text can say: in words, and where each stands.

use greffe::domain::{StreamKind, slug};
use greffe_render::Lang;

/// A kind of fact: its name, the same in French and in English, and in which streams it stands.
pub type Kind = (&'static str, &'static str, &'static str, StreamKind);

/// The kinds that hold what was typed, in their name or in words.
pub fn fitting(typed: &str) -> Vec<&'static Kind> {
    let typed = slug(typed);
    let fits =
        |(kind, fr, en, _): &&Kind| [kind, fr, en].iter().any(|words| slug(words).contains(&typed));
    KINDS.iter().filter(fits).collect()
}

/// The words of a kind.
pub fn in_words(kind: &str, lang: Lang) -> &str {
    let known = KINDS.iter().find(|(known, ..)| *known == kind);
    known.map_or(kind, |(_, fr, en, _)| if lang == Lang::Fr { fr } else { en })
}

/// In which streams a kind stands first of all.
pub fn home(kind: &str) -> StreamKind {
    let known = KINDS.iter().find(|(known, ..)| *known == kind);
    known.map_or(StreamKind::Ledger, |(.., home)| *home)
}

/// The kinds, those of the money first.
pub const KINDS: &[Kind] = &[
    ("SubsidyGranted", "subvention accordée", "subsidy granted", StreamKind::Convention),
    ("ConventionApproved", "convention approuvée", "convention approved", StreamKind::Convention),
    ("ConventionSigned", "convention signée", "convention signed", StreamKind::Convention),
    ("InstalmentAgreed", "versement convenu", "instalment agreed", StreamKind::Convention),
    ("BalanceRuleStated", "règle du solde", "rule of the balance", StreamKind::Convention),
    ("AvenantRequested", "avenant demandé", "avenant requested", StreamKind::Convention),
    ("AvenantApproved", "avenant approuvé", "avenant approved", StreamKind::Convention),
    ("AvenantSigned", "avenant signé", "avenant signed", StreamKind::Convention),
    ("BudgetRevised", "budget révisé", "budget revised", StreamKind::Convention),
    ("PaymentOrdered", "mandatement", "payment ordered", StreamKind::Convention),
    ("PaymentExecuted", "paiement", "payment made", StreamKind::Convention),
    ("BalanceComputed", "solde fixé", "balance set", StreamKind::Convention),
    ("RecoveryOrdered", "reversement demandé", "recovery ordered", StreamKind::Convention),
    ("StateAsserted", "situation affirmée", "state asserted", StreamKind::Convention),
    (
        "BeneficiaryIdentified",
        "bénéficiaire identifié",
        "beneficiary identified",
        StreamKind::Beneficiary,
    ),
    (
        "BeneficiaryRestructured",
        "bénéficiaire réorganisé",
        "beneficiary restructured",
        StreamKind::Convention,
    ),
    ("ActivityReported", "activité déclarée", "activity reported", StreamKind::Convention),
    (
        "FinancialReportFiled",
        "compte rendu financier",
        "financial report filed",
        StreamKind::Convention,
    ),
    ("DeliberationTabled", "délibération", "deliberation", StreamKind::Act),
    ("ReportSubmitted", "rapport présenté", "report submitted", StreamKind::Act),
    ("VoteCast", "vote", "vote", StreamKind::Act),
    ("RecusalDeclared", "déport", "recusal", StreamKind::Act),
    ("SignatureAuthorised", "signature autorisée", "signature authorised", StreamKind::Act),
    ("CopyCertified", "copie certifiée", "copy certified", StreamKind::Act),
    ("ActTransmitted", "transmission au préfet", "transmission to the prefect", StreamKind::Act),
    ("ActPublished", "publication", "publication", StreamKind::Act),
    ("ActWithdrawn", "retrait", "withdrawal", StreamKind::Act),
    ("ActAnnulled", "annulation", "annulment", StreamKind::Act),
    ("FormalityRecorded", "formalité", "formality", StreamKind::Act),
    ("ConvocationSent", "convocation", "notice of meeting", StreamKind::Sitting),
    ("SittingOpened", "séance ouverte", "sitting opened", StreamKind::Sitting),
    ("SittingDated", "date de séance", "date of the sitting", StreamKind::Sitting),
    ("AttendanceRecorded", "présence", "attendance", StreamKind::Sitting),
    ("QuorumDeclared", "quorum", "quorum", StreamKind::Sitting),
    ("OrganConstituted", "organe constitué", "organ constituted", StreamKind::Organ),
    ("DelegationGranted", "délégation", "delegation", StreamKind::Organ),
];
