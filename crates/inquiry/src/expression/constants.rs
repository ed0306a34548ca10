//! What an expression says whatever it is asked of.

use super::evaluate::{Evaluation, Patterns, Stop};
use super::names::parts;
use super::value::Value;
use super::{ExpressionError, MOST_STEPS, Untold};
use cel::IdedExpr;
use cel::common::ast::{Expr, operators};
use std::collections::BTreeMap;

/// Refuses an expression of which a part has no value whatever it is asked of: a figure that is too
/// large, divided by zero or none at all, a value of a kind that what it stands in does not take, is a
/// fault of the question, not of a subject.
pub(super) fn constants(expression: &IdedExpr, patterns: &Patterns) -> Result<(), ExpressionError> {
    let none = BTreeMap::new();
    let value = |expression| Evaluation::new(&none, patterns).value(expression);
    let mut open = vec![expression];
    while let Some(expression) = open.pop() {
        let whole = matches!(expression.expr, Expr::Call(_) | Expr::Map(_));
        if whole && is_constant(expression) {
            match value(expression) {
                // What an object lacks it can be asked for, as `has` does.
                Err(Stop::Untold(Untold::Lacks(_))) | Ok(_) => {}
                Err(Stop::Untold(why)) => return Err(ExpressionError::NoValue { why }),
                Err(Stop::Spent) => {
                    return Err(ExpressionError::TooManySteps { limit: MOST_STEPS });
                }
            }
        } else if let Some(by) = divides_by(expression).filter(|by| is_constant(by))
            && matches!(value(by), Ok(Value::Int(0)))
        {
            return Err(ExpressionError::NoValue { why: Untold::DividedByZero });
        }
        open.extend(parts(expression));
    }
    Ok(())
}

/// By what an expression divides something.
fn divides_by(expression: &IdedExpr) -> Option<&IdedExpr> {
    let Expr::Call(call) = &expression.expr else { return None };
    let divides = [operators::DIVIDE, operators::MODULO].contains(&call.func_name.as_str());
    call.args.get(1).filter(|_| divides)
}

/// Whether no variable has a say in an expression, one that it binds itself included.
fn is_constant(expression: &IdedExpr) -> bool {
    let mut open = vec![expression];
    while let Some(expression) = open.pop() {
        if matches!(expression.expr, Expr::Ident(_)) {
            return false;
        }
        open.extend(parts(expression));
    }
    true
}
