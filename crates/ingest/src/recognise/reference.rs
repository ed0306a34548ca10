//! References of acts: `014-3127-23-BM`, `ADM 002-2215-20-CM`, `CP_2023_04_061`, `D-2023/117`; and
//! acts cited in running text with reference, date and organ.

use super::{Found, Pattern, compile, date::dates};
use greffe_domain::ActRef;
use std::ops::Range;

/// One token of a reference: letters and digits joined by marks, at least two groups.
const TOKEN: &str = concat!(
    r"(?:(?:19|20)\d\d [-/] [A-Z]{1,4}\d{0,2} [-/] \d{1,3}(?:\.\d{1,3})*|(?:[A-Z]{1,5} )?(?:19|20)\d\d[-.]\d\d[-.]\d\d ?[/–-] ?\d{1,4}",
    r"|[A-Z]{1,5} ?\d{2,4}-\d{1,3} / \d{1,5}",
    r"|(?:[A-Z]{2,5} )?[A-Za-z0-9]+(?:[-_/.][A-Za-z0-9]+)+)"
);

/// *DE- 2031/47*, *2031 / 183*: blanks around the marks beside the year, as a citation may hold them.
const SPACED: &str = r"[A-Z]{1,6}(?: [-_/] ?|[-_/] )(?:19|20)\d\d ?[-_/] ?\d{1,4}\b|(?:19|20)\d\d(?: / ?|/ )\d{1,4}\b|(?:19|20)\d\d [-–] \d{1,3}\b";

/// An act that a text cites: what it says of it, and where each part stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CitedAct {
    /// The act as cited.
    pub(crate) act: ActRef,
    /// Where the reference stands.
    pub(crate) reference: Option<Range<usize>>,
    /// Where the date stands.
    pub(crate) date: Option<Range<usize>>,
    /// Where the organ stands.
    pub(crate) organ: Option<Range<usize>>,
}

static MENTION: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\bd[ée]lib(?:[ée]rations?(?:[ -]cadre)?\b|\.)(?: (?-i:[A-Z]{2,8}) ?(?P<numbered>n ?°))?|(?:modifi|compl[ée]t|remplac|abrog|prorog)[ée]e par celle (?P<that>n ?°|du \d)|\b(?:l'|cet |son )(?P<other>arr[êe]t[ée])\b|\b[ls]a (?P<decision>d[ée]cision)\b",
    )
});

/// The organ behind a mention, up to what identifies the act.
static ORGAN: Pattern = Pattern::new(|| {
    compile(concat!(
        r"^ (?:du |de la |de l'|de son |de notre )(?P<organ>(?i:bureau|conseil|commission",
        r"|comit[ée]|assembl[ée]e)",
        r"[^.;:,()\n]{0,90}?)(?P<next>,? n°|,? (?:du|en date du|le) \d| (?:[A-Z]{2,5} )?[A-Z]{0,6}[-_/.]?\d+[-_/.]\d)"
    ))
});

static REFERENCE: Pattern = Pattern::new(|| {
    compile(&format!(
        "{}(?P<reference>{SPACED}|{TOKEN})|[nN]° ?(?P<bare>\\d{{1,6}})\\b)",
        r"^,? ?(?:(?:[nN]° ?|[nN]o |num[ée]ro )?"
    ))
});

/// *n° 2.1 du 1er juillet 2031*, *n° 31 C 0416 du 15 octobre 2031*: between the word of a number and a day, groups of figures
/// and capitals that full stops or spaces part.
static FRAMED: Pattern = Pattern::new(|| {
    compile(
        r"^,? ?(?:[nN]° ?|[nN]o |num[ée]ro )(?P<reference>\d{1,4}(?:[. ][A-Z0-9]{1,6}){1,4}),? (?:du|en date du) \d",
    )
});

static DATED: Pattern = Pattern::new(|| compile(r"^,? ?(?:du|en date du|le) {date:date}"));

