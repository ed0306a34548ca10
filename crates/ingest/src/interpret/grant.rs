//! The grant: which subsidy the act gives, or recalls that another act gave.
//!
//! Decided is what the operative part says; recalled, what report, grounds or legal bases tell of
//! an earlier act. A proposal of the report decides nothing, but it is where budget and share of
//! the decided amount are stated. One grant told twice, by paragraph (date, amount) and by visa
//! (reference), becomes one fact with both in its `act`.

mod basis;
mod formulae;
mod origin;
mod respectively;
mod settled;
mod yearly;

use super::each;
use super::fact::Passages;
use super::party::Party;
use super::reading::Reading;
use super::sentence::{Sentence, Zone};
use crate::recognise::{Found, Pattern, compile, numbers_in_words, years_of_exercise};
pub(super) use formulae::DECIDED_VERB;
use formulae::{
    AGREED, ASKED_OF_OTHERS, AT_A_TIME, DECIDED, DECIDED_THERE, HEADED, OF_SOMETHING_ELSE,
    PART_OF_IT, PROPOSED, RECALLED, SHARE_OF_IT, TAKEN_BACK, WISH, YEAR_OF,
};
use greffe_domain::{Grade, Money, SubsidyGranted};
use std::ops::Range;

/// A grant as found in one sentence, before joining.
struct Told {
    at: usize,
    sum: Found<Money>,
    grade: Grade,
    /// It stands in the proposal, which the act adopts without saying it again.
    proposed: bool,
}

/// Adds the grants of the act; gives the place of the main one among the facts.
pub(crate) fn read(reading: &mut Reading<'_>) -> Option<usize> {
    if respectively::read(reading) || yearly::read(reading) {
        return None;
    }
    let mut told = told(reading);
    if told.is_empty() {
        told.extend(proposed(reading));
    }
    let decided: Vec<&Told> = told.iter().filter(|t| t.grade == Grade::Act).collect();
    let chosen = match (decided.as_slice(), told.as_slice()) {
        ([one], _) => *one,
        ([], [one]) => one,
        ([], [first, ..]) => {
            // The same grant told twice is one; two sums are two grants, and a person must say.
            let same = told.iter().all(|t| t.sum.value == first.sum.value);
            if !same {
                unclear(reading, &told);
                return None;
            }
            first
        }
        ([], []) => return None,
        ([first, ..], _) if decided.iter().all(|t| t.sum.value == first.sum.value) => *first,
        _ => {
            unclear(reading, &told);
            return None;
        }
    };
    emit(reading, chosen, None)
}

/// Adds the grants that stand beside others already read.
pub(super) fn besides(reading: &mut Reading<'_>) {
    let mut told = told(reading);
    told.retain(|told| {
        let each = reading.sentence(told.at).is_some_and(each::to_each);
        told.grade == Grade::Act && !each && !reading.holds(&told.sum.range)
    });
    unclear(reading, &told);
}

/// Several grants in one act: each is told apart where its sentence names one party and no more,
/// and only noted otherwise.
fn unclear(reading: &mut Reading<'_>, told: &[Told]) {
    let main = reading.party.clone();
    for grant in told {
        let Some(range) = reading.sentence(grant.at).map(Sentence::range) else { continue };
        let named_in = |range: &Range<usize>| -> Vec<Party> {
            let main = main.iter().filter(|party| party.named_in(range));
            main.chain(reading.others_in(range)).cloned().collect()
        };
        let mut named = named_in(&range);
        if named.is_empty() && anaphora(reading.words(&range)) {
            // *une convention avec l'association A. Une subvention de 500 € lui est attribuée.*
            let before = grant.at.checked_sub(1).and_then(|at| reading.sentence(at));
            let before = before.filter(|s| s.zone == Zone::Articles).map(Sentence::range);
            named = before.map_or_else(Vec::new, |before| named_in(&before));
        }
        if let ([one], Grade::Act) = (named.as_slice(), grant.grade) {
            reading.party = Some(one.clone());
            let fact = emit(reading, grant, None).and_then(|at| reading.facts.get_mut(at));
            if let Some(fact) = fact {
                fact.doubt =
                    Some("one of several grants in this act; check who receives it".to_owned());
            }
            continue;
        }
        let what =
            format!("a grant of {} among several in one act; record it by hand", grant.sum.value);
        reading.remark(range, "several-grants", what);
    }
    reading.party = main;
}

