//! What the screens for a person at a terminal have in common: how they look, and texts that fit.
//! Colour only repeats what a word or a sign says.

use greffe_render::Lang;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Span;

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
