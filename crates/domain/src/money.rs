//! Money: whole euro cents, never a float.
//!
//! [`Money`] is what the log stores (`…_cents`, a JSON integer). [`Money::parse`] reads an amount
//! the way acts write it. Nothing here rounds: a text with more than two decimals is refused.

use crate::text::is_space;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use thiserror::Error;

/// An amount in euro cents. Encoded in JSON as an integer, in fields named `…_cents`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct Money(i64);

/// Why a text is not an amount.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MoneyError {
    /// No figure could be read in the text.
    #[error("« {0} » is not an amount: write it as in `61 300 euros`, `1 847,50 €` or `1,5 M€`")]
    NotAnAmount(String),
    /// More than two decimals once the multiplier is applied: a fraction of a cent.
    #[error("« {0} » has a fraction of a cent: give at most two decimals")]
    FractionOfCent(String),
    /// Larger than 92 233 720 368 547 758,07 €, which no record holds.
    #[error("« {0} » is larger than a ledger can hold")]
    Overflow(String),
}

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);

    /// An amount of so many cents.
    #[must_use]
    pub const fn from_cents(cents: i64) -> Self {
        Money(cents)
    }

    /// The amount in cents.
    #[must_use]
    pub const fn cents(self) -> i64 {
        self.0
    }

    /// The sum, or `None` when it does not fit.
    #[must_use]
    pub fn checked_add(self, other: Money) -> Option<Money> {
        self.0.checked_add(other.0).map(Money)
    }

    /// The difference, or `None` when it does not fit.
    #[must_use]
    pub fn checked_sub(self, other: Money) -> Option<Money> {
        self.0.checked_sub(other.0).map(Money)
    }

    /// This amount scaled by `part / whole`, rounded half away from zero to the cent: the way a
    /// pro-rata balance is computed. `None` when `whole` is zero or the result does not fit.
    ///
    /// ```
    /// use greffe_domain::Money;
    /// let grant = Money::from_cents(60_000_00);
    /// let due = grant.pro_rata(Money::from_cents(100_00), Money::from_cents(300_00));
    /// assert_eq!(due, Some(Money::from_cents(20_000_00)));
    /// assert_eq!(grant.pro_rata(Money::from_cents(1), Money::ZERO), None);
    /// ```
    #[must_use]
    pub fn pro_rata(self, part: Money, whole: Money) -> Option<Money> {
        let scaled = i128::from(self.0).checked_mul(i128::from(part.0))?;
        let rounded = divide_half_away(scaled, i128::from(whole.0))?;
        i64::try_from(rounded).ok().map(Money)
    }

    /// Reads an amount as [`Money`] itself is shown, which may be below nought; no act writes one so.
    ///
    /// ```
    /// use greffe_domain::Money;
    /// let owed = Money::from_cents(-150_050);
    /// assert_eq!(Money::of_shown(&owed.to_string()), Some(owed));
    /// ```
    #[must_use]
    pub fn of_shown(text: &str) -> Option<Money> {
        let figure = text.strip_prefix('−');
        let cents = Money::parse(figure.unwrap_or(text)).ok()?.cents();
        Some(Money(if figure.is_some() { cents.checked_neg()? } else { cents }))
    }

    /// Reads an amount as acts write it: `61 300 euros`, `61 300,00 €`, `3 186 520 €` with any
    /// white space between groups, `1,5 M€`, `12 k€`, `1.234,56`, and a bare figure.
    ///
    /// ```
    /// use greffe_domain::Money;
    /// assert_eq!(Money::parse("45 600,50 €"), Ok(Money::from_cents(4_560_050)));
    /// assert_eq!(Money::parse("1,5 M€"), Ok(Money::from_cents(150_000_000)));
    /// assert!(Money::parse("douze").is_err());
    /// ```
    ///
    /// # Errors
    /// [`MoneyError`] when the text holds no figure, a fraction of a cent, or too large a one.
    pub fn parse(text: &str) -> Result<Money, MoneyError> {
        let not = || MoneyError::NotAnAmount(text.to_owned());
        if !spaced_by_threes(text) {
            return Err(not());
        }
        let compact: String = text.chars().filter(|c| !is_space(*c)).collect::<String>();
        let lower = compact.to_lowercase();
        let unit_at = lower.find(|c: char| c.is_alphabetic() || c == '€').unwrap_or(lower.len());
        let (figure, unit) = lower.split_at_checked(unit_at).ok_or_else(not)?;
        let power = match unit {
            "" | "€" | "eur" | "euro" | "euros" | "eurosttc" | "eurosht" | "€ttc" | "€ht" => {
                0
            }
            "k€" | "keur" | "keuros" | "k" | "millieuros" | "milleeuros" => 3,
            "m€" | "meur" | "meuros" | "million" | "millions" | "million€" | "millions€"
            | "millioneuros" | "millionseuros" | "milliond'euros" | "millionsd'euros"
            | "milliond’euros" | "millionsd’euros" => 6,
            "md€" | "milliards" | "milliard" | "milliard€" | "milliards€" | "milliardseuros"
            | "milliardd'euros" | "milliardsd'euros" | "milliardd’euros" | "milliardsd’euros" => {
                9
            }
            _ => return Err(not()),
        };
        let (whole, decimals) = split_decimals(figure).ok_or_else(not)?;
        scale(&whole, &decimals, power, text)
    }
}

