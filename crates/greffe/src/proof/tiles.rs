//! The tree of a ledger, kept as tiles beside the log and brought up to date when it is needed.
//!
//! ```text
//! proof/tree            how far the tiles reach: size, root, hash of the last entry
//! proof/tile/<L>/<N>    C2SP tiles (docs/proof-format.md §3)
//! ```
//!
//! Tiles are derived: without them, or where they are not of this log, the log is read from its
//! beginning. They are not synced, and not believed. Whoever signs starts from a checkpoint that was
//! signed before; whoever proves verifies the proof.

use super::{Anchors, KeptCheckpoint, ProofError, folder, read_small, write_whole};
use crate::error::Error;
use crate::ledger::Ledger;
use greffe_chain::merkle::{
    ProveError, Prover, TILE_HASHES, TREE_HASH_BYTES, Tile, TileReader, Tree, TreeHash,
};
use greffe_chain::{Hash, Head, Peek};
use greffe_proof::VerifierKey;
use greffe_store::Reader;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Bytes of a full tile.
const TILE_BYTES: usize = TILE_HASHES as usize * TREE_HASH_BYTES;
/// How many tiles wait in memory before they are written.
const WAITING: usize = 512;

/// From where on tiles are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum From {
    /// Where the kept tiles say that they end.
    Kept,
    /// The tree of this size and root, which somebody signed; from the beginning where the kept
    /// tiles do not lead to it.
    Signed(u64, TreeHash),
    /// The beginning of the log.
    Beginning,
}

/// How far kept tiles reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) size: u64,
    pub(crate) root: TreeHash,
    /// The hash of the last entry, in the chain.
    pub(crate) last: Hash,
}

impl Mark {
    /// The mark of the tiles in a folder; None where there is none that can be read.
    pub(crate) fn read(dir: &Path) -> Option<Mark> {
        let bytes = read_small(&folder(dir).join("tree"), 256).ok()??;
        let text = String::from_utf8(bytes).ok()?;
        let mut lines = text.lines();
        let size: u64 = lines.next()?.parse().ok()?;
        let root: Hash = lines.next()?.parse().ok()?;
        let last = lines.next()?.parse().ok()?;
        (size > 0).then_some(Mark { size, root: TreeHash(root.0), last })
    }

    fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.size, self.root, self.last)
    }
}

/// The tree of a ledger as far as its head of a moment.
#[derive(Debug)]
pub(crate) struct Tiles {
    /// The ledger's directory.
    dir: PathBuf,
    /// What was made and may not be on disk.
    fresh: BTreeMap<Tile, Vec<u8>>,
    size: u64,
    /// Whether tiles on disk are of this tree; not where it was made from the beginning.
    kept: bool,
    /// Tiles that were read from disk.
    reads: u64,
}

impl Ledger {
    /// The tree up to the head, with its tiles on disk where the ledger is open for writing.
    pub(crate) fn tiles(&self, from: From) -> Result<Tiles, Error> {
        let reader = self.reader()?;
        let head = reader.head();
        let writable = self.store().is_ok();
        let (mut tiles, mut tree) = Tiles::begin(reader, from, head)?;
        let before = tree.size();
        let mut last = match before.checked_sub(1) {
            Some(seq) => hash_of(reader, seq)?,
            None => Hash::ZERO,
        };
        for page in reader.pages(before..head.count) {
            let page = page?;
            for (seq, bytes) in page.entries().filter(|(seq, _)| (before..head.count).contains(seq))
            {
                // The leaf and the link are of the same bytes: neither commitment stands for the other.
                let peek = Peek::at(bytes).map_err(|error| broken(seq, &error.to_string()))?;
                if !peek.follows(&last) {
                    return Err(broken(seq, "it does not name the hash of the entry before it"));
                }
                last = Hash::of(bytes);
                let fresh = &mut tiles.fresh;
                tree.push_and_keep(TreeHash::leaf(bytes), &mut |tile, hashes| {
                    fresh.insert(tile, Tree::tile_bytes(hashes));
                });
            }
            if writable && tiles.fresh.len() >= WAITING {
                tiles.write_fresh()?;
                tiles.fresh.clear();
            }
        }
        for (tile, hashes) in tree.partial() {
            tiles.fresh.insert(tile, Tree::tile_bytes(hashes));
        }
        tiles.size = head.count;
        if writable && (before != head.count || !tiles.kept) {
            tiles.save(Mark { size: head.count, root: tree.root(), last })?;
        }
        Ok(tiles)
    }
}

