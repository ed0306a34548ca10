//! One payment told several times counts once; several payments count each.

mod doubted;

use super::*;
use greffe_domain::{Agrees as _, Edtf};

fn paid(seq: u64, document: char, grade: Grade, effective: &str, data: Value) -> Recorded {
    of_document(document, entry(seq, "PaymentExecuted", effective, grade, data))
}

fn advance(on: Option<&str>) -> Value {
    let mut data = json!({ "amount_cents": 2_000, "role": "advance" });
    if let Some(on) = on {
        data["on"] = json!(on);
    }
    data
}

/// The payments of some entries, by the dates that they are given and the entries that tell them;
/// the order of recording must not matter.
fn told(entries: &[Recorded]) -> Vec<(String, Vec<u64>)> {
    let payments = |entries: &[Recorded]| {
        let view = view(&fold(entries));
        let one = |p: &PaymentView| (p.on.to_string(), p.entries.clone());
        view.payments.iter().map(one).collect::<Vec<_>>()
    };
    let mut backwards = entries.to_vec();
    backwards.reverse();
    assert_eq!(payments(entries), payments(&backwards));
    payments(entries)
}

fn dates(entries: &[Recorded]) -> Vec<String> {
    told(entries).into_iter().map(|(on, _)| on).collect()
}

#[test]
fn a_payment_told_by_two_sources_counts_once_whether_or_not_they_state_the_day() {
    let record = paid(1, 'a', Grade::Record, "2023-05-01", advance(Some("2023-05-01")));
    for (effective, on) in [
        ("2023-05-01", None),
        ("2023-05", None),
        ("../2024-12-10", None),
        ("XXXX", None),
        ("2024-12-10", Some("2023-05")),
    ] {
        let act = paid(2, 'b', Grade::Recital, effective, advance(on));
        assert_eq!(dates(&[record.clone(), act]), ["2023-05-01"], "{effective} {on:?}");
    }
    let undated = |seq, document| paid(seq, document, Grade::Recital, "2023-05", advance(None));
    assert_eq!(dates(&[undated(1, 'a'), undated(2, 'b')]), ["2023-05"]);
    let balance = |entries: &[Recorded]| {
        let all = [&story()[..], entries].concat();
        view(&fold(&all)).balance.unwrap().paid_cents.cents()
    };
    assert_eq!(balance(&[undated(11, 'a'), undated(12, 'b')]), 2_000);
    assert_eq!(balance(&[undated(11, 'a'), undated(12, 'a')]), 4_000);
}

#[test]
fn what_one_document_tells_twice_are_two_payments() {
    for grade in [Grade::Act, Grade::Record, Grade::Recital] {
        for effective in ["2023-05-01", "2023-05", "XXXX"] {
            let tell = |seq| paid(seq, 'a', grade, effective, advance(None));
            assert_eq!(dates(&[tell(1), tell(2)]).len(), 2, "{grade:?} {effective}");
        }
    }
    let line = |seq| paid(seq, 'a', Grade::Record, "2023-05-01", advance(Some("2023-05-01")));
    assert_eq!(dates(&[line(1), line(2)]).len(), 2, "two lines of a statement");
    // Each is confirmed by a line of another statement, and by one only.
    let copy = |seq| of_document('b', line(seq));
    assert_eq!(
        told(&[line(1), line(2), copy(3), copy(4)])
            .into_iter()
            .map(|(_, by)| by)
            .collect::<Vec<_>>(),
        [[1, 3], [2, 4]]
    );
    // A text that recalls one may do so again.
    let recall = |seq| paid(seq, 'a', Grade::Recital, "2023-05-01", advance(Some("2023-05-01")));
    assert_eq!(dates(&[recall(1), recall(2)]).len(), 1);
    // The same words read twice tell the same.
    let mut again = line(2);
    again.meta = line(1).meta.clone();
    let Content::Known(fact) = &mut again.content else { panic!("known") };
    let mut meta = Meta::clone(&line(1).meta);
    meta.seq = 2;
    std::sync::Arc::make_mut(fact).meta = std::sync::Arc::new(meta);
    assert_eq!(dates(&[line(1), again]).len(), 1);
}

