//! The filter of a part: which subjects it certainly has no row of.
//!
//! A Bloom filter in blocks, each a piece of its own, so that one small read answers. A subject sets
//! seven bits of one block; with twelve bits for each row, some two subjects of a hundred that are not
//! there are looked for in vain. Blocked filters: Putze, Sanders, Singler, *Cache-, Hash- and
//! Space-Efficient Bloom Filters* (2007).

use greffe_chain::Hash;

use super::piece::SUM;

/// Bytes of a block that hold bits.
pub(crate) const BITS: usize = 56;
/// Bytes of a block in the file.
pub(crate) const BLOCK_LENGTH: usize = SUM + BITS;
/// Bits of the filter for each row.
const EACH: u64 = 12;
const PROBES: usize = 7;

/// The number of blocks for so many rows.
pub(crate) fn blocks(rows: u64) -> u64 {
    rows.saturating_mul(EACH).div_ceil(BITS as u64 * 8).max(1)
}

/// Where a subject is in a filter: its block, and its bits there.
pub(crate) struct Probe {
    pub(crate) block: u64,
    bits: [usize; PROBES],
}

impl Probe {
    /// The probe of a subject in a filter of so many blocks.
    pub(crate) fn of(subject: &[u8], blocks: u64) -> Probe {
        let hash = Hash::of(subject);
        let (number, rest) = hash.as_bytes().split_at(8);
        let number = number.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
        let mut bits = [0; PROBES];
        for (bit, pair) in bits.iter_mut().zip(rest.chunks_exact(2)) {
            *bit = pair.iter().fold(0, |bit, byte| bit << 8 | usize::from(*byte)) % (BITS * 8);
        }
        Probe { block: number % blocks.max(1), bits }
    }

    /// Sets its bits in its block.
    pub(crate) fn set(&self, block: &mut [u8]) {
        for bit in self.bits {
            if let Some(byte) = block.get_mut(bit / 8) {
                *byte |= 1 << (bit % 8);
            }
        }
    }

    /// Whether its bits are set in its block: without them there is no row of the subject.
    pub(crate) fn is_set(&self, block: &[u8]) -> bool {
        let set = |bit: usize| block.get(bit / 8).is_some_and(|byte| byte & 1 << (bit % 8) != 0);
        self.bits.into_iter().all(set)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_set_is_found_and_little_else() {
        let count = blocks(10_000);
        let mut filter = vec![[0; BITS]; usize::try_from(count).unwrap()];
        let probe = |number: u64| Probe::of(&number.to_be_bytes(), count);
        let block = |probe: &Probe| usize::try_from(probe.block).unwrap();
        for number in 0..10_000 {
            let probe = probe(number);
            probe.set(&mut filter[block(&probe)]);
        }
        let holds = |number: &u64| probe(*number).is_set(&filter[block(&probe(*number))]);
        assert!((0..10_000).all(|number| holds(&number)));
        let wrong = (10_000..20_000).filter(holds).count();
        assert!(wrong < 300, "{wrong} of 10 000");
    }
}
