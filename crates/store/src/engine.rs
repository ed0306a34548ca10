//! The engine behind the index: sled, and the only module that names it.
//!
//! sled 0.34 panics on some damage and opens without complaint on other, with rows gone. So every
//! call runs guarded: a panic becomes *damaged*, and the engine is not entered again. Nothing that
//! it keeps is evidence: whatever becomes of its files, the log makes them anew (see `seal`).

use std::any::Any;
use std::fmt;
use std::fs::File;
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::error::StoreError;

/// How often to ask again for the engine's own lock, which its threads release a little late.
const LOCK_TRIES: u32 = 200;
const LOCK_PAUSE: Duration = Duration::from_millis(10);

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
}

impl Guard {
    fn run<T>(&self, call: impl FnOnce() -> sled::Result<T>) -> Result<T, StoreError> {
        if self.broken.load(Ordering::Acquire) {
            let what = "the engine stopped after an earlier failure";
            return Err(StoreError::index(what, &self.place));
        }
        match catch_unwind(AssertUnwindSafe(call)) {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(self.error(error)),
            Err(panic) => {
                self.broken.store(true, Ordering::Release);
                let what = format!("the engine gave up ({})", message(&*panic));
                Err(StoreError::index(what, &self.place))
            }
        }
    }

    fn error(&self, error: sled::Error) -> StoreError {
        match error {
            sled::Error::Io(error) => {
                StoreError::io("use the engine's files in", Path::new(&self.place))(error)
            }
            other => StoreError::index(format!("the engine reports: {other}"), &self.place),
        }
    }
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "without a reason".into())
}

/// The open engine: one ordered map.
pub(crate) struct Engine {
    /// None once closed.
    open: Option<(sled::Db, sled::Tree)>,
    guard: Arc<Guard>,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Engine({})", self.guard.place)
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        let open = self.open.take();
        // An engine that has panicked may wait for itself for ever when it closes: leak it.
        if self.guard.broken.load(Ordering::Acquire) {
            std::mem::forget(open);
            return;
        }
        // It panics where it cannot sync.
        let _ = self.guard.run(|| {
            drop(open);
            Ok(())
        });
    }
}

impl Engine {
    /// Opens the engine in `dir`, which it makes if need be.
    pub(crate) fn open(dir: &Path, cache: u64) -> Result<Engine, StoreError> {
        let place = dir.display().to_string();
        let guard = Arc::new(Guard { place, broken: AtomicBool::new(false) });
        // Even this panics, where the clock stands before 1970.
        let config = || {
            let config = sled::Config::new().path(dir).cache_capacity(cache);
            Ok(config.flush_every_ms(None))
        };
        let config = guard.run(config)?;
        let mut tries = 0;
        let open = || config.open().and_then(|db| Ok((db.clone(), db.open_tree("index")?)));
        let open = loop {
            match guard.run(open) {
                Err(StoreError::Io { source, .. })
                    if source.to_string().contains("acquire lock") && tries < LOCK_TRIES =>
                {
                    tries += 1;
                    std::thread::sleep(LOCK_PAUSE);
                }
                other => break other?,
            }
        };
        Ok(Engine { open: Some(open), guard })
    }

    /// Writes everything, lets go of the files and waits until they are released. False when the
    /// engine is broken: then its files are worth nothing.
    pub(crate) fn close(mut self, dir: &Path) -> bool {
        let flushed = self.tree().and_then(|tree| self.guard.run(|| tree.flush()));
        if flushed.is_err() {
            return false;
        }
        let open = self.open.take();
        let closed = self.guard.run(|| {
            drop(open);
            Ok(())
        });
        if closed.is_err() {
            return false;
        }
        // The engine's threads hold its file, and its lock, a little longer.
        let Ok(file) = File::open(dir.join("db")) else { return false };
        (0..LOCK_TRIES).any(|_| {
            let free = file.try_lock().is_ok();
            if !free {
                std::thread::sleep(LOCK_PAUSE);
            }
            free
        })
    }

    fn tree(&self) -> Result<&sled::Tree, StoreError> {
        let open = self.open.as_ref().map(|(_, tree)| tree);
        open.ok_or_else(|| StoreError::index("it is closed", &self.guard.place))
    }

    pub(crate) fn get(&self, key: &[u8]) -> Result<Option<Value>, StoreError> {
        let tree = self.tree()?;
        Ok(self.guard.run(|| tree.get(key))?.map(Value))
    }

    /// Applies all rows or, after a crash, none.
    pub(crate) fn apply(&self, rows: Vec<(Vec<u8>, Vec<u8>)>) -> Result<(), StoreError> {
        let mut batch = sled::Batch::default();
        for (key, value) in rows {
            batch.insert(key, value);
        }
        let tree = self.tree()?;
        self.guard.run(|| tree.apply_batch(batch))
    }

    pub(crate) fn clear(&self) -> Result<(), StoreError> {
        let tree = self.tree()?;
        self.guard.run(|| tree.clear())
    }

    /// The rows from `from` up to but without `to`, in the order of keys, both ways.
    pub(crate) fn range(&self, from: &[u8], to: &[u8]) -> Rows {
        let tree = self.open.as_ref().map(|(_, tree)| tree).filter(|_| from < to);
        Rows { rows: tree.map(|tree| tree.range(from..to)), guard: self.guard.clone() }
    }

    /// All rows.
    pub(crate) fn rows(&self) -> Rows {
        let tree = self.open.as_ref().map(|(_, tree)| tree);
        Rows { rows: tree.map(sled::Tree::iter), guard: self.guard.clone() }
    }
}

/// Rows in the order of keys; ends after the first error.
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
