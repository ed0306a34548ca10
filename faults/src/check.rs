//! What must hold of a ledger after any fault.
//!
//! It opens; it verifies; every acknowledged entry is there with its hash; no call is half there;
//! no id is there twice; the indexes agree with the log; every stored document comes back; the
//! calls that were under way can be made again and are recorded once; one more entry can be
//! appended; and it opens again with that entry. A backup that was finished restores and
//! verifies.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use greffe_chain::{Entry, Hash};
use greffe_store::{Options, Receipt, Store, StoreError, VerifyOptions};
use uuid::Uuid;

use crate::asked;
use crate::plan::{Run, one_more};
use crate::witness::{Told, Witness};

/// How closely a quick check looks at the past, in entries.
const RECENT: u64 = 2_000;

/// How closely a ledger is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// All of it.
    #[default]
    Full,
    /// The recent past, without verifying the whole.
    Quick,
    /// It is a copy taken while the ledger was open: newer entries may be absent, and it may be
    /// refused, but nothing it says may be wrong. Nothing is appended.
    Copy,
}

/// What was found to hold.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// Entries of the ledger.
    pub entries: u64,
    /// Acknowledgements that were held against it.
    pub acks: usize,
    /// Calls under way at the fault that had been recorded all the same.
    pub found_recorded: u32,
    /// Backups restored.
    pub restored: u32,
    /// Why a copy does not open.
    pub refused: Option<String>,
    /// Why a copy does not verify.
    pub unsound: Option<String>,
}

