//! The largest of everything: an entry, a document, a number of streams.

use super::*;
use crate::{AppendError, Expected, VerifyOptions};

/// The most bytes that an entry may have.
const MOST: usize = 65_535;

#[test]
fn the_longest_entry_is_accepted_and_one_byte_more_is_not() {
    let (_temp, dir) = ledger(300, 100);
    let long = |number: u64, letters: usize| NewEntry {
        id: Some(id(number)),
        ..entry("act/long", &format!(r#"{{"text":"{}"}}"#, "x".repeat(letters)))
    };
    let store = Store::open(&dir, &options()).unwrap();
    append(&store, vec![long(300, 0)]);
    let around = store.entry(300).unwrap().unwrap().len();
    let before = (store.head(), store.metrics().commits);
    // Alone, and behind an entry that would be accepted: all or nothing.
    for call in
        [vec![long(301, MOST - around + 1)], vec![long(301, 1), long(302, MOST - around + 1)]]
    {
        let last = call.len() - 1;
        match wait(store.append(call, vec![])).unwrap_err() {
            AppendError::Rejected { index, source } => {
                assert_eq!(index, last);
                assert!(source.to_string().contains("65"), "{source}");
            }
            other => panic!("{other}"),
        }
        assert_eq!((store.head(), store.metrics().commits), before, "nothing was written");
        assert_eq!(store.find_id(id(301)).unwrap(), None);
        assert_eq!(store.stream_version("act/long").unwrap(), 1);
    }
    append(&store, vec![long(301, MOST - around)]);
    assert_eq!(store.entry(301).unwrap().unwrap().len(), MOST);
    // A page of nothing but such entries, sealed and read again.
    let digits = |number: u64| (number - 299).to_string().len() - 1;
    let longest = |number| long(number, MOST - around - digits(number));
    append(&store, (302..600).map(longest).collect());
    let head = store.head();
    store.close().unwrap();
    let store = Store::open(&dir, &options()).unwrap();
    let check = VerifyOptions { expect_head: Some(head.into()), threads: 1 };
    assert!(store.verify(&check).unwrap().is_sound());
    assert_eq!(
        store.scan(301..).filter(|entry| entry.as_ref().unwrap().len() == MOST).count(),
        299
    );
}

/// 20 MB; `GREFFE_DOCUMENT_MB` asks for another length, as `faults/run.sh` does for 200.
#[test]
fn a_large_document_is_kept_verified_backed_up_and_restored() {
    let asked = std::env::var("GREFFE_DOCUMENT_MB").ok().and_then(|asked| asked.parse().ok());
    let length = asked.unwrap_or(20) * 1_000_000 + 7;
    let (temp, dir) = ledger(3, 1);
    let bytes: Vec<u8> = (0..=250).cycle().take(length).collect();
    let store = Store::open(&dir, &options()).unwrap();
    let hash = store.put_document(&bytes).unwrap();
    assert_eq!(hash.as_bytes(), blake3::hash(&bytes).as_bytes());
    let backup = temp.path().join("copie");
    assert_eq!(store.backup(&backup).unwrap().documents, 1);
    store.close().unwrap();
    let again = temp.path().join("again");
    assert_eq!(crate::restore(Some(&backup), None, &again).unwrap().documents, 1);
    for dir in [&dir, &again] {
        let store = Store::open(dir, &options()).unwrap();
        assert!(store.document(hash).unwrap().unwrap() == bytes, "it is another");
        let report = store.verify(&VerifyOptions::default()).unwrap().documents;
        assert_eq!((report.count, report.bytes, report.faults), (1, length as u64, vec![]));
    }
}

#[test]
fn many_streams_keep_their_versions() {
    let streams: u64 = if cfg!(debug_assertions) { 20_000 } else { 100_000 };
    let name = |number: u64| format!("convention/vauclaire/2024/{number}");
    let (_temp, dir) = ledger(1, 1);
    let store = Store::open(&dir, &options()).unwrap();
    let mut next = 0;
    while next < streams {
        let call = (next..streams.min(next + 5_000))
            .map(|number| NewEntry { id: Some(id(number)), ..entry(&name(number), "{}") });
        append(&store, call.collect());
        next += 5_000;
    }
    let second = name(streams / 2);
    append(&store, vec![NewEntry { id: Some(id(streams)), ..entry(&second, "{}") }]);
    let count = store.head().count;
    assert_eq!(count, streams + 2);
    store.close().unwrap();
    let store = Store::open(&dir, &options()).unwrap();
    let mut due: Vec<_> = (0..streams).map(name).chain(["ledger".to_owned()]).collect();
    due.sort_unstable();
    assert!(store.streams().map(Result::unwrap).eq(due), "every stream once, in order");
    for number in (0..streams).step_by(97) {
        assert_eq!(store.stream(&name(number)).next().unwrap().unwrap(), number + 1);
    }
    assert_eq!(store.stream_version(&second).unwrap(), 2);
    let seqs: Vec<_> = store.stream(&second).map(Result::unwrap).collect();
    assert_eq!(seqs, [streams / 2 + 1, streams + 1]);
    let conflict = vec![(name(streams - 1), Expected::NoStream)];
    let error = wait(store.append(vec![entry(&name(streams - 1), "{}")], conflict)).unwrap_err();
    assert!(matches!(error, AppendError::VersionConflict { found: 1, .. }), "{error}");
    assert_eq!(store.check_indexes().unwrap(), []);
}
