//! Registration numbers of organisations: SIREN, SIRET, RNA.
//!
//! A number is found only behind its name (`SIRET 000 417 386 00018`, `RNA : W991004512`) and, for
//! SIREN and SIRET, only when its Luhn check digit holds.

use super::{Found, Pattern, compile};
use greffe_domain::{is_siren, is_siret};

/// A registration number, without spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Identifier {
    /// Nine digits.
    Siren(String),
    /// Fourteen digits.
    Siret(String),
    /// `W` and nine digits.
    Rna(String),
}

static NUMBER: Pattern = Pattern::new(|| {
    compile(concat!(
        r"\b(?i:(?P<name>SIRET|SIREN|RNA))E?(?: ?(?:sous le n°|sous le numéro|n° ?:|n°|numéro|:))* ?",
        r"(?P<number>W ?\d{9}\b|\d{3} ?\d{3} ?\d{3} ?\d{5}\b|\d{3} ?\d{3} ?\d{3}\b)"
    ))
});

/// The numbers that a text calls SIRET or SIREN and whose check digit does not hold, as written.
pub(crate) fn failing(text: &str) -> Vec<Found<String>> {
    NUMBER
        .captures_iter(text)
        .filter_map(|hit| {
            let number = hit.name("number")?;
            let digits: String = number.as_str().chars().filter(|c| *c != ' ').collect();
            let fails = match (hit.name("name")?.as_str().to_uppercase().as_str(), digits.len()) {
                ("SIRET", 14) => !is_siret(&digits),
                ("SIREN", 9) => !is_siren(&digits),
                _ => false,
            };
            fails.then(|| Found::new(number.range(), number.as_str().to_owned()))
        })
        .collect()
}

/// The registration numbers of a text, in order. The range is the number as written.
pub(crate) fn identifiers(text: &str) -> Vec<Found<Identifier>> {
    NUMBER
        .captures_iter(text)
        .filter_map(|hit| {
            let number = hit.name("number")?;
            let digits: String = number.as_str().chars().filter(|c| *c != ' ').collect();
            let kind = hit.name("name")?.as_str().to_uppercase();
            let identifier = match (kind.as_str(), digits.len()) {
                ("RNA", 10) => Identifier::Rna(digits),
                ("SIRET", 14) if is_siret(&digits) => Identifier::Siret(digits),
                ("SIREN", 9) if is_siren(&digits) => Identifier::Siren(digits),
                _ => return None,
            };
            Some(Found::new(number.range(), identifier))
        })
        .collect()
}
