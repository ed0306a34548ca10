//! What may be one payment told twice is counted and said to be doubted; the sum of the lines of an order is no
//! payment of its own.

use super::*;
use crate::Assumption;

fn silent(seq: u64, document: char, grade: Grade, effective: &str) -> Recorded {
    paid(seq, document, grade, effective, json!({ "amount_cents": 2_000 }))
}

/// Which entries each payment may be told by beside its own, in the order of the dates.
fn doubts(entries: &[Recorded]) -> Vec<(Vec<u64>, Vec<u64>)> {
    let payments = |entries: &[Recorded]| {
        let one = |p: PaymentView| (p.entries, p.may_be);
        view(&fold(entries)).payments.into_iter().map(one).collect::<Vec<_>>()
    };
    let mut backwards = entries.to_vec();
    backwards.reverse();
    assert_eq!(payments(entries), payments(&backwards));
    payments(entries)
}

/// « Versé en 2023 », without a role, beside the advance of May: nothing ties them and nothing sets them apart.
#[test]
fn a_vague_payment_without_a_role_may_be_one_that_has_a_role() {
    let record = paid(1, 'a', Grade::Record, "2023-05-15", advance(Some("2023-05-15")));
    for vague in ["2023", "2023-05", "../2024-12-10", "XXXX"] {
        let both = [record.clone(), silent(2, 'b', Grade::Declared, vague)];
        let mut found = doubts(&both);
        found.sort();
        assert_eq!(found, [(vec![1], vec![]), (vec![2], vec![1])], "{vague}");
    }
    for apart in [
        silent(2, 'a', Grade::Record, "2023"),
        silent(2, 'b', Grade::Declared, "2022"),
        silent(2, 'b', Grade::Declared, "2023-05-16"),
        paid(2, 'b', Grade::Declared, "2023", json!({ "amount_cents": 2_001 })),
        paid(2, 'b', Grade::Declared, "2023", json!({ "amount_cents": 2_000, "role": "balance" })),
        entry(2, "PaymentOrdered", "2023", Grade::Act, json!({ "amount_cents": 2_000 })),
    ] {
        let found = doubts(&[record.clone(), apart.clone()]);
        assert!(found.iter().all(|(_, may_be)| may_be.is_empty()), "{apart:?} {found:?}");
        assert_eq!(found.len(), 2);
    }
}

#[test]
fn the_balance_says_that_it_counts_what_may_be_one_payment_twice() {
    let of = |more: &[Recorded]| view(&fold(&[&story()[..], more].concat())).balance.unwrap();
    let record = paid(11, 'e', Grade::Record, "2023-05-15", advance(Some("2023-05-15")));
    let sure = of(std::slice::from_ref(&record));
    assert!(!sure.assumptions.contains(&Assumption::PaymentsAreSeveral), "{sure:?}");
    let doubted = of(&[record, silent(12, 'f', Grade::Declared, "2023")]);
    assert_eq!(doubted.paid_cents.cents(), sure.paid_cents.cents() + 2_000);
    assert!(doubted.assumptions.contains(&Assumption::PaymentsAreSeveral), "{doubted:?}");
    assert_eq!(doubted.grade(), Grade::Inferred);
    assert_eq!(doubted.entitlement_assumed(), sure.entitlement_assumed());
}

fn of_order(seq: u64, document: char, grade: Grade, on: &str, cents: i64) -> Recorded {
    let data = json!({ "amount_cents": cents, "on": on, "number": "12", "role": "balance" });
    of_document(document, entry(seq, "PaymentExecuted", on, grade, data))
}

/// A vague telling of what all lines of an order came to may be these lines.
#[test]
fn a_vague_payment_of_the_sum_of_an_order_may_be_its_lines() {
    let line = |seq, cents| of_order(seq, 'a', Grade::Record, "2024-10-20", cents);
    let told = |cents: i64| {
        let data = json!({ "amount_cents": cents });
        let vague = paid(3, 'b', Grade::Declared, "2024-10", data);
        let mut found = doubts(&[line(1, 900), line(2, 1_100), vague]);
        found.sort();
        found
    };
    assert_eq!(told(2_000), [(vec![1], vec![]), (vec![2], vec![]), (vec![3], vec![1, 2])]);
    assert_eq!(told(2_001), [(vec![1], vec![]), (vec![2], vec![]), (vec![3], vec![])]);
}

