//! `greffe import`: tables and receipts, as a person runs it; interrupted imports; hostile files.

use crate::program::{arg, expect, json, programs, repository, run};
use crate::tabular::{HEADER, file, import, ledger};
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

#[test]
fn a_table_is_recorded_row_by_row_and_once() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    let row = "Vauclaire;2023-03-16;Chœur du Pont;73282932000074;Concert;1 500,50\n";
    let table = format!("Données essentielles;;;;;\n{HEADER}{row}{row};;;;;\nTOTAL;;;;;3 001,00\n");
    let table = file(folder.path(), "t.csv", table.as_bytes());

    let dry = json(&["import", &arg(&table), "--essai", "--format", "json"]);
    assert_eq!((&dry["dry_run"], &dry["recorded"]), (&Value::Bool(true), &Value::Null));
    assert_eq!(dry["profile"]["sum_cents"], 600_200, "every amount, the total too");
    assert_eq!(dry["profile"]["data_sum_cents"], 300_100, "the rows of their own");
    assert_eq!(dry["profile"]["same_rows"], 1);

    let first = import(&dir, &table, 0);
    assert_eq!(first["facts"]["SubsidyGranted"], 2, "rows that look alike are two grants");
    assert_eq!((&first["recorded"], &first["already_recorded"]), (&6.into(), &0.into()));
    let again = import(&dir, &table, 0);
    assert_eq!((&again["recorded"], &again["already_recorded"]), (&0.into(), &6.into()));
    assert_eq!(again["head"], first["head"], "nothing was added");

    let state = json(&["state", "--ledger", &dir, "--format", "json"]);
    let state = state.to_string();
    assert!(state.contains("150050") && state.contains("declared"), "{state}");
    // Entry 2 cites its row, and nothing but its row.
    let shown = expect(0, &["show", "2.1", "--ledger", &dir]);
    assert!(shown.out.contains("Concert;1 500,50"), "{}", shown.out);
    expect(0, &["verify", "--ledger", &dir]);
}

/// A person is shown on which rows the cells at fault are, blocking or not, each fault by its most precise name,
/// and what of the sum is not recorded.
#[test]
fn defects_have_their_rows_and_sums_say_what_is_not_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let row = |id: &str, amount: &str| format!("Vauclaire;2022-12-05;Chœur;{id};Bal;{amount}\n");
    let mut table = HEADER.to_owned();
    for _ in 0..5 {
        table.push_str(&row("732829320", "1 000,00"));
    }
    table.push_str(&row("73282932000075", "12.500"));
    table.push_str(";;;73282932000074;Bal;2 000,00\n");
    let table = arg(&file(folder.path(), "t.csv", table.as_bytes()));
    let text = |lang: &str| {
        let out = expect(1, &["import", &table, "--essai", "--lang", lang]).out;
        out.replace(['\u{a0}', '\u{202f}'], " ")
    };
    let (fr, en) = (text("fr"), text("en"));
    for line in [
        "5 × siren-for-siret idBeneficiaire (lignes 2, 3, 4 et 2 autres)",
        "1 × siret-checksum idBeneficiaire (ligne 7)",
        "somme des montants lus : 7 000 €, dont 2 000 € en lignes qui ne s'inscrivent pas",
    ] {
        assert!(fr.contains(line), "{line}: {fr}");
    }
    assert!(en.contains("idBeneficiaire (rows 2, 3, 4 and 2 others)"), "{en}");
    assert!(en.contains("sum of the amounts read: €7,000, of which €2,000 in rows"), "{en}");
    let told = expect(1, &["import", &table, "--essai", "--format", "json"]);
    let told: Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(told["rows"]["unrecorded_sum_cents"], 200_000);
    let counts = told["defects"]["counts"].as_array().unwrap();
    let siren = counts.iter().find(|one| one["rule"] == "siren-for-siret").unwrap();
    assert_eq!(siren["first_rows"], serde_json::json!([2, 3, 4]));
}

