//! What a witness remembers, in plain files.
//!
//! ```text
//! STATE/lock                            held while a checkpoint is compared and stored
//! STATE/<origin>/checkpoint             the last checkpoint cosigned, with its cosignature
//! STATE/<origin>/conflicts/<both>/seen        that checkpoint, and
//! STATE/<origin>/conflicts/<both>/presented   the one that contradicts it: the evidence of both sides
//! STATE/<origin>/conflicts/<both>/proof       where they are of two sizes, what shows that they do
//! ```
//!
//! `<origin>` is SHA-256 of the origin in lower-case hex, as in the monitoring prefix of C2SP
//! tlog-witness; `<both>` that of the SHA-256 of the two texts, seen first. Evidence is never written over.
//!
//! Of what somebody submits, the lines that a pinned key of the log made are kept and no other: whoever
//! adds lines of his own to a checkpoint must not decide what a witness can remember.

use greffe_proof::witness::{AddCheckpoint, Contradiction, Refusal, Seen, consider};
use greffe_proof::{Checkpoint, MAX_NOTE_BYTES, Note, NoteForm, NoteSignature, SigningKey, Trust};
use sha2::{Digest as _, Sha256};
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use thiserror::Error;

/// A witness: its key, the logs it follows, and what it remembers.
#[derive(Debug)]
pub struct Witness {
    key: SigningKey,
    trust: Trust,
    dir: PathBuf,
    /// One comparison at a time in this process; the lock file holds off others.
    turn: Mutex<()>,
}

/// The state of a witness cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StateError {
    /// A file or folder cannot be read or written.
    #[error("cannot use {}: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// The operating system's answer.
        source: io::Error,
    },
    /// What is remembered is not what this witness wrote. It must not be guessed: whoever forgets what
    /// he saw can be rolled back.
    #[error(
        "{}: not a checkpoint that this witness cosigned; put it back from a copy; where there is none, \
         begin a new witness, with a new key: this one cannot know any more what it saw", path.display()
    )]
    Remembered {
        /// The file.
        path: PathBuf,
    },
    /// A key that is no witness's.
    #[error(
        "{0} is the key of a ledger: a witness needs a key of its own kind; `greffe keygen --witness` makes \
         one"
    )]
    Key(String),
    /// A time that no cosignature can state.
    #[error("the clock says {0} seconds since 1970, which no cosignature can state; set it")]
    Clock(u64),
}

/// Both sides of a contradiction, as they were signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// What the log showed now.
    pub presented: Note,
    /// What this witness had cosigned.
    pub seen: Note,
    /// What shows that they contradict each other.
    pub by: Contradiction,
    /// The folder where both are kept.
    pub kept: PathBuf,
}

/// Why a witness did not cosign.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum WitnessError {
    /// What was submitted is refused.
    #[error("{refusal}")]
    Refused {
        /// Why.
        refusal: Refusal,
        /// Both sides, where the log contradicts itself.
        conflict: Option<Box<Conflict>>,
    },
    /// Its own state cannot be used.
    #[error(transparent)]
    State(#[from] StateError),
}

impl Witness {
    /// A witness with this key, for the logs that are pinned, that remembers in `dir`.
    ///
    /// # Errors
    /// [`StateError`] when the folder cannot be made, or the key is no witness's.
    pub fn open(key: SigningKey, trust: Trust, dir: &Path) -> Result<Witness, StateError> {
        if key.cosign(0, "").is_none() {
            let key = key.verifier();
            return Err(StateError::Key(format!("{}+{}", key.name(), key.id())));
        }
        fs::create_dir_all(dir).map_err(io_at(dir))?;
        Ok(Witness { key, trust, dir: dir.to_owned(), turn: Mutex::default() })
    }

    /// The logs that it follows.
    #[must_use]
    pub const fn trust(&self) -> &Trust {
        &self.trust
    }

    /// The public half of its key.
    #[must_use]
    pub fn key(&self) -> greffe_proof::VerifierKey {
        self.key.verifier()
    }

