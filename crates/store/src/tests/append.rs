//! What an append accepts, refuses, repeats and acknowledges.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use greffe_chain::{Entry, Hash, Source};

use super::*;
use crate::{AppendError, Cause, Expected, MAX_CALL_ENTRIES, StoreError};

fn open() -> (TempDir, Store) {
    let (temp, dir) = place();
    let store = Store::create(&dir, genesis(), &options()).unwrap();
    (temp, store)
}

fn refused(
    store: &Store,
    entries: Vec<NewEntry>,
    expected: Vec<(String, Expected)>,
) -> AppendError {
    let before = store.head();
    let error = wait(store.append(entries, expected)).unwrap_err();
    assert_eq!(store.head(), before, "a refused call writes nothing");
    error
}

#[test]
fn a_receipt_says_where_the_entries_are() {
    let (_temp, store) = open();
    let receipt = append(&store, entries(1, 4));
    assert!(!receipt.replayed);
    let seqs: Vec<_> = receipt.entries.iter().map(|entry| (entry.seq, entry.version)).collect();
    assert_eq!(seqs, [(1, 1), (2, 1), (3, 1), (4, 2)]);
    for recorded in &receipt.entries {
        let bytes = store.entry(recorded.seq).unwrap().unwrap();
        let stored = Entry::parse(&bytes).unwrap();
        assert_eq!((stored.hash(), stored.id()), (recorded.hash, recorded.id));
        assert_eq!(stored.version(), recorded.version);
    }
    assert_eq!(receipt.head, store.head());
    assert_eq!(receipt.head.hash, receipt.entries[3].hash);
    assert_eq!(store.entry(5).unwrap().map(|entry| entry.to_vec()), None);
}

#[test]
fn streams_are_written_together_or_not_at_all() {
    let (_temp, store) = open();
    let mut call = entries(1, 3);
    call[2].kind = "not a kind".into();
    let error = refused(&store, call, vec![]);
    assert!(matches!(error, AppendError::Rejected { index: 2, .. }), "{error}");
    assert_eq!(store.streams().count(), 1);
    let expected = vec![
        ("act/vauclaire/2024-017".to_owned(), Expected::NoStream),
        ("beneficiary/pont".to_owned(), Expected::Version(1)),
    ];
    let error = refused(&store, entries(1, 3), expected);
    assert!(matches!(error, AppendError::VersionConflict { found: 0, .. }), "{error}");
    assert!(error.to_string().contains("beneficiary/pont is at version 0, not at version 1"));
    // The numbers that the refused calls would have had are given to the next one.
    assert_eq!(append(&store, entries(1, 3)).entries[0].seq, 1);
}

#[test]
fn expectations_hold_or_conflict() {
    let (_temp, store) = open();
    let act = "act/vauclaire/2024-017";
    let write =
        |expected| wait(store.append(vec![entry(act, "{}")], vec![(act.to_owned(), expected)]));
    assert!(write(Expected::NoStream).is_ok());
    assert!(write(Expected::NoStream).is_err());
    assert!(write(Expected::Version(1)).is_ok());
    assert!(write(Expected::Version(1)).is_err());
    assert!(write(Expected::Any).is_ok());
    assert_eq!(store.stream_version(act).unwrap(), 3);
}

#[test]
fn of_two_writers_with_one_expectation_one_wins() {
    let (_temp, store) = open();
    let act = "act/vauclaire/2024-017";
    let results = wait(async {
        let call = |n: u64| {
            let new = NewEntry { id: Some(id(n)), ..entry(act, "{}") };
            store.append(vec![new], vec![(act.to_owned(), Expected::NoStream)])
        };
        tokio::join!(call(1), call(2), call(3))
    });
    let won = [results.0.is_ok(), results.1.is_ok(), results.2.is_ok()];
    assert_eq!(won.iter().filter(|won| **won).count(), 1);
    assert_eq!(store.head().count, 2);
}

#[test]
fn a_repeated_call_gets_its_first_receipt() {
    let (_temp, dir) = place();
    let store = Store::create(&dir, genesis(), &options()).unwrap();
    let mut call = entries(1, 3);
    call[1].causes = vec![Cause::InCall(0), Cause::Seq(0)];
    let no_stream = || vec![("beneficiary/pont".to_owned(), Expected::NoStream)];
    let first = wait(store.append(call.clone(), no_stream())).unwrap();
    append(&store, entries(10, 5));
    let repeated = |store: &Store| {
        let again = wait(store.append(call.clone(), no_stream())).unwrap();
        assert!(again.replayed);
        assert_eq!((again.entries, again.head), (first.entries.clone(), first.head));
        assert_eq!(store.head().count, 9);
    };
    repeated(&store);
    store.close().unwrap();
    crate::tamper::drop_indexes(&dir).unwrap();
    repeated(&Store::open(&dir, &options()).unwrap());
}

type Change = fn(&mut NewEntry);

