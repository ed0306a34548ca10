//! Votes cast by name: who voted against or abstained, as sentences, brackets and lists tell it.

mod listed;

pub(super) use listed::{Place, apart};

use super::person::{Names, names};
use super::scan::{CIVILITY, NAME, hits};
use crate::interpret::fact::Passages;
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::{Ballot, NamedBallot};
use std::ops::Range;

static CIVIL: Pattern = Pattern::new(|| compile(&format!(r"\b{CIVILITY} ")));

static NAMED: [Pattern; 19] = [
    // *11 abstentions, dont 1 procuration (M. A), Mme B, M. C*: behind a comma or the bracket of those who gave a power.
    Pattern::new(|| {
        compile(&format!(
            concat!(
                r"(?i)\b(?P<n>\d{{1,3}}) (?:(?:(?:votes?|voix) )?(?P<against>contre)|(?P<abstained>abstentions?)),? ",
                r"(?:dont \d{{1,2}} (?:par )?(?:procurations?|pouvoirs?|mandats?) \()?(?P<list>(?-i:{c} {n}\)?(?:,? {c} {n}\)?|,? et {c} {n}\)?)*))"
            ),
            c = CIVILITY,
            n = NAME
        ))
    }),
    // *Abstentions : 2, Monsieur A, Madame B*: behind a comma a civility leads to the names.
    Pattern::new(|| {
        compile(
            r"(?im)(?:(?P<against>contre)|(?P<abstained>abstentions?(?:\(s\))?)) ?:? ?(?P<n>\d{1,3})(?: voix| votes?)?, (?P<list>(?-i:M\.|MM\.?|Mmes?|Mlle|Monsieur|Madame|Messieurs|Mesdames) [^();:\n\d]+)",
        )
    }),
    // *Contre : 2 – TILLOY Jean, ESTAVEL Rose*: the names behind a dash, over more lines than one.
    Pattern::new(|| {
        compile(
            r"(?im)(?:(?P<against>contre)|(?P<abstained>abstentions?(?:\(s\))?)) ?:? ?(?P<n>\d{1,3})(?: voix| votes?)? ?(?:[–—→➢➔-]|=>) ?(?P<list>(?-i:\p{Lu})(?:[^();:\n]|,\n|\([^()\n]{2,60}\))+)",
        )
    }),
    // *M. A et Mme B ayant voté contre*
    Pattern::new(|| {
        compile(&format!(
            r"(?P<list>(?:{CIVILITY} {NAME}(?:, | et )?){{1,8}}),? (?:(?:ayant|ont|a) voté|vot(?:e|ent|ant)) (?P<against>contre)\b"
        ))
    }),
    // *Mme A, adjointe, s'étant abstenue*: what she is stands between.
    Pattern::new(|| {
        compile(&format!(
            r"(?P<list>{CIVILITY} {NAME}), [^,;.:()\n]{{3,90}},? (?:(?P<abstained>s'absten(?:ant|ait)|s'abstient|s'[ée]tant abstenue?|s'est abstenue?)|(?:ayant voté|a voté|vote|votant) (?P<against>contre))\b"
        ))
    }),
    // *le groupe « … » (Mme A et M. B) s'étant abstenu*
    Pattern::new(|| {
        compile(&format!(
            r"\((?P<list>{CIVILITY} [^()\n]{{3,300}})\),? (?:(?P<abstained>s'absten(?:ant|ait)|s'abstien(?:t|nent)|s'[ée]tant absten\p{{L}}+|s'est abstenue?|se sont absten\p{{L}}+)|(?:ayant voté|ont voté|a voté|vote(?:nt)?) (?P<against>contre))\b"
        ))
    }),
    // *Contre 1 Mme A*: the count and the names in columns.
    Pattern::new(|| {
        compile(
            r"(?im)^(?:(?P<against>contre)|(?P<abstained>abstentions?)) ?:? ?(?P<n>\d{1,3}) (?:voix )?(?P<list>(?-i:M\.|Mmes?|MM\.|\p{Lu}[\p{L}'-]+) (?-i:\p{Lu})[^()\n\d]{2,300})$",
        )
    }),
    Pattern::new(|| {
        compile(
            r"(?i)(?:(?P<against>contre)|(?P<abstained>abstentions?|s'abst\p{L}+|se sont abstenu\p{L}*|s'est abstenue?))(?:\(s\))? ?(?::? ?(?P<n>\d{1,3}) ?(?:voix |votes? |membres? )?\n?)?\((?P<list>[^()]{3,300}(?:\([^()]{2,60}\)[^()]{0,120}){0,5})\)",
        )
    }),
    Pattern::new(|| {
        compile(concat!(
            r"(?im)(?:(?P<against>(?:ont |a )?vot(?:é|ent|e) contre|^contre)|(?P<abstained>s'abst[\p{L}]+|^abstentions?|se sont abstenus?|s'est abstenue?))(?: ?\(\d{1,3}\))? ?: ?",
            r"(?P<list>(?-i:(?:(?:MM?|Mr|\p{Lu})\.|\p{Lu})(?: (?:MM?|Mr|\p{Lu})\.|[^()\n.;\d]|\((?:et |par |avec |ayant |porteu|pouvoir|procuration|mandat)[^()\n\d]{3,80}\))+))"
        ))
    }),
    // *(10 pour, 1 contre : Mme A)*
    Pattern::new(|| {
        compile(
            r"(?im)\b(?P<n>\d{1,3}) (?:(?:voix|votes?) )?(?:(?P<against>contre)|(?P<abstained>abstentions?)) ?: ?(?P<list>(?-i:(?:(?:MM?|Mr|\p{Lu})\.|\p{Lu})(?: (?:MM?|Mr|\p{Lu})\.|[^();\n\d.])+))",
        )
    }),
    // *CONTRE : A ; ABSTENTION : B*, the names in the place of a count.
    Pattern::new(|| {
        compile(
            r"(?im)(?:[(;,./–-] ?|^[-–• ]*)(?:(?P<against>(?:votes? |voix )?contre)|(?P<abstained>abstentions?(?:\(s\))?)) ?: ?(?P<list>(?-i:\p{Lu}(?:[^();:\n\d.]|\p{Lu}\.|MM?\.|Mr\.)+))",
        )
    }),
    // *M. A s'abstenant*
    Pattern::new(|| {
        compile(&format!(
            r"(?P<list>(?:(?:{CIVILITY} )?{NAME}(?: \((?:par |avec |pouvoir|procuration|mandat)[^()\n]{{0,60}}\))?(?:, | et )?){{1,6}}),? (?P<abstained>s'absten(?:ant|ait)|s'abstien(?:t|nent)|s'est abstenue?|s'[ée]tant absten\p{{L}}+|se sont abstenu(?:e?s)?)\b"
        ))
    }),
    // *abstention de Mme A*, *vote contre de M. B*
    Pattern::new(|| {
        compile(&format!(
            r"(?i:(?P<abstained>abstentions?)|(?:votes?|voix) (?P<against>contre)) (?:de |d')(?P<list>{CIVILITY} {NAME})"
        ))
    }),
    // *abstention de Mme A et de M. B*
    Pattern::new(|| {
        compile(&format!(
            r"(?i:(?P<abstained>abstentions?)|(?:votes?|voix) (?P<against>contre)) (?:de |d'){CIVILITY} {NAME}(?:, (?:de )?{CIVILITY} {NAME}){{0,2}} et (?:de |d')?(?P<list>{CIVILITY} {NAME})"
        ))
    }),
    // *à l'exception de M. A, qui s'abstient*
    Pattern::new(|| {
        compile(&format!(
            r"(?P<list>{CIVILITY} {NAME}(?: et {CIVILITY} {NAME})?),? qui (?:(?P<abstained>s'absti\p{{L}}+|s'est abstenue?|se sont abstenu\p{{L}}*)|(?:a voté|ont voté|vote(?:nt)?) (?P<against>contre))\b"
        ))
    }),
    // *Voix contre : 2 : A ; B.*
    Pattern::new(|| {
        compile(
            r"(?im)(?:(?P<against>contre)|(?P<abstained>abstentions?(?:\(s\))?)) ?: ?(?P<n>\d{1,3})(?: voix| votes?)? ?: ?(?P<list>(?-i:(?:(?:MM?|Mr|\p{Lu})\.|\p{Lu})(?: (?:MM?|Mr|\p{Lu})\.|[^():\n\d.])+))",
        )
    }),
    // *M. A, Mme B : 2 voix contre*
    Pattern::new(|| {
        compile(&format!(
            r"(?m)(?:^|[–—-] |[.;] )(?P<list>{CIVILITY} {NAME}(?:(?:, | et ){CIVILITY} {NAME}){{0,8}}) : (?P<n>\d{{1,3}}) (?i:(?:(?:voix|votes?) )?(?:(?P<against>contre)|(?P<abstained>abstentions?)))\b"
        ))
    }),
    // *avec l'opposition de M. A et Mme B*
    Pattern::new(|| {
        compile(&format!(
            r"\b(?P<against>(?i:l'opposition)) (?:de |d')(?P<list>{CIVILITY} {NAME}(?:(?:, | et ){CIVILITY} {NAME}){{0,8}})"
        ))
    }),
    // *une abstention, celle de Mme A*
    Pattern::new(|| {
        compile(&format!(
            r"(?i:(?P<abstained>abstentions?)|voix (?P<against>contre)),? (?i:celles?) (?:de |d')(?P<list>{CIVILITY} {NAME}(?:(?:, | et ){CIVILITY} {NAME}){{0,8}})"
        ))
    }),
];

