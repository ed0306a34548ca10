//! The balance of a subsidy under the convention's rule.
//!
//! Under a pro-rata rule the subsidy becomes `granted × realised / budget`, never more than what
//! was granted. A rule that no act states is assumed and said to be; so is a realised expense
//! that no source gives, for which the last known budget stands in. The view computes the result
//! for every budget the convention had, so that the effect of an avenant shows.

use crate::occurrences::PaymentView;
use greffe_domain::{
    BalanceRule, Claim, Event, Grade, History, Instrument, Known, Money, Sourced, believe, history,
};
use serde::Serialize;

/// Something the computation takes for granted because no source says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Assumption {
    /// No act states the rule of the balance: pro rata is assumed.
    ProRataRule,
    /// No source gives the realised expense: the last budget is taken for it.
    RealisedEqualsLastBudget,
    /// No source gives the realised expense, and the question is counterfactual: the last budget
    /// of the history as it is recorded is taken for it, since what a body decides does not change
    /// what was spent.
    RealisedEqualsRecordedBudget,
    /// No source shows a payment: nothing is taken to be paid.
    NothingPaid,
}

/// What a counterfactual question holds fixed where no source says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Supposed {
    /// The expense that the history as it is recorded takes as realised.
    pub realised_cents: Option<Money>,
}

/// What the subsidy comes to on one of the budgets the convention had.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BudgetScenario {
    /// The instrument that set that budget.
    pub instrument: Instrument,
    /// That budget.
    pub budget_cents: Money,
    /// What the subsidy comes to on it.
    pub entitlement_cents: Money,
    /// The entries that the figure rests on.
    pub entries: Vec<u64>,
}

/// What the subsidy would come to had the last avenant not replaced the budget.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WithoutLastAvenant {
    /// The instrument left out.
    pub instrument: Instrument,
    /// What the subsidy would come to.
    pub entitlement_cents: Money,
    /// How much less (or, if negative, more) that is.
    pub difference_cents: Money,
}

/// The balance, with everything it was computed from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Balance {
    /// The rule applied.
    pub rule: BalanceRule,
    /// Where the rule is stated; `null` when it is assumed.
    pub rule_stated: Option<Sourced<BalanceRule>>,
    /// What is taken for granted.
    pub assumptions: Vec<Assumption>,
    /// The amount granted.
    pub subsidy_cents: Money,
    /// The budget in force.
    pub budget_cents: Option<Money>,
    /// The expense taken as realised.
    pub realised_cents: Option<Money>,
    /// Where the realised expense is stated; `null` when it is assumed.
    pub realised_stated: Option<Sourced<Money>>,
    /// What the subsidy comes to under the rule, on the budget in force.
    pub entitlement_cents: Money,
    /// Payments that a source says were made.
    pub paid_cents: Money,
    /// What remains to be paid; negative when too much was paid.
    pub balance_cents: Money,
    /// The result on each budget the convention had, in order.
    pub scenarios: Vec<BudgetScenario>,
    /// The effect of the last avenant, when there is one.
    pub without_last_avenant: Option<WithoutLastAvenant>,
    /// The computation in figures: `60 000 € × 30 000 € / 40 000 € = 45 000 €`.
    pub derivation: String,
}

/// The rule and the realised expense, where sources state them.
type Operands<'a> = (Option<&'a Sourced<BalanceRule>>, Option<&'a Sourced<Money>>);

