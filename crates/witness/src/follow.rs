//! Following a log: its latest checkpoint, held against the last one that was cosigned, with the proof
//! made from the tiles that it publishes.

use crate::source::{Source, SourceError};
use crate::state::{Conflict, StateError, Witness, WitnessError};
use greffe_chain::merkle::{ProveError, Prover, TILE_HASHES, TREE_HASH_BYTES, Tile, TileReader};
use greffe_proof::witness::{AddCheckpoint, Refusal};
use greffe_proof::{Checkpoint, Distrust, MAX_NOTE_BYTES, Note};
use thiserror::Error;

/// What came of following a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// The origin of the log.
    pub origin: String,
    /// The size that was cosigned before; none where nothing was.
    pub before: Option<u64>,
    /// The size that is cosigned now.
    pub size: u64,
    /// The checkpoint with the cosignature.
    pub cosigned: Note,
}

/// Why a log's checkpoint was not cosigned.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FollowError {
    /// It cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// It publishes no checkpoint.
    #[error("it publishes no checkpoint")]
    Nothing,
    /// What it publishes is no checkpoint of a pinned log.
    #[error(transparent)]
    Distrust(#[from] Distrust),
    /// Its checkpoint is smaller than one that was cosigned: an old state is shown again.
    #[error("rolled back: it shows {} entries, and {} were seen", .shown, .seen)]
    RolledBack {
        /// Entries of what it shows.
        shown: u64,
        /// Entries of what was seen.
        seen: u64,
        /// Both sides.
        conflict: Box<Conflict>,
    },
    /// It shows another history than before.
    #[error("forked: its checkpoint of {shown} entries does not continue that of {seen}")]
    Forked {
        /// Entries of what it shows.
        shown: u64,
        /// Entries of what was seen.
        seen: u64,
        /// Both sides.
        conflict: Box<Conflict>,
    },
    /// Its tiles do not lead to its own checkpoint.
    #[error("its tiles do not lead to its checkpoint: {0}")]
    Tiles(String),
    /// It was refused for another reason.
    #[error("{0}")]
    Refused(Refusal),
    /// The witness's own state cannot be used.
    #[error(transparent)]
    State(#[from] StateError),
}

/// Reads what a log publishes and cosigns its checkpoint at `now` (Unix seconds) if it continues the last
/// one that was cosigned.
///
/// # Errors
/// [`FollowError`]; both sides are kept where the log contradicts itself.
pub fn follow(source: &Source, witness: &Witness, now: u64) -> Result<Followed, FollowError> {
    let bytes = source.read("checkpoint", MAX_NOTE_BYTES as u64)?.ok_or(FollowError::Nothing)?;
    let opened = witness.trust().open_signed(Note::parse(&bytes).map_err(Distrust::from)?)?;
    let (checkpoint, note) = (opened.checkpoint, opened.note);
    let origin = checkpoint.origin().to_owned();
    let seen = witness.remembered(&origin)?;
    if let Some((seen, before)) = &seen {
        rolled_back(witness, &checkpoint, &note, seen, before)?;
    }
    let before = seen.as_ref().map(|(seen, _)| seen.size());
    let old = before.unwrap_or(0);
    let proof = proof(source, old, &checkpoint);
    let proof = match (proof, &seen) {
        (Ok(proof), _) => proof,
        // Tiles that do not lead to its own checkpoint prove nothing either way.
        (Err(error), _) => return Err(error),
    };
    let call = AddCheckpoint { old, proof, checkpoint: note };
    match witness.add_checkpoint(&call, now) {
        Ok(_) => {
            let cosigned = witness.remembered(&origin)?.map_or(call.checkpoint, |(_, note)| note);
            Ok(Followed { origin, before, size: checkpoint.size(), cosigned })
        }
        Err(WitnessError::State(error)) => Err(error.into()),
        Err(WitnessError::Refused { conflict: Some(conflict), .. }) => {
            Err(FollowError::Forked { shown: checkpoint.size(), seen: old, conflict })
        }
        Err(WitnessError::Refused { refusal, conflict: None }) => {
            Err(FollowError::Refused(refusal))
        }
    }
}

/// A smaller checkpoint, or another one of the same size, needs no proof to be refused.
fn rolled_back(
    witness: &Witness,
    shown: &Checkpoint,
    note: &Note,
    seen: &Checkpoint,
    before: &Note,
) -> Result<(), FollowError> {
    let keep = || witness.keep_conflict(shown.origin(), before.clone(), note).map(Box::new);
    if shown.size() < seen.size() {
        let conflict = keep()?;
        return Err(FollowError::RolledBack { shown: shown.size(), seen: seen.size(), conflict });
    }
    if shown.size() == seen.size() && shown.root() != seen.root() {
        let conflict = keep()?;
        return Err(FollowError::Forked { shown: shown.size(), seen: seen.size(), conflict });
    }
    Ok(())
}

/// The proof that a checkpoint continues a tree of `old` leaves, from the published tiles.
fn proof(
    source: &Source,
    old: u64,
    checkpoint: &Checkpoint,
) -> Result<Vec<greffe_chain::merkle::TreeHash>, FollowError> {
    let mut tiles = Tiles { source, size: checkpoint.size() };
    let mut prover = Prover::new(&mut tiles, checkpoint.size());
    let root = prover.root().map_err(unproved)?;
    if root != checkpoint.root() {
        return Err(FollowError::Tiles(format!("they have the root {root}")));
    }
    if old == 0 || old == checkpoint.size() {
        return Ok(Vec::new());
    }
    prover.consistency(old).map_err(unproved)
}

fn unproved(error: ProveError<SourceError>) -> FollowError {
    match error {
        ProveError::Read { source, .. } => source.into(),
        other => FollowError::Tiles(other.to_string()),
    }
}

/// The published tiles of a tree.
struct Tiles<'s> {
    source: &'s Source,
    size: u64,
}

impl TileReader for Tiles<'_> {
    type Error = SourceError;

    fn read(&mut self, tile: Tile) -> Result<Vec<u8>, SourceError> {
        let most = u64::from(TILE_HASHES) * TREE_HASH_BYTES as u64;
        // Where a partial tile has gone, the full one stands for it.
        let full = Tile::new(tile.level(), tile.number(), TILE_HASHES).unwrap_or(tile);
        for name in [tile, full] {
            if let Some(bytes) = self.source.read(&name.to_string(), most)? {
                return Ok(bytes);
            }
        }
        let why =
            format!("it is not published, and the checkpoint of {} entries needs it", self.size);
        Err(SourceError { place: tile.to_string(), why })
    }
}
