//! Monetary-unit sampling: which payments or subsidies of a large ledger to look at.
//!
//! Every cent of the population has the same chance, so a unit's chance is in proportion to its
//! amount. Units above the interval are certain; from the others every interval's first cent after
//! a random start falls into one unit. All arithmetic is exact: the interval is a ratio of
//! integers, and so is every place in the list. `docs/sampling.md` gives the formula, its source
//! and how to work it out by hand.
//!
//! Where the list begins is a number below [`Plan::starts`], handed in: nothing here is random.

use greffe_convention_state::{ConventionView, PaymentView, TakenBack, UndoneAct, unanswered};
use greffe_domain::{Edtf, Money, Passage, PaymentRole, StreamId};
use serde::Serialize;
use thiserror::Error;

/// What is sampled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Population {
    /// Payments that a source shows as made.
    Payments,
    /// The subsidies in force, one for each convention.
    Subsidies,
}

/// One thing that may be drawn.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Unit {
    /// Its convention.
    pub stream: StreamId,
    /// The beneficiary, where a source names it.
    pub beneficiary: Option<String>,
    /// When it was paid, or from when the subsidy holds.
    pub on: Option<Edtf>,
    /// What a payment is in the schedule.
    pub role: Option<PaymentRole>,
    /// Its amount.
    pub amount_cents: Money,
    /// The entries that state it.
    pub entries: Vec<u64>,
    /// The passages that state it.
    pub passages: Vec<Passage>,
    /// Who says that an act which a payment rests on was withdrawn or annulled.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub taken_back: Vec<TakenBack>,
}

/// Payments that are only ordered: no source shows them as made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct OnlyOrdered {
    /// All of them.
    #[serde(flatten)]
    pub all: Total,
    /// Those of them that rest on an act which was withdrawn or annulled.
    pub taken_back: Total,
}

/// How large the sample is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SampleSize {
    /// So many units, those that are certain included.
    Items(u64),
    /// One cent out of so many.
    IntervalCents(Money),
}

/// Why no sample can be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SampleError {
    /// Nothing in the population has an amount above nought.
    #[error("there is nothing to sample: no amount above nought at these dates")]
    Empty,
    /// A size or interval of nought or less.
    #[error("a sample of nothing: give a size or an interval above nought")]
    NoSize,
    /// More than a ledger can hold.
    #[error("the amounts or the size are too large to be added up")]
    TooLarge,
}

/// Why a unit is in the sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stratum {
    /// It is above the interval: certain.
    Certain,
    /// A place of the systematic selection falls into it.
    Drawn,
}

/// A unit in the sample.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Selected {
    /// Why it is there.
    pub stratum: Stratum,
    /// Which cent of the list of units that are not certain, counted from 1, fell into it.
    pub cent: Option<u128>,
    /// The unit.
    #[serde(flatten)]
    pub unit: Unit,
}

/// A number of things and what they come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Total {
    /// How many.
    pub items: u64,
    /// Their sum in cents.
    pub cents: i128,
}

/// An exact ratio of cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Cents {
    /// Cents.
    pub numerator: u128,
    /// Divided by this.
    pub denominator: u128,
}

/// A population before the draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    size: SampleSize,
    units: Vec<Unit>,
    /// Whether each unit is certain, in their order.
    certain: Vec<bool>,
    interval: Cents,
    not_positive: Total,
}

/// A sample with everything that is needed to draw it again.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sample {
    /// The size asked for.
    pub size: SampleSize,
    /// The population.
    pub population: Total,
    /// What cannot be drawn because its amount is nought or less.
    pub not_positive: Total,
    /// The units that are certain.
    pub certain: Total,
    /// The others, from which the systematic selection draws.
    pub others: Total,
    /// The interval.
    pub interval: Cents,
    /// Where the selection starts in the list of the others, from 0.
    pub start: Cents,
    /// The sample, in the order of the population.
    pub selected: Vec<Selected>,
    /// What the sample comes to.
    pub sampled: Total,
}

