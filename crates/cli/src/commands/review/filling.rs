//! A fact that is filled in, field by field: what is typed, what is kept of it.

use super::adding::Choosing;
use super::form::{self, Field, FieldForm, Place};
use super::labels::label;
use super::model::{Key, Mode, Model, Said, Wish, why};
use super::typed::{self, Unfit};
use greffe::domain::{Instant, StreamId, StreamKind, slug};
use greffe::{DraftSource, DraftedEvent, Reviewer};
use greffe_render::Lang;
use serde_json::Value;

/// A fact that is filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Filling {
    /// Its place; none for one that is new.
    pub of: Option<usize>,
    /// The fact as it is so far.
    pub event: DraftedEvent,
    /// Its fields.
    pub fields: Vec<Field>,
    /// Which of them.
    pub at: usize,
    /// What is being typed in it, and where in it.
    pub typing: Option<(String, usize)>,
    /// Whether anything was changed.
    pub changed: bool,
    /// Whether somebody wanted to leave it unkept.
    pub leaving: bool,
}

impl Model {
    /// Does what a key says to a fact that is filled in.
    pub(super) fn press_form(&mut self, mut filling: Filling, key: Key, now: Instant) -> Wish {
        if filling.typing.is_some() {
            if let Err(unfit) = filling.press_typing(key, self.lang) {
                self.said = Some(self.refused(unfit));
            }
            self.mode = Mode::Form(Box::new(filling));
            return Wish::Show;
        }
        let leaving = std::mem::take(&mut filling.leaving);
        let last = filling.fields.len().saturating_sub(1);
        match key {
            Key::Up | Key::Char('k') | Key::BackTab => filling.at = filling.at.saturating_sub(1),
            Key::Down | Key::Char('j') | Key::Tab => filling.at = (filling.at + 1).min(last),
            Key::Home => filling.at = 0,
            Key::End => filling.at = last,
            Key::Left => self.passage = self.passage.saturating_sub(1),
            Key::Right => {
                self.passage =
                    (self.passage + 1).min(filling.event.sources.len().saturating_sub(1));
            }
            Key::Enter | Key::Char('e' | 'm') => filling.begin_typing(self.lang),
            Key::Delete | Key::Backspace | Key::Char('x') => {
                if let Err(unfit) = filling.put("") {
                    self.said = Some(self.refused(unfit));
                }
            }
            Key::Char('p') => {
                let (from, _) = self.passage().map_or((0, 0), |source| source.span);
                let at = self.pages.word_at(usize::try_from(from).unwrap_or_default());
                self.mode = Mode::Passage(Box::new(Choosing { from: None, at, filling }));
                return Wish::Show;
            }
            Key::Keep | Key::Char('s') => return self.keep(filling, now),
            Key::Char('?') => self.help = true,
            Key::Esc | Key::Char('q') => {
                if !filling.changed || leaving {
                    self.look_at(0);
                    return Wish::Show;
                }
                filling.leaving = true;
                self.said = Some(Said::Done(
                    "Pas encore gardé : s garde, Échap abandonne",
                    "Not kept yet: s keeps, Esc gives up",
                ));
            }
            _ => {}
        }
        if !matches!(key, Key::Left | Key::Right) {
            // The text shows where the field was read.
            self.passage = filling.passage_of_field().unwrap_or(self.passage);
            self.scrolled = None;
        }
        self.mode = Mode::Form(Box::new(filling));
        Wish::Show
    }

    fn refused(&self, unfit: Unfit) -> Said {
        Said::Refused(if self.lang == Lang::Fr { unfit.fr } else { unfit.en }.to_owned())
    }

    fn keep(&mut self, mut filling: Filling, now: Instant) -> Wish {
        if filling.event.stream.kind() == StreamKind::Ledger
            && let Some(stream) = self.stream_of_grant(&filling.event)
        {
            filling.event.stream = stream;
        }
        if filling.of.is_some() && !filling.changed {
            self.said = Some(Said::Done("Rien n'a changé", "Nothing was changed"));
            self.mode = Mode::Form(Box::new(filling));
            return Wish::Show;
        }
        if let Some(at) = filling.due() {
            filling.at = at;
            let name = filling.fields.get(at).map(|field| label(&field.place, self.lang));
            let name = name.unwrap_or_default();
            self.said = Some(Said::Refused(match self.lang {
                Lang::Fr => format!("« {name} » reste à remplir"),
                Lang::En => format!("“{name}” is still to be filled in"),
            }));
            self.mode = Mode::Form(Box::new(filling));
            return Wish::Show;
        }
        let who = Reviewer { by: &self.by, at: now };
        let event = filling.event.clone();
        let kept = match filling.of {
            Some(at) => self.review.edit(at, event, &self.text, who).map(|()| at),
            None => self.review.add(event, &self.text, who),
        };
        match kept {
            Ok(at) => {
                self.go(at);
                self.said = Some(Said::Done("Gardé", "Kept"));
                Wish::Keep
            }
            Err(error) => {
                self.said = Some(Said::Refused(why(&error)));
                self.mode = Mode::Form(Box::new(filling));
                Wish::Show
            }
        }
    }

