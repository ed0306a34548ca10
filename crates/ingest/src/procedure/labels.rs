//! The labels of lists of members, and where the names behind them begin.

use super::scan::{CIVILITY, NAME, hits};
use crate::recognise::{Found, Pattern, compile};
use std::ops::Range;

/// The label of a list: a word of attendance, then a colon or the end of its line.
static LABEL: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?im)(?:^|^coll[èe]ges? [^\n:]{2,60}? ?[–—-] |[.;] |\d ?[-–] |, (?:\p{Ll}+(?:-\p{Ll}+)?|\d{1,3}) )(?:[-–•] |\d{1,3} )?(?:\p{Lu}[\p{L}' ]{2,30} ?/ ?)??(?P<label>(?:(?:(?:\d{1,3}|\p{L}+(?:-\p{L}+)?) (?:membres?|conseill[eè]re?s?|d[ée]l[ée]gu[ée]e?s?|[ée]lue?s?) )?(?:n'|s'|se )?(?:[ée]tai(?:en)?t|[ée]tant|sont|ont|avai(?:en)?t|est|a) (?:fait |ni )?|liste des |les |autres )?",
        r"(?:(?:(?:membres?|conseill[eè]re?s?|d[ée]l[ée]gu[ée]e?s?|[ée]lue?s?|titulaires?|suppl[ée]ante?s?|administrat(?:eur|rice)s?|adjointe?s?)(?: (?:du |de la |de l'|d')?\p{L}+){0,2}? )?",
        // *Présents*, *Présent(e)s*, *Présent.e.s*, *Présent·e·s*.
        r"(?:(?:pr[ée]sent|absen[tc]|excus|repr[ée]sent)\p{L}*(?:[.·]\p{L}{1,2})*|(?:ayant|qui ont) (?:donn[ée]|remis|laiss[ée]) )",
        r"|participants?\b|nous [ée]tions\b|particip(?:ai(?:en)?t|[ée]) ?(?:à la (?:s[ée]ance|r[ée]union))?|assist(?:aient|ent|ait|[ée]) à (?:la|cette) (?:s[ée]ance|r[ée]union)\b|(?:si[ée]geai(?:en)?t|si[ée]g[ée])\b",
        r"|(?:membres?|conseill[eè]re?s?|d[ée]l[ée]gu[ée]e?s?|[ée]lue?s?) arriv[ée]e?s?\b|arriv[ée](?:\(?e\)?)?(?:\(?s\)?)? en cours\b",
        r"|(?:d[ée]p[ôo]ts? de )?pouvoirs?\b(?: donn[ée]s)?|procurations?\b(?: donn[ée]es)?|mandats?\b|d[ée]l[ée]gations? de vote\b",
        r"|(?:donn(?:[ée]|ent|e)|remis|laiss[ée]|transmis|confi[ée]|d[ée]l[ée]gu[ée]|c[ée]d[ée]) (?:leur |un |une )?(?:pouvoir|procuration|mandat|d[ée]l[ée]gation|(?:droit de )?vote\b|voix\b)|pris part (?:au vote|aux (?:votes|travaux|d[ée]bats)|[àa] la d[ée]lib|[àa] (?:la|cette) (?:s[ée]ance|r[ée]union)))",
        r"(?:(?:[^:;.\n(]|\([^()\n]+\)|\bMM?\.|\b[LR]\. ?\d){0,160}? ?:[ \n]*",
        r"|\p{L}*(?:\(e?s\)|(?: et| ou| ni)? (?:excus|repr[ée]sent|absent)\p{L}*| non excus\p{L}*| (?:avec|sans) (?:mandat|pouvoir|procuration)s?| mesdames et messieurs| ayant donn[ée] (?:pouvoir|procuration)| (?:à|en|lors de|pendant|au cours de|à l'ouverture de) (?:la |cette )?(?:s[ée]ance|r[ée]union)| ?\([^()\n]+\))*\n+))",
        // *Présents – A, B*
        r"|^(?P<marked>(?:[ée]taient |sont )?(?:pr[ée]sente?s?|absente?s?|excus[ée]e?s?|absente?s? excus[ée]e?s?|repr[ée]sent[ée]e?s?|pouvoirs?|procurations?)(?:,| [-–—])[ \n])"
    ))
});

