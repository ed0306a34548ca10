//! Suppositions: what a counterfactual history leaves out, adds or replaces.
//!
//! - *Without* an entry: that testimony alone, as if it had never been recorded. An entry that
//!   approves an avenant takes along what follows from it by that avenant (the revised budget that
//!   the same text states) with its corrections, since the two are one statement in two entries. What
//!   other sources say stays.
//! - *Without* an avenant (`avenant-1`): as if it had not been: everything that anybody says to
//!   hold by it in this convention. Others have avenants of the same number. Where its act was taken back
//!   already, nothing else changes: whoever computed a balance on its budget is no source of another's.
//! - *Without* an act, by its reference in any spelling: as if it had not been taken: its own
//!   stream, what is recorded as decided by it, whoever tells it, and the avenants it approves.
//! - What a correction says it says of the stream that it names, wherever it is recorded. One that goes
//!   for an avenant or an act takes along what it corrects, which would speak again.
//! - *With* a draft: its events, as if they were recorded.
//! - *Set* a field: every source that states it states the value given instead; where none does,
//!   one that does is supposed. `current` is what is in force in the record as supposed so far.

use crate::field::FieldValue;
use crate::fields::instrument_of;
use crate::record::{ConventionRecord, by, corrects, kind};
use crate::setting::Setting;
use greffe_convention_state::ConventionView;
use greffe_domain::{
    ActKey, AsOf, Content, Edtf, Event, Grade, Instant, Instrument, Meta, Recorded, Standing,
    StreamId,
};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

/// What is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Without {
    /// An entry.
    Entry(u64),
    /// An avenant, or another instrument but the grant.
    Instrument(Instrument),
    /// An act, by the key of its reference.
    Act(ActKey),
}

/// One supposition of a counterfactual question, with the entries that it touches.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "supposed", rename_all = "snake_case")]
pub enum Supposition {
    /// Something is left out.
    Without {
        /// What.
        without: Without,
        /// The entries left out for it.
        entries: Vec<LeftOut>,
        /// The entries that stay, save that they no longer say on which budget they compute a balance:
        /// it was that of an act taken back, which is left out.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        relying: Vec<u64>,
    },
    /// Something is added.
    With {
        /// The numbers that its events have in this answer; no ledger has them.
        entries: Vec<u64>,
        /// The kinds of the events.
        kinds: Vec<String>,
    },
    /// A value is replaced.
    Set {
        /// The field and the value put in its place.
        #[serde(flatten)]
        setting: Setting,
        /// The value that the record gives; `null` when it gives none.
        recorded: Option<FieldValue>,
        /// The entries that are taken to state the new value.
        entries: Vec<u64>,
    },
}

/// An entry that is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The entry.
    pub entry: u64,
    /// Its kind.
    pub kind: String,
    /// Its stream.
    pub stream: StreamId,
    /// Why leaving it out changes nothing by itself, where that is so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub silent: Option<Silence>,
}

/// Why an entry does not speak at the question's clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Silence {
    /// It was voided or corrected, or corrects what was voided.
    Overridden,
    /// It was recorded later than what is asked about.
    NotYetKnown,
    /// It holds from a later day on than the one asked about.
    NotYetInForce,
}

impl fmt::Display for Without {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Without::Entry(seq) => write!(f, "entry {seq}"),
            Without::Instrument(instrument) => instrument.fmt(f),
            Without::Act(key) => write!(f, "the act {key}"),
        }
    }
}

impl Without {
    /// Reads `43`, `avenant-1`, or the reference of an act; `None` when nothing is left of it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Without> {
        let text = text.trim();
        if let Ok(entry) = text.parse() {
            return Some(Without::Entry(entry));
        }
        match instrument_of(text) {
            Some(Instrument::Initial) => None,
            Some(instrument) => Some(Without::Instrument(instrument)),
            None => ActKey::of(text).map(Without::Act),
        }
    }

    /// The entries of a record that it leaves out, in order.
    pub(crate) fn entries(&self, record: &ConventionRecord, as_of: AsOf) -> Vec<LeftOut> {
        let recorded = record.recorded();
        let chosen: BTreeSet<u64> = match self {
            Without::Entry(seq) => with_what_follows(recorded, *seq),
            Without::Instrument(instrument) => {
                let by = By::of(Some(record.stream().clone()), instrument.clone());
                with_what_it_corrects(record, as_of, by_instruments(recorded, &[by]))
            }
            Without::Act(key) => with_what_it_corrects(record, as_of, of_act(record, key, as_of)),
        };
        let left = recorded.iter().filter(|entry| chosen.contains(&entry.meta.seq));
        left.map(|entry| LeftOut {
            entry: entry.meta.seq,
            kind: kind(entry),
            stream: entry.meta.stream.clone(),
            silent: silence(record, entry, as_of),
        })
        .collect()
    }
}

/// Takes from a record what computes a balance on a budget that was put aside already and is left out;
/// gives the entries. Left to say it, they would contradict a budget of which they say nothing.
pub(crate) fn stop_relying(
    recorded: &mut [Recorded],
    view: &ConventionView,
    left: &[LeftOut],
) -> Vec<u64> {
    let is_left = |seq: &u64| left.iter().any(|left| left.entry == *seq);
    let put_aside = view.budget_cents.undone.iter().map(|step| &step.believed.entries);
    let told: BTreeSet<u64> =
        put_aside.filter(|entries| entries.iter().any(is_left)).flatten().copied().collect();
    let mut relying = Vec::new();
    for entry in recorded.iter_mut().filter(|entry| told.contains(&entry.meta.seq)) {
        let Content::Known(fact) = &mut entry.content else { continue };
        if let Event::BalanceComputed(computed) = &mut Arc::make_mut(fact).event
            && computed.budget_cents.take().is_some()
        {
            relying.push(entry.meta.seq);
        }
    }
    relying
}

