//! Laws of the view: order of arrival changes nothing, figures follow their sources.

mod avenants;
mod grounds;
mod money;
mod payments;
mod undone;

use super::*;
use greffe_domain::{Agreement, AsOf, Grade, Instant, Meta, Money, Passage, StreamId};
use proptest::prelude::*;
use serde_json::{Value, json};

const STREAM: &str = "convention/vauclaire/2023/les-ateliers";

fn stream() -> StreamId {
    STREAM.parse().unwrap()
}

fn entry(seq: u64, kind: &str, effective: &str, grade: Grade, data: Value) -> Recorded {
    Recorded::of(meta(seq, effective, grade), kind, 1, data)
}

fn meta(seq: u64, effective: &str, grade: Grade) -> Meta {
    Meta {
        seq,
        stream: stream(),
        effective: effective.parse().unwrap(),
        recorded_at: Instant::from_micros(i64::try_from(seq).unwrap()).unwrap(),
        recorded_by: "clerk".to_owned(),
        grade,
        sources: vec![Passage {
            document: "a".repeat(64),
            span: (seq * 10, seq * 10 + 9),
            fields: vec![],
        }],
        causes: vec![],
    }
}

/// The same entry out of another document.
fn of_document(document: char, mut entry: Recorded) -> Recorded {
    let of = |meta: &Meta| {
        let mut meta = meta.clone();
        for source in &mut meta.sources {
            source.document = document.to_string().repeat(64);
        }
        meta
    };
    entry.meta = std::sync::Arc::new(of(&entry.meta));
    if let Content::Known(fact) = &mut entry.content {
        let fact = std::sync::Arc::make_mut(fact);
        fact.meta = std::sync::Arc::new(of(&fact.meta));
    }
    entry
}

fn fold<'a>(entries: impl IntoIterator<Item = &'a Recorded>) -> Facts {
    let mut state = Facts::default();
    for entry in entries {
        ConventionStates::apply(&mut state, entry);
    }
    state
}

fn view(facts: &Facts) -> ConventionView {
    ConventionView::of(facts, &stream(), AsOf::default())
}

/// A grant of 60 000 € on 500 000 €, then an avenant that lowers the budget to 400 000 €.
fn story() -> Vec<Recorded> {
    let name = json!({ "name": "Les Ateliers", "legal_form": "association" });
    vec![
        entry(
            1,
            "SubsidyGranted",
            "2023-03-16",
            Grade::Recital,
            json!({
            "amount_cents": 6_000_000, "beneficiary": name, "exercise": 2023,
            "budget_cents": 50_000_000, "share": { "stated": "12%", "scale": 0 },
            "act": { "reference": "014-3127-23-BM", "date": "2023-03-16" } }),
        ),
        entry(
            2,
            "AvenantApproved",
            "2024",
            Grade::Act,
            json!({
            "number": 1, "changes": ["budget"], "unchanged": ["amount"], "amount_cents": 6_000_000,
            "act": { "reference": "DSOL-009-4058/24/BM" }, "exercise": 2023 }),
        ),
        entry(
            3,
            "BudgetRevised",
            "2024",
            Grade::Act,
            json!({
            "from_cents": 50_000_000, "to_cents": 40_000_000, "instrument": { "avenant": 1 },
            "share": { "stated": "15%", "scale": 0 } }),
        ),
    ]
}

#[test]
fn an_avenant_revises_the_budget_and_its_effect_on_the_balance_shows() {
    let view = view(&fold(&story()));
    assert_eq!(view.subsidy_cents.current().unwrap().value, Money::from_cents(6_000_000));
    assert_eq!(view.budget_cents.current().unwrap().value, Money::from_cents(40_000_000));
    let agreements: Vec<_> = view.shares.iter().map(|s| s.agreement).collect();
    assert_eq!(agreements, [Some(Agreement::Exact), Some(Agreement::Exact)]);
    let balance = view.balance.unwrap();
    assert_eq!(
        balance.assumptions,
        [Assumption::ProRataRule, Assumption::RealisedEqualsLastBudget, Assumption::NothingPaid]
    );
    assert_eq!(balance.entitlement_cents, Money::from_cents(6_000_000));
    let without = balance.without_last_avenant.unwrap();
    assert_eq!(without.due.entitlement_cents, Some(Money::from_cents(4_800_000)));
    assert_eq!(without.difference_cents, Some(Money::from_cents(1_200_000)));
    assert!(view.missing.contains(&Missing::GrantingAct));
    assert!(view.contradictions.is_empty());
}

