//! Ledgers made anew: from a backup, from what is left of a damaged ledger, from both. Whatever the
//! sources are, what comes out is the beginning of the one history, byte for byte.

use greffe_chain::bundle;

use super::*;
use crate::layout::tail_path;
use crate::tail::{HEADER, Tail};
use crate::tiles::tile_path;
use crate::{RestoreReport, StoreError, VerifyOptions, restore, restore_with, tamper};

/// A closed ledger, its backup, and what both hold.
struct Scene {
    temp: TempDir,
    dir: PathBuf,
    backup: PathBuf,
    entries: Vec<Vec<u8>>,
}

impl Scene {
    /// A ledger of `count` entries with two documents, and a backup of its first `saved`.
    fn new(count: u64, saved: u64) -> Scene {
        let (temp, dir) = ledger(saved, 97);
        let backup = temp.path().join("copie");
        let store = Store::open(&dir, &options()).unwrap();
        store.put_document(b"un acte").unwrap();
        store.put_document(&vec![7; 300_000]).unwrap();
        store.backup(&backup).unwrap();
        let mut next = saved;
        while next < count {
            let now = (count - next).min(50);
            append(&store, entries(next, now));
            next += now;
        }
        let entries = all(&store);
        store.close().unwrap();
        Scene { temp, dir, backup, entries }
    }

    /// Replaces an entry of the ledger, and leaves nothing of what its tail held earlier.
    fn forge(&self, seq: u64, bytes: &[u8]) {
        tamper::replace_entry(&self.dir, seq, bytes).unwrap();
        forget_older(&self.dir);
    }

    /// Makes a ledger from these sources, holds it against the history, and holds the sources
    /// against what they were.
    fn restore(&self, backup: bool, damaged: bool) -> Result<RestoreReport, StoreError> {
        let target = tempfile::tempdir_in(self.temp.path()).unwrap();
        let dir = target.path().join("again");
        let sources = (tree(&self.dir), tree(&self.backup));
        let report = restore(backup.then_some(&*self.backup), damaged.then_some(&*self.dir), &dir);
        assert_eq!((tree(&self.dir), tree(&self.backup)), sources, "sources stay as they are");
        let report = report?;
        if report.head.count == 0 {
            // Without its first entry it is no ledger, and passes for none.
            assert!(!report.is_complete() && !report.islands.is_empty(), "{report:?}");
            assert!(matches!(Store::open(&dir, &options()), Err(StoreError::NotALedger { .. })));
            self.hold_islands(&report);
            return Ok(report);
        }
        let store = Store::open(&dir, &options()).unwrap();
        assert_eq!(store.head(), report.head);
        let check = VerifyOptions { expect_head: Some(report.head.into()), threads: 1 };
        let found = store.verify(&check).unwrap();
        assert!(found.is_sound(), "{found:?}");
        let found = all(&store);
        assert!(found.len() <= self.entries.len());
        for (seq, (one, other)) in found.iter().zip(&self.entries).enumerate() {
            assert_eq!(one, other, "entry {seq} is another than was recorded");
        }
        self.hold_islands(&report);
        let documents: Vec<_> = store.documents().map(Result::unwrap).collect();
        assert_eq!(documents.len() as u64, report.documents);
        assert!(found.len() as u64 == report.head.count && store.streams().count() > 0);
        append(&store, entries(5_000, 1));
        Ok(report)
    }

    fn hold_islands(&self, report: &RestoreReport) {
        for (first, last, path) in &report.islands {
            let lines = fs::read(path).unwrap();
            let due: Vec<u8> = (*first..=*last)
                .flat_map(|seq| [&self.entries[at(seq)][..], b"\n"].concat())
                .collect();
            assert_eq!(lines, due, "island {first} to {last}");
            assert!(*first > report.head.count);
        }
    }

    /// Replaces entry `seq` in its tile of the backup by one that was made up.
    fn forge_in_backup(&self, seq: u64, count: u64) {
        let path = tile_path(&self.backup, seq / 256, count);
        let tile = fs::read(&path).unwrap();
        let mut entries: Vec<_> =
            bundle::iter(&tile).map(|entry| entry.unwrap().to_vec()).collect();
        entries[at(seq % 256)] = forged(&self.entries[at(seq)]);
        fs::write(&path, bundle::encode(entries.iter().map(Vec::as_slice)).unwrap()).unwrap();
    }
}

