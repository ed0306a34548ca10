//! What facts rest on: which of the acts behind them were taken back, for whoever lists facts one by one.

use crate::taken_back::{TakenBack, taken_back, undoings_of};
use crate::undone::undoings;
use crate::view::ConventionView;
use greffe_domain::{AsOf, Event, Fact, Facts, Known, StreamId, StreamKind};
use std::collections::{BTreeMap, BTreeSet};

/// The facts about a subject, in their order: its own; of an act also what takes it back and what that rests
/// on, of a convention what takes back the acts that it stands on. That is told in the streams of acts, and
/// whatever the day asked about.
#[must_use]
pub fn told<'a>(facts: &'a Facts, stream: &StreamId, as_of: AsOf) -> Vec<Known<'a>> {
    let mut known = facts.known(stream, as_of);
    let undoings = match stream.kind() {
        StreamKind::Convention => undoings(facts, stream, as_of),
        StreamKind::Act => undoings_of(facts, [stream.clone()], as_of),
        _ => Vec::new(),
    };
    if !undoings.is_empty() {
        let there: BTreeSet<u64> = known.iter().map(|k| k.fact.meta.seq).collect();
        known.extend(undoings.into_iter().filter(|k| !there.contains(&k.fact.meta.seq)));
        known.sort_by(|a, b| a.fact.cmp(b.fact));
    }
    known
}

/// Which acts were taken back, each looked up once.
#[derive(Debug)]
pub struct Grounds<'a> {
    facts: &'a Facts,
    as_of: AsOf,
    acts: BTreeMap<StreamId, Vec<TakenBack>>,
    /// Of each convention, by the entries that tell its payments.
    payments: BTreeMap<StreamId, BTreeMap<u64, Vec<TakenBack>>>,
}

impl<'a> Grounds<'a> {
    /// What is known at a question's two clocks.
    #[must_use]
    pub fn new(facts: &'a Facts, as_of: AsOf) -> Grounds<'a> {
        Grounds { facts, as_of, acts: BTreeMap::new(), payments: BTreeMap::new() }
    }

    /// Who says that the act behind a fact was taken back. A payment rests on more than the act that it
    /// names; of it the state tells.
    pub fn of(&mut self, fact: &Fact) -> Vec<TakenBack> {
        let stream = &fact.meta.stream;
        if matches!(fact.event, Event::PaymentOrdered(_) | Event::PaymentExecuted(_)) {
            return self.of_payment(stream, fact.meta.seq);
        }
        let act = fact.event.rests_on().zip(stream.institution());
        let act = act.and_then(|(key, institution)| key.stream(institution));
        act.map(|act| self.of_act(&act)).unwrap_or_default()
    }

    /// Who says that an act was taken back.
    pub fn of_act(&mut self, act: &StreamId) -> Vec<TakenBack> {
        let (facts, as_of) = (self.facts, self.as_of);
        let known = self.acts.entry(act.clone()).or_insert_with_key(|act| {
            taken_back(facts, act, as_of).iter().filter_map(TakenBack::of).collect()
        });
        known.clone()
    }

    fn of_payment(&mut self, convention: &StreamId, entry: u64) -> Vec<TakenBack> {
        let (facts, as_of) = (self.facts, self.as_of);
        let payments = self.payments.entry(convention.clone()).or_insert_with_key(|convention| {
            if undoings(facts, convention, as_of).is_empty() {
                return BTreeMap::new();
            }
            let view = ConventionView::of(facts, convention, as_of);
            let told = view.payments.iter().flat_map(|payment| {
                payment.told_by().map(|entry| (entry, payment.taken_back.clone()))
            });
            told.collect()
        });
        payments.get(&entry).cloned().unwrap_or_default()
    }
}
