//! What carries an act out: signatures and payments, with their dates.
//!
//! A grant is carried out by the signature of its convention and by payments, an avenant by its
//! signature, a balance by its payment. What the act itself orders is no execution of it.

use super::act::{Told, told};
use super::in_force;
use greffe_domain::{AsOf, Edtf, Event, Facts, Grade, Known, PaymentRole};

/// What carried an act out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExecutionKind {
    /// The signature of the convention or of the avenant.
    Signature,
    /// A payment, ordered or made.
    Payment,
}

/// One thing that carried an act out.
#[derive(Debug, Clone, PartialEq)]
pub struct Execution {
    /// What.
    pub kind: ExecutionKind,
    /// When, as precisely as the source says.
    pub on: Edtf,
}

/// What an act decides, as far as its execution depends on it.
#[derive(Default)]
struct Decided {
    grants: bool,
    avenants: Vec<u32>,
    balance: bool,
}

/// The executions of an act, given the facts that it decides.
pub(super) fn executions(
    facts: &Facts,
    decides: &[Known<'_>],
    as_of: AsOf,
) -> Vec<Told<Execution>> {
    let mut streams: Vec<_> = decides.iter().map(|k| &k.fact.meta.stream).collect();
    streams.sort();
    streams.dedup();
    let mut found = Vec::new();
    for stream in streams {
        let mut decided = Decided::default();
        for k in decides.iter().filter(|k| k.fact.meta.stream == *stream) {
            match &k.fact.event {
                Event::SubsidyGranted(_) | Event::ConventionApproved(_) => decided.grants = true,
                Event::AvenantApproved(a) => decided.avenants.push(a.number),
                Event::BalanceComputed(_) | Event::PaymentOrdered(_) => decided.balance = true,
                _ => {}
            }
        }
        let known = in_force(facts, stream, as_of);
        found.extend(known.into_iter().filter_map(|k| execution(k, &decided)));
    }
    found
}

fn execution(known: Known<'_>, decided: &Decided) -> Option<Told<Execution>> {
    let pays = |role: Option<PaymentRole>| {
        decided.grants || (decided.balance && role == Some(PaymentRole::Balance))
    };
    let by_the_act = known.fact.meta.grade == Grade::Act;
    let (kind, on, applies) = match &known.fact.event {
        Event::ConventionSigned(s) => (ExecutionKind::Signature, &s.on, decided.grants),
        Event::AvenantSigned(s) => {
            (ExecutionKind::Signature, &s.on, decided.avenants.contains(&s.number))
        }
        Event::PaymentExecuted(p) => (ExecutionKind::Payment, &p.on, pays(p.role)),
        Event::PaymentOrdered(p) => (ExecutionKind::Payment, &p.on, !by_the_act && pays(p.role)),
        _ => return None,
    };
    // A payment of which no day is stated was made on the date of the fact, as the state says.
    let date = &known.fact.meta.effective;
    let on = on.clone().or_else(|| (kind == ExecutionKind::Payment).then(|| date.clone()))?;
    applies.then(|| told(known, Execution { kind, on }))
}
