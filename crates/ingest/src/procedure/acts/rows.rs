//! Rows of a list of what was decided, each an act with what became of it in its last cell. Where the cells stand under
//! each other the list is read by its columns before; where they do not, by the gap before the last.

use super::Part;
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::Outcome;
use std::ops::Range;

/// So many rows make a list.
const LEAST: usize = 2;

/// What became of a matter, behind a gap or a bar at the end of a line.
static TOLD: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)[\t|] *(?P<word>(?P<yes>(?:adopt|approuv|accept)[ée]e?s?)|(?P<no>(?:rejet|refus)[ée]e?s?)|(?P<off>(?:ajourn|report|retir)[ée]e?s?)|(?:prend|pris|dont) acte)",
        r"(?:[ ,]+(?:[àa] l ?'?unanimit[ée]|[àa] la majorit[ée]|de l'ordre du jour|(?:par |pour ?:? ?)?\d[^|\t]{0,60}))?[ .|]*$"
    ))
});

/// The same behind one space, in a line that begins with a number or a reference: its capital parts it from the object.
static TOLD_CLOSE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"^(?:[nN] ?[°o] ?)?(?:[A-Z]{1,6}[-_/. ]?)*\d{1,4}(?:[-_/.]\d{1,5})*[ \t.)°][^\n]* (?P<word>(?P<yes>(?:Adopt|Approuv|Accept)ée?s?)|(?P<no>(?:Rejet|Refus)ée?s?)|(?P<off>(?:Ajourn|Report|Retir)ée?s?))",
        r"(?i: (?:[àa] l ?'?unanimit[ée]|[àa] la majorit[ée]|de l'ordre du jour|par \d[^\n]{0,60}))?[ .]*$"
    ))
});

/// The first cell where it is a number or a reference.
static REFERENCE: Pattern = Pattern::new(|| {
    compile(r"^(?:[nN] ?[°o] ?)?(?P<reference>(?:[A-Z]{1,6}[-_/. ]?)*\d[\w./-]*)(?:[ \t|.)°]+|$)")
});

/// What is voted on inside a matter is no matter of a list.
static BEFORE_IT: Pattern =
    Pattern::new(|| compile(r"(?i)\b(?:sous-)?amendements?\b|\bmotions?\b|\bcandidat\p{L}*"));

/// A row: where its line stands, and what became of its matter.
struct Row {
    line: Range<usize>,
    word: Range<usize>,
    outcome: Option<Outcome>,
}

fn rows(columns: &str, within: &Range<usize>) -> Vec<Row> {
    let mut at = within.start;
    let mut out = Vec::new();
    for raw in columns.get(within.clone()).unwrap_or_default().split_inclusive('\n') {
        let (line, from) = (raw.trim_end(), at);
        at += raw.len();
        let Some(hit) = TOLD.captures(line).or_else(|| TOLD_CLOSE.captures(line)) else { continue };
        let Some(word) = hit.name("word") else { continue };
        // *Adoptée* alone on its line, or the end of a sentence, is no cell of a row.
        let object = line.get(..word.start()).unwrap_or_default();
        if object.chars().filter(|c| c.is_alphabetic()).count() < 4 || BEFORE_IT.is_match(object) {
            continue;
        }
        let said =
            [("yes", Outcome::Adopted), ("no", Outcome::Rejected), ("off", Outcome::Postponed)];
        let outcome = said.into_iter().find(|(group, _)| hit.name(group).is_some());
        out.push(Row {
            line: from..from + line.len(),
            word: from + word.start()..from + word.end(),
            outcome: outcome.map(|(_, outcome)| outcome),
        });
    }
    out
}

/// The rows of a list as acts, where one of them was not adopted and `read` holds no act of its own for it. Where more
/// matters are read than there are rows, the rows are a table inside one of them.
pub(super) fn apart(folded: &str, columns: &str, start: usize, read: &[Part]) -> Option<Vec<Part>> {
    let rows = rows(columns, &(start..folded.len()));
    let begun = |row: &Row| {
        let next = read.partition_point(|part| part.range.start < row.line.start);
        read.get(next).is_some_and(|part| row.line.contains(&part.range.start))
    };
    let refused = |row: &Row| matches!(row.outcome, Some(Outcome::Rejected | Outcome::Postponed));
    let list = rows.len() >= read.len().max(LEAST);
    if !list || !rows.iter().any(|row| refused(row) && !begun(row)) {
        return None;
    }
    let ends = rows.iter().skip(1).map(|row| row.line.start).chain([folded.len()]);
    let one = |(at, (row, next)): (usize, (&Row, usize))| {
        let behind = folded.get(row.line.start..next).unwrap_or_default();
        let end = behind.find("\n\n").map_or(next, |blank| row.line.start + blank + 1);
        let (reference, title) = headed(folded, columns, row);
        let (label, reference) = match reference {
            Some(found) if found.value.bytes().filter(u8::is_ascii_digit).count() < 2 => {
                (found.value, None)
            }
            other => ((at + 1).to_string(), other),
        };
        let word = folded.get(row.word.clone()).unwrap_or_default().to_owned();
        let outcome = row.outcome.map(|outcome| (Found::new(row.word.clone(), word), outcome));
        Part { range: row.line.start..end, label, title, reference, outcome, counts: None }
    };
    Some(rows.iter().zip(ends).enumerate().map(one).collect())
}

/// The number or reference of a row, and its object.
fn headed(
    folded: &str,
    columns: &str,
    row: &Row,
) -> (Option<Found<String>>, Option<Found<String>>) {
    let mark = |c: char| c.is_whitespace() || c == '|';
    let cells = columns.get(row.line.start..row.word.start).unwrap_or_default();
    let lead = cells.len() - cells.trim_start_matches(mark).len();
    let at = row.line.start + lead;
    let cells = cells.get(lead..).unwrap_or_default();
    let hit = REFERENCE.captures(cells);
    let skip = hit.as_ref().and_then(|hit| hit.get(0)).map_or(0, |whole| whole.end());
    let reference = hit
        .and_then(|hit| hit.name("reference"))
        .map(|found| Found::new(at + found.start()..at + found.end(), found.as_str().to_owned()));
    let mut from = at + skip;
    let object = cells.get(skip..).unwrap_or_default().split(['\t', '|']).find_map(|cell| {
        let place = from..from + cell.len();
        from = place.end + 1;
        cell.contains(char::is_alphabetic).then_some(place)
    });
    (reference, object.and_then(|place| crate::procedure::scan::line(folded, place)))
}

/// Whether rows of a list tell of different outcomes: what became of one is not what became of all.
pub(in crate::procedure) fn differ(columns: &str, within: &Range<usize>) -> bool {
    let rows = rows(columns, within);
    let first = rows.iter().find_map(|row| row.outcome);
    rows.iter().any(|row| row.outcome.is_some() && row.outcome != first)
}
