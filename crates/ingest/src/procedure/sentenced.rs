//! Sentences whose subject is a list of members: *A, B et C étaient présents*, *A et B sont excusés*, *A et B ont donné
//! pouvoir à C*, *C a reçu pouvoir de A*. Every name is whole, or behind a civility; all of it is for review.

use super::attendance::Roll;
use super::person::{Names, Power, names};
use super::scan::{CIVILITY, full_stops};
use crate::recognise::{Found, Pattern, compile, tail};
use greffe_domain::slug;
use std::ops::Range;

/// No sentence about members is longer, in bytes.
const LONGEST: usize = 2000;

/// What is said of the members before it.
static SAID: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i),? (?:(?P<present>(?:[ée]tai(?:en)?t|sont|est)(?: tous| toutes)? pr[ée]sente?s?\b|(?:ont|a) pris place\b)",
        r"|(?P<excused>(?:[ée]tai(?:en)?t|sont|est) (?:absente?s?,? (?:et )?)?excus[ée]e?s?\b|(?:se sont|s'est|s'[ée]tai(?:en)?t) (?:fait )?excus[ée]e?r?s?\b|(?:a|ont) pri[ée] [^.;\n]{3,60}? de (?:l'|les )excuser\b|(?:a|ont) pr[ée]sent[ée] (?:ses|leurs) excuses\b)",
        r"|(?P<absent>(?:[ée]tai(?:en)?t|sont|est) absente?s?\b)",
        r"|(?P<gives>(?:a|ont|avai(?:en)?t|donne(?:nt)?)(?: donn[ée]| remis| laiss[ée]| confi[ée])? (?:son |leur |un |une )?(?:pouvoir|procuration|mandat)s?(?: de vote)?,?(?P<each> respectivement,?)? [àa] )",
        r"|(?P<holds>(?:a reçu|avait reçu|d[ée]tient|est mandataire de|,? ?mandataire de|est porteu(?:r|se)) (?:le |un |du |la |d'une |d'un )?(?:(?:pouvoir|procuration|mandat)s? )?(?P<of>d[e'] ?)))"
    ))
});

/// Why somebody is missing, behind his name: *A, retenu par ses obligations, s'est excusé*.
static CLAUSE: Pattern = Pattern::new(|| {
    compile(
        r"(?i), (?:retenue?s?|emp[êe]ch[ée]e?s?|en (?:d[ée]placement|cong[ée]s?|mission|formation)|souffrante?s?|pris(?:es?)? par|appel[ée]e?s?) ?[^:;\n]{0,100}$",
    )
});

/// Where the words about who holds a power end.
static ENDS: Pattern = Pattern::new(|| {
    compile(
        r"(?i),? (?:pour (?:voter|le|la|les|toute|cette)|afin |jusqu'|[àa] l'effet|en (?:son|leur) nom|conform[ée]ment|qui |lors )",
    )
});

static CIVIL_LAST: Pattern = Pattern::new(|| compile(&format!(r"(?:^|[ ,(]){CIVILITY} $")));

/// Adds what such sentences of a head say.
pub(super) fn in_sentences(roll: &mut Roll, folded: &str, head: &Range<usize>) {
    let text = folded.get(head.clone()).unwrap_or_default();
    let mut at = head.start;
    for raw in text.split_inclusive('\n') {
        let mut from = 0;
        for end in full_stops(raw).chain([raw.len()]) {
            let sentence = raw.get(from..end).unwrap_or_default().trim_end();
            if sentence.len() <= LONGEST {
                take(roll, sentence.trim_end_matches('.'), at + from);
            }
            from = end;
        }
        at += raw.len();
    }
}

fn take(roll: &mut Roll, sentence: &str, at: usize) {
    let Some(said) = SAID.captures(sentence) else { return };
    let Some(whole) = said.get(0) else { return };
    // *Etaient absents :* beside a member, in a column of its own, heads others.
    let verb = whole.as_str().trim_start_matches([',', ' ']);
    let behind = sentence.get(whole.end()..).unwrap_or_default();
    if verb.starts_with(char::is_uppercase) || behind.contains(':') {
        return;
    }
    let subject = sentence.get(..whole.start()).unwrap_or_default();
    let subject =
        CLAUSE.find(subject).map_or(subject, |why| subject.get(..why.start()).unwrap_or_default());
    let has = |group: &str| said.name(group).is_some();
    let Some(who) = members(subject, at) else { return };
    let before = (roll.present.len(), roll.excused.len(), roll.absent.len(), roll.powers.len());
    if has("gives") || has("holds") {
        let from = said.name("of").map_or(whole.end(), |of| of.start());
        let words = sentence.get(from..).unwrap_or_default();
        let end = ENDS.find(words).map_or(words.len(), |end| end.start());
        let words = words.get(..end).unwrap_or_default();
        let lead = if has("holds") { words.find(['\'', ' ']).map_or(0, |of| of + 1) } else { 0 };
        let Some(others) = members(words.get(lead..).unwrap_or_default(), at + from + lead) else {
            return;
        };
        let (givers, holders) = if has("gives") { (who, others) } else { (others, who) };
        powers(roll, givers, &holders);
    } else if has("present") {
        if roll.present.is_empty() && who.len() > 1 {
            roll.present = who;
        }
    } else {
        let gives = |name: &Found<String>| roll.powers.iter().any(|p| same(&p.from, name));
        let known = |name: &Found<String>| {
            roll.excused.iter().chain(&roll.absent).any(|known| same(known, name))
        };
        let new: Vec<_> = who.into_iter().filter(|name| !known(name) && !gives(name)).collect();
        let list = if has("excused") { &mut roll.excused } else { &mut roll.absent };
        list.extend(new);
    }
    let after = (roll.present.len(), roll.excused.len(), roll.absent.len(), roll.powers.len());
    if before != after {
        roll.sentences.push(at..at + sentence.len());
        roll.told = true;
    }
}

/// Each of several members votes through the one who holds their powers, or each through his own.
fn powers(roll: &mut Roll, givers: Vec<Found<String>>, holders: &[Found<String>]) {
    let each = givers.len() == holders.len();
    if !each && holders.len() != 1 {
        return;
    }
    for (n, from) in givers.into_iter().enumerate() {
        let to = if each { holders.get(n) } else { holders.first() };
        let known = roll.powers.iter().any(|power| same(&power.from, &from));
        if let Some(to) = to.filter(|_| !known) {
            roll.powers.push(Power { from, to: to.clone() });
        }
    }
}

/// The members that words name, nothing else among them.
fn members(words: &str, at: usize) -> Option<Vec<Found<String>>> {
    if words.contains([':', ';']) || !words.trim_start().starts_with(char::is_uppercase) {
        return None;
    }
    let Names { listed, powers, replaced, odd, .. } = names(words, at);
    let whole = |name: &Found<String>| {
        let before = name.range.start.checked_sub(at).and_then(|end| words.get(..end));
        name.value.contains(' ') || CIVIL_LAST.is_match(tail(before.unwrap_or_default(), 16))
    };
    let sound = odd.is_none() && powers.is_empty() && replaced.is_empty() && !listed.is_empty();
    (sound && listed.iter().all(whole)).then_some(listed)
}

/// Whether two names are of one member, as far as their surnames tell.
fn same(one: &Found<String>, other: &Found<String>) -> bool {
    let surname = |name: &str| slug(name.rsplit(' ').next().unwrap_or_default());
    slug(&one.value) == slug(&other.value) || surname(&one.value) == surname(&other.value)
}
