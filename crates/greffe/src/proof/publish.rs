//! Publication: the C2SP tlog-tiles directory that any static server can serve and any client of
//! transparency logs can follow.
//!
//! What is published by default is commitments alone: the last checkpoint and the tiles of hashes. An
//! entry holds names as they were recorded (`recorded_by`, beneficiaries, signatories), and nothing
//! in its form tells a public office from a private person. So pages of entries are published only
//! when whoever answers for the data asks for it, and documents never are. A leaf does not betray its
//! entry: the bytes hashed hold an id with 74 random bits and the hash of the entry before.

use super::tiles::{From, Tiles, leads_to};
use super::{Anchors, KeptCheckpoint, ProofError, read_small, write_published};
use crate::error::Error;
use crate::ledger::Ledger;
use greffe_chain::bundle;
use greffe_chain::merkle::{
    TILE_HASHES, TREE_HASH_BYTES, Tile, TileReader as _, Tree, TreeHash, page_path,
};
use greffe_proof::MAX_NOTE_BYTES;
use std::path::Path;

/// What a publication wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// How many entries the published checkpoint covers.
    pub size: u64,
    /// How many the one before covered; none where nothing was published before.
    pub before: Option<u64>,
    /// Tiles of hashes written.
    pub tiles: u64,
    /// Pages of entries written.
    pub pages: u64,
}

impl Ledger {
    /// Writes what has come since the last publication into `dir`, as far as the last checkpoint
    /// that is kept: tiles first, then the checkpoint. Pages of entries only with `entries`.
    ///
    /// # Errors
    /// [`ProofError::NoCheckpoint`] when none is kept, [`ProofError::OtherPublication`] when `dir`
    /// publishes a history that this ledger does not continue, [`ProofError::OtherHistory`] when the
    /// log is not what was signed.
    pub fn publish(&self, dir: &Path, entries: bool) -> Result<Published, Error> {
        let reader = self.reader()?;
        let anchors = Anchors::of(reader.dir());
        let none = ProofError::NoCheckpoint { entry: 0, covered: 0 };
        let kept = anchors.latest()?.ok_or(none)?;
        let mut tiles = self.tiles(From::Kept)?;
        if !leads_to(&mut tiles, kept.size(), kept.root()) {
            tiles = self.tiles(From::Beginning)?;
        }
        if !leads_to(&mut tiles, kept.size(), kept.root()) {
            let what = "the tree over its entries has another root".to_owned();
            return Err(ProofError::OtherHistory { size: kept.size(), what }.into());
        }
        let before = published(dir)?;
        if let Some(before) = &before {
            let goes_on = before.size() <= kept.size()
                && before.checkpoint.origin() == kept.checkpoint.origin()
                && leads_to(&mut tiles, before.size(), before.root());
            if !goes_on {
                let (path, size) = (dir.display().to_string(), before.size());
                return Err(ProofError::OtherPublication { path, size }.into());
            }
        }
        let pages = if entries { self.publish_pages(dir, &kept)? } else { 0 };
        let written = publish_tiles(&mut tiles, dir, &kept)?;
        write_published(&dir.join("checkpoint"), kept.note.to_string().as_bytes())?;
        let before = before.map(|before| before.size());
        Ok(Published { size: kept.size(), before, tiles: written, pages })
    }

    /// The pages of entries that are not there yet, each held against the chain as it is read.
    fn publish_pages(&self, dir: &Path, kept: &KeptCheckpoint) -> Result<u64, Error> {
        let (mut written, size) = (0, kept.size());
        let page = u64::from(TILE_HASHES);
        for number in 0..size.div_ceil(page) {
            let first = number * page;
            let width = (size - first).min(page);
            let path = u16::try_from(width).ok().and_then(|width| page_path(number, width));
            let path = path.map(|path| dir.join(path));
            let Some(path) = path.filter(|path| !path.exists()) else { continue };
            let mut held = Vec::new();
            for entry in self.entries(first..first + width) {
                held.push(entry?);
            }
            let bytes = bundle::encode(held.iter().map(Vec::as_slice))
                .map_err(|error| ProofError::Tree(error.to_string()))?;
            write_published(&path, &bytes)?;
            written += 1;
        }
        Ok(written)
    }
}

/// The checkpoint that a folder publishes, if it publishes any.
fn published(dir: &Path) -> Result<Option<KeptCheckpoint>, Error> {
    let path = dir.join("checkpoint");
    let Some(bytes) = read_small(&path, MAX_NOTE_BYTES as u64)? else { return Ok(None) };
    let wrong = |what| ProofError::Kept { path: path.display().to_string(), what };
    Ok(Some(KeptCheckpoint::read(&bytes).map_err(wrong)?))
}

/// The tiles of the tree of the checkpoint that are not there yet; each full one is held against the
/// hash that the level above has of it.
fn publish_tiles(tiles: &mut Tiles, dir: &Path, kept: &KeptCheckpoint) -> Result<u64, Error> {
    let (mut written, size) = (0, kept.size());
    for level in 0_u8..8 {
        let mut number = 0;
        while let Some(tile) = Tile::of_tree(level, number, size) {
            number += 1;
            let path = dir.join(tile.to_string());
            if path.exists() {
                continue;
            }
            let Ok(bytes) = tiles.read(tile);
            let wanted = usize::from(tile.width()) * TREE_HASH_BYTES;
            if bytes.len() != wanted || !vouched(tiles, tile, &bytes, size) {
                let what = format!("{tile} is not what the level above it records");
                return Err(ProofError::Tree(what).into());
            }
            write_published(&path, &bytes)?;
            written += 1;
        }
    }
    Ok(written)
}

/// Whether the level above records the root over a tile's hashes. What no level above holds yet is
/// vouched for by the root of the tree, which was computed from it.
fn vouched(tiles: &mut Tiles, tile: Tile, bytes: &[u8], size: u64) -> bool {
    if tile.width() < TILE_HASHES {
        return true;
    }
    let (hashes, _) = bytes.as_chunks::<TREE_HASH_BYTES>();
    let mut tree = Tree::new();
    for hash in hashes {
        tree.push(TreeHash(*hash));
    }
    let (above, place) = (tile.number() / 256, usize::from(tile.number().to_le_bytes()[0]));
    let Some(parent) = Tile::of_tree(tile.level() + 1, above, size) else { return true };
    let Ok(parent) = tiles.read(parent);
    parent.as_chunks::<TREE_HASH_BYTES>().0.get(place) == Some(tree.root().as_bytes())
}
