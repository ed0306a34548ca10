//! Several acts in one text: where each begins and ends, what heads it.
//!
//! Minutes tell one matter after the other, each under a heading: numbered (`3/ Subventions`,
//! `Délibération n° 2023-05`), in capitals, or a bare line about subsidies. Of the kinds of headings
//! that a text uses, those count that have votes under them. A matter with several votes holds
//! several acts, each told by its own sentence.

mod approval;
mod titles;

use super::Heading;
use super::decision::votes_in;
use super::outcome::POSTPONED;
use super::scan::{hit, hits, trimmed};
use crate::recognise::{Found, Pattern, compile, own_number};
use greffe_domain::slug;
use std::ops::Range;
use titles::{below, bracketed, heads_by_a_dash, in_capitals, is_title, led, without_outcome};

/// One of several acts.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// From its heading to the next one.
    pub(super) range: Range<usize>,
    /// The number in its heading, or its place among the acts.
    pub(super) label: String,
    /// The words of its heading.
    pub(super) title: Option<Found<String>>,
    /// The reference that its heading gives.
    pub(super) reference: Option<Found<String>>,
}

/// What kind of heading a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Referenced,
    Numbered,
    Capitals,
    Dashed,
    /// A short line between blank ones, with nothing else to mark it.
    Bare,
    Subsidies,
}

struct Head {
    at: usize,
    kind: Kind,
    number: Option<String>,
    reference: Option<Found<String>>,
    title: Option<Found<String>>,
}

static REFERENCED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"^(?i:(?:extrait de la |projet de )?(?:d[ée]lib[ée]ration|affaire|rapport|dossier)(?: du (?:conseil|bureau|comit[ée])(?: \p{L}+)?)?(?: n ?[°o]\.?| num[ée]ro| :)?|n ?°) ?",
        r"(?P<reference>[A-Za-z]{0,6}[ _-]?\d[\w./-]*)(?: ?[:.–—-]+ ?| |$)(?P<title>.*)$"
    ))
});

/// `AB-2031-07 – Budget`, `N°1 AB/2031/07 - Budget`: the reference alone before the title.
static BARE_REFERENCE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"^(?:[nN] ?[°o] ?\d{1,2} ?[:.-]? )?(?P<reference>\d{4} \d{2} n ?° ?\d{1,3}|[A-Z][A-Za-z.]{0,9}[-_/. ]?\d{1,4}(?:[-_/.]\d{1,4}){1,3}|\d{4}[-_/.]\d{1,4}(?:[-_/.]\d{1,4})?)",
        r"(?: ?[:./–—-]+ ?| )(?P<title>\p{Lu}.{3,190})$"
    ))
});

/// In lists of what was decided the outcome stands behind the title.
static OUTCOME: Pattern = Pattern::new(|| {
    compile(
        r"[ :|.,–-]*\b(?i:(?:adopt|approuv|rejet)[ée]e?s? ?:? ?(?:[àa] l ?'?unanimit|[àa] la majorit|par \d|\d{1,3} (?:voix )?(?:pour|contre)\b)|(?:retir[ée]e?|ajourn[ée]e?|report[ée]e?)(?: de l'ordre du jour| [àa] (?:une|la) [^|\n]{3,40})?$).*$",
    )
});

static NUMBERED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"^(?:(?i:point|question|dossier|rapport|sujet|item|affaire) )?(?:(?i:n) ?[°o]\.? ?)?(?P<n>\d{1,2}(?:[.-]\d{1,2}){0,2}|[IVX]{1,5})",
        r"(?:(?: ?[/).:–—-]| ?°\)?)+ ?| )(?P<title>\p{Lu}.{2,180})$"
    ))
});

static SUBSIDIES: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:\p{L}+ (?:de |des |aux )?)?(?:subventions?|aides)\b[^:;€\d]{0,70}(?:\d{4})?[ .:]{0,3}$",
    )
});

