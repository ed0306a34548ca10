//! Indexes: ways to find entries by stream, kind and id, made from the log and from nothing else.
//!
//! The rows (`rows`) are in files that never change (`part`) and follow the log in whole blocks, by a
//! thread of their own; what they have not reached is in memory (`recent`). Sixteen parts of a size
//! become one of the next, so there are few. Each piece of a part has a sum, and one that is not what
//! was written is made anew from the log: no damage to the index can become a wrong answer or a second
//! use of an id. Nothing here is evidence: `check` holds every row against the log.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use greffe_chain::{Hash, Head};
use uuid::Uuid;

use super::maker::{Maker, Merged};
use super::part::Part;
use super::recent::{BLOCK, Note, Recent};
use super::rows::{self, ID, STREAM};
use crate::error::StoreError;
use crate::layout::index_path;
use crate::log::Log;

/// Full blocks that are kept in memory while their rows cannot be written: half a million entries.
pub(crate) const MOST_UNWRITTEN: usize = 128;

/// What the index holds at one moment.
#[derive(Clone, Debug, Default)]
pub(crate) struct View {
    /// The rows of the entries that are not recent, in the order of the log.
    pub(crate) parts: Arc<Vec<Arc<Part>>>,
    /// The entries behind them.
    pub(crate) recent: Recent,
}

impl View {
    /// How many entries the parts hold.
    pub(crate) const fn followed(&self) -> u64 {
        self.recent.followed
    }
}

/// The index of a ledger.
#[derive(Debug)]
pub(crate) struct Indexes {
    maker: Arc<Maker>,
    view: RwLock<View>,
    /// Held by whoever writes rows.
    following: Mutex<()>,
    /// Why the index answers nothing.
    failed: Mutex<Option<StoreError>>,
    /// What keeps rows from being written, or parts from being merged, until it is tried again.
    late: Mutex<Option<StoreError>>,
}

impl Indexes {
    /// Opens the index whose parts are in `found`, or are to be in `made`, and brings it to `head`. An
    /// index that cannot be brought there answers every question with the reason.
    pub(crate) fn open(
        found: &Path,
        made: &Path,
        log: &Arc<Log>,
        head: Head,
        trusting: bool,
    ) -> Indexes {
        let maker = Maker::new(log.clone(), &index_path(found), &index_path(made), trusting);
        let indexes = Indexes {
            maker: Arc::new(maker),
            view: RwLock::default(),
            following: Mutex::default(),
            failed: Mutex::default(),
            late: Mutex::default(),
        };
        let view = indexes.maker.parts(head.count / BLOCK).and_then(|parts| {
            indexes.maker.tidy(&parts);
            indexes.viewed(parts, head)
        });
        match view {
            Ok(view) => *indexes.view.write().unwrap_or_else(PoisonError::into_inner) = view,
            Err(error) => indexes.fail(error),
        }
        indexes
    }

    /// These parts, and the entries behind them in memory.
    fn viewed(&self, parts: Vec<Arc<Part>>, head: Head) -> Result<View, StoreError> {
        let followed = head.count / BLOCK * BLOCK;
        let mut recent = Recent::after(followed);
        let mut seq = followed;
        while seq < head.count {
            seq = self.maker.log().each_of_page(seq, head.count, |at, entry, bytes| {
                recent.push(Note::of(at, entry, Hash::of(bytes)));
            })?;
        }
        Ok(View { parts: Arc::new(parts), recent })
    }

    fn fail(&self, error: StoreError) {
        *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }

    /// Whether it answers nothing for a shortage of the system, which may have passed when it is opened again.
    pub(crate) fn failed_for_shortage(&self) -> bool {
        let failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        failed.as_ref().is_some_and(StoreError::is_shortage)
    }

    /// What was wrong with a part that was found and made anew, if any was.
    pub(crate) fn remade(&self) -> Option<String> {
        self.maker.note()
    }

