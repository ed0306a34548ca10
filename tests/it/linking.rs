//! `greffe link`: what a person decides on two subjects is recorded once, in words that can be read.

use crate::program::{arg, expect, run};
use serde_json::Value;
use std::fs;
use std::path::Path;

fn ledger(folder: &Path) -> String {
    let dir = arg(&folder.join("ledger"));
    expect(0, &["init", "--ledger", &dir]);
    let table = folder.join("t.csv");
    let rows = "nomAttribuant;dateConvention;nomBeneficiaire;idBeneficiaire;objet;montant\n\
                Vauclaire;2023-03-16;Chœur du Pont;;Concert;1500\n\
                Vauclaire;2023-05-02;Le Chœur du Pont;;Bal;700\n";
    fs::write(&table, rows).unwrap();
    expect(0, &["import", &arg(&table), "--ledger", &dir]);
    dir
}

fn links(dir: &str) -> usize {
    let log = expect(0, &["log", "--raw", "--ledger", dir]).out;
    log.lines().filter(|line| line.contains("\"kind\":\"SubjectsLinked\"")).count()
}

const PAIR: [&str; 3] = ["link", "choeur-du-pont", "le-choeur-du-pont"];

#[test]
fn a_reason_that_cannot_be_read_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    let entry = "2";
    for (what, reason, shown) in [
        ("turned", "même siège\u{202e}", "U+202E"),
        ("escape", "\u{1b}[2Jmême siège", "U+001B"),
        ("unseen", "même\u{200b}siège", "U+200B"),
    ] {
        let more = ["--reason", reason, "--ledger", &dir, "--lang", "fr"];
        let refused = run(&[&PAIR[..], &more].concat());
        assert_eq!(refused.code, 2, "{what}: {}", refused.err);
        let words = ["[not-linked]", shown, "ne se lit pas"];
        assert!(words.iter().all(|w| refused.err.contains(w)), "{what}: {}", refused.err);
        assert!(!refused.err.contains(['\u{202e}', '\u{1b}', '\u{200b}']), "{what}");
        // So are the reasons of the other verbs that ask for one.
        let voided = run(&["void", entry, "--reason", reason, "--ledger", &dir]);
        assert!(voided.code == 2 && voided.err.contains(shown), "{what}: {}", voided.err);
        let set = ["correct", entry, "--set", "purpose=Bal", "--reason", reason, "--ledger", &dir];
        let corrected = run(&set);
        assert!(corrected.code == 2 && corrected.err.contains(shown), "{what}: {}", corrected.err);
    }
    assert_eq!(links(&dir), 0);
}

#[test]
fn one_link_is_recorded_once() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    let say =
        |more: &[&str]| expect(0, &[&PAIR[..], &["--ledger", &dir, "--lang", "en"], more].concat());
    assert!(say(&["--reason", "one seat"]).out.contains("are one: recorded"));
    for more in [&["--reason", "one seat"][..], &["--reason", " one seat "], &[]] {
        let again = say(more);
        assert!(again.out.contains("already linked"), "{more:?}: {}", again.out);
        assert_eq!(again.err, "", "{more:?}");
    }
    let turned = ["link", "le-choeur-du-pont", "choeur-du-pont", "--ledger", &dir];
    assert!(expect(0, &turned).out.contains("already linked"));
    // Another reason is no other decision; that it is not recorded is said, with the way to give it.
    let other = say(&["--reason", "one chair"]);
    assert!(other.out.contains("already linked"), "{}", other.out);
    assert!(other.err.contains("greffe void") && other.err.contains("reason"), "{}", other.err);
    assert_eq!(links(&dir), 1);
    let told = say(&["--format", "json"]).out;
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["already_recorded"], true);
    let entry = told["entry"].to_string();

    // What was decided otherwise, or taken back, is decided anew.
    assert!(say(&["--distinct"]).out.contains("are distinct: recorded"));
    assert!(say(&["--distinct"]).out.contains("already said"));
    assert!(say(&[]).out.contains("are one: recorded"));
    assert_eq!(links(&dir), 3);
    let fresh = tempfile::tempdir().unwrap();
    let dir = ledger(fresh.path());
    let link = [&PAIR[..], &["--ledger", &dir]].concat();
    expect(0, &link);
    expect(0, &["void", &entry, "--reason", "by mistake", "--ledger", &dir]);
    let anew = expect(0, &link).out;
    assert!(anew.contains("are one: recorded"), "{anew}");
    assert_eq!(links(&dir), 2, "a link that was voided is recorded anew");
    assert!(expect(0, &link).out.contains("already linked"));
}

