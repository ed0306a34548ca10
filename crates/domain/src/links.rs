//! What persons decided on pairs of subjects: that they are one, or two.

use crate::event::{Event, SubjectsLinked};
use crate::fact::Fact;
use crate::facts::{AsOf, Facts};
use crate::stream::StreamId;
use std::collections::BTreeMap;

/// The latest decision on each pair, as known at the question's second clock; the streams of a pair in their order.
/// A decision on who is one has no day on which it comes into force.
#[must_use]
pub fn links(
    facts: &Facts,
    as_of: AsOf,
) -> BTreeMap<(&StreamId, &StreamId), (&Fact, &SubjectsLinked)> {
    let mut latest: BTreeMap<_, (&Fact, &SubjectsLinked)> = BTreeMap::new();
    let known = AsOf { effective: None, known: as_of.known };
    for told in facts.known(&StreamId::ledger(), known) {
        let Event::SubjectsLinked(linked) = &told.fact.event else { continue };
        let (one, other) = (&linked.subject, &linked.other);
        let pair = (one.min(other), one.max(other));
        if latest.get(&pair).is_none_or(|(before, _)| before.meta.seq < told.fact.meta.seq) {
            latest.insert(pair, (told.fact, linked));
        }
    }
    latest
}
