//! Two lists side by side that lost the gap between them: a line of labels (*Présents Absents
//! excusés*), then lines that each hold a member of the one and, behind him, one of the other.
//!
//! Only civilities tell one member from the next, so every member must have one. A label at the end of a
//! line heads what follows on the right. What is read so is for a person to look at.

use super::person::{Names, names};
use super::scan::CIVILITY;
use crate::annotated::Printed;
use crate::recognise::{Pattern, compile};
use std::ops::Range;

/// One of the lists.
#[derive(Debug, Default)]
pub(super) struct Side {
    pub(super) label: String,
    pub(super) names: Names,
    /// From the line of labels to the last line of the lists.
    pub(super) lines: Range<usize>,
}

/// So many lines hold two members at least.
const LEAST: usize = 2;

const LABEL: &str = concat!(
    r"(?i:(?:[ée]taient |membres )?(?:absent\p{L}*|excus[ée]\p{L}*|repr[ée]sent[ée]\p{L}*|pouvoirs?|procurations?)",
    r"(?: (?:(?:et|ou) )?(?:excus[ée]\p{L}*|repr[ée]sent[ée]\p{L}*|ayant donn[ée] (?:pouvoir|procuration)))?(?: ?\(?(?:avec|sans) (?:pouvoir|procuration|mandat|d[ée]l[ée]gation)s?\)?)?)"
);

/// The line of labels.
static LABELS: Pattern = Pattern::new(|| {
    compile(&format!(
        r"^(?P<left>(?i:(?:[ée]taient |membres )?pr[ée]sent\p{{L}}*)) ?:? (?P<right>{LABEL}) ?:?$"
    ))
});

/// A label at the end of a line, or alone on it.
static NEXT: Pattern = Pattern::new(|| compile(&format!(r"(?:^| )(?P<label>{LABEL}) ?:?$")));

static CIVIL: Pattern = Pattern::new(|| compile(&format!(r"(?:^| ){CIVILITY} ?\p{{Lu}}")));

/// The lists of a stretch that stand side by side; none where there are not two.
pub(super) fn side_by_side(folded: &str, printed: Printed<'_>, within: &Range<usize>) -> Vec<Side> {
    let mut out: Vec<Side> = Vec::new();
    let mut twos = 0;
    for line in lines(folded, printed, within) {
        let text = folded.get(line.clone()).unwrap_or_default();
        if out.is_empty() {
            if let Some(hit) = LABELS.captures(text) {
                let side = |group: &str| Side {
                    label: hit.name(group).map_or("", |m| m.as_str()).to_owned(),
                    lines: line.clone(),
                    ..Side::default()
                };
                out = vec![side("left"), side("right")];
            }
            continue;
        }
        if text.is_empty() {
            continue;
        }
        let label = NEXT.captures(text).and_then(|hit| Some((hit.get(0)?, hit.name("label")?)));
        let end = label.map_or(text.len(), |(whole, _)| whole.start());
        let Some(members) = members(text.get(..end).unwrap_or_default(), line.start) else { break };
        twos += usize::from(members.len() == 2);
        add(&mut out, members);
        for side in &mut out {
            side.lines.end = line.end;
        }
        if let Some((_, label)) = label {
            let lines = out.first().map_or(line.clone(), |first| first.lines.clone());
            out.push(Side { label: label.as_str().to_owned(), lines, ..Side::default() });
        }
    }
    let left = out.first().is_some_and(|side| side.names.listed.len() > 1);
    if twos >= LEAST && left { out } else { Vec::new() }
}

/// The lines as they were printed, be they joined.
pub(super) fn lines(
    folded: &str,
    printed: Printed<'_>,
    within: &Range<usize>,
) -> Vec<Range<usize>> {
    let mut at = within.start;
    let mut out = Vec::new();
    for raw in folded.get(within.clone()).unwrap_or_default().split_inclusive('\n') {
        let line = at..at + raw.trim_end().len();
        at += raw.len();
        let spaces = folded.get(line.clone()).unwrap_or_default().match_indices(' ');
        let mut start = line.start;
        for cut in spaces.map(|(space, _)| line.start + space) {
            if printed.begins_line(cut + 1) {
                out.push(start..cut);
                start = cut + 1;
            }
        }
        out.push(start..line.end);
    }
    out
}

/// Puts the members of a line into their lists: the first left, the second right; one who gives a power
/// stands right.
fn add(out: &mut [Side], members: Vec<Names>) {
    let alone = members.len() == 1;
    for (at, read) in members.into_iter().enumerate() {
        let right = at > 0 || (alone && !read.powers.is_empty());
        let side = if right { out.last_mut() } else { out.first_mut() };
        if let Some(side) = side {
            side.names.listed.extend(read.listed);
            side.names.powers.extend(read.powers);
            side.names.excused.extend(read.excused);
        }
    }
}

/// The members of a line, one or two, each behind a civility; `None` where it holds anything else.
fn members(text: &str, at: usize) -> Option<Vec<Names>> {
    let open = |end: usize| {
        let before = text.get(..end).unwrap_or_default();
        before.matches('(').count() > before.matches(')').count()
    };
    let mut starts: Vec<usize> = CIVIL
        .find_iter(text)
        .map(|found| found.start() + usize::from(found.as_str().starts_with(' ')))
        .filter(|start| !open(*start))
        .collect();
    if text.trim().is_empty() {
        return Some(Vec::new());
    }
    if starts.first() != Some(&0) || starts.len() > 2 {
        return None;
    }
    starts.push(text.len());
    let read = starts.windows(2).map(|pair| {
        let [from, to] = pair else { return None };
        let read = names(text.get(*from..*to)?.trim_end(), at + from);
        let one = read.listed.len() + read.powers.len() == 1 && read.odd.is_none();
        one.then_some(read)
    });
    read.collect()
}
