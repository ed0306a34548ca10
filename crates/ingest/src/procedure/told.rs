//! Members of whom a sentence tells, outside any list: who voted for whom, who excused himself, and
//! all who were there but some (*tous les membres, à l'exception de …*). All of it is for review.

use super::attendance::Roll;
use super::mandates::labelled;
use super::person::{Power, name_in_text};
use super::scan::{CIVILITY, NAME, full_stops, sentence};
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::slug;
use std::ops::Range;

/// What sentences tell of who votes for whom.
static SAID: [Pattern; 5] = [
    // *Procuration de M. A à Mme B*
    Pattern::new(|| {
        compile(&format!(
            r"(?i:pouvoir|procuration|mandat|d[ée]l[ée]gation de vote) (?:de |d'){CIVILITY} (?P<from>{NAME}) à {CIVILITY} (?P<to>{NAME})"
        ))
    }),
    Pattern::new(|| {
        compile(&format!(
            concat!(
                r"{c} (?P<from>{n})(?:, [^,;.\n]{{3,60}},|,)? (?:qui )?(?:a|ayant|avait|avaient|donne) (?:(?:donné|remis|laissé|confié|établi|adressé) )?(?:son |un |une )?",
                r"(?:pouvoir|procuration|mandat|délégation)(?: écrite?| de vote| donnée?)* à {c} (?P<to>{n})"
            ),
            c = CIVILITY,
            n = NAME
        ))
    }),
    Pattern::new(|| {
        compile(&format!(
            concat!(
                r"{c} (?P<from>{n})(?:, [^,;.\n]{{3,60}},)? (?:a|ayant|avait) (?:chargé|mandaté|délégué|désigné|autorisé) ",
                r"{c} (?P<to>{n}) (?:de voter|pour voter|à voter|pour (?:le|la) représenter|de (?:le|la) représenter)"
            ),
            c = CIVILITY,
            n = NAME
        ))
    }),
    Pattern::new(|| {
        compile(&format!(
            concat!(
                r"{c} (?P<from>{n})(?:, [^,;.\n]{{3,60}},)? (?:s'est fait représenter|s'était fait représenter|s'étant fait représenter|(?:est|était|étant) représentée?) ",
                r"par {c} (?P<to>{n})"
            ),
            c = CIVILITY,
            n = NAME
        ))
    }),
    Pattern::new(|| {
        compile(&format!(
            concat!(
                r"{c} (?P<to>{n}) (?:a|avait|détient|reçoit|dispose d'un|ayant)(?: reçu)? (?:le |un )?",
                r"(?:pouvoir|procuration|mandat)(?: écrite?)? de {c} (?P<from>{n})"
            ),
            c = CIVILITY,
            n = NAME
        ))
    }),
];

/// The powers that running sentences state: *M. A a donné pouvoir à Mme B*, *Mme B a le pouvoir de M. A*.
pub(super) fn powers_in(text: &str, at: usize) -> Vec<Power> {
    // A line feed ends a name: where the next line begins another sentence it is no part of it.
    let mut out = Vec::new();
    for hit in SAID.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let part = |group: &str| {
            let found = hit.name(group)?;
            Some(name_in_text(found.as_str())?.shifted(at + found.start()))
        };
        out.extend(part("from").zip(part("to")).map(|(from, to)| Power { from, to }));
    }
    out
}

/// Members of whom a sentence says that they excused themselves.
pub(super) fn excused_in(text: &str, at: usize) -> Vec<Found<String>> {
    static EXCUSED: Pattern = Pattern::new(|| {
        compile(&format!(
            concat!(
                r"{c} (?P<name>{n})(?:, [^,;.\n]{{3,60}},)? (?:n'a(?:yant)? pu (?:assister|être présente?|participer)[^;.\n]{{0,60}}?",
                r"|(?:s'est|s'était|s'étant) (?:fait )?excus[ée]e?r?|a prié [^;.\n]{{3,60}}? de l'excuser|est excusée?)"
            ),
            c = CIVILITY,
            n = NAME
        ))
    });
    // The treasurer and the director attend, and are no members.
    let attends = |name: &str| {
        ["Trésor", "Percept", "Receveu", "Directeur", "Directrice", "Comptable"]
            .iter()
            .any(|office| name.contains(office))
    };
    let found = EXCUSED.captures_iter(text).filter_map(|hit| {
        let found = hit.name("name").filter(|name| !attends(name.as_str()))?;
        Some(name_in_text(found.as_str())?.shifted(at + found.start()))
    });
    found.collect()
}

/// Powers and excuses that the head tells in sentences, outside its lists.
pub(super) fn in_sentences(roll: &mut Roll, folded: &str, head: &Range<usize>) {
    let text = folded.get(head.clone()).unwrap_or_default();
    let surname = |name: &str| slug(name.rsplit(' ').next().unwrap_or_default());
    for power in powers_in(text, head.start).into_iter().chain(labelled(text, head.start)) {
        let known = |p: &Power| {
            slug(&p.from.value) == slug(&power.from.value)
                || surname(&p.from.value) == surname(&power.from.value)
        };
        // One that ends during the sitting is for a person to judge.
        let behind = folded.get(power.to.range.end..).unwrap_or_default();
        if !roll.powers.iter().any(known) && !behind.starts_with(" jusqu'") {
            roll.sentences.push(sentence(folded, &(power.from.range.start..power.to.range.end)));
            roll.powers.push(power);
            roll.told = true;
        }
    }
    for excused in excused_in(text, head.start) {
        let known = |name: &Found<String>| slug(&name.value) == slug(&excused.value);
        let gives = roll.powers.iter().any(|p| known(&p.from));
        if !gives && !roll.excused.iter().chain(&roll.absent).any(known) {
            roll.sentences.push(sentence(folded, &excused.range));
            roll.excused.push(excused);
            roll.told = true;
        }
    }
    all_but(roll, folded, head);
}

