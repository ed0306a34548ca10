//! Amounts as cells hold them, in whole cents.

use super::digits;
use greffe_domain::{Money, is_space};
use std::fmt;

/// An amount read in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// The amount, rounded half away from zero to the cent.
    pub value: Money,
    /// Whether the cell has a fraction of a cent, which was rounded.
    pub rounded: bool,
    /// Whether the mark before exactly three digits may be one of thousands (`12.500`).
    pub ambiguous: bool,
}

/// What a cell of an amount column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amounted {
    /// Nothing.
    Missing,
    /// An amount.
    Amount(Amount),
    /// Figures that white space, or a unit in their midst, parts otherwise than by threes: `12 34`, `12 €50`.
    Misgrouped,
    /// Something else.
    Unreadable,
}

/// How an amount is written: the marks that it has, in a fixed order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AmountForm {
    thousands: Option<Thousands>,
    decimals: Option<char>,
    unit: bool,
    zero: bool,
    read: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Thousands {
    Space,
    NoBreak,
}

impl Amounted {
    /// Reads a cell: white space that groups by threes, the euro sign and a final `euros` are left out, the
    /// first comma is a decimal mark, and what is left must be digits with at most one decimal mark.
    ///
    /// ```
    /// use greffe_tables::value::Amounted;
    /// let cents = |cell| match Amounted::of(cell) {
    ///     Amounted::Amount(amount) => Some(amount.value.cents()),
    ///     _ => None,
    /// };
    /// assert_eq!(cents("137\u{a0}825,00 €"), Some(13_782_500));
    /// assert_eq!(cents("299.045"), Some(29_905));
    /// assert_eq!(cents("1,234.56"), None);
    /// assert_eq!(Amounted::of("NC"), Amounted::Unreadable);
    /// assert_eq!(Amounted::of("12 34 €"), Amounted::Misgrouped);
    /// ```
    #[must_use]
    pub fn of(cell: &str) -> Amounted {
        let bare = bare(cell);
        if bare.is_empty() {
            return if super::is_blank(cell) { Amounted::Missing } else { Amounted::Unreadable };
        }
        match cents(&bare) {
            None => Amounted::Unreadable,
            Some(_) if !is_grouped(cell) => Amounted::Misgrouped,
            Some(amount) => Amounted::Amount(amount),
        }
    }

    /// The amount, if there is one.
    #[must_use]
    pub const fn amount(self) -> Option<Amount> {
        match self {
            Amounted::Amount(amount) => Some(amount),
            Amounted::Missing | Amounted::Misgrouped | Amounted::Unreadable => None,
        }
    }
}

/// The figure of a cell: no white space, no unit, a dot for the first comma.
fn bare(cell: &str) -> String {
    let kept: String = cell.chars().filter(|c| !is_space(*c) && *c != '€').collect();
    let lower = kept.to_lowercase();
    let figure = lower.strip_suffix("euros").unwrap_or(&kept);
    figure.replacen(',', ".", 1)
}

/// Whether nothing stands among the figures of an amount but its mark and the spaces of thousands: one to three
/// figures, then three each time. Otherwise they may be two figures, or one that lost a digit.
fn is_grouped(cell: &str) -> bool {
    let from = cell.trim_start_matches(|c: char| !c.is_ascii_digit());
    let figures = from.trim_end_matches(|c: char| !c.is_ascii_digit());
    let (whole, decimals) = figures.split_once([',', '.']).unwrap_or((figures, "0"));
    let groups = whole.split([' ', '\u{a0}', '\u{202f}', '\u{2009}']);
    let mut groups = groups.enumerate().filter(|(at, group)| *at == 0 || !group.is_empty());
    let first = groups.next().map_or("", |(_, group)| group);
    let mut rest = groups.map(|(_, group)| group).peekable();
    let ends = whole.ends_with(|c: char| c.is_ascii_digit());
    let first_fits = digits(first) && (first.len() <= 3 || rest.peek().is_none());
    ends && first_fits && digits(decimals) && rest.all(|group| digits(group) && group.len() == 3)
}

fn cents(bare: &str) -> Option<Amount> {
    let (negative, figure) = match bare.strip_prefix('-') {
        Some(figure) => (true, figure),
        None => (false, bare),
    };
    let (whole, decimals) = match figure.split_once('.') {
        Some((whole, decimals)) if digits(decimals) => (whole, decimals),
        Some(_) => return None,
        None => (figure, ""),
    };
    if !digits(whole) {
        return None;
    }
    let two: String = decimals.chars().chain("00".chars()).take(2).collect();
    let up = decimals.as_bytes().get(2).is_some_and(|digit| *digit >= b'5');
    let rest = decimals.get(2..).unwrap_or_default();
    let unsigned: i64 = format!("{whole}{two}").parse().ok()?;
    let unsigned = unsigned.checked_add(i64::from(up))?;
    Some(Amount {
        value: Money::from_cents(if negative { -unsigned } else { unsigned }),
        rounded: rest.bytes().any(|digit| digit != b'0'),
        ambiguous: decimals.len() == 3 && whole.len() <= 3 && whole != "0",
    })
}

