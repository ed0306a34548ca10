#!/usr/bin/env python3
"""The Merkle tree of RFC 6962, section 2.1, written from its text alone, with the standard library.

It shares no code and no method with greffe: the definitions MTH, PATH and PROOF are followed as the
RFC writes them, by recursion on the list of entries, and nothing is iterated or kept in tiles.
The tests run it and compare; anybody may run it by hand.

    rfc6962.py trees N     for each size 0..N: the root, and SHA-256 over all its inclusion proofs
                           (entry 0 first) and over all its consistency proofs (from size 1 first)
    rfc6962.py check       proofs on standard input, one a line, each answered by `yes` or `no`:
                           inclusion INDEX SIZE LEAF ROOT HASH...
                           consistency OLD NEW OLD_ROOT NEW_ROOT HASH...

Entry i of the trees is the eight bytes of i, the highest first.
"""

import hashlib
import sys


def sha256(data):
    return hashlib.sha256(data).digest()


def leaf_hash(data):
    return sha256(b"\x00" + data)


def node_hash(left, right):
    return sha256(b"\x01" + left + right)


def largest_power_below(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


class Tree:
    """The definitions over D[n]; known values of MTH are remembered, since they never change."""

    def __init__(self, entries):
        self.leaves = [leaf_hash(entry) for entry in entries]
        self.known = {}

    def mth(self, start, end):
        """MTH(D[start:end])."""
        n = end - start
        if n == 0:
            return sha256(b"")
        if n == 1:
            return self.leaves[start]
        if (start, end) not in self.known:
            k = largest_power_below(n)
            self.known[start, end] = node_hash(self.mth(start, start + k), self.mth(start + k, end))
        return self.known[start, end]

    def path(self, m, start, end):
        """PATH(m, D[start:end])."""
        n = end - start
        if n == 1:
            return []
        k = largest_power_below(n)
        if m < k:
            return self.path(m, start, start + k) + [self.mth(start + k, end)]
        return self.path(m - k, start + k, end) + [self.mth(start, start + k)]

    def subproof(self, m, start, end, complete):
        """SUBPROOF(m, D[start:end], b)."""
        n = end - start
        if m == n:
            return [] if complete else [self.mth(start, end)]
        k = largest_power_below(n)
        if m <= k:
            return self.subproof(m, start, start + k, complete) + [self.mth(start + k, end)]
        return self.subproof(m - k, start + k, end, False) + [self.mth(start, start + k)]

    def proof(self, m, n):
        """PROOF(m, D[n])."""
        return self.subproof(m, 0, n, True)


class Surplus(Exception):
    """A proof that has too few hashes, or some left over."""


def root_from_path(m, n, leaf, hashes):
    """The root that PATH leads to, undone in the order in which the definition makes it."""
    if n == 1:
        if hashes:
            raise Surplus
        return leaf
    if not hashes:
        raise Surplus
    k = largest_power_below(n)
    if m < k:
        return node_hash(root_from_path(m, k, leaf, hashes[:-1]), hashes[-1])
    return node_hash(hashes[-1], root_from_path(m - k, n - k, leaf, hashes[:-1]))


def roots_from_subproof(m, n, complete, old_root, hashes):
    """The old and the new root over D[n] that SUBPROOF leads to."""
    if m == n:
        if complete:
            if hashes:
                raise Surplus
            return old_root, old_root
        if len(hashes) != 1:
            raise Surplus
        return hashes[0], hashes[0]
    if not hashes:
        raise Surplus
    k = largest_power_below(n)
    if m <= k:
        old, new = roots_from_subproof(m, k, complete, old_root, hashes[:-1])
        return old, node_hash(new, hashes[-1])
    old, new = roots_from_subproof(m - k, n - k, False, old_root, hashes[:-1])
    return node_hash(hashes[-1], old), node_hash(hashes[-1], new)


def verify_inclusion(index, size, leaf, root, hashes):
    if not 0 <= index < size or any(len(h) != 32 for h in [leaf, root, *hashes]):
        return False
    try:
        return root_from_path(index, size, leaf, hashes) == root
    except Surplus:
        return False


def verify_consistency(old, new, old_root, new_root, hashes):
    if not 0 < old <= new or any(len(h) != 32 for h in [old_root, new_root, *hashes]):
        return False
    try:
        return roots_from_subproof(old, new, True, old_root, hashes) == (old_root, new_root)
    except Surplus:
        return False


def print_trees(most):
    tree = Tree([i.to_bytes(8, "big") for i in range(most)])
    for size in range(most + 1):
        inclusion, consistency = hashlib.sha256(), hashlib.sha256()
        for m in range(size):
            inclusion.update(b"".join(tree.path(m, 0, size)))
        for m in range(1, size + 1):
            consistency.update(b"".join(tree.proof(m, size)))
        print(size, tree.mth(0, size).hex(), inclusion.hexdigest(), consistency.hexdigest())


def check(lines):
    for line in lines:
        kind, first, second, *hashes = line.split()
        a, b, *rest = [bytes.fromhex(h) for h in hashes]
        verify = {"inclusion": verify_inclusion, "consistency": verify_consistency}[kind]
        print("yes" if verify(int(first), int(second), a, b, rest) else "no")


if __name__ == "__main__":
    if sys.argv[1:2] == ["trees"] and len(sys.argv) == 3:
        print_trees(int(sys.argv[2]))
    elif sys.argv[1:] == ["check"]:
        check(sys.stdin)
    else:
        sys.exit(__doc__)
