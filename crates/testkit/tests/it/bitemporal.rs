//! The laws of the two clocks, over ten thousand random histories: each is small, has imprecise
//! dates, voids, voids of voids and corrections, and is asked at random moments of both clocks.
//!
//! A failure names the seed and the round; `GREFFE_SEED=… cargo test -p greffe-testkit bitemporal`
//! has it again.

use crate::rounds;
use greffe_convention_state::{ConventionStates, ConventionView};
use greffe_domain::{AsOf, Day, Facts, Instant, Projection, Standing, StreamId};
use greffe_testkit::history::{Line, Size, arrive, conventions, told};
use greffe_testkit::naive::{self, Question};
use greffe_testkit::{Prng, seed};
use std::collections::{BTreeMap, BTreeSet};

/// One history with everything a law needs of it.
struct History {
    log: Vec<Line>,
    facts: Facts,
    streams: Vec<(String, StreamId)>,
    place: String,
}

impl History {
    fn of(seed: u64, round: u64, random: &mut Prng) -> History {
        let size =
            Size { conventions: 1, overridden: random.next() % 60, imprecise: random.next() % 80 };
        let told = told(random.next(), size);
        let log = arrive(&told, random);
        let streams = conventions(&told).into_iter().map(|s| (s.clone(), s.parse().unwrap()));
        let (streams, facts) = (streams.collect(), fold(&log));
        History { log, facts, streams, place: format!("seed {seed} round {round}") }
    }

    /// The entries that a question sees, and whether each is in force.
    fn seen(&self, stream: &StreamId, question: Question) -> BTreeMap<u64, bool> {
        let known = self.facts.known(stream, as_of(question)).into_iter();
        known.map(|k| (k.fact.meta.seq, k.standing == Standing::InForce)).collect()
    }

    fn recorded_at(&self, seq: u64) -> i64 {
        self.log[usize::try_from(seq).unwrap()].micros
    }
}

fn fold<'a>(lines: impl IntoIterator<Item = &'a Line>) -> Facts {
    let mut state = Facts::default();
    for line in lines {
        ConventionStates::apply(&mut state, &line.recorded());
    }
    state
}

