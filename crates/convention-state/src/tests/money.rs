//! Figures worked out by hand: budgets, years, avenants that change the amount, repayments.

use super::*;
use greffe_domain::Instrument;

pub(super) fn act(seq: u64, kind: &str, effective: &str, data: Value) -> Recorded {
    entry(seq, kind, effective, Grade::Act, data)
}

pub(super) fn granted(cents: i64, budget: i64) -> Recorded {
    let data = json!({ "amount_cents": cents, "exercise": 2023, "budget_cents": budget,
        "beneficiary": { "name": "Les Ateliers" } });
    act(1, "SubsidyGranted", "2023-01-01", data)
}

pub(super) fn rule(rule: &str) -> Recorded {
    let data = json!({ "rule": rule, "words": "au prorata", "instrument": "initial" });
    act(2, "BalanceRuleStated", "2023-01-01", data)
}

pub(super) fn report(seq: u64, year: Option<i32>, filed: &str, cents: i64) -> Recorded {
    let mut data = json!({ "realised_cents": cents });
    if let Some(year) = year {
        data["exercise"] = json!(year);
    }
    act(seq, "FinancialReportFiled", filed, data)
}

/// An avenant with the amount and the budget that it sets, if it does.
pub(super) fn avenant(
    seq: u64,
    number: u32,
    on: &str,
    amount: Option<i64>,
    budget: Option<i64>,
) -> Vec<Recorded> {
    let mut approved = json!({ "number": number });
    if let Some(cents) = amount {
        approved["amount_cents"] = json!(cents);
    }
    let mut entries = vec![act(seq, "AvenantApproved", on, approved)];
    let revised = |cents| json!({ "to_cents": cents, "instrument": { "avenant": number } });
    entries.extend(budget.map(|cents| act(seq + 1, "BudgetRevised", on, revised(cents))));
    entries
}

pub(super) fn state(entries: &[Vec<Recorded>]) -> ConventionView {
    view(&fold(&entries.concat()))
}

pub(super) fn euros(amount: Option<Money>) -> Option<i64> {
    amount.map(Money::cents)
}

/// 100 € on 200 €, then 150 € on 400 €; 300 € spent. With the avenant 112.50 €; without it the
/// amount is the first again: 100 × 300 / 200, at most 100 €.
#[test]
fn without_an_avenant_its_amount_is_gone_as_well() {
    let view = state(&[
        vec![
            granted(10_000, 20_000),
            rule("pro_rata"),
            report(3, Some(2023), "2024-06-01", 30_000),
        ],
        avenant(4, 1, "2023-06-01", Some(15_000), Some(40_000)),
    ]);
    let balance = view.balance.unwrap();
    assert_eq!(balance.entitlement_cents.cents(), 11_250);
    let on: Vec<_> = balance
        .scenarios
        .iter()
        .map(|s| {
            (euros(s.due.subsidy_cents), s.due.budget_cents.cents(), euros(s.due.entitlement_cents))
        })
        .collect();
    let (first, second) =
        ((Some(10_000), 20_000, Some(10_000)), (Some(15_000), 40_000, Some(11_250)));
    assert_eq!(on, [first, second]);
    let without = balance.without_last_avenant.unwrap();
    assert_eq!(without.due.subsidy_by, Some(Instrument::Initial));
    assert_eq!(euros(without.due.subsidy_cents), Some(10_000));
    assert_eq!(euros(without.due.entitlement_cents), Some(10_000));
    assert_eq!(euros(without.difference_cents), Some(1_250));
    assert_eq!(without.due.entries, [1, 3]);
}

