//! What a user pinned: the logs, the witnesses, the time-stamping authorities that he knows from
//! elsewhere. Everything is held against this, and nothing against what a ledger or a file says of
//! itself. A log is known by the origin that its key is named after, so a ledger that changes its name
//! becomes a ledger that nobody trusts, not one that is met for the first time.

use thiserror::Error;

use crate::checkpoint::{Checkpoint, CheckpointForm};
use crate::key::VerifierKey;
use crate::note::{Note, NoteForm, Signed, Unproven};
use crate::policy::{Policy, PolicyForm};
use crate::timestamp::Authority;

/// The keys and certificates that a user trusts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trust {
    logs: Vec<VerifierKey>,
    policy: Policy,
    authorities: Vec<Authority>,
}

/// A checkpoint that was signed by a pinned log and seen by as many witnesses as are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened<'k> {
    /// What it says.
    pub checkpoint: Checkpoint,
    /// The note as it was read, lines of unknown keys included.
    pub note: Note,
    /// The signatures of pinned logs of its origin.
    pub logs: Vec<Signed<'k>>,
    /// The cosignatures of pinned witnesses.
    pub witnesses: Vec<Signed<'k>>,
}

/// Why a checkpoint is not accepted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Distrust {
    /// Not a signed note.
    #[error(transparent)]
    Note(#[from] NoteForm),
    /// A note whose text is no checkpoint.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointForm),
    /// A pinned key's signature does not belong to the text.
    #[error(transparent)]
    Unproven(#[from] Unproven),
    /// No key is pinned for this origin.
    #[error("no trusted key belongs to the origin {origin:?}; pin the key of the ledger you mean")]
    UnknownOrigin {
        /// What the checkpoint calls its ledger.
        origin: String,
    },
    /// Keys are pinned for this origin, and none of them signed.
    #[error("no trusted key of {origin:?} has signed this checkpoint")]
    NotSigned {
        /// What the checkpoint calls its ledger.
        origin: String,
    },
    /// Fewer witnesses than the policy asks for.
    #[error("{cosigned} of the trusted witnesses have seen this checkpoint, which is not enough")]
    Quorum {
        /// How many have.
        cosigned: usize,
    },
}

/// Why two things that were pinned cannot be trusted together.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TrustConflict {
    /// Each asks for witnesses of its own.
    #[error("two policies ask for witnesses; put both quorums into one policy, as a group")]
    Quorums,
    /// One public key for two parties.
    #[error("{0} and {1} are one public key; it stands for one party only")]
    OneKey(String, String),
}

impl Trust {
    /// Trust in the key of one log, without witnesses.
    #[must_use]
    pub fn of_log(key: VerifierKey) -> Trust {
        Trust { logs: vec![key], ..Trust::default() }
    }

    /// Reads a policy file: logs, witnesses and quorum.
    ///
    /// # Errors
    /// [`PolicyForm`] with the line at fault.
    pub fn parse(text: &str) -> Result<Trust, PolicyForm> {
        let (logs, policy) = Policy::parse(text)?;
        Ok(Trust { logs, policy, authorities: Vec::new() })
    }

    /// Reads what a user pinned: a policy, or public keys of logs, one a line.
    ///
    /// # Errors
    /// [`PolicyForm`] with the line at fault.
    pub fn read(text: &str) -> Result<Trust, PolicyForm> {
        let lines = || text.lines().map(str::trim);
        let is_key = |line: &str| !line.contains([' ', '\t']);
        let said = |line: &&str| !line.is_empty() && !line.starts_with('#');
        if !lines().filter(said).all(is_key) || lines().filter(said).count() == 0 {
            return Trust::parse(text);
        }
        // The same rules as in a policy, for whatever they hold of keys.
        let rewritten: Vec<String> = lines()
            .map(|line| if said(&line) { format!("log {line}") } else { String::new() })
            .collect();
        Trust::parse(&format!("{}\nquorum none", rewritten.join("\n")))
    }

    /// The same, with what else is pinned: more keys and authorities, and the other's witnesses where
    /// it asks for any.
    ///
    /// # Errors
    /// [`TrustConflict`] where both ask for witnesses, of which one would go unasked, or where one public
    /// key would stand for two parties.
    pub fn and(mut self, other: Trust) -> Result<Trust, TrustConflict> {
        if self.policy.asks() && other.policy.asks() && self.policy != other.policy {
            return Err(TrustConflict::Quorums);
        }
        let one = self.logs.iter().chain(self.policy.witnesses());
        for key in one {
            let mut theirs = other.logs.iter().chain(other.policy.witnesses());
            if let Some(same) = theirs.find(|same| same.is_same_point(key) && *same != key) {
                return Err(TrustConflict::OneKey(key.to_string(), same.to_string()));
            }
        }
        for key in other.logs {
            if !self.logs.contains(&key) {
                self.logs.push(key);
            }
        }
        if other.policy.asks() {
            self.policy = other.policy;
        }
        self.authorities.extend(other.authorities);
        Ok(self)
    }

    /// The same, with another policy for witnesses.
    #[must_use]
    pub fn with_policy(mut self, policy: Policy) -> Trust {
        self.policy = policy;
        self
    }

    /// The same, with one more time-stamping authority.
    #[must_use]
    pub fn with_authority(mut self, authority: Authority) -> Trust {
        self.authorities.push(authority);
        self
    }

    /// The keys of logs.
    #[must_use]
    pub fn logs(&self) -> &[VerifierKey] {
        &self.logs
    }

    /// The witnesses, and how many of them must have seen a checkpoint.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The time-stamping authorities.
    #[must_use]
    pub fn authorities(&self) -> &[Authority] {
        &self.authorities
    }

    /// The keys of logs of that origin: those that are named after it.
    pub fn logs_of<'k>(&'k self, origin: &str) -> impl Iterator<Item = &'k VerifierKey> + Clone {
        self.logs.iter().filter(move |key| key.name().as_str() == origin)
    }

    /// Reads a checkpoint and accepts it, or says why not.
    ///
    /// # Errors
    /// [`Distrust`] when a pinned log of its origin has not signed it, when too few witnesses have
    /// seen it, and when a signature of a pinned key is wrong.
    pub fn open(&self, bytes: &[u8]) -> Result<Opened<'_>, Distrust> {
        self.open_note(Note::parse(bytes)?)
    }

    /// The same for a checkpoint that was read already.
    ///
    /// # Errors
    /// As [`Trust::open`].
    pub fn open_note(&self, note: Note) -> Result<Opened<'_>, Distrust> {
        let opened = self.open_signed(note)?;
        if !self.policy.is_met_by(&opened.witnesses) {
            return Err(Distrust::Quorum { cosigned: opened.witnesses.len() });
        }
        Ok(opened)
    }

    /// The same, however few witnesses have seen it: what a witness asks of a log.
    ///
    /// # Errors
    /// As [`Trust::open`], except for [`Distrust::Quorum`].
    pub fn open_signed(&self, note: Note) -> Result<Opened<'_>, Distrust> {
        let checkpoint: Checkpoint = note.text().parse()?;
        let origin = || checkpoint.origin().to_owned();
        let keys: Vec<&VerifierKey> = self.logs_of(checkpoint.origin()).collect();
        if keys.is_empty() {
            return Err(Distrust::UnknownOrigin { origin: origin() });
        }
        let logs = note.verify(keys)?;
        if logs.is_empty() {
            return Err(Distrust::NotSigned { origin: origin() });
        }
        let witnesses = note.verify(self.policy.witnesses())?;
        Ok(Opened { checkpoint, note, logs, witnesses })
    }
}
