//! Titles that their layout tells: in a box, in a narrow column, behind the reference, above who reports, alone in capitals.

use super::super::Heading;
use super::super::scan::{hit, hits, line};
use super::super::signature::cells;
use super::{ABOUT, ABOUT_MONEY, CLASS, NO_TITLE};
use crate::recognise::{Found, Pattern, compile, reference_token};
use crate::segment::Part;
use std::ops::Range;

/// What is labelled, or is an address, a class or a body, and no title.
static LABELLED: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)^(?:\|? ?)?(?:(?:domaine|mati[èe]re|nomenclature|classification|codification|th[èe]me|rubrique|service|direction|p[ôo]le|pi[èe]ces?(?: jointes?)?|annexes?|rapporteure?|rapporteuse|commission|chrono|affaire suivie|dossier suivi|folio|feuillet|date|nombre de|conseillers|membres|si[èe]ge|r[ée]f(?:[ée]rence)?s?\.?|visa|imputation)\b[^:\n]{0,40} ?: ",
        // Such a word may begin a title: *Programme « Vergers » : aides …*.
        r"|(?:programme|secteur|d[ée]l[ée]gation|canton|commune|nature|politique|mission|axe|action|article|budget) ?: ",
        // The class of the nomenclature.
        r"|\d{1,2}\.\d{1,2}(?:\.\d{1,2})? \p{L}[\p{L}' ]{0,40}(?:\d[\d €]*)?$",
        r"|(?:affaire|dossier|point|rapport|question|d[ée]lib[ée]ration) n ?[°o] ?[\w./-]+ [A-Z]{2,}[-_ ]",
        r"|[^\n]{0,120}\b\d{5} \p{Lu}[\p{L}' -]{2,40}(?:\n|$)|[^\n]{0,80}\b\d{1,3},? (?:place|rue|avenue|boulevard|chemin|route|quai) )"
    ))
});

/// The names of the parts of an act, which stand in capitals, too.
static SECTION: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:expos[ée]|rapport|motifs?|contexte|rappel|visas?|proposition|d[ée]cision|vote|r[ée]sultat|participants|quorum|pr[ée]sents|absents|excus[ée]s|pouvoirs|repr[ée]sent[ée]s|extrait|registre|r[ée]publique|libert[ée]|projet de|d[ée]lib[ée]rations?|proc[èe]s|compte[- ]rendu|relev[ée]|liste|conseil|bureau|comit[ée]|commission|assembl[ée]e|s[ée]ance|session|r[ée]union|mairie|ville|commune|communaut[ée]|d[ée]partement|arrondissement|canton|r[ée]gion|m[ée]tropole|syndicat|centre|office|service|direction|p[ôo]le|caisse|sivom|sivu|[ée]tablissement|agglo|c\.?c\.?a\.?s|ordre du jour|convocation|monsieur|madame|le |la |les |l'|date|nombre|membres|acte|envoy[ée]|re[çc]u|affich|publi|vu\b)",
    )
});

/// Whether words that say what an act is about are no title for what stands before or beside them.
pub(super) fn is_no_title(heading: &Heading<'_>, range: &Range<usize>, words: &str) -> bool {
    let first = words.split('\n').next().unwrap_or_default();
    let printed = heading.columns.get(range.start..range.start + first.len()).unwrap_or_default();
    // A row of cells, and no line.
    let cells = printed.trim().split('\t').filter(|cell| !cell.trim().is_empty()).count();
    LABELLED.is_match(words) || cells > 2
}

/// *N° 2031-0519*, and below it *Vie associative*, *Soutien aux clubs*: where the line that says what an act is about begins,
/// in a paragraph whose first line is the number of the act.
pub(super) fn below_its_number(paragraph: &str) -> usize {
    static NUMBER: Pattern = Pattern::new(|| {
        compile(
            r"^(?i:(?:d[ée]lib[ée]ration |d[ée]cision |rapport )?n ?[°o]\.? ?)[A-Za-z0-9]+(?:[-_/.][A-Za-z0-9]+)+$",
        )
    });
    let Some((first, rest)) = paragraph.split_once('\n') else { return 0 };
    if !NUMBER.is_match(first.trim()) {
        return 0;
    }
    let mut at = first.len() + 1;
    for line in rest.split_inclusive('\n') {
        if ABOUT.is_match(line) {
            return at;
        }
        at += line.len();
    }
    first.len() + 1
}