#[test]
fn the_granting_act_raises_the_grade_and_a_difference_is_a_contradiction() {
    let mut entries = story();
    entries.push(entry(
        9,
        "SubsidyGranted",
        "2023-03-16",
        Grade::Act,
        json!({
        "amount_cents": 6_100_000, "beneficiary": { "name": "LES ATELIERS" }, "exercise": 2023,
        "act": { "reference": "DSOL-014-3127/23/BM", "date": "2023-03-16" } }),
    ));
    let view = view(&fold(&entries));
    let initial = view.subsidy_cents.initial().unwrap();
    assert_eq!((initial.value.cents(), initial.grade), (6_100_000, Grade::Act));
    let fields: Vec<_> = view.contradictions.iter().map(|c| (c.field, c.entry)).collect();
    // The recital, and the avenant that says the amount is unchanged at another figure; the two
    // spellings of the reference agree.
    assert_eq!(fields, [("subsidy_cents", 1), ("subsidy_cents", 2)]);
    assert!(!view.missing.contains(&Missing::GrantingAct));
}

#[test]
fn a_stated_rule_report_and_payment_leave_nothing_assumed() {
    let mut entries = story();
    entries.push(entry(
        4,
        "BalanceRuleStated",
        "2023-03-16",
        Grade::Act,
        json!({
        "rule": "pro_rata", "words": "au prorata des dépenses", "instrument": "initial" }),
    ));
    entries.push(entry(
        5,
        "FinancialReportFiled",
        "2024-06-17",
        Grade::Recital,
        json!({
        "exercise": 2023, "on": "2024-06-17", "realised_cents": 39_000_000 }),
    ));
    let paid = json!({ "amount_cents": 4_200_000, "role": "advance", "on": "2023-05-15" });
    entries.push(entry(6, "PaymentExecuted", "2023-05-15", Grade::Recital, paid.clone()));
    let piece = entry(7, "PaymentExecuted", "2023-05-15", Grade::Record, paid);
    entries.push(of_document('b', piece));
    let view = view(&fold(&entries));
    assert_eq!(view.payments.len(), 1, "one payment told twice");
    assert_eq!((view.payments[0].grade, view.payments[0].entries.len()), (Grade::Record, 2));
    let balance = view.balance.unwrap();
    assert!(balance.assumptions.is_empty());
    assert_eq!(balance.entitlement_cents, Money::from_cents(5_850_000));
    assert_eq!(balance.balance_cents, Money::from_cents(1_650_000));
    assert!(view.obligations[0].met_by == Some(5));
}

#[test]
fn before_the_avenant_only_the_grant_is_in_force() {
    let facts = fold(&story());
    let at = |day: &str| AsOf { effective: Some(day.parse().unwrap()), known: None };
    let before = ConventionView::of(&facts, &stream(), at("2023-12-31"));
    assert_eq!(before.budget_cents.current().unwrap().value, Money::from_cents(50_000_000));
    assert!(before.balance.is_none());
    let during = ConventionView::of(&facts, &stream(), at("2024-06-30"));
    assert_eq!(during.budget_cents.current().unwrap().value, Money::from_cents(50_000_000));
    assert_eq!(during.possibly_in_force.len(), 2, "2024 straddles the day");
}

/// Kind, date, grade and data of an entry told at random.
type Told = (String, String, Grade, Value);

