//! Arguments of `explain`.

use super::Clocks;
use clap::Args;

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// The convention: its stream, or the end of one
    #[arg(value_name = "STREAM")]
    pub convention: String,
    /// The field to explain: its path, or what begins or ends it, or what it is called; the balance otherwise
    #[arg(value_name = "FIELD", default_value = "balance", hide_default_value = true)]
    pub explained: String,
    #[command(flatten)]
    pub clocks: Clocks,
}
