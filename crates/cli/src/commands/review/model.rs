//! The state machine behind the review: which fact is looked at, what is being done with it, and what
//! a key does.
//!
//! Pure: it knows neither terminal, file nor clock. What it cannot do, it asks for ([`Wish`]).

use super::adding::Choosing;
use super::filling::Filling;
use super::pages::Pages;
use crate::commands::resting::in_a_line;
use greffe::domain::{Instant, ReviewVerdict};
use greffe::{DraftSource, DraftedEvent, Review, ReviewStanding, Reviewer};
use greffe_render::Lang;

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

/// What is said on the last line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// What was done.
    Done(&'static str, &'static str),
    /// What it leads to, in the language of the screen.
    Warned(String),
    /// Why it was not.
    Refused(String),
    /// A note of the draft, and its place among them.
    Noted {
        /// Its place: *2/22*.
        place: String,
        /// What was seen, in English.
        what: String,
    },
}

/// What fits, as it was drawn last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fit {
    /// The lines of the text.
    pub lines: usize,
    /// The first of them.
    pub top: usize,
    /// The lines of the fact in full that fit.
    pub card: usize,
    /// All of its lines.
    pub card_lines: usize,
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
    /// The next of the notes to be told.
    pub noted: usize,
    /// The first line of the fact in full that is shown.
    pub unrolled: usize,
    /// When the first key was pressed.
    pub began: Option<Instant>,
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
            noted: 0,
            unrolled: 0,
            began: None,
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
        self.began.get_or_insert(now);
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
            Key::Char(' ') => self.unroll(),
            Key::Char('a') => return self.accept(now),
            Key::Char('r') => return self.reject(now),
            Key::Char('u') => return self.restore(),
            Key::Char('e' | 'm') | Key::Enter => self.fill(),
            Key::Char('n') => self.mode = Mode::Kinds { typed: String::new(), at: 0 },
            Key::Char('o') => self.tell_note(),
            Key::Char('?') => self.help = true,
            Key::Char('q') | Key::Esc => return Wish::Quit,
            _ => {}
        }
        Wish::Show
    }

    /// Tells the next of the notes, what the text says and no fact holds, and shows its passage.
    fn tell_note(&mut self) {
        let notes = &self.review.draft().notes;
        let Some(note) = notes.get(self.noted % notes.len().max(1)) else {
            self.said = Some(Said::Done("Aucune note", "No notes"));
            return;
        };
        let place = format!("{}/{}", self.noted % notes.len() + 1, notes.len());
        let at = usize::try_from(note.span.0).unwrap_or_default();
        let line = self.pages.lines().iter().rposition(|line| line.start <= at).unwrap_or_default();
        self.said = Some(Said::Noted { place, what: note.what.clone() });
        self.noted += 1;
        let last = self.pages.lines().len().saturating_sub(self.fit.lines);
        self.scrolled = Some(line.saturating_sub(self.fit.lines / 3).min(last));
    }

    /// Looks at another fact.
    pub(super) fn go(&mut self, at: usize) {
        self.at = at.min(self.review.len().saturating_sub(1));
        self.unrolled = 0;
        self.look_at(0);
    }

    /// To the next fact that waits for a decision, or the one before, round the ends.
    fn go_to_open(&mut self, on: bool) {
        let count = self.review.len();
        let step = |n: usize| if on { self.at + n } else { self.at + count - n };
        let open = |at: &usize| self.review.standing(*at) == ReviewStanding::Open;
        match (1..=count).map(|n| step(n) % count.max(1)).find(open) {
            Some(at) => self.go(at),
            None if self.all_decided() => {
                self.said = Some(Said::Done(
                    "Tout est décidé ; q, puis greffe record",
                    "All is decided; q, then greffe record",
                ));
            }
            None => {
                self.said = Some(Said::Done(
                    "Rien d'autre à décider ; ce qui est sûr s'inscrira tel quel ; q, puis greffe record",
                    "Nothing else to decide; what is sure will be recorded as it is; q, then greffe record",
                ));
            }
        }
    }

    /// Whether a person decided on every fact, those of which the machine is sure too.
    pub(super) fn all_decided(&self) -> bool {
        self.review.draft().events.iter().all(|event| event.decided.is_some())
    }

    /// Looks at another of its passages.
    pub(super) fn look_at(&mut self, passage: usize) {
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

    /// Goes on in a fact that is longer than its place; behind its end to its beginning.
    fn unroll(&mut self) {
        let on = self.unrolled + self.fit.card.max(1);
        self.unrolled = if on < self.fit.card_lines { on } else { 0 };
    }

    fn accept(&mut self, now: Instant) -> Wish {
        let who = Reviewer { by: &self.by, at: now };
        let resting = self.review.resting_on_nothing();
        match self.review.accept(self.at, &self.text, who) {
            Ok(()) => {
                self.go_to_open(true);
                self.warn_beyond(&resting);
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
        let resting = self.review.resting_on_nothing();
        self.review.reject(self.at, Reviewer { by: &self.by, at: now });
        if self.review.len() < count {
            self.go(self.at);
        } else {
            self.go_to_open(true);
        }
        self.warn_beyond(&resting);
        Wish::Keep
    }

    /// Names the facts that have lost their grant by what was decided now.
    fn warn_beyond(&mut self, before: &[usize]) {
        let now = self.review.resting_on_nothing();
        let lost: Vec<usize> = now.into_iter().filter(|at| !before.contains(at)).collect();
        if !lost.is_empty() {
            let said = in_a_line(self.review.draft(), &lost, self.lang);
            self.said = Some(Said::Warned(said));
        }
    }

    /// Takes back the decision on the fact looked at. Whoever decides goes on to the next fact at once, so
    /// where that one has none, it is the decision before that is meant.
    fn restore(&mut self) -> Wish {
        let decided = |at| matches!(self.review.standing(at), ReviewStanding::Decided(_));
        let (at, said) = if decided(self.at) {
            (self.at, Said::Done("Décision reprise", "Decision taken back"))
        } else if let Some(at) = self.decided_last() {
            (at, Said::Done("Dernière décision reprise", "Last decision taken back"))
        } else {
            self.said = Some(Said::Done("Rien à reprendre ici", "Nothing to take back here"));
            return Wish::Show;
        };
        self.review.restore(at);
        self.go(at);
        self.said = Some(said);
        Wish::Keep
    }

    /// The reading that was decided last since the review was opened. A fact that a person added is none:
    /// taken back from afar, what was typed would be lost.
    fn decided_last(&self) -> Option<usize> {
        let began = self.began?;
        let when = |at: usize| {
            let added = ReviewStanding::Decided(ReviewVerdict::Added);
            let decided = self.review.event(at)?.decided.as_ref()?;
            let counts = decided.at >= began && self.review.standing(at) != added;
            counts.then_some((decided.at, at))
        };
        (0..self.review.len()).filter_map(when).max().map(|(_, at)| at)
    }

    fn fill(&mut self) {
        let Some(event) = self.review.event(self.at) else { return };
        self.mode = Mode::Form(Box::new(Filling::of(Some(self.at), event.clone())));
    }
}

/// Why a fact cannot be recorded; its place in the draft is before everybody's eyes.
pub(super) fn why(error: &greffe::Error) -> String {
    match error {
        greffe::Error::Draft { reason, .. } => reason.clone(),
        other => other.to_string(),
    }
}
