//! Tiles that follow a log are those that are made of it at once; a proof reads few of them; and each of
//! the checks that a small ledger cannot plant.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

use super::tiles::{From, Tiles};
use super::{Anchors, ProofError, folder};
use crate::grown::{self, grow};
use crate::{Error, Ledger};
use greffe_chain::merkle::{Tile, TileReader, TreeHash, verify_consistency, verify_inclusion};
use greffe_proof::SigningKey;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn ledger(dir: &Path) -> Ledger {
    grown::ledger(&dir.join("ledger"))
}

/// The files of a folder with their bytes.
fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![dir.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.insert(
                    path.strip_prefix(dir).unwrap().to_owned(),
                    std::fs::read(path).unwrap(),
                );
            }
        }
    }
    found
}

/// Counts what a prover reads.
struct Counting<'t>(&'t mut Tiles, usize);

impl TileReader for Counting<'_> {
    type Error = std::convert::Infallible;

    fn read(&mut self, tile: Tile) -> Result<Vec<u8>, Self::Error> {
        self.1 += 1;
        self.0.read(tile)
    }
}

#[test]
fn tiles_that_follow_a_log_are_those_of_the_whole_log_and_a_proof_reads_few() {
    let temp = tempfile::tempdir().unwrap();
    let ledger = ledger(temp.path());
    let proofs = folder(ledger.reader().unwrap().dir());
    let mut roots: Vec<(u64, TreeHash)> = Vec::new();
    for size in [1, 2, 255, 256, 257, 511, 513, 1_300, 65_536, 66_000] {
        grow(&ledger, size);
        let mut followed = ledger.tiles(From::Kept).unwrap();
        let root = followed.root_at(size).unwrap();
        let kept = files(&proofs);
        std::fs::remove_dir_all(&proofs).unwrap();
        let mut anew = ledger.tiles(From::Kept).unwrap();
        assert_eq!(anew.root_at(size).unwrap(), root, "{size}");
        assert_eq!(files(&proofs), kept, "{size}");
        // Earlier trees are found in later tiles, and continued by them.
        for (old, before) in &roots {
            assert_eq!(anew.root_at(*old).unwrap(), *before);
            let proof = anew.prover(size).consistency(*old).unwrap();
            assert_eq!(verify_consistency(*old, size, *before, root, &proof), Ok(()));
        }
        roots.push((size, root));
        for seq in [0, size / 3, size / 2, size - 1] {
            let leaf = TreeHash::leaf(&ledger.entry(seq).unwrap().unwrap());
            let mut tiles = ledger.tiles(From::Kept).unwrap();
            let mut counting = Counting(&mut tiles, 0);
            let mut prover = greffe_chain::merkle::Prover::new(&mut counting, size);
            let proof = prover.inclusion(seq).unwrap();
            assert_eq!(verify_inclusion(seq, size, leaf, &proof, root), Ok(()), "{seq} of {size}");
            // A tile for each level on the way down, and one for each at the right edge.
            let levels = usize::try_from(size.max(2).ilog2() / 8 + 1).unwrap();
            assert!(counting.1 <= 2 * levels, "{} tiles for {seq} of {size}", counting.1);
        }
    }
}

#[test]
fn tiles_of_another_log_are_not_gone_on_with() {
    let temp = tempfile::tempdir().unwrap();
    let (one, other) = (temp.path().join("one"), temp.path().join("other"));
    let (one, other) = (ledger(&one), ledger(&other));
    for ledger in [&one, &other] {
        grow(ledger, 600);
        ledger.tiles(From::Kept).unwrap();
    }
    let dirs = [&one, &other].map(|ledger| folder(ledger.reader().unwrap().dir()));
    let true_root = one.tiles(From::Kept).unwrap().root_at(600).unwrap();
    // The tiles of the other, under the mark of the other and under that of this one.
    for mark in [&dirs[1], &dirs[0]] {
        let mark = std::fs::read(mark.join("tree")).unwrap();
        let whole = files(&dirs[1]);
        for (path, bytes) in whole {
            std::fs::write(dirs[0].join(path), bytes).unwrap();
        }
        std::fs::write(dirs[0].join("tree"), mark).unwrap();
        grow(&one, one.head().count + 10);
        let mut tiles = one.tiles(From::Kept).unwrap();
        assert_eq!(tiles.root_at(600).unwrap(), true_root);
    }
}

