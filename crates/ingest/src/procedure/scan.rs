//! Scanning: a pattern held against a stretch of the text, its groups with their places.
//!
//! All ranges count from the start of the whole folded text.

use crate::recognise::{Found, Pattern, dates, number_in_words, stamped_day};
use greffe_domain::Edtf;
use regex::Captures;
use std::ops::Range;

/// A person's name as acts write it: capitalised words, with particles between them.
pub(super) const NAME: &str = concat!(
    // *J.F.DUVAL*: initials that nothing parts from the surname; *M.* may be the civility.
    r"(?:(?:[A-LN-Z]\.(?:-?\p{Lu}\.)?|M\.-?\p{Lu}\.)\p{Lu}[\p{L}'-]+|\p{Lu}-\p{Lu}\.|\p{Lu}\.(?:-?\p{Lu}\.)?|(?:Ph|Ch|Chr|Th|Fr|Cl)\.|(?:[dl]')?\p{Lu}[\p{L}'/-]*)(?: (?:(?:de la|de|du|des|le|la|les|van|von|der|den|el|del|da|dos|née|épouse|veuve) )*",
    r"(?:\p{Lu}-\p{Lu}\.|(?:Ph|Ch|Chr|Th|Fr|Cl)\.|(?:\p{Lu}\.(?:-?\p{Lu}\.?)?)|(?:[dl]')?\p{Lu}[\p{L}'-]*)){0,6}"
);

/// The civility before a name.
pub(super) const CIVILITY: &str = r"(?:M(?:M?\.?|mes?\.?|MES?) ?(?:(?:et|ou|/|&|-) ?)?(?:MM\.|M(?:mes?|MES?)\.?)|[Mm]onsieur|[Mm]adame|[Mm]ademoiselle|[Mm]essieurs|[Mm]esdames|MM\.?|Mmes?\.?|Mlles?\.?|M[rs]s?\.?|M\.?|MME|MMES|Ma[îi]tre|(?:[Ll][ea] )?(?:Docteur|Professeur)e?|Dr\.?)";

/// A pattern found in the text.
pub(super) struct Hit<'a> {
    at: usize,
    captures: Captures<'a>,
}

/// Every place of a stretch where a pattern holds.
pub(super) fn hits<'a>(folded: &'a str, within: &Range<usize>, pattern: &Pattern) -> Vec<Hit<'a>> {
    let text = folded.get(within.clone()).unwrap_or_default();
    let at = within.start;
    pattern.captures_iter(text).map(|captures| Hit { at, captures }).collect()
}

/// The first place of a stretch where a pattern holds.
pub(super) fn hit<'a>(
    folded: &'a str,
    within: &Range<usize>,
    pattern: &Pattern,
) -> Option<Hit<'a>> {
    let captures = pattern.captures(folded.get(within.clone())?)?;
    Some(Hit { at: within.start, captures })
}

impl Hit<'_> {
    /// Where the pattern holds.
    pub(super) fn range(&self) -> Range<usize> {
        self.captures.get(0).map_or(self.at..self.at, |m| self.at + m.start()..self.at + m.end())
    }

    /// Where a group stands, without white space and separators around it.
    pub(super) fn place(&self, group: &str) -> Option<Range<usize>> {
        self.words(group).map(|found| found.range)
    }

    /// Where a group stands, with whatever it holds.
    pub(super) fn exact(&self, group: &str) -> Option<Range<usize>> {
        let found = self.captures.name(group)?;
        Some(self.at + found.start()..self.at + found.end())
    }

    /// Whether a group took part.
    pub(super) fn has(&self, group: &str) -> bool {
        self.captures.name(group).is_some()
    }

    /// The words of a group, without white space and separators around them.
    pub(super) fn words(&self, group: &str) -> Option<Found<String>> {
        let found = self.captures.name(group)?;
        let (lead, words) = trimmed(found.as_str());
        let start = self.at + found.start() + lead;
        (!words.is_empty())
            .then(|| Found::new(start..start + words.len(), words.replace('\n', " ")))
    }

    /// The date of a group, if the recogniser finds one exactly there.
    pub(super) fn date(&self, group: &str) -> Option<Found<Edtf>> {
        let found = self.captures.name(group)?;
        let whole = Found::new(0..found.len(), ());
        let read =
            dates(found.as_str()).into_iter().next().filter(|date| date.range == whole.range);
        let stamped = || Some(Found::new(whole.range, stamped_day(found.as_str())?));
        Some(read.or_else(stamped)?.shifted(self.at + found.start()))
    }

    /// The count of a group, in figures or words.
    pub(super) fn count(&self, group: &str) -> Option<Found<u32>> {
        let words = self.words(group)?;
        let number = number(&words.value)?;
        Some(Found::new(words.range, number))
    }
}

