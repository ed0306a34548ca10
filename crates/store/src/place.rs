//! A directory for something new, and what becomes of it when nothing comes of that.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::StoreError;
use crate::layout::{self, documents_path, head_path, lock_path};
use crate::layout::{marker_path, pages_path, salvaged_path, tail_path};
use crate::lock::Lock;
use crate::tail::Tail;

/// A directory in which a ledger is being made.
#[derive(Debug)]
pub(crate) struct Place {
    dir: PathBuf,
    /// Whether it was made for this.
    made: bool,
}

impl Place {
    /// Takes a directory that is absent, empty, or holds what a creation left that was cut off before
    /// its first entry: that is removed.
    ///
    /// # Errors
    /// [`StoreError::AlreadyExists`] where anything else is, [`StoreError::Locked`] where somebody is
    /// making a ledger just now.
    pub(crate) fn claim(dir: &Path, since: String) -> Result<(Place, Lock), StoreError> {
        let place = Place { dir: dir.into(), made: !dir.exists() };
        layout::create_dir(dir)?;
        let empty = || Ok::<_, StoreError>(names(dir)?.is_empty());
        if !empty()? && !place.is_left_over()? {
            return Err(StoreError::AlreadyExists { dir: dir.into() });
        }
        let lock = Lock::take(dir, since)?;
        // Whoever held the lock may have come to an end meanwhile.
        if !place.is_left_over()? {
            return Err(StoreError::AlreadyExists { dir: dir.into() });
        }
        for path in place.parts().iter().chain(&place.temporary()).filter(|path| path.exists()) {
            // Folders are empty, or the place would not have been taken.
            let removed = if path.is_dir() { fs::remove_dir(path) } else { fs::remove_file(path) };
            removed.map_err(StoreError::io("remove", path))?;
        }
        Ok((place, lock))
    }

    /// Removes everything that is here, all of it made since the place was claimed, as far as it can be: the
    /// marker first, so that nothing half
    /// removed passes for a ledger.
    pub(crate) fn give_up(self) {
        let lock = lock_path(&self.dir);
        let made = names(&self.dir).unwrap_or_default().into_iter().map(|name| self.dir.join(name));
        // Nothing else was here when it was claimed.
        let made = made.filter(|path| *path != lock);
        let all = std::iter::once(marker_path(&self.dir)).chain(made).chain([lock.clone()]);
        for path in all {
            // What stays is taken up by the next creation.
            let is_dir = fs::symlink_metadata(&path).is_ok_and(|found| found.is_dir());
            let _ = if is_dir { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        }
        if self.made {
            let _ = fs::remove_dir(&self.dir);
        }
    }

    /// Everything but the marker and the lock.
    fn parts(&self) -> Vec<PathBuf> {
        let dir = &self.dir;
        vec![
            pages_path(dir),
            documents_path(dir),
            tail_path(dir, 0),
            tail_path(dir, 1),
            head_path(dir),
            salvaged_path(dir),
        ]
    }

    fn temporary(&self) -> Vec<PathBuf> {
        let names = names(&self.dir).unwrap_or_default();
        let names = names.into_iter().filter(|name| name.starts_with(".tmp"));
        let paths = names.map(|name| self.dir.join(name));
        paths.filter(|path| fs::symlink_metadata(path).is_ok_and(|found| found.is_file())).collect()
    }

    /// Whether everything that is here is what a creation leaves before its first entry, its lock before
    /// all. A ledger that lost its marker holds entries, and is never taken for one; nor are folders of
    /// somebody's that bear such a name.
    fn is_left_over(&self) -> Result<bool, StoreError> {
        if !lock_path(&self.dir).is_file() {
            return Ok(false);
        }
        let known: Vec<PathBuf> =
            [vec![lock_path(&self.dir)], self.parts(), self.temporary()].concat();
        if !names(&self.dir)?.iter().all(|name| known.contains(&self.dir.join(name))) {
            return Ok(false);
        }
        let kept = [pages_path(&self.dir), documents_path(&self.dir), salvaged_path(&self.dir)];
        for folder in kept {
            if folder.exists() && !(folder.is_dir() && names(&folder)?.is_empty()) {
                return Ok(false);
            }
        }
        Tail::is_blank(&self.dir)
    }
}

fn names(dir: &Path) -> Result<Vec<String>, StoreError> {
    let wrong = |error| StoreError::io("read", dir)(error);
    let files = fs::read_dir(dir).map_err(wrong)?;
    let name = |file: std::io::Result<fs::DirEntry>| {
        Ok(file.map_err(wrong)?.file_name().to_string_lossy().into_owned())
    };
    files.map(name).collect()
}
