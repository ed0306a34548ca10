//! SIREN, SIRET and RNA, and what spreadsheets make of them.

use super::digits;
use greffe_domain::{is_rna, is_siren, is_siret, is_space};

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
        #[test]
        fn no_cell_panics(cell in "\\PC{0,40}") {
            let _ = (IdForm::of(&cell), IdForm::siret(&cell), IdForm::siren(&cell));
        }
    }
}
