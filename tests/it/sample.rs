//! Sampling through the program: the same seed gives the same sample, whatever the order of import.

use crate::program::{arg, expect, json, repository};
use serde_json::Value;
use std::path::Path;

/// A ledger of the tour and of the clean act, imported in an order.
fn ledger(folder: &Path, name: &str, acts: &[&str]) -> String {
    let dir = arg(&folder.join(name));
    for act in acts {
        expect(0, &["reconstruct", &repository(&format!("docs/tour/{act}")), "--ledger", &dir]);
    }
    dir
}

const ACTS: [&str; 4] =
    ["1-attribution.txt", "2-avenant.txt", "3-solde.txt", "clean/1-conforme.txt"];

fn drawn(dir: &str, more: &[&str]) -> Value {
    let arguments = ["sample", "--of", "subsidies", "--format", "json", "--ledger", dir];
    json(&[&arguments, more].concat())
}

/// What is selected, without the numbers that depend on the order of recording.
fn selected(sample: &Value) -> Vec<(String, String, i64)> {
    let of = |s: &Value| {
        let text = |name: &str| s[name].as_str().unwrap().to_owned();
        (text("stratum"), text("stream"), s["amount_cents"].as_i64().unwrap())
    };
    sample["selected"].as_array().unwrap().iter().map(of).collect()
}

#[test]
fn a_sample_depends_on_seed_and_content_alone() {
    let folder = tempfile::tempdir().unwrap();
    let one = ledger(folder.path(), "one", &ACTS);
    let other = ledger(folder.path(), "other", &[ACTS[3], ACTS[2], ACTS[0], ACTS[1]]);
    for seed in ["1", "2", "3", "42", "18446744073709551615"] {
        let how = ["--seed", seed, "--interval", "1 000,00 €"];
        let (first, again, second) = (drawn(&one, &how), drawn(&one, &how), drawn(&other, &how));
        assert_eq!(first, again);
        assert_eq!(first["start"], second["start"]);
        assert_eq!(selected(&first), selected(&second), "seed {seed}");
    }
    // 73 500 € and 6 800 €: of two to be drawn, the larger is certain and the other is all there is.
    let both = drawn(&one, &["--seed", "7", "--size", "2"]);
    let strata: Vec<&str> = both["selected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["stratum"].as_str().unwrap())
        .collect();
    assert_eq!(both["sampled"]["items"], 2);
    assert!(strata.contains(&"certain") && strata.contains(&"drawn"), "{strata:?}");
    assert_eq!(both["population"]["cents"], 7_350_000 + 680_000);
}

#[test]
fn payments_made_are_drawn_and_orders_are_counted_apart() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path(), "tour", &ACTS[..3]);
    let arguments = ["sample", "--seed", "1", "-n", "5", "--ledger", &dir, "--format"];
    let sample = json(&[&arguments[..], &["json"]].concat());
    assert_eq!(sample["of"], "payments");
    assert_eq!(sample["population"]["cents"], 5_145_000);
    assert_eq!(sample["only_ordered"]["items"], 1);
    let csv = expect(0, &[&arguments[..], &["csv"]].concat()).out;
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 2, "{csv}");
    assert!(lines[0].starts_with("place,stratum,cent,stream,"), "{csv}");
    assert!(lines[1].contains("convention/metropole-de-vauclaire/2023/les-ateliers-du-pont"));
    // Before the first payment there was nothing to draw.
    let early = [&arguments[..], &["text", "--at", "2023-01-31"]].concat();
    assert!(expect(4, &early).err.contains("[nothing-to-sample]"));
}

#[test]
fn a_table_is_for_verbs_that_have_one() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path(), "tour", &ACTS[..1]);
    let run = expect(2, &["state", "--format", "csv", "--ledger", &dir]);
    assert!(run.err.contains("[no-format]"), "{}", run.err);
    let none = expect(2, &["sample", "--seed", "1", "--size", "0", "--ledger", &dir]);
    assert!(none.err.contains("[no-sample-size]"), "{}", none.err);
}

/// A start is the place of a draw: where every unit is certain, nothing is drawn and none is shown.
#[test]
fn a_start_is_shown_where_something_is_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path(), "all", &ACTS);
    let page = |interval: &str| {
        let how = ["sample", "--of", "subsidies", "--seed", "1", "--interval", interval];
        expect(0, &[&how[..], &["--lang", "en", "--ledger", &dir]].concat()).out
    };
    let (certain, drawn) = (page("1 €"), page("10 000 000 €"));
    assert!(!certain.contains("Start") && !certain.contains("Drawn among"), "{certain}");
    assert!(drawn.contains("Start") && drawn.contains("Drawn among"), "{drawn}");
}
