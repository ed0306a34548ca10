//! Checkpoints of a ledger: signed on demand, kept, cosigned and time-stamped.

use super::tiles::continuing;
use super::{Anchors, KeptCheckpoint, ProofError};
use crate::error::Error;
use crate::ledger::Ledger;
use greffe_chain::merkle::TreeHash;
use greffe_proof::timestamp::{self, Authority, TimeStamp, TimeStampFault};
use greffe_proof::{Checkpoint, Note, NoteSignature, SignatureKind, SigningKey, VerifierKey};

/// A checkpoint that was signed now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The checkpoint, with all signatures that are kept of it.
    pub kept: KeptCheckpoint,
    /// The size of the checkpoint before, if any is kept.
    pub before: Option<u64>,
}

/// A time-stamp that was kept now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamped {
    /// The size of the checkpoint that it is about.
    pub size: u64,
    /// What it says; `None` where no authority was given, so that nobody has answered for it.
    pub stamp: Option<TimeStamp>,
    /// Whether it answers a request that was made here; where none was, any answer is taken.
    pub asked: bool,
}

impl Ledger {
    /// Signs a checkpoint over all entries with these keys and keeps it. Where one of the same size
    /// is kept, the signatures are added to it.
    ///
    /// The log must continue the last checkpoint that one of these keys signed, and every one that is kept of later
    /// entries: a checkpoint that contradicts an earlier one would be evidence against whoever signed it. What came before
    /// that one was held when it was signed, and is held again by [`Ledger::verify`]. The keys must all have the name that the
    /// ledger is known by, and be in force where the ledger records its keys.
    ///
    /// # Errors
    /// [`Error::Proof`] with the reason why nothing was signed; [`Error::ReadOnly`] for a copy.
    pub fn checkpoint(&self, keys: &[SigningKey]) -> Result<Signed, Error> {
        let anchors = Anchors::of(self.store()?.dir());
        let public: Vec<VerifierKey> = keys.iter().map(SigningKey::verifier).collect();
        let before = anchors.latest()?;
        self.may_sign(&public, before.as_ref())?;
        let origin = public.first().map(|key| key.name().to_string()).unwrap_or_default();
        let mut tiles = continuing(self, &anchors, &public)?;
        let size = tiles.size();
        let root = tiles.root_at(size)?;
        let checkpoint = Checkpoint::new(&origin, size, root).map_err(ProofError::from)?;
        let mut kept: Option<KeptCheckpoint> = match &before {
            Some(kept) if kept.size() == size => Some(kept.clone()),
            _ => None,
        };
        for key in keys {
            let note = key.sign(checkpoint.to_string()).map_err(ProofError::from)?;
            let signed = KeptCheckpoint { checkpoint: checkpoint.clone(), note };
            kept = Some(match kept {
                Some(kept) => kept.merged_with(&signed)?,
                None => signed,
            });
        }
        let kept = kept.ok_or(ProofError::NoneOfOurs)?;
        anchors.add_keys(&public)?;
        anchors.keep(&kept)?;
        Ok(Signed { kept, before: before.map(|before| before.size()) })
    }

    /// Whether these keys may sign for this ledger.
    fn may_sign(&self, keys: &[VerifierKey], before: Option<&KeptCheckpoint>) -> Result<(), Error> {
        let records = self.signing_keys()?;
        let size = self.head().count;
        let known = before.map(|kept| kept.checkpoint.origin().to_owned());
        let known = known.or_else(|| keys.first().map(|key| key.name().to_string()));
        for key in keys {
            let name = || format!("{}+{}", key.name(), key.id());
            if key.kind() != SignatureKind::ED25519 {
                return Err(ProofError::NotOfALog { key: name() }.into());
            }
            if let Some(kept) = known.clone().filter(|known| known != key.name().as_str()) {
                return Err(ProofError::OtherOrigin { kept, given: key.name().to_string() }.into());
            }
            let recorded = records.iter().any(|record| record.key == *key && record.in_force(size));
            if !records.is_empty() && !recorded {
                return Err(ProofError::NotInForce { key: name() }.into());
            }
        }
        Ok(())
    }

