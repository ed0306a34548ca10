//! Which grants are one: by what a person decided, or perhaps, by what two documents have in common.
//!
//! Of those that are one a single testimony is counted, the best. Of those that may be one all are counted, and only that
//! one is sure.

use super::sums::Member;
use greffe_convention_state::GrantsAlike;
use greffe_domain::{AsOf, Facts, LinkVerdict, StreamId, links};
use std::collections::{BTreeMap, BTreeSet};

/// What stands for each convention, by their places.
#[derive(Debug, Default)]
pub(super) struct Stands {
    /// The one that is counted.
    counted: Vec<usize>,
    /// The one that is sure.
    sure: Vec<usize>,
    /// Whether it may be one with a grant that was taken back: then nothing of it is sure.
    doubted: Vec<bool>,
}

impl Stands {
    /// By the decisions and the terms of grants. One that was taken back takes back the other testimonies of it.
    pub(super) fn of(
        facts: &Facts,
        as_of: AsOf,
        places: &BTreeMap<&StreamId, usize>,
        members: &mut [Option<Member>],
    ) -> Stands {
        let decided = links(facts, as_of);
        let at = |one: &StreamId, other: &StreamId| Some((*places.get(one)?, *places.get(other)?));
        let same = decided.iter().filter(|(_, (_, linked))| linked.verdict == LinkVerdict::Same);
        let same = same.filter_map(|(&(one, other), _)| at(one, other));
        let alike = GrantsAlike::of(facts, as_of).pairs().into_iter();
        let alike = alike.filter(|alike| {
            alike.is_one_by_its_terms() && !decided.contains_key(&(&alike.one, &alike.other))
        });
        let alike = alike.filter_map(|alike| at(&alike.one, &alike.other));
        Stands::joining(same, alike, members)
    }

    /// With pairs that are one, and pairs that may be.
    pub(super) fn joining(
        same: impl Iterator<Item = (usize, usize)>,
        alike: impl Iterator<Item = (usize, usize)>,
        members: &mut [Option<Member>],
    ) -> Stands {
        let mut counted: Vec<usize> = (0..members.len()).collect();
        // What two institutions are said to grant is never added up.
        let institution = |members: &[Option<Member>], at: usize| {
            members.get(at).and_then(Option::as_ref).map(|one| one.institution.clone())
        };
        for (one, other) in same {
            if institution(members, one) == institution(members, other) {
                unite(&mut counted, one, other);
            }
        }
        take_back(&counted, members);
        let mut sure = counted.clone();
        for (one, other) in alike {
            if institution(members, one) == institution(members, other) {
                unite(&mut sure, one, other);
            }
        }
        let undone: BTreeSet<usize> = taken_back(&sure, members);
        let doubted = (0..members.len()).map(|at| undone.contains(&root(&sure, at))).collect();
        Stands { counted: best_of(&counted, members), sure: best_of(&sure, members), doubted }
    }

    /// What is counted for a grant.
    pub(super) fn counted(&self, at: usize) -> usize {
        self.counted.get(at).copied().unwrap_or(at)
    }

    /// What is sure of a grant.
    pub(super) fn sure(&self, at: usize) -> usize {
        self.sure.get(at).copied().unwrap_or(at)
    }

    pub(super) fn counts(&self, at: usize) -> bool {
        self.counted(at) == at
    }

    pub(super) fn is_sure(&self, at: usize) -> bool {
        self.sure(at) == at && !self.is_doubted(at)
    }

    /// Whether it may be one with a grant that was taken back.
    pub(super) fn is_doubted(&self, at: usize) -> bool {
        self.doubted.get(at).copied().unwrap_or_default()
    }
}

/// The least of those that are one with a place.
fn root(least: &[usize], mut at: usize) -> usize {
    while let Some(next) = least.get(at).copied().filter(|next| *next < at) {
        at = next;
    }
    at
}

fn unite(least: &mut [usize], one: usize, other: usize) {
    let (one, other) = (root(least, one), root(least, other));
    if let Some(of) = least.get_mut(one.max(other)) {
        *of = one.min(other);
    }
}

/// Those of which one was taken back, by their least.
fn taken_back(least: &[usize], members: &[Option<Member>]) -> BTreeSet<usize> {
    let undone = |(at, one): (usize, &Option<Member>)| {
        one.as_ref().is_some_and(|one| one.undone).then(|| root(least, at))
    };
    members.iter().enumerate().filter_map(undone).collect()
}

/// What is one with a grant that was taken back was, too.
fn take_back(least: &[usize], members: &mut [Option<Member>]) {
    let undone = taken_back(least, members);
    for (at, one) in members.iter_mut().enumerate() {
        if let Some(one) = one.as_mut().filter(|_| undone.contains(&root(least, at))) {
            one.undone = true;
        }
    }
}

/// For each place, the best testimony of those that are one with it: not taken back, with a sum; with the number of who receives
/// and an exercise, by which it is added to the others of its year; of the best grade.
fn best_of(least: &[usize], members: &[Option<Member>]) -> Vec<usize> {
    let rank = |at: usize| {
        let one = members.get(at).and_then(Option::as_ref);
        let grade = one.and_then(|one| one.cash.as_ref()).map(|cash| cash.grade);
        let unnumbered = one.is_none_or(|one| one.identity.number.is_none());
        let untied = one.is_none_or(|one| !one.identity.tied);
        let unstated = one.is_none_or(|one| !one.stated);
        let undone = one.is_none_or(|one| one.undone);
        (undone, grade.is_none(), unnumbered, untied, unstated, grade, at)
    };
    let mut best: BTreeMap<usize, usize> = BTreeMap::new();
    for at in 0..least.len() {
        let of = best.entry(root(least, at)).or_insert(at);
        if rank(at) < rank(*of) {
            *of = at;
        }
    }
    (0..least.len()).map(|at| best.get(&root(least, at)).copied().unwrap_or(at)).collect()
}
