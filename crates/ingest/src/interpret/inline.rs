//! Rows that stand in one sentence: `A : 100 € ; B : 200 €`, `A (100 €), B (200 €)`, `100 € à A, 200 €
//! au B et 50 € à C`.
//!
//! Such a sentence is read as a block of rows ([`super::rows`]) where its lead grants something, where
//! every amount but the total has its name, and where none of the names is that of who finances.

use super::rows::{Block, Row, named};
use crate::recognise::{Found, Pattern, amounts, compile, in_figures};
use greffe_domain::Money;
use std::ops::Range;

/// What the words before the first row must say.
static GRANTS: Pattern = Pattern::new(|| {
    compile(
        r"(?i)\b(?:subventions?|aides?|participations?|dotations?|concours|bourses?|attribu\p{L}+|accord\p{L}+|allou\p{L}+|octro\p{L}+|vers(?:er|e|ées?)|donner?|re[çc]oi(?:t|vent)|soutenue?s|r[ée]partie?s?)\b",
    )
});

/// Who finances, and what is no name: of a plan of financing no row is a grant.
static NO_RECEIVER: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)^(?:l'|la |le |les )?(?:[ée]tat|r[ée]gion|d[ée]partement|conseil (?:r[ée]gional|d[ée]partemental)|europe|union europ[ée]enne|feder|feader|fse|drac|detr|dsil|fndv?a|caf|msa|ars|ademe|agence de l'eau|commune|communaut[ée]|m[ée]tropole|ville|autofinancement|autres?|fonds propres|emprunts?",
        r"|recettes?|d[ée]penses?|charges?|ventes?|cotisations?|adh[ée]sions?|mat[ée]riel|travaux|[ée]tudes?|honoraires|salaires?|personnel|fonctionnement|investissement|[ée]quipement|montant|total|soit|dont|chapitre|article|compte|lots?|tranche|part|ann[ée]e|exercice|budget|tarifs?|adultes?|enfants?",
        r"|pour|contre|abstentions?|solde|acompte|avance|premi\p{L}+|deuxi\p{L}+|signature|notification|pr[ée]sentation|production)\b"
    ))
});

/// The legal form before a name.
static FORM: Pattern = Pattern::new(|| {
    compile(
        r#"^(?:(?i:et |à |au |aux |pour |en faveur de |en faveur d'|à destination de )*)(?:l'|la |le |les )?(?P<form>(?i:association|fondation)) (?P<name>["«“]?\p{Lu}.*)$"#,
    )
});

/// What stands between two rows, at either end of the words between their amounts.
static BETWEEN: Pattern =
    Pattern::new(|| compile(r"^(?:\)? ?(?:[,;.]|–|-|/)?(?: ?et)? )|^\)? ?[,;]$"));

/// *à l'association A*, *au club B*: who receives, behind the amount.
static TO: Pattern = Pattern::new(|| {
    compile(
        r"^ (?P<to>(?:(?:à|au|aux|pour|en faveur d(?:e|u|es)|à destination d(?:e|u|es)) ?(?:l'|la |le |les )?).{2,110})$",
    )
});

/// Who goes by what he is, in small letters: *à la chorale*, *au comité des loisirs*.
static COMMON: Pattern = Pattern::new(|| {
    compile(
        r"^(?:l'|la |le |les )?(?:amicale|associations?|biblioth[èe]que|chorale|club|comit[ée]|coop[ée]rative|[ée]cole|fanfare|foyer|gym(?:nastique)?|harmonie|judo|p[ée]tanque|rugby|football|tennis|basket|chasse|p[êe]che|anciens \p{L}+|a[îi]n[ée]s|sapeurs-pompiers|donneurs de sang|parents d'[ée]l[èe]ves)\b",
    )
});

/// *les associations A (100 €) et B (200 €)*: the first name, behind what all of them are.
static AMONG: Pattern = Pattern::new(|| {
    compile(
        r"\b(?:les|aux|des) (?:associations|clubs|organismes|structures|soci[ée]t[ée]s)(?: \p{Ll}+)? (?P<name>[\p{Lu}«])",
    )
});

/// *est accordée pour 2031 à l'association A*: the verb before who receives.
static VERB_BEFORE: Pattern = Pattern::new(|| {
    compile(
        r"^\)? (?:est|sont|sera|seront) (?:attribu|accord|allou|octroy|vers)[ée]{1,2}e?s?(?: (?:pour|au titre de) [^,;€]{3,40}?)?(?P<rest> (?:à|au|aux) .+)$",
    )
});

