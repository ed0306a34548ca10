//! What can go wrong in the store. Four sorts stay apart: *rejected* by a rule of the format,
//! *conflict* with what is recorded, *damaged* stored bytes (where, and what to do), and I/O.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use greffe_chain::{EncodeError, NotGenesis};
use rustix::io::Errno;
use thiserror::Error;
use uuid::Uuid;

use crate::lock::Holder;

/// A failure of the store itself. Cheap to clone: one failure may answer many callers.
#[derive(Clone, Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no such directory.
    #[error("{} does not exist; create the ledger first", dir.display())]
    Missing {
        /// The directory asked for.
        dir: PathBuf,
    },
    /// The directory is something else.
    #[error("{} is not a ledger: {why}", dir.display())]
    NotALedger {
        /// The directory asked for.
        dir: PathBuf,
        /// What is missing or different, and what to do.
        why: String,
    },
    /// The directory is something else than the backup that was asked for.
    #[error("{} cannot be used as a backup: {why}", dir.display())]
    NotABackup {
        /// The directory asked for.
        dir: PathBuf,
        /// What is missing or different, and what to do.
        why: String,
    },
    /// A ledger cannot be created where something already is.
    #[error("{} already exists and is not empty; choose another directory", dir.display())]
    AlreadyExists {
        /// The directory asked for.
        dir: PathBuf,
    },
    /// The ledger was written by a later (or unknown) version of the format.
    #[error(
        "{} has format version {found}; this program reads version {supported}: \
         use a version of greffe that knows it", dir.display()
    )]
    UnsupportedFormat {
        /// The directory asked for.
        dir: PathBuf,
        /// The version its marker states.
        found: u64,
        /// The version that is supported.
        supported: u64,
    },
    /// What is written would lie in what it is made of, or the other way round.
    #[error(
        "{} and {} lie one in the other; choose a directory apart from it", target.display(),
        source_dir.display()
    )]
    Inside {
        /// The directory to be written.
        target: PathBuf,
        /// The directory that is read.
        source_dir: PathBuf,
    },
    /// Another process (or another handle of this one) has the ledger open for writing.
    #[error(
        "{} is open in another process: {holder}; wait for it, or open a private copy \
         (forensic)", dir.display()
    )]
    Locked {
        /// The directory asked for.
        dir: PathBuf,
        /// Who holds it, as far as the lock file tells.
        holder: Holder,
    },
    /// Stored bytes are not what was written.
    #[error("{0}")]
    Damaged(Arc<Damage>),
    /// The operating system refused something.
    #[error(
        "cannot {action} {}: {source}; {}: what was acknowledged is recorded", path.display(),
        remedy(action, source)
    )]
    Io {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// The operating system's answer.
        source: Arc<std::io::Error>,
    },
    /// The store was closed, or stopped after an earlier failure.
    #[error("the store takes no more entries: {reason}; open it again")]
    Closed {
        /// Why.
        reason: String,
    },
    /// The writer could not make an identity or an instant.
    #[error(
        "the clock says {micros} microseconds since 1970, which no entry can bear; set the \
             system's clock and try again"
    )]
    Clock {
        /// What the clock said.
        micros: i64,
    },
}

/// Damage to stored bytes: what, where, and the way back.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("damaged: {what}, in {place}; {remedy}")]
pub struct Damage {
    /// What was found.
    pub what: String,
    /// Which file, page or entry.
    pub place: String,
    /// What to do about it.
    pub remedy: &'static str,
}

/// The way back from damaged truth.
pub(crate) const RESTORE: &str = "leave its files as they are; `greffe doctor` lists what is whole, `greffe restore` makes a \
     ledger of that and of a backup";

/// The way back from a row that changed: rows are derived.
pub(crate) const ROWS: &str = "nothing is lost: move this file to another folder while nobody has the ledger open, and open \
     it again; it is made anew from the pages";

/// The way out where the mark of a backup is lost.
pub(crate) const KEEP_BACKUP: &str = "keep this directory as it is, and make the next backup in another one: `greffe restore` takes \
     from it what is whole";

/// The way out where something else stands in the place of a lock.
pub(crate) const LOCK: &str =
    "nothing is lost: move it to another folder; the next opening makes a new one";

/// The way out where a backup is of something else.
pub(crate) const OTHER_BACKUP: &str =
    "give another directory: this one stays as it was; `greffe verify` says what it holds";

/// The way out where a restoration has nothing to begin with.
pub(crate) const SOURCES: &str =
    "give another backup, or both a backup and the damaged ledger; nothing was made";

/// The way back from a damaged index.
pub(crate) const REBUILD: &str = "close the ledger, remove its folder `index`, which holds nothing else, and open it again: the index is made anew \
     from the log";

/// The action whose failure is a matter of the folder for temporary files.
pub(crate) const MAKE_TEMPORARY: &str = "make a temporary folder in";

/// What to do about an answer of the system.
fn remedy(action: &str, source: &std::io::Error) -> &'static str {
    if action == MAKE_TEMPORARY {
        return "set TMPDIR to a folder that can be written and has room, then try again";
    }
    match source.raw_os_error().map(Errno::from_raw_os_error) {
        Some(Errno::MFILE | Errno::NFILE) => {
            return "raise the limit of open files (ulimit -n), then try again";
        }
        Some(Errno::AGAIN | Errno::NOMEM) => {
            return "raise the limits of processes and of memory (ulimit -u, ulimit -v), then try again";
        }
        _ => {}
    }
    match source.kind() {
        ErrorKind::ReadOnlyFilesystem => {
            "it lies on a read-only medium: read it with --forensic, or copy it to another one"
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "make room on the disk, then try again"
        }
        ErrorKind::PermissionDenied => {
            "see to its rights (a ledger that may only be read is read with --forensic), then try again"
        }
        _ => "see to its medium, to its rights and to the room on it, then try again",
    }
}

