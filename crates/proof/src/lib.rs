//! # greffe-proof: what an outsider is given to check
//!
//! Whoever distrusts the keeper of a ledger can check it only against something the keeper cannot
//! change any more: a *checkpoint* that was signed, handed out, cosigned by witnesses and
//! time-stamped. This room holds the forms of all these, each byte by byte, and their verification:
//!
//! - [`Note`], [`VerifierKey`], [`SigningKey`]: C2SP signed notes, Ed25519.
//! - [`Checkpoint`]: origin, size and root of a ledger's Merkle tree, as the text of a note.
//! - [`cosignature`]: what a witness says of a checkpoint, and when; [`Policy`]: how many must.
//! - [`witness`]: the `add-checkpoint` call, and what a witness decides on it.
//! - [`TlogProof`]: one entry, proved, in the C2SP form.
//! - [`Evidence`]: entries, their passages, proofs, checkpoint, cosignatures and time-stamps in one
//!   file, which [`evidence::verify`] checks years later without a ledger.
//! - [`timestamp`]: RFC 3161 requests and responses.
//!
//! Two rules shape it. A verifier trusts what its user pinned ([`Trust`]) and nothing that the
//! checked bytes say of themselves: without a pinned key nothing is concluded. And a proof from the
//! tree never stands for the chain, nor the other way: both are recomputed from the same bytes.
//!
//! It is pure: no files, no network, no clock, no randomness, no async, no domain. Seeds and instants
//! arrive as arguments. The forms are described in `docs/proof-format.md`, for strangers.
//!
//! ```
//! use greffe_chain::merkle::TreeHash;
//! use greffe_proof::{Checkpoint, SigningKey, Trust};
//!
//! let key = SigningKey::from_seed("ledger.example/council".parse()?, [7; 32]);
//! let checkpoint = Checkpoint::new("ledger.example/council", 0, TreeHash::empty_root())?;
//! let note = key.sign(checkpoint.to_string())?;
//!
//! let trust = Trust::of_log(key.verifier());
//! assert_eq!(trust.open(note.to_string().as_bytes())?.checkpoint, checkpoint);
//! let stranger = SigningKey::from_seed("ledger.example/council".parse()?, [8; 32]);
//! assert!(Trust::of_log(stranger.verifier()).open(note.to_string().as_bytes()).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Where to start reading: `note`, then `trust`, then `evidence`.

pub mod cosignature;
pub mod evidence;
pub mod timestamp;
pub mod witness;

mod base64;
mod checkpoint;
mod hexadecimal;
mod key;
mod note;
mod policy;
mod tlog_proof;
mod trust;

pub use checkpoint::{Checkpoint, CheckpointForm, MAX_TREE_SIZE};
pub use evidence::Evidence;
pub use key::{KeyForm, KeyId, KeyName, MAX_NAME_BYTES, SignatureKind, SigningKey, VerifierKey};
pub use note::{MAX_NOTE_BYTES, MAX_SIGNATURES, Note, NoteForm, NoteSignature, Signed, Unproven};
pub use policy::{Policy, PolicyForm};
pub use tlog_proof::{TlogProof, TlogProofForm};
pub use trust::{Distrust, Opened, Trust, TrustConflict};
