//! Payments, each once whatever the number of its sources.
//!
//! A payment is told by an order, a statement of account, an act that recalls it, the beneficiary.
//! Whoever counts, dates or lists payments takes them from here, so that all give the same.
//!
//! - **Its date** is the day that a source states, else that of the fact; of several, the most precise.
//! - **One payment told several times** is the same sum, told by other documents: under the same order
//!   number, on dates that can be of the same year, since orders are numbered anew each year; or, where
//!   a source names none, in the same role on dates that can be the same day. A source that is silent on
//!   the role tells the same payment only on the same exact day.
//! - **Two payments** are what one document tells twice: a statement of account has a line for each.
//!   Only a text that recalls one may do so again, with the same role and date as it states it, a day
//!   a month, or an order number; and what two entries read from the same words with the same date is one. Where no
//!   document is named, the recorder is the source.
//! - **One payment with two sums** is what two documents tell under one order number, on dates that can
//!   be the same day: the better grade gives the sum, and the other contradicts it.

use greffe_domain::{
    Agrees, Edtf, Event, Fact, Grade, Known, Money, Passage, PaymentRole, Rival, Standing,
};
use serde::Serialize;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// A payment, ordered or made, once whatever the number of its sources.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PaymentView {
    /// The amount.
    pub amount_cents: Money,
    /// What it is in the schedule.
    pub role: Option<PaymentRole>,
    /// When, as precisely as the sources say: the day they state, else the date of the fact;
    /// `XXXX` where none is known.
    pub on: Edtf,
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
    /// Other sums that sources give under the same order number.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contradicted_by: Vec<Rival<Money>>,
}

/// A payment as one entry tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct PaymentTold {
    effective: Edtf,
    /// Whether the source itself states the date.
    dated: bool,
    /// The passages that tell it as a whole.
    words: Vec<Passage>,
    view: PaymentView,
}

impl PaymentView {
    /// The entries that give the sum which is believed.
    pub(crate) fn confirming(&self) -> Vec<u64> {
        let rival = |entry: &u64| self.contradicted_by.iter().any(|rival| rival.entry == *entry);
        self.entries.iter().copied().filter(|entry| !rival(entry)).collect()
    }
}

impl PaymentTold {
    /// What a fact tells of a payment; none of any other kind.
    #[must_use]
    pub fn of(fact: &Fact) -> Option<PaymentTold> {
        let meta = &fact.meta;
        let source = (meta.seq, meta.grade, fact.passages(""));
        let mut told = PaymentTold::by(&fact.event, &meta.effective, source)?;
        told.view.passages = fact.passages("/amount_cents");
        Some(told)
    }

    /// The same of an event, its date, and the entry, grade and passages that tell it.
    #[must_use]
    pub fn by(
        event: &Event,
        effective: &Edtf,
        (entry, grade, passages): (u64, Grade, Vec<Passage>),
    ) -> Option<PaymentTold> {
        let (amount_cents, role, on, number, executed) = match event {
            Event::PaymentOrdered(p) => (p.amount_cents, p.role, &p.on, &p.number, false),
            Event::PaymentExecuted(p) => (p.amount_cents, p.role, &p.on, &p.number, true),
            _ => return None,
        };
        let view = PaymentView {
            amount_cents,
            role,
            on: on.as_ref().unwrap_or(effective).clone(),
            number: number.clone(),
            executed,
            grade,
            entries: vec![entry],
            passages: passages.clone(),
            contradicted_by: Vec::new(),
        };
        let (effective, dated) = (effective.clone(), on.is_some());
        Some(PaymentTold { effective, dated, words: passages, view })
    }

    /// When it was: the day that the source states, else the date of the fact.
    #[must_use]
    pub fn on(&self) -> &Edtf {
        &self.view.on
    }

    /// Whether two entries may tell one payment, apart from its number.
    fn may_be(&self, other: &PaymentTold) -> bool {
        let (a, b) = (&self.view, &other.view);
        let same_day = a.on.day().is_some() && a.on.day() == b.on.day();
        let silent = a.role.is_none() || b.role.is_none();
        if a.role != b.role && !(silent && same_day) {
            return false;
        }
        self.is_of_another_source(other) && a.on.agrees(&b.on) || self.repeats(other)
    }

    /// The same of two with one order number: an order may be dated by the day of either of its stages,
    /// but the number comes again the next year, and to each line of a document its own payment.
    fn may_be_of_order(&self, other: &PaymentTold) -> bool {
        let (a, b) = (&self.view.on, &other.view.on);
        let of_one_year =
            a.earliest().year() <= b.latest().year() && b.earliest().year() <= a.latest().year();
        of_one_year && self.is_of_another_source(other) || self.repeats(other)
    }

    /// Whether one source tells both and only says again what it said.
    fn repeats(&self, other: &PaymentTold) -> bool {
        let (a, b) = (&self.view, &other.view);
        let same_words = self.any(other, |p, q| {
            p.document == q.document && p.span.0 < q.span.1 && q.span.0 < p.span.1
        });
        let recalled = a.grade >= Grade::Recital && b.grade >= Grade::Recital;
        let named = a.number.is_some() && a.number == b.number;
        let repeated = recalled && (named || self.dated && other.dated);
        ((repeated && a.role == b.role) || same_words) && a.on == b.on
    }

    fn any(&self, other: &PaymentTold, same: fn(&Passage, &Passage) -> bool) -> bool {
        self.words.iter().any(|p| other.words.iter().any(|q| same(p, q)))
    }

