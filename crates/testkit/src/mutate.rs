//! Broken variants of good inputs, for parsers of outside bytes.
//!
//! The usual blind mutations (bits, cuts, repeats, splices) and some that know what greffe reads:
//! numbers at their limits, odd spaces, brackets, words of the format in the wrong place.

use crate::prng::Prng;

/// Tokens that parsers of this house treat specially.
const TOKENS: &[&[u8]] = &[
    b"9223372036854775807",
    b"-9223372036854775808",
    b"18446744073709551615",
    b"99999999999999999999",
    b"-0",
    b"0.5",
    b"1e3",
    b"null",
    b"[]",
    b"{}",
    b"\"\"",
    b"\"",
    b"\\u0000",
    b"\\ud800",
    b"[[[[[[[[[[[[[[[[",
    b"{\"a\":",
    b"\"seq\":0,",
    b"\xc2\xa0",
    b"\xe2\x80\xaf",
    b"\xef\xbb\xbf",
    b"\xe2\x82\xac",
    b"\xef\xac\x81",
    b"\xff",
    b"\xc3",
    b"\0",
    b"\n",
    b"\r\n",
    b"\n\n",
    b"../",
    b"/..",
    b"XXXX",
    b"2021-02-29",
    b"9999-12-31",
    b"0000",
    b"M\xe2\x82\xac",
    b" %",
    b"\xcc\x81",
    "n°".as_bytes(),
    "Article 1".as_bytes(),
    " euros".as_bytes(),
    "İ".as_bytes(),
    "ẞ".as_bytes(),
];

/// Makes inputs from seeds: good ones, and the ways in which they go bad.
#[derive(Debug)]
pub struct Mutator {
    seeds: Vec<Vec<u8>>,
    longest: usize,
}

impl Mutator {
    /// A mutator of these inputs, none of which grows beyond `longest` bytes.
    #[must_use]
    pub fn new(seeds: Vec<Vec<u8>>, longest: usize) -> Mutator {
        assert!(!seeds.is_empty(), "a mutator needs one input at least");
        Mutator { seeds, longest }
    }

    /// The inputs as they were given.
    #[must_use]
    pub fn seeds(&self) -> &[Vec<u8>] {
        &self.seeds
    }

    /// The next input.
    pub fn next(&self, random: &mut Prng) -> Vec<u8> {
        let mut bytes = random.pick(&self.seeds).clone();
        for _ in 0..=random.below(4) {
            self.step(&mut bytes, random);
        }
        bytes.truncate(self.longest);
        bytes
    }

    fn step(&self, bytes: &mut Vec<u8>, random: &mut Prng) {
        let at = random.below(bytes.len() + 1);
        let end = (at + random.below(24)).min(bytes.len());
        match random.below(9) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            1 if at < bytes.len() => bytes[at] = random.next() as u8,
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(at..end)),
            4 => {
                let copy = bytes[at..end].to_vec();
                let to = random.below(bytes.len() + 1);
                drop(bytes.splice(to..to, copy));
            }
            5 => {
                let other = random.pick(&self.seeds);
                let from = random.below(other.len() + 1);
                bytes.truncate(at);
                bytes.extend_from_slice(&other[from..]);
            }
            6 => {
                let to = (at + random.below(4)).min(bytes.len());
                drop(bytes.splice(at..to, random.pick(TOKENS).iter().copied()));
            }
            7 if bytes.len() > 1 => {
                let other = random.below(bytes.len());
                let here = at.min(bytes.len() - 1);
                bytes.swap(here, other);
            }
            _ => drop(bytes.splice(at..at, random.pick(TOKENS).iter().copied())),
        }
    }
}
