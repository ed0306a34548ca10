//! Acts taken back: what questions to a history say of what was decided by them.

use super::*;

const AVENANT: &str = "act/vauclaire/4058-24-bm";
const WITHDRAWING: &str = "act/vauclaire/5001-25-bm";

fn annulled(seq: u64, act: &str, grade: Grade) -> Recorded {
    let data = json!({ "act": {}, "by": "tribunal administratif", "on": "2025-02-03" });
    of_stream(act, told(seq, "ActAnnulled", "2025-02-03", grade, &[], data))
}

fn withdrawn(seq: u64) -> Recorded {
    let data = json!({ "act": {}, "by": { "reference": "DSOL-001-5001/25/BM" } });
    of_stream(AVENANT, told(seq, "ActWithdrawn", "2025-01-20", Grade::Act, &[], data))
}

fn with(more: impl IntoIterator<Item = Recorded>) -> ConventionRecord {
    record(story().into_iter().chain(more).collect())
}

/// The entry of a change of belief, its values in whole euros, what it rests on, and what moved it.
type Learned = (u64, i64, i64, Vec<u64>, Option<Moved>);

fn learned(record: &ConventionRecord, path: &str) -> Vec<Learned> {
    let found = blame(record, AsOf::default(), Some(path), true).unwrap();
    let history = found[0].history.clone().unwrap();
    let euros = |value: &Option<FieldValue>| {
        value.as_ref().and_then(FieldValue::money).map_or(0, |money| money.cents() / 100)
    };
    let change = |c: BeliefChange| (c.entry, euros(&c.before), euros(&c.after), c.entries, c.moved);
    history.believed.into_iter().map(change).collect()
}

/// The origin of a figure is the entry that says it; the annulment only puts it aside, or brings it back.
#[test]
fn whoever_annuls_is_no_origin_of_a_figure() {
    let record = with([annulled(9, AVENANT, Grade::Record)]);
    assert_eq!(
        learned(&record, "budget_cents.current"),
        [
            (1, 0, 400_000, vec![1], None),
            (3, 400_000, 300_000, vec![3], None),
            (9, 300_000, 400_000, vec![1], Some(Moved::BroughtBack)),
        ]
    );
    let path = "budget_cents.undone.avenant-1";
    assert_eq!(
        learned(&record, path),
        [(3, 0, 300_000, vec![3], None), (9, 300_000, 300_000, vec![3], Some(Moved::PutAside)),]
    );
    let found = blame(&record, AsOf::default(), Some(path), true).unwrap();
    assert_eq!(found[0].history.as_ref().unwrap().in_force, []);
    // A withdrawal that is annulled brings back what it had put aside.
    let record = with([withdrawn(8), annulled(9, WITHDRAWING, Grade::Record)]);
    assert_eq!(
        learned(&record, "budget_cents.current")[2..],
        [
            (8, 300_000, 400_000, vec![1], Some(Moved::BroughtBack)),
            (9, 400_000, 300_000, vec![3], Some(Moved::BroughtBack)),
        ]
    );
}

fn set(text: &str) -> Hypothesis {
    Hypothesis { set: vec![Assignation::parse(text).unwrap()], ..Hypothesis::default() }
}

/// No act says the figure that is supposed, whatever became of the act.
#[test]
fn a_figure_that_is_set_of_an_annulled_avenant_is_supposed() {
    let relied_on = json!({ "budget_cents": 30_000_000 });
    let relied_on = told(4, "BalanceComputed", "2024-10-10", Grade::Act, &[], relied_on);
    let record = with([relied_on, annulled(9, AVENANT, Grade::Record)]);
    let answer = suppose(&record, set("budget_cents.avenant-1=200000\u{20ac}"));
    let Supposition::Set { recorded, entries, .. } = &answer.suppositions[0] else { panic!() };
    assert_eq!(recorded, &Some(FieldValue::Money(Money::from_cents(30_000_000))));
    assert_eq!(entries, &[3, 4]);
    let path = "budget_cents.undone.avenant-1";
    let change = answer.changes.iter().find(|change| change.path == path).unwrap();
    let after = change.after.as_ref().unwrap();
    assert_eq!(after.kind, FieldKind::Supposed);
    assert_eq!(after.value.money(), Some(Money::from_cents(20_000_000)));
    assert_eq!(answer.changes.len(), 1, "{:?}", answer.changes);
}

