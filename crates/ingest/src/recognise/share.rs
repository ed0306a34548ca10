//! Shares: `6%`, `8,6 %`, `30 pour cent`.

use super::{Found, Pattern, compile};
use greffe_domain::StatedShare;

static SHARE: Pattern =
    Pattern::new(|| compile(r"\d{1,3}(?:[.,]\d{1,6})? ?(?:%|(?i:pour[ -]cent)\b)"));

/// The shares of a text as stated, in order.
pub(crate) fn shares(text: &str) -> Vec<Found<StatedShare>> {
    SHARE
        .find_iter(text)
        .filter(|hit| {
            let before = text.get(..hit.start()).unwrap_or_default();
            !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '.' | '-'))
        })
        .filter_map(|hit| {
            let share = StatedShare::parse(hit.as_str()).ok()?;
            Some(Found::new(hit.range(), share))
        })
        .collect()
}
