//! Cases through the program: out of a ledger, through other hands, and in again; no changed byte
//! passes.

use crate::program::{arg, expect, json, repository, run};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const STREAM: &str = "convention/metropole-de-vauclaire/2023/les-ateliers-du-pont";

/// A ledger of the tour and of an act that has nothing to do with it.
fn ledger(folder: &Path) -> String {
    let dir = arg(&folder.join("ledger"));
    for acts in ["docs/tour/clean/1-conforme.txt", "docs/tour"] {
        expect(0, &["reconstruct", &repository(acts), "--ledger", &dir]);
    }
    dir
}

fn exported(folder: &Path, name: &str) -> (String, PathBuf) {
    let (dir, path) = (ledger(folder), folder.join(name));
    expect(0, &["case", "export", STREAM, "-o", &arg(&path), "--ledger", &dir]);
    (dir, path)
}

/// Every file below a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name();
    let file = |found: walkdir::Result<walkdir::DirEntry>| {
        let found = found.unwrap();
        let path = found.path().strip_prefix(folder).unwrap().display().to_string();
        found.file_type().is_file().then(|| (path, fs::read(found.path()).unwrap()))
    };
    walk.into_iter().filter_map(file).collect()
}

/// The JSON of a reading command about the convention, for any ledger or case.
fn told(verb: &str, dir: &str) -> Value {
    let run = run(&[verb, STREAM, "--format", "json", "--ledger", dir]);
    assert!(run.code == 0 || run.code == 4, "{}", run.err);
    let mut told: Value = serde_json::from_str(&run.out).unwrap();
    // What belongs to other conventions of the ledger is no part of the question, and a case cannot tell what waits.
    for aside in ["not_judged", "set_aside", "waiting"] {
        told.as_object_mut().unwrap().remove(aside);
    }
    told
}

#[test]
fn a_case_says_of_its_subject_what_the_ledger_says() {
    let folder = tempfile::tempdir().unwrap();
    let (dir, case) = exported(folder.path(), "case");
    let into = arg(&folder.path().join("taken-in"));
    let report = json(&["case", "import", &arg(&case), "--format", "json", "--ledger", &into]);
    assert_eq!(report["subjects"].as_array().unwrap().len(), 4, "a convention and three acts");
    for verb in ["state", "trail", "audit"] {
        assert_eq!(told(verb, &dir), told(verb, &into), "{verb}");
    }
    // The same references open, and the entries are those of the ledger, with gaps.
    for reference in ["40", "40.1"] {
        let show = |dir: &str| expect(0, &["show", reference, "--ledger", dir]).out;
        assert_eq!(show(&dir), show(&into));
    }
    let lines = |dir: &str| expect(0, &["log", "--raw", "--ledger", dir]).out;
    let (all, part) = (lines(&dir), lines(&into));
    let all: Vec<&str> = all.lines().collect();
    assert!(part.lines().count() < all.len(), "the other act stays out");
    assert!(part.lines().all(|line| all.contains(&line)));
    assert!(!part.contains("le-jardin-des-passerelles"), "nothing of another convention");
    // What needs the whole says so, and nothing can be added.
    assert!(expect(3, &["verify", "--ledger", &into]).err.contains("[case]"));
    expect(3, &["backup", &arg(&folder.path().join("backup")), "--ledger", &into]);
    assert_eq!(files(&case), files(Path::new(&into)));
}

