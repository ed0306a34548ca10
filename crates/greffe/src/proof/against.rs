//! What a ledger is held against, and what came of it.

use greffe_chain::ExpectedHead;
use greffe_proof::evidence::Verdict;
use greffe_proof::{Note, Trust};

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
    /// How many entries, from the first, what it found speaks of; `None` where that makes no sense, or
    /// nothing was found.
    pub covers: Option<u64>,
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
    /// A rewrite made before the time-stamp that reaches as far as anything from outside: a time-stamp says
    /// that these entries existed by then, and not for how long.
    BeforeStamp {
        /// The instant that the authority states, in Unix seconds.
        time: u64,
        /// How many entries it covers.
        covered: u64,
    },
    /// Which clock is right: an authority states an instant before the last of the entries that it covers
    /// says it was recorded.
    Clocks {
        /// The instant that the authority states, in Unix seconds.
        time: u64,
        /// How many entries it covers.
        covered: u64,
        /// When the last of them was recorded, by its own word, in Unix seconds.
        recorded: u64,
    },
    /// How long the entries stood unvouched: an authority states an instant long after the last of the entries that
    /// it covers says it was recorded ([`LONG_UNSTAMPED`]).
    LongUnstamped {
        /// The instant that the authority states, in Unix seconds.
        time: u64,
        /// How many entries it covers.
        covered: u64,
        /// When the last of them was recorded, by its own word, in Unix seconds.
        recorded: u64,
    },
    /// Checkpoints over no entries, with whatever cosignatures and time-stamps: every history continues the
    /// empty one, so they vouch for none.
    Empty {
        /// How many.
        checkpoints: u64,
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
    /// Time-stamps by authorities that are not pinned.
    NoAuthority {
        /// How many tokens.
        tokens: u64,
    },
    /// Whether certificates were revoked: that takes a network.
    Revocation,
    /// Whether keys were lost or stolen: that takes word from outside.
    StolenKeys,
}

/// How long after the last entry that it covers a time-stamp is told to be late, in seconds: 30 days.
pub const LONG_UNSTAMPED: u64 = 30 * 86_400;

/// A time-stamp that leads to a pinned authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldStamp {
    /// How many entries its checkpoint covers.
    pub covered: u64,
    /// The instant that the authority states, in Unix seconds.
    pub time: u64,
    /// The subject of the certificate that signed.
    pub authority: String,
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
    /// The time-stamps that lead to a pinned authority.
    pub stamps: Vec<HeldStamp>,
}

impl AnchorReport {
    /// Whether nothing that was checked is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        !self.checks.iter().any(|check| matches!(check.verdict, Verdict::Faulty(_)))
    }
}
