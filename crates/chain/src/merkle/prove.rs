//! Making proofs from tiles. Whoever keeps tiles gives a [`TileReader`]; a proof reads a number of
//! tiles that grows with the logarithm of the size. A [`Prover`] reads each tile once and remembers
//! it, so many proofs in one tree cost little more than one.
//!
//! Tiles are taken as they are. A tile that lies gives a proof that leads nowhere: whoever makes
//! proofs for others verifies them against the root before handing them out.

use std::collections::BTreeMap;

use thiserror::Error;

use super::hash::{TREE_HASH_BYTES, TreeHash};
use super::tile::{TILE_HASHES, TILE_HEIGHT, Tile};
use super::tree::Tree;

/// Where tiles are kept.
pub trait TileReader {
    /// Why a tile cannot be read.
    type Error;

    /// The bytes of a tile: 32 for each of its hashes. Where a partial tile has gone since, those
    /// of the full one may be given in its place.
    ///
    /// # Errors
    /// Whatever keeps the tile from being read.
    fn read(&mut self, tile: Tile) -> Result<Vec<u8>, Self::Error>;
}

/// Why no proof was made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ProveError<E> {
    /// A tile could not be read.
    #[error("{tile} cannot be read")]
    Read {
        /// The tile.
        tile: Tile,
        /// What its keeper says.
        source: E,
    },
    /// A tile has another length than its width asks for.
    #[error("{tile} has {bytes} bytes; it must have 32 for each of its hashes")]
    Length {
        /// The tile.
        tile: Tile,
        /// The bytes that were read.
        bytes: usize,
    },
    /// The proof asked for does not exist.
    #[error("there is no proof of {what} in a tree of {size}")]
    Beyond {
        /// The entry, or the size of the earlier tree.
        what: u64,
        /// Leaves of the tree.
        size: u64,
    },
}

/// Makes proofs in the tree of one size.
pub struct Prover<'r, R> {
    reader: &'r mut R,
    size: u64,
    tiles: BTreeMap<Tile, Vec<u8>>,
    /// Roots of perfect subtrees inside tiles, by first leaf and height.
    nodes: BTreeMap<(u64, u32), TreeHash>,
}

