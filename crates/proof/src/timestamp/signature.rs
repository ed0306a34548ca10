//! Signatures of certificates and tokens: RSA (PKCS #1 v1.5) and ECDSA on P-256 and P-384, with SHA-2.
//! Verification only, so that no secret is ever in play here.

use der::asn1::ObjectIdentifier;
use rsa::pkcs1v15::Pkcs1v15Sign;
use rsa::signature::hazmat::PrehashVerifier as _;
use sha2::{Digest as _, Sha256, Sha384, Sha512};
use spki::{AlgorithmIdentifierOwned, DecodePublicKey as _};

use super::TimeStampFault;

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

const RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.1");
const RSA_SHA256: ObjectIdentifier = oid("1.2.840.113549.1.1.11");
const RSA_SHA384: ObjectIdentifier = oid("1.2.840.113549.1.1.12");
const RSA_SHA512: ObjectIdentifier = oid("1.2.840.113549.1.1.13");
const ECDSA_SHA256: ObjectIdentifier = oid("1.2.840.10045.4.3.2");
const ECDSA_SHA384: ObjectIdentifier = oid("1.2.840.10045.4.3.3");
const ECDSA_SHA512: ObjectIdentifier = oid("1.2.840.10045.4.3.4");
const P256: ObjectIdentifier = oid("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = oid("1.3.132.0.34");
/// The shortest RSA key that is still believed, in bytes: 2 048 bits.
const LEAST_RSA_BYTES: usize = 256;

/// A digest of the SHA-2 family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Digest {
    Sha256,
    Sha384,
    Sha512,
}

impl Digest {
    /// The digest of that name.
    pub(super) fn of(algorithm: &AlgorithmIdentifierOwned) -> Result<Digest, TimeStampFault> {
        match algorithm.oid.to_string().as_str() {
            "2.16.840.1.101.3.4.2.1" => Ok(Digest::Sha256),
            "2.16.840.1.101.3.4.2.2" => Ok(Digest::Sha384),
            "2.16.840.1.101.3.4.2.3" => Ok(Digest::Sha512),
            other => Err(TimeStampFault::Algorithm(other.to_owned())),
        }
    }

    /// The digest of bytes.
    pub(super) fn bytes(self, message: &[u8]) -> Vec<u8> {
        match self {
            Digest::Sha256 => Sha256::digest(message).to_vec(),
            Digest::Sha384 => Sha384::digest(message).to_vec(),
            Digest::Sha512 => Sha512::digest(message).to_vec(),
        }
    }

    fn rsa(self) -> Pkcs1v15Sign {
        match self {
            Digest::Sha256 => Pkcs1v15Sign::new::<Sha256>(),
            Digest::Sha384 => Pkcs1v15Sign::new::<Sha384>(),
            Digest::Sha512 => Pkcs1v15Sign::new::<Sha512>(),
        }
    }
}

/// Whether `signature` over `message` was made by the key of these `SubjectPublicKeyInfo` bytes.
/// `digest` is the one stated beside the signature, where one is (in a token).
pub(super) fn holds(
    key: &spki::SubjectPublicKeyInfoOwned,
    key_der: &[u8],
    algorithm: &AlgorithmIdentifierOwned,
    digest: Option<Digest>,
    message: &[u8],
    signature: &[u8],
) -> Result<bool, TimeStampFault> {
    let unknown = || TimeStampFault::Algorithm(algorithm.oid.to_string());
    let named = match algorithm.oid {
        oid if [RSA_SHA256, ECDSA_SHA256].contains(&oid) => Digest::Sha256,
        oid if [RSA_SHA384, ECDSA_SHA384].contains(&oid) => Digest::Sha384,
        oid if [RSA_SHA512, ECDSA_SHA512].contains(&oid) => Digest::Sha512,
        oid if oid == RSA => digest.ok_or_else(unknown)?,
        _ => return Err(unknown()),
    };
    if digest.is_some_and(|digest| digest != named) {
        return Err(TimeStampFault::Signature("two digests are named"));
    }
    let hashed = named.bytes(message);
    if [RSA, RSA_SHA256, RSA_SHA384, RSA_SHA512].contains(&algorithm.oid) {
        let key = rsa::PublicKey::from_public_key_der(key_der)
            .map_err(|_| TimeStampFault::Form("an RSA key"))?;
        return rsa_holds(&key, named, &hashed, signature);
    }
    let curve: Option<ObjectIdentifier> =
        key.algorithm.parameters.as_ref().and_then(|p| p.decode_as().ok());
    match curve {
        Some(curve) if curve == P256 => {
            let key = p256::ecdsa::VerifyingKey::from_public_key_der(key_der)
                .map_err(|_| TimeStampFault::Form("a P-256 key"))?;
            let signature = p256::ecdsa::Signature::from_der(signature);
            Ok(signature.is_ok_and(|signature| key.verify_prehash(&hashed, &signature).is_ok()))
        }
        Some(curve) if curve == P384 => {
            let key = p384::ecdsa::VerifyingKey::from_public_key_der(key_der)
                .map_err(|_| TimeStampFault::Form("a P-384 key"))?;
            let signature = p384::ecdsa::Signature::from_der(signature);
            Ok(signature.is_ok_and(|signature| key.verify_prehash(&hashed, &signature).is_ok()))
        }
        Some(curve) => Err(TimeStampFault::Algorithm(curve.to_string())),
        None => Err(unknown()),
    }
}

fn rsa_holds(
    key: &rsa::PublicKey,
    digest: Digest,
    hashed: &[u8],
    signature: &[u8],
) -> Result<bool, TimeStampFault> {
    use rsa::traits::PublicKeyParts as _;
    if key.size() < LEAST_RSA_BYTES {
        return Err(TimeStampFault::Algorithm("RSA with fewer than 2048 bits".to_owned()));
    }
    Ok(key.verify(digest.rsa(), hashed, signature).is_ok())
}
