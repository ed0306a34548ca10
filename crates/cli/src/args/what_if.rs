//! Arguments of `what-if`.

use super::{Clocks, Ruled};
use clap::Args;
use std::path::PathBuf;

/// Arguments of `what-if`.
#[derive(Debug, Args)]
pub struct WhatIf {
    /// The convention: its stream, or the end of one
    #[arg(value_name = "STREAM")]
    pub convention: String,
    /// Without entries (16 or 16,17), an avenant (avenant-1) or an act (its reference); may be repeated
    #[arg(long, value_name = "WHAT")]
    pub without: Vec<String>,
    /// With the chosen events of a draft; may be repeated
    #[arg(long = "with", value_name = "DRAFT")]
    pub drafts: Vec<PathBuf>,
    /// With another value (budget_cents.initial=500000€); may be repeated
    #[arg(long = "set", value_name = "FIELD=VALUE")]
    pub settings: Vec<String>,
    #[command(flatten)]
    pub ruled: Ruled,
    #[command(flatten)]
    pub clocks: Clocks,
}
