//! Who stood back: members who left the room or took no part in debate or vote.

mod chair;
mod clause;
mod given;
mod stood_back;

pub(super) use chair::chair;
pub(super) use stood_back::StoodBack;

use super::Act;
use super::person::{name_in_text, names};
use super::scan::{CIVILITY, Hit, NAME, full_stops, hit, hits, sentence};
use crate::interpret::Fact;
use crate::interpret::fact::Passages;
use crate::recognise::{Found, Pattern, compile, tail};
use greffe_domain::{Event, Grade, RecusalDeclared, slug};
use std::ops::Range;

static STOOD_BACK: Pattern = Pattern::new(|| {
    compile(&format!(
        concat!(
            r"(?:{c} )?(?P<name>{n})(?: \([^()\n]{{3,90}}\))?(?:, (?P<ground>[^,;.:\n]{{4,120}}))?,? (?P<how>(?:a quitté (?:la salle|la séance|la table)|quitte (?:la salle|la séance|la table)|(?:est|étant|était) rest[ée]e? [ée]trang[eè]re? (?:au|aux) (?:d[ée]bats?|votes?)",
            r"|s'(?:est|[ée]tant|[ée]tait) abstenue? de (?:si[ée]ger|prendre part|participer|voter|d[ée]lib[ée]rer)|s'est retirée?|s'étant retirée?|s'est déportée?|s'étant déportée?|se déportant|ayant quitté (?:la salle|la séance)|se retire|est sortie?|sort de la salle|se déporte|n'a pris part|n'a pas pris part|ne pren(?:d|dra|ant) pas part|n'ayant pas pris part|ne vot(?:e|ant) pas|ne particip(?:e|ant) (?:pas|ni)|n'a (?:pas )?participé|n'ayant pas participé|sort (?:pour|pendant|durant|lors d))\b",
            // *n'y participe pas.*, *n'a pas siégé pour cette affaire*
            r"|n'y (?:participe pas|prend pas part)(?:[.;,\n]|$)|n'a pas siégé(?:[.;,\n]|$| (?:pour|lors d|sur|dans) ?(?:cette|ce|cet|e l'examen)\b))"
        ),
        c = CIVILITY,
        n = NAME
    ))
});

static STOOD_BACK_TOGETHER: Pattern = Pattern::new(|| {
    compile(&format!(
        r"(?m)(?i:(?:(?:ne prennent|ne prend|n'ont|n'a) pas (?:pris )?part|ne participe(?:nt)? pas) aux? (?P<what>votes?)|(?P<what2>non[- ]participations?(?: au vote)?|\bnppv)) ?(?:: ?)?(?:\d{{1,2}} ?|\(\d{{1,2}}\) ?)?[:(] ?(?:\d{{1,2}} ?\()?(?P<list>(?:(?:{CIVILITY} )?{NAME}(?:, | et )?){{1,8}})(?: \((?:membres?|pr[ée]sident|tr[ée]sori|secr[ée]taire|administrat|adh[ée]rent|repr[ée]sentant|int[ée]ress|concern)[^()\n]{{0,120}}\))?\)?(?:, (?P<ground>[^;.\n]{{4,120}}?))?(?:[,;.]|$)"
    ))
});

/// *Ne prennent pas part au vote : 2 (M. A, président du club, et Mme B, sa trésorière)*: what they are stands
/// behind the names.
static STOOD_BACK_IN_BRACKETS: Pattern = Pattern::new(|| {
    compile(&format!(
        r"(?m)(?i:(?:(?:ne prennent|ne prend|n'ont|n'a) pas (?:pris )?part|ne participe(?:nt)? pas|n'(?:a|ont) pas particip[ée]) au (?P<what>vote)|(?P<what2>non[- ]participations?(?: au vote)?)) ?(?:[.…_]{{2,}}|:)? ?(?:\d{{1,2}} ?)?\((?P<list>(?:{CIVILITY} |(?:\p{{Lu}}[\p{{Ll}}-]+ )+\p{{Lu}}{{3,}})[^()\n]{{3,400}})(?:\)|$)"
    ))
});

