//! Folders for what a private look at a ledger makes, in the folder for temporary files.
//!
//! Each holds a file that is locked as long as its process lives, so whoever makes the next one can remove what
//! a process left that was killed.

use std::fs::{self, File};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use tempfile::TempDir;

use crate::error::{MAKE_TEMPORARY, StoreError};
use crate::files;

const PREFIX: &str = "greffe-index-";
const HELD: &str = "held";

/// A new folder, and the lock that says that it is in use.
pub(crate) fn folder() -> Result<(TempDir, File), StoreError> {
    let place = std::env::temp_dir();
    let wrong = |error| StoreError::io(MAKE_TEMPORARY, &place)(error);
    let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(&place).map_err(wrong)?;
    // It has its name once it is locked: nobody takes it for one that is left.
    let (new, name) = (folder.path().join("new"), folder.path().join(HELD));
    let held = File::create_new(&new).map_err(wrong)?;
    held.try_lock().map_err(|error| wrong(error.into()))?;
    fs::rename(new, name).map_err(wrong)?;
    sweep(&place, fs::metadata(folder.path()).map_err(wrong)?.uid());
    Ok((folder, held))
}

/// Removes the folders of processes that are gone. One that is not ours, or that is being made at this moment,
/// stays; what cannot be removed is tried again next time.
fn sweep(place: &Path, own: u32) {
    for file in fs::read_dir(place).into_iter().flatten().flatten() {
        if !file.file_name().to_string_lossy().starts_with(PREFIX) {
            continue;
        }
        let path = file.path();
        let ours = |found: fs::Metadata| found.is_dir() && found.uid() == own;
        if !fs::symlink_metadata(&path).is_ok_and(ours) {
            continue;
        }
        let held = files::open(&path.join(HELD)).ok().flatten();
        if held.is_some_and(|held| held.try_lock().is_ok()) {
            let _ = fs::remove_dir_all(&path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_process_left_is_removed_and_what_is_in_use_is_not() {
        let place = tempfile::tempdir().unwrap();
        let make = |name: &str| {
            let dir = place.path().join(format!("{PREFIX}{name}"));
            fs::create_dir(&dir).unwrap();
            fs::write(dir.join("0-000000"), "rows").unwrap();
            (File::create_new(dir.join(HELD)).unwrap(), dir)
        };
        let (used, in_use) = make("used");
        used.try_lock().unwrap();
        let (left, gone) = make("left");
        drop(left);
        let new = place.path().join(format!("{PREFIX}new"));
        fs::create_dir(&new).unwrap();
        sweep(place.path(), fs::metadata(place.path()).unwrap().uid());
        assert!(in_use.exists() && new.exists() && !gone.exists());
    }
}
