//! The title of an act, and the number printed beside it.
//!
//! A title that a word introduces (*Objet*, a bullet, the number) is certain; one known by its
//! words alone is for review.

mod laid_out;

use super::Heading;
use super::scan::{hit, hits, line};
use crate::recognise::{Found, Pattern, compile};
use crate::segment::Part;

static INTERNAL: Pattern =
    Pattern::new(|| compile(r"(?m)(?:^(?P<number>\d{3,7})| (?P<joined>\d{5,7}))$"));

static OBJECT: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?ms)^(?:(?i:objet(?: de (?:la (?:pr[ée]sente )?d[ée]lib[ée]ration|l'affaire|l'acte|la d[ée]cision))?|sujet|intitul[ée](?: de (?:la d[ée]lib[ée]ration|l'affaire))?|titre|libell[ée]) ?(?::|\.? ?[–—]|\. ?-| -(?: |-)) ?|(?i:objet(?: de la d[ée]lib[ée]ration)?|intitul[ée](?: de la d[ée]lib[ée]ration)?|titre de la d[ée]lib[ée]ration|libell[ée]) ?\n+)(?P<title>.+?)",
        // Up to a blank line, or to a line that begins a sentence.
        r"(?:\n\n|\z|\n(?:Le|La|Les|L'\p{Ll}|Il|Elle|Par|Dans|Après|Vu|VU|Considérant|CONSID|Rapporteu|RAPPORTEU|Monsieur|Madame|M\.|MM\.|Mmes?|Mlle|Sur|Afin|Conformément|Suite|Depuis|Lors)[\p{Ll}A-Z' ])"
    ))
});

/// *Objet de la délibération Subvention à …*: a label that a column parted from its words.
static OBJECT_UNMARKED: Pattern = Pattern::new(|| {
    compile(
        r"(?m)^(?i:objet de la (?:pr[ée]sente )?d[ée]lib[ée]ration) (?P<title>\p{Lu}[^\n:]{7,300})$",
    )
});

/// *Rapport n° 7 – Délibération n° 2031-07*: one reference behind another.
static REFERENCE_ALONE: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:d[ée]lib[ée]ration|d[ée]cision|rapport|dossier|affaire|acte) ?(?:n ?[°o]\.? ?)?[\w./-]*\d[\w./-]*$",
    )
});

/// *Délibération n° 2031-07 : Subvention …*: the title behind the number.
static NUMBERED: Pattern = Pattern::new(|| {
    compile(
        r"(?m)^(?i:d[ée]lib[ée]ration|affaire|rapport) ?(?i:n ?[°o]) ?[\w./-]+(?: ?:| [–—-]) ?(?P<title>\p{Lu}[^\n]{8,300})$",
    )
});

static BULLETED: Pattern =
    Pattern::new(|| compile(r"(?ms)^• (?P<title>.+?)(?: \d{5,7}$|\n\d{3,7}$|\n\n|\z)"));

/// *N° interne : 51234*, *Réf. interne : DGS/SA/51234*, *Numéro interne 2031-512*: behind its word.
static NAMED_INTERNAL: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:(?:n ?[°o]|num[ée]ro|r[ée]f(?:[ée]rence)?\.?|identifiant|code|dossier)(?: (?:de |du )?(?:dossier|rapport))? interne(?: de l'acte| du dossier| de la d[ée]lib[ée]ration)?)(?: ?n ?[°o])? ?:? ?(?P<number>[A-Za-z0-9]+(?:[-_/.][A-Za-z0-9]+)*)",
    )
});

