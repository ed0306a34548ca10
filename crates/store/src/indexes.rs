//! Indexes: ways to find entries by stream, kind and id, made from the log and from nothing else.
//!
//! The rows (`rows`) are kept by the engine and follow the log in whole blocks, by a thread of
//! their own; what they have not reached is in memory (`recent`). When the engine's files are
//! closed their hashes are written down (`seal`), and files that are not as they were closed are
//! thrown away and made anew: no damage to the index can become a wrong answer or a second use of
//! an id. Nothing here is evidence: [`Indexes::check`] holds every row against the log.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};

use greffe_chain::{Hash, Head};
use uuid::Uuid;

use crate::engine::{Engine, Rows};
use crate::error::StoreError;
use crate::ids::{self, Ids, Record};
use crate::layout::{index_path, index_seal_path};
use crate::log::Log;
use crate::options::Options;
use crate::recent::{BLOCK, Block, Note, Recent};
use crate::rows::{self, KIND, PROGRESS, STREAM};
use crate::seal;

/// A part of the index that is not what the log says, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexFault {
    /// The index: `streams`, `kinds` or `ids`; `rows` where a row belongs to none.
    pub index: &'static str,
    /// What differs. Rebuilding the indexes sets it right.
    pub what: String,
}

/// The index of a ledger.
#[derive(Debug)]
pub(crate) struct Indexes {
    engine: Option<Engine>,
    dir: PathBuf,
    seal: PathBuf,
    recent: RwLock<Recent>,
    ids: RwLock<Ids>,
    /// Held by whoever writes rows.
    following: Mutex<()>,
    /// Why the follower stopped.
    failed: Mutex<Option<StoreError>>,
    /// What was wrong with the files that were found.
    remade: Option<String>,
    /// Whether everything that the log held on opening is in it.
    ready: bool,
    /// How many times it was emptied: a walk over it that was begun before has lost its place.
    emptied: AtomicU64,
}

impl Drop for Indexes {
    fn drop(&mut self) {
        // What was never whole, or stopped following, is not what the next opening may trust.
        let sound = self.ready && self.read().is_ok() && self.keep_ids().is_ok();
        if let Some(engine) = self.engine.take()
            && engine.close(&engine_path(&self.dir))
            && sound
        {
            // Without a seal the next opening makes the index anew, or checks it.
            let _ = seal::write(&self.dir, &self.seal);
        }
    }
}

impl Indexes {
    /// Opens the index of the ledger whose files are in `dir`, and brings it to `head`.
    pub(crate) fn open(
        dir: &Path,
        log: &Log,
        head: Head,
        options: &Options,
    ) -> Result<Indexes, StoreError> {
        let (files, seal) = (index_path(dir), index_seal_path(dir));
        let fresh = !files.try_exists().map_err(StoreError::io("read", &files))?;
        let wrong = match seal::check(&files, &seal)? {
            _ if options.planted().trusts_index() => None,
            seal::State::Whole => None,
            seal::State::Differs(what) => Some(what),
            seal::State::Absent if fresh => None,
            seal::State::Absent => Some("it was not closed in order".into()),
        };
        seal::remove(&seal)?;
        if wrong.is_some() {
            remove(&files)?;
        }
        let tried = Indexes::with_engine(&files, &seal, log, head, options);
        let (opened, wrong) = match tried {
            Err(error) if error.is_damage() && !fresh && wrong.is_none() => {
                remove(&files)?;
                let what = error.to_string();
                (Indexes::with_engine(&files, &seal, log, head, options), Some(what))
            }
            other => (other, wrong),
        };
        let mut opened = opened?;
        opened.remade = wrong;
        Ok(opened)
    }

