//! Acts that were withdrawn or annulled: what stands on them, and from when that is known.

use super::*;
use greffe_domain::Instrument;

const GRANT: &str = "act/vauclaire/3127-23-bm";
const AVENANT: &str = "act/vauclaire/4058-24-bm";
const WITHDRAWING: &str = "act/vauclaire/5001-25-bm";

fn of_act(seq: u64, stream: &str, kind: &str, day: &str, data: Value) -> Recorded {
    let meta = Meta { stream: stream.parse().unwrap(), ..meta(seq, day, Grade::Record) };
    Recorded::of(meta, kind, 1, data)
}

fn annulled(seq: u64, stream: &str) -> Recorded {
    let data = json!({ "act": {}, "by": "tribunal administratif de Brumeval", "on": "2025-02-03" });
    of_act(seq, stream, "ActAnnulled", "2025-02-03", data)
}

fn withdrawn(seq: u64, stream: &str) -> Recorded {
    let data =
        json!({ "act": {}, "by": { "reference": "DSOL-001-5001/25/BM", "date": "2025-01-20" } });
    of_act(seq, stream, "ActWithdrawn", "2025-01-20", data)
}

fn with(more: impl IntoIterator<Item = Recorded>) -> ConventionView {
    view(&fold(&story().into_iter().chain(more).collect::<Vec<_>>()))
}

fn budgets(view: &ConventionView) -> Vec<i64> {
    view.budget_cents.steps.iter().map(|step| step.believed.value.cents()).collect()
}

#[test]
fn an_annulled_avenant_leaves_the_budget_before_it() {
    let view = with([annulled(4, AVENANT)]);
    assert_eq!(budgets(&view), [50_000_000]);
    assert_eq!(view.budget_cents.undone[0].believed.value, Money::from_cents(40_000_000));
    assert_eq!(view.subsidy_cents.current().unwrap().value, Money::from_cents(6_000_000));
    let [one] = view.undone.as_slice() else { panic!("{:?}", view.undone) };
    assert_eq!(
        (one.how, one.by.as_deref()),
        (Undoing::Annulled, Some("tribunal administratif de Brumeval"))
    );
    assert_eq!(one.on, "2025-02-03".parse().unwrap());
    assert_eq!(one.instruments, [Instrument::Avenant(1)]);
    assert_eq!((one.entries.as_slice(), one.grade), (&[4][..], Grade::Record));
    assert_eq!(one.passages.len(), 1);
    // Nothing is left to compare with, as before the avenant.
    assert_eq!(view.balance, None);
    assert!(view.shares.iter().all(|share| share.instrument == Instrument::Initial));
    assert!(view.contradictions.is_empty(), "{:?}", view.contradictions);
}

#[test]
fn what_was_known_before_and_what_is_voided_changes_nothing() {
    let mut told = story();
    let before = view(&fold(&told));
    told.push(annulled(4, AVENANT));
    let facts = fold(&told);
    let known = AsOf { effective: None, known: Instant::from_micros(3) };
    assert_eq!(ConventionView::of(&facts, &stream(), known), before);
    told.push(entry(
        5,
        "EntryVoided",
        "2025",
        Grade::Act,
        json!({ "entry": 4, "reason": "erreur" }),
    ));
    assert_eq!(view(&fold(&told)), before);
}

/// It acts back in time: on any day the avenant was in force, it is known not to have been.
#[test]
fn an_annulment_counts_whatever_the_day_asked_about() {
    let facts = fold(&story().into_iter().chain([annulled(4, AVENANT)]).collect::<Vec<_>>());
    let as_of = AsOf { effective: Some("2024-12-31".parse().unwrap()), known: None };
    let view = ConventionView::of(&facts, &stream(), as_of);
    assert_eq!(budgets(&view), [50_000_000]);
    assert_eq!(view.undone.len(), 1);
}

#[test]
fn of_a_grant_taken_back_the_balance_is_a_supposition() {
    for taken_back in [annulled(4, GRANT), withdrawn(4, GRANT)] {
        let view = with([taken_back]);
        assert_eq!(view.subsidy_cents.current().unwrap().value, Money::from_cents(6_000_000));
        assert_eq!(budgets(&view), [50_000_000, 40_000_000]);
        let balance = view.balance.unwrap();
        assert!(balance.assumptions.contains(&Assumption::UndoneActStands), "{balance:?}");
        assert_eq!((balance.entitlement_assumed(), balance.grade()), (true, Grade::Inferred));
        assert_eq!(view.undone[0].instruments, [Instrument::Initial]);
    }
    assert_eq!(with([]).undone, []);
}

#[test]
fn what_an_act_fixes_goes_with_it() {
    let data = json!({ "balance_cents": 1_000, "final_cents": 6_000_000,
        "act": { "reference": "DSOL-001-5001/25/BM" } });
    let fixes = entry(4, "BalanceComputed", "2025-01-20", Grade::Act, data);
    assert!(with([fixes.clone()]).final_stated.is_some());
    let view = with([fixes, annulled(5, WITHDRAWING)]);
    assert_eq!((view.final_stated, view.balance_stated), (None, None));
    assert!(view.undone[0].balance);
}

