//! Blame: for each field, who set it, and what it replaced.

use crate::beliefs::{self, FieldHistory};
use crate::field::{Field, FieldValue};
use crate::fields::Fields;
use crate::named::NameError;
use crate::record::{ConventionRecord, Testimony};
use greffe_convention_state::{ConventionView, UndoneAct};
use greffe_domain::{AsOf, Grade};
use serde::Serialize;

/// One field with those who say it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Blame {
    /// The field.
    #[serde(flatten)]
    pub field: Field,
    /// The entry that set it first, then those that confirm it or that it is computed from.
    pub set_by: Vec<Testimony>,
    /// What it replaced: the value by the instrument before.
    pub replaced: Option<Replaced>,
    /// Who says that the act which set it was withdrawn or annulled.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub undone_by: Vec<Testimony>,
    /// Every value that the field had, when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub history: Option<FieldHistory>,
}

/// The value that held before.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Replaced {
    /// Its path.
    pub path: String,
    /// The value.
    #[serde(flatten)]
    pub value: FieldValue,
    /// Its grade.
    pub grade: Option<Grade>,
    /// The entries that state it.
    pub entries: Vec<u64>,
}

/// Who set the fields that a name means, or all of them.
///
/// # Errors
/// [`NameError::Unknown`] when no field is called like that.
pub fn blame(
    record: &ConventionRecord,
    as_of: AsOf,
    name: Option<&str>,
    with_history: bool,
) -> Result<Vec<Blame>, NameError> {
    let view = record.view(as_of);
    let fields = record.fields_of(&view, as_of);
    let chosen: Vec<&Field> = match name {
        Some(name) => fields.named(name)?,
        None => fields.iter().collect(),
    };
    let paths: Vec<String> = chosen.iter().map(|field| field.path.clone()).collect();
    let mut histories = if with_history {
        beliefs::histories(record, as_of, &paths)
    } else {
        std::collections::BTreeMap::new()
    };
    let of = |field: &Field| Blame {
        set_by: record.testimonies(&view, &field.entries, &field.passages),
        undone_by: undone_by(record, &view, field),
        replaced: replaced(&fields, field),
        history: histories.remove(&field.path),
        field: field.clone(),
    };
    Ok(chosen.into_iter().map(of).collect())
}

/// Whether a step of a history is in force, or was.
fn is_in_force(step: &Field) -> bool {
    !step.path.contains(".possible.") && !step.path.contains(".undone.")
}

/// Who takes back the act on which a figure stands.
fn undone_by(record: &ConventionRecord, view: &ConventionView, field: &Field) -> Vec<Testimony> {
    let undone = undoing(view, field);
    let told = undone.flat_map(|one| record.testimonies(view, &one.entries, &one.passages));
    told.collect()
}

/// The acts taken back that set a figure: the amount, the budget, or the share of one.
pub(crate) fn undoing<'v>(
    view: &'v ConventionView,
    field: &'v Field,
) -> impl Iterator<Item = &'v UndoneAct> + 'v {
    let head = field.path.split('.').next().unwrap_or_default();
    let set = ["subsidy_cents", "budget_cents", "shares", "instruments"].contains(&head);
    let by = field.instrument.as_ref().filter(|_| set);
    view.undone.iter().filter(move |one| by.is_some_and(|by| one.instruments.contains(by)))
}

/// The value by the instrument before, of a field that has one for each.
fn replaced(fields: &Fields, field: &Field) -> Option<Replaced> {
    let path = field.repeats.as_deref().unwrap_or(&field.path);
    let head =
        path.split('.').next().filter(|head| ["subsidy_cents", "budget_cents"].contains(head))?;
    let steps = fields.iter().filter(|other| {
        other.path.split('.').next() == Some(head) && other.repeats.is_none() && is_in_force(other)
    });
    let mut before = None;
    for step in steps {
        if step.path == path {
            break;
        }
        before = Some(step);
    }
    let found = fields.get(path).is_some_and(is_in_force);
    let before = before.filter(|_| found)?;
    Some(Replaced {
        path: before.path.clone(),
        value: before.value.clone(),
        grade: before.grade,
        entries: before.entries.clone(),
    })
}
