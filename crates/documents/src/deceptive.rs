//! Characters by which a text shows a person one thing and says another.
//!
//! An amount that is turned round on the screen, or parted by what nobody sees, would be recorded
//! otherwise than the person who checks it reads it. Such a text is refused, whatever it is: no
//! typesetter needs them. Marks that only help a line to break are left alone outside figures.

use crate::error::ReadError;
use regex::Regex;
use std::sync::LazyLock;

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

/// What is shown as nothing, or as no more than a blank, by its property of Unicode. The domain keeps the same list; this
/// crate stands on no other.
fn invisible(c: char) -> bool {
    // Most characters are far below, or letters with accents.
    let letter = c < '\u{ad}' || ('\u{ae}'..'\u{34f}').contains(&c);
    !letter && IGNORABLE.is_match(c.encode_utf8(&mut [0; 4]))
}

#[allow(
    clippy::expect_used,
    reason = "a literal of this module, no input reaches it; its test compiles it"
)]
static IGNORABLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\p{Default_Ignorable_Code_Point}$").expect("the property is known")
});

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
        // Whatever Unicode calls ignorable: variation selectors, fillers, tags.
        for c in
            ['\u{fe0f}', '\u{3164}', '\u{115f}', '\u{e0033}', '\u{e0100}', '\u{206a}', '\u{180b}']
        {
            assert_eq!(hidden(&format!("61{c} 300 €")), Some((1, u32::from(c))), "{c:?}");
        }
        assert_eq!(hidden("1\u{fe0f}\u{20e3} 2\u{fe0f}\u{20e3}, 61 300\u{fe0f} €"), None);
    }
}
