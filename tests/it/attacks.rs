//! The campaign: what a dishonest clerk, keeper, backup operator, witness minority or network can do,
//! through the real program, and the check that goes red.
//!
//! `docs/threat-model.md` has a row for every attack here, with its name and its check; a test holds the
//! two together. Each attack on a ledger is verified twice: by somebody who holds nothing, and by an
//! auditor who holds a checkpoint and pinned keys from before.

use crate::forge::{Scene, edit, file_in, follow, vector, verify};
use crate::program::{expect, root};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

/// An attack on a stored ledger.
struct Attack {
    name: &'static str,
    /// The check that goes red for the auditor, and its word.
    check: &'static str,
    word: &'static str,
    /// The exit code for somebody who holds nothing.
    alone: i32,
    run: fn(&Scene),
}

const fn attack(name: &'static str, check: &'static str, alone: i32, run: fn(&Scene)) -> Attack {
    Attack { name, check, word: "faulty", alone, run }
}

/// What is done to the ledger's own files.
const ON_THE_LEDGER: &[Attack] = &[
    attack("edited-byte", "entries", 1, |scene| {
        let mut lines = scene.log();
        let at =
            lines.iter().position(|line| line.contains("\"kind\":\"SubsidyGranted\"")).unwrap();
        cheaper(&mut lines);
        let seq = u64::try_from(at).unwrap();
        greffe_store::tamper::replace_entry(&scene.ledger(), seq, lines[at].as_bytes()).unwrap();
    }),
    attack("reordered", "entries", 1, |scene| {
        greffe_store::tamper::swap_entries(&scene.ledger(), 20, 21).unwrap();
    }),
    attack("removed-entry", "entries", 1, |scene| {
        greffe_store::tamper::delete_entry(&scene.ledger(), 20).unwrap();
    }),
    attack("cut-tail", "head-mark", 1, |scene| {
        greffe_store::tamper::truncate(&scene.ledger(), 30).unwrap();
    }),
    // A chain that holds, and the anchors that the ledger keeps left beside it.
    attack("rewritten-chain", "tree", 1, |scene| scene.forge(|lines| cheaper(lines))),
    attack("cut-tail-and-mark", "tree", 1, |scene| scene.forge(|lines| lines.truncate(30))),
    // The same, and the ledger's anchors taken away.
    attack("rewritten-without-anchors", "tree", 0, |scene| {
        scene.forge(|lines| cheaper(lines));
        scene.forget_anchors();
    }),
    attack("cut-tail-without-anchors", "tree", 0, |scene| {
        scene.forge(|lines| lines.truncate(30));
        scene.forget_anchors();
    }),
    // The same by whoever holds the key: he signs what he made.
    attack("rewritten-and-signed-again", "tree", 0, |scene| {
        scene.forge(|lines| cheaper(lines));
        scene.sign_again();
    }),
    attack("reordered-and-signed-again", "tree", 0, |scene| {
        scene.forge(|lines| lines.swap(20, 21));
        scene.sign_again();
    }),
    attack("inserted-and-signed-again", "tree", 0, |scene| {
        scene.forge(|lines| {
            let made_up = with_id(&lines[20], "018f2b9a-0000-7000-8000-0000000000aa");
            lines.insert(21, made_up);
        });
        scene.sign_again();
    }),
    attack("back-dated-and-signed-again", "tree", 0, |scene| {
        scene.forge(|lines| {
            let at = lines.iter().position(|line| line.contains("\"effective\":\"2023")).unwrap();
            lines[at] = lines[at].replacen("\"effective\":\"2023", "\"effective\":\"2021", 1);
        });
        scene.sign_again();
    }),
    attack("moved-span-and-signed-again", "tree", 0, |scene| {
        scene.forge(|lines| {
            let at = lines.iter().position(|line| line.contains("\"span\":[")).unwrap();
            let (before, rest) = lines[at].split_once("\"span\":[").unwrap();
            let (_, rest) = rest.split_once(']').unwrap();
            lines[at] = format!("{before}\"span\":[0,5]{rest}");
        });
        scene.sign_again();
    }),
    attack("span-into-nothing", "passages", 1, |scene| {
        scene.forge(|lines| {
            let at = lines.iter().position(|line| line.contains("\"span\":[")).unwrap();
            let (before, rest) = lines[at].split_once("\"span\":[").unwrap();
            let (_, rest) = rest.split_once(']').unwrap();
            lines[at] = format!("{before}\"span\":[0,999999999]{rest}");
        });
    }),
    attack("two-entries-with-one-id", "indexes", 1, |scene| {
        // Whoever asks for the id is answered with one of them.
        scene.forge(|lines| {
            let (_, rest) = lines[20].split_once("\"id\":\"").unwrap();
            lines[21] = with_id(&lines[21], &rest[..36]);
        });
    }),
    attack("replayed-backup", "tree", 0, |scene| {
        fs::remove_dir_all(scene.ledger()).unwrap();
        expect(0, &["restore", &scene.arg("backup"), "--ledger", &scene.arg("ledger")]);
    }),
    attack("swapped-document", "documents", 1, |scene| {
        let one = file_in(&scene.ledger().join("documents"), |_| true);
        fs::write(one, "a letter of another day\n").unwrap();
    }),
    attack("altered-text", "documents", 1, |scene| {
        let one = file_in(&scene.ledger().join("documents"), |_| true);
        edit(&one, |text| text.replacen("euros", "duros", 1));
    }),
    attack("removed-document", "documents", 1, |scene| {
        fs::remove_file(file_in(&scene.ledger().join("documents"), |_| true)).unwrap();
    }),
    attack("lying-snapshot", "snapshots", 1, |scene| {
        let store = greffe_store::Store::open(&scene.ledger(), &greffe_store::Options::default());
        let store = store.unwrap();
        let key = greffe_store::SnapshotKey {
            projection: "cross-references",
            version: 3,
            subject: "ledger",
        };
        // An entry that voids a payment, which no entry does.
        store.put_snapshot(key, store.head(), &[7; 16]).unwrap();
    }),
    attack("lying-tile", "tiles", 1, |scene| {
        let tile = file_in(&scene.ledger().join("proof/tile"), |_| true);
        let mut bytes = fs::read(&tile).unwrap();
        bytes[40] ^= 1;
        fs::write(tile, bytes).unwrap();
    }),
    attack("lying-root-of-tiles", "tiles", 1, |scene| {
        edit(&scene.ledger().join("proof/tree"), |text| {
            let (size, rest) = text.split_once('\n').unwrap();
            format!("{size}\n{}{}", "ab", &rest[2..])
        });
    }),
    attack("lying-end-of-tiles", "tiles", 1, |scene| {
        edit(&scene.ledger().join("proof/tree"), |text| {
            let at = text.len() - 5;
            let other = if text.as_bytes()[at] == b'a' { "b" } else { "a" };
            format!("{}{other}{}", &text[..at], &text[at + 1..])
        });
    }),
    attack("altered-checkpoint", "signatures", 1, |scene| {
        let last = last_checkpoint(scene);
        edit(&last, |text| {
            let root = text.lines().nth(2).unwrap().to_owned();
            text.replacen(&root, &turned(&root), 1)
        });
    }),
    attack("forged-cosignature", "signatures", 1, |scene| {
        // The line that one witness made of an earlier checkpoint, under a later one.
        let early = fs::read_to_string(scene.at("early")).unwrap();
        let line = early.lines().find(|line| line.contains("anna.example")).unwrap().to_owned();
        edit(&last_checkpoint(scene), |text| {
            let kept = text.lines().filter(|known| !known.contains("anna.example"));
            kept.chain([line.as_str()]).collect::<Vec<_>>().join("\n") + "\n"
        });
    }),
    attack("checkpoint-of-another-size", "signatures", 1, |scene| {
        let last = last_checkpoint(scene);
        fs::rename(&last, last.with_file_name("3")).unwrap();
    }),
    attack("moved-time-stamp", "time-stamps", 1, |scene| {
        // A true token, over another checkpoint.
        let token = vector("token.der");
        let size = last_checkpoint(scene).file_name().unwrap().to_owned();
        let folder = scene.ledger().join("proof/time-stamps").join(size);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(blake3::hash(&token).to_hex().as_str()), token).unwrap();
    }),
    attack("stolen-retired-key", "keys", 1, |scene| {
        // The key is replaced; then somebody with the old one signs what he likes.
        let (key, next) = (scene.arg("key.pub"), scene.arg("next.pub"));
        scene.on(0, &["keys", "register", &next, "--retires", &key, "--reason", "rotation"]);
        let size = scene.log().len();
        let stolen = greffe::proofs::SigningKey::from_secret_text(
            fs::read_to_string(scene.at("key")).unwrap().trim(),
        );
        scene.on(0, &["checkpoint", "--key", &scene.arg("next")]);
        let path = scene.ledger().join("proof/checkpoints").join(size.to_string());
        let text = greffe::anchor_of(&fs::read(&path).unwrap()).unwrap().text().to_owned();
        fs::write(&path, stolen.unwrap().sign(text).unwrap().to_string()).unwrap();
    }),
    Attack {
        name: "renamed-ledger",
        check: "log",
        word: "cannot-conclude",
        alone: 0,
        run: |scene| {
            // The ledger calls itself something else, so that nobody's remembered key is asked.
            with_own_key(scene, "vauclaire.example/2");
            // The auditor has pinned keys alone.
            fs::remove_file(scene.at("kept")).unwrap();
        },
    },
    Attack {
        name: "anchors-taken-away",
        check: "log",
        word: "cannot-conclude",
        alone: 0,
        run: |scene| {
            scene.forget_anchors();
            fs::remove_file(scene.at("kept")).unwrap();
        },
    },
    attack("key-of-ones-own", "log", 0, |scene| {
        // The same name, another key.
        with_own_key(scene, "vauclaire.example");
        fs::remove_file(scene.at("kept")).unwrap();
    }),
    attack("witnesses-passed-over", "witnesses", 0, |scene| {
        // The keeper signs a rewrite, and shows it to nobody but the auditor.
        scene.forge(|lines| cheaper(lines));
        scene.sign_again();
        fs::remove_file(scene.at("kept")).unwrap();
    }),
    attack("witness-minority", "witnesses", 0, |scene| {
        // One of two witnesses is dishonest, forgets what it saw, and cosigns the rewrite.
        scene.forge(|lines| cheaper(lines));
        scene.sign_again();
        fs::remove_dir_all(scene.at("anna.state")).unwrap();
        scene.on(0, &["publish", &scene.arg("forked")]);
        let cosigned = follow(scene, "anna", 0, &scene.arg("forked"))[0]["checkpoint"].clone();
        let cosigned = cosigned.as_str().unwrap();
        scene.on(0, &["checkpoint", "--attach", cosigned, "--trust", &scene.arg("policy")]);
        fs::remove_file(scene.at("kept")).unwrap();
    }),
];

