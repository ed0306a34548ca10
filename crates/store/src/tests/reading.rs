//! Reading what was recorded, at and around the boundaries of pages.

use super::*;
use crate::tail::Tail;
use crate::volumes::Volumes;
use crate::{Page, VerifyOptions};
use std::sync::atomic::AtomicBool;

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
        let report = store.verify(&VerifyOptions {
            expect_head: Some(store.head().into()),
            ..VerifyOptions::default()
        });
        let report = report.unwrap();
        assert!(report.is_sound(), "{report:?}");
        assert_eq!((report.chain.entries, report.pages), (count, count / 256));
        assert_eq!(report.not_checked, Vec::<String>::new());
        let pages: u64 = store.pages(..).map(|page| page.unwrap().len() as u64).sum();
        assert_eq!(pages, count);
        store.close().unwrap();
        let found = Tail::read(&dir).unwrap();
        assert_eq!(found.base, count / 256 * 256, "full pages are sealed when a store is closed");
    }
}

/// A scan fills the memory of a page anew once nobody holds it, and only then.
#[test]
fn what_is_kept_of_a_page_outlives_the_pages_after_it() {
    let (_temp, dir) = ledger(1_100, 300);
    let store = Store::open(&dir, &options()).unwrap();
    let kept: Vec<Page> = store.pages(..).map(Result::unwrap).collect();
    let mut firsts = Vec::new();
    for page in store.pages(..) {
        let page = page.unwrap();
        firsts.push(page.entry(page.first()).unwrap());
    }
    let some = store.pages(..).step_by(2).map(|page| page.unwrap().bytes().to_vec());
    assert!(some.eq(kept.iter().step_by(2).map(|page| page.bytes().to_vec())));
    let numbers: Vec<_> = kept.iter().flat_map(Page::entries).map(|(_, e)| seq_of(e)).collect();
    assert_eq!(numbers, (0..1_100).collect::<Vec<_>>());
    let firsts: Vec<_> = firsts.iter().map(|entry| seq_of(entry)).collect();
    assert_eq!(firsts, [0, 256, 512, 768, 1_024]);
}

