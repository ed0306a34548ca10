//! A backup: the log as the entry bundles of a C2SP tlog-tiles directory, with its documents.
//!
//! ```text
//! BACKUP/greffe.json                     {"greffe":"backup","format":2}
//! BACKUP/head                            how far the backup reaches, as in a ledger's directory
//! BACKUP/tile/entries/x001/234           page 1 234
//! BACKUP/tile/entries/x001/235.p/17      the 17 entries that page 1 235 has so far
//! BACKUP/documents/a3/…                  as in a ledger's directory
//! ```
//!
//! It is made from any reader while the ledger is in use, and only adds what has come since the
//! last one: pages and documents never change. The head is replaced last, so a backup that was cut
//! off is the one before. What is copied is held against its chain and its hash on the way: a
//! damaged ledger is not copied over a sound backup.
//!
//! A backup that lost something is no backup. So what an earlier run copied is looked at by each run:
//! every page and every document for its length, the pages of the last volume and the documents up to
//! 64 MiB for every byte. What is missing or different is copied anew, and counted. All bytes are read
//! by `verify` of the backup. docs/format.md §12.

use std::collections::BTreeSet;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use greffe_chain::{Hash, Head};

use crate::documents::{Documents, PIECE, hash_file};
use crate::error::{KEEP_BACKUP, OTHER_BACKUP, StoreError};
use crate::files;
use crate::layout::{self, BACKUP, HeadMark, sync_dir};
use crate::lock::Lock;
use crate::page::{LENGTH, PAGE};
use crate::read::Reader;
use crate::tiles::{self, tile_path};
use crate::volumes::VOLUME;

/// What a backup copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupReport {
    /// How far the backup reaches.
    pub head: Head,
    /// Entries that it held before.
    pub before: u64,
    /// Pages written, the unfinished last one included.
    pub pages: u64,
    /// Documents copied.
    pub documents: u64,
    /// Pages and documents that the backup counted on, and that were missing, shortened or altered:
    /// they were copied anew. Of a document that was not there at all, only entries can tell that it
    /// should have been: it is among the new ones.
    pub repaired: u64,
    /// Documents that were copied and were not there, where there was a backup before.
    pub new_documents: Vec<Hash>,
    /// Documents that the backup does not hold and that the ledger no longer gives whole, and why. They
    /// keep nothing else from being copied; the next run asks for them again.
    pub lost_documents: Vec<(Hash, String)>,
    /// Folders and names of the ledger's documents that could not be looked at: what is in them is not
    /// copied.
    pub unreadable: Vec<String>,
}

/// What became of the documents.
#[derive(Default)]
struct Copied {
    documents: u64,
    again: u64,
    new: Vec<Hash>,
    lost: Vec<(Hash, String)>,
    unreadable: Vec<String>,
}

/// How many bytes of documents a run of the backup reads again.
const READ_AGAIN: u64 = 64 * 1024 * 1024;

impl Reader {
    /// Copies into `dir` what has come since the last backup there, and what that one has lost. The
    /// ledger stays in use; the backup reaches as far as the head of this moment, and is on disk when
    /// this returns. Blocks.
    ///
    /// # Errors
    /// [`StoreError::NotABackup`] when `dir` holds something else, [`StoreError::Inside`] when it lies
    /// in the ledger, [`StoreError::Damaged`] when it holds another history, or when the ledger's own
    /// entries are not what they were; then the backup stays as it was. A document that cannot be
    /// copied is told in the report.
    pub fn backup(&self, dir: &Path) -> Result<BackupReport, StoreError> {
        Ok(self.backup_with(dir, |_| Ok::<_, StoreError>(()))?.0)
    }

    /// The same, and `then` what belongs beside the log: under the lock of the backup, and before its head
    /// counts what has come, so that one that is cut off is the one before.
    ///
    /// # Errors
    /// Those of [`Reader::backup`] and of `then`.
    pub fn backup_with<T, E: From<StoreError>>(
        &self,
        dir: &Path,
        then: impl FnOnce(&BackupReport) -> Result<T, E>,
    ) -> Result<(BackupReport, T), E> {
        self.make_ready(dir)?;
        let _lock = Lock::take(dir, String::new())?;
        let (before, report) = self.copy_log(dir)?;
        let beside = then(&report)?;
        if before != Some(report.head) {
            let mark = HeadMark { ledger: self.ledger(), head: report.head };
            layout::replace(&layout::head_path(dir), mark.text())?;
            drop_partial(dir, before, report.head);
        }
        Ok((report, beside))
    }

