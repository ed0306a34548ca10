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
use greffe_inquiry::{Change, Order, changes, places};
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
    facts: BTreeMap<StreamId, Facts>,
}

impl<'a> Replayer<'a> {
    /// A replay of a ledger.
    #[must_use]
    pub fn of(ledger: &'a Ledger) -> Replayer<'a> {
        Replayer { ledger, facts: BTreeMap::new() }
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
            let (before, after) = (self.state(&stream, before)?, self.state(&stream, after)?);
            let changes = changes(before.as_ref(), after.as_ref());
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
        let facts = self.facts(stream)?;
        let known = !facts.known(stream, as_of).is_empty();
        Ok(known.then(|| ConventionView::of(facts, stream, as_of)))
    }

    /// The days on which something of a convention changes, as far as the whole log tells.
    ///
    /// # Errors
    /// As [`Replayer::step`].
    pub fn days(&mut self, stream: &StreamId) -> Result<Vec<Day>, Error> {
        let places =
            places(self.facts(stream)?, &[], stream, Order::Effective, AsOf::default(), &|_| true);
        let days = places.into_iter().filter_map(|place| place.as_of.effective);
        Ok(days.filter(|day| *day != Day::MIN).collect())
    }

    /// What is known of a convention at an instant, each fact with its date and kind, in their order.
    ///
    /// # Errors
    /// As [`Replayer::step`].
    pub fn marks(&mut self, stream: &StreamId, known: Option<Instant>) -> Result<Vec<Mark>, Error> {
        let facts = self.facts(stream)?.known(stream, AsOf { effective: None, known });
        let mark = |known: Known<'_>| Mark {
            seq: known.fact.meta.seq,
            kind: known.fact.event.kind(),
            effective: known.fact.meta.effective.clone(),
            grade: known.fact.meta.grade,
        };
        Ok(facts.into_iter().map(mark).collect())
    }

    /// The conventions that an entry bears on: its own, that of what it voids or corrects, those of
    /// the beneficiary that it identifies.
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
                if let Event::BeneficiaryIdentified(identified) = &*event {
                    streams.extend(self.granted_to(&identified.name)?);
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

    fn facts(&mut self, stream: &StreamId) -> Result<&Facts, Error> {
        if !self.facts.contains_key(stream) {
            let facts = folded::<ConventionStates>(&self.ledger.bearing([stream])?);
            if self.facts.len() >= KEPT {
                self.facts.clear();
            }
            self.facts.insert(stream.clone(), facts);
        }
        Ok(self.facts.entry(stream.clone()).or_default())
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

fn of_convention(stream: &StreamId) -> Option<StreamId> {
    (stream.kind() == StreamKind::Convention).then(|| stream.clone())
}
