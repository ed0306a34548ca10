//! References of acts, as written and by canonical key.
//!
//! The same act is quoted in several spellings. The key of a numbered act is *number/year/organ*
//! where those can be told apart, and otherwise the folded reference itself. Only spelling is
//! folded: two keys are equal only when nothing but the writing differs, save that the leading
//! service code and order number of a report (`DSOL-014-`) are not part of the key.

use crate::edtf::Edtf;
use crate::stream::StreamId;
use crate::text::slug;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An act that a text refers to.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, Default,
)]
#[serde(deny_unknown_fields)]
pub struct ActRef {
    /// The reference as written, when the text gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The date of the act, when the text gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Edtf>,
    /// The deciding organ as written, when the text names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organ: Option<String>,
}

/// The canonical key of a reference; equal keys are the same act of one institution.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct ActKey(String);

impl ActRef {
    /// A reference by its written form alone.
    #[must_use]
    pub fn written(reference: &str) -> ActRef {
        ActRef { reference: Some(reference.to_owned()), ..ActRef::default() }
    }

    /// The canonical key, when the text gives a reference.
    #[must_use]
    pub fn key(&self) -> Option<ActKey> {
        self.reference.as_deref().and_then(ActKey::of)
    }
}

impl ActKey {
    /// The key of a reference as written; `None` when nothing is left once folded.
    ///
    /// ```
    /// use greffe_domain::ActKey;
    /// let key = |text| ActKey::of(text).unwrap().to_string();
    /// assert_eq!(key("DSOL-014-3127/23/BM"), "3127/23/BM");
    /// assert_eq!(key("n°014-3127-23-BM"), "3127/23/BM");
    /// assert_eq!(key("n° 2023-045"), "2023-045");
    /// assert_eq!(key("CM_2019_06_12_08"), "cm-2019-06-12-08");
    /// ```
    #[must_use]
    pub fn of(reference: &str) -> Option<ActKey> {
        let folded = slug(reference);
        let bare = ["n-", "no-", "numero-"]
            .iter()
            .find_map(|mark| folded.strip_prefix(mark))
            .or_else(|| {
                let rest = folded.strip_prefix("no").or_else(|| folded.strip_prefix("n"));
                rest.filter(|rest| starts_with_digit(rest))
            })
            .unwrap_or(&folded);
        if matches!(bare, "" | "n" | "no") {
            return None;
        }
        Some(number_year_organ(bare).unwrap_or_else(|| ActKey(bare.to_owned())))
    }

    /// The year that the key states, when it has the form *number/year/organ*.
    #[must_use]
    pub fn year(&self) -> Option<i32> {
        let mut parts = self.0.split('/');
        let (_, year) = (parts.next()?, parts.next()?);
        // Two digits: numbers of this form are no older than the 1970s.
        year.parse::<i32>().ok().map(|y| if y < 70 { 2000 + y } else { 1900 + y })
    }

    /// The stream of the act, as one of an institution: `act/<institution>/<key>`.
    #[must_use]
    pub fn stream(&self, institution: &str) -> Option<StreamId> {
        format!("act/{institution}/{}", self.slug()).parse().ok()
    }

    /// The last part of the path of the act's stream.
    #[must_use]
    pub fn slug(&self) -> String {
        slug(&self.0)
    }
}

/// `…-3127-23-bm`: a number of at least three digits, a two- or four-digit year, an organ of
/// letters, at the end of the reference.
fn number_year_organ(folded: &str) -> Option<ActKey> {
    let mut parts = folded.rsplit('-');
    let (organ, year, number) = (parts.next()?, parts.next()?, parts.next()?);
    let all = |text: &str, digit: bool| {
        text.bytes().all(|b| if digit { b.is_ascii_digit() } else { b.is_ascii_lowercase() })
    };
    let shaped = (1..=4).contains(&organ.len())
        && all(organ, false)
        && matches!(year.len(), 2 | 4)
        && all(year, true)
        && number.len() >= 3
        && all(number, true);
    let year = year.get(year.len().checked_sub(2)?..)?;
    shaped.then(|| ActKey(format!("{number}/{year}/{}", organ.to_uppercase())))
}

fn starts_with_digit(text: &str) -> bool {
    text.bytes().next().is_some_and(|b| b.is_ascii_digit())
}

impl fmt::Display for ActKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_act_share_a_key() {
        for text in [
            "DSOL-014-3127/23/BM",
            "014-3127-23-BM",
            "n°014-3127-23-BM",
            "N° DSOL 014-3127/23/BM",
            "014_3127_2023_bm",
        ] {
            assert_eq!(ActKey::of(text).unwrap().to_string(), "3127/23/BM", "{text}");
        }
        assert_ne!(ActKey::of("014-3127-23-BM"), ActKey::of("014-3127-23-CM"));
        assert_ne!(ActKey::of("014-3127-23-BM"), ActKey::of("014-3127-22-BM"));
    }

    #[test]
    fn other_numberings_fold_only_spelling() {
        assert_eq!(ActKey::of("D-2021/117"), ActKey::of("d 2021-117"));
        assert_ne!(ActKey::of("D-2021/117"), ActKey::of("2021/117"));
        assert_eq!(ActKey::of("n° "), None);
        assert_eq!(ActKey::of("014-3127-23-BM").unwrap().year(), Some(2023));
        assert_eq!(ActKey::of("014-3127-1999-BM").unwrap().year(), Some(1999));
        assert_eq!(ActKey::of("2023-045").unwrap().year(), None);
    }
}
