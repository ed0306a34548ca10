//! Amounts and budgets side by side: which amount counts with which budget.

use greffe_domain::{Edtf, History, Instrument, Money, Sourced, Step, instruments_in_order};
use std::collections::{BTreeMap, BTreeSet};

/// The amounts and budgets that shares and balance are computed from.
pub(crate) struct Figures<'a> {
    pub(crate) subsidy: &'a History<Money>,
    pub(crate) budget: &'a History<Money>,
    /// The avenants that leave the amount as it is: what one of them states held before it, too.
    left: &'a BTreeSet<Instrument>,
    /// The instruments of both, in order. Their places tell which came first, not the dates at which
    /// sources recall them.
    order: Vec<Instrument>,
}

impl<'a> Figures<'a> {
    pub(crate) fn of(
        subsidy: &'a History<Money>,
        budget: &'a History<Money>,
        left: &'a BTreeSet<Instrument>,
    ) -> Figures<'a> {
        let mut dates: BTreeMap<Instrument, Option<Edtf>> = BTreeMap::new();
        for step in subsidy.steps.iter().chain(&budget.steps) {
            let date = dates.entry(step.instrument.clone()).or_default();
            if date.as_ref().is_none_or(|date| step.effective < *date) {
                *date = Some(step.effective.clone());
            }
        }
        Figures { subsidy, budget, left, order: instruments_in_order(dates) }
    }

    /// The amount with the budget that an instrument set: its own or, as one that leaves the amount
    /// alone need not say it again, the one in force then.
    pub(crate) fn by(&self, step: &Step<Money>) -> Option<&'a Step<Money>> {
        let own = self.subsidy.steps.iter().find(|s| s.instrument == step.instrument);
        let since = self.number(&step.instrument).saturating_add(1);
        own.or_else(|| self.placed_before(step)).or_else(|| self.held_before(since))
    }

    /// The amount in force just before an instrument.
    pub(crate) fn before(&self, step: &Step<Money>) -> Option<&'a Step<Money>> {
        let since = match &step.instrument {
            Instrument::Act(_) => self.number(&step.instrument).saturating_add(1),
            own => self.number(own),
        };
        self.placed_before(step).or_else(|| self.held_before(since))
    }

    /// The amount in force but for an instrument.
    pub(crate) fn without(&self, step: &Step<Money>) -> Option<&'a Step<Money>> {
        let other = |s: &&Step<Money>| s.instrument != step.instrument;
        let own = self.subsidy.steps.iter().find(|s| s.instrument == step.instrument);
        let left = own.filter(|s| self.left.contains(&s.instrument));
        self.subsidy.steps.iter().rev().find(other).or(left)
    }

    fn placed_before(&self, step: &Step<Money>) -> Option<&'a Step<Money>> {
        let place = self.place(&step.instrument);
        self.subsidy.steps.iter().rev().find(|s| self.place(&s.instrument) < place)
    }

    fn place(&self, instrument: &Instrument) -> Option<usize> {
        self.order.iter().position(|other| other == instrument)
    }

    /// The amount that the first source of one says it leaves as it is, when every avenant from the
    /// number given on did so.
    fn held_before(&self, since: u32) -> Option<&'a Step<Money>> {
        let first = self.subsidy.steps.first()?;
        let Instrument::Avenant(number) = first.instrument else { return None };
        let leaves = |number: u32| self.left.contains(&Instrument::Avenant(number));
        (since <= number && (since..=number).all(leaves)).then_some(first)
    }

    /// The number of an avenant; of an act, that of the last avenant before it.
    fn number(&self, instrument: &Instrument) -> u32 {
        let until = self.place(instrument).map_or(0, |place| place.saturating_add(1));
        let number = |instrument: &Instrument| match instrument {
            Instrument::Avenant(number) => Some(*number),
            Instrument::Initial | Instrument::Act(_) => None,
        };
        self.order.iter().take(until).rev().find_map(number).unwrap_or(0)
    }
}

/// The entries of several operands, in the order of first mention; the same entry may state several.
pub(crate) fn entries_of(operands: &[&Sourced<Money>]) -> Vec<u64> {
    let mut entries: Vec<u64> = Vec::new();
    for entry in operands.iter().flat_map(|operand| &operand.entries) {
        if !entries.contains(entry) {
            entries.push(*entry);
        }
    }
    entries
}
