//! How many members were there and how many the organ has, as the head states it in figures or words.

use super::scan::hits;
use crate::recognise::{Found, Pattern, compile};
use std::ops::Range;

/// How many were present.
static PRESENT: [Pattern; 41] = [
    // *Étaient présents douze membres :*, *Ces douze membres sont présents*
    Pattern::new(|| {
        compile(
            r"(?im)(?:\b(?:étaient|sont) présents (?P<n>\p{L}+(?:-\p{L}+)*(?: et une?)?) (?:membres|conseill[eè]re?s|d[ée]l[ée]gu[ée]s) ?(?::|$)|(?:^|[.;] )ces (?P<m>\d{1,3}|\p{L}+(?:-\p{L}+)*) (?:membres|conseill[eè]re?s|d[ée]l[ée]gu[ée]s) sont présents\b)",
        )
    }),
    // *Le nombre de membres présents (douze)*, *Présents ou suppléés : 21*, *L'appel fait apparaître 32 conseillers présents*
    Pattern::new(|| {
        compile(concat!(
            r"(?im)(?:^(?:le )?nombre de (?:membres|conseill[eè]re?s|d[ée]l[ée]gu[ée]s|[ée]lus) pr[ée]sents \((?P<n>\d{1,3}|\p{L}+(?:-\p{L}+)*)\)|\bpr[ée]sents ou suppl[ée]+s ?: ?(?P<m>\d{1,3})\b",
            r"|\bappel(?: nominal)? (?:a )?fait appara[îi]tre (?P<l>\d{1,3}|\p{L}+(?:-\p{L}+)*) (?:membres|conseill[eè]re?s|d[ée]l[ée]gu[ée]s|[ée]lus) pr[ée]sents ?(?:[:.;,]|$))"
        ))
    }),
    // *séance à laquelle 22 membres ont été présents*, *Il y a quatorze présents pour vingt membres*, *étant en exercice et
    // treize présents*
    Pattern::new(|| {
        compile(
            r"(?i)(?:\bs[ée]ance à laquelle (?P<n>\d{1,3}|\p{L}+(?:-\p{L}+)*) (?:membres|conseill[eè]re?s|d[ée]l[ée]gu[ée]s|[ée]lus) ont [ée]t[ée] pr[ée]sents\b|\bil y a(?:vait)? (?P<m>\d{1,3}|\p{L}+(?:-\p{L}+)*) (?:membres )?pr[ée]sents\b|\ben exercice(?:,| et) (?P<l>\d{1,3}|\p{L}+(?:-\p{L}+)*) pr[ée]sents,)",
        )
    }),
    // *Présents à l'ouverture (15)*, *Présents lors du vote (19) :*, *Présent(e)s (10) :*
    Pattern::new(|| {
        compile(
            r"(?i)\bpr[ée]sent(?:e?s?|\(e\)s?|[.·]e[.·]?s?|-e-s)(?: (?:à l'ouverture|à l'appel|lors|à|au|en|pendant)(?: (?:d[eu]|du|de la|la|l'|cette))?(?: \p{L}+){0,4}?)? ?\((?P<n>\d{1,3})\)",
        )
    }),
    // *18 membres du Bureau étaient présents*, *Douze membres étaient présents*
    Pattern::new(|| {
        compile(
            r"(?im)(?:^|[.;:,(–-] ?|\bque |\bdont |\d )(?P<n>\d{1,3}|\p{L}+(?:-\p{L}+)*) (?:membres|conseill[eè]re?s|d[ée]l[ée]gu[ée]s|[ée]lus|administrateurs)(?: (?:du|de la|de l') ?\p{L}+(?: d'administration| \p{Ll}+)?)? (?:étaient|étant|sont) présents\b",
        )
    }),
    // *Étaient présents 51 conseillers*
    Pattern::new(|| {
        compile(
            r"(?i)\b(?:étaient|sont|étant) présents (?P<n>\d{1,3}) (?:membres|conseill[eè]re?s|d[ée]l[ée]gu[ée]s|[ée]lus|administrateurs)\b",
        )
    }),
    // *24 membres ; 19 étant présents*
    Pattern::new(|| compile(r"(?i)[;,] (?P<n>\d{1,3}) (?:étant|sont|étaient) présents\b")),
    // *le quorum est atteint avec neuf membres présents*, *avec 14 présents*
    Pattern::new(|| {
        compile(
            r"(?i)\bquorum [^.;\n]{0,60}?\bavec (?P<n>\d{1,3}|\p{L}+(?:-\p{L}+)*) (?:(?:membres|conseill[eè]re?s|d[ée]l[ée]gu[ée]s|[ée]lus|administrateurs) )?présents\b",
        )
    }),
    // *réunissant 13 membres présents ou suppléés*, *le conseil, réunissant 13 membres présents*
    Pattern::new(|| {
        compile(
            r"(?i)\br[ée]uni(?:ssant|t) (?P<n>\d{1,3}|\p{L}+(?:-\p{L}+)*) (?:membres|conseill[eè]re?s|d[ée]l[ée]gu[ée]s|[ée]lus|administrateurs) présents\b",
        )
    }),
    // *Nombre de membres présents : dix (10)*, *Présents : dix-sept (17)*
    Pattern::new(|| {
        compile(r"(?i)\bpr[ée]sents? ?: ?(?:\p{L}+(?:[ -]\p{L}+){0,4}) ?\((?P<n>\d{1,3})\)")
    }),
    // *Membres présents*, and below it *10*
    Pattern::new(|| {
        compile(
            r"(?im)^(?:nombre de )?(?:membres|conseill[eè]re?s|d[ée]l[ée]gu[ée]s|[ée]lus|administrateurs) pr[ée]sents ?:?\n{1,2}(?P<n>\d{1,3})$",
        )
    }),
    // *10 présents*, a line of its own below that of those in office
    Pattern::new(|| {
        compile(
            r"(?im)\ben exercice\n{1,2}(?:dont )?(?P<n>\d{1,3}) (?:membres |conseill[eè]re?s |d[ée]l[ée]gu[ée]s |[ée]lus )?pr[ée]sents?$",
        )
    }),
    // A table of counts drawn with bars and a rule.
    Pattern::new(|| {
        compile(
            r"(?i)\ben exercice *\| *pr[ée]sents? *\|[^\d\n]*\n\|[-:|+ ]+\|\n\|? *\d{1,3} *\| *(?P<n>\d{1,3}) *\|",
        )
    }),
    // *Quorum atteint avec 7 élus présents*
    Pattern::new(|| {
        compile(
            r"(?i)\b(?:quorum [^.;\n]{0,40}?avec (?P<n>\d{1,3}) (?:membres|conseill[eè]re?s|d[ée]l[ée]gu[ée]s|[ée]lus|administrateurs) pr[ée]sents)\b",
        )
    }),
    // *Neuf délégués étant présents sur douze*
    Pattern::new(|| {
        compile(
            r"(?i)\b(?P<n>\d{1,3}|(?:\p{L}+ et une?|\p{L}+(?:-\p{L}+)*)) (?:membres|conseill[eè]re?s|d[ée]l[ée]gu[ée]s|[ée]lus|administrateurs) (?:étant|étaient|sont) présents sur (?:les )?(?:\d{1,3}|\p{L}+(?:-\p{L}+)*)\b",
        )
    }),
    // *le quorum est atteint (15 présents ; 6 pouvoirs)*
    Pattern::new(|| {
        compile(
            r"(?i)\((?P<n>\d{1,3}) (?:membres |conseillers |délégués |élus )?présents? ?[;,/+] ?\d{1,3} (?:pouvoirs?|procurations?|représentés?|absents?|excusés?)\b",
        )
    }),
    // *11 présents + 2 pouvoirs*
    Pattern::new(|| {
        compile(
            r"(?im)(?:^|[.;:] )(?P<n>\d{1,3}) (?:membres |conseillers |délégués |élus )?présents? ?(?:\+|,|et|-) ?\d{1,3} (?:pouvoirs?|procurations?|représentés?)\b",
        )
    }),
    // *la séance, à laquelle 9 membres ont pris part*
    Pattern::new(|| {
        compile(
            r"(?i)\bs[ée]ance[^.;\n]{0,60}? à laquelle (?:(?P<n>\d{1,3}|\p{L}+(?:-\p{L}+)*) (?:membres|conseill[eè]re?s|d[ée]l[ée]gu[ée]s|[ée]lus|administrateurs) )?(?:ont (?:pris part|assist[ée]|particip[ée]|si[ée]g[ée])|assistaient|participaient|si[ée]geaient)\b",
        )
    }),
    // *Neuf membres sur douze étant présents*
    Pattern::new(|| {
        compile(
            r"(?i)\b(?P<n>\d{1,3}|(?:\p{L}+ et une?|\p{L}+(?:-\p{L}+)*)) (?:membres|conseill[eè]re?s|d[ée]l[ée]gu[ée]s|[ée]lus|administrateurs) sur (?:les )?(?:\d{1,3}|\p{L}+(?:-\p{L}+)*(?: et une?)?)(?: \p{L}+){0,3}? (?:(?:étant|étaient|sont) présents|assist(?:ent|aient) à la s[ée]ance)",
        )
    }),
    Pattern::new(|| compile(r"(?im)^pr[ée]sents? ?:?\n(?P<n>\d{1,3})$")),
    Pattern::new(|| {
        compile(
            r"(?i)\b(?:nombre de )?(?:membres|conseillers|d[ée]l[ée]gu[ée]s) pr[ée]sents? ?:? ?(?P<n>\d{1,3})\b",
        )
    }),
    Pattern::new(|| {
        compile(r"(?i), (?P<n>\p{L}+(?:-\p{L}+)*|\d{1,3})(?: d'entre eux)? étaient présents")
    }),
    Pattern::new(|| compile(r"(?i)\bpr[ée]sents au moment du vote ?: ?(?P<n>\d{1,3})\b")),
    Pattern::new(|| compile(r"(?i)\bont été présente?s (?P<n>\d{1,3}) membres")),
    Pattern::new(|| {
        compile(
            r"(?i)\b(?P<n>\d{1,3}) (?:membres|conseillers|délégués|élus) (?:étaient|y étant|étant|sont|étaient alors) présents",
        )
    }),
    Pattern::new(|| compile(r"(?i)\bavec (?P<n>\d{1,3}) (?:membres|conseillers) présents")),
    Pattern::new(|| compile(r"(?i)\bpr[ée]sents? ?: ?(?P<n>\d{1,3})\b")),
    Pattern::new(|| {
        compile(
            r"(?im)^(?P<n>\d{1,3}) (?:membres|conseillers|d[ée]l[ée]gu[ée]s|[ée]lus) pr[ée]sents ?:",
        )
    }),
    // `- présents 8`, `en exercice 8 présents 6 votants 7`
    Pattern::new(|| compile(r"(?im)^[-–•] ?pr[ée]sents? ?:? ?(?P<n>\d{1,3})$")),
    Pattern::new(|| {
        compile(r"(?i)\ben exercice ?:? ?\d{1,3}[ ,;/|–-]+pr[ée]sents? ?:? ?(?P<n>\d{1,3})\b")
    }),
    Pattern::new(|| {
        compile(r"(?i)\ben exercice, (?P<n>\d{1,3}) pr[ée]sents?(?: ?[^\p{L}\n ]| [^nr\n]|$)")
    }),
    // *Nombre de présents 12*, *Nombre de conseillers présents (pouvoirs compris) : 12*
    Pattern::new(|| {
        compile(
            r"(?i)\bnombre de (?:(?:membres|conseillers|d[ée]l[ée]gu[ée]s) )?pr[ée]sents(?: \([^()\n]{3,60}\))? ?:? ?(?P<n>\d{1,3})\b",
        )
    }),
    // *Présents : vingt*
    Pattern::new(|| {
        compile(r"(?im)^pr[ée]sents? ?: ?(?P<n>\p{L}+(?:-\p{L}+)*(?:[ -]et[ -]une?)?)$")
    }),
    // *Membres présents : dix-huit.*
    Pattern::new(|| {
        compile(
            r"(?i)\b(?:membres|conseillers|d[ée]l[ée]gu[ée]s) pr[ée]sents? ?: ?(?P<n>\p{L}+(?:-\p{L}+)*(?: et une?)?)(?:[.;,\n]|$)",
        )
    }),
    // `Présents ou suppléés ........ 13`
    Pattern::new(|| {
        compile(
            r"(?im)^[-–• ]*(?:(?:nombre de )?(?:membres|conseill[eè]re?s|d[ée]l[ée]gu[ée]s|[ée]lus|administrateurs) )?pr[ée]sents?(?: (?:ou|et) suppl[ée]+s?)? ?:? ?[.…_]{3,} ?:? ?(?P<n>\d{1,3})$",
        )
    }),
    Pattern::new(|| {
        compile(
            r"(?i)\bpr[ée]sents? \((?P<n>\d{1,3})(?: (?:membres|conseill[eè]re?s|d[ée]l[ée]gu[ée]s|[ée]lus|administrateurs)|, dont [^()\n]{1,40})?\)",
        )
    }),
    Pattern::new(|| compile(r"(?im)(?:^|[;,–] )pr[ée]sents? (?P<n>\d{1,3})(?:[ ;,.]|$)")),
    Pattern::new(|| {
        compile(
            r"(?i)\bque (?P<n>\p{L}+(?:-\p{L}+)*|\d{1,3})(?: d'entre eux| membres)? sont\spr[ée]sents",
        )
    }),
    // *7 présents sur 10 en exercice*
    Pattern::new(|| {
        compile(r"(?i)\b(?P<n>\d{1,3}) (?:membres |conseillers )?pr[ée]sents sur \d{1,3}\b")
    }),
    // A table of counts: the head names the columns, the line below gives them.
    Pattern::new(|| {
        compile(
            r"(?i)\ben exercice[ |]+(?:qui [\p{L} ]+ )?pr[ée]sents?\b[^\d\n]*\n[^\d\n]*\d{1,3}[ |]+(?P<n>\d{1,3})\b",
        )
    }),
    Pattern::new(|| {
        compile(r"(?i)\b(?:nombre de|dont|avec) (?P<n>\d{1,3}) (?:membres )?(?:de )?présents\b")
    }),
];

