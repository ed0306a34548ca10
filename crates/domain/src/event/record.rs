//! The record: the ledger, its documents, and what is said of its own entries.

use crate::day::Instant;
use crate::edtf::Edtf;
use crate::evidence::Grade;
use crate::stream::StreamId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The ledger was opened: entry 0, whose hash is the ledger's identity. Stream `ledger`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LedgerOpened {
    /// The version of the record format (`docs/format.md`).
    pub format: u32,
    /// The hash of the chain: `blake3`.
    pub chain_hash: String,
    /// The hash of the Merkle tree over the same bytes: `sha256`.
    pub tree_hash: String,
    /// The name of the ledger.
    pub name: String,
    /// The institution it is kept for, if one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution: Option<String>,
    /// Thirty-two random bytes in hex, so that no two ledgers share an identity.
    pub nonce: String,
}

/// A document was registered: the file as received and the text read from it, each by content.
/// Stream `ledger`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentRegistered {
    /// The name of the file, without its folders.
    pub name: String,
    /// The blake3 of the file as received, in hex.
    pub original: String,
    /// The size of the file, in bytes.
    pub original_bytes: u64,
    /// The blake3 of the UTF-8 text that spans point into, in hex.
    pub text: String,
    /// The size of that text, in bytes.
    pub text_bytes: u64,
    /// The media type of the file (`text/plain`).
    pub media_type: String,
    /// The character encoding of the file (`UTF-8`, `UTF-8 with BOM`, `windows-1252`…), or `binary`.
    pub encoding: String,
    /// How the text was taken out of the file; absent where the file is its text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extracted: Option<Extraction>,
}

impl DocumentRegistered {
    /// The hashes, in hex, of what a ledger holds of it, each with a word for what it is.
    #[must_use]
    pub fn held(&self) -> Vec<(&'static str, &str)> {
        let places = self.extracted.as_ref().and_then(|extracted| extracted.places.as_deref());
        let mut held = vec![("file", self.original.as_str()), ("text", self.text.as_str())];
        held.extend(places.map(|places| ("places", places)));
        held
    }
}

/// How a text was taken out of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Extraction {
    /// The program that took it out (`greffe-pdf`, `greffe-docx`, `tesseract`…).
    pub extractor: String,
    /// Its version: the same one takes the same text out of the same file.
    pub version: String,
    /// The blake3, in hex, of the places of the text's words on the pages, kept as JSON beside the
    /// text; absent where the document has no pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<String>,
}

/// An entry was corrected: its claims give way to those of the data here. Stream `ledger`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryCorrected {
    /// The sequence number of the entry corrected.
    pub entry: u64,
    /// The stream of the fact.
    pub stream: StreamId,
    /// Its kind.
    pub kind: String,
    /// The schema version of the data.
    pub schema: u32,
    /// The data as it should have been.
    pub data: Value,
    /// Why.
    pub reason: String,
}

/// An entry was voided: it should not have been recorded. Stream `ledger`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryVoided {
    /// The sequence number of the entry voided.
    pub entry: u64,
    /// Why.
    pub reason: String,
}

/// Personal data was erased from the vault; the chain holds only its digest. Stream `ledger`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonalDataErased {
    /// The digests whose values were erased, in hex.
    pub sealed: Vec<String>,
    /// The legal ground (`RGPD, art. 17 1 b`).
    pub ground: String,
    /// The day of the decision to erase.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Edtf>,
}

/// The head of the ledger was anchored with somebody outside. Stream `ledger`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckpointAnchored {
    /// How many entries the anchor covers.
    pub count: u64,
    /// The hash of the last of them, in hex.
    pub head: String,
    /// With whom or where, as written.
    pub anchor: String,
    /// The receipt, as a registered document's hash, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

/// A key came into force that signs checkpoints of this ledger (`docs/proof-format.md` §5). Stream
/// `ledger`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SigningKeyRegistered {
    /// The public key in its written form: `NAME+ID+BASE64`.
    pub key: String,
}

/// A signing key went out of force: a checkpoint that covers this entry and that this key alone
/// signs is not the ledger's word. Stream `ledger`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SigningKeyRetired {
    /// The public key in its written form: `NAME+ID+BASE64`.
    pub key: String,
    /// Why, as written: `rotation`, `perdue`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What a person decided on a reading.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ReviewVerdict {
    /// It is as the text says.
    Accepted,
    /// It is recorded otherwise than the machine had read it.
    Edited,
    /// It is not recorded.
    Rejected,
    /// The machine had not read it.
    Added,
}

impl ReviewVerdict {
    /// The word used in the log and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            ReviewVerdict::Accepted => "accepted",
            ReviewVerdict::Edited => "edited",
            ReviewVerdict::Rejected => "rejected",
            ReviewVerdict::Added => "added",
        }
    }
}

/// A fact as the machine had read it, before a person decided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposedReading {
    /// How sure the machine was: `sure` or `review`.
    pub confidence: String,
    /// Why a person should look, if the machine was not sure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The stream.
    pub stream: StreamId,
    /// The kind.
    pub kind: String,
    /// The schema version of the data.
    pub schema: u32,
    /// When the fact was read to hold.
    pub effective: Edtf,
    /// The grade that it would have had.
    pub grade: Grade,
    /// The passages that it was read from, as bytes of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<(u64, u64)>,
    /// The data.
    pub data: Value,
}

/// A person decided on what a machine had read in a text. Stream `ledger`. Its cause is the entry
/// that the decision let in; what was rejected has none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadingReviewed {
    /// The blake3 of the text, in hex.
    pub text: String,
    /// What was decided.
    pub verdict: ReviewVerdict,
    /// Who decided, as given.
    pub by: String,
    /// When; absent where nobody noted it, as in a draft that was corrected by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub at: Option<Instant>,
    /// What the machine had read; absent where it had read nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed: Option<ProposedReading>,
}

/// Whether two subjects are one.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum LinkVerdict {
    /// They are one.
    Same,
    /// They are two, however alike they look.
    Distinct,
}

/// A person decided whether two subjects are one: two beneficiaries, or two acts. Stream `ledger`.
/// Nothing is merged: both keep their streams. The latest decision on a pair counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SubjectsLinked {
    /// One of them.
    pub subject: StreamId,
    /// The other, later in the order of names.
    pub other: StreamId,
    /// What was decided.
    pub verdict: LinkVerdict,
    /// For which reasons the machine had proposed that they are one, as codes; empty where it had
    /// not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proposed: Vec<String>,
    /// Why, in the words of whoever decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}