/// Words that say that whoever the sentence is about took no part.
pub(super) static NO_PART: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:(?:ne|n')[ ]?(?:prennent|prend|prenant|prendront|a|ont|ayant) (?:pas )?(?:pris )?part\b|ne particip\p{L}+ (?:pas|ni)|n'(?:a|ont|ayant) (?:pas )?particip[ée]|ne pas (?:participer|prendre part|voter)\b|ne vot(?:e|ent|era|eront) pas\b|n'(?:a|ont|ayant) pas vot[ée]\b|n'(?:a|ont) pas si[ée]g[ée](?:[.;,\n]|$| (?:pour|lors d|sur|dans) ?(?:cette|ce|cet|e l'examen)\b)|n'y (?:particip\p{L}+ pas|pren\p{L}+ (?:pas )?part)(?:[.;,\n]|$)|\bje ne (?:prendrai|prends|participe|participerai) pas\b|\bn'assist\p{L}+ pas (?:au vote|au scrutin|[àa] la d[ée]lib)",
        // *sort pendant l'examen de ce point*
        r"|(?:sort(?:ent|ie?s?|i)?|quitt\p{L}+ la salle|(?:se |s'est |s'[ée]tant |se sont )retir\p{L}+|s'absent\p{L}+) (?:pendant|durant|pour|lors d|avant|au moment d|le temps d)[^.;,\n]{0,30}(?:examen|d[ée]lib|vote|d[ée]bat|discussion|point|dossier|question|affaire|ligne|sujet)",
        // *M. A, membre de son bureau, se retire*: why tells for what.
        r"|\b(?:pr[ée]sidente?s?|vice-pr[ée]sidente?s?|membres?|tr[ée]sori[eè]re?s?|secr[ée]taires?|administrat\p{L}+|int[ée]ress[ée]e?s?|concern[ée]e?s?|salari[ée]e?s?|employ[ée]e?s?|b[ée]n[ée]voles?|adh[ée]rente?s?|licenci[ée]e?s?|dirigeante?s?|responsables?|fondat(?:eur|rice)s?|enseignante?s?|entra[iî]neu(?:r|se)s?|animat(?:eur|rice)s?|(?:directeur|directrice) d(?:e l'|e la|u)|g[ée]rante?s?|associ[ée]e?s?|actionnaires?|propri[ée]taires?|exploitante?s?|locataires?|parente?s?|li[ée]e?s? (?:[àa]|au))\b(?:[^.;\n]|\bMM?\.){0,120}, (?:sort(?:ent)?|se retire(?:nt)?|(?:ayant |a |ont )?quitt\p{L}+ la salle|s'est retir[ée]e?|se sont retir[ée]e?s|s'[ée]tant retir[ée]e?s?|[ée]tant sortie?s?|sont sortie?s|est sortie?|s'absente(?:nt)?)\b",
        r"|s(?:e|'est|e sont|'étant|'étaient) déport\p{L}+|s'(?:est|[ée]tant|[ée]tait) abstenue? de (?:si[ée]ger|prendre part|participer|voter|d[ée]lib[ée]rer)\b",
        // *se déclare intéressé à l'affaire et quitte la salle*
        r"|\bse d[ée]clar\p{L}+ (?:personnellement |directement )?int[ée]ress[ée]e?s?\b[^.\n]{0,160}\b(?:quitt\p{L}+ (?:la salle|la s[ée]ance|la table)|se retir\p{L}+|sort(?:ent)?\b|c[èeé]d\p{L}+ (?:la|sa) (?:pr[ée]sidence|place))",
        // *est resté étranger au débat et au vote*, *qui préside l'association, s'est retirée*
        r"|\brest[ée]e?s? [ée]trang[eè]re?s? (?:au|aux) (?:d[ée]bats?|votes?|d[ée]lib)|\bqui pr[ée]side [^.;\n]{3,60}, (?:se retire|s'est retir[ée]e?|sort|est sortie?|a quitt[ée])",
        // *Mme A, son épouse, quitte la salle*
        r"|\b(?:son|sa|leur) (?:[ée]pou(?:x|se)|mari|femme|conjointe?|compagn[eo]n?(?:ne)?|fr[èe]re|s[œo]e?ur|fils|fille|m[èe]re|p[èe]re|parente?)\b[^.;,\n]{0,30}, (?:sort(?:ent)?|se retire(?:nt)?|quitt\p{L}+ la (?:salle|s[ée]ance|table))\b",
        r"|a quitt[ée] la table avant|(?:tr[ée]sori[eè]re?|pr[ée]sidente?|membre|administrat\p{L}+|fr[èe]res?|s[œo]e?urs?|[ée]pou(?:x|se)|parents?|conjointe?)s? d[^.;\n]{3,60}, se retir\p{L}+)"
    ))
});

