//! The order in which acts are imported changes no state.
//!
//! Entry numbers, ids, hashes and recorded times differ with the order; each is mapped to the fact
//! it points at, and then the JSON of state and trail must be the same to the byte.

use crate::program::{arg, expect, json, repository};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

const ACTS: [&str; 3] = ["1-attribution.txt", "2-avenant.txt", "3-solde.txt"];
const ORDERS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

/// State and trail of a ledger with every entry number replaced by the fact behind it.
fn belief(dir: &Path) -> (Value, Value) {
    let ledger = arg(dir);
    let log = expect(0, &["log", "--raw", "--ledger", &ledger]).out;
    let mut facts: BTreeMap<u64, String> = BTreeMap::new();
    for line in log.lines() {
        let entry: Value = serde_json::from_str(line).unwrap();
        let fact = format!(
            "{} {} {} {} {}",
            entry["stream"], entry["kind"], entry["effective"], entry["evidence"], entry["data"]
        );
        facts.insert(entry["seq"].as_u64().unwrap(), fact);
    }
    let mut state = json(&["state", "--format", "json", "--ledger", &ledger]);
    let mut trail = json(&["trail", "--format", "json", "--ledger", &ledger]);
    named(&mut state, &facts);
    named(&mut trail, &facts);
    (state, trail)
}

/// Replaces entry numbers, wherever a field holds them, by what they point at.
fn named(value: &mut Value, facts: &BTreeMap<u64, String>) {
    let fact = |number: &mut Value| {
        if let Some(seq) = number.as_u64() {
            *number = Value::String(facts[&seq].clone());
        }
    };
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match (name.as_str(), &mut *field) {
                    ("entry" | "met_by", number) => fact(number),
                    ("entries", Value::Array(list)) => list.iter_mut().for_each(fact),
                    _ => {}
                }
                named(field, facts);
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|item| named(item, facts)),
        _ => {}
    }
}

#[test]
fn every_order_of_import_gives_the_same_state_and_trail() {
    let folder = tempfile::tempdir().unwrap();
    let mut first: Option<(Value, Value)> = None;
    for (number, order) in ORDERS.iter().enumerate() {
        let dir = folder.path().join(format!("order-{number}"));
        for act in order {
            let path = repository(&format!("docs/tour/{}", ACTS[*act]));
            expect(0, &["reconstruct", &path, "--ledger", &arg(&dir)]);
        }
        let belief = belief(&dir);
        let conventions = belief.0["conventions"].as_array().unwrap();
        assert_eq!(conventions.len(), 1, "three acts, one convention");
        match &first {
            None => first = Some(belief),
            Some(first) => {
                assert_eq!(first.0, belief.0, "state in order {order:?}");
                assert_eq!(first.1, belief.1, "trail in order {order:?}");
            }
        }
    }
}
