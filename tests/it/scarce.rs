//! A system that gives little: few open files, no more threads or processes. Every verb says so or does its
//! work; none panics, waits for ever, or tells of damage that there is not.

use crate::program::{Run, arg, expect, finished, greffe, programs, repository};
use std::path::Path;
use std::process::Command;

/// Runs the program in a shell that has set its limits.
fn under(before: &str, limits: &str, arguments: &[&str]) -> Run {
    let greffe = greffe();
    let script = format!("{limits}; exec \"$@\"");
    let mut words: Vec<&str> = before.split_whitespace().collect();
    words.extend(["bash", "-c", &script, "greffe"]);
    // Whatever it waits for does not come.
    let mut command = Command::new("timeout");
    command.args(["60"]).args(words).arg(greffe.get_program()).args(arguments).env_clear();
    for (name, value) in greffe.get_envs() {
        command.env(name, value.unwrap_or_default());
    }
    finished(&command.output().unwrap())
}

/// What reads and what writes, of one ledger.
fn verbs<'a>(ledger: &'a str, backup: &'a str, again: &'a str, act: &'a str) -> Vec<Vec<&'a str>> {
    vec![
        vec!["verify", "--ledger", ledger],
        vec!["doctor", ledger],
        vec!["log", "--ledger", ledger],
        vec!["state", "--ledger", ledger],
        vec!["audit", "--ledger", ledger],
        vec!["trail", "--ledger", ledger],
        vec!["verify", backup],
        vec!["backup", backup, "--ledger", ledger],
        vec!["restore", backup, "--damaged", ledger, "--ledger", again],
        vec!["reconstruct", act, "--ledger", ledger],
        vec!["rules"],
    ]
}

#[test]
fn too_few_open_files_are_said_and_never_told_as_damage() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| arg(&folder.path().join(name));
    let (ledger, backup, again) = (at("tour.ledger"), at("tour.backup"), at("again"));
    let act = repository("docs/tour/1-attribution.txt");
    expect(0, &["reconstruct", &act, "--ledger", &ledger]);
    expect(0, &["backup", &backup, "--ledger", &ledger]);
    for files in [5, 8, 12, 20, 40] {
        for asked in verbs(&ledger, &backup, &again, &act) {
            let run = under("", &format!("ulimit -n {files}"), &asked);
            assert!(run.code == 3 && run.err.contains("ulimit -n"), "{files} {asked:?}: {run:?}");
        }
    }
    // Where only the softer limit is low, it is raised.
    let run = under("", "ulimit -S -n 8", &["verify", "--ledger", &ledger]);
    assert_eq!(run.code, 0, "{run:?}");
    for files in [64, 70] {
        let run = under("", &format!("ulimit -n {files}"), &["verify", "--ledger", &ledger]);
        assert_eq!(run.code, 0, "{run:?}");
    }
}

/// The limit of processes and threads binds nobody's processes alone: the superuser's are exempt.
#[test]
fn a_system_without_threads_is_an_error_and_never_a_panic() {
    const NOBODY: &str = "setpriv --reuid=64242 --regid=64242 --clear-groups";
    let runs = under(NOBODY, "true", &["--version"]);
    if runs.code != 0 {
        println!("skipped: {} cannot be run by another user: {runs:?}", programs().display());
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| arg(&folder.path().join(name));
    let (ledger, backup, again) = (at("tour.ledger"), at("tour.backup"), at("again"));
    let act = at("acte.txt");
    std::fs::copy(repository("docs/tour/1-attribution.txt"), &act).unwrap();
    expect(0, &["reconstruct", &act, "--ledger", &ledger]);
    expect(0, &["backup", &backup, "--ledger", &ledger]);
    let owner = ["-R", "64242:64242", &arg(folder.path())];
    assert!(Command::new("chown").args(owner).status().unwrap().success());
    for threads in [1, 2, 3, 4] {
        for asked in verbs(&ledger, &backup, &again, &act) {
            let run = under(NOBODY, &format!("ulimit -u {threads}"), &asked);
            let said = (0..=4).contains(&run.code) && !run.err.contains("panicked");
            assert!(said, "{threads} {asked:?}: {run:?}");
            if run.code == 3 && !run.err.contains("ulimit -u") {
                assert!(run.err.contains("[unreadable]"), "{threads} {asked:?}: {run:?}");
            }
            let _ = std::fs::remove_dir_all(Path::new(&again));
        }
    }
    expect(0, &["verify", "--ledger", &ledger]);
}
