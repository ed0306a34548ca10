//! The evaluation of drafts: what a machine read in acts, held against what a person read.
//!
//! A folder holds texts (`NAME.txt`) and labels (`NAME.json`). A label says of each field what the
//! text says; `null` or `[]` say that the text says nothing of it; a field that is absent is not
//! judged. Both sides are taken apart into single statements ([`Statement`]): one name, one amount
//! with its role, one count of a vote. A drafted statement is *right* when the label has it, *wrong*
//! when the label denies it (it says something else there, or that the text says nothing), and
//! *unjudged* where the label is silent. A labelled statement that no draft makes is *missed*.
//! Saying the same twice counts once, in the better class of confidence.
//!
//! Precision is right / (right + wrong), recall right / (right + missed). What is only *seen* (an
//! amount or a share that no fact holds) counts in both, and is shown as a class of its own.

mod acts;
mod agreement;
mod label;
mod matching;
mod report;
mod said;

pub use report::{Evaluation, json, text};

use greffe::ReadOptions;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// How sure the machine is of a statement, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// It may be recorded unattended.
    Sure,
    /// A person decides.
    Review,
    /// Seen in the text, held by no fact.
    Seen,
}

impl Class {
    /// Every class, best first.
    pub const ALL: [Class; 3] = [Class::Sure, Class::Review, Class::Seen];

    /// Its name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Class::Sure => "sure",
            Class::Review => "review",
            Class::Seen => "seen",
        }
    }
}

/// What a statement says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Words: a name, a title, a date.
    Text(String),
    /// A number.
    Number(i64),
    /// Yes or no.
    Flag(bool),
    /// A power to vote: who gives it, who holds it.
    Power {
        /// Who gives it.
        from: String,
        /// Who holds it.
        to: String,
    },
    /// An amount with the roles it may have and who receives it.
    Amount {
        /// The amount in cents.
        cents: i64,
        /// One role in a label; in a draft, those that the event allows.
        roles: Vec<String>,
        /// Who receives it.
        beneficiary: Option<String>,
    },
    /// A share, and of what.
    Share {
        /// The figure as written.
        figure: String,
        /// What it is a share of, where that is known: `budget` or `subsidy`.
        of: Option<String>,
    },
    /// An earlier act.
    Act {
        /// Its reference.
        reference: Option<String>,
        /// Its date.
        date: Option<String>,
    },
    /// An article: its number, and the words or figures that must stand in it.
    Article {
        /// Its number.
        number: i64,
        /// Its words in a draft, the decision in a few words in a label.
        words: String,
    },
}

/// One statement about a text.
#[derive(Debug, Clone)]
pub struct Statement {
    /// The field of the label it belongs to.
    pub field: String,
    /// What it says.
    pub value: Value,
    /// How sure the machine is; of a label, sure.
    pub class: Class,
}

/// One text, its label and what became of it.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// The name of the text, without its ending.
    pub name: String,
    /// Why it could not be read or its label not be used.
    pub fault: Option<String>,
    /// Whether there is a label.
    pub labelled: bool,
    /// How many events were drafted, sure and for review.
    pub events: (usize, usize),
    /// What was found in each field.
    pub fields: BTreeMap<String, Found>,
    /// Fields of the label that this comparison does not know.
    pub unknown_fields: Vec<String>,
}

/// The statements of one field by what became of them.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Right, each in the best class in which it was said.
    pub right: Vec<(Class, String)>,
    /// Wrong.
    pub wrong: Vec<(Class, String)>,
    /// Drafted, and the label does not judge it.
    pub unjudged: Vec<(Class, String)>,
    /// Labelled and not drafted.
    pub missed: Vec<String>,
}

/// Evaluates every text of a folder, in the order of their names.
///
/// # Errors
/// The folder cannot be read.
pub fn evaluate(folder: &Path) -> std::io::Result<Evaluation> {
    let mut texts: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("txt")) && path.is_file() {
            texts.push(path);
        }
    }
    texts.sort();
    Ok(Evaluation { documents: texts.iter().map(|text| document(text)).collect() })
}

/// Evaluates one text with the label beside it.
#[must_use]
pub fn document(text: &Path) -> Document {
    let name = text.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let mut out = Document { name: name.clone(), ..Document::default() };
    let drafted = match std::fs::read(text) {
        Err(error) => {
            out.fault = Some(format!("the text cannot be read: {error}"));
            None
        }
        Ok(bytes) => match greffe::draft(&name, &bytes, &ReadOptions::default()) {
            Ok(drafted) => Some(drafted),
            Err(error) => {
                out.fault = Some(error.to_string());
                None
            }
        },
    };
    let label = match label::read(&text.with_extension("json")) {
        Ok(label) => label,
        Err(reason) => {
            out.fault = Some(reason);
            None
        }
    };
    let said = drafted.as_ref().map(|d| said::said(&d.draft)).unwrap_or_default();
    if let Some(drafted) = &drafted {
        let events = &drafted.draft.events;
        let sure = events.iter().filter(|e| e.confidence == greffe::DraftConfidence::Sure).count();
        out.events = (sure, events.len() - sure);
    }
    if let Some(label) = label {
        out.labelled = true;
        out.unknown_fields = label::unknown(&label);
        matching::compare(&label, &said, &mut out.fields);
    }
    out
}

/// Compares a draft with a label; what the tests of the comparison itself use.
#[must_use]
pub fn compare(label: &serde_json::Value, draft: &greffe::DraftFile) -> BTreeMap<String, Found> {
    let mut fields = BTreeMap::new();
    matching::compare(label, &said::said(draft), &mut fields);
    fields
}
