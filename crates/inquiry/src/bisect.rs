//! Since when something has been so: the first place of a history at which an expression is true.
//!
//! A history has an order of its own, and at each place the state can be another:
//!
//! - **recorded**: one place an entry, in the order in which the ledger learned it; the state is
//!   what was known right after it;
//! - **effective**: one place a day on which facts come into force or become possible, in the order
//!   of the calendar; the state is what was in force at the end of that day. Facts of no stated
//!   date come last, together: without a day, everything is in force.
//!
//! What an expression asks can change by some kinds of event only ([`Expression::bears`]); where none of
//! them comes in, no state is made, since the answer is that of the place before.
//!
//! At every place the state is a question at two clocks like any other, so `greffe state` shows it; where
//! nothing of the convention is known, as when all of it was voided, the answer is no.
//! A *fold* is the making of one state. Where an expression asks what rules find, they are applied once a fold, to
//! whatever they look at beside the convention, and anything of it can change the answer.
//!
//! [`Search::Walk`] asks at every place from the first on: what it finds is the first, whatever the
//! expression. [`Search::Halve`] asks at the end and halves the history: it needs few folds, and is
//! right only of an expression that stays true once it is. Of any other it finds a place at which
//! the expression becomes true, and perhaps not the first; of one that is no longer true at the end
//! it finds nothing.

use crate::expression::{Answer, Expression, ExpressionError, JudgedSubject, Tally};
use greffe_audit_trail::AuditTrail;
use greffe_convention_state::{ConventionStates, ConventionView};
use greffe_domain::{
    AsOf, Content, Day, Event, Facts, Grade, Projection, Recorded, StreamId, StreamKind,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The order in which a history is gone through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// As the ledger learned it.
    Recorded,
    /// As it holds in law or in the world.
    Effective,
}

/// How the first place is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Search {
    /// Place by place.
    Walk,
    /// By halves, which takes for granted that what is true stays true.
    Halve,
}

/// A place of a history: a question's two clocks, and the entries that make it differ from the place
/// before.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The clocks.
    pub as_of: AsOf,
    /// The entries, the best told first.
    pub entries: Vec<u64>,
    /// Whether any of them is of a kind that was asked for: at a place where none is, what was asked
    /// is as it was at the place before.
    pub bears: bool,
}

/// The places of a convention's history, within a question's clocks: those at which something of
/// the convention is known. `bears` tells of a kind of event whether what will be asked can change
/// by it; what stands around the convention counts where rules are asked, which look at it.
#[must_use]
pub fn places(
    facts: &Facts,
    recorded: &[Recorded],
    stream: &StreamId,
    order: Order,
    within: AsOf,
    (bears, around): (&dyn Fn(&str) -> bool, bool),
) -> Vec<Place> {
    let mut places = match order {
        Order::Recorded => entries(recorded, within, bears),
        Order::Effective => days(facts, (stream, around), within, bears),
    };
    // Its beneficiary may be known long before.
    let unknown = places.iter().take_while(|p| !is_known(facts, stream, p.as_of)).count();
    places.drain(..unknown);
    if order == Order::Recorded && recorded.iter().any(overrides) {
        mark_returns(facts, stream, &mut places);
    }
    places
}

/// Whether anything of a convention is known at a question's clocks: where nothing is, it has no state.
fn is_known(facts: &Facts, stream: &StreamId, as_of: AsOf) -> bool {
    !facts.known(stream, as_of).is_empty()
}

fn overrides(recorded: &Recorded) -> bool {
    match &recorded.content {
        Content::Known(fact) => {
            matches!(fact.event, Event::EntryVoided(_) | Event::EntryCorrected(_))
        }
        Content::Unknown { .. } | Content::Odd { .. } => false,
    }
}

/// What is voided is known no more, until something is known again: whatever kind of event tells that
/// bears on every answer.
fn mark_returns(facts: &Facts, stream: &StreamId, places: &mut [Place]) {
    let mut before = true;
    for place in places {
        let now = is_known(facts, stream, place.as_of);
        place.bears |= now != before;
        before = now;
    }
}

