//! Figures and dates in words.
//!
//! French follows the acts (`73 500,50 €`, `1er mars 2023`), English its own use (`€73,500.50`,
//! `1 March 2023`). A date says how precise it is; one that no text states says so.

use crate::style::Lang;
use greffe_domain::{Day, Edtf, Money};

const MONTHS: [(&str, &str); 12] = [
    ("janvier", "January"),
    ("février", "February"),
    ("mars", "March"),
    ("avril", "April"),
    ("mai", "May"),
    ("juin", "June"),
    ("juillet", "July"),
    ("août", "August"),
    ("septembre", "September"),
    ("octobre", "October"),
    ("novembre", "November"),
    ("décembre", "December"),
];

impl Lang {
    /// One of two texts.
    pub(crate) fn pick<T>(self, fr: T, en: T) -> T {
        match self {
            Lang::Fr => fr,
            Lang::En => en,
        }
    }
}

/// An amount, bound by no-break spaces.
pub(crate) fn money(lang: Lang, amount: Money) -> String {
    if lang == Lang::Fr {
        return amount.to_string();
    }
    let cents = amount.cents().unsigned_abs();
    let sign = if amount.cents() < 0 { "−" } else { "" };
    let whole = grouped(cents / 100, ',');
    match cents % 100 {
        0 => format!("{sign}€{whole}"),
        rest => format!("{sign}€{whole}.{rest:02}"),
    }
}

/// A number, grouped by three.
pub(crate) fn number(lang: Lang, number: u64) -> String {
    grouped(number, lang.pick('\u{a0}', ','))
}

fn grouped(number: u64, mark: char) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

/// A computed percentage, given in digits with a point.
pub(crate) fn percent(lang: Lang, digits: &str) -> String {
    match lang {
        Lang::Fr => format!("{}\u{a0}%", digits.replace('.', ",")),
        Lang::En => format!("{digits}%"),
    }
}

/// How many of a thing; in French nought and one are singular, in English one alone.
pub(crate) fn count(lang: Lang, n: u64, fr: (&str, &str), en: (&str, &str)) -> String {
    let word = match lang {
        Lang::Fr if n < 2 => fr.0,
        Lang::Fr => fr.1,
        Lang::En if n == 1 => en.0,
        Lang::En => en.1,
    };
    format!("{}\u{a0}{word}", number(lang, n))
}

/// A day: `1er mars 2023`.
pub(crate) fn day(lang: Lang, day: Day) -> String {
    let number = match (lang, day.day_of_month()) {
        (Lang::Fr, 1) => "1er".to_owned(),
        (_, n) => n.to_string(),
    };
    format!("{number}\u{a0}{} {}", month(lang, day), day.year())
}

fn month(lang: Lang, day: Day) -> &'static str {
    let index = usize::try_from(day.month()).ok().and_then(|m| m.checked_sub(1));
    let names = index.and_then(|i| MONTHS.get(i)).copied().unwrap_or_default();
    lang.pick(names.0, names.1)
}

/// A date as a label: `16 mars 2023`, `mars 2023`, `2023`, `au plus tard le 16 mars 2023`,
/// `date non dite`.
pub(crate) fn date(lang: Lang, when: &Edtf) -> String {
    phrase(lang, when, false)
}

/// A date in a sentence: `le 16 mars 2023`, `en mars 2023`, `à une date non dite`.
pub(crate) fn on(lang: Lang, when: &Edtf) -> String {
    phrase(lang, when, true)
}