#[test]
fn days_roles_and_numbers_tell_payments_apart() {
    let on = |seq, document, data: Value| paid(seq, document, Grade::Record, "2023-05-01", data);
    let with = |more: Value| {
        let mut data = advance(Some("2023-05-01"));
        data.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        data
    };
    let one = on(1, 'a', with(json!({})));
    for (more, payments) in [
        (json!({ "on": "2023-05-02" }), 2),
        (json!({ "role": "balance" }), 2),
        (json!({ "amount_cents": 2_001 }), 2),
        (json!({ "role": null }), 1),
        (json!({ "role": null, "on": "2023-05" }), 2),
        (json!({ "number": "12" }), 1),
    ] {
        let other = on(2, 'b', with(more.clone()));
        assert_eq!(dates(&[one.clone(), other]).len(), payments, "{more}");
    }
    let numbered = |seq, document, number: &str, day: &str| {
        on(seq, document, with(json!({ "number": number, "on": day })))
    };
    let same = [numbered(1, 'a', "12", "2023-05-01"), numbered(2, 'b', "12", "2023-05-03")];
    assert_eq!(dates(&same).len(), 1);
    let apart = [numbered(1, 'a', "12", "2023-05-01"), numbered(2, 'b', "13", "2023-05-01")];
    assert_eq!(dates(&apart).len(), 2);
}

/// Orders are numbered anew each year, and a statement has a line for each payment.
#[test]
fn an_order_number_comes_again_the_next_year() {
    let order = |seq, document, grade, on: &str| {
        let data = json!({ "amount_cents": 2_000, "role": "instalment", "on": on, "number": "12" });
        paid(seq, document, grade, on, data)
    };
    let record = |seq, document, on| order(seq, document, Grade::Record, on);
    for (document, later, payments) in [
        ('b', "2022-05-12", 2),
        ('a', "2022-05-12", 2),
        ('a', "2021-05-12", 2),
        ('a', "2021-05-10", 2),
        ('b', "2021-05-12", 1),
        ('b', "2021", 1),
        ('b', "2022", 2),
    ] {
        let entries = [record(1, 'a', "2021-05-10"), record(2, document, later)];
        assert_eq!(dates(&entries).len(), payments, "{document} {later}");
    }
    // A text that recalls the order twice tells of one payment, even where it gives no day.
    let recall = |seq| {
        let data = json!({ "amount_cents": 2_000, "role": "instalment", "number": "12" });
        paid(seq, 'a', Grade::Recital, "../2022-05-12", data)
    };
    assert_eq!(dates(&[recall(1), recall(2)]).len(), 1);
}

/// « En mai » is one of two payments of May, and makes no third.
#[test]
fn a_vague_telling_is_of_the_first_payment_that_it_can_be() {
    let entries = [
        paid(1, 'a', Grade::Record, "2023-05-01", advance(Some("2023-05-01"))),
        paid(2, 'a', Grade::Record, "2023-05-15", advance(Some("2023-05-15"))),
        paid(3, 'b', Grade::Recital, "2023-05", advance(None)),
    ];
    let expected = [("2023-05-01".to_owned(), vec![1, 3]), ("2023-05-15".to_owned(), vec![2])];
    assert_eq!(told(&entries), expected);
}

/// An act that says twice that the advance was paid in May tells of one payment.
#[test]
fn a_payment_recalled_twice_by_its_month_counts_once() {
    let recall = |seq, on, role| {
        let data = json!({ "amount_cents": 2_000, "role": role, "on": on });
        paid(seq, 'a', Grade::Recital, "2024-12-10", data)
    };
    assert_eq!(dates(&[recall(1, "2023-05", "advance"), recall(2, "2023-05", "advance")]).len(), 1);
    assert_eq!(dates(&[recall(1, "2023-05", "advance"), recall(2, "2023-06", "advance")]).len(), 2);
    assert_eq!(dates(&[recall(1, "2023-05", "advance"), recall(2, "2023-05", "balance")]).len(), 2);
}

