//! The state machine behind the review: which fact is looked at, what is being done with it, and what
//! a key does.
//!
//! Pure: it knows neither terminal, file nor clock. What it cannot do, it asks for ([`Wish`]).

use super::form::{self, Field, FieldForm, Unfit};
use super::kinds;
use super::pages::Pages;
use greffe::domain::{Edtf, Grade, Instant, KINDS, StreamId, StreamKind, slug};
use greffe::{DraftConfidence, DraftSource, DraftedEvent, Review, ReviewStanding, Reviewer};
use greffe_render::Lang;
use serde_json::{Map, Value};

/// What a key means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// The arrows and their kin.
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    Home,
    End,
    /// On, and back.
    Tab,
    BackTab,
    /// Yes.
    Enter,
    /// No.
    Esc,
    Backspace,
    Delete,
    /// A letter.
    Char(char),
    /// Keep it (Ctrl-S).
    Keep,
    /// Leave (Ctrl-C).
    Leave,
}

/// What the machine needs from outside to carry a key out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Nothing more.
    Show,
    /// Something was decided: it is to be kept.
    Keep,
    /// The end.
    Quit,
}

/// What is being done.
#[derive(Debug, Clone, PartialEq)]
pub enum Mode {
    /// Facts are gone through.
    Facts,
    /// A fact is filled in.
    Form(Box<Filling>),
    /// A kind is chosen for a new fact.
    Kinds {
        /// What was typed to find it.
        typed: String,
        /// Which of those that fit.
        at: usize,
    },
    /// A passage is chosen in the text.
    Passage(Box<Choosing>),
}

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

/// What is said on the last line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// What was done.
    Done(&'static str, &'static str),
    /// Why it was not.
    Refused(String),
}

/// What fits, as it was drawn last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fit {
    /// The lines of the text.
    pub lines: usize,
    /// The first of them.
    pub top: usize,
}

/// Where the review stands.
pub struct Model {
    /// What is reviewed.
    pub review: Review,
    /// The text of the act.
    pub text: String,
    /// The same as it is laid out.
    pub pages: Pages,
    /// Who reviews.
    pub by: String,
    /// The language of what is typed.
    pub lang: Lang,
    /// The fact looked at.
    pub at: usize,
    /// Which of its passages.
    pub passage: usize,
    /// The first line of the text, when somebody scrolled away.
    pub scrolled: Option<usize>,
    /// What is being done.
    pub mode: Mode,
    /// What there is to say.
    pub said: Option<Said>,
    /// Whether the keys are shown.
    pub help: bool,
    /// What fits, as it was drawn last.
    pub fit: Fit,
}

impl Model {
    /// At the first fact that waits for a decision, else at the first.
    pub fn new(review: Review, text: String, by: String, lang: Lang) -> Model {
        let open = (0..review.len()).find(|at| review.standing(*at) == ReviewStanding::Open);
        Model {
            review,
            text,
            pages: Pages::default(),
            by,
            lang,
            at: open.unwrap_or_default(),
            passage: 0,
            scrolled: None,
            mode: Mode::Facts,
            said: None,
            help: false,
            fit: Fit::default(),
        }
    }

    /// The fact that is shown: the one looked at, or as it is being filled in.
    pub fn shown(&self) -> Option<&DraftedEvent> {
        match &self.mode {
            Mode::Facts | Mode::Kinds { .. } => self.review.event(self.at),
            Mode::Form(filling) => Some(&filling.event),
            Mode::Passage(choosing) => Some(&choosing.filling.event),
        }
    }

    /// The passage that is looked at.
    pub fn passage(&self) -> Option<&DraftSource> {
        let sources = &self.shown()?.sources;
        sources.get(self.passage.min(sources.len().saturating_sub(1)))
    }

    /// Does what a key says. `now` is when it was pressed.
    pub fn press(&mut self, key: Key, now: Instant) -> Wish {
        if self.help {
            // Any key closes the help; it does nothing else, so that nobody decides unseen.
            self.help = false;
            return Wish::Show;
        }
        self.said = None;
        if key == Key::Leave {
            return Wish::Quit;
        }
        match std::mem::replace(&mut self.mode, Mode::Facts) {
            Mode::Facts => self.press_facts(key, now),
            Mode::Form(filling) => self.press_form(*filling, key, now),
            Mode::Kinds { typed, at } => self.press_kinds(typed, at, key),
            Mode::Passage(choosing) => self.press_passage(*choosing, key),
        }
    }

    fn press_facts(&mut self, key: Key, now: Instant) -> Wish {
        match key {
            Key::Up | Key::Char('k') => self.go(self.at.saturating_sub(1)),
            Key::Down | Key::Char('j') => self.go(self.at + 1),
            Key::Home => self.go(0),
            Key::End => self.go(usize::MAX),
            Key::Tab => self.go_to_open(true),
            Key::BackTab => self.go_to_open(false),
            Key::Left => self.look_at(self.passage.saturating_sub(1)),
            Key::Right => self.look_at(self.passage + 1),
            Key::PageUp => self.scroll(false),
            Key::PageDown => self.scroll(true),
            Key::Char('a') => return self.accept(now),
            Key::Char('r') => return self.reject(now),
            Key::Char('u') => return self.restore(),
            Key::Char('e' | 'm') | Key::Enter => self.fill(),
            Key::Char('n') => self.mode = Mode::Kinds { typed: String::new(), at: 0 },
            Key::Char('?') => self.help = true,
            Key::Char('q') | Key::Esc => return Wish::Quit,
            _ => {}
        }
        Wish::Show
    }

