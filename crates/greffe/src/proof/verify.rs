//! Holding a ledger against its anchors: the tree over the bytes that were read, the checkpoints that
//! are kept in it or were kept elsewhere, their signatures, and what a user pinned.
//!
//! Leaves are computed from the bytes over which the chain is followed, entry by entry, so that
//! neither commitment stands for the other. What the ledger keeps of itself proves nothing to
//! whoever distrusts its keeper: only a head or a checkpoint that was kept elsewhere, witnesses or a
//! time-stamping authority bound what the keeper, who holds the key, can have rewritten.

use super::keys::KeyRecord;
use super::tiles::Mark;
use super::{Anchors, KeptCheckpoint, folder, read_small};
use greffe_chain::merkle::{TILE_HASHES, TREE_HASH_BYTES, Tile, Tree, TreeHash};
use greffe_chain::{ExpectedHead, Hash};
use greffe_proof::evidence::Verdict;
use greffe_proof::timestamp::{self, TimeStampFault};
use greffe_proof::{Note, Trust, VerifierKey};
use greffe_store::Page;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Faults of one check that are told; the rest are counted.
const TOLD: usize = 20;

/// What a ledger is held against.
#[derive(Debug, Clone, Default)]
pub struct Against {
    /// A head that was kept outside.
    pub head: Option<ExpectedHead>,
    /// Keys, witnesses and authorities that the user pinned.
    pub trust: Trust,
    /// Checkpoints that were kept outside.
    pub checkpoints: Vec<OutsideAnchor>,
}

impl From<Option<ExpectedHead>> for Against {
    fn from(head: Option<ExpectedHead>) -> Against {
        Against { head, ..Against::default() }
    }
}

/// A checkpoint that somebody kept outside the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideAnchor {
    /// Where it was read, to be named by.
    pub name: String,
    /// The note.
    pub note: Note,
}

/// One line of what was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofCheck {
    /// Its name in JSON and documents, which never changes.
    pub name: &'static str,
    /// How many things it looked at.
    pub count: u64,
    /// What it came to.
    pub verdict: Verdict,
}

/// What was not checked of anchors, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotAnchored {
    /// No anchor from outside: a rewrite of the whole ledger cannot be excluded.
    Rewrite,
    /// Only the ledger's own key vouches: whoever holds it can sign a rewrite.
    Keeper,
    /// Entries behind the last anchor from outside.
    Behind {
        /// How many entries that anchor covers.
        covered: u64,
        /// How many come behind it.
        entries: u64,
    },
    /// Whose the signatures of the kept checkpoints are: no key is pinned.
    NoTrustedKey {
        /// How many checkpoints are kept.
        checkpoints: u64,
    },
    /// Lines of signatures by keys that are neither pinned nor kept.
    UnknownSigners {
        /// How many.
        lines: u64,
    },
    /// Whether others were shown another history: no witness is asked for.
    Forks,
    /// When the checkpoints were made: no time-stamp is kept.
    NoTimeStamp,
    /// Time-stamps, since no authority is pinned.
    NoAuthority {
        /// How many tokens.
        tokens: u64,
    },
    /// Whether certificates were revoked: that takes a network.
    Revocation,
    /// Whether keys were lost or stolen: that takes word from outside.
    StolenKeys,
}

/// How far anchors from outside reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reach {
    /// Entries that a head or a checkpoint kept outside, pinned witnesses or a pinned authority
    /// vouch for; none without any.
    pub outside: Option<u64>,
    /// Entries under the last checkpoint that a pinned key of the ledger signed.
    pub signed: Option<u64>,
}

/// What was found when a ledger was held against its anchors.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AnchorReport {
    /// The checks that were run, in their order.
    pub checks: Vec<ProofCheck>,
    /// What was not checked.
    pub not_checked: Vec<NotAnchored>,
    /// How far anchors from outside reach.
    pub reach: Reach,
}

