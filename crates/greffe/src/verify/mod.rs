//! Verification: what was read, what was found, and what was not checked.
//!
//! The store re-hashes every entry, document and index. On top of that, the passages: every
//! source of every entry must lie in a text that the ledger registers and holds.

mod sources;
mod states;

pub use sources::Lost;
pub use states::Snapshots;

use crate::beside::Told;
use crate::decode::decode;
use crate::error::{Error, told};
use crate::ledger::Ledger;
use crate::proof::{Against, AnchorReport, Anchors, KEY_KINDS, LeavesOf, Roots, hold};
use crate::vault::{self, VaultReport};
use greffe_chain::{ChainReport, Entry, ExpectedHead, Hash, Head, Verifier};
use greffe_store::{Backup, StoreReport, VerifyOptions};
use sources::{HeldTexts, PageSources, Sources, check_sources, held, lock};
use states::KeptTables;
use std::io::BufRead;
use std::path::Path;
use std::sync::Mutex;

/// What a verification of a ledger found.
#[derive(Debug, Clone)]
pub struct LedgerReport {
    /// What the store found: entries, links, documents, indexes, head mark.
    pub store: StoreReport,
    /// Sources that were followed into their texts.
    pub passages: u64,
    /// Sources that lead nowhere.
    pub lost_passages: Lost,
    /// Registered documents whose file or text the ledger no longer holds.
    pub lost_documents: Lost,
    /// What the ledger was held against: the tree, checkpoints and whatever vouches for these.
    pub anchors: AnchorReport,
    /// States of projections that are kept.
    pub snapshots: Snapshots,
    /// Sealed values, held or erased.
    pub vault: VaultReport,
}

impl LedgerReport {
    /// Whether nothing that was checked is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.store.is_sound()
            && self.lost_passages.is_empty()
            && self.lost_documents.is_empty()
            && self.anchors.is_sound()
            && self.snapshots.faults.is_empty()
            && self.vault.faults.is_empty()
    }
}

impl Ledger {
    /// Reads every byte of the ledger and checks it; `expect` is a head kept outside.
    ///
    /// # Errors
    /// [`Error::Store`] when verification itself cannot run; what it finds is in the report.
    pub fn verify(&self, expect: Option<ExpectedHead>) -> Result<LedgerReport, Error> {
        self.verify_against(&expect.into())
    }

    /// Reads every byte of the ledger, checks it and holds it against what was kept outside and
    /// whatever a user pinned.
    ///
    /// # Errors
    /// [`Error::Store`] when verification itself cannot run; what it finds is in the report.
    pub fn verify_against(&self, against: &Against) -> Result<LedgerReport, Error> {
        // As many threads as there are processors: what is found does not depend on their number.
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let options = VerifyOptions { expect_head: against.head, threads };
        let reader = self.reader()?;
        // Before the head is taken that everything is read up to: they may follow it meanwhile.
        let mut tables = KeptTables::of(self)?;
        let mut store = reader.verify(&options)?;
        let mut roots = Roots::of_ledger(reader.dir(), against)?;
        let erased = match told(self.erased())? {
            Ok(erased) => erased,
            // Without an index, the entries themselves say it.
            Err(_) => Told::by(reader)?.erased,
        };
        let (mut sources, stopped) =
            check_sources(reader, store.chain.entries, &erased, &mut roots, &mut tables);
        let whole = stopped.is_ok() && store.chain.is_sound();
        let unread = tables.unread.iter().map(|error| format!("kept states: {error}"));
        store.not_checked.extend(unread);
        let snapshots = match told(stopped)? {
            Ok(()) => tables.compared(self),
            Err(error) => {
                let what = format!("passages and documents behind damage: {error}");
                let states = "kept states: not all entries behind them can be read";
                store.not_checked.extend([what, states.to_owned()]);
                Snapshots::default()
            }
        };
        let anchors = Anchors::of(reader.dir());
        let sound = store.chain.is_sound();
        let anchors = hold(Some(&anchors), against, roots, &sources.keys(), sound)?;
        Ok(LedgerReport {
            anchors,
            snapshots,
            vault: vault::check(reader.dir(), &sources.sealed, &erased, whole, |digest| {
                reader.holds_document(digest)
            })?,
            store,
            passages: sources.followed,
            lost_passages: sources.lost_passages,
            lost_documents: sources.lost_documents,
        })
    }
}