    fn go(&mut self, at: usize) {
        self.at = at.min(self.review.len().saturating_sub(1));
        self.look_at(0);
    }

    /// To the next fact that waits for a decision, or the one before, round the ends.
    fn go_to_open(&mut self, on: bool) {
        let count = self.review.len();
        let step = |n: usize| if on { self.at + n } else { self.at + count - n };
        let open = |at: &usize| self.review.standing(*at) == ReviewStanding::Open;
        match (1..=count).map(|n| step(n) % count.max(1)).find(open) {
            Some(at) => self.go(at),
            None => {
                self.said = Some(Said::Done(
                    "Tout est décidé ; q, puis greffe record",
                    "All is decided; q, then greffe record",
                ));
            }
        }
    }

    fn look_at(&mut self, passage: usize) {
        let last = self.shown().map_or(0, |event| event.sources.len().saturating_sub(1));
        self.passage = passage.min(last);
        self.scrolled = None;
    }

    fn scroll(&mut self, on: bool) {
        let page = self.fit.lines.saturating_sub(1).max(1);
        let last = self.pages.lines().len().saturating_sub(self.fit.lines);
        let top = if on { self.fit.top + page } else { self.fit.top.saturating_sub(page) };
        self.scrolled = Some(top.min(last));
    }

    fn accept(&mut self, now: Instant) -> Wish {
        let who = Reviewer { by: &self.by, at: now };
        match self.review.accept(self.at, &self.text, who) {
            Ok(()) => {
                self.go_to_open(true);
                Wish::Keep
            }
            Err(error) => {
                self.said = Some(Said::Refused(why(&error)));
                Wish::Show
            }
        }
    }

    fn reject(&mut self, now: Instant) -> Wish {
        let count = self.review.len();
        self.review.reject(self.at, Reviewer { by: &self.by, at: now });
        if self.review.len() < count {
            self.go(self.at);
        } else {
            self.go_to_open(true);
        }
        Wish::Keep
    }

    fn restore(&mut self) -> Wish {
        self.review.restore(self.at);
        self.go(self.at);
        self.said = Some(Said::Done("Décision reprise", "Decision taken back"));
        Wish::Keep
    }

    fn fill(&mut self) {
        let Some(event) = self.review.event(self.at) else { return };
        self.mode = Mode::Form(Box::new(Filling::of(Some(self.at), event.clone())));
    }

    fn press_form(&mut self, mut filling: Filling, key: Key, now: Instant) -> Wish {
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

    /// The stream of a grant's convention, from what the grant says.
    fn stream_of_grant(&self, event: &DraftedEvent) -> Option<StreamId> {
        let name = event.data.pointer("/beneficiary/name")?.as_str()?;
        let year = event.data.get("exercise")?.as_i64()?;
        let events = &self.review.draft().events;
        let institution = events.iter().find_map(|event| event.stream.institution())?;
        let name: String = slug(name).chars().take(60).collect();
        format!("convention/{institution}/{year}/{}", name.trim_end_matches('-')).parse().ok()
    }

    fn press_kinds(&mut self, mut typed: String, at: usize, key: Key) -> Wish {
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
        let effective = beside.or_else(|| self.review.event(self.at));
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

    fn press_passage(&mut self, mut choosing: Choosing, key: Key) -> Wish {
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

/// Why a fact cannot be recorded; its place in the draft is before everybody's eyes.
fn why(error: &greffe::Error) -> String {
    match error {
        greffe::Error::Draft { reason, .. } => reason.clone(),
        other => other.to_string(),
    }
}

/// From the first of two words to the end of the other.
pub fn span(pages: &Pages, one: usize, other: usize) -> Option<(u64, u64)> {
    let from = pages.words().get(one.min(other))?.start;
    let to = pages.words().get(one.max(other))?.end;
    Some((u64::try_from(from).ok()?, u64::try_from(to).ok()?))
}

impl Filling {
    fn of(of: Option<usize>, event: DraftedEvent) -> Filling {
        let fields = form::fields(&event);
        Filling { of, event, fields, at: 0, typing: None, changed: false, leaving: false }
    }

    /// The field that is at hand.
    pub fn field(&self) -> Option<&Field> {
        self.fields.get(self.at)
    }

    /// The first of its passages that supports the field at hand, or something in it.
    fn passage_of_field(&self) -> Option<usize> {
        let form::Place::Data(pointer) = &self.field()?.place else { return Some(0) };
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
            (FieldForm::Choice(choices), true) => choices.first().cloned().unwrap_or_default(),
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
            FieldForm::Choice(choices) => choices.clone(),
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
        form::put(&mut self.event, &field, text)?;
        self.changed |= before != self.event;
        // Lists have as many fields as they have items now.
        self.fields = form::fields(&self.event);
        let at = self.fields.iter().position(|other| other.place == field.place);
        self.at = at.unwrap_or(self.at).min(self.fields.len().saturating_sub(1));
        Ok(())
    }

    /// Rests the fact on a passage: its first one, where it has others for its fields.
    fn cite(&mut self, span: (u64, u64), text: &str) {
        let sources = self.event.sources.iter().filter(|source| !source.fields.is_empty());
        let whole = DraftSource { span, fields: Vec::new() };
        self.event.sources = std::iter::once(whole).chain(sources.cloned()).collect();
        let range = usize::try_from(span.0).unwrap_or(0)..usize::try_from(span.1).unwrap_or(0);
        self.event.quote = text.get(range).map(greffe::domain::fold_spaces);
        self.changed = true;
    }
}
