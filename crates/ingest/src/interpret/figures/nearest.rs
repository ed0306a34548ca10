//! What the nearest words before an amount make of it, when nothing in its sentence says so outright.

use super::cues::{CUES, NOT_THIS_ONE};
use crate::draft::Seems;
use crate::recognise::{Pattern, compile};
use std::ops::Range;

/// Closer words weigh more; those farther than this say nothing of the amount.
const NEAR: usize = 170;

/// Words without those that say nothing of the amount behind them: what a share is of (*soit 25 % du budget*),
/// and what a line of the budget is called (*l'enveloppe « aide aux clubs »*).
fn silent(words: &str) -> String {
    static SILENT: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)(?:\d ?%|pour cent|\b(?:moitié|tiers|quart|cinquième|dixième)) (?:du|de la|de l'|de ce|de cette|de son|de sa|de leur|d'un|d'une|des)(?: même| nouveau)? ",
            r"(?:budgets?|co[ûu]ts?|d[ée]penses?|montant|subvention|aide|participation)(?: (?:r[ée]vis[ée]e?s?|modifi[ée]e?s?|total\p{L}*|pr[ée]visionnel\p{L}*|[ée]ligibles?|subventionnables?))*[^,;().\n]{0,20}[,;)]",
            r"|«[^«»\n]*»|\b(?:r[èe]glement|crit[èe]re|condition|modalit[ée]|commission|arr[êe]t[ée]|d[ée]cision)s? (?:d'attribution|attributi(?:f|ve)s?)\b|\bsubventions? d'[ée]quipement (?:vers[ée]es?|aux)\b"
        ))
    });
    SILENT.replace_all(words, "…").into_owned()
}

static COMPLEMENT: Pattern = Pattern::new(|| compile(r"(?i)\ble compl[ée]ment\b[^,;]*$"));

static ADVANCED: Pattern = Pattern::new(|| {
    compile(r"(?i)\b(?:avances?|acomptes?|premiers? versements?|€)|^,? ?[^.]{0,40}, le compl")
});

static DEMANDED: Pattern = Pattern::new(|| compile(r"(?i)\bdemandes? d'avance"));

/// Whether the words before an amount, from `since` on, make of it a subsidy that this act gives.
pub(in super::super) fn is_for_a_subsidy(folded: &str, since: usize, place: &Range<usize>) -> bool {
    seems(folded, since, place, false) == Seems::Subsidy
}

pub(super) fn seems(folded: &str, since: usize, place: &Range<usize>, granted: bool) -> Seems {
    let lead = folded.get(since..place.start).unwrap_or_default();
    // A figure alone on its line belongs to the words of the line before.
    let said = lead.trim_end();
    let clause =
        said.rfind([';', '\n']).into_iter().chain(said.rfind(". ")).max().map_or(0, |at| at + 1);
    let words = lead.get(clause..).unwrap_or_default();
    let from = words.char_indices().rev().nth(NEAR).map_or(0, |(at, _)| at);
    let words = &silent(words.get(from..).unwrap_or_default());
    let nearest = CUES
        .iter()
        .filter_map(|(seems, pattern)| {
            let found = pattern.find_iter(words).last()?;
            Some(((found.end(), found.len()), *seems))
        })
        .max_by_key(|(at, _)| *at);
    let Some((_, seems)) = nearest else { return Seems::Other };
    match seems {
        // *Le complément* is what an advance leaves, or what is given besides.
        Seems::Balance if COMPLEMENT.is_match(words) && !ADVANCED.is_match(words) => Seems::Other,
        Seems::Advance if DEMANDED.is_match(words) => Seems::Other,
        Seems::Subsidy => {
            if granted || NOT_THIS_ONE.is_match(words) {
                Seems::Other
            } else {
                Seems::Subsidy
            }
        }
        other => other,
    }
}
