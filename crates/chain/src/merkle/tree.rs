//! A tree that grows. It remembers its right edge: of each level of tiles, the hashes that fill no
//! tile yet. That is at most 255 hashes a level, 8 levels for any ledger that can exist, whatever
//! its length; a leaf costs one hash, and a 255th more for the levels above.

use super::hash::{TREE_HASH_BYTES, TreeHash};
use super::tile::{TILE_HASHES, Tile};

/// The right edge of a tree under way, from which its root and its tiles follow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    size: u64,
    /// Of each level of tiles, from the leaves up, the hashes that fill no tile yet.
    edge: Vec<Vec<TreeHash>>,
}

impl Tree {
    /// A tree without leaves.
    #[must_use]
    pub fn new() -> Tree {
        Tree::default()
    }

    /// A tree of `size` leaves from the hashes of its partial tiles, from the leaves up: one list
    /// for each level that the tree has, empty where the level has no partial tile.
    ///
    /// `None` where the lists do not have the lengths that the size asks for.
    #[must_use]
    pub fn from_edge(size: u64, edge: Vec<Vec<TreeHash>>) -> Option<Tree> {
        let mut rest = size;
        for hashes in &edge {
            if hashes.len() != usize::from(rest.to_le_bytes()[0]) || rest == 0 {
                return None;
            }
            rest >>= 8;
        }
        (rest == 0).then_some(Tree { size, edge })
    }

    /// How many leaves it has.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf ([`TreeHash::leaf`] of an entry's bytes) and forgets the tiles that it fills.
    pub fn push(&mut self, leaf: TreeHash) {
        self.push_and_keep(leaf, &mut |_, _| {});
    }

    /// Adds a leaf, and hands over each tile that it fills: at every 256th leaf one of level 0, at
    /// every 65 536th one of level 1 as well, and so on. A tile is handed over once and never
    /// changes.
    pub fn push_and_keep(&mut self, leaf: TreeHash, full: &mut impl FnMut(Tile, &[TreeHash])) {
        let mut hash = leaf;
        self.size = self.size.saturating_add(1);
        for level in 0.. {
            let Some(hashes) = self.edge.get_mut(level) else {
                self.edge.push(vec![hash]);
                return;
            };
            hashes.push(hash);
            if hashes.len() < usize::from(TILE_HASHES) {
                return;
            }
            let tiles = self.size >> (8 * (level + 1)).min(63);
            let tile = u8::try_from(level)
                .ok()
                .and_then(|level| Tile::new(level, tiles.saturating_sub(1), TILE_HASHES));
            if let Some(tile) = tile {
                full(tile, hashes);
            }
            hash = root_of(hashes).unwrap_or(hash);
            hashes.clear();
        }
    }

    /// The root over all leaves so far (RFC 6962 `MTH`).
    #[must_use]
    pub fn root(&self) -> TreeHash {
        // The edge of each level lies to the right of all that the levels above stand for.
        let edges = self.edge.iter().map(|hashes| peaks(hashes));
        let right = edges.fold(None, |right: Option<TreeHash>, peaks| {
            peaks.into_iter().rev().fold(right, |right, peak| {
                Some(right.map_or(peak, |right| TreeHash::node(peak, right)))
            })
        });
        right.unwrap_or_else(TreeHash::empty_root)
    }

    /// The tiles that are not full, from the leaves up. They are published beside the full ones,
    /// and replaced as they grow.
    pub fn partial(&self) -> impl Iterator<Item = (Tile, &[TreeHash])> {
        Tile::partial_of_tree(self.size).filter_map(|tile| {
            self.edge.get(usize::from(tile.level())).map(|hashes| (tile, hashes.as_slice()))
        })
    }

    /// The stored bytes of a tile: its hashes one behind the other.
    #[must_use]
    pub fn tile_bytes(hashes: &[TreeHash]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(hashes.len() * TREE_HASH_BYTES);
        for hash in hashes {
            bytes.extend_from_slice(&hash.0);
        }
        bytes
    }
}

/// The roots of the perfect subtrees that hashes fill, the widest first.
fn peaks(hashes: &[TreeHash]) -> Vec<TreeHash> {
    let (mut peaks, mut rest) = (Vec::new(), hashes);
    while let Some(width) = rest.len().checked_ilog2().map(|bits| 1 << bits) {
        let Some((subtree, behind)) = rest.split_at_checked(width) else { break };
        peaks.extend(root_of(subtree));
        rest = behind;
    }
    peaks
}

/// The root over hashes whose number is a power of two.
fn root_of(hashes: &[TreeHash]) -> Option<TreeHash> {
    let mut level = hashes.to_vec();
    while level.len() > 1 {
        level = level
            .chunks(2)
            .map(|pair| match pair {
                [left, right] => TreeHash::node(*left, *right),
                rest => rest.first().copied().unwrap_or_else(TreeHash::empty_root),
            })
            .collect();
    }
    level.first().copied()
}
