//! Names that a text gives otherwise elsewhere: by the letters that it introduces (*l'union des pompiers (UDP)*), or
//! with words in small letters that come back behind the name.

use crate::recognise::{Found, Pattern, around, compile, is_kind};
use greffe_domain::slug;
use std::ops::Range;

/// The letters by which a text calls somebody, and the full name before them.
pub(super) struct Alias {
    pub(super) letters: String,
    pub(super) full: Found<String>,
    /// Behind the brackets.
    pub(super) end: usize,
}

/// The letters that a text introduces behind a full name whose initials they are.
pub(super) fn aliases(folded: &str) -> Vec<Alias> {
    static INTRODUCED: Pattern = Pattern::new(|| {
        compile(
            r"(?:\b(?:la|le|les|La|Le|Les) |\b[lL]')(?P<full>\p{L}[\p{L}' -]{8,90}?) \((?P<letters>[A-Z](?:\.?[A-Z]){1,8}\.?)\)",
        )
    });
    let found = INTRODUCED.captures_iter(folded).filter_map(|hit| {
        let (whole, full, letters) = (hit.get(0)?, hit.name("full")?, hit.name("letters")?);
        let letters = letters.as_str();
        let full = of_initials(full.as_str(), full.start(), letters)?;
        Some(Alias { letters: letters.to_owned(), full, end: whole.end() })
    });
    found.collect()
}

/// The end of some words whose initials are the letters.
fn of_initials(words: &str, at: usize, letters: &str) -> Option<Found<String>> {
    let small = ["de", "d", "du", "des", "la", "le", "les", "l", "et", "a", "aux", "en", "pour"];
    let asked = letters.replace('.', "").to_lowercase();
    let mut starts = std::iter::once(0).chain(words.match_indices(' ').map(|(space, _)| space + 1));
    starts.find_map(|from| {
        let said = words.get(from..)?;
        let named = slug(said);
        let initials: String = named
            .split('-')
            .filter(|word| !small.contains(word))
            .filter_map(|word| word.chars().next())
            .collect();
        (initials == asked).then(|| Found::new(at + from..at + words.len(), said.to_owned()))
    })
}

/// As far around a name, in bytes, it may come back: no act is longer, and what comes back farther off says nothing of it.
pub(super) const NEAR: usize = 1 << 16;

/// So often a name that comes back shows what belongs to it.
pub(super) const OFTEN: usize = 100;

/// A name with the words in small letters that follow it wherever it stands: *Vaulnoix à pied*. Twice at least, and
/// each time before something else.
pub(super) fn told_twice(folded: &str, name: Range<usize>) -> Range<usize> {
    const LONGEST: usize = 4;
    let said = folded.get(name.clone()).unwrap_or_default();
    let near = around(folded, &name, NEAR);
    let rests: Vec<Vec<&str>> = near
        .match_indices(said)
        .take(OFTEN)
        .filter_map(|(at, _)| near.get(at + said.len()..)?.strip_prefix(' '))
        .map(|rest| rest.split([' ', '\n']).take(LONGEST + 1).collect())
        .collect();
    let own = folded.get(name.end..).and_then(|rest| rest.strip_prefix(' ')).unwrap_or_default();
    let own: Vec<&str> = own.split([' ', '\n']).take(LONGEST).collect();
    let mut end = 0;
    for many in 1..=own.len() {
        let Some(words) = own.get(..many) else { break };
        let all = words.iter().all(|word| {
            word.chars().all(|c| c.is_lowercase() || c == '\'' || c == '-') && !STOP.contains(word)
        });
        let same: Vec<Option<&&str>> = rests
            .iter()
            .filter(|rest| rest.starts_with(words))
            .map(|rest| rest.get(many))
            .collect();
        let apart = same.iter().any(|next| Some(next) != same.first());
        if !all || same.len() < 2 {
            break;
        }
        let last = words.last().copied().unwrap_or_default();
        let first = words.first().copied().unwrap_or_default();
        let opens = ["à", "de", "du", "des", "en", "et", "au", "aux", "sans"].contains(&first);
        if apart && (is_kind(first) || (opens && many > 1)) && last.chars().count() > 3 {
            end = words.iter().map(|word| word.len() + 1).sum();
        }
    }
    name.start..name.end + end
}

/// Words with which a sentence goes on behind a name.
const STOP: &[&str] = &[
    "un",
    "une",
    "pour",
    "qui",
    "que",
    "est",
    "a",
    "sont",
    "dont",
    "avec",
    "par",
    "dans",
    "afin",
    "ainsi",
    "il",
    "elle",
    "la",
    "le",
    "les",
    "hauteur",
    "titre",
    "vue",
    "raison",
    "compter",
    "partir",
    "cas",
    "sein",
    "profit",
    "faveur",
    "charge",
    "concurrence",
    "raison",
    "subvention",
    "aide",
    "participation",
    "sur",
    "sous",
    "soit",
];
