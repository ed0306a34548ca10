//! The legal form that a heading gives to all who stand in the rows below it.

mod elsewhere;

pub(super) use elsewhere::{Elsewhere, called_an_association};

use super::reading::Reading;
use super::rows::Block;
use crate::recognise::{Found, Pattern, compile, tail};
use std::ops::Range;

/// *aux associations suivantes*, in the words that announce the rows.
static ANNOUNCED: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?P<form>association)s (?:\p{Ll}+ ){0,2}?(?:(?:d[ée]sign|list|[ée]num[ée]r|mentionn|indiqu|figur|vis|cit)[ée]+e?s )?(?:suivantes|ci-apr[èe]s|ci-dessous|dont (?:la liste|le d[ée]tail|les? noms?|les montants?|l'[ée]num[ée]ration|les suivantes))\b",
    )
});

/// *d'allouer aux associations sportives les subventions suivantes*.
static ALLOTTED: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:attribu|accord|allou|octro|vers|vot|r[ée]part)\p{L}* [^.;:\n€]{0,60}?\b(?:aux|entre les) (?P<form>association)s\b",
    )
});

/// *Subventions aux associations – année 2031*, *Aides aux associations sportives*.
static TITLED: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:subventions?|aides?|soutiens?|dotations?)\b[^.;:\n]{0,40}? (?:aux|[àa] des|des|d') ?(?:\p{L}+ )?(?P<form>association)s\b",
    )
});

/// The name of a line of the budget, under which others than associations stand, too.
static BARE: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:(?:attribution|octroi|vote|versement)s? (?:de |des |d')?)?(?:subventions?|aides?) aux associations[ .:]*$",
    )
});

/// What is no association, whatever heads its row.
static ANOTHER: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)^(?:la |le |les |l')?(?:communes?|ville|mairie|coop[ée]ratives?|occe|[ée]coles?|coll[èe]ges?|lyc[ée]es?|ccas|cias|centre (?:inter)?communal|syndicat (?:mixte|intercommunal)|communaut[ée]|chambre|cfa",
        r"|centre de formation|caisse|d[ée]partement|r[ée]gion|universit[ée]|fondation|soci[ée]t[ée] (?:anonyme|coop|publique)|scic|scop|sarl|sas|[ée]tablissement public|office public)\b"
    ))
});

/// Why a form that a title gives is not certain.
pub(super) const OF_THE_TITLE: &str =
    "the title calls those in the rows associations; check that each is one";

/// So far above rows, in bytes, stand the words that lead to them.
const LEADS: usize = 500;

/// The form that the words of decision or the title give to the rows, and whether the title does.
pub(super) fn of_rows(
    reading: &Reading<'_>,
    announced: Option<&Range<usize>>,
    lead: &Range<usize>,
) -> Option<(Found<String>, bool)> {
    let said = |at: usize, words: &str, pattern: &Pattern| {
        let found = pattern.captures(words)?.name("form")?;
        let range = at + found.start()..at + found.end();
        Some(Found::new(range, found.as_str().to_lowercase()))
    };
    let announced = announced.and_then(|range| {
        let words = reading.words(range);
        said(range.start, words, &ANNOUNCED).or_else(|| said(range.start, words, &ALLOTTED))
    });
    // The words right above the rows announce them, too.
    let above = || {
        let words = last_sentence(tail(reading.words(lead), LEADS));
        said(lead.end - words.len(), words, &ANNOUNCED)
    };
    announced.or_else(above).map(|form| (form, false)).or_else(|| {
        // In minutes such a title names a matter of the agenda, under which anybody may stand.
        let title = reading.setting.title.as_deref();
        let title = title.filter(|title| !BARE.is_match(title) && !reading.setting.several)?;
        Some((said(reading.folded.find(title)?, title, &TITLED)?, true))
    })
}

/// The last sentence of some words, which alone leads to what stands below.
fn last_sentence(words: &str) -> &str {
    let begins = [". ", ".\n", "\n\n"].iter();
    let ends = words.trim_end();
    let begins = begins.filter_map(|end| Some(ends.rfind(end)? + end.len())).max();
    words.get(begins.unwrap_or_default()..).unwrap_or_default()
}