impl AnchorReport {
    /// Whether nothing that was checked is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        !self.checks.iter().any(|check| matches!(check.verdict, Verdict::Faulty(_)))
    }
}

/// The leaves of consecutive entries.
pub(crate) struct LeavesOf {
    first: u64,
    leaves: Vec<TreeHash>,
    /// How many entries there are up to the one whose hash is sought, where it is here.
    sought: Option<u64>,
}

impl LeavesOf {
    /// Those of a page, whose chain has been followed; a hash may be sought among its entries.
    pub(crate) fn page(page: &Page, sought: Option<Hash>) -> LeavesOf {
        let leaves = page.entries().map(|(_, bytes)| TreeHash::leaf(bytes)).collect();
        let is = |hash: Hash| move |(_, bytes): &(u64, &[u8])| Hash::of(bytes) == hash;
        let sought = sought.and_then(|hash| page.entries().find(is(hash)));
        LeavesOf { first: page.first(), leaves, sought: sought.map(|(seq, _)| seq + 1) }
    }
}

/// The tree over the entries that were read, its roots at the sizes that are of interest, and the
/// kept tiles beside it.
pub(crate) struct Roots {
    tree: Tree,
    /// Leaves that came before their turn.
    waiting: BTreeMap<u64, LeavesOf>,
    found: BTreeMap<u64, Option<TreeHash>>,
    tiles: Option<KeptTiles>,
    /// A head that was kept outside as a bare hash, and how many entries there are up to it.
    sought: Option<Hash>,
    reach: Option<u64>,
}

impl Roots {
    /// To be held against what a ledger keeps in `dir`, and against these outside anchors.
    pub(crate) fn of_ledger(dir: &Path, against: &Against) -> Roots {
        let mut roots = Roots::of(Some(&Anchors::of(dir)), against);
        let mark = Mark::read(dir);
        let faults = Faults::default();
        roots.tiles = Some(KeptTiles { folder: folder(dir), mark, count: 0, faults });
        roots
    }

    /// To be held against the checkpoints of a folder, if there is one, and against outside anchors.
    pub(crate) fn of(anchors: Option<&Anchors>, against: &Against) -> Roots {
        let kept = anchors.and_then(|anchors| anchors.sizes().ok()).unwrap_or_default();
        let outside = against.checkpoints.iter().filter_map(|anchor| size_of(&anchor.note));
        let mut found: BTreeMap<u64, Option<TreeHash>> =
            kept.into_iter().chain(outside).map(|size| (size, None)).collect();
        if let Some(root) = found.get_mut(&0) {
            *root = Some(TreeHash::empty_root());
        }
        let (sought, reach) = match against.head {
            Some(ExpectedHead::Hash(hash)) => (Some(hash), None),
            Some(ExpectedHead::Head(head)) => (None, Some(head.count)),
            None => (None, None),
        };
        Roots { tree: Tree::new(), waiting: BTreeMap::new(), found, tiles: None, sought, reach }
    }

    /// The hash that is sought among the entries, if one is.
    pub(crate) const fn sought(&self) -> Option<Hash> {
        self.sought
    }

    /// Takes in the leaves of a page; pages may come in any order.
    pub(crate) fn add(&mut self, leaves: LeavesOf) {
        self.reach = self.reach.max(leaves.sought);
        self.waiting.insert(leaves.first, leaves);
        while let Some(next) = self.waiting.remove(&self.tree.size()) {
            next.leaves.into_iter().for_each(|leaf| self.push(leaf));
        }
    }

