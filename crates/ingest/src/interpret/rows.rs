//! Rows: the lines of a table or list that name somebody and give amounts.
//!
//! A row is one line (`Name : 1 500 €`, cells parted by wide gaps, `1 500 € à Name`) or a name
//! with figures on the lines below it. What stands between rows (page feet, repeated heads, blank
//! lines) ends no block; a sentence does.

mod naming;

pub(super) use naming::{form, named};

use crate::draft::Seems;
use crate::recognise::{Found, Pattern, compile};
use greffe_domain::Money;
use naming::{formed, name_and_object, without_object};
use std::ops::Range;

/// A row as read: who, for what, how much in each column.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) line: Range<usize>,
    pub(super) name: Vec<Found<String>>,
    pub(super) siret: Option<Found<String>>,
    /// The legal form in brackets behind the name.
    pub(super) form: Option<Found<String>>,
    pub(super) object: Option<Found<String>>,
    pub(super) sums: Vec<Found<Money>>,
}

/// What the headings of a table tell of its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Headings {
    /// Nothing is known of them.
    #[default]
    Unknown,
    /// Which column is the decision.
    Decision,
    /// Which it is, and that another may be.
    Doubtful,
    /// That all figures are parts of what is paid, or given in kind.
    Parts,
}

/// Rows that follow each other, the words before them, and the figures of their total.
#[derive(Debug, Clone, Default)]
pub(super) struct Block {
    /// The lines just before the first row.
    pub(super) lead: Range<usize>,
    pub(super) rows: Vec<Row>,
    /// Every figure of a row of totals.
    pub(super) totals: Vec<Found<Money>>,
    /// Whether one sentence holds all of them.
    pub(super) in_a_sentence: bool,
    /// Whether each row is a record of several lines that calls its amount a grant.
    pub(super) recorded: bool,
    /// What heads the columns of figures, where the table was printed one cell a line.
    pub(super) heads: Vec<String>,
    /// What stands in other columns than that of the decision, where headings tell them apart; a row holds
    /// then the figure that was decided, and no other.
    pub(super) others: Vec<(Found<Money>, Seems)>,
    /// What heads the column of those who receive.
    pub(super) receivers: Option<Found<String>>,
    /// The year in the heading of the decision.
    pub(super) year: Option<Found<i32>>,
    /// What headings tell of the columns.
    pub(super) headings: Headings,
}

/// Whether some words begin a row of totals.
pub(super) fn total(words: &str) -> bool {
    TOTAL.is_match(words)
}

/// Whether a line between rows is none: the foot of a page, headings that stand again.
pub(super) fn between(words: &str) -> bool {
    BETWEEN.is_match(words)
}

/// A figure as cells write it, its unit optional.
const FIGURE: &str = r"\d{1,3}(?:[ .]\d{3})+(?:,\d{1,2})?(?: ?(?:€|(?i:euros?)))?|\d+(?:[.,]\d{1,2})?(?: ?(?:€|(?i:euros?)|k€|K€|M€))?";

/// A cell that gives no amount between those that do: a share, *non chiffré*.
const NO_FIGURE: &str = r"\d{1,3}(?:,\d{1,2})? ?%|(?i:non (?:chiffr|pr[ée]cis|communiqu|renseign)[ée]+e?s?|n[ée]ant|nc|pm)\b";

/// What a row says behind its amount: *(5 000 € en 2030)*, *, sous réserve du bilan*.
const ASIDE: &str = r"(?:[ \t]*\([^()\n]{2,90}\)|, (?:sous r[ée]serve|dont|pour|au titre|contre|identique)[^\t\n]{3,90}| ?\+ [^\t\n]{3,90})?";

/// `Name : 600 €`, `Name ..... 600 €`, `Name \t 600 \t 700 €`.
static ENDS_IN_FIGURES: Pattern = Pattern::new(|| {
    compile(&format!(
        r"^(?P<words>.*?\p{{L}}.*?)(?: ?[:=]+ ?|[ .…_]{{4,}}|[ ]*\t[ \t]*| [–—-] )(?P<figures>(?:(?:{FIGURE}|{NO_FIGURE}|[-–—])[ \t|]*)+){ASIDE}[ ;.,]*$"
    ))
});

/// `1 500 € à l'association Name`, `- 1 500 € : Name`.
static BEGINS_WITH_FIGURE: Pattern = Pattern::new(|| {
    compile(
        r"^[-–•*o. ]*(?P<sum>\d[\d .,]*\d? ?(?:[kKM]?€|(?i:euros?))) ?(?:(?:à|a|au|aux|pour|en faveur de|:|–|-) ?)(?:(?:l'association|l'|la|le|les) ?)?(?P<name>[\p{Lu}«].{2,90}?)[ ;.,]*$",
    )
});