impl StoreError {
    pub(crate) fn damaged(what: impl Into<String>, place: impl Into<String>) -> StoreError {
        StoreError::damaged_with(what, place, RESTORE)
    }

    /// Damage with a way back of its own.
    pub(crate) fn damaged_with(
        what: impl Into<String>,
        place: impl Into<String>,
        remedy: &'static str,
    ) -> StoreError {
        StoreError::Damaged(Arc::new(Damage { what: what.into(), place: place.into(), remedy }))
    }

    /// Damage to the index, which the log makes anew.
    pub(crate) fn index(what: impl Into<String>, place: impl Into<String>) -> StoreError {
        StoreError::damaged_with(what, place, REBUILD)
    }

    pub(crate) fn io(
        action: &'static str,
        path: &Path,
    ) -> impl FnOnce(std::io::Error) -> StoreError {
        move |source| StoreError::Io { action, path: path.into(), source: Arc::new(source) }
    }

    /// What to do about it, where the operating system refused something.
    #[must_use]
    pub fn remedy(&self) -> Option<&'static str> {
        match self {
            StoreError::Io { action, source, .. } => Some(remedy(action, source)),
            _ => None,
        }
    }

    /// Whether the system had too little to give: open files, memory, threads. That says nothing of what
    /// is stored, and is never told as damage.
    #[must_use]
    pub fn is_shortage(&self) -> bool {
        matches!(self, StoreError::Io { source, .. } if is_shortage(source))
    }

    /// Whether stored bytes are at fault.
    #[must_use]
    pub const fn is_damage(&self) -> bool {
        matches!(self, StoreError::Damaged(_))
    }
}

/// Whether the system had too little to give: open files, memory, threads.
#[must_use]
pub fn is_shortage(error: &std::io::Error) -> bool {
    let number = error.raw_os_error().map(Errno::from_raw_os_error);
    matches!(number, Some(Errno::MFILE | Errno::NFILE | Errno::NOMEM | Errno::AGAIN))
}

/// Why an append was not acknowledged.
#[derive(Clone, Debug, Error)]
#[non_exhaustive]
pub enum AppendError {
    /// The call holds no entry.
    #[error("nothing to append: the call holds no entry; give at least one")]
    Empty,
    /// The call holds too many entries to be one commit.
    #[error("the call holds {count} entries; split it into calls of at most {limit}")]
    TooMany {
        /// Entries in the call.
        count: usize,
        /// The most a call may hold.
        limit: usize,
    },
    /// The entries of the call are too long together to be one commit.
    #[error("the call holds more than {limit} bytes of entries; split it")]
    TooLong {
        /// The most bytes a call may hold.
        limit: usize,
    },
    /// An entry breaks the format. Nothing was written.
    #[error(
        "entry {index} of the call is rejected: {source}; nothing was written, mend it and repeat the call"
    )]
    Rejected {
        /// Place in the call, from 0.
        index: usize,
        /// The rule.
        source: EncodeError,
    },
    /// A cause that is not an earlier entry. Nothing was written.
    #[error(
        "entry {index} of the call names {cause} as a cause, which is not an earlier entry; \
         nothing was written, name one that comes before it"
    )]
    Cause {
        /// Place in the call, from 0.
        index: usize,
        /// The cause as named.
        cause: String,
    },
    /// The stream is not at the version the caller expected. Nothing was written: read the stream
    /// again and decide anew.
    #[error(
        "conflict: the stream {stream} is at version {found}, not {expected}; nothing was written, \
         read the stream again and decide anew"
    )]
    VersionConflict {
        /// The stream.
        stream: String,
        /// What was expected, in words.
        expected: String,
        /// Its version, 0 when it does not exist.
        found: u64,
    },
    /// An id is already used by an entry of other content. Nothing was written.
    #[error(
        "conflict: the id {id} is already that of entry {seq}, whose {what} differs; nothing was \
         written, give what is new an id of its own"
    )]
    IdConflict {
        /// The id.
        id: Uuid,
        /// The entry that has it.
        seq: u64,
        /// The field that differs.
        what: &'static str,
    },
    /// The same id twice in one call. Nothing was written.
    #[error(
        "the id {id} stands twice in the call, at {first} and {second}; nothing was written, give \
         each entry its own"
    )]
    IdTwice {
        /// The id.
        id: Uuid,
        /// Place of the first, from 0.
        first: usize,
        /// Place of the second.
        second: usize,
    },
    /// The first entry of a new ledger does not open one. Nothing was created.
    #[error(transparent)]
    NotGenesis(NotGenesis),
    /// Some ids of the call are recorded and others are not. Nothing was written: a retry repeats
    /// the whole call, and new entries come in a call of their own.
    #[error(
        "conflict: {known} of the call's {count} entries are already recorded, the rest not; nothing \
         was written, repeat the first call as it was and give new entries in one of their own"
    )]
    PartlyRecorded {
        /// Entries of the call that are recorded.
        known: usize,
        /// Entries of the call.
        count: usize,
    },
    /// The store failed. Whether the entries were written is unknown: open the store again and
    /// repeat the call with the same ids.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is there to be had, for whoever looks past damage; None where it is damaged or cannot be read.
///
/// # Errors
/// [`StoreError::Io`] where the system had too little to give.
pub(crate) fn past_damage<T>(found: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.is_shortage() => Err(error),
        Err(_) => Ok(None),
    }
}