/// A subsidy becomes another.
fn cheaper(lines: &mut [String]) {
    let at = lines.iter().position(|line| line.contains("\"kind\":\"SubsidyGranted\"")).unwrap();
    let before = lines[at].clone();
    lines[at] = lines[at].replacen("7350000", "1350000", 1);
    assert_ne!(before, lines[at]);
}

/// A rewrite that records and uses a key of the forger's own, of that name.
fn with_own_key(scene: &Scene, name: &str) {
    expect(0, &["keygen", name, "-o", &scene.arg("own")]);
    let public = |name: &str| fs::read_to_string(scene.at(name)).unwrap().trim().to_owned();
    scene.forge(|lines| {
        cheaper(lines);
        for line in lines {
            *line = line.replace(&public("key.pub"), &public("own.pub"));
        }
    });
    scene.forget_anchors();
    scene.on(0, &["checkpoint", "--key", &scene.arg("own")]);
}

/// The same entry with another identity.
fn with_id(line: &str, id: &str) -> String {
    let (before, rest) = line.split_once("\"id\":\"").unwrap();
    format!("{before}\"id\":\"{id}{}", &rest[36..])
}

fn last_checkpoint(scene: &Scene) -> std::path::PathBuf {
    let folder = fs::read_dir(scene.ledger().join("proof/checkpoints")).unwrap();
    let sizes = folder.map(|entry| entry.unwrap().path());
    sizes
        .max_by_key(|path| path.file_name().unwrap().to_string_lossy().parse::<u64>().unwrap())
        .unwrap()
}

