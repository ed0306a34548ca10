//! The draft file: what a machine read in an act, for a person to correct and record.
//!
//! A draft is JSON: the document it was read from, and the events: procedure first, then the money. An
//! event with `"record": true` will be recorded; the machine sets it on what it is sure of, a
//! person on what they decide. Reading a draft back trusts nothing: every event that is to be
//! recorded must have the shape of its kind, each of its spans must lie in the text.

use crate::error::Error;
use greffe_domain::{ActRef, Decoded, Edtf, Event, Grade, Money, Passage, StreamId, StreamKind};
use greffe_ingest::{Confidence, Figure, Note};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version of the draft format.
pub const DRAFT_FORMAT: u32 = 1;

/// A draft of an act.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftFile {
    /// The version of this format.
    pub greffe_draft: u32,
    /// The document it was read from.
    pub document: DraftDocument,
    /// The events: procedure first, then the money.
    pub events: Vec<DraftedEvent>,
    /// Facts of kinds that are not modelled, and doubts about the text: never recorded.
    #[serde(default)]
    pub notes: Vec<DraftNote>,
}

/// The document a draft was read from, by content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftDocument {
    /// The name of the file, without its folders.
    pub name: String,
    /// The blake3 of the file, in hex.
    pub original: String,
    /// The size of the file, in bytes.
    pub original_bytes: u64,
    /// The blake3 of the UTF-8 text read from it, in hex.
    pub text: String,
    /// The size of that text, in bytes.
    pub text_bytes: u64,
    /// The media type of the file.
    pub media_type: String,
    /// The character encoding of the file.
    pub encoding: String,
}

/// One event of a draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftedEvent {
    /// Whether it is to be recorded.
    pub record: bool,
    /// How sure the machine is: `sure` or `review`.
    pub confidence: DraftConfidence,
    /// Why a person should look, when the machine is not sure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The stream.
    pub stream: StreamId,
    /// The kind.
    pub kind: String,
    /// The schema version of the data.
    pub schema: u32,
    /// When the fact holds.
    pub effective: Edtf,
    /// The grade of the testimony.
    pub grade: Grade,
    /// The first passage in words, for the reader; not read back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// The passages, in the draft's own document.
    pub sources: Vec<DraftSource>,
    /// The events of this draft that it follows from, by their place from 0. Those that are not
    /// recorded are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<usize>,
    /// Pointers into the data (RFC 6901) of texts that are personal data: they are sealed, and not in the
    /// log.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seal: Vec<String>,
    /// The event.
    #[serde(deserialize_with = "crate::unique::value")]
    pub data: Value,
}

/// How sure the machine is of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftConfidence {
    /// It may be recorded unattended.
    Sure,
    /// A person decides.
    Review,
}

/// A passage of the draft's document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftSource {
    /// Byte range in the text.
    pub span: (u64, u64),
    /// The fields of the data that it supports; empty for the event as a whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
}

/// A remark about the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftNote {
    /// A stable code.
    pub code: String,
    /// What was seen, in words.
    pub what: String,
    /// Byte range in the text.
    pub span: (u64, u64),
    /// The amount that was seen, in cents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_cents: Option<Money>,
    /// What that amount seems to be: `subsidy`, `budget`, `advance`, `instalment`, `balance`,
    /// `recovery`, `in_kind` or `other`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seems: Option<String>,
    /// The share that was seen, as stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<String>,
    /// The act that is recalled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<ActRef>,
}

impl DraftFile {
    /// The draft of a text that ingest has read.
    ///
    /// # Errors
    /// [`Error::Draft`] if an event cannot be written as JSON.
    pub fn of(
        document: DraftDocument,
        text: &str,
        draft: greffe_ingest::Draft,
    ) -> Result<DraftFile, Error> {
        let quote = |span: (u64, u64)| slice(text, span).map(greffe_domain::fold_spaces);
        let mut events = Vec::new();
        for (index, event) in draft.events.into_iter().enumerate() {
            let odd = |e: greffe_domain::EventError| Error::Draft {
                event: Some(index),
                reason: e.to_string(),
            };
            let sure = event.confidence == Confidence::Sure;
            events.push(DraftedEvent {
                record: sure,
                confidence: if sure { DraftConfidence::Sure } else { DraftConfidence::Review },
                reason: event.reason,
                stream: event.stream,
                kind: event.event.kind().to_owned(),
                schema: event.event.schema(),
                effective: event.effective,
                grade: event.grade,
                quote: event.sources.first().and_then(|p| quote(p.span)),
                sources: event.sources.into_iter().map(DraftSource::from).collect(),
                causes: event.causes,
                seal: Vec::new(),
                data: event.event.data().map_err(odd)?,
            });
        }
        let notes = draft.notes.into_iter().map(DraftNote::from);
        Ok(DraftFile { greffe_draft: DRAFT_FORMAT, document, events, notes: notes.collect() })
    }

