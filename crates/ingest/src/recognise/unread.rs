//! Figures with the unit of an amount of which no amount is read: characters in them that do not show or
//! are no digits from 0 to 9, digits in groups that are none of three, a comma that may part thousands or a fraction.
//!
//! What such a figure says is not guessed, be it plain to a person: `７３` may be meant for 73, and `12 34` may
//! be two figures or one. It is told, so that it does not drop out of the draft in silence.

use super::amount::{LOOKALIKES, PARTING, ambiguous, badly_grouped};
use super::{Found, Pattern, compile};

/// Why no amount is read of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unread {
    /// A character of it does not show, or is no digit from 0 to 9.
    Characters,
    /// Its digits stand in groups that are none of three.
    Groups,
    /// Its comma may part thousands or a fraction.
    TwoWays,
}

/// Any digit, with the letters that look like nought or one, each with marks and with what does not show.
static FIGURE: Pattern = Pattern::new(|| {
    let odd = format!(
        r"\p{{M}}\p{{Default_Ignorable_Code_Point}}\p{{Co}}\x{{2800}}\x{{fff9}}-\x{{fffb}}{LOOKALIKES}{PARTING}"
    );
    let group = format!(r"\p{{N}}[\p{{N}}{odd}]*");
    compile(&format!(
        r"{group}(?:[ .,'][\p{{M}}\p{{Default_Ignorable_Code_Point}}]*{group})*(?P<unit> ?(?:€|(?i:euros?|EUR)\b|[kKM] ?(?:€|(?i:euros?)\b)|(?:million|milliard)s? (?:d'euros|€|euros\b)))"
    ))
});

/// The figures of a text that are not read, in order.
pub(crate) fn unread_figures(text: &str) -> Vec<Found<Unread>> {
    let plain = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '.' | ',' | '\'');
    let odd = FIGURE.captures_iter(text).filter_map(|hit| {
        let (whole, unit) = (hit.get(0)?, hit.name("unit")?);
        let figure = text.get(whole.start()..unit.start())?;
        let inside = text.get(..whole.start())?.ends_with(char::is_alphanumeric);
        (!inside && !figure.chars().all(plain)).then(|| whole.range())
    });
    let mut found: Vec<Found<Unread>> =
        odd.map(|range| Found::new(range, Unread::Characters)).collect();
    let others = [(badly_grouped(text), Unread::Groups), (ambiguous(text), Unread::TwoWays)];
    for (ranges, why) in others {
        found.extend(ranges.into_iter().map(|range| Found::new(range, why)));
    }
    found.sort_by_key(|figure| (figure.range.start, figure.value));
    // Of two that overlap the first; in one place that of characters.
    let mut end = 0;
    found.retain(|figure| {
        let apart = figure.range.start >= end;
        end = if apart { figure.range.end } else { end };
        apart
    });
    found
}
