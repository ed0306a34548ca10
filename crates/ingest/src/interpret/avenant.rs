//! The avenant: what was asked for, what is approved, which budget it puts in the place of another,
//! and what it leaves as it was. Avenants that the act only recalls are read here too.

use super::earlier;
use super::fact::{Fact, Passages};
use super::reading::{Reading, number};
use super::sentence::{Hit, Sentence, Zone};
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::{
    AvenantApproved, AvenantRequested, BeneficiaryIdentified, BudgetRevised, Event, Grade,
    Instrument, Money, Sealable, StatedShare, Term,
};

static NUMBER: Pattern = Pattern::new(|| compile(r"(?i)\bavenant (?:n° ?)?(?P<number>\d{1,2})\b"));

static ANNEXED: Pattern = Pattern::new(|| {
    compile(r"(?i)\b(?:ci-annexée?|annexée? à|joint(?:e)? en annexe|en annexe|ci-jointe?)\b")
});

/// The new budget, best form first.
static NEW_BUDGET: [Pattern; 8] = [
    // *un budget de 230 000 €, au lieu des 210 000 € prévus*
    Pattern::new(|| {
        compile(
            r"(?i)\bbudget[^;:.€]{0,60}? (?:de|à) {amount:to},? (?:au lieu|à la place) (?:de |des |d'un (?:budget |montant )?de ){amount:from}",
        )
    }),
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:budget|coût|montant des (?:travaux|dépenses))[^;:.]{0,60}? (?:est|a été|sont) (?:passée?s?|portée?s?|ramenée?s?)",
            r" de {amount:from} à {amount:to}"
        ))
    }),
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:ramène|ramener|porte|porter|ramené",
            r"|porté)\b[^;:.]{0,20}? budget[^;:.]{0,60}? de {amount:from} à {amount:to}"
        ))
    }),
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:ramène(?:nt)?|ramener|ramené|porte(?:nt)?|porter|fixe(?:nt)?",
            r"|fixer)\b[^;:.]{0,20}? budget[^;:.]{0,60}? à {amount:to}"
        ))
    }),
    Pattern::new(|| {
        compile(r"(?i)\b(?:ramène|ramener|ramené|porté) à {amount:to}[^;:.]{0,12}? budget")
    }),
    Pattern::new(|| compile(r"(?i)\brévision du budget[^;:.]{0,60}?, soit {amount:to}")),
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\bbudget (?:prévisionnel )?(?:rectifié|révisé|modifié|actualisé",
            r"|corrigé)[^;:.,]{0,40}? (?:de|à) {amount:to}"
        ))
    }),
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\bbudget[^;:.]{0,60}? (?:est|soit|étant) (?:désormais |ainsi )?(?:ramené",
            r"|porté|évalué|révisé|fixé|arrêté) à {amount:to}"
        ))
    }),
];

static REQUEST: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?P<by>l'association|le bénéficiaire|la structure|l'organisme|la fondation|elle)",
        r" (?:a (?:ainsi )?(?:sollicité|demandé|saisi)|sollicite|demande)\b(?P<what>[^;]*)"
    ))
});

static REQUEST_BUDGET: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\bbudget[^;:.]{0,80}? (?:à hauteur de|ramené à|porté à|révisé à|fixé à|rectifié ",
        r"(?:à|de)|de) {amount:to}"
    ))
});

static LETTER: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:courrier|lettre|courriel|demande|message)(?: de l'association| de la",
        r" structure)?(?:,? en date)? du {date:on}"
    ))
});

/// The amount of the subsidy stays.
pub(super) static SAME_AMOUNT: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?:sans modifier le montant|laisse(?:nt|r)? inchangée? (?:le montant|la subvention)",
        r"|(?:montant|subvention)[^;.]{0,60}? (?:reste|demeure|restant|demeurant|est)(?:",
        r" \p{L}+)? (?:inchangée?|maintenue?|fixée?|identique)",
        r"(?: à {amount:sum})?)"
    ))
});

