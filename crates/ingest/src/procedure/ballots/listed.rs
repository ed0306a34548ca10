//! Who voted against or abstained, where the names stand apart from the words that count the votes: below the count one a
//! line, in two columns, in the cells of a table, in a note at the foot, in a sentence before the decision. They are taken
//! where exactly as many are named as are counted.

use super::{in_words, voters};
use crate::procedure::scan::{Hit, hits};
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::Ballot;
use std::collections::BTreeMap;
use std::ops::Range;

type Lists = Vec<(Ballot, Vec<Found<String>>)>;

/// Where the names may stand: the text, the same with tabs between its columns, and the stretch of the act.
pub(in crate::procedure) struct Place<'a> {
    pub(in crate::procedure) folded: &'a str,
    pub(in crate::procedure) columns: &'a str,
    pub(in crate::procedure) whole: Range<usize>,
}

/// Those who cast a ballot that is counted so often.
pub(in crate::procedure) fn apart(
    place: &Place<'_>,
    ballot: Ballot,
    counted: u32,
) -> Option<Vec<Found<String>>> {
    let counted = usize::try_from(counted).ok().filter(|counted| *counted > 0)?;
    let readings = [below, beside, in_cells, in_notes, told];
    readings.into_iter().find_map(|reading| {
        let lists = reading(place).into_iter().filter(|(kind, _)| *kind == ballot);
        let mut all: Vec<Found<String>> = Vec::new();
        for voter in lists.flat_map(|(_, list)| list) {
            if !all.iter().any(|known| known.value == voter.value) {
                all.push(voter);
            }
        }
        (all.len() == counted).then_some(all)
    })
}

fn ballot(hit: &Hit<'_>) -> Ballot {
    if hit.has("against") { Ballot::Against } else { Ballot::Abstention }
}

/// The lines of a text from a place on, with where each stands.
fn lines(text: &str, from: usize) -> impl Iterator<Item = Found<&str>> {
    let mut at = from;
    text.get(from..).unwrap_or_default().split_inclusive('\n').map(move |raw| {
        let start = at;
        at += raw.len();
        let line = raw.trim_end();
        Found::new(start..start + line.len(), line)
    })
}

/// The one voter whom a stretch names and nothing else.
fn one(words: &str, at: usize) -> Option<Found<String>> {
    let bare = words.trim_start_matches(['-', '–', '—', '•', '*', ' ']);
    let from = at + words.len() - bare.len();
    let bare = bare.trim_end_matches([' ', ',', ';', '.']);
    let list = Found::new(from..from + bare.len(), bare.to_owned());
    let read = voters(&list);
    let alone = read.odd.is_none() && read.listed.len() == 1;
    read.listed.into_iter().next().filter(|_| alone && bare.starts_with(char::is_uppercase))
}

/// *Contre : 2*, and below it a name on each of two lines.
fn below(place: &Place<'_>) -> Lists {
    static COUNT: Pattern = Pattern::new(|| {
        compile(
            r"(?im)^[-–•→ ]*(?:(?:ont |a )?vot[ée]s? |voix )?(?:(?P<against>contre)|(?P<abstained>abstentions?(?:\(s\))?|s'abst\p{L}+|se sont abstenus|s'est abstenue?)) ?:? ?\(?(?P<n>\d{1,2})\)?(?: voix| votes?)? ?:?$",
        )
    });
    let found = hits(place.folded, &place.whole, &COUNT);
    let named = found.iter().filter_map(|hit| {
        let most = usize::try_from(hit.count("n")?.value).ok()?;
        let below = lines(place.folded, hit.range().end).skip(1).take(most);
        let all = below.map_while(|line| one(line.value, line.range.start));
        Some((ballot(hit), all.collect()))
    });
    named.collect()
}

