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
//! damaged ledger is not copied over a sound backup. docs/format.md §12.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use greffe_chain::{Hash, Head};

use crate::documents::{Documents, hash_file};
use crate::error::StoreError;
use crate::layout::{self, BACKUP, HeadMark, sync_dir};
use crate::lock::Lock;
use crate::page::{LENGTH, PAGE};
use crate::read::Reader;

/// What a backup copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackupReport {
    /// How far the backup reaches.
    pub head: Head,
    /// Entries that it held before.
    pub before: u64,
    /// Pages written, the unfinished last one included.
    pub pages: u64,
    /// Documents copied.
    pub documents: u64,
}

/// Where page `page` lies in a backup; `count` is the number of its entries.
pub(crate) fn tile_path(dir: &Path, page: u64, count: u64) -> PathBuf {
    let mut groups = vec![format!("{:03}", page % 1000)];
    let mut rest = page / 1000;
    while rest > 0 {
        groups.push(format!("x{:03}", rest % 1000));
        rest /= 1000;
    }
    groups.reverse();
    let path = dir.join("tile").join("entries").join(groups.join("/"));
    if count == PAGE {
        return path;
    }
    let mut name = path.into_os_string();
    name.push(format!(".p/{count}"));
    name.into()
}

impl Reader {
    /// Copies into `dir` what has come since the last backup there. The ledger stays in use; the
    /// backup reaches as far as the head of this moment, and is on disk when this returns. Blocks.
    ///
    /// # Errors
    /// [`StoreError::NotALedger`] when `dir` holds something else, [`StoreError::Damaged`] when it
    /// holds another history, or when the ledger's own bytes are not what they were; then the
    /// backup stays as it was.
    pub fn backup(&self, dir: &Path) -> Result<BackupReport, StoreError> {
        // Before anything is touched: whatever else the directory holds is somebody's.
        match layout::check_marker(dir, BACKUP) {
            Ok(()) | Err(StoreError::Missing { .. }) => {}
            Err(StoreError::NotALedger { .. }) if is_empty(dir)? => {}
            Err(error) => return Err(error),
        }
        layout::create_dir(dir)?;
        let _lock = Lock::take(dir, String::new())?;
        let (head, ledger) = (self.head(), self.ledger());
        let before = self.backed_up(dir)?;
        let pages = self.copy_pages(dir, before, head)?;
        let documents = self.copy_documents(dir)?;
        if before != Some(head) {
            layout::replace(&layout::head_path(dir), HeadMark { ledger, head }.text())?;
            if let Some(before) = before {
                drop_partial(dir, before.count, head.count);
            }
        }
        Ok(BackupReport { head, before: before.map_or(0, |before| before.count), pages, documents })
    }

    /// The head of the backup in `dir`, which must be of this history; None when there is none yet.
    fn backed_up(&self, dir: &Path) -> Result<Option<Head>, StoreError> {
        match layout::check_marker(dir, BACKUP) {
            Ok(()) => {}
            Err(StoreError::NotALedger { .. }) if is_empty(dir)? => {
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
        let mark = HeadMark::read(dir)?;
        let place = || layout::head_path(dir).display().to_string();
        let last = mark.head.count.saturating_sub(1);
        if mark.ledger != self.ledger() {
            let what = format!("the backup is of another ledger, {}", mark.ledger);
            return Err(StoreError::damaged(what, place()));
        }
        let ours = |last| Ok::<_, StoreError>(self.core.log.hash(last)? == mark.head.hash);
        if mark.head.count > self.head().count || !ours(last)? {
            let what = format!(
                "the backup holds {} entries of a history that the ledger does not hold",
                mark.head.count
            );
            return Err(StoreError::damaged(what, place()));
        }
        Ok(Some(mark.head))
    }

    fn copy_pages(&self, dir: &Path, before: Option<Head>, head: Head) -> Result<u64, StoreError> {
        let from = before.map_or(0, |before| before.count / PAGE * PAGE);
        if before == Some(head) {
            return Ok(0);
        }
        let mut written = 0;
        let mut folders = std::collections::BTreeSet::new();
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
                let path = tile_path(dir, number, (end - 1) % PAGE + 1);
                write(&path, &partial)?;
                let below = path.ancestors().skip(1).take_while(|folder| *folder != dir);
                folders.extend(below.map(Path::to_path_buf));
                partial.clear();
                written += 1;
            }
        }
        folders.iter().try_for_each(|folder| sync_dir(folder))?;
        sync_dir(dir)?;
        Ok(written)
    }

    fn copy_documents(&self, dir: &Path) -> Result<u64, StoreError> {
        let target = Documents::new(dir);
        let mut copied = 0;
        for listed in self.documents() {
            let (hash, length) = listed?;
            let path = target.path(hash);
            let there = fs::metadata(&path).is_ok_and(|found| found.len() == length);
            if !there {
                copy_document(&self.core.documents.path(hash), &target, hash)?;
                copied += 1;
            }
        }
        Ok(copied)
    }
}

/// Copies one document in pieces, and keeps the copy only if it hashes to its name.
pub(crate) fn copy_document(from: &Path, target: &Documents, hash: Hash) -> Result<(), StoreError> {
    let path = target.path(hash);
    let folder = path.parent().unwrap_or(&path);
    fs::create_dir_all(folder).map_err(StoreError::io("create", folder))?;
    let wrong = |error| StoreError::io("write", &path)(error);
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(wrong)?;
    let mut source = File::open(from).map_err(StoreError::io("read", from))?;
    std::io::copy(&mut source, &mut file).map_err(wrong)?;
    let (found, _) = hash_file(file.path())?;
    if found != hash {
        let what = format!("the document hashes to {found}");
        return Err(StoreError::damaged(what, from.display().to_string()));
    }
    file.as_file().sync_all().map_err(wrong)?;
    file.persist(&path).map_err(|error| wrong(error.error))?;
    crate::documents::sync_parents(&path)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(StoreError::io("create", folder))?;
    let wrong = |error| StoreError::io("write", path)(error);
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(wrong)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_data()).map_err(wrong)?;
    file.persist(path).map_err(|error| wrong(error.error))?;
    Ok(())
}

/// Removes the unfinished page of an earlier backup, which a longer or full one has replaced.
fn drop_partial(dir: &Path, before: u64, now: u64) {
    if before.is_multiple_of(PAGE) || before == now {
        return;
    }
    let old = tile_path(dir, before / PAGE, before % PAGE);
    // What is left behind costs room and says nothing wrong.
    let _ = fs::remove_file(&old);
    if let Some(folder) = old.parent() {
        let _ = fs::remove_dir(folder);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_lie_where_the_specification_puts_them() {
        let path = |page, count| tile_path(Path::new(""), page, count).display().to_string();
        assert_eq!(path(0, 256), "tile/entries/000");
        assert_eq!(path(999, 256), "tile/entries/999");
        assert_eq!(path(1_234_067, 256), "tile/entries/x001/x234/067");
        assert_eq!(path(1_234_067, 8), "tile/entries/x001/x234/067.p/8");
    }
}
