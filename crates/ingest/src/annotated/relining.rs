//! A text that lost its lines, as character recognition and some extractors give it, broken again.
//!
//! Lines are begun before the formulae that begin one, behind the end of a sentence, before items and
//! numbered headings, and where a heading ends without a mark. All of it is guessed: nothing read
//! from such a text is sure.

mod bullets;
mod closing;
mod places;

use super::Line;
use crate::recognise::{Pattern, compile};

/// A line that is longer than any paragraph.
const PAGE: usize = 1200;

/// A text that is longer than a paragraph.
const PARAGRAPH: usize = 500;

/// Whether most of a text stands in lines that hold whole pages.
pub(super) fn run_together(lines: &[Line<'_>]) -> bool {
    let all: usize = lines.iter().map(|line| line.words.len()).sum();
    let pages: usize = lines.iter().map(|line| line.words.len()).filter(|n| *n > PAGE).sum();
    // A text of one line is lost whatever its length, unless it is a sentence or two.
    let alone = lines.len() == 1 && all > PARAGRAPH;
    alone || (pages > 0 && pages * 5 > all * 3)
}

/// The formulae that begin a line.
static BEGINS: Pattern = Pattern::new(|| {
    compile(concat!(
        r" (?:(?i:liste des (?:pr[ée]sents|membres)|d[ée]partement (?:de |du |des )|arrondissement |canton |extrait du |s[ée]ance du |objet ?:|affaire n ?°",
        r"|d[ée]lib[ée]ration n ?°|d[ée]lib[ée]rations? du |l'an deux mil|(?:le )?nombre de (?:membres|conseillers|d[ée]l[ée]gu[ée]s|votants|suffrages)|(?:le )?nombre des |(?:membres|conseillers|d[ée]l[ée]gu[ée]s) en exercice",
        r"|[ée]tai(?:en)?t (?:pr[ée]sent|absent|excus|repr[ée]sent)|ont donn[ée] |absents? (?:ayant|excus|repr[ée]s|et (?:pouvoirs?|procurations?|excus[ée]e?s?|repr[ée]sent[ée]e?s?) ?(?:\(\d+\) ?)?:|:)|absente?s? ?/ ?excus[ée]e?s? ?:|absente?s?(?: \(\d+\))? ?:|pr[ée]sente?s?(?: titulaires?| suppl[ée]ante?s?)?(?: \(\d+\))? ?:|excus[ée]e?s?(?: \(\d+\))? ?:|pouvoirs?(?: \(\d+\))? ?:",
        r"|repr[ée]sent[ée]e?s ?:|procurations?(?: \(\d+\))? ?:|secr[ée]taire(?: de s[ée]ance| [ée]lue?[^:.;]{0,30})? ?:|pr[ée]sidente? de (?:la )?s[ée]ance ?:|est d[ée]sign[ée]e? secr|il a [ée]t[ée] proc[ée]d[ée]|le quorum |date d[e'] ?|publi[ée]e? le |accus[ée] de r|transmise? |re[çc]u en |envoy[ée] en |affich[ée]e? (?:le|en|au) ",
        r"|page \d+ (?:sur|/)|il est expos|rapporteure? ?:|apr[èe]s (?:en )?avoir d[ée]lib|le maire (?:certifie|expose|rappelle)|total des votes|votants ?:|article \d|(?:certifi[ée] )?ex[ée]cutoire |pour (?:extrait|copie|exp[ée]dition) |fait et d[ée]lib|questions diverses|d[ée]cisions? prises? )",
        r"|(?:(?:[EÉ]LUE?S|MEMBRES|CONSEILL[EÈ]RE?S|CONSEILLERS|D[EÉ]L[EÉ]GU[EÉ]E?S|ADMINISTRAT(?:EURS|RICES)|TITULAIRES|SUPPL[EÉ]ANTE?S)(?: \p{Lu}+){0,2}? )(?:PR[EÉ]SENT|ABSENT|EXCUS|REPR[EÉ]SENT)\p{Lu}*(?: \p{Lu}+){0,2} ?:",
        // *Conseillers excusés : 3*, behind the names of another list.
        r"|(?:[ÉE]lue?s|Membres|Conseill[eè]re?s|Conseillers|D[ée]l[ée]gu[ée]e?s|Administrat(?:eurs|rices))(?: (?:municip|communaut|syndic)\p{Ll}+)?(?: titulaires| suppl[ée]ants)? (?:pr[ée]sent|absent|excus|repr[ée]sent)\p{Ll}*(?: [\p{L}()]+){0,4} ?:",
        r"|[AÀ] (?:l'unanimité|la majorité)\b|Accord à l'unanimité|Ordre du jour ?:|ORDRE DU JOUR\b|\d{1,3} (?:membres|conseillers|délégués|élus)(?: [\p{L}']+){0,3} (?:étaient|sont) présents|N° d'ordre |N°\d{1,2} [A-Z][A-Za-z.]*[-_/]\d|(?:Le|La) (?:[Mm]aire|(?:[Vv]ice-)?[Pp]résidente?|[Ss]ecrétaire)(?: de séance)?, \p{Lu}|(?:Vu|VU) (?:le|la|les|l'|LE|LA|LES|L')|Considérant |CONSIDERANT |CONSIDÉRANT |DELIBERE|DÉLIBÈRE|DECIDE|DÉCIDE|NOTA|COMMUNE D|VILLE D|MAIRIE D|R[EÉ]PUBLIQUE |S[EÉ]ANCE |LISTE DES D[EÉ]LIB[EÉ]RATIONS |D[EÉ]LIB[EÉ]RATION |EXTRAIT |OBJET ",
        r"|Le (?:\d{1,2}|1er|\p{Ll}+(?:[ -]et[ -]un|-\p{Ll}+)?) (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre) (?:\d{4}|deux mil)",
        r"|(?:Procès-verbal|PROC[ÈE]S-VERBAL|Compte[- ]rendu|COMPTE[- ]RENDU) (?:d|D|s)",
        r"|(?:Le|Ce) (?:procès|compte)[- ]|(?:Conseil|Bureau|Comité) (?:[Mm]unicipal|[Cc]ommunautaire|[Ss]yndical|[Mm]étropolitain) du \d|[A-Z]{1,6}[-_/]\d{4}[-_/.]\d{1,4} \p{Lu}|L'ordre du jour |La séance (?:est|a été) )"
    ))
});

/// Items: a name with its amount, a verb of decision.
static ITEM: Pattern = Pattern::new(|| {
    compile(concat!(
        r" [-–—•*] ?(?:(?:[^-–—•*;:\n]|\p{L}-\p{L}){3,90}?(?: ?:| [-–—])? ?\d[\d ]{0,10}(?:,\d\d)? ?(?:€|euros?\b)",
        r"|(?i:approuve|autorise|dit|d[ée]cide|fixe|pr[ée]cise|charge|donne|accorde|attribue|adopte|alloue|octroie|impute|prend acte|valide|s'engage|sollicite|vote|de |d'))"
    ))
});

/// A numbered heading: what stands before its number decides whether it is one.
static NUMBERED: Pattern =
    Pattern::new(|| compile(r" (?:\d{1,2}|[IVX]{1,4}) ?(?:[-–—/)°.]+ ?|: )\p{Lu}['’]?\p{L}{2,}"));

/// Where a sentence ends and another begins, or a row of a list behind its amount.
static SENTENCE: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?:[.!?»] (?P<next>[\p{Lu}0-9«-])|€ ?[;,]? (?P<row>\p{Lu}(?:\.|[\p{L}'-]+))|(?i:suivante?s?|ci-dessous|ci-après|comme suit) ?: (?P<head>\p{Lu}{4,} (?:\p{Lu}{3,} |\d{4} )*)\p{Lu}\p{L}*\p{Ll}",
        r"|; (?P<clause>(?:Monsieur|Madame|M\.|Mme|Le|La|Il|Après|Sur|Ayant) ))"
    ))
});

