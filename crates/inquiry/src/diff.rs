//! Diff: two states of a convention, field by field, with the entries responsible on each side.

use crate::field::{Field, FieldValue};
use crate::fields::Fields;
use greffe_convention_state::{ConventionView, PaymentView};
use greffe_domain::Grade;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What differs between two states.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Diff {
    /// The fields that differ, in the order of the later state; those that are gone, where the
    /// earlier one has them.
    pub changes: Vec<Change>,
    /// How many fields are the same on both sides.
    pub same: usize,
}

/// How a field differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It is on the second side only.
    Appeared,
    /// It is on the first side only.
    Disappeared,
    /// Its value differs.
    Changed,
    /// The value is the same, its standing is not: another grade, or stated where it was assumed.
    Regraded,
    /// The value is the same and rests on other entries of the same ledger.
    Supported,
}

/// One field that differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// Its path.
    pub path: String,
    /// How it differs.
    pub change: ChangeKind,
    /// The field on the first side.
    pub before: Option<Field>,
    /// The field on the second side.
    pub after: Option<Field>,
}

impl Change {
    /// Whether a list of changes shows it: support alone is counted, and what only repeats another
    /// field changes with that.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        self.change != ChangeKind::Supported
            && self.before.iter().chain(&self.after).all(Field::is_listed)
    }
}

/// What differs between two states of one convention in one ledger; of no state, nothing is there.
#[must_use]
pub fn changes(before: Option<&ConventionView>, after: Option<&ConventionView>) -> Vec<Change> {
    let fields = |view: Option<&ConventionView>| view.map(Fields::of).unwrap_or_default();
    diff(&fields(before), &fields(after), true).changes
}

/// What differs between two states. Entries are compared only within one ledger: the numbers of
/// two ledgers have nothing to do with each other.
#[must_use]
pub fn diff(before: &Fields, after: &Fields, same_ledger: bool) -> Diff {
    let mut same = 0;
    let mut changes = Vec::new();
    for (old, new) in pairs(before, after, same_ledger) {
        let Some(field) = new.or(old) else { continue };
        match change(old, new, same_ledger) {
            Some(change) => {
                let path = field.path.clone();
                changes.push(Change { path, change, before: old.cloned(), after: new.cloned() });
            }
            None => same += 1,
        }
    }
    Diff { changes, same }
}

fn change(before: Option<&Field>, after: Option<&Field>, same_ledger: bool) -> Option<ChangeKind> {
    let (before, after) = match (before, after) {
        (None, None) => return None,
        (None, Some(_)) => return Some(ChangeKind::Appeared),
        (Some(_), None) => return Some(ChangeKind::Disappeared),
        (Some(before), Some(after)) => (before, after),
    };
    if !before.value.says_the_same(&after.value) {
        Some(ChangeKind::Changed)
    } else if before.grade != after.grade
        || before.kind != after.kind
        || grades(&before.value) != grades(&after.value)
    {
        Some(ChangeKind::Regraded)
    } else if same_ledger && before.entries != after.entries {
        Some(ChangeKind::Supported)
    } else {
        None
    }
}

/// The grades of the two sides of a contradiction, which has none of its own.
fn grades(value: &FieldValue) -> Option<(Grade, Grade)> {
    match value {
        FieldValue::Contradiction(one) => Some((one.grade, one.stated_grade)),
        _ => None,
    }
}

type Pair<'a> = (Option<&'a Field>, Option<&'a Field>);

/// Every field of either side, beside that of the other: those of the second in order, each of the
/// first that is gone behind the one it followed. A field is beside that of the same path; a payment,
/// whose path has a date that may become known better, beside the one that an entry tells on both sides.
fn pairs<'a>(before: &'a Fields, after: &'a Fields, same_ledger: bool) -> Vec<Pair<'a>> {
    let mut beside: BTreeMap<&str, &Field> =
        if same_ledger { told_on_both(before, after) } else { BTreeMap::new() };
    let mut taken: BTreeSet<&str> = beside.values().map(|old| old.path.as_str()).collect();
    let old: BTreeMap<&str, &Field> = before.iter().map(|f| (f.path.as_str(), f)).collect();
    for field in after.iter() {
        if let Some(old) = old.get(field.path.as_str())
            && !beside.contains_key(field.path.as_str())
            && taken.insert(&old.path)
        {
            beside.insert(&field.path, old);
        }
    }
    let of = |field: &'a Field| (beside.get(field.path.as_str()).copied(), Some(field));
    let mut order: Vec<Pair<'a>> = after.iter().map(of).collect();
    let mut previous: Option<&Field> = None;
    for field in before.iter() {
        if !taken.contains(field.path.as_str()) {
            let is_previous = |pair: &Pair<'_>| {
                pair.0.is_some_and(|old| previous.is_some_and(|field| field.path == old.path))
            };
            let at = order.iter().position(is_previous);
            order.insert(at.map_or(0, |at| at + 1), (Some(field), None));
        }
        previous = Some(field);
    }
    order
}

/// The payments of the first side by the paths that they have on the second.
fn told_on_both<'a>(before: &'a Fields, after: &'a Fields) -> BTreeMap<&'a str, &'a Field> {
    let mut by_entry: BTreeMap<u64, &Field> = BTreeMap::new();
    for (field, payment) in before.iter().filter_map(with_payment) {
        by_entry.extend(payment.told_by().map(|entry| (entry, field)));
    }
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    let mut found = BTreeMap::new();
    for (field, payment) in after.iter().filter_map(with_payment) {
        let mut told = payment.told_by().filter_map(|entry| by_entry.get(&entry).copied());
        // One that was told as one and is now two goes on in the first of them.
        if let Some(old) = told.find(|old| !taken.contains(old.path.as_str())) {
            taken.insert(&old.path);
            found.insert(field.path.as_str(), old);
        }
    }
    found
}