/// What heads a list in other words than those of attendance, with its colon: *Étaient là :*, *Répondent à l'appel :*,
/// *Ont délégué leur vote :*, *N'est pas venu :*.
static ALSO: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?im)(?:^|[.;] |[–—-] )(?P<label>(?:(?:[ée]tai(?:en)?t|sont) l[àa]|(?:(?:ont|a) )?r[ée]pond\p{L}+ (?:pr[ée]sents? )?[àa] l'appel|autour de la table|si[èe]gent|si[ée]geant|(?:(?:d[ée]l[ée]gu[ée]e?s|membres|conseill[eè]re?s) )?suppl[ée]ante?s (?:si[ée]geant |pr[ée]sente?s )?(?:(?:avec|ayant) voix d[ée]lib[ée]rative|sans (?:voix d[ée]lib[ée]rative|droit de vote))|(?:l')?appel(?: nominal)? (?:fait|a fait) appara[îi]tre (?:\d{1,3}|\p{L}+(?:-\p{L}+)*) (?:membres|conseill[eè]re?s|d[ée]l[ée]gu[ée]s|[ée]lus) pr[ée]sents|ayant d[ée]l[ée]gu[ée] leur vote|(?:avai(?:en)?t|ont|a) pri[ée] (?:de (?:les|l'|le|la) ?excuser|qu'on (?:les|l') ?excus)",
        r"|(?:n'(?:est|sont|a|ont|[ée]tai(?:en)?t)|ne (?:sont|r[ée]pond\p{L}*)) (?:pas|pu) (?:encore )?(?:venue?s?|venir|paru|l[àa]|[àa] l'appel|r[ée]pondu(?: [àa] l'appel)?|pris part [àa] la (?:s[ée]ance|r[ée]union))|n'assist(?:ent|ait|aient) pas [àa] la (?:s[ée]ance|r[ée]union)|vot(?:e|ent|ait|aient|[ée]|ant) par (?:procuration|pouvoir|mandat)|re[çc]oivent (?:pouvoir|procuration)|manqu(?:e|ent|ait|aient)|voix (?:confi|d[ée]l[ée]gu)[ée]es?",
        r"|(?:ont|a) (?:d[ée]l[ée]gu[ée]|confi[ée]|remis) (?:leur|sa|son) (?:vote|voix)|(?:s'est|se sont) (?:fait excuser|excus[ée]e?s?)|(?:ont|a) pr[ée]venu de (?:leur|son) (?:absence|empêchement))\b",
        r"[^:;\n]{0,130}?) ?:[ \n]*"
    ))
});

/// A list that a sentence of the opening leads to: *réunie le 4 mai, en présence de :*, *Se sont réunis à la mairie, autour du
/// Président A :*, *où siégeaient :*, *L'assemblée, composée de :*.
static MET: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?im)(?:^|[.;,] )(?P<label>en pr[ée]sence d(?:e|es (?:membres|conseillers|[ée]lus|d[ée]l[ée]gu[ée]s)[^:;\n]{0,40})|o[ùu] (?:si[ée]geai(?:en)?t|[ée]taient pr[ée]sents)",
        r"|(?:l'assembl[ée]e|le conseil|le bureau|le comit[ée])[^:;.\n]{0,50}? compos[ée]e? de|(?:(?:se sont|s'[ée]taient) (?:r[ée]unie?s|assembl[ée]e?s)|sont r[ée]unie?s|nous [ée]tions r[ée]unie?s)\b[^:;\n]{0,110}?",
        r"|(?:avai(?:en)?t|ont|a) pris place\b[^:;.\n]{0,50}?|(?:participai(?:en)?t|participent|ont particip[ée]|[ée]taient|sont) (?:[àa] distance|en visio(?:conf[ée]rence)?)|n'[ée]tai(?:en)?t pas pr[ée]sente?s?|n'(?:ont|a) pas particip[ée](?: [àa] (?:la|cette) (?:s[ée]ance|r[ée]union))?|n'ayant pu (?:si[ée]ger|venir|assister)(?: [àa] (?:la|cette) (?:s[ée]ance|r[ée]union))?(?: et s'[ée]tant excus[ée]e?s?)?|(?:membres )?non[- ]repr[ée]sent[ée]e?s?) ?:[ \n]*"
    ))
});

/// *Appel nominal à l'ouverture de la séance*, *APPEL*, alone on its line above the members, group by group.
static CALLED: Pattern = Pattern::new(|| {
    compile(
        r"(?im)^(?P<label>(?:r[ée]sultats? de l')?appel(?: nominal(?: [^:;.\n]{0,60})?| (?:des (?:membres|conseillers|d[ée]l[ée]gu[ée]s|[ée]lus|pr[ée]sents)))?) ?:?\n+",
    )
});