#[test]
fn one_order_number_with_two_sums_is_one_payment_and_a_contradiction() {
    let order = |seq, document, grade, cents: i64, on: &str| {
        let data = json!({ "amount_cents": cents, "role": "advance", "on": on, "number": "12" });
        paid(seq, document, grade, "2023-05-01", data)
    };
    let record = order(1, 'a', Grade::Record, 2_000, "2023-05-02");
    let recall = order(2, 'b', Grade::Recital, 2_200, "2023-05");
    for entries in [[record.clone(), recall.clone()], [recall, record.clone()]] {
        let view = view(&fold(&entries));
        let payments: Vec<_> =
            view.payments.iter().map(|p| (p.amount_cents.cents(), p.on.to_string())).collect();
        assert_eq!(payments, [(2_000, "2023-05-02".to_owned())]);
        let found = view.contradictions.iter();
        let found: Vec<_> = found.map(|c| (c.field, &c.entries[..], c.entry)).collect();
        assert_eq!(found, [("payments", &[1u64][..], 2)]);
    }
    // On another day, or as another line of the same statement, it is another payment.
    let later = order(2, 'b', Grade::Record, 2_200, "2023-06-02");
    let line = order(2, 'a', Grade::Record, 2_200, "2023-05-02");
    for other in [later, line] {
        let view = view(&fold(&[record.clone(), other]));
        assert_eq!((view.payments.len(), view.contradictions.len()), (2, 0));
    }
}

/// The paying agency, an act that gives only the year, and one who is silent on the role.
#[test]
fn a_payment_told_by_three_counts_once_whoever_comes_first() {
    let record = paid(1, 'a', Grade::Record, "2023-05-15", advance(Some("2023-05-15")));
    let year = paid(2, 'b', Grade::Recital, "2023", advance(None));
    let silent = json!({ "amount_cents": 2_000, "on": "2023-05-15" });
    let declared = paid(3, 'c', Grade::Declared, "2023-05-15", silent);
    let all = [record, year, declared];
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [1, 2, 0]] {
        let entries = order.map(|at| all[at].clone());
        assert_eq!(told(&entries), [("2023-05-15".to_owned(), vec![1, 2, 3])], "{order:?}");
    }
}

/// Who says another sum is no source of the one that is believed, and does not keep others from it.
#[test]
fn a_contradicted_payment_is_confirmed_by_those_who_say_its_sum() {
    let order = |seq, document, grade, cents: i64, number: Option<&str>| {
        let data = json!({ "amount_cents": cents, "on": "2023-05-15", "number": number });
        paid(seq, document, grade, "2023-05-15", data)
    };
    let entries = [
        order(1, 'a', Grade::Record, 2_000, Some("12")),
        order(2, 'b', Grade::Recital, 2_200, Some("12")),
        order(3, 'c', Grade::Declared, 2_000, None),
    ];
    for entries in [entries.to_vec(), entries.iter().rev().cloned().collect()] {
        let view = view(&fold(&entries));
        let [payment] = view.payments.as_slice() else { panic!("{:?}", view.payments) };
        assert_eq!((payment.amount_cents.cents(), &payment.entries[..]), (2_000, &[1, 3][..]));
        assert!(payment.passages.iter().all(|p| !p.document.starts_with('b')));
        let rivals: Vec<_> =
            payment.contradicted_by.iter().map(|r| (r.value.cents(), r.entry)).collect();
        assert_eq!(rivals, [(2_200, 2)]);
        assert_eq!(payment.told_by().collect::<Vec<_>>(), [1, 3, 2]);
        assert_eq!(view.contradictions[0].entries, [1, 3]);
    }
}

