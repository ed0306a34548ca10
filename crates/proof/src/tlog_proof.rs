//! One proved entry in the C2SP `tlog-proof` form, a file that ends in `.tlog-proof`.
//!
//! ```text
//! c2sp.org/tlog-proof@v1
//! extra BASE64            optional, and authenticated by nothing
//! index N
//! BASE64                  the hashes of the proof of inclusion, from the leaf's sibling up
//! …
//!
//! checkpoint, as it was signed and cosigned
//! ```
//!
//! The entry itself is not in it: it is checked beside the bytes it proves.

use std::fmt;

use greffe_chain::merkle::{MAX_PROOF_HASHES, ProofError, TreeHash, verify_inclusion};
use thiserror::Error;

use crate::base64;
use crate::checkpoint::decimal;
use crate::note::Note;
use crate::trust::{Distrust, Opened, Trust};
use crate::witness::hashes;

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

/// A proof that one entry is in a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlogProof {
    /// Bytes that nothing authenticates. greffe writes none and uses none.
    pub extra: Option<Vec<u8>>,
    /// The number of the entry.
    pub index: u64,
    /// The proof of inclusion.
    pub proof: Vec<TreeHash>,
    /// The checkpoint.
    pub checkpoint: Note,
}

/// Why a proof of one entry proves nothing to this reader, or is none.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TlogProofForm {
    /// Bytes that are not of the form.
    #[error("not a proof: `c2sp.org/tlog-proof@v1`, index, hashes, an empty line, a checkpoint")]
    Form,
    /// A checkpoint that is not accepted.
    #[error(transparent)]
    Distrust(#[from] Distrust),
    /// A proof that does not lead from these bytes to the checkpoint.
    #[error(transparent)]
    Proof(#[from] ProofError),
}

impl TlogProof {
    /// Reads a proof.
    ///
    /// # Errors
    /// [`TlogProofForm::Form`] when the bytes are not exactly one.
    pub fn parse(bytes: &[u8]) -> Result<TlogProof, TlogProofForm> {
        Self::read(bytes).ok_or(TlogProofForm::Form)
    }

    fn read(bytes: &[u8]) -> Option<TlogProof> {
        let (head, checkpoint) = std::str::from_utf8(bytes).ok()?.split_once("\n\n")?;
        let mut lines = head.split('\n');
        if lines.next() != Some(FIRST_LINE) {
            return None;
        }
        let mut line = lines.next()?;
        let mut extra = None;
        if let Some(text) = line.strip_prefix("extra ") {
            extra = Some(base64::decode(text)?);
            line = lines.next()?;
        }
        Some(TlogProof {
            extra,
            index: decimal(line.strip_prefix("index ")?)?,
            proof: hashes(lines, MAX_PROOF_HASHES)?,
            checkpoint: Note::parse(checkpoint.as_bytes()).ok()?,
        })
    }

    /// Checks that `entry`, the stored bytes, is in a ledger that the reader trusts.
    ///
    /// # Errors
    /// [`TlogProofForm`] when the checkpoint is not accepted, or the proof does not lead to it.
    pub fn verify<'k>(&self, entry: &[u8], trust: &'k Trust) -> Result<Opened<'k>, TlogProofForm> {
        let opened = trust.open_note(self.checkpoint.clone())?;
        let (size, root) = (opened.checkpoint.size(), opened.checkpoint.root());
        verify_inclusion(self.index, size, TreeHash::leaf(entry), &self.proof, root)?;
        Ok(opened)
    }
}

impl fmt::Display for TlogProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", base64::encode(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.proof
            .iter()
            .try_for_each(|hash| writeln!(f, "{}", base64::encode(hash.as_bytes())))?;
        write!(f, "\n{}", self.checkpoint)
    }
}
