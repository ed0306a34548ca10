//! The faults of one check: some are told, the rest are counted.

use super::report::Verdict;

/// How many are told where nothing else is asked for.
const TOLD: usize = 5;

/// The faults of one check.
#[derive(Clone, Debug)]
pub struct Faults {
    most: usize,
    told: Vec<String>,
    more: u64,
}

impl Default for Faults {
    fn default() -> Faults {
        Faults::telling(TOLD)
    }
}

impl Faults {
    /// None yet; so many will be told.
    #[must_use]
    pub const fn telling(most: usize) -> Faults {
        Faults { most, told: Vec::new(), more: 0 }
    }

    /// Adds one.
    pub fn add(&mut self, fault: String) {
        if self.told.len() < self.most {
            self.told.push(fault);
        } else {
            self.more += 1;
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.told.is_empty() && self.more == 0
    }

    /// What they come to.
    #[must_use]
    pub fn verdict(mut self) -> Verdict {
        if self.more > 0 {
            self.told.push(format!("{} more", self.more));
        }
        if self.told.is_empty() { Verdict::Sound } else { Verdict::Faulty(self.told) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Faults, Verdict};

    #[test]
    fn what_is_not_told_is_counted() {
        assert_eq!(Faults::default().verdict(), Verdict::Sound);
        let mut faults = Faults::telling(2);
        assert!(faults.is_empty());
        for fault in ["a", "b", "c", "d"] {
            faults.add(fault.into());
        }
        assert!(!faults.is_empty());
        let told = ["a", "b", "2 more"].map(String::from);
        assert_eq!(faults.verdict(), Verdict::Faulty(told.into()));
        let mut none = Faults::telling(0);
        none.add("a".into());
        assert_eq!(none.verdict(), Verdict::Faulty(vec!["1 more".into()]));
    }
}
