//! Power cuts: the driver works on the mounted disk until, at a drawn call, the power goes. From
//! what was not synced then, several images are drawn and each is checked.
//!
//! A round is one cut. Most rounds kill the driver while the call waits; others let it live on a
//! disk that only fails (it must end with a typed error and acknowledge nothing more), or make one
//! sync or write fail, with or without having been carried out. Three rounds of four begin with an
//! image of the round before: so a ledger goes through several cuts, and recovers from recoveries.
//!
//! The seed fixes the calls, the fault and the images; how the driver's threads interleave is not
//! fixed. So an image that does not hold is kept, with its witness.

use std::collections::BTreeMap;
use std::path::PathBuf;

use greffe_testkit::Prng;

use crate::campaign::medium::{Job, Ran, check_images, work};
use crate::campaign::process::Outcome;
use crate::campaign::{Place, Report};
use crate::disk::{Disk, Style};
use crate::mount::{Act, Fault, Kind};
use crate::plan::Run;

/// Rounds that one ledger goes through.
const ROUNDS_OF_A_LEDGER: u64 = 4;

/// How much is done.
#[derive(Clone, Copy, Debug)]
pub struct Extent {
    /// Power cuts.
    pub rounds: u64,
    /// Images that are drawn from each.
    pub images: usize,
    /// What everything is drawn from.
    pub seed: u64,
    /// Only this round, with those of the same ledger before it.
    pub only: Option<u64>,
    /// Whether a new ledger is synced as a whole, to look past what its creation leaves unsynced.
    pub settle: bool,
}

/// Runs the campaign.
///
/// # Errors
/// What keeps it from running.
pub fn run(place: &mut Place, extent: Extent) -> Result<Report, String> {
    let columns = ["act", "rounds", "typed", "done", "killed", "bad"];
    let mut report = Report::new("power", &columns);
    println!("power: --seed {} --rounds {}", extent.seed, extent.rounds);
    let mut ledger = Ledger { disk: Disk::default(), witness: place.path("witness") };
    let mut acts: BTreeMap<String, [u64; 5]> = BTreeMap::new();
    for round in 0..extent.rounds {
        let same_ledger = |only| round / ROUNDS_OF_A_LEDGER == only / ROUNDS_OF_A_LEDGER;
        if extent.only.is_some_and(|only| !same_ledger(only) || round > only) {
            continue;
        }
        // Every round draws from its own seed: one can be had again without those before it.
        let mut draw = Prng::new(extent.seed.wrapping_mul(0x9e37_79b9).wrapping_add(round));
        if round % ROUNDS_OF_A_LEDGER == 0 {
            ledger.begin(place, extent.seed ^ round)?;
            if extent.settle {
                ledger.disk.sync_all();
            }
        }
        let (fault, ran) = ledger.round(place, extent.seed ^ (round << 20), &mut draw)?;
        let before = report.violations.len();
        let again = format!("--seed {} --rounds {} --round {round}", extent.seed, extent.rounds);
        judge(&mut report, &again, fault, &ran);
        let drawn = styles(extent.images, &mut draw);
        let (images, wrong) = check_images(place, &ran.disk, &drawn, &ledger.witness);
        report.add("images checked", images);
        for why in wrong {
            report.violated(format!("{again}: {fault:?} at {:?}, {why}", ran.hit));
        }
        let cells = acts.entry(format!("{:?}", fault.act)).or_default();
        cells[0] += 1;
        cells[1] += u64::from(matches!(ran.outcome, Outcome::Typed(_)));
        cells[2] += u64::from(ran.outcome == Outcome::Done);
        cells[3] += u64::from(ran.outcome == Outcome::Killed);
        cells[4] += (report.violations.len() - before) as u64;
        let style = Style::ALL[draw.below(Style::ALL.len())];
        ledger.disk = ran.disk.image(style, &mut draw).into_disk();
    }
    for (act, cells) in acts {
        report.row(std::iter::once(act).chain(cells.map(|cell| cell.to_string())).collect());
    }
    Ok(report)
}

/// Counts a round, and judges how the driver ended.
fn judge(report: &mut Report, again: &str, fault: Fault, ran: &Ran) {
    report.count("rounds");
    report.add("acknowledged calls", ran.acks);
    report.add("operations not synced", ran.disk.pending() as u64);
    let expected = match ran.outcome {
        Outcome::Typed(_) | Outcome::Done => true,
        Outcome::Killed => fault.act == Act::Kill,
        _ => false,
    };
    if !expected {
        report.violated(format!("{again}: {fault:?}: the driver: {:?}", ran.outcome));
    }
}

/// The corners first, then whatever comes.
fn styles(images: usize, draw: &mut Prng) -> Vec<(Style, u64)> {
    let drawn = |draw: &mut Prng| Style::ALL[2 + draw.below(Style::ALL.len() - 2)];
    let mut styles = vec![Style::Nothing, Style::Everything];
    while styles.len() < images {
        styles.push(drawn(draw));
    }
    styles.truncate(images.max(1));
    styles.into_iter().map(|style| (style, draw.next())).collect()
}

struct Ledger {
    disk: Disk,
    witness: PathBuf,
}

impl Ledger {
    /// A new ledger, created on an empty disk. Nothing is synced for it: what its creation left
    /// unsynced may be lost in the first cut.
    fn begin(&mut self, place: &Place, seed: u64) -> Result<(), String> {
        if self.witness.exists() {
            std::fs::remove_file(&self.witness).map_err(|error| error.to_string())?;
        }
        let run = Run { seed, writers: 1, size: 6 };
        let ran = self.work(place, Disk::default(), run, &["create".to_owned()], None)?;
        if ran.outcome != Outcome::Done {
            return Err(format!("the ledger cannot be created: {:?}", ran.outcome));
        }
        self.disk = ran.disk;
        Ok(())
    }

    fn round(&mut self, place: &Place, seed: u64, draw: &mut Prng) -> Result<(Fault, Ran), String> {
        let run = Run { seed, writers: 1 + draw.below(4) as u32, size: 1 + draw.below(12) };
        let fault = fault(draw);
        let mode = ["mixed", "--calls", "400", "--backup", "BACKUP"].map(str::to_owned);
        let disk = std::mem::take(&mut self.disk);
        let ran = self.work(place, disk, run, &mode, Some(fault))?;
        Ok((fault, ran))
    }

    fn work(
        &self,
        place: &Place,
        disk: Disk,
        run: Run,
        mode: &[String],
        fault: Option<Fault>,
    ) -> Result<Ran, String> {
        let witness = &self.witness;
        work(place, disk, &Job { run, mode, witness, fault, kill_after: None })
    }
}

/// Which call the power goes at. Now and then an early one: opening is the tender moment.
fn fault(draw: &mut Prng) -> Fault {
    let most = [60, 400, 4_000][draw.below(3)];
    let nth = 1 + draw.below(most) as u64;
    let few = 1 + draw.below(most / 8) as u64;
    match draw.below(10) {
        0..6 => Fault { kind: None, nth, act: Act::Kill },
        6 => Fault { kind: None, nth, act: Act::Freeze },
        7 => Fault { kind: Some(Kind::Sync), nth: few, act: Act::Fail },
        8 => Fault { kind: Some(Kind::Sync), nth: few, act: Act::FailAfter },
        _ => Fault { kind: Some(Kind::Write), nth: few, act: Act::FailAfter },
    }
}
