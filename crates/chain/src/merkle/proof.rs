//! Checking proofs: RFC 9162 §2.1.3.2 (inclusion) and §2.1.4.2 (consistency), written so that the
//! length of a proof is known beforehand from index and sizes. A proof of another length is
//! refused before anything is hashed. Nothing here can panic or run for long: a proof that is
//! folded has at most [`MAX_PROOF_HASHES`] hashes.

use thiserror::Error;

use super::hash::TreeHash;

/// No proof between sizes of 64 bits is longer.
pub const MAX_PROOF_HASHES: usize = 65;

/// Why a proof does not prove.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ProofError {
    /// The leaf would lie behind the end of the tree.
    #[error("entry {index} is not in a tree of {size}")]
    IndexBeyond {
        /// Place of the leaf.
        index: u64,
        /// Leaves of the tree.
        size: u64,
    },
    /// The proof has too many or too few hashes for its index and sizes.
    #[error("the proof has {found} hashes; for these sizes it must have {expected}")]
    Length {
        /// The only right number.
        expected: usize,
        /// The number there is.
        found: usize,
    },
    /// The hashes do not lead to the root of the tree.
    #[error("the proof leads to another root than that of the tree")]
    Root,
    /// The hashes do not lead to the root of the earlier tree.
    #[error("the proof leads to another root than that of the earlier tree")]
    OldRoot,
    /// The earlier tree is larger than the later one.
    #[error("the earlier tree has {old} leaves and the later one only {new}")]
    Backwards {
        /// Leaves of the earlier tree.
        old: u64,
        /// Leaves of the later tree.
        new: u64,
    },
    /// Nothing can be proved of an empty tree: every tree continues it.
    #[error("an empty tree proves nothing: every tree continues it")]
    FromNothing,
}

/// Checks that `leaf` is number `index` of the tree of `size` leaves with that `root`.
///
/// # Errors
/// [`ProofError`] when it is not, or when the proof has any other length than the right one.
pub fn verify_inclusion(
    index: u64,
    size: u64,
    leaf: TreeHash,
    proof: &[TreeHash],
    root: TreeHash,
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::IndexBeyond { index, size });
    }
    let (inner, border) = parts(index, size);
    exactly(inner + border, proof.len())?;
    let (inside, edge) = proof.split_at_checked(inner).unwrap_or((proof, &[]));
    let folded = fold_left(fold(leaf, inside, index), edge);
    if folded == root { Ok(()) } else { Err(ProofError::Root) }
}

/// Checks that the tree of `new` leaves begins with the tree of `old` leaves.
///
/// Equal sizes need an empty proof and equal roots. An empty old tree is refused: whoever accepts
/// a first tree on trust must say so (the witness protocol has a case of its own for that).
///
/// # Errors
/// [`ProofError`] when it does not, or when the proof has any other length than the right one.
pub fn verify_consistency(
    old: u64,
    new: u64,
    old_root: TreeHash,
    new_root: TreeHash,
    proof: &[TreeHash],
) -> Result<(), ProofError> {
    let (old_found, new_found) = consistency_roots(old, new, old_root, proof)?;
    if old_found != old_root {
        return Err(ProofError::OldRoot);
    }
    match (new_found == new_root, old == new) {
        (true, _) => Ok(()),
        (false, true) => Err(ProofError::OldRoot),
        (false, false) => Err(ProofError::Root),
    }
}

/// The roots over the first `old` and over all `new` leaves to which a proof of consistency leads. A proof
/// from a power of two leaves out the root over the first leaves, which is `old_root`.
///
/// Where the second is the root of a tree, the first is that of its beginning, whatever somebody expected it
/// to be: the hashes of the proof are all in the second.
///
/// # Errors
/// [`ProofError`] when there is no proof between such sizes, or when it has another length.
pub fn consistency_roots(
    old: u64,
    new: u64,
    old_root: TreeHash,
    proof: &[TreeHash],
) -> Result<(TreeHash, TreeHash), ProofError> {
    if old > new {
        return Err(ProofError::Backwards { old, new });
    }
    if old == 0 {
        return Err(ProofError::FromNothing);
    }
    if old == new {
        exactly(0, proof.len())?;
        return Ok((old_root, old_root));
    }
    // The old tree ends in a perfect subtree of 2^shift leaves; the proof begins with its root,
    // except where that subtree is the whole old tree, whose root is known.
    let shift = old.trailing_zeros();
    let (inner, border) = parts(old - 1, new);
    let inner = inner.saturating_sub(shift as usize);
    let given = usize::from(!old.is_power_of_two());
    exactly(given + inner + border, proof.len())?;
    let (seed, rest) = match proof.split_first() {
        Some((first, rest)) if given == 1 => (*first, rest),
        _ => (old_root, proof),
    };
    let (inside, edge) = rest.split_at_checked(inner).unwrap_or((rest, &[]));
    let path = (old - 1) >> shift;
    let old_found = fold_left(fold_right_turns(seed, inside, path), edge);
    Ok((old_found, fold_left(fold(seed, inside, path), edge)))
}

/// Of the path of `index` in a tree of `size`: how many steps lie below the place where it parts
/// from the path of the last leaf, and how many of the steps above have a left sibling.
fn parts(index: u64, size: u64) -> (usize, usize) {
    let inner = u64::BITS - (index ^ size.saturating_sub(1)).leading_zeros();
    let border = index.checked_shr(inner).unwrap_or(0).count_ones();
    (inner as usize, border as usize)
}

const fn exactly(expected: usize, found: usize) -> Result<(), ProofError> {
    if expected == found { Ok(()) } else { Err(ProofError::Length { expected, found }) }
}

/// Step by step, from the leaf's sibling: right where the bit of `path` is 1, left where it is 0.
fn fold(seed: TreeHash, siblings: &[TreeHash], path: u64) -> TreeHash {
    siblings.iter().zip(bits(path)).fold(seed, |hash, (sibling, right)| {
        if right { TreeHash::node(*sibling, hash) } else { TreeHash::node(hash, *sibling) }
    })
}

/// As [`fold`], with the left turns left out: what lies to the right is not in the old tree.
fn fold_right_turns(seed: TreeHash, siblings: &[TreeHash], path: u64) -> TreeHash {
    siblings.iter().zip(bits(path)).fold(seed, |hash, (sibling, right)| {
        if right { TreeHash::node(*sibling, hash) } else { hash }
    })
}

fn fold_left(seed: TreeHash, siblings: &[TreeHash]) -> TreeHash {
    siblings.iter().fold(seed, |hash, sibling| TreeHash::node(*sibling, hash))
}

/// The bits of `path`, lowest first, as many as there are.
fn bits(path: u64) -> impl Iterator<Item = bool> {
    (0..u64::BITS).map(move |at| path >> at & 1 == 1)
}