/// The number printed beside the title.
pub(super) fn internal_number(heading: &Heading<'_>) -> Option<Found<String>> {
    let digits = |f: &Found<String>| f.value.bytes().filter(u8::is_ascii_digit).count() > 2;
    let named = hit(heading.folded, &heading.head, &NAMED_INTERNAL);
    let named = named.and_then(|hit| hit.words("number")).filter(digits);
    named.filter(|_| heading.part.is_none()).or_else(|| {
        heading.parts.of(Part::TitleBlock).find_map(|range| {
            let all = hits(heading.folded, &range, &INTERNAL);
            let mut all =
                all.iter().filter_map(|hit| hit.words("number").or_else(|| hit.words("joined")));
            all.find(|number| !is_a_year(&number.value))
        })
    })
}

/// *… – Exercice*, and on the next line *2031*: a year that ends a title, whose line was full.
fn is_a_year(number: &str) -> bool {
    number.len() == 4 && (number.starts_with("19") || number.starts_with("20"))
}

/// The title, on one line, and whether the text introduces it as one.
pub(super) fn title(heading: &Heading<'_>) -> (Option<Found<String>>, bool) {
    if let Some(part) = heading.part {
        let object = hit(heading.folded, &heading.extent, &OBJECT)
            .and_then(|hit| line(heading.folded, hit.place("title")?));
        return (object.or_else(|| part.title.clone()), false);
    }
    let introduced = heading.parts.of(Part::TitleBlock).find_map(|range| {
        let hit = hit(heading.folded, &range, &OBJECT)
            .or_else(|| hit(heading.folded, &range, &OBJECT_UNMARKED))
            .or_else(|| hit(heading.folded, &range, &BULLETED))
            .or_else(|| hit(heading.folded, &range, &NUMBERED))?;
        let title = line(heading.folded, beside_apart(heading, hit.place("title")?))?;
        (!REFERENCE_ALONE.is_match(&title.value)).then_some(title)
    });
    let Some(title) = introduced else {
        // In a narrow column its words stand below their label, and others beside it.
        if let Some(title) = laid_out::in_its_column(heading) {
            return (Some(title), false);
        }
        let title = labelled_behind(heading).or_else(|| in_its_cell(heading));
        let title = title.or_else(|| laid_out::in_its_box(heading));
        let title = title.or_else(|| by_its_words(heading));
        let title = title.or_else(|| below_number(heading));
        let title = title.or_else(|| laid_out::among_lines(heading));
        let title = title.or_else(|| laid_out::above_the_report(heading));
        let title = title.or_else(|| laid_out::in_capitals(heading));
        return (title.or_else(|| of_subsidies(heading)), false);
    };
    (Some(title), true)
}

/// The object that its word introduces behind the head, where the text names one only.
fn labelled_behind(heading: &Heading<'_>) -> Option<Found<String>> {
    let all = hits(heading.folded, &heading.extent, &OBJECT);
    let [only] = all.as_slice() else { return None };
    line(heading.folded, beside_apart(heading, only.place("title")?))
}

/// *Objet          Entretien des chemins* among the rows of a form: behind its word and a gap.
fn in_its_cell(heading: &Heading<'_>) -> Option<Found<String>> {
    static CELL: Pattern = Pattern::new(|| {
        compile(
            r"(?m)^ *(?i:objet(?: de la d[ée]lib[ée]ration| de l'acte)?) ?\t[\t ]*(?P<title>\p{Lu}[^\n\t]{7,200}(?:\n\t? ?[^\n\t]{2,200}){0,3}?)(?:\n\n|\z|\n[^\n\t]{2,40}\t)",
        )
    });
    let all = hits(heading.columns, &heading.head, &CELL);
    let [only] = all.as_slice() else { return None };
    line(heading.folded, only.place("title")?)
}

/// A title ends where a wide gap parts it from the number of the act printed beside it.
fn beside_apart(heading: &Heading<'_>, title: std::ops::Range<usize>) -> std::ops::Range<usize> {
    static NUMBER: Pattern =
        Pattern::new(|| compile(r"^\t ?(?:[nN] ?[°o]|(?i:d[ée]lib[ée]ration)) ?[^\n]{0,30}$"));
    let printed = heading.columns.get(title.clone()).unwrap_or_default();
    let cut = printed
        .match_indices('\t')
        .map(|(at, _)| at)
        .find(|at| printed.get(*at..).is_some_and(|rest| NUMBER.is_match(rest.trim_end())));
    title.start..cut.map_or(title.end, |at| title.start + at)
}

