//! Events: what an act, or a record, says happened.
//!
//! One struct a kind, in the file of its group. Names are past participles. A field that a text
//! does not state is absent: `None` or an empty list is "the source does not say", never "no".
//! Every kind has a schema version; a change of shape raises it and adds an upcaster
//! (`upcast.rs`), so old entries stay readable for ever. A kind or version this program does not
//! know becomes [`Decoded::Unknown`]: kept, counted, never dropped.

mod act;
mod beneficiary;
mod body;
mod money;
mod place;
mod possible;
mod record;
mod sealable;
#[cfg(test)]
mod tests;
mod upcast;

pub use act::*;
pub use beneficiary::*;
pub use body::*;
pub use money::*;
pub use possible::{BUDGET_YEARS, ImpossibleField, check_possible};
pub use record::*;
pub use sealable::*;

use schemars::{JsonSchema, Schema, schema_for};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use thiserror::Error;

/// Why the data of an entry is not an event of its kind.
#[derive(Debug, Error)]
pub enum EventError {
    /// The data does not have the shape of this kind and version.
    #[error(
        "the data is not a {kind} (schema {schema}): {reason}; `greffe schema {kind}` shows it"
    )]
    Shape {
        /// The kind.
        kind: String,
        /// The schema version.
        schema: u32,
        /// What is wrong and where, as the decoder says it.
        reason: String,
    },
}

/// What an entry holds, as far as this program knows it.
#[derive(Debug, Clone, PartialEq)]
pub enum Decoded {
    /// An event of a known kind, brought to the current schema version.
    Known(Box<Event>),
    /// A kind, or a schema version of it, that this program does not know.
    Unknown {
        /// The kind as written.
        kind: String,
        /// The schema version as written.
        schema: u32,
    },
}

macro_rules! events {
    ($($kind:ident = $version:literal),+ $(,)?) => {
        /// An event of any kind. See the struct of each kind for its meaning.
        #[derive(Debug, Clone, PartialEq)]
        #[allow(missing_docs, reason = "each variant is documented by the struct it holds")]
        pub enum Event { $($kind($kind)),+ }

        /// Every kind with its current schema version, in the order of the groups.
        pub const KINDS: &[(&str, u32)] = &[$((stringify!($kind), $version)),+];

        impl Event {
            /// The name of the kind, as the log writes it.
            #[must_use]
            pub const fn kind(&self) -> &'static str {
                match self { $(Event::$kind(_) => stringify!($kind)),+ }
            }

            /// The schema version that this program writes for the kind.
            #[must_use]
            pub const fn schema(&self) -> u32 {
                match self { $(Event::$kind(_) => $version),+ }
            }

            /// The data of the entry: a JSON object.
            ///
            /// # Errors
            /// [`EventError::Shape`] if the event cannot be written as JSON.
            pub fn data(&self) -> Result<Value, EventError> {
                let written = match self { $(Event::$kind(event) => serde_json::to_value(event)),+ };
                written.map_err(|e| shape(self.kind(), self.schema(), &e))
            }

            /// Reads the data of an entry, from its text or from a value. Older schema versions are
            /// brought to the current one.
            ///
            /// # Errors
            /// [`EventError::Shape`] when the kind and version are known but the data does not fit.
            pub fn decode<'de, D>(kind: &str, schema: u32, data: D) -> Result<Decoded, EventError>
            where
                D: Deserializer<'de, Error = serde_json::Error>,
            {
                match kind {
                    $(stringify!($kind) => {
                        if schema > $version {
                            return Ok(Decoded::Unknown { kind: kind.to_owned(), schema });
                        }
                        let read = if schema == $version {
                            $kind::deserialize(data)
                        } else {
                            Value::deserialize(data).and_then(|data| {
                                $kind::deserialize(upcast::to_current(kind, schema, data))
                            })
                        };
                        read.map(|event| Decoded::Known(Box::new(Event::$kind(event))))
                            .map_err(|e| shape(kind, schema, &e))
                    })+
                    _ => Ok(Decoded::Unknown { kind: kind.to_owned(), schema }),
                }
            }

            /// The JSON Schema of a kind's data, generated from its type; `None` for an unknown kind.
            #[must_use]
            pub fn json_schema(kind: &str) -> Option<Schema> {
                match kind { $(stringify!($kind) => Some(described::<$kind>(kind, $version)),)+ _ => None }
            }
        }

        $(impl From<$kind> for Event {
            fn from(event: $kind) -> Event { Event::$kind(event) }
        })+
    };
}

events! {
    OrganConstituted = 1, DelegationGranted = 1, ConvocationSent = 1, SittingOpened = 1,
    SittingDated = 1, AttendanceRecorded = 1, QuorumDeclared = 1,
    ReportSubmitted = 1, DeliberationTabled = 1, RecusalDeclared = 1, VoteCast = 1,
    SignatureAuthorised = 1, CopyCertified = 1, ActTransmitted = 1, ActPublished = 1,
    ActWithdrawn = 1, ActAnnulled = 1, FormalityRecorded = 1,
    SubsidyGranted = 1, ConventionApproved = 1, ConventionSigned = 1, AvenantRequested = 1,
    AvenantApproved = 1, AvenantSigned = 1, BudgetRevised = 1, BalanceRuleStated = 1,
    InstalmentAgreed = 1, PaymentOrdered = 1, PaymentExecuted = 1, BalanceComputed = 1,
    RecoveryOrdered = 1, StateAsserted = 1,
    BeneficiaryIdentified = 1, BeneficiaryRestructured = 1, ActivityReported = 1,
    FinancialReportFiled = 1,
    LedgerOpened = 1, DocumentRegistered = 1, EntryCorrected = 1, EntryVoided = 1,
    PersonalDataErased = 1, CheckpointAnchored = 1, SigningKeyRegistered = 1,
    SigningKeyRetired = 1, ReadingReviewed = 1, SubjectsLinked = 1,
}

fn shape(kind: &str, schema: u32, reason: &serde_json::Error) -> EventError {
    EventError::Shape { kind: kind.to_owned(), schema, reason: reason.to_string() }
}

/// The schema of a type, under the identifier that names kind and version.
fn described<T: JsonSchema>(kind: &str, version: u32) -> Schema {
    let mut schema = schema_for!(T);
    schema.insert("$id".to_owned(), Value::String(format!("urn:greffe:event:{kind}:{version}")));
    schema
}