/// `- Name : 1 500 € pour son festival`.
static HOLDS_A_FIGURE: Pattern = Pattern::new(|| {
    compile(
        r"^(?P<mark>[-–•*o]|\d{1,2}[.)°]|[a-z]\)) ?(?P<name>(?:[\p{Lu}«]|(?:commune|ville|communauté|syndicat|association|club|comité|foyer|collège|école) d).{2,90}?) ?[:=–] ?(?:[\p{Ll} -]{3,60} ?\()?(?P<sum>\d[\d .,]*\d? ?(?:€|(?i:euros?)))\)?[,;.]?(?P<object>[, ].{3,400})?$",
    )
});

/// *750 euros demandés*: what was asked for, and is not said to be given.
static DEMANDED: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^,? ?(?:[ée]taient |sont |ont [ée]t[ée] )?(?:demand|sollicit|souhait)[ée]{1,2}e?s?\b",
    )
});

/// `Les Forges 00041738600018 Atelier 5 000,00`: the number of who receives it makes the row one.
static HOLDS_A_SIRET: Pattern = Pattern::new(|| {
    compile(&format!(r"^(?P<words>.*\p{{L}}.*\b\d{{14}}\b.*?) (?P<figures>{FIGURE})[ ;.,]*$"))
});

/// `Les Forges \t 1 500 € \t sortie à la mer`: what it is for stands in the last column.
static HOLDS_WHAT_FOR: Pattern = Pattern::new(|| {
    compile(
        r"^(?P<words>[-–•*o ]*\p{Lu}[^€:\t]{2,70}?) ?\t[ \t]*(?P<figures>\d[\d .]*(?:,\d{1,2})? ?(?:€|(?i:euros?)))[ \t]*\t[^\t€]{3,90}$",
    )
});

/// `Amicale sportive 1 220 €`: with its unit, a figure needs no mark before it.
static ENDS_IN_EUROS: Pattern = Pattern::new(|| {
    compile(
        r"^(?P<words>[-–•*o ]*\p{Lu}[^€:\d]{2,70}?) (?P<figures>\d[\d .]*(?:,\d{1,2})? ?(?:€|(?i:euros?)))[ ;.,]*$",
    )
});

/// `Cyclo (demande 380 €) : proposition du conseil 380 €`: words between the name and its amount.
static ENDS_BEHIND_WORDS: Pattern = Pattern::new(|| {
    compile(
        r"^(?P<words>[-–•*o ]*\p{Lu}[^:€\d(]{1,60}(?:\([^()]*\))? ?:) [^€\d:.]{3,80}? (?P<figures>\d[\d .]*(?:,\d{1,2})? ?(?:€|(?i:euros?)))[ ;.,]*$",
    )
});

/// `- Cyclo : 41 jeunes, soit 492 €`, `- Cyclo : forfait de 600 €, dont 100 € pour le car`: how the amount comes about.
static COMES_TO: Pattern = Pattern::new(|| {
    compile(
        r"^(?P<words>[-–•*o ]*\p{Lu}[^:€\d(]{1,60}(?:\([^()]*\))? ?:) (?:[^€:.;]{0,60}€)?[^€:.;]{0,60}?\b(?:soit|forfait de|montant de|hauteur de|somme de|subvention de|aide de|total de|donc|reste sur|s'en tient à|retient|propose|accorde) (?P<figures>\d[\d .]*(?:,\d{1,2})? ?(?:€|(?i:euros?)))(?:[,(] ?[^\n]{0,90})?[ ;.,]*$",
    )
});

static CELL: Pattern = Pattern::new(|| compile(&format!("(?P<share>{SHARED})|(?P<sum>{FIGURE})")));

/// A share in a cell of its own.
const SHARED: &str = r"\d{1,3}(?:,\d{1,2})? ?%";

static FIGURES_ALONE: Pattern =
    Pattern::new(|| compile(&format!(r"^(?:(?:(?:{FIGURE})[ \t|]*)+|[-–—])$")));

static SIRET: Pattern = Pattern::new(|| compile(r"\b\d{14}\b"));

/// A total, whatever it is of.
static TOTAL: Pattern = Pattern::new(|| {
    compile(
        r"(?i)^(?:[-–• ]*)(?:sous[- ]?)?(?:total|totaux|ensemble|soit un total|montant total)\b",
    )
});