pub(super) static NEW_AMOUNT: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?:\b(?:porte|porter|ramène|ramener)\b[^;:.]{0,40}? (?:subvention|aide|participation|contribution|dotation)",
        r"[^;:.]{0,60}? de {amount:from} à {amount:to}",
        r"|\b(?:porter?|ramener?|ramène|portant|ramenant) de {amount:was} à {amount:raised} (?:le montant (?:annuel )?de )?(?:la |l')(?:subvention|aide|participation|contribution|dotation)",
        r"|\b(?:porter?|ramener?|ramène) à {amount:set} (?:le montant (?:annuel )?de )?(?:la |l')(?:subvention|aide|participation|contribution|dotation)",
        r"|\b(?:porter?|ramener?|ramène)\b[^;:.]{0,40}? (?:subvention|aide|participation|contribution|dotation)[^;:.€]{0,60}? à {amount:whole}",
        r"|\bfixer? à {amount:fixed} (?:le montant(?: maximal)? de )?(?:la |l')(?:subvention|aide|participation|contribution)",
        r"|\b(?:subvention|aide|participation|contribution)[^;:.]{0,40}? (?:est |soit )?(?:portée?|ramenée?)",
        r"(?: de {amount:old})? à {amount:new})"
    ))
});

static LONGER: Pattern = Pattern::new(|| {
    compile(r"(?i)\b(?:prolonge|prolonger|proroge|proroger|prolongation|prorogation)\b[^;.]{0,60}")
});

pub(super) static SHARE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?:soit|représent\p{L}+|égale? à)(?: ainsi| désormais)? {share:share} (?:du|de",
        r" ce|d'un)(?: même)? budget"
    ))
});

/// Adds what the act says of avenants. `grant` is the place of the main grant among the facts.
pub(crate) fn read(reading: &mut Reading<'_>, grant: Option<usize>) {
    earlier::recalled(reading);
    let Some(number) = reading.avenant.filter(|_| reading.adopted) else {
        return;
    };
    let request = requested(reading);
    let request_by = request.and_then(|at| match &reading.facts.get(at)?.event {
        Event::AvenantRequested(asked) => asked.by.clone(),
        _ => None,
    });
    let approved = approved(reading, number);
    reading.caused(approved, &[grant, request]);
    if approved.is_some() && grant.is_none() {
        receiver(reading);
    }
    let revised = revised(reading, number, grant, request_by, request);
    reading.caused(revised, &[approved]);
}

/// The request for the avenant.
fn requested(reading: &mut Reading<'_>) -> Option<usize> {
    let at = reading.in_zones(&[Zone::Report, Zone::Considerants]).into_iter().find(|at| {
        reading.sentence(*at).is_some_and(|s| {
            let what = s.hit(&REQUEST).and_then(|hit| hit.words("what"));
            what.is_some_and(|w| w.value.contains("budget") || w.value.contains("avenant"))
        })
    })?;
    let sentence = reading.sentence(at)?;
    let hit = sentence.hit(&REQUEST)?;
    let mut passages = Passages::of(sentence.range());
    let by = hit.words("by").filter(|by| !by.value.eq_ignore_ascii_case("elle"));
    let letter = |s: &Sentence<'_>| s.hit(&LETTER).and_then(|hit| hit.date("on"));
    let on = letter(sentence)
        .or_else(|| reading.sentences.iter().filter(|s| s.zone == Zone::Visas).find_map(letter));
    let budget = sentence.hit(&REQUEST_BUDGET).and_then(|hit| hit.amount("to"));
    let unchanged = sentence.hit(&SAME_AMOUNT).map(|hit| hit.range());
    let asked = AvenantRequested {
        by: passages.value(by, "/by").map(Into::into),
        on: passages.value(on, "/on"),
        budget_cents: passages.value(budget, "/budget_cents"),
        unchanged: unchanged.map_or_else(Vec::new, |range| {
            passages.field(range, "/unchanged/0");
            vec![Term::Amount]
        }),
    };
    let effective = asked.on.clone().unwrap_or_else(|| reading.recalled());
    reading.add(asked, Grade::Recital, effective, passages, None)
}

/// Who receives by the avenant, where no grant that is recalled names him.
fn receiver(reading: &mut Reading<'_>) {
    let Some(party) = reading.party.clone() else { return };
    let known = |fact: &Fact| matches!(fact.event, Event::BeneficiaryIdentified(_));
    if !party.introduced || reading.facts.iter().any(known) {
        return;
    }
    let Some(place) = party.place(&(0..0)) else { return };
    let mut passages = Passages::of(place.clone());
    passages.field(place, "/name");
    let event = BeneficiaryIdentified {
        name: party.name,
        legal_form: passages.value(party.legal_form, "/legal_form"),
        siren: None,
        siret: None,
        rna: None,
        seat: None,
        representative: None,
    };
    let doubt = "the avenant recalls no grant; check who receives by it".to_owned();
    reading.identify(event, passages, Some(doubt));
}

