//! On what a fact rests: its grade, and the passages that say it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// The standing of a testimony, best first. It is written in the entry, not in a projection.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// The act itself decides or records it.
    Act,
    /// An administrative record says it: payment order, receipt, signature page.
    Record,
    /// An act mentions an earlier fact.
    Recital,
    /// The beneficiary or open data says so.
    Declared,
    /// Derived, by a derivation that the event names.
    Inferred,
}

impl Grade {
    /// Every grade, best first.
    pub const ALL: [Grade; 5] =
        [Grade::Act, Grade::Record, Grade::Recital, Grade::Declared, Grade::Inferred];

    /// The word used in the log and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Grade::Act => "act",
            Grade::Record => "record",
            Grade::Recital => "recital",
            Grade::Declared => "declared",
            Grade::Inferred => "inferred",
        }
    }
}

/// Not one of the five grades.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("« {0} » is not a grade: use act, record, recital, declared or inferred")]
pub struct GradeError(String);

impl FromStr for Grade {
    type Err = GradeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Grade::ALL.into_iter().find(|grade| grade.as_str() == text);
        found.ok_or_else(|| GradeError(text.to_owned()))
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A passage: a byte range of the registered text of a document.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Passage {
    /// The registered text, by the lower-case hex blake3 of its bytes.
    pub document: String,
    /// First byte and the byte after the last, into that UTF-8 text.
    pub span: (u64, u64),
    /// The fields of the event's data that this passage supports, as JSON Pointers (RFC 6901);
    /// empty when it supports the fact as a whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
}