    /// The last checkpoint that is kept, if any is.
    ///
    /// # Errors
    /// [`ProofError::Kept`] when its file is not what it should be.
    pub fn latest_checkpoint(&self) -> Result<Option<KeptCheckpoint>, Error> {
        Anchors::of(self.reader()?.dir()).latest()
    }

    /// How long ago the last checkpoint was written, by the file system's clock; `None` where that cannot
    /// be said.
    #[must_use]
    pub fn checkpoint_age(&self) -> Option<std::time::Duration> {
        let anchors = Anchors::of(self.reader().ok()?.dir());
        anchors.written(*anchors.sizes().ok()?.last()?)?.elapsed().ok()
    }

    /// The proof that the last checkpoint kept continues an earlier one of `old` entries: what a
    /// witness that stands there is given.
    ///
    /// # Errors
    /// [`Error::Proof`] when the log does not hold the checkpoint.
    pub fn consistency(&self, old: u64, kept: &KeptCheckpoint) -> Result<Vec<TreeHash>, Error> {
        let proof = |tiles: &mut super::tiles::Tiles| {
            let proof =
                tiles.prover(kept.size()).consistency(old).map_err(super::tiles::unproved)?;
            let root = tiles.root_at(old)?;
            let checked = greffe_chain::merkle::verify_consistency(
                old,
                kept.size(),
                root,
                kept.root(),
                &proof,
            );
            checked.map_err(|error| ProofError::OtherHistory {
                size: kept.size(),
                what: error.to_string(),
            })?;
            Ok::<_, Error>(proof)
        };
        let mut tiles = self.tiles(super::tiles::From::Kept)?;
        match proof(&mut tiles) {
            Ok(proof) => Ok(proof),
            // Tiles may lie; the log does not, or the next error says so.
            Err(_) => proof(&mut self.tiles(super::tiles::From::Beginning)?),
        }
    }

    /// Keeps what witnesses have cosigned: the lines of a note that these keys made over a checkpoint
    /// that is kept. Returns the size of that checkpoint and how many lines of the note are kept: one that is
    /// older than the witness's line that is kept gives way to it.
    ///
    /// # Errors
    /// [`ProofError::NoneOfOurs`] for another checkpoint, [`ProofError::Unproven`] for a note in which a line of a
    /// key that is known here (a witness's, the ledger's own) does not verify, or of which there are two,
    /// [`ProofError::NotCosigned`] for a key that has not.
    pub fn attach_cosignatures(
        &self,
        note: &Note,
        witnesses: &[VerifierKey],
    ) -> Result<(u64, usize), Error> {
        let anchors = Anchors::of(self.store()?.dir());
        let mut found = None;
        for size in anchors.sizes()?.into_iter().rev() {
            let kept = anchors.checkpoint(size)?;
            if kept.note.text() == note.text() {
                found = Some(kept);
                break;
            }
        }
        let kept = found.ok_or(ProofError::NoneOfOurs)?;
        let mut known = anchors.keys()?;
        let recorded = self.signing_keys()?.into_iter().map(|record| record.key);
        for key in recorded.chain(witnesses.iter().cloned()) {
            if !known.contains(&key) {
                known.push(key);
            }
        }
        // A note in which somebody has touched a line is refused whole (docs/proof-format.md §4).
        let signed = note.verify(&known).map_err(ProofError::from)?;
        let cosigned: Vec<VerifierKey> = signed
            .iter()
            .map(|signed| signed.key)
            .filter(|key| witnesses.contains(key))
            .cloned()
            .collect();
        let names = |line: &&NoteSignature| cosigned.iter().any(|key| key.is_named_by(line));
        let lines: Vec<NoteSignature> = note.signatures().iter().filter(names).cloned().collect();
        if lines.is_empty() {
            let keys = witnesses.iter().map(|key| format!("{}+{}", key.name(), key.id()));
            let key = keys.reduce(|all, key| format!("{all}, {key}"));
            return Err(key
                .map_or(ProofError::NoWitness, |key| ProofError::NotCosigned { key })
                .into());
        }
        let note = note.with_signatures(lines.clone()).map_err(ProofError::from)?;
        let checkpoint = kept.checkpoint.clone();
        let merged = kept.merged_with(&KeptCheckpoint { checkpoint, note })?;
        anchors.add_keys(&cosigned)?;
        anchors.keep(&merged)?;
        let count = lines.iter().filter(|line| merged.note.signatures().contains(line)).count();
        Ok((merged.size(), count))
    }

