//! Whether it is certain which body is named, and which organ decides where the words that name it say its kind alone:
//! *le Conseil*, *le bureau*.

use super::super::Heading;
use super::super::scan::hits;
use super::formulae::{BARE_ORGAN, NO_PLACE, ORGAN};
use crate::recognise::{Found, Pattern, compile, lead};
use greffe_domain::slug;

/// An organ behind its article, wherever it is spoken of.
static SPOKEN_OF: Pattern = Pattern::new(|| {
    compile(&format!(r"\b(?i:le|la|l'|du|de la|de l'|au) ?(?P<organ>{ORGAN}|(?i:comit[ée]))\b"))
});

/// Whether a name says the kind of an organ alone, which most bodies have.
fn is_bare(organ: &str) -> bool {
    ["conseil", "bureau", "comite", "assemblee"].contains(&slug(organ).as_str())
}

/// Whether a département or a région may have an organ of that name.
fn of_a_territory(organ: &str) -> bool {
    let folded = slug(organ);
    let named = ["departement", "region", "permanente", "assemblee", "territor", "general"];
    organ.is_empty() || named.iter().any(|word| folded.contains(word))
}

/// *DÉLIBÉRATION DU CONSEIL MUNICIPAL* above *le Conseil*, whose next word a frame cuts off: the head names the same organ
/// in full, and no second one of that kind.
pub(super) fn in_full(heading: &Heading<'_>, said: &Found<String>) -> Option<Found<String>> {
    if !is_bare(&said.value) {
        return None;
    }
    let begins = format!("{}-", slug(&said.value));
    let named = hits(heading.folded, &heading.head, &SPOKEN_OF);
    let mut full = named
        .iter()
        .filter_map(|hit| hit.words("organ"))
        .filter(|f| slug(&f.value).starts_with(&begins));
    let first = full.next()?;
    full.all(|other| slug(&other.value) == slug(&first.value)).then_some(first)
}

/// An organ that does something, and is not one whose act is cited.
static ACTS: Pattern =
    Pattern::new(|| compile(&format!(r"\b(?i:le|la|l') ?(?P<organ>{ORGAN}|(?i:comit[ée]))\b")));

/// *Le conseil de la métropole a adopté*: what it did before is no act of this sitting.
static DID_BEFORE: Pattern = Pattern::new(|| {
    compile(r"(?i)^(?: (?:de la|de l'|du|des) ?[\p{L}' -]{3,60}?)?,? (?:a|avait|ayant) ")
});

/// The organ of another name that does something, where the one that was read goes by its kind alone.
pub(super) fn rival(heading: &Heading<'_>, said: &Found<String>) -> Option<Found<String>> {
    if !is_bare(&said.value) {
        return None;
    }
    let named = hits(heading.folded, &heading.extent, &ACTS);
    let acts = |f: &Found<String>| {
        let behind = heading.folded.get(f.range.end..).unwrap_or_default();
        !DID_BEFORE.is_match(lead(behind, 80))
    };
    let other = |f: &Found<String>| slug(&f.value) != slug(&said.value) && acts(f);
    named.iter().filter_map(|hit| hit.words("organ")).find(other)
}

/// Why it is not certain that a name is the one of the body whose organ decides.
pub(super) fn unsure_body(
    heading: &Heading<'_>,
    name: &Found<String>,
    organ: &str,
) -> Option<String> {
    let territory =
        ["departement", "region"].iter().any(|kind| slug(&name.value).starts_with(kind));
    if territory && !of_a_territory(organ) {
        return Some(format!("« {} » may be where the body is, and not the body", name.value));
    }
    amid_capitals(heading.columns, name)
        .or_else(|| goes_on(heading.columns, name))
        .or_else(|| without_place(&name.value))
}

/// Why it is not certain where a name ends: *de Vaulnay et de sa région*.
fn goes_on(columns: &str, name: &Found<String>) -> Option<String> {
    let behind = columns.get(name.range.end..)?;
    let more = [" et d", " ET D", " et sa ", " et ses "];
    // *MÉTROPOLE DE VAULNAY – PAYS DES RIVES*: capitals behind a dash may be part of it.
    let dashed = [" – ", " — ", " - "].iter().find_map(|dash| behind.strip_prefix(dash));
    let line = dashed.map_or("", |rest| rest.split(['\n', '\t']).next().unwrap_or_default());
    let shouted = line.chars().filter(|c| c.is_alphabetic()).count() > 4
        && !line.contains(char::is_lowercase)
        && !NO_PLACE.is_match(line)
        && !BARE_ORGAN.is_match(line)
        && !["direction", "service", "pole", "bureau", "commission", "comite", "assemblee"]
            .iter()
            .any(|word| slug(line).starts_with(word));
    (shouted || more.iter().any(|more| behind.starts_with(more)))
        .then(|| format!("« {} » may go on; check where the name ends", name.value))
}

/// Why a body is not certain that goes by its kind alone: there is one in every town.
fn without_place(name: &str) -> Option<String> {
    let kinds = [
        "centre-communal-d-action-sociale",
        "centre-intercommunal-d-action-sociale",
        "ccas",
        "cias",
        "c-c-a-s",
        "c-i-a-s",
        "caisse-des-ecoles",
        "communaute-de-communes",
        "communaute-d-agglomeration",
        "syndicat-mixte",
    ];
    let said = slug(name);
    kinds.contains(&said.as_str()).then(|| format!("« {name} » is named without its place"))
}

/// Why it is not certain where a name in capitals ends: other capitals or figures follow on its line.
fn amid_capitals(columns: &str, name: &Found<String>) -> Option<String> {
    let behind = columns.get(name.range.end..)?.split('\n').next()?;
    let next = behind.strip_prefix(' ')?.split(' ').next()?;
    let goes_on = next.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let shouted = |words: &str| !words.contains(char::is_lowercase);
    (goes_on && shouted(next) && next.len() > 1 && shouted(&name.value)).then(|| {
        format!("« {} » stands amid other capitals; check where the name ends", name.value)
    })
}
