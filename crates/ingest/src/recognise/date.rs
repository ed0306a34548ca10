//! Dates: `16 mars 2023`, `1er juin 2024`, `17/06/2024`, `17.06.2024`, `mai 2023`,
//! `L'an deux mille vingt-quatre, le treize juin`; and the years of an exercise.
//!
//! A day without its year is not a date: nothing here guesses a year.

use super::numeral::{number_in_words, numbers_in_words};
use super::{Found, Pattern, compile};
use greffe_domain::{Day, Edtf};

const MONTHS: &[&str] = &[
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
];

static WRITTEN: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?:\b(?P<day>1 ?er|\d{1,2}) )?\b(?P<month>janv?\.?|janvier|f[ée]vr?\.?|f[ée]vrier",
        r"|mars|avr(?:il|\.)?",
        r"|mai|juin|juil(?:let|\.)?|ao[ûu]t|sept?\.?|septembre|oct(?:obre|\.)?|nov(?:embre|\.)?",
        r"|d[ée]c(?:embre|\.)?) (?P<year>(?:19|20)\d{2})\b"
    ))
});

static FIGURES: Pattern = Pattern::new(|| {
    compile(concat!(
        r"\b(?P<day>\d{1,2})(?:/(?P<month>\d{1,2})/|\.(?P<dotted>\d{1,2})\.|-(?P<dashed>\d{2})-)(?P<year>(?:19",
        r"|20)\d{2})\b"
    ))
});

static WORDED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\bl' ?an (?P<year>deux[ -]mil(?:le)?(?:[ -]\p{L}+){0,4}?|mil(?:le)? neuf[ -]cents?(?:[ -]\p{L}+){0,5}?|(?:19|20)\d{2}) ?,? ?(?:et )?",
        r"(?:le|du) (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)? ?",
        r"(?P<day>1 ?er|\d{1,2}|\p{L}+(?:[ -]et[ -]un|[ -]\p{L}+)?) (?:jour )?(?:du mois (?:de",
        r" |d'))?",
        r"(?P<month>janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre",
        r"|novembre|d[ée]cembre)\b"
    ))
});

static LEADING: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?im)^(?:(?:aujourd'hui|ce jour),? (?:le )?|(?:le|du) )(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?",
        r"(?P<day>premier|\p{L}+(?:[ -]et[ -]un|[ -]\p{L}+)?) ",
        r"(?P<month>janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre",
        r"|novembre|d[ée]cembre) (?P<year>deux[ -]mil)"
    ))
});

static EXERCISE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:exercice|au titre de l'ann[ée]e|pour l'ann[ée]e|programme d'actions?(?:",
        r" annuel)?",
        r"|convention d'objectifs|subventions?(?: de fonctionnement)?|répartition)(?:",
        r" budg[ée]taire| civil)? (?P<year>(?:19|20)\d{2})\b"
    ))
});

/// The dates of a text that give at least month and year, in order.
pub(crate) fn dates(text: &str) -> Vec<Found<Edtf>> {
    let mut found: Vec<Found<Edtf>> = Vec::new();
    for hit in WRITTEN.captures_iter(text) {
        let part = |name: &str| hit.name(name).map(|m| m.as_str());
        let date = part("year")
            .zip(part("month"))
            .and_then(|(year, month)| calendar(year, month_number(month)?, part("day")));
        if let (Some(whole), Some(date)) = (hit.get(0), date) {
            found.push(Found::new(whole.range(), date));
        }
    }
    for hit in FIGURES.captures_iter(text) {
        let part = |name: &str| hit.name(name).map(|m| m.as_str());
        let date = part("year").and_then(|year| {
            let month = part("month").or(part("dotted")).or(part("dashed"))?.parse().ok()?;
            calendar(year, month, part("day"))
        });
        if let (Some(whole), Some(date)) = (hit.get(0), date) {
            found.push(Found::new(whole.range(), date));
        }
    }
    found.extend(in_words(text));
    found.sort_by_key(|date| date.range.start);
    found
}