    /// Whether no document tells both. Where none is named, the recorder is the source.
    fn is_of_another_source(&self, other: &PaymentTold) -> bool {
        let nowhere = self.words.is_empty() && other.words.is_empty();
        !nowhere && !self.any(other, |p, q| p.document == q.document)
    }

    fn rival(&self) -> Option<Rival<Money>> {
        let view = &self.view;
        let (value, grade, passages) = (view.amount_cents, view.grade, view.passages.clone());
        view.entries.first().map(|entry| Rival { value, grade, entry: *entry, passages })
    }

    /// Whether another source gives the payment of this one's order number another sum.
    fn differs_from(&self, other: &PaymentTold) -> bool {
        let (a, b) = (&self.view, &other.view);
        a.amount_cents != b.amount_cents
            && a.number.is_some()
            && a.number == b.number
            && a.on.agrees(&b.on)
            && self.is_of_another_source(other)
    }

    /// Whether an entry tells the payment that others tell.
    fn is_of(&self, told: &[PaymentTold]) -> bool {
        let of_kind = |p: &PaymentTold| p.view.executed == self.view.executed;
        let agrees = |p: &PaymentTold| p.view.amount_cents == self.view.amount_cents;
        if !told.iter().all(|p| of_kind(p) && (agrees(p) || self.differs_from(p))) {
            return false;
        }
        if !told.iter().all(agrees) {
            return true;
        }
        let number = told.iter().find_map(|p| p.view.number.as_ref());
        match number.zip(self.view.number.as_ref()) {
            Some((theirs, mine)) => theirs == mine && told.iter().all(|p| p.may_be_of_order(self)),
            None => told.iter().all(|p| p.may_be(self)),
        }
    }
}

/// The payments that some entries tell, in the order of their facts, whatever the order given.
#[must_use]
pub fn told_once(mut told: Vec<PaymentTold>) -> Vec<PaymentView> {
    told.sort_by(in_order);
    let mut payments: Vec<Vec<PaymentTold>> = Vec::new();
    // Those that one may be told of have its sum or its number: no others are looked at.
    let mut by_sum: BTreeMap<(bool, Money), BTreeSet<usize>> = BTreeMap::new();
    let mut by_number: BTreeMap<(bool, String), BTreeSet<usize>> = BTreeMap::new();
    for one in told {
        let executed = one.view.executed;
        let same_sum = by_sum.entry((executed, one.view.amount_cents)).or_default();
        let number = one.view.number.clone();
        let mut same_number = number.map(|number| by_number.entry((executed, number)).or_default());
        let alike: BTreeSet<usize> =
            same_sum.iter().chain(same_number.iter().flat_map(|all| all.iter())).copied().collect();
        let of = |at: &usize| payments.get(*at).is_some_and(|payment| one.is_of(payment));
        let at = alike.into_iter().find(of).unwrap_or(payments.len());
        same_sum.insert(at);
        if let Some(same_number) = &mut same_number {
            same_number.insert(at);
        }
        match payments.get_mut(at) {
            Some(payment) => payment.push(one),
            None => payments.push(vec![one]),
        }
    }
    payments.into_iter().filter_map(|told| merged(&told)).collect()
}

/// By date, then by place in the documents; the number of the entry comes last, so that the order of
/// recording changes no payment.
fn in_order(a: &PaymentTold, b: &PaymentTold) -> Ordering {
    fn place(p: &PaymentTold) -> Option<(&str, (u64, u64))> {
        p.words.first().map(|p| (p.document.as_str(), p.span))
    }
    fn what(p: &PaymentView) -> impl Ord + '_ {
        (&p.on, p.amount_cents, p.role, &p.number, p.executed, p.grade, &p.entries)
    }
    let by_date = a.effective.cmp(&b.effective).then_with(|| place(a).cmp(&place(b)));
    by_date.then_with(|| what(&a.view).cmp(&what(&b.view)))
}

/// What is known of one payment by all who tell it: of the sums that of the best grade, of the dates
/// the narrowest, and among equals one that a source states.
fn merged(told: &[PaymentTold]) -> Option<PaymentView> {
    let precision = |p: &PaymentTold| (p.view.on.precision(), p.dated);
    let mut best = told.first()?;
    let mut payment = best.view.clone();
    let surest = told.iter().min_by_key(|p| p.view.grade)?;
    payment.amount_cents = surest.view.amount_cents;
    let rivals = told.iter().filter(|p| p.view.amount_cents != payment.amount_cents);
    payment.contradicted_by = rivals.filter_map(PaymentTold::rival).collect();
    for other in told.get(1..).unwrap_or_default() {
        payment.grade = payment.grade.min(other.view.grade);
        payment.entries.extend(&other.view.entries);
        payment.passages.extend(other.view.passages.iter().cloned());
        payment.number = payment.number.take().or_else(|| other.view.number.clone());
        payment.role = payment.role.or(other.view.role);
        if precision(other) > precision(best) {
            best = other;
        }
    }
    payment.on = best.view.on.clone();
    Some(payment)
}

/// The payments in force.
pub(crate) fn payments(known: &[Known<'_>]) -> Vec<PaymentView> {
    let in_force = known.iter().filter(|k| k.standing == Standing::InForce);
    told_once(in_force.filter_map(|k| PaymentTold::of(k.fact)).collect())
}