/// Checks the ledger in `dir` against what `witness` was told; with `record`, what the check itself
/// appends is told to it as well.
///
/// # Errors
/// The first thing that does not hold, in words.
pub fn check(
    dir: &Path,
    witness: &Path,
    options: &Options,
    depth: Depth,
    record: bool,
) -> Result<Held, String> {
    let told = Told::read(witness)?;
    let store = match Store::open(dir, options) {
        Ok(store) => store,
        Err(StoreError::NotALedger { .. } | StoreError::Missing { .. }) if !told.created => {
            return Ok(Held::default());
        }
        Err(error) if depth == Depth::Copy => {
            return Ok(Held { refused: Some(error.to_string()), ..Held::default() });
        }
        Err(error) => return Err(format!("it does not open: {error}")),
    };
    let mut held = Held { entries: store.head().count, ..Held::default() };
    acknowledged(&store, &told, depth, &mut held)?;
    if depth == Depth::Copy {
        held.unsound = sound(&store).err();
        return Ok(held);
    }
    whole_calls(&store, depth)?;
    documents(&store, &told, depth)?;
    if depth != Depth::Quick {
        sound(&store)?;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let mut receipts = retry(&runtime, &store, &told, &mut held)?;
    receipts.push(append_one(&runtime, &store)?);
    let head = store.head();
    store.close().map_err(|error| error.to_string())?;
    if record {
        let witness = Witness::open(witness).map_err(|error| error.to_string())?;
        for receipt in &receipts {
            witness.acknowledged(receipt, None).map_err(|error| error.to_string())?;
        }
    }
    if depth != Depth::Quick {
        let again = Store::open(dir, options);
        let again = again.map_err(|error| format!("it does not open again: {error}"))?;
        if again.head() != head {
            return Err(format!("the head was {head:?}, opened again {:?}", again.head()));
        }
        sound(&again)?;
        drop(again);
        restores(dir, &told, options, &mut held)?;
    }
    Ok(held)
}

fn acknowledged(store: &Store, told: &Told, depth: Depth, held: &mut Held) -> Result<(), String> {
    let from =
        if depth == Depth::Quick { told.acks.len().saturating_sub(RECENT as usize) } else { 0 };
    for (seq, hash) in &told.acks[from..] {
        let entry = store.entry(*seq).map_err(|error| format!("entry {seq}: {error}"))?;
        if depth == Depth::Copy && *seq >= store.head().count {
            continue;
        }
        let entry = entry.ok_or_else(|| {
            format!("acknowledged entry {seq} is lost; the head is {}", store.head().count)
        })?;
        let found = Hash::of(&entry).to_string();
        if found != *hash {
            return Err(format!("entry {seq} hashes to {found}, acknowledged was {hash}"));
        }
        held.acks += 1;
    }
    Ok(())
}

/// Reads the log and counts the entries of each call.
fn whole_calls(store: &Store, depth: Depth) -> Result<(), String> {
    let from = if depth == Depth::Quick { store.head().count.saturating_sub(RECENT) } else { 0 };
    let mut calls: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    let mut ids = HashSet::new();
    let mut first = None;
    for (seq, bytes) in (from..).zip(store.scan(from..)) {
        let bytes = bytes.map_err(|error| format!("scanning, entry {seq}: {error}"))?;
        let entry = Entry::parse(&bytes).map_err(|error| format!("entry {seq}: {error}"))?;
        if entry.seq() != seq {
            return Err(format!("where entry {seq} is due, {} stands", entry.seq()));
        }
        if !ids.insert(entry.id()) {
            return Err(format!("the id {} is recorded twice, the second in {seq}", entry.id()));
        }
        let data: serde_json::Value =
            serde_json::from_str(entry.data()).map_err(|error| error.to_string())?;
        if let (Some(call), Some(of)) = (data["call"].as_str(), data["of"].as_u64()) {
            first.get_or_insert_with(|| call.to_owned());
            let count = calls.entry(call.to_owned()).or_insert((0, of));
            count.0 += 1;
        }
    }
    for (call, (found, of)) in calls {
        // A quick look may begin in the middle of a call.
        if found != of && !(from > 0 && first.as_deref() == Some(&call)) {
            return Err(format!("of call {call}, {found} of {of} entries are there"));
        }
    }
    Ok(())
}

fn documents(store: &Store, told: &Told, depth: Depth) -> Result<(), String> {
    let from = if depth == Depth::Quick { told.documents.len().saturating_sub(20) } else { 0 };
    for hash in &told.documents[from..] {
        let hash: Hash = hash.parse().map_err(|_| format!("the witness says doc {hash}"))?;
        let bytes = store.document(hash).map_err(|error| format!("document {hash}: {error}"))?;
        let bytes = bytes.ok_or_else(|| format!("stored document {hash} is lost"))?;
        if Hash::of(&bytes) != hash {
            return Err(format!("document {hash} comes back changed"));
        }
    }
    Ok(())
}

fn sound(store: &Store) -> Result<(), String> {
    let report = store.verify(&VerifyOptions::default());
    let report = report.map_err(|error| format!("it cannot be verified: {error}"))?;
    if !report.is_sound() {
        return Err(format!("it does not verify: {report:?}"));
    }
    let faults = store.check_indexes().map_err(|error| format!("its indexes: {error}"))?;
    if !faults.is_empty() {
        return Err(format!("its indexes differ from the log: {faults:?}"));
    }
    Ok(())
}

/// Makes the last acknowledged call of each writer again, and the one that was under way.
fn retry(
    runtime: &tokio::runtime::Runtime,
    store: &Store,
    told: &Told,
    held: &mut Held,
) -> Result<Vec<Receipt>, String> {
    let mut receipts = Vec::new();
    let Some(run) = told.runs.last() else {
        return Ok(receipts);
    };
    for writer in 0..run.writers {
        let done = told.done.get(&(run.seed, writer)).copied();
        if let Some(done) = done {
            let receipt = again(runtime, store, run, writer, done)?;
            if !receipt.replayed {
                return Err(format!("call {done} of writer {writer} was recorded a second time"));
            }
        }
        let next = done.map_or(0, |done| done + 1);
        let receipt = again(runtime, store, run, writer, next)?;
        held.found_recorded += u32::from(receipt.replayed);
        receipts.push(receipt);
    }
    Ok(receipts)
}

fn again(
    runtime: &tokio::runtime::Runtime,
    store: &Store,
    run: &Run,
    writer: u32,
    number: u64,
) -> Result<Receipt, String> {
    let call = run.call(writer, number);
    let ids: Vec<Option<Uuid>> = call.entries.iter().map(|entry| entry.id).collect();
    let what = format!("repeating call {number} of writer {writer}");
    let receipt = runtime.block_on(store.append(call.entries, call.expected));
    let receipt = receipt.map_err(|error| format!("{what}: {error}"))?;
    for (id, entry) in ids.iter().zip(&receipt.entries) {
        let found = store.find_id(entry.id).map_err(|error| format!("{what}: {error}"))?;
        if *id != Some(entry.id) || found != Some(entry.seq) {
            return Err(format!("{what}: id {id:?} is said at {}, found at {found:?}", entry.seq));
        }
    }
    Ok(receipt)
}

fn append_one(runtime: &tokio::runtime::Runtime, store: &Store) -> Result<Receipt, String> {
    let id = Uuid::from_u64_pair(0x00c4_ec4d_0000_7000, (1 << 63) | store.head().count);
    let receipt = runtime.block_on(store.append(vec![one_more(id)], vec![]));
    let receipt = receipt.map_err(|error| format!("one more entry: {error}"))?;
    let ours = receipt.entries.first().and_then(|entry| store.entry(entry.seq).ok()).flatten();
    match (ours, receipt.replayed) {
        (Some(bytes), false) if Hash::of(&bytes) == receipt.head.hash => Ok(receipt),
        _ => Err("one more entry was acknowledged and cannot be read".into()),
    }
}

/// The last finished backup, restored into a place of its own.
fn restores(dir: &Path, told: &Told, options: &Options, held: &mut Held) -> Result<(), String> {
    let acks = &told.acks;
    let Some((count, told)) = told.backups.last() else {
        return Ok(());
    };
    // An image of a disk lies elsewhere than the disk did: there, the backup is beside the ledger.
    let beside = dir.parent().zip(told.file_name()).map(|(parent, name)| parent.join(name));
    let backup = beside.as_ref().filter(|beside| beside.exists()).unwrap_or(told);
    let place = tempfile::tempdir_in(backup.parent().unwrap_or(backup));
    let place = place.map_err(|error| format!("no place to restore to: {error}"))?;
    let dir = place.path().join("restored.ledger");
    let name = backup.display();
    let done = asked::restore(backup, &dir);
    done.map_err(|error| format!("the backup {name} does not restore: {error}"))?;
    let store = Store::open(&dir, options);
    let store = store.map_err(|error| format!("the restored {name} does not open: {error}"))?;
    if store.head().count < *count {
        return Err(format!("{name} holds {} entries, {count} were said", store.head().count));
    }
    sound(&store).map_err(|error| format!("the restored {name}: {error}"))?;
    // What was acknowledged before the backup is in it, byte for byte.
    for (seq, hash) in acks.iter().filter(|(seq, _)| seq < count) {
        let entry = store.entry(*seq).map_err(|error| format!("the restored {name}: {error}"))?;
        if entry.map(|entry| Hash::of(&entry).to_string()).as_ref() != Some(hash) {
            return Err(format!("the restored {name} holds another entry {seq}"));
        }
    }
    held.restored += 1;
    Ok(())
}
