//! The setting of an act: institution and organ ([`body`]), reference, date, and the streams they
//! give. What is doubtful of it is doubtful of every fact of the act.

mod day;

use super::lettered::lettered;
use super::scan::{hit, hits};
use super::shaped::by_shape;
use super::{Heading, body, code};
use crate::recognise::{Found, Pattern, compile, own_number, reference_token, tail};
use crate::segment::Part;
use greffe_domain::{ActRef, Edtf, StreamId, slug};
use std::ops::Range;

/// What is known of an act before its facts are read.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    /// The institution as named; empty when the text names none.
    pub(crate) institution: Found<String>,
    /// Its code in streams.
    pub(crate) institution_code: String,
    /// The organ as named.
    pub(crate) organ: Found<String>,
    /// The reference of the act.
    pub(crate) reference: Option<Found<String>>,
    /// The number of its report, where no reference of the act is printed.
    pub(crate) report: Option<Found<String>>,
    /// The act: reference, stated date, organ.
    pub(crate) act: ActRef,
    /// The sitting's date, where the text states it.
    pub(crate) date: Option<Found<Edtf>>,
    /// The stated date, else the year of the reference, else unknown.
    pub(crate) act_date: Edtf,
    /// The stream of the act.
    pub(crate) act_stream: StreamId,
    /// The stream of the sitting.
    pub(crate) sitting_stream: StreamId,
    /// The stream of the organ.
    pub(crate) organ_stream: StreamId,
    /// The text holds the minutes of a sitting with several acts: no single act can be told.
    pub(crate) several_acts: bool,
    /// Why nothing about the act is sure, if that is so.
    pub(crate) doubt: Option<String>,
}

static REFERENCE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?m)(?:^(?i:(?:d[ée]lib[ée]ration|d[ée]cision|arr[êe]t[ée])(?: (?:du (?:conseil|bureau|comit[ée]|maire|pr[ée]sident)|de la (?:commission|pr[ée]sidente|maire)|de l'assembl[ée]e)(?: \p{L}+){0,2}?)? )?(?:[nN]°|N[oO]\.?)(?: ?:)?|\bAFFAIRE N°) ?",
        r"(?P<reference>[A-Z]{1,5} \d\d(?:\d\d)?(?:[-_/.]\d{1,4}){1,3}(?: / \d{1,4})?|[A-Za-z0-9]+(?:[-_/.][A-Za-z0-9]+)+)(?: |$)"
    ))
});

