//! From JSON to values of the language. Every number of the record is whole; none becomes a float.

use super::Untold;
use cel::Value;
use cel::objects::{Key, Map};
use serde_json::Value as Json;
use std::collections::HashMap;
use std::sync::Arc;

/// The longest list that an expression looks through: loops may stand one inside the other.
pub(super) const MOST_ITEMS: usize = 1_000;

/// The same value, as the language sees it.
pub(super) fn of_json(json: &Json) -> Result<Value, Untold> {
    Ok(match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Value::Int(whole),
            None => return Err(Untold::Arithmetic),
        },
        Json::String(text) => Value::String(Arc::new(text.clone())),
        Json::Array(items) if items.len() > MOST_ITEMS => return Err(Untold::TooMany),
        Json::Array(items) => {
            Value::List(Arc::new(items.iter().map(of_json).collect::<Result<_, _>>()?))
        }
        Json::Object(fields) => {
            let pair = |(name, value): (&String, &Json)| {
                Ok((Key::String(Arc::new(name.clone())), of_json(value)?))
            };
            let map: HashMap<Key, Value> =
                fields.iter().map(pair).collect::<Result<_, Untold>>()?;
            Value::Map(Map { map: Arc::new(map) })
        }
    })
}

/// What sort of value it is, in a few words; a short one as it is.
pub(super) fn kind(value: &Value) -> String {
    match value {
        Value::Int(whole) => whole.to_string(),
        Value::String(_) => "a text".to_owned(),
        Value::List(_) => "a list".to_owned(),
        Value::Map(_) => "an object".to_owned(),
        _ => "a value".to_owned(),
    }
}
