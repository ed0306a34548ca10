//! Tables of those present by whom they sit for: *Commune      Délégués présents* heads two columns, and the members of
//! one commune stand below one another. For review.

use super::person::name;
use super::scan::trimmed;
use crate::recognise::{Found, Pattern, compile};
use std::ops::Range;

/// So many members make a table.
const LEAST: usize = 3;

static HEAD: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^[ \t]*(?:communes?|collectivit[ée]s?|villes?|cantons?|communaut[ée]s?(?: de communes)?|[ée]tablissements?|structures?|organismes?|groupes?|listes?|secteurs?|coll[èe]ges?)(?: membres?| repr[ée]sent[ée]e?s?)?[ ]*\t[ \t]*(?:noms? d(?:es|u) )?(?:d[ée]l[ée]gu[ée]e?s?|membres?|conseillers?|[ée]lue?s?|repr[ée]sentants?|titulaires?)?(?: (?:titulaires?|communautaires|syndicaux))? ?pr[ée]sente?s?[ ]*$",
    )
});

/// The members of such a table in a stretch, and where it stands.
pub(super) fn seats(
    columns: &str,
    within: &Range<usize>,
) -> Option<(Vec<Found<String>>, Range<usize>)> {
    let mut found: Vec<Found<String>> = Vec::new();
    let mut table: Option<Range<usize>> = None;
    let mut at = within.start;
    for raw in columns.get(within.clone())?.split_inclusive('\n') {
        let start = at;
        at += raw.len();
        let line = raw.trim_end();
        let Some(range) = table.as_mut() else {
            table = HEAD.is_match(line).then(|| start..start + line.len());
            continue;
        };
        if line.is_empty() && found.is_empty() {
            continue;
        }
        // Behind the last gap of a line stands the member, and alone where the place is that of the line above.
        let from = line.rfind('\t').map_or(0, |tab| tab + 1);
        let (lead, words) = trimmed(line.get(from..).unwrap_or_default());
        let member = name(words).filter(|found| found.value.contains(' '));
        let Some(member) = member else { break };
        found.push(member.shifted(start + from + lead));
        range.end = start + line.len();
    }
    (found.len() >= LEAST).then(|| Some((found, table?)))?
}
