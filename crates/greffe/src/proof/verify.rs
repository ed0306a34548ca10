//! Holding a ledger against its anchors: the checkpoints that are kept in it or were kept elsewhere,
//! their signatures, and what a user pinned.
//!
//! What the ledger keeps of itself proves nothing to
//! whoever distrusts its keeper: only a head or a checkpoint that was kept elsewhere, witnesses or a
//! time-stamping authority bound what the keeper, who holds the key, can have rewritten.

use super::against::{
    Against, AnchorReport, HeldStamp, NotAnchored, OutsideAnchor, ProofCheck, Reach,
};
use super::clocks;
use super::keys::KeyRecord;
use super::roots::{End, Roots};
use super::{Anchors, KeptCheckpoint, faults};
use crate::error::{Error, told};
use greffe_chain::Hash;
use greffe_chain::merkle::TreeHash;
use greffe_proof::VerifierKey;
use greffe_proof::evidence::{Faults, Verdict};
use greffe_proof::timestamp::{self, TimeStamp, TimeStampFault};
use std::collections::{BTreeMap, BTreeSet};

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
///
/// # Errors
/// A shortage of the system, which says nothing of any anchor.
pub(crate) fn hold(
    anchors: Option<&Anchors>,
    against: &Against,
    roots: Roots,
    records: &[KeyRecord],
    sound: bool,
) -> Result<AnchorReport, Error> {
    let mut run = Run {
        against,
        entries: roots.tree.size(),
        records,
        checks: Vec::new(),
        not_checked: Vec::new(),
        // A head over nothing is that of every history.
        reach: Reach { outside: roots.reach.filter(|count| sound && *count > 0), signed: None },
        stamps: Vec::new(),
        ends: roots.ends,
    };
    let (held, unreadable) = gather(anchors, against)?;
    run.tree(&held, &roots.found);
    if let Some(mut tiles) = roots.tiles {
        tiles.compare_last(&run.ends);
        tiles.shortage.map_or(Ok(()), Err)?;
        run.checks.push(ProofCheck {
            name: "tiles",
            count: tiles.count,
            covers: None,
            verdict: tiles.faults.verdict(),
        });
    }
    run.signatures(&held, unreadable, anchors)?;
    run.keys(&held);
    run.log(&held);
    run.witnesses(&held);
    run.timestamps(&held, anchors)?;
    Ok(run.rest())
}

