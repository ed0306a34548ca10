//! A timeline: what happened around a convention, an organ or any other subject, in order, on both
//! clocks.
//!
//! An event of a timeline is one testimony, not one happening: two acts that tell the same payment
//! are two events, each with its own date, grade and passage. Whoever draws a picture may show
//! them as one.
//!
//! - Around a **convention** stand its own facts and, of the acts that decide something of it,
//!   what gives an act its force or takes it away: vote, transmission, publicity, withdrawal,
//!   annulment. What takes an act back is told whatever the day asked about, as in the state, and with it
//!   what took that back in its turn.
//! - Around an **organ** stand its own facts, its sittings, and the acts tabled there.
//! - Around any other subject stand its own facts.

use greffe_convention_state::{Grounds, TakenBack, acts_of, told, undoings_of};
use greffe_domain::{
    ActKey, ActRef, AsOf, Day, Edtf, Event, Facts, Grade, Instant, Known, Passage, Standing,
    StreamId, StreamKind,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What an act's own stream tells that gives force to what it decides.
const FORCE: [&str; 3] = ["VoteCast", "ActTransmitted", "ActPublished"];

/// What happened around a subject.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Timeline {
    /// The subject.
    pub stream: StreamId,
    /// What happened: by date (latest day, then earliest), then by stream (organs before sittings,
    /// acts before conventions), then by entry.
    pub events: Vec<TimelineEvent>,
}

/// One testimony on a timeline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimelineEvent {
    /// The kind of event.
    pub kind: &'static str,
    /// The stream it stands in.
    pub stream: StreamId,
    /// When, as precisely as the source says.
    pub effective: Edtf,
    /// The first day on which it may have been; `null` when open.
    pub earliest: Option<Day>,
    /// The last day on which it may have been; `null` when open.
    pub latest: Option<Day>,
    /// Whether the date straddles the day asked about.
    pub possible: bool,
    /// When the ledger learned it.
    pub recorded_at: Instant,
    /// Who recorded it.
    pub recorded_by: String,
    /// The grade of the testimony.
    pub grade: Grade,
    /// The entry.
    pub entry: u64,
    /// The act that it belongs to, as written, where a source gives a reference.
    pub act: Option<String>,
    /// Who says that an act which it rests on was withdrawn or annulled.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub taken_back: Vec<TakenBack>,
    /// The passages that say it.
    pub passages: Vec<Passage>,
    /// The event's data.
    pub data: serde_json::Value,
}

impl Timeline {
    /// The timeline of a subject at the question's two clocks.
    #[must_use]
    pub fn of(facts: &Facts, stream: &StreamId, as_of: AsOf) -> Timeline {
        let mut known = facts.known(stream, as_of);
        match stream.kind() {
            StreamKind::Convention => {
                let named = acts_named_by(facts, stream, as_of);
                let told = named.iter().flat_map(|act| facts.known(act, as_of));
                known.extend(told.filter(|k| FORCE.contains(&k.fact.event.kind())));
                let acts = named.into_iter().chain(acts_of(facts, stream, as_of));
                known.extend(undoings_of(facts, acts, as_of));
            }
            StreamKind::Organ => {
                let sittings = facts.streams().filter(|s| s.organ().as_ref() == Some(stream));
                known.extend(sittings.flat_map(|sitting| facts.known(sitting, as_of)));
                let acts = facts.streams().filter(|s| s.kind() == StreamKind::Act);
                let tabled = acts.filter(|act| tabled_in(facts, act, stream, as_of));
                known.extend(tabled.flat_map(|act| told(facts, act, as_of)));
            }
            _ => known = told(facts, stream, as_of),
        }
        // What takes back one act may have to do with several.
        let mut there = BTreeSet::new();
        known.retain(|k| there.insert(k.fact.meta.seq));
        let mut telling = Telling::of(facts, as_of);
        let mut events: Vec<TimelineEvent> = known.iter().map(|k| telling.event(k)).collect();
        events.sort_by(|a, b| {
            let key = |e: &TimelineEvent| (e.stream.kind(), e.stream.clone(), e.entry);
            a.effective.cmp(&b.effective).then_with(|| key(a).cmp(&key(b)))
        });
        Timeline { stream: stream.clone(), events }
    }
}

/// The acts that decide something of a convention, by the references that its facts name as
/// theirs: `act/<institution>/<key>`, whether or not anything of them is known.
#[must_use]
pub fn acts_named_by(facts: &Facts, convention: &StreamId, as_of: AsOf) -> BTreeSet<StreamId> {
    let Some(institution) = convention.institution() else { return BTreeSet::new() };
    let known = facts.known(convention, as_of);
    let decided = known.iter().filter(|k| k.fact.meta.grade == Grade::Act);
    let keys = decided.filter_map(|k| k.fact.event.act().and_then(ActRef::key));
    keys.filter_map(|key: ActKey| key.stream(institution)).collect()
}

