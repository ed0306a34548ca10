//! Rows that a table would lose in silence, or record twice: by quotation marks, a line of another encoding, or rejects
//! that lost their labels.

use crate::program::{arg, expect};
use crate::tabular::{HEADER, count, dry, file, import, ledger};
use serde_json::Value;
use std::fs;

const GOOD: &str = "Vauclaire;2023-03-16;Chœur;;Concert;1 500,50\n";

/// Between quotation marks as a whole a row is one cell: its sum would be in no total.
#[test]
fn a_row_quoted_as_a_whole_is_rejected_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    let rows = "\"Vauclaire;2023-03-16;Foyer;;Bal;700\"\n\
                \"Vauclaire;2023-03-16;\"\"Lyre; bis\"\";;Bal;1 200,50\";;;;;\n\
                \"Vauclaire; 2023; Danse; ; Bal; 80\"\n\
                \"Sport ; culture ; loisirs\"\n";
    let table = file(folder.path(), "t.csv", &format!("{HEADER}{GOOD}{rows}"));
    let rejects = folder.path().join("rejets.csv");
    let command = ["import", &arg(&table), "--ledger", &dir, "--rejects", &arg(&rejects)];
    let said = expect(1, &[&command[..], &["--lang", "fr"]].concat()).out;
    assert!(said.contains("✗ 3 × quoted-row (lignes 3, 4 et 5)"), "{said}");
    assert!(said.contains("ôter les guillemets"), "{said}");
    let found = dry(&table, 1);
    assert_eq!((count(&found, "quoted-row"), count(&found, "note-row")), (3, 1), "{found}");
    assert_eq!(found["rows"]["rejected"], 3);
    // Rejected as long as it stands so; mended, it is recorded.
    assert_eq!(count(&import(&dir, &rejects, 1), "quoted-row"), 3);
    let written = fs::read_to_string(&rejects).unwrap();
    let mended = written.lines().take(2).collect::<Vec<_>>().join("\n").replace('"', "");
    let mended = file(folder.path(), "corrige.csv", &mended);
    assert_eq!(import(&dir, &mended, 0)["facts"]["SubsidyGranted"], 1);
    // So it is where the comma parts the cells, and among deliberations.
    let header = HEADER.replace(';', ",");
    let row = "\"Vauclaire,2023-03-16,Foyer rural,,Bal,700\"\n";
    let note = "\"Sport, culture, loisirs, jeunesse, santé, 2023\"\n";
    let table = file(folder.path(), "c.csv", &format!("{header}{row}{note}"));
    let found = dry(&table, 1);
    assert_eq!((count(&found, "quoted-row"), count(&found, "note-row")), (1, 1), "{found}");
    let acts = "COLL_NOM;DELIB_ID;DELIB_DATE;DELIB_OBJET\n\"Vauclaire;2024-7;2024-02-03;Budget\"\n";
    assert_eq!(count(&dry(&file(folder.path(), "d.csv", acts), 1), "quoted-row"), 1);
}

/// A quotation that is closed some rows later takes in the rows between; nothing of the table is recorded, since the
/// numbers of all rows behind would be others.
#[test]
fn a_quotation_that_is_closed_rows_later_is_no_table() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    for (what, rows, line, last) in [
        (
            "closed in the column in which it opens",
            "Vauclaire;2023-03-16;\"Lyre;;Bal;10\nVauclaire;2023-03-16;Foyer;;Bal;20\n\
             Vauclaire;2023-03-16;Danse\";;Bal;30\n",
            3,
            5,
        ),
        (
            "closed at the end of a row",
            "Vauclaire;2023-03-16;\"Lyre;;Bal;10\r\nVauclaire;2023-03-16;Foyer;;Bal;20\"\r\n",
            3,
            4,
        ),
        (
            "opened in the last column, closed in the first",
            "Vauclaire;2023-03-16;Lyre;;Bal;\"10\nVauclaire\";2023-03-16;Foyer;;Bal;20\n",
            3,
            4,
        ),
        (
            "behind a cell of two lines",
            "\"Vauclaire\nRives\";2023-03-16;\"Lyre;;Bal;10\nVauclaire;2023-03-16;Foyer\";;Bal;20\n",
            4,
            5,
        ),
        (
            "rows without their last cells",
            "Vauclaire;2023-03-16;\"Lyre;;10\nVauclaire;2023-03-16;Foyer\";;20\n",
            3,
            4,
        ),
    ] {
        let table = file(folder.path(), "t.csv", &format!("{HEADER}{GOOD}{rows}{GOOD}"));
        let before = expect(0, &["log", "--raw", "--ledger", &dir]).out;
        for more in [&["--ledger", dir.as_str()][..], &["--dry-run"]] {
            let run = expect(3, &[&["import", &arg(&table)], more].concat());
            let words = format!("opens on line {line} is closed on line {last} only");
            assert!(run.err.contains("[table]") && run.err.contains(&words), "{what}: {}", run.err);
        }
        assert_eq!(expect(0, &["log", "--raw", "--ledger", &dir]).out, before, "{what}");
        let french = expect(3, &["import", &arg(&table), "--dry-run", "--lang", "fr"]).err;
        let words = format!("ouvert en ligne {line} n'est fermé qu'en ligne {last}");
        assert!(french.contains(&words), "{what}: {french}");
    }
}

