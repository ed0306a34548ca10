//! A list of those present that no label of presence opens: *Mesdames et Messieurs les conseillers : A, B, C*, or a run of
//! names below words that say that members were there. Only looked for where no list of those present was read, and
//! for a person to look at.

use super::person::{Names, names};
use crate::recognise::{Pattern, compile};
use greffe_domain::slug;
use std::ops::Range;

/// So many names make a run.
const LEAST: usize = 4;

/// How far behind words of presence a run may begin, in lines that say something.
const NEAR: usize = 3;

/// Words that say that members were there, or address them.
static PRESENCE: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:pr[ée]sente?s?\b|pr[ée]sents\b|assist(?:aient|ent|ait)\b|si[ée]geaient|mesdames et messieurs|messieurs et mesdames|mmes et mm|appel nominal|en présence de|membres du (?:conseil|bureau|comit[ée])|(?:conseill[eè]re?s|[ée]lus|d[ée]l[ée]gu[ée]s|administrateurs) ?:)",
    )
});

/// For whom the members behind it sit.
static GROUPED: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^[-–—•> ]*(?:pour |au titre |(?:la |le |les |l')?(?:coll[èe]ge|groupe|liste|canton|commune|ville|communaut[ée]|r[ée]gion|d[ée]partement|m[ée]tropole|secteur|repr[ée]sentants? d))",
    )
});

/// Words before names that are not those of members present.
fn denies(lead: &str) -> bool {
    let folded = slug(lead);
    let words = [
        "absen",
        "excus",
        "pouvoir",
        "procuration",
        "represent",
        "mandat",
        "vot",
        "contre",
        "pour-",
        "abst",
        "commission",
        "rapporteur",
        "secretaire",
        "candidat",
        "invit",
        "objet",
        "association",
        "entreprise",
        "agent",
        "services",
        "sans-voix",
        "egalement",
        "consultati",
    ];
    words.iter().any(|word| folded.contains(word))
}

/// The longest run of names of a head behind words of presence, and where it stands.
pub(super) fn longest_run(
    folded: &str,
    columns: &str,
    head: &Range<usize>,
) -> Option<(Names, Range<usize>)> {
    let mut best: Option<(Names, Range<usize>)> = None;
    let mut at = head.start;
    let mut since = usize::MAX;
    let mut run: Option<(Names, Range<usize>)> = None;
    let mut grouped = false;
    for raw in folded.get(head.clone())?.split_inclusive('\n') {
        let line = at..at + raw.trim_end().len();
        at += raw.len();
        let words = folded.get(line.clone()).unwrap_or_default();
        if words.is_empty() {
            continue;
        }
        let colon = words.find(" :").map(|c| c + 1).or_else(|| words.find(':'));
        let from = colon.map_or(0, |colon| colon + 1);
        let lead = words.get(..from).unwrap_or_default();
        let opens = PRESENCE.is_match(if colon.is_some() { lead } else { words });
        since = if opens { 0 } else { since.saturating_add(1) };
        let end = words.trim_end_matches('.').len();
        let list = line.start + from..line.start + end.max(from);
        let read = names(columns.get(list.clone()).unwrap_or_default(), list.start);
        let full = |read: &Names| read.listed.iter().all(|name| name.value.contains(' '));
        let sound = !read.listed.is_empty() && read.odd.is_none() && full(&read) && !denies(lead);
        // *Collège de la Région : Mme A*, *Collège des communes : M. B*: one group behind the other.
        let goes_on = colon.is_none() || (grouped && GROUPED.is_match(lead));
        grouped = sound && (GROUPED.is_match(lead) || grouped && colon.is_none());
        if sound && let Some((known, range)) = run.as_mut().filter(|_| goes_on) {
            known.listed.extend(read.listed);
            known.powers.extend(read.powers);
            range.end = list.end;
        } else if sound && since <= NEAR {
            run = Some((read, list));
        } else {
            best = longer(best, run.take());
        }
    }
    longer(best, run).filter(|(read, _)| read.listed.len() >= LEAST)
}

fn longer(
    one: Option<(Names, Range<usize>)>,
    other: Option<(Names, Range<usize>)>,
) -> Option<(Names, Range<usize>)> {
    let count =
        |run: &Option<(Names, Range<usize>)>| run.as_ref().map_or(0, |(read, _)| read.listed.len());
    if count(&other) > count(&one) { other } else { one }
}