pub(super) static LEFT: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?P<word>quitt(?:é|ée?s?|e|ent|ant) la (?:salle|séance|table)|sort(?:ent|i[es]*)? de la salle|s'est retirée?|se retire(?:nt)?|sont sortie?s)",
    )
});
static NO_DEBATE: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?P<word>(?:n'a(?: pas)? pris part|ne pren(?:d|nent)(?: pas)? part) (?:ni )?(?:au débat|aux débats|à la discussion)|(?:se retire(?:nt)?|retirée?s?|quitt\p{L}+ la (?:salle|séance)|sort(?:ent|ie?s?)?(?: de la salle)?) (?:lors de|pour|pendant|durant|avant|au moment de) (?:l'examen|la discussion|les débats|le débat|l'étude))",
    )
});
pub(super) static NO_VOTE: Pattern = Pattern::new(|| {
    compile(
        r"(?i)(?P<word>\bni au\s+vote|\babstenue? de (?:voter|prendre part au vote|participer au vote)|[ée]trang[eè]re?s? au(?:x d[ée]bats| d[ée]bat) et au vote|\bne vot(?:e|ent|era|eront|ant) pas\b|\bne pas (?:participer|prendre part) au vote|\bn'(?:a|ont|ayant) pas vot[ée]\b|(?:retirée?|sortie?|quitté la salle) (?:lors du|pendant le|avant le|au moment du) vote|(?:n'(?:a|ont) pas pris part|ne pren(?:d|nent)(?:ra)? pas part|prenant pas part|ne participe(?:nt)? pas|n'a(?:yant)? pas participé)(?: au débat ni)? (?:au vote|à la d[ée]lib[ée]ration|à la d[ée]cision|au scrutin))",
    )
});

static BACK_TO_THEM: Pattern = Pattern::new(|| {
    compile(
        r"^(?i:ils|elles|il|elle|ceux-ci|celles-ci|celui-ci|celle-ci|tous (?:deux|les deux)|ces (?:membres|élus|conseillers))\b",
    )
});

/// *lors de la séance du 3 mars, Mme A n'a pas pris part au vote*: recalled.
static OF_ANOTHER_SITTING: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:lors d(?:e|u|'une)|à|pendant|durant) (?:(?:la|sa|une|l'|cette) ?)?(?:pr[ée]c[ée]dente? )?(?:s[ée]ance|r[ée]union|conseil|bureau|commission|assembl[ée]e|comit[ée])(?: [\p{L}']+){0,3} (?:du|en date du|de) \d",
    )
});

