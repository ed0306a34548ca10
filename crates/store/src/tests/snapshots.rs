//! Snapshots: used when they are whole and of this history, else as good as none.

use std::fs;

use greffe_chain::Head;

use super::*;
use crate::SnapshotKey;

const KEY: SnapshotKey<'_> = SnapshotKey {
    projection: "conventions",
    version: 3,
    subject: "convention/vauclaire/2024/pont",
};

/// The head that the ledger had after `count` entries.
fn head(reader: &Reader, count: u64) -> Head {
    Head { count, hash: Hash::of(&reader.entry(count - 1).unwrap().unwrap()) }
}

/// The one file of the folder.
fn file(dir: &Path) -> PathBuf {
    let files: Vec<_> = tree(&dir.join("snapshots")).into_keys().collect();
    let [file] = &files[..] else { panic!("{files:?}") };
    file.clone()
}

#[test]
fn a_snapshot_is_kept_and_replaced() {
    let (_temp, dir) = ledger(600, 100);
    let store = Store::open(&dir, &options()).unwrap();
    assert_eq!(store.snapshot(KEY).unwrap(), None);
    let states: [&[u8]; 4] = [b"", b"un\ndeux\n\0\xff", b"greffe snapshot 1\n", &[b'\n'; 9]];
    for (count, state) in [1, 256, 257, 600].into_iter().zip(states) {
        store.put_snapshot(KEY, head(&store, count), state).unwrap();
        let found = store.snapshot(KEY).unwrap();
        assert_eq!(found, Some((head(&store, count), state.to_vec())));
        file(&dir);
    }
    store.close().unwrap();
    let copy = Store::open_forensic(&dir).unwrap();
    assert_eq!(copy.snapshot(KEY).unwrap(), Some((copy.head(), vec![b'\n'; 9])));
}

#[test]
fn a_snapshot_answers_only_to_its_own_key() {
    let (_temp, dir) = ledger(10, 3);
    let store = Store::open(&dir, &options()).unwrap();
    store.put_snapshot(KEY, store.head(), b"state").unwrap();
    let others = [
        SnapshotKey { version: 4, ..KEY },
        SnapshotKey { version: 2, ..KEY },
        SnapshotKey { subject: "", ..KEY },
        SnapshotKey { projection: "budgets", ..KEY },
    ];
    for other in others {
        assert_eq!(store.snapshot(other).unwrap(), None, "{other:?}");
        // A file that was put under another key's name is not that key's.
        let from = file(&dir);
        store.put_snapshot(other, store.head(), b"other").unwrap();
        let files: Vec<_> = tree(&dir.join("snapshots")).into_keys().collect();
        let to = files.iter().find(|path| **path != from).unwrap();
        fs::copy(&from, to).unwrap();
        assert_eq!(store.snapshot(other).unwrap(), None, "{other:?}");
        fs::remove_file(to).unwrap();
    }
    assert!(store.snapshot(KEY).unwrap().is_some());
}

#[test]
fn a_snapshot_of_another_history_is_ignored() {
    let (_temp, dir) = ledger(300, 100);
    let store = Store::open(&dir, &options()).unwrap();
    let (_other, other) = place();
    let other = Store::create(&other, genesis(), &options()).unwrap();
    append(&other, entries(500, 399));
    for count in [2, 256, 300] {
        store.put_snapshot(KEY, head(&other, count), b"foreign").unwrap();
        assert_eq!(store.snapshot(KEY).unwrap(), None, "entry {} is another", count - 1);
    }
    store.put_snapshot(KEY, head(&other, 301), b"foreign").unwrap();
    assert_eq!(store.snapshot(KEY).unwrap(), None, "the ledger does not reach so far");
    store.put_snapshot(KEY, Head { count: 0, hash: Hash::ZERO }, b"nothing").unwrap();
    assert_eq!(store.snapshot(KEY).unwrap(), None, "before the beginning");
    // What is ahead of the ledger becomes good when the ledger gets there by the same way.
    store.put_snapshot(KEY, head(&store, 300), b"ours").unwrap();
    let ahead = fs::read(file(&dir)).unwrap();
    let (_young, young) = ledger(299, 100);
    let young = Store::open(&young, &options()).unwrap();
    young.put_snapshot(KEY, young.head(), b"").unwrap();
    fs::write(file(young.dir()), ahead).unwrap();
    assert_eq!(young.snapshot(KEY).unwrap(), None);
}

#[test]
fn a_damaged_snapshot_is_as_good_as_none() {
    let (_temp, dir) = ledger(300, 100);
    let store = Store::open(&dir, &options()).unwrap();
    store.put_snapshot(KEY, store.head(), b"1 250 000 cents").unwrap();
    let whole = fs::read(file(&dir)).unwrap();
    for place in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[place] ^= 1 << (place % 8);
        fs::write(file(&dir), &damaged).unwrap();
        assert_eq!(store.snapshot(KEY).unwrap(), None, "byte {place}");
        fs::write(file(&dir), &whole[..place]).unwrap();
        assert_eq!(store.snapshot(KEY).unwrap(), None, "cut at {place}");
    }
    fs::write(file(&dir), [&whole[..], b"x"].concat()).unwrap();
    assert_eq!(store.snapshot(KEY).unwrap(), None, "longer");
    fs::write(file(&dir), &whole).unwrap();
    assert!(store.snapshot(KEY).unwrap().is_some());
    fs::remove_dir_all(dir.join("snapshots")).unwrap();
    assert_eq!(store.snapshot(KEY).unwrap(), None);
    store.put_snapshot(KEY, store.head(), b"anew").unwrap();
    assert!(store.snapshot(KEY).unwrap().is_some());
}

/// A kill in the middle of a write leaves a file that nobody ever looks for.
#[test]
fn what_a_kill_left_is_swept_on_opening() {
    let (_temp, dir) = ledger(300, 100);
    let store = Store::open(&dir, &options()).unwrap();
    store.put_snapshot(KEY, store.head(), b"state").unwrap();
    store.close().unwrap();
    let left = [dir.join(".tmpAbC123"), dir.join("pages/.tmpAbC123"), dir.join("snapshots/.tmp4")];
    for path in &left {
        fs::write(path, "half").unwrap();
    }
    let before: Vec<_> = tree(&dir).into_keys().filter(|path| !left.contains(path)).collect();
    let store = Store::open(&dir, &options()).unwrap();
    assert_eq!(store.snapshot(KEY).unwrap().unwrap().1, b"state");
    store.close().unwrap();
    assert_eq!(tree(&dir).into_keys().collect::<Vec<_>>(), before);
}