static MINUTES: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?im)(?:^(?:extrait du )?(?:proc[èe]s[- ]verbal|compte[- ]rendu|pv|cr)\b[^\n]{0,40}\b(?:s[ée]ance|conseil|bureau|comit[ée]|r[ée]union|commission)|^ordre du jour\b",
        // *CONSEIL DU 4 MAI 2031 – PROCÈS-VERBAL*, and *PROCÈS-VERBAL* alone on its line.
        r"|^[^\n]{0,60}\b(?:s[ée]ance|conseil|bureau|comit[ée]|r[ée]union|commission)\b[^\n]{0,60}[ –—-](?:proc[èe]s[- ]verbal|compte[- ]rendu)$",
        r"|^(?:proc[èe]s[- ]verbal|compte[- ]rendu)(?: sommaire| succinct| int[ée]gral| des d[ée]bats)?$",
        r"|\bliste des d[ée]lib[ée]rations l'an|(?-i:LISTE DES D[ÉE]LIB[ÉE]RATIONS)|^(?:compte[- ]rendu|relev[ée]) des (?:d[ée]lib[ée]rations|d[ée]cisions)$)"
    ))
});

/// What opens one of several acts that follow each other.
static OBJECTS: [Pattern; 2] = [
    Pattern::new(|| compile(r"(?m)^(?:OBJET|Objet) ?: ?(?P<what>[^\n]{2,80})")),
    Pattern::new(|| {
        compile(
            r"(?m)^(?:DELIBERATION|DÉLIBÉRATION|Délibération) (?:N|n) ?° ?(?P<what>[A-Za-z0-9][\w./-]*)",
        )
    }),
];

static SAYS_A_VOTE: Pattern = Pattern::new(|| {
    compile(r"(?i)(?:[àa] l'unanimit[ée]|\d (?:voix|votes?) pour|adoptée? par \d|vote ?: \d+ pour)")
});

static EXTRACT: Pattern = Pattern::new(|| compile(r"(?i)\bextrait du (?:registre|procès|proces)"));

/// Whether the text holds the minutes of a sitting, or several acts behind one another.
pub(super) fn minutes(heading: &Heading<'_>) -> bool {
    let whole = 0..heading.folded.len();
    // A line tells one vote, however many of its words say so; who keeps the minutes is no act.
    let telling = |line: &&str| SAYS_A_VOTE.is_match(line) && !line.contains("ecrétaire");
    let several_votes = heading.folded.lines().filter(telling).count() > 2;
    let voted_twice = || votes_in(heading.folded, &whole).len() > 1;
    let several_objects = OBJECTS.iter().any(|pattern| {
        let mut objects: Vec<String> = hits(heading.folded, &whole, pattern)
            .iter()
            .filter_map(|hit| Some(slug(&hit.words("what")?.value)))
            .collect();
        objects.sort();
        objects.dedup();
        objects.len() > 1 && voted_twice()
    });
    let said = hit(heading.folded, &whole, &MINUTES).is_some();
    let matters = || {
        let heads = heads(heading.folded, 0);
        numbered_matters(heading.folded, &heads) || series(heading.folded, &heads)
    };
    several_objects
        || matters()
        || ((said || several_votes) && hit(heading.folded, &heading.head, &EXTRACT).is_none())
}

/// Whether the text is a list of numbered matters, more than one of them voted on: minutes that do
/// not say so.
fn numbered_matters(folded: &str, heads: &[Head]) -> bool {
    static DECIDED: Pattern =
        Pattern::new(|| compile(r"(?i)apr[èe]s en avoir d[ée]lib|^vu\b|\barticle \d"));
    let parts = parts(folded, heads, Kind::Numbered);
    let in_order = (1u32..).zip(&parts).all(|(due, part)| part.label.parse() == Ok(due));
    let before =
        parts.first().map_or("", |first| folded.get(..first.range.start).unwrap_or_default());
    let voted = parts.iter().filter(|part| has_vote(folded, part)).count();
    parts.len() > 2 && in_order && voted > 1 && !DECIDED.is_match(before)
}

/// Whether matters follow each other under references of one series, more than one of them voted on.
fn series(folded: &str, heads: &[Head]) -> bool {
    let parts = parts(folded, heads, Kind::Referenced);
    // What stands before the last group: *2031/* of *2031/052*.
    let stem = |number: &str| number.trim_end_matches(|c: char| c.is_alphanumeric()).to_owned();
    let mut numbers: Vec<&str> =
        parts.iter().filter_map(|part| Some(part.reference.as_ref()?.value.as_str())).collect();
    let first = numbers.first().map(|number| stem(number));
    let of_one = numbers.iter().all(|number| Some(stem(number)) == first);
    numbers.sort_unstable();
    numbers.dedup();
    let voted = parts.iter().filter(|part| has_vote(folded, part)).count();
    numbers.len() > 2 && of_one && voted > 1
}

