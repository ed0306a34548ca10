//! Anchors: the checkpoints that a ledger keeps, with their signatures, cosignatures and time-stamps.
//!
//! ```text
//! proof/keys                         public keys, one a line: whoever signed or cosigned here
//! proof/checkpoints/<size>           the signed note over the first <size> entries
//! proof/time-stamps/<size>/<hash>    a token of RFC 3161 over its text; blake3 of its bytes
//! proof/time-stamps/<size>/nonce     the numbers sent with requests, in hex, one a line, the last first
//! ```
//!
//! They are copies of what was handed out. Whoever can write here can replace them, so nothing is
//! believed for standing here: they are held against what a user pinned.

mod copying;

use super::{ProofError, folder, read_small, write_whole};
use crate::error::{Error, told};
use greffe_chain::Hash;
use greffe_chain::merkle::TreeHash;
use greffe_proof::timestamp::{MAX_NONCE_BYTES, MAX_TOKEN_BYTES};
use greffe_proof::{
    Checkpoint, Evidence, MAX_NOTE_BYTES, Note, NoteSignature, TlogProof, VerifierKey,
};
use std::path::{Path, PathBuf};

/// The longest file of keys that is read, in bytes.
const MAX_KEYS_BYTES: u64 = 1_000_000;

/// Bytes of an Ed25519 signature.
const ED25519_BYTES: usize = 64;

/// How many requests for one checkpoint are remembered.
const MAX_REQUESTS: usize = 16;

/// A checkpoint that a ledger keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptCheckpoint {
    /// What it says.
    pub checkpoint: Checkpoint,
    /// The note, with all its signatures.
    pub note: Note,
}

impl KeptCheckpoint {
    /// Reads a checkpoint.
    pub(crate) fn read(bytes: &[u8]) -> Result<KeptCheckpoint, String> {
        let note = Note::parse(bytes).map_err(|error| error.to_string())?;
        let checkpoint =
            note.text().parse().map_err(|error: greffe_proof::CheckpointForm| error.to_string())?;
        Ok(KeptCheckpoint { checkpoint, note })
    }

    pub(crate) fn size(&self) -> u64 {
        self.checkpoint.size()
    }

    pub(crate) fn root(&self) -> TreeHash {
        self.checkpoint.root()
    }
}

/// The checkpoint in a file that somebody kept outside the ledger: a checkpoint itself, or that of an
/// evidence bundle or of a single proof. `None` for anything else.
#[must_use]
pub fn anchor_of(bytes: &[u8]) -> Option<Note> {
    let of_bundle =
        || greffe_proof::evidence::parse(bytes).ok().map(|Evidence { checkpoint, .. }| checkpoint);
    let of_proof = || TlogProof::parse(bytes).ok().map(|proof| proof.checkpoint);
    let note = of_bundle().or_else(of_proof).or_else(|| Note::parse(bytes).ok())?;
    note.text().parse::<Checkpoint>().ok().map(|_| note)
}

/// The anchors of a ledger, or of a backup.
#[derive(Debug, Clone)]
pub(crate) struct Anchors {
    dir: PathBuf,
}

impl Anchors {
    /// Those in the directory of a ledger or of a backup.
    pub(crate) fn of(dir: &Path) -> Anchors {
        Anchors { dir: folder(dir) }
    }

    fn checkpoints(&self) -> PathBuf {
        self.dir.join("checkpoints")
    }

    fn stamps(&self, size: u64) -> PathBuf {
        self.dir.join("time-stamps").join(size.to_string())
    }

    /// The sizes of the checkpoints that are kept, in order; files of other names are none.
    pub(crate) fn sizes(&self) -> Result<Vec<u64>, Error> {
        let mut sizes: Vec<u64> = names(&self.checkpoints())?
            .iter()
            .filter_map(|name| name.parse().ok().filter(|size: &u64| size.to_string() == *name))
            .collect();
        sizes.sort_unstable();
        Ok(sizes)
    }

    /// The checkpoint of that size, or what is wrong with its file.
    pub(crate) fn checkpoint(&self, size: u64) -> Result<KeptCheckpoint, Error> {
        let path = self.checkpoints().join(size.to_string());
        let wrong = |what: String| ProofError::Kept { path: shown(&path), what };
        let most = MAX_NOTE_BYTES as u64;
        let bytes = read_small(&path, most)?.ok_or_else(|| wrong("it is missing".to_owned()))?;
        let kept = KeptCheckpoint::read(&bytes).map_err(wrong)?;
        if kept.size() != size {
            return Err(wrong(format!("it is a checkpoint of {} entries", kept.size())).into());
        }
        Ok(kept)
    }

    /// The last checkpoint, if any is kept.
    pub(crate) fn latest(&self) -> Result<Option<KeptCheckpoint>, Error> {
        self.sizes()?.last().map(|size| self.checkpoint(*size)).transpose()
    }

