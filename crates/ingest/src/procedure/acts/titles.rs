//! What the heading of one of several acts holds beside its title: a reference, an outcome; and what is no title.

use super::headings::OUTCOME;
use crate::procedure::scan::hit;
use crate::recognise::{Found, Pattern, compile};
use std::ops::Range;

/// *Subventions (délibération 2031-07)*: the reference in brackets behind the title.
pub(super) fn bracketed(
    title: Option<Found<String>>,
) -> (Option<Found<String>>, Option<Found<String>>) {
    static BRACKETED: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?:(?: ?[(\[–—-] ?(?i:(?:d[ée]lib[ée]ration|d[ée]lib\.?|dcm|del|acte) ?(?:n ?° ?)?|n ?° ?|r[ée]f(?:[ée]rence|\.)? ?:? ?)| (?:[Dd]élibération )?(?i:n ?° ?))(?P<reference>[A-Za-z0-9]+(?:[-_/.][A-Za-z0-9]+)+)(?:, [^()\[\]]{2,40})? ?[)\]]?",
            // With letters and the year among its groups it needs no word.
            r"|(?: ?[(\[] ?| ?[–—-]? )(?P<yeared>(?:[A-Z]{1,6}[-_/.])*[A-Z]{1,6}[-_/.]?(?:19|20)\d\d(?:[-_/.][A-Z]{0,3}\d{1,4}){1,3}) ?[)\]]?",
            // Behind a gap: *TARIFS   Délibération 2031-14*; of an earlier one an article would speak.
            r"| (?:Délibération|DÉLIBÉRATION|DELIBERATION|Délib\.|DCM|DEL) (?P<beside>(?:19|20)\d\d[-_/.]\d{1,4})",
            // In brackets of its own three figures behind the year, or two that begin with a nought, are enough.
            r"| ?[(\[] ?(?P<plain>(?:19|20)\d\d[-_/.](?:\d{3}|0\d)|\d{3}[-_/.](?:19|20)\d\d) ?[)\]]",
            // Or with letters and three groups of figures: *DCM 31.1.49*.
            r"|(?: ?[(\[] ?| ?[–—-]? )(?P<lettered>[A-Z]{2,6}[-_/. ]?\d{1,4}(?:[-_/.,]\d{1,4}){2}) ?[)\]]?)$"
        ))
    });
    static LEADS: Pattern =
        Pattern::new(|| compile(r"(?i)(?:\b(?:la|les|des|de|à|sur|du|et|cette|notre|une)|['’])$"));
    let Some(whole) = title else { return (None, None) };
    let Some(hit) = BRACKETED.captures(&whole.value) else { return (Some(whole), None) };
    let reference = ["reference", "yeared", "plain", "lettered", "beside"]
        .into_iter()
        .find_map(|group| hit.name(group));
    // *RETRAIT DE LA DÉLIBÉRATION 2030-14*
    let recalled = hit.name("beside").is_some()
        && hit
            .get(0)
            .and_then(|aside| whole.value.get(..aside.start()))
            .is_some_and(|before| LEADS.is_match(before));
    if recalled {
        return (Some(whole), None);
    }
    let (Some(aside), Some(reference)) = (hit.get(0), reference) else {
        return (Some(whole.clone()), None);
    };
    let from = whole.range.start;
    let number =
        Found::new(from + reference.start()..from + reference.end(), reference.as_str().to_owned());
    let words = whole.value.get(..aside.start()).unwrap_or_default().to_owned();
    (Some(Found::new(from..from + words.len(), words)), Some(number))
}

/// *1/ Délibération 2031/07 : Subvention …*: the reference between the number and the title.
pub(super) fn led(
    (title, reference): (Option<Found<String>>, Option<Found<String>>),
) -> (Option<Found<String>>, Option<Found<String>>) {
    static LED: Pattern = Pattern::new(|| {
        compile(concat!(
            r"^(?:(?i:(?:d[ée]lib[ée]ration|d[ée]lib\.?|(?:dcm|del) ?n ?°|affaire|rapport) ?(?:n ?° ?)?|n ?° ?)(?P<reference>[A-Za-z0-9]+(?:[-_/.][A-Za-z0-9]+)+)",
            // With the year among its groups it needs no word.
            r"|(?P<yeared>(?:[A-Z]{1,6}[-_/.])*(?:[A-Z]{1,4} |[A-Z]{0,6})(?:19|20)\d\d(?:[-_/.][A-Z]{0,3}\d{1,4}){1,3}|[A-Z]{2,6}[-_/.]\d{2}[-_/.]\d{2,4})) ?[:.–—-]+ ?(?P<title>\p{Lu}.{2,})$"
        ))
    });
    let parts = title.as_ref().filter(|_| reference.is_none()).and_then(|whole| {
        let hit = LED.captures(&whole.value)?;
        let part = |group: &str| {
            let found = hit.name(group)?;
            let from = whole.range.start + found.start();
            Some(Found::new(from..from + found.len(), found.as_str().to_owned()))
        };
        Some((part("title")?, part("reference").or_else(|| part("yeared"))?))
    });
    match parts {
        Some((title, reference)) => (Some(title), Some(reference)),
        None => (title, reference),
    }
}

