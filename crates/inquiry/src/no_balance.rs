//! Why a convention has no balance, in the order in which its computation gives up.

use greffe_convention_state::ConventionView;
use greffe_domain::{BalanceRule, Money};

/// What keeps a balance from being computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoBalance {
    /// No source gives the amount.
    NoAmount,
    /// In proportion of the expense: no source gives the expense, nor a second budget to compare with.
    NoExpense,
    /// In proportion of the expense: no source gives a budget.
    NoBudget,
    /// In proportion of the expense: the budget in force is nought or less.
    BudgetNotPositive,
    /// A figure is larger than any amount.
    TooLarge,
}

/// Why a convention has no balance; `None` when it has one.
#[must_use]
pub fn why_no_balance(view: &ConventionView) -> Option<NoBalance> {
    if view.balance.is_some() {
        return None;
    }
    let rule = view.balance_rule.as_ref().map_or(BalanceRule::ProRata, |rule| rule.value);
    let budget = view.budget_cents.current().map(|budget| budget.value);
    let several = view.budget_cents.steps.len() > 1;
    Some(match (view.subsidy_cents.current(), rule, budget) {
        (None, ..) => NoBalance::NoAmount,
        (_, BalanceRule::ProRata, _) if view.realised_cents.is_none() && !several => {
            NoBalance::NoExpense
        }
        (_, BalanceRule::ProRata, None) => NoBalance::NoBudget,
        (_, BalanceRule::ProRata, Some(budget)) if budget <= Money::ZERO => {
            NoBalance::BudgetNotPositive
        }
        _ => NoBalance::TooLarge,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{entry, stream};
    use greffe_convention_state::ConventionStates;
    use greffe_domain::{AsOf, Facts, Projection};
    use serde_json::json;

    fn why(amount: i64, budget: Option<i64>, realised: Option<i64>) -> Option<NoBalance> {
        let mut facts = Facts::default();
        let beneficiary = json!({ "name": "Les Ateliers" });
        let grant =
            json!({ "amount_cents": amount, "beneficiary": beneficiary, "budget_cents": budget });
        let report = json!({ "realised_cents": realised });
        for recorded in [
            entry(1, "SubsidyGranted", "2023-03-16", grant),
            entry(2, "FinancialReportFiled", "2024-03-16", report),
        ] {
            ConventionStates::apply(&mut facts, &recorded);
        }
        why_no_balance(&ConventionView::of(&facts, &stream(), AsOf::default()))
    }

    #[test]
    fn each_reason_is_told_from_the_others() {
        assert_eq!(why(100, Some(50), Some(20)), None);
        assert_eq!(why(100, Some(50), None), Some(NoBalance::NoExpense));
        assert_eq!(why(100, None, Some(20)), Some(NoBalance::NoBudget));
        assert_eq!(why(100, Some(0), Some(20)), Some(NoBalance::BudgetNotPositive));
        assert_eq!(why(i64::MAX, Some(1), Some(i64::MAX)), Some(NoBalance::TooLarge));
        let nothing = ConventionView::of(&Facts::default(), &stream(), AsOf::default());
        assert_eq!(why_no_balance(&nothing), Some(NoBalance::NoAmount));
    }
}
