//! The codes with which the verbs that prove refuse, each provoked through the program: `docs/errors.md`
//! names the test of each.

use crate::forge::{Scene, asked};
use crate::program::{expect, run};
use crate::proving::listen;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

/// Runs a verb on the ledger of a scene, and demands an exit code and the code of its refusal.
fn refused(scene: &Scene, exit: i32, code: &str, arguments: &[&str]) {
    let run = run(&[arguments, &["--ledger", &scene.arg("ledger")]].concat());
    let found = (run.code, run.err.contains(&format!("[{code}]")));
    assert_eq!(found, (exit, true), "{arguments:?} is to give {code}:\n{}{}", run.out, run.err);
}

/// The same of a verb that asks no ledger.
fn refused_alone(exit: i32, code: &str, arguments: &[&str]) {
    let run = run(arguments);
    let found = (run.code, run.err.contains(&format!("[{code}]")));
    assert_eq!(found, (exit, true), "{arguments:?} is to give {code}:\n{}{}", run.out, run.err);
}

#[test]
fn a_key_a_policy_or_an_authority_that_is_none() {
    let scene = Scene::new();
    scene.forget_anchors();
    refused(&scene, 2, "no-key", &["checkpoint"]);
    fs::write(scene.at("odd"), "nothing of the sort\n").unwrap();
    fs::set_permissions(scene.at("odd"), fs::Permissions::from_mode(0o600)).unwrap();
    let odd = scene.arg("odd");
    refused(&scene, 3, "key", &["checkpoint", "--key", &odd]);
    let key = scene.arg("key");
    refused(&scene, 3, "trust", &["verify", "--trust", &odd]);
    // A key of the other kind is named as what it is.
    let other = fs::read_to_string(scene.at("anna.pub")).unwrap();
    fs::write(scene.at("other"), format!("log {other}quorum none\n")).unwrap();
    let run = scene.on(3, &["verify", "--trust", &scene.arg("other"), "--lang", "en"]);
    assert!(run.err.contains("line 1: this is the key of a witness"), "{}", run.err);
    refused(&scene, 3, "authority", &["verify", "--authority", &odd]);
    refused(&scene, 3, "not-a-checkpoint", &["verify", "--checkpoint", &odd]);
    refused(
        &scene,
        3,
        "not-a-checkpoint",
        &["prove", "20", "-o", &scene.arg("p.evidence"), "--checkpoint", &odd],
    );
    refused(&scene, 2, "bad-digest", &["erase", "nonsense", "--ground", "none"]);
    scene.on(0, &["checkpoint", "--key", &key]);
    refused(&scene, 3, "time-stamp", &["checkpoint", "--attach-response", &odd]);
    // The pinned witnesses have not seen what is attached.
    scene.on(0, &["checkpoint", "-o", &scene.arg("unseen")]);
    let (unseen, policy) = (scene.arg("unseen"), scene.arg("policy"));
    refused(&scene, 3, "not-cosigned", &["checkpoint", "--attach", &unseen, "--trust", &policy]);
}

#[test]
fn a_kept_file_that_is_none() {
    let scene = Scene::new();
    fs::write(scene.ledger().join("proof/keys"), "nothing of the sort\n").unwrap();
    refused(&scene, 3, "kept-file", &["prove", "20", "-o", &scene.arg("p.evidence")]);
}

#[test]
fn a_witness_without_anything_to_do_and_one_that_remembers_something_else() {
    let scene = Scene::new();
    let (key, state, trust) = (scene.arg("anna"), scene.arg("anna.state"), scene.arg("key.pub"));
    let witness = ["witness", "--state", &state, "--trust", &trust];
    refused_alone(2, "nothing-to-witness", &[&witness[..], &["--key", &key]].concat());
    let published = scene.arg("published");
    refused_alone(2, "no-key", &[&witness[..], &["--follow", &published]].concat());
    let log = scene.arg("key");
    refused_alone(
        3,
        "witness-state",
        &[&witness[..], &["--key", &log, "--follow", &published]].concat(),
    );
    let nowhere = ["--key", &key, "--listen", "192.0.2.1:1"];
    refused_alone(3, "listen", &[&witness[..], &nowhere].concat());
}

