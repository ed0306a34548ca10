//! The draft: what was read in an act, each fact with its passages and how sure the reading is.

use greffe_domain::{Edtf, Event, Grade, Passage, StreamId};

/// How sure the machine is of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// It may be recorded unattended.
    Sure,
    /// A person decides.
    Review,
}

/// A fact read in an act.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftEvent {
    /// The stream it belongs to.
    pub stream: StreamId,
    /// The event.
    pub event: Event,
    /// When the fact holds.
    pub effective: Edtf,
    /// The grade of the testimony.
    pub grade: Grade,
    /// The passages that say it: first the sentence, then one for each stated field.
    pub sources: Vec<Passage>,
    /// The facts of this draft that caused it, by their place; always earlier ones.
    pub causes: Vec<usize>,
    /// How sure the machine is.
    pub confidence: Confidence,
    /// Why a person should look, when it is not sure.
    pub reason: Option<String>,
}

/// Something seen in the text that no modelled fact holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// A stable code.
    pub code: &'static str,
    /// What was seen, in plain English.
    pub what: String,
    /// Where.
    pub passage: Passage,
}

/// The draft of a text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Draft {
    /// The facts, procedure first, then the money, each in the order of the text.
    pub events: Vec<DraftEvent>,
    /// What was seen and not modelled.
    pub notes: Vec<Note>,
}
