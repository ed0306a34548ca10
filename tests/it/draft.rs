//! Drafts as a person corrects them, and what is recorded of what was decided; subjects that may be
//! one, and what is recorded of that.

use crate::program::{arg, expect, json, repository, run};
use std::fs;
use std::path::Path;

fn ledger(folder: &Path) -> String {
    let dir = arg(&folder.join("ledger"));
    expect(0, &["init", "--ledger", &dir]);
    dir
}

/// The act of the tour and its draft, side by side.
fn drafted(folder: &Path) -> String {
    fs::copy(repository("docs/tour/1-attribution.txt"), folder.join("acte.txt")).unwrap();
    let draft = arg(&folder.join("acte.draft"));
    expect(0, &["draft", &arg(&folder.join("acte.txt")), "--output", &draft]);
    draft
}

#[test]
fn a_draft_is_corrected_in_an_editor_and_says_who_changed_what() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    let draft = drafted(folder.path());
    let text = fs::read_to_string(&draft).unwrap();
    assert!(text.starts_with("// acte.txt: "), "{text}");
    assert!(text.contains("// 0 · line 1 · sure\n"), "{text}");
    // Line by line of the text.
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}"));
    assert!(at("\"AttendanceRecorded\"") < at("\"SubsidyGranted\""));
    assert!(at("\"SubsidyGranted\"") < at("\"VoteCast\""));

    let corrected = text
        .replace("\"amount_cents\": 7350000", "/* vu au registre */ \"amount_cents\": 7400000")
        .replacen("\"record\": true,\n", "\"record\": false, // hors sujet\n", 1);
    fs::write(&draft, corrected).unwrap();
    let done = json(&["record", &draft, "--ledger", &dir, "--by", "Inès", "--format", "json"]);
    assert_eq!(done["reviewed"].as_array().unwrap().len(), 2, "{done}");
    let told = expect(0, &["log", "--kind", "ReadingReviewed", "--ledger", &dir]).out;
    assert!(told.contains("Reading edited by Inès; read: Subsidy of €73,500"), "{told}");
    assert!(told.contains("Reading rejected by Inès; read: Notice of meeting"), "{told}");
    let state = expect(0, &["state", "--ledger", &dir]).out;
    assert!(state.contains("€74,000"), "{state}");
    // The report tells it, each decision beside the fact that it let in.
    let page = arg(&folder.path().join("report.html"));
    let report = ["report", "les-ateliers-du-pont", "-o", &page, "--lang", "en", "--ledger", &dir];
    expect(0, &report);
    let page = fs::read_to_string(page).unwrap();
    assert!(page.contains("Reading edited by Inès; read: Subsidy of €73,500"), "{page}");
    assert!(page.contains("Reading rejected by Inès"), "{page}");
    // Recording it again adds nothing; what a person left out is decided, and not called undecided.
    let again =
        expect(0, &["record", &draft, "--ledger", &dir, "--by", "Inès", "--format", "json"]);
    assert!(!again.err.contains("undecided"), "{}", again.err);
    let again: serde_json::Value = serde_json::from_str(&again.out).unwrap();
    assert_eq!(again["reviewed"].as_array().unwrap().len(), 0);
    assert_eq!(again["head"], done["head"]);
    expect(0, &["verify", "--ledger", &dir]);
}

/// The advance is told twice in other words; the note on one passage does not say that nobody holds the sum.
#[test]
fn a_sum_that_is_held_elsewhere_is_not_said_to_be_held_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    for (lang, said, unheld) in [
        (
            "fr",
            "51 450 € figure dans ce passage, qu'aucun fait ne cite ; un fait porte la même somme",
            "51 450 € figure dans le texte, et aucun fait ne le porte",
        ),
        (
            "en",
            "51 450 € stands in this passage, which no fact cites; a fact holds the same sum",
            "51 450 € stands in the text and no fact holds it",
        ),
    ] {
        let draft = folder.path().join(format!("{lang}.json"));
        let act = repository("docs/tour/1-attribution.txt");
        expect(0, &["draft", &act, "-o", &arg(&draft), "--lang", lang]);
        let text = fs::read_to_string(&draft).unwrap().replace(['\u{a0}', '\u{202f}'], " ");
        let comments: Vec<&str> =
            text.lines().filter(|l| l.trim_start().starts_with("//")).collect();
        let comments = comments.join("\n");
        assert!(comments.contains(said) && !comments.contains(unheld), "{comments}");
    }
}