#[test]
fn a_signer_does_not_go_on_from_a_tree_that_nobody_signed() {
    let temp = tempfile::tempdir().unwrap();
    let ledger = ledger(temp.path());
    grow(&ledger, 300);
    let key = SigningKey::from_seed("a.test".parse().unwrap(), [1; 32]);
    let dir = ledger.reader().unwrap().dir().to_owned();
    // Tiles that lie in a way that fits together: a leaf, the tile above it, and the mark.
    let honest = ledger.tiles(From::Kept).unwrap().root_at(300).unwrap();
    let mut lie = greffe_chain::merkle::Tree::new();
    let mut full = Vec::new();
    for seq in 0..300 {
        let leaf = if seq == 7 {
            TreeHash([7; 32])
        } else {
            TreeHash::leaf(&ledger.entry(seq).unwrap().unwrap())
        };
        lie.push_and_keep(leaf, &mut |tile, hashes| {
            full.push((tile, greffe_chain::merkle::Tree::tile_bytes(hashes)));
        });
    }
    full.extend(
        lie.partial().map(|(tile, hashes)| (tile, greffe_chain::merkle::Tree::tile_bytes(hashes))),
    );
    for (tile, bytes) in full {
        std::fs::write(folder(&dir).join(tile.to_string()), bytes).unwrap();
    }
    let mark = std::fs::read_to_string(folder(&dir).join("tree")).unwrap();
    let mark = mark.replace(&honest.to_string(), &lie.root().to_string());
    std::fs::write(folder(&dir).join("tree"), mark).unwrap();
    assert_eq!(
        ledger.tiles(From::Kept).unwrap().root_at(300).unwrap(),
        lie.root(),
        "it fits together"
    );
    let signed = ledger.checkpoint(std::slice::from_ref(&key)).unwrap();
    assert_eq!(signed.kept.root(), honest);
    // With a checkpoint of its own it goes on from there, and signs what the log says.
    grow(&ledger, 400);
    let again = ledger.checkpoint(&[key]).unwrap();
    assert_eq!((again.before, again.kept.size()), (Some(300), 400));
    assert!(ledger.verify(None).unwrap().is_sound());
}

#[test]
fn a_checkpoint_that_the_log_does_not_continue_is_never_signed_over() {
    let temp = tempfile::tempdir().unwrap();
    let (one, other) = (temp.path().join("one"), temp.path().join("other"));
    let (one, other) = (ledger(&one), ledger(&other));
    let key = SigningKey::from_seed("a.test".parse().unwrap(), [1; 32]);
    for ledger in [&one, &other] {
        grow(ledger, 20);
        ledger.checkpoint(std::slice::from_ref(&key)).unwrap();
    }
    let kept = |ledger: &Ledger| Anchors::of(ledger.reader().unwrap().dir());
    kept(&one).keep(&kept(&other).checkpoint(20).unwrap()).unwrap();
    grow(&one, 30);
    let refused = one.checkpoint(&[key]).unwrap_err();
    let stray = matches!(refused, Error::Proof(ProofError::OtherHistory { size: 20, .. }));
    assert!(stray, "{refused}");
}

