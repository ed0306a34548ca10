//! What carries an act out: signatures and payments, with their dates.
//!
//! A grant is carried out by the signature of its convention and by payments, an avenant by its
//! signature, a balance by its payment. What the act itself orders is no execution of it.

use super::act::{Told, told};
use super::in_force;
use greffe_convention_state::{PaymentTold, PaymentView, told_once, unanswered};
use greffe_domain::{AsOf, Edtf, Event, Facts, Grade, Known, PaymentRole};

/// What carried an act out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExecutionKind {
    /// The signature of the convention or of the avenant.
    Signature,
    /// A payment that was made.
    Payment,
    /// An order to pay, of which no source shows the payment.
    Order,
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
        found.extend(known.iter().filter_map(|k| signature(*k, &decided)));
        // What two sources tell of one payment is one payment, as precisely as the better of them says.
        let told = known.iter().filter(|k| pays(k, &decided));
        let made = told_once(told.filter_map(|k| PaymentTold::of(k.fact)).collect());
        found.extend(carried_out(made).into_iter().map(payment));
    }
    found
}

fn signature(known: Known<'_>, decided: &Decided) -> Option<Told<Execution>> {
    let (on, applies) = match &known.fact.event {
        Event::ConventionSigned(s) => (&s.on, decided.grants),
        Event::AvenantSigned(s) => (&s.on, decided.avenants.contains(&s.number)),
        _ => return None,
    };
    let on = on.clone()?;
    applies.then(|| told(known, Execution { kind: ExecutionKind::Signature, on }))
}

/// Whether a payment carries out what is decided. What an act orders is no execution of it.
fn pays(known: &Known<'_>, decided: &Decided) -> bool {
    let of = |role: Option<PaymentRole>| {
        decided.grants || (decided.balance && role == Some(PaymentRole::Balance))
    };
    match &known.fact.event {
        Event::PaymentExecuted(p) => of(p.role),
        Event::PaymentOrdered(p) => known.fact.meta.grade != Grade::Act && of(p.role),
        _ => false,
    }
}

/// The payments that were made, and the orders of which none is: what an order came to, the payment tells.
fn carried_out(payments: Vec<PaymentView>) -> Vec<PaymentView> {
    let open: Vec<u64> = unanswered(&payments).iter().flat_map(|p| p.entries.clone()).collect();
    let of_open = |p: &PaymentView| p.entries.iter().any(|entry| open.contains(entry));
    payments.into_iter().filter(|p| p.executed || of_open(p)).collect()
}

fn payment(view: PaymentView) -> Told<Execution> {
    let kind = if view.executed { ExecutionKind::Payment } else { ExecutionKind::Order };
    Told {
        value: Execution { kind, on: view.on.clone() },
        effective: view.on,
        grade: view.grade,
        entries: view.entries,
        passages: view.passages,
    }
}
