//! Grants told several at once: *de verser à A et à B respectivement 500 € et 300 €*.
//!
//! As many amounts as receivers, in one order: the receivers are those that the sentence names
//! before or behind its amounts, else (*leur*) those that the sentence before names. A person checks each.

use super::super::each;
use super::super::list;
use super::super::party::Party;
use super::super::reading::Reading;
use super::super::rows::Row;
use super::super::sentence::{Sentence, Zone};
use super::{DECIDED_VERB, Told, emit};
use crate::recognise::{Pattern, compile};
use greffe_domain::Grade;

static RESPECTIVELY: Pattern = Pattern::new(|| compile(r"(?i)\brespectivement\b"));

static THEM: Pattern = Pattern::new(|| compile(r"(?i)\bleur\b"));

/// Adds such grants; whether the act tells any.
pub(super) fn read(reading: &mut Reading<'_>) -> bool {
    if !reading.adopted || reading.avenant.is_some() {
        return false;
    }
    let decided = reading.in_zones(&[Zone::Articles]);
    let sums = |at: &usize| reading.sentence(*at).is_some_and(|s| !s.amounts.is_empty());
    let proposed =
        if decided.iter().any(sums) { vec![] } else { reading.in_zones(&[Zone::Report]) };
    // What was proposed counts where the decision says no sums again.
    for (places, is_proposal) in [(decided, false), (proposed, true)] {
        let found = places.into_iter().find_map(|at| {
            let sentence = reading.sentence(at)?;
            let told = sentence.says(&RESPECTIVELY) && sentence.says(&DECIDED_VERB);
            let parties = if told { receivers(reading, at) } else { Vec::new() };
            (parties.len() > 1 && parties.len() == sentence.amounts.len()).then_some((at, parties))
        });
        if let Some((at, parties)) = found {
            add(reading, at, parties, is_proposal);
            return true;
        }
    }
    in_order(reading)
}

/// *sont attribuées respectivement aux associations A et B*: names that no formula introduces one by one. Whether there were
/// any.
fn in_order(reading: &mut Reading<'_>) -> bool {
    static IN_ORDER: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\brespectivement (?P<lead>aux (?:associations|clubs|organismes|structures) |à |au |aux )(?P<names>(?-i:\p{Lu})[^;€]{3,300}?)(?:,? (?:au titre d|pour l'|dans le cadre|afin )[^;€]*)?\.?$",
        )
    });
    let told = reading.in_zones(&[Zone::Articles]).into_iter().find_map(|at| {
        let sentence = reading.sentence(at).filter(|s| s.says(&DECIDED_VERB))?;
        let hit = sentence.hit(&IN_ORDER)?;
        let (lead, names) = (hit.place("lead")?, hit.place("names")?);
        let form = each::associations(reading.words(&lead), lead.start);
        let names = each::split(reading.words(&names), names.start);
        let sums = sentence.amounts.clone();
        (names.len() > 1 && names.len() == sums.len())
            .then(|| (sentence.range(), form, names, sums))
    });
    let Some((line, form, names, sums)) = told else { return false };
    for (name, sum) in names.into_iter().zip(sums) {
        let (line, name, sums) = (line.clone(), vec![name], vec![sum.clone()]);
        let row = Row { line, name, siret: None, form: None, object: None, sums };
        let year = reading.exercise.clone();
        let doubt = Some("several grants are told at once; check who receives which");
        list::add(reading, &row, (sum, year), form.clone(), doubt);
    }
    true
}

/// Who receives, in the order in which the text names them.
fn receivers(reading: &Reading<'_>, at: usize) -> Vec<Party> {
    let named_in = |sentence: &Sentence<'_>| {
        let range = sentence.range();
        let all = reading.party.iter().chain(&reading.others);
        let mut named: Vec<(usize, Party)> =
            all.filter_map(|p| Some((p.first_in(&range)?, p.clone()))).collect();
        named.sort_by_key(|(at, _)| *at);
        named.into_iter().map(|(_, party)| party).collect::<Vec<_>>()
    };
    let Some(here) = reading.sentence(at) else { return Vec::new() };
    let named = named_in(here);
    if named.len() > 1 || !here.says(&THEM) {
        return named;
    }
    let before = at.checked_sub(1).and_then(|at| reading.sentence(at));
    before.map(named_in).unwrap_or_default()
}

fn add(reading: &mut Reading<'_>, at: usize, parties: Vec<Party>, proposed: bool) {
    let main = reading.party.clone();
    let sums = reading.sentence(at).map(|s| s.amounts.clone()).unwrap_or_default();
    for (party, sum) in parties.into_iter().zip(sums) {
        reading.party = Some(party.clone());
        let told = Told { at, sum, grade: Grade::Act, proposed };
        let fact = emit(reading, &told, Some(party)).and_then(|at| reading.facts.get_mut(at));
        if let Some(fact) = fact {
            let several = || "several grants are told at once; check who receives which".to_owned();
            fact.doubt.get_or_insert_with(several);
        }
    }
    reading.party = main;
}
