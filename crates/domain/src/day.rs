//! A calendar day and an instant.
//!
//! [`Day`] is a civil date without a time zone: the date of an act. [`Instant`] is a moment in
//! UTC with microseconds: when the ledger learned something. The domain reads no clock; both
//! arrive as values.

use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, Span};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// A civil date of the proleptic Gregorian calendar, years -9999 to 9999. ISO 8601 in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(Date);

/// A moment in UTC, RFC 3339 with exactly six decimals and `Z`, as the log writes it, up to the last
/// microsecond of the year 9999. No minute has a second 60: clocks of computers have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

/// 1970-01-01T00:00:00Z, from which instants are counted.
const EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);

/// Why a text is not a day or an instant.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DayError {
    /// Not `YYYY-MM-DD`, or a day that the calendar does not have.
    #[error("« {0} » is not a day: write it as in 2021-12-31")]
    NotADay(String),
    /// Not an RFC 3339 instant in UTC.
    #[error("« {0} » is not an instant: write it as in 2022-06-01T00:00:00Z")]
    NotAnInstant(String),
}

impl Day {
    /// Before every date that a text can state.
    pub const MIN: Day = Day(Date::MIN);
    /// After every date that a text can state.
    pub const MAX: Day = Day(Date::MAX);

    /// The day of a year, month (1-12) and day of month, if the calendar has it.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Day> {
        Date::new(year, month, day).ok().map(Day)
    }

    /// The last day of a month, if the calendar has that month.
    #[must_use]
    pub fn last_of_month(year: i16, month: i8) -> Option<Day> {
        Date::new(year, month, 1).ok().map(|d| Day(d.last_of_month()))
    }

    /// The calendar year.
    #[must_use]
    pub fn year(self) -> i32 {
        i32::from(self.0.year())
    }

    /// The month of the year, 1 to 12.
    #[must_use]
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day_of_month(self) -> i8 {
        self.0.day()
    }

    /// This day moved by whole months (a month's last day when the target has no such day), or
    /// `None` outside the calendar.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Option<Day> {
        let span = Span::new().try_months(months).ok()?;
        self.0.checked_add(span).ok().map(Day)
    }

    /// This day moved by whole days, or `None` outside the calendar.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Option<Day> {
        let span = Span::new().try_days(days).ok()?;
        self.0.checked_add(span).ok().map(Day)
    }

    /// How many days from this one to `later`; negative when `later` is earlier.
    #[must_use]
    pub fn days_until(self, later: Day) -> i32 {
        self.0.until(later.0).map_or(0, |span| span.get_days())
    }
}

impl Instant {
    /// Before every instant that a log can hold.
    pub const MIN: Instant = Instant(-377_705_116_800_000_000);

    /// The moment so many microseconds after 1970-01-01T00:00:00Z, if it can be written.
    #[must_use]
    pub fn from_micros(micros: i64) -> Option<Instant> {
        EPOCH.checked_add(SignedDuration::from_micros(micros)).ok().map(|_| Instant(micros))
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn micros(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What was made from microseconds can be counted from the epoch.
        let moment = EPOCH.saturating_add(SignedDuration::from_micros(self.0));
        write!(f, "{moment:.6}Z")
    }
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let date = plain.then(|| text.parse::<Date>().ok()).flatten();
        date.map(Day).ok_or_else(|| DayError::NotADay(text.to_owned()))
    }
}

impl FromStr for Instant {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = || {
            let (date, time) = text.strip_suffix(['Z', 'z'])?.split_once(['T', 't', ' '])?;
            let date = date.parse::<Day>().ok()?.0;
            let (clock, fraction) = match time.split_once('.') {
                // A fraction is one of seconds, which are said then.
                Some((clock, _)) if clock.matches(':').count() != 2 => return None,
                Some(parts) => parts,
                None => (time, "0"),
            };
            let digits = |part: &str| {
                let figures = part.bytes().all(|b| b.is_ascii_digit());
                (figures && part.len() == 2).then(|| part.parse::<i8>().ok()).flatten()
            };
            let mut parts = clock.split(':').map(digits);
            let (hour, minute) = (parts.next()??, parts.next()??);
            let second = parts.next().map_or(Some(0), |second| second)?;
            let fraction_read =
                (1..=9).contains(&fraction.len()) && fraction.bytes().all(|b| b.is_ascii_digit());
            let micros = format!("{fraction:0<6}").get(..6)?.parse::<i64>().ok()?;
            if parts.next().is_some() || !fraction_read {
                return None;
            }
            let moment =
                DateTime::new(date.year(), date.month(), date.day(), hour, minute, second, 0);
            let since = moment.ok()?.duration_since(EPOCH).as_secs();
            since.checked_mul(1_000_000)?.checked_add(micros).map(Instant)
        };
        read().ok_or_else(|| DayError::NotAnInstant(text.to_owned()))
    }
}

impl Serialize for Instant {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Day {
    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_follow_the_calendar() {
        let day: Day = "2024-01-31".parse().unwrap();
        assert_eq!(day.plus_months(1), Day::new(2024, 2, 29));
        assert_eq!(day.days_until("2024-03-01".parse().unwrap()), 30);
        assert_eq!(day.days_until("2025-01-31".parse().unwrap()), 366);
        for text in ["2021-02-29", "2021-2-1", "20210201", "hier", "2021-13-01"] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }

    #[test]
    fn instants_are_utc_with_six_decimals() {
        let read: Instant = "2022-06-01T00:00:00Z".parse().unwrap();
        assert_eq!(read.to_string(), "2022-06-01T00:00:00.000000Z");
        assert!("2022-06-01T00:00:00+02:00".parse::<Instant>().is_err());
        assert_eq!(Instant::from_micros(read.micros()), Some(read));
        for (written, read) in [
            ("2022-06-01t12:30z", "2022-06-01T12:30:00.000000Z"),
            ("2022-06-01 12:30:07.5Z", "2022-06-01T12:30:07.500000Z"),
            ("1969-12-31T23:59:59.9999999Z", "1969-12-31T23:59:59.999999Z"),
            ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000000Z"),
            ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59.000000Z"),
            ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"),
        ] {
            let instant: Instant = written.parse().unwrap();
            assert_eq!(instant.to_string(), read);
            assert_eq!(Instant::from_micros(instant.micros()), Some(instant));
        }
        assert_eq!(Instant::from_micros(Instant::MIN.micros()), Some(Instant::MIN));
        assert_eq!(Instant::from_micros(Instant::MIN.micros() - 1), None);
        assert_eq!(Instant::from_micros(253_402_300_800_000_000), None);
        for text in [
            "2016-12-31T23:59:60Z",
            "9999-12-31T23:59:60Z",
            "2022-06-01T24:00:00Z",
            "2022-06-01Z",
            "2022-06-01T00Z",
            "2022-06-01T00:00:00:00Z",
            "2022-06-01T00:00:00.Z",
            "2022-06-01T12:30.5Z",
            "2022-06-01T00:00:00+02:00Z",
            "2022-06-01T0:00:00Z",
            "2022-06-31T00:00:00Z",
        ] {
            assert!(text.parse::<Instant>().is_err(), "{text}");
        }
    }
}