/// Why an entry does not speak; nothing where it does, or where it is an override, which speaks of
/// another.
fn silence(record: &ConventionRecord, entry: &Recorded, as_of: AsOf) -> Option<Silence> {
    let meta = &entry.meta;
    if as_of.known.is_some_and(|known| meta.recorded_at > known) {
        return Some(Silence::NotYetKnown);
    }
    if record.facts().is_overridden(meta.seq, as_of.known) {
        return Some(Silence::Overridden);
    }
    let overrides = match &entry.content {
        Content::Known(fact) => {
            matches!(fact.event, Event::EntryVoided(_) | Event::EntryCorrected(_))
        }
        Content::Unknown { .. } | Content::Odd { .. } => false,
    };
    if overrides {
        return None;
    }
    let day = as_of.effective?;
    let future = meta.effective.standing(day) == Standing::Future;
    future.then_some(Silence::NotYetInForce)
}

/// An entry and, when it approves an avenant, the entries by that avenant that name it as their
/// cause, with what corrects those.
fn with_what_follows(recorded: &[Recorded], seq: u64) -> BTreeSet<u64> {
    let Some(entry) = recorded.iter().find(|entry| entry.meta.seq == seq) else {
        return BTreeSet::new();
    };
    let Some((stream, event)) = entry.told() else { return BTreeSet::from([seq]) };
    let Event::AvenantApproved(approved) = &*event else { return BTreeSet::from([seq]) };
    let by = By::of(Some(stream), Instrument::Avenant(approved.number));
    let mut follows: BTreeSet<u64> = BTreeSet::new();
    // In the order of recording, so that a correction comes after what it corrects.
    for other in recorded {
        let caused = other.meta.causes.contains(&seq) && by.holds(other);
        if caused || corrects(other).is_some_and(|target| follows.contains(&target)) {
            follows.insert(other.meta.seq);
        }
    }
    follows.insert(seq);
    follows
}

/// An instrument, of one convention or, for an act, of any.
struct By {
    stream: Option<StreamId>,
    instrument: Instrument,
}

impl By {
    fn of(stream: Option<StreamId>, instrument: Instrument) -> By {
        By { stream, instrument: instrument.canonical() }
    }

    /// Whether an entry tells something to hold by it.
    fn holds(&self, entry: &Recorded) -> bool {
        entry.told().is_some_and(|(stream, event)| {
            self.stream.as_ref().is_none_or(|own| *own == stream)
                && by(&event).as_ref() == Some(&self.instrument)
        })
    }
}

fn by_instruments(recorded: &[Recorded], all: &[By]) -> BTreeSet<u64> {
    let held = recorded.iter().filter(|entry| all.iter().any(|by| by.holds(entry)));
    held.map(|entry| entry.meta.seq).collect()
}

/// Entries and, for each of them that corrects others as far as is known, those others: they must not
/// speak again.
fn with_what_it_corrects(
    record: &ConventionRecord,
    as_of: AsOf,
    mut chosen: BTreeSet<u64>,
) -> BTreeSet<u64> {
    let speaking = chosen.iter().filter_map(|seq| record.entry(*seq));
    let speaking: Vec<&Recorded> = speaking.filter(|entry| speaks(record, entry, as_of)).collect();
    for entry in speaking {
        let mut at = entry;
        // A correction counts only for what stands before it, so this ends.
        while let Some(target) = corrects(at).filter(|target| *target < at.meta.seq)
            && let Some(corrected) = record.entry(target)
        {
            chosen.insert(target);
            at = corrected;
        }
    }
    chosen
}

/// Whether an entry is known and neither voided nor corrected.
fn speaks(record: &ConventionRecord, entry: &Recorded, as_of: AsOf) -> bool {
    as_of.known.is_none_or(|known| entry.meta.recorded_at <= known)
        && !record.facts().is_overridden(entry.meta.seq, as_of.known)
}

fn of_act(record: &ConventionRecord, key: &ActKey, as_of: AsOf) -> BTreeSet<u64> {
    let recorded = record.recorded();
    let mut chosen = BTreeSet::new();
    let mut decided = vec![By::of(None, Instrument::Act(key.to_string()))];
    for entry in recorded {
        let told = entry.told();
        let stream = told.as_ref().map_or(&entry.meta.stream, |(stream, _)| stream);
        let own = stream.kind() == greffe_domain::StreamKind::Act
            && stream.part(2) == Some(key.slug().as_str());
        let act = told.as_ref().and_then(|(_, event)| event.act());
        if !own && act.and_then(greffe_domain::ActRef::key).as_ref() != Some(key) {
            continue;
        }
        chosen.insert(entry.meta.seq);
        if let Some((stream, event)) = &told
            && let Event::AvenantApproved(approved) = &**event
            && speaks(record, entry, as_of)
        {
            decided.push(By::of(Some(stream.clone()), Instrument::Avenant(approved.number)));
        }
    }
    chosen.extend(by_instruments(recorded, &decided));
    chosen
}

/// An entry that is only supposed: known at once and, on the day asked about, in force.
pub(crate) fn hypothetical(
    seq: u64,
    stream: &StreamId,
    (kind, data): (&str, Value),
    as_of: AsOf,
) -> Recorded {
    let meta = Meta {
        seq,
        stream: stream.clone(),
        effective: as_of.effective.map_or_else(Edtf::unknown, Edtf::from),
        recorded_at: Instant::MIN,
        recorded_by: String::new(),
        grade: Grade::Inferred,
        sources: Vec::new(),
        causes: Vec::new(),
    };
    Recorded::of(meta, kind, 1, data)
}
