//! The body and its organ: what they are called, told by the formulae in which acts name them.
//!
//! The institution's name is looked for where acts state it: above the visas, in the words that
//! open the sitting, in the heading. A name found only in a heading, or two different names, make
//! the setting doubtful, and with it every fact of the act.

mod banner;
mod certain;
mod executive;
mod formation;
mod formulae;
mod headed;
mod initials;

use super::Heading;
use super::scan::{Hit, hit, hits, on_one_line};
use crate::recognise::{Found, Pattern, compile, tail};
use crate::segment::Part;
use formulae::{
    BARE_ORGAN, COMMITTEE, COUNCIL, COUNCIL_BELOW, ENACTING, ESTABLISHMENT, IN_SMALL_LETTERS,
    INSTITUTION, MET, MET_ABOVE, NO_PLACE, ORGAN, PLACE, TOWN, TOWN_HALL,
};
use greffe_domain::slug;
pub(super) use initials::without_initials;

/// The kinds of bodies that have an organ of that name; none where any may have it.
fn bodies_with(organ: &str) -> &'static [&'static str] {
    let folded = slug(organ);
    let kinds: [(&str, &[&str]); 11] = [
        ("caisse-des-ecoles", &["caisse"]),
        ("municipal", &["commune", "ville"]),
        ("communaut", &["communaute", "agglomeration", "metropole", "cc", "ca", "cu"]),
        ("metropolitain", &["metropole", "eurometropole", "pole"]),
        ("metropole", &["metropole", "eurometropole"]),
        ("agglomeration", &["communaute", "agglomeration", "ca"]),
        ("departemental", &["departement", "collectivite"]),
        ("regional", &["region", "collectivite"]),
        (
            "administration",
            &[
                "centre",
                "ccas",
                "cias",
                "c-c-a-s",
                "c-i-a-s",
                "caisse",
                "cdg",
                "sdis",
                "service",
                "etablissement",
                "office",
            ],
        ),
        ("comite-de-direction", &["office", "etablissement", "regie", "epic"]),
        (
            "syndical",
            &[
                "syndicat",
                "pole",
                "parc",
                "etablissement",
                "petr",
                "si",
                "sm",
                "sy",
                "s-i",
                "s-m",
                "s-y",
            ],
        ),
    ];
    kinds.iter().find(|(word, _)| folded.contains(word)).map_or(&[], |(_, kinds)| kinds)
}

