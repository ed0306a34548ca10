//! How members voted: counts and groups; and where a text tells of votes at all.

use super::recusal::is_recusal;
use super::scan::{Hit, hits, trimmed};
use crate::interpret::fact::Passages;
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::GroupVote;
use std::ops::Range;

const COUNT: &str = concat!(
    r"(?P<n>\d{1,3}|aucune?|z[ée]ro|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize",
    r"|(?:dix|vingt|trente|quarante|cinquante|soixante)-\p{L}+(?:-\p{L}+)?|vingt et un|trente et un|vingt|trente|quarante|cinquante|soixante)"
);

/// What counts votes for.
pub(super) static FOR: [Pattern; 8] = [
    // *Pour 11 Contre 0 Abstention 0*: each word before its count.
    Pattern::new(|| compile(r"(?im)(?:^|[^\d ] ?)pour (?P<l>\d{1,3}) contre \d{1,3}\b")),
    // *Ont voté pour (7) : …*, *Pour (7) : …*
    Pattern::new(|| {
        compile(
            r"(?im)(?:\b(?:ont|a) vot[ée] pour ?|^[-–• ]*(?:(?:votes?|voix) )?pour ?)(?:\((?P<n>\d{1,3})(?: (?:voix|votes?|membres))?\)|: ?(?P<m>n[ée]ant|aucune?|z[ée]ro)\b)",
        )
    }),
    // *par huit voix contre une*
    Pattern::new(|| {
        compile(&format!(
            r"(?i)\b{COUNT} (?:voix|votes?|suffrages?) contre (?:\d{{1,3}}|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix)(?:[.,;)\n]| et | voix\b|$)"
        ))
    }),
    Pattern::new(|| {
        compile(&format!(
            r"(?i)\b{COUNT} (?:\(\d+\) )?(?:(?:voix|votes?|suffrages?) )?(?:pour|favorables?)\b(?P<table> ?[:=] ?\d| (?:19|20)\d\d\b)?"
        ))
    }),
    Pattern::new(|| compile(r"(?i)\bpour ?[:=] ?(?P<n>\d{1,3})\b")),
    // *Pour 7 – Contre 1*: without a mark only beside another count.
    Pattern::new(|| compile(r"(?i)\bpour (?P<n>\d{1,3}) ?[-–—,;/|]+ ?(?:contre|abst)")),
    Pattern::new(|| {
        compile(
            r"(?i)\bl'unanimit[ée](?: des [\p{L} ]{3,40}?)? ?[(,] ?(?:soit |par )?(?P<n>\d{1,3}) voix(?: pour)?\b",
        )
    }),
    Pattern::new(|| {
        compile(
            r"(?im)^(?:(?:nombre de )?(?:voix|votes?|suffrages?) )?pour ?:? ?(?P<n>\d{1,3})(?: voix| votes?)?$",
        )
    }),
];

/// What counts votes against.
pub(super) static AGAINST: [Pattern; 7] = [
    Pattern::new(|| compile(r"(?im)(?:^|[^\d ] ?)pour \d{1,3} contre (?P<l>\d{1,3})\b")),
    Pattern::new(|| {
        compile(
            r"(?im)(?:\b(?:ont|a) vot[ée] contre ?|^[-–• ]*(?:(?:votes?|voix) )?contre ?)(?:\((?P<n>\d{1,3})(?: (?:voix|votes?|membres))?\)|: ?(?P<m>n[ée]ant|aucune?|z[ée]ro)\b)",
        )
    }),
    Pattern::new(|| {
        compile(&format!(
            concat!(
                r"(?i)\b{count} (?:\(\d+\) )?(?:(?:voix|votes?|suffrages?) )?(?:contre|d[ée]favorables?)\b",
                r"(?P<table> ?[:=] ?\d| (?:\d{{1,3}}|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix)(?:[.,;)\n]| et | voix\b|$))?"
            ),
            count = COUNT
        ))
    }),
    Pattern::new(|| {
        compile(&format!(
            r"(?i)\b(?:\d{{1,3}}|\p{{L}}+) (?:voix|votes?|suffrages?) contre {COUNT}(?:[.,;)\n]| et | voix\b|$)"
        ))
    }),
    Pattern::new(|| compile(r"(?i)\bcontre ?[:=] ?(?P<n>\d{1,3})\b")),
    Pattern::new(|| {
        compile(r"(?im)(?:\d ?[-–—,;/|]+ ?|^)contre (?P<n>\d{1,3}) ?(?:[-–—,;/|(]|\.?$)")
    }),
    Pattern::new(|| {
        compile(
            r"(?im)^(?:(?:nombre de )?(?:voix|votes?|suffrages?) )?contre ?:? ?(?P<n>\d{1,3})(?: voix| votes?)?(?:$| (?-i:M\.|Mmes?|MM\.) )",
        )
    }),
];

