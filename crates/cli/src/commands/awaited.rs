//! What waits for review of the subjects of an audit or a trail.

use crate::failure::Failure;
use greffe::domain::{AsOf, Facts, StreamId, StreamKind};
use greffe::inquiry::acts_named_by;
use greffe::{Ledger, Waiting};
use std::collections::BTreeSet;

/// What waits of some subjects, and of the acts that conventions among them name. Nothing is said of a whole
/// ledger, of which every text would be read again.
pub fn awaited(
    ledger: &Ledger,
    facts: &Facts,
    (named, chosen): (bool, &[StreamId]),
    as_of: AsOf,
) -> Result<Option<Vec<Waiting>>, Failure> {
    if !named {
        return Ok(None);
    }
    let conventions = chosen.iter().filter(|stream| stream.kind() == StreamKind::Convention);
    let mut subjects: BTreeSet<StreamId> =
        conventions.flat_map(|stream| acts_named_by(facts, stream, as_of)).collect();
    subjects.extend(chosen.iter().cloned());
    let told = subjects.iter().flat_map(|stream| facts.known(stream, AsOf::default()));
    Ok(ledger.waiting(told.map(|known| &*known.fact.meta), &subjects, as_of)?)
}

/// The kinds of what waits.
pub fn kinds(waiting: &[Waiting]) -> Vec<&str> {
    waiting.iter().map(|one| one.kind.as_str()).collect()
}
