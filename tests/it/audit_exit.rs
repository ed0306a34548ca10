//! `audit` says by its exit code what it found.

use crate::program::{acts, arg, expect, repository};
use crate::tabular::file;
use serde_json::Value;
use std::fs;

fn audit(act: &str, code: i32) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    let dir = arg(&folder.path().join("ledger"));
    expect(0, &["reconstruct", act, "--ledger", &dir]);
    let run = expect(code, &["audit", "--format", "json", "--ledger", &dir]);
    let found: Value = serde_json::from_str(&run.out).unwrap();
    found["findings"].as_array().unwrap().clone()
}

fn rules(findings: &[Value], outcome: &str) -> Vec<String> {
    let of = findings.iter().filter(|f| f["outcome"] == outcome);
    of.map(|f| f["rule"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_act_that_breaks_a_rule_exits_with_1() {
    let findings = audit(&repository("docs/tour/breach/1-sans-quorum.txt"), 1);
    let irregular = rules(&findings, "irregular");
    for rule in ["quorum-majority-in-office", "vote-absolute-majority"] {
        assert!(irregular.iter().any(|r| r == rule), "{irregular:?}");
    }
}

#[test]
fn a_clean_act_exits_with_0() {
    let findings = audit(&repository("docs/tour/clean/1-conforme.txt"), 0);
    assert!(!rules(&findings, "conforming").is_empty());
    assert!(rules(&findings, "cannot_conclude").is_empty());
    assert!(rules(&findings, "irregular").is_empty());
}

/// An act whose deliberation was left for review is judged by no rule: that is said, and is no
/// clean audit.
#[test]
fn an_act_that_no_rule_judges_is_said_and_exits_with_4() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("ledger");
    let opening = greffe::Opening { name: "x".into(), by: "clerk".into(), ..Default::default() };
    let ledger = greffe::Ledger::create(&dir, opening).unwrap();
    let vote = greffe::NewFact::new(
        "act/vauclaire/1".parse().unwrap(),
        greffe::domain::VoteCast::stating(greffe::domain::Outcome::Adopted),
        "2024".parse().unwrap(),
        greffe::domain::Grade::Act,
        "clerk",
    );
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(ledger.append(vec![vote], vec![])).unwrap();
    drop(ledger);
    let run = expect(4, &["audit", "--format", "json", "--ledger", &arg(&dir)]);
    let found: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(found["not_judged"], serde_json::json!(["act/vauclaire/1"]));
    assert!(run.err.contains("not judged"), "{}", run.err);
}

/// No rule speaks of an organ: nothing was found to conform.
#[test]
fn what_no_rule_speaks_of_exits_with_4() {
    let folder = tempfile::tempdir().unwrap();
    let dir = arg(&folder.path().join("ledger"));
    expect(0, &["reconstruct", &repository("docs/tour"), "--ledger", &dir]);
    let organ = "organ/metropole-de-vauclaire/bureau";
    let run = expect(4, &["audit", organ, "--ledger", &dir]);
    assert!(run.out.contains("No rule applies."), "{}", run.out);
    assert!(run.err.contains("nothing is established"), "{}", run.err);
    let told = expect(4, &["audit", organ, "--format", "json", "--ledger", &dir]).out;
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!((&told["no_rule_applies"], &told["cannot_conclude"]), (&true.into(), &0.into()));
}

/// One rule that does not speak of the subject has found nothing to conform, whatever the others say; what `--where`
/// leaves out was said all the same.
#[test]
fn a_rule_that_says_nothing_exits_with_4() {
    let folder = tempfile::tempdir().unwrap();
    let dir = arg(&folder.path().join("ledger"));
    let act = repository("docs/tour/clean/1-conforme.txt");
    expect(0, &["reconstruct", &act, "--ledger", &dir]);
    let rule = ["audit", "--rule", "withdrawal-four-months", "--ledger", &dir, "--lang", "fr"];
    let run = expect(4, &rule);
    assert!(run.err.contains("rien n'est établi"), "{}", run.err);
    let chosen = expect(0, &["audit", "--where", "false", "--ledger", &dir, "--format", "json"]);
    let told: Value = serde_json::from_str(&chosen.out).unwrap();
    assert_eq!(told["no_rule_applies"], false);
    assert!(!chosen.err.contains("nothing is established"), "{}", chosen.err);
}

/// Two clear days are fewer than communes of 3 500 inhabitants and more are due; of how many this one has nothing is
/// known, so it is told and not judged.
#[test]
fn a_late_notice_of_a_commune_is_not_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let mut act = fs::read_to_string(repository("docs/tour/clean/1-conforme.txt")).unwrap();
    let organ = "Le Conseil municipal de la Ville de Brumeval,";
    for (from, to) in [
        ("Le  Conseil  de  la  Communauté  de  communes  du  Pays  de  Serlonne,", organ),
        ("Le Conseil de la Communauté de communes du Pays de Serlonne,", organ),
        ("au  siège  de  la  Communauté", "à la mairie"),
        ("le 5 juin 2024", "le 10 juin 2024"),
        ("Le Président de la Communauté de communes\n", "Le Maire de la Ville de Brumeval\n"),
    ] {
        assert!(act.contains(from), "{from}");
        act = act.replace(from, to);
    }
    let findings = audit(&arg(&file(folder.path(), "act.txt", &act)), 4);
    assert_eq!(rules(&findings, "cannot_conclude"), ["convocation-five-clear-days"]);
    let told = |rule: &str| findings.iter().find(|f| f["rule"] == rule).unwrap();
    let late = told("convocation-five-clear-days");
    assert_eq!(late["missing"][0]["code"], "population", "{late}");
    assert!(late["sentence"]["fr"].as_str().unwrap().contains("à partir de 3 500"), "{late}");
    assert_eq!(told("explanatory-note")["outcome"], "conforming");
}

#[test]
fn an_act_that_is_silent_exits_with_4_and_nothing_is_irregular() {
    let Some(folder) = acts() else { return };
    let mut texts: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .collect();
    texts.sort();
    let findings = audit(&arg(&texts[0]), 4);
    assert_eq!(rules(&findings, "irregular"), Vec::<String>::new(), "silence is no irregularity");
    for finding in findings.iter().filter(|f| f["outcome"] == "cannot_conclude") {
        assert!(!finding["missing"].as_array().unwrap().is_empty(), "{finding}");
    }
}