/// Lines between rows that are no rows: page feet and heads that stand again.
static BETWEEN: Pattern = Pattern::new(|| {
    compile(concat!(
        r"(?i)(?:^\d{1,3}$|\b\d{1,2} ?/ ?\d{1,2}$|^page\b|…/…|^(?:n° ?\t? ?)?(?:b[ée]n[ée]ficiaires?|associations?|organismes?|noms?|tiers|intitul[ée])\b.*(?:montant|subvention|\d{4}|objet|siret|aide|proposition|d[ée]cision)",
        r"|^(?:pas de montant|n[ée]ant|non pr[ée]cis[ée]e?)$|^[-+=_ \t|]{3,}$)"
    ))
});

/// The blocks of rows in a stretch of the text, whose gaps between cells are tabs.
pub(super) fn blocks(rows: &str, within: &Range<usize>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let mut open = false;
    let mut name: Option<Range<usize>> = None;
    let mut before: Range<usize> = within.start..within.start;
    let mut at = within.start;
    for raw in rows.get(within.clone()).unwrap_or_default().split_inclusive('\n') {
        let start = at + (raw.len() - raw.trim_start().len());
        at += raw.len();
        // Bars part the cells of a drawn table; the line stays as long as it is.
        let drawn = raw.trim().starts_with('|') && raw.trim().ends_with('|');
        let cells = if drawn { raw.replace('|', "\t") } else { raw.to_owned() };
        let start =
            if drawn { start + (cells.trim_end().len() - cells.trim().len()) } else { start };
        let line = cells.trim();
        let range = start..start + line.len();
        if line.is_empty() {
            continue;
        }
        let side_by_side = pairs(line, start);
        if !side_by_side.is_empty() {
            for row in side_by_side {
                grow(&mut out, &mut open, &before, row);
            }
            name = None;
            continue;
        }
        if let Some(row) = row(line, start) {
            grow(&mut out, &mut open, &before, row);
            name = None;
            continue;
        }
        if TOTAL.is_match(line) && line.chars().any(|c| c.is_ascii_digit()) {
            if open && let Some(block) = out.last_mut() {
                block.totals.extend(figures(line, start));
            }
            name = None;
            continue;
        }
        if FIGURES_ALONE.is_match(line) {
            below(rows, &mut out, &mut open, &before, name.clone(), range.clone());
            continue;
        }
        if open && (BETWEEN.is_match(line) || continued(rows, out.last_mut(), line, start)) {
            continue;
        }
        if line.chars().count() > 100 || ends(line) {
            open = false;
        }
        if name.is_none() || !open {
            before = name.clone().map_or(range.clone(), |name| name.start..range.end);
        }
        // Between rows a name may go on over two lines.
        let goes_on = name.clone().filter(|name: &Range<usize>| {
            let touching = rows.get(name.end..range.start).is_some_and(|gap| gap.trim().is_empty());
            let short = |range: &Range<usize>| {
                range.len() < NAME && !ends(rows.get(range.clone()).unwrap_or_default())
            };
            let rows_above = out.last().map_or(0, |block| block.rows.len());
            open && rows_above > 2 && touching && short(name) && short(&range)
        });
        name = Some(goes_on.map_or(range.start, |name| name.start)..range.end);
    }
    out
}

/// Whether a line ends a sentence; the full stop of an abbreviation (`S.P.A.`) ends nothing.
fn ends(line: &str) -> bool {
    let last = |word: &str| word.rsplit(['.', ' ']).next().is_some_and(|w| w.chars().count() <= 1);
    line.ends_with([':', ';']) || line.strip_suffix('.').is_some_and(|before| !last(before))
}

/// Puts a row into the open block, or into a new one behind the lines that lead to it.
fn grow(out: &mut Vec<Block>, open: &mut bool, before: &Range<usize>, row: Row) {
    match out.last_mut().filter(|_| *open) {
        Some(block) => block.rows.push(row),
        None => out.push(Block { lead: before.clone(), rows: vec![row], ..Block::default() }),
    }
    *open = true;
}

