//! What stands against recording a draft: a person decided otherwise on what it would say, or the same words
//! were recorded otherwise, from another state of the draft.
//!
//! Without this, a draft that was kept and recorded again would quietly say beside a correction what the
//! correction had replaced. What a draft says as it was recorded already is never in its own way, and neither
//! is an entry that was voided.

use crate::decode;
use crate::draft_entries::new_entry;
use crate::draft_file::{DraftConfidence, DraftFile, DraftedEvent};
use crate::error::Error;
use crate::ledger::Ledger;
use crate::waiting::is_reading;
use greffe_chain::{Entry, Hash, Source};
use greffe_domain::{Content, Event, Instant, ReadingReviewed, ReviewVerdict};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use uuid::Uuid;

/// A fact of a draft that is not what stands in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restated {
    /// Its place in the draft, from 0.
    pub event: usize,
    /// Its kind.
    pub kind: String,
    /// What it would say.
    pub said: Value,
    /// The entry that stands against it.
    pub entry: u64,
    /// How that entry came to stand.
    pub standing: Standing,
    /// Who recorded it, or decided so.
    pub by: String,
    /// What it says instead; nothing where the reading was rejected.
    pub stands: Option<Value>,
}

/// How an entry came to stand against a fact of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It was recorded from the same passage, out of another state of the draft.
    Recorded,
    /// A person changed this very reading, and that was recorded.
    Edited,
    /// A person rejected this very reading.
    Rejected,
    /// It was corrected in the ledger.
    Corrected,
}

/// What becomes of facts that something stands against.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Restating<'a> {
    /// Nothing of the draft is recorded, unless each of these entries was named.
    RefuseUnless(&'a [u64]),
    /// They are left out.
    LeaveOut,
}

impl fmt::Display for Restated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = match self.standing {
            Standing::Recorded => "recorded from the same passage",
            Standing::Edited => "changed from this reading",
            Standing::Rejected => "rejecting this reading",
            Standing::Corrected => "a correction",
        };
        let Restated { event, kind, entry, by, .. } = self;
        write!(f, "event {event} ({kind}) against entry {entry}, {how}, by {by}")
    }
}

/// A decision of a person, as it stands in the log.
pub(crate) struct Verdict {
    seq: u64,
    at: Instant,
    became: Option<u64>,
    pub(crate) reviewed: ReadingReviewed,
}

impl Ledger {
    /// The facts that a draft would record and that something in the ledger stands against, in the order of the
    /// draft.
    ///
    /// # Errors
    /// [`Error`] when the log cannot be read, [`Error::Draft`] when an event cannot be told.
    pub fn restated(&self, draft: &DraftFile) -> Result<Vec<Restated>, Error> {
        let Ok(text) = draft.document.text.parse::<Hash>() else { return Ok(Vec::new()) };
        if !self.reader()?.holds_document(text) {
            return Ok(Vec::new());
        }
        let identities = identities(draft, text)?;
        let mut new = BTreeSet::new();
        for (at, event) in draft.events.iter().enumerate().filter(|(_, event)| event.record) {
            let Some(id) = identities.get(at).copied().flatten() else { continue };
            if self.reader()?.find_id(id)?.is_none() {
                new.insert((at, event.stream.as_str()));
            }
        }
        if new.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = self.decided_otherwise(draft, &new)?;
        let streams: BTreeSet<&str> = new.iter().map(|(_, stream)| *stream).collect();
        for stream in streams {
            for seq in self.seqs_in(stream) {
                let against = self.recorded_otherwise(seq?, draft, &identities, &new)?;
                let known = |one: &Restated| found.iter().any(|other| is_one(one, other));
                found.extend(against.filter(|one| !known(one)));
            }
        }
        found.sort_by_key(|one| (one.event, one.entry));
        Ok(found)
    }

