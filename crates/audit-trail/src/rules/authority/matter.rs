//! What a delegated matter covers, by its words.
//!
//! The reading is narrow: a matter covers a decision only when every one of its words is known here, among
//! them a word that awards or approves and the thing that the act decides. « Refus de subvention »,
//! « demandes de subvention auprès de l'État » or « subventions aux communes » hold a word that is not, so
//! they are left to a person. A ceiling is read with its comparison, and compared with each amount.

use crate::dossier::ActDossier;
use crate::rules::award::ASSOCIATION;
use greffe_domain::{BeneficiaryRef, Event, Money, SubsidyGranted, slug};

/// What a matter means for the decisions of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// It covers each of them.
    Covers,
    /// It would, but for a ceiling below an amount that the act grants.
    Beyond {
        /// The ceiling.
        ceiling: Money,
        /// The amount.
        granted: Money,
    },
    /// It is limited to associations, and nothing says that a beneficiary is one.
    FormUnknown,
    /// Its words do not clearly cover them.
    Unclear,
}

/// Words that award a subsidy.
const AWARDING: &[&str] =
    &["attribution", "attributions", "attribuer", "octroi", "octroyer", "accorder", "allouer"];
/// Words that approve a convention or fix a balance.
const APPROVING: &[&str] =
    &["approbation", "approuver", "conclusion", "conclure", "arrete", "arreter"];
const SUBSIDY: &[&str] = &["subvention", "subventions"];
const CONVENTION: &[&str] = &["convention", "conventions"];
const AVENANT: &[&str] = &["avenant", "avenants"];
const BALANCE: &[&str] = &["solde", "soldes"];
/// Those to whom a matter may be limited without leaving an association out.
const RECIPIENTS: &[&str] = &["association", "associations", "tiers"];
/// Words that link the others and limit nothing.
const LINKING: &[&str] = &[
    "a",
    "au",
    "aux",
    "d",
    "de",
    "des",
    "du",
    "en",
    "et",
    "l",
    "la",
    "le",
    "les",
    "leur",
    "leurs",
    "ou",
    "qui",
    "rapportent",
    "s",
    "son",
    "tous",
    "tout",
    "toute",
    "toutes",
    "un",
    "une",
    "y",
];
/// Words by which a matter may be about grants without naming one.
const GIVING: &[&str] = &[
    "accompagnement",
    "aide",
    "aides",
    "appui",
    "concours",
    "dotation",
    "dotations",
    "financement",
    "financements",
    "financier",
    "financiere",
    "financieres",
    "financiers",
    "partenariat",
    "partenariats",
    "participation",
    "participations",
    "soutien",
];
/// Words that make a figure a ceiling, by themselves or together.
const CEILING: &[&str] = &[
    "dans",
    "depassant",
    "depasse",
    "depassent",
    "egal",
    "egale",
    "egales",
    "egaux",
    "est",
    "excedant",
    "excede",
    "excedent",
    "inferieur",
    "inferieure",
    "inferieures",
    "inferieurs",
    "jusqu",
    "limite",
    "maximal",
    "maximum",
    "montant",
    "n",
    "ne",
    "dont",
    "pas",
    "sont",
];
/// Of those, the ones that a negation alone turns into a ceiling: « n'excédant pas ».
const EXCEEDING: &[&str] = &["depassant", "depasse", "depassent", "excedant", "excede", "excedent"];
/// Of those, the ones that say that the figure itself is within.
const WITHIN: &[&str] =
    &["egal", "egale", "egales", "egaux", "jusqu", "limite", "maximal", "maximum"];
/// Of those, the ones that leave the figure itself out, unless « ou égal » follows.
const BELOW: &[&str] = &["inferieur", "inferieure", "inferieures", "inferieurs"];

