//! The label of a text, taken apart into statements.

use super::{Class, Statement, Value};
use serde_json::Value as Json;
use std::path::Path;

/// Reads a label, in UTF-8 with or without mark or in an older encoding; `None` when there is none.
///
/// # Errors
/// Why the label cannot be used.
pub(super) fn read(path: &Path) -> Result<Option<Json>, String> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(format!("the label cannot be read: {error}")),
    };
    let bare = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let text = match std::str::from_utf8(bare) {
        Ok(text) => text.to_owned(),
        Err(_) => bare.iter().map(|byte| char::from(*byte)).collect(),
    };
    let label: Json =
        serde_json::from_str(&text).map_err(|error| format!("the label is no JSON: {error}"))?;
    if label.is_object() { Ok(Some(label)) } else { Err("the label is no JSON object".to_owned()) }
}

/// Fields that hold one value each.
pub(super) const SCALARS: &[&str] = &[
    "institution",
    "organ",
    "sitting_date",
    "reference",
    "internal_number",
    "title",
    "president",
    "secretary",
    "present_count_stated",
    "quorum_stated",
    "exercise",
    "certified_by",
    "transmitted_to_prefecture_on",
    "published_on",
    "notified_on",
    "members_in_office",
    "convocation_date",
];

/// Fields that hold a list of names.
pub(super) const NAMES: &[&str] = &["present_names", "excused_names", "absent_names"];

/// Fields read by name elsewhere in this comparison, or that say nothing of the text.
const OTHER: &[&str] = &[
    "source",
    "notes",
    "proxies",
    "visas",
    "beneficiaries",
    "amounts",
    "percentages",
    "earlier_acts",
    "articles",
    "vote",
    "acts",
];

/// The fields that nothing is compared with.
pub(super) fn unknown(label: &Json) -> Vec<String> {
    let known =
        |name: &str| SCALARS.contains(&name) || NAMES.contains(&name) || OTHER.contains(&name);
    let fields = label.as_object().into_iter().flatten();
    fields.map(|(name, _)| name.clone()).filter(|name| !known(name)).collect()
}

/// The items of a list.
pub(super) fn items<'a>(of: &'a Json, field: &str) -> impl Iterator<Item = &'a Json> {
    of.get(field).and_then(Json::as_array).into_iter().flatten()
}

/// The words of a field.
pub(super) fn words(of: &Json, field: &str) -> Option<String> {
    of.get(field).and_then(Json::as_str).map(str::to_owned)
}

/// What the label says of a field; `None` when it has no such field and so judges nothing.
pub(super) fn statements(label: &Json, field: &str) -> Option<Vec<Statement>> {
    let say = |value: Value| Statement { field: field.to_owned(), value, class: Class::Sure };
    let mut out = Vec::new();
    match field {
        "beneficiaries.legal_form" | "beneficiaries.siret" | "beneficiaries" => {
            label.get("beneficiaries")?;
            for item in items(label, "beneficiaries") {
                let name = words(item, "name").or_else(|| item.as_str().map(str::to_owned));
                let Some(name) = name else { continue };
                match field.split_once('.') {
                    None => out.push(say(Value::Text(name))),
                    Some((_, part)) => {
                        let to = words(item, part);
                        out.extend(to.map(|to| say(Value::Power { from: name, to })));
                    }
                }
            }
        }
        "proxies" => {
            label.get(field)?;
            out.extend(items(label, field).map(|item| {
                let side = |side| words(item, side).unwrap_or_default();
                say(Value::Power { from: side("from"), to: side("to") })
            }));
        }
        "amounts" => {
            label.get(field)?;
            out.extend(items(label, field).filter_map(|item| {
                Some(say(Value::Amount {
                    cents: item.get("cents")?.as_i64()?,
                    roles: vec![words(item, "role")?],
                    beneficiary: words(item, "beneficiary"),
                }))
            }));
        }
        "percentages" => {
            label.get(field)?;
            out.extend(items(label, field).filter_map(|item| {
                let figure = words(item, "as_written")?;
                Some(say(Value::Share { figure, of: words(item, "of") }))
            }));
        }
        "earlier_acts" => {
            label.get(field)?;
            out.extend(items(label, field).map(|item| {
                say(Value::Act { reference: words(item, "reference"), date: words(item, "date") })
            }));
        }
        "articles" => {
            label.get(field)?;
            out.extend(items(label, field).filter_map(|item| {
                let number = item.get("number")?.as_i64()?;
                let words = words(item, "decision").unwrap_or_default();
                Some(say(Value::Article { number, words }))
            }));
        }
        "visas" | "present_names" | "excused_names" | "absent_names" => {
            label.get(field)?;
            let texts = items(label, field).filter_map(Json::as_str);
            out.extend(texts.map(|text| say(Value::Text(text.to_owned()))));
        }
        _ => out.extend(plain(label.get(field)?).map(say)),
    }
    Some(out)
}

/// A value that stands alone; `None` for `null` and for what holds others.
pub(super) fn plain(value: &Json) -> Option<Value> {
    match value {
        Json::String(text) => Some(Value::Text(text.clone())),
        Json::Bool(flag) => Some(Value::Flag(*flag)),
        Json::Number(number) => number.as_i64().map(Value::Number),
        _ => None,
    }
}
