//! The engine behind the store: sled, and the only module that names it.
//!
//! Three properties of sled 0.34 shape this room. It panics on some damage, so every call runs
//! guarded: a panic becomes *damaged*, and the engine is not entered again. Its `flush` on Linux
//! asks the kernel to write the range (`sync_file_range`) but not the disk to empty its cache, and
//! it never syncs the files of large values: so [`Engine::flush`] adds the missing syncs. And it
//! puts large nodes into files of their own: with values of at most [`MAX_VALUE`] bytes and the
//! largest segments no node of up to 17 values gets there.

use std::any::Any;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fmt;
use std::fs::File;
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::error::StoreError;
use crate::lock::Lock;

/// The longest value the store writes, in bytes: 17 of them stay under a quarter of a segment.
pub(crate) const MAX_VALUE: usize = 240 * 1024;
const SEGMENT_BYTES: usize = 16 * 1024 * 1024;
/// How often to ask again for the engine's own lock, which its threads release a little late.
const LOCK_TRIES: u32 = 200;

/// Bytes read from the engine; cloning shares them.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Value(sled::IVec);

impl Deref for Value {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.len())
    }
}

/// Turns panics and errors of the engine into typed errors; after a panic nothing enters again.
#[derive(Debug)]
struct Guard {
    place: String,
    broken: AtomicBool,
    /// Held as long as anything reads the engine, down to the last iterator.
    _lock: Option<Lock>,
}

impl Guard {
    fn run<T>(&self, call: impl FnOnce() -> sled::Result<T>) -> Result<T, StoreError> {
        if self.broken.load(Ordering::Acquire) {
            let what = "the engine stopped after an earlier failure";
            return Err(StoreError::damaged(what, &self.place));
        }
        match catch_unwind(AssertUnwindSafe(call)) {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(self.error(error)),
            Err(panic) => {
                self.broken.store(true, Ordering::Release);
                let what = format!("the engine gave up ({})", message(&*panic));
                Err(StoreError::damaged(what, &self.place))
            }
        }
    }

    fn error(&self, error: sled::Error) -> StoreError {
        match error {
            sled::Error::Io(error) => {
                StoreError::io("use the engine's files in", Path::new(&self.place))(error)
            }
            other => StoreError::damaged(format!("the engine reports: {other}"), &self.place),
        }
    }
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "without a reason".into())
}

/// The open engine.
pub(crate) struct Engine {
    db: sled::Db,
    guard: Arc<Guard>,
    dir: PathBuf,
    file: File,
    synced_blobs: Mutex<BTreeSet<OsString>>,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Engine({})", self.guard.place)
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // An engine that has panicked may wait for itself for ever when it closes: leak it.
        if self.guard.broken.load(Ordering::Acquire) {
            std::mem::forget(self.db.clone());
        }
    }
}

impl Engine {
    /// Opens the engine in `dir`, creating it only if `create`; it keeps `lock` until it is closed.
    pub(crate) fn open(
        dir: &Path,
        create: bool,
        cache: u64,
        lock: Option<Lock>,
    ) -> Result<Engine, StoreError> {
        let place = dir.display().to_string();
        let data = dir.join("db");
        if !create && !data.exists() {
            return Err(StoreError::damaged("the engine's data file is missing", place));
        }
        let broken = AtomicBool::new(false);
        let guard = Arc::new(Guard { place, broken, _lock: lock });
        let config = sled::Config::new()
            .path(dir)
            .segment_size(SEGMENT_BYTES)
            .cache_capacity(cache)
            .flush_every_ms(None);
        let mut tries = 0;
        let db = loop {
            match guard.run(|| config.open()) {
                Err(StoreError::Io { source, .. })
                    if source.to_string().contains("acquire lock") && tries < LOCK_TRIES =>
                {
                    tries += 1;
                    std::thread::sleep(Duration::from_millis(10));
                }
                other => break other?,
            }
        };
        let file = File::options().read(true).write(true).open(&data);
        let file = file.map_err(StoreError::io("open", &data))?;
        Ok(Engine { db, guard, dir: dir.into(), file, synced_blobs: Mutex::default() })
    }

