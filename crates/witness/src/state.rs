//! What a witness remembers, in plain files.
//!
//! ```text
//! STATE/lock                            held while a checkpoint is compared and stored
//! STATE/<origin>/checkpoint             the last checkpoint cosigned, with its cosignature
//! STATE/<origin>/conflicts/<sum>/seen        that checkpoint, and
//! STATE/<origin>/conflicts/<sum>/presented   the one that contradicts it: the evidence of both sides
//! ```
//!
//! `<origin>` is SHA-256 of the origin in lower-case hex, as in the monitoring prefix of C2SP
//! tlog-witness.

use greffe_chain::merkle::ProofError;
use greffe_proof::witness::{AddCheckpoint, Refusal, Seen, consider};
use greffe_proof::{Checkpoint, KeyForm, MAX_NOTE_BYTES, Note, NoteSignature, SigningKey, Trust};
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
        "{}: not a checkpoint that this witness cosigned; put it back from a copy, or, only if nothing \
         was ever cosigned for it, remove it", path.display()
    )]
    Remembered {
        /// The file.
        path: PathBuf,
    },
    /// A key that is no witness's.
    #[error("{0}: a witness needs a key of its own kind; `greffe keygen --witness` makes one")]
    Key(KeyForm),
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
            return Err(StateError::Key(KeyForm::Kind(key.verifier().kind().0)));
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
        let Some(bytes) = read(&path)? else { return Ok(None) };
        let key = self.key.verifier();
        let cosigned = |note: &Note| note.verify([&key]).is_ok_and(|signed| !signed.is_empty());
        let note = Note::parse(&bytes).ok().filter(cosigned);
        let read = note.and_then(|note| Some((note.text().parse::<Checkpoint>().ok()?, note)));
        match read.filter(|(checkpoint, _)| checkpoint.origin() == origin) {
            Some(read) => Ok(Some(read)),
            None => Err(StateError::Remembered { path }),
        }
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
        let refused = consider(&self.trust, seen, call).err();
        if let Some(refusal) = refused {
            let conflict = match (&refusal, remembered) {
                (Refusal::Inconsistent(error), Some((_, seen))) if contradicts(*error) => {
                    Some(Box::new(self.keep_conflict(origin, seen, &call.checkpoint)?))
                }
                _ => None,
            };
            return Err(WitnessError::Refused { refusal, conflict });
        }
        let line = self.key.cosign(now, call.checkpoint.text()).ok_or(StateError::Clock(now))?;
        let mut lines: Vec<NoteSignature> = call.checkpoint.signatures().to_vec();
        let id = line.id();
        lines.retain(|known| known.name() != line.name() || known.id() != id);
        lines.push(line.clone());
        let path = self.folder(origin).join("checkpoint");
        let cosigned = call.checkpoint.with_signatures(lines);
        let note = cosigned.map_err(|_| StateError::Remembered { path: path.clone() })?;
        write(&path, note.to_string().as_bytes())?;
        Ok(line)
    }

    /// Keeps both sides of a contradiction.
    ///
    /// # Errors
    /// [`StateError`] when they cannot be written.
    pub fn keep_conflict(
        &self,
        origin: &str,
        seen: Note,
        presented: &Note,
    ) -> Result<Conflict, StateError> {
        let name = hex(&Sha256::digest(presented.text()));
        let kept = self.folder(origin).join("conflicts").join(name);
        write(&kept.join("seen"), seen.to_string().as_bytes())?;
        write(&kept.join("presented"), presented.to_string().as_bytes())?;
        Ok(Conflict { presented: presented.clone(), seen, kept })
    }

    /// Where what is remembered of an origin is kept.
    #[must_use]
    pub fn folder(&self, origin: &str) -> PathBuf {
        self.dir.join(hex(&Sha256::digest(origin)))
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

/// Whether a refusal shows two histories, rather than a proof that was cut or for other sizes.
const fn contradicts(error: ProofError) -> bool {
    matches!(error, ProofError::OldRoot | ProofError::Root)
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
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(io_at(folder))?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(io_at(folder))?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(io_at(path))?;
    file.persist(path).map_err(|error| io_at(path)(error.error))?;
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(io_at(folder))?;
    // The folder of the origin may be new as well.
    let above = folder.parent().unwrap_or(Path::new("."));
    File::open(above).and_then(|above| above.sync_all()).map_err(io_at(above))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}
