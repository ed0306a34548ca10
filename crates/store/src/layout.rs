//! The files of a ledger's directory, and the two small ones.
//!
//! ```text
//! DIR/greffe.json   what this directory is, and in which version of the format
//! DIR/lock          who has it open
//! DIR/head          the high-water mark: never ahead of the truth
//! DIR/pages/        sealed pages
//! DIR/tail.a, .b    the young end of the log
//! DIR/documents/    documents, each a file
//! DIR/index/        the indexes, made anew where they are absent
//! DIR/snapshots/    states of projections, made anew where they are absent
//! ```
//!
//! The mark says how far the log once reached, whatever happens to the log's own files. It is one
//! block of 254 bytes that is rewritten in place after each commit: shorter than any sector, it is
//! whole or old after a crash, and it carries its own hash. docs/format.md §11.

use std::fs::File;
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};

use greffe_chain::{Hash, Head};
use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::files;

/// Version of the directory and of the entries in it.
pub(crate) const FORMAT: u64 = 2;
/// What the marker of a ledger says it is.
pub(crate) const LEDGER: &str = "ledger";
/// What the marker of a backup says it is.
pub(crate) const BACKUP: &str = "backup";
/// More than a marker ever has, and than a mark.
const MOST_TEXT: u64 = 4_096;
/// How often a mark is read that was not whole.
const MARK_TRIES: u32 = 5;

pub(crate) fn marker_path(dir: &Path) -> PathBuf {
    dir.join("greffe.json")
}

pub(crate) fn lock_path(dir: &Path) -> PathBuf {
    dir.join("lock")
}

pub(crate) fn head_path(dir: &Path) -> PathBuf {
    dir.join("head")
}

pub(crate) fn pages_path(dir: &Path) -> PathBuf {
    dir.join("pages")
}

/// One of the two files of the tail.
pub(crate) fn tail_path(dir: &Path, number: usize) -> PathBuf {
    dir.join(if number == 0 { "tail.a" } else { "tail.b" })
}

pub(crate) fn documents_path(dir: &Path) -> PathBuf {
    dir.join("documents")
}

pub(crate) fn index_path(dir: &Path) -> PathBuf {
    dir.join("index")
}

/// States of projections, made anew where they are absent.
pub(crate) fn snapshots_path(dir: &Path) -> PathBuf {
    dir.join("snapshots")
}

/// Whole ranges behind a gap, which a restoration kept as raw logs.
pub(crate) fn salvaged_path(dir: &Path) -> PathBuf {
    dir.join("salvaged")
}

#[derive(Serialize, Deserialize)]
struct Marker {
    greffe: String,
    format: u64,
}

/// Writes the marker that makes the directory a ledger or a backup: the last step of making a ledger, the
/// first of a backup, which is none as long as it has no head.
pub(crate) fn write_marker(dir: &Path, sort: &str) -> Result<(), StoreError> {
    let marker = Marker { greffe: sort.into(), format: FORMAT };
    replace(&marker_path(dir), serde_json::to_string(&marker).unwrap_or_default() + "\n")
}

/// Writes a small file whole, or leaves the old one.
pub(crate) fn replace(path: &Path, text: impl AsRef<[u8]>) -> Result<(), StoreError> {
    let dir = path.parent().unwrap_or(path);
    let wrong = |error| StoreError::io("write", path)(error);
    let mut file = tempfile::NamedTempFile::new_in(dir).map_err(wrong)?;
    file.write_all(text.as_ref()).and_then(|()| file.as_file().sync_all()).map_err(wrong)?;
    file.persist(path).map_err(|error| wrong(error.error))?;
    sync_dir(dir)
}

/// Removes what writes left that a kill cut off, beside the marker, the rows of pages and the snapshots. Only
/// for whoever holds the lock. One that cannot be removed is met again next time.
pub(crate) fn sweep(dir: &Path) {
    for folder in [dir.to_path_buf(), pages_path(dir), snapshots_path(dir)] {
        for file in std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
            if file.file_name().to_string_lossy().starts_with(".tmp") {
                let _ = std::fs::remove_file(file.path());
            }
        }
    }
}

