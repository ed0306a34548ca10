//! Signatures at the foot of an act: an office on one line, a name below it or behind it, one or
//! two side by side.

use super::person::name;
use super::scan::{CIVILITY, NAME, hit};
use crate::recognise::{Found, Pattern, compile};
use std::ops::Range;

/// A signature: who signs, and as what.
#[derive(Debug, Clone)]
pub(super) struct Signature {
    pub(super) office: Found<String>,
    pub(super) name: Found<String>,
}

impl Signature {
    /// Whether it is that of who kept the minutes.
    pub(super) fn of_secretary(&self) -> bool {
        let low = self.office.value.to_lowercase();
        low.contains("secrétaire de") || low.ends_with("secrétaire")
    }
}

/// So many lines at the end may hold signatures, and so many may stand between office and name.
const FOOT: usize = 40;
const BETWEEN: usize = 6;

static OFFICE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"^(?:(?i:pour|p/|p\.|par délégation,?|signé :?|pour (?:extrait|copie|ampliation|exp[ée]dition)(?: certifi[ée]e?)?(?: conforme)?,?|vu,|certifi[ée]e? (?:exacte?|conforme|sinc[èe]re)[^,.;]{0,40},|fait à [^,]{2,40}, le [^,]{4,30},?) ?)*(?i:(?:monsieur|madame|m\.|mme) )?(?i:le|la|l') ?",
        r"(?i:maire|pr[ée]sident|vice|secr[ée]taire|direct|adjoint|conseill|premi|d[ée]l[ée]gu|doyen|rapporteur|\d)(?:[^.;:\d]|\d{1,2}(?:er|[èe]re|[èe]me|e) ){0,90}?[, :]*$"
    ))
});

/// `Le Maire, Jean D`, `La Présidente : Anne A` on one line.
static BOTH: Pattern = Pattern::new(|| {
    compile(&format!(
        r"^(?i:fait à [^,;:\n]{{2,40}},? (?:le [^,;:\n]{{4,30}},? )?|certifi[ée]e? (?:exacte?|conforme|sinc[èe]re)[^,;:\n]{{0,50}},? |sign[ée]e? ?: ?|(?:pour )?(?:extrait|copie|exp[ée]dition|ampliation)[^,;:\n]{{0,40}}(?:,| ?:)? (?:(?:à|a) [^,;:\n]{{2,40}}, le [^,;:\n]{{4,30}},? )?(?:par d[ée]l[ée]gation[^,;:\n]{{0,60}},? )?)?(?:(?i:pour|p/) ?[^,;:\d]{{3,60}}, ?)?(?P<office>(?i:le|la|l') ?(?i:maire|pr[ée]sidente?|secr[ée]taire|(?:\p{{L}}+ )?adjointe?|\d+(?:er|[èe]re|[èe]me|e) adjointe?|direct\p{{L}}+|(?:\d{{1,2}}(?:er|[èe]re|[èe]me|e) |\p{{L}}+[- ])?vice-pr[ée]sidente?|conseill[èe]re? (?:d[ée]l[ée]gu|r[ée]gional|d[ée]partemental|m[ée]tropolitain|communautaire))[^,;:\d]{{0,70}}?(?:, (?i:conseill[èe]re? |d[ée]put[ée]e? |s[ée]nat(?:eur|rice) |chevalier )[^,;:\d]{{2,50}}){{0,2}}) ?[,:]+ ?(?i:(?:acte )?signé(?: (?:électroniquement|numériquement))?(?: par)? ?:? ?|\(s\) ?)?(?P<name>(?:{CIVILITY} )?\p{{Lu}}[^,;:\d]{{3,60}})$"
    ))
});

/// The signatures at the end of a stretch whose gaps between columns are tabs, in order.
pub(super) fn signatures(columns: &str, within: &Range<usize>) -> Vec<Signature> {
    let lines = last_lines(columns, within);
    let mut out = stacked(columns, &lines);
    if !out.is_empty() {
        return out;
    }
    for (at, line) in lines.iter().enumerate() {
        for (column, cell) in cells(columns, line).into_iter().enumerate() {
            let words = columns.get(cell.clone()).unwrap_or_default();
            if let Some(both) = both(words, cell.start) {
                out.push(both);
                continue;
            }
            let words = without_dots(words);
            if !OFFICE.is_match(words) {
                continue;
            }
            let below = lines.iter().skip(at + 1).take(BETWEEN);
            let named = below.filter_map(|line| {
                let cells = cells(columns, line);
                let cell = cells.get(column).or_else(|| cells.last())?.clone();
                signer(columns.get(cell.clone())?, cell.start)
            });
            if let Some(name) = named.into_iter().next() {
                let words = words.trim_end_matches([',', ' ', ':']);
                let office = Found::new(cell.start..cell.start + words.len(), words.to_owned());
                out.retain(|known| known.name.range != name.range);
                out.push(Signature { office, name });
            }
        }
    }
    if out.is_empty() {
        out.extend(
            electronic(columns, &lines)
                .or_else(|| certifies(columns, &lines))
                .or_else(|| certified_above(columns, &lines)),
        );
    }
    if out.is_empty() {
        out = above(columns, &lines);
    }
    out
}

