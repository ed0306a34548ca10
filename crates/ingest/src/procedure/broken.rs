//! Labels that a narrow column breaks over two lines: *Membres        A, B,* and below it *présents :     C*.

use super::labels::Listed;
use super::scan::trimmed;
use crate::recognise::{Found, Pattern, compile};
use std::ops::Range;

/// The first half of such a label.
static FIRST: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:(?:membres?|conseill[eè]re?s?|d[ée]l[ée]gu[ée]e?s?|[ée]lue?s?|administrateurs?)(?: (?:municipaux|communautaires|syndicaux|titulaires|en exercice|ayant))?|(?:[ée]taient|sont|ont|ayant|s'[ée]taient)(?: donn[ée])?|(?:absente?s?|excus[ée]e?s?) (?:et|ayant|ou))$",
    )
});

/// The other half.
static SECOND: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:(?:municipaux |communautaires |syndicaux |titulaires )?(?:pr[ée]sent|absent|excus|repr[ée]sent)\p{L}*|(?:donn[ée] )?(?:un |leur )?(?:pouvoir|procuration)s?) ?:?$",
    )
});

/// What is read where such labels stand.
pub(super) struct Broken {
    pub(super) labels: Vec<Listed>,
    /// Where the other halves stand: they are no names of the lists.
    halves: Vec<Range<usize>>,
}

impl Broken {
    /// A text with blanks, byte for byte, for the other halves of the labels.
    pub(super) fn without_halves(&self, text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        for half in &self.halves {
            bytes.iter_mut().take(half.end).skip(half.start).for_each(|byte| *byte = b' ');
        }
        String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
    }
}

/// The labels of a stretch that two lines share, if there are some.
pub(super) fn broken_labels(columns: &str, within: &Range<usize>) -> Option<Broken> {
    let mut out = Broken { labels: Vec::new(), halves: Vec::new() };
    let mut before: Option<(Found<String>, usize)> = None;
    let mut at = within.start;
    for raw in columns.get(within.clone())?.split_inclusive('\n') {
        let start = at;
        at += raw.len();
        let mut cells = raw.trim_end().split('\t');
        let first = cells.next().unwrap_or_default();
        let mut from = start + first.len() + 1;
        let behind = cells.find(|cell| {
            let empty = cell.trim().is_empty();
            from += if empty { cell.len() + 1 } else { 0 };
            !empty
        });
        let (lead, words) = trimmed(first);
        let range = start + lead..start + lead + words.len();
        let Some(_) = behind.filter(|_| !words.is_empty()) else {
            before = before.filter(|_| raw.trim().is_empty());
            continue;
        };
        if let Some((label, names)) = before.take().filter(|_| SECOND.is_match(words)) {
            let value = format!("{} {words}", label.value);
            out.halves.push(start..start + first.len());
            out.labels.push(Listed {
                at: label.range.start,
                from: names,
                label: Found::new(label.range, value),
            });
        } else if FIRST.is_match(words) {
            before = Some((Found::new(range, words.to_owned()), from));
        }
    }
    (!out.labels.is_empty()).then_some(out)
}