/// No cell gives the exercise: the year in the stream's name is a guess, which the state, what is owed and the
/// findings say to be one. Where a cell gives it, nothing is assumed.
#[test]
fn a_year_that_only_the_name_of_the_stream_gives_is_said_to_be_assumed() {
    let folder = tempfile::tempdir().unwrap();
    let state = |table: &str| {
        let dir = tempfile::tempdir_in(folder.path()).unwrap().keep();
        let (ledger, table) = (ledger(&dir), file(&dir, "t.csv", table.as_bytes()));
        import(&ledger, &table, 0);
        let state = json(&["state", "--ledger", &ledger, "--format", "json"]);
        (ledger, state["conventions"][0].clone())
    };
    let row = "Vauclaire;2022-12-05;Chœur du Pont;73282932000074;Concert;1 500,50";
    let (dir, guessed) = state(&format!("{HEADER}{row}\n"));
    assert_eq!(guessed["exercise"], Value::Null);
    assert_eq!(guessed["assumed_year"], 2022);
    assert_eq!(guessed["obligations"][0]["year_assumed"], true);
    for (lang, title, owed) in [
        (
            "fr",
            "exercice 2022 d'après le nom du dossier, aucune source ne le dit",
            "si l'exercice est 2022, ce qu'aucune source ne dit",
        ),
        (
            "en",
            "budget year 2022 by the name of the stream, no source says so",
            "if the budget year is 2022, which no source says",
        ),
    ] {
        let text = expect(0, &["state", "--ledger", &dir, "--lang", lang]).out;
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(title) && text.contains(owed), "{text}");
    }
    let stream = guessed["stream"].as_str().unwrap();
    let owed = "obligations.financial_report";
    let explained = expect(0, &["explain", stream, owed, "--lang", "fr", "--ledger", &dir]).out;
    assert!(explained.contains("nom du dossier"), "{explained}");
    let rule = ["audit", "--rule", "financial-report-six-months", "--ledger", &dir, "--format"];
    let found: Value = serde_json::from_str(&run(&[&rule[..], &["json"]].concat()).out).unwrap();
    let finding = &found["findings"][0];
    assert!(finding["missing"].to_string().contains("\"budget_year\""), "{finding}");
    assert!(finding["sentence"]["fr"].as_str().unwrap().contains("nom du dossier"), "{finding}");
    let page = folder.path().join("page.html");
    expect(0, &["report", stream, "--lang", "fr", "-o", &arg(&page), "--ledger", &dir]);
    let page = fs::read_to_string(&page).unwrap();
    assert!(page.contains("exercice 2022 d'après le nom du dossier"), "the report says it");

    let header = HEADER.replace("montant", "montant;exercice");
    let (dir, stated) = state(&format!("{header}{row};2022\n"));
    assert_eq!(stated["exercise"]["value"], 2022);
    assert!(!stated.to_string().contains("assumed"), "{stated}");
    let text = expect(0, &["state", "--lang", "fr", "--ledger", &dir]).out;
    assert!(text.contains("exercice 2022\n") && !text.contains("nom du dossier"), "{text}");
}

/// The rows state no exercise: grants of one year to one SIRET add up whatever the name, asked of one
/// convention as of the whole ledger, and those of two bodies that bear one name do not.
#[test]
fn rows_add_up_by_the_number_of_the_beneficiary_and_the_year() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    let rows = "Vauclaire;2023-03-16;Chœur du Pont;73282932000074;Concert;20 000,00\n\
                Vauclaire;2023-05-16;Chorale du Pont;73282932000074;Bal;20 000,00\n\
                Vauclaire;2023-03-16;Comité des fêtes;78467169500103;Bal;20 000,00\n\
                Vauclaire;2023-03-16;Comité des fêtes;38012986646850;Bal;20 000,00\n";
    import(&dir, &file(folder.path(), "t.csv", format!("{HEADER}{rows}").as_bytes()), 0);
    let rule = ["audit", "--rule", "convention-above-23000", "--format", "json", "--ledger", &dir];
    let found = |subject: &[&str]| {
        let found = run(&[&rule, subject].concat());
        let found: Value = serde_json::from_str(&found.out).unwrap();
        let of =
            |f: &Value| (f["subject"].to_string(), f["missing"].clone(), f["sentence"].clone());
        found["findings"].as_array().unwrap().iter().map(of).collect::<Vec<_>>()
    };
    let whole = found(&[]);
    assert_eq!(whole.len(), 2, "{whole:?}");
    for (subject, missing, sentence) in &whole {
        assert!(subject.contains("du-pont"), "{whole:?}");
        assert!(missing.to_string().contains("\"exercise\""), "{missing}");
        assert!(
            sentence["en"].as_str().unwrap().contains("by the year of the award"),
            "{sentence}"
        );
        let alone = found(&[subject.trim_matches('"')]);
        assert_eq!(alone, [(subject.clone(), missing.clone(), sentence.clone())]);
    }
}