/// Avenant no. 2 replaces the budget, no. 3 the amount alone: without no. 2 the amount of no. 3 stays.
#[test]
fn what_later_avenants_set_stays_without_an_earlier_one() {
    let view = state(&[
        vec![
            granted(10_000, 20_000),
            rule("pro_rata"),
            report(3, Some(2023), "2024-06-01", 20_000),
        ],
        avenant(4, 1, "2023-06-01", Some(12_000), None),
        avenant(6, 2, "2023-07-01", None, Some(40_000)),
        avenant(8, 3, "2023-08-01", Some(16_000), None),
    ]);
    let balance = view.balance.unwrap();
    assert_eq!(balance.entitlement_cents.cents(), 8_000);
    // The first budget was in force until no. 2, with the amount of no. 1.
    assert_eq!(euros(balance.scenarios[0].due.subsidy_cents), Some(12_000));
    assert_eq!(euros(balance.scenarios[0].due.entitlement_cents), Some(12_000));
    let without = balance.without_last_avenant.unwrap();
    assert_eq!(without.instrument, Instrument::Avenant(2));
    assert_eq!(euros(without.due.entitlement_cents), Some(16_000));
    assert_eq!(euros(without.difference_cents), Some(-8_000));
}

/// The grant is recalled without its amount; the avenant says it again and leaves it as it is.
#[test]
fn an_amount_left_as_it_is_held_before() {
    let budget = json!({ "to_cents": 20_000, "instrument": "initial" });
    let approved = json!({ "number": 1, "changes": ["budget"], "unchanged": ["amount"], "amount_cents": 10_000 });
    let revised = json!({ "to_cents": 10_000, "instrument": { "avenant": 1 } });
    let entries = |approved: Value| {
        vec![
            act(1, "BudgetRevised", "2023-01-01", budget.clone()),
            report(2, None, "2024-06-01", 10_000),
            act(3, "AvenantApproved", "2023-06-01", approved),
            act(4, "BudgetRevised", "2023-06-01", revised.clone()),
        ]
    };
    let without = state(&[entries(approved)]).balance.unwrap().without_last_avenant.unwrap();
    assert_eq!(euros(without.due.entitlement_cents), Some(5_000));
    let silent = json!({ "number": 1, "amount_cents": 10_000 });
    let without = state(&[entries(silent)]).balance.unwrap().without_last_avenant.unwrap();
    assert_eq!(without.due.uncomputed, Some(Uncomputed::NoSubsidy));
    assert_eq!((without.due.entitlement_cents, without.difference_cents), (None, None));
}

#[test]
fn on_a_budget_of_zero_nothing_is_computed_and_that_is_said() {
    let zero = Some(Uncomputed::BudgetNotPositive);
    let view = state(&[
        vec![granted(10_000, 0), rule("pro_rata"), report(3, Some(2023), "2024-06-01", 20_000)],
        avenant(4, 1, "2023-06-01", None, Some(40_000)),
    ]);
    let shares: Vec<_> = view.shares.iter().map(|s| (s.computed.is_some(), s.uncomputed)).collect();
    assert_eq!(shares, [(false, zero), (true, None)]);
    let balance = view.balance.unwrap();
    assert_eq!(balance.scenarios.len(), 2);
    assert_eq!(balance.scenarios[0].due.uncomputed, zero);
    assert_eq!(balance.entitlement_cents.cents(), 5_000);
    let without = balance.without_last_avenant.unwrap();
    assert_eq!((without.due.uncomputed, without.difference_cents), (zero, None));
    // In force, such a budget gives no balance.
    let given = state(&[vec![granted(10_000, 0), report(3, None, "2024-06-01", 20_000)]]);
    assert!(given.balance.is_none());
}

