//! Planted faults, and the reports that must name them.

use std::fs;

use greffe_chain::{Hash, Head};

use super::*;
use crate::pages::key;
use crate::{StoreReport, VerifyOptions, tamper};

fn verify(store: &crate::Reader, head: Option<Head>) -> StoreReport {
    store.verify(&VerifyOptions { expect_head: head.map(Into::into) }).unwrap()
}

/// The seqs that a report names, in the chain and among stored values.
fn names(report: &StoreReport) -> Vec<(u64, u64)> {
    let chain = report.chain.faults.iter().map(|fault| (fault.seq, fault.seq));
    chain.chain(report.blocks.iter().map(|fault| (fault.first, fault.last))).collect()
}

/// Every byte of every stored value, lengths included.
#[test]
fn every_flipped_byte_of_a_stored_value_names_its_entry() {
    let (_temp, dir) = ledger(7, 2);
    let store = Store::open(&dir, &options()).unwrap();
    let head = store.head();
    let table = &store.core.truth.runs;
    let rows: Vec<_> = table.rows().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 4);
    let mut first = 0;
    for (key, value) in rows {
        // The entry that each byte of the value belongs to, its length included.
        let mut owner = Vec::new();
        for entry in greffe_chain::bundle::iter(&value) {
            owner.extend(vec![first; 2 + entry.unwrap().len()]);
            first += 1;
        }
        for (at, seq) in owner.into_iter().enumerate() {
            let mut damaged = value.to_vec();
            damaged[at] ^= 0x41;
            table.insert(&key, &damaged).unwrap();
            let report = verify(&store, Some(head));
            let found = names(&report);
            let named = found.iter().any(|(from, to)| (*from..=*to).contains(&seq));
            assert!(named, "entry {seq}, byte {at}: {found:?}");
        }
        table.insert(&key, &value).unwrap();
    }
    assert!(verify(&store, Some(head)).is_sound());
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
    store.close();
    fs::copy(other.join("head"), dir.join("head")).unwrap();
    let error = Store::open(&dir, &options()).unwrap_err();
    assert!(error.is_damage() && error.to_string().contains("head mark"), "{error}");
}

#[test]
fn a_missing_value_is_a_fault_with_its_seqs() {
    let (_temp, dir) = ledger(600, 60);
    let store = Store::open(&dir, &options()).unwrap();
    let head = store.head();
    let (pages, runs) = (&store.core.truth.pages, &store.core.truth.runs);
    for (table, key, from, to) in [
        (pages, key(0), 0, 255),
        (pages, key(1), 256, 511),
        (runs, key(512), 512, 540),
        (runs, key(541), 541, 599),
    ] {
        let value = table.get(&key).unwrap().unwrap();
        table.apply(vec![(key.to_vec(), None)]).unwrap();
        let report = verify(&store, Some(head));
        assert!(names(&report).contains(&(from, to)), "{:?}", names(&report));
        let error = store.entry(from + 1).unwrap_err();
        assert!(error.is_damage() && error.to_string().contains("missing"), "{error}");
        assert!(store.scan(..).any(|entry| entry.is_err()));
        assert!(store.scan_back(..).any(|entry| entry.is_err()));
        table.insert(&key, &value).unwrap();
    }
    runs.insert(&key(3), b"\0\x01x").unwrap();
    pages.insert(b"zzz", b"").unwrap();
    let report = verify(&store, Some(head));
    assert_eq!(names(&report), [(0, 0), (3, 3)]);
}

#[test]
fn a_damaged_document_is_named() {
    let (_temp, dir) = ledger(2, 1);
    let store = Store::open(&dir, &options()).unwrap();
    let hash = store.put_document(&vec![7; 400_000]).unwrap();
    let whole = store.put_document(b"entier").unwrap();
    store.close();
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

/// Damage under the engine: whatever it does, no panic comes out, and nothing altered is shown.
#[test]
fn a_damaged_engine_file_never_panics_nor_lies() {
    let (_temp, dir) = ledger(300, 30);
    let sound = Store::open_forensic(&dir).unwrap();
    let head = sound.head();
    let hashes: Vec<_> = sound.scan(..).map(|entry| Hash::of(&entry.unwrap())).collect();
    drop(sound);
    let file = dir.join("sled/db");
    let bytes = fs::read(&file).unwrap();
    let used = bytes.iter().rposition(|byte| *byte != 0).unwrap();
    for step in 0..12 {
        let mut damaged = bytes.clone();
        damaged[used * step / 12 + 7] ^= 0x10;
        fs::write(&file, &damaged).unwrap();
        let Ok(copy) = Store::open_forensic(&dir) else {
            continue;
        };
        if let Ok(report) = copy.verify(&VerifyOptions { expect_head: Some(head.into()) })
            && report.is_truth_sound()
        {
            let seen: Vec<_> = copy.scan(..).map(|entry| Hash::of(&entry.unwrap())).collect();
            assert_eq!(seen, hashes, "step {step}");
        }
    }
}
