//! What keeps an expression from doing harm before it is read, and while it is.
//!
//! The parser descends once for every bracket and choice, and overflows its stack when there are
//! many: a program cannot catch that. So both are counted first, whatever stands in strings, and
//! the reading happens on a thread with room for the worst that is let through. What is read is
//! refused when it is too deep for the evaluation, which descends too, on its caller's stack.

use super::ExpressionError;
use super::names::{self, Used};
use cel::{ParseErrors, Program};

/// The longest expression, in bytes.
pub(super) const LONGEST: usize = 1_000;
/// The most brackets and choices, open or not.
pub(super) const MOST_BRACKETS: usize = 64;
/// The most operators, one inside the other.
pub(super) const DEEPEST: usize = 32;
/// Room for reading: memory is taken only as far as it is used.
const STACK: usize = 256 * 1024 * 1024;

/// Refuses what is too long or too nested to be read.
pub(super) fn check(text: &str) -> Result<(), ExpressionError> {
    if text.trim().is_empty() {
        return Err(ExpressionError::Empty);
    }
    if text.len() > LONGEST {
        return Err(ExpressionError::TooLong { bytes: text.len(), limit: LONGEST });
    }
    let nesting = text.chars().filter(|c| matches!(c, '(' | '[' | '{' | '?')).count();
    if nesting > MOST_BRACKETS { Err(too_deep()) } else { Ok(()) }
}

/// Reads an expression, and what names it uses.
pub(super) fn on_a_large_stack(text: &str) -> Result<(Program, Used), ExpressionError> {
    let source = text.to_owned();
    let read = move || {
        let program = Program::compile(&source).map_err(|errors| at_fault(&source, &errors))?;
        let used = names::used(program.expression())?;
        if used.depth > DEEPEST {
            return Err(too_deep());
        }
        Ok((program, used))
    };
    let reader = std::thread::Builder::new().name("greffe-expression".into()).stack_size(STACK);
    let reading = reader.spawn(read).map_err(|_| ExpressionError::Unreadable)?;
    // A parser that panics has read nothing.
    reading.join().unwrap_or(Err(ExpressionError::Unreadable))
}

fn too_deep() -> ExpressionError {
    ExpressionError::TooDeep { limit: MOST_BRACKETS, depth: DEEPEST }
}

/// The first fault, by its place.
fn at_fault(text: &str, errors: &ParseErrors) -> ExpressionError {
    let Some(first) = errors.errors.first() else { return ExpressionError::Unreadable };
    let (line, column) = first.pos;
    let (Ok(line), Ok(column)) = (usize::try_from(line), usize::try_from(column)) else {
        return ExpressionError::Unreadable;
    };
    if line == 0 {
        return ExpressionError::Unreadable;
    }
    let before =
        text.split_inclusive('\n').take(line - 1).map(|l| l.chars().count()).sum::<usize>();
    let at = before + column.saturating_sub(1);
    // Of the parser's own words only what stands at the fault is told; its list of tokens helps nobody.
    let found = text.chars().nth(at).map(|first| {
        let more = text.chars().skip(at + 1).take_while(|c| word(first) && word(*c));
        std::iter::once(first).chain(more).collect()
    });
    ExpressionError::Syntax { at, found }
}

/// Whether a character is part of a name.
pub(super) fn word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
