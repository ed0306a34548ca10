//! Arguments of `case`.

use super::Clocks;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Arguments of `case`.
#[derive(Debug, Args)]
pub struct Case {
    /// What to do with it.
    #[command(subcommand)]
    pub verb: CaseVerb,
}

/// What is done with a case.
#[derive(Debug, Subcommand)]
pub enum CaseVerb {
    /// Put the entries, documents, states and findings that bear on streams in one place
    #[command(visible_alias = "exporter")]
    Export {
        /// Streams, or the ends of their names
        #[arg(required = true, value_name = "STREAM")]
        streams: Vec<String>,
        /// A folder that is absent or empty, or an archive (.tar)
        #[arg(long, short, value_name = "PATH")]
        output: PathBuf,
        #[command(flatten)]
        clocks: Clocks,
    },
    /// Check every byte of a case and put it where --ledger says, to be read like a ledger
    #[command(visible_alias = "importer")]
    Import {
        /// The folder or archive
        #[arg(value_name = "PATH")]
        path: PathBuf,
        /// The seal noted elsewhere
        #[arg(long, value_name = "HASH")]
        expect_seal: Option<String>,
    },
}
