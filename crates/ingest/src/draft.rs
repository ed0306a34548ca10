//! The draft: what was read in an act, each fact with its passages and how sure the reading is.

use greffe_domain::{ActRef, Edtf, Event, Grade, Money, Passage, StatedShare, StreamId};

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
    /// The figure that was seen, where that is what the note is about.
    pub figure: Option<Figure>,
}

/// A figure that stands in the text and that no fact of the draft holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Figure {
    /// An amount, with what it seems to be.
    Amount(Money, Seems),
    /// A share as stated.
    Share(StatedShare),
    /// An act that the text recalls.
    Act(ActRef),
    /// The budget year (exercice) of an act of which no fact names one.
    Exercise(i32),
}

/// What an amount seems to be that no fact holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Seems {
    /// A subsidy put to the vote and not granted, or granted in words that are not read.
    Subsidy,
    /// A budget, a cost, or the credits on which something is charged.
    Budget,
    /// What a budget or a cost was changed to.
    RevisedBudget,
    /// A first payment.
    Advance,
    /// An instalment.
    Instalment,
    /// What remains to be paid.
    Balance,
    /// What is claimed back.
    Recovery,
    /// Something given in kind, valued.
    InKind,
    /// Another sum: a total, another year's, a threshold, somebody else's.
    Other,
}

impl Seems {
    /// Its stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Seems::Subsidy => "subsidy",
            Seems::Budget => "budget",
            Seems::RevisedBudget => "revised_budget",
            Seems::Advance => "advance",
            Seems::Instalment => "instalment",
            Seems::Balance => "balance",
            Seems::Recovery => "recovery",
            Seems::InKind => "in_kind",
            Seems::Other => "other",
        }
    }
}

/// The draft of a text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Draft {
    /// The facts, procedure first, then the money, each in the order of the text.
    pub events: Vec<DraftEvent>,
    /// What was seen and not modelled.
    pub notes: Vec<Note>,
}
