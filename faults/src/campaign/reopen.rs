//! Openings that are cut off one after the other, on one disk, before the power goes.
//!
//! A process that dies leaves what it wrote in the system's memory: the next one reads it, may
//! believe it, and the power cut that comes later may still take it back. So a round kills several
//! openings at drawn calls, lets the disk forget nothing between them, and draws images only then.
//! What `power` and `exact` do has one session before each cut.

use std::path::Path;

use greffe_testkit::Prng;

use crate::campaign::medium::{Job, check_images, work};
use crate::campaign::operations::{RUN, all};
use crate::campaign::process::Outcome;
use crate::campaign::{Place, Report};
use crate::disk::{Disk, Style};
use crate::mount::{Act, Fault, Kind};

/// Openings of a round, at most; two at least.
const MOST_OPENINGS: usize = 5;
/// Calls among which an opening is killed: as many as one makes that appends nothing.
const CALLS_OF_AN_OPENING: usize = 14;

/// Runs the campaign: so many power cuts, and so many images of each.
///
/// # Errors
/// What keeps it from running.
pub fn run(place: &mut Place, (rounds, images): (u64, usize), seed: u64) -> Result<Report, String> {
    let columns = ["starts from", "rounds", "openings", "killed", "done", "bad"];
    let mut report = Report::new("reopen", &columns);
    println!("reopen: --seed {seed} --rounds {rounds}");
    // One has all of its entries in the tail, the other a page that is about to be full.
    for (at, name) in (0..).zip(["append", "seal"]) {
        let operation = all().into_iter().find(|operation| operation.name == name);
        let operation = operation.ok_or_else(|| format!("there is no operation {name}"))?;
        let template = operation.prepare(place)?;
        let settled = Disk::load(&template.base).map_err(|error| error.to_string())?;
        let mut counts = Counts::default();
        for round in (0..rounds).filter(|round| round % 2 == at) {
            let mut draw = Prng::new(seed.wrapping_mul(0x9e37_79b9).wrapping_add(round));
            let what = format!("--seed {seed} --rounds {rounds}, round {round}");
            let witness = place.path("witness");
            std::fs::copy(&template.witness, &witness).map_err(|error| error.to_string())?;
            let openings = openings(&operation.mode, &mut draw);
            let (disk, ended) = cut_off(place, settled.clone(), &openings, &witness)?;
            let mut wrong = counts.take(&ended);
            let drawn = styles(images, &mut draw);
            let (checked, bad) = check_images(place, &disk, &drawn, &witness);
            wrong.extend(bad);
            counts.rounds += 1;
            counts.bad += wrong.len();
            report.count("rounds");
            report.add("operations not synced", disk.pending() as u64);
            report.add("images checked", checked);
            for why in wrong {
                report.violated(format!("{what}, {} openings: {why}", openings.len()));
            }
        }
        let Counts { rounds, openings, killed, done, bad } = counts;
        let cells = [rounds, openings, killed, done, bad].map(|count| count.to_string());
        report.row(std::iter::once(name.to_owned()).chain(cells).collect());
    }
    Ok(report)
}

/// A line of the table.
#[derive(Default)]
struct Counts {
    rounds: usize,
    openings: usize,
    killed: usize,
    done: usize,
    bad: usize,
}

impl Counts {
    /// Counts how openings ended; what should not have come of them.
    fn take(&mut self, ended: &[Outcome]) -> Vec<String> {
        let mut wrong = Vec::new();
        for (at, outcome) in ended.iter().enumerate() {
            self.openings += 1;
            match outcome {
                Outcome::Killed => self.killed += 1,
                Outcome::Done => self.done += 1,
                other => wrong.push(format!("opening {at}: {other:?}")),
            }
        }
        wrong
    }
}

/// What an opening is for, and where it is killed.
type Opening = (Vec<String>, Option<Fault>);

/// The openings of a round. What the first one records is in one file of the tail alone; then mostly an
/// opening does nothing else, which leaves most to those after it.
fn openings(append: &[String], draw: &mut Prng) -> Vec<Opening> {
    let mut openings = vec![(append.to_vec(), None)];
    for _ in 0..2 + draw.below(MOST_OPENINGS - 1) {
        let mode = if draw.chance(20) { append.to_vec() } else { vec!["open".to_owned()] };
        openings.push((mode, Some(fault(draw))));
    }
    openings
}

/// Lets one opening after the other work on the same disk, which forgets nothing meanwhile.
fn cut_off(
    place: &Place,
    mut disk: Disk,
    openings: &[Opening],
    witness: &Path,
) -> Result<(Disk, Vec<Outcome>), String> {
    let mut ended = Vec::new();
    for (mode, fault) in openings {
        let job = Job { run: RUN, mode, witness, fault: *fault, kill_after: None };
        let ran = work(place, disk, &job)?;
        disk = ran.disk;
        ended.push(ran.outcome);
    }
    Ok((disk, ended))
}

/// Where an opening is killed: at any of its calls, or at the sync that would make it safe.
fn fault(draw: &mut Prng) -> Fault {
    if draw.chance(50) {
        Fault { kind: Some(Kind::Sync), nth: 1, act: Act::Kill }
    } else {
        let nth = 1 + draw.below(CALLS_OF_AN_OPENING) as u64;
        Fault { kind: None, nth, act: Act::Kill }
    }
}

/// What the disk forgets. An opening writes one frame with one call: only a torn one shows that it was written
/// where nothing may be lost, so most images are torn.
fn styles(images: usize, draw: &mut Prng) -> Vec<(Style, u64)> {
    let corners = [Style::Nothing, Style::Everything];
    let mut styles: Vec<_> = corners.into_iter().take(images).map(|style| (style, 0)).collect();
    while styles.len() < images {
        let any = Style::ALL[draw.below(Style::ALL.len())];
        let style = if draw.chance(75) { Style::Torn } else { any };
        styles.push((style, draw.next()));
    }
    styles
}
