//! Opening, creating and closing a store, and handing calls to its writer.

use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Instant;

use greffe_chain::{Entry, Hash, Head};
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

use crate::append::{Expected, NewEntry, Receipt};
use crate::chaining::check_genesis;
use crate::commit::Committer;
use crate::documents::Documents;
use crate::error::{AppendError, StoreError};
use crate::files;
use crate::forensic::Forensic;
use crate::index::Index;
use crate::layout::{self, HeadFile, HeadMark};
use crate::lock::Lock;
use crate::log::Log;
use crate::metrics::{Metrics, add, micros};
use crate::opening::{self, Opened, now};
use crate::options::Options;
use crate::place::Place;
use crate::read::{Core, Reader};
use crate::tail::Tail;
use crate::writer::{Call, Command, Writer};

/// The most bytes that a queue may be allowed: what a semaphore counts.
const MOST_ROOM: u32 = (1 << 29) - 1;

/// A ledger open for reading and appending. Reads are those of [`Reader`].
///
/// Dropping it waits for the entries that were already handed to the writer.
#[derive(Debug)]
pub struct Store {
    reader: Reader,
    queue: Option<mpsc::Sender<Command>>,
    /// Its thread gives what stopped it, if anything did.
    writer: Option<JoinHandle<Option<StoreError>>>,
    /// Bytes that calls in the queue may have together.
    room: Arc<Semaphore>,
    bytes: u32,
}

