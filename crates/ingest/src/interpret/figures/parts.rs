//! The parts of a grant by the year: amounts beside years of their own that come to the sum granted, or one *par an*.

use super::Held;
use crate::draft::Seems;
use crate::recognise::{Found, Pattern, compile, lead, tail};
use greffe_domain::Money;
use std::collections::BTreeSet;

/// The year that stands beside an amount: *31 000 € en 2024*, *2024 : 31 000 €*.
pub(in super::super) fn year_beside(folded: &str, amount: &Found<Money>) -> Option<Found<i32>> {
    static YEAR: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^\)?,? ?(?:\([^()\n]{0,30}\) ?)?(?:en|pour|au titre de|sur)?(?: l'(?:ann[ée]e|exercice))?(?: de)? ?(?P<year>20\d\d)\b",
        )
    });
    static YEAR_BEFORE: Pattern =
        Pattern::new(|| compile(r"\b(?P<year>20\d\d)(?: ?[:=|\t–-] ?| ?\t)(?:\p{L}+ )?$"));
    let behind = folded.get(amount.range.end..)?;
    let before = tail(folded.get(..amount.range.start)?, 80);
    let line = before.rsplit('\n').next().unwrap_or_default();
    let (hit, from) = match YEAR.captures(behind) {
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
    let grants: BTreeSet<i64> = held
        .amounts
        .iter()
        .filter(|(_, role)| *role == Seems::Subsidy)
        .map(|(money, _)| money.cents())
        .collect();
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
            if years.len() == many && sum.is_some_and(|sum| grants.contains(&sum)) {
                out.extend(group.iter().map(|(at, ..)| *at));
            }
        }
    }
    for (at, amount) in all.iter().enumerate() {
        let before = tail(folded.get(..amount.range.start).unwrap_or_default(), CLAUSE);
        let clause = before.rsplit(['\n', ';']).next().unwrap_or_default();
        let behind = lead(folded.get(amount.range.end..).unwrap_or_default(), 24);
        let around = format!("{clause}{behind}");
        let times =
            |n: i64| amount.value.cents().checked_mul(n).is_some_and(|sum| grants.contains(&sum));
        if EACH_TIME.is_match(&around) && (2..=12).any(times) {
            out.insert(at);
        }
    }
    out
}
