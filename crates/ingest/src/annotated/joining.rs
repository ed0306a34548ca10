//! Which lines of a page go on with the one before, and which begin something new.
//!
//! A heading, an item, a row in columns or a figure alone on its line stays apart; what only goes on
//! is joined.

use super::bases::{bracketed_number, ends_in_reference, legal_base, section_alone};
use super::openings::{
    counts_votes, decision_item, gives_power, group_of_seats, heads_a_matter, label_alone,
    name_alone, names_secretary, opens_attendance, opens_part, opens_sentence, opens_vote,
    organ_decides, power_of, seat, signs, voted, without_sign,
};
use super::ordinals::{matter, next_matter, opens_text, ordinal};
use super::{Line, is_blank, width};
use crate::recognise::{Pattern, compile};

/// What stands between two lines of the text in the folded form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    /// Nothing: a word was broken behind its hyphen.
    Glue,
    /// A space: the paragraph goes on.
    Space,
    /// A line feed: something new begins.
    Break,
    /// Two line feeds: lines were left blank.
    Blank,
}

pub(super) fn join(
    before: Line<'_>,
    line: Line<'_>,
    blanks: usize,
    full: usize,
    in_item: bool,
) -> Join {
    let first = line.words.chars().next().unwrap_or(' ');
    let ended = before.words.ends_with(['.', ';', ':', '!', '?', '»', '…']);
    let goes_on = first.is_lowercase() && !list_item(line.words) && !ended;
    if rule(before.words) || rule(line.words) {
        return Join::Blank;
    }
    if blanks > 0 {
        // A page or a bullet was broken in the middle of a sentence.
        let broken = width(before.words) * 2 > full
            && !ended
            && !in_columns(before.words)
            && !organ_decides(line.words)
            && !opens_part(line.words);
        let begins = bullet(line.words).is_some() || list_item(line.words) || heading(line.words);
        let one_item = in_item && blanks == 1 && !begins && !heads_a_matter(before.words);
        let dangles = blanks == 1 && !begins && dangling(before.words);
        return if broken && (goes_on || one_item || dangles) { Join::Space } else { Join::Blank };
    }
    if bullet(line.words).is_some() || list_item(line.words) || heading(line.words) {
        return Join::Break;
    }
    let broken = broken_word(before.words) && first.is_alphabetic()
        || broken_number(before.words) && first.is_ascii_digit();
    if broken {
        return Join::Glue;
    }
    // A figure alone on its line is a cell of a table; a year behind *exercice*, or the number of an article of a code,
    // only goes on.
    if year_goes_on(before.words, line.words) || of_a_code(before.words, line.words) {
        return Join::Space;
    }
    // Inside a column of a page gaps part nothing, and a figure only goes on.
    let cell = before.full.is_some() && line.full.is_some();
    // What stands in a column begins anew behind the lines of the page.
    if before.full.is_none() && line.full.is_some() {
        return Join::Break;
    }
    if cell && figure_alone(line.words) {
        return Join::Space;
    }
    if !cell && (figure_alone(before.words) || figure_alone(line.words)) {
        return Join::Break;
    }
    if name_alone(line.words) && (name_alone(before.words) || office_alone(before.words)) {
        return Join::Break;
    }
    // A line in columns is a row, or two things side by side: it goes on with nothing.
    if !cell && (in_columns(before.words) || in_columns(line.words)) {
        return Join::Break;
    }
    // What is set in capitals below small letters heads something.
    if in_capitals(line.words) && !in_capitals(before.words) && !leads_on(before.words) {
        return Join::Break;
    }
    if small_label(line.words)
        || names_its_matter(line.words)
        || section_alone(line.words)
        || (list_item(before.words) && comes_to(line.words))
        || legal_base(before.words, line.words)
        || label_alone(line.words)
        || label_alone(before.words)
        || power_of(line.words)
        || signs(line.words)
        || opens_attendance(line.words)
        || names_secretary(line.words)
        || seat(line.words)
        || group_of_seats(line.words)
        || group_of_seats(before.words)
        || decision_item(line.words)
        || next_decision(before.words, line.words)
        || counts_votes(line.words)
        || (ended && opens_vote(line.words))
        || (ended && !shortened(before.words) && next_matter(line.words))
    {
        return Join::Break;
    }
    // A quoted name at the end of a heading ends no sentence.
    let told = ended && !before.words.ends_with('»');
    // Rows that end in an amount, powers, headings with a reference: the next line is another.
    let row = before.words.ends_with('€')
        || amount_and_aside(before.words)
        || ends_in_figures(before.words)
        || gives_power(before.words)
        || voted(before.words);
    let heads = numbered(before.words)
        && !ended
        && (width(before.words) * 10 < full * 9 || ends_in_its_reference(before.words));
    if ((row || heads) && first.is_uppercase())
        || (ends_in_cents(before.words) && (account(line.words) || total(line.words)))
        || (referenced(before.words) && !referenced(line.words))
        || (ends_in_reference(before.words) && first.is_uppercase())
        || (heads_a_matter(before.words)
            && (opens_sentence(line.words)
                || (first.is_uppercase() && would_fit(before, line, full))))
        || (ordinal(before.words) && !told && !leads_on(before.words) && opens_text(line.words))
        || (matter(before.words) && !told && !leads_on(before.words) && first.is_uppercase())
    {
        return Join::Break;
    }
    // A line that does not fill the page ends a paragraph, unless the sentence clearly goes on.
    let short = width(before.words) * 10 < full * 7;
    let hanging = before.words.ends_with([',', '-', '–']) || goes_on;
    if (short && !hanging) || heading(before.words) { Join::Break } else { Join::Space }
}

