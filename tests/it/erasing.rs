//! Personal data is sealed when it is recorded, and gone once it is erased: from every file. What was proved
//! stays proved.

use crate::forge::verify;
use crate::program::{arg, expect, json, repository};
use std::fs;
use std::path::{Path, PathBuf};

/// A name that no text of the tour holds.
const NAME: &str = "Zénobie Quillard-Vantreuil";

pub struct World {
    folder: tempfile::TempDir,
}

impl World {
    pub fn at(&self, name: &str) -> String {
        arg(&self.folder.path().join(name))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn on(&self, code: i32, arguments: &[&str]) -> crate::program::Run {
        expect(code, &[arguments, &["--ledger", &self.at("ledger")]].concat())
    }

    /// The files in a folder that hold the name.
    fn holding(&self, folder: &str) -> Vec<String> {
        let files = walkdir::WalkDir::new(self.path(folder)).into_iter().filter_map(Result::ok);
        let files = files.filter(|entry| entry.file_type().is_file());
        let holds = |path: &Path| {
            let bytes = fs::read(path).unwrap();
            // The distinctive part of it, in whatever form the first letters are written.
            bytes.windows(18).any(|window| window == &NAME.as_bytes()[NAME.len() - 18..])
        };
        files
            .filter(|file| holds(file.path()))
            .map(|file| file.path().display().to_string())
            .collect()
    }

    /// The digests that stand in the place of values, in the order of their entries.
    pub fn digests(&self) -> Vec<String> {
        let log = self.on(0, &["log", "--raw"]).out;
        log.split("{\"sealed\":\"").skip(1).map(|rest| rest[..64].to_owned()).collect()
    }

    /// Erases all that is sealed.
    fn erase(&self, digests: &[String]) -> crate::program::Run {
        let digests: Vec<&str> = digests.iter().map(String::as_str).collect();
        let ground = ["--ground", "RGPD, art. 17 1 b", "--format", "json"];
        self.on(0, &[&["erase"], &digests[..], &ground].concat())
    }
}

/// A ledger that seals one name, with a backup, a checkpoint kept outside, a bundle and a publication.
pub fn world() -> World {
    let world = World { folder: tempfile::tempdir().unwrap() };
    let act = repository("docs/tour/1-attribution.txt");
    let mut draft = json(&["draft", &act, "--format", "json"]);
    let identified = serde_json::json!({
        "record": true, "confidence": "review", "stream": "beneficiary/les-ateliers-du-pont",
        "kind": "BeneficiaryIdentified", "schema": 1, "effective": "XXXX", "grade": "act",
        "sources": [{ "span": [0, 10] }], "seal": ["/seat"],
        "data": { "name": "Les Ateliers du Pont", "seat": NAME },
    });
    let events = draft["events"].as_array_mut().unwrap();
    let convention = events
        .iter()
        .filter_map(|event| event["stream"].as_str())
        .find(|stream| stream.starts_with("convention/"));
    // Who asked for an avenant, and who signed, are shown wherever the convention is.
    let said = |kind: &str, data: serde_json::Value, seal: &str| {
        serde_json::json!({
            "record": true, "confidence": "review", "stream": convention, "kind": kind, "schema": 1,
            "effective": "2023-05-02", "grade": "act", "sources": [{ "span": [0, 10] }],
            "seal": [seal], "data": data,
        })
    };
    let asked = said("AvenantRequested", serde_json::json!({ "by": NAME }), "/by");
    let by = ["Le Président", NAME];
    let signed = said("ConventionSigned", serde_json::json!({ "by": by }), "/by/1");
    events.extend([identified, asked, signed]);
    fs::write(world.path("draft.json"), draft.to_string()).unwrap();
    world.on(0, &["init"]);
    world.on(0, &["record", &world.at("draft.json"), "--document", &act]);
    fs::remove_file(world.path("draft.json")).unwrap();
    expect(0, &["keygen", "vauclaire.example", "-o", &world.at("key")]);
    world.on(0, &["checkpoint", "--key", &world.at("key"), "-o", &world.at("kept")]);
    world.on(0, &["prove", "les-ateliers-du-pont", "-o", &world.at("before.evidence")]);
    world.on(0, &["publish", &world.at("published"), "--entries"]);
    world.on(0, &["backup", &world.at("backup")]);
    world
}

#[test]
fn an_erased_value_is_gone_from_every_file_and_every_proof_still_holds() {
    let world = world();
    let digests = world.digests();
    let digest = digests[0].clone();
    assert_eq!(digests.len(), 3);
    // Sealed, it is in the vault and nowhere else; one value under three salts.
    for folder in ["ledger", "backup"] {
        let mut held = world.holding(folder);
        let mut due: Vec<String> =
            digests.iter().map(|d| world.at(&format!("{folder}/vault/{d}"))).collect();
        held.sort();
        due.sort();
        assert_eq!(held, due);
    }
    assert!(world.holding("published").is_empty());
    assert!(world.on(0, &["show", &digest]).out.contains(NAME));
    let trust = world.at("key.pub");
    let anchored = ["--checkpoint", &world.at("kept"), "--trust", &trust, "--strict"];
    let ledger = world.at("ledger");
    let found = verify(&[&[ledger.as_str()], &anchored[..]].concat());
    found.demand("vault", "sound");
    assert_eq!(found.code, 0, "{:#}", found.out);
    // What a crash left of a value that was being sealed, which no entry names.
    for vault in ["ledger/vault/.greffe-a1", "backup/vault/.greffe-a2"] {
        fs::write(world.path(vault), NAME).unwrap();
    }
    let run = world.erase(&digests);
    assert!(run.out.contains("\"values\": 3"), "{}", run.out);
    world.on(0, &["backup", &world.at("backup")]);
    world.on(0, &["checkpoint", "--key", &world.at("key")]);
    world.on(0, &["prove", "les-ateliers-du-pont", "-o", &world.at("after.evidence")]);
    for folder in ["ledger", "backup", "published"] {
        assert!(world.holding(folder).is_empty(), "{:?}", world.holding(folder));
    }
    assert!(world.holding("").is_empty(), "{:?}", world.holding(""));
    world.on(3, &["show", &digest]);
    // The chain, the checkpoint from before, and both bundles hold.
    let found = verify(&[&[ledger.as_str()], &anchored[..]].concat());
    assert_eq!(found.code, 0, "{:#}", found.out);
    assert!(found.not_checked.contains(&"erased".to_owned()));
    for bundle in ["before.evidence", "after.evidence"] {
        assert_eq!(verify(&[&world.at(bundle), "--trust", &trust]).code, 0, "{bundle}");
    }
    assert_eq!(verify(&[&world.at("backup"), "--checkpoint", &world.at("kept")]).code, 0);
    // It is recorded once, with its ground; the call may be repeated.
    let run = world.erase(&digests);
    assert!(run.out.contains("\"recorded\": null"), "{}", run.out);
    assert!(world.on(0, &["log"]).out.contains("RGPD, art. 17 1 b"));
    let run = world.on(3, &["erase", &"0".repeat(64), "--ground", "none"]);
    assert!(run.err.contains("[not-found]"), "{}", run.err);
}

#[test]
fn a_value_that_is_altered_lost_or_put_back_is_noticed() {
    let world = world();
    let digest = world.digests()[0].clone();
    let file = world.path(&format!("ledger/vault/{digest}"));
    let whole = fs::read(&file).unwrap();
    let ledger = world.at("ledger");
    let check = |what: &str, word: &str| {
        let found = verify(&[&ledger]);
        found.demand("vault", word);
        assert_eq!(found.code, i32::from(word == "faulty"), "{what}");
    };
    check("untouched", "sound");
    let mut altered = whole.clone();
    let last = altered.len() - 1;
    altered[last] ^= 1;
    fs::write(&file, altered).unwrap();
    check("altered", "faulty");
    let run = world.on(3, &["show", &digest]);
    assert!(run.err.contains("[entry]") && !run.err.contains(NAME), "{}", run.err);
    fs::remove_file(&file).unwrap();
    check("lost", "faulty");
    fs::write(&file, &whole).unwrap();
    world.on(0, &["erase", &digest, "--ground", "RGPD, art. 17 1 b"]);
    check("erased", "sound");
    fs::write(&file, &whole).unwrap();
    check("put back", "faulty");
}

#[test]
fn a_document_is_erased_and_its_hash_stays() {
    let world = world();
    let log = world.on(0, &["log", "--raw"]).out;
    let hash = |field: &str| {
        let (_, rest) = log.split_once(&format!("\"{field}\":\"")).unwrap();
        rest[..64].to_owned()
    };
    let (original, text) = (hash("original"), hash("text"));
    let digests = if original == text { vec![text] } else { vec![original, text] };
    let mut call = vec!["erase"];
    call.extend(digests.iter().map(String::as_str));
    call.extend(["--ground", "RGPD, art. 17 1 d"]);
    world.on(0, &call);
    let found = verify(&[&world.at("ledger"), "--checkpoint", &world.at("kept")]);
    assert_eq!(found.code, 0, "{:#}", found.out);
    // The backup forgets it as well, and misses nothing.
    world.on(0, &["backup", &world.at("backup")]);
    assert_eq!(verify(&[&world.at("backup")]).code, 0);
    let documents = |folder: &str| {
        let files = walkdir::WalkDir::new(world.path(folder)).into_iter().filter_map(Result::ok);
        files.filter(|entry| entry.file_type().is_file()).count()
    };
    assert_eq!((documents("ledger/documents"), documents("backup/documents")), (0, 0));
    // The act is not taken in again, by whatever verb: that would bring it back without a trace.
    let act = repository("docs/tour/1-attribution.txt");
    let fresh = world.at("again.json");
    fs::write(&fresh, json(&["draft", &act, "--format", "json"]).to_string()).unwrap();
    let refused = world.on(3, &["record", &fresh, "--document", &act]);
    assert!(refused.err.contains("[erased]"), "{}", refused.err);
    let other = repository("docs/tour/2-avenant.txt");
    let went_on = world.on(3, &["reconstruct", &act, &other]);
    assert!(went_on.err.contains("[erased]"), "{}", went_on.err);
    assert!(documents("ledger/documents") > 0, "the other act is recorded");
    assert!(!world.path("ledger/documents").join(&digests[0][..2]).join(&digests[0]).exists());
    // What was taken away before holds its text, and a bundle made now says that it does not.
    let trust = world.at("key.pub");
    assert_eq!(verify(&[&world.at("before.evidence"), "--trust", &trust]).code, 0);
    world.on(0, &["prove", "les-ateliers-du-pont", "-o", &world.at("after.evidence")]);
    let found = verify(&[&world.at("after.evidence"), "--trust", &trust]);
    assert_eq!(found.code, 0, "{:#}", found.out);
    assert!(found.not_checked.contains(&"absent-texts".to_owned()));
}

/// When and under which ground, in both languages, by every verb that shows what was said; never the value.
#[test]
fn what_was_erased_says_so_wherever_it_is_shown() {
    let world = world();
    let digests = world.digests();
    let shown = |lang: &str, verb: &[&str]| {
        let run = world.on(0, &[verb, &["--lang", lang]].concat());
        // However lines are broken, blanks are bound and lanes are drawn.
        let words = run.out.split_whitespace().filter(|word| !["·", "●"].contains(word));
        words.collect::<Vec<_>>().join(" ")
    };
    assert!(shown("en", &["log"]).contains("by Le Président, [sealed]"));
    let mut call = vec!["erase"];
    call.extend(digests.iter().map(String::as_str));
    call.extend(["--ground", "RGPD, art. 17 1 b", "--on"]);
    let to_come = world.on(2, &[&call[..], &["2999-05"]].concat());
    assert!(to_come.err.contains("[bad-date]"), "{}", to_come.err);
    call.push("2024-05-02");
    world.on(0, &call);
    let entry = world.on(0, &["log", "--raw"]).out;
    let entry = entry.lines().position(|line| line.contains("\"AvenantRequested\"")).unwrap();
    let entry = entry.to_string();
    let subject = "les-ateliers-du-pont";
    let (fr, en) = (
        "effacé le 2 mai 2024 en vertu de : RGPD, art. 17 1 b",
        "erased on 2 May 2024 under RGPD, art. 17 1 b",
    );
    for verb in [
        vec!["log"],
        vec!["state", subject],
        vec!["trail", subject],
        vec!["blame", subject],
        vec!["timeline", subject],
        vec!["show", &entry],
    ] {
        for (lang, words) in [("fr", fr), ("en", en)] {
            let page = shown(lang, &verb);
            assert!(page.contains(words), "{verb:?} in {lang}: {page}");
        }
    }
    for (lang, words) in [("fr", fr), ("en", en)] {
        let out = world.at(&format!("report-{lang}.html"));
        world.on(0, &["report", subject, "-o", &out, "--lang", lang]);
        let page = fs::read_to_string(&out).unwrap();
        let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(page.contains(words), "the report in {lang}");
        // Whoever is handed a part of the ledger is handed what was erased of it.
        let case = world.at(&format!("case-{lang}"));
        world.on(0, &["case", "export", subject, "-o", &case]);
        let into = world.at(&format!("imported-{lang}"));
        expect(0, &["case", "import", &case, "--ledger", &into]);
        let trail = expect(0, &["trail", subject, "--ledger", &into, "--lang", lang]).out;
        let trail = trail.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(trail.contains(words), "the case in {lang}: {trail}");
    }
    // A bundle holds the entry that records it.
    expect(0, &["checkpoint", "--key", &world.at("key"), "--ledger", &world.at("ledger")]);
    world.on(0, &["prove", &entry, "-o", &world.at("one.evidence")]);
    let bundle = fs::read(world.path("one.evidence")).unwrap();
    assert!(String::from_utf8_lossy(&bundle).contains("\"PersonalDataErased\""));
    // Whoever verifies it is told, of the entries that he holds: what is gone, when, and why.
    let (file, trust) = (world.at("one.evidence"), world.at("key.pub"));
    let by = world.on(0, &["log", "--raw"]).out;
    let by = by.lines().position(|line| line.contains("\"PersonalDataErased\"")).unwrap();
    for (lang, line) in [
        ("fr", format!("inscription {entry} : ce qui manque est [{fr}], selon l'inscription {by}")),
        ("en", format!("entry {entry}: what is missing is [{en}], says entry {by}")),
    ] {
        let page = expect(0, &["verify", &file, "--trust", &trust, "--lang", lang]).out;
        let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(page.matches(&line).count(), 1, "the bundle in {lang}: {page}");
    }
    let erased = verify(&[&file, "--trust", &trust]).out["proven"]["erased"].clone();
    assert_eq!(erased[0]["on"], "2024-05-02");
    assert_eq!(erased[0]["ground"], "RGPD, art. 17 1 b");
    assert_eq!(erased[0]["of"], serde_json::json!([entry.parse::<u64>().unwrap()]));
    assert_eq!(erased.as_array().unwrap().len(), 1);
    // Nothing is told of what nobody vouches for.
    assert!(!expect(4, &["verify", &file]).out.contains("art. 17"));
    let run = world.on(3, &["show", &digests[0]]);
    assert!(run.err.contains("[erased]") && run.err.contains("art. 17"), "{}", run.err);
    assert!(world.holding("ledger").is_empty(), "{:?}", world.holding("ledger"));
}

/// An erasure cannot be taken back: without a ground it is refused before anything.
#[test]
fn an_erasure_has_a_ground() {
    let world = world();
    let (digest, log) = (&world.digests()[0], world.on(0, &["log", "--raw"]).out);
    for ground in ["", "  ", "\u{a0}\t", "-", "art. 17\u{202e}", "art. 17\u{1b}[2J", "art.\n17"] {
        let run = world.on(2, &["erase", digest, "--ground", ground]);
        assert!(run.err.contains("[bad-ground]"), "{ground:?}: {}", run.err);
    }
    assert_eq!(world.on(0, &["log", "--raw"]).out, log);
    assert!(world.path("ledger/vault").join(digest).exists());
    // It is recorded without the blanks around it; and whoever proves it signs again.
    let run = world.on(0, &["erase", digest, "--ground", "  RGPD, art. 17 1 b ", "--lang", "en"]);
    assert!(run.out.contains("only once a checkpoint is signed over it"), "{}", run.out);
    assert!(world.on(0, &["log", "--raw"]).out.contains("\"ground\":\"RGPD, art. 17 1 b\""));
}

/// All are recorded as erased, so all are erased that can be; the call says which are left, and is repeated.
#[test]
fn what_can_be_erased_is_whatever_stands_in_the_place_of_another() {
    let world = world();
    let digests = world.digests();
    let vault = world.path("ledger/vault");
    let odd = vault.join(&digests[0]);
    fs::remove_file(&odd).unwrap();
    fs::create_dir(&odd).unwrap();
    let mut call = vec!["erase"];
    call.extend(digests.iter().map(String::as_str));
    call.extend(["--ground", "RGPD, art. 17 1 b", "--lang", "en"]);
    let run = world.on(3, &call);
    assert!(run.err.contains("[not-erased]") && run.err.contains(&digests[0]), "{}", run.err);
    assert!(run.err.contains("2 others are gone"), "{}", run.err);
    assert!(digests[1..].iter().all(|digest| !vault.join(digest).exists()));
    assert!(world.holding("ledger").is_empty(), "{:?}", world.holding("ledger"));
    fs::remove_dir(&odd).unwrap();
    world.on(0, &call);
    assert_eq!(verify(&[&world.at("ledger")]).code, 0);
}

/// A bundle says that sealed values are not in it; a vault that others may enter is told; the absence of what was
/// erased is counted among what was checked.
#[test]
fn what_is_sealed_or_erased_is_counted_and_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = world();
    let digests = world.digests();
    let found = verify(&[&world.at("before.evidence"), "--trust", &world.at("key.pub")]);
    assert!(found.not_checked.contains(&"sealed-values".to_owned()), "{:#}", found.out);
    let note = "the vault can be entered by others";
    let said = || world.on(0, &["verify", "--lang", "en"]).err;
    assert!(!said().contains(note), "{}", said());
    let vault = world.path("ledger/vault");
    fs::set_permissions(&vault, fs::Permissions::from_mode(0o755)).unwrap();
    assert!(said().contains(note), "{}", said());
    world.erase(&digests);
    let found = verify(&[&world.at("ledger")]);
    let checks = found.out["checks"].as_array().unwrap();
    let vault = checks.iter().find(|check| check["check"] == "vault").unwrap();
    assert_eq!(vault["count"], 3, "{vault}");
}