/// What one entry tells of a payment, out of few sums, days, roles, numbers and documents.
fn telling() -> impl Strategy<Value = (char, Grade, &'static str, Value)> {
    let grades = [Grade::Act, Grade::Record, Grade::Recital, Grade::Declared];
    let days = ["2023-05-15", "2023-05-16", "2023-05", "2023", "2022", "../2023-12-01", "XXXX"];
    (
        prop::sample::select(vec!['a', 'b', 'c']),
        prop::sample::select(grades.to_vec()),
        prop::sample::select(days.to_vec()),
        prop::sample::select(vec![2_000, 2_200]),
        prop::sample::select(vec![None, Some("advance"), Some("balance")]),
        prop::sample::select(vec![None, None, Some("12"), Some("13")]),
        any::<bool>(),
    )
        .prop_map(|(document, grade, day, cents, role, number, dated)| {
            let on = dated.then_some(day).filter(|day| !day.contains('X'));
            let data = json!({ "amount_cents": cents, "role": role, "number": number, "on": on });
            (document, grade, day, data)
        })
}

/// The payments of some tellings, each in its place of its document, recorded in an order.
fn payments_in(told: &[(char, Grade, &'static str, Value)], order: &[usize]) -> Vec<PaymentView> {
    let entries = (1..).zip(order).map(|(seq, at)| {
        let (document, grade, day, data) = &told[*at];
        let mut meta = Meta { seq, ..meta(*at as u64 + 1, day, *grade) };
        meta.sources[0].document = document.to_string().repeat(64);
        Recorded::of(meta, "PaymentExecuted", 1, data.clone())
    });
    view(&fold(&entries.collect::<Vec<_>>())).payments
}

fn payments_of(told: &[(char, Grade, &'static str, Value)]) -> Vec<PaymentView> {
    payments_in(told, &(0..told.len()).collect::<Vec<_>>())
}

fn sum(payments: &[PaymentView]) -> i64 {
    payments.iter().map(|p| p.amount_cents.cents()).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Nothing that is told changes by the order in which it is recorded, save the numbers of the entries.
    #[test]
    fn the_order_of_recording_changes_no_sum(
        told in prop::collection::vec(telling(), 1..7),
        turn in 0..7usize,
    ) {
        let mut turned: Vec<usize> = (0..told.len()).collect();
        turned.rotate_left(turn % told.len());
        turned.reverse();
        let sums = |payments: Vec<PaymentView>| {
            let one = |p: PaymentView| (p.amount_cents, p.on, p.role, p.number, p.passages);
            payments.into_iter().map(one).collect::<Vec<_>>()
        };
        prop_assert_eq!(sums(payments_of(&told)), sums(payments_in(&told, &turned)));
    }

    /// A further document that says what is said already adds nothing.
    #[test]
    fn who_repeats_a_payment_never_raises_the_sum(
        told in prop::collection::vec(telling(), 1..6),
        which in 0..6usize,
        document in prop::sample::select(vec!['0', 'f']),
        grade in prop::sample::select(vec![Grade::Act, Grade::Recital, Grade::Declared]),
    ) {
        let mut repeated = told[which % told.len()].clone();
        (repeated.0, repeated.1) = (document, grade);
        let mut more = told.clone();
        more.push(repeated);
        let (before, after) = (payments_of(&told), payments_of(&more));
        prop_assert!(after.len() <= before.len(), "{before:?} {after:?}");
        // A better source of a sum that is contradicted may make it the one that is believed.
        let surer = grade < told[which % told.len()].1;
        prop_assert!(surer || sum(&after) <= sum(&before), "{before:?} {after:?}");
    }

    /// Of one payment, whoever tell it agree on the sum or on the date, and each entry tells one payment.
    #[test]
    fn what_differs_in_date_and_sum_is_never_one_payment(told in prop::collection::vec(telling(), 1..7)) {
        let payments = payments_of(&told);
        let mut entries: Vec<u64> = payments.iter().flat_map(PaymentView::told_by).collect();
        entries.sort_unstable();
        prop_assert_eq!(entries, (1..=told.len() as u64).collect::<Vec<_>>());
        let on = |entry: u64| {
            let (_, _, effective, data) = &told[usize::try_from(entry - 1).unwrap()];
            data["on"].as_str().unwrap_or(effective).parse::<Edtf>().unwrap()
        };
        for payment in &payments {
            for rival in &payment.contradicted_by {
                for entry in &payment.entries {
                    prop_assert!(on(*entry).agrees(&on(rival.entry)), "{payment:?}");
                }
            }
        }
    }
}
