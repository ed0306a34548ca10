//! One field of a state: a value under a path, with what it rests on.

use greffe_convention_state::{
    Assumption, Contradiction, Missing, Obligation, Occurrence, PaymentView, Uncomputed, Undoing,
    UndoneAct,
};
use greffe_domain::{
    ActKey, ActRef, Agreement, Assignment, BalanceRule, Edtf, Grade, Instrument, Money, Passage,
    Ratio, Rival, Sourced, StatedShare, StreamId, Term,
};
use serde::Serialize;
use std::collections::BTreeSet;

/// How a value came into the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// A source states it.
    Stated,
    /// It follows from other fields.
    Computed,
    /// No source states it: it is taken for granted, and said to be.
    Assumed,
    /// A counterfactual question puts it in the place of what sources state.
    Supposed,
}

/// The value of a field, by its type.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
pub enum FieldValue {
    /// An amount, in cents.
    Money(Money),
    /// A year.
    Year(i32),
    /// Words as written.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// A share as a text states it.
    Share(StatedShare),
    /// An exact ratio.
    Ratio(Ratio),
    /// How a stated share compares with the exact one.
    Agreement(Agreement),
    /// An act, by its reference.
    Act(ActRef),
    /// Terms of a convention.
    Terms(Vec<Term>),
    /// A rule of the balance.
    Rule(BalanceRule),
    /// A kind of use.
    Assignment(Assignment),
    /// Something taken for granted.
    Assumption(Assumption),
    /// Why a figure cannot be computed.
    Uncomputed(Uncomputed),
    /// A payment, ordered or made.
    Payment(Box<PaymentView>),
    /// Something that happened, with the data of its event.
    Occurrence(Box<Occurrence>),
    /// An act that was withdrawn or annulled.
    Undone(Box<UndoneAct>),
    /// Something owed.
    Obligation(Obligation),
    /// Something that no source shows.
    Missing(Missing),
    /// Two sources that do not agree.
    Contradiction(Box<Contradiction>),
}

impl FieldValue {
    /// The amount, of a field that is one.
    #[must_use]
    pub fn money(&self) -> Option<Money> {
        match self {
            FieldValue::Money(amount) => Some(*amount),
            FieldValue::Payment(payment) => Some(payment.amount_cents),
            _ => None,
        }
    }

    /// Whether two values say the same, wherever they are said: the entries and passages inside a
    /// value are where it stands, not what it is.
    #[must_use]
    pub fn says_the_same(&self, other: &FieldValue) -> bool {
        match (self, other) {
            (FieldValue::Payment(a), FieldValue::Payment(b)) => {
                let rests_on = |payment: &PaymentView| -> BTreeSet<(StreamId, Undoing)> {
                    payment.taken_back.iter().map(|one| (one.act.clone(), one.how)).collect()
                };
                (a.amount_cents, a.role, &a.on, &a.number, a.executed, rests_on(a))
                    == (b.amount_cents, b.role, &b.on, &b.number, b.executed, rests_on(b))
            }
            (FieldValue::Occurrence(a), FieldValue::Occurrence(b)) => {
                (a.kind, &a.effective, &a.data) == (b.kind, &b.effective, &b.data)
            }
            (FieldValue::Undone(a), FieldValue::Undone(b)) => {
                (&a.act, a.how, &a.by, &a.on, &a.ground, &a.instruments)
                    == (&b.act, b.how, &b.by, &b.on, &b.ground, &b.instruments)
            }
            (FieldValue::Obligation(a), FieldValue::Obligation(b)) => {
                (a.kind, a.due, a.applies, &a.met) == (b.kind, b.due, b.applies, &b.met)
            }
            (FieldValue::Contradiction(a), FieldValue::Contradiction(b)) => {
                (a.field, &a.instrument, &a.believed, &a.stated)
                    == (b.field, &b.instrument, &b.believed, &b.stated)
            }
            (FieldValue::Act(a), FieldValue::Act(b)) => {
                a == b
                    || a.date == b.date
                        && is_one_act(a.reference.as_deref(), b.reference.as_deref())
            }
            _ => self == other,
        }
    }
}

/// Whether two references name one act, as an act gives its own in full and others shorten it.
fn is_one_act(one: Option<&str>, other: Option<&str>) -> bool {
    let key = |reference: Option<&str>| reference.and_then(ActKey::of);
    key(one).is_some_and(|one| key(other) == Some(one))
}

