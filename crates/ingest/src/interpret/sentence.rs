//! Sentences: the unit in which an act says one thing.
//!
//! A sentence knows where it stands (report, visas, operative part…) and which values it holds.
//! All ranges are byte ranges of the whole folded text. A clause behind a semicolon counts as a
//! sentence of its own: what stands before it is another statement.

use crate::recognise::{self, CitedAct, Found, Pattern, compile};
use greffe_domain::{Edtf, Money, StatedShare};
use regex::Captures;
use std::ops::Range;

/// The part of the act in which a sentence stands, as far as its standing depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zone {
    /// The title.
    Title,
    /// The report: what is explained and proposed.
    Report,
    /// The legal bases.
    Visas,
    /// The grounds.
    Considerants,
    /// The operative part: what is decided.
    Articles,
    /// What is written behind the decision: vote, certification, stamps.
    After,
    /// A list or table annexed behind it. Its sentences are those of what is written behind.
    Annex,
}

/// A sentence with the values recognised in it.
#[derive(Debug)]
pub(crate) struct Sentence<'a> {
    /// Where it begins in the folded text.
    pub(crate) at: usize,
    /// Its words, without the heading or bullet before it.
    pub(crate) text: &'a str,
    /// In which part it stands.
    pub(crate) zone: Zone,
    /// Whether it is an item of a list.
    pub(crate) item: bool,
    /// The amounts in it.
    pub(crate) amounts: Vec<Found<Money>>,
    /// The shares in it.
    pub(crate) shares: Vec<Found<StatedShare>>,
    /// The dates in it.
    pub(crate) dates: Vec<Found<Edtf>>,
    /// The acts it cites.
    pub(crate) acts: Vec<Found<CitedAct>>,
}

/// A pattern found in a sentence.
pub(crate) struct Hit<'s, 'a> {
    sentence: &'s Sentence<'a>,
    captures: Captures<'a>,
}

/// `Article 3 :`, `ARTICLE 1er –`, `Article premier. –`
static HEADING: Pattern = Pattern::new(|| {
    compile(concat!(
        r"^(?i:article|art\.) (?:\d{1,2}(?i: ?er)?|(?i:premier|unique|un|deux|trois|quatre",
        r"|cinq|six|sept|huit",
        r"|neuf|dix))\b ?[.:–—-]*(?: ?[–—-])? ?"
    ))
});

/// `- `, `• `, `o `, `1°) `, `a) `, `1/ `
static BULLET: Pattern =
    Pattern::new(|| compile(r"^(?:[-–—•▪■*➢] ?|o |\. |\d{1,2} ?°\)? ?|\d{1,2}[)/.] |[a-z]\) )"));

static BREAK: Pattern =
    Pattern::new(|| compile(r#"\n+|; ?|[.!?…](?: (?P<next>[\p{Lu}«"“0-9])|$)"#));

/// What opens an item, a heading or another part.
static OPENS: Pattern = Pattern::new(|| {
    compile(concat!(
        r"^(?i:vu|considérant|ouï|entendue?s?|après|sur|délibère|décide|ayant|qu[e']|article",
        r"|art\.|cette proposition",
        r"|mise? aux voix|adoptée?|certifié|pour extrait|fait et|votants|ne prennent|le",
        r" conseil|le bureau|l'assemblée)\b"
    ))
});

/// *le conseil, considérant que …, décide*: the operative part may stand in the sentence of the grounds.
static DECIDES: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:le |la |l')?(?:conseil|bureau|comit[ée]|assembl[ée]e|commission permanente)\b[^.;]*?\b(?:d[ée]cide|approuve|attribue|accorde|alloue|octroie|adopte|fixe|autorise)\b",
    )
});

/// The abbreviations behind which a full stop ends nothing.
const ABBREVIATED: &[&str] = &[
    "M", "MM", "Mme", "Mmes", "Mlle", "art", "L", "R", "D", "n", "St", "Dr", "Me", "al", "p", "cf",
    "asso", "assoc", "Asso", "Assoc", "Ets", "Cie", "Sté", "J", "O", "I", "II", "A", "B",
];

/// The sentences of one part of the text.
pub(crate) fn sentences(folded: &str, part: Range<usize>, zone: Zone) -> Vec<Sentence<'_>> {
    let text = folded.get(part.clone()).unwrap_or_default();
    let mut out = Vec::new();
    let mut start = 0;
    for hit in BREAK.captures_iter(text) {
        let Some(mark) = hit.get(0) else { continue };
        let before = text.get(start..mark.start()).unwrap_or_default();
        let stop = mark.as_str().starts_with('.');
        if stop && abbreviated(before) {
            continue;
        }
        let next = hit.name("next").or_else(|| hit.name("point"));
        let end = next.map_or(mark.end(), |next| next.start());
        push(&mut out, folded, part.start + start..part.start + end, zone);
        start = end;
    }
    push(&mut out, folded, part.start + start..part.end.min(folded.len()), zone);
    out
}