    /// When the checkpoint of that size was written, by the file system's clock.
    pub(crate) fn written(&self, size: u64) -> Option<std::time::SystemTime> {
        std::fs::metadata(self.checkpoints().join(size.to_string())).ok()?.modified().ok()
    }

    /// Keeps a checkpoint, with the lines that were kept of it already.
    pub(crate) fn keep(&self, kept: &KeptCheckpoint) -> Result<(), Error> {
        let path = self.checkpoints().join(kept.size().to_string());
        write_whole(&path, kept.note.to_string().as_bytes(), true)
    }

    /// The public keys of whoever signed or cosigned.
    pub(crate) fn keys(&self) -> Result<Vec<VerifierKey>, Error> {
        let (keys, fault) = self.readable_keys()?;
        fault.map_or(Ok(keys), Err)
    }

    /// Those lines of the file of keys that are keys, and what is wrong with the first that is none.
    ///
    /// # Errors
    /// [`Error`] when the file cannot be read, or is longer than it may be: what is in it is not known.
    fn readable_keys(&self) -> Result<(Vec<VerifierKey>, Option<Error>), Error> {
        let path = self.dir.join("keys");
        let bytes = read_small(&path, MAX_KEYS_BYTES)?.unwrap_or_default();
        if bytes.len() as u64 > MAX_KEYS_BYTES {
            let what =
                format!("the file is longer than the {MAX_KEYS_BYTES} bytes that it may have");
            let source = std::io::Error::new(std::io::ErrorKind::FileTooLarge, what);
            return Err(Error::File { path, source });
        }
        let (mut keys, mut fault) = (Vec::new(), None);
        for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let text = std::str::from_utf8(line).map_err(|error| error.to_string());
            let key = text
                .and_then(|text| text.parse::<VerifierKey>().map_err(|error| error.to_string()));
            match key {
                Ok(key) => keys.push(key),
                Err(what) => {
                    let wrong = ProofError::Kept { path: shown(&path), what };
                    fault = fault.or(Some(wrong.into()));
                }
            }
        }
        Ok((keys, fault))
    }

    /// Adds public keys to those that are known; lines that are no keys give way.
    pub(crate) fn add_keys(&self, more: &[VerifierKey]) -> Result<(), Error> {
        let (known, fault) = match self.readable_keys() {
            // A pipe or a folder in its place holds no key, and gives way.
            Err(error) if !refused(&error) => (Vec::new(), Some(error)),
            read => read?,
        };
        let mut all = known.clone();
        for key in more {
            if !all.contains(key) {
                all.push(key.clone());
            }
        }
        if all.len() == known.len() && fault.is_none() {
            return Ok(());
        }
        let lines: Vec<String> = all.iter().map(ToString::to_string).collect();
        write_whole(&self.dir.join("keys"), format!("{}\n", lines.join("\n")).as_bytes(), true)
    }

    /// The tokens over the checkpoint of that size, with the names of their files, in the order of
    /// these.
    pub(crate) fn tokens(&self, size: u64) -> Result<Vec<(String, Vec<u8>)>, Error> {
        let folder = self.stamps(size);
        let mut tokens = Vec::new();
        for name in names(&folder)? {
            if name.parse::<Hash>().is_err() {
                continue;
            }
            let most = MAX_TOKEN_BYTES as u64;
            if let Some(bytes) = read_small(&folder.join(&name), most)? {
                tokens.push((name, bytes));
            }
        }
        Ok(tokens)
    }

    /// Keeps a token over the checkpoint of that size.
    pub(crate) fn add_token(&self, size: u64, token: &[u8]) -> Result<(), Error> {
        write_whole(&self.stamps(size).join(Hash::of(token).to_string()), token, true)
    }

    /// The numbers that were sent with requests for that checkpoint, the last one first.
    pub(crate) fn nonces(&self, size: u64) -> Result<Vec<Vec<u8>>, Error> {
        let path = self.stamps(size).join("nonce");
        let most = (MAX_REQUESTS * (2 * MAX_NONCE_BYTES + 1)) as u64;
        let bytes = read_small(&path, most)?.unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let number = |line: &str| -> Option<Vec<u8>> {
            let pair = |at: usize| u8::from_str_radix(line.get(at..at + 2)?, 16).ok();
            (0..line.len()).step_by(2).map(pair).collect()
        };
        let numbers: Option<Vec<Vec<u8>>> = text.lines().map(number).collect();
        // What cannot be read would let any answer pass.
        numbers.ok_or_else(|| {
            let what = "it holds no numbers of requests".to_owned();
            ProofError::Kept { path: shown(&path), what }.into()
        })
    }

    /// Keeps the number sent with a request, beside those of earlier ones: two authorities may be asked.
    pub(crate) fn add_nonce(&self, size: u64, nonce: &[u8]) -> Result<(), Error> {
        let mut numbers = self.nonces(size)?;
        numbers.insert(0, nonce.to_vec());
        numbers.truncate(MAX_REQUESTS);
        let hex = |nonce: &Vec<u8>| {
            let digits: Vec<String> = nonce.iter().map(|byte| format!("{byte:02x}")).collect();
            digits.concat()
        };
        let lines: Vec<String> = numbers.iter().map(hex).collect();
        let text = format!("{}\n", lines.join("\n"));
        write_whole(&self.stamps(size).join("nonce"), text.as_bytes(), true)
    }

    /// The checkpoint of that size, if its signatures by these keys are of its text.
    fn sound(&self, size: u64, keys: &[VerifierKey]) -> Result<KeptCheckpoint, Error> {
        let kept = self.checkpoint(size)?;
        let path = self.checkpoints().join(size.to_string());
        let wrong = |error: &dyn std::fmt::Display| ProofError::Kept {
            path: shown(&path),
            what: error.to_string(),
        };
        kept.note.verify(keys).map_err(|error| wrong(&error))?;
        Ok(kept)
    }

    /// The token of that name, if it is the one that was kept; None where there is none.
    fn token(&self, size: u64, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let path = self.stamps(size).join(name);
        let bytes = read_small(&path, MAX_TOKEN_BYTES as u64)?;
        match bytes {
            Some(bytes) if Hash::of(&bytes).to_string() != name => {
                let what = "it is not the time-stamp that was kept".to_owned();
                Err(ProofError::Kept { path: shown(&path), what }.into())
            }
            found => Ok(found),
        }
    }

    /// The names of the tokens over the checkpoint of that size.
    fn token_names(&self, size: u64) -> Result<Vec<String>, Error> {
        let names = names(&self.stamps(size))?.into_iter();
        Ok(names.filter(|name| name.parse::<Hash>().is_ok()).collect())
    }

    /// What is wrong with the files themselves: `verify` holds them against the log as well.
    ///
    /// # Errors
    /// A shortage of the system.
    pub(crate) fn faults(&self) -> Result<Vec<String>, Error> {
        let keys = told(self.readable_keys())?;
        let (keys, fault) = keys.unwrap_or_else(|error| (Vec::new(), Some(error)));
        let mut faults: Vec<String> = fault.iter().map(ToString::to_string).collect();
        let sizes = told(self.sizes())?.unwrap_or_else(|error| {
            faults.push(error.to_string());
            Vec::new()
        });
        for size in sizes {
            let wrong = told(self.sound(size, &keys))?.err();
            faults.extend(wrong.map(|error| error.to_string()));
            let names = told(self.token_names(size))?.unwrap_or_else(|error| {
                faults.push(error.to_string());
                Vec::new()
            });
            for name in names {
                let wrong = told(self.token(size, &name))?.err();
                faults.extend(wrong.map(|error| error.to_string()));
            }
        }
        Ok(faults)
    }
}