/// *, ainsi qu'une aide exceptionnelle de*: what leads to the next amount.
static AND_ANOTHER: Pattern = Pattern::new(|| {
    compile(
        r"(?:,? ainsi (?:qu'une|que la|que|qu'un)|,? et (?:une|un)) (?:subvention|aide|participation|somme|dotation|concours)[^,;€]{0,40} (?:de|d'un montant de)$",
    )
});

/// Behind who receives, for which year.
static FOR_A_YEAR: Pattern = Pattern::new(|| {
    compile(r",? (?:au titre d(?:e|u)|pour (?:l'exercice|l'ann[ée]e|(?:19|20)\d\d))\b[^,;€]{0,60}$")
});

/// A name alone between two amounts, or behind the colon that announces the first.
static BARE_NAME: Pattern =
    Pattern::new(|| compile(r"(?:^ ?[,;]? ?(?:et )?|: )(?P<name>[\p{Lu}«][^,;:.€\d]{1,60}?),? $"));

/// How the rows of a sentence are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// `A : 100 €`, `A (100 €)`
    NameFirst,
    /// `100 € à A`
    AmountFirst,
    /// `à A une subvention de 100 €`
    WordBetween,
    /// `à A 100 €, au B 200 €`
    ToName,
}

/// The blocks of rows that the lines of a stretch hold, whose sums may be in words.
///
/// Under a title about grants (`titled`) the lead need not say so, nor below a line that announces them with a colon.
pub(super) fn blocks(folded: &str, within: &Range<usize>, titled: bool) -> Vec<Block> {
    let figures = in_figures(folded.get(within.clone()).unwrap_or_default());
    let text = figures.text.as_ref();
    let mut out = Vec::new();
    let (mut at, mut led) = (0, false);
    for raw in text.split_inclusive('\n') {
        let line = at..at + raw.trim_end().len();
        at += raw.len();
        for sentence in sentences(text, &line) {
            out.extend(block(text, &sentence, titled, led));
        }
        if let Some(words) = Some(raw.trim()).filter(|words| !words.is_empty()) {
            led = words.ends_with(':') && GRANTS.is_match(words);
        }
    }
    for block in &mut out {
        block.rows.iter_mut().flat_map(|row| &mut row.sums).for_each(|sum| figures.place(sum));
        block.shift(within.start);
    }
    out
}

/// The sentences of a line: what stands before a full stop is another matter.
fn sentences(folded: &str, line: &Range<usize>) -> Vec<Range<usize>> {
    let text = folded.get(line.clone()).unwrap_or_default();
    let mut start = 0;
    let mut out = Vec::new();
    for (at, _) in text.match_indices(". ") {
        let next = text.get(at + 2..).and_then(|rest| rest.chars().next());
        let word = text.get(..at).and_then(|t| t.rsplit([' ', '.']).next()).unwrap_or_default();
        if next.is_some_and(char::is_uppercase) && word.chars().count() > 3 {
            out.push(line.start + start..line.start + at + 1);
            start = at + 2;
        }
    }
    out.push(line.start + start..line.end);
    out
}

fn block(folded: &str, sentence: &Range<usize>, titled: bool, led: bool) -> Option<Block> {
    let text = folded.get(sentence.clone())?;
    let sums = amounts(text);
    if sums.len() < 2 {
        return None;
    }
    let shapes = [Shape::NameFirst, Shape::AmountFirst, Shape::WordBetween, Shape::ToName];
    shapes.into_iter().find_map(|shape| {
        let read = rows(text, &sums, shape, titled)?;
        let first = read.first()?.line.start;
        let lead = text.get(..first)?;
        let rows: Vec<Row> = read.into_iter().map(|row| moved(row, sentence.start)).collect();
        let sound = rows
            .iter()
            .all(|row| row.name.first().is_some_and(|name| !NO_RECEIVER.is_match(&name.value)));
        let lead_at = sentence.start..sentence.start + first;
        // *Club 500 €, Chorale 300 €.* under its title: commas part the rows, and nothing else.
        let parted = || {
            let gaps = sums.windows(2).filter_map(|two| {
                let [one, next] = two else { return None };
                text.get(one.range.end..next.range.start)
            });
            !text.contains('\t')
                && gaps.into_iter().all(|gap| gap.trim_start().starts_with([',', ';']))
        };
        let bare = lead.trim_matches(['-', '–', '•', ' ']).is_empty();
        let announced = || led && bare && (shape == Shape::AmountFirst || parted());
        let granting =
            GRANTS.is_match(lead) || announced() || (titled && lead.is_empty() && parted());
        (rows.len() > 1 && sound && granting).then(|| Block {
            lead: lead_at,
            rows,
            in_a_sentence: true,
            ..Block::default()
        })
    })
}