/// What a matter means for what an act decides.
pub(super) fn read(matter: &str, act: &ActDossier<'_>) -> Reading {
    let Some(words) = Words::of(matter) else { return Reading::Unclear };
    let grants: Vec<&SubsidyGranted> =
        act.decides.iter().filter_map(|k| granted(&k.fact.event)).collect();
    let follows = |event: &Event| {
        // The convention and the payment that carry a grant out follow its award.
        let carried_out = matches!(event, Event::ConventionApproved(_) | Event::PaymentOrdered(_));
        granted(event).is_some() || (carried_out && !grants.is_empty())
    };
    let mut others = act.decides.iter().map(|k| &k.fact.event).filter(|event| !follows(event));
    let awards = words.award();
    if !others.all(|event| words.approve(event)) || !(awards || grants.is_empty()) {
        return Reading::Unclear;
    }
    if grants.is_empty() {
        // What a ceiling means for an avenant or a balance, its words do not say.
        return if words.ceiling.is_none() { Reading::Covers } else { Reading::Unclear };
    }
    let beyond = words.ceiling.as_ref().and_then(|ceiling| {
        let amounts = grants.iter().map(|grant| grant.amount_cents);
        amounts
            .filter(|amount| !ceiling.holds(*amount))
            .max()
            .map(|amount| (ceiling.amount, amount))
    });
    if let Some((ceiling, granted)) = beyond {
        return Reading::Beyond { ceiling, granted };
    }
    let limited = words.has(&["association", "associations"]) && !words.has(&["tiers"]);
    let others = grants.iter().filter(|grant| limited && !is_association(&grant.beneficiary));
    let mut stated = others.map(|grant| grant.beneficiary.legal_form.is_some());
    match stated.next() {
        None => Reading::Covers,
        Some(first) if first || stated.any(|stated| stated) => Reading::Unclear,
        Some(_) => Reading::FormUnknown,
    }
}

/// Whether a matter speaks of what grants are about, however it does.
pub(super) fn speaks_of_grants(matter: &str) -> bool {
    let key = slug(matter);
    let about = |word: &str| {
        [SUBSIDY, CONVENTION, AVENANT, BALANCE].iter().any(|words| words.contains(&word))
            || GIVING.contains(&word)
    };
    key.split('-').any(about)
}

fn granted(event: &Event) -> Option<&SubsidyGranted> {
    match event {
        Event::SubsidyGranted(grant) => Some(grant),
        _ => None,
    }
}

/// Whether its form, or its own name, says that a beneficiary is an association.
fn is_association(beneficiary: &BeneficiaryRef) -> bool {
    let form = beneficiary.legal_form.as_deref().unwrap_or(&beneficiary.name);
    slug(form).split('-').any(|part| ASSOCIATION.contains(&part))
}

/// The words of a matter, all of them known, and its ceiling.
struct Words {
    words: Vec<String>,
    ceiling: Option<Ceiling>,
}

struct Ceiling {
    amount: Money,
    within: bool,
}

impl Ceiling {
    fn holds(&self, amount: Money) -> bool {
        if self.within { amount <= self.amount } else { amount < self.amount }
    }
}

impl Words {
    /// `None` when a word is not known, or when a figure is no ceiling.
    fn of(matter: &str) -> Option<Words> {
        let (amount, rest) = match figure(matter) {
            Some((before, figure, after)) => {
                (Some(Money::parse(figure).ok()?), format!("{before} {after}"))
            }
            None => (None, matter.to_owned()),
        };
        let words: Vec<String> = slug(&rest).split('-').map(str::to_owned).collect();
        let known = |word: &String| {
            let lists =
                [AWARDING, APPROVING, SUBSIDY, CONVENTION, AVENANT, BALANCE, RECIPIENTS, LINKING];
            lists.iter().any(|list| list.contains(&word.as_str()))
                || (amount.is_some() && CEILING.contains(&word.as_str()))
        };
        if !words.iter().all(known) {
            return None;
        }
        let read = Words { words, ceiling: None };
        let Some(amount) = amount else { return Some(read) };
        let exceeding = read.has(EXCEEDING);
        if exceeding != read.has(&["pas"]) || !(exceeding || read.has(WITHIN) || read.has(BELOW)) {
            return None;
        }
        let within = read.has(WITHIN) || !read.has(BELOW);
        Some(Words { ceiling: Some(Ceiling { amount, within }), ..read })
    }

    fn has(&self, list: &[&str]) -> bool {
        self.words.iter().any(|word| list.contains(&word.as_str()))
    }

