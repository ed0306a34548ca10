//! A body that its head names by the initials of its kind: *CC Rives et Monts*.

use super::super::Heading;
use super::super::scan::{Hit, hits};
use super::formulae::{BARE, NO_PLACE};
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::slug;

/// *CC Rives et Monts*: a body that its initials name is named in full where the text does so, and is doubtful where it never
/// does; but a *CCAS* is not, which is a name that all use.
pub(in super::super) fn without_initials(
    heading: &Heading<'_>,
    (named, doubt): (Found<String>, Option<String>),
) -> (Found<String>, Option<String>) {
    static INITIALS: Pattern =
        Pattern::new(|| compile(r"^(?P<kind>CC|CA|CU|C\.C\.|C\.A\.) (?P<name>\p{Lu}.{3,})$"));
    static IN_FULL: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?P<kind>communaut[ée] (?:de communes|d'agglom[ée]ration|urbaine))(?: (?:de la|des|du|de)\b| de l'| d')? ?",
        )
    });
    if let Some(full) = establishment(heading, &named.value) {
        return (full, doubt);
    }
    let Some(hit) = INITIALS.captures(&named.value) else { return (named, doubt) };
    let group = |name: &str| hit.name(name).map_or("", |found| found.as_str());
    let (letters, name) = (group("kind").replace('.', ""), group("name"));
    let own = |kind: &str| match letters.as_str() {
        "CC" => kind.ends_with("communes"),
        "CA" => kind.ends_with("agglomeration"),
        _ => kind.ends_with("urbaine"),
    };
    let folded = heading.folded;
    let of_the_act = folded.get(..heading.extent.end).unwrap_or(folded);
    let full = IN_FULL.captures_iter(of_the_act).find_map(|hit| {
        let (whole, kind) = (hit.get(0)?, hit.name("kind")?);
        let rest = folded.get(whole.end()..)?;
        let wide: usize = rest.chars().take(name.chars().count()).map(char::len_utf8).sum();
        let same = slug(rest.get(..wide)?) == slug(name) && own(&slug(kind.as_str()));
        let range = whole.start()..whole.end() + wide;
        same.then(|| Some(Found::new(range.clone(), folded.get(range)?.to_owned())))?
    });
    if let Some(full) = full {
        return (full, doubt);
    }
    let short = || "the text does not name the institution in full".to_owned();
    (named, doubt.or_else(|| Some(short())))
}

/// *CENTRE COMMUNAL D'ACTION SOCIALE DE VAULNAY*, where the head names it as *CCAS de Vaulnay* first.
fn establishment(heading: &Heading<'_>, named: &str) -> Option<Found<String>> {
    static SHORT: Pattern = Pattern::new(|| {
        compile(
            r"^(?i:c\.? ?c\.? ?a\.? ?s\.?|c\.? ?i\.? ?a\.? ?s\.?) (?i:de |du |d')(?P<place>\p{Lu}.{2,})$",
        )
    });
    static FULL: Pattern = Pattern::new(|| {
        compile(&format!(
            r"\b(?P<institution>(?i:centre (?:inter)?communal d'action sociale)[ \n](?i:de |du |d')(?P<place>{BARE}))"
        ))
    });
    let short = SHORT.captures(named)?;
    let letters: String = named.chars().filter(|c| c.is_alphabetic()).take(2).collect();
    let among = if letters.eq_ignore_ascii_case("ci") { "intercommunal" } else { " communal" };
    let place = slug(short.name("place")?.as_str());
    let full = |hit: &Hit<'_>| {
        let mut named = hit.words("institution")?;
        // Where the lines are lost other words in capitals follow.
        if let Some(next) = NO_PLACE.find(&named.value) {
            let words = named.value.get(..next.start())?.trim_end().to_owned();
            named = Found::new(named.range.start..named.range.start + words.len(), words);
        }
        named.value = named.value.replace('\n', " ");
        let at = hit.words("place")?.range.start - named.range.start;
        let same = alike(&slug(named.value.get(at..)?), &place);
        (same && named.value.to_lowercase().contains(among)).then_some(named)
    };
    hits(heading.folded, &heading.head, &FULL).iter().find_map(full)
}

/// Whether two places are one, but for a letter or two that character recognition took for others.
fn alike(one: &str, other: &str) -> bool {
    const MISREAD: usize = 2;
    let same = one.chars().count() == other.chars().count();
    same && one.chars().zip(other.chars()).filter(|(a, b)| a != b).count() <= MISREAD
}
