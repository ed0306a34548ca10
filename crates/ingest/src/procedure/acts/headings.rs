//! The headings of matters: lines that begin with a reference or a place among others, in capitals, behind a dash, about
//! subsidies, or that nothing marks.

use super::by_letter::placed_by_letters;
use super::misplaced;
use super::references::{numbered_above, referenced_behind, titled_below};
use super::titles::{
    bracketed, heads_by_a_dash, in_capitals, is_title, led, reference_alone, section,
    without_outcome,
};
use crate::procedure::decision::votes_in;
use crate::procedure::scan::trimmed;
use crate::recognise::{Found, Pattern, compile, lead, own_number};
use greffe_domain::slug;
use std::collections::BTreeMap;

/// What kind of heading a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Referenced,
    Numbered,
    Capitals,
    Dashed,
    /// A short line between blank ones, with nothing else to mark it.
    Bare,
    Subsidies,
}

pub(super) struct Head {
    pub(super) at: usize,
    pub(super) kind: Kind,
    pub(super) number: Option<String>,
    pub(super) reference: Option<Found<String>>,
    pub(super) title: Option<Found<String>>,
}

static REFERENCED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"^(?i:(?:extrait de la |projet de )?(?:d[ée]lib[ée]ration|d[ée]lib\.|d[ée]l\.|dcm n ?[°o]|acte|affaire|rapport|dossier|d[ée]cision|r[ée]f\.?|r[ée]f[ée]rence)(?: du (?:conseil|bureau|comit[ée])(?: \p{L}+)?)?(?: n ?[°o]\.?| num[ée]ro| :)?|n ?°) ?",
        r"(?P<reference>[A-Z]{1,6}(?: [-_/.] ?|[-_/.] )(?:19|20)\d\d ?[-_/.] ?\d{1,4}|(?:19|20)\d\d(?: / ?|/ )\d{1,4}|[A-Za-z]{0,6}[ _-]?\d[\w./-]*)(?: ?[:.–—-]+ ?| |$)(?P<title>.*)$"
    ))
});

/// *n°2031-007 Signature d'une convention …*: the year and a number, whose object may go on over many lines.
static SERIAL: Pattern = Pattern::new(|| {
    compile(
        r"^(?i:(?:d[ée]lib[ée]ration |d[ée]lib\. ?)?n ?[°o]\.? ?)(?:(?:19|20)\d\d[-_/.]\d{1,4}|\d{1,4}[-_/.](?:19|20)\d\d)(?: ?[:–—-]+ ?| )\p{Lu}",
    )
});

/// `AB-2031-07 – Budget`, `N°1 AB/2031/07 - Budget`, `AB- 2031/07 – Budget`, `2031 / 07 : Budget`: the reference alone before the
/// title.
static BARE_REFERENCE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"^(?:[nN] ?[°o] ?\d{1,2} ?[:.-]? )?(?P<reference>\d{4} \d{2} n ?° ?\d{1,3}|\d{2}[-_/.][A-Z]{1,5}[-_/.]\d{1,4}|\d{2}\.\d{2}\.\d{2,3}|[A-Z]{1,6}(?: [-_/.] ?|[-_/.] )(?:19|20)\d\d ?[-_/.] ?\d{1,4}|(?:19|20)\d\d(?: / ?|/ )\d{1,4}|(?:19|20)\d{6}[-_/.]\d{1,3}|[A-Z][A-Za-z.]{0,9}[-_/. ]?\d{1,4}(?:[-_/.]\d{1,4}){1,3}|\d{4}[-_/.]\d{1,4}(?:[-_/.]\d{1,4})?)",
        r"(?: ?[:./|–—-]+ ?| )(?P<title>\p{Lu}.{3,190})$"
    ))
});

/// *[2031-07] Budget*: the reference in brackets before the title.
static IN_BRACKETS: Pattern = Pattern::new(|| {
    compile(
        r"^[\[(] ?(?P<reference>[A-Z]{0,6}[-_/. ]?\d{1,8}(?:[-_/.][A-Z]{0,3}\d{1,4}){1,3}) ?[\])] ?[:.–—-]* ?(?P<title>\p{Lu}.{3,190})$",
    )
});

/// In lists of what was decided the outcome stands behind the title.
pub(super) static OUTCOME: Pattern = Pattern::new(|| {
    compile(
        r"[ :|.,–-]*\b(?i:(?:adopt|approuv|rejet)[ée]e?s? ?[:–—-]? ?(?:[àa] l ?'?unanimit|[àa] la majorit|par \d|\d{1,3} (?:voix )?(?:pour|contre)\b)|(?:retir[ée]e?|ajourn[ée]e?|report[ée]e?)(?: de l'ordre du jour| [àa] (?:une|la) [^|\n]{3,40})?$).*$",
    )
});

