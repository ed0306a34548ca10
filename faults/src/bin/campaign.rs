//! `greffe-campaign NAME`: breaks a store and looks at what is left. Exit code 1 when anything
//! that must hold does not.
#![forbid(unsafe_code)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the report is what this program is for"
)]

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use greffe_faults::campaign::{Place, Report, exact, power, syscalls};

#[derive(Parser)]
#[command(about = "Breaks a store and looks at what is left")]
struct Arguments {
    /// Where the campaign works: a real disk, not a file system in memory.
    #[arg(long, default_value = "target/faults", global = true)]
    place: PathBuf,
    /// A seeded bug of the store, which the campaign should find.
    #[arg(long, global = true)]
    plant: Option<String>,
    #[command(subcommand)]
    campaign: Campaign,
}

#[derive(Subcommand)]
enum Campaign {
    /// Breaks each file system call of one operation, with strace.
    Syscalls {
        /// Only this operation.
        #[arg(long)]
        only: Option<String>,
        /// One of so many runs.
        #[arg(long, default_value_t = 1)]
        sample: u64,
    },
    /// Breaks each call that reaches the disk, also after carrying it out (needs FUSE).
    Exact {
        /// Only this operation.
        #[arg(long)]
        only: Option<String>,
        /// One of so many runs.
        #[arg(long, default_value_t = 1)]
        sample: u64,
        /// What the images are drawn from.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Cuts the power and looks at what may be left (needs FUSE).
    Power {
        /// Power cuts.
        #[arg(long, default_value_t = 20)]
        rounds: u64,
        /// Images drawn from each.
        #[arg(long, default_value_t = 6)]
        images: usize,
        /// What everything is drawn from.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Only this round, with those of the same ledger before it.
        #[arg(long)]
        round: Option<u64>,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(reports) => {
            let mut held = true;
            for report in reports {
                held &= report.print();
            }
            if held { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("the campaign cannot run: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> Result<Vec<Report>, String> {
    let plant = arguments.plant.as_deref();
    let place = |name| Place::new(&arguments.place, name).map_err(|error| error.to_string());
    match &arguments.campaign {
        Campaign::Syscalls { only, sample } => {
            Ok(vec![syscalls::run(&mut place("syscalls")?, plant, only.as_deref(), *sample)?])
        }
        Campaign::Exact { only, sample, seed } => {
            let extent = (*sample, *seed);
            Ok(vec![exact::run(&mut place("exact")?, plant, only.as_deref(), extent)?])
        }
        Campaign::Power { rounds, images, seed, round } => {
            let extent =
                power::Extent { rounds: *rounds, images: *images, seed: *seed, only: *round };
            Ok(vec![power::run(&mut place("power")?, plant, extent)?])
        }
    }
}
