//! Bad input: a clear error with place and remedy, the right exit code, nothing half written.

use crate::program::{arg, expect, finished, greffe, json, repository, run};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn file(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

/// `reconstruct` of one bad file: exit 3, an error of that code, and no ledger left behind.
fn refused(bytes: &[u8], code: &str, words: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path(), "acte.txt", bytes);
    let ledger = folder.path().join("ledger");
    let run = expect(3, &["reconstruct", &arg(&path), "--ledger", &arg(&ledger)]);
    assert!(run.out.is_empty(), "nothing on standard output: {}", run.out);
    assert!(run.err.contains(&format!("[{code}]")), "{}", run.err);
    assert!(run.err.contains("acte.txt") && run.err.contains(words), "{}", run.err);
    assert!(!ledger.exists(), "nothing is half written");
}

#[test]
fn files_that_are_no_act_are_refused() {
    refused(b"", "unreadable", "empty");
    refused(b"   \n\t ", "unreadable", "empty");
    refused(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "unreadable", "PDF is damaged");
    refused(b"PK\x03\x04....", "unreadable", "package");
    refused(b"\x89PNG\r\n", "unreadable", "PNG image");
    refused(b"a\0b", "unreadable", "byte 1");
    refused(
        "d\u{e9}lib\u{e9}r\u{e9}\n"
            .as_bytes()
            .iter()
            .chain(b"\xed\xa0\x80")
            .copied()
            .collect::<Vec<u8>>()
            .as_slice(),
        "unreadable",
        "line 2 holds byte 12, 0xed",
    );
    refused(b"Liste de courses : pain, lait, oeufs.\n", "no-act", "deliberation");
    refused(&vec![b'a'; 50 * 1024 * 1024], "unreadable", "MiB");
}

#[test]
fn a_missing_file_and_an_empty_folder_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let run = expect(3, &["reconstruct", &arg(&folder.path().join("nothing.txt"))]);
    assert!(run.err.contains("[file]"), "{}", run.err);
    let run = expect(3, &["reconstruct", &arg(folder.path())]);
    assert!(run.err.contains("[no-files]"), "{}", run.err);
}

#[test]
fn one_bad_file_among_good_ones_is_reported_and_the_others_are_recorded() {
    let folder = tempfile::tempdir().unwrap();
    file(folder.path(), "1-vide.txt", b"");
    let act = fs::read(repository("docs/tour/1-attribution.txt")).unwrap();
    file(folder.path(), "2-acte.txt", &act);
    let run = expect(3, &["reconstruct", &arg(folder.path()), "--format", "json"]);
    let page: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(page["documents"].as_array().unwrap().len(), 1);
    assert!(run.err.contains("1-vide.txt"), "{}", run.err);
}

#[test]
fn windows_1252_is_read_and_gives_the_same_facts() {
    let folder = tempfile::tempdir().unwrap();
    let utf8 = fs::read_to_string(repository("docs/tour/1-attribution.txt")).unwrap();
    // The bullets of the sample are private-use glyphs, which that encoding does not have.
    let plain: String = utf8
        .chars()
        .map(|c| if ('\u{e000}'..='\u{f8ff}').contains(&c) || c == '■' { '•' } else { c })
        .collect();
    let old: Vec<u8> = plain.chars().map(windows_1252).collect();
    let path = file(folder.path(), "acte.txt", &old);
    let page = json(&["reconstruct", &arg(&path), "--format", "json"]);
    assert_eq!(page["documents"][0]["encoding"], "windows-1252");
    let subsidy = &page["conventions"][0]["subsidy_cents"]["steps"][0]["value"];
    assert_eq!(subsidy, 7_350_000);
}

fn windows_1252(c: char) -> u8 {
    match c {
        '€' => 0x80,
        '’' => 0x92,
        '•' => 0x95,
        '–' => 0x96,
        'œ' => 0x9c,
        c => u8::try_from(u32::from(c)).unwrap_or_else(|_| panic!("{c} is not of that encoding")),
    }
}