/// What sources state of the rule and of the realised expense. The rule is that of the last
/// instrument which states one.
pub(crate) fn operands(
    known: &[Known<'_>],
) -> (Option<Sourced<BalanceRule>>, Option<Sourced<Money>>) {
    (history(rule_claims(known)).current().cloned(), believe(realised_claims(known)))
}

/// The final amount and the balance that acts fix, whether a balance can be computed or not.
pub(crate) fn fixed(known: &[Known<'_>]) -> (Option<Sourced<Money>>, Option<Sourced<Money>>) {
    (
        believe(stated(known, "/final_cents", |b| b.final_cents)),
        believe(stated(known, "/balance_cents", |b| b.balance_cents)),
    )
}

impl Balance {
    /// The balance, or `None` while it cannot be told: no amount, or neither a realised expense
    /// nor a second budget to compare with.
    pub(crate) fn of(
        (subsidy, budget): (&History<Money>, &History<Money>),
        (rule_stated, realised_stated): Operands<'_>,
        supposed: Supposed,
        payments: &[PaymentView],
    ) -> Option<Balance> {
        let granted = subsidy.current()?;
        let rule = rule_stated.map_or(BalanceRule::ProRata, |stated| stated.value);
        let unstated = rule == BalanceRule::ProRata && realised_stated.is_none();
        if unstated && supposed.realised_cents.is_none() && budget.steps.len() < 2 {
            return None;
        }
        let mut assumptions = Vec::new();
        if rule_stated.is_none() {
            assumptions.push(Assumption::ProRataRule);
        }
        if unstated {
            assumptions.push(match supposed.realised_cents {
                Some(_) => Assumption::RealisedEqualsRecordedBudget,
                None => Assumption::RealisedEqualsLastBudget,
            });
        }
        if !payments.iter().any(|p| p.executed) {
            assumptions.push(Assumption::NothingPaid);
        }
        let last_budget = budget.current().map(|b| b.value);
        let assumed = || supposed.realised_cents.or(last_budget);
        let realised = realised_stated.map(|r| r.value).or_else(assumed);
        let scenarios = scenarios(rule, granted, budget, realised, realised_stated);
        // A budget on which nothing can be computed (zero, or too large) gives no balance at all.
        let last = budget.steps.last().map(|step| &step.instrument);
        let in_force = scenarios.iter().find(|s| Some(&s.instrument) == last);
        let in_force = in_force.map(|s| s.entitlement_cents);
        let entitlement_cents = match rule {
            BalanceRule::ProRata => in_force?,
            BalanceRule::FixedAmount => granted.value,
        };
        let paid = payments.iter().filter(|p| p.executed).map(|p| p.amount_cents);
        let paid_cents = paid.into_iter().try_fold(Money::ZERO, Money::checked_add)?;
        Some(Balance {
            derivation: derivation(rule, granted.value, realised, last_budget, entitlement_cents),
            without_last_avenant: without_last(&scenarios),
            subsidy_cents: granted.value,
            budget_cents: last_budget,
            realised_cents: realised,
            balance_cents: entitlement_cents.checked_sub(paid_cents)?,
            rule,
            rule_stated: rule_stated.cloned(),
            assumptions,
            realised_stated: realised_stated.cloned(),
            entitlement_cents,
            paid_cents,
            scenarios,
        })
    }
}

fn scenarios(
    rule: BalanceRule,
    granted: &Sourced<Money>,
    budget: &History<Money>,
    realised: Option<Money>,
    realised_stated: Option<&Sourced<Money>>,
) -> Vec<BudgetScenario> {
    let of_step = |step: &greffe_domain::Step<Money>| {
        let entitlement_cents = match rule {
            BalanceRule::FixedAmount => granted.value,
            BalanceRule::ProRata => {
                granted.value.pro_rata(realised?, step.believed.value)?.min(granted.value)
            }
        };
        let mut entries = granted.entries.clone();
        entries.extend(&step.believed.entries);
        entries.extend(realised_stated.iter().flat_map(|r| &r.entries));
        // Order of first mention; the same entry may state several operands.
        let mut seen = Vec::new();
        entries.retain(|e| {
            !seen.contains(e) && {
                seen.push(*e);
                true
            }
        });
        Some(BudgetScenario {
            instrument: step.instrument.clone(),
            budget_cents: step.believed.value,
            entitlement_cents,
            entries,
        })
    };
    budget.steps.iter().filter_map(of_step).collect()
}

fn without_last(scenarios: &[BudgetScenario]) -> Option<WithoutLastAvenant> {
    let [.., before, last] = scenarios else {
        return None;
    };
    Some(WithoutLastAvenant {
        instrument: last.instrument.clone(),
        entitlement_cents: before.entitlement_cents,
        difference_cents: last.entitlement_cents.checked_sub(before.entitlement_cents)?,
    })
}

fn derivation(
    rule: BalanceRule,
    granted: Money,
    realised: Option<Money>,
    budget: Option<Money>,
    result: Money,
) -> String {
    match (rule, realised.zip(budget)) {
        (BalanceRule::ProRata, Some((realised, budget))) => {
            let capped =
                if realised > budget { format!(" (≤ {granted})") } else { String::new() };
            format!("{granted} × {realised} / {budget} = {result}{capped}")
        }
        _ => result.to_string(),
    }
}

fn rule_claims<'a>(known: &[Known<'a>]) -> Vec<Claim<'a, BalanceRule>> {
    let claim = |k: &Known<'a>| match &k.fact.event {
        Event::BalanceRuleStated(r) => Some(Claim::new(*k, r.instrument.clone(), r.rule, "/words")),
        _ => None,
    };
    known.iter().filter_map(claim).collect()
}

/// The realised expense as a financial report, or an act that computes the balance, gives it.
fn realised_claims<'a>(known: &[Known<'a>]) -> Vec<Claim<'a, Money>> {
    let claim = |k: &Known<'a>| {
        let (value, recalled) = match &k.fact.event {
            Event::FinancialReportFiled(r) => (r.realised_cents?, false),
            Event::BalanceComputed(b) => (b.realised_cents?, true),
            _ => return None,
        };
        let claim = Claim::new(*k, Instrument::Initial, value, "/realised_cents");
        Some(if recalled { claim.recalled() } else { claim })
    };
    known.iter().filter_map(claim).collect()
}

fn stated<'a>(
    known: &[Known<'a>],
    pointer: &'static str,
    read: fn(&greffe_domain::BalanceComputed) -> Option<Money>,
) -> Vec<Claim<'a, Money>> {
    let claim = |k: &Known<'a>| match &k.fact.event {
        Event::BalanceComputed(b) => Some(Claim::new(*k, Instrument::Initial, read(b)?, pointer)),
        _ => None,
    };
    known.iter().filter_map(claim).collect()
}

impl Balance {
    /// Whether what the subsidy comes to rests on something no source says. Payments have no part
    /// in it, only in what remains due.
    #[must_use]
    pub fn entitlement_assumed(&self) -> bool {
        self.assumptions.iter().any(|assumption| *assumption != Assumption::NothingPaid)
    }

    /// The lowest grade among the operands: a figure is no better than what it rests on.
    #[must_use]
    pub fn grade(&self) -> Grade {
        let stated = self.realised_stated.as_ref().map(|s| s.grade);
        let rule = self.rule_stated.as_ref().map(|s| s.grade);
        if self.assumptions.is_empty() {
            stated.into_iter().chain(rule).max().unwrap_or(Grade::Inferred)
        } else {
            Grade::Inferred
        }
    }
}
