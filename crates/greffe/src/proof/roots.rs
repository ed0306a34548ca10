//! The tree over the entries of a ledger as they are read: its roots where an anchor asks for one, and
//! the kept tiles beside it.
//!
//! Leaves are computed from the bytes over which the chain is followed, entry by entry, so that
//! neither commitment stands for the other.

use super::against::Against;
use super::tiles::Mark;
use super::{Anchors, faults, folder, read_small};
use crate::error::{Error, told};
use greffe_chain::merkle::{TILE_HASHES, TREE_HASH_BYTES, Tile, Tree, TreeHash};
use greffe_chain::{Entry, ExpectedHead, Hash, Timestamp};
use greffe_proof::Note;
use greffe_proof::evidence::Faults;
use greffe_store::Page;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The leaves of consecutive entries.
pub(crate) struct LeavesOf {
    first: u64,
    leaves: Vec<TreeHash>,
    /// How many entries there are up to the one whose hash is sought, where it is here.
    sought: Option<u64>,
    /// The last entries under sizes of interest, under the size.
    ends: Vec<(u64, End)>,
}

/// The last entry under a size of interest.
#[derive(Debug, Clone, Copy)]
pub(crate) struct End {
    /// When it was recorded, by its own word.
    pub(super) recorded: Option<Timestamp>,
    /// The hash that the chain goes on from.
    pub(super) hash: Hash,
}

/// What is looked for while entries are read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sought {
    /// An entry of this hash.
    hash: Option<Hash>,
    /// The last entry of each of these sizes.
    sizes: Arc<BTreeSet<u64>>,
}

impl Sought {
    fn end(&self, seq: u64, bytes: &[u8]) -> Option<(u64, End)> {
        let size = seq.checked_add(1).filter(|size| self.sizes.contains(size))?;
        let recorded = Entry::parse(bytes).ok().and_then(|entry| entry.recorded_at().parse().ok());
        Some((size, End { recorded, hash: Hash::of(bytes) }))
    }
}

impl LeavesOf {
    /// Those of a page, whose chain has been followed, with what is sought among its entries.
    pub(crate) fn page(page: &Page, sought: &Sought) -> LeavesOf {
        let leaves = page.entries().map(|(_, bytes)| TreeHash::leaf(bytes)).collect();
        let is = |hash: Hash| move |(_, bytes): &(u64, &[u8])| Hash::of(bytes) == hash;
        let ends = page.entries().filter_map(|(seq, bytes)| sought.end(seq, bytes)).collect();
        let sought = sought.hash.and_then(|hash| page.entries().find(is(hash)));
        LeavesOf { first: page.first(), leaves, sought: sought.map(|(seq, _)| seq + 1), ends }
    }
}

/// The tree over the entries that were read, its roots at the sizes that are of interest, and the
/// kept tiles beside it.
pub(crate) struct Roots {
    pub(super) tree: Tree,
    /// Leaves that came before their turn.
    waiting: BTreeMap<u64, LeavesOf>,
    pub(super) found: BTreeMap<u64, Option<TreeHash>>,
    pub(super) tiles: Option<KeptTiles>,
    sought: Sought,
    /// The last entry under each size of interest.
    pub(super) ends: BTreeMap<u64, End>,
    /// How many entries there are up to a head that was kept outside.
    pub(super) reach: Option<u64>,
}

impl Roots {
    /// To be held against what a ledger keeps in `dir`, and against these outside anchors.
    ///
    /// # Errors
    /// A shortage of the system.
    pub(crate) fn of_ledger(dir: &Path, against: &Against) -> Result<Roots, Error> {
        let mut roots = Roots::of_kept(&Anchors::of(dir), against)?;
        let (mark, faults) = (Mark::read(dir), faults());
        let folder = folder(dir);
        Arc::make_mut(&mut roots.sought.sizes).extend(mark.map(|mark| mark.size));
        roots.tiles = Some(KeptTiles { folder, mark, count: 0, faults, shortage: None });
        Ok(roots)
    }

    /// To be held against the checkpoints of a folder, and against outside anchors.
    ///
    /// # Errors
    /// A shortage of the system.
    pub(crate) fn of_kept(anchors: &Anchors, against: &Against) -> Result<Roots, Error> {
        // What cannot be read is told when the checkpoints are held.
        Ok(Roots::of(told(anchors.sizes())?.unwrap_or_default(), against))
    }