/// Every question, in text and as JSON, gets the answer from a case that it gets from the ledger.
#[test]
fn a_case_answers_every_question_as_the_ledger_does() {
    let folder = tempfile::tempdir().unwrap();
    let (dir, case) = exported(folder.path(), "case");
    let into = arg(&folder.path().join("taken-in"));
    expect(0, &["case", "import", &arg(&case), "--ledger", &into]);
    let budget_falls = ["--when", "budget < initial_budget"];
    let before = json(&["show", "60", "--format", "json", "--ledger", &dir]);
    let before = before["entry"]["recorded_at"].as_str().unwrap();
    for question in [
        &["blame", STREAM, "--history"][..],
        &["explain", STREAM, "balance"],
        &["explain", STREAM, "budget_cents", "--known-at", before],
        &["diff", STREAM, "--at", "2023-12-31", "--at", "2024-12-31"],
        &["diff", STREAM, "--before", "60"],
        &["what-if", STREAM, "--without", "avenant-1"],
        &["bisect", STREAM, budget_falls[0], budget_falls[1]],
        &["bisect", STREAM, "--order", "effective", budget_falls[0], budget_falls[1]],
        &["replay", "--stream", STREAM],
        &["timeline", STREAM],
        &["timeline", "organ/metropole-de-vauclaire/bureau"],
        &["trail", STREAM],
    ] {
        for form in ["text", "json"] {
            let ask = |dir: &str| {
                let more = ["--format", form, "--ledger", dir];
                let told = expect(0, &[question, &more].concat()).out;
                // What waits, a case cannot tell; nothing does here.
                told.replace("\n  \"waiting\": []", "").replace("],\n}", "]\n}")
            };
            assert_eq!(ask(&dir), ask(&into), "{question:?}");
        }
    }
    // Of all there is, a case tells its own part.
    let all = ["bisect", budget_falls[0], budget_falls[1], "--format", "json"];
    let found = json(&[&all[..], &["--ledger", &into]].concat());
    assert_eq!((&found["found"]["convention"], &found["conventions"]), (&STREAM.into(), &1.into()));
    let report = arg(&folder.path().join("report.html"));
    expect(0, &["report", STREAM, "-o", &report, "--ledger", &into]);
    assert!(fs::read_to_string(report).unwrap().contains("DSOL-009-4058/24/BM"));
}

#[test]
fn a_case_can_be_checked_and_read_without_greffe() {
    let folder = tempfile::tempdir().unwrap();
    let (_, case) = exported(folder.path(), "case");
    for (program, list) in [("b3sum", "B3SUMS"), ("sha256sum", "SHA256SUMS")] {
        let check = Command::new(program).args(["-c", list]).current_dir(&case).output().unwrap();
        assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
    }
    let readme = fs::read_to_string(case.join("README.txt")).unwrap();
    for file in files(&case).keys().filter(|file| !file.starts_with("documents/")) {
        assert!(file == "README.txt" || readme.contains(file.as_str()), "{file} is not explained");
    }
    // A reference followed by hand, as README.txt says: [N.1] is a passage of a text.
    let lines = fs::read_to_string(case.join("entries.jsonl")).unwrap();
    let granted: Value = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .find(|entry: &Value| entry["kind"] == "SubsidyGranted")
        .unwrap();
    let source = &granted["evidence"]["sources"][0];
    let at = |n: usize| usize::try_from(source["span"][n].as_u64().unwrap()).unwrap();
    let text = files(&case)
        .into_values()
        .find(|bytes| source["document"] == blake3::hash(bytes).to_hex().as_str())
        .expect("the text is there under its hash");
    assert!(std::str::from_utf8(&text[at(0)..at(1)]).is_ok());
}

#[test]
fn the_same_question_gives_the_same_bytes_and_an_archive_the_same_case() {
    let folder = tempfile::tempdir().unwrap();
    let (dir, case) = exported(folder.path(), "case");
    let export = |name: &str| {
        let path = folder.path().join(name);
        expect(
            0,
            &["affaire", "exporter", "les-ateliers-du-pont", "-o", &arg(&path), "--ledger", &dir],
        );
        path
    };
    assert_eq!(files(&export("again")), files(&case));
    let (one, two) = (export("one.tar"), export("two.tar"));
    assert_eq!(fs::read(&one).unwrap(), fs::read(two).unwrap());
    let into = folder.path().join("from-archive");
    expect(0, &["case", "import", &arg(&one), "--ledger", &arg(&into)]);
    assert_eq!(files(&into), files(&case));
    // Nothing is overwritten.
    expect(2, &["case", "export", STREAM, "-o", &arg(&one), "--ledger", &dir]);
    expect(2, &["case", "import", &arg(&one), "--ledger", &arg(&into)]);
}

#[test]
fn a_case_answers_as_of_its_own_clocks_and_any_other() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    let case = folder.path().join("case");
    let how = ["--at", "2023", "--known-at", "2100-01-01T00:00:00Z"];
    let export = ["case", "export", STREAM, "-o", &arg(&case), "--ledger", &dir];
    expect(0, &[&export[..], &how].concat());
    let state: Value = serde_json::from_slice(&fs::read(case.join("state.json")).unwrap()).unwrap();
    assert_eq!(
        state[0]["budget_cents"]["steps"].as_array().unwrap().len(),
        1,
        "before the avenant"
    );
    let into = arg(&folder.path().join("into"));
    let report = json(&["case", "import", &arg(&case), "--format", "json", "--ledger", &into]);
    assert_eq!(report["question"]["at"], "2023-12-31");
    let asked = |dir: &str| {
        let state = ["state", STREAM, "--format", "json", "--ledger", dir];
        json(&[&state[..], &how].concat())["conventions"].clone()
    };
    assert_eq!(asked(&into), asked(&dir));
    // What came later is in the case too: another day can be asked about.
    assert_eq!(told("state", &into), told("state", &dir));
}

