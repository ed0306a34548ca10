//! The entries that a draft becomes: its facts, and what persons decided on its readings.
//!
//! What a draft seals goes into the vault and nowhere else. So neither the identity of an entry nor a
//! decision tells it: a reading that was rejected or left out may hold the same name in other words.

use crate::draft_file::{DraftFile, DraftedEvent};
use crate::error::Error;
use crate::record::{identity_of, raw, raw_value};
use crate::review::Decision;
use greffe_chain::{Hash, Source};
use greffe_domain::{Decoded, Edtf, Event, ProposedReading, ReadingReviewed};
use greffe_store::{Cause, NewEntry};
use serde_json::Value;
use std::collections::HashMap;

/// The entry of the event at `index`. Its data are in clear: whoever appends it seals them.
pub(crate) fn new_entry(
    draft: &DraftFile,
    index: usize,
    places: &HashMap<usize, Cause>,
    (text, by): (Hash, &str),
) -> Result<NewEntry, Error> {
    let event = draft.events.get(index).ok_or_else(|| Error::Draft {
        event: Some(index),
        reason: "there is no such event".to_owned(),
    })?;
    let sources = event.sources.iter().map(|source| Source {
        document: text,
        span: [source.span.0, source.span.1],
        fields: source.fields.clone(),
    });
    let sources: Vec<Source> = sources.collect();
    let data = raw_value(&told(event))?;
    let passages: Vec<String> =
        sources.iter().map(|s| format!("{:?} {:?}", s.span, s.fields)).collect();
    let mut identity = format!(
        "fact {text} {} {} {} {} {} {} {}",
        event.stream,
        event.kind,
        event.schema,
        event.effective,
        event.grade,
        passages.join(";"),
        data.get()
    );
    let before = alike_before(draft, index, event);
    if before > 0 {
        identity = format!("{identity} sealed {before}");
    }
    Ok(NewEntry {
        id: Some(identity_of(&identity)),
        stream: event.stream.to_string(),
        kind: event.kind.clone(),
        schema: event.schema,
        effective: event.effective.to_string(),
        recorded_by: by.to_owned(),
        grade: event.grade.to_string(),
        sources,
        // A cause that is not recorded has nothing to point to.
        causes: event.causes.iter().filter_map(|cause| places.get(cause).copied()).collect(),
        data,
    })
}

/// The data as an identity may tell them: a digest without salt of what is sealed can be guessed.
fn told(event: &DraftedEvent) -> Value {
    let mut told = event.data.clone();
    for pointer in &event.seal {
        if let Some(place) = told.pointer_mut(pointer) {
            *place = serde_json::json!({ "sealed": "" });
        }
    }
    told
}

/// How many facts before this one in the draft differ from it, and from one another, in nothing but
/// what is sealed of them. They are facts of their own, and their identities must say so.
fn alike_before(draft: &DraftFile, index: usize, event: &DraftedEvent) -> usize {
    if event.seal.is_empty() {
        return 0;
    }
    let own = told(event);
    let alike = |other: &&DraftedEvent| {
        other.kind == event.kind
            && other.stream == event.stream
            && (other.schema, &other.effective, other.grade)
                == (event.schema, &event.effective, event.grade)
            && other.sources == event.sources
            && !other.seal.is_empty()
            && told(other) == own
    };
    let mut met: Vec<&Value> = Vec::new();
    for other in draft.events.iter().take(index).filter(alike) {
        if !met.contains(&&other.data) {
            met.push(&other.data);
        }
    }
    // The same again is the same fact.
    met.iter().position(|data| **data == event.data).unwrap_or(met.len())
}

/// What a person decided, behind what the decision let in.
pub(crate) fn decision_entry(
    decision: &Decision,
    draft: &DraftFile,
    places: &HashMap<usize, Cause>,
    (text, by): (Hash, &str),
) -> Result<NewEntry, Error> {
    let event = decision.event.and_then(|at| draft.events.get(at));
    let spans: Vec<(u64, u64)> = match (&decision.proposed, event) {
        (Some(proposed), _) => proposed.spans.clone(),
        (None, Some(event)) => event.sources.iter().map(|source| source.span).collect(),
        (None, None) => Vec::new(),
    };
    let reviewed = Event::from(ReadingReviewed {
        text: text.to_string(),
        verdict: decision.verdict,
        by: decision.by.clone(),
        at: decision.at,
        proposed: decision.proposed.clone().map(|read| discreet(read, draft, event)),
    });
    let day = decision.at.map(|at| at.to_string());
    let day = day.as_deref().and_then(|at| at.get(..10)).and_then(|day| day.parse::<Edtf>().ok());
    let data = raw(&reviewed)?;
    // What was decided of what is one fact, whoever records it.
    let of = decision.event.filter(|at| *at < draft.events.len());
    let of = of.map(|at| new_entry(draft, at, places, (text, by))).transpose()?;
    let of = of.and_then(|entry| entry.id).map(|id| id.to_string()).unwrap_or_default();
    Ok(NewEntry {
        id: Some(identity_of(&format!("review {text} {of} {}", data.get()))),
        stream: "ledger".to_owned(),
        kind: reviewed.kind().to_owned(),
        schema: reviewed.schema(),
        effective: day.unwrap_or_else(Edtf::unknown).to_string(),
        recorded_by: by.to_owned(),
        grade: "record".to_owned(),
        sources: spans
            .into_iter()
            .map(|(from, to)| Source { document: text, span: [from, to], fields: Vec::new() })
            .collect(),
        causes: decision.event.and_then(|at| places.get(&at).copied()).into_iter().collect(),
        data,
    })
}

/// What was read, without what the draft seals anywhere, without what stands where the fact seals, and,
/// where no fact of it is recorded, without all that can be sealed: nothing of that could be erased.
fn discreet(
    mut read: ProposedReading,
    draft: &DraftFile,
    event: Option<&DraftedEvent>,
) -> ProposedReading {
    for pointer in event.iter().flat_map(|event| &event.seal) {
        if let Some(place) = read.data.pointer_mut(pointer) {
            *place = Value::Null;
        }
    }
    let sealed = |event: &DraftedEvent| {
        let values = event.seal.iter().filter_map(|pointer| event.data.pointer(pointer));
        values.filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
    };
    let mut hidden: Vec<String> = draft.events.iter().flat_map(sealed).collect();
    if !event.is_some_and(|event| event.record)
        && let Ok(Decoded::Known(mut told)) =
            Event::decode(&read.kind, read.schema, read.data.clone())
    {
        hidden.extend(told.sealables_mut().filter_map(|value| value.clear().map(str::to_owned)));
    }
    hidden.retain(|value| !value.trim().is_empty());
    let tells = |text: &str| hidden.iter().any(|value| text.contains(value.as_str()));
    blank(&mut read.data, &tells);
    read.reason = read.reason.filter(|reason| !tells(reason));
    read
}

/// Takes out every text, at any depth, that tells something.
fn blank(data: &mut Value, tells: &impl Fn(&str) -> bool) {
    match data {
        Value::String(text) if tells(text) => *data = Value::Null,
        Value::Array(items) => items.iter_mut().for_each(|item| blank(item, tells)),
        Value::Object(fields) => fields.values_mut().for_each(|value| blank(value, tells)),
        _ => {}
    }
}
