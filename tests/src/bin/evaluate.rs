//! Holds drafts of acts against labels that a person made: `evaluate [--format text|json] DIR`.
//!
//! Exit code 0 whatever the figures are, 2 for wrong usage, 3 when the folder cannot be read.
#![forbid(unsafe_code)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this program's output is what it is for"
)]

use greffe_tests::evaluation::{evaluate, json, text};
use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "usage: evaluate [--format text|json] DIR\n\
    DIR holds texts (NAME.txt) and their labels (NAME.json); texts without a label are only read.";

struct Arguments {
    folder: PathBuf,
    as_json: bool,
}

fn arguments(given: impl Iterator<Item = OsString>) -> Option<Arguments> {
    let mut folder = None;
    let mut as_json = false;
    let mut given = given;
    while let Some(argument) = given.next() {
        let format = match argument.to_str() {
            Some("--format") => Some(given.next()?),
            Some(text) => text.strip_prefix("--format=").map(OsString::from),
            None => None,
        };
        match format.as_ref().and_then(|f| f.to_str()) {
            Some("json") => as_json = true,
            Some("text") => as_json = false,
            None if format.is_none() && folder.is_none() => folder = Some(PathBuf::from(argument)),
            _ => return None,
        }
    }
    Some(Arguments { folder: folder?, as_json })
}

fn main() -> ExitCode {
    let Some(Arguments { folder, as_json }) = arguments(std::env::args_os().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let evaluation = match evaluate(&folder) {
        Ok(evaluation) => evaluation,
        Err(error) => {
            eprintln!("{} cannot be read: {error}", folder.display());
            return ExitCode::from(3);
        }
    };
    let report = if as_json { format!("{:#}\n", json(&evaluation)) } else { text(&evaluation) };
    // A closed pipe is no error.
    let _ = std::io::stdout().write_all(report.as_bytes());
    ExitCode::SUCCESS
}