impl Deref for Store {
    type Target = Reader;
    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl Store {
    /// Creates a ledger in `dir`, which must be absent or empty, with `genesis` as entry 0. Where it
    /// fails, what it made is removed; where it was killed before entry 0, the next creation removes it.
    /// What was killed behind it holds an entry, and is nobody's to remove.
    ///
    /// # Errors
    /// [`StoreError::AlreadyExists`] where something is; [`AppendError::NotGenesis`] or
    /// [`AppendError::Rejected`] when `genesis` cannot open a ledger.
    pub fn create(dir: &Path, genesis: NewEntry, options: &Options) -> Result<Store, AppendError> {
        check_genesis(&genesis)?;
        opening::check_clock(std::time::SystemTime::now())?;
        let (place, lock) = Place::claim(dir, now(options))?;
        let again = lock.again(dir).map_err(AppendError::from);
        let made = again.and_then(|held| Store::begin(dir, genesis, options, held));
        // Under the lock: nobody begins anything here while it is emptied.
        if made.is_err() {
            place.give_up();
        }
        drop(lock);
        made
    }

    fn begin(
        dir: &Path,
        genesis: NewEntry,
        options: &Options,
        lock: Lock,
    ) -> Result<Store, AppendError> {
        for folder in [layout::pages_path(dir), layout::documents_path(dir)] {
            files::create_dir(&folder)?;
        }
        let empty = Head { count: 0, hash: Hash::ZERO };
        let log = Log::new(dir, 0, options.cache_bytes);
        let index = Index::new(dir, dir, options);
        let core = Arc::new(Core::new(log, index, dir, Some(lock)));
        let (mark, tail) = (HeadFile::open(dir)?, Tail::create(dir)?);
        let committer = Committer::new(core.clone(), options.clone(), mark, tail, 0);
        let mut writer = Writer::new(core.clone(), options.clone(), committer, empty, -1)?;
        writer.open_ledger(genesis)?;
        // Whoever finds the marker must find a mark that is whole.
        HeadFile::open(dir)?.sync()?;
        layout::sync_dir(dir)?;
        // The marker last: a directory without it is an interrupted creation.
        layout::write_marker(dir, layout::LEDGER)?;
        layout::sync_parent(dir)?;
        Ok(Store::start(core, writer, options)?)
    }

    /// Opens the ledger in `dir`: takes its lock, finds its head, checks the chain of its end and
    /// its high-water mark. The indexes are opened, and brought up to date, when they are first asked.
    ///
    /// # Errors
    /// [`StoreError`]: missing, not a ledger, of an unknown format, locked, or damaged.
    pub fn open(dir: &Path, options: &Options) -> Result<Store, StoreError> {
        opening::check_clock(std::time::SystemTime::now())?;
        layout::check_marker(dir, layout::LEDGER)?;
        let lock = Lock::take(dir, now(options))?;
        let Opened { log, found, ledger, head } = opening::open(dir, options, true)?;
        match HeadMark::read(dir) {
            Ok(mark) => opening::check_mark(&log, &mark, ledger, head, options)?,
            Err(error) if error.is_damage() && options.renew_head_mark => {}
            Err(error) => return Err(error),
        }
        // What a crash left in the tail may never have reached the disk, whatever reading it back
        // says: it is written once more, elsewhere, before anybody sees it.
        let mut tail = Tail::open(dir, &found)?;
        tail.begin(found.base, &log.young_frames(found.base, head.count))?;
        layout::sweep(dir);
        Documents::new(dir).sweep();
        let mark = HeadFile::open(dir)?;
        mark.write(&HeadMark { ledger, head })?;
        mark.sync()?;
        layout::sync_dir(dir)?;
        let last = log.entry(head.count.saturating_sub(1))?;
        let last = Entry::parse(&last).map_err(|error| {
            StoreError::damaged(format!("the last entry: {error}"), log.place())
        })?;
        let last_micros = last.recorded().micros();
        let mut core = Core::new(log, Index::new(dir, dir, options), dir, Some(lock));
        core.tail_note = found.other;
        let core = Arc::new(core);
        core.publish(ledger, head);
        let committer = Committer::new(core.clone(), options.clone(), mark, tail, head.count);
        let writer = Writer::new(core.clone(), options.clone(), committer, head, last_micros)?;
        Store::start(core, writer, options)
    }

    /// Opens the ledger in `dir` for reading alone. Its files stay byte for byte as they are; it
    /// may be held by another process, damaged, or on a read-only medium. Damage to the end of the
    /// log is kept for the report ([`Forensic::opening_fault`]).
    ///
    /// # Errors
    /// [`StoreError`]: missing, not a ledger, of an unknown format, or so damaged that nothing can
    /// be read.
    pub fn open_forensic(dir: &Path) -> Result<Forensic, StoreError> {
        Forensic::open(dir, &Options::default())
    }

    fn start(core: Arc<Core>, writer: Writer, options: &Options) -> Result<Store, StoreError> {
        let (queue, calls) = mpsc::channel(options.queue.max(1));
        let thread = std::thread::Builder::new().name("greffe-writer".into());
        let writer = thread
            .spawn(move || writer.run(calls))
            .map_err(StoreError::io("start the writer of", &core.dir))?;
        let bytes = options.queue_bytes.clamp(1, MOST_ROOM);
        let room = Arc::new(Semaphore::new(usize::try_from(bytes).unwrap_or(usize::MAX)));
        Ok(Store { reader: Reader { core }, queue: Some(queue), writer: Some(writer), room, bytes })
    }

    /// Records `entries` in their order, all or none, if every stream is as `expected`.
    ///
    /// When this returns a receipt, the entries are on disk. A call whose ids are all recorded with
    /// the same content returns the first receipt again, whatever is expected now.
    ///
    /// # Errors
    /// [`AppendError`]; except for [`AppendError::Store`] nothing was written.
    pub async fn append(
        &self,
        entries: Vec<NewEntry>,
        expected: Vec<(String, Expected)>,
    ) -> Result<Receipt, AppendError> {
        let (reply, answer) = oneshot::channel();
        let call = Call { entries, expected };
        let room = self.room_for(&call).await?;
        self.send(Command::Append { call, reply, room }).await?;
        answer.await.map_err(|_| stopped())?
    }

    /// Throws the indexes away and makes them anew from the log.
    ///
    /// # Errors
    /// [`StoreError`] when the log cannot be read or the indexes cannot be written.
    pub async fn rebuild_indexes(&self) -> Result<(), StoreError> {
        let (reply, answer) = oneshot::channel();
        self.send(Command::RebuildIndexes { reply }).await?;
        answer.await.map_err(|_| stopped())?
    }

    /// Room in the queue for the bytes of a call; one that is longer than all of it takes all of it.
    async fn room_for(&self, call: &Call) -> Result<OwnedSemaphorePermit, StoreError> {
        let bytes = u32::try_from(call.bytes()).unwrap_or(u32::MAX).min(self.bytes);
        if let Ok(room) = self.room.clone().try_acquire_many_owned(bytes) {
            return Ok(room);
        }
        let (counters, start) = (&self.reader.core.counters, Instant::now());
        add(&counters.full, 1);
        let room = self.room.clone().acquire_many_owned(bytes).await;
        add(&counters.full_micros, micros(start.elapsed()));
        room.map_err(|_| stopped())
    }

    async fn send(&self, command: Command) -> Result<(), StoreError> {
        let queue = self.queue.as_ref().ok_or_else(stopped)?;
        match queue.try_send(command) {
            Ok(()) => Ok(()),
            Err(TrySendError::Closed(_)) => Err(stopped()),
            Err(TrySendError::Full(command)) => {
                let (counters, start) = (&self.reader.core.counters, Instant::now());
                add(&counters.full, 1);
                let sent = queue.send(command).await.map_err(|_| stopped());
                add(&counters.full_micros, micros(start.elapsed()));
                sent
            }
        }
    }

    /// What the store has done since it was opened.
    #[must_use]
    pub fn metrics(&self) -> Metrics {
        let queue = self.queue.as_ref();
        let most = queue.map_or(0, mpsc::Sender::max_capacity);
        let free = queue.map_or(0, mpsc::Sender::capacity);
        let core = &self.reader.core;
        let bytes = u64::from(self.bytes);
        let waiting_bytes = bytes.saturating_sub(self.room.available_permits() as u64);
        let (queue_bytes, index) = (bytes, core.index.waiting() as u64);
        Metrics {
            waiting_bytes,
            queue_bytes,
            ..core.counters.read((most - free) as u64, most as u64, index)
        }
    }

    /// Stores a document and returns its hash; it is on disk when this returns. Blocks.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn put_document(&self, bytes: &[u8]) -> Result<Hash, StoreError> {
        self.reader.core.documents.put(bytes)
    }

