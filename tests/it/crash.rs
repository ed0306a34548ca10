//! `kill -9` during appends: what was acknowledged is there, nothing is half there.

use crate::program::{arg, expect, programs};
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

/// How often the appender is killed.
const ROUNDS: u32 = 100;
/// How many entries a call of the appender appends.
const CALL: u64 = 3;

#[test]
fn a_hundred_kills_lose_nothing_acknowledged() {
    let _ = programs();
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("crash.ledger");
    let mut acknowledged: Vec<(u64, String)> = Vec::new();
    for round in 0..ROUNDS {
        // The number of acknowledgements to wait for differs from round to round, so that the kill
        // falls on every phase: opening, first commit, sealing of a page.
        let wait = usize::try_from((round * 37) % 211).unwrap() + usize::from(round == 0);
        acknowledged.extend(append_and_kill(&dir, wait));
        // Every round opens the ledger again; every tenth verifies it as a whole.
        if round % 10 == 9 || round + 1 == ROUNDS {
            check(&dir, &acknowledged);
        }
    }
    assert!(acknowledged.len() > 1_000, "the campaign appended: {}", acknowledged.len());
}

fn append_and_kill(dir: &std::path::Path, wait: usize) -> Vec<(u64, String)> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_greffe-appender"))
        .arg(dir)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut said: Vec<String> = lines.by_ref().take(wait).map(Result::unwrap).collect();
    child.kill().unwrap();
    // What was said before the kill took effect was acknowledged too.
    said.extend(lines.map_while(Result::ok));
    let status = child.wait().unwrap();
    let mut errors = String::new();
    child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    assert!(status.code().is_none(), "the appender stopped by itself: {errors}");
    let parse = |line: &String| {
        let (seq, hash) = line.split_once(' ').unwrap();
        (seq.parse().unwrap(), hash.to_owned())
    };
    said.iter().map(parse).collect()
}

fn check(dir: &std::path::Path, acknowledged: &[(u64, String)]) {
    expect(0, &["verify", &arg(dir)]);
    let log = expect(0, &["log", "--raw", "--ledger", &arg(dir)]).out;
    let lines: Vec<&str> = log.lines().collect();
    for (seq, hash) in acknowledged {
        let line = lines.get(usize::try_from(*seq).unwrap());
        let line = line.unwrap_or_else(|| panic!("acknowledged entry {seq} is lost"));
        assert_eq!(blake3::hash(line.as_bytes()).to_hex().as_str(), hash, "entry {seq}");
    }
    // Entry 0 opens the ledger; after it only whole calls stand.
    let after_opening = u64::try_from(lines.len()).unwrap() - 1;
    assert_eq!(after_opening % CALL, 0, "a call stands half written");
}
