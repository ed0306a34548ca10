//! What there is to see where the replay stands: asked of the ledger, and put into words.

use super::model::{Clock, Model};
use crate::context::Context;
use crate::failure::Failure;
use crate::output::clean;
use crate::references::LedgerReferences;
use greffe::domain::{AsOf, Content, Day, Edtf, Instant, Passage, Recorded, StreamId};
use greffe::inquiry::{changes, figures};
use greffe::{Ledger, Mark, Replayer, decode};
use greffe_render::{Lang, References as _, event_sentence, figure_label, figure_value};

/// How far back a convention is looked for when none is shown.
const LOOK_BACK: usize = 64;
/// The most passages shown of an entry.
const PASSAGES: usize = 6;

/// What is shown.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scene {
    /// The number of the entry.
    pub seq: u64,
    /// The entry: label and words; a passage has its reference for label.
    pub entry: Vec<(String, String)>,
    /// When the ledger learned it.
    pub recorded_at: String,
    /// The convention whose state is shown.
    pub convention: Option<StreamId>,
    /// How many conventions the entry bears on.
    pub conventions: usize,
    /// Against what the state is compared.
    pub since: String,
    /// The figures of the state.
    pub state: Vec<Row>,
    /// What is known of the convention, on the line of time.
    pub marks: Vec<Mark>,
}

/// A figure of the state.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its label.
    pub label: String,
    /// Its value.
    pub value: String,
    /// What it was before, when it was something else.
    pub before: Option<String>,
}

/// Steps through the entries of a ledger.
pub struct Stepper<'a> {
    ledger: &'a Ledger,
    replayer: Replayer<'a>,
    references: LedgerReferences<'a>,
    seqs: Vec<u64>,
    shown: Option<StreamId>,
    lang: Lang,
}

impl<'a> Stepper<'a> {
    /// Through these entries.
    pub fn of(ledger: &'a Ledger, seqs: Vec<u64>, context: &Context) -> Result<Self, Failure> {
        Ok(Stepper {
            ledger,
            replayer: Replayer::of(ledger),
            references: LedgerReferences::of(ledger)?,
            seqs,
            shown: None,
            lang: context.lang,
        })
    }

    /// What is to be seen where a model stands. The convention shown follows the entries.
    pub fn scene(&mut self, model: &mut Model) -> Result<Scene, Failure> {
        let Some(recorded) = self.recorded(model.entry)? else { return Ok(Scene::default()) };
        let bears: Vec<StreamId> = self.replayer.bears_on(&recorded)?.into_iter().collect();
        let stays = self.shown.as_ref().is_some_and(|shown| bears.contains(shown));
        if !stays && let Some(first) = bears.first() {
            self.turn_to(first.clone(), model)?;
        }
        if self.shown.is_none() {
            self.look_back(model)?;
        }
        let known = recorded.meta.recorded_at;
        let mut scene = Scene {
            seq: recorded.meta.seq,
            entry: self.card(&recorded),
            recorded_at: known.to_string(),
            conventions: bears.len(),
            ..Scene::default()
        };
        if let Some(shown) = self.shown.clone() {
            let (since, before) = self.compared(model, &recorded);
            let now = AsOf { effective: model.day, known: Some(known) };
            let (before, after) = (
                before.map(|b| self.replayer.state(&shown, b)).transpose()?.flatten(),
                self.replayer.state(&shown, now)?,
            );
            scene.state = self.rows(before.as_ref(), after.as_ref());
            scene.marks = self.replayer.marks(&shown, Some(known))?;
            scene.since = since;
            scene.convention = Some(shown);
        }
        Ok(scene)
    }

    /// The next place, on or back, at which the state of the convention shown changes.
    pub fn change(&mut self, model: &Model, on: bool) -> Result<Option<usize>, Failure> {
        let Some(shown) = self.shown.clone() else { return Ok(None) };
        let mut at = model.entry;
        loop {
            let next = if on { at.checked_add(1) } else { at.checked_sub(1) };
            let Some(next) = next.filter(|next| *next < self.seqs.len()) else { return Ok(None) };
            at = next;
            let Some(bytes) = self.bytes(at)? else { return Ok(None) };
            let step = self.replayer.step(&bytes, model.day)?;
            let changed = |s: &greffe::StateChange| s.stream == shown && !s.changes.is_empty();
            if step.states.iter().any(changed) {
                return Ok(Some(at));
            }
        }
    }

