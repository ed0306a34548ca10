//! Where a sentence names an organisation: the formulae that introduce one.

use super::super::sentence::{Sentence, Zone};
use super::alias::told_twice;
use super::going_on::to_its_end;
use super::quoted::Quoted;
use crate::recognise::{
    Found, OrganisationName, Pattern, compile, is_common, legal_form_at, organisation_name,
};
use std::ops::Range;

const ASSOCIATION_SAID: &str = concat!(
    r#"(?P<form>\b(?i:association|fondation|société (?:coopérative(?: d'intérêt collectif| ouvrière de production| de production| et participative)?|publique locale|d'économie mixte|par actions simplifiée|à responsabilité limitée)|groupement d'intérêt public|coopérative|mutuelle)(?: agréée|(?: régie par la)? loi (?:de |du 1er juillet )?1901| sans but lucratif| d'intérêt général| d'utilité publique)?|\b(?i:assoc?)\.?)"#,
    r#"(?:,? (?:locale|caritative|humanitaire|artistique|étudiante|citoyenne|solidaire|gestionnaire|organisatrice|porteuse|d'insertion|de quartier|d'habitants))?(?:,? (?:(?:ci-après )?dénommée|dite|intitulée|nommée|appelée|du nom de))?\s{1,2}(?P<name>["«“]|\p{Lu})"#
);

static ASSOCIATION: Pattern = Pattern::new(|| compile(ASSOCIATION_SAID));

/// *l'entreprise Menuiserie du Val (SAS)*: who is no association, where the sentence tells of a grant.
static ENTERPRISE: Pattern = Pattern::new(|| {
    compile(
        r#"\b(?:[ld]'|L'|la |La )(?:entreprise|société|Entreprise|Société|brasserie|ferme|boulangerie)\s(?P<name>["«“]|\p{Lu})"#,
    )
});

/// Words about what a body buys, of which no beneficiary is told.
static A_CONTRACT: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:march[ée]s?|devis|offres?|lots?|travaux|fournitures?|factures?|prestations?)\b",
    )
});

/// A form by its letters, before a name in quotation marks: *la SCIC « Les Forges »*.
const LETTERED_SAID: &str = r#"\b(?P<form>SCIC|SCOP|SARL|SASU|SASP|SAS|EURL|EPCC|EPIC|GIP|SEM|SPL|GAEC|EARL)(?: (?:SA|SARL|SAS))? ?(?P<name>["«“]|\p{Lu}[\p{L}'-]*\p{Ll})"#;

static LETTERED: Pattern = Pattern::new(|| compile(LETTERED_SAID));

/// The same at the very place where a text begins, which is looked at no farther.
static FORM_HERE: Pattern = Pattern::new(|| {
    compile(&format!("^(?:{}|{})", unnamed(LETTERED_SAID), unnamed(ASSOCIATION_SAID)))
});

/// A pattern without the names of its groups.
fn unnamed(pattern: &str) -> String {
    pattern.replace("?P<form>", "?:").replace("?P<name>", "?:")
}

/// *à l'épicerie sociale « Le Panier »*: what it is in small letters, and its name in quotation marks.
static QUOTED_BEHIND: Pattern = Pattern::new(|| {
    compile(
        r#"(?:à la |à l'|À L'|À LA |au |aux )(?P<noun>\p{Ll}[\p{Ll}'-]+)(?: [\p{Ll}'-]+){0,4} (?P<name>["«“])"#,
    )
});

/// *Demande de subvention du Vélo-Club des Gorges*: in a title.
static DEMAND_OF: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\bdemandes? (?:de subventions?|d'aide|de soutien|de participation)(?: (?:exceptionnelle|financière|d'équipement))? (?:du |de la |de l'|des |de )(?P<name>(?-i:\p{Lu}))",
    )
});