#[test]
fn the_same_act_twice_is_recorded_once_and_said_so() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = arg(&folder.path().join("ledger"));
    let act = repository("docs/tour/1-attribution.txt");
    expect(0, &["reconstruct", &act, "--ledger", &ledger]);
    let before = expect(0, &["log", "--raw", "--ledger", &ledger]).out;
    let again = expect(0, &["reconstruct", &act, &act, "--ledger", &ledger]);
    assert!(again.err.contains("already recorded"), "{}", again.err);
    assert_eq!(expect(0, &["log", "--raw", "--ledger", &ledger]).out, before);
}

/// Drafts edited into nonsense: each names the place, and the ledger stays as it was.
#[test]
fn a_draft_edited_into_nonsense_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = arg(&folder.path().join("ledger"));
    expect(0, &["init", "--ledger", &ledger]);
    let act = fs::read(repository("docs/tour/1-attribution.txt")).unwrap();
    let act = file(folder.path(), "1-attribution.txt", &act);
    let draft = expect(0, &["draft", &arg(&act)]).out;
    let before = expect(0, &["log", "--raw", "--ledger", &ledger]).out;
    let edits: &[(&str, &str, &str)] = &[
        ("\"greffe_draft\": 1", "\"greffe_draft\": 9", "format 9"),
        ("\"kind\": \"SubsidyGranted\"", "\"kind\": \"MoneyRained\"", "MoneyRained"),
        ("\"amount_cents\": 7350000", "\"amount_cents\": \"beaucoup\"", "beaucoup"),
        ("\"outcome\": \"adopted\"", "\"outcome\": \"perhaps\"", "perhaps"),
        ("\"span\": [", "\"span\": [ 99999999, ", "draft"),
        ("\"effective\": \"2023-03-16\"", "\"effective\": \"demain\"", "demain"),
        ("\"stream\": \"act/", "\"stream\": \"Act //", "stream"),
        ("\"amount_cents\": 7350000", "\"amount_cents\": -7350000", "negative"),
        ("\"amount_cents\": 7350000", "\"amount_cents\": 7350000, \"amount_cents\": 1", "twice"),
        ("\"exercise\": 2023", "\"exercise\": -5", "/exercise is -5: a budget year"),
        ("\"exercise\": 2023", "\"exercise\": 99999", "/exercise is 99999: a budget year"),
        ("\"kind\": \"SubsidyGranted\"", "\"kind\": \"LedgerOpened\"", "LedgerOpened"),
        ("\"stream\": \"sitting/", "\"stream\": \"act/", "does not belong"),
        ("{", "", "line"),
    ];
    for (from, to, words) in edits {
        assert!(draft.contains(from), "the draft holds {from}");
        let edited = file(folder.path(), "edited.json", draft.replacen(from, to, 1).as_bytes());
        let run = expect(3, &["record", &arg(&edited), "--ledger", &ledger]);
        assert!(run.err.contains(words), "{from}: {}", run.err);
    }
    let binary = file(folder.path(), "edited.json", b"\xff\xfe\x00");
    expect(3, &["record", &arg(&binary), "--ledger", &ledger]);
    assert_eq!(expect(0, &["log", "--raw", "--ledger", &ledger]).out, before);
    // The draft as it was is recorded, with the act beside it; another act in its place is refused.
    let good = file(folder.path(), "good.json", draft.as_bytes());
    let other = repository("docs/tour/2-avenant.txt");
    let run = expect(3, &["record", &arg(&good), "--document", &other, "--ledger", &ledger]);
    assert!(run.err.contains("[other-document]"), "{}", run.err);
    expect(0, &["record", &arg(&good), "--ledger", &ledger]);
    expect(0, &["verify", "--ledger", &ledger]);
}

