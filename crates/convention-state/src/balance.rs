//! The balance of a subsidy under the convention's rule.
//!
//! Under a pro-rata rule the subsidy becomes `granted × realised / budget`, never more than what
//! was granted. A rule that no act states is assumed and said to be; so is a realised expense
//! that no source gives, for which the last known budget stands in. The view computes the result
//! for every budget the convention had, so that the effect of an avenant shows.

use crate::claims::Unfigured;
use crate::figures::{Figures, entries_of};
use crate::payments::PaymentView;
use crate::shares::Uncomputed;
use crate::undone::{UndoneAct, fixed_by_undone};
use crate::view::{ConventionView, is_of_year};
use greffe_domain::{
    BalanceRule, Claim, Edtf, Event, Grade, History, Instrument, Known, Money, PaymentRole,
    Sourced, Step, believe, history,
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
    /// An avenant in force changes the amount or the budget, and no source says to what: the figures
    /// before it are taken.
    FiguresOfAvenantUnknown,
    /// An act that granted the subsidy, or approved the convention, was withdrawn or annulled: what was
    /// decided is taken to stand.
    UndoneActStands,
    /// That an avenant was withdrawn or annulled is only declared: what it set is left out all the same.
    UndoingOnlyDeclared,
    /// No source shows a payment: nothing is taken to be paid.
    NothingPaid,
    /// A payment may be another one told again in vaguer words: each is counted.
    PaymentsAreSeveral,
    /// No source states the budget year: the year in the stream's name is taken for it.
    YearOfStream,
}

/// What a counterfactual question holds fixed where no source says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Supposed {
    /// The expense that the history as it is recorded takes as realised.
    pub realised_cents: Option<Money>,
}

/// What the subsidy comes to on one budget, or why that cannot be computed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DueOnBudget {
    /// The amount granted that counts with that budget.
    pub subsidy_cents: Option<Money>,
    /// The instrument that set that amount.
    pub subsidy_by: Option<Instrument>,
    /// That budget.
    pub budget_cents: Money,
    /// What the subsidy comes to.
    pub entitlement_cents: Option<Money>,
    /// Why that cannot be computed.
    pub uncomputed: Option<Uncomputed>,
    /// The entries that the figure rests on.
    pub entries: Vec<u64>,
}

/// What the subsidy comes to on one of the budgets the convention had: with the amount that was in
/// force before the next one replaced it, and on the last with the amount in force.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BudgetScenario {
    /// The instrument that set that budget.
    pub instrument: Instrument,
    /// What the subsidy comes to on it.
    #[serde(flatten)]
    pub due: DueOnBudget,
}

/// The rule of the balance that another one replaced.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleOtherwise {
    /// The rule.
    pub rule: BalanceRule,
    /// Where it is stated; `null` when it is assumed.
    pub rule_stated: Option<Sourced<BalanceRule>>,
}

/// What the subsidy would come to had the last avenant, or act, that replaced the budget not been:
/// neither its budget nor, where it set one, its amount or its rule. What later ones set stays.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WithoutLastAvenant {
    /// The instrument left out.
    pub instrument: Instrument,
    /// The instrument whose budget would be in force.
    pub budget_by: Instrument,
    /// The rule that would hold, where the instrument left out stated the one that does.
    #[serde(flatten)]
    pub rule: Option<RuleOtherwise>,
    /// What the subsidy would come to.
    #[serde(flatten)]
    pub due: DueOnBudget,
    /// How much less (or, if negative, more) that is.
    pub difference_cents: Option<Money>,
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

/// The rules and the realised expense, where sources state them.
type Operands<'a> = (&'a History<BalanceRule>, Option<&'a Sourced<Money>>);

