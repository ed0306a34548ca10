//! Values of the language, over JSON that they borrow: a field of a state is looked at where it
//! stands, and what an expression makes itself is shared, so that no copy grows unseen.

use super::Untold;
use serde_json::{Map, Value as Json};
use std::rc::Rc;

/// A value of an expression.
#[derive(Debug, Clone)]
pub(super) enum Value<'a> {
    Null,
    Bool(bool),
    Int(i64),
    /// A text of the subject, or of the expression.
    Told(&'a str),
    /// A text that the expression made.
    Made(Rc<str>),
    /// A list of the subject.
    Array(&'a [Json]),
    /// A list that the expression made.
    List(Rc<Vec<Value<'a>>>),
    /// An object of the subject.
    Object(&'a Map<String, Json>),
    /// An object that the expression made, in the order in which it was written.
    Pairs(Rc<Vec<(Value<'a>, Value<'a>)>>),
}

impl<'a> Value<'a> {
    /// The same value, as the language sees it. Every number of the record is whole; none becomes a
    /// float.
    pub(super) fn of(json: &'a Json) -> Result<Value<'a>, Untold> {
        Ok(match json {
            Json::Null => Value::Null,
            Json::Bool(value) => Value::Bool(*value),
            Json::Number(number) => Value::Int(number.as_i64().ok_or(Untold::TooLarge)?),
            Json::String(text) => Value::Told(text),
            Json::Array(items) => Value::Array(items),
            Json::Object(fields) => Value::Object(fields),
        })
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Value::Told(text) => Some(text),
            Value::Made(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn bool(&self) -> Result<bool, Untold> {
        match self {
            Value::Bool(value) => Ok(*value),
            _ => Err(Untold::Unsuitable),
        }
    }

    pub(super) fn int(&self) -> Result<i64, Untold> {
        match self {
            Value::Int(value) => Ok(*value),
            _ => Err(Untold::Unsuitable),
        }
    }

    /// How many items a list has.
    pub(super) fn items(&self) -> Option<usize> {
        match self {
            Value::Array(items) => Some(items.len()),
            Value::List(items) => Some(items.len()),
            _ => None,
        }
    }

    /// The item of a list.
    pub(super) fn item(&self, at: usize) -> Result<Value<'a>, Untold> {
        let beyond = || Untold::Lacks("[]".to_owned());
        match self {
            Value::Array(items) => Value::of(items.get(at).ok_or_else(beyond)?),
            Value::List(items) => items.get(at).cloned().ok_or_else(beyond),
            _ => Err(Untold::Unsuitable),
        }
    }

    /// How many fields an object has.
    pub(super) fn fields(&self) -> Option<usize> {
        match self {
            Value::Object(fields) => Some(fields.len()),
            Value::Pairs(pairs) => Some(pairs.len()),
            _ => None,
        }
    }

    /// What a loop goes through: the items of a list, the keys of an object.
    pub(super) fn members(&self) -> Result<Vec<Result<Value<'a>, Untold>>, Untold> {
        match self {
            Value::Array(items) => Ok(items.iter().map(Value::of).collect()),
            Value::List(items) => Ok(items.iter().cloned().map(Ok).collect()),
            Value::Object(fields) => Ok(fields.keys().map(|key| Ok(Value::Told(key))).collect()),
            Value::Pairs(pairs) => Ok(pairs.iter().map(|(key, _)| Ok(key.clone())).collect()),
            _ => Err(Untold::Unsuitable),
        }
    }

    /// What sort of value it is, in a few words; a short one as it is.
    pub(super) fn kind(&self) -> String {
        match self {
            Value::Int(whole) => whole.to_string(),
            Value::Told(_) | Value::Made(_) => "a text".to_owned(),
            Value::Array(_) | Value::List(_) => "a list".to_owned(),
            Value::Object(_) | Value::Pairs(_) => "an object".to_owned(),
            Value::Null | Value::Bool(_) => "a value".to_owned(),
        }
    }
}
