//! Whom a row names, and for what: the words before its figures, without number, bullet and asides.

use super::Row;
use crate::interpret::fielded::of_a_kind;
use crate::interpret::party::receives_nothing;
use crate::recognise::{Found, Pattern, compile};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// The number before the name in a row, and the bullet.
static LEAD: Pattern = Pattern::new(|| {
    compile(
        r"^(?:[-–—•*o.→➢►▪]\s|\d{1,3}[.)°]?\s|[a-z]\)\s|(?:6[57]|20)\d{2,6}\s(?:[-–:]\s)?|[A-Z]{0,4}[-_/. ]?\d[\dA-Z/_.-]*\t|\t)+",
    )
});

/// Who a row names and for what: before and behind its number, else before and behind the first gap.
pub(super) fn name_and_object<'a>(
    words: &'a str,
    at: usize,
    siret: Option<&Found<String>>,
) -> (&'a str, Option<Found<String>>) {
    if let Some(siret) = siret {
        let cut = siret.range.start - at;
        let behind = words.get(siret.range.end - at..).unwrap_or_default();
        return (words.get(..cut).unwrap_or_default(), text(behind, siret.range.end));
    }
    let lead = LEAD.find(words).map_or(0, |found| found.end());
    let rest = words.get(lead..).unwrap_or_default();
    let parted = rest.split_once('\t').or_else(|| rest.split_once(" | "));
    let Some((first, behind)) = parted else {
        let (name, object) = without_object(words);
        let from = at + words.len() - object.len();
        return (name, if object.is_empty() { None } else { text(object, from) });
    };
    let end = lead + first.len();
    (words.get(..end).unwrap_or_default(), text(behind, at + words.len() - behind.len()))
}

/// *Name – what for*: a name, and the object in small letters behind a dash.
pub(super) fn without_object(words: &str) -> (&str, &str) {
    let parted = [" – ", " - "].iter().filter_map(|dash| words.split_once(dash));
    let mut sound = parted.filter(|(name, object)| {
        object.starts_with(char::is_lowercase) && name.chars().any(char::is_alphabetic)
    });
    sound.next().unwrap_or((words, ""))
}

/// So many rows whose names hold one dash each are two columns.
const LEAST: usize = 3;

/// *Régie des Ponts – Chantier jeunes* in every row: who receives, and what for, in the order in which more of them
/// are of a kind that receives; whether the rows were parted so.
pub(super) fn part(rows: &mut [Row]) -> bool {
    let cut = |row: &Row| {
        let [name] = row.name.as_slice() else { return None };
        let mark = [" – ", " — ", " - "].into_iter().find(|mark| name.value.contains(mark))?;
        let (first, second) = name.value.split_once(mark)?;
        let words = |part: &str| part.chars().filter(|c| c.is_alphabetic()).count() > 2;
        let two = words(first) && words(second) && !second.contains(mark) && row.object.is_none();
        let behind = name.range.start + first.len() + mark.len();
        two.then(|| {
            let place =
                |from: usize, part: &str| Found::new(from..from + part.len(), part.to_owned());
            (place(name.range.start, first), place(behind, second))
        })
    };
    let Some(cuts) = rows.iter().map(cut).collect::<Option<Vec<_>>>() else { return false };
    let known = |part: &Found<String>| of_a_kind(&part.value);
    let firsts = cuts.iter().filter(|(first, _)| known(first)).count();
    let seconds = cuts.iter().filter(|(_, second)| known(second)).count();
    if cuts.len() < LEAST || firsts.max(seconds) == 0 {
        return false;
    }
    // Where no more kinds of receivers stand on one side, what rows say again and again is what for.
    let unlike = cuts.iter().map(|(first, _)| &first.value).collect::<BTreeSet<_>>().len();
    let others = cuts.iter().map(|(_, second)| &second.value).collect::<BTreeSet<_>>().len();
    let behind = match seconds.cmp(&firsts) {
        Ordering::Equal => unlike < others,
        more => more == Ordering::Greater,
    };
    for (row, (first, second)) in rows.iter_mut().zip(cuts) {
        let (name, object) = if behind { (second, first) } else { (first, second) };
        row.name = vec![name];
        row.object = Some(object);
    }
    true
}

