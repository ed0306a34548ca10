//! Members whom minutes name by their given name alone: *Hervé fait partie du bureau de l'amicale, il ne participe pas au vote*.

use super::super::Act;
use super::super::scan::hits;
use super::{known, no_part_in_the_vote};
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::slug;

/// The given name at the head of a sentence, and behind it that whoever bears it stands back.
static STANDS_BACK: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?m)(?:^|[.;:] )(?P<given>\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?)(?: (?:est|fait|étant|qui|, )[^.;:\n]{0,90}?,? (?:et |donc )*(?:il |elle |donc )*| \([^()\n]{2,60}\) | )",
        r"(?:(?:ne (?:participe|prend)(?:ra)? pas (?:part )?(?:aux? (?P<what>votes?|d[ée]bats?)|[àa] la (?:d[ée]lib[ée]ration|discussion))|ne vote pas|n'a pas (?:pris part au vote|particip[ée] au vote|vot[ée]))\b",
        // *Thomas est au club, il sort.*
        r"|(?P<out>sort|se retire|quitte la salle|s'abstient de voter|est sortie?|s'est retir[ée]e?)(?:[.,;]|$| (?:pour|pendant|durant|le temps|avant|lors)\b))"
    ))
});

/// Adds the members whose given name no other bears; who that is, the lists of the sitting tell, so a person looks at it.
pub(super) fn read(act: &mut Act<'_>) {
    let folded = act.heading.folded;
    for hit in hits(folded, &act.whole(), &STANDS_BACK) {
        let Some(given) = hit.words("given") else { continue };
        // Leaving alone is no standing back; why tells for what.
        let why = folded.get(given.range.end..hit.range().end).unwrap_or_default();
        if hit.has("out") && why.split(' ').count() < 4 {
            continue;
        }
        let Some(person) = bearer(act, &given).filter(|person| !known(act, &person.value)) else {
            continue;
        };
        let doubt = "who stood back is told by the given name alone; check who bears it".to_owned();
        no_part_in_the_vote(act, &hit, person, Some(doubt));
    }
}

/// The member whose given name it is, where one alone has it: the name as the lists of the sitting print it.
fn bearer(act: &Act<'_>, given: &Found<String>) -> Option<Found<String>> {
    let asked = slug(&given.value);
    let mut slugs: Vec<Vec<String>> = Vec::new();
    let mut printed: Option<Found<String>> = None;
    for name in &act.members.names {
        let words: Vec<String> = name.split(' ').map(slug).collect();
        if !words.contains(&asked) || words.len() < 2 {
            continue;
        }
        let mut sorted = words;
        sorted.sort();
        if !slugs.contains(&sorted) {
            slugs.push(sorted);
        }
        let at = act.heading.folded.find(name.as_str());
        printed = printed.or_else(|| at.map(|at| Found::new(at..at + name.len(), name.clone())));
    }
    printed.filter(|_| slugs.len() == 1)
}
