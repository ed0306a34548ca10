//! The setting of an act: institution, organ, reference, title, date, and the streams they give.
//!
//! The institution's name is looked for where acts state it: above the visas, in the words that
//! open the sitting, in the heading. A name found only in a heading, or two different names, make
//! the setting doubtful, and with it every fact of the act.

use super::Heading;
use super::code;
use super::scan::{hit, hits, on_one_line};
use crate::recognise::{Found, Pattern, compile, date_in_words, reference_token};
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

/// A proper name: capitalised words with particles between them.
const PROPER: &str = concat!(
    r"(?:(?:de la |de l'|du |des |de |d')?(?:[dl]')?\p{Lu}[\p{L}\p{N}'-]*",
    r"(?:(?: (?:de la|de l'|de|du|des|la|le|les|et|en|sur|sous|lès|lez|d'|l'))* ?(?:[dl]')?\p{Lu}[\p{L}\p{N}'-]*)*)"
);

const KIND: &str = concat!(
    r"(?i:m[ée]tropole|communaut[ée] (?:d'agglom[ée]ration|de communes|urbaine)|ville|commune",
    r"|d[ée]partement|r[ée]gion|eurom[ée]tropole|collectivit[ée](?: territoriale)?|syndicat(?: (?:mixte|intercommunal|d[ée]partemental))?(?: [a-zà-ÿ']+){0,5}?",
    r"|centre (?:inter)?communal d'action sociale|p[ôo]le m[ée]tropolitain|parc naturel r[ée]gional|[ée]tablissement public(?: [a-zà-ÿ']+){0,3}?)"
);

const ORGAN: &str = concat!(
    r"(?i:bureau|conseil(?: municipal| communautaire| m[ée]tropolitain| d[ée]partemental| r[ée]gional",
    r"| syndical| d'administration)?|commission permanente|comit[ée] syndical|assembl[ée]e pl[ée]ni[èe]re)"
);

static INSTITUTION: Pattern = Pattern::new(|| {
    compile(&format!(
        r"\b(?P<institution>{KIND} {PROPER}|(?i:c\.? ?c\.? ?a\.? ?s\.?|c\.? ?i\.? ?a\.? ?s\.?) (?:de |du |d'){BARE})"
    ))
});

/// Where nothing else names the body: the place whose town hall or mayor is spoken of.
static TOWN: Pattern = Pattern::new(|| {
    compile(&format!(
        r"(?i:mairie|maire|commune|ville|conseil municipal|municipalité) (?:de |d')(?P<institution>{BARE})"
    ))
});

/// Départements and régions sign by their council, whose name holds theirs.
static COUNCIL: Pattern = Pattern::new(|| {
    compile(&format!(r"\b(?P<institution>(?i:conseil (?:d[ée]partemental|r[ée]gional)) {PROPER})"))
});

/// A proper name without particles before it.
const BARE: &str = concat!(
    r"(?:(?:La |Le |Les |L')?\p{Lu}[\p{L}'-]*",
    r"(?:(?: |-)(?:(?:de la|de l'|de|du|des|la|le|les|en|sur|sous|lès|lez|d'|l') )?\p{Lu}[\p{L}'-]+)*)"
);

static ENACTING: Pattern = Pattern::new(|| {
    compile(&format!(
        r"(?m)^(?i:le|la|l') ?(?P<organ>{ORGAN})(?P<of> (?i:de la|de l'|du|de) (?P<institution>(?P<kind>{KIND})(?: {PROPER})?))?,?(?i: après en avoir délibéré| apres en avoir delibere|$)"
    ))
});

static MET: Pattern = Pattern::new(|| {
    compile(&format!(
        r"\b(?i:le|la|l') ?(?P<organ>{ORGAN})(?P<of> (?i:de la|de l'|du|de) (?P<kind>{KIND})\b)?"
    ))
});

static BARE_ORGAN: Pattern = Pattern::new(|| compile(&format!(r"\b(?P<organ>{ORGAN})\b")));