static NUMBERED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"^(?:(?i:point|question|dossier|rapport|sujet|item|affaire) )?(?:(?i:n) ?[°o]\.? ?)?(?P<n>\d{1,2}(?:[.-]\d{1,2}){0,2}|[IVX]{1,5})",
        r"(?:(?: ?[/).:–—-]| ?°\)?)+ ?| )(?P<title>(?:(?:[A-Z]{1,6}[-_/.])*(?:19|20)\d\d(?:[-_/.][A-Z]{0,3}\d{1,4}){1,3} ?[:–—-] ?)?\p{Lu}.{2,280})$"
    ))
});

/// *B – Subventions*: a capital letter tells the place. A full stop behind it would be that of an initial.
static LETTERED: Pattern =
    Pattern::new(|| compile(r"^(?P<n>[A-Z])(?: ?[/)–—]+ ?| - )(?P<title>[\p{Lu}«].{2,180})$"));

static SUBSIDIES: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:\p{L}+ (?:de |des |aux )?)?(?:subventions?|aides)\b[^:;€\d]{0,70}(?:\d{4})?[ .:]{0,3}$",
    )
});

/// *n° 12-B-7*: a number of more groups than one, and no place among matters.
static GROUPED: Pattern =
    Pattern::new(|| compile(r"^(?i:n ?[°o] ?)?\d{1,2}[-_/.]\p{Lu}{1,3}[-_/.]\d"));

/// The headings behind `start`, in order.
pub(super) fn heads(folded: &str, start: usize) -> Vec<Head> {
    let mut at = start;
    let mut out: Vec<Head> = Vec::new();
    let mut apart = true;
    for raw in folded.get(start..).unwrap_or_default().split_inclusive('\n') {
        let line_at = at;
        at += raw.len();
        let line = raw.trim_end();
        if !line.is_empty() {
            let voted = || {
                let below = folded.get(at..).unwrap_or_default().trim_start();
                decided_below(below).then(|| referenced(line, line_at)).flatten()
            };
            let below = folded.get(at..).unwrap_or_default();
            let head = head(line, line_at).or_else(voted);
            // *AMICALE DE VAULNAY*, and its figure on the next line: a row, whatever its letters.
            let head = head.filter(|head| {
                head.kind != Kind::Capitals || !misplaced::figure(below.lines().next())
            });
            out.extend(head.or_else(|| bare(line, line_at).filter(|_| apart)));
        }
        apart = line.is_empty();
    }
    let out = placed_by_letters(folded, without_decisions(folded, out), start);
    let out = numbered_above(folded, without_furniture(folded, out), start);
    titled_below(folded, referenced_behind(titled_above(folded, out)))
}

/// *POINT 1*: a place alone on its line, the title below it.
static PLACE_ALONE: Pattern = Pattern::new(|| {
    compile(r"^(?i:point|question|dossier|rapport|affaire) ?(?i:n ?[°o] ?)?(?P<n>\d{1,2})$")
});

/// The headings, where the reference of each matter stands alone on the line below its title: told by each that does.
fn titled_above(folded: &str, heads: Vec<Head>) -> Vec<Head> {
    let alone = |head: &Head| head.kind == Kind::Referenced && head.title.is_none();
    // Nothing but a line drawn across the page stands between the title and the reference.
    let touching = |above: &Head, head: &Head| {
        let between = folded.get(above.at..head.at).and_then(|text| text.split_once('\n'));
        let drawn =
            |c: char| matches!(c, '-' | '–' | '—' | '_' | '=' | '*' | '~') || c.is_whitespace();
        // *Rapport 101 – Budget*: a place among the matters, and no number of an act.
        let placed = above.kind == Kind::Referenced
            && above.title.is_some()
            && above.reference.as_ref().is_some_and(|own| {
                own.value.len() < 4 && own.value.bytes().all(|b| b.is_ascii_digit())
            });
        let untold = matches!(above.kind, Kind::Bare | Kind::Capitals | Kind::Subsidies)
            && above.reference.is_none();
        (untold || placed) && between.is_some_and(|(_, between)| between.chars().all(drawn))
    };
    let pairs = || heads.iter().zip(heads.iter().skip(1)).filter(|(_, head)| alone(head));
    let all = heads.iter().filter(|head| alone(head)).count();
    if all < 2 || pairs().filter(|(above, head)| touching(above, head)).count() < all {
        return heads;
    }
    let mut out: Vec<Head> = Vec::new();
    for head in heads {
        match out.last_mut().filter(|_| alone(&head)) {
            Some(above) => {
                above.kind = Kind::Referenced;
                above.reference = head.reference;
            }
            None => out.push(head),
        }
    }
    out
}

