//! Backups: what they add, where it lies, what they refuse, and what is left of one that was cut
//! off.

use std::fs;
use std::path::Path;

use greffe_chain::{Entry, Hash, bundle};

use super::*;
use crate::tiles::tile_path;
use crate::{Backup, BackupReport, StoreError, VerifyOptions, examine, restore};

/// A ledger of `count` entries, open, and a folder for its backup.
fn open(count: u64) -> (TempDir, Store, PathBuf) {
    let (temp, dir) = ledger(count, 97);
    let store = Store::open(&dir, &options()).unwrap();
    let backup = temp.path().join("copie");
    (temp, store, backup)
}

/// The files of a backup, by their place in it.
fn files(backup: &Path) -> Vec<String> {
    let names = tree(backup).into_keys();
    let names = names.map(|path| path.strip_prefix(backup).unwrap().display().to_string());
    names.filter(|name| name != "lock").collect()
}

/// What comes back of a backup.
fn restored(backup: &Path) -> Vec<Vec<u8>> {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("again");
    let report = restore(Some(backup), None, &dir).unwrap();
    let beyond = report.once.is_some_and(|once| report.head.count > once.count);
    assert!(report.is_complete() && report.not_verified.is_empty() != beyond, "{report:?}");
    let store = Store::open(&dir, &options()).unwrap();
    assert_eq!(store.head(), report.head);
    assert!(store.verify(&VerifyOptions::default()).unwrap().is_sound());
    all(&store)
}

#[test]
fn a_backup_is_a_directory_of_tiles() {
    let (_temp, store, backup) = open(600);
    let act = store.put_document(b"un acte").unwrap();
    let report = store.backup(&backup).unwrap();
    let head = store.head();
    let copied = BackupReport {
        head,
        before: 0,
        pages: 3,
        documents: 1,
        repaired: 0,
        new_documents: vec![],
        lost_documents: vec![],
        unreadable: vec![],
    };
    assert_eq!(report, copied);
    let name = act.to_string();
    let document = format!("documents/{}/{}", &name[..2], &name[2..]);
    let tiles = ["tile/entries/000", "tile/entries/001", "tile/entries/002.p/88"];
    let expected = [document.as_str(), "greffe.json", "head"].into_iter().chain(tiles);
    assert_eq!(files(&backup), expected.collect::<Vec<_>>());
    let marker = fs::read_to_string(backup.join("greffe.json")).unwrap();
    assert_eq!(marker, "{\"greffe\":\"backup\",\"format\":2}\n");
    let entries = all(&store);
    for (tile, entries) in tiles.iter().zip(entries.chunks(256)) {
        let due = bundle::encode(entries.iter().map(Vec::as_slice)).unwrap();
        assert_eq!(fs::read(backup.join(tile)).unwrap(), due, "{tile} is an entry bundle");
    }
    assert_eq!(fs::read(backup.join(document)).unwrap(), b"un acte");
    assert_eq!(restored(&backup), entries);
}

#[test]
fn a_backup_adds_only_what_is_new() {
    let (_temp, store, backup) = open(600);
    store.put_document(b"un acte").unwrap();
    store.backup(&backup).unwrap();
    let before = tree(&backup);
    let nothing = store.backup(&backup).unwrap();
    assert_eq!((nothing.before, nothing.pages, nothing.documents), (600, 0, 0));
    assert_eq!(tree(&backup), before);
    append(&store, entries(600, 10));
    store.put_document(b"un avenant").unwrap();
    let report = store.backup(&backup).unwrap();
    assert_eq!((report.before, report.pages, report.documents), (600, 1, 1));
    let held = |count| tile_path(&backup, 2, count).exists();
    assert!(held(88) && held(98), "the shorter part of a page stays for one run");
    append(&store, entries(610, 158));
    let report = store.backup(&backup).unwrap();
    assert_eq!((report.before, report.pages, report.documents), (610, 1, 0));
    assert!(!held(88) && held(98) && held(256));
    append(&store, entries(768, 1));
    let report = store.backup(&backup).unwrap();
    assert_eq!((report.before, report.pages, report.head.count), (768, 1, 769));
    assert!(held(256) && !backup.join("tile/entries/002.p").exists());
    assert_eq!(restored(&backup), all(&store));
}