fn with_payment(field: &Field) -> Option<(&Field, &PaymentView)> {
    match &field.value {
        FieldValue::Payment(payment) => Some((field, payment)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{self, entry, history, stream};
    use crate::record::ConventionRecord;
    use greffe_domain::{AsOf, Recorded};
    use serde_json::json;

    #[test]
    fn an_avenant_changes_what_it_changes() {
        let changed = changes(Some(&fixture::grant()), Some(&fixture::avenant()));
        let listed: Vec<&str> =
            changed.iter().filter(|c| c.is_listed()).map(|c| c.path.as_str()).collect();
        assert_eq!(
            listed,
            [
                "instruments.avenant-1.act",
                "instruments.avenant-1.changes",
                "instruments.avenant-1.unchanged",
                "budget_cents.avenant-1",
                "budget_cents.current",
                "shares.avenant-1.computed",
                "balance.assumptions.pro_rata_rule",
                "balance.assumptions.realised_equals_last_budget",
                "balance.rule",
                "balance.realised_cents",
                "balance.entitlement_cents",
                "balance.paid_cents",
                "balance.balance_cents",
                "payments.advance.2023-05",
                "missing.avenant_text",
                "missing.avenant_signature",
                "missing.payments",
            ]
        );
        assert!(changes(Some(&fixture::grant()), Some(&fixture::grant())).is_empty());
        let first = changes(None, Some(&fixture::grant()));
        assert!(!first.is_empty() && first.iter().all(|c| c.change == ChangeKind::Appeared));
        assert!(changes(None, None).is_empty());
    }

    /// One that is gone takes no other's place, and one of another grade is not the same.
    #[test]
    fn a_contradiction_is_itself_whatever_stands_beside_it() {
        let recalled = |seq, cents: i64, grade| {
            let data = json!({ "amount_cents": cents, "beneficiary": { "name": "Les Ateliers" } });
            let mut told = entry(seq, "SubsidyGranted", "2023-03-16", data.clone());
            let meta = greffe_domain::Meta { grade, ..(*told.meta).clone() };
            told = Recorded::of(meta, "SubsidyGranted", 1, data);
            told
        };
        let found = |old: &[Recorded], new: &[Recorded], same_ledger| {
            let fields = |told: &[Recorded]| {
                let told: Vec<Recorded> = history().into_iter().chain(told.to_vec()).collect();
                ConventionRecord::of(stream(), told).fields(AsOf::default())
            };
            let found = diff(&fields(old), &fields(new), same_ledger).changes.into_iter();
            let told = found.filter(|c| c.path.starts_with("contradictions."));
            told.map(|c| (c.path, c.change)).collect::<Vec<_>>()
        };
        let first = recalled(20, 7_000_000, Grade::Recital);
        let second = recalled(21, 7_100_000, Grade::Recital);
        let gone = "contradictions.subsidy_cents.initial.70-000".to_owned();
        assert_eq!(
            found(&[first.clone(), second.clone()], &[second], true),
            [(gone.clone(), ChangeKind::Disappeared)]
        );
        let declared = recalled(20, 7_000_000, Grade::Declared);
        assert_eq!(found(&[first], &[declared], false), [(gone, ChangeKind::Regraded)]);
    }

    /// A payment of an earlier day that is learned late takes nobody's place, and one whose day is
    /// learned is still the same.
    #[test]
    fn a_payment_is_laid_beside_itself() {
        let paid = |seq, on: &str| {
            let data = json!({ "amount_cents": seq * 1_000, "role": "instalment", "on": on });
            entry(seq, "PaymentExecuted", on, data)
        };
        let change = |old: &[Recorded], new: &[Recorded]| {
            let fields = |told: &[Recorded]| {
                let told: Vec<Recorded> = history().into_iter().chain(told.to_vec()).collect();
                ConventionRecord::of(stream(), told).fields(AsOf::default())
            };
            let found = diff(&fields(old), &fields(new), true).changes.into_iter();
            let told = found.filter(|c| c.path.starts_with("payments."));
            told.map(|c| (c.path, c.change)).collect::<Vec<_>>()
        };
        let (june, april) = (paid(11, "2024-06-10"), paid(12, "2024-04-10"));
        let appeared = ("payments.instalment.2024-04-10".to_owned(), ChangeKind::Appeared);
        let (alone, both) = ([june.clone()], [june.clone(), april]);
        assert_eq!(change(&alone, &both), [appeared]);
        let gone = ("payments.instalment.2024-04-10".to_owned(), ChangeKind::Disappeared);
        assert_eq!(change(&both, &alone), [gone]);
        let dated = ("payments.instalment.2024-06-10".to_owned(), ChangeKind::Changed);
        assert_eq!(change(&[paid(11, "2024-06")], &alone), std::slice::from_ref(&dated));
        // Of one day, they are told apart by their entries, not by their place.
        let same = ("payments.instalment.2024-06-10-2".to_owned(), ChangeKind::Appeared);
        let other = [june.clone(), paid(13, "2024-06-10")];
        assert_eq!(change(&[june], &other), [same]);
        let first = ("payments.instalment.2024-06-10".to_owned(), ChangeKind::Disappeared);
        assert_eq!(change(&other, &[paid(13, "2024-06-10")]), [first]);
        // What another entry says in its place, as a correction does, is beside what it replaces.
        let other = entry(
            14,
            "PaymentExecuted",
            "2024-06-10",
            json!({ "amount_cents": 7, "role": "instalment" }),
        );
        assert_eq!(change(&[paid(11, "2024-06-10")], &[other]), [dated]);
    }
}