fn day(random: &mut Prng) -> i64 {
    let (year, month) = (random.between(2018, 2029), random.between(1, 12));
    year * 10_000 + month * 100 + random.between(1, 28)
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

/// Everything that overrides an entry, or what it corrects, at whatever remove.
fn bearing_on(log: &[Line], seq: u64) -> BTreeSet<u64> {
    let target = |line: &Line| line.fact.data["entry"].as_u64();
    let mut reached = BTreeSet::from([seq]);
    let mut open = vec![seq];
    while let Some(at) = open.pop() {
        let line = &log[usize::try_from(at).unwrap()];
        let corrected = target(line).filter(|_| line.fact.kind == "EntryCorrected");
        let by = log.iter().filter(|other| target(other) == Some(at)).map(|other| other.seq);
        for other in by.chain(corrected) {
            if reached.insert(other) {
                open.push(other);
            }
        }
    }
    reached.remove(&seq);
    reached
}

/// What a question sees is what sorting and sifting the whole log sees: nothing recorded later,
/// nothing voided or corrected by then, nothing that begins later; the vague apart.
fn sees_what_the_naive_model_sees(history: &History, question: Question) -> usize {
    let mut vague = 0;
    for (name, stream) in &history.streams {
        let naive: BTreeMap<u64, bool> =
            naive::seen(&history.log, name, question).into_iter().collect();
        let seen = history.seen(stream, question);
        assert_eq!(seen, naive, "{} {name} {question:?}", history.place);
        // And the state lists exactly the vague as possibly in force.
        let view = ConventionView::of(&history.facts, stream, as_of(question));
        let listed: BTreeSet<u64> = view.possibly_in_force.iter().map(|o| o.entry).collect();
        let possible: BTreeSet<u64> =
            naive.iter().filter(|(_, firm)| !**firm).map(|(seq, _)| *seq).collect();
        assert_eq!(listed, possible, "{} {name} {question:?}", history.place);
        vague += possible.len();
    }
    vague
}

/// Knowledge grows: what was known and is no longer was overridden in between, and what was hidden
/// and is no longer was released in between, or recorded.
fn knowledge_only_grows(
    history: &History,
    effective: Option<i64>,
    (early, late): (i64, i64),
) -> usize {
    let mut forgotten = 0;
    for (name, stream) in &history.streams {
        let before = history.seen(stream, Question { effective, known: Some(early) });
        let after = history.seen(stream, Question { effective, known: Some(late) });
        let between = |seq: u64| {
            let at = history.recorded_at(seq);
            early < at && at <= late
        };
        for seq in before.keys().filter(|seq| !after.contains_key(seq)) {
            let cause = bearing_on(&history.log, *seq).into_iter().any(between);
            assert!(cause, "{} {name}: entry {seq} was forgotten", history.place);
            forgotten += 1;
        }
        for seq in after.keys().filter(|seq| !before.contains_key(seq)) {
            let cause = between(*seq) || bearing_on(&history.log, *seq).into_iter().any(between);
            assert!(cause, "{} {name}: entry {seq} came from nowhere", history.place);
        }
        for seq in before.keys().filter(|seq| after.contains_key(seq)) {
            assert_eq!(before[seq], after[seq], "{} {name}: {seq} changed its date", history.place);
        }
    }
    forgotten
}

/// A later day applies what an earlier one applied, and doubts no more than was not yet applied.
fn days_only_add(history: &History, known: Option<i64>, (early, late): (i64, i64)) {
    for (name, stream) in &history.streams {
        let before = history.seen(stream, Question { effective: Some(early), known });
        let after = history.seen(stream, Question { effective: Some(late), known });
        for (seq, firm) in before {
            let then = after.get(&seq).copied();
            assert!(then.is_some_and(|then| then || !firm), "{} {name}: {seq}", history.place);
        }
    }
}

/// A ledger that ended at an entry believes what this one remembers to have known then; its state
/// folded in any order, in parts, or from a snapshot, is the same.
fn a_shorter_ledger_believes_what_is_remembered(history: &History, cut: usize, random: &mut Prng) {
    let short = fold(&history.log[..=cut]);
    let then = AsOf { effective: None, known: Instant::from_micros(history.log[cut].micros) };
    for (name, stream) in &history.streams {
        let remembered = ConventionView::of(&history.facts, stream, then);
        let lived = ConventionView::of(&short, stream, AsOf::default());
        assert!(remembered == lived, "{} {name} at {cut}", history.place);
    }
    // A restart from the snapshot of then, and the rest in another order.
    let mut resumed = short.clone();
    let mut rest: Vec<&Line> = history.log[cut + 1..].iter().collect();
    random.shuffle(&mut rest);
    for line in rest {
        ConventionStates::apply(&mut resumed, &line.recorded());
    }
    assert!(resumed == history.facts, "{} from a snapshot at {cut}", history.place);
    let mut shuffled: Vec<&Line> = history.log.iter().collect();
    random.shuffle(&mut shuffled);
    assert!(fold(shuffled) == history.facts, "{} shuffled", history.place);
}

/// A fourth of the ten thousand histories.
fn keep_the_laws(quarter: u64) {
    let seed = seed(20_261_127);
    let (mut vague, mut forgotten, mut overridden) = (0, 0, 0);
    let rounds = rounds(2_500);
    for round in quarter * rounds..(quarter + 1) * rounds {
        let mut random = Prng::new(seed ^ round.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let history = History::of(seed, round, &mut random);
        let overriding = |line: &&Line| line.fact.overrides.is_some();
        overridden += history.log.iter().filter(overriding).count();
        let moment =
            |random: &mut Prng| random.pick(&history.log).micros - i64::from(random.chance(30));
        let effective = random.chance(70).then(|| day(&mut random));
        let known = random.chance(60).then(|| moment(&mut random));
        vague += sees_what_the_naive_model_sees(&history, Question { effective, known });
        let (one, other) = (moment(&mut random), moment(&mut random));
        forgotten += knowledge_only_grows(&history, effective, (one.min(other), one.max(other)));
        let (one, other) = (day(&mut random), day(&mut random));
        days_only_add(&history, known, (one.min(other), one.max(other)));
        let cut = random.below(history.log.len());
        a_shorter_ledger_believes_what_is_remembered(&history, cut, &mut random);
    }
    // Laws about nothing hold of anything.
    assert!(vague as u64 > rounds / 5, "{vague} vague facts in {rounds} rounds");
    assert!(forgotten as u64 > rounds / 10, "{forgotten} forgotten facts in {rounds} rounds");
    assert!(overridden as u64 > rounds, "{overridden} overrides in {rounds} rounds");
}

// Four tests, so that they run beside each other.

#[test]
fn the_first_quarter_of_ten_thousand_histories() {
    keep_the_laws(0);
}

#[test]
fn the_second_quarter_of_ten_thousand_histories() {
    keep_the_laws(1);
}

#[test]
fn the_third_quarter_of_ten_thousand_histories() {
    keep_the_laws(2);
}

#[test]
fn the_last_quarter_of_ten_thousand_histories() {
    keep_the_laws(3);
}
