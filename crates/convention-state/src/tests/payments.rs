//! One payment told several times counts once; several payments count each.

use super::*;

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