    /// Makes the directory of a backup, unless something else is there.
    fn make_ready(&self, dir: &Path) -> Result<(), StoreError> {
        layout::apart(self.dir(), dir)?;
        // Before anything is touched: whatever else the directory holds is somebody's.
        match layout::check_marker(dir, BACKUP) {
            Ok(()) | Err(StoreError::Missing { .. }) => {}
            Err(StoreError::NotABackup { .. }) if is_empty(dir)? => {}
            Err(_) if self.is_mine(dir) => {}
            Err(error) => return Err(error),
        }
        layout::create_dir(dir)
    }

    /// Copies entries and documents; the head that the backup had, and what was done.
    fn copy_log(&self, dir: &Path) -> Result<(Option<Head>, BackupReport), StoreError> {
        let unmarked = self.is_mine(dir);
        if unmarked {
            make_way(&layout::marker_path(dir))?;
            layout::write_marker(dir, BACKUP)?;
        }
        let head = self.head();
        let before = self.backed_up(dir)?;
        // It is ours to tidy.
        tiles::sweep(dir);
        let lost = before.map_or_else(|| Ok(BTreeSet::new()), |before| self.lost(dir, before))?;
        let pages = self.copy_pages(dir, before, head)? + self.copy_lost(dir, &lost)?;
        let copied = self.copy_documents(dir)?;
        settle(dir)?;
        let report = BackupReport {
            head,
            before: before.map_or(0, |before| before.count),
            pages,
            documents: copied.documents,
            repaired: lost.len() as u64 + copied.again + u64::from(unmarked),
            new_documents: before.map_or_else(Vec::new, |_| copied.new),
            lost_documents: copied.lost,
            unreadable: copied.unreadable,
        };
        Ok((before, report))
    }

    /// Whether `dir` is a backup of this ledger whose marker is damaged: its mark says so, which carries
    /// its own check.
    fn is_mine(&self, dir: &Path) -> bool {
        matches!(layout::check_damaged(dir, BACKUP), Ok(Some(_)))
            && HeadMark::read(dir).is_ok_and(|mark| mark.ledger == self.ledger())
    }

    /// The pages that a backup up to `before` counts on and does not hold as the ledger does: their
    /// number, and that of their entries.
    fn lost(&self, dir: &Path, before: Head) -> Result<BTreeSet<(u64, u64)>, StoreError> {
        let mut lost = BTreeSet::new();
        let last = before.count.saturating_sub(1) / PAGE;
        for page in 0..before.count.div_ceil(PAGE) {
            let count = (before.count - page * PAGE).min(PAGE);
            let whole = if page / VOLUME == last / VOLUME || page >= self.core.log.volumes.sealed()
            {
                let ours = self.entries_of(page, count)?;
                matches!(tiles::read(dir, page, count), Ok(Some(theirs)) if theirs == ours)
            } else {
                let found = fs::symlink_metadata(tile_path(dir, page, count));
                let length = self.core.log.volumes.length(page)?;
                found.is_ok_and(|found| found.is_file() && found.len() == length)
            };
            if !whole {
                lost.insert((page, count));
            }
        }
        Ok(lost)
    }

    /// The first entries of a page, read and followed through their chain.
    fn entries_of(&self, page: u64, count: u64) -> Result<Vec<u8>, StoreError> {
        let absent = || self.core.log.absent(page * PAGE);
        let found = self.core.log.page(page)?.ok_or_else(absent)?;
        let due = found.entries().take(usize::try_from(count).unwrap_or(0));
        let length: usize = due.map(|(_, entry)| LENGTH + entry.len()).sum();
        Ok(found.bytes().get(..length).unwrap_or_default().to_vec())
    }

    fn copy_lost(&self, dir: &Path, lost: &BTreeSet<(u64, u64)>) -> Result<u64, StoreError> {
        for &(page, count) in lost {
            write(&tile_path(dir, page, count), &self.entries_of(page, count)?)?;
        }
        Ok(lost.len() as u64)
    }