/// Whoever withdraws by an act that is itself annulled has withdrawn nothing.
#[test]
fn a_withdrawal_that_is_annulled_withdraws_nothing() {
    assert_eq!(with([withdrawn(4, AVENANT)]).undone[0].by.as_deref(), Some("DSOL-001-5001/25/BM"));
    let view = with([withdrawn(4, AVENANT), annulled(5, WITHDRAWING)]);
    assert_eq!(view.undone, []);
    assert_eq!(budgets(&view), [50_000_000, 40_000_000]);
    // Unless somebody else annuls the act as well.
    let both = with([withdrawn(4, AVENANT), annulled(5, WITHDRAWING), annulled(6, AVENANT)]);
    assert_eq!(both.undone.iter().map(|one| one.how).collect::<Vec<_>>(), [Undoing::Annulled]);
    // Acts that withdraw each other settle nothing, and nothing is left out.
    let by_each_other = json!({ "act": {}, "by": { "reference": "DSOL-009-4058/24/BM" } });
    let circle = of_act(5, WITHDRAWING, "ActWithdrawn", "2025-01-20", by_each_other);
    assert_eq!(with([withdrawn(4, AVENANT), circle]).undone.len(), 1);
}

#[test]
fn an_avenant_after_one_that_was_annulled_follows_the_grant() {
    let avenant = |seq, number: u32, amount, reference: &str| {
        let data = json!({ "number": number, "changes": ["amount"], "amount_cents": amount,
            "act": { "reference": reference } });
        entry(seq, "AvenantApproved", "2024-06", Grade::Act, data)
    };
    let told = [
        avenant(4, 2, 7_000_000, "DSOL-009-6001/24/BM"),
        avenant(5, 3, 8_000_000, "DSOL-009-6002/24/BM"),
        annulled(6, "act/vauclaire/6001-24-bm"),
    ];
    let view = with(told);
    let amounts: Vec<i64> =
        view.subsidy_cents.steps.iter().map(|step| step.believed.value.cents()).collect();
    assert_eq!(amounts, [6_000_000, 6_000_000, 8_000_000]);
    assert_eq!(view.subsidy_cents.undone[0].instrument, Instrument::Avenant(2));
}

proptest! {
    #[test]
    fn the_order_of_arrival_changes_nothing(order in Just((0..7usize).collect::<Vec<_>>()).prop_shuffle()) {
        let told: Vec<Recorded> = story().into_iter()
            .chain([withdrawn(4, AVENANT), annulled(5, WITHDRAWING), annulled(6, GRANT), annulled(7, AVENANT)])
            .collect();
        let arrived: Vec<&Recorded> = order.iter().map(|at| &told[*at]).collect();
        prop_assert_eq!(view(&fold(arrived)), view(&fold(&told)));
    }
}

/// The figures stay to be read, apart from those that hold.
#[test]
fn what_an_act_fixed_stays_to_be_read() {
    let data = json!({ "balance_cents": 1_000, "final_cents": 6_000_000,
        "act": { "reference": "DSOL-001-5001/25/BM" } });
    let fixes = entry(4, "BalanceComputed", "2025-01-20", Grade::Act, data);
    let stands = with([fixes.clone()]);
    assert_eq!((&stands.final_undone, &stands.balance_undone), (&None, &None));
    let view = with([fixes, annulled(5, WITHDRAWING)]);
    assert_eq!(view.final_undone.unwrap().value, Money::from_cents(6_000_000));
    assert_eq!(view.balance_undone.unwrap().value, Money::from_cents(1_000));
}

/// A withdrawal that nobody but the beneficiary tells moves the figures, and that is said.
#[test]
fn what_is_left_out_on_a_declaration_alone_is_an_assumption() {
    let declared = |seq, grade| {
        let meta = Meta { stream: AVENANT.parse().unwrap(), ..meta(seq, "2025", grade) };
        Recorded::of(meta, "ActAnnulled", 1, json!({ "act": {}, "by": "le tribunal" }))
    };
    let report = json!({ "exercise": 2023, "realised_cents": 40_000_000 });
    let report = entry(9, "FinancialReportFiled", "2024-06-17", Grade::Recital, report);
    let assumed = |more: Vec<Recorded>| {
        let view = with(more.into_iter().chain([report.clone()]));
        assert_eq!(budgets(&view), [50_000_000]);
        view.balance.unwrap().assumptions.contains(&Assumption::UndoingOnlyDeclared)
    };
    for grade in [Grade::Declared, Grade::Inferred] {
        assert!(assumed(vec![declared(4, grade)]), "{grade:?}");
    }
    for grade in [Grade::Act, Grade::Record, Grade::Recital] {
        assert!(!assumed(vec![declared(4, grade)]), "{grade:?}");
    }
    // A judgment that is told as well leaves no doubt.
    assert!(!assumed(vec![declared(4, Grade::Declared), declared(5, Grade::Record)]));
    assert!(!assumed(vec![declared(4, Grade::Declared), withdrawn(5, AVENANT)]));
}

/// What took the act back by which one was withdrawn is told too, and whatever the day asked about.
#[test]
fn what_does_not_hold_is_told_with_what_took_it_back() {
    let told = story().into_iter().chain([withdrawn(4, AVENANT), annulled(5, WITHDRAWING)]);
    let facts = fold(&told.collect::<Vec<_>>());
    let seqs = |as_of| -> Vec<u64> {
        undoings(&facts, &stream(), as_of).iter().map(|k| k.fact.meta.seq).collect()
    };
    assert_eq!(seqs(AsOf::default()), [4, 5]);
    let day = AsOf { effective: Some("2024-12-31".parse().unwrap()), known: None };
    assert_eq!(seqs(day), [4, 5]);
    assert_eq!(seqs(AsOf { effective: None, known: Instant::from_micros(4) }), [4]);
    let held = |as_of| taken_back(&facts, &AVENANT.parse().unwrap(), as_of).len();
    assert_eq!(held(AsOf::default()), 0);
    assert_eq!(held(AsOf { effective: None, known: Instant::from_micros(4) }), 1);
}