/// Checks that `dir` is a ledger, or a backup, of a version that is known.
pub(crate) fn check_marker(dir: &Path, sort: &str) -> Result<(), StoreError> {
    if !dir.try_exists().map_err(StoreError::io("read", dir))? {
        return Err(StoreError::Missing { dir: dir.into() });
    }
    if !dir.is_dir() {
        return Err(other(dir, sort, "it is not a directory"));
    }
    match marker(dir)? {
        Ok(marker) if marker.greffe != sort => Err(match marker.greffe.as_str() {
            LEDGER => other(dir, sort, "it is a ledger"),
            BACKUP => other(dir, sort, "it is a backup; `greffe restore` makes a ledger of it"),
            _ => other(dir, sort, "its greffe.json names something else"),
        }),
        Ok(Marker { format: FORMAT, .. }) => Ok(()),
        Ok(marker) => Err(StoreError::UnsupportedFormat {
            dir: dir.into(),
            found: marker.format,
            supported: FORMAT,
        }),
        Err(NoMarker::Absent) if sort == LEDGER => Err(other(
            dir,
            sort,
            "it holds no greffe.json; where a creation was interrupted, create the ledger again in \
             another directory; what is left here `greffe doctor` shows",
        )),
        Err(why) => Err(other(dir, sort, &why.to_string())),
    }
}

fn other(dir: &Path, sort: &str, why: &str) -> StoreError {
    let (dir, why) = (dir.into(), why.into());
    match sort {
        BACKUP => StoreError::NotABackup { dir, why },
        _ => StoreError::NotALedger { dir, why },
    }
}

/// Why nothing says what a directory is.
enum NoMarker {
    Absent,
    Odd,
}

impl std::fmt::Display for NoMarker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            NoMarker::Absent => "its greffe.json is missing",
            NoMarker::Odd => "its greffe.json is not the marker of a ledger or of a backup",
        })
    }
}

fn marker(dir: &Path) -> Result<Result<Marker, NoMarker>, StoreError> {
    match files::read(&marker_path(dir), MOST_TEXT) {
        Ok(Some(text)) => Ok(serde_json::from_slice(&text).map_err(|_| NoMarker::Odd)),
        Ok(None) => Ok(Err(NoMarker::Absent)),
        Err(error) if error.is_damage() => Ok(Err(NoMarker::Odd)),
        Err(error) => Err(error),
    }
}

/// Checks the marker of a ledger, or of a backup, for whoever looks at a damaged one: what keeps it from
/// being one, where its entries are there all the same.
pub(crate) fn check_damaged(dir: &Path, sort: &str) -> Result<Option<String>, StoreError> {
    let error = match check_marker(dir, sort) {
        Ok(()) => return Ok(None),
        Err(error) => error,
    };
    let past = match &error {
        StoreError::NotALedger { .. } | StoreError::NotABackup { .. } => true,
        StoreError::Io { .. } => !error.is_shortage(),
        _ => false,
    };
    if !past || !holds_entries(dir, sort) {
        return Err(error);
    }
    Ok(Some(match marker(dir) {
        Ok(Ok(_)) => "its greffe.json names something else".into(),
        Ok(Err(why)) => why.to_string(),
        Err(error) => error.to_string(),
    }))
}

/// Whether files of a directory are those of a ledger, or of a backup, whatever its marker says.
fn holds_entries(dir: &Path, sort: &str) -> bool {
    let ledger =
        pages_path(dir).is_dir() || [0, 1].iter().any(|file| tail_path(dir, *file).exists());
    match sort {
        LEDGER => ledger,
        // A publication has the same pages, and a checkpoint where a backup has its head.
        _ => {
            !ledger && crate::tiles::entries_path(dir).is_dir() && !dir.join("checkpoint").exists()
        }
    }
}

/// Whether a directory is a backup, by its marker or, where that is damaged, by its files.
pub(crate) fn is_backup(dir: &Path) -> bool {
    match check_marker(dir, BACKUP) {
        Ok(()) => !holds_entries(dir, LEDGER),
        Err(_) => holds_entries(dir, BACKUP),
    }
}

/// Makes the names in a directory durable.
pub(crate) fn sync_dir(dir: &Path) -> Result<(), StoreError> {
    File::open(dir).and_then(|file| file.sync_all()).map_err(StoreError::io("sync", dir))
}

/// Makes the name of `dir` itself durable.
pub(crate) fn sync_parent(dir: &Path) -> Result<(), StoreError> {
    match dir.parent() {
        // A bare name stands in the folder that the process works in.
        Some(parent) if parent.as_os_str().is_empty() => sync_dir(Path::new(".")),
        Some(parent) => sync_dir(parent),
        None => Ok(()),
    }
}

/// Makes `dir` and every folder above it that is missing, and their names durable.
pub(crate) fn create_dir(dir: &Path) -> Result<(), StoreError> {
    let missing = |folder: &&Path| !folder.as_os_str().is_empty() && !folder.exists();
    let made: Vec<&Path> = dir.ancestors().take_while(missing).collect();
    files::create_dirs(dir)?;
    made.into_iter().try_for_each(sync_parent)
}