/// *| OBJET : Entretien des chemins |*: in a box, its words over one row or several.
pub(super) fn in_its_box(heading: &Heading<'_>) -> Option<Found<String>> {
    static BOXED: Pattern = Pattern::new(|| {
        compile(
            r"(?m)^\| ?(?i:objet|intitul[ée]|titre|sujet)(?: de la d[ée]lib[ée]ration)? ?[:|] ?(?P<title>\p{L}[^|\n]{7,200}\|?(?:\n\| [^|:\n]{2,200}\|?){0,3})$",
        )
    });
    let all = hits(heading.folded, &heading.extent, &BOXED);
    let [only] = all.as_slice() else { return None };
    let place = only.place("title")?;
    let drawn = heading.folded.get(place.clone())?;
    let words = drawn.split(['|', '\n']).map(str::trim).filter(|words| !words.is_empty());
    let value = words.collect::<Vec<_>>().join(" ");
    Some(Found::new(place, value))
}

/// *Objet de la délibération* above the words of the title, in a narrow column beside the lines of the sitting.
pub(super) fn in_its_column(heading: &Heading<'_>) -> Option<Found<String>> {
    static LABEL: Pattern = Pattern::new(|| {
        compile(r"^(?i:objet(?: de (?:la d[ée]lib[ée]ration|l'affaire))?|intitul[ée]) ?:?$")
    });
    static ENDS: Pattern = Pattern::new(|| {
        compile(
            r"(?i)^(?:n ?[°o]|d[ée]lib[ée]ration|date|nombre|pr[ée]sents|votants|en exercice|pour|contre|abstention|\d)",
        )
    });
    const ROWS: usize = 8;
    let mut at = heading.head.start;
    let mut labelled = false;
    let mut words: Vec<&str> = Vec::new();
    let mut place = 0..0;
    for raw in heading.columns.get(heading.head.clone())?.split_inclusive('\n') {
        let row = cells(heading.columns, &(at..at + raw.trim_end_matches('\n').len()));
        let beside = raw.starts_with(['\t', ' ']) && raw.trim_start_matches(' ').starts_with('\t');
        at += raw.len();
        let first = row.first().map(|cell| (cell.clone(), heading.columns.get(cell.clone())));
        let Some((cell, Some(said))) = first else {
            if words.is_empty() {
                continue;
            }
            break;
        };
        if !labelled {
            labelled = LABEL.is_match(said) && row.len() > 1;
            continue;
        }
        // The rows of a form, each a label and its value.
        if said.ends_with(':') {
            return None;
        }
        // The column is empty on this line.
        let over = beside || ENDS.is_match(said) || words.len() >= ROWS;
        if over && words.is_empty() && beside {
            continue;
        }
        if over || (row.len() < 2 && words.is_empty()) {
            break;
        }
        if words.is_empty() {
            place = cell.clone();
        }
        place.end = cell.end;
        words.push(said);
    }
    let value = words.join(" ");
    (value.chars().count() > 8).then(|| Found::new(place, value))
}

/// *2031 DVA 53        Subvention à …*: behind the reference and a gap, on its line and in the same column below it.
pub(super) fn behind_a_gap(
    heading: &Heading<'_>,
    reference: &Found<String>,
) -> Option<Found<String>> {
    static GAP: Pattern = Pattern::new(|| {
        compile(
            r"^ ?\t[\t ]*(?P<title>\p{Lu}[^\n\t]{15,240}(?:\n\t ?\p{Ll}[^\n\t]{2,200}){0,3})(?:\n|\z)",
        )
    });
    let behind = reference.range.end..heading.extent.end.max(reference.range.end);
    let place = hit(heading.columns, &behind, &GAP)?.place("title")?;
    let words = heading.folded.get(place.clone())?;
    let said = ABOUT.is_match(words) && !NO_TITLE.is_match(words) && !LABELLED.is_match(words);
    said.then(|| line(heading.folded, place)).flatten()
}

