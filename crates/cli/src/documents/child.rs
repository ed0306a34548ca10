//! The process that reads, from both sides.

use crate::failure::{DONE, UNREADABLE};
use greffe::ReadError;
use rustix::process::{Resource, Rlimit, setrlimit};
use serde::Serialize;
use std::io::{Read, Write};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// The argument by which the program is asked to read a document from its standard input.
pub const READER: &str = "read-document-from-standard-input";

/// The address space of the reader, in bytes.
const MEMORY: u64 = 1 << 30;
/// How long the reader may compute, in seconds.
const COMPUTING: u64 = 10;
/// How long a process may take, waiting included.
const WAITING: Duration = Duration::from_mins(1);
/// The longest answer: the longest text with the place of every word.
const ANSWER: u64 = 512 * 1024 * 1024;

/// The reader gave no answer that can be read: it was stopped by its limits, or fell.
pub fn beyond() -> ReadError {
    ReadError::limit("document", "1 GiB of memory, or 10 seconds of computing")
}

/// Why a process gave no answer.
#[derive(Debug)]
pub enum Silence {
    /// It was not there by the time it had.
    TooSlow,
    /// It ended without a word.
    Stopped,
    /// It could not be started.
    Io(std::io::Error),
}

/// Asks this program, in a process of its own.
pub fn ask(arguments: &[&str], bytes: &[u8]) -> Result<Vec<u8>, ReadError> {
    let cannot = |e: &std::io::Error| {
        ReadError::damaged("document", format!("its reader does not start: {e}"))
    };
    let program = std::env::current_exe().map_err(|e| cannot(&e))?;
    run(Command::new(program).args(arguments), bytes).map_err(|why| match why {
        Silence::TooSlow => ReadError::limit("document", "60 seconds"),
        Silence::Stopped => beyond(),
        Silence::Io(e) => cannot(&e),
    })
}

/// Runs a program on some bytes, for no longer than it may take, and takes what it writes.
pub fn run(program: &mut Command, bytes: &[u8]) -> Result<Vec<u8>, Silence> {
    let mut child = program
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(Silence::Io)?;
    let answer = answer(&mut child, bytes).transpose();
    // Whatever came of it, nothing is left behind.
    let _ = child.kill();
    let _ = child.wait();
    match answer {
        Some(Err(e)) => Err(Silence::Io(e)),
        Some(Ok(answer)) if answer.is_empty() => Err(Silence::Stopped),
        Some(Ok(answer)) => Ok(answer),
        None => Err(Silence::TooSlow),
    }
}

/// What a process answers within the time it has; `None` when that is over, an error where the system gives
/// no threads to speak with it.
fn answer(child: &mut Child, bytes: &[u8]) -> std::io::Result<Option<Vec<u8>>> {
    let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        return Ok(None);
    };
    let (tell, told) = mpsc::channel();
    thread::scope(|scope| {
        // A process that dies does not take the bytes to the end: that is no error here.
        let writes = move || {
            let _ = stdin.write_all(bytes);
        };
        let reads = move || {
            let mut answer = Vec::new();
            let whole = stdout.take(ANSWER).read_to_end(&mut answer);
            let _ = tell.send(whole.map(|_| answer).unwrap_or_default());
        };
        let begun = thread::Builder::new().spawn_scoped(scope, writes);
        let begun = begun.and_then(|_| thread::Builder::new().spawn_scoped(scope, reads));
        let answer = begun.map(|_| told.recv_timeout(WAITING).ok());
        // Ends both threads: the pipes break.
        let _ = child.kill();
        answer
    })
}

/// The other side: reads a document from standard input and answers on standard output. With the
/// number of a page, gives its picture instead.
pub fn reader(page: Option<&str>) -> ExitCode {
    limit();
    // What a library prints on its way down is nobody's business.
    std::panic::set_hook(Box::new(|_| {}));
    let mut bytes = Vec::new();
    if std::io::stdin().lock().read_to_end(&mut bytes).is_err() {
        return ExitCode::from(UNREADABLE);
    }
    let told = match page {
        None => tell(&greffe::read_here(&bytes), &[]),
        Some(page) => match greffe::picture(&bytes, page.parse().unwrap_or_default()) {
            Ok(picture) => tell(&Ok::<_, ReadError>(picture.placement), &picture.to_pgm()),
            Err(why) => tell(&Err::<greffe::Placement, _>(why), &[]),
        },
    };
    ExitCode::from(if told { DONE } else { UNREADABLE })
}

/// An answer: a line of JSON, and the bytes that belong to it.
fn tell(answer: &impl Serialize, more: &[u8]) -> bool {
    let Ok(mut line) = serde_json::to_vec(answer) else { return false };
    line.push(b'\n');
    let mut out = std::io::stdout().lock();
    out.write_all(&line).and_then(|()| out.write_all(more)).and_then(|()| out.flush()).is_ok()
}

/// Where the system does not know a limit, the others hold.
fn limit() {
    let at_most = |most: u64| Rlimit { current: Some(most), maximum: Some(most) };
    let _ = setrlimit(Resource::As, at_most(MEMORY));
    let _ = setrlimit(Resource::Cpu, at_most(COMPUTING));
    let _ = setrlimit(Resource::Core, at_most(0));
    let _ = setrlimit(Resource::Fsize, at_most(0));
}