#[test]
fn pages_of_long_entries_are_sealed_like_others() {
    let (_temp, dir) = place();
    let store = Store::create(&dir, genesis(), &options()).unwrap();
    let text = "x".repeat(20_000);
    let long = |n: u64| NewEntry {
        id: Some(id(n)),
        ..entry("act/long", &format!(r#"{{"n":{n},"text":"{text}"}}"#))
    };
    append(&store, (1..300).map(long).collect());
    append(&store, (300..400).map(long).collect());
    store.close().unwrap();
    let store = Store::open(&dir, &options()).unwrap();
    append(&store, (400..520).map(long).collect());
    let report = store.verify(&VerifyOptions::default()).unwrap();
    assert!(report.is_sound(), "{report:?}");
    assert_eq!((report.chain.entries, report.pages), (520, 1));
    let back: Vec<_> = store.scan_back(..).map(|entry| seq_of(&entry.unwrap())).collect();
    assert_eq!(back, (0..520).rev().collect::<Vec<_>>());
}

/// Enough entries for a second volume and for several blocks of the index.
#[test]
fn a_ledger_of_several_volumes_reads_and_verifies_as_one() {
    let (_temp, dir) = ledger(70_000, 9_999);
    let store = Store::open(&dir, &options()).unwrap();
    assert!(dir.join("pages/000001.bundles").exists());
    for threads in [1, 2, 3] {
        let options = VerifyOptions { expect_head: Some(store.head().into()), threads };
        let report = store.verify(&options).unwrap();
        assert!(report.is_sound(), "{report:?}");
        assert_eq!(report.chain.entries, 70_000);
        let bytes: u64 = store.scan(..).map(|entry| entry.unwrap().len() as u64).sum();
        assert_eq!(report.chain.bytes, bytes);
    }
    assert_eq!(store.stream("beneficiary/pont").count(), 23_333);
    assert_eq!(store.stream_version("beneficiary/pont").unwrap(), 23_333);
    for seq in [1, 4_095, 4_096, 65_535, 65_536, 69_999] {
        assert_eq!(store.find_id(id(seq)).unwrap(), Some(seq));
        assert_eq!(seq_of(&store.entry(seq).unwrap().unwrap()), seq);
    }
    assert_eq!(store.check_indexes().unwrap(), []);
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
    store.close().unwrap();
    let (_long, dir) = ledger(4_200, 999);
    let store = Store::open(&dir, &options()).unwrap();
    let with = |prefix| store.streams_with(prefix).map(Result::unwrap).collect::<Vec<_>>();
    assert_eq!(with("b"), ["beneficiary/pont"]);
    assert!(with("beneficiary/pont\0").is_empty() && with("beneficiary/ponts").is_empty());
    let kinds: Vec<_> = store.kinds().map(Result::unwrap).collect();
    assert_eq!(kinds, ["LedgerOpened", "SubsidyGranted"]);
    assert_eq!(store.by_kind("SubsidyGranted", 0).count(), 4_199);
    assert_eq!(store.by_kind("LedgerOpened", 0).map(Result::unwrap).collect::<Vec<_>>(), [0]);
    assert_eq!(store.find_id(id(417)).unwrap(), Some(417));
    assert_eq!(store.find_id(id(4_200)).unwrap(), None);
}

/// The rows of the index, as they are stored.
fn rows(store: &Store) -> Vec<(Vec<u8>, Vec<u8>)> {
    store.core.indexes().all_rows().unwrap()
}

/// The files of the index.
fn parts(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = std::fs::read_dir(dir.join("index")).unwrap().map(Result::unwrap);
    let named = |file: std::fs::DirEntry| {
        (file.file_name().to_string_lossy().into_owned(), std::fs::read(file.path()).unwrap())
    };
    files.map(named).collect()
}

/// Sixteen parts become one, whether they came one by one or all at once, and always the same one.
#[test]
fn the_same_log_has_the_same_parts_bit_for_bit() {
    let (_temp, dir) = ledger(70_000, 9_999);
    let store = Store::open(&dir, &options()).unwrap();
    store.stream_version("ledger").unwrap();
    let before = parts(&dir);
    assert_eq!(before.keys().collect::<Vec<_>>(), ["0-000016", "1-000000"]);
    wait(store.rebuild_indexes()).unwrap();
    assert_eq!(parts(&dir), before);
    store.close().unwrap();
    // What a crash leaves: parts that are held by another, and files that were to become parts.
    std::fs::write(dir.join("index/0-000003"), b"of before").unwrap();
    std::fs::write(dir.join("index/.tmpABC"), b"half").unwrap();
    // What somebody else put there is left alone.
    let others = ["2024-03", "-", "notes.txt"];
    for name in others {
        std::fs::write(dir.join("index").join(name), b"").unwrap();
    }
    for gone in ["1-000000", "0-000016"] {
        std::fs::remove_file(dir.join("index").join(gone)).unwrap();
        let store = Store::open(&dir, &options()).unwrap();
        assert_eq!(store.stream_version("beneficiary/pont").unwrap(), 23_333);
        let mut found = parts(&dir);
        assert!(others.iter().all(|name| found.remove(*name).is_some()));
        assert_eq!(found, before, "{gone} is made again");
    }
}

/// The same log gives the same rows, however it was written and whenever they were.
#[test]
fn indexes_can_be_thrown_away() {
    let (_temp, dir) = ledger(9_000, 700);
    let store = Store::open(&dir, &options()).unwrap();
    let before = rows(&store);
    assert!(before.len() > 8);
    assert_eq!(store.check_indexes().unwrap(), []);
    wait(store.rebuild_indexes()).unwrap();
    assert_eq!(rows(&store), before);
    store.close().unwrap();
    crate::tamper::drop_indexes(&dir).unwrap();
    let store = Store::open(&dir, &options()).unwrap();
    assert_eq!(rows(&store), before, "deleting them loses nothing");
    store.close().unwrap();
    let (_other, other) = ledger(9_000, 11);
    let other = Store::open(&other, &options()).unwrap();
    let keys =
        |rows: &[(Vec<u8>, Vec<u8>)]| rows.iter().map(|row| row.0.clone()).collect::<Vec<_>>();
    assert_eq!(keys(&rows(&other)), keys(&before));
    drop(other);
    let store = Store::open(&dir, &options()).unwrap();
    let planted: [(&str, &[u8], &[u8]); 3] = [
        ("rows", b"kOther\0\0\0\0\0\0\0\0\x01", b"\0\0\0\0\0\x07"),
        ("streams", b"sledger\0\0\0\0\0\0\0\0\x01", b"\0\0\0\0\0\x07"),
        ("kinds", b"kLedgerOpened\0\0\0\0\0\0\0\0\0", b"\0\0\0\0\0\x07"),
    ];
    for (index, key, value) in planted {
        store.core.indexes().plant(key, value).unwrap();
        let faults = store.check_indexes().unwrap();
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert_eq!(faults[0].index, index);
        let report = store.verify(&VerifyOptions::default()).unwrap();
        assert!(!report.is_sound() && report.is_truth_sound(), "{report:?}");
        wait(store.rebuild_indexes()).unwrap();
        assert_eq!(store.check_indexes().unwrap(), []);
    }
}

/// A filter that hides a stream, with a sum that is right: the part is not the file that its rows make.
#[test]
fn a_filter_that_hides_a_stream_is_found() {
    let (_temp, dir) = ledger(5_000, 997);
    let store = Store::open(&dir, &options()).unwrap();
    assert_eq!(store.stream("ledger").count(), 1);
    store.core.indexes().blind(b"sledger\0");
    assert_eq!(store.stream("ledger").count(), 0, "the lie is told");
    let faults = store.check_indexes().unwrap();
    assert_eq!(faults.len(), 1, "{faults:?}");
    let report = store.verify(&VerifyOptions::default()).unwrap();
    assert!(!report.is_sound() && report.is_truth_sound(), "{report:?}");
    wait(store.rebuild_indexes()).unwrap();
    assert_eq!(store.stream("ledger").count(), 1);
    assert!(store.verify(&VerifyOptions::default()).unwrap().is_sound());
}

/// A chain that holds, with a version that does not follow or an id that was there before: found among
/// the rows of the index, and among the entries that have none yet.
#[test]
fn a_version_or_an_id_that_is_not_the_next_is_found_wherever_it_stands() {
    let changes: [(&str, &str, &str); 2] = [
        ("the version of entry", "\"version\":", "9"),
        ("the id of entry", "\"id\":\"", &id(50).to_string()),
    ];
    for seq in [100, 4_150] {
        for (what, field, value) in changes {
            let (_temp, dir) = ledger(4_200, 997);
            crate::tamper::rewrite(&dir, |entries| {
                let text = String::from_utf8(entries[seq].clone()).unwrap();
                let (before, rest) = text.split_once(field).unwrap();
                let end = rest.find(['"', ',']).unwrap();
                let changed = format!("{before}{field}{value}{}", &rest[end..]);
                entries[seq] = changed.into_bytes();
                for next in seq + 1..entries.len() {
                    let prev = Hash::of(&entries[next - 1]).to_string();
                    let at = "{\"prev\":\"".len();
                    entries[next][at..at + 64].copy_from_slice(prev.as_bytes());
                }
            })
            .unwrap();
            for threads in [1, 2] {
                let copy = Store::open_forensic(&dir).unwrap();
                let options = VerifyOptions { threads, ..VerifyOptions::default() };
                let report = copy.verify(&options).unwrap();
                let named = report.chain.faults.iter().any(|fault| fault.seq == seq as u64);
                assert!(named, "{what} {seq}: {:?}", report.chain.faults);
            }
        }
    }
}

/// Parts never change, and who reads one has it open.
#[test]
fn a_walk_that_a_rebuild_overtakes_goes_on() {
    let (_temp, dir) = ledger(9_000, 700);
    let store = Store::open(&dir, &options()).unwrap();
    let mut seqs = store.by_kind("SubsidyGranted", 0);
    let mut streams = store.streams();
    assert_eq!(seqs.next().unwrap().unwrap(), 1);
    streams.next().unwrap().unwrap();
    wait(store.rebuild_indexes()).unwrap();
    assert!(seqs.map(Result::unwrap).eq(2..9_000));
    assert_eq!(streams.map(Result::unwrap).count() + 1, store.streams().count());
    assert_eq!(store.by_kind("SubsidyGranted", 0).count(), 8_999);
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
    store.close().unwrap();
    let store = Store::open(&dir, &options()).unwrap();
    assert_eq!(store.documents().collect::<Result<Vec<_>, _>>().unwrap(), hashes);
    assert_eq!(store.document(greffe_chain::Hash::ZERO).unwrap(), None);
    let report = store.verify(&VerifyOptions::default()).unwrap();
    assert_eq!(report.documents.count, 5);
    assert_eq!(report.documents.bytes, hashes.iter().map(|(_, length)| length).sum::<u64>());
}

/// What a crash can leave between writing pages and beginning the tail anew: pages that the tail
/// still holds, whole, in part, or as garbage.
#[test]
fn opening_takes_the_tail_for_what_it_has_not_let_go_of() {
    let (_temp, dir) = ledger(600, 100);
    let store = Store::open(&dir, &options()).unwrap();
    append(&store, entries(600, 500));
    let head = store.head();
    let volumes = Volumes::new(&dir, 2);
    let pages = store.core.log.full_pages(2, 2);
    volumes.write(2, &pages).unwrap();
    for cut in [0, 1, 40, 5_000] {
        let copy = tempfile::tempdir().unwrap();
        let copied = copy.path().join("ledger");
        copy_tree(&dir, &copied);
        let bundles = copied.join("pages/000000.bundles");
        let bytes = std::fs::read(&bundles).unwrap();
        std::fs::write(&bundles, &bytes[..bytes.len() - cut]).unwrap();
        let rows = copied.join("pages/000000.rows");
        let bytes = std::fs::read(&rows).unwrap();
        std::fs::write(&rows, &bytes[..bytes.len() - cut.min(79)]).unwrap();
        let opened = Store::open(&copied, &options()).unwrap();
        assert_eq!(opened.head(), head, "cut {cut}");
        let check = VerifyOptions { expect_head: Some(head.into()), ..VerifyOptions::default() };
        assert!(opened.verify(&check).unwrap().is_sound());
        append(&opened, entries(1_100, 200));
        opened.close().unwrap();
        let opened = Store::open(&copied, &options()).unwrap();
        let report = opened.verify(&check).unwrap();
        assert!(report.is_sound() && report.pages == 5, "{report:?}");
    }
}

#[test]
fn a_ledger_verifies_while_it_is_appended_to_from_inside_and_from_outside() {
    let (_temp, dir) = place();
    let store = Store::create(&dir, genesis(), &options()).unwrap();
    let (reader, done) = (store.reader(), AtomicBool::new(false));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for call in 0..500 {
                append(&store, entries(1 + call * 23, 23));
            }
            done.store(true, Ordering::Relaxed);
        });
        let options = VerifyOptions { threads: 2, ..VerifyOptions::default() };
        while !done.load(Ordering::Relaxed) {
            let inside = reader.verify(&options).unwrap();
            assert!(inside.is_sound(), "{inside:?}");
            let outside = Store::open_forensic(&dir).unwrap().verify(&options).unwrap();
            assert!(outside.is_truth_sound() && outside.indexes.is_empty(), "{outside:?}");
        }
    });
    store.close().unwrap();
}
