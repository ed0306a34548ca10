//! The words for what the domain and the projections enumerate, in both languages.
//!
//! Every `match` is complete on purpose: a value added elsewhere does not compile here until it
//! has its words.

use crate::style::Lang;
use greffe_audit_trail::{Outcome as Conclusion, Severity};
use greffe_convention_state::{Assumption, Missing, ObligationKind, Uncomputed};
use greffe_domain::{
    Agreement, AssertedFigure, Assignment, BalanceRule, Ballot, Clause, Derivation, Formality,
    Grade, Instrument, Outcome, PaymentRole, Publicity, Term, VoteMethod,
};
use serde::de::value::{Error as ValueError, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer as _};

/// A value that has a fixed wording.
pub(crate) trait Words {
    /// The words.
    fn words(&self, lang: Lang) -> &'static str;
}

macro_rules! words {
    ($($type:ty { $($pattern:pat => $fr:literal / $en:literal,)+ })+) => { $(
        impl Words for $type {
            fn words(&self, lang: Lang) -> &'static str {
                let (fr, en) = match self { $($pattern => ($fr, $en)),+ };
                lang.pick(fr, en)
            }
        }
    )+ };
}

words! {
    Grade {
        Grade::Act => "acte" / "act",
        Grade::Record => "pièce" / "record",
        Grade::Recital => "rappel" / "recital",
        Grade::Declared => "déclaré" / "declared",
        Grade::Inferred => "déduit" / "inferred",
    }
    Conclusion {
        Conclusion::Irregular => "irrégulier" / "irregular",
        Conclusion::CannotConclude => "sans conclusion" / "cannot conclude",
        Conclusion::Observation => "observation" / "observation",
        Conclusion::Conforming => "conforme" / "conforming",
    }
    Severity {
        Severity::Major => "majeure" / "major",
        Severity::Minor => "mineure" / "minor",
        Severity::Note => "pour information" / "for information",
    }
    Agreement {
        Agreement::Exact => "exacte" / "exact",
        Agreement::Rounded => "concorde, arrondie" / "agrees, rounded",
        Agreement::Differs => "ne concorde pas" / "does not agree",
    }
    Term {
        Term::Amount => "montant" / "amount",
        Term::Budget => "budget" / "budget",
        Term::Purpose => "objet" / "purpose",
        Term::Duration => "durée" / "duration",
        Term::Payment => "versement" / "payment",
        Term::Beneficiary => "bénéficiaire" / "beneficiary",
    }
    Assignment {
        Assignment::Operation => "fonctionnement" / "operation",
        Assignment::Project => "dépense ou projet déterminé" / "a specified expense or project",
        Assignment::OperationAndProgramme =>
            "fonctionnement et programme de l'année" / "operation and the year's programme",
        Assignment::Investment => "investissement" / "investment",
    }
    BalanceRule {
        BalanceRule::ProRata =>
            "au prorata des dépenses réalisées" / "in proportion of the expense realised",
        BalanceRule::FixedAmount =>
            "montant forfaitaire, quelles que soient les dépenses"
            / "a fixed amount, whatever is spent",
    }
    PaymentRole {
        PaymentRole::Advance => "acompte" / "advance",
        PaymentRole::Instalment => "versement intermédiaire" / "instalment",
        PaymentRole::Balance => "solde" / "balance",
        PaymentRole::Whole => "versement unique" / "single payment",
    }
    Clause {
        Clause::Object => "objet" / "object",
        Clause::Amount => "montant" / "amount",
        Clause::PaymentTerms => "modalités de versement" / "terms of payment",
        Clause::ConditionsOfUse => "conditions d'utilisation" / "conditions of use",
    }
    Outcome {
        Outcome::Adopted => "adoptée" / "adopted",
        Outcome::Rejected => "rejetée" / "rejected",
        Outcome::Postponed => "ajournée" / "postponed",
        Outcome::Unstated => "issue non énoncée" / "outcome not stated",
    }
    VoteMethod {
        VoteMethod::ShowOfHands => "à main levée" / "by show of hands",
        VoteMethod::PublicBallot => "au scrutin public" / "by recorded ballot",
        VoteMethod::SecretBallot => "au scrutin secret" / "by secret ballot",
    }
    Ballot {
        Ballot::For => "pour" / "for",
        Ballot::Against => "contre" / "against",
        Ballot::Abstention => "abstention" / "abstention",
        Ballot::NoPart => "sans part au vote" / "no part in the vote",
    }
    Derivation {
        Derivation::YearOfReference => "déduite de la référence" / "inferred from the reference",
        Derivation::Transmission =>
            "déduite de la transmission" / "inferred from the transmission",
    }
    Publicity {
        Publicity::Online => "mis en ligne" / "put online",
        Publicity::Posted => "affiché" / "posted",
        Publicity::Paper => "publié sur papier" / "published on paper",
        Publicity::Notified => "notifié" / "notified",
    }
    AssertedFigure {
        AssertedFigure::Subsidy => "subvention" / "subsidy",
        AssertedFigure::Budget => "budget" / "budget",
        AssertedFigure::Paid => "total versé" / "total paid",
    }
    ObligationKind {
        ObligationKind::FinancialReport => "compte rendu financier" / "financial report",
    }
    Assumption {
        Assumption::ProRataRule =>
            "aucun acte ne dit la règle du solde ; le prorata des dépenses réalisées est supposé"
            / "no act states the rule of the balance; proportion to the expense is assumed",
        Assumption::RealisedEqualsLastBudget =>
            "aucune source ne dit la dépense réalisée ; le dernier budget en tient lieu"
            / "no source gives the expense realised; the last budget stands in for it",
        Assumption::RealisedEqualsRecordedBudget =>
            "aucune source ne dit la dépense réalisée ; le dernier budget inscrit en tient lieu, comme sans l'hypothèse"
            / "no source gives the expense realised; the last budget recorded stands in for it, as without the supposition",
        Assumption::FiguresOfAvenantUnknown =>
            "un avenant change le montant ou le budget et aucune source ne dit en quoi ; les chiffres d'avant en tiennent lieu"
            / "an avenant changes the amount or the budget and no source says to what; the figures before it stand in",
        Assumption::UndoneActStands =>
            "l'acte qui attribue la subvention ou approuve la convention a été retiré ou annulé ; le calcul suppose qu'il tienne"
            / "the act that grants the subsidy or approves the convention was withdrawn or annulled; it is computed as if it stood",
        Assumption::UndoingOnlyDeclared =>
            "le retrait ou l'annulation d'un avenant n'est que déclaré ; ce qu'il fixait est écarté du calcul"
            / "that an avenant was withdrawn or annulled is only declared; what it set is left out of the computation",
        Assumption::NothingPaid =>
            "aucune source ne montre de versement ; rien n'est supposé versé"
            / "no source shows a payment; nothing is assumed to be paid",
        Assumption::PaymentsAreSeveral =>
            "un versement est peut-être un autre, redit en termes plus vagues ; chacun est compté"
            / "a payment may be another one, told again in vaguer words; each is counted",
        Assumption::YearOfStream =>
            "aucune source ne dit l'exercice ; l'année du nom du dossier en tient lieu"
            / "no source states the budget year; the year in the name of the stream stands in for it",
    }
    Uncomputed {
        Uncomputed::BudgetNotPositive =>
            "ne peut être calculé : le budget n'est pas supérieur à 0 €"
            / "cannot be computed: the budget is not above €0",
        Uncomputed::NoSubsidy =>
            "ne peut être calculé : aucune source ne dit la subvention d'alors"
            / "cannot be computed: no source gives the subsidy of then",
        Uncomputed::TooLarge =>
            "ne peut être calculé : le résultat dépasse tout montant"
            / "cannot be computed: the result is larger than any amount",
    }
    Missing {
        Missing::SubsidyAmount => "le montant de la subvention" / "the amount of the subsidy",
        Missing::GrantingAct =>
            "l'acte d'attribution lui-même" / "the granting act itself",
        Missing::Budget => "le budget prévisionnel" / "the forecast budget",
        Missing::BeneficiaryIdentifier =>
            "un numéro qui identifie le bénéficiaire (SIRET, RNA)"
            / "a number that identifies the beneficiary (SIRET, RNA)",
        Missing::ConventionSignature =>
            "la signature de la convention" / "the signature of the convention",
        Missing::ConventionText => "le texte de la convention" / "the text of the convention",
        Missing::AvenantText => "le texte de l'avenant" / "the text of the avenant",
        Missing::AvenantFigures =>
            "le montant ou le budget que fixe un avenant"
            / "the amount or the budget that an avenant sets",
        Missing::AvenantSignature =>
            "la signature de l'avenant" / "the signature of the avenant",
        Missing::AvenantRequestDate =>
            "la date de la demande d'avenant" / "the day of the request for an avenant",
        Missing::BalanceRule => "la règle du solde" / "the rule of the balance",
        Missing::RealisedExpense =>
            "la dépense réalisée (compte rendu financier)"
            / "the expense realised (financial report)",
        Missing::Payments => "la preuve des versements" / "evidence of payments",
    }
    Formality {
        Formality::DeliberationsListPosted =>
            "liste des délibérations affichée et mise en ligne"
            / "list of deliberations posted and put online",
        Formality::MinutesSigned => "procès-verbal signé" / "minutes signed",
        Formality::RegisterSigned => "registre signé" / "register signed",
        Formality::AssociationDeclared =>
            "association déclarée et rendue publique" / "association declared and made public",
        Formality::RepublicanCommitmentSigned =>
            "contrat d'engagement républicain souscrit" / "republican commitment signed",
        Formality::EssentialDataPublished =>
            "données essentielles mises en ligne" / "essential data put online",
        Formality::ListedInBudgetAnnex =>
            "subvention portée à l'annexe du budget ou du compte"
            / "grant listed in the annex of the budget or accounts",
        Formality::AccountsProvided =>
            "comptes certifiés remis à l'autorité qui subventionne"
            / "certified accounts given to the grantor",
        Formality::AccountsForwarded =>
            "comptes certifiés transmis au préfet et au comptable"
            / "certified accounts sent to the prefect and the accountant",
        Formality::DepositedAtPrefecture =>
            "comptes, conventions et comptes rendus déposés en préfecture"
            / "accounts, conventions and reports deposited at the prefecture",
        Formality::AuditorAppointed =>
            "commissaire aux comptes désigné" / "auditor appointed",
        Formality::ObservationsInvited =>
            "bénéficiaire invité à présenter ses observations"
            / "beneficiary invited to comment",
        Formality::ReportedToCouncil =>
            "décisions rapportées au conseil" / "decisions reported to the council",
        Formality::SingleFormUsed =>
            "demande faite sur le formulaire unique" / "request made on the single form",
        Formality::NoInterestDeclared => "aucun intérêt déclaré" / "no interest declared",
        Formality::PublicGrantsDeclared =>
            "aides publiques de l'année déclarées" / "public grants of the year declared",
        Formality::SecondConvocation => "seconde convocation" / "second call",
        Formality::SecretBallotRequested =>
            "scrutin secret demandé" / "secret ballot asked for",
        Formality::PublicBallotRequested =>
            "scrutin public demandé" / "public ballot asked for",
        Formality::ListSentToMemberCommunes =>
            "liste adressée aux communes membres" / "list sent to the member communes",
        Formality::OwnProject =>
            "projet propre du bénéficiaire" / "project of the beneficiary's own",
        Formality::ActivityNotEconomic => "activité non économique" / "activity not economic",
        Formality::RegionAgreement => "accord de la région" / "agreement of the region",
        Formality::PassingOnAllowed =>
            "reversement à un tiers autorisé" / "passing on to others allowed",
        Formality::PassedOn => "aide reversée à un tiers" / "aid passed on to others",
        Formality::DeMinimisDeclared => "aides de minimis déclarées" / "de minimis aid declared",
        Formality::NoHarmToThirdParties =>
            "aucune atteinte aux droits des tiers" / "no harm to third parties",
    }
}

