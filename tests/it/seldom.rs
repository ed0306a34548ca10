//! Codes that seldom come: a full disk behind a redirection, a folder that nobody may list, two documents whose
//! hashes begin alike. `docs/errors.md` names the test of each.

use crate::forge::Scene;
use crate::program::{arg, expect, finished, greffe, repository, root, run};
use std::collections::HashMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

fn refused(exit: i32, code: &str, arguments: &[&str]) {
    let run = run(arguments);
    let found = (run.code, run.err.contains(&format!("[{code}]")));
    assert_eq!(found, (exit, true), "{arguments:?} is to give {code}:\n{}{}", run.out, run.err);
}

/// Two texts whose blake3 hashes share eight digits: some 80 000 are enough to find them.
fn alike() -> (String, String) {
    let mut seen: HashMap<[u8; 4], u32> = HashMap::new();
    let text = |n: u32| format!("Délibération n° {n}");
    for n in 0.. {
        let hash = *blake3::hash(text(n).as_bytes()).as_bytes();
        if let Some(before) = seen.insert([hash[0], hash[1], hash[2], hash[3]], n) {
            return (text(before), text(n));
        }
    }
    unreachable!("numbers end")
}

#[test]
fn a_document_is_named_by_a_beginning_that_is_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("ledger");
    let opening = greffe::Opening { name: "x".into(), by: "clerk".into(), ..Default::default() };
    let ledger = greffe::Ledger::create(&dir, opening).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (one, other) = alike();
    let mut entries = Vec::new();
    for (name, text) in [("1.txt", &one), ("2.txt", &other)] {
        entries.push(runtime.block_on(ledger.register(name, text.as_bytes(), "clerk")).unwrap());
    }
    drop(ledger);
    let hash = |text: &str| blake3::hash(text.as_bytes()).to_hex().to_string();
    assert_ne!(hash(&one), hash(&other));
    let dir = arg(&dir);
    refused(2, "ambiguous", &["show", &hash(&one)[..8], "--text", "--ledger", &dir]);
    for text in [one, other] {
        let shown = expect(0, &["show", &hash(&text), "--text", "--ledger", &dir]).out;
        assert_eq!(shown.trim_end(), text);
    }
    let entry = format!("{:?}", entries[0]);
    let digits: String = entry.chars().filter(char::is_ascii_digit).collect();
    refused(2, "not-a-document", &["show", &digits, "--text", "--ledger", &dir]);
}

/// Three grants of as much as an entry can hold, and as many draws as can be asked for.
#[test]
fn a_sample_that_cannot_be_added_up() {
    let folder = tempfile::tempdir().unwrap();
    let dir = arg(&folder.path().join("ledger"));
    let table = folder.path().join("t.csv");
    let header = "nomAttribuant;dateConvention;nomBeneficiaire;idBeneficiaire;objet;montant\n";
    let rows = ["Chœur", "Foyer", "Danse"]
        .map(|name| format!("Vauclaire;2023-03-16;{name};;Bal;90000000000000000\n"));
    fs::write(&table, format!("{header}{}", rows.concat())).unwrap();
    expect(0, &["init", "--ledger", &dir]);
    expect(0, &["import", &arg(&table), "--ledger", &dir]);
    let most = u64::MAX.to_string();
    let sample = ["sample", "--of", "subsidies", "--seed", "1", "--ledger", &dir, "--size"];
    refused(2, "sample-too-large", &[&sample[..], &[&most]].concat());
    expect(0, &[&sample[..], &["2"]].concat());
}