#[test]
fn a_report_on_another_year_is_no_expense_of_this_one_and_fulfils_nothing() {
    let terms = || vec![granted(10_000, 20_000), rule("pro_rata")];
    let other = report(4, Some(2022), "2023-06-01", 20_000);
    let alone = state(&[terms(), vec![other.clone()]]);
    assert!(alone.realised_cents.is_none() && alone.balance.is_none());
    assert!(alone.missing.contains(&Missing::RealisedExpense));
    assert_eq!((alone.obligations[0].met_by, &alone.obligations[0].met), (None, &None));
    assert_eq!(alone.reports.len(), 1, "it is told all the same");
    let both = state(&[terms(), vec![other, report(5, Some(2023), "2024-06-01", 8_000)]]);
    assert!(both.contradictions.is_empty(), "{:?}", both.contradictions);
    assert_eq!(euros(both.realised_cents.as_ref().map(|r| r.value)), Some(8_000));
    assert_eq!(both.balance.unwrap().entitlement_cents.cents(), 4_000);
    let obligation = &both.obligations[0];
    assert_eq!(obligation.met_by, Some(5));
    assert_eq!(obligation.met.as_ref().unwrap().as_str(), "2024-06-01");
    // A report that names no year is about this one, unless one names it.
    let unnamed = state(&[terms(), vec![report(4, None, "2024-05-01", 8_000)]]);
    assert_eq!(unnamed.obligations[0].met_by, Some(4));
    // Where no source states the year, it is that of the stream.
    let mut grant = granted(10_000, 20_000);
    let Content::Known(fact) = &mut grant.content else { panic!("known") };
    let fact = std::sync::Arc::make_mut(fact);
    if let greffe_domain::Event::SubsidyGranted(granted) = &mut fact.event {
        granted.exercise = None;
    }
    let view = state(&[vec![grant, report(4, Some(2022), "2023-06-01", 20_000)]]);
    assert!(view.realised_cents.is_none());
}

#[test]
fn a_fixed_amount_rests_on_no_budget_and_no_report() {
    let view = state(&[
        vec![granted(10_000, 20_000), rule("fixed_amount"), report(3, Some(2023), "2024-06-01", 9)],
        avenant(4, 1, "2023-06-01", Some(15_000), Some(40_000)),
    ]);
    let balance = view.balance.unwrap();
    assert_eq!(balance.entitlement_cents.cents(), 15_000);
    let on: Vec<_> = balance.scenarios.iter().map(|s| &s.due.entries[..]).collect();
    assert_eq!(on, [&[1u64][..], &[4][..]]);
    assert_eq!(euros(balance.without_last_avenant.unwrap().due.entitlement_cents), Some(10_000));
}

#[test]
fn the_budget_that_a_balance_was_computed_on_confirms_or_contradicts_the_one_in_force() {
    let computed = |budget: i64, on: &str| {
        let data = json!({ "final_cents": 5_000, "budget_cents": budget });
        let view = state(&[
            vec![granted(10_000, 20_000), act(9, "BalanceComputed", on, data)],
            avenant(4, 1, "2023-06-01", None, Some(40_000)),
        ]);
        assert_eq!(view.budget_cents.current().unwrap().value.cents(), 40_000);
        let found = view.contradictions.iter();
        found.map(|c| (c.field, c.instrument.clone(), c.entry)).collect::<Vec<_>>()
    };
    assert!(computed(40_000, "2024-07-01").is_empty());
    let against = ("budget_cents", Instrument::Avenant(1), 9);
    assert_eq!(computed(20_000, "2024-07-01"), [against]);
    // Before the avenant, the first budget was the one in force.
    assert!(computed(20_000, "2023-05-01").is_empty());
}

#[test]
fn repayments_ordered_are_part_of_the_state() {
    let order = json!({ "amount_cents": 3_000, "ground": "trop-perçu" });
    let facts = fold(&[granted(10_000, 20_000), act(5, "RecoveryOrdered", "2024-08-01", order)]);
    let at = |day: &str| {
        let as_of = AsOf { effective: Some(day.parse().unwrap()), known: None };
        ConventionView::of(&facts, &stream(), as_of).recoveries.iter().map(|r| r.entry).collect()
    };
    let (before, after): (Vec<u64>, Vec<u64>) = (at("2024-07-31"), at("2024-08-01"));
    assert_eq!((before, after), (vec![], vec![5]));
    // Dated by the day that the source states, as payments are.
    let recalled = json!({ "amount_cents": 3_000, "on": "2024-08-01" });
    let told =
        state(&[vec![granted(10_000, 20_000), act(5, "RecoveryOrdered", "2024-12", recalled)]]);
    assert_eq!(told.recoveries[0].effective.as_str(), "2024-08-01");
}