/// A line of figures below a name, or below figures of the same row.
fn below(
    rows: &str,
    out: &mut Vec<Block>,
    open: &mut bool,
    before: &Range<usize>,
    name: Option<Range<usize>>,
    line: Range<usize>,
) {
    let words = rows.get(line.clone()).unwrap_or_default();
    let sums = figures(words, line.start);
    let touching = |end: usize| rows.get(end..line.start).is_some_and(|gap| gap.trim().is_empty());
    // Below the last row what each column comes to may stand without a word.
    let totals = out.last().filter(|_| *open).and_then(columns_come_to);
    let widest = out.last().filter(|block| *open && block.rows.len() > 2).and_then(|block| {
        let earlier = block.rows.get(..block.rows.len() - 1)?;
        earlier.iter().map(|row| row.sums.len()).max()
    });
    let same = |totals: &Vec<Money>, sums: &[Found<Money>]| {
        totals.len() == sums.len() && totals.iter().zip(sums).all(|(a, b)| *a == b.value)
    };
    if let Some(last) = out.last_mut().filter(|_| *open)
        && let Some(row) = last.rows.last_mut().filter(|row| touching(row.line.end))
    {
        if let Some(totals) = totals.filter(|totals| same(totals, &sums)) {
            debug_assert_eq!(totals.len(), sums.len(), "a total of each column");
            last.totals.extend(sums);
            return;
        }
        // Behind as many figures as other rows have stands the number of a page.
        let page = words.trim().len() < 3;
        if page && widest.is_some_and(|widest| row.sums.len() >= widest) {
            return;
        }
        row.sums.extend(sums);
        row.line.end = line.end;
        return;
    }
    let Some(name) = name.filter(|name| touching(name.end)) else { return };
    let said = rows.get(name.clone()).unwrap_or_default();
    if TOTAL.is_match(said) {
        if let Some(block) = out.last_mut().filter(|_| *open) {
            block.totals.extend(sums);
        }
        return;
    }
    let named = named_over_lines(said, name.start);
    if named.is_empty() {
        return;
    }
    let row = Row {
        line: name.start..line.end,
        name: named,
        siret: None,
        form: None,
        object: None,
        sums,
    };
    grow(out, open, before, row);
}

/// A line of a name is not longer.
const NAME: usize = 60;

/// The name that some lines are, each a part of it.
fn named_over_lines(said: &str, at: usize) -> Vec<Found<String>> {
    let mut out: Vec<Found<String>> = Vec::new();
    let mut from = at;
    for line in said.split_inclusive('\n') {
        let start = from + (line.len() - line.trim_start().len());
        from += line.len();
        if out.is_empty() {
            out = named(line.trim(), start);
        } else if !line.trim().is_empty() {
            out.push(Found::new(start..start + line.trim().len(), line.trim().to_owned()));
        }
    }
    out
}

/// What each column of a block comes to, where every row has as many.
fn columns_come_to(block: &Block) -> Option<Vec<Money>> {
    let width = block.rows.first()?.sums.len();
    let even = block.rows.len() > 1 && block.rows.iter().all(|row| row.sums.len() == width);
    let column = |n: usize| {
        let sums = block.rows.iter().filter_map(|row| row.sums.get(n));
        sums.map(|sum| sum.value).try_fold(Money::ZERO, Money::checked_add)
    };
    if even { (0..width).map(column).collect() } else { None }
}

/// Rows that stand side by side on one line, each a name and its amount: `Chorale \t 300,00 \t Cyclo \t 500,00`. The row of
/// a total is none of them.
fn pairs(line: &str, at: usize) -> Vec<Row> {
    let mut from = at;
    let mut cells: Vec<(&str, usize)> = Vec::new();
    for cell in line.split('\t') {
        let words = cell.trim();
        if !words.is_empty() {
            cells.push((words, from + cell.find(words).unwrap_or(0)));
        }
        from += cell.len() + 1;
    }
    let alternate = |(n, (words, _)): (usize, &(&str, usize))| {
        FIGURES_ALONE.is_match(words) != (n % 2 == 0) && !words.contains(':')
    };
    if cells.len() < 4 || cells.len() % 2 > 0 || !cells.iter().enumerate().all(alternate) {
        return Vec::new();
    }
    let pair = |two: &[(&str, usize)]| {
        let [(words, words_at), (figure, figure_at)] = two else { return None };
        let sums = figures(figure, *figure_at);
        let row = Row {
            line: *words_at..figure_at + figure.len(),
            name: named(words, *words_at),
            siret: None,
            form: form(words, *words_at),
            object: None,
            sums,
        };
        (row.name.len() == 1 && row.sums.len() == 1).then_some(row)
    };
    let rows: Vec<Row> = cells
        .chunks_exact(2)
        .filter(|two| !two.first().is_some_and(|(w, _)| TOTAL.is_match(w)))
        .filter_map(pair)
        .collect();
    let told = cells
        .chunks_exact(2)
        .filter(|two| !two.first().is_some_and(|(w, _)| TOTAL.is_match(w)))
        .count();
    if rows.len() == told { rows } else { Vec::new() }
}

