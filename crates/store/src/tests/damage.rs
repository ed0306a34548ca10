//! Planted faults, and the reports that must name them.

use std::fs;

use greffe_chain::{Hash, Head};

use super::*;
use crate::layout::tail_path;
use crate::tail::Tail;
use crate::{StoreReport, VerifyOptions, tamper};

fn verify(store: &crate::Reader, head: Option<Head>) -> StoreReport {
    store
        .verify(&VerifyOptions { expect_head: head.map(Into::into), ..VerifyOptions::default() })
        .unwrap()
}

/// The seqs that a report names, in the chain and among stored values.
fn names(report: &StoreReport) -> Vec<(u64, u64)> {
    let chain = report.chain.faults.iter().map(|fault| (fault.seq, fault.seq));
    chain.chain(report.blocks.iter().map(|fault| (fault.first, fault.last))).collect()
}

/// Every byte of every commit in the tail, lengths included: the whole file is refused, and what
/// can be read names the place.
#[test]
fn every_flipped_byte_of_the_tail_is_refused() {
    let (_temp, dir) = ledger(7, 2);
    let whole = Store::open_forensic(&dir).unwrap();
    let found = Tail::read(&dir).unwrap();
    let path = tail_path(&dir, found.file);
    let bytes = fs::read(&path).unwrap();
    let end = found.runs.iter().map(|run| at(run.at) + run.bytes.len()).max().unwrap();
    assert_eq!(whole.head().count, 7);
    for place in 0..bytes.len().min(end + 200) {
        let mut damaged = bytes.clone();
        damaged[place] ^= 0x41;
        fs::write(&path, &damaged).unwrap();
        let opened = Store::open_forensic(&dir);
        if place < end {
            let fault = match &opened {
                Ok(copy) => copy.opening_fault().cloned(),
                Err(error) => Some(error.clone()),
            };
            assert!(fault.is_some_and(|fault| fault.is_damage()), "byte {place}");
        } else {
            assert!(verify(&opened.unwrap(), Some(whole.head())).is_sound(), "byte {place}");
        }
    }
}

fn at(offset: u64) -> usize {
    usize::try_from(offset).unwrap()
}

/// Bytes of every file of a closed ledger with a sealed page, in a spread of places: either the
/// damage is named, or it is without effect on any entry.
#[test]
fn a_flipped_byte_in_any_file_is_named_or_without_effect() {
    let (_temp, dir) = ledger(300, 30);
    let store = Store::open(&dir, &options()).unwrap();
    store.put_document(b"un acte").unwrap();
    store.close().unwrap();
    let sound = Store::open_forensic(&dir).unwrap();
    let head = sound.head();
    let hashes: Vec<_> = sound.scan(..).map(|entry| Hash::of(&entry.unwrap())).collect();
    drop(sound);
    let files = walkdir::WalkDir::new(&dir).into_iter().map(Result::unwrap);
    let files: Vec<_> = files.filter(|file| file.file_type().is_file()).collect();
    assert!(files.len() >= 8, "{files:?}");
    let (mut named, mut harmless) = (0, 0);
    for file in files {
        let bytes = fs::read(file.path()).unwrap();
        let steps = bytes.len().min(40);
        for step in 0..steps {
            let mut damaged = bytes.clone();
            damaged[bytes.len() * step / steps] ^= 1 << (step % 8);
            fs::write(file.path(), &damaged).unwrap();
            let Ok(copy) = Store::open_forensic(&dir) else {
                named += 1;
                continue;
            };
            let report = verify(&copy, Some(head));
            if report.is_sound() && report.index_remade.is_none() {
                let seen: Vec<_> = copy.scan(..).map(|entry| Hash::of(&entry.unwrap())).collect();
                assert_eq!(seen, hashes, "{} step {step}", file.path().display());
                harmless += 1;
            } else {
                named += 1;
            }
        }
        fs::write(file.path(), &bytes).unwrap();
    }
    assert!(named > 100 && harmless > 0, "{named} named, {harmless} without effect");
}