/// Whether the first word of a line would have stood on the line before, had that gone on.
fn would_fit(before: Line<'_>, line: Line<'_>, full: usize) -> bool {
    let next = line.words.split(is_blank).next().unwrap_or_default();
    width(before.words) + 1 + width(next) < full
}

/// *ATTRIBUE 500 € au club*, and below it *DIT que …*: each decision begins with its verb in capitals.
fn next_decision(before: &str, words: &str) -> bool {
    let decides = |words: &str| {
        let mut all = words.split(is_blank).filter(|word| !word.is_empty());
        let verb = all.next().unwrap_or_default().trim_end_matches([',', ':']);
        let known = [
            "ATTRIBUE",
            "ACCORDE",
            "ALLOUE",
            "OCTROIE",
            "VERSE",
            "VOTE",
            "APPROUVE",
            "AUTORISE",
            "ADOPTE",
            "ACCEPTE",
            "VALIDE",
            "FIXE",
            "DIT",
            "DÉCIDE",
            "DECIDE",
            "PRÉCISE",
            "PRECISE",
            "DEMANDE",
            "DONNE",
            "CHARGE",
            "SOLLICITE",
            "MANDATE",
            "IMPUTE",
            "INSCRIT",
            "REJETTE",
            "REFUSE",
            "MAINTIENT",
            "RETIENT",
            "RAPPORTE",
            "ANNULE",
            "ABROGE",
            "RAPPELLE",
        ];
        known.contains(&verb)
            && all
                .next()
                .is_some_and(|word| word.contains(|c: char| c.is_lowercase() || c.is_ascii_digit()))
    };
    decides(words) && (decides(before) || before.ends_with([')', '€']))
}

/// *Le président du conseil régional*: the office of who signs, below which the name stands.
fn office_alone(words: &str) -> bool {
    let plain = words.to_lowercase().replace('é', "e");
    let bare = ["le ", "la ", "l'"].iter().find_map(|article| plain.strip_prefix(article));
    let offices = [
        "maire",
        "president",
        "vice-president",
        "premier",
        "premiere",
        "adjoint",
        "secretaire",
        "direct",
    ];
    width(words) <= 70
        && !words.contains(['.', ';', ':'])
        && words.starts_with('L')
        && bare.is_some_and(|office| offices.iter().any(|known| office.starts_with(known)))
}

