//! Characters by which a text shows a person one thing and says another.
//!
//! An amount that is turned round on the screen, or parted by what nobody sees, would be recorded
//! otherwise than the person who checks it reads it. Such a text is refused, whatever it is: no
//! typesetter needs them. Marks that only help a line to break are left alone outside figures.

use crate::error::ReadError;

/// Refuses a text that turns its reading order, or hides characters inside a figure.
pub(crate) fn check(text: &str) -> Result<(), ReadError> {
    let mut line = 1;
    let mut figure = Figure::None;
    for c in text.chars() {
        if turns(c) {
            return Err(refused(line, c, "which turns the order of reading"));
        }
        figure = match (figure, c) {
            (Figure::Hiding(hidden), '0'..='9') => {
                return Err(refused(line, hidden, "inside a figure"));
            }
            (_, '0'..='9') => Figure::Digit,
            (Figure::Digit, c) if invisible(c) => Figure::Hiding(c),
            (figure, c) if invisible(c) || is_blank(c) => figure,
            _ => Figure::None,
        };
        if c == '\n' {
            line += 1;
            figure = Figure::None;
        }
    }
    Ok(())
}

/// How far a figure has come.
#[derive(Clone, Copy)]
enum Figure {
    None,
    /// A digit, and perhaps blanks behind it.
    Digit,
    /// The same, and something that nobody sees.
    Hiding(char),
}

fn refused(line: usize, c: char, what: &'static str) -> ReadError {
    ReadError::Deceptive { line, code: u32::from(c), what: what.into() }
}

/// Embeddings, overrides and isolates of the bidirectional algorithm.
const fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

const fn invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_that_hides_something_is_refused() {
        let hidden = |text: &str| match check(text) {
            Err(ReadError::Deceptive { line, code, .. }) => Some((line, code)),
            _ => None,
        };
        assert_eq!(hidden("Montant :\n61\u{200b} 300 €"), Some((2, 0x200b)));
        assert_eq!(hidden("1\u{ad}000"), Some((1, 0xad)));
        assert_eq!(hidden("\u{202e}003 16\u{202c} €"), Some((1, 0x202e)));
        assert_eq!(
            hidden("61\u{a0}300\u{202f}000 €, in\u{ad}ter\u{200b}communal 2\u{200b}e"),
            None
        );
        assert_eq!(hidden("2023\u{200e}\n2024"), None);
    }
}
