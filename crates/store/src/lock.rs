//! One process at a time writes a ledger: an advisory lock on the file `lock`.
//!
//! The operating system releases the lock when the holder dies, so no stale lock outlives a crash.
//! The file's text only tells others who holds it; it decides nothing.

use std::fmt;
use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::error::{LOCK, StoreError};
use crate::files;
use crate::layout::{self, BACKUP, LEDGER, lock_path};

/// How often to ask again, and how long to wait between: a process that a program starts holds all
/// its files, and this lock among them, for the moment until it becomes another program.
const TRIES: u32 = 20;
/// More than a holder's text ever has.
const LONGEST: u64 = 8_192;
const PAUSE: Duration = Duration::from_millis(5);

/// Who holds a ledger, as the holder wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Process id; None when the lock file does not tell.
    pub pid: Option<u32>,
    /// Name of the program.
    pub program: Option<String>,
    /// Since when, UTC.
    pub since: Option<String>,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.pid {
            Some(pid) => write!(f, "process {pid}")?,
            None => write!(f, "an unknown process")?,
        }
        if let Some(program) = &self.program {
            write!(f, " ({program})")?;
        }
        if let Some(since) = &self.since {
            write!(f, " since {since}")?;
        }
        Ok(())
    }
}

/// Whether the lock file is one: its text is written over by whoever takes it.
fn check_file(dir: &Path, path: &Path) -> Result<(), StoreError> {
    let wrong = |error| StoreError::io("read the lock", path)(error);
    // Of what is a ledger or a backup, the file is ours, whatever became of its text.
    let ours = [LEDGER, BACKUP].iter().any(|sort| layout::check_marker(dir, sort).is_ok());
    let not = || {
        if ours {
            let place = path.display().to_string();
            return StoreError::damaged_with("what stands there is not a lock", place, LOCK);
        }
        let why = "its file `lock` is not the lock of a ledger or of a backup; choose another \
                   directory";
        StoreError::NotALedger { dir: dir.into(), why: why.into() }
    };
    match std::fs::symlink_metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(wrong(error)),
        Ok(found) if !found.is_file() || found.len() > LONGEST => Err(not()),
        Ok(_) if ours => Ok(()),
        // A crash may leave it empty or cut short.
        Ok(_) => match std::fs::read(path).map_err(wrong)? {
            text if text.iter().all(|byte| *byte == 0) => Ok(()),
            text if text.starts_with(b"{\"pid\":") => Ok(()),
            _ => Err(not()),
        },
    }
}

/// Whether the open file is the one that stands under this name.
fn stands(file: &File, path: &Path) -> bool {
    let here = file.metadata().map(|found| (found.dev(), found.ino()));
    let there = std::fs::metadata(path).map(|found| (found.dev(), found.ino()));
    here.ok().is_some_and(|here| there.is_ok_and(|there| here == there))
}

/// The held lock; dropping it releases the ledger.
#[derive(Debug)]
pub(crate) struct Lock {
    file: File,
}

impl Lock {
    /// Takes the lock of the ledger in `dir`, or says who has it.
    pub(crate) fn take(dir: &Path, since: String) -> Result<Lock, StoreError> {
        let path = lock_path(dir);
        check_file(dir, &path)?;
        let mut file = files::open_for_writing(&path)?;
        let mut locked = file.try_lock();
        for _ in 0..TRIES {
            match locked {
                // Somebody gave the ledger up meanwhile and removed the file: a lock on what is in no
                // folder any more keeps nobody out.
                Ok(()) if !stands(&file, &path) => file = files::open_for_writing(&path)?,
                Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
                _ => break,
            }
            locked = file.try_lock();
        }
        match locked {
            Ok(()) if stands(&file, &path) => {}
            Ok(()) => {
                return Err(StoreError::Locked { dir: dir.into(), holder: Holder::default() });
            }
            Err(TryLockError::WouldBlock) => {
                let mut text = String::new();
                // What cannot be read is simply not told.
                let _ = file.read_to_string(&mut text);
                let holder = serde_json::from_str(&text).unwrap_or_default();
                return Err(StoreError::Locked { dir: dir.into(), holder });
            }
            Err(TryLockError::Error(error)) => return Err(StoreError::io("lock", &path)(error)),
        }
        let program = std::env::current_exe()
            .ok()
            .and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
        let holder = Holder { pid: Some(std::process::id()), program, since: Some(since) };
        let text = serde_json::to_string(&holder).unwrap_or_default();
        // On a full disk the holder goes untold: the lock is held all the same, and what is recorded can be read.
        let told = file.set_len(0).and_then(|()| file.rewind());
        let _ = told.and_then(|()| file.write_all(text.as_bytes()));
        Ok(Lock { file })
    }

    /// The same lock once more: the ledger in `dir` is released when both are dropped.
    pub(crate) fn again(&self, dir: &Path) -> Result<Lock, StoreError> {
        let file = self.file.try_clone().map_err(StoreError::io("hold the lock of", dir))?;
        Ok(Lock { file })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A lock on a file that was removed, as by a creation that was given up, keeps nobody out.
    #[test]
    fn a_file_that_was_removed_is_no_lock() {
        let temp = tempfile::tempdir().unwrap();
        let path = lock_path(temp.path());
        let waited = files::open_for_writing(&path).unwrap();
        assert!(stands(&waited, &path));
        std::fs::remove_file(&path).unwrap();
        assert!(!stands(&waited, &path));
        let _held = Lock::take(temp.path(), String::new()).unwrap();
        assert!(!stands(&waited, &path));
    }
}
