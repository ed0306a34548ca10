//! A fact that is added: its kind is chosen, then the passage of the text that says it.

use super::filling::Filling;
use super::kinds;
use super::model::{Key, Mode, Model, Wish};
use super::pages::Pages;
use greffe::domain::{Edtf, Grade, KINDS, StreamId};
use greffe::{DraftConfidence, DraftedEvent};
use serde_json::{Map, Value};

/// A passage that is chosen, word by word.
#[derive(Debug, Clone, PartialEq)]
pub struct Choosing {
    /// The word at which it begins, once that is chosen.
    pub from: Option<usize>,
    /// The word at which one is.
    pub at: usize,
    /// What it is for; nothing but its passages changes.
    pub filling: Filling,
}

impl Model {
    /// Does what a key says while a kind is chosen.
    pub(super) fn press_kinds(&mut self, mut typed: String, at: usize, key: Key) -> Wish {
        let fitting = kinds::fitting(&typed);
        let mut at = at.min(fitting.len().saturating_sub(1));
        match key {
            Key::Up | Key::BackTab => at = at.saturating_sub(1),
            Key::Down | Key::Tab => at = (at + 1).min(fitting.len().saturating_sub(1)),
            Key::PageUp => at = at.saturating_sub(8),
            Key::PageDown => at = (at + 8).min(fitting.len().saturating_sub(1)),
            Key::Backspace => {
                typed.pop();
            }
            Key::Char(c) => {
                typed.push(c);
                at = 0;
            }
            Key::Esc => return Wish::Show,
            Key::Enter => {
                if let Some((kind, ..)) = fitting.get(at) {
                    let filling = Filling::of(None, self.blank(kind));
                    // Where one looks is where one has found it.
                    let seen = self.pages.lines().get(self.fit.top + self.fit.lines / 3);
                    let at = self.pages.word_at(seen.map_or(0, |line| line.start));
                    self.mode = Mode::Passage(Box::new(Choosing { from: None, at, filling }));
                    return Wish::Show;
                }
            }
            _ => {}
        }
        self.mode = Mode::Kinds { typed, at };
        Wish::Show
    }

    /// A fact of a kind with nothing in it. Stream and date are those of the fact looked at, or of the
    /// only stream where it can stand; of several, the person says which.
    fn blank(&self, kind: &str) -> DraftedEvent {
        let events = &self.review.draft().events;
        let fits = |event: &&DraftedEvent| event.stream.kind() == kinds::home(kind);
        let looked_at = self.review.event(self.at).filter(fits);
        let mut others = events.iter().filter(fits);
        let only = others.next().filter(|first| others.all(|other| other.stream == first.stream));
        // A grant has a stream of its own: it is made from what the grant says.
        let beside = looked_at.or(only).filter(|_| kind != "SubsidyGranted");
        let stream = beside.map_or_else(StreamId::ledger, |event| event.stream.clone());
        // The notice of a meeting has its own day, and what happens at the meeting is of another.
        let of_the_day = |event: &&DraftedEvent| event.kind != "ConvocationSent";
        let same = |event: &&DraftedEvent| beside.is_some_and(|one| one.stream == event.stream);
        let dated = beside.filter(of_the_day);
        let dated = dated.or_else(|| events.iter().filter(of_the_day).find(same));
        let effective = dated.or(beside).or_else(|| self.review.event(self.at));
        let effective = effective.map_or_else(Edtf::unknown, |event| event.effective.clone());
        let schema =
            KINDS.iter().find(|(known, _)| *known == kind).map_or(1, |(_, schema)| *schema);
        DraftedEvent {
            record: true,
            confidence: DraftConfidence::Review,
            reason: None,
            kind: kind.to_owned(),
            effective,
            data: Value::Object(Map::new()),
            quote: None,
            stream,
            grade: Grade::Act,
            schema,
            sources: Vec::new(),
            seal: Vec::new(),
            causes: Vec::new(),
            decided: None,
        }
    }

    /// Does what a key says while a passage is chosen.
    pub(super) fn press_passage(&mut self, mut choosing: Choosing, key: Key) -> Wish {
        let pages = &self.pages;
        let last = pages.words().len().saturating_sub(1);
        let page = isize::try_from(self.fit.lines.saturating_sub(1)).unwrap_or(1).max(1);
        match key {
            Key::Left => choosing.at = choosing.at.saturating_sub(1),
            Key::Right => choosing.at = (choosing.at + 1).min(last),
            Key::Up => choosing.at = pages.word_beside(choosing.at, -1),
            Key::Down => choosing.at = pages.word_beside(choosing.at, 1),
            Key::PageUp => choosing.at = pages.word_beside(choosing.at, -page),
            Key::PageDown => choosing.at = pages.word_beside(choosing.at, page),
            Key::Home => choosing.at = 0,
            Key::End => choosing.at = last,
            // First the beginning is let go, then the choice.
            Key::Esc if choosing.from.is_some() => choosing.from = None,
            Key::Esc => {
                if choosing.filling.event.sources.is_empty() {
                    self.look_at(0);
                } else {
                    self.mode = Mode::Form(Box::new(choosing.filling));
                }
                return Wish::Show;
            }
            Key::Enter | Key::Char(' ') => {
                let Some(from) = choosing.from else {
                    choosing.from = Some(choosing.at);
                    self.mode = Mode::Passage(Box::new(choosing));
                    return Wish::Show;
                };
                let mut filling = choosing.filling;
                if let Some(span) = span(pages, from, choosing.at) {
                    filling.cite(span, &self.text);
                }
                self.passage = 0;
                self.scrolled = None;
                self.mode = Mode::Form(Box::new(filling));
                return Wish::Show;
            }
            Key::Char('?') => self.help = true,
            _ => {}
        }
        self.mode = Mode::Passage(Box::new(choosing));
        Wish::Show
    }
}

/// From the first of two words to the end of the other.
pub fn span(pages: &Pages, one: usize, other: usize) -> Option<(u64, u64)> {
    let from = pages.words().get(one.min(other))?.start;
    let to = pages.words().get(one.max(other))?.end;
    Some((u64::try_from(from).ok()?, u64::try_from(to).ok()?))
}
