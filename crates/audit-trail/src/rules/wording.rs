//! Dates and amounts in the sentences of findings, in both languages.

use greffe_domain::{Day, Edtf, Grade, Instrument, Money};

const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `17 juin 2024`.
pub(crate) fn day_fr(day: Day) -> String {
    let number = match day.day_of_month() {
        1 => "1er".to_owned(),
        n => n.to_string(),
    };
    format!("{number} {} {}", month(day, &MONTHS_FR), day.year())
}

/// `17 June 2024`.
pub(crate) fn day_en(day: Day) -> String {
    format!("{} {} {}", day.day_of_month(), month(day, &MONTHS_EN), day.year())
}

fn month(day: Day, names: &[&'static str; 12]) -> &'static str {
    let index = usize::try_from(day.month()).ok().and_then(|m| m.checked_sub(1));
    index.and_then(|i| names.get(i)).copied().unwrap_or_default()
}

/// A date of any precision: a day in words, anything else as written.
pub(crate) fn date(when: &Edtf) -> (String, String) {
    match when.day() {
        Some(day) => (day_fr(day), day_en(day)),
        None => (when.to_string(), when.to_string()),
    }
}

/// When something was, in the middle of a sentence: `le 17 juin 2024`, `en juin 2024`, `à une date non dite`.
pub(crate) fn on(when: &Edtf) -> (String, String) {
    let (first, last) = (when.earliest(), when.latest());
    match (first == Day::MIN, last == Day::MAX) {
        (true, true) => ("à une date non dite".to_owned(), "on a date not stated".to_owned()),
        (true, false) => {
            (format!("au plus tard le {}", day_fr(last)), format!("no later than {}", day_en(last)))
        }
        (false, true) => (
            format!("au plus tôt le {}", day_fr(first)),
            format!("no earlier than {}", day_en(first)),
        ),
        (false, false) if first == last => {
            (format!("le {}", day_fr(first)), format!("on {}", day_en(first)))
        }
        (false, false) => span(first, last),
    }
}

/// A month, a year, or between two days.
fn span(first: Day, last: Day) -> (String, String) {
    let begins = first.day_of_month() == 1;
    let ends = last.plus_days(1).is_none_or(|next| next.day_of_month() == 1);
    let whole = begins && ends && first.year() == last.year();
    match (first.month(), last.month()) {
        (one, same) if whole && one == same => (
            format!("en {} {}", month(first, &MONTHS_FR), first.year()),
            format!("in {} {}", month(first, &MONTHS_EN), first.year()),
        ),
        (1, 12) if whole => (format!("en {}", first.year()), format!("in {}", first.year())),
        _ => (
            format!("entre le {} et le {}", day_fr(first), day_fr(last)),
            format!("between {} and {}", day_en(first), day_en(last)),
        ),
    }
}

/// `€50,582.94`; French sentences use the amount's own `Display`.
pub(crate) fn euros_en(amount: Money) -> String {
    let cents = amount.cents().unsigned_abs();
    let whole = (cents / 100).to_string();
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if amount.cents() < 0 { "−" } else { "" };
    match cents % 100 {
        0 => format!("{sign}€{grouped}"),
        rest => format!("{sign}€{grouped}.{rest:02}"),
    }
}

/// By which instrument, as the middle of a sentence.
pub(crate) fn instrument(instrument: &Instrument) -> (String, String) {
    match instrument {
        Instrument::Initial => ("à l'attribution".to_owned(), "at the grant".to_owned()),
        Instrument::Avenant(n) => (format!("à l'avenant n° {n}"), format!("at avenant no. {n}")),
        Instrument::Act(key) => (format!("par l'acte {key}"), format!("by act {key}")),
    }
}

/// The standing of a source, in French and in English.
pub(crate) const fn grade(grade: Grade) -> (&'static str, &'static str) {
    match grade {
        Grade::Act => ("acte", "act"),
        Grade::Record => ("pièce", "record"),
        Grade::Recital => ("rappel", "recital"),
        Grade::Declared => ("déclaré", "declared"),
        Grade::Inferred => ("déduit", "inferred"),
    }
}

/// A value that a view gives in words, in French and in English: amounts as each writes them, and rules
/// by what they say. Years and numbers of registers look like amounts, so the field decides.
pub(crate) fn value(field: &str, value: &str) -> (String, String) {
    let amount = field.ends_with("_cents")
        || matches!(field, "balance.final_stated" | "balance.balance_stated" | "payments");
    if let Some(amount) = amount.then(|| Money::of_shown(value)).flatten() {
        return (amount.to_string(), euros_en(amount));
    }
    let (fr, en) = match (field, value) {
        ("balance_rule", "pro_rata") => {
            ("au prorata des dépenses réalisées", "in proportion of the expense realised")
        }
        ("balance_rule", "fixed_amount") => (
            "montant forfaitaire, quelles que soient les dépenses",
            "a fixed amount, whatever is spent",
        ),
        (_, text) => (text, text),
    };
    (fr.to_owned(), en.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_amounts_in_words() {
        let day: Day = "2024-08-01".parse().unwrap();
        assert_eq!(
            (day_fr(day).as_str(), day_en(day).as_str()),
            ("1er août 2024", "1 August 2024")
        );
        assert_eq!(date(&"2022".parse().unwrap()).0, "2022");
        for (when, fr, en) in [
            ("2024-08-01", "le 1er août 2024", "on 1 August 2024"),
            ("2024-08", "en août 2024", "in August 2024"),
            ("2024", "en 2024", "in 2024"),
            ("XXXX", "à une date non dite", "on a date not stated"),
            ("../2024-08-01", "au plus tard le 1er août 2024", "no later than 1 August 2024"),
            ("2024-08-01/..", "au plus tôt le 1er août 2024", "no earlier than 1 August 2024"),
            (
                "2024-08-01/2024-08-03",
                "entre le 1er août 2024 et le 3 août 2024",
                "between 1 August 2024 and 3 August 2024",
            ),
        ] {
            assert_eq!(on(&when.parse().unwrap()), (fr.to_owned(), en.to_owned()));
        }
        assert_eq!(euros_en(Money::from_cents(-7_021_637)), "−€70,216.37");
        assert_eq!(euros_en(Money::from_cents(123_456_700)), "€1,234,567");
        assert_eq!(euros_en(Money::from_cents(5)), "€0.05");
        let paid = Money::from_cents(1_876_637).to_string();
        assert_eq!(value("payments", &paid).1, "€18,766.37");
    }
}
