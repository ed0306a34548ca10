//! Whole outputs against files: what a person sees, to the letter.
//!
//! `GREFFE_UPDATE_GOLDEN=1` writes the files anew; look at the difference before committing it.

use crate::program::{arg, expect, repository, root};
use std::fmt::Write;
use std::fs;

/// Hashes, ids and instants differ from run to run; everything else must not.
fn steady(output: &str) -> String {
    let mut steady = String::new();
    for (at, line) in output.lines().enumerate() {
        if at > 0 {
            steady.push('\n');
        }
        let mut words = String::new();
        for piece in
            line.split_inclusive(|c: char| !c.is_ascii_alphanumeric() && !"-:.".contains(c))
        {
            let word = piece.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
            let bare = word.rsplit(':').next().unwrap_or_default();
            let hash = bare.len() >= 12
                && bare.len() <= 64
                && bare.bytes().all(|b| b.is_ascii_hexdigit())
                && bare.bytes().any(|b| b.is_ascii_alphabetic())
                && bare.bytes().any(|b| b.is_ascii_digit());
            // With its `Z`, or before the offset that some programs ask for.
            let instant = (word.len() == 27 && word.ends_with('Z') && word.contains('T'))
                || (word.len() == 26 && word.contains('T') && word.contains('.'));
            if hash {
                words.push_str(&piece.replace(bare, "HASH"));
            } else if instant {
                words.push_str(&piece.replace(word, "INSTANT"));
            } else {
                words.push_str(piece);
            }
        }
        steady.push_str(words.trim_end());
    }
    steady.push('\n');
    steady
}

fn golden(name: &str, output: &str) {
    let path = root().join("tests/golden").join(name);
    let output = steady(output);
    if std::env::var_os("GREFFE_UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &output).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    let differs = expected.lines().zip(output.lines()).find(|(e, o)| e != o);
    assert!(expected == output, "{name} differs, first at {differs:#?}");
}

#[test]
fn the_page_of_the_tour_in_both_languages() {
    for lang in ["fr", "en"] {
        let tour = repository("docs/tour");
        let run = expect(0, &["reconstruct", &tour, "--lang", lang]);
        golden(&format!("tour-{lang}.txt"), &run.out);
    }
}

#[test]
fn every_verb_prints_what_it_prints() {
    let folder = tempfile::tempdir().unwrap();
    let dir = arg(&folder.path().join("tour.ledger"));
    expect(0, &["reconstruct", &repository("docs/tour"), "--ledger", &dir]);
    for (name, code, arguments) in [
        ("log", 0, vec!["log"]),
        ("state", 0, vec!["state"]),
        ("state-at", 0, vec!["state", "--at", "2023-12-31"]),
        ("trail", 0, vec!["trail"]),
        ("audit", 4, vec!["audit"]),
        ("show-entry", 0, vec!["show", "12"]),
        ("show-passage", 0, vec!["show", "12.2"]),
        ("verify", 0, vec!["verify"]),
        ("bisect", 0, vec!["bisect", "--when", "budget < euros(500000)"]),
        ("bisect-never", 0, vec!["bisect", "--when", "balance_due < 0", "--monotone"]),
        ("replay", 0, vec!["replay", "--from", "40", "--to", "47"]),
        ("log-where", 0, vec!["log", "--where", "kind.startsWith('Payment')"]),
        ("trail-where", 0, vec!["trail", "--where", "grade == 'act' && latest < '2023-12-31'"]),
        ("log-at", 0, vec!["log", "--at", "2023-03", "--stream", "convention"]),
        ("sample", 0, vec!["sample", "--of", "subsidies", "--seed", "42", "--size", "1"]),
        ("rules", 0, vec!["rules"]),
        ("rule", 0, vec!["rules", "show", "quorum-majority-in-office"]),
    ] {
        let mut arguments = arguments;
        arguments.extend(["--ledger", &dir]);
        golden(&format!("{name}-en.txt"), &expect(code, &arguments).out);
    }
}

#[test]
fn every_question_prints_what_it_prints() {
    let folder = tempfile::tempdir().unwrap();
    let dir = arg(&folder.path().join("tour.ledger"));
    expect(0, &["reconstruct", &repository("docs/tour"), "--ledger", &dir]);
    let of = "les-ateliers-du-pont";
    for (name, question) in [
        ("blame", vec!["blame", of]),
        ("blame-field", vec!["blame", of, "budget_cents", "--history"]),
        ("explain", vec!["explain", of, "balance"]),
        ("diff-dates", vec!["diff", of, "--at", "2023-12-31", "--at", "2024-12-31"]),
        ("diff-imports", vec!["diff", of, "--before", "44"]),
        ("what-if", vec!["what-if", of, "--without", "avenant-1"]),
        ("what-if-set", vec!["what-if", of, "--set", "realised_cents=450000€"]),
    ] {
        for lang in ["fr", "en"] {
            let mut question = question.clone();
            question.extend(["--lang", lang, "--ledger", &dir]);
            golden(&format!("{name}-{lang}.txt"), &expect(0, &question).out);
        }
    }
}

/// A row of a table that gives no exercise: the year of its date stands in the stream's name only.
#[test]
fn a_state_with_an_assumed_year() {
    let folder = tempfile::tempdir().unwrap();
    let (dir, table) = (arg(&folder.path().join("l")), folder.path().join("t.csv"));
    let header = "nomAttribuant;dateConvention;nomBeneficiaire;idBeneficiaire;objet;montant\n";
    let row = "Vauclaire;2022-12-05;Chœur du Pont;73282932000074;Concert;1 500,50\n";
    fs::write(&table, format!("{header}{row}")).unwrap();
    expect(0, &["init", "--ledger", &dir]);
    expect(0, &["import", &arg(&table), "--ledger", &dir]);
    for lang in ["fr", "en"] {
        let state = expect(0, &["state", "--lang", lang, "--ledger", &dir]);
        golden(&format!("state-assumed-{lang}.txt"), &state.out);
    }
}

#[test]
fn since_when_in_french() {
    let folder = tempfile::tempdir().unwrap();
    let dir = arg(&folder.path().join("tour.ledger"));
    expect(0, &["reconstruct", &repository("docs/tour"), "--ledger", &dir]);
    let passing = "subsidy != null && avenants == 0";
    for (name, arguments) in [
        (
            "bisect",
            vec!["bisect", "les-ateliers-du-pont", "--order", "effective", "--when", passing],
        ),
        ("replay", vec!["replay", "--stream", "convention", "--from", "40"]),
    ] {
        let mut arguments = arguments;
        arguments.extend(["--lang", "fr", "--ledger", &dir]);
        golden(&format!("{name}-fr.txt"), &expect(0, &arguments).out);
    }
}

#[test]
fn samples_and_cases_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    let dir = arg(&folder.path().join("tour.ledger"));
    expect(0, &["reconstruct", &repository("docs/tour"), "--ledger", &dir]);
    let pack = folder.path().join("regles.toml");
    let text = "title = \"Règlement financier\"\n\
        [rules.convocation-five-clear-days]\nclear_days = 10\nreason = \"art. 2\"\n\
        [rules.explanatory-note]\ndisabled = true\nreason = \"art. 3\"\n";
    fs::write(&pack, text).unwrap();
    let stream = "les-ateliers-du-pont";
    for lang in ["fr", "en"] {
        let tell = |code: i32, arguments: &[&str]| {
            let more = ["--lang", lang, "--ledger", &dir];
            expect(code, &[arguments, &more].concat()).out
        };
        let sample = tell(0, &["sample", "--seed", "7", "--size", "1"]);
        let rule = "convocation-five-clear-days";
        let audit = tell(1, &["audit", "--rule", rule, "--rules", &arg(&pack)]);
        let out = folder.path().join(format!("case-{lang}"));
        let case = tell(0, &["case", "export", stream, "-o", &arg(&out)]);
        let case = case.replace(&arg(folder.path()), "FOLDER");
        let readme = fs::read_to_string(out.join("README.txt")).unwrap();
        let page = format!("{sample}\n{audit}\n{case}\n{readme}");
        golden(&format!("questions-{lang}.txt"), &page);
    }
}

