//! Boxes drawn around the parts of an act: a narrow cell that says what stands beside it (*Vu*, *Article 1*), and the
//! words in the cell to its right, over one row or several.

use super::{Line, is_blank};

/// The lines of a text, the cells of such boxes taken out of them: each label, then the words beside it.
pub(super) fn opened<'a>(lines: Vec<Line<'a>>) -> Vec<Line<'a>> {
    if !lines.iter().any(|line| cells(line).is_some_and(|(label, _)| labels(label.words))) {
        return lines;
    }
    let mut out: Vec<Line<'a>> = Vec::with_capacity(lines.len());
    let mut rest = lines.as_slice();
    while let Some(first) = rest.first() {
        let drawn = |line: &&Line<'a>| rule(line.words) || cells(line).is_some();
        let (stretch, behind) = rest.split_at(rest.iter().take_while(drawn).count());
        let rows: Vec<_> = stretch.iter().filter_map(cells).collect();
        let held =
            |(label, _): &(Line<'a>, Line<'a>)| label.words.is_empty() || labels(label.words);
        let known = rows.first().is_some_and(|(label, _)| labels(label.words));
        // *Textes*, and below it *Actes du syndicat*, *Avis*: the kinds of the bases, each in its row.
        let kinds = rows.first().is_some_and(|(label, _)| heads_bases(label.words));
        let of_bases = kinds && rows.iter().all(|(label, _)| kind_of_basis(label.words));
        if known && (of_bases || rows.iter().all(held)) {
            let full = rows.iter().map(|(_, said)| super::width(said.words)).max();
            for (row, (label, said)) in rows.into_iter().enumerate() {
                if !label.words.is_empty() && (row == 0 || !of_bases) {
                    out.push(label);
                }
                out.push(Line { full, ..said });
            }
            out.push(Line {
                at: out.last().map_or(0, |last| last.at + last.words.len()),
                words: "",
                full: None,
            });
            rest = behind;
        } else if stretch.is_empty() {
            out.push(*first);
            rest = rest.get(1..).unwrap_or_default();
        } else {
            out.extend_from_slice(stretch);
            rest = behind;
        }
    }
    out
}

/// What the narrow cell may say.
fn labels(words: &str) -> bool {
    let plain = words.trim_end_matches([':', ' ']).to_lowercase();
    let article = plain.strip_prefix("article ").or_else(|| plain.strip_prefix("art. "));
    matches!(plain.as_str(), "vu" | "visas" | "visa" | "considérant" | "considerant")
        || heads_bases(words)
        || article.is_some_and(|place| {
            place.len() <= 4 && place.starts_with(|c: char| c.is_ascii_digit() || "ivx".contains(c))
        })
}

/// A heading of legal bases in the narrow cell.
fn heads_bases(words: &str) -> bool {
    let plain = words.trim_end_matches([':', ' ']).to_lowercase().replace(['é', 'è'], "e");
    let known = [
        "textes",
        "textes vises",
        "textes applicables",
        "fondements",
        "fondement",
        "visas",
        "references",
        "fondements juridiques",
        "fondement juridique",
        "base juridique",
        "bases juridiques",
        "base legale",
        "bases legales",
        "cadre juridique",
        "cadre legal",
        "textes de reference",
    ];
    known.contains(&plain.as_str())
}

/// What kind of basis a row of such a box holds; a cell that goes on says nothing.
fn kind_of_basis(words: &str) -> bool {
    let plain = words.to_lowercase().replace(['é', 'è', 'ê'], "e");
    let kinds = [
        "texte",
        "acte",
        "avis",
        "convention",
        "deliberation",
        "decision",
        "loi",
        "code",
        "decret",
        "arrete",
        "budget",
        "reglement",
        "statut",
        "rapport",
        "visa",
        "reference",
        "fondement",
        "base",
        "cadre",
        "charte",
        "contrat",
        "delegation",
    ];
    plain.is_empty() || kinds.iter().any(|kind| plain.starts_with(kind))
}

/// A rule between rows: *+-----+-----+*.
fn rule(words: &str) -> bool {
    const SHORTEST: usize = 5;
    let drawn = |c: char| {
        matches!(
            c,
            '+' | '-'
                | '='
                | '─'
                | '━'
                | '═'
                | '┌'
                | '┬'
                | '┐'
                | '├'
                | '┼'
                | '┤'
                | '└'
                | '┴'
                | '┘'
                | '|'
                | ' '
        )
    };
    words.len() >= SHORTEST && words.contains(['-', '=', '─', '━', '═']) && words.chars().all(drawn)
}

/// The two cells of a row between bars.
fn cells<'a>(line: &Line<'a>) -> Option<(Line<'a>, Line<'a>)> {
    const BARS: [char; 3] = ['|', '│', '║'];
    let inside = line.words.strip_prefix(BARS)?.strip_suffix(BARS)?;
    let (label, said) = inside.split_once(BARS)?;
    if said.contains(BARS) {
        return None;
    }
    let cell = |words: &'a str| {
        let bare = words.trim_matches(is_blank);
        let from = bare.as_ptr() as usize - line.words.as_ptr() as usize;
        Line { at: line.at + from, words: bare, full: None }
    };
    Some((cell(label), cell(said)))
}