/// The dates that are written out: *dix-neuf octobre deux mille vingt-trois*.
fn in_words(text: &str) -> Vec<Found<Edtf>> {
    static DATE: Pattern = Pattern::new(|| compile("{date:date}"));
    let hits =
        DATE.find_iter(text).filter(|hit| !hit.as_str().contains(|c: char| c.is_ascii_digit()));
    let read = |hit: regex::Match<'_>| {
        let words = hit.as_str().to_lowercase();
        let (day, rest) =
            words.split_once(' ').filter(|(_, rest)| !rest.starts_with("et ")).or_else(|| {
                // *vingt et un mai*
                let at = words.match_indices(' ').nth(2)?.0;
                Some((words.get(..at)?, words.get(at + 1..)?))
            })?;
        let (month, year) = rest.split_once(' ')?;
        let day = if day == "premier" { 1 } else { i8::try_from(number_in_words(day)?).ok()? };
        let year =
            i16::try_from(number_in_words(year)?).ok().filter(|y| (2000..2100).contains(y))?;
        Some(Found::new(hit.range(), day_of(year, month_number(month)?, day)?))
    };
    hits.filter_map(read).collect()
}

/// The first date in words of the form *L'an deux mille vingt-quatre, le treize juin*, else *Le treize
/// juin deux mille vingt-quatre* at the head of a line.
pub(crate) fn date_in_words(text: &str) -> Option<Found<Edtf>> {
    by_its_year(text).or_else(|| by_its_day(text))
}

fn by_its_day(text: &str) -> Option<Found<Edtf>> {
    LEADING.captures_iter(text).find_map(|hit| {
        let part = |name: &str| hit.name(name).map(|m| m.as_str());
        let behind = hit.name("year")?.start();
        // No year in words is longer.
        let rest: String = text.get(behind..)?.chars().take(60).collect();
        let year = numbers_in_words(&rest).into_iter().next()?;
        let counted = year.range.start == 0 && (2000..2100).contains(&year.value);
        let first = part("day")?.eq_ignore_ascii_case("premier");
        let day = if first { 1 } else { read_number(part("day")?)?.try_into().ok()? };
        let month = month_number(part("month")?)?;
        let date = day_of(i16::try_from(year.value).ok().filter(|_| counted)?, month, day)?;
        Some(Found::new(hit.get(0)?.start()..behind + year.range.end, date))
    })
}

fn by_its_year(text: &str) -> Option<Found<Edtf>> {
    let hit = WORDED.captures(text)?;
    let part = |name: &str| hit.name(name).map(|m| m.as_str());
    let year = read_number(part("year")?)?;
    let day = read_number(part("day")?)?;
    let month = month_number(part("month")?)?;
    let date = day_of(year.try_into().ok()?, month, day.try_into().ok()?)?;
    Some(Found::new(hit.get(0)?.range(), date))
}

/// *ANNÉE 2031*, and on a line below it *Séance du 8 octobre* without its year.
pub(crate) fn date_below_its_year(text: &str) -> Option<Found<Edtf>> {
    static BELOW: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?im)\bann[ée]e (?P<year>(?:19|20)\d\d)\b[\s–—-]{1,4}(?:[^\n]{0,80}\n{1,2}){0,3}?(?:s[ée]ance|r[ée]union|session)[^\n\d]{0,40}? du ",
            r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?(?P<day>1 ?er|\d{1,2}) (?P<month>janvier|f[ée]vrier|mars|avril|mai|juin|juillet",
            r"|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre)(?:$|[,.;]| [àa–—-])"
        ))
    });
    let hit = BELOW.captures(text)?;
    let part = |name: &str| hit.name(name).map(|m| m.as_str());
    let date = calendar(part("year")?, month_number(part("month")?)?, part("day"))?;
    Some(Found::new(hit.name("year")?.start()..hit.name("month")?.end(), date))
}

/// A day as a stamp may print it: *06/05/31*, *2031-05-06*. Of the years cut short those up to sixty-nine are of this
/// century.
pub(crate) fn stamped_day(text: &str) -> Option<Edtf> {
    let mut parts = text.splitn(3, ['/', '.', '-']);
    let (first, month, last) = (parts.next()?, parts.next()?, parts.next()?);
    let (day, year) = if first.len() == 4 { (last, first) } else { (first, last) };
    let year: i16 = year.parse().ok()?;
    let year = match year {
        0..70 => 2000 + year,
        70..100 => 1900 + year,
        whole => whole,
    };
    day_of(year, month.parse().ok()?, day.parse().ok()?)
}

