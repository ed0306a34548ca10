//! Rule packs through the program: what they change is recorded, and a mistake has its place.

use crate::program::{arg, expect, repository, run};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

fn clean(folder: &Path) -> String {
    let dir = arg(&folder.join("ledger"));
    let act = repository("docs/tour/clean/1-conforme.txt");
    expect(0, &["reconstruct", &act, "--ledger", &dir]);
    dir
}

fn pack(folder: &Path, text: &str) -> String {
    let path = folder.join("regles.toml");
    fs::write(&path, text).unwrap();
    arg(&path)
}

fn audit(dir: &str, pack: &str, code: i32) -> Value {
    let run = expect(code, &["audit", "--rules", pack, "--format", "json", "--ledger", dir]);
    serde_json::from_str(&run.out).unwrap()
}

#[test]
fn what_a_pack_changes_is_in_the_report() {
    let folder = tempfile::tempdir().unwrap();
    let dir = clean(folder.path());
    // The grant of the clean act is of 6 800 €: the law asks for no convention, this regulation does.
    let text = "title = \"Règlement financier\"\n\
        [rules.convention-above-23000]\nthreshold_cents = 500_000\nreason = \"art. 14\"\n\
        [rules.epci-speciality]\ndisabled = true\nreason = \"contrôlé ailleurs\"\n";
    let path = pack(folder.path(), text);
    let report = audit(&dir, &path, 4);
    let record = &report["rule_pack"];
    assert_eq!(record["blake3"], blake3::hash(text.as_bytes()).to_hex().as_str());
    assert_eq!(record["file"], "regles.toml");
    assert_eq!(
        record["disabled"],
        json!([{ "rule": "epci-speciality", "reason": "contrôlé ailleurs" }])
    );
    assert_eq!(record["parameters"][0]["value"], 500_000);
    assert_eq!(record["parameters"][0]["law"], 2_300_000);
    let findings = report["findings"].as_array().unwrap();
    let local: Vec<&Value> = findings.iter().filter(|f| !f["local"].is_null()).collect();
    assert_eq!(local.len(), 1, "{local:?}");
    assert_eq!(local[0]["rule"], "convention-above-23000");
    assert_eq!(local[0]["sources"], json!([]));
    assert!(findings.iter().all(|f| f["rule"] != "epci-speciality"));
    let page = expect(4, &["audit", "--rules", &path, "--ledger", &dir]).out;
    for said in ["Local rules", "regles.toml", "epci-speciality: not applied", "(law: 2300000)"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    // Without the pack the same act has nothing to say of it.
    expect(0, &["audit", "--ledger", &dir]);
}

#[test]
fn a_mistake_in_a_pack_has_its_line_and_column_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    let dir = clean(folder.path());
    let text = "title = \"x\"\n[rules.convention-above-23000]\nthreshold_cents = 3_000_000\nreason = \"y\"\n";
    let path = pack(folder.path(), text);
    for (lang, said) in [
        ("en", "line 3, column 19: \u{ab} threshold_cents \u{bb} = 3000000: the law says 2300000"),
        ("fr", "ligne 3, colonne 19 : « threshold_cents » = 3000000 : la loi dit 2300000"),
    ] {
        let run = expect(3, &["audit", "--rules", &path, "--lang", lang, "--ledger", &dir]);
        assert!(run.err.contains("[rule-pack]") && run.err.contains(said), "{}", run.err);
        assert!(run.out.is_empty());
    }
    let absent = arg(&folder.path().join("absent.toml"));
    assert!(expect(3, &["audit", "--rules", &absent, "--ledger", &dir]).err.contains("[file]"));
}

#[test]
fn severity_chooses_the_weight_of_rules() {
    let folder = tempfile::tempdir().unwrap();
    let dir = arg(&folder.path().join("ledger"));
    let act = repository("docs/tour/breach/1-sans-quorum.txt");
    expect(0, &["reconstruct", &act, "--ledger", &dir]);
    let of = |weight: &str| {
        let run = run(&["audit", "--severity", weight, "--format", "json", "--ledger", &dir]);
        let report: Value = serde_json::from_str(&run.out).unwrap();
        let findings = report["findings"].as_array().unwrap().clone();
        let severities: std::collections::BTreeSet<String> =
            findings.iter().map(|f| f["severity"].as_str().unwrap().to_owned()).collect();
        (report["rules_run"].as_u64().unwrap(), findings.len(), severities)
    };
    let (major, minor, note) = (of("major"), of("minor"), of("note"));
    assert!(major.0 < minor.0 && minor.0 < note.0, "{major:?} {minor:?} {note:?}");
    assert_eq!(major.2.into_iter().collect::<Vec<_>>(), ["major"]);
    assert!(major.1 < note.1 && !minor.2.contains("note"));
    assert_eq!(note.0, 49);
}

#[test]
fn a_rule_is_shown_by_name_in_both_languages() {
    let shown = |arguments: &[&str]| {
        let words = expect(0, arguments).out;
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let english = shown(&["rules", "show", "convention-above-23000"]);
    assert!(english.contains("threshold_cents") && english.contains("2300000 by law"), "{english}");
    let french = shown(&["regles", "montrer", "convention-above-23000", "--lang", "fr"]);
    assert!(french.contains("2300000 selon la loi"), "{french}");
    assert_eq!(expect(0, &["rules"]).out, expect(0, &["rules", "list"]).out);
    assert!(expect(2, &["rules", "show", "convention"]).err.contains("[no-rule]"));
}