/// The headings without those of decisions that nobody voted on, where deliberations have numbers: who decides by delegation
/// reports on them.
fn without_decisions(folded: &str, heads: Vec<Head>) -> Vec<Head> {
    let begins = |head: &Head, word: &str| {
        let line = folded.get(head.at..).unwrap_or_default();
        head.kind == Kind::Referenced && slug(lead(line, 24)).starts_with(word)
    };
    let deliberations = heads.iter().any(|head| begins(head, "delib"));
    let ends: Vec<usize> = heads.iter().skip(1).map(|next| next.at).chain([folded.len()]).collect();
    let voted = |(head, end): &(Head, usize)| {
        let reported = deliberations && begins(head, "decision");
        !reported || !votes_in(folded, &(head.at..*end)).is_empty()
    };
    heads.into_iter().zip(ends).filter(voted).map(|(head, _)| head).collect()
}

/// The headings without those that stand three times and more, word for word: running heads and stamps.
fn without_furniture(folded: &str, heads: Vec<Head>) -> Vec<Head> {
    const OFTEN: usize = 3;
    let marked = |head: &Head| {
        matches!(head.kind, Kind::Bare | Kind::Capitals | Kind::Dashed) && head.reference.is_none()
    };
    let line =
        |head: &Head| folded.get(head.at..).and_then(|text| text.lines().next()).unwrap_or("");
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for head in heads.iter().filter(|head| marked(head)) {
        *seen.entry(line(head)).or_default() += 1;
    }
    let often = |head: &Head| seen.get(line(head)).is_some_and(|times| *times >= OFTEN);
    heads.into_iter().filter(|head| !(marked(head) && often(head))).collect()
}

/// Whether words begin with what became of a matter: in lists of what was decided it stands right below the object.
fn decided_below(below: &str) -> bool {
    static BEGINS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^(?:adopt|approuv|accept|rejet|refus|ajourn|report|retir|vot)[ée]{1,2}e?s?\b|^(?:prend acte|pris acte|unanimit|[àa] l'unanimit)",
        )
    });
    BEGINS.is_match(below.split('\n').next().unwrap_or_default())
}

/// The heading of a line that begins with a reference, whatever its title ends with.
fn referenced(line: &str, at: usize) -> Option<Head> {
    let hit = BARE_REFERENCE.captures(line)?;
    let place = |name: &str| {
        let found = hit.name(name)?;
        Some(Found::new(at + found.start()..at + found.end(), found.as_str().to_owned()))
    };
    let (reference, title) = (place("reference"), place("title"));
    Some(Head { at, kind: Kind::Referenced, number: None, reference, title })
}

/// *Logement du presbytère*, *. Amicale laïque*: a short line that nothing marks.
fn bare(line: &str, at: usize) -> Option<Head> {
    let words = line.trim_start_matches(['.', ' ']).trim_end_matches([' ', ':']);
    let from = at + line.find(words)?;
    let title = Found::new(from..from + words.len(), words.to_owned());
    let (title, reference) = bracketed(Some(title));
    let apart = title.as_ref().is_some_and(|title| heads_by_a_dash(&title.value));
    let kind = Kind::Bare;
    (apart && !section(words) && !reference_alone(words)).then_some(Head {
        at,
        kind,
        number: None,
        reference,
        title,
    })
}

