//! A body as the banner of its paper names it, with no type before the name: its kind behind it (*Vaulnay Habitat*), on the
//! line below (*LES RIVES DE LA VAULNE*, *Communauté d'agglomération*), or by the letters of its kind (*EPF des Plaines*).

use super::super::Heading;
use super::super::signature::cells;
use super::formulae::{BARE_ORGAN, NO_PLACE, PROPER};
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::slug;
use std::ops::Range;

/// So many lines at the head of an act may hold the name of the body.
const LINES: usize = 8;

/// *Vaulnay Métropole*, *Vaulnay – Communauté urbaine*, *Vaulnay Habitat*: the kind behind the name.
static KIND_BEHIND: Pattern = Pattern::new(|| {
    compile(&format!(
        r"^(?P<institution>(?:(?i:les |la |le |l'))?{PROPER}(?: ?[-–—,] ?| )(?i:agglo(?:m[ée]ration)?|(?:euro)?m[ée]tropole|communaut[ée](?: d'agglom[ée]ration| de communes| urbaine)?|habitat|mobilit[ée]s|territoires?)(?: {PROPER})??)$"
    ))
});

/// *AGGLO DU PAYS DE VAULNAY*, *EPF des Plaines*: the letters of a kind, or its short word, before the name.
static LETTERS_BEFORE: Pattern = Pattern::new(|| {
    compile(&format!(
        r"^(?P<institution>(?:(?i:agglo)|EPFL?|OPH|OPAC|EPCC|EPAGE|EPTB|GIP|COM ?COM|CDC|C\.C\.|C\.A\.|C\.C\.A\.S\.?|C\.I\.A\.S\.?|CCAS|CIAS) (?i:du |de la |de l'|des |de |d')?{PROPER})$"
    ))
});

/// *métropole rives de vaulne*, *grand vaulnay agglo*: a banner in small letters throughout.
static SMALL: Pattern = Pattern::new(|| {
    compile(
        r"^(?P<institution>(?:m[ée]tropole|agglom[ée]ration|communaut[ée](?: d'agglom[ée]ration| de communes| urbaine)|ville|commune|d[ée]partement|r[ée]gion)(?: [\p{Ll}'-]+){1,6}|(?:[\p{Ll}'-]+ ){1,5}(?:agglo(?:m[ée]ration)?|m[ée]tropole|habitat))$",
    )
});

/// What stands below the name of a body and says what it is.
static KIND_BELOW: Pattern = Pattern::new(|| {
    compile(
        r"^(?i:communaut[ée] (?:d'agglom[ée]ration|de communes|urbaine)|m[ée]tropole|office public (?:de l'habitat|d'h\.?l\.?m\.?)|syndicat (?:mixte|intercommunal|d[ée]partemental)|[ée]tablissement public (?:foncier|de coop[ée]ration|territorial|industriel|local)|p[ôo]le (?:m[ée]tropolitain|d'[ée]quilibre)|parc naturel r[ée]gional|r[ée]gie (?:personnalis|autonome))",
    )
});

/// A name of a body: capitalised words, no sentence.
static NAME: Pattern =
    Pattern::new(|| compile(&format!(r"^(?P<institution>(?:(?i:les |la |le |l'))?{PROPER})$")));

/// What a banner holds besides: mottoes, the sitting, the papers, addresses.
static NO_NAME: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:conseil|bureau|comit[ée]|commission|assembl[ée]e|s[ée]ance|r[ée]union|d[ée]lib[ée]rations?|d[ée]cisions?|extrait|registre|proc[èe]s|compte|r[ée]publique|libert[ée]|[ée]galit[ée]|objet|rapport|rapporteur|direction|service|p[ôo]le|affaire|subventions?|conventions?|membres?|pr[ée]sents?|pr[ée]sidente?|secr[ée]taire|pr[ée]fecture|annexe|arrondissement|canton|monsieur|madame|place|rue|avenue|boulevard)\b",
    )
});

/// The body that the banner names, and whether no other name of the head says it better.
pub(super) fn named(heading: &Heading<'_>, organ: &str) -> Option<Found<String>> {
    let folded = slug(organ);
    // A commune is called by its type, or by its place alone.
    if folded.contains("municipal")
        || folded.contains("departemental")
        || folded.contains("regional")
    {
        return None;
    }
    let rows = rows(heading);
    let one = |cell: &Range<usize>| {
        let (at, words) = words(heading, cell)?;
        let hit = [&KIND_BEHIND, &LETTERS_BEFORE, &SMALL]
            .into_iter()
            .find_map(|pattern| pattern.captures(words)?.name("institution"))?;
        let plain = hit.as_str();
        let named = !NO_NAME.is_match(plain) && plain.contains([' ', '-']) && !bare(plain);
        named.then(|| Found::new(at + hit.start()..at + hit.end(), plain.to_owned()))
    };
    above_its_kind(heading, &rows).or_else(|| rows.iter().flatten().find_map(one))
}

/// The first lines of the head, each as its cells.
fn rows(heading: &Heading<'_>) -> Vec<Vec<Range<usize>>> {
    let mut at = heading.head.start;
    let mut out = Vec::new();
    for line in heading.columns.get(heading.head.clone()).unwrap_or_default().split_inclusive('\n')
    {
        let row = cells(heading.columns, &(at..at + line.trim_end_matches('\n').len()));
        at += line.len();
        if !row.is_empty() {
            out.push(row);
        }
        if out.len() >= LINES {
            break;
        }
    }
    out
}

/// The words of a cell without the marks drawn before them, and where they begin.
fn words<'a>(heading: &Heading<'a>, cell: &Range<usize>) -> Option<(usize, &'a str)> {
    let words = heading.columns.get(cell.clone())?;
    let bare = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    let bare = bare.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != ')');
    Some((cell.start + words.find(bare)?, bare))
}

/// *la Métropole*, *Le Pôle Habitat*: an article and a kind name nobody.
fn bare(name: &str) -> bool {
    let place = name
        .split([' ', '-'])
        .find(|word| !["la", "l", "le", "les"].contains(&slug(word).as_str()));
    place.is_none_or(|word| name.ends_with(word))
}

/// The name of a body above the line that says what it is, in the same column.
fn above_its_kind(heading: &Heading<'_>, rows: &[Vec<Range<usize>>]) -> Option<Found<String>> {
    rows.windows(2).find_map(|pair| {
        let [above, below] = pair else { return None };
        above.iter().zip(below).find_map(|(name, kind)| {
            let between = heading.columns.get(name.end..kind.start)?;
            let (_, said) = words(heading, kind)?;
            let (at, name) = words(heading, name)?;
            let hit = NAME.captures(name)?.name("institution")?;
            let sound = KIND_BELOW.is_match(said)
                && !between.contains("\n\n")
                && name.chars().count() > 4
                && !NO_NAME.is_match(name)
                && !NO_PLACE.is_match(name)
                && !BARE_ORGAN.is_match(name)
                && !KIND_BELOW.is_match(name);
            sound.then(|| Found::new(at + hit.start()..at + hit.end(), hit.as_str().to_owned()))
        })
    })
}
