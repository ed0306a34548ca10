//! Killing the process in the middle of its work, again and again, on one ledger.
//!
//! The child prints a line when an append is acknowledged; the parent kills it after a number of
//! lines. A kill shows what the files hold between two writes; it does not show what a
//! power cut would lose, since the kernel still writes its cache.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use super::*;
use crate::{StoreError, VerifyOptions};

const DIR: &str = "GREFFE_CRASH_TEST_DIR";

/// The child's work, when the parent has named a directory; else nothing.
#[test]
fn child() {
    let Ok(dir) = std::env::var(DIR) else {
        return;
    };
    let store = Store::open(dir.as_ref(), &options()).unwrap();
    let mut out = std::io::stderr();
    let mut next = store.head().count;
    loop {
        let count = 1 + next % 70;
        for recorded in append(&store, entries(next, count)).entries {
            writeln!(out, "ack {} {}", recorded.seq, recorded.hash).unwrap();
        }
        if next.is_multiple_of(5) {
            store.put_document(&next.to_be_bytes().repeat(40_000)).unwrap();
        }
        next += count;
    }
}

#[test]
fn what_was_acknowledged_outlives_a_kill() {
    let (_temp, dir) = ledger(1, 1);
    let mut acknowledged = BTreeMap::new();
    for round in 0..10 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "tests::crash::child", "--nocapture"])
            .env(DIR, &dir)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let due = 1 + round * 97 % 640;
        let mut seen = 0;
        while seen < due {
            let line = lines.next().expect("the child works until it is killed").unwrap();
            if take(&line, &mut acknowledged) {
                seen += 1;
            }
        }
        match Store::open(&dir, &options()) {
            Err(StoreError::Locked { holder, .. }) => assert_eq!(holder.pid, Some(child.id())),
            other => panic!("two processes at once: {other:?}"),
        }
        child.kill().unwrap();
        child.wait().unwrap();
        // What it still managed to say was acknowledged, too; its last line may be cut.
        for line in lines.map_while(Result::ok) {
            take(&line, &mut acknowledged);
        }
        let store = Store::open(&dir, &options()).unwrap();
        let report = store.verify(&VerifyOptions::default()).unwrap();
        assert!(report.is_sound(), "round {round}: {report:?}");
        for (seq, hash) in &acknowledged {
            let entry = store.entry(*seq).unwrap().expect("an acknowledged entry is there");
            assert_eq!(greffe_chain::Hash::of(&entry).to_string(), *hash, "round {round}");
        }
        store.close().unwrap();
    }
    assert!(acknowledged.len() > 500);
}

fn take(line: &str, acknowledged: &mut BTreeMap<u64, String>) -> bool {
    let mut words = line.split(' ').skip_while(|word| *word != "ack").skip(1);
    let (Some(seq), Some(hash)) = (words.next(), words.next()) else {
        return false;
    };
    if hash.len() != 64 {
        return false;
    }
    acknowledged.insert(seq.parse().unwrap(), hash.to_owned());
    true
}
