//! What somebody with access to the files can do: copy, rewrite with a chain that holds, go back. And
//! the world that it is done to: a ledger with keys, witnesses, checkpoints and what people kept of it.

use crate::program::{arg, expect, json, repository, root, run};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A ledger and whatever was made of it, in one folder.
#[derive(Debug)]
pub struct Scene {
    folder: tempfile::TempDir,
}

/// What a verification said.
#[derive(Debug)]
pub struct Verdict {
    pub code: i32,
    pub checks: BTreeMap<String, String>,
    pub checks_run: u64,
    pub not_checked: Vec<String>,
    pub out: Value,
}

impl Scene {
    /// The world as it was, copied: an attack on it touches no other.
    pub fn new() -> Scene {
        let folder = tempfile::tempdir().unwrap();
        copy(world().folder.path(), folder.path());
        Scene { folder }
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A path in the scene as an argument.
    pub fn arg(&self, name: &str) -> String {
        arg(&self.at(name))
    }

    /// The ledger.
    pub fn ledger(&self) -> PathBuf {
        self.at("ledger")
    }

    /// Runs a verb on the ledger and demands an exit code.
    pub fn on(&self, code: i32, arguments: &[&str]) -> crate::program::Run {
        expect(code, &[arguments, &["--ledger", &self.arg("ledger")]].concat())
    }

    /// The log, one entry a line.
    pub fn log(&self) -> Vec<String> {
        let raw = self.on(0, &["log", "--raw"]).out;
        raw.lines().map(str::to_owned).collect()
    }

    /// Verifies the ledger with these arguments.
    pub fn verify(&self, arguments: &[&str]) -> Verdict {
        verify(&[&[self.arg("ledger").as_str()], arguments].concat())
    }

    /// Verifies it with what an auditor holds: the checkpoint that he kept, and whom he trusts.
    pub fn audit(&self) -> Verdict {
        self.verify(&["--checkpoint", &self.arg("kept"), "--trust", &self.arg("policy")])
    }

    /// Puts a ledger in the place of the scene's that says what `change` makes of its log, with a chain,
    /// numbers and instants that hold, and the same documents. What is kept of proofs stays.
    pub fn forge(&self, change: impl FnOnce(&mut Vec<String>)) {
        let mut lines = self.log();
        change(&mut lines);
        let forged = self.at("forged");
        restored(&chained(&lines), &self.ledger(), &forged);
        let proof = forged.join("proof");
        copy(&self.ledger().join("proof"), &proof);
        fs::remove_dir_all(self.ledger()).unwrap();
        fs::rename(forged, self.ledger()).unwrap();
    }

    /// What a forger does who takes the ledger's own anchors away, too.
    pub fn forget_anchors(&self) {
        fs::remove_dir_all(self.ledger().join("proof")).unwrap();
    }

    /// Signs what is there now, as whoever holds the ledger's key can.
    pub fn sign_again(&self) {
        self.forget_anchors();
        self.on(0, &["checkpoint", "--key", &self.arg("key")]);
    }
}

/// Runs `verify` for its JSON.
pub fn verify(arguments: &[&str]) -> Verdict {
    let run = run(&[&["verify"], arguments, &["--format", "json"]].concat());
    let out: Value =
        serde_json::from_str(&run.out).unwrap_or_else(|e| panic!("{e}\n{}\n{}", run.out, run.err));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let checks = out["checks"].as_array().unwrap();
    Verdict {
        code: run.code,
        checks: checks.iter().map(|c| (text(&c["check"]), text(&c["verdict"]))).collect(),
        checks_run: out["checks_run"].as_u64().unwrap(),
        not_checked: out["not_checked"]
            .as_array()
            .unwrap()
            .iter()
            .map(|n| text(&n["code"]))
            .collect(),
        out,
    }
}

impl Verdict {
    /// Demands that a check of this name was run and came to this.
    pub fn demand(&self, check: &str, word: &str) {
        let found = self.checks.get(check).map(String::as_str);
        assert_eq!(found, Some(word), "{check}: {:#}", self.out);
    }
}

/// The world: two acts, a checkpoint that two witnesses saw, a backup and a publication of that time;
/// then a third act, and everything again.
fn world() -> &'static Scene {
    static WORLD: OnceLock<Scene> = OnceLock::new();
    WORLD.get_or_init(|| {
        let scene = Scene { folder: tempfile::tempdir().unwrap() };
        let act = |n: &str| repository(&format!("docs/tour/{n}"));
        expect(0, &["keygen", "vauclaire.example", "-o", &scene.arg("key")]);
        expect(0, &["keygen", "vauclaire.example", "-o", &scene.arg("next")]);
        for witness in ["anna", "bela"] {
            let name = format!("{witness}.example");
            expect(0, &["keygen", &name, "--witness", "-o", &scene.arg(witness)]);
        }
        let public = |name: &str| {
            let text = fs::read_to_string(scene.at(&format!("{name}.pub"))).unwrap();
            text.trim().to_owned()
        };
        let policy = format!(
            "log {}\nwitness anna {}\nwitness bela {}\ngroup both all anna bela\nquorum both\n",
            public("key"),
            public("anna"),
            public("bela")
        );
        fs::write(scene.at("policy"), policy).unwrap();
        scene.on(0, &["reconstruct", &act("1-attribution.txt"), &act("2-avenant.txt")]);
        scene.on(0, &["keys", "register", &scene.arg("key.pub")]);
        seen(&scene, "early");
        scene.on(0, &["backup", &scene.arg("backup")]);
        copy(&scene.at("published"), &scene.at("published-early"));
        copy(&scene.at("anna.state"), &scene.at("anna.state-early"));
        scene.on(0, &["reconstruct", &act("3-solde.txt")]);
        seen(&scene, "kept");
        scene.on(0, &["prove", "les-ateliers-du-pont", "-o", &scene.arg("bundle.evidence")]);
        scene
    })
}