fn gather(
    anchors: Option<&Anchors>,
    against: &Against,
) -> Result<(Vec<Anchor>, Vec<String>), Error> {
    let (mut held, mut unreadable) = (Vec::new(), Vec::new());
    if let Some(anchors) = anchors {
        let sizes = told(anchors.sizes())?.unwrap_or_else(|error| {
            unreadable.push(error.to_string());
            Vec::new()
        });
        for size in sizes {
            match told(anchors.checkpoint(size))? {
                Ok(kept) => {
                    let name = format!("the checkpoint of {size} entries");
                    held.push(Anchor { name, outside: false, kept });
                }
                Err(error) => unreadable.push(error.to_string()),
            }
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
    Ok((held, unreadable))
}

struct Run<'a> {
    against: &'a Against,
    entries: u64,
    records: &'a [KeyRecord],
    checks: Vec<ProofCheck>,
    not_checked: Vec<NotAnchored>,
    reach: Reach,
    stamps: Vec<HeldStamp>,
    /// The last entry under each checkpoint.
    ends: BTreeMap<u64, End>,
}

impl Anchor {
    /// Whether it says anything: every history continues the empty one.
    fn speaks(&self) -> bool {
        self.kept.size() > 0
    }
}

impl Run<'_> {
    fn record(&mut self, name: &'static str, count: u64, faults: Faults) {
        self.checks.push(ProofCheck { name, count, covers: None, verdict: faults.verdict() });
    }

    /// The root over the bytes that were read is that of each anchor.
    fn tree(&mut self, held: &[Anchor], found: &BTreeMap<u64, Option<TreeHash>>) {
        let mut faults = faults();
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
                Some(_) if anchor.outside && anchor.speaks() => {
                    self.reach.outside = self.reach.outside.max(Some(size));
                }
                Some(_) => {}
            }
        }
        let empty = held.iter().filter(|anchor| !anchor.speaks()).count() as u64;
        if empty > 0 {
            self.not_checked.push(NotAnchored::Empty { checkpoints: empty });
        }
        self.record("tree", held.len() as u64, faults);
    }

    /// Each line of a kept checkpoint is a signature of its text by the key that it names.
    fn signatures(
        &mut self,
        held: &[Anchor],
        unreadable: Vec<String>,
        anchors: Option<&Anchors>,
    ) -> Result<(), Error> {
        let mut faults = faults();
        for fault in unreadable {
            faults.add(fault);
        }
        let mut known = match anchors {
            Some(anchors) => told(anchors.keys())?.unwrap_or_else(|error| {
                faults.add(error.to_string());
                Vec::new()
            }),
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
        Ok(())
    }

    /// Each checkpoint is signed by a key that the ledger records as in force.
    fn keys(&mut self, held: &[Anchor]) {
        let mut faults = faults();
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
        let (mut faults, mut count) = (faults(), 0);
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
                    self.reach.signed = self.reach.signed.max(Some(size).filter(|size| *size > 0));
                }
                // Whoever pinned a key that has been replaced since cannot tell from here who replaced it.
                Ok(_) if let Some(said) = self.replaced(&anchor.kept) => {
                    open = Some(format!("{}: {said}", anchor.name));
                }
                // An earlier checkpoint may be that of a key that has been replaced since.
                Ok(_) if anchor.outside || last == Some(size) => {
                    faults.add(format!("{}: none of the pinned keys has signed it", anchor.name));
                }
                Ok(_) => {}
            }
        }
        if !held.iter().any(Anchor::speaks) {
            open = Some("the ledger keeps no checkpoint".to_owned());
        }
        let verdict = match (faults.verdict(), open) {
            (Verdict::Sound, Some(open)) => Verdict::CannotConclude(open),
            (verdict, _) => verdict,
        };
        self.checks.push(ProofCheck { name: "log", count, covers: self.reach.signed, verdict });
        self.not_checked.push(NotAnchored::StolenKeys);
    }

    /// That the ledger records another key in the place of one that is pinned, if it does, and the new one
    /// has signed.
    fn replaced(&self, kept: &KeptCheckpoint) -> Option<String> {
        let size = kept.size();
        let retired = |key: &VerifierKey| {
            let mut of = self.records.iter().filter(|record| record.key == *key);
            of.find_map(|record| record.retired.filter(|retired| *retired < size))
        };
        let entry = self.against.trust.logs_of(kept.checkpoint.origin()).find_map(retired)?;
        let in_force = self.records.iter().filter(|record| record.in_force(size));
        let signed = kept.note.verify(in_force.map(|record| &record.key)).ok()?;
        let key = signed.first()?.key;
        Some(format!(
            "entry {entry} retires the key that is pinned, and {key} has signed; pin that one once its owner \
             has confirmed it"
        ))
    }

    /// As many pinned witnesses as are asked for have seen one of the checkpoints.
    fn witnesses(&mut self, held: &[Anchor]) {
        let (trust, policy) = (&self.against.trust, self.against.trust.policy());
        if !policy.asks() {
            self.not_checked.push(NotAnchored::Forks);
            return;
        }
        let (mut count, mut most, mut seen) = (0, 0, None);
        for anchor in held.iter().filter(|anchor| anchor.speaks()) {
            let Ok(signed) = anchor.kept.note.verify(policy.witnesses()) else { continue };
            count += signed.len() as u64;
            most = most.max(signed.len());
            if policy.is_met_by(&signed) && trust.open_signed(anchor.kept.note.clone()).is_ok() {
                seen = seen.max(Some(anchor.kept.size()));
            }
        }
        let mut faults = faults();
        if seen.is_none() {
            faults.add(format!(
                "no checkpoint has been seen by enough of the pinned witnesses: {most} at most"
            ));
        }
        self.reach.outside = self.reach.outside.max(seen);
        let verdict = faults.verdict();
        self.checks.push(ProofCheck { name: "witnesses", count, covers: seen, verdict });
    }

    /// Each time-stamp is of its checkpoint; those that lead to a pinned authority are counted.
    fn timestamps(&mut self, held: &[Anchor], anchors: Option<&Anchors>) -> Result<(), Error> {
        let Some(anchors) = anchors else { return Ok(()) };
        let (mut faults, mut count, mut unpinned, mut all) = (faults(), 0, 0, 0);
        let pinned = self.against.trust.authorities();
        for anchor in held.iter().filter(|anchor| !anchor.outside) {
            let size = anchor.kept.size();
            let tokens = match told(anchors.tokens(size))? {
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
                    // Told to be over nothing where the tree is held.
                    Ok(_) if !anchor.speaks() => {}
                    Ok(stamp) => {
                        count += 1;
                        let TimeStamp { time, authority, .. } = stamp;
                        self.stamps.push(HeldStamp { covered: size, time, authority });
                    }
                    Err(TimeStampFault::NoAuthority | TimeStampFault::Unpinned) => unpinned += 1,
                    Err(fault) => faults.add(format!("{}: {fault}", anchor.name)),
                }
            }
        }
        if all == 0 && faults.is_empty() {
            if !held.is_empty() {
                self.not_checked.push(NotAnchored::NoTimeStamp);
            }
            return Ok(());
        }
        if unpinned > 0 {
            self.not_checked.push(NotAnchored::NoAuthority { tokens: unpinned });
        }
        self.not_checked.push(NotAnchored::Revocation);
        let covers = self.stamps.iter().map(|stamp| stamp.covered).max();
        self.not_checked.extend(clocks::told(&self.stamps, self.reach.outside, &self.ends));
        self.reach.outside = self.reach.outside.max(covers);
        let verdict = faults.verdict();
        self.checks.push(ProofCheck { name: "time-stamps", count, covers, verdict });
        Ok(())
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
        let Run { checks, not_checked, reach, stamps, .. } = self;
        AnchorReport { checks, not_checked, reach, stamps }
    }
}
