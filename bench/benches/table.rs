//! Runs the rows that are asked for and prints them as one table. Progress goes to standard error.

#![allow(clippy::print_stdout, reason = "the table is what the bench is for")]

use std::path::Path;
use std::time::Instant;

use clap::Parser;
use greffe_bench::args::Args;
use greffe_bench::ledger::Loaded;
use greffe_bench::memory::SMALL;
use greffe_bench::report::{Row, table, thousands};
use greffe_bench::{Outcome, append, disk, memory, scan, state};
use greffe_testkit::load::Load;

fn main() -> Outcome<()> {
    let args = Args::parse();
    let folder = args.folder(Path::new(env!("CARGO_TARGET_TMPDIR")));
    std::fs::create_dir_all(&folder)?;
    if let Some(task) = &args.child {
        return memory::child(&args, &folder, task);
    }
    eprintln!("seed {}, {} entries, in {}", args.seed, args.entries, folder.display());
    let mut rows = Vec::new();
    let mut remarks = vec![format!(
        "Seed {}, {} entries, {} rounds; ratios are medians over rounds that alternate.",
        args.seed, args.entries, args.rounds
    )];
    if args.wants("append") {
        eprintln!("append …");
        let (appends, sync) = append::rows(&args, &folder)?;
        rows.extend(appends);
        remarks.push(sync);
    }
    if ["scan", "state", "disk", "memory"].iter().any(|group| args.wants(group)) {
        remarks.extend(on_loaded(&args, &folder, &mut rows)?);
    }
    println!("\n{}\n{}", remarks.join("\n"), table(&rows));
    Ok(())
}

/// The rows that need a loaded ledger; gives remarks.
fn on_loaded(args: &Args, folder: &Path, rows: &mut Vec<Row>) -> Outcome<Vec<String>> {
    let mut remarks = vec![format!("The load is made at {} entries a second.", made(args))];
    eprintln!("load …");
    let loaded = Loaded::of(args, folder, args.entries)?;
    if let Some(rate) = loaded.rate {
        let rate = thousands(rate);
        remarks.push(format!("It is recorded at {rate} entries a second, 4 096 a call."));
    }
    if args.wants("scan") {
        eprintln!("scan …");
        rows.extend(scan::rows(args, &loaded)?);
    }
    if args.wants("state") {
        eprintln!("state …");
        rows.push(state::row(args, &loaded)?);
    }
    if args.wants("disk") {
        rows.extend(disk::rows(&loaded)?);
    }
    if args.wants("memory") {
        eprintln!("memory …");
        let small = match args.entries {
            0..=SMALL => None,
            _ => Some(Loaded::of(args, folder, SMALL)?),
        };
        let sizes: Vec<&Loaded> = small.iter().chain([&loaded]).collect();
        rows.extend(memory::rows(args, folder, &sizes)?);
        if let Some(small) = small {
            small.discard(args)?;
        }
    }
    loaded.discard(args)?;
    Ok(remarks)
}

/// How fast the load itself is made, so that nobody takes it for the ledger's speed.
fn made(args: &Args) -> String {
    let start = Instant::now();
    let entries = args.entries.min(500_000);
    let bytes: usize = Load::new(args.seed, entries).map(|entry| entry.data.len()).sum();
    let seconds = start.elapsed().as_secs_f64();
    debug_assert!(bytes > 0);
    #[allow(
        clippy::float_arithmetic,
        clippy::cast_precision_loss,
        reason = "a rate for people to read"
    )]
    thousands(entries as f64 / seconds)
}
