//! Proving entries: a bundle that is taken away, or one entry in the C2SP form.

use super::tiles::{From, Tiles, unproved};
use super::{Anchors, KeptCheckpoint, ProofError};
use crate::error::Error;
use crate::ledger::Ledger;
use greffe_chain::merkle::{TreeHash, verify_inclusion};
use greffe_chain::{Entry, Hash};
use greffe_domain::StreamId;
use greffe_proof::evidence::ProvedEntry;
use greffe_proof::{Evidence, Note, TlogProof, VerifierKey};
use std::collections::{BTreeMap, BTreeSet};

/// A bundle, and what is not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proved {
    /// The bundle.
    pub evidence: Evidence,
    /// How many entries its checkpoint covers.
    pub covered: u64,
    /// Entries that were asked for and came after the checkpoint.
    pub beyond: Vec<u64>,
    /// Texts that entries cite and the ledger does not hold any more.
    pub absent: Vec<Hash>,
    /// Time-stamps of the checkpoint that came after as many as a bundle holds.
    pub left_out: usize,
}

/// One entry, proved by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvedAlone {
    /// The proof.
    pub proof: TlogProof,
    /// The stored bytes that it is checked beside.
    pub entry: Vec<u8>,
    /// How many tiles of the tree were read from disk for it: what it cost, in the number of entries.
    pub tiles_read: u64,
}

impl Ledger {
    /// The entries that bear on a stream: those that a case would hold.
    ///
    /// # Errors
    /// [`Error::NotFound`] when nothing is recorded of it; otherwise as [`Ledger::project`].
    pub fn bearing_on(&self, stream: &StreamId) -> Result<BTreeSet<u64>, Error> {
        if !self.has_stream(stream)? {
            return Err(Error::NotFound { what: format!("the stream {stream}") });
        }
        crate::case::chosen_around(self, &BTreeSet::from([stream.clone()]))
    }

    /// An entry with the registrations of the texts that it cites, which tie these to the files that
    /// were received.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such entry.
    pub fn with_its_texts(&self, seq: u64) -> Result<BTreeSet<u64>, Error> {
        let missing = || Error::NotFound { what: format!("entry {seq}") };
        let bytes = self.entry(seq)?.ok_or_else(missing)?;
        let mut entries = BTreeSet::from([seq]);
        for text in texts_of(&bytes) {
            let registered = self.registrations(&text.to_string())?;
            entries.extend(registered.first().map(|document| document.entry));
        }
        let erasures = self.erasures_of(&entries)?;
        entries.extend(erasures);
        Ok(entries)
    }

    /// The checkpoint to prove under: one that somebody holds, or the last that is kept. What is kept of
    /// the same checkpoint adds its signatures.
    fn under(anchors: &Anchors, given: Option<&Note>, entry: u64) -> Result<KeptCheckpoint, Error> {
        let Some(given) = given else {
            let none = ProofError::NoCheckpoint { entry, covered: 0 };
            return Ok(anchors.latest()?.ok_or(none)?);
        };
        let given = KeptCheckpoint {
            checkpoint: given.text().parse().map_err(ProofError::from)?,
            note: given.clone(),
        };
        match anchors.checkpoint(given.size()) {
            Ok(kept) => Ok(given.merged_with(&kept)?),
            Err(_) => Ok(given),
        }
    }

    /// Proves entries under a checkpoint that somebody holds, or the last that is kept: one bundle with
    /// the texts that they cite and, where asked for, the files as they were received. The entries that register
    /// and retire keys go along.
    ///
    /// # Errors
    /// [`ProofError::NoCheckpoint`] when the checkpoint covers none of them,
    /// [`ProofError::NoKeyInForce`] when no key that the ledger records as in force has signed it,
    /// [`ProofError::OtherHistory`] when the log is not what was signed.
    pub fn prove(
        &self,
        entries: &BTreeSet<u64>,
        under: Option<&Note>,
        originals: bool,
    ) -> Result<Proved, Error> {
        let anchors = Anchors::of(self.reader()?.dir());
        let first = entries.first().copied().unwrap_or_default();
        let kept = Ledger::under(&anchors, under, first)?;
        let covered = kept.size();
        let (mut within, beyond): (BTreeSet<u64>, BTreeSet<u64>) =
            entries.iter().copied().partition(|seq| *seq < covered);
        let beyond: Vec<u64> = beyond.into_iter().collect();
        if within.is_empty() {
            // What registers its texts may come before what was asked for.
            let entry = entries.last().copied().unwrap_or_default();
            return Err(ProofError::NoCheckpoint { entry, covered }.into());
        }
        // By these a reader judges the keys.
        within.extend(self.keys_over(&kept)?);
        let within: Vec<u64> = within.into_iter().collect();
        let (proved, _) = self.proved(&kept, &within)?;
        let (checkpoint, keys) = known(&kept, &anchors.keys()?)?;
        let mut documents = BTreeMap::new();
        let mut absent = Vec::new();
        for hash in cited(proved.values(), originals) {
            match self.document(hash) {
                Ok(bytes) => documents.extend([(hash, bytes)]),
                Err(Error::NotFound { .. }) => absent.push(hash),
                Err(other) => return Err(other),
            }
        }
        let mut timestamps: Vec<Vec<u8>> =
            anchors.tokens(covered)?.into_iter().map(|(_, token)| token).collect();
        let left_out = timestamps.len().saturating_sub(greffe_proof::evidence::MAX_TIMESTAMPS);
        timestamps.truncate(greffe_proof::evidence::MAX_TIMESTAMPS);
        let evidence = Evidence { checkpoint, keys, timestamps, entries: proved, documents };
        Ok(Proved { evidence, covered, beyond, absent, left_out })
    }