#[test]
fn a_backup_holds_one_history() {
    let (_temp, store, backup) = open(300);
    let refused = |store: &Store, dir: &Path, words: &str| {
        let before = tree(dir);
        let error = store.backup(dir).unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
        assert_eq!(tree(dir), before, "{words}");
    };
    append(&store, entries(300, 5));
    store.backup(&backup).unwrap();
    // A ledger that began as this one did and then went another way, shorter or longer.
    let (_short, short) = ledger(300, 97);
    let short = Store::open(&short, &options()).unwrap();
    assert_eq!(short.ledger(), store.ledger());
    refused(&short, &backup, "a history that the ledger does not hold");
    append(&short, entries(900, 9));
    refused(&short, &backup, "a history that the ledger does not hold");
    let (_other, other) = place();
    let genesis = NewEntry { effective: "2023".into(), ..genesis() };
    let other = Store::create(&other, genesis, &options()).unwrap();
    append(&other, entries(1, 400));
    refused(&other, &backup, "another ledger");
    refused(&other, store.dir(), "it is a ledger");
    let something = tempfile::tempdir().unwrap();
    fs::write(something.path().join("lettre.txt"), "Monsieur le maire").unwrap();
    fs::write(something.path().join("lock"), "").unwrap();
    let error = other.backup(something.path()).unwrap_err();
    assert!(matches!(error, StoreError::NotABackup { .. }), "{error}");
    assert!(!something.path().join("tile").exists());
}

/// What belongs beside the log is copied while nobody else writes there, and a head never counts entries
/// whose sealed values are not there yet.
#[test]
fn what_belongs_beside_the_log_is_copied_under_the_lock_and_before_the_head() {
    let (_temp, store, backup) = open(300);
    store.backup(&backup).unwrap();
    append(&store, entries(300, 300));
    let head = || Backup::open(&backup).unwrap().head().count;
    let failed = store.backup_with(&backup, |report| {
        assert_eq!((report.head.count, head()), (600, 300));
        assert!(matches!(store.backup(&backup), Err(StoreError::Locked { .. })));
        Err::<(), _>(StoreError::Missing { dir: backup.clone() })
    });
    assert!(failed.is_err());
    assert_eq!(head(), 300);
    let (report, beside) = store.backup_with(&backup, |_| Ok::<_, StoreError>(7)).unwrap();
    assert_eq!((report.before, report.head.count, beside, head()), (300, 600, 7, 600));
}

/// Of the unfinished pages of earlier runs only that of the last one stays, for whoever began to read before
/// this one ended: he verifies all that he was told of.
#[test]
fn a_reader_of_a_backup_is_not_disturbed_by_the_next_run() {
    let (_temp, store, backup) = open(300);
    let partial =
        || -> Vec<_> { files(&backup).into_iter().filter(|name| name.contains(".p/")).collect() };
    let sound = |reader: &Backup| {
        let report = reader.verify(&VerifyOptions::default()).unwrap();
        assert!(report.is_sound() && report.not_checked.is_empty(), "{report:?}");
    };
    store.backup(&backup).unwrap();
    append(&store, entries(300, 10));
    store.backup(&backup).unwrap();
    let reader = Backup::open(&backup).unwrap();
    append(&store, entries(310, 290));
    store.backup(&backup).unwrap();
    assert_eq!(partial(), ["tile/entries/001.p/54", "tile/entries/002.p/88"]);
    sound(&reader);
    sound(&Backup::open(&backup).unwrap());
    // It is read like everything that is there.
    fs::write(backup.join("tile/entries/001.p/54"), "half").unwrap();
    let report = Backup::open(&backup).unwrap().verify(&VerifyOptions::default()).unwrap();
    assert!(report.blocks.iter().any(|block| block.what.contains("beginning of its page")));
    append(&store, entries(600, 1));
    store.backup(&backup).unwrap();
    assert_eq!(partial(), ["tile/entries/002.p/88", "tile/entries/002.p/89"]);
}

