//! Sums in words as rows of a list hold them (*Le Cercle : mille deux cents euros*), written in figures of the same length,
//! so that whoever reads rows by their figures reads these likewise.

use super::Found;
use super::amount::{FIGURE, told_in_words};
use greffe_domain::Money;
use std::borrow::Cow;
use std::ops::Range;

/// A stretch of a text whose sums in words are figures, and where each stands that was one.
pub(crate) struct InFigures<'t> {
    /// As long as the stretch that it stands for.
    pub(crate) text: Cow<'t, str>,
    /// The figures that it writes, with the range of what says them in the stretch itself, in order.
    said: Vec<(usize, Range<usize>)>,
}

impl InFigures<'_> {
    /// Where a sum of this text stands in the stretch itself.
    pub(crate) fn place(&self, sum: &mut Found<Money>) {
        let at = self.said.binary_search_by_key(&sum.range.start, |(start, _)| *start);
        if let Some((_, said)) = at.ok().and_then(|at| self.said.get(at)) {
            sum.range = said.clone();
        }
    }
}

/// Writes the sums in words of a stretch in figures. Of *mille euros (1 000 €)* the figure in brackets says the sum.
pub(crate) fn in_figures(stretch: &str) -> InFigures<'_> {
    let mut out = String::new();
    let mut said = Vec::new();
    let mut done = 0;
    for found in told_in_words(stretch) {
        let (whole, place) = match bracketed(stretch, &found) {
            Bracket::None => (found.range.clone(), found.range.clone()),
            Bracket::Same { end, figure } => (found.range.start..end, figure),
            Bracket::Other => continue,
        };
        let Some(figure) = figure(found.value, whole.len()) else { continue };
        let Some(before) = stretch.get(done..whole.start) else { continue };
        out.push_str(before);
        said.push((out.len(), place));
        out.push_str(&figure);
        done = whole.end;
    }
    if said.is_empty() {
        return InFigures { text: Cow::Borrowed(stretch), said };
    }
    out.push_str(stretch.get(done..).unwrap_or_default());
    InFigures { text: Cow::Owned(out), said }
}

/// What brackets behind a sum in words hold.
enum Bracket {
    /// No figure.
    None,
    /// The same sum, up to `end`.
    Same { end: usize, figure: Range<usize> },
    /// Another sum.
    Other,
}

fn bracketed(text: &str, found: &Found<Money>) -> Bracket {
    let behind = text.get(found.range.end..).unwrap_or_default();
    let Some(inside) = behind.trim_start_matches(' ').strip_prefix('(') else {
        return Bracket::None;
    };
    let at = text.len() - inside.len();
    let inside = super::lead(inside, 40);
    let figure = FIGURE.find(inside).filter(|figure| figure.start() == 0);
    let same = figure.is_some_and(|figure| Money::parse(figure.as_str()) == Ok(found.value));
    match figure.filter(|figure| {
        same && inside.get(figure.end()..).is_some_and(|rest| rest.starts_with(')'))
    }) {
        Some(figure) => Bracket::Same { end: at + figure.end() + 1, figure: at..at + figure.end() },
        None if inside.starts_with(|c: char| c.is_ascii_digit()) => Bracket::Other,
        None => Bracket::None,
    }
}

/// A sum in figures of so many bytes, led by noughts.
fn figure(sum: Money, length: usize) -> Option<String> {
    let (euros, cents) = (sum.cents() / 100, sum.cents() % 100);
    let cents = if cents == 0 { String::new() } else { format!(",{cents:02}") };
    let width = length.checked_sub(cents.len() + "€".len())?;
    // Fourteen digits in one are the number of a body.
    let (width, blank) = if width == 14 { (13, " ") } else { (width, "") };
    let figure = format!("{euros:0width$}{cents}{blank}€");
    (figure.len() == length).then_some(figure)
}