/// Counts of titular members and of deputies who sit beside them: both were there.
static BOTH: [Pattern; 2] = [
    // *Présents : 20 titulaires et 1 suppléant*
    Pattern::new(|| {
        compile(
            r"(?i)\bpr[ée]sents? ?: ?(?P<n>\d{1,3}) (?:d[ée]l[ée]gu[ée]s )?titulaires?(?: et|,| \+|) ?(?P<m>\d{1,3}) suppl[ée]ante?s?\b",
        )
    }),
    // *présents titulaires : 45 – présents suppléants : 4*, *Titulaires présents : 11*, and behind their names
    // *Suppléants présents : 2*
    Pattern::new(|| {
        compile(concat!(
            r"(?is)\b(?:pr[ée]sents titulaires|titulaires pr[ée]sents) ?: ?(?P<n>\d{1,3})\b.{0,900}?",
            r"\b(?:pr[ée]sents suppl[ée]ants|suppl[ée]ante?s? pr[ée]sente?s?)(?: (?:avec voix d[ée]lib[ée]rative|votants?|ayant voix d[ée]lib[ée]rative))? ?: ?(?P<m>\d{1,3})\b"
        ))
    }),
];

/// *10, puis 11 à compter de 20 h 50*, *présents 19 puis 20*: the later count; the first one in *3, puis 4 à partir de la
/// question 7*, a matter that need not be this one.
static THEN: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\bpr[ée]sents? ?:?\s{1,4}(?P<first>\d{1,3}) ?,? (?:puis|et ensuite) (?P<n>\d{1,3})\b(?P<from> [àa] (?:compter|partir) d(?:e la|u|es|e l') ?(?:questions?|points?|d[ée]lib[ée]rations?|affaires?|rapports?|dossiers?|vote)\b)?",
    )
});

