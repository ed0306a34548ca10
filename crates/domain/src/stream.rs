//! Streams: the ASCII paths under which the events of one subject stand.
//!
//! `ledger` · `organ/<institution>/<organ>` · `sitting/<institution>/<organ>/<label>` ·
//! `act/<institution>/<reference>` · `convention/<institution>/<exercise>/<beneficiary>[/<n>]` ·
//! `beneficiary/<id>`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// The path of a stream: one to eight parts of `a-z 0-9 - .` joined by `/`, 200 bytes at most.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct StreamId(String);

/// What a stream is about, by its first part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StreamKind {
    /// The ledger itself.
    Ledger,
    /// A deciding body.
    Organ,
    /// One sitting of a body.
    Sitting,
    /// A deliberation from report to publication.
    Act,
    /// A convention and all its money.
    Convention,
    /// A beneficiary.
    Beneficiary,
    /// A kind this version does not know.
    Other,
}

/// Not the path of a stream.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "« {0} » is not the path of a stream: write lower-case ASCII parts joined by `/`, \
     as in convention/vauclaire/2023/les-ateliers"
)]
pub struct StreamError(String);

impl StreamKind {
    /// The kinds that have a first part of their own.
    const KNOWN: [StreamKind; 6] = [
        StreamKind::Ledger,
        StreamKind::Organ,
        StreamKind::Sitting,
        StreamKind::Act,
        StreamKind::Convention,
        StreamKind::Beneficiary,
    ];

    /// The first part of the paths of this kind; None where it may be any other.
    #[must_use]
    pub const fn first_part(self) -> Option<&'static str> {
        match self {
            StreamKind::Ledger => Some("ledger"),
            StreamKind::Organ => Some("organ"),
            StreamKind::Sitting => Some("sitting"),
            StreamKind::Act => Some("act"),
            StreamKind::Convention => Some("convention"),
            StreamKind::Beneficiary => Some("beneficiary"),
            StreamKind::Other => None,
        }
    }
}

impl StreamId {
    /// The stream of the ledger itself.
    #[must_use]
    pub fn ledger() -> StreamId {
        StreamId("ledger".to_owned())
    }

    /// The path in text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the stream is about.
    #[must_use]
    pub fn kind(&self) -> StreamKind {
        match self.part(0) {
            None => StreamKind::Other,
            Some(first) => {
                let known = StreamKind::KNOWN.into_iter();
                let mut known = known.filter(|kind| kind.first_part() == Some(first));
                known.next().unwrap_or(StreamKind::Other)
            }
        }
    }

    /// One part of the path, from 0.
    #[must_use]
    pub fn part(&self, index: usize) -> Option<&str> {
        self.0.split('/').nth(index)
    }

    /// The institution, in the streams that have one.
    #[must_use]
    pub fn institution(&self) -> Option<&str> {
        match self.kind() {
            StreamKind::Ledger | StreamKind::Beneficiary | StreamKind::Other => None,
            _ => self.part(1),
        }
    }

    /// The organ of a sitting: `sitting/<institution>/<organ>/…` belongs to
    /// `organ/<institution>/<organ>`.
    #[must_use]
    pub fn organ(&self) -> Option<StreamId> {
        let sitting = self.kind() == StreamKind::Sitting;
        let path = || Some(StreamId(format!("organ/{}/{}", self.part(1)?, self.part(2)?)));
        sitting.then(path).flatten()
    }

    /// The year in the name of a convention's stream. It tells streams apart and is no source: it is the budget
    /// year where one was read, else the year of the award, and whoever takes it for the budget year assumes it.
    #[must_use]
    pub fn year_in_name(&self) -> Option<i32> {
        (self.kind() == StreamKind::Convention).then(|| self.part(2)?.parse().ok()).flatten()
    }
}

impl FromStr for StreamId {
    type Err = StreamError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain = |part: &str| {
            !part.is_empty()
                && part != "."
                && part != ".."
                && part.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.'))
        };
        let well_formed =
            text.len() <= 200 && text.split('/').count() <= 8 && text.split('/').all(plain);
        if well_formed { Ok(StreamId(text.to_owned())) } else { Err(StreamError(text.to_owned())) }
    }
}

impl TryFrom<String> for StreamId {
    type Error = StreamError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<StreamId> for String {
    fn from(stream: StreamId) -> String {
        stream.0
    }
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        let stream: StreamId = "convention/vauclaire/2023/les-ateliers/2".parse().unwrap();
        assert_eq!((stream.kind(), stream.year_in_name()), (StreamKind::Convention, Some(2023)));
        assert_eq!(stream.institution(), Some("vauclaire"));
        for text in ["", "/", "a//b", "Act/x", "act/é", "a/../b", "a b", "ledger/"] {
            assert!(text.parse::<StreamId>().is_err(), "{text}");
        }
    }
}