    /// The entries that say something of keys below a checkpoint, one of which must have been in force and
    /// have signed it.
    fn keys_over(&self, kept: &KeptCheckpoint) -> Result<Vec<u64>, Error> {
        let (size, records) = (kept.size(), self.signing_keys()?);
        let said = records.iter().flat_map(|record| [Some(record.registered), record.retired]);
        let said: Vec<u64> = said.flatten().filter(|seq| *seq < size).collect();
        let in_force = records.iter().filter(|record| record.in_force(size));
        let signed = kept.note.verify(in_force.map(|record| &record.key));
        if said.is_empty() || signed.is_ok_and(|signed| !signed.is_empty()) {
            return Ok(said);
        }
        Err(ProofError::NoKeyInForce { size }.into())
    }

    /// Proves one entry under such a checkpoint, in the C2SP form.
    ///
    /// # Errors
    /// As [`Ledger::prove`].
    pub fn prove_alone(&self, seq: u64, under: Option<&Note>) -> Result<ProvedAlone, Error> {
        let anchors = Anchors::of(self.reader()?.dir());
        let none = |covered| ProofError::NoCheckpoint { entry: seq, covered };
        let kept = Ledger::under(&anchors, under, seq)?;
        if seq >= kept.size() {
            return Err(none(kept.size()).into());
        }
        let (mut proved, tiles_read) = self.proved(&kept, &[seq])?;
        let ProvedEntry { bytes, proof } = proved.remove(&seq).ok_or_else(|| none(kept.size()))?;
        let proof = TlogProof { extra: None, index: seq, proof, checkpoint: kept.note };
        Ok(ProvedAlone { proof, entry: bytes, tiles_read })
    }

    /// Entries with their proofs, each verified, and how many tiles were read: from the kept tiles, and
    /// from the log alone where these do not lead to the checkpoint.
    fn proved(
        &self,
        kept: &KeptCheckpoint,
        entries: &[u64],
    ) -> Result<(BTreeMap<u64, ProvedEntry>, u64), Error> {
        let mut tiles = self.tiles(From::Kept)?;
        if let Ok(proved) = self.proved_by(&mut tiles, kept, entries) {
            return Ok((proved, tiles.reads()));
        }
        let mut tiles = self.tiles(From::Beginning)?;
        let proved = self.proved_by(&mut tiles, kept, entries)?;
        Ok((proved, tiles.reads()))
    }

    fn proved_by(
        &self,
        tiles: &mut Tiles,
        kept: &KeptCheckpoint,
        entries: &[u64],
    ) -> Result<BTreeMap<u64, ProvedEntry>, Error> {
        let (size, root) = (kept.size(), kept.root());
        let stray = |what: String| ProofError::OtherHistory { size, what };
        if size > tiles.size() {
            return Err(stray(format!("it has {} entries only", tiles.size())).into());
        }
        let mut prover = tiles.prover(size);
        let mut proved = BTreeMap::new();
        for seq in entries {
            let missing = || Error::NotFound { what: format!("entry {seq}") };
            let bytes = self.entry(*seq)?.ok_or_else(missing)?;
            let proof = prover.inclusion(*seq).map_err(unproved)?;
            verify_inclusion(*seq, size, TreeHash::leaf(&bytes), &proof, root)
                .map_err(|error| stray(format!("entry {seq}: {error}")))?;
            proved.insert(*seq, ProvedEntry { bytes, proof });
        }
        Ok(proved)
    }
}

/// The texts that entries cite and, where asked for, the files that their registrations name.
fn cited<'e>(entries: impl Iterator<Item = &'e ProvedEntry>, originals: bool) -> BTreeSet<Hash> {
    let mut hashes = BTreeSet::new();
    for ProvedEntry { bytes, .. } in entries {
        hashes.extend(texts_of(bytes));
        let registered = crate::decode(bytes).ok();
        if let Some(greffe_domain::Content::Known(fact)) = registered.map(|found| found.content)
            && let greffe_domain::Event::DocumentRegistered(document) = &fact.event
            && originals
        {
            hashes.extend(document.original.parse::<Hash>().ok());
        }
    }
    hashes
}

/// The texts that an entry cites.
fn texts_of(bytes: &[u8]) -> BTreeSet<Hash> {
    let entry = Entry::parse(bytes).ok();
    let sources = entry.iter().flat_map(|entry| entry.sources().iter());
    sources.map(|source| source.document).collect()
}

/// The checkpoint with the lines of known keys, and these keys: a bundle holds a key for each line.
fn known(
    kept: &KeptCheckpoint,
    keys: &[VerifierKey],
) -> Result<(Note, Vec<VerifierKey>), ProofError> {
    let mut lines = Vec::new();
    let mut signers: Vec<VerifierKey> = Vec::new();
    for line in kept.note.signatures() {
        if let Some(key) = keys.iter().find(|key| key.check(kept.note.text(), line).is_some()) {
            lines.push(line.clone());
            signers.push(key.clone());
        }
    }
    signers.sort_by_key(ToString::to_string);
    signers.dedup();
    Ok((kept.note.with_signatures(lines)?, signers))
}
