//! A fact that is filled in: its fields in a list, below it the one at hand and what is typed.

use super::super::filling::Filling;
use super::super::form::{self, Field, FieldForm};
use super::super::labels::label;
use super::plain;
use crate::screen::{Look, head, tail, width};
use greffe_render::kind_words;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Paragraph, Wrap};

/// The columns that the name of a field has at least, if it needs them.
const LABEL: usize = 16;

/// Draws both.
pub fn draw(frame: &mut Frame<'_>, area: Rect, filling: &Filling, look: Look) {
    let kind = kind_words(look.lang, &filling.event.kind);
    let sign = if filling.changed { " ≠" } else { "" };
    let block = Block::bordered().title(format!(" {kind}{sign} "));
    let inside = block.inner(area);
    frame.render_widget(block, area);
    let typing_rows = 4;
    let parts = [Constraint::Fill(1), Constraint::Length(typing_rows)];
    let [list, typing] = Layout::vertical(parts).areas(inside);
    let room = usize::from(list.height);
    let top = filling.at.saturating_sub(room / 2).min(filling.fields.len().saturating_sub(room));
    let wide = usize::from(list.width);
    let labels = || filling.fields.iter().map(|field| width(&label(&field.place, look.lang)));
    let column = usize::from(labels().max().unwrap_or_default()).min((wide * 2 / 5).max(LABEL));
    let row = |(at, field): (usize, &Field)| {
        let value = form::value(&filling.event, &field.place)
            .filter(|value| !form::shown(&field.form, value, look.lang).is_empty());
        let here = if at == filling.at { "▸" } else { " " };
        let name = label(&field.place, look.lang);
        // Of a field inside another the end tells which it is.
        let name = if name.contains(" · ") { tail(&name, column) } else { head(&name, column) };
        let (words, style) = match &value {
            Some(value) => (form::shown(&field.form, value, look.lang), Style::new()),
            None if field.required => {
                (look.say("à remplir", "to be filled in").to_owned(), look.tinted(Color::Yellow))
            }
            None => ("—".to_owned(), Style::new().add_modifier(Modifier::DIM)),
        };
        let style = if at == filling.at { look.changed() } else { style };
        let words = head(&plain(&words), wide.saturating_sub(column + 2));
        let gap = column.saturating_sub(usize::from(width(&name)));
        Line::from(vec![
            Span::styled(here, style),
            Span::styled(format!("{name}{} ", " ".repeat(gap)), style),
            Span::styled(words, style),
        ])
    };
    let fields = filling.fields.iter().enumerate().skip(top).take(room);
    frame.render_widget(Paragraph::new(fields.map(row).collect::<Vec<_>>()), list);
    typed(frame, typing, filling, look);
}

/// The field at hand in full, or what is being typed in it.
fn typed(frame: &mut Frame<'_>, area: Rect, filling: &Filling, look: Look) {
    let Some(field) = filling.field() else { return };
    let name = label(&field.place, look.lang);
    let faint = look.tinted(Color::Cyan);
    let line = "─".repeat(usize::from(area.width));
    let mut lines = vec![Line::from(line)];
    let wide = usize::from(area.width);
    let Some((text, at)) = &filling.typing else {
        let value = form::value(&filling.event, &field.place);
        let words = value.map(|value| plain(&form::shown(&field.form, &value, look.lang)));
        let words = words.unwrap_or_else(|| hint(&field.form, look).trim_start().to_owned());
        let name = Span::styled(format!("{name}{}", look.say(" : ", ": ")), faint);
        lines.push(Line::from(vec![name, Span::raw(words)]));
        frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: true }), area);
        return;
    };
    let asked = format!("{name}{}", hint(&field.form, look));
    lines.push(Line::styled(head(&asked, wide), faint));
    let before = plain(text.get(..*at).unwrap_or_default());
    let behind = plain(text.get(*at..).unwrap_or_default());
    // Of a long line what stands around the cursor.
    let shown = tail(&before, wide.saturating_sub(3));
    let x = area.x + 2 + width(&shown);
    let rest = head(&behind, wide.saturating_sub(2 + usize::from(width(&shown))));
    lines.push(Line::from(format!("> {shown}{rest}")));
    if let FieldForm::Choice(choices) = &field.form {
        // From the one at hand on, so that what comes next is seen where not all have room.
        let mut words = choices.words(look.lang);
        let at = words.iter().position(|word| word == text).unwrap_or_default();
        words.rotate_left(at);
        lines.push(Line::styled(head(&words.join(" · "), wide), faint));
    }
    if area.height > 2 {
        frame.set_cursor_position(Position { x, y: area.y + 2 });
    }
    frame.render_widget(Paragraph::new(lines), area);
}

/// What may be typed, in a few words.
fn hint(form: &FieldForm, look: Look) -> String {
    use FieldForm as F;
    let words = match form {
        F::Amount => look.say("73 500 €", "73500 or 1500.50"),
        F::Number => look.say("un nombre", "a number"),
        F::YesNo => look.say("oui ou non, ↑↓", "yes or no, ↑↓"),
        F::Choice(_) => look.say("↑↓ : autre mot", "↑↓: another word"),
        F::List => look.say("séparés par ;", "parted by ;"),
        F::Share => look.say("8,6 %", "8,6%"),
        F::Instrument => look.say("initial, avenant 1…", "initial, avenant 1…"),
        F::Json => "JSON",
        F::Words => return String::new(),
    };
    format!(" ({words})")
}