/// Wipes what the files of the tail hold of earlier generations: frames that were let go of, and
/// that a salvage would find.
fn forget_older(dir: &Path) {
    let found = Tail::read(dir).unwrap();
    let path = tail_path(dir, found.file);
    let end = found.runs.last().map_or(HEADER, |run| at(run.at) + run.bytes.len());
    let mut bytes = fs::read(&path).unwrap();
    bytes[end..].fill(0);
    fs::write(&path, bytes).unwrap();
    fs::write(tail_path(dir, 1 - found.file), vec![0; 65_536]).unwrap();
}

fn at(number: u64) -> usize {
    usize::try_from(number).unwrap()
}

/// The entry with another amount: it reads well, has the same length, and is not what was recorded.
fn forged(entry: &[u8]) -> Vec<u8> {
    let mut bytes = entry.to_vec();
    let digit = bytes.iter().rposition(u8::is_ascii_digit).unwrap();
    bytes[digit] ^= 1;
    bytes
}

#[test]
fn a_backup_gives_everything_up_to_its_head() {
    for (count, saved) in [(900, 900), (900, 600), (512, 512), (600, 1), (5_000, 4_800)] {
        let scene = Scene::new(count, saved);
        let report = scene.restore(true, false).unwrap();
        assert_eq!((report.head.count, report.documents), (saved, 2));
        assert!(report.is_complete() && report.not_verified.is_empty(), "{report:?}");
    }
}

#[test]
fn a_sound_ledger_gives_itself() {
    for count in [1, 255, 256, 257, 900, 5_000] {
        let scene = Scene::new(count, 1);
        let report = scene.restore(false, true).unwrap();
        assert_eq!(report.head.count, count);
        assert!(report.is_complete() && report.not_verified.is_empty(), "{report:?}");
        assert_eq!(scene.restore(true, true).unwrap().head, report.head);
    }
}

#[test]
fn a_target_must_be_empty_and_a_source_one() {
    let scene = Scene::new(300, 300);
    let target = scene.temp.path().join("ailleurs");
    fs::create_dir(&target).unwrap();
    fs::write(target.join("lettre.txt"), "Monsieur le maire").unwrap();
    let before = tree(&target);
    let into = |dir: &Path, backup: Option<&Path>, damaged: Option<&Path>| {
        restore(backup, damaged, dir).unwrap_err()
    };
    let error = into(&target, Some(&scene.backup), Some(&scene.dir));
    assert!(matches!(error, StoreError::AlreadyExists { .. }), "{error}");
    assert_eq!(tree(&target), before);
    let new = scene.temp.path().join("neuf");
    let error = into(&new, Some(&scene.dir), None);
    assert!(error.to_string().contains("it is a ledger"), "{error}");
    let error = into(&new, None, Some(&scene.backup));
    assert!(error.to_string().contains("it is a backup"), "{error}");
    let error = into(&new, Some(&scene.temp.path().join("rien")), None);
    assert!(matches!(error, StoreError::Missing { .. }), "{error}");
    assert!(!new.exists());
    assert!(into(&new, None, None).is_damage(), "nothing comes of nothing");
}

/// One byte of each of the log's files, in many places: what the ledger alone gives is a beginning
/// of the history, and with a backup it is everything.
#[test]
fn altered_bytes_never_get_in() {
    let scene = Scene::new(700, 700);
    forget_older(&scene.dir);
    let all = scene.entries.len() as u64;
    for name in ["pages/000000.bundles", "pages/000000.rows", "tail.a", "tail.b", "head"] {
        let path = scene.dir.join(name);
        let whole = fs::read(&path).unwrap();
        let Some(last) = whole.iter().rposition(|byte| *byte != 0) else { continue };
        for step in 0..24 {
            let mut damaged = whole.clone();
            let place = last * step / 23;
            damaged[place] ^= 1 << (step % 8);
            fs::write(&path, &damaged).unwrap();
            let alone = scene.restore(false, true);
            if ["pages/000000.rows", "head"].contains(&name) {
                let report = alone.unwrap();
                assert_eq!(report.head.count, all, "{name} {place}: every entry is whole");
                assert_eq!(report.not_verified.is_empty(), name != "head");
            } else if let Err(error) = alone {
                assert!(error.is_damage() && place < 2_000, "{name} {place}: {error}");
            }
            let both = scene.restore(true, true).unwrap();
            assert_eq!(both.head.count, all, "{name} {place}");
        }
        fs::write(&path, whole).unwrap();
    }
    for name in ["tile/entries/000", "tile/entries/001", "tile/entries/002.p/188"] {
        let path = scene.backup.join(name);
        let whole = fs::read(&path).unwrap();
        for step in 0..12 {
            let mut damaged = whole.clone();
            damaged[(whole.len() - 1) * step / 11] ^= 1 << (step % 8);
            fs::write(&path, &damaged).unwrap();
            match scene.restore(true, false) {
                Ok(report) => assert_eq!(report.head.count == all, report.is_complete()),
                Err(error) => assert!(error.is_damage(), "{name} {step}: {error}"),
            }
            assert_eq!(scene.restore(true, true).unwrap().head.count, all, "{name} {step}");
        }
        fs::write(&path, whole).unwrap();
    }
}