#[test]
fn every_attack_on_a_ledger_is_seen_by_the_check_that_the_documents_name() {
    std::thread::scope(|scope| {
        let half = ON_THE_LEDGER.len().div_ceil(2);
        for part in ON_THE_LEDGER.chunks(half) {
            scope.spawn(move || part.iter().for_each(run));
        }
    });
}

fn run(attack: &Attack) {
    println!("{}", attack.name);
    let scene = Scene::new();
    (attack.run)(&scene);
    let alone = scene.verify(&[]);
    assert_eq!(alone.code, attack.alone, "{}: {:#}", attack.name, alone.out);
    // Where nothing is found, the verdict says what that leaves open, and does not conclude.
    if attack.alone == 0 {
        assert!(alone.not_checked.contains(&"rewrite".to_owned()), "{}", attack.name);
        assert_eq!(scene.verify(&["--strict"]).code, 4, "{}", attack.name);
    }
    let audit = if scene.at("kept").exists() {
        scene.audit()
    } else {
        scene.verify(&["--trust", &scene.arg("policy")])
    };
    audit.demand(attack.check, attack.word);
    let code = if audit.checks.values().any(|word| word == "faulty") { 1 } else { 4 };
    assert_eq!(audit.code, code, "{}: {:#}", attack.name, audit.out);
    assert_ne!(audit.code, 0);
}

#[test]
fn untouched_it_is_sound_and_says_how_many_checks_were_run() {
    let scene = Scene::new();
    let alone = scene.verify(&[]);
    assert_eq!((alone.code, alone.checks_run), (0, 14), "{:#}", alone.out);
    let audit = scene.audit();
    assert_eq!((audit.code, audit.checks_run), (0, 16), "{:#}", audit.out);
    assert!(audit.checks.values().all(|word| word == "sound"));
    let held = ["--trust", &scene.arg("policy"), "--strict"];
    assert_eq!(scene.verify(&held).code, 0, "witnesses are an anchor from outside");
    // The key of the ledger alone is none: its keeper holds it.
    let key = scene.verify(&["--trust", &scene.arg("key.pub"), "--strict"]);
    assert_eq!(key.code, 4);
    assert!(key.not_checked.contains(&"keeper".to_owned()));
    // Each by name, so that a check that disappears is missed.
    let names: Vec<&str> = audit.checks.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "bytes",
            "documents",
            "entries",
            "head-mark",
            "indexes",
            "keys",
            "log",
            "opening",
            "pages",
            "passages",
            "signatures",
            "snapshots",
            "tiles",
            "tree",
            "vault",
            "witnesses"
        ]
    );
}

