//! Whether the words of a passage hold a value that a person gave: a question for what was written by hand, since
//! what the reader gives comes from its passage.
//!
//! A value is held in figures or in words. What is asked is lenient, a warning hangs on it: a figure counts without its
//! unit, as in a table, and words count whatever their order, case and accents. It never says that the passage is
//! about the value.

use crate::annotated::{Annotated, Lines};
use crate::recognise::{Pattern, amounts, compile, date_in_words, dates, numbers_in_words};
use greffe_domain::{Edtf, Money, slug};
use std::collections::BTreeSet;

/// A value that a passage is said to hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Claim<'v> {
    /// An amount.
    Amount(Money),
    /// A count, a year.
    Whole(u64),
    /// A date.
    Date(&'v Edtf),
    /// A name, a reference, a text.
    Words(&'v str),
}

static FIGURE: Pattern = Pattern::new(|| compile(r"\d+(?:[ .']\d{3})*(?:,\d+|\.\d{1,2}\b)?"));

/// Whether the words of a passage hold a value.
///
/// ```
/// use greffe_domain::Money;
/// use greffe_ingest::{Claim, bears_out};
///
/// let said = "une subvention de 73 500 euros est attribuée";
/// assert!(bears_out(said, Claim::Amount(Money::from_cents(7_350_000))));
/// assert!(!bears_out(said, Claim::Amount(Money::from_cents(7_000_000))));
/// ```
#[must_use]
pub fn bears_out(passage: &str, claim: Claim<'_>) -> bool {
    let annotated = Annotated::new(passage, Lines::Broken);
    // A wide gap parts the figures of two cells.
    let words = &annotated.columns(2);
    match claim {
        Claim::Amount(amount) => {
            amounts(words).iter().any(|found| found.value == amount)
                || figures(words).any(|figure| Money::parse(figure) == Ok(amount))
                || in_words(words).any(|n| i64::try_from(n) == Ok(amount.cents() / 100))
                    && amount.cents() % 100 == 0
        }
        Claim::Whole(number) => {
            let bare =
                |figure: &str| figure.chars().filter(char::is_ascii_digit).collect::<String>();
            // A day of a month, a rank or a year in a date are figures, too.
            figures(words).any(|figure| bare(figure).parse() == Ok(number))
                || digits(words).any(|figure| figure.parse() == Ok(number))
                || in_words(words).any(|n| n == number)
        }
        Claim::Date(date) => {
            let within = |found: &Edtf| {
                let [from, to] = [found.earliest(), found.latest()];
                date.earliest() <= to && from <= date.latest()
            };
            let whole = dates(words);
            let spelled = date_in_words(words);
            let mut found = whole.iter().chain(&spelled);
            // A text that says a day says its year.
            found.any(|found| within(&found.value))
                || date.as_str().len() == 4 && digits(words).any(|figure| figure == date.as_str())
        }
        Claim::Words(said) => {
            let held = slug(words);
            let held: BTreeSet<&str> = held.split('-').collect();
            slug(said).split('-').all(|word| held.contains(word))
        }
    }
}

fn figures(words: &str) -> impl Iterator<Item = &str> {
    FIGURE.find_iter(words).map(|found| found.as_str())
}

fn digits(words: &str) -> impl Iterator<Item = &str> {
    words.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty())
}

fn in_words(words: &str) -> impl Iterator<Item = u64> {
    // A lone *un* is an article to a reader; to whoever checks a count of one it is one.
    let lone = words.split(|c: char| !c.is_alphabetic());
    let lone = lone.filter(|word| ["un", "une"].contains(&word.to_lowercase().as_str()));
    numbers_in_words(words).into_iter().map(|found| found.value).chain(lone.map(|_| 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_held_in_figures_or_in_words_and_another_is_not() {
        let amount = |cents| Claim::Amount(Money::from_cents(cents));
        let date = |text: &str| text.parse::<Edtf>().unwrap();
        let (day, other, month, year) =
            (date("2031-03-16"), date("2031-03-17"), date("2031-03"), date("2031"));
        for (passage, held, not) in [
            ("un montant de 73\u{a0}500,00 €", amount(7_350_000), amount(7_000_000)),
            ("douze mille euros", amount(1_200_000), amount(1_500_000)),
            ("Les Vauriens   1 500   800", amount(150_000), amount(151_000)),
            ("pour : treize ; contre : une", Claim::Whole(13), Claim::Whole(12)),
            ("pour : treize ; contre : une", Claim::Whole(1), Claim::Whole(2)),
            ("exercice 2031", Claim::Whole(2031), Claim::Whole(2032)),
            ("séance du 16 mars 2031", Claim::Date(&day), Claim::Date(&other)),
            ("le seize mars deux mille trente et un", Claim::Date(&day), Claim::Date(&other)),
            ("séance du 16 mars 2031", Claim::Date(&month), Claim::Date(&other)),
            ("exercice 2031", Claim::Date(&year), Claim::Date(&day)),
            (
                "l’asso-\nciation LES ATELIERS",
                Claim::Words("Les Ateliers"),
                Claim::Words("La Rive"),
            ),
        ] {
            assert!(bears_out(passage, held), "{passage}: {held:?}");
            assert!(!bears_out(passage, not), "{passage}: {not:?}");
        }
    }
}
