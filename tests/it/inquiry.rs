//! Questions to a convention through the program: blame, explain, diff, what-if.

use crate::program::{acts, arg, expect, json, repository};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const CONVENTION: &str = "convention/metropole-de-vauclaire/2023/les-ateliers-du-pont";

fn tour() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let dir = arg(&folder.path().join("tour.ledger"));
    expect(0, &["reconstruct", &repository("docs/tour"), "--ledger", &dir]);
    (folder, dir)
}

/// Every file below a directory, with its bytes.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(arg(&path), fs::read(&path).unwrap());
        }
    }
    found
}

fn amounts(answer: &Value, path: &str) -> (i64, i64) {
    let change = answer["money"].as_array().unwrap().iter().find(|m| m["path"] == path).unwrap();
    (change["recorded_cents"].as_i64().unwrap(), change["supposed_cents"].as_i64().unwrap())
}

/// The act that this project was made for, without its avenant: however that is said, the balance
/// falls to the pro rata on the first budget, under assumptions that are named.
#[test]
fn the_model_act_without_its_avenant() {
    let Some(corpus) = acts() else { return };
    let mut labelled: Vec<_> = fs::read_dir(corpus)
        .unwrap()
        .map(|f| f.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "json"))
        .collect();
    labelled.sort();
    let labels: Value = serde_json::from_slice(&fs::read(&labelled[0]).unwrap()).unwrap();
    let act = labelled[0].with_extension("txt");
    let folder = tempfile::tempdir().unwrap();
    let dir = arg(&folder.path().join("model.ledger"));
    expect(0, &["reconstruct", &arg(&act), "--ledger", &dir]);
    let state = json(&["state", "--format", "json", "--ledger", &dir]);
    let stream = state["conventions"][0]["stream"].as_str().unwrap().to_owned();
    let entry = state["conventions"][0]["instruments"].as_array().unwrap().last().unwrap();
    let entry = entry["act"]["entries"][0].to_string();

    let labelled = |role: &str| {
        let amounts = labels["amounts"].as_array().unwrap();
        amounts.iter().find(|a| a["role"] == role).unwrap()["cents"].as_i64().unwrap()
    };
    let (subsidy, budget) = (labelled("subsidy"), labelled("budget"));
    let entitled = (subsidy * labelled("revised_budget") + budget / 2) / budget;
    let reference = labels["reference"].as_str().unwrap();
    for what in ["avenant-1", &entry, reference] {
        let question = ["what-if", &stream, "--without", what, "--ledger", &dir];
        let answer = json(&[&question[..], &["--format", "json"]].concat());
        assert_eq!(answer["counterfactual"], true);
        assert_eq!(amounts(&answer, "balance.balance_cents"), (subsidy, entitled), "{what}");
        let assumed =
            serde_json::json!(["pro_rata_rule", "realised_equals_recorded_budget", "nothing_paid"]);
        assert_eq!(answer["assumptions"], assumed);
        let page = expect(0, &question).out;
        assert!(page.starts_with("COUNTERFACTUAL"), "{page}");
        assert!(page.contains("no act states the rule of the balance"), "{page}");
    }
}

/// Nothing that a question supposes reaches the ledger: on a private copy every file stays as it
/// is, and on the ledger itself everything that holds entries and documents does.
#[test]
fn a_question_writes_nothing() {
    let (folder, dir) = tour();
    let draft = arg(&folder.path().join("draft.json"));
    let breach = repository("docs/tour/breach/1-sans-quorum.txt");
    expect(0, &["draft", &breach, "--output", &draft]);
    let ledger = folder.path().join("tour.ledger");
    let question = [
        &["what-if", CONVENTION, "--without", "42", "--with", &draft][..],
        &["--set", "budget_cents.initial=500000€", "--ledger", &dir],
    ]
    .concat();
    let head = expect(0, &["verify", "--ledger", &dir, "--forensic"]).out;
    let log = expect(0, &["log", "--raw", "--ledger", &dir, "--forensic"]).out;
    let before = files(&ledger);
    let answer = expect(0, &[&question[..], &["--forensic"]].concat()).out;
    assert!(files(&ledger) == before, "a private copy leaves every file as it is");
    assert_eq!(expect(0, &question).out, answer);
    // Opening a ledger renews its lock, its index and the header of its tail, whatever is asked.
    let housekeeping =
        |path: &str| ["lock", "index", "tail."].iter().any(|name| path.contains(name));
    let after = files(&ledger);
    for (path, bytes) in before.iter().filter(|(path, _)| !housekeeping(path)) {
        assert!(after.get(path) == Some(bytes), "{path} changed");
    }
    assert!(after.keys().all(|path| before.contains_key(path) || housekeeping(path)));
    assert_eq!(expect(0, &["log", "--raw", "--ledger", &dir]).out, log);
    assert_eq!(expect(0, &["verify", "--ledger", &dir]).out, head);
}

