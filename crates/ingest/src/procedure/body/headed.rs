//! A body as the head of its act names it: its kind and name one below the other, its kind behind its name,
//! or beside the words of the sitting.

use super::super::Heading;
use super::super::scan::hit;
use super::formulae::{BARE_ORGAN, KIND, NO_PLACE, PROPER};
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::slug;

/// The kind of a body, alone in its cell, or with the particle of its name (*Ville de*).
static KIND_ALONE: Pattern = Pattern::new(|| {
    compile(&format!(
        r"^(?:{KIND}|(?i:commune|ville|mairie|communaut[ée] (?:de communes|d'agglom[ée]ration|urbaine)) (?i:de|du|des|de la)|(?i:[ée]tablissement public de coop[ée]ration (?:culturelle|intercommunale)))$"
    ))
});

/// The name below it: a proper one, or one between quotation marks.
static NAME_ALONE: Pattern =
    Pattern::new(|| compile(&format!(r#"^(?:{PROPER}|[«"“] ?\p{{Lu}}[^»"”\n]{{2,60}}[»"”])$"#)));

/// *Ville de Vaulnay* below *CENTRE COMMUNAL D'ACTION SOCIALE*: a body of its own, and no part of that name.
static ANOTHER_BODY: Pattern = Pattern::new(|| {
    compile(r"^(?i:ville|commune|mairie|d[ée]partement|r[ée]gion) (?i:de|d'|du|des)\b")
});

/// The first cell of a line, without its margin, and where it stands.
fn cell(line: &str, at: usize) -> Found<String> {
    let margin = line.len() - line.trim_start().len();
    let words = line.trim_start().split('\t').next().unwrap_or_default().trim_end();
    Found::new(at + margin..at + margin + words.len(), words.to_owned())
}

/// The body whose kind stands in one line of the head and whose name in the next, each alone or at the head of
/// its columns.
pub(super) fn on_two_lines(heading: &Heading<'_>) -> Option<Found<String>> {
    let head = heading.columns.get(heading.head.clone())?;
    let mut at = heading.head.start;
    let mut cells = Vec::new();
    for line in head.split_inclusive('\n') {
        cells.push(cell(line.trim_end_matches('\n'), at));
        at += line.len();
    }
    let pair = cells.windows(2).find_map(|pair| {
        let [kind, name] = pair else { return None };
        // *Commune      Délégués présents* heads the columns of a table.
        let heads_a_column = heading.columns.get(kind.range.end..)?.starts_with('\t');
        if heads_a_column && slug(&kind.value) == "commune" {
            return None;
        }
        let is_name = NAME_ALONE.is_match(&name.value)
            && !NO_PLACE.is_match(&name.value)
            && !BARE_ORGAN.is_match(&name.value)
            && !ANOTHER_BODY.is_match(&name.value);
        // *Syndicat mixte des Eaux*, and below it the address.
        let both = format!("{} {}", kind.value, name.value);
        let is_name = is_name && before_its_address(&both) == both.len();
        (is_name && KIND_ALONE.is_match(&kind.value)).then_some((kind, name))
    });
    let Some((kind, name)) = pair else { return on_three_lines(&cells) };
    // What another column puts between the two is no part of the name.
    let between = heading.columns.get(kind.range.end..name.range.start).unwrap_or_default();
    let range = if between.trim().is_empty() {
        kind.range.start..name.range.end
    } else {
        name.range.clone()
    };
    Some(Found::new(range, format!("{} {}", kind.value, without_gaps(&name.value))))
}

/// *V A U L N A Y*: letters set apart are those of one word.
fn without_gaps(name: &str) -> String {
    let spaced = name.contains(' ') && name.split(' ').all(|word| word.chars().count() == 1);
    if spaced { name.replace(' ', "") } else { name.to_owned() }
}

/// *SERVICE DÉPARTEMENTAL*, *D'INCENDIE ET DE SECOURS*, *DE …*: one name over three lines of capitals.
fn on_three_lines(cells: &[Found<String>]) -> Option<Found<String>> {
    static WHOLE: Pattern = Pattern::new(|| compile(&format!(r"^{KIND} {PROPER}$")));
    cells.windows(3).take(12).find_map(|lines| {
        let words = lines.iter().map(|line| line.value.as_str()).collect::<Vec<_>>().join(" ");
        let sound = lines.iter().all(|line| line.value.contains(' '))
            && !words.contains(char::is_lowercase)
            && WHOLE.is_match(&words)
            && !NO_PLACE.is_match(&words);
        let range = lines.first()?.range.start..lines.last()?.range.end;
        sound.then(|| Found::new(range, words))
    })
}

/// *SYNDICAT MIXTE D'AMÉNAGEMENT ET DE GESTION*, *DU PARC DE …*: a name in capitals that ends its line and goes on with a
/// particle on the next, alone there.
pub(super) fn over_the_line(heading: &Heading<'_>, found: &Found<String>) -> Option<Found<String>> {
    static GOES_ON: Pattern = Pattern::new(|| {
        compile(
            r"^\n *(?P<more>(?:DE LA |DE L'|DE |DU |DES |D'|ET |POUR )+[^\p{Ll}\d\t\n:;,.()]{2,80}?) *(?:\n|$)",
        )
    });
    // *EXTRAIT*, *DU REGISTRE DES DÉLIBÉRATIONS*: the words of a sitting or of a register name no body.
    static NO_NAME: Pattern = Pattern::new(|| {
        compile(
            r"\b(?:EXTRAIT|REGISTRE|D[ÉE]LIB[ÉE]RATIONS?|PROC[ÈE]S|VERBAL|S[ÉE]ANCE|CONSEIL|R[ÉE]UNION|BUREAU|JOUR|OBJET|D[ÉE]PARTEMENT|CANTON|ARRONDISSEMENT|MAIRIE|MAIRE|SUBVENTIONS?|BUDGET)\b",
        )
    });
    let behind = heading.columns.get(found.range.end..heading.head.end)?;
    if found.value.contains(char::is_lowercase) {
        return None;
    }
    let more = GOES_ON.captures(behind)?.name("more")?;
    if BARE_ORGAN.is_match(more.as_str()) || NO_NAME.is_match(more.as_str()) {
        return None;
    }
    let range = found.range.start..found.range.end + more.end();
    Some(Found::new(range, format!("{} {}", found.value, more.as_str())))
}

/// The same body by the letters of its kind, as its sitting or the foot of its pages may have it: *EPCC Les
/// Halles* for *Établissement public de coopération culturelle « Les Halles »*.
pub(super) fn by_its_letters(heading: &Heading<'_>, name: &str) -> Option<Found<String>> {
    static LETTERS: Pattern = Pattern::new(|| {
        compile(&format!(r"\b(?P<institution>(?P<letters>[A-Z]{{3,6}}) {PROPER})"))
    });
    let small = ["de", "d", "du", "des", "la", "le", "les", "l", "et"];
    let named = slug(name);
    let words = named.split('-').filter(|word| !small.contains(word));
    let initials: String =
        words.filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect();
    let found = super::super::scan::hits(heading.folded, &heading.extent, &LETTERS);
    found.iter().find_map(|hit| {
        let letters = hit.words("letters")?.value;
        let shouted = !hit.words("institution")?.value.contains(char::is_lowercase);
        (initials.starts_with(&letters) && !shouted).then(|| hit.words("institution"))?
    })
}

/// A body that puts its kind behind its name: `Grand Vaulnay Agglomération`.
static SUFFIXED: Pattern = Pattern::new(|| {
    compile(
        r"(?m)^(?P<institution>(?:(?:[dl]')?\p{Lu}[\p{L}'-]+ (?:(?:de la|de|du|des|la|le|les|et|en|sur) )*){1,5}(?i:agglo(?:m[ée]ration)?|m[ée]tropole|communaut[ée](?: d'agglom[ée]ration| de communes| urbaine)?))$",
    )
});

/// *le Conseil de Vaulnay Métropole*: such a body behind its organ or its president.
static OF_SUFFIXED: Pattern = Pattern::new(|| {
    compile(
        r"\b(?i:conseil|bureau|pr[ée]sidente?) (?i:de |d')(?P<institution>(?:(?:[dl]')?\p{Lu}[\p{L}'-]+ (?:(?:de la|de|du|des|la|le|les|et|en|sur) )*){1,4}(?i:agglo(?:m[ée]ration)?|m[ée]tropole|communaut[ée](?: d'agglom[ée]ration| de communes| urbaine)?))\b",
    )
});

/// The body of an intercommunal organ that puts its kind behind its name. *Le Conseil* may be anybody's, and
/// the kind tells whose.
pub(super) fn suffixed(heading: &Heading<'_>, organ: &str) -> Option<Found<String>> {
    let folded = slug(organ);
    let organs = ["communaut", "metropol", "bureau", "agglomeration", "president"];
    let fits = folded == "conseil" || organs.iter().any(|o| folded.contains(o));
    let found = hit(heading.folded, &heading.head, &SUFFIXED)
        .or_else(|| hit(heading.folded, &heading.head, &OF_SUFFIXED))
        .filter(|_| fits)?;
    let bare = |name: &Found<String>| {
        // *le Bureau de la Métropole* names no place.
        let place =
            name.value.split(' ').find(|word| !["LA", "La", "L", "LE", "Le"].contains(word));
        place.is_some_and(|word| name.value.ends_with(word))
    };
    found.words("institution").filter(|name| !BARE_ORGAN.is_match(&name.value) && !bare(name))
}

/// *Conseil départemental de l'Aure Session de juin*: the words of the sitting stand beside the name.
pub(super) fn without_sitting(found: &Found<String>) -> Found<String> {
    static SITTING: Pattern = Pattern::new(|| {
        compile(
            r"(?i) (?:sessions?|s[ée]ances?|r[ée]unions?|assembl[ée]es?|extraits?|d[ée]lib[ée]rations?)(?: .*)?$",
        )
    });
    let end = SITTING.find(&found.value).map_or(found.value.len(), |said| said.start());
    let value = found.value.get(..end).unwrap_or(&found.value).to_owned();
    Found::new(found.range.start..found.range.start + end, value)
}

/// *SIVOM DE VAULNAY COMITÉ SYNDICAL*, *SIAEP de Vaulnay Réunion du …*: the organ or the sitting stands beside the
/// name, or on the line below it.
pub(super) fn before_the_organ(found: &Found<String>) -> Found<String> {
    static BESIDE: Pattern = Pattern::new(|| {
        compile(concat!(
            r" (?:CONSEIL (?:MUNICIPAL|COMMUNAUTAIRE|SYNDICAL|M[ÉE]TROPOLITAIN|D'ADMINISTRATION|DE COMMUNAUT[ÉE])|BUREAU (?:COMMUNAUTAIRE|SYNDICAL|M[ÉE]TROPOLITAIN)|COMIT[ÉE] SYNDICAL",
            r"|R[ÉE]UNION|R[ée]union|S[ÉE]ANCE|S[ée]ance|COMPTE[- ]RENDU|Compte[- ]rendu|PROC[ÈE]S[- ]VERBAL|Proc[èe]s[- ]verbal)\b"
        ))
    });
    let end = BESIDE.find(&found.value).map_or(found.value.len(), |beside| beside.start());
    let end = end.min(before_its_address(&found.value));
    let value = found.value.get(..end).unwrap_or(&found.value).to_owned();
    Found::new(found.range.start..found.range.start + end, value)
}

/// *… de Vaulnay Place de la Fontaine*: where the address or the seat begins that stands below a name. Behind a particle
/// such a word belongs to the name (*de la Place*).
fn before_its_address(name: &str) -> usize {
    static ADDRESS: Pattern = Pattern::new(|| {
        compile(concat!(
            r" (?:(?:Place|PLACE|Rue|RUE|Avenue|AVENUE|Boulevard|BOULEVARD|Cours|COURS|All[ée]e|ALL[ÉE]E|Chemin|CHEMIN|Route|ROUTE|Quai|QUAI|Impasse|IMPASSE|Esplanade|ESPLANADE|Square|SQUARE) ",
            r"|(?:BP|CS|T[ée]l|T[ÉE]L|SIRET|SIREN|Feuillet|FEUILLET|Folio|FOLIO|Ann[ée]e|ANN[ÉE]E|Si[èe]ge|SI[ÈE]GE|Mairie|MAIRIE|H[ôo]tel d|H[ÔO]TEL D|Registre|REGISTRE|Extrait|EXTRAIT|Le Bourg|LE BOURG)\b",
            // The organ on the line below, whose kind is in small letters: *Comité syndical*.
            r"|(?:Comit[ée]|Conseil|Bureau|Assembl[ée]e|Commission)$)"
        ))
    });
    const PARTICLES: [&str; 9] = ["de", "du", "des", "la", "le", "les", "et", "en", "sur"];
    let mut all = ADDRESS.find_iter(name).map(|found| found.start());
    let apart = |at: &usize| {
        let before = name.get(..*at).unwrap_or_default();
        let word = before.rsplit([' ', '\'']).next().unwrap_or_default().to_lowercase();
        before.contains(' ') && !word.is_empty() && !PARTICLES.contains(&word.as_str())
    };
    all.find(apart).unwrap_or(name.len())
}

/// *SILVA Christophe*: letters by which a syndicat could go, before a given name; *SYNDICAL du jeudi* is an organ's.
pub(super) fn is_a_surname(name: &str) -> bool {
    let mut words = name.split(' ');
    let (letters, next) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let shouted = letters.chars().all(char::is_uppercase) && letters.chars().count() > 3;
    let known =
        ["SIVOM", "SIVU", "SICTOM", "SMICTOM", "PETR", "SDIS", "CCAS", "CIAS"].contains(&letters);
    let given =
        next.starts_with(char::is_uppercase) && next.chars().skip(1).all(char::is_lowercase);
    letters == "SYNDICAL" || (shouted && !known && given && letters.starts_with('S'))
}