/// Cells of several lines are what they are, whatever marks stand in them.
#[test]
fn a_cell_of_several_lines_is_a_cell() {
    let folder = tempfile::tempdir().unwrap();
    for (header, row) in [
        (HEADER, "Vauclaire;2023-03-16;\"Chœur\n12, rue du Pont\nRives\";;Bal;10\n"),
        (HEADER, "Vauclaire;2023-03-16;Chœur;;\"Bal ;\n- concert ;\n- stage\";10\n"),
        (HEADER, "\"Ville\nde Vauclaire\";2023-03-16;\"Chœur\nbis\";;\"Bal\nmasqué\";10\n"),
        (
            "nomAttribuant,nomBeneficiaire,montant,exercice,objet\n",
            "Vauclaire,Chœur,10,2023,\"Bal, concert\nstages, ateliers, sorties, fêtes, repas\"\n",
        ),
        (
            "nomAttribuant,nomBeneficiaire,montant,exercice,objet\n",
            "Vauclaire,\"Chœur\ndu Pont\",10,2023,\"Bal\n3 concerts, dont 1 gratuit\"\n",
        ),
        ("nomAttribuant;nomBeneficiaire;montant\n", "Vauclaire;\"Chœur\nbis\";10\n"),
        ("nomBeneficiaire;montant\n", "\"Chœur\nbis ; ter\";10\n"),
        ("nomBeneficiaire;montant;objet\n", "Chœur;10;\"Bal ; jour 1\nConcert ; jour 2\"\n"),
    ] {
        let table = file(folder.path(), "t.csv", &format!("{header}{row}"));
        let told = ["import", &arg(&table), "--dry-run", "--institution", "v", "--format", "json"];
        let told: Value = serde_json::from_str(&expect(0, &told).out).unwrap();
        assert_eq!(told["profile"]["data_sum_cents"], 1000, "{row}");
    }
}

/// Read in an older encoding, every accent of the other rows would be another character.
#[test]
fn a_row_of_another_encoding_is_refused_by_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let mut bytes = format!("{HEADER}{GOOD}").into_bytes();
    bytes.extend(b"Vauclaire;2023-03-16;Caf\xe9 th\xe9\xe2tre;;Bal;20\n");
    let table = file(folder.path(), "t.csv", &bytes);
    let run = expect(3, &["import", &arg(&table), "--dry-run"]);
    assert!(run.err.contains("[table]") && run.err.contains("line 3 holds byte"), "{}", run.err);
    let french = expect(3, &["import", &arg(&table), "--dry-run", "--lang", "fr"]).err;
    assert!(french.contains("la ligne 3 contient l'octet"), "{french}");
    // A table of an older encoding stays one.
    let mut bytes = HEADER.as_bytes().to_vec();
    bytes.extend(b"Vauclaire;2023-03-16;Caf\xe9;;F\xeate d'\xe9t\xe9;20\n");
    let found = dry(&file(folder.path(), "w.csv", &bytes), 0);
    assert_eq!(found["file"]["encoding"], "windows-1252");
}

/// The label of the column of origins is the person's to spoil: the cells say what it is, and a row is not recorded twice.
#[test]
fn rejects_that_lost_a_label_are_not_recorded_twice() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    let rows = "Vauclaire;2023-03-16;Lyre;;Concert;NC\nVauclaire;2023-03-16;Foyer;;Bal;20\n";
    let table = file(folder.path(), "t.csv", &format!("{HEADER}{rows}"));
    let rejects = folder.path().join("rejets.csv");
    expect(1, &["import", &arg(&table), "--ledger", &dir, "--rejects", &arg(&rejects)]);
    let corrected = fs::read_to_string(&rejects).unwrap().replace(";NC", ";100");
    fs::write(&rejects, &corrected).unwrap();
    assert_eq!(import(&dir, &rejects, 0)["recorded"], 2);

    for label in ["origine", "greffe_origin", "", "ligne d'origine (greffe)"] {
        let renamed = corrected.replace("greffe_origine", label);
        let renamed = file(folder.path(), "renomme.csv", &renamed);
        let found = import(&dir, &renamed, 0);
        assert_eq!(
            (&found["recorded"], &found["already_recorded"]),
            (&0.into(), &2.into()),
            "{label}"
        );
        assert_eq!(count(&found, "relabelled-origin"), 1, "{label}: {found}");
    }
    // Without its cells, or with them under another label, nothing is guessed.
    let origin = corrected.lines().nth(1).unwrap().split(';').next().unwrap();
    let gone = corrected.replace("greffe_origine;", "").replace(&format!("{origin};"), "");
    let unlabelled = corrected.replace("greffe_origine;greffe_motif;greffe_explication;", "");
    for (what, text, rule) in [
        ("no column", gone.clone(), "no-origin"),
        ("three labels lost", unlabelled, "misplaced-origin"),
    ] {
        let found = import(&dir, &file(folder.path(), "perdu.csv", &text), 1);
        assert_eq!((count(&found, rule), &found["recorded"]), (1, &0.into()), "{what}: {found}");
    }
    // Nor does the place in such a file become an origin.
    let gone = file(folder.path(), "sans.csv", &gone);
    let again = folder.path().join("encore.csv");
    expect(1, &["import", &arg(&gone), "--ledger", &dir, "--rejects", &arg(&again)]);
    assert_eq!(count(&import(&dir, &again, 1), "no-origin"), 1);
}

