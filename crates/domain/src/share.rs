//! Shares: exact ratios, and shares as a text states them.
//!
//! An act says « 8,6 % »; the figures beside it give an exact ratio. The two are kept apart, and
//! [`StatedShare::agreement`] says to how many digits they agree. No float is involved.

use crate::money::{Money, divide_half_away};
use crate::text::is_space;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use thiserror::Error;

/// An exact ratio of two amounts, for instance a subsidy to the budget it was computed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Ratio {
    /// The part, in cents.
    pub numerator: i64,
    /// The whole, in cents; never zero.
    pub denominator: i64,
}

impl Ratio {
    /// `part / whole`, or `None` when the whole is not positive.
    #[must_use]
    pub fn of(part: Money, whole: Money) -> Option<Ratio> {
        (whole.cents() > 0).then(|| Ratio { numerator: part.cents(), denominator: whole.cents() })
    }

    /// The ratio as a percentage with `scale` decimals, rounded half away from zero, counted in
    /// units of the last decimal: 17.384 % at scale 2 is `1738`. `None` when it does not fit.
    #[must_use]
    pub fn percent_units(self, scale: u32) -> Option<i64> {
        let factor = 100i128.checked_mul(10i128.checked_pow(scale)?)?;
        let scaled = i128::from(self.numerator).checked_mul(factor)?;
        divide_half_away(scaled, i128::from(self.denominator)).and_then(|n| i64::try_from(n).ok())
    }

    /// The percentage in digits with a point, `"17.38"` at scale 2; `None` when it does not fit.
    #[must_use]
    pub fn percent(self, scale: u32) -> Option<String> {
        let units = self.percent_units(scale)?;
        let sign = if units < 0 { "-" } else { "" };
        let power = 10u64.checked_pow(scale)?;
        let (whole, rest) = (units.unsigned_abs() / power, units.unsigned_abs() % power);
        let width = usize::try_from(scale).ok()?;
        Some(if scale == 0 {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{rest:0width$}")
        })
    }
}

/// A share as a text states it: `{"stated":"6%","scale":0}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatedShare {
    /// The words of the act, for instance `8,6%`.
    pub stated: String,
    /// How many decimals the text gives.
    pub scale: u32,
}

/// How a stated share compares with the exact one.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// The two are the same number.
    Exact,
    /// They agree once the exact one is rounded to the precision stated.
    Rounded,
    /// They differ beyond rounding.
    Differs,
}

/// Why a text is not a share.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("« {0} » is not a share: write it as in `6%` or `8,6 %`")]
pub struct ShareError(String);

impl StatedShare {
    /// Reads `6%`, `8,6 %`, `41.37 pour cent`; white space is free.
    ///
    /// # Errors
    /// [`ShareError`] when the text is not one figure followed by a percent sign or `pour cent`.
    pub fn parse(text: &str) -> Result<StatedShare, ShareError> {
        let not = || ShareError(text.to_owned());
        let compact: String = text.chars().filter(|c| !is_space(*c)).collect();
        let lower = compact.to_lowercase();
        let figure = lower
            .strip_suffix('%')
            .or_else(|| lower.strip_suffix("pourcent"))
            .or_else(|| lower.strip_suffix("pour-cent"))
            .ok_or_else(not)?;
        let (whole, decimals) = figure.split_once([',', '.']).unwrap_or((figure, ""));
        let digits = |s: &str| s.len() <= 9 && s.bytes().all(|b| b.is_ascii_digit());
        let marked = figure.contains([',', '.']);
        if whole.is_empty()
            || !digits(whole)
            || !digits(decimals)
            || (marked && decimals.is_empty())
        {
            return Err(not());
        }
        let scale = u32::try_from(decimals.len()).map_err(|_| not())?;
        Ok(StatedShare { stated: text.trim().to_owned(), scale })
    }

    /// The figure in units of its last decimal: `8,6%` is `86`. `None` when the words kept in the
    /// log are no longer readable as a share.
    #[must_use]
    pub fn units(&self) -> Option<i64> {
        let read = StatedShare::parse(&self.stated).ok()?;
        let digits: String = read.stated.chars().filter(char::is_ascii_digit).collect();
        (read.scale == self.scale).then(|| digits.parse().ok()).flatten()
    }

    /// Compares the stated share with the exact one.
    ///
    /// ```
    /// use greffe_domain::{Agreement, Money, Ratio, StatedShare};
    /// let exact = Ratio::of(Money::from_cents(253_00), Money::from_cents(4_000_00)).unwrap();
    /// assert_eq!(StatedShare::parse("6 %").unwrap().agreement(exact), Agreement::Rounded);
    /// assert_eq!(StatedShare::parse("6,325%").unwrap().agreement(exact), Agreement::Exact);
    /// assert_eq!(StatedShare::parse("7%").unwrap().agreement(exact), Agreement::Differs);
    /// ```
    #[must_use]
    pub fn agreement(&self, exact: Ratio) -> Agreement {
        let Some(units) = self.units() else {
            return Agreement::Differs;
        };
        let power = 10i128.checked_pow(self.scale).and_then(|p| p.checked_mul(100));
        let same = power.is_some_and(|p| {
            i128::from(units).checked_mul(i128::from(exact.denominator))
                == i128::from(exact.numerator).checked_mul(p)
        });
        if same {
            Agreement::Exact
        } else if exact.percent_units(self.scale) == Some(units) {
            Agreement::Rounded
        } else {
            Agreement::Differs
        }
    }
}

impl fmt::Display for StatedShare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.stated)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shares_as_written() {
        for (text, units, scale) in
            [("6%", 6, 0), ("8,6 %", 86, 1), ("12.50%", 1250, 2), ("9 pour cent", 9, 0)]
        {
            let share = StatedShare::parse(text).unwrap();
            assert_eq!((share.units(), share.scale), (Some(units), scale), "{text}");
        }
        for text in ["", "%", "6", "six %", "6,%", "1,2,3%"] {
            assert!(StatedShare::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_tampered_scale_never_agrees() {
        let share = StatedShare { stated: "6%".into(), scale: 3 };
        assert_eq!(share.agreement(Ratio { numerator: 6, denominator: 100 }), Agreement::Differs);
    }

    proptest! {
        #[test]
        fn a_share_printed_at_a_scale_agrees_with_its_ratio(
            part in 1i64..1_000_000_000_000, whole in 1i64..1_000_000_000_000, scale in 0u32..4,
        ) {
            let exact = Ratio { numerator: part, denominator: whole };
            if let Some(text) = exact.percent(scale).filter(|t| t.len() < 9) {
                let stated = StatedShare::parse(&format!("{text}%")).unwrap();
                prop_assert_ne!(stated.agreement(exact), Agreement::Differs);
            }
        }
    }
}