/// *Avance sur la subvention de la crèche « Les Galets »*: in a title, capitals or not.
static QUOTED_OF: Pattern = Pattern::new(|| {
    compile(
        r#"(?i)(?:\bde la |\bde l'|\bdu |\bpour la |\bpour l'|\bpour le |[–—:-] ?)(?P<noun>\p{L}[\p{L}'-]+)(?: (?-i:[\p{Ll}'-]+|[\p{Lu}'-]+)){0,3} (?P<name>["«“])"#,
    )
});

/// What is called by a name and receives nothing.
static NO_RECEIVER: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)^(?:projets?|actions?|festivals?|op[ée]rations?|programmes?|dispositifs?|th[èe]mes?|spectacles?|expositions?|commissions?|articles?|budgets?|enveloppes?|chapitres?|aides?|titres?|comptes?",
        r"|lignes?|conventions?|salles?|rues?|quartiers?|sites?|fonds|contrats?|cahiers?|journ[ée]es?|appels?|rapports?|missions?|politiques?|axes?|volets?|labels?|groupes?|plans?|sch[ée]mas?|f[êe]tes?|manifestations?|[ée]v[ée]nements?|nom|lieu|march[ée]s?|prix|tableau|annexe)$"
    ))
});

/// Whether what is called so receives nothing: *projet*, *festival*.
pub(in super::super) fn receives_nothing(noun: &str) -> bool {
    NO_RECEIVER.is_match(noun)
}

static GRANTS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:subventions?|aides?|participations?|attribu\p{L}+|accord\p{L}+|allou\p{L}+|octro\p{L}+|vers(?:er|e|ée?s?|ement))\b",
    )
});

/// A grant to somebody whom no legal form introduces.
static GIVEN_TO: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:attribue(?:nt)?|accorde(?:nt)?|alloue(?:nt)?|octroie(?:nt)?|verse(?:nt)?|attribuer|accorder|allouer|octroyer|verser|versée",
        r"|attribuée|accordée|allouée|versement|attribution|octroi|apporter",
        r"|octroyée|accordé|attribué|alloué|subvention(?: (?:de fonctionnement|exceptionnelle",
        r"|d'équipement|d'investissement))?)",
        r#" (?:à|a|aux?|au profit de|en faveur de) (?:l'|la |le |les )?(?P<name>(?-i:["«“]|\p{Lu}))"#
    ))
});

/// *d'allouer 250 € à l'ACCA*, *la somme de 1 000 € à la Protection civile*: who receives stands behind the amount,
/// by a proper name alone.
static BEHIND_THE_AMOUNT: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?:€|(?i:euros?))\)?,? (?:[àA]|aux?|au profit d[eu]s?|en faveur d[eu]s?) ?(?:l'|la |le |les )?",
        r#"(?P<name>["«“]|\p{Lu}[\p{L}\d'.-]+)"#
    ))
});

/// A grant to somebody whose name begins with what it is, in small letters: *au comité des loisirs de
/// Montaubry*, *à la commune de Montaubry*. Where such a name ends only the words behind it tell.
static PLAIN: Pattern = Pattern::new(|| {
    compile(&format!(
        concat!(
            r"(?i)\b(?:attribu\p{{L}}*|accord\p{{L}}*|allou\p{{L}}*|octro\p{{L}}*|donne[rz]?|vers(?:e|er|ée?s?|ement)|apport(?:e|er)|subvention|aide|participation|contribution|concours|dotation|soutien)\b[^;:]{{0,140}}?",
            r" (?:à la |à l'|(?-i:A LA |A L')|au |aux |en faveur (?:de la |de l'|du |des )|au profit (?:de la |de l'|du |des ))",
            r"(?P<name>{nouns}\b[^,;:.()«»€\d\n]{{0,80}}?){end}"
        ),
        nouns = NOUNS,
        end = ENDS
    ))
});

/// Who asks, by a common noun.
static ASKS: Pattern = Pattern::new(|| {
    compile(&format!(
        r"(?i)^(?:[\da-z]{{1,2}}[.)] ?)?(?:la |le |l'|les )?(?P<name>{NOUNS}(?: [\p{{L}}'-]+){{0,9}}?)(?:,[^,;.\n]{{3,90}},)? (?:sollicite|demande|souhaite|a (?:sollicité|demandé)|avait (?:sollicité|demandé))\b"
    ))
});

