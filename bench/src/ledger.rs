//! The ledgers that are measured: made of a seeded load, kept between runs when asked.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use greffe_chain::Head;
use greffe_store::{Cause, NewEntry, Options, Store};
use greffe_testkit::load::{Load, LoadEntry};
use serde_json::value::RawValue;
use tokio::runtime::Runtime;

use crate::Outcome;
use crate::args::Args;
use crate::raw::write_framed;

/// Entries of one call while a ledger is loaded.
const CALL: usize = 4_096;

/// A loaded ledger on disk, with the same entries in a raw file beside it.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The ledger's directory.
    pub dir: PathBuf,
    /// The entries, each after its length.
    pub framed: PathBuf,
    /// Bytes of all entries.
    pub bytes: u64,
    /// Entries, the opening included.
    pub count: u64,
    /// Entries a second while it was loaded; None when an earlier run did.
    pub rate: Option<f64>,
}

impl Loaded {
    /// The ledger of `entries` entries from the seed: that of an earlier run if it was kept.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn of(args: &Args, folder: &Path, entries: u64) -> Outcome<Loaded> {
        let home = folder.join(format!("{entries}-seed-{}", args.seed));
        let (dir, framed) = (home.join("ledger"), home.join("entries"));
        let (complete, count) = (home.join("complete"), entries + 1);
        if args.keep
            && let Ok(known) = fs::read_to_string(&complete)
        {
            let bytes = known.trim().parse()?;
            return Ok(Loaded { dir, framed, bytes, count, rate: None });
        }
        if home.exists() {
            fs::remove_dir_all(&home)?;
        }
        fs::create_dir_all(&home)?;
        let rate = fill(&dir, args.seed, entries)?;
        let store = open(&dir)?;
        let scan = store.scan(..).map(|entry| Ok(entry?.to_vec()));
        let bytes = write_framed(&framed, scan)?;
        store.close()?;
        fs::write(complete, bytes.to_string())?;
        Ok(Loaded { dir, framed, bytes, count, rate: Some(rate) })
    }

    /// Removes it, unless it is to be kept.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn discard(&self, args: &Args) -> Outcome<()> {
        if let Some(home) = self.dir.parent().filter(|_| !args.keep) {
            fs::remove_dir_all(home)?;
        }
        Ok(())
    }
}

/// Writes a load into a new ledger; gives entries a second, from the first call to the last receipt.
fn fill(dir: &Path, seed: u64, entries: u64) -> Outcome<f64> {
    let runtime = runtime()?;
    let store = create(dir, seed)?;
    let mut load = Load::new(seed, entries);
    let start = Instant::now();
    let mut call = Vec::with_capacity(CALL);
    loop {
        for entry in load.by_ref().take(CALL) {
            call.push(new_entry(entry)?);
        }
        if call.is_empty() {
            break;
        }
        runtime.block_on(store.append(std::mem::take(&mut call), Vec::new()))?;
    }
    let rate = entries as f64 / start.elapsed().as_secs_f64();
    store.close()?;
    Ok(rate)
}

/// A new ledger with nothing but its opening.
///
/// # Errors
/// When it cannot be created.
pub fn create(dir: &Path, seed: u64) -> Outcome<Store> {
    if dir.exists() {
        fs::remove_dir_all(dir)?;
    }
    Ok(Store::create(dir, new_entry(Load::opening(seed))?, &Options::default())?)
}

/// A ledger that exists.
///
/// # Errors
/// When it cannot be opened.
pub fn open(dir: &Path) -> Outcome<Store> {
    Ok(Store::open(dir, &Options::default())?)
}

/// The runtime that calls the store: two threads, as the machines of the targets have cores.
///
/// # Errors
/// When the system gives no threads.
pub fn runtime() -> Outcome<Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().worker_threads(2).build()?)
}

/// An entry of a load as the store takes it.
///
/// # Errors
/// When its data is not JSON, which would be a fault of the load.
pub fn new_entry(entry: LoadEntry) -> Outcome<NewEntry> {
    Ok(NewEntry {
        id: Some(entry.id),
        stream: entry.stream,
        kind: entry.kind.to_owned(),
        schema: entry.schema,
        effective: entry.effective,
        recorded_by: entry.recorded_by.to_owned(),
        grade: entry.grade.to_owned(),
        sources: entry.sources,
        causes: entry.causes.into_iter().map(Cause::Seq).collect(),
        data: RawValue::from_string(entry.data)?,
    })
}

/// The stored bytes of the entries from `before` to the head.
///
/// # Errors
/// When they cannot be read.
pub fn since(store: &Store, before: Head) -> Outcome<Vec<Vec<u8>>> {
    store.scan(before.count..).map(|entry| Ok(entry?.to_vec())).collect()
}