/// *a quitté la séance avant l'examen de la délibération n° 2031-12*, in the act 2031-11: of another one.
fn of_another_act(act: &Act<'_>, words: &str) -> bool {
    // *au vote de la délibération suivante*
    static ANOTHER: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:d[ée]lib[ée]ration|point|question|rapport|affaire|dossier) (?:suivante?|pr[ée]c[ée]dente?)\b",
        )
    });
    static OF_THE_ACT: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:avant|pendant|durant|lors d[eu]|pour|jusqu'[àa]|apr[èe]s|au|aux|[àa]) (?:(?:l'|le |la )?(?:examen|votes?|pr[ée]sentation|mise aux voix|d[ée]bats?) (?:d[eu] |sur )(?:la )?|la )?d[ée]lib[ée]rations? (?:n ?[°o]\.? ?)?(?P<number>[A-Za-z]{0,6}[-_/. ]?\d[\w./-]*)",
        )
    });
    // *n° 17* is that of *2031-017*: the groups of the one stand in the other.
    let groups = |number: &str| -> Vec<String> {
        slug(number).split('-').map(|group| group.trim_start_matches('0').to_owned()).collect()
    };
    let holds = |whole: &[String], part: &[String]| {
        !part.is_empty() && whole.windows(part.len()).any(|groups| groups == part)
    };
    if ANOTHER.is_match(words) {
        return true;
    }
    let own = act.setting.reference.as_ref().map(|found| groups(&found.value));
    let cited = OF_THE_ACT.captures(words).and_then(|hit| hit.name("number"));
    let cited = cited.map(|number| groups(number.as_str().trim_end_matches(['.', ',', ';'])));
    own.zip(cited).is_some_and(|(own, cited)| !holds(&own, &cited) && !holds(&cited, &own))
}

/// *est sortie à 21 h*: whoever leaves for good says when.
static AT_AN_HOUR: Pattern =
    Pattern::new(|| compile(r"(?i)\b(?:à|vers|dès) \d{1,2} ?(?:h\b|h\d|heures?\b|:\d\d)"));

/// What a member is of who receives, or to whom: why he leaves. Of a member who is employed, enrolled or a neighbour, a person looks.
static TIED: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:(?:vice-)?pr[ée]sident|membre|tr[ée]sori|administrat|int[ée]ress|concern|fr[èe]re|s[œo]e?ur|[ée]pou[xs]|conjoint|parent|mari\b|femme\b|fils|fille)\p{L}*",
    )
});

static FIRST_PERSON: Pattern =
    Pattern::new(|| compile(r"(?i)\bje ne (?:prendrai|prends|participe|participerai) pas\b"));

static LIKEWISE: Pattern = Pattern::new(|| compile(r"(?i)^il en (?:est|va) de même (?:pour|de) "));

static CIVIL: Pattern =
    Pattern::new(|| compile(&format!(r"\b(?P<civil>{CIVILITY}) (?P<name>{NAME})")));

/// Before such words a person is named for something else.
static OF_OTHERS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)(?:pouvoir (?:de|que|à)|procuration (?:de|à)|mandat à|tien(?:t|nent) de|mandat de|rapport de|présidence (?:de|à)|présidence de (?:la )?séance à|place à|parole à|proposition de) ?$",
    )
});

/// What became of a proposal, in whose sentence it is told who had left.
static BESIDE_THE_OUTCOME: Pattern = Pattern::new(|| {
    compile(r"(?i)\b(?:(?:adopt|approuv|accept|vot|rejet)[ée]e?s?\b|unanimit|majorit)")
});

/// *à 20 h 15*: who left then left the sitting.
static HOUR: Pattern =
    Pattern::new(|| compile(r"(?i)\b(?:\d{1,2} ?h(?:eures?)?(?: ?\d\d)?|\d{1,2}:\d\d)\b"));

/// So far, in bytes, such words reach back.
const NEAR: usize = 120;

/// Whether a paragraph tells that a member stood back.
pub(super) fn is_recusal(text: &str) -> bool {
    STOOD_BACK.is_match(text) || STOOD_BACK_TOGETHER.is_match(text)
}

/// Reads who stood back from the act.
pub(super) fn read(act: &mut Act<'_>) {
    let folded = act.heading.folded;
    let whole = act.whole();
    for hit in hits(folded, &whole, &STOOD_BACK) {
        alone(act, &hit);
    }
    together(act);
    clause::read(act);
    of_sentences(act);
    given::read(act);
    chair::read(act);
}