    /// The stream of a grant's convention, from what the grant says: where it names no budget year, that of the act stands
    /// for it, as it does in what is read.
    fn stream_of_grant(&self, event: &DraftedEvent) -> Option<StreamId> {
        let name = event.data.pointer("/beneficiary/name")?.as_str()?;
        let told = event.data.get("exercise").and_then(Value::as_i64);
        let year = told.map(|year| year.to_string());
        let year = year.or_else(|| event.effective.year().map(|year| year.to_string()));
        let year = year.unwrap_or_else(|| "sans-exercice".to_owned());
        let events = &self.review.draft().events;
        let institution = events.iter().find_map(|event| event.stream.institution())?;
        let name: String = slug(name).chars().take(60).collect();
        format!("convention/{institution}/{year}/{}", name.trim_end_matches('-')).parse().ok()
    }
}

impl Filling {
    /// A fact to be filled in.
    pub(super) fn of(of: Option<usize>, event: DraftedEvent) -> Filling {
        let fields = form::fields(&event);
        Filling { of, event, fields, at: 0, typing: None, changed: false, leaving: false }
    }

    /// The field that is at hand.
    pub fn field(&self) -> Option<&Field> {
        self.fields.get(self.at)
    }

    /// The first field that a fact of the kind always has and this one has not.
    fn due(&self) -> Option<usize> {
        let lacks =
            |field: &Field| field.required && form::value(&self.event, &field.place).is_none();
        self.fields.iter().position(lacks)
    }

    /// The first of its passages that supports the field at hand, or something in it.
    fn passage_of_field(&self) -> Option<usize> {
        let Place::Data(pointer) = &self.field()?.place else { return Some(0) };
        let supports = |field: &String| {
            field == pointer
                || field.strip_prefix(pointer).is_some_and(|rest| rest.starts_with('/'))
        };
        let sources = &self.event.sources;
        sources.iter().position(|s| s.fields.iter().any(supports)).or(Some(0))
    }

    fn begin_typing(&mut self, lang: Lang) {
        let Some(field) = self.field() else { return };
        let value = form::value(&self.event, &field.place);
        let text = value.map_or_else(String::new, |value| form::shown(&field.form, &value, lang));
        let text = match (&field.form, text.is_empty()) {
            (FieldForm::Choice(choices), true) => {
                choices.words(lang).into_iter().next().unwrap_or_default()
            }
            _ => text,
        };
        let end = text.len();
        self.typing = Some((text, end));
    }

    fn press_typing(&mut self, key: Key, lang: Lang) -> Result<(), Unfit> {
        let Some((mut text, mut at)) = self.typing.take() else { return Ok(()) };
        let before = |text: &str, at: usize| text.get(..at).and_then(|t| t.char_indices().last());
        let behind = |text: &str, at: usize| {
            text.get(at..).and_then(|t| t.chars().next()).map_or(at, |c| at + c.len_utf8())
        };
        match key {
            Key::Esc => return Ok(()),
            Key::Enter | Key::Keep => {
                let put = self.put(&text);
                // What does not fit is still there to be mended.
                self.typing = put.is_err().then_some((text, at));
                return put;
            }
            Key::Left => at = before(&text, at).map_or(at, |(place, _)| place),
            Key::Right => at = behind(&text, at),
            Key::Home => at = 0,
            Key::End => at = text.len(),
            Key::Up | Key::Down | Key::Tab => {
                if let Some(chosen) = self.beside(&text, key != Key::Up, lang) {
                    at = chosen.len();
                    text = chosen;
                }
            }
            Key::Backspace => {
                if let Some((place, _)) = before(&text, at) {
                    text.replace_range(place..at, "");
                    at = place;
                }
            }
            Key::Delete => {
                let end = behind(&text, at);
                text.replace_range(at..end, "");
            }
            Key::Char(c) => {
                text.insert(at, c);
                at += c.len_utf8();
            }
            _ => {}
        }
        self.typing = Some((text, at));
        Ok(())
    }

    /// The word next to this one among those that the field takes.
    fn beside(&self, text: &str, on: bool, lang: Lang) -> Option<String> {
        let yes_no = || {
            let words = [Value::Bool(true), Value::Bool(false)];
            words.iter().map(|word| form::shown(&FieldForm::YesNo, word, lang)).collect()
        };
        let choices = match &self.field()?.form {
            FieldForm::Choice(choices) => choices.words(lang),
            FieldForm::YesNo => yes_no(),
            _ => return None,
        };
        let place = choices.iter().position(|choice| choice == text);
        let next = match place {
            Some(place) if on => (place + 1) % choices.len(),
            Some(place) => (place + choices.len() - 1) % choices.len(),
            None => 0,
        };
        choices.get(next).cloned()
    }

    fn put(&mut self, text: &str) -> Result<(), Unfit> {
        let Some(field) = self.field().cloned() else { return Ok(()) };
        let before = self.event.clone();
        typed::put(&mut self.event, &field, text)?;
        self.changed |= before != self.event;
        // Lists have as many fields as they have items now.
        self.fields = form::fields(&self.event);
        let at = self.fields.iter().position(|other| other.place == field.place);
        self.at = at.unwrap_or(self.at).min(self.fields.len().saturating_sub(1));
        Ok(())
    }

    /// Rests the fact on a passage: its first one, where it has others for its fields.
    pub(super) fn cite(&mut self, span: (u64, u64), text: &str) {
        let sources = self.event.sources.iter().filter(|source| !source.fields.is_empty());
        let whole = DraftSource { span, fields: Vec::new() };
        self.event.sources = std::iter::once(whole).chain(sources.cloned()).collect();
        let range = usize::try_from(span.0).unwrap_or(0)..usize::try_from(span.1).unwrap_or(0);
        self.event.quote = text.get(range).map(greffe::domain::fold_spaces);
        self.changed = true;
    }
}