/// The first row of a list behind the colon that announces it: *d'attribuer : A : 100 € ; B : …*.
static FIRST: Pattern = Pattern::new(|| {
    compile(
        r" : (?P<row>\p{Lu}[^:;€\n]{1,60} ?: ?\d[\d ]{0,8}(?:,\d\d)? ?(?:€|euros) ?[;,.]? \p{Lu})",
    )
});

/// One member behind another of whom it is said that he is missing, or who votes for him.
static MISSING: Pattern = Pattern::new(|| {
    compile(concat!(
        r"\p{Lu}[\p{Lu}'-]+ (?:(?:[Aa]bsente? )?[Ee]xcus[ée]e?|[Aa]bsente?|[Pp](?:ouvoir|rocuration) à (?:\p{Lu}\p{Ll}[\p{L}'-]* ){1,2}\p{Lu}[\p{Lu}'-]+)",
        r"(?P<next> )\p{Lu}\p{L}*\p{Ll}"
    ))
});

/// What heads a matter.
static HEADING: Pattern = Pattern::new(|| {
    compile(
        r"^(?i:d[ée]lib[ée]ration n ?[°o]|objet ?:|affaire n ?[°o]|rapport n ?[°o]|(?:point|dossier|question|sujet) n ?[°o]\.? ?\d|n ?° ?(?:[a-z]{1,6}[-_/]?)?\d|[a-z]{1,6}[-_/]?\d{4}[-_/.]\d{1,4}|\d{4}[-_/.]\d{1,4}|(?:\d{1,2}|[ivx]{1,4}) ?[-–—/).°:]+ ?\p{L})",
    )
});

