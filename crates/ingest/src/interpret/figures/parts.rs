//! The parts of a grant by the year: amounts beside years of their own that come to the sum granted, or one *par an*.

use super::Held;
use crate::draft::Seems;
use crate::recognise::{Found, Pattern, compile, lead, tail};
use greffe_domain::Money;
use std::collections::{BTreeMap, BTreeSet};

/// The year that stands beside an amount: *31 000 € en 2024*, *2024 : 31 000 €*.
pub(in super::super) fn year_beside(folded: &str, amount: &Found<Money>) -> Option<Found<i32>> {
    static YEAR: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^\)?,? ?(?:\([^()\n]{0,30}\) ?)?(?:en|pour|au titre de|sur)?(?: l'(?:ann[ée]e|exercice))?(?: de)? ?(?P<year>20\d\d)\b",
        )
    });
    static OF_THE_NEXT: Pattern = Pattern::new(|| compile(r"^ ?[:=] ?\d"));
    static YEAR_BEFORE: Pattern =
        Pattern::new(|| compile(r"\b(?P<year>20\d\d)(?: ?[:=|\t–-] ?| ?\t)(?:\p{L}+ )?$"));
    let behind = folded.get(amount.range.end..)?;
    let before = tail(folded.get(..amount.range.start)?, 80);
    let line = before.rsplit('\n').next().unwrap_or_default();
    // *2031 : 400 € 2032 : 500 €*: the year behind is that of the next.
    let own = |hit: &regex::Captures<'_>| {
        let end = hit.get(0).map_or(0, |hit| hit.end());
        !OF_THE_NEXT.is_match(behind.get(end..).unwrap_or_default())
    };
    let (hit, from) = match YEAR.captures(behind).filter(own) {
        Some(hit) => (hit, amount.range.end),
        None => (YEAR_BEFORE.captures(line)?, amount.range.start - line.len()),
    };
    let year = hit.name("year")?;
    Some(Found::new(from + year.start()..from + year.end(), year.as_str().parse().ok()?))
}

/// So many bytes of a clause say how often something is paid.
const CLAUSE: usize = 400;

/// The amounts that are the parts of a grant by the year: several, each beside a year of its own, that
/// come to the sum granted; or one *par an*, *par trimestre*, so many times the sum.
pub(super) fn parts_of_a_grant(folded: &str, all: &[Found<Money>], held: &Held) -> BTreeSet<usize> {
    static EACH_TIME: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:par (?:an|ann[ée]e|trimestre|semestre|mois|quarts?|tiers|moiti[ée]|douzi[èe]mes?)|chaque ann[ée]e|annuel\p{L}*)\b",
        )
    });
    let gives = |at: usize, cents: i64| held.grants_at(at).contains(&Money::from_cents(cents));
    let year = |amount: &Found<Money>| Some(year_beside(folded, amount)?.value.to_string());
    let mut out = BTreeSet::new();
    let yearly: Vec<(usize, String, i64)> = all
        .iter()
        .enumerate()
        .filter_map(|(at, a)| Some((at, year(a)?, a.value.cents())))
        .collect();
    for many in 2..=6usize {
        for group in yearly.windows(many) {
            let mut years: Vec<&String> = group.iter().map(|(_, year, _)| year).collect();
            years.dedup();
            let sum = group.iter().try_fold(0i64, |sum, (.., cents)| sum.checked_add(*cents));
            let first = group.first().and_then(|(at, ..)| all.get(*at)).map(|one| one.range.start);
            if years.len() == many && sum.zip(first).is_some_and(|(sum, at)| gives(at, sum)) {
                out.extend(group.iter().map(|(at, ..)| *at));
            }
        }
    }
    for (at, amount) in all.iter().enumerate() {
        let before = tail(folded.get(..amount.range.start).unwrap_or_default(), CLAUSE);
        let clause = before.rsplit(['\n', ';']).next().unwrap_or_default();
        let behind = lead(folded.get(amount.range.end..).unwrap_or_default(), 24);
        let around = format!("{clause}{behind}");
        let times = |n: i64| {
            amount.value.cents().checked_mul(n).is_some_and(|sum| gives(amount.range.start, sum))
        };
        if EACH_TIME.is_match(&around) && (2..=12).any(times) {
            out.insert(at);
        }
    }
    out
}

/// The costs of several years below what they come to: *évalué à 900 €, conformément aux budgets prévisionnels : 2031 : 400 €,
/// 2032 : 500 €*. That of the year of the grant is the budget; the whole and the other years are not.
pub(super) fn yearly_costs(
    folded: &str,
    all: &[Found<Money>],
    held: &Held,
) -> BTreeMap<usize, Seems> {
    static COST: Pattern =
        Pattern::new(|| compile(r"(?i)\b(?:budgets?|co[ûu]ts?|d[ée]penses?|charges)\b"));
    let mut out = BTreeMap::new();
    let mut at = 0;
    while let Some(whole) = all.get(at) {
        at += 1;
        let before = tail(folded.get(..whole.range.start).unwrap_or_default(), CLAUSE);
        let line = before.rsplit("\n\n").next().unwrap_or_default();
        let Some(granted_in) = held.exercise_at(whole.range.start) else { continue };
        if !COST.is_match(line) {
            continue;
        }
        let years: Vec<(usize, i32, i64)> = (at..all.len())
            .map_while(|at| {
                let amount = all.get(at)?;
                Some((at, year_beside(folded, amount)?.value, amount.value.cents()))
            })
            .take(6)
            .collect();
        for many in 2..=years.len() {
            let group = years.get(..many).unwrap_or_default();
            let sum = group.iter().try_fold(0i64, |sum, (.., cents)| sum.checked_add(*cents));
            let rising = group.is_sorted_by(|one, other| one.1 < other.1);
            if rising
                && sum == Some(whole.value.cents())
                && group.iter().any(|one| one.1 == granted_in)
            {
                out.insert(at - 1, Seems::Other);
                out.extend(group.iter().map(|(at, year, _)| {
                    (*at, if *year == granted_in { Seems::Budget } else { Seems::Other })
                }));
            }
        }
    }
    out
}
