//! How members voted: the counts; and where a text tells of votes at all.

use super::recusal::is_recusal;
use super::scan::{Hit, hits, trimmed};
use crate::recognise::{Found, Pattern, compile, tail};
use std::ops::Range;

const COUNT: &str = concat!(
    r"(?P<n>\d{1,3}|aucune?|z[ée]ro|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize",
    r"|(?:dix|vingt|trente|quarante|cinquante|soixante)-\p{L}+(?:-\p{L}+)?|(?:vingt|trente|quarante|cinquante|soixante) et (?:une?|onze)|vingt|trente|quarante|cinquante|soixante)"
);

/// What may stand behind the votes against in *9 voix contre 2*; *3 voix contre 2 abstentions* counts otherwise.
const AGAINST_ENDS: &str = r"(?:[.,;:()\n]| \(| et | voix\b| (?:d'|de |à |en |pour l|les? |la )|$)";

/// A count behind a row of dots, the words of the vote before it.
fn dotted(said: &str) -> String {
    format!(
        r"(?im)^[-–• ]*(?:(?:ont vot[ée]|voix|votes?|suffrages?|bulletins?) )?{said}(?: (?:l'adoption|l'approbation|le projet|la proposition|le texte))? ?[.…_]{{3,}}[ .…_]*(?P<n>\d{{1,3}})\b"
    )
}

/// *Ont voté pour : les groupes A et B (14 voix)*: the count of all behind those who voted so.
fn behind_the_names(said: &str) -> String {
    format!(
        r"(?im)(?:^[-–• ]*|[).] )(?:ont|a) vot[ée] {said} ?: ?(?:les? groupes?|«) (?:[^\n()\d.g]|g(?:[^\n()\d.r]|r[^\n()\d.o])){{2,190}} \((?P<n>\d{{1,3}}) (?:voix|votes?)\)(?:[.;]|$| (?-i:A|Ont|S'|Se) ?)"
    )
}

/// *Pour 11 Abstention 0 (groupe A) Contre 0*: words of a vote in any order at the head of a line or behind a colon, each
/// before its count, two at least.
const IN_ORDER: &str = r"W N(?:B)?(?:SW N(?:B)?){1,2}";

/// A pattern of counts in which `W` stands for a word of the vote, `N` for a count, `B` for brackets and `S` for a mark
/// or a gap.
fn in_order(pattern: &str) -> String {
    let pattern = pattern.replace('W', r"(?:pour|contre|abstentions?(?:\(s\))?)");
    let pattern = pattern.replace('N', r"\d{1,3}").replace('B', r" ?\([^()\n]{0,90}\)");
    pattern.replace('S', r"[ ,;/|–-]{1,4}")
}

/// The count of one word, `said`, among those.
fn after_its_word(said: &str) -> String {
    let pattern = r"(?im)(?:^[-–• ]*|(?::|=>|→) {0,3})(?:(?:W N(?:B)?S){1,2}@ (?P<l>N)\b|@ (?P<k>N)\b(?:B)?SW N\b)";
    in_order(pattern).replace('@', said)
}

/// What counts votes for.
pub(super) static FOR: [Pattern; 15] = [
    // *Vote : pour 17.*
    Pattern::new(|| compile(r"(?i)\bvotes? ?: ?pour (?P<n>\d{1,3})(?:[.;]|$)")),
    // *Ont voté pour : les groupes A et B (14 voix)*
    Pattern::new(|| compile(&behind_the_names("pour"))),
    Pattern::new(|| compile(&after_its_word("pour"))),
    // *Ont voté pour ........ 12*: behind a row of dots.
    Pattern::new(|| compile(&dotted("pour"))),
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
            r"(?i)\b{COUNT} (?:voix|votes?|suffrages?) contre (?:\d{{1,3}}|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix){AGAINST_ENDS}"
        ))
    }),
    Pattern::new(|| {
        compile(&format!(
            r"(?i)\b{COUNT} (?:\(\d+\) )?(?:(?:voix|votes?|suffrages?)(?: ?:)? )?(?:pour|favorables?)\b(?P<table> ?[:=] ?\d| (?:19|20)\d\d\b)?"
        ))
    }),
    Pattern::new(|| compile(r"(?i)\bpour ?[:=] ?(?P<n>\d{1,3})\b")),
    // *Pour 7 – Contre 1*: without a mark only beside another count.
    Pattern::new(|| compile(r"(?i)\bpour (?P<n>\d{1,3}) ?[-–—,;/|]+ ?(?:contre|abst)")),
    Pattern::new(|| {
        compile(concat!(
            r"(?i)\bl ?'?unanimit[ée](?:(?: des [\p{L} ]{3,40}?)? ?[(,] ?(?:soit |par )?(?P<n>\d{1,3}) voix(?: pour)?\b",
            // *à l'unanimité des 28 votants*
            r"| des (?P<m>\d{1,3}) (?:votants|voix|(?:suffrages )?exprim[ée]s|suffrages)\b)"
        ))
    }),
    // *à l'unanimité de ceux qui ont voté (huit voix)*
    Pattern::new(|| {
        compile(&format!(
            r"(?i)\bunanimit[ée] (?:de|des) [^.;\n()]{{3,50}} \((?:soit )?{COUNT} (?:voix|votes|suffrages)\)"
        ))
    }),
    Pattern::new(|| {
        compile(r"(?im)^(?:bulletins |votes |voix )?favorables? ?:? ?(?P<n>\d{1,3})\b")
    }),
    // *désigné par 12 voix*: nothing says what they were but the verb.
    Pattern::new(|| {
        compile(&format!(
            r"(?i)\b(?:par|avec) {COUNT} (?:voix|votes|suffrages)\b(?P<table> (?:pour|contre|favorables?|d[ée]favorables?)\b)?"
        ))
    }),
    Pattern::new(|| {
        compile(
            r"(?im)^(?:(?:nombre de )?(?:voix|votes?|suffrages?) )?pour ?:? ?(?P<n>\d{1,3})(?: voix| votes?)?$",
        )
    }),
];