/// A list in a sentence: `Était absente excusée Mme A.`
static SAID_OF: Pattern = Pattern::new(|| {
    compile(&format!(
        concat!(
            r"(?m)(?:^|[.;] )(?P<label>(?i:(?:[ée]tai(?:en)?t|sont|est|absente?s?|excus[ée]e?s?|pr[ée]sente?s?)",
            r"(?: (?:pr[ée]sent|absent|excus|repr[ée]sent)[\p{{L}}()]*)?(?: (?:et )?(?:excus|repr[ée]sent)[\p{{L}}()]*)?))",
            r" (?P<list>{c} {n})",
            // *POUVOIRS (2) Mme A à M. B*: a count stands for the colon.
            r"|^(?P<counted>(?i:pr[ée]sents?|absents?|excus[ée]s?|repr[ée]sent[ée]s?|pouvoirs?|procurations?) ?\(\d{{1,3}}\)) (?P<who>{c} {n})",
            // *Présents A. BON, B. DUVAL*: the names alone, two at least.
            r"|^(?P<bare>(?i:(?:[ée]taient|sont) )?(?i:pr[ée]sent|absent|excus[ée])(?:\(e\)|e)?(?:s|\(s\))?(?: (?i:excus[ée])(?:\(e\)|e)?(?:s|\(s\))?)?) (?P<names>{n},)"
        ),
        c = CIVILITY,
        n = NAME
    ))
});

/// A list that a label opens: its label, and where its names begin.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) label: Found<String>,
    pub(super) from: usize,
    pub(super) at: usize,
}

/// The labels of a stretch, in order.
pub(super) fn listed(folded: &str, head: &Range<usize>) -> Vec<Listed> {
    let labelled = hits(folded, head, &LABEL).into_iter().filter_map(|hit| {
        let words = hit.words("label").or_else(|| hit.words("marked"))?;
        if counted(folded, hit.range(), words.range.start) {
            return None;
        }
        Some(Listed { at: hit.range().start, from: hit.range().end, label: words })
    });
    let mut all: Vec<Listed> = labelled.collect();
    let also = hits(folded, head, &ALSO).into_iter().chain(hits(folded, head, &CALLED));
    let also = also.chain(hits(folded, head, &MET));
    for hit in also {
        let Some(label) = hit.words("label") else { continue };
        let from = hit.range().end;
        if !all.iter().any(|l| l.at < from && hit.range().start < l.from) {
            all.push(Listed { at: hit.range().start, from, label });
        }
    }
    for hit in hits(folded, head, &SAID_OF) {
        let label =
            hit.words("label").or_else(|| hit.words("bare")).or_else(|| hit.words("counted"));
        let list = hit.place("list").or_else(|| hit.place("names")).or_else(|| hit.place("who"));
        let (Some(label), Some(list)) = (label, list) else { continue };
        let inside = all.iter().any(|l| l.at <= label.range.start && label.range.start < l.from);
        if !inside {
            all.push(Listed { at: label.range.start, from: list.start, label });
        }
    }
    all.extend(spaced(folded, head));
    all.sort_by_key(|l| l.at);
    all
}

/// *1 absent*, alone on its line below *29 présents*: a count, and no label.
fn counted(folded: &str, whole: Range<usize>, label: usize) -> bool {
    let count = |line: &str| line.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let text = folded.get(whole.clone()).unwrap_or_default();
    let lead = folded.get(whole.start..label).unwrap_or_default();
    let above = folded.get(..whole.start).unwrap_or_default().trim_end();
    let above = above.rsplit('\n').next().unwrap_or_default();
    count(lead) && !text.contains(':') && (count(above) || lead.trim() == "0")
}

/// Labels that a typesetter spaced out: `A B S E N T S`. Where their words end nothing tells.
fn spaced(folded: &str, head: &Range<usize>) -> Vec<Listed> {
    let mut at = head.start;
    let mut out = Vec::new();
    for raw in folded.get(head.clone()).unwrap_or_default().split_inclusive('\n') {
        let range = at..at + raw.trim_end().len();
        at += raw.len();
        let tokens: Vec<&str> = raw.split_whitespace().collect();
        let single = tokens.iter().filter(|token| token.chars().count() == 1).count();
        let said: String = tokens.concat().to_lowercase();
        let opens = ["present", "présent", "absent", "excus", "pouvoir", "procuration"];
        if single >= 6 && single * 10 >= tokens.len() * 7 && opens.iter().any(|o| said.contains(o))
        {
            let from = at;
            out.push(Listed { at: range.start, from, label: Found::new(range, said) });
        }
    }
    out
}
