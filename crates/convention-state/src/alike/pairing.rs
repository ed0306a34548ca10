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
    let mut found = Found { grants, pairs: BTreeSet::new(), paired: BTreeSet::new() };
    found.by_sum(|told| told.names.keys().map(String::as_str).collect());
    found.by_sum(|told| told.numbers.iter().map(String::as_str).collect());
    found.by_act();
    found.pairs
}

struct Found<'g> {
    grants: &'g Grants,
    pairs: Pairs<'g>,
    /// Each grant, and the document of the one it was paired with.
    paired: BTreeSet<(&'g StreamId, &'g str)>,
}

impl<'g> Found<'g> {
    /// One beneficiary, one year, one sum.
    fn by_sum(&mut self, who: impl Fn(&'g Told) -> Vec<&'g str>) {
        let mut alike: BTreeMap<(&str, &str, i32, Money), BTreeSet<&StreamId>> = BTreeMap::new();
        for (stream, told) in self.grants {
            for who in who(told) {
                for year in &told.years {
                    for amount in &told.amounts {
                        let key = (told.institution.as_str(), who, *year, *amount);
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

    /// Of those that look alike, pairs the ones of the best document with those of each other.
    fn across(&mut self, streams: &BTreeSet<&'g StreamId>, by_sum: bool) {
        let mut of: BTreeMap<(bool, &'g str), Vec<&'g StreamId>> = BTreeMap::new();
        for stream in streams {
            let Some(told) = self.grants.get(*stream) else { continue };
            let document = told.documents.first().map_or("", String::as_str);
            of.entry((told.declared, document)).or_default().push(stream);
        }
        let documents: Vec<(&str, Vec<&StreamId>)> =
            of.into_iter().map(|((_, document), streams)| (document, streams)).collect();
        for (at, (best, first)) in documents.iter().enumerate() {
            for (document, others) in documents.iter().skip(at + 1) {
                // What goes with one of the best document goes with the others through that.
                let free = |stream: &StreamId, with: &str| match at {
                    0 => !self.paired.contains(&(stream, with)),
                    _ => !self.is_paired(stream),
                };
                let one: Vec<&StreamId> =
                    first.iter().copied().filter(|one| free(one, document)).collect();
                let other: Vec<&StreamId> =
                    others.iter().copied().filter(|other| free(other, best)).collect();
                for (one, other) in one.chunks(CHOSEN).zip(other.chunks(CHOSEN)) {
                    self.couple((one, document), (other, best), by_sum);
                }
            }
        }
    }

    fn is_paired(&self, stream: &StreamId) -> bool {
        self.paired.range((stream, "")..).next().is_some_and(|(paired, _)| *paired == stream)
    }

    /// Pairs those of two documents, the nearest first.
    fn couple(
        &mut self,
        (ones, document): (&[&'g StreamId], &'g str),
        (others, best): (&[&'g StreamId], &'g str),
        by_sum: bool,
    ) {
        let mut near: Vec<((bool, bool), usize, usize)> = Vec::new();
        for (a, one) in ones.iter().enumerate() {
            for (b, other) in others.iter().enumerate() {
                near.extend(self.distance(one, other, by_sum).map(|far| (far, a, b)));
            }
        }
        near.sort_unstable();
        let (mut done_ones, mut done_others) = (BTreeSet::new(), BTreeSet::new());
        for (_, a, b) in near {
            let (Some(one), Some(other)) = (ones.get(a), others.get(b)) else { continue };
            if done_ones.contains(&a) || done_others.contains(&b) {
                continue;
            }
            done_ones.insert(a);
            done_others.insert(b);
            self.pairs.insert(((*one).min(*other), (*one).max(*other)));
            self.paired.extend([(*one, document), (*other, best)]);
        }
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
