//! Responses and tokens (RFC 3161 §2.4.2, RFC 5652): taken apart, and verified from the digest of the
//! datum up to a pinned certificate.
//!
//! ```text
//! token: SignedData ── eContent: TSTInfo (imprint, time, serial, nonce)
//!                  ├── certificates
//!                  └── one signature over attributes: type, digest of eContent, digest of the certificate
//! ```

use std::time::Duration;

use der::asn1::{Any, Int, ObjectIdentifier, OctetString};
use der::{DateTime, Decode as _, Encode as _, Reader as _, SliceReader, Tag, Tagged as _};
use sha2::{Digest as _, Sha256};
use spki::AlgorithmIdentifierOwned;
use x509_cert::attr::Attribute;
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;

use super::certificate::{Authority, Parsed, check_path};
use super::request::{Imprint, SHA256, integer};
use super::signature::Digest;
use super::{MAX_TOKEN_BYTES, TimeStampFault};
use crate::hexadecimal;

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

const SIGNED_DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.2");
const TST_INFO: ObjectIdentifier = oid("1.2.840.113549.1.9.16.1.4");
const CONTENT_TYPE: ObjectIdentifier = oid("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = oid("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.12");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.47");

/// What a token says, once it is verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeStamp {
    /// The time, in whole Unix seconds (fractions are cut off).
    pub time: u64,
    /// The time as the authority wrote it: `YYYYMMDDHHMMSS[.f…]Z`.
    pub written: String,
    /// The number of the token in its authority's books, in hexadecimal.
    pub serial: String,
    /// The authority's policy under which the token was made.
    pub policy: String,
    /// The subject of the certificate that signed.
    pub authority: String,
}

/// The token of a response, if the authority granted one (RFC 3161 §2.4.2).
///
/// # Errors
/// [`TimeStampFault::Form`] when the bytes are no response, [`TimeStampFault::Refused`] when it holds
/// a refusal.
pub fn token_of_response(response: &[u8]) -> Result<Vec<u8>, TimeStampFault> {
    let form = || TimeStampFault::Form("the response");
    if response.len() > MAX_TOKEN_BYTES {
        return Err(form());
    }
    let parts = sequence(response).ok_or_else(form)?;
    let (status, token) = match parts.as_slice() {
        [status] => (status, None),
        [status, token] => (status, Some(token)),
        _ => return Err(form()),
    };
    let status: u32 = elements(status, Tag::Sequence)
        .and_then(|parts| parts.first().and_then(|status| status.decode_as().ok()))
        .ok_or_else(form)?;
    match (status, token) {
        (0 | 1, Some(token)) => token.to_der().map_err(|_| form()),
        (0 | 1, None) => Err(form()),
        (refused, _) => Err(TimeStampFault::Refused(refused)),
    }
}

/// Verifies a token: that it is about `datum` (the text of a checkpoint), answers the request that was
/// sent with `nonce`, where one was, and is signed by an authority that leads to a pinned one.
///
/// # Errors
/// [`TimeStampFault`] with the first thing that does not hold.
pub fn verify(
    token: &[u8],
    datum: &[u8],
    nonce: Option<&[u8]>,
    pinned: &[Authority],
) -> Result<TimeStamp, TimeStampFault> {
    let token = Token::read(token)?;
    let info = Info::read(&token.content)?;
    if info.imprint.algorithm.oid != SHA256
        || info.imprint.digest.as_bytes() != Sha256::digest(datum).as_slice()
    {
        return Err(TimeStampFault::Imprint);
    }
    if let Some(nonce) = nonce
        && (integer(nonce).is_none() || info.nonce != integer(nonce))
    {
        return Err(TimeStampFault::Nonce);
    }
    let (signer, others) = token.signer.pick(token.certificates)?;
    let signed = token.signer.check(&token.content, &signer);
    let leads = check_path(&signer, &others, pinned, Duration::from_secs(info.time));
    match (signed, leads) {
        // A stranger may sign with what is not verified here.
        (
            Err(TimeStampFault::Algorithm(_)),
            Err(unpinned @ (TimeStampFault::Unpinned | TimeStampFault::NoAuthority)),
        ) => return Err(unpinned),
        (signed, leads) => signed.and(leads)?,
    }
    Ok(TimeStamp {
        time: info.time,
        written: info.written,
        serial: hexadecimal::encode(info.serial.as_bytes()),
        policy: info.policy.to_string(),
        authority: signer.certificate.tbs_certificate().subject().to_string(),
    })
}