/// A reference that holds the year needs no `n°`: behind its word (`Délibération 2023/27`), or in
/// capitals before the title on its line (`DEL-2023-041 – Subvention`).
static YEARED: [Pattern; 16] = [
    // `2031 DVA 53`: the year, the letters of the service, the number
    Pattern::new(|| {
        compile(r"(?m)^(?P<reference>(?:19|20)\d\d [A-Z]{3,5} \d{1,4})(?: ?[–—:-] ?\p{Lu}[^\n]*)?$")
    }),
    // `Délibération numéro trente et un tiret douze (31-12)`: in words, and in figures behind them
    Pattern::new(|| {
        compile(
            r"(?im)^(?:d[ée]lib[ée]ration|d[ée]cision) (?:num[ée]ro|n ?[°o]) [\p{L} -]{3,80} \((?:n ?[°o] ?)?(?P<reference>[A-Z]{0,4}\d[\w./-]*\d)\)$",
        )
    }),
    // `Délibération 2024 / CA2 / 07`, `DÉLIBÉRATION 2022-04 du comité`
    Pattern::new(|| {
        compile(concat!(
            r"(?im)^(?:d[ée]lib[ée]ration|d[ée]cision) (?:n ?[°o] ?)?(?:(?P<reference>(?:19|20)\d\d / [A-Z]{1,4}\d{0,2} / \d{1,4})$",
            r"|(?P<bare>(?:19|20)\d\d[-_/.]\d{1,4}) (?:du|de la|de l')\b)"
        ))
    }),
    // `2024 / 05 / 061`
    Pattern::new(|| {
        compile(r"(?m)^(?P<reference>(?:19|20)\d\d ?[-_/.] ?(?:\d{1,2} ?[-_/.] ?)?\d{3,4})$")
    }),
    Pattern::new(|| {
        compile(concat!(
            r"(?im)(?:^|[–—-] )(?:d[ée]lib[ée]ration|d[ée]cision|acte) (?P<reference>(?:[A-Z]{1,6}[-_/.])*(?:19|20)\d\d[-_/.]\d{1,4}",
            r"(?:[-_/.][A-Za-z0-9]{1,6})*)$"
        ))
    }),
    Pattern::new(|| {
        compile(
            r"(?m)^(?P<reference>(?:[A-Z]{2,6}[-_/.])+(?:19|20)\d\d[-_/.]\d{1,4}) ?[–—:-] ?\p{Lu}",
        )
    }),
    // `2023-19 : Budget`, `N°2023/12/01 : BUDGET`
    Pattern::new(|| {
        compile(
            r"(?m)^(?:[nN] ?° ?)?(?P<reference>(?:19|20)\d\d(?:[-_/.]\d{1,4}){1,3}) ?[–—:-] ?[\p{Lu}«]",
        )
    }),
    // `DEL 23/19 - Budget`, `Délibération 23-19 : Budget`, `23-119 – BUDGET`
    Pattern::new(|| {
        compile(concat!(
            r"(?m)^(?:(?:DEL|DELIB|DCM|(?i:d[ée]lib[ée]ration))\.? ?(?:[nN] ?° ?)?(?P<reference>\d{2,4}[-_/]\d{2,4}(?:[-_/]\d{1,4})?) ?[–—:-] ?\p{Lu}",
            r"|(?P<bare>\d\d[-_/]\d{2,4}) ?[–—:] ?\p{Lu}{3})"
        ))
    }),
    // `CP2017_05_39 id. 12`: capitals and year, and a few words more.
    Pattern::new(|| {
        compile(
            r"(?m)^(?P<reference>[A-Z]{2,5}[-_/.]?(?:19|20)\d\d(?:[-_/.]\d{1,4}){1,3})(?: [^\n]{0,20})?$",
        )
    }),
    // `Délibération 23.06.11`, `D 2024-03`, `N° B 23.28`, each alone on its line.
    Pattern::new(|| {
        compile(concat!(
            r"(?im)^(?:d[ée]lib[ée]ration|d[ée]cision) (?P<reference>\d{2}[-_/.](?:[A-Z]{1,4}[-_/.])?\d{1,4}(?:[-_/.]\d{1,4})?)$",
            r"|^(?:n ?° ?)?(?-i:(?P<bare>[A-Z]{1,4} \d{2,4}[-_/.]\d{1,4}))$"
        ))
    }),
    // `Décision du bureau – 2024-B-12`
    Pattern::new(|| {
        compile(
            r"(?im)^(?:d[ée]lib[ée]ration|d[ée]cision)(?: (?:du|de la) \p{L}+(?: \p{L}+)?)? ?[–—-] ?(?P<reference>(?:[A-Z]{1,6}[-_/.])*(?:19|20)\d\d(?:[-_/.][A-Za-z0-9]{1,6})+)$",
        )
    }),
    // `2031-059 / Culture`
    Pattern::new(|| {
        compile(r"(?m)^(?P<reference>(?:19|20)\d\d[-_]\d{2,4}) ?/ ?\p{Lu}[^\n]{2,60}$")
    }),
    // `31-05-29-017 VIE LOCALE …`
    Pattern::new(|| compile(r"(?m)^(?P<reference>\d{2}(?:[-_/.]\d{2}){2}[-_/.]\d{1,4}) \p{Lu}{3}")),
    // `2024-12 OBJET : …`
    Pattern::new(|| compile(r"(?im)^(?P<reference>(?:19|20)\d\d[-_/.]\d{1,4}) ?[–—:-]? ?objet ?:")),
    // `Délibération 12-4 du jeudi 3 avril 2031`
    Pattern::new(|| {
        compile(
            r"(?im)^(?:d[ée]lib[ée]ration|d[ée]cision) (?:n ?[°o]\.? ?)?(?P<reference>\d{1,3}[-_/.]\d{1,4}) du (?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?{date:on}",
        )
    }),
    // `BUDGET - CM/23/030`: behind the title.
    Pattern::new(|| {
        compile(r"(?m) [–—-] (?:[nN] ?° ?)?(?P<reference>[A-Z]{2,5}[-_/]\d{2,4}[-_/]\d{2,5})$")
    }),
];