/// Refused where it is recorded, by a program as by a person; what a ledger holds already is read.
#[test]
fn an_avenant_without_a_number_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("ledger");
    let opening = greffe::Opening { name: "x".into(), by: "clerk".into(), ..Default::default() };
    let ledger = greffe::Ledger::create(&dir, opening).unwrap();
    let data = serde_json::json!({ "number": 0 });
    let signed = match greffe::domain::Event::decode("AvenantSigned", 1, data).unwrap() {
        greffe::domain::Decoded::Known(event) => *event,
        greffe::domain::Decoded::Unknown { .. } => unreachable!(),
    };
    let fact = greffe::NewFact::new(
        "convention/vauclaire/2023/x".parse().unwrap(),
        signed,
        "2023".parse().unwrap(),
        greffe::domain::Grade::Record,
        "clerk",
    );
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let refused = runtime.block_on(ledger.append(vec![fact], vec![])).unwrap_err();
    assert!(matches!(refused, greffe::Error::Impossible(_)), "{refused}");
    assert!(refused.to_string().contains("/number is 0: avenants are numbered from 1 on"));
    assert_eq!(ledger.head().count, 1);
}

#[test]
fn a_directory_that_is_no_ledger_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    file(folder.path(), "notes.txt", b"not a ledger");
    let dir = arg(folder.path());
    for verb in ["log", "state", "verify"] {
        let run = expect(3, &[verb, "--ledger", &dir]);
        assert!(run.err.contains("[not-a-ledger]"), "{verb}: {}", run.err);
    }
    let run = expect(2, &["init", "--ledger", &dir]);
    assert!(run.err.contains("[already-exists]"), "{}", run.err);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let run = expect(3, &["log", "--ledger", &arg(&folder.path().join("absent"))]);
    assert!(run.err.contains("[no-ledger]"), "{}", run.err);
}

#[test]
fn a_ledger_that_is_open_elsewhere_names_its_holder_and_can_be_read_by_a_copy() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("ledger");
    let act = repository("docs/tour/1-attribution.txt");
    expect(0, &["reconstruct", &act, "--ledger", &arg(&dir)]);
    let held = greffe::Ledger::open(&dir).unwrap();
    let run = expect(3, &["reconstruct", &act, "--ledger", &arg(&dir)]);
    assert!(run.err.contains("[locked]"), "{}", run.err);
    assert!(run.err.contains(&std::process::id().to_string()), "names its holder: {}", run.err);
    let before = fingerprint(&dir);
    let ledger = arg(&dir);
    for forensic in [&[][..], &["--forensic"]] {
        let asked = [&["log", "--raw", "--lang", "en", "--ledger", &ledger], forensic].concat();
        let copy = expect(0, &asked);
        assert_eq!(copy.out.lines().count() as u64, held.head().count);
        assert_eq!(copy.err.contains("open elsewhere"), forensic.is_empty(), "{}", copy.err);
    }
    expect(0, &["verify", "--forensic", "--ledger", &arg(&dir)]);
    let backup = folder.path().join("backup");
    expect(0, &["backup", &arg(&backup), "--ledger", &arg(&dir)]);
    assert_eq!(fingerprint(&dir), before, "the original is byte-identical");
}

/// Every file of a folder with the hash of its bytes.
fn fingerprint(dir: &Path) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let hash = blake3::hash(&fs::read(&path).unwrap()).to_hex().to_string();
                files.push((path, hash));
            }
        }
    }
    files.sort();
    files
}