/// In a list of what was decided the outcome stands behind the title, on the same line.
pub(super) fn without_outcome(title: &Found<String>) -> Found<String> {
    let end = OUTCOME.find(&title.value).map_or(title.value.len(), |found| found.start());
    let words = title.value.get(..end).unwrap_or(&title.value).trim_end();
    Found::new(title.range.start..title.range.start + words.len(), words.to_owned())
}

/// *- Subventions aux associations*: a short title behind a dash, no item of a sentence and no row.
pub(super) fn heads_by_a_dash(words: &str) -> bool {
    static ITEM: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^(?:d[ée]cide|approuve|attribue|accorde|autorise|dit\b|charge|pr[ée]cise|fixe|vote|adopte|arr[êe]te|vu\b|consid[ée]rant|m\.|mm\.|mme|monsieur|madame|\d)|^(?:pour|contre|abstentions?(?:\(s\))?)$|:|\d ?(?:%|€)|\bvoix\b",
        )
    });
    let plain = words.split(" : ").next().unwrap_or(words);
    (8..=90).contains(&words.chars().count())
        && words.starts_with(char::is_uppercase)
        && !words.ends_with(['.', ';', ',', ':'])
        && !ITEM.is_match(plain)
        && words.contains(' ')
}

/// *65 Autres charges 987 250,00*: a row ends with a sum to the cent.
static ROW: Pattern = Pattern::new(|| compile(r"\d,\d\d$"));

/// A title is no sentence, no row of a table and no date.
pub(super) fn is_title(words: &str) -> bool {
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    // *9,15 € au 1er mai 2031*: a year at the end is no sum.
    let year =
        words.trim_end().rsplit(' ').next().is_some_and(|last| {
            last.len() == 4 && (last.starts_with("19") || last.starts_with("20"))
        });
    let euro = words.contains('€')
        && !year
        && words.trim_end().ends_with(|c: char| c == '€' || c.is_ascii_digit());
    letters >= 4 && !euro && !words.ends_with([';', ',']) && !ROW.is_match(words)
}

/// The names of the sections of one act: none heads a matter.
pub(super) fn section(words: &str) -> bool {
    static SECTION: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^(?:d[ée]cisions?|votes?|contexte|textes?|visas?|expos[ée](?: des motifs)?|motifs?|rappel|cadre juridique|bases? l[ée]gales?|consid[ée]rants?|dispositif|proposition|d[ée]bats?|discussion|r[ée]sultats? du vote|(?:votes? )?(?:pour|contre|abst(?:entions?|\.)?|votants|exprim[ée]s|en exercice|pr[ée]sents)(?:[ |/–-]+(?:pour|contre|abst(?:entions?|\.)?|votants|exprim[ée]s|pr[ée]sents))+|incidences? financi[èe]res?|financement|annexes?|conclusions?|pr[ée]sences?|quorum|(?:accus[ée]|r[ée]c[ée]piss[ée])(?: de r[ée]ception)?(?: en pr[ée]fecture)?|(?:acte )?(?:re[çc]u|transmis|d[ée]pos[ée]|t[ée]l[ée]transmis|envoy[ée]) (?:en|[àa] la) (?:sous-)?pr[ée]fecture.*|date (?:de|d')[^:]{3,60}|acte (?:certifi[ée]|rendu) ex[ée]cutoire.*)$",
        )
    });
    let words = words.trim_start_matches(|c: char| c.is_ascii_digit() || " .:-–)".contains(c));
    SECTION.is_match(words.trim_matches([' ', ':', '.', '-', '–']))
}