fn phrase(lang: Lang, when: &Edtf, in_sentence: bool) -> String {
    let open = (when.earliest() == Day::MIN, when.latest() == Day::MAX);
    let text = match open {
        (true, true) if in_sentence => {
            return lang.pick("à une date non dite", "on a date not stated").to_owned();
        }
        (true, true) => return lang.pick("date non dite", "date not stated").to_owned(),
        (true, false) => {
            let by = end(lang, when.latest(), Side::Last);
            format!("{} {by}", lang.pick("au plus tard", "no later than"))
        }
        (false, true) => {
            let from = end(lang, when.earliest(), Side::First);
            format!("{} {from}", lang.pick("au plus tôt", "no earlier than"))
        }
        (false, false) => match simple(lang, when.earliest(), when.latest()) {
            Some((words, is_day)) if in_sentence => {
                let word = match (lang, is_day) {
                    (Lang::Fr, true) => "le",
                    (Lang::Fr, false) => "en",
                    (Lang::En, true) => "on",
                    (Lang::En, false) => "in",
                };
                format!("{word} {words}")
            }
            Some((words, _)) => words,
            None => {
                let (first, last) = (when.earliest(), when.latest());
                // Both ends are years, or both are days.
                let (from, to) = if is_turn(first, Side::First) && is_turn(last, Side::Last) {
                    (first.year().to_string(), last.year().to_string())
                } else {
                    let by_day = |at| lang.pick(format!("le {}", day(lang, at)), day(lang, at));
                    (by_day(first), by_day(last))
                };
                lang.pick(format!("entre {from} et {to}"), format!("between {from} and {to}"))
            }
        },
    };
    if when.as_str().contains(['~', '?', '%']) {
        return format!("{text} {}", lang.pick("(incertain)", "(uncertain)"));
    }
    text
}

/// A day, month or year in words, and whether it is a day.
fn simple(lang: Lang, first: Day, last: Day) -> Option<(String, bool)> {
    if first == last {
        return Some((day(lang, first), true));
    }
    let (starts_month, same_year) = (first.day_of_month() == 1, first.year() == last.year());
    let ends_month = last.plus_days(1).is_none_or(|next| next.day_of_month() == 1);
    if !(starts_month && ends_month && same_year) {
        return None;
    }
    if first.month() == last.month() {
        return Some((format!("{} {}", month(lang, first), first.year()), false));
    }
    let whole = first.month() == 1 && last.month() == 12;
    whole.then(|| (first.year().to_string(), false))
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    First,
    Last,
}

/// Whether a day begins or ends a year.
fn is_turn(at: Day, side: Side) -> bool {
    let turn = match side {
        Side::First => (1, 1),
        Side::Last => (12, 31),
    };
    (at.month(), at.day_of_month()) == turn
}

/// The one end of an open interval: the first or last day of a year is said by the year.
fn end(lang: Lang, at: Day, side: Side) -> String {
    if is_turn(at, side) {
        return lang.pick(format!("en {}", at.year()), at.year().to_string());
    }
    lang.pick(format!("le {}", day(lang, at)), day(lang, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(lang: Lang, text: &str) -> String {
        date(lang, &text.parse().unwrap()).replace('\u{a0}', " ")
    }

    #[test]
    fn dates_say_how_precise_they_are() {
        for (text, fr, en) in [
            ("2023-03-01", "1er mars 2023", "1 March 2023"),
            ("2023-03", "mars 2023", "March 2023"),
            ("2023", "2023", "2023"),
            ("2023~", "2023 (incertain)", "2023 (uncertain)"),
            ("202X", "entre 2020 et 2029", "between 2020 and 2029"),
            ("../2024-03-14", "au plus tard le 14 mars 2024", "no later than 14 March 2024"),
            ("../2024", "au plus tard en 2024", "no later than 2024"),
            ("2024/..", "au plus tôt en 2024", "no earlier than 2024"),
            (
                "2021-01/2021-02",
                "entre le 1er janvier 2021 et le 28 février 2021",
                "between 1 January 2021 and 28 February 2021",
            ),
            ("XXXX", "date non dite", "date not stated"),
        ] {
            let shown = |lang| shown(lang, text);
            assert_eq!((shown(Lang::Fr).as_str(), shown(Lang::En).as_str()), (fr, en), "{text}");
        }
    }

    #[test]
    fn amounts_in_both_languages() {
        let amount = Money::from_cents(-123_456_705);
        assert_eq!(money(Lang::En, amount), "−€1,234,567.05");
        assert_eq!(money(Lang::Fr, amount), "−1\u{a0}234\u{a0}567,05\u{a0}€");
    }
}