/// A word that begins sentences, before small letters, or a formula.
const OPENS: &str = concat!(
    r"(?:(?:Les?|La|Il|Elle|Ils|Elles|Une?|Des|Cette|Ce|Ces|Dans|Par|Suite|Afin|Conformément|Lors|Depuis|Ayant|Aux?|En|Sur|Chaque|Comme|Sous|Monsieur|Madame|Mesdames|Messieurs|Considérant) \p{Ll}",
    r"|L'\p{Ll}|(?:M|MM)\. |M\. |Mme |(?:Monsieur|Madame) \p{Lu}|Rapporteure? |Après |Vu |Le Conseil |Le Maire |Le Président |La Présidente |Le Bureau |Le Comité |Votants |Votes? ?:|Pour ?: ?\d|[AÀ] la suite )"
);

/// What begins behind a heading that no mark ends.
static BODY: Pattern = Pattern::new(|| compile(&format!(" {OPENS}")));

/// Words in capitals behind the end of a sentence or a word in small letters, and before the words of a sentence: a
/// heading that nothing else marks.
static SHOUTED: Pattern = Pattern::new(|| {
    compile(&format!(
        concat!(
            r"(?:[.!?;»€)]|\p{{Ll}}{{3}}|\d)(?P<begins> )(?:\p{{Lu}}{{2,}}|A)(?:(?: [-–&] |, ?| ?« ?| ?» ?|['’ -])(?:\p{{Lu}}+|\d{{1,4}})){{2,30}}(?: ?»)?",
            r"(?P<ends> ){}"
        ),
        OPENS
    ))
});

/// The name of a month in capitals.
static MONTH: Pattern = Pattern::new(|| {
    compile(
        r"^(?:JANVIER|F[ÉE]VRIER|MARS|AVRIL|MAI|JUIN|JUILLET|AO[ÛU]T|SEPTEMBRE|OCTOBRE|NOVEMBRE|D[ÉE]CEMBRE)\b",
    )
});

/// The text with line feeds for some of its spaces; byte for byte as long.
pub(super) fn relined(folded: String) -> String {
    let (folded, mut breaks) = bullets::dashed(without_bars(folded));
    for found in BEGINS.find_iter(&folded) {
        if !goes_on(&folded, found.start()) {
            breaks.push(found.start());
        }
    }
    for found in ITEM.find_iter(&folded) {
        // Behind a number the dash is that of a heading.
        let before = folded.get(..found.start()).unwrap_or_default();
        if !before.ends_with(|c: char| c.is_ascii_digit()) {
            breaks.push(found.start());
        }
    }
    for found in NUMBERED.find_iter(&folded) {
        if heads(&folded, found.start()) {
            breaks.push(found.start());
        }
    }
    breaks.extend(series(&folded));
    breaks.extend(places::breaks(&folded));
    breaks.extend(closing::matters(&folded));
    breaks.extend(closing::behind_outcomes(&folded));
    breaks.extend(closing::behind_dates(&folded));
    breaks.extend(closing::between_powers(&folded));
    breaks.extend(closing::behind_voters(&folded));
    breaks.extend(closing::before_votes(&folded));
    breaks.extend(closing::behind_titles(&folded));
    breaks.extend(shouted(&folded));
    let missing = MISSING.captures_iter(&folded).filter_map(|hit| hit.name("next"));
    // *TILLOY absent Pouvoir à Mme A*: the power is his.
    let of_his = |next: &regex::Match<'_>| {
        let rest = folded.get(next.end()..).unwrap_or_default();
        ["Pouvoir", "Procuration", "Représent", "Mandat", "Donne"]
            .iter()
            .any(|w| rest.starts_with(w))
    };
    breaks.extend(missing.filter(|next| !of_his(next)).map(|next| next.start()));
    for hit in FIRST.captures_iter(&folded) {
        breaks.extend(hit.name("row").map(|row| row.start() - 1));
    }
    // *2031.4 |Le conseil*: a rule beside a cell, taken for a bar.
    breaks.extend(folded.match_indices(" |").map(|(at, _)| at + 1).filter(|bar| {
        folded.get(bar + 1..).is_some_and(|rest| rest.starts_with(char::is_alphabetic))
    }));
    for hit in SENTENCE.captures_iter(&folded) {
        // The head of a table stands apart from its first row.
        breaks.extend(hit.name("head").iter().flat_map(|head| [head.start() - 1, head.end() - 1]));
        let unit = |row: &str| matches!(row, "HT" | "TTC" | "TVA" | "AE" | "CP" | "AP");
        let row = hit.name("row").filter(|row| !unit(row.as_str()));
        if let Some(begun) = row.or_else(|| hit.name("clause")) {
            breaks.push(begun.start() - 1);
        }
        let Some(next) = hit.name("next") else { continue };
        if ends(folded.get(..next.start() - 2).unwrap_or_default()) {
            breaks.push(next.start() - 1);
        }
    }
    let folded = broken(folded, &breaks);
    let titles = ends_of_titles(&folded);
    broken(folded, &titles)
}

