//! Where a list of members ends: at a blank line, at the end of its sentence, before words that open
//! something else.

use super::person::names;
use super::scan::{NAME, full_stops, initials};
use super::told::with_powers;
use crate::recognise::{Found, Pattern, compile, tail};
use greffe_domain::slug;
use std::ops::Range;

/// The list ends at a blank line, at the full stop that ends its sentence, at an indented label.
pub(super) fn section(folded: &str, range: Range<usize>) -> Range<usize> {
    let text = folded.get(range.clone()).unwrap_or_default();
    let blank = blank(text);
    let line = text.match_indices(".\n").find(|(at, _)| !goes_on(text, *at));
    let line = line.map_or(text.len(), |(at, _)| at);
    let stop = full_stops(text).find(|at| {
        !text.get(*at..).is_some_and(|rest| {
            rest.starts_with(['-', '–', '—', '('])
                || rest.starts_with(char::is_lowercase)
                || others(rest)
                || by_office(text, *at, rest)
                || (rest.starts_with(char::is_uppercase) && numbers(text, *at))
        })
    });
    let stop = stop.map_or(text.len(), |at| at - 2);
    let secretary = text.match_indices('\n').find(|(at, _)| opens(text.get(at + 1..)));
    let other = secretary.map_or(text.len(), |(at, _)| at);
    let inline = SECRETARY.find(text).map_or(text.len(), |found| found.start());
    let end = blank.min(line).min(stop).min(other).min(inline);
    range.start..range.start + with_powers(text, end)
}

/// The label of who keeps the minutes, on the line of the list before it.
static SECRETARY: Pattern = Pattern::new(|| {
    compile(
        r"(?i)[ ,;.)](?:le |la )?secr[ée]taire(?: de (?:la )?s[ée]ance)? ?:|[,;.)] (?:le |la )?secr[ée]taire de (?:la )?s[ée]ance",
    )
});

/// Whom members sit for, before the first of them and his civility.
static COLLEGE: Pattern = Pattern::new(|| {
    compile(
        r"^(?:(?i:pour|au titre d[eu]s?|coll[èe]ge d[eu]s?) )?(?:la |le |les |l')?\p{Lu}[^:;.\n]{2,60} : ?(?:M\.|MM\.?|Mmes?|Mlles?|Messieurs|Mesdames|Monsieur|Madame) \p{Lu}|^(?i:(?:groupe|liste|au titre d(?:e|es|u)|coll[èe]ges? d(?:e|es|u)|pour (?:la|le|les)) [^:;.\n]{2,60}|(?:\d{1,2}(?:e|[èe]mes?|ers?) |premiers? |autres )?(?:vice[- ]pr[ée]sidente?s?|adjointe?s?|conseill[eè]re?s?|d[ée]l[ée]gu[ée]e?s?|membres|titulaires|suppl[ée]ante?s?|administrat(?:eur|rice)s|[ée]lus|nomm[ée]s)(?: \p{L}+){0,3}|sans [ée]tiquette|non[- ]inscrite?s?|divers|(?:majorit[ée]|opposition|minorit[ée])(?: municipale)?) : ?\p{Lu}",
    )
});

/// Whether the words behind a full stop are the other half of a list: *MM. A, B. Mmes C, D.*
fn others(rest: &str) -> bool {
    static SEVERAL: Pattern = Pattern::new(|| {
        compile(
            r"^(?:MM?\.? ?(?:(?:et|ou|/|&) ?)?M(?:mes?|MES?)|MM|Mmes|MMES|Mlles|Mesdames|MESDAMES|Messieurs|MESSIEURS)\.? ",
        )
    });
    let end = full_stops(rest).next().map_or(rest.len(), |at| at - 2);
    let sentence = rest.get(..end).unwrap_or_default();
    let sentence = sentence.split('\n').next().unwrap_or_default();
    let read = names(sentence.trim_end_matches('.'), 0);
    let sound = read.odd.is_none() && !(read.listed.is_empty() && read.powers.is_empty());
    // *Région : Mme A, M. B.* and below it *Communes : MM. C et D.*: one college behind the other.
    if COLLEGE.is_match(sentence) && !opens(Some(sentence)) {
        return sound;
    }
    // *BON. DUVAL. Rivelles : Luc BON.*: each between full stops, and nothing but names.
    let shouted = |name: &str| {
        name.split([' ', '-']).any(|word| word.len() > 2 && !word.contains(char::is_lowercase))
    };
    let bare = sentence.chars().count() <= 90
        && !opens(Some(sentence))
        && !sentence.contains(" ont donné ")
        && read.listed.iter().all(|name| shouted(&name.value));
    sound && (SEVERAL.is_match(rest) || bare)
}

