//! Headings whose reference or number stands apart from their title: alone on the line above it, or at its end.

use super::headings::{Head, Kind};
use super::titles::{heads_by_a_dash, in_capitals, is_title, section, without_outcome};
use crate::recognise::{Found, Pattern, compile};

/// *2031-07*: a reference of two groups alone on its line, the title below it.
static NUMBER_ALONE: Pattern = Pattern::new(|| {
    compile(
        // Between rules drawn across the page letters may stand among its groups: *=== 2031/B/071 ======*
        r"^(?:[-–—_=~*#]{2,} ?(?:[nN] ?[°o] ?)?(?P<ruled>(?:[A-Z]{1,6}[-_/.])?(?:19|20)\d\d(?:[-_/.][A-Z]{1,4})?[-_/.]\d{1,4})(?: ?[-–—_=~*#]{2,})?|(?:[nN] ?[°o] ?)?(?P<reference>(?:19|20)\d\d[-_/.]\d{1,4}|\d{2}[-_/.]\d{3}|\d{1,4}/(?:19|20)\d\d))$",
    )
});

/// *=== 2031/B/071 === Budget*: the title on the line of the rule.
static RULED: Pattern = Pattern::new(|| {
    compile(
        r"^[-–—_=~*#]{3,} ?(?:[nN] ?[°o] ?)?(?P<reference>(?:[A-Z]{1,6}[-_/.])?(?:19|20)\d\d(?:[-_/.][A-Z]{1,4})?[-_/.]\d{1,4}) ?[-–—_=~*#]{3,} ?(?P<title>\p{Lu}.{3,190})$",
    )
});

/// *Budget 2031-07*: the reference at the end of the title.
static AT_THE_END: Pattern = Pattern::new(|| {
    compile(
        r"^(?P<title>.{4,160}?)[ |]+(?P<reference>(?:[A-Z]{1,6}[-_/.]?)?(?:19|20)\d\d[-_/.]\d{1,4}(?:[-_/.]\d{1,4})?)$",
    )
});

/// The headings, where the number of a matter stands alone on its line and its title right below: *DÉLIBÉRATION N° 2031-07*.
pub(super) fn titled_below(folded: &str, heads: Vec<Head>) -> Vec<Head> {
    let title = |head: &Head| {
        let above = folded.get(head.at..)?.split_once('\n')?;
        let line = above.1.split('\n').next()?.trim_end();
        let from = head.at + above.0.len() + 1;
        (heads_by_a_dash(line) || (in_capitals(line) && !section(line)))
            .then(|| Found::new(from..from + line.len(), line.to_owned()))
    };
    let alone = |head: &Head| {
        head.title.is_none() && matches!(head.kind, Kind::Referenced | Kind::Numbered)
    };
    let titles: Vec<Option<Found<String>>> =
        heads.iter().map(|head| title(head).filter(|_| alone(head))).collect();
    let mut out: Vec<Head> = Vec::new();
    let mut taken = 0;
    for (mut head, title) in heads.into_iter().zip(titles) {
        // What heads a matter by its number is no heading of its own.
        if head.at < taken {
            continue;
        }
        if let Some(title) = title {
            taken = title.range.end;
            head.title = Some(title);
        }
        // A place without a title is none.
        if head.title.is_some() || head.kind != Kind::Numbered {
            out.push(head);
        }
    }
    out
}

/// The headings, where matters stand each below a number alone on its line: *2031-07*, and below it its title.
pub(super) fn numbered_above(folded: &str, heads: Vec<Head>, start: usize) -> Vec<Head> {
    let mut at = start;
    let mut out: Vec<Head> = Vec::new();
    let mut alone: Option<Found<String>> = None;
    let mut apart = true;
    for raw in folded.get(start..).unwrap_or_default().split_inclusive('\n') {
        let from = at;
        at += raw.len();
        let line = raw.trim_end();
        if let Some(reference) = alone.take()
            && line.starts_with(char::is_uppercase)
            && line.chars().count() <= 200
            && is_title(line)
            && !line.contains(" : ")
        {
            let title = Found::new(from..from + line.len(), line.to_owned());
            let (at, kind) = (reference.range.start, Kind::Referenced);
            let (reference, title) = (Some(reference), Some(without_outcome(&title)));
            out.push(Head { at, kind, number: None, reference, title });
        }
        if let Some(hit) = RULED.captures(line) {
            let place = |group: &str| {
                let found = hit.name(group)?;
                let start = from + found.start();
                Some(Found::new(start..start + found.len(), found.as_str().to_owned()))
            };
            let (reference, title) = (place("reference"), place("title"));
            let kind = Kind::Referenced;
            out.push(Head { at: from, kind, number: None, reference, title });
        }
        alone = NUMBER_ALONE.captures(line).filter(|_| apart).and_then(|hit| {
            let found = hit.name("reference").or_else(|| hit.name("ruled"))?;
            Some(Found::new(from + found.start()..from + found.end(), found.as_str().to_owned()))
        });
        apart = line.is_empty();
    }
    if !of_one_series(out.iter()) || heads.iter().any(|head| head.reference.is_some()) {
        return heads;
    }
    let titles: Vec<usize> =
        out.iter().filter_map(|head| Some(head.title.as_ref()?.range.start)).collect();
    out.extend(heads.into_iter().filter(|head| titles.binary_search(&head.at).is_err()));
    out.sort_by_key(|head| head.at);
    out
}

/// The headings, where each of several ends with its reference.
pub(super) fn referenced_behind(mut heads: Vec<Head>) -> Vec<Head> {
    let behind = |head: &Head| {
        let title = head.title.as_ref().filter(|_| head.reference.is_none())?;
        let marked =
            matches!(head.kind, Kind::Bare | Kind::Capitals | Kind::Subsidies | Kind::Dashed);
        let hit = AT_THE_END.captures(&title.value).filter(|_| marked)?;
        let place = |group: &str| {
            let found = hit.name(group)?;
            let from = title.range.start + found.start();
            Some(Found::new(from..from + found.len(), found.as_str().to_owned()))
        };
        let (kind, number) = (Kind::Referenced, None);
        Some(Head {
            at: head.at,
            kind,
            number,
            reference: place("reference"),
            title: place("title"),
        })
    };
    let read: Vec<Option<Head>> = heads.iter().map(behind).collect();
    if of_one_series(read.iter().flatten()) && !heads.iter().any(|head| head.reference.is_some()) {
        for (head, read) in heads.iter_mut().zip(read) {
            if let Some(read) = read {
                *head = read;
            }
        }
    }
    heads
}

/// Whether several headings have references of one series, each another: *2031-07*, *2031-08*.
fn of_one_series<'a>(heads: impl Iterator<Item = &'a Head>) -> bool {
    let references = heads.filter_map(|head| Some(head.reference.as_ref()?.value.as_str()));
    let mut all: Vec<&str> = references.collect();
    let count = all.len();
    let year = |words: &str| {
        words.split(['-', '_', '/', '.']).find(|group| group.len() == 4).map(str::to_owned)
    };
    let first = all.first().copied().and_then(year);
    let of_one = all.iter().all(|words| year(words) == first);
    all.sort_unstable();
    all.dedup();
    count > 1 && all.len() == count && of_one
}