/// Signing costs the same however many checkpoints are kept: those before the last of one's own are not opened.
#[test]
fn signing_opens_no_checkpoint_before_the_last_of_its_own() {
    let temp = tempfile::tempdir().unwrap();
    let ledger = ledger(temp.path());
    let [key, other] =
        [[1; 32], [2; 32]].map(|seed| SigningKey::from_seed("a.test".parse().unwrap(), seed));
    for key in [&key, &key, &other] {
        grow(&ledger, ledger.head().count + 10);
        ledger.checkpoint(std::slice::from_ref(key)).unwrap();
    }
    let count = ledger.head().count;
    let checkpoints = temp.path().join("ledger/proof/checkpoints");
    let garble = |size: u64| std::fs::write(checkpoints.join(size.to_string()), "none\n").unwrap();
    garble(count - 20);
    grow(&ledger, count + 10);
    ledger.checkpoint(std::slice::from_ref(&key)).unwrap();
    assert!(!ledger.verify(None).unwrap().is_sound(), "verification opens every one");
    // That of another key, kept of later entries than the last of one's own, is opened.
    garble(count);
    grow(&ledger, count + 20);
    std::fs::remove_file(checkpoints.join((count + 10).to_string())).unwrap();
    let refused = ledger.checkpoint(&[key]).unwrap_err();
    assert!(matches!(refused, Error::Proof(ProofError::Kept { .. })), "{refused}");
}

#[test]
fn a_copy_that_is_only_read_proves_and_writes_nothing() {
    let temp = tempfile::tempdir().unwrap();
    let ledger = ledger(temp.path());
    grow(&ledger, 300);
    let key = SigningKey::from_seed("a.test".parse().unwrap(), [1; 32]);
    ledger.checkpoint(&[key]).unwrap();
    grow(&ledger, 700);
    drop(ledger);
    let dir = temp.path().join("ledger");
    let before = files(&dir.join("proof"));
    let copy = Ledger::open_forensic(&dir).unwrap();
    let proved = copy.prove(&std::collections::BTreeSet::from([5, 299, 500]), None, false).unwrap();
    assert_eq!(proved.beyond, [500]);
    assert_eq!(proved.evidence.entries.len(), 2);
    assert_eq!(files(&dir.join("proof")), before);
}

/// What is published is for whoever may read; what a ledger keeps is for its owner alone.
#[test]
#[cfg(unix)]
fn what_is_kept_is_for_its_owner_and_what_is_published_for_all() {
    use std::os::unix::fs::PermissionsExt as _;
    let temp = tempfile::tempdir().unwrap();
    let ledger = ledger(temp.path());
    grow(&ledger, 300);
    ledger.checkpoint(&[SigningKey::from_seed("a.test".parse().unwrap(), [1; 32])]).unwrap();
    let published = temp.path().join("published");
    ledger.publish(&published, false).unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let kept = folder(ledger.reader().unwrap().dir());
    assert_eq!(mode(&kept), 0o700);
    for (dir, due) in [(&kept, 0o600), (&published, 0o644)] {
        let files = files(dir);
        assert!(files.len() > 2);
        for path in files.keys() {
            assert_eq!(mode(&dir.join(path)), due, "{}", path.display());
        }
    }
}

/// Pages of entries follow the checkpoint over the ends of pages, or nothing does.
#[test]
fn a_publication_in_clear_grows_by_pages_or_not_at_all() {
    let temp = tempfile::tempdir().unwrap();
    let ledger = ledger(temp.path());
    let key = SigningKey::from_seed("vauclaire.example".parse().unwrap(), [1; 32]);
    let published = temp.path().join("published");
    for size in [1, 255, 256, 300, 512, 513] {
        grow(&ledger, size);
        ledger.checkpoint(std::slice::from_ref(&key)).unwrap();
        if size > 1 {
            let before = files(&published);
            let refused = ledger.publish(&published, false);
            let refused = matches!(
                refused,
                Err(Error::Proof(ProofError::PublishedEntries { size: of, .. })) if of == size
            );
            assert!(refused, "{size}");
            assert_eq!(files(&published), before, "{size}");
        }
        let done = ledger.publish(&published, true).unwrap();
        assert!(done.pages > 0 && done.mended.is_empty(), "{size}: {done:?}");
        // Nothing has come since.
        let done = ledger.publish(&published, false).unwrap();
        assert_eq!((done.tiles, done.pages), (0, 0), "{size}");
    }
}
