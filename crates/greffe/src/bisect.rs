//! Since when: the first place of one convention's history, or of all of them, at which an
//! expression becomes true.
//!
//! One convention is read from its own entries. A whole ledger is gone through convention by
//! convention, so that memory does not grow with it; what was found so far bounds how far the others
//! need to be looked at, and those that begin later are not read at all.

use crate::error::Error;
use crate::ledger::{Ledger, folded};
use greffe_convention_state::{ConventionStates, ConventionView};
use greffe_domain::{AsOf, Day, Instant, Recorded, StreamId, StreamKind};
use greffe_inquiry::{
    Bisection, Expression, Order, Place, Search, StateSubject, Turn, decisive, first, places,
};
use std::collections::BTreeMap;

/// What is asked of a history.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// What should become true.
    pub expression: &'a Expression,
    /// In which order the history is gone through.
    pub order: Order,
    /// How it is searched.
    pub search: Search,
    /// What was in force, and known: the history within these clocks.
    pub within: AsOf,
}

/// Where a place stands among those of other conventions.
type Rank = (Day, Instant, u64);

/// A place found, with what its turn is told from.
struct Found {
    rank: Rank,
    stream: StreamId,
    recorded: Vec<Recorded>,
    before: Option<Place>,
    place: Place,
    last: Place,
}

impl Ledger {
    /// The first place of a convention's history at which an expression becomes true.
    ///
    /// # Errors
    /// [`Error`] when the log cannot be read, or the expression is no question.
    pub fn bisect(&self, stream: &StreamId, question: &Question<'_>) -> Result<Bisection, Error> {
        let mut bisection = Bisection::default();
        let found = self.search(stream, question, None, &mut bisection)?;
        told(found, question, bisection)
    }

    /// The first place at which an expression becomes true of any convention. `progress` hears how
    /// many conventions are done, of how many.
    ///
    /// # Errors
    /// As [`Ledger::bisect`].
    pub fn bisect_all(
        &self,
        question: &Question<'_>,
        mut progress: impl FnMut(u64, u64),
    ) -> Result<Bisection, Error> {
        let mut bisection = Bisection::default();
        let conventions = self.conventions_by_beginning()?;
        let total = conventions.len() as u64;
        let mut best: Option<Found> = None;
        for (done, (begins, stream)) in (1u64..).zip(conventions) {
            // In the order of the log, what begins after the place found cannot come before it.
            let later = |found: &Found| found.rank.2 < begins && question.order == Order::Recorded;
            if best.as_ref().is_some_and(later) {
                break;
            }
            let bound = best.as_ref().map(|found| found.rank);
            if let Some(found) = self.search(&stream, question, bound, &mut bisection)? {
                best = Some(found);
            }
            progress(done, total);
        }
        told(best, question, bisection)
    }

    /// The streams of all conventions, each with its first entry, the earliest first.
    fn conventions_by_beginning(&self) -> Result<Vec<(u64, StreamId)>, Error> {
        let mut begins: BTreeMap<String, u64> = self.corrected()?;
        for stream in self.stream_paths() {
            let stream = stream?;
            if let Some(own) = self.seqs_in(&stream).next().transpose()? {
                let begin = begins.entry(stream).or_insert(own);
                *begin = own.min(*begin);
            }
        }
        let parsed = begins.into_iter().filter_map(|(s, begin)| Some((begin, s.parse().ok()?)));
        let of_convention = |(_, s): &(u64, StreamId)| s.kind() == StreamKind::Convention;
        let mut conventions: Vec<(u64, StreamId)> = parsed.filter(of_convention).collect();
        conventions.sort();
        Ok(conventions)
    }

    /// Searches one convention, up to the rank of what was found in another.
    fn search(
        &self,
        stream: &StreamId,
        question: &Question<'_>,
        bound: Option<Rank>,
        bisection: &mut Bisection,
    ) -> Result<Option<Found>, Error> {
        let recorded = self.bearing([stream])?;
        let facts = folded::<ConventionStates>(&recorded);
        let mut places = places(&facts, &recorded, stream, question.order, question.within);
        let last = places.last().cloned();
        if let Some(bound) = bound {
            places.truncate(places.partition_point(|place| rank(place) < bound));
        }
        bisection.conventions += 1;
        bisection.places += places.len() as u64;
        let searched = first(&facts, stream, &places, question.expression, question.search)?;
        bisection.folds += searched.folds;
        bisection.untold.add(searched.untold);
        let Some((index, last)) = searched.found.zip(last) else { return Ok(None) };
        let before = index.checked_sub(1).and_then(|at| places.get(at)).cloned();
        let Some(place) = places.into_iter().nth(index) else { return Ok(None) };
        let rank = rank(&place);
        Ok(Some(Found { rank, stream: stream.clone(), recorded, before, place, last }))
    }
}

/// By day, then by instant, then by entry; what has no day comes last.
fn rank(place: &Place) -> Rank {
    let seq = place.entries.iter().min().copied().unwrap_or_default();
    let known = place.as_of.known.unwrap_or(Instant::MIN);
    (place.as_of.effective.unwrap_or(Day::MAX), known, seq)
}

/// The states on either side of the place found, and whether it lasts.
fn told(
    found: Option<Found>,
    question: &Question<'_>,
    mut bisection: Bisection,
) -> Result<Bisection, Error> {
    let Some(Found { stream, recorded, before, place, last, .. }) = found else {
        return Ok(bisection);
    };
    let (seq, folds) = decisive(&recorded, &stream, &place, question.expression)?;
    let Some(entry) = recorded.iter().find(|r| Some(r.meta.seq) == seq).cloned() else {
        return Ok(bisection);
    };
    let facts = folded::<ConventionStates>(&recorded);
    let state = |as_of| ConventionView::of(&facts, &stream, as_of);
    let before = before.map(|place| state(place.as_of));
    let after = state(place.as_of);
    let at_end = question.expression.ask(&StateSubject(&state(last.as_of)))?;
    bisection.folds += folds + 2 + u64::from(before.is_some());
    let holds_at_end = at_end.is_yes();
    bisection.turn = Some(Turn { stream, place, entry, before, after, holds_at_end });
    Ok(bisection)
}
