//! Documents: plain files of any length, found by their blake3 hash.
//!
//! ```text
//! DIR/documents/a3/<the other 62 hex digits of the hash>
//! ```
//!
//! `b3sum` on the file prints its name. A document is on disk before [`put`](Documents::put)
//! returns, hence before any entry that registers it can be acknowledged. It is written under another
//! name first (`documents/.tmp…`), so that a name always stands for a whole document; what a kill leaves
//! under such a name is erased when the ledger is opened next. Reading hashes it again.

use std::collections::VecDeque;
use std::fs;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use greffe_chain::{Hash, Hasher};

use crate::error::StoreError;
use crate::files;
use crate::layout::{documents_path, sync_dir};

/// Bytes of a document that are in memory while it is only hashed, or copied.
pub(crate) const PIECE: usize = 1024 * 1024;
/// How the name of a file begins that is no document yet.
const UNFINISHED: &str = ".tmp";

/// The documents of a ledger, or of a backup, or what a restoration kept without a ledger.
#[derive(Clone, Debug)]
pub struct Documents {
    dir: PathBuf,
}

/// What a look at every document found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentsReport {
    /// Documents read.
    pub count: u64,
    /// Their bytes.
    pub bytes: u64,
    /// The documents that are not what their hash says, and why.
    pub faults: Vec<(Hash, String)>,
    /// Folders and names of documents that could not be looked at: what is in them is not known.
    pub unreadable: Vec<String>,
}

impl DocumentsReport {
    /// Whether every document could be read and is what its hash says.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty() && self.unreadable.is_empty()
    }
}

impl Documents {
    /// Those in a directory.
    #[must_use]
    pub fn of(dir: &Path) -> Documents {
        Documents::new(dir)
    }

    pub(crate) fn new(dir: &Path) -> Documents {
        Documents { dir: documents_path(dir) }
    }

    pub(crate) fn path(&self, hash: Hash) -> PathBuf {
        let name = hash.to_string();
        let (folder, file) = name.split_at_checked(2).unwrap_or_default();
        self.dir.join(folder).join(file)
    }

    /// Stores `bytes`, unless they are there and whole; they are on disk when this returns.
    pub(crate) fn put(&self, bytes: &[u8]) -> Result<Hash, StoreError> {
        let hash = Hash::of(bytes);
        let path = self.path(hash);
        if let Ok(Some(_)) = self.get(hash) {
            // An earlier try may have failed between the name and its sync.
            sync_parents(&path)?;
            return Ok(hash);
        }
        let folder = path.parent().unwrap_or(&self.dir);
        files::create_dirs(folder)?;
        let wrong = |error| StoreError::io("write", &path)(error);
        let mut file = self.unfinished().map_err(wrong)?;
        file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(wrong)?;
        file.persist(&path).map_err(|error| wrong(error.error))?;
        sync_parents(&path)?;
        Ok(hash)
    }

    /// A file for what will be a document.
    pub(crate) fn unfinished(&self) -> std::io::Result<tempfile::NamedTempFile> {
        tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(&self.dir)
    }

    /// Erases what writes left that a kill cut off: it may be of a document that is erased, and nobody
    /// would find it. Only for whoever holds the lock. One that cannot be erased is met again next time.
    pub(crate) fn sweep(&self) {
        for name in names(&self.dir).unwrap_or_default() {
            if name.starts_with(UNFINISHED) {
                let path = self.dir.join(name);
                // A kill in the middle of a renaming may leave a document under both names.
                let shared = fs::symlink_metadata(&path).is_ok_and(|found| found.nlink() > 1);
                let _ = if shared {
                    fs::remove_file(&path).map_err(StoreError::io("remove", &path))
                } else {
                    files::wipe(&path).map(|_| ())
                };
            }
        }
    }

    /// The document, hashed again; None when there is none.
    pub(crate) fn get(&self, hash: Hash) -> Result<Option<Vec<u8>>, StoreError> {
        let path = self.path(hash);
        let Some(bytes) = files::read(&path, u64::MAX)? else { return Ok(None) };
        match Hash::of(&bytes) {
            found if found == hash => Ok(Some(bytes)),
            found => Err(other(&path, bytes.len() as u64, found)),
        }
    }

    /// Whether there is a document of that name, whatever is in it.
    #[must_use]
    pub fn holds(&self, hash: Hash) -> bool {
        self.path(hash).exists()
    }

