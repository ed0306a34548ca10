//! A backup, looked at without restoring it: every byte of its pages and documents, and its head.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use greffe_chain::{Hash, Head, Verifier};

use crate::documents::Documents;
use crate::error::{KEEP_BACKUP, StoreError, past_damage};
use crate::layout::{self, BACKUP, HeadMark};
use crate::page::{LENGTH, PAGE, Page, frames};
use crate::tiles;
use crate::verify::{BlockFault, StoreReport, VerifyOptions, against_mark, broken_pages};

/// A backup, open for reading. Nothing is written to it, and no lock is needed: a backup that is
/// being made at the same time is read as far as its head was when it was opened.
#[derive(Debug)]
pub struct Backup {
    dir: PathBuf,
    mark: Result<HeadMark, StoreError>,
    /// What is wrong with its marker.
    unmarked: Option<StoreError>,
    /// The tiles that were there when it was opened.
    there: BTreeSet<(u64, u64)>,
    documents: Documents,
}

impl Backup {
    /// Whether `dir` is a backup: says so of itself, or, where its marker is damaged, holds what a backup
    /// holds.
    #[must_use]
    pub fn is_one(dir: &Path) -> bool {
        layout::is_backup(dir)
    }

    /// Opens the backup in `dir`. One whose marker is damaged is opened all the same: the report of its
    /// verification says so.
    ///
    /// # Errors
    /// [`StoreError`]: missing, no backup, or of an unknown format.
    pub fn open(dir: &Path) -> Result<Backup, StoreError> {
        let unmarked = layout::check_damaged(dir, BACKUP)?;
        let place = || layout::marker_path(dir).display().to_string();
        let unmarked = unmarked.map(|why| StoreError::damaged_with(why, place(), KEEP_BACKUP));
        let mark = match HeadMark::read(dir) {
            Err(error) if error.is_shortage() => return Err(error),
            mark => mark,
        };
        let (there, documents) = (tiles::list(dir)?, Documents::new(dir));
        Ok(Backup { dir: dir.into(), mark, unmarked, there, documents })
    }

    /// How far it says that it reaches; how far its files do, where it does not say.
    #[must_use]
    pub fn head(&self) -> Head {
        self.mark.as_ref().map_or_else(|_| tiles::reach(&self.there), |mark| mark.head)
    }

    /// The pages that are there, in order, as they are stored; an error for each that cannot be read,
    /// and on with the next. What is missing between them is passed over.
    pub fn pages(&self) -> impl Iterator<Item = Result<Page, StoreError>> + '_ {
        self.tiles().map(|(page, count)| {
            let damaged = |what: String| {
                let place = tiles::tile_path(&self.dir, page, count);
                StoreError::damaged(what, place.display().to_string())
            };
            let missing = || damaged("the file is missing".into());
            let bytes = tiles::read(&self.dir, page, count)?.ok_or_else(missing)?;
            let found = frames(&bytes).count();
            let whole: usize = frames(&bytes).map(|entry| LENGTH + entry.len()).sum();
            if found as u64 != count || whole != bytes.len() {
                return Err(damaged(format!("it holds {found} entries, {count} are due")));
            }
            Ok(Page::new(page * PAGE, found, std::sync::Arc::new(bytes)))
        })
    }

    /// The tiles that the head counts and that are there.
    fn tiles(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        let count = self.head().count;
        let due = move |page: u64| count.saturating_sub(page * PAGE).min(PAGE);
        let there = self.there.iter().copied();
        there.filter(move |(page, count)| due(*page) == *count && *count > 0)
    }

    /// The document with this hash, hashed again; None when there is none.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when what is stored is not the document.
    pub fn document(&self, hash: Hash) -> Result<Option<Vec<u8>>, StoreError> {
        self.documents.get(hash)
    }

    /// Whether a document of this hash is there, whatever is in its file.
    #[must_use]
    pub fn holds_document(&self, hash: Hash) -> bool {
        self.documents.holds(hash)
    }

    /// Hash and length in bytes of every document, in the order of hashes.
    pub fn documents(&self) -> impl Iterator<Item = Result<(Hash, u64), StoreError>> + use<> {
        self.documents.list()
    }

    /// Reads every byte of the backup and holds it against the chain and against its own head. What is
    /// wrong is in the report, under the names that it has for a ledger; a backup has no young
    /// entries and no indexes.
    ///
    /// # Errors
    /// [`StoreError::Io`] where the system had too little to give: open files, memory.
    pub fn verify(&self, options: &VerifyOptions) -> Result<StoreReport, StoreError> {
        let marked = self.mark.as_ref().ok().map(|mark| mark.head.count);
        let mut reading = Reading::new(options, marked);
        let head = self.head();
        for (page, count) in self.tiles() {
            reading.gap(page * PAGE);
            if let Some(bytes) = reading.tile(&self.dir, page, count)? {
                reading.earlier(
                    &self.dir,
                    page,
                    self.there.range((page, 1)..(page, count)),
                    &bytes,
                )?;
            }
        }
        reading.gap(head.count);
        let Reading { verifier, pages, mut blocks, at_mark, .. } = reading;
        let chain = verifier.finish();
        let place = |page| {
            let count = head.count.saturating_sub(page * PAGE).min(PAGE);
            tiles::tile_path(&self.dir, page, count).display().to_string()
        };
        broken_pages(&chain, head.count.div_ceil(PAGE), place, &mut blocks);
        let mut not_checked = Vec::new();
        let head_mark = against_mark(self.mark.clone(), &chain, at_mark, &mut not_checked);
        let beyond = |(page, count): &&(u64, u64)| page.saturating_mul(PAGE) + count > head.count;
        let beyond = self.there.iter().filter(beyond).count();
        if beyond > 0 {
            not_checked.push(format!(
                "{beyond} page files that the head does not count: left by a backup that was cut off"
            ));
        }
        Ok(StoreReport {
            chain,
            pages,
            young: 0,
            blocks,
            documents: self.documents.verify()?,
            indexes: vec![],
            index_remade: None,
            index_late: None,
            head_mark,
            tail_note: None,
            opening: self.unmarked.clone(),
            not_checked,
        })
    }
}

