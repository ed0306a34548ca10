//! What is kept of what is damaged: entry by entry, and the same by whoever says it and whoever does
//! it.

use std::fs;

use greffe_chain::Hash;

use super::*;
use crate::layout::tail_path;
use crate::tail::{HEADER, Tail};
use crate::{SnapshotKey, StoreError, VerifyOptions, examine, restore, tamper};

fn at(number: u64) -> usize {
    usize::try_from(number).unwrap()
}

/// A closed ledger whose young entries are in one frame, and nothing else of them anywhere.
fn one_frame() -> (TempDir, PathBuf, PathBuf, Vec<u8>, usize) {
    let (temp, dir) = ledger(300, 97);
    let found = Tail::read(&dir).unwrap();
    let path = tail_path(&dir, found.file);
    fs::write(tail_path(&dir, 1 - found.file), vec![0; 65_536]).unwrap();
    let mut bytes = fs::read(&path).unwrap();
    assert_eq!((found.base, found.runs.len()), (256, 1));
    let end = at(found.runs[0].at) + found.runs[0].bytes.len();
    bytes[end..].fill(0);
    fs::write(&path, &bytes).unwrap();
    (temp, dir, path, bytes, end)
}

/// Ranges that a restoration keeps, as its report and its files tell.
fn kept(dir: &Path) -> Vec<(u64, u64)> {
    let target = tempfile::tempdir().unwrap();
    let into = target.path().join("again");
    let report = restore(None, Some(dir), &into).unwrap();
    let whole = Store::open(&into, &options()).unwrap();
    assert!(whole.verify(&VerifyOptions::default()).unwrap().is_truth_sound());
    let mut kept = vec![(0, report.head.count - 1)];
    kept.extend(report.islands.iter().map(|island| (island.0, island.1)));
    kept
}

/// A byte anywhere in the only frame of the tail: no more than the entry that was hit, and the one
/// before it where nothing else speaks for that, is lost; and the examination says the same.
#[test]
fn a_damaged_frame_costs_the_entry_that_was_hit() {
    let (_temp, dir, path, whole, end) = one_frame();
    let start = Tail::read(&dir).unwrap().runs[0].at;
    for step in 0..40 {
        let place = step * (end - 1) / 39;
        let mut damaged = whole.clone();
        damaged[place] ^= 1 << (step % 8);
        fs::write(&path, damaged).unwrap();
        let found = examine(&dir).unwrap();
        let kept = kept(&dir);
        assert_eq!(found.kept, kept, "byte {place}");
        let lost: u64 = 300 - kept.iter().map(|(first, last)| last - first + 1).sum::<u64>();
        let most = if place < at(start) { 0 } else { 2 };
        assert!(lost <= most, "byte {place} of {start} to {end}: {kept:?}");
        // Nothing is called intact that would not be kept.
        for (first, last) in found.intact {
            let inside = |range: &(u64, u64)| range.0 <= first && last <= range.1;
            assert!(kept.iter().any(inside), "byte {place}: {first}-{last} of {kept:?}");
        }
    }
}

#[test]
fn an_examination_calls_nothing_intact_that_a_restoration_leaves_out() {
    for seq in [0, 255, 256, 300, 640, 899] {
        let (_temp, dir) = ledger(900, 97);
        tamper::replace_entry(&dir, seq, b"{}").unwrap();
        for file in [0, 1] {
            let path = tail_path(&dir, file);
            let found = Tail::read(&dir).unwrap();
            if file != found.file {
                fs::write(path, vec![0; 65_536]).unwrap();
            }
        }
        let found = examine(&dir).unwrap();
        let report = restore(None, Some(&dir), &dir.with_extension("again")).unwrap();
        let islands = report.islands.iter().map(|island| (island.0, island.1));
        // Without entry 0 there is no ledger to be made.
        let beginning = report.head.count.checked_sub(1).map(|last| (0, last));
        assert_eq!(beginning.is_none(), seq == 0);
        let kept: Vec<_> = beginning.into_iter().chain(islands).collect();
        assert_eq!(found.kept, kept, "{seq}");
        assert!(found.damaged.iter().any(|range| range.0 <= seq && seq <= range.1), "{seq}");
        for (first, last) in &found.intact {
            assert!(kept.iter().any(|range| range.0 <= *first && last <= &range.1), "{seq}");
        }
    }
}

