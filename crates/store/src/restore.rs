//! A ledger made anew: from a backup, from what is whole of a damaged ledger, or from both.
//!
//! What is kept of the sources is `kept`'s to say. Nothing altered gets in, whatever it came from:
//! every entry continues the chain, and something vouches for it. The new ledger is a prefix of the
//! history; what is whole behind a gap cannot continue the chain and is kept as raw logs beside it.
//! Nothing is written to the sources.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use greffe_chain::{Hash, Head};

use crate::backup::copy_document;
use crate::candidates::Source;
use crate::documents::Documents;
use crate::error::{SOURCES, StoreError};
use crate::files;
use crate::kept::{Kept, Sources};
use crate::layout::{self, HeadFile, HeadMark, LEDGER};
use crate::page::PAGE;
use crate::place::Place;
use crate::tail::Tail;
use crate::volumes::{Sealed, Volumes};

/// Pages are written, and synced, about so many bytes at a time.
const WRITE_BYTES: usize = 4 * 1024 * 1024;

/// What was made anew, and what could not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestoreReport {
    /// The head of the new ledger. Of none, where the first entry is lost: then no ledger was made, and
    /// what is whole is kept beside, with the documents.
    pub head: Head,
    /// The head that the sources once reached, where their marks tell.
    pub once: Option<Head>,
    /// Whether nothing tells how far the history once reached: the mark of the damaged ledger, or, where
    /// none was given, that of the backup, is lost.
    pub unmarked: bool,
    /// Documents copied.
    pub documents: u64,
    /// Documents that no source holds whole, and why.
    pub lost_documents: Vec<(Hash, String)>,
    /// Whole ranges behind a gap, first and last entry, with the raw log that holds each.
    pub islands: Vec<(u64, u64, PathBuf)>,
    /// What could not be verified, and why.
    pub not_verified: Vec<String>,
}

impl RestoreReport {
    /// Whether everything that the sources' marks speak of is there, and a mark speaks of all of it.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let reached =
            self.once.is_some_and(|once| self.head == once || self.head.count > once.count);
        reached && !self.unmarked && self.lost_documents.is_empty() && self.islands.is_empty()
    }
}

/// Makes a ledger in `dir` from a backup and, where one is given, from what is whole of the damaged
/// ledger that it was made of. Either may be absent. Blocks.
///
/// # Errors
/// [`StoreError`]: a source that is none, a target that is not empty or lies in a source, or no
/// entry that anything vouches for. Where it fails, what it made is removed.
pub fn restore(
    backup: Option<&Path>,
    damaged: Option<&Path>,
    dir: &Path,
) -> Result<RestoreReport, StoreError> {
    restore_with(backup, damaged, dir, Ok)
}

/// The same, and `then` what belongs beside the log, before the directory says that it is a ledger and
/// anybody else can open it.
///
/// # Errors
/// Those of [`restore`] and of `then`; what was made is removed after either.
pub fn restore_with<T, E: From<StoreError>>(
    backup: Option<&Path>,
    damaged: Option<&Path>,
    dir: &Path,
    then: impl FnOnce(RestoreReport) -> Result<T, E>,
) -> Result<T, E> {
    for source in backup.into_iter().chain(damaged) {
        layout::apart(source, dir)?;
    }
    let sources = Sources::open(backup, damaged)?;
    let (place, lock) = Place::claim(dir, String::new())?;
    let made = make(&sources, dir).map_err(E::from).and_then(|report| {
        let is_ledger = report.head.count > 0;
        let made = then(report)?;
        // Last of all: a restoration that was cut off leaves no ledger.
        if is_ledger {
            layout::write_marker(dir, LEDGER)?;
            layout::sync_parent(dir)?;
        }
        Ok(made)
    });
    // Under the lock: nobody begins anything here while it is emptied.
    if made.is_err() {
        place.give_up();
    }
    drop(lock);
    made
}

fn make(sources: &Sources, dir: &Path) -> Result<RestoreReport, StoreError> {
    for folder in [layout::pages_path(dir), layout::documents_path(dir)] {
        files::create_dir(&folder)?;
    }
    let mut kept = Kept::of(sources);
    let young = entries(&mut kept, dir)?;
    let (ledger, head) = (kept.ledger, kept.head);
    let islands = islands(&kept, dir)?;
    match ledger {
        Some(_) => {
            kept.check().map_err(|what| StoreError::damaged(what, dir.display().to_string()))?;
        }
        None if islands.is_empty() => return Err(nothing(sources)),
        None => {}
    }
    let mut report = RestoreReport {
        head,
        once: sources.marks.iter().map(|mark| mark.head).max_by_key(|head| head.count),
        unmarked: sources.unmarked,
        documents: 0,
        lost_documents: vec![],
        islands,
        not_verified: sources.not_verified.clone(),
    };
    if !report.islands.is_empty() {
        let what = "the links between whole ranges: the entries between them are lost";
        report.not_verified.push(what.into());
    }
    documents(sources, dir, &mut report)?;
    let Some(ledger) = ledger else {
        // What is whole is kept, and is no ledger: nothing is made that would pass for one.
        let folder = layout::pages_path(dir);
        fs::remove_dir(&folder).map_err(StoreError::io("remove", &folder))?;
        layout::sync_dir(dir)?;
        return Ok(report);
    };
    finish(dir, HeadMark { ledger, head }, &young)?;
    if !sources.marks.iter().any(|mark| mark.head == head) {
        let what = "that no entry is missing behind the last one: no mark vouches for it";
        report.not_verified.push(what.into());
    }
    Ok(report)
}