/// One order of two lines, and an act that recalls what it came to.
#[test]
fn the_sum_of_the_lines_of_an_order_is_no_other_sum_of_one_of_them() {
    let line = |seq, cents| of_order(seq, 'a', Grade::Record, "2024-10-20", cents);
    let lines = [line(1, 900), line(2, 1_100)];
    for (total, on) in [(2_000, "2024-10-20"), (2_000, "2024-10"), (2_000, "2024")] {
        let recital = of_order(3, 'b', Grade::Recital, on, total);
        for entries in [
            vec![lines[0].clone(), lines[1].clone(), recital.clone()],
            vec![recital.clone(), lines[1].clone(), lines[0].clone()],
        ] {
            let view = view(&fold(&entries));
            let sums: Vec<i64> = view.payments.iter().map(|p| p.amount_cents.cents()).collect();
            assert_eq!(sums, [900, 1_100], "{on}");
            assert!(view.contradictions.is_empty(), "{on}: {:?}", view.contradictions);
            for payment in &view.payments {
                let totals = payment.in_totals.iter().map(|t| (t.value.cents(), t.entry));
                assert_eq!(totals.collect::<Vec<_>>(), [(2_000, 3)], "{on}");
            }
        }
    }
    // Another sum, or another year's order, is none.
    let wrong = of_order(3, 'b', Grade::Recital, "2024-10-20", 2_001);
    let found = view(&fold(&[lines[0].clone(), lines[1].clone(), wrong]));
    assert_eq!(found.contradictions.len(), 1, "{:?}", found.contradictions);
    let later = of_order(3, 'b', Grade::Recital, "2025", 2_000);
    assert_eq!(view(&fold(&[lines[0].clone(), lines[1].clone(), later])).payments.len(), 3);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Who tells a payment of a day or a month again by its year alone, without its role, adds nothing that is
    /// not said to be doubted. (What is vaguer still is told of whatever is more precise, so one more source
    /// moves it.)
    #[test]
    fn who_retells_in_vaguer_words_raises_no_sum_that_is_sure(
        told in prop::collection::vec(
            telling().prop_filter("a day or a month", |(_, _, on, _)| on.starts_with("2023-")),
            1..6,
        ),
        which in 0..6usize,
    ) {
        let mut more = told.clone();
        let vaguer = json!({ "amount_cents": told[which % told.len()].3["amount_cents"] });
        more.push(('f', Grade::Declared, "2023", vaguer));
        let sure = |payments: &[PaymentView]| {
            let sure = payments.iter().filter(|p| p.may_be.is_empty());
            sure.map(|p| p.amount_cents.cents()).sum::<i64>()
        };
        let (before, after) = (payments_of(&told), payments_of(&more));
        prop_assert!(sure(&after) <= sum(&before), "{before:?} {after:?}");
    }
}

/// An order is answered by its sum in its role, by the lines it was paid in, or by what its own lines come to.
#[test]
fn orders_are_answered_line_by_line_and_at_once() {
    let one = |seq, kind: &str, cents: i64, number: &str| {
        let data = json!({ "amount_cents": cents, "on": "2024-10-20", "number": number });
        entry(seq, kind, "2024-10-20", Grade::Record, data)
    };
    let (ordered, made) = ("PaymentOrdered", "PaymentExecuted");
    let open = |entries: &[Recorded]| -> Vec<i64> {
        let payments = view(&fold(entries)).payments;
        crate::unanswered(&payments).iter().map(|order| order.amount_cents.cents()).collect()
    };
    let cases: &[(&[Recorded], &[i64])] = &[
        (&[one(1, ordered, 2_000, "5")], &[2_000]),
        (&[one(1, ordered, 2_000, "5"), one(2, made, 2_000, "6")], &[]),
        (&[one(1, ordered, 2_000, "5"), one(2, made, 900, "5"), one(3, made, 1_100, "5")], &[]),
        (
            &[one(1, ordered, 2_000, "5"), one(2, made, 900, "5"), one(3, made, 1_000, "5")],
            &[2_000],
        ),
        (&[one(1, ordered, 900, "5"), one(2, ordered, 1_100, "5"), one(3, made, 2_000, "5")], &[]),
        (
            &[one(1, ordered, 900, "5"), one(2, ordered, 1_100, "5"), one(3, made, 2_000, "6")],
            &[900, 1_100],
        ),
    ];
    for (entries, expected) in cases {
        assert_eq!(open(entries), *expected, "{entries:?}");
    }
}