/// *part fixe = 3 900,00 €*, below the item of whom it is for: how the sum comes about.
fn comes_to(words: &str) -> bool {
    let bare = words.trim_end_matches([';', ',', '.', ' ']);
    words.contains(" = ") && (bare.ends_with('€') || bare.ends_with("euros"))
}

/// A line drawn across the page.
fn rule(words: &str) -> bool {
    const SHORTEST: usize = 5;
    let drawn = |c: char| matches!(c, '-' | '_' | '=' | '*' | '~' | '─' | '—' | '–' | ' ');
    // The end of a column above it: *───┴───*, and no box.
    let joint = |c: char| matches!(c, '┴' | '┬' | '┼');
    let begun = words.starts_with(drawn) && words.ends_with(drawn);
    words.chars().all(|c| drawn(c) || (begun && joint(c)))
        && words.chars().filter(|c| *c != ' ').count() >= SHORTEST
}

/// Whether a line breaks off behind the civility of somebody in a list, *Mme Anne DUVAL, M.*, or behind the given name
/// (*Mme Anne*), and the name stands on the next, be it of the next page.
pub(super) fn civility_goes_on(before: &str, words: &str, blanks: usize) -> bool {
    blanks < 3
        && words.starts_with(char::is_uppercase)
        && (civility_last(before) || given_name_last(before) && surname_first(words))
}

/// *…, Mme Anne*: a given name behind the civility of somebody in a list.
fn given_name_last(words: &str) -> bool {
    let (before, last) = words.rsplit_once(is_blank).unwrap_or_default();
    last.starts_with(char::is_uppercase)
        && last.ends_with(char::is_lowercase)
        && civility_last(before.trim_end_matches(is_blank))
}

/// *VAN DER DUVAL, …*: a surname in capitals.
fn surname_first(words: &str) -> bool {
    let first = words.split(is_blank).next().unwrap_or_default();
    let first = first.trim_end_matches([',', ';', '.']);
    width(first) > 1 && first.chars().all(|c| c.is_uppercase() || matches!(c, '-' | '\'' | '’'))
}

fn civility_last(words: &str) -> bool {
    let (before, last) = words.rsplit_once(is_blank).unwrap_or_default();
    matches!(last, "M." | "Mme" | "MM." | "Mlle")
        && before.trim_end_matches(is_blank).ends_with([',', ';'])
}

/// *Objet : …* below a list of names: what the act is about, never one more name.
fn names_its_matter(words: &str) -> bool {
    words
        .split_once(':')
        .is_some_and(|(label, _)| ["Objet", "OBJET"].contains(&label.trim_end_matches(is_blank)))
}

/// *objet : …*, *réf : …*, *commission principale : …*: a label in small letters, and what it says behind it.
fn small_label(words: &str) -> bool {
    let known = [
        "objet",
        "service",
        "commission",
        "rapporteur",
        "rapporteure",
        "direction",
        "dossier",
        "réf",
        "réf.",
        "ref",
        "ref.",
        "référence",
    ];
    words.split_once(':').is_some_and(|(label, said)| {
        let label = label.trim_end_matches(is_blank);
        let first = label.split(is_blank).next().unwrap_or_default();
        known.contains(&first)
            && label.split(is_blank).count() <= 3
            && !said.trim_matches(is_blank).is_empty()
    })
}

/// *Chorale : 600 € (première demande)*: an amount and an aside end the line.
fn amount_and_aside(words: &str) -> bool {
    let aside = words.strip_suffix(')').and_then(|words| words.rsplit_once('('));
    aside.is_some_and(|(before, _)| {
        let before = before.trim_end_matches(is_blank);
        before.ends_with(['€']) || before.ends_with("euros")
    })
}

