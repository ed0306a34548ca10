//! The recorded instant: UTC, RFC 3339, exactly six digits of a second, exactly 27 bytes.
//!
//! `2024-03-01T09:30:00.000001Z`. One spelling per instant, so texts sort as instants do. Leap
//! seconds are not written (RFC 3339 §5.7 allows second 60; the ledger's clock smears or repeats
//! and the writer keeps the order strict). The calendar is the proleptic Gregorian one, years
//! 0000 to 9999. No clock is read here: the instant is an argument. docs/format.md §2.3.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

const MICROS_PER_SECOND: i64 = 1_000_000;
const SECONDS_PER_DAY: i64 = 86_400;
/// Days from 0000-03-01 to 1970-01-01, the shift between the two day counts used below.
const DAYS_TO_EPOCH: i64 = 719_468;
/// 0000-01-01T00:00:00.000000Z in microseconds since 1970.
const FIRST_MICROS: i64 = -62_167_219_200 * MICROS_PER_SECOND;
/// 9999-12-31T23:59:59.999999Z in microseconds since 1970.
const LAST_MICROS: i64 = 253_402_300_800 * MICROS_PER_SECOND - 1;

/// An instant in microseconds since 1970-01-01T00:00:00Z, between the years 0000 and 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// A text or number that is not an instant of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not an instant: write UTC with microseconds, as 2024-03-01T09:30:00.000001Z")]
pub struct TimestampForm;

impl Timestamp {
    /// The instant `micros` microseconds after (or before) 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// [`TimestampForm`] outside the years 0000 to 9999, which the text form cannot hold.
    pub const fn from_micros(micros: i64) -> Result<Timestamp, TimestampForm> {
        if micros < FIRST_MICROS || micros > LAST_MICROS {
            return Err(TimestampForm);
        }
        Ok(Timestamp(micros))
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.div_euclid(MICROS_PER_SECOND);
        let micros = self.0.rem_euclid(MICROS_PER_SECOND);
        let (year, month, day) = civil(seconds.div_euclid(SECONDS_PER_DAY));
        let of_day = seconds.rem_euclid(SECONDS_PER_DAY);
        let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{micros:06}Z")
    }
}

impl FromStr for Timestamp {
    type Err = TimestampForm;

    fn from_str(text: &str) -> Result<Timestamp, TimestampForm> {
        let bytes = text.as_bytes();
        if bytes.len() != 27 {
            return Err(TimestampForm);
        }
        for (at, mark) in
            [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'.'), (26, b'Z')]
        {
            if bytes.get(at) != Some(&mark) {
                return Err(TimestampForm);
            }
        }
        let number = |from: usize, to: usize| digits(bytes.get(from..to).unwrap_or_default());
        let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
        let micros = number(20, 26)?;
        if day < 1 || day > days_in(year, month)? || hour > 23 || minute > 59 || second > 59 {
            return Err(TimestampForm);
        }
        let of_day = hour * 3600 + minute * 60 + second;
        let seconds = days(year, month, day) * SECONDS_PER_DAY + of_day;
        Ok(Timestamp(seconds * MICROS_PER_SECOND + micros))
    }
}

fn digits(bytes: &[u8]) -> Result<i64, TimestampForm> {
    bytes.iter().try_fold(0, |sum, &byte| match byte {
        b'0'..=b'9' => Ok(sum * 10 + i64::from(byte - b'0')),
        _ => Err(TimestampForm),
    })
}

const fn days_in(year: i64, month: i64) -> Result<i64, TimestampForm> {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Ok(31),
        4 | 6 | 9 | 11 => Ok(30),
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => Ok(29),
        2 => Ok(28),
        _ => Err(TimestampForm),
    }
}

// Both directions count years from March, so that the leap day is the last day of a year and the
// lengths of the other months follow one linear rule (153 days in each run of five months).

const fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let from_march = (month + 9) % 12;
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leaps + (153 * from_march + 2) / 5 + day - 1 - DAYS_TO_EPOCH
}

const fn civil(days_since_1970: i64) -> (i64, i64, i64) {
    let days = days_since_1970 + DAYS_TO_EPOCH;
    let (cycle, of_cycle) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let of_four_centuries =
        (of_cycle - of_cycle / 1_460 + of_cycle / 36_524 - of_cycle / 146_096) / 365;
    let leaps = of_four_centuries / 4 - of_four_centuries / 100;
    let of_year = of_cycle - of_four_centuries * 365 - leaps;
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = cycle * 400 + of_four_centuries + if month <= 2 { 1 } else { 0 };
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_instants_agree_with_date_1() {
        // Seconds from `date -u -d … +%s`.
        for (text, seconds) in [
            ("1970-01-01T00:00:00.000000Z", 0),
            ("2000-02-29T12:00:00.000000Z", 951_825_600),
            ("2024-03-01T09:30:00.000000Z", 1_709_285_400),
            ("1900-03-01T00:00:00.000000Z", -2_203_891_200),
            ("9999-12-31T23:59:59.000000Z", 253_402_300_799),
            ("0000-01-01T00:00:00.000000Z", -62_167_219_200),
        ] {
            let instant: Timestamp = text.parse().unwrap();
            assert_eq!(instant.micros(), seconds * MICROS_PER_SECOND, "{text}");
            assert_eq!(instant.to_string(), text);
        }
    }

    #[test]
    fn other_spellings_are_refused() {
        for text in [
            "2023-02-29T00:00:00.000000Z",
            "1900-02-29T00:00:00.000000Z",
            "2024-13-01T00:00:00.000000Z",
            "2024-00-01T00:00:00.000000Z",
            "2024-04-31T00:00:00.000000Z",
            "2024-01-00T00:00:00.000000Z",
            "2024-01-01T24:00:00.000000Z",
            "2024-01-01T23:60:00.000000Z",
            "2024-01-01T23:59:60.000000Z",
            "2024-01-01 23:59:00.000000Z",
            "2024-01-01T23:59:00.000000z",
            "2024-01-01T23:59:00.000Z",
            "2024-01-01T23:59:00.0000000Z",
            "2024-01-01T23:59:00.+00001Z",
            "",
        ] {
            assert!(text.parse::<Timestamp>().is_err(), "{text}");
        }
        assert!(Timestamp::from_micros(LAST_MICROS + 1).is_err());
        assert!(Timestamp::from_micros(FIRST_MICROS - 1).is_err());
    }

    proptest! {
        #[test]
        fn text_and_number_agree_and_sort_alike(
            a in FIRST_MICROS..=LAST_MICROS,
            b in FIRST_MICROS..=LAST_MICROS,
        ) {
            let (a, b) = (Timestamp(a), Timestamp(b));
            prop_assert_eq!(a.to_string().parse(), Ok(a));
            prop_assert_eq!(a.to_string().cmp(&b.to_string()), a.cmp(&b));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,30}|[0-9:TZ.-]{27}") {
            if let Ok(instant) = text.parse::<Timestamp>() {
                prop_assert_eq!(instant.to_string(), text);
            }
        }
    }
}
