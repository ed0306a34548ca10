//! The Merkle tree over the entries: RFC 6962 §2.1 with SHA-256, in C2SP *tlog-tiles* of height 8.
//!
//! The chain proves a history to whoever reads all of it. The tree proves one entry, or that a
//! history goes on from an earlier one, with a few hashes. Both are computed from the same stored
//! bytes: a leaf is the hash of an entry's bytes, which contain `prev`. They are two commitments,
//! so neither ever stands for the other: [`TreeHash`] (SHA-256) and [`Hash`](crate::Hash)
//! (blake3) are types that do not mix, and a verifier recomputes both (docs/proof-format.md §2).
//!
//! - [`Tree`] grows leaf by leaf, remembers no more than its right edge and hands out tiles that
//!   are full; it also says which tiles are not full yet.
//! - [`Prover`] makes proofs from a [`TileReader`], with a number of reads logarithmic in the size.
//! - [`verify_inclusion`] and [`verify_consistency`] check them: exact length, no surplus, no
//!   size for which they panic.
//! - [`Tile`] names a tile and its path.
//!
//! ```
//! use greffe_chain::merkle::{Tree, TreeHash, verify_inclusion};
//!
//! let mut tree = Tree::new();
//! tree.push(TreeHash::leaf(b"first"));
//! tree.push(TreeHash::leaf(b"second"));
//! let proof = [TreeHash::leaf(b"first")];
//! assert_eq!(verify_inclusion(1, 2, TreeHash::leaf(b"second"), &proof, tree.root()), Ok(()));
//! assert!(verify_inclusion(0, 2, TreeHash::leaf(b"second"), &proof, tree.root()).is_err());
//! ```

mod hash;
mod proof;
mod prove;
mod tile;
mod tree;

pub use hash::{TREE_HASH_BYTES, TreeHash, TreeHashLength};
pub use proof::{
    MAX_PROOF_HASHES, ProofError, consistency_roots, verify_consistency, verify_inclusion,
};
pub use prove::{ProveError, Prover, TileReader};
pub use tile::{MAX_LEVEL, TILE_HASHES, TILE_HEIGHT, Tile, TilePathForm, page_path};
pub use tree::Tree;
