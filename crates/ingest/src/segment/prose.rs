//! Where the report begins by itself: with no heading and no formula, a paragraph of prose stands between who was there
//! and the legal bases.

use super::visa;
use super::{GROUND, OPERATIVE, TITLE};
use crate::recognise::{Pattern, compile, reference_token};

/// So many characters make a paragraph; a title is shorter, or says no verb.
const LEAST: usize = 90;

/// So many lines below it may still belong to the heading.
const AHEAD: usize = 40;

/// What the heading tells in sentences: the sitting, who was there, who keeps the minutes.
static OF_THE_SITTING: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:l'an (?:deux|mil)|s'est r[ée]unie?|se sont r[ée]unis|convoqu[ée]e?s?|convocation|sous la pr[ée]sidence|en (?:s[ée]ance|session)|quorum|secr[ée]taire|secr[ée]tariat|en exercice",
        r"|pr[ée]sent(?:e|s|es)?\b[^.;]{0,30}:|(?:[ée]taient|sont|[ée]tait|est) (?:pr[ée]sent|absent|excus|repr[ée]sent)|absente?s?\b|excus[ée]e?s?\b|pouvoirs?\b|procurations?\b|votants|suffrages|remplir (?:ces|les) fonctions|rapport (?:qui suit|suivant)|suppl[ée]ante?s?|donn[ée]e?s? mandat|affich[ée]e?|ouvert la s[ée]ance|d[ée]lib[ée]r(?:er|ant|ation prise)|pr[ée]side\b)"
    ))
});

/// Words that only a sentence holds.
static SAYS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)(?:^|[ '(])(?:est|sont|a|ont|sera|seront|[ée]tait|[ée]taient|avait|peut|doit|doivent|convient|s'agit|souhaite|sollicite|demande|propose|organise|assure|g[èe]re|je|nous|vous|il|elle|ils|elles|on)[ ,.]",
    )
});

/// The label of a list of members, or what a heading goes on with.
static OF_THE_HEADING: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:[ée]tai(?:en)?t\b|sont pr[ée]sent|pr[ée]sente?s?\b|absente?s?\b|excus[ée]e?s?\b|repr[ée]sent[ée]e?s\b|pouvoirs?\b|procurations?\b|(?:nombre de )?(?:membres|conseillers|d[ée]l[ée]gu[ée]s)\b|en exercice|secr[ée]taire\b|le quorum|quorum|objet\b|date de |titulaires|mm?e?s?\b\.? ?[\p{Lu}])",
    )
});

/// Whether a line is a paragraph in which somebody explains: long, in small letters, with a verb, and of nothing that a
/// heading tells; and whether `rest` goes on with no heading before it founds or decides.
pub(super) fn explains(line: &str, rest: &str) -> bool {
    line.chars().count() >= LEAST
        && line.ends_with(['.', ':', ';', '!', '?'])
        && SAYS.is_match(line)
        && !OF_THE_SITTING.is_match(line)
        && in_small_letters(line)
        && heading_is_over(rest)
}

/// Whether two words in three begin in small letters: in lists of members fewer do.
fn in_small_letters(line: &str) -> bool {
    let words =
        || line.split(' ').filter_map(|word| word.chars().next()).filter(|c| c.is_alphabetic());
    let small = words().filter(|c| c.is_lowercase()).count();
    small * 3 >= words().count() * 2 && small >= 8
}

fn heading_is_over(rest: &str) -> bool {
    let lines = rest.lines().map(str::trim).filter(|line| !line.is_empty()).take(AHEAD);
    let founds = |line: &str| {
        visa::opens(line)
            || visa::ABOVE.is_match(line)
            || GROUND.is_match(line)
            || OPERATIVE.is_match(line)
    };
    let mut before = lines.take_while(|line| !founds(line));
    !before.any(|line| {
        OF_THE_HEADING.is_match(line) || TITLE.is_match(line) || reference_token(line).is_some()
    })
}
