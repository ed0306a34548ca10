//! A timeline for eyes and for programs: on the terminal, as a picture, as JSON, CSV, and JSON
//! lines for Timesketch.
//!
//! Pictures show a fact once, whoever tells it, as the history of a convention does; the forms for
//! programs give every testimony. A date that is not one day is drawn as the span that it may lie
//! in, with an arrow where an end is open: no picture makes a date more precise than its source.

mod machine;
mod scale;
mod svg;
mod text;

pub use machine::{timeline_csv, timeline_json, timeline_json_lines};
pub use svg::timeline_svg;
pub use text::timeline;

pub(crate) use svg::{BROAD, NARROW, STYLE as SVG_STYLE, Svg, WIDTH, panels};

use crate::figures;
use crate::history::{Moment, merged};
use crate::style::Lang;
use greffe_domain::{Day, Edtf, StreamId, StreamKind};
use greffe_inquiry::{Timeline, TimelineEvent};
use std::collections::BTreeMap;

/// The facts of a timeline, each once, in order. What is told twice is one fact only inside one
/// stream: two acts may well be adopted on one day by the same vote.
pub(crate) fn moments(timeline: &Timeline) -> Vec<Moment> {
    let mut streams: BTreeMap<(StreamKind, &StreamId), Vec<&TimelineEvent>> = BTreeMap::new();
    for event in &timeline.events {
        streams.entry((event.stream.kind(), &event.stream)).or_default().push(event);
    }
    let of_stream =
        |events: Vec<&TimelineEvent>| merged(events.into_iter().map(Moment::of_event).collect());
    let mut all: Vec<Moment> = streams.into_values().flat_map(of_stream).collect();
    all.sort_by(|a, b| a.when().cmp(b.when()));
    all
}

/// The first and the last day that can be told of what is drawn, on the dates that it is drawn on.
fn bounds(moments: &[Moment]) -> Option<(Day, Day)> {
    let days = || moments.iter().flat_map(|m| [m.when().earliest(), m.when().latest()]);
    let told = || days().filter(|day| *day != Day::MIN && *day != Day::MAX);
    told().min().zip(told().max())
}

/// How much is told, and between which days.
pub(crate) fn extent(lang: Lang, timeline: &Timeline, moments: &[Moment]) -> String {
    let size = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let facts = figures::count(lang, size(moments.len()), ("fait", "faits"), ("fact", "facts"));
    let told = figures::count(
        lang,
        size(timeline.events.len()),
        ("inscription", "inscriptions"),
        ("entry", "entries"),
    );
    let told = format!("{facts}, {told}");
    match bounds(moments) {
        Some((first, last)) if first == last => {
            let on = figures::on(lang, &Edtf::from(first));
            format!("{told}, {on}")
        }
        Some((first, last)) => {
            let (first, last) = (figures::day(lang, first), figures::day(lang, last));
            let span =
                lang.pick(format!("du {first} au {last}"), format!("from {first} to {last}"));
            format!("{told}, {span}")
        }
        None => told,
    }
}
