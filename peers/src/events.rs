//! The entries, as every store gets them: chained bytes, and beside them what a ledger takes.

use std::collections::BTreeMap;
use std::iter::Zip;

use greffe_testkit::load::{Chained, Load, LoadEntry};

/// One entry to be stored.
#[derive(Debug, Clone)]
#[allow(dead_code, reason = "which parts are read depends on the stores that are built in")]
pub struct Event {
    /// What the ledger takes; it makes bytes of the same length itself.
    pub entry: LoadEntry,
    /// What everybody else stores.
    pub bytes: Vec<u8>,
    /// Its place among all, from 0.
    pub seq: u64,
    /// Its place in its stream, from 1.
    pub version: u64,
}

/// Entries in order, from a seed.
pub struct Feed {
    events: Zip<Load, std::iter::Skip<Chained>>,
    versions: BTreeMap<String, u64>,
    seq: u64,
}

impl Feed {
    /// So many entries from a seed, after the opening.
    pub fn new(seed: u64, entries: u64) -> Feed {
        let bytes = Chained::new(seed, entries).skip(1);
        Feed { events: Load::new(seed, entries).zip(bytes), versions: BTreeMap::new(), seq: 0 }
    }

    /// The entry that opens a ledger, and is the first of every store.
    pub fn opening(seed: u64) -> Option<Event> {
        let bytes = Chained::new(seed, 0).next()?;
        Some(Event { entry: Load::opening(seed), bytes, seq: 0, version: 1 })
    }
}

impl Iterator for Feed {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        let (entry, bytes) = self.events.next()?;
        self.seq += 1;
        // The opening is the first entry of its stream.
        let first = u64::from(entry.stream == "ledger");
        let version = self.versions.entry(entry.stream.clone()).or_insert(first);
        *version += 1;
        Some(Event { seq: self.seq, version: *version, entry, bytes })
    }
}
