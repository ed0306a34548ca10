//! Grants told by the year, where no sum of all years is: *fixe la subvention comme suit : 2031 : 500 € ;
//! 2032 : 600 €*, *attribue une aide de 500 € en 2031 et de 600 € en 2032*.
//!
//! Each year is a grant of its own exercise. Where their sum is stated, they are its parts, and
//! [`super::super::figures`] notes them. A person checks each.

use super::super::figures::year_beside;
use super::super::reading::Reading;
use super::super::sentence::{Sentence, Zone};
use super::{Told, emit};
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::{Grade, Money};
use std::collections::BTreeSet;

static GIVES: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:attribu|accord|allou|octro|vers|fix|arr[êe]t|approuv|vot)(?:e|er|oie|oyer)\b[^;]{0,200}?",
        r"\b(?:subventions?|participations?|contributions?|aides?|dotations?|concours|montants?)\b"
    ))
});

/// Adds such grants; whether the act tells any.
pub(super) fn read(reading: &mut Reading<'_>) -> bool {
    if !reading.adopted || reading.avenant.is_some() {
        return false;
    }
    let all = reading.sentences.iter().flat_map(|s| &s.amounts);
    let stated: BTreeSet<Money> = all.map(|amount| amount.value).collect();
    let articles = reading.in_zones(&[Zone::Articles]);
    let found = articles.into_iter().find_map(|at| {
        let sentence = reading.sentence(at).filter(|s| s.says(&GIVES))?;
        by_year(reading, at, sentence, &stated)
    });
    let Some(grants) = found else { return false };
    let main = reading.exercise.clone();
    for (at, sum, year) in grants {
        reading.exercise = Some(year);
        let told = Told { at, sum, grade: Grade::Act, proposed: false };
        let fact = emit(reading, &told, None).and_then(|at| reading.facts.get_mut(at));
        if let Some(fact) = fact {
            let of_years = || "grants of several years are told at once; check each".to_owned();
            fact.doubt.get_or_insert_with(of_years);
        }
    }
    reading.exercise = main;
    true
}

type OfYear = (usize, Found<Money>, Found<i32>);

/// The amounts by the year that a sentence holds, or the items that it announces; none where `stated`
/// holds what they come to.
fn by_year(
    reading: &Reading<'_>,
    at: usize,
    lead: &Sentence<'_>,
    stated: &BTreeSet<Money>,
) -> Option<Vec<OfYear>> {
    let mut all: Vec<(usize, Found<Money>)> =
        lead.amounts.iter().map(|sum| (at, sum.clone())).collect();
    if all.is_empty() && lead.text.ends_with(':') {
        let items = reading.sentences.iter().enumerate().skip(at + 1);
        let items = items.take_while(|(_, s)| s.zone == Zone::Articles && !s.amounts.is_empty());
        all.extend(items.filter_map(|(at, s)| Some((at, s.amounts.first()?.clone()))));
    }
    let yearly = |(at, sum): (usize, Found<Money>)| {
        let year = year_beside(reading.folded, &sum)?;
        Some((at, sum, year))
    };
    let grants: Vec<OfYear> = all.into_iter().map_while(yearly).collect();
    let years: Vec<i32> = grants.iter().map(|(.., year)| year.value).collect();
    let ahead = years.first().copied() >= reading.setting.act_date.year();
    let in_order =
        years.windows(2).all(|pair| matches!(pair, [a, b] if a.checked_add(1) == Some(*b)));
    if years.len() < 2 || !ahead || !in_order {
        return None;
    }
    let sum = grants.iter().try_fold(Money::ZERO, |sum, (_, one, _)| sum.checked_add(one.value))?;
    (!stated.contains(&sum)).then_some(grants)
}
