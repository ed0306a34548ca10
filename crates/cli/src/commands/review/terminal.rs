//! The loop of the review: keys in, screen out, and every decision on the disk before the next key.
//! The terminal is given back as it was, at the end, on an error and on a panic.

use super::model::{Key, Model, Wish};
use super::pages::Pages;
use super::screen::{draw, text_width};
use crate::context::Context;
use crate::failure::Failure;
use crate::screen::{self, Look, Refusal};
use greffe::Review;
use greffe::domain::Instant;
use ratatui::DefaultTerminal;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Refuses where there is nobody to decide.
pub fn demand(context: &Context) -> Result<(), Failure> {
    let json = Refusal {
        code: "review-json",
        fr: "la relecture est pour une personne ; un programme corrige le projet, qui est du JSON",
        en: "a review is for a person; a program corrects the draft, which is JSON",
    };
    let no_terminal = Refusal {
        code: "no-terminal",
        fr: "la relecture demande un terminal ; sans lui, corriger le projet dans un éditeur",
        en: "a review needs a terminal; without one, correct the draft in an editor",
    };
    screen::demand(context, json, no_terminal)
}

/// Goes on until somebody quits; `keep` is called after every decision.
pub fn run(
    model: &mut Model,
    look: Look,
    keep: impl FnMut(&Review) -> Result<(), Failure>,
) -> Result<(), Failure> {
    screen::with_terminal(|terminal| steps(terminal, model, look, keep))
}

fn steps(
    terminal: &mut DefaultTerminal,
    model: &mut Model,
    look: Look,
    mut keep: impl FnMut(&Review) -> Result<(), Failure>,
) -> Result<(), Failure> {
    loop {
        let wide = text_width(terminal.size().map_err(|e| Failure::output(&e))?.width);
        if model.pages.width() != wide.max(1) {
            model.pages = Pages::of(&model.text, wide);
        }
        let mut fit = model.fit;
        let drawn = terminal.draw(|frame| fit = draw(frame, model, look));
        drawn.map_err(|e| Failure::output(&e))?;
        model.fit = fit;
        let pressed = screen::pressed(key)?;
        match pressed.map_or(Wish::Show, |key| model.press(key, now())) {
            Wish::Show => {}
            Wish::Keep => keep(&model.review)?,
            Wish::Quit => return Ok(()),
        }
    }
}

/// The time, for the decision that is made now.
fn now() -> Instant {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let micros = since.ok().and_then(|since| i64::try_from(since.as_micros()).ok());
    let now = micros.and_then(Instant::from_micros).or_else(|| Instant::from_micros(0));
    now.unwrap_or_else(|| unreachable!("1970 is an instant"))
}

/// What a key of the keyboard means.
pub fn key(event: KeyEvent) -> Option<Key> {
    if event.modifiers.contains(KeyModifiers::CONTROL) {
        return match event.code {
            KeyCode::Char('c') => Some(Key::Leave),
            KeyCode::Char('s') => Some(Key::Keep),
            _ => None,
        };
    }
    Some(match event.code {
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::F(1) => Key::Char('?'),
        KeyCode::Char(c) => Key::Char(c),
        _ => return None,
    })
}
