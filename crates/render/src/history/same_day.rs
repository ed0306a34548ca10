//! The first of some groups of dates that a date can be the same day as, found without looking at each.
//!
//! Dates are spans of days. Two can be the same day when one begins within the other, so what is asked is the
//! first group of which a date begins within this one, or spans the day on which this one begins.

use greffe_domain::{Day, Edtf};

/// Groups by their number, the least first.
pub(super) struct Groups {
    /// Every day on which a date begins or ends.
    days: Vec<Day>,
    /// As many leaves as days, up to a power of two.
    leaves: usize,
    /// At each leaf the first group of which a date begins on that day, above them the first of those below.
    beginning: Vec<usize>,
    /// At each node the first group of which a date spans all days below.
    spanning: Vec<usize>,
}

const NONE: usize = usize::MAX;

impl Groups {
    /// Groups of some of these dates, none yet.
    pub(super) fn of<'d>(dates: impl Iterator<Item = &'d Edtf>) -> Groups {
        let mut days: Vec<Day> = dates.flat_map(|date| [date.earliest(), date.latest()]).collect();
        days.sort_unstable();
        days.dedup();
        let leaves = days.len().next_power_of_two();
        let empty = vec![NONE; 2 * leaves];
        Groups { days, leaves, beginning: empty.clone(), spanning: empty }
    }

    /// The first group that has a date which can be the same day.
    pub(super) fn first(&self, date: &Edtf) -> Option<usize> {
        let (from, to) = self.span(date);
        let at = |tree: &[usize], node: usize| tree.get(node).copied().unwrap_or(NONE);
        let mut first = NONE;
        for node in nodes(from, to) {
            first = first.min(at(&self.beginning, node));
        }
        let mut node = from;
        while node > 0 {
            first = first.min(at(&self.spanning, node));
            node /= 2;
        }
        (first != NONE).then_some(first)
    }

    /// Adds a date to a group.
    pub(super) fn add(&mut self, date: &Edtf, group: usize) {
        let (from, to) = self.span(date);
        let least = |tree: &mut [usize], node: usize| {
            if let Some(first) = tree.get_mut(node) {
                *first = group.min(*first);
            }
        };
        let mut node = from;
        while node > 0 {
            least(&mut self.beginning, node);
            node /= 2;
        }
        for node in nodes(from, to) {
            least(&mut self.spanning, node);
        }
    }

    /// The leaves of its first and last day.
    fn span(&self, date: &Edtf) -> (usize, usize) {
        let leaf = |day: Day| self.leaves + self.days.partition_point(|known| *known < day);
        (leaf(date.earliest()), leaf(date.latest()))
    }
}

/// The fewest nodes that have the leaves from one to another below them, and no other.
fn nodes(mut from: usize, to: usize) -> Vec<usize> {
    let mut behind = to + 1;
    let mut found = Vec::new();
    while from < behind {
        if from % 2 == 1 {
            found.push(from);
            from += 1;
        }
        if behind % 2 == 1 {
            behind -= 1;
            found.push(behind);
        }
        from /= 2;
        behind /= 2;
    }
    found
}
