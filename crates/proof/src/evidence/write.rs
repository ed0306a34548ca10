//! Writing a bundle. What would not be read again is not written.

use greffe_chain::MAX_ENTRY_BYTES;
use greffe_chain::merkle::MAX_PROOF_HASHES;
use sha2::{Digest as _, Sha256};
use thiserror::Error;

use super::{Evidence, FIRST_LINE};
use crate::timestamp::MAX_TOKEN_BYTES;
use crate::{base64, hexadecimal};

/// The most entries of a bundle.
pub const MAX_ENTRIES: usize = 65_536;
/// The most documents of a bundle.
pub const MAX_DOCUMENTS: usize = 65_536;
/// The most time-stamps of a bundle.
pub const MAX_TIMESTAMPS: usize = 16;

/// Why a content makes no bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum EvidenceForm {
    /// The keys are not those of the signatures, one for one.
    #[error(
        "each signature of the checkpoint needs its key in the bundle, and each key a signature"
    )]
    Keys,
    /// The keys are not in the order of their written forms, or one is there twice.
    #[error("keys stand in the order of their written forms, each once")]
    KeyOrder,
    /// An entry without bytes, or longer than an entry may be.
    #[error("entry {seq} has {len} bytes; an entry has 1 to 65535")]
    Entry {
        /// The number of the entry.
        seq: u64,
        /// Its length in bytes.
        len: usize,
    },
    /// A proof longer than any can be, a time-stamp that is too long, or too much of one kind.
    #[error("the bundle would hold more than it may: {0}")]
    TooMany(&'static str),
}

impl Evidence {
    /// The bytes of the bundle.
    ///
    /// # Errors
    /// [`EvidenceForm`] when a reader would refuse them.
    pub fn encode(&self) -> Result<Vec<u8>, EvidenceForm> {
        self.check()?;
        let mut out = format!("{FIRST_LINE}\n").into_bytes();
        let note = self.checkpoint.to_string();
        block(&mut out, &format!("checkpoint {}", note.len()), note.as_bytes());
        for key in &self.keys {
            out.extend_from_slice(format!("key {key}\n").as_bytes());
        }
        for token in &self.timestamps {
            block(&mut out, &format!("timestamp {}", token.len()), token);
        }
        for (seq, entry) in &self.entries {
            let head = format!("entry {seq} {} {}", entry.bytes.len(), entry.proof.len());
            block(&mut out, &head, &entry.bytes);
            for hash in &entry.proof {
                out.extend_from_slice(base64::encode(hash.as_bytes()).as_bytes());
                out.push(b'\n');
            }
        }
        for (hash, bytes) in &self.documents {
            block(&mut out, &format!("document {hash} {}", bytes.len()), bytes);
        }
        let seal = sealing(&out);
        out.extend_from_slice(seal.as_bytes());
        Ok(out)
    }

    /// The rules of a bundle that its types do not hold; reading asks for them as well.
    pub(super) fn check(&self) -> Result<(), EvidenceForm> {
        let written: Vec<String> = self.keys.iter().map(ToString::to_string).collect();
        if !written.is_sorted_by(|a, b| a < b) {
            return Err(EvidenceForm::KeyOrder);
        }
        let signatures = self.checkpoint.signatures();
        let one_for_one = signatures.len() == self.keys.len()
            && self.keys.iter().all(|key| signatures.iter().any(|line| key.is_named_by(line)));
        if !one_for_one {
            return Err(EvidenceForm::Keys);
        }
        if self.entries.is_empty() || self.entries.len() > MAX_ENTRIES {
            return Err(EvidenceForm::TooMany("entries"));
        }
        if self.documents.len() > MAX_DOCUMENTS {
            return Err(EvidenceForm::TooMany("documents"));
        }
        if self.timestamps.len() > MAX_TIMESTAMPS
            || self.timestamps.iter().any(|token| !(1..=MAX_TOKEN_BYTES).contains(&token.len()))
            || self.timestamps.iter().collect::<std::collections::BTreeSet<_>>().len()
                < self.timestamps.len()
        {
            return Err(EvidenceForm::TooMany("time-stamps"));
        }
        for (seq, entry) in &self.entries {
            if !(1..=MAX_ENTRY_BYTES).contains(&entry.bytes.len()) {
                return Err(EvidenceForm::Entry { seq: *seq, len: entry.bytes.len() });
            }
            if entry.proof.len() > MAX_PROOF_HASHES {
                return Err(EvidenceForm::TooMany("hashes of a proof"));
            }
        }
        Ok(())
    }
}

/// The last line of a bundle whose other lines are `body`.
pub(super) fn sealing(body: &[u8]) -> String {
    format!("sha256 {}\n", hexadecimal::encode(&Sha256::digest(body)))
}

/// A line that says how long, the bytes, and a line feed.
fn block(out: &mut Vec<u8>, head: &str, bytes: &[u8]) {
    out.extend_from_slice(head.as_bytes());
    out.push(b'\n');
    out.extend_from_slice(bytes);
    out.push(b'\n');
}