    /// Leaves nothing of a document; whether there was one. Only for whoever holds the lock of its
    /// directory.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be written over or removed.
    pub fn erase(&self, hash: Hash) -> Result<bool, StoreError> {
        files::wipe(&self.path(hash))
    }

    /// Hash and length of each document, in the order of hashes; an error for each folder or file that
    /// cannot be looked at, and on with the next.
    pub(crate) fn list(&self) -> impl Iterator<Item = Result<(Hash, u64), StoreError>> + use<> {
        let (mut folders, mut files) = (VecDeque::new(), VecDeque::new());
        match names(&self.dir) {
            // What is being written is no folder, and may be gone when it is looked at.
            Ok(found) => {
                folders.extend(found.into_iter().filter(|name| !name.starts_with(UNFINISHED)));
            }
            Err(error) => files.push_back(Err(error)),
        }
        let dir = self.dir.clone();
        std::iter::from_fn(move || {
            while files.is_empty() {
                let path = dir.join(folders.pop_front()?);
                match documents_in(&path) {
                    Ok(found) => files.extend(found),
                    Err(error) => files.push_back(Err(error)),
                }
            }
            files.pop_front()
        })
    }

    /// Reads and hashes every document, in pieces.
    ///
    /// # Errors
    /// [`StoreError::Io`] where the system had too little to give.
    pub(crate) fn verify(&self) -> Result<DocumentsReport, StoreError> {
        let mut report = DocumentsReport::default();
        for listed in self.list() {
            let hash = match listed {
                Ok((hash, _)) => hash,
                Err(error) if error.is_shortage() => return Err(error),
                Err(error) => {
                    report.unreadable.push(error.to_string());
                    continue;
                }
            };
            let path = self.path(hash);
            report.count += 1;
            match hash_file(&path) {
                Ok((found, bytes)) if found == hash => report.bytes += bytes,
                Ok((found, bytes)) => {
                    report.faults.push((hash, other(&path, bytes, found).to_string()));
                }
                Err(error) if error.is_shortage() => return Err(error),
                Err(error) => report.faults.push((hash, error.to_string())),
            }
        }
        Ok(report)
    }
}

fn other(path: &Path, bytes: u64, found: Hash) -> StoreError {
    let what = format!("the {bytes} bytes of the document hash to {found}");
    StoreError::damaged(what, path.display().to_string())
}

/// Hash and length of a file, read in pieces.
pub(crate) fn hash_file(path: &Path) -> Result<(Hash, u64), StoreError> {
    let absent = || StoreError::damaged("the file is missing", path.display().to_string());
    let mut file = files::open(path)?.ok_or_else(absent)?;
    let mut hasher = Hasher::new();
    let mut piece = vec![0; PIECE];
    let mut length = 0;
    loop {
        match files::read_piece(&mut file, &mut piece).map_err(StoreError::io("read", path))? {
            [] => return Ok((hasher.finish(), length)),
            read => {
                hasher.update(read);
                length += read.len() as u64;
            }
        }
    }
}

/// A document of a folder, with its length, or why it cannot be looked at.
type Listed = Result<(Hash, u64), StoreError>;

/// The documents of one folder. What bears no document's name is none: a write that a crash cut off.
fn documents_in(folder: &Path) -> Result<Vec<Listed>, StoreError> {
    let start = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut found = Vec::new();
    // What does not bear the name of a folder of documents is none.
    if start.len() != 2 || !start.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return Ok(found);
    }
    // A folder that cannot be looked at is not one without documents, nor is a file in its place.
    if !fs::metadata(folder).map_err(StoreError::io("read", folder))?.is_dir() {
        let what = "what stands there is not a folder";
        return Err(StoreError::damaged(what, folder.display().to_string()));
    }
    for name in names(folder)? {
        if let Ok(hash) = format!("{start}{name}").parse() {
            let path = folder.join(&name);
            let length = fs::metadata(&path).map_err(StoreError::io("read", &path));
            found.push(length.map(|about| (hash, about.len())));
        }
    }
    Ok(found)
}

/// The names in a folder, sorted; none when there is no such folder.
fn names(folder: &Path) -> Result<Vec<String>, StoreError> {
    let wrong = |error| StoreError::io("read", folder)(error);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(vec![]),
        Err(error) => return Err(wrong(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        names.push(entry.map_err(wrong)?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

/// Makes a document's name durable, and that of its folder.
pub(crate) fn sync_parents(path: &Path) -> Result<(), StoreError> {
    path.ancestors().skip(1).take(2).try_for_each(sync_dir)
}
