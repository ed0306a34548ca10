//! Running a driver, a check or a traced driver, and hearing how it goes.
//!
//! One channel brings everything: acknowledgements as the driver prints them, the end of its
//! output, and (from the mounted disk) that a call waits for its process to be killed. So nothing
//! polls and nothing sleeps; a process that says nothing for too long hangs, and that is a finding.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::campaign::Place;
use crate::driver::{TYPED, UNABLE};
use crate::plan::Run;

/// A process that is silent for so long hangs.
const PATIENCE: Duration = Duration::from_mins(1);

/// What is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The driver acknowledged a call.
    Ack,
    /// The process has closed its output: it has ended, or is about to.
    Ended,
    /// A call waits for its process to be killed.
    Waiting,
}

/// How a process ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It did all of its work.
    Done,
    /// The store gave a typed error.
    Typed(String),
    /// It was killed, as was asked.
    Killed,
    /// It could not do its part, for a reason that is not the store's.
    Unable(String),
    /// It panicked, died by another signal, or broke a promise.
    Wrong(String),
    /// It had to be killed because nothing came any more.
    Hung,
}

impl Outcome {
    /// One word for tables.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Outcome::Done => "done",
            Outcome::Typed(_) => "typed error",
            Outcome::Killed => "killed",
            Outcome::Unable(_) => "unable",
            Outcome::Wrong(_) => "WRONG",
            Outcome::Hung => "HUNG",
        }
    }
}

/// The program of that name beside the running one.
#[must_use]
pub fn program(name: &str) -> PathBuf {
    let own = std::env::current_exe().expect("the path of this program");
    own.parent().expect("a directory").join(name)
}

/// The driver, with its run, before its mode.
#[must_use]
pub fn driver(dir: &Path, witness: &Path, run: &Run, plant: Option<&str>) -> Command {
    let mut command = Command::new(program("greffe-driver"));
    command.args(driver_arguments(dir, witness, run, plant));
    command
}

/// The driver's arguments, for a command that runs it under another.
#[must_use]
pub fn driver_arguments(dir: &Path, witness: &Path, run: &Run, plant: Option<&str>) -> Vec<String> {
    let text = |path: &Path| path.display().to_string();
    let mut arguments = vec![text(dir), "--witness".into(), text(witness)];
    for (name, value) in [("--seed", run.seed), ("--writers", run.writers.into())] {
        arguments.extend([name.to_owned(), value.to_string()]);
    }
    arguments.extend(["--size".to_owned(), run.size.to_string()]);
    if let Some(plant) = plant {
        arguments.extend(["--plant".to_owned(), plant.to_owned()]);
    }
    arguments
}

/// A running process and what is heard of it.
#[derive(Debug)]
pub struct Process {
    child: Child,
    events: Receiver<Event>,
    errors: Option<JoinHandle<String>>,
    killed: bool,
}

impl Process {
    /// A channel for [`Process::start`]; the sender is also for the mounted disk.
    #[must_use]
    pub fn channel() -> (Sender<Event>, Receiver<Event>) {
        channel()
    }

    /// Starts a command in a process group of its own.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn start(
        mut command: Command,
        (sender, events): (Sender<Event>, Receiver<Event>),
    ) -> std::io::Result<Process> {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.process_group(0).spawn()?;
        let output = BufReader::new(child.stdout.take().expect("a pipe"));
        std::thread::spawn(move || {
            for _ in output.lines().map_while(Result::ok) {
                let _ = sender.send(Event::Ack);
            }
            let _ = sender.send(Event::Ended);
        });
        let mut stderr = child.stderr.take().expect("a pipe");
        let errors = std::thread::spawn(move || {
            let mut text = Vec::new();
            let _ = stderr.read_to_end(&mut text);
            String::from_utf8_lossy(&text).into_owned()
        });
        Ok(Process { child, events, errors: Some(errors), killed: false })
    }

    /// The next event; None when nothing has come for too long.
    pub fn heard(&mut self) -> Option<Event> {
        match self.events.recv_timeout(PATIENCE) {
            Ok(event) => Some(event),
            Err(RecvTimeoutError::Disconnected) => Some(Event::Ended),
            Err(RecvTimeoutError::Timeout) => None,
        }
    }

    /// Kills it as `kill -9` does.
    pub fn kill(&mut self) {
        self.killed = true;
        let _ = self.child.kill();
    }

    /// Kills what belongs to its process group as well: a traced driver outlives its tracer.
    fn kill_group(&mut self) {
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.child.kill();
    }

    /// Waits for its end, hearing everything; hung when nothing comes for too long.
    #[must_use]
    pub fn finish(mut self) -> (Outcome, String) {
        loop {
            match self.heard() {
                Some(Event::Ended) => return self.ended(),
                Some(Event::Ack | Event::Waiting) => {}
                None => return self.hung(),
            }
        }
    }

    /// It says nothing any more: kills it.
    #[must_use]
    pub fn hung(mut self) -> (Outcome, String) {
        self.kill_group();
        let (_, errors) = self.ended();
        (Outcome::Hung, errors)
    }

    /// It has closed its output: how it ended, and what it said on standard error.
    #[must_use]
    pub fn ended(mut self) -> (Outcome, String) {
        let status = self.child.wait();
        let errors = self.errors.take().and_then(|errors| errors.join().ok()).unwrap_or_default();
        let outcome = match status {
            Ok(status) => outcome(status, self.killed, &errors),
            Err(error) => Outcome::Unable(error.to_string()),
        };
        (outcome, errors)
    }
}

fn outcome(status: ExitStatus, killed: bool, errors: &str) -> Outcome {
    let last = errors.lines().last().unwrap_or_default().to_owned();
    match (status.code(), status.signal()) {
        (Some(0), _) => Outcome::Done,
        (Some(code), _) if code == i32::from(TYPED) => Outcome::Typed(last),
        (Some(code), _) if code == i32::from(UNABLE) => Outcome::Unable(last),
        (Some(code), _) => Outcome::Wrong(format!("exit code {code}: {errors}")),
        (None, Some(9)) => Outcome::Killed,
        (None, signal) => Outcome::Wrong(format!("signal {signal:?} (killed: {killed}): {errors}")),
    }
}

/// Runs the check; its one line, as an error when something does not hold.
///
/// # Errors
/// What does not hold.
pub fn checked(
    place: &Place,
    dir: &Path,
    witness: &Path,
    flags: &[&str],
) -> Result<String, String> {
    let mut command = Command::new(program("greffe-check"));
    command.arg(dir).arg("--witness").arg(witness).args(flags);
    command.args(place.plant().iter().flat_map(|plant| ["--plant", plant]));
    // `timeout` because a check that hangs is a finding, too.
    let mut timed = Command::new("timeout");
    timed.args(["-s", "KILL", "120"]).arg(command.get_program()).args(command.get_args());
    let output = timed.output().map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    match output.status.code() {
        Some(0) => Ok(said),
        Some(1) => Err(said),
        _ => Err(format!("the check ended with {}: {}", output.status, {
            String::from_utf8_lossy(&output.stderr)
        })),
    }
}