/// What counts abstentions.
pub(super) static ABSTAINED: [Pattern; 6] = [
    Pattern::new(|| {
        compile(
            r"(?im)(?:^|[^\d ] ?)pour \d{1,3} contre \d{1,3} abstentions?(?:\(s\))? (?P<l>\d{1,3})\b",
        )
    }),
    Pattern::new(|| {
        compile(
            r"(?im)(?:(?:\b(?:se sont abstenu\p{L}*|s'est abstenue?|abstentions?(?:\(s\))?)|^[-–• ]*s'absti\p{L}+) ?)(?:\((?P<n>\d{1,3})(?: (?:voix|votes?|membres))?\)|: ?(?P<m>n[ée]ant|aucune?|z[ée]ro|\d{1,3})\b)",
        )
    }),
    Pattern::new(|| {
        compile(&format!(r"(?i)\b{COUNT} (?:\(\d+\) )?abstentions?\b(?P<table> ?[:=] ?\d)?"))
    }),
    Pattern::new(|| compile(r"(?i)\babstentions?(?:\(s\))? ?[:=] ?(?P<n>\d{1,3})\b")),
    Pattern::new(|| {
        compile(
            r"(?im)[\d)] ?[-–—,;/|]+ ?abstentions?(?:\(s\))? (?P<n>\d{1,3}) ?(?:[-–—,;/|(]|\. |\.?$)",
        )
    }),
    Pattern::new(|| {
        compile(r"(?im)^abstentions?(?:\(s\))? ?:? ?(?P<n>\d{1,3})(?:$| (?-i:M\.|Mmes?|MM\.) )")
    }),
];

/// The words of unanimity.
pub(super) static UNANIMOUS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)(?:\((?P<aside>unanimit[ée])\)|\b(?P<word>[àa] l'unanimit[ée]|(?:\d|pour|voix)[ ,;:(–-]{1,4}unanimit[ée]\b|votes? ?: ?unanimit[ée]|(?m:^unanimit[ée](?:[.!]| ?\([^()\n]{1,30}\)\.?)?$)|unanimement|(?:accord|vote|d[ée]cision|avis) unanime|unanimit[ée] des (?:pr[ée]sents|votants|suffrages|voix|membres)))",
    )
});

/// A count stated once, or several times alike; `Err` when stated differently.
pub(super) fn count(
    folded: &str,
    zones: &[Range<usize>],
    patterns: &[Pattern],
) -> Result<Option<Found<u32>>, ()> {
    static WORD_FIRST: Pattern = Pattern::new(|| {
        compile(
            r"(?im)(?:^|[^\d ] ?)(?P<all>pour \d{1,3} contre \d{1,3}(?: abstentions?(?:\(s\))? \d{1,3})?)\b",
        )
    });
    // There *11 contre* counts those before it.
    let firsts: Vec<Range<usize>> = zones
        .iter()
        .flat_map(|zone| hits(folded, zone, &WORD_FIRST))
        .filter_map(|hit| hit.place("all"))
        .collect();
    let misread = |hit: &Hit<'_>| {
        let at = hit.range().start;
        !hit.has("l") && firsts.iter().any(|first| first.contains(&at))
    };
    let all: Vec<Found<u32>> = zones
        .iter()
        .flat_map(|zone| patterns.iter().flat_map(|pattern| hits(folded, zone, pattern)))
        .filter(|hit| !hit.has("table") && !misread(hit))
        .filter_map(|hit| ["n", "m", "l"].iter().find_map(|group| hit.count(group)))
        .collect();
    let Some(first) = all.first() else { return Ok(None) };
    let same = all.iter().all(|other| other.value == first.value);
    if same { Ok(Some(first.clone())) } else { Err(()) }
}

