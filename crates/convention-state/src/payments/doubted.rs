//! Payments that may be one: nothing ties them, and nothing sets them apart.
//!
//! « 2 000 € versés en 2023 » beside an advance of that sum in May 2023 tells the advance again, or a second
//! payment. Neither may be supposed: a second payment would be hidden, or one counted twice. So each counts,
//! and the vaguer one names those that it may be. What it may be is also all lines of one order, where it is of
//! their sum.

use super::Told;
use greffe_domain::Money;
use std::collections::{BTreeMap, BTreeSet};

impl Told {
    /// Whether nothing keeps the two from being one.
    fn may_be(&self, other: &Told) -> bool {
        self.0.iter().all(|one| other.0.iter().all(|told| !one.excludes(told)))
    }

    fn is_vague(&self) -> bool {
        self.0.iter().all(|one| one.on().day().is_none())
    }

    /// The sums that its sources say, the one that is not believed among them.
    fn sums(&self) -> BTreeSet<(bool, Money)> {
        self.0.iter().map(|one| (one.view.executed, one.view.amount_cents)).collect()
    }
}

/// Of each payment the more precise ones, by their places, that it may tell again. Two whose days are known
/// are one or two, and never in doubt.
pub(super) fn doubted(payments: &[Told]) -> Vec<Vec<usize>> {
    let mut of_sum: BTreeMap<(bool, Money), Vec<usize>> = BTreeMap::new();
    let orders = orders_of_lines(payments);
    let mut found = Vec::with_capacity(payments.len());
    for (at, payment) in payments.iter().enumerate() {
        let sums = payment.sums();
        let may_be = |other: &usize| payments.get(*other).is_some_and(|o| payment.may_be(o));
        let vague = payment.is_vague();
        let alike: BTreeSet<usize> = sums
            .iter()
            .filter_map(|sum| of_sum.get(sum).filter(|_| vague))
            .flatten()
            .copied()
            .collect();
        let mut other: Vec<usize> = alike.into_iter().filter(may_be).collect();
        let sum_of = |lines: &&Vec<usize>| !lines.contains(&at) && lines.iter().all(may_be);
        let totals = sums.iter().filter_map(|sum| orders.get(sum).filter(|_| vague)).flatten();
        other.extend(totals.filter(sum_of).flatten().filter(|line| **line != at));
        found.push(other);
        for sum in sums {
            of_sum.entry(sum).or_default().push(at);
        }
    }
    found
}

/// The lines of each order that has several, by their sum.
fn orders_of_lines(payments: &[Told]) -> BTreeMap<(bool, Money), Vec<Vec<usize>>> {
    let mut lines: BTreeMap<(bool, &str), BTreeSet<usize>> = BTreeMap::new();
    for (at, payment) in payments.iter().enumerate() {
        let numbered = payment.0.iter().filter_map(|one| Some((one, one.view.number.as_deref()?)));
        for (one, number) in numbered {
            lines.entry((one.view.executed, number)).or_default().insert(at);
        }
    }
    let mut out: BTreeMap<(bool, Money), Vec<Vec<usize>>> = BTreeMap::new();
    for ((executed, _), lines) in lines.into_iter().filter(|(_, lines)| lines.len() > 1) {
        let amounts = lines.iter().filter_map(|at| payments.get(*at)?.0.first());
        let mut amounts = amounts.map(|one| one.view.amount_cents);
        if let Some(sum) = amounts.try_fold(Money::ZERO, Money::checked_add) {
            out.entry((executed, sum)).or_default().push(lines.into_iter().collect());
        }
    }
    out
}
