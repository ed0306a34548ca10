//! Numbers in words: `vingt et un`, `deux mille vingt-quatre`, `trois mille sept cent quarante`.
//!
//! Both the classic and the 1990 hyphenation are read, `mil` for `mille`, the Belgian and Swiss
//! tens, any case. What does not follow the rules of counting (`vingt trente`) is no number.

use super::{Found, Pattern, compile};

/// The number that Roman figures write, up to fifty: *IV* is 4. `None` for what is not written so.
pub(crate) fn roman(words: &str) -> Option<u32> {
    const UNITS: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    const TENS: [&str; 5] = ["", "X", "XX", "XXX", "XL"];
    (0u32..).zip(TENS).find_map(|(tens, lead)| {
        let rest = words.strip_prefix(lead)?;
        let units = (0u32..).zip(UNITS).find(|(_, written)| *written == rest)?;
        Some(tens * 10 + units.0).filter(|number| *number > 0)
    })
}

/// The words of counting with their value; longer spellings are matched whole by the tokens.
const WORDS: &[(&str, u64)] = &[
    ("zéro", 0),
    ("zero", 0),
    ("un", 1),
    ("une", 1),
    ("deux", 2),
    ("trois", 3),
    ("quatre", 4),
    ("cinq", 5),
    ("six", 6),
    ("sept", 7),
    ("huit", 8),
    ("neuf", 9),
    ("dix", 10),
    ("onze", 11),
    ("douze", 12),
    ("treize", 13),
    ("quatorze", 14),
    ("quinze", 15),
    ("seize", 16),
    ("vingt", 20),
    ("vingts", 20),
    ("trente", 30),
    ("quarante", 40),
    ("cinquante", 50),
    ("soixante", 60),
    ("septante", 70),
    ("huitante", 80),
    ("octante", 80),
    ("nonante", 90),
    ("cent", 100),
    ("cents", 100),
    ("mil", 1000),
    ("mille", 1000),
    ("premier", 1),
    ("million", 1_000_000),
    ("millions", 1_000_000),
];

static WORD: Pattern = Pattern::new(|| compile(r"\p{L}+"));

/// The number that a text says in words, when it says one and nothing else.
pub(crate) fn number_in_words(text: &str) -> Option<u64> {
    let mut count = Count::default();
    let mut any = false;
    for word in text.split([' ', '-', '\n']).filter(|w| !w.is_empty()) {
        if word.eq_ignore_ascii_case("et") && any {
            continue;
        }
        count = count.then(value_of(word)?)?;
        any = true;
    }
    any.then(|| count.total()).flatten()
}

/// The numbers in words of a text, each as long as the rules of counting let it be. A lone `un` or
/// `une` is an article, and is not found.
pub(crate) fn numbers_in_words(text: &str) -> Vec<Found<u64>> {
    let words: Vec<_> = WORD.find_iter(text).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = words.get(at) {
        let longest = (at..words.len().min(at + 12)).rev().find_map(|last| {
            let end = words.get(last)?.end();
            let said = text.get(first.start()..end)?;
            let value = number_in_words(said)?;
            (!said.to_lowercase().ends_with(" et")).then_some((last, end, value))
        });
        match longest {
            Some((last, end, value)) if last > at || !is_article(first.as_str()) => {
                found.push(Found::new(first.start()..end, value));
                at = last + 1;
            }
            _ => at += 1,
        }
    }
    found
}

fn is_article(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "un" | "une")
}

fn value_of(word: &str) -> Option<u64> {
    let lower = word.to_lowercase();
    WORDS.iter().find(|(name, _)| *name == lower).map(|(_, value)| *value)
}

/// A number being said: what is complete in millions and thousands, and the hundreds in progress.
#[derive(Default, Clone, Copy)]
struct Count {
    millions: u64,
    thousands: u64,
    units: u64,
    /// The word before, to refuse `vingt trente`.
    last: Option<u64>,
}

impl Count {
    fn then(mut self, value: u64) -> Option<Count> {
        let last = self.last;
        match value {
            1_000_000 => {
                if self.millions > 0 || self.thousands > 0 || self.units == 0 {
                    return None;
                }
                self.millions = self.units;
                self.units = 0;
            }
            1000 => {
                if self.thousands > 0 || last == Some(1000) {
                    return None;
                }
                self.thousands = self.units.max(1);
                self.units = 0;
            }
            100 => match self.units {
                0 => self.units = 100,
                2..=9 => self.units *= 100,
                _ => return None,
            },
            20 if self.units % 100 == 4 && last == Some(4) => self.units += 76,
            20..=90 => {
                if !self.units.is_multiple_of(100) {
                    return None;
                }
                self.units += value;
            }
            10..=16 => match self.units % 100 {
                0 | 60 | 80 => self.units += value,
                _ => return None,
            },
            1..=9 => match self.units % 100 {
                0 | 20 | 30 | 40 | 50 | 60 | 70 | 80 | 90 => self.units += value,
                // `dix-sept`, `soixante-dix-huit`
                10 if value >= 7 => self.units += value,
                _ => return None,
            },
            _ => {
                if last.is_some() {
                    return None;
                }
            }
        }
        self.last = Some(value);
        Some(self)
    }

    fn total(self) -> Option<u64> {
        let high = self.millions.checked_mul(1_000_000)?;
        high.checked_add(self.thousands.checked_mul(1000)?)?.checked_add(self.units)
    }
}
