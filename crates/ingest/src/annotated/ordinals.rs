//! The headings of matters, told by the place of each among the others.

use super::folding::ORNAMENTS;
use super::is_blank;
use super::openings::{heads_a_matter, opens_sentence};

/// *POINT 5 – …*, *Dossier n° 12 – …*, *IV. …*, *B – …*: the place of a matter among others, then its title.
pub(super) fn ordinal(words: &str) -> bool {
    let kinds = ["point ", "question ", "dossier ", "rapport ", "affaire ", "sujet "];
    let lead = words.split_inclusive(is_blank).next().unwrap_or_default();
    let kind = kinds.iter().any(|kind| lead.to_lowercase() == **kind);
    let rest = if kind { words.get(lead.len()..).unwrap_or_default() } else { words };
    let rest =
        ["n° ", "N° ", "n°", "N°"].iter().find_map(|no| rest.strip_prefix(no)).unwrap_or(rest);
    let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    let (place, title) = rest.split_at(end);
    let figures = (1..=3).contains(&place.len()) && place.bytes().all(|b| b.is_ascii_digit());
    let roman = (1..=5).contains(&place.len()) && place.bytes().all(|b| b"IVX".contains(&b));
    let letter = place.len() == 1 && place.starts_with(|c: char| c.is_ascii_uppercase());
    let mark = title.trim_start_matches(is_blank);
    // *A. BON* is a name, *B – …* a matter.
    let parts = |c: char| {
        matches!(c, '-' | '–' | '—' | '/' | ')')
            || ORNAMENTS.contains(&c)
            || (!letter && matches!(c, '.' | ':' | '•' | '|'))
    };
    let behind = mark.trim_start_matches(|c| is_blank(c) || parts(c));
    let behind = if figures { behind_reference(behind) } else { behind };
    (figures || roman || letter)
        && mark.starts_with(parts)
        && behind.starts_with(|c: char| c.is_uppercase() || c == '«')
}

/// *2031-021 – TAUX DES IMPÔTS*: what stands behind the reference of the act and its dash.
fn behind_reference(words: &str) -> &str {
    let end = words.find(is_blank).unwrap_or(words.len());
    let (token, rest) = words.split_at(end);
    let year = token.starts_with("19") || token.starts_with("20");
    let digits = token.bytes().filter(u8::is_ascii_digit).count();
    let marks = token.bytes().all(|b| b.is_ascii_digit() || b"-/_.".contains(&b));
    let dash = rest.trim_start_matches(is_blank).strip_prefix(['-', '–', '—', ':']);
    let title = dash.map(|rest| rest.trim_start_matches(is_blank));
    title
        .filter(|_| year && marks && digits > 4 && token.contains(['-', '/', '_', '.']))
        .unwrap_or(words)
}

/// *POINT 5 – CS-2031-12 – …*: an ordinal before a reference, then a title that no kind of body ends.
pub(super) fn matter(words: &str) -> bool {
    let parts: Vec<&str> = words.split([' ', '\u{a0}', '\u{202f}']).collect();
    let shaped = |word: &&str| {
        word.contains(['-', '/', '_', '.'])
            && word.bytes().filter(u8::is_ascii_digit).count() >= 4
            && word.ends_with(|c: char| c.is_ascii_digit())
    };
    let last = parts.last().map(|word| word.to_lowercase()).unwrap_or_default();
    let kinds =
        ["association", "associations", "club", "société", "fondation", "coopérative", "compagnie"];
    ordinal(words)
        && parts.iter().take(5).any(shaped)
        && !kinds.iter().any(|kind| last.ends_with(kind))
}

/// Whether a line behind the end of a sentence begins a matter: its place among the others (*4) Voirie*) or its
/// reference (*N°2031/28 – Voirie*), and a title.
pub(super) fn next_matter(words: &str) -> bool {
    let bare =
        ["n° ", "N° ", "n°", "N°"].iter().find_map(|no| words.strip_prefix(no)).unwrap_or(words);
    ordinal(words) || heads_a_matter(bare)
}

/// Whether a line begins as the text below a heading does: as a sentence, and not with a name (*La Boule*).
pub(super) fn opens_text(words: &str) -> bool {
    let mut all = words.split(is_blank);
    let article = matches!(all.next(), Some("Le" | "La" | "Les" | "Un" | "Une" | "Ce" | "Cette"));
    opens_sentence(words)
        && (!article || all.next().is_some_and(|next| next.starts_with(char::is_lowercase)))
}
