//! Views held against the naive model, and the laws of arrival: order, replay, restart.

use crate::rounds;
use greffe_convention_state::{ConventionStates, ConventionView};
use greffe_domain::{AsOf, Day, Facts, Instant, Money, Projection, StreamId};
use greffe_testkit::history::{Line, Size, arrive, conventions, told};
use greffe_testkit::naive::{self, Question};
use greffe_testkit::{Prng, seed};
use serde_json::Value;

fn fold<'a>(lines: impl IntoIterator<Item = &'a Line>) -> Facts {
    let mut state = Facts::default();
    for line in lines {
        ConventionStates::apply(&mut state, &line.recorded());
    }
    state
}

/// A random question about this log: both clocks, at, before and between its moments.
fn question(log: &[Line], random: &mut Prng) -> Question {
    let effective = random.chance(75).then(|| {
        let (year, month) = (random.between(2018, 2029), random.between(1, 12));
        year * 10_000 + month * 100 + random.between(1, 28)
    });
    let known = random.chance(50).then(|| random.pick(log).micros - i64::from(random.chance(30)));
    Question { effective, known }
}

fn as_of(question: Question) -> AsOf {
    let day = |d: i64| {
        let part = |n: i64| i8::try_from(n).unwrap();
        Day::new(i16::try_from(d / 10_000).unwrap(), part(d / 100 % 100), part(d % 100)).unwrap()
    };
    AsOf {
        effective: question.effective.map(day),
        known: question.known.map(|micros| Instant::from_micros(micros).unwrap()),
    }
}

/// The house's history in the words of the naive one.
fn plain(history: &greffe_domain::History<Money>) -> naive::History {
    let step = |step: &greffe_domain::Step<Money>| naive::Step {
        instrument: step.instrument.to_string(),
        effective: step.effective.to_string(),
        cents: step.believed.value.cents(),
        grade: step.believed.grade.to_string(),
        entries: step.believed.entries.clone(),
        rivals: step
            .believed
            .contradicted_by
            .iter()
            .map(|rival| (rival.value.cents(), rival.grade.to_string(), rival.entry))
            .collect(),
    };
    naive::History {
        steps: history.steps.iter().map(step).collect(),
        possible: history.possible.iter().map(step).collect(),
    }
}

#[test]
fn views_agree_with_the_naive_model() {
    let seed = seed(20_260_101);
    let (mut compared, mut stepped, mut possible, mut contradicted) = (0u64, 0, 0, 0);
    for round in 0..rounds(2_000) {
        let mut random = Prng::new(seed ^ round.wrapping_mul(0x9e37_79b9));
        let size = Size {
            conventions: 1 + random.below(3),
            overridden: random.next() % 40,
            imprecise: random.next() % 70,
        };
        let told = told(random.next(), size);
        let log = arrive(&told, &mut random);
        let facts = fold(&log);
        for stream in conventions(&told) {
            let id: StreamId = stream.parse().unwrap();
            for _ in 0..4 {
                let question = question(&log, &mut random);
                let view = ConventionView::of(&facts, &id, as_of(question));
                let amounts = naive::amounts(&log, &stream, question);
                let budgets = naive::budgets(&log, &stream, question);
                let place = format!("seed {seed} round {round} {stream} {question:?}");
                assert_eq!(plain(&view.subsidy_cents), amounts, "amounts, {place}");
                assert_eq!(plain(&view.budget_cents), budgets, "budgets, {place}");
                compared += 1;
                stepped += budgets.steps.len();
                possible += budgets.possible.len();
                contradicted += budgets.steps.iter().filter(|s| !s.rivals.is_empty()).count();
            }
        }
    }
    // A comparison of nothing with nothing proves nothing.
    assert!(stepped as u64 > compared, "{stepped} steps in {compared} comparisons");
    assert!(possible as u64 > compared / 50, "{possible} possible in {compared}");
    assert!(contradicted as u64 > compared / 20, "{contradicted} contradicted in {compared}");
}

#[test]
fn folding_in_any_order_gives_equal_states() {
    let seed = seed(77);
    for round in 0..rounds(150) {
        let mut random = Prng::new(seed + round);
        let mut log = arrive(&told(random.next(), Size::default()), &mut random);
        let in_order = fold(&log);
        random.shuffle(&mut log);
        assert!(fold(&log) == in_order, "seed {seed} round {round}");
    }
}

