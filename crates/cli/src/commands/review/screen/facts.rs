//! The facts in a list, and the one that is looked at in full.

use super::super::form::{self, FieldForm, Place};
use super::super::labels::label;
use super::super::model::Model;
use super::plain;
use crate::french::french;
use crate::screen::{Look, head};
use greffe::domain::ReviewVerdict;
use greffe::{DraftedEvent, ReviewStanding};
use greffe_render::{Lang, kind_words};
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Paragraph, Wrap};

/// The sign of how a fact stands, doubled by its place and its word below.
fn sign(standing: ReviewStanding, look: Look) -> (&'static str, Style) {
    match standing {
        ReviewStanding::Sure => ("·", Style::new()),
        ReviewStanding::Open => ("?", look.tinted(Color::Yellow).add_modifier(Modifier::BOLD)),
        ReviewStanding::Decided(ReviewVerdict::Accepted) => ("✓", look.tinted(Color::Green)),
        ReviewStanding::Decided(ReviewVerdict::Edited) => ("≠", look.tinted(Color::Green)),
        ReviewStanding::Decided(ReviewVerdict::Added) => ("+", look.tinted(Color::Green)),
        ReviewStanding::Decided(ReviewVerdict::Rejected) => ("✗", look.tinted(Color::Red)),
    }
}

fn standing_in_words(standing: ReviewStanding, look: Look) -> &'static str {
    match standing {
        ReviewStanding::Sure => look.say("sûr : sera inscrit", "sure: will be recorded"),
        ReviewStanding::Open => look.say("à décider", "to decide"),
        ReviewStanding::Decided(ReviewVerdict::Accepted) => look.say("accepté", "accepted"),
        ReviewStanding::Decided(ReviewVerdict::Edited) => look.say("corrigé", "edited"),
        ReviewStanding::Decided(ReviewVerdict::Added) => look.say("ajouté", "added"),
        ReviewStanding::Decided(ReviewVerdict::Rejected) => {
            look.say("rejeté : ne sera pas inscrit", "rejected: will not be recorded")
        }
    }
}

fn sentence(event: &DraftedEvent, look: Look) -> String {
    plain(&greffe_render::data_sentence(look.lang, &event.kind, &event.data))
}

/// Draws both.
pub fn draw(frame: &mut Frame<'_>, area: Rect, model: &Model, look: Look) {
    let count = model.review.len();
    let most = u16::try_from(count + 2).unwrap_or(u16::MAX);
    let high = most.min(area.height / 2);
    let [list, card] =
        Layout::vertical([Constraint::Length(high), Constraint::Fill(1)]).areas(area);
    let room = usize::from(list.height).saturating_sub(2);
    let top = model.at.saturating_sub(room / 2).min(count.saturating_sub(room));
    let wide = usize::from(list.width).saturating_sub(2);
    let row = |at: usize| {
        let event = model.review.event(at)?;
        let (sign, style) = sign(model.review.standing(at), look);
        let here = if at == model.at { "▸" } else { " " };
        let words = head(&sentence(event, look), wide.saturating_sub(4));
        let line = if at == model.at {
            look.changed()
        } else if model.review.standing(at) == ReviewStanding::Decided(ReviewVerdict::Rejected) {
            Style::new().add_modifier(Modifier::DIM)
        } else {
            Style::new()
        };
        Some(Line::from(vec![
            Span::styled(here, line),
            Span::styled(format!("{sign} "), style),
            Span::styled(words, line),
        ]))
    };
    let lines: Vec<Line<'_>> = (top..(top + room).min(count)).filter_map(row).collect();
    let mut block = Block::bordered().title(look.say(" Faits ", " Facts "));
    if top > 0 {
        block = block.title_top(Line::from(format!(" ↑ {top} ")).right_aligned());
    }
    if count > top + room {
        block =
            block.title_bottom(Line::from(format!(" ↓ {} ", count - top - room)).right_aligned());
    }
    frame.render_widget(Paragraph::new(lines).block(block), list);
    self::card(frame, card, model, look);
}

fn card(frame: &mut Frame<'_>, area: Rect, model: &Model, look: Look) {
    let Some(event) = model.review.event(model.at) else {
        let none = look.say("Aucun fait ; n en ajoute un.", "No fact; n adds one.");
        frame.render_widget(Paragraph::new(none).block(Block::bordered()), area);
        return;
    };
    let standing = model.review.standing(model.at);
    let (sign, style) = sign(standing, look);
    let title = format!(" {sign} {} ", standing_in_words(standing, look));
    let faint = look.tinted(Color::Cyan);
    let labelled = |label: &str, words: String| {
        Line::from(vec![Span::styled(format!("{label} "), faint), Span::raw(words)])
    };
    let bold = Style::new().add_modifier(Modifier::BOLD);
    let kind = kind_words(look.lang, &event.kind);
    let date = greffe_render::date(look.lang, &event.effective);
    let grade = greffe_render::grade(look.lang, event.grade);
    let mut lines = vec![
        Line::styled(sentence(event, look), bold),
        Line::from(plain(&format!("{kind} · {date} · {grade}"))),
    ];
    if let Some(reason) = &event.reason {
        let reason = if look.lang == Lang::Fr { french(reason) } else { reason.clone() };
        lines.push(labelled(look.say("doute :", "doubt:"), plain(&reason)));
    }
    if let Some(decided) = &event.decided {
        let at = decided.at.to_string();
        let at = at.get(..16).unwrap_or_default().replace('T', " ");
        lines.push(labelled(look.say("par", "by"), plain(&format!("{}, {at} UTC", decided.by))));
        if decided.verdict == ReviewVerdict::Edited
            && let Some(read) = &decided.proposed
        {
            let words = greffe_render::data_sentence(look.lang, &read.kind, &read.data);
            lines.push(labelled(look.say("lu :", "read:"), plain(&words)));
        }
    }
    for field in form::fields(event) {
        // What the sentence cannot hold: every field that there is.
        if let (Place::Data(_), Some(value)) = (&field.place, form::value(event, &field.place)) {
            // References inside the ledger tell a person nothing.
            let inner = matches!(&field.place, Place::Data(pointer) if pointer == "/sitting");
            if field.form == FieldForm::Json || inner {
                continue;
            }
            let shown = form::shown(&field.form, &value, look.lang);
            // What the text does not say and the entry must hold, a person fills in.
            let shown = match (shown.is_empty(), field.required) {
                (false, _) => shown,
                (true, true) => look.say("à remplir", "to be filled in").to_owned(),
                (true, false) => continue,
            };
            let name = label(&field.place, look) + look.say(" :", ":");
            lines.push(labelled(&name, plain(&shown)));
        }
    }
    let block = Block::bordered().title(Line::styled(title, style));
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: true }).block(block), area);
}
