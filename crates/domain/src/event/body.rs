//! The body: organs, delegations, sittings, attendance.

use crate::edtf::Edtf;
use crate::reference::ActRef;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A person acting as elected official or public agent, as named in the text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The name as written, without civility, on one line (`Jeanne-Marie DUPRÉ`).
    pub name: String,
    /// The capacity in which the person acts, as written (`Présidente de la Métropole`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<String>,
}

/// A deciding body exists, with so many members. Stream `organ/…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganConstituted {
    /// The institution as named (`Métropole de Vauclaire`).
    pub institution: String,
    /// The organ as named (`Bureau de la Métropole`).
    pub organ: String,
    /// Members in office (*membres en exercice*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members_in_office: Option<u32>,
    /// The act that constituted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<ActRef>,
}

/// A body delegated powers to another (CGCT, art. L5211-10 for an EPCI). Stream `organ/…` of the
/// body that receives them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DelegationGranted {
    /// The body that delegates, as named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The body or person that receives, as named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// What the text says is delegated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The list of delegated matters; empty when only the existence of a delegation is recalled.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matters: Vec<String>,
    /// The act that delegates.
    pub act: ActRef,
    /// The day on which that act became executory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub executory_on: Option<Edtf>,
}

/// The notice of meeting was sent to the members (CGCT, art. L2121-10, L2121-12). Stream
/// `sitting/…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConvocationSent {
    /// The day it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Edtf>,
    /// Whether an explanatory note went with it (*note explicative de synthèse*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanatory_note: Option<bool>,
    /// Whether urgency was invoked and accepted by the assembly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency_accepted: Option<bool>,
}

/// A sitting was opened. Stream `sitting/…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SittingOpened {
    /// The institution as named.
    pub institution: String,
    /// The organ as named.
    pub organ: String,
    /// The date, only if the text states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Edtf>,
    /// The hour as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hour: Option<String>,
    /// The place as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Who presides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presided_by: Option<Person>,
    /// The secretary of the sitting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secretary: Option<Person>,
}

/// The date of a sitting that its text does not state, derived from something else. Always of
/// grade `inferred`. Stream `sitting/…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SittingDated {
    /// The derived date, often a year only.
    pub date: Edtf,
    /// How it was derived.
    pub derivation: Derivation,
}

/// How a date was derived.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Derivation {
    /// From the year in the number of an act taken at the sitting.
    YearOfReference,
    /// From the date stamped on the transmission of an act: the sitting is no later.
    Transmission,
}

/// A member gave another the power to vote (*pouvoir*, CGCT, art. L2121-20).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Proxy {
    /// The member who gives the power.
    pub from: String,
    /// The member who holds it.
    pub to: String,
}

/// Who was there. Stream `sitting/…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct AttendanceRecorded {
    /// Members present, by name, in the order of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub present: Vec<String>,
    /// How many the text says were present.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub present_count_stated: Option<u32>,
    /// Members excused, by name, only where the text says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excused: Vec<String>,
    /// Members absent without the text saying that they were excused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absent: Vec<String>,
    /// Powers given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proxies: Vec<Proxy>,
    /// Members in office, if the text states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members_in_office: Option<u32>,
}

/// The chair declared that the quorum was reached, or not. Stream `sitting/…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuorumDeclared {
    /// The words that say so.
    pub stated: String,
    /// Whether it was declared reached.
    pub reached: bool,
    /// The number of members required, if stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<u32>,
}