    /// The entries in force that say what a draft leaves out, though the machine was sure of it or a person rejected it:
    /// leaving out records nothing, and takes nothing back.
    pub(crate) fn recorded_though_rejected(&self, draft: &DraftFile) -> Result<Vec<u64>, Error> {
        let mut found = Vec::new();
        for (at, event) in draft.events.iter().enumerate().filter(|(_, event)| !event.record) {
            let rejected = match &event.decided {
                Some(decided) => decided.verdict == ReviewVerdict::Rejected,
                None => event.confidence == DraftConfidence::Sure,
            };
            if rejected
                && let Some(seq) = self.already_recorded(draft, at)?
                && let Some(entry) = self.in_force_for(seq)?
            {
                found.push(entry);
            }
        }
        Ok(found)
    }

    /// What persons decided on these very readings.
    fn decided_otherwise(
        &self,
        draft: &DraftFile,
        new: &BTreeSet<(usize, &str)>,
    ) -> Result<Vec<Restated>, Error> {
        let decisions = self.reviews_of(&draft.document.text)?;
        let mut found = Vec::new();
        for (at, _) in new {
            let Some(event) = draft.events.get(*at) else { continue };
            let on_it = |one: &&Verdict| {
                one.reviewed.proposed.as_ref().is_some_and(|read| is_reading(read, event))
            };
            let Some(last) = decisions.iter().rfind(on_it) else { continue };
            let by = last.reviewed.by.clone();
            match (last.reviewed.verdict, last.became) {
                // Who has looked at it since may decide anew.
                (ReviewVerdict::Rejected, _)
                    if event.decided.as_ref().is_none_or(|decided| decided.at <= last.at) =>
                {
                    let standing = Standing::Rejected;
                    found.push(restated(*at, event, (last.seq, standing, by), None));
                }
                (ReviewVerdict::Edited, Some(became)) => {
                    let Some(entry) = self.in_force_for(became)? else { continue };
                    let stands = Some(self.as_stored(entry)?.2);
                    let how = if entry == became {
                        (entry, Standing::Edited, by)
                    } else {
                        (entry, Standing::Corrected, self.recorder_of(entry)?)
                    };
                    found.push(restated(*at, event, how, stands));
                }
                _ => {}
            }
        }
        Ok(found)
    }

    /// What an entry of the same text stands against, where the draft does not say it: the fact in its place.
    fn recorded_otherwise(
        &self,
        seq: u64,
        draft: &DraftFile,
        identities: &[Option<Uuid>],
        new: &BTreeSet<(usize, &str)>,
    ) -> Result<Option<Restated>, Error> {
        let Some(bytes) = self.entry(seq)? else { return Ok(None) };
        // Few entries of a stream come from this text: the others are not parsed.
        if memchr::memmem::find(&bytes, draft.document.text.as_bytes()).is_none() {
            return Ok(None);
        }
        let entry = decode::parse(&bytes)?;
        if identities.contains(&Some(entry.id())) {
            return Ok(None);
        }
        let Some(at) = in_its_place(&entry, draft) else { return Ok(None) };
        let Some(event) = draft.events.get(at) else { return Ok(None) };
        if !new.contains(&(at, event.stream.as_str())) {
            return Ok(None);
        }
        let Some(standing) = self.in_force_for(seq)? else { return Ok(None) };
        let how = if standing == seq { Standing::Recorded } else { Standing::Corrected };
        let how = (standing, how, self.recorder_of(standing)?);
        Ok(Some(restated(at, event, how, Some(self.as_stored(standing)?.2))))
    }

    /// The entry that says now what an entry said: itself, or the last of its corrections; none where it was voided.
    pub(crate) fn in_force_for(&self, entry: u64) -> Result<Option<u64>, Error> {
        let mut at = entry;
        // What overrides comes later than what it overrides, so this ends.
        loop {
            match self.overridden_by(at)?.last() {
                Some(over) if over.voids => return Ok(None),
                Some(over) if over.by > at => at = over.by,
                _ => return Ok(Some(at)),
            }
        }
    }