    /// The last checkpoint of an origin that it cosigned, with its cosignature.
    ///
    /// # Errors
    /// [`StateError`] when what is there was not written by this witness.
    pub fn remembered(&self, origin: &str) -> Result<Option<(Checkpoint, Note)>, StateError> {
        let path = self.folder(origin).join("checkpoint");
        let Some(bytes) = read(&path)? else {
            // Evidence is kept only against what was remembered: this is no first meeting.
            return match self.folder(origin).join("conflicts").try_exists() {
                Ok(false) => Ok(None),
                _ => Err(StateError::Remembered { path }),
            };
        };
        match self.read_back(&bytes, origin) {
            Some(read) => Ok(Some(read)),
            None => Err(StateError::Remembered { path }),
        }
    }

    /// What bytes remember of an origin, if this witness wrote them.
    fn read_back(&self, bytes: &[u8], origin: &str) -> Option<(Checkpoint, Note)> {
        let key = self.key.verifier();
        let cosigned = |note: &Note| note.verify([&key]).is_ok_and(|signed| !signed.is_empty());
        let note = Note::parse(bytes).ok().filter(cosigned)?;
        let checkpoint: Checkpoint = note.text().parse().ok()?;
        (checkpoint.origin() == origin).then_some((checkpoint, note))
    }

    /// The bytes of the last checkpoint under a name of the monitoring prefix: 64 lower-case hex digits.
    pub(crate) fn published(&self, name: &str) -> Option<Vec<u8>> {
        let hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if name.len() != 64 || !name.bytes().all(hex) {
            return None;
        }
        read(&self.dir.join(name).join("checkpoint")).ok().flatten()
    }

    /// Cosigns a checkpoint at `now` (Unix seconds) if it continues what was seen; compares and stores
    /// in one step, and the new state is on disk when this returns.
    ///
    /// # Errors
    /// [`WitnessError::Refused`] with both sides where the log contradicts itself;
    /// [`WitnessError::State`] when nothing could be stored, and then nothing is cosigned.
    pub fn add_checkpoint(
        &self,
        call: &AddCheckpoint,
        now: u64,
    ) -> Result<NoteSignature, WitnessError> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let _others = self.lock()?;
        let origin = call.checkpoint.text().split('\n').next().unwrap_or_default();
        // Of an origin that nobody pinned nothing is looked up.
        let known = self.trust.logs_of(origin).next().is_some();
        let remembered = if known { self.remembered(origin)? } else { None };
        let seen = remembered
            .as_ref()
            .map(|(checkpoint, _)| Seen { size: checkpoint.size(), root: checkpoint.root() });
        if let Err(refusal) = consider(&self.trust, seen, call) {
            let conflict = match remembered {
                Some((checkpoint, seen)) => self.convicted(&checkpoint, seen, call)?,
                None => None,
            };
            return Err(WitnessError::Refused { refusal, conflict });
        }
        let line = self.key.cosign(now, call.checkpoint.text()).ok_or(StateError::Clock(now))?;
        let kept = self.kept_of(&call.checkpoint, [line.clone()]).map(|note| note.to_string());
        // What would not be read again would be forgotten: nothing is written in the place of what can be.
        let kept = kept.ok().filter(|kept| self.read_back(kept.as_bytes(), origin).is_some());
        let kept = kept.ok_or_else(|| WitnessError::Refused {
            refusal: Refusal::Malformed(NoteForm::TooLong.to_string()),
            conflict: None,
        })?;
        write(&self.folder(origin).join("checkpoint"), kept.as_bytes())?;
        Ok(line)
    }

    /// A note of a log as it is kept: with the lines that its pinned keys made, and these.
    fn kept_of(
        &self,
        note: &Note,
        more: impl IntoIterator<Item = NoteSignature>,
    ) -> Result<Note, NoteForm> {
        let origin = note.text().split('\n').next().unwrap_or_default();
        let made = |line: &&NoteSignature| {
            self.trust.logs_of(origin).any(|key| key.check(note.text(), line).is_some())
        };
        let lines = note.signatures().iter().filter(made).cloned();
        note.with_signatures(lines.chain(more).collect())
    }

    /// Keeps both sides where a call that was refused shows that the log contradicts itself. Anybody can
    /// submit a checkpoint with a proof of his own, so a proof that fails convicts nobody.
    fn convicted(
        &self,
        checkpoint: &Checkpoint,
        seen: Note,
        call: &AddCheckpoint,
    ) -> Result<Option<Box<Conflict>>, StateError> {
        let Ok(opened) = self.trust.open_signed(call.checkpoint.clone()) else { return Ok(None) };
        let of =
            |checkpoint: &Checkpoint| Seen { size: checkpoint.size(), root: checkpoint.root() };
        let by = Contradiction::shown(of(checkpoint), of(&opened.checkpoint), &call.proof);
        let Some(by) = by else { return Ok(None) };
        self.keep_conflict(seen, &call.checkpoint, by).map(|kept| Some(Box::new(kept)))
    }

    /// Keeps both sides of a contradiction, and what shows it. What is kept already stays as it is.
    ///
    /// # Errors
    /// [`StateError`] when they cannot be written.
    pub(crate) fn keep_conflict(
        &self,
        seen: Note,
        presented: &Note,
        by: Contradiction,
    ) -> Result<Conflict, StateError> {
        let origin = seen.text().split('\n').next().unwrap_or_default();
        let both = [seen.text(), presented.text()].map(Sha256::digest).concat();
        let kept = self.folder(origin).join("conflicts").join(hex(&Sha256::digest(both)));
        let presented = self.kept_of(presented, []).unwrap_or_else(|_| presented.clone());
        keep(&kept.join("seen"), seen.to_string().as_bytes())?;
        keep(&kept.join("presented"), presented.to_string().as_bytes())?;
        if let Contradiction::Beginning(beginning) = &by {
            keep(&kept.join("proof"), beginning.to_string().as_bytes())?;
        }
        Ok(Conflict { presented, seen, by, kept })
    }

    /// Where what is remembered of an origin is kept.
    #[must_use]
    pub fn folder(&self, origin: &str) -> PathBuf {
        self.dir.join(name_of(origin))
    }

    fn lock(&self) -> Result<File, StateError> {
        let path = self.dir.join("lock");
        // A pipe in its place would wait for a reader.
        crate::source::open(&path).map_err(io_at(&path))?;
        let file = File::options().create(true).append(true).open(&path).map_err(io_at(&path))?;
        file.lock().map_err(io_at(&path))?;
        Ok(file)
    }
}