impl KeptCheckpoint {
    /// This checkpoint with the signatures of another note of the same text besides its own.
    pub(crate) fn merged_with(&self, other: &KeptCheckpoint) -> Result<KeptCheckpoint, ProofError> {
        if self.note.text() != other.note.text() {
            let what = "another checkpoint of the same size was signed before".to_owned();
            return Err(ProofError::OtherHistory { size: self.size(), what });
        }
        let mut lines = self.note.signatures().to_vec();
        for line in other.note.signatures() {
            // A key signs a text in one way; a cosignature of a later time takes the earlier's place, and never
            // the other way round.
            let of_one =
                |known: &NoteSignature| (known.name(), known.id()) == (line.name(), line.id());
            if lines.iter().any(|known| of_one(known) && seen_at(known) > seen_at(line)) {
                continue;
            }
            lines.retain(|known| !of_one(known));
            lines.push(line.clone());
        }
        let note = self.note.with_signatures(lines)?;
        Ok(KeptCheckpoint { checkpoint: self.checkpoint.clone(), note })
    }
}

/// The time that a line states, if it is of the length of a cosignature; both lines of a key are of one length.
fn seen_at(line: &NoteSignature) -> Option<u64> {
    let (time, signature) = greffe_proof::cosignature::split(line.signature())?;
    (signature.len() == ED25519_BYTES).then_some(time)
}

/// The names of the files of a folder, in order; none where there is no folder.
fn names(folder: &Path) -> Result<Vec<String>, Error> {
    let failed = |source| Error::File { path: folder.to_owned(), source };
    let listed = match std::fs::read_dir(folder) {
        Ok(listed) => listed,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut names = Vec::new();
    for entry in listed {
        names.extend(entry.map_err(failed)?.file_name().into_string().ok());
    }
    names.sort();
    Ok(names)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// Whether the system would not read a file: what is in it is not known, and may be whole.
fn refused(error: &Error) -> bool {
    match error {
        Error::File { source, .. } => source.kind() != std::io::ErrorKind::InvalidData,
        _ => false,
    }
}
