//! Since when: the first place of one convention's history, or of all of them, at which an
//! expression becomes true.
//!
//! One convention is read from its own entries. A whole ledger is gone through convention by
//! convention, so that memory does not grow with it; what was found so far bounds how far the others
//! need to be looked at, and those that begin later are not read at all.

use crate::error::Error;
use crate::ledger::Ledger;
use greffe_convention_state::ConventionView;
use greffe_domain::{AsOf, Day, Instant, Recorded, StreamId, StreamKind};
use greffe_inquiry::{
    Bisection, Expression, Order, Place, Search, Turn, answer_at, decisive, first, folded, places,
};

use std::collections::BTreeSet;

/// How many conventions are searched before what was found in them bounds the next: always as many, so
/// that the number of states made does not depend on the machine.
const BATCH: usize = 64;

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
        let mut done = 0;
        for batch in conventions.chunks(BATCH) {
            // In the order of the log, what begins after the place found cannot come before it.
            let bound = best.as_ref().map(|found| found.rank);
            let later = |begins: u64| {
                question.order == Order::Recorded && bound.is_some_and(|bound| bound.2 < begins)
            };
            let batch: Vec<&StreamId> = batch
                .iter()
                .take_while(|(begins, _)| !later(*begins))
                .map(|(_, stream)| stream)
                .collect();
            if batch.is_empty() {
                break;
            }
            done += batch.len() as u64;
            for (found, looked_at) in self.search_each(&batch, question, bound)? {
                bisection.conventions += looked_at.conventions;
                bisection.places += looked_at.places;
                bisection.folds += looked_at.folds;
                bisection.untold.add(looked_at.untold);
                let before = |best: &Found, found: &Found| best.rank <= found.rank;
                if let Some(found) = found
                    && !best.as_ref().is_some_and(|best| before(best, &found))
                {
                    best = Some(found);
                }
            }
            progress(done, total);
        }
        told(best, question, bisection)
    }

    /// The streams of all conventions, each with its first entry, the earliest first.
    fn conventions_by_beginning(&self) -> Result<Vec<(u64, StreamId)>, Error> {
        let corrected = self.corrected()?;
        let mut conventions = Vec::new();
        for stream in self.streams_of(&[StreamKind::Convention])? {
            let own = self.seqs_in(stream.as_str()).next().transpose()?;
            let begins = own.into_iter().chain(corrected.get(&stream).copied()).min();
            conventions.extend(begins.map(|begin| (begin, stream)));
        }
        conventions.sort();
        Ok(conventions)
    }

    /// Searches some conventions on every processor, each up to the rank of what was found before any
    /// of them; the answers in their order.
    fn search_each(
        &self,
        streams: &[&StreamId],
        question: &Question<'_>,
        bound: Option<Rank>,
    ) -> Result<Vec<(Option<Found>, Bisection)>, Error> {
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let share = streams.len().div_ceil(threads).max(1);
        let one = |stream: &&StreamId| {
            let mut looked_at = Bisection::default();
            let found = self.search(stream, question, bound, &mut looked_at)?;
            Ok((found, looked_at))
        };
        let some =
            |streams: &[&StreamId]| streams.iter().map(one).collect::<Result<Vec<_>, Error>>();
        std::thread::scope(|scope| {
            let start = |share| {
                let thread = std::thread::Builder::new();
                (share, thread.spawn_scoped(scope, move || some(share)).ok())
            };
            let shares: Vec<_> = streams.chunks(share).map(start).collect();
            let mut all = Vec::new();
            for (share, thread) in shares {
                match thread.map(std::thread::ScopedJoinHandle::join) {
                    Some(Ok(found)) => all.extend(found?),
                    Some(Err(panic)) => std::panic::resume_unwind(panic),
                    // Where the system gives no more threads, this one searches.
                    None => all.extend(some(share)?),
                }
            }
            Ok(all)
        })
    }

    /// Searches one convention, up to the rank of what was found in another.
    fn search(
        &self,
        stream: &StreamId,
        question: &Question<'_>,
        bound: Option<Rank>,
        bisection: &mut Bisection,
    ) -> Result<Option<Found>, Error> {
        let recorded = if question.expression.asks_findings() {
            self.circle(&BTreeSet::from([stream.clone()]))?
        } else {
            self.bearing([stream])?
        };
        let expression = question.expression;
        let facts = folded(&recorded, expression);
        let bears = |kind: &str| expression.bears(kind);
        let (order, within) = (question.order, question.within);
        let around = expression.asks_findings();
        let mut places = places(&facts, &recorded, stream, order, within, (&bears, around));
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
    let facts = folded(&recorded, question.expression);
    let known = |place: &Place| !facts.known(&stream, place.as_of).is_empty();
    let state = |as_of| ConventionView::of(&facts, &stream, as_of);
    let before = before.filter(known).map(|place| state(place.as_of));
    let after = state(place.as_of);
    let (at_end, folded) = answer_at(&facts, &stream, last.as_of, question.expression)?;
    bisection.folds += folds + 1 + u64::from(folded) + u64::from(before.is_some());
    let holds_at_end = at_end.is_yes();
    bisection.turn = Some(Turn { stream, place, entry, before, after, holds_at_end });
    Ok(bisection)
}
