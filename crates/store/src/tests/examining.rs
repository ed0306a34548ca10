//! Examinations: which ranges are whole, and that looking changes nothing.

use super::*;
use crate::{examine, tamper};

type Ranges = Vec<(u64, u64)>;

/// What is whole and what is not of a ledger that something was done to.
fn ranges(count: u64, harm: impl FnOnce(&Path)) -> (Ranges, Ranges) {
    let (_temp, dir) = ledger(count, 97);
    harm(&dir);
    let before = tree(&dir);
    let found = examine(&dir).unwrap();
    assert_eq!(tree(&dir), before, "the ledger stays as it is");
    // Together the ranges hold every entry once, in order.
    let mut all = [found.intact.clone(), found.damaged.clone()].concat();
    all.sort_unstable();
    let mut next = 0;
    for (first, last) in all {
        assert_eq!(first, next);
        assert!(last >= first);
        next = last + 1;
    }
    assert_eq!(next, count);
    assert_eq!(found.report.is_sound(), found.damaged.is_empty());
    (found.intact, found.damaged)
}

#[test]
fn a_sound_ledger_is_one_range() {
    for count in [1, 256, 300] {
        assert_eq!(ranges(count, |_| {}), (vec![(0, count - 1)], vec![]));
    }
}

#[test]
fn damage_splits_the_ranges() {
    let forged = |seq| move |dir: &Path| tamper::replace_entry(dir, seq, b"{}").unwrap();
    assert_eq!(ranges(900, forged(300)), (vec![(0, 299), (301, 899)], vec![(300, 300)]));
    assert_eq!(ranges(900, forged(0)), (vec![(1, 899)], vec![(0, 0)]));
    let both = |dir: &Path| {
        forged(10)(dir);
        forged(700)(dir);
    };
    let (intact, damaged) = ranges(900, both);
    // No page names entry 9 any more; what the tail's other file still holds of entry 10 does.
    assert_eq!(intact, [(0, 9), (11, 699), (701, 899)]);
    assert_eq!(damaged, [(10, 10), (700, 700)]);
    // An altered amount leaves an entry that reads well.
    let (intact, damaged) = ranges(900, |dir| {
        let entry = Store::open_forensic(dir).unwrap().entry(400).unwrap().unwrap().to_vec();
        let text = String::from_utf8(entry).unwrap().replace(":400}", ":401}");
        tamper::replace_entry(dir, 400, text.as_bytes()).unwrap();
    });
    assert_eq!((intact, damaged), (vec![(0, 399), (401, 899)], vec![(400, 400)]));
}

#[test]
fn what_was_once_there_is_missing() {
    let cut = |dir: &Path| tamper::truncate(dir, 700).unwrap();
    assert_eq!(ranges(900, cut), (vec![(0, 699)], vec![(700, 899)]));
    let cut = |dir: &Path| {
        let path = dir.join("pages/000000.bundles");
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, &bytes[..bytes.len() * 5 / 6]).unwrap();
    };
    // Of a page whose file ends too early nothing is called whole, though a salvage may find some.
    assert_eq!(ranges(900, cut), (vec![(0, 511), (768, 899)], vec![(512, 767)]));
    // A page whose end is not what its row records.
    let row = |dir: &Path| {
        let path = dir.join("pages/000000.rows");
        let mut bytes = fs::read(&path).unwrap();
        bytes[40 + 20] ^= 1;
        fs::write(&path, bytes).unwrap();
    };
    assert_eq!(ranges(900, row), (vec![(0, 510), (512, 899)], vec![(511, 511)]));
}

#[test]
fn a_mark_beyond_all_bounds_is_one_range() {
    let (_temp, dir) = ledger(300, 97);
    let path = dir.join("head");
    let mut mark = crate::HeadMark::read(&dir).unwrap();
    mark.head.count = u64::MAX;
    fs::write(&path, mark.text()).unwrap();
    let found = examine(&dir).unwrap();
    assert_eq!((found.intact, found.damaged), (vec![(0, 299)], vec![(300, u64::MAX - 1)]));
}