#[test]
fn a_witness_that_is_not_there_and_one_that_saw_another_history() {
    let scene = Scene::new();
    let policy = scene.arg("policy");
    // Nobody listens at a port that was free a moment ago.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = format!("http://{free}");
    refused(&scene, 3, "witness", &["checkpoint", "--witness", &url, "--trust", &policy]);
    let (_anna, address) = listen(&scene, "anna");
    let fork = Scene::new();
    fork.forge(|lines| {
        let at = lines.iter().position(|line| line.contains("7350000")).unwrap();
        lines[at] = lines[at].replacen("7350000", "1350000", 1);
    });
    fork.sign_again();
    let url = format!("http://{address}");
    refused(&fork, 1, "witness-refused", &["checkpoint", "--witness", &url, "--trust", &policy]);
    // One that says yes and signs nothing, or more than a note holds.
    for lines in [0, 101] {
        let body = "\u{2014} nobody.example AAAAAAAAAAA=\n".repeat(lines);
        let (url, answering) = answers(&[(200, &body)]);
        refused(&scene, 3, "witness", &["checkpoint", "--witness", &url, "--trust", &policy]);
        answering.join().unwrap();
    }
}

/// A key or a policy that is written over is lost: only an earlier checkpoint gives way, and a request to
/// nothing. What a checkpoint does not cover is said beside it.
#[test]
fn a_checkpoint_is_written_over_nothing_but_a_checkpoint() {
    let scene = Scene::new();
    let (key, policy) = (scene.arg("key"), scene.arg("policy"));
    let before = [&key, &policy].map(|path| fs::read(path).unwrap());
    for path in [&key, &policy] {
        refused(&scene, 2, "already-exists", &["checkpoint", "-o", path]);
        refused(&scene, 2, "already-exists", &["checkpoint", "--timestamp-request", path]);
    }
    assert_eq!([&key, &policy].map(|path| fs::read(path).unwrap()), before);
    let (kept, early) = (scene.arg("kept"), scene.arg("early"));
    scene.on(0, &["checkpoint", "-o", &early]);
    assert_eq!(fs::read(&early).unwrap(), fs::read(&kept).unwrap());
    let beyond = || asked(&scene, &["checkpoint"])["beyond"].clone();
    assert_eq!(beyond(), 0);
    scene.on(0, &["keys", "register", &scene.arg("next.pub")]);
    assert_eq!(beyond(), 1);
}

/// Whoever answers under a witness's address may claim anything: it is told as his claim until he shows a
/// checkpoint that the ledger's own key signed.
#[test]
fn what_a_witness_claims_is_no_fact() {
    let scene = Scene::new();
    let policy = scene.arg("policy");
    let kept = fs::read_to_string(scene.at("kept")).unwrap();
    let larger = kept.replacen(&format!("\n{}\n", scene.log().len()), "\n900000\n", 1);
    assert_ne!(larger, kept);
    for (status, said) in [(409, "900000\n"), (422, "not the log that I saw\n")] {
        // Nothing, words, a checkpoint that nobody signed, and one that the ledger holds.
        for shown in [None, Some("trust me"), Some(&larger), Some(&kept)] {
            let shown = shown.map_or((404, ""), |shown: &str| (200, shown));
            let (url, answering) = answers(&[(status, said), shown]);
            let ask = ["checkpoint", "--witness", &url, "--trust", &policy];
            refused(&scene, 4, "witness-claims", &ask);
            answering.join().unwrap();
        }
    }
}

