//! What there is to see where the replay stands: asked of the ledger, and put into words.

use super::model::{Clock, Model};
use crate::context::Context;
use crate::failure::Failure;
use crate::output::clean;
use crate::references::LedgerReferences;
use greffe::domain::{AsOf, Content, Day, Edtf, Instant, Passage, Recorded, StreamId};
use greffe::inquiry::{Change, Field, Fields, changes};
use greffe::{Ledger, Mark, Replayer};
use greffe_render::{Lang, References as _, event_sentence, field_label, field_value};

/// How far back a convention is looked for when none is shown.
const LOOK_BACK: usize = 64;
/// The most passages shown of an entry.
const PASSAGES: usize = 6;

/// What is shown.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scene {
    /// What the clock that is held stands at: an entry, or a day.
    pub title: String,
    /// What is told there: label and words; a passage or an entry has its reference for label.
    pub told: Vec<(String, String)>,
    /// The entries told.
    pub entries: Vec<u64>,
    /// When the ledger learned it.
    pub recorded_at: String,
    /// The convention whose state is shown.
    pub convention: Option<StreamId>,
    /// How many conventions the entry bears on.
    pub conventions: usize,
    /// Against what the state is compared.
    pub since: String,
    /// The fields of the state.
    pub state: Vec<Row>,
    /// What is known of the convention, on the line of time.
    pub marks: Vec<Mark>,
}