/// A title that begins with who receives: *Comité des loisirs*, *Amicale laïque – Subvention*.
static TITLED: Pattern = Pattern::new(|| {
    compile(&format!(r"(?i)^(?P<name>{NOUNS}\b[^,;:.()«»€\d\n–—]{{3,80}}?)(?: ?[–—:(,] ?| - |$)"))
});

/// What bodies and organisations are called by, in small letters.
const NOUNS: &str = concat!(
    r"(?:(?P<body>commune|ville|communauté (?:de communes|d'agglomération|urbaine)|syndicat)|agence (?:locale|de|d'|départementale|régionale)|amicale|sou des écoles|conservatoire|régie|collectif|association (?:des|du|sportive|culturelle|musicale|familiale|communale|intercommunale|locale)|caisse des écoles",
    r"|bibliothèque|centre (?:social|culturel|de loisirs|équestre)|cercle|chorale|club|collège|comité|compagnie|coopérative|école|ensemble|fanfare|fédération|foyer",
    r"|groupement|harmonie|ligue|lycée|maison|mission locale|mutuelle|office|orchestre|secours|section|société|théâtre|union|université)"
);

/// What ends such a name.
const ENDS: &str = r"(?:[,;:.()«\d€\n]|$| [–—-] | (?:pour|afin|au titre|d'une?|une?|la somme|à hauteur|en vue|dans le cadre|qui|selon|est|sont|sera|soit|et (?:à|au|aux)|respectivement|rapporteu\p{L}+|par \d|par \p{L}+ voix|et \d|de \d|(?-i:à))\b)";

static WITH: Pattern = Pattern::new(|| {
    compile(r#"\b(?:avec|que|par|entre|au|Au|à) (?:l'|la |le |les )?(?P<name>["«“]|\p{Lu})"#)
});

/// *Le refuge « … », association agréée*: what it is stands behind the quotation marks.
static APPOSED: Pattern = Pattern::new(|| {
    compile(r#"(?P<name>["«“])[^«»"“”\n]{2,120}["»”](?:,| \(| (?:demeure|reste|est) )"#)
});

/// *Table garnie (association loi 1901)*: a name that begins an item, and what it is in brackets.
static FORM_IN_BRACKETS: Pattern = Pattern::new(|| {
    compile(
        r"^(?P<name>\p{Lu}[^()\n,;:.«»€\d]{2,80}?) \((?P<form>(?i:association(?: (?:loi (?:de )?1901|d[ée]clar[ée]e|sportive|agr[ée][ée]e))?|fondation|coop[ée]rative|(?-i:SCIC|SCOP|SARL|SAS|SASP|EURL)))\)",
    )
});

/// *Organisme bénéficiaire : La Ronde (association)*, and on the next line *Forme juridique : association*: a sheet.
static OF_A_SHEET: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?m)^[-–• ]*(?i:(?:nom (?:du |de l'|de la )?)?(?:(?:organisme|structure|association|tiers) )?(?:b[ée]n[ée]ficiaire|porteur(?: du projet| de projet)?|demandeur|attributaire)) ?: ?(?:(?i:l'|la )?(?P<what>[Aa]ssociation|[Ff]ondation|[Ss]oci[ée]t[ée]) )?(?P<name>[\p{Lu}«][^\n\t:;€]{2,90}?)",
        r"(?: ?\((?P<form>(?i:association|fondation|soci[ée]t[ée]|coop[ée]rative|commune|syndicat|[ée]tablissement public|groupement d'int[ée]r[êe]t|entreprise individuelle)[^()\n]{0,60}|SCIC|SCOP|SARL|EURL|SASU|SASP|SAS|SNC|GIP|EPCC|EPIC)\))?[ .]*(?:$| (?:[–-] )?(?:Forme|Statut|Nature|N ?[°o]|SIRET|SIREN|Objet|Op[ée]ration|Montant|Adresse|Si[èe]ge|Projet|Action|Budget|Dossier|Repr[ée]sent|Subvention|Aide|Co[ûu]t|D[ée]pense)[^:\n]{0,30}:)",
    ))
});

