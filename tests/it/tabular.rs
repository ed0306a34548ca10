//! Tables of subsidies written for a test, and their import as a person runs it.

use crate::program::{arg, expect};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// The columns that such a table has at least.
pub const HEADER: &str =
    "nomAttribuant;dateConvention;nomBeneficiaire;idBeneficiaire;objet;montant\n";

/// A file in a folder.
pub fn file(folder: &Path, name: &str, content: &(impl AsRef<[u8]> + ?Sized)) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, content).unwrap();
    path
}

/// A new ledger in a folder.
pub fn ledger(folder: &Path) -> String {
    let dir = arg(&folder.join("ledger"));
    expect(0, &["init", "--ledger", &dir]);
    dir
}

/// What an import that ends with `code` says to a program.
pub fn import(dir: &str, table: &Path, code: i32) -> Value {
    let run = expect(code, &["import", &arg(table), "--ledger", dir, "--format", "json"]);
    serde_json::from_str(&run.out).unwrap()
}

/// What a dry run that ends with `code` says to a program; no ledger is asked.
pub fn dry(table: &Path, code: i32) -> Value {
    let run = expect(code, &["import", &arg(table), "--dry-run", "--format", "json"]);
    serde_json::from_str(&run.out).unwrap()
}

/// How often a rule is broken.
pub fn count(found: &Value, rule: &str) -> u64 {
    let counts = found["defects"]["counts"].as_array().unwrap();
    counts.iter().filter(|one| one["rule"] == rule).filter_map(|one| one["count"].as_u64()).sum()
}