/// *de ne pas donner suite à la demande de …, qui sollicitait une subvention de 500 €*: nothing is given.
static NOT_GIVEN: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:ne (?:pas|point) (?:donner (?:une )?suite|accorder|attribuer|allouer|octroyer|verser|retenir|renouveler|reconduire|subventionner|satisfaire|faire droit|r[ée]server)",
        r"|n'(?:accorde|attribue|alloue|octroie)(?:nt)? (?:pas|aucune?)|ne (?:donne|retient|renouvelle|reconduit|verse|fait|r[ée]serve)(?:nt)? (?:pas|aucune?)|d[ée]cide de (?:refuser|rejeter))\b"
    ))
});

/// *Vu la délibération du 3 mars par laquelle le conseil attribue …*: recalled, and in the present.
static BY_ANOTHER_ACT: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^[-–•* ]*(?:vu|considérant)\b[^;]{0,120}\b(?:par|dans|selon) l(?:a|e|es)quel(?:le)?s?\b[^;]{0,120}\b(?:attribue|accorde|alloue|octroie|d[ée]cide)\b",
    )
});

fn told(reading: &Reading<'_>) -> Vec<Told> {
    let mut out = Vec::new();
    for at in reading.in_zones(&[Zone::Articles, Zone::Report, Zone::Considerants, Zone::Visas]) {
        let Some(sentence) = reading.sentence(at) else {
            continue;
        };
        if sentence.says(&NOT_GIVEN) || sentence.says(&BY_ANOTHER_ACT) {
            continue;
        }
        let (patterns, grade) = match sentence.zone {
            // Minutes recall in one zone with what they decide.
            Zone::Articles if reading.setting.several && sentence.says(&TAKEN_BACK) => {
                (RECALLED.as_slice(), Grade::Recital)
            }
            // *Lors de sa séance du 3 mars, le conseil a accordé…*
            Zone::Articles if told_of_the_past(reading, sentence) => {
                (RECALLED.as_slice(), Grade::Recital)
            }
            Zone::Articles if reading.adopted && reading.avenant.is_none() => {
                (DECIDED.as_slice(), Grade::Act)
            }
            Zone::Articles => continue,
            _ => (RECALLED.as_slice(), Grade::Recital),
        };
        let read = |pattern: &Pattern| {
            let hit = sentence.hit(pattern)?;
            hit.amount("sum").map(|sum| (hit.range(), sum))
        };
        let there = grade == Grade::Act && reading.setting.several;
        let hit = patterns.iter().find_map(read);
        let Some((range, sum)) = hit.or_else(|| if there { read(&DECIDED_THERE) } else { None })
        else {
            continue;
        };
        let each = of_each(reading.words(&(sum.range.end..sentence.range().end)));
        let sum = if each {
            // *50 euros par élève, soit 900 euros*: the price of one, then the grant.
            let Some(whole) = in_all(reading, sentence, &sum) else { continue };
            whole
        } else {
            sum
        };
        let before = reading.words(&(sentence.at..range.start));
        let lead = reading.words(&(range.start..sum.range.start));
        let word = lead.rfind("subvention").or_else(|| lead.rfind("aide")).unwrap_or(0);
        let between = lead.get(word..).unwrap_or_default();
        if AT_A_TIME.is_match(lead) {
            continue;
        }
        // *une aide de 30 % de la dépense, soit 500 €*: what the share is of is no other amount.
        if !each && OF_SOMETHING_ELSE.is_match(between) && !SHARE_OF_IT.is_match(between) {
            continue;
        }
        let wished = (WISH.is_match(before) && !sentence.says(&TAKEN_BACK))
            || WISH.is_match(reading.words(&range));
        let foreign = || {
            origin::foreign(reading, sentence, &range) || origin::of_another_year(reading, sentence)
        };
        if grade == Grade::Recital && (wished || foreign()) {
            continue;
        }
        let said = reading.words(&range).to_lowercase();
        let paid = said.starts_with("vers") || said.contains(" somme ");
        let asked = ASKED_OF_OTHERS.is_match(before);
        if grade == Grade::Act && (asked || (paid && sentence.says(&PART_OF_IT))) {
            continue;
        }
        // Minutes also tell what other bodies gave.
        let minutes = grade == Grade::Act && reading.setting.several;
        if minutes && origin::foreign(reading, sentence, &range) {
            continue;
        }
        out.push(Told { at, sum, grade, proposed: false });
    }
    out
}