/// The lines of the head outside the lists of members, with their places.
fn lines<'a>(heading: &Heading<'a>) -> Vec<(Range<usize>, &'a str)> {
    let mut out = Vec::new();
    for (part, range) in heading.parts.0 {
        if *part == Part::Attendance || range.start >= heading.head.end {
            continue;
        }
        let mut at = range.start;
        for raw in heading.folded.get(range.clone()).unwrap_or_default().split_inclusive('\n') {
            out.push((at..at + raw.len(), raw.trim_end()));
            at += raw.len();
        }
    }
    out
}

/// Whether a line may be a title at all: it begins with a capital, ends no sentence, and says nothing of the sitting.
fn may_head(words: &str) -> bool {
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let sentence = words.ends_with(['.', ':', ';', ',']);
    letters > 12
        && words.len() < 400
        && !sentence
        && words.starts_with(|c: char| c.is_uppercase() || matches!(c, '«' | '"'))
        && !NO_TITLE.is_match(words)
        && !LABELLED.is_match(words)
        && !CLASS.is_match(words)
}

/// A line among others of its paragraph that says what an act of money is about.
pub(super) fn among_lines(heading: &Heading<'_>) -> Option<Found<String>> {
    if heading.lost {
        return None;
    }
    let sound = |(range, words): &(Range<usize>, &str)| {
        may_head(words)
            && ABOUT_MONEY.is_match(words)
            && !is_no_title(heading, range, words)
            && !heading.columns.get(range.clone()).unwrap_or_default().trim().contains('\t')
    };
    lines(heading).into_iter().find(sound).and_then(|(range, _)| line(heading.folded, range))
}

/// The line right above who reports: *Festival des rives*, and below it *Monsieur le Maire rapporte :*.
pub(super) fn above_the_report(heading: &Heading<'_>) -> Option<Found<String>> {
    static REPORTS: Pattern = Pattern::new(|| {
        compile(concat!(
            r"^(?:(?i:rapporteure?|rapporteuse|rapport de) ?:? \p{Lu}[^.;\n]{3,80}$",
            r"|(?i:monsieur|madame|m\.|mme|le maire|la maire|le pr[ée]sident|la pr[ée]sidente)\b[^.:;\n]{0,90} (?i:rapporte|expose|pr[ée]sente le rapport|rapporteure?)(?: (?i:que|ce qui suit))? ?:?$)"
        ))
    });
    if heading.lost {
        return None;
    }
    let whole = heading.folded.get(heading.extent.clone())?;
    let mut at = heading.extent.start;
    let mut above: Option<(Range<usize>, &str)> = None;
    for raw in whole.split_inclusive('\n') {
        let words = raw.trim_end();
        let here = at..at + raw.len();
        at = here.end;
        if words.is_empty() {
            continue;
        }
        if REPORTS.is_match(words) {
            let (range, words) = above?;
            let sound = may_head(words)
                && reference_token(words).is_none()
                && !SECTION.is_match(words)
                && words.contains(char::is_lowercase)
                && !NAMES.is_match(words);
            return sound.then(|| line(heading.folded, range)).flatten();
        }
        above = Some((here, words));
    }
    None
}

/// Members behind their civilities or in a row.
static NAMES: Pattern = Pattern::new(|| {
    compile(r"(?:\b(?:M\.|MM\.|Mme|Mmes|Mlle)\b|(?:\p{Lu}[\p{L}-]+ \p{Lu}{2,}, ?){2})")
});

/// A line alone in capitals below the reference or the day of the sitting: whatever it is about.
pub(super) fn in_capitals(heading: &Heading<'_>) -> Option<Found<String>> {
    if heading.lost {
        return None;
    }
    let head = lines(heading);
    let day = |words: &str| {
        reference_token(words).is_some() || !crate::recognise::dates(words).is_empty()
    };
    let from = head.iter().position(|(_, words)| day(words))?;
    let sound = |(range, words): &&(Range<usize>, &str)| {
        may_head(words)
            && !words.contains(char::is_lowercase)
            && words.contains(' ')
            && !SECTION.is_match(words)
            && !NAMES.is_match(words)
            && reference_token(words).is_none()
            && !heading.columns.get(range.clone()).unwrap_or_default().trim().contains('\t')
    };
    let (range, _) = head.iter().skip(from + 1).find(sound)?;
    line(heading.folded, range.clone())
}
