//! A ledger made anew: from a backup, from what is whole of a damaged ledger, or from both.
//!
//! Entries are taken page by page from whichever source holds bytes that continue the chain. A page
//! counts when every link inside it holds and something else vouches for its last entry: its row,
//! the page behind it, or the head of the source. So nothing altered gets in, whatever it came
//! from. The new ledger is a prefix of the history; whole ranges behind a gap cannot continue the
//! chain and are kept as raw logs beside it. Nothing is written to the sources.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use greffe_chain::{Hash, Head, Verifier};

use crate::backup::copy_document;
use crate::candidates::{Candidate, Due, Source, candidates};
use crate::documents::Documents;
use crate::error::StoreError;
use crate::layout::{self, BACKUP, HeadFile, HeadMark, LEDGER};
use crate::lock::Lock;
use crate::page::{PAGE, follow, frames};
use crate::tail::Tail;
use crate::volumes::{Sealed, Volumes};

/// Pages written at a time.
const WRITE_PAGES: usize = 64;

/// What was made anew, and what could not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestoreReport {
    /// The head of the new ledger.
    pub head: Head,
    /// The head that the sources once reached, where their marks tell.
    pub once: Option<Head>,
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
    /// Whether everything that the sources' marks speak of is there.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let reached =
            self.once.is_some_and(|once| self.head == once || self.head.count > once.count);
        reached && self.lost_documents.is_empty() && self.islands.is_empty()
    }
}

/// Makes a ledger in `dir` from a backup and, where one is given, from what is whole of the damaged
/// ledger that it was made of. Either may be absent. Blocks.
///
/// # Errors
/// [`StoreError`]: a source that is none, a target that is not empty, or no entry that verifies.
pub fn restore(
    backup: Option<&Path>,
    damaged: Option<&Path>,
    dir: &Path,
) -> Result<RestoreReport, StoreError> {
    let mut sources = Vec::new();
    let mut marks = Vec::new();
    let mut not_verified = Vec::new();
    if let Some(dir) = damaged {
        let unmarked = layout::check_damaged(dir)?;
        not_verified.extend(unmarked.map(|why| format!("the format of the ledger: {why}")));
        let source = Source::Ledger { dir: dir.into(), runs: Tail::salvage(dir) };
        let own = openings(&source);
        match HeadMark::read(dir) {
            Ok(mark) if own.is_empty() || own.contains(&mark.ledger) => marks.push(mark),
            Ok(_) => not_verified.push(FOREIGN_MARK.into()),
            Err(error) => not_verified.push(format!("how far the ledger once reached: {error}")),
        }
        sources.push(source);
    }
    if let Some(dir) = backup {
        layout::check_marker(dir, BACKUP)?;
        let mark = HeadMark::read(dir)?;
        if marks.iter().any(|other| other.ledger != mark.ledger) {
            let why = "it is the backup of another ledger than the damaged one; restore each apart";
            return Err(StoreError::NotALedger { dir: dir.into(), why: why.into() });
        }
        marks.push(mark);
        sources.push(Source::Backup { dir: dir.into(), head: mark.head });
    }
    layout::create_dir(dir)?;
    if fs::read_dir(dir).map_err(StoreError::io("read", dir))?.next().is_some() {
        return Err(StoreError::AlreadyExists { dir: dir.into() });
    }
    let _lock = Lock::take(dir, String::new())?;
    let mut building = Building::begin(dir, marks)?;
    building.report.not_verified = not_verified;
    building.entries(&sources)?;
    let ledger = building.ledger.ok_or_else(|| {
        StoreError::damaged("no entry of the sources verifies", dir.display().to_string())
    })?;
    building.islands(&sources)?;
    building.documents(&sources);
    building.finish(ledger)
}

const FOREIGN_MARK: &str = "how far the ledger once reached: its head mark is that of another \
                            ledger, or its first entry is not what it was";

/// What the first entry of a source may hash to.
fn openings(source: &Source) -> BTreeSet<Hash> {
    let first = candidates(std::slice::from_ref(source), 0);
    first.iter().filter_map(|page| frames(&page.bytes).next().map(Hash::of)).collect()
}

/// The new ledger under way.
struct Building {
    dir: PathBuf,
    volumes: Volumes,
    verifier: Verifier,
    ledger: Option<Hash>,
    marks: Vec<HeadMark>,
    last: Hash,
    count: u64,
    ready: Vec<Sealed>,
    young: Vec<u8>,
    report: RestoreReport,
}

impl Building {
    fn begin(dir: &Path, marks: Vec<HeadMark>) -> Result<Building, StoreError> {
        for folder in [layout::pages_path(dir), layout::documents_path(dir)] {
            fs::create_dir(&folder).map_err(StoreError::io("create", &folder))?;
        }
        let head = Head { count: 0, hash: Hash::ZERO };
        let once = marks.iter().map(|mark| mark.head).max_by_key(|head| head.count);
        let report = RestoreReport {
            head,
            once,
            documents: 0,
            lost_documents: vec![],
            islands: vec![],
            not_verified: vec![],
        };
        Ok(Building {
            dir: dir.into(),
            volumes: Volumes::new(dir, 0),
            verifier: Verifier::links_only(),
            ledger: None,
            marks,
            last: Hash::ZERO,
            count: 0,
            ready: vec![],
            young: vec![],
            report,
        })
    }

