//! What a store has done since it was opened, for whoever runs it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Figures of a store since it was opened. Each is exact; together they are no snapshot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metrics {
    /// Commits: each is one write and one sync.
    pub commits: u64,
    /// Entries committed.
    pub entries: u64,
    /// Bytes of these entries.
    pub bytes: u64,
    /// The most entries that one commit held.
    pub largest_commit: u64,
    /// Calls that wait for the writer at this moment.
    pub waiting: u64,
    /// Calls that may wait before the next one has to.
    pub queue: u64,
    /// Bytes of the calls that wait, about: of their entries as they were handed in.
    pub waiting_bytes: u64,
    /// Bytes that may wait before the next call has to.
    pub queue_bytes: u64,
    /// How often a caller met a full queue, by its calls or by their bytes, and had to wait.
    pub full: u64,
    /// Microseconds that callers waited for room in a full queue.
    pub full_micros: u64,
    /// Blocks of up to 4 096 entries that the index keeps in memory, because their rows are not written
    /// yet: one at rest. Zero as long as nobody asked the index.
    pub index_waiting: u64,
    /// Microseconds that the writer itself spent on the index, because that had fallen behind: calls
    /// waited for it.
    pub index_micros: u64,
    /// Microseconds spent waiting for the disk at commits.
    pub sync_micros: u64,
    /// The longest of these waits, in microseconds.
    pub longest_sync_micros: u64,
    /// Pages sealed.
    pub pages: u64,
    /// Microseconds spent sealing pages.
    pub seal_micros: u64,
    /// How often the clock stood still or went back, so that an instant had to be made up.
    pub clock_held: u64,
    /// The most microseconds that the clock was behind the last recorded instant.
    pub clock_behind_micros: u64,
}

/// The counters behind [`Metrics`].
#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) commits: AtomicU64,
    pub(crate) entries: AtomicU64,
    pub(crate) bytes: AtomicU64,
    pub(crate) largest_commit: AtomicU64,
    pub(crate) full: AtomicU64,
    pub(crate) full_micros: AtomicU64,
    pub(crate) index_micros: AtomicU64,
    pub(crate) sync_micros: AtomicU64,
    pub(crate) longest_sync_micros: AtomicU64,
    pub(crate) pages: AtomicU64,
    pub(crate) seal_micros: AtomicU64,
    pub(crate) clock_held: AtomicU64,
    pub(crate) clock_behind_micros: AtomicU64,
}

pub(crate) fn add(counter: &AtomicU64, more: u64) {
    counter.fetch_add(more, Ordering::Relaxed);
}

pub(crate) fn most(counter: &AtomicU64, value: u64) {
    counter.fetch_max(value, Ordering::Relaxed);
}

pub(crate) fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

impl Counters {
    pub(crate) fn read(&self, waiting: u64, queue: u64, index_waiting: u64) -> Metrics {
        let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Metrics {
            commits: of(&self.commits),
            entries: of(&self.entries),
            bytes: of(&self.bytes),
            largest_commit: of(&self.largest_commit),
            waiting,
            queue,
            waiting_bytes: 0,
            queue_bytes: 0,
            full: of(&self.full),
            full_micros: of(&self.full_micros),
            index_waiting,
            index_micros: of(&self.index_micros),
            sync_micros: of(&self.sync_micros),
            longest_sync_micros: of(&self.longest_sync_micros),
            pages: of(&self.pages),
            seal_micros: of(&self.seal_micros),
            clock_held: of(&self.clock_held),
            clock_behind_micros: of(&self.clock_behind_micros),
        }
    }
}
