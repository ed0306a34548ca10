//! What keeps a proof, a checkpoint or a publication from being made.

use greffe_chain::merkle::ProveError;
use greffe_proof::timestamp::TimeStampFault;
use greffe_proof::{CheckpointForm, NoteForm, Unproven, evidence::EvidenceForm};
use std::convert::Infallible;
use thiserror::Error;

/// Why nothing was proved, signed or published.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ProofError {
    /// No checkpoint covers what was asked for.
    #[error(
        "no checkpoint covers entry {entry}: the last one has {covered} entries; sign one with \
         `greffe checkpoint`"
    )]
    NoCheckpoint {
        /// The entry.
        entry: u64,
        /// How many entries the last checkpoint covers.
        covered: u64,
    },
    /// The log is not what was signed.
    #[error(
        "the ledger does not continue its checkpoint of {size} entries: {what}; nothing was \
         signed or proved; `greffe verify` examines the ledger"
    )]
    OtherHistory {
        /// The size of the checkpoint.
        size: u64,
        /// What is wrong.
        what: String,
    },
    /// A key of another name than the ledger is known by.
    #[error("this ledger is known as {kept}; a key named {given} cannot sign for it")]
    OtherOrigin {
        /// The origin of its checkpoints.
        kept: String,
        /// The name of the key.
        given: String,
    },
    /// A key that the ledger does not record as in force.
    #[error(
        "the ledger records its signing keys, and {key} is not in force; register it with `greffe \
         keys register`"
    )]
    NotInForce {
        /// Name and id of the key.
        key: String,
    },
    /// A checkpoint that no key in force has signed.
    #[error(
        "no key that the ledger records as in force over its first {size} entries has signed the checkpoint \
         over them; sign one with a key in force (`greffe checkpoint`) and prove under that"
    )]
    NoKeyInForce {
        /// How many entries the checkpoint covers.
        size: u64,
    },
    /// The key of a witness where that of a ledger is asked for.
    #[error("{key} is the key of a witness; a ledger's checkpoints need the key of a ledger")]
    NotOfALog {
        /// Name and id of the key.
        key: String,
    },
    /// A cosignature that is none of this checkpoint by this witness.
    #[error("{key} has not cosigned a checkpoint that this ledger keeps")]
    NotCosigned {
        /// Name and id of the key.
        key: String,
    },
    /// No witness is pinned whose cosignature could be looked for.
    #[error("no witness is pinned; give a policy that names one, with its key (`--trust`)")]
    NoWitness,
    /// A kept file that is not what it should be.
    #[error(
        "{path}: {what}; put it back from a backup, or move it to another folder and keep it there"
    )]
    Kept {
        /// The file, in the ledger's folder `proof`.
        path: String,
        /// What is wrong with it.
        what: String,
    },
    /// Tiles that cannot be made or read.
    #[error("the tree cannot be read: {0}")]
    Tree(String),
    /// A time-stamp that cannot be kept.
    #[error(transparent)]
    TimeStamp(#[from] TimeStampFault),
    /// A time-stamp that answers none of the requests that were made here.
    #[error(
        "the time-stamp answers none of the requests that were made for the checkpoint of {size} entries: it \
         carries another number, or none; keep the response to the last request (`greffe checkpoint \
         --timestamp-request`), or make a new one"
    )]
    NotAsked {
        /// The size of the checkpoint.
        size: u64,
    },
    /// A note of which a line does not verify, or stands twice.
    #[error("{0}; the note is refused whole: ask for it again from whoever made it")]
    Unproven(#[from] Unproven),
    /// A time-stamp, or a cosignature, of none of the kept checkpoints.
    #[error("it is about none of the checkpoints that this ledger keeps")]
    NoneOfOurs,
    /// A checkpoint that cannot be written.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointForm),
    /// A note that cannot be written.
    #[error(transparent)]
    Note(#[from] NoteForm),
    /// A bundle that cannot be written.
    #[error(transparent)]
    Evidence(#[from] EvidenceForm),
    /// A publication of more than this ledger has signed.
    #[error(
        "{path} publishes a newer checkpoint of this history, of {published} entries, and the last one that this \
         ledger keeps has {kept}: the ledger is older than what it has published, or has to sign again (`greffe \
         checkpoint`); nothing was written"
    )]
    NewerPublication {
        /// The folder.
        path: String,
        /// The size of its checkpoint.
        published: u64,
        /// The size of the ledger's last checkpoint.
        kept: u64,
    },
    /// A folder of a publication that is none of its own.
    #[error(
        "{path} is a link, or no folder: a publication is written into folders of its own; remove it, then \
         publish again"
    )]
    PublishedLink {
        /// What stands there.
        path: String,
    },
    /// A folder in the place of a file of a publication.
    #[error(
        "{path} is a folder in the place of a published file, and is not empty; move it elsewhere, then publish \
         again"
    )]
    PublishedFolder {
        /// The folder.
        path: String,
    },
    /// Entries are published, not all of the checkpoint's, and nobody asked for more.
    #[error(
        "{path}: entries are published there, and not every one, as it is, of the {size} that the checkpoint covers; \
         publish with `--entries`, or remove that folder to publish hashes alone; nothing was written"
    )]
    PublishedEntries {
        /// The folder of the entries.
        path: String,
        /// The size of the checkpoint that was to be published.
        size: u64,
    },
    /// A publication of something else.
    #[error(
        "{path} publishes another history: its checkpoint of {size} entries is none of this \
         ledger; nothing was written"
    )]
    OtherPublication {
        /// The folder.
        path: String,
        /// The size of its checkpoint.
        size: u64,
    },
}

impl From<ProveError<Infallible>> for ProofError {
    fn from(error: ProveError<Infallible>) -> ProofError {
        ProofError::Tree(error.to_string())
    }
}