/// *| 2031/31 | Tarifs | Adopté | | 2031/32 | Voirie | …*: line feeds for the bars of a table that lost its lines; of three rows at
/// least, as bars part other things, too.
fn without_bars(folded: String) -> String {
    const LEAST: usize = 3;
    static ROW: Pattern = Pattern::new(|| {
        compile(concat!(
            r"\|(?P<begins> )(?:[A-Z]{1,6}[-_/.]?)*(?:19|20)\d\d[-_/.]\d{1,4} (?P<leads>\|) [^|\n]{3,200}",
            r"\|(?P<told> )[^|\n]{3,90}\|(?P<next> )?"
        ))
    });
    let rows: Vec<_> = ROW.captures_iter(&folded).collect();
    if rows.len() < LEAST {
        return folded;
    }
    let mut bytes = folded.clone().into_bytes();
    for row in rows {
        let whole = row.get(0).map(|row| row.range()).unwrap_or_default();
        for byte in bytes.get_mut(whole).into_iter().flatten().filter(|byte| **byte == b'|') {
            *byte = b' ';
        }
        let parts = [("begins", b'\n'), ("leads", b':'), ("told", b'\n'), ("next", b'\n')];
        for (part, mark) in parts {
            let place = row.name(part).map(|place| place.start());
            if let Some(byte) = place.and_then(|at| bytes.get_mut(at)) {
                *byte = mark;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or(folded)
}

/// Before references that follow each other, each before its title: *2031/31 Tarifs …  2031/32 Voirie …*.
fn series(folded: &str) -> Vec<usize> {
    static REFERENCE: Pattern = Pattern::new(|| {
        compile(concat!(
            r" (?P<sign>[nN] ?[°o] ?)?(?P<stem>(?:[A-Z]{1,6}[-_/.]?)*(?:19|20)\d\d[-_/.](?:\d{1,2}[-_/.]|[A-Z]{1,6}[-_/.])?|\d{6} |(?:\d\d[-_/.]){2,3})",
            r"(?P<n>\d{1,4})(?: ?[:–—-])? (?:\p{Lu}\p{L}|M\. )"
        ))
    });
    let all: Vec<(usize, &str, u32, bool)> = REFERENCE
        .captures_iter(folded)
        .filter_map(|hit| {
            let number = hit.name("n")?.as_str().parse().ok()?;
            let stem = hit.name("stem")?.as_str();
            let plain = hit.name("sign").is_some() || stem.starts_with(char::is_uppercase);
            Some((hit.get(0)?.start(), stem, number, plain))
        })
        .collect();
    let follows = |one: &(usize, &str, u32, bool), next: &(usize, &str, u32, bool)| {
        one.1 == next.1 && one.2 + 1 == next.2
    };
    let at_a_title = |(at, ..): &&(usize, &str, u32, bool)| !closing::ends_a_title(folded, *at);
    // Three in a row at least; two where a number sign or letters say what they are.
    let mut rest = all.as_slice();
    let mut out = Vec::new();
    while !rest.is_empty() {
        let more =
            rest.windows(2).take_while(|two| matches!(two, [one, next] if follows(one, next)));
        let (row, behind) = rest.split_at(more.count() + 1);
        let plain = row.iter().all(|(.., plain)| *plain);
        if row.len() > 2 || (row.len() == 2 && plain) {
            out.extend(row.iter().filter(at_a_title).map(|(at, ..)| *at));
        }
        rest = behind;
    }
    out
}

/// Before and behind headings that only their capitals mark.
fn shouted(folded: &str) -> Vec<usize> {
    const LEAST: usize = 15;
    let mut out = Vec::new();
    for hit in SHOUTED.captures_iter(folded) {
        let (Some(begins), Some(ends)) = (hit.name("begins"), hit.name("ends")) else { continue };
        let run = folded.get(begins.end()..ends.start()).unwrap_or_default();
        let letters = run.chars().filter(|c| c.is_alphabetic()).count();
        // *à l'association LES AMIS DU LAC Le maire …*: a name goes on with the words before it.
        let before = folded.get(..begins.start()).unwrap_or_default();
        if letters >= LEAST && !names(before) {
            // *DU 4 MAI 2031 COMPTE RENDU*: the date goes on.
            let month = before.ends_with(|c: char| c.is_ascii_digit()) && MONTH.is_match(run);
            out.extend((!month).then_some(begins.start()));
            out.push(ends.start());
        }
    }
    out
}

fn broken(folded: String, breaks: &[usize]) -> String {
    let mut bytes = folded.clone().into_bytes();
    for at in breaks {
        if let Some(byte) = bytes.get_mut(*at).filter(|byte| matches!(**byte, b' ' | b'|')) {
            *byte = b'\n';
        }
    }
    String::from_utf8(bytes).unwrap_or(folded)
}

fn last_word(before: &str) -> &str {
    before.rsplit([' ', '\n', '\'', '(']).next().unwrap_or_default()
}

/// Whether a formula in small letters only goes on: *de la séance du*, *le conseil, après en avoir
/// délibéré*.
fn goes_on(folded: &str, at: usize) -> bool {
    let rest = folded.get(at + 1..).unwrap_or_default();
    let small = rest.starts_with(char::is_lowercase);
    let before = folded.get(..at).unwrap_or_default();
    let word = last_word(before);
    let label =
        ["absent", "excus", "présent", "present", "représent", "conseiller", "membre", "délégué"];
    let lower = word.to_lowercase();
    let spoken = word.starts_with(char::is_lowercase) && word.ends_with(char::is_alphabetic)
        || label.iter().any(|begins| lower.starts_with(begins));
    // *ABSENTS AYANT DONNE POUVOIR :*: in capitals a label goes on behind a word that leads on.
    let leads =
        ["DONNE", "DONNÉ", "AYANT", "AVEC", "SANS", "ET", "OU", "LEUR", "DE", "DU", "DES", "LA"]
            .contains(&word);
    // *le procès-verbal du Conseil municipal du 4 mai*: an article leads on, too.
    let article = ["du", "de", "des", "la", "le", "les", "au", "aux", "et"].contains(&word);
    // *Vote : A l'unanimité*: the label says what.
    let told = before.ends_with(':')
        && ["A l'", "À l'", "A la ", "À la "].iter().any(|how| rest.starts_with(how));
    article || told || small && (before.ends_with(',') || spoken) || (!small && leads)
}

/// Whether a number heads something: behind the end of what was said before, not behind a word that
/// it belongs to.
fn heads(folded: &str, at: usize) -> bool {
    let before = folded.get(..at).unwrap_or_default();
    let word = last_word(before);
    let of_word =
        ["article", "art", "n°", "page", "points", "du", "le", "au", "et", "à", "de", "ou"];
    let ended = before.ends_with(['.', ';', '!', '?', ')', '€', '»']);
    // *chapitre 21. Adopté*: a full stop is no mark of a heading.
    let marked = folded.get(at + 1..).is_some_and(|rest| {
        !rest.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with('.')
    });
    let spoken = word.chars().count() > 3 && word.ends_with(char::is_lowercase);
    (ended || (spoken && marked)) && !of_word.contains(&word.to_lowercase().as_str())
}

/// Whether a full stop behind these words ends a sentence.
fn ends(before: &str) -> bool {
    let word = last_word(before);
    let known = [
        "MM", "Mme", "Mmes", "Mlle", "art", "St", "Dr", "Me", "Cf", "cf", "al", "etc", "Mr", "Mrs",
    ];
    let one = |part: &str| part.chars().count() <= 1 && part.chars().all(char::is_alphabetic);
    let initials = word.split(['.', '-']).all(one);
    // *2. Tarifs*: the number of a heading.
    let number = word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
    !initials && !number && !known.contains(&word)
}

/// Where headings end that no mark ends.
fn ends_of_titles(folded: &str) -> Vec<usize> {
    const SHORTEST: usize = 8;
    let mut at = 0;
    let mut out = Vec::new();
    for line in folded.split_inclusive('\n') {
        if let Some(head) = HEADING.find(line) {
            let from = head.end();
            let rest = line.get(from..).unwrap_or_default();
            let end = BODY.find_iter(rest).find(|found| {
                let before = rest.get(..found.start()).unwrap_or_default();
                let article =
                    [" Le", " La", " L'", " Un"].iter().any(|a| found.as_str().starts_with(a));
                before.chars().count() >= SHORTEST && !(article && names(before))
            });
            let vote = closing::vote_behind(rest)
                .filter(|vote| *vote >= SHORTEST && end.is_none_or(|end| *vote < end.start()));
            let end = vote.or(end.map(|end| end.start()));
            out.extend(end.map(|end| at + from + end));
        }
        at += line.len();
    }
    out
}

/// Whether a name follows these words: *l'association Les amis…*.
fn names(before: &str) -> bool {
    let word = last_word(before).to_lowercase();
    before.ends_with([':', ',', '«', '"', '–', '-'])
        || [
            "association",
            "associations",
            "club",
            "compagnie",
            "fondation",
            "société",
            "dénommée",
            "dite",
            "les",
            "aux",
            "par",
            "sur",
            "dans",
            "une",
            "de",
            "du",
            "des",
            "à",
            "et",
            "avec",
            "pour",
        ]
        .contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::relined;

    #[test]
    fn headings_sentences_and_items_begin_a_line() {
        let text = "Le compte rendu de la séance du 2 mai est adopté. Délibération n° 12 : Aide au club de tir Le maire expose la demande. Le conseil, après en avoir délibéré, décide d'attribuer : - Les Arcs : 300 € - La Cible : 200 € 4 - Tarifs du bois M. le maire propose 12 €.";
        assert_eq!(
            relined(text.to_owned()),
            "Le compte rendu de la séance du 2 mai est adopté.\nDélibération n° 12 : Aide au club de tir\nLe maire expose la demande.\nLe conseil, après en avoir délibéré, décide d'attribuer :\n- Les Arcs : 300 €\n- La Cible : 200 €\n4 - Tarifs du bois\nM. le maire propose 12 €."
        );
    }

    #[test]
    fn what_a_label_says_stays_on_its_line() {
        for vote in ["Vote : A l'unanimité", "Vote : A la majorité"] {
            let text = format!(
                "Tarifs du bois M. le maire propose 12 €. {vote} Le conseil fixe le tarif."
            );
            assert!(relined(text).contains(vote), "{vote}");
        }
        assert!(
            relined("Le tarif est de 12 €. A l'unanimité, il est fixé.".to_owned())
                .contains("\nA l'unanimité")
        );
    }

    #[test]
    fn bars_of_a_table_part_its_matters() {
        let text = "Secrétaire : TILLOY Luc | 2031/31 | Tarifs du camping | Adopté à l'unanimité | | 2031/32 | Voirie du bourg | Adopté : 15 pour, 2 abstentions | | 2031/33 | Achat d'un car | Adopté à l'unanimité | Commune de Vaulnoix Publiée le 8 mai 2031";
        let told = relined(text.to_owned());
        for line in ["2031/32 : Voirie du bourg", "Adopté : 15 pour, 2 abstentions"] {
            assert!(told.lines().any(|told| told.trim() == line), "{told}");
        }
        assert_eq!(told.len(), text.len());
        // Two are a sentence with bars in it.
        let two = "Vu les actes | 2031/31 | Tarifs du camping | et | 2031/32 | Voirie du bourg | du bureau";
        assert!(relined(two.to_owned()).contains("| 2031/31 |"));
    }
}