impl<'r, R: TileReader> Prover<'r, R> {
    /// A prover for the tree of `size` leaves, which must have been as large once.
    pub const fn new(reader: &'r mut R, size: u64) -> Prover<'r, R> {
        Prover { reader, size, tiles: BTreeMap::new(), nodes: BTreeMap::new() }
    }

    /// The root of the tree.
    ///
    /// # Errors
    /// [`ProveError`] when a tile cannot be read or has another length.
    pub fn root(&mut self) -> Result<TreeHash, ProveError<R::Error>> {
        self.range((0, self.size))
    }

    /// The root over its first `size` leaves: that of the tree when it had as many.
    ///
    /// # Errors
    /// [`ProveError`] when the tree has fewer, or a tile cannot be read or has another length.
    pub fn root_of_first(&mut self, size: u64) -> Result<TreeHash, ProveError<R::Error>> {
        if size > self.size {
            return Err(ProveError::Beyond { what: size, size: self.size });
        }
        self.range((0, size))
    }

    /// The tree, ready to grow from there.
    ///
    /// # Errors
    /// [`ProveError`] when a tile cannot be read or has another length.
    pub fn tree(&mut self) -> Result<Tree, ProveError<R::Error>> {
        let size = self.size;
        let (mut edge, mut rest, mut level) = (Vec::new(), size, 0);
        while rest > 0 {
            edge.push(match Tile::of_tree(level, rest / u64::from(TILE_HASHES), size) {
                Some(tile) => self.tile(tile)?.as_chunks().0.iter().map(|c| TreeHash(*c)).collect(),
                None => Vec::new(),
            });
            (rest, level) = (rest >> TILE_HEIGHT, level + 1);
        }
        Tree::from_edge(size, edge).ok_or(ProveError::Beyond { what: size, size })
    }

    /// The proof that leaf `index` is in the tree (RFC 6962 §2.1.1).
    ///
    /// # Errors
    /// [`ProveError`] when the leaf is not in the tree, or a tile cannot be read or has another
    /// length.
    pub fn inclusion(&mut self, index: u64) -> Result<Vec<TreeHash>, ProveError<R::Error>> {
        if index >= self.size {
            return Err(ProveError::Beyond { what: index, size: self.size });
        }
        let (mut start, mut end, mut siblings) = (0, self.size, Vec::new());
        while end - start > 1 {
            let middle = start + split(end - start);
            if index < middle {
                siblings.push((middle, end));
                end = middle;
            } else {
                siblings.push((start, middle));
                start = middle;
            }
        }
        siblings.into_iter().rev().map(|range| self.range(range)).collect()
    }

    /// The proof that the tree begins with that of its first `old` leaves (RFC 6962 §2.1.2).
    ///
    /// # Errors
    /// [`ProveError`] when `old` is 0 or larger than the tree, or a tile cannot be read or has
    /// another length.
    pub fn consistency(&mut self, old: u64) -> Result<Vec<TreeHash>, ProveError<R::Error>> {
        if old == 0 || old > self.size {
            return Err(ProveError::Beyond { what: old, size: self.size });
        }
        // Down to the subtree that ends with the old tree. Where that is the whole old tree, its
        // root is known and left out.
        let (mut start, mut end, mut nodes) = (0, self.size, Vec::new());
        while end != old {
            let middle = start + split(end - start);
            if old <= middle {
                nodes.push((middle, end));
                end = middle;
            } else {
                nodes.push((start, middle));
                start = middle;
            }
        }
        if start > 0 {
            nodes.push((start, end));
        }
        nodes.into_iter().rev().map(|range| self.range(range)).collect()
    }

    /// The bytes of a tile, read once.
    fn tile(&mut self, tile: Tile) -> Result<&[u8], ProveError<R::Error>> {
        if !self.tiles.contains_key(&tile) {
            let mut bytes =
                self.reader.read(tile).map_err(|source| ProveError::Read { tile, source })?;
            let wanted = usize::from(tile.width()) * TREE_HASH_BYTES;
            let full = usize::from(TILE_HASHES) * TREE_HASH_BYTES;
            if ![wanted, full].contains(&bytes.len()) {
                return Err(ProveError::Length { tile, bytes: bytes.len() });
            }
            bytes.truncate(wanted);
            self.tiles.insert(tile, bytes);
        }
        Ok(self.tiles.get(&tile).map_or(&[], Vec::as_slice))
    }

    /// The root over the leaves from `start` to before `end`, a node of the tree or a part of its
    /// right edge: perfect subtrees from left to right, folded from the right.
    fn range(&mut self, (start, end): (u64, u64)) -> Result<TreeHash, ProveError<R::Error>> {
        let (mut peaks, mut at) = (Vec::new(), start);
        while at < end {
            let height = (end - at).ilog2();
            peaks.push(self.perfect(at, height)?);
            at += 1 << height;
        }
        let folded = peaks.into_iter().rev().reduce(|right, left| TreeHash::node(left, right));
        Ok(folded.unwrap_or_else(TreeHash::empty_root))
    }

    /// The root of the 2^height leaves from `start`, from the one tile that holds it.
    fn perfect(&mut self, start: u64, height: u32) -> Result<TreeHash, ProveError<R::Error>> {
        if let Some(known) = self.nodes.get(&(start, height)) {
            return Ok(*known);
        }
        let (level, inside) = (height / TILE_HEIGHT, height % TILE_HEIGHT);
        let first = start >> (TILE_HEIGHT * level);
        let beyond = ProveError::Beyond { what: start, size: self.size };
        let tile = u8::try_from(level)
            .ok()
            .and_then(|level| Tile::of_tree(level, first / u64::from(TILE_HASHES), self.size));
        let Some(tile) = tile else { return Err(beyond) };
        let hash = if inside == 0 {
            let at = usize::from(first.to_le_bytes()[0]);
            self.tile(tile)?.as_chunks().0.get(at).map(|chunk| TreeHash(*chunk)).ok_or(beyond)?
        } else {
            let left = self.perfect(start, height - 1)?;
            TreeHash::node(left, self.perfect(start + (1 << (height - 1)), height - 1)?)
        };
        self.nodes.insert((start, height), hash);
        Ok(hash)
    }
}

/// The largest power of two strictly below `width`, which is at least 2.
const fn split(width: u64) -> u64 {
    1 << (width - 1).ilog2()
}