/// A file-size limit stands in for a full disk: every write beyond it fails, as on a full one.
#[test]
fn a_full_disk_is_an_error_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("ledger");
    let first = repository("docs/tour/1-attribution.txt");
    expect(0, &["reconstruct", &first, "--ledger", &arg(&dir)]);
    let before = expect(0, &["log", "--raw", "--ledger", &arg(&dir)]).out;
    let program = greffe();
    let second = repository("docs/tour/2-avenant.txt");
    let script = format!(
        "trap '' XFSZ; ulimit -f 8; exec {} reconstruct {second} --ledger {}",
        program.get_program().display(),
        arg(&dir)
    );
    let mut shell = Command::new("sh");
    shell.args(["-c", &script]).env("LANG", "en_GB.UTF-8");
    let run = finished(&shell.output().unwrap());
    assert_eq!(run.code, 3, "{run:?}");
    assert!(run.err.contains("greffe : error ["), "{}", run.err);
    assert!(!run.err.contains("panicked"), "{}", run.err);
    // With room again, what was recorded is there, whole.
    expect(0, &["verify", "--ledger", &arg(&dir)]);
    let after = expect(0, &["log", "--raw", "--ledger", &arg(&dir)]).out;
    assert!(after.starts_with(&before), "nothing acknowledged is lost");
    expect(0, &["reconstruct", &second, "--ledger", &arg(&dir)]);
}

/// A read-only place: the ledger cannot be made, or written, and says so. Root writes anywhere, so
/// the place is one that nobody can write: under /proc.
#[test]
fn a_read_only_place_is_an_error() {
    if !Path::new("/proc/self").exists() {
        println!("skipped: no /proc on this system");
        return;
    }
    let run = expect(3, &["init", "--ledger", "/proc/greffe.ledger"]);
    assert!(run.err.contains("[io]"), "{}", run.err);
    let act = repository("docs/tour/1-attribution.txt");
    let run = expect(3, &["reconstruct", &act, "--ledger", "/proc/greffe.ledger"]);
    assert!(run.err.contains("[io]"), "{}", run.err);
}

/// What cannot be said on standard error changes nothing of what is done.
#[test]
fn a_standard_error_that_cannot_be_written_is_no_failure() {
    if !Path::new("/dev/full").exists() {
        println!("skipped: no /dev/full on this system");
        return;
    }
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let run = |arguments: &[&str]| {
        let output = greffe().args(arguments).stderr(full()).output().unwrap();
        finished(&output).code
    };
    assert_eq!(run(&["log", "--ledger", "/absent"]), 3);
    assert_eq!(run(&["reconstruct", &repository("docs/tour")]), 0);
}

/// A name from outside cannot steer the terminal, nor break the line of an error.
#[test]
fn hostile_names_are_made_visible() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path(), "e\u{1b}[31m\u{202e}.txt", b"");
    let run = expect(3, &["reconstruct", &arg(&path)]);
    assert!(!run.err.contains('\u{1b}') && !run.err.contains('\u{202e}'), "{:?}", run.err);
}

#[test]
fn what_is_no_regular_file_is_refused() {
    let run = expect(3, &["reconstruct", "/dev/zero"]);
    assert!(run.err.contains("[not-a-file]"), "{}", run.err);
}

/// Facts that no projection can use are said, on standard error and in JSON.
#[test]
fn what_is_set_aside_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("ledger");
    let act = repository("docs/tour/1-attribution.txt");
    expect(0, &["reconstruct", &act, "--ledger", &arg(&dir)]);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let ledger = greffe::Ledger::open(&dir).unwrap();
    let correction = greffe::domain::EntryCorrected {
        entry: 5,
        stream: "convention/vauclaire/2023/x".parse().unwrap(),
        kind: "SubsidyGranted".to_owned(),
        schema: 1,
        data: serde_json::json!({ "zz": 1 }),
        reason: "odd".to_owned(),
    };
    let fact = greffe::NewFact::new(
        greffe::domain::StreamId::ledger(),
        correction,
        "2024".parse().unwrap(),
        greffe::domain::Grade::Record,
        "clerk",
    );
    runtime.block_on(ledger.append(vec![fact], Vec::new())).unwrap();
    drop(ledger);
    let run = expect(0, &["state", "--format", "json", "--ledger", &arg(&dir)]);
    let state: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(state["set_aside"]["odd"].as_array().unwrap().len(), 1);
    assert!(run.err.contains("set aside"), "{}", run.err);
}