/// What counts votes against.
pub(super) static AGAINST: [Pattern; 11] = [
    Pattern::new(|| compile(&behind_the_names("contre"))),
    Pattern::new(|| compile(&after_its_word("contre"))),
    Pattern::new(|| {
        compile(r"(?im)^(?:bulletins |votes |voix )?d[ée]favorables? ?:? ?(?P<n>\d{1,3})\b")
    }),
    Pattern::new(|| compile(&dotted("contre"))),
    Pattern::new(|| compile(r"(?im)(?:^|[^\d ] ?)pour \d{1,3} contre (?P<l>\d{1,3})\b")),
    Pattern::new(|| {
        compile(
            r"(?im)(?:\b(?:ont|a) vot[ée] contre ?|^[-–• ]*(?:(?:votes?|voix) )?contre ?)(?:\((?P<n>\d{1,3})(?: (?:voix|votes?|membres))?\)|: ?(?P<m>n[ée]ant|aucune?|z[ée]ro)\b)",
        )
    }),
    Pattern::new(|| {
        compile(&format!(
            concat!(
                r"(?i)\b{count} (?:\(\d+\) )?(?:(?:voix|votes?|suffrages?)(?: ?:)? )?(?:contre|d[ée]favorables?)\b",
                r"(?P<table> ?[:=] ?\d| (?:\d{{1,3}}|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix){ends})?"
            ),
            count = COUNT,
            ends = AGAINST_ENDS
        ))
    }),
    Pattern::new(|| {
        compile(&format!(
            r"(?i)\b(?:\d{{1,3}}|\p{{L}}+) (?:voix|votes?|suffrages?) contre {COUNT}{AGAINST_ENDS}"
        ))
    }),
    Pattern::new(|| compile(r"(?i)\bcontre ?[:=] ?(?P<n>\d{1,3})\b")),
    Pattern::new(|| {
        compile(r"(?im)(?:\d ?[-–—,;/|]+ ?|^)contre (?P<n>\d{1,3}) ?(?:[-–—,;/|(]|\.?$)")
    }),
    Pattern::new(|| {
        compile(
            r"(?im)^(?:(?:nombre de )?(?:voix|votes?|suffrages?) )?contre ?:? ?(?P<n>\d{1,3})(?: voix| votes?)?(?:$| (?-i:M\.|Mmes?|MM\.|\p{Lu}[\p{L}'-]+) )",
        )
    }),
];