    /// Shows the next of the conventions that the entry bears on.
    pub fn other_convention(&mut self, model: &mut Model) -> Result<(), Failure> {
        let Some(recorded) = self.recorded(model.entry)? else { return Ok(()) };
        let bears: Vec<StreamId> = self.replayer.bears_on(&recorded)?.into_iter().collect();
        let at = bears.iter().position(|stream| Some(stream) == self.shown.as_ref());
        let next = at.and_then(|at| bears.get(at + 1)).or(bears.first());
        match next.cloned() {
            Some(next) => self.turn_to(next, model),
            None => Ok(()),
        }
    }

    fn turn_to(&mut self, stream: StreamId, model: &mut Model) -> Result<(), Failure> {
        model.show(self.replayer.days(&stream)?);
        self.shown = Some(stream);
        Ok(())
    }

    fn look_back(&mut self, model: &mut Model) -> Result<(), Failure> {
        for at in (0..model.entry).rev().take(LOOK_BACK) {
            let Some(recorded) = self.recorded(at)? else { continue };
            if let Some(stream) = self.replayer.bears_on(&recorded)?.into_iter().next() {
                return self.turn_to(stream, model);
            }
        }
        Ok(())
    }

    fn bytes(&self, at: usize) -> Result<Option<Vec<u8>>, Failure> {
        let Some(seq) = self.seqs.get(at) else { return Ok(None) };
        Ok(self.ledger.entry(*seq)?)
    }

    fn recorded(&self, at: usize) -> Result<Option<Recorded>, Failure> {
        Ok(self.bytes(at)?.map(|bytes| decode(&bytes)).transpose()?)
    }

    /// Against what the state is compared: what was known before the entry, or was in force before
    /// the day, by the clock that is held.
    fn compared(&self, model: &Model, recorded: &Recorded) -> (String, Option<AsOf>) {
        let known = recorded.meta.recorded_at;
        match model.clock {
            Clock::Recorded => {
                let before = known.micros().checked_sub(1).and_then(Instant::from_micros);
                let since = match self.lang {
                    Lang::Fr => format!("≠ par l'inscription {}", recorded.meta.seq),
                    Lang::En => format!("≠ by entry {}", recorded.meta.seq),
                };
                (since, before.map(|known| AsOf { effective: model.day, known: Some(known) }))
            }
            Clock::Effective => match model.day_before() {
                Some(day) => {
                    let since = match self.lang {
                        Lang::Fr => format!("≠ depuis le {}", self.date(day)),
                        Lang::En => format!("≠ since {}", self.date(day)),
                    };
                    (since, Some(AsOf { effective: Some(day), known: Some(known) }))
                }
                None => (self.say("≠ rien avant", "≠ nothing before"), None),
            },
        }
    }

    fn rows(
        &self,
        before: Option<&greffe::convention_state::ConventionView>,
        after: Option<&greffe::convention_state::ConventionView>,
    ) -> Vec<Row> {
        let changed = changes(before, after);
        let mut rows = Vec::new();
        for figure in figures(after) {
            let change = changed.iter().find(|change| change.field == figure.field);
            // A figure that no source gives is shown only when it was there before.
            if figure.value.is_none() && change.is_none() {
                continue;
            }
            rows.push(Row {
                label: figure_label(self.lang, figure.field).to_owned(),
                value: clean(&figure_value(self.lang, figure.value.as_ref())),
                before: change.map(|c| clean(&figure_value(self.lang, c.before.as_ref()))),
            });
        }
        rows
    }

    fn card(&self, recorded: &Recorded) -> Vec<(String, String)> {
        let meta = &recorded.meta;
        let said = match &recorded.content {
            Content::Known(event) => event_sentence(self.lang, event),
            Content::Unknown { kind, .. } | Content::Odd { kind, .. } => kind.clone(),
        };
        let mut card = vec![
            (String::new(), clean(&said)),
            (self.say("Effet", "Effective"), greffe_render::date(self.lang, &meta.effective)),
            (self.say("Degré", "Grade"), greffe_render::grade(self.lang, meta.grade).to_owned()),
            (self.say("Flux", "Stream"), meta.stream.to_string()),
            (self.say("Inscrite", "Recorded"), clean(&meta.recorded_by)),
        ];
        for passage in meta.sources.iter().take(PASSAGES) {
            let bare = Passage { fields: Vec::new(), ..passage.clone() };
            if let Some(words) = self.references.quote(passage) {
                let reference = self.references.reference(meta.seq, Some(&bare));
                card.push((format!("[{reference}]"), clean(&format!("« {words} »"))));
            }
        }
        card
    }

    /// A day in words.
    pub fn date(&self, day: Day) -> String {
        greffe_render::date(self.lang, &Edtf::from(day))
    }

    fn say(&self, fr: &str, en: &str) -> String {
        match self.lang {
            Lang::Fr => fr.to_owned(),
            Lang::En => en.to_owned(),
        }
    }
}
