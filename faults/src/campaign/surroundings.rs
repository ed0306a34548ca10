//! Faults of the surroundings: a full disk, a read-only one, a copy taken while the ledger is open,
//! a second process.

use std::path::Path;

use greffe_store::{Store, VerifyOptions};
use greffe_testkit::Prng;

use crate::campaign::medium::{Job, check_images, work};
use crate::campaign::operations::{Operation, RUN, all};
use crate::campaign::process::{Event, Outcome, Process, checked, driver};
use crate::campaign::{Place, Report};
use crate::disk::plain::copy;
use crate::disk::{Disk, Style};
use crate::mount::Mounted;

/// Room that a full disk still has, in bytes: none, and enough to break at other places.
const ROOM: [u64; 8] = [0, 1, 300, 1_000, 5_000, 40_000, 300_000, 2_000_000];

/// Runs all four; `copies` of an open ledger.
///
/// # Errors
/// What keeps it from running.
pub fn run(place: &mut Place, copies: u64, seed: u64) -> Result<Report, String> {
    let mut report = Report::new("faults", &["surroundings", "tried", "bad", "how it ended"]);
    println!("faults: --seed {seed} --copies {copies}");
    let append = all().into_iter().find(|operation| operation.name == "append");
    let append = append.ok_or("there is no operation append")?;
    full_disk(place, &mut report, &append, seed)?;
    read_only(place, &mut report, &append)?;
    while_open(place, &mut report, copies, seed)?;
    Ok(report)
}

fn row(report: &mut Report, what: &str, tried: u64, before: usize, how: String) {
    let bad = report.violations.len() - before;
    report.row(vec![what.into(), tried.to_string(), bad.to_string(), how]);
}

/// The disk fills up: a typed error, nothing lost, and on it goes when there is room again.
fn full_disk(
    place: &mut Place,
    report: &mut Report,
    append: &Operation,
    seed: u64,
) -> Result<(), String> {
    let before = report.violations.len();
    let template = append.prepare(place)?;
    let whole = Disk::load(&template.base).map_err(|error| error.to_string())?;
    let witness = place.path("witness");
    let mode = ["mixed", "--calls", "3000", "--backup", "BACKUP"].map(str::to_owned);
    let mut ended = Vec::new();
    for room in ROOM {
        std::fs::copy(&template.witness, &witness).map_err(|error| error.to_string())?;
        let mut disk = whole.clone();
        disk.limit = Some(disk.used() + room);
        let run = crate::plan::Run { seed: seed ^ room, writers: 3, size: 10 };
        let job = Job { run, mode: &mode, witness: &witness, fault: None, kill_after: None };
        let ran = work(place, disk, &job)?;
        let what = format!("--seed {seed}: a disk with {room} bytes left");
        if !matches!(ran.outcome, Outcome::Typed(_)) {
            report.violated(format!("{what}: the driver: {:?}", ran.outcome));
        }
        let styles = [Style::Everything, Style::Nothing, Style::Each].map(|style| (style, seed));
        let (images, wrong) = check_images(place, &ran.disk, &styles, &witness);
        report.add("images checked", images);
        for why in wrong {
            report.violated(format!("{what}, {why}"));
        }
        report.add("acknowledged calls", ran.acks);
        ended.push(format!("{} acks", ran.acks));
    }
    row(report, "full disk", ROOM.len() as u64, before, ended.join(", "));
    Ok(())
}

