//! Groups behind a count that theirs come to: *11 voix pour (Les Rives : 7, Les Monts : 4)*, or on the lines below it.

use super::row::is_no_group;
use super::{BALLOT, ballot};
use crate::procedure::scan::{CIVILITY, Hit, hits};
use crate::recognise::{Found, Pattern, compile};
use std::ops::Range;

/// A group, which of its votes are counted, and how many.
pub(super) type Share = (Found<String>, &'static str, Found<u32>);

static ITEM: Pattern = Pattern::new(|| {
    compile(
        r#"^[-–•→ ]*(?:(?i:le |la |les )?(?i:groupes?) )?[«"“]? ?(?P<group>\p{Lu}[^;:,()«»"”\d\n]{1,70}?) ?[»"”]? ?(?:[:=] ?|\()(?P<n>\d{1,3})(?: (?i:voix|votes?|[ée]lue?s|membres))?\)?[ .]*$"#,
    )
});

/// The groups whose counts come to those that they stand behind.
pub(super) fn summed(folded: &str, zones: &[Range<usize>]) -> Vec<Share> {
    static BRACKETED: Pattern = Pattern::new(|| {
        compile(&format!(
            r"\b(?P<all>\d{{1,3}}) (?i:(?:voix|votes?) )?(?i:{BALLOT}) ?\((?P<list>[^()\n]{{4,300}})\)"
        ))
    });
    static ABOVE: Pattern = Pattern::new(|| {
        compile(&format!(
            r"(?m)^[-–•→ ]*(?i:(?:votes?|voix) )?(?i:{BALLOT})(?:\(s\))? ?: ?(?P<all>\d{{1,3}})(?: voix)?$"
        ))
    });
    let mut out = Vec::new();
    for zone in zones {
        for hit in hits(folded, zone, &BRACKETED) {
            let Some(list) = hit.place("list") else { continue };
            out.extend(
                shares(folded, &hit, &parted(folded, &list, [',', ';'])).unwrap_or_default(),
            );
        }
        for hit in hits(folded, zone, &ABOVE) {
            let from = hit.range().end;
            let below = parted(folded, &(from..zone.end.max(from)), ['\n', '\n']);
            let below = below.into_iter().skip(1);
            let items: Vec<Range<usize>> = below.take_while(|line| item(folded, line)).collect();
            out.extend(shares(folded, &hit, &items).unwrap_or_default());
        }
    }
    out
}

/// The pieces of a stretch between marks, so many at most as groups may be.
fn parted(folded: &str, within: &Range<usize>, marks: [char; 2]) -> Vec<Range<usize>> {
    const MOST: usize = 16;
    let mut at = within.start;
    let pieces = folded.get(within.clone()).unwrap_or_default().split(marks).take(MOST);
    let places = pieces.map(|piece| {
        let start = at + piece.len() - piece.trim_start().len();
        at += piece.len() + 1;
        start..start + piece.trim().len()
    });
    places.collect()
}

/// Whether a line counts the votes of a group, and none of all.
fn item(folded: &str, line: &Range<usize>) -> bool {
    static OF_ALL: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^[-–•→ ]*(?:(?:votes?|voix) )?(?:pour|contre|abst\p{L}*|votants|exprim[ée]s)\b",
        )
    });
    folded.get(line.clone()).is_some_and(|words| ITEM.is_match(words) && !OF_ALL.is_match(words))
}

fn shares(folded: &str, hit: &Hit<'_>, items: &[Range<usize>]) -> Option<Vec<Share>> {
    static PERSON: Pattern = Pattern::new(|| compile(&format!(r"^{CIVILITY} ")));
    let mut out = Vec::new();
    for item in items {
        let found = hits(folded, item, &ITEM);
        let (group, n) = found.first().and_then(|hit| hit.words("group").zip(hit.count("n")))?;
        if PERSON.is_match(&group.value) || is_no_group(&group.value) {
            return None;
        }
        out.push((group, ballot(hit), n));
    }
    let sum = out.iter().fold(0u32, |sum, (_, _, n)| sum.saturating_add(n.value));
    (sum == hit.count("all")?.value).then_some(out)
}
