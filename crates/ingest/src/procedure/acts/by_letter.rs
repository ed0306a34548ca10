//! Matters that a capital letter and a full stop place: *A. Columbarium*, *B. Éclairage public*. One alone could be the initial
//! of a name: three in their order, from A on, are none.

use super::headings::{Head, Kind};
use super::titles::{is_title, section};
use crate::recognise::{Found, Pattern, compile};

/// So many letters in a row are an order.
const LEAST: usize = 3;

/// A letter with its full stop before a title, some word of which is written small.
static PLACED: Pattern = Pattern::new(|| {
    compile(r"^(?P<n>[A-Z])\. (?P<title>\p{Lu}[\p{L}'-]* (?:[^\n]* )?\p{Ll}[^\n]{2,180})$")
});

/// The headings, and beside them those that letters place, from A on, each after the letter before it.
pub(super) fn placed_by_letters(folded: &str, mut heads: Vec<Head>, start: usize) -> Vec<Head> {
    let mut at = start;
    let mut row: Vec<Head> = Vec::new();
    let mut placed: Vec<Head> = Vec::new();
    let mut keep = |row: &mut Vec<Head>| {
        let whole = std::mem::take(row);
        if whole.len() >= LEAST {
            placed.extend(whole);
        }
    };
    for raw in folded.get(start..).unwrap_or_default().split_inclusive('\n') {
        let from = at;
        at += raw.len();
        let Some(head) = placed_at(raw.trim_end(), from) else { continue };
        let letter = |head: &Head| head.number.as_ref().and_then(|n| n.bytes().next());
        let due = row.last().and_then(letter).map_or(b'A', |last| last + 1);
        if letter(&head) == Some(b'A') {
            keep(&mut row);
            row.push(head);
        } else if letter(&head) == Some(due) {
            row.push(head);
        }
    }
    keep(&mut row);
    heads.retain(|head| placed.iter().all(|one| one.at != head.at));
    heads.extend(placed);
    heads.sort_by_key(|head| head.at);
    heads
}

fn placed_at(line: &str, at: usize) -> Option<Head> {
    let hit = PLACED.captures(line)?;
    let (letter, title) = (hit.name("n")?, hit.name("title")?);
    let words = title.as_str();
    let title = Found::new(at + title.start()..at + title.end(), words.to_owned());
    (is_title(words) && !section(words)).then(|| Head {
        at,
        kind: Kind::Numbered,
        number: Some(letter.as_str().to_owned()),
        reference: None,
        title: Some(title),
    })
}
