//! Dates as acts state them: EDTF (ISO 8601-2:2019), level 0 and the parts of level 1 that
//! archives need.
//!
//! Every [`Edtf`] has an earliest and a latest day. Read: `2021-02-18`, `2021-02`, `2021`,
//! unspecified digits (`202X`, `20XX`, `XXXX`, `2021-XX`, `2021-02-XX`), the qualifiers `?`, `~`
//! and `%`, intervals `a/b` and open ones (`../2021`, `2021/..`). Seasons, years beyond four
//! digits and negative years are refused: no act states them.
//!
//! The order of two values is that of design: by latest day, then earliest, then as written.

use crate::day::Day;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// A date with its precision, kept as written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Edtf {
    text: String,
    earliest: Day,
    latest: Day,
}

/// Why a text is not a date of this kind.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EdtfError {
    /// Neither a date nor an interval.
    #[error(
        "« {0} » is not a date: write 2021-02-18, 2021-02, 2021, 2021-01/2021-12, ../2021 or XXXX"
    )]
    NotADate(String),
    /// An interval that ends before it begins.
    #[error("« {0} » ends before it begins: exchange its two sides")]
    Reversed(String),
}

/// Where a date stands against a day asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The whole interval is at or before that day.
    InForce,
    /// The interval straddles that day: it may or may not hold.
    Possible,
    /// The whole interval is after that day.
    Future,
}

impl Edtf {
    /// The day on which it holds at the earliest; [`Day::MIN`] when open.
    #[must_use]
    pub fn earliest(&self) -> Day {
        self.earliest
    }

    /// The day on which it holds at the latest; [`Day::MAX`] when open.
    #[must_use]
    pub fn latest(&self) -> Day {
        self.latest
    }

    /// The date as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The day, when it is one day.
    #[must_use]
    pub fn day(&self) -> Option<Day> {
        (self.earliest == self.latest).then_some(self.earliest)
    }

    /// The year, when it lies in one year.
    #[must_use]
    pub fn year(&self) -> Option<i32> {
        (self.earliest.year() == self.latest.year()).then(|| self.earliest.year())
    }

    /// Nothing is known of the date: `XXXX`.
    #[must_use]
    pub fn unknown() -> Edtf {
        Edtf { text: "XXXX".to_owned(), earliest: Day::MIN, latest: Day::MAX }
    }

    /// A calendar year.
    ///
    /// # Errors
    /// [`EdtfError::NotADate`] outside the years 0 to 9999.
    pub fn of_year(year: i32) -> Result<Edtf, EdtfError> {
        format!("{year:04}").parse()
    }

    /// At or before this date: what a recalled and undated fact is, since a fact that an act
    /// recalls is no later than that act.
    #[must_use]
    pub fn no_later_than(&self) -> Edtf {
        if self.latest == Day::MAX {
            return Edtf::unknown();
        }
        let upper = self.text.rsplit('/').next().unwrap_or_default();
        Edtf { text: format!("../{upper}"), earliest: Day::MIN, latest: self.latest }
    }

    /// Where it stands against `day`.
    #[must_use]
    pub fn standing(&self, day: Day) -> Standing {
        if self.latest <= day {
            Standing::InForce
        } else if self.earliest <= day {
            Standing::Possible
        } else {
            Standing::Future
        }
    }
}

impl From<Day> for Edtf {
    fn from(day: Day) -> Self {
        Edtf { text: day.to_string(), earliest: day, latest: day }
    }
}

impl FromStr for Edtf {
    type Err = EdtfError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let not = || EdtfError::NotADate(text.to_owned());
        let (earliest, latest) = match text.split_once('/') {
            None => span_of(text).ok_or_else(not)?,
            Some((from, to)) => {
                let open = |side: &str| side.is_empty() || side == "..";
                if open(from) && open(to) {
                    return Err(not());
                }
                let low = if open(from) { Day::MIN } else { span_of(from).ok_or_else(not)?.0 };
                let high = if open(to) { Day::MAX } else { span_of(to).ok_or_else(not)?.1 };
                (low, high)
            }
        };
        if earliest > latest {
            return Err(EdtfError::Reversed(text.to_owned()));
        }
        Ok(Edtf { text: text.to_owned(), earliest, latest })
    }
}

