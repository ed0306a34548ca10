//! What a store takes from outside: time, identities, sizes.

use std::fmt;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use uuid::Uuid;

use crate::plant::Planted;

/// Tells the time. The store keeps instants strictly increasing whatever a clock says.
pub trait Clock: Send + Sync {
    /// Microseconds since 1970-01-01T00:00:00Z.
    fn now_micros(&self) -> i64;
}

/// Makes the ids of entries whose caller gave none.
pub trait IdSource: Send + Sync {
    /// An id never given before.
    fn next_id(&self) -> Uuid;
}

/// The operating system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now_micros(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        // A clock before 1970 is as good as one that stands still: the store moves on by itself.
        since.map_or(0, |since| i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

/// UUID version 7 from the operating system's clock and random numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemIds;

impl IdSource for SystemIds {
    fn next_id(&self) -> Uuid {
        // Of a clock that was set before 1970 while the ledger is open, an id has the first instant.
        match std::time::UNIX_EPOCH.elapsed() {
            Ok(_) => Uuid::now_v7(),
            Err(_) => Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, 0, 0)),
        }
    }
}

/// How a store is opened.
#[derive(Clone)]
pub struct Options {
    /// Where `recorded_at` comes from.
    pub clock: Arc<dyn Clock>,
    /// Where ids come from that the caller did not give.
    pub ids: Arc<dyn IdSource>,
    /// Calls that may wait for the writer; one more waits in `append`.
    pub queue: usize,
    /// Bytes that the calls which wait may have together, about; a longer one waits until it is alone.
    /// Beside the number of calls it bounds the memory of a crowd of large ones.
    pub queue_bytes: u32,
    /// Bytes that pages which were read may take in memory.
    pub cache_bytes: u64,
    /// Whether to write a new head mark where it is missing or not whole (never where the store
    /// has fewer entries than a whole mark says). Ask for it only after verifying against a head
    /// that was kept elsewhere: without the mark a loss at the end of the log cannot be seen.
    pub renew_head_mark: bool,
    /// A bug to plant, for tests of tests.
    #[cfg(any(test, feature = "tamper"))]
    pub plant: Option<crate::Plant>,
}

impl Options {
    #[cfg(any(test, feature = "tamper"))]
    pub(crate) fn planted(&self) -> Planted {
        Planted { plant: self.plant }
    }

    #[cfg(not(any(test, feature = "tamper")))]
    #[allow(clippy::unused_self, reason = "the question is the same either way")]
    pub(crate) fn planted(&self) -> Planted {
        Planted::default()
    }
}

impl Default for Options {
    fn default() -> Options {
        Options {
            clock: Arc::new(SystemClock),
            ids: Arc::new(SystemIds),
            queue: 1024,
            queue_bytes: 64 * 1024 * 1024,
            cache_bytes: 32 * 1024 * 1024,
            renew_head_mark: false,
            #[cfg(any(test, feature = "tamper"))]
            plant: None,
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("queue", &self.queue)
            .field("queue_bytes", &self.queue_bytes)
            .field("cache_bytes", &self.cache_bytes)
            .field("renew_head_mark", &self.renew_head_mark)
            .finish_non_exhaustive()
    }
}
