//! Pseudo-random numbers from a seed: `SplitMix64`, which passes the usual test batteries and needs
//! one word of state. Not for secrets.

/// A deterministic source of numbers.
#[derive(Debug, Clone)]
pub struct Prng(u64);

impl Prng {
    /// The source that a seed stands for.
    #[must_use]
    pub const fn new(seed: u64) -> Prng {
        Prng(seed)
    }

    /// The next number.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`; 0 when `bound` is 0.
    pub const fn below(&mut self, bound: usize) -> usize {
        if bound == 0 { 0 } else { (self.next() % bound as u64) as usize }
    }

    /// A number from `low` to `high`, both included.
    pub const fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % (high - low + 1).unsigned_abs()).cast_signed()
    }

    /// True in so many cases of a hundred.
    pub const fn chance(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }

    /// One of a list that is not empty.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// Puts a list in another order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }
}

/// The seed of a test run: `GREFFE_SEED` when set, else the one given. Printed, so that a failing
/// run can be repeated.
#[must_use]
#[allow(clippy::print_stderr, reason = "the seed is the first thing a failing test must tell")]
pub fn seed(default: u64) -> u64 {
    let asked = std::env::var("GREFFE_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = asked.unwrap_or(default);
    eprintln!("GREFFE_SEED={seed}");
    seed
}