/// The units of one convention, and what it holds that cannot be drawn: payments that are only
/// ordered.
#[must_use]
pub fn units(view: &ConventionView, of: Population) -> (Vec<Unit>, OnlyOrdered) {
    match of {
        Population::Subsidies => (subsidy(view).into_iter().collect(), OnlyOrdered::default()),
        Population::Payments => {
            let made = view.payments.iter().filter(|p| p.executed);
            (made.map(|payment| payment_made(view, payment)).collect(), only_ordered(view))
        }
    }
}

/// The subsidy in force. What was annulled or withdrawn is not.
fn subsidy(view: &ConventionView) -> Option<Unit> {
    let undone = view.undone.iter().any(UndoneAct::bears_the_grant);
    let step = view.subsidy_cents.steps.last().filter(|_| !undone)?;
    Some(Unit {
        stream: view.stream.clone(),
        beneficiary: view.beneficiary.name.as_ref().map(|name| name.value.clone()),
        on: Some(step.effective.clone()),
        role: None,
        amount_cents: step.believed.value,
        entries: step.believed.entries.clone(),
        passages: step.believed.passages.clone(),
        taken_back: Vec::new(),
    })
}

/// A payment that was made, whatever became of the act that it rests on.
fn payment_made(view: &ConventionView, payment: &PaymentView) -> Unit {
    Unit {
        stream: view.stream.clone(),
        beneficiary: view.beneficiary.name.as_ref().map(|name| name.value.clone()),
        on: Some(payment.on.clone()),
        role: payment.role,
        amount_cents: payment.amount_cents,
        entries: payment.entries.clone(),
        passages: payment.passages.clone(),
        taken_back: payment.taken_back.clone(),
    }
}

/// An order that no payment answers is not known to be paid.
fn only_ordered(view: &ConventionView) -> OnlyOrdered {
    let mut ordered = OnlyOrdered::default();
    for order in unanswered(&view.payments) {
        ordered.all.add(order.amount_cents);
        if !order.taken_back.is_empty() {
            ordered.taken_back.add(order.amount_cents);
        }
    }
    ordered
}

impl OnlyOrdered {
    /// Takes in those of another convention.
    pub fn add_all(&mut self, other: OnlyOrdered) {
        self.all.add_all(other.all);
        self.taken_back.add_all(other.taken_back);
    }
}

impl Total {
    /// Takes in one more.
    pub fn add(&mut self, amount: Money) {
        self.items = self.items.saturating_add(1);
        self.cents = self.cents.saturating_add(i128::from(amount.cents()));
    }

    /// Takes in another total.
    pub fn add_all(&mut self, other: Total) {
        self.items = self.items.saturating_add(other.items);
        self.cents = self.cents.saturating_add(other.cents);
    }

    fn of<'u>(units: impl IntoIterator<Item = &'u Unit>) -> Total {
        let mut total = Total::default();
        for unit in units {
            total.add(unit.amount_cents);
        }
        total
    }
}

impl Plan {
    /// Divides a population into what is certain and what is drawn. Units keep the order in which
    /// they are given, which decides what the selection meets: give them in an order that does not
    /// depend on how they were recorded.
    ///
    /// # Errors
    /// [`SampleError`] when there is nothing to draw from, or no size to draw.
    pub fn new(units: Vec<Unit>, size: SampleSize) -> Result<Plan, SampleError> {
        let wanted = match size {
            SampleSize::Items(n) => u128::from(n),
            SampleSize::IntervalCents(interval) => cents(interval),
        };
        if wanted == 0 {
            return Err(SampleError::NoSize);
        }
        let (units, others): (Vec<Unit>, Vec<Unit>) =
            units.into_iter().partition(|unit| unit.amount_cents > Money::ZERO);
        if units.is_empty() {
            return Err(SampleError::Empty);
        }
        let mut plan = Plan {
            size,
            certain: vec![false; units.len()],
            units,
            interval: Cents { numerator: wanted, denominator: 1 },
            not_positive: Total::of(&others),
        };
        plan.divide(wanted)?;
        Ok(plan)
    }