/// What an expression answers of a convention at a place, and whether that took a state. Of what is not
/// known there nothing is true.
///
/// # Errors
/// As [`first`].
pub fn answer_at(
    facts: &Facts,
    stream: &StreamId,
    as_of: AsOf,
    expression: &Expression,
) -> Result<(Answer, bool), ExpressionError> {
    if !is_known(facts, stream, as_of) {
        return Ok((Answer::No, false));
    }
    let view = ConventionView::of(facts, stream, as_of);
    Ok((expression.ask(&JudgedSubject { view: &view, facts, as_of })?, true))
}

/// The facts that an expression asks about, of some entries: what rules look at where it asks what they find.
#[must_use]
pub fn folded<'r>(
    recorded: impl IntoIterator<Item = &'r Recorded>,
    expression: &Expression,
) -> Facts {
    let judged = expression.asks_findings();
    let apply = if judged { AuditTrail::apply } else { ConventionStates::apply };
    let mut facts = Facts::default();
    recorded.into_iter().for_each(|entry| apply(&mut facts, entry));
    facts
}

/// One place an entry.
fn entries(recorded: &[Recorded], within: AsOf, bears: &dyn Fn(&str) -> bool) -> Vec<Place> {
    let learned = |r: &&Recorded| within.known.is_none_or(|known| r.meta.recorded_at <= known);
    // What cannot be read changes no state.
    let may = |r: &Recorded| match &r.content {
        Content::Known(fact) => bears(fact.event.kind()),
        Content::Unknown { .. } | Content::Odd { .. } => false,
    };
    let mut places: Vec<Place> = recorded
        .iter()
        .filter(learned)
        .map(|r| Place {
            as_of: AsOf { known: Some(r.meta.recorded_at), ..within },
            entries: vec![r.meta.seq],
            bears: may(r),
        })
        .collect();
    places.sort_by_key(|place| place.entries.first().copied());
    places
}

/// One place a day. An entry stands at the day on which it comes into force; where none does, the
/// place names those that may be in force from that day on. What is open towards the past may be in
/// force from the first day of the calendar on.
fn days(
    facts: &Facts,
    (stream, around): (&StreamId, bool),
    within: AsOf,
    bears: &dyn Fn(&str) -> bool,
) -> Vec<Place> {
    let everything = AsOf { effective: None, ..within };
    let bearing = |s: &&StreamId| {
        *s == stream
            || s.kind() == StreamKind::Beneficiary
            || around && s.kind() != StreamKind::Ledger
    };
    let mut in_force: BTreeMap<Day, BTreeSet<(Grade, u64)>> = BTreeMap::new();
    let mut possible: BTreeMap<Day, BTreeSet<(Grade, u64)>> = BTreeMap::new();
    let mut asked_about: BTreeSet<Day> = BTreeSet::new();
    for known in facts.streams().filter(bearing).flat_map(|s| facts.known(s, everything)) {
        let meta = &known.fact.meta;
        let told = (meta.grade, meta.seq);
        in_force.entry(meta.effective.latest()).or_default().insert(told);
        possible.entry(meta.effective.earliest()).or_default().insert(told);
        if bears(known.fact.event.kind()) {
            asked_about.extend([meta.effective.earliest(), meta.effective.latest()]);
        }
    }
    let mut days: BTreeSet<Day> = in_force.keys().chain(possible.keys()).copied().collect();
    let undated = days.remove(&Day::MAX);
    let asked = |day: &Day| within.effective.is_none_or(|last| *day <= last);
    let seqs = |told: Option<&BTreeSet<(Grade, u64)>>| -> Vec<u64> {
        told.into_iter().flatten().map(|(_, seq)| *seq).collect()
    };
    let place = |day: Day| Place {
        as_of: AsOf { effective: Some(day), ..within },
        entries: seqs(in_force.get(&day).or_else(|| possible.get(&day))),
        bears: asked_about.contains(&day),
    };
    let mut places: Vec<Place> = days.into_iter().filter(asked).map(place).collect();
    if undated && within.effective.is_none() {
        places.push(Place {
            as_of: everything,
            entries: seqs(in_force.get(&Day::MAX)),
            bears: asked_about.contains(&Day::MAX),
        });
    }
    places
}