fn broken(seq: u64, what: &str) -> Error {
    ProofError::Tree(format!("entry {seq}: {what}")).into()
}

fn hash_of(reader: &Reader, seq: u64) -> Result<Hash, Error> {
    let entry = reader.entry(seq)?.ok_or_else(|| broken(seq, "it is missing"))?;
    Ok(Hash::of(&entry))
}

impl Tiles {
    /// The tree from which this ledger's goes on, and where its tiles are.
    fn begin(reader: &Reader, from: From, head: Head) -> Result<(Tiles, Tree), Error> {
        let dir = reader.dir().to_owned();
        let nothing =
            || Tiles { dir: dir.clone(), fresh: BTreeMap::new(), size: 0, kept: false, reads: 0 };
        let Some(mark) = Mark::read(&dir).filter(|mark| mark.size <= head.count) else {
            return Ok((nothing(), Tree::new()));
        };
        let (size, root) = match from {
            From::Kept => (mark.size, mark.root),
            From::Signed(size, root) if size <= mark.size => (size, root),
            From::Signed(..) | From::Beginning => return Ok((nothing(), Tree::new())),
        };
        // Tiles of another log are not gone on with.
        if size == 0 || hash_of(reader, mark.size - 1)? != mark.last {
            return Ok((nothing(), Tree::new()));
        }
        let mut tiles = Tiles { size: mark.size, kept: true, ..nothing() };
        match Prover::new(&mut tiles, size).tree() {
            Ok(tree) if tree.root() == root => {
                tiles.kept = size == mark.size;
                Ok((tiles, tree))
            }
            _ => Ok((nothing(), Tree::new())),
        }
    }

    /// How many leaves the tree has.
    pub(crate) const fn size(&self) -> u64 {
        self.size
    }

    /// How many tiles were read from disk.
    pub(crate) const fn reads(&self) -> u64 {
        self.reads
    }

    /// The root over the first `size` leaves.
    pub(crate) fn root_at(&mut self, size: u64) -> Result<TreeHash, ProofError> {
        let of = self.size;
        if size > of {
            return Err(ProofError::Tree(format!("{size} leaves of {of}")));
        }
        Ok(Prover::new(self, size).root()?)
    }

    /// Makes proofs in the tree of a size up to this one's.
    pub(crate) fn prover(&mut self, size: u64) -> Prover<'_, Tiles> {
        Prover::new(self, size)
    }

    fn write_fresh(&self) -> Result<(), Error> {
        let folder = folder(&self.dir);
        for (tile, bytes) in &self.fresh {
            write_whole(&folder.join(tile.to_string()), bytes, false)?;
        }
        Ok(())
    }

    /// Puts the tiles that were made on disk, then the mark.
    fn save(&self, mark: Mark) -> Result<(), Error> {
        let folder = folder(&self.dir);
        let before = Mark::read(&self.dir).map_or(0, |mark| mark.size);
        self.write_fresh()?;
        write_whole(&folder.join("tree"), mark.text().as_bytes(), false)?;
        // What has grown since is not needed any more.
        for tile in Tile::partial_of_tree(before) {
            if !self.fresh.contains_key(&tile) {
                let path = folder.join(tile.to_string());
                let _ = std::fs::remove_file(&path);
                // The folder of partial tiles goes with its last.
                let _ = path.parent().map(std::fs::remove_dir);
            }
        }
        Ok(())
    }
}

