//! Reading what was recorded, at and around the boundaries of pages.

use super::*;
use crate::VerifyOptions;
use crate::engine::MAX_VALUE;
use crate::pages::{key, parse_key};

#[test]
fn page_boundaries_change_nothing_for_readers() {
    for (count, call) in [(1, 1), (255, 7), (256, 5), (256, 255), (257, 256), (600, 599), (600, 1)]
    {
        let (_temp, dir) = ledger(count, call);
        let store = Store::open(&dir, &options()).unwrap();
        let all: Vec<_> = store.scan(..).map(|entry| seq_of(&entry.unwrap())).collect();
        assert_eq!(all, (0..count).collect::<Vec<_>>(), "{count} in calls of {call}");
        let back: Vec<_> = store.scan_back(..).map(|entry| seq_of(&entry.unwrap())).collect();
        assert!(back.iter().rev().eq(&all));
        for seq in [0, 254, 255, 256, 257, 511, 512, 599].into_iter().filter(|seq| *seq < count) {
            assert_eq!(seq_of(&store.entry(seq).unwrap().unwrap()), seq);
        }
        let some: Vec<_> = store.scan(250..=258).map(|entry| seq_of(&entry.unwrap())).collect();
        assert_eq!(some, (250..259.min(count).max(250)).collect::<Vec<_>>());
        let report = store.verify(&VerifyOptions { expect_head: Some(store.head().into()) });
        let report = report.unwrap();
        assert!(report.is_sound(), "{report:?}");
        assert_eq!((report.chain.entries, report.pages), (count, count / 256));
        assert_eq!(report.not_checked, Vec::<String>::new());
        let keys = |table: &crate::engine::Table| {
            let keys = table.rows().map(|row| parse_key(&row.unwrap().0).unwrap());
            keys.collect::<Vec<_>>()
        };
        assert_eq!(keys(&store.core.truth.pages), (0..count / 256).collect::<Vec<_>>());
        assert!(keys(&store.core.truth.runs).iter().all(|first| first / 256 == count / 256));
    }
}

