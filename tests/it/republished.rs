//! A table that is published again with some rows changed: its rows are recorded as their own, and that a table of
//! the same streams is there already is said.

use crate::program::{arg, expect};
use crate::tabular::{HEADER, file, ledger};
use serde_json::Value;
use std::fs;
use std::path::Path;

fn run(dir: &str, table: &Path, more: &[&str]) -> String {
    let command = ["import", &arg(table), "--ledger", dir];
    expect(0, &[&command[..], more].concat()).out.replace('\u{a0}', " ")
}

fn told(dir: &str, table: &Path, more: &[&str]) -> Value {
    serde_json::from_str(&run(dir, table, &[&["--format", "json"], more].concat())).unwrap()
}

fn rows(amounts: [u32; 3]) -> String {
    let row = |(n, amount): (usize, u32)| format!("Vauclaire;2023-03-16;Club {n};;Bal;{amount}\n");
    HEADER.to_owned() + &amounts.into_iter().enumerate().map(row).collect::<String>()
}

#[test]
fn a_table_of_the_same_streams_from_another_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    let first = file(folder.path(), "subventions.csv", &rows([10, 20, 30]));
    let again = file(folder.path(), "subventions-v2.csv", &rows([10, 25, 30]));
    let other = rows([10, 25, 30]).replace("2023-03-16", "2024-03-16");
    let other = file(folder.path(), "autre-annee.csv", &other);

    assert_eq!(told(&dir, &first, &["--dry-run"])["observations"], serde_json::json!([]));
    let entry = told(&dir, &first, &[]);
    assert_eq!(entry["observations"], serde_json::json!([]), "{entry}");
    let document = &entry["document"];

    // The dry run says it before anything is recorded, the run says the same of what it records.
    let dry = told(&dir, &again, &["--dry-run"]);
    assert_eq!(dry["ledger_asked"], true);
    let recorded = told(&dir, &again, &[]);
    assert_eq!(dry["observations"], recorded["observations"]);
    assert_eq!(recorded["recorded"], 6, "rows that look alike are never merged");
    let said = &recorded["observations"][0];
    assert_eq!(recorded["observations"].as_array().unwrap().len(), 1);
    assert_eq!(said["code"], "earlier-table");
    assert_eq!((&said["document"], &said["name"]), (document, &"subventions.csv".into()));
    assert_eq!((&said["identical_rows"], &said["rows"]), (&2.into(), &3.into()));
    assert_eq!(said["streams"], serde_json::json!(["convention/vauclaire/2023"]));
    assert!(said["fr"].as_str().unwrap().contains("greffe correct"), "{said}");
    assert!(said["en"].as_str().unwrap().contains("greffe void"), "{said}");
    for (lang, words) in [
        ("fr", "! earlier-table : convention/vauclaire/2023 : un tableau"),
        ("fr", "corrigés : 2 sur 3 (lignes 2, 4)"),
        ("en", "! earlier-table: convention/vauclaire/2023: a table"),
        ("en", "rejects: 2 of 3 (rows 2, 4)"),
    ] {
        let text = run(&dir, &again, &["--dry-run", "--lang", lang]);
        assert!(text.contains(words) && text.contains("subventions.csv"), "{words}: {text}");
    }
    // It is not said of the table that was there first, nor of itself, nor of another year's.
    assert_eq!(told(&dir, &first, &[])["observations"], serde_json::json!([]));
    assert_eq!(told(&dir, &other, &[])["observations"], serde_json::json!([]));
    // Without a ledger nobody can tell, and that is said; a folder that is none keeps nobody from trying.
    let none =
        ["import", &arg(&again), "--dry-run", "--ledger", &arg(folder.path()), "--lang", "fr"];
    let none = expect(0, &none);
    assert!(none.err.contains("pas consulté") && none.err.contains("n'est pas un"), "{}", none.err);
    assert!(!none.out.contains("earlier-table"), "{}", none.out);
    let alone = ["import", &arg(&again), "--dry-run", "--format", "json"];
    let alone: Value = serde_json::from_str(&expect(0, &alone).out).unwrap();
    assert_eq!((&alone["ledger_asked"], &alone["observations"]), (&false.into(), &Value::Null));
}

/// Rows that look alike are counted as often as they are there, and corrected rejects are rows of their table.
#[test]
fn rows_are_counted_once_each_and_rejects_are_of_their_own_table() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    let row = "Vauclaire;2023-03-16;Club;;Bal;10\n";
    let bad = "Vauclaire;2023-03-16;Lyre;;Bal;NC\n";
    let first = file(folder.path(), "a.csv", &format!("{HEADER}{row}{bad}"));
    let rejects = folder.path().join("rejets.csv");
    expect(1, &["import", &arg(&first), "--ledger", &dir, "--rejects", &arg(&rejects)]);
    let corrected = fs::read_to_string(&rejects).unwrap().replace(";NC", ";30");
    fs::write(&rejects, corrected).unwrap();
    assert_eq!(told(&dir, &rejects, &[])["observations"], serde_json::json!([]));

    let good = bad.replace("NC", "30");
    let second = file(folder.path(), "b.csv", &format!("{HEADER}{row}{row}{good}"));
    let said = told(&dir, &second, &[]);
    let observations = said["observations"].as_array().unwrap();
    assert_eq!(observations.len(), 1, "{said}");
    assert_eq!(observations[0]["name"], "a.csv");
    assert_eq!(
        observations[0]["identical_rows"], 2,
        "one of the two alike, one by the rejects: {said}"
    );
    assert_eq!(observations[0]["first_identical_rows"], serde_json::json!([2, 4]), "{said}");
}

/// Where the publisher gives a key, or a deliberation its reference, both tables speak of one stream.
#[test]
fn tables_with_keys_are_named_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    let header = format!("idSubvention;{HEADER}");
    let row = |amount| format!("{header}S-1;Vauclaire;2023-03-16;Club;;Bal;{amount}\n");
    let first = file(folder.path(), "a.csv", &row(10));
    let second = file(folder.path(), "b.csv", &row(12));
    told(&dir, &first, &[]);
    let said = told(&dir, &second, &[]);
    assert_eq!(said["observations"][0]["name"], "a.csv", "{said}");
    assert_eq!(said["observations"][0]["identical_rows"], 0);

    let acts = "COLL_NOM;DELIB_ID;DELIB_DATE;DELIB_OBJET\nVauclaire;2024-7;2024-02-03;";
    let first = file(folder.path(), "c.csv", &format!("{acts}Budget\n"));
    let second = file(folder.path(), "d.csv", &format!("{acts}Budget primitif\n"));
    told(&dir, &first, &[]);
    let said = told(&dir, &second, &[]);
    assert_eq!(said["observations"][0]["name"], "c.csv", "{said}");
    assert_eq!(said["observations"].as_array().unwrap().len(), 1);
}