/// *Tous les membres, à l'exception de M. A, excusé, et de Mme B*: all were there but those.
static ALL_BUT: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:tous|toutes|l'ensemble|la totalité|au complet)\b[^.;\n]{0,90}? (?:à l'exception|à l'exclusion|sauf|excepté|hormis|hors)",
        r"(?: de | d'| des | )?(?P<but>[^\n]{3,500})"
    ))
});

/// Words in a label that except those behind it: *Étaient présents tous les membres sauf :*.
pub(super) static EXCEPTS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:tous|toutes|l'ensemble|la totalit[ée]|au complet)\b.{0,90}? (?:à l'exception|à l'exclusion|sauf|except[ée]|hormis|hors)\b",
    )
});

/// A list as far as it goes before those whom it excepts.
pub(super) fn before_exception(list: &str) -> &str {
    EXCEPTS.find(list).and_then(|found| list.get(..found.start())).unwrap_or(list)
}

/// A member: behind a civility, or behind what parts him from the one before where he has none.
static NAMED: Pattern = Pattern::new(|| {
    compile(&format!(
        r"\b{CIVILITY} (?P<name>{NAME})|(?:^|[,;:] ?|^de |^d'|\bet (?:de |d')?|[,;] (?:de |d'))(?P<bare>{NAME})"
    ))
});

/// Who votes for one whom a sentence excepts: *qui a donné pouvoir à Mme B*.
static HELD: Pattern = Pattern::new(|| {
    compile(&format!(
        r"(?i:pouvoir|procuration|mandat)(?i: de vote| écrite?)? à (?:{CIVILITY} )?(?P<to>{NAME})"
    ))
});

/// What a sentence says of a member whom it excepts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Excused,
    Absent,
}

/// Those whom a sentence excepts, each with the words behind him up to the next.
fn excepted(words: &str, at: usize) -> Vec<(Found<String>, Range<usize>)> {
    let mut out: Vec<(Found<String>, Range<usize>)> = Vec::new();
    for hit in NAMED.captures_iter(words) {
        let found = hit.name("name").or_else(|| hit.name("bare"));
        let (Some(whole), Some(found)) = (hit.get(0), found) else { continue };
        let before = words.get(..whole.start()).unwrap_or_default().trim_end();
        let holds = [" à", " par", " pour"].iter().any(|word| before.ends_with(word));
        let Some(name) = name_in_text(found.as_str()).filter(|_| !holds) else { continue };
        // Without a civility a name has two halves, one of them in capitals.
        let shouted = |word: &str| word.len() > 2 && !word.contains(char::is_lowercase);
        let full = name.value.contains(' ') && name.value.split(' ').any(shouted);
        if hit.name("bare").is_some() && !full {
            continue;
        }
        if let Some((_, behind)) = out.last_mut() {
            behind.end = whole.start();
        }
        out.push((name.shifted(at + found.start()), found.end()..words.len()));
    }
    out
}

/// Those whom the head excepts from all who were there.
fn all_but(roll: &mut Roll, folded: &str, head: &Range<usize>) {
    let text = folded.get(head.clone()).unwrap_or_default();
    let Some(but) = ALL_BUT.captures(text).and_then(|hit| hit.name("but")) else { return };
    let end = full_stops(but.as_str()).next().unwrap_or(but.len());
    let words = but.as_str().get(..end).unwrap_or_default();
    let at = head.start + but.start();
    // *M. A et Mme B, excusés*: the plural is said of all before it.
    let mut of_all = None;
    for (name, behind) in excepted(words, at).into_iter().rev() {
        let told = words.get(behind.clone()).unwrap_or_default();
        let said = slug(told);
        let held = HELD.captures(told).and_then(|hit| hit.name("to"));
        let held = held.and_then(|to| {
            Some(name_in_text(to.as_str())?.shifted(at + behind.start + to.start()))
        });
        let gives = roll.powers.iter().any(|power| slug(&power.from.value) == slug(&name.value));
        if let Some(to) = held.filter(|_| !gives) {
            roll.powers.push(Power { from: name.clone(), to });
            roll.told = true;
        }
        let powers = ["pouvoir", "procuration", "delegation", "represent"];
        let own = if said.contains("excus") {
            Some(Standing::Excused)
        } else if said.contains("absent") || !powers.iter().any(|word| said.contains(word)) {
            Some(Standing::Absent)
        } else {
            None
        };
        if said.contains("excuses") || said.contains("excusees") {
            of_all = Some(Standing::Excused);
        }
        let list = match of_all.or(own) {
            Some(Standing::Excused) => &mut roll.excused,
            Some(Standing::Absent) => &mut roll.absent,
            None => continue,
        };
        if !list.iter().any(|known| slug(&known.value) == slug(&name.value)) {
            roll.sentences.push(sentence(folded, &name.range));
            list.push(name);
            roll.told = true;
        }
    }
}

/// Where a list ends that gives one power a sentence, each on lines of its own.
pub(super) fn with_powers(text: &str, end: usize) -> usize {
    let said = |range: Range<usize>| text.get(range).is_some_and(|t| !powers_in(t, 0).is_empty());
    if !said(0..end) {
        return end;
    }
    let mut last = end;
    let mut at = end;
    for raw in text.get(end..).unwrap_or_default().split_inclusive('\n') {
        let line = at..at + raw.len();
        at = line.end;
        if said(line) {
            last = at;
        } else if raw.chars().any(char::is_alphanumeric) {
            break;
        }
    }
    last
}