fn tabled_in(facts: &Facts, act: &StreamId, organ: &StreamId, as_of: AsOf) -> bool {
    facts.known(act, as_of).iter().any(|k| match &k.fact.event {
        Event::DeliberationTabled(t) => {
            t.sitting.as_ref().and_then(StreamId::organ).as_ref() == Some(organ)
        }
        _ => false,
    })
}

/// What turns facts into events: the acts that they belong to and rest on, each looked up once.
struct Telling<'a> {
    facts: &'a Facts,
    as_of: AsOf,
    grounds: Grounds<'a>,
    /// The reference of an act, by the stream that tables it.
    references: BTreeMap<&'a StreamId, Option<&'a str>>,
}

impl<'a> Telling<'a> {
    fn of(facts: &'a Facts, as_of: AsOf) -> Telling<'a> {
        let grounds = Grounds::new(facts, as_of);
        Telling { facts, as_of, grounds, references: BTreeMap::new() }
    }

    /// The reference under which a stream tables an act.
    fn tabled(&mut self, stream: &'a StreamId) -> Option<&'a str> {
        let (facts, as_of) = (self.facts, self.as_of);
        *self.references.entry(stream).or_insert_with(|| {
            facts.known(stream, as_of).iter().find_map(|k| match &k.fact.event {
                Event::DeliberationTabled(t) => t.reference.as_deref(),
                _ => None,
            })
        })
    }

    /// One event, with the act it belongs to.
    fn event(&mut self, known: &Known<'a>) -> TimelineEvent {
        let fact = known.fact;
        let meta = &fact.meta;
        let (earliest, latest) = (meta.effective.earliest(), meta.effective.latest());
        let named = fact.event.act().and_then(|act| act.reference.clone());
        let act = named.or_else(|| self.tabled(&meta.stream).map(str::to_owned));
        TimelineEvent {
            kind: fact.event.kind(),
            stream: meta.stream.clone(),
            effective: meta.effective.clone(),
            earliest: (earliest != Day::MIN).then_some(earliest),
            latest: (latest != Day::MAX).then_some(latest),
            possible: known.standing == Standing::Possible,
            recorded_at: meta.recorded_at,
            recorded_by: meta.recorded_by.clone(),
            grade: meta.grade,
            entry: meta.seq,
            act,
            taken_back: self.grounds.of(fact),
            passages: fact.passages(""),
            data: fact.event.data().unwrap_or_default(),
        }
    }
}

/// When the ledger learned the events of a timeline: by the day and by who recorded them, in
/// order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Learned {
    /// The instant of the first.
    pub from: Instant,
    /// The instant of the last.
    pub to: Instant,
    /// Who recorded them.
    pub by: String,
    /// The entries, in order.
    pub entries: Vec<u64>,
}

impl Timeline {
    /// The second clock: what was learned together.
    #[must_use]
    pub fn learned(&self) -> Vec<Learned> {
        let mut groups: BTreeMap<(String, &str), Vec<&TimelineEvent>> = BTreeMap::new();
        for event in &self.events {
            let instant = event.recorded_at.to_string();
            let day = instant.split('T').next().unwrap_or_default().to_owned();
            groups.entry((day, event.recorded_by.as_str())).or_default().push(event);
        }
        let one = |((_, by), events): ((String, &str), Vec<&TimelineEvent>)| {
            let instants = || events.iter().map(|e| e.recorded_at);
            let entries: BTreeSet<u64> = events.iter().map(|e| e.entry).collect();
            Some(Learned {
                from: instants().min()?,
                to: instants().max()?,
                by: by.to_owned(),
                entries: entries.into_iter().collect(),
            })
        };
        groups.into_iter().filter_map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use greffe_domain::{Meta, Recorded};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    const CONVENTION: &str = "convention/vauclaire/2023/les-ateliers";
    const ACT: &str = "act/vauclaire/3127-23-bm";
    const SITTING: &str = "sitting/vauclaire/bureau/2023-03-16";

    #[derive(Default)]
    struct Log(Facts, u64);

    impl Log {
        fn tell(&mut self, stream: &str, kind: &str, effective: &str, grade: Grade, data: Value) {
            let meta = Meta {
                seq: self.1,
                stream: stream.parse().unwrap(),
                effective: effective.parse().unwrap(),
                recorded_at: Instant::from_micros(i64::try_from(self.1).unwrap()).unwrap(),
                recorded_by: "clerk".to_owned(),
                grade,
                sources: Vec::new(),
                causes: Vec::new(),
            };
            self.0.insert(&Recorded::of(meta, kind, 1, data));
            self.1 += 1;
        }

        fn timeline(&self, stream: &str, at: Option<&str>) -> Timeline {
            let effective = at.map(|day| day.parse().unwrap());
            Timeline::of(&self.0, &stream.parse().unwrap(), AsOf { effective, known: None })
        }
    }

    fn grant(reference: &str) -> Value {
        json!({ "amount_cents": 6_000_000, "exercise": 2023, "act": { "reference": reference },
            "beneficiary": { "name": "Les Ateliers" } })
    }

    fn told() -> Log {
        let mut log = Log::default();
        let act = "DSOL-014-3127/23/BM";
        log.tell(CONVENTION, "SubsidyGranted", "2023-03-16", Grade::Act, grant(act));
        log.tell(CONVENTION, "SubsidyGranted", "../2024", Grade::Recital, grant("9999-22-CM"));
        let tabled = json!({ "reference": act, "institution": "Vauclaire", "organ": "Bureau",
            "title": "Subvention", "sitting": SITTING });
        log.tell(ACT, "DeliberationTabled", "2023-03-16", Grade::Act, tabled);
        log.tell(ACT, "VoteCast", "2023-03-16", Grade::Act, json!({ "outcome": "adopted" }));
        log.tell(ACT, "ActTransmitted", "2023-03", Grade::Act, json!({}));
        log.tell(
            "act/vauclaire/9999-22-cm",
            "VoteCast",
            "2022",
            Grade::Act,
            json!({ "outcome": "adopted" }),
        );
        log.tell(
            SITTING,
            "SittingOpened",
            "2023-03-16",
            Grade::Act,
            json!({ "institution": "Vauclaire", "organ": "Bureau" }),
        );
        log.tell(
            "sitting/vauclaire/conseil/2023-03-16",
            "SittingOpened",
            "2023-03-16",
            Grade::Act,
            json!({ "institution": "Vauclaire", "organ": "Conseil" }),
        );
        log
    }

    fn kinds(timeline: &Timeline) -> Vec<&str> {
        timeline.events.iter().map(|e| e.kind).collect()
    }

    #[test]
    fn a_convention_brings_the_force_of_its_acts_and_of_no_others() {
        let timeline = told().timeline(CONVENTION, None);
        let expected = ["VoteCast", "SubsidyGranted", "ActTransmitted", "SubsidyGranted"];
        assert_eq!(kinds(&timeline), expected);
        let acts: Vec<_> = timeline.events.iter().map(|e| e.act.as_deref()).collect();
        let own = Some("DSOL-014-3127/23/BM");
        assert_eq!(acts, [own, own, own, Some("9999-22-CM")]);
    }

    #[test]
    fn an_organ_brings_its_sittings_and_the_acts_tabled_there() {
        let timeline = told().timeline("organ/vauclaire/bureau", None);
        let streams: BTreeSet<&str> = timeline.events.iter().map(|e| e.stream.as_str()).collect();
        assert_eq!(streams, BTreeSet::from([ACT, SITTING]));
        assert_eq!(timeline.events.len(), 4);
    }

    #[test]
    fn open_ends_are_no_days_and_what_straddles_is_possible() {
        let timeline = told().timeline(CONVENTION, Some("2023-03-20"));
        let seen: Vec<_> = timeline
            .events
            .iter()
            .map(|e| (e.kind, e.earliest.is_some(), e.latest.is_some(), e.possible))
            .collect();
        assert_eq!(
            seen,
            [
                ("VoteCast", true, true, false),
                ("SubsidyGranted", true, true, false),
                ("ActTransmitted", true, true, true),
                ("SubsidyGranted", false, true, true),
            ]
        );
    }

    #[test]
    fn nothing_known_is_an_empty_timeline() {
        let timeline =
            Timeline::of(&Facts::default(), &CONVENTION.parse().unwrap(), AsOf::default());
        assert_eq!((timeline.events.len(), timeline.learned()), (0, Vec::new()));
    }

    proptest! {
        /// What is known of a subject grows with what was recorded and with the day asked about.
        #[test]
        fn later_questions_see_no_less(day in 1i8..=28, month in 1i8..=12, known in 0i64..8) {
            let log = told();
            let stream = CONVENTION.parse().unwrap();
            let ask = |effective, known| {
                let timeline = Timeline::of(&log.0, &stream, AsOf { effective, known });
                timeline.events.iter().map(|e| e.entry).collect::<BTreeSet<u64>>()
            };
            let day = Day::new(2023, month, day);
            let instant = Instant::from_micros(known);
            prop_assert!(ask(day, instant).is_subset(&ask(day, None)));
            prop_assert!(ask(day, instant).is_subset(&ask(None, instant)));
        }
    }
}
