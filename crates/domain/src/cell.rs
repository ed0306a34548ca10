//! Cells of tables that a spreadsheet will open.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return for a
//! formula, which may call other programs (OWASP, *CSV Injection*). Words of documents stand in such
//! cells; so an apostrophe is put before them, which spreadsheets show as a text. What is a number
//! stays one. [`unguarded`] takes away exactly what [`guarded`] put there, whatever the text.

use std::borrow::Cow;

/// The cell, with an apostrophe before it where a spreadsheet would take it for a formula.
///
/// ```
/// use greffe_domain::{guarded, unguarded};
/// assert_eq!(guarded("=1+1"), "'=1+1");
/// assert_eq!(guarded("-73 500,00 €"), "-73 500,00 €");
/// assert_eq!(unguarded(&guarded("'=1+1")), "'=1+1");
/// ```
#[must_use]
pub fn guarded(cell: &str) -> Cow<'_, str> {
    if is_formula(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The cell without the apostrophe of [`guarded`].
#[must_use]
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|_| is_formula(cell)).unwrap_or(cell)
}

/// Whether a cell would be a formula, once the apostrophes before it are taken away: so one more
/// changes nothing of the answer, and taking it away again gives the cell.
fn is_formula(cell: &str) -> bool {
    let bare = cell.trim_start_matches('\'');
    let begins = bare.trim_start();
    // The wide forms of East Asian writing are read as the others.
    let sign = begins.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    bare.starts_with(['\t', '\r']) || (sign && !is_number(begins))
}

/// A sign, figures with their separators, and perhaps a unit.
fn is_number(text: &str) -> bool {
    let Some(figure) = text.strip_prefix(['+', '-']) else { return false };
    let figure = figure.trim_end().trim_end_matches(['€', '%']).trim_end();
    let within =
        |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}');
    figure.contains(|c: char| c.is_ascii_digit()) && figure.chars().all(within)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_guarded_and_numbers_are_not() {
        for text in [
            "=HYPERLINK(\"x\")",
            "+1+cmd|' /C calc'!A0",
            "-1+2",
            "@SUM(A1)",
            " =1",
            "\t=1",
            "\rx",
            "＝1",
            "-",
            "'=1",
        ] {
            assert_eq!(guarded(text), format!("'{text}"), "{text}");
        }
        for text in
            ["-1", "+3", "-12.50", "-73\u{202f}500,00\u{a0}€", "+17,5 %", "2023-03-16", "", "'"]
        {
            assert_eq!(guarded(text), text);
        }
    }

    proptest! {
        #[test]
        fn what_is_guarded_comes_back(text in "['=+@\t\r 0-9a€-]{0,6}|.{0,12}") {
            let cell = guarded(&text);
            prop_assert_eq!(unguarded(&cell), text.as_str());
        }
    }
}
