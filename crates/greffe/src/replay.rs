//! Replay: the log entry by entry, each with what it changes in the states of conventions.
//!
//! The state before an entry is what was known a microsecond earlier: instants rise strictly in a
//! ledger. So a step needs no step before it, and a replay may begin anywhere.

use crate::error::Error;
use crate::ledger::{Ledger, folded};
use crate::table::Reference;
use greffe_convention_state::{ConventionStates, ConventionView};
use greffe_domain::{
    AsOf, Content, Day, Edtf, Event, Facts, Grade, Instant, Known, Recorded, StreamId, StreamKind,
    slug,
};
use greffe_inquiry::{Change, Fields, Order, diff, places};
use std::collections::{BTreeMap, BTreeSet};

/// How many conventions are kept at hand.
const KEPT: usize = 256;

/// An entry, and what it changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Replayed {
    /// The entry.
    pub recorded: Recorded,
    /// The conventions that it bears on, with what changes in each; nothing may.
    pub states: Vec<StateChange>,
}

/// What an entry changes in the state of a convention.
#[derive(Debug, Clone, PartialEq)]
pub struct StateChange {
    /// The convention.
    pub stream: StreamId,
    /// The fields that differ, as `greffe diff` has them.
    pub changes: Vec<Change>,
}

/// A fact on the line of time.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// The entry.
    pub seq: u64,
    /// The kind of event.
    pub kind: &'static str,
    /// When.
    pub effective: Edtf,
    /// The standing of the testimony.
    pub grade: Grade,
}

/// Replays entries of a ledger, with the conventions at hand that they bear on.
#[derive(Debug)]
pub struct Replayer<'a> {
    ledger: &'a Ledger,
    kept: BTreeMap<StreamId, Kept>,
}

/// A convention at hand.
#[derive(Debug, Default)]
struct Kept {
    facts: Facts,
    /// When each entry that bears on it was recorded, in order.
    learned: Vec<Instant>,
    /// The fields that the last step ended with. The next one mostly begins with them.
    last: Option<(Stage, Fields)>,
}

/// What decides a state: the day asked about, and how many of the entries were known.
type Stage = (Option<Day>, usize);

impl<'a> Replayer<'a> {
    /// A replay of a ledger.
    #[must_use]
    pub fn of(ledger: &'a Ledger) -> Replayer<'a> {
        Replayer { ledger, kept: BTreeMap::new() }
    }

    /// One step: an entry by its stored bytes, and what it changes in what is in force on a day.
    ///
    /// # Errors
    /// [`Error`] when the log cannot be read.
    pub fn step(&mut self, bytes: &[u8], effective: Option<Day>) -> Result<Replayed, Error> {
        let recorded = self.ledger.decode(bytes)?;
        let at = recorded.meta.recorded_at;
        let (before, after) = (
            AsOf { effective, known: at.micros().checked_sub(1).and_then(Instant::from_micros) },
            AsOf { effective, known: Some(at) },
        );
        let mut states = Vec::new();
        for stream in self.bears_on(&recorded)? {
            let kept = self.kept(&stream)?;
            let (old, new) = (kept.fields(&stream, before), kept.fields(&stream, after));
            let changes = diff(&old, &new, true).changes;
            kept.last = Some((kept.stage(after), new));
            states.push(StateChange { stream, changes });
        }
        Ok(Replayed { recorded, states })
    }

    /// The state of a convention at a question's two clocks; none when nothing of it is known.
    ///
    /// # Errors
    /// As [`Replayer::step`].
    pub fn state(
        &mut self,
        stream: &StreamId,
        as_of: AsOf,
    ) -> Result<Option<ConventionView>, Error> {
        Ok(self.kept(stream)?.view(stream, as_of))
    }

    /// The days on which something of a convention changes, as far as the whole log tells.
    ///
    /// # Errors
    /// As [`Replayer::step`].
    pub fn days(&mut self, stream: &StreamId) -> Result<Vec<Day>, Error> {
        let places = places(
            &self.kept(stream)?.facts,
            &[],
            stream,
            Order::Effective,
            AsOf::default(),
            (&|_| true, false),
        );
        let days = places.into_iter().filter_map(|place| place.as_of.effective);
        Ok(days.filter(|day| *day != Day::MIN).collect())
    }

    /// What is known of a convention at an instant, each fact with its date and kind, in their order.
    ///
    /// # Errors
    /// As [`Replayer::step`].
    pub fn marks(&mut self, stream: &StreamId, known: Option<Instant>) -> Result<Vec<Mark>, Error> {
        let as_of = AsOf { effective: None, known };
        let facts = self.kept(stream)?.facts.known(stream, as_of);
        let mark = |known: Known<'_>| Mark {
            seq: known.fact.meta.seq,
            kind: known.fact.event.kind(),
            effective: known.fact.meta.effective.clone(),
            grade: known.fact.meta.grade,
        };
        Ok(facts.into_iter().map(mark).collect())
    }

