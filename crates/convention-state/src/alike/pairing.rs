//! Which grant of one document goes with which of another.
//!
//! A body may grant a beneficiary the same sum twice in a year, and a table has two rows then. The two of the act are
//! each held against one of the rows: the one that shares its act, else its day, else the next.

use super::Told;
use greffe_domain::{ActKey, Money, StreamId};
use std::collections::{BTreeMap, BTreeSet};

type Grants = BTreeMap<StreamId, Told>;
type Pairs<'g> = BTreeSet<(&'g StreamId, &'g StreamId)>;

/// Of more grants than these in one document that look alike, each is held against the next of the other.
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
        let paired: BTreeSet<&StreamId> = self.paired.iter().map(|(stream, _)| *stream).collect();
        let alone = |stream: &StreamId| !paired.contains(stream);
        for (stream, told) in self.grants.iter().filter(|(stream, _)| alone(stream)) {
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
        let mut documents = of.into_iter();
        let Some(((_, best), first)) = documents.next() else { return };
        for ((_, document), others) in documents {
            let mut free: Vec<&StreamId> = first.clone();
            free.retain(|stream| !self.paired.contains(&(*stream, document)));
            for other in others {
                if self.paired.contains(&(other, best)) {
                    continue;
                }
                let Some(at) = self.nearest(&free, other, by_sum) else { continue };
                let one = free.remove(at);
                self.pairs.insert((one.min(other), one.max(other)));
                self.paired.extend([(one, document), (other, best)]);
            }
        }
    }

    /// The one that shares its act, else its day, else the first that can be it.
    fn nearest(&self, free: &[&StreamId], other: &StreamId, by_sum: bool) -> Option<usize> {
        let other = self.grants.get(other)?;
        let rank = |(at, stream): (usize, &&StreamId)| {
            let one = self.grants.get(*stream)?;
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
            (!two).then_some(((!act, !day), at))
        };
        let near = free.iter().enumerate().take(CHOSEN);
        near.filter_map(rank).min().map(|(_, at)| at)
    }
}
