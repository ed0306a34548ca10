//! Following a ledger: what is recorded, then what comes, without gap or repetition.
//!
//! A subscription keeps one number, the next entry to hand over, and the log hands entries over by
//! number: there is no second path for live entries that could overlap with catching up.

use tokio::sync::watch;

use crate::error::StoreError;
use crate::page::EntryBytes;
use crate::read::{Published, Reader, Scan};

/// A ledger being followed; dropping it ends the subscription.
#[derive(Debug)]
pub struct Subscription {
    reader: Reader,
    news: watch::Receiver<Published>,
    next: u64,
    scan: Option<Scan>,
}

impl Subscription {
    pub(crate) fn new(reader: Reader, from: u64) -> Subscription {
        let news = reader.core.published.subscribe();
        Subscription { reader, news, next: from, scan: None }
    }

    /// The next entry, as soon as it is acknowledged; None once the store is closed, or a commit has failed
    /// and it takes no more, and everything has been handed over. May be cancelled without losing an entry. While it catches up it reads a
    /// page of the disk at a time, which blocks.
    ///
    /// # Errors
    /// [`StoreError`] when the entry cannot be read; asking again tries the same entry again.
    pub async fn next(&mut self) -> Result<Option<EntryBytes>, StoreError> {
        // Whoever catches up with a long log takes turns with the others of its thread.
        tokio::task::coop::consume_budget().await;
        loop {
            if let Some(entry) = self.scan.as_mut().and_then(Iterator::next) {
                if entry.is_ok() {
                    self.next += 1;
                } else {
                    self.scan = None;
                }
                return entry.map(Some);
            }
            let Published { head, open, .. } = *self.news.borrow_and_update();
            if self.next < head.count {
                self.scan = Some(self.reader.scan(self.next..));
                continue;
            }
            self.scan = None;
            if !open || self.news.changed().await.is_err() {
                return Ok(None);
            }
        }
    }

    /// The seq of the entry that comes next.
    #[must_use]
    pub const fn next_seq(&self) -> u64 {
        self.next
    }
}