    /// The conventions that an entry bears on: its own, that of what it voids or corrects, those of
    /// the beneficiary that it identifies, those that name the act which it withdraws or annuls.
    ///
    /// # Errors
    /// As [`Replayer::step`].
    pub fn bears_on(&self, recorded: &Recorded) -> Result<BTreeSet<StreamId>, Error> {
        let mut streams = BTreeSet::new();
        let mut entry = Some(recorded.clone());
        // An override names an earlier entry, so the way back ends.
        while let Some(recorded) = entry.take() {
            streams.extend(of_convention(&recorded.meta.stream));
            let Content::Known(fact) = &recorded.content else { continue };
            if let Some((stream, event)) = recorded.told() {
                streams.extend(of_convention(&stream));
                match &*event {
                    Event::BeneficiaryIdentified(identified) => {
                        streams.extend(self.granted_to(&identified.name)?);
                    }
                    Event::ActWithdrawn(_) | Event::ActAnnulled(_) => {
                        streams.extend(self.standing_on(&stream)?);
                    }
                    _ => {}
                }
            }
            let target = match &fact.event {
                Event::EntryVoided(voided) => Some(voided.entry),
                Event::EntryCorrected(correction) => Some(correction.entry),
                _ => None,
            };
            let earlier = target.filter(|target| *target < recorded.meta.seq);
            entry = earlier.map(|target| self.ledger.decoded(target)).transpose()?.flatten();
        }
        Ok(streams)
    }

    fn kept(&mut self, stream: &StreamId) -> Result<&mut Kept, Error> {
        if !self.kept.contains_key(stream) {
            let bearing = self.ledger.bearing([stream])?;
            let mut learned: Vec<Instant> =
                bearing.iter().map(|recorded| recorded.meta.recorded_at).collect();
            learned.sort_unstable();
            if self.kept.len() >= KEPT {
                self.kept.clear();
            }
            let facts = folded::<ConventionStates>(&bearing);
            self.kept.insert(stream.clone(), Kept { facts, learned, last: None });
        }
        Ok(self.kept.entry(stream.clone()).or_default())
    }

    /// The conventions granted to a beneficiary.
    fn granted_to(&self, name: &str) -> Result<BTreeSet<StreamId>, Error> {
        let name = slug(name);
        let seqs = self.ledger.consult(&self.ledger.decisions, |table| {
            Ok(table.find(Reference::GrantedTo(&name)).collect::<Vec<u64>>())
        })?;
        let mut streams = self.ledger.streams_told(seqs)?;
        streams.retain(|stream| stream.kind() == StreamKind::Convention);
        Ok(streams)
    }
}

impl Replayer<'_> {
    /// The conventions that name an act, and those that name one which it withdraws, at whatever remove.
    fn standing_on(&self, act: &StreamId) -> Result<BTreeSet<StreamId>, Error> {
        let mut streams = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut open = vec![act.clone()];
        while let Some(act) = open.pop() {
            if !seen.insert(act.clone()) {
                continue;
            }
            let seqs = self.ledger.consult(&self.ledger.decisions, |table| {
                Ok(table.find(Reference::NamedBy(act.as_str())).collect::<Vec<u64>>())
            })?;
            for stream in self.ledger.streams_told(seqs)? {
                match stream.kind() {
                    StreamKind::Convention => streams.extend([stream]),
                    StreamKind::Act => open.push(stream),
                    _ => {}
                }
            }
        }
        Ok(streams)
    }
}

impl Kept {
    fn stage(&self, as_of: AsOf) -> Stage {
        let known = |known| self.learned.partition_point(|learned| *learned <= known);
        (as_of.effective, as_of.known.map_or(self.learned.len(), known))
    }

    fn view(&self, stream: &StreamId, as_of: AsOf) -> Option<ConventionView> {
        let known = !self.facts.known(stream, as_of).is_empty();
        known.then(|| ConventionView::of(&self.facts, stream, as_of))
    }

    /// The fields of a state: those of the last step, where nothing was learned since.
    fn fields(&mut self, stream: &StreamId, as_of: AsOf) -> Fields {
        let stage = self.stage(as_of);
        match self.last.take_if(|(last, _)| *last == stage) {
            Some((_, fields)) => fields,
            None => self.view(stream, as_of).as_ref().map(Fields::of).unwrap_or_default(),
        }
    }
}

fn of_convention(stream: &StreamId) -> Option<StreamId> {
    (stream.kind() == StreamKind::Convention).then(|| stream.clone())
}
