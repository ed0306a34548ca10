//! Sampling a ledger: the population from its conventions, the start from a seed.

use crate::error::Error;
use crate::ledger::Ledger;
use greffe_chain::Hash;
use greffe_domain::AsOf;
use greffe_inquiry::{OnlyOrdered, Plan, Population, Sample, SampleSize, units};

/// A sample of a ledger with what it was drawn by.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct LedgerSample {
    /// The method: monetary units (`mus`).
    pub method: &'static str,
    /// What was sampled.
    pub of: Population,
    /// The seed.
    pub seed: u64,
    /// How the seed gives the start (`docs/sampling.md`).
    pub generator: &'static str,
    /// Payments that are only ordered: no source shows them as made, so they cannot be drawn.
    pub only_ordered: OnlyOrdered,
    /// The sample.
    #[serde(flatten)]
    pub sample: Sample,
}

/// The name of the generator in `docs/sampling.md`.
const GENERATOR: &str = "greffe sample mus 1";

impl Ledger {
    /// A monetary-unit sample of payments or subsidies at a question's two clocks. The same
    /// content and seed give the same sample, in whatever order the content was recorded.
    ///
    /// # Errors
    /// [`Error::Sample`] when there is nothing to draw; otherwise as [`Ledger::project`].
    pub fn sample(
        &self,
        as_of: AsOf,
        of: Population,
        size: SampleSize,
        seed: u64,
    ) -> Result<LedgerSample, Error> {
        let mut population = Vec::new();
        let mut only_ordered = OnlyOrdered::default();
        self.each_convention(as_of, |view| {
            let (of_convention, ordered) = units(&view, of);
            population.extend(of_convention);
            only_ordered.add_all(ordered);
            Ok::<(), Error>(())
        })?;
        let plan = Plan::new(population, size)?;
        let sample = plan.select(draw(seed, plan.starts()));
        Ok(LedgerSample { method: "mus", of, seed, generator: GENERATOR, only_ordered, sample })
    }
}

/// A number below `below` from a seed: the first 16 bytes of the blake3 hash of three lines, as one
/// number, its remainder by `below`. The few numbers at the top that would favour small remainders
/// are passed over, and the count of draws raised: for amounts that exist, never.
fn draw(seed: u64, below: u128) -> u128 {
    let fair = u128::MAX - u128::MAX % below;
    (0..=u8::MAX)
        .map(|draw| {
            let Hash(bytes) =
                Hash::of(format!("{GENERATOR}\nseed {seed}\ndraw {draw}\n").as_bytes());
            let first = bytes.first_chunk::<16>().copied().unwrap_or_default();
            u128::from_be_bytes(first)
        })
        .find(|number| *number < fair)
        .map_or(0, |number| number % below)
}

#[cfg(test)]
mod tests {
    use super::draw;

    /// `printf 'greffe sample mus 1\nseed 42\ndraw 0\n' | b3sum`, its first 32 digits as a number.
    #[test]
    fn a_start_is_what_b3sum_gives() {
        assert_eq!(draw(42, 1), 0);
        assert_eq!(draw(42, u128::MAX), KNOWN);
        assert_eq!(draw(42, 1_000), KNOWN % 1_000);
        assert_ne!(draw(43, u128::MAX), KNOWN);
    }

    const KNOWN: u128 = 0xbdd5_9018_9df6_2484_2886_bb59_347b_c723;
}
