//! Measures other stores beside the ledger: on the same entries, on this machine, each one set so
//! that what it acknowledged is on disk.
//!
//! Rounds go through all stores in turn; figures are medians over rounds. One writer with one
//! entry a commit; 64 writers at once; calls of 512; and a replay of everything in which each
//! entry is hashed and its link checked. See README.md for what is fair and what is not.

mod args;
mod contest;
mod events;
mod links;
mod report;
mod run;
mod stores;

use clap::Parser;

/// Whatever stops a run; its text is all that anybody needs.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> Outcome<()> {
    let args = args::Args::parse();
    match args.child.as_deref() {
        None => run::table(&args),
        Some(task) => run::child(&args, task),
    }
}