/// *CONTRE (2)* and *ABSTENTION (3)* side by side, and the names below each.
fn beside(place: &Place<'_>) -> Lists {
    static HEADS: Pattern = Pattern::new(|| {
        compile(
            r"(?im)^(?:votes? |voix )?(?:(?P<against>contre)|abstentions?(?:\(s\))?)[ :]*\(?(?P<n>\d{1,2})\)?[ :]*\t[ \t]*(?:votes? |voix )?(?:(?P<second>contre)|abstentions?(?:\(s\))?)[ :]*\(?(?P<m>\d{1,2})\)?[ :]*$",
        )
    });
    let mut out = Lists::new();
    for hit in hits(place.columns, &place.whole, &HEADS) {
        let (Some(n), Some(m)) = (hit.count("n"), hit.count("m")) else { continue };
        let kind = |against| if against { Ballot::Against } else { Ballot::Abstention };
        let mut left = [n.value, m.value];
        let mut named: [Vec<Found<String>>; 2] = [Vec::new(), Vec::new()];
        let most = usize::try_from(n.value.max(m.value)).unwrap_or_default();
        for line in lines(place.columns, hit.range().end).skip(1).take(most) {
            let cells: Vec<&str> =
                line.value.split('\t').filter(|cell| !cell.trim().is_empty()).collect();
            let mut from = line.range.start;
            for (at, cell) in cells.iter().enumerate() {
                let offset =
                    place.columns.get(from..).and_then(|rest| rest.find(cell)).unwrap_or(0);
                let start = from + offset;
                from = start + cell.len();
                let open = |at: usize| left.get(at).is_some_and(|left| *left > 0);
                let at = if cells.len() == 1 && !open(0) { 1 } else { at };
                if let (Some(list), Some(left)) = (named.get_mut(at), left.get_mut(at))
                    && let Some(voter) = one(cell, start)
                {
                    list.push(voter);
                    *left = left.saturating_sub(1);
                }
            }
        }
        let [first, second] = named;
        out.push((kind(hit.has("against")), first));
        out.push((kind(hit.has("second")), second));
    }
    out
}

/// *| Contre | 2 | A, B |*
fn in_cells(place: &Place<'_>) -> Lists {
    static ROW: Pattern = Pattern::new(|| {
        compile(
            r"(?im)^[| ]*(?:votes? |voix )?(?:(?P<against>contre)|abstentions?(?:\(s\))?) ?\| ?\d{1,3} ?\| ?(?P<list>(?-i:\p{Lu})[^|\n]{2,300}?) ?\|",
        )
    });
    lists(place, &ROW)
}

/// The lists of a pattern, each read as voters.
fn lists(place: &Place<'_>, pattern: &Pattern) -> Lists {
    let found = hits(place.folded, &place.whole, pattern);
    let read = found.iter().filter_map(|hit| {
        let read = voters(&hit.words("list")?);
        read.odd.is_none().then(|| (ballot(hit), read.listed))
    });
    read.collect()
}

/// *2 voix contre (\*)*, and at the foot *(\*) A, B*.
///
/// A folded text has lost two stars and more, which may mark what is bold: *(**)* is *()*.
fn in_notes(place: &Place<'_>) -> Lists {
    static MARKED: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:(?P<against>contre)|abstentions?(?:\(s\))?) ?(?P<mark>\(\*{0,4}\)|\([1-9]\)|\*{1,4}|[¹²³⁴])",
        )
    });
    static MARK: Pattern =
        Pattern::new(|| compile(r"(?P<mark>\(\*{0,4}\)|\([1-9]\)|\*{1,4}|[¹²³⁴])"));
    let marked = hits(place.folded, &place.whole, &MARKED);
    let mut out = Lists::new();
    if marked.is_empty() {
        return out;
    }
    let mut known = BTreeMap::new();
    for hit in &marked {
        if let Some(mark) = hit.words("mark") {
            known.entry(mark.value).or_insert_with(|| ballot(hit));
        }
    }
    let marks: Vec<Found<String>> = hits(place.folded, &place.whole, &MARK)
        .iter()
        .filter_map(|hit| hit.words("mark"))
        .collect();
    for (at, mark) in marks.iter().enumerate() {
        let from = mark.range.end;
        let next = marks.get(at + 1).map_or(place.whole.end, |next| next.range.start);
        let words = place.folded.get(from..next.max(from)).unwrap_or_default();
        let words = words.split('\n').next().unwrap_or_default();
        let bare = words.trim_start_matches([' ', ':']);
        let from = from + words.len() - bare.len();
        let bare = bare.trim_end_matches(['.', ' ']);
        let of = known.get(&mark.value).filter(|_| bare.starts_with(char::is_uppercase));
        let Some(ballot) = of else { continue };
        let read = voters(&Found::new(from..from + bare.len(), bare.to_owned()));
        if read.odd.is_none() {
            out.push((*ballot, read.listed));
        }
    }
    out
}

/// *M. A ayant voté contre*, in whatever sentence of the act.
fn told(place: &Place<'_>) -> Lists {
    in_words(place.folded, std::slice::from_ref(&place.whole))
}
