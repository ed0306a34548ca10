//! What became of a proposal: the words that say it was adopted, rejected or put off.

use super::Act;
use super::scan::{Hit, hit, hits, sentence};
use crate::recognise::{Found, Pattern, compile, tail};
use crate::segment::Part;
use greffe_domain::Outcome;
use std::ops::Range;

pub(super) static ADOPTED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?im)(?:\b(?:proposition|d[ée]lib[ée]ration|acte|r[ée]solution|rapport|texte|elle|projet|convention|subventions?|budget|avenant|proc[èe]s[- ]verbal|compte[- ]rendu|motion|programme|r[èe]glement|tarif|demande|dossier|point|aide|plan|ensemble|mesure|disposition|soutien|d[ée]cision)s?\b[^.;\n]{0,60}? (?P<word>(?:est|sont|a été|ont été) (?:adopt|approuv|accept)ée?s?)\b",
        r"|\b(?:proposition|d[ée]lib[ée]ration|d[ée]cision|acte|r[ée]solution|rapport|motion)s?\b[^.;\n]{0,60}? (?P<voted>(?:est|sont|a été|ont été) (?:vot|accord|attribu|allou|valid|ent[ée]rin)ée?s?) (?:[àa] l ?'?unanimit|[àa] la majorit|par (?:\d|\p{L}+ voix))",
        r"|\)[^\p{L}\d\n]{1,8}(?P<end>(?:adopt|approuv)[ée]{1,2}e?s?)\.?$",
        r"|\b(?:proposition|d[ée]lib[ée]ration|d[ée]cision|rapport|motion|point|conclusion)s? (?P<brief>(?:adopt|approuv|accept)[ée]e?s?)\b",
        r"|(?:[;,:]\n{1,2}|\n\n|; )(?P<below>adopte|approuve|accepte|valide),? (?:par (?:\d|\p{L}+ voix)|[àa] l'unanimit|[àa] la majorit)|\bles autres (?:conseill[eè]re?s|membres|[ée]lus|d[ée]l[ée]gu[ée]s)\b[^.;\n]{0,40},? (?P<all>adoptent|approuvent|acceptent) [àa] l'unanimit|\b(?P<passive>(?:est|sont) (?:adopt|approuv|accept)[ée]e?s?) [àa] l'unanimit",
        r"|(?:^|[.;:!?,–|>] )[➢•\- ]*(?:lus? et )?(?P<line>(?:adopt|approuv|accept)[ée]e?s?)(?: (?:[àa] l ?'?unanimit[ée]|[àa] la majorit[ée]|par)\b|\.?$| *[:(-]|, (?:\d|aucune?\b|par\b|[àa] l ?'?unanimit))|^(?:[-–•➢] ?){1,6}(?P<item>accepte|approuve|adopte|attribue|accorde|alloue|octroie|valide|ent[ée]rine|vote(?:$| (?:une?|la|le|les|des)))\b|r[ée]sultats? du vote ?: (?P<result>adopt[ée]e?)\b",
        r"|(?:\d|abst(?:entions?)?|contre|pour|voix|\bunanimit[ée])[^\p{L}\d\n]{1,8}(?P<tail>(?:adopt|approuv|accept)[ée]e?s?)\b",
        r"|(?P<line2>ADOPT[ÉE]E?S?) (?:À|A) L[A'] ?(?:UNANIMIT|MAJORIT)",
        r"|(?:^|[.;:] )(?P<noun>adoption)(?: [àa] l'unanimit| [àa] \d| par \d| ?$)",
        r"|\b(?:conseil|bureau|comit[ée]|commission|assembl[ée]e)\b[^.;\n]{0,120}?,? (?P<decides>d[ée]cide) (?:d'(?:attribuer|accorder|approuver|adopter|autoriser|allouer|octroyer)|de (?:verser|fixer|donner|participer|contribuer|soutenir|reconduire|renouveler|maintenir|prendre en charge|retenir|voter|valider|confier|porter))\b",
        r"|\b(?:conseil|bureau|comit[ée]|commission|assembl[ée]e)\b[^.;\n]{0,120}?,? (?P<counted>d[ée]cide),? (?:par|[àa]) [^.;\n]{3,70}?,? d(?:e |')",
        r"|\b(?:conseil|bureau|comit[ée]|commission|assembl[ée]e)\b[^.;\n]{0,120}?,? (?P<lists>d[ée]cide(?:nt)?)(?:,? (?:[àa] l'unanimit|[àa] la majorit|par \d)[^.;:\n]{0,70})?(?: de)? ?:",
        r"|\b(?:conseil|bureau|comit[ée]|commission|assembl[ée]e)\b[^.;\n]{0,120}?,? (?P<past>a d[ée]lib[ée]r[ée] et (?:a )?d[ée]cid[ée])\b[^.;:\n]{0,70}:",
        r"|\b(?:conseil|bureau|comit[ée]|commission|assembl[ée]e)\b[^.;:\n]{0,90}?,? (?P<agrees>est d'accord(?: (?:pour|avec)\b| d(?:e |')|\.?$)|[ée]met un vote favorable\b)",
        r"|\b(?:conseil|bureau|comit[ée]|commission|assembl[ée]e)\b(?:[^.;\n]|\bMM?\.){0,240}?,? (?P<organ>(?:adopt|approuv|accept|valid|ent[ée]rin|accord|attribu|allou|octroi)(?:e|ent)|(?:donne|a donné) son accord|(?:donnent|ont donné) leur accord)\b",
        r"|(?:^|[.;] |[ée]lib[ée]r[ée],? |unanimit[ée],? )(?:le|la|l') ?(?:conseil|bureau|comit[ée]|commission|assembl[ée]e)(?: (?:municipal|communautaire|syndical|d[ée]partementale?|r[ée]gionale?|m[ée]tropolitain|d'administration|permanente))? (?P<votes>vote) (?:les?|la|une?|des|cette|ces) ",
        r"|^(?:[àa] l'unanimit[ée]|[àa] la majorit[ée]|par (?:\d{1,3}|\p{L}+(?:[- ]\p{L}+)?) (?:voix|votes?))(?:[^;:.\n]|\bMM?\.){0,200}?,? (?P<then>adopte|approuve|accepte|valide|ent[ée]rine)\b",
        r"|(?:apr[èe]s (?:en )?(?:avoir )?d[ée]lib[ée]r(?:[ée]|ation))\b ?;?[^;]{0,400}?\b(?P<verb>(?:adopt|approuv|accept|d[ée]cid|attribu|accord|allou|octroi)(?:e|ent))\b)"
    ))
});