static REFERENCE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?m)(?:^(?i:d[ée]lib[ée]ration(?: (?:du (?:conseil|bureau|comit[ée])|de la commission|de l'assembl[ée]e)(?: \p{L}+){0,2}?)? )?[nN]°|\bAFFAIRE N°|^(?i:d[ée]lib[ée]ration) N°) ?",
        r"(?P<reference>[A-Za-z0-9]+(?:[-_/.][A-Za-z0-9]+)+)(?: |$)"
    ))
});

/// `Délibération n° 45`: a bare number counts only behind the word.
static NUMBERED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?im)^(?:extrait[^\n]{0,40} )?(?:d[ée]lib[ée]ration|DCM|acte|d[ée]cision)(?: (?:du (?:conseil|bureau|comit[ée])|de la commission|de l'assembl[ée]e)(?: \p{L}+){0,2}?)? ?(?:n ?[°o]\.?|num[ée]ro|:) ?:? ?",
        r"(?P<reference>[A-Z]{0,4}\d{1,5}[A-Za-z]?(?:[-_/.][A-Za-z0-9]+)*)(?:[ :.,–-]|$)"
    ))
});

static HELD: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?im)(?:\b(?:séance|seance|session|réunion|reunion)(?: ordinaire| publique)? du (?:\p{L}+ )?|\br[ée]unie?s?\b[^.;\n]{0,120}? le (?:\p{L}+ )?",
        r"|^(?:le|du) (?:\p{L}+ )?|^[^.;\n]{0,80}?\b(?:conseil(?: \p{L}+)?|bureau(?: \p{L}+)?|commission permanente|comit[ée](?: syndical)?|assembl[ée]e(?: pl[ée]ni[èe]re)?)(?: du| –| -|,)? (?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?){date:on}"
    ))
});

/// Before such words a date is not that of the sitting.
static OTHER_DATE: Pattern = Pattern::new(|| {
    compile(
        r"(?i)(?:convo\p{L}+|approbation|\b(?:le|du|au) procès[- ]verbal d|par délibération|vu la|vu le|affich\p{L}+|transmis|reçu|publi[ée])[^\n]{0,80}$",
    )
});

/// Reads the setting; `code` overrides the institution's code.
pub(super) fn read(
    heading: &Heading<'_>,
    code: Option<&str>,
    several_acts: bool,
) -> Option<Setting> {
    let organ = organ(heading);
    let (institution, mut doubt) = institution(heading, &organ.value);
    let reference = reference(heading);
    let (date, unclear) = date(heading);
    if organ.value.is_empty() {
        doubt.get_or_insert_with(|| "the text does not name the organ".to_owned());
    }
    if let Some(unclear) = unclear {
        doubt.get_or_insert(unclear);
    }
    if heading.lost {
        let lost = "the text is one run of words, its layout is lost";
        doubt.get_or_insert_with(|| lost.to_owned());
    }
    if several_acts {
        doubt.get_or_insert_with(|| "the text holds the minutes of several acts".to_owned());
    }
    let institution_code =
        code.map_or_else(|| code::institution_code(&institution.value), str::to_owned);
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
            act,
            several_acts: true,
            ..self.clone()
        })
    }
}

/// The kinds of bodies that have an organ of that name; none where any may have it.
fn bodies_with(organ: &str) -> &'static [&'static str] {
    let folded = slug(organ);
    let kinds: [(&str, &[&str]); 6] = [
        ("municipal", &["commune", "ville"]),
        ("communautaire", &["communaute", "agglomeration", "metropole"]),
        ("metropolitain", &["metropole", "eurometropole", "pole"]),
        ("departemental", &["departement", "collectivite"]),
        ("regional", &["region", "collectivite"]),
        ("syndical", &["syndicat", "pole", "parc", "etablissement"]),
    ];
    kinds.iter().find(|(word, _)| folded.contains(word)).map_or(&[], |(_, kinds)| kinds)
}

