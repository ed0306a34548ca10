//! Lists and tables that stand behind the foot of the act and that it calls annexed: *aux bénéficiaires désignés en annexe*,
//! *selon le tableau joint*, *figurant en annexe n° 1*.

use super::super::reading::Reading;
use super::super::sentence::{Sentence, Zone};
use crate::recognise::{Pattern, compile};
use std::ops::Range;

/// Why a grant of such a list is for review.
pub(super) const DOUBT: &str =
    "the grants stand in an annex behind the act; check that they are what it decides";

/// A page ends between two stretches that stand so near: its foot and the stamps of the next are between them.
const FOOT: usize = 400;

/// The words that say where the rows stand.
static ANNEXED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:annex[ée]?e?s?|ci-jointe?s?|(?:tableau|liste|[ée]tat|r[ée]partition|document|d[ée]tail)s? (?:\p{L}+ ){0,2}jointe?s?|jointe?s? (?:à|au|en)",
        r"|(?:selon|dans|par|sur|à|au|conform[ée]ment (?:à|au)|suivant) (?:le|la|l'|les)? ?(?:tableau|liste|[ée]tat|r[ée]capitulatif)s?)\b"
    ))
});

/// Whether a sentence says that what it decides stands in an annex or a table.
pub(super) fn says(sentence: &Sentence<'_>) -> bool {
    sentence.says(&ANNEXED)
}

/// The annexes of the act, where its decision says that they hold what it grants.
pub(super) fn stretches(reading: &Reading<'_>) -> Vec<Range<usize>> {
    let decided = reading.in_zones(&[Zone::Articles]);
    let said = |at: &usize| reading.sentence(*at).is_some_and(says);
    if reading.setting.several || !decided.iter().any(said) {
        return Vec::new();
    }
    let mut out: Vec<Range<usize>> = Vec::new();
    for annex in &reading.annexes {
        match out.last_mut().filter(|last| annex.start <= last.end + FOOT) {
            Some(last) => last.end = annex.end,
            None => out.push(annex.clone()),
        }
    }
    out
}
