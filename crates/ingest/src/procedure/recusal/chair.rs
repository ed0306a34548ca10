//! The chair who stands back, known by the office: *Madame la Présidente cède la présidence à Mme B et
//! quitte la salle*, *Monsieur le Maire ne prend pas part au vote*.
//!
//! Who that is, the opening of the sitting tells; so it is for a person to look at.

use super::super::Act;
use super::super::presiding::replaced;
use super::super::scan::{hit, hits, sentence};
use super::{LEFT, NO_VOTE, declare, known};
use crate::interpret::fact::Passages;
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::{Event, RecusalDeclared};

/// The office, and that whoever holds it stands back: at the head of a sentence.
static STANDS_BACK: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?im)(?:^|\. |; |\bque )[-–• ]*(?:monsieur |madame |m\. |mme )?(?:le |la )(?:maire|pr[ée]sidente?)(?: du [^,.;:\n]{2,40}| de (?:la |l')[^,.;:\n]{2,40})?(?:, (?:[^.;:\n]|\bMM?\.){3,200}?,)?,? ",
        r"(?P<how>(?:ayant )?c[ée]d(?:é|e) (?:la|sa) (?:pr[ée]sidence|place)|c[èe]de (?:la|sa) (?:pr[ée]sidence|place)|ne (?:prend|prendra|participe) pas (?:part )?(?:au|à)|ne vote pas|n'(?:a|ayant) pas (?:pris part|particip[ée]|vot[ée])|se d[ée]porte|s'(?:est|[ée]tant) d[ée]port[ée]e?",
        r"|(?:quitte|a quitt[ée]|ayant quitt[ée]|ont quitt[ée]|quittent) (?:la salle|la s[ée]ance)|se retire(?:nt)?|s'(?:est|[ée]tant) retir[ée]e?|se sont retir[ée]s|sort(?:ent)?(?: de la salle)?\b|est sortie?|sont sortis)"
    ))
});

/// The same inside a sentence that tells of something else: *délibère hors la présence du maire*, *le Maire s'étant retiré, le
/// conseil approuve le compte*.
static INSIDE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?im)(?:\b(?:hors (?:de )?(?:la )?pr[ée]sence|sans la pr[ée]sence) (?:du|de la|de (?:monsieur|m\.|madame|mme) (?:le|la)) (?:maire|pr[ée]sidente?)\b",
        // *Mme A, qui en est la présidente, ne prenant pas part au vote* is another.
        r"|(?:^|[.;:(] ?|\bet )(?:monsieur |madame |m\. |mme )?(?:le|la) (?:maire|pr[ée]sidente?),? (?:ayant quitt[ée] la (?:salle|s[ée]ance)|s'[ée]tant (?:retir|absent|d[ée]port)[ée]e?|[ée]tant sortie?|ne prenant pas part au vote|n'ayant pas (?:pris part|particip[ée]) (?:au vote|[àa] la d[ée]lib)|ne participant pas au vote|ne votant pas)\b)"
    ))
});

/// Leaving the room for another reason is no recusal; beside these words it is one.
static FOR_THE_VOTE: Pattern = Pattern::new(|| {
    compile(
        r"(?i)(?:c[èéê]d(?:e|é|ant) (?:la|sa) (?:pr[ée]sidence|place)|(?:prend|prenant|assure|assurant) la pr[ée]sidence|\bvotes?\b|\bvotants\b|\d (?:voix|pour|contre)\b|d[ée]lib[éèe]r|scrutin|d[ée]bat|discussion|d[ée]port|int[ée]ress)",
    )
});

/// Whether words tell of a vote or debate for which somebody leaves.
pub(super) fn is_for_the_vote(text: &str) -> bool {
    FOR_THE_VOTE.is_match(text)
}

/// Adds that the chair stood back, where the sitting tells who that was.
pub(super) fn read(act: &mut Act<'_>) {
    let Some(chair) = act.chair.clone() else { return };
    let folded = act.heading.folded;
    let told = hits(folded, &act.whole(), &STANDS_BACK);
    for found in told.into_iter().chain(hits(folded, &act.whole(), &INSIDE)) {
        let around = sentence(folded, &found.range());
        let text = folded.get(around.clone()).unwrap_or_default();
        if !FOR_THE_VOTE.is_match(text) || known(act, &chair.value) {
            continue;
        }
        let mut passages = Passages::of(around.clone());
        let mut says = |pattern: &Pattern, pointer: &str| -> Option<bool> {
            passages.field(hit(folded, &around, pattern)?.place("word")?, pointer);
            Some(true)
        };
        let left_room = says(&LEFT, "/left_room");
        let no_part_in_vote = says(&NO_VOTE, "/no_part_in_vote");
        passages.also(sentence(folded, &chair.range));
        let event = RecusalDeclared {
            person: passages.value(Some(chair.clone()), "/person").unwrap_or_default(),
            ground: None,
            left_room,
            no_part_in_debate: None,
            no_part_in_vote,
        };
        let doubt = "the chair is known by the office alone; check who presided".to_owned();
        declare(act, event, passages, Some(doubt));
        return;
    }
}

/// Who holds the office of the chair: who presides, as the sitting is read, the name with its place; or who did before another
/// took over for this act.
pub(in super::super) fn chair(act: &Act<'_>) -> Option<Found<String>> {
    let before = replaced(act.heading.folded, &act.heading.head);
    before.or_else(|| {
        act.facts.iter().find_map(|fact| match &fact.event {
            Event::SittingOpened(opened) => {
                let name = opened.presided_by.as_ref()?.name.clone();
                Some(Found::new(fact.passages.place("/presided_by/name")?, name))
            }
            _ => None,
        })
    })
}