/// Nothing to begin with: the fault is of the sources.
fn nothing(sources: &Sources) -> StoreError {
    let place = |source: &Source| {
        let (Source::Ledger { dir, .. } | Source::Backup { dir, .. }) = source;
        dir.display().to_string()
    };
    let places: Vec<String> = sources.all.iter().map(place).collect();
    let places = if places.is_empty() { "no source at all".into() } else { places.join(" and ") };
    StoreError::damaged_with("no entry of the sources verifies", places, SOURCES)
}

/// Writes the beginning of the history; returns what fills no page.
fn entries(kept: &mut Kept<'_>, dir: &Path) -> Result<Vec<u8>, StoreError> {
    let volumes = Volumes::new(dir, 0);
    let mut ready: Vec<Sealed> = Vec::new();
    let mut young = Vec::new();
    let write = |ready: &mut Vec<Sealed>| {
        let first = volumes.sealed();
        volumes.write(first, ready)?;
        volumes.set_sealed(first + ready.len() as u64);
        ready.clear();
        Ok::<_, StoreError>(())
    };
    while let Some(bundle) = kept.next_page()? {
        if kept.head.count.is_multiple_of(PAGE) {
            ready.push(Sealed { bundle, last: kept.head.hash });
        } else {
            young = bundle;
        }
        let bytes: usize = ready.iter().map(|page| page.bundle.len()).sum();
        if bytes >= WRITE_BYTES {
            write(&mut ready)?;
        }
    }
    write(&mut ready)?;
    Ok(young)
}

/// Keeps whole ranges behind a gap as raw logs, each under another name until its end is known.
fn islands(kept: &Kept<'_>, dir: &Path) -> Result<Vec<(u64, u64, PathBuf)>, StoreError> {
    let folder = layout::salvaged_path(dir);
    let part = folder.join(".tmp-island");
    let mut islands: Vec<(u64, u64, PathBuf)> = Vec::new();
    let mut open: Option<(u64, u64, BufWriter<File>)> = None;
    let mut close = |open: Option<(u64, u64, BufWriter<File>)>| {
        let Some((first, last, log)) = open else { return Ok(()) };
        let wrong = |error| StoreError::io("write", &part)(error);
        let file = log.into_inner().map_err(|error| wrong(error.into_error()))?;
        file.sync_all().map_err(wrong)?;
        let path = folder.join(format!("{first}-{last}.jsonl"));
        fs::rename(&part, &path).map_err(wrong)?;
        layout::sync_dir(&folder)?;
        islands.push((first, last, path));
        Ok::<_, StoreError>(())
    };
    kept.islands(|seq, entry, begins| {
        if begins {
            close(open.take())?;
        }
        if open.is_none() {
            files::create_dirs(&folder)?;
            open = Some((seq, seq, BufWriter::new(files::open_for_writing(&part)?)));
        }
        let Some((_, last, log)) = &mut open else { return Ok(()) };
        *last = seq;
        let line = log.write_all(entry).and_then(|()| log.write_all(b"\n"));
        line.map_err(StoreError::io("write", &part))
    })?;
    close(open)?;
    Ok(islands)
}

/// Copies every document that a source holds whole, and names the others. What cannot be written is no
/// fault of the sources, and ends the restoration.
fn documents(sources: &Sources, dir: &Path, report: &mut RestoreReport) -> Result<(), StoreError> {
    let target = Documents::new(dir);
    let mut lost = BTreeMap::new();
    for source in &sources.all {
        let (Source::Ledger { dir, .. } | Source::Backup { dir, .. }) = source;
        let documents = Documents::new(dir);
        for listed in documents.list() {
            let hash = match listed {
                Ok((hash, _)) => hash,
                Err(error) if error.is_shortage() => return Err(error),
                Err(error) => {
                    report.not_verified.push(format!("some documents: {error}"));
                    continue;
                }
            };
            if target.path(hash).exists() {
                continue;
            }
            match copy_document(&documents.path(hash), &target, hash) {
                Ok(()) => {
                    report.documents += 1;
                    lost.remove(&hash);
                }
                Err(error) if error.is_shortage() => return Err(error),
                // Another source may hold it whole.
                Err(error @ (StoreError::Damaged(_) | StoreError::Io { action: "read", .. })) => {
                    lost.insert(hash, error.to_string());
                }
                Err(error) => return Err(error),
            }
        }
    }
    report.lost_documents = lost.into_iter().collect();
    Ok(())
}

/// The tail and the mark.
fn finish(dir: &Path, mark: HeadMark, young: &[u8]) -> Result<(), StoreError> {
    Tail::create(dir)?.begin(mark.head.count / PAGE * PAGE, young)?;
    let file = HeadFile::open(dir)?;
    file.write(&mark)?;
    file.sync()?;
    layout::sync_dir(dir)
}
