//! The scale of a timeline: from days to places on a line, in whole steps.

use greffe_domain::{Day, Edtf};

/// How far apart ticks may stand, in months.
const STEPS: [i32; 11] = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000];

/// A line of `width` places that begins with a month and ends with one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    from: Day,
    to: Day,
    width: i64,
}

/// Where a date stands on the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// One day.
    On(i64),
    /// Somewhere between two days.
    Between(i64, i64),
    /// No later than a day.
    Until(i64),
    /// No earlier than a day.
    Since(i64),
    /// Nothing is said.
    Anywhere,
}

impl Scale {
    /// The line from the first to the last of some days.
    pub(super) fn of((first, last): (Day, Day), width: i64) -> Scale {
        let from = month_of(first).and_then(first_day).unwrap_or(first);
        let next = month_of(last).and_then(|month| first_day(month.checked_add(1)?));
        let to = next.and_then(|next| next.plus_days(-1)).unwrap_or(last);
        Scale { from, to, width: width.max(1) }
    }

    /// The place of a day, from 0 to one less than the width.
    pub(super) fn at(self, day: Day) -> i64 {
        let span = i64::from(self.from.days_until(self.to)).max(1);
        let days = i64::from(self.from.days_until(day)).clamp(0, span);
        (days * (self.width - 1) + span / 2) / span
    }

    /// Where a date stands.
    pub(super) fn place(self, when: &Edtf) -> Place {
        let (first, last) = (when.earliest(), when.latest());
        match (first == Day::MIN, last == Day::MAX) {
            (true, true) => Place::Anywhere,
            (true, false) => Place::Until(self.at(last)),
            (false, true) => Place::Since(self.at(first)),
            (false, false) if first == last => Place::On(self.at(first)),
            (false, false) => Place::Between(self.at(first), self.at(last)),
        }
    }

    /// Months or years to write along the line, as few as fit into `most`.
    pub(super) fn ticks(self, most: i64) -> Vec<(i64, String)> {
        let Some((first, last)) = month_of(self.from).zip(month_of(self.to)) else {
            return Vec::new();
        };
        let fits = |step: &&i32| i64::from((last - first) / **step) < most.max(1);
        let step = STEPS.iter().find(fits).copied().unwrap_or(6000);
        let start = first + (step - first.rem_euclid(step)) % step;
        let months = (0..).map(|n| start + n * step).take_while(|month| *month <= last);
        let tick = |month: i32| {
            let day = first_day(month)?;
            let label = if step >= 12 {
                format!("{:04}", day.year())
            } else {
                format!("{:04}-{:02}", day.year(), day.month())
            };
            Some((self.at(day), label))
        };
        months.filter_map(tick).collect()
    }
}

/// Months since the year 0.
fn month_of(day: Day) -> Option<i32> {
    day.year().checked_mul(12)?.checked_add(i32::from(day.month()) - 1)
}

fn first_day(month: i32) -> Option<Day> {
    let year = i16::try_from(month.div_euclid(12)).ok()?;
    Day::new(year, i8::try_from(month.rem_euclid(12)).ok()?.checked_add(1)?, 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scale(first: &str, last: &str, width: i64) -> Scale {
        Scale::of((first.parse().unwrap(), last.parse().unwrap()), width)
    }

    #[test]
    fn the_ends_of_the_line_are_whole_months() {
        let scale = scale("2023-01-09", "2024-10-10", 100);
        assert_eq!(scale.at("2023-01-01".parse().unwrap()), 0);
        assert_eq!(scale.at("2024-10-31".parse().unwrap()), 99);
        let place = |text: &str| scale.place(&text.parse().unwrap());
        assert_eq!(place("2023-01-01"), Place::On(0));
        assert_eq!(place("2023"), Place::Between(0, 54));
        assert_eq!(place("../2023-01-01"), Place::Until(0));
        assert_eq!(place("2024-10-31/.."), Place::Since(99));
        assert_eq!(place("XXXX"), Place::Anywhere);
    }

    #[test]
    fn ticks_are_months_or_years() {
        let labels = |scale: Scale, most| -> Vec<String> {
            scale.ticks(most).into_iter().map(|(_, label)| label).collect()
        };
        let months = [
            "2023-01", "2023-04", "2023-07", "2023-10", "2024-01", "2024-04", "2024-07", "2024-10",
        ];
        assert_eq!(labels(scale("2023-01-09", "2024-10-10", 700), 8), months);
        assert_eq!(labels(scale("2023-01-09", "2024-10-10", 20), 2), ["2023", "2024"]);
        assert_eq!(labels(scale("1801-02-03", "2024-10-10", 20), 3), ["1900", "2000"]);
    }

    proptest! {
        /// Later days never stand before earlier ones, and all stand on the line.
        #[test]
        fn order_is_kept(days in prop::collection::vec((1i16..=9999, 1i8..=12, 1i8..=28), 2..9),
            width in 1i64..2000)
        {
            let mut days: Vec<Day> =
                days.into_iter().filter_map(|(y, m, d)| Day::new(y, m, d)).collect();
            days.sort();
            let scale = Scale::of((days[0], days[days.len() - 1]), width);
            let places: Vec<i64> = days.iter().map(|day| scale.at(*day)).collect();
            prop_assert!(places.windows(2).all(|two| two[0] <= two[1]), "{places:?}");
            prop_assert!(places.iter().all(|place| (0..width).contains(place)), "{places:?}");
            for (place, _) in scale.ticks(8) {
                prop_assert!((0..width).contains(&place));
            }
        }
    }
}
