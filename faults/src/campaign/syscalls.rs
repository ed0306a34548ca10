//! Every file system call of one operation, broken in turn: it fails (`EIO`, and `ENOSPC` where it
//! takes room), or the process is killed at it.
//!
//! `strace` lists the calls and breaks them. It counts them for each thread, so a run breaks the
//! n-th call of a name *on one path* in whichever thread comes to it first, and n goes up until
//! nothing is hit any more. A call that another thread's always precedes is not hit that way; the
//! report says which, and the campaign `exact` hits it.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use crate::campaign::operations::{Operation, RUN, Work, all};
use crate::campaign::process::{Outcome, Process, checked, driver_arguments, program};
use crate::campaign::trace::{self, CALLS, Traced};
use crate::campaign::{Place, Report};

/// How a call is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Break {
    Io,
    Full,
    Kill,
}

impl Break {
    const ALL: [Break; 3] = [Break::Io, Break::Full, Break::Kill];

    const fn word(self) -> &'static str {
        match self {
            Break::Io => "EIO",
            Break::Full => "ENOSPC",
            Break::Kill => "SIGKILL",
        }
    }

    const fn injection(self) -> &'static str {
        match self {
            Break::Io => "error=EIO",
            Break::Full => "error=ENOSPC",
            Break::Kill => "signal=SIGKILL",
        }
    }
}

/// Runs the campaign; one of every `sample` runs.
///
/// # Errors
/// What keeps it from running, such as a missing `strace`.
pub fn run(place: &mut Place, only: Option<&str>, sample: u64) -> Result<Report, String> {
    let columns =
        ["operation", "broken by", "calls", "runs", "hit", "done", "typed", "killed", "bad"];
    let mut report = Report::new("syscalls", &columns);
    let mut turn = 0;
    for operation in all() {
        if only.is_some_and(|only| only != operation.name) {
            continue;
        }
        let template = operation.prepare(place)?;
        let (operation, template) = (&operation, &template);
        let mut campaign = Campaign { place, operation, template, listed: vec![] };
        campaign.run(&mut report, sample.max(1), &mut turn)?;
    }
    Ok(report)
}

struct Campaign<'a> {
    place: &'a mut Place,
    operation: &'a Operation,
    template: &'a Work,
    /// The calls that the operation makes when nothing is broken.
    listed: Vec<Traced>,
}

/// What was counted for one way of breaking.
#[derive(Default)]
struct Row {
    runs: u64,
    hit: u64,
    outcomes: BTreeMap<&'static str, u64>,
    bad: u64,
}