/// A value that was sealed for a recording that a crash cut off: no entry names it, so it is told, and
/// can be erased by its name.
#[test]
fn a_sealed_value_that_no_entry_names_is_told_and_can_be_erased() {
    let world = world();
    let salt = [7_u8; 32];
    let digest = blake3::hash(&[&salt[..], b"somebody else"].concat()).to_hex().to_string();
    let text = format!("{}\nsomebody else", "07".repeat(32));
    fs::write(world.path(&format!("ledger/vault/{digest}")), text).unwrap();
    let found = verify(&[&world.at("ledger")]);
    assert_eq!(found.code, 0, "{:#}", found.out);
    assert!(found.not_checked.contains(&"orphaned-values".to_owned()), "{:#}", found.out);
    world.erase(&[digest]);
    let found = verify(&[&world.at("ledger")]);
    assert!(!found.not_checked.contains(&"orphaned-values".to_owned()), "{:#}", found.out);
}

/// Only what entries record as erased is taken out of a backup, and none of it comes back from an older
/// source.
#[test]
fn a_lost_value_stays_in_the_backup_and_an_erased_one_does_not_come_back() {
    let world = world();
    let backup = world.at("backup");
    let digest = &world.digests()[0];
    let value = world.path("ledger/vault").join(digest);
    let kept = fs::read(&value).unwrap();
    fs::remove_file(&value).unwrap();
    world.on(1, &["backup", &backup]);
    assert_eq!(fs::read(world.path("backup/vault").join(digest)).unwrap(), kept);
    let damaged = world.at("ledger");
    let restored = |into: &str| {
        expect(0, &["restore", &backup, "--damaged", &damaged, "--ledger", &world.at(into)])
    };
    restored("mended");
    assert_eq!(fs::read(world.path("mended/vault").join(digest)).unwrap(), kept);
    fs::write(&value, &kept).unwrap();
    let document = walkdir::WalkDir::new(world.path("ledger/documents")).min_depth(2).into_iter();
    let document = document.map(|file| file.unwrap().into_path()).min().unwrap();
    let folder = document.parent().unwrap().file_name().unwrap().to_str().unwrap().to_owned();
    let document = folder + document.file_name().unwrap().to_str().unwrap();
    world.erase(&[digest.clone(), document.clone()]);
    restored("again");
    assert!(!world.path("again/vault").join(digest).exists());
    let there = world.path("again/documents").join(&document[..2]).join(&document[2..]);
    assert!(!there.exists(), "{}", there.display());
}
