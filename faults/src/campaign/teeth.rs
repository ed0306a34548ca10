//! Teeth: each seeded bug of the store must be caught by the suite that claims to catch it.
//!
//! Every suite first runs as a control, without a bug: where that already fails, being caught would
//! prove nothing. Then it runs with the bug, from the same seeds, and must find at least one
//! violation.

use std::path::Path;

use crate::campaign::{LYING_DISK, Place, Report, damage, exact, kill, power, reopen};

/// A suite, small enough to be run for each bug.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Suite {
    Power,
    Exact,
    Kill,
    Damage,
    Seal,
    Reopen,
}

/// Which suite claims to catch which bug.
const CLAIMS: [(&str, &[Suite]); 7] = [
    (LYING_DISK, &[Suite::Power, Suite::Exact]),
    ("ack-before-flush", &[Suite::Power, Suite::Exact]),
    ("runs-gone-before-page", &[Suite::Seal]),
    ("trust-index", &[Suite::Damage]),
    ("skip-page-on-open", &[Suite::Damage]),
    ("lose-last-run", &[Suite::Kill]),
    ("write-over-certain", &[Suite::Reopen]),
];

impl Suite {
    fn run(self, root: &Path, plant: Option<&str>, seed: u64) -> Result<Report, String> {
        let name = format!("teeth/{}-{self:?}", plant.unwrap_or("control"));
        let mut place = Place::new(root, &name).map_err(|error| error.to_string())?;
        place.set_plant(plant);
        match self {
            Suite::Power => {
                let extent =
                    power::Extent { rounds: 16, images: 5, seed, only: None, settle: false };
                power::run(&mut place, extent)
            }
            Suite::Exact => exact::run(&mut place, Some("append"), (4, seed)),
            Suite::Kill => kill::run(&mut place, 25, seed),
            Suite::Seal => exact::run(&mut place, Some("seal"), (5, seed)),
            Suite::Damage => damage::run(&mut place, 211),
            Suite::Reopen => reopen::run(&mut place, (30, 6), seed),
        }
    }
}

/// Runs every claim; `root` is where the suites work.
///
/// # Errors
/// What keeps a suite from running.
pub fn run(root: &Path, seed: u64) -> Result<Report, String> {
    let mut report = Report::new("teeth", &["bug", "suite", "control", "with the bug", "caught"]);
    let mut controls: Vec<(Suite, usize)> = Vec::new();
    for (bug, suites) in CLAIMS {
        for &suite in suites {
            let known = controls.iter().find(|(of, _)| *of == suite).map(|(_, found)| *found);
            let control = if let Some(control) = known {
                control
            } else {
                let control = suite.run(root, None, seed)?.violations.len();
                controls.push((suite, control));
                control
            };
            let found = suite.run(root, Some(bug), seed)?.violations.len();
            let caught = control == 0 && found > 0;
            report.count(if caught { "caught" } else { "not caught" });
            if !caught {
                let why =
                    format!("{suite:?} does not catch {bug}: {control} without, {found} with");
                report.violated(why);
            }
            let caught = if caught { "yes" } else { "NO" };
            let cells = [bug, &format!("{suite:?}"), &control.to_string(), &found.to_string()];
            let cells = cells.iter().map(|&cell| cell.to_owned());
            report.row(cells.chain([caught.to_owned()]).collect());
        }
    }
    Ok(report)
}
