//! Amounts: a figure with its unit.
//!
//! Read: `73 500 euros`, `73 500,00 €`, `1.260 €`, `7300€`, `1,7 M€`, `2 millions d'euros`. A
//! figure without unit is not an amount here: columns of a table say their unit once, and whoever
//! reads a table knows. The range is the figure and its unit, without the words before it.

use super::{Found, Pattern, compile};
use greffe_domain::Money;

static FIGURE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?:\d{1,3}(?:(?: \d{3})+|(?:\.\d{3})+|(?:'\d{3})+)|\d+)(?:,\d+|\.\d{1,2}\b)?",
        r" ?(?:€|(?i:euros?|EUR)\b|[kKM](?:€|(?i:euros?)\b)|(?:million|milliard)s? d'euros)"
    ))
});

/// The amounts of a text, in order.
pub(crate) fn amounts(text: &str) -> Vec<Found<Money>> {
    FIGURE
        .find_iter(text)
        .filter(|hit| stands_alone(text.get(..hit.start()).unwrap_or_default()))
        .filter_map(|hit| {
            // `million d'euros` is read with its word; other units as they are.
            let money = Money::parse(hit.as_str()).ok()?;
            Some(Found::new(hit.range(), money))
        })
        .collect()
}

/// Whether a figure may begin behind this text: not inside a longer figure, and not after a sign
/// that makes it a movement of accounts rather than a sum.
fn stands_alone(before: &str) -> bool {
    let mut back = before.chars().rev();
    match (back.next(), back.next()) {
        (Some(c), _) if c.is_alphanumeric() => false,
        (Some(',' | '.' | '\'' | '/'), Some(c)) => !c.is_ascii_digit(),
        (Some('-' | '+' | '−'), next) => next.is_some_and(char::is_alphabetic),
        _ => true,
    }
}
