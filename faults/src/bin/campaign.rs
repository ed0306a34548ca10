//! `greffe-campaign NAME`: breaks a store and looks at what is left. Exit code 1 when anything
//! that must hold does not, 2 when the campaign cannot run.
#![forbid(unsafe_code)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the report is what this program is for"
)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use greffe_faults::campaign::{
    Place, Report, damage, every_byte, exact, kill, power, reopen, surroundings, syscalls, teeth,
};

#[derive(Parser)]
#[command(about = "Breaks a store and looks at what is left")]
struct Arguments {
    /// Where the campaign works: a real disk, not a file system in memory.
    #[arg(long, default_value = "target/faults", global = true)]
    place: PathBuf,
    /// A seeded bug of the store, which the campaign should find.
    #[arg(long, global = true)]
    plant: Option<String>,
    /// What everything is drawn from.
    #[arg(long, default_value_t = 1, global = true)]
    seed: u64,
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
    /// Breaks each call that reaches the disk, also after carrying it out (FUSE).
    Exact {
        /// Only this operation.
        #[arg(long)]
        only: Option<String>,
        /// One of so many runs.
        #[arg(long, default_value_t = 1)]
        sample: u64,
    },
    /// Kills the driver at random points.
    Kill {
        /// How often.
        #[arg(long, default_value_t = 100)]
        cycles: u64,
    },
    /// Cuts the power and looks at what may be left (FUSE).
    Power {
        /// Power cuts.
        #[arg(long, default_value_t = 20)]
        rounds: u64,
        /// Images drawn from each.
        #[arg(long, default_value_t = 6)]
        images: usize,
        /// Only this round, with those of the same ledger before it.
        #[arg(long)]
        round: Option<u64>,
        /// Sync a new ledger as a whole, to look past what its creation leaves unsynced.
        #[arg(long)]
        settle: bool,
    },
    /// Kills one opening after the other on one disk, then cuts the power (FUSE).
    Reopen {
        /// Power cuts.
        #[arg(long, default_value_t = 20)]
        rounds: u64,
        /// Images drawn from each.
        #[arg(long, default_value_t = 6)]
        images: usize,
    },
    /// A full disk, a read-only one, copies of an open ledger, a second process (FUSE).
    Faults {
        /// Copies of an open ledger.
        #[arg(long, default_value_t = 20)]
        copies: u64,
    },
    /// Flips bytes in every file of a closed ledger, cuts files short, removes them.
    Damage {
        /// One of so many bytes.
        #[arg(long, default_value_t = 97)]
        every: usize,
    },
    /// Flips a bit of every byte of every file of a small ledger.
    EveryByte {
        /// How many work at once.
        #[arg(long, default_value_t = 2)]
        threads: usize,
    },
    /// Whether each seeded bug is caught by the suite that claims to.
    Teeth,
    /// A sample of everything, for every change.
    Short,
    /// Everything, at full length.
    Long,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(reports) => {
            let mut held = true;
            for report in reports {
                println!();
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
    let Arguments { place: root, seed, .. } = arguments;
    let place = |name: &str| -> Result<Place, String> {
        let mut place = Place::new(root, name).map_err(|error| error.to_string())?;
        place.set_plant(arguments.plant.as_deref());
        Ok(place)
    };
    Ok(vec![match &arguments.campaign {
        Campaign::Syscalls { only, sample } => {
            syscalls::run(&mut place("syscalls")?, only.as_deref(), *sample)?
        }
        Campaign::Exact { only, sample } => {
            exact::run(&mut place("exact")?, only.as_deref(), (*sample, *seed))?
        }
        Campaign::Kill { cycles } => kill::run(&mut place("kill")?, *cycles, *seed)?,
        Campaign::Power { rounds, images, round, settle } => {
            let (rounds, images, only, settle) = (*rounds, *images, *round, *settle);
            let extent = power::Extent { rounds, images, seed: *seed, only, settle };
            power::run(&mut place("power")?, extent)?
        }
        Campaign::Reopen { rounds, images } => {
            reopen::run(&mut place("reopen")?, (*rounds, *images), *seed)?
        }
        Campaign::Faults { copies } => surroundings::run(&mut place("faults")?, *copies, *seed)?,
        Campaign::Damage { every } => damage::run(&mut place("damage")?, *every)?,
        Campaign::EveryByte { threads } => every_byte::run(&place("every-byte")?, *threads)?,
        Campaign::Teeth => teeth::run(root, *seed)?,
        Campaign::Short => return several(root, *seed, &SHORT),
        Campaign::Long => return several(root, *seed, &LONG),
    }])
}

/// How much of each campaign.
struct Length {
    sample: u64,
    cycles: u64,
    rounds: u64,
    images: usize,
    copies: u64,
    every: usize,
    /// Whether every byte is flipped and every seeded bug planted.
    whole: bool,
}

const SHORT: Length =
    Length { sample: 12, cycles: 30, rounds: 24, images: 4, copies: 8, every: 997, whole: false };
const LONG: Length = Length {
    sample: 1,
    cycles: 2_000,
    rounds: 1_000,
    images: 8,
    copies: 200,
    every: 97,
    whole: true,
};

fn several(root: &Path, seed: u64, length: &Length) -> Result<Vec<Report>, String> {
    let place = |name: &str| Place::new(root, name).map_err(|error| error.to_string());
    let (rounds, images) = (length.rounds, length.images);
    let extent = power::Extent { rounds, images, seed, only: None, settle: false };
    let mut reports = vec![
        syscalls::run(&mut place("syscalls")?, None, length.sample)?,
        exact::run(&mut place("exact")?, None, (length.sample * 2 - 1, seed))?,
        kill::run(&mut place("kill")?, length.cycles, seed)?,
        power::run(&mut place("power")?, extent)?,
        reopen::run(&mut place("reopen")?, (rounds / 2, images), seed)?,
        surroundings::run(&mut place("faults")?, length.copies, seed)?,
        damage::run(&mut place("damage")?, length.every)?,
    ];
    if length.whole {
        reports.push(every_byte::run(&place("every-byte")?, 2)?);
        reports.push(teeth::run(root, seed)?);
    }
    Ok(reports)
}
