//! What a witness remembers of a ledger, held against the ledger: whoever answers under a witness's address
//! may claim anything, and the ledger's own signature on what he shows is what makes a claim a fact.

use super::tiles::{From, Tiles};
use super::{Anchors, KeptCheckpoint};
use crate::error::Error;
use crate::ledger::Ledger;
use greffe_chain::merkle::TreeHash;
use greffe_proof::{SignatureKind, VerifierKey};

/// What a checkpoint that somebody shows of this ledger comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remembered {
    /// Nothing: it is no checkpoint, of another log, or signed by no key that signs for this one.
    Unsigned,
    /// It covers more entries than the ledger holds.
    More {
        /// How many.
        size: u64,
    },
    /// The ledger holds what it covers.
    Held {
        /// How many entries.
        size: u64,
    },
    /// The ledger holds as many entries, and others.
    Other {
        /// How many.
        size: u64,
    },
}

impl Ledger {
    /// Holds a checkpoint that somebody shows of this ledger, in the bytes of its note, against what the ledger
    /// holds. Keys that sign for it are those that are pinned, that it records, and that its kept checkpoints
    /// were signed with.
    ///
    /// # Errors
    /// [`Error`] when the ledger or its kept keys cannot be read.
    pub fn remembered(&self, shown: &[u8], pinned: &[VerifierKey]) -> Result<Remembered, Error> {
        let Ok(KeptCheckpoint { checkpoint, note }) = KeptCheckpoint::read(shown) else {
            return Ok(Remembered::Unsigned);
        };
        let recorded = self.signing_keys()?.into_iter().map(|record| record.key);
        let kept = Anchors::of(self.reader()?.dir()).keys()?;
        let ours = |key: &VerifierKey| {
            key.kind() == SignatureKind::ED25519 && key.name().as_str() == checkpoint.origin()
        };
        let mut keys: Vec<VerifierKey> = Vec::new();
        for key in recorded.chain(kept).chain(pinned.iter().cloned()).filter(ours) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        let signed = note.verify(&keys).is_ok_and(|signed| !signed.is_empty());
        let own = self.latest_checkpoint()?;
        let same_log = own.is_none_or(|own| own.checkpoint.origin() == checkpoint.origin());
        let size = checkpoint.size();
        Ok(if !signed || !same_log {
            Remembered::Unsigned
        } else if size > self.head().count {
            Remembered::More { size }
        } else if self.covers(size, checkpoint.root())? {
            Remembered::Held { size }
        } else {
            Remembered::Other { size }
        })
    }

    /// Whether the first `size` entries make this tree.
    fn covers(&self, size: u64, root: TreeHash) -> Result<bool, Error> {
        let made = |from| -> Result<TreeHash, Error> {
            let mut tiles: Tiles = self.tiles(from)?;
            Ok(tiles.root_at(size)?)
        };
        // Tiles may lie; the log does not.
        Ok(made(From::Kept).is_ok_and(|made| made == root) || made(From::Beginning)? == root)
    }
}