/// `Délibération n° 45`: a bare number counts only behind the word.
static NUMBERED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?im)(?:(?:^|[-–—|] |\t ?)(?:n ?° de (?:la )?d[ée]lib[ée]ration|(?:num[ée]ro|n ?°) (?:d'ordre|d'acte|de l'acte)(?: (?:du|au) registre)?|num[ée]ro(?: de (?:la )?d[ée]lib[ée]ration)?|r[ée]f(?:[ée]rence)?\.?(?: de (?:la d[ée]lib[ée]ration|l'acte))?) ?: ?(?:n ?[°o] ?)?|(?:^|[-–—|] |\t ?)(?:extrait[^\n]{0,40} )?(?:d[ée]lib[ée]ration|DCM|acte|d[ée]cision|arr[êe]t[ée])(?: (?:du (?:conseil|bureau|comit[ée]|maire|pr[ée]sident)|de la (?:commission|pr[ée]sidente|maire)|de l'assembl[ée]e)(?: \p{L}+){0,2}?)?(?: (?-i:[A-Z]{2,8}))? ?(?:n ?[°o]\.?|num[ée]ro|:) ?:? ?)",
        r"(?P<reference>(?:[A-Z]{1,4}[-_/.])?[A-Z]{0,4}\d{1,5}(?:[A-Z]{1,3}\d{2,5}|[A-Za-z])?(?:[-_/.][A-Za-z0-9]+)*|\d{6}[-_/.]\d{1,4})(?:[ :.,–-]|$)"
    ))
});

/// Reads the setting; `code` overrides the institution's code.
pub(super) fn read(
    heading: &Heading<'_>,
    code: Option<&str>,
    several_acts: bool,
) -> Option<Setting> {
    let organ = body::organ(heading);
    let (institution, mut doubt) =
        body::without_initials(heading, body::institution(heading, &organ.value));
    let (date, unclear) = day::of_sitting(heading);
    let introduced = reference(heading).map(|found| goes_on(heading, found));
    let introduced = introduced.or_else(|| behind(heading, several_acts));
    let introduced = introduced.or_else(|| running_foot(heading, several_acts));
    let (introduced, letters) = introduced.map_or((None, None), |found| lettered(heading, found));
    let year = date.as_ref().filter(|_| !several_acts).and_then(|date| date.value.year());
    let shaped = introduced.is_none().then(|| by_shape(heading, year)).flatten();
    if shaped.as_ref().is_some_and(|found| !numbered_elsewhere(heading, found)) {
        let shape = "no words introduce the reference, its shape alone tells it";
        doubt.get_or_insert_with(|| shape.to_owned());
    }
    let reference = introduced.or(shaped);
    let report = reference.is_none().then(|| report_number(heading, several_acts)).flatten();
    if let Some(letters) = letters {
        doubt.get_or_insert_with(|| letters.to_owned());
    }
    if organ.value.is_empty() {
        doubt.get_or_insert_with(|| "the text does not name the organ".to_owned());
    }
    if let Some(unclear) = body::unsure_organ(heading, &organ).or(unclear) {
        doubt.get_or_insert(unclear);
    }
    if heading.lost {
        let lost = "the text is one run of words, its layout is lost";
        doubt.get_or_insert_with(|| lost.to_owned());
    }
    if several_acts {
        doubt.get_or_insert_with(|| "the text holds the minutes of several acts".to_owned());
    }
    let own_code = || match institution.value.as_str() {
        "" => code::unnamed_institution(heading.folded),
        name => code::institution_code(name),
    };
    let institution_code = code.map_or_else(own_code, str::to_owned);
    let organ_code = code::organ_code(&organ.value);
    let act = ActRef {
        reference: reference.as_ref().map(|found| found.value.clone()),
        date: date.as_ref().map(|found| found.value.clone()),
        organ: (!organ.value.is_empty()).then(|| organ.value.clone()),
    };
    let year = act.key().and_then(|key| key.year()).and_then(|year| Edtf::of_year(year).ok());
    let act_date = act.date.clone().or(year).unwrap_or_else(Edtf::unknown);
    let label = act
        .key()
        .map_or_else(|| code::unnumbered(heading.folded, &act), |key| code::part(&key.slug()));
    let sitting =
        act.date.as_ref().map_or_else(|| label.clone(), |date| code::part(&slug(date.as_str())));
    Some(Setting {
        act_stream: format!("act/{institution_code}/{label}").parse().ok()?,
        sitting_stream: format!("sitting/{institution_code}/{organ_code}/{sitting}")
            .parse()
            .ok()?,
        organ_stream: format!("organ/{institution_code}/{organ_code}").parse().ok()?,
        institution,
        institution_code,
        organ,
        reference,
        report,
        act,
        date,
        act_date,
        several_acts,
        doubt,
    })
}