/// The institution as named, and why that is doubtful, if it is.
pub(super) fn institution(heading: &Heading<'_>, organ: &str) -> (Found<String>, Option<String>) {
    let kinds = bodies_with(organ);
    let fits = |f: &Found<String>| kinds.iter().any(|kind| slug(&f.value).starts_with(kind));
    if let Some(found) = headed::on_two_lines(heading).filter(fits) {
        let found = headed::over_the_line(heading, &found).unwrap_or(found);
        // Of two names that one body has, a person says which.
        let letters = headed::by_its_letters(heading, &found.value);
        let doubt = || format!("the body is also called otherwise than « {} »", found.value);
        return letters.map_or((found.clone(), None), |named| (named, Some(doubt())));
    }
    let bases = heading.parts.of(Part::Visas).chain(heading.parts.of(Part::Articles));
    let enacting: Vec<Found<String>> = bases
        .flat_map(|range| hits(heading.folded, &range, &ENACTING))
        .filter_map(|hit| body_of(&hit))
        .filter(|name| INSTITUTION.is_match(&name.value))
        .collect();
    let enacting: Vec<Found<String>> = enacting.iter().map(of_one_case).collect();
    let mut opening = named_in_the_head(heading);
    // An office of which a commune speaks decides nothing.
    let office = |found: &Found<String>| slug(&found.value).starts_with("office");
    let others = opening.iter().any(|found| !office(found));
    opening.retain(|found| fits(found) || !office(found) || (kinds.is_empty() && !others));
    // The act of a commune is headed by its département: a body is one that has such an organ.
    let above = |f: &Found<String>| {
        ["departement", "region"].iter().any(|kind| slug(&f.value).starts_with(kind))
    };
    let opening: Vec<Found<String>> = match opening.iter().any(fits) {
        true => opening.into_iter().filter(fits).collect(),
        false if kinds.is_empty() => opening,
        false => opening.into_iter().filter(|f| !above(f)).collect(),
    };
    let own = opening.is_empty() || (!kinds.is_empty() && !opening.iter().any(fits));
    if let Some(named) = by_banner(heading, organ, own).filter(|_| enacting.is_empty()) {
        return named;
    }
    // A running head may name the body otherwise than the sentence that tells how its organ met.
    let kind = |f: &Found<String>| slug(&f.value).split('-').next().map(str::to_owned);
    let head = opening.first().and_then(&kind);
    let met = opening.iter().position(|found| {
        kind(found) == head && behind_its_organ(heading.folded, found.range.start)
    });
    let mut opening = opening;
    opening.rotate_left(met.unwrap_or(0));
    let first = enacting.first().or_else(|| best_spelled(&opening));
    let suffixed = headed::suffixed(heading, organ).filter(|_| !opening.iter().any(fits));
    // The town above its establishment is the place where that is.
    let establishment = establishment(heading, organ);
    let named_so = |f: &Found<String>| {
        let kinds =
            ["caisse-des-ecoles", "centre-communal", "centre-intercommunal", "ccas", "c-c-a-s"];
        kinds.iter().any(|kind| slug(&f.value).starts_with(kind))
    };
    let establishment = establishment.filter(|_| !opening.iter().any(named_so));
    let elsewhere = suffixed.is_some() || establishment.is_some();
    let Some(first) = first.filter(|_| !elsewhere) else {
        let doubt = Some("the text does not name the institution in full".to_owned());
        let below = || {
            hit(heading.folded, &heading.head, &COUNCIL_BELOW).filter(|hit| {
                let said = hit.words("institution").map(|found| found.value).unwrap_or_default();
                let place = said.split(' ').skip(2).collect::<Vec<_>>().join(" ");
                !(NO_PLACE.is_match(&place)
                    || BARE_ORGAN.is_match(&place)
                    || place.contains("SESSION")
                    || place.contains("RAPPORT"))
            })
        };
        let near = hit(heading.folded, &heading.head, &COUNCIL)
            .or_else(below)
            .or_else(|| hit(heading.folded, &heading.head, &TOWN_HALL))
            .or_else(|| hit(heading.folded, &heading.head, &TOWN));
        let named = |hit: &Hit<'_>| {
            let own = headed::without_sitting(&of_one_cell(heading, &body_of(hit)?));
            Some(without_particles(&of_one_case(&own)))
        };
        // Behind the head a place counts only where no other is spoken of.
        let anywhere = || {
            let all = hits(heading.folded, &heading.extent, &TOWN);
            let all: Vec<_> = all.iter().filter_map(named).collect();
            let first = all.first()?;
            all.iter().all(|f| slug(&f.value) == slug(&first.value)).then(|| first.clone())
        };
        let small = || hit(heading.folded, &heading.head, &IN_SMALL_LETTERS)?.words("institution");
        let town = suffixed.or(establishment).or_else(|| near.as_ref().and_then(named));
        let town = town.or_else(|| alone(heading, organ)).or_else(small).or_else(anywhere);
        let found = town.unwrap_or_else(|| Found::new(0..0, String::new()));
        return (found, doubt);
    };
    let same_kind = |f: &&Found<String>| {
        slug(&f.value).split('-').next() == slug(&first.value).split('-').next()
    };
    // *Conseil de communauté* of a commune: the body itself is named otherwise.
    // Of a département or a commune no board decides, whatever names it below.
    let board = slug(organ).contains("administration") && above(first);
    let stranger = !kinds.is_empty() && !fits(first) && (enacting.is_empty() || board);
    let rival = opening
        .iter()
        .filter(same_kind)
        .find(|other| !slug(&other.value).starts_with(&slug(&first.value)));
    let doubt = rival.map(|rival| {
        format!("two institutions are named: « {} » and « {} »", first.value, rival.value)
    });
    let doubt = doubt.or_else(|| {
        let why = || format!("« {} » is no body that has such an organ", first.value);
        stranger.then(why)
    });
    let doubt = doubt.or_else(|| certain::unsure_body(heading, first, organ));
    (headed::over_the_line(heading, first).unwrap_or_else(|| first.clone()), doubt)
}

