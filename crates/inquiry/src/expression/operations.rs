//! What the operators do with values, each paid for in steps.

use super::Untold;
use super::evaluate::{Evaluation, Outcome, Stop, figure, pattern};
use super::value::Value;
use std::cmp::Ordering;
use std::rc::Rc;

/// How many bytes of text a regular expression is held against in a step.
const MATCHED_A_STEP: usize = 8;
/// What the reading of a regular expression costs that the subject gives.
const PATTERN_STEPS: usize = 20_000;
/// How many characters of a name that a subject gives are told of it.
const NAMED: usize = 64;

impl<'a> Evaluation<'a> {
    /// Figures, texts one behind the other, lists one behind the other.
    pub(super) fn sum(&mut self, left: Value<'a>, right: &Value<'a>) -> Outcome<'a> {
        if let (Some(one), Some(other)) = (left.text(), right.text()) {
            self.spend_on(one.len() + other.len())?;
            return Ok(Value::Made([one, other].concat().into()));
        }
        if left.items().is_some() && right.items().is_some() {
            let shared =
                |items: &Rc<Vec<_>>| if Rc::strong_count(items) > 1 { items.len() } else { 0 };
            let copied = match &left {
                Value::List(items) => shared(items),
                other => other.items().unwrap_or_default(),
            };
            self.spend(copied + right.items().unwrap_or_default())?;
            let added = right.members()?;
            let mut items = match left {
                Value::List(items) => items,
                other => Rc::new(other.members()?.into_iter().collect::<Result<_, _>>()?),
            };
            let list = Rc::make_mut(&mut items);
            for item in added {
                list.push(item?);
            }
            return Ok(Value::List(items));
        }
        figure(left.int()?.checked_add(right.int()?))
    }

    pub(super) fn index(&mut self, of: &Value<'a>, at: &Value<'a>) -> Outcome<'a> {
        if of.fields().is_some() {
            let found = self.field(of, at)?;
            let name =
                || at.text().map_or_else(|| at.kind(), |text| text.chars().take(NAMED).collect());
            return found.ok_or_else(|| Untold::Lacks(name()).into());
        }
        if of.items().is_none() {
            return Err(Untold::Unsuitable.into());
        }
        // A place before the first is beyond the list, too.
        let at = usize::try_from(at.int()?).unwrap_or(usize::MAX);
        Ok(of.item(at)?)
    }

    pub(super) fn is_in(&mut self, sought: &Value<'a>, within: &Value<'a>) -> Outcome<'a> {
        if within.fields().is_some() {
            return Ok(Value::Bool(self.field(within, sought)?.is_some()));
        }
        // One after the other: what is not reached is not paid for.
        for at in 0..within.items().ok_or(Untold::Unsuitable)? {
            // A figure that is too large to be read is none that was asked for.
            if let Ok(member) = within.item(at)
                && self.same(sought, &member)?
            {
                return Ok(Value::Bool(true));
            }
        }
        Ok(Value::Bool(false))
    }

    /// The field of an object.
    pub(super) fn field(
        &mut self,
        of: &Value<'a>,
        key: &Value<'a>,
    ) -> Result<Option<Value<'a>>, Stop> {
        match of {
            Value::Object(fields) => {
                let found = key.text().and_then(|name| fields.get(name));
                Ok(found.map(Value::of).transpose()?)
            }
            Value::Pairs(pairs) => {
                for (one, value) in pairs.iter() {
                    if self.same(one, key)? {
                        return Ok(Some(value.clone()));
                    }
                }
                Ok(None)
            }
            _ => Ok(None),
        }
    }

    /// Whether two values are equal; values of different kinds are not.
    pub(super) fn same(&mut self, one: &Value<'a>, other: &Value<'a>) -> Result<bool, Stop> {
        self.spend(1)?;
        if let (Some(one), Some(other)) = (one.text(), other.text()) {
            self.spend_on(one.len().min(other.len()))?;
            return Ok(one == other);
        }
        match (one, other) {
            (Value::Null, Value::Null) => return Ok(true),
            (Value::Bool(one), Value::Bool(other)) => return Ok(one == other),
            (Value::Int(one), Value::Int(other)) => return Ok(one == other),
            _ => {}
        }
        if let (Some(count), Some(others)) = (one.items(), other.items()) {
            if count != others {
                return Ok(false);
            }
            for at in 0..count {
                if !self.same(&one.item(at)?, &other.item(at)?)? {
                    return Ok(false);
                }
            }
            return Ok(true);
        }
        if let (Some(count), Some(others)) = (one.fields(), other.fields()) {
            if count != others {
                return Ok(false);
            }
            self.spend(count)?;
            for key in one.members()? {
                let key = key?;
                let (Some(one), Some(other)) = (self.field(one, &key)?, self.field(other, &key)?)
                else {
                    return Ok(false);
                };
                if !self.same(&one, &other)? {
                    return Ok(false);
                }
            }
            return Ok(true);
        }
        Ok(false)
    }

    /// Which of two figures, texts or truths comes first.
    pub(super) fn order(&mut self, one: &Value<'a>, other: &Value<'a>) -> Result<Ordering, Stop> {
        if let (Some(one), Some(other)) = (one.text(), other.text()) {
            self.spend_on(one.len().min(other.len()))?;
            return Ok(one.cmp(other));
        }
        match (one, other) {
            (Value::Int(one), Value::Int(other)) => Ok(one.cmp(other)),
            (Value::Bool(one), Value::Bool(other)) => Ok(one.cmp(other)),
            _ => Err(Untold::Unsuitable.into()),
        }
    }

    pub(super) fn matches(&mut self, text: &Value<'a>, sought: &Value<'a>) -> Outcome<'a> {
        let (Some(text), Some(sought)) = (text.text(), sought.text()) else {
            return Err(Untold::Unsuitable.into());
        };
        self.spend(text.len() / MATCHED_A_STEP)?;
        if let Some(read) = self.patterns.get(sought) {
            return Ok(Value::Bool(read.is_match(text)));
        }
        self.spend(PATTERN_STEPS)?;
        let read = pattern(sought).map_err(|_| Untold::NoPattern)?;
        Ok(Value::Bool(read.is_match(text)))
    }
}