fn alone(act: &mut Act<'_>, hit: &Hit<'_>) {
    let folded = act.heading.folded;
    let around = sentence(folded, &hit.range());
    let Some(found) = hit.words("name") else { return };
    let Some(person) = name_in_text(&found.value).map(|inner| inner.shifted(found.range.start))
    else {
        return;
    };
    let civil = folded.get(..person.range.start).unwrap_or_default().trim_end();
    let titled = [" M.", "Monsieur", "Madame", "Mme", "Mlle", "\nM.", " M"]
        .iter()
        .any(|c| civil.ends_with(c));
    if !person.value.contains(' ') && !titled {
        return;
    }
    // *Mme A, ayant donné pouvoir à M. B, ne prend pas part au vote*
    let (before, _) = civil.rsplit_once(' ').unwrap_or_default();
    if ["pouvoir à", "procuration à", "mandat à"].iter().any(|held| before.ends_with(held)) {
        return;
    }
    let mut passages = Passages::of(around.clone());
    let mut says = |pattern: &Pattern, pointer: &str| -> Option<bool> {
        passages.field(super::scan::hit(folded, &around, pattern)?.place("word")?, pointer);
        Some(true)
    };
    let (left_room, no_part_in_debate, no_part_in_vote) = (
        says(&LEFT, "/left_room"),
        says(&NO_DEBATE, "/no_part_in_debate"),
        says(&NO_VOTE, "/no_part_in_vote"),
    );
    let stands_back = hit.words("how").is_some_and(|how| how.value.contains("déport"));
    // *Votants : 13 (M. A, son trésorier, ayant quitté la séance)*, *Approuvé à l'unanimité, M. A s'étant retiré*
    let for_the_vote = chair::is_for_the_vote(folded.get(around.clone()).unwrap_or_default())
        || hit
            .words("how")
            .is_some_and(|how| how.value.contains("étant") || how.value.contains("ayant"))
            && BESIDE_THE_OUTCOME.is_match(folded.get(around.clone()).unwrap_or_default())
            && !HOUR.is_match(folded.get(around.clone()).unwrap_or_default());
    // *Mme A, trésorière de l'association, se retire*: why tells for what.
    let words = folded.get(around.clone()).unwrap_or_default();
    if OF_ANOTHER_SITTING.is_match(words) || of_another_act(act, words) {
        return;
    }
    let why = !AT_AN_HOUR.is_match(words) && NO_PART.is_match(words);
    let said = no_part_in_vote.is_some() || no_part_in_debate.is_some() || stands_back;
    let told = said || why && TIED.is_match(words);
    let for_the_vote = for_the_vote || why;
    if !(told || for_the_vote) {
        // Leaving the room for another reason is no recusal.
        return;
    }
    if known(act, &person.value) {
        return;
    }
    let event = RecusalDeclared {
        person: passages.value(Some(person), "/person").unwrap_or_default(),
        ground: passages.value(hit.words("ground"), "/ground"),
        left_room,
        no_part_in_debate,
        no_part_in_vote,
    };
    let several =
        hits(folded, &around, &STOOD_BACK).len() > 1 || persons(folded, &around).len() > 1;
    let doubt = several.then(|| "the sentence may name more than one member".to_owned());
    let left = || "the member left; check that it was for the vote".to_owned();
    let doubt = doubt.or_else(|| (!told).then(left));
    declare(act, event, passages, doubt);
}

pub(super) fn declare(
    act: &mut Act<'_>,
    event: RecusalDeclared,
    passages: Passages,
    doubt: Option<String>,
) {
    // Who sits without a vote, or among the public, may leave the room, too.
    let doubt = doubt.or_else(|| {
        let stranger = act.members.called && !is_named(&act.members.names, &event.person);
        stranger.then(|| "who stood back is not among the members that the act names".to_owned())
    });
    act.stood_back.add(&event.person);
    let (stream, date) = (act.setting.act_stream.clone(), act.setting.act_date.clone());
    act.add(&stream, event, (&date, Grade::Act), passages, doubt);
}

/// Whether a person has already been said to stand back, be it by the surname alone.
pub(super) fn known(act: &Act<'_>, name: &str) -> bool {
    act.stood_back.has(name)
}