/// What a search found, and what it took.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Searched {
    /// The index of the place found.
    pub found: Option<usize>,
    /// How many states were made.
    pub folds: u64,
    /// Why, and how often, a state could not answer.
    pub untold: Tally,
}

/// The first of some places at which an expression is true of a convention's state.
///
/// # Errors
/// [`ExpressionError`] when the expression is no question.
pub fn first(
    facts: &Facts,
    stream: &StreamId,
    places: &[Place],
    expression: &Expression,
    search: Search,
) -> Result<Searched, ExpressionError> {
    let mut searched = Searched::default();
    let mut holds = |place: &Place| {
        let (answer, folded) = answer_at(facts, stream, place.as_of, expression)?;
        searched.folds += u64::from(folded);
        Ok::<bool, ExpressionError>(searched.untold.count(answer))
    };
    // Elsewhere the answer is that of the place before.
    let asked: Vec<usize> = places
        .iter()
        .enumerate()
        .filter(|(index, place)| *index == 0 || place.bears)
        .map(|(index, _)| index)
        .collect();
    let mut holds_at = |index: &usize| places.get(*index).map_or(Ok(false), &mut holds);
    let mut found = None;
    match search {
        Search::Walk => {
            for index in &asked {
                if holds_at(index)? {
                    found = Some(*index);
                    break;
                }
            }
        }
        Search::Halve => {
            if let Some(last) = asked.last()
                && holds_at(last)?
            {
                // False before `low`, true from `high` on, as far as was asked.
                let (mut low, mut high) = (0, asked.len() - 1);
                while low < high {
                    let middle = low + (high - low) / 2;
                    let Some(place) = asked.get(middle) else { break };
                    if holds_at(place)? { high = middle } else { low = middle + 1 }
                }
                found = asked.get(high).copied();
            }
        }
    }
    searched.found = found;
    Ok(searched)
}

/// Of the entries of a place, the one by which the expression becomes true there, and how many
/// states that took: without it and those after it the expression is false, and with each that
/// follows it stays true.
///
/// # Errors
/// As [`first`].
pub fn decisive(
    recorded: &[Recorded],
    stream: &StreamId,
    place: &Place,
    expression: &Expression,
) -> Result<(Option<u64>, u64), ExpressionError> {
    let mut folds = 0;
    for (kept, entry) in place.entries.iter().enumerate().skip(1).rev() {
        let left_out = place.entries.get(kept..).unwrap_or_default();
        let kept = recorded.iter().filter(|r| !left_out.contains(&r.meta.seq));
        let facts = folded(kept, expression);
        let (answer, folded) = answer_at(&facts, stream, place.as_of, expression)?;
        folds += u64::from(folded);
        if !answer.is_yes() {
            return Ok((Some(*entry), folds));
        }
    }
    Ok((place.entries.first().copied(), folds))
}

/// The place at which an expression becomes true, with the states on either side.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// The convention.
    pub stream: StreamId,
    /// The place.
    pub place: Place,
    /// The entry by which it becomes true.
    pub entry: Recorded,
    /// The state at the place before; none at the first, or where nothing was known.
    pub before: Option<ConventionView>,
    /// The state at the place.
    pub after: ConventionView,
    /// Whether the expression is true at the last place too.
    pub holds_at_end: bool,
}

impl Turn {
    /// The first day on which it may have become true, where the date of the entry is vague and its last day
    /// is the place.
    #[must_use]
    pub fn vague_from(&self) -> Option<Day> {
        let effective = &self.entry.meta.effective;
        let vague =
            effective.day().is_none() && Some(effective.latest()) == self.place.as_of.effective;
        vague.then(|| effective.earliest())
    }
}

