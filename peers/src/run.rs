//! A run: all stores in turn, round by round; then their replays; then each replay once more in a
//! process of its own, for its memory.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use tokio::runtime::Runtime;
use walkdir::WalkDir;

use crate::Outcome;
use crate::args::Args;
use crate::contest::{Contestant, Place};
use crate::events::{Event, Feed};
use crate::report::{self, Figures};
use crate::stores::{Store, all};

/// Entries of a call.
const CALL: usize = 512;

/// A store in the race, with one place for commits of all sizes and one that is loaded and read.
struct Runner {
    store: Store,
    appended: Box<dyn Contestant>,
    loaded: Box<dyn Contestant>,
    figures: Figures,
}

fn runtime() -> Outcome<Arc<Runtime>> {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    Ok(Arc::new(runtime.worker_threads(2).enable_all().build()?))
}

fn place(
    args: &Args,
    runtime: &Arc<Runtime>,
    store: &Store,
    part: &str,
    new: bool,
) -> Outcome<Place> {
    let dir = args.dir.join(store.name).join(part);
    if new && dir.exists() {
        fs::remove_dir_all(&dir)?;
    }
    fs::create_dir_all(&dir)?;
    let opening = if new { Feed::opening(args.seed) } else { None };
    let name = format!("{}_{part}", store.name.replace('-', "_"));
    let (postgres, runtime) = (args.postgres.clone(), Arc::clone(runtime));
    Ok(Place { dir, name, postgres, runtime, opening })
}

fn enter(args: &Args, runtime: &Arc<Runtime>, store: Store) -> Outcome<Runner> {
    let appended = (store.open)(&place(args, runtime, &store, "appended", true)?)?;
    let loaded = (store.open)(&place(args, runtime, &store, "loaded", true)?)?;
    Ok(Runner { store, appended, loaded, figures: Figures::default() })
}

/// Measures everything and prints the table.
pub fn table(args: &Args) -> Outcome<()> {
    let runtime = runtime()?;
    let mut runners = Vec::new();
    let mut skipped = Vec::new();
    for store in all() {
        let name = store.name;
        if !args.only.is_empty() && !args.only.iter().any(|only| only == name) {
            continue;
        }
        if store.postgres && args.postgres.is_none() {
            skipped.push(format!("{name}: skipped, PostgreSQL is not running (postgres.sh start)"));
            continue;
        }
        match enter(args, &runtime, store) {
            Ok(runner) => runners.push(runner),
            Err(error) => skipped.push(format!("{name}: not measured, {error}")),
        }
    }
    append(args, &runtime, &mut runners, &mut skipped)?;
    let entries = load(args, &mut runners, &mut skipped)?;
    for round in 0..=args.rounds {
        keep(&mut runners, &mut skipped, |runner| {
            let replayed = runner.loaded.replay(entries)?;
            let verified = runner.loaded.verify(entries)?;
            // The first round warms up.
            if round > 0 {
                runner.figures.replayed.push(replayed);
                runner.figures.verified.extend(verified);
            }
            Ok(())
        });
    }
    let mut rows = Vec::new();
    for Runner { store, appended, loaded, mut figures } in runners {
        let bytes = loaded.bytes()?;
        drop((appended, loaded));
        let dir = args.dir.join(store.name);
        figures.bytes = Some((bytes.map_or_else(|| du(&dir.join("loaded")), Ok)?, entries));
        figures.peak = peak(args, store.name, entries);
        rows.push(report::row(&store, &figures));
        fs::remove_dir_all(dir)?;
    }
    report::print(args, entries, &rows, &skipped);
    Ok(())
}

/// Does something with each store; one that fails is out of the race, and the table says why.
fn keep(
    runners: &mut Vec<Runner>,
    skipped: &mut Vec<String>,
    mut each: impl FnMut(&mut Runner) -> Outcome<()>,
) {
    runners.retain_mut(|runner| match each(runner) {
        Ok(()) => true,
        Err(error) => {
            skipped.push(format!("{}: failed, {error}", runner.store.name));
            false
        }
    });
}

