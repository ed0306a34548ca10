//! Keys: their names, ids and written forms (C2SP signed-note), and Ed25519.
//!
//! The kind of a signature is a byte, not an assumption: other kinds can join, and those of others
//! are kept. A key is read only if this program can verify what it signs. Verification is the
//! strict one of `ed25519-dalek`: no small-order key or point, no second spelling of a signature.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::{Signature, Signer as _, VerifyingKey};
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::base64;
use crate::cosignature;
use crate::note::{Note, NoteForm, NoteSignature};

/// The longest name of a key, in bytes. The specification sets no limit; a reader needs one.
pub const MAX_NAME_BYTES: usize = 255;

/// What sort of signature a key makes: the byte of the C2SP registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SignatureKind(pub u8);

impl SignatureKind {
    /// Ed25519 over the text of a note.
    pub const ED25519: SignatureKind = SignatureKind(0x01);
    /// Ed25519 over a checkpoint and the time at which a witness saw it (`cosignature/v1`).
    pub const COSIGNATURE: SignatureKind = SignatureKind(0x04);
}

/// The name of a key: not empty, at most 255 bytes, without white space, `+` or control characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyName(String);

/// The first four bytes of a hash over name, kind and public key. It finds a key; it proves none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; 4]);

/// The public half of a key, as a user pins it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    name: KeyName,
    kind: SignatureKind,
    key: VerifyingKey,
}

/// The secret half of a key. Whoever holds it signs in its name.
#[derive(Clone)]
pub struct SigningKey {
    name: KeyName,
    kind: SignatureKind,
    key: ed25519_dalek::SigningKey,
}

/// Why a text is no key, or no name of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum KeyForm {
    /// A name that no key may have.
    #[error("the name of a key is 1 to 255 bytes without white space, `+` or control characters")]
    Name,
    /// Not the form of a public key.
    #[error("a public key is written NAME+ID+KEY: eight hex digits, then base64")]
    Public,
    /// Not the form of a secret key.
    #[error("a secret key is written PRIVATE+KEY+NAME+ID+KEY: eight hex digits, then base64")]
    Secret,
    /// The id does not belong to name and key.
    #[error("the id of the key is not that of its name and bytes: it was altered or mistyped")]
    Id,
    /// A kind of signature that this program cannot verify.
    #[error("signatures of kind {0:#04x} cannot be verified by this program")]
    Kind(u8),
    /// No point of the curve, or one of small order, whose signatures prove nothing.
    #[error("the bytes are no Ed25519 public key that can be trusted")]
    Point,
}

impl KeyName {
    /// The text of the name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for KeyName {
    type Err = KeyForm;

    fn from_str(text: &str) -> Result<KeyName, KeyForm> {
        let allowed = |c: char| !c.is_whitespace() && !c.is_control() && c != '+';
        if text.is_empty() || text.len() > MAX_NAME_BYTES || !text.chars().all(allowed) {
            return Err(KeyForm::Name);
        }
        Ok(KeyName(text.to_owned()))
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl KeyId {
    /// The id of a key: SHA-256 of name, line feed, kind and public key, cut to four bytes.
    #[must_use]
    pub fn of(name: &KeyName, kind: SignatureKind, public: &[u8]) -> KeyId {
        let sum: [u8; 32] = Sha256::new()
            .chain_update(name.as_str())
            .chain_update([b'\n', kind.0])
            .chain_update(public)
            .finalize()
            .into();
        let [a, b, c, d, ..] = sum;
        KeyId([a, b, c, d])
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", u32::from_be_bytes(self.0))
    }
}

impl VerifierKey {
    /// The key of that name and kind with those 32 bytes.
    ///
    /// # Errors
    /// [`KeyForm`] for a kind that cannot be verified, and for bytes that are no key.
    pub fn new(name: KeyName, kind: SignatureKind, public: &[u8]) -> Result<VerifierKey, KeyForm> {
        if ![SignatureKind::ED25519, SignatureKind::COSIGNATURE].contains(&kind) {
            return Err(KeyForm::Kind(kind.0));
        }
        let bytes = public.try_into().map_err(|_| KeyForm::Point)?;
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| KeyForm::Point)?;
        // A second spelling of the same point would be a second id for one key.
        if key.is_weak() || key.to_edwards().compress().as_bytes() != bytes {
            return Err(KeyForm::Point);
        }
        Ok(VerifierKey { name, kind, key })
    }

    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &KeyName {
        &self.name
    }

    /// The kind of its signatures.
    #[must_use]
    pub const fn kind(&self) -> SignatureKind {
        self.kind
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> KeyId {
        KeyId::of(&self.name, self.kind, self.key.as_bytes())
    }

    /// Whether both are the same public key, whatever they are called: one party, not two.
    #[must_use]
    pub fn is_same_point(&self, other: &VerifierKey) -> bool {
        self.key == other.key
    }

    /// Whether a line of a note says that it was made by this key. That proves nothing yet.
    #[must_use]
    pub fn is_named_by(&self, line: &NoteSignature) -> bool {
        *line.name() == self.name && line.id() == self.id()
    }

    /// Whether `line` is this key's signature of `text`: the time that a cosignature states, and
    /// `None` inside for an ordinary signature, which states none.
    #[must_use]
    pub fn check(&self, text: &str, line: &NoteSignature) -> Option<Option<u64>> {
        if !self.is_named_by(line) {
            return None;
        }
        if self.kind == SignatureKind::COSIGNATURE {
            let (time, signature) = cosignature::split(line.signature())?;
            let message = cosignature::message(time, text);
            return self.holds(message.as_bytes(), signature).then_some(Some(time));
        }
        self.holds(text.as_bytes(), line.signature()).then_some(None)
    }

    fn holds(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.key.verify_strict(message, &signature).is_ok())
    }
}

/// The written form that C2SP calls a *vkey*: `NAME+ID+BASE64`.
impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = base64::encode([&[self.kind.0], self.key.as_bytes().as_slice()].concat());
        write!(f, "{}+{}+{key}", self.name, self.id())
    }
}