/// The year for which the sentence of the new amount gives it: *la contribution pour 2024*.
fn year(reading: &Reading<'_>) -> Option<Found<i32>> {
    static YEAR: Pattern = Pattern::new(|| {
        compile(
            r"(?i)(?:subvention|aide|participation|contribution|dotation)[^;:.]{0,40}? (?:pour |en |de )?{year:year}",
        )
    });
    reading.in_zones(&[Zone::Articles, Zone::Report]).into_iter().find_map(|at| {
        let sentence = reading.sentence(at)?;
        let changed = sentence.hit(&NEW_AMOUNT).filter(|_| current(sentence));
        changed.and_then(|_| sentence.hit(&YEAR)?.year("year"))
    })
}

/// The avenant that the operative part approves.
fn approved(reading: &mut Reading<'_>, number: u32) -> Option<usize> {
    let of_number = |s: &Sentence<'_>| {
        s.hit(&NUMBER).and_then(|hit| self::number(&hit.words("number")?.value)) == Some(number)
    };
    let article = reading
        .in_zones(&[Zone::Articles])
        .into_iter()
        .find(|at| reading.sentence(*at).is_some_and(of_number))?;
    let sentence = reading.sentence(article)?;
    let whole = sentence.range();
    let mut passages = Passages::of(whole.clone());
    if let Some(place) = sentence.hit(&NUMBER).and_then(|hit| hit.place("number")) {
        passages.field(place, "/number");
    }
    let annexed = sentence.hit(&ANNEXED).map(|hit| {
        passages.field(hit.range(), "/annexed");
        true
    });
    let (changes, unchanged, amount) = terms(reading, &mut passages);
    let exercise = reading.exercise.clone().or_else(|| year(reading));
    let doubt = if changes.is_empty() && unchanged.is_empty() {
        Some("the text does not say what this avenant changes")
    } else {
        of_all_helps(reading, amount.as_ref()).then_some(
            "the amount may be what all helps of the year come to, and not that of the avenant",
        )
    };
    let approved = AvenantApproved {
        number,
        changes,
        unchanged,
        amount_cents: passages.value(amount, "/amount_cents"),
        act: reading.setting.act.clone(),
        annexed,
        exercise: passages.value(exercise, "/exercise"),
        takes_effect: None,
    };
    let decided = reading.decided();
    reading.add(approved, Grade::Act, decided, passages, doubt)
}

/// *ce qui porte à 500 € l'aide totale de l'année*: what a grant beside the avenant brings all helps to.
fn of_all_helps(reading: &Reading<'_>, amount: Option<&Found<Money>>) -> bool {
    static OF_ALL: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\bce qui (?:la |le |les )?(?:port|ram[eè]n)\p{L}*|\b(?:aides?|concours|montant|participation|subventions?) (?:totale?s?|global\p{L}*|cumul\p{L}+)\b|\b(?:au|en) (?:total|tout)\b|\btoutes aides\b",
        )
    });
    let told = |s: &Sentence<'_>| {
        amount.is_some_and(|sum| s.range().contains(&sum.range.start)) && s.says(&OF_ALL)
    };
    reading.sentences.iter().any(told)
}

/// What the avenant changes and leaves, as operative part and report say, and the amount under it.
fn terms(
    reading: &Reading<'_>,
    passages: &mut Passages,
) -> (Vec<Term>, Vec<Term>, Option<Found<Money>>) {
    let mut changes: Vec<Term> = Vec::new();
    let mut unchanged = Vec::new();
    let mut amount = None;
    for at in reading.in_zones(&[Zone::Articles, Zone::Report, Zone::Considerants]) {
        let Some(sentence) = reading.sentence(at) else {
            continue;
        };
        // What was asked for is told where the request is read.
        if sentence.says(&REQUEST) && sentence.zone == Zone::Report {
            continue;
        }
        let mut change = |term: Term, hit: &Hit<'_, '_>, passages: &mut Passages| {
            if !changes.contains(&term) {
                passages.also(sentence.range());
                passages.field(hit.range(), &format!("/changes/{}", changes.len()));
                changes.push(term);
            }
        };
        if let Some(hit) = new_budget(sentence).filter(|_| current(sentence)) {
            change(Term::Budget, &hit, passages);
        }
        if let Some(hit) = sentence.hit(&NEW_AMOUNT).filter(|_| current(sentence)) {
            change(Term::Amount, &hit, passages);
            let groups = ["to", "fixed", "new", "raised", "set", "whole"];
            amount = amount.or_else(|| groups.iter().find_map(|group| hit.amount(group)));
        }
        if let Some(hit) = sentence.hit(&LONGER) {
            change(Term::Duration, &hit, passages);
        }
        if let Some(hit) = sentence.hit(&SAME_AMOUNT) {
            if unchanged.is_empty() {
                passages.also(sentence.range());
                passages.field(hit.range(), "/unchanged/0");
                unchanged.push(Term::Amount);
            }
            amount = amount.or_else(|| hit.amount("sum"));
        }
    }
    (changes, unchanged, amount)
}

