//! The record: the ledger, its documents, and what is said of its own entries.

use crate::edtf::Edtf;
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
    /// The character encoding of the file (`UTF-8`, `UTF-8 with BOM`, `windows-1252`).
    pub encoding: String,
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