impl Campaign<'_> {
    fn run(&mut self, report: &mut Report, sample: u64, turn: &mut u64) -> Result<(), String> {
        let (_, _, listed) = self.traced(&[])?;
        self.list(&listed);
        self.listed.clone_from(&listed);
        let most = trace::most_of_one_thread(&listed);
        for kind in Break::ALL {
            let mut row = Row::default();
            let mut hit: BTreeSet<(String, String, u64)> = BTreeSet::new();
            for ((call, path), count) in &most {
                if kind == Break::Full && !trace::takes_room(call) {
                    continue;
                }
                for nth in 1..=count + 8 {
                    *turn += 1;
                    if sample > 1 && !(*turn).is_multiple_of(sample) {
                        if nth > *count {
                            break;
                        }
                        continue;
                    }
                    let place = self.broken(report, &mut row, kind, (call, path), nth)?;
                    match place {
                        Some(place) => hit.insert((call.clone(), path.clone(), place)),
                        None => break,
                    };
                }
            }
            let wanted = wanted(&listed, kind);
            if sample == 1 {
                self.unhit(report, kind, &wanted, &hit);
            }
            report.row(self.cells(kind, wanted.len(), &row));
        }
        Ok(())
    }

    /// Prints which calls the operation makes, by phase.
    fn list(&self, listed: &[Traced]) {
        let mut phases: BTreeMap<(&str, &str), u64> = BTreeMap::new();
        for traced in listed {
            *phases.entry((&traced.phase, &traced.call)).or_default() += 1;
        }
        for phase in ["open", "work", "close"] {
            let of = phases.iter().filter(|((found, _), _)| *found == phase);
            let calls: Vec<String> =
                of.map(|((_, call), count)| format!("{count} {call}")).collect();
            println!("{} · {phase}: {}", self.operation.name, calls.join(", "));
        }
    }

    fn cells(&self, kind: Break, calls: usize, row: &Row) -> Vec<String> {
        let outcome = |word| row.outcomes.get(word).copied().unwrap_or(0).to_string();
        vec![
            self.operation.name.into(),
            kind.word().into(),
            calls.to_string(),
            row.runs.to_string(),
            row.hit.to_string(),
            outcome("done"),
            outcome("typed error"),
            outcome("killed"),
            row.bad.to_string(),
        ]
    }

    fn unhit(
        &self,
        report: &mut Report,
        kind: Break,
        wanted: &BTreeSet<(String, String, u64)>,
        hit: &BTreeSet<(String, String, u64)>,
    ) {
        for (call, path, place) in wanted.difference(hit) {
            let name = self.operation.name;
            let path = path.rsplit('/').next().unwrap_or(path);
            println!("not hit: {name}, {} at {call} no. {place} on {path}", kind.word());
            report.count("calls not hit");
        }
    }

    /// Runs the operation on a fresh copy under `strace` and reads the log.
    fn traced(&self, options: &[String]) -> Result<(Outcome, Work, Vec<Traced>), String> {
        let failed = |error: std::io::Error| error.to_string();
        let work = self.template.again(self.place).map_err(failed)?;
        let log = self.place.path("strace.log");
        let mut command = Command::new("strace");
        command.args(["-f", "-y", "-qq", "-o"]).arg(&log);
        if options.is_empty() {
            command.arg("-e").arg(format!("trace={}", CALLS.join(",")));
        }
        command.args(options).arg(program("greffe-driver"));
        command.args(driver_arguments(&work.ledger, &work.witness, &RUN, self.place.plant()));
        command.args(self.operation.arguments(&work.base));
        let process = Process::start(command, Process::channel()).map_err(failed)?;
        let (outcome, errors) = process.finish();
        let text = std::fs::read(&log).map_err(|_| format!("strace left no log: {errors}"))?;
        let calls = trace::read(&String::from_utf8_lossy(&text), &work.base);
        Ok((outcome, work, calls))
    }

    /// Whether a call comes before the driver's last answer; behind it nobody waits.
    fn is_waited_for(&self, call: &str, path: &str, place: u64) -> bool {
        let same = self.listed.iter().filter(|traced| traced.call == call && traced.path == path);
        let found = (1..).zip(same).find(|(number, _)| *number == place);
        found.is_some_and(|(_, traced)| traced.phase == "open" || traced.phase == "work")
    }

    /// Breaks one call and checks what is left; the place of the call that was hit.
    fn broken(
        &mut self,
        report: &mut Report,
        row: &mut Row,
        kind: Break,
        (call, path): (&str, &str),
        nth: u64,
    ) -> Result<Option<u64>, String> {
        let options = [
            "-e".to_owned(),
            format!("trace={call}"),
            "-P".to_owned(),
            path.to_owned(),
            "-e".to_owned(),
            format!("inject={call}:{}:when={nth}", kind.injection()),
        ];
        let (outcome, work, calls) = self.traced(&options)?;
        let same = calls.iter().filter(|traced| traced.call == call && traced.path == path);
        let place = match kind {
            // A killed call never returns, so the log cannot mark it: it is the last that began.
            Break::Kill => (outcome == Outcome::Killed).then(|| same.count() as u64),
            _ => trace::place_of_hit(&calls, call, path)
                .or_else(|| calls.iter().any(|traced| traced.hit).then_some(0)),
        };
        row.runs += 1;
        report.count("runs");
        let Some(place) = place else {
            return Ok(None);
        };
        row.hit += 1;
        report.count("calls hit");
        *row.outcomes.entry(outcome.word()).or_default() += 1;
        let name = self.operation.name;
        let what = format!("{name}: {} at {call} no. {place} (when={nth}) on {path}", kind.word());
        // A sync that fails must be heard of by whoever waits for it: what it lost would not be missed
        // later, since the bytes are still in the system's memory.
        let unheard = call.contains("sync") && self.is_waited_for(call, path, place);
        let expected = match outcome {
            Outcome::Done => !unheard,
            Outcome::Typed(_) => true,
            Outcome::Killed => kind == Break::Kill,
            _ => false,
        };
        if !expected {
            row.bad += 1;
            report.violated(format!("{what}: the driver: {outcome:?}"));
        }
        // The first check may change the ledger; a violation is looked into as the fault left it.
        let before = self.place.path("before");
        let _ = std::fs::remove_dir_all(&before);
        crate::disk::plain::copy(&work.base, &before).map_err(|error| error.to_string())?;
        if let Err(why) = checked(self.place, &work.ledger, &work.witness, &[]) {
            row.bad += 1;
            let kept = self.place.keep(&before, &work.witness);
            report.violated(format!("{what}: {outcome:?}, then {why}; kept in {kept}"));
        }
        report.count("checks");
        Ok(Some(place))
    }
}

/// Every call that should be hit, by name, path and place among its like.
fn wanted(listed: &[Traced], kind: Break) -> BTreeSet<(String, String, u64)> {
    let mut places: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    let mut wanted = BTreeSet::new();
    for traced in listed {
        if kind == Break::Full && !trace::takes_room(&traced.call) {
            continue;
        }
        let place = places.entry((&traced.call, &traced.path)).or_default();
        *place += 1;
        wanted.insert((traced.call.clone(), traced.path.clone(), *place));
    }
    wanted
}
