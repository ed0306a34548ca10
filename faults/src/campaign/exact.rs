//! Every call that reaches the disk, broken exactly: the n-th of all, whichever thread makes it.
//!
//! What `strace` cannot arrange is arranged here: a call that is carried out *and* fails. The
//! ledger lies on the mounted disk, whose single thread gives all calls one order; n goes up
//! until nothing is hit any more. After each run three images are checked: what a process that
//! died would leave, what a power cut would leave if nothing unsynced survived, and one drawn.

use std::collections::BTreeMap;

use greffe_testkit::Prng;

use crate::campaign::medium::{Job, check_images, work};
use crate::campaign::operations::{Operation, RUN, Work, all};
use crate::campaign::process::Outcome;
use crate::campaign::{Place, Report};
use crate::disk::{Disk, Style};
use crate::mount::{Act, Fault, Kind};

/// The ways of breaking: the name, what is done, and to which calls.
const BREAKS: [(&str, Act, Option<Kind>); 8] = [
    ("fails", Act::Fail, None),
    ("killed at", Act::Kill, None),
    ("no space to write", Act::NoSpace, Some(Kind::Write)),
    ("no space for a name", Act::NoSpace, Some(Kind::Name)),
    ("written, fails", Act::FailAfter, Some(Kind::Write)),
    ("synced, fails", Act::FailAfter, Some(Kind::Sync)),
    ("named, fails", Act::FailAfter, Some(Kind::Name)),
    ("resized, fails", Act::FailAfter, Some(Kind::Resize)),
];

/// Runs the campaign; one of every `sample` runs.
///
/// # Errors
/// What keeps it from running.
pub fn run(
    place: &mut Place,
    only: Option<&str>,
    (sample, seed): (u64, u64),
) -> Result<Report, String> {
    let columns = ["operation", "broken by", "runs", "hit", "done", "typed", "killed", "bad"];
    let mut report = Report::new("exact", &columns);
    println!("exact: --seed {seed}");
    let mut draw = Prng::new(seed);
    for operation in all() {
        if only.is_some_and(|only| only != operation.name) {
            continue;
        }
        let template = operation.prepare(place)?;
        let disk = Disk::load(&template.base).map_err(|error| error.to_string())?;
        for breaking in BREAKS {
            let mut series = Series { place, operation: &operation, template: &template };
            series.run(&mut report, &disk, breaking, sample.max(1), &mut draw)?;
        }
    }
    Ok(report)
}

struct Series<'a> {
    place: &'a mut Place,
    operation: &'a Operation,
    template: &'a Work,
}

impl Series<'_> {
    fn run(
        &mut self,
        report: &mut Report,
        disk: &Disk,
        (word, act, kind): (&str, Act, Option<Kind>),
        sample: u64,
        draw: &mut Prng,
    ) -> Result<(), String> {
        let (mut runs, mut hit, mut bad) = (0_u64, 0_u64, 0_u64);
        let mut outcomes: BTreeMap<&str, u64> = BTreeMap::new();
        // With a sample, the first call is drawn, and every so many after it.
        let mut nth = 1 + draw.below(sample as usize) as u64;
        loop {
            let witness = self.witness().map_err(|error| error.to_string())?;
            let job = Job {
                run: RUN,
                mode: &self.operation.mode,
                witness: &witness,
                fault: Some(Fault { kind, nth, act }),
                kill_after: None,
            };
            let ran = work(self.place, disk.clone(), &job)?;
            runs += 1;
            report.count("runs");
            let Some(seen) = &ran.hit else { break };
            hit += 1;
            *outcomes.entry(ran.outcome.word()).or_default() += 1;
            let what = format!(
                "{}: {word} no. {nth}, a {:?} of {}",
                self.operation.name, seen.kind, seen.name
            );
            let expected = match ran.outcome {
                Outcome::Done | Outcome::Typed(_) => act != Act::Kill,
                Outcome::Killed => act == Act::Kill,
                _ => false,
            };
            if !expected {
                bad += 1;
                report.violated(format!("{what}: the driver: {:?}", ran.outcome));
            }
            let drawn = Style::ALL[draw.below(Style::ALL.len())];
            let styles = [Style::Everything, Style::Nothing, drawn].map(|s| (s, draw.next()));
            let (images, wrong) = check_images(self.place, &ran.disk, &styles, &witness);
            report.add("images checked", images);
            for why in wrong {
                bad += 1;
                report.violated(format!("{what}: {}, {why}", ran.outcome.word()));
            }
            nth += sample;
        }
        let count = |word| outcomes.get(word).copied().unwrap_or(0).to_string();
        report.row(vec![
            self.operation.name.into(),
            word.into(),
            runs.to_string(),
            hit.to_string(),
            count("done"),
            count("typed error"),
            count("killed"),
            bad.to_string(),
        ]);
        Ok(())
    }

    /// A fresh copy of the witness of the ledger that each run starts from.
    fn witness(&self) -> std::io::Result<std::path::PathBuf> {
        let path = self.place.path("witness");
        if self.template.witness.exists() {
            std::fs::copy(&self.template.witness, &path)?;
        } else if path.exists() {
            std::fs::remove_file(&path)?;
        }
        Ok(path)
    }
}