/// Where the table was corrected as well as its rejects, its rows are recorded a second time: that is said before, with
/// the rows, whichever of the two came first.
#[test]
fn a_table_corrected_beside_its_rejects_is_told() {
    let rows = |amount: &str| {
        format!(
            "{HEADER}Vauclaire;2023-03-16;Lyre;;Concert;{amount}\nVauclaire;2023-03-16;Foyer;;\"Bal\";20\n"
        )
    };
    for rejects_first in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let dir = ledger(folder.path());
        let table = file(folder.path(), "t.csv", &rows("NC"));
        let rejects = folder.path().join("rejets.csv");
        expect(1, &["import", &arg(&table), "--ledger", &dir, "--rejects", &arg(&rejects)]);
        let corrected = fs::read_to_string(&rejects).unwrap().replace(";NC", ";100");
        fs::write(&rejects, &corrected).unwrap();
        let table = file(folder.path(), "corrige.csv", &rows("100"));
        let (first, second) = if rejects_first { (&rejects, &table) } else { (&table, &rejects) };
        import(&dir, first, 0);
        let command = ["import", &arg(second), "--ledger", &dir, "--dry-run"];
        let told = expect(0, &[&command[..], &["--format", "json"]].concat()).out;
        let told: Value = serde_json::from_str(&told).unwrap();
        let said = &told["observations"][0];
        let (name, rows) = if rejects_first { ("t.csv", 2) } else { ("corrige.csv", 1) };
        assert_eq!(
            (&said["name"], &said["identical_rows"]),
            (&name.into(), &rows.into()),
            "{told}"
        );
        assert_eq!(said["first_identical_rows"][0], 2, "{told}");
        let text = expect(0, &[&command[..], &["--lang", "fr"]].concat()).out;
        let text = text.replace('\u{a0}', " ");
        assert!(
            text.contains("cellule pour cellule") && text.contains("rejets corrigés"),
            "{text}"
        );
        assert!(text.contains(if rejects_first { "(lignes 2, 3)" } else { "(ligne 2)" }), "{text}");
    }
}

/// A dry run that asks a ledger says that it has this very table, and how much of it.
#[test]
fn a_dry_run_says_that_the_ledger_has_the_table() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    let table = file(folder.path(), "t.csv", &format!("{HEADER}{GOOD}"));
    let command = ["import", &arg(&table), "--ledger", &dir, "--dry-run"];
    let told = || {
        let out = expect(0, &[&command[..], &["--format", "json"]].concat()).out;
        serde_json::from_str::<Value>(&out).unwrap()
    };
    assert_eq!((&told()["already_registered"], &told()["document"]), (&false.into(), &Value::Null));
    assert!(!expect(0, &command).out.contains("already"));
    let entry = import(&dir, &table, 0)["document"].clone();
    let dry = told();
    assert_eq!((&dry["already_registered"], &dry["document"]), (&true.into(), &entry), "{dry}");
    assert_eq!((&dry["already_recorded"], &dry["recorded"]), (&2.into(), &Value::Null), "{dry}");
    for (lang, words) in [
        ("fr", format!("déjà au registre (inscription {entry}), et 2 de ses 2 faits")),
        ("en", format!("in the ledger already (entry {entry}), and 2 of its 2 facts")),
    ] {
        let text = expect(0, &[&command[..], &["--lang", lang]].concat()).out;
        assert!(text.replace('\u{a0}', " ").contains(&words), "{text}");
    }
    // Without a ledger nobody can tell.
    let alone = crate::tabular::dry(&table, 0);
    assert_eq!((&alone["already_registered"], &alone["document"]), (&Value::Null, &Value::Null));
}