pub(super) static REJECTED: Pattern = Pattern::new(|| {
    compile(
        r"(?im)\b(?P<word>n'(?:est|a)\s+(?:\p{L}+\s+(?:\p{L}+\s+)?)?pas\s+(?:été\s+)?(?:adopt|approuv|accept|retenu)é?e?|non[ -](?:adopt|approuv)[ée]e?s?|n'a(?:\s+pas)?\s+pu\s+être\s+(?:adopt|approuv)ée?|ne\s+(?:peut|pourra|saurait)(?:\s+\p{L}+)?\s+être\s+(?:adopt|approuv)ée?|adopt[ée]e?s? ?: ?non\b|n'est pas accordée?|(?:est|sont|a été|ont été) (?:rejet|repouss)ée?s?|rejette la (?:proposition|demande)|^rejetée?)\b|\b(?P<verb>(?:est|sont|a été|ont été) refus[ée]e?s?)(?:\.| [àa] l'unanimit| [àa] la majorit| par \d|$)|(?:^|[.;] )(?P<brief>refus[ée]e?s?)(?: [àa] l'unanimit| par \d|\.|$)",
    )
});

pub(super) static POSTPONED: Pattern = Pattern::new(|| {
    compile(
        r"(?im)(?:^[-–•] ?|^)(?P<alone>(?:ajourn|report|retir)(?:ée?|ee)s?)(?:\.?$| (?:au|à) )|\b(?P<word>(?:est|a été) (?:ajournée?|reportée? à (?:une|la) (?:prochaine )?séance|retirée? de l'ordre du jour)|(?:point|dossier|rapport|proposition) (?:est|a été) (?:retir|ajourn|renvoy)ée?|sursoi[st] à statuer|d'ajourner|ajourne|de surseoir|retir[ée]e? de l'ordre du jour|report(?:e|ent) (?:sa d[ée]cision|l'examen|(?:le|ce|la|cette) (?:point|dossier|vote|sujet|d[ée]cision|question|d[ée]lib[ée]ration))|renvoi(?:e|ent) (?:l'examen|(?:le|ce|la|cette) (?:point|dossier|rapport|question|affaire)) (?:[àa] |en )|(?:retire|retirent) (?:ce|cette|le|la) (?:point|dossier|rapport|question|affaire|d[ée]lib[ée]ration|proposition|projet)(?: de d[ée]lib[ée]ration)? de l'ordre du jour|(?:d[ée]cision|examen|vote|point|dossier|question|affaire) (?:est|a [ée]t[ée]) (?:diff[ée]r[ée]e?|report[ée]e?|renvoy[ée]e?)|d[ée]cide de (?:reporter|retirer) (?:l'examen|cette|ce (?:point|dossier|sujet)|sa d[ée]cision|la question|le vote))\b",
    )
});

