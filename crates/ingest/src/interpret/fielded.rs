//! Rows whose cells a mark parts and whose figures say what they are: *Régates – Cercle nautique – budget 61 200 € – aide
//! proposée 12 000 €*, as a page of the web and a list that lost its table print them.

use super::cells::amount_of;
use super::grid::decides;
use super::rows::{Block, Headings, Row, named, total};
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::Money;
use std::ops::Range;

/// So many rows, one below the other, are a list.
const LEAST: usize = 2;
/// What may part the cells.
const MARKS: &[&str] = &[" – ", " — ", " - ", " / "];

/// *aide proposée 12 000 €*, *Subvention : 900 euros*: what a figure is, and the figure.
static LABELLED: Pattern = Pattern::new(|| {
    compile(
        r"^(?P<label>\p{L}[\p{L}' ]{2,50}?)(?: de| d'un montant de|  ?[:=])? ?(?P<sum>\d[\d .]*(?:,\d{1,2})? ?(?:€|(?i:euros?)))$",
    )
});

/// A cell that says of what kind, from where or under which number something is.
static OF_WHAT: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:cat[ée]gories?|dossier|n ?[°o]|num[ée]ro|canton|commune d|ville d|secteur|quartier|th[ée]matique|axe|volet|type|niveau|date|du \d|le \d|les \d|taux|\d)\b",
    )
});

/// The words by which those who receive are known.
static KIND: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:association|club|comit[ée]|cercle|amicale|compagnie|union|soci[ée]t[ée]|f[ée]d[ée]ration|ligue|collectif|foyer|maison|centre|groupement|coop[ée]rative|fondation|syndicat|harmonie|orchestre|atelier|ensemble|office|ecurie|[ée]curie|athl[ée]\p{L}*|sporting|racing|olympique|avenir|[ée]toile|scic|scop|sarl|gip|epcc|us|as|asso)\b",
    )
});

/// Whether some words hold one by which those who receive are known.
pub(super) fn of_a_kind(words: &str) -> bool {
    KIND.is_match(words)
}

struct Line<'a> {
    range: Range<usize>,
    /// Cells that name something, and where they stand.
    words: Vec<(&'a str, usize)>,
    sum: Found<Money>,
}

/// The lists of a stretch that are written so.
pub(super) fn blocks(rows: &str, within: &Range<usize>) -> Vec<Block> {
    let mut out = Vec::new();
    let mut open: Vec<Line<'_>> = Vec::new();
    let mut lead = within.start..within.start;
    let mut at = within.start;
    for raw in rows.get(within.clone()).unwrap_or_default().split_inclusive('\n') {
        let start = at + (raw.len() - raw.trim_start().len());
        at += raw.len();
        let words = raw.trim();
        match line(words, start) {
            Some(line) => open.push(line),
            None if words.is_empty() => {}
            None => {
                out.extend(block(&open, lead.clone()));
                open.clear();
                lead = start..start + words.len();
            }
        }
    }
    out.extend(block(&open, lead));
    out
}

/// A line as cells, the last of which is what was decided.
fn line(words: &str, at: usize) -> Option<Line<'_>> {
    let bare = words.trim_start_matches(['-', '–', '•', '*', ' ']);
    let from = at + words.len() - bare.len();
    let bare = bare.trim_end_matches([' ', ';', '.', ',']);
    let mark = MARKS.iter().find(|mark| bare.matches(*mark).count() > 1)?;
    let (mut cells, mut place) = (Vec::new(), from);
    for cell in bare.split(mark) {
        cells.push((cell.trim(), place + (cell.len() - cell.trim_start().len())));
        place += cell.len() + mark.len();
    }
    let decided = |(cell, place): &(&str, usize)| {
        let hit = LABELLED.captures(cell)?;
        let (label, sum) = (hit.name("label")?, hit.name("sum")?);
        decides(label.as_str()).then(|| amount_of(sum.as_str(), place + sum.start()))?
    };
    let sum = cells.iter().rev().find_map(decided)?;
    let names = |(cell, _): &&(&str, usize)| {
        !LABELLED.is_match(cell)
            && !OF_WHAT.is_match(cell)
            && cell.chars().filter(|c| c.is_alphabetic()).count() > 2
    };
    let words = cells.iter().filter(names).copied().collect::<Vec<_>>();
    let sound = !words.is_empty() && !words.first().is_some_and(|(first, _)| total(first));
    sound.then_some(Line { range: from..from + bare.len(), words, sum })
}

fn block(lines: &[Line<'_>], lead: Range<usize>) -> Option<Block> {
    if lines.len() < LEAST {
        return None;
    }
    // Who receives stands in one column: that in which most are of a kind that receives, else the first.
    let wide = lines.iter().map(|line| line.words.len()).min()?;
    let known = |column: &usize| {
        let cells = lines.iter().filter_map(|line| line.words.get(*column));
        cells.filter(|(cell, _)| KIND.is_match(cell)).count()
    };
    let receiver = (0..wide).max_by_key(|column| (known(column), wide - column))?;
    let row = |line: &Line<'_>| {
        let (name, at) = line.words.get(receiver)?;
        let object = line.words.iter().enumerate().find(|(column, _)| *column != receiver);
        let object = object
            .map(|(_, (said, from))| Found::new(*from..*from + said.len(), (*said).to_owned()));
        let name = named(name, *at);
        (!name.is_empty()).then(|| Row {
            line: line.range.clone(),
            name,
            siret: None,
            form: None,
            object,
            sums: vec![line.sum.clone()],
        })
    };
    let rows = lines.iter().filter_map(row).collect();
    Some(Block { lead, rows, headings: Headings::Doubtful, ..Block::default() })
}
