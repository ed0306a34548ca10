//! What opens a legal basis: *Vu*, whatever mark stands before it, *Au vu de*, *En application de*, or a heading above
//! bases that do without.

use crate::recognise::{Pattern, compile};

/// What may stand before *Vu* or before a basis: a bullet of any kind, a number, a letter.
const MARK: &str = r"(?:\| ?)?(?:[-–—•*>·] ?|[oØ] |[\[(] ?\d{1,2} ?[\])] ?|\d{1,2} ?[°.)/–-]+ ?|[IVX]{1,5} ?[.)/–—-]+ ?|[a-zA-Z] ?\) ?)?";

/// The word *Vu*, its plural, and what it may be written with.
const SEEN: &str = r"(?:Vu|VU|V U)(?:s\b|S\b|\(s\)|\b)";

/// The organ before its visas on one line.
const ORGAN: &str = r"(?:L[ea] |L')(?i:conseil|bureau|comit[ée]|commission|assembl[ée]e)[^.;:,\n]{0,60}(?:,| ?:) ?(?:[Vv]u|VU) ";

/// What a basis is, behind its article.
pub(crate) const NOUNS: &str = concat!(
    r"(?i:codes?|constitution|lois?|d[ée]crets?|ordonnances?|arr[êe]t[ée]s?|d[ée]lib[ée]rations?|avis|circulaires?|directives?|r[èe]glements?|demandes?|budgets?|conventions?",
    r"|statuts|rapports?|instructions?|d[ée]cisions?|dossiers?|courriers?|chartes?|contrats?|projets?|propositions?|articles?|notes?|comptes?|sch[ée]mas?|proc[èe]s-verba(?:l|ux))\b"
);

/// What a basis is where no article stands before it, behind a semicolon.
pub(crate) const BARE: &str = concat!(
    r"(?i:codes?|constitution|lois?|d[ée]crets?|ordonnances?|arr[êe]t[ée]s?|d[ée]lib[ée]rations?|d[ée]lib\.|avis|circulaires?|directives?|r[èe]glement|budgets?|conventions?|statuts|rapports?|d[ée]cisions?|chartes?|contrats?|proc[èe]s-verba(?:l|ux))",
    r"[ \n](?:n ?[°o]|du[ \n]|de[ \n]|de l'|des[ \n]|d'|g[ée]n[ée]ral|(?:19|20)\d\d\b|annuel|primitif|communautaire|municipal|(?i:[A-Z]{1,4}[-_/]?\d))"
);

/// The article before a basis.
pub(crate) const ARTICLE: &str = r"(?:les?[ \n]|la[ \n]|l'|son[ \n]|sa[ \n]|ses[ \n])";

/// A basis with its article, or as a list names it: *la loi*, *Loi n° …*.
pub(crate) fn basis() -> String {
    format!(r"(?i:{ARTICLE}{NOUNS}|{NOUNS})")
}

/// What founds an act by itself: no report, and nothing that is only proposed.
pub(crate) fn founding_nouns() -> String {
    NOUNS.replace("|rapports?", "").replace("|projets?|propositions?", "")
}

