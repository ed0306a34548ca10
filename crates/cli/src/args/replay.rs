//! The arguments of `replay`.

use super::Selecting;
use clap::Args;

/// Arguments of `replay`.
#[derive(Debug, Args)]
pub struct Replay {
    /// Step by step, in the terminal; ? lists the keys
    #[arg(long)]
    pub step: bool,
    #[command(flatten)]
    pub selecting: Selecting,
}