impl AmountForm {
    /// The form of a cell.
    #[must_use]
    pub fn of(cell: &str) -> AmountForm {
        let read = Amounted::of(cell);
        let trimmed = cell.trim_matches(is_space);
        let figure = trimmed.trim_end_matches(|c: char| !c.is_ascii_digit());
        let has = |set: &[char]| figure.contains(set);
        let thousands = if has(&['\u{a0}', '\u{202f}']) {
            Some(Thousands::NoBreak)
        } else {
            figure.contains(is_space).then_some(Thousands::Space)
        };
        let value = read.amount().map(|amount| amount.value);
        AmountForm {
            thousands,
            decimals: trimmed.chars().find(|c| matches!(c, ',' | '.')),
            unit: trimmed.contains('€') || trimmed.to_lowercase().ends_with("euros"),
            zero: value == Some(Money::ZERO),
            read: match read {
                Amounted::Missing => None,
                other => Some(other.amount().is_some()),
            },
        }
    }
}

impl fmt::Display for AmountForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.read {
            None => return f.write_str("missing"),
            Some(false) => return f.write_str("unparseable"),
            Some(true) => {}
        }
        let thousands = self.thousands.map(|mark| match mark {
            Thousands::Space => "space_thousands",
            Thousands::NoBreak => "nbsp_thousands",
        });
        let decimals =
            self.decimals.map(|mark| if mark == ',' { "decimal_comma" } else { "decimal_dot" });
        let unit = self.unit.then_some("currency_unit");
        let figure: Vec<&str> = [thousands, decimals, unit].into_iter().flatten().collect();
        let plain = if figure.is_empty() { "plain_integer" } else { "" };
        write!(f, "{plain}{}{}", figure.join("+"), if self.zero { "+zero" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_of_published_tables() {
        for (cell, value, form) in [
            ("2400.0", 240_000, "decimal_dot"),
            ("40 000,00", 4_000_000, "space_thousands+decimal_comma"),
            ("17\u{a0}833", 1_783_300, "nbsp_thousands"),
            ("97\u{a0}000euros", 9_700_000, "nbsp_thousands+currency_unit"),
            ("582500", 58_250_000, "plain_integer"),
            ("0.0", 0, "decimal_dot+zero"),
            ("-12,345", -1_235, "decimal_comma"),
        ] {
            assert_eq!(Amounted::of(cell).amount().unwrap().value.cents(), value, "{cell}");
            assert_eq!(AmountForm::of(cell).to_string(), form, "{cell}");
        }
        for cell in ["NC", "SEM", "1,2,3", "--3", ".5", "5.", "€", "1e5", "99999999999999999999"]
        {
            assert_eq!(Amounted::of(cell), Amounted::Unreadable, "{cell}");
        }
        for cell in
            ["12 34 €", "1 23 456,00", "1500 000", "12€50", "12, 50", "1\n500", "1\u{200b}0"]
        {
            assert_eq!(Amounted::of(cell), Amounted::Misgrouped, "{cell}");
        }
        for cell in ["1 500", "- 1\u{2009}500 €", " €1500 ", "1  500"] {
            assert_eq!(Amounted::of(cell).amount().unwrap().value.cents().abs(), 150_000, "{cell}");
        }
        assert!(Amounted::of("12.500").amount().unwrap().ambiguous);
        assert!(!Amounted::of("12.50").amount().unwrap().ambiguous);
    }

    proptest! {
        #[test]
        fn an_amount_reads_as_it_was_written(cents in -1_000_000_000_000i64..1_000_000_000_000) {
            let (whole, part) = (cents.abs() / 100, cents.abs() % 100);
            let sign = if cents < 0 { "-" } else { "" };
            let mut grouped = String::new();
            for (at, digit) in whole.to_string().chars().rev().enumerate() {
                if at > 0 && at % 3 == 0 { grouped.insert(0, '\u{202f}'); }
                grouped.insert(0, digit);
            }
            for cell in [format!("{sign}{whole}.{part:02}"), format!("{sign}{grouped},{part:02} €")] {
                let amount = Amounted::of(&cell).amount().unwrap();
                prop_assert_eq!((amount.value.cents(), amount.rounded), (cents, false));
            }
        }

        #[test]
        fn no_cell_panics(cell in "\\PC{0,40}") {
            let _ = (Amounted::of(&cell), AmountForm::of(&cell).to_string());
        }
    }
}
