//! Durable appends: single, by many writers at once, and in calls of 512.
//!
//! A round appends to the ledger, reads back the bytes that were stored, and writes the same bytes
//! to a raw file, synced at the same places. Entries are made before the clock starts. The raw
//! file goes second because only then it is known which entries shared a commit.

use std::collections::{BTreeSet, VecDeque};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use greffe_store::{NewEntry, Store};
use greffe_testkit::load::Load;
use tokio::runtime::Runtime;

use crate::Outcome;
use crate::args::Args;
use crate::ledger::{create, new_entry, runtime, since};
use crate::raw::RawLog;
use crate::report::Row;
use crate::rounds::{Rounds, permille};

/// Writers of the group row.
const WRITERS: usize = 64;
/// Entries of a call of the last row.
const CALL: usize = 512;

/// What the append rows need.
struct Bench<'a> {
    args: &'a Args,
    folder: &'a Path,
    runtime: Runtime,
    syncs: Vec<f64>,
    notes: Vec<String>,
}

/// The rows, and the sync times of this machine as text.
///
/// # Errors
/// When the ledger or the disk refuses.
pub fn rows(args: &Args, folder: &Path) -> Outcome<(Vec<Row>, String)> {
    let runtime = runtime()?;
    let mut bench = Bench { args, folder, runtime, syncs: Vec::new(), notes: Vec::new() };
    let single = bench.measure(args.appends / 8, Bench::single)?;
    let mut syncs = std::mem::take(&mut bench.syncs);
    syncs.sort_unstable_by(f64::total_cmp);
    let sync = format!(
        "fdatasync after one entry: p50 {:.2} ms, p99 {:.2} ms, {} calls",
        permille(&syncs, 500) * 1e3,
        permille(&syncs, 990) * 1e3,
        syncs.len()
    );
    let group = bench.measure(args.appends, Bench::group)?;
    let sizes = format!("entries a commit: {}", bench.notes.join(", "));
    let calls = bench.measure(args.appends.next_multiple_of(CALL), Bench::calls)?;
    let raw = "raw file, write + fdatasync";
    let rows = vec![
        Row::rates("durable single append", raw, "0.9", &single),
        Row::rates("group commit, 64 writers", "raw file, same batch sizes", "0.8", &group)
            .note(&sizes),
        Row::rates("calls of 512 entries", raw, "", &calls),
    ];
    Ok((rows, sync))
}

impl Bench<'_> {
    /// Measures one way of appending `count` entries a round.
    fn measure(
        &mut self,
        count: usize,
        append: impl Fn(&mut Self, &Arc<Store>, Vec<NewEntry>) -> Outcome<(f64, Vec<usize>)>,
    ) -> Outcome<Rounds> {
        let (dir, file) = (self.folder.join("appends"), self.folder.join("appends.raw"));
        let store = Arc::new(create(&dir, self.args.seed)?);
        let mut raw = RawLog::create(&file)?;
        let entries = count * (self.args.rounds + 1);
        let mut load = Load::new(self.args.seed, u64::try_from(entries)?);
        let mut rounds = Rounds::default();
        for round in 0..=self.args.rounds {
            let mut entries = Vec::with_capacity(count);
            for mut entry in load.by_ref().take(count) {
                // Writers that run at once are not held to the order in which causes come first.
                entry.causes.clear();
                entries.push(new_entry(entry)?);
            }
            let before = store.head();
            let (seconds, sizes) = append(self, &store, entries)?;
            let mut stored = since(&store, before)?;
            let ours = stored.len() as f64 / seconds;
            let mut raw_seconds = 0.0;
            for size in sizes {
                let rest = stored.split_off(size.min(stored.len()));
                raw_seconds += raw.append(&stored)?.as_secs_f64();
                stored = rest;
            }
            // The first round warms both up.
            if round > 0 {
                rounds.push(count as f64 / raw_seconds, ours);
            }
        }
        self.syncs.append(&mut raw.syncs);
        drop(store);
        std::fs::remove_dir_all(dir)?;
        std::fs::remove_file(file)?;
        Ok(rounds)
    }

    fn single(&mut self, store: &Arc<Store>, entries: Vec<NewEntry>) -> Outcome<(f64, Vec<usize>)> {
        let sizes = vec![1; entries.len()];
        let start = Instant::now();
        self.runtime.block_on(async {
            for entry in entries {
                store.append(vec![entry], Vec::new()).await?;
            }
            Outcome::Ok(())
        })?;
        Ok((start.elapsed().as_secs_f64(), sizes))
    }

    fn calls(&mut self, store: &Arc<Store>, entries: Vec<NewEntry>) -> Outcome<(f64, Vec<usize>)> {
        let mut entries = VecDeque::from(entries);
        let mut calls = Vec::new();
        while !entries.is_empty() {
            let call: Vec<NewEntry> = entries.drain(..CALL.min(entries.len())).collect();
            calls.push(call);
        }
        let sizes = calls.iter().map(Vec::len).collect();
        let start = Instant::now();
        self.runtime.block_on(async {
            for call in calls {
                store.append(call, Vec::new()).await?;
            }
            Outcome::Ok(())
        })?;
        Ok((start.elapsed().as_secs_f64(), sizes))
    }

    /// Each writer appends one entry, waits for its receipt, and takes the next.
    ///
    /// Which entries shared a commit is seen from outside: readers see the head move once a
    /// commit, so the heads that writers meet right after their receipts are the ends of commits.
    fn group(&mut self, store: &Arc<Store>, entries: Vec<NewEntry>) -> Outcome<(f64, Vec<usize>)> {
        let before = store.head().count;
        let waiting = Arc::new(Mutex::new(VecDeque::from(entries)));
        let start = Instant::now();
        let heads = self.runtime.block_on(async {
            let writers: Vec<_> = (0..WRITERS)
                .map(|_| tokio::spawn(write_on(Arc::clone(store), Arc::clone(&waiting))))
                .collect();
            let mut heads = BTreeSet::new();
            for writer in writers {
                heads.append(&mut writer.await??);
            }
            Outcome::Ok(heads)
        })?;
        let seconds = start.elapsed().as_secs_f64();
        let mut sizes = Vec::new();
        let mut from = before;
        for head in heads {
            let mut size = usize::try_from(head - from)?;
            from = head;
            // More than one entry of each writer in a commit cannot be: a head was missed.
            while size > WRITERS {
                sizes.push(WRITERS);
                size -= WRITERS;
            }
            sizes.push(size);
        }
        let entries: usize = sizes.iter().sum();
        self.notes.push(format!("{:.1}", entries as f64 / sizes.len().max(1) as f64));
        Ok((seconds, sizes))
    }
}

async fn write_on(
    store: Arc<Store>,
    waiting: Arc<Mutex<VecDeque<NewEntry>>>,
) -> Outcome<BTreeSet<u64>> {
    let mut heads = BTreeSet::new();
    loop {
        let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let Some(entry) = next else { break };
        store.append(vec![entry], Vec::new()).await?;
        heads.insert(store.head().count);
    }
    Ok(heads)
}