/// Signs, publishes, and lets both witnesses see; keeps the checkpoint outside under a name.
fn seen(scene: &Scene, name: &str) {
    scene.on(0, &["checkpoint", "--key", &scene.arg("key")]);
    scene.on(0, &["publish", &scene.arg("published")]);
    for witness in ["anna", "bela"] {
        let kept = follow(scene, witness, 0, &scene.arg("published"))[0]["checkpoint"].clone();
        let kept = kept.as_str().unwrap();
        scene.on(0, &["checkpoint", "--attach", kept, "--trust", &scene.arg("policy")]);
    }
    scene.on(0, &["checkpoint", "-o", &scene.arg(name)]);
}

/// Lets a witness look at what is published; the records of what came of it.
pub fn follow(scene: &Scene, witness: &str, code: i32, published: &str) -> Value {
    let (key, state) = (scene.arg(witness), scene.arg(&format!("{witness}.state")));
    let trust = scene.arg("key.pub");
    let arguments = ["witness", "--key", &key, "--state", &state, "--trust", &trust];
    let rest = ["--follow", published, "--format", "json"];
    let run = expect(code, &[&arguments[..], &rest].concat());
    serde_json::from_str(&run.out).unwrap()
}

/// Entries with numbers, instants, versions and links that hold.
fn chained(lines: &[String]) -> Vec<String> {
    let mut prev = "0".repeat(64);
    let mut versions: BTreeMap<String, u64> = BTreeMap::new();
    let mut chained = Vec::new();
    for (seq, line) in lines.iter().enumerate() {
        let (_, rest) = line.split_once(",\"id\":").unwrap();
        let (id, rest) = rest.split_once(",\"stream\":").unwrap();
        let (stream, rest) = rest.split_once(",\"version\":").unwrap();
        let (_, rest) = rest.split_once(",\"kind\":").unwrap();
        let (before, after) = rest.split_once(",\"recorded_at\":").unwrap();
        let (_, after) = after.split_once(",\"recorded_by\":").unwrap();
        let version = versions.entry(stream.to_owned()).or_default();
        *version += 1;
        let at = format!("2024-03-01T09:30:00.{seq:06}Z");
        let line = format!(
            "{{\"prev\":\"{prev}\",\"seq\":{seq},\"id\":{id},\"stream\":{stream},\
             \"version\":{version},\"kind\":{before},\"recorded_at\":\"{at}\",\"recorded_by\":{after}"
        );
        prev = blake3::hash(line.as_bytes()).to_hex().to_string();
        chained.push(line);
    }
    chained
}

/// Makes a ledger of entries and the documents of another, by way of a backup that a forger writes.
fn restored(lines: &[String], documents: &Path, into: &Path) {
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("backup");
    fs::create_dir_all(backup.join("tile/entries/000.p")).unwrap();
    fs::write(backup.join("greffe.json"), "{\"greffe\":\"backup\",\"format\":2}\n").unwrap();
    let page = greffe::chain::bundle::encode(lines.iter().map(String::as_bytes)).unwrap();
    fs::write(backup.join(format!("tile/entries/000.p/{}", lines.len())), page).unwrap();
    copy(&documents.join("documents"), &backup.join("documents"));
    let hash = |line: &String| blake3::hash(line.as_bytes()).to_hex().to_string();
    let head = format!(
        "greffe head 1\nledger {}\ncount {:020}\nhead {}\n",
        hash(&lines[0]),
        lines.len(),
        hash(lines.last().unwrap())
    );
    let check = blake3::hash(head.as_bytes()).to_hex();
    fs::write(backup.join("head"), format!("{head}check {check}\n")).unwrap();
    expect(0, &["restore", &arg(&backup), "--ledger", &arg(into)]);
}

/// Copies a folder with all that is in it; nothing where there is none.
pub fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().filter_map(Result::ok) {
        let place = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(place).unwrap();
        } else {
            fs::copy(entry.path(), place).unwrap();
        }
    }
}

/// Changes a file as text.
pub fn edit(path: &Path, change: impl FnOnce(String) -> String) {
    let before = fs::read_to_string(path).unwrap();
    let after = change(before.clone());
    assert_ne!(before, after, "nothing was changed in {}", path.display());
    fs::write(path, after).unwrap();
}

/// The one file of a folder that a name picks.
pub fn file_in(folder: &Path, picks: impl Fn(&str) -> bool) -> PathBuf {
    let mut found: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .filter(|path| picks(&path.to_string_lossy()))
        .collect();
    found.sort();
    found.into_iter().next().unwrap_or_else(|| panic!("nothing in {}", folder.display()))
}

/// The program's JSON on the ledger of a scene.
pub fn asked(scene: &Scene, arguments: &[&str]) -> Value {
    let ledger = scene.arg("ledger");
    json(&[arguments, &["--ledger", &ledger, "--format", "json"]].concat())
}

/// A file of the vectors of proofs.
pub fn vector(name: &str) -> Vec<u8> {
    fs::read(root().join("tests/vectors/proof").join(name)).unwrap()
}