/// One field of a state.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Field {
    /// Its path: `budget_cents.avenant-1`.
    pub path: String,
    /// Where it stands in the state's JSON, as JSON Pointers (RFC 6901).
    pub places: Vec<String>,
    /// How it came into the state.
    pub kind: FieldKind,
    /// The value.
    #[serde(flatten)]
    pub value: FieldValue,
    /// The best grade among its support; `null` where nothing supports it directly.
    pub grade: Option<Grade>,
    /// From when it holds, where a source says.
    pub effective: Option<Edtf>,
    /// By which instrument, where the field has one value for each.
    pub instrument: Option<Instrument>,
    /// The entries that it rests on, best first.
    pub entries: Vec<u64>,
    /// The passages that it rests on.
    pub passages: Vec<Passage>,
    /// Other values stated for the same field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contradicted_by: Vec<Rival<FieldValue>>,
    /// The path of the field that this one only repeats.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeats: Option<String>,
}

impl Field {
    /// Whether a list of fields shows it: what only repeats another is left to it, save the value
    /// in force, which is what a reader looks for; and what the balance would be on another budget
    /// has its own place.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        let own = self.repeats.is_none() || self.path.ends_with(".current");
        own && !is_scenario(&self.path)
    }

    /// A field that nothing supports directly.
    pub(crate) fn new(
        path: impl Into<String>,
        place: impl Into<String>,
        kind: FieldKind,
        value: FieldValue,
    ) -> Field {
        Field {
            path: path.into(),
            places: vec![place.into()],
            kind,
            value,
            grade: None,
            effective: None,
            instrument: None,
            entries: Vec::new(),
            passages: Vec::new(),
            contradicted_by: Vec::new(),
            repeats: None,
        }
    }

    /// A field that sources state.
    pub(crate) fn stated<T: Clone>(
        path: impl Into<String>,
        place: impl Into<String>,
        sourced: &Sourced<T>,
        value: impl Fn(T) -> FieldValue,
    ) -> Field {
        let rival = |rival: &Rival<T>| Rival {
            value: value(rival.value.clone()),
            grade: rival.grade,
            entry: rival.entry,
            passages: rival.passages.clone(),
        };
        let mut field = Field::new(path, place, FieldKind::Stated, value(sourced.value.clone()));
        field.grade = Some(sourced.grade);
        field.entries.clone_from(&sourced.entries);
        field.passages.clone_from(&sourced.passages);
        field.contradicted_by = sourced.contradicted_by.iter().map(rival).collect();
        field
    }

    /// Something that one entry tells.
    pub(crate) fn occurrence(
        path: impl Into<String>,
        place: impl Into<String>,
        occurrence: &Occurrence,
    ) -> Field {
        let value = FieldValue::Occurrence(Box::new(occurrence.clone()));
        let mut field = Field::new(path, place, FieldKind::Stated, value);
        field.grade = Some(occurrence.grade);
        field.effective = Some(occurrence.effective.clone());
        field.entries = vec![occurrence.entry];
        field.passages.clone_from(&occurrence.passages);
        field
    }

    /// What a question supposes rests on no words.
    pub(crate) fn suppose(&mut self) {
        self.kind = FieldKind::Supposed;
        self.grade = None;
        self.passages.clear();
    }

    pub(crate) fn by(mut self, instrument: &Instrument) -> Field {
        self.instrument = Some(instrument.clone());
        self
    }

    pub(crate) fn from(mut self, effective: &Edtf) -> Field {
        self.effective = Some(effective.clone());
        self
    }

    pub(crate) fn also_at(mut self, place: impl Into<String>) -> Field {
        self.places.push(place.into());
        self
    }

    pub(crate) fn resting_on(mut self, entries: &[u64]) -> Field {
        for entry in entries {
            if !self.entries.contains(entry) {
                self.entries.push(*entry);
            }
        }
        self
    }

    pub(crate) fn repeating(mut self, path: impl Into<String>) -> Field {
        self.repeats = Some(path.into());
        self
    }
}

/// Whether a path is of what the balance would be on another budget.
#[must_use]
pub fn is_scenario(path: &str) -> bool {
    path.starts_with("balance.scenarios.") || path.starts_with("balance.without_last_avenant.")
}