/// Facts that a program appends cite texts that the ledger holds, or are refused; the same ids
/// give the first receipt again.
#[test]
fn a_program_registers_texts_and_appends_facts_once() {
    let folder = tempfile::tempdir().unwrap();
    let opening = greffe::Opening { name: "x".into(), by: "clerk".into(), ..Default::default() };
    let ledger = greffe::Ledger::create(&folder.path().join("ledger"), opening).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let text = "Une subvention de 12 000 euros est accordée.";
    let entry = runtime.block_on(ledger.register("acte.txt", text.as_bytes(), "clerk")).unwrap();
    assert_eq!(runtime.block_on(ledger.register("acte.txt", text.as_bytes(), "x")).unwrap(), entry);
    let passage = |document: String, to: u64| greffe::domain::Passage {
        document,
        span: (0, to),
        fields: vec![],
    };
    let hash = blake3::hash(text.as_bytes()).to_hex().to_string();
    let fact = |passage| {
        let vote = greffe::domain::VoteCast::stating(greffe::domain::Outcome::Adopted);
        let mut fact = greffe::NewFact::new(
            "act/vauclaire/1".parse().unwrap(),
            vote,
            "2024".parse().unwrap(),
            greffe::domain::Grade::Act,
            "clerk",
        );
        fact.sources = vec![passage];
        fact.id = Some("018f2b9a-0000-7000-8000-00000000000a".parse().unwrap());
        vec![fact]
    };
    for lost in [passage("0".repeat(64), 3), passage(hash.clone(), 4_000)] {
        assert!(runtime.block_on(ledger.append(fact(lost), vec![])).is_err());
    }
    let first = runtime.block_on(ledger.append(fact(passage(hash.clone(), 14)), vec![])).unwrap();
    let again = runtime.block_on(ledger.append(fact(passage(hash, 14)), vec![])).unwrap();
    assert_eq!(first.entries, again.entries);
    assert!(again.replayed && ledger.verify(Some(ledger.head().into())).unwrap().is_sound());
}

#[test]
fn usage_errors_exit_with_2() {
    for arguments in
        [vec!["frobnicate"], vec!["show"], vec!["log", "--from", "x"], vec!["--lang", "de", "log"]]
    {
        assert_eq!(run(&arguments).code, 2, "{arguments:?}");
    }
    let run = expect(2, &["verify", "--expect-head", "abc"]);
    assert!(run.err.contains("[bad-head]"), "{}", run.err);
    let nothing = format!("0:{}", "0".repeat(64));
    expect(2, &["verify", "--expect-head", &nothing]);
    let act = repository("docs/tour/1-attribution.txt");
    expect(2, &["draft", &act, "--institution", "Métropole de Vauclaire"]);
    expect(2, &["record", "draft.json", "--forensic"]);
    expect(2, &["rules", "show", "no-such-rule"]);
    expect(2, &["schema", "MoonLanded"]);
    expect(2, &["state", "--at", "demain"]);
}