#[test]
fn an_id_with_other_content_conflicts() {
    let (_temp, store) = open();
    append(&store, entries(1, 2));
    let changes: [(&str, Change); 8] = [
        ("stream", |e| e.stream = "act/other".into()),
        ("kind", |e| e.kind = "VoteCast".into()),
        ("schema", |e| e.schema = 2),
        ("effective", |e| e.effective = "2024-04".into()),
        ("recorded_by", |e| e.recorded_by = "somebody".into()),
        ("grade", |e| e.grade = "recital".into()),
        ("sources", |e| {
            e.sources = vec![Source { document: Hash::ZERO, span: [0, 1], fields: vec![] }];
        }),
        ("data", |e| {
            e.data = RawValue::from_string("{}".into()).unwrap();
        }),
    ];
    for (field, change) in changes {
        let mut call = entries(1, 1);
        change(&mut call[0]);
        match refused(&store, call, vec![]) {
            AppendError::IdConflict { seq: 1, what, .. } => assert_eq!(what, field),
            other => panic!("{other}"),
        }
    }
    let mut spaced = entries(1, 1);
    spaced[0].data = RawValue::from_string("{ \"amount_cents\" : 1 }".into()).unwrap();
    assert!(append(&store, spaced).replayed, "white space is no content");
    let error = refused(&store, entries(2, 2), vec![]);
    assert!(matches!(error, AppendError::PartlyRecorded { known: 1, count: 2 }), "{error}");
    let error = refused(&store, [entries(7, 1), entries(7, 1)].concat(), vec![]);
    assert!(matches!(error, AppendError::IdTwice { first: 0, second: 1, .. }), "{error}");
}

#[test]
fn a_repetition_in_the_same_group_is_recognised() {
    let (_temp, store) = open();
    let (one, two) = wait(async {
        tokio::join!(store.append(entries(1, 2), vec![]), store.append(entries(1, 2), vec![]))
    });
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!((one.replayed, two.replayed), (false, true));
    assert_eq!((one.entries, one.head), (two.entries, two.head));
    assert_eq!(store.head().count, 3);
}

#[test]
fn causes_are_earlier_entries() {
    let (_temp, store) = open();
    let with = |causes: Vec<Cause>| vec![NewEntry { causes, ..entry("a", "{}") }, entry("b", "{}")];
    for cause in [Cause::Seq(1), Cause::Seq(9), Cause::InCall(0), Cause::InCall(1)] {
        let error = refused(&store, with(vec![cause]), vec![]);
        assert!(matches!(error, AppendError::Cause { index: 0, .. }), "{error}");
    }
    let call = vec![
        entry("a", "{}"),
        NewEntry { causes: vec![Cause::InCall(0), Cause::Seq(0)], ..entry("b", "{}") },
    ];
    let receipt = append(&store, call);
    let bytes = store.entry(receipt.entries[1].seq).unwrap().unwrap();
    assert_eq!(Entry::parse(&bytes).unwrap().causes(), [1, 0]);
}

#[test]
fn empty_and_endless_calls_are_refused() {
    let (_temp, store) = open();
    assert!(matches!(refused(&store, vec![], vec![]), AppendError::Empty));
    let endless = vec![entry("a", "{}"); MAX_CALL_ENTRIES + 1];
    assert!(matches!(refused(&store, endless, vec![]), AppendError::TooMany { .. }));
    let text = format!("{{\"text\":\"{}\"}}", "x".repeat(60_000));
    let long = vec![entry("a", &text); 1_150];
    let before = store.head();
    assert!(matches!(refused(&store, long, vec![]), AppendError::TooLong { .. }));
    assert_eq!(store.head(), before);
    assert_eq!(
        append(&store, vec![entry("a", "{}")]).entries[0].version,
        1,
        "nothing is left of it"
    );
}

#[test]
fn instants_increase_whatever_the_clock_does() {
    let (_temp, dir) = place();
    let clock = Arc::new(SetClock::default());
    let options = Options { clock: clock.clone(), ..options() };
    clock.0.store(5_000_000, Ordering::Relaxed);
    let store = Store::create(&dir, genesis(), &options).unwrap();
    append(&store, entries(1, 2));
    clock.0.store(1, Ordering::Relaxed);
    append(&store, entries(3, 1));
    store.close().unwrap();
    let store = Store::open(&dir, &options).unwrap();
    append(&store, entries(4, 1));
    clock.0.store(9_000_000, Ordering::Relaxed);
    append(&store, entries(5, 1));
    let micros: Vec<_> = store
        .scan(..)
        .map(|entry| Entry::parse(&entry.unwrap()).unwrap().recorded().micros())
        .collect();
    assert_eq!(micros, [5_000_000, 5_000_001, 5_000_002, 5_000_003, 5_000_004, 9_000_000]);
    clock.0.store(i64::MAX, Ordering::Relaxed);
    let error = refused(&store, entries(6, 1), vec![]);
    assert!(matches!(error, AppendError::Store(StoreError::Clock { .. })), "{error}");
    clock.0.store(9_000_000, Ordering::Relaxed);
    assert_eq!(append(&store, entries(6, 1)).entries[0].seq, 6, "the writer goes on");
}

#[test]
fn many_writers_share_commits_and_lose_nothing() {
    let (_temp, store) = open();
    let store = Arc::new(store);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).build().unwrap();
    let seqs = runtime.block_on(async {
        let mut tasks = Vec::new();
        for writer in 0..16u64 {
            let store = store.clone();
            tasks.push(tokio::spawn(async move {
                let mut seqs = Vec::new();
                for call in 0..20 {
                    let call = entries(1000 * (writer + 1) + call, 1);
                    seqs.push(store.append(call, vec![]).await.unwrap().entries[0].seq);
                }
                seqs
            }));
        }
        let mut seqs = Vec::new();
        for task in tasks {
            seqs.extend(task.await.unwrap());
        }
        seqs
    });
    let mut seqs = seqs;
    seqs.sort_unstable();
    assert_eq!(seqs, (1..=320).collect::<Vec<_>>());
    assert!(store.verify(&crate::VerifyOptions::default()).unwrap().is_sound());
}