/// 60 000 € on 400 000 €, a fixed amount; the avenant sets 320 000 € and the pro-rata rule. 200 000 €
/// spent: 37 500 € with the avenant; without it the amount is fixed again.
#[test]
fn without_an_avenant_its_rule_is_gone_as_well() {
    let stated = |by: Value| json!({ "rule": "pro_rata", "words": "au prorata", "instrument": by });
    let avenants = |by: Value| {
        let mut all = avenant(4, 1, "2023-06-01", None, Some(32_000_000));
        all.push(act(6, "BalanceRuleStated", "2023-06-01", stated(by)));
        all
    };
    let grant = || granted(6_000_000, 40_000_000);
    let spent = || report(3, Some(2023), "2024-06-01", 20_000_000);
    let view =
        state(&[vec![grant(), rule("fixed_amount"), spent()], avenants(json!({ "avenant": 1 }))]);
    let balance = view.balance.unwrap();
    assert_eq!(balance.entitlement_cents.cents(), 3_750_000);
    let without = balance.without_last_avenant.unwrap();
    assert_eq!(euros(without.due.entitlement_cents), Some(6_000_000));
    assert_eq!(without.due.entries, [1], "neither the budget nor the expense");
    let rule = without.rule.unwrap();
    assert_eq!(rule.rule, greffe_domain::BalanceRule::FixedAmount);
    assert_eq!(rule.rule_stated.unwrap().entries, [2]);
    // Where nobody else states one, pro rata is assumed again.
    let fixed =
        json!({ "rule": "fixed_amount", "words": "forfait", "instrument": { "avenant": 1 } });
    let view = state(&[
        vec![grant(), spent()],
        avenant(4, 1, "2023-06-01", None, Some(32_000_000)),
        vec![act(6, "BalanceRuleStated", "2023-06-01", fixed)],
    ]);
    let without = view.balance.unwrap().without_last_avenant.unwrap();
    assert_eq!(euros(without.due.entitlement_cents), Some(3_000_000));
    assert_eq!(without.rule.map(|rule| rule.rule_stated), Some(None));
    // A rule that another instrument states stays, and is not said twice.
    let view = state(&[vec![grant(), spent()], avenants(json!("initial"))]);
    assert_eq!(view.balance.unwrap().without_last_avenant.unwrap().rule, None);
}

/// A later act recalls the grant; another act revised its budget before that day.
#[test]
fn a_recalled_first_budget_is_not_the_one_in_force() {
    let name = json!({ "name": "Les Ateliers" });
    let recalled = json!({ "amount_cents": 10_000, "budget_cents": 20_000, "beneficiary": name });
    let revised = json!({ "to_cents": 40_000, "instrument": { "act": "4001/23/BM" } });
    let view = state(&[vec![
        act(1, "BudgetRevised", "2023-06-01", revised),
        entry(2, "SubsidyGranted", "2024-12-10", Grade::Recital, recalled),
    ]]);
    assert_eq!(euros(view.budget_cents.current().map(|b| b.value)), Some(40_000));
    let shares: Vec<_> = view.shares.iter().map(|s| euros(s.subsidy_cents)).collect();
    assert_eq!(shares, [Some(10_000), Some(10_000)], "the amount was granted before it");
}

