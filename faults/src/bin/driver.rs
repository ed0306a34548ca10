//! `greffe-driver DIR --witness FILE MODE`: works on a ledger and tells what was acknowledged.
//!
//! Exit codes: 0 done, 3 the store gave a typed error (on standard error), 4 the driver could not
//! do its part, 5 the store broke a promise. Anything else (a panic, a signal) is a fault.
#![forbid(unsafe_code)]
#![allow(clippy::print_stderr, reason = "errors are what the campaign reads here")]

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};
use greffe_faults::asked;
use greffe_faults::driver::{Driver, Ended, Mode, TYPED, UNABLE, WRONG};
use greffe_faults::plan::Run;
use greffe_faults::witness::Witness;

#[derive(Parser)]
#[command(about = "Works on a ledger and tells a witness what was acknowledged")]
struct Arguments {
    /// The ledger's directory.
    dir: PathBuf,
    /// The file that is told, outside the ledger.
    #[arg(long)]
    witness: PathBuf,
    /// What the calls are drawn from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Concurrent writers.
    #[arg(long, default_value_t = 1)]
    writers: u32,
    /// The most entries of a call.
    #[arg(long, default_value_t = 6)]
    size: usize,
    /// A seeded bug.
    #[arg(long)]
    plant: Option<String>,
    #[command(subcommand)]
    mode: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Creates the ledger.
    Create,
    /// Opens and closes it.
    Open,
    /// Appends.
    Append {
        /// First call of each writer.
        #[arg(long, default_value_t = 0)]
        from: u64,
        /// Calls of each writer.
        #[arg(long, default_value_t = 1)]
        calls: u64,
    },
    /// Stores a document.
    Document {
        /// Its number.
        #[arg(long, default_value_t = 0)]
        number: u64,
    },
    /// Stores a snapshot of a projection.
    Snapshot,
    /// Makes a backup.
    Backup {
        /// Where to.
        into: PathBuf,
    },
    /// All of it, opening and closing.
    Mixed {
        /// Calls of each writer.
        #[arg(long, default_value_t = 1_000_000)]
        calls: u64,
        /// Where backups go.
        #[arg(long)]
        backup: PathBuf,
    },
}

fn main() -> ExitCode {
    let (code, what) = match drive(Arguments::parse()) {
        Ok(()) => return ExitCode::SUCCESS,
        Err(Ended::Typed(what)) => (TYPED, what),
        Err(Ended::Unable(what)) => (UNABLE, what),
        Err(Ended::Wrong(what)) => (WRONG, what),
    };
    eprintln!("{what}");
    ExitCode::from(code)
}

fn drive(arguments: Arguments) -> Result<(), Ended> {
    let Arguments { dir, witness, seed, writers, size, plant, mode } = arguments;
    let mode = match mode {
        Verb::Create => Mode::Create,
        Verb::Open => Mode::Open,
        Verb::Append { from, calls } => Mode::Append { from, calls },
        Verb::Document { number } => Mode::Document(number),
        Verb::Snapshot => Mode::Snapshot,
        Verb::Backup { into } => Mode::Backup(into),
        Verb::Mixed { calls, backup } => Mode::Mixed { calls, backup },
    };
    let driver = Driver {
        dir,
        run: Run { seed, writers, size },
        options: asked::options(plant.as_deref()).map_err(Ended::Unable)?,
        witness: Arc::new(Witness::open(&witness)?),
    };
    driver.drive(&mode)
}
