//! Tables that say something else than they seem to: what would be lost, read twice or read wrongly is refused
//! by name, with a remedy.

use crate::program::{arg, expect};
use crate::tabular::{HEADER, count, dry, file, import, ledger};
use serde_json::Value;
use std::fs;

fn log(dir: &str) -> String {
    expect(0, &["log", "--raw", "--ledger", dir]).out
}

/// A row that stands in one cell since it was written with another delimiter is no note: its sum would be lost.
#[test]
fn a_row_of_another_delimiter_is_rejected_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    let good = "Vauclaire;2023-03-16;Chœur du Pont;;Concert;1 500,50\n";
    let rows = "Vauclaire,2023-03-16,Foyer rural,,Bal,700\n\
                Vauclaire,2023-03-16,Lyre,,Bal,1 200,50\n\
                Vauclaire|2023-03-16|Danse||Bal|NC\n\
                Vauclaire\t2023-03-16\tCordée\t\tBal\t80\n\
                \"Vauclaire, 2023-03-16, Harpe, orgue, , Bal, 90\"\n";
    let table = file(folder.path(), "t.csv", &format!("{HEADER}{good}{rows}"));
    let rejects = folder.path().join("rejets.csv");
    let command = ["import", &arg(&table), "--ledger", &dir, "--rejects", &arg(&rejects)];
    let said = expect(1, &[&command[..], &["--lang", "fr"]].concat()).out;
    for words in
        ["✗ 3 × other-delimiter (lignes 3, 4 et 7)", "la virgule", "la barre", "la tabulation"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    let found = dry(&table, 1);
    assert_eq!((count(&found, "other-delimiter"), count(&found, "note-row")), (5, 0), "{found}");
    assert_eq!(found["rows"]["rejected"], 5);
    let english = expect(1, &["import", &arg(&table), "--dry-run", "--lang", "en"]).out;
    assert!(english.contains("written with commas"), "{english}");

    // Rejected again as long as it stands so; corrected, it is recorded once.
    let written = fs::read_to_string(&rejects).unwrap();
    let origin = |text: &str, line: usize| {
        text.lines().nth(line).unwrap().split(';').next().unwrap().to_owned()
    };
    let again = folder.path().join("encore.csv");
    let once_more = ["import", &arg(&rejects), "--ledger", &dir, "--rejects", &arg(&again)];
    assert!(expect(1, &once_more).out.contains("other-delimiter"));
    let same = fs::read_to_string(&again).unwrap();
    assert_eq!(origin(&same, 1), origin(&written, 1));
    let corrected = same.lines().take(2).collect::<Vec<_>>().join("\n");
    let cell = "Vauclaire,2023-03-16,Foyer rural,,Bal,700";
    let corrected = corrected.replace(cell, &cell.replace(',', ";"));
    let corrected = file(folder.path(), "corrige.csv", &format!("{corrected}\n"));
    assert_eq!(import(&dir, &corrected, 0)["facts"]["SubsidyGranted"], 1);
}

/// What is prose stays a note, whatever marks stand in it.
#[test]
fn a_note_with_commas_is_a_note() {
    let folder = tempfile::tempdir().unwrap();
    let good = "Vauclaire;2023-03-16;Chœur du Pont;;Concert;1 500,50\n";
    let notes = "Sport, culture, loisirs, jeunesse, santé, 2023\n\
                 (1) hors avances, acomptes, soldes, pénalités et retenues\n\
                 dont avance de 1 500,50\n";
    let table = file(folder.path(), "t.csv", &format!("{HEADER}{good}{notes}"));
    let found = dry(&table, 0);
    assert_eq!((count(&found, "note-row"), count(&found, "other-delimiter")), (3, 0), "{found}");
}

/// The delimiter of the table may be the comma, and that of the row the semicolon: decimals cut it in two.
#[test]
fn a_row_of_semicolons_in_a_table_of_commas_is_rejected_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let header = HEADER.replace(';', ",");
    let rows = "Vauclaire,2023-03-16,Chœur,,Bal,10.50\nVauclaire;2023-03-16;Foyer;;Bal;1 200,50\n\
                Vauclaire;2023-03-16;Lyre;;Bal;700\n";
    let table = file(folder.path(), "t.csv", &format!("{header}{rows}"));
    let found = dry(&table, 1);
    assert_eq!(count(&found, "other-delimiter"), 2, "{found}");
}

