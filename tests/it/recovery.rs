//! A backup, a damaged ledger, and the way back, through the program.

use crate::program::{arg, expect, root};
use serde_json::Value;

#[test]
fn a_damaged_ledger_comes_back_from_its_backup() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let (dir, backup) = (at("tour.ledger"), at("tour.backup"));
    let tour = arg(&root().join("docs/tour"));
    expect(0, &["reconstruct", &tour, "--ledger", &arg(&dir)]);
    let raw = |dir: &std::path::Path| expect(0, &["log", "--raw", "--ledger", &arg(dir)]).out;
    let whole = raw(&dir);
    for new in [71, 0] {
        let said =
            expect(0, &["backup", &arg(&backup), "--ledger", &arg(&dir), "--format", "json"]);
        let said: Value = serde_json::from_str(&said.out).unwrap();
        assert_eq!(said["before"].as_u64().unwrap(), 71 - new);
    }
    let doctor = |dir: &std::path::Path, exit| {
        let said = expect(exit, &["doctor", &arg(dir), "--format", "json"]);
        serde_json::from_str::<Value>(&said.out).unwrap()
    };
    assert_eq!(doctor(&dir, 0)["intact"][0]["last"], 70);
    // An entry is altered inside the store: everything else is told to be whole.
    let line = whole.lines().nth(40).unwrap().replace("pont", "port");
    assert_ne!(line, whole.lines().nth(40).unwrap());
    greffe_store::tamper::replace_entry(&dir, 40, line.as_bytes()).unwrap();
    let found = doctor(&dir, 1);
    assert_eq!(found["damaged"][0]["first"], 40);
    assert_eq!(found["damaged"][0]["last"], 40);
    assert_eq!(found["intact"][1]["first"], 41);
    // Alone it gives what stands before the altered entry, or with an older copy of it more; with
    // the backup, everything.
    let salvaged = at("salvaged.ledger");
    let both = ["restore", &arg(&backup), "--damaged", &arg(&dir), "--ledger", &arg(&salvaged)];
    expect(0, &both);
    assert_eq!(raw(&salvaged), whole);
    expect(0, &["verify", &arg(&salvaged)]);
    let restored = at("restored.ledger");
    expect(0, &["restaurer", &arg(&backup), "--ledger", &arg(&restored)]);
    assert_eq!(raw(&restored), whole);
    // Nothing is written over, and a source is needed.
    expect(2, &["restore", &arg(&backup), "--ledger", &arg(&restored)]);
    expect(2, &["restore", "--ledger", &arg(&at("nowhere"))]);
    expect(2, &["restore", &arg(&backup), "--forensic", "--ledger", &arg(&at("nowhere"))]);
    assert!(!at("nowhere").exists());
}

#[test]
fn a_document_that_is_gone_is_missed_by_whoever_copies_or_examines() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| arg(&folder.path().join(name));
    let tour = arg(&root().join("docs/tour/1-attribution.txt"));
    expect(0, &["reconstruct", &tour, "--ledger", &at("tour.ledger")]);
    let documents = std::fs::read_dir(folder.path().join("tour.ledger/documents")).unwrap();
    let first = documents.map(|group| group.unwrap().path()).min().unwrap();
    let gone = std::fs::read_dir(first).unwrap().next().unwrap().unwrap().path();
    std::fs::remove_file(&gone).unwrap();
    let rest = gone.file_name().unwrap().to_string_lossy().into_owned();
    let (ledger, backup) = (at("tour.ledger"), at("backup"));
    let (restored, salvaged) = (at("restored"), at("salvaged"));
    for asked in [
        vec!["backup", &backup, "--ledger", &ledger],
        vec!["restore", &backup, "--ledger", &restored],
        vec!["restore", "--damaged", &ledger, "--ledger", &salvaged],
        vec!["doctor", &ledger],
    ] {
        let said = expect(1, &asked).out;
        assert!(said.contains(&rest) && said.contains("is not held"), "{asked:?}: {said}");
    }
}

#[test]
fn what_is_read_of_a_damaged_ledger_says_that_it_is_a_part() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("tour.ledger");
    let ledger = arg(&dir);
    let tour = arg(&root().join("docs/tour/1-attribution.txt"));
    expect(0, &["reconstruct", &tour, "--ledger", &ledger]);
    for file in ["tail.a", "tail.b"] {
        std::fs::remove_file(dir.join(file)).unwrap();
    }
    for verb in ["log", "state", "audit"] {
        let said = expect(4, &[verb, "--forensic", "--lang", "en", "--ledger", &ledger]);
        assert!(said.err.contains("the ledger is damaged"), "{verb}: {}", said.err);
    }
}

