//! Tables of powers: *Mandant* and *Mandataire* head two columns, and below them stand who gives and who holds each.

use super::person::{Power, name, name_in_text};
use super::scan::{CIVILITY, NAME, trimmed};
use crate::recognise::{Found, Pattern, compile};
use std::ops::Range;

static GIVERS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:(?:noms? (?:et pr[ée]noms? )?(?:du |des )?|membres? |[ée]lue?s? )?mandants?|(?:noms? (?:du |des )?)?(?:mandants?|donneurs? (?:de|d'une) (?:pouvoir|procuration))|ayant donn[ée] (?:pouvoir|procuration)|(?:conseillers? |membres? |[ée]lus? )?(?:absents?|repr[ée]sent[ée]s?|emp[êe]ch[ée]s?))$",
    )
});

static HOLDERS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:(?:noms? (?:et pr[ée]noms? )?(?:du |des )?)?mandataires?|b[ée]n[ée]ficiaires? (?:du pouvoir|de la procuration)|pouvoirs? (?:donn[ée]s? )?[àa]|procurations? (?:donn[ée]e?s? )?[àa]|porteurs? du pouvoir)$",
    )
});

/// The powers of such tables in a stretch, each with the line on which it stands, that of the heading first.
pub(super) fn mandates(columns: &str, within: &Range<usize>) -> (Vec<Power>, Vec<Range<usize>>) {
    let (mut powers, mut lines) = (Vec::new(), Vec::new());
    let mut heads: Option<(usize, usize)> = None;
    let mut at = within.start;
    for raw in columns.get(within.clone()).unwrap_or_default().split_inclusive('\n') {
        let line = at..at + raw.trim_end().len();
        at += raw.len();
        let cells = cells(raw.trim_end(), line.start);
        if cells.len() > 1 {
            let place = |pattern: &Pattern| cells.iter().position(|(_, c)| pattern.is_match(c));
            if let (Some(giver), Some(holder)) = (place(&GIVERS), place(&HOLDERS)) {
                heads = Some((giver, holder));
                lines.push(line);
                continue;
            }
        }
        let Some((giver, holder)) = heads.filter(|_| !cells.is_empty()) else { continue };
        let person = |n: usize| {
            let (at, words) = cells.get(n)?;
            name(words).filter(|found| found.value.contains(' ')).map(|f| f.shifted(*at))
        };
        match (person(giver), person(holder)) {
            (Some(from), Some(to)) => {
                powers.push(Power { from, to });
                lines.push(line);
            }
            _ => heads = None,
        }
    }
    if powers.is_empty() { (powers, Vec::new()) } else { (powers, lines) }
}

/// The cells of a line whose gaps are tabs or bars, each with its place.
fn cells(line: &str, start: usize) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut at = start;
    for cell in line.split(['\t', '|']) {
        let (lead, words) = trimmed(cell);
        if !words.is_empty() {
            out.push((at + lead, words));
        }
        at += cell.len() + 1;
    }
    out
}

/// *Mandant : A – Mandataire : B*, *A, mandataire de B*: the powers that labels in a line tell.
pub(super) fn labelled(text: &str, at: usize) -> Vec<Power> {
    static LABELLED: Pattern = Pattern::new(|| {
        compile(&format!(
            concat!(
                r"(?i:mandants?) ?: ?(?:{c} )?(?P<from>{n}) ?[,;–—/-]? ?(?i:mandataires?) ?: ?(?:{c} )?(?P<to>{n})",
                r"|(?:^|[:;,.\n] ?)(?:{c} )?(?P<holder>{n}),? (?i:mandataire) d(?:e |')(?:{c} )?(?P<giver>{n})"
            ),
            c = CIVILITY,
            n = NAME
        ))
    });
    static NEXT: Pattern = Pattern::new(|| compile(r"(?i)\bmandants? ?:"));
    let starts = NEXT.find_iter(text).map(|next| next.start());
    let ends = NEXT.find_iter(text).map(|next| next.start()).chain([text.len()]);
    // Each part begins with who gives a power: no name runs on into the next.
    let found = [0].into_iter().chain(starts).zip(ends).flat_map(|(from, to)| {
        let part = text.get(from..to).unwrap_or_default();
        LABELLED.captures_iter(part).filter_map(move |hit| {
            let person = |one: &str, other: &str| -> Option<Found<String>> {
                let found = hit.name(one).or_else(|| hit.name(other))?;
                Some(name_in_text(found.as_str())?.shifted(at + from + found.start()))
            };
            Some(Power { from: person("from", "giver")?, to: person("to", "holder")? })
        })
    });
    found.collect()
}

/// *A / B ; C / D* below a label of powers: who gives each, and who holds it.
pub(super) fn by_strokes(text: &str, at: usize) -> Vec<Power> {
    let mut out = Vec::new();
    let mut from = at;
    for row in text.split([';', '\n', ',']) {
        let start = from;
        from += row.len() + 1;
        if row.trim().is_empty() {
            continue;
        }
        let Some((giver, holder)) = row.trim_end_matches(['.', ' ', '\t']).split_once(" / ") else {
            return Vec::new();
        };
        let person = |words: &str, at: usize| {
            let lead = words.len() - words.trim_start().len();
            Some(name(words.trim())?.shifted(at + lead))
        };
        let both = (person(giver, start), person(holder, start + giver.len() + " / ".len()));
        let (Some(from), Some(to)) = both else { return Vec::new() };
        out.push(Power { from, to });
    }
    out
}
