//! Matters that are told apart by their places: numbers that follow each other, and the titles of an agenda, which
//! name each matter before it is told.

use super::names;
use crate::recognise::{Pattern, compile, roman, tail};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// So many places in a row are an order.
const LEAST: usize = 3;

/// A number with its mark, before a capital.
static PLACE: Pattern = Pattern::new(|| {
    compile(r" (?P<n>\d{1,2}|[IVX]{1,5}) ?(?P<mark>[-–—/)°.:])[-–—/)°.]* ?(?P<title>[\p{Lu}«])")
});

/// A place in an order.
struct Place {
    /// Where the space before it stands.
    at: usize,
    /// Where its title begins.
    title: usize,
}

/// Numbers that follow each other from one on, each row under one mark.
fn orders(folded: &str) -> Vec<Vec<Place>> {
    let mut rows: BTreeMap<(bool, &str), Vec<Place>> = BTreeMap::new();
    let mut out = Vec::new();
    for hit in PLACE.captures_iter(folded) {
        let (Some(n), Some(mark), Some(title)) =
            (hit.name("n"), hit.name("mark"), hit.name("title"))
        else {
            continue;
        };
        let at = n.start() - 1;
        let figures = n.as_str().parse::<usize>().ok();
        let number =
            figures.or_else(|| roman(n.as_str()).and_then(|place| usize::try_from(place).ok()));
        // *n° 3 - Budget*: the number of a thing.
        if folded.get(..at).is_some_and(|before| before.ends_with('°')) {
            continue;
        }
        let row = rows.entry((figures.is_some(), mark.as_str())).or_default();
        if number == Some(1) {
            out.push(std::mem::take(row));
        }
        if number == Some(row.len() + 1) {
            row.push(Place { at, title: title.start() });
        }
    }
    out.extend(rows.into_values());
    out.retain(|row| row.len() >= LEAST);
    out
}

/// Before places of matters, and around the titles of an agenda wherever they stand again.
pub(super) fn breaks(folded: &str) -> Vec<usize> {
    let orders = orders(folded);
    let mut out: Vec<usize> = orders.iter().flatten().map(|place| place.at).collect();
    if let Some(agenda) = orders.iter().find(|row| is_agenda(folded, row)) {
        let ends = agenda.iter().skip(1).map(|next| next.at);
        let titles: Vec<&str> = agenda
            .iter()
            .zip(ends)
            .filter_map(|(place, end)| folded.get(place.title..end))
            .collect();
        let from = agenda.last().map_or(0, |last| last.title);
        out.extend(told_again(folded, &titles, from));
    }
    out
}

/// Whether places stand right behind the words for an agenda, and close to each other.
fn is_agenda(folded: &str, row: &[Place]) -> bool {
    static AGENDA: Pattern = Pattern::new(|| {
        compile(r"(?i)\bordre du jour\b[^.;]{0,80}$|\bordre du jour ?:[^;]{0,120}$")
    });
    const LONGEST: usize = 300;
    let Some(first) = row.first() else { return false };
    let close =
        row.windows(2).all(|two| matches!(two, [one, next] if next.at - one.title < LONGEST));
    close && AGENDA.is_match(tail(folded.get(..first.at).unwrap_or_default(), 200))
}

/// The letters and figures of a text, each folded, and where each stands.
fn letters(text: &str) -> (String, Vec<usize>) {
    let mut plain = String::new();
    let mut places = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
        let bare = std::iter::once(c).nfkd().filter(|c| !is_combining_mark(*c));
        for small in bare.flat_map(char::to_lowercase) {
            plain.push(small);
            places.extend(std::iter::repeat_n(at, small.len_utf8()));
        }
    }
    (plain, places)
}

/// Before and behind each title of an agenda that stands again behind it: there its matter begins.
fn told_again(folded: &str, titles: &[&str], from: usize) -> Vec<usize> {
    static PREFIX: Pattern = Pattern::new(|| {
        compile(
            r" (?:(?:(?i:point|dossier|question|affaire|rapport|sujet|d[ée]lib[ée]ration) ?)?(?:[nN] ?[°o]\.? ?)?(?:\d{1,2}|[IVX]{1,5}) ?[-–—/)°.:]* ?[|•*-]? ?)?$",
        )
    });
    // What may stand between a title and the end of its line.
    static BEHIND: Pattern = Pattern::new(|| {
        compile(
            r"^[»).]?(?: ?[-–—:|(]{0,2} ?(?:(?i:d[ée]lib[ée]ration) )?(?:[nN] ?[°o] ?)?(?:[A-Z]{1,6}[-_/. ]?)?\d{1,4}(?:[-_/.]\d{1,4}){1,3}\)?)?",
        )
    });
    const MOST: usize = 60;
    const SHORTEST: usize = 10;
    let (plain, places) = letters(folded.get(from..).unwrap_or_default());
    let mut out = Vec::new();
    for title in titles.iter().take(MOST) {
        let (sought, _) = letters(title);
        if sought.len() < SHORTEST {
            continue;
        }
        for (at, _) in plain.match_indices(&sought) {
            let (Some(begins), Some(last)) = (places.get(at), places.get(at + sought.len() - 1))
            else {
                continue;
            };
            let (begins, last) = (from + begins, from + last);
            let before = folded.get(..begins).unwrap_or_default();
            let rest = folded.get(last..).unwrap_or_default();
            let letter = rest.chars().next().map_or(0, char::len_utf8);
            let behind = rest.get(letter..).unwrap_or_default();
            let capital =
                folded.get(begins..).is_some_and(|words| words.starts_with(char::is_uppercase));
            let apart = !before.ends_with(char::is_alphanumeric)
                && !behind.starts_with(char::is_alphanumeric);
            let Some(prefix) = PREFIX.find(tail(before, 60)) else {
                continue;
            };
            let numbered = prefix.len() > 1;
            if !(capital && apart && (numbered || !names(before.trim_end()))) {
                continue;
            }
            out.push(begins - prefix.len());
            let own = BEHIND.find(behind).map_or(0, |found| found.end());
            let end =
                behind.get(own..).and_then(|rest| Some(last + letter + own + rest.find(' ')?));
            out.extend(end.filter(|end| *end <= last + letter + own + 2));
        }
    }
    out
}
