//! Signed notes (C2SP signed-note): a text, an empty line, and lines of signatures.
//!
//! ```text
//! text, ending in a line feed
//!                                       the last empty line of the note
//! — NAME BASE64(key id, 4 bytes ‖ signature)
//! — …
//! ```
//!
//! Reading is strict and keeps every byte: what is accepted is written again as it was. Lines of
//! keys that nobody here knows are kept and prove nothing (docs/proof-format.md §4).

use std::fmt;

use thiserror::Error;

use crate::base64;
use crate::key::{KeyId, KeyName, VerifierKey};

/// The longest note that is read, in bytes.
pub const MAX_NOTE_BYTES: usize = 1_000_000;
/// The most lines of signatures that a note may have.
pub const MAX_SIGNATURES: usize = 100;
/// What a line of a signature begins with: an em dash and a blank.
const DASH: &str = "\u{2014} ";

/// A note: what it says, and who says that they signed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<NoteSignature>,
}

/// One line of a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteSignature {
    name: KeyName,
    id: KeyId,
    signature: Vec<u8>,
}

/// A signature of a note that was verified with a key that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signed<'k> {
    /// The key.
    pub key: &'k VerifierKey,
    /// When a witness saw the note, in Unix seconds; `None` for a signature that states no time.
    pub time: Option<u64>,
}

/// Why bytes are not a signed note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NoteForm {
    /// More than [`MAX_NOTE_BYTES`].
    #[error("the note is longer than a million bytes")]
    TooLong,
    /// Not UTF-8, or a control character other than the line feed.
    #[error("the note holds bytes that no note may hold")]
    Characters,
    /// A text that does not end in a line feed.
    #[error("the text of a note ends in a line feed")]
    Text,
    /// No empty line with signatures behind it.
    #[error("the note has no signatures behind an empty line")]
    Unsigned,
    /// A line behind the text that is no signature.
    #[error("line {0} behind the text of the note is no signature")]
    Line(usize),
    /// More than [`MAX_SIGNATURES`].
    #[error("the note has more than 100 signatures")]
    TooMany,
}

/// Why a note proves nothing to whoever holds these keys.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Unproven {
    /// A known key's line does not verify: the note was altered, or the line was made up.
    #[error("the signature in the name of {0} does not belong to this text")]
    Bad(KeyName),
    /// Two lines of one known key: which of them counts would be a matter of taste.
    #[error("the note has two signatures of the key of {0}")]
    Twice(KeyName),
}

impl Note {
    /// A note of a text and its signatures.
    ///
    /// # Errors
    /// [`NoteForm`] when a note cannot hold them.
    pub fn new(text: String, signatures: Vec<NoteSignature>) -> Result<Note, NoteForm> {
        check_characters(&text)?;
        if !text.ends_with('\n') {
            return Err(NoteForm::Text);
        }
        match signatures.len() {
            0 => Err(NoteForm::Unsigned),
            1..=MAX_SIGNATURES => Ok(Note { text, signatures }),
            _ => Err(NoteForm::TooMany),
        }
    }

    /// Reads a note.
    ///
    /// # Errors
    /// [`NoteForm`] when the bytes are not exactly one.
    pub fn parse(bytes: &[u8]) -> Result<Note, NoteForm> {
        if bytes.len() > MAX_NOTE_BYTES {
            return Err(NoteForm::TooLong);
        }
        let whole = std::str::from_utf8(bytes).map_err(|_| NoteForm::Characters)?;
        check_characters(whole)?;
        let empty = whole.rfind("\n\n").ok_or(NoteForm::Unsigned)?;
        let (text, rest) = whole.split_at_checked(empty + 1).ok_or(NoteForm::Unsigned)?;
        let lines = rest.strip_prefix('\n').unwrap_or_default();
        if lines.is_empty() {
            return Err(NoteForm::Unsigned);
        }
        if lines.bytes().filter(|byte| *byte == b'\n').count() > MAX_SIGNATURES {
            return Err(NoteForm::TooMany);
        }
        let mut signatures = Vec::new();
        for (at, line) in lines.split_inclusive('\n').enumerate() {
            let line = line.strip_suffix('\n').and_then(NoteSignature::parse);
            signatures.push(line.ok_or(NoteForm::Line(at + 1))?);
        }
        Note::new(text.to_owned(), signatures)
    }

    /// What was signed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The lines of signatures, known or not, in their order.
    #[must_use]
    pub fn signatures(&self) -> &[NoteSignature] {
        &self.signatures
    }

    /// The same text with the given lines in the place of its own: witnesses add theirs so.
    ///
    /// # Errors
    /// [`NoteForm`] when there are none or too many.
    pub fn with_signatures(&self, lines: Vec<NoteSignature>) -> Result<Note, NoteForm> {
        Note::new(self.text.clone(), lines)
    }

    /// The signatures that these keys made. A line that names none of them is left out: it says
    /// nothing to whoever does not know its key.
    ///
    /// # Errors
    /// [`Unproven`] when a line names one of the keys and does not verify: such a note is refused
    /// whole, for somebody has touched it.
    pub fn verify<'k>(
        &self,
        keys: impl IntoIterator<Item = &'k VerifierKey>,
    ) -> Result<Vec<Signed<'k>>, Unproven> {
        let keys: Vec<&VerifierKey> = keys.into_iter().collect();
        let mut signed: Vec<Signed<'k>> = Vec::new();
        for line in &self.signatures {
            for key in keys.iter().copied().filter(|key| key.is_named_by(line)) {
                if signed.iter().any(|known| known.key == key) {
                    return Err(Unproven::Twice(key.name().clone()));
                }
                let time = key.check(&self.text, line);
                let time = time.ok_or_else(|| Unproven::Bad(key.name().clone()))?;
                signed.push(Signed { key, time });
            }
        }
        Ok(signed)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl NoteSignature {
    /// The line of a signature that a key of that name and id has made.
    #[must_use]
    pub fn new(name: KeyName, id: KeyId, signature: &[u8]) -> NoteSignature {
        NoteSignature { name, id, signature: signature.to_vec() }
    }

    /// Reads one line, without its line feed.
    #[must_use]
    pub fn parse(line: &str) -> Option<NoteSignature> {
        let (name, payload) = line.strip_prefix(DASH)?.split_once(' ')?;
        let payload = base64::decode(payload)?;
        let (id, signature) = payload.split_first_chunk()?;
        if signature.is_empty() {
            return None;
        }
        Some(NoteSignature::new(name.parse().ok()?, KeyId(*id), signature))
    }

    /// The name of the key that is said to have made it.
    #[must_use]
    pub const fn name(&self) -> &KeyName {
        &self.name
    }

    /// The id of that key.
    #[must_use]
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// What stands behind the id: the signature, in a cosignature behind its time.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }
}

impl fmt::Display for NoteSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let payload = [self.id.0.as_slice(), &self.signature].concat();
        write!(f, "{DASH}{} {}", self.name, base64::encode(payload))
    }
}

fn check_characters(text: &str) -> Result<(), NoteForm> {
    let allowed = |byte: u8| byte >= 0x20 || byte == b'\n';
    if text.bytes().all(allowed) { Ok(()) } else { Err(NoteForm::Characters) }
}
