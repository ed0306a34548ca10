//! The report of an evaluation: a table for a reader, one object for a program.

use super::{Class, Document, Found};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The evaluation of a folder.
#[derive(Debug, Clone, Default)]
pub struct Evaluation {
    /// Every text, in the order of their names.
    pub documents: Vec<Document>,
}

/// How many statements there are of each sort.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Right.
    pub right: usize,
    /// Wrong.
    pub wrong: usize,
    /// Missed.
    pub missed: usize,
}

impl Count {
    /// Right among what was drafted; one where nothing was.
    #[must_use]
    pub fn precision(self) -> f64 {
        ratio(self.right, self.right + self.wrong)
    }

    /// Right among what is labelled; one where nothing is.
    #[must_use]
    pub fn recall(self) -> f64 {
        ratio(self.right, self.right + self.missed)
    }
}

#[allow(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "a ratio for a reader; no law depends on it"
)]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { (part as f64 * 10_000.0 / whole as f64).floor() / 10_000.0 }
}

impl Found {
    /// The count of everything, or of one class; what is missed belongs to no class.
    #[must_use]
    pub fn count(&self, class: Option<Class>) -> Count {
        let of = |list: &[(Class, String)]| {
            list.iter().filter(|(c, _)| class.is_none_or(|class| class == *c)).count()
        };
        let missed = if class.is_none() { self.missed.len() } else { 0 };
        Count { right: of(&self.right), wrong: of(&self.wrong), missed }
    }
}

impl Evaluation {
    /// The statements of every field over all texts.
    #[must_use]
    pub fn fields(&self) -> BTreeMap<String, Found> {
        let mut all: BTreeMap<String, Found> = BTreeMap::new();
        for document in &self.documents {
            for (field, found) in &document.fields {
                let entry = all.entry(field.clone()).or_default();
                let named = |(class, told): &(Class, String)| {
                    (*class, format!("{}: {told}", document.name))
                };
                entry.right.extend(found.right.iter().map(named));
                entry.wrong.extend(found.wrong.iter().map(named));
                entry.unjudged.extend(found.unjudged.iter().map(named));
                let missed = found.missed.iter();
                entry.missed.extend(missed.map(|told| format!("{}: {told}", document.name)));
            }
        }
        all
    }

    /// Everything, or one class.
    #[must_use]
    pub fn count(&self, class: Option<Class>) -> Count {
        total(self.documents.iter().flat_map(|d| d.fields.values()), class)
    }
}

fn total<'a>(found: impl Iterator<Item = &'a Found>, class: Option<Class>) -> Count {
    found.map(|f| f.count(class)).fold(Count::default(), |sum, one| Count {
        right: sum.right + one.right,
        wrong: sum.wrong + one.wrong,
        missed: sum.missed + one.missed,
    })
}

fn counted(count: Count) -> Json {
    json!({
        "precision": count.precision(),
        "recall": count.recall(),
        "right": count.right,
        "wrong": count.wrong,
        "missed": count.missed,
    })
}

fn of_class(count: Count) -> Json {
    json!({ "precision": count.precision(), "right": count.right, "wrong": count.wrong })
}

/// The report as one object: `overall`, `sure`, `review`, `seen`, `fields`, `documents`.
#[must_use]
pub fn json(evaluation: &Evaluation) -> Json {
    let classes = |found: &dyn Fn(Option<Class>) -> Count| {
        let mut object = counted(found(None));
        for class in Class::ALL {
            if let Some(fields) = object.as_object_mut() {
                fields.insert(class.name().to_owned(), of_class(found(Some(class))));
            }
        }
        object
    };
    let fields = evaluation.fields();
    let by_field: serde_json::Map<String, Json> = fields
        .iter()
        .map(|(name, found)| (name.clone(), classes(&|class| found.count(class))))
        .collect();
    let list = |list: &[(Class, String)]| -> Vec<Json> {
        list.iter().map(|(class, told)| json!({ "class": class.name(), "value": told })).collect()
    };
    let documents: serde_json::Map<String, Json> = evaluation
        .documents
        .iter()
        .map(|document| {
            let all = |class| total(document.fields.values(), class);
            let mut object = classes(&all);
            let differing: serde_json::Map<String, Json> = document
                .fields
                .iter()
                .filter(|(_, f)| !f.wrong.is_empty() || !f.missed.is_empty())
                .map(|(name, f)| {
                    (name.clone(), json!({ "wrong": list(&f.wrong), "missed": f.missed }))
                })
                .collect();
            if let Some(fields) = object.as_object_mut() {
                fields.insert("labelled".into(), document.labelled.into());
                fields.insert("events_sure".into(), document.events.0.into());
                fields.insert("events_review".into(), document.events.1.into());
                fields.insert("fault".into(), document.fault.clone().into());
                fields.insert("not_compared".into(), document.unknown_fields.clone().into());
                fields.insert("differences".into(), differing.into());
            }
            (document.name.clone(), object)
        })
        .collect();
    json!({
        "overall": counted(evaluation.count(None)),
        "sure": of_class(evaluation.count(Some(Class::Sure))),
        "review": of_class(evaluation.count(Some(Class::Review))),
        "seen": of_class(evaluation.count(Some(Class::Seen))),
        "fields": by_field,
        "documents": documents,
    })
}

/// The report for a reader: a line a field, a line a text, then every wrong and every missed
/// statement.
#[must_use]
pub fn text(evaluation: &Evaluation) -> String {
    let mut out = String::new();
    let head = format!(
        "{:<30} {:>9} {:>7} {:>6} {:>6} {:>7} {:>11} {:>11} {:>11}\n",
        "", "precision", "recall", "right", "wrong", "missed", "sure", "review", "seen"
    );
    out.push_str(&head);
    let fields = evaluation.fields();
    for (name, found) in fields.iter().filter(|(_, found)| found.count(None) != Count::default()) {
        row(&mut out, name, &|class| found.count(class));
    }
    row(&mut out, "ALL FIELDS", &|class| evaluation.count(class));
    out.push('\n');
    out.push_str(&head);
    for document in &evaluation.documents {
        row(&mut out, &document.name, &|class| total(document.fields.values(), class));
        if let Some(fault) = &document.fault {
            let _ = writeln!(out, "  ! {fault}");
        }
        if !document.labelled {
            let (sure, review) = document.events;
            let _ = writeln!(out, "  no label: {sure} events sure, {review} for review");
        }
        if !document.unknown_fields.is_empty() {
            let _ = writeln!(out, "  not compared: {}", document.unknown_fields.join(", "));
        }
    }
    for document in &evaluation.documents {
        for (field, found) in &document.fields {
            for (class, told) in &found.wrong {
                let _ = writeln!(out, "{} {field}: WRONG ({}) {told}", document.name, class.name());
            }
            for told in &found.missed {
                let _ = writeln!(out, "{} {field}: missed {told}", document.name);
            }
        }
    }
    out
}

fn row(out: &mut String, name: &str, count: &dyn Fn(Option<Class>) -> Count) {
    let all = count(None);
    let class = |class| {
        let count = count(Some(class));
        format!("{}/{}", count.right, count.right + count.wrong)
    };
    let name: String = name.chars().take(30).collect();
    let _ = writeln!(
        out,
        "{name:<30} {:>9.4} {:>7.4} {:>6} {:>6} {:>7} {:>11} {:>11} {:>11}",
        all.precision(),
        all.recall(),
        all.right,
        all.wrong,
        all.missed,
        class(Class::Sure),
        class(Class::Review),
        class(Class::Seen)
    );
}
