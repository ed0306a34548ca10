//! Tables of those present by whom they sit for: *Commune      Délégués présents* heads two columns, and the members of
//! one commune stand below one another. For review.

use super::person::{CIVIL, name, names};
use super::scan::{CIVILITY, trimmed};
use crate::recognise::{Found, Pattern, compile};
use std::ops::Range;

/// So many members make a table.
const LEAST: usize = 3;

static HEAD: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^[ \t]*(?:communes?|collectivit[ée]s?|villes?|cantons?|communaut[ée]s?(?: de communes)?|[ée]tablissements?|structures?|organismes?|groupes?|listes?|secteurs?|coll[èe]ges?)(?: membres?| repr[ée]sent[ée]e?s?)?[ ]*\t[ \t]*(?:noms? d(?:es|u) )?(?:d[ée]l[ée]gu[ée]e?s?|membres?|conseillers?|[ée]lue?s?|repr[ée]sentants?|titulaires?)?(?: (?:titulaires?|communautaires|syndicaux))? ?pr[ée]sente?s?[ ]*$",
    )
});

/// Lines each of which names a place and, behind a gap, members who all have civilities: *RIVELLES      Mme A, M. B*. No
/// heading says so; a line that begins with the gap goes on with the members of the place above.
pub(super) fn rows(
    columns: &str,
    within: &Range<usize>,
) -> Option<(Vec<Found<String>>, Range<usize>)> {
    static PLACE: Pattern =
        Pattern::new(|| compile(r"^[ ]*(?:[-–•] ?)?\p{Lu}[\p{L}\d' .-]{1,50}?[ ]*:?$"));
    static LED: Pattern = Pattern::new(|| compile(&format!(r"^{CIVILITY} \p{{Lu}}")));
    let mut best: Option<(Vec<Found<String>>, Range<usize>, usize)> = None;
    let mut run: Option<(Vec<Found<String>>, Range<usize>, usize)> = None;
    let mut at = within.start;
    for raw in columns.get(within.clone())?.split_inclusive('\n') {
        let start = at;
        at += raw.len();
        let line = raw.trim_end();
        let (place, rest) = line.split_once('\t').unwrap_or((line, ""));
        let from = start + place.len() + 1;
        let members = rest.trim_start_matches([' ', '\t', ':']);
        let read = names(members, from + rest.len() - members.len());
        let whole = read.odd.is_none() && read.powers.is_empty() && LED.is_match(members);
        let sound = whole && !read.listed.is_empty();
        let placed = PLACE.is_match(place) && !CIVIL.is_match(place) && !STATES.is_match(place);
        let goes_on = place.trim().is_empty() && run.is_some();
        // Below the members of a place the line may go on with more, and no gap.
        let more = line.trim_start();
        let more_read = names(more, start + line.len() - more.len());
        if run.is_some()
            && !line.contains('\t')
            && LED.is_match(more)
            && more_read.odd.is_none()
            && more_read.powers.is_empty()
        {
            if let Some((all, range, _)) = run.as_mut() {
                all.extend(more_read.listed);
                range.end = start + line.len();
            }
            continue;
        }
        if sound && (placed || goes_on) {
            let (all, range, rows) = run.get_or_insert_with(|| (Vec::new(), start..start, 0));
            all.extend(read.listed.into_iter().chain(read.replaced.into_iter().map(|r| r.to)));
            range.end = start + line.len();
            *rows += usize::from(placed);
        } else if let Some(ended) = run.take()
            && best.as_ref().is_none_or(|best| best.0.len() < ended.0.len())
        {
            best = Some(ended);
        }
    }
    let best =
        if run.as_ref().map(|r| r.0.len()) > best.as_ref().map(|b| b.0.len()) { run } else { best };
    let (found, range, rows) = best?;
    (found.len() > LEAST && rows >= LEAST).then_some((found, range))
}

/// Words that say how members stood, or what else a line is of: no place.
static STATES: Pattern = Pattern::new(|| {
    compile(
        r"(?i)pr[ée]sen[tc]|absen[tc]|excus|pouvoir|procuration|mandat|repr[ée]sent[ée]|secr[ée]taire|pr[ée]sid|rapporteur|invit|vote|vot[ée]|pour\b|contre|abst",
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
        let member = name(words).filter(|found| found.value.contains(' ') || CIVIL.is_match(words));
        let Some(member) = member else { break };
        found.push(member.shifted(start + from + lead));
        range.end = start + line.len();
    }
    (found.len() >= LEAST).then(|| Some((found, table?)))?
}