/// Of the spellings of the name that stands first, the one in small letters, then the shortest.
fn best_spelled(opening: &[Found<String>]) -> Option<&Found<String>> {
    let first = slug(&opening.first()?.value);
    let capitals = |f: &Found<String>| !f.value.chars().any(char::is_lowercase);
    let same = opening.iter().filter(|f| {
        let other = slug(&f.value);
        other.starts_with(&first) || first.starts_with(&other)
    });
    same.min_by_key(|f| (capitals(f), f.value.len()))
}

/// The body of the banner, where it is the `own` one, or an office that goes by its short name: *VAULNAY HABITAT* above
/// *Office public de l'habitat de …*.
fn by_banner(
    heading: &Heading<'_>,
    organ: &str,
    own: bool,
) -> Option<(Found<String>, Option<String>)> {
    let found = banner::named(heading, organ)?;
    let doubt = "the text does not name the institution in full".to_owned();
    (own || slug(&found.value).ends_with("-habitat")).then_some((found, Some(doubt)))
}

/// The bodies that the head names, outside the lists of members where it can.
fn named_in_the_head(heading: &Heading<'_>) -> Vec<Found<String>> {
    let opening: Vec<Found<String>> = heading
        .parts
        .0
        .iter()
        .filter(|(part, range)| *part != Part::Attendance && range.end <= heading.head.end)
        .flat_map(|(_, range)| hits(heading.folded, range, &INSTITUTION))
        .filter(|hit| !receives(heading.folded, hit.range().start))
        .filter_map(|hit| Some(of_one_case(&body_of(&hit)?)))
        .collect();
    let opening = if opening.is_empty() {
        let anywhere = hits(heading.folded, &heading.head, &INSTITUTION);
        let own = anywhere.iter().filter(|hit| !receives(heading.folded, hit.range().start));
        own.filter_map(|hit| Some(of_one_case(&body_of(hit)?))).collect()
    } else {
        opening
    };
    // What stands in another column is another thing.
    opening
        .iter()
        .map(|found| of_one_cell(heading, found))
        // *Commune* at the head of a column names no body.
        .filter(|found| found.value.contains([' ', '\'']) && !headed::is_a_surname(&found.value))
        .filter(|found| !ends_in_a_particle(&found.value) && !ends_in_a_day(&found.value))
        .collect()
}

/// *CONSEIL D'AGGLOMÉRATION DU JEUDI*: the day of a sitting names no body.
fn ends_in_a_day(name: &str) -> bool {
    let last = name.rsplit(' ').next().map(slug).unwrap_or_default();
    ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
        .contains(&last.as_str())
}

/// Whether a body is named as the one that gets something: *fonds de concours à la commune de …*, or heads
/// the title of an act: *COMMUNE DE … - TOITURE DE L'ÉCOLE - SUBVENTION*.
fn receives(folded: &str, at: usize) -> bool {
    static TITLE: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^[^\n]{3,80}? [-–—] [^\n]*\b(?:subventions?|conventions?|avenants?|attributions?|participations?|autorisation|fonds de concours)\b",
        )
    });
    if folded.get(at..).is_some_and(|rest| TITLE.is_match(rest)) {
        return true;
    }
    let before = folded.get(..at).unwrap_or_default();
    let lead = [
        " à la ",
        " À LA ",
        " A LA ",
        " avec la ",
        " au profit de la ",
        " en faveur de la ",
        " pour la ",
    ];
    lead.iter().any(|words| before.ends_with(words))
}

