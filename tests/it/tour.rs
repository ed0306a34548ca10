//! The tour told by the program: what `docs/tour` says is what comes out.

use crate::program::{arg, expect, json, repository};
use serde_json::Value;

fn tour() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let dir = arg(&folder.path().join("tour.ledger"));
    expect(0, &["reconstruct", &repository("docs/tour"), "--ledger", &dir]);
    (folder, dir)
}

#[test]
fn the_convention_ends_with_the_balance_that_the_last_act_fixes() {
    let (_folder, dir) = tour();
    let state = json(&["state", "--format", "json", "--ledger", &dir]);
    let convention = &state["conventions"][0];
    let last = |field: &str| {
        let steps = convention[field]["steps"].as_array().unwrap();
        steps.last().unwrap()["value"].as_i64().unwrap()
    };
    assert_eq!(last("subsidy_cents"), 7_350_000);
    assert_eq!(last("budget_cents"), 42_000_000);
    let balance = &convention["balance"];
    assert_eq!(balance["assumptions"], Value::Array(vec![]), "every operand is stated");
    assert_eq!(balance["entitlement_cents"], 7_021_637);
    assert_eq!(balance["paid_cents"], 5_145_000);
    assert_eq!(balance["balance_cents"], 1_876_637);
    assert_eq!(convention["balance_stated"]["value"], 1_876_637);
    assert_eq!(balance["without_last_avenant"]["entitlement_cents"], 4_814_837);
    assert_eq!(convention["subsidy_cents"]["steps"][0]["grade"], "act");
}

#[test]
fn before_the_avenant_the_first_budget_holds() {
    let (_folder, dir) = tour();
    let state = json(&["state", "--at", "2023-12-31", "--format", "json", "--ledger", &dir]);
    let steps = state["conventions"][0]["budget_cents"]["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 1);
    assert_eq!(steps[0]["value"], 61_250_000);
    let state = json(&[
        "state",
        "--known-at",
        "2000-01-01T00:00:00Z",
        "--format",
        "json",
        "--ledger",
        &dir,
    ]);
    assert_eq!(state["conventions"], Value::Array(vec![]), "nothing was known then");
}

/// An imprecise date asks as of its latest day, whatever its form; what may only hold by then is
/// listed apart and not applied.
#[test]
fn an_imprecise_date_asks_as_of_its_latest_day() {
    let (_folder, dir) = tour();
    let of = |verb: &str, at: &str| {
        let run = crate::program::run(&[verb, "--at", at, "--format", "json", "--ledger", &dir]);
        assert!(run.code == 0 || run.code == 4, "{}", run.err);
        run.out
    };
    for verb in ["state", "trail", "audit", "log"] {
        let exact = of(verb, "2023-12-31");
        for at in ["2023", "2023-12", "2023-XX", "2023-01/2023-12", "../2023", "2023~"] {
            assert_eq!(of(verb, at), exact, "{verb} --at {at}");
        }
        assert_ne!(of(verb, "2024"), exact, "{verb}");
    }
    let state: Value = serde_json::from_str(&of("state", "2023-12-31")).unwrap();
    let possible = state["conventions"][0]["possibly_in_force"].as_array().unwrap();
    assert!(!possible.is_empty(), "what an act of 2024 recalls is no later than it");
    let page = expect(0, &["state", "--at", "2023", "--lang", "en", "--ledger", &dir]).out;
    assert!(page.to_lowercase().contains("possibly in force"), "{page}");
    let listed = expect(0, &["log", "--at", "2023", "--lang", "en", "--ledger", &dir]).out;
    assert!(listed.contains("possibly in force: "), "{listed}");
}

/// Every reference that a page prints opens, and a registered text comes back byte for byte.
#[test]
fn every_reference_on_the_page_opens() {
    let (_folder, dir) = tour();
    let page = expect(0, &["state", "--ledger", &dir]).out;
    let mut references: Vec<&str> = page
        .split('[')
        .skip(1)
        .filter_map(|rest| rest.split_once(']').map(|(reference, _)| reference))
        .flat_map(|list| list.split([',', ' ', '\u{a0}']))
        .filter(|r| !r.is_empty() && r.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
        .collect();
    references.sort_unstable();
    references.dedup();
    assert!(references.len() > 10, "a page of references: {references:?}");
    for reference in references {
        expect(0, &["show", reference, "--ledger", &dir]);
    }
    let act = std::fs::read_to_string(repository("docs/tour/1-attribution.txt")).unwrap();
    let hash = blake3::hash(act.as_bytes()).to_hex();
    assert_eq!(expect(0, &["show", &hash, "--text", "--ledger", &dir]).out, act);
    assert_eq!(expect(0, &["show", &hash[..12], "--original", "--ledger", &dir]).out, act);
}