#[test]
fn any_changed_byte_in_any_file_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let (_, case) = exported(folder.path(), "case");
    let into = arg(&folder.path().join("into"));
    let refused = |what: &str| {
        let run = run(&["case", "import", &arg(&case), "--ledger", &into]);
        assert_eq!(run.code, 1, "{what}: {}", run.err);
        assert!(run.err.contains("[case-altered]"), "{what}: {}", run.err);
        assert!(!Path::new(&into).exists(), "{what}: nothing is taken in");
        run.err
    };
    for (name, bytes) in files(&case) {
        let path = case.join(&name);
        for place in [0, bytes.len() / 3, bytes.len() / 2, bytes.len() - 1] {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            fs::write(&path, &changed).unwrap();
            let said = refused(&format!("{name}, byte {place}"));
            assert!(said.contains(&name) || name.ends_with("SUMS"), "{name}: {said}");
        }
        fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
        refused(&format!("{name}, cut short"));
        fs::remove_file(&path).unwrap();
        refused(&format!("{name}, removed"));
        fs::write(&path, &bytes).unwrap();
    }
    fs::write(case.join("documents/more.txt"), "x").unwrap();
    refused("a file more");
    fs::remove_file(case.join("documents/more.txt")).unwrap();
    expect(0, &["case", "import", &arg(&case), "--ledger", &into]);
}

/// Makes both lists of sums anew.
fn sum_again(case: &Path) {
    let all = files(case);
    let listed = |skip: &[&str], hash: &dyn Fn(&str, &[u8]) -> String| -> String {
        let names = all.keys().filter(|name| !skip.contains(&name.as_str()));
        let line = |name: &String| {
            let bytes = fs::read(case.join(name)).unwrap();
            format!("{}  {name}", hash(name, &bytes))
        };
        names.map(line).collect::<Vec<_>>().join("\n") + "\n"
    };
    let sha256 = |name: &str, _: &[u8]| {
        let sum = Command::new("sha256sum").arg(case.join(name)).output().unwrap();
        String::from_utf8_lossy(&sum.stdout)[..64].to_owned()
    };
    fs::write(case.join("SHA256SUMS"), listed(&["SHA256SUMS", "B3SUMS"], &sha256)).unwrap();
    let blake3 = |_: &str, bytes: &[u8]| blake3::hash(bytes).to_hex().to_string();
    fs::write(case.join("B3SUMS"), listed(&["B3SUMS"], &blake3)).unwrap();
}

/// Sums that are made anew hide a change from the sums, not from the entries and their chain; and a
/// seal noted elsewhere notices what nothing inside can.
#[test]
fn sums_made_anew_do_not_hide_a_change() {
    let folder = tempfile::tempdir().unwrap();
    let (_, case) = exported(folder.path(), "case");
    let seal = blake3::hash(&fs::read(case.join("B3SUMS")).unwrap()).to_hex().to_string();
    let into = arg(&folder.path().join("into"));
    let import = || run(&["case", "import", &arg(&case), "--ledger", &into]);
    for (name, from, to) in [
        ("entries.jsonl", "7350000", "7350001"),
        ("state.json", "7350000", "7350001"),
        ("findings.json", "conforming", "irregular"),
        ("manifest.json", "\"at\": null", "\"at\": \"2023-12-31\""),
    ] {
        let path = case.join(name);
        let before = fs::read_to_string(&path).unwrap();
        fs::write(&path, before.replacen(from, to, 1)).unwrap();
        assert_ne!(fs::read_to_string(&path).unwrap(), before, "{name}");
        sum_again(&case);
        let run = import();
        assert_eq!(run.code, 1, "{name}: {}", run.err);
        fs::write(&path, before).unwrap();
    }
    // A page for a person can be rewritten with its sums: only the seal tells.
    fs::write(case.join("findings.txt"), "nothing to see\n").unwrap();
    sum_again(&case);
    let sealed = run(&["case", "import", &arg(&case), "--expect-seal", &seal, "--ledger", &into]);
    assert_eq!(sealed.code, 1);
    assert!(sealed.err.contains("[other-seal]"), "{}", sealed.err);
    assert_eq!(import().code, 0);
}