fn io_at(path: &Path) -> impl Fn(io::Error) -> StateError + '_ {
    |source| StateError::Io { path: path.to_owned(), source }
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, StateError> {
    let Some(file) = crate::source::open(path).map_err(io_at(path))? else { return Ok(None) };
    let mut bytes = Vec::new();
    file.take(MAX_NOTE_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(io_at(path))?;
    Ok(Some(bytes))
}

/// Writes a file whole or not at all; on disk when this returns, its name included. The facade writes what it
/// keeps in the same way; no crate that touches files lies below both, and a witness holds no store.
fn write(path: &Path, bytes: &[u8]) -> Result<(), StateError> {
    let written = unfinished(path, bytes)?;
    written.persist(path).map_err(|error| io_at(path)(error.error))?;
    // The folder of the origin may be new as well.
    name_on_disk(path, 2)
}

/// The same for a file that is not there yet; one that is there stays.
fn keep(path: &Path, bytes: &[u8]) -> Result<(), StateError> {
    match unfinished(path, bytes)?.persist_noclobber(path) {
        Ok(_) => name_on_disk(path, 3),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(io_at(path)(error.error)),
    }
}

/// The bytes of a file, on disk beside the place where they belong.
fn unfinished(path: &Path, bytes: &[u8]) -> Result<tempfile::NamedTempFile, StateError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(io_at(folder))?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(io_at(folder))?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(io_at(path))?;
    Ok(file)
}

/// Makes the name of a file durable, in so many folders above it.
fn name_on_disk(path: &Path, folders: usize) -> Result<(), StateError> {
    for folder in path.ancestors().skip(1).take(folders) {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(io_at(folder))?;
    }
    Ok(())
}

/// The name under which an origin is remembered, and its checkpoint served: 64 hex digits of its SHA-256.
pub(crate) fn name_of(origin: &str) -> String {
    hex(&Sha256::digest(origin))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}
