//! Arguments of `blame`.

use super::Clocks;
use clap::Args;

/// Arguments of `blame`.
#[derive(Debug, Args)]
pub struct Blame {
    /// The convention: its stream, or the end of one
    #[arg(value_name = "STREAM")]
    pub convention: String,
    /// A field, the beginning or the end of its path; all otherwise
    #[arg(value_name = "FIELD")]
    pub field: Option<String>,
    /// Every value the field had, and what was believed when
    #[arg(long)]
    pub history: bool,
    #[command(flatten)]
    pub clocks: Clocks,
}
