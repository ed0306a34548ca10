//! Amounts as they stand outside of sentences: in cells that lost the gaps between them, behind a sign, with a tax in
//! place of the unit, as the lower end of a span.
//!
//! None of them is one that a formula of a decision may hold; they are noted for a person. A sum below nought is the sum:
//! what it does to an account its words say.

use super::amount::{FIGURE, before, goes_on_from, stands_alone, two_ways, with_cents, with_words};
use super::{Found, Pattern, compile, tail};
use greffe_domain::Money;
use std::ops::Range;

/// The amounts of a text that may have lost the gaps between the cells of its rows: digits right before a figure are another
/// cell (`2151 101 662 €`).
pub(crate) fn amounts_in_cells(text: &str) -> Vec<Found<Money>> {
    let mut found = in_figures(text);
    let spans: Vec<_> = found.iter().filter_map(|high| lower_end(text, high)).collect();
    found.extend(spans);
    found.extend(taxed(text));
    found.sort_by_key(|amount| (amount.range.start, amount.range.end));
    with_words(found, text)
}

fn in_figures(text: &str) -> Vec<Found<Money>> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(hit) = FIGURE.find_at(text, from) {
        from = hit.end();
        let lead = before(text, &hit.range());
        if two_ways(hit.as_str()) || goes_on_from(lead) {
            continue;
        }
        if stands_alone(lead) || signed(lead) {
            let money = Money::parse(hit.as_str()).ok();
            out.extend(money.map(|money| with_cents(text, Found::new(hit.range(), money))));
        } else if let Some(next) = next_group(hit.as_str(), lead) {
            from = hit.start() + next;
        }
    }
    out
}

/// Where the second group of a figure begins whose first is the end of another cell.
fn next_group(figure: &str, lead: &str) -> Option<usize> {
    let first = figure.bytes().take_while(u8::is_ascii_digit).count();
    let glued = lead.ends_with(|c: char| c.is_alphanumeric() || c == '-' || c == '/');
    let grouped = || {
        figure.get(first..)?.strip_prefix(' ')?.get(..3)?.parse::<u16>().ok().filter(|n| *n > 99)
    };
    (glued && grouped().is_some()).then_some(first + 1)
}

/// Whether the text ends in the sign of a sum: `-565,00 €` at the beginning of a cell.
fn signed(lead: &str) -> bool {
    let Some(cell) = lead.strip_suffix(['-', '+', '−']) else { return false };
    cell.is_empty() || cell.ends_with(|c: char| c.is_whitespace() || matches!(c, '(' | '|' | '€'))
}

/// *entre 1 et 2 millions €*, *de 500 à 600 €*: the lower end of a span has the unit of the upper.
fn lower_end(text: &str, high: &Found<Money>) -> Option<Found<Money>> {
    static LOW: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:entre|de) (?P<low>(?:[1-9]\d{0,2}(?: \d{3})+|\d{1,6})(?:,\d{1,2})?) (?:et|à) $",
        )
    });
    /// So many bytes hold the lower end.
    const LEAD: usize = 40;
    let lead = tail(before(text, &high.range), LEAD);
    let low = LOW.captures(lead)?.name("low")?;
    let unit =
        text.get(high.range.clone())?.trim_start_matches(|c: char| !c.is_alphabetic() && c != '€');
    let year = low.as_str().len() == 4 && low.as_str().starts_with(['1', '2']);
    let money = Money::parse(&format!("{} {unit}", low.as_str())).ok()?;
    let from = high.range.start - lead.len();
    (!year).then(|| Found::new(from + low.start()..from + low.end(), money))
}

/// `16 098,16 TTC`: the tax says that it is money.
fn taxed(text: &str) -> Vec<Found<Money>> {
    static TAXED: Pattern = Pattern::new(|| {
        compile(r"(?:[1-9]\d{0,2}(?:[ .]\d{3})+(?:,\d{2})?|\d+[,.]\d{2}) (?:HT|TTC|H\.T|T\.T\.C)\b")
    });
    let figure = |range: Range<usize>| {
        let words = text.get(range.clone())?;
        let digits = words.trim_end_matches(|c: char| !c.is_ascii_digit());
        let money = Money::parse(digits).ok()?;
        let alone = stands_alone(before(text, &range)) && !goes_on_from(before(text, &range));
        alone.then(|| Found::new(range.start..range.start + digits.len(), money))
    };
    TAXED.find_iter(text).filter_map(|hit| figure(hit.range())).collect()
}
