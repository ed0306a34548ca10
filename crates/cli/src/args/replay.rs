//! The arguments of `replay`.

use super::Clocks;
use clap::Args;

/// Arguments of `replay`.
#[derive(Debug, Args)]
pub struct Replay {
    /// Step by step, in the terminal; ? lists the keys
    #[arg(long)]
    pub step: bool,
    /// First entry
    #[arg(long, value_name = "SEQ")]
    pub from: Option<u64>,
    /// Last entry
    #[arg(long, value_name = "SEQ")]
    pub to: Option<u64>,
    /// Only this stream, or streams below it
    #[arg(long, value_name = "STREAM")]
    pub stream: Option<String>,
    /// Only this kind of event
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    /// Only what this expression is true of (docs/expressions.md)
    #[arg(long = "where", value_name = "EXPR", allow_hyphen_values = true)]
    pub only: Option<String>,
    #[command(flatten)]
    pub clocks: Clocks,
}
