//! Members whom minutes name by their given name alone: *Hervé fait partie du bureau de l'amicale, il ne participe pas au vote*.

use super::super::Act;
use super::super::scan::hits;
use super::{known, no_part_in_the_vote};
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::slug;
use std::collections::{BTreeMap, BTreeSet};

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
    let bearers = bearers(act);
    let mut told: BTreeSet<String> = BTreeSet::new();
    for hit in hits(folded, &act.whole(), &STANDS_BACK) {
        let Some(given) = hit.words("given") else { continue };
        // Leaving alone is no standing back; why tells for what.
        let why = folded.get(given.range.end..hit.range().end).unwrap_or_default();
        if hit.has("out") && why.split(' ').count() < 4 {
            continue;
        }
        // Each is asked for once: where the name stands is looked for in the whole text.
        if !told.insert(slug(&given.value)) {
            continue;
        }
        let person = bearer(act, &bearers, &given);
        let Some(person) = person.filter(|person| !known(act, &person.value)) else {
            continue;
        };
        let doubt = "who stood back is told by the given name alone; check who bears it".to_owned();
        no_part_in_the_vote(act, &hit, person, Some(doubt));
    }
}

/// The members who bear a given name: how many, and the first of them as the lists of the sitting print the name.
type Bearers = BTreeMap<String, Vec<String>>;

/// The words of the names of members, and who bears each.
fn bearers(act: &Act<'_>) -> Bearers {
    let mut out = Bearers::new();
    let mut persons: BTreeSet<Vec<String>> = BTreeSet::new();
    for name in &act.members.names {
        let words: Vec<String> = name.split(' ').map(slug).collect();
        let mut sorted = words.clone();
        sorted.sort();
        // One person in two orders of her names is one.
        if words.len() < 2 || !persons.insert(sorted) {
            continue;
        }
        for word in words {
            let all = out.entry(word).or_default();
            // Two are enough to say that it is not one.
            if all.len() < 2 {
                all.push(name.clone());
            }
        }
    }
    out
}

/// The member whose given name it is, where one alone has it: the name as the lists of the sitting print it.
fn bearer(act: &Act<'_>, bearers: &Bearers, given: &Found<String>) -> Option<Found<String>> {
    let [name] = bearers.get(&slug(&given.value))?.as_slice() else { return None };
    let at = act.heading.folded.find(name.as_str())?;
    Some(Found::new(at..at + name.len(), name.clone()))
}