/// The state must not say of one budget both that its amount is known and that it is not.
#[test]
fn shares_and_balance_know_the_same_amounts() {
    let budget = json!({ "to_cents": 20_000, "instrument": "initial" });
    let approved = json!({ "number": 1, "changes": ["budget"], "amount_cents": 10_000 });
    let revised = json!({ "to_cents": 10_000, "instrument": { "avenant": 1 } });
    let view = state(&[vec![
        act(1, "BudgetRevised", "2023-01-01", budget),
        report(2, None, "2024-06-01", 10_000),
        act(3, "AvenantApproved", "2023-06-01", approved),
        act(4, "BudgetRevised", "2023-06-01", revised),
    ]]);
    let shares: Vec<_> = view.shares.iter().map(|s| euros(s.subsidy_cents)).collect();
    assert_eq!(shares, [Some(10_000), Some(10_000)]);
    let scenarios = view.balance.unwrap().scenarios;
    let amounts: Vec<_> = scenarios.iter().map(|s| euros(s.due.subsidy_cents)).collect();
    assert_eq!(amounts, shares);
}

/// A recalled budget may have been in force on any day before: the act that relies on the first one
/// contradicts neither.
#[test]
fn a_budget_relied_on_is_held_against_none_where_several_may_have_been_in_force() {
    let computed = |budget: i64| {
        let data = json!({ "final_cents": 5_000, "budget_cents": budget });
        let view = state(&[
            vec![granted(10_000, 20_000), act(9, "BalanceComputed", "2023-05-01", data)],
            avenant(4, 1, "../2024-12-10", None, Some(40_000)),
        ]);
        let budgets = view.budget_cents.steps.iter().map(|s| s.believed.entries.clone());
        (budgets.collect::<Vec<_>>(), view.contradictions.len())
    };
    assert_eq!(computed(20_000), (vec![vec![1, 9], vec![5]], 0));
    assert_eq!(computed(40_000), (vec![vec![1], vec![5, 9]], 0));
    assert_eq!(computed(30_000), (vec![vec![1], vec![5]], 0));
}

/// One report told twice: by name of its year, and by its day.
#[test]
fn a_report_is_dated_by_who_dates_it_best() {
    let grant = || granted(10_000, 20_000);
    let named = act(3, "FinancialReportFiled", "2024", json!({ "exercise": 2023 }));
    let dated = act(4, "FinancialReportFiled", "2024-06-17", json!({ "on": "2024-06-17" }));
    let view = state(&[vec![grant(), named.clone(), dated]]);
    let met = view.obligations[0].met.as_ref().map(|on| on.as_str().to_owned());
    assert_eq!((met.as_deref(), view.obligations[0].met_by), (Some("2024-06-17"), Some(4)));
    let earlier = act(4, "FinancialReportFiled", "2023-06-17", json!({ "on": "2023-06-17" }));
    let view = state(&[vec![grant(), named, earlier]]);
    assert_eq!(view.obligations[0].met_by, Some(3), "the dates do not agree");
}

/// The year of the stream is the year of the convention wherever no source states one.
#[test]
fn what_is_owed_goes_by_the_year_of_the_convention() {
    let name = json!({ "name": "Les Ateliers" });
    let grant = json!({ "amount_cents": 10_000, "beneficiary": name });
    let view = state(&[vec![act(1, "SubsidyGranted", "2023-01-01", grant)]]);
    assert_eq!(view.obligations[0].due.to_string(), "2024-06-30");
}

#[test]
fn an_act_in_two_spellings_is_one_instrument() {
    let revised = |key: &str| json!({ "to_cents": 40_000, "instrument": { "act": key } });
    let view = state(&[vec![
        granted(10_000, 20_000),
        act(3, "BudgetRevised", "2023-06-01", revised("4001/23/BM")),
        act(4, "BudgetRevised", "2023-06-01", revised("DSOL-009-4001-23-bm")),
    ]]);
    let [_, step] = view.budget_cents.steps.as_slice() else { panic!("two budgets") };
    let entries = step.believed.entries.clone();
    assert_eq!((step.instrument.to_string(), entries), ("act-4001/23/BM".to_owned(), vec![3, 4]));
}