/// From what somebody abstained, where it is no vote of his.
static NO_BALLOT: Pattern =
    Pattern::new(|| compile(r"^ de (?:si[ée]ger|prendre part|participer|voter|d[ée]lib[ée]rer)\b"));

/// For whom a voter also votes, between the two names: *Mme A, en son nom et au nom de M. B*, *M. A (pouvoir de
/// Mme B)*, *et, par procuration, M. C*.
static ALSO_FOR: Pattern = Pattern::new(|| {
    compile(concat!(
        // *groupe A : Mme B*: of which group the voters are.
        // *Mme B (et pour M. C)*
        r"(?i)(?:^|; )(?:le )?groupes? [^:;]{2,60}: ?| ?[(,] ?et (?:aussi |[ée]galement )?pour |,? et s(?:on|a) mandante?,? |,? et son (?:pouvoir|mandat)\b|,? porteu(?:r|se) d'un (?:pouvoir|mandat),?(?: et )?|[,( +]+(?:et,? |ainsi qu[e'],? ?)?(?:",
        r"(?:tant )?en (?:son|leur) (?:propre )?nom(?: propre| personnel)?,? (?:et |qu')(?:au nom|en celui|pour le compte) (?:de |d')",
        r"|(?:tant )?pour (?:(?:lui|elle|eux|elles)(?:-mêmes?)?|(?:son|leur) (?:propre )?compte),? (?:et|que) pour (?:celui de |le compte de )?",
        r"|(?:au nom de|pour le compte de|mandataire de|représentant) ",
        r"|(?:par|avec|ayant|porteu(?:r|se) d[eu]|détenant|muni[e]? d[eu])? ?(?:le |la |un |une |son |sa )?(?:procuration|pouvoir|mandat|délégation)(?: de vote)?(?: reçue?)?(?: ?: ?| (?:de |d'|pour )?|, |$|\)$)",
        r")"
    ))
});