/// An entry that reads well and is not what was recorded, at the places where few things vouch for
/// it: behind it comes nothing, or a gap.
#[test]
fn forged_entries_never_get_in() {
    for count in [512, 600] {
        for seq in [0, 255, 256, 511, count - 1] {
            let scene = Scene::new(count, count);
            scene.forge(seq, &forged(&scene.entries[at(seq)]));
            match scene.restore(false, true) {
                Ok(report) => {
                    assert!(report.head.count <= seq && !report.is_complete(), "{report:?}");
                }
                Err(error) => assert!(error.is_damage() && seq == 0, "{error}"),
            }
            assert_eq!(scene.restore(true, true).unwrap().head.count, count, "{seq}");
            // The same in the backup, while the ledger is whole only before and behind.
            let scene = Scene::new(count, count);
            scene.forge_in_backup(seq, (count - seq / 256 * 256).min(256));
            match scene.restore(true, false) {
                Ok(report) => assert!(report.head.count <= seq, "{report:?}"),
                Err(error) => assert!(error.is_damage() && seq == 0, "{error}"),
            }
            assert_eq!(scene.restore(true, true).unwrap().head.count, count, "{seq}");
        }
    }
    // Behind a page of a backup whose last entry is forged, a gap: nothing speaks for the entry.
    let scene = Scene::new(900, 900);
    scene.forge_in_backup(511, 256);
    fs::remove_file(tile_path(&scene.backup, 2, 256)).unwrap();
    let report = scene.restore(true, false).unwrap();
    assert_eq!(report.head.count, 511);
}

#[test]
fn each_source_fills_the_gaps_of_the_other() {
    // The backup lacks page 1, the ledger's page 0 and page 2 are damaged.
    let scene = Scene::new(1_000, 900);
    fs::remove_file(tile_path(&scene.backup, 1, 256)).unwrap();
    for seq in [100, 600] {
        scene.forge(seq, b"{}");
    }
    assert_eq!(scene.restore(true, false).unwrap().head.count, 255);
    let report = scene.restore(true, true).unwrap();
    assert_eq!(report.head.count, 1_000);
    assert!(report.is_complete() && report.not_verified.is_empty(), "{report:?}");
    // Both are damaged in one page, in different places: entries of both make up the page.
    let scene = Scene::new(1_000, 900);
    scene.forge(300, &forged(&scene.entries[300]));
    scene.forge_in_backup(450, 256);
    scene.forge_in_backup(302, 256);
    let report = scene.restore(true, true).unwrap();
    assert_eq!(report.head.count, 1_000);
    // The backup ends inside a page of which the ledger has lost an early entry.
    let scene = Scene::new(1_000, 400);
    scene.forge(260, b"{}");
    assert_eq!(scene.restore(true, true).unwrap().head.count, 1_000);
}

#[test]
fn whole_ranges_behind_a_gap_are_kept_as_islands() {
    let scene = Scene::new(2_000, 1);
    for seq in [300, 1_100] {
        scene.forge(seq, &forged(&scene.entries[at(seq)]));
    }
    let report = scene.restore(false, true).unwrap();
    assert_eq!(report.head.count, 300);
    let islands: Vec<_> = report.islands.iter().map(|island| (island.0, island.1)).collect();
    assert_eq!(islands, [(301, 1_099), (1_101, 1_999)]);
    assert!(!report.is_complete() && !report.not_verified.is_empty());
    assert_eq!(report.once.map(|once| once.count), Some(2_000));
}

#[test]
fn documents_come_from_whichever_source_holds_them() {
    let scene = Scene::new(300, 300);
    let (one, other) = (Hash::of(b"un acte"), Hash::of(&vec![7; 300_000]));
    tamper::damage_document(&scene.dir, one).unwrap();
    let report = scene.restore(false, true).unwrap();
    assert_eq!(report.lost_documents.iter().map(|lost| lost.0).collect::<Vec<_>>(), [one]);
    assert!(!report.is_complete());
    let in_backup = |hash| crate::documents::Documents::new(&scene.backup).path(hash);
    fs::remove_file(in_backup(other)).unwrap();
    let report = scene.restore(true, true).unwrap();
    assert_eq!((report.documents, report.lost_documents.len()), (2, 0));
    fs::write(in_backup(one), "un autre acte").unwrap();
    let report = scene.restore(true, true).unwrap();
    assert_eq!(report.lost_documents.iter().map(|lost| lost.0).collect::<Vec<_>>(), [one]);
}