    /// Takes pages as long as some source continues the chain.
    fn entries(&mut self, sources: &[Source]) -> Result<(), StoreError> {
        loop {
            let page = self.count / PAGE;
            let next = candidates(sources, page + 1);
            let due = Due { first: self.count, before: self.last, next: &next, marks: &self.marks };
            let found = candidates(sources, page);
            let all = found.iter().map(|candidate| due.vouched(candidate));
            let mut best = all.max_by_key(|(count, _)| *count);
            // Where no source has the whole page, all of them together may.
            if found.len() > 1 && best.as_ref().is_some_and(|(count, _)| *count < PAGE) {
                let merged = due.vouched(&due.merged(&found));
                best = best.filter(|(count, _)| *count >= merged.0).or(Some(merged));
            }
            let Some((taken, bytes)) = best.filter(|(count, _)| *count > 0) else {
                return self.write();
            };
            for entry in frames(&bytes) {
                self.ledger.get_or_insert(Hash::of(entry));
                self.verifier.push(entry);
                self.last = Hash::of(entry);
            }
            self.count += taken;
            if taken < PAGE {
                self.young = bytes;
                return self.write();
            }
            self.ready.push(Sealed { bundle: bytes, last: self.last });
            if self.ready.len() == WRITE_PAGES {
                self.write()?;
            }
        }
    }

    fn write(&mut self) -> Result<(), StoreError> {
        let first = self.volumes.sealed();
        self.volumes.write(first, &self.ready)?;
        self.volumes.set_sealed(first + self.ready.len() as u64);
        self.ready.clear();
        Ok(())
    }

    /// Keeps whole pages behind a gap as raw logs.
    fn islands(&mut self, sources: &[Source]) -> Result<(), StoreError> {
        let (mut lines, mut count): (Vec<u8>, u64) = (Vec::new(), 0);
        let mut first = None;
        let reach = sources.iter().map(Source::pages).max().unwrap_or(0);
        // One more than there are ends the last range.
        for page in self.count.div_ceil(PAGE)..=reach {
            let found =
                candidates(sources, page).into_iter().find_map(|Candidate { bytes, .. }| {
                    let (count, _) = follow(&bytes, page * PAGE, None).ok()?;
                    Some((count as u64, bytes))
                });
            if let Some((_, bytes)) = &found {
                first.get_or_insert(page * PAGE);
                for entry in frames(bytes) {
                    lines.extend_from_slice(entry);
                    lines.push(b'\n');
                    count += 1;
                }
            }
            let whole = found.as_ref().is_some_and(|(count, _)| *count == PAGE);
            if !whole && let Some(from) = first.take() {
                let last = from + count.saturating_sub(1);
                let folder = self.dir.join("salvaged");
                fs::create_dir_all(&folder).map_err(StoreError::io("create", &folder))?;
                let path = folder.join(format!("{from}-{last}.jsonl"));
                layout::replace(&path, &lines)?;
                lines.clear();
                count = 0;
                self.report.islands.push((from, last, path));
            }
        }
        if !self.report.islands.is_empty() {
            let what = "the links between whole ranges: the entries between them are lost";
            self.report.not_verified.push(what.into());
        }
        Ok(())
    }

    fn documents(&mut self, sources: &[Source]) {
        let target = Documents::new(&self.dir);
        let mut lost = BTreeMap::new();
        for source in sources {
            let (Source::Ledger { dir, .. } | Source::Backup { dir, .. }) = source;
            let documents = Documents::new(dir);
            for listed in documents.list() {
                let hash = match listed {
                    Ok((hash, _)) => hash,
                    Err(error) => {
                        self.report.not_verified.push(format!("some documents: {error}"));
                        continue;
                    }
                };
                if target.path(hash).exists() {
                    continue;
                }
                match copy_document(&documents.path(hash), &target, hash) {
                    Ok(()) => {
                        self.report.documents += 1;
                        lost.remove(&hash);
                    }
                    // Another source may hold it whole.
                    Err(error) => {
                        lost.insert(hash, error.to_string());
                    }
                }
            }
        }
        self.report.lost_documents = lost.into_iter().collect();
    }

    fn finish(mut self, ledger: Hash) -> Result<RestoreReport, StoreError> {
        let head = Head { count: self.count, hash: self.last };
        if let Some(fault) = self.verifier.finish().faults.first() {
            return Err(StoreError::damaged(fault.to_string(), self.dir.display().to_string()));
        }
        Tail::create(&self.dir)?.begin(self.count / PAGE * PAGE, &self.young)?;
        let mark = HeadFile::open(&self.dir)?;
        mark.write(&HeadMark { ledger, head })?;
        mark.sync()?;
        layout::sync_dir(&self.dir)?;
        layout::write_marker(&self.dir, LEDGER)?;
        layout::sync_parent(&self.dir)?;
        let vouched = self.marks.iter().any(|mark| mark.head == head);
        if !vouched {
            let what = "that no entry is missing behind the last one: no mark vouches for it";
            self.report.not_verified.push(what.into());
        }
        self.report.head = head;
        Ok(self.report)
    }
}