/// What takes a ledger that does not open, or a larger one: a tail that is none, and a byte of a sealed page.
#[test]
fn a_lost_tail_and_a_byte_of_a_sealed_page() {
    let scene = Scene::new();
    for tail in ["tail.a", "tail.b"] {
        fs::write(scene.ledger().join(tail), "nothing of a tail").unwrap();
    }
    let found = scene.verify(&[]);
    assert_eq!(found.code, 1);
    found.demand("opening", "faulty");
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("ledger");
    let store = greffe_store::Store::create(&dir, note(), &greffe_store::Options::default());
    let store = store.unwrap();
    let entries = std::iter::repeat_with(note).take(300).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(store.append(entries, vec![])).unwrap();
    store.close().unwrap();
    greffe_store::tamper::flip_stored_byte(&dir, 20, 20_000, 1).unwrap();
    let found = verify(&[&dir.display().to_string()]);
    assert_eq!(found.code, 1);
    found.demand("pages", "faulty");
}

fn note() -> greffe_store::NewEntry {
    greffe_store::NewEntry {
        id: None,
        stream: "ledger".to_owned(),
        kind: "LedgerOpened".to_owned(),
        schema: 0,
        effective: "2024".to_owned(),
        recorded_by: "a test".to_owned(),
        grade: "record".to_owned(),
        sources: Vec::new(),
        causes: Vec::new(),
        data: serde_json::value::RawValue::from_string(r#"{"format":1}"#.to_owned()).unwrap(),
    }
}

/// Checks of a ledger that no attack of the table above turns red, and the tests that do.
const RED_ELSEWHERE: &[(&str, &str, &str)] = &[
    ("opening", "attacks.rs", "a_lost_tail_and_a_byte_of_a_sealed_page"),
    ("pages", "attacks.rs", "a_lost_tail_and_a_byte_of_a_sealed_page"),
    ("vault", "erasing.rs", "a_value_that_is_altered_lost_or_put_back_is_noticed"),
];

/// What follows each `opening` in a source file, up to the next quotation mark.
fn quoted_behind(path: &str, opening: &str) -> BTreeSet<String> {
    let source = fs::read_to_string(root().join(path)).unwrap();
    let parts = source.split(opening).skip(1);
    parts.map(|part| part.split('"').next().unwrap().to_owned()).collect()
}

/// Every check that `verify` can name is turned red by a test, by that name, through the program. The names
/// are those that its sources write, so that a check cannot come without its plant; `bytes` alone counts
/// and judges nothing.
#[test]
fn every_check_of_a_ledger_goes_red_somewhere() {
    let mut all = quoted_behind("crates/cli/src/commands/verify/stored.rs", "line(\"");
    all.extend(quoted_behind("crates/greffe/src/proof/verify.rs", "name: \""));
    all.extend(quoted_behind("crates/greffe/src/proof/verify.rs", "self.record(\""));
    let run: BTreeSet<String> = Scene::new().audit().checks.into_keys().collect();
    assert!(all.is_superset(&run), "the sources name {all:?}, the program runs {run:?}");
    assert!(all.remove("bytes"));
    for check in all {
        let planted = ON_THE_LEDGER.iter().any(|attack| attack.check == check);
        let elsewhere = RED_ELSEWHERE.iter().find(|(name, _, _)| *name == check);
        let elsewhere = elsewhere.is_some_and(|(_, file, test)| {
            let source = fs::read_to_string(root().join("tests/it").join(file)).unwrap();
            source.contains(&format!("fn {test}()"))
        });
        assert!(planted || elsewhere, "nothing turns {check} red");
    }
}

/// Checks of a bundle that no change of its bytes alone turns red, and the tests that do.
const RED_BY_THEMSELVES: &[(&str, &str)] = &[
    ("log", "bundle_of_another_key"),
    ("witnesses", "bundle_that_no_witness_saw"),
    ("time-stamps", "bundle_with_a_moved_time_stamp"),
    ("keys", "bundle_of_a_retired_key"),
];

/// The same for a bundle.
#[test]
fn every_check_of_a_bundle_goes_red_somewhere() {
    let source = fs::read_to_string(root().join("crates/proof/src/evidence/report.rs")).unwrap();
    let names = source.lines().filter_map(|line| line.trim().strip_prefix("CheckName::"));
    let all: Vec<&str> = names.filter_map(|name| name.split('"').nth(1)).collect();
    assert_eq!(all.len(), 11, "{all:?}");
    let here = fs::read_to_string(root().join("tests/it/attacks.rs")).unwrap();
    for check in all {
        let planted = ON_A_BUNDLE.iter().any(|(_, name, _)| *name == check);
        let by_itself = RED_BY_THEMSELVES.iter().find(|(name, _)| *name == check);
        let by_itself = by_itself.is_some_and(|(_, test)| here.contains(&format!("\nfn {test}()")));
        assert!(planted || by_itself, "nothing turns {check} of a bundle red");
    }
}

/// Bytes of the index that change are made anew before they answer; a part that the log does not give
/// is never asked.
#[test]
fn lying_index() {
    let scene = Scene::new();
    // Enough rows that there is a part.
    let mut table =
        String::from("nomAttribuant;dateConvention;nomBeneficiaire;idBeneficiaire;objet;montant\n");
    for row in 0..1_400 {
        writeln!(table, "Vauclaire;2023-03-16;Association {row};73282932000074;Concert;1500")
            .unwrap();
    }
    fs::write(scene.at("table.csv"), table).unwrap();
    scene.on(0, &["import", &scene.arg("table.csv")]);
    scene.sign_again();
    let before = scene.on(0, &["state"]).out;
    let part = scene.ledger().join("index/0-000000");
    let whole = fs::read(&part).unwrap();
    for step in 0..6 {
        let mut bytes = whole.clone();
        bytes[whole.len() * step / 6 + 3] ^= 1;
        fs::write(&part, &bytes).unwrap();
        fs::write(scene.ledger().join("index/0-000001"), &bytes).unwrap();
        assert_eq!(scene.on(0, &["state"]).out, before, "{step}");
        let found = scene.verify(&[]);
        assert_eq!(found.code, 0, "{step}");
        assert_eq!(fs::read(&part).unwrap(), whole, "{step}");
    }
}

/// Two auditors are shown two histories: each finds the other's checkpoint contradicted.
#[test]
fn forked_heads() {
    let (one, other) = (Scene::new(), Scene::new());
    other.forge(|lines| cheaper(lines));
    other.sign_again();
    other.on(0, &["checkpoint", "-o", &other.arg("shown")]);
    for (scene, shown) in [(&one, other.arg("shown")), (&other, one.arg("kept"))] {
        let trust = scene.arg("key.pub");
        let found = scene.verify(&["--checkpoint", &shown, "--trust", &trust]);
        assert_eq!(found.code, 1);
        found.demand("tree", "faulty");
    }
}

/// A witness that saw one history does not cosign another, and keeps both sides.
#[test]
fn equivocated_to_a_witness() {
    let scene = Scene::new();
    scene.forge(|lines| cheaper(lines));
    scene.sign_again();
    scene.on(0, &["publish", &scene.arg("forked")]);
    let said = follow(&scene, "anna", 1, &scene.arg("forked"));
    assert_eq!(said[0]["outcome"], "forked");
    let kept = std::path::PathBuf::from(said[0]["evidence"].as_str().unwrap());
    let side = |name: &str| greffe::anchor_of(&fs::read(kept.join(name)).unwrap()).unwrap();
    // Both sides are signed by the ledger, of one size, with two roots: that convicts its keeper.
    let key = fs::read_to_string(scene.at("key.pub")).unwrap().trim().parse().unwrap();
    let trust = greffe::proofs::Trust::of_log(key);
    let roots =
        ["seen", "presented"].map(|name| trust.open_signed(side(name)).unwrap().checkpoint.root());
    assert_ne!(roots[0], roots[1]);
}

/// A witness is shown an old state again, and is not rolled back.
#[test]
fn rolled_back_witness() {
    let scene = Scene::new();
    let said = follow(&scene, "anna", 1, &scene.arg("published-early"));
    assert_eq!(said[0]["outcome"], "behind");
    // An old copy is no second history: nothing is kept against the log.
    assert!(said[0]["evidence"].is_null());
    // Where it stands has not moved.
    assert_eq!(follow(&scene, "anna", 0, &scene.arg("published"))[0]["outcome"], "cosigned");
}

/// A witness does not take another's memory for its own.
#[test]
fn forged_memory_of_a_witness() {
    let scene = Scene::new();
    let memory = file_in(&scene.at("anna.state"), |path| path.ends_with("/checkpoint"));
    let others = file_in(&scene.at("bela.state"), |path| path.ends_with("/checkpoint"));
    fs::copy(others, memory).unwrap();
    let said = follow(&scene, "anna", 3, &scene.arg("published"));
    assert_eq!(said[0]["outcome"], "unread");
}

#[test]
fn lying_publication() {
    let scene = Scene::new();
    let tile =
        file_in(&scene.at("published/tile"), |path| path.ends_with("/71") || path.ends_with("/72"));
    let mut bytes = fs::read(&tile).unwrap();
    bytes[0] ^= 1;
    fs::write(tile, bytes).unwrap();
    assert_eq!(follow(&scene, "anna", 1, &scene.arg("published"))[0]["outcome"], "tiles");
}

/// Nothing is signed over a rewrite, and nothing of it is published over what was published before.
#[test]
fn signing_and_publishing_a_rewrite() {
    let scene = Scene::new();
    scene.forge(|lines| cheaper(lines));
    let run = scene.on(1, &["checkpoint", "--key", &scene.arg("key")]);
    assert!(run.err.contains("[other-history]"), "{}", run.err);
    let run = scene.on(1, &["prove", "20", "-o", &scene.arg("forged.evidence")]);
    assert!(run.err.contains("[other-history]"), "{}", run.err);
    scene.sign_again();
    let run = scene.on(1, &["publish", &scene.arg("published")]);
    assert!(run.err.contains("[other-publication]"), "{}", run.err);
}

/// A tile that lies costs time and changes nothing: what is proved is verified first.
#[test]
fn proving_from_a_lying_tile() {
    let scene = Scene::new();
    let tile = file_in(&scene.ledger().join("proof/tile"), |_| true);
    let mut bytes = fs::read(&tile).unwrap();
    bytes[40] ^= 1;
    fs::write(tile, bytes).unwrap();
    scene.on(0, &["prove", "20", "-o", &scene.arg("one.evidence")]);
    let found = verify(&[&scene.arg("one.evidence"), "--trust", &scene.arg("policy")]);
    assert_eq!(found.code, 0, "{:#}", found.out);
}

/// A name, the check that goes red, and what is made of the lines before the last.
type Forgery = (&'static str, &'static str, fn(&str) -> String);

/// What is done to a bundle, and the check that goes red. The forger makes the sum anew.
const ON_A_BUNDLE: &[Forgery] = &[
    ("bundle-entry", "tree", |text| text.replacen("7350000", "1350000", 1)),
    ("bundle-entry-number", "entries", |text| {
        let (before, last) = text.rsplit_once("\nentry ").unwrap();
        let (number, rest) = last.split_once(' ').unwrap();
        format!("{before}\nentry {} {rest}", number.parse::<u64>().unwrap() + 1)
    }),
    ("bundle-root", "signatures", |text| {
        let root = text.lines().nth(4).unwrap().to_owned();
        text.replacen(&root, &turned(&root), 1)
    }),
    ("bundle-size", "signatures", |text| {
        let size = text.lines().nth(3).unwrap();
        let other: String = size.chars().rev().collect();
        text.replacen(&format!("\n{size}\n"), &format!("\n{other}\n"), 1)
    }),
    ("bundle-origin", "signatures", |text| {
        text.replacen("\nvauclaire.example\n", "\nvauclaire.exemple\n", 1)
    }),
    ("bundle-signature", "signatures", |text| {
        let line = text.lines().find(|line| line.starts_with("— vauclaire")).unwrap();
        let (name, signature) = line.rsplit_once(' ').unwrap();
        let (id, rest) = signature.split_at(12);
        text.replacen(line, &format!("{name} {id}{}", turned(rest)), 1)
    }),
    ("bundle-cosignature", "signatures", |text| {
        let line = text.lines().find(|line| line.starts_with("— anna")).unwrap();
        let (name, signature) = line.rsplit_once(' ').unwrap();
        let (id, rest) = signature.split_at(24);
        text.replacen(line, &format!("{name} {id}{}", turned(rest)), 1)
    }),
    ("bundle-key", "bundle", |text| {
        let line = text.lines().find(|line| line.starts_with("key vauclaire")).unwrap();
        // base64 may hold a `+` of its own.
        let (name, rest) = line.split_once('+').unwrap();
        let (id, key) = rest.split_once('+').unwrap();
        text.replacen(line, &format!("{name}+{id}+{}", turned(key)), 1)
    }),
    ("bundle-proof", "tree", |text| {
        let (head, rest) = text.split_once("\nentry 0 ").unwrap();
        let at = rest.find("}\n").unwrap() + 2;
        let (entry, hashes) = rest.split_at(at);
        format!("{head}\nentry 0 {entry}{}", turned(hashes))
    }),
    ("bundle-document", "documents", |text| {
        // The documents come last.
        let (before, after) = text.rsplit_once("Bureau").unwrap();
        format!("{before}Burrau{after}")
    }),
    ("bundle-link", "links", |text| {
        // An entry whose forerunner is there, and another hash of it.
        let numbers: Vec<u64> = text
            .lines()
            .filter_map(|line| line.strip_prefix("entry ")?.split(' ').next()?.parse().ok())
            .collect();
        let seq = numbers.windows(2).find(|pair| pair[0] + 1 == pair[1]).unwrap()[1];
        let (before, after) = text.split_once(&format!("\nentry {seq} ")).unwrap();
        let (head, rest) = after.split_once("{\"prev\":\"").unwrap();
        let other = if rest.starts_with('0') { '1' } else { '0' };
        format!("{before}\nentry {seq} {head}{{\"prev\":\"{other}{}", &rest[1..])
    }),
    ("bundle-span", "passages", |text| {
        // A passage that begins in its text and ends far behind it.
        let mut spans = text.match_indices("\"span\":[");
        let (from, to) = spans
            .find_map(|(at, key)| {
                let from = at + key.len() + text[at + key.len()..].find(',')? + 1;
                let to = from + text[from..].find(']')?;
                (to - from == 4).then_some((from, to))
            })
            .unwrap();
        format!("{}9999{}", &text[..from], &text[to..])
    }),
    ("bundle-sum", "bundle", |text| text.to_owned()),
];

/// Another character in the place of the first.
fn turned(text: &str) -> String {
    let other = if text.starts_with('A') { 'B' } else { 'A' };
    format!("{other}{}", &text[1..])
}

#[test]
fn every_field_of_a_bundle_is_held_by_a_check() {
    let scene = Scene::new();
    let policy = scene.arg("policy");
    let whole = fs::read(scene.at("bundle.evidence")).unwrap();
    let untouched = verify(&[&scene.arg("bundle.evidence"), "--trust", &policy]);
    assert_eq!((untouched.code, untouched.checks_run), (0, 10), "{:#}", untouched.out);
    let text = String::from_utf8(whole.clone()).unwrap();
    let (body, _) = text.split_at(text.len() - 72);
    for (name, check, change) in ON_A_BUNDLE {
        let forged = scene.at(&format!("{name}.evidence"));
        let body = change(body);
        let mut seal = greffe_sum(body.as_bytes());
        if *name == "bundle-sum" {
            seal = seal.replacen("sha256 ", "sha256 0", 1);
            seal.remove(seal.len() - 2);
        } else {
            assert!(body != text[..text.len() - 72], "{name} changes nothing");
        }
        fs::write(&forged, format!("{body}{seal}")).unwrap();
        let found = verify(&[&forged.display().to_string(), "--trust", &policy]);
        assert_eq!(found.code, 1, "{name}: {:#}", found.out);
        found.demand(check, "faulty");
    }
}

/// The last line of a bundle.
pub fn greffe_sum(body: &[u8]) -> String {
    use sha2::{Digest as _, Sha256};
    let sum: Vec<String> = Sha256::digest(body).iter().map(|b| format!("{b:02x}")).collect();
    format!("sha256 {}\n", sum.concat())
}

/// Somebody makes a bundle of a ledger of his own, by the same name.
#[test]
fn bundle_of_another_key() {
    let scene = Scene::new();
    with_own_key(&scene, "vauclaire.example");
    scene.on(0, &["prove", "20", "-o", &scene.arg("own.evidence")]);
    let found = verify(&[&scene.arg("own.evidence"), "--trust", &scene.arg("key.pub")]);
    assert_eq!(found.code, 1);
    found.demand("log", "faulty");
    // Whoever pinned nothing is told that nothing is proven.
    let found = verify(&[&scene.arg("own.evidence")]);
    assert_eq!(found.code, 4);
    found.demand("log", "cannot-conclude");
    assert!(found.out["proven"].is_null());
}

/// Whoever holds the key signs a rewrite, and proves from it what no witness has seen.
#[test]
fn bundle_that_no_witness_saw() {
    let scene = Scene::new();
    scene.forge(|lines| cheaper(lines));
    scene.sign_again();
    scene.on(0, &["prove", "20", "-o", &scene.arg("unseen.evidence")]);
    let found = verify(&[&scene.arg("unseen.evidence"), "--trust", &scene.arg("policy")]);
    assert_eq!(found.code, 1);
    found.demand("witnesses", "faulty");
    // Without witnesses nothing contradicts it.
    assert_eq!(verify(&[&scene.arg("unseen.evidence"), "--trust", &scene.arg("key.pub")]).code, 0);
}

/// A true time-stamp of another checkpoint, put into a bundle.
#[test]
fn bundle_with_a_moved_time_stamp() {
    let scene = Scene::new();
    let whole = fs::read(scene.at("bundle.evidence")).unwrap();
    let body = &whole[..whole.len() - 72];
    let at = body.windows(7).position(|found| found == b"\nentry ").unwrap() + 1;
    let token = vector("token.der");
    let part = [format!("timestamp {}\n", token.len()).as_bytes(), &token, b"\n"].concat();
    let body = [&body[..at], &part, &body[at..]].concat();
    let forged = scene.at("stamped.evidence");
    fs::write(&forged, [&body[..], greffe_sum(&body).as_bytes()].concat()).unwrap();
    let authority = root().join("tests/vectors/proof/authority.pem").display().to_string();
    let forged = forged.display().to_string();
    let found = verify(&[&forged, "--trust", &scene.arg("policy"), "--authority", &authority]);
    assert_eq!(found.code, 1, "{:#}", found.out);
    found.demand("time-stamps", "faulty");
}

/// Somebody with the key that was replaced signs the tree as it is, and makes a bundle of it.
#[test]
fn bundle_of_a_retired_key() {
    let scene = Scene::new();
    let (key, next) = (scene.arg("key.pub"), scene.arg("next.pub"));
    scene.on(0, &["keys", "register", &next, "--retires", &key, "--reason", "rotation"]);
    scene.on(0, &["checkpoint", "--key", &scene.arg("next")]);
    scene.on(0, &["prove", "20", "-o", &scene.arg("rotated.evidence")]);
    let mut bundle =
        greffe::proofs::evidence::parse(&fs::read(scene.at("rotated.evidence")).unwrap()).unwrap();
    let stolen = fs::read_to_string(scene.at("key")).unwrap();
    let stolen = greffe::proofs::SigningKey::from_secret_text(stolen.trim()).unwrap();
    bundle.checkpoint = stolen.sign(bundle.checkpoint.text().to_owned()).unwrap();
    bundle.keys = vec![stolen.verifier()];
    fs::write(scene.at("stolen.evidence"), bundle.encode().unwrap()).unwrap();
    // The auditor has pinned the old key, and has not heard of the new one.
    let found = verify(&[&scene.arg("stolen.evidence"), "--trust", &key]);
    assert_eq!(found.code, 1, "{:#}", found.out);
    found.demand("keys", "faulty");
}

/// The proof of one entry does not stand for another.
#[test]
fn proof_of_another_entry() {
    let scene = Scene::new();
    for seq in ["20", "21"] {
        let file = scene.arg(&format!("{seq}.tlog-proof"));
        scene.on(0, &["prove", seq, "-o", &file]);
        assert_eq!(verify(&[&file, "--trust", &scene.arg("policy")]).code, 0);
    }
    // What a proof carries besides is authenticated by nothing, and that is told.
    edit(&scene.at("21.tlog-proof"), |text| text.replacen("\nindex", "\nextra QUJD\nindex", 1));
    let found = verify(&[&scene.arg("21.tlog-proof"), "--trust", &scene.arg("policy")]);
    assert_eq!((found.code, &found.not_checked[0][..]), (0, "extra"), "{:#}", found.out);
    let page = expect(
        0,
        &["verify", &scene.arg("20.tlog-proof"), "--trust", &scene.arg("policy"), "--lang", "en"],
    );
    assert!(page.out.contains("(by its own clock alone)"), "{}", page.out);
    fs::copy(scene.at("21.entry"), scene.at("20.entry")).unwrap();
    let found = verify(&[&scene.arg("20.tlog-proof"), "--trust", &scene.arg("policy")]);
    assert_eq!(found.code, 1);
    found.demand("tree", "faulty");
}

/// The rest of the named attacks: each is a test of its own in this file, `proving.rs` or `witnessing.rs`.
const BY_THEMSELVES: &[&str] = &[
    "lying-index",
    "forked-heads",
    "equivocated-to-a-witness",
    "fork-that-goes-on",
    "rolled-back-witness",
    "false-evidence-of-a-fork",
    "silenced-witness",
    "overloaded-witness",
    "forged-memory-of-a-witness",
    "lying-publication",
    "changed-publication",
    "publication-through-a-link",
    "ledger-behind-its-witness",
    "signing-and-publishing-a-rewrite",
    "proving-from-a-lying-tile",
    "bundle-of-another-key",
    "bundle-that-no-witness-saw",
    "bundle-of-a-retired-key",
    "bundle-with-a-moved-time-stamp",
    "proof-of-another-entry",
];

/// The table of `docs/threat-model.md` has a row for every attack, and no other.
#[test]
fn the_threat_model_names_every_attack_with_its_check() {
    let written = fs::read_to_string(root().join("docs/threat-model.md")).unwrap();
    let here = ["attacks", "proving", "witnessing"]
        .map(|name| fs::read_to_string(root().join(format!("tests/it/{name}.rs"))).unwrap())
        .concat();
    let row = |name: &str| {
        let start = format!("| `{name}` |");
        written.lines().find(|line| line.starts_with(&start)).map(str::to_owned)
    };
    let stored = ON_THE_LEDGER.iter().map(|attack| (attack.name, attack.check));
    let bundled = ON_A_BUNDLE.iter().map(|(name, check, _)| (*name, *check));
    let mut named = 0;
    for (name, check) in stored.chain(bundled) {
        let row = row(name).unwrap_or_else(|| panic!("docs/threat-model.md has no row of {name}"));
        assert!(row.contains(&format!("`{check}`")), "{name} is seen by {check}: {row}");
        named += 1;
    }
    for name in BY_THEMSELVES {
        assert!(row(name).is_some(), "docs/threat-model.md has no row of {name}");
        assert!(here.contains(&format!("\nfn {}()", name.replace('-', "_"))), "no test of {name}");
        named += 1;
    }
    let rows = written.lines().filter(|line| line.starts_with("| `")).count();
    assert_eq!(rows, named, "a row of docs/threat-model.md is of no attack here");
    assert!(named >= 25);
}
