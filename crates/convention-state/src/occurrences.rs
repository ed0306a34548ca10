//! Facts that happen rather than hold: requests, reports, restructurings, payments.
//!
//! An occurrence is listed once for each source that tells it, save payments: the same sum in
//! the same role under the same order number, on the same day, or told by other documents on a date
//! that can be that day, is one payment told several times, and counts once.

use greffe_domain::{
    Agrees, Edtf, Event, Grade, Instrument, Known, Money, Passage, PaymentRole, Standing,
};
use serde::Serialize;

/// Something that a source says happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Occurrence {
    /// The kind of event.
    pub kind: &'static str,
    /// When.
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

/// A payment, ordered or made, once whatever the number of its sources.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PaymentView {
    /// The amount.
    pub amount_cents: Money,
    /// What it is in the schedule.
    pub role: Option<PaymentRole>,
    /// When, as precisely as the sources say.
    pub on: Option<Edtf>,
    /// The number of the order.
    pub number: Option<String>,
    /// Whether a source says that it was made, not only ordered.
    pub executed: bool,
    /// The best grade among its sources.
    pub grade: Grade,
    /// The entries that tell it.
    pub entries: Vec<u64>,
    /// The passages that tell it.
    pub passages: Vec<Passage>,
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
        effective: fact.meta.effective.clone(),
        grade: fact.meta.grade,
        entry: fact.meta.seq,
        passages: fact.passages(""),
        data: fact.event.data().unwrap_or_default(),
    }
}

/// Payments in the order of their facts.
pub(crate) fn payments(known: &[Known<'_>]) -> Vec<PaymentView> {
    let mut payments: Vec<PaymentView> = Vec::new();
    for told in known.iter().filter(|k| k.standing == Standing::InForce).filter_map(payment) {
        match payments.iter_mut().find(|p| same_payment(p, &told)) {
            Some(payment) => {
                payment.grade = payment.grade.min(told.grade);
                payment.entries.extend(told.entries);
                payment.passages.extend(told.passages);
                payment.number = payment.number.take().or(told.number);
                // The narrower date is kept.
                let precision = |on: &Option<Edtf>| on.as_ref().map(Agrees::precision);
                if precision(&told.on) > precision(&payment.on) {
                    payment.on = told.on;
                }
            }
            None => payments.push(told),
        }
    }
    payments
}

fn payment(known: &Known<'_>) -> Option<PaymentView> {
    let fact = known.fact;
    let (amount_cents, role, on, number, executed) = match &fact.event {
        Event::PaymentOrdered(p) => (p.amount_cents, p.role, &p.on, &p.number, false),
        Event::PaymentExecuted(p) => (p.amount_cents, p.role, &p.on, &p.number, true),
        _ => return None,
    };
    Some(PaymentView {
        amount_cents,
        role,
        on: on.clone(),
        number: number.clone(),
        executed,
        grade: fact.meta.grade,
        entries: vec![fact.meta.seq],
        passages: fact.passages("/amount_cents"),
    })
}

/// One payment told twice: under the same order number; or the same sum in the same role on the
/// same exact day; or, by different documents, on dates that can be the same (« en mai »).
fn same_payment(a: &PaymentView, b: &PaymentView) -> bool {
    let same_sum = a.executed == b.executed && a.amount_cents == b.amount_cents;
    if let (Some(mine), Some(theirs)) = (&a.number, &b.number) {
        return same_sum && mine == theirs;
    }
    let Some((mine, theirs)) = a.on.as_ref().zip(b.on.as_ref()) else { return false };
    let same_day = mine.day().is_some() && mine.day() == theirs.day();
    let other_document =
        a.passages.iter().all(|p| b.passages.iter().all(|q| p.document != q.document));
    same_sum && a.role == b.role && (same_day || (other_document && mine.agrees(theirs)))
}