/// The persons that a stretch names with their civility, but for those named for something else.
fn persons(folded: &str, within: &Range<usize>) -> Vec<Found<String>> {
    let mut out = Vec::new();
    for hit in hits(folded, within, &CIVIL) {
        let before = folded.get(within.start..hit.range().start).unwrap_or_default();
        let Some(found) = hit.words("name").filter(|_| !OF_OTHERS.is_match(tail(before, NEAR)))
        else {
            continue;
        };
        if let Some(person) = name_in_text(&found.value) {
            let person = person.shifted(found.range.start);
            let end = person.range.end;
            out.push(person);
            let civil = hit.words("civil").map(|civil| civil.value).unwrap_or_default();
            if ["MM", "MM.", "Mmes", "Messieurs", "Mesdames", "MMES"].contains(&civil.as_str()) {
                out.extend(goes_on_with(folded, end..within.end));
            }
        }
    }
    out
}

/// *MM. BON et DUVAL*: the names behind the first that a civility of several introduces.
fn goes_on_with(folded: &str, behind: Range<usize>) -> Vec<Found<String>> {
    let mut out: Vec<Found<String>> = Vec::new();
    let mut at = behind.start;
    loop {
        let rest = folded.get(at..behind.end).unwrap_or_default();
        let marks = [", ", " et "];
        let Some(mark) = marks.into_iter().find(|mark| rest.starts_with(mark)) else { break };
        let words = rest.get(mark.len()..).unwrap_or_default();
        let ends = [",", ".", ";", "(", "\n", " et "].iter().filter_map(|end| words.find(end));
        let end = ends.min().unwrap_or(words.len());
        let Some(next) = words.get(..end).and_then(name_in_text) else { break };
        let next = next.shifted(at + mark.len());
        at = next.range.end;
        out.push(next);
    }
    out
}

/// Sentences that say it of several members, of those named just before, or of another likewise.
fn of_sentences(act: &mut Act<'_>) {
    let folded = act.heading.folded;
    let whole = act.whole();
    let mut before: Vec<Found<String>> = Vec::new();
    let mut said_before = false;
    let mut told: Vec<Found<String>> = Vec::new();
    let members = act.members.clone();
    for range in sentences(folded, &whole) {
        let text = folded.get(range.clone()).unwrap_or_default();
        let mut here = persons(folded, &range);
        let says = NO_PART.is_match(text)
            && !OF_ANOTHER_SITTING.is_match(text)
            && (!AT_AN_HOUR.is_match(text) || NO_VOTE.is_match(text) || NO_DEBATE.is_match(text));
        if says {
            here.extend(listed(&members.names, text, range.start, &here));
        }
        let likewise = said_before && LIKEWISE.is_match(text);
        let who = if says && text.contains(" : ") && FIRST_PERSON.is_match(text) {
            // *Madame BON : Je suis bénévole, je ne prendrai pas part au vote.*
            here.iter().take(1).cloned().collect()
        } else if says && BACK_TO_THEM.is_match(text) {
            before.clone()
        } else if says {
            up_to_the_verb(text, range.start, &here)
        } else if likewise {
            here.iter().take(1).cloned().collect()
        } else {
            Vec::new()
        };
        for person in who {
            let person = in_full(&told, person);
            if known(act, &person.value) {
                continue;
            }
            let mut passages = Passages::of(range.clone());
            let word = hit(folded, &range, &NO_VOTE).and_then(|hit| hit.place("word"));
            if let Some(place) = word.clone() {
                passages.field(place, "/no_part_in_vote");
            }
            let event = RecusalDeclared {
                person: passages.value(Some(person), "/person").unwrap_or_default(),
                ground: None,
                left_room: None,
                no_part_in_debate: None,
                no_part_in_vote: word.map(|_| true),
            };
            let doubt = "who stood back is told over more than one sentence, or of several members";
            declare(act, event, passages, Some(doubt.to_owned()));
        }
        told.extend(here.iter().cloned());
        said_before = says || likewise;
        if !here.is_empty() {
            before = here;
        }
    }
}

/// The members whom the lists of the sitting name.
#[derive(Debug, Clone, Default)]
pub(super) struct Members {
    /// Also with their names the other way round.
    names: Vec<String>,
    /// Whether the text names who was there, and does not count them only.
    called: bool,
}

