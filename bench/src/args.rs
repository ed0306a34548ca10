//! What is asked of a run: how much, from which seed, where, and which rows.

use std::path::{Path, PathBuf};

use clap::Parser;

/// Measures the ledger against the disk and the hash, and prints one Markdown table.
#[derive(Debug, Clone, Parser)]
#[command(name = "table")]
pub struct Args {
    /// Entries of the ledger that is scanned; 10 million work unattended.
    #[arg(long, env = "GREFFE_BENCH_ENTRIES", default_value_t = 200_000)]
    pub entries: u64,
    /// Seed of the entries.
    #[arg(long, env = "GREFFE_SEED", default_value_t = 1)]
    pub seed: u64,
    /// Rounds of each row; each round measures the baseline and ours.
    #[arg(long, env = "GREFFE_BENCH_ROUNDS", default_value_t = 7)]
    pub rounds: usize,
    /// Entries of each round of the append rows; the row of single appends takes an eighth.
    #[arg(long, env = "GREFFE_BENCH_APPENDS", default_value_t = 4_096)]
    pub appends: usize,
    /// Keep the loaded ledger under the folder, and take one that an earlier run kept.
    #[arg(long, env = "GREFFE_BENCH_KEEP")]
    pub keep: bool,
    /// The folder for ledgers and files; a disk file system, not one in memory.
    #[arg(long, env = "GREFFE_BENCH_DIR")]
    pub dir: Option<PathBuf>,
    /// Only these groups of rows: append, scan, state, disk, memory.
    #[arg(long, value_delimiter = ',')]
    pub rows: Vec<String>,
    /// Set by `cargo bench`.
    #[arg(long, hide = true)]
    pub bench: bool,
    /// Runs one task and exits: how the memory of a task is told from that of the others.
    #[arg(long, hide = true)]
    pub child: Option<String>,
}

impl Args {
    /// Whether a group of rows is asked for.
    #[must_use]
    pub fn wants(&self, group: &str) -> bool {
        self.rows.is_empty() || self.rows.iter().any(|row| row == group)
    }

    /// The folder of this run; `default` unless another was asked for.
    #[must_use]
    pub fn folder(&self, default: &Path) -> PathBuf {
        self.dir.clone().unwrap_or_else(|| default.join("greffe-bench"))
    }
}