/// Whether the certificate that a token names may sign time-stamps at all (RFC 3161 §2.3), whoever is pinned. One
/// that may not is accepted by nobody, so that its token is not worth keeping.
///
/// # Errors
/// [`TimeStampFault`] when it may not, or when the token cannot be read.
pub fn check_purpose(token: &[u8]) -> Result<(), TimeStampFault> {
    let token = Token::read(token)?;
    token.signer.pick(token.certificates)?.0.may_stamp()
}

/// What is stamped, and when (`TSTInfo`).
struct Info {
    policy: ObjectIdentifier,
    imprint: Imprint,
    serial: Int,
    time: u64,
    written: String,
    nonce: Option<Int>,
}

impl Info {
    fn read(der: &[u8]) -> Result<Info, TimeStampFault> {
        Self::parts(der).ok_or(TimeStampFault::Form("what the token says"))
    }

    fn parts(der: &[u8]) -> Option<Info> {
        let parts = sequence(der)?;
        let [version, policy, imprint, serial, time, rest @ ..] = parts.as_slice() else {
            return None;
        };
        let version: u8 = version.decode_as().ok()?;
        if version != 1 || time.tag() != Tag::GeneralizedTime {
            return None;
        }
        let written = std::str::from_utf8(time.value()).ok()?.to_owned();
        // Behind the time, in this order and each optional: accuracy, ordering, nonce, [0], [1].
        let rank = |part: &Any| match part.tag() {
            Tag::Sequence => Some(0),
            Tag::Boolean => Some(1),
            Tag::Integer => Some(2),
            Tag::ContextSpecific { number, .. } if number.value() < 2 => Some(3 + number.value()),
            _ => None,
        };
        let ranks: Option<Vec<u32>> = rest.iter().map(rank).collect();
        if !ranks?.is_sorted_by(|a, b| a < b) {
            return None;
        }
        let extensions = rest.iter().filter(|part| part.tag() == context(1, true));
        if !extensions.clone().all(|part| uncritical(part).unwrap_or(false)) {
            return None;
        }
        let nonce = rest.iter().find(|part| part.tag() == Tag::Integer);
        Some(Info {
            policy: policy.decode_as().ok()?,
            imprint: Imprint::from_der(&imprint.to_der().ok()?).ok()?,
            serial: serial.decode_as().ok()?,
            time: seconds(&written)?,
            written,
            nonce: match nonce {
                Some(nonce) => Some(nonce.decode_as().ok()?),
                None => None,
            },
        })
    }
}

/// Whether none of these extensions is critical: none is understood here (RFC 3161 §2.4.2), and one that is critical
/// may change what the time-stamp means. `None` for something else than extensions.
fn uncritical(extensions: &Any) -> Option<bool> {
    let mut all = true;
    for extension in elements(extensions, context(1, true))? {
        let parts = elements(&extension, Tag::Sequence)?;
        let (critical, value) = match parts.as_slice() {
            [_, value] => (false, value),
            [_, critical, value] => (critical.decode_as().ok()?, value),
            _ => return None,
        };
        parts.first()?.decode_as::<ObjectIdentifier>().ok()?;
        all &= !critical && value.tag() == Tag::OctetString;
    }
    Some(all)
}

/// `YYYYMMDDHHMMSS[.f…]Z` in Unix seconds. The fraction, where there is one, has a last digit that is not 0.
fn seconds(written: &str) -> Option<u64> {
    let digits = written.strip_suffix('Z')?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "1"));
    let figures = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() != 14 || !figures(whole) || !figures(fraction) {
        return None;
    }
    if fraction.is_empty() || fraction.ends_with('0') || fraction.len() > 9 {
        return None;
    }
    let part = |from: usize, to: usize| whole.get(from..to)?.parse::<u8>().ok();
    let year = whole.get(..4)?.parse().ok()?;
    let date =
        DateTime::new(year, part(4, 6)?, part(6, 8)?, part(8, 10)?, part(10, 12)?, part(12, 14)?);
    Some(date.ok()?.unix_duration().as_secs())
}

