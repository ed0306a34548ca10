//! `greffe-check DIR --witness FILE`: what must hold of a ledger after a fault. One line says what
//! was found; exit code 0 when all of it holds, 1 when not.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "the verdict is what this program is for")]

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use greffe_faults::check::{Demands, check};

#[derive(Parser)]
#[command(about = "Opens a ledger after a fault and holds it against what was acknowledged")]
struct Arguments {
    /// The ledger's directory.
    dir: PathBuf,
    /// What was acknowledged.
    #[arg(long)]
    witness: PathBuf,
    /// Look at the recent past only.
    #[arg(long)]
    quick: bool,
    /// Append nothing.
    #[arg(long)]
    read_only: bool,
    /// Tell the witness what the check appends.
    #[arg(long)]
    record: bool,
}

fn main() -> ExitCode {
    let Arguments { dir, witness, quick, read_only, record } = Arguments::parse();
    match check(&dir, &witness, Demands { quick, read_only, record }) {
        Ok(held) => {
            println!(
                "sound: {} entries, {} acknowledgements, {} recorded unacknowledged, {} restored",
                held.entries, held.acks, held.found_recorded, held.restored
            );
            ExitCode::SUCCESS
        }
        Err(what) => {
            println!("VIOLATED: {what}");
            ExitCode::FAILURE
        }
    }
}
