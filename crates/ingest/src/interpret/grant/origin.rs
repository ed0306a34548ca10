//! Where a recalled grant comes from: whose it is, for which year, by which act.

use super::super::fact::Passages;
use super::super::party::Party;
use super::super::reading::Reading;
use super::super::sentence::{Sentence, Zone};
use super::YEAR_OF;
use crate::recognise::{CitedAct, Found, Pattern, compile, years_of_exercise};
use greffe_domain::{ActKey, ActRef, Edtf};
use std::ops::Range;

/// A visa that quotes the act of the grant.
static GRANTING: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?:attribuant|accordant|allouant|octroyant|portant attribution|relative à",
        r" l'attribution|approuvant l'attribution|fixant)",
        r"[^;]{0,40}? ?(?:d'une|de la|une|la) (?:subvention|aide)"
    ))
});

/// Bodies that grant, by the word that names their kind.
static GRANTOR: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?P<kind>région(?:al)?|départemental|département|état|préfecture|caf|caisse",
        r"|union européenne|feder",
        r"|métropole|métropolitain|ville|commune|municipal|communauté|communautaire",
        r"|agglomération|syndicat|agence|fondation)\b"
    ))
});

/// Whether a sentence says that another body than this one granted. The body is named before the
/// verb, or behind the amount (*une subvention de … de la Région*).
pub(super) fn foreign(reading: &Reading<'_>, sentence: &Sentence<'_>, hit: &Range<usize>) -> bool {
    static BEHIND: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)^,? ?(?:de la|du|de l'|par la|par le|par l'|versée par) ?",
            r"(?P<body>[\p{L}' ]{2,40})"
        ))
    });
    let before = reading.words(&(sentence.at..hit.start));
    let behind = reading.words(&(hit.end..sentence.range().end));
    let body =
        BEHIND.captures(behind).and_then(|c| Some(c.name("body")?.as_str())).unwrap_or_default();
    let last = GRANTOR.find_iter(before).last();
    let named = GRANTOR.find(body).or(last).map(|kind| stem(kind.as_str()));
    let own: Vec<&str> =
        GRANTOR.find_iter(&reading.setting.name).map(|k| stem(k.as_str())).collect();
    match named {
        None => false,
        Some(kind) if own.is_empty() => !LOCAL.contains(&kind),
        Some(kind) => !own.contains(&kind),
    }
}

/// The kinds that may be this institution when its name does not tell its own.
const LOCAL: &[&str] = &["region", "departement", "metropole", "commune", "communaute", "syndicat"];

fn stem(kind: &str) -> &'static str {
    let low = kind.to_lowercase();
    let stems = [
        ("région", "region"),
        ("départ", "departement"),
        ("métropol", "metropole"),
        ("ville", "commune"),
        ("communau", "communaute"),
        ("agglo", "communaute"),
        ("commun", "commune"),
        ("municip", "commune"),
        ("syndicat", "syndicat"),
    ];
    stems.iter().find(|(start, _)| low.starts_with(start)).map_or("other", |(_, stem)| stem)
}

/// Whether a sentence tells of a grant for another year than that of this act.
pub(super) fn of_another_year(reading: &Reading<'_>, sentence: &Sentence<'_>) -> bool {
    let Some(main) = &reading.exercise else { return false };
    let stated = years_of_exercise(sentence.text).into_iter().map(|year| year.value);
    let plain = sentence.hits(&YEAR_OF).into_iter().filter_map(|hit| Some(hit.year("year")?.value));
    let years: Vec<i32> = stated.chain(plain).collect();
    !years.is_empty() && !years.contains(&main.value)
}

/// The act by which a recalled grant was given: what the sentence cites, joined with the visa that
/// quotes the same act by reference.
pub(super) fn recalled_act(
    reading: &Reading<'_>,
    at: usize,
    party: &str,
    passages: &mut Passages,
    doubt: &mut Option<String>,
) -> ActRef {
    let here = reading.sentence(at).and_then(|s| s.acts.first().cloned().map(|act| dated(s, act)));
    let mut act = here.as_ref().map(|f| f.value.act.clone()).unwrap_or_default();
    if let Some(found) = &here {
        cite(passages, &found.value);
    }
    let visas: Vec<(&Sentence<'_>, &CitedAct)> = granting_visas(reading, party, &act);
    match visas.as_slice() {
        [(sentence, visa)]
            if here.is_none() || act.reference.is_none() || same_key(&act, &visa.act) =>
        {
            passages.also(sentence.range());
            let known = act.clone();
            act.reference = known.reference.or_else(|| {
                passages.copied(visa.reference.clone(), "/act/reference");
                visa.act.reference.clone()
            });
            act.date = known.date.or_else(|| {
                passages.copied(visa.date.clone(), "/act/date");
                visa.act.date.clone()
            });
        }
        [] | [_] => {}
        _ => *doubt = Some("several legal bases may be the act of this grant".to_owned()),
    }
    act
}

/// *Le 9 février 2023, par délibération n°…*: the date may stand before the mention.
fn dated(sentence: &Sentence<'_>, mut cited: Found<CitedAct>) -> Found<CitedAct> {
    static DATE_FIRST: Pattern =
        Pattern::new(|| compile(r"^(?i:le) {date:date}, par (?i:d[ée]lib[ée]ration)"));
    if cited.value.act.date.is_none()
        && let Some(date) = sentence.hit(&DATE_FIRST).and_then(|hit| hit.date("date"))
    {
        cited.value.act.date = Some(date.value);
        cited.value.date = Some(date.range);
    }
    cited
}

fn cite(passages: &mut Passages, cited: &CitedAct) {
    passages.copied(cited.reference.clone(), "/act/reference");
    passages.copied(cited.date.clone(), "/act/date");
    passages.copied(cited.organ.clone(), "/act/organ");
}

/// The visas that quote an act granting a subsidy, and that may be the act already known.
fn granting_visas<'r, 'a>(
    reading: &'r Reading<'a>,
    party: &str,
    known: &ActRef,
) -> Vec<(&'r Sentence<'a>, &'r CitedAct)> {
    reading
        .sentences
        .iter()
        .filter(|s| s.zone == Zone::Visas && s.says(&GRANTING))
        .filter(|s| {
            let ours = |p: &Party| p.key == party;
            let other = reading.others_in(&s.range()).into_iter().any(|p| !ours(p));
            let delegates = s.text.contains("délég") || s.text.contains("Délég");
            !other && !delegates
        })
        .filter_map(|s| s.acts.first().map(|cited| (s, &cited.value)))
        .filter(|(_, cited)| {
            let year = |act: &ActRef| act.date.as_ref().and_then(Edtf::year);
            let stated =
                year(&cited.act).or_else(|| cited.act.key().as_ref().and_then(ActKey::year));
            let dates =
                known.date.is_none() || cited.act.date.is_none() || known.date == cited.act.date;
            let years = year(known).is_none() || stated.is_none() || year(known) == stated;
            let keys = known.reference.is_none() || same_key(known, &cited.act);
            dates && years && keys
        })
        .collect()
}

fn same_key(a: &ActRef, b: &ActRef) -> bool {
    a.key().is_some() && a.key() == b.key()
}