/// A backup that was cut off anywhere before its end leaves the one before: its head is replaced
/// last, and nothing that it needs is touched before. What it copied already comes back as well.
#[test]
fn a_backup_that_was_cut_off_is_the_one_before() {
    let (temp, store, backup) = open(600);
    let nothing = temp.path().join("rien");
    store.backup(&backup).unwrap();
    let (before, mark) = (all(&store), fs::read(backup.join("head")).unwrap());
    append(&store, entries(600, 400));
    let later = temp.path().join("plus tard");
    copy_tree(&backup, &later);
    store.backup(&later).unwrap();
    // What cannot be written ends the backup, and the head is still that of the one before.
    let obstacle = backup.join("tile/entries/003.p");
    fs::write(&obstacle, "").unwrap();
    assert!(matches!(store.backup(&backup), Err(StoreError::Io { .. })));
    fs::remove_file(&obstacle).unwrap();
    assert!(restored(&backup).starts_with(&before));
    fs::remove_file(backup.join("tile/entries/002")).unwrap();
    // The new files come one by one; after each of them the power may fail.
    let new: Vec<_> =
        files(&later).into_iter().filter(|name| !backup.join(name).exists()).collect();
    assert_eq!(new, ["tile/entries/002", "tile/entries/003.p/232"]);
    let mut lengths = Vec::new();
    for name in &new {
        let to = backup.join(name);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(later.join(name), to).unwrap();
        let (found, all) = (restored(&backup), all(&store));
        assert!(found.len() >= before.len() && all.starts_with(&found), "{}", found.len());
        lengths.push(found.len());
    }
    // The last of them nothing vouches for.
    assert_eq!(lengths, [767, 999]);
    assert_eq!(fs::read(backup.join("head")).unwrap(), mark);
    assert_eq!(store.backup(&backup).unwrap().before, 600);
    assert_eq!(restored(&backup), all(&store));
    // The first backup of all, cut off behind its marker.
    fs::create_dir(&nothing).unwrap();
    fs::copy(backup.join("greffe.json"), nothing.join("greffe.json")).unwrap();
    assert!(restore(Some(&nothing), None, &temp.path().join("vide")).unwrap_err().is_damage());
    assert_eq!(store.backup(&nothing).unwrap().before, 0);
    assert_eq!(restored(&nothing), all(&store));
}

#[test]
fn a_damaged_ledger_is_not_copied_over_a_sound_backup() {
    let (_temp, dir) = ledger(900, 97);
    let backup = dir.parent().unwrap().join("copie");
    let store = Store::open(&dir, &options()).unwrap();
    let act = store.put_document(b"un acte").unwrap();
    append(&store, entries(900, 200));
    store.close().unwrap();
    crate::tamper::flip_stored_byte(&dir, 300, 9_000, 4).unwrap();
    let store = Store::open_forensic(&dir).unwrap();
    assert!(store.backup(&backup).unwrap_err().is_damage());
    assert!(!backup.join("head").exists(), "it is no backup yet");
    crate::tamper::flip_stored_byte(&dir, 300, 9_000, 4).unwrap();
    crate::tamper::damage_document(&dir, act).unwrap();
    // A document that is damaged keeps nothing else from being copied, and is asked for again.
    for _ in 0..2 {
        let report = Store::open_forensic(&dir).unwrap().backup(&backup).unwrap();
        let [(lost, why)] = &report.lost_documents[..] else { panic!("{report:?}") };
        assert!(*lost == act && why.contains("the document hashes to"), "{why}");
        assert_eq!((report.head.count, report.documents), (1_100, 0));
    }
    crate::tamper::damage_document(&dir, act).unwrap();
    let store = Store::open(&dir, &options()).unwrap();
    let report = store.backup(&backup).unwrap();
    assert_eq!((report.documents, report.lost_documents.len()), (1, 0));
    crate::tamper::damage_document(&dir, act).unwrap();
    let report = store.backup(&backup).unwrap();
    assert_eq!(report.lost_documents, [], "the backup holds it whole");
    assert_eq!(restored(&backup), all(&store));
}

/// The head of a backup is taken before its pages are read, and pages may be sealed in between:
/// what has come meanwhile belongs to the next backup.
#[test]
fn a_backup_ends_at_its_head_though_its_last_page_is_sealed_meanwhile() {
    let (_temp, store, backup) = open(300);
    let old = store.reader();
    let head = old.head();
    // A reader whose head stands still while the log behind it grows: the view of that moment.
    append(&store, entries(300, 16 * 256));
    append(&store, entries(300 + 16 * 256, 1));
    assert!(store.metrics().pages >= 16, "the pages are sealed");
    store.core.published.send_modify(|published| published.head = head);
    let report = old.backup(&backup).unwrap();
    assert_eq!((report.head, report.pages), (head, 2));
    assert_eq!(restored(&backup).len(), 300);
}

#[test]
fn a_backup_is_made_while_appends_go_on() {
    let (_temp, store, backup) = open(200);
    let rounds = 40;
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for round in 0..rounds {
                append(&store, entries(200 + 256 * round, 256));
            }
        });
        let mut last = 0;
        while last < 200 + 256 * rounds {
            let acknowledged = store.head();
            let report = store.backup(&backup).unwrap();
            assert!(report.head.count >= acknowledged.count && report.before == last);
            last = report.head.count;
            let entries = restored(&backup);
            assert_eq!(entries.len() as u64, last);
            let end = Hash::of(&entries[entries.len() - 1]);
            assert_eq!(end, report.head.hash);
            let same = store.entry(last - 1).unwrap().unwrap();
            assert_eq!(Entry::parse(&same).unwrap().hash(), end);
        }
    });
    assert_eq!(restored(&backup), all(&store));
}