/// Where a row comes from gives it its identity: a cell that says nothing, or what cannot be, is no reason to take
/// the place in the new file instead.
#[test]
fn a_rejected_row_without_its_origin_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    let rows = "Vauclaire;2023-03-16;Chœur;;Concert;NC\nVauclaire;2023-03-16;Foyer;;Bal;20\n";
    let table = file(folder.path(), "t.csv", &format!("{HEADER}{rows}"));
    let rejects = folder.path().join("rejets.csv");
    expect(1, &["import", &arg(&table), "--ledger", &dir, "--rejects", &arg(&rejects)]);
    let written = fs::read_to_string(&rejects).unwrap().replace(";NC", ";100");
    let origin = written.lines().nth(1).unwrap().split(';').next().unwrap().to_owned();
    let (text, _) = origin.split_once(':').unwrap();
    fs::write(&rejects, &written).unwrap();
    assert_eq!(import(&dir, &rejects, 0)["recorded"], 2);

    let entries = |dir: &str| log(dir).lines().filter(|l| l.contains("SubsidyGranted")).count();
    assert_eq!(entries(&dir), 2);
    for (what, cell, rule) in [
        ("empty", String::new(), "no-origin"),
        ("white", "  ".to_owned(), "no-origin"),
        ("no origin", "ligne 2".to_owned(), "bad-origin"),
        ("row nought", format!("{text}:0"), "bad-origin"),
        ("a row that the text does not have", format!("{text}:40"), "unknown-origin"),
        ("the header", format!("{text}:1"), "unknown-origin"),
        ("a text that nobody registered", format!("{}:2", "0".repeat(64)), "unknown-origin"),
    ] {
        let odd = file(folder.path(), "odd.csv", &written.replace(&origin, &cell));
        let found = import(&dir, &odd, 1);
        assert_eq!((count(&found, rule), &found["recorded"]), (1, &0.into()), "{what}: {found}");
        assert_eq!(found["rows"]["rejected"], 1, "{what}");
        let listed = &found["defects"]["listed"][0];
        assert_eq!(listed["column"], "greffe_origine", "{what}: {found}");
        assert_eq!(entries(&dir), 2, "{what}: recorded twice");
    }
    // Rejected once more, the cell stays as it is: the place in the file that was refused is no origin either.
    let odd = file(folder.path(), "odd.csv", &written.replace(&origin, ""));
    let again = folder.path().join("encore.csv");
    expect(1, &["import", &arg(&odd), "--ledger", &dir, "--rejects", &arg(&again)]);
    let text = fs::read_to_string(&again).unwrap();
    assert!(text.lines().nth(1).unwrap().starts_with(";no-origin;"), "{text}");
    assert_eq!(count(&import(&dir, &again, 1), "no-origin"), 1);
    let refused = import(&dir, &odd, 1)["file"]["text"].as_str().unwrap().to_owned();
    let laundered =
        file(folder.path(), "l.csv", &written.replace(&origin, &format!("{refused}:2")));
    assert_eq!(count(&import(&dir, &laundered, 1), "unknown-origin"), 1);
    assert_eq!(entries(&dir), 2, "recorded twice");
    // The person is told the cell and what to do.
    let odd = file(folder.path(), "odd.csv", &written.replace(&origin, ""));
    let said = expect(1, &["import", &arg(&odd), "--ledger", &dir, "--lang", "fr"]).out;
    assert!(said.contains("no-origin greffe_origine (ligne 2)"), "{said}");
    assert!(said.contains("remettre"), "{said}");
}

/// A rejected row that stands as it was is rejected again, a total in doubt as well.
#[test]
fn a_total_in_doubt_stays_in_doubt_among_the_rejects() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    let rows = "Vauclaire;2023-03-16;Chœur;;Concert;10\n;;Total Danse;;;7\n";
    let table = file(folder.path(), "t.csv", &format!("{HEADER}{rows}"));
    let rejects = folder.path().join("rejets.csv");
    let command = ["import", &arg(&table), "--ledger", &dir, "--rejects", &arg(&rejects)];
    let institution = ["--institution", "vauclaire"];
    assert!(expect(1, &[&command[..], &institution].concat()).out.contains("doubtful-total"));
    let command = ["import", &arg(&rejects), "--ledger", &dir, "--format", "json"];
    let found = expect(1, &[&command[..], &institution].concat()).out;
    let found: Value = serde_json::from_str(&found).unwrap();
    assert_eq!((count(&found, "doubtful-total"), &found["recorded"]), (1, &0.into()), "{found}");
}