/// The answer to *since when*.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bisection {
    /// Where the expression becomes true; nowhere otherwise.
    pub turn: Option<Turn>,
    /// How many conventions were looked at.
    pub conventions: u64,
    /// How many places their histories have, as far as they were looked at.
    pub places: u64,
    /// How many states were made.
    pub folds: u64,
    /// Why, and how often, a state could not answer.
    pub untold: Tally,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::{Scope, Untold};
    use crate::fixture::{entry, facts, history, instant, stream};
    use greffe_convention_state::ConventionStates;
    use greffe_domain::Projection;
    use proptest::prelude::*;
    use serde_json::json;

    fn state(text: &str) -> Expression {
        Expression::parse(Scope::State, text).unwrap()
    }

    fn found(text: &str, order: Order, search: Search, within: AsOf) -> Option<Place> {
        let places = places(&facts(), &history(), &stream(), order, within, (&|_| true, false));
        let searched = first(&facts(), &stream(), &places, &state(text), search).unwrap();
        searched.found.map(|index| places[index].clone())
    }

    #[test]
    fn recorded_order_finds_the_entry_after_which_it_was_known() {
        let known = |seq| Some(AsOf { effective: None, known: Some(instant(seq)) });
        for (text, seq) in [("budget == euros(420000)", 4), ("subsidy != null", 7), ("paid > 0", 9)]
        {
            for search in [Search::Walk, Search::Halve] {
                let place = found(text, Order::Recorded, search, AsOf::default());
                assert_eq!(
                    place.as_ref().map(|p| p.entries.as_slice()),
                    Some(&[seq][..]),
                    "{text}"
                );
                assert_eq!(place.map(|p| p.as_of), known(seq), "{text}");
            }
        }
        assert_eq!(found("subsidy > budget", Order::Recorded, Search::Walk, AsOf::default()), None);
        let early = AsOf { known: Some(instant(8)), effective: None };
        assert_eq!(found("paid > 0", Order::Recorded, Search::Walk, early), None);
    }

    #[test]
    fn effective_order_finds_the_day() {
        let day = |text: &str| {
            let place = found(text, Order::Effective, Search::Walk, AsOf::default()).unwrap();
            (place.as_of.effective.map(|day| day.to_string()), place.entries)
        };
        assert_eq!(day("subsidy != null"), (Some("2023-03-16".into()), vec![7]));
        assert_eq!(day("budget < initial_budget").1, [3, 4]);
        // « In May » is in force at the end of May, and possible from its first day on.
        assert_eq!(day("paid > 0"), (Some("2023-05-31".into()), vec![9]));
        assert_eq!(day("size(possibly_in_force) > 0"), (Some("2023-05-01".into()), vec![9]));
    }

    #[test]
    fn what_has_no_date_comes_last_and_only_without_a_day() {
        let undated = entry(
            11,
            "BudgetRevised",
            "XXXX",
            json!({
            "to_cents": 1, "instrument": { "avenant": 2 } }),
        );
        let mut facts = facts();
        ConventionStates::apply(&mut facts, &undated);
        let of =
            |within| places(&facts, &[], &stream(), Order::Effective, within, (&|_| true, false));
        let last = of(AsOf::default()).pop().unwrap();
        assert_eq!((last.as_of, last.entries), (AsOf::default(), vec![11]));
        let within = AsOf { effective: Some("2030-01-01".parse().unwrap()), known: None };
        assert!(of(within).iter().all(|place| place.as_of.effective <= within.effective));
        assert_eq!(of(within)[0].entries, [11], "it may have been in force at any time");
    }

    /// All that was told of it is voided, and then something is told again.
    #[test]
    fn nothing_is_true_of_what_is_not_known() {
        let void = |seq, entry_voided: u64| {
            entry(seq, "EntryVoided", "XXXX", json!({ "entry": entry_voided, "reason": "x" }))
        };
        let grant = |seq| {
            entry(
                seq,
                "SubsidyGranted",
                "2023-03-16",
                json!({ "amount_cents": 1,
                "beneficiary": { "name": "Les Ateliers" } }),
            )
        };
        let paid = |seq| entry(seq, "PaymentExecuted", "2023-05-02", json!({ "amount_cents": 1 }));
        let asked = |entries: &[Recorded], text: &str| {
            let expression = state(text);
            let mut facts = Facts::default();
            for recorded in entries {
                ConventionStates::apply(&mut facts, recorded);
            }
            let bears = |kind: &str| expression.bears(kind);
            let places = places(
                &facts,
                entries,
                &stream(),
                Order::Recorded,
                AsOf::default(),
                (&bears, false),
            );
            let of = |search| first(&facts, &stream(), &places, &expression, search).unwrap();
            let found = [of(Search::Walk), of(Search::Halve)]
                .map(|searched| Some(places[searched.found?].entries[0]));
            let last = places.last().unwrap().as_of;
            (found, answer_at(&facts, &stream(), last, &expression).unwrap())
        };
        let entries = [grant(1), void(2, 1), paid(3)];
        let gone = asked(&entries[..2], "subsidy == null");
        assert_eq!(gone, ([None, None], (Answer::No, false)));
        // A payment bears on no subsidy; that the convention is known again does.
        let again = asked(&entries, "subsidy == null");
        assert_eq!(again, ([Some(3), Some(3)], (Answer::Yes, true)));
    }

    #[test]
    fn halving_needs_few_folds_and_says_so() {
        let places = places(
            &facts(),
            &history(),
            &stream(),
            Order::Recorded,
            AsOf::default(),
            (&|_| true, false),
        );
        let took = |text: &str, search| {
            first(&facts(), &stream(), &places, &state(text), search).unwrap().folds
        };
        assert_eq!(took("subsidy > budget", Search::Walk), 4);
        assert_eq!(took("subsidy > budget", Search::Halve), 1, "not true at the end: one fold");
        let untold = first(&facts(), &stream(), &places, &state("balance_due < 0"), Search::Walk);
        let untold: Vec<_> =
            untold.unwrap().untold.iter().map(|(why, n)| (why.clone(), n)).collect();
        assert_eq!(untold, [(Untold::Unsuitable, 2)]);
    }

    #[test]
    fn of_a_day_the_decisive_entry_is_named() {
        let places = places(
            &facts(),
            &history(),
            &stream(),
            Order::Effective,
            AsOf::default(),
            (&|_| true, false),
        );
        for (text, entry) in [("budget == euros(420000)", 4), ("avenants == 1", 3)] {
            let found = first(&facts(), &stream(), &places, &state(text), Search::Walk).unwrap();
            let place = &places[found.found.unwrap()];
            let decided = decisive(&history(), &stream(), place, &state(text)).unwrap();
            assert_eq!(decided, (Some(entry), 1), "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Amounts in any order: the walk finds what a list shows; halving finds the same where the
        /// expression stays true, and a place at which it becomes true wherever it finds one.
        #[test]
        fn the_first_is_the_first(amounts in proptest::collection::vec(1i64..60, 1..24), limit in 1i64..60) {
            let mut facts = Facts::default();
            let recorded: Vec<Recorded> = (1u64..).zip(&amounts).map(|(seq, amount)| {
                let month = seq % 12 + 1;
                entry(seq, "PaymentExecuted", &format!("2023-{month:02}-{:02}", seq % 28 + 1),
                    json!({ "amount_cents": amount, "on": format!("2023-{month:02}"), "number": seq.to_string() }))
            }).collect();
            for r in &recorded {
                ConventionStates::apply(&mut facts, r);
            }
            let places = places(&facts, &recorded, &stream(), Order::Recorded, AsOf::default(), (&|_| true, false));
            let mut sum = 0;
            let sums: Vec<i64> = amounts.iter().map(|a| { sum += a; sum }).collect();
            let monotone = state(&format!("paid >= {}", limit * 8));
            let expected = sums.iter().position(|s| *s >= limit * 8);
            for search in [Search::Walk, Search::Halve] {
                let searched = first(&facts, &stream(), &places, &monotone, search).unwrap();
                prop_assert_eq!(searched.found, expected);
                prop_assert!(search == Search::Walk || searched.folds <= 6);
            }
            let other = state(&format!("paid % 7 == {}", limit % 7));
            let holds = |i: usize| sums[i] % 7 == limit % 7;
            let walked = first(&facts, &stream(), &places, &other, Search::Walk).unwrap();
            prop_assert_eq!(walked.found, (0..sums.len()).find(|i| holds(*i)));
            let halved = first(&facts, &stream(), &places, &other, Search::Halve).unwrap();
            if let Some(index) = halved.found {
                prop_assert!(holds(index) && (index == 0 || !holds(index - 1)));
            }
        }
    }
}