/// What counts abstentions.
pub(super) static ABSTAINED: [Pattern; 9] = [
    // *par 8 voix, 2 s'abstenant (MM. A et B)*
    Pattern::new(|| {
        compile(&format!(
            r"(?i)\b{COUNT} (?:membres?|conseillers?|[ée]lus?|d[ée]l[ée]gu[ée]s?|voix)? ?(?:s'absten(?:ant|aient)|s'abstiennent|se sont abstenus)\b"
        ))
    }),
    Pattern::new(|| compile(&after_its_word(r"abstentions?(?:\(s\))?"))),
    Pattern::new(|| compile(&dotted(r"abstentions?(?:\(s\))?"))),
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
        compile(&format!(
            r"(?i)\b{COUNT} (?:\(\d+\) )?(?:(?:voix|votes?|bulletins?|membres?) )?abst(?:entions?\b|\.)(?P<table> ?[:=] ?\d)?"
        ))
    }),
    Pattern::new(|| compile(r"(?i)\babst(?:entions?(?:\(s\))?|\.) ?[:=] ?(?P<n>\d{1,3})\b")),
    Pattern::new(|| {
        compile(
            r"(?im)[\d)] ?[-–—,;/|]+ ?abstentions?(?:\(s\))? (?P<n>\d{1,3}) ?(?:[-–—,;/|(]|\. |\.?$)",
        )
    }),
    Pattern::new(|| {
        compile(
            r"(?im)^abstentions?(?:\(s\))? ?:? ?(?P<n>\d{1,3})(?:$| (?-i:M\.|Mmes?|MM\.|\p{Lu}[\p{L}'-]+) )",
        )
    }),
];

/// The words of unanimity.
pub(super) static UNANIMOUS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)(?:\((?P<aside>unanimit[ée])\)|(?m:[\p{L}\d€»)%][.;] (?P<last>unanimit[ée])\.?$)|(?m:^[-–•➢➤►▶→] ?(?P<item>unanimit[ée])(?:\.|[ ,:(]{1,3}\d[^\n]*)?$)|\b(?P<word>[àa] l ?'?unanimit[ée]|(?:\d|pour|voix)[ ,;:(–-]{1,4}unanimit[ée]\b|votes? ?: ?unanimit[ée]|(?m:^unanimit[ée](?:[.!](?: \p{Lu}[^\n]*)?| ?\([^()\n]{1,30}\)\.?)?$)|unanimement|(?:accord|vote|d[ée]cision|avis) unanime|unanimit[ée] des (?:pr[ée]sents|votants|suffrages|voix|membres)))",
    )
});

/// A count stated once, or several times alike; `Err` when stated differently.
pub(super) fn count(
    folded: &str,
    zones: &[Range<usize>],
    patterns: &[Pattern],
) -> Result<Option<Found<u32>>, ()> {
    let all = counted(folded, zones, patterns);
    let Some(first) = all.first() else { return Ok(None) };
    let same = all.iter().all(|other| other.value == first.value || aside(folded, first, other));
    if same { Ok(Some(first.clone())) } else { Err(()) }
}

/// Every count that patterns find.
pub(super) fn counted(
    folded: &str,
    zones: &[Range<usize>],
    patterns: &[Pattern],
) -> Vec<Found<u32>> {
    static WORD_FIRST: Pattern = Pattern::new(|| {
        compile(&format!(
            r"(?im)(?:(?:^|[^\d ] ?)(?P<all>pour \d{{1,3}} contre \d{{1,3}}(?: abstentions?(?:\(s\))? \d{{1,3}})?)\b|(?:^[-–• ]*|(?::|=>|→) {{0,3}})(?P<led>{}))",
            in_order(IN_ORDER)
        ))
    });
    // There *11 contre* counts those before it.
    let firsts: Vec<Range<usize>> = zones
        .iter()
        .flat_map(|zone| hits(folded, zone, &WORD_FIRST))
        .filter_map(|hit| hit.place("all").or_else(|| hit.place("led")))
        .collect();
    let misread = |hit: &Hit<'_>| {
        let at = hit.range().start;
        // *depuis le 15/08/31 pour les parcelles*: the end of a day.
        let digits = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
        let dated = folded.get(..at).is_some_and(|before| before.ends_with('/'))
            && folded.get(at..).is_some_and(digits);
        let numbered = || hit.has("n") && is_a_number(folded, at);
        // *Le conseil émet un vote favorable*
        let said = folded.get(hit.range()).unwrap_or_default();
        let as_a_whole = said.eq_ignore_ascii_case("un vote favorable");
        dated
            || as_a_whole
            || numbered()
            || !(hit.has("l") || hit.has("k")) && firsts.iter().any(|first| first.contains(&at))
    };
    zones
        .iter()
        .flat_map(|zone| patterns.iter().flat_map(|pattern| hits(folded, zone, pattern)))
        .filter(|hit| !hit.has("table") && !misread(hit))
        .filter_map(|hit| ["n", "m", "l", "k"].iter().find_map(|group| hit.count(group)))
        .collect()
}

