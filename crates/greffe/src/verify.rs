//! Verification: what was read, what was found, and what was not checked.
//!
//! The store re-hashes every entry, document and index. On top of that, the passages: every
//! source of every entry must lie in a text that the ledger registers and holds.

use crate::beside::Told;
use crate::decode::decode;
use crate::error::Error;
use crate::fold::over_pages;
use crate::ledger::Ledger;
use crate::proof::{
    Against, AnchorReport, Anchors, KEY_KINDS, KeyRecord, LeavesOf, Roots, follow_key, hold,
};
use crate::table::{DECISIONS, OVERRIDES, Table, VERDICTS};
use crate::vault::{self, VaultReport, sealed_in};
use greffe_chain::{ChainReport, Entry, ExpectedHead, Hash, Head, Verifier};
use greffe_domain::{Content, Event, Recorded};
use greffe_store::{Backup, Page, Reader, StoreError, StoreReport, VerifyOptions};
use std::collections::{BTreeMap, BTreeSet};
use std::io::BufRead;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

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

/// What was found of the states that a ledger keeps.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snapshots {
    /// States that were folded anew and compared.
    pub count: u64,
    /// Those that differ.
    pub faults: Vec<String>,
    /// States of other programs, which cannot be folded here.
    pub others: u64,
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
        let mut store = reader.verify(&options)?;
        let mut roots = Roots::of_ledger(reader.dir(), against);
        let erased = self.erased().unwrap_or_default();
        let (mut sources, stopped) =
            check_sources(reader, store.chain.entries, &erased, &mut roots);
        let whole = stopped.is_ok() && store.chain.is_sound();
        if let Err(error) = stopped {
            if matches!(&error, Error::Store(error) if error.is_shortage()) {
                return Err(error);
            }
            store.not_checked.push(format!("passages and documents behind damage: {error}"));
        }
        let anchors = Anchors::of(reader.dir());
        let sound = store.chain.is_sound();
        let anchors = hold(Some(&anchors), against, roots, &sources.keys(), sound);
        Ok(LedgerReport {
            anchors,
            snapshots: self.check_snapshots(&mut store),
            vault: vault::check(reader.dir(), &sources.sealed, &erased, whole, |digest| {
                reader.holds_document(digest)
            }),
            store,
            passages: sources.followed,
            lost_passages: sources.lost_passages,
            lost_documents: sources.lost_documents,
        })
    }

    /// The states that are kept, folded anew. One that is damaged or of another history is never used,
    /// and is none.
    fn check_snapshots(&self, store: &mut StoreReport) -> Snapshots {
        let mut found = Snapshots::default();
        let Ok(reader) = self.reader() else { return found };
        for definition in [&OVERRIDES, &DECISIONS, &VERDICTS] {
            match Table::differs(definition, self) {
                Ok(None) => {}
                Ok(Some(differs)) => {
                    found.count += 1;
                    if differs {
                        let name = definition.key().projection;
                        found
                            .faults
                            .push(format!("the kept state {name} is not what the log gives"));
                    }
                }
                Err(error) => store.not_checked.push(format!("kept states: {error}")),
            }
        }
        let files = std::fs::read_dir(reader.dir().join("snapshots")).into_iter().flatten();
        let named = |entry: &std::fs::DirEntry| {
            entry.file_name().to_str().is_some_and(|name| name.parse::<Hash>().is_ok())
        };
        let all = files.filter_map(Result::ok).filter(named).count() as u64;
        found.others = all.saturating_sub(found.count);
        found
    }
}

/// Every source must lie in a text that is held, and every registered document must be held, file
/// and text. The log is read for it, not the index, which could have lost a registration. The tree
/// grows over the same bytes. What cannot be read ends it; the second of the pair says so.
fn check_sources(
    reader: &Reader,
    count: u64,
    erased: &BTreeSet<Hash>,
    roots: &mut Roots,
) -> (Sources, Result<(), Error>) {
    let shortage = Mutex::new(None);
    let document = |hash| held(reader.document(hash), &shortage);
    let texts = HeldTexts { document: &document, erased, lengths: Mutex::default() };
    let mut sources = Sources::default();
    let sought = roots.sought();
    let check = |page: &Page| Ok((texts.check(page), LeavesOf::page(page, sought)));
    let done = over_pages(reader, ..count, check, |(of, leaves)| {
        sources.add(of);
        roots.add(leaves);
    });
    let short = lock(&shortage).take().map_or(Ok(()), |error| Err(Error::Store(error)));
    (sources, short.and(done))
}

/// A document as it is held; where the system had too little to give, nothing is known of it, which is
/// noted.
fn held(
    found: Result<Option<Vec<u8>>, StoreError>,
    shortage: &Mutex<Option<StoreError>>,
) -> Option<Vec<u8>> {
    found.unwrap_or_else(|error| {
        if error.is_shortage() {
            lock(shortage).get_or_insert(error);
        }
        None
    })
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
    let Told { erased, .. } = Told::by_backup(&backup);
    let texts = HeldTexts { document: &document, erased: &erased, lengths: Mutex::default() };
    let mut sources = Sources::default();
    let anchors = Anchors::of(dir);
    let mut roots = Roots::of(Some(&anchors), against);
    let mut unread = 0_u64;
    for page in backup.pages() {
        match page {
            Ok(page) => {
                sources.add(texts.check(&page));
                roots.add(LeavesOf::page(&page, roots.sought()));
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
        anchors: hold(Some(&anchors), against, roots, &sources.keys(), sound),
        snapshots: Snapshots::default(),
        vault: vault::check(dir, &sources.sealed, &erased, false, holds),
        store,
        passages: sources.followed,
        lost_passages: sources.lost_passages,
        lost_documents: sources.lost_documents,
    })
}

/// Places that lead nowhere: how many, and the first of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lost {
    /// How many there are.
    pub count: u64,
    /// The first, at most [`Lost::KEPT`], with their entries, in the order of these.
    pub first: Vec<(u64, String)>,
}