/// What an organ says of a demand that it does not grant: *refuse d'accorder*, *n'approuve pas*, *décide de ne pas attribuer*.
static DECLINES: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:conseil|bureau|comit[ée]|commission|assembl[ée]e)\b[^.;:\n]{0,120}?,? (?P<word>refuse(?:nt)? (?:d'|de )\p{L}+er|n'(?:approuve|accepte|adopte|accorde|attribue|alloue|octroie)(?:nt)? pas|",
        r"[ée]met(?:tent)? un avis d[ée]favorable|d[ée]cide(?:nt)?,? de ne pas (?:attribuer|accorder|allouer|octroyer|verser|donner|approuver|adopter|accepter|retenir|renouveler|subventionner|participer))\b"
    ))
});

pub(super) type Said<T> = Option<(Found<String>, T)>;

pub(super) fn outcome(act: &Act<'_>, zones: &[Range<usize>]) -> (Said<Outcome>, bool) {
    let folded = act.heading.folded;
    if let Some(told) = act.heading.part.and_then(|part| part.outcome.clone()) {
        return (Some(told), false);
    }
    let mut said: Vec<(Found<String>, Outcome)> = Vec::new();
    let mut demands: Vec<(Found<String>, Outcome)> = Vec::new();
    // One matter of several may be put off.
    let grants = zones.iter().any(|zone| hit(folded, zone, &GRANTS).is_some());
    for (pattern, outcome) in [
        (&REJECTED, Outcome::Rejected),
        (&POSTPONED, Outcome::Postponed),
        (&ADOPTED, Outcome::Adopted),
    ] {
        for hit in zones.iter().flat_map(|zone| hits(folded, zone, pattern)) {
            let item = is_item(folded, hit.range().start);
            // *La demande du club est ajournée*, beside what is approved.
            if outcome != Outcome::Adopted && of_a_demand(folded, &hit.range()) {
                let word = hit.words("word");
                demands.extend(word.map(|word| (word, outcome)));
                continue;
            }
            // *REJETTE la demande de 750 €*, beside what is granted.
            let refuses = hit
                .words("word")
                .is_some_and(|w| w.value.to_lowercase().starts_with("rejette la demande"));
            if grants && refuses {
                continue;
            }
            if item && (outcome == Outcome::Rejected || (outcome == Outcome::Postponed && grants)) {
                continue;
            }
            if outcome == Outcome::Adopted
                && (denied(folded, &hit.range()) || recalled(folded, &hit))
            {
                continue;
            }
            // *Le procès-verbal de la séance précédente est approuvé à l'unanimité.*
            if hit.has("passive") && of_minutes(folded, &hit.range()) {
                continue;
            }
            let word = [
                "word", "line", "line2", "result", "tail", "noun", "decides", "counted", "lists",
                "organ", "votes", "verb", "item", "passive", "brief", "alone", "then", "past",
                "agrees", "voted", "accord", "end", "below", "all",
            ]
            .iter()
            .find_map(|g| hit.words(g));
            said.extend(word.map(|word| (word, outcome)));
        }
    }
    if said.is_empty() {
        said.append(&mut demands);
    }
    // *DÉCIDE* alone says no more than its first item does.
    let bare = |(word, outcome): &(Found<String>, Outcome)| {
        *outcome == Outcome::Adopted && word.value.to_lowercase().ends_with("cide")
    };
    if said.iter().all(bare) {
        if let Some(word) = put_off_by_an_item(act) {
            return (Some((word, Outcome::Postponed)), true);
        }
        let mut declined =
            zones.iter().filter(|_| !grants).filter_map(|zone| hit(folded, zone, &DECLINES));
        if let Some(word) = declined.find_map(|hit| hit.words("word")) {
            return (Some((word, Outcome::Rejected)), true);
        }
    }
    if said.is_empty() {
        said.extend(by_an_item(act).map(|word| (word, Outcome::Adopted)));
    }
    let first = said.first().cloned();
    let split = said.iter().any(|(_, other)| first.as_ref().is_some_and(|(_, one)| one != other));
    (first, split)
}

