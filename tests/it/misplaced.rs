//! A pipe or a device in the place of a file that a verb reads: it answers at once, and says which.

use crate::forge::Scene;
use crate::program::{Run, arg, finished, greffe};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

/// Longer than any verb here takes on a ledger of three acts.
const LONGEST: Duration = Duration::from_mins(1);

/// Runs the program, which must come to an end.
fn at_once(arguments: &[&str]) -> Run {
    let mut command = greffe();
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    let id = child.id().to_string();
    let (send, done) = channel();
    std::thread::spawn(move || send.send(child.wait_with_output()));
    let Ok(output) = done.recv_timeout(LONGEST) else {
        Command::new("kill").args(["-9", &id]).status().unwrap();
        panic!("{arguments:?} comes to no end");
    };
    let run = finished(&output.unwrap());
    assert!((0..=4).contains(&run.code) && !run.err.contains("panicked"), "{arguments:?}: {run:?}");
    run
}

fn pipe(path: &Path) {
    let _ = fs::remove_file(path).or_else(|_| fs::remove_dir_all(path));
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// The files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let inside = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    inside.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Of the proofs, which the program's verbs read at different times: each file in turn, in the ledger and
/// in the backup.
#[test]
fn a_pipe_in_the_place_of_a_proof_keeps_no_verb_waiting() {
    let scene = Scene::new();
    let key = scene.arg("key");
    for of in ["ledger", "backup"] {
        let mut proofs = files(&scene.at(of).join("proof"));
        // One tile is as good as another.
        proofs.retain(|path| !arg(path).contains("/tile/") || arg(path).contains("/tile/0/"));
        assert!(proofs.len() > 1, "{proofs:?}");
        for proof in proofs {
            let whole = fs::read(&proof).unwrap();
            pipe(&proof);
            let (ledger, backup, again) =
                (scene.arg("ledger"), scene.arg("backup"), scene.at("again"));
            let into = arg(&again);
            for asked in [
                vec!["verify", "--ledger", &ledger],
                vec!["verify", &backup],
                vec!["doctor", &ledger],
                vec!["doctor", &backup],
                vec!["restore", &backup, "--damaged", &ledger, "--ledger", &into],
                vec!["checkpoint", "--key", &key, "--ledger", &ledger],
                vec!["prove", "3", "-o", &arg(&scene.at("one.tlog-proof")), "--ledger", &ledger],
                vec!["backup", &backup, "--ledger", &ledger],
            ] {
                at_once(&asked);
            }
            let _ = fs::remove_dir_all(&again);
            let _ = fs::remove_file(&proof);
            fs::write(&proof, whole).unwrap();
        }
    }
}

#[test]
fn a_pipe_that_is_given_as_a_file_is_refused() {
    let scene = Scene::new();
    let (ledger, odd) = (scene.arg("ledger"), scene.arg("odd"));
    pipe(&scene.at("odd"));
    pipe(&scene.at("case.tar"));
    let case = scene.arg("case.tar");
    for path in [odd.as_str(), "/dev/zero"] {
        for asked in [
            vec!["audit", "--ledger", &ledger, "--rules", path],
            vec!["verify", "--ledger", &ledger, "--trust", path],
            vec!["verify", "--ledger", &ledger, "--checkpoint", path],
            vec!["verify", path],
            vec!["record", path, "--ledger", &ledger],
            vec!["reconstruct", path, "--ledger", &ledger],
            vec!["import", path, "--institution", "v", "--ledger", &ledger],
            vec!["checkpoint", "--key", path, "--ledger", &ledger],
        ] {
            let run = at_once(&asked);
            assert_eq!(run.code, 3, "{asked:?}: {run:?}");
        }
    }
    let into = scene.arg("taken-in");
    assert_eq!(at_once(&["case", "import", &case, "--ledger", &into]).code, 3);
    // A witness reads the folder of another.
    let published = scene.at("published");
    pipe(&published.join("checkpoint"));
    let state = scene.arg("anna.state");
    let (anna, trust) = (scene.arg("anna"), scene.arg("key.pub"));
    let follow = ["--follow", &arg(&published)];
    let asked = ["witness", "--key", &anna, "--state", &state, "--trust", &trust];
    let run = at_once(&[&asked[..], &follow].concat());
    assert!(run.code == 3 && run.out.contains("not a regular file"), "{run:?}");
    pipe(&scene.at("anna.state").join("lock"));
    assert_eq!(at_once(&[&asked[..], &follow].concat()).code, 3);
    assert!(
        at_once(&["audit", "--ledger", &ledger, "--rules", &odd, "--lang", "fr"])
            .err
            .contains("fichier ordinaire")
    );
}