impl Lost {
    /// How many are kept: enough to act on, whatever the ledger's length.
    pub const KEPT: usize = 1_000;

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    fn add(&mut self, more: Vec<(u64, String)>) {
        if more.is_empty() {
            return;
        }
        self.count += more.len() as u64;
        self.first.extend(more);
        self.first.sort();
        self.first.truncate(Lost::KEPT);
    }
}

#[derive(Default)]
struct Sources {
    followed: u64,
    lost_passages: Lost,
    lost_documents: Lost,
    /// What entries say of signing keys, in any order.
    told_of_keys: Vec<Recorded>,
    /// Digests that stand in the place of values.
    sealed: BTreeSet<Hash>,
}

impl Sources {
    /// The signing keys that the entries record.
    fn keys(&mut self) -> Vec<KeyRecord> {
        self.told_of_keys.sort_by_key(|recorded| recorded.meta.seq);
        let mut records = Vec::new();
        self.told_of_keys.iter().for_each(|recorded| follow_key(&mut records, recorded));
        records
    }

    fn add(&mut self, page: PageSources) {
        self.told_of_keys.extend(page.told_of_keys);
        self.sealed.extend(page.sealed);
        self.followed += page.followed;
        self.lost_passages.add(page.lost_passages);
        self.lost_documents.add(page.lost_documents);
    }
}

#[derive(Default)]
struct PageSources {
    followed: u64,
    lost_passages: Vec<(u64, String)>,
    lost_documents: Vec<(u64, String)>,
    told_of_keys: Vec<Recorded>,
    sealed: Vec<Hash>,
}

/// The documents that the ledger, or the backup, holds, by what was asked of them before.
struct HeldTexts<'a> {
    document: &'a (dyn Fn(Hash) -> Option<Vec<u8>> + Sync),
    /// Documents that were erased: nothing is missed that they held.
    erased: &'a BTreeSet<Hash>,
    lengths: Mutex<BTreeMap<Hash, Option<u64>>>,
}

impl HeldTexts<'_> {
    /// How many documents are remembered; texts are cited by entries that stand together.
    const REMEMBERED: usize = 4_096;

    fn check(&self, page: &Page) -> PageSources {
        let mut found = PageSources::default();
        for (seq, bytes) in page.entries() {
            let Ok(entry) = Entry::parse(bytes) else { continue };
            for source in entry.sources() {
                match self.length(source.document) {
                    Some(length) if source.span[1] <= length => found.followed += 1,
                    Some(length) => found.lost_passages.push((
                        seq,
                        format!(
                            "the span [{}, {}] lies outside the text {}, which has {length} bytes",
                            source.span[0], source.span[1], source.document
                        ),
                    )),
                    None if self.erased.contains(&source.document) => {}
                    None => found.lost_passages.push((
                        seq,
                        format!("the text {} is not held or is damaged", source.document),
                    )),
                }
            }
            if entry.kind() == "DocumentRegistered" {
                self.registered(seq, bytes, &mut found);
            }
            if KEY_KINDS.contains(&entry.kind()) {
                found.told_of_keys.extend(decode(bytes));
            }
            if entry.kind() != "PersonalDataErased" {
                found.sealed.extend(sealed_in(entry.data()));
            }
        }
        found
    }

    fn registered(&self, seq: u64, bytes: &[u8], found: &mut PageSources) {
        let Ok(Recorded { content: Content::Known(fact), .. }) = decode(bytes) else { return };
        let Event::DocumentRegistered(document) = &fact.event else { return };
        for (what, hash) in document.held() {
            let there = |hash| self.length(hash).is_some() || self.erased.contains(&hash);
            let held = hash.parse().is_ok_and(there);
            if !held {
                let fault = format!("the {what} of {}, {hash}, is not held", document.name);
                found.lost_documents.push((seq, fault));
            }
        }
    }

    /// The length of a document in bytes; None when it is not held or is damaged.
    fn length(&self, document: Hash) -> Option<u64> {
        if let Some(length) = lock(&self.lengths).get(&document) {
            return *length;
        }
        let text = (self.document)(document);
        let length = text.and_then(|text| u64::try_from(text.len()).ok());
        let mut lengths = lock(&self.lengths);
        if lengths.len() >= HeldTexts::REMEMBERED {
            lengths.clear();
        }
        lengths.insert(document, length);
        length
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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
    let mut roots = Roots::of(None, against);
    let mut sources = Sources::default();
    let mut line = Vec::new();
    loop {
        line.clear();
        // One byte more than an entry may have: a longer line is a fault, not a reason to read on
        // without bound.
        let read = read_line(&mut log, &mut line)?;
        if !read {
            let chain = verifier.finish();
            let anchors = hold(None, against, roots, &sources.keys(), chain.is_sound());
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
