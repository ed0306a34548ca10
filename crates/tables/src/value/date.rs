//! Dates as cells hold them.

use super::digits;
use greffe_domain::{Day, Edtf, is_space};

/// What a cell of a date column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateForm {
    /// Nothing.
    Missing,
    /// `2017-06-27`, a day that the calendar has.
    Iso,
    /// The same with a time behind it, as spreadsheets export it.
    IsoTime,
    /// `2018/01/30`.
    YearFirst,
    /// `30/01/2018`, `30-01-2018`, `30.01.2018`.
    DayFirst,
    /// A year alone.
    Year,
    /// `30/01/18`: the century and the order of the parts are a guess, so it is not read.
    TwoDigitYear,
    /// Anything else, and days that the calendar does not have.
    Other,
}

impl DateForm {
    /// The stable code of the form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            DateForm::Missing => "missing",
            DateForm::Iso => "iso",
            DateForm::IsoTime => "iso-time",
            DateForm::YearFirst => "year-first",
            DateForm::DayFirst => "day-first",
            DateForm::Year => "year",
            DateForm::TwoDigitYear => "two-digit-year",
            DateForm::Other => "other",
        }
    }

    /// The form of a cell, and the date that it states, if it states one.
    ///
    /// ```
    /// use greffe_tables::value::DateForm;
    /// let (form, date) = DateForm::of("06/12/2022");
    /// assert_eq!((form, date.unwrap().to_string()), (DateForm::DayFirst, "2022-12-06".into()));
    /// assert_eq!(DateForm::of("06/12/22"), (DateForm::TwoDigitYear, None));
    /// ```
    #[must_use]
    pub fn of(cell: &str) -> (DateForm, Option<Edtf>) {
        let cell = cell.trim_matches(is_space);
        if cell.is_empty() {
            return (DateForm::Missing, None);
        }
        if let Ok(day) = cell.parse::<Day>() {
            return (DateForm::Iso, edtf(day));
        }
        if digits(cell) && cell.len() == 4 {
            let date = cell.parse().ok();
            let form = if date.is_some() { DateForm::Year } else { DateForm::Other };
            return (form, date);
        }
        if let Some(day) = cell.split_once(['T', ' ']).and_then(|(day, time)| timed(day, time)) {
            return (DateForm::IsoTime, edtf(day));
        }
        let parts: Vec<&str> = cell.split(['/', '-', '.']).collect();
        let [first, second, third] = parts.as_slice() else { return (DateForm::Other, None) };
        if ![first, second, third].iter().all(|part| digits(part)) {
            return (DateForm::Other, None);
        }
        let (form, day) = match (first.len(), second.len(), third.len()) {
            (4, 1 | 2, 1 | 2) => (DateForm::YearFirst, day(first, second, third)),
            (1 | 2, 1 | 2, 4) => (DateForm::DayFirst, day(third, second, first)),
            (1 | 2, 1 | 2, 2) => return (DateForm::TwoDigitYear, None),
            _ => (DateForm::Other, None),
        };
        match day.and_then(edtf) {
            Some(date) => (form, Some(date)),
            None => (DateForm::Other, None),
        }
    }
}

fn timed(day: &str, time: &str) -> Option<Day> {
    let plain = time.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'Z' | b'+'));
    (plain && time.contains(':')).then(|| day.parse().ok()).flatten()
}

fn day(year: &str, month: &str, day: &str) -> Option<Day> {
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

fn edtf(day: Day) -> Option<Edtf> {
    day.to_string().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms_of_published_tables() {
        for (cell, form, date) in [
            ("2017-06-27", DateForm::Iso, Some("2017-06-27")),
            ("2018-03-15T00:00:00", DateForm::IsoTime, Some("2018-03-15")),
            ("2018-03-15 10:30:00", DateForm::IsoTime, Some("2018-03-15")),
            ("2018/01/30", DateForm::YearFirst, Some("2018-01-30")),
            ("3/4/2018", DateForm::DayFirst, Some("2018-04-03")),
            ("2014", DateForm::Year, Some("2014")),
            ("03/04/18", DateForm::TwoDigitYear, None),
            ("2017-02-30", DateForm::Other, None),
            ("13/13/2017", DateForm::Other, None),
            ("juin 2017", DateForm::Other, None),
        ] {
            let (found, read) = DateForm::of(cell);
            assert_eq!((found, read.map(|d| d.to_string()).as_deref()), (form, date), "{cell}");
        }
    }

    proptest! {
        #[test]
        fn the_same_day_in_every_form(year in 1900i16..2100, month in 1i8..13, day in 1i8..29) {
            let iso = format!("{year:04}-{month:02}-{day:02}");
            for cell in [iso.clone(), format!("{day:02}/{month:02}/{year}"), format!("{year}/{month}/{day}")] {
                prop_assert_eq!(DateForm::of(&cell).1.unwrap().to_string(), iso.clone());
            }
        }

        #[test]
        fn no_cell_panics(cell in "\\PC{0,40}") {
            let _ = DateForm::of(&cell);
        }
    }
}
