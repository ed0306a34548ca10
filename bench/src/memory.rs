//! Peak memory of a task, each in a process of its own: the high-water mark of a process never
//! falls, so one task would hide behind another.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::Outcome;
use crate::args::Args;
use crate::ledger::{Loaded, open};
use crate::report::Row;
use crate::scan::verify;
use greffe::domain::AsOf;
use greffe_store::VerifyOptions;

/// The tasks whose memory is told.
pub const TASKS: [&str; 5] = ["verify", "replay", "states", "backup", "restore"];
/// The size against which the largest is held.
pub const SMALL: u64 = 100_000;

/// What became of a task in its own process.
#[derive(Debug, Clone, PartialEq)]
enum Peak {
    Kibibytes(u64),
    Failed(String),
}

/// The rows: each task at both sizes.
///
/// # Errors
/// When a process cannot be started.
pub fn rows(args: &Args, folder: &Path, sizes: &[&Loaded]) -> Outcome<Vec<Row>> {
    let mut rows = Vec::new();
    for task in TASKS {
        let mut figures = Vec::new();
        for loaded in sizes {
            let peak = measure(args, folder, task, loaded)?;
            figures.push(format!("{} at {}", peak.words(), loaded.count));
        }
        let bounded = "independent of length";
        rows.push(Row::figure(&format!("peak memory of {task}"), "", &figures.join("; "), bounded));
    }
    Ok(rows)
}

fn measure(args: &Args, folder: &Path, task: &str, loaded: &Loaded) -> Outcome<Peak> {
    let mut child = Command::new(std::env::current_exe()?);
    child.args(["--child", task, "--keep"]).arg("--dir").arg(folder);
    child.args(["--entries", &(loaded.count - 1).to_string(), "--seed", &args.seed.to_string()]);
    let output = child.output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.lines().last().unwrap_or_default();
        return Ok(Peak::Failed(format!("{}: {said}", output.status)));
    }
    Ok(text.trim().parse().map_or_else(|_| Peak::Failed("it told no peak".into()), Peak::Kibibytes))
}

/// Runs one task in this process and prints its peak in KiB; prints nothing else.
///
/// # Errors
/// When the task fails.
pub fn child(args: &Args, folder: &Path, task: &str) -> Outcome<()> {
    let loaded = Loaded::of(args, folder, args.entries)?;
    let copy = folder.join(format!("backup-{}", args.entries));
    let done = match task {
        "restore" => {
            let restored = folder.join("restored");
            // Another process made the backup; only its restoration is in this one.
            greffe_store::restore(Some(&copy), None, &restored)?;
            remove(&copy)?;
            remove(&restored)
        }
        // The load has passages and no documents, so it is the store that is verified.
        "verify" => {
            let store = open(&loaded.dir)?;
            verify(&store, &VerifyOptions::default()).map(|_| ())
        }
        task => {
            let ledger = greffe::Ledger::open(&loaded.dir)?;
            match task {
                "replay" => {
                    for recorded in ledger.recorded(..) {
                        recorded?;
                    }
                    Ok(())
                }
                // The state of every convention, one after the other.
                "states" => {
                    ledger.each_convention(AsOf::default(), |_| Ok::<(), greffe::Error>(()))?;
                    Ok(())
                }
                "backup" => {
                    remove(&copy)?;
                    ledger.backup(&copy)?;
                    Ok(())
                }
                other => return Err(format!("there is no task {other}").into()),
            }
        }
    };
    done?;
    let peak = status("/proc/self/status", "VmHWM:").ok_or("the system tells no VmHWM")?;
    println!("{peak}");
    Ok(())
}

fn remove(dir: &Path) -> Outcome<()> {
    if dir.exists() {
        fs::remove_dir_all(dir)?;
    }
    Ok(())
}

/// A figure of a file of the kernel, in KiB.
fn status(file: &str, field: &str) -> Option<u64> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(field))?;
    line.split_whitespace().next()?.parse().ok()
}

impl Peak {
    fn words(&self) -> String {
        match self {
            Peak::Kibibytes(peak) => format!("{:.1} MiB", *peak as f64 / 1024.0),
            Peak::Failed(why) => format!("failed ({why})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernel_tells_this_process_its_peak() {
        assert!(status("/proc/self/status", "VmHWM:").unwrap() > 100);
    }
}
