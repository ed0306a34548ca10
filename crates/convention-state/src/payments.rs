//! Payments, each once whatever the number of its sources.
//!
//! A payment is told by an order, a statement of account, an act that recalls it, the beneficiary.
//! Whoever counts, dates or lists payments takes them from here, so that all give the same.
//!
//! **Two entries may tell one payment** when nothing sets them apart and something ties them.
//!
//! - What sets apart ([`PaymentTold::excludes`]): one is of an order and the other of a payment made; both name
//!   a role, or an order number, and not the same; their dates cannot be the same day or, under one order
//!   number, of the same year, since orders are numbered anew each year; under two sums their dates cannot
//!   be the same day; or one document tells both: a statement of account has a line for each payment. Only a text
//!   that recalls one may do so again, with the same role and date as it states it, a day or a month, or an
//!   order number; and what two entries read from the same words with the same date is one. Where no document
//!   is named, the recorder is the source.
//! - What ties ([`PaymentTold::ties`]): the same order number; or the same sum in the same role on dates that
//!   can be the same day; or the same sum on the same exact day, where a source is silent on the role.
//!
//! **One payment** is what entries tell of which each is tied to one before it and set apart from none. So
//! a source that is silent on the role is tied by its day to the statement of account, and that by its role to the
//! act that gives only the year: the three tell one payment, and no source need agree with every other by
//! itself. Entries are taken in an order of what they say, the most precise first, and each is of the payment of
//! which one source says the most of what it says; of several such, of one to which no source gives another sum, or of the
//! first: a vague one makes no further one. What the order of recording is, changes no payment; a
//! further document that repeats what is told adds none.
//!
//! - **Its sum** is that of the best grade. Who tells it under another is no source of it: that is a
//!   contradiction, unless it is the sum of the lines of one order (`totals.rs`).
//! - **What it may be**: nothing ties it to another of that sum, and nothing sets them apart (`doubted.rs`).
//! - **Its date** is the day that a source states, else that of the fact; of several, the most precise.

mod doubted;
mod totals;
mod unanswered;

pub use unanswered::unanswered;

use crate::taken_back::TakenBack;
use greffe_domain::{
    Agrees, Edtf, Event, Fact, Grade, Known, Money, Passage, PaymentRole, Rival, Standing,
};
use serde::Serialize;
use std::cmp::{Ordering, Reverse};
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
    /// The entries that tell it with that sum, best first.
    pub entries: Vec<u64>,
    /// The passages that tell it so, in the order of the entries.
    pub passages: Vec<Passage>,
    /// Other sums that sources give for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contradicted_by: Vec<Rival<Money>>,
    /// The first entries of other payments of that sum which it may tell again in vaguer words: no source
    /// ties it to them, and none sets it apart. It counts all the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub may_be: Vec<u64>,
    /// What sources say that its order came to, of which it is one line of several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub in_totals: Vec<Rival<Money>>,
    /// Who says that an act which it rests on was withdrawn or annulled: it was ordered or made all the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub taken_back: Vec<TakenBack>,
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
    /// Every entry that tells it, those that give another sum among them.
    pub fn told_by(&self) -> impl Iterator<Item = u64> + '_ {
        let rivals = self.contradicted_by.iter().map(|rival| rival.entry);
        self.entries.iter().copied().chain(rivals)
    }

    /// Whether the years of two can be the same.
    fn can_be_of_the_year_of(&self, other: &PaymentView) -> bool {
        self.on.earliest().year() <= other.on.latest().year()
            && other.on.earliest().year() <= self.on.latest().year()
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
            may_be: Vec::new(),
            in_totals: Vec::new(),
            taken_back: Vec::new(),
        };
        let (effective, dated) = (effective.clone(), on.is_some());
        Some(PaymentTold { effective, dated, words: passages, view })
    }

    /// When it was: the day that the source states, else the date of the fact.
    #[must_use]
    pub fn on(&self) -> &Edtf {
        &self.view.on
    }

    /// Whether something ties two entries to one payment. See the module.
    fn ties(&self, other: &PaymentTold) -> bool {
        let (a, b) = (&self.view, &other.view);
        if a.number.is_some() && a.number == b.number {
            return true;
        }
        let same_day = a.on.day().is_some() && a.on.day() == b.on.day();
        a.amount_cents == b.amount_cents && (same_day || a.role == b.role && a.on.agrees(&b.on))
    }

    /// Whether something sets two entries apart. See the module.
    fn excludes(&self, other: &PaymentTold) -> bool {
        let (a, b) = (&self.view, &other.view);
        let of_two = |differ: bool, named: bool| named && differ;
        if a.executed != b.executed
            || of_two(a.role != b.role, a.role.is_some() && b.role.is_some())
            || of_two(a.number != b.number, a.number.is_some() && b.number.is_some())
        {
            return true;
        }
        let same_number = a.number.is_some() && a.number == b.number;
        let dates_can_be = if same_number && a.amount_cents == b.amount_cents {
            a.can_be_of_the_year_of(b)
        } else {
            a.on.agrees(&b.on)
        };
        !dates_can_be || !self.is_of_another_source(other) && !self.repeats(other)
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

    /// The document that tells it; nothing where none is named.
    fn document(&self) -> &str {
        self.words.first().map_or("", |passage| passage.document.as_str())
    }

    /// How much two entries say alike: the day or the month, the role, the number and the sum.
    fn alike(&self, other: &PaymentTold) -> usize {
        let (a, b) = (&self.view, &other.view);
        let same = [
            a.on == b.on,
            a.role == b.role,
            a.number == b.number,
            a.amount_cents == b.amount_cents,
        ];
        same.into_iter().filter(|same| *same).count()
    }
}

