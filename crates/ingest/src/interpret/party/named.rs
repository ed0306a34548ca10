//! Which parties a stretch of the text names.

use super::Party;
use std::collections::BTreeSet;
use std::ops::Range;

/// The places that name some parties, in the order of the text: an act may have as many parties as it has grants, and
/// of each grant it is asked who its sentence names.
pub(crate) struct Named(Vec<(Range<usize>, usize)>);

impl Named {
    /// The places that name `parties`.
    pub(crate) fn of(parties: &[Party]) -> Named {
        let places = parties.iter().enumerate().flat_map(|(party, known)| {
            known.mentions.iter().map(move |mention| (mention.range.clone(), party))
        });
        let mut places: Vec<(Range<usize>, usize)> = places.collect();
        places.sort_by_key(|(range, party)| (range.start, *party));
        Named(places)
    }

    /// Which of the parties are named inside `range`: their places among all, in order.
    pub(crate) fn inside(&self, range: &Range<usize>) -> BTreeSet<usize> {
        let from = self.0.partition_point(|(place, _)| place.start < range.start);
        let behind = self.0.iter().skip(from).take_while(|(place, _)| place.start < range.end);
        behind.filter(|(place, _)| place.end <= range.end).map(|(_, party)| *party).collect()
    }
}
