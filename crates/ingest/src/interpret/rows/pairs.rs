//! Rows that stand side by side on one line.

use super::formulae::{FIGURES_ALONE, TOTAL};
use super::naming::{form, named};
use super::{Row, figures};

/// Rows that stand side by side on one line, each a name and its amount: `Chorale \t 300,00 \t Cyclo \t 500,00`. The row of
/// a total is none of them.
pub(super) fn pairs(line: &str, at: usize) -> Vec<Row> {
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
        FIGURES_ALONE.is_match(words) != n.is_multiple_of(2) && !words.contains(':')
    };
    if cells.len() < 4 || !cells.len().is_multiple_of(2) || !cells.iter().enumerate().all(alternate)
    {
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
    let of_a_total =
        |two: &&[(&str, usize)]| two.first().is_some_and(|(words, _)| TOTAL.is_match(words));
    let told = cells.chunks_exact(2).filter(|two| !of_a_total(two));
    told.map(pair).collect::<Option<Vec<Row>>>().unwrap_or_default()
}
