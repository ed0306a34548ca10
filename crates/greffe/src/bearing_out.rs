//! Values that a person gave in a draft and that their passages do not hold.
//!
//! A person may rightly read in a passage what its words do not say, so nothing is refused: it is told. What the machine
//! read is not asked about, it comes from where it says.

use crate::draft_file::{DraftFile, DraftSource, DraftedEvent, slice};
use crate::review::{overlap, says_the_same};
use greffe_domain::{Edtf, Money, fold_spaces};
use greffe_ingest::{Claim, bears_out};
use serde::Serialize;
use serde_json::Value;

/// A value that the passages which are to support it do not hold.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NotBorneOut {
    /// The place of the fact in the draft, from 0.
    pub event: usize,
    /// The entry that it was recorded as.
    pub entry: u64,
    /// Its kind.
    pub kind: String,
    /// Where the value stands in the data, as a JSON Pointer.
    pub field: String,
    /// The value.
    pub value: Value,
    /// The passage, the first of several, as bytes of the text.
    pub span: (u64, u64),
    /// Its words.
    pub quote: String,
}

/// The values of a draft that were written by hand and that their passages do not hold; of the events that `recorded`
/// names, with their entries.
pub(crate) fn not_borne_out(
    draft: &DraftFile,
    machine: Option<&DraftFile>,
    text: &str,
    recorded: &[(usize, u64)],
) -> Vec<NotBorneOut> {
    if draft.is_untouched() == Some(true) {
        return Vec::new();
    }
    let proposals = machine.map(|machine| machine.events.as_slice()).unwrap_or_default();
    let mut found = Vec::new();
    for (at, entry) in recorded {
        let Some(event) = draft.events.get(*at) else { continue };
        if proposals.iter().any(|p| says_the_same(p, event)) {
            continue;
        }
        let near = |p: &&DraftedEvent| p.kind == event.kind && overlap(p, event);
        let alike = |p: &&DraftedEvent| members_alike(&p.data, &event.data);
        let before = proposals.iter().filter(near).max_by_key(alike);
        for (field, value, span) in unheld(event, before, text) {
            found.push(NotBorneOut {
                event: *at,
                entry: *entry,
                kind: event.kind.clone(),
                field,
                value: value.clone(),
                span,
                quote: slice(text, span).map(fold_spaces).unwrap_or_default(),
            });
        }
    }
    found
}

/// The values of an event that its passages do not hold and that it did not have before, with the first passage of each.
pub(crate) fn unheld<'a>(
    event: &'a DraftedEvent,
    before: Option<&DraftedEvent>,
    text: &str,
) -> Vec<(String, &'a Value, (u64, u64))> {
    let mut found = Vec::new();
    for (field, value, sources) in claimed(event) {
        let as_before = before.is_some_and(|before| {
            before.data.pointer(&field) == Some(value)
                && sources.iter().all(|source| before.sources.contains(source))
        });
        let sealed = event.seal.iter().any(|pointer| field.starts_with(pointer.as_str()));
        if as_before || sealed || is_held(&field, value, &sources, text) {
            continue;
        }
        let Some(span) = sources.first().map(|source| source.span) else { continue };
        found.push((field, value, span));
    }
    found
}

/// What an event says with the sources that are to support it: each field that a source names; and each amount that
/// none does, which any of them may hold.
fn claimed(event: &DraftedEvent) -> Vec<(String, &Value, Vec<&DraftSource>)> {
    let mut found: Vec<(String, &Value, Vec<&DraftSource>)> = Vec::new();
    for source in &event.sources {
        for field in &source.fields {
            let Some(value) = event.data.pointer(field) else { continue };
            // A share is held as it is stated.
            let (field, value) = match value.get("stated") {
                Some(stated) => (format!("{field}/stated"), stated),
                None => (field.clone(), value),
            };
            match found.iter_mut().find(|(known, ..)| *known == field) {
                Some((.., sources)) => sources.push(source),
                None => found.push((field, value, vec![source])),
            }
        }
    }
    for (name, value) in event.data.as_object().into_iter().flatten() {
        let field = format!("/{name}");
        if name.ends_with("_cents") && !found.iter().any(|(known, ..)| *known == field) {
            found.push((field, value, event.sources.iter().collect()));
        }
    }
    found
}

/// Whether one of the passages holds a value; what no words can hold, such as a choice between terms, is not asked.
fn is_held(field: &str, value: &Value, sources: &[&DraftSource], text: &str) -> bool {
    let said = |claim: Claim<'_>| {
        let mut passages = sources.iter().filter_map(|source| slice(text, source.span));
        passages.any(|passage| bears_out(passage, claim))
    };
    match value {
        Value::Number(number) if field.ends_with("_cents") => {
            number.as_i64().is_none_or(|cents| said(Claim::Amount(Money::from_cents(cents))))
        }
        Value::Number(number) => number.as_u64().is_none_or(|n| said(Claim::Whole(n))),
        Value::String(words) if is_term(words) => true,
        Value::String(words) => {
            let date =
                words.parse::<Edtf>().ok().filter(|_| words.contains(|c: char| c.is_ascii_digit()));
            date.is_some_and(|date| said(Claim::Date(&date))) || said(Claim::Words(words))
        }
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => true,
    }
}

/// Whether it is one of the terms that a field may take (`advance`, `pro_rata`), in English whatever the act.
fn is_term(words: &str) -> bool {
    words.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

fn members_alike(one: &Value, other: &Value) -> usize {
    let members = one.as_object().into_iter().flatten();
    members.filter(|(name, value)| other.get(name) == Some(value)).count()
}
