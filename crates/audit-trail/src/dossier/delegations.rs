//! The delegations to an organ: which serve an act, and which were taken back.

use super::act::{Told, told};
use greffe_convention_state::taken_back;
use greffe_domain::{
    ActKey, AsOf, DelegationGranted, Edtf, Event, Facts, Grade, Known, Passage, StreamId,
};
use std::collections::{BTreeMap, BTreeSet};

/// The delegations to an organ that stand, and those whose act was withdrawn or annulled.
pub(super) fn standing<'a>(
    facts: &'a Facts,
    act: &StreamId,
    organ: &[Known<'a>],
    as_of: AsOf,
) -> (Vec<Known<'a>>, Vec<Known<'a>>) {
    // Each act that recalls a delegation tells it once more.
    let mut undone = BTreeMap::<Option<StreamId>, bool>::new();
    organ.iter().copied().partition(|k| {
        let Event::DelegationGranted(granted) = &k.fact.event else { return true };
        let by = delegating(act, granted);
        !*undone.entry(by).or_insert_with_key(|by| {
            by.as_ref().is_some_and(|by| !taken_back(facts, by, as_of).is_empty())
        })
    })
}

/// A delegation whose act was withdrawn or annulled.
#[derive(Debug, Clone, PartialEq)]
pub struct UndoneDelegation {
    /// The delegation.
    pub granted: Told<DelegationGranted>,
    /// The entries and passages by which its act was taken back.
    by: Vec<(Vec<u64>, Vec<Passage>)>,
}

impl UndoneDelegation {
    pub(super) fn of(
        granted: Told<DelegationGranted>,
        facts: &Facts,
        act: &StreamId,
        as_of: AsOf,
    ) -> UndoneDelegation {
        let by = delegating(act, &granted.value);
        let told = by.as_ref().map(|by| taken_back(facts, by, as_of)).unwrap_or_default();
        let by = told.iter().map(|k| (vec![k.fact.meta.seq], k.fact.passages(""))).collect();
        UndoneDelegation { granted, by }
    }

    /// What tells it, as [`crate::Verdict::resting_on`] takes it.
    pub(crate) fn evidence(&self) -> impl Iterator<Item = (&[u64], &[Passage])> {
        let by =
            self.by.iter().map(|(entries, passages)| (entries.as_slice(), passages.as_slice()));
        std::iter::once(self.granted.evidence()).chain(by)
    }
}

/// The stream of the delegating act.
fn delegating(act: &StreamId, granted: &DelegationGranted) -> Option<StreamId> {
    granted.act.key()?.stream(act.institution()?)
}

/// The delegation that serves an act best: an earlier one first, then the better grade, then one
/// that lists matters, then one cited from the act's own words. An organ's stream holds one for each
/// act that recalls it, so they are compared where they lie.
pub(super) fn best(
    tabling: &Known<'_>,
    organ: &[Known<'_>],
    when: Option<&Edtf>,
) -> Option<Told<DelegationGranted>> {
    let sources = &tabling.fact.meta.sources;
    let own = |k: &Known<'_>| {
        let cited = &k.fact.meta.sources;
        cited.iter().any(|p| sources.iter().any(|source| source.document == p.document))
    };
    let granted = organ.iter().filter_map(|k| match &k.fact.event {
        Event::DelegationGranted(d) => Some((k, d)),
        _ => None,
    });
    let best = granted.min_by_key(|(k, d)| {
        (given_after(d, when), k.fact.meta.grade, d.matters.is_empty(), !own(k))
    });
    best.map(|(known, granted)| told(*known, granted.clone()))
}

/// The delegations of which the ledger holds the list of matters, and whether others are recalled.
pub(super) fn listed(organ: &[Known<'_>]) -> (Vec<Told<DelegationGranted>>, bool) {
    let granted = organ.iter().filter_map(|k| match &k.fact.event {
        Event::DelegationGranted(d) => Some((*k, d)),
        _ => None,
    });
    let lists = |k: Known<'_>, d: &DelegationGranted| {
        k.fact.meta.grade <= Grade::Record && !d.matters.is_empty()
    };
    let (listed, recalled): (Vec<_>, Vec<_>) = granted.partition(|(k, d)| lists(*k, d));
    let keys: BTreeSet<Option<ActKey>> = listed.iter().map(|(_, d)| d.act.key()).collect();
    let other = recalled.iter().any(|(_, d)| !keys.contains(&d.act.key()));
    (listed.into_iter().map(|(k, d)| told(k, d.clone())).collect(), other)
}

/// Whether a delegation is later than a sitting on every day that either may be.
pub(crate) fn given_after(delegation: &DelegationGranted, sitting: Option<&Edtf>) -> bool {
    let given = delegation.executory_on.as_ref().or(delegation.act.date.as_ref());
    given.zip(sitting).is_some_and(|(given, when)| given.earliest() > when.latest())
}