impl Setting {
    /// The setting of one of several acts taken in the sitting.
    pub(super) fn of_part(&self, part: &super::acts::Part) -> Option<Setting> {
        let act = ActRef {
            reference: part.reference.as_ref().map(|found| found.value.clone()),
            date: self.act.date.clone(),
            organ: self.act.organ.clone(),
        };
        let date = act.date.as_ref().map_or("sans-date", Edtf::as_str);
        let label = act.key().map_or_else(
            || code::part(&slug(&format!("{date}-{}", part.label))),
            |key| code::part(&key.slug()),
        );
        Some(Setting {
            act_stream: format!("act/{}/{label}", self.institution_code).parse().ok()?,
            reference: part.reference.clone(),
            report: None,
            act,
            several_acts: true,
            ..self.clone()
        })
    }
}

static RECEIPT: Pattern = Pattern::new(|| compile(r"^\d{3}-\d{9}-\d{8}-"));

/// *Délibération C-31-071*, *DÉLIBÉRATION BS 2031-57 – Dossier …*: in a cell of its own, behind its word, with a
/// number sign or without.
fn behind_its_word(heading: &Heading<'_>) -> Option<Found<String>> {
    static BEHIND: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?m)(?:^|\t| [–—/-] )[ ]*(?i:(?:extrait de la )?(?:d[ée]lib[ée]ration|d[ée]cision|acte)) ?(?:(?i:n ?[°o]\.?|num[ée]ro) ?)?(?:: ?)?",
            r"(?P<reference>(?:[A-Z]{1,5} )?[A-Za-z0-9]+(?:[-_/.][A-Za-z0-9]+)+)[ ]*(?:$|\t| [–—-] | (?:du|de la) \p{L}| \(| (?:relative? |portant ))"
        ))
    });
    // *Annule et remplace*, and below it *Délibération 2030-12 (erreur matérielle)*: an act that this one is about.
    static OF_ANOTHER: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:annul|remplac|rapport|abrog|retir|modifi|compl[èe]t|rectifi|vise|vu)\p{L}*(?: et \p{L}+)?(?: (?:la|de la|à la))?\s*$",
        )
    });
    let found = hits(heading.columns, &heading.head, &BEHIND);
    let own = found.iter().filter(|hit| {
        let before = heading.columns.get(heading.head.start..hit.range().start);
        !OF_ANOTHER.is_match(tail(before.unwrap_or_default(), 60))
    });
    let mut found = own.filter_map(|hit| hit.words("reference"));
    found.find(|token| {
        let digits = token.value.bytes().filter(u8::is_ascii_digit).count();
        digits >= 4
            && !RECEIPT.is_match(&token.value)
            && crate::recognise::dates(&token.value).is_empty()
    })
}