/// White space inside a figure sets off groups of three: `45 000`, never `12 34` or `45 000 1`.
fn spaced_by_threes(text: &str) -> bool {
    let figure = text.trim_matches(is_space);
    let end = figure.find(|c: char| c.is_alphabetic() || c == '€').unwrap_or(figure.len());
    let figure = figure.get(..end).unwrap_or_default();
    let whole = figure.split([',', '.']).next().unwrap_or_default();
    let mut groups = whole.split(is_space).filter(|group| !group.is_empty());
    let first = groups.next().unwrap_or_default();
    let mut further = groups.peekable();
    further.peek().is_none()
        || (first.len() <= 3
            && further.all(|group| group.chars().filter(char::is_ascii_digit).count() == 3))
}

/// Splits a figure into its digits before and after the decimal mark; thousands marks are dropped.
fn split_decimals(figure: &str) -> Option<(String, String)> {
    let marks: Vec<(usize, char)> =
        figure.char_indices().filter(|(_, c)| ",.".contains(*c)).collect();
    if figure.chars().any(|c| !c.is_ascii_digit() && !",.'’".contains(c)) {
        return None;
    }
    let decimal_at = match marks.as_slice() {
        [(at, mark)] => {
            // `1.234` groups thousands; `1,234` cannot: the comma is the decimal mark in French.
            let after = figure.len().checked_sub(at + 1)?;
            (*mark == ',' || after != 3).then_some(*at)
        }
        [.., (_, before), (at, last)] if before != last => Some(*at),
        _ => None,
    };
    let digits = |s: &str| s.chars().filter(char::is_ascii_digit).collect::<String>();
    let (whole, decimals) = match decimal_at {
        Some(at) => (figure.get(..at)?, digits(figure.get(at + 1..)?)),
        None => (figure, String::new()),
    };
    // `1.234.567` groups by three; `1.2.3` is no amount.
    let mut groups = whole.split([',', '.', '\'', '’']);
    let grouped = groups.next()?.len() <= 3 && groups.all(|group| group.len() == 3);
    let plain = whole.bytes().all(|b| b.is_ascii_digit());
    (!whole.is_empty() && (plain || grouped)).then(|| (digits(whole), decimals))
}

fn scale(whole: &str, decimals: &str, power: usize, text: &str) -> Result<Money, MoneyError> {
    let shift = power + 2;
    let kept = decimals.trim_end_matches('0');
    if kept.len() > shift {
        return Err(MoneyError::FractionOfCent(text.to_owned()));
    }
    let digits = format!("{whole}{kept}{}", "0".repeat(shift - kept.len()));
    digits.parse::<i64>().map(Money).map_err(|_| MoneyError::Overflow(text.to_owned()))
}

/// Integer division rounded half away from zero; `None` by zero.
pub(crate) fn divide_half_away(numerator: i128, denominator: i128) -> Option<i128> {
    if denominator == 0 {
        return None;
    }
    let negative = (numerator < 0) != (denominator < 0);
    let (n, d) = (numerator.unsigned_abs(), denominator.unsigned_abs());
    let rounded = n.checked_add(d / 2)? / d;
    let signed = i128::try_from(rounded).ok()?;
    Some(if negative { -signed } else { signed })
}

/// French typography: `61 347,28 €`, groups and unit set off by a no-break space, below nought a
/// minus and not a hyphen.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cents = self.0.unsigned_abs();
        let whole = (cents / 100).to_string();
        let mut grouped = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                grouped.push('\u{a0}');
            }
            grouped.push(digit);
        }
        let sign = if self.0 < 0 { "−" } else { "" };
        match cents % 100 {
            0 => write!(f, "{sign}{grouped}\u{a0}€"),
            rest => write!(f, "{sign}{grouped},{rest:02}\u{a0}€"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_acts_contain() {
        for (text, cents) in [
            ("61 300 euros", 6_130_000),
            ("61\u{a0}300\u{202f}€", 6_130_000),
            ("61  300\n  euros", 6_130_000),
            ("1 234,56 €", 123_456),
            ("1.234,56 €", 123_456),
            ("1,234.56", 123_456),
            ("1.234.567 €", 123_456_700),
            ("2,25 M€", 225_000_000),
            ("3 millions d'euros", 300_000_000),
            ("2 millions €", 200_000_000),
            ("986 K €", 98_600_000),
            ("1,2 milliard d'euros", 120_000_000_000),
            ("12 k€", 1_200_000),
            ("0,5", 50),
            ("1 234,500 €", 123_450),
        ] {
            assert_eq!(Money::parse(text), Ok(Money(cents)), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_amount() {
        for text in [
            "",
            "€",
            "abc",
            "12 pommes",
            "1,2,3,4€x",
            "--3",
            "1,2,3",
            "1.2.3 €",
            "12 34 €",
            "45 000 1 euros",
        ] {
            assert!(matches!(Money::parse(text), Err(MoneyError::NotAnAmount(_))), "{text}");
        }
        assert!(matches!(Money::parse("1,005 €"), Err(MoneyError::FractionOfCent(_))));
        assert!(matches!(Money::parse("99999999999999999999 €"), Err(MoneyError::Overflow(_))));
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(cents in 0i64..i64::MAX) {
            prop_assert_eq!(Money::parse(&Money(cents).to_string()), Ok(Money(cents)));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,40}") {
            let _ = Money::parse(&text);
        }

        #[test]
        fn pro_rata_stays_within_half_a_cent(a in 0i64..1_000_000_000, p in 0i64..1_000_000_000, w in 1i64..1_000_000_000) {
            let due = i128::from(Money(a).pro_rata(Money(p), Money(w)).unwrap().cents());
            let exact = i128::from(a) * i128::from(p);
            prop_assert!((2 * (due * i128::from(w) - exact)).abs() <= i128::from(w));
        }
    }
}