    /// The head of the backup in `dir`, which must be of this history; None when there is none yet.
    fn backed_up(&self, dir: &Path) -> Result<Option<Head>, StoreError> {
        match layout::check_marker(dir, BACKUP) {
            Ok(()) => {}
            Err(StoreError::NotABackup { .. }) if is_empty(dir)? => {
                layout::write_marker(dir, BACKUP)?;
                layout::sync_parent(dir)?;
                return Ok(None);
            }
            Err(error) => return Err(error),
        }
        let head = layout::head_path(dir);
        // A head that cannot be looked at is not one that is absent.
        if !head.try_exists().map_err(StoreError::io("read", &head))? {
            return Ok(None);
        }
        let mark = HeadMark::read(dir).map_err(|error| match error {
            StoreError::Damaged(damage) => {
                StoreError::damaged_with(damage.what.clone(), damage.place.clone(), KEEP_BACKUP)
            }
            other => other,
        })?;
        let place = || layout::head_path(dir).display().to_string();
        let last = mark.head.count.saturating_sub(1);
        if mark.ledger != self.ledger() {
            let what = format!("the backup is of another ledger, {}", mark.ledger);
            return Err(StoreError::damaged_with(what, place(), OTHER_BACKUP));
        }
        let ours = |last| Ok::<_, StoreError>(self.core.log.hash(last)? == mark.head.hash);
        if mark.head.count > self.head().count || !ours(last)? {
            let what = format!(
                "the backup holds {} entries of a history that the ledger does not hold",
                mark.head.count
            );
            return Err(StoreError::damaged_with(what, place(), OTHER_BACKUP));
        }
        Ok(Some(mark.head))
    }

    fn copy_pages(&self, dir: &Path, before: Option<Head>, head: Head) -> Result<u64, StoreError> {
        let from = before.map_or(0, |before| before.count / PAGE * PAGE);
        if before == Some(head) {
            return Ok(0);
        }
        let mut written = 0;
        // Young entries come in pieces that need not begin with a page.
        let mut partial: Vec<u8> = Vec::new();
        for page in self.pages(from..head.count) {
            let page = page?;
            // A page that was sealed meanwhile holds more than the head that the backup ends at.
            let due = page.entries().take_while(|(seq, _)| *seq < head.count);
            let length: usize = due.map(|(_, entry)| LENGTH + entry.len()).sum();
            partial.extend_from_slice(page.bytes().get(..length).unwrap_or_default());
            let end = (page.first() + page.len() as u64).min(head.count);
            if end.is_multiple_of(PAGE) || end == head.count {
                let number = (end - 1) / PAGE;
                write(&tile_path(dir, number, (end - 1) % PAGE + 1), &partial)?;
                partial.clear();
                written += 1;
            }
        }
        Ok(written)
    }