/// *500 € à la Chorale pour un concert* in every row: who receives, and what for.
pub(super) fn for_what(rows: &mut [Row]) {
    static FOR: Pattern = Pattern::new(|| {
        compile(
            r"^(?P<name>.{2,80}?),? pour (?P<object>(?:une?|la|le|les|l'|sa|son|ses|leurs?|des) ?\p{Ll}.{2,80})$",
        )
    });
    let cut = |row: &Row| {
        let [name] = row.name.as_slice() else { return None };
        let hit = FOR.captures(&name.value)?;
        let at = |part: regex::Match<'_>| {
            let from = name.range.start + part.start();
            Found::new(from..from + part.len(), part.as_str().to_owned())
        };
        Some((at(hit.name("name")?), at(hit.name("object")?)))
    };
    let Some(cuts) = rows.iter().map(cut).collect::<Option<Vec<_>>>() else { return };
    if cuts.len() < 2 {
        return;
    }
    for (row, (name, object)) in rows.iter_mut().zip(cuts) {
        row.name = vec![name];
        row.object.get_or_insert(object);
    }
}

/// *Les Forges, concert de printemps* in most rows: who receives, and behind a comma in small letters what for; whether rows
/// were parted so. What begins a part of a body, or goes on with an enumeration, is its name.
pub(super) fn behind_commas(rows: &mut [Row]) -> bool {
    static OF_THE_NAME: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^(?:sections?|antennes?|d[ée]l[ée]gations?|comit[ée]s?|branches?|groupes?|f[ée]d[ée]rations?|unions?|services?|p[ôo]les?|filiales?|[ée]quipes?|de|du|des|d'|et) ?\b| et ",
        )
    });
    let cut = |row: &Row| {
        let [name] = row.name.as_slice() else { return None };
        let (first, second) = name.value.split_once(", ")?;
        let small = second.starts_with(char::is_lowercase)
            && !second.contains(',')
            && !OF_THE_NAME.is_match(second);
        small.then(|| {
            let (start, end) = (name.range.start, name.range.end);
            let behind = Found::new(end - second.len()..end, second.to_owned());
            (Found::new(start..start + first.len(), first.to_owned()), behind)
        })
    };
    let cuts: Vec<_> = rows.iter().map(cut).collect();
    let told = cuts.iter().flatten().count();
    let names = cuts.iter().flatten().map(|(name, _)| &name.value).collect::<BTreeSet<_>>();
    if told < 2 || told * 2 <= rows.len() || names.len() < told {
        return false;
    }
    for (row, (name, object)) in
        rows.iter_mut().zip(cuts).filter_map(|(row, cut)| Some((row, cut?)))
    {
        row.name = vec![name];
        row.object.get_or_insert(object);
    }
    true
}

/// *compagnie Les Forges (association), création « Fer »*: what it is in brackets, and behind them what for.
pub(super) fn formed(words: &str) -> Option<(&str, &str, &str)> {
    static FORMED: Pattern = Pattern::new(|| {
        compile(
            r"^(?P<name>[^()]{3,90}?) ?\((?P<form>association(?: loi (?:de )?1901)?|fondation|(?:société )?coopérative|SCIC|SCOP|SARL|SAS)\), ?(?P<object>.{3,90})$",
        )
    });
    let hit = FORMED.captures(words)?;
    Some((hit.name("name")?.as_str(), hit.name("form")?.as_str(), hit.name("object")?.as_str()))
}

/// Words without the white space around them, where there are letters.
fn text(words: &str, at: usize) -> Option<Found<String>> {
    let bare = words.trim_matches([' ', '\t', '|', ':', ';', ',']);
    let start = at + words.find(bare)?;
    bare.chars()
        .any(char::is_alphabetic)
        .then(|| Found::new(start..start + bare.len(), bare.replace('\t', " ")))
}