/// The verb of a later item, or of a line below the vote, that says that something was adopted: *- ARRÊTE …*, and
/// below it *- APPROUVE …*.
fn by_an_item(act: &Act<'_>) -> Option<Found<String>> {
    static APPROVES: Pattern = Pattern::new(|| {
        compile(
            r"(?im)^(?:art(?:icle|\.) (?:\d{1,5}|[IVX]{1,4}\b)(?: ?er)? ?|[-–—•.] ?|\d{1,2} ?[.)°/-]+ ?|[a-z] ?\) ?|[IVX]{1,4} ?[-–.)/]+ ?)*[.:–—-]* ?(?P<word>approuve|adopte|accepte|valide|ent[ée]rine)\b",
        )
    });
    let heading = act.heading;
    let mut told = heading.parts.of(Part::Articles);
    told.find_map(|range| hit(heading.folded, &range, &APPROVES)?.words("word"))
}

/// The item by which what was put to the vote is put off: *DÉCIDE*, and below it *- de surseoir à statuer*. Beside items that grant,
/// one matter of several is.
fn put_off_by_an_item(act: &Act<'_>) -> Option<Found<String>> {
    static PUTS_OFF: Pattern = Pattern::new(|| {
        compile(
            r"(?im)^(?:art(?:icle|\.) \d{1,5}(?: ?er)? ?|[-–—•.] ?|\d{1,2} ?[.)°/-]+ ?|[a-z] ?\) ?)*[.:–—-]* ?(?:d[ée]cide )?(?P<word>(?:de |d'|à )?(?:surseoir|sursoi[st]|ajourner?|(?:report|renvoy|diff[ée]r)er (?:l'examen|sa d[ée]cision|(?:le|ce|la|cette) (?:point|dossier|vote|question|affaire|d[ée]cision|d[ée]lib[ée]ration))))\b",
        )
    });
    let heading = act.heading;
    let mut told = heading.parts.of(Part::Articles);
    let first = told.find_map(|range| hit(heading.folded, &range, &PUTS_OFF)?.words("word"))?;
    let decides = |range| hit(heading.folded, &range, &DECIDES_ELSE).is_some();
    (!heading.parts.of(Part::Articles).any(decides)).then_some(first)
}

/// What an item may decide besides, so that one matter of several is put off.
static DECIDES_ELSE: Pattern = Pattern::new(|| {
    compile(
        r"(?im)\b(?:d'|de )(?:attribuer|accorder|allouer|octroyer|approuver|adopter|autoriser|affecter|engager|verser|fixer|voter|donner|participer|soutenir|retenir|valider|confirmer|renouveler|reconduire|modifier|signer|prendre en charge)\b|^[-–•a-z0-9.)° ]{0,6}(?:attribue|accorde|alloue|octroie|approuve|adopte|autorise|verse|fixe|vote|valide|accepte|retient)\b",
    )
});

/// The verb of an item that grants.
static GRANTS: Pattern = Pattern::new(|| {
    compile(
        r"(?im)^[-–•a-z0-9.)°/ ]{0,6}(?:(?:d[ée]cide,? (?:[^.;:\n]{0,40}, )?)?d'(?:attribuer|accorder|allouer|octroyer)|attribue|accorde|alloue|octroie)\b",
    )
});

/// Whether words tell what became of a demand, which may be one of several.
fn of_a_demand(folded: &str, at: &Range<usize>) -> bool {
    static DEMAND: Pattern =
        Pattern::new(|| compile(r"(?i)\b(?:sa|leur|la|cette) demande\b[^.;:\n]{0,120}$"));
    let before = tail(folded.get(..at.start).unwrap_or_default(), NEAR);
    DEMAND.is_match(before.rsplit('\n').next().unwrap_or_default())
}

/// *N'accepte pas la proposition*: the verb that ends here is denied.
fn denied(folded: &str, at: &Range<usize>) -> bool {
    static NOT: Pattern = Pattern::new(|| compile(r"(?i)^ (?:pas|point|plus)\b"));
    folded.get(at.end..).is_some_and(|behind| NOT.is_match(behind))
}

/// *La convention, approuvée par délibération du 4 mai*: by which earlier act something was adopted, the words of a hit tell.
fn recalled(folded: &str, hit: &Hit<'_>) -> bool {
    static BY_AN_ACT: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^ par (?:(?:la|une|sa|notre|l'|cet|cette m[êe]me) ?)?(?:d[ée]lib[ée]rations?|arr[êe]t[ée]s?|d[ée]crets?|ordonnance|circulaire)\b",
        )
    });
    static ON_A_DAY: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^ par (?:le |la |l')[^.;\n\d]{3,60}? (?:le|du|en date du) (?:\p{L}+ )?\d{1,2}(?:er)? \p{L}+ \d{4}",
        )
    });
    let at = hit.range();
    let said = folded.get(at.clone()).unwrap_or_default();
    let behind = folded.get(at.start + said.trim_end_matches(" par").len()..).unwrap_or_default();
    BY_AN_ACT.is_match(behind) || (hit.has("line") && ON_A_DAY.is_match(behind))
}

