//! Something else in the place of a file: a pipe, a device without end, a folder, a file of a
//! terabyte that the disk does not hold. Each gives an answer at once, and a typed one.

use std::fs::{self, File};
use std::process::Command;
use std::sync::mpsc::channel;
use std::time::Duration;

use greffe_chain::Hash;

use super::*;
use crate::documents::Documents;
use crate::{Backup, SnapshotKey, VerifyOptions, examine, restore};

const KINDS: [&str; 4] = ["pipe", "device", "folder", "sparse file"];

/// Puts such a thing in the place of a file.
fn plant(kind: &str, path: &Path) {
    fs::remove_file(path).unwrap();
    match kind {
        "pipe" => assert!(Command::new("mkfifo").arg(path).status().unwrap().success()),
        "device" => std::os::unix::fs::symlink("/dev/zero", path).unwrap(),
        "folder" => fs::create_dir(path).unwrap(),
        _ => File::create(path).unwrap().set_len(1 << 40).unwrap(),
    }
}

/// Does something, and demands that it comes to an end.
fn at_once<T: Send + 'static>(what: &str, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (send, done) = channel();
    std::thread::spawn(move || send.send(work()));
    done.recv_timeout(Duration::from_mins(1)).unwrap_or_else(|_| panic!("{what} comes to no end"))
}

fn sound(report: &crate::StoreReport) -> bool {
    report.is_truth_sound() && report.index_remade.is_none() && report.tail_note.is_none()
}

#[test]
fn what_stands_in_the_place_of_a_file_of_a_ledger_is_named_at_once() {
    let (temp, dir) = ledger(4_200, 997);
    let store = Store::open(&dir, &options()).unwrap();
    let act = store.put_document(b"un acte").unwrap();
    store.close().unwrap();
    let document = Documents::new(&dir).path(act);
    let document = document.strip_prefix(&dir).unwrap().display().to_string();
    let names = ["greffe.json", "head", "tail.a", "tail.b", "pages/000000.bundles"];
    let derived = ["pages/000000.rows", "index/0-000000"];
    for name in names.into_iter().chain(derived).chain([&*document]) {
        for kind in KINDS {
            let what = format!("a {kind} for {name}");
            let fresh = temp.path().join("fresh");
            copy_tree(&dir, &fresh);
            plant(kind, &fresh.join(name));
            let at = fresh.clone();
            let opened = at_once(&what, move || {
                let copy = Store::open_forensic(&at)?;
                copy.verify(&VerifyOptions::default())
            });
            if name == "greffe.json" {
                // The log is there: it is looked at past its marker, which is said.
                assert!(opened.unwrap().opening.is_some(), "{what}");
            } else {
                let report = opened.unwrap();
                assert!(!sound(&report), "{what} is passed over: {report:?}");
                // Everything that is derived is made anew, and the entries are all there.
                if derived.contains(&name) {
                    assert_eq!(report.chain.entries, 4_200, "{what}");
                }
            }
            let (at, into) = (fresh.clone(), temp.path().join("again"));
            let restored = at_once(&what, move || restore(None, Some(&at), &into));
            let restored = restored.unwrap_or_else(|error| panic!("{what}: {error}"));
            // Either tail holds what is not sealed, and of so short a ledger all of what is.
            assert_eq!(restored.head.count, 4_200, "{what}: {restored:?}");
            assert_eq!(restored.lost_documents.len(), usize::from(name == document), "{what}");
            let at = fresh.clone();
            at_once(&what, move || examine(&at)).unwrap();
            // Opening for writing, which heals what is derived, comes last.
            let at = fresh.clone();
            let live = at_once(&what, move || Store::open(&at, &options()).and_then(Store::close));
            let refused = names.contains(&name) || name == "pages/000000.rows";
            match live {
                Err(error) => assert!(refused, "{what}: {error}"),
                Ok(()) => assert!(!refused || name == "pages/000000.rows", "{what} is opened"),
            }
            fs::remove_dir_all(&fresh).unwrap();
            let _ = fs::remove_dir_all(temp.path().join("again"));
        }
    }
}

#[test]
fn what_stands_in_the_place_of_a_snapshot_is_as_good_as_none() {
    let (_temp, dir) = ledger(300, 97);
    let store = Store::open(&dir, &options()).unwrap();
    let key = SnapshotKey { projection: "hostile", version: 1, subject: "" };
    store.put_snapshot(key, store.head(), b"a state").unwrap();
    let path = fs::read_dir(dir.join("snapshots")).unwrap().next().unwrap().unwrap().path();
    for kind in KINDS {
        plant(kind, &path);
        let reader = store.reader();
        let found = at_once(kind, move || reader.snapshot(key).map(|found| found.is_some()));
        assert!(!found.unwrap(), "{kind}");
        let _ = fs::remove_dir(&path).or_else(|_| fs::remove_file(&path));
        store.put_snapshot(key, store.head(), b"a state").unwrap();
        assert!(store.snapshot(key).unwrap().is_some());
    }
}

#[test]
fn what_stands_in_the_place_of_a_file_of_a_backup_is_named_at_once_and_mended() {
    let (temp, dir) = ledger(300, 97);
    let store = Store::open(&dir, &options()).unwrap();
    let act = store.put_document(b"un acte").unwrap();
    let backup = temp.path().join("copie");
    store.backup(&backup).unwrap();
    let document = Documents::new(&backup).path(act);
    let document = document.strip_prefix(&backup).unwrap().display().to_string();
    let tiles = ["tile/entries/000", "tile/entries/001.p/44"];
    for name in ["greffe.json", "head"].into_iter().chain(tiles).chain([&*document]) {
        for kind in KINDS {
            let what = format!("a {kind} for {name}");
            let whole = fs::read(backup.join(name)).unwrap();
            plant(kind, &backup.join(name));
            let at = backup.clone();
            let report = at_once(&what, move || {
                Backup::open(&at).and_then(|backup| backup.verify(&VerifyOptions::default()))
            });
            assert!(!report.unwrap().is_truth_sound(), "{what} is passed over");
            let (at, reader) = (backup.clone(), store.reader());
            let again = at_once(&what, move || reader.backup(&at));
            if name != "head" {
                assert_eq!(again.unwrap().repaired, 1, "{what}");
                assert_eq!(fs::read(backup.join(name)).unwrap(), whole, "{what}");
                continue;
            }
            // Without its head nobody can tell whose it is.
            assert!(again.is_err(), "{what}");
            let path = backup.join(name);
            let _ = fs::remove_dir(&path).or_else(|_| fs::remove_file(&path));
            fs::write(path, whole).unwrap();
        }
    }
    assert_eq!(Hash::of(b"un acte"), act);
}