#[test]
fn the_help_in_both_languages() {
    let verbs = [
        "",
        "reconstruct",
        "init",
        "draft",
        "review",
        "record",
        "import",
        "match",
        "link",
        "void",
        "correct",
        "log",
        "show",
        "state",
        "trail",
        "blame",
        "explain",
        "diff",
        "what-if",
        "audit",
        "rules",
        "verify",
        "schema",
        "bisect",
        "replay",
        "sample",
        "case",
        "case export",
        "case import",
        "rules show",
        "timeline",
        "report",
    ];
    for lang in ["fr", "en"] {
        let mut pages = String::new();
        for verb in verbs {
            let words = verb.split(' ').filter(|word| !word.is_empty());
            let arguments: Vec<&str> = words.chain(["--help", "--lang", lang]).collect();
            writeln!(pages, "$ greffe {verb} --help\n{}", expect(0, &arguments).out).unwrap();
        }
        golden(&format!("help-{lang}.txt"), &pages);
    }
}

#[test]
fn the_timeline_of_the_tour_in_every_form() {
    let folder = tempfile::tempdir().unwrap();
    let dir = arg(&folder.path().join("tour.ledger"));
    expect(0, &["reconstruct", &repository("docs/tour"), "--ledger", &dir]);
    let run = |stream: &str, lang: &str, form: &str| {
        let more = ["--lang", lang, "--format", form, "--ledger", &dir];
        expect(0, &[&["timeline", stream], &more[..]].concat()).out
    };
    for lang in ["fr", "en"] {
        for form in ["text", "csv", "jsonl", "svg"] {
            let name = format!("timeline-{form}-{lang}.txt");
            golden(&name, &run("2023/les-ateliers-du-pont", lang, form));
        }
        let organ = run("metropole-de-vauclaire/bureau", lang, "text");
        golden(&format!("timeline-organ-{lang}.txt"), &organ);
    }
    // JSON holds both languages.
    golden("timeline-json.txt", &run("2023/les-ateliers-du-pont", "en", "json"));
}
