//! What payments rest on: a payment of which the act was taken back was ordered or made all the same.

use super::*;

const GRANT: &str = "act/vauclaire/3127-23-bm";
const FIXING: &str = "act/vauclaire/4733-24-bm";
const ORDERING: &str = "act/vauclaire/4800-24-bm";

fn annulled(stream: &str) -> Recorded {
    let meta = Meta { stream: stream.parse().unwrap(), ..meta(90, "2025-02-03", Grade::Record) };
    Recorded::of(meta, "ActAnnulled", 1, json!({ "act": {}, "by": "le tribunal" }))
}

fn payment(seq: u64, kind: &str, day: &str, data: Value) -> Recorded {
    entry(seq, kind, day, Grade::Act, data)
}

/// An advance; a balance that one act fixes and, where it is given, another orders.
fn paid(ordered_by: Option<&str>) -> Vec<Recorded> {
    let act = |reference: &str| json!({ "reference": reference });
    let fixed = json!({ "final_cents": 6_000_000, "act": act("DSOL-021-4733/24/BM") });
    let advance = json!({ "amount_cents": 4_000_000, "role": "advance", "on": "2023-05-15" });
    let mut order = json!({ "amount_cents": 2_000_000, "role": "balance", "on": "2024-10-10" });
    if let Some(by) = ordered_by {
        order["act"] = act(by);
    }
    let balance = json!({ "amount_cents": 2_000_000, "role": "balance", "on": "2024-10-20" });
    let more = [
        payment(10, "PaymentExecuted", "2023-05-15", advance),
        payment(11, "BalanceComputed", "2024-10-10", fixed),
        payment(12, "PaymentOrdered", "2024-10-10", order),
        payment(13, "PaymentExecuted", "2024-10-20", balance),
    ];
    story().into_iter().chain(more).collect()
}

/// For each payment, in order of their dates, whether what it rests on was taken back.
fn taken_back_of(told: impl IntoIterator<Item = Recorded>) -> Vec<bool> {
    let view = view(&fold(&told.into_iter().collect::<Vec<_>>()));
    let of = |p: &PaymentView| {
        let by: Vec<u64> = p.taken_back.iter().map(|one| one.entry).collect();
        assert!(by.is_empty() || by == [90], "{by:?}");
        !by.is_empty()
    };
    assert_eq!(view.payments.len(), 3, "they are told whatever they rest on");
    view.payments.iter().map(of).collect()
}

#[test]
fn of_an_annulled_grant_nothing_paid_has_a_ground() {
    let told = paid(None).into_iter().chain([annulled(GRANT)]);
    assert_eq!(taken_back_of(told), [true; 3]);
    assert_eq!(taken_back_of(paid(None)), [false; 3]);
}

#[test]
fn what_is_left_to_pay_rests_on_the_act_that_fixes_it() {
    let of = |by| taken_back_of(paid(by).into_iter().chain([annulled(FIXING)]));
    assert_eq!(of(None), [false, true, true]);
    assert_eq!(of(Some("DSOL-021-4733/24/BM")), [false, true, true]);
    // Another act that stands orders it.
    assert_eq!(of(Some("DSOL-021-4800/24/BM")), [false; 3]);
    // Another act that stands fixes it too.
    let again = json!({ "final_cents": 6_000_000, "act": { "reference": "DSOL-021-4801/24/BM" } });
    let again = payment(14, "BalanceComputed", "2024-11-10", again);
    let told = paid(None).into_iter().chain([again, annulled(FIXING)]);
    assert_eq!(taken_back_of(told), [false; 3]);
}

#[test]
fn a_payment_rests_on_the_act_that_ordered_what_it_carries_out() {
    let of = |by| taken_back_of(paid(by).into_iter().chain([annulled(ORDERING)]));
    assert_eq!(of(Some("DSOL-021-4800/24/BM")), [false, true, true]);
    let told = paid(Some("DSOL-021-4800/24/BM")).into_iter().chain([annulled(ORDERING)]);
    let view = view(&fold(&told.collect::<Vec<_>>()));
    let [one] = view.undone.as_slice() else { panic!("{:?}", view.undone) };
    assert!(one.payment && !one.balance && !one.bears_the_grant());
    // What rests on nothing that was taken back does not.
    assert_eq!(of(None), [false; 3]);
}