/// *l'opération 30 pour les travaux*: whether the figure at a place is the number of something, and no count of voices.
fn is_a_number(text: &str, at: usize) -> bool {
    static NUMBERED: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:op[ée]rations?|articles?|chapitres?|comptes?|fonctions?|natures?|lots?|programmes?|parcelles?|tranches?|phases?|rapports?|annexes?|pages?|n ?[°o]|num[ée]ros?) $",
        )
    });
    NUMBERED.is_match(tail(text.get(..at).unwrap_or_default(), 20))
}

/// Whether a line tells a vote.
fn tells_a_vote(line: &str) -> bool {
    VOTED.find_iter(line).any(|found| {
        let digit = found.as_str().find(|c: char| c.is_ascii_digit());
        let leads = digit.is_some_and(|at| at < 3);
        // *n'a pas pris part au vote pour cette association*: of what it was the vote.
        let noun = found.as_str().to_lowercase().starts_with("vote ")
            && line.get(..found.start()).is_some_and(|before| before.ends_with("au "));
        !(noun || leads && is_a_number(line, found.start() + digit.unwrap_or_default()))
    })
}

/// *Délibération adoptée par 14 voix*, *Pour 9*: the outcome or the count, told on a line of its own below what was decided.
static BELOW: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)^(?:(?:la |cette |la pr[ée]sente )?(?:d[ée]lib[ée]ration|proposition|r[ée]solution) (?:mise aux voix )?(?:(?:est|a [ée]t[ée]) )?(?:adopt|approuv)[ée]+e?s? (?:par|[àa])\b",
        r"|(?:(?:votes?|voix) )?pour ?:? ?\d{1,3}$",
        r"|(?:votes?|r[ée]sultats? du vote) ?: ?(?:(?:pour ?:? ?)?\d|(?:[àa] l'?)?unanim)|(?:adopt|approuv|accept)[ée]{1,2}e?s? (?:[àa] l'unanimit|[àa] la majorit|par \d))"
    ))
});

/// What a vote is told with besides its verb.
static COUNTED: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\d (?:voix|votes?|suffrages|pour\b|contre\b|abst)|\b(?:pour|contre|abstentions?) ?:? ?\d|unanim|majorit|\b(?:adopt|approuv|rejet|refus)ée?s?(?:\W|$)",
    )
});

/// A line with which another matter may begin.
static NUMBER_FIRST: Pattern = Pattern::new(|| {
    compile(r"(?i)^(?:(?:point|question|n ?°) ?)?(?:\d{1,2}|[IVX]{1,5}) ?[).°/:–—-]+ ?\p{Lu}")
});

/// *10 pour (9 pour le club)*: the count in brackets behind the first is that of a part.
fn aside(folded: &str, first: &Found<u32>, other: &Found<u32>) -> bool {
    let between = folded.get(first.range.end..other.range.start).unwrap_or_default();
    let open = between.rfind('(').is_some_and(|at| !between.get(at..).unwrap_or(")").contains(')'));
    open && !between.contains('\n')
}

/// A vote as a text tells it: where, and on what its own words say it was.
pub(super) struct Told {
    pub(super) whole: Range<usize>,
    pub(super) object: Option<Found<String>>,
}

static VOTED: Pattern = Pattern::new(|| {
    compile(&format!(
        concat!(
            r"(?i)(?:[àa] l ?'?unanimit[ée]|unanimement|accord unanime|[\p{{L}}\d€»)%][.;] unanimit[ée]\.?$|(?:^|[^/\p{{L}}\d]){count} (?:(?:voix|votes?|suffrages?) )?(?:pour|contre)\b|\bpour ?: ?\d{{1,3}}\b|\bpour \d{{1,3}} ?[-–—,;/|]+ ?contre",
            // *Pour ......... 9*, *| Pour | 9 |*, and the labels of columns.
            r"|^[-–• ]*(?:(?:votes?|voix) )?pour ?[.…_]{{3,}}[ .…_]*\d{{1,3}}\b|^[| ]*pour[ |]+contre[ |]+abst|\bpour ?\| ?\d{{1,3}} ?\|",
            // *Pour 9*, and below it the others; *Pour 9 Abstention 0 Contre 0*.
            r"|^[-–• ]*(?:(?:votes?|voix) )?pour \d{{1,3}}(?:$| ?[-–—,;/|]* ?(?:contre|abstentions?)\b)",
            r"|^[-–•] ?(?:adopt|approuv|rejet)[ée]+e?s?(?:[.,:;]|$)|^(?:lus? et )?(?:adopt|approuv|rejet)[ée]+e?s?\b|^(?:[-–•➢➤►▶→] ?)?unanimit[ée](?:[.!](?: \p{{Lu}}[^\n]*)?| ?\([^()\n]{{1,30}}\)\.?)?$|\bpropositions? (?:adopt|approuv|rejet)[ée]+e?s?\b|\b(?:est|sont|a été|ont été) (?:adopt|rejet)[ée]+e?s?\b|\bvot(?:e|ent) (?:pour|contre)\b",
            r"|\b(?:par|avec) {count} (?:voix|suffrages)\b|\bvotes? ?: ?(?:unanim|\d|pour \d)|\b(?:conseil|bureau|comit[ée]|commission|assembl[ée]e)\b[^.;]{{0,80}}? (?:(?:adopt|approuv|accept|d[ée]cid|valid|rejett)(?:e|ent))\b)"
        ),
        count = "(?:\\d{1,3}|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt)"
    ))
});

