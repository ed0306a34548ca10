//! Facts that happen rather than hold: requests, reports, restructurings, repayments ordered.
//!
//! An occurrence is listed once for each source that tells it. Payments are not: see `payments.rs`.

use greffe_domain::{Edtf, Event, Fact, Grade, Instrument, Known, Passage, Standing};
use serde::Serialize;

/// Something that a source says happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Occurrence {
    /// The kind of event.
    pub kind: &'static str,
    /// When: of a repayment ordered, the day that the source states, else that of the fact.
    pub effective: Edtf,
    /// The grade of the testimony.
    pub grade: Grade,
    /// The entry.
    pub entry: u64,
    /// The passages that say it.
    pub passages: Vec<Passage>,
    /// The event's data.
    pub data: serde_json::Value,
}

/// The occurrences of some kinds, in the order of their facts.
pub(crate) fn of_kinds(known: &[Known<'_>], kinds: &[&str]) -> Vec<Occurrence> {
    let wanted = known.iter().filter(|k| kinds.contains(&k.fact.event.kind()));
    wanted.filter(|k| k.standing == Standing::InForce).map(occurrence).collect()
}

/// Whatever may be in force, or not, on the day asked about.
pub(crate) fn possible(known: &[Known<'_>]) -> Vec<Occurrence> {
    known.iter().filter(|k| k.standing == Standing::Possible).map(occurrence).collect()
}

/// The signature of an avenant, where a source shows it.
pub(crate) fn avenant_signed(known: &[Known<'_>], instrument: &Instrument) -> Option<Occurrence> {
    let signed = |k: &&Known<'_>| match &k.fact.event {
        Event::AvenantSigned(a) => Instrument::Avenant(a.number) == *instrument,
        _ => false,
    };
    known.iter().filter(|k| k.standing == Standing::InForce).find(signed).map(occurrence)
}

fn occurrence(known: &Known<'_>) -> Occurrence {
    let fact = known.fact;
    Occurrence {
        kind: fact.event.kind(),
        effective: happened_on(fact).clone(),
        grade: fact.meta.grade,
        entry: fact.meta.seq,
        passages: fact.passages(""),
        data: fact.event.data().unwrap_or_default(),
    }
}

/// When it happened. A repayment is dated like a payment.
fn happened_on(fact: &Fact) -> &Edtf {
    let stated = match &fact.event {
        Event::RecoveryOrdered(recovery) => recovery.on.as_ref(),
        _ => None,
    };
    stated.unwrap_or(&fact.meta.effective)
}
