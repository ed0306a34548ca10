//! The Merkle tree: laws, reference vectors, and two other implementations that must agree.

use crate::reference::{list, unhex, vectors};
use greffe_chain::merkle::{
    ProofError, ProveError, Prover, TILE_HASHES, Tile, TileReader, Tree, TreeHash, page_path,
    verify_consistency, verify_inclusion,
};
use proptest::prelude::*;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// Tiles in memory, as a publication keeps them, with a count of what was read.
#[derive(Default)]
struct Shelf {
    tree: Tree,
    tiles: BTreeMap<Tile, Vec<u8>>,
    reads: usize,
}

impl Shelf {
    fn grown(leaves: impl IntoIterator<Item = TreeHash>) -> Shelf {
        let mut shelf = Shelf::default();
        leaves.into_iter().for_each(|leaf| shelf.push(leaf));
        shelf
    }

    fn push(&mut self, leaf: TreeHash) {
        let Shelf { tree, tiles, .. } = self;
        tree.push_and_keep(leaf, &mut |tile, hashes| {
            assert!(tiles.insert(tile, Tree::tile_bytes(hashes)).is_none(), "{tile} twice");
        });
    }

    fn prover(&mut self, size: u64) -> Prover<'_, Shelf> {
        Prover::new(self, size)
    }
}

impl TileReader for Shelf {
    type Error = String;

    /// A tile of any earlier size is the beginning of what is there now.
    fn read(&mut self, tile: Tile) -> Result<Vec<u8>, String> {
        self.reads += 1;
        let full = Tile::new(tile.level(), tile.number(), TILE_HASHES).unwrap();
        if let Some(bytes) = self.tiles.get(&full) {
            return Ok(bytes.clone());
        }
        let mut partial = self.tree.partial();
        let (_, hashes) = partial
            .find(|(p, _)| (p.level(), p.number()) == (tile.level(), tile.number()))
            .ok_or("no such tile")?;
        let hashes = hashes.get(..usize::from(tile.width())).ok_or("no such tile yet")?;
        Ok(Tree::tile_bytes(hashes))
    }
}

fn leaf(number: u64) -> TreeHash {
    TreeHash::leaf(&number.to_be_bytes())
}

fn hash(value: &Value) -> Option<TreeHash> {
    TreeHash::try_from(unhex(value.as_str().unwrap()).as_slice()).ok()
}

fn hashes(value: &Value) -> Option<Vec<TreeHash>> {
    list(value).iter().map(hash).collect()
}

/// What a verifier says of a vector; a hash of another length than 32 is refused before.
fn inclusion_holds(vector: &Value) -> bool {
    let number = |name: &str| vector[name].as_u64().unwrap();
    let (Some(leaf), Some(root)) = (hash(&vector["leaf_hash"]), hash(&vector["root"])) else {
        return false;
    };
    hashes(&vector["proof"]).is_some_and(|proof| {
        verify_inclusion(number("leaf_index"), number("tree_size"), leaf, &proof, root).is_ok()
    })
}

fn consistency_holds(vector: &Value) -> bool {
    let number = |name: &str| vector[name].as_u64().unwrap();
    let (Some(old), Some(new)) = (hash(&vector["root1"]), hash(&vector["root2"])) else {
        return false;
    };
    hashes(&vector["proof"]).is_some_and(|proof| {
        verify_consistency(number("size1"), number("size2"), old, new, &proof).is_ok()
    })
}

/// The one probe of which more is refused here than its authors ask: its roots are words of 23 bytes,
/// which are no hashes. With hashes, what it asks is accepted.
const WORDS_FOR_ROOTS: &str = "consistency/additional/sizes-are-equal-one-and-proof-is-empty.json";

#[test]
fn every_probe_is_answered_as_its_authors_say() {
    let Some(probes) = vectors("rfc6962-probes.json") else { return };
    let mut asked = 0;
    for (kind, holds) in
        [("inclusion", inclusion_holds as fn(&Value) -> bool), ("consistency", consistency_holds)]
    {
        for probe in list(&probes[kind]) {
            let id = probe["id"].as_str().unwrap();
            let wanted = !probe["want_error"].as_bool().unwrap() && id != WORDS_FOR_ROOTS;
            assert_eq!(holds(probe), wanted, "{id}");
            asked += 1;
        }
    }
    assert_eq!(asked, 196);
    let root = TreeHash([7; 32]);
    assert_eq!(verify_consistency(1, 1, root, root, &[]), Ok(()));
}