/// A person has one thing to mend, however many columns show it.
#[test]
fn one_cause_is_told_once_with_all_its_columns() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "nomBeneficiaire;objet;Subvention de fonctionnement;Subvention d'investissement\n\
                Chœur;Concert;NC;à voir\nFoyer;Bal;;n. c.\n";
    let table = file(folder.path(), "t.csv", rows.as_bytes());
    let rejects = folder.path().join("rejets.csv");
    let tried = ["import", &arg(&table), "--dry-run", "--institution", "vauclaire", "--lang", "fr"];
    let said = expect(1, &[&tried[..], &["--rejects", &arg(&rejects)]].concat()).out;
    let told = |words: &str| said.lines().filter(|line| line.contains(words)).count();
    assert_eq!(told("missing-column"), 1, "{said}");
    let causes = "✗ 3 × unreadable-amount montantFonctionnement (ligne 2), montantInvestissement \
                  (lignes 2 et 3) : ce n'est pas un montant";
    assert_eq!(told(causes), 1, "{said}");
    let cells = "ligne 2 montantFonctionnement « NC », montantInvestissement « à voir » : unreadable-amount";
    assert_eq!((told("unreadable-amount"), told(cells)), (3, 1), "{said}");
    let rejects = fs::read_to_string(&rejects).unwrap();
    assert_eq!(rejects.matches("unreadable-amount").count(), 2, "{rejects}");
}

#[test]
fn rejected_rows_are_corrected_and_imported() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    let rows = "Vauclaire;2023;Chœur;;Concert;NC\nVauclaire;2023;Foyer;;Loyer;12.500\n\
                Vauclaire;2023;;;Bal;10\nVauclaire;2023;Danse;;Bal;10\n";
    let table = file(folder.path(), "t.csv", format!("{HEADER}{rows}").as_bytes());
    let rejects = folder.path().join("rejets.csv");
    let arguments =
        ["import", &arg(&table), "--ledger", &dir, "--rejects", &arg(&rejects), "--lang", "en"];
    let run = expect(1, &arguments);
    assert!(run.out.contains("unreadable-amount") && run.out.contains("ambiguous-amount"));
    let written = fs::read_to_string(&rejects).unwrap();
    let lines: Vec<&str> = written.lines().collect();
    let front = "greffe_origine;greffe_motif;greffe_explication;nomAttribuant;";
    assert!(lines[0].starts_with(front), "{written}");
    assert_eq!(lines.len(), 4, "{written}");
    // The reason is told as a code and in the words of the language asked for.
    let english = ":2;unreadable-amount;not an amount – write 1234.56;Vauclaire";
    assert!(lines[1].contains(english), "{written}");
    let other = arg(&folder.path().join("autres-rejets.csv"));
    let french = ["import", &arg(&table), "--dry-run", "--rejects", &other, "--lang", "fr"];
    expect(1, &french);
    let french = fs::read_to_string(&other).unwrap();
    let said = ":2;unreadable-amount;ce n'est pas un montant – écrire 1234.56;Vauclaire";
    assert!(french.contains(said), "{french}");
    // A file that is there is never replaced; one that says the same stands, in whichever language.
    assert!(run_code(&arguments) == 1);
    fs::write(&rejects, &french).unwrap();
    assert!(run_code(&arguments) == 1);
    fs::write(&rejects, "mine").unwrap();
    assert!(run_code(&arguments) == 2);

    let corrected = written
        .replace(";NC", ";100")
        .replace("12.500", "12500")
        .replace(";;;Bal", ";Bal masqué;;Bal");
    fs::write(&rejects, &corrected).unwrap();
    let second = import(&dir, &rejects, 0);
    assert_eq!(second["facts"]["SubsidyGranted"], 3);
    // What is counted are the rows' entries: that of the table is named beside them.
    let again = expect(0, &["import", &arg(&rejects), "--ledger", &dir, "--lang", "fr"]).out;
    let document = &second["document"];
    let counted = format!(
        "0 inscription nouvelle, 3 déjà au registre ; le tableau lui-même est l'inscription {document}."
    );
    assert!(again.replace('\u{a0}', " ").contains(&counted), "{again}");
    // Corrected otherwise afterwards: the rows are known by where they come from.
    fs::write(&rejects, corrected.replace(";100", ";200")).unwrap();
    let third = import(&dir, &rejects, 1);
    assert_eq!(third["facts"]["SubsidyGranted"], 3);
    assert_eq!(third["recorded"], 0);
    // The remedy is a command that a person can type.
    let text = expect(1, &["import", &arg(&rejects), "--ledger", &dir, "--lang", "fr"]).out;
    let entry = &third["recorded_otherwise"]["entries"][0];
    let remedy = format!("greffe correct {entry} --set CHAMP=VALEUR --reason TEXTE");
    assert!(text.contains(&remedy) && !text.contains("EntryCorrected"), "{text}");
    // Nothing of it is dropped without a word: which entry says something else is told.
    assert_eq!(third["recorded_otherwise"]["count"], 1, "{third}");
    assert_eq!(third["recorded_otherwise"]["entries"].as_array().unwrap().len(), 1);
    let told = expect(1, &["import", &arg(&rejects), "--ledger", &dir, "--lang", "en"])
        .out
        .replace('\u{a0}', " ");
    assert!(
        told.contains("1 entry says something else") && told.contains("greffe correct"),
        "{told}"
    );
    // The first file once more: its good row is there, and the three rejected are still rejected.
    assert_eq!(import(&dir, &table, 1)["recorded"], 0);
    // A row corrected into two has one origin; the second is refused, not lost.
    let doubled = format!("{written}{}\n", lines[1]).replace(";NC", ";100");
    let doubled = file(folder.path(), "d.csv", doubled.as_bytes());
    let found = import(&dir, &doubled, 1);
    assert!(found["defects"]["counts"].to_string().contains("bad-origin"), "{found}");
}

