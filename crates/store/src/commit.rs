//! Committing: what was chained goes to the disk, readers are told, callers are answered.
//!
//! One group of calls is one frame and one sync. Only then is the new head published and each call
//! answered: **an acknowledged append is on disk**. Pages are sealed after the answers. The writer
//! chains the next group meanwhile. After a failure it is unknown what reached the disk: nothing is
//! committed any more, and the store must be opened again, which reads the truth.

use std::sync::Arc;
use std::time::Instant;

use greffe_chain::{Hash, Head};
use tokio::sync::oneshot;

use crate::append::Receipt;
use crate::error::{AppendError, StoreError};
use crate::layout::{HeadFile, HeadMark};
use crate::metrics::{add, micros, most};
use crate::options::Options;
use crate::page::PAGE;
use crate::read::Core;
use crate::tail::Tail;

/// Full pages wait until there are this many: then one sync serves them all.
pub(crate) const SEAL_PAGES: u64 = 16;
/// Pages written at a time.
pub(crate) const SEAL_MOST: u64 = 64;

/// The answer to one call, once what came before it is on disk.
pub(crate) type Reply =
    (oneshot::Sender<Result<Receipt, AppendError>>, Result<Receipt, AppendError>);

/// A group of calls, chained.
pub(crate) struct Work {
    pub(crate) first: u64,
    /// The entries, framed; none when the calls brought nothing new.
    pub(crate) frames: Arc<Vec<u8>>,
    pub(crate) entries: u64,
    /// The head after the last of them.
    pub(crate) head: Head,
    pub(crate) replies: Vec<Reply>,
}

/// What commits write to.
pub(crate) struct Committer {
    core: Arc<Core>,
    options: Options,
    mark: HeadFile,
    tail: Tail,
    /// How many entries are on disk.
    committed: u64,
    failed: Option<StoreError>,
}

impl Committer {
    pub(crate) fn new(
        core: Arc<Core>,
        options: Options,
        mark: HeadFile,
        tail: Tail,
        committed: u64,
    ) -> Committer {
        Committer { core, options, mark, tail, committed, failed: None }
    }

    /// Begins the tail of a new ledger.
    pub(crate) fn begin(&mut self) -> Result<(), StoreError> {
        self.tail.begin(0, &[])
    }

    /// Why nothing is committed any more.
    pub(crate) fn failed(&self) -> Option<&StoreError> {
        self.failed.as_ref()
    }

    /// Commits nothing any more.
    pub(crate) fn fail(&mut self, reason: &str) {
        self.failed.get_or_insert_with(|| StoreError::Closed { reason: reason.into() });
    }

    /// Commits a group and answers its calls.
    pub(crate) fn commit(&mut self, work: Work) {
        let written = match &self.failed {
            Some(error) => {
                Err(StoreError::Closed { reason: format!("an earlier commit failed ({error})") })
            }
            None => self.write(&work),
        };
        if let Err(error) = &written {
            self.failed.get_or_insert_with(|| error.clone());
        }
        for (reply, receipt) in work.replies {
            let answer = match (&written, receipt) {
                (Err(error), Ok(_)) => Err(AppendError::Store(error.clone())),
                (_, receipt) => receipt,
            };
            // A caller who is gone has nobody to be told.
            let _ = reply.send(answer);
        }
        if self.failed.is_none()
            && let Err(error) = self.tidy(false)
        {
            self.failed = Some(error);
        }
        // Nothing comes any more: whoever follows is not left waiting for it.
        if self.failed.is_some() {
            self.close();
        }
    }

    fn write(&mut self, work: &Work) -> Result<(), StoreError> {
        if work.entries == 0 {
            return Ok(());
        }
        self.tail.write(work.first, &work.frames)?;
        let start = Instant::now();
        if !self.options.planted().acks_before_flush() {
            self.tail.sync()?;
        }
        let waited = micros(start.elapsed());
        let core = &self.core;
        let ledger = match crate::page::frames(&work.frames).next() {
            Some(genesis) if work.first == 0 => Hash::of(genesis),
            _ => core.ledger(),
        };
        self.committed = work.head.count;
        core.publish(ledger, work.head);
        let counters = &core.counters;
        add(&counters.commits, 1);
        add(&counters.entries, work.entries);
        add(&counters.bytes, work.frames.len() as u64 - 2 * work.entries);
        most(&counters.largest_commit, work.entries);
        add(&counters.sync_micros, waited);
        most(&counters.longest_sync_micros, waited);
        self.mark.write(&HeadMark { ledger, head: work.head })
    }

    /// Seals full pages when there are enough, or when the store is closed.
    fn tidy(&mut self, closing: bool) -> Result<(), StoreError> {
        let full = self.committed / PAGE - self.core.log.volumes.sealed();
        if full >= SEAL_PAGES || closing && full > 0 {
            self.seal()?;
        }
        if closing { self.mark.sync() } else { Ok(()) }
    }

    /// Writes full pages, then begins the tail anew with the entries behind them.
    fn seal(&mut self) -> Result<(), StoreError> {
        let log = &self.core.log;
        let start = Instant::now();
        let first = log.volumes.sealed();
        let full = self.committed / PAGE;
        let young = || log.young_frames(full * PAGE, self.committed);
        if self.options.planted().drops_runs_early() {
            self.tail.begin(full * PAGE, &young())?;
        }
        let mut next = first;
        while next < full {
            let pages = log.full_pages(next, (full - next).min(SEAL_MOST));
            log.volumes.write(next, &pages)?;
            next += pages.len() as u64;
        }
        self.tail.begin(full * PAGE, &young())?;
        log.sealed_to(full);
        self.mark.sync()?;
        add(&self.core.counters.pages, full - first);
        add(&self.core.counters.seal_micros, micros(start.elapsed()));
        Ok(())
    }

    /// Seals what is full and makes the mark durable. Opening ends what this leaves undone.
    pub(crate) fn finish(&mut self) -> Result<(), StoreError> {
        if self.failed.is_none() { self.tidy(true) } else { Ok(()) }
    }

    /// Lets nobody wait for news any longer.
    pub(crate) fn close(&mut self) {
        self.core.close();
    }
}