#[test]
fn the_reference_tree_has_the_published_hashes_and_proofs() {
    let Some(reference) = vectors("rfc6962.json") else { return };
    assert_eq!(TreeHash::empty_root(), hash(&reference["hasher"][0]["hash"]).unwrap());
    let leaves: Vec<TreeHash> = list(&reference["leaves"])
        .iter()
        .map(|l| TreeHash::leaf(&unhex(l.as_str().unwrap())))
        .collect();
    assert_eq!(Some(&leaves), hashes(&reference["leaf_hashes"]).as_ref());
    let mut shelf = Shelf::grown(leaves);
    for root in list(&reference["roots"]) {
        let size = root["tree_size"].as_u64().unwrap();
        assert_eq!(shelf.prover(size).root().ok(), hash(&root["root"]));
    }
    let mut asked = 0;
    for vector in list(&reference["inclusion"]) {
        assert!(inclusion_holds(vector));
        let (index, size) = (vector["leaf_index"].as_u64().unwrap(), &vector["tree_size"]);
        let made = shelf.prover(size.as_u64().unwrap()).inclusion(index).unwrap();
        assert_eq!(Some(made), hashes(&vector["proof"]));
        asked += 1;
    }
    for vector in list(&reference["consistency"]) {
        assert!(consistency_holds(vector));
        let (old, new) = (vector["size1"].as_u64().unwrap(), vector["size2"].as_u64().unwrap());
        assert_eq!(Some(shelf.prover(new).consistency(old).unwrap()), hashes(&vector["proof"]));
        asked += 1;
    }
    assert_eq!(asked, 72);
}

#[test]
fn tiles_have_the_paths_shapes_and_bytes_of_the_specification() {
    let Some(reference) = vectors("tlog-tiles.json") else { return };
    for vector in list(&reference["index_path"]) {
        let number = vector["index"].as_u64().unwrap();
        let path = format!("tile/3/{}", vector["path"].as_str().unwrap());
        let tile = Tile::new(3, number, TILE_HASHES).unwrap();
        assert_eq!((tile.to_string(), path.parse()), (path.clone(), Ok(tile)));
        let page = page_path(number, 256).unwrap();
        assert_eq!(page.strip_prefix("tile/entries"), path.strip_prefix("tile/3"));
    }
    for bad in list(&reference["bad_index_path"]) {
        let path = format!("tile/3/{}", bad.as_str().unwrap());
        assert!(path.parse::<Tile>().is_err(), "{path}");
    }
    for shape in list(&reference["tree_shape"]) {
        let size = shape["size"].as_u64().unwrap();
        let mut partial = Tile::partial_of_tree(size);
        for (level, expected) in (0u8..).zip(list(&shape["levels"])) {
            let full = expected["full_tiles"].as_u64().unwrap();
            let width = u16::try_from(expected["partial_width"].as_u64().unwrap()).unwrap();
            let at = |number| Tile::of_tree(level, number, size);
            assert_eq!(at(full), Tile::new(level, full, width), "{size}");
            assert!(full == 0 || at(full - 1) == Tile::new(level, full - 1, 256), "{size}");
            assert_eq!(at(full + 1), None);
            if width > 0 {
                assert_eq!(partial.next(), Tile::new(level, full, width));
            }
        }
        assert_eq!(partial.next(), None);
    }
    let sunlight = &reference["sunlight_tree"];
    let real = hashes(&sunlight["level0"]).unwrap();
    let tree = real.iter().fold(Tree::new(), |mut tree, leaf| {
        tree.push(*leaf);
        tree
    });
    assert_eq!(tree.size(), 300);
    let derived = &reference["derived_tree"];
    let mut shelf = Shelf::grown((0..300).map(leaf));
    for root in list(&derived["roots"]) {
        let size = root["size"].as_u64().unwrap();
        assert_eq!(shelf.prover(size).root().ok(), hash(&root["root"]), "{size}");
    }
    let sum = |bytes: &[u8]| Value::from(TreeHash(Sha256::digest(bytes).into()).to_string());
    for (path, name) in
        [("tile/0/000", "tile0_000_sha256"), ("tile/0/001.p/44", "tile0_001_p44_sha256")]
    {
        let bytes = shelf.read(path.parse().unwrap()).unwrap();
        assert_eq!(sum(&bytes), derived[name], "{path}");
    }
}

