//! Amounts: a figure with its unit.
//!
//! Read: `six mille euros`, `73 500 euros`, `73 500,00 €`, `1.260 €`, `7300€`, `1,7 M€`, `986 K €`, `2 millions d'euros`. A
//! figure without unit is not an amount here: columns of a table say their unit once, and whoever
//! reads a table knows. The range is the figure and its unit, without the words before it. Where digits stand right
//! before a figure as if they were a group of it (`12 34 €`), nothing is read.

use super::{Found, Pattern, compile, numbers_in_words};
use greffe_domain::Money;
use std::ops::Range;
use unicode_normalization::char::is_combining_mark;

pub(super) static FIGURE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?:[1-9]\d{0,2}(?:(?: \d{3})+|(?:\.\d{3})+|(?:'\d{3})+)|\d+)(?:,\d+|\.\d{1,2}\b)?",
        r" ?(?:€|(?i:euros?|EUR)\b|[kKM] ?(?:€|(?i:euros?)\b)|(?:million|milliard)s? (?:d'euros|€|euros\b))"
    ))
});

/// The amounts of a text, in order. Words count where no figure follows them in brackets.
pub(crate) fn amounts(text: &str) -> Vec<Found<Money>> {
    let grouped = |amount: &Found<Money>| group_before(before(text, &amount.range)).is_none();
    with_words(in_figures(text), text).into_iter().filter(grouped).collect()
}

/// Amounts in figures with those in words of the same text, in order.
pub(super) fn with_words(mut found: Vec<Found<Money>>, text: &str) -> Vec<Found<Money>> {
    let words = in_words(text);
    if !words.is_empty() {
        found.extend(words);
        found.sort_by_key(|amount| amount.range.start);
    }
    found
}

/// `six mille euros`, `douze millions d'euros`, unless a figure in brackets says it again.
fn in_words(text: &str) -> Vec<Found<Money>> {
    let again = |found: &Found<Money>| {
        let behind = text.get(found.range.end..).unwrap_or_default();
        let behind = behind.strip_prefix(' ').unwrap_or(behind);
        let figure = behind.strip_prefix('(').and_then(|figure| figure.chars().next());
        figure.is_some_and(|c| c.is_ascii_digit())
    };
    told_in_words(text).into_iter().filter(|found| !again(found)).collect()
}

/// Every amount in words, whatever stands behind it.
pub(super) fn told_in_words(text: &str) -> Vec<Found<Money>> {
    static UNIT: Pattern = Pattern::new(|| compile(r"(?i)[\p{L}] (?:d')?euros?\b"));
    /// No number in words is longer, in bytes.
    const LONGEST: usize = 160;
    UNIT.find_iter(text)
        .filter_map(|unit| {
            let before = text.get(..unit.start() + 1).or_else(|| {
                // The letter before the unit may take two bytes.
                text.get(..unit.start() + 2)
            })?;
            let earliest = before.len().saturating_sub(LONGEST);
            let from = (earliest..before.len()).find(|at| before.is_char_boundary(*at))?;
            let number = numbers_in_words(before.get(from..)?).into_iter().last()?;
            let last = number.range.end + from == before.len() && number.value > 1;
            let cents = i64::try_from(number.value).ok()?.checked_mul(100)?;
            last.then(|| {
                let whole = number.range.start + from..unit.end();
                with_cents(text, Found::new(whole, Money::from_cents(cents)))
            })
        })
        .collect()
}

/// *cinq euros et cinquante centimes*, *375 euros et 50 centimes*: an amount with what is told of cents behind it.
pub(super) fn with_cents(text: &str, found: Found<Money>) -> Found<Money> {
    static CENTS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^,? (?:et )?(?:(?P<figure>\d{1,2})|(?P<words>\p{L}+(?:[ -]\p{L}+){0,3})) (?:centimes?|cts?)\b",
        )
    });
    let behind = super::lead(text.get(found.range.end..).unwrap_or_default(), 60);
    let whole = found.value.cents() % 100 == 0;
    let told = CENTS.captures(behind).filter(|_| whole).and_then(|hit| {
        let figure = hit.name("figure").and_then(|figure| figure.as_str().parse().ok());
        let words = || super::number_in_words(&hit.name("words")?.as_str().to_lowercase());
        let cents: u64 = figure.or_else(words).filter(|cents| *cents < 100)?;
        let value = found.value.checked_add(Money::from_cents(i64::try_from(cents).ok()?))?;
        Some(Found::new(found.range.start..found.range.end + hit.get(0)?.end(), value))
    });
    told.unwrap_or(found)
}