/// A damaged part of the index is made anew, whatever byte of it changed, and is the same again.
#[test]
fn a_damaged_index_is_made_anew() {
    let (_temp, dir) = ledger(5_000, 1_000);
    let path = dir.join("index/0-000000");
    let whole = fs::read(&path).unwrap();
    for step in 0..24 {
        let mut bytes = whole.clone();
        let place = bytes.len() * step / 24;
        bytes[place] ^= 1 << (step % 8);
        fs::write(&path, bytes).unwrap();
        let copy = Store::open_forensic(&dir).unwrap();
        let report = verify(&copy, None);
        assert!(report.is_sound() && report.index_remade.is_some(), "{place}: {report:?}");
        assert_ne!(fs::read(&path).unwrap(), whole, "a look leaves the ledger as it is");
        let store = Store::open(&dir, &options()).unwrap();
        let report = verify(&store, None);
        assert!(report.is_sound() && report.index_remade.is_some(), "{place}: {report:?}");
        assert_eq!(fs::read(&path).unwrap(), whole);
    }
    // A leaf says itself how long it is: another length that fits is found out by its sum.
    let leaf = 12 + usize::try_from(u32::from_be_bytes(whole[8..12].try_into().unwrap())).unwrap();
    for place in [11, leaf + 11] {
        let mut bytes = whole.clone();
        bytes[place] ^= 1;
        fs::write(&path, bytes).unwrap();
        let store = Store::open(&dir, &options()).unwrap();
        let found: usize = ["LedgerOpened", "SubsidyGranted"]
            .map(|kind| store.by_kind(kind, 0).map(Result::unwrap).count())
            .iter()
            .sum();
        assert_eq!(found, 5_000);
        assert_eq!(store.streams().map(Result::unwrap).count(), 4);
        let report = verify(&store, None);
        assert!(report.is_sound() && report.index_remade.is_some(), "{place}: {report:?}");
    }
    for length in [0, 1, whole.len() / 2, whole.len() - 1, whole.len() + 1] {
        let mut bytes = whole.clone();
        bytes.resize(length, 0);
        fs::write(&path, bytes).unwrap();
        let store = Store::open(&dir, &options()).unwrap();
        let report = verify(&store, None);
        assert!(report.is_sound() && report.index_remade.is_some(), "{length}: {report:?}");
        assert_eq!(fs::read(&path).unwrap(), whole);
        assert_eq!(append(&store, entries(1, 3)).entries[0].seq, 1, "ids are known");
    }
}

#[test]
fn planted_faults_in_pages_and_runs_are_named() {
    type Plant = fn(&std::path::Path, u64) -> Result<(), crate::StoreError>;
    let plants: [(&str, Plant); 4] = [
        ("replace", |dir, seq| tamper::replace_entry(dir, seq, b"{\"forged\":true}")),
        ("delete", tamper::delete_entry),
        ("insert", |dir, seq| tamper::insert_entry(dir, seq, b"{\"forged\":true}")),
        ("swap", |dir, seq| tamper::swap_entries(dir, seq, seq + 2)),
    ];
    for (name, plant) in plants {
        for seq in [0, 100, 255, 256, 270] {
            let (_temp, dir) = ledger(280, 99);
            let head = Store::open_forensic(&dir).unwrap().head();
            plant(&dir, seq).unwrap();
            let copy = Store::open_forensic(&dir).unwrap();
            let report = verify(&copy, Some(head));
            assert!(!report.is_truth_sound());
            let names = names(&report);
            assert_eq!(names.first(), Some(&(seq, seq)), "{name} {seq}: {names:?}");
        }
    }
}

#[test]
fn a_log_below_its_mark_is_not_opened() {
    let (_temp, dir) = ledger(280, 99);
    for count in [279, 256, 200, 1] {
        tamper::truncate(&dir, count).unwrap();
        let error = Store::open(&dir, &options()).unwrap_err();
        assert!(error.is_damage() && error.to_string().contains("below its mark"), "{error}");
        let copy = Store::open_forensic(&dir).unwrap();
        assert!(copy.opening_fault().is_some());
        assert_eq!(copy.head().count, count);
        let report = verify(&copy, None);
        assert!(report.chain.is_sound(), "nothing in the chain can tell");
        assert!(
            report.head_mark.is_some_and(|what| what.contains("280 entries were once on disk"))
        );
    }
    let renew = Options { renew_head_mark: true, ..options() };
    assert!(Store::open(&dir, &renew).unwrap_err().is_damage(), "a whole mark is not renewed");
}

#[test]
fn another_history_of_the_same_length_is_not_opened() {
    let (_temp, dir) = ledger(5, 2);
    let (_other, other) = place();
    let store = Store::create(&other, genesis(), &options()).unwrap();
    append(&store, entries(100, 4));
    store.close().unwrap();
    fs::copy(other.join("head"), dir.join("head")).unwrap();
    let error = Store::open(&dir, &options()).unwrap_err();
    assert!(error.is_damage() && error.to_string().contains("head mark"), "{error}");
}