/// *Association* at the head of the column of names, or *les trois porteurs sont des associations*.
pub(super) fn of_heads(reading: &Reading<'_>, block: &Block) -> Option<(Found<String>, bool)> {
    static HEAD: Pattern = Pattern::new(|| {
        compile(r"(?im)(?:^|\t) ?(?:noms? (?:de l'|des )|\p{L}+ \()?(?P<form>association)s?\)? ?\t")
    });
    static ALL: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:(?:chacune (?:de ces|des)|ces|lesdites|port[ée]s par des|aupr[èe]s de ces|l'ensemble de ces|(?:demandes|dossiers|projets|candidatures) (?:d[eé']s?|de ces|pr[ée]sent[ée]e?s par|d[ée]pos[ée]e?s par|[ée]manant d[e']s?)(?: les)?|notifi\p{L}+ aux)(?: (?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|\d{1,2}|\p{Ll}{4,}))? (?P<these>association)s\b|(?:porteurs|b[ée]n[ée]ficiaires|structures|organismes|demandeurs|laur[ée]ats|attributaires)(?: [\p{L}\d]+){0,4} sont (?:tous |toutes |bien )?des (?P<form>association)s\b|,? (?:tous|toutes|qui sont|tous deux|toutes deux) (?:(?:constitu|organis|r[ée]gi|r[ée]uni|form)[ée]*e?s? )(?:sous (?:la )?forme |en )?d?'?(?P<shaped>association)s\b|\b(?P<every>association)s?,? (?:tous|toutes|toutes deux) (?:r[ée]gies|constitu[ée]es|d[ée]clar[ée]es)\b|(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|plusieurs|\d{1,2}) (?P<asking>association)s (?:\p{Ll}+ )?(?:ont|sollicit\p{L}+|demand\p{L}+|d[ée]pos\p{L}+|doivent)\b|\b(?:aux|des|à|les) (?:\p{Ll}{3,}|\d{1,2}) (?P<counted>association)s (?:du tableau|sus\p{Ll}+|ci-(?:dessus|dessous|apr[èe]s)|pr[ée]cit[ée]es|retenues|concern[ée]es|conventionn[ée]es|organisatrices|b[ée]n[ée]ficiaires)\b|\b(?P<below>association)s (?:\p{Ll}+ ){0,2}(?:mentionn|list|d[ée]sign|indiqu|[ée]num[ée]r|cit)[ée]+es ci-(?:dessous|apr[èe]s)|\b(?:clubs|structures|organismes)\b[^.;,\n]{0,30}, (?:constitu|organis)[ée]+e?s en (?P<clubs>association)s\b)",
        )
    });
    static COLUMN: Pattern = Pattern::new(|| {
        compile(r"(?i)^(?:noms? (?:de l'|des )|\p{L}+ \()?(?P<form>association)s?\b")
    });
    let headed = |said: &Found<String>| {
        let form = COLUMN.captures(&said.value)?.name("form")?;
        let range = said.range.start + form.start()..said.range.start + form.end();
        Some((Found::new(range, form.as_str().to_lowercase()), true))
    };
    if let Some(form) = block.receivers.as_ref().and_then(headed) {
        return Some(form);
    }
    let lead = reading.rows.get(block.lead.clone())?;
    let last = lead.trim_end().rsplit('\n').next().unwrap_or_default();
    let at = block.lead.start + lead.find(last)?;
    let found = |text: &str, at: usize, pattern: &Pattern| {
        let hit = pattern.captures(text)?;
        let form = ["form", "these", "shaped", "every", "asking", "counted", "below", "clubs"]
            .iter()
            .find_map(|n| hit.name(n))?;
        let range = at + form.start()..at + form.end();
        Some((Found::new(range, form.as_str().to_lowercase()), true))
    };
    found(last, at, &HEAD)
        .or_else(|| reading.sentences.iter().find_map(|s| found(s.text, s.at, &ALL)))
}

