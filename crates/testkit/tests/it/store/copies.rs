//! Copies of a ledger: as a crash leaves it, as a backup, as a restoration makes it.

use super::world::World;
use greffe_store::{Reader, RestoreReport, Store, StoreError, VerifyOptions, restore};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Copies a file, or a folder with what is in it; what goes away meanwhile is not copied.
fn copy(from: &Path, to: &Path) {
    if !from.is_dir() {
        match fs::copy(from, to) {
            Err(error) if error.kind() != ErrorKind::NotFound => panic!("{error}"),
            _ => return,
        }
    }
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap().map(Result::unwrap) {
        copy(&file.path(), &to.join(file.file_name()));
    }
}

/// Wipes the file of the tail that is not in use: what it still holds would heal most damage. Its
/// first frame has the lower generation (docs/format.md §11.3).
fn forget_older(dir: &Path) {
    let read = |name: &str| fs::read(dir.join(name)).unwrap();
    let generation = |name: &str| read(name).get(40..48).map(<[u8]>::to_vec);
    let older = if generation("tail.a") < generation("tail.b") { "tail.a" } else { "tail.b" };
    fs::write(dir.join(older), vec![0; 65_536]).unwrap();
}

impl World {
    pub fn backup_dir(&self) -> PathBuf {
        self.folder.path().join("copie")
    }

    /// A copy of the directory while the store is open. The mark first and the pages last: then no
    /// file speaks of what was written before it was copied and is missing in one copied earlier.
    pub fn copy(&self, name: &str) -> PathBuf {
        let to = self.folder.path().join(name);
        fs::create_dir(&to).unwrap();
        let head = self.dir.join("head");
        // Two equal looks: the mark was not being rewritten.
        let mut mark = fs::read(&head).unwrap();
        loop {
            let again = fs::read(&head).unwrap();
            if again == mark {
                break;
            }
            mark = again;
        }
        fs::write(to.join("head"), mark).unwrap();
        let first = ["tail.a", "tail.b"];
        let rest = ["pages", "documents", "snapshots", "greffe.json", "index"];
        for name in first.into_iter().chain(rest) {
            if self.dir.join(name).exists() {
                copy(&self.dir.join(name), &to.join(name));
            }
        }
        to
    }

    /// Demands that a ledger hold the beginning of the history, and be sound.
    pub fn is_prefix(&self, reader: &Reader) {
        let count = usize::try_from(reader.head().count).unwrap();
        assert_eq!(reader.head(), self.log.head_at(count));
        let check = VerifyOptions { expect_head: Some(reader.head().into()), threads: 1 };
        let report = reader.verify(&check).unwrap();
        assert!(report.is_sound(), "{report:?}");
        let found = reader.scan(..).map(|entry| entry.unwrap().to_vec());
        assert!(found.eq(self.log.entries()[..count].iter().cloned()));
        assert_eq!(reader.check_indexes().unwrap(), []);
    }