/// The first frame of the newer generation: the other file holds the same entries, and serves. That
/// is said by whoever looks, once.
#[test]
fn a_tail_that_gave_way_to_the_other_is_told() {
    let (_temp, dir) = ledger(300, 97);
    let sound = Tail::read(&dir).unwrap();
    assert_eq!(sound.other, None);
    let path = tail_path(&dir, sound.file);
    let mut bytes = fs::read(&path).unwrap();
    bytes[HEADER + 100] ^= 4;
    fs::write(&path, bytes).unwrap();
    let other = tail_path(&dir, 1 - sound.file).display().to_string();
    let copy = Store::open_forensic(&dir).unwrap();
    let report = copy.verify(&VerifyOptions::default()).unwrap();
    assert!(report.is_truth_sound() && copy.head().count == 300, "{report:?}");
    let told = report.tail_note.unwrap();
    assert!(told.starts_with(&other) && told.contains(&path.display().to_string()), "{told}");
    drop(copy);
    let store = Store::open(&dir, &options()).unwrap();
    assert_eq!(store.tail_note(), Some(&*told));
    store.close().unwrap();
    assert_eq!(Store::open(&dir, &options()).unwrap().tail_note(), None, "it is mended");
}

#[test]
fn a_page_inside_which_the_chain_breaks_is_a_faulty_page() {
    let (_temp, dir) = ledger(900, 97);
    let entry = Store::open_forensic(&dir).unwrap().entry(300).unwrap().unwrap().to_vec();
    let forged = String::from_utf8(entry).unwrap().replace(":300}", ":301}");
    tamper::replace_entry(&dir, 300, forged.as_bytes()).unwrap();
    let report = Store::open_forensic(&dir).unwrap().verify(&VerifyOptions::default()).unwrap();
    assert_eq!(report.chain.faults.len(), 1);
    let block = &report.blocks[0];
    assert_eq!((block.first, block.last), (300, 300));
    assert!(block.what.contains("the chain breaks inside page 1 of"), "{}", block.what);
}

#[test]
fn whose_mark_it_is_cannot_be_told_without_entry_0() {
    let (_temp, dir) = ledger(600, 97);
    tamper::replace_entry(&dir, 0, b"{}").unwrap();
    let report = Store::open_forensic(&dir).unwrap().verify(&VerifyOptions::default()).unwrap();
    assert_eq!(report.head_mark, None, "the mark is its own, and reached");
    assert!(report.not_checked.iter().any(|what| what.contains("entry 0 is not whole")));
}

/// A folder of documents, a document, a tail and derived files that cannot be read: the rest is.
#[test]
fn what_cannot_be_read_does_not_keep_the_rest_from_being_looked_at() {
    let (_temp, dir) = ledger(600, 97);
    let store = Store::open(&dir, &options()).unwrap();
    let hashes: Vec<Hash> = [&b"un acte"[..], b"un avenant", b"un solde"]
        .map(|d| store.put_document(d).unwrap())
        .into();
    store.close().unwrap();
    let path = crate::documents::Documents::new(&dir).path(hashes[0]);
    let folder = path.parent().unwrap().to_owned();
    fs::remove_dir_all(&folder).unwrap();
    // A loop of links can be listed by nobody, root included.
    std::os::unix::fs::symlink(&folder, &folder).unwrap();
    let report = Store::open_forensic(&dir).unwrap().verify(&VerifyOptions::default()).unwrap();
    assert_eq!((report.documents.count, report.documents.unreadable.len()), (2, 1));
    assert!(!report.is_truth_sound() && report.documents.faults.is_empty());
    fs::remove_file(&folder).unwrap();
    let found = Tail::read(&dir).unwrap();
    for file in [found.file, 1 - found.file] {
        let (path, aside) = (tail_path(&dir, file), dir.join("aside"));
        fs::rename(&path, &aside).unwrap();
        fs::create_dir(&path).unwrap();
        let report = Store::open_forensic(&dir).unwrap().verify(&VerifyOptions::default()).unwrap();
        assert_eq!(report.chain.entries, 600, "each file holds what the other does");
        assert!(report.opening.is_some());
        assert!(examine(&dir).is_ok());
        fs::remove_dir(&path).unwrap();
        fs::rename(&aside, &path).unwrap();
    }
    let rows = dir.join("pages/000000.rows");
    fs::remove_file(&rows).unwrap();
    std::os::unix::fs::symlink(&rows, &rows).unwrap();
    let report = Store::open_forensic(&dir).unwrap().verify(&VerifyOptions::default()).unwrap();
    assert_eq!(report.chain.entries, 600);
}