#[test]
fn a_rejects_file_of_the_dry_run_is_that_of_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    let table = format!(
        "{HEADER}Vauclaire;2023-03-16;Chœur;;Concert;NC\nVauclaire;2023-03-16;Lyre;;Bal;20\n"
    );
    let table = file(folder.path(), "t.csv", table.as_bytes());
    let rejects = folder.path().join("rejets.csv");
    let dry = ["import", &arg(&table), "--dry-run", "--rejects", &arg(&rejects), "--lang", "en"];
    let said = expect(1, &dry).out.replace('\u{a0}', " ");
    assert!(said.contains("1 row can be recorded") && said.contains("1 row rejected"), "{said}");
    let written = fs::read(&rejects).unwrap();
    let real = ["import", &arg(&table), "--ledger", &dir, "--rejects", &arg(&rejects)];
    assert!(expect(1, &real).out.contains("rejets.csv"));
    assert_eq!(fs::read(&rejects).unwrap(), written);
    // What stands there otherwise is refused before anything is recorded.
    let other = ledger(&fs::canonicalize(tempfile::tempdir().unwrap().keep()).unwrap());
    fs::write(&rejects, "mine").unwrap();
    let refused = ["import", &arg(&table), "--ledger", &other, "--rejects", &arg(&rejects)];
    assert!(run(&refused).err.contains("rejets.csv"));
    assert_eq!(
        json(&["log", "--ledger", &other, "--format", "json"])
            .to_string()
            .matches("SubsidyGranted")
            .count(),
        0
    );
}

#[test]
fn the_date_of_a_decision_signs_no_convention() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    let table = "nomAttribuant;Date de décision;nomBeneficiaire;objet;montant\nVauclaire;2023-03-16;Chœur;Concert;1 500,50\n";
    let table = file(folder.path(), "t.csv", table.as_bytes());
    let read = import(&dir, &table, 0);
    assert_eq!(read["facts"]["SubsidyGranted"], 1);
    assert_eq!(read["facts"]["ConventionSigned"], Value::Null, "no convention is spoken of");
    let shown = expect(0, &["show", "2", "--ledger", &dir, "--format", "json"]).out;
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert!(shown.to_string().contains("2023-03-16"), "the day is that of the act: {shown}");
}

#[test]
fn figures_are_written_in_the_language_of_the_text() {
    let folder = tempfile::tempdir().unwrap();
    let table = format!("{HEADER}Vauclaire;2023-03-16;Chœur;;Concert;1 500,50\n");
    let table = file(folder.path(), "t.csv", table.as_bytes());
    let said = expect(0, &["import", &arg(&table), "--dry-run", "--lang", "en"])
        .out
        .replace('\u{a0}', " ");
    assert!(
        said.contains("sum of the amounts read: €1,500.50") && said.contains("1 row,"),
        "{said}"
    );
    let said = expect(0, &["import", &arg(&table), "--dry-run", "--lang", "fr"])
        .out
        .replace('\u{a0}', " ");
    assert!(said.contains("1 500,50 €") && said.contains("1 ligne,"), "{said}");
}