/// The members whom the lists of the sitting name, also with their names the other way round.
pub(super) fn members(facts: &[Fact]) -> Members {
    // No organ has more; what reads as a longer list is none.
    const MOST: usize = 500;
    let attendance = || {
        facts.iter().filter_map(|fact| match &fact.event {
            Event::AttendanceRecorded(event) => Some(event),
            _ => None,
        })
    };
    let names = attendance().flat_map(|event| event.present.iter().chain(&event.excused));
    let both = names.take(MOST).flat_map(|name| {
        let turned = name.split_once(' ').map(|(first, rest)| format!("{rest} {first}"));
        [Some(name.clone()), turned].into_iter().flatten()
    });
    let called = attendance().any(|event| !event.present.is_empty());
    Members { names: both.collect(), called }
}

/// Whether one of the members bears a name, be it by the surname alone.
fn is_named(members: &[String], person: &str) -> bool {
    let asked = slug(person);
    let asked: Vec<&str> = asked.split('-').collect();
    members.iter().any(|member| {
        let named = slug(member);
        let has: Vec<&str> = named.split('-').collect();
        asked.iter().all(|part| has.contains(part)) || has.iter().all(|part| asked.contains(part))
    })
}

/// Members whom a sentence names without a civility.
fn listed(
    members: &[String],
    text: &str,
    at: usize,
    known: &[Found<String>],
) -> Vec<Found<String>> {
    let inside = |c: char| c.is_alphanumeric() || c == '-';
    // A surname alone may be another word.
    let named = members.iter().filter(|name| name.contains(' ')).filter_map(|name| {
        let start = text.find(name.as_str())?;
        // *Luc BON* is not named in *Luc BONNET*.
        let before = text.get(..start)?;
        let whole =
            !before.ends_with(inside) && !text.get(start + name.len()..)?.starts_with(inside);
        // *il cède la présidence à Mme Anne BON*
        let (civil, _) = before.trim_end().rsplit_once(' ').unwrap_or(("", ""));
        let other = [before, civil].iter().any(|said| OF_OTHERS.is_match(tail(said, NEAR)));
        (whole && !other).then(|| Found::new(at + start..at + start + name.len(), name.clone()))
    });
    let new = |found: &Found<String>| {
        !known.iter().any(|k| k.range.start < found.range.end && found.range.start < k.range.end)
    };
    let mut out: Vec<Found<String>> = named.filter(new).collect();
    // Of *Luc BON* and *Luc BON DUVAL* the longer name is meant.
    out.sort_by_key(|found| (found.range.start, std::cmp::Reverse(found.range.end)));
    out.dedup_by(|next, before| next.range.start < before.range.end);
    out
}

/// *M. AUBIN* whom an earlier sentence of the act names in full; of two, neither.
fn in_full(told: &[Found<String>], person: Found<String>) -> Found<String> {
    if person.value.contains(' ') {
        return person;
    }
    let surname = slug(&person.value);
    let whole = |known: &&Found<String>| {
        known.value.contains(' ') && slug(&known.value).split('-').any(|part| part == surname)
    };
    let mut named: Vec<&Found<String>> = told.iter().filter(whole).collect();
    named.dedup_by(|a, b| slug(&a.value) == slug(&b.value));
    match named.as_slice() {
        [one] => (*one).clone(),
        _ => person,
    }
}

/// That somebody tells something.
static SAYS_THAT: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:inform|indiqu|pr[ée]cis|signal|rappel|annonc|expliqu|fai(?:t|sant) (?:savoir|part|observer|remarquer|noter))\p{L}* (?:[^.;:\n]{0,60}? )?qu(?:e |')",
    )
});

static OFFICE_FIRST: Pattern = Pattern::new(|| {
    compile(r"(?i)^(?:monsieur |madame |m\. |mme )?(?:le |la )(?:maire|pr[ée]sidente?)\b")
});