fn reference(heading: &Heading<'_>) -> Option<Found<String>> {
    let lines = heading.columns.get(heading.head.clone()).unwrap_or_default();
    let mut at = heading.head.start;
    for raw in lines.split_inclusive('\n') {
        let mut from = at;
        // Beside a sum stands what an earlier act gave, in the row of a table.
        let row = raw.contains('€');
        for cell in raw.split_inclusive('\t').filter(|_| !row) {
            let words = cell.trim();
            if let Some(token) = reference_token(words).filter(|token| !RECEIPT.is_match(token)) {
                let token = own_number(token);
                let start = from + cell.find(token)?;
                return Some(Found::new(start..start + token.len(), token.to_owned()));
            }
            from += cell.len();
        }
        at += raw.len();
    }
    let digits = |f: &Found<String>| f.value.bytes().filter(u8::is_ascii_digit).count() >= 3;
    // A cell of its own holds it where the head stands in columns.
    let numbered = || {
        let plain = hit(heading.folded, &heading.head, &NUMBERED);
        plain.or_else(|| hit(heading.columns, &heading.head, &NUMBERED))?.words("reference")
    };
    hit(heading.folded, &heading.head, &REFERENCE)
        .and_then(|hit| hit.words("reference").filter(digits))
        .or_else(|| behind_its_word(heading))
        .or_else(numbered)
        .or_else(|| {
            YEARED.iter().find_map(|pattern| {
                let hit = hit(heading.folded, &heading.head, pattern)?;
                let found = hit.words("reference").or_else(|| hit.words("bare"))?;
                // *Réunion du 12-13* and other days are none.
                (crate::recognise::dates(&found.value).is_empty()).then_some(found)
            })
        })
        .or_else(|| filed(heading))
        .or_else(|| in_a_cell(heading))
}

/// *2031 DVA 53* before the title and a gap, *Réf. BD-31-09-15 / Pôle …*: a series with letters, at the head of its cell.
fn in_a_cell(heading: &Heading<'_>) -> Option<Found<String>> {
    static CELL: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?m)(?:^|\t) *(?:(?P<reference>(?:19|20)\d\d [A-Z]{2,5} \d{1,4}) *\t",
            r"|(?i:r[ée]f(?:[ée]rence)?s?\.?) ?:? ?(?P<series>[A-Z]{1,6}(?:[-_/.]\d{1,4}){2,4})(?: ?[/|]| *\t| *$)",
            r"|(?i:d[ée]lib\.|d[ée]l\.) ?(?i:n ?[°o]\.? ?)(?P<short>[A-Z]{0,6}[-_/.]?\d{1,4}(?:[-_/.]\d{1,4}){1,3})(?: *\t| *$))"
        ))
    });
    let hit = hit(heading.columns, &heading.head, &CELL)?;
    let found = ["reference", "series", "short"].iter().find_map(|group| hit.words(group))?;
    crate::recognise::dates(&found.value).is_empty().then_some(found)
}

/// *2031-07 bis*, *2031 - 19*: what parts stand behind blanks.
fn goes_on(heading: &Heading<'_>, found: Found<String>) -> Found<String> {
    static YEAR_ALONE: Pattern = Pattern::new(|| compile(r"^(?:19|20)\d\d$"));
    static NUMBER: Pattern = Pattern::new(|| compile(r"^ ?[-–_/] ?\d{1,4}\b"));
    let behind = |at: usize| heading.folded.get(at..).unwrap_or_default();
    let mut end = found.range.end;
    if YEAR_ALONE.is_match(&found.value) {
        end += NUMBER.find(behind(end)).map_or(0, |more| more.end());
    }
    end += crate::recognise::again(behind(end));
    let start = found.range.start;
    let whole = heading.folded.get(start..end).filter(|_| end > found.range.end);
    whole.map(|words| Found::new(start..end, words.to_owned())).unwrap_or(found)
}

/// *Délibération n° 2031-45 … Page 1 sur 2* at the foot of its pages, where the head prints no reference; of two, neither.
fn running_foot(heading: &Heading<'_>, several_acts: bool) -> Option<Found<String>> {
    static FOOT: Pattern = Pattern::new(|| {
        compile(
            r"(?im)(?:^|[–—|-] )(?:d[ée]lib[ée]ration|d[ée]cision|acte) ?(?:n ?[°o]\.? ?)(?P<reference>[A-Za-z0-9]+(?:[-_/.][A-Za-z0-9]+)+)(?:[ |–—-]{1,5})(?:page |p\. ?)?\d{1,3} ?(?:/|sur|de) ?\d{1,3}$",
        )
    });
    if several_acts {
        return None;
    }
    let found = hits(heading.folded, &heading.extent, &FOOT);
    let found: Vec<Found<String>> = found.iter().filter_map(|hit| hit.words("reference")).collect();
    let first = found.first()?;
    found.iter().all(|other| slug(&other.value) == slug(&first.value)).then(|| first.clone())
}

