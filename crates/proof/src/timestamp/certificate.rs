//! Certificates of time-stamping authorities (RFC 5280, RFC 3161 §2.3), from the one that signed to one
//! that the user pinned.
//!
//! The path is short and plain: names and signatures link, every certificate is valid at the time of
//! the token, authorities may sign certificates, the last one may sign time-stamps and nothing else, and
//! an extension that is critical and not understood here ends the path.

use std::time::Duration;

use der::asn1::{Any, BitString, ObjectIdentifier};
use der::{Decode as _, Encode as _, Sequence};
use spki::AlgorithmIdentifierOwned;
use x509_cert::Certificate;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage};

use super::TimeStampFault;
use super::signature;

/// The most certificates of a path, pinned one included.
const MAX_PATH: usize = 6;

const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");
const KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.15");
const BASIC_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.19");
const EXTENDED_KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37");

/// A certificate that a user pinned: that of an authority, or one under which authorities stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority(Vec<u8>);

impl Authority {
    /// Reads a certificate, DER or PEM.
    ///
    /// # Errors
    /// [`TimeStampFault::Form`] when the bytes are no certificate.
    pub fn parse(bytes: &[u8]) -> Result<Authority, TimeStampFault> {
        let form = TimeStampFault::Form("the certificate of an authority");
        let der = match std::str::from_utf8(bytes).ok().and_then(pem) {
            Some(der) => der,
            None => bytes.to_vec(),
        };
        Parsed::read(&der).map(|_| Authority(der)).map_err(|_| form)
    }

    /// The DER bytes.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0
    }
}

/// The bytes of the first certificate in a text.
fn pem(text: &str) -> Option<Vec<u8>> {
    let (_, rest) = text.split_once("-----BEGIN CERTIFICATE-----")?;
    let (body, _) = rest.split_once("-----END CERTIFICATE-----")?;
    crate::base64::decode(&body.split_ascii_whitespace().collect::<String>())
}

/// The parts of a certificate as they were signed.
#[derive(Sequence)]
struct Signed {
    body: Any,
    algorithm: AlgorithmIdentifierOwned,
    signature: BitString,
}

/// A certificate, read, with the bytes that its signature covers.
pub(super) struct Parsed {
    pub(super) der: Vec<u8>,
    pub(super) certificate: Certificate,
    signed: Vec<u8>,
}

impl Parsed {
    pub(super) fn read(der: &[u8]) -> Result<Parsed, TimeStampFault> {
        let form = |_| TimeStampFault::Form("a certificate");
        let parts = Signed::from_der(der).map_err(form)?;
        let certificate = Certificate::from_der(der).map_err(form)?;
        if *certificate.signature_algorithm() != parts.algorithm
            || certificate.tbs_certificate().signature() != certificate.signature_algorithm()
            || certificate.signature() != &parts.signature
        {
            return Err(TimeStampFault::Certificate("it names two algorithms"));
        }
        let signed = parts.body.to_der().map_err(form)?;
        Ok(Parsed { der: der.to_vec(), certificate, signed })
    }

    /// Whether this key signed `message`.
    pub(super) fn signed(
        &self,
        algorithm: &AlgorithmIdentifierOwned,
        digest: Option<signature::Digest>,
        message: &[u8],
        signature: &[u8],
    ) -> Result<bool, TimeStampFault> {
        let key = self.certificate.tbs_certificate().subject_public_key_info();
        let der = key.to_der().map_err(|_| TimeStampFault::Form("a public key"))?;
        signature::holds(key, &der, algorithm, digest, message, signature)
    }

    fn is_valid_at(&self, time: Duration) -> bool {
        let validity = self.certificate.tbs_certificate().validity();
        (validity.not_before.to_unix_duration()..=validity.not_after.to_unix_duration())
            .contains(&time)
    }

    fn understood(&self) -> bool {
        let known = [KEY_USAGE, BASIC_CONSTRAINTS, EXTENDED_KEY_USAGE];
        let extensions = self.certificate.tbs_certificate().extensions();
        extensions.is_none_or(|list| list.iter().all(|e| !e.critical || known.contains(&e.extn_id)))
    }

