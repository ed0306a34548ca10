//! The names that a text holds in quotation marks, by which it is told how far one without them goes on.

use std::collections::HashSet;
use std::ops::Range;

/// What stands between the quotation marks of a text, none as long as [`Quoted::LONGEST`].
pub(super) struct Quoted<'a>(HashSet<&'a str>);

impl<'a> Quoted<'a> {
    /// In bytes; what is longer is no name.
    const LONGEST: usize = 80;

    /// Reads the whole text once: each of its names is then held against what it quotes.
    pub(super) fn of(folded: &'a str) -> Quoted<'a> {
        let closes: Vec<usize> = folded.match_indices('»').map(|(at, _)| at).collect();
        let inside = folded.match_indices('«').filter_map(|(at, open)| {
            let from = at + open.len();
            let next = closes.partition_point(|close| *close < from);
            Some(folded.get(from..*closes.get(next)?)?.trim())
        });
        Quoted(inside.filter(|said| said.len() < Quoted::LONGEST).collect())
    }

    /// A name that goes on in small letters, where quotation marks elsewhere show how far.
    pub(super) fn whole(&self, folded: &str, name: Range<usize>) -> Range<usize> {
        if self.0.is_empty() {
            return name;
        }
        let rest = folded.get(name.start..).unwrap_or_default();
        let longer = (name.len() + 1..Quoted::LONGEST)
            .rev()
            .find(|length| rest.get(..*length).is_some_and(|said| self.0.contains(said)));
        name.start..longer.map_or(name.end, |length| name.start + length)
    }
}
