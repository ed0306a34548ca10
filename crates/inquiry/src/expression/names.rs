//! The names that an expression uses, held against those that there are: a misspelt variable is an
//! error before anything is asked, not a field that every subject lacks.

use super::evaluate::{Patterns, pattern};
use super::guard::word;
use super::scope::FINDINGS;
use super::{ExpressionError, FUNCTIONS, Scope};
use cel::common::ast::{CallExpr, EntryExpr, Expr, LiteralValue};
use cel::{IdedExpr, Program};
use std::collections::BTreeSet;

/// How each function is called: its name, whether on something (`a.size()`), with how many arguments,
/// and how that is written.
const FORMS: &[(&str, bool, usize, &str)] = &[
    ("size", false, 1, "size(a) or a.size()"),
    ("size", true, 0, "size(a) or a.size()"),
    ("contains", true, 1, "a.contains(\"b\")"),
    ("startsWith", true, 1, "a.startsWith(\"b\")"),
    ("endsWith", true, 1, "a.endsWith(\"b\")"),
    ("matches", true, 1, "a.matches(\"[0-9]+\")"),
    ("matches", false, 2, "a.matches(\"[0-9]+\")"),
    ("int", false, 1, "int(\"12\")"),
    ("string", false, 1, "string(12)"),
    ("euros", false, 1, "euros(73500) or euros(\"73 500,00 €\")"),
];

/// How the macros are called, which the parser makes loops of where they are called so.
const MACROS: &[(&str, &str)] = &[
    ("has", "has(a.b)"),
    ("all", "list.all(x, x > 1)"),
    ("exists", "list.exists(x, x > 1)"),
    ("exists_one", "list.exists_one(x, x > 1)"),
    ("filter", "list.filter(x, x > 1)"),
    ("map", "list.map(x, x + 1)"),
];

/// What an expression uses.
#[derive(Debug, Default)]
pub(super) struct Used {
    /// Variables, those that the expression itself binds left out.
    variables: BTreeSet<String>,
    /// Functions and operators: on something or not, with how many arguments.
    functions: BTreeSet<(String, bool, usize)>,
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
                let form = (call.func_name.clone(), call.target.is_some(), call.args.len());
                used.functions.insert(form);
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

/// The expressions right inside one, in the order in which they are written or stand in a loop.
pub(super) fn parts(expression: &IdedExpr) -> Vec<&IdedExpr> {
    match &expression.expr {
        Expr::Call(call) => call.target.as_deref().into_iter().chain(&call.args).collect(),
        Expr::Select(select) => vec![&select.operand],
        Expr::List(list) => list.elements.iter().collect(),
        Expr::Map(map) => map
            .entries
            .iter()
            .filter_map(|entry| match &entry.expr {
                EntryExpr::MapEntry(entry) => Some([&entry.key, &entry.value]),
                EntryExpr::StructField(_) => None,
            })
            .flatten()
            .collect(),
        Expr::Comprehension(repeated) => vec![
            &repeated.iter_range,
            &repeated.accu_init,
            &repeated.loop_cond,
            &repeated.loop_step,
            &repeated.result,
        ],
        Expr::Ident(_) | Expr::Literal(_) | Expr::Struct(_) | Expr::Unspecified => Vec::new(),
    }
}

/// The regular expressions that an expression spells out, read.
pub(super) fn patterns(program: &Program) -> Result<Patterns, ExpressionError> {
    let mut read = Patterns::new();
    let mut open = vec![program.expression()];
    while let Some(expression) = open.pop() {
        if let Expr::Call(CallExpr { func_name, args, .. }) = &expression.expr
            && func_name == "matches"
            && let Some(Expr::Literal(LiteralValue::String(text))) =
                args.last().map(|last| &last.expr)
        {
            let text = text.inner();
            let regex = pattern(text).map_err(|error| ExpressionError::NoPattern {
                pattern: text.to_owned(),
                why: reason(&error),
            })?;
            read.insert(text.to_owned(), regex);
        }
        open.extend(parts(expression));
    }
    Ok(read)
}

/// What is wrong with a regular expression, on one line: the parser draws a picture, and says it last.
fn reason(error: &regex::Error) -> String {
    let told = error.to_string();
    let last = told.lines().last().unwrap_or_default();
    last.trim_start_matches("error:").trim().to_owned()
}

/// The variables of the scope that are used; an error for a name that is none.
pub(super) fn known(
    scope: Scope,
    text: &str,
    used: &Used,
) -> Result<BTreeSet<&'static str>, ExpressionError> {
    let names = || scope.variables().iter().map(|(name, _)| *name);
    // Operators are functions whose names no person writes.
    let written = |(name, ..): &&(String, bool, usize)| name.starts_with(char::is_alphabetic);
    for (name, on, count) in used.functions.iter().filter(written) {
        let mut called = FORMS.iter().filter(|(of, ..)| of == name);
        if called.clone().any(|(_, of, counted, _)| (of, counted) == (on, count)) {
            continue;
        }
        let form = called.next().map(|(.., form)| *form);
        let form = form.or(MACROS.iter().find(|(of, _)| of == name).map(|(_, form)| *form));
        let (at, name) = (place(text, name), name.clone());
        return Err(match form {
            Some(form) => ExpressionError::BadCall { at, name, form },
            None => ExpressionError::UnknownFunction { at, name, known: FUNCTIONS.join(", ") },
        });
    }
    let mut variables = BTreeSet::new();
    for name in &used.variables {
        let Some(known) = names().find(|known| known == name) else {
            if name == FINDINGS {
                return Err(ExpressionError::NoFindings { at: place(text, name) });
            }
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