fn script(arguments: &[&str], input: &str) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/independent/rfc6962.py");
    let mut child = Command::new("python3")
        .arg(script)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("python3 runs the independent implementation: {error}"));
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn an_implementation_from_the_rfc_alone_agrees_on_every_proof_up_to_1000_leaves() {
    let expected = script(&["trees", "1000"], "");
    let mut shelf = Shelf::default();
    let mut lines = expected.lines();
    for size in 0..=1000 {
        if size > 0 {
            shelf.push(leaf(size - 1));
        }
        let root = shelf.tree.root();
        let mut prover = shelf.prover(size);
        assert_eq!(prover.root(), Ok(root));
        let (mut inclusion, mut consistency) = (Sha256::new(), Sha256::new());
        for index in 0..size {
            prover.inclusion(index).unwrap().iter().for_each(|hash| inclusion.update(hash.0));
        }
        for old in 1..=size {
            prover.consistency(old).unwrap().iter().for_each(|hash| consistency.update(hash.0));
        }
        let sums = [inclusion, consistency].map(|sum| TreeHash(sum.finalize().into()).to_string());
        let line = format!("{size} {root} {} {}", sums[0], sums[1]);
        assert_eq!(lines.next(), Some(line.as_str()));
    }
    assert_eq!(lines.next(), None);
}

fn words(proof: &[TreeHash]) -> String {
    let mut words = String::new();
    for hash in proof {
        write!(words, " {hash}").unwrap();
    }
    words
}

#[test]
fn it_and_a_published_package_agree_on_large_trees() {
    let mut theirs = ct_merkle::mem_backed_tree::MemoryBackedTree::<Sha256, [u8; 8]>::new();
    let mut shelf = Shelf::default();
    let sizes = [257u64, 4_096, 5_000, 65_535, 65_536, 65_793, 70_001];
    let (mut questions, mut answers) = (String::new(), Vec::new());
    let mut roots = BTreeMap::new();
    let mut random = 7u64;
    let mut draw = |below: u64| {
        random =
            random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 20) % below
    };
    for number in 0..70_001u64 {
        theirs.push(number.to_be_bytes());
        shelf.push(leaf(number));
        let size = number + 1;
        if !sizes.contains(&size) {
            continue;
        }
        let root = shelf.tree.root();
        assert_eq!(theirs.root().as_bytes().as_slice(), root.0);
        for _ in 0..12 {
            let index = draw(size);
            let proof = shelf.prover(size).inclusion(index).unwrap();
            let same = theirs.prove_inclusion(usize::try_from(index).unwrap());
            assert_eq!(same.as_bytes(), Tree::tile_bytes(&proof));
            assert_eq!(verify_inclusion(index, size, leaf(index), &proof, root), Ok(()));
            let words = words(&proof);
            writeln!(questions, "inclusion {index} {size} {} {root}{words}", leaf(index)).unwrap();
            // The same proof for the neighbour.
            let beside = if index > 0 { index - 1 } else { index + 1 };
            writeln!(questions, "inclusion {beside} {size} {} {root}{words}", leaf(index)).unwrap();
            answers.extend(["yes", "no"]);
        }
        for (&old, &old_root) in &roots {
            let proof = shelf.prover(size).consistency(old).unwrap();
            let same = theirs.prove_consistency(usize::try_from(size - old).unwrap());
            assert_eq!(same.as_bytes(), Tree::tile_bytes(&proof));
            assert_eq!(verify_consistency(old, size, old_root, root, &proof), Ok(()));
            let words = words(&proof);
            writeln!(questions, "consistency {old} {size} {old_root} {root}{words}").unwrap();
            writeln!(questions, "consistency {old} {size} {root} {old_root}{words}").unwrap();
            answers.extend(["yes", "no"]);
        }
        roots.insert(size, root);
    }
    let said = script(&["check"], &questions);
    assert!(answers.len() > 200);
    assert_eq!(said.lines().collect::<Vec<_>>(), answers);
}

#[test]
fn a_proof_reads_a_number_of_tiles_that_grows_with_the_logarithm() {
    let mut shelf = Shelf::grown((0..70_001).map(leaf));
    for (size, most) in [(200, 1), (5_000, 3), (70_001, 5)] {
        for index in [0, 1, size / 3, size - 1] {
            shelf.reads = 0;
            shelf.prover(size).inclusion(index).unwrap();
            assert!(shelf.reads <= most, "{} reads for {index} in {size}", shelf.reads);
        }
        shelf.reads = 0;
        shelf.prover(size).consistency(size / 3).unwrap();
        assert!(shelf.reads <= most, "{} reads in {size}", shelf.reads);
    }
}

/// A keeper whose tiles are no tiles.
struct Short;

impl TileReader for Short {
    type Error = Infallible;
    fn read(&mut self, _: Tile) -> Result<Vec<u8>, Infallible> {
        Ok(vec![0; 33])
    }
}

