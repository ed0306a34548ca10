//! A system that has too little to give, for a while: what fails for it is tried again.

use std::fs::File;
use std::process::Command;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::*;
use crate::AppendError;

const DIR: &str = "GREFFE_SHORTAGE_TEST_DIR";

/// The child's work, when the parent has named a directory; else nothing: what a process may open is the
/// same for all of its threads, hence for all tests of one.
#[test]
fn child() {
    let Ok(dir) = std::env::var(DIR) else {
        return;
    };
    let limit = Rlimit { current: Some(64), ..getrlimit(Resource::Nofile) };
    setrlimit(Resource::Nofile, limit).unwrap();
    let store = Store::open(dir.as_ref(), &options()).unwrap();
    let taken: Vec<File> = std::iter::from_fn(|| File::open("/dev/null").ok()).collect();
    let short = store.stream_version("beneficiary/pont").unwrap_err();
    assert!(short.is_shortage(), "{short}");
    let refused = wait(store.append(entries(600, 1), vec![])).unwrap_err();
    assert!(matches!(&refused, AppendError::Store(error) if error.is_shortage()), "{refused}");
    drop(taken);
    assert_eq!(store.stream_version("beneficiary/pont").unwrap(), 200);
    append(&store, entries(600, 1));
    store.close().unwrap();
}

#[test]
fn an_index_that_could_not_be_opened_for_a_shortage_is_opened_once_it_has_passed() {
    let (_temp, dir) = ledger(600, 200);
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "tests::shortage::child", "--nocapture"])
        .env(DIR, &dir)
        .output()
        .unwrap();
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stderr));
    let store = Store::open(&dir, &options()).unwrap();
    assert_eq!(store.head().count, 601);
    assert!(store.verify(&crate::VerifyOptions::default()).unwrap().is_sound());
}
