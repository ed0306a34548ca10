//! The text of the act, with what stands out in it.

use super::super::adding::span;
use super::super::form::Place;
use super::super::labels::label;
use super::super::model::{Fit, Mode, Model};
use super::super::pages::{PAGE_END, Pages};
use super::plain;
use crate::screen::{Look, head};
use greffe_render::Lang;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Paragraph};
use std::ops::Range;

/// How a range of the text stands out, the strongest last.
struct Marked {
    range: Range<usize>,
    style: Style,
}

/// A passage as a range of the text.
pub fn bytes((from, to): (u64, u64)) -> Range<usize> {
    usize::try_from(from).unwrap_or(usize::MAX)..usize::try_from(to).unwrap_or(usize::MAX)
}

/// What stands out: passages of other facts faintly, those of this one, the one looked at most of all.
fn marked(model: &Model, look: Look) -> Vec<Marked> {
    let mut marked = Vec::new();
    let others = model.review.draft().events.iter().filter_map(|event| event.sources.first());
    let faint = look.tinted(Color::Cyan);
    if look.colour {
        marked.extend(others.map(|source| Marked { range: bytes(source.span), style: faint }));
    }
    if let Mode::Passage(choosing) = &model.mode {
        let from = choosing.from.unwrap_or(choosing.at);
        if let Some(chosen) = span(&model.pages, from, choosing.at) {
            let style = look.changed().add_modifier(Modifier::REVERSED);
            marked.push(Marked { range: bytes(chosen), style });
        }
        return marked;
    }
    let underlined = Style::new().add_modifier(Modifier::UNDERLINED);
    for source in model.shown().into_iter().flat_map(|event| &event.sources) {
        marked.push(Marked { range: bytes(source.span), style: underlined });
    }
    if let Some(source) = model.passage() {
        let style = look.changed().add_modifier(Modifier::REVERSED);
        marked.push(Marked { range: bytes(source.span), style });
    }
    marked
}

/// Where one looks in the text.
fn focus(model: &Model) -> Option<Range<usize>> {
    match &model.mode {
        Mode::Passage(choosing) => model.pages.words().get(choosing.at).cloned(),
        _ => model.passage().map(|source| bytes(source.span)),
    }
}

/// Draws the text; gives what fits of it.
pub fn draw(frame: &mut Frame<'_>, area: Rect, model: &Model, look: Look) -> Fit {
    let pages = &model.pages;
    let high = usize::from(area.height).saturating_sub(2);
    let last = pages.lines().len().saturating_sub(high);
    let focus = focus(model);
    let line = focus.as_ref().map_or(0, |range| pages.line_of(range.start));
    let choosing = matches!(model.mode, Mode::Passage(_));
    // While words are chosen the page stays as long as the word is on it.
    let stays = choosing && (model.fit.top..model.fit.top + high).contains(&line);
    let top = match model.scrolled {
        Some(top) if !choosing => top,
        _ if stays => model.fit.top,
        _ => line.saturating_sub(high / 4),
    };
    let top = top.min(last);
    let marked = marked(model, look);
    let lines = pages.lines().iter().skip(top).take(high);
    let lines: Vec<Line<'_>> =
        lines.map(|line| text_line(model, line, &marked, focus.as_ref())).collect();
    let first = source_line(&model.text, pages, top);
    let label = match look.lang {
        Lang::Fr => format!(" Texte · ligne {first} "),
        Lang::En => format!(" Text · line {first} "),
    };
    let mut block = Block::bordered().title(label);
    if let Some(told) = told_of_passage(model, look) {
        block = block.title_bottom(Line::from(head(&told, usize::from(area.width) - 4)));
    }
    frame.render_widget(Paragraph::new(lines).block(block), area);
    Fit { lines: high, top, ..Fit::default() }
}

/// The number of a line of the text itself, which the layout may have broken.
fn source_line(text: &str, pages: &Pages, line: usize) -> usize {
    let start = pages.lines().get(line).map_or(0, |line| line.start);
    text.get(..start).map_or(0, |before| before.bytes().filter(|b| *b == b'\n').count()) + 1
}

/// Which passage this is, and what it supports.
fn told_of_passage(model: &Model, look: Look) -> Option<String> {
    if matches!(model.mode, Mode::Passage(_) | Mode::Kinds { .. }) {
        return None;
    }
    let sources = &model.shown()?.sources;
    let at = model.passage.min(sources.len().saturating_sub(1));
    let source = sources.get(at)?;
    let place = |pointer: &String| label(&Place::Data(pointer.clone()), look.lang);
    let fields: Vec<String> = source.fields.iter().map(place).collect();
    let fields = if fields.is_empty() {
        look.say("le fait entier", "the whole fact").to_owned()
    } else {
        fields.join(", ")
    };
    let count = format!("{}/{}", at + 1, sources.len());
    Some(format!(" {} {count} : {fields} ", look.say("passage", "passage")))
}

/// A line of the text with what stands out in it, behind a bar where one looks.
fn text_line(
    model: &Model,
    line: &Range<usize>,
    marked: &[Marked],
    focus: Option<&Range<usize>>,
) -> Line<'static> {
    let (text, pages) = (&model.text, &model.pages);
    if text.get(line.clone()) == Some(PAGE_END) {
        return Line::from("┄".repeat(pages.width() + 1));
    }
    let hidden = pages.hidden(line);
    let looked_at =
        focus.is_some_and(|f| f.start < line.end.max(line.start + 1) && line.start < f.end);
    let mut spans = vec![Span::raw(if looked_at { "▌" } else { " " })];
    let mut cuts: Vec<usize> = vec![line.start, line.end];
    let inside = |at: &usize| (line.start..line.end).contains(at);
    cuts.extend(marked.iter().flat_map(|m| [m.range.start, m.range.end]).filter(inside));
    cuts.extend(hidden.iter().flat_map(|blank| [blank.start, blank.end]));
    cuts.sort_unstable();
    cuts.dedup();
    for pair in cuts.windows(2) {
        let &[from, to] = pair else { continue };
        if hidden.iter().any(|blank| blank.start <= from && to <= blank.end) {
            continue;
        }
        let over = marked.iter().filter(|m| m.range.start <= from && to <= m.range.end);
        let style = over.fold(Style::new(), |style, m| style.patch(m.style));
        spans.push(Span::styled(plain(text.get(from..to).unwrap_or_default()), style));
    }
    Line::from(spans)
}
