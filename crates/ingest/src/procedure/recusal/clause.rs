//! Those of whom a clause says what they are: *N'ont pas pris part aux votes : Mme A, présidente du club, et M. B
//! (par mandataire), son trésorier*.

use super::super::Act;
use super::super::person::name_in_text;
use super::super::scan::{CIVILITY, NAME, hits};
use super::{HOUR, known, no_part_in_the_vote};
use crate::recognise::{Pattern, compile};

static CLAUSE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?im)(?:(?:(?:ne prennent|ne prend|n'ont|n'a)(?: pas)? (?:pris )?part|ne participe(?:nt)?(?: pas)?|n'(?:a|ont)(?: pas)? particip[ée])",
        // *ni au débat ni au vote*
        r"(?: (?:ni )?(?:aux? d[ée]bats?|[àa] la (?:discussion|d[ée]lib[ée]ration)),? (?:ni|et))? (?:aux? (?P<what>votes?|scrutins?|d[ée]lib[ée]rations?)|[àa] la (?P<whole>d[ée]lib[ée]ration|d[ée]cision))",
        // A label alone at the head of its line: *Ne prennent pas part :*, *Déports :*, *Membres intéressés :*
        r"|^[-–•*| ]*(?P<what2>(?:ne prennent|ne prend|n'ont|n'a) pas (?:pris )?part|ne (?:participe|vote)(?:nt)? pas|n'(?:a|ont) pas (?:vot[ée]|particip[ée])",
        r"|d[ée]ports?|se d[ée]porte(?:nt)?|s(?:'est|e sont) (?:d[ée]port|retir)[ée]e?s?|(?:(?:membre|conseill(?:er|[èe]re)|[ée]lue?|d[ée]l[ée]gu[ée]e?|administrat(?:eur|rice))s? )(?:int[ée]ress[ée]e?s?|d[ée]port[ée]e?s?|concern[ée]e?s? (?:par un|et) d[ée]port)",
        r"|(?:est |sont )?sortie?s? de la salle|(?:a|ont) quitt[ée] la salle|recus(?:ations?|[ée]e?s?)))",
        r" ?(?:\((?:\d{1,2}|(?:art|L)[^()\n]{1,40})\) ?)?: ?(?:\d{1,2} ?[–—-] ?)?(?P<clause>[^;:\n]{3,400})"
    ))
});

/// A member at the head of the clause, behind a comma or behind *et*.
static MEMBER: Pattern = Pattern::new(|| {
    compile(&format!(
        r"(?:^|, |\bet )(?P<civil>{CIVILITY} )?(?P<name>{NAME})(?: \([^()\n]{{2,60}}\))?(?:,|$|\.| et )"
    ))
});

/// *Ne prennent pas part au vote :*, and below it an item for each: *- M. A, pour ce qui concerne le club*.
static ITEMS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)(?:(?:(?:ne prennent|ne prend|n'ont|n'a) pas (?:pris )?part|ne participe(?:nt)? pas|n'(?:a|ont) pas particip[ée]) (?:aux d[ée]bats ni |au d[ée]bat ni )?aux? (?P<what>votes?|scrutins?|d[ée]lib[ée]rations?)|(?P<what2>nppv|non[- ]participations?(?: au vote)?)) ?(?:\(\d{1,2}\) ?)?: ?\n+(?P<items>(?:[-–•*] ?[^\n]{3,200}(?:\n+|$)){1,12})",
    )
});

/// The member at the head of an item.
static ITEM: Pattern = Pattern::new(|| {
    compile(&format!(
        r"(?m)^[-–•*] ?(?P<civil>{CIVILITY} )?(?P<name>{NAME})(?: \([^()\n]{{2,60}}\))?(?:[,;:.]| (?:pour|en|au titre|s'agissant|concernant)\b| [–—-] |$)"
    ))
});

/// Adds the members of such clauses; all of them are for a person to look at.
pub(super) fn read(act: &mut Act<'_>) {
    let folded = act.heading.folded;
    for hit in hits(folded, &act.whole(), &ITEMS) {
        let Some(items) = hit.place("items") else { continue };
        for member in hits(folded, &items, &ITEM) {
            // *- Mme A, à partir de 20 h 15*: gone for the day, and for no matter of hers.
            let line = folded.get(member.range().start..items.end).unwrap_or_default();
            if HOUR.is_match(line.lines().next().unwrap_or_default()) {
                continue;
            }
            let Some(found) = member.words("name") else { continue };
            let person = name_in_text(&found.value).map(|name| name.shifted(found.range.start));
            let person = person.filter(|person| member.has("civil") && !known(act, &person.value));
            if let Some(person) = person {
                let doubt = "of several members one clause says what they are".to_owned();
                no_part_in_the_vote(act, &hit, person, Some(doubt));
            }
        }
    }
    for hit in hits(folded, &act.whole(), &CLAUSE) {
        let Some(clause) = hit.place("clause") else { continue };
        let mut at = clause.start;
        while let Some(member) = hits(folded, &(at..clause.end), &MEMBER).into_iter().next() {
            // The mark behind one member stands before the next.
            at = member.place("name").map_or(clause.end, |name| name.end);
            let Some(found) = member.words("name") else { continue };
            let shouts =
                |word: &str| word.chars().count() > 2 && !word.contains(char::is_lowercase);
            let person = name_in_text(&found.value).map(|name| name.shifted(found.range.start));
            let sound = member.has("civil") || found.value.split([' ', '-']).any(shouts);
            let Some(person) = person.filter(|p| sound && !known(act, &p.value)) else { continue };
            let doubt = "of several members one clause says what they are".to_owned();
            no_part_in_the_vote(act, &hit, person, Some(doubt));
        }
    }
}