/// Words in capitals, enough of them to head something.
pub(super) fn in_capitals(line: &str) -> bool {
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    let small = line.chars().filter(|c| c.is_lowercase()).count();
    let digits = line.chars().filter(char::is_ascii_digit).count();
    letters >= 6
        && small * 8 <= letters
        && digits < letters
        && line.contains(' ')
        && !line.ends_with([',', ';', '€'])
        && is_title(line)
}

/// *Délibération n° 2031-07-004*, *réf : 2031-48*, *(acte 2031-48)*: a reference alone on its line.
static ALONE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"^[(\[]? ?(?:(?i:r[ée]f(?:[ée]rences?)?\.?(?: de l'acte| de la d[ée]lib[ée]ration)?|(?:r[ée]f\.? )?d[ée]lib(?:[ée]ration|\.)?|acte|dcm|num[ée]ro|n) ?(?:n ?)?[°o]?\.? ?:? ?(?P<reference>[A-Z]{0,5}[-_/ ]?\d[A-Za-z0-9]*(?:[-_/.][A-Za-z0-9]+)+) ?[)\]]?$",
        r"|(?P<yeared>(?:[A-Z]{1,6}[-_/.])*[A-Z]{1,6}[-_/.]?(?:19|20)\d\d(?:[-_/.][A-Z]{0,3}\d{1,4}){1,3}|(?:19|20)\d\d(?:[-_/.]\d\d){2}[-_/.][A-Z]{2,5}[-_/.]\d{1,4})(?: ?[)\]]|$| ))",
    ))
});

/// Whether a line holds a reference and nothing else.
pub(super) fn reference_alone(line: &str) -> bool {
    ALONE.captures(line).is_some_and(|hit| hit.get(0).is_some_and(|all| all.end() == line.len()))
}

/// The reference alone on the line below the heading of a matter, be the heading underlined or not.
pub(super) fn below(folded: &str, part: Range<usize>) -> Option<Found<String>> {
    static NEXT: Pattern =
        Pattern::new(|| compile(r"\A[^\n]+\n{1,2}(?:[-–—_=*~ ]{5,}\n{1,2})?(?P<line>[^\n]+)"));
    let line = hit(folded, &part, &NEXT)?.words("line")?;
    let found = ALONE.captures(&line.value)?;
    let reference = found.name("reference").or_else(|| found.name("yeared"))?;
    let from = line.range.start + reference.start();
    Some(Found::new(from..from + reference.len(), reference.as_str().to_owned()))
}

/// The name of a field of policy alone, under which each matter has a title of its own.
static FIELD: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:urbanisme|agriculture|finances?(?: (?:locales|communales))?|budget|personnel|ressources humaines|travaux|voirie|divers|affaires (?:\p{L}+ ?){1,2}|administration(?: g[ée]n[ée]rale)?|culture|sports?|tourisme|[ée]coles?|enfance|jeunesse|enfance[ -]jeunesse|social|action sociale|environnement|for[êe]ts?|patrimoine|foncier|domaine|march[ée]s publics|eau(?: et assainissement)?|intercommunalit[ée]|vie (?:associative|locale|scolaire|sociale|communale)|d[ée]veloppement (?:[ée]conomique|durable))$",
    )
});

/// *Convention avec le syndicat :* on a line of its own below the name of a field: the title of the matter.
pub(super) fn below_field(
    folded: &str,
    field: Option<&Found<String>>,
    within: Range<usize>,
) -> Option<Found<String>> {
    static TITLED: Pattern = Pattern::new(|| {
        compile(
            r"(?im)^(?:[-–•] ?)?(?P<title>(?:\p{L}[^\n:;.]{0,30}?\b)?(?:conventions?|avenants?|subventions?|d[ée]cision modificative|tarifs?|cr[ée]ation|acquisition|vente|demande|modification|approbation|achat|cession|adh[ée]sion|attribution|renouvellement|march[ée]|bail|avancement|fixation)\b[^\n:;.]{3,110}?) ?:(?:$| (?-i:\p{Lu}))",
        )
    });
    static SAYS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\b(?:conseil|maire|pr[ée]sidente?|d[ée]lib[ée]r\p{L}*|d[ée]cid\p{L}*|propos\p{L}*|suivante?s?|ci-\p{L}+|sont|est|a|ont)\b",
        )
    });
    field.filter(|field| FIELD.is_match(&field.value))?;
    let all = crate::procedure::scan::hits(folded, &within, &TITLED);
    let mut titles = all.iter().filter_map(|hit| hit.words("title"));
    titles.find(|title| title.value.starts_with(char::is_uppercase) && !SAYS.is_match(&title.value))
}
