//! The draft file: what a machine read in an act, for a person to correct and record.
//!
//! A draft is JSON, with comments for whoever corrects it (`draft_text.rs`): the document it was read
//! from, and the events. An event with `"record": true` will be recorded; the machine sets it on what
//! it is sure of, a person on what they decide. Reading a draft back trusts nothing: every event that
//! is to be recorded must have the shape of its kind, each of its spans must lie in the text.

use crate::error::Error;
use crate::review::Decided;
use greffe_chain::Hash;
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
    /// How it was read; absent in a draft that no machine read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<DraftReading>,
    /// The draft file of which this is a review, by the blake3 of its bytes in hex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_of: Option<String>,
    /// The events: in the order of the text, what others follow from first.
    pub events: Vec<DraftedEvent>,
    /// Facts of kinds that are not modelled, and doubts about the text: never recorded.
    #[serde(default)]
    pub notes: Vec<DraftNote>,
}

/// How a draft was read, so that what a person changed can be told from what the machine proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftReading {
    /// The code of the institution that the reader was given, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution: Option<String>,
    /// The blake3 of the events as the machine proposed them, in hex.
    pub proposed: String,
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
    /// What took the text out of the file, and its version; absent where the file is its text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extractor: Option<String>,
    /// The pages that show a picture and hold no text, from 1: what they say was not read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub textless_pages: Vec<u32>,
    /// What a reader of the file does not see, and the text does not hold but where nobody can tell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unseen: Vec<crate::Unseen>,
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
    /// The kind.
    pub kind: String,
    /// When the fact holds.
    pub effective: Edtf,
    /// The event.
    #[serde(deserialize_with = "crate::unique::value")]
    pub data: Value,
    /// The first passage in words, for the reader; not read back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// The stream.
    pub stream: StreamId,
    /// The grade of the testimony.
    pub grade: Grade,
    /// The schema version of the data.
    pub schema: u32,
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
    /// What a person decided on it, in a review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<Decided>,
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

impl DraftConfidence {
    /// The word used in drafts and in the log.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            DraftConfidence::Sure => "sure",
            DraftConfidence::Review => "review",
        }
    }
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
    /// What that amount seems to be: `subsidy`, `budget`, `revised_budget`, `advance`, `instalment`, `balance`,
    /// `recovery`, `in_kind` or `other`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seems: Option<String>,
    /// The share that was seen, as stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<String>,
    /// The act that is recalled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<ActRef>,
    /// The budget year (exercice) that the act names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise: Option<i32>,
}

impl DraftFile {
    /// The draft of a text that ingest has read, in the order of the text.
    ///
    /// # Errors
    /// [`Error::Draft`] if an event cannot be written as JSON.
    pub fn of(
        document: DraftDocument,
        text: &str,
        institution: Option<String>,
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
                decided: None,
            });
        }
        let notes = draft.notes.into_iter().map(DraftNote::from).collect();
        let proposed = hash_of(&events)?;
        Ok(DraftFile {
            greffe_draft: DRAFT_FORMAT,
            document,
            reading: Some(DraftReading { institution, proposed }),
            review_of: None,
            events,
            notes,
        })
    }

    /// Whether its events are those that the machine proposed, untouched; `None` where nobody can
    /// tell.
    pub(crate) fn is_untouched(&self) -> Option<bool> {
        let reading = self.reading.as_ref()?;
        Some(hash_of(&self.events).is_ok_and(|hash| hash == reading.proposed))
    }

    /// The same events in the order of the passages they rest on, so that a person goes through
    /// text and draft together; an event that others follow from stays before them.
    #[must_use]
    pub fn in_order_of_text(self) -> DraftFile {
        let mut events = self.events;
        // The first passage is that of the fact as a whole; those of its fields stand anywhere.
        let first = |event: &DraftedEvent| event.sources.first().map(|source| source.span);
        let mut wanted: Vec<usize> = (0..events.len()).collect();
        wanted.sort_by_key(|at| events.get(*at).and_then(first));
        let mut placed: Vec<Option<usize>> = vec![None; events.len()];
        let mut order = Vec::with_capacity(events.len());
        for at in wanted {
            place(at, &events, &mut placed, &mut order);
        }
        for event in &mut events {
            let new = |cause: &usize| placed.get(*cause).copied().flatten().unwrap_or(*cause);
            event.causes = event.causes.iter().map(new).collect();
        }
        let mut events: Vec<Option<DraftedEvent>> = events.into_iter().map(Some).collect();
        let take = |at: &usize| events.get_mut(*at).and_then(Option::take);
        let events: Vec<DraftedEvent> = order.iter().filter_map(take).collect();
        let reading = self.reading.map(|reading| DraftReading {
            proposed: hash_of(&events).unwrap_or(reading.proposed),
            ..reading
        });
        DraftFile { reading, events, ..self }
    }

    /// Reads a draft file: JSON, in which comments (`//`, `/* */`, `#`) and a comma before a closing
    /// bracket are passed over.
    ///
    /// # Errors
    /// [`Error::Draft`] with the line and column, or the version, that is wrong.
    pub fn parse(json: &str) -> Result<DraftFile, Error> {
        let odd = |reason: String| Error::Draft { event: None, reason };
        // An editor may have put a mark before the text.
        let mut json = json.strip_prefix('\u{feff}').unwrap_or(json).to_owned();
        // Blanks take the place of comments, so that lines and columns stay those of the file.
        json_strip_comments::strip(&mut json)
            .map_err(|_| odd("a / outside a text begins no comment: write //".to_owned()))?;
        let draft: DraftFile = serde_json::from_str(&json).map_err(|e| odd(e.to_string()))?;
        if draft.greffe_draft != DRAFT_FORMAT {
            return Err(odd(format!(
                "the draft has format {}, this program reads {DRAFT_FORMAT}",
                draft.greffe_draft
            )));
        }
        Ok(draft)
    }

    /// Checks every event that is to be recorded against its kind, and every span against the text.
    ///
    /// # Errors
    /// [`Error::Draft`] naming the first event that is wrong and what is wrong with it.
    pub fn check(&self, text: &str) -> Result<(), Error> {
        let chosen = self.events.iter().enumerate().filter(|(_, e)| e.record);
        chosen.into_iter().try_for_each(|(index, event)| event.check(index, text))
    }
}