    pub fn backup(&mut self) -> &'static str {
        let report = self.store().backup(&self.backup_dir()).unwrap();
        assert_eq!((report.head, report.before), (self.log.head(), self.saved.unwrap_or(0)));
        let (before, count) = (report.before, report.head.count);
        let due = if before == count { 0 } else { count.div_ceil(256) - before / 256 };
        assert_eq!(report.pages, due, "only pages with new entries are written");
        self.saved = Some(count);
        self.restore_from_backup();
        "backup"
    }

    pub fn restore_from_backup(&self) {
        let report = self.restored(true, None).unwrap();
        assert_eq!(Some(report.head.count), self.saved);
        assert!(report.is_complete() && report.not_verified.is_empty(), "{report:?}");
    }

    /// Restores into a new folder, and holds what comes out against the model.
    fn restored(&self, backup: bool, damaged: Option<&Path>) -> Result<RestoreReport, StoreError> {
        let target = tempfile::tempdir_in(self.folder.path()).unwrap();
        let dir = target.path().join("again");
        let backup = backup.then(|| self.backup_dir());
        let report = restore(backup.as_deref(), damaged, &dir)?;
        for (first, last, path) in &report.islands {
            let range = usize::try_from(*first).unwrap()..=usize::try_from(*last).unwrap();
            let lines: Vec<u8> =
                self.log.entries()[range].iter().flat_map(|e| [e, &b"\n"[..]].concat()).collect();
            assert!(fs::read(path).unwrap() == lines, "island {first} to {last}");
        }
        if report.head.count == 0 {
            // Without its first entry it is no ledger, and passes for none.
            assert!(!report.is_complete() && Store::open(&dir, &self.options).is_err());
            return Ok(report);
        }
        let store = Store::open(&dir, &self.options).unwrap();
        assert_eq!(store.head(), report.head);
        self.is_prefix(&store);
        let documents = store.documents().map(|found| found.unwrap().0);
        assert!(documents.into_iter().all(|document| self.documents.contains(&document)));
        Ok(report)
    }

    /// Harms a file of the log in a copy, and makes a ledger of what is left, with and without the
    /// backup.
    pub fn damage(&mut self) -> &'static str {
        let copy = self.copy("damaged");
        let mut files: Vec<PathBuf> =
            ["head", "tail.a", "tail.b"].into_iter().map(|name| copy.join(name)).collect();
        let pages = fs::read_dir(copy.join("pages")).unwrap();
        files.extend(pages.map(|file| file.unwrap().path()));
        files.sort();
        if self.random.chance(70) {
            forget_older(&copy);
        }
        for _ in 0..=self.random.below(4) {
            let sealed = copy.join("pages/000000.bundles");
            let sealed = Some(sealed).filter(|path| path.exists() && self.random.chance(40));
            let path = sealed.unwrap_or_else(|| self.random.pick(&files).clone());
            let Ok(bytes) = fs::read(&path) else { continue };
            fs::write(&path, self.harmed(bytes)).unwrap();
            if self.random.chance(10) {
                fs::remove_file(&path).unwrap();
            }
        }
        match self.restored(false, Some(&copy)) {
            Ok(report) => self.is_honest(&report),
            Err(error) => assert!(error.is_damage(), "{error}"),
        }
        if let Some(saved) = self.saved {
            let report = self.restored(true, Some(&copy)).unwrap();
            assert!(report.head.count >= saved, "less than the backup alone gives: {report:?}");
            self.is_honest(&report);
        }
        fs::remove_dir_all(copy).unwrap();
        "damage"
    }

    /// The bytes of a file with a bit turned, an entry forged in it, or its end cut off.
    fn harmed(&mut self, mut bytes: Vec<u8>) -> Vec<u8> {
        let used = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        if used == 0 {
            return bytes;
        }
        let place = self.random.below(used);
        match self.random.below(4) {
            0 => bytes.truncate(place),
            1 => bytes[place] ^= 1 << self.random.below(8),
            _ => {
                // An entry that may be the last of a page, or of all: its amount becomes another.
                let count = self.count();
                let seq = match self.random.below(3) {
                    0 => self.random.below(count),
                    1 => count - 1,
                    _ => (count / 256 * 256).saturating_sub(1 + 256 * self.random.below(2)),
                };
                let entry = &self.log.entries()[seq];
                let digit = entry.iter().rposition(u8::is_ascii_digit).unwrap();
                let starts = bytes.windows(entry.len()).position(|bytes| bytes == entry);
                bytes[starts.map_or(place, |start| start + digit)] ^= 1;
            }
        }
        bytes
    }

    /// A report that has nothing to say of losses must not hide one.
    fn is_honest(&self, report: &RestoreReport) {
        if report.is_complete() && report.not_verified.is_empty() {
            assert_eq!(report.head, self.log.head(), "{report:?}");
        }
    }
}