/// A ledger whose mark is gone may have gone on behind the end of its backup: a report that says so
/// is all that is left of that.
#[test]
fn a_lost_mark_is_told_although_the_mark_of_the_backup_is_reached() {
    let scene = Scene::new(900, 600);
    scene.forge(600, b"{}");
    fs::remove_file(scene.dir.join("head")).unwrap();
    let report = scene.restore(true, true).unwrap();
    assert_eq!(report.head.count, 600);
    let told = report.not_verified.iter().any(|what| what.contains("how far the ledger once"));
    assert!(told && !report.is_complete(), "{report:?}");
}

/// The first page is garbled and the tails are empty: the mark of the ledger is all that is left of the
/// entries behind the backup, and it is believed.
#[test]
fn a_mark_is_believed_although_the_first_entry_of_its_ledger_is_lost() {
    let scene = Scene::new(900, 600);
    let volume = scene.dir.join("pages/000000.bundles");
    let whole = fs::read(&volume).unwrap();
    for (name, lost) in [("zeros", 8_192), ("cut", whole.len()), ("first entry", 40)] {
        let mut bytes = whole.clone();
        bytes[..lost].fill(0);
        fs::write(&volume, if name == "cut" { vec![] } else { bytes }).unwrap();
        for file in [0, 1] {
            fs::write(tail_path(&scene.dir, file), "").unwrap();
        }
        let report = scene.restore(true, true).unwrap();
        assert!(report.head.count >= 600, "{name}: {report:?}");
        assert_eq!(report.once.map(|once| once.count), Some(900), "{name}");
        assert!(!report.is_complete(), "{name}: {report:?}");
    }
    // A backup of another ledger is still known for what it is.
    let (_other, other) = place();
    let genesis = NewEntry { effective: "2023".into(), ..genesis() };
    let store = Store::create(&other, genesis, &options()).unwrap();
    let backup = other.with_extension("backup");
    store.backup(&backup).unwrap();
    let error = restore(Some(&backup), Some(&scene.dir), &other.with_extension("both"));
    assert!(error.unwrap_err().to_string().contains("another ledger"));
    fs::write(&volume, whole).unwrap();
    fs::remove_file(scene.dir.join("head")).unwrap();
    // So it is where the ledger's mark is lost: its entries tell.
    let error = restore(Some(&backup), Some(&scene.dir), &other.with_extension("both"));
    assert!(error.unwrap_err().to_string().contains("another ledger"));
}

#[test]
fn a_mark_or_a_backup_of_another_ledger_takes_nothing_away() {
    let (_temp, dir) = ledger(700, 97);
    let (_other, other) = place();
    let genesis = NewEntry { effective: "2023".into(), ..genesis() };
    let store = Store::create(&other, genesis, &options()).unwrap();
    append(&store, entries(1, 40));
    let backup = other.with_extension("backup");
    store.backup(&backup).unwrap();
    store.close().unwrap();
    // Two ledgers are not one.
    let into = dir.with_extension("both");
    let error = restore(Some(&backup), Some(&dir), &into).unwrap_err();
    assert!(error.to_string().contains("another ledger"), "{error}");
    // A mark that is not this ledger's says nothing about it.
    fs::copy(other.join("head"), dir.join("head")).unwrap();
    let report = restore(None, Some(&dir), &dir.with_extension("new")).unwrap();
    assert_eq!((report.head.count, report.is_complete()), (700, false));
    assert!(report.not_verified[0].contains("that of another ledger"), "{report:?}");
}

#[test]
fn a_ledger_without_its_marker_or_its_mark_comes_back() {
    let (_temp, dir) = ledger(1_400, 97);
    fs::remove_file(dir.join("greffe.json")).unwrap();
    let report = restore(None, Some(&dir), &dir.with_extension("unmarked")).unwrap();
    assert_eq!((report.head.count, report.is_complete()), (1_400, true));
    assert!(report.not_verified[0].contains("greffe.json"), "{report:?}");
    assert_eq!(crate::examine(&dir).unwrap().intact, [(0, 1_399)]);
    // Pages behind a gap are kept though no mark says that there were any.
    fs::remove_file(dir.join("head")).unwrap();
    fs::write(dir.join("greffe.json"), "{\"greffe\":\"ledger\",\"format\":2}\n").unwrap();
    tamper::replace_entry(&dir, 300, b"{}").unwrap();
    // The tail of before holds that entry once more.
    for file in [0, 1] {
        fs::remove_file(tail_path(&dir, file)).unwrap();
    }
    let report = restore(None, Some(&dir), &dir.with_extension("gap")).unwrap();
    // Nothing vouches for the entry before the altered one any more.
    assert_eq!(report.head.count, 299);
    assert_eq!((report.islands[0].0, report.islands[0].1), (301, 1_279));
}