/// How many members were present, and whether the text states more than one number.
pub(super) fn present(folded: &str, head: &Range<usize>) -> Result<Option<Found<u32>>, ()> {
    for hit in BOTH.iter().flat_map(|pattern| hits(folded, head, pattern)) {
        if let (Some(some), Some(others)) = (hit.count("n"), hit.count("m")) {
            let range = some.range.start..others.range.end;
            return Ok(Some(Found::new(range, some.value + others.value)));
        }
    }
    if let Some(then) = hits(folded, head, &THEN)
        .iter()
        .find_map(|hit| hit.count(if hit.has("from") { "first" } else { "n" }))
    {
        return Ok(Some(then));
    }
    let stated = count(folded, head, &PRESENT)?;
    if stated.is_some() { Ok(stated) } else { count(folded, head, &AT_FIRST) }
}

/// How many were present where only the words behind the vote say so: *Nombre de présents : 10*, *Inscrits 80 Présents 61
/// Pouvoirs 12*, *Votants : 10 présents, 2 pouvoirs*.
pub(super) fn present_behind(folded: &str, behind: &Range<usize>) -> Option<Found<u32>> {
    static BEHIND: [Pattern; 3] = [
        Pattern::new(|| {
            compile(
                r"(?i)\bnombre de (?:(?:membres|conseillers|d[ée]l[ée]gu[ée]s) )?pr[ée]sents ?: ?(?P<n>\d{1,3})\b",
            )
        }),
        Pattern::new(|| {
            compile(
                r"(?i)\bpr[ée]sents? ?:? (?P<n>\d{1,3}) ?[,;|–-]? ?(?:pouvoirs?|procurations?|repr[ée]sent[ée]s?|votants?|absents?|excus[ée]s?) ?:? \d",
            )
        }),
        Pattern::new(|| {
            compile(
                r"(?i)\bvotants ?: ?(?P<n>\d{1,3}) (?:membres |conseillers )?pr[ée]sents ?[,+] ?\d{1,3} (?:pouvoirs?|procurations?|repr[ée]sent[ée]s?)",
            )
        }),
    ];
    count(folded, behind, &BEHIND).ok().flatten()
}