fn head(line: &str, at: usize) -> Option<Head> {
    // *• Délibération n° 2031-07 – …*
    let bare = line.trim_start_matches(['•', '-', '–', '*', ' ']);
    if bare.len() < line.len() && (REFERENCED.is_match(bare) || dashed_reference(bare)) {
        return head(bare, at + line.len() - bare.len());
    }
    let group = |pattern: &Pattern, name: &str| {
        let found = pattern.captures(line)?.name(name)?;
        let (lead, words) = trimmed(found.as_str());
        let from = at + found.start() + lead;
        (!words.is_empty()).then(|| Found::new(from..from + words.len(), words.to_owned()))
    };
    // A numbered title may go on over three lines.
    let long = || NUMBERED.is_match(line) && !line.ends_with(['.', ':', ';', ',']);
    let short = line.chars().count() <= 200
        || (line.chars().count() <= 290 && long())
        || (line.chars().count() <= 480 && SERIAL.is_match(line));
    if !short {
        // In a text that lost its lines what follows the last outcome stands on the same line.
        let cut = OUTCOME.find(line)?.start();
        let said = line.get(..cut)?;
        return (said.chars().count() <= 200).then(|| head(said, at)).flatten();
    }
    if let Some(reference) = group(&REFERENCED, "reference") {
        let digits = reference.value.bytes().filter(u8::is_ascii_digit).count();
        let title = group(&REFERENCED, "title").map(|title| without_outcome(&title));
        let said = title.as_ref().is_none_or(|t| t.value.starts_with(char::is_uppercase));
        let word = line.starts_with(['D', 'd']);
        let numbered = line.to_lowercase().replace('é', "e").starts_with("delib");
        // *Dossier n° 2-1 : Voirie DB2031_002*: its place, where a reference stands behind the title.
        let place = reference.value.split(['-', '.']).all(|n| (1..=2).contains(&n.len()));
        let (bare, behind) = bracketed(title.clone().filter(|_| place));
        if behind.is_some() && said {
            let number = Some(reference.value);
            return Some(Head { at, kind: Kind::Numbered, number, reference: behind, title: bare });
        }
        if word && !numbered && digits == 1 && reference.value.len() == 1 && said && title.is_some()
        {
            // *Dossier n° 1 : …*: its place in the sitting.
            let number = Some(reference.value);
            return Some(Head { at, kind: Kind::Numbered, number, reference: None, title });
        }
        if (digits >= 2 || (numbered && digits == 1)) && said {
            let reference = Some(reference);
            return Some(Head { at, kind: Kind::Referenced, number: None, reference, title });
        }
    }
    if let Some(number) = group(&PLACE_ALONE, "n") {
        let number = Some(number.value);
        return Some(Head { at, kind: Kind::Numbered, number, reference: None, title: None });
    }
    if let Some(reference) = group(&IN_BRACKETS, "reference") {
        let title = group(&IN_BRACKETS, "title").map(|title| without_outcome(&title));
        if title.as_ref().is_some_and(|t| is_title(&t.value)) {
            let reference = Some(reference);
            return Some(Head { at, kind: Kind::Referenced, number: None, reference, title });
        }
    }
    if let Some(reference) = group(&BARE_REFERENCE, "reference") {
        let number = own_number(&reference.value).to_owned();
        let from = reference.range.end - number.len();
        let reference = Found::new(from..reference.range.end, number);
        let title = group(&BARE_REFERENCE, "title").map(|title| without_outcome(&title));
        if title.as_ref().is_some_and(|t| is_title(&t.value)) {
            let reference = Some(reference);
            return Some(Head { at, kind: Kind::Referenced, number: None, reference, title });
        }
    }
    let placed = [&NUMBERED, &LETTERED].into_iter().find(|pattern| pattern.is_match(line));
    if let Some((pattern, number)) = placed.and_then(|p| Some((p, group(p, "n")?))) {
        let title = group(pattern, "title");
        let sound = title.as_ref().is_some_and(|t| is_title(&t.value) && !section(&t.value))
            && !GROUPED.is_match(line);
        if sound {
            let (title, reference) = led(bracketed(title));
            let number = Some(number.value);
            return Some(Head { at, kind: Kind::Numbered, number, reference, title });
        }
    }
    let dashed = line.strip_prefix(['-', '–', '—', '•']).map(str::trim_start);
    if let Some(words) = dashed.filter(|words| heads_by_a_dash(words)) {
        let from = at + line.len() - words.len();
        let title = Some(Found::new(from..at + line.len(), words.to_owned()));
        return Some(Head { at, kind: Kind::Dashed, number: None, reference: None, title });
    }
    let kind = if about_subsidies(line) {
        Kind::Subsidies
    } else if in_capitals(line) && !section(line) {
        Kind::Capitals
    } else {
        return None;
    };
    let (lead, words) = trimmed(line);
    let from = at + lead;
    let words = words.trim_end_matches(['.', ' ']);
    let (title, reference) =
        bracketed(Some(Found::new(from..from + words.len(), words.to_owned())));
    Some(Head { at, kind, number: None, reference, title })
}

/// *DE-2031/57 – Cantine*: a reference, a mark and a title, which may stand behind a bullet.
fn dashed_reference(line: &str) -> bool {
    BARE_REFERENCE.captures(line).and_then(|hit| hit.name("reference")).is_some_and(|reference| {
        let behind = line.get(reference.end()..).unwrap_or_default().trim_start();
        behind.starts_with(['–', '—', '-', ':'])
    })
}

/// Whether a line is a heading about subsidies and nothing else.
pub(in crate::procedure) fn about_subsidies(line: &str) -> bool {
    static SAYS: Pattern =
        Pattern::new(|| compile(r"(?i)\b(?:sont|est|seront|sera|ont|a été|étaient)\b"));
    SUBSIDIES.is_match(line) && !SAYS.is_match(line)
}
