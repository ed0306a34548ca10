//! Facts that several entries tell, each once.

use super::same_day::Groups;
use super::{Moment, is_payment, rivals};
use crate::paid;
use greffe_convention_state::{PaymentView, TakenBack, told_once};
use greffe_domain::Agrees as _;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Facts told several times become one, in the place of the first: by the words of who tells it best,
/// with those who tell it with the same figures, and apart those who give others.
pub(crate) fn merged(moments: Vec<Moment>) -> Vec<Moment> {
    let mut kept: Vec<Moment> =
        gathered(paid_once(moments)).into_iter().filter_map(as_best_told).collect();
    kept.sort_by(|a, b| a.when.cmp(&b.when));
    kept
}

/// The moments by the fact that they tell, in the order of the first who tells each. Two tell the same fact where
/// the figures and numbers that make its identity are equal, and the dates can be the same; each is of the first
/// fact of which one teller says the same.
fn gathered(moments: Vec<Moment>) -> Vec<Vec<Moment>> {
    let mut alike: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, moment) in moments.iter().enumerate() {
        if let Some(identity) = moment.identity() {
            alike.entry(identity).or_default().push(at);
        }
    }
    // The fact of each, by its number among all: that of its first teller.
    let mut fact_of: Vec<usize> = (0..moments.len()).collect();
    for told in alike.values().filter(|told| told.len() > 1) {
        let dates = || told.iter().filter_map(|at| moments.get(*at)).map(|moment| &moment.when);
        let mut facts = Groups::of(dates());
        for (at, when) in told.iter().zip(dates()) {
            let fact = facts.first(when).unwrap_or(*at);
            facts.add(when, fact);
            if let Some(own) = fact_of.get_mut(*at) {
                *own = fact;
            }
        }
    }
    let mut facts: BTreeMap<usize, Vec<Moment>> = BTreeMap::new();
    for (fact, moment) in fact_of.into_iter().zip(moments) {
        facts.entry(fact).or_default().push(moment);
    }
    facts.into_values().collect()
}

impl Moment {
    /// What two entries that tell one fact have in common beside its date. Two repayments of one sum are told apart by
    /// their dates. Payments are settled by the state alone.
    fn identity(&self) -> Option<String> {
        let day = if self.kind == "RecoveryOrdered" { self.when.as_str() } else { "" };
        let identity = identity(&self.kind, &self.data);
        (!is_payment(&self.kind)).then(|| format!("{} {day} {identity}", self.kind))
    }
}

/// The parts of the data by which a fact is itself, whoever tells it.
fn identity(kind: &str, data: &Value) -> Value {
    let fields: &[&str] = match kind {
        "SubsidyGranted" | "RecoveryOrdered" => &["amount_cents"],
        "BudgetRevised" => &["to_cents", "instrument"],
        "AvenantApproved" | "AvenantSigned" => &["number"],
        "BalanceRuleStated" => &["rule"],
        "FinancialReportFiled" => &["exercise"],
        "DelegationGranted" => &["to"],
        "ConventionApproved"
        | "ConventionSigned"
        | "AvenantRequested"
        | "BeneficiaryRestructured"
        | "BeneficiaryIdentified" => &[],
        "FormalityRecorded" => &["formality", "done"],
        _ => return data.clone(),
    };
    fields.iter().map(|f| data.get(*f).cloned().unwrap_or_default()).collect()
}

/// Those who tell one fact as one. Who comes first depends on what they tell, and not on the order in
/// which a page lists them: every page cites the same.
fn as_best_told(mut told: Vec<Moment>) -> Option<Moment> {
    told.sort_by(|a, b| {
        let place = |m: &Moment| {
            let (entry, passages) = m.sources.first()?;
            let first = passages.first().map(|p| (p.document.clone(), p.span));
            Some((first, *entry))
        };
        let by_date = b.when.precision().cmp(&a.when.precision());
        let says = |m: &Moment| m.data.as_object().map(serde_json::Map::len);
        let by_what = says(b).cmp(&says(a));
        a.grade.cmp(&b.grade).then(by_date).then(by_what).then_with(|| place(a).cmp(&place(b)))
    });
    let mut told = told.into_iter();
    let mut best = told.next()?;
    for other in told {
        if same_figures(&best.data, &other.data) {
            best.sources.extend(other.sources);
        } else {
            best.otherwise.extend(other.sources);
        }
        best.otherwise.extend(other.otherwise);
        best.taken_back.extend(other.taken_back);
    }
    each_once(&mut best.taken_back);
    Some(best)
}

