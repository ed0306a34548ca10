//! Diff: two states of a convention, field by field, with the entries responsible on each side.

use crate::field::Field;
use crate::fields::Fields;
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
