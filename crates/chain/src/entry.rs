//! One entry: the fields a writer fills in, and the view a reader takes of stored bytes.
//!
//! [`Entry`] borrows the bytes it was read from and never re-serialises them: its hash is the hash
//! of those bytes. Reading tolerates any order of keys, white space between tokens (but no line
//! feed) and unknown fields, which a later format version may add; it refuses everything that
//! could give an entry two readings. The field table and limits are docs/format.md §2.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::error::ParseError;
use crate::fields::{
    EFFECTIVE, KIND, RECORDED_BY, STREAM, count, evidence, expect_start, hash, instant, list, text,
    uuid,
};
use crate::hash::Hash;
use crate::json::Scanner;
use crate::timestamp::Timestamp;

/// The most bytes an entry may have: what the two-byte length of a page can say.
pub const MAX_ENTRY_BYTES: usize = 65_535;

/// A passage of a registered document that supports an entry, or some of its fields.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Source {
    /// Hash of the registered document whose text holds the passage.
    pub document: Hash,
    /// Byte range of the passage in the document's extracted UTF-8 text: first byte, one past the
    /// last. Not decreasing.
    pub span: [u64; 2],
    /// RFC 6901 pointers into the entry's `data`: the values that this passage supports. Empty
    /// means that it supports the entry as a whole; then the field is not written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
}

/// What an entry rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The standing of the statement (`act`, `record`, `recital`, `declared`, `inferred`): 1 to 32
    /// lower-case ASCII letters. The chain does not interpret it.
    pub grade: String,
    /// The passages that say it; may be empty.
    pub sources: Vec<Source>,
}

/// The fields of an entry to be written by [`crate::encode`]. Limits: docs/format.md §2.
#[derive(Clone, Debug)]
pub struct EntryFields {
    /// Hash of the previous entry's bytes; [`Hash::ZERO`] for entry 0.
    pub prev: Hash,
    /// Place in the ledger, from 0 without gaps.
    pub seq: u64,
    /// Identity given by whoever recorded the entry.
    pub id: Uuid,
    /// The aggregate the entry is about: an ASCII path such as `convention/vauclaire/2021/le-pont`.
    pub stream: String,
    /// Place in the stream, from 1 without gaps.
    pub version: u64,
    /// What happened, in one word (`SubsidyGranted`).
    pub kind: String,
    /// Version of the kind's schema; 0 for data older than the published format.
    pub schema: u32,
    /// When the fact holds in law or in the world (EDTF; not interpreted by the chain).
    pub effective: String,
    /// When the ledger learned it: UTC, RFC 3339 with microseconds ([`Timestamp`]).
    pub recorded_at: String,
    /// Who or what recorded it.
    pub recorded_by: String,
    /// What it rests on.
    pub evidence: Evidence,
    /// Sequence numbers of the earlier entries this one follows from.
    pub causes: Vec<u64>,
    /// The fact itself: a JSON object with integers only. Written without insignificant white
    /// space, otherwise as given.
    pub data: Box<RawValue>,
}

/// A parsed entry that borrows its bytes.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    bytes: &'a [u8],
    prev: Hash,
    seq: u64,
    id: Uuid,
    stream: Cow<'a, str>,
    version: u64,
    kind: Cow<'a, str>,
    schema: u32,
    effective: Cow<'a, str>,
    recorded_at: Cow<'a, str>,
    recorded: Timestamp,
    recorded_by: Cow<'a, str>,
    grade: Cow<'a, str>,
    sources: Vec<Source>,
    causes: Vec<u64>,
    data: &'a str,
    unknown_fields: usize,
}

impl<'a> Entry<'a> {
    /// Reads one entry from its stored bytes (without a newline).
    ///
    /// # Errors
    /// [`ParseError`] names the first rule of docs/format.md §2 that the bytes break, and where.
    pub fn parse(bytes: &'a [u8]) -> Result<Entry<'a>, ParseError> {
        if bytes.len() > MAX_ENTRY_BYTES {
            return Err(ParseError::TooLong { len: bytes.len() });
        }
        if let Some(at) = memchr::memchr(b'\n', bytes) {
            return Err(ParseError::LineFeed { at });
        }
        let text = std::str::from_utf8(bytes)
            .map_err(|error| ParseError::NotUtf8 { at: error.valid_up_to() })?;
        let mut found = Found::default();
        let mut scanner = Scanner::new(text);
        scanner.object(|scanner, key| found.take(scanner, key))?;
        scanner.end()?;
        found.entry(bytes)
    }

    /// The stored bytes this view was read from.
    #[must_use]
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The hash of the stored bytes: what the next entry records as `prev`.
    #[must_use]
    pub fn hash(&self) -> Hash {
        Hash::of(self.bytes)
    }

    /// Hash of the previous entry's bytes as this entry records it.
    #[must_use]
    pub const fn prev(&self) -> Hash {
        self.prev
    }

    /// Place in the ledger, from 0.
    #[must_use]
    pub const fn seq(&self) -> u64 {
        self.seq
    }

    /// Identity given by whoever recorded the entry.
    #[must_use]
    pub const fn id(&self) -> Uuid {
        self.id
    }

    /// The aggregate the entry is about.
    #[must_use]
    pub fn stream(&self) -> &str {
        &self.stream
    }

    /// Place in the stream, from 1.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// What happened.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Version of the kind's schema; 0 for data older than the published format.
    #[must_use]
    pub const fn schema(&self) -> u32 {
        self.schema
    }

    /// When the fact holds (EDTF text, not interpreted here).
    #[must_use]
    pub fn effective(&self) -> &str {
        &self.effective
    }

    /// When the ledger learned it, as written.
    #[must_use]
    pub fn recorded_at(&self) -> &str {
        &self.recorded_at
    }

    /// When the ledger learned it, as an instant.
    #[must_use]
    pub const fn recorded(&self) -> Timestamp {
        self.recorded
    }

    /// Who or what recorded it.
    #[must_use]
    pub fn recorded_by(&self) -> &str {
        &self.recorded_by
    }

    /// The standing of the statement.
    #[must_use]
    pub fn grade(&self) -> &str {
        &self.grade
    }

    /// The passages that support it.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Sequence numbers of the earlier entries it follows from.
    #[must_use]
    pub fn causes(&self) -> &[u64] {
        &self.causes
    }

    /// The fact itself: the text of a JSON object, as stored.
    #[must_use]
    pub const fn data(&self) -> &'a str {
        self.data
    }