/// *exercice deux mille vingt et un*: the year in words.
fn exercises_in_words(text: &str) -> Vec<Found<i32>> {
    static IN_WORDS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:exercice|au titre de l'ann[ée]e|pour l'ann[ée]e)(?: budg[ée]taire)? (?P<year>deux[ -]mil(?:le)?(?:[ -](?:vingt|trente)(?:[ -](?:et[ -]un|\p{L}{2,6}))?|[ -]dix[ -](?:sept|huit|neuf)|[ -]\p{L}{2,8})?)\b",
        )
    });
    let read = |hit: regex::Captures<'_>| {
        let said = hit.name("year")?;
        // The longest run of its words that is a number.
        let ends = said.as_str().match_indices([' ', '-']).map(|(at, _)| at);
        let mut ends: Vec<usize> = ends.chain([said.len()]).collect();
        ends.reverse();
        ends.into_iter().find_map(|end| {
            let year = i32::try_from(number_in_words(said.as_str().get(..end)?)?).ok()?;
            (2001..2100).contains(&year).then(|| Found::new(said.start()..said.start() + end, year))
        })
    };
    IN_WORDS.captures_iter(text).filter_map(read).collect()
}

/// The years that a text names as a budget year (*exercice 2021*, *au titre de l'année 2021*).
pub(crate) fn years_of_exercise(text: &str) -> Vec<Found<i32>> {
    let mut found = exercises_in_figures(text);
    found.extend(exercises_in_words(text));
    found.sort_by_key(|year| year.range.start);
    found
}

fn exercises_in_figures(text: &str) -> Vec<Found<i32>> {
    EXERCISE
        .captures_iter(text)
        .filter_map(|hit| {
            let year = hit.name("year")?;
            // `2022-2024` is a span of years, none of them the exercise.
            let behind = text.get(year.end()..)?.trim_start();
            let further = behind.strip_prefix(['-', '–', '/']).map(str::trim_start);
            let spans = further.is_some_and(|rest| rest.starts_with("20"));
            if spans {
                return None;
            }
            Some(Found::new(year.range(), year.as_str().parse().ok()?))
        })
        .collect()
}

/// The years of the budget on which a text charges something (*inscrits au budget primitif 2021*),
/// or for which it gives it (*au titre de 2021*): a budget year in all likelihood.
pub(crate) fn years_of_budget(text: &str) -> Vec<Found<i32>> {
    static BUDGET: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)\b(?:budgets?(?: (?:primitif|principal|communal|g[ée]n[ée]ral|annexe|municipal|syndical|communautaire|d[ée]partemental|r[ée]gional))*(?: (?:du|de la) \p{Lu}[\p{L}.]+| ?« ?[^«»\n]{2,40}»)?(?: de l'(?:exercice|ann[ée]e)| de| pour)?|BP|imputation(?: budg[ée]taire)? ?:|(?:son|leur) fonctionnement",
            r"|au titre de(?: l'(?:exercice|ann[ée]e))?|pour l'ann[ée]e|(?:accord|attribu|allou|octro|vers|vot|fix)\p{L}+,? pour|(?:r[ée]partition|ventilation) (?:de la |des )?(?:dotation|subvention|enveloppe|cr[ée]dit|aide)s?) (?P<year>(?:19|20)\d{2})\b"
        ))
    });
    let years = BUDGET.captures_iter(text).filter_map(|hit| {
        let year = hit.name("year")?;
        let behind = text.get(year.end()..)?.trim_start();
        let further = behind.strip_prefix(['-', '–', '/']).map(str::trim_start);
        let spans = further.is_some_and(|rest| rest.starts_with("20"));
        (!spans).then(|| Some(Found::new(year.range(), year.as_str().parse().ok()?)))?
    });
    years.collect()
}

fn read_number(text: &str) -> Option<u64> {
    let bare = text.to_lowercase();
    let digits = bare.trim_end_matches("er").trim_end();
    digits.parse().ok().or_else(|| number_in_words(&bare))
}

/// The number of a month by its name or abbreviation.
fn month_number(name: &str) -> Option<i8> {
    let folded = greffe_domain::slug(name);
    let stem: String = folded.chars().take(4).collect();
    let at = MONTHS.iter().position(|month| {
        month.starts_with(&folded) || (stem.len() >= 3 && month.starts_with(&stem))
    })?;
    i8::try_from(at + 1).ok()
}

fn calendar(year: &str, month: i8, day: Option<&str>) -> Option<Edtf> {
    let year: i16 = year.parse().ok()?;
    match day {
        Some(day) => day_of(year, month, i8::try_from(read_number(day)?).ok()?),
        None => format!("{year:04}-{month:02}").parse().ok(),
    }
}

fn day_of(year: i16, month: i8, day: i8) -> Option<Edtf> {
    Day::new(year, month, day).map(Edtf::from)
}
