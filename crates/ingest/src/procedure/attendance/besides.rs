//! Who was there and stands in no list: who presides, where the label leaves him out or names him, and deputies.

use super::super::person::{Power, name_in_text};
use super::super::presiding;
use super::super::scan::{CIVILITY, NAME, hit};
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::slug;
use std::ops::Range;

/// *Étaient présents, outre le Maire, M. A :*: who is named in the label itself.
pub(super) fn besides(
    folded: &str,
    head: &Range<usize>,
    label: Range<usize>,
) -> Option<Found<String>> {
    // *réunie sous la présidence de Mme A, en présence de : B, C*
    static PRESIDED: Pattern = Pattern::new(|| {
        compile(&format!(
            r"pr[ée]sidence d(?:e |')(?:{CIVILITY} )?(?P<name>{NAME})(?:, [^,;:\n]{{3,60}})?,? ?$"
        ))
    });
    // *autour du Président A :*
    static AROUND: Pattern = Pattern::new(|| {
        compile(&format!(
            r"(?i:\bautour d(?:u|e la) (?:pr[ée]sidente?|maire),? )(?:{CIVILITY} )?(?P<name>{NAME}) ?:"
        ))
    });
    // *Étaient présents, outre Madame le Maire :*, who the words of the sitting say
    static CHAIR: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\boutre (?:(?:monsieur|madame|m\.|mme) )?(?:le |la )(?:maire|pr[ée]sidente?) ?:",
        )
    });
    static BESIDES: Pattern = Pattern::new(|| {
        compile(&format!(r"(?i:\boutre (?:[^:;\n]{{2,80}}?, )?){CIVILITY} (?P<name>{NAME}) ?:"))
    });
    /// So many bytes before the label name who presides.
    const NEAR: usize = 160;
    let words = folded.get(label.clone()).unwrap_or_default();
    if slug(words).contains("en-presence-de") {
        let from = folded.floor_char_boundary(label.start.saturating_sub(NEAR)).max(head.start);
        let name = hit(folded, &(from..label.start), &PRESIDED)?.words("name")?;
        return Some(name_in_text(&name.value)?.shifted(name.range.start));
    }
    if CHAIR.is_match(words) {
        let (_, person) = presiding::president(folded, head).0?;
        return Some(person.name);
    }
    if let Some(name) = hit(folded, &label, &AROUND).and_then(|hit| hit.words("name")) {
        return Some(name_in_text(&name.value)?.shifted(name.range.start));
    }
    let name = hit(folded, &label, &BESIDES)?.words("name")?;
    Some(name_in_text(&name.value)?.shifted(name.range.start))
}

/// *A (pour B)* among those present: A sits for B, and gives no power.
pub(super) fn sits_for_another(power: &Power, text: &str, at: usize) -> bool {
    let place = |n: usize| n.checked_sub(at);
    let between = place(power.from.range.end).zip(place(power.to.range.start));
    let words = between.and_then(|(from, to)| text.get(from..to)).unwrap_or_default();
    words.trim_start().trim_start_matches(['(', ',', '–', '-', ' ']).starts_with("pour ")
}