/// The first and last day of one date without `/`.
fn span_of(text: &str) -> Option<(Day, Day)> {
    let bare = text.strip_suffix(['?', '~', '%']).unwrap_or(text);
    let mut parts = bare.split('-');
    let (year, month, day) = (parts.next()?, parts.next(), parts.next());
    if parts.next().is_some() {
        return None;
    }
    let (first_year, last_year) = digits_with_unknowns(year, 4)?;
    if year == "XXXX" {
        let blank = |part: Option<&str>| part.is_none_or(|p| p == "XX");
        return (blank(month) && blank(day)).then_some((Day::MIN, Day::MAX));
    }
    match (month, day) {
        (None | Some("XX"), None) | (Some("XX"), Some("XX")) => {
            Some((Day::new(first_year, 1, 1)?, Day::new(last_year, 12, 31)?))
        }
        // A day or month known inside an unknown year would be a set of days, not an interval.
        _ if first_year != last_year => None,
        (Some(month), day) => {
            let month = known(month)?;
            match day {
                None | Some("XX") => {
                    Some((Day::new(first_year, month, 1)?, Day::last_of_month(first_year, month)?))
                }
                Some(day) => {
                    let day = Day::new(first_year, month, known(day)?)?;
                    Some((day, day))
                }
            }
        }
        (None, Some(_)) => None,
    }
}

/// `2021` is 2021 to 2021, `20XX` is 2000 to 2099; unknown digits only at the end.
fn digits_with_unknowns(text: &str, width: usize) -> Option<(i16, i16)> {
    let stem = text.trim_end_matches('X');
    if text.len() != width || !stem.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let low = text.replace('X', "0").parse().ok()?;
    let high = text.replace('X', "9").parse().ok()?;
    Some((low, high))
}

fn known(text: &str) -> Option<i8> {
    let two_digits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    two_digits.then(|| text.parse().ok()).flatten()
}

impl Ord for Edtf {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.latest, self.earliest, &self.text).cmp(&(other.latest, other.earliest, &other.text))
    }
}

impl PartialOrd for Edtf {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for Edtf {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Edtf {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Edtf {
    fn schema_name() -> Cow<'static, str> {
        "Edtf".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "EDTF level 0/1 date or interval (ISO 8601-2), e.g. 2021-02-18, 2021, ../2021, XXXX"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edtf(text: &str) -> Edtf {
        text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
    }

    #[test]
    fn bounds() {
        for (text, earliest, latest) in [
            ("2021-02-18", "2021-02-18", "2021-02-18"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2021", "2021-01-01", "2021-12-31"),
            ("202X", "2020-01-01", "2029-12-31"),
            ("2021-XX", "2021-01-01", "2021-12-31"),
            ("2021-02-XX", "2021-02-01", "2021-02-28"),
            ("2021-01/2021-12", "2021-01-01", "2021-12-31"),
            ("2021~", "2021-01-01", "2021-12-31"),
            ("../2022", "-9999-01-01", "2022-12-31"),
            ("XXXX", "-9999-01-01", "9999-12-31"),
        ] {
            let date = edtf(text);
            let shown = (date.earliest().to_string(), date.latest().to_string());
            let expect = |s: &str| s.replace("-9999-", "-009999-");
            assert_eq!(shown, (expect(earliest), expect(latest)), "{text}");
        }
    }

    #[test]
    fn refusals_name_the_text() {
        for text in [
            "",
            "/",
            "../..",
            "21",
            "2021-21",
            "2021-02-30",
            "X021",
            "2021-X1",
            "202X-05",
            "2021-1-1",
            "2021-02-18-01",
            "-2021",
        ] {
            assert_eq!(text.parse::<Edtf>(), Err(EdtfError::NotADate(text.into())), "{text}");
        }
        assert_eq!("2022/2021".parse::<Edtf>(), Err(EdtfError::Reversed("2022/2021".into())));
    }

    #[test]
    fn a_recalled_fact_is_no_later_than_its_act() {
        assert_eq!(edtf("2022").no_later_than(), edtf("../2022"));
        assert_eq!(edtf("2022-01/2022-03").no_later_than(), edtf("../2022-03"));
        assert_eq!(Edtf::unknown().no_later_than(), Edtf::unknown());
        assert!(edtf("../2022") < edtf("2022"));
    }

    #[test]
    fn standing_is_three_valued() {
        let year = edtf("2022");
        assert_eq!(year.standing("2022-12-31".parse().unwrap()), Standing::InForce);
        assert_eq!(year.standing("2022-06-30".parse().unwrap()), Standing::Possible);
        assert_eq!(year.standing("2021-12-31".parse().unwrap()), Standing::Future);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[0-9X/.?~-]{0,24}") {
            if let Ok(date) = text.parse::<Edtf>() {
                prop_assert!(date.earliest() <= date.latest());
                prop_assert_eq!(date.to_string(), text);
            }
        }
    }
}
