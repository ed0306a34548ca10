//! Numbers of the public registers of organisations, and the checks that they carry: SIREN, SIRET, RNA.

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

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_with_their_checks() {
        assert!(is_siren("732829320") && !is_siren("732829321") && !is_siren(""));
        assert!(is_siret("73282932000074") && !is_siret("73282932000075"));
        assert!(is_siret("35600000000048"), "La Poste, by Luhn");
        assert!(is_rna("W123456789") && !is_rna("W12345678") && !is_rna("123456789"));
        assert!(!is_siren("73282932é"), "no digit");
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
    }
}
