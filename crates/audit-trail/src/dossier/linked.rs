//! Acts that a person decided are one: what one stream tells of transmission and publicity, such as a receipt that came
//! under another number, holds for the other, and rests on the decision too.

use super::act::{Told, every};
use super::in_force;
use greffe_domain::{AsOf, Event, Facts, LinkVerdict, StreamId, StreamKind, links};
use std::collections::BTreeMap;

/// Of each act the streams that a person decided are the same act, with the entry of that decision.
pub(super) struct SameActs<'a> {
    facts: &'a Facts,
    as_of: AsOf,
    others: BTreeMap<&'a StreamId, Vec<(&'a StreamId, u64)>>,
}

impl<'a> SameActs<'a> {
    pub(super) fn of(facts: &'a Facts, as_of: AsOf) -> SameActs<'a> {
        let mut others: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for ((one, other), (decision, linked)) in links(facts, as_of) {
            if linked.verdict == LinkVerdict::Same && one.kind() == StreamKind::Act {
                others.entry(one).or_default().push((other, decision.meta.seq));
                others.entry(other).or_default().push((one, decision.meta.seq));
            }
        }
        SameActs { facts, as_of, others }
    }

    /// What the other streams of an act tell of a kind.
    pub(super) fn told<T>(
        &self,
        act: &StreamId,
        read: impl Fn(&Event) -> Option<T> + Copy,
    ) -> Vec<Told<T>> {
        let others = self.others.get(act).into_iter().flatten();
        let told = |(other, decision): &(&StreamId, u64)| {
            let mut told = every(&in_force(self.facts, other, self.as_of), read);
            for one in &mut told {
                one.entries.push(*decision);
            }
            told
        };
        others.flat_map(told).collect()
    }
}