/// A rejects file is opened in a spreadsheet: no cell of it is a formula there, and none is altered by
/// the way through it.
#[test]
fn rejected_cells_are_no_formulas_and_come_back_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    let names = ["=HYPERLINK(1)", "+Chœur", "-Foyer", "@Danse", "'=Déjà"];
    let rows = names.map(|name| format!("Vauclaire;2023;{name};;Bal;NC\n")).concat();
    let table = file(folder.path(), "t.csv", format!("{HEADER}{rows}").as_bytes());
    let mut rejects = folder.path().join("rejets.csv");
    expect(1, &["import", &arg(&table), "--ledger", &dir, "--rejects", &arg(&rejects)]);
    // Rejected once more, what was guarded is guarded once.
    let again = folder.path().join("encore.csv");
    expect(1, &["import", &arg(&rejects), "--ledger", &dir, "--rejects", &arg(&again)]);
    rejects = again;
    let written = fs::read_to_string(&rejects).unwrap();
    for name in names {
        assert!(written.contains(&format!(";'{name};")), "{name}: {written}");
    }
    fs::write(&rejects, written.replace(";NC", ";100")).unwrap();
    assert_eq!(import(&dir, &rejects, 0)["facts"]["SubsidyGranted"], 5);
    let log = run(&["log", "--raw", "--ledger", &dir]).out;
    for name in names {
        assert!(log.contains(&format!("\"name\":\"{name}\"")), "{name}: {log}");
    }
}

fn run_code(arguments: &[&str]) -> i32 {
    run(arguments).code
}

#[test]
fn deliberations_and_receipts_are_acts() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    let table = "COLL_NOM,COLL_SIRET,DELIB_ID,DELIB_DATE,DELIB_MATIERE_CODE,DELIB_MATIERE_NOM,DELIB_OBJET,PREF_ID,PREF_DATE,VOTE_EFFECTIF,VOTE_REEL,VOTE_POUR,VOTE_CONTRE,VOTE_ABSTENTION\n\
                 Vauclaire,73282932000074,014-3127-23-BM,2023-03-16,7.5,finances/subventions,Foyer,PREF034,2023-03-14,25,22,20,1,1\n\
                 Vauclaire,73282932000074,2023-2,2023-03-16,7.5,finances/subventions,Voirie,,,25,22,1,20,1\n";
    let table = file(folder.path(), "d.csv", table.as_bytes());
    let found = import(&dir, &table, 0);
    assert_eq!(found["file"]["schema"], "SCDL Délibérations 2.1.5");
    assert_eq!(found["facts"]["DeliberationTabled"], 2);
    assert_eq!(found["facts"]["VoteCast"], 1, "a vote against the adoption is no adoption");
    let counts = found["defects"]["counts"].to_string();
    assert!(counts.contains("vote-contradicts") && counts.contains("compared"), "{counts}");

    let receipt = r#"<?xml version="1.0" encoding="ISO-8859-1"?>