#[test]
fn damage_to_sealed_pages_is_an_error_with_its_place() {
    let (_temp, dir) = ledger(900, 60);
    let store = Store::open(&dir, &options()).unwrap();
    let head = store.head();
    store.close().unwrap();
    let path = dir.join("pages/000000.bundles");
    let whole = fs::read(&path).unwrap();
    let cut = |length: usize| fs::write(&path, &whole[..length]).unwrap();
    // The last page is read when the ledger is opened.
    for wrong in [whole.len() - 1, whole.len() / 2, 0] {
        cut(wrong);
        let error = Store::open(&dir, &options()).unwrap_err();
        assert!(error.is_damage() && error.to_string().contains("000000.bundles"), "{error}");
    }
    fs::write(&path, &whole).unwrap();
    tamper::flip_stored_byte(&dir, 300, 5_000, 1).unwrap();
    // The index cannot be made anew without that page: whoever asks it is told.
    let store = Store::open(&dir, &options()).unwrap();
    let error = store.stream_version("ledger").unwrap_err();
    assert!(error.is_damage() && error.to_string().contains("page 1 of"), "{error}");
    drop(store);
    let store = Store::open_forensic(&dir).unwrap();
    let error = store.entry(300).unwrap_err();
    assert!(error.is_damage() && error.to_string().contains("page 1 of"), "{error}");
    assert!(store.entry(200).unwrap().is_some() && store.entry(600).unwrap().is_some());
    assert!(store.scan(..).any(|entry| entry.is_err()));
    assert!(store.scan_back(..).any(|entry| entry.is_err()));
    let report = verify(&store, Some(head));
    let (from, to) = names(&report)[0];
    assert!((256..512).contains(&from) && (256..512).contains(&to), "{:?}", names(&report));
    drop(store);
    fs::write(&path, &whole).unwrap();
    // Rows that are missing are made anew; rows that lie are found out.
    let rows = dir.join("pages/000000.rows");
    let sound = fs::read(&rows).unwrap();
    fs::remove_file(&rows).unwrap();
    Store::open(&dir, &options()).unwrap().close().unwrap();
    assert_eq!(fs::read(&rows).unwrap(), sound);
    for place in 0..sound.len() {
        let mut damaged = sound.clone();
        damaged[place] ^= 1;
        fs::write(&rows, &damaged).unwrap();
        let copy = Store::open_forensic(&dir).unwrap();
        let report = verify(&copy, Some(head));
        assert!(!report.is_truth_sound(), "byte {place}");
    }
}

#[test]
fn a_damaged_document_is_named() {
    let (_temp, dir) = ledger(2, 1);
    let store = Store::open(&dir, &options()).unwrap();
    let hash = store.put_document(&vec![7; 400_000]).unwrap();
    let whole = store.put_document(b"entier").unwrap();
    store.close().unwrap();
    tamper::damage_document(&dir, hash).unwrap();
    let store = Store::open(&dir, &options()).unwrap();
    assert!(store.document(hash).unwrap_err().is_damage());
    assert!(store.document(whole).unwrap().is_some());
    let report = verify(&store, None);
    assert_eq!(report.documents.faults.len(), 1);
    assert_eq!(report.documents.faults[0].0, hash);
    assert!(report.chain.is_sound() && !report.is_truth_sound());
    // Put again, it is whole again.
    assert_eq!(store.put_document(&vec![7; 400_000]).unwrap(), hash);
    assert!(verify(&store, None).is_sound());
}

/// A row is derived: where it changed, it is named, not the page, and moving it away is all that it takes.
#[test]
fn an_altered_row_is_named_and_made_anew_once_it_is_moved_away() {
    let (_temp, dir) = ledger(5_000, 997);
    let rows = dir.join("pages/000000.rows");
    let whole = fs::read(&rows).unwrap();
    // The end of a page, and the hash of its last entry.
    for place in [40 * 3 + 7, 40 * 3 + 20] {
        let mut altered = whole.clone();
        altered[place] ^= 1;
        fs::write(&rows, &altered).unwrap();
        let store = Store::open(&dir, &options()).unwrap();
        let error = store.scan(..).find_map(Result::err).unwrap().to_string();
        assert!(error.contains("000000.rows") && error.contains("nothing is lost"), "{error}");
        let report = store.verify(&VerifyOptions::default()).unwrap();
        assert!(report.blocks[0].what.contains("000000.rows"), "{report:?}");
        store.close().unwrap();
        fs::rename(&rows, dir.with_extension("rows")).unwrap();
        let store = Store::open(&dir, &options()).unwrap();
        assert!(store.verify(&VerifyOptions::default()).unwrap().is_sound());
        store.close().unwrap();
        assert_eq!(fs::read(&rows).unwrap(), whole);
    }
    // An entry that changed is not taken for a row that did.
    tamper::replace_entry(&dir, 1_000, b"{}").unwrap();
    let copy = Store::open_forensic(&dir).unwrap();
    let error = copy.scan(..).find_map(Result::err).unwrap().to_string();
    assert!(error.contains("page 3 of"), "{error}");
}

/// The lock's text decides nothing: whatever became of it, the ledger opens. Something else in its place is
/// named as what it is.
#[test]
fn a_damaged_lock_is_no_reason_to_call_a_ledger_none() {
    let (_temp, dir) = ledger(300, 97);
    let lock = dir.join("lock");
    for text in [&b"\xff\xfe nothing of the sort"[..], b"{\"pie\":1}"] {
        fs::write(&lock, text).unwrap();
        Store::open(&dir, &options()).unwrap().close().unwrap();
    }
    fs::remove_file(&lock).unwrap();
    fs::create_dir(&lock).unwrap();
    let error = Store::open(&dir, &options()).unwrap_err();
    assert!(error.is_damage() && error.to_string().contains("move it"), "{error}");
}
