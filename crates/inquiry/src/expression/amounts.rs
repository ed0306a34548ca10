//! Amounts held against bare numbers: `budget < 500000` asks about cents, and a person who thinks in
//! euros is told so.

use super::names::parts;
use cel::IdedExpr;
use cel::common::ast::{CallExpr, Expr, LiteralValue, operators};
use greffe_domain::Money;

/// The variables of a state that are amounts in cents; fields named `…_cents` are so everywhere.
const AMOUNTS: &[&str] = &[
    "subsidy",
    "initial_subsidy",
    "budget",
    "initial_budget",
    "ordered",
    "paid",
    "realised",
    "entitlement",
    "balance_due",
];

/// The operators that hold one side against the other.
const COMPARISONS: &[&str] = &[
    operators::EQUALS,
    operators::NOT_EQUALS,
    operators::LESS,
    operators::LESS_EQUALS,
    operators::GREATER,
    operators::GREATER_EQUALS,
    operators::ADD,
    operators::SUBSTRACT,
];

/// An amount in cents beside a bare number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BareAmount {
    /// The variable or field.
    pub name: String,
    /// The number, which counts cents.
    pub cents: Money,
}

/// Every such pair, in the order in which they are met, each once. Zero is zero in any unit.
pub(super) fn bare(expression: &IdedExpr) -> Vec<BareAmount> {
    let mut found = Vec::new();
    let mut open = vec![expression];
    while let Some(expression) = open.pop() {
        if let Expr::Call(call) = &expression.expr {
            found.extend(pair(call).filter(|pair| !found.contains(pair)));
        }
        let mut inside = parts(expression);
        inside.reverse();
        open.extend(inside);
    }
    found
}

fn pair(call: &CallExpr) -> Option<BareAmount> {
    let [left, right] = call.args.as_slice() else { return None };
    if !COMPARISONS.contains(&call.func_name.as_str()) {
        return None;
    }
    let (name, number) = match (amount(left), amount(right)) {
        (Some(name), None) => (name, number(right)?),
        (None, Some(name)) => (name, number(left)?),
        _ => return None,
    };
    (number != 0).then(|| BareAmount { name: name.to_owned(), cents: Money::from_cents(number) })
}

fn amount(expression: &IdedExpr) -> Option<&str> {
    match &expression.expr {
        Expr::Ident(name) if AMOUNTS.contains(&name.as_str()) => Some(name),
        Expr::Select(select) if select.field.ends_with("_cents") => Some(&select.field),
        _ => None,
    }
}

fn number(expression: &IdedExpr) -> Option<i64> {
    match &expression.expr {
        Expr::Literal(LiteralValue::Int(number)) => Some(*number.inner()),
        _ => None,
    }
}
