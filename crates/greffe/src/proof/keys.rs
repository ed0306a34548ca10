//! Signing keys that the ledger itself records: which came into force when, and which went out.
//!
//! That is what the ledger says of its keys, not why anybody should trust them. It lets whoever trusts
//! one key see that another took its place, and a checkpoint that a retired key signed be noticed.

use crate::decode::decode;
use crate::error::Error;
use crate::ledger::Ledger;
use crate::{NewFact, proof::ProofError};
use greffe_domain::{
    Content, Edtf, Event, Grade, Recorded, SigningKeyRegistered, SigningKeyRetired, StreamId,
};
use greffe_proof::{KeyName, SignatureKind, SigningKey, VerifierKey};
use greffe_store::Receipt;

/// The kinds of entry that say something of keys.
pub(crate) const KINDS: [&str; 2] = ["SigningKeyRegistered", "SigningKeyRetired"];

/// What the ledger records of one signing key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRecord {
    /// The key.
    pub key: VerifierKey,
    /// The entry that registers it.
    pub registered: u64,
    /// The entry that retires it, if one does.
    pub retired: Option<u64>,
}

impl KeyRecord {
    /// Whether it was in force over the first `size` entries.
    #[must_use]
    pub fn in_force(&self, size: u64) -> bool {
        self.registered < size && self.retired.is_none_or(|retired| retired >= size)
    }
}

/// A new signing key of that name, from random bytes of the system: of a ledger, or of a witness.
///
/// # Errors
/// [`Error::Entropy`] when the system gives none.
pub fn new_key(name: KeyName, witness: bool) -> Result<SigningKey, Error> {
    let mut seed = [0_u8; 32];
    getrandom::fill(&mut seed).map_err(|error| Error::Entropy(error.to_string()))?;
    Ok(if witness {
        SigningKey::witness_from_seed(name, seed)
    } else {
        SigningKey::from_seed(name, seed)
    })
}

/// Takes in one entry that says something of keys; what is not of that form says nothing.
pub(crate) fn follow(records: &mut Vec<KeyRecord>, recorded: &Recorded) {
    let seq = recorded.meta.seq;
    let Content::Known(fact) = &recorded.content else { return };
    match &fact.event {
        Event::SigningKeyRegistered(SigningKeyRegistered { key }) => {
            if let Ok(key) = key.parse() {
                records.push(KeyRecord { key, registered: seq, retired: None });
            }
        }
        Event::SigningKeyRetired(SigningKeyRetired { key, .. }) => {
            let Ok(key) = key.parse::<VerifierKey>() else { return };
            let of = |record: &&mut KeyRecord| record.key == key && record.retired.is_none();
            if let Some(record) = records.iter_mut().filter(of).last() {
                record.retired = Some(seq);
            }
        }
        _ => {}
    }
}

impl Ledger {
    /// The signing keys that the ledger records, in the order of their registration.
    ///
    /// # Errors
    /// [`Error`] when the log cannot be read.
    pub fn signing_keys(&self) -> Result<Vec<KeyRecord>, Error> {
        let mut seqs = Vec::new();
        for kind in KINDS {
            for seq in self.reader()?.by_kind(kind, 0) {
                seqs.push(seq?);
            }
        }
        seqs.sort_unstable();
        let mut records = Vec::new();
        for seq in seqs {
            if let Some(bytes) = self.entry(seq)? {
                follow(&mut records, &decode(&bytes)?);
            }
        }
        Ok(records)
    }

    /// Records that keys came into force and that others went out, all or none: a rotation is one
    /// of each.
    ///
    /// # Errors
    /// [`ProofError::OtherOrigin`] for a key of another name than the ledger is known by,
    /// [`ProofError::NotInForce`] for a key to retire that is not in force; otherwise as
    /// [`Ledger::append`].
    pub async fn register_keys(
        &self,
        registered: &[VerifierKey],
        retired: &[VerifierKey],
        reason: Option<&str>,
        by: &str,
    ) -> Result<Receipt, Error> {
        let known = self.signing_keys()?;
        let size = self.head().count;
        let in_force = |key: &VerifierKey| known.iter().any(|k| k.key == *key && k.in_force(size));
        let origin = match super::Anchors::of(self.reader()?.dir()).latest()? {
            Some(kept) => Some(kept.checkpoint.origin().to_owned()),
            None => known.first().map(|record| record.key.name().to_string()),
        };
        let name = |key: &VerifierKey| format!("{}+{}", key.name(), key.id());
        for key in registered {
            if key.kind() != SignatureKind::ED25519 {
                return Err(ProofError::NotOfALog { key: name(key) }.into());
            }
            if let Some(kept) = origin.clone().filter(|kept| kept != key.name().as_str()) {
                return Err(ProofError::OtherOrigin { kept, given: key.name().to_string() }.into());
            }
        }
        if let Some(unknown) = retired.iter().find(|key| !in_force(key)) {
            return Err(ProofError::NotInForce { key: name(unknown) }.into());
        }
        let ledger: StreamId = "ledger".parse().map_err(|_| Error::OnlyAPart)?;
        let fact =
            |event: Event| NewFact::new(ledger.clone(), event, Edtf::unknown(), Grade::Record, by);
        let new = registered.iter().filter(|key| !in_force(key));
        let new = new.map(|key| fact(SigningKeyRegistered { key: key.to_string() }.into()));
        let gone = retired.iter().map(|key| {
            let reason = reason.map(str::to_owned);
            fact(SigningKeyRetired { key: key.to_string(), reason }.into())
        });
        self.append(new.chain(gone).collect(), Vec::new()).await
    }
}
