//! The day or period of payment (`AAAA-MM-JJ` or `AAAA-MM-JJ/AAAA-MM-JJ`).

use super::date::DateForm;
use greffe_domain::is_space;

/// What a cell of the column of payment periods holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PeriodForm {
    /// Nothing.
    Missing,
    /// As the schema writes it.
    Schema,
    /// Two dates with `_` between them.
    Underscore,
    /// One day, the day first.
    DayFirst,
    /// A year alone.
    Year,
    /// Anything else.
    Other,
}

impl PeriodForm {
    /// The stable code of the form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            PeriodForm::Missing => "missing",
            PeriodForm::Schema => "schema",
            PeriodForm::Underscore => "underscore",
            PeriodForm::DayFirst => "day-first",
            PeriodForm::Year => "year",
            PeriodForm::Other => "other",
        }
    }

    /// The form of a cell.
    #[must_use]
    pub fn of(cell: &str) -> PeriodForm {
        // The schema's form is asked of the cell as it stands, white space and all.
        if PeriodForm::is_schema(cell) {
            return PeriodForm::Schema;
        }
        let cell = cell.trim_matches(is_space);
        if cell.is_empty() {
            return PeriodForm::Missing;
        }
        match cell.split_once('_') {
            Some((from, to)) if iso_like(from) && iso_like(to) => return PeriodForm::Underscore,
            _ => {}
        }
        match DateForm::of(cell).0 {
            DateForm::DayFirst => PeriodForm::DayFirst,
            DateForm::Year => PeriodForm::Year,
            _ => PeriodForm::Other,
        }
    }

    /// Whether a cell, taken literally, has the form that the schema asks for.
    #[must_use]
    pub fn is_schema(cell: &str) -> bool {
        match cell.split_once('/') {
            Some((from, to)) => iso_like(from) && iso_like(to),
            None => iso_like(cell),
        }
    }
}

/// `dddd-dd-dd`; the schema does not ask whether the calendar has the day.
fn iso_like(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, b)| match at {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_published_tables() {
        for (cell, form) in [
            ("", PeriodForm::Missing),
            ("2017-12-14", PeriodForm::Schema),
            ("2017-12-14/2018-12-15", PeriodForm::Schema),
            ("2017-01-01_2017-12-31", PeriodForm::Underscore),
            ("06/12/2022", PeriodForm::DayFirst),
            ("2017-12-14\n", PeriodForm::Other),
            ("2014", PeriodForm::Year),
            ("28/11/2017\n08/12/2017", PeriodForm::Other),
        ] {
            assert_eq!(PeriodForm::of(cell), form, "{cell}");
        }
    }
}