#[test]
fn words_that_no_verb_can_take() {
    refused(2, "bad-seal", &["case", "import", "/nowhere", "--expect-seal", "abc"]);
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("t.csv");
    let row = "Vauclaire;2023-03-16;Chœur;;Bal;NC\n";
    let header = "nomAttribuant;dateConvention;nomBeneficiaire;idBeneficiaire;objet;montant\n";
    fs::write(&table, format!("{header}{row}")).unwrap();
    let table = arg(&table);
    refused(2, "no-schema", &["import", &table, "--dry-run", "--schema", "0.0.1"]);
    let told = run(&["import", &table, "--dry-run", "--schema", "0.0.1"]).err;
    assert!(told.contains("2.0.0, 2.0.1, 2.0.2, 2.1.0, 2.1.1"), "{told}");
    assert!(told.contains("--schema 0.0.1") && told.contains("grants"), "thing and place: {told}");
    assert!(told.contains("give one of them, or leave --schema out"), "remedy: {told}");
    let sheet =
        |lang: &str| run(&["import", &table, "--dry-run", "--sheet", "2023", "--lang", lang]);
    let (fr, en) = (sheet("fr").err, sheet("en").err);
    assert!(fr.contains("« 2023 »") && fr.contains("pas de feuilles ; retirer --sheet"), "{fr}");
    assert!(en.contains("« 2023 »") && en.contains("has no sheets; leave --sheet out"), "{en}");
    let rejects = arg(&folder.path().join("absent/rejects.csv"));
    refused(3, "rejects", &["import", &table, "--dry-run", "--rejects", &rejects]);
}

#[test]
fn a_file_that_is_larger_than_any_act() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("acte.txt");
    fs::File::create(&path).unwrap().set_len(64 * 1024 * 1024 + 1).unwrap();
    refused(3, "too-large", &["reconstruct", &arg(&path)]);
}

/// Whoever is allowed everything lists any folder: for him the program runs as nobody.
#[test]
fn a_folder_that_cannot_be_listed() {
    let folder = tempfile::tempdir().unwrap();
    let closed = folder.path().join("closed");
    fs::create_dir(&closed).unwrap();
    let rights = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode));
    rights(folder.path(), 0o755).unwrap();
    rights(&closed, 0o000).unwrap();
    let program = greffe();
    let mut command = if fs::read_dir(&closed).is_err() {
        greffe()
    } else {
        let mut nobody = Command::new("setpriv");
        nobody.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
        nobody.arg(program.get_program()).env("LANG", "en_GB.UTF-8").current_dir(root());
        nobody
    };
    let output = command.arg("reconstruct").arg(&closed).output();
    rights(&closed, 0o700).unwrap();
    match output.map(|output| finished(&output)) {
        Ok(run) if ![126, 127].contains(&run.code) => {
            assert!(run.code == 3 && run.err.contains("[folder]"), "{run:?}");
        }
        _ => println!("skipped: the program cannot be run as nobody here"),
    }
}

#[test]
fn an_output_and_a_temporary_folder_that_are_not_there() {
    if Path::new("/dev/full").exists() {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = greffe();
        let child = command.arg("rules").stdout(full).stderr(std::process::Stdio::piped());
        let run = finished(&child.spawn().unwrap().wait_with_output().unwrap());
        assert!(run.code == 3 && run.err.contains("[output]"), "{run:?}");
    }
    let mut command = greffe();
    command.env("TMPDIR", "/nowhere").arg("reconstruct");
    let run = finished(&command.arg(repository("docs/tour/1-attribution.txt")).output().unwrap());
    assert!(run.code == 3 && run.err.contains("[temporary]"), "{run:?}");
}

/// The chain takes any word as a grade; the domain knows its own, says what it set aside, and goes on.
#[test]
fn an_entry_that_the_domain_cannot_place() {
    let scene = Scene::new();
    scene.forge(|lines| {
        let at = lines.iter().position(|line| line.contains("7350000")).unwrap();
        assert!(lines[at].contains("\"grade\":\"act\""));
        lines[at] = lines[at].replacen("\"grade\":\"act\"", "\"grade\":\"rumour\"", 1);
    });
    let run = scene.on(0, &["state"]);
    assert!(run.err.contains("set aside") && run.err.contains("rumour"), "{}", run.err);
    // It is the log that vouches for bytes, and it is as it was chained.
    assert_eq!(scene.verify(&[]).checks["entries"], "sound");
}

#[test]
fn a_private_copy_takes_nothing() {
    let scene = Scene::new();
    let copy = greffe::Ledger::open_forensic(&scene.ledger()).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let before = copy.head();
    let refused = runtime.block_on(copy.register("acte.txt", b"Un acte.", "clerk"));
    assert!(matches!(refused, Err(greffe::Error::ReadOnly)), "{refused:?}");
    assert_eq!(copy.head(), before);
}
