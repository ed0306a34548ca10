//! What an act about a subsidy can hardly be without, where no formula tells it: who receives, and the one amount
//! that words of decision give. All of it is for review.

mod titled;
mod unsettled;

use super::fact::Passages;
use super::figures::is_for_a_subsidy;
use super::party::receives_nothing;
use super::reading::Reading;
use super::sentence::{Sentence, Zone};
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::{BeneficiaryIdentified, BeneficiaryRef, Event, Grade, Money, SubsidyGranted};
use std::ops::Range;
use unsettled::{ASKS, ELSEWHERE};
pub(super) use unsettled::{note_exercise, note_refused};

static ABOUT: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:subventions?|aides? (?:à |aux |au |exceptionnelle|financière|d')|participation financière|contribution financière|soutien financier|concours (?:en nature|financier)|fonds de concours|avantages? en nature|avance remboursable|convention (?:d'objectifs|de partenariat|pluriannuelle|de financement)|contrat (?:d'appui|d'objectifs)|trop[- ]perçu|remise gracieuse|remboursement dû par)",
    )
});

/// *Amicale laïque : subvention 2031*, *Le Refuge – demande d'aide*.
static NAME_FIRST: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)^(?:\d{1,2} ?[.)°–-] ?)?(?P<name>(?-i:\p{Lu})[^:;–—\n]{2,70}?)(?: ?: | [–—-] )",
        r"(?:demandes?\b|(?:octroi|attribution|versement|modification|r[ée]duction|retrait|annulation|remboursement|reversement)\b|subventions?\b|aides?\b|participation|convention|avenant|solde|pr[êe]t\b|mise à disposition|concours|acompte|dotation|soutien|financement)"
    ))
});

static QUOTED_LAST: Pattern = Pattern::new(|| {
    compile(r"^(?P<noun>\p{L}+)(?: [\p{L}'-]+){0,3} ?« ?(?P<name>[^«»]{3,60}?) ?»$")
});

/// Words of a title that name a matter and nobody.
static MATTER: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)^(?:finances?|culture\p{L}*|sports?|affaires\b.*|vie (?:associative|locale|sociale|scolaire)|associations?\b.*|subventions?\b.*|budgets?\b.*|tarifs?\b.*|administration\b.*|jeunesse\b.*|actions?\b.*|social|[ée]ducation|enseignement|environnement",
        r"|d[ée]veloppement\b.*|politique\b.*|personnel|solidarit[ée]s?|tourisme|patrimoine|habitat|urbanisme|travaux|[ée]conomie|sant[ée]|agriculture|demandes?\b.*|conventions?\b.*|avenants?\b.*|mission\b.*|programme\b.*|rapport\b.*|objet|point\b.*|question\b.*|d[ée]lib[ée]ration\b.*|annexe|direction\b.*|aides? (?:à|aux|au|pour)\b.*|soutien\b.*|fonds\b.*|appels? à\b.*|service\b.*|p[ôo]le\b.*|commission\b.*|mairie|commune\b.*|ville\b.*|d[ée]partement\b.*|r[ée]gion\b.*)$"
    ))
});

/// Words by which an organ settles an amount.
static SETTLES: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:attribu|accord|allou|octro|vot|fix|arr[êe]t|approuv|adopt|accept|d[ée]cid|valid|autoris|maintien|maintenir|confirm|renouvel|reconduit?|porte)\p{L}*\b",
    )
});

/// Words that make another thing of an amount than a grant of this act.
static ELSE: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:ne (?:pas|donne|retient) (?:donner|accorder|attribuer|allouer|octroyer|verser|pas|retenir)|n'(?:accorde|attribue|alloue|octroie) pas|retir\p{L}+|retrait|annul\p{L}+|abrog\p{L}+|rembours\p{L}+|revers\p{L}+|recouvr\p{L}+|trop-perçu|refus\p{L}+|rejet\p{L}+|rappel\p{L}*|sollicite\p{L}* (?:de|auprès)|demande (?:à|au|auprès)|tarifs?|loyer|march[ée]|devis|prix|emprunt|garantie)\b",
    )
});

const DOUBT: &str = "no formula of a grant is read; who receives, and what, is put together from the title and the words around";

/// Adds who receives, and what, where nothing else was read of it.
pub(super) fn read(reading: &mut Reading<'_>) {
    let named =
        |event: &Event| matches!(event, Event::SubsidyGranted(_) | Event::BeneficiaryIdentified(_));
    if reading.facts.iter().any(|fact| named(&fact.event)) || !about(reading) {
        return;
    }
    let Some((name, form, place)) = receiver(reading) else { return };
    if let Some(sum) = amount(reading) {
        grant(reading, &name, form, &place, &sum);
        return;
    }
    let mut passages = Passages::of(place.clone());
    passages.field(place, "/name");
    let event = BeneficiaryIdentified {
        name,
        legal_form: passages.value(form, "/legal_form"),
        siren: None,
        siret: None,
        rna: None,
        seat: None,
        representative: None,
    };
    reading.identify(event, passages, Some(DOUBT.to_owned()));
}