/// The words for a value that events enumerate, by the names that schemas give its type and itself.
pub(crate) fn enumerated(lang: Lang, of: &str, code: &str) -> Option<&'static str> {
    fn words<T: Words + DeserializeOwned>(lang: Lang, code: &str) -> Option<&'static str> {
        let code: StrDeserializer<'_, ValueError> = code.into_deserializer();
        Some(T::deserialize(code).ok()?.words(lang))
    }
    match of {
        "AssertedFigure" => words::<AssertedFigure>(lang, code),
        "Assignment" => words::<Assignment>(lang, code),
        "BalanceRule" => words::<BalanceRule>(lang, code),
        "Ballot" => words::<Ballot>(lang, code),
        "Clause" => words::<Clause>(lang, code),
        "Derivation" => words::<Derivation>(lang, code),
        "Formality" => words::<Formality>(lang, code),
        "Grade" => words::<Grade>(lang, code),
        "Outcome" => words::<Outcome>(lang, code),
        "PaymentRole" => words::<PaymentRole>(lang, code),
        "Publicity" => words::<Publicity>(lang, code),
        "Term" => words::<Term>(lang, code),
        "VoteMethod" => words::<VoteMethod>(lang, code),
        _ => None,
    }
}

/// That a term changed, or did not: `budget changé`, `durée inchangée`.
pub(crate) fn term_changed(lang: Lang, term: Term, changed: bool) -> String {
    let feminine = if lang == Lang::Fr && term == Term::Duration { "e" } else { "" };
    let word = match (lang, changed) {
        (Lang::Fr, true) => "changé",
        (Lang::Fr, false) => "inchangé",
        (Lang::En, true) => "changed",
        (Lang::En, false) => "unchanged",
    };
    format!("{} {word}{feminine}", term.words(lang))
}

