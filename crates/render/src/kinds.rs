//! The kinds of event in words, for pages; programs go by the kind itself.

use crate::style::Lang;

/// A kind of event in the words of a language; one that this version does not know, by its name.
///
/// ```
/// use greffe_render::{Lang, kind_words};
/// assert_eq!(kind_words(Lang::Fr, "AvenantApproved"), "avenant approuvé");
/// assert_eq!(kind_words(Lang::En, "FutureKind"), "FutureKind");
/// ```
#[must_use]
pub fn kind_words(lang: Lang, kind: &str) -> &str {
    let known = WORDS.iter().find(|(known, ..)| *known == kind);
    known.map_or(kind, |(_, fr, en)| lang.pick(*fr, *en))
}

/// Every kind with its words in French and in English.
const WORDS: &[(&str, &str, &str)] = &[
    ("SubsidyGranted", "subvention accordée", "subsidy granted"),
    ("ConventionApproved", "convention approuvée", "convention approved"),
    ("ConventionSigned", "convention signée", "convention signed"),
    ("InstalmentAgreed", "versement convenu", "instalment agreed"),
    ("BalanceRuleStated", "règle du solde", "rule of the balance"),
    ("AvenantRequested", "avenant demandé", "avenant requested"),
    ("AvenantApproved", "avenant approuvé", "avenant approved"),
    ("AvenantSigned", "avenant signé", "avenant signed"),
    ("BudgetRevised", "budget révisé", "budget revised"),
    ("PaymentOrdered", "mandatement", "payment ordered"),
    ("PaymentExecuted", "paiement", "payment made"),
    ("BalanceComputed", "solde fixé", "balance set"),
    ("RecoveryOrdered", "reversement demandé", "recovery ordered"),
    ("StateAsserted", "situation affirmée", "state asserted"),
    ("BeneficiaryIdentified", "bénéficiaire identifié", "beneficiary identified"),
    ("BeneficiaryRestructured", "bénéficiaire réorganisé", "beneficiary restructured"),
    ("ActivityReported", "activité déclarée", "activity reported"),
    ("FinancialReportFiled", "compte rendu financier", "financial report filed"),
    ("DeliberationTabled", "délibération", "deliberation"),
    ("ReportSubmitted", "rapport présenté", "report submitted"),
    ("VoteCast", "vote", "vote"),
    ("RecusalDeclared", "déport", "recusal"),
    ("SignatureAuthorised", "signature autorisée", "signature authorised"),
    ("CopyCertified", "copie certifiée", "copy certified"),
    ("ActTransmitted", "transmission au préfet", "transmission to the prefect"),
    ("ActPublished", "publication", "publication"),
    ("ActWithdrawn", "retrait", "withdrawal"),
    ("ActAnnulled", "annulation", "annulment"),
    ("FormalityRecorded", "formalité", "formality"),
    ("ConvocationSent", "convocation", "notice of meeting"),
    ("SittingOpened", "séance ouverte", "sitting opened"),
    ("SittingDated", "date de séance", "date of the sitting"),
    ("AttendanceRecorded", "présence", "attendance"),
    ("QuorumDeclared", "quorum", "quorum"),
    ("OrganConstituted", "organe constitué", "organ constituted"),
    ("DelegationGranted", "délégation", "delegation"),
    ("LedgerOpened", "registre ouvert", "ledger opened"),
    ("DocumentRegistered", "document enregistré", "document registered"),
    ("EntryCorrected", "rectification", "correction"),
    ("EntryVoided", "annulation d'inscription", "voiding"),
    ("PersonalDataErased", "données effacées", "personal data erased"),
    ("CheckpointAnchored", "point de contrôle ancré", "checkpoint anchored"),
    ("SigningKeyRegistered", "clé de signature inscrite", "signing key registered"),
    ("SigningKeyRetired", "clé de signature retirée", "signing key retired"),
    ("ReadingReviewed", "relecture", "reading reviewed"),
    ("SubjectsLinked", "rapprochement", "subjects linked"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_words_of_its_own() {
        let of = |lang| {
            let words = greffe_domain::KINDS.iter().map(|(kind, _)| kind_words(lang, kind));
            words.collect::<std::collections::BTreeSet<_>>()
        };
        for lang in [Lang::Fr, Lang::En] {
            assert_eq!(of(lang).len(), greffe_domain::KINDS.len());
            assert!(greffe_domain::KINDS.iter().all(|(kind, _)| !of(lang).contains(kind)));
        }
    }
}