/// Words that found an act on a basis as *Vu* does. What a rapporteur wrote or tells founds nothing.
fn founded() -> String {
    let nouns = founding_nouns();
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
        r"^{MARK}(?:{SEEN}|vu (?:le|la|les|l'|son|sa|ses)(?: |\b)|vu ?:$|{ORGAN}|en (?:vertu|application) d(?:e|u|es|')[^\n]{{5,300}}[;,]$|{}[^\n]{{0,400}}[;,]$)",
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

/// What heads bases, whatever stands below: *Visas*, *Textes visés*, *Fondements juridiques*.
const HEADS: &str = concat!(
    r"visas?(?: de la (?:pr[ée]sente )?(?:d[ée]lib[ée]ration|d[ée]cision))?|(?:les )?textes",
    r"|(?:fondements?|bases?|cadres?|r[ée]f[ée]rences?|sources?|dispositions|r[èe]gles)(?: et (?:fondements?|bases?|r[ée]f[ée]rences?|textes))?",
    r" (?:l[ée]ga(?:le?s?|ux)|juridiques?|(?:l[ée]gislati(?:fs?|ves?) et )?r[ée]glementaires?|l[ée]gislati(?:fs?|ves?)|normati(?:fs?|ves?)|de droit|applicables)(?: et (?:l[ée]ga(?:le?s?|ux)|juridiques?|r[ée]glementaires?))?",
    r"|textes? (?:de r[ée]f[ée]rence|vis[ée]s?|applicables?|invoqu[ée]s?|cit[ée]s?|fondateurs?)|droit applicable|actes? et textes? vis[ée]s|textes? et (?:actes|d[ée]lib[ée]rations|d[ée]cisions|documents|r[ée]f[ée]rences)(?: vis[ée]e?s)?"
);

/// What heads bases only where one stands right below or beside: *Références*, *Fondements*, *Actes antérieurs*.
const MAY_HEAD: &str = concat!(
    r"(?:les )?(?:r[ée]f[ée]rences?|fondements?|bases?|sources?)|textes (?:l[ée]gislatifs|r[ée]glementaires)(?: et (?:l[ée]gislatifs|r[ée]glementaires))?",
    r"|(?:actes|d[ée]lib[ée]rations|d[ée]cisions|documents|pi[èe]ces)(?: (?:ant[ée]rieure?s|de r[ée]f[ée]rence|vis[ée]e?s|rappel[ée]e?s|fondateurs))|rappel des (?:textes|bases|d[ée]lib[ée]rations)"
);

/// The place of a heading among those of its act: *3.*, *III –*.
const PLACE: &str = r"(?:(?:\d{1,2}|[IVX]{1,4}) ?[-–—.)/]+ ?)?";

/// A heading above items that do without *Vu*.
pub(crate) static ABOVE: Pattern =
    Pattern::new(|| compile(&format!(r"^{PLACE}(?i:{HEADS})(?: ?:)?$")));

/// *Références :*, which heads bases only where one stands right below.
pub(crate) static REFERENCES: Pattern =
    Pattern::new(|| compile(&format!(r"^{PLACE}(?i:{MAY_HEAD})(?: ?:)?$")));

/// *Visas : Code général …*, *Fondements. — Code général …*: the heading beside the first of its bases.
static BESIDE: Pattern = Pattern::new(|| {
    compile(&format!(
        r"^(?P<head>{PLACE}(?i:{HEADS}|{MAY_HEAD}) ?(?::|\.? ?[–—]|\. ?-| -) ?(?:[-–—•*] ?)?){}",
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

/// The bases, the grounds and the decision of a sentence that holds all of them: *Le comité, vu la loi, considérant le
/// projet, après en avoir délibéré, décide…*. Any other line is one piece.
pub(super) fn apart(raw: &str) -> impl Iterator<Item = &str> {
    static ENACTS: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?i)[,;.] (?P<decision>(?:et )?(?:apr[èe]s (?:en )?(?:avoir )?(?:\p{L}+(?: et|,) (?:en avoir )?)?d[ée]lib[ée](?:ration|r[ée])\b",
            r"|en ayant d[ée]lib[ée]r[ée]|d[ée]lib[èe]re\b|[àa] l'unanimit[ée][^,;:.]{0,40},? (?:d[ée]cide|attribue|accorde|approuve|autorise)\b|d[ée]cide(?: |,|:|$)))"
        ))
    });
    static GROUND: Pattern =
        Pattern::new(|| compile(r"(?i)[,;.] (?P<ground>(?:et )?consid[ée]rant\b)"));
    // *Vu la délibération par laquelle le conseil, après en avoir délibéré, …*: another decision, and recalled.
    static RECALLS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:(?:par|dans|selon) l(?:a|e|es)quel(?:le)?s?|aux termes d|qui|dont|o[ùu])\b[^;]*$",
        )
    });
    let line = raw.trim_end();
    let decision = opens(line)
        .then(|| ENACTS.captures(line)?.name("decision").map(|found| found.start()))
        .flatten()
        .filter(|at| line.get(..*at).is_some_and(|before| !RECALLS.is_match(before)));
    let before = decision.and_then(|end| line.get(..end));
    let ground = before
        .and_then(|before| GROUND.captures(before)?.name("ground").map(|found| found.start()));
    let ends = [ground, decision, Some(raw.len())];
    let mut from = 0;
    ends.into_iter().flatten().filter_map(move |end| {
        let piece = raw.get(from..end);
        from = end;
        piece
    })
}
