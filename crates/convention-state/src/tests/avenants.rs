//! What avenants do to the figures, and what is left when the balance is fixed.

use super::money::{act, avenant, euros, granted, report, rule, state};
use super::*;

#[test]
fn an_avenant_that_does_not_count_the_amount_among_what_it_changes_sets_none() {
    let approved = json!({ "number": 1, "changes": ["budget"], "amount_cents": 11_000 });
    let view =
        state(&[vec![granted(10_000, 20_000), act(3, "AvenantApproved", "2023-06-01", approved)]]);
    assert_eq!(euros(view.subsidy_cents.current().map(|s| s.value)), Some(10_000));
    assert_eq!(view.contradictions.len(), 1);
}

/// Left as it is at another figure, the amount in force before it is contradicted, not replaced.
#[test]
fn a_later_avenant_that_leaves_the_amount_contradicts_the_one_in_force_before_it() {
    let leaves = |seq, number, cents: i64| {
        let data = json!({ "number": number, "unchanged": ["amount"], "amount_cents": cents });
        vec![act(seq, "AvenantApproved", "2023-09-01", data)]
    };
    let amounts = |entries: &[Vec<Recorded>]| {
        let view = state(entries);
        let step = |s: &greffe_domain::Step<Money>| {
            let rivals = s.believed.contradicted_by.iter().map(|rival| rival.entry).collect();
            (s.instrument.to_string(), s.believed.value.cents(), rivals)
        };
        view.subsidy_cents.steps.iter().map(step).collect::<Vec<(String, i64, Vec<u64>)>>()
    };
    let grant = || vec![granted(10_000, 20_000)];
    let lowered = || avenant(3, 1, "2023-06-01", Some(8_000), None);
    let initial = ("initial".to_owned(), 10_000, vec![]);
    let first = ("avenant-1".to_owned(), 8_000, vec![5]);
    assert_eq!(amounts(&[grant(), lowered(), leaves(5, 2, 12_000)]), [initial.clone(), first]);
    let against_the_grant = ("initial".to_owned(), 10_000, vec![5]);
    assert_eq!(amounts(&[grant(), leaves(5, 2, 12_000)]), [against_the_grant]);
    // The same figure confirms what was in force; without any before it, it is all that is known.
    let first = ("avenant-1".to_owned(), 8_000, vec![]);
    let second = ("avenant-2".to_owned(), 8_000, vec![]);
    assert_eq!(amounts(&[grant(), lowered(), leaves(5, 2, 8_000)]), [initial, first, second]);
    let alone = ("avenant-2".to_owned(), 12_000, vec![]);
    assert_eq!(amounts(&[leaves(5, 2, 12_000)]), [alone]);
}

/// A balance is not sure when an avenant in force changes a figure of it to nobody knows what.
#[test]
fn an_avenant_that_changes_a_figure_to_what_no_source_gives_is_an_assumption() {
    let assumed = |applied: &str, entries: &[Vec<Recorded>]| {
        let before =
            vec![granted(10_000, 20_000), rule(applied), report(3, None, "2024-02-01", 9_000)];
        let view = state(&[&[before], entries].concat());
        let balance = view.balance.as_ref().unwrap();
        let assumption = Assumption::FiguresOfAvenantUnknown;
        let found = balance.assumptions.contains(&assumption);
        assert_eq!(found, balance.entitlement_assumed());
        (found, view.missing.contains(&Missing::AvenantFigures))
    };
    let changes = |seq, number, term: &str| {
        let data = json!({ "number": number, "changes": [term] });
        vec![act(seq, "AvenantApproved", "2023-06-01", data)]
    };
    for term in ["amount", "budget"] {
        assert_eq!(assumed("pro_rata", &[changes(5, 1, term)]), (true, true), "{term}");
        let set = |seq, number| avenant(seq, number, "2023-07-01", Some(8_000), Some(30_000));
        assert_eq!(assumed("pro_rata", &[changes(5, 1, term), set(6, 1)]), (false, false));
        assert_eq!(assumed("pro_rata", &[changes(5, 1, term), set(6, 2)]), (false, false));
        assert_eq!(assumed("pro_rata", &[set(6, 1), changes(8, 2, term)]), (true, true));
    }
    assert_eq!(assumed("pro_rata", &[changes(5, 1, "duration")]), (false, false));
    assert_eq!(assumed("fixed_amount", &[changes(5, 1, "budget")]), (false, true), "no operand");
    // The act that approves it may be named in its place.
    let data = json!({ "to_cents": 30_000, "instrument": { "act": "4001/23/BM" } });
    let by_act = vec![act(6, "BudgetRevised", "2023-06-01", data)];
    assert_eq!(assumed("pro_rata", &[changes(5, 1, "budget"), by_act]), (false, false));
}

/// An act fixes what is left then; what is paid after it changes nothing in that.
#[test]
fn what_was_left_when_the_balance_was_fixed_is_less_what_was_paid_before() {
    let left = |fixed: &str, payments: &[(&str, Option<&str>, i64)]| {
        let mut entries = vec![
            granted(10_000, 20_000),
            rule("pro_rata"),
            report(3, None, "2024-02-01", 20_000),
            act(4, "BalanceComputed", fixed, json!({ "balance_cents": 4_000 })),
        ];
        for (seq, (on, role, cents)) in (5..).zip(payments) {
            let data = json!({ "amount_cents": cents, "role": role });
            entries.push(of_document('b', entry(seq, "PaymentExecuted", on, Grade::Record, data)));
        }
        euros(state(&[entries]).left_when_fixed())
    };
    let advance = ("2023-05-01", Some("advance"), 6_000);
    assert_eq!(left("2024-06-01", &[advance]), Some(4_000));
    for (on, role, expected) in [
        ("2024-06-20", Some("balance"), Some(4_000)),
        ("2024-06-20", None, Some(4_000)),
        ("2024-06-01", Some("balance"), Some(4_000)),
        ("2024-05-20", Some("balance"), Some(0)),
        ("2024-05-20", None, Some(0)),
        ("../2024-06-01", None, Some(0)),
        ("2024", None, None),
        ("2024", Some("instalment"), None),
        ("2024", Some("balance"), Some(4_000)),
        ("2024", Some("advance"), Some(0)),
        ("XXXX", None, None),
    ] {
        assert_eq!(left("2024-06-01", &[advance, (on, role, 4_000)]), expected, "{on} {role:?}");
    }
    assert_eq!(left("2024", &[advance, ("2024-05-20", None, 4_000)]), None);
}

/// A slip of the pen in the year makes no day on which a report is due.
#[test]
fn a_year_that_is_none_has_no_due_date() {
    for (year, due) in [(2023, 1), (0, 0), (-5, 0), (99_999, 0), (i32::MAX, 0)] {
        let data = json!({ "amount_cents": 1, "exercise": year,
            "beneficiary": { "name": "Les Ateliers" } });
        let view = state(&[vec![act(1, "SubsidyGranted", "2023-01-01", data)]]);
        assert_eq!(view.obligations.len(), due, "{year}");
    }
}
