//! Which grant of one document goes with which of another.
//!
//! A body may grant a beneficiary the same sum twice in a year, and a table has two rows then. The two of the act are
//! each held against one of the rows: the one that shares its act, else its day, else the next.

use super::Told;
use greffe_domain::{ActKey, Money, StreamId};
use std::collections::{BTreeMap, BTreeSet};

type Grants = BTreeMap<StreamId, Told>;
type Pairs<'g> = BTreeSet<(&'g StreamId, &'g StreamId)>;

/// Of more grants than these in one document that look alike, so many are held against so many of the other at a time.
const CHOSEN: usize = 64;

pub(super) fn pairs(grants: &Grants) -> Pairs<'_> {
    let mut found =
        Found { grants, pairs: BTreeSet::new(), groups: Vec::new(), of: BTreeMap::new() };
    found.by_sum(|told| told.names.keys().map(String::as_str).collect());
    found.by_sum(|told| told.numbers.iter().map(String::as_str).collect());
    found.by_act();
    found.pairs
}

/// What two grants are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum When<'g> {
    Year(&'g i32),
    Day(&'g String),
}

struct Found<'g> {
    grants: &'g Grants,
    pairs: Pairs<'g>,
    /// The grants that pairs bring together.
    groups: Vec<Group<'g>>,
    /// The group of each that is paired.
    of: BTreeMap<&'g StreamId, usize>,
}

/// Grants that may all be one: no two of one document are among them.
#[derive(Default)]
struct Group<'g> {
    streams: Vec<&'g StreamId>,
    documents: BTreeSet<&'g str>,
}

impl<'g> Found<'g> {
    /// One beneficiary, one sum, and one year or one day.
    fn by_sum(&mut self, who: impl Fn(&'g Told) -> Vec<&'g str>) {
        let mut alike: BTreeMap<(&str, &str, When<'_>, Money), BTreeSet<&StreamId>> =
            BTreeMap::new();
        for (stream, told) in self.grants {
            for who in who(told) {
                for when in told.years.iter().map(When::Year).chain(told.days.iter().map(When::Day))
                {
                    for amount in &told.amounts {
                        let key = (told.institution.as_str(), who, when, *amount);
                        alike.entry(key).or_default().insert(stream);
                    }
                }
            }
        }
        for streams in alike.into_values().filter(|streams| streams.len() > 1) {
            self.across(&streams, true);
        }
    }

    /// One beneficiary and one act, with another sum: what is left when those of one sum are paired.
    fn by_act(&mut self) {
        let mut alike: BTreeMap<(&str, &str, &ActKey), BTreeSet<&StreamId>> = BTreeMap::new();
        for (stream, told) in self.grants.iter().filter(|(stream, _)| !self.is_paired(stream)) {
            for who in told.names.keys() {
                for reference in told.references.keys() {
                    let key = (told.institution.as_str(), who.as_str(), reference);
                    alike.entry(key).or_default().insert(stream);
                }
            }
        }
        for streams in alike.into_values().filter(|streams| streams.len() > 1) {
            self.across(&streams, false);
        }
    }

    /// Of those that look alike, pairs the ones of each document with those of the others, the best document first.
    fn across(&mut self, streams: &BTreeSet<&'g StreamId>, by_sum: bool) {
        let mut of: BTreeMap<(bool, &'g str), Vec<&'g StreamId>> = BTreeMap::new();
        for stream in streams {
            let Some(told) = self.grants.get(*stream) else { continue };
            let document = told.documents.first().map_or("", String::as_str);
            of.entry((told.declared, document)).or_default().push(stream);
        }
        let documents: Vec<Vec<&StreamId>> = of.into_values().collect();
        for (at, first) in documents.iter().enumerate() {
            for others in documents.iter().skip(at + 1) {
                for (ones, others) in first.chunks(CHOSEN).zip(others.chunks(CHOSEN)) {
                    self.couple(ones, others, by_sum);
                }
            }
        }
    }

    fn is_paired(&self, stream: &StreamId) -> bool {
        let group = self.of.get(stream).and_then(|of| self.groups.get(*of));
        group.is_some_and(|group| group.streams.len() > 1)
    }

    /// Pairs those of two documents, the nearest first.
    fn couple(&mut self, ones: &[&'g StreamId], others: &[&'g StreamId], by_sum: bool) {
        let mut near: Vec<((bool, bool), usize, usize)> = Vec::new();
        for (a, one) in ones.iter().enumerate() {
            for (b, other) in others.iter().enumerate() {
                near.extend(self.distance(one, other, by_sum).map(|far| (far, a, b)));
            }
        }
        near.sort_unstable();
        for (_, a, b) in near {
            if let (Some(one), Some(other)) = (ones.get(a).copied(), others.get(b).copied())
                && self.join(one, other)
            {
                self.pairs.insert((one.min(other), one.max(other)));
            }
        }
    }

    /// Brings the groups of two grants together; not where they are one already, or two of a document would meet.
    fn join(&mut self, one: &'g StreamId, other: &'g StreamId) -> bool {
        let (a, b) = (self.group(one), self.group(other));
        let meet = |a: usize, b: usize| {
            let (one, other) = (self.groups.get(a)?, self.groups.get(b)?);
            Some(one.documents.is_disjoint(&other.documents))
        };
        if a == b || meet(a, b) != Some(true) {
            return false;
        }
        let moved = self.groups.get_mut(b).map(std::mem::take).unwrap_or_default();
        self.of.extend(moved.streams.iter().map(|stream| (*stream, a)));
        if let Some(group) = self.groups.get_mut(a) {
            group.streams.extend(moved.streams);
            group.documents.extend(moved.documents);
        }
        true
    }

    fn group(&mut self, stream: &'g StreamId) -> usize {
        if let Some(known) = self.of.get(stream) {
            return *known;
        }
        let documents = self.grants.get(stream).into_iter().flat_map(|told| &told.documents);
        let documents = documents.map(String::as_str).collect();
        self.groups.push(Group { streams: vec![stream], documents });
        self.of.insert(stream, self.groups.len() - 1);
        self.groups.len() - 1
    }

    /// How far two grants are from being one: they share an act, else a day; none where they are two.
    fn distance(&self, one: &StreamId, other: &StreamId, by_sum: bool) -> Option<(bool, bool)> {
        let (one, other) = (self.grants.get(one)?, self.grants.get(other)?);
        let act = one.references.keys().any(|key| other.references.contains_key(key));
        let day = !one.days.is_disjoint(&other.days);
        let other_act = !act && !one.references.is_empty() && !other.references.is_empty();
        let two_numbers = !one.numbers.is_empty()
            && !other.numbers.is_empty()
            && one.numbers.is_disjoint(&other.numbers);
        // Two acts of two days, two bodies of one name, two passages of one document are two grants.
        let two = (by_sum && other_act && !day)
            || two_numbers
            || !one.documents.is_disjoint(&other.documents);
        (!two).then_some((!act, !day))
    }
}
