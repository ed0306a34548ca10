//! Witness policies: which cosignatures a reader asks for, in the C2SP tlog-policy form.
//!
//! ```text
//! log VKEY [URL]
//! witness NAME VKEY [URL]
//! group NAME all|any|K MEMBER…
//! quorum NAME|none
//! ```
//!
//! A group has seen a checkpoint if K of its members have. Names are defined before they are used, and
//! each is a member once, so a witness counts in one way only. One public key stands for one witness,
//! whatever names it is given.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::key::{KeyForm, SignatureKind, VerifierKey};
use crate::note::Signed;

/// The most logs, witnesses and groups, each, that a policy may name.
const MOST: usize = 256;

/// Which witnesses are known, and how many of them must have seen a checkpoint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    witnesses: Vec<VerifierKey>,
    quorum: Option<Member>,
}

/// What a group counts: a witness by its place, or another group.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Member {
    Witness(usize),
    Group { threshold: usize, members: Vec<Member> },
}

/// Why a text is not a policy.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PolicyForm {
    /// A line that is none of the four forms.
    #[error(
        "line {line} is none of: log VKEY, witness NAME VKEY, group NAME K MEMBER…, quorum NAME"
    )]
    Line {
        /// The number of the line, from 1.
        line: usize,
    },
    /// A key that cannot be read.
    #[error("line {line}: {source}")]
    Key {
        /// The number of the line, from 1.
        line: usize,
        /// What is wrong with the key.
        source: KeyForm,
    },
    /// The key of a witness where that of a log belongs.
    #[error(
        "line {line}: this is the key of a witness; a log has one of a ledger (`greffe keygen` without `--witness`)"
    )]
    NotOfALog {
        /// The number of the line, from 1.
        line: usize,
    },
    /// The key of a log where that of a witness belongs.
    #[error(
        "line {line}: this is the key of a ledger; a witness has one of its own kind (`greffe keygen --witness`)"
    )]
    NotOfAWitness {
        /// The number of the line, from 1.
        line: usize,
    },
    /// A name that is defined twice, used before it is defined, or a member twice.
    #[error("line {line}: the name {name} must be defined once, before it is used, and used once")]
    Name {
        /// The number of the line, from 1.
        line: usize,
        /// The name.
        name: String,
    },
    /// One public key for two logs or two witnesses, or for a log and a witness.
    #[error("line {line}: this public key has been given already; it stands for one party only")]
    Duplicate {
        /// The number of the line, from 1.
        line: usize,
    },
    /// A threshold that is not between 1 and the number of members.
    #[error("line {line}: a group asks for 1 to {members} of its {members} members")]
    Threshold {
        /// The number of the line, from 1.
        line: usize,
        /// How many members are listed.
        members: usize,
    },
    /// No quorum, or two.
    #[error("a policy has exactly one line `quorum NAME` or `quorum none`")]
    Quorum,
    /// More than this program reads.
    #[error("a policy has at most 256 logs, witnesses and groups each")]
    TooMany,
}

impl Policy {
    /// `threshold` of these witnesses must have seen a checkpoint.
    ///
    /// # Errors
    /// [`PolicyForm`] when a key is no witness's or is given twice, and when the threshold is 0 or
    /// more than there are witnesses. The line is the place in the list.
    pub fn of(threshold: usize, witnesses: Vec<VerifierKey>) -> Result<Policy, PolicyForm> {
        let mut read = Reading::default();
        for (at, key) in witnesses.into_iter().enumerate() {
            read.witness(at + 1, &format!("{at}"), key)?;
        }
        let members: Vec<Member> = (0..read.witnesses.len()).map(Member::Witness).collect();
        if threshold == 0 || threshold > members.len() {
            return Err(PolicyForm::Threshold { line: 0, members: members.len() });
        }
        Ok(Policy { witnesses: read.witnesses, quorum: Some(Member::Group { threshold, members }) })
    }

    /// Reads a policy with the logs that it names.
    ///
    /// # Errors
    /// [`PolicyForm`] with the line at fault.
    pub fn parse(text: &str) -> Result<(Vec<VerifierKey>, Policy), PolicyForm> {
        let mut read = Reading::default();
        for (at, whole) in text.split('\n').enumerate() {
            let line = at + 1;
            if whole.bytes().any(|byte| byte < b' ' && byte != b'\t' || byte == 0x7f) {
                return Err(PolicyForm::Line { line });
            }
            let words: Vec<&str> =
                whole.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
            match *words.as_slice() {
                [] => {}
                [first, ..] if first.starts_with('#') => {}
                ["log", key] | ["log", key, _] => {
                    read.log(line, key_at(line, key)?)?;
                }
                ["witness", name, key] | ["witness", name, key, _] => {
                    read.witness(line, name, key_at(line, key)?)?;
                }
                ["group", name, threshold, ref members @ ..] => {
                    read.group(line, name, threshold, members)?;
                }
                ["quorum", name] => read.quorum(line, name)?,
                _ => return Err(PolicyForm::Line { line }),
            }
        }
        let quorum = match read.quorum.ok_or(PolicyForm::Quorum)? {
            Quorum::Nobody => None,
            Quorum::Of(member) => Some(member),
        };
        Ok((read.logs, Policy { witnesses: read.witnesses, quorum }))
    }

