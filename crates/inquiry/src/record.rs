//! Everything recorded that bears on one convention, and who says what in it.

use crate::fields::Fields;
use greffe_convention_state::ConventionView;
use greffe_domain::{
    AsOf, Content, Edtf, Event, Fact, Facts, Grade, Instant, Instrument, Passage, Recorded,
    StreamId,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// The entries that bear on one convention, in the order in which they were recorded, and the
/// facts they fold into.
#[derive(Debug, Clone, PartialEq)]
pub struct ConventionRecord {
    stream: StreamId,
    recorded: Vec<Recorded>,
    facts: Facts,
    places: BTreeMap<u64, usize>,
}

/// What one entry says of a field, and where.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Testimony {
    /// The entry.
    pub entry: u64,
    /// The kind of event.
    pub kind: String,
    /// When the fact holds.
    pub effective: Edtf,
    /// When the ledger learned it.
    pub recorded_at: Instant,
    /// Who recorded it.
    pub recorded_by: String,
    /// The grade of the entry.
    pub grade: Grade,
    /// The act that decides what the entry tells, as written, where that can be told.
    pub act: Option<String>,
    /// The entry that this one corrects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrects: Option<u64>,
    /// The passages of the entry that state the field.
    pub passages: Vec<Passage>,
}

impl ConventionRecord {
    /// The record of a convention, from the entries that bear on it in any order.
    #[must_use]
    pub fn of(stream: StreamId, mut recorded: Vec<Recorded>) -> ConventionRecord {
        recorded.sort_by_key(|entry| entry.meta.seq);
        let mut facts = Facts::default();
        for entry in &recorded {
            facts.insert(entry);
        }
        let places = recorded.iter().enumerate().map(|(at, entry)| (entry.meta.seq, at)).collect();
        ConventionRecord { stream, recorded, facts, places }
    }

    /// The convention's stream.
    #[must_use]
    pub fn stream(&self) -> &StreamId {
        &self.stream
    }

    /// The entries, in the order in which they were recorded.
    #[must_use]
    pub fn recorded(&self) -> &[Recorded] {
        &self.recorded
    }

    /// The facts they fold into.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Whether anything of the convention is known at the question's clocks.
    #[must_use]
    pub fn is_known(&self, as_of: AsOf) -> bool {
        !self.facts.known(&self.stream, as_of).is_empty()
    }

    /// The convention's state.
    #[must_use]
    pub fn view(&self, as_of: AsOf) -> ConventionView {
        ConventionView::of(&self.facts, &self.stream, as_of)
    }

    /// The fields of that state: none while nothing is known of the convention.
    #[must_use]
    pub fn fields(&self, as_of: AsOf) -> Fields {
        self.fields_of(&self.view(as_of), as_of)
    }

    /// The same of a state that is at hand.
    pub(crate) fn fields_of(&self, view: &ConventionView, as_of: AsOf) -> Fields {
        if self.is_known(as_of) { Fields::of(view) } else { Fields::default() }
    }

    pub(crate) fn entry(&self, seq: u64) -> Option<&Recorded> {
        self.places.get(&seq).and_then(|at| self.recorded.get(*at))
    }

    /// Who says a value: each entry with its own of the passages given, in the order given.
    pub(crate) fn testimonies(
        &self,
        view: &ConventionView,
        entries: &[u64],
        passages: &[Passage],
    ) -> Vec<Testimony> {
        let told = entries.iter().filter_map(|seq| self.entry(*seq));
        told.map(|entry| testimony(view, entry, passages)).collect()
    }

    /// The same for a field whose passages the state does not keep: those that support the member
    /// of the data that bears the name of the field.
    pub(crate) fn telling(
        &self,
        view: &ConventionView,
        entries: &[u64],
        path: &str,
    ) -> Vec<Testimony> {
        let pointer = format!("/{}", path.rsplit('.').next().unwrap_or_default());
        let passages = entries.iter().filter_map(|seq| {
            let entry = self.entry(*seq)?;
            let (_, event) = entry.told()?;
            let event = event.into_owned();
            Some(Fact { meta: entry.meta.clone(), event }.passages(&pointer))
        });
        let passages: Vec<Passage> = passages.flatten().collect();
        self.testimonies(view, entries, &passages)
    }
}

fn testimony(view: &ConventionView, entry: &Recorded, passages: &[Passage]) -> Testimony {
    let meta = &entry.meta;
    let own =
        |p: &&Passage| meta.sources.iter().any(|s| s.document == p.document && s.span == p.span);
    Testimony {
        entry: meta.seq,
        kind: kind(entry),
        effective: meta.effective.clone(),
        recorded_at: meta.recorded_at,
        recorded_by: meta.recorded_by.clone(),
        grade: meta.grade,
        act: entry.told().and_then(|(_, event)| act(view, &event)),
        corrects: corrects(entry),
        passages: passages.iter().filter(own).cloned().collect(),
    }
}

/// The kind of what an entry tells; of a correction, that of what it says instead.
pub(crate) fn kind(entry: &Recorded) -> String {
    match (entry.told(), &entry.content) {
        (Some((_, event)), _) => event.kind().to_owned(),
        (None, Content::Known(fact)) => match &fact.event {
            Event::EntryCorrected(correction) => correction.kind.clone(),
            event => event.kind().to_owned(),
        },
        (None, Content::Unknown { kind, .. } | Content::Odd { kind, .. }) => kind.clone(),
    }
}

/// The entry that an entry corrects.
pub(crate) fn corrects(entry: &Recorded) -> Option<u64> {
    match &entry.content {
        Content::Known(fact) => match &fact.event {
            Event::EntryCorrected(correction) => Some(correction.entry),
            _ => None,
        },
        Content::Unknown { .. } | Content::Odd { .. } => None,
    }
}

/// The act that an event names as its own or, for what an avenant changes, the act that approves
/// the avenant.
fn act(view: &ConventionView, event: &Event) -> Option<String> {
    if let Some(act) = event.act() {
        return act.reference.clone();
    }
    let instrument = by(event)?;
    let found = view.instruments.iter().find(|i| i.instrument == instrument);
    found.and_then(|i| i.act.as_ref()?.value.reference.clone())
}

/// The instrument by which an event says that something holds, when it is an avenant.
pub(crate) fn by(event: &Event) -> Option<Instrument> {
    let instrument = match event {
        Event::AvenantApproved(e) => Instrument::Avenant(e.number),
        Event::AvenantSigned(e) => Instrument::Avenant(e.number),
        Event::BudgetRevised(e) => e.instrument.clone(),
        Event::BalanceRuleStated(e) => e.instrument.clone(),
        _ => return None,
    };
    (instrument != Instrument::Initial).then(|| instrument.canonical())
}