    /// To be held against checkpoints of these sizes, and against outside anchors.
    pub(crate) fn of(kept: Vec<u64>, against: &Against) -> Roots {
        let outside = against.checkpoints.iter().filter_map(|anchor| size_of(&anchor.note));
        let mut found: BTreeMap<u64, Option<TreeHash>> =
            kept.into_iter().chain(outside).map(|size| (size, None)).collect();
        if let Some(root) = found.get_mut(&0) {
            *root = Some(TreeHash::empty_root());
        }
        let (hash, reach) = match against.head {
            Some(ExpectedHead::Hash(hash)) => (Some(hash), None),
            Some(ExpectedHead::Head(head)) => (None, Some(head.count)),
            None => (None, None),
        };
        let sought = Sought { hash, sizes: Arc::new(found.keys().copied().collect()) };
        Roots {
            tree: Tree::new(),
            waiting: BTreeMap::new(),
            found,
            tiles: None,
            sought,
            ends: BTreeMap::new(),
            reach,
        }
    }

    /// What is sought among the entries.
    pub(crate) fn sought(&self) -> Sought {
        self.sought.clone()
    }

    /// Takes in the leaves of a page; pages may come in any order.
    pub(crate) fn add(&mut self, leaves: LeavesOf) {
        self.reach = self.reach.max(leaves.sought);
        self.ends.extend(leaves.ends.iter().copied());
        self.waiting.insert(leaves.first, leaves);
        while let Some(next) = self.waiting.remove(&self.tree.size()) {
            next.leaves.into_iter().for_each(|leaf| self.push(leaf));
        }
    }

    /// Takes in the next entry.
    pub(crate) fn entry(&mut self, bytes: &[u8]) {
        self.ends.extend(self.sought.end(self.tree.size(), bytes));
        self.push(TreeHash::leaf(bytes));
        if self.sought.hash.is_some_and(|sought| Hash::of(bytes) == sought) {
            self.reach = Some(self.tree.size());
        }
    }

    /// Takes in the next leaf.
    fn push(&mut self, leaf: TreeHash) {
        let tiles = &mut self.tiles;
        self.tree.push_and_keep(leaf, &mut |tile, hashes| {
            if let Some(tiles) = tiles {
                tiles.compare(tile, hashes);
            }
        });
        let size = self.tree.size();
        if let Some(root) = self.found.get_mut(&size) {
            *root = Some(self.tree.root());
        }
        if let Some(tiles) = &mut self.tiles
            && tiles.mark.is_some_and(|mark| mark.size == size)
        {
            tiles.compare_edge(&self.tree);
        }
    }
}

fn size_of(note: &Note) -> Option<u64> {
    let checkpoint: greffe_proof::Checkpoint = note.text().parse().ok()?;
    Some(checkpoint.size())
}

/// Tiles on disk, held against the tree that was computed anew.
pub(super) struct KeptTiles {
    folder: PathBuf,
    mark: Option<Mark>,
    pub(super) count: u64,
    pub(super) faults: Faults,
    /// What the system had too little of to read one.
    pub(super) shortage: Option<Error>,
}

impl KeptTiles {
    /// A tile that is not there is not missed: tiles are derived.
    fn compare(&mut self, tile: Tile, hashes: &[TreeHash]) {
        let most = u64::from(TILE_HASHES) * TREE_HASH_BYTES as u64;
        let kept = read_small(&self.folder.join(tile.to_string()), most);
        match kept {
            Ok(None) => {}
            Ok(Some(bytes)) => {
                self.count += 1;
                if bytes != Tree::tile_bytes(hashes) {
                    self.faults.add(format!("{tile} is not the tile of this ledger"));
                }
            }
            Err(error) if error.is_shortage() => self.shortage = Some(error),
            Err(error) => self.faults.add(format!("{tile}: {error}")),
        }
    }

    fn compare_edge(&mut self, tree: &Tree) {
        for (tile, hashes) in tree.partial() {
            self.compare(tile, hashes);
        }
        if self.mark.is_some_and(|mark| mark.root != tree.root()) {
            self.faults.add("the kept root is not that of this ledger".to_owned());
        }
    }

    /// The entry from which the chain is followed on to further tiles.
    pub(super) fn compare_last(&mut self, ends: &BTreeMap<u64, End>) {
        let Some(mark) = self.mark else { return };
        if ends.get(&mark.size).is_some_and(|end| end.hash != mark.last) {
            let seq = mark.size.saturating_sub(1);
            self.faults.add(format!("the kept tree names another last entry than entry {seq}"));
        }
    }
}