static GROUP_HEAD: Pattern = Pattern::new(|| {
    compile(r"(?im)^[^\n]{0,60}\bpour[ |:/]+contre[ |:/]+abstentions?[^\n]{0,20}$")
});

static GROUP_ROW: Pattern = Pattern::new(|| {
    compile(
        r"^(?P<name>[^\n]{0,80}?)[ |:]*(?P<pour>\d{1,3}|[-–—])[ |]+(?P<contre>\d{1,3}|[-–—])[ |]+(?P<abst>\d{1,3}|[-–—])$",
    )
});

/// For, against, abstentions.
type Counts = [Option<Found<u32>>; 3];

/// A table of votes by group: the groups, and the row of all together.
#[derive(Default)]
pub(super) struct Table {
    pub(super) groups: Vec<(Found<String>, Counts)>,
    pub(super) all: Option<Counts>,
}

/// The table of votes in some zones, if there is one.
pub(super) fn table(folded: &str, zones: &[Range<usize>]) -> Option<Table> {
    let head = zones.iter().find_map(|zone| {
        let hit = hits(folded, zone, &GROUP_HEAD).into_iter().next()?;
        Some(hit.range().end..zone.end)
    })?;
    let mut out = Table::default();
    let mut at = head.start;
    for raw in folded.get(head.clone())?.split_inclusive('\n') {
        let range = at..at + raw.trim_end().len();
        at += raw.len();
        if range.is_empty() {
            continue;
        }
        let rows: Vec<Hit<'_>> = hits(folded, &range, &GROUP_ROW);
        let Some(row) = rows.first() else { break };
        let counts = ["pour", "contre", "abst"].map(|group| row.count(group));
        let name = row.words("name");
        let low = name.as_ref().map(|n| n.value.to_lowercase()).unwrap_or_default();
        let all = low.is_empty()
            || ["ensemble", "total", "totaux", "résultat"].iter().any(|word| low.starts_with(word));
        match name {
            Some(name) if !all => out.groups.push((name, counts)),
            _ => out.all = Some(counts),
        }
    }
    (!out.groups.is_empty() || out.all.is_some()).then_some(out)
}

/// The groups of a table as votes, with their places.
pub(super) fn groups(table: &Table, passages: &mut Passages) -> Vec<GroupVote> {
    let mut out = Vec::new();
    for (name, counts) in &table.groups {
        let at = out.len();
        let mut of = |n: usize, field: &str| {
            let found = counts.get(n).cloned().flatten();
            passages.value(found, &format!("/groups/{at}/{field}"))
        };
        let (votes_for, votes_against, abstentions) =
            (of(0, "votes_for"), of(1, "votes_against"), of(2, "abstentions"));
        passages.field(name.range.clone(), &format!("/groups/{at}/group"));
        out.push(GroupVote { group: name.value.clone(), votes_for, votes_against, abstentions });
    }
    out
}

/// A vote as a text tells it: where, and on what its own words say it was.
pub(super) struct Told {
    pub(super) whole: Range<usize>,
    pub(super) object: Option<Found<String>>,
}