/// Answers calls one after the other, each with a status and a body.
fn answers(what: &[(u16, &str)]) -> (String, std::thread::JoinHandle<()>) {
    use std::io::{Read as _, Write as _};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let what: Vec<(u16, String)> =
        what.iter().map(|(status, body)| (*status, (*body).to_owned())).collect();
    let answering = std::thread::spawn(move || {
        for (status, body) in what {
            let (mut stream, _) = listener.accept().unwrap();
            let mut bytes = [0; 4_096];
            let mut read = Vec::new();
            // A call ends with the last line of its checkpoint, a question with its head.
            while !(read.windows(4).any(|w| w == b"\r\n\r\n")
                && (read.starts_with(b"GET") || read.ends_with(b"=\n")))
            {
                let count = stream.read(&mut bytes).unwrap();
                read.extend_from_slice(&bytes[..count]);
            }
            let length = body.len();
            let head = format!(
                "HTTP/1.1 {status} As told\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
            );
            stream.write_all(&[head.as_bytes(), body.as_bytes()].concat()).unwrap();
        }
    });
    (url, answering)
}

/// What is proved under a checkpoint that somebody holds is what he can check.
#[test]
fn a_proof_under_an_earlier_checkpoint() {
    let scene = Scene::new();
    let (early, policy) = (scene.arg("early"), scene.arg("policy"));
    let size = |path: &std::path::Path| -> u64 {
        fs::read_to_string(path).unwrap().lines().nth(1).unwrap().parse().unwrap()
    };
    let (before, now) = (size(&scene.at("early")), size(&scene.at("kept")));
    assert!(before < now);
    let file = scene.arg("early.evidence");
    let under = ["--checkpoint", &early];
    scene.on(0, &[&["prove", "20", "-o", &file][..], &under].concat());
    let found = crate::forge::verify(&[&file, "--trust", &policy]);
    assert_eq!((found.code, &found.out["proven"]["size"]), (0, &before.into()), "{:#}", found.out);
    // The bundle holds that checkpoint, so it can be given again.
    let alone = scene.arg("20.tlog-proof");
    scene.on(0, &["prove", "20", "-o", &alone, "--checkpoint", &file]);
    let proof = fs::read_to_string(&alone).unwrap();
    assert!(proof.contains(&format!("\nvauclaire.example\n{before}\n")), "{proof}");
    assert_eq!(crate::forge::verify(&[&alone, "--trust", &policy]).code, 0);
    // It does not cover what came later, and another history is not proved under it.
    let later = (now - 1).to_string();
    let out = scene.arg("later.evidence");
    refused(&scene, 4, "no-checkpoint", &[&["prove", &later, "-o", &out][..], &under].concat());
    let fork = Scene::new();
    fork.forge(|lines| {
        let at = lines.iter().position(|line| line.contains("7350000")).unwrap();
        lines[at] = lines[at].replacen("7350000", "1350000", 1);
    });
    let out = fork.arg("forked.evidence");
    refused(&fork, 1, "other-history", &[&["prove", "20", "-o", &out][..], &under].concat());
}

/// A ledger that nobody touched, and that too few witnesses have seen, is not called altered; and a file that is no
/// whole bundle is not called read beyond that.
#[test]
fn what_is_wrong_and_what_was_not_read_is_named() {
    let scene = Scene::new();
    scene.on(0, &["keys", "register", &scene.arg("next.pub")]);
    scene.on(0, &["checkpoint", "--key", &scene.arg("key")]);
    let bundle = scene.arg("late.evidence");
    scene.on(0, &["prove", "20", "-o", &bundle]);
    let last = |arguments: &[&str]| {
        let said = expect(1, &[&["verify", "--lang", "en"], arguments].concat()).out;
        said.lines().rfind(|line| !line.is_empty()).unwrap_or_default().to_owned()
    };
    let policy = scene.arg("policy");
    let unseen = last(&[&bundle, "--trust", &policy]);
    assert!(unseen.starts_with("Too few of the pinned witnesses"), "{unseen}");
    let mut whole = fs::read(scene.at("bundle.evidence")).unwrap();
    let half = whole.len() / 2;
    whole[half] ^= 1;
    fs::write(scene.at("touched"), whole).unwrap();
    let path = scene.arg("touched");
    let touched = [&*path, "--trust", &*policy];
    assert!(last(&touched).starts_with("Anomaly"));
    let found = crate::forge::verify(&touched);
    assert!(found.not_checked.contains(&"unread".to_owned()), "{:#}", found.out);
}
