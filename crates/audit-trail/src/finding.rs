//! Findings: what a rule says of an act or a convention, and on what it rests.
//!
//! A finding never says more than its evidence. Silence is never an irregularity: a rule that
//! lacks a fact cannot conclude, and names the fact. What no law stands behind (arithmetic,
//! disagreement of sources) is an observation, and so is a delay that merely runs.

use greffe_domain::{Day, Passage, StreamId};
use serde::Serialize;

/// A sentence in the two languages of the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Text {
    /// In French.
    pub fr: String,
    /// In English.
    pub en: String,
}

impl Text {
    /// The two sentences.
    #[must_use]
    pub fn new(fr: impl Into<String>, en: impl Into<String>) -> Text {
        Text { fr: fr.into(), en: en.into() }
    }
}

/// What a rule concludes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The facts break the rule.
    Irregular,
    /// A fact that the rule needs is in no source, or too vague.
    CannotConclude,
    /// Neither a breach nor its absence: an internal check, or a delay that runs.
    Observation,
    /// The facts comply.
    Conforming,
}

/// How much a breach of the rule matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It may void the act or the payment.
    Major,
    /// A formality that does not by itself void the act.
    Minor,
    /// For information.
    Note,
}

/// A fact that no source gives, or not precisely enough.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lacking {
    /// A stable code (`members_in_office`, `sitting_date`…).
    pub code: &'static str,
    /// What it is, in words.
    pub what: Text,
}

/// The text of law behind a rule, in the version that applies at a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LegalSource {
    /// The citation (`CGCT, art. L2121-17`).
    pub citation: &'static str,
    /// Where the sentence relied on was read.
    pub read_at: &'static str,
    /// First day on which this version applies; `null` when not known to begin.
    pub from: Option<Day>,
    /// Last day on which this version applies; `null` when still in force.
    pub until: Option<Day>,
}

/// An institution's own, stricter rule, behind a finding that the law alone does not give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LocalRule {
    /// The regulation, as the rule pack names it.
    pub title: String,
    /// Where in it, or why.
    pub reason: String,
    /// The parameter that it sets.
    pub parameter: &'static str,
    /// Its value.
    pub value: i64,
    /// The law's value.
    pub law: i64,
}

/// What a rule says of one subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule's id.
    pub rule: &'static str,
    /// What it concludes.
    pub outcome: Outcome,
    /// How much a breach matters.
    pub severity: Severity,
    /// The act or convention it is about.
    pub subject: StreamId,
    /// The conclusion in a sentence.
    pub sentence: Text,
    /// The facts that are missing, when it cannot conclude.
    pub missing: Vec<Lacking>,
    /// The entries that it rests on.
    pub entries: Vec<u64>,
    /// The passages that it rests on.
    pub passages: Vec<Passage>,
    /// The legal source, in each version that the date allows; empty where no law stands
    /// behind the rule.
    pub sources: Vec<LegalSource>,
    /// The local rule behind the finding, when the law does not give it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local: Option<LocalRule>,
}