/// What acts are about, and what a paragraph that is no title says.
static ABOUT: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)\b(?:subventions?|conventions?|avenants?|attributions?|approbation|soutien|modifications?|d[ée]signations?|budget|retrait|aides?|participations?|contributions?|cotisations?|garanties?|contrats?|fonds de concours|concours financier",
        r"|motion|adh[ée]sion|tarifs?|cr[ée]ation|compte|financement|appel à projets|fonds d(?:e |')|programmation|programme|acquisition|cession|march[ée]s?|r[èe]glement|d[ée]l[ée]gation)\b"
    ))
});

static NO_TITLE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?:\bs'est r[ée]uni|pr[ée]sidence d|\bpr[ée]sents?\b|\babsents?\b|^l'an |\bextrait du|s[ée]ance du|registre des|convocation|\bpouvoirs?\b|secr[ée]taire",
        r"|en exercice|quorum|\bsession (?:du|ordinaire|extraordinaire)\b|^conseil (?:r[ée]gional|d[ée]partemental)\b|^(?:compte[- ]rendu|proc[èe]s[- ]verbal)(?: (?:d|s|conseil|comit|bureau|communaut|commission)|$)|^(?:commission|direction|service|p[ôo]le)\b|pr[ée]fecture|publi[ée]e? le|\bvu\b|ouvert (?:la|cette) s[ée]ance)"
    ))
});

/// The class of the act in the nomenclature, printed above its title: `7.5 Subventions`.
static CLASS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:(?:(?:nomenclature|classification|domaine|mati[èe]re|th[èe]me|rubrique)\b[^\n]{0,80}|\d{1,2}\.\d{1,2}(?:\.\d{1,2})?\b[^\n]{0,60}|d[ée]lib[ée]ration [^\n]{0,30}\d|(?:direction|service|p[ôo]le|commission) [^\n]{3,90})\n|(?:rapport|dossier) ?: )",
    )
});

/// A title that nothing introduces: the first paragraph of the head that says what an act is about
/// and nothing of the sitting.
fn by_its_words(heading: &Heading<'_>) -> Option<Found<String>> {
    // *Culture, patrimoine et création* above it names a field, and no act.
    paragraph(heading, Some(&ABOUT_MONEY)).or_else(|| paragraph(heading, None))
}

static ABOUT_MONEY: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:subventions?|conventions?|avenants?|attributions?|soutien (?:à|au|aux)|aides? (?:à|au|aux)|retrait|participations?|contrats? (?:d'|de )|fonds d(?:e |'))",
    )
});

/// The first paragraph of the head that is about an act, and about `also`, if that is asked.
fn paragraph(heading: &Heading<'_>, also: Option<&Pattern>) -> Option<Found<String>> {
    let text = heading.head_text();
    let mut at = heading.head.start;
    for paragraph in text.split("\n\n") {
        let range = at..at + paragraph.len();
        at = range.end + 2;
        let class = CLASS.find(paragraph).map_or(0, |class| class.end());
        let class = class.max(laid_out::below_its_number(paragraph));
        let range = range.start + class..range.end;
        let words = paragraph.get(class..).unwrap_or_default().trim();
        let letters = words.chars().filter(|c| c.is_alphabetic()).count();
        let ends = words.ends_with(['.', ':', ';']) && !words.ends_with("..");
        if letters > 15
            && words.len() < 400
            && !ends
            && ABOUT.is_match(words)
            && also.is_none_or(|also| also.is_match(words))
            && !NO_TITLE.is_match(words)
            && !laid_out::is_no_title(heading, &range, words)
        {
            return line(heading.folded, range);
        }
    }
    None
}