    fn recorder_of(&self, entry: u64) -> Result<String, Error> {
        Ok(self.decoded(entry)?.map(|entry| entry.meta.recorded_by.clone()).unwrap_or_default())
    }

    /// What persons decided on the readings of a text, in the order of the log.
    pub(crate) fn reviews_of(&self, text: &str) -> Result<Vec<Verdict>, Error> {
        let seqs = self.consult(&self.verdicts, |table| {
            let reviewed = table.find(crate::table::Reference::Reviewed(text));
            Ok(reviewed.collect::<BTreeSet<u64>>())
        })?;
        let mut found = Vec::new();
        for seq in seqs {
            let Some(recorded) = self.decoded(seq)? else { continue };
            if let Content::Known(fact) = &recorded.content
                && let Event::ReadingReviewed(reviewed) = &fact.event
                && reviewed.text == text
            {
                let (at, reviewed) = (recorded.meta.recorded_at, ReadingReviewed::clone(reviewed));
                let became = recorded.meta.causes.first().copied();
                found.push(Verdict { seq, at, became, reviewed });
            }
        }
        Ok(found)
    }
}

fn restated(
    at: usize,
    event: &DraftedEvent,
    (entry, standing, by): (u64, Standing, String),
    stands: Option<Value>,
) -> Restated {
    let (kind, said) = (event.kind.clone(), event.data.clone());
    Restated { event: at, kind, said, entry, standing, by, stands }
}

fn is_one(one: &Restated, other: &Restated) -> bool {
    (one.event, one.entry) == (other.event, other.entry)
}

/// The identities that the events of a draft would have as entries, recorded or not.
fn identities(draft: &DraftFile, text: Hash) -> Result<Vec<Option<Uuid>>, Error> {
    let none = HashMap::new();
    let of = |at| Ok(new_entry(draft, at, &none, (text, ""))?.id);
    (0..draft.events.len()).map(of).collect()
}

/// Whether an event tells of another person or receiver than an entry from the same sentence, each named in a place of its own:
/// *Mme A et M. B ne prennent pas part au vote* holds two facts.
fn is_of_another((cited, data): (&[Source], &Value), event: &DraftedEvent) -> bool {
    ["/person", "/beneficiary/name"].into_iter().any(|field| {
        let (Some(one), Some(other)) = (data.pointer(field), event.data.pointer(field)) else {
            return false;
        };
        let one_place = cited.iter().filter(|source| source.fields.iter().any(|f| f == field));
        let shares = one_place.map(|source| source.span).any(|span| {
            let own = event.sources.iter().filter(|own| own.fields.iter().any(|f| f == field));
            own.into_iter().any(|own| own.span.0 < span[1] && span[0] < own.span.1)
        });
        one != other && !shares
    })
}

/// The event of a draft that stands in the place of an entry: of its kind, from the same words, and of several the one
/// that shares most passages with it, then most of what it says.
fn in_its_place(entry: &Entry<'_>, draft: &DraftFile) -> Option<usize> {
    let cited = entry.sources();
    let first =
        cited.first().filter(|source| source.document.to_string() == draft.document.text)?;
    let data: Value = serde_json::from_str(entry.data()).ok()?;
    let likeness = |event: &DraftedEvent| {
        let spans = event.sources.iter();
        let spans = spans.filter(|own| cited.iter().any(|c| c.span == [own.span.0, own.span.1]));
        let fields = event.data.as_object().into_iter().flatten();
        (spans.count(), fields.filter(|(name, value)| data.get(name) == Some(value)).count())
    };
    let near = |event: &DraftedEvent| {
        let span = event.sources.first().map(|source| source.span);
        event.kind == entry.kind()
            && event.stream.as_str() == entry.stream()
            && span.is_some_and(|(from, to)| from < first.span[1] && first.span[0] < to)
            && !is_of_another((cited, &data), event)
    };
    let all = draft.events.iter().enumerate().filter(|(_, event)| near(event));
    // Of equals the first.
    all.rev().max_by_key(|(_, event)| likeness(event)).map(|(at, _)| at)
}