fn about(reading: &Reading<'_>) -> bool {
    let titled = reading.setting.title.as_deref().is_some_and(|title| ABOUT.is_match(title));
    let told = |s: &Sentence<'_>| matches!(s.zone, Zone::Title | Zone::Articles) && s.says(&ABOUT);
    let asks = |s: &Sentence<'_>| {
        !s.says(&ELSE) && !s.says(&ELSEWHERE) && s.amounts.iter().any(|sum| s.leads_to(&ASKS, sum))
    };
    titled
        || (!reading.setting.several && reading.sentences.iter().any(told))
        || reading.sentences.iter().any(asks)
}

type Receiver = (String, Option<Found<String>>, Range<usize>);

/// Who stands first in the title, else the party that the act names most.
fn receiver(reading: &Reading<'_>) -> Option<Receiver> {
    if let Some(party) = reading.party.as_ref().filter(|party| party.introduced) {
        let whole = 0..reading.folded.len();
        return Some((party.name.clone(), party.legal_form.clone(), party.place(&whole)?));
    }
    let title = reading.setting.title.as_deref()?;
    let name = NAME_FIRST.captures(title)?.name("name")?;
    let at = reading.folded.find(title)? + name.start();
    let known = !MATTER.is_match(name.as_str()) && name.as_str().contains(' ');
    // *Radio associative « Les Ondes »*: the quotation marks hold the name.
    if let Some(inside) = QUOTED_LAST.captures(name.as_str()).filter(|_| known) {
        let (noun, quoted) = (inside.name("noun")?, inside.name("name")?);
        let at = at + quoted.start();
        return (!receives_nothing(noun.as_str()))
            .then(|| (quoted.as_str().to_owned(), None, at..at + quoted.len()));
    }
    known.then(|| (name.as_str().to_owned(), None, at..at + name.len()))
}

/// *Le Maire propose d'attribuer 500 €*, where what was proposed is adopted.
static PROPOSES: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\bpropos\p{L}* (?:donc |ainsi |au conseil |de lui |de leur )*(?:d'(?:attribuer|accorder|allouer|octroyer|apporter)|de (?:verser|donner|fixer|voter|lui \p{L}+|leur \p{L}+)|une (?:subvention|aide)|l'(?:attribution|octroi))\b[^;.€]{0,140}$",
    )
});

/// The one amount that a sentence proposes.
fn proposed(reading: &Reading<'_>) -> Option<Found<Money>> {
    let sums: Vec<&Found<Money>> = reading
        .sentences
        .iter()
        .filter(|s| s.says(&PROPOSES_AT_ALL) && !s.says(&ELSE) && !s.says(&AHEAD))
        .flat_map(|s| s.amounts.iter().filter(|sum| s.leads_to(&PROPOSES, sum)))
        .collect();
    let first = sums.first()?;
    sums.iter().all(|sum| sum.value == first.value).then(|| (*first).clone())
}

/// What is paid ahead of a grant is none.
static AHEAD: Pattern =
    Pattern::new(|| compile(r"(?i)\b(?:par anticipation|avances?|acomptes?|à valoir)\b"));

static PROPOSES_AT_ALL: Pattern = Pattern::new(|| compile(r"(?i)\bpropos"));

/// The one amount that a sentence of decision gives as a subsidy, else the one that is proposed.
fn amount(reading: &Reading<'_>) -> Option<Found<Money>> {
    if !reading.adopted || reading.avenant.is_some() {
        return None;
    }
    settled(reading).or_else(|| proposed(reading)).or_else(|| titled::sum(reading))
}

fn settled(reading: &Reading<'_>) -> Option<Found<Money>> {
    let decides =
        |s: &&Sentence<'_>| s.zone == Zone::Articles && s.says(&SETTLES) && !s.says(&ELSE);
    let sentences = reading.sentences.iter().filter(decides);
    let sums: Vec<&Found<Money>> = sentences
        .flat_map(|s| {
            let range = s.range();
            s.amounts
                .iter()
                .filter(move |sum| is_for_a_subsidy(reading.folded, range.start, &sum.range))
        })
        .collect();
    let first = sums.first()?;
    sums.iter().all(|sum| sum.value == first.value).then(|| (*first).clone())
}

fn grant(
    reading: &mut Reading<'_>,
    name: &str,
    form: Option<Found<String>>,
    place: &Range<usize>,
    sum: &Found<Money>,
) {
    let mut sentences = reading.sentences.iter().map(Sentence::range);
    let whole = sentences.rfind(|range| range.contains(&sum.range.start));
    let mut passages = Passages::of(whole.unwrap_or_else(|| sum.range.clone()));
    passages.field(sum.range.clone(), "/amount_cents");
    passages.field(place.clone(), "/beneficiary/name");
    let legal_form = passages.value(form, "/beneficiary/legal_form");
    let year = reading.exercise.clone();
    let stated = year.as_ref().map(|year| year.value);
    let event = SubsidyGranted {
        amount_cents: sum.value,
        beneficiary: BeneficiaryRef { name: name.to_owned(), legal_form },
        exercise: passages.value(year, "/exercise"),
        purpose: None,
        assignment: None,
        budget_cents: None,
        share: None,
        in_kind: None,
        act: reading.setting.act.clone(),
    };
    let Some(stream) = reading.convention_of(stated, name) else { return };
    let effective = reading.decided();
    reading.put(stream, event.into(), effective, Grade::Act, passages, DOUBT.to_owned());
}