    /// The witnesses it knows.
    #[must_use]
    pub fn witnesses(&self) -> &[VerifierKey] {
        &self.witnesses
    }

    /// Whether it asks for any cosignature at all.
    #[must_use]
    pub const fn asks(&self) -> bool {
        self.quorum.is_some()
    }

    /// Whether these verified signatures are enough.
    #[must_use]
    pub fn is_met_by(&self, signed: &[Signed<'_>]) -> bool {
        let seen = |at: usize| {
            self.witnesses.get(at).is_some_and(|key| signed.iter().any(|by| by.key == key))
        };
        self.quorum.as_ref().is_none_or(|quorum| quorum.has_seen(&seen))
    }
}

impl Member {
    fn has_seen(&self, seen: &impl Fn(usize) -> bool) -> bool {
        match self {
            Member::Witness(at) => seen(*at),
            Member::Group { threshold, members } => {
                members.iter().filter(|member| member.has_seen(seen)).count() >= *threshold
            }
        }
    }
}

fn key_at(line: usize, key: &str) -> Result<VerifierKey, PolicyForm> {
    key.parse().map_err(|source| PolicyForm::Key { line, source })
}

/// A policy while it is read.
#[derive(Default)]
struct Reading {
    logs: Vec<VerifierKey>,
    witnesses: Vec<VerifierKey>,
    /// What names stand for, until they have become members.
    names: BTreeMap<String, Option<Member>>,
    /// `quorum none`, or what it names.
    quorum: Option<Quorum>,
}

/// What a line `quorum` asks for.
enum Quorum {
    Nobody,
    Of(Member),
}

impl Reading {
    fn log(&mut self, line: usize, key: VerifierKey) -> Result<(), PolicyForm> {
        self.accept(line, &key, SignatureKind::ED25519)?;
        self.logs.push(key);
        Ok(())
    }

    fn witness(&mut self, line: usize, name: &str, key: VerifierKey) -> Result<(), PolicyForm> {
        self.accept(line, &key, SignatureKind::COSIGNATURE)?;
        self.name(line, name, Member::Witness(self.witnesses.len()))?;
        self.witnesses.push(key);
        Ok(())
    }

    fn accept(
        &self,
        line: usize,
        key: &VerifierKey,
        kind: SignatureKind,
    ) -> Result<(), PolicyForm> {
        if key.kind() != kind {
            // A key of a third kind is not read at all.
            return Err(if kind == SignatureKind::ED25519 {
                PolicyForm::NotOfALog { line }
            } else {
                PolicyForm::NotOfAWitness { line }
            });
        }
        if self.logs.len().max(self.witnesses.len()) >= MOST {
            return Err(PolicyForm::TooMany);
        }
        let known = self.logs.iter().chain(&self.witnesses);
        if known.into_iter().any(|other| other.is_same_point(key)) {
            return Err(PolicyForm::Duplicate { line });
        }
        Ok(())
    }

    fn name(&mut self, line: usize, name: &str, member: Member) -> Result<(), PolicyForm> {
        let fresh = name != "none" && !self.names.contains_key(name);
        if !fresh {
            return Err(PolicyForm::Name { line, name: name.to_owned() });
        }
        self.names.insert(name.to_owned(), Some(member));
        Ok(())
    }

    fn take(&mut self, line: usize, name: &str) -> Result<Member, PolicyForm> {
        let member = self.names.get_mut(name).and_then(Option::take);
        member.ok_or_else(|| PolicyForm::Name { line, name: name.to_owned() })
    }

    fn group(
        &mut self,
        line: usize,
        name: &str,
        threshold: &str,
        members: &[&str],
    ) -> Result<(), PolicyForm> {
        let threshold = match threshold {
            "any" => Some(1),
            "all" => Some(members.len()),
            number => number.parse().ok().filter(|k: &usize| k.to_string() == number),
        };
        let threshold = threshold.ok_or(PolicyForm::Line { line })?;
        if threshold == 0 || threshold > members.len() {
            return Err(PolicyForm::Threshold { line, members: members.len() });
        }
        if self.names.len() >= 2 * MOST {
            return Err(PolicyForm::TooMany);
        }
        let members: Result<Vec<Member>, _> =
            members.iter().map(|member| self.take(line, member)).collect();
        self.name(line, name, Member::Group { threshold, members: members? })
    }

    fn quorum(&mut self, line: usize, name: &str) -> Result<(), PolicyForm> {
        if self.quorum.is_some() {
            return Err(PolicyForm::Quorum);
        }
        self.quorum = Some(match name {
            "none" => Quorum::Nobody,
            name => Quorum::Of(self.take(line, name)?),
        });
        Ok(())
    }
}