    /// Opens (or makes) one tree.
    pub(crate) fn table(&self, name: &'static str) -> Result<Table, StoreError> {
        let tree = self.guard.run(|| self.db.open_tree(name))?;
        Ok(Table { tree, guard: self.guard.clone(), name })
    }

    /// Returns when everything written before the call is on disk.
    pub(crate) fn flush(&self) -> Result<(), StoreError> {
        self.guard.run(|| self.db.flush())?;
        self.sync_blobs()?;
        self.file.sync_data().map_err(StoreError::io("sync", &self.dir.join("db")))
    }

    fn sync_blobs(&self) -> Result<(), StoreError> {
        let dir = self.dir.join("blobs");
        let wrong = |error| StoreError::io("sync", &dir)(error);
        let mut synced = self.synced_blobs.lock().unwrap_or_else(PoisonError::into_inner);
        let mut present = BTreeSet::new();
        let mut new = false;
        for file in std::fs::read_dir(&dir).map_err(wrong)? {
            let file = file.map_err(wrong)?;
            if !synced.contains(&file.file_name()) {
                match File::open(file.path()).and_then(|file| file.sync_all()) {
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                    other => other.map_err(wrong)?,
                }
                new = true;
            }
            present.insert(file.file_name());
        }
        *synced = present;
        if new { crate::layout::sync_dir(&dir) } else { Ok(()) }
    }
}

/// One ordered map of the engine.
#[derive(Clone)]
pub(crate) struct Table {
    tree: sled::Tree,
    guard: Arc<Guard>,
    name: &'static str,
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Table({})", self.name)
    }
}

/// One change of a batch: a key with its new value, or None to remove it.
pub(crate) type Change = (Vec<u8>, Option<Vec<u8>>);

impl Table {
    /// Where this table is, for messages.
    pub(crate) fn place(&self) -> String {
        format!("{} (tree {})", self.guard.place, self.name)
    }

    pub(crate) fn get(&self, key: &[u8]) -> Result<Option<Value>, StoreError> {
        Ok(self.guard.run(|| self.tree.get(key))?.map(Value))
    }

    /// Applies all changes or, after a crash, none.
    pub(crate) fn apply(&self, changes: Vec<Change>) -> Result<(), StoreError> {
        let mut batch = sled::Batch::default();
        for (key, value) in changes {
            match value {
                Some(value) => batch.insert(key, value),
                None => batch.remove(key),
            }
        }
        self.guard.run(|| self.tree.apply_batch(batch))
    }

    pub(crate) fn insert(&self, key: &[u8], value: &[u8]) -> Result<(), StoreError> {
        self.guard.run(|| self.tree.insert(key, value)).map(drop)
    }

    pub(crate) fn clear(&self) -> Result<(), StoreError> {
        self.guard.run(|| self.tree.clear())
    }

    /// The rows from `from` up to but without `to`, in the order of keys, both ways.
    pub(crate) fn range(&self, from: &[u8], to: &[u8]) -> Rows {
        if from >= to {
            return Rows { rows: None, guard: self.guard.clone() };
        }
        Rows { rows: Some(self.tree.range(from..to)), guard: self.guard.clone() }
    }

    /// All rows.
    pub(crate) fn rows(&self) -> Rows {
        Rows { rows: Some(self.tree.iter()), guard: self.guard.clone() }
    }
}

/// Rows of a table; ends after the first error.
pub(crate) struct Rows {
    rows: Option<sled::Iter>,
    guard: Arc<Guard>,
}

impl Rows {
    fn step(
        &mut self,
        step: impl FnOnce(&mut sled::Iter) -> Option<sled::Result<(sled::IVec, sled::IVec)>>,
    ) -> Option<Result<(Value, Value), StoreError>> {
        let rows = self.rows.as_mut()?;
        match self.guard.run(|| step(rows).transpose()) {
            Ok(Some((key, value))) => Some(Ok((Value(key), Value(value)))),
            Ok(None) => None,
            Err(error) => {
                self.rows = None;
                Some(Err(error))
            }
        }
    }
}

impl Iterator for Rows {
    type Item = Result<(Value, Value), StoreError>;
    fn next(&mut self) -> Option<Self::Item> {
        self.step(Iterator::next)
    }
}

impl DoubleEndedIterator for Rows {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.step(DoubleEndedIterator::next_back)
    }
}