type Harm = fn(&Path);

/// One fault after the other in a backup, each seen by a verification and by an examination that
/// restore nothing, and mended by the next run, which counts it.
#[test]
fn what_a_backup_lost_is_seen_and_mended() {
    let (_temp, store, backup) = open(600);
    let act = store.put_document(b"un acte").unwrap();
    store.backup(&backup).unwrap();
    let whole = tree(&backup);
    let verify = || Backup::open(&backup).unwrap().verify(&VerifyOptions::default()).unwrap();
    let sound = verify();
    assert!(sound.is_sound() && sound.not_checked.is_empty(), "{sound:?}");
    assert_eq!((sound.chain.head, sound.pages, sound.documents.count), (Some(store.head()), 3, 1));
    let name = act.to_string();
    let document = format!("documents/{}/{}", &name[..2], &name[2..]);
    let harms: [(&str, Harm); 4] = [
        ("gone", |path| fs::remove_file(path).unwrap()),
        ("shorter", |path| {
            let bytes = fs::read(path).unwrap();
            fs::write(path, &bytes[..bytes.len() - 1]).unwrap();
        }),
        ("longer", |path| {
            let bytes = fs::read(path).unwrap();
            fs::write(path, [&bytes[..], b"x"].concat()).unwrap();
        }),
        ("altered", |path| {
            let mut bytes = fs::read(path).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(path, bytes).unwrap();
        }),
    ];
    for tile in ["tile/entries/000", "tile/entries/001", "tile/entries/002.p/88", &document] {
        for (what, harm) in harms {
            harm(&backup.join(tile));
            let gone = tile == document && what == "gone";
            let report = verify();
            // A document that is gone is missed by whoever knows which ones there should be.
            assert_eq!(report.is_sound(), gone, "{tile} {what}: {report:?}");
            let found = examine(&backup).unwrap();
            assert_eq!(found.damaged.is_empty(), tile == document, "{tile} {what}");
            assert_eq!(
                found.intact.is_empty(),
                tile == "tile/entries/000" && found.kept.is_empty()
            );
            let again = store.backup(&backup).unwrap();
            assert_eq!((again.before, again.repaired), (600, u64::from(!gone)), "{tile} {what}");
            assert_eq!(again.pages + again.documents, 1, "{tile} {what}");
            assert_eq!(tree(&backup), whole, "{tile} {what}");
        }
    }
    for (what, harm) in harms {
        let head = fs::read(backup.join("head")).unwrap();
        harm(&backup.join("head"));
        assert!(verify().head_mark.is_some_and(|fault| fault.contains("the head mark")), "{what}");
        // Whose it is can no longer be told: it is not written over.
        if what != "gone" {
            assert!(store.backup(&backup).unwrap_err().is_damage(), "{what}");
        }
        fs::write(backup.join("head"), head).unwrap();
    }
    fs::remove_dir_all(backup.join("tile")).unwrap();
    let report = verify();
    assert_eq!((report.blocks[0].first, report.blocks[0].last), (0, 599));
    let again = store.backup(&backup).unwrap();
    assert_eq!((again.repaired, again.pages), (3, 3));
    assert_eq!(restored(&backup), all(&store));
}

/// Every byte of a backup of some entries, flipped: seen, or without effect on what comes back.
#[test]
fn every_flipped_byte_of_a_backup_is_seen() {
    let (_temp, store, backup) = open(6);
    store.put_document(b"un acte").unwrap();
    store.backup(&backup).unwrap();
    for (path, _) in tree(&backup).into_iter().filter(|(path, _)| !path.ends_with("lock")) {
        let whole = fs::read(&path).unwrap();
        for place in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[place] ^= 1 << (place % 8);
            fs::write(&path, damaged).unwrap();
            let seen = match Backup::open(&backup) {
                Ok(backup) => !backup.verify(&VerifyOptions::default()).unwrap().is_sound(),
                Err(error) => !error.is_damage(),
            };
            assert!(seen, "byte {place} of {}", path.display());
        }
        fs::write(&path, whole).unwrap();
    }
}