    fn with_engine(
        files: &Path,
        seal: &Path,
        log: &Log,
        head: Head,
        options: &Options,
    ) -> Result<Indexes, StoreError> {
        let wrong = |error| StoreError::io("create", files)(error);
        std::fs::create_dir_all(files).map_err(wrong)?;
        let engine = Engine::open(&engine_path(files), options.cache_bytes / 2)?;
        let done = engine.get(PROGRESS)?.and_then(|value| rows::parse_progress(&value));
        let ours = match done {
            Some(done) if done.count > 0 && done.count <= head.count => {
                options.planted().trusts_index()
                    || done.count.is_multiple_of(BLOCK) && log.hash(done.count - 1)? == done.hash
            }
            _ => false,
        };
        if !ours {
            engine.clear()?;
        }
        let followed = done.filter(|_| ours).map_or(0, |done| done.count);
        let mut indexes = Indexes {
            engine: Some(engine),
            dir: files.into(),
            seal: seal.into(),
            recent: RwLock::default(),
            ids: RwLock::new(Ids::empty(files)),
            following: Mutex::default(),
            failed: Mutex::default(),
            remade: None,
            ready: false,
            emptied: AtomicU64::new(0),
        };
        let mut recent = Recent::after(followed);
        let mut ids = Ids::empty(files);
        let done = done.filter(|_| ours).unwrap_or(Head { count: 0, hash: Hash::ZERO });
        let known = ids.load(done)?;
        catch_up_ids(&mut ids, log, known, followed)?;
        indexes.catch_up(&mut recent, &mut ids, log, head.count)?;
        *indexes.recent.write().unwrap_or_else(PoisonError::into_inner) = recent;
        *indexes.ids.write().unwrap_or_else(PoisonError::into_inner) = ids;
        indexes.ready = true;
        Ok(indexes)
    }

    /// An index that answers every question with the same error.
    pub(crate) fn failed(error: StoreError) -> Indexes {
        Indexes {
            engine: None,
            dir: PathBuf::new(),
            seal: PathBuf::new(),
            recent: RwLock::default(),
            ids: RwLock::new(Ids::empty(Path::new(""))),
            following: Mutex::default(),
            failed: Mutex::new(Some(error)),
            remade: None,
            ready: false,
            emptied: AtomicU64::new(0),
        }
    }

    /// What was wrong with the index files that were found, if they were made anew.
    pub(crate) fn remade(&self) -> Option<&str> {
        self.remade.as_deref()
    }

    fn engine(&self) -> Result<&Engine, StoreError> {
        let closed = || StoreError::index("it is closed", self.dir.display().to_string());
        self.engine.as_ref().ok_or_else(closed)
    }