static BEHIND_ITS_DATE: Pattern = Pattern::new(|| {
    compile(&format!(
        r"^(?:,? ?\(?|, )(?:[nN]° ?|[nN]o |num[ée]ro )(?P<reference>{SPACED}|{TOKEN})"
    ))
});

static DAYS: Pattern = Pattern::new(|| compile(r"^ (?:des|en date des|en dates? du) {date:date}"));

static NEXT_DAY: Pattern =
    Pattern::new(|| compile(r"^(?:, ?|,? et )(?:du |en date du )?{date:date}"));

static NEXT: Pattern =
    Pattern::new(|| compile(&format!(r"^(?:,| et| ,)+ ?[nN]° ?(?P<reference>{SPACED}|{TOKEN})")));

static WHOLE: Pattern = Pattern::new(|| compile(&format!("^(?:[nN]° ?)?(?P<reference>{TOKEN})$")));

/// The acts that a text cites by reference or date, in order. A mention of a deliberation with
/// neither (*la présente délibération*) is none.
pub(crate) fn cited_acts(text: &str) -> Vec<Found<CitedAct>> {
    let mut found = Vec::new();
    for hit in MENTION.captures_iter(text) {
        let Some(mention) = hit.get(0) else { continue };
        // *délibération CIAS n° 31-037*: the letters of the body stand before the number.
        let sign = hit.name("numbered").or_else(|| hit.name("that"));
        // The space before what tells *celle*, too, is read with it.
        let lead = usize::from(hit.name("that").is_some());
        let mut at = sign.map_or(mention.end(), |sign| sign.start() - lead);
        // Of decisions there are those of courts and of the Union, too: the body's own has a number and a day.
        let decision = hit.name("decision").is_some();
        let organ = named(&ORGAN, text, at, "organ");
        at = organ.as_ref().map_or(at, |organ| organ.end);
        let shaped = || {
            named(&REFERENCE, text, at, "reference")
                .filter(|r| is_reference(text.get(r.clone()).unwrap_or_default()))
        };
        let reference = named(&FRAMED, text, at, "reference")
            .or_else(shaped)
            .or_else(|| named(&REFERENCE, text, at, "bare"))
            .map(|r| r.start..r.end + again(text.get(r.end..).unwrap_or_default()));
        at = reference.as_ref().map_or(at, |reference| reference.end);
        let mut more = Vec::new();
        while let Some(next) = reference.as_ref().and_then(|_| named(&NEXT, text, at, "reference"))
        {
            at = next.end;
            more.push(next);
        }
        // A date behind several references belongs to none of them for certain.
        let date = named(&DATED, text, at, "date").filter(|_| more.is_empty());
        // *la délibération du 2 mai 2031 (n° 31-07)*: the day before the number.
        let behind = || named(&BEHIND_ITS_DATE, text, date.as_ref()?.end, "reference");
        let behind = behind()
            .filter(|_| reference.is_none() && hit.name("decision").is_none())
            .filter(|r| is_reference(text.get(r.clone()).unwrap_or_default()));
        let reference = reference.or(behind);
        // Of an *arrêté* that only a day tells there are many.
        let told = reference.is_some() || (date.is_some() && hit.name("other").is_none());
        let own = reference.as_ref().and_then(|r| text.get(r.clone()));
        let own =
            own.is_some_and(|r| !r.ends_with(['E', 'C']) && date.is_some() && organ.is_none());
        let told = told && (own || !decision);
        if !told {
            if hit.name("other").is_none() && !decision {
                found.extend(of_days(text, mention.start(), at, organ.as_ref()));
            }
            continue;
        }
        let end = date.as_ref().map_or(at, |date| date.end);
        let end = reference.as_ref().map_or(end, |reference| reference.end.max(end));
        let first = more.first().map_or(end, |next| next.start);
        let several = reference.is_some() && date.is_some() && more.is_empty() && !decision;
        found.push(cited(text, mention.start()..first.min(end), reference, date, organ));
        if several {
            found.extend(each_with_its_day(text, end));
        }
        for next in more {
            found.push(cited(text, next.clone(), Some(next), None, None));
        }
    }
    found
}

