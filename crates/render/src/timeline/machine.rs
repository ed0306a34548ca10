//! Timelines for programs: JSON, CSV, and JSON lines that Timesketch ingests.
//!
//! Keys and codes are the same in every language; only the sentence follows it, and JSON gives
//! both. The same timeline gives the same bytes.

use crate::history::Moment;
use crate::ink::clean;
use crate::style::{Lang, References};
use greffe_domain::{Instant, guarded};
use greffe_inquiry::{Timeline, TimelineEvent};
use serde::Serialize;

/// A sentence in both languages.
#[derive(Serialize)]
struct Label {
    fr: String,
    en: String,
}

#[derive(Serialize)]
struct Labelled<'a> {
    #[serde(flatten)]
    event: &'a TimelineEvent,
    label: Label,
}

#[derive(Serialize)]
struct Labels<'a> {
    stream: &'a str,
    events: Vec<Labelled<'a>>,
}

/// A timeline for a program: every event with its sentence in both languages.
#[must_use]
pub fn timeline_json(timeline: &Timeline) -> impl Serialize + '_ {
    let of = |event: &TimelineEvent, lang| plain(&Moment::of_event(event).sentence(lang));
    let labelled = timeline.events.iter().map(|event| Labelled {
        event,
        label: Label { fr: of(event, Lang::Fr), en: of(event, Lang::En) },
    });
    Labels { stream: timeline.stream.as_str(), events: labelled.collect() }
}

/// The columns of the table.
const COLUMNS: [&str; 14] = [
    "entry",
    "kind",
    "stream",
    "act",
    "effective",
    "earliest",
    "latest",
    "possible",
    "grade",
    "recorded_at",
    "recorded_by",
    "reference",
    "document",
    "label",
];

/// A timeline as a table (RFC 4180, UTF-8), one line an event, with its header. A text that a
/// spreadsheet would take for a formula stands behind an apostrophe ([`guarded`]).
///
/// # Errors
/// [`csv::Error`] when a record cannot be written; in memory none is known to fail.
pub fn timeline_csv(
    lang: Lang,
    refs: &dyn References,
    timeline: &Timeline,
) -> Result<String, csv::Error> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(COLUMNS)?;
    for event in &timeline.events {
        let day = |day: Option<greffe_domain::Day>| day.map(|d| d.to_string()).unwrap_or_default();
        table.write_record([
            event.entry.to_string(),
            event.kind.to_owned(),
            event.stream.to_string(),
            harmless(event.act.as_deref().unwrap_or_default()),
            harmless(event.effective.as_str()),
            day(event.earliest),
            day(event.latest),
            event.possible.to_string(),
            event.grade.to_string(),
            event.recorded_at.to_string(),
            harmless(&event.recorded_by),
            reference(refs, event),
            harmless(&document(refs, event)),
            harmless(&plain(&Moment::of_event(event).sentence(lang))),
        ])?;
    }
    let bytes = table.into_inner().map_err(|e| csv::Error::from(e.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// One line for Timesketch, which asks for `message`, `datetime` and `timestamp_desc`.
#[derive(Serialize)]
struct Line<'a> {
    message: String,
    datetime: String,
    timestamp_desc: &'static str,
    kind: &'a str,
    stream: &'a str,
    entry: u64,
    reference: String,
    document: String,
    act: Option<&'a str>,
    effective: &'a str,
    possible: bool,
    grade: &'a str,
    recorded_at: Instant,
    recorded_by: &'a str,
}

/// A timeline as JSON lines that Timesketch ingests, in the order of their instants. An event has
/// one line for each end of its date (one alone where it is one day, none where nothing is said)
/// and one for when the ledger learned it. A day is written as its midnight in UTC: acts state no
/// hour.
///
/// # Errors
/// [`serde_json::Error`] when a line cannot be written; in memory none is known to fail.
pub fn timeline_json_lines(
    lang: Lang,
    refs: &dyn References,
    timeline: &Timeline,
) -> Result<String, serde_json::Error> {
    let mut lines: Vec<Line<'_>> = timeline.events.iter().flat_map(|e| of(lang, refs, e)).collect();
    lines.sort_by(|a, b| {
        (&a.datetime, a.entry, a.timestamp_desc).cmp(&(&b.datetime, b.entry, b.timestamp_desc))
    });
    let mut text = String::new();
    for line in lines {
        text.push_str(&serde_json::to_string(&line)?);
        text.push('\n');
    }
    Ok(text)
}

fn of<'a>(lang: Lang, refs: &dyn References, event: &'a TimelineEvent) -> Vec<Line<'a>> {
    let line = |datetime: String, timestamp_desc| Line {
        message: plain(&Moment::of_event(event).sentence(lang)),
        datetime,
        timestamp_desc,
        kind: event.kind,
        stream: event.stream.as_str(),
        entry: event.entry,
        reference: reference(refs, event),
        document: document(refs, event),
        act: event.act.as_deref(),
        effective: event.effective.as_str(),
        possible: event.possible,
        grade: event.grade.as_str(),
        recorded_at: event.recorded_at,
        recorded_by: &event.recorded_by,
    };
    let midnight = |day: greffe_domain::Day| format!("{day}T00:00:00+00:00");
    let mut lines = Vec::new();
    match (event.earliest, event.latest) {
        (Some(first), Some(last)) if first == last => {
            lines.push(line(midnight(first), "Effective"));
        }
        (first, last) => {
            lines.extend(first.map(|day| line(midnight(day), "Effective, no earlier than")));
            lines.extend(last.map(|day| line(midnight(day), "Effective, no later than")));
        }
    }
    let learned = event.recorded_at.to_string().replace('Z', "+00:00");
    lines.push(line(learned, "Recorded"));
    lines
}

/// The reference of the passage that says it, as `greffe show` opens it.
fn reference(refs: &dyn References, event: &TimelineEvent) -> String {
    refs.reference(event.entry, event.passages.first())
}

/// The name of the document it stands in; empty when it cites none.
fn document(refs: &dyn References, event: &TimelineEvent) -> String {
    let first = event.passages.first();
    first.and_then(|p| refs.document_name(&p.document)).unwrap_or_default()
}

/// The same words with plain spaces: programs look for them.
fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

/// A text on one line, what cannot be seen written out, that a spreadsheet takes for a text.
fn harmless(text: &str) -> String {
    guarded(&clean(text)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_disarmed_and_nothing_is_hidden() {
        for text in ["=HYPERLINK(\"x\")", "+1+1", "-1-1", "@SUM(A1)", "'=1"] {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        assert_eq!(harmless("\u{202e}@1\u{1b}[2J\n"), "<U+202E>@1<U+001B>[2J ");
        assert_eq!(harmless("2023-03-16"), "2023-03-16");
    }
}
