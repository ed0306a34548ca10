//! Making the parts of the index from the log, and from each other.
//!
//! Which parts there are follows from the number of whole blocks, as the digits of a number to base
//! 16; what is in one follows from the log. So a part is made, merged, made anew and mended by the
//! same steps, and always comes out the same. Nothing is synced: a part that a power cut took is made
//! again when the index is opened, one that it tore when the torn piece is read.

use std::io::{BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use greffe_chain::{Hash, Head};

use super::part::{Body, Found, Part};
use super::recent::{BLOCK, Block, Note};
use super::rows::{self, Row};
use super::walk::Walk;
use super::which::Which;
use super::writing::Writing;
use crate::error::StoreError;
use crate::files;
use crate::log::Log;

/// Bytes that are gathered before they are written.
const TOGETHER: usize = 256 * 1024;

/// A part that others make together, and where among the parts they are.
pub(crate) struct Merged {
    pub(crate) range: Range<usize>,
    pub(crate) part: Arc<Part>,
}

/// Makes parts.
#[derive(Debug)]
pub(crate) struct Maker {
    log: Arc<Log>,
    /// Where parts are looked for first.
    found: PathBuf,
    /// Where they are made.
    made: PathBuf,
    /// Takes what is found as it is: for tests of tests.
    pub(crate) trusting: bool,
    /// What was found first in the place of a part that was made anew.
    note: Mutex<Option<String>>,
    /// Held by whoever mends.
    mending: Mutex<()>,
}

/// The entries of the log from `first` to before `end`, which are of one block.
pub(crate) fn block(log: &Log, first: u64, end: u64) -> Result<Block, StoreError> {
    let mut block = Block::new(first);
    let mut seq = first;
    while seq < end {
        seq = log.each_of_page(seq, end, |at, entry, bytes| {
            block.push(Note::of(at, entry, Hash::of(bytes)));
        })?;
    }
    Ok(block)
}

impl Maker {
    /// A maker of parts of this log, which are looked for in one folder and made in another, or in
    /// the same.
    pub(crate) fn new(log: Arc<Log>, found: &Path, made: &Path, trusting: bool) -> Maker {
        Maker {
            log,
            found: found.into(),
            made: made.into(),
            trusting,
            note: Mutex::default(),
            mending: Mutex::default(),
        }
    }

    pub(crate) fn log(&self) -> &Log {
        &self.log
    }

    /// What was found in the place of a part that was made anew, if any was.
    pub(crate) fn note(&self) -> Option<String> {
        self.note.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn take_note(&self, what: String) {
        self.note.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(what);
    }

    /// The parts of the first `blocks` blocks: those that are there, the others made.
    pub(crate) fn parts(self: &Arc<Maker>, blocks: u64) -> Result<Vec<Arc<Part>>, StoreError> {
        Which::all(blocks).into_iter().map(|which| self.obtain(which)).collect()
    }

    /// The same parts, all made anew.
    pub(crate) fn parts_anew(self: &Arc<Maker>, blocks: u64) -> Result<Vec<Arc<Part>>, StoreError> {
        let all = Which::all(blocks).into_iter();
        all.map(|which| Ok(Arc::new(Part::new(self.anew(which)?, self.clone())))).collect()
    }

    /// A part as it is there, or made.
    fn obtain(self: &Arc<Maker>, which: Which) -> Result<Arc<Part>, StoreError> {
        let head = self.head(which)?;
        let mut folders = vec![&self.found];
        if self.found != self.made {
            folders.push(&self.made);
        }
        for folder in folders {
            match Body::open(&folder.join(which.file_name()), which, head, self.trusting) {
                Found::Whole(body) => return Ok(Arc::new(Part::new(body, self.clone()))),
                Found::Absent => {}
                Found::Other(what) => self.take_note(what),
                Found::Short(error) => return Err(error),
            }
        }
        let body = if which.level == 0 {
            self.write_block(&self.block(which)?)?
        } else {
            let below = which.below().map(|below| self.obtain(below));
            let below = below.collect::<Result<Vec<_>, _>>()?;
            let body = self.write_merged(which, &below)?;
            self.forget(which.below());
            body
        };
        Ok(Arc::new(Part::new(body, self.clone())))
    }

    /// A part made from the log alone, whatever there is.
    fn anew(self: &Arc<Maker>, which: Which) -> Result<Body, StoreError> {
        if which.level == 0 {
            return self.write_block(&self.block(which)?);
        }
        let passing = |below| Ok(Arc::new(Part::passing(self.anew(below)?, self.clone())));
        let below = which.below().map(passing).collect::<Result<Vec<_>, StoreError>>()?;
        let body = self.write_merged(which, &below)?;
        self.forget(which.below());
        Ok(body)
    }

    /// The part of a block.
    pub(crate) fn of_block(self: &Arc<Maker>, block: &Block) -> Result<Arc<Part>, StoreError> {
        Ok(Arc::new(Part::new(self.write_block(block)?, self.clone())))
    }

    /// The part that some of these parts make together; none where they make none.
    pub(crate) fn merged(
        self: &Arc<Maker>,
        parts: &[Arc<Part>],
    ) -> Result<Option<Merged>, StoreError> {
        let all: Vec<Which> = parts.iter().map(|part| part.which).collect();
        let Some((which, range)) = Which::together(&all) else { return Ok(None) };
        let body = self.write_merged(which, parts.get(range.clone()).unwrap_or_default())?;
        Ok(Some(Merged { range, part: Arc::new(Part::new(body, self.clone())) }))
    }

    /// Makes a part anew in the place of one that was not what was written, unless another reader
    /// has done so.
    pub(crate) fn mend(
        self: &Arc<Maker>,
        part: &Part,
        wrong: &Arc<Body>,
    ) -> Result<(), StoreError> {
        let _mending = self.mending.lock().unwrap_or_else(PoisonError::into_inner);
        if !Arc::ptr_eq(&part.body(), wrong) {
            return Ok(());
        }
        self.take_note(format!("{} is not as it was written", wrong.path.display()));
        part.set_body(self.anew(part.which)?);
        Ok(())
    }

    /// Removes parts that another one holds.
    pub(crate) fn forget(&self, parts: impl Iterator<Item = Which>) {
        for which in parts {
            // What cannot be removed is in nobody's way.
            let _ = std::fs::remove_file(self.made.join(which.file_name()));
        }
    }

    /// Removes what a crash has left: parts that others hold, and files that were to become parts.
    pub(crate) fn tidy(&self, parts: &[Arc<Part>]) {
        let due: Vec<String> = parts.iter().map(|part| part.which.file_name()).collect();
        for file in std::fs::read_dir(&self.made).into_iter().flatten().flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            let stale = Which::named(&name).is_some() && !due.contains(&name);
            if stale || name.starts_with(".tmp") {
                let _ = std::fs::remove_file(file.path());
            }
        }
    }

    fn block(&self, which: Which) -> Result<Block, StoreError> {
        block(&self.log, which.first() * BLOCK, which.count())
    }

    fn head(&self, which: Which) -> Result<Head, StoreError> {
        let count = which.count();
        let hash = match count.checked_sub(1) {
            Some(last) => self.log.hash(last)?,
            None => Hash::ZERO,
        };
        Ok(Head { count, hash })
    }

    fn write_block(&self, block: &Block) -> Result<Body, StoreError> {
        let which = Which { level: 0, number: block.first / BLOCK };
        let rows = rows::of_block(block);
        let count = rows.len() as u64;
        self.write(which, block.head(), count, rows.into_iter().map(Ok))
    }

    fn write_merged(&self, which: Which, below: &[Arc<Part>]) -> Result<Body, StoreError> {
        let count = below.iter().map(|part| part.rows()).sum();
        let head = below.last().map_or(Head { count: 0, hash: Hash::ZERO }, |part| part.head);
        let mut walk = Walk::new(below, &[], None)?;
        let rows = std::iter::from_fn(|| walk.next().transpose());
        self.write(which, head, count, rows.map(|found| found.map(|(row, _)| row)))
    }

    /// Writes a part whole, or leaves none.
    fn write(
        &self,
        which: Which,
        head: Head,
        count: u64,
        rows: impl Iterator<Item = Result<Row, StoreError>>,
    ) -> Result<Body, StoreError> {
        let path = self.made.join(which.file_name());
        let wrong = |error| StoreError::io("write", &path)(error);
        files::create_dirs(&self.made)?;
        let file = tempfile::NamedTempFile::new_in(&self.made).map_err(wrong)?;
        let out = BufWriter::with_capacity(TOGETHER, file);
        let mut writing = Writing::new(out, which, head, count);
        for row in rows {
            let (key, value) = row?;
            writing.push(&key, &value).map_err(wrong)?;
        }
        let mut out = writing.finish().map_err(wrong)?;
        out.flush().map_err(wrong)?;
        let file = out.into_inner().map_err(|error| wrong(error.into_error()))?;
        // A folder in its place is not replaced by a file.
        if std::fs::symlink_metadata(&path).is_ok_and(|found| found.is_dir()) {
            std::fs::remove_dir_all(&path).map_err(wrong)?;
        }
        // It is read where it was written: another thread that makes the same part may replace or
        // remove what has its name.
        let file = file.persist(&path).map_err(|error| wrong(error.error))?;
        match Body::of(file, &path, which, head, self.trusting) {
            Found::Whole(body) => Ok(body),
            Found::Absent | Found::Other(_) | Found::Short(_) => {
                let what = "a part that was just made cannot be read back";
                Err(StoreError::index(what, path.display().to_string()))
            }
        }
    }

    /// Writes a part with other rows than the log gives.
    #[cfg(test)]
    pub(crate) fn forge(self: &Arc<Maker>, part: &Part, rows: Vec<Row>) -> Result<(), StoreError> {
        let count = rows.len() as u64;
        part.set_body(self.write(part.which, part.head, count, rows.into_iter().map(Ok))?);
        Ok(())
    }
}
