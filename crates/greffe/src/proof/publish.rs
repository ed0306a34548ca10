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
//! something else: whoever fetches a tile that lies can prove nothing with it.

use super::tiles::{From, Tiles, leads_to};
use super::{Anchors, KeptCheckpoint, ProofError, read_small, write_published};
use crate::error::Error;
use crate::ledger::Ledger;
use greffe_chain::bundle;
use greffe_chain::merkle::{
    Prover, TILE_HASHES, TREE_HASH_BYTES, Tile, TileReader, Tree, TreeHash, page_path,
};
use greffe_proof::MAX_NOTE_BYTES;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

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
    /// [`ProofError::PublishedLink`] when a folder of `dir` leads elsewhere; [`Error::Store`] when `dir` and the
    /// ledger lie one in the other.
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
        let before = published(dir)?;
        if let Some(before) = &before {
            goes_on(&mut tiles, before, &kept, dir)?;
        }
        let mut place = Place::of(dir);
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
        write_published(&dir.join("checkpoint"), kept.note.to_string().as_bytes())?;
        let before = before.map(|before| before.size());
        let (pages, mended) = (place.written, place.mended);
        Ok(Published { size: kept.size(), before, tiles: tiles_written, pages, mended })
    }

    /// The pages of entries that are not there yet, or are not the entries of their leaves; each that is written
    /// is held against the chain as it is read.
    fn publish_pages(
        &self,
        tiles: &mut Tiles,
        place: &mut Place<'_>,
        kept: &KeptCheckpoint,
    ) -> Result<(), Error> {
        let size = kept.size();
        let page = u64::from(TILE_HASHES);
        for number in 0..size.div_ceil(page) {
            let first = number * page;
            let width = (size - first).min(page);
            let path = u16::try_from(width).ok().and_then(|width| page_path(number, width));
            let leaves = Tile::of_tree(0, number, size);
            let Some((path, leaves)) = path.zip(leaves) else { continue };
            let Ok(leaves) = tiles.read(leaves);
            let found = place.read(&path, MAX_PAGE_BYTES)?;
            if found.and_then(|page| leaves_of(&page)).is_some_and(|found| found == leaves) {
                continue;
            }
            let mut held = Vec::new();
            for entry in self.entries(first..first + width) {
                held.push(entry?);
            }
            let bytes = bundle::encode(held.iter().map(Vec::as_slice))
                .map_err(|error| ProofError::Tree(error.to_string()))?;
            place.write(&path, &bytes)?;
        }
        Ok(())
    }
}

/// The leaves of the entries of a page, as a tile holds them; nothing of what is no page to its last byte.
fn leaves_of(page: &[u8]) -> Option<Vec<u8>> {
    let entries: Result<Vec<&[u8]>, _> = bundle::iter(page).collect();
    Some(entries.ok()?.into_iter().flat_map(|entry| TreeHash::leaf(entry).0).collect())
}

/// The folder of a publication, and what was done to it.
struct Place<'d> {
    dir: &'d Path,
    /// Folders that were seen to be folders.
    folders: BTreeSet<PathBuf>,
    written: u64,
    mended: Vec<String>,
}

impl Place<'_> {
    fn of(dir: &Path) -> Place<'_> {
        Place { dir, folders: BTreeSet::new(), written: 0, mended: Vec::new() }
    }

    /// The bytes of a file, `most` and one at most; none where there is no regular one.
    fn read(&mut self, name: &str, most: u64) -> Result<Option<Vec<u8>>, Error> {
        self.within(name)?;
        let path = self.dir.join(name);
        if !std::fs::symlink_metadata(&path).is_ok_and(|found| found.is_file()) {
            return Ok(None);
        }
        match read_small(&path, most) {
            // What cannot be read cannot be served: it is written anew.
            Err(error) if !error.is_shortage() => Ok(None),
            read => read,
        }
    }

    /// Writes a file, in the place of whatever stands there.
    fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        self.within(name)?;
        let path = self.dir.join(name);
        if std::fs::symlink_metadata(&path).is_ok() {
            self.mended.push(name.to_owned());
        }
        write_published(&path, bytes)?;
        self.written += 1;
        Ok(())
    }

    /// Demands that the folders of a file are this publication's own: a link would write elsewhere.
    fn within(&mut self, name: &str) -> Result<(), ProofError> {
        let above: Vec<&Path> = Path::new(name).ancestors().skip(1).collect();
        for folder in above.into_iter().rev().filter(|folder| !folder.as_os_str().is_empty()) {
            if self.folders.contains(folder) {
                continue;
            }
            let path = self.dir.join(folder);
            match std::fs::symlink_metadata(&path) {
                Ok(found) if found.is_dir() => self.folders.insert(folder.to_owned()),
                Ok(_) => {
                    return Err(ProofError::PublishedLink { path: path.display().to_string() });
                }
                // It is made when something is written.
                Err(_) => return Ok(()),
            };
        }
        Ok(())
    }
}

/// The checkpoint that a folder publishes, if it publishes any.
fn published(dir: &Path) -> Result<Option<KeptCheckpoint>, Error> {
    let path = dir.join("checkpoint");
    let Some(bytes) = read_small(&path, MAX_NOTE_BYTES as u64)? else { return Ok(None) };
    let wrong = |what| ProofError::Kept { path: path.display().to_string(), what };
    Ok(Some(KeptCheckpoint::read(&bytes).map_err(wrong)?))
}

/// Whether what is to be published continues what is.
fn goes_on(
    tiles: &mut Tiles,
    before: &KeptCheckpoint,
    kept: &KeptCheckpoint,
    dir: &Path,
) -> Result<(), ProofError> {
    let path = dir.display().to_string();
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
        let mut theirs = PublishedTiles { dir };
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
struct PublishedTiles<'d> {
    dir: &'d Path,
}

impl TileReader for PublishedTiles<'_> {
    type Error = Error;

    fn read(&mut self, tile: Tile) -> Result<Vec<u8>, Error> {
        let most = u64::from(TILE_HASHES) * TREE_HASH_BYTES as u64;
        let full = Tile::new(tile.level(), tile.number(), TILE_HASHES).unwrap_or(tile);
        for name in [tile, full] {
            if let Some(bytes) = read_small(&self.dir.join(name.to_string()), most)? {
                return Ok(bytes);
            }
        }
        Ok(Vec::new())
    }
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