/// A line that only goes on with the vote before it.
static GOES_ON: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^[➢•\-– ]*(?:pour|contre|abstentions?|votes?|voix|votants|(?:bulletins?|suffrages?|votes?) (?:blancs?|nuls?|exprim[ée]s)|blancs?\b|nuls?\b|adopt[ée]|approuv[ée]|rejet[ée]|refus[ée]|accord (?:[àa]|du|de|unanime)|[àa] l'unanimit|[àa] la majorit|ne pren|cette (?:proposition|d[ée]lib)|la (?:proposition|d[ée]lib))",
    )
});

/// A line that begins with a count of votes.
static COUNT_FIRST: Pattern =
    Pattern::new(|| compile(r"(?i)^\d{1,3} (?:(?:voix|votes?) )?(?:pour|contre|abstentions?)\b"));

/// Whether a line counts voices that the lines before it do not count, item by item: *- 8 voix « Pour »*, *- 8 voix
/// « Contre »*, *- 3 « Abstention »*; or those for another choice, *- 15 voix pour un point*.
fn next_count(line: &str, said: &str) -> bool {
    static ITEM: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)^[-–—•*➢ ]*(?:\d{1,3}|aucune?|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix) (?:(?:voix|votes?|bulletins?|suffrages?)(?: en)?(?: ?:)? ?)?",
            r"(?:[«\x22“] ?)?(?:(?P<for>pour|favorables?)|(?P<against>contre|d[ée]favorables?)|(?P<abstained>abst)|(?P<void>blancs?|nuls?))(?:\b|ention)(?P<choice> (?:une?|le|la|les|l')\b)?"
        ))
    });
    let kind = |line: &str| {
        let hit = ITEM.captures(line)?;
        let kind = ["for", "against", "abstained", "void"].into_iter();
        let kind = kind.enumerate().find(|(_, name)| hit.name(name).is_some())?.0;
        Some((kind, hit.name("choice").is_some()))
    };
    let Some((own, choice)) = kind(line) else { return false };
    let mut before = said.lines().filter_map(kind).peekable();
    before.peek().is_some() && before.all(|(kind, chosen)| kind != own || choice && chosen)
}

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
    // Whether no other matter may have begun since the last vote.
    let mut same = false;
    for raw in folded.get(within.clone()).unwrap_or_default().split_inclusive('\n') {
        let range = at..at + raw.trim_end().len();
        at += raw.len();
        let line = folded.get(range.clone()).unwrap_or_default();
        if line.is_empty() {
            continue;
        }
        let voted = tells_a_vote(line);
        // Who stood back may be told between the decision and its count.
        if touching && !voted && is_recusal(line) {
            continue;
        }
        let said = out.last().and_then(|last| folded.get(last.whole.clone()));
        // *Approuvé*, and below it *15 pour, 2 contre*.
        let uncounted = said.is_some_and(|said| !said.contains(|c: char| c.is_ascii_digit()));
        // *ACCEPTE de verser 300 €*, its items, and below them *Délibération adoptée par 14 voix*.
        same &= !NUMBER_FIRST.is_match(line);
        let below = || same && BELOW.is_match(line) && said.is_some_and(|s| !COUNTED.is_match(s));
        let next = || next_count(line, said.unwrap_or_default());
        let goes_on = below()
            || touching
                && (GOES_ON.is_match(line) || uncounted && COUNT_FIRST.is_match(line) || next());
        touching = goes_on || voted;
        if !touching {
            continue;
        }
        same = true;
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
        // *celle du foyer : 8 pour*: of what it speaks the words before say.
        let pronoun = ["celle", "celui", "ceux"].iter().any(|word| lower.starts_with(word));
        (says && !pronoun && !bare.contains(&lower.as_str()))
            .then(|| Found::new(from..from + words.len(), words.to_owned()))
    })
}