/// The rows of a sentence, its amounts being `sums`; none where an amount between them has no name.
fn rows(text: &str, sums: &[Found<Money>], shape: Shape, titled: bool) -> Option<Vec<Row>> {
    let mut out: Vec<Row> = Vec::new();
    for (at, sum) in sums.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| sums.get(at)).map_or(0, |s| s.range.end);
        let row = match shape {
            Shape::NameFirst => name_first(text, before, sum, (out.is_empty(), titled)),
            Shape::WordBetween => word_between(text, before, sum),
            Shape::ToName => to_name(text, before, sum),
            Shape::AmountFirst => {
                let next = sums.get(at + 1).map_or(text.len(), |next| next.range.start);
                amount_first(text, sum, next, at + 1 == sums.len())
            }
        };
        match row {
            Some(row) => out.push(row),
            // Before the first row stands what they come to; behind the last, their total.
            None if out.len() < 2 && shape == Shape::NameFirst => {
                // What stood before it is no row, and so this may be the first.
                let again = !out.is_empty();
                out.clear();
                out.extend(again.then(|| name_first(text, before, sum, (true, titled))).flatten());
            }
            None if out.is_empty() => {}
            None => break,
        }
    }
    (out.len() > 1).then_some(out)
}

fn name_first(
    text: &str,
    from: usize,
    sum: &Found<Money>,
    (first, titled): (bool, bool),
) -> Option<Row> {
    let between = text.get(from..sum.range.start)?;
    let bracket = between.strip_suffix('(').map(str::trim_end);
    let marked = [" :", ":", " =", " –", " ->", " pour"]
        .iter()
        .find_map(|mark| between.trim_end().strip_suffix(mark).map(str::trim_end));
    // *A 300 €, B 400 €*: nothing marks the amount but its unit.
    let bare = || {
        let unit =
            text.get(sum.range.clone()).is_some_and(|s| s.contains('€') || s.contains("euro"));
        let behind = BARE_NAME.captures(between)?.name("name")?;
        (unit && (!first || titled) || between.contains(": ")).then_some(())?;
        between.get(..behind.end())
    };
    let words = bracket.or(marked).or_else(bare)?;
    // The lead of the first row ends at a colon; that of another is what parts the two.
    let start = if first {
        let colon = words.rfind(": ").map(|at| at + 2);
        let bullet = || {
            let at = words.rfind(['•', '\t'])?;
            Some(at + words.get(at..)?.chars().next()?.len_utf8())
        };
        let among = || Some(AMONG.captures(words)?.name("name")?.start());
        colon.or_else(bullet).max(among()).unwrap_or(0)
    } else {
        BETWEEN.find(words).map(|found| found.end())?
    };
    let end = if bracket.is_some() { sum.range.end + 1 } else { sum.range.end };
    let closed = bracket.is_none() || text.get(sum.range.end..).is_some_and(|r| r.starts_with(')'));
    let said = words.get(start..)?;
    closed.then(|| row(said, from + start, sum, from + start..end))?
}

/// *à A une subvention de 100 € et au B une subvention de 200 €*
fn word_between(text: &str, from: usize, sum: &Found<Money>) -> Option<Row> {
    static TO_A_GRANT: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?:^|[ ,;])(?P<to>(?:à|au|aux|en faveur d(?:e|u|es)) ?(?:l'|la |le |les )?[^,;:€]{2,100}?),? (?:une|la) (?i:subvention|aide|participation|somme|dotation|contribution)",
            r"[^,;:€\d]{0,50}? (?:de|d'un montant de|à hauteur de|s'élevant à) $"
        ))
    });
    received_before(&TO_A_GRANT, text, from, sum)
}

