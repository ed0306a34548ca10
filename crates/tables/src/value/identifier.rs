//! SIREN, SIRET and RNA, and what spreadsheets make of them.

use super::digits;
use greffe_domain::is_space;

/// What a cell of an identifier column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdForm {
    /// Nothing.
    Missing,
    /// Fourteen digits whose check holds.
    Siret,
    /// Fourteen digits whose check fails.
    SiretChecksum,
    /// The same with spaces or an apostrophe among the digits; the check holds.
    SiretSpaced,
    /// The same with spaces or an apostrophe among the digits; the check fails.
    SiretSpacedChecksum,
    /// Fourteen digits that end in five zeros or more: a spreadsheet has rounded the number.
    Rounded,
    /// A number with `.0` behind it: a spreadsheet has taken it for a figure.
    FloatSuffix,
    /// A number with an exponent, `2,43E+13`: its digits are lost.
    Scientific,
    /// Nine digits whose check holds: a SIREN where a SIRET is asked for.
    Siren,
    /// Nine digits whose check fails.
    SirenChecksum,
    /// `W` and nine digits: a number of the register of associations.
    Rna,
    /// Digits, as many as no identifier has.
    Digits(u8),
    /// Anything else.
    Other,
}

impl IdForm {
    /// The form of a cell.
    ///
    /// ```
    /// use greffe_tables::value::IdForm;
    /// assert_eq!(IdForm::of("35600000000048"), IdForm::Siret);
    /// assert_eq!(IdForm::of("2,43E+13"), IdForm::Scientific);
    /// assert_eq!(IdForm::of("35181600000000"), IdForm::Rounded);
    /// ```
    #[must_use]
    pub fn of(cell: &str) -> IdForm {
        let trimmed = cell.trim_matches(is_space);
        if trimmed.is_empty() {
            return IdForm::Missing;
        }
        if digits(trimmed) {
            return IdForm::of_digits(trimmed);
        }
        if is_rna(trimmed) {
            return IdForm::Rna;
        }
        if let Some((whole, zeros)) = trimmed.split_once(['.', ','])
            && digits(whole)
            && digits(zeros)
            && zeros.bytes().all(|b| b == b'0')
        {
            return IdForm::FloatSuffix;
        }
        if scientific(trimmed) {
            return IdForm::Scientific;
        }
        match spaced(trimmed) {
            Some(bare) if bare.len() == 14 && is_siret(&bare) => IdForm::SiretSpaced,
            Some(bare) if bare.len() == 14 => IdForm::SiretSpacedChecksum,
            Some(bare) => IdForm::of_digits(&bare),
            None => IdForm::Other,
        }
    }

    /// The stable code of the form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            IdForm::Missing => "missing",
            IdForm::Siret => "siret",
            IdForm::SiretChecksum => "siret-checksum",
            IdForm::SiretSpaced => "siret-spaced",
            IdForm::SiretSpacedChecksum => "siret-spaced-checksum",
            IdForm::Rounded => "rounded",
            IdForm::FloatSuffix => "float-suffix",
            IdForm::Scientific => "scientific",
            IdForm::Siren => "siren",
            IdForm::SirenChecksum => "siren-checksum",
            IdForm::Rna => "rna",
            IdForm::Digits(_) => "digits",
            IdForm::Other => "other",
        }
    }

    fn of_digits(number: &str) -> IdForm {
        match number.len() {
            14 if number.ends_with("00000") => IdForm::Rounded,
            14 if is_siret(number) => IdForm::Siret,
            14 => IdForm::SiretChecksum,
            9 if is_siren(number) => IdForm::Siren,
            9 => IdForm::SirenChecksum,
            other => IdForm::Digits(u8::try_from(other).unwrap_or(u8::MAX)),
        }
    }

    /// The SIRET that the cell states beyond doubt.
    #[must_use]
    pub fn siret(cell: &str) -> Option<String> {
        let trimmed = cell.trim_matches(is_space);
        let bare = match IdForm::of(trimmed) {
            IdForm::Siret | IdForm::SiretSpaced => spaced(trimmed)?,
            // The figure is whole when its check still holds and its end was not rounded away.
            IdForm::FloatSuffix => trimmed.split(['.', ',']).next()?.to_owned(),
            _ => return None,
        };
        (IdForm::of_digits(&bare) == IdForm::Siret).then_some(bare)
    }

    /// The SIREN that the cell states beyond doubt, where it states no SIRET.
    #[must_use]
    pub fn siren(cell: &str) -> Option<String> {
        let bare = spaced(cell.trim_matches(is_space))?;
        (IdForm::of(cell) == IdForm::Siren).then_some(bare)
    }
}