/// *Chorale 300 1 500 350*: cells that only spaces part.
fn ends_in_figures(words: &str) -> bool {
    let figure = |word: &str| {
        word == "-" || word.chars().all(|c| c.is_ascii_digit() || c == ',') && !word.is_empty()
    };
    let mut back = words.rsplit(is_blank);
    words.starts_with(char::is_alphabetic) && back.by_ref().take(2).all(figure)
}

/// *60633 Fournitures -565.00*: an account with its sum.
fn ends_in_cents(words: &str) -> bool {
    let last = words.rsplit(is_blank).next().unwrap_or_default();
    let sum = last.trim_start_matches(['-', '+', '−']);
    let cents = sum.rsplit_once(['.', ',']).is_some_and(|(whole, cents)| {
        !whole.is_empty()
            && cents.len() == 2
            && format!("{whole}{cents}").bytes().all(|b| b.is_ascii_digit())
    });
    cents && words.chars().any(char::is_alphabetic)
}

/// *TOTAL : 2 698.00*
fn total(words: &str) -> bool {
    let first = words.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    matches!(first.to_lowercase().as_str(), "total" | "totaux")
}

/// *023 Virement à la section*: a line that begins with the number of an account.
fn account(words: &str) -> bool {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let behind = words.get(digits..).unwrap_or_default().trim_start_matches([' ', '-', '–']);
    (2..=7).contains(&digits)
        && words.get(digits..).is_some_and(|rest| rest.starts_with(' '))
        && behind.starts_with(char::is_alphabetic)
}

/// Whether the full stop at the end of a line is that of a shortened word, whose number stands on the next.
fn shortened(words: &str) -> bool {
    let last = words.rsplit(|c| is_blank(c) || c == '(').next().unwrap_or_default().to_lowercase();
    ["art.", "chap.", "p.", "al.", "cf.", "n.", "del.", "délib."].contains(&last.as_str())
}

/// Two words at least in capitals, and no others.
fn in_capitals(words: &str) -> bool {
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 10
        && !words.chars().any(char::is_lowercase)
        && !words.chars().any(|c| c.is_ascii_digit())
        && !words.ends_with([';', ','])
        && words.split(is_blank).filter(|word| width(word) > 1).count() > 1
}

/// Whether the last word of a line cannot end anything.
pub(super) fn leads_on(words: &str) -> bool {
    let last = words.rsplit([' ', '\'', '’']).next().unwrap_or_default().to_lowercase();
    let small = [
        "de", "du", "des", "la", "le", "les", "l", "d", "et", "à", "au", "aux", "en", "sur",
        "avec", "par",
    ];
    words.ends_with([',', '-', '–', '(', ':']) || small.contains(&last.as_str())
}

/// *… portant nouvelle organisation territoriale de la*, *… notamment son article*: whether a line ends inside a sentence.
fn dangling(words: &str) -> bool {
    let last = words.rsplit(' ').next().unwrap_or_default();
    let marked = words.ends_with([',', '-', '–', '(', ':']);
    last.starts_with(char::is_lowercase)
        && (!marked && leads_on(words) || matches!(last, "article" | "articles"))
}

/// A heading in capitals behind its reference: `AB-2031-07 – SUBVENTION EXCEPTIONNELLE`.
fn referenced(words: &str) -> bool {
    let words = without_sign(words);
    let Some((reference, title)) = words.split_once(is_blank) else { return false };
    let digits = reference.bytes().filter(u8::is_ascii_digit).count();
    let marked = digits >= 3 && reference.contains(['-', '/', '_', '.']);
    let letters = title.chars().filter(|c| c.is_alphabetic()).count();
    let small = title.chars().filter(|c| c.is_lowercase()).count();
    marked && letters >= 6 && small * 8 <= letters
}

/// A heading with its number: `2. Attribution d'une subvention`.
fn numbered(words: &str) -> bool {
    let rest = words.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = words.len() - rest.len();
    let title = rest.strip_prefix(['.', '/', ')']).map(|rest| rest.trim_start_matches(is_blank));
    (1..=2).contains(&digits) && title.is_some_and(|t| t.starts_with(char::is_uppercase))
}