/// A field of the state.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its label.
    pub label: String,
    /// Its value.
    pub value: String,
    /// Whether it changed.
    pub changed: bool,
    /// What it was before, when it was there and something else.
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
    pub fn of(ledger: &'a Ledger, seqs: Vec<u64>, context: &Context) -> Self {
        Stepper {
            ledger,
            replayer: Replayer::of(ledger),
            references: LedgerReferences::of(ledger),
            seqs,
            shown: None,
            lang: context.lang,
        }
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
            title: match self.lang {
                Lang::Fr => format!("Inscription {}", recorded.meta.seq),
                Lang::En => format!("Entry {}", recorded.meta.seq),
            },
            told: self.card(&recorded),
            entries: vec![recorded.meta.seq],
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
            // Nothing is marked where nothing changed: that is said.
            let marked = before.is_none() || scene.state.iter().any(|row| row.changed);
            scene.since = match since.strip_prefix("≠ ").filter(|_| !marked) {
                Some(since) => format!("{} {since}", self.say("rien", "nothing")),
                None => since,
            };
            if let (Clock::Effective, Some(day)) = (model.clock, model.day) {
                self.day_card(day, &mut scene)?;
            }
            scene.convention = Some(shown);
        }
        Ok(scene)
    }

    /// The next place, on or back, at which the state of the convention shown changes.
    pub fn change(&mut self, model: &Model, on: bool) -> Result<Option<usize>, Failure> {
        let shown = self.shown.clone();
        let mut at = model.entry;
        loop {
            let next = if on { at.checked_add(1) } else { at.checked_sub(1) };
            let Some(next) = next.filter(|next| *next < self.seqs.len()) else { return Ok(None) };
            at = next;
            let Some(bytes) = self.bytes(at)? else { return Ok(None) };
            let step = self.replayer.step(&bytes, model.day)?;
            // Where none is shown yet, any convention will do.
            let meant = |stream: &StreamId| shown.as_ref().is_none_or(|shown| shown == stream);
            let changed = |s: &greffe::StateChange| {
                meant(&s.stream) && s.changes.iter().any(Change::is_listed)
            };
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
        Ok(self.bytes(at)?.map(|bytes| self.ledger.decode(&bytes)).transpose()?)
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
        let changed: Vec<Change> =
            changes(before, after).into_iter().filter(Change::is_listed).collect();
        let label = |field: &Field| clean(&field_label(self.lang, field));
        let value = |field: Option<&Field>| clean(&field_value(self.lang, field));
        let before = |change: &Change| change.before.as_ref().map(|before| value(Some(before)));
        let gone = changed.iter().filter_map(|change| match (&change.before, &change.after) {
            (Some(gone), None) => Some(Row {
                label: label(gone),
                value: value(None),
                changed: true,
                before: before(change),
            }),
            _ => None,
        });
        let fields = after.map(Fields::of).unwrap_or_default();
        // The step that the value in force repeats is not shown twice.
        let repeats = fields.iter().filter(|f| f.is_listed()).filter_map(|f| f.repeats.as_ref());
        let repeated: Vec<&String> = repeats.collect();
        let there = fields.iter().filter(|f| f.is_listed() && !repeated.contains(&&f.path));
        let row = |field: &Field| {
            let change = changed.iter().find(|change| change.path == field.path);
            Row {
                label: label(field),
                value: value(Some(field)),
                changed: change.is_some(),
                before: change.and_then(before),
            }
        };
        // What is gone comes last.
        there.map(row).chain(gone).collect()
    }

    fn card(&self, recorded: &Recorded) -> Vec<(String, String)> {
        let meta = &recorded.meta;
        let mut card = vec![
            (String::new(), self.sentence(recorded)),
            (self.say("Effet", "Effective"), greffe_render::date(self.lang, &meta.effective)),
            (self.say("Degré", "Grade"), greffe_render::grade(self.lang, meta.grade).to_owned()),
            (self.say("Inscrite par", "Recorded by"), clean(&meta.recorded_by)),
        ];
        // The convention shown stands above already.
        if self.shown.as_ref() != Some(&meta.stream) {
            card.push((self.say("Flux", "Stream"), meta.stream.to_string()));
        }
        if !meta.causes.is_empty() {
            let causes: Vec<String> = meta.causes.iter().map(|seq| format!("[{seq}]")).collect();
            card.push((self.say("Cause", "Cause"), causes.join(" ")));
        }
        for passage in meta.sources.iter().take(PASSAGES) {
            let bare = Passage { fields: Vec::new(), ..passage.clone() };
            if let Some(words) = self.references.quote(passage) {
                let reference = self.references.reference(meta.seq, Some(&bare));
                card.push((format!("[{reference}]"), clean(&format!("« {words} »"))));
            }
        }
        card
    }

    /// What comes into force on a day, or may from that day on; the same told twice stands once.
    fn day_card(&self, day: Day, scene: &mut Scene) -> Result<(), Failure> {
        // The best told first.
        let on = |end: fn(&Edtf) -> Day| {
            let marks = scene.marks.iter().filter(move |mark| end(&mark.effective) == day);
            let mut told: Vec<_> = marks.map(|mark| (mark.grade, mark.seq)).collect();
            told.sort_unstable();
            told.into_iter().map(|(_, seq)| seq).collect::<Vec<u64>>()
        };
        let (in_force, possible) = (on(Edtf::latest), on(Edtf::earliest));
        let mut told: Vec<(String, String)> = Vec::new();
        for seq in &in_force {
            self.tell(*seq, "", &mut told)?;
        }
        let perhaps = self.say("peut-être dès ce jour : ", "perhaps from this day on: ");
        let only = |seq: &&u64| !in_force.contains(seq);
        for seq in possible.iter().filter(only) {
            self.tell(*seq, &perhaps, &mut told)?;
        }
        scene.title = self.date(day);
        scene.told = told;
        scene.entries = in_force;
        scene.entries.extend(possible);
        Ok(())
    }

    /// Adds what an entry says, under its number.
    fn tell(&self, seq: u64, lead: &str, told: &mut Vec<(String, String)>) -> Result<(), Failure> {
        let Some(bytes) = self.ledger.entry(seq)? else { return Ok(()) };
        let words = format!("{lead}{}", self.sentence(&self.ledger.decode(&bytes)?));
        match told.iter_mut().find(|(_, said)| *said == words) {
            Some((label, _)) => *label = format!("{label} [{seq}]"),
            None => told.push((format!("[{seq}]"), words)),
        }
        Ok(())
    }

    fn sentence(&self, recorded: &Recorded) -> String {
        clean(&match &recorded.content {
            Content::Known(fact) => event_sentence(self.lang, &fact.event),
            Content::Unknown { kind, .. } | Content::Odd { kind, .. } => kind.clone(),
        })
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
