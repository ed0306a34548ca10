//! Words for programs: in JSON, every passage carries its reference, the name of its document and
//! its words, so that nobody has to look them up.

use crate::failure::Failure;
use crate::references::LedgerReferences;
use greffe::domain::Passage;
use greffe_render::References as _;
use serde::Serialize;
use serde_json::Value;

/// A value as JSON, with the words of its passages.
pub fn quoted(value: &impl Serialize, refs: &LedgerReferences<'_>) -> Result<Value, Failure> {
    let mut json = serde_json::to_value(value).map_err(|e| Failure::internal(&e))?;
    add(&mut json, None, refs);
    Ok(json)
}

fn add(value: &mut Value, entry: Option<u64>, refs: &LedgerReferences<'_>) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(|item| add(item, entry, refs)),
        Value::Object(map) => {
            // A passage belongs to the entry that it stands in, where there is one alone.
            let own = map.get("entry").and_then(Value::as_u64).or(entry);
            let passage = (map.contains_key("document") && map.contains_key("span"))
                .then(|| serde_json::from_value::<Passage>(Value::Object(map.clone())).ok())
                .flatten();
            if let Some(passage) = passage {
                if let Some(entry) = own {
                    let reference = refs.reference(entry, Some(&passage));
                    map.insert("reference".to_owned(), Value::String(reference));
                }
                if let Some(name) = refs.document_name(&passage.document) {
                    map.insert("document_name".to_owned(), Value::String(name));
                }
                if let Some(words) = refs.quote(&passage) {
                    map.insert("quote".to_owned(), Value::String(words));
                }
                return;
            }
            map.values_mut().for_each(|inner| add(inner, own, refs));
        }
        _ => {}
    }
}