/// A row on one line.
fn row(line: &str, at: usize) -> Option<Row> {
    if TOTAL.is_match(line) {
        return None;
    }
    let group = |hit: &regex::Captures<'_>, name: &str| {
        let found = hit.name(name)?;
        Some((found.as_str().to_owned(), at + found.start()))
    };
    let whole = at..at + line.len();
    for pattern in [&BEGINS_WITH_FIGURE, &HOLDS_A_FIGURE] {
        if let Some(hit) = pattern.captures(line) {
            let (sum, sum_at) = group(&hit, "sum")?;
            let (name, name_at) = group(&hit, "name")?;
            if group(&hit, "object").is_some_and(|(said, _)| DEMANDED.is_match(&said)) {
                return None;
            }
            let sums = figures(&sum, sum_at);
            let named = named(without_object(&name).0, name_at);
            if named.is_empty() || sums.len() != 1 {
                return None;
            }
            return Some(Row {
                line: whole,
                name: named,
                siret: None,
                form: None,
                object: None,
                sums,
            });
        }
    }
    // A calculation is no row.
    if line.contains(" = ") {
        return None;
    }
    let hit = ENDS_IN_FIGURES
        .captures(line)
        .or_else(|| HOLDS_A_SIRET.captures(line))
        .or_else(|| HOLDS_WHAT_FOR.captures(line))
        .or_else(|| ENDS_IN_EUROS.captures(line))
        .or_else(|| ENDS_BEHIND_WORDS.captures(line))
        .or_else(|| COMES_TO.captures(line))?;
    let (figures_said, figures_at) = group(&hit, "figures")?;
    let sums = figures(&figures_said, figures_at);
    if sums.is_empty() {
        return None;
    }
    let (words, words_at) = group(&hit, "words")?;
    let siret = SIRET.find(&words).map(|found| {
        let from = words_at + found.start();
        Found::new(from..from + found.len(), found.as_str().to_owned())
    });
    if let Some((name, form, object)) = formed(words.trim_end()) {
        let place = |part: &str| {
            let from = words_at + words.find(part).unwrap_or(0);
            Found::new(from..from + part.len(), part.to_owned())
        };
        let named = named(name, words_at);
        let (form, object) = (Some(place(form)), Some(place(object)));
        let row = Row { line: whole, name: named, siret, form, object, sums };
        return (!row.name.is_empty()).then_some(row);
    }
    let (name, object) = name_and_object(&words, words_at, siret.as_ref());
    let form = form(name, words_at);
    let named = named(name, words_at);
    (!named.is_empty()).then_some(Row { line: whole, name: named, siret, form, object, sums })
}

/// The figures of some words that are amounts; a dash behind them is nought.
fn figures(words: &str, at: usize) -> Vec<Found<Money>> {
    let dash = words.trim_end_matches([' ', '\t', '|']).strip_suffix(['-', '–', '—']);
    let dash = dash.filter(|before| before.ends_with([' ', '\t', '|']) || before.is_empty());
    let nought = dash.and_then(|before| {
        let wide = words.get(before.len()..)?.chars().next()?.len_utf8();
        let from = at + before.len();
        Some(Found::new(from..from + wide, Money::ZERO))
    });
    CELL.captures_iter(words)
        .filter_map(|hit| hit.name("sum"))
        .filter_map(|found| {
            let money = Money::parse(found.as_str()).ok()?;
            Some(Found::new(at + found.start()..at + found.end(), money))
        })
        .chain(nought)
        .collect()
}

/// Whether a line goes on with the name of the row before it: small letters, under its columns.
fn continued(rows: &str, block: Option<&mut Block>, line: &str, at: usize) -> bool {
    let Some(row) = block.and_then(|block| block.rows.last_mut()) else { return false };
    let touching = rows.get(row.line.end..at).is_some_and(|gap| gap.trim().is_empty());
    let begins = line.starts_with(char::is_lowercase) || line.starts_with('(');
    let sound = touching
        && begins
        && line.chars().count() <= 60
        && !line.ends_with(['.', ':', ';'])
        && !line.chars().any(|c| c.is_ascii_digit());
    if sound {
        row.name.push(Found::new(at..at + line.len(), line.replace('\t', " ")));
        row.line.end = at + line.len();
    }
    sound
}