/// Whether a sentence is about the minutes of an earlier sitting.
fn of_minutes(folded: &str, at: &Range<usize>) -> bool {
    static MINUTES: Pattern =
        Pattern::new(|| compile(r"(?i)\b(?:proc[èe]s[- ]verba|compte[- ]rendu|pv\b)"));
    folded.get(sentence(folded, at)).is_some_and(|said| MINUTES.is_match(said))
}

/// Whether a line begins as one of several items: *II - Rejette la demande* is one decision among
/// others, not what became of the act.
fn is_item(folded: &str, at: usize) -> bool {
    static ITEM: Pattern = Pattern::new(|| {
        compile(
            r"^(?:(?i:art(?:icle|\.)) \d{1,5}(?: ?er)? ?[.:–—-]* ?|[-–—•.] ?|[IVX]{1,4} ?[-–—.)/]+ ?|[a-z] ?[)°] ?|\d{1,2} ?[.)°/–—-]+ ?)+(?:(?i:d[ée]cide) )?(?:de )?$",
        )
    });
    let before = folded.get(..at).unwrap_or_default();
    let near = tail(before, NEAR);
    let line = near.rsplit('\n').next().unwrap_or_default();
    // What stands farther than that behind the beginning of its line begins none.
    let whole = line.len() < near.len() || near.len() == before.len();
    whole && ITEM.is_match(line)
}

/// So far, in bytes, what stands before a word on its line tells what the word is about: a whole line may be as long as
/// the text.
const NEAR: usize = 600;

/// *Décide*, *attribue* say that a proposal was adopted only to who takes them so; *adopte*, *approuve*,
/// *accepte* anywhere in what is decided say it.
pub(super) fn decided_alone(act: &Act<'_>, outcome: Outcome) -> Option<String> {
    static SAYS: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:adopt(?:e|ent|[ée]e?s?|er|ion)|approuv(?:e|ent|[ée]e?s?|er)|accept(?:e|ent|[ée]e?s?|er)|valid(?:e|ent|[ée]e?s?|er)",
            r"|ent[ée]rin(?:e|ent|[ée]e?s?|er)|vot(?:e|ent) (?:la|le|les|une?|des|cette|ces)|(?:donne|a donn[ée]) son accord)\b"
        ))
    });
    // *D'attribuer …*, and behind it *d'approuver l'avenant*: that is one item of several.
    static ANOTHER: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:d'|de )(?:attribuer|accorder|allouer|octroyer|affecter|verser|individualiser|engager|fixer|porter|ramener|retirer|modifier)\b",
        )
    });
    let heading = act.heading;
    let mut told = heading.parts.of(Part::Articles).chain(heading.parts.of(Part::Vote));
    let mut behind = false;
    let said = told.any(|range| {
        let first =
            hit(heading.folded, &range, &ANOTHER).map_or(range.end, |hit| hit.range().start);
        let all = hits(heading.folded, &range, &SAYS);
        let asked = |at: &Range<usize>| {
            let word = heading.folded.get(at.clone()).unwrap_or_default().to_lowercase();
            word.ends_with("er") && (behind || first < at.start)
        };
        let says =
            all.iter().any(|hit| !denied(heading.folded, &hit.range()) && !asked(&hit.range()));
        behind |= first < range.end;
        says
    });
    (outcome == Outcome::Adopted && !said).then(|| ONLY_DECIDES.to_owned())
}

/// Why it is not certain that a proposal was adopted, where the organ decides by it.
pub(crate) const ONLY_DECIDES: &str = "only a verb of decision says that the proposal was adopted";

/// *Refuse d'accorder la subvention*, by more votes against the proposal than for it.
pub(super) fn refused(
    folded: &str,
    zones: &[Range<usize>],
    votes_for: Option<&Found<u32>>,
    against: Option<&Found<u32>>,
) -> Option<(Range<usize>, Outcome)> {
    static REFUSED: Pattern = Pattern::new(|| {
        compile(r"(?i)\b(?P<word>refuse|d[ée]cide de (?:refuser|ne pas|rejeter)|rejette)\b")
    });
    let more = against?.value > votes_for.map_or(0, |found| found.value);
    let word = zones.iter().find_map(|zone| hit(folded, zone, &REFUSED)?.place("word"))?;
    more.then_some((word, Outcome::Rejected))
}
