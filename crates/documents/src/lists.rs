//! The labels of numbered and bulleted items, which the files do not write out.
//!
//! A clerk may leave `Article 1` to the word processor: without its label an article would lose
//! its number.

use std::collections::BTreeMap;

/// How deep lists nest.
pub(crate) const LEVELS: usize = 10;

/// How one level of a list is labelled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Level {
    /// The kind of figure; `None` for a bullet.
    pub(crate) figures: Option<Figures>,
    /// The label, with `%1` for the number of the first level and so on.
    pub(crate) pattern: String,
    /// The first number.
    pub(crate) start: u32,
}

/// How numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Figures {
    /// 1, 2, 3
    Decimal,
    /// a, b, c
    Letters { upper: bool },
    /// i, ii, iii
    Roman { upper: bool },
    /// 1st, or as the language has it: `1er`, `2`.
    Ordinal,
    /// Nothing is shown.
    Hidden,
}

/// The numbers that a list has reached.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counters(BTreeMap<usize, u32>);

impl Counters {
    /// The label of the next item of a level.
    pub(crate) fn next(&mut self, level: usize, levels: &[Level]) -> String {
        let Some(own) = levels.get(level) else { return String::new() };
        let reached = self.0.entry(level).or_insert_with(|| own.start.saturating_sub(1));
        *reached = reached.saturating_add(1);
        self.0.retain(|known, _| *known <= level);
        let Some(figures) = own.figures else { return "-".to_owned() };
        if figures == Figures::Hidden && !own.pattern.contains('%') {
            return own.pattern.trim().to_owned();
        }
        let mut label = String::new();
        let mut characters = own.pattern.chars().peekable();
        while let Some(c) = characters.next() {
            let digit =
                (c == '%').then(|| characters.peek().and_then(|d| d.to_digit(10))).flatten();
            let Some(digit) = digit else {
                label.push(c);
                continue;
            };
            characters.next();
            let at = usize::try_from(digit).unwrap_or(1).saturating_sub(1);
            let shown = levels.get(at);
            let start = shown.map_or(1, |level| level.start);
            let number = self.0.get(&at).copied().unwrap_or(start);
            let figures = shown.and_then(|level| level.figures).unwrap_or(Figures::Decimal);
            label.push_str(&figures.write(number));
        }
        label.trim().to_owned()
    }
}

impl Figures {
    /// The figures that a format name of either standard means.
    pub(crate) fn named(name: &str) -> Figures {
        match name {
            "a" | "lowerLetter" => Figures::Letters { upper: false },
            "A" | "upperLetter" => Figures::Letters { upper: true },
            "i" | "lowerRoman" => Figures::Roman { upper: false },
            "I" | "upperRoman" => Figures::Roman { upper: true },
            "ordinal" => Figures::Ordinal,
            "" | "none" => Figures::Hidden,
            _ => Figures::Decimal,
        }
    }

    fn write(self, number: u32) -> String {
        match self {
            Figures::Ordinal if number == 1 => "1er".to_owned(),
            Figures::Decimal | Figures::Ordinal => number.to_string(),
            Figures::Letters { upper } => cased(letters(number), upper),
            Figures::Roman { upper } => cased(roman(number), upper),
            Figures::Hidden => String::new(),
        }
    }
}

fn cased(label: String, upper: bool) -> String {
    if upper { label.to_uppercase() } else { label }
}

/// a to z, then aa, ab.
fn letters(number: u32) -> String {
    let mut left = number;
    let mut label = Vec::new();
    while left > 0 {
        left -= 1;
        label.push(char::from(b'a' + u8::try_from(left % 26).unwrap_or(0)));
        left /= 26;
    }
    label.iter().rev().collect()
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    // Beyond that, nobody counts so.
    if number > 4999 {
        return number.to_string();
    }
    let mut left = number;
    let mut label = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            label.push_str(sign);
            left -= value;
        }
    }
    label
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_those_that_a_word_processor_shows() {
        let article =
            Level { figures: Some(Figures::Decimal), pattern: "Article %1 :".into(), start: 1 };
        let below = Level {
            figures: Some(Figures::Letters { upper: false }),
            pattern: "%1.%2)".into(),
            start: 1,
        };
        let levels = [article, below];
        let mut counters = Counters::default();
        assert_eq!(counters.next(0, &levels), "Article 1 :");
        assert_eq!(counters.next(0, &levels), "Article 2 :");
        assert_eq!(counters.next(1, &levels), "2.a)");
        assert_eq!(counters.next(1, &levels), "2.b)");
        assert_eq!(counters.next(0, &levels), "Article 3 :");
        assert_eq!(counters.next(1, &levels), "3.a)");
        assert_eq!(
            (letters(27), roman(1994), roman(4)),
            ("aa".into(), "mcmxciv".into(), "iv".into())
        );
    }
}
