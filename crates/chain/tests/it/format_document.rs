//! The commands that `docs/format.md` gives for checking by hand are run, not only read.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::ledger::{head, ledger};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The `sh` block of the format document that checks a log: the first. What turns a backup into a log
/// is run where there are backups.
fn script() -> String {
    let text = std::fs::read_to_string(root().join("docs/format.md")).unwrap();
    let mut blocks = text.split("```sh\n").skip(1);
    blocks.next().unwrap().split("```").next().unwrap().to_owned()
}

/// Runs the block beside a `log.jsonl`, with `b3sum` from the path or the example of this package.
fn run(log: &[u8]) -> Output {
    let dir = tempfile::tempdir().unwrap();
    std::fs::File::create(dir.path().join("log.jsonl")).unwrap().write_all(log).unwrap();
    let examples = std::env::current_exe().unwrap().parent().unwrap().join("../examples");
    let stand_in = examples.join("b3sum_stand_in");
    let bin = dir.path().join("bin");
    std::fs::create_dir(&bin).unwrap();
    std::os::unix::fs::symlink(stand_in.canonicalize().unwrap(), bin.join("b3sum")).unwrap();
    // The real b3sum comes first, so that the hash has a second opinion where there is one.
    let path = format!("{}:{}", std::env::var("PATH").unwrap(), bin.display());
    Command::new("sh").arg("-c").arg(script()).current_dir(&dir).env("PATH", path).output().unwrap()
}

fn lines(entries: &[Vec<u8>]) -> Vec<u8> {
    entries.iter().flat_map(|entry| entry.iter().copied().chain([b'\n'])).collect()
}

#[test]
fn a_sound_log_passes_by_hand() {
    let entries = ledger(5);
    let output = run(&lines(&entries));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{said} {}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(said.trim(), format!("5 entries, head {}", head(&entries).hash));
}

#[test]
fn an_altered_log_fails_by_hand() {
    let mut entries = ledger(5);
    let text = String::from_utf8(entries[2].clone()).unwrap();
    entries[2] = text.replace("\"amount_cents\":200", "\"amount_cents\":900").into_bytes();
    let output = run(&lines(&entries));
    assert!(!output.status.success());
    assert!(String::from_utf8(output.stdout).unwrap().contains("entry 3"));
}
