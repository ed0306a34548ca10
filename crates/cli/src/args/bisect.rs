//! The arguments of `bisect`.

use super::Clocks;
use clap::{Args, ValueEnum};

/// Arguments of `bisect`.
#[derive(Debug, Args)]
pub struct Bisect {
    /// A convention, or the end of its stream; all of them otherwise
    #[arg(value_name = "STREAM")]
    pub one_or_all: Option<String>,
    /// What should become true of the state, as in 'budget < euros(500000)' (docs/expressions.md)
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    pub when: String,
    /// recorded: as the ledger learned it (the default); effective: by date of effect
    #[arg(
        long, value_enum, default_value_t = BisectOrder::Recorded, hide_default_value = true,
        hide_possible_values = true, value_name = "ORDER"
    )]
    pub order: BisectOrder,
    /// Search by halves: fewer states, right only if what is true stays true
    #[arg(long)]
    pub monotone: bool,
    #[command(flatten)]
    pub clocks: Clocks,
}

/// The order in which a history is gone through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BisectOrder {
    // As the ledger learned it.
    Recorded,
    // By date of effect.
    Effective,
}