    fn read(&self) -> Result<std::sync::RwLockReadGuard<'_, Recent>, StoreError> {
        let failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        match &*failed {
            Some(error) => Err(error.clone()),
            None => Ok(self.recent.read().unwrap_or_else(PoisonError::into_inner)),
        }
    }

    /// Takes note of all entries from where `recent` stands up to `count`, and writes their rows.
    fn catch_up(
        &self,
        recent: &mut Recent,
        ids: &mut Ids,
        log: &Log,
        count: u64,
    ) -> Result<(), StoreError> {
        let mut seq = recent.followed;
        while seq < count {
            seq = log.each_of_page(seq, count, |at, entry, bytes| {
                ids.push((entry.id(), at));
                recent.push(Note::of(entry, Hash::of(bytes)));
            })?;
            while let Some(block) = recent.full() {
                self.write(&block)?;
                recent.follow();
                while ids.is_due(recent.followed) {
                    let (path, records) = ids.due();
                    ids::write(&path, &[], &records)?;
                    ids.written(&records);
                }
            }
        }
        Ok(())
    }

    /// Takes note of the next entries. An index that has failed takes none: nothing would ever take
    /// them out of memory, and a rebuild reads the log.
    pub(crate) fn push(&self, notes: Vec<Note>) {
        if self.failed.lock().unwrap_or_else(PoisonError::into_inner).is_some() {
            return;
        }
        let mut recent = self.recent.write().unwrap_or_else(PoisonError::into_inner);
        let mut ids = self.ids.write().unwrap_or_else(PoisonError::into_inner);
        for note in notes {
            ids.push((note.id, note.seq));
            recent.push(note);
        }
    }

    /// How many blocks wait for their rows.
    pub(crate) fn waiting(&self) -> Result<usize, StoreError> {
        Ok(self.read()?.waiting())
    }

    /// Writes the rows of all full blocks of the first `count` entries. A failure is kept for whoever
    /// asks next.
    pub(crate) fn follow(&self, count: u64) {
        let _following = self.following.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let full = match self.read() {
                Ok(recent) => recent.full().filter(|block| block.head().count <= count),
                Err(_) => return,
            };
            let Some(block) = full else { return };
            let written = self.write(&block).and_then(|()| {
                self.recent.write().unwrap_or_else(PoisonError::into_inner).follow();
                self.write_ids(block.first + block.count)
            });
            match written {
                Ok(()) => {}
                Err(error) => {
                    *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                }
            }
        }
    }

    /// Writes the next file of ids when all its entries have rows.
    fn write_ids(&self, followed: u64) -> Result<(), StoreError> {
        let ids = self.ids.read().unwrap_or_else(PoisonError::into_inner);
        if !ids.is_due(followed) {
            return Ok(());
        }
        let (path, records) = ids.due();
        drop(ids);
        ids::write(&path, &[], &records)?;
        self.ids.write().unwrap_or_else(PoisonError::into_inner).written(&records);
        Ok(())
    }

    /// Keeps the ids that are in memory, as far as there are rows, for the next opening.
    fn keep_ids(&self) -> Result<(), StoreError> {
        let Some(engine) = &self.engine else { return Ok(()) };
        let done = engine.get(PROGRESS)?.and_then(|value| rows::parse_progress(&value));
        match done {
            Some(done) => self.ids.read().unwrap_or_else(PoisonError::into_inner).keep(done),
            None => Ok(()),
        }
    }

    /// Writes the rows of a block and the progress, all or none.
    fn write(&self, block: &Block) -> Result<(), StoreError> {
        let mut rows = rows::of_block(block);
        rows.push(rows::progress(block.head()));
        self.engine()?.apply(rows)
    }

    /// Empties the index and makes it anew from the log; who asks meanwhile waits. One that could
    /// not be made answers nothing.
    pub(crate) fn rebuild(&self, log: &Log, head: Head) -> Result<(), StoreError> {
        let _following = self.following.lock().unwrap_or_else(PoisonError::into_inner);
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        let made = self.make_anew(log, head);
        *failed = made.clone().err();
        made
    }

    fn make_anew(&self, log: &Log, head: Head) -> Result<(), StoreError> {
        let mut recent = self.recent.write().unwrap_or_else(PoisonError::into_inner);
        let mut ids = self.ids.write().unwrap_or_else(PoisonError::into_inner);
        self.emptied.fetch_add(1, Ordering::AcqRel);
        self.engine()?.clear()?;
        *recent = Recent::after(0);
        *ids = Ids::empty(&self.dir);
        self.catch_up(&mut recent, &mut ids, log, head.count)
    }

    /// The version of a stream, counting the entries below `count`; 0 when it has none.
    pub(crate) fn version(&self, stream: &str, count: u64) -> Result<u64, StoreError> {
        let recent = self.read()?;
        if let Some(version) = recent.version(stream, count) {
            return Ok(version);
        }
        let engine = self.engine()?;
        let from = rows::named(STREAM, stream, 0);
        let mut found = engine.range(&from, &rows::named(STREAM, stream, u64::MAX));
        while let Some(row) = found.next_back().transpose()? {
            let (key, value) = row;
            let (version, seqs) = self.row(&key, &value)?;
            let below = seqs.iter().take_while(|seq| **seq < count).count() as u64;
            if below > 0 {
                return Ok(version + below - 1);
            }
        }
        Ok(0)
    }

    /// The number in the key of a row of streams or kinds, and the seqs in its value.
    pub(crate) fn row(&self, key: &[u8], value: &[u8]) -> Result<(u64, Vec<u64>), StoreError> {
        let row = rows::split(key).map(|(_, number)| number).zip(rows::seqs(value));
        row.ok_or_else(|| StoreError::index("a row of no form", self.dir.display().to_string()))
    }

    /// The seq of an id, if it is below `count`.
    pub(crate) fn id(&self, id: Uuid, count: u64) -> Result<Option<u64>, StoreError> {
        drop(self.read()?);
        let ids = self.ids.read().unwrap_or_else(PoisonError::into_inner);
        Ok(ids.find(id)?.filter(|&seq| seq < count))
    }

    /// Holds the ids of the entries below `end` of one file, sorted, against those stored.
    pub(crate) fn holds_ids(
        &self,
        file: u64,
        records: &[Record],
        end: u64,
    ) -> Result<bool, StoreError> {
        self.ids.read().unwrap_or_else(PoisonError::into_inner).holds(file, records, end)
    }

    /// An id that two entries below `count` have.
    pub(crate) fn reused_id(&self, count: u64) -> Result<Option<Record>, StoreError> {
        self.ids.read().unwrap_or_else(PoisonError::into_inner).reused(count)
    }

    /// The rows of a stream or kind and, after them, the seqs that they do not reach. Rows may come
    /// in between: only those below the number that is returned count. `from` is the number of the
    /// first row, a version or a block.
    pub(crate) fn rows_of(
        &self,
        sort: u8,
        name: &str,
        from: u64,
        count: u64,
    ) -> Result<Lookup, StoreError> {
        let recent = self.read()?;
        let waiting = match sort {
            KIND => recent.kind(name, count),
            _ => recent.stream(name, count),
        };
        let followed = recent.followed.min(count);
        let emptied = self.emptied();
        drop(recent);
        let (from, to) = (rows::named(sort, name, from), rows::named(sort, name, u64::MAX));
        Ok(Lookup { rows: self.engine()?.range(&from, &to), followed, waiting, emptied })
    }

    /// The names of streams or kinds that rows may not hold yet.
    pub(crate) fn recent_names(&self, sort: u8, count: u64) -> Result<Vec<String>, StoreError> {
        let (streams, kinds) = self.read()?.names(count);
        Ok(if sort == KIND { kinds } else { streams })
    }

    /// The first row at or after `from` among those of a sort.
    pub(crate) fn next_name(&self, sort: u8, from: &[u8]) -> Result<Option<String>, StoreError> {
        let mut rows = self.engine()?.range(from, &[sort + 1]);
        let Some((key, _)) = rows.next().transpose()? else { return Ok(None) };
        let name = rows::split(&key).map(|(name, _)| name.to_owned());
        let place = || self.dir.display().to_string();
        name.map(Some).ok_or_else(|| StoreError::index("a row of no form", place()))
    }

    /// How many times the index was emptied to be made anew.
    pub(crate) fn emptied(&self) -> u64 {
        self.emptied.load(Ordering::Acquire)
    }

    /// Whether a walk begun when the index had been emptied so many times still sees all of it.
    ///
    /// # Errors
    /// [`StoreError`] when it does not.
    pub(crate) fn still(&self, emptied: u64) -> Result<(), StoreError> {
        if self.emptied() == emptied {
            return Ok(());
        }
        let what = "it was made anew while it was read: ask again";
        Err(StoreError::index(what, self.dir.display().to_string()))
    }

    /// How many entries the rows reach.
    pub(crate) fn followed(&self) -> Result<u64, StoreError> {
        Ok(self.read()?.followed)
    }

    /// Holds the rows of one block of the log against those stored.
    pub(crate) fn check_block(&self, block: &Block) -> Result<Option<IndexFault>, StoreError> {
        let engine = self.engine()?;
        for (key, value) in rows::of_block(block) {
            if engine.get(&key)?.as_deref() != Some(&*value) {
                let index = if key.first() == Some(&STREAM) { "streams" } else { "kinds" };
                let seqs = rows::seqs(&value).unwrap_or_default();
                let seq = seqs.first().copied().unwrap_or(block.first);
                let what = format!("the row of entry {seq} is missing or wrong");
                return Ok(Some(IndexFault { index, what }));
            }
        }
        Ok(None)
    }

    /// All rows, as they are stored.
    #[cfg(test)]
    pub(crate) fn all_rows(&self) -> Result<Rows, StoreError> {
        Ok(self.engine()?.rows())
    }

    /// Writes a row that the log does not give.
    #[cfg(test)]
    pub(crate) fn plant(&self, key: &[u8], value: &[u8]) -> Result<(), StoreError> {
        self.engine()?.apply(vec![(key.to_vec(), value.to_vec())])
    }

    /// Whether there are `due` rows for the first `followed` entries, and the versions of each stream
    /// run on from row to row, from 1. True where rows have come meanwhile: then they are others'.
    pub(crate) fn are_continuous(&self, followed: u64, due: u64) -> Result<bool, StoreError> {
        let mut count = 0;
        let mut before: Option<(Vec<u8>, u64)> = None;
        for row in self.engine()?.rows() {
            let (key, value) = row?;
            if &*key == PROGRESS {
                continue;
            }
            count += 1;
            if key.first() != Some(&STREAM) {
                continue;
            }
            let (version, seqs) = self.row(&key, &value)?;
            let name = key.get(..key.len().saturating_sub(8)).unwrap_or_default();
            let next = match &before {
                Some((last, next)) if last == name => *next,
                _ => 1,
            };
            if seqs.first().is_none_or(|seq| *seq < followed) && version != next {
                return Ok(false);
            }
            before = Some((name.to_vec(), version + seqs.len() as u64));
        }
        Ok(count == due || self.followed()? != followed)
    }

    /// Holds the indexes against the log up to `count`: every row that the log gives must be there,
    /// and there are no others exactly if their numbers agree.
    pub(crate) fn check(&self, log: &Log, count: u64) -> Result<Vec<IndexFault>, StoreError> {
        let followed = self.followed()?;
        let mut due = 0;
        let mut records = Vec::new();
        for first in (0..followed.min(count) / BLOCK).map(|block| block * BLOCK) {
            let mut block = Block::new(first);
            let mut seq = first;
            while seq < first + BLOCK {
                seq = log.each_of_page(seq, first + BLOCK, |_, entry, bytes| {
                    block.push(Note::of(entry, Hash::of(bytes)));
                })?;
            }
            due += rows::of_block(&block).len() as u64;
            if let Some(fault) = self.check_block(&block)? {
                return Ok(vec![fault]);
            }
            records.append(&mut block.ids);
            let end = first + BLOCK;
            if end.is_multiple_of(ids::FILE) || end >= followed.min(count) / BLOCK * BLOCK {
                let file = first / ids::FILE;
                records.sort_unstable();
                if !self.holds_ids(file, &records, end)? {
                    let what = format!("the ids from entry {} on differ", file * ids::FILE);
                    return Ok(vec![IndexFault { index: "ids", what }]);
                }
                records.clear();
            }
        }
        let continuous = self.are_continuous(followed, due)?;
        let what = "there are rows that no entry gives, or versions that do not run on".to_owned();
        Ok(if continuous { vec![] } else { vec![IndexFault { index: "rows", what }] })
    }
}

/// What [`Indexes::rows_of`] finds.
pub(crate) struct Lookup {
    pub(crate) rows: Rows,
    pub(crate) followed: u64,
    pub(crate) waiting: std::collections::VecDeque<u64>,
    /// [`Indexes::emptied`] when it was found.
    pub(crate) emptied: u64,
}

/// Takes note of the ids of entries that have rows but are in no file of ids.
fn catch_up_ids(ids: &mut Ids, log: &Log, from: u64, to: u64) -> Result<(), StoreError> {
    let mut seq = from;
    while seq < to {
        seq = log.each_of_page(seq, to, |at, entry, _| ids.push((entry.id(), at)))?;
    }
    Ok(())
}

/// Where the engine's files are.
fn engine_path(files: &Path) -> PathBuf {
    files.join("sled")
}

fn remove(files: &Path) -> Result<(), StoreError> {
    match std::fs::remove_dir_all(files) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::io("remove", files)(error))
        }
        _ => Ok(()),
    }
}