    /// Whether they award subsidies: a word that awards, and what is awarded behind it, neither of them what a
    /// convention or a balance is about (« conventions d'attribution », « attribution du solde »).
    fn award(&self) -> bool {
        let meaning = |word: &&String| !LINKING.contains(&word.as_str());
        let words: Vec<&str> = self.words.iter().filter(meaning).map(String::as_str).collect();
        let is = |word: Option<&&str>, lists: &[&[&str]]| {
            word.is_some_and(|word| lists.iter().any(|list| list.contains(word)))
        };
        (0..words.len()).any(|at| {
            let before = at.checked_sub(1).and_then(|before| words.get(before));
            let mut behind = words.iter().skip(at);
            is(behind.next(), &[AWARDING])
                && !is(before, &[CONVENTION, AVENANT, BALANCE])
                && is(behind.find(|word| !is(Some(word), &[AWARDING, RECIPIENTS])), &[SUBSIDY])
        })
    }

    /// Whether they approve what an event decides that grants nothing.
    fn approve(&self, event: &Event) -> bool {
        let named = match event {
            Event::ConventionApproved(_) => CONVENTION,
            Event::AvenantApproved(_) => AVENANT,
            Event::BalanceComputed(_) | Event::PaymentOrdered(_) => BALANCE,
            _ => return false,
        };
        self.has(APPROVING) && self.has(named)
    }
}

/// The first figure of a text with its unit, and what stands before and after it. A figure without the
/// unit of money, or a second one, stays among the words, where it is not known.
fn figure(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let (before, rest) = text.split_at_checked(start)?;
    let in_figure = |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, ',' | '.');
    let unit = rest.find(|c: char| !in_figure(c))?;
    let (_, from_unit) = rest.split_at_checked(unit)?;
    let length = ["€", "euros", "euro", "k€", "M€"]
        .iter()
        .find(|unit| from_unit.starts_with(**unit))
        .map(|unit| unit.len())?;
    let (figure, after) = rest.split_at_checked(unit.checked_add(length)?)?;
    Some((before, figure, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ceiling(matter: &str) -> Option<(i64, bool)> {
        Words::of(matter)?.ceiling.map(|c| (c.amount.cents(), c.within))
    }

    #[test]
    fn a_ceiling_is_read_with_its_comparison() {
        for (matter, said) in [
            ("octroi de subventions dans la limite de 23 000 euros", (2_300_000, true)),
            (
                "octroi de subventions d'un montant inférieur ou égal à 23 000,50 €",
                (2_300_050, true),
            ),
            ("octroi de subventions inférieures à 23 000 €", (2_300_000, false)),
            ("octroi de subventions n'excédant pas 23 000 euros", (2_300_000, true)),
            ("octroi de subventions jusqu'à 15 k€ aux associations", (1_500_000, true)),
        ] {
            assert_eq!(ceiling(matter), Some(said), "{matter}");
        }
    }

    #[test]
    fn what_is_awarded_stands_behind_the_award() {
        let awards = |matter: &str| Words::of(matter).map(|words| words.award());
        for matter in [
            "attribution de subventions aux associations",
            "attribution aux associations de toutes subventions",
            "octroi et attribution des subventions",
        ] {
            assert_eq!(awards(matter), Some(true), "{matter}");
        }
        for matter in [
            "approbation des conventions d'attribution de subventions",
            "approbation des avenants aux conventions d'attribution de subventions",
            "attribution du solde des subventions",
        ] {
            assert_eq!(awards(matter), Some(false), "{matter}");
        }
    }

    #[test]
    fn what_is_no_ceiling_is_for_a_person() {
        for matter in [
            "octroi de subventions excédant 23 000 euros",
            "octroi de subventions supérieures à 23 000 euros",
            "octroi de subventions de 23 000 euros",
            "octroi de subventions dans la limite de 23 000",
            "octroi de subventions dans la limite de 23 000 euros par an",
            "octroi de subventions dans la limite de 5 000 euros ou de 10 000 euros",
        ] {
            assert!(Words::of(matter).is_none(), "{matter}");
        }
    }
}
