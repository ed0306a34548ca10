//! How testimony becomes belief.
//!
//! A [`Claim`] says: this fact states that a field has this value by this instrument. Among the
//! claims about one field and instrument the best grade is believed, the others corroborate it or
//! contradict it ([`Sourced`]). Claims by another instrument are the field's next value
//! ([`History`]). Every believed value keeps the entries and passages it rests on.

use crate::edtf::{Edtf, Standing};
use crate::event::Instrument;
use crate::evidence::{Grade, Passage};
use crate::facts::Known;
use crate::money::{Money, divide_half_away};
use crate::reference::ActRef;
use crate::share::StatedShare;
use crate::text::slug;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Whether two values told by different sources are the same thing.
pub trait Agrees {
    /// Whether one confirms the other.
    fn agrees(&self, other: &Self) -> bool;

    /// How precisely it says it; among equal grades the more precise value is kept.
    fn precision(&self) -> i64 {
        0
    }
}

macro_rules! agrees_by_equality {
    ($($t:ty),+ $(,)?) => { $(impl Agrees for $t {
        fn agrees(&self, other: &Self) -> bool { self == other }
    })+ };
}
agrees_by_equality!(Money, u32, i32, u64, bool);
agrees_by_equality!(
    crate::event::Assignment,
    crate::event::BalanceRule,
    crate::event::Outcome,
    crate::event::PaymentRole,
);

/// Names and titles agree whatever their case, accents, hyphens and spaces.
impl Agrees for String {
    fn agrees(&self, other: &Self) -> bool {
        slug(self) == slug(other)
    }
}

/// Dates agree when they can be the same day; the narrower one is the more precise.
impl Agrees for Edtf {
    fn agrees(&self, other: &Self) -> bool {
        self.earliest() <= other.latest() && other.earliest() <= self.latest()
    }

    fn precision(&self) -> i64 {
        -i64::from(self.earliest().days_until(self.latest()))
    }
}

/// Shares agree when they state the same figure at the coarser of their precisions; the one with
/// more decimals is the more precise.
impl Agrees for StatedShare {
    fn agrees(&self, other: &Self) -> bool {
        match (self.units(), other.units()) {
            (Some(mine), Some(theirs)) => {
                let (fine, coarse) =
                    if self.scale >= other.scale { (mine, theirs) } else { (theirs, mine) };
                let power = 10i128.checked_pow(self.scale.abs_diff(other.scale));
                let rounded = power.and_then(|p| divide_half_away(i128::from(fine), p));
                rounded == Some(i128::from(coarse))
            }
            // Words that are no longer readable as shares agree only when they are the same words.
            _ => self == other,
        }
    }

    fn precision(&self) -> i64 {
        i64::from(self.scale)
    }
}

/// References agree by their key, or by their date where one of them has no reference.
impl Agrees for ActRef {
    fn agrees(&self, other: &Self) -> bool {
        match (self.key(), other.key()) {
            (Some(mine), Some(theirs)) => mine == theirs,
            _ => match (&self.date, &other.date) {
                (Some(mine), Some(theirs)) => mine.agrees(theirs),
                _ => true,
            },
        }
    }

    fn precision(&self) -> i64 {
        i64::from(self.reference.is_some()) * 2 + i64::from(self.date.is_some())
    }
}

/// One fact's statement about one field.
#[derive(Debug, Clone)]
pub struct Claim<'a, T> {
    /// The fact that states it.
    pub known: Known<'a>,
    /// By which instrument the value holds.
    pub instrument: Instrument,
    /// The value stated.
    pub value: T,
    /// The grade: the entry's, or a lower one for what the entry only recalls.
    pub grade: Grade,
    /// The field of the event's data that states it, as a JSON Pointer.
    pub pointer: &'static str,
    /// Whether it was made about another instrument, and only disagrees with this one.
    from_aside: bool,
}

impl<'a, T> Claim<'a, T> {
    /// A claim at the grade of its entry. An act is one instrument, however it is spelt.
    #[must_use]
    pub fn new(known: Known<'a>, instrument: Instrument, value: T, pointer: &'static str) -> Self {
        let instrument = instrument.canonical();
        Claim { known, instrument, value, grade: known.fact.meta.grade, pointer, from_aside: false }
    }