/// Single appends, 64 writers.
fn append(
    args: &Args,
    runtime: &Runtime,
    runners: &mut Vec<Runner>,
    skipped: &mut Vec<String>,
) -> Outcome<()> {
    let each = args.singles + args.grouped;
    let mut feed = Feed::new(args.seed, u64::try_from(each * (args.rounds + 1))?);
    for round in 0..=args.rounds {
        eprintln!("appends, round {round} of {}", args.rounds);
        let mut events: Vec<Event> = feed.by_ref().take(each).collect();
        for event in &mut events {
            // Writers that run at once are not held to the order in which causes come first.
            event.entry.causes.clear();
        }
        let (singles, grouped) = events.split_at(args.singles);
        keep(runners, skipped, |runner| {
            let single = runner.appended.singles(singles)?;
            let group = runner.appended.group(runtime, grouped)?;
            if round > 0 {
                runner.figures.singles.push(single);
                runner.figures.grouped.push(group);
            }
            Ok(())
        });
    }
    Ok(())
}

/// Calls of 512 in rounds, then as many more as the replay asks for; gives the entries of each
/// store.
fn load(args: &Args, runners: &mut Vec<Runner>, skipped: &mut Vec<String>) -> Outcome<u64> {
    let timed = args.calls * CALL;
    let entries = args.entries.max(timed * (args.rounds + 1));
    let mut feed = Feed::new(args.seed, u64::try_from(entries)?);
    for round in 0.. {
        let events: Vec<Event> = feed.by_ref().take(timed.max(CALL)).collect();
        if events.is_empty() {
            break;
        }
        eprintln!("calls of {CALL}, round {round}");
        keep(runners, skipped, |runner| {
            let rate = runner.loaded.calls(&events, CALL)?;
            if (1..=args.rounds).contains(&round) {
                runner.figures.calls.push(rate);
            }
            Ok(())
        });
    }
    Ok(u64::try_from(entries)? + 1)
}

/// The peak memory of a replay in its own process, in KiB; None when it failed.
fn peak(args: &Args, name: &str, entries: u64) -> Option<u64> {
    let mut child = Command::new(std::env::current_exe().ok()?);
    child.args(["--child", "replay", "--only", name, "--entries", &entries.to_string()]);
    child.arg("--dir").arg(&args.dir).args(["--seed", &args.seed.to_string()]);
    if let Some(postgres) = &args.postgres {
        child.args(["--postgres", postgres]);
    }
    let output = child.output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    // Some stores print to standard output; the figure is the last line.
    output.status.success().then(|| text.lines().last()?.trim().parse().ok()).flatten()
}

/// One task of one store in this process.
pub fn child(args: &Args, task: &str) -> Outcome<()> {
    let runtime = runtime()?;
    let store = all().into_iter().find(|store| args.only.iter().any(|only| only == store.name));
    let store = store.ok_or("name one store with --only")?;
    match task {
        "replay" => {
            let contestant = (store.open)(&place(args, &runtime, &store, "loaded", false)?)?;
            contestant.replay(u64::try_from(args.entries)?)?;
            let status = fs::read_to_string("/proc/self/status")?;
            let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let peak = peak.and_then(|peak| peak.split_whitespace().next());
            println!("\n{}", peak.ok_or("the system tells no VmHWM")?);
        }
        "single" => {
            let contestant = (store.open)(&place(args, &runtime, &store, "counted", true)?)?;
            let feed = Feed::new(args.seed, u64::try_from(args.commits)?);
            contestant.singles(&feed.collect::<Vec<_>>())?;
            drop(contestant);
            fs::remove_dir_all(args.dir.join(store.name).join("counted"))?;
        }
        other => return Err(format!("there is no task {other}").into()),
    }
    Ok(())
}

/// Bytes that the file system has given to the files under a directory.
fn du(dir: &Path) -> Outcome<u64> {
    let mut bytes = 0;
    for file in WalkDir::new(dir) {
        let metadata = file?.metadata()?;
        if metadata.is_file() {
            bytes += metadata.blocks() * 512;
        }
    }
    Ok(bytes)
}