/// Demands that `target`, which is to be written, and `source_dir` lie apart: nothing is written to
/// what is read.
///
/// # Errors
/// [`StoreError::Inside`] where one lies in the other, links followed.
pub fn apart(source_dir: &Path, target: &Path) -> Result<(), StoreError> {
    let (one, other) = (resolved(source_dir), resolved(target));
    if one.starts_with(&other) || other.starts_with(&one) {
        return Err(StoreError::Inside { target: target.into(), source_dir: source_dir.into() });
    }
    Ok(())
}

/// A path without links or dots, as far as it exists.
fn resolved(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.into());
    for there in path.ancestors() {
        if let (Ok(real), Ok(rest)) = (there.canonicalize(), path.strip_prefix(there)) {
            return real.join(rest);
        }
    }
    path
}

/// What the mark says: at least this much was once on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeadMark {
    /// The ledger's id.
    pub ledger: Hash,
    /// Its head when the mark was written.
    pub head: Head,
}

impl HeadMark {
    pub(crate) fn text(&self) -> String {
        let said = format!(
            "greffe head 1\nledger {}\ncount {:020}\nhead {}\n",
            self.ledger, self.head.count, self.head.hash
        );
        let check = Hash::of(said.as_bytes());
        format!("{said}check {check}\n")
    }

    fn parse(text: &str) -> Option<HeadMark> {
        let mut lines = text.lines().skip(1);
        let mut field = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix(' ');
        let ledger = field("ledger")?.parse().ok()?;
        let count = field("count")?.parse().ok()?;
        let hash = field("head")?.parse().ok()?;
        let mark = HeadMark { ledger, head: Head { count, hash } };
        (mark.text() == text).then_some(mark)
    }

    /// Reads the mark of a ledger that somebody may be rewriting at this moment: what is half written
    /// is whole the next time.
    pub(crate) fn settled(dir: &Path) -> Result<HeadMark, StoreError> {
        let mut tries = 1;
        loop {
            match HeadMark::read(dir) {
                Err(error) if error.is_damage() && tries < MARK_TRIES => tries += 1,
                other => return other,
            }
        }
    }

    /// Reads the mark of `dir`; damaged when it is absent or not whole.
    pub(crate) fn read(dir: &Path) -> Result<HeadMark, StoreError> {
        let path = head_path(dir);
        let place = path.display().to_string();
        let not_whole = || StoreError::damaged("the head mark is not whole", &*place);
        let Some(text) = files::read(&path, MOST_TEXT)? else {
            return Err(StoreError::damaged("the head mark is missing", &*place));
        };
        std::str::from_utf8(&text).ok().and_then(HeadMark::parse).ok_or_else(not_whole)
    }
}

/// The length of a mark, under any sector of a disk.
const MARK_BYTES: u64 = 254;

/// The open file of the mark.
#[derive(Debug)]
pub(crate) struct HeadFile {
    file: File,
    path: PathBuf,
}

impl HeadFile {
    pub(crate) fn open(dir: &Path) -> Result<HeadFile, StoreError> {
        let path = head_path(dir);
        let file = files::open_for_writing(&path)?;
        // What stands behind a mark makes it none.
        let length = file.metadata().map_err(StoreError::io("read", &path))?.len();
        if length > MARK_BYTES {
            file.set_len(MARK_BYTES).map_err(StoreError::io("shorten", &path))?;
        }
        Ok(HeadFile { file, path })
    }

    /// Rewrites the mark in place. Only called for what is already on disk.
    pub(crate) fn write(&self, mark: &HeadMark) -> Result<(), StoreError> {
        let mut file = &self.file;
        file.rewind()
            .and_then(|()| file.write_all(mark.text().as_bytes()))
            .map_err(StoreError::io("write", &self.path))
    }

    /// Makes the mark itself durable.
    pub(crate) fn sync(&self) -> Result<(), StoreError> {
        self.file.sync_all().map_err(StoreError::io("sync", &self.path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_has_one_length_and_shows_any_change() {
        let mark = |count| HeadMark {
            ledger: Hash::of(b"ledger"),
            head: Head { count, hash: Hash::of(b"head") },
        };
        let text = mark(7).text();
        assert_eq!(text.len(), mark(u64::MAX).text().len());
        assert_eq!(
            text.len() as u64,
            MARK_BYTES,
            "the figure of docs/format.md §11.4, under any sector"
        );
        assert_eq!(HeadMark::parse(&text), Some(mark(7)));
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            let changed = String::from_utf8(bytes).unwrap();
            assert_eq!(HeadMark::parse(&changed), None, "byte {at}");
            assert_eq!(HeadMark::parse(&text[..at]), None, "cut at {at}");
        }
    }
}
