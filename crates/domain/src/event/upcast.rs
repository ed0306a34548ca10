//! Upcasters: how the data of an older schema version becomes the current one.
//!
//! An upcaster is a pure function from the JSON of version *n* to that of *n + 1*. It runs on
//! reading; the stored bytes never change. Versions below 1 are those written before the format
//! was published; they stay readable like any other.

use serde_json::{Map, Value};

/// Applies every upcaster between `schema` and the current version of `kind`, in order.
pub(super) fn to_current(kind: &str, schema: u32, data: Value) -> Value {
    match (kind, schema, data) {
        ("SubsidyGranted", 0, Value::Object(data)) => Value::Object(subsidy_granted_0_to_1(data)),
        (_, _, data) => data,
    }
}

/// Version 0 of `SubsidyGranted` gave the amount in whole euros (`amount`), the beneficiary as a
/// bare name, and the share as a bare text.
fn subsidy_granted_0_to_1(mut data: Map<String, Value>) -> Map<String, Value> {
    if let Some(cents) = data.get("amount").and_then(Value::as_i64).and_then(|e| e.checked_mul(100))
    {
        data.remove("amount");
        data.insert("amount_cents".to_owned(), cents.into());
    }
    if let Some(name) = data.get("beneficiary").filter(|value| value.is_string()).cloned() {
        data.insert(
            "beneficiary".to_owned(),
            Value::Object(Map::from_iter([("name".into(), name)])),
        );
    }
    if let Some(text) = data.get("share").and_then(Value::as_str).map(str::to_owned) {
        let scale = text
            .split_once([',', '.'])
            .map_or(0, |(_, decimals)| decimals.bytes().take_while(u8::is_ascii_digit).count());
        let share = [("stated".to_owned(), text.into()), ("scale".to_owned(), scale.into())];
        data.insert("share".to_owned(), Value::Object(Map::from_iter(share)));
    }
    data
}
