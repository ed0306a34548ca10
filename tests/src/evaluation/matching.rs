//! Which drafted statement says what which labelled one says.

use super::acts::acts;
use super::agreement::agree;
use super::label::{self, items, words};
use super::said::Said;
use super::{Class, Found, Statement, Value};
use greffe::domain::ActKey;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// The fields of statements, votes and acts apart.
const FIELDS: &[&str] = &[
    "proxies",
    "visas",
    "beneficiaries",
    "beneficiaries.legal_form",
    "beneficiaries.siret",
    "amounts",
    "percentages",
    "earlier_acts",
    "articles",
];

/// The counts of a vote: their names in a label and in an event.
pub(super) const COUNTS: [(&str, &str); 3] =
    [("for", "votes_for"), ("against", "votes_against"), ("abstain", "abstentions")];

/// Compares a label with a draft.
pub(super) fn compare(label: &Json, said: &Said, fields: &mut BTreeMap<String, Found>) {
    let all = label::SCALARS.iter().chain(label::NAMES).chain(FIELDS);
    for field in all.filter(|field| !matches!(**field, "title" | "reference")) {
        let wanted = label::statements(label, field);
        let drafted: Vec<Statement> =
            said.statements.iter().filter(|s| s.field == **field).cloned().collect();
        let own = own_acts(label, said);
        let drafted = drafted.into_iter().filter(|s| !tells_of(&s.value, &own)).collect();
        put(fields, field, judged(field, wanted, drafted));
    }
    acts(label, said, fields);
}

pub(super) fn put(fields: &mut BTreeMap<String, Found>, field: &str, found: Found) {
    let entry = fields.entry(field.to_owned()).or_default();
    entry.right.extend(found.right);
    entry.wrong.extend(found.wrong);
    entry.unjudged.extend(found.unjudged);
    entry.missed.extend(found.missed);
}

/// The references of the acts of the text itself: naming them recalls no earlier act.
fn own_acts(label: &Json, said: &Said) -> Vec<ActKey> {
    let labelled = words(label, "reference")
        .into_iter()
        .chain(items(label, "acts").filter_map(|act| words(act, "reference")));
    let drafted = said.acts.iter().filter_map(|act| act.reference.clone());
    labelled.chain(drafted).filter_map(|reference| ActKey::of(&reference)).collect()
}

fn tells_of(value: &Value, own: &[ActKey]) -> bool {
    match value {
        Value::Act { reference: Some(reference), .. } => {
            ActKey::of(reference).is_some_and(|key| own.contains(&key))
        }
        _ => false,
    }
}

/// Judges the statements of one field.
pub(super) fn judged(
    field: &str,
    wanted: Option<Vec<Statement>>,
    drafted: Vec<Statement>,
) -> Found {
    let mut found = Found::default();
    let Some(wanted) = wanted else {
        found.unjudged = drafted.iter().map(|s| (s.class, told(&s.value))).collect();
        return found;
    };
    let mut held: Vec<Option<Class>> = vec![None; wanted.len()];
    let mut drafted = drafted;
    drafted.sort_by_key(|s| s.class);
    let mut astray = Vec::new();
    for statement in &drafted {
        let agrees: Vec<usize> = wanted
            .iter()
            .enumerate()
            .filter(|(_, w)| agree(field, &w.value, &statement.value))
            .map(|(at, _)| at)
            .collect();
        let free = agrees.iter().find(|at| held.get(**at).is_some_and(Option::is_none));
        match (free, agrees.first()) {
            (Some(at), _) => {
                if let Some(slot) = held.get_mut(*at) {
                    *slot = Some(statement.class);
                }
            }
            (None, Some(_)) => {}
            (None, None) => astray.push(statement),
        }
    }
    for statement in astray {
        unmatched(&wanted, &held, statement, &mut found);
    }
    for (statement, class) in wanted.iter().zip(held) {
        match class {
            Some(class) => found.right.push((class, told(&statement.value))),
            None => found.missed.push(told(&statement.value)),
        }
    }
    found
}

/// A drafted statement that agrees with no label.
fn unmatched(
    wanted: &[Statement],
    held: &[Option<Class>],
    statement: &Statement,
    found: &mut Found,
) {
    let entry = (statement.class, told(&statement.value));
    let silent = match &statement.value {
        // Labels leave out amounts and shares that have nothing to do with the acts they describe.
        // Nor do they list last year's column of a table: what a grant is may stand there again.
        Value::Amount { cents, roles, .. } if statement.class == Class::Seen => {
            let same =
                |w: &Statement| matches!(&w.value, Value::Amount { cents: c, .. } if c == cents);
            let other = roles.iter().all(|role| *role == "other");
            let mut labelled = wanted.iter().zip(held).filter(|(w, _)| same(w));
            labelled.all(|(_, met)| other && met.is_some())
        }
        // Nor do labels list the indicators of a report on activities.
        Value::Share { of, .. } => statement.class == Class::Seen || of.as_deref() == Some("other"),
        // An act recalled only by its date may be labelled by its reference.
        Value::Act { reference: None, .. } => true,
        _ => false,
    };
    let list = if silent { &mut found.unjudged } else { &mut found.wrong };
    if !list.contains(&entry) {
        list.push(entry);
    }
}

/// One value against another; `wanted` is `None` where the label does not judge it.
#[allow(
    clippy::option_option,
    reason = "a label is silent, or says that the text says nothing, or says a value"
)]
/// A value in words, for a reader.
pub(super) fn told(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Power { from, to } => format!("{from} -> {to}"),
        Value::Amount { cents, roles, beneficiary } => {
            let to = beneficiary.as_deref().unwrap_or("?");
            format!("{} {cents} cents to {to}", roles.join("|"))
        }
        Value::Share { figure, of } => {
            format!("{figure} of {}", of.as_deref().unwrap_or("?"))
        }
        Value::Act { reference, date } => {
            format!("{} of {}", reference.as_deref().unwrap_or("?"), date.as_deref().unwrap_or("?"))
        }
        Value::Article { number, words } => {
            format!("{number}: {}", words.chars().take(60).collect::<String>())
        }
    }
}
