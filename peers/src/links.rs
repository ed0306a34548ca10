//! What a replay must do with what a store returns: hash every entry and check its link. No peer
//! does it by itself.

use blake3::Hash;

use crate::Outcome;

/// Checks the entries of a replay as they come.
pub struct Links {
    /// Hash of the entry before, for entries that come in order.
    last: Hash,
    /// Number, link and hash of each entry, for a store that knows no order of all entries.
    unordered: Option<Vec<(u64, Hash, Hash)>>,
    count: u64,
    wrong: Option<u64>,
}

/// Where the link stands in an entry: after `{"prev":"`.
const PREV: std::ops::Range<usize> = 9..73;

impl Links {
    /// Of entries that come in order, or in any.
    pub fn new(ordered: bool) -> Links {
        let zero = Hash::from_bytes([0; 32]);
        Links { last: zero, unordered: (!ordered).then(Vec::new), count: 0, wrong: None }
    }

    /// One more entry.
    pub fn see(&mut self, entry: &[u8]) {
        let hash = blake3::hash(entry);
        let prev = entry.get(PREV).and_then(|hex| Hash::from_hex(hex).ok());
        match (&mut self.unordered, prev) {
            (None, Some(prev)) if prev == self.last => {}
            (Some(seen), Some(prev)) => match number(entry) {
                Some(seq) => seen.push((seq, prev, hash)),
                None => self.wrong = Some(self.count),
            },
            _ => self.wrong = self.wrong.or(Some(self.count)),
        }
        self.last = hash;
        self.count += 1;
    }

    /// How many there were, if every link held.
    pub fn finish(mut self) -> Outcome<u64> {
        if let Some(mut seen) = self.unordered.take() {
            seen.sort_unstable_by_key(|(seq, ..)| *seq);
            let mut last = Hash::from_bytes([0; 32]);
            for (expected, (seq, prev, hash)) in (0..).zip(seen) {
                if seq != expected || prev != last {
                    self.wrong = self.wrong.or(Some(seq));
                }
                last = hash;
            }
        }
        match self.wrong {
            None => Ok(self.count),
            Some(seq) => Err(format!("entry {seq} does not link to the one before").into()),
        }
    }
}

/// The number of an entry: the digits after `","seq":`.
fn number(entry: &[u8]) -> Option<u64> {
    let digits = entry.get(PREV.end + 8..)?;
    let end = digits.iter().position(|byte| !byte.is_ascii_digit())?;
    std::str::from_utf8(digits.get(..end)?).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use greffe_testkit::load::Chained;

    #[test]
    fn a_missing_entry_is_noticed_in_order_and_out_of_it() {
        let entries: Vec<Vec<u8>> = Chained::new(1, 50).collect();
        for ordered in [true, false] {
            let check = |without: Option<usize>, backwards: bool| {
                let mut links = Links::new(ordered);
                let mut entries: Vec<_> = entries.iter().enumerate().collect();
                if backwards {
                    entries.reverse();
                }
                for (_, entry) in entries.iter().filter(|(at, _)| Some(*at) != without) {
                    links.see(entry);
                }
                links.finish().ok()
            };
            assert_eq!(check(None, false), Some(51));
            assert_eq!(check(None, true).is_some(), !ordered);
            assert_eq!(check(Some(20), false), None);
        }
    }
}
