//! Persons: lists of names as acts print them, and the powers that members give.
//!
//! A list is separated by dashes, semicolons or commas, or by the civilities alone. A piece that is
//! no name (a number, a sentence, a group) makes the list doubtful; it is never taken for one.

use super::scan::{CIVILITY, NAME, trimmed};
use crate::recognise::{Found, Pattern, compile};
use std::ops::Range;

/// The names of a list, and the first piece that is none.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) listed: Vec<Found<String>>,
    pub(super) powers: Vec<Power>,
    pub(super) odd: Option<String>,
}

/// A power to vote: who gives it, who holds it.
#[derive(Debug, Clone)]
pub(super) struct Power {
    pub(super) from: Found<String>,
    pub(super) to: Found<String>,
}

static WHOLE_NAME: Pattern =
    Pattern::new(|| compile(&format!(r"^(?:{CIVILITY} )?(?P<name>{NAME})$")));

static POWER: Pattern = Pattern::new(|| {
    compile(&format!(
        concat!(
            r"^(?:{c} )?(?P<from>{n})(?: ?[(,])? ?(?:(?i:(?:a |ayant )?donné(?:e|es|s)? |donne )?(?i:pouvoir|procuration|mandat) ",
            r"(?i:donnée? )?)?(?:à|par) (?:{c} )?(?P<to>{n})\)?$"
        ),
        c = CIVILITY,
        n = NAME
    ))
});

static ASIDE: Pattern = Pattern::new(|| compile(r" ?\([^()]*\)$"));

static CIVIL: Pattern =
    Pattern::new(|| compile(r"(?:^| )(?:MM\.|M\.|Mmes? |Mlles? |Monsieur |Madame |M (?:\p{Lu}))"));

/// Words with which no name of a person goes on, or which are none.
const NOT_NAMES: &[&str] = &[
    "Mesdames",
    "Messieurs",
    "Maire",
    "Président",
    "Présidente",
    "Secrétaire",
    "Néant",
    "Le",
    "La",
    "Les",
    "Conseil",
    "Bureau",
    "Commission",
    "Communauté",
    "Commune",
    "Métropole",
    "Quorum",
    "Total",
    "Nombre",
    "Séance",
    "Membres",
    "Rapporteur",
    "Rapporteure",
    "Date",
    "Vu",
    "Étaient",
    "Etaient",
    "Ordre",
    "Adjoint",
    "Adjointe",
    "Absent",
    "Absents",
    "Présents",
    "Excusés",
];

/// The names of a list that stands at `at`.
pub(super) fn names(list: &str, at: usize) -> Names {
    let mut out = Names::default();
    for piece in pieces(list) {
        let text = list.get(piece.clone()).unwrap_or_default();
        take(text, at + piece.start, &mut out);
    }
    out
}

fn take(raw: &str, at: usize, out: &mut Names) {
    let (lead, text) = trimmed(raw);
    let text = text.trim_end_matches('.').trim_end();
    let flat = text.replace('\n', " ");
    if flat.is_empty() || matches!(flat.as_str(), "/" | "-" | "Mesdames et Messieurs" | "et") {
        return;
    }
    let at = at + lead;
    if let Some(power) = power(&flat, at) {
        out.powers.push(power);
        return;
    }
    let flat = flat.strip_suffix(" et").map_or(flat.clone(), str::to_owned);
    let bare = ASIDE.find(&flat).and_then(|aside| flat.get(..aside.start())).unwrap_or(&flat);
    match name(bare) {
        Some(found) => out.listed.push(found.shifted(at)),
        None => {
            out.odd.get_or_insert(flat);
        }
    }
}

/// A name that a text consists of, civility stripped.
pub(super) fn name(text: &str) -> Option<Found<String>> {
    let found = WHOLE_NAME.captures(text)?.name("name")?;
    let words = found.as_str();
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let whole = clipped(words).len() == words.len() && words.split(' ').count() <= 7;
    (letters >= 2 && whole).then(|| Found::new(found.range(), words.to_owned()))
}

/// A name in running text, up to the first word that cannot belong to it.
pub(super) fn name_in_text(text: &str) -> Option<Found<String>> {
    let words = clipped(text).trim_end();
    name(words)
}

