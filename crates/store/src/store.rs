//! Opening, creating and closing a store, and handing calls to its writer.

use std::fs;
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use greffe_chain::{Entry, Hash, Head, Timestamp};
use tokio::sync::{mpsc, oneshot, watch};

use crate::append::{Expected, NewEntry, Receipt};
use crate::chaining::check_genesis;
use crate::documents::Documents;
use crate::engine::Engine;
use crate::error::{AppendError, StoreError};
use crate::forensic::Forensic;
use crate::indexes::Indexes;
use crate::layout::{self, HeadFile, HeadMark, engine_path};
use crate::lock::Lock;
use crate::options::Options;
use crate::pages::Truth;
use crate::read::{Core, Published, Reader};
use crate::tail::Tail;
use crate::writer::{Call, Command, Writer};

/// A ledger open for reading and appending. Reads are those of [`Reader`].
///
/// Dropping it waits for the entries that were already handed to the writer.
#[derive(Debug)]
pub struct Store {
    reader: Reader,
    queue: Option<mpsc::Sender<Command>>,
    writer: Option<JoinHandle<()>>,
}

impl Deref for Store {
    type Target = Reader;
    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl Store {
    /// Creates a ledger in `dir`, which must be absent or empty, with `genesis` as entry 0.
    ///
    /// # Errors
    /// [`StoreError::AlreadyExists`] where something is; [`AppendError::NotGenesis`] or
    /// [`AppendError::Rejected`] when `genesis` cannot open a ledger.
    pub fn create(dir: &Path, genesis: NewEntry, options: &Options) -> Result<Store, AppendError> {
        check_genesis(&genesis)?;
        fs::create_dir_all(dir).map_err(StoreError::io("create", dir))?;
        let mut files = fs::read_dir(dir).map_err(StoreError::io("read", dir))?;
        if files.next().is_some() {
            return Err(StoreError::AlreadyExists { dir: dir.into() }.into());
        }
        let lock = Lock::take(dir, now(options))?;
        let engine = Engine::open(&engine_path(dir), true, options.cache_bytes, Some(lock))?;
        let core = Arc::new(Core::new(engine, dir)?);
        let mark = HeadFile::open(dir)?;
        let mut writer = Writer::new(core.clone(), options.clone(), mark, Tail::default(), -1);
        writer.open_ledger(genesis)?;
        layout::sync_dir(&engine_path(dir))?;
        layout::sync_dir(dir)?;
        // The marker last: a directory without it is an interrupted creation.
        layout::write_marker(dir)?;
        if let Some(parent) = dir.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            layout::sync_dir(parent)?;
        }
        Ok(Store::start(core, writer, options)?)
    }

    /// Opens the ledger in `dir`: takes its lock, finds its head, checks the chain of its end and
    /// its high-water mark, and brings the indexes up to date.
    ///
    /// # Errors
    /// [`StoreError`]: missing, not a ledger, of an unknown format, locked, or damaged.
    pub fn open(dir: &Path, options: &Options) -> Result<Store, StoreError> {
        layout::check_marker(dir)?;
        let lock = Lock::take(dir, now(options))?;
        let engine = Engine::open(&engine_path(dir), false, options.cache_bytes, Some(lock))?;
        let core = Core::new(engine, dir)?;
        let mut tail = Tail::load(&core.truth)?;
        let head = tail.head.unwrap_or(Head { count: 0, hash: Hash::ZERO });
        let ledger = Hash::of(&core.truth.entry(0)?);
        match HeadMark::read(dir) {
            Ok(mark) => check_mark(&core.truth, &mark, ledger, head)?,
            Err(error) if error.is_damage() && options.renew_head_mark => {}
            Err(error) => return Err(error),
        }
        tail.seal(&core.truth)?;
        core.indexes.catch_up(&core.truth, head)?;
        // Entries that a crash left unacknowledged become readable now: on disk first.
        core.engine.flush()?;
        let mark = HeadFile::open(dir)?;
        mark.write(&HeadMark { ledger, head })?;
        mark.sync()?;
        core.publish(ledger, head);
        let last = core.truth.entry(head.count.saturating_sub(1))?;
        let last = Entry::parse(&last).map_err(|error| {
            StoreError::damaged(format!("the last entry: {error}"), core.truth.place())
        })?;
        let last_micros = last.recorded().micros();
        let core = Arc::new(core);
        let writer = Writer::new(core.clone(), options.clone(), mark, tail, last_micros);
        Store::start(core, writer, options)
    }

    /// Opens a private copy of the ledger in `dir`, for reading. The original stays byte for byte
    /// as it is; it may be held by another process, damaged, or on a read-only medium.
    ///
    /// # Errors
    /// [`StoreError`]: missing, not a ledger, of an unknown format, or so damaged that even a copy
    /// cannot be read.
    pub fn open_forensic(dir: &Path) -> Result<Forensic, StoreError> {
        Forensic::open(dir, Options::default().cache_bytes)
    }