/// *2. Aide au foyer (délibération 2031-002)*: whatever its width, the title ends with its reference.
fn ends_in_its_reference(words: &str) -> bool {
    static REFERENCE: Pattern = Pattern::new(|| {
        compile(
            r"(?i)\((?:d[ée]lib(?:[ée]ration|\.)?|dcm|acte|n ?°) ?(?:n ?° ?)?[A-Z]{0,6}[-_/. ]?\d{1,4}(?:[-_/.]\d{1,4}){1,2}\)$",
        )
    });
    REFERENCE.is_match(words)
}

/// `pour l'exercice`, `le 8 mars` at the end of a line, and the year on the next.
fn year_goes_on(before: &str, words: &str) -> bool {
    let bare = words.trim_end_matches(['.', ',', ';']);
    let year = bare.len() == 4 && (bare.starts_with("20") || bare.starts_with("19"));
    let leads = [
        "exercice",
        "année",
        "budget",
        "saison",
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    year && leads.iter().any(|word| before.ends_with(word))
}

/// *…, notamment son article L.*, and below it *2121-29*: the number of an article behind the letter of its code.
fn of_a_code(before: &str, words: &str) -> bool {
    let letter = [" L.", " R.", " D.", "'L.", "’L."].iter().any(|letter| before.ends_with(letter));
    letter && words.starts_with(|c: char| c.is_ascii_digit())
}

/// A line that holds a figure and nothing else.
fn figure_alone(words: &str) -> bool {
    words.chars().any(|c| c.is_ascii_digit())
        && words
            .chars()
            .all(|c| c.is_ascii_digit() || is_blank(c) || matches!(c, ',' | '.' | '€' | '-'))
}

/// Whether wide gaps, tabs, rows of dots or bars part a line into columns. Justified text has no gaps so wide.
pub(super) fn in_columns(words: &str) -> bool {
    let longest = |of: fn(char) -> bool| {
        let mut run = 0;
        let runs = words.chars().map(|c| {
            run = if of(c) { run + 1 } else { 0 };
            run
        });
        runs.max().unwrap_or(0)
    };
    let bar = ['|', '│', '┃', '║', '+', '┌', '├', '└', '╔', '╠', '╚'];
    let drawn =
        words.starts_with(bar) && (words.matches(bar).count() > 2 || words.contains(['─', '═']));
    let tabbed = words.contains('\t') && bullet(words).is_none();
    tabbed || longest(is_blank) >= 4 || longest(|c| c == '.') >= 5 || drawn
}

/// `Marie-` at the end of a line: a letter, then a hyphen.
pub(super) fn broken_word(words: &str) -> bool {
    let mut back = words.chars().rev();
    back.next() == Some('-') && back.next().is_some_and(char::is_alphabetic)
}

/// `L. 5211-` at the end of a line: a digit, then a hyphen. Its other half follows.
fn broken_number(words: &str) -> bool {
    words.strip_suffix('-').is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_digit()))
}

/// Arrows that are typed sign by sign.
const ARROWS: [&str; 4] = ["==>", "=>", "-->", "->"];

/// A bullet at the start of a line: its length in bytes. Typesetters use private-use glyphs,
/// geometric shapes and dingbats.
pub(super) fn bullet(words: &str) -> Option<usize> {
    let first = words.chars().next()?;
    let glyph = matches!(first,
        '\u{1}'..='\u{6}' | '\u{10}'..='\u{1a}' | '\u{e000}'..='\u{f8ff}' | '•' | '◦' | '‣' | '·' | '➢' | '➔' | '✓' | '✔' | '→' | '⇒' | '❖' | '\u{25a0}'..='\u{25ff}'
        | '\u{2700}'..='\u{27bf}' | '\u{fffd}');
    let arrow = ARROWS.iter().find(|arrow| words.starts_with(**arrow));
    glyph.then(|| first.len_utf8()).or(arrow.map(|arrow| arrow.len()))
}