/// Whether a sentence tells what was granted on an earlier day: that of another sitting or act, or one
/// that opens the sentence (*Le 3 mars 2030, le conseil a accordé*). The day of
/// a request or of a law says nothing of it, but *avait accordé* and *a déjà accordé* tell of the past themselves.
fn told_of_the_past(reading: &Reading<'_>, sentence: &Sentence<'_>) -> bool {
    static DONE: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:a|avait|ont|avaient) (?:d[ée]j[àa] |ainsi |donc )?(?:accord[ée]|attribu[ée]|vot[ée]|allou[ée]|octroy[ée]|vers[ée]|d[ée]cid[ée])e?s?\b",
        )
    });
    static BEFORE: Pattern = Pattern::new(|| compile(r"(?i)\bavai(?:en)?t |\bd[ée]j[àa]\b"));
    static SITTING: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)(?:\b(?:(?:s[ée]ance|r[ée]union|session)(?: \p{L}+){0,2}|d[ée]lib[ée]ration(?: n(?:°|o|um[ée]ro) ?[^ ]+)?|lors (?:de|du)\b[^,;()]{0,60}?),?(?: en date)? du|\blors (?:de|du)|^(?:le|en))",
            r"(?: (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche))? ?$"
        ))
    });
    static BASIS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:vu|en application de|en vertu de|conform[ée]ment [àa]) (?:la |sa |notre )?d[ée]lib[ée]ration[^,;()]{0,60}$",
        )
    });
    let Some(done) = sentence.hit(&DONE) else { return false };
    let past = BEFORE.is_match(reading.words(&done.range()));
    let act = reading.setting.act.date.as_ref();
    sentence.dates.iter().any(|date| {
        let before = reading.words(&(sentence.at..date.range.start));
        let of_sitting = || SITTING.is_match(before) && !BASIS.is_match(before);
        act.is_some_and(|act| date.value < *act) && (past || of_sitting())
    })
}

/// Whether an amount is the price of one: *par élève*, *par habitant*.
pub(super) fn of_each(behind: &str) -> bool {
    static EACH: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)^\)? ?(?:pour (?:chacun|chaque)|(?:par|/) ?(?:[ée]l[èe]ves?|enfants?|habitants?|personnes?|familles?|jours?|nuit[ée]e?s?|repas|licenci[ée]s?|adh[ée]rents?|s[ée]jours?|heures?",
            r"|logements?|participants?|[ée]tudiants?|jeunes?|b[ée]n[ée]ficiaires?|km|m2|m²",
            r"|tonnes?|s[ée]ances?|spectateurs?|passages?|voyages?|foyers?|classes?|m[èe]tres?|hectares?|v[ée]los?|dossiers?))\b"
        ))
    });
    EACH.is_match(behind)
}

/// The amount behind *soit* that a price of one comes to.
fn in_all(
    reading: &Reading<'_>,
    sentence: &Sentence<'_>,
    each: &Found<Money>,
) -> Option<Found<Money>> {
    let later = |amount: &&Found<Money>| amount.range.start > each.range.end;
    let whole = sentence.amounts.iter().find(later)?;
    let between = reading.words(&(each.range.end..whole.range.start));
    between.contains("soit").then(|| whole.clone())
}

/// The one sum that the report proposes to grant, where the act adopts the proposal and says no more.
fn proposed(reading: &Reading<'_>) -> Option<Told> {
    // A proposal alone decides nothing: what adopts it must stand behind it.
    let decided = !reading.in_zones(&[Zone::Articles, Zone::After]).is_empty();
    if !decided || !reading.adopted || reading.avenant.is_some() {
        return None;
    }
    let mut found: Option<Told> = None;
    // Minutes mark off no report.
    let several = reading.setting.several;
    let zones: &[Zone] = if several { &[Zone::Report, Zone::Articles] } else { &[Zone::Report] };
    for at in reading.in_zones(zones) {
        let Some(sentence) = reading.sentence(at) else { continue };
        let hit = DECIDED.iter().find_map(|pattern| {
            let hit = sentence.hit(pattern)?;
            hit.amount("sum").map(|sum| (hit.range(), sum))
        });
        let Some((range, sum)) = hit.filter(|_| PROPOSED.is_match(sentence.text)) else { continue };
        if origin::foreign(reading, sentence, &range) || origin::of_another_year(reading, sentence)
        {
            continue;
        }
        match &found {
            // Of two sums a person must say which was decided.
            Some(known) if known.sum.value != sum.value => return None,
            Some(_) => {}
            None => found = Some(Told { at, sum, grade: Grade::Act, proposed: true }),
        }
    }
    found.or_else(|| settled::amount(reading)).or_else(|| headed(reading))
}