/// Who is named in the clause before the words that say it; behind them somebody else is meant.
fn up_to_the_verb(text: &str, at: usize, named: &[Found<String>]) -> Vec<Found<String>> {
    // The words may begin with what one of several is: *M. A, président du club, et Mme B, membre, se sont retirés*.
    let verb = NO_PART.find(text).map_or(text.len(), |found| found.end());
    let before = text.get(..verb).unwrap_or_default();
    // Whom closed brackets name voted: *1 contre (M. A), M. B n'ayant pas pris part au vote*.
    let closed = before.rfind("),").or_else(|| before.rfind(") ")).map_or(0, |at| at + 1);
    let begins = |end: usize| {
        before.get(closed..end).and_then(|t| t.rfind([';', ':', '('])).unwrap_or(0) + closed
    };
    let clause = begins(before.len());
    // *M. A et Mme B ont quitté la salle ; ils ne prennent pas part au vote*
    let own = before.get(clause..).unwrap_or_default().trim_start_matches([';', ' ']);
    let clause = if BACK_TO_THEM.is_match(own) { begins(clause) } else { clause };
    let inside = |from: usize| {
        named.iter().filter(move |p| (at + from..at + verb).contains(&p.range.start)).cloned()
    };
    // *Mme A informe que M. B ne prend pas part au vote*: who says it stands back from nothing.
    let said = SAYS_THAT.find_iter(before).last().map_or(clause, |said| said.end().max(clause));
    let told: Vec<Found<String>> = inside(said).collect();
    // *Mme A indique que M. le Maire ne prend pas part au vote*: no one named does.
    let by_office =
        said > clause && before.get(said..).is_some_and(|of_whom| OFFICE_FIRST.is_match(of_whom));
    if told.is_empty() && !by_office { inside(clause).collect() } else { told }
}

/// The sentences of a stretch, line by line.
fn sentences(folded: &str, within: &Range<usize>) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut at = within.start;
    for line in folded.get(within.clone()).unwrap_or_default().split_inclusive('\n') {
        let mut start = 0;
        for stop in full_stops(line).chain([line.len()]) {
            if stop > start {
                out.push(at + start..at + stop);
            }
            start = stop;
        }
        at += line.len();
    }
    out
}

/// Records that a member took no part in the vote: the words of it are the `what` of a hit, why its `ground`.
fn no_part_in_the_vote(
    act: &mut Act<'_>,
    hit: &Hit<'_>,
    person: Found<String>,
    doubt: Option<String>,
) {
    let mut passages = Passages::of(sentence(act.heading.folded, &hit.range()));
    if let Some(place) = hit.place("what").or_else(|| hit.place("what2")) {
        passages.field(place, "/no_part_in_vote");
    }
    let event = RecusalDeclared {
        person: passages.value(Some(person), "/person").unwrap_or_default(),
        ground: passages.value(hit.words("ground"), "/ground"),
        left_room: None,
        no_part_in_debate: None,
        no_part_in_vote: Some(true),
    };
    declare(act, event, passages, doubt);
}

fn together(act: &mut Act<'_>) {
    let folded = act.heading.folded;
    let in_brackets = hits(folded, &act.whole(), &STOOD_BACK_IN_BRACKETS);
    for hit in in_brackets.into_iter().chain(hits(folded, &act.whole(), &STOOD_BACK_TOGETHER)) {
        let Some(list) = hit.words("list") else { continue };
        let read = names(&list.value, list.range.start);
        // A group may stand back as one: a person has a civility, or a surname in capitals.
        let civil = CIVIL.is_match(&list.value);
        let capitals =
            |word: &str| word.chars().count() > 2 && !word.chars().any(char::is_lowercase);
        for person in read.listed {
            if known(act, &person.value) {
                continue;
            }
            let doubt = read.odd.as_ref().map(|odd| format!("« {odd} » is not read as a name"));
            let doubt = doubt.or_else(|| {
                let told = civil || person.value.split([' ', '-']).any(capitals);
                (!told).then(|| format!("« {} » may be no person", person.value))
            });
            no_part_in_the_vote(act, &hit, person, doubt);
        }
    }
}