/// A copy of the folded text, byte for byte as long, in which a line that only goes on is joined
/// to the one before by a space. Layout broke it; what it says is one sentence.
pub(crate) fn joined(folded: &str, parts: &[(Zone, Range<usize>)]) -> String {
    joined_where(folded, parts, false, |_, _| true)
}

/// The same, where both lines are prose: the rows of a table stay apart, whatever stands in them.
pub(crate) fn joined_prose(folded: &str, parts: &[(Zone, Range<usize>)]) -> String {
    let of_a_table = |line: &str| line.contains(['\t', '|']);
    joined_where(folded, parts, true, |before, behind| {
        let line = before.rsplit('\n').next().unwrap_or_default();
        let next = behind.split('\n').next().unwrap_or_default();
        !of_a_table(line) && !of_a_table(next)
    })
}

fn joined_where(
    folded: &str,
    parts: &[(Zone, Range<usize>)],
    full_lines: bool,
    may: impl Fn(&str, &str) -> bool,
) -> String {
    let mut out: Vec<u8> = folded.as_bytes().to_vec();
    for (zone, part) in parts {
        let text = folded.get(part.clone()).unwrap_or_default();
        for (at, _) in text.match_indices('\n') {
            let before = text.get(..at).unwrap_or_default();
            let behind = text.get(at + 1..).unwrap_or_default();
            if (goes_on(*zone, before, behind) || full_lines && fills_the_page(before, behind))
                && may(before, behind)
                && let Some(byte) = out.get_mut(part.start + at)
            {
                *byte = b' ';
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| folded.to_owned())
}

/// Whether a line of prose fills the page and ends nothing: whatever word the next begins with, the sentence goes on.
fn fills_the_page(before: &str, behind: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let next = behind.split('\n').next().unwrap_or_default();
    let ended = line.trim_end().ends_with(['.', ';', ':', '!', '?', '…', ')']);
    line.chars().count() >= FULL
        && !ended
        && next.contains(char::is_lowercase)
        && !BULLET.is_match(next)
        && !HEADING.is_match(next)
}

/// So long is a line that fills the page.
const FULL: usize = 70;

/// Whether a line goes on behind a line feed. What kinds of lines begin something depends on the
/// part: legal bases and grounds are lists, articles have headings, a title is one sentence.
fn goes_on(zone: Zone, before: &str, behind: &str) -> bool {
    let alone = !before.is_empty() && !before.ends_with('\n') && !behind.starts_with('\n');
    let ended = before.trim_end().ends_with(['.', ';', ':', '!', '?', '…']);
    if !alone || ended || behind.is_empty() || BULLET.is_match(behind) {
        return false;
    }
    match zone {
        Zone::Articles if grants_anew(before, behind) => false,
        Zone::Visas | Zone::Considerants | Zone::Articles => !OPENS.is_match(behind),
        Zone::Title => {
            let line = behind.lines().next().unwrap_or_default();
            !line.bytes().all(|b| b.is_ascii_digit() || b == b' ')
        }
        Zone::Report | Zone::After | Zone::Annex => {
            behind.starts_with(char::is_lowercase) || AMOUNT.is_match(behind)
        }
    }
}

/// *attribue 500 € au Cercle*, and on the next line *attribue 300 € à …*, *DIT que …*: behind a sum another verb of decision
/// begins anew.
fn grants_anew(before: &str, behind: &str) -> bool {
    static VERB: Pattern = Pattern::new(|| {
        compile(concat!(
            r"^(?:(?i:attribue|accorde|alloue|octroie|verse) (?:[àa] |aux? |une? |(?:[\p{L} -]{3,60}\()?\d)",
            r"|(?:ATTRIBUE|ACCORDE|ALLOUE|OCTROIE|VERSE|VOTE|APPROUVE|AUTORISE|FIXE|DIT|D[ÉE]CIDE|PR[ÉE]CISE|DEMANDE|CHARGE|MANDATE|IMPUTE|INSCRIT|SOLLICITE)\b)"
        ))
    });
    let line = before.rsplit('\n').next().unwrap_or_default();
    (line.contains('€') || line.contains(" euros")) && VERB.is_match(behind)
}

/// An amount at the beginning of a line: no heading.
static AMOUNT: Pattern =
    Pattern::new(|| compile(r"^\d{1,3}(?:[ .]?\d{3})*(?:,\d{2})? ?(?:€|euros?\b)"));

fn abbreviated(before: &str) -> bool {
    let word = before.rsplit([' ', '\n', '\'', '(']).next().unwrap_or_default();
    let initials = word.contains(".-") && word.chars().count() == 4;
    initials || ABBREVIATED.contains(&word)
}

fn push<'a>(out: &mut Vec<Sentence<'a>>, folded: &'a str, range: Range<usize>, zone: Zone) {
    let Some(raw) = folded.get(range.clone()) else {
        return;
    };
    let lead = raw.len() - raw.trim_start().len();
    let mut text = raw.trim();
    let mut at = range.start + lead;
    let mut item = false;
    for (pattern, is_item) in [(&HEADING, false), (&BULLET, true)] {
        if let Some(head) = pattern.find(text) {
            text = text.get(head.end()..).unwrap_or_default();
            at += head.end();
            item |= is_item;
        }
    }
    let text = text.trim_end_matches([' ', ';']);
    if text.is_empty() {
        return;
    }
    let grounds = matches!(zone, Zone::Visas | Zone::Considerants);
    let zone = if grounds && DECIDES.is_match(text) { Zone::Articles } else { zone };
    out.push(Sentence {
        at,
        text,
        zone,
        item,
        amounts: placed(recognise::amounts(text), at),
        shares: placed(recognise::shares(text), at),
        dates: placed(recognise::dates(text), at),
        acts: recognise::cited_acts(text).into_iter().map(|cited| moved(cited, at)).collect(),
    });
}

fn placed<T>(found: Vec<Found<T>>, at: usize) -> Vec<Found<T>> {
    found.into_iter().map(|f| f.shifted(at)).collect()
}

fn moved(cited: Found<CitedAct>, at: usize) -> Found<CitedAct> {
    let up = |range: Option<Range<usize>>| range.map(|r| r.start + at..r.end + at);
    let Found { range, value } = cited.shifted(at);
    let CitedAct { act, reference, date, organ } = value;
    Found::new(range, CitedAct { act, reference: up(reference), date: up(date), organ: up(organ) })
}

impl<'a> Sentence<'a> {
    /// Where it stands.
    pub(crate) fn range(&self) -> Range<usize> {
        self.at..self.at + self.text.len()
    }

    /// Whether a pattern holds somewhere in it.
    pub(crate) fn says(&self, pattern: &Pattern) -> bool {
        pattern.is_match(self.text)
    }

    /// Whether a pattern holds in its words before one of its amounts.
    pub(crate) fn leads_to(&self, pattern: &Pattern, sum: &Found<Money>) -> bool {
        let words = sum.range.start.checked_sub(self.at).and_then(|to| self.text.get(..to));
        words.is_some_and(|words| pattern.is_match(words))
    }

    /// The first place where a pattern holds.
    pub(crate) fn hit(&self, pattern: &Pattern) -> Option<Hit<'_, 'a>> {
        let captures = pattern.captures(self.text)?;
        Some(Hit { sentence: self, captures })
    }

    /// Every place where a pattern holds.
    pub(crate) fn hits(&self, pattern: &Pattern) -> Vec<Hit<'_, 'a>> {
        let all = pattern.captures_iter(self.text);
        all.map(|captures| Hit { sentence: self, captures }).collect()
    }
}

impl Hit<'_, '_> {
    /// Where a named group stands.
    pub(crate) fn place(&self, group: &str) -> Option<Range<usize>> {
        let found = self.captures.name(group)?;
        Some(self.sentence.at + found.start()..self.sentence.at + found.end())
    }

    /// Where the whole pattern stands.
    pub(crate) fn range(&self) -> Range<usize> {
        let at = self.sentence.at;
        self.captures.get(0).map_or(at..at, |whole| at + whole.start()..at + whole.end())
    }

    /// The words of a named group.
    pub(crate) fn words(&self, group: &str) -> Option<Found<String>> {
        let found = self.captures.name(group)?;
        let text = found.as_str().trim();
        let lead = found.as_str().len() - found.as_str().trim_start().len();
        let start = self.sentence.at + found.start() + lead;
        (!text.is_empty()).then(|| Found::new(start..start + text.len(), text.to_owned()))
    }

    /// The amount of a named group: only if the recogniser finds one exactly there.
    pub(crate) fn amount(&self, group: &str) -> Option<Found<Money>> {
        exactly(&self.sentence.amounts, self.place(group)?)
    }

    /// The share of a named group, likewise.
    pub(crate) fn share(&self, group: &str) -> Option<Found<StatedShare>> {
        exactly(&self.sentence.shares, self.place(group)?)
    }

    /// The date of a named group, likewise.
    pub(crate) fn date(&self, group: &str) -> Option<Found<Edtf>> {
        exactly(&self.sentence.dates, self.place(group)?)
    }

    /// The year of a named group.
    pub(crate) fn year(&self, group: &str) -> Option<Found<i32>> {
        let range = self.place(group)?;
        let year = self.captures.name(group)?.as_str().parse().ok()?;
        Some(Found::new(range, year))
    }

    /// The count of a named group, `1 940` read as one figure.
    pub(crate) fn count(&self, group: &str) -> Option<Found<u64>> {
        let range = self.place(group)?;
        let digits = self.captures.name(group)?.as_str().replace(' ', "");
        Some(Found::new(range, digits.parse().ok()?))
    }
}

fn exactly<T: Clone>(found: &[Found<T>], place: Range<usize>) -> Option<Found<T>> {
    found.iter().find(|f| f.range == place).cloned()
}