/// The sum that the heading of one of several acts grants, or that the organ agrees to below it.
fn headed(reading: &Reading<'_>) -> Option<Told> {
    let about = |s: &Sentence<'_>| s.text.to_lowercase().contains("subvention");
    // A heading that holds the sum stands among what was decided.
    let title = reading.sentences.iter().take(2).position(about);
    let title = title.filter(|_| reading.setting.several)?;
    let told = |at: usize, pattern: &Pattern| {
        let sum = reading.sentence(at)?.hit(pattern)?.amount("sum")?;
        Some(Told { at, sum, grade: Grade::Act, proposed: true })
    };
    let below = reading.in_zones(&[Zone::Articles, Zone::After]);
    told(title, &HEADED).or_else(|| below.into_iter().find_map(|at| told(at, &AGREED)))
}

/// Adds a grant; to `receiver`, or to whom its sentence names, or to the main party.
fn emit(reading: &mut Reading<'_>, told: &Told, receiver: Option<Party>) -> Option<usize> {
    let main = reading.party.clone()?;
    let sentence = reading.sentence(told.at)?;
    let whole = sentence.range();
    // The sentence of the grant may name another, and only that one.
    let named = reading.others_in(&whole);
    let party = match named.as_slice() {
        _ if receiver.is_some() => receiver?,
        [one] if !main.named_in(&whole) => (*one).clone(),
        _ => main,
    };
    let mut passages = Passages::of(whole.clone());
    passages.field(told.sum.range.clone(), "/amount_cents");
    passages.field(party.place(&whole)?, "/beneficiary/name");
    if let Some(form) = &party.legal_form {
        passages.field(form.range.clone(), "/beneficiary/legal_form");
    }
    let mut doubt = (!party.named_in(&whole) && !anaphora(reading.words(&whole)))
        .then(|| "the sentence of the grant does not name the beneficiary".to_owned());
    if told.proposed {
        doubt = Some("the amount stands in the proposal that the act adopts".to_owned());
    }
    let before = reading.words(&(whole.start..told.sum.range.start));
    if letters_differ(before, told.sum.value) {
        doubt = Some("the amount in letters and the amount in figures differ".to_owned());
    }
    let exercise = exercise(reading, told.at);
    let budget = basis::budget(reading, told, &mut passages);
    let (purpose, assignment) = basis::purpose(reading, told, &mut passages);
    let act = match told.grade {
        Grade::Act => reading.setting.act.clone(),
        _ => origin::recalled_act(reading, told.at, &party.key, &mut passages, &mut doubt),
    };
    let year = passages.value(exercise, "/exercise");
    let (share, budget_cents) = match budget {
        Some(found) => {
            doubt = doubt.or(found.doubt);
            (found.share, found.whole)
        }
        None => (None, None),
    };
    let effective = match told.grade {
        Grade::Act => reading.decided(),
        _ => act.date.clone().unwrap_or_else(|| reading.recalled()),
    };
    reading.granted_in = effective.year();
    let granted = SubsidyGranted {
        amount_cents: told.sum.value,
        beneficiary: party.reference(),
        exercise: year,
        purpose,
        assignment,
        budget_cents,
        share,
        in_kind: None,
        act,
    };
    let (grade, doubt) = (told.grade, doubt);
    reading.add(granted, grade, effective, passages, doubt.as_deref())
}

/// Whether the letters before a figure in brackets (*six mille euros (6 000 €)*) say another sum.
fn letters_differ(before: &str, sum: Money) -> bool {
    let Some(letters) = before.trim_end().strip_suffix('(').map(str::trim_end) else {
        return false;
    };
    let Some(counted) = letters.strip_suffix("euros").or_else(|| letters.strip_suffix("euro"))
    else {
        return false;
    };
    let said = numbers_in_words(counted).into_iter().last();
    let said = said.filter(|number| number.range.end == counted.trim_end().len());
    said.is_some_and(|number| i64::try_from(number.value).ok() != Some(sum.cents() / 100))
}

/// `l'association`, `lui`: the beneficiary by another word.
fn anaphora(text: &str) -> bool {
    static OTHER: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:l'association|la structure|l'organisme|la fondation|lui|le club|la",
            r" compagnie)\b"
        ))
    });
    OTHER.is_match(text)
}

/// The exercise that the sentence of the grant names, else that of the act.
fn exercise(reading: &Reading<'_>, at: usize) -> Option<Found<i32>> {
    let sentence = reading.sentence(at)?;
    let here = years_of_exercise(sentence.text).into_iter().next().map(|y| y.shifted(sentence.at));
    let plain = || sentence.hit(&YEAR_OF).and_then(|hit| hit.year("year"));
    let main = reading.exercise.clone();
    let near = here.or_else(plain).filter(|y| main.as_ref().is_none_or(|m| m.value == y.value));
    near.or(main)
}
