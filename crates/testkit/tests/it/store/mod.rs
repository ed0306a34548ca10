//! The store held against the memory log: random calls, the same clock, the same bytes.

use crate::rounds;
use greffe_store::{AppendError, Clock, IdSource, NewEntry, Options, Store, VerifyOptions, tamper};
use greffe_testkit::{Cause, Draft, Expected, MemoryLog, Outcome, Prng, Refusal, seed};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use uuid::Uuid;

const STREAMS: &[&str] = &[
    "ledger",
    "act/vauclaire/3127-23-bm",
    "convention/vauclaire/2023/les-ateliers-du-pont",
    "convention/vauclaire/2023/les-ateliers-du-pont/2",
    "convention/vauclaire/2023/les-ateliers",
];

/// A clock that a test sets, and that may go back.
struct SetClock(AtomicI64);

impl Clock for SetClock {
    fn now_micros(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// No call here goes without ids.
struct NoIds;

impl IdSource for NoIds {
    fn next_id(&self) -> Uuid {
        panic!("every entry of this test brings its id")
    }
}

fn new_entry(draft: &Draft) -> NewEntry {
    let cause = |cause: &Cause| match *cause {
        Cause::Seq(seq) => greffe_store::Cause::Seq(seq),
        Cause::InCall(place) => greffe_store::Cause::InCall(place),
    };
    NewEntry {
        id: Some(draft.id),
        stream: draft.stream.clone(),
        kind: draft.kind.clone(),
        schema: draft.schema,
        effective: draft.effective.clone(),
        recorded_by: draft.recorded_by.clone(),
        grade: draft.grade.clone(),
        sources: draft.sources.clone(),
        causes: draft.causes.iter().map(cause).collect(),
        data: RawValue::from_string(draft.data.clone()).unwrap(),
    }
}

fn expectation((stream, expected): &(String, Expected)) -> (String, greffe_store::Expected) {
    let expected = match *expected {
        Expected::Any => greffe_store::Expected::Any,
        Expected::NoStream => greffe_store::Expected::NoStream,
        Expected::Version(version) => greffe_store::Expected::Version(version),
    };
    (stream.clone(), expected)
}

/// The store's answer in the words of the model.
fn answer(result: Result<greffe_store::Receipt, AppendError>) -> Result<Outcome, Refusal> {
    match result {
        Ok(receipt) => Ok(Outcome {
            seqs: receipt.entries.iter().map(|e| e.seq).collect(),
            versions: receipt.entries.iter().map(|e| e.version).collect(),
            head: receipt.head,
            replayed: receipt.replayed,
        }),
        Err(AppendError::Empty) => Err(Refusal::Empty),
        Err(AppendError::IdTwice { first, second, .. }) => Err(Refusal::IdTwice(first, second)),
        Err(AppendError::IdConflict { seq, .. }) => Err(Refusal::IdConflict(seq)),
        Err(AppendError::PartlyRecorded { known, .. }) => Err(Refusal::PartlyRecorded(known)),
        Err(AppendError::VersionConflict { stream, found, .. }) => {
            Err(Refusal::VersionConflict(stream, found))
        }
        Err(AppendError::Cause { index, .. }) => Err(Refusal::Cause(index)),
        Err(AppendError::Rejected { index, .. }) => Err(Refusal::Rejected(index)),
        Err(other) => panic!("the store failed: {other}"),
    }
}

type Call = (Vec<Draft>, Vec<(String, Expected)>);

/// Random calls, some of which repeat, alter or mix earlier ones.
struct Calls {
    random: Prng,
    made: Vec<Call>,
    ids: u128,
}

impl Calls {
    fn draft(&mut self, log: &MemoryLog, at: usize) -> Draft {
        let random = &mut self.random;
        self.ids += 1;
        let mut causes = Vec::new();
        if random.chance(30) {
            let bound = log.entries().len() + usize::from(random.chance(10)) * 3;
            causes.push(Cause::Seq(random.below(bound) as u64));
        }
        if random.chance(20) && (at > 0 || random.chance(5)) {
            let beyond = usize::from(random.chance(5));
            causes.push(Cause::InCall(random.below(at + beyond)));
        }
        // Now and then an entry that no page can hold.
        let longest = if random.chance(3) { 40_000 } else { 60 };
        let long = "é".repeat(random.below(longest));
        Draft {
            id: Uuid::from_u128(self.ids << 8),
            stream: (*random.pick(STREAMS)).to_owned(),
            kind: if random.chance(2) { "pas un genre".into() } else { "SubsidyGranted".into() },
            schema: 1,
            effective: "2024-03".to_owned(),
            recorded_by: "greffe de Vauclaire".to_owned(),
            grade: "act".to_owned(),
            sources: vec![],
            causes,
            data: format!("{{\"amount_cents\": {}, \"words\": \"{long}\"}}", random.between(-9, 9)),
        }
    }

    fn fresh(&mut self, log: &MemoryLog) -> Call {
        // Now and then more than a page at once.
        let count = if self.random.chance(3) { 300 } else { 1 + self.random.below(6) };
        let drafts: Vec<Draft> = (0..count).map(|at| self.draft(log, at)).collect();
        let mut expected = Vec::new();
        while self.random.chance(40) {
            let stream = (*self.random.pick(STREAMS)).to_owned();
            let version = log.stream(&stream).len() as u64;
            expected.push((
                stream,
                match self.random.below(8) {
                    0 => Expected::NoStream,
                    1 => Expected::Version(version + 1),
                    2 => Expected::Version(version.saturating_sub(1)),
                    3 => Expected::Any,
                    _ => Expected::Version(version),
                },
            ));
        }
        (drafts, expected)
    }

    fn next(&mut self, log: &MemoryLog) -> Call {
        if self.made.is_empty() || self.random.chance(60) {
            let call = self.fresh(log);
            self.made.push(call.clone());
            return call;
        }
        let (mut drafts, expected) = self.random.pick(&self.made).clone();
        let at = self.random.below(drafts.len());
        match self.random.below(8) {
            0 => "2024-04".clone_into(&mut drafts[at].effective),
            1 => "{\"amount_cents\":10}".clone_into(&mut drafts[at].data),
            2 => STREAMS[0].clone_into(&mut drafts[at].stream),
            3 => drafts.truncate(at),
            4 => drafts.swap(0, at),
            5 => drafts.push(self.draft(log, at)),
            6 => drafts.push(drafts[at].clone()),
            _ => {}
        }
        (drafts, expected)
    }
}

fn compare(store: &Store, log: &MemoryLog, random: &mut Prng) {
    assert_eq!(store.head(), log.head());
    let count = log.entries().len();
    let from = random.below(count);
    let to = from + random.below(count - from + 1);
    let range = from as u64..to as u64;
    for (bytes, expected) in store.scan(range.clone()).zip(&log.entries()[from..to]) {
        assert_eq!(&*bytes.unwrap(), expected.as_slice());
    }
    let back = store.scan_back(range.clone()).map(|bytes| bytes.unwrap().to_vec());
    assert!(back.eq(log.entries()[from..to].iter().rev().cloned()), "backwards {range:?}");
    assert!(store.entry(count as u64).unwrap().is_none(), "nothing stands beyond the head");
    for stream in STREAMS {
        let seqs: Vec<u64> = store.stream(stream).map(Result::unwrap).collect();
        assert_eq!(seqs, log.stream(stream), "{stream}");
        assert_eq!(store.stream_version(stream).unwrap(), seqs.len() as u64, "{stream}");
    }
    let at = random.below(count);
    let (id, seq) = log.of(|e| (e.id(), e.seq())).nth(at).unwrap();
    assert_eq!(store.find_id(id).unwrap(), Some(seq));
    assert_eq!(store.find_id(Uuid::from_u128(1)).unwrap(), None);
}

fn genesis() -> Draft {
    Draft {
        id: Uuid::from_u128(0xffff),
        stream: "ledger".to_owned(),
        kind: "LedgerOpened".to_owned(),
        schema: 1,
        effective: "2024-03-01".to_owned(),
        recorded_by: "greffe de Vauclaire".to_owned(),
        grade: "record".to_owned(),
        sources: vec![],
        causes: vec![],
        data: "{\"format\":1}".to_owned(),
    }
}

/// How often each answer was given.
#[derive(Default)]
struct Tally(BTreeMap<&'static str, u64>);

impl Tally {
    fn count(&mut self, answer: &Result<Outcome, Refusal>) {
        let name = match answer {
            Ok(outcome) if outcome.replayed => "replayed",
            Ok(_) => "recorded",
            Err(Refusal::Empty) => "empty",
            Err(Refusal::IdTwice(..)) => "id twice",
            Err(Refusal::IdConflict(_)) => "id conflict",
            Err(Refusal::PartlyRecorded(_)) => "partly recorded",
            Err(Refusal::VersionConflict(..)) => "version conflict",
            Err(Refusal::Cause(_)) => "cause",
            Err(Refusal::Rejected(_)) => "rejected",
        };
        *self.0.entry(name).or_default() += 1;
    }
}

async fn round(seed: u64, tally: &mut Tally) {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("vauclaire.ledger");
    let clock = Arc::new(SetClock(AtomicI64::new(1_709_285_400_000_000)));
    let options = Options {
        clock: clock.clone(),
        ids: Arc::new(NoIds),
        cache_bytes: 16 * 1024 * 1024,
        ..Options::default()
    };
    let mut random = Prng::new(seed);
    let mut calls = Calls { random: Prng::new(seed ^ 1), made: Vec::new(), ids: 1 };
    let mut log = MemoryLog::new();
    log.append(clock.now_micros(), &[genesis()], &[]).unwrap();
    let mut store = Store::create(&dir, new_entry(&genesis()), &options).unwrap();
    let mut following = store.subscribe(0);
    let mut followed = 0;
    for _ in 0..30 {
        let now = clock.now_micros() + random.between(-5_000, 1_000_000);
        clock.0.store(now, Ordering::Relaxed);
        match random.below(20) {
            0 => {
                drop(following);
                store.close();
                if random.chance(50) {
                    tamper::drop_indexes(&dir).unwrap();
                }
                store = Store::open(&dir, &options).unwrap();
                assert_eq!(store.check_indexes().unwrap(), []);
                following = store.subscribe(followed as u64);
            }
            1 => store.rebuild_indexes().await.unwrap(),
            2 => {
                let copy = Store::open_forensic(&dir).unwrap();
                assert!(copy.verify(&VerifyOptions::default()).unwrap().is_sound());
            }
            3..6 => {
                // Three callers at once: the writer takes them in the order in which they came.
                let [a, b, c] = [calls.next(&log), calls.next(&log), calls.next(&log)];
                let hand = |(drafts, expected): &Call| {
                    let entries = drafts.iter().map(new_entry).collect();
                    store.append(entries, expected.iter().map(expectation).collect())
                };
                let answers = tokio::join!(hand(&a), hand(&b), hand(&c));
                for ((drafts, expected), told) in
                    [a, b, c].iter().zip([answers.0, answers.1, answers.2])
                {
                    let answer = answer(told);
                    tally.count(&answer);
                    assert_eq!(answer, log.append(now, drafts, expected));
                }
            }
            _ => {
                let (drafts, expected) = calls.next(&log);
                let entries = drafts.iter().map(new_entry).collect();
                let told = store.append(entries, expected.iter().map(expectation).collect()).await;
                let answer = answer(told);
                tally.count(&answer);
                assert_eq!(answer, log.append(now, &drafts, &expected));
            }
        }
        compare(&store, &log, &mut random);
        while followed < log.entries().len() {
            let bytes = following.next().await.unwrap().unwrap();
            assert_eq!(&*bytes, log.entries()[followed].as_slice());
            followed += 1;
        }
    }
    let options = VerifyOptions { expect_head: Some(log.head().into()), threads: 2 };
    let report = store.verify(&options).unwrap();
    assert!(report.is_sound(), "{report:?}");
}

#[tokio::test]
async fn a_store_is_a_list() {
    let seed = seed(40);
    let mut tally = Tally::default();
    for number in 0..rounds(12) {
        eprintln!("round {number}");
        round(seed + number, &mut tally).await;
    }
    assert_eq!(tally.0.len(), 9, "every answer was given: {:?}", tally.0);
}