/// The pages of a backup go, and one byte of a page: noticed without restoring, mended by the next
/// run, and said by its exit code.
#[test]
fn what_a_backup_lost_is_noticed_and_mended() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| arg(&folder.path().join(name));
    let (ledger, backup) = (at("tour.ledger"), at("tour.backup"));
    expect(0, &["reconstruct", &arg(&root().join("docs/tour")), "--ledger", &ledger]);
    expect(0, &["backup", &backup, "--ledger", &ledger]);
    let codes = |exit| {
        let said = expect(exit, &["verify", &backup, "--format", "json"]);
        let said: Value = serde_json::from_str(&said.out).unwrap();
        let checks = said["checks"].as_array().unwrap().clone();
        let faulty = checks.iter().filter(|check| check["verdict"] == "faulty");
        faulty.map(|check| check["check"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(codes(0), Vec::<String>::new());
    expect(0, &["doctor", &backup]);
    let page = folder.path().join("tour.backup/tile/entries/000.p/71");
    let mut bytes = std::fs::read(&page).unwrap();
    bytes[30_000] ^= 1;
    std::fs::write(&page, bytes).unwrap();
    assert_eq!(codes(1)[..2], ["entries", "pages"]);
    let said = expect(1, &["doctor", &backup, "--format", "json"]);
    let said: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(said["kept"][0]["first"], 0);
    std::fs::remove_dir_all(folder.path().join("tour.backup/tile")).unwrap();
    assert!(codes(1).contains(&"pages".to_owned()));
    let said = expect(1, &["backup", &backup, "--ledger", &ledger]).out;
    assert!(said.contains("made anew") && said.contains("0 of them new"), "{said}");
    assert_eq!(codes(0), Vec::<String>::new());
    expect(0, &["backup", &backup, "--ledger", &ledger]);
    // A document that is gone is missed by the entry that registers it.
    let documents = std::fs::read_dir(folder.path().join("tour.backup/documents")).unwrap();
    std::fs::remove_dir_all(documents.map(|group| group.unwrap().path()).min().unwrap()).unwrap();
    assert!(codes(1).contains(&"documents".to_owned()));
    expect(1, &["doctor", &backup]);
}

/// The exit code is the verdict, whether or not somebody reads the words.
#[test]
fn a_verdict_outlives_its_reader() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("tour.ledger");
    let ledger = arg(&dir);
    let breach = arg(&root().join("docs/tour/breach"));
    expect(0, &["reconstruct", &breach, "--ledger", &ledger]);
    let unread = |verb: &str| {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = crate::program::greffe();
        command.args([verb, "--ledger", &ledger]).stdout(writer);
        command.status().unwrap().code()
    };
    for verb in ["verify", "audit", "log", "doctor"] {
        let read = crate::program::run(&[verb, "--ledger", &ledger]).code;
        assert_eq!(unread(verb), Some(read), "{verb}");
    }
    assert_eq!(unread("audit"), Some(1), "the sample breaks a rule");
    greffe_store::tamper::replace_entry(&dir, 7, b"{}").unwrap();
    assert_eq!((unread("verify"), unread("doctor")), (Some(1), Some(1)));
}

#[test]
fn faults_are_told_in_the_language_asked_for_and_the_first_of_many() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("tour.ledger");
    let ledger = arg(&dir);
    expect(0, &["reconstruct", &arg(&root().join("docs/tour")), "--ledger", &ledger]);
    for seq in (4..32).step_by(4) {
        greffe_store::tamper::replace_entry(&dir, seq, b"{}").unwrap();
    }
    let french = expect(1, &["verify", &ledger, "--lang", "fr"]).out;
    assert!(french.contains("l'inscription 4 ne peut être lue"), "{french}");
    assert!(french.contains("… 2 autres"), "{french}");
    for english in ["entry 4", "cannot be read", "damaged:"] {
        assert!(!french.contains(english), "« {english} » stands in:\n{french}");
    }
    let doctor = expect(1, &["doctor", &ledger, "--lang", "fr"]).out;
    assert!(doctor.contains("l'inscription 4 ne peut être lue"), "{doctor}");
    let english = expect(1, &["verify", &ledger]).out;
    assert!(
        english.contains("entry 4 cannot be read") && english.contains("… 2 more"),
        "{english}"
    );
    let all = expect(1, &["verify", &ledger, "--format", "json"]).out;
    let all: Value = serde_json::from_str(&all).unwrap();
    assert_eq!(all["checks"][1]["faults"].as_array().unwrap().len(), 7);
}