    /// Reads a draft file.
    ///
    /// # Errors
    /// [`Error::Draft`] with the line and column, or the version, that is wrong.
    pub fn parse(json: &str) -> Result<DraftFile, Error> {
        let odd = |reason: String| Error::Draft { event: None, reason };
        // An editor may have put a mark before the text.
        let json = json.strip_prefix('\u{feff}').unwrap_or(json);
        let draft: DraftFile = serde_json::from_str(json).map_err(|e| odd(e.to_string()))?;
        if draft.greffe_draft != DRAFT_FORMAT {
            return Err(odd(format!(
                "the draft has format {}, this program reads {DRAFT_FORMAT}",
                draft.greffe_draft
            )));
        }
        Ok(draft)
    }

    /// Checks every event against its kind, and every span against the text.
    ///
    /// # Errors
    /// [`Error::Draft`] naming the first event that is wrong and what is wrong with it.
    pub fn check(&self, text: &str) -> Result<(), Error> {
        for (index, event) in self.events.iter().enumerate().filter(|(_, e)| e.record) {
            let odd = |reason: String| Error::Draft { event: Some(index), reason };
            let mut data = event.data.clone();
            for pointer in &event.seal {
                let place = data.pointer_mut(pointer).filter(|place| place.is_string());
                let place =
                    place.ok_or_else(|| odd(format!("{pointer}: there is no text to seal")))?;
                *place = serde_json::json!({ "sealed": "0".repeat(64) });
            }
            // Sealed, it must still be of its kind: only what a kind allows can be sealed.
            match Event::decode(&event.kind, event.schema, data) {
                Ok(Decoded::Known(known)) => {
                    let streams = known.streams();
                    // What is said of the ledger itself is not read in an act.
                    if streams.contains(&StreamKind::Ledger) {
                        return Err(odd(format!("{} is no fact of an act", event.kind)));
                    }
                    if !streams.contains(&event.stream.kind()) {
                        return Err(odd(format!(
                            "{} does not belong in the stream {}",
                            event.kind, event.stream
                        )));
                    }
                }
                Ok(Decoded::Unknown { kind, schema }) => {
                    return Err(odd(format!(
                        "{kind} (schema {schema}) is not a kind of event; `greffe schema` lists them"
                    )));
                }
                Err(e) => return Err(odd(e.to_string())),
            }
            if let Some(field) = negative(&event.data) {
                return Err(odd(format!("{field} is negative: an amount is not")));
            }
            if event.sources.is_empty() {
                return Err(odd("it cites no passage: give at least one source".to_owned()));
            }
            for source in &event.sources {
                let (from, to) = source.span;
                if slice(text, source.span).is_none_or(str::is_empty) {
                    return Err(odd(format!(
                        "the span [{from}, {to}] is not a passage of the text, which has {} bytes",
                        text.len()
                    )));
                }
                for pointer in &source.fields {
                    if event.data.pointer(pointer).is_none() {
                        return Err(odd(format!(
                            "a source supports {pointer}, which the data does not have"
                        )));
                    }
                }
            }
            if let Some(cause) = event.causes.iter().find(|cause| **cause >= index) {
                return Err(odd(format!("the cause {cause} is not an earlier event of the draft")));
            }
        }
        Ok(())
    }
}

/// The first amount of an event that is negative. A balance may be: too much was paid.
fn negative(data: &Value) -> Option<&str> {
    let fields = data.as_object()?.iter();
    let amounts = fields.filter(|(name, _)| name.ends_with("_cents") && *name != "balance_cents");
    amounts
        .filter(|(_, value)| value.as_i64().is_some_and(|cents| cents < 0))
        .map(|(name, _)| name.as_str())
        .next()
}

impl DraftNote {
    /// Whether it only says that a figure or a recalled act stands in the text.
    #[must_use]
    pub const fn is_figure(&self) -> bool {
        self.amount_cents.is_some() || self.share.is_some() || self.act.is_some()
    }
}

impl From<Note> for DraftNote {
    fn from(note: Note) -> DraftNote {
        let (mut amount, mut share, mut act) = (None, None, None);
        match note.figure {
            Some(Figure::Amount(money, seems)) => amount = Some((money, seems)),
            Some(Figure::Share(seen)) => share = Some(seen),
            Some(Figure::Act(recalled)) => act = Some(recalled),
            None => {}
        }
        DraftNote {
            code: note.code.to_owned(),
            what: note.what,
            span: note.passage.span,
            amount_cents: amount.map(|(money, _)| money),
            seems: amount.map(|(_, seems)| seems.name().to_owned()),
            share: share.map(|share| share.stated),
            act,
        }
    }
}

impl From<Passage> for DraftSource {
    fn from(passage: Passage) -> DraftSource {
        DraftSource { span: passage.span, fields: passage.fields }
    }
}

/// The bytes of a span, when it lies in the text and on whole characters.
pub(crate) fn slice(text: &str, (from, to): (u64, u64)) -> Option<&str> {
    text.get(usize::try_from(from).ok()?..usize::try_from(to).ok()?)
}