<actes:ARActe xmlns:actes="http://www.interieur.gouv.fr/ACTES#v1.1-20040216" actes:IDActe="034-732829320-20230316-3127-DE" actes:DateReception="2023-03-20">
<actes:ActeRecu actes:Date="2023-03-16" actes:NumeroInterne="014-3127-23-BM" actes:CodeNatureActe="1"/>
</actes:ARActe>"#;
    let receipt = file(folder.path(), "ar.xml", receipt.as_bytes());
    let arguments = [
        "import",
        &arg(&receipt),
        "--institution",
        "vauclaire",
        "--ledger",
        &dir,
        "--format",
        "json",
    ];
    assert_eq!(json(&arguments)["already_recorded"], false);
    assert_eq!(json(&arguments)["already_recorded"], true);
    let log =
        expect(0, &["log", "--raw", "--stream", "act/vauclaire/3127-23-bm", "--ledger", &dir]).out;
    assert!(log.contains(r#""grade":"record""#) && log.contains("ActTransmitted"), "{log}");
}

/// Killed at one row after another and run again each time, an import ends with what one run gives.
#[test]
fn an_interrupted_import_goes_on_without_loss_or_duplicate() {
    let _ = programs();
    let folder = tempfile::tempdir().unwrap();
    let mut table = HEADER.to_owned();
    for row in 0..8_000 {
        let _ = writeln!(table, "Vauclaire;2023-03-16;Club {};;Bal;{}", row % 50, row % 7);
    }
    let table = file(folder.path(), "t.csv", table.as_bytes());
    let (whole, killed) = (folder.path().join("whole"), folder.path().join("killed"));
    let import = |dir: &Path, rows: usize| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_greffe-importer"))
            .args([dir, &table])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let last = lines.map_while(Result::ok).take(rows).last().unwrap_or_default();
        child.kill().unwrap();
        child.wait().unwrap();
        last
    };
    assert_eq!(import(&whole, usize::MAX), "done 16000 0");
    for rows in [1, 900, 2_500, 4_000, 5_100, 7_999] {
        import(&killed, rows);
    }
    let last = import(&killed, usize::MAX);
    let counts: Vec<u64> = last.split(' ').skip(1).map(|n| n.parse().unwrap()).collect();
    assert_eq!(counts.iter().sum::<u64>(), 16_000, "{last}");
    assert!(counts[1] > 0, "the kills fell before anything was recorded: {last}");
    expect(0, &["verify", "--ledger", &arg(&killed)]);
    let facts = |dir: &Path| {
        let log = expect(0, &["log", "--raw", "--ledger", &arg(dir)]).out;
        let of = |line: &str| {
            let entry: Value = serde_json::from_str(line).unwrap();
            let fields = ["id", "stream", "kind", "data", "evidence"].map(|f| entry[f].clone());
            serde_json::to_string(&fields).unwrap()
        };
        log.lines().skip(1).map(of).collect::<Vec<_>>()
    };
    assert_eq!(facts(&killed), facts(&whole));
}

/// The program itself, ended by the system (SIGKILL) as its ledger grows, and run again.
#[test]
fn the_program_killed_at_any_commit_goes_on_without_loss_or_duplicate() {
    let folder = tempfile::tempdir().unwrap();
    let mut table = HEADER.to_owned();
    for row in 0..8_000 {
        let _ = writeln!(table, "Vauclaire;2023-03-16;Club {};;Bal;{}", row % 50, row % 7);
    }
    let table = file(folder.path(), "t.csv", table.as_bytes());
    let dir = ledger(folder.path());
    let entries = || {
        // The mark that is rewritten after each commit; behind the truth at most.
        let mark = fs::read_to_string(Path::new(&dir).join("head")).unwrap_or_default();
        let count = mark.lines().find_map(|line| line.strip_prefix("count "));
        count.and_then(|count| count.trim().parse::<u64>().ok()).unwrap_or_default()
    };
    let mut cut_off = 0;
    for reached in [2, 3, 4_000, 8_100, 12_000] {
        let mut child = crate::program::greffe()
            .args(["import", &arg(&table), "--ledger", &dir])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while entries() < reached && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        cut_off += u32::from(child.wait().unwrap().code().is_none());
    }
    assert!(cut_off >= 3, "the program was too quick to be killed: {cut_off}");
    let last = import(&dir, &table, 0);
    let count = |name: &str| last[name].as_u64().unwrap();
    assert_eq!(count("recorded") + count("already_recorded"), 16_000, "{last}");
    assert!(count("already_recorded") > 0, "{last}");
    assert!(last["head"].to_string().contains("16002"), "{}", last["head"]);
    expect(0, &["verify", "--ledger", &dir]);
    // One grant and one signature for each row, each once.
    let log = expect(0, &["log", "--raw", "--ledger", &dir]).out;
    let ids: std::collections::BTreeSet<&str> =
        log.lines().filter_map(|line| line.split("\"id\":\"").nth(1)?.get(..36)).collect();
    assert_eq!((ids.len(), log.lines().count()), (16_002, 16_002));
}