/// *M. A, qui aurait préféré attendre*: why somebody voted so, behind his name.
static WHY: Pattern = Pattern::new(|| {
    compile(
        r"(?i),? (?:qui|lesquels|(?:estim|regrett|consid[ée]r|jug|souhait|demand|rappel)ant|au motif|compte tenu|en raison) [^;]*$",
    )
});

/// *groupe A et Mme B*: who voted beside a group whose members are not named.
static BESIDE_A_GROUP: Pattern = Pattern::new(|| {
    compile(&format!(
        r"^(?i:le )?(?i:groupes?) [^:;()]{{2,90}}?(?:,| et) (?P<who>{CIVILITY} \p{{Lu}})"
    ))
});

/// The names of a list of voters; who votes through another is one of them.
fn voters(list: &Found<String>) -> Names {
    let mut all = Names::default();
    let text = list.value.as_str();
    let text = text.get(..WHY.find(text).map_or(text.len(), |why| why.start())).unwrap_or(text);
    let beside = BESIDE_A_GROUP.captures(text).and_then(|hit| hit.name("who"));
    let mut from = beside.map_or(0, |who| who.start());
    let ends = ALSO_FOR.find_iter(text).map(|words| (words.start(), words.end()));
    let ends = ends.filter(|(end, _)| *end >= from);
    let ends: Vec<(usize, usize)> = ends.collect();
    for (end, next) in ends.into_iter().chain([(text.len(), text.len())]) {
        let stretch = text.get(from..end).unwrap_or_default().trim_end();
        // The bracket that the words before the name have opened.
        let closes =
            stretch.find(')').filter(|at| !stretch.get(..*at).unwrap_or("(").contains('('));
        let stretch = if closes.is_some() { &stretch.replacen(')', ",", 1) } else { stretch };
        let read = names(stretch, list.range.start + from);
        all.listed.extend(read.listed);
        all.odd = all.odd.or(read.odd);
        from = next;
    }
    all
}

