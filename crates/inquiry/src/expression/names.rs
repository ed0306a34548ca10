//! The names that an expression uses, held against those that there are: a misspelt variable is an
//! error before anything is asked, not a field that every subject lacks.

use super::guard::word;
use super::{ExpressionError, FUNCTIONS, Scope};
use cel::IdedExpr;
use cel::common::ast::{EntryExpr, Expr, LiteralValue};
use std::collections::BTreeSet;

/// What an expression uses.
#[derive(Debug, Default)]
pub(super) struct Used {
    /// Variables, those that the expression itself binds left out.
    variables: BTreeSet<String>,
    /// Functions and operators.
    functions: BTreeSet<String>,
    /// How many operators stand one inside the other at most.
    pub(super) depth: usize,
}

/// Walks a whole expression.
pub(super) fn used(expression: &IdedExpr) -> Result<Used, ExpressionError> {
    let mut used = Used::default();
    let mut open: Vec<(&IdedExpr, usize, Vec<&str>)> = vec![(expression, 1, Vec::new())];
    while let Some((expression, depth, bound)) = open.pop() {
        used.depth = used.depth.max(depth);
        let mut inside =
            |expression, bound: &Vec<_>| open.push((expression, depth + 1, bound.clone()));
        match &expression.expr {
            Expr::Ident(name) => {
                if !bound.contains(&name.as_str()) {
                    used.variables.insert(name.clone());
                }
            }
            Expr::Literal(
                LiteralValue::Double(_) | LiteralValue::UInt(_) | LiteralValue::Bytes(_),
            ) => {
                return Err(ExpressionError::NotWhole);
            }
            Expr::Literal(_) => {}
            Expr::Call(call) => {
                used.functions.insert(call.func_name.clone());
                call.target.iter().for_each(|target| inside(target, &bound));
                call.args.iter().for_each(|arg| inside(arg, &bound));
            }
            Expr::Select(select) => inside(&select.operand, &bound),
            Expr::List(list) => list.elements.iter().for_each(|item| inside(item, &bound)),
            Expr::Map(map) => {
                for entry in &map.entries {
                    let EntryExpr::MapEntry(entry) = &entry.expr else {
                        return Err(ExpressionError::NoTypes);
                    };
                    inside(&entry.key, &bound);
                    inside(&entry.value, &bound);
                }
            }
            Expr::Comprehension(loop_) => {
                inside(&loop_.iter_range, &bound);
                inside(&loop_.accu_init, &bound);
                let mut bound = bound.clone();
                bound.extend([loop_.iter_var.as_str(), loop_.accu_var.as_str()]);
                bound.extend(loop_.iter_var2.as_deref());
                for part in [&loop_.loop_cond, &loop_.loop_step, &loop_.result] {
                    inside(part, &bound);
                }
            }
            Expr::Struct(_) | Expr::Unspecified => return Err(ExpressionError::NoTypes),
        }
    }
    Ok(used)
}

/// The variables of the scope that are used; an error for a name that is none.
pub(super) fn known(
    scope: Scope,
    text: &str,
    used: &Used,
) -> Result<BTreeSet<&'static str>, ExpressionError> {
    let names = || scope.variables().iter().map(|(name, _)| *name);
    // Operators are functions whose names no person writes.
    let written = |name: &&String| name.starts_with(char::is_alphabetic);
    for name in used.functions.iter().filter(written) {
        if !FUNCTIONS.contains(&name.as_str()) {
            let (at, name, known) = (place(text, name), name.clone(), FUNCTIONS.join(", "));
            return Err(ExpressionError::UnknownFunction { at, name, known });
        }
    }
    let mut variables = BTreeSet::new();
    for name in &used.variables {
        let Some(known) = names().find(|known| known == name) else {
            return Err(ExpressionError::UnknownVariable {
                at: place(text, name),
                name: name.clone(),
                nearest: nearest(names(), name),
                known: names().collect::<Vec<_>>().join(", "),
            });
        };
        variables.insert(known);
    }
    Ok(variables)
}

/// The character at which a name stands as a whole word, from 0.
fn place(text: &str, name: &str) -> usize {
    let alone = |(at, _): &(usize, &str)| {
        let before = text.get(..*at).and_then(|t| t.chars().next_back());
        let after = text.get(at + name.len()..).and_then(|t| t.chars().next());
        !before.is_some_and(|c| word(c) || c == '.') && !after.is_some_and(word)
    };
    let found = text.match_indices(name).find(alone).or_else(|| text.match_indices(name).next());
    let before = found.and_then(|(at, _)| text.get(..at)).unwrap_or_default();
    before.chars().count()
}

/// The name that is at most two slips away.
fn nearest(names: impl Iterator<Item = &'static str>, typed: &str) -> Option<&'static str> {
    let slips = names.map(|name| (distance(name, typed), name));
    slips.min().filter(|(slips, _)| *slips <= 2).map(|(_, name)| name)
}

/// How many letters must be added, left out or exchanged to make one word of another.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (line, one) in a.chars().enumerate() {
        let mut next = vec![line + 1];
        for (at, other) in b.iter().enumerate() {
            let cell = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX - 1);
            let exchanged = cell(&row, at) + usize::from(one != *other);
            next.push(exchanged.min(cell(&row, at + 1) + 1).min(cell(&next, at) + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