/// A read-only disk: opening gives a typed error, a private copy is sound.
fn read_only(place: &mut Place, report: &mut Report, append: &Operation) -> Result<(), String> {
    let before = report.violations.len();
    let template = append.prepare(place)?;
    let disk = Disk::load(&template.base).map_err(|error| error.to_string())?;
    let mount = place.path("mount");
    let channel = Process::channel();
    let mounted = Mounted::new(disk, &mount, None, true, channel.0.clone());
    let mounted = mounted.map_err(|error| error.to_string())?;
    let ledger = mount.join("ledger");
    let mut command = driver(&ledger, &place.path("unused"), &RUN, place.plant());
    command.arg("open");
    let process = Process::start(command, channel).map_err(|error| error.to_string())?;
    let (outcome, _) = process.finish();
    let how = match &outcome {
        Outcome::Typed(error) => error.clone(),
        other => {
            report.violated(format!("a read-only disk: the driver: {other:?}"));
            String::new()
        }
    };
    let forensic = Store::open_forensic(&ledger);
    let sound = forensic.and_then(|copy| copy.verify(&VerifyOptions::default()));
    match sound {
        Ok(found) if found.is_sound() => {}
        Ok(found) => report.violated(format!("a read-only disk: its copy: {found:?}")),
        Err(error) => report.violated(format!("a read-only disk: no private copy: {error}")),
    }
    mounted.unmount().map_err(|error| error.to_string())?;
    row(report, "read-only disk", 1, before, how);
    Ok(())
}

/// While a driver works: copies of the directory, and a second process.
fn while_open(
    place: &mut Place,
    report: &mut Report,
    copies: u64,
    seed: u64,
) -> Result<(), String> {
    let failed = |error: std::io::Error| error.to_string();
    let root = place.fresh("open").map_err(failed)?;
    let (dir, witness) = (root.join("base/ledger"), root.join("witness"));
    std::fs::create_dir_all(root.join("base")).map_err(failed)?;
    let run = crate::plan::Run { seed, writers: 3, size: 8 };
    let start = |mode: &[&str]| {
        let mut command = driver(&dir, &witness, &run, place.plant());
        command.args(mode);
        Process::start(command, Process::channel()).map_err(failed)
    };
    let (created, errors) = start(&["create"])?.finish();
    if created != Outcome::Done {
        return Err(errors);
    }
    // One long session, so that the ledger is held all the time.
    let mut process = start(&["append", "--calls", "100000"])?;
    let mut draw = Prng::new(seed);
    let mut taken = Vec::new();
    let mut second = None;
    for copied in 0..copies {
        let wait = 1 + draw.below(120);
        for _ in 0..wait {
            if process.heard() != Some(Event::Ack) {
                return Err(format!("the driver ended: {:?}", process.ended()));
            }
        }
        let to = root.join(format!("copy-{copied}"));
        copy(&dir, &to).map_err(failed)?;
        taken.push(to);
        if copied == copies / 2 {
            second = Some(start(&["open"])?.finish().0);
        }
    }
    process.kill();
    let _ = process.finish();
    second_process(report, second);
    copied(place, report, &taken, &witness);
    Ok(())
}

fn second_process(report: &mut Report, second: Option<Outcome>) {
    let before = report.violations.len();
    let how = match second {
        Some(Outcome::Typed(error)) if error.contains("process ") => error,
        other => {
            report.violated(format!("a second process: {other:?}"));
            String::new()
        }
    };
    row(report, "second process", 1, before, how);
}

/// A copy of an open ledger opens and verifies, or says that it is damaged.
fn copied(place: &mut Place, report: &mut Report, taken: &[std::path::PathBuf], witness: &Path) {
    let before = report.violations.len();
    let (mut sound, mut refused, mut unsound) = (0_u64, 0_u64, 0_u64);
    for copy in taken {
        match checked(place, copy, witness, &["--copy"]) {
            Ok(said) if said.starts_with("sound") => sound += 1,
            Ok(said) if said.starts_with("refused") => refused += 1,
            Ok(_) => unsound += 1,
            Err(why) => {
                let kept = place.keep(copy, witness);
                report.violated(format!("a copy of an open ledger: {why}; kept in {kept}"));
            }
        }
        let _ = std::fs::remove_dir_all(copy);
    }
    let how = format!("{sound} sound, {refused} do not open, {unsound} do not verify");
    row(report, "copy while open", taken.len() as u64, before, how);
}