/// Whether a sentence speaks of the present avenant and not of an earlier one.
fn current(sentence: &Sentence<'_>) -> bool {
    sentence.zone == Zone::Articles || !sentence.says(&earlier::EARLIER)
}

pub(super) fn new_budget<'s, 'a>(sentence: &'s Sentence<'a>) -> Option<Hit<'s, 'a>> {
    NEW_BUDGET
        .iter()
        .find_map(|pattern| sentence.hit(pattern).filter(|hit| hit.amount("to").is_some()))
}

/// The budget revised by the avenant.
fn revised(
    reading: &mut Reading<'_>,
    avenant: u32,
    grant: Option<usize>,
    requested_by: Option<Sealable>,
    request: Option<usize>,
) -> Option<usize> {
    let mut told: Vec<(usize, Found<Money>, Option<Found<Money>>)> = Vec::new();
    for at in reading.in_zones(&[Zone::Articles, Zone::Report, Zone::Considerants]) {
        let Some(sentence) = reading.sentence(at).filter(|s| current(s)) else {
            continue;
        };
        let Some(hit) = new_budget(sentence) else {
            continue;
        };
        if let Some(to) = hit.amount("to") {
            told.push((at, to, hit.amount("from")));
        }
    }
    let article = |at: usize| reading.sentence(at).is_some_and(|s| s.zone == Zone::Articles);
    let asked = |at: usize| reading.sentence(at).is_some_and(|s| s.says(&REQUEST));
    let chosen = told.iter().find(|(at, ..)| article(*at));
    let chosen = chosen.or_else(|| told.iter().find(|(at, ..)| !asked(*at))).or(told.first())?;
    let (at, to, stated_from) = chosen.clone();
    let sentence = reading.sentence(at)?;
    let mut passages = Passages::of(sentence.range());
    let initial = grant.and_then(|at| match &reading.facts.get(at)?.event {
        Event::SubsidyGranted(granted) => granted.budget_cents,
        _ => None,
    });
    let from = stated_from.map(|from| {
        passages.field(from.range, "/from_cents");
        from.value
    });
    let from = from.or_else(|| {
        let place = grant.and_then(|at| reading.facts.get(at)?.passages.place("/budget_cents"))?;
        passages.field(place, "/from_cents");
        initial
    });
    let share = share(reading, at, &mut passages);
    let place = reading.sentence(at).and_then(|s| s.hit(&NUMBER)?.place("number"));
    let place = place.or_else(|| {
        let mut all = reading.sentences.iter().filter(|s| s.zone == Zone::Articles);
        all.find_map(|s| s.hit(&NUMBER)?.place("number"))
    });
    if let Some(place) = place {
        passages.field(place, "/instrument");
    }
    let by = request.and_then(|at| reading.facts.get(at)?.passages.place("/by"));
    if let Some(range) = by.filter(|_| requested_by.is_some()) {
        passages.field(range, "/requested_by");
    }
    let differ = told.iter().any(|(_, other, _)| other.value != to.value);
    let doubt = differ.then_some("the text gives more than one new budget");
    passages.field(to.range, "/to_cents");
    let revised = BudgetRevised {
        from_cents: from.filter(|from| *from != to.value),
        to_cents: to.value,
        instrument: Instrument::Avenant(avenant),
        requested_by,
        share,
    };
    let decided = reading.decided();
    reading.add(revised, Grade::Act, decided, passages, doubt)
}

/// The share of the new budget: in the same sentence, the next one, or where the amount is kept.
fn share(reading: &Reading<'_>, at: usize, passages: &mut Passages) -> Option<StatedShare> {
    let keeps = reading
        .in_zones(&[Zone::Articles, Zone::Report, Zone::Considerants])
        .into_iter()
        .filter(|at| reading.sentence(*at).is_some_and(|s| s.says(&SAME_AMOUNT)));
    let places: Vec<usize> = [at, at + 1].into_iter().chain(keeps).collect();
    places.into_iter().find_map(|at| {
        let sentence = reading.sentence(at).filter(|s| current(s))?;
        let share = sentence.hit(&SHARE)?.share("share")?;
        passages.also(sentence.range());
        passages.value(Some(share), "/share")
    })
}