/// A backup whose marker is lost: every verb names it and goes on, and the next backup mends it.
#[test]
fn a_backup_without_its_marker_serves_every_verb() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| arg(&folder.path().join(name));
    let (ledger, backup) = (at("tour.ledger"), at("tour.backup"));
    expect(0, &["reconstruct", &arg(&root().join("docs/tour")), "--ledger", &ledger]);
    expect(0, &["backup", &backup, "--ledger", &ledger]);
    for text in [None, Some("{\"greffe\":\"backuq\",\"format\":2}\n")] {
        let marker = folder.path().join("tour.backup/greffe.json");
        match text {
            Some(text) => std::fs::write(&marker, text).unwrap(),
            None => std::fs::remove_file(&marker).unwrap(),
        }
        for verb in ["verify", "doctor"] {
            let said = expect(1, &[verb, &backup]).out;
            assert!(said.contains("greffe.json"), "{verb}: {said}");
        }
        let restored = at(if text.is_some() { "of-altered" } else { "of-lost" });
        let said = expect(0, &["restore", &backup, "--ledger", &restored]).out;
        assert!(said.contains("the format of the backup: its greffe.json"), "{said}");
        expect(1, &["backup", &backup, "--ledger", &ledger]);
        expect(0, &["backup", &backup, "--ledger", &ledger]);
        expect(0, &["verify", &backup]);
    }
    // What is asked of the wrong directory is told apart, in both languages, and nothing is to be removed.
    let nothing = at("nothing");
    let french = expect(3, &["log", "--ledger", &backup, "--lang", "fr"]).err;
    assert!(french.contains("c'est une sauvegarde") && !french.contains("supprimer"), "{french}");
    let wrong = expect(3, &["restore", &ledger, "--ledger", &nothing, "--lang", "fr"]).err;
    assert!(wrong.contains("c'est un registre"), "{wrong}");
}

/// Without entry 0 there is no ledger: what doctor says is kept is kept beside.
#[test]
fn without_its_first_entry_a_ledger_is_salvaged_as_evidence() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("tour.ledger");
    let (ledger, part) = (arg(&dir), folder.path().join("part"));
    expect(0, &["reconstruct", &arg(&root().join("docs/tour")), "--ledger", &ledger]);
    for name in ["tail.a", "tail.b"] {
        let mut bytes = std::fs::read(dir.join(name)).unwrap();
        let genesis = b"{\"prev\":\"0000";
        for at in 0..bytes.len().saturating_sub(genesis.len()) {
            if bytes[at..].starts_with(genesis) {
                bytes[at..at + genesis.len()].fill(b'x');
            }
        }
        std::fs::write(dir.join(name), bytes).unwrap();
    }
    let said = expect(1, &["doctor", &ledger, "--format", "json"]).out;
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((&said["kept"][0]["first"], &said["kept"][0]["last"]), (&1.into(), &70.into()));
    let run = expect(1, &["restore", "--damaged", &ledger, "--ledger", &arg(&part)]);
    assert!(run.out.contains("entry 0 is lost") && !run.out.contains("Head:"), "{}", run.out);
    let island = std::fs::read_to_string(part.join("salvaged/1-70.jsonl")).unwrap();
    assert_eq!(island.lines().count(), 70);
    assert!(part.join("documents").is_dir() && !part.join("greffe.json").exists());
    // With a backup nothing is lost.
    expect(3, &["log", "--ledger", &arg(&part)]);
}

/// A document whose bytes changed, or that is gone, comes back when its file is given again.
#[test]
fn a_lost_or_altered_document_is_given_again() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("tour.ledger");
    let ledger = arg(&dir);
    let tour = arg(&root().join("docs/tour"));
    expect(0, &["reconstruct", &tour, "--ledger", &ledger]);
    let documents = std::fs::read_dir(dir.join("documents")).unwrap();
    let first = documents.map(|group| group.unwrap().path()).min().unwrap();
    let document = std::fs::read_dir(first).unwrap().next().unwrap().unwrap().path();
    let whole = std::fs::read(&document).unwrap();
    let log = expect(0, &["log", "--raw", "--ledger", &ledger]).out;
    std::fs::write(&document, vec![b'x'; whole.len()]).unwrap();
    expect(1, &["verify", &ledger]);
    expect(0, &["reconstruct", &tour, "--ledger", &ledger]);
    assert_eq!(std::fs::read(&document).unwrap(), whole);
    assert_eq!(
        expect(0, &["log", "--raw", "--ledger", &ledger]).out,
        log,
        "nothing is recorded twice"
    );
    std::fs::remove_file(&document).unwrap();
    expect(0, &["reconstruct", &tour, "--ledger", &ledger]);
    expect(0, &["verify", &ledger]);
    assert_eq!(expect(0, &["log", "--raw", "--ledger", &ledger]).out, log);
}