/// A verification under way.
struct Reading {
    verifier: Verifier,
    marked: Option<u64>,
    at_mark: Option<Hash>,
    next: u64,
    pages: u64,
    blocks: Vec<BlockFault>,
}

impl Reading {
    fn new(options: &VerifyOptions, marked: Option<u64>) -> Reading {
        let mut verifier = Verifier::new();
        if let Some(expected) = options.expect_head {
            verifier = verifier.expect_head(expected);
        }
        Reading { verifier, marked, at_mark: None, next: 0, pages: 0, blocks: vec![] }
    }

    /// Notes that the pages between what was read and entry `end` are missing.
    fn gap(&mut self, end: u64) {
        if self.next < end {
            let (first, last) = (self.next, end - 1);
            let what = format!("pages {} to {} are missing", first / PAGE, last / PAGE);
            self.blocks.push(BlockFault { first, last, what });
            self.next = end;
        }
    }

    /// Reads a tile; its bytes, where it is whole.
    fn tile(&mut self, dir: &Path, page: u64, count: u64) -> Result<Option<Vec<u8>>, StoreError> {
        self.pages += 1;
        let (first, last) = (page * PAGE, page * PAGE + count - 1);
        let path = tiles::tile_path(dir, page, count);
        let place = path.display();
        let bytes = match tiles::read(dir, page, count) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => {
                let what = format!("{place} is missing");
                self.fault(first, last, what);
                return Ok(None);
            }
            Err(error) if error.is_shortage() => return Err(error),
            Err(error) => {
                self.fault(first, last, error.to_string());
                return Ok(None);
            }
        };
        let mut read = 0;
        let mut whole = 0;
        for entry in frames(&bytes).take(usize::try_from(count).unwrap_or(0)) {
            self.verifier.push(entry);
            read += 1;
            whole += LENGTH + entry.len();
            if self.marked == Some(first + read) {
                self.at_mark = Some(Hash::of(entry));
            }
        }
        if read < count {
            let what = format!("{place} holds {read} entries, {count} are due");
            self.fault(first + read, last, what);
            return Ok(None);
        }
        if whole < bytes.len() {
            let what = format!("{place} holds {} bytes behind its entries", bytes.len() - whole);
            self.fault(last, last, what);
            return Ok(None);
        }
        self.next = last + 1;
        Ok(Some(bytes))
    }

    /// Holds what earlier heads had of a page against the page: each is its beginning.
    fn earlier<'a>(
        &mut self,
        dir: &Path,
        page: u64,
        counts: impl Iterator<Item = &'a (u64, u64)>,
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        for &(_, count) in counts {
            let due = frames(bytes).take(usize::try_from(count).unwrap_or(0));
            let length: usize = due.map(|entry| LENGTH + entry.len()).sum();
            let found = past_damage(tiles::read(dir, page, count))?;
            // The next run may have removed it since: nothing counts on it.
            let gone = matches!(found, Some(None));
            if !gone && found.flatten().as_deref() != bytes.get(..length) {
                let (first, last) = (page * PAGE, page * PAGE + count - 1);
                let place = tiles::tile_path(dir, page, count);
                let what = format!("{} is not the beginning of its page", place.display());
                self.blocks.push(BlockFault { first, last, what });
            }
        }
        Ok(())
    }

    fn fault(&mut self, first: u64, last: u64, what: String) {
        self.blocks.push(BlockFault { first, last, what });
        self.next = self.next.max(last + 1);
    }
}