/// A name has one run of capitals at most: behind `Anne DUVAL`, `Membres` begins something else.
fn clipped(words: &str) -> &str {
    let mut end = 0;
    let mut at = 0;
    let (mut mixed, mut capitals, mut mixed_again) = (false, false, false);
    for word in words.split(' ') {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let lower = word.chars().any(char::is_lowercase);
        let starts_upper = word.chars().next().is_some_and(char::is_uppercase);
        if NOT_NAMES.contains(&word) || (mixed && capitals && starts_upper && lower && !mixed_again)
        {
            break;
        }
        if letters > 1 && !lower {
            capitals = true;
            if mixed_again {
                break;
            }
        } else if starts_upper && lower {
            mixed_again |= capitals;
            mixed |= !capitals;
        }
        at += word.len();
        end = at;
        at += 1;
    }
    words.get(..end).unwrap_or_default()
}

fn power(text: &str, at: usize) -> Option<Power> {
    let hit = POWER.captures(text)?;
    let part = |group: &str| {
        let found = hit.name(group)?;
        let inner = name(found.as_str())?;
        Some(inner.shifted(at + found.start()))
    };
    Some(Power { from: part("from")?, to: part("to")? })
}

/// The powers that running sentences state: *M. A a donné pouvoir à Mme B*.
pub(super) fn powers_in(text: &str, at: usize) -> Vec<Power> {
    static SAID: Pattern = Pattern::new(|| {
        compile(&format!(
            r"(?:{CIVILITY} )(?P<from>{NAME}) (?:a|ayant) donné (?:pouvoir|procuration|mandat) à (?:{CIVILITY} )(?P<to>{NAME})"
        ))
    });
    let flat = text.replace('\n', " ");
    SAID.captures_iter(&flat)
        .filter_map(|hit| {
            let part = |group: &str| {
                let found = hit.name(group)?;
                Some(name(found.as_str())?.shifted(at + found.start()))
            };
            Some(Power { from: part("from")?, to: part("to")? })
        })
        .collect()
}

/// The pieces of a list, by the separator that it uses.
fn pieces(list: &str) -> Vec<Range<usize>> {
    let dashed = [" - ", "\n- ", " – ", " — "].iter().any(|mark| list.contains(mark));
    let marks: &[&str] = if dashed {
        &[" - ", "\n- ", " -\n", " – ", "\n– ", " — ", "—"]
    } else if list.contains(';') {
        &[";", "\n- "]
    } else {
        &[",", "\n- ", "\n• "]
    };
    let mut out = Vec::new();
    for piece in split(list, 0..list.len(), marks) {
        let text = list.get(piece.clone()).unwrap_or_default();
        // `;` may separate groups inside which commas separate.
        let inner: &[&str] = if text.contains(',') && !dashed { &[","] } else { &["\n\n\n"] };
        for part in split(list, piece, inner) {
            out.extend(by_civility(list, part));
        }
    }
    out
}

fn split(text: &str, within: Range<usize>, marks: &[&str]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = within.start;
    let mut at = within.start;
    let mut depth = 0usize;
    while let Some(rest) = text.get(at..within.end) {
        let Some(next) = rest.chars().next() else { break };
        match next {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let mark = marks.iter().find(|mark| depth == 0 && rest.starts_with(**mark));
        match mark {
            Some(mark) => {
                out.push(start..at);
                at += mark.len();
                start = at;
            }
            None => at += next.len_utf8(),
        }
    }
    out.push(start..within.end);
    out
}

/// Names in columns are separated by nothing but their civilities. A power names two persons.
fn by_civility(list: &str, piece: Range<usize>) -> Vec<Range<usize>> {
    let text = list.get(piece.clone()).unwrap_or_default();
    if text.contains(" à ") || text.contains(" par ") || text.contains('(') {
        return vec![piece];
    }
    let mut out = Vec::new();
    let mut start = piece.start;
    for civil in CIVIL.find_iter(text) {
        let at = piece.start + civil.start();
        if at > start {
            out.push(start..at);
        }
        start = at;
    }
    out.push(start..piece.end);
    // `Anne A et Luc B`: the last two of a list.
    out.into_iter().flat_map(|range| split(list, range, &[" et "])).collect()
}
