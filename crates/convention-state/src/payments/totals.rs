//! What an order of several lines came to, recalled as one sum.
//!
//! A statement of account has a line for each part of an order, an act recalls what all came to. The sum is no
//! payment beside the lines, and no other sum of one of them.

use super::{PaymentTold, PaymentView};
use greffe_domain::{Money, Rival};
use std::collections::BTreeMap;

/// One that tells the sum of several lines, and the entries that tell these.
pub(super) struct Total {
    sum: Rival<Money>,
    lines: Vec<u64>,
}

/// Takes out of some entries those that tell the sum of the lines which a document gives of one order.
pub(super) fn taken_out(told: Vec<PaymentTold>) -> (Vec<PaymentTold>, Vec<Total>) {
    let mut orders: BTreeMap<(bool, &str), Vec<&PaymentTold>> = BTreeMap::new();
    for one in &told {
        if let Some(number) = &one.view.number {
            orders.entry((one.view.executed, number)).or_default().push(one);
        }
    }
    let mut totals: BTreeMap<u64, Total> = BTreeMap::new();
    for of_order in orders.values().filter(|all| all.len() > 2) {
        let documents = by_document(of_order);
        let lists: Vec<&Vec<&PaymentTold>> =
            documents.values().filter(|lines| lines.len() > 1).collect();
        let alone = documents.values().filter(|lines| lines.len() == 1).flatten();
        for (one, lines) in alone.flat_map(|one| lists.iter().map(move |lines| (one, *lines))) {
            let of_it = one.lines_of(lines);
            if let (Some(lines), Some(sum)) = (of_it, one.rival()) {
                totals.insert(sum.entry, Total { sum, lines });
            }
        }
    }
    let is_total = |one: &PaymentTold| one.view.entries.iter().any(|e| totals.contains_key(e));
    let told = told.into_iter().filter(|one| !is_total(one)).collect();
    (told, totals.into_values().collect())
}

/// The lines by their document; what a document says twice is there once.
fn by_document<'t>(of_order: &[&'t PaymentTold]) -> BTreeMap<&'t str, Vec<&'t PaymentTold>> {
    let mut documents: BTreeMap<&str, Vec<&PaymentTold>> = BTreeMap::new();
    for one in of_order.iter().filter(|one| !one.words.is_empty()) {
        let lines = documents.entry(one.document()).or_default();
        let again = |line: &&PaymentTold| {
            line.view.amount_cents == one.view.amount_cents && line.repeats(one)
        };
        if !lines.iter().any(again) {
            lines.push(one);
        }
    }
    documents
}

impl PaymentTold {
    /// The entries of several lines of one document whose sum this is.
    fn lines_of(&self, lines: &[&PaymentTold]) -> Option<Vec<u64>> {
        let lines: Vec<&&PaymentTold> = lines.iter().filter(|line| self.may_sum(line)).collect();
        let amounts = lines.iter().map(|line| line.view.amount_cents);
        let sum = amounts.into_iter().try_fold(Money::ZERO, Money::checked_add)?;
        let several = lines.len() > 1 && sum == self.view.amount_cents;
        several.then(|| lines.iter().flat_map(|line| line.view.entries.clone()).collect())
    }

    /// Whether a line can be part of this sum: of another document, in no other role, and of the same year,
    /// since orders are numbered anew each year.
    fn may_sum(&self, line: &PaymentTold) -> bool {
        let (a, b) = (&self.view, &line.view);
        let roles = a.role.is_none() || b.role.is_none() || a.role == b.role;
        roles && a.can_be_of_the_year_of(b) && self.is_of_another_source(line)
    }
}

/// Tells each payment the sums that count it.
pub(super) fn told_to(payments: &mut [PaymentView], totals: &[Total]) {
    for payment in payments {
        let tells = |total: &&Total| payment.told_by().any(|entry| total.lines.contains(&entry));
        let of_it: Vec<Rival<Money>> =
            totals.iter().filter(tells).map(|total| total.sum.clone()).collect();
        payment.in_totals = of_it;
    }
}