    fn read(&self) -> Result<std::sync::RwLockReadGuard<'_, View>, StoreError> {
        let failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        match &*failed {
            Some(error) => Err(error.clone()),
            None => Ok(self.view.read().unwrap_or_else(PoisonError::into_inner)),
        }
    }

    /// What the index holds now. What comes later does not change it.
    pub(crate) fn view(&self) -> Result<View, StoreError> {
        Ok(self.read()?.clone())
    }

    /// Takes note of the next entries. An index that has failed takes none: nothing would ever take
    /// them out of memory, and a rebuild reads the log.
    pub(crate) fn push(&self, notes: Vec<Note>) {
        if self.failed.lock().unwrap_or_else(PoisonError::into_inner).is_some() {
            return;
        }
        let mut view = self.view.write().unwrap_or_else(PoisonError::into_inner);
        for note in notes {
            view.recent.push(note);
        }
    }

    /// How many blocks wait for their rows.
    pub(crate) fn waiting(&self) -> Result<usize, StoreError> {
        Ok(self.read()?.recent.waiting())
    }

    /// Writes the rows of all full blocks of the first `count` entries. What cannot be written stays in
    /// memory and is tried again after the next commit, up to a limit; beyond it the failure is kept for
    /// whoever asks next.
    pub(crate) fn follow(&self, count: u64) {
        let _following = self.following.lock().unwrap_or_else(PoisonError::into_inner);
        while let Ok(full) = self.read().map(|view| view.recent.full()) {
            let Some(block) = full.filter(|block| block.head().count <= count) else { return };
            let taken = self.maker.of_block(&block).and_then(|part| self.take(part));
            match taken {
                Ok(late) => self.set_late(late),
                Err(error) if self.waiting().is_ok_and(|blocks| blocks <= MOST_UNWRITTEN) => {
                    self.set_late(Some(error));
                    return;
                }
                Err(error) => self.fail(error),
            }
        }
    }

    fn set_late(&self, error: Option<StoreError>) {
        *self.late.lock().unwrap_or_else(PoisonError::into_inner) = error;
    }

    /// What keeps rows from being written, or parts from being merged; none where nothing waits for it.
    pub(crate) fn late(&self) -> Option<String> {
        let late = self.late.lock().unwrap_or_else(PoisonError::into_inner);
        late.as_ref().map(ToString::to_string)
    }

    /// Takes the part of the next block, and merges it with those before it where it completes them.
    /// Returns what kept them from being merged: nothing is missing then, and they are merged with the
    /// next block, or on opening.
    fn take(&self, part: Arc<Part>) -> Result<Option<StoreError>, StoreError> {
        let mut parts = self.read()?.parts.to_vec();
        parts.push(part);
        {
            let mut view = self.view.write().unwrap_or_else(PoisonError::into_inner);
            view.recent.follow();
            view.parts = Arc::new(parts.clone());
        }
        loop {
            let Merged { range, part } = match self.maker.merged(&parts) {
                Ok(Some(merged)) => merged,
                Ok(None) => return Ok(None),
                Err(error) => return Ok(Some(error)),
            };
            let gone = part.which.below();
            parts.splice(range, [part]);
            self.view.write().unwrap_or_else(PoisonError::into_inner).parts =
                Arc::new(parts.clone());
            // Whoever reads one of them has its file open.
            self.maker.forget(gone);
        }
    }

    /// Makes the index anew from the log; who asks meanwhile is answered from the old one. One that
    /// could not be made answers nothing.
    pub(crate) fn rebuild(&self, head: Head) -> Result<(), StoreError> {
        let _following = self.following.lock().unwrap_or_else(PoisonError::into_inner);
        let parts = self.maker.parts_anew(head.count / BLOCK);
        let made = parts.and_then(|parts| self.viewed(parts, head));
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        let mut view = self.view.write().unwrap_or_else(PoisonError::into_inner);
        *failed = made.as_ref().err().cloned();
        self.set_late(None);
        *view = made?;
        Ok(())
    }

    /// The version of a stream, counting the entries below `count`; 0 when it has none.
    pub(crate) fn version(&self, stream: &str, count: u64) -> Result<u64, StoreError> {
        let view = self.read()?;
        if let Some(version) = view.recent.version(stream, count) {
            return Ok(version);
        }
        let parts = view.parts.clone();
        drop(view);
        let key = rows::named(STREAM, stream, u64::MAX);
        let subject = rows::subject(&key);
        for part in parts.iter().rev() {
            if !part.may_hold(subject)? {
                continue;
            }
            let mut before = [&key[..], &[0]].concat();
            while let Some((found, value)) = part.last_before(&before)? {
                if rows::subject(&found) != subject {
                    break;
                }
                let row = rows::number(&found).zip(rows::seqs(&value));
                let (version, seqs) = row.ok_or_else(|| part.malformed())?;
                let below = seqs.iter().take_while(|seq| **seq < count).count() as u64;
                if below > 0 {
                    return version.checked_add(below - 1).ok_or_else(|| part.malformed());
                }
                before = found;
            }
        }
        Ok(0)
    }

    /// The seq of an id, if it is below `count`. Of an id that was used twice, the first use counts.
    pub(crate) fn id(&self, id: Uuid, count: u64) -> Result<Option<u64>, StoreError> {
        let view = self.read()?;
        let (parts, recent) = (view.parts.clone(), view.recent.id(id));
        drop(view);
        let key = rows::identified(id, 0);
        let subject = rows::subject(&key);
        debug_assert_eq!(subject.first(), Some(&ID));
        for part in parts.iter() {
            if !part.may_hold(subject)? {
                continue;
            }
            let cursor = part.from(&key)?;
            let found = cursor.peek().filter(|(key, _)| rows::subject(key) == subject);
            if let Some(seq) = found.and_then(|(key, _)| rows::number(key)) {
                return Ok(Some(seq).filter(|seq| *seq < count));
            }
        }
        Ok(recent.filter(|seq| *seq < count))
    }

    /// All rows, as they are stored.
    #[cfg(test)]
    pub(crate) fn all_rows(&self) -> Result<Vec<rows::Row>, StoreError> {
        let view = self.view()?;
        let mut walk = super::walk::Walk::new(&view.parts, &[], None)?;
        std::iter::from_fn(|| walk.next().transpose()).map(|row| row.map(|(row, _)| row)).collect()
    }

    /// Empties the piece of the filter that tells of a subject, with a sum that is right.
    #[cfg(test)]
    pub(crate) fn blind(&self, subject: &[u8]) {
        use super::{filter, piece};
        use std::os::unix::fs::FileExt;
        let view = self.view().unwrap();
        let part = view.parts.first().expect("a part");
        let body = part.body();
        let probe = filter::Probe::of(subject, body.trailer.filter_blocks);
        let at = body.trailer.filter + probe.block * filter::BLOCK_LENGTH as u64;
        let identity = piece::identity(part.which.level, part.head);
        let mut piece = piece::Piece::of(&identity, &[0; filter::BITS]);
        let file = std::fs::File::options().write(true).open(&body.path).unwrap();
        file.write_all_at(piece.sealed(at), at).unwrap();
    }

    /// Writes a row that the log does not give, with sums that are right.
    #[cfg(test)]
    pub(crate) fn plant(&self, key: &[u8], value: &[u8]) -> Result<(), StoreError> {
        let view = self.view()?;
        let part = view.parts.first().expect("a part");
        let mut walk = super::walk::Walk::new(&view.parts[..1], &[], None)?;
        let rows =
            std::iter::from_fn(|| walk.next().transpose()).map(|row| row.map(|(row, _)| row));
        let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
        rows.retain(|(other, _)| other != key);
        rows.push((key.to_vec(), value.to_vec()));
        rows.sort_unstable();
        self.maker.forge(part, rows)
    }
}
