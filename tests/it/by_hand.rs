//! The commands of `docs/format.md` verify an exported log by hand: sh, jq and b3sum, nothing else.

use crate::program::{arg, expect, repository, root};
use std::fs;
use std::process::{Command, Stdio};

/// The block of shell commands under a heading.
fn commands(heading: &str) -> String {
    let format = fs::read_to_string(root().join("docs/format.md")).unwrap();
    let (_, section) = format.split_once(heading).unwrap();
    let (_, block) = section.split_once("```sh\n").unwrap();
    block.split_once("```").unwrap().0.to_owned()
}

fn tools_are_there() -> bool {
    let runs = |tool: &&str| {
        let mut version = Command::new(tool);
        version.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
        version.status().is_ok_and(|status| status.success())
    };
    let missing: Vec<&str> = ["jq", "b3sum"].into_iter().filter(|tool| !runs(tool)).collect();
    if missing.is_empty() {
        return true;
    }
    assert!(std::env::var_os("CI").is_none(), "run tests/setup.sh: {missing:?} missing");
    println!("skipped: {missing:?} missing; tests/setup.sh installs them");
    false
}

#[test]
fn the_documented_commands_verify_a_log() {
    if !tools_are_there() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("ledger");
    let act = repository("docs/tour/1-attribution.txt");
    expect(0, &["reconstruct", &act, "--ledger", &arg(&dir)]);
    let log = expect(0, &["log", "--raw", "--ledger", &arg(&dir)]).out;
    let run = |log: &str| {
        fs::write(folder.path().join("log.jsonl"), log).unwrap();
        let script = commands("### Verify by hand");
        let run = Command::new("sh").arg("-c").arg(&script).current_dir(folder.path()).output();
        let run = run.unwrap();
        (run.status.success(), String::from_utf8_lossy(&run.stdout).into_owned())
    };
    let (sound, said) = run(&log);
    assert!(sound, "the log is sound: {said}");
    // The edges that the document tells of: what the loop does not see, other commands do.
    let edge = |command: &str, log: &str| {
        fs::write(folder.path().join("log.jsonl"), log).unwrap();
        let run = Command::new("sh").arg("-c").arg(command).current_dir(folder.path()).output();
        String::from_utf8_lossy(&run.unwrap().stdout).trim().to_owned()
    };
    assert_eq!(edge("tail -c 1 log.jsonl | od -An -tx1", &log), "0a");
    assert_ne!(edge("tail -c 1 log.jsonl | od -An -tx1", log.trim_end()), "0a");
    assert_eq!(edge("grep -c '^$' log.jsonl", &log), "0");
    assert_eq!(edge("grep -c '^$' log.jsonl", &format!("{log}\n")), "1");
    let altered = log.replacen("Ateliers", "Atelierz", 1);
    assert_ne!(altered, log);
    let (sound, said) = run(&altered);
    assert!(!sound, "an altered log is not: {said}");
}

#[test]
fn the_documented_commands_make_a_log_of_a_backup() {
    let folder = tempfile::tempdir().unwrap();
    let (dir, backup) = (folder.path().join("ledger"), folder.path().join("backup"));
    expect(0, &["reconstruct", &repository("docs/tour"), "--ledger", &arg(&dir)]);
    expect(0, &["backup", &arg(&backup), "--ledger", &arg(&dir)]);
    let script = commands("### The raw log of a backup, without greffe");
    let run = Command::new("sh").arg("-c").arg(&script).current_dir(&backup).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let made = fs::read_to_string(backup.join("log.jsonl")).unwrap();
    assert_eq!(made, expect(0, &["log", "--raw", "--ledger", &arg(&dir)]).out);
}