/// A dash, or the hollow bullet that extraction turns into `o`, before the words of an item.
fn list_item(words: &str) -> bool {
    let after =
        |mark: &str| words.strip_prefix(mark).is_some_and(|rest| rest.starts_with(is_blank));
    after("-")
        || after("−")
        || after("‒")
        || after("–")
        || after("—")
        || after("o")
        || after("Ø")
        || after("*")
        || after(">")
        || ARROWS.iter().any(|arrow| after(arrow))
        || after(".")
        || lettered(words)
        || bracketed_number(words)
}

/// `a) d'attribuer …`
fn lettered(words: &str) -> bool {
    let mut chars = words.chars();
    chars.next().is_some_and(|c| c.is_ascii_lowercase())
        && chars.next() == Some(')')
        && chars.next().is_some_and(is_blank)
}

/// *2° Vu la loi*: the words without the place that figures give them.
fn without_place(words: &str) -> &str {
    let rest = words.trim_start_matches(|c: char| c.is_ascii_digit());
    let marked = (1..=2).contains(&(words.len() - rest.len()));
    let bare = rest.trim_start_matches(['°', '.', ')', '/']);
    if marked && bare.len() < rest.len() {
        return bare.trim_start_matches(is_blank);
    }
    // *III. Vu*, *-VU*: a Roman number, or a dash glued to the word.
    let behind = words.trim_start_matches(['i', 'v', 'x', 'I', 'V', 'X']);
    let bare =
        behind.trim_start_matches(is_blank).trim_start_matches(['.', ')', '/', '-', '–', '—']);
    let roman =
        words.len() - behind.len() <= 4 && bare.len() < behind.trim_start_matches(is_blank).len();
    if roman { bare.trim_start_matches(is_blank) } else { words }
}

/// *IV – …*: the Roman number of an article, with its mark.
fn roman_place(words: &str) -> bool {
    let rest = words.trim_start_matches(['i', 'v', 'x']);
    (1..=5).contains(&(words.len() - rest.len()))
        && rest.trim_start_matches(is_blank).starts_with(['.', ':', '-', '–', '—'])
}

/// Formulae that always begin a line of their own in a deliberation.
fn heading(words: &str) -> bool {
    let start: String = words.chars().take(24).flat_map(char::to_lowercase).collect();
    let plain = start.replace(['é', 'è'], "e");
    let (words, numbered) = (without_place(words), without_place(&plain));
    let begins = |formula: &str| {
        numbered.strip_prefix(formula).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    let capital = words.starts_with('A');
    let short = plain.strip_prefix("art. ").filter(|_| capital);
    let article = plain.strip_prefix("article ").or(short).is_some_and(|rest| {
        let rest = rest.strip_prefix("n° ").filter(|_| capital).unwrap_or(rest);
        rest.starts_with(|c: char| c.is_ascii_digit())
            || (capital && roman_place(rest))
            || ["premier", "unique", "second", "un ", "deux", "trois", "quatr", "cinq"]
                .iter()
                .any(|n| rest.starts_with(n))
    });
    let alone = ["vu", "considerant", "delibere", "decide", "le conseil", "le bureau"];
    article
        || (begins("vu") || begins("v u")) && words.chars().next().is_some_and(char::is_uppercase)
        || begins("considerant") && words.chars().next().is_some_and(char::is_uppercase)
        || alone.contains(&plain.trim_end_matches([' ', ':', ',', '.']))
        || number_alone(words)
}

/// *Délibération CP-2031-05-101* alone on its line: the number of the act, whose title is printed above or below it.
fn number_alone(words: &str) -> bool {
    let Some((noun, rest)) = words.trim_end().split_once(is_blank) else { return false };
    let number = without_sign(rest.trim_start_matches(is_blank));
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    ["Délibération", "DÉLIBÉRATION", "Deliberation", "DELIBERATION"].contains(&noun)
        && digits >= 3
        && !number.contains(is_blank)
        && number.contains(['-', '/', '_', '.'])
}
