//! What stands in a publication already: torn, altered, in the way, left by a kill, or published in clear.

use crate::forge::{Scene, asked};
use crate::program::greffe;
use greffe::chain::merkle::TreeHash;
use greffe::proofs::{Checkpoint, SigningKey};
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

/// What is done to a file.
type Damage<'d> = &'d dyn Fn(&Path);

/// Publishes for its JSON, and demands an exit code.
fn published(scene: &Scene, code: i32) -> Value {
    let run = scene.on(code, &["publish", &scene.arg("published"), "--format", "json"]);
    serde_json::from_str(&run.out).unwrap()
}

/// A checkpoint in the place of another that nobody signed is written anew and said, wherever it leads.
#[test]
fn a_published_checkpoint_that_nobody_signed_is_written_anew() {
    let scene = Scene::new();
    // With the lines of the witnesses, as the ledger keeps it by now.
    published(&scene, 0);
    let place = scene.at("published/checkpoint");
    let whole = fs::read_to_string(&place).unwrap();
    let lines: Vec<&str> = whole.lines().collect();
    let early = fs::read_to_string(scene.at("early")).unwrap();
    let old_root = early.lines().nth(2).unwrap().to_owned();
    let elsewhere = scene.at("elsewhere");
    fs::write(&elsewhere, &early).unwrap();
    let write = |text: String| move |path: &Path| fs::write(path, &text).unwrap();
    let turned = write(early.replacen(&old_root, lines[2], 1));
    let torn = write(whole[..whole.len() / 2].to_owned());
    let root = write(whole.replacen(lines[2], &old_root, 1));
    let size = write(whole.replacen(&format!("\n{}\n", lines[1]), "\n99999\n", 1));
    let origin = write(whole.replacen("vauclaire.example\n", "vauclaire.exemple\n", 1));
    let (empty, junk) = (write(String::new()), write("<html>404</html>\n".to_owned()));
    let damages: [(&str, Damage<'_>); 11] = [
        ("torn", &torn),
        ("another root", &root),
        ("an earlier one with another root", &turned),
        ("another size", &size),
        ("another origin", &origin),
        ("empty", &empty),
        ("something else", &junk),
        ("a link to a checkpoint that was signed", &|path| {
            fs::remove_file(path).unwrap();
            symlink(&elsewhere, path).unwrap();
        }),
        ("a link to nothing", &|path| {
            fs::remove_file(path).unwrap();
            symlink(scene.at("nothing"), path).unwrap();
        }),
        ("a link to itself", &|path| {
            fs::remove_file(path).unwrap();
            symlink(path, path).unwrap();
        }),
        ("an empty folder", &|path| {
            fs::remove_file(path).unwrap();
            fs::create_dir(path).unwrap();
        }),
    ];
    for (what, damage) in damages {
        damage(&place);
        let said = published(&scene, 1);
        assert_eq!(
            (&said["mended"], &said["before"]),
            (&json!(["checkpoint"]), &Value::Null),
            "{what}"
        );
        assert!(fs::symlink_metadata(&place).unwrap().is_file(), "{what}");
        assert_eq!(fs::read_to_string(&place).unwrap(), whole, "{what}");
        assert_eq!(fs::read_to_string(&elsewhere).unwrap(), early, "{what}");
        assert!(!scene.at("nothing").exists(), "{what}");
        assert_eq!(published(&scene, 0)["mended"], json!([]), "{what}");
    }
}

/// What the ledger's key has signed of another history stays, and so does what a stranger has: it may be all that
/// is left of it.
#[test]
fn a_published_checkpoint_of_another_history_is_not_written_over() {
    let scene = Scene::new();
    let place = scene.at("published/checkpoint");
    let secret = fs::read_to_string(scene.at("key")).unwrap();
    let ours = SigningKey::from_secret_text(secret.trim()).unwrap();
    let namesake = SigningKey::from_seed("vauclaire.example".parse().unwrap(), [5; 32]);
    let stranger = SigningKey::from_seed("elsewhere.example".parse().unwrap(), [5; 32]);
    for (key, size) in [(&ours, 10), (&ours, 9_999), (&namesake, 10), (&stranger, 10)] {
        let origin = key.verifier().name().to_string();
        let other = Checkpoint::new(&origin, size, TreeHash([7; 32])).unwrap();
        let note = key.sign(other.to_string()).unwrap();
        // A line that somebody broke takes the one that is whole from nobody.
        for note in [note.to_string(), format!("{note}\u{2014} anna.example AAAAAAAA\n")] {
            fs::write(&place, &note).unwrap();
            let run = scene.on(1, &["publish", &scene.arg("published")]);
            assert!(run.err.contains("[other-publication]"), "{origin} {size}: {}", run.err);
            assert_eq!(fs::read_to_string(&place).unwrap(), note);
        }
    }
}

/// A folder in the place of a file is named; an empty one gives way.
#[test]
fn a_folder_in_the_place_of_a_published_file_is_named() {
    let scene = Scene::new();
    let size = asked(&scene, &["checkpoint"])["size"].as_u64().unwrap();
    for name in ["checkpoint".to_owned(), format!("tile/0/000.p/{size}")] {
        let place = scene.at("published").join(&name);
        let whole = fs::read(&place).unwrap();
        fs::remove_file(&place).unwrap();
        fs::create_dir(&place).unwrap();
        fs::write(place.join("mine"), "mine").unwrap();
        for lang in ["en", "fr"] {
            let run = scene.on(3, &["publish", &scene.arg("published"), "--lang", lang]);
            assert!(run.err.contains("[published-folder]"), "{}", run.err);
            assert!(run.err.contains(&scene.arg(&format!("published/{name}"))), "{}", run.err);
        }
        assert_eq!(fs::read_to_string(place.join("mine")).unwrap(), "mine");
        fs::remove_file(place.join("mine")).unwrap();
        assert_eq!(published(&scene, 1)["mended"], json!([name]));
        if name != "checkpoint" {
            assert_eq!(fs::read(&place).unwrap(), whole);
        }
    }
}

/// What a kill left is swept, and nothing of anybody else's.
#[test]
fn what_a_kill_left_in_a_publication_is_swept() {
    let scene = Scene::new();
    let place = scene.at("published");
    let left = [
        ".greffe-aB3xY9",
        "tile/.greffe-000000",
        "tile/0/.greffe-zzzzzz",
        "tile/0/000.p/.greffe-A1b2C3",
    ];
    let others = [".greffe-settings", ".greffe-aB3", "tile/0/notes", "mine/.greffe-aB3xY9"];
    let outside = scene.at("outside");
    for folder in [&outside, &place.join("mine")] {
        fs::create_dir(folder).unwrap();
    }
    fs::write(outside.join(".greffe-aB3xY9"), "").unwrap();
    symlink(&outside, place.join("tile/elsewhere")).unwrap();
    for name in left.iter().chain(&others) {
        fs::write(place.join(name), "half").unwrap();
    }
    published(&scene, 0);
    assert!(left.iter().all(|name| !place.join(name).exists()));
    assert!(others.iter().all(|name| place.join(name).exists()));
    assert!(outside.join(".greffe-aB3xY9").exists());
}

/// Of two that publish into one folder, the second waits for the first: an older checkpoint must not come last, and
/// what the first is writing must not be swept.
#[test]
fn two_that_publish_into_one_folder_take_turns() {
    let scene = Scene::new();
    let first = fs::File::open(scene.at("published")).unwrap();
    first.lock().unwrap();
    let mut second = greffe();
    second.args(["publish", &scene.arg("published"), "--ledger", &scene.arg("ledger")]);
    let mut second = second.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(Duration::from_secs(1));
    assert!(second.try_wait().unwrap().is_none());
    drop(first);
    assert_eq!(second.wait().unwrap().code(), Some(0));
}

/// A publication that holds entries holds those of its checkpoint, and nobody's names are published unless asked.
#[test]
fn a_publication_in_clear_is_not_gone_on_with_by_halves() {
    let scene = Scene::new();
    let place = scene.at("published");
    let plain = ["publish", &scene.arg("published")];
    let clear = ["publish", &scene.arg("published"), "--entries"];
    scene.on(0, &clear);
    // Nothing has come: nothing is missing.
    scene.on(0, &plain);
    scene.on(0, &["keys", "register", &scene.arg("next.pub")]);
    scene.on(0, &["checkpoint", "--key", &scene.arg("key")]);
    let files = || {
        let files =
            walkdir::WalkDir::new(&place).sort_by_file_name().into_iter().map(Result::unwrap);
        let files = files.filter(|file| file.file_type().is_file());
        files
            .map(|file| (file.path().to_owned(), fs::read(file.path()).unwrap()))
            .collect::<Vec<_>>()
    };
    let before = files();
    for lang in ["en", "fr"] {
        let run = scene.on(2, &["publish", &scene.arg("published"), "--lang", lang]);
        assert!(run.err.contains("[published-entries]"), "{}", run.err);
        assert!(run.err.contains("--entries") && run.err.contains("tile/entries"), "{}", run.err);
    }
    assert_eq!(files(), before);
    scene.on(0, &clear);
    scene.on(0, &plain);
    let size = asked(&scene, &["checkpoint"])["size"].as_u64().unwrap();
    let page = place.join(format!("tile/entries/000.p/{size}"));
    // A tile of the ledger that lies is no reason to refuse.
    let tile = scene.ledger().join(format!("proof/tile/0/000.p/{size}"));
    let whole = fs::read(&tile).unwrap();
    fs::write(&tile, vec![1; whole.len()]).unwrap();
    scene.on(0, &plain);
    // A page that was altered is none.
    let mut bytes = fs::read(&page).unwrap();
    bytes[40] ^= 1;
    fs::write(&page, bytes).unwrap();
    scene.on(2, &plain);
    scene.on(1, &clear);
    scene.on(0, &plain);
    // Whoever wants hashes alone takes the entries away.
    fs::remove_dir_all(place.join("tile/entries")).unwrap();
    scene.on(0, &plain);
    assert!(!place.join("tile/entries").exists());
    fs::create_dir(place.join("tile/entries")).unwrap();
    scene.on(0, &plain);
}