/// A whole mark that claims more than the files hold: what is done is bounded by the files.
#[test]
fn a_forged_head_of_a_backup_bounds_nothing() {
    let (temp, store, backup) = open(600);
    store.backup(&backup).unwrap();
    let mut mark = crate::HeadMark::read(&backup).unwrap();
    mark.head.count = u64::MAX;
    fs::write(backup.join("head"), mark.text()).unwrap();
    let report = Backup::open(&backup).unwrap().verify(&VerifyOptions::default()).unwrap();
    assert!(report.head_mark.is_some() && report.blocks.len() == 1, "{report:?}");
    let found = examine(&backup).unwrap();
    assert_eq!(found.damaged.last().map(|last| last.1), Some(u64::MAX - 1));
    assert!(store.backup(&backup).unwrap_err().is_damage());
    let report = restore(Some(&backup), None, &temp.path().join("again")).unwrap();
    // What the files hold is taken, whatever the mark says of it, but for the last entry.
    assert_eq!((report.head.count, report.is_complete()), (599, false));
}

/// A damaged marker or head of a backup: it is verified, examined and restored all the same, and what is
/// wrong is named.
#[test]
fn a_backup_without_its_marker_is_used_all_the_same() {
    let (temp, store, backup) = open(600);
    store.backup(&backup).unwrap();
    let marker = backup.join("greffe.json");
    let harms: [(&str, Harm); 4] = [
        ("gone", |path| fs::remove_file(path).unwrap()),
        ("altered", |path| fs::write(path, "{\"greffe\":\"backuq\",\"format\":2}\n").unwrap()),
        ("folder", |path| {
            fs::remove_file(path).unwrap();
            fs::create_dir(path).unwrap();
        }),
        // Reading it is an error of the system.
        ("loop", |path| {
            fs::remove_file(path).unwrap();
            std::os::unix::fs::symlink(path, path).unwrap();
        }),
    ];
    for (what, harm) in harms {
        harm(&marker);
        let report = Backup::open(&backup).unwrap().verify(&VerifyOptions::default()).unwrap();
        assert!(report.opening.unwrap().to_string().contains("greffe.json"), "{what}");
        assert_eq!(report.chain.head, Some(store.head()));
        assert!(examine(&backup).unwrap().report.opening.is_some());
        let into = temp.path().join(format!("de {what}"));
        let restored = restore(Some(&backup), None, &into).unwrap();
        assert_eq!((restored.head, restored.is_complete()), (store.head(), true), "{what}");
        assert!(restored.not_verified[0].contains("greffe.json"), "{restored:?}");
        // The next run knows whose it is by its mark, and mends it.
        let again = store.backup(&backup).unwrap();
        assert_eq!((again.repaired, again.before), (1, 600), "{what}");
        assert!(
            Backup::open(&backup).unwrap().verify(&VerifyOptions::default()).unwrap().is_sound()
        );
    }
    // Of another ledger nothing is put into it.
    fs::remove_file(&marker).unwrap();
    let (_other, other) = place();
    let genesis = NewEntry { effective: "2023".into(), ..genesis() };
    let other = Store::create(&other, genesis, &options()).unwrap();
    assert!(matches!(other.backup(&backup), Err(StoreError::NotABackup { .. })));
    // Nor without its head, whose remedy keeps what is there.
    fs::write(&marker, "{\"greffe\":\"backup\",\"format\":2}\n").unwrap();
    fs::write(backup.join("head"), "").unwrap();
    let error = store.backup(&backup).unwrap_err().to_string();
    assert!(error.contains("make the next backup in another one"), "{error}");
    let restored = restore(Some(&backup), None, &temp.path().join("sans tête")).unwrap();
    // Nothing vouches for the last entry any more.
    assert_eq!((restored.head.count, restored.is_complete()), (599, false));
}

/// A head that stops short of the pages that are there, as after a copy that took an older one.
#[test]
fn entries_behind_a_short_head_come_back() {
    let (temp, store, backup) = open(600);
    store.backup(&backup).unwrap();
    let head = fs::read(backup.join("head")).unwrap();
    append(&store, entries(600, 400));
    store.backup(&backup).unwrap();
    fs::write(backup.join("head"), head).unwrap();
    let restored = restore(Some(&backup), None, &temp.path().join("court")).unwrap();
    assert_eq!(restored.head.count, 999);
    assert!(restored.not_verified[0].contains("no mark vouches"), "{restored:?}");
}

/// What a kill left of a tile is removed by the next run.
#[test]
fn unfinished_tiles_are_swept() {
    let (_temp, store, backup) = open(600);
    store.backup(&backup).unwrap();
    let left =
        [backup.join("tile/entries/.tmpAbCdEf"), backup.join("tile/entries/002.p/.tmpAbCdEf")];
    for path in &left {
        fs::write(path, "x").unwrap();
    }
    store.backup(&backup).unwrap();
    assert!(left.iter().all(|path| !path.exists()));
}
