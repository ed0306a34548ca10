//! Reference vectors of others, which are read where they lie and never become part of the project.

use serde_json::Value;
use std::path::PathBuf;

/// A file of `GREFFE_VECTORS` (by default `../shared/vectors` beside the repository). Where it is
/// absent, the test that asks is skipped and says so; in CI that is a failure.
pub fn vectors(name: &str) -> Option<Value> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors");
    let folder = std::env::var_os("GREFFE_VECTORS").map_or(beside, PathBuf::from);
    match std::fs::read(folder.join(name)) {
        Ok(bytes) => Some(serde_json::from_slice(&bytes).unwrap()),
        Err(error) => {
            assert!(std::env::var_os("CI").is_none(), "{name}: {error}, in {}", folder.display());
            println!("skipped: no {name} in {} (set GREFFE_VECTORS)", folder.display());
            None
        }
    }
}

/// The bytes behind hexadecimal digits.
pub fn unhex(text: &str) -> Vec<u8> {
    assert!(text.len().is_multiple_of(2), "{text}");
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}

/// The elements of an array.
pub fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
