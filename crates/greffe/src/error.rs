//! What can go wrong, by what a caller can do about it.

use crate::proof::ProofError;
use crate::restating::Restated;
use greffe_audit_trail::PackError;
use greffe_chain::Hash;
use greffe_documents::ReadError;
use greffe_domain::{Erasure, ImpossibleField};
use greffe_inquiry::{ExpressionError, SampleError, SettingError};
use greffe_store::{AppendError, StoreError};
use greffe_tables::{ReceiptError, Subject, TableError};
use std::path::PathBuf;
use thiserror::Error;

/// An error of the ledger. Libraries below keep their own; this one adds where they struck.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// The store refused or failed: locked, damaged, not a ledger, I/O.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An append was not acknowledged; nothing of it was recorded unless it says otherwise.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// A file could not be read as a document.
    #[error("{name}: {source}")]
    Read {
        /// The name of the file.
        name: String,
        /// Why.
        source: ReadError,
    },
    /// A text in which no act was recognised.
    #[error(
        "{name}: no act was recognised in this text: neither visas, articles nor the outcome of a \
         vote; is it a deliberation?"
    )]
    NoAct {
        /// The name of the file.
        name: String,
    },
    /// A file could not be read as a table.
    #[error("{name}: {source}")]
    Table {
        /// The name of the file.
        name: String,
        /// Why.
        source: TableError,
    },
    /// A file could not be read as a receipt of transmission.
    #[error("{name}: {source}")]
    Receipt {
        /// The name of the file.
        name: String,
        /// Why.
        source: ReceiptError,
    },
    /// A table that names no body, and none was given: every row would be rejected.
    #[error(
        "{name}: no column names the body that decides; give its code with --institution. Nothing was \
         recorded"
    )]
    NoBody {
        /// The name of the file.
        name: String,
    },
    /// No schema of tables has this version.
    #[error(
        "--schema {version}: no schema of {} has that version, these have: {}; give one of them, or leave --schema \
         out, and the columns tell which it is",
        match subject {
            Subject::Grants => "tables of grants",
            Subject::Deliberations => "tables of deliberations",
        },
        known.join(", ")
    )]
    NoSchema {
        /// What the table is of.
        subject: Subject,
        /// The version asked for.
        version: String,
        /// Those that there are.
        known: Vec<&'static str>,
    },
    /// Rejected rows could not be written.
    #[error("the rejected rows cannot be written: {0}")]
    Rejects(std::io::Error),
    /// A file could not be opened.
    #[error("cannot read {}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The operating system's answer.
        source: std::io::Error,
    },
    /// A fact whose figure cannot be; nothing was recorded.
    #[error("{0}; nothing was recorded")]
    Impossible(#[from] ImpossibleField),
    /// A draft is not well formed; nothing of it was recorded.
    #[error("{}{reason}", event.map(|n| format!("event {n} of the draft: ")).unwrap_or_default())]
    Draft {
        /// Which event, from 0.
        event: Option<usize>,
        /// What is wrong, and where.
        reason: String,
    },
    /// The file beside a draft is not the one it was read from.
    #[error(
        "the file given is not {name}, the document of this draft: its hash is {found}, the draft was read \
         from {expected}; give the right file, or draft again"
    )]
    OtherDocument {
        /// The name of the file.
        name: String,
        /// The hash that the draft gives.
        expected: String,
        /// The hash of the file given.
        found: String,
    },
    /// A document that was erased from this ledger, file or text: it is not taken in again.
    #[error(
        "{name} was erased from this ledger on {} under {} (entry {}) and is not taken in again; a version \
         without what was erased is another document, and may be",
        erasure.on, erasure.ground, erasure.entry
    )]
    Erased {
        /// The name of the file.
        name: String,
        /// The hash that was erased, that of the file or that of its text.
        hash: String,
        /// When, why, and which entry records it.
        erasure: Erasure,
    },
    /// A draft would set beside what stands in the ledger something that it replaced, or that a person rejected.
    #[error(
        "{name}: this draft does not say what stands in the ledger: {}; nothing was recorded. Record the draft in \
         its last state; to change what is recorded, correct or void these entries; to record it all the same, \
         name them",
        facts.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    )]
    Restated {
        /// The name of the document.
        name: String,
        /// The facts, and what stands against each.
        facts: Vec<Restated>,
    },
    /// A review that is not one of this draft.
    #[error(
        "{name}: the review beside this draft is that of another one, or the draft was changed since; \
         review the draft as it was, or move the review away and begin anew"
    )]
    OtherReview {
        /// The name of the document under review.
        name: String,
    },
    /// Two subjects that cannot be linked.
    #[error("{subject} and {other} cannot be linked: {reason}")]
    Link {
        /// One of them.
        subject: String,
        /// The other.
        other: String,
        /// Why not.
        reason: String,
    },
    /// An entry that cannot be voided or corrected so.
    #[error(
        "entry {entry} cannot be voided or corrected so: {reason}{}; nothing was recorded",
        by.map_or(String::new(), |by| format!(" [{by}]"))
    )]
    Override {
        /// Its number.
        entry: u64,
        /// The entry that took its place, where one did.
        by: Option<u64>,
        /// Why not.
        reason: String,
    },
    /// An entry of the ledger cannot be decoded.
    #[error("entry {}: {reason}; `greffe verify` examines the ledger", seq.map_or("?".to_owned(), |n| n.to_string()))]
    Entry {
        /// Its sequence number, if it could be read.
        seq: Option<u64>,
        /// What is wrong.
        reason: String,
    },
    /// Nothing of that name is in the ledger.
    #[error("{what} is not in this ledger")]
    NotFound {
        /// What was asked for.
        what: String,
    },
    /// Values and documents that are recorded as erased and could not all be.
    #[error(
        "recorded as erased, and still there: {}; {done} others are gone; see to what keeps each of them, then \
         repeat the same call",
        listed(rest)
    )]
    NotErased {
        /// How many are gone.
        done: u64,
        /// The others, and why.
        rest: Vec<(Hash, String)>,
    },
    /// A rule pack cannot be used.
    #[error("{}, {source}", path.display())]
    RulePack {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where in it.
        source: PackError,
    },
    /// No sample can be drawn.
    #[error(transparent)]
    Sample(#[from] SampleError),
    /// A value that a field cannot take.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// A private copy cannot be appended to.
    #[error("this is a private copy or a case, for reading only; open the ledger itself to record")]
    ReadOnly,
    /// An expression that cannot be asked.
    #[error(transparent)]
    Expression(#[from] ExpressionError),
    /// A case holds a part of a ledger, with gaps.
    #[error("this is a case, a part of a ledger; this question needs the ledger itself")]
    OnlyAPart,
    /// A file could not be written.
    #[error("cannot write {}: {source}", path.display())]
    Unwritten {
        /// The file.
        path: PathBuf,
        /// The operating system's answer.
        source: std::io::Error,
    },
    /// Nothing was proved, signed or published.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// The operating system gave no random bytes.
    #[error("the system gave no random bytes: {0}")]
    Entropy(String),
}

impl Error {
    /// Whether the system had too little to give, open files or memory: that says nothing of what is
    /// stored, and is never told as a fault of it.
    #[must_use]
    pub fn is_shortage(&self) -> bool {
        match self {
            Error::Store(error) | Error::Append(AppendError::Store(error)) => error.is_shortage(),
            Error::File { source, .. } | Error::Unwritten { source, .. } => {
                greffe_store::is_shortage(source)
            }
            _ => false,
        }
    }
}

/// What there is, or what is wrong with it; a shortage of the system ends the whole.
///
/// # Errors
/// The shortage.
pub(crate) fn told<T>(found: Result<T, Error>) -> Result<Result<T, Error>, Error> {
    match found {
        Err(error) if error.is_shortage() => Err(error),
        found => Ok(found),
    }
}

/// Digests, each with what keeps it.
fn listed(rest: &[(Hash, String)]) -> String {
    let each = rest.iter().map(|(digest, why)| format!("{digest} ({why})"));
    each.collect::<Vec<_>>().join(", ")
}
