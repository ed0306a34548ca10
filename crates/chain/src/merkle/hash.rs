//! Hashes of the tree: SHA-256 with the two prefixes of RFC 6962 §2.1, which keep a leaf from
//! passing for a node.

use std::fmt;

use sha2::{Digest, Sha256};
use thiserror::Error;

/// Bytes of a hash of the tree.
pub const TREE_HASH_BYTES: usize = 32;

/// A hash of the Merkle tree (SHA-256). It is no [`Hash`](crate::Hash): the chain's are blake3.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TreeHash(pub [u8; TREE_HASH_BYTES]);

/// Bytes that are not exactly 32 where a hash of the tree must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not a hash of the tree: {0} bytes where 32 must stand")]
pub struct TreeHashLength(pub usize);

impl TreeHash {
    /// The leaf of stored bytes: SHA-256 of `0x00` and the bytes.
    #[must_use]
    pub fn leaf(bytes: &[u8]) -> TreeHash {
        TreeHash(Sha256::new().chain_update([0]).chain_update(bytes).finalize().into())
    }

    /// The node over two: SHA-256 of `0x01`, the left and the right hash.
    #[must_use]
    pub fn node(left: TreeHash, right: TreeHash) -> TreeHash {
        TreeHash(
            Sha256::new()
                .chain_update([1])
                .chain_update(left.0)
                .chain_update(right.0)
                .finalize()
                .into(),
        )
    }

    /// The root of a tree without leaves: SHA-256 of nothing. It is not the leaf of no bytes.
    #[must_use]
    pub fn empty_root() -> TreeHash {
        TreeHash(Sha256::digest([]).into())
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; TREE_HASH_BYTES] {
        &self.0
    }
}

impl TryFrom<&[u8]> for TreeHash {
    type Error = TreeHashLength;

    fn try_from(bytes: &[u8]) -> Result<TreeHash, TreeHashLength> {
        bytes.try_into().map(TreeHash).map_err(|_| TreeHashLength(bytes.len()))
    }
}

impl fmt::Display for TreeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for TreeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TreeHash({self})")
    }
}