/// What a sentence has and a name in a row has not.
static SENTENCE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?:\b(?:(?-i:est)|sont|sera|seront|était|a été|s'élève\p{L}*|il|elle|nous|on|que|qui|conseil municipal|monsieur|madame|attribu\p{L}+|accord\p{L}+|vote|pour un montant|s'établit|article|chapitre|budget|réunion|séance|délibération",
        r"|nombre (?:de |d')(?:membres|conseillers|délégués|élus|administrateurs|votants|présents|pouvoirs|voix)|présents? ou (?:suppl|représ)\p{L}+|suffrages exprimés|(?:délégués|conseillers|membres|administrateurs|élus|titulaires|suppléants)(?: \p{L}+)? (?:présents|absents|excusés|représentés|votants|en exercice)|majorité absolue|quorum",
        r"|montant|crédits?|dépenses?|recettes?|charges|tarifs?|annuel|devis|coût|facture|soit)\b[^(]*$|[?!]|^(?:pour|contre|abstentions?|votants|présents?|pouvoirs?|absents?|en exercice|bulletins?|suffrages?)\b[^\p{L}]*\p{L}*$)"
    ))
});

/// What a figure is, where it stands for whom a row names: *demande : 400 €*, *proposition : 300 €*.
static FIGURE: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:(?:la |le |l')?(?:(?:montant|somme|aide|subvention|participation) )?(?:demand|propos|sollicit|accord|attribu|allou|octroy|retenu|vot)(?:[ée]{1,2}e?s?|e?s?)|demandes?|propositions?|avis|rappel|pour m[ée]moire|reste à charge|autofinancement|(?:minimum|maximum|plafond|plancher)\b.*)$",
    )
});

/// A small clause in brackets that is no part of a name: what was asked for, an amount.
static ASIDE: Pattern = Pattern::new(|| {
    compile(
        r"(?i) ?\([^()]*(?:demande|€|euros?|\d{3,}|propos|\d (?:[ée]l[èe]ves?|enfants?|adh[ée]rents?|licenci[ée]s|membres?|jeunes|habitants?)\b)[^()]*\)",
    )
});

/// Whether words are a clause in brackets and nothing else, that is no part of a name: *(Article 6574)*, *(0,17 × 2 290 hab)*.
pub(in super::super) fn is_aside(words: &str) -> bool {
    static ACCOUNT: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^\((?:art(?:icle|\.)?|comptes?|cpte|chap(?:itre|\.)?|imputation|nature|ligne|fonction|c/) ?[^()]*\d[^()]*\)$",
        )
    });
    let whole = |found: std::ops::Range<usize>| found.start == 0 && found.end == words.len();
    ACCOUNT.is_match(words) || ASIDE.find(words).is_some_and(|found| whole(found.range()))
}

/// The legal form in brackets behind a name.
static FORM: Pattern = Pattern::new(|| {
    compile(
        r"(?i) ?\((?P<form>association(?: loi (?:de )?1901)?|fondation|(?:société )?coopérative|SCIC|SCOP|SARL|SAS)\)$",
    )
});

/// The legal form before a name in quotation marks.
static QUOTED: Pattern = Pattern::new(|| {
    compile(
        r#"^(?i:l')?(?P<form>(?i:association)) ?(?P<name>«[^«»]{2,80}»|"[^"]{2,80}"|“[^”]{2,80}”)$"#,
    )
});

/// The legal form that stands before a name in quotation marks, or in brackets behind it.
pub(in super::super) fn form(name: &str, at: usize) -> Option<Found<String>> {
    let bare = name.trim_start_matches(|c: char| !c.is_alphabetic()).trim_end();
    let lead = name.find(bare).unwrap_or(0);
    let before = QUOTED.captures(bare).and_then(|hit| hit.name("form")).map(|form| {
        let range = at + lead + form.start()..at + lead + form.end();
        Found::new(range, form.as_str().to_lowercase())
    });
    let behind = || FORM.captures(name.trim_end()).and_then(|hit| hit.name("form"));
    before.or_else(|| {
        let form = behind()?;
        Some(Found::new(at + form.start()..at + form.end(), form.as_str().to_owned()))
    })
}

/// The foot of a page: *CP du 4/05/2031 – n° 31-12*.
static DATED: Pattern =
    Pattern::new(|| compile(r"\b\d{1,2}/\d{1,2}/(?:19|20)\d\d\b.*\bn ?[°o] ?\d"));