    /// Moves units above the interval to the certain ones, until none is above it: with a size
    /// asked for, the interval shrinks as they go.
    fn divide(&mut self, wanted: u128) -> Result<(), SampleError> {
        loop {
            if matches!(self.size, SampleSize::Items(_)) {
                let (mut left, mut certain) = (0u128, 0u128);
                for (unit, is_certain) in self.units.iter().zip(&self.certain) {
                    if *is_certain {
                        certain += 1;
                    } else {
                        left = left
                            .checked_add(cents(unit.amount_cents))
                            .ok_or(SampleError::TooLarge)?;
                    }
                }
                // Fewer units are above BV/n than n, so at least one is left to draw.
                let draws = wanted.saturating_sub(certain).max(1);
                self.interval = Cents { numerator: left, denominator: draws };
                left.checked_mul(draws).ok_or(SampleError::TooLarge)?;
            }
            let Cents { numerator, denominator } = self.interval;
            let mut moved = false;
            for (unit, certain) in self.units.iter().zip(&mut self.certain) {
                let scaled = cents(unit.amount_cents)
                    .checked_mul(denominator)
                    .ok_or(SampleError::TooLarge)?;
                if !*certain && scaled > numerator {
                    *certain = true;
                    moved = true;
                }
            }
            if !moved || self.certain.iter().all(|certain| *certain) {
                return Ok(());
            }
        }
    }

    /// How many starts there are; each is as likely as any other. At least 1.
    #[must_use]
    pub fn starts(&self) -> u128 {
        self.interval.numerator.max(1)
    }

    /// The sample that begins at a start below [`Plan::starts`].
    #[must_use]
    pub fn select(&self, start: u128) -> Sample {
        let Cents { numerator, denominator } = self.interval;
        let mut next = start;
        // Where the unit begins in the list of the others, in cents.
        let mut from: u128 = 0;
        let (mut certain, mut others) = (Total::default(), Total::default());
        let mut selected = Vec::new();
        for (unit, is_certain) in self.units.iter().zip(&self.certain) {
            let pick = |stratum, cent| Selected { stratum, cent, unit: unit.clone() };
            if *is_certain {
                certain.add(unit.amount_cents);
                selected.push(pick(Stratum::Certain, None));
                continue;
            }
            others.add(unit.amount_cents);
            let end = from.saturating_add(cents(unit.amount_cents));
            // A unit is no longer than the interval, so one place at most falls into it.
            if next < end.saturating_mul(denominator) {
                let cent = next.checked_div(denominator).map(|cent| cent.saturating_add(1));
                selected.push(pick(Stratum::Drawn, cent));
                next = next.saturating_add(numerator);
            }
            from = end;
        }
        let mut population = self.not_positive;
        population.add_all(certain);
        population.add_all(others);
        Sample {
            size: self.size,
            population,
            not_positive: self.not_positive,
            certain,
            others,
            interval: self.interval,
            start: Cents { numerator: start, denominator },
            sampled: Total::of(selected.iter().map(|s| &s.unit)),
            selected,
        }
    }
}