/// Reads every byte of a backup and checks it as [`Ledger::verify`] does a ledger, without restoring
/// it; `expect` is a head kept outside.
///
/// # Errors
/// [`Error::Store`] when `dir` is no backup; what is found is in the report.
pub fn verify_backup(dir: &Path, against: &Against) -> Result<LedgerReport, Error> {
    let backup = Backup::open(dir)?;
    let mut store = backup.verify(&VerifyOptions { expect_head: against.head, threads: 1 })?;
    let shortage = Mutex::new(None);
    let document = |hash| held(backup.document(hash), &shortage);
    // What was erased is recorded, and its absence is no loss.
    let Told { erased, .. } = Told::by_backup(&backup)?;
    let texts = HeldTexts { document: &document, erased: &erased, lengths: Mutex::default() };
    let mut sources = Sources::default();
    let anchors = Anchors::of(dir);
    let mut roots = Roots::of_kept(&anchors, against)?;
    let mut unread = 0_u64;
    for page in backup.pages() {
        match page {
            Ok(page) => {
                let mut of = PageSources::default();
                texts.check(&page, &mut of, |_, _| {});
                sources.add(of);
                roots.add(LeavesOf::page(&page, &roots.sought()));
            }
            Err(error) if error.is_shortage() => return Err(error.into()),
            Err(_) => unread += 1,
        }
    }
    if let Some(error) = lock(&shortage).take() {
        return Err(error.into());
    }
    if unread > 0 {
        let what = format!("passages and documents behind damage: {unread} pages cannot be read");
        store.not_checked.push(what);
    }
    let sound = store.chain.is_sound();
    let holds = |digest| backup.holds_document(digest);
    Ok(LedgerReport {
        anchors: hold(Some(&anchors), against, roots, &sources.keys(), sound)?,
        snapshots: Snapshots::default(),
        vault: vault::check(dir, &sources.sealed, &erased, false, holds)?,
        store,
        passages: sources.followed,
        lost_passages: sources.lost_passages,
        lost_documents: sources.lost_documents,
    })
}

/// Verifies an exported log: one entry a line, as `greffe log --raw` prints it.
///
/// # Errors
/// [`Error::File`] is left to the caller; an I/O error while reading is returned as it is.
pub fn verify_log(log: impl BufRead, expect: Option<ExpectedHead>) -> std::io::Result<ChainReport> {
    Ok(verify_log_against(log, &expect.into())?.0)
}

/// The same, held against what was kept outside and whatever a user pinned.
///
/// # Errors
/// As [`verify_log`].
pub fn verify_log_against(
    mut log: impl BufRead,
    against: &Against,
) -> std::io::Result<(ChainReport, AnchorReport)> {
    let mut verifier = Verifier::new();
    if let Some(head) = against.head {
        verifier = verifier.expect_head(head);
    }
    let mut roots = Roots::of(Vec::new(), against);
    let mut sources = Sources::default();
    let mut line = Vec::new();
    loop {
        line.clear();
        // One byte more than an entry may have: a longer line is a fault, not a reason to read on
        // without bound.
        let read = read_line(&mut log, &mut line)?;
        if !read {
            let chain = verifier.finish();
            let anchors = hold(None, against, roots, &sources.keys(), chain.is_sound())
                .map_err(std::io::Error::other)?;
            return Ok((chain, anchors));
        }
        verifier.push(&line);
        roots.entry(&line);
        if Entry::parse(&line).is_ok_and(|entry| KEY_KINDS.contains(&entry.kind())) {
            sources.told_of_keys.extend(decode(&line));
        }
    }
}

/// Reads one line without its line feed; of a line that is too long only so much is kept that the
/// verifier sees it is. `false` at the end.
fn read_line(log: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<bool> {
    let mut any = false;
    loop {
        let buffer = log.fill_buf()?;
        if buffer.is_empty() {
            return Ok(any);
        }
        any = true;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let part = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or_default();
        let room = (greffe_chain::MAX_ENTRY_BYTES + 1).saturating_sub(line.len());
        line.extend(part.iter().take(room));
        let consumed = part.len() + usize::from(end.is_some());
        log.consume(consumed);
        if end.is_some() {
            return Ok(true);
        }
    }
}

/// Reads a head as a person writes it: a hash, or `COUNT:HASH`.
///
/// # Errors
/// The text itself when it is neither.
pub fn parse_head(text: &str) -> Result<ExpectedHead, String> {
    let odd = || text.to_owned();
    match text.split_once(':') {
        None => text.parse::<Hash>().map(ExpectedHead::from).map_err(|_| odd()),
        Some((count, hash)) => {
            let count: u64 = count.parse().map_err(|_| odd())?;
            let hash: Hash = hash.parse().map_err(|_| odd())?;
            Ok(ExpectedHead::from(Head { count, hash }))
        }
    }
}