/// The figures before which digits stand as if they were groups of them, with these digits.
pub(super) fn badly_grouped(text: &str) -> Vec<Range<usize>> {
    let found = in_figures(text).into_iter();
    let after =
        found.filter_map(|hit| Some(group_before(before(text, &hit.range))?..hit.range.end));
    // *73.500.00 €*, *73 500,555 €*: a fraction that no amount has.
    let whole = FIGURE.find_iter(text).filter(|hit| {
        stands_alone(before(text, &hit.range()))
            && !two_ways(hit.as_str())
            && Money::parse(hit.as_str()).is_err()
            // *0,0785 € le kWh* is a price, whatever its fraction.
            && hit.as_str().split(',').next().is_some_and(|whole| digits(whole) > 3)
    });
    after.chain(whole.map(|hit| hit.range())).collect()
}

fn digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

/// The figures that may be thousands or a fraction.
pub(super) fn ambiguous(text: &str) -> Vec<Range<usize>> {
    let found = FIGURE.find_iter(text).filter(|hit| {
        two_ways(hit.as_str()) && stands_alone(text.get(..hit.start()).unwrap_or_default())
    });
    found.map(|hit| hit.range()).collect()
}

/// *73,500 euros*: thousands to whoever groups them by commas, a fraction of a cent to others.
pub(super) fn two_ways(figure: &str) -> bool {
    static COMMA: Pattern =
        Pattern::new(|| compile(r"^[1-9]\d{0,2},\d{3} ?(?:€|(?i:euros?|EUR)\b)"));
    COMMA.is_match(figure)
}

pub(super) fn before<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    text.get(..range.start).unwrap_or_default()
}

/// Where the groups of at most three digits begin that stand before a figure with one space between; none where the
/// digits are those of a date, a number of an article, a name.
fn group_before(before: &str) -> Option<usize> {
    let mut begins = None;
    let mut rest = before;
    while let Some(bare) = rest.strip_suffix(' ') {
        let head = bare.trim_end_matches(|c: char| c.is_ascii_digit());
        let inside = |c: char| c.is_alphanumeric() || ",.'’/-:°+−".contains(c);
        if !(1..=3).contains(&(bare.len() - head.len())) || head.ends_with(inside) {
            break;
        }
        begins = Some(head.len());
        rest = head;
    }
    begins
}

pub(super) fn in_figures(text: &str) -> Vec<Found<Money>> {
    FIGURE
        .find_iter(text)
        .filter(|hit| {
            let before = text.get(..hit.start()).unwrap_or_default();
            stands_alone(before) && !goes_on_from(before) && !two_ways(hit.as_str())
        })
        .filter_map(|hit| {
            // `million d'euros` is read with its word; other units as they are.
            let money = Money::parse(hit.as_str()).ok()?;
            Some(with_cents(text, Found::new(hit.range(), money)))
        })
        .collect()
}

/// Whether the text ends in the part of a figure that is not read: a digit that is none from 0 to 9, or what is no digit
/// behind one (see [`super::unread_figures`]).
pub(super) fn goes_on_from(before: &str) -> bool {
    let touching = before.strip_suffix([' ', '.', ',', '\'']).unwrap_or(before);
    let mut back = touching.chars().rev();
    let (Some(last), next) = (back.next(), back.next()) else { return false };
    let behind_digit = next.is_some_and(char::is_numeric);
    let raised = matches!(last, '²' | '³' | '¹');
    let digit = last.is_numeric() && !last.is_ascii() && !raised;
    digit || behind_digit && (raised || is_odd(last))
}

/// Whether a character behind a digit makes its figure one that is not read.
fn is_odd(c: char) -> bool {
    is_combining_mark(c) || LOOKALIKES.contains(c) || FILLERS.contains(c) || PARTING.contains(c)
}

/// Letters that look like nought or one, and what stands for a character that was lost.
pub(super) const LOOKALIKES: &str = "OoОоΟοIl\u{fffd}";
/// What parts the thousands elsewhere, and no figure of an act: a middle dot, a line, a comma of another script.
pub(super) const PARTING: &str = "·‧∙⋅•_٬٫";
/// What a person sees as a blank, and is none.
pub(crate) const FILLERS: &str = "\u{115f}\u{1160}\u{3164}\u{ffa0}";

/// Whether a figure may begin behind this text: not inside a longer figure, and not after a sign
/// that makes it a movement of accounts rather than a sum.
pub(super) fn stands_alone(before: &str) -> bool {
    let mut back = before.chars().rev();
    match (back.next(), back.next()) {
        (Some(c), _) if c.is_alphanumeric() => false,
        (Some(',' | '.' | '\'' | '/'), Some(c)) => !c.is_ascii_digit(),
        (Some('-' | '+' | '−'), next) => next.is_some_and(char::is_alphabetic),
        _ => true,
    }
}