#[test]
fn a_table_that_names_no_body_is_refused_before_anything_is_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    let table = "dateConvention;nomBeneficiaire;objet;montant\n2023;Foyer;Bal;10\n";
    let table = file(folder.path(), "t.csv", table.as_bytes());
    let before = expect(0, &["log", "--raw", "--ledger", &dir]).out;
    let refused = expect(2, &["import", &arg(&table), "--ledger", &dir]);
    assert!(refused.err.contains("[no-body]") && refused.err.contains("--institution"));
    assert_eq!(expect(0, &["log", "--raw", "--ledger", &dir]).out, before);
    // A dry run still counts, and says it.
    let dry = expect(1, &["import", &arg(&table), "--dry-run"]);
    assert!(dry.err.contains("--institution"), "{}", dry.err);
    expect(0, &["import", &arg(&table), "--ledger", &dir, "--institution", "vauclaire"]);
}

/// Each hostile file gives an error that says what it is, soon and without a ledger.
#[test]
fn hostile_files_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |name: &str, bytes: &[u8], words: &str| {
        let path = file(folder.path(), name, bytes);
        let run = expect(3, &["import", "--dry-run", &arg(&path)]);
        assert!(run.err.contains(words), "{name}: {}", run.err);
    };
    refused("empty.csv", b"", "[table]");
    refused("nul.csv", b"a;b\0c", "byte 3");
    refused("pdf.csv", b"%PDF-1.7", "a PDF");
    refused("text.csv", b"bonjour;monde\n1;2\n", "names the columns");
    let mut quote = HEADER.as_bytes().to_vec();
    quote.extend_from_slice(b"\"");
    quote.extend(std::iter::repeat_n(b"x;y\n", 500_000).flatten());
    refused("quote.csv", &quote, "never closed");
    let wide = format!("{HEADER}{}\n", ";".repeat(20_000));
    refused("wide.csv", wide.as_bytes(), "cells");
    let labels = format!("{}{}\n", HEADER.trim_end(), ";x".repeat(20_000));
    refused("labels.csv", labels.as_bytes(), "cells");
    for text in ["1-attribution.docx", "1-attribution.odt"] {
        let bytes = fs::read(repository(&format!("tests/formats/{text}"))).unwrap();
        refused(text, &bytes, "a text document");
    }
    refused("dtd.xml", b"<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "[receipt]");
    refused("deep.xml", "<a>".repeat(100_000).as_bytes(), "[receipt]");
    refused("broken.xlsx", b"PK\x03\x04nothing", "workbook");
    refused("broken.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1nothing", "workbook");
    refused("bomb.xlsx", &bomb(), "unpack");
}

/// A table that breaks off behind rows that could be recorded: none of them is, nor is the table.
#[test]
fn of_a_table_that_cannot_be_read_to_its_end_nothing_is_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    let row = "Vauclaire;2023-03-16;Chœur du Pont;;Concert;1500\n";
    let good = format!("{HEADER}{}", row.repeat(3000));
    let broken = format!("{good}Vauclaire;;\"{}", "x;y\n".repeat(500_000));
    let table = file(folder.path(), "t.csv", broken.as_bytes());
    let rejects = folder.path().join("rejects.csv");
    let run = expect(3, &["import", &arg(&table), "--ledger", &dir, "--rejects", &arg(&rejects)]);
    assert!(run.err.contains("3002"), "{}", run.err);
    assert_eq!(expect(0, &["log", "--raw", "--ledger", &dir]).out.lines().count(), 1);
    assert!(!rejects.exists());
    let table = file(folder.path(), "t.csv", good.as_bytes());
    assert_eq!(import(&dir, &table, 0)["already_recorded"], 0);
}

/// A package of which one part unpacks to more than a workbook may.
fn bomb() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    let zeros = vec![b' '; 1024 * 1024];
    for _ in 0..260 {
        zip.write_all(&zeros).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// What looks like something else in a terminal or a spreadsheet is kept as text and said.
#[test]
fn deceptive_cells_are_text() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "Vauclaire;2023;=1+1;;Bal;1\u{200b}0\nVauclaire;2023;Club\u{202e};;Bal;\u{202e}10\n\
                Vauclaire;2023;Foyer;;Bal;１０\n";
    let table = file(folder.path(), "t.csv", format!("{HEADER}{rows}").as_bytes());
    let run = expect(1, &["import", "--dry-run", &arg(&table), "--format", "json"]);
    let found: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(found["rows"]["rejected"], 3, "{found}");
    let counts = found["defects"]["counts"].to_string();
    assert!(counts.contains("formula") && counts.contains("broken-grouping"), "{counts}");
    let run = expect(1, &["import", "--dry-run", &arg(&table)]);
    assert!(!run.out.contains('\u{202e}'), "{}", run.out);
}
