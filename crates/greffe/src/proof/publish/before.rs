//! What a folder publishes already, and whether what is to be published may take its place.
//!
//! What nobody signed says nothing, and is written over: a torn file, one that was altered, a link. What a key of the
//! ledger signed, or one that nobody here knows, may be the only trace of another history: it stays, and is told.

use super::place::{Place, demand_no_folder};
use crate::error::Error;
use crate::proof::tiles::{Tiles, leads_to};
use crate::proof::{KeptCheckpoint, ProofError, read_small};
use greffe_chain::merkle::{Prover, TILE_HASHES, TREE_HASH_BYTES, Tile, TileReader};
use greffe_proof::{MAX_NOTE_BYTES, Note, NoteSignature, VerifierKey};

/// The name of the checkpoint in a publication.
pub(super) const CHECKPOINT: &str = "checkpoint";

/// What stands in the place of a checkpoint.
pub(super) enum Found {
    Nothing,
    /// Something that nobody signed.
    Unsigned,
    Checkpoint(KeptCheckpoint),
}

/// The checkpoint that a folder publishes, if it publishes any; these keys are the ledger's, and of whoever
/// cosigned for it.
pub(super) fn published(place: &Place<'_>, keys: &[VerifierKey]) -> Result<Found, Error> {
    let path = place.dir.join(CHECKPOINT);
    demand_no_folder(&path)?;
    match std::fs::symlink_metadata(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(source) => return Err(Error::File { path, source }),
        Ok(found) if !found.is_file() => return Ok(Found::Unsigned),
        Ok(_) => {}
    }
    // What cannot be read may be whole, and newer.
    let Some(bytes) = read_small(&path, MAX_NOTE_BYTES as u64)? else { return Ok(Found::Nothing) };
    Ok(match KeptCheckpoint::read(&bytes) {
        Ok(kept) if !is_altered(&kept.note, keys) => Found::Checkpoint(kept),
        _ => Found::Unsigned,
    })
}

/// Whether lines name these keys, and none of them made one.
fn is_altered(note: &Note, keys: &[VerifierKey]) -> bool {
    let named = |line: &NoteSignature| keys.iter().any(|key| key.is_named_by(line));
    let made = |line: &NoteSignature| keys.iter().any(|key| key.check(note.text(), line).is_some());
    let lines = note.signatures();
    lines.iter().any(named) && !lines.iter().any(made)
}

/// Whether what is to be published continues what is.
pub(super) fn goes_on(
    tiles: &mut Tiles,
    before: &KeptCheckpoint,
    kept: &KeptCheckpoint,
    place: &mut Place<'_>,
) -> Result<(), ProofError> {
    let path = place.dir.display().to_string();
    let ours = before.checkpoint.origin() == kept.checkpoint.origin();
    if !ours || (before.size() <= kept.size() && !leads_to(tiles, before.size(), before.root())) {
        return Err(ProofError::OtherPublication { path, size: before.size() });
    }
    if before.size() <= kept.size() {
        return Ok(());
    }
    // Where the ledger is shorter than that, the publication's own tiles say whose beginning it is.
    let same = if before.size() <= tiles.size() {
        leads_to(tiles, before.size(), before.root())
    } else {
        let mut theirs = PublishedTiles { place };
        let mut prover = Prover::new(&mut theirs, before.size());
        prover.root().is_ok_and(|root| root == before.root())
            && prover.root_of_first(kept.size()).is_ok_and(|root| root == kept.root())
    };
    Err(if same {
        ProofError::NewerPublication { path, published: before.size(), kept: kept.size() }
    } else {
        ProofError::OtherPublication { path, size: before.size() }
    })
}

/// The tiles that a folder publishes.
struct PublishedTiles<'p, 'd> {
    place: &'p mut Place<'d>,
}

impl TileReader for PublishedTiles<'_, '_> {
    type Error = Error;

    fn read(&mut self, tile: Tile) -> Result<Vec<u8>, Error> {
        let most = u64::from(TILE_HASHES) * TREE_HASH_BYTES as u64;
        let full = Tile::new(tile.level(), tile.number(), TILE_HASHES).unwrap_or(tile);
        for name in [tile, full] {
            if let Some(bytes) = self.place.read(&name.to_string(), most)? {
                return Ok(bytes);
            }
        }
        Ok(Vec::new())
    }
}
