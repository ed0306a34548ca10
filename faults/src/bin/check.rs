//! `greffe-check DIR --witness FILE`: what must hold of a ledger after a fault. One line says what
//! was found; exit code 0 when all of it holds, 1 when not.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "the verdict is what this program is for")]

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use greffe_faults::asked;
use greffe_faults::check::{Depth, Held, check};

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
    /// It is a copy that was taken while the ledger was open.
    #[arg(long)]
    copy: bool,
    /// A seeded bug of the store that is opened.
    #[arg(long)]
    plant: Option<String>,
    /// Tell the witness what the check appends.
    #[arg(long)]
    record: bool,
}

fn main() -> ExitCode {
    let Arguments { dir, witness, quick, copy, plant, record } = Arguments::parse();
    let depth = match (copy, quick) {
        (true, _) => Depth::Copy,
        (false, true) => Depth::Quick,
        (false, false) => Depth::Full,
    };
    let held = asked::options(plant.as_deref())
        .and_then(|options| check(&dir, &witness, &options, depth, record));
    match held {
        Ok(Held { refused: Some(why), .. }) => {
            println!("refused: {why}");
            ExitCode::SUCCESS
        }
        Ok(Held { unsound: Some(why), .. }) => {
            println!("unsound, and says so: {why}");
            ExitCode::SUCCESS
        }
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