    /// Takes in the next entry.
    pub(crate) fn entry(&mut self, bytes: &[u8]) {
        self.push(TreeHash::leaf(bytes));
        if self.sought.is_some_and(|sought| Hash::of(bytes) == sought) {
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
struct KeptTiles {
    folder: PathBuf,
    mark: Option<Mark>,
    count: u64,
    faults: Faults,
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
}

/// Faults of one check.
#[derive(Default)]
struct Faults {
    told: Vec<String>,
    more: u64,
}

impl Faults {
    fn add(&mut self, fault: String) {
        if self.told.len() < TOLD {
            self.told.push(fault);
        } else {
            self.more += 1;
        }
    }

    fn verdict(mut self) -> Verdict {
        if self.more > 0 {
            self.told.push(format!("{} more", self.more));
        }
        if self.told.is_empty() { Verdict::Sound } else { Verdict::Faulty(self.told) }
    }
}

/// An anchor while it is checked.
struct Anchor {
    /// What it is called in a fault.
    name: String,
    /// Whether it was kept outside.
    outside: bool,
    kept: KeptCheckpoint,
}

/// Holds what was read against anchors; `sound` says whether the chain is, without which no head that
/// was kept outside vouches for anything.
pub(crate) fn hold(
    anchors: Option<&Anchors>,
    against: &Against,
    roots: Roots,
    records: &[KeyRecord],
    sound: bool,
) -> AnchorReport {
    let mut run = Run {
        against,
        entries: roots.tree.size(),
        records,
        checks: Vec::new(),
        not_checked: Vec::new(),
        reach: Reach { outside: roots.reach.filter(|_| sound), signed: None },
    };
    let (held, unreadable) = gather(anchors, against);
    run.tree(&held, &roots.found);
    if let Some(tiles) = roots.tiles {
        run.checks.push(ProofCheck {
            name: "tiles",
            count: tiles.count,
            verdict: tiles.faults.verdict(),
        });
    }
    run.signatures(&held, unreadable, anchors);
    run.keys(&held);
    run.log(&held);
    run.witnesses(&held);
    run.timestamps(&held, anchors);
    run.rest()
}

fn gather(anchors: Option<&Anchors>, against: &Against) -> (Vec<Anchor>, Vec<String>) {
    let (mut held, mut unreadable) = (Vec::new(), Vec::new());
    if let Some(anchors) = anchors {
        match anchors.sizes() {
            Ok(sizes) => {
                for size in sizes {
                    match anchors.checkpoint(size) {
                        Ok(kept) => {
                            let name = format!("the checkpoint of {size} entries");
                            held.push(Anchor { name, outside: false, kept });
                        }
                        Err(error) => unreadable.push(error.to_string()),
                    }
                }
            }
            Err(error) => unreadable.push(error.to_string()),
        }
    }
    for OutsideAnchor { name, note } in &against.checkpoints {
        match note.text().parse() {
            Ok(checkpoint) => held.push(Anchor {
                name: name.clone(),
                outside: true,
                kept: KeptCheckpoint { checkpoint, note: note.clone() },
            }),
            Err(error) => unreadable.push(format!("{name}: {error}")),
        }
    }
    (held, unreadable)
}

struct Run<'a> {
    against: &'a Against,
    entries: u64,
    records: &'a [KeyRecord],
    checks: Vec<ProofCheck>,
    not_checked: Vec<NotAnchored>,
    reach: Reach,
}

impl Run<'_> {
    fn record(&mut self, name: &'static str, count: u64, faults: Faults) {
        self.checks.push(ProofCheck { name, count, verdict: faults.verdict() });
    }

    /// The root over the bytes that were read is that of each anchor.
    fn tree(&mut self, held: &[Anchor], found: &BTreeMap<u64, Option<TreeHash>>) {
        let mut faults = Faults::default();
        for anchor in held {
            let (size, name) = (anchor.kept.size(), &anchor.name);
            match found.get(&size).copied().flatten() {
                None => faults.add(format!(
                    "{name}: {size} entries were there once, {} are",
                    self.entries
                )),
                Some(root) if root != anchor.kept.root() => faults.add(format!(
                    "{name}: the tree over the first {size} entries has the root {root}, and {} was signed",
                    anchor.kept.root()
                )),
                Some(_) if anchor.outside => {
                    self.reach.outside = self.reach.outside.max(Some(size));
                }
                Some(_) => {}
            }
        }
        self.record("tree", held.len() as u64, faults);
    }

    /// Each line of a kept checkpoint is a signature of its text by the key that it names.
    fn signatures(&mut self, held: &[Anchor], unreadable: Vec<String>, anchors: Option<&Anchors>) {
        let mut faults = Faults::default();
        for fault in unreadable {
            faults.add(fault);
        }
        let mut known = match anchors.map(Anchors::keys) {
            Some(Ok(keys)) => keys,
            Some(Err(error)) => {
                faults.add(error.to_string());
                Vec::new()
            }
            None => Vec::new(),
        };
        let pinned =
            self.against.trust.logs().iter().chain(self.against.trust.policy().witnesses());
        for key in pinned.chain(self.records.iter().map(|record| &record.key)) {
            if !known.contains(key) {
                known.push(key.clone());
            }
        }
        let (mut count, mut unknown) = (0, 0);
        for anchor in held {
            match anchor.kept.note.verify(&known) {
                Ok(signed) => {
                    let lines = anchor.kept.note.signatures().len();
                    count += signed.len() as u64;
                    unknown += lines.saturating_sub(signed.len()) as u64;
                }
                Err(error) => faults.add(format!("{}: {error}", anchor.name)),
            }
        }
        let origins: BTreeSet<&str> =
            held.iter().map(|anchor| anchor.kept.checkpoint.origin()).collect();
        if origins.len() > 1 {
            let origins: Vec<&str> = origins.into_iter().collect();
            faults.add(format!("checkpoints of several origins: {}", origins.join(", ")));
        }
        if unknown > 0 {
            self.not_checked.push(NotAnchored::UnknownSigners { lines: unknown });
        }
        self.record("signatures", count, faults);
    }

    /// Each checkpoint is signed by a key that the ledger records as in force.
    fn keys(&mut self, held: &[Anchor]) {
        let mut faults = Faults::default();
        for anchor in held {
            let size = anchor.kept.size();
            if !self.records.iter().any(|record| record.registered < size) {
                continue;
            }
            let in_force: Vec<&VerifierKey> = self
                .records
                .iter()
                .filter(|record| record.in_force(size))
                .map(|record| &record.key)
                .collect();
            let signed = anchor.kept.note.verify(in_force).is_ok_and(|signed| !signed.is_empty());
            if !signed {
                faults.add(format!(
                    "{}: signed by no key that the ledger records as in force then",
                    anchor.name
                ));
            }
        }
        self.record("keys", self.records.len() as u64, faults);
    }

    /// A pinned key of the ledger has signed.
    fn log(&mut self, held: &[Anchor]) {
        let trust = &self.against.trust;
        if trust.logs().is_empty() {
            let checkpoints = held.len() as u64;
            if checkpoints > 0 {
                self.not_checked.push(NotAnchored::NoTrustedKey { checkpoints });
            }
            return;
        }
        let (mut faults, mut count) = (Faults::default(), 0);
        let mut open: Option<String> = None;
        let last =
            held.iter().filter(|anchor| !anchor.outside).map(|anchor| anchor.kept.size()).max();
        for anchor in held {
            let (origin, size) = (anchor.kept.checkpoint.origin(), anchor.kept.size());
            let keys: Vec<&VerifierKey> = trust.logs_of(origin).collect();
            if keys.is_empty() {
                open = Some(format!("no key is pinned for {origin:?}"));
                continue;
            }
            match anchor.kept.note.verify(keys) {
                Err(error) => faults.add(format!("{}: {error}", anchor.name)),
                Ok(signed) if !signed.is_empty() => {
                    count += 1;
                    self.reach.signed = self.reach.signed.max(Some(size));
                }
                // An earlier checkpoint may be that of a key that has been replaced since.
                Ok(_) if anchor.outside || last == Some(size) => {
                    faults.add(format!("{}: none of the pinned keys has signed it", anchor.name));
                }
                Ok(_) => {}
            }
        }
        if held.is_empty() {
            open = Some("the ledger keeps no checkpoint".to_owned());
        }
        let verdict = match (faults.verdict(), open) {
            (Verdict::Sound, Some(open)) => Verdict::CannotConclude(open),
            (verdict, _) => verdict,
        };
        self.checks.push(ProofCheck { name: "log", count, verdict });
        self.not_checked.push(NotAnchored::StolenKeys);
    }

    /// As many pinned witnesses as are asked for have seen one of the checkpoints.
    fn witnesses(&mut self, held: &[Anchor]) {
        let (trust, policy) = (&self.against.trust, self.against.trust.policy());
        if !policy.asks() {
            self.not_checked.push(NotAnchored::Forks);
            return;
        }
        let (mut count, mut most, mut seen) = (0, 0, None);
        for anchor in held {
            let Ok(signed) = anchor.kept.note.verify(policy.witnesses()) else { continue };
            count += signed.len() as u64;
            most = most.max(signed.len());
            if policy.is_met_by(&signed) && trust.open_signed(anchor.kept.note.clone()).is_ok() {
                seen = seen.max(Some(anchor.kept.size()));
            }
        }
        let mut faults = Faults::default();
        if seen.is_none() {
            faults.add(format!(
                "no checkpoint has been seen by enough of the pinned witnesses: {most} at most"
            ));
        }
        self.reach.outside = self.reach.outside.max(seen);
        self.record("witnesses", count, faults);
    }

    /// Each time-stamp is of its checkpoint, by a pinned authority.
    fn timestamps(&mut self, held: &[Anchor], anchors: Option<&Anchors>) {
        let Some(anchors) = anchors else { return };
        let (mut faults, mut count, mut unpinned, mut all) = (Faults::default(), 0, 0, 0);
        let pinned = self.against.trust.authorities();
        for anchor in held.iter().filter(|anchor| !anchor.outside) {
            let size = anchor.kept.size();
            let tokens = match anchors.tokens(size) {
                Ok(tokens) => tokens,
                Err(error) => {
                    faults.add(error.to_string());
                    continue;
                }
            };
            for (name, token) in tokens {
                all += 1;
                let datum = anchor.kept.note.text().as_bytes();
                let verified = timestamp::verify(&token, datum, None, pinned);
                if Hash::of(&token).to_string() != name {
                    faults.add(format!("the time-stamp {name} is not what was kept"));
                }
                match verified {
                    Ok(_) => {
                        count += 1;
                        self.reach.outside = self.reach.outside.max(Some(size));
                    }
                    Err(TimeStampFault::NoAuthority) => unpinned += 1,
                    Err(fault) => faults.add(format!("{}: {fault}", anchor.name)),
                }
            }
        }
        if all == 0 && faults.told.is_empty() {
            if !held.is_empty() {
                self.not_checked.push(NotAnchored::NoTimeStamp);
            }
            return;
        }
        if unpinned > 0 {
            self.not_checked.push(NotAnchored::NoAuthority { tokens: unpinned });
        }
        self.not_checked.push(NotAnchored::Revocation);
        self.record("time-stamps", count, faults);
    }

    /// What anchors leave open.
    fn rest(mut self) -> AnchorReport {
        match self.reach {
            Reach { outside: Some(covered), .. } if covered < self.entries => {
                let entries = self.entries - covered;
                self.not_checked.insert(0, NotAnchored::Behind { covered, entries });
            }
            Reach { outside: Some(_), .. } => {}
            Reach { signed: Some(_), .. } => self.not_checked.insert(0, NotAnchored::Keeper),
            Reach { .. } => self.not_checked.insert(0, NotAnchored::Rewrite),
        }
        AnchorReport { checks: self.checks, not_checked: self.not_checked, reach: self.reach }
    }
}
