//! Expressions: a yes-or-no question to a state, an entry, a step of the trail or a finding.
//!
//! The language is CEL, the Common Expression Language; `docs/expressions.md` says which variables
//! and functions there are. An [`Expression`] is read once, against the names of its [`Scope`], and
//! asked of as many subjects as there are. What a subject does not have makes the answer
//! [`Answer::Untold`], which counts as no and says why; it stops nothing.
//!
//! An expression may come from anybody. So it is short, its brackets and its depth are counted, it
//! is read on a stack of its own, and its evaluation has a budget of steps. Figures are whole:
//! amounts are cents, and there are no fractions to round. The grammar is read by a library; what is
//! read is evaluated here, since the budget, the checked figures and the size of texts in characters
//! are what an answer about public money must be able to stand on.

mod amounts;
mod constants;
mod evaluate;
mod guard;
mod names;
mod operations;
mod scope;
mod value;

#[cfg(test)]
mod tests;

pub use amounts::BareAmount;
pub use scope::{
    FindingSubject, JudgedSubject, Scope, StateSubject, StepSubject, StoredEntry, Subject,
};

use cel::Program;
use evaluate::{Evaluation, Patterns, Stop};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use thiserror::Error;
use value::Value;

/// The functions that an expression may call, beside the operators and the macros `has`, `all`,
/// `exists`, `exists_one`, `filter` and `map`.
pub const FUNCTIONS: &[&str] =
    &["size", "contains", "startsWith", "endsWith", "matches", "int", "string", "euros"];

/// How many steps an expression may take on one subject. A step is an operator, an item of a list or
/// object that is gone through, compared or copied, or 32 bytes of text.
pub const MOST_STEPS: usize = 1_000_000;

/// Why a text is not an expression that can be asked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ExpressionError {
    /// Nothing stands there.
    #[error("the expression is empty: ask something, as in `subsidy > euros(50000)`")]
    Empty,
    /// More bytes than an expression may have.
    #[error("the expression has {bytes} bytes, of {limit} at most: ask less at once")]
    TooLong {
        /// How many it has.
        bytes: usize,
        /// How many it may have.
        limit: usize,
    },
    /// More brackets and choices, or more operators one inside the other, than an expression may have.
    #[error(
        "the expression is too deep: at most {limit} brackets, and {depth} operators one in another"
    )]
    TooDeep {
        /// The most brackets and choices.
        limit: usize,
        /// The most operators one inside the other.
        depth: usize,
    },
    /// Something stands where it cannot, or the expression ends too early.
    #[error("{}", syntax(*at, found.as_deref()))]
    Syntax {
        /// The character, from 0.
        at: usize,
        /// What stands there; nothing at the end.
        found: Option<String>,
    },
    /// A variable that the scope does not have.
    #[error("character {}: there is no variable `{name}` here{}; there are {known}", at + 1, meant(*nearest))]
    UnknownVariable {
        /// The character, from 0.
        at: usize,
        /// The name.
        name: String,
        /// What was probably meant.
        nearest: Option<&'static str>,
        /// Every variable of the scope.
        known: String,
    },
    /// What rules find, where no rule is applied.
    #[error(
        "character {}: `findings` can be asked of by `bisect --when`; `audit --where` is asked of each finding, \
         by `rule`, `outcome` and `severity`", at + 1
    )]
    NoFindings {
        /// The character, from 0.
        at: usize,
    },
    /// A function that there is not.
    #[error("character {}: there is no function `{name}`; there are {known}", at + 1)]
    UnknownFunction {
        /// The character, from 0.
        at: usize,
        /// The name.
        name: String,
        /// Every function.
        known: String,
    },
    /// A function that is called otherwise than it can be.
    #[error("character {}: `{name}` is not called so; write {form}", at + 1)]
    BadCall {
        /// The character, from 0.
        at: usize,
        /// The name.
        name: String,
        /// How it is called.
        form: &'static str,
    },
    /// A figure that the expression spells out has no value.
    #[error("{why} in the expression itself, whatever it is asked of: write it otherwise")]
    NoValue {
        /// Why.
        why: Untold,
    },
    /// A regular expression that is none, or too large.
    #[error("`{pattern}` is no regular expression that can be read: {why}")]
    NoPattern {
        /// The text.
        pattern: String,
        /// What is wrong with it.
        why: String,
    },
    /// The evaluation took too long.
    #[error(
        "the expression takes more than {limit} steps on one subject: loops one inside the other \
         multiply; ask with fewer of them, or of a shorter list (`filter`)"
    )]
    TooManySteps {
        /// How many steps it may take.
        limit: usize,
    },
    /// A number that is not whole, or of another kind than the record holds.
    #[error("numbers are whole here, amounts are cents: write `euros(\"1234.50\")` or 123450")]
    NotWhole,
    /// A construction of the language that has no meaning here.
    #[error("the expression builds a value of a type, which means nothing here")]
    NoTypes,
    /// The parser gave up.
    #[error("the expression cannot be read")]
    Unreadable,
    /// The answer is neither yes nor no.
    #[error(
        "the expression gives {found}, which is neither true nor false: compare it with something"
    )]
    NotAQuestion {
        /// What it gives.
        found: String,
    },
}

impl ExpressionError {
    /// The character at fault, from 0, where one can be named.
    #[must_use]
    pub fn place(&self) -> Option<usize> {
        match self {
            ExpressionError::Syntax { at, .. }
            | ExpressionError::UnknownVariable { at, .. }
            | ExpressionError::NoFindings { at }
            | ExpressionError::UnknownFunction { at, .. }
            | ExpressionError::BadCall { at, .. } => Some(*at),
            _ => None,
        }
    }
}

