//! Looking at a ledger without touching it.
//!
//! The log, its documents, its mark and its index are plain files, which are read where they lie:
//! nothing is copied, and no lock is needed. What is missing of the index, or damaged, is made in a
//! folder of its own. Another process may be writing meanwhile: the view
//! is that of the moment of opening. Damage that keeps the ledger itself from being opened is kept
//! for the report, and as much of the log as is whole can be read.

use std::fs::{self, File};
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use greffe_chain::{Hash, Head};
use tempfile::TempDir;

use crate::error::{StoreError, past_damage};
use crate::files;
use crate::index::Index;
use crate::layout::{HeadMark, LEDGER, check_damaged, marker_path};
use crate::log::Log;
use crate::opening::{self, Opened};
use crate::options::Options;
use crate::page::{LENGTH, frames};
use crate::private;
use crate::read::{Core, Reader};
use crate::tail::Tail;
use crate::volumes::{ROW, VOLUME, Volumes};

/// How often opening is tried anew because another process sealed pages meanwhile.
const TRIES: u32 = 5;
/// The rows of a whole volume.
const MOST_ROWS: u64 = VOLUME * ROW as u64;

/// A ledger open for reading alone.
#[derive(Debug)]
pub struct Forensic {
    reader: Reader,
    _index: TempDir,
    /// Says to others that the folder is in use.
    _lock: File,
}

impl Deref for Forensic {
    type Target = Reader;
    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl Forensic {
    pub(crate) fn open(dir: &Path, options: &Options) -> Result<Forensic, StoreError> {
        opening::check_clock(SystemTime::now())?;
        let unmarked = check_damaged(dir, LEDGER)?;
        let (index, lock) = private::folder()?;
        // Before the log, which only grows: a mark that is read later may be ahead of it.
        let mark = HeadMark::settled(dir);
        let mut tries = 1;
        let opened = loop {
            match opening::open(dir, options, false) {
                Err(error) if error.is_damage() && tries < TRIES => tries += 1,
                other => break other,
            }
        };
        let mut note = None;
        let (log, ledger, head, mut fault) = match opened {
            Ok(Opened { log, found, ledger, head }) => {
                note = found.other;
                (log, ledger, head, None)
            }
            Err(error) if error.is_shortage() => return Err(error),
            // Whatever keeps the ledger from being opened, the rest of it may be there to be read.
            Err(error) => {
                let known = mark.iter().map(|mark| mark.head.hash).collect::<Vec<_>>();
                let (log, ledger, head) = readable(dir, index.path(), options, &known)?;
                (log, ledger, head, Some(error))
            }
        };
        if fault.is_none() {
            let held = mark
                .clone()
                .and_then(|mark| opening::check_mark(&log, &mark, ledger, head, options));
            fault = held.err();
        }
        let found = Index::new(dir, index.path(), options);
        let mut core = Core::new(log, found, dir, None);
        core.publish(ledger, head);
        let place = || marker_path(dir).display().to_string();
        core.opening = fault.or(unmarked.map(|why| StoreError::damaged(why, place())));
        core.tail_note = note;
        core.mark = Some(mark);
        core.close();
        Ok(Forensic { reader: Reader { core: Arc::new(core) }, _index: index, _lock: lock })
    }

    /// What keeps the ledger from being opened, if anything does.
    #[must_use]
    pub fn opening_fault(&self) -> Option<&StoreError> {
        self.reader.core.opening.as_ref()
    }
}

/// As much of a damaged log as can be had: its sealed pages, and the whole frames that follow them.
/// Rows that are of no use are made anew in the folder `rows`.
fn readable(
    dir: &Path,
    rows: &Path,
    options: &Options,
    known: &[Hash],
) -> Result<(Log, Hash, Head), StoreError> {
    let volumes = Volumes::new(dir, 0).with_rows(rows);
    let mut pages = 0;
    for volume in 0.. {
        if !volumes.bundles_path(volume).exists() {
            break;
        }
        let own = files::read(&Volumes::new(dir, 0).rows_path(volume), MOST_ROWS);
        let own = past_damage(own)?.flatten().unwrap_or_default();
        let path = volumes.rows_path(volume);
        fs::write(&path, &own).map_err(StoreError::io("write", &path))?;
        let count = volumes.count_rows(volume)?.min(VOLUME);
        let whole = count > 0 && past_damage(volumes.rows(volume, count))?.is_some();
        // A volume that cannot be read at all ends what can be read in order.
        let made = || past_damage(volumes.remake_rows(volume, VOLUME));
        let count = if whole { count } else { made()?.unwrap_or(0) };
        pages += count;
        if count < VOLUME {
            break;
        }
    }
    volumes.set_sealed(pages);
    let log = Log::of(volumes, options.cache_bytes);
    let runs = Tail::salvage(dir, known)?;
    // What one generation holds may continue what an older one does: until none adds anything.
    let mut before = None;
    while before != Some(log.end()) {
        before = Some(log.end());
        for run in &runs {
            let next = log.end();
            // The entries that are due, of a run that may begin before them.
            let had = usize::try_from(next.saturating_sub(run.first)).unwrap_or(usize::MAX);
            let skip: usize = frames(&run.bytes).take(had).map(|entry| LENGTH + entry.len()).sum();
            let due = run.bytes.get(skip..).unwrap_or_default();
            if run.first <= next && !due.is_empty() {
                log.push(next, Arc::new(due.to_vec()));
            }
        }
    }
    let count = log.end();
    let ledger = log.entry(0).map_or(Hash::ZERO, |entry| Hash::of(&entry));
    let hash = count.checked_sub(1).and_then(|last| log.hash(last).ok()).unwrap_or(Hash::ZERO);
    Ok((log, ledger, Head { count, hash }))
}