/// The approval of earlier minutes, where it is told before the first matter.
pub(super) fn approval(folded: &str, matters: &[Part]) -> Option<Part> {
    approval::approval(folded, &(0..matters.first()?.range.start))
}

/// The acts of a text that holds several, behind `start`; none where no headings tell them apart.
pub(super) fn split(folded: &str, start: usize) -> Vec<Part> {
    let heads = heads(folded, start);
    let mut out = Vec::new();
    for kind in [Kind::Referenced, Kind::Numbered, Kind::Capitals, Kind::Dashed] {
        let parts = parts(folded, &heads, kind);
        let voted = |parts: &[Part]| parts.iter().filter(|p| has_vote(folded, p)).count();
        if voted(&parts) > voted(&out) {
            out = parts;
        }
    }
    // Lines that nothing marks head matters where no others do.
    let voted = |parts: &[Part]| parts.iter().filter(|p| has_vote(folded, p)).count();
    if voted(&out) < 2 {
        let bare = parts(folded, &heads, Kind::Bare);
        if voted(&bare) > voted(&out).max(1) {
            out = bare;
        }
    }
    if out.is_empty() {
        out = parts(folded, &heads, Kind::Subsidies);
    }
    let mut flat: Vec<Part> = Vec::new();
    let mut about = false;
    for part in out {
        let (own, end) = (is_about_subsidies(&part), part.range.end);
        let acts = by_vote(folded, part);
        match flat.last_mut() {
            // The table of subsidies may be printed under the next heading.
            Some(last) if acts.is_empty() && about => last.range.end = end,
            _ => about = own,
        }
        flat.extend(acts);
    }
    flat
}

fn has_vote(folded: &str, part: &Part) -> bool {
    !votes_in(folded, &part.range).is_empty()
}

fn heads(folded: &str, start: usize) -> Vec<Head> {
    let mut at = start;
    let mut out: Vec<Head> = Vec::new();
    let mut apart = true;
    for raw in folded.get(start..).unwrap_or_default().split_inclusive('\n') {
        let line_at = at;
        at += raw.len();
        let line = raw.trim_end();
        if !line.is_empty() {
            out.extend(head(line, line_at).or_else(|| bare(line, line_at).filter(|_| apart)));
        }
        apart = line.is_empty();
    }
    out
}

/// *Logement du presbytère*, *. Amicale laïque*: a short line that nothing marks.
fn bare(line: &str, at: usize) -> Option<Head> {
    let words = line.trim_start_matches(['.', ' ']).trim_end_matches([' ', ':']);
    let from = at + line.find(words)?;
    let title = Found::new(from..from + words.len(), words.to_owned());
    let kind = Kind::Bare;
    let head = Head { at, kind, number: None, reference: None, title: Some(title) };
    heads_by_a_dash(words).then_some(head)
}