#[test]
fn nothing_is_written_into_what_is_read() {
    let (temp, dir) = ledger(300, 97);
    let backup = temp.path().join("copie");
    let store = Store::open(&dir, &options()).unwrap();
    for into in [dir.clone(), dir.join("documents/copie"), dir.join("../vauclaire.ledger/copie")] {
        let before = tree(&dir);
        let error = store.backup(&into).unwrap_err();
        assert!(matches!(error, StoreError::Inside { .. }), "{error}");
        assert_eq!(tree(&dir), before);
    }
    store.backup(&backup).unwrap();
    store.close().unwrap();
    let link = temp.path().join("lien");
    std::os::unix::fs::symlink(&dir, &link).unwrap();
    for (source, into) in
        [(&dir, dir.join("neuf")), (&link, dir.join("neuf")), (&dir, link.join("neuf"))]
    {
        let error = restore(None, Some(source), &into).unwrap_err();
        assert!(matches!(error, StoreError::Inside { .. }), "{error}");
    }
    let error = restore(Some(&backup), None, &backup.join("neuf")).unwrap_err();
    assert!(matches!(error, StoreError::Inside { .. }), "{error}");
    assert!(!dir.join("neuf").exists() && !backup.join("neuf").exists());
}

/// What a creation leaves that fails, or that is killed before its first entry, is no obstacle to the
/// next one; what holds an entry is.
#[test]
fn a_creation_that_came_to_nothing_can_be_made_again() {
    let (_temp, dir) = place();
    // An obstacle that no creation gets past: the genesis is too long to be written.
    let long = format!("{{\"text\":\"{}\"}}", "x".repeat(70_000));
    let genesis_too_long = NewEntry { kind: "LedgerOpened".into(), ..entry("ledger", &long) };
    assert!(Store::create(&dir, genesis_too_long, &options()).is_err());
    assert!(!dir.exists(), "nothing is left");
    // Killed: everything but the first entry and the marker.
    fs::create_dir_all(dir.join("pages")).unwrap();
    fs::create_dir_all(dir.join("documents")).unwrap();
    for name in ["lock", "head", "tail.a", "tail.b", ".tmpAbC"] {
        fs::write(dir.join(name), "").unwrap();
    }
    Store::create(&dir, genesis(), &options()).unwrap().close().unwrap();
    assert!(Store::open_forensic(&dir).unwrap().opening_fault().is_none());
    assert!(!dir.join(".tmpAbC").exists());
    // Folders of somebody's are no creation's, whatever they are called.
    for (name, inside) in [("index", "page.html"), ("snapshots", "1"), (".tmp-of-mine", "letter")] {
        let other = dir.with_extension("other");
        fs::create_dir_all(other.join(name)).unwrap();
        fs::write(other.join(name).join(inside), "mine").unwrap();
        let lock = name == "index";
        if lock {
            fs::write(other.join("lock"), "").unwrap();
        }
        let error = Store::create(&other, genesis(), &options()).unwrap_err();
        assert!(error.to_string().contains("already exists"), "{name}: {error}");
        assert!(other.join(name).join(inside).exists(), "{name}");
        fs::remove_dir_all(&other).unwrap();
    }
    // Nor is a file that bears the name of one of its own, where no lock says that a creation began.
    let other = dir.with_extension("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("head"), "of a letter").unwrap();
    assert!(Store::create(&other, genesis(), &options()).is_err());
    assert_eq!(fs::read_to_string(other.join("head")).unwrap(), "of a letter");
    // A ledger that lost its marker holds entries: it is nobody's to remove.
    fs::remove_file(dir.join("greffe.json")).unwrap();
    let before = tree(&dir);
    let error = Store::create(&dir, genesis(), &options()).unwrap_err();
    assert!(error.to_string().contains("already exists"), "{error}");
    assert_eq!(tree(&dir), before);
}

#[test]
fn a_clock_before_1970_is_refused_before_anything_is_touched() {
    use std::time::{Duration, SystemTime};
    let before = SystemTime::UNIX_EPOCH - Duration::from_micros(7);
    let error = crate::opening::check_clock(before).unwrap_err();
    assert!(matches!(error, StoreError::Clock { micros: -7 }), "{error}");
    assert!(error.to_string().contains("set the system's clock"), "{error}");
    assert!(crate::opening::check_clock(SystemTime::UNIX_EPOCH).is_ok());
}

/// Files are for their owner alone, whatever the mask of the process.
#[test]
fn files_and_folders_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (temp, dir) = ledger(5_000, 997);
    let store = Store::open(&dir, &options()).unwrap();
    store.put_document(b"un acte").unwrap();
    let backup = temp.path().join("copie");
    store.backup(&backup).unwrap();
    let key = SnapshotKey { projection: "modes", version: 1, subject: "" };
    store.put_snapshot(key, store.head(), b"a state").unwrap();
    store.close().unwrap();
    for place in [&dir, &backup] {
        for file in WalkDir::new(place).into_iter().map(Result::unwrap) {
            let mode = file.metadata().unwrap().permissions().mode() & 0o777;
            let due = if file.file_type().is_dir() { 0o700 } else { 0o600 };
            assert_eq!(mode, due, "{:o} {}", mode, file.path().display());
        }
    }
}
