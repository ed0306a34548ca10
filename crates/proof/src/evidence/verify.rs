//! Verifying a bundle, from the bytes of each entry up to what the user pinned.
//!
//! Every entry is read once and committed to twice, from the same bytes: its leaf must lead to the
//! checkpoint's root, and its blake3 hash must be what the next entry records, where that one is in the
//! bundle. Neither stands for the other. Without a pinned key the checks that need none are run, and the
//! outcome is that nothing can be concluded.

use std::collections::{BTreeMap, BTreeSet};

use greffe_chain::merkle::{TreeHash, verify_inclusion};
use greffe_chain::{Entry, Hash};
use serde_json::Value;

use super::report::{Check, CheckName, NotChecked, Outcome, Proven, Report, Verdict};
use super::{Evidence, Faults, ProvedEntry, parse};
use crate::checkpoint::Checkpoint;
use crate::key::{SignatureKind, VerifierKey};
use crate::note::Signed;
use crate::timestamp::{self, TimeStamp, TimeStampFault};
use crate::tlog_proof::TlogProof;
use crate::trust::Trust;

/// Checks a bundle against what the user pinned.
#[must_use]
pub fn verify(bytes: &[u8], trust: &Trust) -> Report {
    let count = bytes.len() as u64;
    let evidence = match parse(bytes) {
        Ok(evidence) => evidence,
        Err(fault) => {
            let verdict = Verdict::Faulty(vec![fault.to_string()]);
            let check = Check { name: CheckName::Bundle, count, verdict };
            return Report { checks: vec![check], not_checked: Vec::new(), proven: None };
        }
    };
    let mut run = Run { evidence: &evidence, trust, checks: Vec::new(), not_checked: Vec::new() };
    run.record(CheckName::Bundle, count, Faults::default());
    run.all()
}

/// Checks a single proof (C2SP tlog-proof) beside the stored bytes of its entry, as a bundle of this one
/// entry would be checked.
#[must_use]
pub fn verify_alone(proof: &[u8], entry: &[u8], trust: &Trust) -> Report {
    let count = proof.len() as u64;
    let read = match TlogProof::parse(proof) {
        Ok(read) => read,
        Err(fault) => {
            let verdict = Verdict::Faulty(vec![fault.to_string()]);
            let check = Check { name: CheckName::Bundle, count, verdict };
            return Report { checks: vec![check], not_checked: Vec::new(), proven: None };
        }
    };
    let proved = ProvedEntry { bytes: entry.to_vec(), proof: read.proof };
    let evidence = Evidence {
        checkpoint: read.checkpoint,
        keys: trust.logs().iter().chain(trust.policy().witnesses()).cloned().collect(),
        timestamps: Vec::new(),
        entries: BTreeMap::from([(read.index, proved)]),
        documents: BTreeMap::new(),
    };
    let not_checked = read.extra.iter().map(|_| NotChecked::Extra).collect();
    let mut run = Run { evidence: &evidence, trust, checks: Vec::new(), not_checked };
    run.record(CheckName::Bundle, count, Faults::default());
    run.all()
}

/// A verification under way.
struct Run<'e> {
    evidence: &'e Evidence,
    trust: &'e Trust,
    checks: Vec<Check>,
    not_checked: Vec<NotChecked>,
}

impl<'e> Run<'e> {
    fn record(&mut self, name: CheckName, count: u64, faults: Faults) {
        self.checks.push(Check { name, count, verdict: faults.verdict() });
    }

    fn all(mut self) -> Report {
        let entries = self.entries();
        self.links(&entries);
        self.sealed(&entries);
        let checkpoint = self.checkpoint();
        if let Some(checkpoint) = &checkpoint {
            self.tree(checkpoint);
        }
        let logs = checkpoint.as_ref().map(|checkpoint| self.log(checkpoint)).unwrap_or_default();
        if let Some(checkpoint) = &checkpoint {
            self.keys(&entries, checkpoint, &logs);
        }
        let witnesses = self.witnesses();
        let stamps = self.timestamps();
        self.documents(&entries);
        self.passages(&entries);
        self.not_checked.push(NotChecked::StolenKeys);
        if let Some(checkpoint) = &checkpoint {
            let covered = checkpoint.size();
            self.not_checked.push(NotChecked::OtherEntries { covered });
        }
        self.not_checked.push(NotChecked::Truth);
        let mut report =
            Report { checks: self.checks, not_checked: self.not_checked, proven: None };
        if let (Outcome::Sound, Some(checkpoint)) = (report.outcome(), checkpoint) {
            report.proven = Some(Proven {
                origin: checkpoint.origin().to_owned(),
                size: checkpoint.size(),
                root: checkpoint.root(),
                signed_by: logs.iter().map(|signed| name(signed.key)).collect(),
                seen_by: witnesses
                    .iter()
                    .filter_map(|signed| Some((name(signed.key), signed.time?)))
                    .collect(),
                stamped: stamps.into_iter().map(|stamp| (stamp.time, stamp.authority)).collect(),
                entries: self.evidence.entries.keys().copied().collect(),
            });
        }
        report
    }