/// The ballots that the text names.
pub(super) fn ballots(
    folded: &str,
    zones: &[Range<usize>],
    passages: &mut Passages,
) -> Vec<NamedBallot> {
    let mut out: Vec<NamedBallot> = Vec::new();
    for (ballot, voters) in in_words(folded, zones) {
        for voter in voters {
            add(&mut out, voter, ballot, passages);
        }
    }
    for zone in zones {
        for (voter, ballot) in members_of_groups(folded, zone) {
            add(&mut out, voter, ballot, passages);
        }
    }
    out
}

/// The voters whom words name, list by list.
fn in_words(folded: &str, zones: &[Range<usize>]) -> Vec<(Ballot, Vec<Found<String>>)> {
    let mut out = Vec::new();
    let found = NAMED.iter().flat_map(|p| zones.iter().flat_map(move |zone| hits(folded, zone, p)));
    for hit in found {
        let against = hit.place("against").is_some();
        let ballot = if against { Ballot::Against } else { Ballot::Abstention };
        let Some(list) = hit.words("list") else { continue };
        let list = up_to_the_next(&list);
        // *Mme A s'étant abstenue de siéger*: she cast no vote.
        let behind = hit.place("abstained").and_then(|word| folded.get(word.end..));
        if behind.is_some_and(|behind| NO_BALLOT.is_match(behind)) {
            continue;
        }
        // *Le groupe A s'abstient*: no member of that name.
        let before =
            folded.get(..list.range.start).unwrap_or_default().trim_end_matches(['«', '"', ' ']);
        if ["groupe", "groupes", "Groupe", "Groupes"].iter().any(|word| before.ends_with(word)) {
            continue;
        }
        let read = voters(&list);
        // `7 (Rassemblement)` names a group, not who voted.
        let counted = hit.count("n").map(|n| usize::try_from(n.value).unwrap_or(usize::MAX));
        let of_group = counted.is_some_and(|n| n > read.listed.len());
        if read.odd.is_some() || (of_group && !CIVIL.is_match(&list.value)) {
            continue;
        }
        out.push((ballot, read.listed));
    }
    out
}

/// *A ; B ; Abstentions : 1*: a list ends before what is counted next.
fn up_to_the_next(list: &Found<String>) -> Found<String> {
    static NEXT: Pattern = Pattern::new(|| {
        compile(r"(?i)[ ,;.–—/-]+(?:(?:voix|votes?) )?(?:pour|contre|abstentions?(?:\(s\))?)$")
    });
    let end = NEXT.find(&list.value).map_or(list.value.len(), |next| next.start());
    let words = list.value.get(..end).unwrap_or_default().to_owned();
    Found::new(list.range.start..list.range.start + words.len(), words)
}

fn add(out: &mut Vec<NamedBallot>, voter: Found<String>, ballot: Ballot, passages: &mut Passages) {
    if !out.iter().any(|known| known.voter == voter.value) {
        passages.field(voter.range, &format!("/ballots/{}/voter", out.len()));
        out.push(NamedBallot { voter: voter.value, ballot });
    }
}

/// *Abstention : 3 Groupe « A » (Mmes B et C, M. D)*: the members behind their group.
fn members_of_groups(folded: &str, zone: &Range<usize>) -> Vec<(Found<String>, Ballot)> {
    static LINE: Pattern = Pattern::new(|| {
        compile(
            r"(?im)^[-–• ]*(?:(?:votes?|voix) )?(?:(?P<against>contre)|abstentions?(?:\(s\))?) ?:? ?\d{1,3}\b(?P<rest>[^\n]*(?:\n[^\n:()]{2,120}\)[^\n]*){0,3})",
        )
    });
    static MEMBERS: Pattern = Pattern::new(|| {
        compile(&format!(
            r"(?i:groupe|liste|non[- ]inscrite?s?)[^()\n]{{0,80}}\((?P<list>{CIVILITY} [^()]{{3,300}})\)"
        ))
    });
    let mut out = Vec::new();
    for line in hits(folded, zone, &LINE) {
        let ballot = if line.has("against") { Ballot::Against } else { Ballot::Abstention };
        let Some(rest) = line.place("rest") else { continue };
        for list in hits(folded, &rest, &MEMBERS).iter().filter_map(|hit| hit.words("list")) {
            let read = voters(&list);
            if read.odd.is_none() {
                out.extend(read.listed.into_iter().map(|voter| (voter, ballot)));
            }
        }
    }
    out
}