fn syntax(at: usize, found: Option<&str>) -> String {
    match found {
        Some(found) => format!("character {}: `{found}` cannot stand here", at + 1),
        None => format!("character {}: the expression ends too early", at + 1),
    }
}

fn meant(nearest: Option<&str>) -> String {
    nearest.map(|name| format!(", `{name}` perhaps")).unwrap_or_default()
}

/// What a subject answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The expression is true of it.
    Yes,
    /// The expression is false of it.
    No,
    /// It does not have what the expression asks about; counts as no.
    Untold(Untold),
}

impl Answer {
    /// Whether the expression is true.
    #[must_use]
    pub fn is_yes(&self) -> bool {
        *self == Answer::Yes
    }
}

/// Why a subject answers nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Untold {
    /// It has no field of that name.
    Lacks(String),
    /// A value is null, or of a kind that the operator does not take.
    Unsuitable,
    /// A figure is beyond what 64 bits hold.
    TooLarge,
    /// A figure was divided by zero.
    DividedByZero,
    /// A text is no figure or amount.
    NoFigure,
    /// A text of the subject is no regular expression.
    NoPattern,
    /// An object has two fields of one name.
    KeyTwice,
}

impl fmt::Display for Untold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Untold::Lacks(name) => write!(f, "there is no {name}"),
            Untold::Unsuitable => f.write_str("a value is null, or of another kind"),
            Untold::TooLarge => f.write_str("a figure is too large"),
            Untold::DividedByZero => f.write_str("a figure is divided by zero"),
            Untold::NoFigure => f.write_str("a text is no figure or amount"),
            Untold::NoPattern => f.write_str("a text is no regular expression"),
            Untold::KeyTwice => f.write_str("an object has two fields of one name"),
        }
    }
}

/// How often, and why, subjects could not answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<Untold, u64>);

impl Tally {
    /// Counts an answer; whether it is yes.
    pub fn count(&mut self, answer: Answer) -> bool {
        match answer {
            Answer::Yes => true,
            Answer::No => false,
            Answer::Untold(why) => {
                *self.0.entry(why).or_default() += 1;
                false
            }
        }
    }

    /// Adds another tally.
    pub fn add(&mut self, other: Tally) {
        for (why, times) in other.0 {
            *self.0.entry(why).or_default() += times;
        }
    }

    /// Each reason with how often it was met, in a fixed order.
    pub fn iter(&self) -> impl Iterator<Item = (&Untold, u64)> {
        self.0.iter().map(|(why, times)| (why, *times))
    }
}

/// An expression, read and ready to be asked.
#[derive(Clone)]
pub struct Expression {
    text: String,
    scope: Scope,
    variables: BTreeSet<&'static str>,
    program: Arc<Program>,
    patterns: Arc<Patterns>,
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expression")
            .field("text", &self.text)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}

impl Expression {
    /// Reads an expression about subjects of a scope.
    ///
    /// # Errors
    /// [`ExpressionError`], with the place where one can be named.
    pub fn parse(scope: Scope, text: &str) -> Result<Expression, ExpressionError> {
        guard::check(text)?;
        let (program, used) = guard::on_a_large_stack(text)?;
        let variables = names::known(scope, text, &used)?;
        let patterns = names::patterns(&program)?;
        constants::constants(program.expression(), &patterns)?;
        Ok(Expression {
            text: text.to_owned(),
            scope,
            variables,
            program: Arc::new(program),
            patterns: Arc::new(patterns),
        })
    }

    /// The text that was read.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Of what it asks.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.scope
    }

    /// The variables that it names.
    #[must_use]
    pub fn variables(&self) -> &BTreeSet<&'static str> {
        &self.variables
    }

    /// Whether the answer of a state can change by an event of a kind. What voids or corrects, or takes
    /// an act back, can change anything.
    #[must_use]
    pub fn bears(&self, kind: &str) -> bool {
        let overrides =
            ["EntryVoided", "EntryCorrected", "ActWithdrawn", "ActAnnulled"].contains(&kind);
        !matches!(self.scope, Scope::State | Scope::Judged)
            || overrides
            || self
                .variables
                .iter()
                .any(|name| scope::made_of(name).is_none_or(|kinds| kinds.contains(&kind)))
    }

    /// Whether it asks what rules find, which takes all that they look at.
    #[must_use]
    pub fn asks_findings(&self) -> bool {
        self.scope == Scope::Judged && self.variables.contains(scope::FINDINGS)
    }

    /// Asks it of a subject.
    ///
    /// # Errors
    /// [`ExpressionError::NotAQuestion`] when the answer is neither true, false nor null;
    /// [`ExpressionError::TooManySteps`] when it takes more than [`MOST_STEPS`].
    pub fn ask(&self, subject: &dyn Subject) -> Result<Answer, ExpressionError> {
        let variables = self.variables.iter().map(|name| (*name, subject.get(name))).collect();
        let mut evaluation = Evaluation::new(&variables, &self.patterns);
        match evaluation.value(self.program.expression()) {
            Ok(Value::Bool(true)) => Ok(Answer::Yes),
            Ok(Value::Bool(false)) => Ok(Answer::No),
            Ok(Value::Null) => Ok(Answer::Untold(Untold::Unsuitable)),
            Ok(other) => Err(ExpressionError::NotAQuestion { found: other.kind() }),
            Err(Stop::Untold(why)) => Ok(Answer::Untold(why)),
            Err(Stop::Spent) => Err(ExpressionError::TooManySteps { limit: MOST_STEPS }),
        }
    }

    /// Where it holds an amount in cents against a bare number, which somebody may have meant in
    /// euros.
    #[must_use]
    pub fn bare_amounts(&self) -> Vec<BareAmount> {
        amounts::bare(self.program.expression())
    }
}