/// What persons decided on readings comes along, and the proofs under the last checkpoint; the places of the
/// words of a PDF, too.
#[test]
fn a_case_takes_decisions_and_proofs_along() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| arg(&folder.path().join(name));
    let dir = at("ledger");
    expect(0, &["init", "--ledger", &dir]);
    let act = repository("tests/formats/1-attribution.pdf");
    expect(0, &["draft", &act, "--output", &at("draft")]);
    let draft = fs::read_to_string(at("draft")).unwrap();
    fs::write(at("draft"), draft.replacen("\"record\": true,\n", "\"record\": false,\n", 1))
        .unwrap();
    let record = ["record", &at("draft"), "--document", &act, "--ledger", &dir, "--by", "Inès"];
    expect(0, &record);
    let other = repository("docs/tour/clean/1-conforme.txt");
    let draft = expect(0, &["draft", &other]).out.replace("\"record\": true", "\"record\": false");
    fs::write(at("other"), draft).unwrap();
    expect(0, &["record", &at("other"), "--document", &other, "--ledger", &dir, "--by", "Inès"]);
    let rejected =
        json(&["log", "--kind", "ReadingReviewed", "--format", "json", "--ledger", &dir]);
    assert!(rejected.as_array().unwrap().len() > 5, "those of the other text are not of the case");

    // Without a checkpoint there are no proofs, which is said.
    let export = ["case", "export", STREAM, "--ledger", &dir, "--lang", "en"];
    let plain = expect(0, &[&export[..], &["-o", &at("plain")]].concat());
    assert!(plain.out.contains("Without proofs: no checkpoint"), "{}", plain.out);
    expect(0, &["keygen", "vauclaire.example", "-o", &at("key")]);
    expect(0, &["checkpoint", "--key", &at("key"), "--ledger", &dir]);
    let proved = expect(0, &[&export[..], &["-o", &at("case")]].concat());
    assert!(proved.out.contains("proof.evidence: "), "{}", proved.out);
    let again = expect(0, &[&export[..], &["-o", &at("again")]].concat());
    assert_eq!(again.out.replace("again", "case"), proved.out);
    assert_eq!(files(&folder.path().join("again")), files(&folder.path().join("case")));

    let report =
        json(&["case", "import", &at("case"), "--format", "json", "--ledger", &at("into")]);
    assert_eq!(report["proof"]["file"], "proof.evidence");
    assert_eq!(report["proof"]["entries"], report["entries"]);
    let told =
        json(&["log", "--kind", "ReadingReviewed", "--format", "json", "--ledger", &at("into")]);
    assert_eq!(told.as_array().unwrap().len(), 1, "{told}");
    let bundle = arg(&folder.path().join("case/proof.evidence"));
    expect(0, &["verify", &bundle, "--trust", &at("key.pub")]);

    // A bundle of another ledger is not this case's, whatever the sums say.
    let stray = at("stray");
    expect(0, &["reconstruct", &act, "--ledger", &stray]);
    expect(0, &["checkpoint", "--key", &at("key"), "--ledger", &stray]);
    expect(0, &["prove", STREAM, "-o", &at("stray.evidence"), "--ledger", &stray]);
    fs::copy(at("stray.evidence"), &bundle).unwrap();
    let case = folder.path().join("case");
    sum_again(&case);
    let refused = run(&["case", "import", &arg(&case), "--ledger", &at("never")]);
    assert_eq!(refused.code, 1, "{}", refused.err);
    assert!(refused.err.contains("proof.evidence"), "{}", refused.err);
}

#[test]
fn what_is_no_case_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let dir = ledger(folder.path());
    let out = arg(&folder.path().join("out"));
    expect(3, &["case", "export", "convention/nobody", "-o", &out, "--ledger", &dir]);
    let odd = folder.path().join("odd");
    fs::create_dir(&odd).unwrap();
    for path in [odd.clone(), folder.path().join("absent"), folder.path().join("absent.tar")] {
        let run = expect(3, &["case", "import", &arg(&path), "--ledger", &out]);
        assert!(run.err.contains("[file]"), "{}", run.err);
    }
    fs::write(folder.path().join("odd.tar"), "not an archive").unwrap();
    expect(3, &["case", "import", &arg(&folder.path().join("odd.tar")), "--ledger", &out]);
    assert!(!Path::new(&out).exists());
}
