//! Laws of all events: they read back, unknown ones survive, old ones are upcast.

use super::*;
use serde_json::json;

/// The data of a grant as version 0 wrote it.
const SUBSIDY_GRANTED_V0: &str = include_str!("../../tests/fixtures/subsidy-granted-v0.json");

#[test]
fn version_0_of_a_grant_is_upcast() {
    let data: Value = serde_json::from_str(SUBSIDY_GRANTED_V0).unwrap();
    let Decoded::Known(event) = Event::decode("SubsidyGranted", 0, data).unwrap() else {
        panic!("version 0 must be known")
    };
    let current = json!({
        "amount_cents": 3_500_000,
        "beneficiary": { "name": "Harmonie des Trois Vallées" },
        "exercise": 2019,
        "budget_cents": 14_000_000,
        "share": { "stated": "25,0%", "scale": 1 }
    });
    assert_eq!(event.data().unwrap(), current);
    assert_eq!(event.schema(), 1);
}

#[test]
fn an_unknown_kind_or_version_is_kept_as_unknown() {
    for (kind, schema) in [("MoonLanded", 1), ("VoteCast", 99)] {
        let decoded = Event::decode(kind, schema, json!({ "any": "thing" })).unwrap();
        assert_eq!(decoded, Decoded::Unknown { kind: kind.to_owned(), schema });
    }
}

#[test]
fn a_known_kind_with_odd_data_is_an_error_that_names_it() {
    let odd = Event::decode("VoteCast", 1, json!({ "outcome": "perhaps" })).unwrap_err();
    assert!(odd.to_string().contains("VoteCast") && odd.to_string().contains("perhaps"), "{odd}");
    let extra = json!({ "outcome": "adopted", "colour": "blue" });
    assert!(Event::decode("VoteCast", 1, extra).is_err());
}

#[test]
fn every_kind_has_a_schema_that_describes_its_fields() {
    for (kind, version) in KINDS {
        let schema = Event::json_schema(kind).unwrap_or_else(|| panic!("{kind}")).to_value();
        assert_eq!(schema["$id"], format!("urn:greffe:event:{kind}:{version}"));
        assert!(schema["description"].is_string(), "{kind} says what it is");
        assert_eq!(schema["additionalProperties"], false, "{kind} is closed");
    }
    assert!(Event::json_schema("MoonLanded").is_none());
}