    /// Copies documents; how many, how many of them were there and not what they should be, and which
    /// could not be had.
    fn copy_documents(&self, dir: &Path) -> Result<Copied, StoreError> {
        let target = Documents::new(dir);
        target.sweep();
        let mut copied = Copied::default();
        let mut left = READ_AGAIN;
        for listed in self.documents() {
            let (hash, length) = match listed {
                Ok(listed) => listed,
                Err(error) if error.is_shortage() => return Err(error),
                Err(error) => {
                    copied.unreadable.push(error.to_string());
                    continue;
                }
            };
            let path = target.path(hash);
            let found = fs::symlink_metadata(&path).ok();
            let same = |found: &fs::Metadata| found.is_file() && found.len() == length;
            let mut whole = found.as_ref().is_some_and(same);
            if whole && length <= left {
                left -= length;
                whole = hash_file(&path).is_ok_and(|(theirs, _)| theirs == hash);
            }
            if !whole {
                match copy_document(&self.core.documents.path(hash), &target, hash) {
                    Err(error) if error.is_shortage() => return Err(error),
                    Ok(()) => {
                        copied.documents += 1;
                        copied.again += u64::from(found.is_some());
                        copied.new.extend(found.is_none().then_some(hash));
                    }
                    Err(
                        error @ (StoreError::Damaged(_) | StoreError::Io { action: "read", .. }),
                    ) => {
                        copied.lost.push((hash, error.to_string()));
                    }
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(copied)
    }
}

/// Makes the names of all that the backup holds durable, those that an earlier run left unsynced when it was
/// cut off as well: this run found them there and wrote them no more.
fn settle(dir: &Path) -> Result<(), StoreError> {
    let mut open = vec![dir.join("tile"), layout::documents_path(dir)];
    while let Some(folder) = open.pop() {
        let wrong = |error| StoreError::io("read", &folder)(error);
        let found = match fs::symlink_metadata(&folder) {
            Ok(found) => found,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(wrong(error)),
        };
        // What a link leads to is not the backup's.
        if !found.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&folder).map_err(wrong)? {
            let entry = entry.map_err(wrong)?;
            if entry.file_type().map_err(wrong)?.is_dir() {
                open.push(entry.path());
            }
        }
        sync_dir(&folder)?;
    }
    sync_dir(dir)?;
    layout::sync_parent(dir)
}

/// Copies one document in pieces, and keeps the copy only if it hashes to its name.
pub(crate) fn copy_document(from: &Path, target: &Documents, hash: Hash) -> Result<(), StoreError> {
    let path = target.path(hash);
    let folder = path.parent().unwrap_or(&path);
    files::create_dirs(folder)?;
    let wrong = |error| StoreError::io("write", &path)(error);
    let absent = || StoreError::damaged("the file is missing", from.display().to_string());
    let mut source = files::open(from)?.ok_or_else(absent)?;
    let mut file = target.unfinished().map_err(wrong)?;
    let mut piece = vec![0; PIECE];
    // Which of the two files is at fault decides whether a document is lost or the disk is full.
    loop {
        match files::read_piece(&mut source, &mut piece).map_err(StoreError::io("read", from))? {
            [] => break,
            read => file.write_all(read).map_err(wrong)?,
        }
    }
    // What cannot be read back was not written: the source is not at fault.
    let (found, _) = hash_file(file.path()).map_err(|error| match error {
        StoreError::Io { path, source, .. } => StoreError::Io { action: "read back", path, source },
        other => other,
    })?;
    if found != hash {
        let what = format!("the document hashes to {found}");
        return Err(StoreError::damaged(what, from.display().to_string()));
    }
    file.as_file().sync_all().map_err(wrong)?;
    make_way(&path)?;
    file.persist(&path).map_err(|error| wrong(error.error))?;
    crate::documents::sync_parents(&path)
}

/// Removes a folder that stands in the place of a file, which no file can be renamed over.
fn make_way(path: &Path) -> Result<(), StoreError> {
    if fs::symlink_metadata(path).is_ok_and(|found| found.is_dir()) {
        fs::remove_dir(path).map_err(StoreError::io("remove what stands in the place of", path))?;
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let folder = path.parent().unwrap_or(path);
    files::create_dirs(folder)?;
    make_way(path)?;
    let wrong = |error| StoreError::io("write", path)(error);
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(wrong)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_data()).map_err(wrong)?;
    file.persist(path).map_err(|error| wrong(error.error))?;
    Ok(())
}

/// Removes the unfinished pages of earlier backups, finished or cut off, which longer or full ones have
/// replaced. That of the run before stays until the next: whoever verifies or restores meanwhile reads as
/// far as the head was when he began.
fn drop_partial(dir: &Path, before: Option<Head>, head: Head) {
    let kept = before.map_or(0, |before| before.count);
    for (page, count) in tiles::list(dir).unwrap_or_default() {
        let end = page * PAGE + count;
        if count == PAGE || end >= head.count || end == kept {
            continue;
        }
        let old = tile_path(dir, page, count);
        // What is left behind costs room and says nothing wrong.
        let _ = fs::remove_file(&old);
        if let Some(folder) = old.parent() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Whether there is nothing in `dir` but the lock and what a crash left of a marker.
fn is_empty(dir: &Path) -> Result<bool, StoreError> {
    let wrong = |error: std::io::Error| StoreError::io("read", dir)(error);
    match fs::read_dir(dir) {
        Ok(files) => {
            for file in files {
                let name = file.map_err(wrong)?.file_name();
                if name != "lock" && !name.to_string_lossy().starts_with(".tmp") {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(error) => Err(wrong(error)),
    }
}