/// Whether the same stands elsewhere behind *n°* at the end of a line or of its cell, as at the foot of the pages: there
/// it is called a number.
fn numbered_elsewhere(heading: &Heading<'_>, found: &Found<String>) -> bool {
    heading.columns.match_indices(found.value.as_str()).any(|(at, same)| {
        let before = heading.columns.get(..at).unwrap_or_default();
        let behind = heading.columns.get(at + same.len()..).unwrap_or_default();
        let numbered = before.trim_end_matches(' ').ends_with(['°', 'º']);
        at != found.range.start
            && numbered
            && (behind.is_empty() || behind.starts_with(['\n', '\t']))
    })
}

/// *DOSSIER : TRV/31-3/B.14*: in a cell of its own, a series in capitals behind the word for its file.
fn filed(heading: &Heading<'_>) -> Option<Found<String>> {
    static FILED: Pattern = Pattern::new(|| {
        compile(
            r"(?m)(?:^|\t) *(?i:dossier|affaire|acte) ?: ?(?P<reference>[A-Z]{2,5}(?:[-_/.][A-Za-z0-9]+){2,4}) *(?:$|\t)",
        )
    });
    let found = hit(heading.columns, &heading.head, &FILED)?.words("reference")?;
    let digits = found.value.bytes().filter(u8::is_ascii_digit).count();
    (digits >= 4 && crate::recognise::dates(&found.value).is_empty()).then_some(found)
}

/// The reference that stands alone behind a report, above the text of the act; of two, neither.
fn behind(heading: &Heading<'_>, several_acts: bool) -> Option<Found<String>> {
    static HEADED: Pattern = Pattern::new(|| {
        compile(
            r"(?im)^(?:projet de )?(?:d[ée]lib[ée]ration|d[ée]cision du bureau) ?(?:n ?[°o]\.? ?|num[ée]ro |: ?)?(?P<reference>[A-Za-z0-9]+(?:[-_/.][A-Za-z0-9]+)+|(?:19|20)\d\d [–-] \d{1,4})$",
        )
    });
    let rest = heading.head.end..heading.extent.end;
    if several_acts || rest.start >= rest.end {
        return None;
    }
    let found = hits(heading.folded, &rest, &HEADED);
    let found: Vec<Found<String>> = found.iter().filter_map(|hit| hit.words("reference")).collect();
    let first =
        found.first().filter(|one| one.value.bytes().filter(u8::is_ascii_digit).count() > 2)?;
    found.iter().all(|other| slug(&other.value) == slug(&first.value)).then(|| first.clone())
}

/// *RAPPORT N° 2.04*: the number of the report, where none of the act is printed.
fn report_number(heading: &Heading<'_>, several_acts: bool) -> Option<Found<String>> {
    static REPORT: Pattern = Pattern::new(|| {
        compile(
            r"(?im)(?:^|[–—-] |\t ?)(?:rapport|dossier) (?:du pr[ée]sident |de la pr[ée]sidente )?(?:n ?[°o]\.? ?|num[ée]ro )(?P<reference>[A-Za-z0-9]+(?:[-_/.][A-Za-z0-9]+)+|\d{2,6})\b",
        )
    });
    if several_acts {
        return None;
    }
    // In a column of its own, too.
    hit(heading.columns, &heading.head, &REPORT)?.words("reference")
}

/// Where the head of the act ends: at the first part that explains, founds or decides.
pub(super) fn head(parts: &[(Part, Range<usize>)], length: usize) -> Range<usize> {
    let begun = |part: &Part| {
        matches!(
            part,
            Part::Report | Part::Visas | Part::Considerants | Part::Articles | Part::Vote
        )
    };
    let end = parts.iter().find(|(part, _)| begun(part)).map_or(length, |(_, range)| range.start);
    0..end
}
