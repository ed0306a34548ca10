//! Names of organisations where the text introduces one: behind `l'association`, in quotation
//! marks, behind `au profit de`.
//!
//! A name begins at a capital or a quotation mark and runs over capitalised words and the small
//! words between them (`Les Ateliers du Pont`). It ends at the first word that cannot belong to
//! it. Where a name contains common nouns in lower case, only quotation marks show its end.

use super::{Pattern, compile};
use std::ops::Range;

/// A name where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OrganisationName {
    /// Where it stands, without quotation marks.
    pub(crate) range: Range<usize>,
    /// Whether quotation marks bound it.
    pub(crate) quoted: bool,
}

/// Small words that may stand between the capitalised words of a name.
const INNER: &[&str] = &[
    "de", "du", "des", "la", "le", "les", "d'", "l'", "à", "au", "aux", "en", "sur", "sous",
    "dans", "sans", "et", "pour", "&", "lès", "lez",
];

/// First words of a name that goes on in small letters: `École de dessin de Montaubry`.
const COMMON: &[&str] = &[
    "ACCA",
    "ADMR",
    "APE",
    "APEL",
    "Agence",
    "Alliance",
    "Amicale",
    "Amis",
    "Anciens",
    "Association",
    "Banda",
    "Aînés",
    "Banque",
    "Basket",
    "Bibliothèque",
    "Boule",
    "Centre",
    "Chasse",
    "Cercle",
    "Chorale",
    "Cinéma",
    "Club",
    "Collectif",
    "Comice",
    "Comité",
    "Compagnie",
    "Confédération",
    "Conservatoire",
    "Coopérative",
    "Croix",
    "Crèche",
    "Donneurs",
    "Ecole",
    "Ensemble",
    "Entente",
    "Entraide",
    "Espérance",
    "FSE",
    "Familles",
    "Fanfare",
    "Football",
    "Foyer",
    "Groupe",
    "Fédération",
    "Groupement",
    "Gymnastique",
    "Handball",
    "Harmonie",
    "Institut",
    "Jeunes",
    "Jeunesse",
    "Judo",
    "Ligue",
    "Loisirs",
    "Ludothèque",
    "Lyre",
    "MJC",
    "Maison",
    "Mission",
    "Mutuelle",
    "Médiathèque",
    "OGEC",
    "Office",
    "Orchestre",
    "Parents",
    "Photo",
    "Prévention",
    "Protection",
    "Pétanque",
    "Ressourcerie",
    "Rugby",
    "Régie",
    "Réseau",
    "Scène",
    "Secours",
    "Section",
    "Société",
    "Souvenir",
    "Solidarité",
    "Sou",
    "Syndicat",
    "Tennis",
    "Théâtre",
    "USEP",
    "Union",
    "Université",
    "Volley",
    "École",
    "Épicerie",
    "Étoile",
];

/// How adjectives end that say behind such a first word what it is: `Mission locale de l'Estuaire`,
/// `Cercle celtique`.
const KINDS_OF: &[&str] = &[
    "al", "ale", "ique", "ïque", "if", "ive", "aire", "ien", "ienne", "ois", "oise", "ais", "aise",
    "el", "uel", "elle", "ier", "ière", "in", "ine", "ain", "aine", "ile",
];

/// Capitalised words with which no name goes on: the text has begun something else.
const STOP: &[&str] = &[
    "Approbation",
    "Arrêté",
    "Article",
    "Attribution",
    "Autorisation",
    "Avenant",
    "Considérant",
    "Convention",
    "Délibération",
    "M.",
    "MM.",
    "Madame",
    "Mme",
    "Mmes",
    "Monsieur",
    "Délibère",
    "RNA",
    "Révision",
    "SIREN",
    "SIRET",
    "Subvention",
    "Versement",
    "Vu",
    "SAS",
    "SARL",
    "Elle",
    "Il",
    "Cette",
    "Ce",
    "Par",
    "Dans",
    "Une",
    "Un",
];

/// Words in capitals with which no name in capitals goes on.
const STOP_SHOUTED: &[&str] = &[
    "UNE",
    "UN",
    "POUR",
    "AFIN",
    "QUI",
    "EST",
    "A",
    "ONT",
    "SERA",
    "SOIT",
    "DONT",
    "PAR",
    "DANS",
    "SUBVENTION",
    "SUBVENTIONS",
    "CONVENTION",
    "AVENANT",
    "AIDE",
    "SOLLICITE",
    "DEMANDE",
    "ANNEE",
    "ANNÉE",
    "EXERCICE",
    "APPROBATION",
    "ATTRIBUTION",
    "VERSEMENT",
    "SOLDE",
    "DELIBERATION",
    "DÉLIBÉRATION",
];

static LEGAL_FORM: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)^(?:association loi (?:de )?1901|association (?:reconnue d'utilit[ée] publique|sans but lucratif|d[ée]clar[ée]e)\b|association(?: r[ée]gie par la loi du 1er",
        r" juillet 1901)?",
        r"|soci[ée]t[ée](?: \p{Ll}+)? r[ée]gie par la loi (?:de|du 1er juillet) 1901|soci[ée]t[ée] par actions? simplifi[ée]e(?: \((?:SAS)\))?|soci[ée]t[ée] coop[ée]rative",
        r" d'int[ée]r[êe]t collectif|fondation|coop[ée]rative|[ée]tablissement public(?:",
        r" (?:industriel et commercial|à caractère \p{L}+(?: et \p{L}+)?|[\p{L}]+))?|groupement d'intérêt public|société publique locale|syndicat mixte",
        r"|soci[ée]t[ée] anonyme(?: sportive professionnelle| d'[ée]conomie mixte| coop[ée]rative)?|soci[ée]t[ée] d'[ée]conomie mixte|entreprise individuelle|soci[ée]t[ée] civile(?: \p{Ll}+)?",
        r"|soci[ée]t[ée] [àa] responsabilit[ée] limit[ée]e|SCIC|SCOP|SASU|SASP|SAS|SARL|EURL|EARL|GAEC|SEM|SPL|comit[ée]",
        r"|f[ée]d[ée]ration)\b"
    ))
});

