//! Labels that a gap parts from what stands beside them, instead of a colon or the end of a line: *EXCUSÉS (2)      M. A*,
//! *Est excusé : M. A      Est absente : Mme B*, and the cells of a table that is drawn with bars.
//!
//! The text with line feeds for such gaps, byte for byte as long, so that labels are found in it as anywhere.

use crate::recognise::{Pattern, compile};
use std::ops::Range;

/// A label with its colon, at the head of a cell.
static OPENS: Pattern = Pattern::new(|| {
    compile(concat!(
        r"^(?i:(?:(?:s'est|est|sont|s'[ée]tai(?:en)?t|[ée]tai(?:en)?t|ont|a) (?:fait )?)?(?:(?:membres?|conseillers?|d[ée]l[ée]gu[ée]e?s?|[ée]lue?s?) )?",
        r"(?:pr[ée]sent|absent|excus|repr[ée]sent|donn[ée] |pouvoir|procuration|secr[ée]taire|quorum|votants|pr[ée]sidente?)[^:\t\n|]{0,50}?) ?:"
    ))
});

/// A label that fills its cell.
static FILLS: Pattern = Pattern::new(|| {
    compile(concat!(
        r"^(?i:(?:(?:est|sont|[ée]tai(?:en)?t|ont) )?(?:(?:membres?|conseillers?|d[ée]l[ée]gu[ée]e?s?|[ée]lue?s?) )?",
        r"(?:pr[ée]sent|absent|excus|repr[ée]sent|pouvoir|procuration)\p{L}*(?:\(e?s\))*(?:,? (?:et |ou )?(?:excus|repr[ée]sent|absent|non excus)\p{L}*| (?:avec|sans|ayant donn[ée]) (?:pouvoir|procuration)s?)*(?: ?\(\d{1,3}\))?)$"
    ))
});

/// How a member, or a power, begins a cell.
static MEMBER: Pattern = Pattern::new(|| compile(r"^(?:[-–•] )?\p{Lu}[\p{L}.'-]*"));

/// The text of a head in which a line begins at every label that stands behind or before a gap.
pub(super) fn labels_apart(folded: &str, columns: &str, head: &Range<usize>) -> String {
    let mut bytes = folded.as_bytes().to_vec();
    let mut at = head.start;
    for raw in columns.get(head.clone()).unwrap_or_default().split_inclusive('\n') {
        for gap in line(raw) {
            for byte in bytes.iter_mut().take(at + gap.end).skip(at + gap.start) {
                *byte = b'\n';
            }
        }
        at += raw.len();
    }
    String::from_utf8(bytes).unwrap_or_else(|_| folded.to_owned())
}

/// The gaps of a line that part a label from what stands beside it.
fn line(raw: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    if !raw.contains('\t') {
        return out;
    }
    let mut cells: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for cell in raw.trim_end_matches('\n').split('\t') {
        let lead = cell.len() - cell.trim_start().len();
        if !cell.trim().is_empty() {
            cells.push((at + lead, cell.trim()));
        }
        at += cell.len() + 1;
    }
    for (n, (from, words)) in cells.iter().enumerate() {
        let opens = OPENS.is_match(words);
        let behind = cells.get(n + 1);
        let member = |(_, next): &(usize, &str)| MEMBER.is_match(next) && !FILLS.is_match(next);
        let fills = n == 0 && FILLS.is_match(words) && behind.is_some_and(member);
        let before = n.checked_sub(1).and_then(|n| cells.get(n));
        if opens || fills {
            out.push(before.map_or(0, |(at, words)| at + words.len())..*from);
        }
        if fills {
            out.extend(behind.map(|(next, _)| from + words.len()..*next));
        }
    }
    out
}