    /// Each entry is well-formed and has the number it is given.
    fn entries(&mut self) -> Vec<Entry<'e>> {
        let (mut read, mut faults) = (Vec::new(), Faults::default());
        for (seq, proved) in &self.evidence.entries {
            match Entry::parse(&proved.bytes) {
                Ok(entry) if entry.seq() == *seq => read.push(entry),
                Ok(entry) => faults.add(format!("entry {seq} calls itself {}", entry.seq())),
                Err(error) => faults.add(format!("entry {seq}: {error}")),
            }
        }
        self.record(CheckName::Entries, self.evidence.entries.len() as u64, faults);
        read
    }

    /// What an entry records of the one before is the hash of that one's bytes.
    fn links(&mut self, entries: &[Entry<'e>]) {
        let (mut count, mut missing, mut faults) = (0, 0, Faults::default());
        for entry in entries {
            let before = entry.seq().checked_sub(1);
            let expected = match before {
                None => Some(Hash::ZERO),
                Some(seq) => self.evidence.entries.get(&seq).map(|e| Hash::of(&e.bytes)),
            };
            match expected {
                None => missing += 1,
                Some(hash) => {
                    count += 1;
                    if hash != entry.prev() {
                        let (seq, prev) = (entry.seq(), entry.prev());
                        faults.add(format!("entry {seq} records {prev}, and not {hash}"));
                    }
                }
            }
        }
        if missing > 0 {
            self.not_checked.push(NotChecked::MissingLinks { entries: missing });
        }
        self.record(CheckName::Links, count, faults);
    }

    /// The digests that stand in the place of values: what they stand for is not here.
    fn sealed(&mut self, entries: &[Entry<'e>]) {
        let digests: BTreeSet<Hash> = entries.iter().flat_map(sealed).collect();
        let values = digests.len() as u64;
        if values > 0 {
            self.not_checked.push(NotChecked::SealedValues { values });
        }
    }

    /// The checkpoint, with every signature of it under the key that the bundle names.
    fn checkpoint(&mut self) -> Option<Checkpoint> {
        let mut faults = Faults::default();
        let checkpoint: Option<Checkpoint> = match self.evidence.checkpoint.text().parse() {
            Ok(checkpoint) => Some(checkpoint),
            Err(error) => {
                faults.add(error.to_string());
                None
            }
        };
        if let Err(error) = self.evidence.checkpoint.verify(&self.evidence.keys) {
            faults.add(error.to_string());
        }
        let count = self.evidence.checkpoint.signatures().len() as u64;
        self.record(CheckName::Signatures, count, faults);
        checkpoint
    }

    /// Each entry's leaf leads to the root.
    fn tree(&mut self, checkpoint: &Checkpoint) {
        let (size, root) = (checkpoint.size(), checkpoint.root());
        let mut faults = Faults::default();
        for (seq, proved) in &self.evidence.entries {
            let leaf = TreeHash::leaf(&proved.bytes);
            if let Err(error) = verify_inclusion(*seq, size, leaf, &proved.proof, root) {
                faults.add(format!("entry {seq}: {error}"));
            }
        }
        self.record(CheckName::Tree, self.evidence.entries.len() as u64, faults);
    }

    /// One at least of the keys that vouch for the checkpoint is retired by no entry of the bundle.
    fn keys(&mut self, entries: &[Entry<'e>], checkpoint: &Checkpoint, logs: &[Signed<'e>]) {
        if (entries.len() as u64) < checkpoint.size() {
            self.not_checked.push(NotChecked::KeysInForce);
        }
        let origin = checkpoint.origin();
        let named = |key: &&VerifierKey| {
            key.kind() == SignatureKind::ED25519 && key.name().as_str() == origin
        };
        let judged: Vec<&VerifierKey> = if self.trust.logs_of(origin).next().is_some() {
            logs.iter().map(|signed| signed.key).collect()
        } else {
            self.evidence.keys.iter().filter(named).collect()
        };
        let said: Vec<Said> = entries
            .iter()
            .filter(|entry| entry.seq() < checkpoint.size())
            .filter_map(said_of_key)
            .collect();
        // The last word on a key counts: one that was retired may have been registered again.
        let last = |key: &VerifierKey| said.iter().rfind(|said| said.key == key.to_string());
        // Where every entry is here and keys are registered, a key that none registers is none of the ledger's.
        let whole = entries.len() as u64 == checkpoint.size() && !judged.is_empty();
        let told = whole && said.iter().any(|said| !said.retires);
        if !told && !judged.iter().any(|key| last(key).is_some()) {
            return;
        }
        let out = |key: &&VerifierKey| last(key).map_or(told, |said| said.retires);
        let mut faults = Faults::default();
        if judged.iter().all(out) {
            for key in &judged {
                faults.add(last(key).map_or_else(
                    || format!("no entry registers {}, which has signed", name(key)),
                    |said| format!("entry {} retires {}, which has signed", said.entry, name(key)),
                ));
            }
        }
        self.record(CheckName::Keys, judged.len() as u64, faults);
    }

    /// A pinned key of this ledger signed the checkpoint.
    fn log(&mut self, checkpoint: &Checkpoint) -> Vec<Signed<'e>> {
        let origin = checkpoint.origin();
        let keys: Vec<&VerifierKey> = self.trust.logs_of(origin).collect();
        let (signed, verdict) = match self.evidence.checkpoint.verify(keys.iter().copied()) {
            _ if keys.is_empty() => {
                let missing = format!("no key is pinned for {origin:?}");
                (Vec::new(), Verdict::CannotConclude(missing))
            }
            Err(error) => (Vec::new(), Verdict::Faulty(vec![error.to_string()])),
            Ok(signed) if signed.is_empty() => {
                let fault = format!("none of the pinned keys of {origin:?} has signed");
                (signed, Verdict::Faulty(vec![fault]))
            }
            Ok(signed) => (signed, Verdict::Sound),
        };
        self.checks.push(Check { name: CheckName::Log, count: signed.len() as u64, verdict });
        signed
    }

    /// Enough pinned witnesses have seen it.
    fn witnesses(&mut self) -> Vec<Signed<'e>> {
        let policy = self.trust.policy();
        if !policy.asks() {
            self.not_checked.push(NotChecked::Forks);
        }
        let mut faults = Faults::default();
        let signed = match self.evidence.checkpoint.verify(policy.witnesses()) {
            Ok(signed) => signed,
            Err(error) => {
                faults.add(error.to_string());
                Vec::new()
            }
        };
        if !policy.is_met_by(&signed) {
            faults.add(format!("{} of the pinned witnesses have seen it: too few", signed.len()));
        }
        self.record(CheckName::Witnesses, signed.len() as u64, faults);
        signed
    }

    /// Each time-stamp is about this checkpoint; those that lead to a pinned authority are counted.
    fn timestamps(&mut self) -> Vec<TimeStamp> {
        let tokens = &self.evidence.timestamps;
        if tokens.is_empty() {
            self.not_checked.push(NotChecked::NoTimeStamp);
            return Vec::new();
        }
        let pinned = self.trust.authorities();
        let (mut stamps, mut faults, mut unpinned) = (Vec::new(), Faults::default(), 0);
        for (at, token) in tokens.iter().enumerate() {
            match timestamp::verify(token, self.evidence.checkpoint.text().as_bytes(), None, pinned)
            {
                Ok(stamp) => stamps.push(stamp),
                Err(TimeStampFault::NoAuthority | TimeStampFault::Unpinned) => unpinned += 1,
                Err(error) => faults.add(format!("time-stamp {}: {error}", at + 1)),
            }
        }
        if unpinned > 0 {
            self.not_checked.push(NotChecked::NoAuthority { tokens: unpinned });
        }
        self.not_checked.push(NotChecked::Revocation);
        self.record(CheckName::TimeStamps, stamps.len() as u64, faults);
        stamps
    }

    /// Each document has its hash, and an entry cites it.
    fn documents(&mut self, entries: &[Entry<'e>]) {
        let cited: BTreeSet<Hash> = entries.iter().flat_map(cited).collect();
        let mut faults = Faults::default();
        for (hash, bytes) in &self.evidence.documents {
            if Hash::of(bytes) != *hash {
                faults.add(format!("document {hash} has the hash {}", Hash::of(bytes)));
            }
            if !cited.contains(hash) {
                faults.add(format!("document {hash} is cited by no entry of the bundle"));
            }
        }
        self.record(CheckName::Documents, self.evidence.documents.len() as u64, faults);
    }

    /// Each source of each entry lies in its text, at the bounds of characters.
    fn passages(&mut self, entries: &[Entry<'e>]) {
        let texts: BTreeMap<&Hash, Option<&str>> =
            self.evidence.documents.iter().map(|(h, b)| (h, std::str::from_utf8(b).ok())).collect();
        let (mut count, mut absent, mut without) = (0, 0, BTreeSet::new());
        let mut faults = Faults::default();
        for (entry, source) in entries.iter().flat_map(|e| e.sources().iter().map(move |s| (e, s)))
        {
            let Some(text) = texts.get(&source.document) else {
                absent += 1;
                without.insert(source.document);
                continue;
            };
            count += 1;
            let [start, end] = source.span;
            let range = usize::try_from(start).ok().zip(usize::try_from(end).ok());
            let lies =
                |(text, (start, end)): (&str, (usize, usize))| text.get(start..end).is_some();
            if !text.zip(range).is_some_and(lies) {
                let seq = entry.seq();
                faults
                    .add(format!("entry {seq}: bytes {start} to {end} are no passage of its text"));
            }
        }
        if absent > 0 {
            let texts = without.len() as u64;
            self.not_checked.push(NotChecked::AbsentTexts { texts, passages: absent });
        }
        self.record(CheckName::Passages, count, faults);
    }
}

/// What an entry cites: the texts of its sources, and whatever its data names by a hash, as a whole string or key.
fn cited(entry: &Entry<'_>) -> Vec<Hash> {
    fn named(value: &Value, found: &mut Vec<Hash>) {
        match value {
            Value::String(text) => found.extend(text.parse::<Hash>().ok()),
            Value::Array(items) => items.iter().for_each(|item| named(item, found)),
            Value::Object(members) => {
                for (key, member) in members {
                    found.extend(key.parse::<Hash>().ok());
                    named(member, found);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let mut found: Vec<Hash> = entry.sources().iter().map(|source| source.document).collect();
    // The data of an entry that was read is JSON.
    if let Ok(data) = serde_json::from_str(entry.data()) {
        named(&data, &mut found);
    }
    found
}

/// The digests that stand in the place of values in the data of an entry.
fn sealed(entry: &Entry<'_>) -> Vec<Hash> {
    fn in_place(value: &Value, found: &mut Vec<Hash>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| in_place(item, found)),
            Value::Object(members) => {
                match members
                    .get("sealed")
                    .and_then(Value::as_str)
                    .and_then(|text| text.parse().ok())
                {
                    Some(digest) => found.push(digest),
                    None => members.values().for_each(|member| in_place(member, found)),
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut found = Vec::new();
    // The data of an entry that was read is JSON.
    if let Ok(data) = serde_json::from_str(entry.data()) {
        in_place(&data, &mut found);
    }
    found
}

/// What an entry says of a key.
struct Said {
    entry: u64,
    /// Its written form.
    key: String,
    retires: bool,
}

fn said_of_key(entry: &Entry<'_>) -> Option<Said> {
    let retires = match entry.kind() {
        "SigningKeyRegistered" => false,
        "SigningKeyRetired" => true,
        _ => return None,
    };
    let data: Value = serde_json::from_str(entry.data()).ok()?;
    let key = data.get("key")?.as_str().filter(|_| entry.stream() == "ledger")?.to_owned();
    Some(Said { entry: entry.seq(), key, retires })
}

/// A key as people compare it: name and id.
fn name(key: &VerifierKey) -> String {
    format!("{}+{}", key.name(), key.id())
}