/// An instrument as a label: `Attribution`, `Avenant n° 1`.
pub(crate) fn instrument(lang: Lang, instrument: &Instrument) -> String {
    match instrument {
        Instrument::Initial => lang.pick("Attribution", "Grant").to_owned(),
        Instrument::Avenant(n) => {
            format!("Avenant {}{n}", lang.pick("n°\u{a0}", "no.\u{a0}"))
        }
        Instrument::Act(key) => format!("{} {key}", lang.pick("Acte", "Act")),
    }
}

/// An instrument inside a sentence: `l'attribution`, `l'avenant n° 1`.
pub(crate) fn the_instrument(lang: Lang, instrument: &Instrument) -> String {
    match (lang, instrument) {
        (Lang::Fr, Instrument::Initial) => "l'attribution".to_owned(),
        (Lang::Fr, Instrument::Avenant(n)) => format!("l'avenant n°\u{a0}{n}"),
        (Lang::Fr, Instrument::Act(key)) => format!("l'acte {key}"),
        (Lang::En, Instrument::Initial) => "the grant".to_owned(),
        (Lang::En, Instrument::Avenant(n)) => format!("avenant no.\u{a0}{n}"),
        (Lang::En, Instrument::Act(key)) => format!("act {key}"),
    }
}

/// A text with its first letter in upper case.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A text with its first letter in lower case, to stand inside a sentence.
pub(crate) fn uncapital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// A text cut at a word boundary after about so many characters, with an ellipsis.
pub(crate) fn cut(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let head: String = text.chars().take(limit).collect();
    let whole = head.rsplit_once(' ').map_or(head.as_str(), |(whole, _)| whole);
    format!("{}…", whole.trim_end_matches([',', ';', ':', ' ']))
}
