//! `kill -9` at random points of a driver that appends, seals, snapshots, backs up, closes and
//! opens again, with several writers at once.
//!
//! The point is a drawn number of acknowledgements and, from there, a drawn amount of work of the
//! campaign itself; no clock is asked. A ledger lives for a hundred cycles, so that kills meet
//! small and larger ones. Every cycle is followed by a quick check, every twentieth and the last
//! by a full one. What the checks append is acknowledged, too, and must be found ever after.

use std::hint::black_box;
use std::path::{Path, PathBuf};

use greffe_testkit::Prng;

use crate::campaign::process::{Event, Outcome, Process, checked, driver};
use crate::campaign::{Place, Report};
use crate::disk::plain::copy;
use crate::plan::Run;

/// Cycles that one ledger goes through.
const CYCLES_OF_A_LEDGER: u64 = 100;
/// A full check comes so often.
const FULL: u64 = 20;

/// Runs the campaign.
///
/// # Errors
/// What keeps it from running.
pub fn run(place: &mut Place, cycles: u64, seed: u64) -> Result<Report, String> {
    let columns = ["ledger", "cycles", "acknowledged calls", "full checks", "bad"];
    let mut report = Report::new("kill", &columns);
    println!("kill: --seed {seed} --cycles {cycles}");
    let mut cycle = 0;
    let mut number = 0;
    while cycle < cycles {
        let last = cycles.min(cycle + CYCLES_OF_A_LEDGER);
        let mut ledger = Ledger::create(place, number, seed)?;
        let first = cycle;
        while cycle < last {
            let full = (cycle + 1).is_multiple_of(FULL) || cycle + 1 == last;
            let held = ledger.cycle(&mut report, cycle, full)?;
            cycle += 1;
            report.count("cycles");
            if !held {
                // What is broken stays broken: the next cycles get a new ledger.
                break;
            }
        }
        report.add("acknowledged calls", ledger.acks);
        let cells = [number, cycle - first, ledger.acks, ledger.full, ledger.bad];
        report.row(cells.iter().map(u64::to_string).collect());
        number += 1;
    }
    Ok(report)
}

struct Ledger<'a> {
    place: &'a mut Place,
    dir: PathBuf,
    witness: PathBuf,
    seed: u64,
    acks: u64,
    full: u64,
    bad: u64,
}

impl<'a> Ledger<'a> {
    fn create(place: &'a mut Place, number: u64, seed: u64) -> Result<Ledger<'a>, String> {
        let root = place.fresh("killed").map_err(|error| error.to_string())?;
        let (dir, witness) = (root.join("base/ledger"), root.join("witness"));
        std::fs::create_dir_all(root.join("base")).map_err(|error| error.to_string())?;
        let run = Run { seed: seed ^ number, writers: 1, size: 6 };
        let mut command = driver(&dir, &witness, &run, place.plant());
        command.arg("create");
        let process = Process::start(command, Process::channel());
        let (outcome, errors) = process.map_err(|error| error.to_string())?.finish();
        if outcome != Outcome::Done {
            return Err(format!("the ledger cannot be created: {errors}"));
        }
        Ok(Ledger { place, dir, witness, seed, acks: 0, full: 0, bad: 0 })
    }

    /// Whether everything held.
    fn cycle(&mut self, report: &mut Report, cycle: u64, full: bool) -> Result<bool, String> {
        let mut draw = Prng::new(self.seed.wrapping_add(cycle << 8));
        let most = [4, 40, 200][draw.below(3)];
        let (wait, spins) = (draw.below(most), draw.below(300_000));
        let size = if draw.chance(20) { 80 } else { 1 + draw.below(12) };
        let writers = 1 + draw.below(6) as u32;
        let run = Run { seed: self.seed ^ (cycle << 20), writers, size };
        let outcome = self.drive_and_kill(&run, wait as u64, spins)?;
        let what = format!("--seed {} --cycles {} (cycle {cycle})", self.seed, cycle + 1);
        let before = self.place.path("before");
        let base = self.dir.parent().unwrap_or(&self.dir);
        let _ = std::fs::remove_dir_all(&before);
        copy(base, &before).map_err(|error| error.to_string())?;
        let mut held = true;
        if outcome != Outcome::Killed {
            held = false;
            report.violated(format!("{what}: the driver: {outcome:?}"));
        }
        let flags: &[&str] = if full { &["--record"] } else { &["--record", "--quick"] };
        self.full += u64::from(full);
        report.count(if full { "full checks" } else { "quick checks" });
        let kept_witness = self.place.path("witness-before");
        let _ = std::fs::copy(&self.witness, &kept_witness);
        if let Err(why) = checked(self.place, &self.dir, &self.witness, flags) {
            held = false;
            let kept = self.place.keep(&before, &kept_witness);
            report.violated(format!("{what}: {why}; kept in {kept}"));
        }
        self.bad += u64::from(!held);
        Ok(held)
    }

    fn drive_and_kill(&mut self, run: &Run, wait: u64, spins: usize) -> Result<Outcome, String> {
        let mut command = driver(&self.dir, &self.witness, run, self.place.plant());
        command.args(["mixed", "--backup"]).arg(backup_of(&self.dir));
        let process = Process::start(command, Process::channel());
        let mut process = process.map_err(|error| error.to_string())?;
        let mut acks = 0;
        while acks < wait {
            match process.heard() {
                Some(Event::Ack) => acks += 1,
                Some(Event::Waiting) => {}
                Some(Event::Ended) => return Ok(process.ended().0),
                None => return Ok(process.hung().0),
            }
        }
        for spin in 0..spins {
            black_box(spin);
        }
        process.kill();
        self.acks += acks;
        Ok(process.finish().0)
    }
}

fn backup_of(dir: &Path) -> PathBuf {
    dir.with_file_name("backup")
}