fn institution(heading: &Heading<'_>, organ: &str) -> (Found<String>, Option<String>) {
    let bases = heading.parts.of(Part::Visas).chain(heading.parts.of(Part::Articles));
    let enacting: Vec<Found<String>> = bases
        .flat_map(|range| hits(heading.folded, &range, &ENACTING))
        .filter_map(|hit| hit.words("institution"))
        .filter(|name| INSTITUTION.is_match(&name.value))
        .collect();
    let opening: Vec<Found<String>> = heading
        .parts
        .0
        .iter()
        .filter(|(part, range)| *part != Part::Attendance && range.end <= heading.head.end)
        .flat_map(|(_, range)| hits(heading.folded, range, &INSTITUTION))
        .filter_map(|hit| Some(of_one_case(&hit.words("institution")?)))
        .collect();
    let opening = if opening.is_empty() {
        let anywhere = hits(heading.folded, &heading.head, &INSTITUTION);
        anywhere.iter().filter_map(|hit| Some(of_one_case(&hit.words("institution")?))).collect()
    } else {
        opening
    };
    let enacting: Vec<Found<String>> = enacting.iter().map(of_one_case).collect();
    // The act of a commune is headed by its département: a body is one that has such an organ.
    let kinds = bodies_with(organ);
    let fits = |f: &Found<String>| kinds.iter().any(|kind| slug(&f.value).starts_with(kind));
    let above = |f: &Found<String>| {
        ["departement", "region"].iter().any(|kind| slug(&f.value).starts_with(kind))
    };
    let opening: Vec<Found<String>> = match opening.iter().any(fits) {
        true => opening.into_iter().filter(fits).collect(),
        false if kinds.is_empty() => opening,
        false => opening.into_iter().filter(|f| !above(f)).collect(),
    };
    let first = enacting.first().or_else(|| {
        // Of the spellings of one name, the one in small letters, then the shortest.
        let first = slug(&opening.first()?.value);
        let capitals = |f: &Found<String>| !f.value.chars().any(char::is_lowercase);
        let same = opening.iter().filter(|f| {
            let other = slug(&f.value);
            other.starts_with(&first) || first.starts_with(&other)
        });
        same.min_by_key(|f| (capitals(f), f.value.len()))
    });
    let Some(first) = first else {
        let doubt = Some("the text does not name the institution in full".to_owned());
        let near = hit(heading.folded, &heading.head, &COUNCIL)
            .or_else(|| hit(heading.folded, &heading.head, &TOWN));
        let named = |hit: &super::scan::Hit<'_>| Some(of_one_case(&hit.words("institution")?));
        // Behind the head a place counts only where no other is spoken of.
        let anywhere = || {
            let all = hits(heading.folded, &heading.extent, &TOWN);
            let all: Vec<_> = all.iter().filter_map(named).collect();
            let first = all.first()?;
            all.iter().all(|f| slug(&f.value) == slug(&first.value)).then(|| first.clone())
        };
        let town = near.as_ref().and_then(named).or_else(anywhere);
        let found = town.unwrap_or_else(|| Found::new(0..0, String::new()));
        return (found, doubt);
    };
    let same_kind = |f: &&Found<String>| {
        slug(&f.value).split('-').next() == slug(&first.value).split('-').next()
    };
    let rival = opening
        .iter()
        .filter(same_kind)
        .find(|other| !slug(&other.value).starts_with(&slug(&first.value)));
    let doubt = rival.map(|rival| {
        format!("two institutions are named: « {} » and « {} »", first.value, rival.value)
    });
    (first.clone(), doubt)
}

/// A name printed in capitals ends where small letters begin: what follows stands beside it.
fn of_one_case(found: &Found<String>) -> Found<String> {
    let capitals = |word: &str| {
        let bare = word.strip_prefix("d'").or_else(|| word.strip_prefix("l'")).unwrap_or(word);
        !bare.chars().any(char::is_lowercase)
    };
    let mut end = 0;
    let mut at = 0;
    let mut small = false;
    for (n, word) in found.value.split(' ').enumerate() {
        if n > 0
            && !small
            && !capitals(word)
            && capitals(found.value.get(..end).unwrap_or_default())
        {
            break;
        }
        small |= n > 0 && !capitals(word);
        at += word.len();
        end = at;
        at += 1;
    }
    let value = found.value.get(..end).unwrap_or_default().to_owned();
    Found::new(found.range.start..found.range.start + end, value)
}

