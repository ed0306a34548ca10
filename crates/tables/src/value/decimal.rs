//! Figures of a schema's `number` columns, compared exactly.

use super::digits;

/// A figure in millionths of millionths, what is finer than that cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decimal(i128);

/// How many digits behind the mark are kept.
const KEPT: usize = 12;

impl Decimal {
    /// Reads a figure with a dot for its decimals, as a schema asks for: `0.45`, `1`, `-3.5`.
    #[must_use]
    pub fn of(cell: &str) -> Option<Decimal> {
        let trimmed = cell.trim();
        let figure = trimmed.strip_prefix(['-', '+']).unwrap_or(trimmed);
        let (whole, decimals) = figure.split_once('.').unwrap_or((figure, ""));
        let part = |text: &str| text.is_empty() || digits(text);
        if !part(whole) || !part(decimals) || (whole.is_empty() && decimals.is_empty()) {
            return None;
        }
        let zeros = std::iter::repeat_n('0', KEPT);
        let kept: String = decimals.chars().chain(zeros).take(KEPT).collect();
        let value: i128 = format!("0{whole}{kept}").parse().ok()?;
        Some(Decimal(if trimmed.starts_with('-') { -value } else { value }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_compare_exactly() {
        let of = |text| Decimal::of(text).unwrap();
        assert!(of("0.01") < of("0.1") && of("1.00") == of("1") && of("-2") < of("0"));
        for text in ["", ".", "0,45", "1e3", "un", "1.2.3", "--1"] {
            assert_eq!(Decimal::of(text), None, "{text}");
        }
    }
}