/// The line of a sheet that tells the form.
static FORM_OF_A_SHEET: Pattern = Pattern::new(|| {
    compile(
        r"^\s*[-–• ]*(?i:(?:forme|statut|nature)(?: juridique)?) ?: ?(?P<form>[^\n\t:;€]{3,70}?)[ .]*(?:\n|$| (?:[–-] )?(?:N ?[°o]|SIRET|SIREN|Objet|Op[ée]ration|Montant|Adresse|Si[èe]ge|Projet|Action|Budget|Dossier|Repr[ée]sent)[^:\n]{0,30}:)",
    )
});

static BEGINS: Pattern = Pattern::new(|| compile(r#"^(?:l'|L')?(?P<name>["«“]|\p{Lu})"#));

/// `, association loi 1901,` or `demeure une association` behind a name.
static FORM_BEHIND: Pattern = Pattern::new(|| {
    compile(concat!(
        r#"^ ?[»"”]?(?:, (?:une |constitu[ée]e? en |organis[ée]e? en )?| \(| (?:demeure|reste|est) "#,
        r"(?:une |en tant qu'|constituée en )| est (?:g[ée]r|constitu|organis|exploit)[ée]+e? (?:sous|en) (?:la )?forme (?:d'une? |d'))(?P<form>\p{L})"
    ))
});

/// Who asks: *La Fédération … sollicite*.
static ASKING: Pattern = Pattern::new(|| {
    compile(
        r"^(?:,[^,;.\n]{3,90},)? (?:sollicite|demande|souhaite|a (?:sollicité|demandé|présenté|déposé)|vient de (?:solliciter|demander))\b",
    )
});

/// A place that names an organisation.
pub(super) struct Mention {
    pub(super) name: Range<usize>,
    pub(super) quoted: bool,
    pub(super) form: Option<Range<usize>>,
    /// Begins with a common noun in small letters.
    pub(super) plain: bool,
    /// Names a public body.
    pub(super) body: bool,
}

/// The organisations that a sentence introduces.
pub(super) fn mentions(folded: &str, quotes: &Quoted<'_>, sentence: &Sentence<'_>) -> Vec<Mention> {
    let mut out: Vec<Mention> = Vec::new();
    let mut add = |name: Range<usize>, quoted: bool, form: Option<Range<usize>>| {
        // The same place may be introduced in two ways; the form found with one is kept.
        match out.iter_mut().find(|m| m.name.start == name.start) {
            Some(known) => known.form = known.form.take().or(form),
            None => out.push(Mention { name, quoted, form, plain: false, body: false }),
        }
    };
    let mut guessed: Vec<usize> = Vec::new();
    let within = |name: &Range<usize>| name.end <= sentence.range().end;
    let formed = sentence.hits(&ASSOCIATION).into_iter().chain(sentence.hits(&LETTERED));
    for hit in formed {
        let Some(at) = hit.place("name") else {
            continue;
        };
        if let Some(name) = organisation_name(folded, at.start).filter(|n| within(&n.range)) {
            let range = quotes.whole(folded, name.range);
            let range = with_its_form(folded, hit.place("form"), range);
            let before = hit.place("form").and_then(|form| folded.get(..form.start));
            let longer = match (name.quoted, to_its_end(folded, before.unwrap_or(""), range.end)) {
                (true, _) => range.clone(),
                (_, Some(end)) => range.start..end,
                _ => told_twice(folded, range.clone()),
            };
            if longer.end > range.end {
                guessed.push(longer.start);
            }
            add(longer, name.quoted, hit.place("form"));
        }
    }
    for (pattern, needs_form) in
        [(&GIVEN_TO, false), (&WITH, true), (&BEGINS, true), (&APPOSED, true)]
    {
        for hit in sentence.hits(pattern) {
            let Some(at) = hit.place("name") else {
                continue;
            };
            let Some(name) = organisation_name(folded, at.start).filter(|n| within(&n.range))
            else {
                continue;
            };
            // *à la SCIC « … »*: the letters are what it is, and the quotation marks hold its name.
            // In capitals a form begins like a name: *À L'ASSOCIATION LES FORGES*.
            let rest = folded.get(name.range.start..).unwrap_or_default();
            if FORM_HERE.is_match(rest) || rest.starts_with("L'entreprise ") {
                continue;
            }
            let name = OrganisationName { range: up_to_form(folded, name.range), ..name };
            let form =
                form_behind(folded, name.range.end).or_else(|| form_before(folded, &name.range));
            let asks = || {
                let said = folded.get(name.range.clone()).unwrap_or_default();
                is_common(said)
                    && folded.get(name.range.end..).is_some_and(|rest| ASKING.is_match(rest))
            };
            if !needs_form || form.is_some() || asks() {
                add(name.range, name.quoted, form);
            }
        }
    }
    enterprises(folded, sentence, &mut out);
    if sentence.zone == Zone::Title && sentence.text.contains(char::is_lowercase) {
        for at in sentence.hits(&DEMAND_OF).iter().filter_map(|hit| hit.place("name")) {
            let name = organisation_name(folded, at.start).filter(|n| within(&n.range));
            let known =
                |name: &OrganisationName| out.iter().any(|m| m.name.start == name.range.start);
            if let Some(name) = name.filter(|name| !known(name)) {
                let (name, quoted) = (name.range, name.quoted);
                let form = form_behind(folded, name.end);
                out.push(Mention { name, quoted, form, plain: false, body: false });
            }
        }
    }
    for hit in sentence.hits(&FORM_IN_BRACKETS) {
        let (Some(name), Some(form)) = (hit.place("name"), hit.place("form")) else { continue };
        match out.iter_mut().find(|m| m.name.start == name.start) {
            // *Table garnie (association)*: the brackets end the name.
            Some(known) if !known.quoted => (known.name, known.form) = (name, Some(form)),
            Some(_) => {}
            None => {
                let form = Some(form);
                out.push(Mention { name, quoted: false, form, plain: false, body: false });
            }
        }
    }
    // Only the words that come back show where such a name ends.
    out.iter_mut().filter(|m| guessed.contains(&m.name.start)).for_each(|m| m.plain = true);
    of_a_sheet(folded, sentence, &mut out);
    quoted_behind(folded, sentence, &mut out);
    behind_the_amount(folded, sentence, &mut out);
    partners(folded, sentence, &mut out);
    plain(folded, sentence, &mut out);
    out
}

/// Adds the companies of a sentence that tells of a grant, or says what each is.
fn enterprises(folded: &str, sentence: &Sentence<'_>, out: &mut Vec<Mention>) {
    for at in sentence.hits(&ENTERPRISE).iter().filter_map(|hit| hit.place("name")) {
        let name =
            organisation_name(folded, at.start).filter(|n| n.range.end <= sentence.range().end);
        let formed = |name: &OrganisationName| form_behind(folded, name.range.end).is_some();
        let meant = |name: &OrganisationName| {
            sentence.says(&GRANTS) || (formed(name) && !sentence.says(&A_CONTRACT))
        };
        let Some(name) = name.filter(meant) else { continue };
        let known =
            out.iter().any(|m| m.name.start <= name.range.start && name.range.start < m.name.end);
        if !known {
            let (form, plain) = (form_behind(folded, name.range.end), !name.quoted);
            let (name, quoted) = (name.range, name.quoted);
            out.push(Mention { name, quoted, form, plain, body: false });
        }
    }
}

/// Adds whom a sheet calls the one who receives.
fn of_a_sheet(folded: &str, sentence: &Sentence<'_>, out: &mut Vec<Mention>) {
    for hit in sentence.hits(&OF_A_SHEET) {
        let Some(name) = hit.place("name") else { continue };
        let behind = folded.get(name.end..).and_then(|rest| FORM_OF_A_SHEET.captures(rest));
        let below = behind
            .and_then(|hit| hit.name("form"))
            .map(|form| name.end + form.start()..name.end + form.end());
        let form = hit.place("form").or(below).or_else(|| hit.place("what"));
        // The line is the name, whatever else introduces it.
        out.retain(|m| m.name.end <= name.start || name.end <= m.name.start);
        out.push(Mention { name, quoted: false, form, plain: false, body: false });
    }
}

/// *l'Association Internationale des Maires*: a capital, and an adjective with one, make the form a part of the name.
fn with_its_form(folded: &str, form: Option<Range<usize>>, name: Range<usize>) -> Range<usize> {
    static ADJECTIVE: Pattern = Pattern::new(|| {
        compile(
            r"^(?:Internation|Nation|R[ée]gion|D[ée]partement|Intercommun|Europ[ée]en|Fran[çc]ais)\p{Ll}+ (?:des?|du|pour|d'|de la) ?",
        )
    });
    let said = folded.get(name.clone()).unwrap_or_default();
    let titled = |range: &Range<usize>| folded.get(range.clone()) == Some("Association");
    match form.filter(titled) {
        Some(form) if ADJECTIVE.is_match(said) => form.start..name.end,
        _ => name,
    }
}

/// Adds those whose name stands in quotation marks behind what they are.
fn quoted_behind(folded: &str, sentence: &Sentence<'_>, out: &mut Vec<Mention>) {
    if !matches!(sentence.zone, Zone::Title | Zone::Articles) || !sentence.says(&GRANTS) {
        return;
    }
    let titled = if sentence.zone == Zone::Title { sentence.hits(&QUOTED_OF) } else { Vec::new() };
    for hit in sentence.hits(&QUOTED_BEHIND).into_iter().chain(titled) {
        let noun = hit.words("noun").map(|noun| noun.value).unwrap_or_default();
        let name = hit.place("name").and_then(|at| organisation_name(folded, at.start));
        let Some(name) = name.filter(|n| n.range.end <= sentence.range().end) else { continue };
        let known = out.iter().any(|m| m.name.start == name.range.start);
        if !known && !NO_RECEIVER.is_match(&noun) {
            let name = name.range;
            out.push(Mention { name, quoted: true, form: None, plain: false, body: false });
        }
    }
}

/// Adds who is named behind the amount that a decision grants.
fn behind_the_amount(folded: &str, sentence: &Sentence<'_>, out: &mut Vec<Mention>) {
    if sentence.zone != Zone::Articles || !sentence.says(&GRANTS) {
        return;
    }
    for hit in sentence.hits(&BEHIND_THE_AMOUNT) {
        let name = hit.place("name").and_then(|at| organisation_name(folded, at.start));
        // *la Société de pêche « … »*: the quotation marks hold the name.
        let quoted = name.as_ref().and_then(|name| {
            let behind = folded.get(name.range.end..)?.strip_prefix(' ')?;
            let at = name.range.end + 1;
            behind.starts_with(['«', '"', '“']).then(|| organisation_name(folded, at))?
        });
        let name = quoted.or(name);
        let Some(name) = name.filter(|n| n.range.end <= sentence.range().end) else { continue };
        if !out.iter().any(|m| m.name.start < name.range.end && name.range.start < m.name.end) {
            let quoted = name.quoted;
            let name = if quoted { name.range } else { to_the_end(folded, sentence, name.range) };
            out.push(Mention { name, quoted, form: None, plain: !quoted, body: false });
        }
    }
}

/// *attribue 500 € à Table garnie (9 voix pour)*: where a few words in small letters stand between a name and the end of its
/// sentence, or brackets, they are its own.
fn to_the_end(folded: &str, sentence: &Sentence<'_>, name: Range<usize>) -> Range<usize> {
    static REST: Pattern = Pattern::new(|| {
        compile(r"^(?P<words>(?: (?:d'|l')?[\p{Ll}][\p{L}-]*){1,4})(?: \(|[;.,]?\s*$)")
    });
    static GOES_ON: Pattern = Pattern::new(|| {
        compile(
            r"(?i) (?:pour|au|aux|à|en|sur|afin|soit|qui|que|par|dans|est|sera|sont|avec|sous|et|ou|chaque|annuellement|unanimement|exceptionnellement|p\p{L}*ment)\b",
        )
    });
    let behind = folded.get(name.end..sentence.range().end).unwrap_or_default();
    let words = REST.captures(behind).and_then(|hit| Some(hit.name("words")?.as_str()));
    match words.filter(|words| !GOES_ON.is_match(words)) {
        Some(words) => name.start..name.end + words.len(),
        None => name,
    }
}

/// With whom a convention is made, by letters (*avec l'ADIL*) or by a name that says what it is
/// (*avec l'Office de tourisme*): only where title or decision say so.
fn partners(folded: &str, sentence: &Sentence<'_>, out: &mut Vec<Mention>) {
    static WITH_LETTERS: Pattern =
        Pattern::new(|| compile(r"\bavec (?:l'|la |le |les )(?P<name>\p{Lu}[\p{L}-]+)"));
    static WITH_NOUN: Pattern = Pattern::new(|| {
        compile(&format!(
            r"(?i)\bavec (?:l'|la |le |les )(?P<name>{NOUNS}\b[^,;:.()«»€\d\n–—]{{3,80}}?)(?: [-–—] |[,;:.(«]|$)"
        ))
    });
    if sentence.zone == Zone::Title {
        for hit in sentence.hits(&WITH_NOUN).iter().filter(|hit| hit.place("body").is_none()) {
            let Some(name) = hit.words("name").map(|found| found.range) else { continue };
            if !out.iter().any(|m| m.name.start < name.end && name.start < m.name.end) {
                out.push(Mention { name, quoted: false, form: None, plain: true, body: false });
            }
        }
    }
    let shouted = !sentence.text.contains(char::is_lowercase);
    if shouted || !matches!(sentence.zone, Zone::Title | Zone::Articles) {
        return;
    }
    for hit in sentence.hits(&WITH_LETTERS) {
        let Some(word) = hit.words("name") else { continue };
        let letters = word.value.chars().count() > 2 && word.value.chars().all(char::is_uppercase);
        let name = organisation_name(folded, word.range.start).map(|name| name.range);
        let Some(name) = name.filter(|name| {
            let said = folded.get(name.clone()).unwrap_or_default();
            name.end <= sentence.range().end && (letters || is_common(said))
        }) else {
            continue;
        };
        if !out.iter().any(|m| m.name.start == name.start) {
            out.push(Mention { name, quoted: false, form: None, plain: true, body: false });
        }
    }
}

/// Adds who asks for money and goes by a common noun: *L'amicale du personnel, association loi 1901, demande 2 750 €*.
fn asking(folded: &str, sentence: &Sentence<'_>, out: &mut Vec<Mention>) {
    let Some(hit) = sentence.hit(&ASKS).filter(|_| !sentence.amounts.is_empty()) else { return };
    let Some(name) = hit.place("name") else { return };
    let said = folded.get(name.clone()).unwrap_or_default();
    let body = hit.place("body").is_some();
    let proper = said.split(' ').skip(1).any(|word| word.contains(char::is_uppercase));
    let named = out.iter().any(|m| m.name.start < name.end && name.start < m.name.end);
    if named || (body && !proper) || !said.contains(' ') {
        return;
    }
    let form = form_behind(folded, name.end);
    out.push(Mention { name, quoted: false, form, plain: true, body });
}

/// Adds those whom the sentence names by a common noun, unless a proper name in it is known.
fn plain(folded: &str, sentence: &Sentence<'_>, out: &mut Vec<Mention>) {
    let titled = if sentence.zone == Zone::Title { sentence.hits(&TITLED) } else { Vec::new() };
    asking(folded, sentence, out);
    for hit in titled.into_iter().chain(sentence.hits(&PLAIN)) {
        let Some(found) = hit.words("name") else { continue };
        let body = hit.place("body").is_some();
        // *au centre de loisirs « Les Amis »*: the quotation marks hold the name.
        let behind = folded.get(found.range.end..).unwrap_or_default();
        let quote = found.range.end + (behind.len() - behind.trim_start_matches(' ').len());
        let quoted = folded.get(quote..).is_some_and(|rest| rest.starts_with(['«', '"', '“']));
        if quoted && !body {
            let name = organisation_name(folded, quote);
            let name = name.filter(|n| n.quoted && n.range.end <= sentence.range().end);
            if let Some(name) = name
                && !out.iter().any(|m| m.name.start == name.range.start)
            {
                out.push(Mention {
                    name: name.range,
                    quoted: true,
                    form: None,
                    plain: false,
                    body: false,
                });
            }
            continue;
        }
        let found = proper_name(found);
        let named =
            out.iter().any(|m| m.name.start < found.range.end && found.range.start < m.name.end);
        // A body is one by its proper name; any other may go without.
        let proper = found.value.split(' ').skip(1).any(|w| w.contains(char::is_uppercase));
        if named || (body && !proper) {
            continue;
        }
        let form = folded.get(found.range.clone()).is_some_and(|w| w.starts_with("association"));
        let form = form.then(|| found.range.start..found.range.start + "association".len());
        out.push(Mention { name: found.range, quoted: false, form, plain: true, body });
    }
}

/// The form with which a name begins: *Association des Parents …*.
fn form_before(folded: &str, name: &Range<usize>) -> Option<Range<usize>> {
    const FORM: &str = "Association";
    let said = folded.get(name.clone())?.strip_prefix(FORM)?;
    said.starts_with(" d").then(|| name.start..name.start + FORM.len())
}

/// *compagnie Les Forges*: a name that begins with its own article stands behind what it is.
fn proper_name(found: Found<String>) -> Found<String> {
    static BEHIND: Pattern =
        Pattern::new(|| compile(r"^\p{Ll}+ (?P<name>(?:Les |Le |La |L')\p{Lu}.*)$"));
    let Some(name) = BEHIND.captures(&found.value).and_then(|hit| hit.name("name")) else {
        return found;
    };
    let start = found.range.start + name.start();
    Found::new(start..found.range.end, name.as_str().to_owned())
}

/// *la Fédération locale d'aide aux familles, association régie par…*: where an apposition says what it is, a
/// name that begins with a common noun goes on in small letters up to the comma.
fn up_to_form(folded: &str, name: Range<usize>) -> Range<usize> {
    static REST: Pattern = Pattern::new(|| {
        compile(
            r"^(?: (?:\p{Ll}'?)*\p{L}[\p{L}'-]*){1,6}, (?:une )?(?P<form>(?i:association|fondation|f[ée]d[ée]ration|coop[ée]rative)\b)",
        )
    });
    static VERB: Pattern = Pattern::new(|| {
        compile(
            r"(?i) (?:a|ont|est|sont|sera|qui|que|dont|pour|afin|avec|par|sollicite|demande|organise)\b",
        )
    });
    let said = folded.get(name.clone()).unwrap_or_default();
    let behind = folded.get(name.end..).unwrap_or_default();
    let Some(hit) = REST.captures(behind).filter(|_| is_common(said)) else { return name };
    let Some(form) = hit.name("form") else { return name };
    let comma = behind.get(..form.start()).and_then(|lead| lead.rfind(',')).unwrap_or(0);
    let more = behind.get(..comma).unwrap_or_default();
    if VERB.is_match(more) { name } else { name.start..name.end + comma }
}

pub(super) fn form_behind(folded: &str, end: usize) -> Option<Range<usize>> {
    let hit = FORM_BEHIND.captures(folded.get(end..)?)?;
    legal_form_at(folded, end + hit.name("form")?.start())
}
