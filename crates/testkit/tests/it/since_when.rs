//! Since when something is so, over whole ledgers of made-up histories, against asking every state
//! one by one.

use crate::rounds;
use greffe::convention_state::{ConventionStates, ConventionView};
use greffe::domain::{AsOf, Day, Facts, Instant, StreamId};
use greffe::inquiry::{Expression, Order, Scope, Search, StateSubject};
use greffe::{Ledger, Question};
use greffe_store::{Cause, NewEntry, Options, Store};
use greffe_testkit::history::{Line, Size, arrive, conventions, told};
use greffe_testkit::{Prng, seed};
use serde_json::value::RawValue;
use std::path::Path;

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

fn entry(line: &Line) -> NewEntry {
    let draft = line.draft(1);
    NewEntry {
        id: Some(draft.id),
        stream: draft.stream,
        kind: draft.kind,
        schema: draft.schema,
        effective: draft.effective,
        recorded_by: draft.recorded_by,
        grade: draft.grade,
        sources: draft.sources,
        causes: line.causes.iter().copied().map(Cause::Seq).collect(),
        data: RawValue::from_string(draft.data).unwrap(),
    }
}

fn ledger(dir: &Path, log: &[Line]) -> Ledger {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let store = Store::create(dir, entry(&log[0]), &Options::default()).unwrap();
    runtime.block_on(store.append(log[1..].iter().map(entry).collect(), vec![])).unwrap();
    store.close();
    Ledger::open(dir).unwrap()
}

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
        let ledger = ledger(&folder.path().join("ledger"), &log);
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