impl DraftedEvent {
    /// Whether its data are of its kind with nothing of them sealed, and something is to be.
    fn decodes_in_clear(&self) -> bool {
        !self.seal.is_empty() && Event::decode(&self.kind, self.schema, self.data.clone()).is_ok()
    }

    /// Checks an event at its place in a draft against its kind, and its spans against the text.
    ///
    /// # Errors
    /// [`Error::Draft`] saying what is wrong with it.
    pub fn check(&self, index: usize, text: &str) -> Result<(), Error> {
        let odd = |reason: String| Error::Draft { event: Some(index), reason };
        let mut data = self.data.clone();
        for pointer in &self.seal {
            let place = data.pointer_mut(pointer).filter(|place| place.is_string());
            let place = place.ok_or_else(|| odd(format!("{pointer}: there is no text to seal")))?;
            *place = serde_json::json!({ "sealed": "0".repeat(64) });
        }
        // Sealed, it must still be of its kind: only what a kind allows can be sealed.
        match Event::decode(&self.kind, self.schema, data) {
            Ok(Decoded::Known(known)) => {
                let streams = known.streams();
                // What is said of the ledger itself is not read in an act.
                if streams.contains(&StreamKind::Ledger) {
                    return Err(odd(format!("{} is no fact of an act", self.kind)));
                }
                if !streams.contains(&self.stream.kind()) {
                    return Err(odd(format!(
                        "{} does not belong in the stream {}",
                        self.kind, self.stream
                    )));
                }
            }
            Ok(Decoded::Unknown { kind, schema }) => {
                return Err(odd(format!(
                    "{kind} (schema {schema}) is not a kind of event; `greffe schema` lists them"
                )));
            }
            Err(_) if self.decodes_in_clear() => {
                let (kind, fields) = (&self.kind, self.seal.join(", "));
                return Err(odd(format!(
                    "a {kind} cannot seal {fields}; `greffe schema {kind}` marks what can be as Sealable"
                )));
            }
            Err(e) => return Err(odd(e.to_string())),
        }
        greffe_domain::check_possible(&self.kind, &self.data).map_err(|e| odd(e.to_string()))?;
        if let Some(field) = negative(&self.data) {
            return Err(odd(format!("{field} is negative: an amount is not")));
        }
        if self.sources.is_empty() {
            return Err(odd("it cites no passage: give at least one source".to_owned()));
        }
        for source in &self.sources {
            let (from, to) = source.span;
            if slice(text, source.span).is_none_or(str::is_empty) {
                return Err(odd(format!(
                    "the span [{from}, {to}] is not a passage of the text, which has {} bytes",
                    text.len()
                )));
            }
            for pointer in &source.fields {
                if self.data.pointer(pointer).is_none() {
                    return Err(odd(format!(
                        "a source supports {pointer}, which the data does not have"
                    )));
                }
            }
        }
        if let Some(cause) = self.causes.iter().find(|cause| **cause >= index) {
            return Err(odd(format!("the cause {cause} is not an earlier event of the draft")));
        }
        Ok(())
    }
}

/// Puts an event, and before it those that it follows from, in their new order.
fn place(at: usize, events: &[DraftedEvent], placed: &mut [Option<usize>], order: &mut Vec<usize>) {
    let mut open = vec![at];
    while let Some(top) = open.last().copied() {
        let causes = events.get(top).map(|event| event.causes.as_slice()).unwrap_or_default();
        // Only earlier events count as causes, so this ends.
        let due = |cause: &&usize| **cause < top && placed.get(**cause) == Some(&None);
        if let Some(cause) = causes.iter().find(due) {
            open.push(*cause);
            continue;
        }
        open.pop();
        if let Some(slot @ None) = placed.get_mut(top) {
            *slot = Some(order.len());
            order.push(top);
        }
    }
}

fn hash_of(events: &[DraftedEvent]) -> Result<String, Error> {
    let json = serde_json::to_vec(events);
    let json = json.map_err(|e| Error::Draft { event: None, reason: e.to_string() })?;
    Ok(Hash::of(&json).to_string())
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
        self.amount_cents.is_some()
            || self.share.is_some()
            || self.act.is_some()
            || self.exercise.is_some()
    }
}

impl From<Note> for DraftNote {
    fn from(note: Note) -> DraftNote {
        let (mut amount, mut share, mut act, mut exercise) = (None, None, None, None);
        match note.figure {
            Some(Figure::Amount(money, seems)) => amount = Some((money, seems)),
            Some(Figure::Share(seen)) => share = Some(seen),
            Some(Figure::Act(recalled)) => act = Some(recalled),
            Some(Figure::Exercise(year)) => exercise = Some(year),
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
            exercise,
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
