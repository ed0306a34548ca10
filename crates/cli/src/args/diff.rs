//! Arguments of `diff`.

use clap::Args;
use std::path::PathBuf;

/// Arguments of `diff`: two sides, each by its clocks. What is given once counts for both sides, what
/// is given twice tells them apart.
#[derive(Debug, Args)]
pub struct Diff {
    /// The convention: its stream, or the end of one
    #[arg(value_name = "STREAM")]
    pub convention: String,
    /// In force on this date (EDTF); twice for the two sides
    #[arg(long = "at", value_name = "DATE")]
    pub dates: Vec<String>,
    /// As known at this instant (RFC 3339, UTC); twice for the two sides
    #[arg(long = "known-at", value_name = "INSTANT")]
    pub instants: Vec<String>,
    /// First side: as known just before this entry was recorded
    #[arg(long, value_name = "SEQ", conflicts_with = "instants")]
    pub before: Option<u64>,
    /// Second side: as known once this entry was recorded; all of it otherwise
    #[arg(long, value_name = "SEQ", conflicts_with = "instants")]
    pub after: Option<u64>,
    /// Second side: another ledger
    #[arg(long, value_name = "DIR")]
    pub with_ledger: Option<PathBuf>,
}