/// Nobody knows a SIREN by heart: a name stands for it where one beneficiary alone has it, and names stand beside
/// numbers in whatever is said.
#[test]
fn a_name_stands_for_a_number_where_one_alone_has_it() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    let table = folder.path().join("n.csv");
    let rows = "nomAttribuant;dateConvention;nomBeneficiaire;idBeneficiaire;objet;montant\n\
                Vauclaire;2024-03-16;Harmonie du Pont;78467169500103;Concert;1500\n\
                Vauclaire;2024-05-02;Lyre du Pont;38012986646850;Bal;700\n\
                Vauclaire;2024-05-02;Lyre du Pont;00041738600018;Bal;800\n";
    fs::write(&table, rows).unwrap();
    expect(0, &["import", &arg(&table), "--ledger", &dir]);
    let link = |one: &str, other: &str, lang: &str| {
        run(&["link", one, other, "--distinct", "--ledger", &dir, "--lang", lang])
    };
    let done = link("HARMONIE DU PONT", "Le chœur du Pont", "en");
    assert_eq!(done.code, 0, "{}", done.err);
    let said = "beneficiary/784671695 (Harmonie du Pont) and beneficiary/le-choeur-du-pont (Le Chœur du \
                Pont) are distinct: recorded";
    assert!(done.out.contains(said), "{}", done.out);

    // Two have it: both are shown with it, and nothing is recorded.
    for (lang, words) in [("en", "names several streams"), ("fr", "désigne plusieurs flux")] {
        let refused = link("lyre du pont !", "Harmonie du Pont", lang);
        assert_eq!(refused.code, 2, "{}", refused.out);
        let shown = [
            "[several-subjects]",
            words,
            "beneficiary/380129866 (Lyre du Pont)",
            "beneficiary/000417386 (Lyre du Pont)",
        ];
        assert!(shown.iter().all(|w| refused.err.contains(w)), "{}", refused.err);
    }
    // The other of the two is not meant where one is given.
    let done = link("lyre du pont !", "380129866", "en");
    assert!(
        done.out.contains("beneficiary/000417386 (Lyre du Pont) and"),
        "{}{}",
        done.out,
        done.err
    );
    // What nobody is called is refused with whom there is.
    let unknown = link("Fanfare", "Harmonie du Pont", "fr");
    let shown = ["[not-linked]", "beneficiary/784671695 (Harmonie du Pont)"];
    assert!(shown.iter().all(|w| unknown.err.contains(w)), "{}", unknown.err);
    assert_eq!(links(&dir), 2);
}

/// The text of an act of our own, which grants what the row of the table below tells of.
const ACT: &str = "COMMUNE DE VAUCLAIRE\n\
    EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS DU CONSEIL MUNICIPAL\n\
    Séance du 16 mars 2023\n\n\
    Délibération n° 2023-45\n\n\
    Objet : Subvention au Chœur du Pont\n\n\
    Présents : M. Paul Estival, Mme Anne Lorin, M. Hugo Brévent\n\n\
    Le conseil municipal, après en avoir délibéré, à l'unanimité, approuve :\n\n\
    Article 1 : une subvention de 12 000 € est attribuée à l'association Chœur du Pont au titre de l'exercice 2023.\n";
const ROW: &str = "nomAttribuant;dateConvention;referenceDecision;nomBeneficiaire;idBeneficiaire;objet;montant\n\
    Commune de Vauclaire;2023-04-03;2023-45;Chœur du Pont;;Concert;12000\n";

/// An act and the row of a table tell of one grant in two streams: that is said when the second is recorded, no sum
/// is sure of both, and a person decides.
#[test]
fn a_grant_of_an_act_and_of_a_table_is_proposed_as_one_and_counted_once() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| arg(&folder.path().join(name));
    let dir = at("ledger");
    fs::write(at("acte.txt"), ACT).unwrap();
    fs::write(at("t.csv"), ROW).unwrap();
    expect(0, &["init", "--ledger", &dir]);
    expect(0, &["draft", &at("acte.txt"), "-o", &at("d.json")]);
    let draft = fs::read_to_string(at("d.json")).unwrap();
    fs::write(at("d.json"), draft.replace("\"record\": false", "\"record\": true")).unwrap();
    let told = |verb: &[&str]| {
        let done = expect(0, &[verb, &["--ledger", &dir, "--lang", "en"]].concat());
        done.err.contains("greffe match")
    };
    assert!(!told(&["record", &at("d.json")]));
    assert!(told(&["import", &at("t.csv")]));
    assert!(!told(&["import", &at("t.csv")]), "what is there already is not told again");

    let proposed = expect(0, &["match", "--ledger", &dir, "--format", "json"]).out;
    let proposed: Value = serde_json::from_str(&proposed).unwrap();
    let pair = &proposed["proposals"][0];
    assert_eq!(pair["likelihood"], "strong");
    let streams = ["subject", "other"].map(|of| pair[of]["stream"].as_str().unwrap().to_owned());
    assert_eq!(streams[0], "convention/commune-de-vauclaire/2023/choeur-du-pont");

    let above = || {
        let audit = run(&["audit", "--ledger", &dir, "--format", "json"]).out;
        let audit: Value = serde_json::from_str(&audit).unwrap();
        let found = audit["findings"].as_array().unwrap().iter();
        let found = found.filter(|found| found["rule"] == "convention-above-23000");
        found.map(|found| found["missing"].to_string().contains("one_grant")).collect::<Vec<_>>()
    };
    assert_eq!(above(), [true, true], "24 000 €, if they are two");
    expect(0, &["link", &streams[0], &streams[1], "--ledger", &dir]);
    assert!(above().is_empty(), "12 000 €");
    expect(0, &["link", &streams[0], &streams[1], "--distinct", "--ledger", &dir]);
    assert_eq!(above(), [false, false]);
}