/// A token, taken apart.
struct Token {
    content: Vec<u8>,
    certificates: Vec<Parsed>,
    signer: Signer,
}

/// What its one signature states.
struct Signer {
    id: Any,
    digest: AlgorithmIdentifierOwned,
    /// The attributes as they were signed: a SET.
    signed: Vec<u8>,
    attributes: Vec<Attribute>,
    algorithm: AlgorithmIdentifierOwned,
    signature: OctetString,
}

impl Token {
    fn read(der: &[u8]) -> Result<Token, TimeStampFault> {
        let form = TimeStampFault::Form("the token");
        if der.len() > MAX_TOKEN_BYTES {
            return Err(form);
        }
        Self::parts(der).ok_or(form)
    }

    fn parts(der: &[u8]) -> Option<Token> {
        let [kind, content] = exactly(sequence(der)?)?;
        if kind.decode_as::<ObjectIdentifier>().ok()? != SIGNED_DATA {
            return None;
        }
        let [data] = exactly(elements(&content, context(0, true))?)?;
        let mut parts = elements(&data, Tag::Sequence)?.into_iter();
        let (version, _digests, content) = (parts.next()?, parts.next()?, parts.next()?);
        if version.decode_as::<u8>().ok()? != 3 {
            return None;
        }
        let [kind, content] = exactly(elements(&content, Tag::Sequence)?)?;
        if kind.decode_as::<ObjectIdentifier>().ok()? != TST_INFO {
            return None;
        }
        let [content] = exactly(elements(&content, context(0, true))?)?;
        let content = content.decode_as::<OctetString>().ok()?.into_bytes();
        let (mut certificates, mut signers) = (Vec::new(), None);
        for part in parts {
            match part.tag() {
                tag if tag == context(0, true) => {
                    // What is no plain certificate is of no use here.
                    let plain = elements(&part, tag)?.into_iter();
                    for certificate in plain.filter(|c| c.tag() == Tag::Sequence) {
                        certificates.push(Parsed::read(&certificate.to_der().ok()?).ok()?);
                    }
                }
                tag if tag == context(1, true) => {}
                Tag::Set if signers.is_none() => signers = Some(elements(&part, Tag::Set)?),
                _ => return None,
            }
        }
        let [signer] = exactly(signers?)?;
        Some(Token { content: content.into(), certificates, signer: Signer::parts(&signer)? })
    }
}

impl Signer {
    fn parts(part: &Any) -> Option<Signer> {
        let mut parts = elements(part, Tag::Sequence)?.into_iter();
        let (_version, id, digest) = (parts.next()?, parts.next()?, parts.next()?);
        let attributes = parts.next().filter(|part| part.tag() == context(0, true))?;
        let (algorithm, signature) = (parts.next()?, parts.next()?);
        let unsigned = parts.next();
        if unsigned.is_some_and(|part| part.tag() != context(1, true)) || parts.next().is_some() {
            return None;
        }
        let list = elements(&attributes, context(0, true))?;
        let read = list.iter().map(|a| Attribute::from_der(&a.to_der().ok()?).ok());
        Some(Signer {
            id,
            digest: AlgorithmIdentifierOwned::from_der(&digest.to_der().ok()?).ok()?,
            attributes: read.collect::<Option<_>>()?,
            signed: Any::new(Tag::Set, attributes.value()).ok()?.to_der().ok()?,
            algorithm: AlgorithmIdentifierOwned::from_der(&algorithm.to_der().ok()?).ok()?,
            signature: signature.decode_as().ok()?,
        })
    }

    /// The only value of an attribute that stands exactly once.
    fn attribute(&self, kind: ObjectIdentifier) -> Option<&Any> {
        let mut found = self.attributes.iter().filter(|attribute| attribute.oid == kind);
        let attribute = found.next().filter(|_| found.next().is_none())?;
        let mut values = attribute.values.iter();
        values.next().filter(|_| values.next().is_none())
    }