/// A file that was cut inside a quotation: which rows are missing nobody knows, and nothing is recorded.
#[test]
fn a_quotation_that_a_cut_file_leaves_open_is_no_table() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    let before = log(&dir);
    let good = "Vauclaire;2023-03-16;Chœur;;Concert;1500\n";
    for (what, end, line) in [
        ("within the cell", "Vauclaire;2023-03-16;\"Foyer; rur", 4),
        ("on a later line", "Vauclaire;\"a\nb\";\"Foyer;\n\n;rural\n", 5),
        ("behind doubled marks", "Vauclaire;2023-03-16;\"\"\"Foyer\"\";;Bal;10\n", 4),
        ("at the very end", "Vauclaire;2023-03-16;\"", 4),
    ] {
        let table = file(folder.path(), "t.csv", &format!("{HEADER}{good}{good}{end}"));
        let rejects = folder.path().join("rejects.csv");
        for more in [&["--ledger", dir.as_str()][..], &["--dry-run"]] {
            let command = ["import", &arg(&table), "--rejects", &arg(&rejects)];
            let run = expect(3, &[&command[..], more].concat());
            let words = format!("line {line} is never closed");
            assert!(run.err.contains("[table]") && run.err.contains(&words), "{what}: {}", run.err);
        }
        assert_eq!(log(&dir), before, "{what}");
        assert!(!rejects.exists(), "{what}");
        let french = expect(3, &["import", &arg(&table), "--dry-run", "--lang", "fr"]).err;
        assert!(french.contains(&format!("en ligne {line} n'est jamais fermé")), "{french}");
    }
    // Closed at the very end, with and without a line end, it is a row.
    for end in
        ["Vauclaire;2023-03-16;\"Foyer\";;Bal;\"10\"", "Vauclaire;2023-03-16;\"\";;Bal;\"1\"\n"]
    {
        let table = file(folder.path(), "t.csv", &format!("{HEADER}{good}{end}"));
        assert_eq!(dry(&table, i32::from(end.contains("\"\"")))["profile"]["data_rows"], 2);
    }
}

/// A mark that is not closed in its cell takes in the rows behind it, up to the next mark: what they grant would be
/// in the name of a beneficiary, and in no sum.
#[test]
fn a_quotation_that_swallows_the_next_row_is_no_table() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "Vauclaire;2023-03-16;Lyre;;Bal;5\nVauclaire;2023-03-16;\"Chœur;;Bal;10\n\
                Vauclaire;2023-03-16;\"Foyer;;Bal;20\nVauclaire;2023-03-16;Danse;;Bal;30\n";
    let table = file(folder.path(), "t.csv", &format!("{HEADER}{rows}"));
    let run = expect(3, &["import", &arg(&table), "--dry-run"]);
    assert!(run.err.contains("[table]") && run.err.contains("opens on line 3"), "{}", run.err);
    let french = expect(3, &["import", &arg(&table), "--dry-run", "--lang", "fr"]).err;
    assert!(french.contains("ouvert en ligne 3"), "{french}");
    // Marks within a cell of several lines, doubled or not, are the cell's.
    for cell in
        ["\"Chœur\nle \"\"Pont\"\"; bis\"", "\"Chœur\nle \"Pont\" bis\"", "\"a;\n\"\"b\"\"\""]
    {
        let row = format!("Vauclaire;2023-03-16;{cell};;Bal;10\n");
        let table = file(folder.path(), "t.csv", &format!("{HEADER}{row}"));
        assert_eq!(dry(&table, 0)["profile"]["data_sum_cents"], 1000, "{cell}");
    }
}

/// Figures that white space does not group by threes may be two figures, or one that lost a digit.
#[test]
fn a_broken_grouping_of_figures_is_no_amount() {
    let folder = tempfile::tempdir().unwrap();
    for (cell, read) in [
        ("12 34 €", None),
        ("1 23 456,00", None),
        ("1 2345", None),
        ("1500 000", None),
        ("12 €34", None),
        ("12€50", None),
        ("12,5 0", None),
        ("1 500 000,50 €", Some(150_000_050)),
        ("€ 1\u{202f}500", Some(150_000)),
        ("- 1\u{a0}500,5 euros", Some(-150_050)),
        ("1500000", Some(150_000_000)),
    ] {
        let row = format!("Vauclaire;2023-03-16;Chœur;;Concert;\"{cell}\"\n");
        let table = file(folder.path(), "t.csv", &format!("{HEADER}{row}"));
        let found = dry(&table, i32::from(read.is_none()));
        assert_eq!(count(&found, "broken-grouping"), u64::from(read.is_none()), "{cell}: {found}");
        assert_eq!(found["profile"]["sum_cents"], read.unwrap_or(0), "{cell}");
    }
    let row = "Vauclaire;2023-03-16;Chœur;;Concert;12 34 €\n";
    let table = file(folder.path(), "t.csv", &format!("{HEADER}{row}"));
    let said = expect(1, &["import", &arg(&table), "--dry-run", "--lang", "fr"]).out;
    assert!(
        said.contains("broken-grouping montant (ligne 2)") && said.contains("1234.56"),
        "{said}"
    );
}
