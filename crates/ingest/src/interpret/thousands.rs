//! Tables whose figures are thousands or millions of euros, as the words above them say: *(montants en k€)*.

use super::reading::Reading;
use super::rows::Block;
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::Money;

/// The words may stand so many bytes above the first row.
const ABOVE: usize = 500;

/// *montants en k€*, *en milliers d'euros*, *(M€)*.
static UNIT: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:en |exprim[ée]e?s? en )(?:(?P<thousands>k ?€|keuros?|milliers d'euros?)|(?P<millions>m ?€|millions? d'euros?))|\((?:(?P<k>k ?€)|(?P<m>m ?€))\)",
    )
});

/// What the figures below some words are counted in, where the words say so last.
pub(super) fn factor(above: &str) -> Option<i64> {
    let unit = UNIT.captures_iter(above).last()?;
    let thousands = unit.name("thousands").or_else(|| unit.name("k")).is_some();
    Some(if thousands { 1_000 } else { 1_000_000 })
}

/// Gives the figures of a block that have no unit the one that stands above them.
pub(super) fn told_above(reading: &Reading<'_>, block: &mut Block) {
    let Some(first) = block.rows.first().map(|row| row.line.start) else { return };
    let from = first.saturating_sub(ABOVE);
    let Some(above) = (from..=first).find_map(|at| reading.rows.get(at..first)) else { return };
    let Some(factor) = factor(above) else { return };
    let scaled = |sum: &mut Found<Money>| {
        let written = reading.rows.get(sum.range.clone()).unwrap_or_default();
        let bare = written.chars().all(|c| !c.is_alphabetic() && c != '€');
        if let Some(cents) = sum.value.cents().checked_mul(factor).filter(|_| bare) {
            sum.value = Money::from_cents(cents);
        }
    };
    block.rows.iter_mut().flat_map(|row| &mut row.sums).for_each(scaled);
    block.totals.iter_mut().for_each(scaled);
    block.others.iter_mut().map(|(sum, _)| sum).for_each(scaled);
}