/// The name that begins at `at`, if one does.
pub(crate) fn organisation_name(text: &str, at: usize) -> Option<OrganisationName> {
    let rest = text.get(at..)?;
    if let Some(open) = rest.chars().next().filter(|c| "«\"“".contains(*c)) {
        return quoted(rest, open, at);
    }
    if !rest.starts_with(char::is_uppercase) {
        return None;
    }
    let mut end = 0;
    let mut taken = 0;
    let mut shouted = 0;
    let common = is_common(rest);
    let second =
        if ["Le ", "La ", "Les "].iter().any(|lead| rest.starts_with(lead)) { 2 } else { 1 };
    let mut of = false;
    let mut kinds = false;
    for (taken_words, word) in words(rest).enumerate() {
        let said = rest.get(word.clone())?;
        let gap = rest.get(taken..word.start).unwrap_or_default();
        // Between two words of a name stands one space; anything else ends it.
        if taken > 0 && gap != " " {
            break;
        }
        let (bare, closed) = trimmed(said);
        let loud = shouted > 0 && STOP_SHOUTED.contains(&bare);
        if STOP.contains(&said) || STOP.contains(&bare) || loud {
            break;
        }
        // `LES ATELIERS L'association…`: a title in capitals has ended.
        shouted = if shouts(bare) { shouted + 1 } else { shouted };
        if shouted > 1 && bare.chars().any(char::is_lowercase) {
            break;
        }
        taken = word.end;
        // Behind *de*, *du*, *des* the name says what it is of.
        let kind = (taken_words == second || (taken_words > second && kinds)) && is_kind(bare);
        kinds = kind;
        let what = common && (of || kind || (bare.starts_with("d'") && !bare.starts_with("d'un")));
        of = matches!(bare, "de" | "du" | "des");
        if capitalised(bare) || (what && !INNER.contains(&bare)) {
            end = word.start + bare.len();
        } else if !INNER.contains(&bare.to_lowercase().as_str()) {
            break;
        }
        if closed {
            break;
        }
    }
    (end > 0).then(|| OrganisationName { range: at..at + end, quoted: false })
}

/// Whether a name begins with what it is, its article apart: *La Fédération des …*, *L'Amicale …*.
pub(crate) fn is_common(name: &str) -> bool {
    let articled = ["Le ", "La ", "Les ", "L'"].iter().find_map(|lead| name.strip_prefix(lead));
    let first = articled.unwrap_or(name).split_whitespace().next();
    first.is_some_and(|first| COMMON.contains(&first))
}

/// Whether a word in small letters is an adjective of kind.
pub(crate) fn is_kind(word: &str) -> bool {
    word.chars().count() > 4
        && word.chars().all(char::is_lowercase)
        && KINDS_OF
            .iter()
            .any(|end| word.trim_end_matches('s').ends_with(end.trim_end_matches('s')))
}

/// The legal form that begins at `at`, if one does.
pub(crate) fn legal_form_at(text: &str, at: usize) -> Option<Range<usize>> {
    let hit = LEGAL_FORM.find(text.get(at..)?)?;
    Some(at..at + hit.end())
}

fn quoted(rest: &str, open: char, at: usize) -> Option<OrganisationName> {
    let close = match open {
        '«' => '»',
        '“' => '”',
        _ => '"',
    };
    let inside = rest.get(open.len_utf8()..)?;
    let end = inside.find(close)?;
    let said = inside.get(..end)?;
    let name = said.trim();
    let start = at + open.len_utf8() + (said.len() - said.trim_start().len());
    let sound = !name.is_empty() && name.len() <= 120 && !name.contains(['\n', ';']);
    sound.then(|| OrganisationName { range: start..start + name.len(), quoted: true })
}

/// The words of a text: runs without white space.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let base = text.as_ptr() as usize;
    text.split_whitespace().map(move |word| {
        let start = word.as_ptr() as usize - base;
        start..start + word.len()
    })
}

/// A word without the punctuation behind it, and whether there was any.
fn trimmed(word: &str) -> (&str, bool) {
    let bare = word.trim_end_matches([',', ';', ':', '.', ')', '(', '»', '"', '”']);
    // `L.` and `St.` keep nothing; a full stop closes a name all the same.
    (bare, bare.len() < word.len())
}

fn shouts(word: &str) -> bool {
    word.chars().filter(|c| c.is_uppercase()).count() > 1 && !word.chars().any(char::is_lowercase)
}

/// `Pont`, `L'Atelier`, `d'Ombreval`, `3e`-like figures are no names.
fn capitalised(word: &str) -> bool {
    let bare = word.rsplit_once('\'').map_or(word, |(_, after)| after);
    word.starts_with(char::is_uppercase) || bare.starts_with(char::is_uppercase)
}
