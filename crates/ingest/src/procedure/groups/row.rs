//! Groups in a row, each with how it voted, without the word for them: *Les Rives : 7 pour – Les Monts : 3 pour, 2 contre*.

use super::table::{Counts, Table};
use crate::procedure::scan::hits;
use crate::recognise::{Found, Pattern, compile};
use std::collections::BTreeSet;
use std::ops::Range;

/// A group, and how it voted, where several stand in a row without the word for them: *Les Rives : 7 pour – Les Monts : 3 pour,
/// 2 contre*.
static SEGMENT: Pattern = Pattern::new(|| {
    compile(
        r"(?P<group>\p{Lu}[^:;.,()\n–—\d]{2,70}?) ?: ?(?P<counts>\d{1,3} (?i:(?:voix|votes?) )?(?i:pour|contre|abst\p{L}*)\b(?:(?: ?\([^()]{2,300}\))?(?:, | et )\d{1,3} (?i:(?:voix|votes?) )?(?i:pour|contre|abst\p{L}*)\b)*(?: ?\([^()]{2,300}\))?)",
    )
});

/// What is voted on, or how, and no group that votes.
static NO_GROUP: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:votes?|voix|scrutin|r[ée]sultats?|suffrages|votants|d[ée]cisions?|d[ée]lib[ée]rations?|adopt\p{L}+|budgets?|comptes?|eau|assainissement|lots?|tarifs?|projets?|propositions?|amendements?|articles?|points?|questions?|chapitres?|sections?|titres?|associations?|clubs?|comit[ée]s?|amicales?|subventions?|conventions?|candidat\p{L}*|tours?|taxes?|taux|lignes?|rapports?|op[ée]rations?|dossiers?|total|ensemble|article)\b",
    )
});

/// Whether words name what is voted on, or how, and no group.
pub(super) fn is_no_group(words: &str) -> bool {
    // *Ensemble autrement*
    NO_GROUP.is_match(words.strip_prefix("Ensemble ").unwrap_or(words))
}

/// A group of a row: its name, where its votes stand, and where it ends.
struct Segment {
    group: Found<String>,
    counts: Range<usize>,
    end: usize,
}

/// Where groups stand in a row, each with how it voted; two groups at least.
fn in_a_row(folded: &str, zone: &Range<usize>) -> Vec<(Found<String>, Range<usize>)> {
    let mut rows: Vec<Vec<Segment>> = Vec::new();
    for hit in hits(folded, zone, &SEGMENT) {
        let (Some(group), Some(counts)) = (hit.words("group"), hit.place("counts")) else {
            continue;
        };
        if NO_GROUP.is_match(&group.value) {
            continue;
        }
        let parted = |end: usize| {
            let between = folded.get(end..group.range.start).unwrap_or("x");
            between.chars().all(|c| {
                c.is_whitespace()
                    || matches!(c, '–' | '—' | '-' | ';' | '/' | '.' | ',' | '|' | '•')
            })
        };
        let end = hit.range().end;
        match rows.last_mut().filter(|row| row.last().is_some_and(|last| parted(last.end))) {
            Some(row) => row.push(Segment { group, counts, end }),
            None => rows.push(vec![Segment { group, counts, end }]),
        }
    }
    let rows = rows.into_iter().filter(|row| row.len() > 1);
    rows.flatten().map(|segment| (segment.group, segment.counts)).collect()
}

/// The groups in a row that some zones tell of, and the votes of all of them together; none where there are no two.
pub(in crate::procedure) fn row(folded: &str, zones: &[Range<usize>]) -> Option<Table> {
    static COUNT: Pattern = Pattern::new(|| {
        compile(
            r"(?P<n>\d{1,3}) (?i:(?:voix|votes?) )?(?i:(?P<pour>pour)|(?P<contre>contre)|(?P<abst>abst))",
        )
    });
    let mut groups: Vec<(Found<String>, Counts)> = Vec::new();
    let mut known = BTreeSet::new();
    for (group, counts) in zones.iter().flat_map(|zone| in_a_row(folded, zone)) {
        let group = without_its_word(group);
        // The same group twice votes twice: on what, a person must say.
        if !known.insert(group.value.clone()) {
            return None;
        }
        let mut told: Counts = [None, None, None];
        for hit in hits(folded, &counts, &COUNT) {
            let at = ["pour", "contre", "abst"].iter().position(|kind| hit.has(kind));
            if let Some(slot) = at.and_then(|at| told.get_mut(at)) {
                *slot = slot.take().or_else(|| hit.count("n"));
            }
        }
        groups.push((group, told));
    }
    (groups.len() > 1).then(|| Table::of(groups))
}

/// *Groupe Les Rives*, *Groupe des écologistes*: the name of a group without the word for it.
fn without_its_word(group: Found<String>) -> Found<String> {
    static WORD: Pattern =
        Pattern::new(|| compile(r"^(?:(?:Le )?[Gg]roupe|GROUPE) (?:(?:des|du|de la|de l'|d') ?)?"));
    let cut = WORD.find(&group.value).map_or(0, |word| word.end());
    let name = group.value.get(cut..).unwrap_or_default().to_owned();
    if name.is_empty() { group } else { Found::new(group.range.start + cut..group.range.end, name) }
}

/// The zones without the rows of groups: what is counted there is of each.
pub(in crate::procedure) fn without_rows(
    folded: &str,
    zones: &[Range<usize>],
) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    for zone in zones {
        let mut from = zone.start;
        for (group, counts) in in_a_row(folded, zone) {
            out.push(from..group.range.start);
            from = counts.end;
        }
        out.push(from..zone.end);
    }
    out.retain(|zone| !zone.is_empty());
    out
}