/// The bytes of *bis* and its like that belong to a number before them; none for other words.
pub(crate) fn again(behind: &str) -> usize {
    static AGAIN: Pattern = Pattern::new(|| compile(r"^ ?(?i:bis|ter|quater)\b"));
    AGAIN.find(behind).map_or(0, |word| word.end())
}

/// *… n° 31-07 du 2 mai 2031, n° 31-09 du 4 juin 2031 et n° …*: those behind the first, each with its day.
fn each_with_its_day(text: &str, mut at: usize) -> Vec<Found<CitedAct>> {
    let mut out = Vec::new();
    while let Some(reference) = named(&NEXT, text, at, "reference")
        && is_reference(text.get(reference.clone()).unwrap_or_default())
        && let Some(date) = named(&DATED, text, reference.end, "date")
    {
        at = date.end;
        out.push(cited(text, reference.start..at, Some(reference), Some(date), None));
    }
    out
}

/// *les délibérations des 2 mai 2031, 4 juin 2031 et 6 juillet 2031*: acts that only their days tell, two at least.
fn of_days(
    text: &str,
    from: usize,
    at: usize,
    organ: Option<&Range<usize>>,
) -> Vec<Found<CitedAct>> {
    let mut days: Vec<Range<usize>> = named(&DAYS, text, at, "date").into_iter().collect();
    while let Some(next) = days.last().and_then(|last| named(&NEXT_DAY, text, last.end, "date")) {
        days.push(next);
    }
    if days.len() < 2 {
        return Vec::new();
    }
    let first = |day: &Range<usize>| if days.first() == Some(day) { from } else { day.start };
    let each = |day: &Range<usize>| {
        cited(text, first(day)..day.end, None, Some(day.clone()), organ.cloned())
    };
    days.iter().map(each).collect()
}

fn cited(
    text: &str,
    whole: Range<usize>,
    reference: Option<Range<usize>>,
    date: Option<Range<usize>>,
    organ: Option<Range<usize>>,
) -> Found<CitedAct> {
    let said = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default().to_owned();
    let day = date.as_ref().and_then(|range| dates(&said(range)).into_iter().next());
    let act = ActRef {
        reference: reference.as_ref().map(said),
        date: day.map(|day| day.value),
        organ: organ.as_ref().map(said),
    };
    Found::new(whole, CitedAct { act, reference, date, organ })
}

/// Where a group of a pattern stands when the pattern holds right at `at`.
fn named(pattern: &Pattern, text: &str, at: usize, group: &str) -> Option<Range<usize>> {
    let hit = pattern.captures(text.get(at..)?)?.name(group)?;
    Some(at + hit.start()..at + hit.end())
}

/// The reference that a line consists of, without `n°`; `None` when the line says anything else.
pub(crate) fn reference_token(line: &str) -> Option<&str> {
    let token = WHOLE.captures(line.trim())?.name("reference")?.as_str();
    is_reference(token).then_some(token)
}

/// A reference without the word before it that says what its number is of: *DCM*, *DEL*, a
/// deliberation.
pub(crate) fn own_number(token: &str) -> &str {
    let lead = ["DCM ", "DEL ", "DELIB ", "DÉLIB ", "Délib ", "Del "];
    let bare = lead.iter().find_map(|word| token.strip_prefix(word)).unwrap_or(token);
    if bare.starts_with(|c: char| c.is_ascii_digit()) { bare } else { token }
}

/// A reference holds at least three digits, so that `ci-après` is none, and is no date.
fn is_reference(token: &str) -> bool {
    let digits = token.bytes().filter(u8::is_ascii_digit).count();
    // *CM 04/04/2022* is the sitting, not one of its acts.
    let bare = token.split_once(' ').map_or(token, |(_, behind)| behind);
    digits >= 3 && dates(bare).first().is_none_or(|date| date.range.len() < bare.len())
}