/// *Le Maire ........*: the row of dots on which one signs.
fn without_dots(words: &str) -> &str {
    let bare = words.trim_end_matches(['.', '…', '_']);
    if words.len() - bare.len() > 2 { bare.trim_end() } else { words }
}

/// *Signé électroniquement par : Anne DUVAL*, and below it the day and the office: a stamp of the signature itself.
fn electronic(columns: &str, lines: &[Range<usize>]) -> Option<Signature> {
    static STAMP: Pattern = Pattern::new(|| {
        compile(&format!(
            r"(?i:sign[ée]e?(?: [ée]lectroniquement| num[ée]riquement)? par|signature (?:num[ée]rique|[ée]lectronique) de) ?:?\s{{1,80}}(?:{CIVILITY} )?(?P<name>{NAME})\s+(?i:date)[^\n]{{0,60}}\s+(?i:qualit[ée] ?: ?)?(?P<office>(?i:(?:le |la |l')?(?:maire|pr[ée]sidente?|vice-pr[ée]sidente?|(?:premi[èe]re? )?adjointe?|direct(?:eur|rice))\b)[^\n\t]{{0,80}})"
        ))
    });
    let foot = lines.first()?.start..lines.last()?.end;
    let hit = hit(columns, &foot, &STAMP)?;
    Some(Signature { office: hit.words("office")?, name: hit.words("name")? })
}

/// *Pour extrait conforme : Anne DUVAL, maire* on one line.
fn certifies(columns: &str, lines: &[Range<usize>]) -> Option<Signature> {
    static ONE_LINE: Pattern = Pattern::new(|| {
        compile(&format!(
            r"(?m)^[ \t]*(?i:pour (?:extrait|copie|exp[ée]dition|ampliation)(?: certifi[ée]e?)?(?: conforme)?|certifi[ée]e? (?:conforme|exacte?)) ?[:,] ?(?:{CIVILITY} )?(?P<name>{NAME}), (?P<office>(?i:maire|pr[ée]sidente?|vice-pr[ée]sidente?|(?:premi[èe]re? )?adjointe?)\b[^\n\t.;:]{{0,60}})[,.]?$"
        ))
    });
    let foot = lines.first()?.start..lines.last()?.end;
    let hit = hit(columns, &foot, &ONE_LINE)?;
    Some(Signature { office: hit.words("office")?, name: hit.words("name")? })
}

/// *Le Président certifie que la présente délibération…*, and the name alone below; *Acte signé électroniquement par Anne DUVAL,
/// Maire, le …*; *Pour extrait conforme,* above *Anne DUVAL, maire*.
fn certified_above(columns: &str, lines: &[Range<usize>]) -> Option<Signature> {
    static FORMS: Pattern = Pattern::new(|| {
        compile(&format!(
            concat!(
                r"(?m)^[ \t]*(?P<office>(?i:le |la )(?i:maire|pr[ée]sidente?)) (?i:certifie)\b[^\n]{{10,400}}\n(?:[^\n]{{5,200}}\n)?\s*(?:{c} )?(?P<name>{n})[ \t]*$",
                r"|(?i:sign[ée]e? (?:[ée]lectroniquement|num[ée]riquement) par) ?:? ?(?:{c} )?(?P<name2>{n}), (?P<office2>(?i:maire|pr[ée]sidente?|vice-pr[ée]sidente?|(?:premi[èe]re? )?adjointe?)\b[^\n\t.;:,]{{0,60}})",
                r"|(?i:pour (?:extrait|copie|exp[ée]dition|ampliation))[^\n:,]{{0,50}}[:,]?\s+(?:{c} )?(?P<name3>{n}), (?P<office3>(?i:maire|pr[ée]sidente?|vice-pr[ée]sidente?|(?:premi[èe]re? )?adjointe?)\b[^\n\t.;:]{{0,60}})[,.]?[ \t]*$"
            ),
            c = CIVILITY,
            n = NAME,
        ))
    });
    let foot = lines.first()?.start..lines.last()?.end;
    let hit = hit(columns, &foot, &FORMS)?;
    let any = |groups: [&str; 3]| groups.into_iter().find_map(|group| hit.words(group));
    let name = any(["name", "name2", "name3"]).filter(|name| name.value.contains(' '))?;
    Some(Signature { office: any(["office", "office2", "office3"])?, name })
}

