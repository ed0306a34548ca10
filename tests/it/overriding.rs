//! `greffe void` and `greffe correct`: what a records officer records of an entry that is wrong.

use crate::program::{arg, expect, json, repository};
use serde_json::Value;

const CONVENTION: &str = "convention/metropole-de-vauclaire/2023/les-ateliers-du-pont";

fn tour() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let dir = arg(&folder.path().join("tour.ledger"));
    expect(0, &["reconstruct", &repository("docs/tour"), "--ledger", &dir]);
    (folder, dir)
}

fn entry_of(dir: &str, kind: &str) -> String {
    let log = expect(0, &["log", "--kind", kind, "--raw", "--ledger", dir]).out;
    let entry: Value = serde_json::from_str(log.lines().next().unwrap()).unwrap();
    entry["seq"].to_string()
}

fn paid(dir: &str) -> Value {
    let state = json(&["state", CONVENTION, "--format", "json", "--ledger", dir]);
    state["conventions"][0]["balance"]["paid_cents"].clone()
}

fn flat(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_void_takes_an_entry_out_and_a_void_of_it_brings_it_back() {
    let (_folder, dir) = tour();
    let payment = entry_of(&dir, "PaymentExecuted");
    let void = |entry: &str| {
        let reason = ["--reason", "recorded of another convention", "--by", "Inès"];
        json(&[&["void", entry, "--format", "json", "--ledger", &dir][..], &reason].concat())
    };
    assert_eq!(paid(&dir), 5_145_000);
    let done = void(&payment);
    assert_eq!((&done["overrides"].to_string(), &done["stream"]), (&payment, &CONVENTION.into()));
    let changed: Vec<&str> =
        done["changes"].as_array().unwrap().iter().map(|c| c["path"].as_str().unwrap()).collect();
    assert!(changed.contains(&"payments.advance.2023-05-15"), "{changed:?}");
    assert_eq!(paid(&dir), 0);
    let entry = json(&["show", &done["entry"].to_string(), "--format", "json", "--ledger", &dir]);
    assert_eq!(
        (&entry["entry"]["kind"], &entry["entry"]["recorded_by"]),
        (&"EntryVoided".into(), &"Inès".into())
    );
    assert_eq!(entry["entry"]["causes"], serde_json::json!([payment.parse::<u64>().unwrap()]));
    let again = ["void", &payment, "--reason", "x", "--lang", "fr", "--ledger", &dir];
    let refused = expect(2, &again).err;
    assert!(refused.contains("[not-overridden]") && refused.contains("déjà annulée"), "{refused}");
    let back = void(&done["entry"].to_string());
    assert_eq!(back["stream"], CONVENTION);
    assert_eq!(paid(&dir), 5_145_000);
    assert!(!back["changes"].as_array().unwrap().is_empty());
    // It can be voided anew.
    void(&payment);
    assert_eq!(paid(&dir), 0);
    expect(0, &["verify", "--ledger", &dir]);
}

#[test]
fn a_correction_says_what_the_entry_should_have_said_and_shows_what_changes() {
    let (_folder, dir) = tour();
    let payment = entry_of(&dir, "PaymentExecuted");
    let correct = |entry: &str, set: &[&str], code: i32, lang: &str| {
        let sets = set.iter().flat_map(|one| ["--set", one]);
        let mut all =
            vec!["correct", entry, "--reason", "misread", "--lang", lang, "--ledger", &dir];
        all.extend(sets);
        expect(code, &all)
    };
    let page = flat(&correct(&payment, &["amount_cents=51 540 euros"], 0, "en").out);
    assert!(page.contains(&format!("corrects entry {payment}")), "{page}");
    assert!(page.contains("€51,450") && page.contains("€51,540"), "{page}");
    assert_eq!(paid(&dir), 5_154_000);
    let correction = entry_of(&dir, "EntryCorrected");
    let told = json(&["show", &correction, "--format", "json", "--ledger", &dir])["entry"].clone();
    let before = json(&["show", &payment, "--format", "json", "--ledger", &dir])["entry"].clone();
    assert_eq!(told["evidence"]["grade"], before["evidence"]["grade"], "the grade is kept");
    assert_eq!(told["effective"], before["effective"]);
    // What was corrected has given way; its correction can be corrected in its turn.
    let refused = correct(&payment, &["amount_cents=1 cents"], 2, "en").err;
    assert!(refused.contains("has given way already"), "{refused}");
    correct(&correction, &["amount_cents=5150000 cents", "number=\"12\"", "role=null"], 0, "fr");
    assert_eq!(paid(&dir), 5_150_000);
    let last = json(&["state", CONVENTION, "--format", "json", "--ledger", &dir]);
    let payments = last["conventions"][0]["payments"].as_array().unwrap().clone();
    assert!(payments.iter().any(|p| p["number"] == "12" && p["role"].is_null()), "{payments:?}");
}

#[test]
fn a_value_set_by_hand_cites_the_correction_and_no_words_that_say_another() {
    let (_folder, dir) = tour();
    let payment = entry_of(&dir, "PaymentExecuted");
    let reason = ["--reason", "misread figure", "--by", "In\u{e8}s"];
    let set = ["correct", &payment, "--set", "amount_cents=51451\u{20ac}", "--ledger", &dir];
    expect(0, &[&set[..], &reason].concat());
    let correction = entry_of(&dir, "EntryCorrected");
    for (lang, amount, said) in [
        (
            "en",
            "Payment: \u{20ac}51,451",
            format!("stated by a correction of [{payment}]: misread figure"),
        ),
        (
            "fr",
            "51 451 \u{20ac}",
            format!("dit par une rectification de [{payment}] : misread figure"),
        ),
    ] {
        let asked = ["explain", CONVENTION, "paid", "--lang", lang, "--ledger", &dir];
        let page = flat(&expect(0, &asked).out);
        assert!(page.contains(amount) && page.contains(&said), "{page}");
        assert!(!page.contains("51 450 euros"), "{page}");
        assert!(page.contains(&format!("[{correction}]")), "{page}");
    }
    let asked = ["state", CONVENTION, "--format", "json", "--ledger", &dir];
    let state = expect(0, &asked).out;
    assert!(!state.contains("51 450 euros"), "{state}");
    // The passages of what it says as before stay, and the entry corrected keeps all of its own.
    let entry = |seq: &str| json(&["show", seq, "--format", "json", "--ledger", &dir]);
    assert!(!entry(&correction)["passages"].as_array().unwrap().is_empty());
    let fields = |told: Value| told["passages"].to_string();
    assert!(!fields(entry(&correction)).contains("\"/amount_cents\""));
    assert!(entry(&payment)["passages"].to_string().contains("51 450 euros"));
    expect(0, &["verify", "--ledger", &dir]);
}

#[test]
fn an_entry_that_gave_way_says_to_which() {
    let (_folder, dir) = tour();
    let payment = entry_of(&dir, "PaymentExecuted");
    let grant = entry_of(&dir, "SubsidyGranted");
    let set = ["correct", &payment, "--set", "amount_cents=51451\u{20ac}", "--reason", "x"];
    expect(0, &[&set[..], &["--ledger", &dir]].concat());
    expect(0, &["void", &grant, "--reason", "x", "--ledger", &dir]);
    let correction = entry_of(&dir, "EntryCorrected");
    let void = entry_of(&dir, "EntryVoided");
    for (entry, by, en, fr) in [
        (&payment, &correction, "corrected by", "rectifi\u{e9}e par"),
        (&grant, &void, "voided by", "annul\u{e9}e par"),
    ] {
        for (lang, words) in [("en", en), ("fr", fr)] {
            let mark = format!("{words} [{by}]");
            let page = flat(&expect(0, &["show", entry, "--lang", lang, "--ledger", &dir]).out);
            assert!(page.contains(&mark), "{page}");
            let range = ["log", "--from", entry, "--to", entry, "--lang", lang, "--ledger", &dir];
            let line = flat(&expect(0, &range).out);
            assert!(line.contains(&mark), "{line}");
        }
        let told = json(&["show", entry, "--format", "json", "--ledger", &dir]);
        assert_eq!(told["overridden_by"].to_string(), format!("[{by}]"));
        let refused = ["correct", entry, "--set", "amount_cents=1\u{20ac}", "--reason", "x"];
        for lang in ["en", "fr"] {
            let said = [&refused[..], &["--lang", lang, "--ledger", &dir]].concat();
            assert!(flat(&expect(2, &said).err).contains(&format!("[{by}]")));
        }
    }
    let again = ["void", &grant, "--reason", "x", "--lang", "en", "--ledger", &dir];
    assert!(expect(2, &again).err.contains(&format!("[{void}]")));
    // A void that is voided says so, and what it voided says nothing any more.
    expect(0, &["void", &void, "--reason", "x", "--ledger", &dir]);
    let told = json(&["show", &grant, "--format", "json", "--ledger", &dir]);
    assert_eq!(told.get("overridden_by"), None);
    let page = expect(0, &["show", &correction, "--lang", "en", "--ledger", &dir]).out;
    assert!(!page.contains("corrected by") && !page.contains("voided by"), "{page}");
}

/// On a French screen the refusal of a field, of a date, and the grade of an entry are French.
#[test]
fn what_is_refused_or_shown_in_french_is_french() {
    let (_folder, dir) = tour();
    let grant = entry_of(&dir, "SubsidyGranted");
    let correct = |set: &str| {
        let run = crate::program::run(&[
            "correct", &grant, "--reason", "x", "--set", set, "--ledger", &dir, "--lang", "fr",
        ]);
        assert_eq!(run.code, 2, "{}", run.err);
        run.err
    };
    let unknown = correct("nimporte=1");
    assert!(
        unknown.contains("le champ `nimporte` n'existe pas ; il y a `amount_cents`"),
        "{unknown}"
    );
    let date = correct("act.date=30/02/2020");
    assert!(date.contains("« 30/02/2020 » n'est pas une date : écrire 2021-02-18"), "{date}");
    for err in [unknown, date] {
        for english in ["unknown", "expected", "is not", "write "] {
            assert!(!err.contains(english), "{english}: {err}");
        }
    }
    let shown = expect(0, &["show", &grant, "--ledger", &dir, "--lang", "fr"]).out;
    assert!(shown.contains(" · acte · inscrit par"), "{shown}");
}

#[test]
fn what_cannot_be_is_refused_by_name_and_nothing_is_recorded() {
    let (_folder, dir) = tour();
    let payment = entry_of(&dir, "PaymentExecuted");
    let grant = entry_of(&dir, "SubsidyGranted");
    let head = || expect(0, &["log", "--raw", "--ledger", &dir]).out.lines().count();
    let before = head();
    for (arguments, code, said) in [
        (
            &["void", "9999", "--reason", "x"][..],
            "not-overridden",
            "there is no entry of that number",
        ),
        (&["void", "0", "--reason", "x"], "not-overridden", "which nothing takes back"),
        (&["void", "1", "--reason", "x"], "not-overridden", "which nothing takes back"),
        (&["void", &payment, "--reason", "  "], "not-overridden", "no reason is given"),
        (
            &["correct", &payment, "--reason", "x", "--set", "amount_cents=51450€"],
            "not-overridden",
            "it says that already",
        ),
        (
            &["correct", &payment, "--reason", "x", "--set", "nothing=1"],
            "not-overridden",
            "nothing",
        ),
        (
            &["correct", &payment, "--reason", "x", "--set", "amount_cents.of=1"],
            "not-overridden",
            "has no fields",
        ),
        (
            &["correct", &payment, "--reason", "x", "--set", "amount_cents=-5€"],
            "bad-setting",
            "write the amount with its unit",
        ),
        (
            &["correct", &payment, "--reason", "x", "--set", "amount_cents=73501"],
            "bad-setting",
            "write the amount with its unit",
        ),
        (
            &["correct", &payment, "--reason", "x", "--set", "amount_cents=73 501,00"],
            "bad-setting",
            "write the amount with its unit",
        ),
        (
            &["correct", &payment, "--reason", "x", "--set", "amount_cents"],
            "bad-assignment",
            "FIELD=VALUE",
        ),
        (
            &["correct", &grant, "--reason", "x", "--set", "exercise=3000"],
            "not-overridden",
            "exercise",
        ),
    ] {
        let refused = expect(2, &[arguments, &["--lang", "en", "--ledger", &dir]].concat()).err;
        assert!(
            refused.contains(&format!("[{code}]")) && refused.contains(said),
            "{arguments:?}: {refused}"
        );
    }
    assert_eq!(head(), before);
}

/// A payment that turns out to be of another day is of that day everywhere.
#[test]
fn a_corrected_day_moves_the_date_of_the_fact() {
    let (_folder, dir) = tour();
    let payment = entry_of(&dir, "PaymentExecuted");
    let paid = || {
        let at = ["state", "les-ateliers-du-pont", "--at", "2023-12-31", "--format", "json"];
        let shown = expect(0, &[&at[..], &["--ledger", &dir]].concat()).out;
        serde_json::from_str::<serde_json::Value>(&shown).unwrap()["conventions"][0]["payments"]
            .clone()
    };
    assert_eq!(paid().as_array().map(Vec::len), Some(1));
    let set = ["correct", &payment, "--reason", "misread", "--set", "on=2025-01-01"];
    expect(0, &[&set[..], &["--ledger", &dir]].concat());
    assert_eq!(paid().as_array().map_or(0, Vec::len), 0, "{}", paid());
}

/// Whatever is listed as changed shows what differs: the same words on both sides say nothing.
#[test]
fn no_field_is_listed_as_changed_that_shows_no_difference() {
    let (_folder, dir) = tour();
    let voided = ["SubsidyGranted", "PaymentExecuted", "AvenantApproved", "FinancialReportFiled"];
    for kind in voided {
        let entry = entry_of(&dir, kind);
        for lang in ["fr", "en"] {
            let void = ["void", &entry, "--reason", "x", "--lang", lang, "--ledger", &dir];
            let page = expect(0, &void).out;
            let mut lines: Vec<String> = Vec::new();
            for line in page.lines().filter(|line| line.starts_with("  ")) {
                // What goes on stands below the values, far from the labels.
                match lines.last_mut().filter(|_| line.starts_with("       ")) {
                    Some(last) => last.extend([" ", line.trim()]),
                    None => lines.push(line.trim().to_owned()),
                }
            }
            assert!(!lines.is_empty(), "{page}");
            for line in &lines {
                let (before, after) = line.split_once(" → ").unwrap();
                // The label stands before a gap.
                let before = before.rsplit("  ").next().unwrap().trim();
                assert_ne!(before, after.trim(), "{line}");
            }
            let last = expect(0, &["log", "--kind", "EntryVoided", "--raw", "--ledger", &dir]).out;
            let last: Value = serde_json::from_str(last.lines().last().unwrap()).unwrap();
            let back = ["void", &last["seq"].to_string(), "--reason", "x", "--ledger", &dir];
            expect(0, &back);
        }
    }
}
