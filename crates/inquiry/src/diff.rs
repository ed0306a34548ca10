//! Diff: two states of a convention, field by field, with the entries responsible on each side.

use crate::field::Field;
use crate::fields::Fields;
use greffe_convention_state::ConventionView;
use serde::Serialize;
use std::collections::BTreeSet;

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
    for path in paths(before, after) {
        let (old, new) = (before.get(&path), after.get(&path));
        match change(old, new, same_ledger) {
            Some(change) => {
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
    } else if before.grade != after.grade || before.kind != after.kind {
        Some(ChangeKind::Regraded)
    } else if same_ledger && before.entries != after.entries {
        Some(ChangeKind::Supported)
    } else {
        None
    }
}

/// Every path of either side: those of the second in order, each of the first that is gone behind
/// the one it followed.
fn paths(before: &Fields, after: &Fields) -> Vec<String> {
    let mut order: Vec<String> = after.iter().map(|field| field.path.clone()).collect();
    let known: BTreeSet<String> = order.iter().cloned().collect();
    let mut previous: Option<&str> = None;
    for field in before.iter() {
        if !known.contains(&field.path) {
            let at = previous.and_then(|path| order.iter().position(|other| other == path));
            order.insert(at.map_or(0, |at| at + 1), field.path.clone());
        }
        previous = Some(&field.path);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

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
                "payments.advance",
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
}