    /// The same claim, of grade `recital` at best: the entry recalls the value, it does not set it.
    #[must_use]
    pub fn recalled(mut self) -> Self {
        self.grade = self.grade.max(Grade::Recital);
        self
    }

    /// The same claim, behind all of its grade that are about this instrument: it contradicts them, and
    /// takes nobody's place.
    #[must_use]
    pub fn aside(mut self) -> Self {
        self.from_aside = true;
        self
    }
}

/// A believed value with what supports and what contradicts it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// The best grade among its support.
    pub grade: Grade,
    /// The entries that state it, best first.
    pub entries: Vec<u64>,
    /// The passages that state it, in the order of the entries.
    pub passages: Vec<Passage>,
    /// Other values stated for the same field by the same instrument.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contradicted_by: Vec<Rival<T>>,
}

/// A value that a source states against the believed one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rival<T> {
    /// The value.
    pub value: T,
    /// Its grade.
    pub grade: Grade,
    /// The entry that states it.
    pub entry: u64,
    /// The passages that state it.
    pub passages: Vec<Passage>,
}

/// The value of a field by one instrument.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step<T> {
    /// The instrument.
    pub instrument: Instrument,
    /// From when the value holds.
    pub effective: Edtf,
    /// The value with its sources.
    #[serde(flatten)]
    pub believed: Sourced<T>,
}

/// The values that a field had, in order, and those that it may have.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct History<T> {
    /// The values in force, oldest first; the last is the current one. The grant first, then by
    /// date, and the avenants always by number.
    pub steps: Vec<Step<T>>,
    /// Values whose date straddles the day asked about: not applied.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub possible: Vec<Step<T>>,
    /// Values set by an instrument whose act was withdrawn or annulled: decided, and not applied.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub undone: Vec<Step<T>>,
}

impl<T> Default for History<T> {
    fn default() -> Self {
        History { steps: Vec::new(), possible: Vec::new(), undone: Vec::new() }
    }
}

impl<T> History<T> {
    /// The same history with what some instruments set put aside, as if they had never been.
    #[must_use]
    pub fn without(self, gone: &BTreeSet<Instrument>) -> History<T> {
        let stands = |step: &Step<T>| !gone.contains(&step.instrument);
        let (steps, mut undone): (Vec<_>, Vec<_>) = self.steps.into_iter().partition(stands);
        let (possible, never): (Vec<_>, Vec<_>) = self.possible.into_iter().partition(stands);
        undone.extend(never);
        History { steps, possible, undone }
    }

    /// The value in force.
    #[must_use]
    pub fn current(&self) -> Option<&Sourced<T>> {
        self.steps.last().map(|step| &step.believed)
    }

    /// The value by the initial instrument.
    #[must_use]
    pub fn initial(&self) -> Option<&Sourced<T>> {
        self.by(&Instrument::Initial)
    }

    /// The value by one instrument.
    #[must_use]
    pub fn by(&self, instrument: &Instrument) -> Option<&Sourced<T>> {
        self.steps.iter().find(|s| s.instrument == *instrument).map(|s| &s.believed)
    }
}

/// What is believed of one field, from all claims about it in the order of their facts.
#[must_use]
pub fn history<T: Agrees + Clone>(claims: Vec<Claim<'_, T>>) -> History<T> {
    let mut groups: BTreeMap<Instrument, Vec<Claim<'_, T>>> = BTreeMap::new();
    for claim in claims {
        groups.entry(claim.instrument.clone()).or_default().push(claim);
    }
    let mut history = History::default();
    for (instrument, group) in groups {
        let (firm, maybe): (Vec<_>, Vec<_>) =
            group.into_iter().partition(|claim| claim.known.standing == Standing::InForce);
        let (steps, chosen) = if firm.is_empty() {
            (&mut history.possible, maybe)
        } else {
            (&mut history.steps, firm)
        };
        steps.extend(step(instrument, &chosen));
    }
    history.steps = in_order(history.steps);
    history.possible = in_order(history.possible);
    history
}