impl FromStr for VerifierKey {
    type Err = KeyForm;

    fn from_str(text: &str) -> Result<VerifierKey, KeyForm> {
        let (name, id, kind, bytes) = written(text).ok_or(KeyForm::Public)?;
        let name: KeyName = name.parse()?;
        if KeyId::of(&name, kind, &bytes).to_string() != id {
            return Err(KeyForm::Id);
        }
        VerifierKey::new(name, kind, &bytes)
    }
}

impl SigningKey {
    /// The key of a log from 32 random bytes, which the caller draws.
    #[must_use]
    pub fn from_seed(name: KeyName, seed: [u8; 32]) -> SigningKey {
        let key = ed25519_dalek::SigningKey::from_bytes(&seed);
        SigningKey { name, kind: SignatureKind::ED25519, key }
    }

    /// The key of a witness from 32 random bytes. A cosignature does not name its maker, so one
    /// seed must never serve two witnesses, nor a log and a witness.
    #[must_use]
    pub fn witness_from_seed(name: KeyName, seed: [u8; 32]) -> SigningKey {
        let key = ed25519_dalek::SigningKey::from_bytes(&seed);
        SigningKey { name, kind: SignatureKind::COSIGNATURE, key }
    }

    /// The public half.
    #[must_use]
    pub fn verifier(&self) -> VerifierKey {
        let (name, kind) = (self.name.clone(), self.kind);
        VerifierKey { name, kind, key: self.key.verifying_key() }
    }

    /// A note of `text` with the signature of this key alone.
    ///
    /// # Errors
    /// [`NoteForm`] when the text is none that a note may have.
    pub fn sign(&self, text: impl Into<String>) -> Result<Note, NoteForm> {
        let text = text.into();
        let signature = self.key.sign(text.as_bytes()).to_bytes();
        let line = NoteSignature::new(self.name.clone(), self.verifier().id(), &signature);
        Note::new(text, vec![line])
    }

    /// The line that a witness adds to a checkpoint's text: seen at `time`, in Unix seconds.
    ///
    /// `None` for a key that is no witness's, and for a time above 2⁶³−1.
    #[must_use]
    pub fn cosign(&self, time: u64, text: &str) -> Option<NoteSignature> {
        if self.kind != SignatureKind::COSIGNATURE || i64::try_from(time).is_err() {
            return None;
        }
        let signature = self.key.sign(cosignature::message(time, text).as_bytes()).to_bytes();
        let payload = [time.to_be_bytes().as_slice(), &signature].concat();
        Some(NoteSignature::new(self.name.clone(), self.verifier().id(), &payload))
    }

    /// The secret written form. It is for a file that nobody else reads.
    #[must_use]
    pub fn to_secret_text(&self) -> String {
        let key = base64::encode([&[self.kind.0], self.key.as_bytes().as_slice()].concat());
        format!("PRIVATE+KEY+{}+{}+{key}", self.name, self.verifier().id())
    }

    /// Reads the secret written form.
    ///
    /// # Errors
    /// [`KeyForm`] when it is none, or when its id is not that of the key.
    pub fn from_secret_text(text: &str) -> Result<SigningKey, KeyForm> {
        let rest = text.strip_prefix("PRIVATE+KEY+").ok_or(KeyForm::Secret)?;
        let (name, id, kind, seed) = written(rest).ok_or(KeyForm::Secret)?;
        let seed: [u8; 32] = seed.try_into().map_err(|_| KeyForm::Secret)?;
        let key = ed25519_dalek::SigningKey::from_bytes(&seed);
        let read = SigningKey { name: name.parse()?, kind, key };
        // Through the public half, so that kind and point are held to the same rules.
        let public =
            VerifierKey::new(read.name.clone(), kind, read.key.verifying_key().as_bytes())?;
        if public.id().to_string() == id { Ok(read) } else { Err(KeyForm::Id) }
    }
}

/// A secret is not printed by accident.
impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({}+{})", self.name, self.verifier().id())
    }
}

/// `NAME+ID+BASE64`, split at the first two `+`: base64 may hold some itself.
fn written(text: &str) -> Option<(&str, &str, SignatureKind, Vec<u8>)> {
    let mut parts = text.splitn(3, '+');
    let (name, id, key) = (parts.next()?, parts.next()?, parts.next()?);
    let bytes = base64::decode(key)?;
    let (kind, bytes) = bytes.split_first()?;
    Some((name, id, SignatureKind(*kind), bytes.to_vec()))
}