/// One outcome in every verb: something is where the result should go, so the command line is wrong, and
/// what is there stays as it is.
#[test]
fn what_is_there_already_is_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| arg(&folder.path().join(name));
    let (ledger, backup) = (at("tour.ledger"), at("backup"));
    let tour = repository("docs/tour");
    expect(0, &["reconstruct", &tour, "--ledger", &ledger]);
    expect(0, &["keygen", "vauclaire.example", "-o", &at("key")]);
    expect(0, &["checkpoint", "--key", &at("key"), "--ledger", &ledger]);
    expect(0, &["backup", &backup, "--ledger", &ledger]);
    let there = file(folder.path(), "there", b"mine");
    let table = file(
        folder.path(),
        "t.csv",
        b"nomAttribuant;dateConvention;nomBeneficiaire;objet;montant\nV;2023;C;O;NC\n",
    );
    let (path, table) = (arg(&there), arg(&table));
    let occupied = folder.path().join("occupied");
    fs::create_dir(&occupied).unwrap();
    file(&occupied, "mine", b"mine");
    let act = repository("docs/tour/1-attribution.txt");
    for arguments in [
        vec!["draft", &act, "-o", &path],
        vec!["draft", &act, "-o", &path, "--format", "json"],
        vec!["report", "les-ateliers-du-pont", "-o", &path, "--ledger", &ledger],
        vec!["prove", "les-ateliers-du-pont", "-o", &path, "--ledger", &ledger],
        vec!["prove", "12", "-o", &path, "--ledger", &ledger],
        vec!["keygen", "other.example", "-o", &path],
        vec!["import", &table, "--rejects", &path, "--ledger", &ledger],
        vec!["case", "export", "les-ateliers-du-pont", "-o", &at("occupied"), "--ledger", &ledger],
        vec!["init", "--ledger", &at("occupied")],
        vec!["restore", &backup, "--ledger", &at("occupied")],
        vec!["restore", &backup, "--ledger", &ledger],
    ] {
        let run = expect(2, &arguments);
        assert!(run.err.contains("[already-exists]"), "{arguments:?}: {}", run.err);
        assert!(run.out.is_empty(), "{arguments:?}: {}", run.out);
        assert_eq!(fs::read(&there).unwrap(), b"mine", "{arguments:?}");
        assert_eq!(fs::read_dir(&occupied).unwrap().count(), 1, "{arguments:?}");
    }
}

/// What cannot be seen in a passage is written out for a person, and exact for a program.
#[test]
fn what_hides_in_a_passage_is_written_out() {
    let folder = tempfile::tempdir().unwrap();
    let act = fs::read_to_string(repository("docs/tour/1-attribution.txt")).unwrap();
    let act = act.replace("subvention", "subven\u{200b}tion\u{2060}");
    let act = file(folder.path(), "acte.txt", act.as_bytes());
    let dir = arg(&folder.path().join("ledger"));
    expect(0, &["reconstruct", &arg(&act), "--ledger", &dir]);
    let hidden = |text: &str| text.contains(['\u{200b}', '\u{2060}']);
    let count = json(&["log", "--format", "json", "--ledger", &dir]).as_array().unwrap().len();
    let (mut written, mut exact) = (0, 0);
    for seq in 0..count {
        let seq = seq.to_string();
        for reference in [seq.clone(), format!("{seq}.1")] {
            let shown = run(&["show", &reference, "--ledger", &dir]);
            assert!(!hidden(&shown.out), "{reference}: {}", shown.out);
            written += usize::from(shown.out.contains("<U+200B>"));
        }
        let told = run(&["show", &seq, "--format", "json", "--ledger", &dir]).out;
        exact += usize::from(hidden(&told));
    }
    assert!(written > 2 && exact > 1, "{written} {exact}");
    for verb in ["state", "trail", "log", "audit"] {
        let page = run(&[verb, "--ledger", &dir]).out;
        assert!(!hidden(&page), "{verb}: {page}");
    }
}

/// `greffe draft` gives a person JSON with remarks, and a program JSON alone, wherever it goes.
#[test]
fn a_draft_is_plain_json_for_a_program() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("acte.json");
    let act = repository("docs/tour/1-attribution.txt");
    let printed = json(&["draft", &act, "--format", "json"]);
    expect(0, &["draft", &act, "--format", "json", "-o", &arg(&path)]);
    let written: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(written, printed);
    let remarked = run(&["draft", &act, "--lang", "en"]).out;
    assert!(remarked.starts_with("// ") && remarked.contains("greffe draft --format json"));
    let dir = arg(&folder.path().join("ledger"));
    expect(0, &["init", "--ledger", &dir]);
    expect(0, &["record", &arg(&path), "--document", &act, "--ledger", &dir]);
}