/// An amount above nought in cents; nought otherwise.
fn cents(amount: Money) -> u128 {
    u128::try_from(amount.cents()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn unit(n: usize, cents: i64) -> Unit {
        Unit {
            stream: format!("convention/vauclaire/2023/n{n}").parse().unwrap(),
            beneficiary: None,
            on: None,
            role: None,
            amount_cents: Money::from_cents(cents),
            entries: vec![],
            passages: vec![],
            taken_back: vec![],
        }
    }

    /// A grant that was annulled, or withdrawn, is in no population: there is nothing to control of it.
    #[test]
    fn a_grant_that_was_taken_back_is_not_drawn() {
        use crate::fixture::{entry, facts, stream};
        use greffe_convention_state::ConventionStates;
        use greffe_domain::{AsOf, Meta, Projection as _, Recorded};
        let of = |kind: Option<&str>| {
            let mut facts = facts();
            if let Some(kind) = kind {
                let act = serde_json::json!({ "reference": "014-3127-23-BM" });
                let act = serde_json::json!({ "act": act, "by": kind_of_author(kind) });
                let mut meta = Meta::clone(&entry(20, kind, "2025-02-03", act.clone()).meta);
                meta.stream = "act/vauclaire/3127-23-bm".parse().unwrap();
                ConventionStates::apply(&mut facts, &Recorded::of(meta, kind, 1, act));
            }
            let view = ConventionView::of(&facts, &stream(), AsOf::default());
            let sums = |of| units(&view, of).0.iter().map(|u| u.amount_cents.cents()).sum::<i64>();
            (sums(Population::Subsidies), sums(Population::Payments))
        };
        assert_eq!(of(None), (7_350_000, 5_145_000));
        for kind in ["ActAnnulled", "ActWithdrawn"] {
            assert_eq!(of(Some(kind)), (0, 5_145_000), "{kind}: what was paid was paid");
        }
    }

    fn kind_of_author(kind: &str) -> serde_json::Value {
        match kind {
            "ActAnnulled" => serde_json::json!("tribunal administratif"),
            _ => serde_json::json!({ "reference": "001-5001-25-BM" }),
        }
    }

    fn plan(amounts: &[i64], size: SampleSize) -> Result<Plan, SampleError> {
        let units = amounts.iter().enumerate().map(|(n, cents)| unit(n, *cents));
        Plan::new(units.collect(), size)
    }

    /// Which units are in the sample, by their place, and by which cent.
    fn drawn(sample: &Sample) -> Vec<(usize, Option<u128>)> {
        let place = |s: &Selected| {
            let name = s.unit.stream.part(3).unwrap();
            (name.trim_start_matches('n').parse().unwrap(), s.cent)
        };
        sample.selected.iter().map(place).collect()
    }

    /// Six amounts, 1 000 cents, a sample of 4. BV/n = 250: the 400 is certain. The other five are
    /// 600 cents for 3 draws, an interval of 200: nothing is above it. The list of the others is
    /// 0–100, 100–250, 250–350, 350–400, 400–600. A start of 120 takes the cents at 120, 320, 520:
    /// the second, the third and the last of them.
    #[test]
    fn a_sample_worked_out_by_hand() {
        let plan = plan(&[100, 400, 150, 100, 50, 200], SampleSize::Items(4)).unwrap();
        assert_eq!(plan.starts(), 600, "thirds of a cent: 200 cents are 600 of them");
        let sample = plan.select(360);
        assert_eq!(sample.interval, Cents { numerator: 600, denominator: 3 });
        assert_eq!(sample.start, Cents { numerator: 360, denominator: 3 });
        assert_eq!(drawn(&sample), [(1, None), (2, Some(121)), (3, Some(321)), (5, Some(521))]);
        assert_eq!((sample.certain.items, sample.certain.cents), (1, 400));
        assert_eq!((sample.others.items, sample.others.cents), (5, 600));
        assert_eq!((sample.sampled.items, sample.sampled.cents), (4, 850));
        // The first and the last start: cents 0, 200, 400; and 199 ⅔, 399 ⅔, 599 ⅔.
        assert_eq!(
            drawn(&plan.select(0)),
            [(0, Some(1)), (1, None), (2, Some(201)), (5, Some(401))]
        );
        let last = [(1, None), (2, Some(200)), (4, Some(400)), (5, Some(600))];
        assert_eq!(drawn(&plan.select(599)), last);
    }

    /// 1 000 and 290, 300, 10 for a sample of 3: BV/n = 533.3, so the 1 000 is certain; then 600
    /// for 2 draws, an interval of 300, above which nothing is. With 1 000, 400, 10 and 10 the
    /// interval shrinks to 210, and the 400 becomes certain in its turn.
    #[test]
    fn the_interval_shrinks_until_no_unit_is_above_it() {
        let still = plan(&[1000, 290, 300, 10], SampleSize::Items(3)).unwrap();
        assert_eq!(still.certain, [true, false, false, false]);
        assert_eq!(still.interval, Cents { numerator: 600, denominator: 2 });
        let shrunk = plan(&[1000, 400, 10, 10], SampleSize::Items(3)).unwrap();
        assert_eq!(shrunk.certain, [true, true, false, false]);
        assert_eq!(shrunk.interval, Cents { numerator: 20, denominator: 1 });
    }

    #[test]
    fn a_fixed_interval_draws_as_many_as_it_meets() {
        let every = SampleSize::IntervalCents(Money::from_cents(250));
        let plan = plan(&[100, 400, 150, 100, 50, 200], every).unwrap();
        assert_eq!(plan.starts(), 250);
        assert_eq!(
            drawn(&plan.select(99)),
            [(0, Some(100)), (1, None), (3, Some(350)), (5, Some(600))]
        );
        assert_eq!(drawn(&plan.select(249)), [(1, None), (2, Some(250)), (5, Some(500))]);
    }

    #[test]
    fn more_wanted_than_there_is_takes_everything() {
        let plan = plan(&[5, 1, 1], SampleSize::Items(9)).unwrap();
        assert_eq!(plan.select(0).sampled, Total { items: 3, cents: 7 });
    }

    #[test]
    fn nothing_to_draw_is_said() {
        let of = |amounts: &[i64], n: u64| plan(amounts, SampleSize::Items(n)).unwrap_err();
        assert_eq!(of(&[], 3), SampleError::Empty);
        assert_eq!(of(&[0, -5], 3), SampleError::Empty);
        assert_eq!(of(&[5], 0), SampleError::NoSize);
        let negative = SampleSize::IntervalCents(Money::from_cents(-1));
        assert_eq!(plan(&[5], negative).unwrap_err(), SampleError::NoSize);
        let left_out = plan(&[5, -2], SampleSize::Items(1)).unwrap().select(0);
        assert_eq!(left_out.not_positive, Total { items: 1, cents: -2 });
        assert_eq!(left_out.population, Total { items: 2, cents: 3 });
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// Over all starts together, every unit is drawn in exact proportion to its amount, and a
        /// unit above the interval always.
        #[test]
        fn every_cent_has_the_same_chance(
            amounts in prop::collection::vec(1i64..60, 1..9), size in 1u64..6, by_interval in any::<bool>(),
        ) {
            let size = if by_interval {
                SampleSize::IntervalCents(Money::from_cents(i64::try_from(size).unwrap() * 7))
            } else {
                SampleSize::Items(size)
            };
            let plan = plan(&amounts, size).unwrap();
            let mut times = vec![0u128; amounts.len()];
            for start in 0..plan.starts() {
                for (place, _) in drawn(&plan.select(start)) {
                    times[place] += 1;
                }
            }
            for ((amount, times), certain) in amounts.iter().zip(times).zip(&plan.certain) {
                let expected = if *certain {
                    plan.starts()
                } else {
                    u128::try_from(*amount).unwrap() * plan.interval.denominator
                };
                prop_assert_eq!(times, expected);
            }
        }

        /// A size asked for is the size drawn, unless there is less.
        #[test]
        fn the_size_is_kept(
            amounts in prop::collection::vec(1i64..1_000, 1..40), size in 1u64..30, at in any::<u64>(),
        ) {
            let plan = plan(&amounts, SampleSize::Items(size)).unwrap();
            let sample = plan.select(u128::from(at) % plan.starts());
            let there = u64::try_from(amounts.len()).unwrap();
            prop_assert!(sample.sampled.items <= size.min(there));
            if !plan.certain.iter().all(|certain| *certain) {
                prop_assert_eq!(sample.sampled.items, size.min(there));
            }
        }
    }
}
