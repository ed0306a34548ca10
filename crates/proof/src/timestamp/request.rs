//! The request (RFC 3161 §2.4.1): the digest, an optional nonce, and the wish for certificates, without
//! which a token cannot be checked years later.

use der::asn1::{Any, Int, ObjectIdentifier, OctetString};
use der::{Encode as _, Sequence};
use sha2::{Digest as _, Sha256};
use spki::AlgorithmIdentifierOwned;

/// The longest nonce, in bytes.
pub const MAX_NONCE_BYTES: usize = 32;
/// SHA-256, as a digest.
pub(super) const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");

/// What is stamped: the digest of a datum.
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub(super) struct Imprint {
    pub algorithm: AlgorithmIdentifierOwned,
    pub digest: OctetString,
}

#[derive(Sequence)]
struct Request {
    version: u8,
    imprint: Imprint,
    #[asn1(optional = "true")]
    nonce: Option<Int>,
    cert_req: bool,
}

/// The DER of a request to time-stamp `datum` (the text of a checkpoint). The caller draws the
/// nonce, up to [`MAX_NONCE_BYTES`] random bytes, and keeps it to hold the answer against.
///
/// `None` for a nonce that is longer.
#[must_use]
pub fn request(datum: &[u8], nonce: Option<&[u8]>) -> Option<Vec<u8>> {
    let algorithm = AlgorithmIdentifierOwned { oid: SHA256, parameters: Some(Any::null()) };
    let digest = OctetString::new(Sha256::digest(datum).as_slice()).ok()?;
    let nonce = match nonce {
        Some(bytes) => Some(integer(bytes)?),
        None => None,
    };
    let imprint = Imprint { algorithm, digest };
    Request { version: 1, imprint, nonce, cert_req: true }.to_der().ok()
}

/// The bytes as a positive integer.
pub(super) fn integer(bytes: &[u8]) -> Option<Int> {
    if bytes.len() > MAX_NONCE_BYTES {
        return None;
    }
    let digits: Vec<u8> = bytes.iter().copied().skip_while(|byte| *byte == 0).collect();
    let sign = digits.first().is_none_or(|byte| *byte >= 0x80);
    Int::new(&[vec![0; usize::from(sign)], digits].concat()).ok()
}