/// Whether a body is named behind its organ: *le conseil d'administration du C.C.A.S. de …*.
fn behind_its_organ(folded: &str, at: usize) -> bool {
    static ORGAN_OF: Pattern =
        Pattern::new(|| compile(&format!(r"\b{ORGAN} (?i:du|de la|de l'|de) ?$")));
    let before = tail(folded.get(..at).unwrap_or_default(), 120);
    let line = before.rsplit('\n').next().unwrap_or_default();
    ORGAN_OF.is_match(line)
}

/// The establishment whose board decides.
fn establishment(heading: &Heading<'_>, organ: &str) -> Option<Found<String>> {
    let folded = slug(organ);
    if ["municipal", "communautaire", "syndical"].iter().any(|word| folded.contains(word)) {
        return None;
    }
    hit(heading.folded, &heading.head, &ESTABLISHMENT)?.words("institution")
}

/// A place that stands alone in capitals above the act of a municipal council, or of one that is only called so, in its line or in the
/// first cell of the head.
fn alone(heading: &Heading<'_>, organ: &str) -> Option<Found<String>> {
    const LINES: usize = 12;
    /// The first line that is not empty stands above these.
    const FIRST: usize = 3;
    static FIRST_CELL: Pattern = Pattern::new(|| {
        compile(
            r"(?m)^ *(?P<institution>\p{Lu}[\p{Lu}'-]+(?: (?:L'|D')?\p{Lu}[\p{Lu}'-]*){0,5}) *(?:\t|$)",
        )
    });
    let organ = slug(organ);
    if !organ.contains("municipal") && organ != "conseil" {
        return None;
    }
    let head = heading.head_text();
    let down_to = |line| {
        let end = head.match_indices('\n').nth(line).map_or(head.len(), |(at, _)| at);
        heading.head.start..heading.head.start + end
    };
    let place = |hit: &Hit<'_>| {
        let place = body_of(hit)?;
        let sound = place.value.chars().count() > 3 && !NO_PLACE.is_match(&place.value);
        sound.then(|| without_particles(&place))
    };
    let lines = hits(heading.folded, &down_to(LINES), &PLACE);
    let cells = hits(heading.columns, &down_to(FIRST), &FIRST_CELL);
    lines.iter().find_map(place).or_else(|| cells.iter().find_map(place))
}

/// A name ends where a wide gap parts it from what stands beside it.
fn of_one_cell(heading: &Heading<'_>, found: &Found<String>) -> Found<String> {
    let printed = heading.columns.get(found.range.clone()).unwrap_or_default();
    let end = printed.find('\t').unwrap_or(found.value.len());
    let value = found.value.get(..end).unwrap_or(&found.value).trim_end().to_owned();
    Found::new(found.range.start..found.range.start + value.len(), value)
}

/// *DE VAULNAY DU*: in capitals particles look like words of the name.
fn without_particles(found: &Found<String>) -> Found<String> {
    let dated = found.value.find(" EN DATE").unwrap_or(found.value.len());
    let value = found.value.get(..dated).unwrap_or(&found.value);
    let behind = value.trim_end_matches(" DU").trim_end_matches(" DE").len();
    let words = found.value.get(..behind).unwrap_or(&found.value);
    let bare = words.strip_prefix("DE ").or_else(|| words.strip_prefix("D'")).unwrap_or(words);
    let lead = words.len() - bare.len();
    let start = found.range.start + lead;
    Found::new(start..start + bare.len(), bare.to_owned())
}