#[test]
fn what_is_not_a_proof_is_refused_by_name() {
    let mut shelf = Shelf::grown((0..20).map(leaf));
    let root = shelf.tree.root();
    let proof = shelf.prover(20).inclusion(6).unwrap();
    let refused = |index, size, proof: &[TreeHash]| {
        verify_inclusion(index, size, leaf(6), proof, root).unwrap_err()
    };
    assert_eq!(refused(20, 20, &proof), ProofError::IndexBeyond { index: 20, size: 20 });
    assert_eq!(refused(0, 0, &[]), ProofError::IndexBeyond { index: 0, size: 0 });
    assert_eq!(refused(6, 20, &proof[1..]), ProofError::Length { expected: 5, found: 4 });
    assert_eq!(refused(7, 20, &proof), ProofError::Root);
    let longest = refused(0, u64::MAX, &[]);
    assert_eq!(longest, ProofError::Length { expected: 64, found: 0 });
    let last = refused(u64::MAX - 1, u64::MAX, &[]);
    assert_eq!(last, ProofError::Length { expected: 63, found: 0 });
    let old = shelf.prover(13).root().unwrap();
    let consistent = |a, b, proof: &[TreeHash]| verify_consistency(a, b, old, root, proof);
    assert_eq!(consistent(0, 20, &[]), Err(ProofError::FromNothing));
    assert_eq!(consistent(21, 20, &[]), Err(ProofError::Backwards { old: 21, new: 20 }));
    assert_eq!(consistent(13, 20, &[]), Err(ProofError::Length { expected: 6, found: 0 }));
    assert_eq!(consistent(20, 20, &[]), Err(ProofError::OldRoot));
    assert!(matches!(shelf.prover(20).inclusion(20), Err(ProveError::Beyond { .. })));
    assert!(matches!(shelf.prover(20).consistency(0), Err(ProveError::Beyond { .. })));
    assert!(matches!(shelf.prover(900).root(), Err(ProveError::Read { .. })));
    assert!(matches!(Prover::new(&mut Short, 9).root(), Err(ProveError::Length { bytes: 33, .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn proofs_hold_and_no_changed_one_does(
        size in 1u64..900, at in any::<prop::sample::Index>(), flip in any::<(usize, u8)>()
    ) {
        let mut shelf = Shelf::grown((0..size).map(leaf));
        let index = at.index(usize::try_from(size).unwrap()) as u64;
        let root = shelf.tree.root();
        let mut proof = shelf.prover(size).inclusion(index).unwrap();
        prop_assert_eq!(verify_inclusion(index, size, leaf(index), &proof, root), Ok(()));
        prop_assert!(verify_inclusion(index, size, leaf(index + 1), &proof, root).is_err());
        let old_root = shelf.prover(index + 1).root().unwrap();
        let mut consistency = shelf.prover(size).consistency(index + 1).unwrap();
        prop_assert_eq!(verify_consistency(index + 1, size, old_root, root, &consistency), Ok(()));
        for proof in [&mut proof, &mut consistency] {
            if !proof.is_empty() {
                let which = flip.0 % proof.len();
                proof[which].0[usize::from(flip.1) % 32] ^= 1;
            }
        }
        if !proof.is_empty() {
            prop_assert!(verify_inclusion(index, size, leaf(index), &proof, root).is_err());
        }
        if !consistency.is_empty() {
            let verdict = verify_consistency(index + 1, size, old_root, root, &consistency);
            prop_assert!(verdict.is_err());
        }
    }

    #[test]
    fn no_sizes_and_no_proof_make_a_verifier_panic(
        a in any::<u64>(), b in any::<u64>(), length in 0usize..70
    ) {
        let proof = vec![TreeHash([7; 32]); length];
        let hash = TreeHash([9; 32]);
        prop_assert!(verify_inclusion(a, b, hash, &proof, hash).is_err());
        prop_assert!(a == b || verify_consistency(a, b, hash, hash, &proof).is_err());
    }

    #[test]
    fn a_tile_has_one_path(level in 0u8..=63, number: u64, width in 1u16..=256) {
        let tile = Tile::new(level, number, width).unwrap();
        prop_assert_eq!(tile.to_string().parse(), Ok(tile));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn a_tree_taken_up_from_its_tiles_grows_on(size in 0u64..70_000, more in 1u64..600) {
        // Tiles of a tree of equal leaves: all but the partial ones are equal, and few are needed.
        let mut whole = Shelf::grown((0..size).map(|_| leaf(0)));
        let mut again = whole.prover(size).tree().unwrap();
        prop_assert_eq!(&again, &whole.tree);
        (0..more).for_each(|n| { again.push(leaf(n)); whole.push(leaf(n)); });
        prop_assert_eq!(again.root(), whole.tree.root());
    }
}