/// Several entries may rest on one act, and each entry that takes it back is cited once.
fn each_once(taken_back: &mut Vec<TakenBack>) {
    let mut there = BTreeSet::new();
    taken_back.retain(|one| there.insert(one.entry));
}

/// Whether no figure that both give differs.
fn same_figures(one: &Value, other: &Value) -> bool {
    let (Some(one), Some(other)) = (one.as_object(), other.as_object()) else { return true };
    let figures = one.iter().filter(|(name, _)| name.ends_with("_cents"));
    figures.into_iter().all(|(name, value)| other.get(name).is_none_or(|said| said == value))
}

/// The moments with each payment once, in the place of its first telling: as the state has it, by the
/// words of who tells it best.
fn paid_once(moments: Vec<Moment>) -> Vec<Moment> {
    let payments = told_once(moments.iter().filter_map(|m| m.payment.clone()).collect());
    let mut told: BTreeMap<u64, Moment> = BTreeMap::new();
    let mut order = Vec::new();
    for moment in moments {
        match entry_of(&moment).filter(|_| moment.payment.is_some()) {
            Some(entry) => {
                order.push(Err(entry));
                told.insert(entry, moment);
            }
            None => order.push(Ok(moment)),
        }
    }
    let once = by_first_telling(&payments, order.iter().filter_map(|one| one.as_ref().err()));
    let one = |place: Result<Moment, u64>| match place {
        Ok(moment) => Some(moment),
        Err(entry) => {
            let payment = *once.get(&entry)?;
            let tellings: Vec<&Moment> =
                payment.entries.iter().filter_map(|entry| told.get(entry)).collect();
            let best = tellings.iter().min_by_key(|m| m.grade)?;
            let mut moment = Moment::clone(best);
            let own = entry_of(&moment);
            let others = tellings.iter().filter(|m| entry_of(m) != own);
            moment.sources.extend(others.flat_map(|m| m.sources.clone()));
            let totals = payment.in_totals.iter().map(|sum| (sum.entry, sum.passages.clone()));
            moment.sources.extend(totals);
            moment.otherwise = rivals(payment);
            moment.may_be = paid::others(&payments, payment);
            moment.taken_back = tellings.iter().flat_map(|m| m.taken_back.clone()).collect();
            each_once(&mut moment.taken_back);
            moment.when = payment.on.clone();
            moment.possible = tellings.iter().all(|m| m.possible);
            Some(moment)
        }
    };
    order.into_iter().filter_map(one).collect()
}

/// The payments by the first entry in an order that tells each.
fn by_first_telling<'p, 'o>(
    payments: &'p [PaymentView],
    order: impl Iterator<Item = &'o u64>,
) -> BTreeMap<u64, &'p PaymentView> {
    let mut told: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (at, payment) in payments.iter().enumerate() {
        payment.told_by().for_each(|entry| told.entry(entry).or_default().push(at));
    }
    let (mut placed, mut once) = (BTreeSet::new(), BTreeMap::new());
    for entry in order {
        for at in told.get(entry).into_iter().flatten().filter(|at| placed.insert(**at)) {
            once.extend(payments.get(*at).map(|payment| (*entry, payment)));
        }
    }
    once
}

/// The entry that tells it best.
fn entry_of(moment: &Moment) -> Option<u64> {
    moment.sources.first().map(|(entry, _)| *entry)
}

#[cfg(test)]
mod tests;
