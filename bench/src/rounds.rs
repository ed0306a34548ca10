//! Rounds: a baseline and ours, measured in turn, so that whatever else the machine does meanwhile
//! falls on both.

/// The middle of some figures, with the least and the greatest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Half of the figures are below.
    pub median: f64,
    /// The least.
    pub least: f64,
    /// The greatest.
    pub most: f64,
}

impl Spread {
    /// The spread of some figures; None of no figures.
    #[must_use]
    pub fn of(figures: &[f64]) -> Option<Spread> {
        let mut sorted = figures.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let upper = sorted.len() / 2;
        let lower = sorted.len().saturating_sub(1) / 2;
        let median = f64::midpoint(*sorted.get(lower)?, *sorted.get(upper)?);
        Some(Spread { median, least: *sorted.first()?, most: *sorted.last()? })
    }
}

/// The figure below which so many of a thousand lie, of sorted figures.
#[must_use]
pub fn permille(sorted: &[f64], permille: usize) -> f64 {
    let at = (sorted.len() * permille / 1000).min(sorted.len().saturating_sub(1));
    sorted.get(at).copied().unwrap_or_default()
}

/// The rates of a row, one of each a round.
#[derive(Debug, Clone, Default)]
pub struct Rounds {
    /// Of the baseline, in whatever unit.
    pub baseline: Vec<f64>,
    /// Ours, in the same unit.
    pub ours: Vec<f64>,
}

impl Rounds {
    /// One more round.
    pub fn push(&mut self, baseline: f64, ours: f64) {
        self.baseline.push(baseline);
        self.ours.push(ours);
    }

    /// Ours against the baseline of the same round.
    #[must_use]
    pub fn ratio(&self) -> Option<Spread> {
        let pairs = self.ours.iter().zip(&self.baseline);
        Spread::of(&pairs.map(|(ours, baseline)| ours / baseline).collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ratio_is_that_of_each_round_not_of_the_medians() {
        let mut rounds = Rounds::default();
        // A machine that is twice as slow in one round is so for both.
        for (baseline, ours) in [(100.0, 90.0), (50.0, 45.0), (200.0, 100.0)] {
            rounds.push(baseline, ours);
        }
        assert_eq!(rounds.ratio(), Some(Spread { median: 0.9, least: 0.5, most: 0.9 }));
        assert_eq!(Spread::of(&[4.0, 1.0]).map(|s| s.median), Some(2.5));
        assert_eq!(Spread::of(&[]), None);
    }
}