fn head(line: &str, at: usize) -> Option<Head> {
    // *• Délibération n° 2031-07 – …*
    let bare = line.trim_start_matches(['•', '-', '–', '*', ' ']);
    if bare.len() < line.len() && REFERENCED.is_match(bare) {
        return head(bare, at + line.len() - bare.len());
    }
    let group = |pattern: &Pattern, name: &str| {
        let found = pattern.captures(line)?.name(name)?;
        let (lead, words) = trimmed(found.as_str());
        let from = at + found.start() + lead;
        (!words.is_empty()).then(|| Found::new(from..from + words.len(), words.to_owned()))
    };
    let short = line.chars().count() <= 200;
    if !short {
        // In a text that lost its lines what follows the last outcome stands on the same line.
        let cut = OUTCOME.find(line)?.start();
        let said = line.get(..cut)?;
        return (said.chars().count() <= 200).then(|| head(said, at)).flatten();
    }
    if let Some(reference) = group(&REFERENCED, "reference") {
        let digits = reference.value.bytes().filter(u8::is_ascii_digit).count();
        let title = group(&REFERENCED, "title");
        let said = title.as_ref().is_none_or(|t| t.value.starts_with(char::is_uppercase));
        let word = line.starts_with(['D', 'd']);
        if word && digits == 1 && reference.value.len() == 1 && said && title.is_some() {
            // *Délibération n° 1 : …*: its place in the sitting.
            let number = Some(reference.value);
            return Some(Head { at, kind: Kind::Numbered, number, reference: None, title });
        }
        if digits >= 2 && said {
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
    if let Some(number) = group(&NUMBERED, "n") {
        let title = group(&NUMBERED, "title");
        let sound = title.as_ref().is_some_and(|t| is_title(&t.value));
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
    let kind = if SUBSIDIES.is_match(line) {
        Kind::Subsidies
    } else if in_capitals(line) {
        Kind::Capitals
    } else {
        return None;
    };
    let (lead, words) = trimmed(line);
    let from = at + lead;
    let words = words.trim_end_matches(['.', ' ']);
    let title = Some(Found::new(from..from + words.len(), words.to_owned()));
    Some(Head { at, kind, number: None, reference: None, title })
}

/// Whether a line is a heading about subsidies and nothing else.
pub(super) fn about_subsidies(line: &str) -> bool {
    SUBSIDIES.is_match(line)
}

/// The parts under the headings of one kind; headings about subsidies count with every kind. A
/// heading with nothing under it heads nothing: it is a line of the agenda, or a row of a table.
fn parts(folded: &str, heads: &[Head], kind: Kind) -> Vec<Part> {
    let chosen: Vec<&Head> =
        heads.iter().filter(|head| head.kind == kind || head.kind == Kind::Subsidies).collect();
    let mut out: Vec<Part> = Vec::new();
    let mut above: Option<&Head> = None;
    for (at, head) in chosen.iter().copied().enumerate() {
        let end = chosen.get(at + 1).map_or(folded.len(), |next| next.at);
        let body = folded.get(head.at..end).unwrap_or_default();
        let under = body.split_once('\n').map_or("", |(_, under)| under).trim();
        let told = !votes_in(folded, &(head.at..end)).is_empty() && head.reference.is_some();
        if under.chars().filter(|c| c.is_alphabetic()).count() < 8 && !told {
            // Two headings about subsidies in a row are one; else the stretch belongs to what was
            // begun before.
            above = (head.kind == Kind::Subsidies).then_some(head);
            if let Some(last) = out.last_mut() {
                last.range.end = end;
            }
            continue;
        }
        let first = above.take().filter(|_| head.kind == Kind::Subsidies).unwrap_or(head);
        if let Some(last) = out.last_mut() {
            last.range.end = last.range.end.min(first.at);
        }
        let label = head.number.clone().unwrap_or_else(|| (out.len() + 1).to_string());
        let reference = first.reference.clone().or_else(|| below(folded, first.at..end));
        out.push(Part { range: first.at..end, label, title: first.title.clone(), reference });
    }
    out
}

/// Whether a part tells by its title that it is about subsidies.
fn is_about_subsidies(part: &Part) -> bool {
    part.title.as_ref().is_some_and(|t| t.value.to_lowercase().contains("subvention"))
}

/// The acts of one matter: one for each of its votes; none where it was not voted on and says
/// nothing of money.
fn by_vote(folded: &str, part: Part) -> Vec<Part> {
    // What the organ only takes note of is an act where it has its own number; what it put off, where it says so.
    static NOTED: Pattern =
        Pattern::new(|| compile(r"(?i)\b(?:prend|prennent|donn(?:e|é|er)|a pris|est pris) acte\b"));
    let votes = votes_in(folded, &part.range);
    if votes.len() < 2 {
        let money = folded.get(part.range.clone()).unwrap_or_default();
        let kept = !votes.is_empty()
            || hit(folded, &part.range, &POSTPONED).is_some()
            || (part.reference.is_some() && NOTED.is_match(money))
            || (is_about_subsidies(&part) && money.contains(|c: char| c.is_ascii_digit()));
        return if kept { vec![part] } else { Vec::new() };
    }
    let mut out = Vec::new();
    let mut start = part.range.start;
    let last = votes.len() - 1;
    for (at, vote) in votes.into_iter().enumerate() {
        let end = if at == last { part.range.end } else { vote.whole.end };
        // The first vote of a matter is on what its heading says, unless its own words say on what.
        let title = vote.object.or_else(|| part.title.clone());
        out.push(Part {
            range: start..end,
            label: format!("{}-{}", part.label, at + 1),
            title,
            reference: part.reference.clone(),
        });
        start = end;
    }
    out
}
