//! Publication: the C2SP tlog-tiles directory that any static server can serve and any client of
//! transparency logs can follow.
//!
//! What is published by default is commitments alone: the last checkpoint and the tiles of hashes. An
//! entry holds names as they were recorded (`recorded_by`, beneficiaries, signatories), and nothing
//! in its form tells a public office from a private person. So pages of entries are published only
//! when whoever answers for the data asks for it, and documents never are. A leaf does not betray its
//! entry: the bytes hashed hold an id with 74 random bits and the hash of the entry before.
//!
//! What stands there already is held, byte for byte, against what it must be, and written anew where it is
//! something else: whoever fetches a tile that lies can prove nothing with it. Where entries are published, no
//! checkpoint is whose entries are not.

mod before;
mod place;

use self::before::{CHECKPOINT, Found, goes_on, published};
use self::place::Place;
use super::tiles::{From, Tiles, leads_to};
use super::{Anchors, KeptCheckpoint, ProofError};
use crate::error::Error;
use crate::ledger::Ledger;
use greffe_chain::bundle;
use greffe_chain::merkle::{
    TILE_HASHES, TREE_HASH_BYTES, Tile, TileReader, Tree, TreeHash, page_path,
};
use greffe_proof::VerifierKey;
use std::ops::Range;
use std::path::Path;

/// The longest page of entries, in bytes: each with its length before it.
const MAX_PAGE_BYTES: u64 = TILE_HASHES as u64 * (2 + 65_535);

/// What a publication wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// How many entries the published checkpoint covers.
    pub size: u64,
    /// How many the one before covered; none where nothing was published before.
    pub before: Option<u64>,
    /// Tiles of hashes written.
    pub tiles: u64,
    /// Pages of entries written.
    pub pages: u64,
    /// Those that stood there and were something else, by their paths in the publication.
    pub mended: Vec<String>,
}

impl Ledger {
    /// Writes what has come since the last publication into `dir`, as far as the last checkpoint
    /// that is kept, and anew what is not what it must be: tiles first, then the checkpoint. Pages of entries only
    /// with `entries`.
    ///
    /// # Errors
    /// [`ProofError::NoCheckpoint`] when none is kept, [`ProofError::OtherPublication`] when `dir`
    /// publishes a history that this ledger does not continue, [`ProofError::NewerPublication`] when it
    /// publishes more of this one, [`ProofError::OtherHistory`] when the log is not what was signed,
    /// [`ProofError::PublishedLink`] when a folder of `dir` leads elsewhere, [`ProofError::PublishedFolder`] when
    /// one that is not empty stands in the place of a file, [`ProofError::PublishedEntries`] when entries are
    /// published there, not all of them, and none are to be; [`Error::Store`] when `dir` and the ledger lie one in
    /// the other.
    pub fn publish(&self, dir: &Path, entries: bool) -> Result<Published, Error> {
        let reader = self.reader()?;
        greffe_store::apart(reader.dir(), dir)?;
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
        let mut place = Place::of(dir);
        let found = published(&place, &self.keys_known(&anchors))?;
        if let Found::Checkpoint(before) = &found {
            goes_on(&mut tiles, before, &kept, &mut place)?;
        }
        if !entries && place.holds_entries()? {
            self.demand_pages(&mut tiles, &mut place, &kept)?;
        }
        place.sweep();
        match publish_tiles(&mut tiles, &mut place, &kept) {
            // A tile of the ledger lies where no root shows it: the log decides.
            Err(Error::Proof(ProofError::Tree(_))) => {
                tiles = self.tiles(From::Beginning)?;
                publish_tiles(&mut tiles, &mut place, &kept)?;
            }
            other => other?,
        }
        let tiles_written = std::mem::take(&mut place.written);
        if entries {
            self.publish_pages(&mut tiles, &mut place, &kept)?;
        }
        place.put(CHECKPOINT, kept.note.to_string().as_bytes())?;
        let (before, unsigned) = match found {
            Found::Nothing => (None, false),
            Found::Unsigned => (None, true),
            Found::Checkpoint(before) => (Some(before.size()), false),
        };
        let (pages, mut mended) = (place.written, place.mended);
        mended.extend(unsigned.then(|| CHECKPOINT.to_owned()));
        Ok(Published { size: kept.size(), before, tiles: tiles_written, pages, mended })
    }