/// A name printed in capitals ends where small letters begin: what follows stands beside it.
fn of_one_case(found: &Found<String>) -> Found<String> {
    let found = &headed::before_the_organ(found);
    let capitals = |word: &str| {
        let bare = word.strip_prefix("d'").or_else(|| word.strip_prefix("l'")).unwrap_or(word);
        !bare.chars().any(char::is_lowercase)
    };
    // The letters by which a body goes are capitals whatever follows.
    let letters = found.value.split(' ').next().unwrap_or_default();
    if ["CC", "CA", "CU", "CCAS", "CIAS", "C.C.A.S.", "C.I.A.S.", "C.C.A.S", "C.I.A.S"]
        .contains(&letters)
    {
        return found.clone();
    }
    if letters.starts_with('S')
        && letters.len() > 2
        && capitals(letters)
        && !["SYNDICAT", "SERVICE"].contains(&letters)
    {
        return found.clone();
    }
    let mut end = 0;
    let mut at = 0;
    let mut small = false;
    let words: Vec<&str> = found.value.split(' ').collect();
    for (n, word) in words.iter().copied().enumerate() {
        // *C.C.A.S. de VAULNAY*: a particle between capitals.
        let particle = ["de", "du", "des", "la", "le", "les", "en", "sur", "et"].contains(&word)
            && words.get(n + 1).is_some_and(|next| capitals(next) && next.len() > 2);
        if particle {
            at += word.len();
            end = at;
            at += 1;
            continue;
        }
        // *… du Pays de Vaulnay CONSEIL D'ADMINISTRATION*: the organ stands beside it.
        let organ =
            ["CONSEIL", "BUREAU", "COMITÉ", "COMITE", "COMMISSION", "ASSEMBLÉE", "ASSEMBLEE"];
        if small && organ.contains(&word) {
            break;
        }
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

/// The body that a hit names; *VILLE DE* at the end of a line names none.
fn body_of(hit: &Hit<'_>) -> Option<Found<String>> {
    hit.words("institution").filter(|found| !ends_in_a_particle(&found.value))
}

/// *Ville de*: the place stood in another line or column.
fn ends_in_a_particle(name: &str) -> bool {
    let last = name.rsplit(' ').next().unwrap_or_default().to_uppercase();
    ["DE", "DU", "DES", "D'", "LA", "LE", "LES"].contains(&last.as_str())
}

/// The organ as named; empty when the text names none.
pub(super) fn organ(heading: &Heading<'_>) -> Found<String> {
    if let Some(alone) = executive::decides_alone(heading) {
        return alone;
    }
    let above = heading.parts.of(Part::Visas).chain(heading.parts.of(Part::Articles));
    let said = above
        .filter_map(|range| hit(heading.folded, &range, &ENACTING))
        .find_map(|hit| of_kind(heading.folded, &hit))
        .or_else(|| {
            let bases = heading.parts.of(Part::Visas);
            bases.into_iter().find_map(|range| {
                of_kind(heading.folded, &hit(heading.folded, &range, &MET_ABOVE)?)
            })
        })
        .or_else(|| {
            let met = hits(heading.folded, &heading.head, &MET);
            let all = met.iter().filter(|hit| !is_a_place(heading.folded, hit.range().start));
            let all: Vec<_> = all.filter_map(|hit| of_kind(heading.folded, hit)).collect();
            let small = |f: &&Found<String>| f.value.chars().any(char::is_lowercase);
            // *Secrétariat de l'assemblée* names another than the one that met.
            let met_itself = |f: &&Found<String>| {
                let behind = heading.folded.get(f.range.end..).unwrap_or_default();
                let line = behind.lines().next().unwrap_or_default();
                let verb = [" s'est réuni", " s'est assemblé", " s'est tenu", " est réuni"];
                verb.iter().any(|verb| line.get(..).is_some_and(|l| l.starts_with(verb)))
            };
            if let Some(own) = all.iter().find(met_itself) {
                return Some(own.clone());
            }
            all.iter().find(small).or(all.first()).cloned()
        });
    let bare = || {
        let all = hits(heading.folded, &heading.head, &BARE_ORGAN);
        let own = |hit: &&Hit<'_>| !is_a_place(heading.folded, hit.range().start);
        all.iter().find(own)?.words("organ")
    };
    let said = said.map(|said| council(heading, &said).unwrap_or(said));
    let said = said.map(|said| of_the_register(heading, &said).unwrap_or(said));
    let said = said.map(|said| formation::met_as(heading, &said).unwrap_or(said));
    let said = formation::entitled(heading).or(said);
    // Where the head names none, the line that enacts does, wherever it stands.
    let enacts = || of_kind(heading.folded, &hit(heading.folded, &heading.extent, &ENACTING)?);
    let committee = || hit(heading.folded, &heading.extent, &COMMITTEE)?.words("organ");
    let said = said.or_else(bare).or_else(enacts).or_else(committee);
    let said = said.map(|said| certain::in_full(heading, &said).unwrap_or(said));
    said.unwrap_or_else(|| Found::new(0..0, String::new()))
}

/// Why it is not certain which organ decided: a line of the head names another formation than its sentence, or one person
/// decides in its place.
pub(super) fn unsure_organ(heading: &Heading<'_>, organ: &Found<String>) -> Option<String> {
    if executive::decides_alone(heading).is_some() {
        return Some(
            "one person decides, and no sitting is told; check by which delegation".to_owned(),
        );
    }
    let other = formation::rival(heading, organ).or_else(|| certain::rival(heading, organ))?;
    Some(format!("two organs are named: « {} » and « {} »", organ.value, other.value))
}

/// *Le bureau est d'avis* below *EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS DU COMITÉ SYNDICAL*: whose register it is, decides.
fn of_the_register(heading: &Heading<'_>, said: &Found<String>) -> Option<Found<String>> {
    static REGISTER: Pattern = Pattern::new(|| {
        compile(&format!(
            r"(?m)(?i:registre|extrait|d[ée]lib[ée]rations?|proc[èe]s[- ]verbal)[^\n.;:]{{0,40}} (?i:du |de la |de l')(?P<organ>{ORGAN})\b"
        ))
    });
    let own = hit(heading.folded, &heading.head, &REGISTER)?.words("organ")?;
    let other = slug(&said.value) == "bureau" && !slug(&own.value).starts_with("bureau");
    other.then_some(own)
}

/// Whether *bureau* is the table on which papers lie (*pouvoirs déposés sur le bureau*), or *conseil* the room in which one
/// meets (*en la salle du conseil*).
fn is_a_place(folded: &str, at: usize) -> bool {
    static PLACE_OF: Pattern = Pattern::new(|| {
        compile(
            r"(?i)(?:\b(?:d[ée]pos|remis|laiss|plac)\p{L}* sur (?:le |la )?|\b(?:salle|chambre) (?:du |de la |de l'|des )?)$",
        )
    });
    PLACE_OF.is_match(tail(folded.get(..at).unwrap_or_default(), 60))
}

/// *L'assemblée départementale s'est réunie* below *CONSEIL DÉPARTEMENTAL*: the heading names the organ, the sentence
/// speaks of it.
fn council(heading: &Heading<'_>, said: &Found<String>) -> Option<Found<String>> {
    static ALONE: Pattern = Pattern::new(|| {
        compile(
            r"(?im)(?:^|\t)[ ]*(?P<organ>conseil (?:municipal|communautaire|m[ée]tropolitain|d[ée]partemental|r[ée]gional|territorial|syndical|d'agglom[ée]ration))[ ]*(?:$|\t)",
        )
    });
    let spoken = slug(&said.value).starts_with("assemblee");
    hit(heading.columns, &heading.head, &ALONE).filter(|_| spoken)?.words("organ")
}

/// `Bureau de la Métropole`: the organ with the kind of institution, if it stands behind it.
fn of_kind(folded: &str, hit: &Hit<'_>) -> Option<Found<String>> {
    let organ = hit.words("organ")?;
    let end = hit.place("kind").map_or(organ.range.end, |kind| kind.end);
    let range = organ.range.start..end;
    Some(Found::new(range.clone(), on_one_line(folded.get(range)?)))
}