/// A count in figures or words.
pub(super) fn number(text: &str) -> Option<u32> {
    // *Contre : néant*, *aucune abstention*: none is a count.
    if ["néant", "neant", "aucun", "aucune", "zéro", "zero"].contains(&text.to_lowercase().as_str())
    {
        return Some(0);
    }
    let figures = text.parse().ok();
    figures.or_else(|| u32::try_from(number_in_words(&text.to_lowercase())?).ok())
}

/// Words without what surrounds them, and how many bytes stood before them.
pub(super) fn trimmed(text: &str) -> (usize, &str) {
    let mark = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '–' | '—' | '•');
    let words = text.trim_start_matches(mark);
    let lead = text.len() - words.len();
    (lead, words.trim_end_matches(mark))
}

/// The words of a range on one line, with the place of what is left of them.
pub(super) fn line(folded: &str, range: Range<usize>) -> Option<Found<String>> {
    let (lead, words) = trimmed(folded.get(range.clone())?);
    let start = range.start + lead;
    (!words.is_empty()).then(|| Found::new(start..start + words.len(), on_one_line(words)))
}

/// Line feeds are spaces, runs of spaces are one.
pub(super) fn on_one_line(text: &str) -> String {
    greffe_domain::fold_spaces(text)
}

/// The sentence around a place: back to the line's start or a full stop, on to the next one. No farther is looked: a
/// line may be as long as the text.
pub(super) fn sentence(folded: &str, around: &Range<usize>) -> Range<usize> {
    sentence_start(folded, around.start)..sentence_end(folded, around)
}

fn sentence_start(folded: &str, at: usize) -> usize {
    let before = folded.get(..at).unwrap_or_default();
    for (mark, found) in before.rmatch_indices(['\n', '.']) {
        if found == "\n" {
            return mark + 1;
        }
        if full_stop(before, mark) {
            return mark + FULL_STOP.len();
        }
    }
    0
}

fn sentence_end(folded: &str, around: &Range<usize>) -> usize {
    // A full stop may be what the place ends with.
    let near = around.end.saturating_sub(FULL_STOP.len()).max(around.start);
    let near = (near..=around.end).find(|at| folded.is_char_boundary(*at)).unwrap_or(around.end);
    let behind = folded.get(near..).unwrap_or_default();
    for (mark, found) in behind.match_indices(['\n', '.']) {
        let mark = near + mark;
        if found == "\n" && mark >= around.end {
            return mark;
        }
        let ends = mark + FULL_STOP.len();
        if found == "." && ends >= around.end && full_stop(folded, mark) {
            return ends;
        }
    }
    folded.len()
}

/// `J.-P.`, `J.P`: the initials of a double first name.
pub(super) fn initials(word: &str) -> bool {
    let one = |part: &str| part.chars().count() == 1 && part.starts_with(char::is_uppercase);
    let mut parts = word.split(['.', '-']).filter(|part| !part.is_empty()).peekable();
    parts.peek().is_some() && parts.all(one)
}

/// A full stop and the space behind it.
const FULL_STOP: &str = ". ";

/// The places right behind a full stop that ends a sentence, and the space after it.
pub(super) fn full_stops(text: &str) -> impl Iterator<Item = usize> {
    let stops = text.match_indices(FULL_STOP).filter(|(at, _)| full_stop(text, *at));
    stops.map(|(at, stop)| at + stop.len())
}

/// Whether a full stop that ends a sentence stands at a place, and a space behind it.
fn full_stop(text: &str, at: usize) -> bool {
    let Some((before, behind)) = text.split_at_checked(at) else { return false };
    if !behind.starts_with(FULL_STOP) {
        return false;
    }
    let word = before.rsplit([' ', '\n', '\t', '\'', '(', ',']).next().unwrap_or_default();
    let short = word.chars().count() <= 1
        || initials(word)
        || matches!(
            word,
            "MM" | "Ms"
                | "Ph"
                | "Ch"
                | "Chr"
                | "Th"
                | "Fr"
                | "Cl"
                | "Mr"
                | "Mrs"
                | "Mme"
                | "Mmes"
                | "Mlle"
                | "art"
                | "St"
                | "Dr"
                | "Me"
                | "Cf"
                | "Vice-Prés"
        );
    !short
}
