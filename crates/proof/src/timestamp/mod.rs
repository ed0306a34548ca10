//! Time-stamps (RFC 3161): an authority says that it saw these bytes at this time.
//!
//! The datum is the text of a checkpoint: origin, size and root, without the lines of signatures,
//! which grow with the witnesses. The authority sees its SHA-256 only. A time-stamp proves that the
//! checkpoint existed by then, and nothing else: an authority does not see forks. Witnesses exclude forks; a
//! time-stamp gives a date.
//!
//! A token is verified against the certificates that a user pinned ([`Authority`]), at the time that it
//! states. Revocation is not looked up, since nothing here reaches a network (docs/proof-format.md §8).

mod certificate;
mod request;
mod signature;
mod token;

pub use certificate::Authority;
pub use request::{MAX_NONCE_BYTES, request};
pub use token::{TimeStamp, check_purpose, token_of_response, verify};

use thiserror::Error;

/// The longest response or token that is read, in bytes.
pub const MAX_TOKEN_BYTES: usize = 65_536;

/// Why bytes are no time-stamp of this datum that this reader trusts.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TimeStampFault {
    /// Bytes that are not DER of the form, or longer than [`MAX_TOKEN_BYTES`].
    #[error("not a time-stamp: {0} cannot be read")]
    Form(&'static str),
    /// The authority refused. The number is its `PKIStatus`.
    #[error("the authority refused the time-stamp (status {0})")]
    Refused(u32),
    /// The token is about other bytes.
    #[error("the time-stamp is about other bytes")]
    Imprint,
    /// The token answers another request.
    #[error("the time-stamp does not carry the number that was sent with the request")]
    Nonce,
    /// An algorithm that is not verified here.
    #[error("the algorithm {0} is not verified by this program")]
    Algorithm(String),
    /// What was signed is not this token, or not in this certificate's name.
    #[error("the signature of the time-stamp does not hold: {0}")]
    Signature(&'static str),
    /// The certificate may not sign time-stamps, or not at that time, or nobody here trusts it.
    #[error("the certificate of the time-stamp is not accepted: {0}")]
    Certificate(&'static str),
    /// A time-stamp that holds by itself, by an authority that leads to no pinned one: a stranger's word, which says
    /// nothing to this reader and is no fault.
    #[error("no path leads from the certificate of the time-stamp to a trusted one")]
    Unpinned,
    /// No certificate is pinned.
    #[error("no certificate of a time-stamping authority is trusted; pin one")]
    NoAuthority,
}
