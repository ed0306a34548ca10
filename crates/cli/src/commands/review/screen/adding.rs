//! A fact that is added: which kind, and which passage says it.

use super::super::adding::{Choosing, span};
use super::super::kinds;
use super::super::model::Model;
use super::plain;
use super::text::bytes;
use crate::screen::{Look, head, width};
use greffe_render::kind_words;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::{Block, Paragraph, Wrap};

/// The kinds that fit what was typed.
pub fn choose_kind(frame: &mut Frame<'_>, area: Rect, typed: &str, at: usize, look: Look) {
    let block = Block::bordered().title(look.say(" Quel fait ? ", " Which fact? "));
    let inside = block.inner(area);
    frame.render_widget(block, area);
    let fitting = kinds::fitting(typed);
    let wide = usize::from(inside.width);
    let lead = look.say("chercher : ", "find: ");
    let mut lines = vec![Line::from(head(&format!("{lead}{typed}"), wide)), Line::default()];
    let room = usize::from(inside.height).saturating_sub(2);
    let at = at.min(fitting.len().saturating_sub(1));
    let top = at.saturating_sub(room / 2).min(fitting.len().saturating_sub(room));
    for (place, (kind, ..)) in fitting.iter().enumerate().skip(top).take(room) {
        let (here, style) = if place == at { ("▸", look.changed()) } else { (" ", Style::new()) };
        let words = kind_words(look.lang, kind);
        lines.push(Line::styled(head(&format!("{here} {words}"), wide), style));
    }
    if fitting.is_empty() {
        lines.push(Line::from(look.say("Aucun genre de ce nom.", "No kind of that name.")));
    }
    let x = inside.x + width(lead) + width(typed);
    frame.set_cursor_position(Position { x: x.min(inside.right().saturating_sub(1)), y: inside.y });
    frame.render_widget(Paragraph::new(lines), inside);
}

/// The passage that is being chosen, and how.
pub fn choose_passage(
    frame: &mut Frame<'_>,
    area: Rect,
    model: &Model,
    choosing: &Choosing,
    look: Look,
) {
    let kind = kind_words(look.lang, &choosing.filling.event.kind);
    let words = match choosing.from {
        None => look.say(
            "Aller au premier mot du passage qui dit le fait, puis Espace.",
            "Go to the first word of the passage that says the fact, then Space.",
        ),
        Some(_) => {
            look.say("Aller au dernier mot, puis Espace.", "Go to the last word, then Space.")
        }
    };
    let mut lines = vec![Line::from(words), Line::default()];
    let from = choosing.from.unwrap_or(choosing.at);
    if let Some(chosen) = span(&model.pages, from, choosing.at) {
        let text = model.text.get(bytes(chosen)).unwrap_or_default();
        lines.push(Line::from(format!("« {} »", plain(&greffe::domain::fold_spaces(text)))));
    }
    let block = Block::bordered().title(format!(" {kind} "));
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: true }).block(block), area);
}
