//! Recorded entries as projections see them, and the projection itself.
//!
//! A [`Recorded`] is an entry after decoding: its place in the log ([`Meta`]) and what it says.
//! A [`Fact`] is a known event with its meta, ordered by *what it is*, so that the order in which
//! entries arrived changes nothing.

use crate::day::Instant;
use crate::edtf::Edtf;
use crate::event::{Decoded, Event};
use crate::evidence::{Grade, Passage};
use crate::stream::StreamId;
use serde::Deserializer;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

/// Where an entry stands in the log, and on what it rests.
#[derive(Debug, Clone, PartialEq)]
pub struct Meta {
    /// The sequence number, from 0.
    pub seq: u64,
    /// The stream.
    pub stream: StreamId,
    /// When the fact holds in law or in the world.
    pub effective: Edtf,
    /// When the ledger learned it.
    pub recorded_at: Instant,
    /// Who recorded it.
    pub recorded_by: String,
    /// The grade of the testimony.
    pub grade: Grade,
    /// The passages that say it.
    pub sources: Vec<Passage>,
    /// The entries that caused it.
    pub causes: Vec<u64>,
}

/// An entry as a projection receives it.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// Its place in the log.
    pub meta: Arc<Meta>,
    /// What it says.
    pub content: Content,
}

impl Recorded {
    /// An entry with the data of its kind; nothing is refused, the odd is kept as such.
    #[must_use]
    pub fn of<'de, D>(meta: Meta, kind: &str, schema: u32, data: D) -> Recorded
    where
        D: Deserializer<'de, Error = serde_json::Error>,
    {
        let meta = Arc::new(meta);
        let content = match Event::decode(kind, schema, data) {
            Ok(Decoded::Known(event)) => {
                Content::Known(Arc::new(Fact { meta: Arc::clone(&meta), event: *event }))
            }
            Ok(Decoded::Unknown { kind, schema }) => Content::Unknown { kind, schema },
            Err(odd) => Content::Odd { kind: kind.to_owned(), reason: odd.to_string() },
        };
        Recorded { meta, content }
    }

    /// What the entry tells, and of which stream: of a correction, what it says instead. Nothing
    /// where no projection can use it.
    #[must_use]
    pub fn told(&self) -> Option<(StreamId, Cow<'_, Event>)> {
        let Content::Known(fact) = &self.content else { return None };
        let (mut stream, mut event) = (self.meta.stream.clone(), Cow::Borrowed(&fact.event));
        // What is corrected may itself be a correction; each holds the next, so this ends.
        while let Event::EntryCorrected(c) = &*event {
            let Ok(Decoded::Known(instead)) = Event::decode(&c.kind, c.schema, c.data.clone())
            else {
                return None;
            };
            stream = c.stream.clone();
            event = Cow::Owned(*instead);
        }
        Some((stream, event))
    }
}

/// What an entry says, as far as it can be told.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// A known event, as the fact that projections share.
    Known(Arc<Fact>),
    /// A kind or schema version that this program does not know.
    Unknown {
        /// The kind as written.
        kind: String,
        /// The schema version as written.
        schema: u32,
    },
    /// A known kind whose data does not have its shape.
    Odd {
        /// The kind as written.
        kind: String,
        /// What is wrong, as the decoder says it.
        reason: String,
    },
}

/// A fold over recorded entries: pure, total, deterministic and commutative.
///
/// Folding the same entries in any order gives equal states, so incremental state equals replay
/// by construction. `apply` never fails: what it cannot use it notes in the state.
pub trait Projection {
    /// The name under which snapshots of it are kept.
    const NAME: &'static str;
    /// Raised whenever equal logs may give another state than before.
    const VERSION: u32;
    /// The kinds of entries that may change the state: a reader of many entries decodes no others. None
    /// where any may. An entry of another kind must leave the state as it is.
    const KINDS: Option<&'static [&'static str]> = None;
    /// What is folded.
    type State: Default + Clone + PartialEq;

    /// Folds one entry into the state.
    fn apply(state: &mut Self::State, recorded: &Recorded);
}

/// A known event with its place in the log: the bundle of claims that one entry makes.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// Its place in the log.
    pub meta: Arc<Meta>,
    /// What it says.
    pub event: Event,
}

impl Fact {
    /// The passages that support a field of the event's data: those that name it or a field
    /// that holds it, else those that support the fact as a whole.
    #[must_use]
    pub fn passages(&self, pointer: &str) -> Vec<Passage> {
        // `/share` supports `/share/stated` too.
        let within = |field: &String| {
            let rest = pointer.strip_prefix(field.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let names = |passage: &&Passage| passage.fields.iter().any(within);
        let exact: Vec<&Passage> = self.meta.sources.iter().filter(names).collect();
        let whole = self.meta.sources.iter().filter(|passage| passage.fields.is_empty());
        let whole: Vec<&Passage> = whole.collect();
        let chosen = match (exact.is_empty(), whole.is_empty()) {
            (false, _) => exact,
            (true, false) => whole,
            // Every source names a field: together they support the fact as a whole.
            (true, true) if pointer.is_empty() => self.meta.sources.iter().collect(),
            (true, true) => Vec::new(),
        };
        let bare = |p: &Passage| Passage { fields: Vec::new(), ..p.clone() };
        chosen.into_iter().map(bare).collect()
    }

    /// The place in its document, or nothing for a fact that cites none.
    fn place(&self) -> Option<(&str, (u64, u64))> {
        self.meta.sources.first().map(|p| (p.document.as_str(), p.span))
    }

    fn data_text(&self) -> String {
        self.event.data().map(|data| data.to_string()).unwrap_or_default()
    }
}

impl Eq for Fact {}

/// By date (latest, earliest, as written), then by what the fact is (document, place, kind,
/// content, grade, further passages), and only last by arrival.
impl Ord for Fact {
    fn cmp(&self, other: &Self) -> Ordering {
        self.meta
            .effective
            .cmp(&other.meta.effective)
            .then_with(|| self.place().cmp(&other.place()))
            .then_with(|| self.event.kind().cmp(other.event.kind()))
            .then_with(|| self.data_text().cmp(&other.data_text()))
            .then_with(|| self.meta.grade.cmp(&other.meta.grade))
            .then_with(|| self.meta.sources.cmp(&other.meta.sources))
            .then_with(|| self.meta.seq.cmp(&other.meta.seq))
    }
}

impl PartialOrd for Fact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