/// Digits with spaces or apostrophes among them; the digits alone.
fn spaced(text: &str) -> Option<String> {
    let bare: String =
        text.chars().filter(|c| !is_space(*c) && !matches!(c, '\'' | '\u{2019}')).collect();
    digits(&bare).then_some(bare)
}

fn scientific(text: &str) -> bool {
    let Some((figure, exponent)) = text.split_once(['e', 'E']) else { return false };
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let plain = figure.replacen(['.', ','], "", 1);
    digits(&plain) && digits(exponent)
}

/// Whether nine digits are a SIREN: the Luhn sum is a multiple of ten.
#[must_use]
pub fn is_siren(number: &str) -> bool {
    number.len() == 9 && luhn(number)
}

/// Whether fourteen digits are a SIRET: the Luhn sum is a multiple of ten. Establishments of La
/// Poste (SIREN 356 000 000) may instead have a plain sum of digits that is a multiple of five.
#[must_use]
pub fn is_siret(number: &str) -> bool {
    let sum = || number.bytes().map(|b| u32::from(b.wrapping_sub(b'0'))).sum::<u32>();
    number.len() == 14
        && digits(number)
        && (luhn(number) || (number.starts_with("356000000") && sum().is_multiple_of(5)))
}

/// Whether a text is a number of the national register of associations: `W` and nine digits.
#[must_use]
pub fn is_rna(text: &str) -> bool {
    text.strip_prefix('W').is_some_and(|number| number.len() == 9 && digits(number))
}

fn luhn(number: &str) -> bool {
    let sum: u32 = number
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, b)| {
            let digit = u32::from(b.wrapping_sub(b'0'));
            match (at % 2, digit * 2) {
                (0, _) => digit,
                (_, twice) if twice > 9 => twice - 9,
                (_, twice) => twice,
            }
        })
        .sum();
    digits(number) && sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms_of_published_tables() {
        for (cell, form) in [
            ("", IdForm::Missing),
            ("73282932000074", IdForm::Siret),
            ("732 829 320 00074'", IdForm::SiretSpaced),
            ("73282932000075", IdForm::SiretChecksum),
            ("73282932000000", IdForm::Rounded),
            ("73282932000074.0", IdForm::FloatSuffix),
            ("7,17E+13", IdForm::Scientific),
            ("732829320", IdForm::Siren),
            ("732829321", IdForm::SirenChecksum),
            ("W123456789", IdForm::Rna),
            ("7328293200007", IdForm::Digits(13)),
            ("Ne rien indiquer", IdForm::Other),
        ] {
            assert_eq!(IdForm::of(cell), form, "{cell}");
        }
        assert_eq!(IdForm::siret("73282932000074.0").as_deref(), Some("73282932000074"));
        assert_eq!(IdForm::siret("73282932000000.0"), None);
        assert_eq!(IdForm::siren("732 829 320").as_deref(), Some("732829320"));
    }

    proptest! {
        /// Luhn finds every single wrong digit.
        #[test]
        fn one_wrong_digit_is_found(body in "[1-9][0-9]{7}", at in 0usize..9, by in 1u8..10) {
            let last = (0..10u8).find(|d| is_siren(&format!("{body}{d}"))).unwrap();
            let mut number = format!("{body}{last}").into_bytes();
            number[at] = b'0' + (number[at] - b'0' + by) % 10;
            prop_assert!(!is_siren(&String::from_utf8(number).unwrap()));
        }

        #[test]
        fn no_cell_panics(cell in "\\PC{0,40}") {
            let _ = (IdForm::of(&cell), IdForm::siret(&cell), IdForm::siren(&cell));
        }
    }
}