/// What sources state of the rule and of the expense realised in the convention's year. The rule is
/// that of the last instrument which states one; without that instrument, that of the one before.
pub(crate) fn operands(
    known: &[Known<'_>],
    year: Option<i32>,
) -> (History<BalanceRule>, Option<Sourced<Money>>) {
    (history(rule_claims(known)), believe(realised_claims(known, year)))
}

/// What acts fix of the balance, whether one can be computed or not.
pub(crate) struct Fixed {
    /// The final amount.
    pub(crate) amount: Option<Sourced<Money>>,
    /// The balance, with its date, since it is what was left then.
    pub(crate) left: Option<Step<Money>>,
}

impl Fixed {
    /// What is fixed by acts that stand, and what was by acts that were taken back.
    pub(crate) fn of(known: &[Known<'_>], undone: &[UndoneAct]) -> (Fixed, Fixed) {
        let undone = |k: &&Known<'_>| fixed_by_undone(undone, &k.fact.event);
        let (gone, known): (Vec<&Known<'_>>, Vec<&Known<'_>>) = known.iter().partition(undone);
        let by = |known: Vec<&Known<'_>>| {
            let known: Vec<Known<'_>> = known.into_iter().copied().collect();
            let left = history(stated(&known, "/balance_cents", |b| b.balance_cents));
            let amount = believe(stated(&known, "/final_cents", |b| b.final_cents));
            Fixed { amount, left: left.steps.into_iter().next() }
        };
        (by(known), by(gone))
    }
}

/// What leaves the figures uncertain that the balance is computed from.
#[derive(Clone, Copy)]
pub(crate) struct Uncertain {
    /// They are not those in force.
    pub(crate) unfigured: Unfigured,
    /// An act that they stand on was taken back.
    pub(crate) undone: bool,
    /// Others are left out on a declaration alone.
    pub(crate) declared: bool,
}

impl ConventionView {
    /// What was left to pay when an act fixed the balance, by the computation: less the payments made
    /// before. `None` where no act fixes one, or where it is not settled whether a payment came before:
    /// of that, its date tells, else its role, since an advance comes before and the balance after.
    #[must_use]
    pub fn left_when_fixed(&self) -> Option<Money> {
        let fixed = self.balance_stated_on.as_ref()?;
        let due = self.balance.as_ref()?.entitlement_cents;
        let mut made = self.payments.iter().filter(|payment| payment.executed);
        made.try_fold(due, |left, payment| {
            if came_before(payment, fixed)? {
                left.checked_sub(payment.amount_cents)
            } else {
                Some(left)
            }
        })
    }
}

/// Whether a payment was made before the day on which the balance was fixed. What was paid on that day
/// followed; what is only known to be no later than that day was there to be recalled.
fn came_before(payment: &PaymentView, fixed: &Edtf) -> Option<bool> {
    let on = &payment.on;
    if on.earliest() >= fixed.latest() {
        return Some(false);
    }
    if on.latest() <= fixed.earliest() {
        return Some(true);
    }
    match payment.role {
        Some(PaymentRole::Advance) => Some(true),
        Some(PaymentRole::Balance) => Some(false),
        Some(PaymentRole::Instalment | PaymentRole::Whole) | None => None,
    }
}

impl Balance {
    /// The balance, or `None` while it cannot be told: no amount, or neither a realised expense
    /// nor a second budget to compare with.
    pub(crate) fn of(
        (figures, uncertain): (&Figures<'_>, Uncertain),
        (rules, realised_stated): Operands<'_>,
        supposed: Supposed,
        payments: &[PaymentView],
    ) -> Option<Balance> {
        let budget = figures.budget;
        let granted = figures.subsidy.current()?;
        let rule_stated = rules.current();
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
        // Under a fixed amount the budget is no operand.
        let unfigured = uncertain.unfigured;
        if unfigured.amount || unfigured.budget && rule == BalanceRule::ProRata {
            assumptions.push(Assumption::FiguresOfAvenantUnknown);
        }
        if uncertain.undone {
            assumptions.push(Assumption::UndoneActStands);
        }
        if uncertain.declared {
            assumptions.push(Assumption::UndoingOnlyDeclared);
        }
        if !payments.iter().any(|p| p.executed) {
            assumptions.push(Assumption::NothingPaid);
        }
        if payments.iter().any(|p| p.executed && !p.may_be.is_empty()) {
            assumptions.push(Assumption::PaymentsAreSeveral);
        }
        let last_budget = budget.current().map(|b| b.value);
        let assumed = || supposed.realised_cents.or(last_budget);
        let realised = realised_stated.map(|r| r.value).or_else(assumed);
        let terms = Terms { rule, realised, realised_stated };
        let scenarios = terms.scenarios(figures);
        // A budget on which nothing can be computed gives no balance at all.
        let entitlement_cents = match rule {
            BalanceRule::ProRata => scenarios.last()?.due.entitlement_cents?,
            BalanceRule::FixedAmount => granted.value,
        };
        let paid = payments.iter().filter(|p| p.executed).map(|p| p.amount_cents);
        let paid_cents = paid.into_iter().try_fold(Money::ZERO, Money::checked_add)?;
        Some(Balance {
            derivation: derivation(rule, granted.value, realised, last_budget, entitlement_cents),
            without_last_avenant: terms.without_last(figures, rules, entitlement_cents),
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

/// What is the same on every budget.
#[derive(Clone, Copy)]
struct Terms<'a> {
    rule: BalanceRule,
    realised: Option<Money>,
    realised_stated: Option<&'a Sourced<Money>>,
}

impl Terms<'_> {
    fn scenarios(&self, figures: &Figures<'_>) -> Vec<BudgetScenario> {
        let budget = figures.budget;
        let next = budget.steps.iter().skip(1).map(Some).chain([None]);
        let of_step = |(step, next): (&Step<Money>, Option<&Step<Money>>)| {
            let amount = match next {
                Some(next) => figures.before(next),
                None => figures.subsidy.steps.last(),
            };
            BudgetScenario { instrument: step.instrument.clone(), due: self.due(amount, step) }
        };
        budget.steps.iter().zip(next).map(of_step).collect()
    }

    fn without_last(
        &self,
        figures: &Figures<'_>,
        rules: &History<BalanceRule>,
        with: Money,
    ) -> Option<WithoutLastAvenant> {
        let [.., before, last] = figures.budget.steps.as_slice() else { return None };
        // A rule that the instrument itself states goes with it.
        let stays = rules.steps.iter().rfind(|rule| rule.instrument != last.instrument);
        let gone = stays.map(|rule| &rule.believed) != rules.current();
        let rule = stays.map_or(BalanceRule::ProRata, |rule| rule.believed.value);
        let due = Terms { rule, ..*self }.due(figures.without(last), before);
        Some(WithoutLastAvenant {
            rule: gone.then(|| RuleOtherwise {
                rule,
                rule_stated: stays.map(|rule| rule.believed.clone()),
            }),
            instrument: last.instrument.clone(),
            budget_by: before.instrument.clone(),
            difference_cents: due.entitlement_cents.and_then(|due| with.checked_sub(due)),
            due,
        })
    }

    fn due(&self, amount: Option<&Step<Money>>, budget: &Step<Money>) -> DueOnBudget {
        let granted = amount.map(|step| step.believed.value);
        let due = granted
            .ok_or(Uncomputed::NoSubsidy)
            .and_then(|granted| self.computed(granted, budget.believed.value));
        let mut sources: Vec<&Sourced<Money>> =
            amount.map(|step| &step.believed).into_iter().collect();
        // A fixed amount is due whatever the budget and the expense.
        if self.rule == BalanceRule::ProRata {
            sources.push(&budget.believed);
            sources.extend(self.realised_stated);
        }
        DueOnBudget {
            subsidy_cents: granted,
            subsidy_by: amount.map(|step| step.instrument.clone()),
            budget_cents: budget.believed.value,
            entitlement_cents: due.ok(),
            uncomputed: due.err(),
            entries: entries_of(&sources),
        }
    }

    fn computed(&self, granted: Money, budget: Money) -> Result<Money, Uncomputed> {
        match (self.rule, self.realised) {
            (BalanceRule::ProRata, _) if budget <= Money::ZERO => {
                Err(Uncomputed::BudgetNotPositive)
            }
            (BalanceRule::ProRata, Some(realised)) => {
                let due = granted.pro_rata(realised, budget).ok_or(Uncomputed::TooLarge)?;
                Ok(due.min(granted))
            }
            // Without a budget there is no expense to assume either, and no step to compute on.
            (BalanceRule::ProRata, None) | (BalanceRule::FixedAmount, _) => Ok(granted),
        }
    }
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

/// The realised expense as a financial report on the convention's year, or an act that computes the
/// balance, gives it. What was spent in another year is no part of it.
fn realised_claims<'a>(known: &[Known<'a>], year: Option<i32>) -> Vec<Claim<'a, Money>> {
    let claim = |k: &Known<'a>| {
        let (value, recalled) = match &k.fact.event {
            Event::FinancialReportFiled(r) if !is_of_year(year, r.exercise) => return None,
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
        let of_payments = [Assumption::NothingPaid, Assumption::PaymentsAreSeveral];
        self.assumptions.iter().any(|assumption| !of_payments.contains(assumption))
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