    /// The certificate that it names by issuer and number, and the rest.
    fn pick(&self, certificates: Vec<Parsed>) -> Result<(Parsed, Vec<Parsed>), TimeStampFault> {
        let form = || TimeStampFault::Form("who signed the token");
        let [issuer, serial] =
            elements(&self.id, Tag::Sequence).and_then(exactly).ok_or_else(form)?;
        let issuer =
            issuer.to_der().ok().and_then(|der| Name::from_der(&der).ok()).ok_or_else(form)?;
        let serial: SerialNumber = serial.decode_as().map_err(|_| form())?;
        let (mut named, others): (Vec<Parsed>, Vec<Parsed>) =
            certificates.into_iter().partition(|parsed| {
                let body = parsed.certificate.tbs_certificate();
                *body.issuer() == issuer && *body.serial_number() == serial
            });
        match (named.pop(), named.is_empty()) {
            (Some(signer), true) => Ok((signer, others)),
            _ => Err(TimeStampFault::Certificate("the one that signed is not in the token")),
        }
    }

    /// That this certificate's key signed `content`, and says so of itself.
    fn check(&self, content: &[u8], signer: &Parsed) -> Result<(), TimeStampFault> {
        let digest = Digest::of(&self.digest)?;
        let kind = self.attribute(CONTENT_TYPE).and_then(|kind| kind.decode_as().ok());
        if kind != Some(TST_INFO) {
            return Err(TimeStampFault::Signature("it is about something else"));
        }
        let sum = self.attribute(MESSAGE_DIGEST).map(Any::value);
        if sum != Some(digest.bytes(content).as_slice()) {
            return Err(TimeStampFault::Signature("the token was altered"));
        }
        if !self.names(&signer.der)? {
            return Err(TimeStampFault::Signature("it was made with another certificate"));
        }
        let bytes = self.signature.as_bytes();
        if signer.signed(&self.algorithm, Some(digest), &self.signed, bytes)? {
            Ok(())
        } else {
            Err(TimeStampFault::Signature("it does not belong to this token"))
        }
    }

    /// Whether the signed attribute that names the certificate by its digest names this one. The older
    /// one has SHA-1, which is enough here: whoever would use it needs a second certificate
    /// that the same authority has signed.
    fn names(&self, certificate: &[u8]) -> Result<bool, TimeStampFault> {
        let form = || TimeStampFault::Form("the certificate that the token names");
        let first = |kind| {
            let attribute = self.attribute(kind)?;
            let ids = elements(elements(attribute, Tag::Sequence)?.first()?, Tag::Sequence)?;
            elements(ids.first()?, Tag::Sequence)
        };
        if let Some(parts) = first(SIGNING_CERTIFICATE_V2) {
            let (digest, sum) = match parts.as_slice() {
                [algorithm, sum, ..] if algorithm.tag() == Tag::Sequence => {
                    let der = algorithm.to_der().map_err(|_| form())?;
                    let algorithm = AlgorithmIdentifierOwned::from_der(&der).map_err(|_| form())?;
                    (Digest::of(&algorithm)?, sum)
                }
                [sum, ..] => (Digest::Sha256, sum),
                [] => return Err(form()),
            };
            return Ok(sum.value() == digest.bytes(certificate));
        }
        let parts = first(SIGNING_CERTIFICATE).ok_or_else(form)?;
        let sum = parts.first().ok_or_else(form)?;
        Ok(sum.value() == sha1::Sha1::digest(certificate).as_slice())
    }
}

/// The elements of a whole SEQUENCE.
fn sequence(der: &[u8]) -> Option<Vec<Any>> {
    elements(&Any::from_der(der).ok()?, Tag::Sequence)
}

/// The elements inside a value of that tag.
fn elements(value: &Any, tag: Tag) -> Option<Vec<Any>> {
    if value.tag() != tag {
        return None;
    }
    let mut reader = SliceReader::new(value.value()).ok()?;
    let mut elements = Vec::new();
    while !reader.is_finished() {
        elements.push(Any::decode(&mut reader).ok()?);
    }
    Some(elements)
}

/// So many elements and no more.
fn exactly<const N: usize>(elements: Vec<Any>) -> Option<[Any; N]> {
    elements.try_into().ok()
}

fn context(number: u32, constructed: bool) -> Tag {
    Tag::ContextSpecific { constructed, number: der::TagNumber(number) }
}