fn organ(heading: &Heading<'_>) -> Found<String> {
    let above = heading.parts.of(Part::Visas).chain(heading.parts.of(Part::Articles));
    let said = above
        .filter_map(|range| hit(heading.folded, &range, &ENACTING))
        .find_map(|hit| of_kind(heading.folded, &hit))
        .or_else(|| {
            let met = hits(heading.folded, &heading.head, &MET);
            let all: Vec<_> = met.iter().filter_map(|hit| of_kind(heading.folded, hit)).collect();
            let small = |f: &&Found<String>| f.value.chars().any(char::is_lowercase);
            all.iter().find(small).or(all.first()).cloned()
        });
    let bare = || hit(heading.folded, &heading.head, &BARE_ORGAN)?.words("organ");
    said.or_else(bare).unwrap_or_else(|| Found::new(0..0, String::new()))
}

/// `Bureau de la Métropole`: the organ with the kind of institution, if it stands behind it.
fn of_kind(folded: &str, hit: &super::scan::Hit<'_>) -> Option<Found<String>> {
    let organ = hit.words("organ")?;
    let end = hit.place("kind").map_or(organ.range.end, |kind| kind.end);
    let range = organ.range.start..end;
    Some(Found::new(range.clone(), on_one_line(folded.get(range)?)))
}

fn reference(heading: &Heading<'_>) -> Option<Found<String>> {
    static RECEIPT: Pattern = Pattern::new(|| compile(r"^\d{3}-\d{9}-\d{8}-"));
    let lines = heading.columns.get(heading.head.clone()).unwrap_or_default();
    let mut at = heading.head.start;
    for raw in lines.split_inclusive('\n') {
        let mut from = at;
        for cell in raw.split_inclusive('\t') {
            let words = cell.trim();
            if let Some(token) = reference_token(words).filter(|token| !RECEIPT.is_match(token)) {
                let start = from + cell.find(token)?;
                return Some(Found::new(start..start + token.len(), token.to_owned()));
            }
            from += cell.len();
        }
        at += raw.len();
    }
    let digits = |f: &Found<String>| f.value.bytes().filter(u8::is_ascii_digit).count() >= 3;
    let numbered = || hit(heading.folded, &heading.head, &NUMBERED)?.words("reference");
    hit(heading.folded, &heading.head, &REFERENCE)
        .and_then(|hit| hit.words("reference").filter(digits))
        .or_else(numbered)
}

fn date(heading: &Heading<'_>) -> (Option<Found<Edtf>>, Option<String>) {
    let mut found: Vec<Found<Edtf>> = Vec::new();
    for hit in hits(heading.folded, &heading.head, &HELD) {
        let Some(date) = hit.date("on") else { continue };
        let before = heading.folded.get(heading.head.start..hit.range().start).unwrap_or_default();
        let between = heading.folded.get(hit.range().start..date.range.start).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        // *Délibération du Bureau du …* dates an act, *Délibération, séance du …* the sitting.
        let said = slug(&format!("{line} {between}"));
        let sitting = ["seance", "reuni", "session"].iter().any(|word| said.contains(word));
        let dated_act = said.contains("deliberation") && !sitting;
        if !OTHER_DATE.is_match(line) && !OTHER_DATE.is_match(between) && !dated_act {
            found.push(date);
        }
    }
    if let Some(date) = date_in_words(heading.head_text()) {
        found.push(date.shifted(heading.head.start));
    }
    found.retain(|date| date.value.day().is_some());
    let Some(first) = found.first().cloned() else { return (None, None) };
    let other = found.iter().find(|date| date.value != first.value);
    let unclear = other.map(|other| {
        format!("two dates of sitting are stated: {} and {}", first.value, other.value)
    });
    (Some(first), unclear)
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
