//! The operations whose calls are broken one by one, and the ledgers they start from.

use std::path::{Path, PathBuf};

use crate::campaign::Place;
use crate::campaign::process::{Outcome, Process, driver};
use crate::disk::plain::copy;
use crate::plan::Run;

/// The run that the ledgers to start from, and the operations on them, belong to.
pub const RUN: Run = Run { seed: 77, writers: 1, size: 6 };
/// Entries of a page.
const PAGE: usize = 256;

/// One operation of the driver, from opening to closing.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its name.
    pub name: &'static str,
    /// Calls already in the ledger it starts from; None where there is no ledger yet.
    pub before: Option<u64>,
    /// The driver's mode, with `BACKUP` for the backup's directory.
    pub mode: Vec<String>,
}

/// The directories of one run of an operation.
#[derive(Clone, Debug)]
pub struct Work {
    /// Holds the ledger and the backup, and nothing else.
    pub base: PathBuf,
    /// The ledger.
    pub ledger: PathBuf,
    /// The witness, outside the base.
    pub witness: PathBuf,
}

/// How many calls leave a ledger just short of a full page, so that the next ones fill it.
fn just_short_of_a_page() -> u64 {
    let mut entries = 1;
    for number in 0.. {
        let more = RUN.call(0, number).entries.len();
        if entries + more >= PAGE {
            return number;
        }
        entries += more;
    }
    0
}

/// Every operation.
#[must_use]
pub fn all() -> Vec<Operation> {
    let one = |name, before, mode: &[&str]| Operation {
        name,
        before,
        mode: mode.iter().map(|&word| word.to_owned()).collect(),
    };
    let short = just_short_of_a_page();
    let from = short.to_string();
    vec![
        one("create", None, &["create"]),
        one("open", Some(12), &["open"]),
        one("append", Some(12), &["append", "--from", "12", "--calls", "1"]),
        one("seal", Some(short), &["append", "--from", &from, "--calls", "2"]),
        one("document", Some(12), &["document", "--number", "7"]),
        one("snapshot", Some(12), &["snapshot"]),
        one("backup", Some(short), &["backup", "BACKUP"]),
    ]
}

impl Operation {
    /// The driver's mode, on these directories.
    #[must_use]
    pub fn arguments(&self, base: &Path) -> Vec<String> {
        let backup = base.join("backup").display().to_string();
        self.mode.iter().map(|word| word.replace("BACKUP", &backup)).collect()
    }

    /// Makes the ledger it starts from, once.
    ///
    /// # Errors
    /// What the driver said.
    pub fn prepare(&self, place: &Place) -> Result<Work, String> {
        let failed = |error: std::io::Error| error.to_string();
        let base = place.fresh(&format!("template-{}", self.name)).map_err(failed)?;
        let work = Work {
            ledger: base.join("base/ledger"),
            witness: base.join("witness"),
            base: base.join("base"),
        };
        std::fs::create_dir_all(&work.base).map_err(failed)?;
        let Some(before) = self.before else {
            return Ok(work);
        };
        let calls = before.to_string();
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        let mut modes =
            vec![words(&["create"]), words(&["append", "--calls", &calls]), words(&["document"])];
        // A backup goes on from one that ends within a page, which it fills.
        if self.mode.first().is_some_and(|mode| mode == "backup") {
            modes.push(self.arguments(&work.base));
            modes.push(words(&["append", "--from", &calls, "--calls", "3"]));
            modes.push(words(&["document", "--number", "7"]));
        }
        for mode in modes {
            let mut command = driver(&work.ledger, &work.witness, &RUN, None);
            command.args(&mode);
            let process = Process::start(command, Process::channel()).map_err(failed)?;
            let (outcome, errors) = process.finish();
            if outcome != Outcome::Done {
                return Err(format!("{mode:?}: {outcome:?}: {errors}"));
            }
        }
        Ok(work)
    }
}

impl Work {
    /// A fresh copy of these directories.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn again(&self, place: &Place) -> std::io::Result<Work> {
        let root = place.fresh("run")?;
        let base = root.join("base");
        copy(&self.base, &base)?;
        let witness = root.join("witness");
        if self.witness.exists() {
            std::fs::copy(&self.witness, &witness)?;
        }
        Ok(Work { ledger: base.join("ledger"), witness, base })
    }
}