#[allow(clippy::similar_names, reason = "data and date are the terms")]
fn any_entry() -> impl Strategy<Value = Told> {
    let date =
        prop::sample::select(vec!["2023", "2023-03-16", "../2024", "2024-01", "XXXX", "2024"]);
    let grade = prop::sample::select(Grade::ALL.to_vec());
    let cents = prop::sample::select(vec![0i64, 1, 6_000_000, 40_000_000, i64::MAX]);
    let number = 1u32..3;
    (0usize..8, date, grade, cents, number).prop_map(|(kind, date, grade, cents, number)| {
        let (kind, data) = match kind {
            0 | 1 => ("SubsidyGranted", json!({ "amount_cents": cents, "beneficiary": { "name": "Les Ateliers" }, "budget_cents": cents / 2 + 1 })),
            2 => ("AvenantApproved", json!({ "number": number, "amount_cents": cents })),
            3 => ("BudgetRevised", json!({ "to_cents": cents, "instrument": { "avenant": number }, "from_cents": 7 })),
            4 => ("PaymentExecuted", json!({ "amount_cents": cents, "on": "2023-05-15" })),
            5 => ("FinancialReportFiled", json!({ "realised_cents": cents })),
            6 => ("BalanceRuleStated", json!({ "rule": "fixed_amount", "words": "forfait", "instrument": "initial" })),
            _ => ("MoonLanded", json!({ "cents": cents })),
        };
        (kind.to_owned(), date.to_owned(), grade, data)
    })
}

proptest! {
    /// Folding is commutative: any order of arrival gives the same state and view.
    #[test]
    fn arrival_order_changes_nothing(
        told in prop::collection::vec(any_entry(), 0..14), seed in any::<u64>(), voided in 0u64..20,
    ) {
        let mut entries: Vec<Recorded> = told
            .into_iter()
            .zip(0u64..)
            .map(|((kind, date, grade, data), seq)| entry(seq, &kind, &date, grade, data))
            .collect();
        entries.push(entry(50, "EntryVoided", "XXXX", Grade::Act, json!({ "entry": voided, "reason": "x" })));
        let replayed = fold(&entries);
        let mut shuffled = entries.clone();
        let mut state = seed | 1;
        for at in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(at, usize::try_from(state >> 33).unwrap() % (at + 1));
        }
        let incremental = fold(&shuffled);
        prop_assert_eq!(&incremental, &replayed);
        let as_json = |facts: &Facts| serde_json::to_string(&view(facts)).unwrap();
        prop_assert_eq!(as_json(&incremental), as_json(&replayed));
    }

    /// Arrival order, with the sequence numbers it gives, changes only those numbers.
    #[test]
    fn import_order_changes_no_figure(told in prop::collection::vec(any_entry(), 0..10), by in 0usize..10) {
        let figures = |order: &[(usize, Told)]| {
            let entries: Vec<Recorded> = order.iter().zip(0u64..).map(|((place, (kind, date, grade, data)), seq)| {
                let place = u64::try_from(*place).unwrap();
                let mut meta = meta(seq, date, *grade);
                meta.sources[0].span = (place, place + 1);
                Recorded::of(meta, kind, 1, data.clone())
            }).collect();
            let view = view(&fold(&entries));
            let amounts: Vec<_> = view.subsidy_cents.steps.iter().map(|s| (s.instrument.clone(), s.believed.value, s.believed.grade)).collect();
            (amounts, view.balance.map(|b| (b.entitlement_cents, b.balance_cents)), view.missing, view.payments.len())
        };
        let first: Vec<_> = told.into_iter().enumerate().collect();
        let mut other = first.clone();
        if !other.is_empty() {
            let by = by % other.len();
            other.rotate_left(by);
            other.reverse();
        }
        prop_assert_eq!(figures(&first), figures(&other));
    }
}

#[test]
fn a_grant_recalled_later_than_the_avenant_still_comes_before_it() {
    let name = json!({ "name": "Les Ateliers" });
    let granted = json!({ "amount_cents": 700, "beneficiary": name });
    let revised = json!({ "to_cents": 1_400, "instrument": { "avenant": 1 } });
    let facts = fold(&[
        entry(1, "SubsidyGranted", "../2024-12-10", Grade::Recital, granted),
        entry(2, "BudgetRevised", "2024-03-01", Grade::Act, revised),
    ]);
    assert_eq!(view(&facts).shares[0].computed_percent.as_deref(), Some("50.00"));
}
