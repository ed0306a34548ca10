//! What a witness remembers, in plain files.
//!
//! ```text
//! STATE/lock                            held while a checkpoint is compared and stored
//! STATE/<origin>/checkpoint             the last checkpoint cosigned, with its cosignature
//! STATE/<origin>/conflicts/<both>/seen        that checkpoint, and
//! STATE/<origin>/conflicts/<both>/presented   the one that contradicts it: the evidence of both sides
//! STATE/<origin>/conflicts/<both>/proof       where they are of two sizes, what shows that they do
//! STATE/<origin>/conflicts/more               more contradictions came than are kept
//! ```
//!
//! `<origin>` is SHA-256 of the origin in lower-case hex, as in the monitoring prefix of C2SP
//! tlog-witness; `<both>` that of the SHA-256 of the two texts, seen first. Evidence is never written over
//! (`conflicts`).
//!
//! Of what somebody submits, the lines that a pinned key of the log made are kept and no other: whoever
//! adds lines of his own to a checkpoint must not decide what a witness can remember.

use crate::conflicts::Conflict;
use crate::files::{io_at, read, write};
use greffe_proof::witness::{AddCheckpoint, Refusal, Seen, consider};
use greffe_proof::{Checkpoint, Note, NoteForm, NoteSignature, Policy, SigningKey, Trust};
use sha2::{Digest as _, Sha256};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
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
        // Other witnesses are nobody to this one: a line of theirs that is wrong must not keep a log out.
        let trust = trust.with_policy(Policy::default());
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
        self.recall(&name_of(origin))
    }

    /// What is remembered under the name of an origin.
    fn recall(&self, name: &str) -> Result<Option<(Checkpoint, Note)>, StateError> {
        let folder = self.dir.join(name);
        let path = folder.join("checkpoint");
        let Some(bytes) = read(&path)? else {
            // Evidence is kept only against what was remembered: this is no first meeting.
            return match folder.join("conflicts").try_exists() {
                Ok(false) => Ok(None),
                _ => Err(StateError::Remembered { path }),
            };
        };
        match self.read_back(&bytes, name) {
            Some(read) => Ok(Some(read)),
            None => Err(StateError::Remembered { path }),
        }
    }

    /// What bytes remember of an origin of that name, if this witness wrote them and no line of a key that is
    /// known has been touched since.
    fn read_back(&self, bytes: &[u8], name: &str) -> Option<(Checkpoint, Note)> {
        let own = self.key.verifier();
        let note = Note::parse(bytes).ok()?;
        let checkpoint: Checkpoint = note.text().parse().ok()?;
        let known = self.trust.logs_of(checkpoint.origin()).chain([&own]);
        let cosigned = note.verify(known).ok()?.iter().any(|signed| *signed.key == own);
        (cosigned && name_of(checkpoint.origin()) == name).then_some((checkpoint, note))
    }

    /// The bytes of the last checkpoint under a name of the monitoring prefix: 64 lower-case hex digits.
    ///
    /// # Errors
    /// [`StateError`] when what is there was not written by this witness: nobody else is to believe it either.
    pub(crate) fn published(&self, name: &str) -> Result<Option<Vec<u8>>, StateError> {
        let hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if name.len() != 64 || !name.bytes().all(hex) {
            return Ok(None);
        }
        Ok(self.recall(name)?.map(|(_, note)| note.to_string().into_bytes()))
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
        let _turn = self.turn()?;
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
        let kept =
            kept.ok().filter(|kept| self.read_back(kept.as_bytes(), &name_of(origin)).is_some());
        let kept = kept.ok_or_else(|| WitnessError::Refused {
            refusal: Refusal::Malformed(NoteForm::TooLong.to_string()),
            conflict: None,
        })?;
        write(&self.folder(origin).join("checkpoint"), kept.as_bytes())?;
        Ok(line)
    }

    /// A note of a log as it is kept: with the lines that its pinned keys made, and these.
    pub(crate) fn kept_of(
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

    /// Where what is remembered of an origin is kept.
    #[must_use]
    pub fn folder(&self, origin: &str) -> PathBuf {
        self.dir.join(name_of(origin))
    }

    /// Holds off every other comparison, of this process and of others, as long as it lives.
    pub(crate) fn turn(&self) -> Result<Turn<'_>, StateError> {
        let here = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let path = self.dir.join("lock");
        // A pipe in its place would wait for a reader.
        crate::source::open(&path).map_err(io_at(&path))?;
        let file = File::options().create(true).append(true).open(&path).map_err(io_at(&path))?;
        file.lock().map_err(io_at(&path))?;
        Ok(Turn { _here: here, _everywhere: file })
    }
}

/// The turn of one comparison.
pub(crate) struct Turn<'w> {
    _here: MutexGuard<'w, ()>,
    _everywhere: File,
}

/// The name under which an origin is remembered, and its checkpoint served: 64 hex digits of its SHA-256.
pub(crate) fn name_of(origin: &str) -> String {
    hex(&Sha256::digest(origin))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}