/// *alloue à la Chorale deux cents euros, au Club, qui en demandait plus, trois cents euros*
fn to_name(text: &str, from: usize, sum: &Found<Money>) -> Option<Row> {
    static TO_A: Pattern = Pattern::new(|| {
        compile(concat!(
            r"(?:^|[ ,;])(?P<to>(?:à|au|aux) ?(?:l'|la |le |les )?(?:\p{Ll}+ )?[\p{Lu}«][^,;:€\d]{1,80}?)",
            r"(?:, (?:qui|dont|lequel|laquelle|pour) [^€;]{3,80},|,)? (?:la somme de |une somme de )?$"
        ))
    });
    received_before(&TO_A, text, from, sum)
}

/// The row of an amount whose receiver, the `to` of a pattern, stands before it.
fn received_before(pattern: &Pattern, text: &str, from: usize, sum: &Found<Money>) -> Option<Row> {
    let between = text.get(from..sum.range.start)?;
    let to = pattern.captures(between)?.name("to")?;
    let at = from + to.start();
    row(to.as_str(), at, sum, at..sum.range.end)
}

fn amount_first(text: &str, sum: &Found<Money>, next: usize, last: bool) -> Option<Row> {
    let behind = text.get(sum.range.end..next)?;
    let total = [", soit ", " soit "].iter().filter_map(|mark| behind.find(mark)).min();
    let end = if let Some(total) = total.filter(|_| !last) {
        total
    } else if last {
        let stop = behind.find([';', '.', '(']).into_iter();
        let total = [
            ", soit ",
            " soit ",
            ", pour un ",
            ", au titre",
            " au titre",
            " dans le cadre",
            " afin ",
        ]
        .iter()
        .filter_map(|mark| behind.find(mark));
        stop.chain(total).min().unwrap_or(behind.len())
    } else {
        let words = behind.trim_end();
        let another = AND_ANOTHER.find(words).map_or(words.len(), |found| found.start());
        let words = words.get(..another)?;
        // *500 € au club, de 300 € à la chorale et de 200 € à l'amicale*
        let words = [" d'une subvention de", " d'une aide de", " une subvention de", " de"]
            .iter()
            .find_map(|lead| words.strip_suffix(lead))
            .unwrap_or(words);
        let words = words.trim_end().trim_end_matches(',').trim_end();
        let bare = words.strip_suffix(" et").unwrap_or(words).trim_end();
        bare.trim_end_matches([',', ';']).len()
    };
    let words = behind.get(..end)?;
    let rest = VERB_BEFORE.captures(words).and_then(|hit| hit.name("rest"));
    let (words, from) = rest.map_or((words, 0), |rest| (rest.as_str(), rest.start()));
    let year = FOR_A_YEAR.find(words).map_or(words.len(), |found| found.start());
    let to = TO.captures(words.get(..year)?)?.name("to")?;
    let said = to.as_str().strip_prefix("pour ").unwrap_or(to.as_str());
    let at = sum.range.end + from + to.end() - said.len();
    row(said, at, sum, sum.range.start..sum.range.end + end)
}

/// A row of a name said at `at` and its amount, if the words are a name.
fn row(said: &str, at: usize, sum: &Found<Money>, line: Range<usize>) -> Option<Row> {
    let formed = FORM.captures(said).and_then(|hit| Some((hit.name("form")?, hit.name("name")?)));
    let form = formed.map(|(form, _)| {
        Found::new(at + form.start()..at + form.end(), form.as_str().to_lowercase())
    });
    let (words, from) = formed.map_or((said, 0), |(_, name)| (name.as_str(), name.start()));
    let name = named(words, at + from);
    let first = name.first()?;
    let proper = first.value.chars().any(char::is_uppercase) || COMMON.is_match(&first.value);
    let short = first.value.chars().count() <= 80 && !first.value.contains(" : ");
    let sums = vec![sum.clone()];
    (proper && short).then_some(Row { line, name, siret: None, form, object: None, sums })
}

/// A row read in a sentence, its places counted from the start of the text.
fn moved(row: Row, by: usize) -> Row {
    Row {
        line: row.line.start + by..row.line.end + by,
        name: row.name.into_iter().map(|found| found.shifted(by)).collect(),
        form: row.form.map(|found| found.shifted(by)),
        sums: row.sums.into_iter().map(|found| found.shifted(by)).collect(),
        ..row
    }
}