/// The entries that tell one payment.
struct Told(Vec<PaymentTold>);

impl Told {
    /// How much an entry says what one of these says, and whether none gives another sum, if it tells the same payment.
    fn likeness(&self, one: &PaymentTold) -> Option<(usize, bool)> {
        let tied = self.0.iter().filter(|p| one.ties(p)).map(|p| one.alike(p)).max()?;
        let agreed = self.0.iter().all(|p| p.view.amount_cents == one.view.amount_cents);
        (!self.0.iter().any(|p| one.excludes(p))).then_some((tied, agreed))
    }

    /// The entry that tells it best.
    fn first_entry(&self) -> Option<u64> {
        self.0.iter().min_by_key(|p| p.view.grade)?.view.entries.first().copied()
    }
}

/// The payments that some entries tell, in the order of their dates, whatever the order given.
#[must_use]
pub fn told_once(told: Vec<PaymentTold>) -> Vec<PaymentView> {
    let (told, totals) = totals::taken_out(told);
    let told = gathered(told);
    let doubted = doubted::doubted(&told);
    let first = |at: &usize| told.get(*at)?.first_entry();
    let mut payments: Vec<PaymentView> = Vec::with_capacity(told.len());
    for (one, may_be) in told.iter().zip(doubted) {
        let Some(mut payment) = merged(&one.0) else { continue };
        payment.may_be = may_be.iter().filter_map(first).collect();
        payments.push(payment);
    }
    totals::told_to(&mut payments, &totals);
    // By who tells it first, where the days are the same.
    payments.sort_by(|a, b| a.on.cmp(&b.on));
    payments
}

/// The entries by the payment that they tell, the most precise payment first.
fn gathered(mut told: Vec<PaymentTold>) -> Vec<Told> {
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    for one in &told {
        *lines.entry(one.document().to_owned()).or_default() += 1;
    }
    let lines = |one: &PaymentTold| lines.get(one.document()).copied().unwrap_or_default();
    told.sort_by(|a, b| in_order((a, lines(a)), (b, lines(b))));
    let mut payments: Vec<Told> = Vec::new();
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
        let of = |at: &usize| Some((payments.get(*at)?.likeness(&one)?, Reverse(*at)));
        let best = alike.iter().filter_map(of).max();
        let at = best.map_or(payments.len(), |(_, Reverse(at))| at);
        same_sum.insert(at);
        if let Some(same_number) = &mut same_number {
            same_number.insert(at);
        }
        match payments.get_mut(at) {
            Some(payment) => payment.0.push(one),
            None => payments.push(Told(vec![one])),
        }
    }
    payments
}

/// The most precise first, then by what they say; of equals first those of a document that tells more,
/// since each of its lines has a payment of its own, then by place in the documents. The number of the entry
/// comes last, so that the order of recording changes no payment.
fn in_order((a, lines): (&PaymentTold, usize), (b, others): (&PaymentTold, usize)) -> Ordering {
    fn place(p: &PaymentTold) -> Option<(&str, (u64, u64))> {
        p.words.first().map(|p| (p.document.as_str(), p.span))
    }
    fn what(p: &PaymentTold) -> impl Ord + '_ {
        let view = &p.view;
        let says = (view.role.is_none(), view.number.is_none(), !p.dated);
        (&view.on, view.amount_cents, says, view.role, &view.number, view.executed)
    }
    let by_precision = b.view.on.precision().cmp(&a.view.on.precision());
    by_precision
        .then_with(|| what(a).cmp(&what(b)))
        .then(others.cmp(&lines))
        .then_with(|| place(a).cmp(&place(b)))
        .then_with(|| (&a.effective, a.view.grade).cmp(&(&b.effective, b.view.grade)))
        .then_with(|| a.view.entries.cmp(&b.view.entries))
}

/// What is known of one payment by all who tell it: of the sums that of the best grade, of the dates
/// the narrowest, and among equals one that a source states.
fn merged(told: &[PaymentTold]) -> Option<PaymentView> {
    let precision = |p: &&PaymentTold| (p.view.on.precision(), p.dated);
    let mut ranked: Vec<&PaymentTold> = told.iter().collect();
    ranked.sort_by_key(|p| p.view.grade);
    let surest = *ranked.first()?;
    let (same, others): (Vec<&PaymentTold>, Vec<&PaymentTold>) =
        ranked.iter().partition(|p| p.view.amount_cents == surest.view.amount_cents);
    let mut payment = surest.view.clone();
    payment.entries = same.iter().flat_map(|p| p.view.entries.iter().copied()).collect();
    payment.passages = same.iter().flat_map(|p| p.view.passages.iter().cloned()).collect();
    payment.contradicted_by = others.iter().filter_map(|p| p.rival()).collect();
    payment.number = ranked.iter().find_map(|p| p.view.number.clone());
    payment.role = ranked.iter().find_map(|p| p.view.role);
    // Of equals the first.
    let best = told.iter().rev().max_by_key(precision)?;
    payment.on = best.view.on.clone();
    Some(payment)
}

/// The payments in force, in the order of their dates.
pub(crate) fn payments(known: &[Known<'_>]) -> Vec<PaymentView> {
    let in_force = known.iter().filter(|k| k.standing == Standing::InForce);
    told_once(in_force.filter_map(|k| PaymentTold::of(k.fact)).collect())
}