#[test]
fn a_page_too_long_for_one_value_stays_as_runs() {
    let (_temp, dir) = place();
    let store = Store::create(&dir, genesis(), &options()).unwrap();
    let text = "x".repeat(20_000);
    let long = |n: u64| NewEntry {
        id: Some(id(n)),
        ..entry("act/long", &format!(r#"{{"n":{n},"text":"{text}"}}"#))
    };
    append(&store, (1..300).map(long).collect());
    append(&store, (300..400).map(long).collect());
    store.close();
    let store = Store::open(&dir, &options()).unwrap();
    append(&store, (400..520).map(long).collect());
    let report = store.verify(&VerifyOptions::default()).unwrap();
    assert!(report.is_sound(), "{report:?}");
    assert_eq!((report.chain.entries, report.pages), (520, 0));
    for row in store.core.truth.runs.rows() {
        assert!(row.unwrap().1.len() <= MAX_VALUE);
    }
    let back: Vec<_> = store.scan_back(..).map(|entry| seq_of(&entry.unwrap())).collect();
    assert_eq!(back, (0..520).rev().collect::<Vec<_>>());
    let files = std::fs::read_dir(dir.join("sled/blobs")).unwrap();
    assert_eq!(files.count(), 0, "no value is kept in a file of its own");
}

#[test]
fn entries_are_found_by_stream_kind_and_id() {
    let (_temp, dir) = ledger(600, 50);
    let store = Store::open(&dir, &options()).unwrap();
    let streams: Vec<_> = store.streams().map(Result::unwrap).collect();
    let expected =
        ["act/vauclaire/2024-017", "beneficiary/pont", "convention/vauclaire/2024/pont", "ledger"];
    assert_eq!(streams, expected);
    let seqs: Vec<_> = store.stream("beneficiary/pont").map(Result::unwrap).collect();
    assert_eq!(seqs, (1..600).filter(|seq| seq % 3 == 2).collect::<Vec<_>>());
    assert_eq!(store.stream_version("beneficiary/pont").unwrap(), seqs.len() as u64);
    assert_eq!(store.stream("beneficiary").count(), 0, "a name is not a prefix");
    assert_eq!(store.stream_version("beneficiary").unwrap(), 0);
    let kinds: Vec<_> = store.kinds().map(Result::unwrap).collect();
    assert_eq!(kinds, ["LedgerOpened", "SubsidyGranted"]);
    assert_eq!(store.by_kind("SubsidyGranted").count(), 599);
    assert_eq!(store.by_kind("LedgerOpened").map(Result::unwrap).collect::<Vec<_>>(), [0]);
    assert_eq!(store.find_id(id(417)).unwrap(), Some(417));
    assert_eq!(store.find_id(id(600)).unwrap(), None);
}

#[test]
fn indexes_can_be_thrown_away() {
    let (_temp, dir) = ledger(600, 50);
    let rows = |store: &Store| {
        let table = |name| {
            let rows = store.core.engine.table(name).unwrap().rows();
            rows.map(|row| row.map(|(key, value)| (key.to_vec(), value.to_vec())).unwrap())
                .collect::<Vec<_>>()
        };
        [table("streams"), table("kinds"), table("ids")]
    };
    let store = Store::open(&dir, &options()).unwrap();
    let before = rows(&store);
    assert_eq!(store.check_indexes().unwrap(), []);
    wait(store.rebuild_indexes()).unwrap();
    assert_eq!(rows(&store), before);
    store.close();
    crate::tamper::drop_indexes(&dir).unwrap();
    let store = Store::open(&dir, &options()).unwrap();
    assert_eq!(rows(&store), before, "deleting them loses nothing");
    for (index, key) in [("streams", &b"x\0\0\0\0\0\0\0\0\x01"[..]), ("ids", &[7; 16])] {
        store.core.engine.table(index).unwrap().insert(key, &3u64.to_be_bytes()).unwrap();
        let faults = store.check_indexes().unwrap();
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert_eq!(faults[0].index, index);
        wait(store.rebuild_indexes()).unwrap();
        assert_eq!(store.check_indexes().unwrap(), []);
    }
}

#[test]
fn documents_are_found_by_their_hash() {
    let (_temp, dir) = ledger(2, 1);
    let store = Store::open(&dir, &options()).unwrap();
    let mut hashes = Vec::new();
    for length in [0usize, 1, 192 * 1024, 192 * 1024 + 1, 3_000_000] {
        let bytes: Vec<u8> = (0..=250).cycle().take(length).collect();
        let hash = store.put_document(&bytes).unwrap();
        assert_eq!(store.put_document(&bytes).unwrap(), hash);
        assert_eq!(hash.as_bytes(), blake3::hash(&bytes).as_bytes());
        assert_eq!(store.document(hash).unwrap(), Some(bytes));
        hashes.push((hash, length as u64));
    }
    hashes.sort_unstable();
    store.close();
    let store = Store::open(&dir, &options()).unwrap();
    assert_eq!(store.documents().collect::<Result<Vec<_>, _>>().unwrap(), hashes);
    assert_eq!(store.document(greffe_chain::Hash::ZERO).unwrap(), None);
    let report = store.verify(&VerifyOptions::default()).unwrap();
    assert_eq!(report.documents.count, 5);
    assert_eq!(report.documents.bytes, hashes.iter().map(|(_, length)| length).sum::<u64>());
}

/// What a crash can leave between a commit and the end of sealing.
#[test]
fn opening_ends_a_sealing_that_was_begun() {
    let (_temp, dir) = ledger(600, 100);
    let store = Store::open(&dir, &options()).unwrap();
    let (pages, runs) = (store.core.truth.pages.clone(), store.core.truth.runs.clone());
    let keys = |table: &crate::engine::Table| {
        let keys = table.rows().map(|row| parse_key(&row.unwrap().0).unwrap());
        keys.collect::<Vec<_>>()
    };
    let tail = keys(&runs);
    let run = |from: u64, to: u64| {
        let entries: Vec<_> = store.scan(from..to).map(Result::unwrap).collect();
        greffe_chain::bundle::encode(entries.iter().map(|entry| &**entry)).unwrap()
    };
    // Page 0 has one of its runs beside it; page 1 was not written at all.
    let changes = [(10, 20), (256, 301), (301, 512)];
    let changes: Vec<_> =
        changes.map(|(from, to)| (key(from).to_vec(), Some(run(from, to)))).into();
    runs.apply(changes).unwrap();
    pages.apply(vec![(key(1).to_vec(), None)]).unwrap();
    let report = store.verify(&VerifyOptions { expect_head: Some(store.head().into()) }).unwrap();
    assert!(report.is_sound(), "readers take pages and runs alike: {report:?}");
    let head = store.head();
    store.close();
    drop((pages, runs));
    let store = Store::open(&dir, &options()).unwrap();
    assert_eq!(store.head(), head);
    assert_eq!(keys(&store.core.truth.pages), [0, 1]);
    assert_eq!(keys(&store.core.truth.runs), tail);
    let report = store.verify(&VerifyOptions { expect_head: Some(head.into()) }).unwrap();
    assert!(report.is_sound(), "{report:?}");
    append(&store, entries(600, 200));
    assert!(store.verify(&VerifyOptions::default()).unwrap().is_sound());
}
