//! Values that may be personal data of somebody who is no official.

use super::Event;
use crate::edtf::Edtf;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A value that may be personal data of somebody who is no official: in clear, or sealed in the
/// vault outside the chain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Sealable {
    /// `{"sealed":H}` where H is blake3(salt ‖ value), in lower-case hex.
    Sealed {
        /// The digest that commits to the value without telling it.
        sealed: String,
        /// How it was erased. Told by whoever reads the whole log; what an entry itself says here is
        /// not believed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(skip)]
        erased: Option<Erasure>,
    },
    /// The value itself.
    Clear(String),
}

/// That, when and why a value was erased (RGPD, art. 17).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Erasure {
    /// The day of the decision, or that of its record where none is stated.
    pub on: Edtf,
    /// The legal ground, as recorded.
    pub ground: String,
    /// The entry that records it.
    pub entry: u64,
}

impl Sealable {
    /// The value, where it is in clear.
    #[must_use]
    pub fn clear(&self) -> Option<&str> {
        match self {
            Sealable::Clear(value) => Some(value),
            Sealable::Sealed { .. } => None,
        }
    }
}

impl From<String> for Sealable {
    fn from(value: String) -> Sealable {
        Sealable::Clear(value)
    }
}

impl From<&str> for Sealable {
    fn from(value: &str) -> Sealable {
        Sealable::Clear(value.to_owned())
    }
}

impl Event {
    /// The values of the event that can be sealed: what it says of people who are no officials.
    pub fn sealables_mut(&mut self) -> impl Iterator<Item = &mut Sealable> {
        let (one, other, list) = match self {
            Event::BeneficiaryIdentified(e) => (e.seat.as_mut(), e.representative.as_mut(), None),
            Event::ConventionSigned(e) => (None, None, Some(&mut e.by)),
            Event::AvenantSigned(e) => (None, None, Some(&mut e.by)),
            Event::AvenantRequested(e) => (e.by.as_mut(), None, None),
            Event::BudgetRevised(e) => (e.requested_by.as_mut(), None, None),
            Event::ActPublished(e) => (e.addressee.as_mut(), None, None),
            _ => (None, None, None),
        };
        one.into_iter().chain(other).chain(list.into_iter().flatten())
    }
}