    /// The keys whose lines tell what was altered. With fewer, more is refused and nothing is written over.
    fn keys_known(&self, anchors: &Anchors) -> Vec<VerifierKey> {
        let mut keys = anchors.keys().unwrap_or_default();
        keys.extend(self.signing_keys().unwrap_or_default().into_iter().map(|record| record.key));
        keys
    }

    /// Demands that the pages which are published already hold every entry of the checkpoint: a publication that
    /// holds entries holds them all, and nobody's names are published unless he is asked.
    fn demand_pages(
        &self,
        tiles: &mut Tiles,
        place: &mut Place<'_>,
        kept: &KeptCheckpoint,
    ) -> Result<(), Error> {
        let mut all_there = |tiles: &mut Tiles| -> Result<bool, Error> {
            for page in pages(kept.size()) {
                if !page.is_there(tiles, place)? {
                    return Ok(false);
                }
            }
            Ok(true)
        };
        // Where a tile of the ledger lies, the log decides.
        if all_there(tiles)? || all_there(&mut self.tiles(From::Beginning)?)? {
            return Ok(());
        }
        let path = place.dir.join("tile/entries").display().to_string();
        Err(ProofError::PublishedEntries { path, size: kept.size() }.into())
    }

    /// The pages of entries that are not there yet, or are not the entries of their leaves; each that is written
    /// is held against the chain as it is read.
    fn publish_pages(
        &self,
        tiles: &mut Tiles,
        place: &mut Place<'_>,
        kept: &KeptCheckpoint,
    ) -> Result<(), Error> {
        for page in pages(kept.size()) {
            if page.is_there(tiles, place)? {
                continue;
            }
            let mut held = Vec::new();
            for entry in self.entries(page.entries) {
                held.push(entry?);
            }
            let bytes = bundle::encode(held.iter().map(Vec::as_slice))
                .map_err(|error| ProofError::Tree(error.to_string()))?;
            place.write(&page.path, &bytes)?;
        }
        Ok(())
    }
}

/// A page of entries.
struct Page {
    path: String,
    entries: Range<u64>,
    leaves: Tile,
}

/// The pages of so many entries.
fn pages(size: u64) -> impl Iterator<Item = Page> {
    let page = u64::from(TILE_HASHES);
    (0..size.div_ceil(page)).filter_map(move |number| {
        let first = number * page;
        let width = (size - first).min(page);
        let path = page_path(number, u16::try_from(width).ok()?)?;
        Some(Page { path, entries: first..first + width, leaves: Tile::of_tree(0, number, size)? })
    })
}

impl Page {
    /// Whether it is published as it must be.
    fn is_there(&self, tiles: &mut Tiles, place: &mut Place<'_>) -> Result<bool, Error> {
        let Ok(leaves) = tiles.read(self.leaves);
        let found = place.read(&self.path, MAX_PAGE_BYTES)?;
        Ok(found.and_then(|page| leaves_of(&page)).is_some_and(|found| found == leaves))
    }
}

/// The leaves of the entries of a page, as a tile holds them; nothing of what is no page to its last byte.
fn leaves_of(page: &[u8]) -> Option<Vec<u8>> {
    let entries: Result<Vec<&[u8]>, _> = bundle::iter(page).collect();
    Some(entries.ok()?.into_iter().flat_map(|entry| TreeHash::leaf(entry).0).collect())
}

/// The tiles of the tree of the checkpoint that are not there yet, or are not the ledger's; each that is written
/// is held against the hash that the level above has of it.
fn publish_tiles(
    tiles: &mut Tiles,
    place: &mut Place<'_>,
    kept: &KeptCheckpoint,
) -> Result<(), Error> {
    let size = kept.size();
    for level in 0_u8..8 {
        let mut number = 0;
        while let Some(tile) = Tile::of_tree(level, number, size) {
            number += 1;
            let name = tile.to_string();
            let Ok(bytes) = tiles.read(tile);
            let wanted = usize::from(tile.width()) * TREE_HASH_BYTES;
            let whole = bytes.len() == wanted;
            if whole && place.read(&name, wanted as u64)?.is_some_and(|found| found == bytes) {
                continue;
            }
            if !whole || !vouched(tiles, tile, &bytes, size) {
                let what = format!("{tile} is not what the level above it records");
                return Err(ProofError::Tree(what).into());
            }
            place.write(&name, &bytes)?;
        }
    }
    Ok(())
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