static VOTED: Pattern = Pattern::new(|| {
    compile(&format!(
        concat!(
            r"(?i)(?:[àa] l'unanimit[ée]|unanimement|accord unanime|\b{count} (?:(?:voix|votes?|suffrages?) )?(?:pour|contre)\b|\bpour ?: ?\d{{1,3}}\b|\bpour \d{{1,3}} ?[-–—,;/|]+ ?contre",
            r"|^(?:adopt|approuv|rejet)[ée]+e?s?\b|^unanimit[ée](?:[.!]| ?\([^()\n]{{1,30}}\)\.?)?$|\bpropositions? (?:adopt|approuv|rejet)[ée]+e?s?\b|\b(?:est|sont|a été|ont été) (?:adopt|rejet)[ée]+e?s?\b|\bvot(?:e|ent) (?:pour|contre)\b",
            r"|\bvotes? ?: ?(?:unanim|\d)|\b(?:conseil|bureau|comit[ée]|commission|assembl[ée]e)\b[^.;]{{0,80}}? (?:adopte|approuve|accepte|d[ée]cide|valide|rejette)\b)"
        ),
        count = "(?:\\d{1,3}|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt)"
    ))
});

/// A line that only goes on with the vote before it.
static GOES_ON: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^[➢•\-– ]*(?:pour|contre|abstentions?|votes?|voix|votants|adopt[ée]|approuv[ée]|rejet[ée]|[àa] l'unanimit|[àa] la majorit|ne pren|cette (?:proposition|d[ée]lib)|la (?:proposition|d[ée]lib))",
    )
});

static OBJECT: [Pattern; 3] = [
    Pattern::new(|| compile(r"(?i)^(?P<object>.{4,160}?) ?:? ?\bvotes? ?: ?\d")),
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:conseil|bureau|comit[ée]|commission|assembl[ée]e)\b(?: \p{L}+)?,? (?:vote|approuve|adopte|accepte|valide|autorise)?,? ?(?:[àa] l'unanimit[ée](?: des [\p{L} ]+?)?),? ",
            r"(?:(?:vote|approuve|adopte|accepte|valide|d[ée]cide) )?(?P<object>(?:le |la |les |l'|d'|de |un |une )[^.;:]{4,160})"
        ))
    }),
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:conseil|bureau|comit[ée]|commission|assembl[ée]e)\b[^.;:]{0,60}? (?:vote|approuve|adopte|accepte|valide|d[ée]cide) ",
            r"(?P<object>(?:le |la |les |l'|d'|de |un |une )[^.;:]{4,160}?)(?: par \d| [àa] l'unanimit|[.;:]|$)"
        ))
    }),
];

/// The votes that a stretch of text tells of, in order. Lines that only go on count with the one
/// before.
pub(super) fn votes_in(folded: &str, within: &Range<usize>) -> Vec<Told> {
    let mut out: Vec<Told> = Vec::new();
    let mut at = within.start;
    let mut touching = false;
    for raw in folded.get(within.clone()).unwrap_or_default().split_inclusive('\n') {
        let range = at..at + raw.trim_end().len();
        at += raw.len();
        let line = folded.get(range.clone()).unwrap_or_default();
        if line.is_empty() {
            continue;
        }
        // Who stood back may be told between the decision and its count.
        if touching && !VOTED.is_match(line) && is_recusal(line) {
            continue;
        }
        let goes_on = touching && GOES_ON.is_match(line);
        touching = goes_on || VOTED.is_match(line);
        if !touching {
            continue;
        }
        match out.last_mut() {
            Some(last) if goes_on => last.whole.end = range.end,
            _ => out.push(Told { whole: range.clone(), object: object(line, range.start) }),
        }
    }
    out
}

fn object(line: &str, at: usize) -> Option<Found<String>> {
    OBJECT.iter().find_map(|pattern| {
        let found = pattern.captures(line)?.name("object")?;
        let (lead, words) = trimmed(found.as_str());
        let lower = words.to_lowercase();
        let bare = ["la proposition", "cette proposition", "le rapport", "la délibération"];
        let says = words.chars().filter(|c| c.is_alphabetic()).count() > 5;
        let from = at + found.start() + lead;
        (says && !bare.contains(&lower.as_str()))
            .then(|| Found::new(from..from + words.len(), words.to_owned()))
    })
}
