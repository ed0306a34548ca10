//! Which part of the index: parts of a level, 16 of which make one of the next.

use std::ops::Range;

use super::recent::BLOCK;

/// So many parts of a level make one of the next.
pub(crate) const FAN: u64 = 16;

/// Which part: its level, and its number among those of its level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Which {
    pub(crate) level: u32,
    pub(crate) number: u64,
}

impl Which {
    /// The blocks of a part of this level.
    pub(crate) const fn blocks(self) -> u64 {
        FAN.saturating_pow(self.level)
    }

    /// Its first block.
    pub(crate) const fn first(self) -> u64 {
        self.number.saturating_mul(self.blocks())
    }

    /// The entries up to its end.
    pub(crate) const fn count(self) -> u64 {
        self.first().saturating_add(self.blocks()).saturating_mul(BLOCK)
    }

    /// The parts of the level below that it is made of, in order.
    pub(crate) fn below(self) -> impl Iterator<Item = Which> {
        let level = self.level.saturating_sub(1);
        (0..FAN).map(move |child| Which { level, number: self.number * FAN + child })
    }

    /// The first part of a higher level of which all parts below are among these, and where they are.
    pub(crate) fn together(parts: &[Which]) -> Option<(Which, Range<usize>)> {
        let fan = usize::try_from(FAN).unwrap_or(usize::MAX);
        let mut windows = (0_usize..).zip(parts.windows(fan));
        windows.find_map(|(at, window)| {
            let Which { level, number } = *window.first()?;
            let which = Which { level: level.saturating_add(1), number: number / FAN };
            let whole = which.below().eq(window.iter().copied());
            whole.then(|| (which, at..at.saturating_add(fan)))
        })
    }

    pub(crate) fn file_name(self) -> String {
        format!("{}-{:06}", self.level, self.number)
    }

    /// The part whose file is called so; None where none is.
    pub(crate) fn named(file_name: &str) -> Option<Which> {
        let (level, number) = file_name.split_once('-')?;
        let which = Which { level: level.parse().ok()?, number: number.parse().ok()? };
        (which.file_name() == file_name).then_some(which)
    }

    /// The parts of so many blocks: the largest first, in the order of the log.
    pub(crate) fn all(blocks: u64) -> Vec<Which> {
        let mut all = Vec::new();
        let mut done = 0;
        // 16¹⁵ blocks of the highest level are more than any log has.
        for level in (0..=15).rev() {
            let size = FAN.saturating_pow(level);
            while blocks - done >= size {
                all.push(Which { level, number: done / size });
                done += size;
            }
        }
        all
    }
}