#[test]
fn the_two_imports_of_a_diff_are_before_and_after_an_entry() {
    let (_folder, dir) = tour();
    let log = expect(0, &["log", "--raw", "--ledger", &dir]).out;
    let entries: Vec<Value> = log.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let registered: Vec<u64> = entries
        .iter()
        .filter(|e| e["kind"] == "DocumentRegistered")
        .map(|e| e["seq"].as_u64().unwrap())
        .collect();
    let (second, third) = (registered[1].to_string(), (registered[2] - 1).to_string());
    let found = json(&[
        "diff", CONVENTION, "--before", &second, "--after", &third, "--format", "json", "--ledger",
        &dir,
    ]);
    let changes = found["changes"].as_array().unwrap();
    let of = |path: &str| changes.iter().find(|c| c["path"] == path);
    let budget = of("budget_cents.current").unwrap();
    assert_eq!(budget["before"]["value"], 61_250_000);
    assert_eq!(budget["after"]["value"], 42_000_000);
    let by = budget["after"]["entries"][0].as_u64().unwrap();
    assert!((registered[1]..registered[2]).contains(&by), "the second import is responsible");
    assert_eq!(of("payments.advance.2023-05-15"), None, "what the third tells is on neither side");
}

#[test]
fn two_ledgers_of_the_same_acts_do_not_differ() {
    let (_folder, dir) = tour();
    let (_other, there) = tour();
    let page = expect(0, &["diff", CONVENTION, "--with-ledger", &there, "--ledger", &dir]).out;
    assert!(page.contains("0\u{a0}fields differ"), "{page}");
    let other = tempfile::tempdir().unwrap();
    let alone = arg(&other.path().join("alone.ledger"));
    let first = repository("docs/tour/1-attribution.txt");
    expect(0, &["reconstruct", &first, "--ledger", &alone]);
    let found =
        json(&["diff", CONVENTION, "--with-ledger", &alone, "--ledger", &dir, "--format", "json"]);
    let changes = found["changes"].as_array().unwrap();
    let gone = |path: &str| changes.iter().any(|c| c["path"] == path && c["after"].is_null());
    assert!(gone("budget_cents.avenant-1") && gone("payments.advance.2023-05-15"));
}

#[test]
fn names_that_mean_nothing_list_what_there_is() {
    let (_folder, dir) = tour();
    for (code, words, question) in [
        (2, "budget_cents.avenant-1", &["blame", CONVENTION, "nonsense"][..]),
        (2, "names several fields", &["explain", CONVENTION, "entitlement_cents"]),
        (2, "both sides are the same", &["diff", CONVENTION, "--at", "2023"]),
        (2, "two sides", &["diff", CONVENTION, "--at", "1", "--at", "2", "--at", "3"]),
        (2, "nothing is supposed", &["what-if", CONVENTION]),
        (2, "no entry", &["what-if", CONVENTION, "--without", "initial"]),
        (2, "with its unit", &["what-if", CONVENTION, "--set", "budget_cents.current=5"]),
        (2, "cannot be set", &["what-if", CONVENTION, "--set", "balance.paid_cents=5€"]),
        (3, "entry 9999", &["what-if", CONVENTION, "--without", "9999"]),
        (3, "names nothing here", &["explain", "nobody"]),
    ] {
        let run = expect(code, &[question, &["--ledger", &dir]].concat());
        assert!(run.err.contains(words), "{question:?}: {}", run.err);
    }
    let other = tempfile::tempdir().unwrap();
    let alone = arg(&other.path().join("alone.ledger"));
    let first = repository("docs/tour/1-attribution.txt");
    expect(0, &["reconstruct", &first, "--ledger", &alone]);
    let run = expect(4, &["explain", CONVENTION, "--ledger", &alone]);
    assert!(run.err.contains("[no-balance]"), "{}", run.err);
    let run =
        expect(4, &["blame", CONVENTION, "--known-at", "2000-01-01T00:00:00Z", "--ledger", &dir]);
    assert!(run.err.contains("[not-known-then]"), "{}", run.err);
    // The end of a stream is enough where it is the only one.
    expect(0, &["explain", "les-ateliers-du-pont", "--ledger", &dir]);
}