/// *Vaulnay Volley, Nationale 2 F*: behind the name of a club the division in which it plays.
static LEVEL: Pattern = Pattern::new(|| {
    compile(
        r"^(?P<name>.{3,80}?)(?:, (?:en )?| \()(?:(?:Nationale?|F[ée]d[ée]rale|R[ée]gionale?|D[ée]partementale?|Ligue|Division|Pro|Pr[ée]-?nationale?|DN|Pro D) ?[0-9AB]{1,2}(?: ?[FHMG])?|[NDRF]\d(?: [FHMG])?|[ÉE]lite(?: \d)?|Top 14)\)?$",
    )
});

/// *Club du 3e âge « Les Roseaux »*: what somebody is in common words, and the name in its quotation marks.
fn called(words: &str) -> Option<&str> {
    static CALLED: Pattern = Pattern::new(|| {
        compile(
            r"^(?P<noun>\p{Lu}[\p{L}'-]*\p{Ll})(?: (?:\p{Ll}[\p{L}'-]*|\d{1,2}(?:er|e|ème|ème)?)){0,5} ?(?P<name>«[^«»]{3,60}»)$",
        )
    });
    let hit = CALLED.captures(words)?;
    let noun = hit.name("noun")?.as_str();
    (!receives_nothing(noun)).then(|| hit.name("name").map(|name| name.as_str()))?
}

/// The name that some words are, without number, bullet, quotation marks and asides; empty when
/// they are none.
pub(in super::super) fn named(words: &str, at: usize) -> Vec<Found<String>> {
    let lead = LEAD.find(words).map_or(0, |found| found.end());
    let rest = words.get(lead..).unwrap_or_default();
    let aside = ASIDE.find(rest).map_or(rest.len(), |found| found.start());
    let colon = rest.find(" : ").or_else(|| rest.find(": ")).unwrap_or(rest.len());
    let bare = rest.get(..aside.min(colon)).unwrap_or_default();
    let bare = bare.strip_suffix(" pas de montant").unwrap_or(bare).trim_end();
    let bare = bare.get(..FORM.find(bare).map_or(bare.len(), |form| form.start())).unwrap_or(bare);
    let bare = bare.trim_matches([' ', '\t', ':', '.', '…', '_', '-', '–', ';', ',', '|']);
    let dotted =
        rest.get(rest.find(bare).unwrap_or(0) + bare.len()..).is_some_and(|r| r.starts_with('.'));
    // *Association « Les Forges »*: the form before the name in its quotation marks.
    let of_form = QUOTED.captures(bare).and_then(|hit| Some(hit.name("name")?.as_str()));
    let bare = of_form.or_else(|| called(bare)).unwrap_or(bare);
    let quoted = [('«', '»'), ('"', '"'), ('“', '”')].iter().find_map(|(open, close)| {
        bare.strip_prefix(*open).and_then(|b| b.strip_suffix(*close)).filter(|b| !b.contains(*open))
    });
    let bare = LEVEL.captures(bare).and_then(|hit| hit.name("name")).map_or(bare, |n| n.as_str());
    let bare = quoted.filter(|inside| !inside.contains('«')).unwrap_or(bare).trim();
    let article = [
        "au profit de l'association ",
        "en faveur de l'association ",
        "au bénéfice de l'association ",
        "à l'association ",
        "à la ",
        "à l'",
        "au ",
        "aux ",
        "à ",
        "l'association ",
        "compagnie ",
        "collectif ",
        "troupe ",
    ];
    let cut = article.iter().find_map(|lead| bare.strip_prefix(lead)).unwrap_or(bare);
    let letters = cut.chars().filter(|c| c.is_alphabetic()).count();
    let sound = letters >= 2
        && cut.chars().count() <= 100
        && !cut.contains('€')
        && !cut.contains("....")
        && !DATED.is_match(cut)
        && !SENTENCE.is_match(cut)
        && !FIGURE.is_match(cut);
    let Some(start) = words.find(cut).filter(|_| sound) else { return Vec::new() };
    // An abbreviation keeps its full stop: `S.P.A.`
    let end = start + cut.len();
    let abbreviated =
        dotted && cut.rsplit('.').next().is_some_and(|last| last.chars().count() == 1);
    let end = if abbreviated { end + 1 } else { end };
    let said = words.get(start..end).unwrap_or(cut).replace('\t', " ");
    vec![Found::new(at + start..at + end, said)]
}
