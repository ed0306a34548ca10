//! Reading a bundle: strictly, from front to back, with the lengths checked against the bytes that are
//! there before anything is allocated.

use std::collections::BTreeMap;

use greffe_chain::Hash;
use greffe_chain::merkle::TreeHash;
use thiserror::Error;

use super::write::{EvidenceForm, sealing};
use super::{Evidence, FIRST_LINE, MAX_DOCUMENTS, MAX_ENTRIES, MAX_TIMESTAMPS, ProvedEntry};
use crate::base64;
use crate::checkpoint::decimal;
use crate::note::{Note, NoteForm};

/// Bytes of the last line: `sha256 `, 64 digits, a line feed.
const SEAL_BYTES: usize = 72;

/// Why bytes are not an evidence bundle.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum EvidenceFault {
    /// Another file, or a later form of it.
    #[error("not an evidence bundle of a form known here: its first line is not {FIRST_LINE:?}")]
    FirstLine,
    /// The sum does not match.
    #[error("the bundle was damaged on its way: its last line is not the sum of what precedes it")]
    Sum,
    /// Something that does not stand where it may.
    #[error("the bundle cannot be read at byte {at}: {what}")]
    At {
        /// Where.
        at: usize,
        /// What should stand there.
        what: &'static str,
    },
    /// A checkpoint that is no note.
    #[error("the checkpoint of the bundle cannot be read: {0}")]
    Checkpoint(#[from] NoteForm),
    /// Parts that do not belong together.
    #[error(transparent)]
    Form(#[from] EvidenceForm),
}

/// Reads a bundle. What it says is not verified by that.
///
/// # Errors
/// [`EvidenceFault`] when the bytes are not exactly one.
pub fn parse(bytes: &[u8]) -> Result<Evidence, EvidenceFault> {
    if !bytes.starts_with(format!("{FIRST_LINE}\n").as_bytes()) {
        return Err(EvidenceFault::FirstLine);
    }
    let body = unsealed(bytes).ok_or(EvidenceFault::Sum)?;
    let mut cursor = Cursor { bytes: body, at: FIRST_LINE.len() + 1 };
    let evidence = cursor.evidence()?;
    evidence.check()?;
    Ok(evidence)
}

/// The bytes before the last line, if that is their sum.
fn unsealed(bytes: &[u8]) -> Option<&[u8]> {
    let (body, seal) = bytes.split_at_checked(bytes.len().checked_sub(SEAL_BYTES)?)?;
    (seal == sealing(body).as_bytes()).then_some(body)
}

struct Cursor<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Cursor<'b> {
    fn evidence(&mut self) -> Result<Evidence, EvidenceFault> {
        let length = self.head("checkpoint", |[length]| number(length));
        let length = length?.ok_or_else(|| self.fault("`checkpoint LENGTH`"))?;
        let checkpoint = Note::parse(self.block(length)?)?;
        let (mut keys, mut timestamps) = (Vec::new(), Vec::new());
        while let Some(key) = self.head("key", |[key]| key.parse().ok())? {
            keys.push(key);
        }
        while let Some(length) = self.head("timestamp", |[length]| number(length))? {
            let token = self.block(length)?.to_vec();
            // Counted before they are compared: a hostile file may hold millions.
            if timestamps.len() == MAX_TIMESTAMPS || timestamps.contains(&token) {
                return Err(self.fault("time-stamps stand once each, sixteen at most"));
            }
            timestamps.push(token);
        }
        let (mut entries, mut documents) = (BTreeMap::new(), BTreeMap::new());
        let entry = |[seq, length, hashes]: [&str; 3]| {
            Some((decimal(seq)?, number(length)?, number(hashes)?))
        };
        while let Some((seq, length, hashes)) = self.head("entry", entry)? {
            self.ascending(entries.last_key_value(), &seq)?;
            if entries.len() == MAX_ENTRIES {
                return Err(self.fault("more entries than a bundle holds"));
            }
            let bytes = self.block(length)?.to_vec();
            let proof: Result<_, _> = (0..hashes).map(|_| self.hash()).collect();
            entries.insert(seq, ProvedEntry { bytes, proof: proof? });
        }
        let document = |[hash, length]: [&str; 2]| Some((hash.parse().ok()?, number(length)?));
        while let Some((hash, length)) = self.head::<2, (Hash, usize)>("document", document)? {
            self.ascending(documents.last_key_value(), &hash)?;
            if documents.len() == MAX_DOCUMENTS {
                return Err(self.fault("more documents than a bundle holds"));
            }
            documents.insert(hash, self.block(length)?.to_vec());
        }
        if self.at == self.bytes.len() {
            Ok(Evidence { checkpoint, keys, timestamps, entries, documents })
        } else {
            Err(self.fault("a line of a part that may stand there, in its only spelling"))
        }
    }

    const fn fault(&self, what: &'static str) -> EvidenceFault {
        EvidenceFault::At { at: self.at, what }
    }

    fn ascending<K: Ord, V>(&self, last: Option<(&K, V)>, next: &K) -> Result<(), EvidenceFault> {
        if last.is_none_or(|(last, _)| last < next) {
            Ok(())
        } else {
            Err(self.fault("parts of a kind stand in order, each once"))
        }
    }

    /// The line at the cursor, if it begins with `word`: what `read` makes of its other words.
    fn head<const WORDS: usize, T>(
        &mut self,
        word: &str,
        read: impl Fn([&'b str; WORDS]) -> Option<T>,
    ) -> Result<Option<T>, EvidenceFault> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let Some(line) = rest.strip_prefix(word.as_bytes()).and_then(|r| r.strip_prefix(b" "))
        else {
            return Ok(None);
        };
        let end = line.iter().take(2_048).position(|byte| *byte == b'\n');
        let words = end.and_then(|end| std::str::from_utf8(line.get(..end)?).ok());
        let words = words.and_then(|words| words.split(' ').collect::<Vec<_>>().try_into().ok());
        let read = words.and_then(read).ok_or_else(|| self.fault("a line of another form"))?;
        self.at += word.len() + 1 + end.unwrap_or_default() + 1;
        Ok(Some(read))
    }

    /// So many bytes and a line feed.
    fn block(&mut self, length: usize) -> Result<&'b [u8], EvidenceFault> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let (block, rest) =
            rest.split_at_checked(length).ok_or_else(|| self.fault("more bytes than there are"))?;
        if rest.first() != Some(&b'\n') {
            self.at += length;
            return Err(self.fault("a line feed behind the bytes"));
        }
        self.at += length + 1;
        Ok(block)
    }

    fn hash(&mut self) -> Result<TreeHash, EvidenceFault> {
        let hash = self.block(44).ok().and_then(|line| {
            let bytes = base64::decode(std::str::from_utf8(line).ok()?)?;
            TreeHash::try_from(bytes.as_slice()).ok()
        });
        hash.ok_or_else(|| self.fault("a hash in base64"))
    }
}

/// A length in its only spelling.
fn number(text: &str) -> Option<usize> {
    usize::try_from(decimal(text)?).ok()
}