#[test]
fn a_review_beside_a_draft_is_what_is_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    let draft = drafted(folder.path());
    // A person at a terminal is needed, and a program has the draft itself.
    assert!(expect(2, &["review", &draft]).err.contains("[no-terminal]"));
    assert!(expect(2, &["review", &draft, "--format", "json"]).err.contains("[review-json]"));
    let text = fs::read_to_string(&draft).unwrap();
    let review = greffe::Review::begin(&text).unwrap();
    let kept = review.draft().to_text(|_| Vec::new()).unwrap();
    fs::write(format!("{draft}.review"), &kept).unwrap();
    let refused = expect(2, &["record", &draft, "--ledger", &dir]);
    assert!(refused.err.contains("[reviewed]"), "{}", refused.err);
    expect(0, &["record", &format!("{draft}.review"), "--ledger", &dir]);
}

#[test]
fn what_may_be_one_is_proposed_and_a_person_decides() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    let header = "nomAttribuant;dateConvention;nomBeneficiaire;idBeneficiaire;objet;montant\n";
    let rows = "Vauclaire;2023-03-16;Chœur du Pont;73282932000074;Concert;1500\n\
                Vauclaire;2023-05-02;Association LE CHŒUR DU PONT;;Bal;700\n\
                Vauclaire;2023-05-02;Foyer rural;;Bal;700\n";
    let table = folder.path().join("t.csv");
    fs::write(&table, format!("{header}{rows}")).unwrap();
    expect(0, &["import", &arg(&table), "--ledger", &dir]);
    let before = expect(0, &["log", "--raw", "--ledger", &dir]).out;

    let found = json(&["match", "--ledger", &dir, "--format", "json"]);
    let proposals = found["proposals"].as_array().unwrap();
    assert_eq!(proposals.len(), 1, "{found}");
    let (one, other) = (&proposals[0]["subject"]["stream"], &proposals[0]["other"]["stream"]);
    assert_eq!(one, "beneficiary/732829320");
    assert_eq!(other, "beneficiary/association-le-choeur-du-pont");
    assert_eq!(proposals[0]["reasons"][0]["code"], "same-name");
    let text = expect(0, &["match", "--ledger", &dir, "--lang", "fr"]).out;
    assert!(text.contains("probable") && text.contains("greffe link beneficiary/"), "{text}");
    assert_eq!(expect(0, &["log", "--raw", "--ledger", &dir]).out, before, "nothing is merged");

    // What is computed of the subjects: a decision on whether they are one changes none of it.
    let told = || {
        let words = ["state", "audit"].map(|verb| run(&[verb, "--ledger", &dir]).out);
        words.concat()
    };
    let states = told();
    let link =
        ["link", "732829320", "association-le-choeur-du-pont", "--ledger", &dir, "--by", "Inès"];
    let said = expect(0, &link).out;
    assert!(said.contains("are one: recorded"), "{said}");
    assert_eq!(told(), states, "a link changes no state");
    assert!(expect(0, &link).out.contains("already linked"));
    assert_eq!(
        json(&["match", "--ledger", &dir, "--format", "json"])["proposals"],
        serde_json::json!([])
    );
    let all = json(&["match", "--all", "--ledger", &dir, "--format", "json"]);
    assert_eq!(all["proposals"][0]["decided"]["by"], "Inès");
    // The latest decision counts.
    let apart = [&link[..], &["--distinct", "--reason", "deux chœurs"]].concat();
    expect(0, &apart);
    assert_eq!(told(), states, "nor does its opposite");
    let all = json(&["match", "--all", "--ledger", &dir, "--format", "json"]);
    assert_eq!(all["proposals"][0]["decided"]["verdict"], "distinct");
    assert_eq!(all["proposals"][0]["decided"]["reason"], "deux chœurs");

    for (one, other, code) in
        [("732829320", "732829320", "not-linked"), ("foyer-rural", "nobody", "not-linked")]
    {
        let refused = run(&["link", one, other, "--ledger", &dir]);
        assert!(refused.err.contains(code) && refused.code == 2, "{}", refused.err);
    }
    // Whoever does not know the names is given them.
    let refused = run(&["link", "foyer-rural", "nobody", "--lang", "fr", "--ledger", &dir]);
    assert!(refused.err.contains("\n  beneficiary/732829320 (Chœur du Pont)\n"), "{}", refused.err);
    assert!(refused.err.contains("`greffe match`"), "{}", refused.err);
    expect(0, &["verify", "--ledger", &dir]);
}
