//! Offices that stand among the names of members, and for whom members sit: neither is a name.

use super::scan::CIVILITY;
use crate::recognise::{Pattern, compile};

/// The office behind a name, or before a group of names: `Maire`, `2ème adjointe`, `conseillers`.
pub(super) static OFFICE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)^(?:(?:le|la|les|l'|et|ainsi que|tous|dont) ?)*(?:\d{1,2} ?(?:er|ère|re|e|è|ème|eme|nd|nde)s? |premi[eè]re? |deuxi[eè]me |troisi[eè]me )?",
        r"(?:maires?|adjoint|conseill|pr[ée]sident|vice|d[ée]l[ée]gu|membre|titulaire|suppl[ée]ant|doyen|rapporteur|secr[ée]taire|questeur|[ée]lue?s?\b|repr[ée]sentant|directeur|directrice)",
        r"[\p{L}\d' .&-]*$"
    ))
});

/// *M. le directeur régional*: an office, and nobody's name.
pub(super) static HOLDER_OF_OFFICE: Pattern =
    Pattern::new(|| compile(&format!(r"^{CIVILITY} (?:(?i:le|la) |l')\p{{Ll}}[^:;]{{3,90}}$")));

/// A line that says for whom the members below it sit, without a mark: *Au titre de la Région*, *Personnalités
/// qualifiées*.
pub(super) static GROUP: Pattern = Pattern::new(|| {
    compile(
        r"^(?:(?i:au titre d(?:e|u|es) |pour (?:la |le |l'|les )|repr[ée]sentante?s? d(?:e|u|es) )[^:,;]{2,70}|(?i:personnalit[ée]s? qualifi[ée]e?s?|membres? (?:de droit|[ée]lus?|nomm[ée]s?|associ[ée]s?)|coll[èe]ge d(?:e|u|es) [^:,;]{2,60}))$",
    )
});

/// *Vice-Présidents*, *Conseillers titulaires*: the office of those named before, as names begin.
pub(super) fn office_alone(text: &str) -> bool {
    static ALONE: Pattern = Pattern::new(|| {
        compile(
            r"^(?:Maires?|Pr[ée]sidente?s?|(?:Premi[eè]re? |\d{1,2}(?:er|e|[èe]me) )?[Vv]ice-[Pp]r[ée]sidente?s?|Adjointe?s?|Conseill[eè]re?s?|D[ée]l[ée]gu[ée]e?s?|Titulaires?|Suppl[ée]ante?s?|Membres?)(?:\(e\)s?|\(s\))?(?: [\p{Ll}(][^,;]*)?$",
        )
    });
    ALONE.is_match(text)
}

/// *MAIRE*, *PRÉSIDENTE DU SYNDICAT*: in capitals an office looks like a name.
pub(super) fn office_in_capitals(text: &str) -> bool {
    const OFFICES: &[&str] = &[
        "MAIRE",
        "PRESIDENT",
        "PRESIDENTE",
        "PRÉSIDENT",
        "PRÉSIDENTE",
        "VICE-PRESIDENT",
        "VICE-PRÉSIDENT",
        "VICE-PRESIDENTE",
        "VICE-PRÉSIDENTE",
        "ADJOINT",
        "ADJOINTE",
        "ADJOINTS",
        "CONSEILLER",
        "CONSEILLERE",
        "CONSEILLÈRE",
        "CONSEILLERS",
        "DELEGUE",
        "DELEGUEE",
        "DÉLÉGUÉ",
        "DÉLÉGUÉE",
        "TITULAIRE",
        "SUPPLEANT",
        "SUPPLÉANT",
        "SUPPLEANTE",
        "SUPPLÉANTE",
    ];
    let first = text.split(' ').next().unwrap_or_default();
    !text.contains(char::is_lowercase) && OFFICES.contains(&first) && OFFICE.is_match(text)
}