/// *MM. A, B, adjoints. Mme C, M. D, conseillers.*: behind the office of those before, members whom civilities name.
fn by_office(text: &str, at: usize, rest: &str) -> bool {
    static OFFICE: Pattern = Pattern::new(|| {
        compile(
            r"(?i)[ ,](?:maires?(?: (?:adjoints?|d[ée]l[ée]gu[ée]e?s?))?|adjoint\p{L}*(?: (?:au|à la|du) maire)?|vice[- ]pr[ée]sident\p{L}*|conseill[eè]re?s?(?: \p{L}+){0,2}|d[ée]l[ée]gu[ée]e?s?(?: \p{L}+)?|membres(?: \p{L}+)?)\.?\s*$",
        )
    });
    let before = text.get(..at).unwrap_or_default();
    if !OFFICE.is_match(tail(before, 60)) {
        return false;
    }
    let end = full_stops(rest).next().map_or(rest.len(), |at| at - 2);
    let sentence = rest.get(..end).unwrap_or_default();
    let sentence = sentence.split('\n').next().unwrap_or_default();
    let read = names(sentence.trim_end_matches('.'), 0);
    let civil = |name: &Found<String>| {
        CIVIL_LAST.is_match(tail(sentence.get(..name.range.start).unwrap_or_default(), 16))
    };
    read.listed.len() > 1 && read.listed.iter().all(civil) && !opens(Some(sentence))
}

/// A civility at the end of some words.
static CIVIL_LAST: Pattern =
    Pattern::new(|| compile(r"(?:^|[ ,;])(?:MM?\.?|Mmes?|Mlles?|Mrs?\.?|Monsieur|Madame) $"));

/// *12. Anne DUVAL*: the full stop behind the number of a member, which a gap parts from the one before.
fn numbers(text: &str, at: usize) -> bool {
    static FIRST: Pattern = Pattern::new(|| compile(r"^\s*1 ?[.)-] ?\p{Lu}"));
    let before = text.get(..at).unwrap_or_default().trim_end();
    let word = before.strip_suffix('.').and_then(|t| t.rsplit([' ', '\n', '\t']).next());
    let number = |word: &str| word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit());
    FIRST.is_match(text) && word.is_some_and(number)
}

/// Whether the list goes on behind the full stop that ends a line: that of initials, or before a dash.
fn goes_on(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let dashed = text.get(at + 2..).is_some_and(|rest| rest.starts_with(['-', '–', '—']));
    // *MM. A, B.* and on the next line *Mmes C, D.*
    let others = text.get(at + 2..).is_some_and(|rest| others(rest.trim_start_matches('\n')));
    let behind = text.get(at + 2..).unwrap_or_default().trim_start_matches('\n');
    let others = others || by_office(text, at + 2, behind);
    dashed || others || before.rsplit([' ', '\n', '\t']).next().is_some_and(initials)
}

/// *Conseillers municipaux délégués :*, alone above some of the members of a list: which of them follow.
fn heads_members(rest: &str) -> bool {
    static OFFICES: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^(?:[-–•>] ?)?(?:les |autres )?(?:maires?|(?:\d{1,2}(?:e|[èe]mes?|er) )?vice[- ]pr[ée]sidente?s?|adjointe?s?|conseill[eè]re?s?|d[ée]l[ée]gu[ée]e?s?|membres|titulaires?|suppl[ée]ante?s?|[ée]lue?s|administrat(?:eur|rice)s)\b[^:.;,\n]{0,60}:$",
        )
    });
    static OTHERS: Pattern = Pattern::new(|| {
        compile(r"(?i)absent|excus|pouvoir|procuration|mandat|repr[ée]sent[ée]|invit|consultati")
    });
    let mut lines = rest.lines().map(str::trim).filter(|line| !line.is_empty());
    let head = lines.next().unwrap_or_default();
    if !OFFICES.is_match(head) || OTHERS.is_match(head) {
        return false;
    }
    let read = names(lines.next().unwrap_or_default(), 0);
    read.odd.is_none() && !read.listed.is_empty()
}

/// Where blank lines end a list: before something that is no further name of it.
fn blank(text: &str) -> usize {
    for (at, _) in text.match_indices("\n\n") {
        let before = text.get(..at).unwrap_or_default().trim_end();
        let line = text.get(at..).unwrap_or_default().trim_start().lines().next();
        if heads_members(text.get(at..).unwrap_or_default()) {
            continue;
        }
        if opens(line) {
            return at;
        }
        let goes_on = before.ends_with([',', ';', '-', '–', '—', ':']) || before.is_empty();
        let half = tail(before, 16).rsplit([' ', '\n']).next().unwrap_or_default();
        let goes_on = goes_on || HALVES.contains(&half);
        let read = names(line.unwrap_or_default(), 0);
        let many = read.listed.len() + read.powers.len() > 1 || !read.powers.is_empty();
        let item = |words: &str| words.trim_start().starts_with(['-', '–', '•']);
        let bulleted = item(text) && line.is_some_and(item) && !read.listed.is_empty();
        // *Groupe des élus du littoral : Mme A, M. B*: one group behind the other.
        let grouped = line.is_some_and(|line| COLLEGE.is_match(line)) && !read.listed.is_empty();
        let names = (read.odd.is_none() && (many || grouped)) || bulleted || one_more(before, line);
        if !goes_on && !names && !one_a_line(text.get(at..).unwrap_or_default()) {
            return at;
        }
    }
    text.len()
}

