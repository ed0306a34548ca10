//! Since when something is so, over whole ledgers of made-up histories, against asking every state
//! one by one.

use crate::{ledgers, rounds};
use greffe::convention_state::{ConventionStates, ConventionView};
use greffe::domain::{AsOf, Content, Day, Facts, Instant, Recorded, StreamId};
use greffe::inquiry::{Expression, Order, Scope, Search, StateSubject, Subject as _};
use greffe::{Ledger, Question};
use greffe_testkit::history::{Size, arrive, conventions, told};
use greffe_testkit::{Prng, seed};
use std::collections::BTreeSet;

const EXPRESSIONS: &[&str] = &[
    "subsidy != null && budget == null",
    "budget != null && initial_budget != null && budget < initial_budget",
    "size(contradictions) > 0",
    "paid > subsidy",
    "avenants >= 2",
    "beneficiary.siret != null",
    "balance_due != null && balance_due < 0",
    "size(possibly_in_force) > 3",
    "subsidy % 7 == 3",
];

/// The moments that a history has at all, whatever they bear on: every instant, or every day on which
/// any fact comes into force or becomes possible, and all dates last.
fn moments(ledger: &Ledger, order: Order) -> Vec<AsOf> {
    let entries = ledger.recorded(..).map(|entry| entry.unwrap().meta);
    match order {
        Order::Recorded => {
            let known: Vec<Instant> = entries.map(|meta| meta.recorded_at).collect();
            known.into_iter().map(|at| AsOf { effective: None, known: Some(at) }).collect()
        }
        Order::Effective => {
            let ends =
                entries.flat_map(|meta| [meta.effective.earliest(), meta.effective.latest()]);
            let mut days: Vec<Day> = ends.filter(|d| *d != Day::MAX).chain([Day::MIN]).collect();
            days.sort_unstable();
            days.dedup();
            let days = days.into_iter().map(|day| AsOf { effective: Some(day), known: None });
            days.chain([AsOf::default()]).collect()
        }
    }
}

/// Every state of every convention, moment by moment.
fn states(facts: &Facts, streams: &[StreamId], moments: &[AsOf]) -> Vec<Vec<ConventionView>> {
    let at = |as_of: &AsOf| {
        let known = streams.iter().filter(|stream| !facts.known(stream, *as_of).is_empty());
        known.map(|stream| ConventionView::of(facts, stream, *as_of)).collect()
    };
    moments.iter().map(at).collect()
}

#[test]
fn the_first_of_a_ledger_is_the_first_of_all_its_states() {
    let seed = seed(0x6269_7365);
    for round in 0..rounds(4) {
        let told = told(seed + round, Size { conventions: 3, ..Size::default() });
        let log = arrive(&told, &mut Prng::new(seed + round));
        let folder = tempfile::tempdir().unwrap();
        let ledger = ledgers::of_history(&folder.path().join("ledger"), &log);
        let streams: Vec<StreamId> =
            conventions(&told).iter().map(|stream| stream.parse().unwrap()).collect();
        let facts = ledger.project::<ConventionStates>().unwrap();
        for order in [Order::Recorded, Order::Effective] {
            let moments = moments(&ledger, order);
            let states = states(&facts, &streams, &moments);
            for text in EXPRESSIONS {
                let expression = Expression::parse(Scope::State, text).unwrap();
                let holds =
                    |view: &&ConventionView| expression.ask(&StateSubject(view)).unwrap().is_yes();
                let naive = moments.iter().zip(&states).find_map(|(as_of, views)| {
                    let of: Vec<&StreamId> =
                        views.iter().filter(holds).map(|view| &view.stream).collect();
                    (!of.is_empty()).then_some((*as_of, of))
                });
                let question = Question {
                    expression: &expression,
                    order,
                    search: Search::Walk,
                    within: AsOf::default(),
                };
                let answer = ledger.bisect_all(&question, |_, _| {}).unwrap();
                let found = answer.turn.map(|turn| (turn.place.as_of, turn.stream));
                match (&naive, &found) {
                    (None, None) => {}
                    (Some((as_of, of)), Some((place, stream))) => {
                        assert_eq!(as_of, place, "seed {} {order:?} {text}", seed + round);
                        assert!(of.contains(&stream), "seed {} {order:?} {text}", seed + round);
                    }
                    _ => panic!("seed {} {order:?} {text}: {naive:?}, {found:?}", seed + round),
                }
            }
        }
    }
}

/// The kind of an entry that can be read.
fn kind(entry: &Recorded) -> Option<&str> {
    match &entry.content {
        Content::Known(fact) => Some(fact.event.kind()),
        Content::Unknown { .. } | Content::Odd { .. } => None,
    }
}

/// What an expression says of a state changes by no kind of event that is not told to bear on it.
#[test]
fn a_variable_changes_only_by_the_kinds_that_it_is_made_of() {
    let seed = seed(0x6b69_6e64);
    let (mut left_out, mut changed) = (0, 0);
    for round in 0..rounds(12) {
        let told = told(seed + round, Size::default());
        let log = arrive(&told, &mut Prng::new(seed + round));
        let all: Vec<_> = log.iter().map(greffe_testkit::history::Line::recorded).collect();
        let mut facts = Facts::default();
        for entry in &all {
            facts.insert(entry);
        }
        let kinds: BTreeSet<&str> = all.iter().filter_map(kind).collect();
        for stream in conventions(&told) {
            let stream: StreamId = stream.parse().unwrap();
            let whole = ConventionView::of(&facts, &stream, AsOf::default());
            for left in &kinds {
                let mut without = Facts::default();
                all.iter().filter(|e| kind(e) != Some(*left)).for_each(|e| without.insert(e));
                let without = ConventionView::of(&without, &stream, AsOf::default());
                for (name, _) in Scope::State.variables() {
                    let expression = Expression::parse(Scope::State, &format!("{name} == null"));
                    let bears = expression.unwrap().bears(left);
                    let (before, after) = (StateSubject(&whole), StateSubject(&without));
                    let same = before.get(name) == after.get(name);
                    assert!(same || bears, "seed {} {name} changes by {left}", seed + round);
                    left_out += usize::from(!bears);
                    changed += usize::from(!same);
                }
            }
        }
    }
    assert!(left_out > 1_000 && changed > 100, "{left_out} {changed}");
}