    /// Leaves nothing of a document, whatever is in its file ([`wipe`](crate::wipe)); whether there was
    /// one. Entries that name it stay as they are. Blocks.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be written over or removed.
    pub fn erase_document(&self, hash: Hash) -> Result<bool, StoreError> {
        self.reader.core.documents.erase(hash)
    }

    /// A reader that can be handed to other threads.
    #[must_use]
    pub fn reader(&self) -> Reader {
        self.reader.clone()
    }

    /// Closes the store after what was handed to the writer is on disk. Blocks for that long.
    ///
    /// # Errors
    /// [`StoreError`] when a commit or a sealing failed while it was open, whether or not anybody waited
    /// for the answer: what was not acknowledged may not be recorded.
    pub fn close(mut self) -> Result<(), StoreError> {
        self.end()
    }

    fn end(&mut self) -> Result<(), StoreError> {
        self.queue = None;
        match self.writer.take().map(JoinHandle::join) {
            None | Some(Ok(None)) => Ok(()),
            Some(Ok(Some(failed))) => Err(failed),
            Some(Err(_)) => Err(StoreError::Closed { reason: "its writer has panicked".into() }),
        }
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // Whoever wants to know calls `close`.
        let _ = self.end();
    }
}

fn stopped() -> StoreError {
    StoreError::Closed { reason: "its writer has ended".into() }
}
