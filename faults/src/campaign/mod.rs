//! The campaigns, and how they report.
//!
//! Each campaign takes its size and its seed, works in a directory of its own, and fills a
//! [`Report`]: a table, the violations with what makes them again, and one last line with counts.
//! What was violated is kept under `kept/` beside the work directory: the ledger as the fault left
//! it, and its witness.

pub mod damage;
pub mod every_byte;
pub mod exact;
pub mod kill;
pub mod medium;
pub mod operations;
pub mod power;
pub mod process;
pub mod reopen;
pub mod surroundings;
pub mod syscalls;
pub mod teeth;
pub mod trace;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::disk::plain::copy;

/// What a mounted disk answers when nobody serves it.
const ENOTCONN: i32 = 107;

/// Name of the one seeded bug that is not the store's: a disk that does not sync.
pub const LYING_DISK: &str = "lying-disk";

/// What a campaign has found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Name of the campaign.
    pub name: String,
    /// Runs, checks and whatever else is counted.
    pub counts: BTreeMap<&'static str, u64>,
    /// What did not hold, and how to have it again.
    pub violations: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Report {
    /// An empty report with the heads of its columns.
    #[must_use]
    pub fn new(name: &str, columns: &[&str]) -> Report {
        let rows = vec![columns.iter().map(|&column| column.to_owned()).collect()];
        Report { name: name.into(), rows, ..Report::default() }
    }

    /// Counts one more.
    pub fn count(&mut self, what: &'static str) {
        self.add(what, 1);
    }

    /// Counts some more.
    pub fn add(&mut self, what: &'static str, more: u64) {
        *self.counts.entry(what).or_default() += more;
    }

    /// Notes what does not hold, at once and for the end.
    pub fn violated(&mut self, what: String) {
        println!("VIOLATED {what}");
        self.violations.push(what);
    }

    /// A line of the table.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Prints the table and the last line; whether everything held.
    #[must_use]
    pub fn print(&self) -> bool {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            self.rows
                .iter()
                .filter_map(|row| row.get(column))
                .map(|cell| cell.chars().count())
                .max()
        };
        let widths: Vec<usize> = (0..columns).filter_map(width).collect();
        for row in &self.rows {
            let cells = row.iter().zip(&widths).map(|(cell, &width)| format!("{cell:<width$}"));
            println!("{}", cells.collect::<Vec<_>>().join("  ").trim_end());
        }
        let counts: Vec<String> =
            self.counts.iter().map(|(what, count)| format!("{count} {what}")).collect();
        let violations = self.violations.len();
        println!("{}: {}, {violations} violations", self.name, counts.join(", "));
        violations == 0
    }
}

/// Where a campaign works.
#[derive(Debug)]
pub struct Place {
    root: PathBuf,
    next: u64,
    plant: Option<String>,
    lying_disk: bool,
}

impl Place {
    /// Makes the directory anew.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn new(root: &Path, campaign: &str) -> std::io::Result<Place> {
        let work = root.join(campaign);
        // A campaign that was killed leaves its disk mounted, and nobody serves it any more.
        let mount = work.join("mount");
        if std::fs::read_dir(&mount).is_err_and(|error| error.raw_os_error() == Some(ENOTCONN)) {
            std::process::Command::new("umount").arg("-l").arg(&mount).status()?;
        }
        if work.exists() {
            std::fs::remove_dir_all(&work)?;
        }
        std::fs::create_dir_all(&work)?;
        Ok(Place { root: work.canonicalize()?, next: 0, plant: None, lying_disk: false })
    }

    /// From now on drivers and checks open a store with this seeded bug, or ([`LYING_DISK`]) a
    /// sound store works on a disk that does not sync.
    pub fn set_plant(&mut self, plant: Option<&str>) {
        self.lying_disk = plant == Some(LYING_DISK);
        self.plant = plant.filter(|_| !self.lying_disk).map(str::to_owned);
    }

    /// Whether the simulated disk says that it has synced and has not.
    #[must_use]
    pub const fn lying_disk(&self) -> bool {
        self.lying_disk
    }

    /// The seeded bug that drivers and checks open the store with.
    #[must_use]
    pub fn plant(&self) -> Option<&str> {
        self.plant.as_deref()
    }

    /// A path in it.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// An empty directory of that name; what was there is removed.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn fresh(&self, name: &str) -> std::io::Result<PathBuf> {
        let path = self.path(name);
        if path.exists() {
            std::fs::remove_dir_all(&path)?;
        }
        std::fs::create_dir_all(&path)?;
        Ok(path)
    }

    /// Keeps a ledger and its witness for whoever looks into a violation; where.
    pub fn keep(&mut self, ledger: &Path, witness: &Path) -> String {
        self.next += 1;
        let kept = self.root.join("kept").join(self.next.to_string());
        let _ = copy(ledger, &kept.join("ledger"));
        let _ = std::fs::copy(witness, kept.join("witness"));
        kept.display().to_string()
    }
}