/// Words with which no list ends: civilities, particles, *et*.
const HALVES: &[&str] = &[
    "M.", "MM.", "Mme", "Mmes", "Mlle", "Monsieur", "Madame", "DE", "DU", "DES", "LE", "LA", "et",
];

/// *Mme Anne TILLOY* alone in her paragraph, behind others whom a civility names, too.
fn one_more(before: &str, line: Option<&str>) -> bool {
    static CIVIL_NAME: Pattern = Pattern::new(|| {
        compile(&format!(
            r"^(?:M\.|Mme|Mlle|Mr|Monsieur|Madame|Mademoiselle) {NAME}(?: \([^()]*\))?$"
        ))
    });
    let line = line.unwrap_or_default().trim();
    let last = before.lines().next_back().unwrap_or_default();
    let known = names(last, 0);
    let read = names(line, 0);
    let full = read.listed.first().is_some_and(|name| name.value.contains(' '));
    let civil = ["M. ", "Mme ", "Mlle ", "Mr ", "Monsieur ", "Madame "];
    CIVIL_NAME.is_match(line)
        && (full && read.odd.is_none())
        && known.odd.is_none()
        && !known.listed.is_empty()
        && civil.iter().any(|c| last.trim_start().starts_with(c))
}

/// Whether a paragraph lists members one a line: full names, but for one line in five.
fn one_a_line(rest: &str) -> bool {
    let paragraph = rest.trim_start().split("\n\n").next().unwrap_or_default();
    let lines: Vec<&str> = paragraph.lines().map(str::trim).collect();
    let full = |line: &&&str| {
        let read = names(line, 0);
        let small = line.chars().any(char::is_lowercase);
        small && read.odd.is_none() && read.listed.first().is_some_and(|n| n.value.contains(' '))
    };
    let named = lines.iter().filter(full).count();
    named >= 3 && named * 5 >= lines.len() * 4
}

/// *Membres nommés : Mme A, M. B*: one of the groups in which a list names its members.
fn group_of_members(rest: &str) -> bool {
    static GROUP: Pattern = Pattern::new(|| {
        compile(
            r"^(?i:membres?(?: (?:[ée]lu|nomm[ée]|d[ée]sign[ée]|titulaire|suppl[ée]ant|qualifi[ée]|du coll[èe]ge|de droit|repr[ée]sentant)[^:\n]{0,60}?)?) ?:\s*(?P<names>[^\n]+)",
        )
    });
    let rest = rest.trim_start_matches(['-', '–', '—', '•', ' ']);
    let named = GROUP.captures(rest).and_then(|hit| hit.name("names"));
    named.is_some_and(|list| {
        let read = names(list.as_str(), 0);
        read.odd.is_none() && !read.listed.is_empty()
    })
}

/// *2031/18 – TITRE*, *DCM 2031-18 : …*: an act begins with its reference.
static REFERENCE: Pattern = Pattern::new(|| {
    compile(
        r"^(?:\p{Lu}{1,5}[ _-])?(?:(?:19|20)\d\d ?[-/._] ?\d{1,5}|\d{1,5} ?[-/._] ?(?:19|20)\d\d)(?:[-/._]\d{1,4})? ?[–—:-] ?\p{Lu}",
    )
});

/// Lines that go on with no list.
fn opens(rest: Option<&str>) -> bool {
    let start: String = rest.unwrap_or_default().chars().take(16).collect();
    let folded = slug(&start);
    if group_of_members(rest.unwrap_or_default()) {
        return false;
    }
    if REFERENCE.is_match(rest.unwrap_or_default()) {
        return true;
    }
    [
        "secreta",
        "le-secreta",
        "designation",
        "presid",
        "rapporteu",
        "sous-la-presid",
        "ordre-du-jour",
        "nota",
        "le-president",
        "la-presidente",
        "monsieur-le",
        "madame-la",
        "madame-le",
        "le-maire",
        "l-an",
        "formant",
        "assist",
        "invite",
        "etaient-egalement",
        "etait-egalement",
        "objet",
        "convo",
        "le-conseil",
        "il-a",
        "conform",
        "vu-",
        "est-desig",
        "a-ete",
        "page-",
        "le-quorum",
        "quorum",
        "membres",
        "nombre",
        "la-seance",
        "arrivee",
        "votants",
        "date",
        "deliberation-n",
        "extrait",
    ]
    .iter()
    .any(|word| folded.starts_with(word))
}
