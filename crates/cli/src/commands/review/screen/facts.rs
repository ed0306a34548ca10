//! The facts in a list, and the one that is looked at in full.

use super::super::form::{self, FieldForm, Place};
use super::super::labels::label;
use super::super::model::Model;
use super::super::pages::Pages;
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
use ratatui::widgets::{Block, Paragraph};
use std::ops::Range;

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

/// Draws both; gives how many lines of the fact in full fit, and how many there are.
pub fn draw(frame: &mut Frame<'_>, area: Rect, model: &Model, look: Look) -> (usize, usize) {
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
    self::card(frame, card, model, look)
}

fn card(frame: &mut Frame<'_>, area: Rect, model: &Model, look: Look) -> (usize, usize) {
    let Some(event) = model.review.event(model.at) else {
        let none = look.say("Aucun fait ; n en ajoute un.", "No fact; n adds one.");
        frame.render_widget(Paragraph::new(none).block(Block::bordered()), area);
        return (0, 0);
    };
    let standing = model.review.standing(model.at);
    let (sign, style) = sign(standing, look);
    let title = format!(" {sign} {} ", standing_in_words(standing, look));
    let wide = usize::from(area.width).saturating_sub(2);
    let doubted = model.review.not_borne_out(model.at, &model.text);
    let lines: Vec<Line<'_>> =
        told(event, &doubted, look).iter().flat_map(|told| told.laid_out(wide, look)).collect();
    let (room, count) = (usize::from(area.height).saturating_sub(2), lines.len());
    let top = model.unrolled.min(count.saturating_sub(room));
    let mut block = Block::bordered().title(Line::styled(title, style));
    let below = count.saturating_sub(top + room);
    let more = match (below, top) {
        (0, 0) => None,
        (0, _) => Some(format!(" ↑ {top} · {} ", look.say("Espace : début", "Space: beginning"))),
        _ => Some(format!(" ↓ {below} · {} ", look.say("Espace : suite", "Space: more"))),
    };
    if let Some(more) = more {
        block = block.title_bottom(Line::from(more).right_aligned());
    }
    let shown: Vec<Line<'_>> = lines.into_iter().skip(top).take(room).collect();
    frame.render_widget(Paragraph::new(shown).block(block), area);
    (room, count)
}

/// Something told of a fact: words, behind a label or alone.
struct Told {
    /// How many bytes of the words are the label.
    label: usize,
    words: String,
    style: Style,
}

impl Told {
    /// The lines that it takes.
    fn laid_out(&self, wide: usize, look: Look) -> Vec<Line<'static>> {
        let faint = look.tinted(Color::Cyan);
        let line = |range: &Range<usize>| {
            let cut = self.label.clamp(range.start, range.end);
            let part = |range: Range<usize>| plain(self.words.get(range).unwrap_or_default());
            Line::from(vec![
                Span::styled(part(range.start..cut), faint),
                Span::styled(part(cut..range.end), self.style),
            ])
        };
        Pages::of(&self.words, wide).lines().iter().map(line).collect()
    }
}

/// What is told of a fact, the sentence first, what no passage holds of what a person gave, and then every field that there
/// is.
fn told(event: &DraftedEvent, doubted: &[String], look: Look) -> Vec<Told> {
    let plainly = |words: String, style| Told { label: 0, words, style };
    // Nothing is parted before a semicolon, nor inside a figure: no-break spaces stay until lines are made.
    let labelled = |label: &str, words: String| Told {
        label: label.len(),
        words: format!("{label} {}", words.replace(" ;", "\u{a0};")),
        style: Style::new(),
    };
    let bold = Style::new().add_modifier(Modifier::BOLD);
    let kind = kind_words(look.lang, &event.kind);
    let date = greffe_render::date(look.lang, &event.effective);
    let grade = greffe_render::grade(look.lang, event.grade);
    let mut lines = vec![
        plainly(greffe_render::data_sentence(look.lang, &event.kind, &event.data), bold),
        plainly(format!("{kind} · {date} · {grade}"), Style::new()),
    ];
    if !doubted.is_empty() {
        let names = doubted.iter().map(|field| label(&Place::Data(field.clone()), look.lang));
        let held = look.say("absent du passage :", "not in the passage:");
        lines.push(Told {
            style: look.tinted(Color::Red),
            ..labelled(held, names.collect::<Vec<_>>().join(", "))
        });
    }
    if let Some(reason) = &event.reason {
        let reason = if look.lang == Lang::Fr { french(reason) } else { reason.clone() };
        lines.push(labelled(look.say("doute :", "doubt:"), reason));
    }
    if let Some(decided) = &event.decided {
        let at = decided.at.to_string();
        let at = at.get(..16).unwrap_or_default().replace('T', " ");
        lines.push(labelled(look.say("par", "by"), format!("{}, {at} UTC", decided.by)));
        if decided.verdict == ReviewVerdict::Edited
            && let Some(read) = &decided.proposed
        {
            let words = greffe_render::data_sentence(look.lang, &read.kind, &read.data);
            lines.push(labelled(look.say("lu :", "read:"), words));
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
            let name = label(&field.place, look.lang) + look.say(" :", ":");
            lines.push(labelled(&name, shown));
        }
    }
    lines
}
