//! The evaluation of an expression, step by step and within a budget.
//!
//! The semantics are those of the language's specification: `&&` and `||` pass over what cannot be
//! told when the other side decides, in loops too; figures are checked 64-bit integers; the size of a
//! text is counted in characters (Unicode scalar values). What costs time or memory, an operator, an
//! item compared, a piece of text copied, is paid for in steps, and an evaluation that has none left
//! ends: loops that stand one inside the other multiply, and no bound on their depth would hold.

use super::value::Value;
use super::{MOST_STEPS, Untold};
use cel::IdedExpr;
use cel::common::ast::{CallExpr, ComprehensionExpr, EntryExpr, Expr, LiteralValue, operators};
use greffe_domain::Money;
use regex::{Regex, RegexBuilder};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::rc::Rc;

/// How many bytes of text are looked at or copied in a step.
const BYTES_A_STEP: usize = 32;
/// The largest program of a regular expression, in bytes. To hold it against a text costs the size of
/// both multiplied, and the steps count the text alone.
const PATTERN_SIZE: usize = 1 << 16;

/// Why an evaluation gives no value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Stop {
    /// The subject does not tell it.
    Untold(Untold),
    /// The budget is spent: the question is at fault, and no other side decides it.
    Spent,
}

impl From<Untold> for Stop {
    fn from(untold: Untold) -> Stop {
        Stop::Untold(untold)
    }
}

pub(super) type Outcome<'a> = Result<Value<'a>, Stop>;

/// Regular expressions, read once for all subjects.
pub(super) type Patterns = BTreeMap<String, Regex>;

/// Reads a regular expression, its size bounded.
pub(super) fn pattern(text: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(text).size_limit(PATTERN_SIZE).build()
}

/// One evaluation.
pub(super) struct Evaluation<'a> {
    /// The variables of the subject.
    pub(super) variables: &'a BTreeMap<&'static str, Json>,
    /// The regular expressions that the expression spells out.
    pub(super) patterns: &'a Patterns,
    /// What loops bind, the innermost last; what an accumulation could not be told stays untold.
    bound: Vec<(&'a str, Result<Value<'a>, Untold>)>,
    /// The steps left.
    left: usize,
}