/// Puts names in the place of the sequence numbers of a view.
fn rename(value: &mut Value, name: &dyn Fn(u64) -> Value) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(|v| rename(v, name)),
        Value::Object(map) => {
            for (key, value) in map.iter_mut() {
                match (key.as_str(), &mut *value) {
                    ("entries", Value::Array(list)) => {
                        for seq in list {
                            *seq = name(seq.as_u64().unwrap());
                        }
                    }
                    ("entry" | "met_by", Value::Number(seq)) => {
                        *value = name(seq.as_u64().unwrap());
                    }
                    (_, value) => rename(value, name),
                }
            }
        }
        _ => {}
    }
}

/// A view as JSON in which entries go by what they tell, not by when they came. Of a testimony that
/// was told twice over, both go by the first.
fn by_testimony(
    view: &ConventionView,
    log: &[Line],
    told: &[greffe_testkit::history::Told],
) -> Value {
    let name = |seq: u64| {
        let at = log[usize::try_from(seq).unwrap()].told;
        // What only differs in what it follows from looks the same in a view.
        let same = |t: &&greffe_testkit::history::Told| {
            (&t.stream, &t.kind, &t.effective, t.grade, &t.sources, &t.data, t.overrides)
                == (
                    &told[at].stream,
                    &told[at].kind,
                    &told[at].effective,
                    told[at].grade,
                    &told[at].sources,
                    &told[at].data,
                    told[at].overrides,
                )
        };
        Value::from(told.iter().position(|t| same(&t)).unwrap())
    };
    let mut value = serde_json::to_value(view).unwrap();
    rename(&mut value, &name);
    value
}

/// The first place at which two values differ, with both.
fn difference(left: &Value, right: &Value, at: &str) -> Option<String> {
    let below = |key: &str, l: &Value, r: &Value| difference(l, r, &format!("{at}/{key}"));
    match (left, right) {
        (Value::Object(l), Value::Object(r)) if l.keys().eq(r.keys()) => {
            l.iter().find_map(|(key, value)| below(key, value, &r[key]))
        }
        (Value::Array(l), Value::Array(r)) if l.len() == r.len() => {
            l.iter().zip(r).enumerate().find_map(|(at, (l, r))| below(&at.to_string(), l, r))
        }
        _ => (left != right).then(|| format!("{at}: {left} against {right}")),
    }
}

#[test]
fn the_order_of_arrival_changes_no_view() {
    let seed = seed(5);
    for round in 0..rounds(250) {
        let mut random = Prng::new(seed + round);
        let told = told(random.next(), Size::default());
        let (one, other) = (arrive(&told, &mut random), arrive(&told, &mut random));
        let (first, second) = (fold(&one), fold(&other));
        for stream in conventions(&told) {
            let id: StreamId = stream.parse().unwrap();
            let effective = question(&one, &mut random).effective;
            let as_of = as_of(Question { effective, known: None });
            let left = by_testimony(&ConventionView::of(&first, &id, as_of), &one, &told);
            let right = by_testimony(&ConventionView::of(&second, &id, as_of), &other, &told);
            let place = format!("seed {seed} round {round} {stream} {as_of:?}");
            assert_eq!(difference(&left, &right, ""), None, "{place}");
        }
    }
}

#[test]
fn incremental_equals_replay_and_a_restart_in_the_middle_changes_nothing() {
    let seed = seed(91);
    for round in 0..rounds(60) {
        let mut random = Prng::new(seed + round);
        let told = told(random.next(), Size::default());
        let log = arrive(&told, &mut random);
        let streams = conventions(&told);
        let mut live = Facts::default();
        for (count, line) in log.iter().enumerate() {
            ConventionStates::apply(&mut live, &line.recorded());
            if random.chance(10) {
                assert!(fold(&log[..=count]) == live, "seed {seed} round {round} at {count}");
            }
            if random.chance(10) {
                // A snapshot, some more entries, and then a restart from the snapshot.
                let snapshot = live.clone();
                for lost in log[count + 1..].iter().take(5) {
                    ConventionStates::apply(&mut live, &lost.recorded());
                }
                live = snapshot;
            }
        }
        assert!(live == fold(&log), "seed {seed} round {round}");
        // What was known then is what a ledger that ended then believes now.
        let cut = random.below(log.len());
        let then = AsOf { effective: None, known: Instant::from_micros(log[cut].micros) };
        let short = fold(&log[..=cut]);
        for stream in streams {
            let id: StreamId = stream.parse().unwrap();
            let remembered = ConventionView::of(&live, &id, then);
            let lived = ConventionView::of(&short, &id, AsOf::default());
            assert_eq!(remembered, lived, "seed {seed} round {round} {stream} at {cut}");
        }
    }
}