    /// How many fields this version of the format does not know, at the top and in the evidence.
    #[must_use]
    pub const fn unknown_fields(&self) -> usize {
        self.unknown_fields
    }
}

#[derive(Default)]
struct Found<'a> {
    prev: Option<Hash>,
    seq: Option<u64>,
    id: Option<Uuid>,
    stream: Option<Cow<'a, str>>,
    version: Option<u64>,
    kind: Option<Cow<'a, str>>,
    schema: Option<u32>,
    effective: Option<Cow<'a, str>>,
    recorded: Option<(Cow<'a, str>, Timestamp)>,
    recorded_by: Option<Cow<'a, str>>,
    evidence: Option<(Cow<'a, str>, Vec<Source>)>,
    causes: Option<Vec<u64>>,
    data: Option<&'a str>,
    unknown_fields: usize,
}

impl<'a> Found<'a> {
    fn take(&mut self, scanner: &mut Scanner<'a>, key: &str) -> Result<(), ParseError> {
        match key {
            "prev" => self.prev = Some(hash(scanner, "prev")?),
            "seq" => self.seq = Some(count(scanner, 0)?),
            "id" => self.id = Some(uuid(scanner)?),
            "stream" => self.stream = Some(text(scanner, &STREAM)?),
            "version" => self.version = Some(count(scanner, 1)?),
            "kind" => self.kind = Some(text(scanner, &KIND)?),
            "schema" => {
                let at = scanner.at();
                let schema = u32::try_from(count(scanner, 0)?);
                self.schema = Some(schema.map_err(|_| ParseError::IntegerRange { at })?);
            }
            "effective" => self.effective = Some(text(scanner, &EFFECTIVE)?),
            "recorded_at" => self.recorded = Some(instant(scanner)?),
            "recorded_by" => self.recorded_by = Some(text(scanner, &RECORDED_BY)?),
            "evidence" => self.evidence = Some(evidence(scanner, &mut self.unknown_fields)?),
            "causes" => {
                let mut causes = Vec::new();
                list(scanner, "causes", |scanner| {
                    causes.push(count(scanner, 0)?);
                    Ok(())
                })?;
                self.causes = Some(causes);
            }
            "data" => {
                expect_start(scanner, b'{', "data", "an object")?;
                self.data = Some(scanner.value()?);
            }
            _ => {
                self.unknown_fields += 1;
                scanner.value()?;
            }
        }
        Ok(())
    }

    fn entry(self, bytes: &'a [u8]) -> Result<Entry<'a>, ParseError> {
        let missing = |field| move || ParseError::MissingField { field };
        let (recorded_at, recorded) = self.recorded.ok_or_else(missing("recorded_at"))?;
        let (grade, sources) = self.evidence.ok_or_else(missing("evidence"))?;
        let entry = Entry {
            bytes,
            prev: self.prev.ok_or_else(missing("prev"))?,
            seq: self.seq.ok_or_else(missing("seq"))?,
            id: self.id.ok_or_else(missing("id"))?,
            stream: self.stream.ok_or_else(missing("stream"))?,
            version: self.version.ok_or_else(missing("version"))?,
            kind: self.kind.ok_or_else(missing("kind"))?,
            schema: self.schema.ok_or_else(missing("schema"))?,
            effective: self.effective.ok_or_else(missing("effective"))?,
            recorded_at,
            recorded,
            recorded_by: self.recorded_by.ok_or_else(missing("recorded_by"))?,
            grade,
            sources,
            causes: self.causes.ok_or_else(missing("causes"))?,
            data: self.data.ok_or_else(missing("data"))?,
            unknown_fields: self.unknown_fields,
        };
        match entry.causes.iter().find(|&&cause| cause >= entry.seq) {
            Some(&cause) => Err(ParseError::CauseOrder { seq: entry.seq, cause }),
            None => Ok(entry),
        }
    }
}