/// Steps in the order of their instruments. Expects one step for each.
fn in_order<T>(steps: Vec<Step<T>>) -> Vec<Step<T>> {
    let dated = steps.iter().map(|step| (step.instrument.clone(), Some(step.effective.clone())));
    let order = instruments_in_order(dated.collect());
    let places: BTreeMap<&Instrument, usize> = order.iter().zip(0..).collect();
    let mut steps = steps;
    steps.sort_by_key(|step| places.get(&step.instrument).copied());
    steps
}

/// Instruments by their dates, save that the grant comes first, since nothing changes what was not
/// granted, and its avenants keep the order of their numbers: a source that recalls an earlier budget
/// long after, or says only « no later than », does not make it the later one. For the ordering alone
/// each avenant is taken to be no later than the next; an act comes before those of which nothing is
/// dated from its own day on.
#[must_use]
pub fn instruments_in_order(dates: BTreeMap<Instrument, Option<Edtf>>) -> Vec<Instrument> {
    let mut dated: Vec<(Option<Edtf>, Instrument)> = Vec::with_capacity(dates.len());
    let mut next: Option<Edtf> = None;
    for (instrument, mut date) in dates.into_iter().rev() {
        if matches!(instrument, Instrument::Avenant(_)) {
            date = match (next.take(), date) {
                (Some(next), Some(date)) => Some(next.min(date)),
                (next, date) => next.or(date),
            };
            next.clone_from(&date);
        }
        dated.push((date, instrument));
    }
    dated.sort_by(|(date, instrument), (other_date, other)| {
        let later = (*instrument != Instrument::Initial).cmp(&(*other != Instrument::Initial));
        let undated = date.is_none().cmp(&other_date.is_none());
        later.then(undated).then_with(|| date.cmp(other_date)).then_with(|| instrument.cmp(other))
    });
    dated.into_iter().map(|(_, instrument)| instrument).collect()
}

/// What is believed of a field that no instrument changes.
#[must_use]
pub fn believe<T: Agrees + Clone>(claims: Vec<Claim<'_, T>>) -> Option<Sourced<T>> {
    let in_force = claims.into_iter().filter(|c| c.known.standing == Standing::InForce);
    step(Instrument::Initial, &in_force.collect::<Vec<_>>()).map(|step| step.believed)
}

/// The best claim wins: grade first, then what it is about, precision, and the order of the facts.
fn step<T: Agrees + Clone>(instrument: Instrument, claims: &[Claim<'_, T>]) -> Option<Step<T>> {
    let mut ranked: Vec<&Claim<'_, T>> = claims.iter().collect();
    ranked.sort_by(|a, b| {
        a.grade
            .cmp(&b.grade)
            .then(a.from_aside.cmp(&b.from_aside))
            .then_with(|| b.value.precision().cmp(&a.value.precision()))
            .then_with(|| a.known.fact.cmp(b.known.fact))
    });
    let best = *ranked.first()?;
    let mut believed = Sourced {
        value: best.value.clone(),
        grade: best.grade,
        entries: Vec::new(),
        passages: Vec::new(),
        contradicted_by: Vec::new(),
    };
    // A table may tell one thing of one body in as many rows as it has.
    let (mut entries, mut cited) = (BTreeSet::new(), BTreeSet::new());
    for claim in ranked {
        let entry = claim.known.fact.meta.seq;
        let passages = claim.known.fact.passages(claim.pointer);
        if claim.value.agrees(&best.value) {
            if entries.insert(entry) {
                believed.entries.push(entry);
            }
            let fresh = passages.into_iter().filter(|p| cited.insert(p.clone()));
            believed.passages.extend(fresh);
        } else {
            let (value, grade) = (claim.value.clone(), claim.grade);
            believed.contradicted_by.push(Rival { value, grade, entry, passages });
        }
    }
    let effective = best.known.fact.meta.effective.clone();
    Some(Step { instrument, effective, believed })
}

#[cfg(test)]
mod tests;