    /// A request to time-stamp the last checkpoint kept, with a number that is kept to hold the
    /// answer against. Returns the size of the checkpoint and the request, in DER.
    ///
    /// # Errors
    /// [`ProofError::NoCheckpoint`] when none is kept.
    pub fn timestamp_request(&self) -> Result<(u64, Vec<u8>), Error> {
        let anchors = Anchors::of(self.store()?.dir());
        let none = || ProofError::NoCheckpoint { entry: 0, covered: 0 };
        let kept = anchors.latest()?.ok_or_else(none)?;
        let mut nonce = [0_u8; 16];
        getrandom::fill(&mut nonce).map_err(|error| Error::Entropy(error.to_string()))?;
        let request = timestamp::request(kept.note.text().as_bytes(), Some(&nonce));
        let request =
            request.ok_or(TimeStampFault::Form("the request")).map_err(ProofError::from)?;
        anchors.add_nonce(kept.size(), &nonce)?;
        Ok((kept.size(), request))
    }

    /// Keeps the time-stamp of a response, or a bare token, over one of the kept checkpoints. It is
    /// verified against these authorities; without any, against itself alone. Where requests were made for that
    /// checkpoint, it must carry the number of one of them. A token by a certificate that is not for time-stamps is
    /// not kept in either case: no reader accepts it.
    ///
    /// # Errors
    /// [`Error::Proof`]: [`ProofError::NoneOfOurs`] when it is about none of them, else what is
    /// wrong with it.
    pub fn attach_response(
        &self,
        response: &[u8],
        authorities: &[Authority],
    ) -> Result<Stamped, Error> {
        let anchors = Anchors::of(self.store()?.dir());
        let token = match timestamp::token_of_response(response) {
            Ok(token) => token,
            Err(refused @ TimeStampFault::Refused(_)) => {
                return Err(ProofError::from(refused).into());
            }
            Err(_) => response.to_vec(),
        };
        for size in anchors.sizes()?.into_iter().rev() {
            let kept = anchors.checkpoint(size)?;
            let datum = kept.note.text().as_bytes();
            let sent = anchors.nonces(size)?;
            let verify = |nonce| timestamp::verify(&token, datum, nonce, authorities);
            let mut answers = sent.iter().map(|nonce| verify(Some(nonce)));
            let verified = match answers.find(|answer| *answer != Err(TimeStampFault::Nonce)) {
                Some(answer) => answer,
                None if sent.is_empty() => verify(None),
                None => Err(TimeStampFault::Nonce),
            };
            let stamp = match verified {
                Err(TimeStampFault::Imprint) => continue,
                Err(TimeStampFault::Nonce) => return Err(ProofError::NotAsked { size }.into()),
                Err(TimeStampFault::NoAuthority) => None,
                Err(fault) => return Err(ProofError::from(fault).into()),
                Ok(stamp) => Some(stamp),
            };
            timestamp::check_purpose(&token).map_err(ProofError::from)?;
            anchors.add_token(size, &token)?;
            return Ok(Stamped { size, stamp, asked: !sent.is_empty() });
        }
        Err(ProofError::NoneOfOurs.into())
    }
}