/// Every reference in an explanation opens, and the words beside it are those that it opens.
#[test]
fn the_leaves_of_an_explanation_open() {
    fn leaves<'a>(node: &'a Value, found: &mut Vec<&'a Value>) {
        for told in node["testimonies"].as_array().into_iter().flatten() {
            found.extend(told["passages"].as_array().into_iter().flatten());
        }
        node["operands"].as_array().into_iter().flatten().for_each(|inner| leaves(inner, found));
    }
    let (_folder, dir) = tour();
    let found = json(&["explain", CONVENTION, "--format", "json", "--ledger", &dir]);
    assert_eq!(found["tree"]["value"], 1_876_637);
    assert_eq!(found["assumptions"], serde_json::json!([]));
    let mut passages = Vec::new();
    leaves(&found["tree"], &mut passages);
    assert!(passages.len() >= 5, "{passages:?}");
    for passage in passages {
        let reference = passage["reference"].as_str().unwrap();
        let opened = json(&["show", reference, "--format", "json", "--ledger", &dir]);
        let text = opened["passages"][0]["text"].as_str().unwrap();
        let folded: Vec<&str> = text.split_whitespace().collect();
        let quoted: Vec<&str> = passage["quote"].as_str().unwrap().split_whitespace().collect();
        assert_eq!(quoted, folded, "{reference}");
    }
}

/// A value without the entries and passages inside it: their numbers are those of the ledger.
fn unplaced(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let placed = ["entry", "entries", "passages", "met_by"];
            let kept = map.iter().filter(|(key, _)| !placed.contains(&key.as_str()));
            kept.map(|(key, inner)| (key.clone(), unplaced(inner))).collect()
        }
        Value::Array(list) => list.iter().map(unplaced).collect(),
        other => other.clone(),
    }
}

/// What is supposed of a draft is what becomes of it once it is recorded.
#[test]
fn a_draft_supposed_is_the_draft_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let dir = arg(&folder.path().join("tour.ledger"));
    let acts =
        ["1-attribution.txt", "2-avenant.txt"].map(|act| repository(&format!("docs/tour/{act}")));
    expect(0, &["reconstruct", &acts[0], "--ledger", &dir]);
    let draft = arg(&folder.path().join("draft.json"));
    expect(0, &["draft", &acts[1], "--output", &draft]);
    let question = ["what-if", CONVENTION, "--with", &draft, "--ledger", &dir];
    let supposed = json(&[&question[..], &["--format", "json"]].concat());
    let from = supposed["supposed_from"].as_u64().unwrap();
    let log = expect(0, &["log", "--raw", "--ledger", &dir]).out;
    assert_eq!(from, u64::try_from(log.lines().count()).unwrap());
    // A draft that is given twice is supposed once.
    let twice = [&question[..], &["--with", &draft, "--format", "json"]].concat();
    assert_eq!(json(&twice), supposed);

    expect(0, &["record", &draft, "--document", &acts[1], "--ledger", &dir]);
    let before = from.to_string();
    let recorded =
        json(&["diff", CONVENTION, "--before", &before, "--format", "json", "--ledger", &dir]);
    let values = |answer: &Value| -> BTreeMap<String, [Value; 2]> {
        let changes = answer["changes"].as_array().unwrap().iter();
        let shown = changes.filter(|change| change["change"] != "supported");
        shown
            .map(|change| {
                let sides = ["before", "after"].map(|side| unplaced(&change[side]["value"]));
                (change["path"].as_str().unwrap().to_owned(), sides)
            })
            .collect()
    };
    let (supposed, recorded) = (values(&supposed), values(&recorded));
    assert_eq!(supposed, recorded);
    assert!(supposed.contains_key("budget_cents.avenant-1"), "{:?}", supposed.keys());
    // Recorded, there is nothing left to suppose of it.
    let run = expect(0, &question);
    assert!(run.err.contains("nothing new to suppose"), "{}", run.err);
}
