//! What opens a legal basis: *Vu*, whatever mark stands before it, *Au vu de*, *En application de*, or a heading above
//! bases that do without.

use crate::recognise::{Pattern, compile};

/// What may stand before *Vu* or before a basis: a bullet of any kind, a number, a letter.
const MARK: &str =
    r"(?:\| ?)?(?:[-–—•*>·] ?|[oØ] |\d{1,2} ?[°.)/–-]+ ?|[IVX]{1,5} ?[.)/–—-]+ ?|[a-zA-Z] ?\) ?)?";

/// The word *Vu*, its plural, and what it may be written with.
const SEEN: &str = r"(?:Vu|VU|V U)(?:s\b|S\b|\(s\)|\b)";

/// The organ before its visas on one line.
const ORGAN: &str = r"(?:L[ea] |L')(?i:conseil|bureau|comit[ée]|commission|assembl[ée]e)[^.;:,\n]{0,60}(?:,| ?:) ?(?:[Vv]u|VU) ";

/// What a basis is, behind its article.
pub(crate) const NOUNS: &str = concat!(
    r"(?i:codes?|constitution|lois?|d[ée]crets?|ordonnances?|arr[êe]t[ée]s?|d[ée]lib[ée]rations?|avis|circulaires?|directives?|r[èe]glements?|demandes?|budgets?|conventions?",
    r"|statuts|rapports?|instructions?|d[ée]cisions?|dossiers?|courriers?|chartes?|contrats?|projets?|propositions?|articles?|notes?|comptes?|sch[ée]mas?|proc[èe]s-verba(?:l|ux))\b"
);

/// The article before a basis.
pub(crate) const ARTICLE: &str = r"(?:les?[ \n]|la[ \n]|l'|son[ \n]|sa[ \n]|ses[ \n])";

/// A basis with its article, or as a list names it: *la loi*, *Loi n° …*.
pub(crate) fn basis() -> String {
    format!(r"(?i:{ARTICLE}{NOUNS}|{NOUNS})")
}

/// Words that found an act on a basis as *Vu* does. What a rapporteur wrote or tells founds nothing.
fn founded() -> String {
    let nouns = NOUNS.replace("|rapports?", "").replace("|projets?|propositions?", "");
    let words = concat!(
        r"(?i:(?:au vu|en (?:application|vertu)|sur le fondement) (?:du |de la |de l'|des? |d')",
        r"|conform[ée]ment (?:au |[àa] la |[àa] l'|aux |[àa] ))"
    );
    format!("{words}{nouns}")
}

/// Whether such words and a basis stand at the head of a line.
pub(crate) fn founds(line: &str) -> bool {
    static FOUNDS: Pattern = Pattern::new(|| compile(&format!("^{MARK}{}", founded())));
    FOUNDS.is_match(line)
}

static VISA: Pattern = Pattern::new(|| {
    compile(&format!(
        r"^{MARK}(?:{SEEN}|vu (?:le|la|les|l'|son|sa|ses)(?: |\b)|{ORGAN}|en (?:vertu|application) d(?:e|u|es|')[^\n]{{5,300}}[;,]$|{}[^\n]{{0,400}}[;,]$)",
        founded()
    ))
});

/// *Vu et vérifié*, *Vu que*: what a signature says, or a ground, and no legal basis.
static NO_BASIS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:[-–—•*>·] ?)?vu,? (?:et (?:v[ée]rifi|approuv|certifi|sign|arr[êe]t|annex)|pour (?:[êe]tre )?(?:annex|accord|affich|publi)|qu(?:e\b|'))",
    )
});

/// *En application de la loi, il est procédé…*: a sentence that only begins with its basis.
static SENTENCE: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:[^\n]{0,4})(?:au vu|en (?:application|vertu)|sur le fondement|conform[ée]ment)\b[^\n]*, (?:il|elle|ils|elles|nous|on|le maire|la maire|le pr[ée]sident|la pr[ée]sidente|monsieur|madame|m\.|mme|le conseil|le comit[ée]|la commission)\b",
    )
});

/// Whether a line opens a legal basis.
pub(super) fn opens(line: &str) -> bool {
    VISA.is_match(line) && !NO_BASIS.is_match(line) && !SENTENCE.is_match(line)
}

/// What stands before a basis at the head of its line, with the word that introduces it.
pub(crate) static HEAD: Pattern = Pattern::new(|| {
    compile(&format!(
        concat!(
            r"^{m}(?:(?:{s}|vu\b|{o}) ?\|? ?(?:[:,] ?)?(?:d'une part,? |(?:\d{{1,2}} ?[°.)/]+|[a-z] ?\)) ?)?",
            r"|en (?:application|vertu) d(?:e la |e l'|u |es |e |')",
            r"|(?P<founds>(?i:(?:au vu|en (?:application|vertu)|sur le fondement) d(?:e la |e l'|u |es |e |')|conform[ée]ment (?:au |[àa] la |[àa] l'|aux |[àa] ))))"
        ),
        m = MARK,
        s = SEEN,
        o = ORGAN,
    ))
});

/// *VISAS*, *Textes visés*: a heading above items that do without *Vu*.
pub(crate) static ABOVE: Pattern = Pattern::new(|| {
    compile(
        r"^(?:\d{1,2} ?[-–.)] ?)?(?i:visas?|textes|(?:(?:fondements?|bases?|cadres?|r[ée]f[ée]rences?|sources?)(?: et (?:fondements?|bases?|r[ée]f[ée]rences?))? (?:l[ée]ga(?:le?s?|ux)|juridiques?|r[ée]glementaires?|normati(?:fs?|ves?))(?: et (?:l[ée]ga(?:le?s?|ux)|juridiques?|r[ée]glementaires?))?)|textes? (?:de r[ée]f[ée]rence|vis[ée]s?|applicables|invoqu[ée]s?|cit[ée]s?))(?: ?:)?$",
    )
});

/// *Références :*, which heads bases only where one stands right below.
pub(crate) static REFERENCES: Pattern = Pattern::new(|| {
    compile(
        r"^(?i:r[ée]f[ée]rences|textes (?:l[ée]gislatifs|r[ée]glementaires)(?: et (?:l[ée]gislatifs|r[ée]glementaires))?) ?:$",
    )
});

/// *Visas : Code général …*: the heading beside the first of its bases.
static BESIDE: Pattern = Pattern::new(|| {
    compile(&format!(
        r"^(?P<head>(?i:visas?|r[ée]f[ée]rences?|textes (?:vis[ée]s|applicables|de r[ée]f[ée]rence)) ?: ?(?:[-–—•*] ?)?){}",
        basis()
    ))
});

/// Where the first basis begins behind a heading on its line.
pub(crate) fn beside(line: &str) -> Option<usize> {
    BESIDE.captures(line).and_then(|hit| Some(hit.name("head")?.end()))
}

/// Whether the first line of some text names a basis.
pub(super) fn names_a_basis(rest: &str) -> bool {
    static BASIS: Pattern = Pattern::new(|| compile(&format!(r"^{MARK}{}", basis())));
    let first = rest.lines().map(str::trim).find(|line| !line.is_empty());
    first.is_some_and(|line| BASIS.is_match(line))
}
