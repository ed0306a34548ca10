//! The folder of a publication: nothing is read or written through a link, nothing of somebody else's is removed.

use crate::error::Error;
use crate::proof::{ProofError, UNFINISHED, read_small, write_published};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The folder of a publication, and what was done to it.
pub(super) struct Place<'d> {
    pub(super) dir: &'d Path,
    /// Folders that were seen to be folders.
    folders: BTreeSet<PathBuf>,
    /// Held as long as this is: of two that publish into one folder, the second waits for the first.
    _turn: Option<File>,
    pub(super) written: u64,
    pub(super) mended: Vec<String>,
}

impl Place<'_> {
    pub(super) fn of(dir: &Path) -> Place<'_> {
        // Some systems hold no folder for anybody; there nobody waits.
        let folder = dir.is_dir().then(|| File::open(dir).ok()).flatten();
        let turn = folder.filter(|folder| folder.lock().is_ok());
        Place { dir, folders: BTreeSet::new(), _turn: turn, written: 0, mended: Vec::new() }
    }

    /// The bytes of a file, `most` and one at most; none where there is no regular one.
    pub(super) fn read(&mut self, name: &str, most: u64) -> Result<Option<Vec<u8>>, Error> {
        self.within(name)?;
        let path = self.dir.join(name);
        if !std::fs::symlink_metadata(&path).is_ok_and(|found| found.is_file()) {
            return Ok(None);
        }
        match read_small(&path, most) {
            // What cannot be read cannot be served: it is written anew.
            Err(error) if !error.is_shortage() => Ok(None),
            read => read,
        }
    }

    /// Writes a file, in the place of whatever stands there.
    pub(super) fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        self.within(name)?;
        let path = self.dir.join(name);
        if std::fs::symlink_metadata(&path).is_ok() {
            self.mended.push(name.to_owned());
        }
        self.put(name, bytes)?;
        self.written += 1;
        Ok(())
    }

    /// The same for a file that may be another one every time.
    pub(super) fn put(&self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let path = self.dir.join(name);
        demand_no_folder(&path)?;
        write_published(&path, bytes)
    }

    /// Whether pages of entries are published here.
    ///
    /// # Errors
    /// Where that cannot be said: it is not taken for a no.
    pub(super) fn holds_entries(&mut self) -> Result<bool, Error> {
        self.within("tile/entries/000")?;
        let path = self.dir.join("tile/entries");
        match std::fs::read_dir(&path) {
            Ok(mut held) => Ok(held.next().is_some()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(source) => Err(Error::File { path, source }),
        }
    }

    /// Removes what a kill left of files that were to become others. What cannot be removed harms nobody.
    pub(super) fn sweep(&self) {
        let mut open = vec![self.dir.to_owned()];
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
                let Ok(kind) = entry.file_type() else { continue };
                if !kind.is_dir() && is_unfinished(&entry.file_name()) {
                    let _ = std::fs::remove_file(entry.path());
                }
                // Of the folders beside `tile`, none is the publication's.
                if kind.is_dir() && (folder != self.dir || entry.file_name() == "tile") {
                    open.push(entry.path());
                }
            }
        }
    }

    /// Demands that the folders of a file are this publication's own: a link would write elsewhere.
    fn within(&mut self, name: &str) -> Result<(), Error> {
        let above: Vec<&Path> = Path::new(name).ancestors().skip(1).collect();
        for folder in above.into_iter().rev().filter(|folder| !folder.as_os_str().is_empty()) {
            if self.folders.contains(folder) {
                continue;
            }
            let path = self.dir.join(folder);
            match std::fs::symlink_metadata(&path) {
                Ok(found) if found.is_dir() => self.folders.insert(folder.to_owned()),
                Ok(_) => {
                    let path = path.display().to_string();
                    return Err(ProofError::PublishedLink { path }.into());
                }
                // It is made when something is written.
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
                Err(source) => return Err(Error::File { path, source }),
            };
        }
        Ok(())
    }
}

/// Demands that a file can be put there. An empty folder gives way; what is in another is nobody's to remove.
pub(super) fn demand_no_folder(path: &Path) -> Result<(), ProofError> {
    let is_folder = std::fs::symlink_metadata(path).is_ok_and(|found| found.is_dir());
    if is_folder && std::fs::read_dir(path).is_ok_and(|mut held| held.next().is_some()) {
        return Err(ProofError::PublishedFolder { path: path.display().to_string() });
    }
    Ok(())
}

/// Whether a file is named as one that is to become another: the beginning, and six letters or digits.
fn is_unfinished(name: &OsStr) -> bool {
    let rest = name.to_str().and_then(|name| name.strip_prefix(UNFINISHED));
    rest.is_some_and(|rest| {
        rest.len() == 6 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}
