//! Formalities that the law attaches to a grant and that the act says were done: the request on the
//! single form, the republican commitment, the declaration of the association, its accounts, the
//! total of its public grants, the annex of the budget.

use super::fact::{Fact, Passages};
use super::reading::{Reading, cut};
use super::sentence::Zone;
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::{Edtf, Formality, FormalityRecorded, Grade, Money, slug};
use std::ops::Range;

/// A formality, the words that say it was done, and whether it concerns the beneficiary rather than
/// the convention.
struct Rule {
    formality: Formality,
    words: Pattern,
    of_beneficiary: bool,
}

static RULES: [Rule; 7] = [
    Rule {
        formality: Formality::SingleFormUsed,
        words: Pattern::new(|| compile(r"(?i)\bsur le formulaire unique\b")),
        of_beneficiary: false,
    },
    Rule {
        formality: Formality::RepublicanCommitmentSigned,
        words: Pattern::new(|| {
            compile(concat!(
                r"(?i)\ba (?:également |aussi )?(?:souscrit|signé)[^;,.]{0,40}? (?:le|au)",
                r" contrat d'engagement républicain"
            ))
        }),
        of_beneficiary: false,
    },
    Rule {
        formality: Formality::AssociationDeclared,
        words: Pattern::new(|| {
            compile(concat!(
                r"(?i)\bdéclarée en (?:sous-)?préfecture et (?:rendue publique|publiée) au",
                r" Journal officiel"
            ))
        }),
        of_beneficiary: true,
    },
    Rule {
        formality: Formality::AccountsProvided,
        words: Pattern::new(|| {
            compile(concat!(
                r"(?i)\b(?:a )?(?:remis|produit|fourni|transmis)\b[^;]{0,120}? (?:la )?copie",
                r" certifiée (?:conforme )?de (?:son budget et de )?ses comptes"
            ))
        }),
        of_beneficiary: false,
    },
    Rule {
        formality: Formality::PublicGrantsDeclared,
        words: Pattern::new(|| {
            compile(concat!(
                r"(?i)\bles (?:concours|subventions|aides) public(?:s|que",
                r"|ques)?\b[^;]{0,80}? s'élèvent à {amount:sum}"
            ))
        }),
        of_beneficiary: false,
    },
    Rule {
        formality: Formality::ListedInBudgetAnnex,
        words: Pattern::new(|| {
            compile(concat!(
                r"(?i)\b(?:est|a été) (?:porté|inscrit)e? (?:à|sur) la liste annexée au ",
                r"(?:compte administratif|budget|compte financier)"
            ))
        }),
        of_beneficiary: false,
    },
    Rule {
        formality: Formality::ObservationsInvited,
        words: Pattern::new(|| {
            compile(r"(?i)\bassociation a (?:été invitée à présenter|présenté) ses observations")
        }),
        of_beneficiary: false,
    },
];

/// *le même jour*: the date of the sentence before.
static SAME_DAY: Pattern = Pattern::new(|| compile(r"(?i)\ble même jour\b"));

/// Adds the formalities of the act.
pub(crate) fn read(reading: &mut Reading<'_>) {
    for rule in &RULES {
        let found = reading.sentences.iter().enumerate().find_map(|(at, sentence)| {
            let told = matches!(
                sentence.zone,
                Zone::Report | Zone::Considerants | Zone::Visas | Zone::Articles
            );
            let hit = sentence.hit(&rule.words).filter(|_| told)?;
            Some((at, hit.range(), hit.amount("sum"), sentence.range(), sentence.zone))
        });
        let Some((at, words, sum, whole, zone)) = found else {
            continue;
        };
        let on = date_of(reading, at, &words);
        let mut passages = Passages::of(whole);
        passages.field(words, "/formality");
        let done = event(rule.formality, on, sum, &mut passages);
        add(reading, rule, zone, done, passages);
    }
}

fn event(
    formality: Formality,
    on: Option<Found<Edtf>>,
    sum: Option<Found<Money>>,
    passages: &mut Passages,
) -> FormalityRecorded {
    FormalityRecorded {
        formality,
        done: true,
        on: passages.value(on, "/on"),
        by: Vec::new(),
        amount_cents: passages.value(sum, "/amount_cents"),
        detail: None,
    }
}

fn add(
    reading: &mut Reading<'_>,
    rule: &Rule,
    zone: Zone,
    event: FormalityRecorded,
    passages: Passages,
) {
    let decided = zone == Zone::Articles;
    let grade = if decided { Grade::Act } else { Grade::Recital };
    let effective = match (&event.on, decided) {
        (Some(on), _) => on.clone(),
        (None, true) => reading.decided(),
        (None, false) => reading.recalled(),
    };
    if !rule.of_beneficiary {
        reading.add(event, grade, effective, passages, None);
        return;
    }
    let Some(party) = &reading.party else { return };
    let doubt = reading.doubt();
    let known = reading.facts.iter().find(|f| f.event.kind() == "BeneficiaryIdentified");
    let stream = known.map(|fact| fact.stream.clone());
    let stream = stream.or_else(|| format!("beneficiary/{}", cut(&slug(&party.name))).parse().ok());
    let Some(stream) = stream else { return };
    let causes = Vec::new();
    reading.facts.push(Fact {
        stream,
        event: event.into(),
        effective,
        grade,
        passages,
        causes,
        doubt,
    });
}

/// The date of a formality: the one among its words, that of the sentence before when they say *le
/// même jour*, else the only one of the sentence.
fn date_of(reading: &Reading<'_>, at: usize, words: &Range<usize>) -> Option<Found<Edtf>> {
    let sentence = reading.sentence(at)?;
    let inside = |d: &&Found<Edtf>| words.start <= d.range.start && d.range.end <= words.end;
    let among: Vec<_> = sentence.dates.iter().filter(inside).collect();
    let only = match among.as_slice() {
        [one] => return Some((*one).clone()),
        [] if SAME_DAY.is_match(reading.words(words)) => {
            &reading.sentence(at.checked_sub(1)?)?.dates
        }
        [] if !sentence.says(&SAME_DAY) => &sentence.dates,
        _ => return None,
    };
    match only.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}