impl<'a> Evaluation<'a> {
    pub(super) fn new(
        variables: &'a BTreeMap<&'static str, Json>,
        patterns: &'a Patterns,
    ) -> Evaluation<'a> {
        Evaluation { variables, patterns, bound: Vec::new(), left: MOST_STEPS }
    }

    pub(super) fn spend(&mut self, steps: usize) -> Result<(), Stop> {
        self.left = self.left.checked_sub(steps).ok_or(Stop::Spent)?;
        Ok(())
    }

    pub(super) fn spend_on(&mut self, bytes: usize) -> Result<(), Stop> {
        self.spend(bytes / BYTES_A_STEP)
    }

    /// The value of an expression.
    pub(super) fn value(&mut self, expression: &'a IdedExpr) -> Outcome<'a> {
        self.spend(1)?;
        match &expression.expr {
            Expr::Literal(literal) => literal_value(literal),
            Expr::Ident(name) => self.variable(name),
            Expr::Call(call) => self.call(call),
            Expr::Select(select) => {
                let operand = self.value(&select.operand)?;
                if operand.fields().is_none() {
                    return Err(Untold::Unsuitable.into());
                }
                if let (Value::Object(fields), true) = (&operand, select.test) {
                    return Ok(Value::Bool(fields.contains_key(&select.field)));
                }
                let found = self.field(&operand, &Value::Told(&select.field))?;
                if select.test {
                    return Ok(Value::Bool(found.is_some()));
                }
                found.ok_or_else(|| Untold::Lacks(select.field.clone()).into())
            }
            Expr::List(list) => {
                let items: Result<Vec<_>, Stop> =
                    list.elements.iter().map(|item| self.value(item)).collect();
                Ok(Value::List(Rc::new(items?)))
            }
            Expr::Map(map) => {
                let mut pairs: Vec<(Value<'a>, Value<'a>)> = Vec::new();
                for entry in &map.entries {
                    let EntryExpr::MapEntry(entry) = &entry.expr else {
                        return Err(Untold::Unsuitable.into());
                    };
                    let (key, value) = (self.value(&entry.key)?, self.value(&entry.value)?);
                    if key.text().is_none() && !matches!(key, Value::Int(_) | Value::Bool(_)) {
                        return Err(Untold::Unsuitable.into());
                    }
                    for (other, _) in &pairs {
                        if self.same(other, &key)? {
                            return Err(Untold::KeyTwice.into());
                        }
                    }
                    pairs.push((key, value));
                }
                Ok(Value::Pairs(Rc::new(pairs)))
            }
            Expr::Comprehension(repeated) => self.repeated(repeated),
            Expr::Struct(_) | Expr::Unspecified => Err(Untold::Unsuitable.into()),
        }
    }

    /// A variable, of a loop or of the subject.
    fn variable(&mut self, name: &'a str) -> Outcome<'a> {
        if let Some((_, value)) = self.bound.iter_mut().rev().find(|(bound, _)| *bound == name) {
            // An accumulated list is named once on its way, and handed on rather than copied.
            if name.starts_with('@') && matches!(value, Ok(Value::List(_))) {
                return Ok(std::mem::replace(value, Ok(Value::Null))?);
            }
            return Ok(value.clone()?);
        }
        let json = self.variables.get(name).ok_or_else(|| Untold::Lacks(name.to_owned()))?;
        Ok(Value::of(json)?)
    }

    /// A loop: `all`, `exists`, `exists_one`, `filter`, `map`.
    fn repeated(&mut self, repeated: &'a ComprehensionExpr) -> Outcome<'a> {
        let range = self.value(&repeated.iter_range)?;
        self.spend(range.items().or(range.fields()).unwrap_or_default())?;
        let members = range.members()?;
        let depth = self.bound.len();
        let initial = self.told(&repeated.accu_init)?;
        self.bound.push((&repeated.accu_var, initial));
        let outcome = self.accumulated(repeated, members, depth);
        self.bound.truncate(depth);
        outcome
    }

    fn accumulated(
        &mut self,
        repeated: &'a ComprehensionExpr,
        members: Vec<Result<Value<'a>, Untold>>,
        depth: usize,
    ) -> Outcome<'a> {
        for member in members {
            if !self.value(&repeated.loop_cond)?.bool()? {
                break;
            }
            self.bound.push((&repeated.iter_var, member));
            let step = self.told(&repeated.loop_step)?;
            self.bound.truncate(depth);
            self.bound.push((&repeated.accu_var, step));
        }
        self.value(&repeated.result)
    }

    /// The value of an expression, or why the subject does not tell it.
    fn told(&mut self, expression: &'a IdedExpr) -> Result<Result<Value<'a>, Untold>, Stop> {
        match self.value(expression) {
            Ok(value) => Ok(Ok(value)),
            Err(Stop::Untold(why)) => Ok(Err(why)),
            Err(Stop::Spent) => Err(Stop::Spent),
        }
    }

    fn told_bool(&mut self, expression: &'a IdedExpr) -> Result<Result<bool, Untold>, Stop> {
        Ok(self.told(expression)?.and_then(|value| value.bool()))
    }

    fn call(&mut self, call: &'a CallExpr) -> Outcome<'a> {
        match (call.func_name.as_str(), call.target.as_deref(), call.args.as_slice()) {
            (operators::CONDITIONAL, None, [condition, yes, no]) => {
                let chosen = if self.value(condition)?.bool()? { yes } else { no };
                self.value(chosen)
            }
            (operators::LOGICAL_OR, None, [left, right]) => self.either(left, right, true),
            (operators::LOGICAL_AND, None, [left, right]) => self.either(left, right, false),
            (operators::NOT_STRICTLY_FALSE, None, [inner]) => {
                Ok(Value::Bool(self.told_bool(inner)?.unwrap_or(true)))
            }
            (operators::LOGICAL_NOT, None, [inner]) => Ok(Value::Bool(!self.value(inner)?.bool()?)),
            (operators::NEGATE, None, [inner]) => {
                let figure = self.value(inner)?.int()?;
                Ok(Value::Int(figure.checked_neg().ok_or(Untold::TooLarge)?))
            }
            (name, None, [left, right]) => {
                let (left, right) = (self.value(left)?, self.value(right)?);
                self.binary(name, left, &right)
            }
            (name, Some(target), [argument]) => {
                let (target, argument) = (self.value(target)?, self.value(argument)?);
                self.binary(name, target, &argument)
            }
            (name, None, [inner]) | (name, Some(inner), []) => {
                let value = self.value(inner)?;
                self.unary(name, &value)
            }
            _ => Err(Untold::Unsuitable.into()),
        }
    }

    /// `||` and `&&`: the side that decides does so whatever the other is.
    fn either(&mut self, left: &'a IdedExpr, right: &'a IdedExpr, decides: bool) -> Outcome<'a> {
        let left = self.told_bool(left)?;
        if left == Ok(decides) {
            return Ok(Value::Bool(decides));
        }
        let right = self.told_bool(right)?;
        if right == Ok(decides) {
            return Ok(Value::Bool(decides));
        }
        left.and(right).map(Value::Bool).map_err(Stop::from)
    }

    fn binary(&mut self, name: &str, left: Value<'a>, right: &Value<'a>) -> Outcome<'a> {
        match name {
            operators::EQUALS => Ok(Value::Bool(self.same(&left, right)?)),
            operators::NOT_EQUALS => Ok(Value::Bool(!self.same(&left, right)?)),
            operators::LESS => Ok(Value::Bool(self.order(&left, right)?.is_lt())),
            operators::LESS_EQUALS => Ok(Value::Bool(self.order(&left, right)?.is_le())),
            operators::GREATER => Ok(Value::Bool(self.order(&left, right)?.is_gt())),
            operators::GREATER_EQUALS => Ok(Value::Bool(self.order(&left, right)?.is_ge())),
            operators::ADD => self.sum(left, right),
            operators::SUBSTRACT => figure(left.int()?.checked_sub(right.int()?)),
            operators::MULTIPLY => figure(left.int()?.checked_mul(right.int()?)),
            operators::DIVIDE => figure(left.int()?.checked_div(divisor(right)?)),
            operators::MODULO => figure(left.int()?.checked_rem(divisor(right)?)),
            operators::INDEX => self.index(&left, right),
            operators::IN => self.is_in(&left, right),
            "contains" | "startsWith" | "endsWith" => {
                let (Some(text), Some(part)) = (left.text(), right.text()) else {
                    return Err(Untold::Unsuitable.into());
                };
                self.spend_on(text.len() + part.len())?;
                Ok(Value::Bool(match name {
                    "contains" => text.contains(part),
                    "startsWith" => text.starts_with(part),
                    _ => text.ends_with(part),
                }))
            }
            "matches" => self.matches(&left, right),
            _ => Err(Untold::Unsuitable.into()),
        }
    }

    fn unary(&mut self, name: &str, value: &Value<'a>) -> Outcome<'a> {
        match name {
            "size" => {
                let counted = match value.text() {
                    Some(text) => {
                        self.spend_on(text.len())?;
                        Some(text.chars().count())
                    }
                    None => value.items().or(value.fields()),
                };
                let counted = counted.ok_or(Untold::Unsuitable)?;
                figure(i64::try_from(counted).ok())
            }
            "int" => {
                if let Value::Int(whole) = value {
                    return Ok(Value::Int(*whole));
                }
                let text = value.text().ok_or(Untold::Unsuitable)?;
                self.spend_on(text.len())?;
                Ok(Value::Int(text.parse().map_err(|_| Untold::NoFigure)?))
            }
            "string" => match value {
                Value::Int(whole) => Ok(Value::Made(whole.to_string().into())),
                Value::Bool(value) => Ok(Value::Made(value.to_string().into())),
                Value::Told(_) | Value::Made(_) => Ok(value.clone()),
                _ => Err(Untold::Unsuitable.into()),
            },
            "euros" => {
                if let Value::Int(euros) = value {
                    return figure(euros.checked_mul(100));
                }
                let text = value.text().ok_or(Untold::Unsuitable)?;
                self.spend_on(text.len())?;
                let owed = text.trim_start().strip_prefix(['-', '\u{2212}']);
                let amount = Money::parse(owed.unwrap_or(text)).map_err(|_| Untold::NoFigure)?;
                let cents = amount.cents();
                figure(if owed.is_some() { cents.checked_neg() } else { Some(cents) })
            }
            _ => Err(Untold::Unsuitable.into()),
        }
    }
}

fn literal_value(literal: &LiteralValue) -> Outcome<'_> {
    Ok(match literal {
        LiteralValue::Boolean(value) => Value::Bool(*value.inner()),
        LiteralValue::Int(value) => Value::Int(*value.inner()),
        LiteralValue::String(text) => Value::Told(text.inner()),
        LiteralValue::Null => Value::Null,
        // Refused as the expression is read.
        LiteralValue::Bytes(_) | LiteralValue::Double(_) | LiteralValue::UInt(_) => {
            return Err(Untold::Unsuitable.into());
        }
    })
}

pub(super) fn figure<'a>(checked: Option<i64>) -> Outcome<'a> {
    Ok(Value::Int(checked.ok_or(Untold::TooLarge)?))
}

fn divisor(value: &Value<'_>) -> Result<i64, Untold> {
    match value.int()? {
        0 => Err(Untold::DividedByZero),
        divisor => Ok(divisor),
    }
}