/// A tile that cannot be read is an empty one, which no proof can use.
impl TileReader for Tiles {
    type Error = std::convert::Infallible;

    fn read(&mut self, tile: Tile) -> Result<Vec<u8>, Self::Error> {
        let wanted = usize::from(tile.width()) * TREE_HASH_BYTES;
        // A tile that was partial in an earlier tree is wider now.
        let now = Tile::of_tree(tile.level(), tile.number(), self.size).unwrap_or(tile);
        let fresh = self.fresh.get(&now).cloned();
        self.reads += u64::from(fresh.is_none());
        let mut bytes = fresh.unwrap_or_else(|| {
            let path = folder(&self.dir).join(now.to_string());
            read_small(&path, TILE_BYTES as u64).ok().flatten().unwrap_or_default()
        });
        if bytes.len() >= wanted {
            bytes.truncate(wanted);
        }
        Ok(bytes)
    }
}

/// Whether the tiles lead to a checkpoint that was signed.
pub(crate) fn leads_to(tiles: &mut Tiles, size: u64, root: TreeHash) -> bool {
    matches!(tiles.root_at(size), Ok(found) if found == root)
}

/// An error of a prover over these tiles.
pub(crate) fn unproved(error: ProveError<std::convert::Infallible>) -> Error {
    ProofError::from(error).into()
}

/// The tree up to the head, for whoever signs it: it goes on from the last checkpoint that one of
/// these keys has signed, where the kept tiles lead to it, and else from the log alone.
///
/// # Errors
/// [`ProofError::OtherHistory`] when the log does not continue that checkpoint and every one that is kept
/// of later entries; [`ProofError::Kept`] for one of these that cannot be read.
pub(crate) fn continuing(
    ledger: &Ledger,
    anchors: &Anchors,
    keys: &[VerifierKey],
) -> Result<Tiles, Error> {
    let (kept, base) = since_signed(anchors, keys)?;
    let from = base.map_or(From::Beginning, |(size, root)| From::Signed(size, root));
    let mut tiles = ledger.tiles(from)?;
    let strays = |tiles: &mut Tiles| {
        kept.iter()
            .rev()
            .map(|kept| (kept.size(), kept.root()))
            .find(|(size, root)| !leads_to(tiles, *size, *root))
    };
    if strays(&mut tiles).is_some() {
        // Either tiles lie, or the log: the log decides.
        tiles = ledger.tiles(From::Beginning)?;
    }
    match strays(&mut tiles) {
        None => Ok(tiles),
        Some((size, _)) if size > tiles.size() => {
            let what = format!("it has {} entries only", tiles.size());
            Err(ProofError::OtherHistory { size, what }.into())
        }
        Some((size, _)) => {
            let what = "the tree over its entries has another root".to_owned();
            Err(ProofError::OtherHistory { size, what }.into())
        }
    }
}

/// Kept checkpoints, the last first, with size and root of the one that is signed.
type SinceSigned = (Vec<KeptCheckpoint>, Option<(u64, TreeHash)>);

/// The kept checkpoints from the last on, down to the first that one of these keys has signed, with the size
/// and the root of that one. Those before it were held against the log when it was signed: holding all of them each time
/// would make signing cost as much as there are.
fn since_signed(anchors: &Anchors, keys: &[VerifierKey]) -> Result<SinceSigned, Error> {
    let mut since = Vec::new();
    for size in anchors.sizes()?.into_iter().rev() {
        let kept = anchors.checkpoint(size)?;
        let signed = kept.note.verify(keys).is_ok_and(|by| !by.is_empty());
        let base = (kept.size(), kept.root());
        since.push(kept);
        if signed {
            return Ok((since, Some(base)));
        }
    }
    Ok((since, None))
}