    /// RFC 3161 §2.3: for time-stamps alone, and critically so.
    pub(super) fn may_stamp(&self) -> Result<(), TimeStampFault> {
        let form = |_| TimeStampFault::Form("an extension of a certificate");
        let body = self.certificate.tbs_certificate();
        let usage = body.get_extension::<ExtendedKeyUsage>().map_err(form)?;
        let alone = usage.is_some_and(|(critical, ExtendedKeyUsage(purposes))| {
            critical && purposes == [TIME_STAMPING]
        });
        let usage = body.get_extension::<KeyUsage>().map_err(form)?;
        let signs =
            usage.is_none_or(|(_, usage)| usage.digital_signature() || usage.non_repudiation());
        match (alone, signs) {
            (false, _) => Err(TimeStampFault::Certificate("it is not for time-stamps alone")),
            (_, false) => Err(TimeStampFault::Certificate("its key may not sign")),
            _ => Ok(()),
        }
    }

    /// That it may sign certificates with `below` more authorities under it.
    fn may_certify(&self, below: usize) -> Result<(), TimeStampFault> {
        let form = |_| TimeStampFault::Form("an extension of a certificate");
        let body = self.certificate.tbs_certificate();
        let basic = body.get_extension::<BasicConstraints>().map_err(form)?;
        let usage = body.get_extension::<KeyUsage>().map_err(form)?;
        let deep = |basic: &BasicConstraints| {
            basic.path_len_constraint.is_none_or(|most| below <= usize::from(most))
        };
        let signs = usage.is_none_or(|(_, usage)| usage.key_cert_sign());
        match basic {
            Some((_, basic)) if basic.ca && signs && deep(&basic) => Ok(()),
            Some((_, basic)) if basic.ca && signs => Err(TimeStampFault::Certificate(
                "more authorities stand under one of its path than that one allows",
            )),
            _ => Err(TimeStampFault::Certificate(
                "one of its path signed a certificate and is no authority that may",
            )),
        }
    }
}

/// Whether a path leads from the certificate that signed, over those that came with the token, to a
/// pinned one, everything being valid at `time`.
///
/// Where none leads there, nothing is asked of the certificates: the authority is a stranger.
pub(super) fn check_path(
    signer: &Parsed,
    others: &[Parsed],
    pinned: &[Authority],
    time: Duration,
) -> Result<(), TimeStampFault> {
    if pinned.is_empty() {
        return Err(TimeStampFault::NoAuthority);
    }
    let pinned: Result<Vec<Parsed>, _> = pinned.iter().map(|a| Parsed::read(a.der())).collect();
    let pinned = pinned?;
    let path = path(signer, others, &pinned)?;
    signer.may_stamp()?;
    if path.iter().any(|certificate| !certificate.is_valid_at(time)) {
        return Err(TimeStampFault::Certificate("it was not valid at that time"));
    }
    if path.iter().any(|certificate| !certificate.understood()) {
        return Err(TimeStampFault::Certificate("it asks for more than is understood here"));
    }
    Ok(())
}

/// The certificates from the one that signed to a pinned one, both included.
fn path<'c>(
    signer: &'c Parsed,
    others: &'c [Parsed],
    pinned: &'c [Parsed],
) -> Result<Vec<&'c Parsed>, TimeStampFault> {
    let (mut path, mut at) = (vec![signer], signer);
    while path.len() <= MAX_PATH {
        if pinned.iter().any(|certificate| certificate.der == at.der) {
            return Ok(path);
        }
        let below = path.len() - 1;
        at = match issuer(at, pinned.iter(), below)? {
            Some(above) => above,
            // What a stranger signs with need not be verified here.
            None => {
                issuer(at, others.iter(), below).ok().flatten().ok_or(TimeStampFault::Unpinned)?
            }
        };
        path.push(at);
    }
    Err(TimeStampFault::Certificate("the path is too long"))
}

/// The certificate that signed `certificate`.
fn issuer<'c>(
    certificate: &Parsed,
    candidates: impl Iterator<Item = &'c Parsed>,
    below: usize,
) -> Result<Option<&'c Parsed>, TimeStampFault> {
    let body = certificate.certificate.tbs_certificate();
    let mut refused = None;
    for candidate in candidates {
        if candidate.certificate.tbs_certificate().subject() != body.issuer()
            || candidate.der == certificate.der
        {
            continue;
        }
        let signature = certificate.certificate.signature();
        let Some(bytes) = signature.as_bytes() else { continue };
        let algorithm = certificate.certificate.signature_algorithm();
        if candidate.signed(algorithm, None, &certificate.signed, bytes)? {
            // Another of the same name and key may be one that may.
            match candidate.may_certify(below) {
                Ok(()) => return Ok(Some(candidate)),
                Err(fault) => refused = Some(fault),
            }
        }
    }
    refused.map_or(Ok(None), Err)
}
