//! Arguments of `report`.

use super::{Clocks, Ruled};
use clap::Args;
use std::path::PathBuf;

/// Arguments of `report`.
#[derive(Debug, Args)]
pub struct Report {
    /// A convention, or the end of its stream
    #[arg(value_name = "STREAM", id = "report_on")]
    pub stream: String,
    /// Where to write the report; a file that is there is never overwritten
    #[arg(long, short, value_name = "FILE", id = "report_file")]
    pub output: PathBuf,
    /// Verify every byte of the ledger first, and add the outcome
    #[arg(long)]
    pub verify: bool,
    /// Verify against the head kept outside: a hash, or COUNT:HASH
    #[arg(long, value_name = "HEAD")]
    pub expect_head: Option<String>,
    #[command(flatten)]
    pub ruled: Ruled,
    #[command(flatten)]
    pub clocks: Clocks,
}