/// It counts for nothing already, and who relied on its budget says nothing of another's.
#[test]
fn without_an_avenant_that_was_annulled_nothing_else_changes() {
    let relied_on = json!({ "budget_cents": 30_000_000, "realised_cents": 30_000_000 });
    let relied_on = told(4, "BalanceComputed", "2024-10-10", Grade::Act, &[], relied_on);
    let record = with([relied_on.clone(), annulled(9, AVENANT, Grade::Record)]);
    for what in ["avenant-1", "2", "009-4058-24-BM"] {
        let answer = suppose(&record, without(&[what]));
        let contradicted = answer.changes.iter().any(|c| c.path.starts_with("contradictions."));
        assert!(!contradicted, "{what}: {:?}", answer.changes);
        let budget = answer.changes.iter().any(|c| c.path == "budget_cents.initial");
        assert!(!budget && answer.balance_change().is_none(), "{what}: {:?}", answer.changes);
        let Supposition::Without { relying, .. } = &answer.suppositions[0] else { panic!() };
        assert_eq!(relying, &[4], "{what}");
    }
    // While it stands, whoever relies on it contradicts the history without it.
    let answer = suppose(&with([relied_on]), without(&["avenant-1"]));
    assert!(answer.changes.iter().any(|c| c.path.starts_with("contradictions.budget_cents")));
    let Supposition::Without { relying, .. } = &answer.suppositions[0] else { panic!() };
    assert!(relying.is_empty());
}

fn nodes(node: &Node) -> Vec<&Node> {
    let below = match &node.basis {
        Basis::Computed { operands, .. } | Basis::Assumed { operands, .. } => operands.as_slice(),
        _ => &[],
    };
    std::iter::once(node).chain(below.iter().flat_map(nodes)).collect()
}

/// What moves a figure is cited where it is explained, and called an assumption where nobody but the
/// beneficiary says it.
#[test]
fn what_is_due_cites_what_took_the_avenant_back() {
    let report = json!({ "exercise": 2023, "realised_cents": 30_000_000 });
    let report = told(4, "FinancialReportFiled", "2024-06-17", Grade::Recital, &[], report);
    for (grade, declared) in [(Grade::Record, false), (Grade::Declared, true)] {
        let record = with([report.clone(), annulled(9, AVENANT, grade)]);
        let explained = explain(&record, AsOf::default(), "balance").unwrap();
        let all = nodes(&explained.tree);
        let cited = |n: &&&Node| match &n.basis {
            Basis::Stated { testimonies, .. } => testimonies.iter().any(|told| told.entry == 9),
            _ => false,
        };
        assert_eq!(all.iter().filter(cited).count(), 1, "{grade:?}");
        let assumed = all.iter().any(|n| {
            matches!(n.basis, Basis::Assumed { assumption: Assumption::UndoingOnlyDeclared, .. })
        });
        assert_eq!(assumed, declared, "{grade:?}");
        // 60 000 × 300 000 / 400 000.
        assert_eq!(explained.tree.evaluate().unwrap().money(), Some(Money::from_cents(4_500_000)));
    }
}

/// A withdrawal that was annulled was decided all the same: it is told, with what took it back, and so is
/// that; both as the state has it, whatever the day.
#[test]
fn a_timeline_tells_a_withdrawal_with_its_annulment() {
    let record = with([withdrawn(8), annulled(9, WITHDRAWING, Grade::Record)]);
    let marks = |as_of| -> Vec<(u64, Vec<u64>)> {
        let timeline = Timeline::of(record.facts(), record.stream(), as_of);
        let by = |event: &TimelineEvent| event.taken_back.iter().map(|one| one.entry).collect();
        timeline.events.iter().map(|event| (event.entry, by(event))).collect()
    };
    let told = [(1, vec![]), (2, vec![]), (3, vec![]), (8, vec![9]), (9, vec![])];
    assert_eq!(marks(AsOf::default()), told);
    let day = AsOf { effective: Some("2024-12-31".parse().unwrap()), known: None };
    assert_eq!(marks(day), told);
    let known = record.recorded()[3].meta.recorded_at;
    let before = [(1, vec![]), (2, vec![8]), (3, vec![]), (8, vec![])];
    assert_eq!(marks(AsOf { effective: None, known: Some(known) }), before);
}
