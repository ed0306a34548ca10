//! Figures that cannot be: a number that is no budget year, an avenant without a number.
//!
//! They are refused where something is recorded, and not where an entry is decoded: a ledger that holds one
//! stays readable, and says what it holds.

use serde_json::Value;
use thiserror::Error;

/// The years that can be those of a budget, from 1900 to 2200.
pub const BUDGET_YEARS: std::ops::RangeInclusive<i64> = 1900..=2200;

/// A field whose value cannot be, with what can.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ImpossibleField {
    /// No budget has that year.
    #[error("{field} is {value}: a budget year is written from 1900 to 2200")]
    Exercise {
        /// Where it stands in the data (RFC 6901).
        field: String,
        /// The value.
        value: i64,
    },
    /// No avenant has that number.
    #[error("{field} is {value}: avenants are numbered from 1 on")]
    AvenantNumber {
        /// Where it stands in the data (RFC 6901).
        field: String,
        /// The value.
        value: i64,
    },
}

/// The first field of the data of a kind whose value cannot be.
///
/// # Errors
/// [`ImpossibleField`] naming it.
pub fn check_possible(kind: &str, data: &Value) -> Result<(), ImpossibleField> {
    if ["AvenantApproved", "AvenantSigned"].contains(&kind) {
        avenant("/number", data.get("number"))?;
    }
    within("", data)
}

fn avenant(field: &str, value: Option<&Value>) -> Result<(), ImpossibleField> {
    match value.and_then(Value::as_i64) {
        Some(value) if value < 1 => {
            Err(ImpossibleField::AvenantNumber { field: field.to_owned(), value })
        }
        _ => Ok(()),
    }
}

/// Looks at every budget year and instrument, at whatever depth.
fn within(at: &str, value: &Value) -> Result<(), ImpossibleField> {
    match value {
        Value::Object(fields) => fields.iter().try_for_each(|(name, value)| {
            let field = format!("{at}/{name}");
            match (name.as_str(), value.as_i64()) {
                ("avenant", _) => avenant(&field, Some(value))?,
                ("exercise", Some(year)) if !BUDGET_YEARS.contains(&year) => {
                    return Err(ImpossibleField::Exercise { field, value: year });
                }
                // What is corrected is a fact of its own kind.
                ("data", None) => {
                    let kind = fields.get("kind").and_then(Value::as_str).unwrap_or_default();
                    if kind.starts_with("Avenant") {
                        avenant(&format!("{field}/number"), value.get("number"))?;
                    }
                }
                _ => {}
            }
            within(&field, value)
        }),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .try_for_each(|(place, item)| within(&format!("{at}/{place}"), item)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Decoded, Event};
    use serde_json::json;

    fn field(kind: &str, data: &Value) -> Option<String> {
        match check_possible(kind, data).err()? {
            ImpossibleField::Exercise { field, .. }
            | ImpossibleField::AvenantNumber { field, .. } => Some(field),
        }
    }

    #[test]
    fn what_cannot_be_is_named() {
        for year in [-5, 0, 1899, 2201, 99_999] {
            let data = json!({ "exercise": year });
            assert_eq!(field("SubsidyGranted", &data).as_deref(), Some("/exercise"), "{year}");
        }
        let corrected = json!({ "kind": "AvenantSigned", "data": { "number": 0 } });
        for (kind, data, named) in [
            ("SubsidyGranted", json!({ "exercise": 2023 }), None),
            ("AvenantSigned", json!({ "number": 0 }), Some("/number")),
            ("AvenantSigned", json!({ "number": 1 }), None),
            (
                "BudgetRevised",
                json!({ "instrument": { "avenant": 0 } }),
                Some("/instrument/avenant"),
            ),
            ("PaymentExecuted", json!({ "number": "0" }), None),
            ("EntryCorrected", corrected, Some("/data/number")),
        ] {
            assert_eq!(field(kind, &data).as_deref(), named, "{kind} {data}");
        }
    }

    /// What was recorded before this was refused is still an event.
    #[test]
    fn it_is_decoded_all_the_same() {
        let signed = Event::decode("AvenantSigned", 1, json!({ "number": 0 })).unwrap();
        assert!(matches!(signed, Decoded::Known(_)));
    }
}
