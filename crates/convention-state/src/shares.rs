//! The share of the budget that a subsidy is: stated, computed, and held against each other.

use crate::claims::grant;
use crate::figures::{Figures, entries_of};
use greffe_domain::{
    Agreement, Claim, Event, Instrument, Known, Money, Ratio, Sourced, StatedShare, Step, history,
};
use serde::Serialize;

/// A share of the budget by one instrument: as stated, and as the believed figures give it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShareView {
    /// The instrument.
    pub instrument: Instrument,
    /// The share that a text states.
    pub stated: Option<Sourced<StatedShare>>,
    /// Subsidy and budget believed for that instrument.
    pub computed: Option<Ratio>,
    /// Why there is none.
    pub uncomputed: Option<Uncomputed>,
    /// The computed share in per cent with two decimals, rounded half away from zero.
    pub computed_percent: Option<String>,
    /// How the two compare.
    pub agreement: Option<Agreement>,
    /// The amount that the computed share is of, whose sources `subsidy_cents` has.
    #[serde(skip)]
    pub subsidy_cents: Option<Money>,
    /// The instrument that set that amount.
    #[serde(skip)]
    pub subsidy_by: Option<Instrument>,
    /// The entries that the computed share rests on.
    pub entries: Vec<u64>,
}

/// Why a share, or what a subsidy comes to, cannot be computed on a budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Uncomputed {
    /// The budget is of zero euros, or less: it has no parts.
    BudgetNotPositive,
    /// No source states what the subsidy was then.
    NoSubsidy,
    /// The result is larger than any amount.
    TooLarge,
}

pub(crate) fn shares(known: &[Known<'_>], figures: &Figures<'_>) -> Vec<ShareView> {
    let mut claims = grant(known, "/share", |g| g.share.clone());
    for k in known {
        if let Event::BudgetRevised(r) = &k.fact.event
            && let Some(share) = &r.share
        {
            claims.push(Claim::new(*k, r.instrument.clone(), share.clone(), "/share"));
        }
    }
    let stated = history(claims);
    let of_step = |step: &Step<Money>| {
        let stated = stated.by(&step.instrument).cloned();
        let counted = figures.by(step);
        let amount = counted.map(|amount| &amount.believed);
        let (computed, uncomputed) = match amount {
            Some(amount) => match Ratio::of(amount.value, step.believed.value) {
                Some(ratio) => (Some(ratio), None),
                None => (None, Some(Uncomputed::BudgetNotPositive)),
            },
            None => (None, Some(Uncomputed::NoSubsidy)),
        };
        let operands: Vec<&Sourced<Money>> = amount.into_iter().chain([&step.believed]).collect();
        ShareView {
            instrument: step.instrument.clone(),
            agreement: stated.as_ref().zip(computed).map(|(s, c)| s.value.agreement(c)),
            stated,
            computed_percent: computed.and_then(|c| c.percent(2)),
            computed,
            uncomputed,
            subsidy_cents: amount.map(|amount| amount.value),
            subsidy_by: counted.map(|amount| amount.instrument.clone()),
            entries: entries_of(&operands),
        }
    };
    figures.budget.steps.iter().map(of_step).collect()
}
