//! What a verification found, check by check, and what it did not check.

use greffe_chain::merkle::TreeHash;

/// A check, by the name that programs and documents use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum CheckName {
    /// The file is a bundle, whole, and each part stands where it may. Counts bytes.
    Bundle,
    /// Each entry is well-formed and has the number it is given. Counts entries.
    Entries,
    /// Consecutive entries follow each other in the chain (blake3). Counts links.
    Links,
    /// Each entry is in the tree of the checkpoint (SHA-256). Counts proofs.
    Tree,
    /// Every signature of the checkpoint belongs to it. Counts signatures; proves nothing about who
    /// made them.
    Signatures,
    /// Of the keys that vouch for the checkpoint (the pinned ones that signed; without any, those that are named
    /// like its origin), one at least is retired by no entry of the bundle. Counts these keys; left out where
    /// no entry of the bundle says anything of them.
    Keys,
    /// A pinned key of the ledger has signed. Counts keys.
    Log,
    /// As many pinned witnesses as are asked for have seen the checkpoint. Counts witnesses.
    Witnesses,
    /// Each time-stamp is about the checkpoint. Counts those that lead to a pinned authority.
    TimeStamps,
    /// Each document has the hash under which an entry cites it. Counts documents.
    Documents,
    /// Each passage lies in its text. Counts passages.
    Passages,
}

impl CheckName {
    /// The name in JSON and documents, which never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            CheckName::Bundle => "bundle",
            CheckName::Entries => "entries",
            CheckName::Links => "links",
            CheckName::Tree => "tree",
            CheckName::Signatures => "signatures",
            CheckName::Keys => "keys",
            CheckName::Log => "log",
            CheckName::Witnesses => "witnesses",
            CheckName::TimeStamps => "time-stamps",
            CheckName::Documents => "documents",
            CheckName::Passages => "passages",
        }
    }
}

/// What a check came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// What was checked holds.
    Sound,
    /// Something does not hold; the first few things, each with its place.
    Faulty(Vec<String>),
    /// Whether it holds cannot be said, for want of what is named.
    CannotConclude(String),
}

impl Verdict {
    /// The word for it in JSON and documents, which never changes.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Verdict::Sound => "sound",
            Verdict::Faulty(_) => "faulty",
            Verdict::CannotConclude(_) => "cannot-conclude",
        }
    }
}

/// One line of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Which check.
    pub name: CheckName,
    /// How many things it looked at; what they are stands at the name.
    pub count: u64,
    /// What it came to.
    pub verdict: Verdict,
}

/// What was not checked, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotChecked {
    /// Links to entries that are not in the bundle.
    MissingLinks {
        /// How many.
        entries: u64,
    },
    /// Texts that entries cite and the bundle does not hold, so that their passages were not read.
    AbsentTexts {
        /// How many texts.
        texts: u64,
        /// How many passages.
        passages: u64,
    },
    /// Values that are sealed: their digests stand in the place of them.
    SealedValues {
        /// How many digests.
        values: u64,
    },
    /// Bytes that a single proof carries beside what is proved, authenticated by nothing.
    Extra,
    /// Whether other readers were shown another history: no witness is asked for.
    Forks,
    /// When the checkpoint was made: the bundle has no time-stamp.
    NoTimeStamp,
    /// Time-stamps by authorities that are not pinned.
    NoAuthority {
        /// How many tokens.
        tokens: u64,
    },
    /// Whether certificates of time-stamping authorities were revoked: that takes a network.
    Revocation,
    /// Whether an entry that is not in the bundle retires the key that signed.
    KeysInForce,
    /// Whether keys were lost or stolen: that takes word from outside.
    StolenKeys,
    /// What the ledger holds besides these entries, and whether something later voids or corrects them.
    OtherEntries {
        /// How many entries the checkpoint covers.
        covered: u64,
    },
    /// Whether what was recorded is true: bytes were checked, not facts.
    Truth,
}

impl NotChecked {
    /// The name in JSON and documents, which never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            NotChecked::MissingLinks { .. } => "missing-links",
            NotChecked::AbsentTexts { .. } => "absent-texts",
            NotChecked::SealedValues { .. } => "sealed-values",
            NotChecked::Extra => "extra",
            NotChecked::Forks => "forks",
            NotChecked::NoTimeStamp => "no-time-stamp",
            NotChecked::NoAuthority { .. } => "no-authority",
            NotChecked::Revocation => "revocation",
            NotChecked::KeysInForce => "keys-in-force",
            NotChecked::StolenKeys => "stolen-keys",
            NotChecked::OtherEntries { .. } => "other-entries",
            NotChecked::Truth => "truth",
        }
    }
}

/// What the bundle proves, where it proves anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// The ledger, by the origin that its pinned key is named after.
    pub origin: String,
    /// How many entries it had.
    pub size: u64,
    /// The root over them.
    pub root: TreeHash,
    /// The keys of the ledger that signed, by name and id.
    pub signed_by: Vec<String>,
    /// The witnesses that saw it: name and id, and when by their own clocks, in Unix seconds.
    pub seen_by: Vec<(String, u64)>,
    /// The time-stamps: when, in Unix seconds, and the name of the authority.
    pub stamped: Vec<(u64, String)>,
    /// The numbers of the proved entries.
    pub entries: Vec<u64>,
}

/// What it all comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything that was checked holds.
    Sound,
    /// Something does not.
    Faulty,
    /// Nothing contradicts, and something that is needed to conclude is missing.
    CannotConclude,
}

/// The report of a verification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The checks that were run, in their order.
    pub checks: Vec<Check>,
    /// What was not checked.
    pub not_checked: Vec<NotChecked>,
    /// What is proven; `None` unless the outcome is [`Outcome::Sound`].
    pub proven: Option<Proven>,
}

impl Report {
    /// What the checks come to together.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let any = |is: fn(&Verdict) -> bool| self.checks.iter().any(|check| is(&check.verdict));
        if any(|verdict| matches!(verdict, Verdict::Faulty(_))) {
            Outcome::Faulty
        } else if any(|verdict| matches!(verdict, Verdict::CannotConclude(_))) {
            Outcome::CannotConclude
        } else {
            Outcome::Sound
        }
    }

    /// The check of that name, if it was run.
    #[must_use]
    pub fn check(&self, name: CheckName) -> Option<&Check> {
        self.checks.iter().find(|check| check.name == name)
    }
}
