//! What is asked of a run.

use std::path::PathBuf;

use clap::Parser;

/// Measures other stores beside the ledger and prints one Markdown table.
#[derive(Debug, Clone, Parser)]
pub struct Args {
    /// Entries that the replayed stores hold.
    #[arg(long, env = "PEERS_ENTRIES", default_value_t = 50_000)]
    pub entries: usize,
    /// Seed of the entries.
    #[arg(long, env = "GREFFE_SEED", default_value_t = 1)]
    pub seed: u64,
    /// Rounds of each workload.
    #[arg(long, env = "PEERS_ROUNDS", default_value_t = 5)]
    pub rounds: usize,
    /// Single appends a round.
    #[arg(long, default_value_t = 200)]
    pub singles: usize,
    /// Appends a round by 64 writers at once.
    #[arg(long, default_value_t = 4_096)]
    pub grouped: usize,
    /// Calls of 512 entries a round.
    #[arg(long, default_value_t = 8)]
    pub calls: usize,
    /// Only these stores.
    #[arg(long, value_delimiter = ',')]
    pub only: Vec<String>,
    /// The folder for the stores; a disk file system, not one in memory.
    #[arg(long, env = "PEERS_DIR", default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/target/data"))]
    pub dir: PathBuf,
    /// How PostgreSQL is reached; `postgres.sh start` prints it. Without it, its stores are skipped.
    #[arg(long, env = "PEERS_POSTGRES")]
    pub postgres: Option<String>,
    /// Commits of `--child single`.
    #[arg(long, default_value_t = 0)]
    pub commits: usize,
    /// Runs one task of the one store named and exits: `replay`, or `single` for strace.sh.
    #[arg(long)]
    pub child: Option<String>,
}
