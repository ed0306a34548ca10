//! Following a log: its latest checkpoint, held against the last one that was cosigned, with the proof
//! made from the tiles that it publishes.

use crate::conflicts::Conflict;
use crate::source::{Source, SourceError};
use crate::state::{StateError, Witness, WitnessError};
use greffe_chain::merkle::{
    ProveError, Prover, TILE_HASHES, TREE_HASH_BYTES, Tile, TileReader, TreeHash,
};
use greffe_proof::witness::{AddCheckpoint, Beginning, Contradiction, Refusal, Seen};
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
    /// Its checkpoint is smaller than one that was cosigned, and nothing shows another history: a copy that
    /// was not renewed, or one that was put back.
    #[error(
        "behind: this copy shows {shown} entries, fewer than the {seen} that this witness has seen; whether they are of \
         the same history was not checked, since it publishes no tiles of the larger one"
    )]
    Behind {
        /// Entries of what it shows.
        shown: u64,
        /// Entries of what was seen.
        seen: u64,
    },
    /// It shows another history than before.
    #[error("forked: its checkpoint of {shown} entries and that of {seen} are of two histories")]
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
    let remembered = witness.remembered(&origin)?;
    let shown = of(&checkpoint);
    let proof = match &remembered {
        Some((seen, before)) => continued(source, witness, (shown, &note), (of(seen), before))?,
        None => beginning(source, 0, shown)?.map(|found| found.proof).unwrap_or_default(),
    };
    let before = remembered.map(|(seen, _)| seen.size());
    let old = before.unwrap_or(0);
    let call = AddCheckpoint { old, proof, checkpoint: note };
    match witness.add_checkpoint(&call, now) {
        Ok(_) => {
            let cosigned = witness.remembered(&origin)?.map_or(call.checkpoint, |(_, note)| note);
            Ok(Followed { origin, before, size: shown.size, cosigned })
        }
        Err(WitnessError::State(error)) => Err(error.into()),
        Err(WitnessError::Refused { conflict: Some(conflict), .. }) => {
            Err(FollowError::Forked { shown: shown.size, seen: old, conflict })
        }
        Err(WitnessError::Refused { refusal, conflict: None }) => {
            Err(FollowError::Refused(refusal))
        }
    }
}

/// The proof that what is shown continues what was seen before; both sides are kept where it shows that it
/// does not.
fn continued(
    source: &Source,
    witness: &Witness,
    (shown, note): (Seen, &Note),
    (seen, before): (Seen, &Note),
) -> Result<Vec<TreeHash>, FollowError> {
    let forked = |by: Contradiction| match witness.keep_conflict(before.clone(), note, by) {
        Ok(conflict) => {
            let (shown, seen, conflict) = (shown.size, seen.size, Box::new(conflict));
            FollowError::Forked { shown, seen, conflict }
        }
        Err(error) => error.into(),
    };
    // Two roots of one size need no proof.
    if seen.size == shown.size && seen.root != shown.root {
        return Err(forked(Contradiction::Roots));
    }
    if seen.size > shown.size {
        // It may publish the tiles of what was seen all the same; then they tell whose beginning it is.
        let found = beginning(source, shown.size, seen).ok().flatten();
        let by = found.and_then(|found| Contradiction::beginning(shown, seen, found));
        let behind = || FollowError::Behind { shown: shown.size, seen: seen.size };
        return Err(by.map_or_else(behind, forked));
    }
    // Tiles that do not lead to its own checkpoint prove nothing either way.
    let Some(found) = beginning(source, seen.size, shown)? else { return Ok(Vec::new()) };
    let proof = found.proof.clone();
    Contradiction::beginning(seen, shown, found).map_or(Ok(proof), |by| Err(forked(by)))
}

fn of(checkpoint: &Checkpoint) -> Seen {
    Seen { size: checkpoint.size(), root: checkpoint.root() }
}

/// What the published tiles hold of the first `size` leaves of a tree, with the proof from there; nothing
/// where there is nothing to prove. They have to lead to the root of the tree.
fn beginning(source: &Source, size: u64, tree: Seen) -> Result<Option<Beginning>, FollowError> {
    let mut tiles = Tiles { source, size: tree.size };
    let mut prover = Prover::new(&mut tiles, tree.size);
    let root = prover.root().map_err(unproved)?;
    if root != tree.root {
        return Err(FollowError::Tiles(format!("they have the root {root}")));
    }
    if size == 0 || size == tree.size {
        return Ok(None);
    }
    let proof = prover.consistency(size).map_err(unproved)?;
    // The tree of the beginning is made of the same leaves; its own edge is in tiles of the whole.
    let root = prover.root_of_first(size).map_err(unproved)?;
    Ok(Some(Beginning { size, root, proof }))
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