    fn start(core: Arc<Core>, writer: Writer, options: &Options) -> Result<Store, StoreError> {
        let (queue, calls) = mpsc::channel(options.queue.max(1));
        let thread = std::thread::Builder::new().name("greffe-writer".into());
        let writer = thread
            .spawn(move || writer.run(calls))
            .map_err(StoreError::io("start the writer of", &core.dir))?;
        Ok(Store { reader: Reader { core }, queue: Some(queue), writer: Some(writer) })
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
        self.send(Command::Append { call: Call { entries, expected }, reply }).await?;
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

    async fn send(&self, command: Command) -> Result<(), StoreError> {
        let queue = self.queue.as_ref().ok_or_else(stopped)?;
        queue.send(command).await.map_err(|_| stopped())
    }

    /// Stores a document and returns its hash; it is on disk when this returns. Blocks.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be written.
    pub fn put_document(&self, bytes: &[u8]) -> Result<Hash, StoreError> {
        let hash = self.reader.core.documents.put(bytes)?;
        self.reader.core.engine.flush()?;
        Ok(hash)
    }

    /// A reader that can be handed to other threads.
    #[must_use]
    pub fn reader(&self) -> Reader {
        self.reader.clone()
    }

    /// Closes the store after what was handed to the writer is on disk. Blocks for that long.
    pub fn close(self) {
        drop(self);
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(writer) = self.writer.take() {
            // A panic of the writer has already reached those who waited for it.
            let _ = writer.join();
        }
    }
}

fn stopped() -> StoreError {
    StoreError::Closed { reason: "its writer has ended".into() }
}

fn now(options: &Options) -> String {
    let now = Timestamp::from_micros(options.clock.now_micros());
    now.map_or_else(|_| String::new(), |now| now.to_string())
}

impl Core {
    fn new(engine: Engine, dir: &Path) -> Result<Core, StoreError> {
        let empty = Head { count: 0, hash: Hash::ZERO };
        let published = Published { ledger: Hash::ZERO, head: empty, open: true };
        Ok(Core {
            truth: Truth::open(&engine)?,
            indexes: Indexes::open(&engine)?,
            documents: Documents { table: engine.table("documents")? },
            published: watch::Sender::new(published),
            engine,
            dir: dir.into(),
            files: dir.into(),
            opening: None,
        })
    }
}

fn check_mark(truth: &Truth, mark: &HeadMark, ledger: Hash, head: Head) -> Result<(), StoreError> {
    let place = truth.place();
    if mark.ledger != ledger {
        let what = format!("the head mark is that of another ledger, {}", mark.ledger);
        return Err(StoreError::damaged(what, place));
    }
    if mark.head.count > head.count {
        let what = format!(
            "the log is below its mark: {} entries were once on disk, {} are there",
            mark.head.count, head.count
        );
        return Err(StoreError::damaged(what, place));
    }
    let Some(last) = mark.head.count.checked_sub(1) else {
        return Ok(());
    };
    let found = Hash::of(&truth.entry(last)?);
    if found == mark.head.hash {
        return Ok(());
    }
    let what = format!("entry {last} hashes to {found}, the head mark records {}", mark.head.hash);
    Err(StoreError::damaged(what, place))
}

/// Opens the copy of `original` that lies in `copy`. Damage is kept, not returned, as long as the
/// engine itself opens.
pub(crate) fn open_copy(copy: &Path, original: &Path, cache: u64) -> Result<Reader, StoreError> {
    let engine = Engine::open(&engine_path(copy), false, cache, None)?;
    let mut core = Core::new(engine, copy)?;
    core.dir = original.into();
    let opened = Tail::load(&core.truth).and_then(|tail| {
        let head = tail.head.unwrap_or(Head { count: 0, hash: Hash::ZERO });
        let ledger = Hash::of(&core.truth.entry(0)?);
        core.publish(ledger, head);
        check_mark(&core.truth, &HeadMark::read(copy)?, ledger, head)?;
        core.indexes.catch_up(&core.truth, head)
    });
    if let Err(error) = opened {
        if core.published.borrow().head.count == 0 {
            let ledger = core.truth.entry(0).map_or(Hash::ZERO, |entry| Hash::of(&entry));
            core.publish(ledger, furthest(&core.truth)?);
        }
        core.opening = Some(error);
    }
    core.close();
    Ok(Reader { core: Arc::new(core) })
}

/// How far a damaged log reaches, as far as its keys tell.
fn furthest(truth: &Truth) -> Result<Head, StoreError> {
    let mut count = 0;
    for block in truth.last()? {
        // At least one entry is due where a value begins.
        let entries = block.read().0.len().max(1) as u64;
        count = count.max(block.first.saturating_add(entries));
    }
    let last = count.checked_sub(1).and_then(|last| truth.entry(last).ok());
    Ok(Head { count, hash: last.map_or(Hash::ZERO, |last| Hash::of(&last)) })
}