/// Else the line below the number of the act or of its report, a paragraph with it.
fn below_number(heading: &Heading<'_>) -> Option<Found<String>> {
    static BELOW: Pattern = Pattern::new(|| {
        compile(
            r"(?m)^(?i:rapport (?:du pr[ée]sident|de la pr[ée]sidente|du maire)|(?:rapport|d[ée]lib[ée]ration|d[ée]cision|dossier|affaire)(?: (?:du (?:bureau|conseil|comit[ée]|pr[ée]sident|maire)|de (?:la pr[ée]sidente|la maire))(?: \p{L}+)?)? ?(?:n ?[°o] ?)?[\w./-]*\d[\w./-]*)\n(?P<title>\p{Lu}[^\n]{10,250})(?:\n\n|\z)",
        )
    });
    // In a text that lost its lines no blank one ends a title; the words below it begin a line.
    static BELOW_LOST: Pattern = Pattern::new(|| {
        compile(
            r"(?m)^(?i:d[ée]lib[ée]ration|d[ée]cision) ?(?i:n ?[°o]) ?[\w./-]*\d[\w./-]*(?: (?i:du) {date:on})?\n(?P<title>\p{Lu}[^\n]{10,400})\n",
        )
    });
    let pattern = if heading.lost { &BELOW_LOST } else { &BELOW };
    let found = hits(heading.folded, &heading.head, pattern);
    found.iter().find_map(|hit| {
        let place = hit.place("title")?;
        let words = heading.folded.get(place.clone())?;
        // A full stop behind capitals ends no sentence.
        let shouted = heading.lost && !words.contains(char::is_lowercase);
        let sentence = words.ends_with([':', ';', ',']) || (words.ends_with('.') && !shouted);
        let bare = words.trim_end_matches(|c| c == '.' && shouted).len();
        let title = place.start..place.start + bare;
        (!sentence && !NO_TITLE.is_match(words)).then(|| line(heading.folded, title))?
    })
}

/// The title on the line of the reference: behind it, or before it.
pub(super) fn beside_reference(
    heading: &Heading<'_>,
    reference: &Found<String>,
) -> Option<Found<String>> {
    static BEHIND: Pattern =
        Pattern::new(|| compile(r"^ ?[:–—-]+ ?(?P<title>[\p{Lu}«][^\n]{7,300})"));
    static BEFORE: Pattern =
        Pattern::new(|| compile(r"(?m)^(?P<title>\p{Lu}[^\n:]{7,200}?) ?[–—-]+ ?(?:[nN] ?° ?)?$"));
    let at = reference.range.clone();
    let behind = heading.folded.get(at.end..).unwrap_or_default();
    let before = heading.folded.get(..at.start).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let placed = |found: regex::Match<'_>, from: usize| {
        line(heading.folded, from + found.start()..from + found.end())
    };
    if let Some(title) = laid_out::behind_a_gap(heading, reference) {
        return Some(title);
    }
    if let Some(title) = BEHIND.captures(behind).and_then(|hit| hit.name("title")) {
        let said = title.as_str();
        return (!NO_TITLE.is_match(said)).then(|| placed(title, at.end)).flatten();
    }
    let title = BEFORE.captures(before.get(start..)?)?.name("title")?;
    (!NO_TITLE.is_match(title.as_str())).then(|| placed(title, start)).flatten()
}

/// Else a line of its own about subsidies, wherever it stands.
fn of_subsidies(heading: &Heading<'_>) -> Option<Found<String>> {
    let mut at = heading.extent.start;
    for raw in heading.folded.get(heading.extent.clone())?.split_inclusive('\n') {
        let range = at..at + raw.len();
        at = range.end;
        if super::acts::about_subsidies(raw.trim_end()) {
            return line(heading.folded, range);
        }
    }
    None
}