/// Without entry 0 there is no ledger; what an examination says is kept, is kept all the same.
#[test]
fn without_the_first_entry_what_is_whole_is_kept_beside() {
    let scene = Scene::new(900, 900);
    scene.forge(0, b"{}");
    scene.forge(500, b"{}");
    let report = scene.restore(false, true).unwrap();
    let islands: Vec<_> = report.islands.iter().map(|island| (island.0, island.1)).collect();
    assert_eq!(islands, [(1, 498), (501, 899)]);
    assert_eq!(crate::examine(&scene.dir).unwrap().kept, islands);
    assert_eq!((report.documents, report.once.map(|once| once.count)), (2, Some(900)));
    // Where nothing is whole, nothing is made.
    for file in ["pages/000000.bundles", "tail.a", "tail.b"] {
        fs::write(scene.dir.join(file), "").unwrap();
    }
    assert_eq!(crate::examine(&scene.dir).unwrap().kept, []);
    assert!(scene.restore(false, true).unwrap_err().is_damage());
}

/// A marker that the medium refuses to give is looked past as one that is lost.
#[test]
fn a_marker_that_cannot_be_read_is_looked_past() {
    let (_temp, dir) = ledger(600, 97);
    let marker = dir.join("greffe.json");
    fs::remove_file(&marker).unwrap();
    std::os::unix::fs::symlink(&marker, &marker).unwrap();
    assert!(matches!(Store::open(&dir, &options()), Err(StoreError::Io { .. })));
    let found = crate::examine(&dir).unwrap();
    assert_eq!(found.intact, [(0, 599)]);
    assert!(found.report.opening.unwrap().to_string().contains("greffe.json"));
    let report = restore(None, Some(&dir), &dir.with_extension("new")).unwrap();
    assert_eq!((report.head.count, report.is_complete()), (600, true));
    assert!(report.not_verified[0].contains("greffe.json"), "{report:?}");
}

#[test]
fn another_beginning_under_the_mark_of_the_ledger_does_not_shut_out_its_backup() {
    let scene = Scene::new(900, 900);
    let first = forged(&scene.entries[0]);
    let text = std::str::from_utf8(&scene.entries[1]).unwrap();
    let [before, after] = [&scene.entries[0], &first].map(|entry| Hash::of(entry).to_string());
    let second = text.replace(&before, &after);
    assert_ne!(second, text);
    scene.forge(0, &first);
    scene.forge(1, second.as_bytes());
    let report = scene.restore(true, true).unwrap();
    assert_eq!(report.head.count, 900);
    assert!(report.islands.is_empty() && report.lost_documents.is_empty(), "{report:?}");
}

#[test]
fn where_what_belongs_beside_the_log_fails_nothing_is_left() {
    let scene = Scene::new(300, 300);
    let dir = scene.temp.path().join("again");
    let beside = |_| {
        fs::create_dir(dir.join("vault")).unwrap();
        fs::write(dir.join("vault/value"), "x").unwrap();
        // Nobody else opens it meanwhile, and a kill here leaves no ledger.
        assert!(matches!(Store::open(&dir, &options()), Err(StoreError::NotALedger { .. })));
        assert_eq!(Store::open_forensic(&dir).unwrap().head().count, 300);
        Err::<(), _>(StoreError::NotALedger { dir: dir.clone(), why: "a test".into() })
    };
    restore_with(Some(&scene.backup), None, &dir, beside).unwrap_err();
    assert!(!dir.exists());
}

#[test]
fn a_backup_that_somebody_filled_with_tiles_gives_what_its_head_names() {
    let scene = Scene::new(600, 600);
    let whole = fs::read(tile_path(&scene.backup, 2, 88)).unwrap();
    for count in (1..256).filter(|count| *count != 88) {
        fs::write(tile_path(&scene.backup, 2, count), &whole[..whole.len() / 2]).unwrap();
    }
    let report = scene.restore(true, false).unwrap();
    assert!(report.is_complete() && report.head.count == 600, "{report:?}");
}
