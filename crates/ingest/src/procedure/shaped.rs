//! A reference told by its shape, where no formula of the head introduces one: groups of letters and figures, one of
//! which is the year in which the organ sat. What is read so is for a person to look at.

use super::Heading;
use crate::recognise::{Found, Pattern, compile, dates, own_number};
use std::ops::Range;

/// Groups that marks part; blanks may stand around the marks behind a number sign.
static SHAPE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?:^|[ \t\n(|])(?:[nN] ?[°o] ?(?:: ?)?(?P<spaced>(?:19|20)\d\d ?[-–_/.] ?(?:[A-Z]{0,4}\d{1,4})(?: ?[-–_/.] ?[A-Z]{0,4}\d{1,4})?)",
        r"|(?:[nN] ?[°o] ?(?:: ?)?)?(?P<close>[A-Za-z]{0,7}\d*(?:[-_/.](?:[A-Za-z]{0,5}\d{1,5}|[A-Z]{1,5})){1,4}))(?:[.,;:]?(?:[ \t\n)|]|$))"
    ))
});

/// Words behind which a number is of something else.
static OF_OTHERS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)(?:\bloi|d[ée]cret|ordonnance|arr[êe]t[ée]|circulaire|articles?|\bL|\bR|\bID|\bvu\b.{0,60}|t[ée]l[ée]?(?:phone)?|siret|march[ée]|permis|compte|chapitre|\bpage|fax|convocation|lot|parcelles?|d[ée]lib[ée]ration (?:du|de la) [^\n]{2,40}) ?(?:pr[ée]fectoral )?(?:n ?[°o])? ?:? ?$",
    )
});

/// The first token of the head that is shaped as a reference of an act of `year`.
pub(super) fn by_shape(heading: &Heading<'_>, year: Option<i32>) -> Option<Found<String>> {
    let year = year?.to_string();
    let text = heading.columns.get(heading.head.clone()).unwrap_or_default();
    let at = heading.head.start;
    let mut from = 0;
    let range: Range<usize> = loop {
        let hit = SHAPE.captures_at(text, from)?;
        let token = hit.name("spaced").or_else(|| hit.name("close"))?;
        let before = text.get(..token.start()).unwrap_or_default();
        let line = before.rsplit(['\n', '\t']).next().unwrap_or_default();
        if is_shaped(token.as_str(), &year) && !OF_OTHERS.is_match(line) {
            break token.range();
        }
        // The blank behind one token stands before the next.
        from = token.end();
    };
    let words = own_number(text.get(range.clone())?);
    let start = at + range.end - words.len();
    Some(Found::new(start..start + words.len(), words.to_owned()))
}

/// Whether one of the groups is the year, alone or behind letters, another a number, and the whole no day.
fn is_shaped(token: &str, year: &str) -> bool {
    let groups: Vec<&str> = token.split(['-', '–', '_', '/', '.']).map(str::trim).collect();
    let of_year = |group: &&str| {
        group.strip_suffix(year).is_some_and(|lead| lead.chars().all(char::is_alphabetic))
    };
    let number = |group: &&&str| !of_year(group) && group.ends_with(|c: char| c.is_ascii_digit());
    // *2031-2033*: years in which a convention runs.
    let years = groups.iter().filter(|group| group.len() == 4 && group.starts_with("20")).count();
    // *n° 31.06.19.47*: the year by its last two figures, where the groups are many.
    let short = groups.len() > 3
        && year.ends_with(groups.first().copied().unwrap_or("?"))
        && groups.first().is_some_and(|first| first.len() == 2);
    if short {
        return groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_digit()));
    }
    groups.len() > 1
        && years < 2
        && groups.iter().any(of_year)
        && groups.iter().filter(number).count() > 0
        && dates(token).is_empty()
}
