//! What the screens for a person at a terminal have in common: whether there is somebody, how they
//! look, the keys shown over them, and texts that fit. Colour only repeats what a word or a sign says.

use crate::args::Format;
use crate::context::Context;
use crate::failure::Failure;
use greffe_render::Lang;
use ratatui::crossterm::event::{self, Event, KeyEvent, KeyEventKind};
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Paragraph, Wrap};
use ratatui::{DefaultTerminal, Frame};
use std::io::IsTerminal;

/// The smallest terminal in which everything has its place.
const SMALLEST: (u16, u16) = (60, 20);

/// Why a screen is not shown, and what to do in its place.
#[derive(Debug, Clone, Copy)]
pub struct Refusal {
    /// The code of the error.
    pub code: &'static str,
    /// In French.
    pub fr: &'static str,
    /// In English.
    pub en: &'static str,
}

/// Refuses a screen where there is nobody to look at it: a program that asks for JSON, or no terminal.
pub fn demand(context: &Context, json: Refusal, no_terminal: Refusal) -> Result<(), Failure> {
    let refuse = |why: Refusal| Err(Failure::usage(why.code, why.fr.to_owned(), why.en.to_owned()));
    if context.format == Format::Json {
        return refuse(json);
    }
    if std::io::stdout().is_terminal() && std::io::stdin().is_terminal() {
        return Ok(());
    }
    refuse(no_terminal)
}

/// Takes the terminal and gives it back as it was: at the end, on an error and on a panic.
pub fn with_terminal<T>(
    steps: impl FnOnce(&mut DefaultTerminal) -> Result<T, Failure>,
) -> Result<T, Failure> {
    // Restores the terminal on a panic, too.
    let mut terminal = ratatui::try_init().map_err(|e| Failure::output(&e))?;
    let done = steps(&mut terminal);
    ratatui::restore();
    done
}

/// Waits for what happens: what a key that was pressed means, or nothing for all else, a resize above
/// all, after which the screen is drawn anew.
pub fn pressed<K>(meaning: impl Fn(KeyEvent) -> Option<K>) -> Result<Option<K>, Failure> {
    match event::read().map_err(|e| Failure::output(&e))? {
        Event::Key(event) if event.kind != KeyEventKind::Release => Ok(meaning(event)),
        _ => Ok(None),
    }
}

/// How a screen looks.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// The language.
    pub lang: Lang,
    /// Whether there is colour.
    pub colour: bool,
}

impl Look {
    /// One of two texts.
    pub fn say<'t>(self, fr: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Fr => fr,
            Lang::En => en,
        }
    }

    /// In a colour, if there is any.
    pub fn tinted(self, colour: Color) -> Style {
        if self.colour { Style::new().fg(colour) } else { Style::new() }
    }

    /// What stands out.
    pub fn changed(self) -> Style {
        self.tinted(Color::Yellow).add_modifier(Modifier::BOLD)
    }

    /// The names that stand on the keys of a keyboard.
    fn keys(self, english: &str) -> String {
        match self.lang {
            Lang::Fr => {
                let names = [
                    ("Enter", "Entrée"),
                    ("Esc", "Échap"),
                    ("Home", "Début"),
                    ("End", "Fin"),
                    ("Space", "Espace"),
                ];
                names.iter().fold(english.to_owned(), |keys, (en, fr)| keys.replace(en, fr))
            }
            Lang::En => english.to_owned(),
        }
    }
}

/// Whether a screen has no room; then it says how much it needs.
pub fn is_too_small(frame: &mut Frame<'_>, look: Look) -> bool {
    let (area, (wide, high)) = (frame.area(), SMALLEST);
    let small = area.width < wide || area.height < high;
    if small {
        let words = match look.lang {
            Lang::Fr => format!("Trop petit : {wide} × {high} au moins"),
            Lang::En => format!("Too small: {wide} × {high} at least"),
        };
        frame.render_widget(Paragraph::new(words).wrap(Wrap { trim: true }), area);
    }
    small
}

/// Says on the right of a title how to get help and out; gives the room that is left for the title.
pub fn title_beside_keys(frame: &mut Frame<'_>, area: Rect, look: Look) -> Rect {
    let keys = look.say(" ? aide · q quitter ", " ? help · q quit ");
    let parts = [Constraint::Fill(1), Constraint::Length(width(keys))];
    let [title, place] = Layout::horizontal(parts).areas(area);
    frame.render_widget(Line::from(keys), place);
    title
}

/// Shows over everything what the keys do, each in French and English, and what else explains the screen.
pub fn help(frame: &mut Frame<'_>, look: Look, keys: &[(&str, &str, &str)], below: Vec<Line<'_>>) {
    let area = frame.area();
    let bold = Style::new().add_modifier(Modifier::BOLD);
    let named: Vec<(String, &str)> =
        keys.iter().map(|(key, fr, en)| (look.keys(key), look.say(fr, en))).collect();
    let column = named.iter().map(|(key, _)| width(key)).max().map_or(0, usize::from) + 2;
    let mut lines: Vec<Line<'_>> = named
        .iter()
        .map(|(key, words)| {
            Line::from(vec![Span::styled(format!("{key:<column$}"), bold), Span::raw(*words)])
        })
        .collect();
    lines.push(Line::default());
    lines.extend(below);
    let widest = lines.iter().map(Line::width).max().unwrap_or_default();
    let room = |wanted: usize, most: u16| u16::try_from(wanted).unwrap_or(most).min(most);
    let (wide, high) = (room(widest + 4, area.width), room(lines.len() + 2, area.height));
    let place = Rect {
        x: area.x + (area.width - wide) / 2,
        y: area.y + (area.height - high) / 2,
        width: wide,
        height: high,
    };
    frame.render_widget(Clear, place);
    let block = Block::bordered()
        .title(look.say(" Touches ", " Keys "))
        .padding(ratatui::widgets::Padding::horizontal(1));
    frame.render_widget(Paragraph::new(lines).block(block), place);
}

/// How many columns a text takes.
pub fn width(text: &str) -> u16 {
    u16::try_from(Span::raw(text).width()).unwrap_or(u16::MAX)
}

/// The beginning of a text that fits, with an ellipsis where it is cut.
pub fn head(text: &str, room: usize) -> String {
    if Span::raw(text).width() <= room {
        return text.to_owned();
    }
    let mut cut = text.to_owned();
    while cut.pop().is_some() && Span::raw(&cut).width() + 1 > room {}
    format!("{}…", cut.trim_end())
}

/// The end of a text that fits, with an ellipsis where it is cut.
pub fn tail(text: &str, room: usize) -> String {
    if Span::raw(text).width() <= room {
        return text.to_owned();
    }
    let kept: Vec<char> = text.chars().rev().take(room.saturating_sub(1)).collect();
    format!("…{}", kept.into_iter().rev().collect::<String>())
}
