//! Rows of a schedule of payment: *30 novembre ..... 500 €*, *Signature | 50 % | 500 €* below words that say that something
//! is paid in parts.

use super::place::Place;
use crate::draft::Seems;
use crate::recognise::{Pattern, compile, tail};

/// So many lines above a row its lead stands at most.
const LINES: usize = 9;

/// The words that lead to a schedule.
static LEAD: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?:(?:^|[.:] ?)(?:[ée]ch[ée]ancier|calendrier|modalit[ée]s)(?: (?:de|des) (?:versements?|paiements?|r[èe]glements?))?(?: de la subvention)? ?:?",
        r"|\b(?:pay[ée]e?s?|vers[ée]e?s?|mandat[ée]e?s?|payables?|[ée]chelonn[ée]e?s?)\b[^.€\n]{0,60}\b(?:selon|suivant|comme suit|ci-dessous|fois)\b[^.€\n]{0,40}:)$"
    ))
});

/// A row of such a schedule: a part that is paid, the last of them where its words say so.
pub(super) fn row(place: &Place<'_>) -> Option<Seems> {
    static BALANCE: Pattern = Pattern::new(|| compile(r"(?i)\b(?:solde|reliquat|le reste)\b"));
    static ADVANCE: Pattern = Pattern::new(|| compile(r"(?i)\bavance\b"));
    static ENDS: Pattern =
        Pattern::new(|| compile(r"^[ \t|]*(?:\([^()\n]{2,40}\))?[ ;,.|\t]*(?:\n|$)"));
    let own = place.line;
    let label = own.chars().any(char::is_alphabetic) && own.chars().count() < 90;
    if !label || own.contains(['€', ':']) || !ENDS.is_match(place.behind) {
        return None;
    }
    let before = tail(place.folded.get(..place.amount.start)?, 900);
    let above = before.rsplit('\n').skip(1).map(str::trim).filter(|line| !line.is_empty());
    let mut above = above.take(LINES);
    let lead = above.find(|line| !part_of_rows(line))?;
    if !LEAD.is_match(lead) {
        return None;
    }
    let words = place.behind.lines().next().unwrap_or_default();
    let says = |pattern: &Pattern| pattern.is_match(own) || pattern.is_match(words);
    Some(match (says(&BALANCE), says(&ADVANCE)) {
        (true, _) => Seems::Balance,
        (_, true) => Seems::Advance,
        _ => Seems::Instalment,
    })
}

/// Whether a line is a row, or heads its columns.
fn part_of_rows(line: &str) -> bool {
    static HEADS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^[|\t ]*(?:[ée]ch[ée]ances?|dates?|versements?|p[ée]riodes?|[ée]tapes?)[|\t ]+\p{L}",
        )
    });
    let ruled = line.chars().all(|c| !c.is_alphanumeric());
    ruled || HEADS.is_match(line) || (line.contains('€') && !line.ends_with(':'))
}