/// *les associations A (100 €) et B (200 €)*, *Subventions aux associations : A 100 €, B 200 €*: the form before the names
/// of one sentence.
pub(super) fn of_lead(reading: &Reading<'_>, block: &Block) -> Option<(Found<String>, bool)> {
    static LEAD: Pattern =
        Pattern::new(|| compile(r"(?i)\b(?:les|aux|des) (?P<form>association)s\b[^.;€\n]{0,60}$"));
    let lead = reading.folded.get(block.lead.clone()).filter(|_| block.in_a_sentence)?;
    let form = LEAD.captures(lead)?.name("form")?;
    let range = block.lead.start + form.start()..block.lead.start + form.end();
    Some((Found::new(range, form.as_str().to_lowercase()), true))
}

/// *Association des parents d'élèves*, *Communauté de communes des Monts*: the form that begins a name.
pub(super) fn of_name(name: &Found<String>) -> Option<Found<String>> {
    static BEGINS: Pattern = Pattern::new(|| {
        compile(concat!(
            r"^(?:(?i:association|commune|fondation|groupement d'int[ée]r[êe]t (?:public|[ée]conomique)|communaut[ée] (?:de communes|d'agglom[ée]ration|urbaine)|coop[ée]rative)|SCIC|SCOP|SARL|EURL|SASU|SASP|SAS|SNC|EPIC|EPCC|GIP|SIVOM|SIVOS|SIVU)\b",
            r"|^(?i:syndicat)(?i: mixte| intercommunal)(?: (?:des|du|de|d[ée]part|inter|[ée]l|d'))",
            r"|^(?i:syndicat) (?:(?i:d[ée]part|inter|[ée]lectri|mixte)",
            // *Syndicat d'initiative* and *Syndicat des agriculteurs* are none of public law.
            r"|(?i:des|du|de la|de l'|de|d') ?(?i:(?:grand|bas|haut)s?[ -]|eaux?|adduction|alimentation|[ée]nergies?|[ée]lectri|gaz|ordures|d[ée]chets|transports?|mobilit|assainissement|voirie|rivi[èe]re|bassin|rivage|pays|val\b|vall[ée]e|marais|plateau|traitement|collecte|valorisation|gestion|am[ée]nagement|communes?|production|distribution|chauffage|parc|ports?|[ée]coles?|ramassage|regroupement))"
        ))
    });
    static OF_COMMUNES: Pattern =
        Pattern::new(|| compile(r"(?i)^syndicat(?: mixte| intercommunal)?"));
    static SCHOOL: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^coop[ée]ratives? (?:scolaires?|de l'[ée]cole|des [ée]coles|du (?:RPI|groupe scolaire|coll[èe]ge))\b",
        )
    });
    if SCHOOL.is_match(&name.value) {
        return None;
    }
    let whole = BEGINS.find(&name.value)?.as_str();
    let said = OF_COMMUNES.find(whole).map_or(whole, |found| found.as_str());
    let range = name.range.start..name.range.start + said.len();
    let letters = !said.contains(char::is_lowercase) && said.len() < 6;
    let form = if letters { said.to_owned() } else { said.to_lowercase() };
    Some(Found::new(range, form))
}

/// *École de danse*: a school that pupils choose, and no public one.
static OF_AN_ART: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:l')?[ée]coles? (?:intercommunale |municipale |associative )?(?:de |d')(?:musique|danse|dessin|cirque|th[ée][âa]tre|arts?|football|foot|rugby|tennis|judo|voile|ski|p[êe]che|escalade|cyclisme|v[ée]lo)\b",
    )
});

/// Why a form that only the next sentence gives is not certain.
pub(super) const OF_THE_NEXT: &str = "the sentence behind the one that names who receives gives the legal form; check that it is about the same";

/// Whether a row names who may be an association.
pub(super) fn may_be_one(name: &str) -> bool {
    !ANOTHER.is_match(name) || OF_AN_ART.is_match(name)
}
