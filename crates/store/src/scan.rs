//! Scanning the log page by page, the chain followed as it goes.

use std::sync::Arc;

use greffe_chain::Hash;

use crate::error::StoreError;
use crate::page::{LENGTH, PAGE, Page, follow, frames};
use crate::read::Core;
use crate::volumes::Volume;

/// The iterator of [`Reader::pages`](crate::Reader::pages). The first and the last page may hold
/// entries outside the range that was asked for. Ends after the first error.
#[derive(Debug)]
pub struct Pages {
    core: Arc<Core>,
    next: u64,
    end: u64,
    checked: bool,
    /// The hash of the last entry handed over.
    last: Option<Hash>,
    volume: Option<Volume>,
    /// The bytes of the sealed page before, to be filled anew once nobody else holds them: fresh memory
    /// for every page costs a tenth of a scan.
    before: Arc<Vec<u8>>,
}

impl Pages {
    pub(crate) fn new(core: Arc<Core>, next: u64, end: u64) -> Pages {
        Pages { core, next, end, checked: true, last: None, volume: None, before: Arc::default() }
    }

    /// Pages as they are stored, for whoever follows the chain himself.
    pub(crate) fn unchecked(core: Arc<Core>, next: u64, end: u64) -> Pages {
        Pages { checked: false, ..Pages::new(core, next, end) }
    }

    /// Whether the row of a sealed page that was just read records this hash of its last entry;
    /// true where the page is not sealed.
    pub(crate) fn holds(&self, page: &Page, last: Hash) -> bool {
        let number = page.first() / PAGE;
        match &self.volume {
            Some(volume) if volume.holds(number) => volume.hold(number, last).is_ok(),
            _ => true,
        }
    }

    pub(crate) fn absent(&self, seq: u64) -> StoreError {
        self.core.log.absent(seq)
    }

    fn read(&mut self) -> Result<Page, StoreError> {
        let number = self.next / PAGE;
        let log = &self.core.log;
        // An entry may be sealed between the two looks: then the second one finds it.
        if number >= log.volumes.sealed()
            && let Some(young) = log.young(self.next, self.end.min((number + 1) * PAGE))
        {
            if self.checked {
                let checked = follow(young.bytes(), young.first(), self.last);
                let place = || log.volumes.place(number);
                let (_, hash) = checked.map_err(|what| StoreError::damaged(what, place()))?;
                self.last = Some(hash);
            }
            return Ok(young);
        }
        if self.volume.as_ref().is_none_or(|volume| !volume.holds(number)) {
            if number >= log.volumes.sealed() {
                return Err(log.absent(self.next));
            }
            self.volume = Some(log.volumes.open(number)?);
        }
        let Some(volume) = &self.volume else { return Err(log.absent(self.next)) };
        let mut bytes = Arc::try_unwrap(std::mem::take(&mut self.before)).unwrap_or_default();
        volume.read(number, &mut bytes)?;
        if !self.checked {
            let count = frames(&bytes).count();
            let length: usize = frames(&bytes).map(|entry| LENGTH + entry.len()).sum();
            if count as u64 != PAGE || length != bytes.len() {
                let what =
                    format!("a page of {count} entries in {length} of {} bytes", bytes.len());
                return Err(StoreError::damaged(what, log.volumes.place(number)));
            }
            return Ok(self.sealed(number, count, bytes));
        }
        let inside = !self.next.is_multiple_of(PAGE);
        let (count, hash) = volume.check(number, &bytes, self.last.filter(|_| !inside))?;
        // The row vouches for the page's last entry, before it is handed over.
        volume.hold(number, hash)?;
        self.last = Some(hash);
        Ok(self.sealed(number, count, bytes))
    }

    fn sealed(&mut self, number: u64, count: usize, bytes: Vec<u8>) -> Page {
        self.before = Arc::new(bytes);
        Page::new(number * PAGE, count, Arc::clone(&self.before))
    }
}

impl Iterator for Pages {
    type Item = Result<Page, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.end {
            return None;
        }
        let volumes = &self.core.clone().log.volumes;
        let page = self.read().map_err(|error| volumes.blame(self.next / PAGE, error));
        // A page that was sealed meanwhile holds more than was asked for.
        let page = page.map(|page| page.below(self.end));
        self.next = match &page {
            Ok(page) => page.first() + page.len() as u64,
            Err(_) => self.end,
        };
        Some(page)
    }
}