/// *Présents à l'ouverture (de la séance) : 12*: how many were present first, where the text says no other count.
static AT_FIRST: [Pattern; 1] = [Pattern::new(|| {
    compile(
        r"(?i)\bpr[ée]sents (?:à l'ouverture|au d[ée]but|en d[ée]but|à l'appel)(?: de (?:la )?s[ée]ance| nominal)? ?: ?(?P<n>\d{1,3})\b",
    )
})];

/// How many members the organ has.
pub(super) static IN_OFFICE: [Pattern; 7] = [
    // *EN EXERCICE*, the figure on the line below.
    Pattern::new(|| compile(r"(?im)^en exercice ?:?\n(?P<n>\d{1,3})$")),
    Pattern::new(|| {
        compile(r"(?i)\ben exercice(?: (?:est|était|s'élève)(?: de| à)?)? ?:? ?(?P<n>\d{1,3})\b")
    }),
    Pattern::new(|| compile(r"(?i)\bpr[ée]sents sur (?P<n>\d{1,3})(?: \p{L}+)? en exercice\b")),
    Pattern::new(|| compile(r"(?i)\ben exercice ?: ?(?P<n>\p{L}+(?:-\p{L}+)*)\b")),
    Pattern::new(|| {
        compile(
            r"(?i)\b(?P<n>\d{1,3}|\p{L}+(?:-\p{L}+)*) (?:membres|conseillers)(?: \p{L}+)? en exercice\b",
        )
    }),
    Pattern::new(|| {
        compile(
            r"(?i)\ben exercice[ |]+(?:qui [\p{L} ]+ )?pr[ée]sents?\b[^\d\n]*\n[^\d\n]*(?P<n>\d{1,3})[ |]+\d{1,3}\b",
        )
    }),
    Pattern::new(|| {
        compile(
            r"(?i)\bnombre (?:total )?de (?:membres|conseillers|d[ée]l[ée]gu[ée]s)(?: (?:titulaires|communautaires|municipaux|syndicaux|du (?:bureau|conseil|comit[ée])(?: d'administration| \p{L}+)?))? ?: ?(?P<n>\d{1,3})\b",
        )
    }),
];

/// A count that the text states once, or several times alike.
pub(super) fn count(
    folded: &str,
    head: &Range<usize>,
    patterns: &[Pattern],
) -> Result<Option<Found<u32>>, ()> {
    let all: Vec<Found<u32>> = patterns
        .iter()
        .flat_map(|pattern| hits(folded, head, pattern))
        .filter_map(|hit| ["n", "m", "l"].iter().find_map(|group| hit.count(group)))
        .collect();
    let Some(first) = all.first() else { return Ok(None) };
    let same = all.iter().all(|other| other.value == first.value);
    if same { Ok(Some(first.clone())) } else { Err(()) }
}
