//! Each fact once, whoever tells it: the best told, with the sources of the others.

use super::{Moment, rivals};
use greffe_convention_state::{PaymentView, TakenBack, told_once};
use greffe_domain::Agrees as _;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Facts told several times become one, in the place of the first: by the words of who tells it best,
/// with those who tell it with the same figures, and apart those who give others.
pub(crate) fn merged(moments: Vec<Moment>) -> Vec<Moment> {
    let mut told: Vec<Vec<Moment>> = Vec::new();
    for moment in paid_once(moments) {
        match told.iter_mut().find(|one| one.iter().any(|other| other.same(&moment))) {
            Some(same) => same.push(moment),
            None => told.push(vec![moment]),
        }
    }
    let mut kept: Vec<Moment> = told.into_iter().filter_map(as_best_told).collect();
    kept.sort_by(|a, b| a.when.cmp(&b.when));
    kept
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
    let mut once: BTreeMap<u64, PaymentView> = BTreeMap::new();
    for payment in payments {
        let first = order
            .iter()
            .find_map(|one| one.as_ref().err().filter(|e| payment.told_by().any(|by| by == **e)));
        once.extend(first.map(|first| (*first, payment)));
    }
    let one = |place: Result<Moment, u64>| match place {
        Ok(moment) => Some(moment),
        Err(entry) => {
            let payment = once.get(&entry)?;
            let tellings: Vec<&Moment> =
                payment.entries.iter().filter_map(|entry| told.get(entry)).collect();
            let best = tellings.iter().min_by_key(|m| m.grade)?;
            let mut moment = Moment::clone(best);
            let own = entry_of(&moment);
            let others = tellings.iter().filter(|m| entry_of(m) != own);
            moment.sources.extend(others.flat_map(|m| m.sources.clone()));
            moment.otherwise = rivals(payment);
            moment.taken_back = tellings.iter().flat_map(|m| m.taken_back.clone()).collect();
            each_once(&mut moment.taken_back);
            moment.when = payment.on.clone();
            moment.possible = tellings.iter().all(|m| m.possible);
            Some(moment)
        }
    };
    order.into_iter().filter_map(one).collect()
}

/// The entry that tells it best.
fn entry_of(moment: &Moment) -> Option<u64> {
    moment.sources.first().map(|(entry, _)| *entry)
}