/// Offices one below the other, and below them as many names: columns that an extractor set behind each other.
fn stacked(columns: &str, lines: &[Range<usize>]) -> Vec<Signature> {
    let alone: Vec<Option<Range<usize>>> = lines
        .iter()
        .map(|line| match cells(columns, line).as_slice() {
            [cell] => Some(cell.clone()),
            _ => None,
        })
        .collect();
    let words = |at: usize| {
        let cell = alone.get(at)?.clone()?;
        Some((cell.clone(), columns.get(cell)?.trim_end_matches([',', ' ', ':'])))
    };
    let office = |at: usize| {
        let (cell, words) = words(at).filter(|(_, words)| OFFICE.is_match(words))?;
        Some(Found::new(cell.start..cell.start + words.len(), words.to_owned()))
    };
    let named = |at: usize| {
        let (cell, words) = words(at)?;
        signer(words, cell.start)
    };
    for start in 0..lines.len() {
        let offices: Vec<_> = (start..lines.len()).map_while(office).collect();
        let names: Vec<_> =
            (start + offices.len()..lines.len()).map_while(named).take(offices.len()).collect();
        if offices.len() > 1 && names.len() == offices.len() {
            let pairs = offices.into_iter().zip(names);
            return pairs.map(|(office, name)| Signature { office, name }).collect();
        }
    }
    Vec::new()
}

/// Names with their offices on the line below, one or two side by side: *Anne DUVAL⏎Présidente*.
fn above(columns: &str, lines: &[Range<usize>]) -> Vec<Signature> {
    static BARE: Pattern = Pattern::new(|| {
        compile(
            r"^(?i:(?:le |la )?(?:maire|pr[ée]sidente?|vice-pr[ée]sidente?|(?:premi[eè]re? )?adjointe?|secr[ée]taire de (?:la )?s[ée]ance))(?: d[^.;:,\d]{2,60})?$",
        )
    });
    let pair = |name: &Range<usize>, office: &Range<usize>| {
        let words = columns.get(office.clone())?;
        let name = signer(columns.get(name.clone())?, name.start)?;
        let office = Found::new(office.clone(), words.to_owned());
        BARE.is_match(words).then_some(Signature { office, name })
    };
    let signed = lines.windows(2).find_map(|two| {
        let [first, second] = two else { return None };
        let (names, offices) = (cells(columns, first), cells(columns, second));
        let pairs: Option<Vec<Signature>> =
            names.iter().zip(&offices).map(|(name, office)| pair(name, office)).collect();
        pairs.filter(|pairs| !pairs.is_empty() && names.len() == offices.len())
    });
    signed.unwrap_or_default()
}

fn both(words: &str, at: usize) -> Option<Signature> {
    let hit = BOTH.captures(words)?;
    let (office, named) = (hit.name("office")?, hit.name("name")?);
    let name = signer(named.as_str(), at + named.start())?;
    let office = Found::new(at + office.start()..at + office.end(), office.as_str().to_owned());
    Some(Signature { office, name })
}

/// A name that a cell consists of: two words at least, one of them a surname in capitals or all of
/// them capitalised.
fn signer(words: &str, at: usize) -> Option<Found<String>> {
    static LEAD: Pattern = Pattern::new(|| {
        compile(
            r"^(?:(?i:(?:acte |document )?sign[ée]e?(?: [ée]lectroniquement| num[ée]riquement)?(?: par)?) ?:? |\(s\) ?)",
        )
    });
    let bare = words.trim().trim_end_matches(['.', ',']);
    // *(\*) Mme A*, *¹ M. B*: what a note below the signature names.
    let note = |c: char| matches!(c, '*' | '¹' | '²' | '³' | '⁴' | '→' | '➢');
    if bare.starts_with(note)
        || bare.strip_prefix('(').is_some_and(|rest| {
            rest.starts_with(|c: char| note(c) || c == ')' || c.is_ascii_digit())
        })
    {
        return None;
    }
    let lead = LEAD.find(bare).map_or(0, |lead| lead.end());
    let bare = bare.get(lead..).unwrap_or(bare).trim_start();
    let found = name(bare)?;
    // *M. DUVAL*: a surname alone, in capitals behind its civility.
    let civil = found.range.start > 0
        && found.value.chars().count() > 2
        && !found.value.contains(char::is_lowercase);
    let sound = (found.value.contains(' ') || civil) && !OFFICE.is_match(bare);
    sound.then(|| found.shifted(at + words.find(bare).unwrap_or(0)))
}

fn last_lines(columns: &str, within: &Range<usize>) -> Vec<Range<usize>> {
    let text = columns.get(within.clone()).unwrap_or_default();
    let mut end = within.end;
    let mut out = Vec::new();
    for line in text.rsplit('\n') {
        let start = end - line.len();
        if !line.trim().is_empty() {
            out.push(start..end);
        }
        end = start.saturating_sub(1);
        if out.len() >= FOOT {
            break;
        }
    }
    out.reverse();
    out
}

/// The cells of a line, without the white space around them.
pub(super) fn cells(columns: &str, line: &Range<usize>) -> Vec<Range<usize>> {
    let mut at = line.start;
    let mut out = Vec::new();
    for cell in columns.get(line.clone()).unwrap_or_default().split('\t') {
        let bare = cell.trim();
        let start = at + (cell.len() - cell.trim_start().len());
        if !bare.is_empty() {
            out.push(start..start + bare.len());
        }
        at += cell.len() + 1;
    }
    out
}
